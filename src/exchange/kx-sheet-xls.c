#include "exchange/kx-sheet-xls.h"

#include "exchange/kx-xls-child.h"
#include "exchange/kx-xls-frames.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE 30 /* seconds */

static gboolean
set_system (GError **error, int number)
{
  g_set_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_SYSTEM,
               /* Translators: %s is what the operating system says */
               _ ("The workbook could not be read: %s. Try again, or save it as .xlsx."),
               g_strerror (number));
  return FALSE;
}

static gboolean
set_lost (GError **error)
{
  g_set_error_literal (
      error, KX_SHEET_ERROR, KX_SHEET_ERROR_DAMAGED,
      _ ("The workbook could not be read; it may be damaged or of an unusual kind. Open it in a "
         "spreadsheet program, save it as .xlsx and try again."));
  return FALSE;
}

/* The library opens files by name; a file in memory has one and leaves nothing behind. */
static int
make_file (GBytes *bytes, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  int fd = memfd_create ("workbook", MFD_CLOEXEC);

  for (gsize done = 0; fd >= 0 && done < size;)
    {
      ssize_t n = write (fd, data + done, size - done);

      if (n < 0 && errno != EINTR)
        {
          int number = errno;

          close (fd);
          errno = number;
          fd = -1;
        }
      done += n > 0 ? (gsize) n : 0;
    }
  if (fd < 0)
    set_system (error, errno);
  return fd;
}

static gboolean
receive (int fd, guint seconds, KxXlsFrames *frames, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (64 * 1024);
  gint64 deadline = g_get_monotonic_time () + (seconds > 0 ? seconds : PATIENCE) * G_USEC_PER_SEC;

  for (;;)
    {
      struct pollfd wait = { .fd = fd, .events = POLLIN };
      gint64 left = deadline - g_get_monotonic_time ();
      ssize_t n;

      if (left <= 0)
        return set_lost (error);
      if (poll (&wait, 1, (int) (left / 1000) + 1) < 0 && errno != EINTR)
        return set_system (error, errno);
      if (wait.revents == 0)
        continue;
      n = read (fd, buffer, 64 * 1024);
      if (n < 0 && errno != EINTR)
        return set_system (error, errno);
      if (n == 0)
        return TRUE;
      if (n > 0 && !kx_xls_frames_feed (frames, buffer, (gsize) n, error))
        return FALSE;
    }
}

/* Whether the child ended as it should; where someone else collects children, the frames alone decide. */
static gboolean
collect (pid_t child)
{
  int status = 0;
  pid_t got;

  kill (child, SIGKILL); /* its pipe is closed: it has ended, or it is to end */
  do
    got = waitpid (child, &status, 0);
  while (got < 0 && errno == EINTR);
  return got < 0 || status == 0 || (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
}

static KxWorkbook *
read_from_child (int file, const KxSheetLimits *limits, GError **error)
{
  g_autoptr (KxXlsFrames) frames = kx_xls_frames_new (limits);
  int ends[2];
  pid_t child;
  gboolean received, ended_well;

  if (pipe2 (ends, O_CLOEXEC) < 0)
    {
      set_system (error, errno);
      return NULL;
    }
  child = fork ();
  if (child == 0)
    kx_xls_child_run (file, ends[1]);
  if (child < 0)
    set_system (error, errno);
  close (ends[1]);
  received = child > 0 && receive (ends[0], limits != NULL ? limits->seconds : 0, frames, error);
  close (ends[0]);
  if (child < 0)
    return NULL;
  ended_well = collect (child);
  if (!received)
    return NULL;
  if (!ended_well)
    {
      set_lost (error);
      return NULL;
    }
  return kx_xls_frames_finish (frames, error);
}

/* Reads the BIFF workbook in @bytes; the caller owns the result. The parsing library is not made for hostile
 * files, so it runs in a process of its own that is watched, bounded and, when it fails, reported as an
 * error. The file format's hidden and merged cells do not come through. Errors are KX_SHEET_ERROR. */
KxWorkbook *
kx_sheet_read_xls (GBytes *bytes, const KxSheetLimits *limits, GError **error)
{
  KxWorkbook *workbook;
  int file = make_file (bytes, error);

  if (file < 0)
    return NULL;
  workbook = read_from_child (file, limits, error);
  close (file);
  return workbook;
}
