#include "print/kx-docx.h"

#include "print/kx-docx-fields.h"
#include "print/kx-docx-fill.h"
#include "print/kx-docx-model.h"
#include "print/kx-docx-scan.h"
#include "print/kx-gettext.h"

#include <string.h>

/* Beginnings of parts' names. */
#define ANY "word/"
#define BODY "word/document.xml"

G_DEFINE_QUARK (kx - docx - error - quark, kx_docx_error)

static gboolean
has_fields (const KxDocxPart *part)
{
  gsize size;
  const char *data = g_bytes_get_data (part->bytes, &size);

  /* The braces may stand in runs of their own. */
  return kx_docx_is_text (part) && size > 0 && memchr (data, '{', size) != NULL;
}

static gboolean
fill_part (KxDocxPart *part, const KxDocxValues *values, GError **error)
{
  g_autoptr (KxDocxScan) scan = kx_docx_scan_new (part, error);

  if (scan == NULL)
    return FALSE;
  g_bytes_unref (part->bytes);
  part->bytes = kx_docx_fill_part (scan, values);
  return TRUE;
}

GBytes *
kx_docx_fill (GBytes *template, const KxDocxValues *values, GError **error)
{
  g_autoptr (GPtrArray) parts = kx_docx_unpack (template, error);

  for (guint i = 0; parts != NULL && i < parts->len; i++)
    if (has_fields (parts->pdata[i]) && !fill_part (parts->pdata[i], values, error))
      return NULL;
  return parts != NULL ? kx_docx_pack (parts, error) : NULL;
}

static void
walk_part (const KxDocxScan *scan, void (*func) (const char *text, gpointer data), gpointer data)
{
  for (guint i = 0; i < scan->elements->len; i++)
    if (kx_docx_scan_get (scan, i)->kind == KX_DOCX_PARAGRAPH &&
        kx_docx_scan_around (scan, i, KX_DOCX_FALLBACK) < 0)
      {
        g_autoptr (KxDocxText) text = kx_docx_scan_read (scan, i);

        func (text->text->str, data);
      }
}

/* Calls `func` for the text of each paragraph of the text parts whose names begin so. */
static gboolean
walk_parts (GPtrArray *parts, const char *begin, void (*func) (const char *text, gpointer data),
            gpointer data, GError **error)
{
  for (guint i = 0; i < parts->len; i++)
    {
      const KxDocxPart *part = parts->pdata[i];
      g_autoptr (KxDocxScan) scan = NULL;

      if (!kx_docx_is_text (part) || !g_str_has_prefix (part->name, begin))
        continue;
      scan = kx_docx_scan_new (part, error);
      if (scan == NULL)
        return FALSE;
      walk_part (scan, func, data);
    }
  return TRUE;
}

static gboolean
walk (GBytes *document, const char *begin, void (*func) (const char *text, gpointer data), gpointer data,
      GError **error)
{
  g_autoptr (GPtrArray) parts = kx_docx_unpack (document, error);

  return parts != NULL && walk_parts (parts, begin, func, data, error);
}

static void
add_fields (const char *text, gpointer data)
{
  g_autoptr (GArray) fields = kx_docx_fields_list (text);

  for (guint i = 0; i < fields->len; i++)
    {
      const char *name = kx_docx_fields_get (fields, i)->name;

      if (!g_ptr_array_find_with_equal_func (data, name, g_str_equal, NULL))
        g_ptr_array_add (data, g_strdup (name));
    }
}

GPtrArray *
kx_docx_list_fields (GBytes *template, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  return walk (template, ANY, add_fields, names, error) ? g_steal_pointer (&names) : NULL;
}

/* A field of a list lacks what one of its rows lacks. */
static void
judge (const KxDocxValues *values, const char *name, gboolean *ret_known, gboolean *ret_empty)
{
  const char *text = kx_docx_values_get (values, name), *dot = strchr (name, '.');
  g_autofree char *list = kx_docx_fields_dup_list (name);
  GPtrArray *rows = list != NULL ? kx_docx_values_get_rows (values, list) : NULL;

  *ret_known = text != NULL || (rows != NULL && rows->len == 0);
  *ret_empty = text != NULL && *text == '\0' && !kx_docx_values_is_left_out (values, name);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const char *of_row = kx_docx_values_get (rows->pdata[i], dot + 1);

      *ret_known |= of_row != NULL;
      *ret_empty |= of_row != NULL && *of_row == '\0';
    }
}

gboolean
kx_docx_check (GBytes *template, const KxDocxValues *values, GPtrArray *unknown, GPtrArray *empty,
               GError **error)
{
  g_autoptr (GPtrArray) names = kx_docx_list_fields (template, error);

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      gboolean is_known, is_empty;

      judge (values, names->pdata[i], &is_known, &is_empty);
      if (!is_known)
        g_ptr_array_add (unknown, g_strdup (names->pdata[i]));
      else if (is_empty)
        g_ptr_array_add (empty, g_strdup (names->pdata[i]));
    }
  return names != NULL;
}

static void
add_line (const char *text, gpointer data)
{
  g_ptr_array_add (data, g_strdup (text));
}

static gboolean
has_part (GPtrArray *parts, const char *name)
{
  for (guint i = 0; i < parts->len; i++)
    if (g_str_equal (((const KxDocxPart *) parts->pdata[i])->name, name))
      return TRUE;
  return FALSE;
}

char *
kx_docx_dup_text (GBytes *document, GError **error)
{
  g_autoptr (GPtrArray) parts = kx_docx_unpack (document, error), numbers = NULL,
                        lines = g_ptr_array_new_with_free_func (g_free);
  GString *text;

  if (parts == NULL || !walk_parts (parts, BODY, add_line, lines, error))
    return NULL;
  if (has_part (parts, "word/numbering.xml"))
    numbers = kx_docx_model_list_numbers (parts);
  /* No number rather than that of another paragraph, should the two ways of reading ever differ. */
  if (numbers != NULL && numbers->len != lines->len)
    g_clear_pointer (&numbers, g_ptr_array_unref);
  text = g_string_new (NULL);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text, "%s%s\n", numbers != NULL ? (const char *) numbers->pdata[i] : "",
                            (const char *) lines->pdata[i]);
  return g_string_free (text, FALSE);
}

static void
add_paragraph (const char *text, gpointer data)
{
  g_autofree char *paragraph = g_strchomp (g_strdup (text));

  if (*paragraph != '\0')
    g_ptr_array_add (data, g_steal_pointer (&paragraph));
}

GPtrArray *
kx_docx_list_paragraphs (GBytes *document, GError **error)
{
  static const char *const begins[] = { BODY, "word/header", "word/footnotes", "word/endnotes" };
  g_autoptr (GPtrArray) paragraphs = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (begins); i++)
    if (!walk (document, begins[i], add_paragraph, paragraphs, error))
      return NULL;
  return g_steal_pointer (&paragraphs);
}
