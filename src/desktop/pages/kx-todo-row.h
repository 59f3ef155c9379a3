/* A line of the overview: what to do, for whom, until when, and why. */
#pragma once

#include "models/kx-todo.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KX_TYPE_TODO_ROW (kx_todo_row_get_type ())
G_DECLARE_FINAL_TYPE (KxTodoRow, kx_todo_row, KX, TODO_ROW, GtkListBoxRow)

GtkWidget *kx_todo_row_new (KxTodo *todo);

KxTodo *kx_todo_row_get_todo (KxTodoRow *self);

G_END_DECLS
