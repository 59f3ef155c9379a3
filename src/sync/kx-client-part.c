#include "sync/kx-client-part.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <unistd.h>

void
kx_client_part_init (KxClientPart *self, const char *path, KxClientProgress progress, gpointer progress_data)
{
  *self = (KxClientPart){ .path = g_strdup (path),
                          .part = g_strconcat (path, ".part", NULL),
                          .fd = -1,
                          .progress = progress,
                          .progress_data = progress_data };
}

void
kx_client_part_clear (KxClientPart *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->part, g_free);
}

gboolean
kx_client_part_fail (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path, g_strerror (code));
  return FALSE;
}

gboolean
kx_client_part_open (KxClientPart *self, int flags, GError **error)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = g_open (self->part, flags | O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  return self->fd >= 0 || kx_client_part_fail (self->part, error);
}

gboolean
kx_client_part_take (KxClientPart *self, const void *bytes, gsize size, GError **error)
{
  for (gsize done = 0; done < size;)
    {
      gssize n = write (self->fd, (const char *) bytes + done, size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return kx_client_part_fail (self->part, error);
      done += (gsize) n;
    }
  self->have += (gint64) size;
  if (self->progress != NULL)
    self->progress (self->have, self->progress_data);
  return TRUE;
}

gboolean
kx_client_part_finish (KxClientPart *self, GError **error)
{
  if (fsync (self->fd) != 0)
    return kx_client_part_fail (self->part, error);
  return g_rename (self->part, self->path) == 0 || kx_client_part_fail (self->path, error);
}
