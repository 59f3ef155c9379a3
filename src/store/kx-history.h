/* What happened to a row: who, when, field, old, new, reason; and the row as it stood at an earlier change.
 */
#pragma once

#include "store/kx-book.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* One line: texts are borrowed, those that may be missing are NULL. */
typedef struct
{
  const char *entity, *row;
  gint64 seq;
  guint ord; /* its place among the lines of one seq */
  const char *kind, *field, *old, *new, *actor;
  KxTime at;
  const char *op, *reason;
} KxHistoryLine;

gboolean kx_history_append (KxBook *book, const KxHistoryLine *line, GError **error);

/* Newest first, at most `limit`, those before change `before` (0: all). `ret_next` gets the number to ask on
 * with, 0 at the end. */
JsonArray *kx_history_list (KxBook *book, const KxEntity *entity, const char *row, gint64 before, guint limit,
                            gint64 *ret_next, GError **error);

/* The row as it stood after change `seq`. NULL without an error: it did not exist then. */
KxRecord *kx_history_as_of (KxBook *book, const KxEntity *entity, const char *row, gint64 seq,
                            GError **error);

G_END_DECLS
