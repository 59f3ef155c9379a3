#include "print/kx-docx-fill.h"

#include "print/kx-docx-fields.h"

#include <string.h>

/* Written in by hand where there is no text. */
#define BLANK "　　　　　　"
#define PRESERVE " xml:space=\"preserve\""

/* What comes in the place of some bytes. */
typedef struct
{
  gsize from, until;
  char *with; /* owned */
} Edit;

/* One time that a stretch of XML is written: the row of a list that it stands for, and the line of a text of
 * several lines. */
typedef struct
{
  const KxDocxScan *scan;
  const KxDocxValues *values;
  const char *list;        /* NULL: it stands for no row */
  const KxDocxValues *row; /* NULL: the list has none */
  int within;              /* the row of the table that is being written; -1: none */
  gboolean copy;           /* not the first: ids may stand once only */
} Turn;

static void
clear_edit (gpointer edit)
{
  g_free (((Edit *) edit)->with);
}

static void
add_edit (GArray *edits, gsize from, gsize until, char *with)
{
  Edit edit = { from, until, with };

  g_array_append_val (edits, edit);
}

static int
compare_edits (gconstpointer a, gconstpointer b)
{
  const Edit *one = a, *other = b;

  return one->from != other->from ? (one->from < other->from ? -1 : 1) : 0;
}

/* The bytes from `from` to `until`, edited. Takes the edits. */
static char *
apply (const KxDocxScan *scan, gsize from, gsize until, GArray *edits)
{
  GString *out = g_string_new (NULL);
  gsize at = from;

  g_array_sort (edits, compare_edits);
  for (guint i = 0; i < edits->len; i++)
    {
      const Edit *edit = &g_array_index (edits, Edit, i);

      g_string_append_len (out, scan->xml + at, (gssize) (edit->from - at));
      g_string_append (out, edit->with);
      at = edit->until;
    }
  g_string_append_len (out, scan->xml + at, (gssize) (until - at));
  g_array_unref (edits);
  return g_string_free (out, FALSE);
}

static GArray *
new_edits (void)
{
  GArray *edits = g_array_new (FALSE, FALSE, sizeof (Edit));

  g_array_set_clear_func (edits, clear_edit);
  return edits;
}

/* What is put in for a field; NULL: nobody knows it, and it stays. */
static const char *
value_of (const Turn *turn, const char *name)
{
  const char *value = NULL;

  if (turn->list != NULL && g_str_has_prefix (name, turn->list) && name[strlen (turn->list)] == '.')
    value = turn->row != NULL ? kx_docx_values_get (turn->row, name + strlen (turn->list) + 1) : "";
  if (value == NULL)
    value = kx_docx_values_get (turn->values, name);
  if (value == NULL || *value != '\0')
    return value;
  return kx_docx_values_is_left_out (turn->values, name) ? "" : BLANK;
}

/* Texts may have what XML may not. */
static void
append_escaped (GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '<')
        g_string_append (out, "&lt;");
      else if (c == '>')
        g_string_append (out, "&gt;");
      else if (c == '&')
        g_string_append (out, "&amp;");
      else if ((c >= 0x20 || c == '\t') && c != 0xfffe && c != 0xffff)
        g_string_append_unichar (out, c);
    }
}

/* The name of an element as it stands there, "w:" of "<w:t>". Free with g_free(). */
static char *
dup_prefix (const KxDocxScan *scan, const KxDocxElement *element)
{
  const char *name = scan->xml + element->from + 1, *end = strpbrk (name, " \t\r\n/>:");

  return *end == ':' ? g_strndup (name, (gsize) (end - name) + 1) : g_strdup ("");
}

/* The lines of a value as they stand in the text element: each but the first behind a break in the same run.
 */
static char *
dup_inline (const KxDocxScan *scan, const KxDocxElement *element, const char *value)
{
  g_auto (GStrv) lines = g_strsplit (value, "\n", -1);
  g_autofree char *prefix = dup_prefix (scan, element);
  GString *out = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_printf (out, "</%st><%sbr/><%st" PRESERVE ">", prefix, prefix, prefix);
      append_escaped (out, lines[i]);
    }
  return g_string_free (out, FALSE);
}

static void
preserve_blanks (const KxDocxScan *scan, const KxDocxElement *element, GArray *edits)
{
  g_autofree char *tag = g_strndup (scan->xml + element->from, element->inner - element->from);

  if (strstr (tag, "xml:space") == NULL)
    add_edit (edits, element->inner - 1, element->inner - 1, g_strdup (PRESERVE));
}

/* Where the byte behind `i` of the text stands in the XML. */
static gsize
end_of (const KxDocxScan *scan, const KxDocxText *text, gsize i)
{
  guint owner = g_array_index (text->owners, guint, i);
  gsize place = g_array_index (text->places, gsize, i);

  if (i + 1 < text->text->len && g_array_index (text->owners, guint, i + 1) == owner)
    return g_array_index (text->places, gsize, i + 1);
  if (scan->xml[place] == '&')
    return (gsize) (strchr (scan->xml + place, ';') - scan->xml) + 1;
  return place + 1;
}

/* What comes in stands where the field began, in the style of that place; word processors part a text into
 * runs as they like. */
static void
replace_field (const Turn *turn, const KxDocxText *text, const KxDocxField *field, const char *value,
               GHashTable *touched, GArray *edits)
{
  gsize at = field->from;

  while (at < field->until)
    {
      guint owner = g_array_index (text->owners, guint, at);
      const KxDocxElement *element = kx_docx_scan_get (turn->scan, owner);
      gsize begin = at;

      while (at < field->until && g_array_index (text->owners, guint, at) == owner)
        at++;
      if (g_hash_table_add (touched, GUINT_TO_POINTER (owner + 1)))
        preserve_blanks (turn->scan, element, edits);
      add_edit (edits, g_array_index (text->places, gsize, begin), end_of (turn->scan, text, at - 1),
                begin == field->from ? dup_inline (turn->scan, element, value) : g_strdup (""));
    }
}

static void
fill_fields (const Turn *turn, const KxDocxText *text, GArray *fields, const char *alone, GArray *edits)
{
  g_autoptr (GHashTable) touched = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < fields->len; i++)
    {
      const KxDocxField *field = kx_docx_fields_get (fields, i);
      const char *value = alone != NULL ? alone : value_of (turn, field->name);

      if (value != NULL)
        replace_field (turn, text, field, value, touched, edits);
    }
}

/* Ids of a paragraph and of a row stand once in a document. */
static void
drop_ids (const Turn *turn, const KxDocxElement *element, GArray *edits)
{
  static const char *const names[] = { " w14:paraId=\"", " w14:textId=\"" };

  for (guint i = 0; turn->copy && i < G_N_ELEMENTS (names); i++)
    {
      const char *tag = turn->scan->xml + element->from,
                 *at = g_strstr_len (tag, (gssize) (element->inner - element->from), names[i]),
                 *end = at != NULL ? strchr (at + strlen (names[i]), '"') : NULL;

      if (end != NULL)
        add_edit (edits, (gsize) (at - turn->scan->xml), (gsize) (end + 1 - turn->scan->xml), g_strdup (""));
    }
}

/* The one field of a paragraph that has nothing else, and is of one piece; NULL: it has more, or none. */
static const char *
get_only_field (const KxDocxScan *scan, guint i, const KxDocxText *text, GArray *fields)
{
  const KxDocxElement *element = kx_docx_scan_get (scan, i);
  g_autofree char *around = NULL;

  for (guint inner = i + 1; inner < element->after; inner++)
    if (kx_docx_scan_get (scan, inner)->kind != KX_DOCX_TEXT)
      return NULL;
  if (fields->len != 1 ||
      g_strstr_len (scan->xml + element->from, (gssize) (element->until - element->from), "sectPr>") != NULL)
    return NULL;
  around = g_strconcat (text->text->str + kx_docx_fields_get (fields, 0)->until, NULL);
  g_strstrip (around);
  return *around == '\0' && strspn (text->text->str, " ") == kx_docx_fields_get (fields, 0)->from
             ? kx_docx_fields_get (fields, 0)->name
             : NULL;
}

/* A cell ends with a paragraph; elsewhere one may go. */
static gboolean
may_go (const KxDocxScan *scan, guint i)
{
  int parent = kx_docx_scan_get (scan, i)->parent;

  return parent < 0 || kx_docx_scan_get (scan, (guint) parent)->kind != KX_DOCX_CELL;
}

/* Each line of a text that has the paragraph to itself becomes a paragraph. */
static void
fill_lines (const Turn *turn, guint i, const KxDocxText *text, GArray *fields, const char *value,
            GArray *edits)
{
  const KxDocxElement *element = kx_docx_scan_get (turn->scan, i);
  g_auto (GStrv) lines = g_strsplit (value, "\n", -1);
  GString *out = g_string_new (NULL);

  for (guint line = 0; lines[line] != NULL; line++)
    {
      Turn one = *turn;
      GArray *own = new_edits ();
      g_autofree char *paragraph = NULL;

      one.copy |= line > 0;
      drop_ids (&one, element, own);
      fill_fields (&one, text, fields, lines[line], own);
      paragraph = apply (turn->scan, element->from, element->until, own);
      g_string_append (out, paragraph);
    }
  add_edit (edits, element->from, element->until, g_string_free (out, FALSE));
}

static void
fill_paragraph (const Turn *turn, guint i, GArray *edits)
{
  const KxDocxElement *element = kx_docx_scan_get (turn->scan, i);
  g_autoptr (KxDocxText) text = kx_docx_scan_read (turn->scan, i);
  g_autoptr (GArray) fields = kx_docx_fields_list (text->text->str);
  const char *only = get_only_field (turn->scan, i, text, fields),
             *value = only != NULL ? value_of (turn, only) : NULL;

  if (value != NULL && *value == '\0' && may_go (turn->scan, i))
    add_edit (edits, element->from, element->until, g_strdup (""));
  else if (value != NULL && strchr (value, '\n') != NULL)
    fill_lines (turn, i, text, fields, value, edits);
  else
    {
      drop_ids (turn, element, edits);
      fill_fields (turn, text, fields, NULL, edits);
    }
}

/* The list that the fields of a table's row name, "guards" of {{guards.sentence}}; NULL: none. Fields of rows
 * inside it name theirs. */
static char *
find_list (const Turn *turn, guint row)
{
  for (guint i = row + 1; i < kx_docx_scan_get (turn->scan, row)->after; i++)
    {
      g_autoptr (KxDocxText) text = NULL;
      g_autoptr (GArray) fields = NULL;

      if (kx_docx_scan_get (turn->scan, i)->kind != KX_DOCX_PARAGRAPH ||
          kx_docx_scan_around (turn->scan, i, KX_DOCX_ROW) != (int) row)
        continue;
      text = kx_docx_scan_read (turn->scan, i);
      fields = kx_docx_fields_list (text->text->str);
      for (guint field = 0; field < fields->len; field++)
        {
          g_autofree char *list = kx_docx_fields_dup_list (kx_docx_fields_get (fields, field)->name);

          if (list != NULL && kx_docx_values_get_rows (turn->values, list) != NULL)
            return g_steal_pointer (&list);
        }
    }
  return NULL;
}

/* A table without rows is none that a word processor opens. */
static gboolean
is_only_row (const KxDocxScan *scan, guint row)
{
  int table = kx_docx_scan_get (scan, row)->parent;
  guint n = 0;

  for (guint i = table >= 0 ? (guint) table + 1 : 0;
       table >= 0 && i < kx_docx_scan_get (scan, (guint) table)->after; i++)
    n += kx_docx_scan_get (scan, i)->kind == KX_DOCX_ROW && kx_docx_scan_get (scan, i)->parent == table;
  return n <= 1;
}

static char *fill_stretch (const Turn *turn, gsize from, gsize until, guint first, guint after);

/* Comes once for each row of its list. */
static char *
repeat_row (const Turn *turn, guint i, const char *list)
{
  const KxDocxElement *element = kx_docx_scan_get (turn->scan, i);
  GPtrArray *rows = kx_docx_values_get_rows (turn->values, list);
  guint n = rows->len > 0 || !is_only_row (turn->scan, i) ? rows->len : 1;
  GString *out = g_string_new (NULL);

  for (guint row = 0; row < n; row++)
    {
      Turn one = *turn;
      g_autofree char *xml = NULL;

      one.list = list;
      one.row = rows->len > 0 ? rows->pdata[row] : NULL;
      one.within = (int) i;
      one.copy |= row > 0;
      xml = fill_stretch (&one, element->from, element->until, i, element->after);
      g_string_append (out, xml);
    }
  return g_string_free (out, FALSE);
}

/* The bytes from `from` to `until`, in which elements `first` to `after` stand, filled. */
static char *
fill_stretch (const Turn *turn, gsize from, gsize until, guint first, guint after)
{
  GArray *edits = new_edits ();
  guint i = first;

  while (i < after)
    {
      const KxDocxElement *element = kx_docx_scan_get (turn->scan, i);
      g_autofree char *list =
          element->kind == KX_DOCX_ROW && (int) i != turn->within ? find_list (turn, i) : NULL;

      if (list != NULL)
        {
          add_edit (edits, element->from, element->until, repeat_row (turn, i, list));
          i = element->after;
          continue;
        }
      if (element->kind == KX_DOCX_PARAGRAPH)
        fill_paragraph (turn, i, edits);
      else if (element->kind == KX_DOCX_ROW)
        drop_ids (turn, element, edits);
      i++;
    }
  return apply (turn->scan, from, until, edits);
}

GBytes *
kx_docx_fill_part (const KxDocxScan *scan, const KxDocxValues *values)
{
  const Turn turn = { .scan = scan, .values = values, .within = -1 };
  char *xml = fill_stretch (&turn, 0, g_bytes_get_size (scan->bytes), 0, scan->elements->len);

  return g_bytes_new_take (xml, strlen (xml));
}
