/* What a profile keeps on this computer, in bytes and in numbers. */
#pragma once

#include "sync/kx-mirror.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 database;           /* bytes of the rows, with what waits and what was typed */
  gint64 files, n_files;     /* bytes and number of the attachments kept here */
  gint64 damaged, n_damaged; /* of damaged databases that were put aside */
  gint64 rows;               /* that the service has told of */
  gint64 journal;            /* changes that went through, kept for a service that comes back older */
  gint64 drafts;             /* typed and not handed over */
  gint64 free;               /* bytes free on the disk; -1: not known */
} KxMirrorUsage;

/* Measures on a thread. */
void kx_mirror_usage_async (KxMirror *mirror, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean kx_mirror_usage_finish (KxMirror *mirror, GAsyncResult *result, KxMirrorUsage *ret_usage,
                                 GError **error);

/* Removes the damaged databases that were put aside; what could be saved of them is in the mirror. */
gboolean kx_mirror_drop_damaged (KxMirror *mirror, GError **error);

/* Bytes free where `path` lies, which need not exist yet; -1: not known. */
gint64 kx_mirror_usage_free (const char *path);

/* Bytes of a file, or of all files below a folder, and how many they are (may be NULL); 0 where nothing is.
 */
gint64 kx_mirror_usage_size (const char *path, gint64 *ret_n);

G_END_DECLS
