#include "exchange/kx-csv-text.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* So many whole three-byte characters before a bad byte do not come about by chance in GB18030 text. */
#define SURE_OF_UTF8 4

typedef struct
{
  const char *name;
  const char *mark; /* byte order mark, or "" */
  gsize mark_length;
  guint unit;      /* bytes of a line feed */
  guint line_feed; /* which of them is 0x0A */
} Encoding;

static const Encoding encodings[] = {
  { "UTF-8", "\xEF\xBB\xBF", 3, 1, 0 },
  { "UTF-16LE", "\xFF\xFE", 2, 2, 0 },
  { "UTF-16BE", "\xFE\xFF", 2, 2, 1 },
  { "GB18030", "", 0, 1, 0 },
};

static const Encoding *
find_encoding (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    if (g_ascii_strcasecmp (encodings[i].name, name) == 0)
      return &encodings[i];
  return NULL;
}

static gboolean
has_mark (const Encoding *encoding, const char *data, gsize size)
{
  return encoding->mark_length > 0 && size >= encoding->mark_length &&
         memcmp (data, encoding->mark, encoding->mark_length) == 0;
}

/* In all four encodings a line feed's bytes stand for nothing else at their place, so lines can be counted
 * before decoding. */
static void
set_undecodable (GError **error, const Encoding *encoding, const char *data, gsize offset)
{
  guint line = 1;

  for (gsize i = 0; i + encoding->unit <= offset; i += encoding->unit)
    line += data[i + encoding->line_feed] == '\n' &&
            (encoding->unit == 1 || data[i + 1 - encoding->line_feed] == 0);
  g_set_error (
      error, KX_SHEET_ERROR, KX_SHEET_ERROR_ENCODING,
      /* Translators: the first %u is a line number, the second counts bytes, %s is the name of an encoding */
      _ ("Line %u, byte %u of the file: this is not valid %s text. Choose another encoding, or save the file "
         "as .xlsx."),
      line, (guint) offset + 1, encoding->name);
}

/* Decodes all of @data to UTF-8; on failure tells the offset of the first bad byte. */
static char *
convert (const Encoding *encoding, const char *data, gsize size, gsize *ret_length, gsize *ret_bad)
{
  GIConv converter = g_iconv_open ("UTF-8", encoding->name);
  g_autofree char *text = NULL;
  gsize room = size + size / 2 + 16, left = room, in_left = size;
  char *in = (char *) data, *out;

  *ret_bad = 0;
  if (converter == (GIConv) -1)
    return NULL;
  text = g_malloc (room + 1);
  out = text;
  while (in_left > 0 && g_iconv (converter, &in, &in_left, &out, &left) == (gsize) -1)
    {
      gsize done = (gsize) (out - text);

      if (errno != E2BIG)
        {
          *ret_bad = (gsize) (in - data);
          g_iconv_close (converter);
          return NULL;
        }
      left += room;
      room *= 2;
      text = g_realloc (text, room + 1);
      out = text + done;
    }
  g_iconv_close (converter);
  *out = '\0';
  *ret_length = (gsize) (out - text);
  return g_steal_pointer (&text);
}

static char *
decode_as (const Encoding *encoding, const char *data, gsize size, gsize *ret_length, GError **error)
{
  gsize skip = has_mark (encoding, data, size) ? encoding->mark_length : 0;
  gsize bad = 0;
  const char *end;
  char *text;

  if (!g_str_equal (encoding->name, "UTF-8"))
    text = convert (encoding, data + skip, size - skip, ret_length, &bad);
  else if (g_utf8_validate_len (data + skip, size - skip, &end))
    {
      *ret_length = size - skip;
      text = g_strndup (data + skip, size - skip);
    }
  else
    {
      bad = (gsize) (end - data) - skip;
      /* A NUL ends validation too; it is refused later, with its line. */
      text = data[skip + bad] == '\0' ? g_memdup2 (data + skip, size - skip) : NULL;
      *ret_length = bad + 1;
    }
  if (text == NULL)
    set_undecodable (error, encoding, data, skip + bad);
  return text;
}

static guint
count_long_characters (const char *data, const char *end)
{
  guint n = 0;

  for (const char *p = data; p < end; p = g_utf8_next_char (p))
    n += (guchar) *p >= 0xE0;
  return n;
}

/* Mark, then strict UTF-8, then GB18030: the order in which Chinese spreadsheet programs' files come out
 * right. */
static const Encoding *
detect (const char *data, gsize size)
{
  const char *end;

  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    if (has_mark (&encodings[i], data, size))
      return &encodings[i];
  if (g_utf8_validate_len (data, size, &end) || *end == '\0' ||
      count_long_characters (data, end) >= SURE_OF_UTF8)
    return find_encoding ("UTF-8");
  return find_encoding ("GB18030");
}

static gboolean
check_nul (const char *text, gsize length, GError **error)
{
  const char *nul = memchr (text, '\0', length);
  guint line = 1;

  if (nul == NULL)
    return TRUE;
  for (const char *p = text; p < nul; p++)
    line += *p == '\n';
  g_set_error (
      error, KX_SHEET_ERROR, KX_SHEET_ERROR_ENCODING,
      /* Translators: %u is a line number */
      _ ("Line %u of the file holds a NUL character, which no text has. Choose another encoding, or save the "
         "file as .xlsx."),
      line);
  return FALSE;
}

/* The text of @bytes in UTF-8, owned by the caller, without a byte order mark and without NUL. @encoding is
 * one of "UTF-8", "UTF-16LE", "UTF-16BE" and "GB18030", or NULL to find it. KX_SHEET_ERROR_ENCODING names
 * line and byte. */
char *
kx_csv_decode (GBytes *bytes, const char *encoding, gsize *ret_length, const char **ret_encoding,
               GError **error)
{
  gsize size, length = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  const Encoding *found = encoding != NULL ? find_encoding (encoding) : detect (size > 0 ? data : "", size);
  g_autofree char *text = NULL;

  if (found == NULL)
    {
      g_set_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_ENCODING,
                   /* Translators: %s is the name of an encoding */
                   _ ("The encoding “%s” is not read; UTF-8, UTF-16LE, UTF-16BE and GB18030 are."), encoding);
      return NULL;
    }
  text = decode_as (found, size > 0 ? data : "", size, &length, error);
  if (text == NULL || !check_nul (text, length, error))
    return NULL;
  *ret_length = length;
  *ret_encoding = found->name;
  return g_steal_pointer (&text);
}
