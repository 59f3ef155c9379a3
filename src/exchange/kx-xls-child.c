#include "exchange/kx-xls-child.h"

#include "exchange/kx-xls-frames.h"

#include <errno.h>
#include <fcntl.h>
#include <freexl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define MEMORY (1024ul * 1024 * 1024)
#define CPU_SECONDS 20
#define FILE_FD 4
#define FILE_PATH "/proc/self/fd/4"
#define OUT_FD 3

#if defined(__SANITIZE_ADDRESS__)
#define HAS_SHADOW_MEMORY 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_SHADOW_MEMORY 1
#endif
#endif

static guint8 buffer[64 * 1024];
static gsize buffered;

static void
flush (void)
{
  for (gsize done = 0; done < buffered;)
    {
      ssize_t n = write (OUT_FD, buffer + done, buffered - done);

      if (n < 0 && errno != EINTR)
        _exit (1);
      done += n > 0 ? (gsize) n : 0;
    }
  buffered = 0;
}

static void
put (const void *data, gsize size)
{
  const guint8 *bytes = data;

  while (size > 0)
    {
      gsize n = MIN (size, sizeof buffer - buffered);

      memcpy (buffer + buffered, bytes, n);
      buffered += n;
      bytes += n;
      size -= n;
      if (buffered == sizeof buffer)
        flush ();
    }
}

static void
put_number (guint32 number, guint bytes)
{
  for (guint i = 0; i < bytes; i++)
    put ((guint8[]){ (guint8) (number >> 8 * i) }, 1);
}

static void
put_head (char type, gsize length)
{
  put (&type, 1);
  put_number ((guint32) length, 4);
}

static G_NORETURN void
fail (KxSheetError code)
{
  put_head ('E', 1);
  put_number ((guint32) code, 1);
  flush ();
  _exit (0);
}

static void
put_double (char type, guint column, double number)
{
  put_head (type, 2 + sizeof number);
  put_number (column, 2);
  put (&number, sizeof number);
}

/* The library turns serials into dates by a calendar in which every fourth year is a leap year, so that its
 * days are wrong from March 2100 on, 9999-12-31 among them. This finds the serial again: days since the first
 * day it knows, which is serial 1. */
static double
find_serial (guint year, guint month, guint day, gboolean date_1904)
{
  static const guint before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
  guint past = year - 1900;
  guint days = past * 365 + (past + 3) / 4 + before[month - 1] + day - 1;

  if (month > 2 && year % 4 == 0)
    days++;
  /* 1904-01-02 is 1,462 such days after 1900-01-01. */
  return date_1904 ? days - 1462 + 1.0 : days + 1.0;
}

/* The library writes yyyy-mm-dd, yyyy-mm-dd hh:mm:ss or hh:mm:ss, and 24:00:00 just before midnight. */
static gboolean
put_date (guint column, const char *text, gboolean date_1904)
{
  guint year, month, day, hour = 0, minute = 0, second = 0;

  if (sscanf (text, "%4u-%2u-%2u %2u:%2u:%2u", &year, &month, &day, &hour, &minute, &second) >= 3)
    {
      if (year < (date_1904 ? 1904 : 1900) || month < 1 || month > 12 || day < 1)
        return FALSE;
      put_double ('D', column,
                  find_serial (year, month, day, date_1904) + (hour * 3600 + minute * 60 + second) / 86400.0);
      return TRUE;
    }
  if (sscanf (text, "%2u:%2u:%2u", &hour, &minute, &second) != 3)
    return FALSE;
  put_double ('C', column, (hour * 3600 + minute * 60 + second) / 86400.0);
  return TRUE;
}

static void
put_text (guint column, const char *text)
{
  gsize length = strlen (text);

  put_head ('T', 2 + length);
  put_number (column, 2);
  put (text, length);
}

/* Returns whether the cell held something. */
static gboolean
put_cell (const FreeXL_CellValue *value, guint column, gboolean date_1904)
{
  double number = value->type == FREEXL_CELL_INT ? value->value.int_value : value->value.double_value;

  switch (value->type)
    {
    case FREEXL_CELL_INT:
    case FREEXL_CELL_DOUBLE:
      put_double ('N', column, number);
      return TRUE;
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT:
      if (value->value.text_value == NULL || *value->value.text_value == '\0')
        return FALSE;
      put_text (column, value->value.text_value);
      return TRUE;
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
    case FREEXL_CELL_TIME:
      if (!put_date (column, value->value.text_value, date_1904))
        put_text (column, value->value.text_value);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
put_sheet (const void *handle, guint index, gboolean date_1904)
{
  const char *name = NULL;
  unsigned int n_rows = 0;
  unsigned short n_columns = 0;
  FreeXL_CellValue value;

  if (freexl_get_worksheet_name (handle, (unsigned short) index, &name) != FREEXL_OK || name == NULL)
    name = "";
  put_head ('S', strlen (name));
  put (name, strlen (name));
  if (freexl_select_active_worksheet (handle, (unsigned short) index) != FREEXL_OK ||
      freexl_worksheet_dimensions (handle, &n_rows, &n_columns) != FREEXL_OK)
    fail (KX_SHEET_ERROR_DAMAGED);
  for (guint row = 0; row < n_rows; row++)
    {
      gboolean any = FALSE;

      for (guint column = 0; column < n_columns; column++)
        if (freexl_get_cell_value (handle, row, (unsigned short) column, &value) == FREEXL_OK)
          any |= put_cell (&value, column + 1, date_1904);
      if (any)
        {
          put_head ('R', 4);
          put_number (row + 1, 4);
        }
    }
}

static void
put_workbook (void)
{
  const void *handle = NULL;
  unsigned int mode = FREEXL_BIFF_DATEMODE_1900, n_sheets = 0, password = FREEXL_BIFF_PLAIN;
  int status;

  /* The metadata alone first: the contents of a protected workbook are noise. */
  if (freexl_open_info (FILE_PATH, &handle) == FREEXL_OK)
    {
      freexl_get_info (handle, FREEXL_BIFF_PASSWORD, &password);
      freexl_close (handle);
    }
  if (password == FREEXL_BIFF_OBFUSCATED)
    fail (KX_SHEET_ERROR_PASSWORD);
  status = freexl_open (FILE_PATH, &handle);
  if (status != FREEXL_OK)
    fail (status == FREEXL_INSUFFICIENT_MEMORY ? KX_SHEET_ERROR_SYSTEM : KX_SHEET_ERROR_DAMAGED);
  freexl_get_info (handle, FREEXL_BIFF_DATEMODE, &mode);
  freexl_get_info (handle, FREEXL_BIFF_SHEET_COUNT, &n_sheets);
  if (n_sheets == 0)
    fail (KX_SHEET_ERROR_DAMAGED);
  put_head ('B', 1);
  put_number (mode == FREEXL_BIFF_DATEMODE_1904, 1);
  for (guint i = 0; i < n_sheets; i++)
    put_sheet (handle, i, mode == FREEXL_BIFF_DATEMODE_1904);
  put_head ('Z', 0);
  flush ();
}

static void
bound (int resource, rlim_t amount)
{
  struct rlimit limit = { amount, amount };

  setrlimit (resource, &limit);
}

/* What the parent has mapped already counts too. */
static rlim_t
get_memory_in_use (void)
{
  unsigned long pages = 0;
  FILE *file = fopen ("/proc/self/statm", "re");

  if (file == NULL)
    return 0;
  if (fscanf (file, "%lu", &pages) != 1)
    pages = 0;
  fclose (file);
  return (rlim_t) pages * (rlim_t) sysconf (_SC_PAGESIZE);
}

/* Gives up everything of the parent's but the two descriptors: a library that loses its way reaches neither
 * the database nor a socket, and ends when it takes too much. */
static void
confine (int file, int out)
{
  static const int signals[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE,  SIGILL,  SIGTRAP, SIGPIPE,
                                 SIGTERM, SIGINT, SIGHUP,  SIGALRM, SIGXCPU, SIGUSR1 };
  sigset_t none;
  int nothing;

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    signal (signals[i], SIG_DFL);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);

  file = fcntl (file, F_DUPFD, 64);
  out = fcntl (out, F_DUPFD, 64);
  if (file < 0 || out < 0 || dup2 (out, OUT_FD) < 0 || dup2 (file, FILE_FD) < 0)
    _exit (1);
  close_range (FILE_FD + 1, ~0u, 0);
  nothing = open ("/dev/null", O_RDWR);
  if (nothing < 0)
    _exit (1);
  for (int fd = 0; fd < OUT_FD; fd++)
    dup2 (nothing, fd);

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  bound (RLIMIT_CORE, 0);
  bound (RLIMIT_FSIZE, 0);
  bound (RLIMIT_CPU, CPU_SECONDS);
#ifndef HAS_SHADOW_MEMORY
  bound (RLIMIT_AS, get_memory_in_use () + MEMORY);
#else
  (void) get_memory_in_use;
#endif
}

/* Reads the workbook in the descriptor @file and writes its frames to @out, after giving up all other rights.
 * To be called right after a fork; ends the process. */
void
kx_xls_child_run (int file, int out)
{
  confine (file, out);
  put_workbook ();
  _exit (0);
}
