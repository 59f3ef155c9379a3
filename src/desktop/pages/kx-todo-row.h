/* A line of the overview: what to do, for whom, until when, and why. */
#pragma once

#include "models/kx-todo.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KX_TYPE_TODO_ROW (kx_todo_row_get_type ())
G_DECLARE_FINAL_TYPE (KxTodoRow, kx_todo_row, KX, TODO_ROW, GtkListBoxRow)

GtkWidget *kx_todo_row_new (KxTodo *todo);

/* With little room the day stands below the words instead of beside them. */
void kx_todo_row_set_narrow (KxTodoRow *row, gboolean narrow);

KxTodo *kx_todo_row_get_todo (KxTodoRow *self);

G_END_DECLS
