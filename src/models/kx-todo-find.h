/* Finding what is to be done, in one reading of a book; for a reader's thread. */
#pragma once

#include "core/kx-role.h"
#include "models/kx-todo-private.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

/* Lines of one kind in one group, at most. */
#define KX_TODO_MOST 200
/* Counted no further. */
#define KX_TODO_MOST_COUNTED 10000

typedef struct
{
  KxDate today;
  const KxActor *eyes; /* whose rows count */
  gboolean mirror;     /* the book is a mirror: its outbox and its files count too */
  gboolean duplicates; /* looks through all names and codes: a fifth of a second at a million rows */
} KxTodoQuestion;

typedef struct
{
  GPtrArray *todos;      /* (element-type KxTodo) owned; in order */
  GPtrArray *duplicates; /* (element-type KxTodo) owned; NULL: not asked for */
  /* How many there are, lines that are not shown included; one more than KX_TODO_MOST_COUNTED: more. */
  guint counts[KX_TODO_N_GROUPS];
  guint on_activity, on_agreements; /* of the first two groups: those to be done there */
} KxTodoAnswer;

/* NULL with an error. */
KxTodoAnswer *kx_todo_find (KxBook *book, const KxTodoQuestion *question, GError **error);

void kx_todo_answer_free (KxTodoAnswer *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxTodoAnswer, kx_todo_answer_free)

G_END_DECLS
