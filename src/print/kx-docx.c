#include "print/kx-docx.h"

#include "print/kx-docx-zip.h"
#include "print/kx-gettext.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

/* Written in by hand where there is no text. */
#define BLANK "　　　　　　"
#define OPENING "{{"
#define CLOSING "}}"
#define MOST_NAME 80 /* bytes of a field's name */

G_DEFINE_QUARK (kx - docx - error - quark, kx_docx_error)

typedef xmlDoc XmlDoc;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XmlDoc, xmlFreeDoc)

/* A document type may declare entities that grow without bound; no word processor writes one. */
static xmlDoc *
parse_part (const KxDocxPart *part, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (part->bytes, &size);
  xmlDoc *doc = xmlReadMemory (data, (int) size, part->name, NULL,
                               XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);

  if (doc != NULL && doc->intSubset == NULL && xmlDocGetRootElement (doc) != NULL)
    return doc;
  if (doc != NULL)
    xmlFreeDoc (doc);
  /* Translators: a part of a docx file, such as word/document.xml. */
  g_set_error (error, KX_DOCX_ERROR, KX_DOCX_ERROR_DAMAGED, _ ("The part “%s” of the document is damaged"),
               part->name);
  return NULL;
}

static gboolean
is_named (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && node->ns != NULL &&
         strstr ((const char *) node->ns->href, "/wordprocessingml/") != NULL &&
         g_str_equal ((const char *) node->name, name);
}

/* The next node of the tree below `root`, in the order of the document. */
static xmlNode *
next_node (xmlNode *node, const xmlNode *root)
{
  if (node->children != NULL && node->type == XML_ELEMENT_NODE)
    return node->children;
  while (node != root && node->next == NULL)
    node = node->parent;
  return node != root ? node->next : NULL;
}

/* The texts of a paragraph, those of paragraphs inside it (text boxes) left out. (element-type xmlNode) */
static GPtrArray *
list_texts (xmlNode *paragraph)
{
  GPtrArray *texts = g_ptr_array_new ();
  xmlNode *node = paragraph->children;

  while (node != NULL)
    {
      gboolean inner = is_named (node, "p");

      if (is_named (node, "t"))
        g_ptr_array_add (texts, node);
      if (!inner && node->children != NULL && node->type == XML_ELEMENT_NODE)
        {
          node = node->children;
          continue;
        }
      while (node != paragraph && node->next == NULL)
        node = node->parent;
      node = node != paragraph ? node->next : NULL;
    }
  return texts;
}

static char *
dup_content (xmlNode *text)
{
  xmlChar *content = xmlNodeGetContent (text);
  char *copy = g_strdup ((const char *) content);

  xmlFree (content);
  return copy;
}

static char *
join_texts (GPtrArray *texts)
{
  GString *whole = g_string_new (NULL);

  for (guint i = 0; i < texts->len; i++)
    {
      g_autofree char *content = dup_content (texts->pdata[i]);

      g_string_append (whole, content);
    }
  return g_string_free (whole, FALSE);
}

/* A field in the text of a paragraph. */
typedef struct
{
  gsize from, until; /* bytes, braces included */
  char *name;        /* owned */
} Field;

static void
clear_field (gpointer field)
{
  g_free (((Field *) field)->name);
}

/* Letters of any script, digits, dots and underscores. */
static gboolean
is_name (const char *text)
{
  if (*text == '\0')
    return FALSE;
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isalnum (g_utf8_get_char (text)) && *text != '.' && *text != '_')
      return FALSE;
  return TRUE;
}

/* (element-type Field) */
static GArray *
list_fields (const char *text)
{
  GArray *fields = g_array_new (FALSE, FALSE, sizeof (Field));
  const char *at = text, *begin, *end;

  g_array_set_clear_func (fields, clear_field);
  while ((begin = strstr (at, OPENING)) != NULL && (end = strstr (begin, CLOSING)) != NULL)
    {
      g_autofree char *name = g_strndup (begin + strlen (OPENING), (gsize) (end - begin) - strlen (OPENING));

      g_strstrip (name);
      at = end + strlen (CLOSING);
      if (strlen (name) <= MOST_NAME && is_name (name))
        {
          Field field = { (gsize) (begin - text), (gsize) (at - text), g_steal_pointer (&name) };

          g_array_append_val (fields, field);
        }
      else
        at = begin + strlen (OPENING);
    }
  return fields;
}

/* Puts lines into the text node: the first one there, each further one behind a break in the same run. */
static void
put_lines (xmlNode *text, const char *content)
{
  g_auto (GStrv) lines = g_strsplit (content, "\n", -1);
  xmlNode *last = text;

  xmlNodeSetContent (text, NULL);
  xmlNodeAddContent (text, (const xmlChar *) (lines[0] != NULL ? lines[0] : ""));
  xmlNodeSetSpacePreserve (text, 1);
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    {
      xmlNode *line_break = xmlNewNode (text->ns, (const xmlChar *) "br");
      xmlNode *next = xmlNewNode (text->ns, (const xmlChar *) "t");

      xmlNodeAddContent (next, (const xmlChar *) lines[i]);
      xmlNodeSetSpacePreserve (next, 1);
      xmlAddNextSibling (last, line_break);
      xmlAddNextSibling (line_break, next);
      last = next;
    }
}

/* Replaces bytes `from` to `until` of the paragraph's text: what comes in stands where the first of them
 * stood, in its style; word processors part a text into runs as they like. */
static void
replace (GPtrArray *texts, gsize from, gsize until, const char *with)
{
  gsize at = 0;
  gboolean put = FALSE;

  for (guint i = 0; i < texts->len; i++)
    {
      g_autofree char *content = dup_content (texts->pdata[i]);
      gsize length = strlen (content), begin = at, end = at + length;
      g_autoptr (GString) changed = NULL;

      at = end;
      if (end <= from || begin >= until)
        continue;
      changed = g_string_new_len (content, from > begin ? (gssize) (from - begin) : 0);
      if (!put)
        g_string_append (changed, with);
      put = TRUE;
      if (end > until)
        g_string_append (changed, content + (until - begin));
      put_lines (texts->pdata[i], changed->str);
    }
}

/* What is put in for a field; NULL: nobody knows it, and it stays. */
static const char *
value_of (const KxDocxValues *values, const char *list, const KxDocxValues *row, const char *name)
{
  const char *value = NULL;

  if (list != NULL && g_str_has_prefix (name, list) && name[strlen (list)] == '.')
    value = kx_docx_values_get (row, name + strlen (list) + 1);
  if (value == NULL)
    value = kx_docx_values_get (values, name);
  return value == NULL || *value != '\0' ? value : BLANK;
}

static void
fill_paragraph (xmlNode *paragraph, const KxDocxValues *values, const char *list, const KxDocxValues *row)
{
  g_autoptr (GPtrArray) texts = list_texts (paragraph);
  g_autofree char *whole = join_texts (texts);
  g_autoptr (GArray) fields = list_fields (whole);

  /* From the last on, so that the places of the others stay. */
  for (guint i = fields->len; i > 0; i--)
    {
      const Field *field = &g_array_index (fields, Field, i - 1);
      const char *value = value_of (values, list, row, field->name);

      if (value != NULL)
        replace (texts, field->from, field->until, value);
    }
}

static void
fill_tree (xmlNode *root, const KxDocxValues *values, const char *list, const KxDocxValues *row)
{
  for (xmlNode *node = root; node != NULL; node = next_node (node, root))
    if (is_named (node, "p"))
      fill_paragraph (node, values, list, row);
}

/* The list that the fields of a table's row name, "guards" of {{guards.sentence}}; NULL: none. Borrowed from
 * `values`' names. */
static char *
find_list (xmlNode *table_row, const KxDocxValues *values)
{
  for (xmlNode *node = table_row; node != NULL; node = next_node (node, table_row))
    {
      g_autoptr (GPtrArray) texts = is_named (node, "p") ? list_texts (node) : NULL;
      g_autofree char *whole = texts != NULL ? join_texts (texts) : NULL;
      g_autoptr (GArray) fields = whole != NULL ? list_fields (whole) : NULL;

      for (guint i = 0; fields != NULL && i < fields->len; i++)
        {
          const char *name = g_array_index (fields, Field, i).name, *dot = strchr (name, '.');
          g_autofree char *list = dot != NULL ? g_strndup (name, (gsize) (dot - name)) : NULL;

          if (list != NULL && kx_docx_values_get_rows (values, list) != NULL)
            return g_steal_pointer (&list);
        }
    }
  return NULL;
}

static gboolean
is_only_row (const xmlNode *table_row)
{
  guint n = 0;

  for (const xmlNode *node = table_row->parent->children; node != NULL; node = node->next)
    n += is_named (node, "tr");
  return n == 1;
}

/* Comes once for each row of its list. */
static void
repeat_row (xmlNode *table_row, const KxDocxValues *values, const char *list)
{
  GPtrArray *rows = kx_docx_values_get_rows (values, list);
  /* A table without rows is none that a word processor opens. */
  gboolean keep = rows->len == 0 && is_only_row (table_row);
  g_autoptr (KxDocxValues) nothing = kx_docx_values_new ();

  for (guint i = 0; i < rows->len || (keep && i == 0); i++)
    {
      xmlNode *copy = xmlCopyNode (table_row, 1);

      xmlAddPrevSibling (table_row, copy);
      fill_tree (copy, values, list, rows->len > 0 ? rows->pdata[i] : nothing);
    }
  xmlUnlinkNode (table_row);
  xmlFreeNode (table_row);
}

static void
fill_document (xmlDoc *doc, const KxDocxValues *values)
{
  xmlNode *root = xmlDocGetRootElement (doc), *node = root;
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  for (; node != NULL; node = next_node (node, root))
    if (is_named (node, "tr"))
      g_ptr_array_add (rows, node);
  /* Inner rows first: an outer one is copied with what stands in it. */
  for (guint i = rows->len; i > 0; i--)
    {
      g_autofree char *list = find_list (rows->pdata[i - 1], values);

      if (list != NULL)
        repeat_row (rows->pdata[i - 1], values, list);
    }
  fill_tree (root, values, NULL, NULL);
}

static gboolean
has_fields (const KxDocxPart *part)
{
  gsize size;
  const char *data = g_bytes_get_data (part->bytes, &size);

  /* The braces may stand in runs of their own. */
  return kx_docx_is_text (part) && size > 0 && memchr (data, *OPENING, size) != NULL;
}

static gboolean
fill_part (KxDocxPart *part, const KxDocxValues *values, GError **error)
{
  g_autoptr (XmlDoc) doc = parse_part (part, error);
  xmlChar *text = NULL;
  int size = 0;

  if (doc == NULL)
    return FALSE;
  fill_document (doc, values);
  xmlDocDumpMemoryEnc (doc, &text, &size, "UTF-8");
  g_bytes_unref (part->bytes);
  part->bytes = g_bytes_new_with_free_func (text, (gsize) size, xmlFree, text);
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

/* Calls `func` for the text of each paragraph of the text parts. */
static gboolean
walk (GBytes *document, gboolean body_alone, void (*func) (const char *text, gpointer data), gpointer data,
      GError **error)
{
  g_autoptr (GPtrArray) parts = kx_docx_unpack (document, error);

  for (guint i = 0; parts != NULL && i < parts->len; i++)
    {
      const KxDocxPart *part = parts->pdata[i];
      g_autoptr (XmlDoc) doc = NULL;
      xmlNode *root;

      if (!kx_docx_is_text (part) || (body_alone && !g_str_equal (part->name, "word/document.xml")))
        continue;
      doc = parse_part (part, error);
      if (doc == NULL)
        return FALSE;
      root = xmlDocGetRootElement (doc);
      for (xmlNode *node = root; node != NULL; node = next_node (node, root))
        {
          g_autoptr (GPtrArray) texts = is_named (node, "p") ? list_texts (node) : NULL;
          g_autofree char *whole = texts != NULL ? join_texts (texts) : NULL;

          if (whole != NULL)
            func (whole, data);
        }
    }
  return parts != NULL;
}

static void
add_fields (const char *text, gpointer data)
{
  g_autoptr (GArray) fields = list_fields (text);

  for (guint i = 0; i < fields->len; i++)
    {
      const char *name = g_array_index (fields, Field, i).name;

      if (!g_ptr_array_find_with_equal_func (data, name, g_str_equal, NULL))
        g_ptr_array_add (data, g_strdup (name));
    }
}

GPtrArray *
kx_docx_list_fields (GBytes *template, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  return walk (template, FALSE, add_fields, names, error) ? g_steal_pointer (&names) : NULL;
}

/* A field of a list lacks what one of its rows lacks. */
static void
judge (const KxDocxValues *values, const char *name, gboolean *ret_known, gboolean *ret_empty)
{
  const char *text = kx_docx_values_get (values, name), *dot = strchr (name, '.');
  g_autofree char *list = dot != NULL ? g_strndup (name, (gsize) (dot - name)) : NULL;
  GPtrArray *rows = list != NULL ? kx_docx_values_get_rows (values, list) : NULL;

  *ret_known = text != NULL || (rows != NULL && rows->len == 0);
  *ret_empty = text != NULL && *text == '\0';
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
  g_string_append_printf (data, "%s\n", text);
}

char *
kx_docx_dup_text (GBytes *document, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  return walk (document, TRUE, add_line, text, error) ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
