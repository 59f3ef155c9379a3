/* Blobs: the bytes of attachments, named by their SHA-256, under DIR/blobs. Nobody gets at bytes by knowing
 * their hash: they are read through an attachment row that one may read, and such a row counts as stored only
 * when bytes were sent by somebody who may read that row. */
#pragma once

#include "store/kx-store.h"

G_BEGIN_DECLS

#define KX_BLOB_ERROR (kx_blob_error_quark ())
GQuark kx_blob_error_quark (void);

typedef enum
{
  KX_BLOB_ERROR_NAME,   /* not a SHA-256 in lower-case hexadecimal: refuse the request */
  KX_BLOB_ERROR_NONE,   /* no such blob, or no attachment row that the actor may see */
  KX_BLOB_ERROR_SIZE,   /* too large, or not the size that the attachment row names */
  KX_BLOB_ERROR_OFFSET, /* the bytes do not continue what is there: go on from kx_blob_get_offset() */
  KX_BLOB_ERROR_SHORT,  /* not all bytes came yet: what came is kept, send the rest */
  KX_BLOB_ERROR_HASH,   /* other bytes than the name says; what came was removed: begin again */
  KX_BLOB_ERROR_BUSY    /* another request is sending the same bytes for the same user */
} KxBlobError;

/* TRUE when a living attachment row that the actor may read says that these bytes are stored. FALSE with an
 * error only when the store cannot be read. */
gboolean kx_blob_may_read (KxBook *book, const KxActor *actor, const char *sha256, GError **error);

/* The same whether the bytes are stored or not: who sees the row may send them, also once more. */
gboolean kx_blob_may_write (KxBook *book, const KxActor *actor, const char *sha256, GError **error);

/* An upload of one user, kept by that user between requests until all bytes came, or for a day. */
typedef struct _KxBlobUpload KxBlobUpload;

/* Begins or goes on with an upload of `size` bytes, the size that the attachment row names. */
KxBlobUpload *kx_blob_begin (KxStore *store, const KxActor *actor, const char *sha256, gint64 size,
                             GError **error);

/* How many bytes came so far, in earlier requests too. */
gint64 kx_blob_get_offset (KxBlobUpload *upload);

/* Adds bytes that stand at `offset`. On an error what came before stays. */
gboolean kx_blob_append (KxBlobUpload *upload, gint64 offset, const void *bytes, gsize size, GError **error);

/* Takes the upload to its end: checks the hash, makes the file last, and then marks the attachment rows that
 * the actor may read, as the system. Waits for the disk; `upload` has to be freed afterwards whatever came
 * out. */
gboolean kx_blob_finish (KxBlobUpload *upload, GError **error);

/* Lets go of the upload; what came is kept for the next request unless it was finished. */
void kx_blob_upload_free (KxBlobUpload *upload);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxBlobUpload, kx_blob_upload_free)

/* Opens the bytes for reading, whoever asks: call kx_blob_may_read() before. A descriptor, or -1. */
int kx_blob_open (KxStore *store, const char *sha256, gint64 *ret_size, GError **error);

/* The file of a blob in `dir`. Free with g_free(). */
char *kx_blob_path (const char *dir, const char *sha256);

/* Removes what was begun and not gone on with for a day, by the machine's clock. */
gboolean kx_blob_remove_unfinished (KxStore *store, guint *ret_removed, GError **error);

/* Removes the bytes that no attachment names any more, after the last one was purged; those stored within the
 * last day stay. Not from the writer's thread. */
gboolean kx_blob_remove_unnamed (KxStore *store, guint *ret_removed, GError **error);

G_END_DECLS
