/* Between the files that read what goes on. All results are freed with g_free(). */
#pragma once

#include "core/kx-json.h"
#include "core/kx-lifecycle.h"
#include "models/kx-activity-read.h"
#include "models/kx-import-kept.h"
#include "print/kx-letter-kind.h"

G_BEGIN_DECLS

/* A value as conflicts keep it; NULL is "". `field` NULL: the text as it is. */
char *kx_activity_word_stored (KxBook *book, const KxField *field, const char *text);

/* What people call the row; never empty. `op`: the change that makes it, or NULL. */
char *kx_activity_word_row (KxBook *book, const KxEntity *entity, const char *row, const KxOp *op);

/* The labels of fields whose names are parted by blanks. */
char *kx_activity_word_names (const KxEntity *entity, const char *names);

/* The member "typed" of a draft, a line a field; all but `book` may be NULL. `letter`: it is what such a
 * letter says. */
char *kx_activity_word_typed (KxBook *book, const KxEntity *entity, const KxLetterKind *letter,
                              const KxJsonNode *typed);

/* What was chosen in an import that has not come to its end, a line each; `entity` is that of its rows. */
char *kx_activity_word_import (const KxEntity *entity, const KxImportKept *kept);

G_END_DECLS
