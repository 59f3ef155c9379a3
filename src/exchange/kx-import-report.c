#include "exchange/kx-import-report.h"

#include "core/kx-wire.h"

static const char *const outcome_names[] = { "created", "updated", "unchanged", "refused" };

void
kx_import_difference_free (KxImportDifference *difference)
{
  g_free (difference->old);
  g_free (difference->new);
  g_free (difference);
}

static void
line_free (gpointer data)
{
  KxImportLine *line = data;

  g_free (line->id);
  g_free (line->name);
  g_ptr_array_unref (line->faults);
  g_clear_pointer (&line->differences, g_ptr_array_unref);
  g_free (line);
}

static void
missing_free (gpointer data)
{
  KxImportMissing *missing = data;

  g_free (missing->id);
  g_free (missing->name);
  g_free (missing);
}

KxImportReport *
kx_import_report_new (void)
{
  KxImportReport *self = g_new0 (KxImportReport, 1);

  self->lines = g_ptr_array_new_with_free_func (line_free);
  self->missing = g_ptr_array_new_with_free_func (missing_free);
  self->touched = g_array_new (FALSE, FALSE, sizeof (KxImportTouched));
  return self;
}

void
kx_import_report_free (KxImportReport *self)
{
  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->missing);
  g_array_unref (self->touched);
  g_free (self->import);
  g_free (self->repeat_of);
  g_free (self);
}

void
kx_import_report_add (KxImportReport *self, KxImportRow *row, KxImportOutcome outcome, char *id,
                      GPtrArray *differences)
{
  gboolean only_notes = outcome == KX_IMPORT_CREATED || outcome == KX_IMPORT_UNCHANGED;
  KxImportLine *line;

  self->counts[outcome]++;
  if (outcome == KX_IMPORT_CREATED || outcome == KX_IMPORT_UPDATED)
    {
      KxImportTouched touched = { row->place, row->number, outcome, "" };

      g_strlcpy (touched.id, id, sizeof touched.id);
      g_array_append_val (self->touched, touched);
    }
  self->n_notes += only_notes && row->faults->len > 0;
  if (only_notes && (row->faults->len == 0 || self->n_notes > KX_IMPORT_MAX_NOTES))
    {
      self->n_lines_left += row->faults->len > 0;
      g_free (id);
      g_clear_pointer (&differences, g_ptr_array_unref);
      return;
    }
  line = g_new0 (KxImportLine, 1);
  line->place = row->place;
  line->number = row->number;
  line->outcome = outcome;
  line->id = id;
  line->name = kx_import_row_dup_name (row);
  line->faults = g_ptr_array_ref (row->faults);
  line->differences = differences;
  g_ptr_array_add (self->lines, line);
}

guint
kx_import_report_get_read (const KxImportReport *self)
{
  guint sum = 0;

  for (guint i = 0; i < KX_IMPORT_N_OUTCOMES; i++)
    sum += self->counts[i];
  return sum;
}

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
}

static char *
column_letters (guint number)
{
  g_autofree char *name = kx_sheet_cell_name (1, number);

  return g_strndup (name, strcspn (name, "0123456789"));
}

static JsonArray *
write_columns (const KxImportTable *table, const KxImportWords *words, gboolean known)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < table->columns->len; i++)
    {
      const KxImportColumn *column = table->columns->pdata[i];
      const KxEntity *entity = kx_import_headings_get_entity (table->headings);
      g_autofree char *letters = column_letters (column->number);
      JsonObject *object;

      if ((column->meaning.use != KX_IMPORT_UNKNOWN) != known)
        continue;
      object = json_object_new ();
      json_object_set_string_member (object, "column", letters);
      json_object_set_string_member (object, "title", column->title);
      set_text (object, "field",
                kx_import_headings_code (table->headings, column->meaning.use, column->meaning.field));
      if (column->meaning.use == KX_IMPORT_FIELD)
        set_text (object, "label", kx_import_say (words, entity->fields[column->meaning.field].label));
      if (column->hidden)
        json_object_set_boolean_member (object, "hidden", TRUE);
      if (column->remark != NULL)
        set_text (object, "remark", kx_import_say (words, column->remark));
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonObject *
write_fault (const KxImportLine *line, const KxImportFault *fault, const KxImportWords *words)
{
  g_autofree char *message = kx_import_say_finding (words, fault->finding);
  g_autofree char *cell = fault->column > 0 ? kx_sheet_cell_name (line->number, fault->column) : NULL;
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "row", line->number);
  set_text (object, "cell", cell);
  set_text (object, "field", fault->finding->field);
  json_object_set_string_member (object, "code", fault->finding->code);
  json_object_set_string_member (object, "message", message);
  return object;
}

/* The faults that refuse, or those that only warn. */
static JsonArray *
write_faults (const KxImportReport *self, const KxImportWords *words, gboolean refuse)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->lines->len; i++)
    {
      const KxImportLine *line = self->lines->pdata[i];

      for (guint k = 0; k < line->faults->len; k++)
        {
          const KxImportFault *fault = line->faults->pdata[k];

          if ((fault->finding->verdict == KX_FAILS) == refuse)
            json_array_add_object_element (array, write_fault (line, fault, words));
        }
    }
  return array;
}

static JsonArray *
write_updates (const KxImportReport *self, const KxImportWords *words)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->lines->len; i++)
    {
      const KxImportLine *line = self->lines->pdata[i];
      JsonArray *differences;
      JsonObject *object;

      if (line->outcome != KX_IMPORT_UPDATED)
        continue;
      object = json_object_new ();
      differences = json_array_new ();
      json_object_set_int_member (object, "row", line->number);
      set_text (object, "id", line->id);
      set_text (object, "name", line->name);
      for (guint k = 0; line->differences != NULL && k < line->differences->len; k++)
        {
          const KxImportDifference *difference = line->differences->pdata[k];
          JsonObject *entry = json_object_new ();

          set_text (entry, "field", difference->field);
          set_text (entry, "label", kx_import_say (words, difference->label));
          set_text (entry, "old", difference->old);
          set_text (entry, "new", difference->new);
          json_array_add_object_element (differences, entry);
        }
      json_object_set_array_member (object, "differences", differences);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonArray *
write_numbers (const GArray *numbers)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < numbers->len; i++)
    json_array_add_int_element (array, g_array_index (numbers, guint, i));
  return array;
}

static JsonArray *
write_skipped (const KxImportTable *table)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < table->skipped->len; i++)
    {
      const KxImportSkipped *skipped = table->skipped->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "row", skipped->number);
      json_object_set_string_member (object, "kind", kx_import_skip_name (skipped->why));
      json_object_set_string_member (object, "text", skipped->text);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonArray *
write_missing (const KxImportReport *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->missing->len; i++)
    {
      const KxImportMissing *missing = self->missing->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", missing->id);
      set_text (object, "name", missing->name);
      json_array_add_object_element (array, object);
    }
  return array;
}

static void
write_table (JsonObject *object, const KxImportTable *table, const KxImportWords *words)
{
  JsonArray *others = json_array_new ();

  for (guint i = 0; i < table->other_sheets->len; i++)
    json_array_add_string_element (others, table->other_sheets->pdata[i]);
  json_object_set_string_member (object, "sheet", kx_sheet_get_name (table->sheet));
  json_object_set_array_member (object, "other_sheets", others);
  json_object_set_int_member (object, "header_row", table->first_header);
  json_object_set_array_member (object, "columns", write_columns (table, words, TRUE));
  json_object_set_array_member (object, "unknown_columns", write_columns (table, words, FALSE));
  json_object_set_array_member (object, "hidden_rows", write_numbers (table->hidden_rows));
  json_object_set_array_member (object, "skipped_rows", write_skipped (table));
}

char *
kx_import_report_to_json (const KxImportReport *self, const KxImportTable *table, const KxImportWords *words)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "read", kx_import_report_get_read (self));
  for (guint i = 0; i < KX_IMPORT_N_OUTCOMES; i++)
    json_object_set_int_member (object, outcome_names[i], self->counts[i]);
  json_object_set_boolean_member (object, "dry_run", self->dry_run);
  json_object_set_boolean_member (object, "written", self->written);
  json_object_set_boolean_member (object, "resumed", self->resumed);
  set_text (object, "import", self->import);
  set_text (object, "repeat_of", self->repeat_of);
  write_table (object, table, words);
  json_object_set_array_member (object, "refusals", write_faults (self, words, TRUE));
  json_object_set_array_member (object, "updates", write_updates (self, words));
  json_object_set_array_member (object, "notes", write_faults (self, words, FALSE));
  json_object_set_int_member (object, "rows_with_notes_left_out", self->n_lines_left);
  json_object_set_int_member (object, "missing_count", self->n_missing);
  json_object_set_array_member (object, "missing", write_missing (self));
  return kx_wire_object_text (object, NULL);
}
