#include "server/kx-http-body.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>
#include <zlib.h>

enum
{
  /* Of inflated bytes at a time. */
  BLOCK_SIZE = 32 * 1024,
  /* windowBits of zlib: 32 KiB window, gzip wrapping only. */
  GZIP_WINDOW = 15 + 16,
};

struct _KxHttpBody
{
  gsize limit;
  gsize size;
  gboolean gzip;
  gboolean gzip_ended;
  z_stream stream;
  GByteArray *memory; /* NULL when kept in a file */
  GBytes *bytes;      /* after finish, in memory */
  char *path;
  int fd;
  GChecksum *checksum; /* SHA-256 of a file */
};

static KxProblem *
refuse_gzip (void)
{
  return kx_problem_new (400, "bad-encoding", N_ ("The body is not one whole gzip stream."));
}

static KxProblem *
refuse_storage (void)
{
  KxProblem *problem = kx_problem_new (503, "no-space", N_ ("The service cannot store the body now."));

  kx_problem_set_retry_after (problem, 60);
  return problem;
}

/* Keeps decoded bytes. */
static KxProblem *
keep (KxHttpBody *self, const guint8 *data, gsize size)
{
  if (size > self->limit - self->size)
    return kx_http_body_refuse_size (self);
  self->size += size;
  if (self->memory != NULL)
    {
      g_byte_array_append (self->memory, data, (guint) size);
      return NULL;
    }
  g_checksum_update (self->checksum, data, (gssize) size);
  while (size > 0)
    {
      gssize written = write (self->fd, data, size);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return refuse_storage ();
      data += written;
      size -= (gsize) written;
    }
  return NULL;
}

static KxProblem *
inflate_and_keep (KxHttpBody *self, const void *data, gsize size)
{
  guint8 block[BLOCK_SIZE];

  self->stream.next_in = (Bytef *) data;
  self->stream.avail_in = (uInt) size;
  do
    {
      KxProblem *problem;
      int result;

      if (self->gzip_ended)
        return self->stream.avail_in > 0 ? refuse_gzip () : NULL;
      self->stream.next_out = block;
      self->stream.avail_out = sizeof block;
      result = inflate (&self->stream, Z_NO_FLUSH);
      if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
        return refuse_gzip ();
      problem = keep (self, block, sizeof block - self->stream.avail_out);
      if (problem != NULL)
        return problem;
      self->gzip_ended = result == Z_STREAM_END;
    }
  while (self->stream.avail_in > 0 || (self->stream.avail_out == 0 && !self->gzip_ended));
  return NULL;
}

/**
 * kx_http_body_new:
 * @limit: bytes after decoding
 * @gzip: whether the body is gzip-coded
 * @spool_directory: (nullable): keep the bytes in a new file in this directory; %NULL: in memory
 *
 * A file that cannot be made is told by the first kx_http_body_feed() or by kx_http_body_finish().
 *
 * Returns: (transfer full):
 */
KxHttpBody *
kx_http_body_new (gsize limit, gboolean gzip, const char *spool_directory)
{
  KxHttpBody *self = g_new0 (KxHttpBody, 1);

  self->limit = limit;
  self->gzip = gzip;
  self->fd = -1;
  if (gzip && inflateInit2 (&self->stream, GZIP_WINDOW) != Z_OK)
    g_error ("zlib cannot be started");
  if (spool_directory != NULL)
    {
      self->path = g_build_filename (spool_directory, "upload-XXXXXX", NULL);
      self->fd = g_mkstemp_full (self->path, O_WRONLY | O_CLOEXEC, 0600);
      self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
    }
  else
    self->memory = g_byte_array_new ();
  return self;
}

/**
 * kx_http_body_free:
 * @self: (nullable) (transfer full): its file goes with it, unless stolen
 */
void
kx_http_body_free (KxHttpBody *self)
{
  if (self == NULL)
    return;
  if (self->gzip)
    inflateEnd (&self->stream);
  if (self->fd >= 0)
    close (self->fd);
  if (self->path != NULL)
    g_unlink (self->path);
  g_clear_pointer (&self->checksum, g_checksum_free);
  g_clear_pointer (&self->memory, g_byte_array_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->path);
  g_free (self);
}

/**
 * kx_http_body_refuse_size:
 *
 * Returns: (transfer full): 413 that tells the limit
 */
KxProblem *
kx_http_body_refuse_size (const KxHttpBody *self)
{
  KxProblem *problem =
      kx_problem_new (413, "body-too-large", N_ ("The body may have {limit} bytes at most, after decoding."));
  g_autofree char *limit = g_strdup_printf ("%" G_GSIZE_FORMAT, self->limit);

  kx_problem_add_arg (problem, "limit", limit);
  return problem;
}

/**
 * kx_http_body_feed:
 *
 * Takes the next bytes as they came. After a problem nothing more may be fed.
 *
 * Returns: (transfer full) (nullable): 413, or 400 for bad gzip, or 503 when the disk is full
 */
KxProblem *
kx_http_body_feed (KxHttpBody *self, const void *data, gsize size)
{
  if (self->memory == NULL && self->fd < 0)
    return refuse_storage ();
  return self->gzip ? inflate_and_keep (self, data, size) : keep (self, data, size);
}

/**
 * kx_http_body_finish:
 *
 * Says that all bytes have come.
 *
 * Returns: (transfer full) (nullable): 400 if the gzip stream is cut, 503 if the file could not be written
 */
KxProblem *
kx_http_body_finish (KxHttpBody *self)
{
  int fd = self->fd;

  if (self->gzip && !self->gzip_ended)
    return refuse_gzip ();
  if (self->memory != NULL)
    {
      self->bytes = g_byte_array_free_to_bytes (g_steal_pointer (&self->memory));
      return NULL;
    }
  self->fd = -1;
  return fd < 0 || close (fd) != 0 ? refuse_storage () : NULL;
}

/**
 * kx_http_body_get_size:
 *
 * Returns: bytes after decoding
 */
gsize
kx_http_body_get_size (const KxHttpBody *self)
{
  return self->size;
}

/**
 * kx_http_body_get_bytes:
 *
 * Returns: (transfer none) (nullable): the finished body; %NULL if it is in a file
 */
GBytes *
kx_http_body_get_bytes (KxHttpBody *self)
{
  return self->bytes;
}

/**
 * kx_http_body_get_path:
 *
 * Returns: (transfer none) (nullable): the file of the finished body; not yet synced to disk
 */
const char *
kx_http_body_get_path (const KxHttpBody *self)
{
  return self->path;
}

/**
 * kx_http_body_steal_path:
 *
 * Returns: (transfer full) (nullable): the file, which the caller now has to rename or remove
 */
char *
kx_http_body_steal_path (KxHttpBody *self)
{
  return g_steal_pointer (&self->path);
}

/**
 * kx_http_body_get_sha256:
 *
 * Returns: (transfer none) (nullable): SHA-256 of the file's bytes in lower-case hexadecimal digits
 */
const char *
kx_http_body_get_sha256 (const KxHttpBody *self)
{
  return self->checksum != NULL ? g_checksum_get_string (self->checksum) : NULL;
}
