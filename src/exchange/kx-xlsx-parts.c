#include "exchange/kx-xlsx-parts.h"

#include "exchange/kx-sheet-build.h"
#include "exchange/kx-xlsx-text.h"
#include "exchange/kx-xlsx-xml.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_RELATIONS 4096
#define MAX_ENTRIES 4096
#define MAX_STYLES 65536 /* spreadsheets keep 65,490 */

typedef struct
{
  const char *source;
  GPtrArray *relations;
} RelationReading;

typedef struct
{
  GPtrArray *entries;
  gboolean date_1904;
} EntryReading;

typedef struct
{
  GHashTable *custom; /* format id -> KxNumberFormat packed into a pointer, plus one */
  GArray *styles;
  gboolean in_cell_formats;
} StyleReading;

typedef struct
{
  KxWorkbook *workbook;
  GPtrArray *strings;
  gsize max_strings;
  KxXlsxText item;
  gboolean in_item;
} StringReading;

static void
free_relation (KxXlsxRelation *relation)
{
  g_free (relation->id);
  g_free (relation->kind);
  g_free (relation->part);
  g_free (relation);
}

static void
free_entry (KxXlsxEntry *entry)
{
  g_free (entry->name);
  g_free (entry->relation);
  g_free (entry);
}

static gboolean
refuse_many (GError **error)
{
  g_set_error_literal (error, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT,
                       _ ("The file is packed from too many parts. Copy the table into a new workbook."));
  return FALSE;
}

static gboolean
ignore_end (gpointer user_data, KxXmlSpace space, const char *name, GError **error)
{
  return TRUE;
}

static gboolean
start_relation (gpointer user_data, KxXmlSpace space, const char *name, const KxXmlAttributes *attributes,
                GError **error)
{
  RelationReading *reading = user_data;
  g_autofree char *mode = NULL, *target = NULL, *type = NULL;
  KxXlsxRelation *relation;

  if (space != KX_XML_RELATIONS || !g_str_equal (name, "Relationship"))
    return TRUE;
  mode = kx_xml_dup_attribute (attributes, "TargetMode");
  target = kx_xml_dup_attribute (attributes, "Target");
  type = kx_xml_dup_attribute (attributes, "Type");
  if (target == NULL || type == NULL || g_strcmp0 (mode, "External") == 0)
    return TRUE;
  if (reading->relations->len >= MAX_RELATIONS)
    return refuse_many (error);
  relation = g_new0 (KxXlsxRelation, 1);
  relation->id = kx_xml_dup_attribute (attributes, "Id");
  relation->kind = g_path_get_basename (type);
  relation->part = kx_xlsx_resolve_part (reading->source, target);
  g_ptr_array_add (reading->relations, relation);
  return TRUE;
}

static gboolean
start_workbook (gpointer user_data, KxXmlSpace space, const char *name, const KxXmlAttributes *attributes,
                GError **error)
{
  EntryReading *reading = user_data;
  KxXlsxEntry *entry;
  g_autofree char *state = NULL;

  if (space != KX_XML_SHEET)
    return TRUE;
  if (g_str_equal (name, "workbookPr"))
    reading->date_1904 = kx_xml_get_flag (attributes, "date1904");
  if (!g_str_equal (name, "sheet"))
    return TRUE;
  if (reading->entries->len >= MAX_ENTRIES)
    return refuse_many (error);
  state = kx_xml_dup_attribute (attributes, "state");
  entry = g_new0 (KxXlsxEntry, 1);
  entry->name = kx_xml_dup_attribute (attributes, "name");
  entry->relation = kx_xml_dup_relation_id (attributes);
  entry->hidden = g_strcmp0 (state, "hidden") == 0 || g_strcmp0 (state, "veryHidden") == 0;
  g_ptr_array_add (reading->entries, entry);
  return TRUE;
}

static KxNumberFormat
find_format (StyleReading *reading, guint id)
{
  guint packed = GPOINTER_TO_UINT (g_hash_table_lookup (reading->custom, GUINT_TO_POINTER (id)));

  if (packed == 0)
    return kx_number_format_built_in (id);
  return (KxNumberFormat){ (guint8) ((packed - 1) & 0xFF), (guint8) ((packed - 1) >> 8) };
}

static gboolean
start_style (gpointer user_data, KxXmlSpace space, const char *name, const KxXmlAttributes *attributes,
             GError **error)
{
  StyleReading *reading = user_data;
  g_autofree char *code = NULL;
  KxNumberFormat format = { 0 };
  guint id = 0;

  if (space != KX_XML_SHEET)
    return TRUE;
  if (g_str_equal (name, "cellXfs"))
    reading->in_cell_formats = TRUE;
  else if (g_str_equal (name, "numFmt") && kx_xml_get_number (attributes, "numFmtId", &id))
    {
      code = kx_xml_dup_attribute (attributes, "formatCode");
      format = kx_number_format_parse (code != NULL ? code : "");
      if (g_hash_table_size (reading->custom) >= MAX_STYLES)
        return refuse_many (error);
      g_hash_table_insert (reading->custom, GUINT_TO_POINTER (id),
                           GUINT_TO_POINTER ((guint) (format.kind | format.width << 8) + 1));
    }
  else if (reading->in_cell_formats && g_str_equal (name, "xf"))
    {
      if (reading->styles->len >= MAX_STYLES)
        return refuse_many (error);
      kx_xml_get_number (attributes, "numFmtId", &id);
      format = find_format (reading, id);
      g_array_append_val (reading->styles, format);
    }
  return TRUE;
}

static gboolean
end_style (gpointer user_data, KxXmlSpace space, const char *name, GError **error)
{
  StyleReading *reading = user_data;

  if (space == KX_XML_SHEET && g_str_equal (name, "cellXfs"))
    reading->in_cell_formats = FALSE;
  return TRUE;
}

static gboolean
start_string (gpointer user_data, KxXmlSpace space, const char *name, const KxXmlAttributes *attributes,
              GError **error)
{
  StringReading *reading = user_data;

  if (space != KX_XML_SHEET)
    return TRUE;
  if (reading->in_item)
    kx_xlsx_text_start (&reading->item, name);
  else if (g_str_equal (name, "si"))
    {
      kx_xlsx_text_restart (&reading->item);
      reading->in_item = TRUE;
    }
  return TRUE;
}

static gboolean
end_string (gpointer user_data, KxXmlSpace space, const char *name, GError **error)
{
  StringReading *reading = user_data;
  const char *text;

  if (space != KX_XML_SHEET || !reading->in_item)
    return TRUE;
  kx_xlsx_text_end (&reading->item, name);
  if (!g_str_equal (name, "si"))
    return TRUE;
  reading->in_item = FALSE;
  if (reading->strings->len >= reading->max_strings)
    {
      g_set_error_literal (error, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT,
                           _ ("The file has too many cells. Split it into smaller files."));
      return FALSE;
    }
  kx_xlsx_unescape (reading->item.text);
  text = kx_workbook_take_text (reading->workbook, reading->item.text->str, reading->item.text->len, error);
  if (text == NULL)
    return FALSE;
  g_ptr_array_add (reading->strings, (gpointer) text);
  return TRUE;
}

static gboolean
add_string_text (gpointer user_data, const char *text, gsize length, GError **error)
{
  StringReading *reading = user_data;

  return !reading->in_item || kx_xlsx_text_add (&reading->item, text, length, error);
}

/* The relationships of the part @source ("" for the package itself) that stay inside the package; an array of
 * KxXlsxRelation, owned by the caller. A part without relationships has an empty list. */
GPtrArray *
kx_xlsx_read_relations (KxXlsxPackage *package, const char *source, GError **error)
{
  static const KxXmlHandler handler = { start_relation, ignore_end, NULL };
  g_autoptr (GPtrArray) relations = g_ptr_array_new_with_free_func ((GDestroyNotify) free_relation);
  g_autofree char *folder = g_path_get_dirname (source);
  g_autofree char *base = *source != '\0' ? g_path_get_basename (source) : g_strdup ("");
  g_autofree char *part = g_strdup_printf ("%s/_rels/%s.rels", folder, base);
  g_autofree char *resolved = kx_xlsx_resolve_part ("", part);
  RelationReading reading = { source, relations };

  if (kx_xlsx_package_has (package, resolved) &&
      !kx_xlsx_read_xml (package, resolved, &handler, &reading, error))
    return NULL;
  return g_steal_pointer (&relations);
}

/* The first relation with the @id and of the @kind, either NULL for any; NULL when there is none. Borrowed.
 */
const KxXlsxRelation *
kx_xlsx_find_relation (const GPtrArray *relations, const char *id, const char *kind)
{
  for (guint i = 0; i < relations->len; i++)
    {
      const KxXlsxRelation *relation = g_ptr_array_index (relations, i);

      if ((id == NULL || g_strcmp0 (relation->id, id) == 0) &&
          (kind == NULL || g_str_equal (relation->kind, kind)))
        return relation;
    }
  return NULL;
}

/* The sheets a workbook part lists, in their order, and its date system; an array of KxXlsxEntry, owned by
 * the caller. */
GPtrArray *
kx_xlsx_read_entries (KxXlsxPackage *package, const char *part, gboolean *ret_date_1904, GError **error)
{
  static const KxXmlHandler handler = { start_workbook, ignore_end, NULL };
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) free_entry);
  EntryReading reading = { entries, FALSE };

  if (!kx_xlsx_read_xml (package, part, &handler, &reading, error))
    return NULL;
  *ret_date_1904 = reading.date_1904;
  return g_steal_pointer (&entries);
}

/* The number format of each cell style, an array of KxNumberFormat owned by the caller. Custom formats stand
 * before the styles that use them, as the schema of the part demands. */
GArray *
kx_xlsx_read_styles (KxXlsxPackage *package, const char *part, GError **error)
{
  static const KxXmlHandler handler = { start_style, end_style, NULL };
  g_autoptr (GHashTable) custom = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) styles = g_array_new (FALSE, FALSE, sizeof (KxNumberFormat));
  StyleReading reading = { custom, styles, FALSE };

  return kx_xlsx_read_xml (package, part, &handler, &reading, error) ? g_steal_pointer (&styles) : NULL;
}

/* The shared strings, kept in @workbook; the array is owned by the caller. What the part says of their count
 * is not believed. */
GPtrArray *
kx_xlsx_read_strings (KxXlsxPackage *package, const char *part, KxWorkbook *workbook, gsize max_strings,
                      GError **error)
{
  static const KxXmlHandler handler = { start_string, end_string, add_string_text };
  g_autoptr (GPtrArray) strings = g_ptr_array_new ();
  StringReading reading = { .workbook = workbook, .strings = strings, .max_strings = max_strings };
  gboolean good;

  kx_xlsx_text_init (&reading.item);
  good = kx_xlsx_read_xml (package, part, &handler, &reading, error);
  kx_xlsx_text_clear (&reading.item);
  return good ? g_steal_pointer (&strings) : NULL;
}
