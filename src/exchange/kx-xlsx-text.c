#include "exchange/kx-xlsx-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_TEXT (1024 * 1024) /* spreadsheets hold 32,767 characters in a cell */

/* Reads _xHHHH_ at @p; FALSE when it is not there. */
static gboolean
read_escape (const char *p, gunichar *ret_unit)
{
  gunichar unit = 0;

  if (p[0] != '_' || p[1] != 'x')
    return FALSE;
  for (guint i = 2; i < 6; i++)
    {
      if (!g_ascii_isxdigit (p[i]))
        return FALSE;
      unit = unit * 16 + (gunichar) g_ascii_xdigit_value (p[i]);
    }
  if (p[6] != '_')
    return FALSE;
  *ret_unit = unit;
  return TRUE;
}

/* Makes an empty string item. */
void
kx_xlsx_text_init (KxXlsxText *self)
{
  *self = (KxXlsxText){ .text = g_string_new (NULL) };
}

/* Frees what the item holds. */
void
kx_xlsx_text_clear (KxXlsxText *self)
{
  g_string_free (self->text, TRUE);
  self->text = NULL;
}

/* Empties the item for the next string. */
void
kx_xlsx_text_restart (KxXlsxText *self)
{
  g_string_truncate (self->text, 0);
  self->phonetic = 0;
  self->in_text = FALSE;
}

/* An element inside the item begins. */
void
kx_xlsx_text_start (KxXlsxText *self, const char *name)
{
  if (g_str_equal (name, "rPh"))
    self->phonetic++;
  else if (g_str_equal (name, "t"))
    self->in_text = self->phonetic == 0;
}

/* An element inside the item ends. */
void
kx_xlsx_text_end (KxXlsxText *self, const char *name)
{
  if (g_str_equal (name, "rPh") && self->phonetic > 0)
    self->phonetic--;
  else if (g_str_equal (name, "t"))
    self->in_text = FALSE;
}

/* Character data inside the item. KX_SHEET_ERROR_LIMIT when the string grows beyond any cell. */
gboolean
kx_xlsx_text_add (KxXlsxText *self, const char *text, gsize length, GError **error)
{
  return !self->in_text || kx_xlsx_append_bounded (self->text, text, length, error);
}

/* Appends to the text of one cell. KX_SHEET_ERROR_LIMIT when it grows beyond any cell. */
gboolean
kx_xlsx_append_bounded (GString *string, const char *text, gsize length, GError **error)
{
  if (length > MAX_TEXT - string->len)
    {
      g_set_error_literal (error, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT,
                           _ ("A cell of the file holds more text than a spreadsheet allows."));
      return FALSE;
    }
  g_string_append_len (string, text, (gssize) length);
  return TRUE;
}

/* Undoes _xHHHH_, by which files hold characters that XML cannot (ECMA-376 part 1, 22.9.2.19). Two surrogates
 * make one character; U+0000 and lone surrogates are left out. */
void
kx_xlsx_unescape (GString *text)
{
  gsize out = 0;

  if (strstr (text->str, "_x") == NULL)
    return;
  for (gsize in = 0; in < text->len;)
    {
      gunichar unit, low;

      if (!read_escape (text->str + in, &unit))
        {
          text->str[out++] = text->str[in++];
          continue;
        }
      in += 7;
      if (unit >= 0xD800 && unit < 0xDC00 && read_escape (text->str + in, &low) && low >= 0xDC00 &&
          low < 0xE000)
        {
          unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
          in += 7;
        }
      /* At most four bytes replace seven or fourteen, so the text never overtakes itself. */
      if (unit != 0 && (unit < 0xD800 || unit >= 0xE000))
        out += (gsize) g_unichar_to_utf8 (unit, text->str + out);
    }
  g_string_truncate (text, out);
}
