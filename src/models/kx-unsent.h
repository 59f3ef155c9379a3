/* What exists on this computer alone, written out to be read by people: before a profile is removed. */
#pragma once

#include "sync/kx-mirror.h"

G_BEGIN_DECLS

/* Writes a folder "kangxie-unsent-TIME" into `folder`: a spreadsheet of the changes that were not sent, were
 * refused or have no row any more, and of what was typed and not handed over; the files that wait beside it.
 * Nothing is taken from the mirror. */
void kx_unsent_save_async (KxMirror *mirror, const char *folder, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);

/* The folder that was made; `ret_n` (may be NULL): how many things are in it. Free with g_free(). */
char *kx_unsent_save_finish (KxMirror *mirror, GAsyncResult *result, guint *ret_n, GError **error);

G_END_DECLS
