#include "exchange/kx-xls-frames.h"

#include "exchange/kx-sheet-build.h"
#include "exchange/kx-sheet-number.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_FRAME (1024 * 1024)

struct _KxXlsFrames
{
  KxWorkbook *workbook; /* owned until finish */
  KxSheet *sheet;       /* borrowed; NULL before the first */
  GByteArray *pending;  /* the start of a frame that has not come whole */
  gboolean begun, ended;
};

static gboolean
set_damaged (GError **error)
{
  g_set_error_literal (
      error, KX_SHEET_ERROR, KX_SHEET_ERROR_DAMAGED,
      _ ("The workbook cannot be read; it may be damaged. Open it in a spreadsheet program, save it as "
         ".xlsx and try again."));
  return FALSE;
}

static guint32
read_u32 (const guint8 *data)
{
  return (guint32) data[0] | (guint32) data[1] << 8 | (guint32) data[2] << 16 | (guint32) data[3] << 24;
}

static gboolean
take_failure (guint code, GError **error)
{
  switch (code)
    {
    case KX_SHEET_ERROR_PASSWORD:
      g_set_error_literal (
          error, KX_SHEET_ERROR, KX_SHEET_ERROR_PASSWORD,
          _ ("The workbook is password-protected. Remove the password, save it and try again."));
      return FALSE;
    case KX_SHEET_ERROR_SYSTEM:
      g_set_error_literal (
          error, KX_SHEET_ERROR, KX_SHEET_ERROR_SYSTEM,
          _ ("The workbook needs more memory than is allowed. Save it as .xlsx and try again."));
      return FALSE;
    default:
      return set_damaged (error);
    }
}

static gboolean
take_sheet (KxXlsFrames *self, const char *name, gsize length, GError **error)
{
  g_autofree char *copy = NULL;

  if (length > 4096 || !g_utf8_validate_len (name, length, NULL))
    return set_damaged (error);
  copy = g_strndup (name, length);
  self->sheet = kx_workbook_add_sheet (self->workbook, copy, FALSE, error);
  return self->sheet != NULL;
}

/* The digits a spreadsheet would have written: whole numbers in full, others as short as they read back. */
static gboolean
take_number (KxXlsFrames *self, double number, KxFormatKind format, KxCell *cell, GError **error)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (number > -1e18 && number < 1e18 && number == (double) (gint64) number)
    g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, (gint64) number);
  else
    {
      g_ascii_formatd (digits, sizeof digits, "%.15g", number);
      if (g_ascii_strtod (digits, NULL) != number)
        g_ascii_dtostr (digits, sizeof digits, number);
    }
  return kx_sheet_number_cell (self->workbook, digits, (KxNumberFormat){ (guint8) format, 0 }, cell, error);
}

static gboolean
take_text (KxXlsFrames *self, const char *text, gsize length, KxCell *cell, GError **error)
{
  if (!g_utf8_validate_len (text, length, NULL))
    return set_damaged (error);
  cell->text = kx_workbook_take_text (self->workbook, text, length, error);
  cell->kind = length > 0 ? KX_CELL_TEXT : KX_CELL_EMPTY;
  return cell->text != NULL;
}

static gboolean
take_cell (KxXlsFrames *self, guint8 type, const guint8 *data, gsize length, GError **error)
{
  KxCell cell = { .text = "", .digits = "" };
  gboolean good = FALSE;
  double number;

  if (length < 2)
    return set_damaged (error);
  cell.column = (guint16) (data[0] | data[1] << 8);
  data += 2;
  length -= 2;
  if (type == 'T')
    good = take_text (self, (const char *) data, length, &cell, error);
  else if ((type == 'N' || type == 'D' || type == 'C') && length == sizeof number)
    {
      memcpy (&number, data, sizeof number); /* both ends run on the same machine */
      good = take_number (self, number,
                          type == 'N'   ? KX_FORMAT_PLAIN
                          : type == 'D' ? KX_FORMAT_DATE
                                        : KX_FORMAT_TIME,
                          &cell, error);
    }
  else
    return set_damaged (error);
  return good && kx_sheet_add_cell (self->sheet, &cell, error);
}

static gboolean
take_frame (KxXlsFrames *self, guint8 type, const guint8 *data, gsize length, GError **error)
{
  if (self->ended || (type != 'B' && type != 'E' && !self->begun))
    return set_damaged (error);
  if (type == 'E' && length == 1)
    return take_failure (data[0], error);
  if (type == 'B' && length == 1 && !self->begun)
    {
      self->begun = TRUE;
      kx_workbook_set_date_1904 (self->workbook, data[0] == 1);
      return TRUE;
    }
  if (type == 'S')
    return take_sheet (self, (const char *) data, length, error);
  if (type == 'Z' && length == 0)
    {
      self->ended = TRUE;
      return TRUE;
    }
  if (self->sheet == NULL)
    return set_damaged (error);
  if (type == 'R' && length == 4)
    return kx_sheet_end_row (self->sheet, read_u32 (data), FALSE, error);
  return take_cell (self, type, data, length, error);
}

/* Takes whole frames from @data; returns how many bytes they were, or -1 with @error. */
static gssize
take_frames (KxXlsFrames *self, const guint8 *data, gsize size, GError **error)
{
  gsize used = 0;

  while (size - used >= KX_XLS_FRAME_HEAD)
    {
      guint32 length = read_u32 (data + used + 1);

      if (length > MAX_FRAME)
        {
          set_damaged (error);
          return -1;
        }
      if (size - used - KX_XLS_FRAME_HEAD < length)
        break;
      if (!take_frame (self, data[used], data + used + KX_XLS_FRAME_HEAD, length, error))
        return -1;
      used += KX_XLS_FRAME_HEAD + length;
    }
  return (gssize) used;
}

/* A reader of frames into a new workbook. */
KxXlsFrames *
kx_xls_frames_new (const KxSheetLimits *limits)
{
  KxXlsFrames *self = g_new0 (KxXlsFrames, 1);

  self->workbook = kx_workbook_new (limits);
  self->pending = g_byte_array_new ();
  return self;
}

/* Frees the reader and what it has read. */
void
kx_xls_frames_free (KxXlsFrames *self)
{
  if (self == NULL)
    return;
  kx_workbook_free (self->workbook);
  g_byte_array_unref (self->pending);
  g_free (self);
}

/* Takes the next bytes, cut anywhere. A frame that is not as described is KX_SHEET_ERROR_DAMAGED; a frame of
 * failure becomes the error it names. */
gboolean
kx_xls_frames_feed (KxXlsFrames *self, const guint8 *data, gsize size, GError **error)
{
  gssize used;

  g_byte_array_append (self->pending, data, (guint) size);
  used = take_frames (self, self->pending->data, self->pending->len, error);
  if (used > 0)
    g_byte_array_remove_range (self->pending, 0, (guint) used);
  return used >= 0;
}

/* The workbook, owned by the caller, once the last frame has come; an error when it has not. */
KxWorkbook *
kx_xls_frames_finish (KxXlsFrames *self, GError **error)
{
  if (!self->ended || self->pending->len > 0)
    {
      set_damaged (error);
      return NULL;
    }
  if (!kx_workbook_finish (self->workbook, error))
    return NULL;
  return g_steal_pointer (&self->workbook);
}
