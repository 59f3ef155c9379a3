#include "exchange/kx-sheet-open.h"

#include "exchange/kx-sheet-csv.h"
#include "exchange/kx-sheet-xls.h"
#include "exchange/kx-sheet-xlsx.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define BYTES_JUDGED 4096
#define DIRECTORY_ENTRY 128 /* bytes of a compound file's directory entry ([MS-CFB] 2.6.1) */
#define ENTRY_NAME_LENGTH 0x40
#define ENTRY_TYPE 0x42

typedef struct
{
  const char *bytes;
  gsize length;
  KxSheetFormat format;
} Signature;

static const Signature signatures[] = {
  { "PK\x03\x04", 4, KX_SHEET_FORMAT_ZIP },       { "PK\x05\x06", 4, KX_SHEET_FORMAT_ZIP },
  { "\x09\x00\x04\x00", 4, KX_SHEET_FORMAT_XLS }, /* BIFF 2 to 5 without a compound file */
  { "\x09\x02\x06\x00", 4, KX_SHEET_FORMAT_XLS }, { "\x09\x04\x06\x00", 4, KX_SHEET_FORMAT_XLS },
  { "\x09\x08", 2, KX_SHEET_FORMAT_XLS },         { "%PDF", 4, KX_SHEET_FORMAT_PDF },
  { "{\\rtf", 5, KX_SHEET_FORMAT_RTF },           { "\x89PNG", 4, KX_SHEET_FORMAT_IMAGE },
  { "\xFF\xD8\xFF", 3, KX_SHEET_FORMAT_IMAGE },   { "GIF8", 4, KX_SHEET_FORMAT_IMAGE },
  { "Rar!", 4, KX_SHEET_FORMAT_ARCHIVE },         { "7z\xBC\xAF", 4, KX_SHEET_FORMAT_ARCHIVE },
  { "\x1F\x8B", 2, KX_SHEET_FORMAT_ARCHIVE },
};

static const char compound_signature[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/* Whether a compound file has a stream of this ASCII @name. Entries lie at multiples of their size in any
 * sector size, so there is no need to follow the file's chains, nor to trust them. */
static gboolean
has_stream (const guint8 *data, gsize size, const char *name)
{
  gsize length = strlen (name);

  for (gsize at = 4 * DIRECTORY_ENTRY; at + DIRECTORY_ENTRY <= size; at += DIRECTORY_ENTRY)
    {
      gsize i = 0;

      if (data[at + ENTRY_TYPE] != 2 || data[at + ENTRY_NAME_LENGTH] != 2 * (length + 1))
        continue;
      while (i < length && data[at + 2 * i] == (guint8) name[i] && data[at + 2 * i + 1] == 0)
        i++;
      if (i == length)
        return TRUE;
    }
  return FALSE;
}

static KxSheetFormat
sniff_compound (const guint8 *data, gsize size)
{
  if (has_stream (data, size, "EncryptedPackage"))
    return KX_SHEET_FORMAT_ENCRYPTED;
  if (has_stream (data, size, "Workbook") || has_stream (data, size, "Book"))
    return KX_SHEET_FORMAT_XLS;
  return KX_SHEET_FORMAT_COMPOUND;
}

static gboolean
has_prefix (const char *text, const char *prefix)
{
  return g_ascii_strncasecmp (text, prefix, strlen (prefix)) == 0;
}

/* Web pages and XML that systems hand out under the name of a workbook. @text is the start of the file,
 * without marks and NUL. */
static KxSheetFormat
sniff_markup (const char *text)
{
  static const char *const html[] = { "<html", "<!doctype html", "<table",  "<head", "<meta",        "<style",
                                      "<body", "<div",           "<script", "<!--",  "MIME-Version:" };

  for (guint i = 0; i < G_N_ELEMENTS (html); i++)
    if (has_prefix (text, html[i]))
      return KX_SHEET_FORMAT_HTML;
  if (!has_prefix (text, "<?xml") && !has_prefix (text, "<Workbook"))
    return KX_SHEET_FORMAT_TEXT;
  if (strstr (text, "urn:schemas-microsoft-com:office:spreadsheet") != NULL)
    return KX_SHEET_FORMAT_XML_TABLE;
  return strstr (text, "<html") != NULL ? KX_SHEET_FORMAT_HTML : KX_SHEET_FORMAT_XML;
}

/* The start of the file as plain text: marks skipped, the zero bytes of UTF-16 left out. */
static char *
get_start (const guint8 *data, gsize size, gboolean wide)
{
  GString *text = g_string_sized_new (BYTES_JUDGED);

  for (gsize i = 0; i < MIN (size, BYTES_JUDGED); i++)
    if (data[i] != 0 &&
        !(text->len == 0 && (g_ascii_isspace (data[i]) || data[i] >= 0xEF || (wide && data[i] > 0x7F) ||
                             (i < 3 && (data[i] == 0xBB || data[i] == 0xBF)))))
      g_string_append_c (text, (char) data[i]);
  return g_string_free (text, FALSE);
}

static gboolean
refuse (KxSheetFormat format, GError **error)
{
  static const char *const messages[] = {
    [KX_SHEET_FORMAT_EMPTY] = N_ ("Nothing is in the file."),
    [KX_SHEET_FORMAT_ENCRYPTED] =
        N_ ("The workbook is password-protected. Remove the password, save it and try again."),
    [KX_SHEET_FORMAT_COMPOUND] =
        N_ ("This is a document of an older office or WPS program, not a workbook that can be "
            "read. Open it there, save it as .xlsx and try again."),
    [KX_SHEET_FORMAT_HTML] =
        N_ ("This is a web page, although its name may end in .xls. Open it in a spreadsheet "
            "program, save it as .xlsx and try again."),
    [KX_SHEET_FORMAT_XML_TABLE] = N_ ("This is an XML table, although its name may end in .xls. Open it in a "
                                      "spreadsheet program, save it as .xlsx and try again."),
    [KX_SHEET_FORMAT_XML] =
        N_ ("This is an XML file, not a table. Choose a workbook (.xlsx, .xls) or a .csv file."),
    [KX_SHEET_FORMAT_PDF] = N_ ("This is a PDF document, not a table. Ask for the table as .xlsx."),
    [KX_SHEET_FORMAT_RTF] =
        N_ ("This is a text document. Copy its table into a workbook and save it as .xlsx."),
    [KX_SHEET_FORMAT_IMAGE] = N_ ("This is a picture, not a table. Ask for the table as .xlsx."),
    [KX_SHEET_FORMAT_ARCHIVE] = N_ ("This is a packed file. Unpack it and choose the table inside."),
    [KX_SHEET_FORMAT_BINARY] = N_ ("This is not a table. Choose a workbook (.xlsx, .xls) or a .csv file."),
  };
  KxSheetError code = format == KX_SHEET_FORMAT_EMPTY       ? KX_SHEET_ERROR_EMPTY
                      : format == KX_SHEET_FORMAT_ENCRYPTED ? KX_SHEET_ERROR_PASSWORD
                                                            : KX_SHEET_ERROR_FORMAT;

  g_set_error_literal (error, KX_SHEET_ERROR, code, _ (messages[format]));
  return FALSE;
}

static gboolean
check_size (guint64 size, const KxSheetLimits *limits, GError **error)
{
  g_autofree char *amount = NULL;

  if (size <= limits->file_bytes)
    return TRUE;
  amount = g_format_size (limits->file_bytes);
  g_set_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT,
               /* Translators: %s is a size such as 20 MB */
               _ ("The file is larger than %s. Split it into smaller files."), amount);
  return FALSE;
}

/* What the file is, by its content. KX_SHEET_FORMAT_ZIP still has to show that it is a workbook. */
KxSheetFormat
kx_sheet_sniff (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree char *start = NULL;
  KxSheetFormat markup;
  gboolean wide;

  for (guint i = 0; i < G_N_ELEMENTS (signatures); i++)
    if (size > signatures[i].length && memcmp (data, signatures[i].bytes, signatures[i].length) == 0)
      return signatures[i].format;
  if (size >= 8 && memcmp (data, compound_signature, 8) == 0)
    return sniff_compound (data, size);

  wide = size >= 2 && ((data[0] == 0xFF && data[1] == 0xFE) || (data[0] == 0xFE && data[1] == 0xFF));
  start = get_start (data, size, wide);
  if (*start == '\0' && size <= BYTES_JUDGED)
    return size > 0 && memchr (data, 0, size) != NULL && !wide ? KX_SHEET_FORMAT_BINARY
                                                               : KX_SHEET_FORMAT_EMPTY;
  markup = sniff_markup (start);
  if (markup != KX_SHEET_FORMAT_TEXT)
    return markup;
  return !wide && memchr (data, 0, MIN (size, BYTES_JUDGED)) != NULL ? KX_SHEET_FORMAT_BINARY
                                                                     : KX_SHEET_FORMAT_TEXT;
}

/* Reads the table in @bytes, whatever its format; the caller owns the workbook. @options may be NULL. Errors
 * are KX_SHEET_ERROR and say what the user can do. */
KxWorkbook *
kx_workbook_open_bytes (GBytes *bytes, const KxSheetOptions *options, GError **error)
{
  static const KxSheetOptions no_options;
  const KxSheetOptions *wish = options != NULL ? options : &no_options;
  const KxSheetLimits *limits = wish->limits != NULL ? wish->limits : &kx_sheet_limits_default;
  KxSheetFormat format;

  if (!check_size (g_bytes_get_size (bytes), limits, error))
    return NULL;
  format = kx_sheet_sniff (bytes);
  /* Text in UTF-16 without a mark looks binary, until someone says what it is. */
  if (format == KX_SHEET_FORMAT_BINARY && wish->encoding != NULL)
    format = KX_SHEET_FORMAT_TEXT;
  if (format == KX_SHEET_FORMAT_ZIP)
    return kx_sheet_read_xlsx (bytes, limits, error);
  if (format == KX_SHEET_FORMAT_XLS)
    return kx_sheet_read_xls (bytes, limits, error);
  if (format == KX_SHEET_FORMAT_TEXT)
    return kx_sheet_read_csv (bytes, wish->encoding, wish->delimiter, limits, error);
  refuse (format, error);
  return NULL;
}

/* Reads the table in a file, never more of it than the limit. A file that cannot be read is a G_IO_ERROR. */
KxWorkbook *
kx_workbook_open_file (const char *path, const KxSheetOptions *options, GError **error)
{
  const KxSheetLimits *limits =
      options != NULL && options->limits != NULL ? options->limits : &kx_sheet_limits_default;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree guint8 *data = NULL;
  gsize size;

  if (stream == NULL)
    return NULL;
  data = g_malloc (limits->file_bytes + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), data, limits->file_bytes + 1, &size, NULL, error))
    return NULL;
  data = g_realloc (data, MAX (size, 1));
  bytes = g_bytes_new_take (g_steal_pointer (&data), size);
  return kx_workbook_open_bytes (bytes, options, error);
}
