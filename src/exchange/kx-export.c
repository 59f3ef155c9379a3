#include "exchange/kx-export.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-user.h"
#include "core/kx-wire.h"
#include "exchange/kx-import-synonyms.h"
#include "exchange/kx-sheet-write-private.h"
#include "store/kx-row.h"

#include <string.h>

#define PAGE 500
#define HTML_START "<html><head><meta charset=\"utf-8\"></head><body><table>\n"
#define HTML_END "</table></body></html>\n"

/* A column: the value of a field, what lists show of it, or the code of the agency that it names. */
typedef struct
{
  guint field;
  gboolean shown, code;
} Column;

/* One export being written. */
typedef struct
{
  KxBook *book;
  const KxEntity *entity;
  const KxActor *actor;
  const KxImportWords *words;
  const KxExportOptions *options;
  GArray *columns;       /* (element-type Column) */
  KxSheetWriter *writer; /* NULL: text is written as it comes */
  GString *lines;
  GHashTable *titles; /* id of a row referred to -> its title, both owned */
  GPtrArray *ids;     /* (element-type utf8) owned; of the rows written; NULL: nobody asks */
  guint n_rows;
} Export;

static const Column *
get_column (Export *self, guint i)
{
  return &g_array_index (self->columns, Column, i);
}

static KxColumnKind
column_kind (Export *self, guint i)
{
  const Column *column = get_column (self, i);
  KxKind kind = column->shown || column->code ? KX_TEXT : self->entity->fields[column->field].kind;

  return kind == KX_DATE                            ? KX_COLUMN_DATE
         : kind == KX_INTEGER || kind == KX_DECIMAL ? KX_COLUMN_NUMBER
                                                    : KX_COLUMN_TEXT;
}

/* A cell of text that is pasted: tabs and line ends would break the table, and no text becomes a formula. */
static void
append_plain (GString *text, const char *words, KxColumnKind kind)
{
  g_autofree char *copy = g_strdup (words != NULL ? words : "");

  g_string_append (text, kind == KX_COLUMN_TEXT && kx_write_is_formula_like (copy) ? "'" : "");
  g_string_append (text, g_strdelimit (copy, "\t\r\n", ' '));
}

/* Spreadsheets take long figures for numbers and lose their ends, unless a cell says that it is text. */
static void
append_marked (GString *text, const char *words, KxColumnKind kind)
{
  g_autofree char *escaped = g_markup_escape_text (words != NULL ? words : "", -1);

  g_string_append (text, kind == KX_COLUMN_TEXT ? "<td style=\"mso-number-format:'\\@'\" sdnum=\"1033;0;@\">"
                                                : "<td>");
  g_string_append (text, escaped);
  g_string_append (text, "</td>");
}

/* A row of a table that is written as it comes. `titles`: those of the columns. */
static void
append_row (Export *self, const char *const *texts, gboolean titles)
{
  gboolean marked = self->options->format == KX_EXPORT_HTML;

  g_string_append (self->lines, marked ? "<tr>" : "");
  for (guint i = 0; i < self->columns->len; i++)
    {
      KxColumnKind kind = titles ? KX_COLUMN_TEXT : column_kind (self, i);

      if (marked)
        append_marked (self->lines, texts[i], kind);
      else
        {
          g_string_append (self->lines, i > 0 ? "\t" : "");
          append_plain (self->lines, texts[i], kind);
        }
    }
  g_string_append (self->lines, marked ? "</tr>\n" : "\n");
}

static void
add_columns (Export *self)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->columns->len; i++)
    {
      const Column *column = get_column (self, i);
      const KxField *field = &self->entity->fields[column->field];
      const char *label = column->code ? kx_agency_entity.fields[kx_agency_f_uscc].label : field->label;
      char *title = g_strdup (kx_import_say (self->words, label)), *of = title;

      if (column->shown)
        {
          /* Translators: behind the name of a column: what the list shows there, beside the value. */
          title = g_strdup_printf ("%s · %s", of, kx_import_say (self->words, N_ ("as listed")));
          g_free (of);
        }
      g_ptr_array_add (titles, title);
      if (self->writer != NULL)
        kx_sheet_writer_add_column (self->writer, title,
                                    column->shown  ? NULL
                                    : column->code ? KX_IMPORT_USE_AGENCY_CODE
                                                   : field->name,
                                    column_kind (self, i));
    }
  if (self->writer == NULL)
    append_row (self, (const char *const *) titles->pdata, TRUE);
}

/* What people call the row that a field refers to; its id where that may not be seen. */
static char *
find_title (Export *self, const KxField *field, const char *id)
{
  const char *target = field->target;
  const KxEntity *entity = target != NULL ? kx_schema_entity (self->book->schema, target) : NULL;
  int title = -1;
  const char *known = g_hash_table_lookup (self->titles, id);
  g_autoptr (KxRecord) row = NULL;
  char *text;

  if (known != NULL)
    return g_strdup (known);
  /* A user is called by the name of the person. */
  if (entity == &kx_user_entity)
    row = kx_row_get_person (self->book, id);
  if (entity != NULL && row == NULL)
    row = kx_row_get (self->book, entity, id, NULL);
  if (row != NULL)
    title = kx_entity_flagged (row->entity, KX_TITLE);
  text = row != NULL && title >= 0 && kx_actor_may_read (self->actor, row->space) &&
                 kx_record_has (row, (guint) title)
             ? kx_record_text (row, (guint) title)
             : g_strdup (id);
  g_hash_table_insert (self->titles, g_strdup (id), g_strdup (text));
  return text;
}

/* By its name alone an agency may be any of several. */
static char *
find_agency_code (Export *self, const KxRecord *record, guint field)
{
  const char *id = kx_record_get (record, field).REF;
  g_autofree char *key = id != NULL ? g_strconcat ("code of ", id, NULL) : NULL;
  const char *known = key != NULL ? g_hash_table_lookup (self->titles, key) : NULL;
  g_autoptr (KxRecord) agency = NULL;
  char *code;

  if (key == NULL || known != NULL)
    return g_strdup (known);
  agency = kx_row_get (self->book, kx_schema_entity (self->book->schema, kx_agency_entity.name), id, NULL);
  code = agency != NULL && kx_actor_may_read (self->actor, agency->space) &&
                 kx_record_has (agency, kx_agency_f_uscc)
             ? kx_record_text (agency, kx_agency_f_uscc)
             : g_strdup ("");
  g_hash_table_insert (self->titles, g_steal_pointer (&key), g_strdup (code));
  return code;
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
      return find_title (self, field, kx_record_get (record, i).REF);
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
  if (self->ids != NULL)
    g_ptr_array_add (self->ids, g_strdup (record->id));
  if (self->options->format == KX_EXPORT_NDJSON)
    {
      g_autofree char *line = kx_wire_object_text (kx_wire_write_record (record), NULL);

      g_string_append_printf (self->lines, "%s\n", line);
      return TRUE;
    }
  for (guint i = 0; i < self->columns->len; i++)
    {
      const Column *column = get_column (self, i);

      g_ptr_array_add (texts, column->shown
                                  ? self->options->dup_shown (record, column->field, self->options->today)
                              : column->code ? find_agency_code (self, record, column->field)
                                             : write_value (self, record, column->field));
    }
  if (self->writer != NULL)
    return kx_sheet_writer_add_row (self->writer, (const char *const *) texts->pdata, error);
  append_row (self, (const char *const *) texts->pdata, FALSE);
  return TRUE;
}

static gboolean
tell_progress (Export *self, GError **error)
{
  if (self->options->progress != NULL)
    self->options->progress (self->n_rows, self->options->progress_data);
  return !g_cancellable_set_error_if_cancelled (self->options->cancellable, error);
}

/* Rows chosen one by one. One that has gone meanwhile is passed over. */
static gboolean
write_chosen (Export *self, GError **error)
{
  for (guint i = 0; self->options->ids[i] != NULL; i++)
    {
      GError *local = NULL;
      g_autoptr (KxRecord) record = kx_row_get (self->book, self->entity, self->options->ids[i], &local);

      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      if (i % PAGE == 0 && !tell_progress (self, error))
        return FALSE;
      if (record != NULL && kx_actor_may_read (self->actor, record->space) &&
          !write_row (self, record, error))
        return FALSE;
    }
  return TRUE;
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
      page = tell_progress (self, error) ? kx_list_run (self->book, &query, error) : NULL;
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
  if (self->options->ids != NULL)
    {
      g_string_append_printf (text, " · %s", kx_import_say (self->words, N_ ("rows chosen one by one")));
      return g_string_free (text, FALSE);
    }
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
          : field->kind == KX_REF    ? find_title (self, field, term->value.REF)
          : field->flags & KX_SEALED ? g_strdup ("***")
                                     : kx_value_to_text (field, term->value);

      g_string_append_printf (text, " · %s %s %s", kx_import_say (self->words, field->label),
                              tests[term->test], value);
    }
  return g_string_free (text, FALSE);
}

static GBytes *
finish (Export *self, const KxListQuery *query, GError **error)
{
  g_autofree char *heading = NULL;

  if (self->writer == NULL)
    {
      g_string_append (self->lines, self->options->format == KX_EXPORT_HTML ? HTML_END : "");
      return g_string_free_to_bytes (g_steal_pointer (&self->lines));
    }
  if (self->options->format == KX_EXPORT_XLSX)
    {
      heading = make_heading (self, query, self->options->now);
      kx_sheet_writer_set_heading (self->writer, heading);
    }
  return kx_sheet_writer_finish (self->writer, error);
}

/* Whoever reads the file knows agencies by their codes, and an import does too. */
static gboolean
names_agency (const KxField *field)
{
  return field->kind == KX_REF && g_str_equal (field->name, "agency") &&
         g_strcmp0 (field->target, kx_agency_entity.name) == 0;
}

/* The columns asked for, or all. */
static GArray *
list_columns (const KxEntity *entity, const KxExportOptions *options)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (Column));
  guint n = options->n_fields > 0 ? options->n_fields : entity->n_fields;

  for (guint i = 0; i < n; i++)
    {
      Column column = { options->n_fields > 0 ? options->fields[i] : i, FALSE, FALSE };
      Column code = { column.field, FALSE, TRUE };

      g_array_append_val (columns, column);
      if (names_agency (&entity->fields[column.field]) && options->format <= KX_EXPORT_CSV_GB18030)
        g_array_append_val (columns, code);
      column.shown = options->has_shown != NULL && options->has_shown (entity, column.field);
      if (column.shown)
        g_array_append_val (columns, column);
    }
  return columns;
}

/* The field by which rows of `part` belong to rows of `entity`; -1: they do not. */
static int
find_parent (const KxEntity *part, const KxEntity *entity)
{
  int parent = kx_entity_flagged (part, KX_PARENT);

  return parent >= 0 && g_strcmp0 (part->fields[parent].target, entity->name) == 0 ? parent : -1;
}

gboolean
kx_export_has_parts (const KxSchema *schema, const KxEntity *entity)
{
  for (guint i = 0; i < schema->n_entities; i++)
    if (find_parent (schema->entities[i], entity) >= 0)
      return TRUE;
  return FALSE;
}

/* The rows of one kind that belong to one of those written. */
static gboolean
write_part (Export *self, KxReader *reader, const char *owner, guint parent, GError **error)
{
  KxQuery query = { .entity = self->entity, .n_terms = 1 };
  g_autoptr (GPtrArray) rows = NULL;

  query.terms[0] = (KxTerm){ .field = parent, .value.REF = owner };
  if (kx_reader_list (reader, &query, G_MAXINT32, &rows) != KX_KNOWN)
    {
      g_propagate_error (error, g_error_copy (kx_row_reader_get_error (reader)));
      return FALSE;
    }
  for (guint i = 0; i < rows->len; i++)
    {
      const KxRecord *row = rows->pdata[i];

      if (kx_actor_may_read (self->actor, row->space) && !write_row (self, row, error))
        return FALSE;
    }
  return TRUE;
}

/* A sheet for each kind of row that belongs to these and has any. */
static gboolean
write_parts (Export *self, GError **error)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (self->book);
  const KxSchema *schema = self->book->schema;

  for (guint i = 0; i < schema->n_entities; i++)
    {
      const KxEntity *entity = schema->entities[i];
      int parent = find_parent (entity, self->entity);
      KxExportOptions options = *self->options;
      g_autoptr (KxSheetWriter) writer = NULL;
      g_autoptr (GArray) columns = NULL;
      Export part = *self;

      if (parent < 0)
        continue;
      options.n_fields = 0;
      columns = list_columns (entity, &options);
      writer = kx_sheet_writer_new (KX_SHEET_OUT_XLSX, kx_import_say (self->words, entity->label));
      part.entity = entity;
      part.columns = columns;
      part.options = &options;
      part.writer = writer;
      part.ids = NULL;
      part.n_rows = 0;
      add_columns (&part);
      for (guint j = 0; j < self->ids->len; j++)
        if (!write_part (&part, reader, self->ids->pdata[j], (guint) parent, error))
          return FALSE;
      if (part.n_rows > 0)
        kx_sheet_writer_add_sheet (self->writer, g_steal_pointer (&writer));
    }
  return TRUE;
}

GBytes *
kx_export_rows (KxBook *book, const KxListQuery *query, const KxExportOptions *options,
                const KxImportWords *words, GError **error)
{
  static const KxSheetOutput outputs[] = { KX_SHEET_OUT_XLSX, KX_SHEET_OUT_CSV, KX_SHEET_OUT_CSV_GB18030 };
  g_autoptr (GHashTable) titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (KxSheetWriter) writer = NULL;
  g_autoptr (GArray) columns = list_columns (query->entity, options);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  gboolean parts = options->parts && options->format == KX_EXPORT_XLSX;
  Export self = { .book = book,
                  .entity = query->entity,
                  .actor = query->actor,
                  .words = words,
                  .options = options,
                  .titles = titles,
                  .ids = parts ? ids : NULL,
                  .columns = columns };
  gboolean good;
  GBytes *bytes = NULL;

  if (!options->in_read && !kx_db_begin_read (book->db, error))
    return NULL;
  if (options->format >= KX_EXPORT_NDJSON)
    self.lines = g_string_new (options->format == KX_EXPORT_HTML ? HTML_START : NULL);
  else
    self.writer = writer =
        kx_sheet_writer_new (outputs[options->format], kx_import_say (words, query->entity->label));
  if (options->format != KX_EXPORT_NDJSON)
    add_columns (&self);
  good = (options->ids != NULL ? write_chosen (&self, error) : write_pages (&self, query, error)) &&
         (!parts || write_parts (&self, error));
  if (!options->in_read)
    kx_db_rollback (book->db);
  if (good)
    bytes = finish (&self, query, error);
  if (self.lines != NULL)
    g_string_free (self.lines, TRUE);
  return bytes;
}

const char *
kx_export_ending (KxExportFormat format)
{
  static const char *const endings[] = { ".xlsx", ".csv", ".csv", ".ndjson", ".txt", ".html" };

  return endings[format];
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
