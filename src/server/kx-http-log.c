#include "server/kx-http-log.h"

#include "core/kx-json-write.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

enum
{
  FLUSH_BYTES = 16 * 1024,
  FLUSH_MS = 200,
};

/* Lines wait for their like for a moment: one write for many. Used from one thread, the one whose main
 * context was the default when it was made. */
struct _KxAccessLog
{
  int fd;
  char *path; /* NULL: fd is somebody else's */
  GString *pending;
  GSource *flush; /* NULL: nothing pending */
};

/* Bytes of a request, which need not be UTF-8: what is not ASCII is written by its number. */
static void
append_string (GString *text, const char *name, const char *value)
{
  kx_json_write_name (text, name);
  if (value == NULL)
    {
      g_string_append (text, "null");
      return;
    }
  g_string_append_c (text, '"');
  for (; *value != '\0'; value++)
    if (*value == '"' || *value == '\\')
      {
        g_string_append_c (text, '\\');
        g_string_append_c (text, *value);
      }
    else if ((guchar) *value < 0x20 || (guchar) *value >= 0x7f)
      g_string_append_printf (text, "\\u%04x", (guchar) *value);
    else
      g_string_append_c (text, *value);
  g_string_append_c (text, '"');
}

static void
append_number (GString *text, const char *name, gint64 value)
{
  kx_json_write_name (text, name);
  kx_json_write_integer (text, value);
}

static gboolean
flush_cb (gpointer data)
{
  kx_access_log_flush (data);
  return G_SOURCE_REMOVE;
}

static int
open_path (const char *path, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);

  if (fd < 0)
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path, g_strerror (errno));
  return fd;
}

/**
 * kx_access_log_new_for_fd:
 * @fd: borrowed, for example standard error; -1 writes nothing
 *
 * Returns: (transfer full):
 */
KxAccessLog *
kx_access_log_new_for_fd (int fd)
{
  KxAccessLog *self = g_new0 (KxAccessLog, 1);

  self->fd = fd;
  self->pending = g_string_sized_new (FLUSH_BYTES);
  return self;
}

/**
 * kx_access_log_new_for_path:
 *
 * Appends to @path.
 *
 * Returns: (transfer full): or %NULL with a #GIOErrorEnum
 */
KxAccessLog *
kx_access_log_new_for_path (const char *path, GError **error)
{
  int fd = open_path (path, error);
  KxAccessLog *self;

  if (fd < 0)
    return NULL;
  self = kx_access_log_new_for_fd (fd);
  self->path = g_strdup (path);
  return self;
}

/**
 * kx_access_log_free:
 * @self: (nullable) (transfer full): what is pending is written
 */
void
kx_access_log_free (KxAccessLog *self)
{
  if (self == NULL)
    return;
  kx_access_log_flush (self);
  if (self->path != NULL)
    close (self->fd);
  g_free (self->path);
  g_string_free (self->pending, TRUE);
  g_free (self);
}

/**
 * kx_access_log_add:
 *
 * Adds a line; it is written within a fifth of a second.
 */
void
kx_access_log_add (KxAccessLog *self, const KxAccessEntry *entry)
{
  if (self->fd < 0)
    return;
  g_string_append_c (self->pending, '{');
  kx_json_write_name (self->pending, "time");
  kx_json_write_time (self->pending, (KxTime){ entry->at_us / 1000 });
  append_string (self->pending, "id", entry->id);
  append_string (self->pending, "method", entry->method);
  append_string (self->pending, "route", entry->route);
  append_number (self->pending, "status", entry->status);
  append_number (self->pending, "received", (gint64) entry->received);
  append_number (self->pending, "sent", (gint64) entry->sent);
  append_number (self->pending, "us", MAX (entry->took_us, 0));
  append_string (self->pending, "user", entry->user);
  append_string (self->pending, "peer", entry->peer);
  if (entry->aborted)
    g_string_append (self->pending, ",\"aborted\":true");
  if (entry->error != NULL)
    append_string (self->pending, "error", entry->error);
  g_string_append (self->pending, "}\n");

  if (self->pending->len >= FLUSH_BYTES)
    kx_access_log_flush (self);
  else if (self->flush == NULL)
    {
      self->flush = g_timeout_source_new (FLUSH_MS);
      g_source_set_callback (self->flush, flush_cb, self, NULL);
      g_source_attach (self->flush, g_main_context_get_thread_default ());
    }
}

/**
 * kx_access_log_flush:
 *
 * Writes what is pending. Lines that cannot be written are lost: a full disk must not stop the service.
 */
void
kx_access_log_flush (KxAccessLog *self)
{
  const char *at = self->pending->str;
  gsize left = self->pending->len;

  if (self->flush != NULL)
    g_source_destroy (self->flush);
  g_clear_pointer (&self->flush, g_source_unref);
  while (left > 0)
    {
      gssize written = write (self->fd, at, left);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        break;
      at += written;
      left -= (gsize) written;
    }
  g_string_truncate (self->pending, 0);
}

/**
 * kx_access_log_reopen:
 *
 * Goes on in a new file of the same path after the old one was moved away; on failure in the old one.
 */
gboolean
kx_access_log_reopen (KxAccessLog *self, GError **error)
{
  int fd;

  kx_access_log_flush (self);
  if (self->path == NULL)
    return TRUE;
  fd = open_path (self->path, error);
  if (fd < 0)
    return FALSE;
  close (self->fd);
  self->fd = fd;
  return TRUE;
}
