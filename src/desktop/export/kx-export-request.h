/* Which rows and columns of a list are given out, as a value that a thread can work with when the list shows
 * something else long since. */
#pragma once

#include "exchange/kx-export.h"
#include "sync/kx-mirror.h"

G_BEGIN_DECLS

/* Counted by references; not changed once a thread has it. */
typedef struct
{
  KxMirror *mirror;  /* owned */
  KxActor *actor;    /* owned */
  KxListQuery query; /* its texts are owned by `texts` */
  GPtrArray *texts;
  char **ids;     /* owned; NULL: all that the query finds */
  GArray *fields; /* (element-type guint) owned; empty: all */
  KxExportFormat format;
  gboolean parts; /* also what belongs to the rows, on further sheets */
} KxExportRequest;

/* What a list shows, and of that the rows of `ids` (NULL: all). Everything is copied. */
KxExportRequest *kx_export_request_new (KxMirror *mirror, const KxListQuery *query, char **ids);

KxExportRequest *kx_export_request_ref (KxExportRequest *self);
void kx_export_request_unref (KxExportRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxExportRequest, kx_export_request_unref)

/* How many rows were chosen one by one; 0: none were. */
guint kx_export_request_get_n_ids (const KxExportRequest *self);

/* Told in the thread that exports. */
typedef void (*KxExportProgress) (guint done, gpointer data);

/* The bytes of the file. Blocks; not on the main thread. Errors as of kx_export_rows(). */
GBytes *kx_export_request_run (const KxExportRequest *self, KxExportFormat format, KxExportProgress progress,
                               gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS
