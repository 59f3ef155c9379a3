#include "store/kx-files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

void
kx_files_set_error (GError **error, const char *path)
{
  int code = errno;

  g_set_error (error, G_FILE_ERROR, (gint) g_file_error_from_errno (code), "%s: %s", path, g_strerror (code));
}

gboolean
kx_files_make_folder (const char *path, GError **error)
{
  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;
  kx_files_set_error (error, path);
  return FALSE;
}

gboolean
kx_files_sync_folder (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean synced = fd >= 0 && fsync (fd) == 0;

  if (!synced)
    kx_files_set_error (error, path);
  if (fd >= 0)
    close (fd);
  return synced;
}

gboolean
kx_files_move (const char *from, const char *to, GError **error)
{
  g_autofree char *source = g_path_get_dirname (from), *target = g_path_get_dirname (to);

  if (g_rename (from, to) != 0)
    {
      kx_files_set_error (error, to);
      return FALSE;
    }
  return kx_files_sync_folder (target, error) &&
         (g_str_equal (source, target) || kx_files_sync_folder (source, error));
}

gboolean
kx_files_write (int fd, const void *bytes, gsize size, const char *path, GError **error)
{
  const guint8 *at = bytes;

  while (size > 0)
    {
      ssize_t written = write (fd, at, size);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        {
          kx_files_set_error (error, path);
          return FALSE;
        }
      at += written;
      size -= (gsize) written;
    }
  return TRUE;
}

void
kx_files_remove_tree (const char *path)
{
  GStatBuf status;

  if (g_lstat (path, &status) != 0)
    return;
  if (S_ISDIR (status.st_mode))
    {
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          kx_files_remove_tree (child);
        }
    }
  g_remove (path);
}

int
kx_files_take_lock (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    {
      kx_files_set_error (error, path);
      return -1;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;
  if (errno != EWOULDBLOCK)
    kx_files_set_error (error, path);
  close (fd);
  return -1;
}

gboolean
kx_files_is_sha256 (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}
