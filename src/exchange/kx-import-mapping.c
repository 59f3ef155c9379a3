#include "exchange/kx-import-mapping.h"

#include "core/kx-crypto.h"
#include "core/kx-json.h"
#include "core/kx-wire.h"

#include <string.h>

static const char *const blank_names[] = { NULL, "words-clear", "clears" };
static const char *const dates_names[] = { NULL, "day-first", "month-first" };

const char *
kx_import_mapping_blank_name (KxImportBlank blank)
{
  return blank_names[blank];
}

const char *
kx_import_mapping_dates_name (KxImportDates dates)
{
  return dates_names[dates];
}

char *
kx_import_mapping_header (const KxImportTable *table)
{
  g_autoptr (GString) text = g_string_new (kx_import_headings_get_entity (table->headings)->name);

  for (guint i = 0; i < table->columns->len; i++)
    {
      const KxImportColumn *column = table->columns->pdata[i];

      g_string_append_printf (text, "\n%u %s", column->number, column->title);
    }
  return kx_sha256_hex (text->str, text->len);
}

char *
kx_import_mapping_to_json (const KxImportTable *table)
{
  g_autofree char *header = kx_import_mapping_header (table);
  JsonObject *object = json_object_new ();
  JsonArray *columns = json_array_new ();

  for (guint i = 0; i < table->columns->len; i++)
    {
      const KxImportColumn *column = table->columns->pdata[i];
      const char *code =
          kx_import_headings_code (table->headings, column->meaning.use, column->meaning.field);
      JsonObject *entry = json_object_new ();

      json_object_set_int_member (entry, "column", column->number);
      json_object_set_string_member (entry, "title", column->title);
      if (code != NULL)
        json_object_set_string_member (entry, "field", code);
      else
        json_object_set_null_member (entry, "field");
      if (column->blank != KX_IMPORT_BLANK_KEEPS)
        json_object_set_string_member (entry, "blank", blank_names[column->blank]);
      if (column->dates != KX_IMPORT_DATES_UNSAID)
        json_object_set_string_member (entry, "dates", dates_names[column->dates]);
      json_array_add_object_element (columns, entry);
    }
  json_object_set_string_member (object, "sheet", kx_sheet_get_name (table->sheet));
  json_object_set_string_member (object, "header", header);
  json_object_set_array_member (object, "columns", columns);
  return kx_wire_object_text (object, NULL);
}

static const KxJsonNode *
get_member (const KxJsonNode *object, const char *name, KxJsonType type)
{
  const KxJsonNode *member = object != NULL && kx_json_node_get_type (object) == KX_JSON_OBJECT
                                 ? kx_json_node_member (object, name)
                                 : NULL;

  return member != NULL && kx_json_node_get_type (member) == type ? member : NULL;
}

char *
kx_import_mapping_header_of (const char *mapping)
{
  g_autoptr (KxJson) json = kx_json_parse (mapping, strlen (mapping), NULL);
  const KxJsonNode *header =
      json != NULL ? get_member (kx_json_get_root (json), "header", KX_JSON_STRING) : NULL;

  return header != NULL ? g_strdup (kx_json_node_get_text (header, NULL)) : NULL;
}

/* Both title and number fit best, then the title, then the number where no title is given. */
static KxImportColumn *
find_column (KxImportTable *table, const char *title, gint64 number)
{
  KxImportColumn *found = NULL;

  for (guint i = 0; i < table->columns->len; i++)
    {
      KxImportColumn *column = table->columns->pdata[i];
      gboolean titled = title != NULL && g_str_equal (column->title, title);

      if (column->number == number && (title == NULL || titled))
        return column;
      if (titled && found == NULL)
        found = column;
    }
  return found;
}

static gboolean
fail (KxImportTable *table, const char *msgid, const char *name, const char *text, GError **error)
{
  kx_import_fail (kx_import_headings_get_words (table->headings), error, KX_IMPORT_ERROR_MAPPING, msgid, name,
                  text);
  return FALSE;
}

/* The place of the member's text among `names`, 0 when there is no such member; FALSE: another text. */
static gboolean
read_name (const KxJsonNode *entry, const char *member, const char *const *names, guint n_names,
           guint *ret_index)
{
  const KxJsonNode *node = kx_json_node_member (entry, member);

  *ret_index = 0;
  if (node == NULL)
    return TRUE;
  for (guint i = 1; i < n_names && kx_json_node_get_type (node) == KX_JSON_STRING; i++)
    if (g_str_equal (kx_json_node_get_text (node, NULL), names[i]))
      {
        *ret_index = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
apply_entry (KxImportTable *table, const KxJsonNode *entry, GHashTable *taken, GError **error)
{
  const KxJsonNode *title = get_member (entry, "title", KX_JSON_STRING);
  const KxJsonNode *number = get_member (entry, "column", KX_JSON_INTEGER);
  const KxJsonNode *field = get_member (entry, "field", KX_JSON_STRING);
  const char *name = title != NULL ? kx_json_node_get_text (title, NULL) : NULL;
  const char *code = field != NULL ? kx_json_node_get_text (field, NULL) : NULL;
  KxImportMeaning meaning = { 0 };
  KxImportColumn *column;
  guint blank, dates;

  if ((title == NULL && number == NULL) ||
      !read_name (entry, "blank", blank_names, G_N_ELEMENTS (blank_names), &blank) ||
      !read_name (entry, "dates", dates_names, G_N_ELEMENTS (dates_names), &dates))
    return fail (table, N_ ("This is no mapping of columns"), NULL, NULL, error);
  column = find_column (table, name, number != NULL ? kx_json_node_get_integer (number) : 0);
  if (code != NULL && !kx_import_headings_lookup_code (table->headings, code, &meaning))
    return fail (table, N_ ("The mapping names a field that is not known: {field}"), "field", code, error);
  if (column == NULL)
    return code == NULL || fail (table, N_ ("The file lacks a column that the mapping names: {column}"),
                                 "column", name != NULL ? name : code, error);
  if (code != NULL && meaning.use != KX_IMPORT_IGNORED && !g_hash_table_add (taken, (gpointer) code))
    return fail (table, N_ ("The mapping names a field twice: {field}"), "field", code, error);
  column->meaning = meaning;
  column->blank = blank;
  column->dates = dates;
  column->by_title = FALSE;
  column->remark = NULL;
  return TRUE;
}

/* A column that the mapping passes over gives way to the one it names. */
static void
yield_to_named (KxImportTable *table, GHashTable *taken)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      KxImportColumn *column = table->columns->pdata[i];
      const char *code =
          kx_import_headings_code (table->headings, column->meaning.use, column->meaning.field);

      if (column->by_title && code != NULL && g_hash_table_contains (taken, code))
        column->meaning.rank = G_MAXUINT;
    }
}

gboolean
kx_import_mapping_apply (KxImportTable *table, const char *mapping, GError **error)
{
  g_autoptr (KxJson) json = kx_json_parse (mapping, strlen (mapping), NULL);
  const KxJsonNode *columns =
      json != NULL ? get_member (kx_json_get_root (json), "columns", KX_JSON_ARRAY) : NULL;
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);

  if (columns == NULL)
    return fail (table, N_ ("This is no mapping of columns"), NULL, NULL, error);
  for (guint i = 0; i < kx_json_node_get_n_children (columns); i++)
    if (!apply_entry (table, kx_json_node_get_child (columns, i), taken, error))
      return FALSE;
  yield_to_named (table, taken);
  return TRUE;
}
