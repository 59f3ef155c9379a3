/* For those who make to-dos. */
#pragma once

#include "models/kx-todo.h"

G_BEGIN_DECLS

struct _KxTodo
{
  GObject parent_instance;
  char *key; /* owned; the same thing to do has the same key */
  KxTodoKind kind;
  KxTodoGroup group;
  char *text, *subject, *why; /* owned */
  KxDate date, today;         /* the day on which it was found */
  int workdays;
  gboolean provisional; /* holidays of that year are not published yet */
  KxCite cite;
  const char *page;
  const KxEntity *entity;
  char *id; /* owned */
};

KxTodo *kx_todo_new (KxTodoKind kind, const char *key);

const char *kx_todo_get_key (gpointer todo);

/* KxAbsorb */
void kx_todo_absorb (gpointer kept, gpointer newer);

/* By group, date (none last), subject and key. */
int kx_todo_compare (gconstpointer a, gconstpointer b);

G_END_DECLS
