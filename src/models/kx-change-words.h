/* What people do to rows, in words: of ops that wait, of conflicts, of history. */
#pragma once

#include "core/kx-op.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

/* One field that an op or a history line changes. */
typedef struct
{
  char *label;          /* owned */
  char *before, *after; /* owned; as people read them, "" for none */
} KxChangeLine;

void kx_change_line_free (KxChangeLine *line);

/* "Change Address, Telephone", "Add agency", "Delete"; an action by its own label. Free with g_free(). */
char *kx_change_words_op (const KxOp *op);

/* A canonical text of a field's value, as history and conflicts have it, as people read it; what a reference
 * refers to by its title where `book` has it. `book` and `text` may be NULL. Free with g_free(). */
char *kx_change_words_value (KxBook *book, const KxField *field, const char *text);

/* The fields of an op. (element-type KxChangeLine) owned */
GPtrArray *kx_change_words_lines (KxBook *book, const KxOp *op);

/* What was found wrong, each finding a sentence; NULL: nothing. Free with g_free(). */
char *kx_change_words_findings (GPtrArray *findings);

/* Whose doing it is: a person's name, "you" for `self`, or that it is not known here. `name` NULL: looked up
 * in `book`. Free with g_free(). */
char *kx_change_words_person (KxBook *book, const char *user, const char *name, const char *self);

G_END_DECLS
