#include "exchange/kx-export.h"

#include "core/kx-wire.h"
#include "exchange/kx-sheet-write.h"
#include "store/kx-row.h"

#include <string.h>

#define PAGE 500

/* One export being written. */
typedef struct
{
  KxBook *book;
  const KxEntity *entity;
  const KxActor *actor;
  const KxImportWords *words;
  KxSheetWriter *writer; /* NULL: lines of JSON */
  GString *lines;
  GHashTable *titles; /* id of a row referred to -> its title, both owned */
  guint n_rows;
} Export;

static KxColumnKind
column_kind (const KxField *field)
{
  return field->kind == KX_DATE                                   ? KX_COLUMN_DATE
         : field->kind == KX_INTEGER || field->kind == KX_DECIMAL ? KX_COLUMN_NUMBER
                                                                  : KX_COLUMN_TEXT;
}

static void
add_columns (Export *self)
{
  for (guint i = 0; i < self->entity->n_fields; i++)
    {
      const KxField *field = &self->entity->fields[i];

      kx_sheet_writer_add_column (self->writer, kx_import_say (self->words, field->label), field->name,
                                  column_kind (field));
    }
}

/* What people call the row that a field refers to; its id where that may not be seen. */
static char *
find_title (Export *self, const KxRecord *record, guint i)
{
  const char *target = self->entity->fields[i].target, *id = kx_record_get (record, i).REF;
  const KxEntity *entity = target != NULL ? kx_schema_entity (self->book->schema, target) : NULL;
  int title = entity != NULL ? kx_entity_flagged (entity, KX_TITLE) : -1;
  const char *known = g_hash_table_lookup (self->titles, id);
  g_autoptr (KxRecord) row = NULL;
  char *text;

  if (known != NULL)
    return g_strdup (known);
  if (title >= 0)
    row = kx_row_get (self->book, entity, id, NULL);
  text = row != NULL && kx_actor_may_read (self->actor, row->space) && kx_record_has (row, (guint) title)
             ? kx_record_text (row, (guint) title)
             : g_strdup (id);
  g_hash_table_insert (self->titles, g_strdup (id), g_strdup (text));
  return text;
}

static char *
write_codes (Export *self, const KxField *field, KxCodes codes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < kx_field_n_codes (field); i++)
    if (codes.bits >> i & 1)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "、" : "",
                              kx_import_say (self->words, field->codes[i].label));
  return g_string_free (text, FALSE);
}

static char *
write_value (Export *self, const KxRecord *record, guint i)
{
  const KxField *field = &self->entity->fields[i];

  if (!kx_record_has (record, i))
    return NULL;
  switch (field->kind)
    {
    case KX_CODE:
      return g_strdup (
          kx_import_say (self->words, kx_field_code_label (field, kx_record_get (record, i).CODE)));
    case KX_CODES:
      return write_codes (self, field, kx_record_get (record, i).CODES);
    case KX_BOOLEAN:
      return g_strdup (
          kx_import_say (self->words, kx_record_get (record, i).BOOLEAN ? N_ ("Yes") : N_ ("No")));
    case KX_REF:
      return find_title (self, record, i);
    case KX_TEXT:
    case KX_LONG_TEXT:
    case KX_INTEGER:
    case KX_DECIMAL:
    case KX_DATE:
    case KX_TIME:
    case KX_CONFIG:
    case KX_N_KINDS:
    default:
      return kx_record_text (record, i);
    }
}

static gboolean
write_row (Export *self, const KxRecord *record, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  self->n_rows++;
  if (self->writer == NULL)
    {
      g_autofree char *line = kx_wire_object_text (kx_wire_write_record (record), NULL);

      g_string_append_printf (self->lines, "%s\n", line);
      return TRUE;
    }
  for (guint i = 0; i < self->entity->n_fields; i++)
    g_ptr_array_add (texts, write_value (self, record, i));
  return kx_sheet_writer_add_row (self->writer, (const char *const *) texts->pdata, error);
}

static gboolean
write_pages (Export *self, const KxListQuery *given, GError **error)
{
  KxListQuery query = *given;
  g_autofree char *after = NULL;

  query.limit = PAGE;
  do
    {
      g_autoptr (KxListPage) page = NULL;

      query.after = after;
      page = kx_list_run (self->book, &query, error);
      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < page->records->len; i++)
        if (!write_row (self, page->records->pdata[i], error))
          return FALSE;
      g_free (after);
      after = g_steal_pointer (&page->next);
    }
  while (after != NULL);
  return TRUE;
}

/* "Agency · 88 · 2026-07-01 16:30 · beds ≥ 60", in the office's time. */
static char *
make_heading (Export *self, const KxListQuery *query, KxTime now)
{
  static const char *const tests[] = { "=", "≤", "≥", "∋", "= ∅", "∈", "⊂" };
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now.ms / 1000);
  g_autoptr (GDateTime) local = g_date_time_add_hours (utc, 8);
  g_autofree char *time = g_date_time_format (local, "%Y-%m-%d %H:%M");
  GString *text = g_string_new (kx_import_say (self->words, self->entity->label));

  g_string_append_printf (text, " · %u · %s", self->n_rows, time);
  if (query->q != NULL && *query->q != '\0')
    g_string_append_printf (text, " · “%s”", query->q);
  for (guint i = 0; i < query->n_terms; i++)
    {
      const KxTerm *term = &query->terms[i];
      const KxField *field = &self->entity->fields[term->field];
      g_autofree char *value =
          term->test == KX_IS_NULL ? g_strdup ("")
          : term->test == KX_CONTAINS
              ? g_strdup (kx_import_say (self->words, kx_field_code_label (field, term->value.CODE)))
          : field->flags & KX_SEALED ? g_strdup ("***")
                                     : kx_value_to_text (field, term->value);

      g_string_append_printf (text, " · %s %s %s", kx_import_say (self->words, field->label),
                              tests[term->test], value);
    }
  return g_string_free (text, FALSE);
}

static GBytes *
finish (Export *self, const KxListQuery *query, KxExportFormat format, KxTime now, GError **error)
{
  g_autofree char *heading = NULL;

  if (self->writer == NULL)
    return g_string_free_to_bytes (g_steal_pointer (&self->lines));
  if (format == KX_EXPORT_XLSX)
    {
      heading = make_heading (self, query, now);
      kx_sheet_writer_set_heading (self->writer, heading);
    }
  return kx_sheet_writer_finish (self->writer, error);
}

GBytes *
kx_export_rows (KxBook *book, const KxListQuery *query, KxExportFormat format, KxTime now,
                const KxImportWords *words, GError **error)
{
  static const KxSheetOutput outputs[] = { KX_SHEET_OUT_XLSX, KX_SHEET_OUT_CSV, KX_SHEET_OUT_CSV_GB18030 };
  g_autoptr (GHashTable) titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (KxSheetWriter) writer = NULL;
  Export self = {
    .book = book, .entity = query->entity, .actor = query->actor, .words = words, .titles = titles
  };
  gboolean good;
  GBytes *bytes = NULL;

  if (!kx_db_begin_read (book->db, error))
    return NULL;
  if (format == KX_EXPORT_NDJSON)
    self.lines = g_string_new (NULL);
  else
    self.writer = writer = kx_sheet_writer_new (outputs[format], kx_import_say (words, query->entity->label));
  if (writer != NULL)
    add_columns (&self);
  good = write_pages (&self, query, error);
  kx_db_rollback (book->db);
  if (good)
    bytes = finish (&self, query, format, now, error);
  if (self.lines != NULL)
    g_string_free (self.lines, TRUE);
  return bytes;
}

gboolean
kx_export_format_of (const char *file_name, KxExportFormat *ret_format)
{
  static const struct
  {
    const char *ending;
    KxExportFormat format;
  } endings[] = { { ".xlsx", KX_EXPORT_XLSX }, { ".csv", KX_EXPORT_CSV }, { ".ndjson", KX_EXPORT_NDJSON } };
  g_autofree char *small = g_ascii_strdown (file_name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (small, endings[i].ending))
      {
        *ret_format = endings[i].format;
        return TRUE;
      }
  return FALSE;
}
