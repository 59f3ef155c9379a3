/* Files that wait to be sent: the bytes of attachments, by their SHA-256, each a copy of the mirror's own. */
#pragma once

#include "store/kx-book.h"

G_BEGIN_DECLS

typedef struct
{
  char *sha256, *path; /* owned; path: of the copy */
  gint64 size;
  char *code, *message; /* owned; why it was not taken, NULL: it waits */
  KxTime at;
} KxMirrorUpload;

void kx_mirror_upload_free (KxMirrorUpload *upload);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxMirrorUpload, kx_mirror_upload_free)

/* Inside the book's write transaction. A file that waits already waits once. */
gboolean kx_mirror_upload_add (KxBook *book, const char *sha256, const char *path, gint64 size, KxTime now,
                               GError **error);

/* The file to send next: one whose attachment the service knows. NULL without an error: none. */
KxMirrorUpload *kx_mirror_upload_next (KxBook *book, GError **error);

/* `code` NULL: the service has the bytes; the copy may go. Else why it will not take them; it is not offered
 * again until kx_mirror_upload_retry(). */
gboolean kx_mirror_upload_finish (KxBook *book, const char *sha256, const char *code, const char *message,
                                  GError **error);

gboolean kx_mirror_upload_retry (KxBook *book, const char *sha256, GError **error);

/* NULL without an error: no such file waits. */
KxMirrorUpload *kx_mirror_upload_get (KxBook *book, const char *sha256, GError **error);

/* Oldest first. (element-type KxMirrorUpload) */
GPtrArray *kx_mirror_upload_list (KxBook *book, GError **error);

/* How many wait and may go, now or after the op that makes their attachment. */
gboolean kx_mirror_upload_count (KxBook *book, gint64 *ret_waiting, GError **error);

/* Forgets those that no attachment and no op names any more. */
gboolean kx_mirror_upload_tidy (KxBook *book, GError **error);

G_END_DECLS
