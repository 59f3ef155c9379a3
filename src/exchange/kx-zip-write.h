/* Writing a ZIP file part by part, never more than a piece of it in memory, with the SHA-256 of each part. */
#pragma once

#include "core/kx-date.h"

#include <glib.h>

G_BEGIN_DECLS

/* A part as it was written. */
typedef struct
{
  char *name; /* owned; UTF-8, parted by slashes */
  gint64 size;
  char *sha256; /* owned */
} KxZipPart;

typedef struct _KxZipWriter KxZipWriter;

/* Writes to `fd`, which stays open. Parts carry the time `now`. Used by one thread. */
KxZipWriter *kx_zip_writer_new (int fd, KxTime now, GError **error);
void kx_zip_writer_free (KxZipWriter *self);

/* One part: begun, written piece by piece, ended. G_FILE_ERROR when the disk is full or the like. */
gboolean kx_zip_writer_begin (KxZipWriter *self, const char *name, GError **error);
gboolean kx_zip_writer_write (KxZipWriter *self, const void *bytes, gsize size, GError **error);
gboolean kx_zip_writer_end (KxZipWriter *self, GError **error);

/* A whole part. */
gboolean kx_zip_writer_add (KxZipWriter *self, const char *name, const void *bytes, gsize size,
                            GError **error);

/* (element-type KxZipPart) those written so far, in their order. Borrowed. */
GPtrArray *kx_zip_writer_get_parts (KxZipWriter *self);

/* Writes the directory of the file. */
gboolean kx_zip_writer_finish (KxZipWriter *self, GError **error);

/* A file name that any system unpacks to where it belongs and shows as it is: without folders, control
 * characters, marks that turn the direction of writing, and what Windows forbids. At most 80 characters, its
 * ending kept. Free with g_free(). */
char *kx_zip_safe_name (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxZipWriter, kx_zip_writer_free)

G_END_DECLS
