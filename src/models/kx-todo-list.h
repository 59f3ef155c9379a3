/* What is to be done, as three lists to work off: overdue, this week, the next sixty days. It follows its
 * source; lines that are done leave. */
#pragma once

#include "models/kx-row-answer.h"
#include "models/kx-todo.h"

G_BEGIN_DECLS

/* Signal "counts-changed" (): what the functions below give. */
#define KX_TYPE_TODO_LIST (kx_todo_list_get_type ())
G_DECLARE_FINAL_TYPE (KxTodoList, kx_todo_list, KX, TODO_LIST, KxRowAnswer)

/* Over a KxMirrorSource also refused changes and files count. */
KxTodoList *kx_todo_list_new (KxRowSource *source);

/* Only what concerns offices of this area and below; NULL: everything. */
void kx_todo_list_set_area (KxTodoList *list, const char *area);
const char *kx_todo_list_get_area (KxTodoList *list);

/* The lines of one group, at most some hundred, in the order to work them off. Borrowed; a GListModel of
 * KxTodo. */
GListModel *kx_todo_list_get_group (KxTodoList *list, KxTodoGroup group);

/* How many there are, those without a line included; `ret_exact` FALSE: more than that. */
guint kx_todo_list_get_count (KxTodoList *list, KxTodoGroup group, gboolean *ret_exact);

#define kx_todo_list_is_loading(list) kx_row_answer_is_loading (KX_ROW_ANSWER (list))
#define kx_todo_list_get_error(list) kx_row_answer_get_error (KX_ROW_ANSWER (list))

/* The badge of a page ("overview", "agencies", "activity"): how many things are to be done there now; 0: no
 * badge. */
guint kx_todo_list_get_badge (KxTodoList *list, const char *page);

G_END_DECLS
