/* What each space holds, kept with every change: how many rows, and the sum of their canonical bytes. A
 * desktop that comes to the same numbers has a right mirror. Rows in the trash count; entities that stay on
 * the service do not. */
#pragma once

#include "core/kx-scope.h"
#include "core/kx-wire-feed.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

/* Takes a row from what its space holds, as it was (`before`), and adds it as it is (`after`), sealed fields
 * masked in both. NULL: it was, or is, not there. */
gboolean kx_space_account (KxBook *book, const KxRecord *before, const KxRecord *after, GError **error);

/* The names of all spaces that ever held a row, in order. (element-type char*) */
GPtrArray *kx_space_list (KxBook *book, GError **error);

/* The spaces open to `scope` that changed last after seq `from` and not after `to`. (element-type
 * KxWireSpace) */
GArray *kx_space_list_touched (KxBook *book, const KxScope *scope, gint64 from, gint64 to, GError **error);

/* Appends `{"370102/agency":{"count":…,"sum":"…","tables":{"agency":{"count":…,"sum":"…"}}}}`: the spaces
 * open to `scope`, of them only those named in `only` (NULL-terminated; NULL: all). */
gboolean kx_space_append_sums (KxBook *book, const KxScope *scope, const char *const *only, GString *out,
                               GError **error);

/* Computes everything again from the rows of one moment and compares it. `ret_fault`, free with g_free(),
 * gets what differs, or NULL where all is well. */
gboolean kx_space_verify (KxBook *book, char **ret_fault, GError **error);

G_END_DECLS
