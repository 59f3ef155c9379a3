#include "models/kx-import-kept.h"

#include "core/kx-json.h"
#include "core/kx-wire.h"
#include "exchange/kx-import-mapping.h"

#include <string.h>

static const char *const modes[] = {
  [KX_IMPORT_BOTH] = "both", [KX_IMPORT_ADD] = "add", [KX_IMPORT_UPDATE] = "update"
};

/* The members that are texts, and where they stand. */
static const struct
{
  const char *name;
  gsize offset;
} texts[] = {
  { "name", G_STRUCT_OFFSET (KxImportKept, name) },
  { "sha256", G_STRUCT_OFFSET (KxImportKept, sha256) },
  { "uri", G_STRUCT_OFFSET (KxImportKept, uri) },
  { "text", G_STRUCT_OFFSET (KxImportKept, text) },
  { "sheet", G_STRUCT_OFFSET (KxImportKept, sheet) },
  { "encoding", G_STRUCT_OFFSET (KxImportKept, encoding) },
  { "delimiter", G_STRUCT_OFFSET (KxImportKept, delimiter) },
  { "office", G_STRUCT_OFFSET (KxImportKept, office) },
  { "subject", G_STRUCT_OFFSET (KxImportKept, subject) },
  { "state", G_STRUCT_OFFSET (KxImportKept, state) },
};

static void
column_free (gpointer data)
{
  KxImportKeptColumn *column = data;

  g_free (column->title);
  g_free (column->code);
  g_free (column);
}

void
kx_import_kept_free (KxImportKept *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (G_STRUCT_MEMBER (char *, self, texts[i].offset));
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_free (self);
}

char *
kx_import_kept_to_json (const KxImportKept *self, const char *mapping)
{
  JsonObject *object = json_object_new ();
  g_autofree char *at = kx_time_to_text (self->at);

  json_object_set_string_member (object, "at", at);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (G_STRUCT_MEMBER (char *, self, texts[i].offset) != NULL)
      json_object_set_string_member (object, texts[i].name, G_STRUCT_MEMBER (char *, self, texts[i].offset));
  json_object_set_int_member (object, "header", self->header);
  json_object_set_string_member (object, "mode", modes[self->mode]);
  json_object_set_boolean_member (object, "strict", self->strict);
  json_object_set_int_member (object, "step", self->step);
  if (mapping != NULL)
    json_object_set_string_member (object, "mapping", mapping);
  return kx_wire_object_text (object, NULL);
}

static const KxJsonNode *
get_member (const KxJsonNode *object, const char *name, KxJsonType type)
{
  const KxJsonNode *node =
      kx_json_node_get_type (object) == KX_JSON_OBJECT ? kx_json_node_member (object, name) : NULL;

  return node != NULL && kx_json_node_get_type (node) == type ? node : NULL;
}

static char *
dup_text (const KxJsonNode *object, const char *name)
{
  const KxJsonNode *node = get_member (object, name, KX_JSON_STRING);

  return node != NULL ? g_strdup (kx_json_node_get_text (node, NULL)) : NULL;
}

static guint
get_number (const KxJsonNode *object, const char *name)
{
  const KxJsonNode *node = get_member (object, name, KX_JSON_INTEGER);
  gint64 number = node != NULL ? kx_json_node_get_integer (node) : 0;

  return number > 0 && number <= G_MAXINT ? (guint) number : 0;
}

/* A column that is said to be nothing in particular counts too: it may have been made so. */
static void
read_column (KxImportKept *self, const KxJsonNode *entry)
{
  KxImportKeptColumn *column = g_new0 (KxImportKeptColumn, 1);
  g_autofree char *blank = dup_text (entry, "blank"), *dates = dup_text (entry, "dates");

  column->number = get_number (entry, "column");
  column->title = dup_text (entry, "title");
  column->code = dup_text (entry, "field");
  for (KxImportBlank i = KX_IMPORT_BLANK_KEEPS; i <= KX_IMPORT_BLANK_CLEARS; i++)
    if (blank != NULL && g_strcmp0 (kx_import_mapping_blank_name (i), blank) == 0)
      column->blank = i;
  for (KxImportDates i = KX_IMPORT_DATES_UNSAID; i <= KX_IMPORT_DATES_MONTH_FIRST; i++)
    if (dates != NULL && g_strcmp0 (kx_import_mapping_dates_name (i), dates) == 0)
      column->dates = i;
  if (column->title != NULL)
    g_ptr_array_add (self->columns, column);
  else
    column_free (column);
}

static void
read_columns (KxImportKept *self, const char *mapping)
{
  g_autoptr (KxJson) json = kx_json_parse (mapping, strlen (mapping), NULL);
  const KxJsonNode *columns =
      json != NULL ? get_member (kx_json_get_root (json), "columns", KX_JSON_ARRAY) : NULL;

  for (guint i = 0; columns != NULL && i < kx_json_node_get_n_children (columns); i++)
    read_column (self, kx_json_node_get_child (columns, i));
}

KxImportKept *
kx_import_kept_from_json (const char *text)
{
  g_autoptr (KxJson) json = kx_json_parse (text, strlen (text), NULL);
  g_autoptr (KxImportKept) self = g_new0 (KxImportKept, 1);
  g_autofree char *at = NULL, *mode = NULL, *mapping = NULL;
  const KxJsonNode *root = json != NULL ? kx_json_get_root (json) : NULL, *strict;

  self->columns = g_ptr_array_new_with_free_func (column_free);
  if (root == NULL || get_member (root, "name", KX_JSON_STRING) == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    G_STRUCT_MEMBER (char *, self, texts[i].offset) = dup_text (root, texts[i].name);
  at = dup_text (root, "at");
  if (at == NULL || !kx_time_from_text (at, &self->at))
    self->at.ms = 0;
  self->header = get_number (root, "header");
  self->step = get_number (root, "step");
  mode = dup_text (root, "mode");
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    if (g_strcmp0 (mode, modes[i]) == 0)
      self->mode = i;
  strict = get_member (root, "strict", KX_JSON_BOOLEAN);
  self->strict = strict != NULL && kx_json_node_get_boolean (strict);
  mapping = dup_text (root, "mapping");
  if (mapping != NULL)
    read_columns (self, mapping);
  return g_steal_pointer (&self);
}
