#include "exchange/kx-sheet-csv.h"

#include "exchange/kx-csv-text.h"
#include "exchange/kx-sheet-build.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define RECORDS_JUDGED 50
#define LEFT_QUOTE "\xE2\x80\x9C"  /* “ */
#define RIGHT_QUOTE "\xE2\x80\x9D" /* ” */
#define QUOTE_LENGTH 3

typedef struct
{
  const char *place, *end;
  const char *delimiter; /* in UTF-8 */
  gsize delimiter_length;
  guint line;          /* line of @place, counted from 1 */
  GString *field;      /* the field just read */
  const char *refuted; /* no “ before this place encloses a field: its first ” was seen not to end one */
} Reading;

/* In order of preference where two divide the text equally well: “，” is common inside Chinese sentences. */
static const char *const delimiters[] = { "\t", ",", ";", "，" };

static gboolean
starts_with (const Reading *reading, const char *place, const char *text, gsize length)
{
  return (gsize) (reading->end - place) >= length && memcmp (place, text, length) == 0;
}

static gboolean
ends_field (const Reading *reading, const char *place)
{
  return place == reading->end || *place == '\n' || *place == '\r' ||
         starts_with (reading, place, reading->delimiter, reading->delimiter_length);
}

/* Copies one character, counting lines; CR LF and CR become LF, as in cells of a workbook. */
static void
copy_character (Reading *reading)
{
  const char *next;

  if (*reading->place == '\r' || *reading->place == '\n')
    {
      reading->place += starts_with (reading, reading->place, "\r\n", 2) ? 2 : 1;
      reading->line++;
      g_string_append_c (reading->field, '\n');
      return;
    }
  next = g_utf8_next_char (reading->place);
  g_string_append_len (reading->field, reading->place, next - reading->place);
  reading->place = next;
}

static void
read_plain (Reading *reading)
{
  while (!ends_field (reading, reading->place))
    copy_character (reading);
}

/* Text after the closing quote is kept, as spreadsheets do. */
static gboolean
read_quoted (Reading *reading, GError **error)
{
  guint opened = reading->line;

  reading->place++;
  while (reading->place < reading->end)
    {
      if (*reading->place != '"')
        {
          copy_character (reading);
          continue;
        }
      reading->place++;
      if (reading->place == reading->end || *reading->place != '"')
        {
          read_plain (reading);
          return TRUE;
        }
      g_string_append_c (reading->field, '"');
      reading->place++;
    }
  g_set_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_DAMAGED,
               /* Translators: %u is a line number */
               _ ("The quotation mark that opens a field in line %u of the file is never closed."), opened);
  return FALSE;
}

/* Input methods turn " into “ and ”. They enclose a field only when the first ” that is not doubled ends it;
 * otherwise they belong to the text. FALSE leaves all as it was. */
static gboolean
read_curly_quoted (Reading *reading)
{
  Reading start = *reading;

  if (reading->refuted != NULL && reading->place < reading->refuted)
    return FALSE;
  reading->place += QUOTE_LENGTH;
  while (reading->place < reading->end)
    {
      if (!starts_with (reading, reading->place, RIGHT_QUOTE, QUOTE_LENGTH))
        {
          copy_character (reading);
          continue;
        }
      reading->place += QUOTE_LENGTH;
      if (ends_field (reading, reading->place))
        return TRUE;
      if (!starts_with (reading, reading->place, RIGHT_QUOTE, QUOTE_LENGTH))
        break;
      g_string_append (reading->field, RIGHT_QUOTE);
      reading->place += QUOTE_LENGTH;
    }
  start.refuted = reading->place;
  *reading = start;
  g_string_truncate (reading->field, 0);
  return FALSE;
}

static gboolean
read_field (Reading *reading, GError **error)
{
  g_string_truncate (reading->field, 0);
  if (reading->place < reading->end && *reading->place == '"')
    return read_quoted (reading, error);
  if (!starts_with (reading, reading->place, LEFT_QUOTE, QUOTE_LENGTH) || !read_curly_quoted (reading))
    read_plain (reading);
  return TRUE;
}

static void
pass_line_end (Reading *reading)
{
  if (reading->place == reading->end)
    return;
  reading->place += starts_with (reading, reading->place, "\r\n", 2) ? 2 : 1;
  reading->line++;
}

/* Passes what ended the field; TRUE when another field of the same record follows. */
static gboolean
pass_separator (Reading *reading)
{
  if (starts_with (reading, reading->place, reading->delimiter, reading->delimiter_length))
    {
      reading->place += reading->delimiter_length;
      return TRUE;
    }
  pass_line_end (reading);
  return FALSE;
}

/* How well a delimiter divides the text: in how many of the first records it gives the most frequent number
 * of fields, if that is more than one. */
static guint
judge_delimiter (Reading reading, const char *delimiter)
{
  guint counts[RECORDS_JUDGED] = { 0 }, n_records = 0, best = 0;

  reading.delimiter = delimiter;
  reading.delimiter_length = strlen (delimiter);
  reading.refuted = NULL;
  while (n_records < RECORDS_JUDGED && reading.place < reading.end)
    {
      guint n = 0;

      do
        {
          if (!read_field (&reading, NULL))
            return best;
          n++;
        }
      while (pass_separator (&reading));
      counts[n_records++] = n;
    }
  for (guint i = 0; i < n_records; i++)
    {
      guint same = 0;

      for (guint j = 0; j < n_records; j++)
        same += counts[j] == counts[i];
      if (counts[i] > 1)
        best = MAX (best, same);
    }
  return best;
}

static const char *
detect_delimiter (const Reading *reading)
{
  const char *found = ",";
  guint best = 0;

  for (guint i = 0; i < G_N_ELEMENTS (delimiters); i++)
    {
      guint score = judge_delimiter (*reading, delimiters[i]);

      if (score > best)
        {
          best = score;
          found = delimiters[i];
        }
    }
  return found;
}

/* Some programs write a first line such as sep=; to name the delimiter. It is no row of the table. */
static void
pass_delimiter_line (Reading *reading, char *named)
{
  if (!starts_with (reading, reading->place, "sep=", 4) || reading->end - reading->place < 6 ||
      (reading->place[5] != '\r' && reading->place[5] != '\n'))
    return;
  named[0] = reading->place[4];
  reading->place += 5;
  pass_line_end (reading);
}

static gboolean
keep_field (KxWorkbook *workbook, KxSheet *sheet, const Reading *reading, guint column, GError **error)
{
  KxCell cell = { .text = "", .digits = "", .column = (guint16) column, .kind = KX_CELL_TEXT };

  if (reading->field->len == 0)
    return TRUE;
  if (column > KX_SHEET_MAX_COLUMNS)
    {
      g_set_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT,
                   /* Translators: %u is a line number */
                   _ ("Line %u of the file has too many columns. Check the delimiter."), reading->line);
      return FALSE;
    }
  cell.text = kx_workbook_take_text (workbook, reading->field->str, reading->field->len, error);
  return cell.text != NULL && kx_sheet_add_cell (sheet, &cell, error);
}

static gboolean
read_records (KxWorkbook *workbook, KxSheet *sheet, Reading *reading, GError **error)
{
  for (guint row = 1; reading->place < reading->end; row++)
    {
      guint column = 0;

      do
        {
          column = MIN (column, KX_SHEET_MAX_COLUMNS) + 1;
          if (!read_field (reading, error) || !keep_field (workbook, sheet, reading, column, error))
            return FALSE;
        }
      while (pass_separator (reading));
      if (row > KX_SHEET_MAX_ROWS)
        {
          g_set_error_literal (error, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT,
                               _ ("The file has more lines than a sheet. Split it into smaller files."));
          return FALSE;
        }
      if (!kx_sheet_end_row (sheet, row, FALSE, error))
        return FALSE;
    }
  return TRUE;
}

/* Reads delimited text into a workbook of one sheet without a name, owned by the caller. All cells are text,
 * row numbers count records as a spreadsheet would, empty ones included. @encoding NULL and @delimiter 0 are
 * found from the text. Errors are KX_SHEET_ERROR. */
KxWorkbook *
kx_sheet_read_csv (GBytes *bytes, const char *encoding, gunichar delimiter, const KxSheetLimits *limits,
                   GError **error)
{
  g_autoptr (KxWorkbook) workbook = kx_workbook_new (limits);
  g_autoptr (GString) field = g_string_new (NULL);
  g_autofree char *text = NULL;
  const char *found = NULL;
  char named[8] = { 0 };
  gsize length = 0;
  Reading reading;
  KxSheet *sheet;

  text = kx_csv_decode (bytes, encoding, &length, &found, error);
  if (text == NULL)
    return NULL;
  kx_workbook_set_encoding (workbook, found);
  reading = (Reading){ .place = text, .end = text + length, .delimiter = "", .line = 1, .field = field };
  pass_delimiter_line (&reading, named);
  if (delimiter != 0)
    named[g_unichar_to_utf8 (delimiter, named)] = '\0';
  reading.delimiter = *named != '\0' ? named : detect_delimiter (&reading);
  reading.delimiter_length = strlen (reading.delimiter);
  kx_workbook_set_delimiter (workbook, g_utf8_get_char (reading.delimiter));

  sheet = kx_workbook_add_sheet (workbook, "", FALSE, error);
  if (sheet == NULL || !read_records (workbook, sheet, &reading, error) ||
      !kx_workbook_finish (workbook, error))
    return NULL;
  return g_steal_pointer (&workbook);
}
