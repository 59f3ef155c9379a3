/* What the files that find to-dos share. */
#pragma once

#include "core/kx-calendar.h"
#include "models/kx-todo-find.h"

G_BEGIN_DECLS

typedef struct
{
  KxBook *book;                   /* borrowed */
  const KxTodoQuestion *question; /* borrowed */
  GHashTable *calendars;          /* (element-type utf8 KxCalendar) owned; by office */
  KxCalendar *national;           /* owned; of offices without days of their own */
  GPtrArray *todos;               /* (element-type KxTodo) owned */
  guint counts[KX_TODO_N_GROUPS];
  guint on_agreements; /* of the first two groups */
} KxTodoFinding;

/* From the first day of a group up to the day before the last. */
typedef struct
{
  KxTodoGroup group;
  KxDate from, before;
} KxTodoSpan;

void kx_todo_finding_list_spans (const KxTodoFinding *finding, KxTodoSpan ret_spans[KX_TODO_N_GROUPS]);

/* The day by which it is to be done, with the working days of the office until then. */
void kx_todo_finding_set_date (const KxTodoFinding *finding, KxTodo *todo, KxDate date, const char *office);

/* A statement over an agency `a` that is open to those who ask, living, and no second record of another. */
typedef struct
{
  GString *sql;
  GArray *args;     /* (element-type KxDbArg) */
  GPtrArray *texts; /* owned */
} KxTodoText;

KxTodoText kx_todo_text_begin (const char *sql);
void kx_todo_text_end (KxTodoText *text);
void kx_todo_text_add_integer (KxTodoText *text, gint64 number);
void kx_todo_text_add_agency (KxTodoText *text, const KxTodoFinding *finding);
KxDbRows *kx_todo_text_query (KxTodoText *text, const KxTodoFinding *finding, GError **error);

/* Counts one more thing of a group, and gives a to-do for it unless there are enough lines. */
KxTodo *kx_todo_finding_add (KxTodoFinding *finding, KxTodoKind kind, KxTodoGroup group, const char *key);

/* The same for a row with a page of its own, whose list is `page`; NULL when there are enough lines: `n`
 * tells how many of the kind each group has. */
KxTodo *kx_todo_finding_add_row (KxTodoFinding *finding, KxTodoKind kind, KxTodoGroup group,
                                 const KxEntity *entity, const char *id, const char *page,
                                 guint n[KX_TODO_N_GROUPS]);

gboolean kx_todo_find_dated (KxTodoFinding *finding, GError **error);
gboolean kx_todo_find_agreements (KxTodoFinding *finding, GError **error);
gboolean kx_todo_find_renewals (KxTodoFinding *finding, GError **error);
gboolean kx_todo_find_course (KxTodoFinding *finding, GError **error);
gboolean kx_todo_find_applications (KxTodoFinding *finding, GError **error);
gboolean kx_todo_find_waiting (KxTodoFinding *finding, GError **error);
gboolean kx_todo_find_paper (KxTodoFinding *finding, GError **error);
gboolean kx_todo_find_missing (KxTodoFinding *finding, GError **error);
gboolean kx_todo_find_duplicates (KxTodoFinding *finding, GError **error);
gboolean kx_todo_find_activity (KxTodoFinding *finding, GError **error);

/* TRUE at the end of the rows, FALSE with an error. */
gboolean kx_todo_end (GError *local, GError **error);

G_END_DECLS
