#include "exchange/kx-import-row.h"

#include "core/entities/kx-agency.h"
#include "core/kx-check.h"
#include "exchange/kx-import-subject.h"
#include "exchange/kx-import-text.h"

#include <string.h>

#define DOUBT_CELLS 5     /* fewer say nothing about a column */
#define DOUBT_LOOKED 1000 /* rows looked at */

static void
fault_free (gpointer data)
{
  kx_finding_free (((KxImportFault *) data)->finding);
  g_free (data);
}

static void
add_fault (KxImportRow *self, guint column, KxFinding *finding)
{
  KxImportFault *fault = g_new (KxImportFault, 1);

  *fault = (KxImportFault){ column, finding };
  g_ptr_array_add (self->faults, fault);
}

static KxFinding *
copy_finding (const KxFinding *finding)
{
  KxFinding *copy = kx_finding_new (finding->verdict, finding->code, finding->field, finding->message);

  for (guint i = 0; i < KX_FINDING_ARGS && finding->args[i].name != NULL; i++)
    kx_finding_arg (copy, finding->args[i].name, finding->args[i].text);
  copy->cite = finding->cite;
  return copy;
}

/* The column that says what the field has, be it as a name or a code of an agency. */
static const KxImportColumn *
find_column (const KxImportRow *self, const KxImportTable *table, int field)
{
  KxImportSubject subject = kx_import_subject (self->fields->entity);
  const KxImportColumn *column = kx_import_table_field (table, (guint) field);

  if (column == NULL && subject.takes_over && field == subject.agency)
    column = kx_import_table_use (table,
                                  self->agency_name != NULL ? KX_IMPORT_AGENCY_NAME : KX_IMPORT_AGENCY_CODE);
  if (column == NULL && subject.takes_over && field == self->fields->entity->state)
    column = kx_import_table_use (table, KX_IMPORT_STATE);
  return column;
}

void
kx_import_row_add_finding (KxImportRow *self, const KxImportTable *table, KxFinding *finding)
{
  int field = finding->field != NULL ? kx_entity_field (self->fields->entity, finding->field) : -1;
  const KxImportColumn *column = field >= 0 ? find_column (self, table, field) : NULL;

  add_fault (self, column != NULL ? column->number : 0, finding);
}

char *
kx_import_row_dup_name (const KxImportRow *self)
{
  int title = kx_entity_flagged (self->fields->entity, KX_TITLE);
  const char *own = title >= 0 ? kx_record_get (self->fields, (guint) title).TEXT : NULL;
  const char *agency = self->agency_name != NULL ? self->agency_name : self->agency_code;

  return agency != NULL && own != NULL ? g_strdup_printf ("%s · %s", agency, own)
                                       : g_strdup (agency != NULL ? agency : own);
}

gboolean
kx_import_row_is_refused (const KxImportRow *self)
{
  for (guint i = 0; i < self->faults->len; i++)
    if (((KxImportFault *) self->faults->pdata[i])->finding->verdict == KX_FAILS)
      return TRUE;
  return FALSE;
}

/* The text of a cell of areas and names; NULL when it says nothing. A formula without its result is a fault.
 */
static char *
get_text (KxImportRow *self, const KxImportTable *table, const KxImportColumn *column, const KxField *field)
{
  const KxCell *cell = column != NULL ? kx_import_table_cell (table, self->place, column->number) : NULL;

  if (cell == NULL || kx_import_value_is_nothing (field, cell))
    return NULL;
  if (cell->kind != KX_CELL_ERROR && (cell->flags & KX_CELL_NO_VALUE) == 0)
    return kx_import_value_text (cell);
  add_fault (
      self, column->number,
      kx_finding_new (KX_FAILS, "formula-fault", field->name, N_ ("The formula in this cell has no result")));
  return NULL;
}

/* Whether a cell that says there is no value is to take away the one that is there. */
static gboolean
does_clear (const KxImportColumn *column, const KxField *field, const KxCell *cell)
{
  if (column->blank == KX_IMPORT_BLANK_KEEPS || (field->flags & KX_REQUIRED) != 0 ||
      !kx_import_value_is_nothing (field, cell))
    return FALSE;
  return column->blank == KX_IMPORT_BLANK_CLEARS || cell->kind == KX_CELL_TEXT;
}

static gboolean
take_area (KxImportRow *self, guint column, const KxField *field, KxImportArea area)
{
  if (area.finding != NULL)
    {
      KxFinding *finding = copy_finding (area.finding);

      finding->field = g_strdup (field->name);
      add_fault (self, column, finding);
    }
  return area.code != NULL;
}

/* Province, city and county columns together say where; the finest that is given counts. */
static void
read_area (KxImportRow *self, const KxImportTable *table, const KxImportValues *values, guint index)
{
  const KxField *field = &values->entity->fields[index];
  const KxImportColumn *columns[] = { kx_import_table_use (table, KX_IMPORT_PROVINCE),
                                      kx_import_table_use (table, KX_IMPORT_CITY),
                                      kx_import_table_field (table, index) };
  int outside = kx_entity_field (values->entity, "out_of_area");
  gboolean anywhere = outside >= 0 && kx_record_get (self->fields, (guint) outside).BOOLEAN;
  KxImportArea area = { NULL, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autofree char *text = get_text (self, table, columns[i], field);
      gboolean last = i + 1 == G_N_ELEMENTS (columns);
      KxImportArea next;

      if (text == NULL)
        continue;
      next = kx_import_areas_find (values->areas, text, area.code, anywhere);
      if (!take_area (self, columns[i]->number, field, next))
        return;
      area = next;
      if (!last && i == 0 && area.code != NULL && !g_str_has_suffix (area.code, "0000"))
        area.code = NULL; /* the office's own area, which stands for all above it */
    }
  if (area.code != NULL && (columns[1] != NULL || columns[2] != NULL))
    kx_record_put (self->fields, index, (KxValue){ .TEXT = area.code });
  else if (columns[2] != NULL &&
           does_clear (columns[2], field, kx_import_table_cell (table, self->place, columns[2]->number)))
    kx_record_put_null (self->fields, index);
}

static void
read_former_names (KxImportRow *self, const KxImportTable *table, const KxField *like)
{
  const KxImportColumn *column = kx_import_table_use (table, KX_IMPORT_FORMER_NAME);
  g_autofree char *text = get_text (self, table, column, like);
  g_auto (GStrv) names = NULL;

  if (text == NULL)
    return;
  names = g_regex_split_simple ("[;；、\\n]+", text, 0, 0);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *clean = kx_check_normalize (like, names[i]);
      KxFinding *fault = kx_check_value (like, (KxValue){ .TEXT = clean }, (KxDate){ 0 });

      if (fault != NULL)
        add_fault (self, column->number, fault);
      else
        g_ptr_array_add (self->former_names, g_steal_pointer (&clean));
    }
}

static void
read_cell (KxImportRow *self, const KxImportTable *table, const KxImportValues *values,
           const KxImportColumn *column)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new ();
  guint field = column->meaning.field;
  const KxCell *cell = kx_import_table_cell (table, self->place, column->number);

  if (does_clear (column, &values->entity->fields[field], cell))
    kx_record_put_null (self->fields, field);
  kx_import_value_read (values, field, cell, column->dates, self->fields, findings);
  for (guint i = 0; i < findings->len; i++)
    add_fault (self, column->number, findings->pdata[i]);
}

/* The text of the first column of this use as the field takes it, or NULL. */
static char *
read_like (KxImportRow *self, const KxImportTable *table, KxImportUse use, const KxField *like)
{
  const KxImportColumn *column = kx_import_table_use (table, use);
  g_autofree char *text = get_text (self, table, column, like);
  g_autofree char *clean = text != NULL ? kx_check_normalize (like, text) : NULL;

  return clean != NULL && *clean != '\0' ? g_steal_pointer (&clean) : NULL;
}

/* Which agency it is with, and in which state it runs. */
static void
read_paper (KxImportRow *self, const KxImportTable *table, const KxImportValues *values)
{
  const KxImportColumn *state = kx_import_table_use (table, KX_IMPORT_STATE);
  g_autoptr (KxRecord) apart = kx_record_new (values->entity, NULL, NULL);
  g_autoptr (GPtrArray) findings = g_ptr_array_new ();

  self->agency_code =
      read_like (self, table, KX_IMPORT_AGENCY_CODE, &kx_agency_entity.fields[kx_agency_f_uscc]);
  self->agency_name =
      read_like (self, table, KX_IMPORT_AGENCY_NAME, &kx_agency_entity.fields[kx_agency_f_name]);
  if (state == NULL)
    return;
  kx_import_value_read (values, (guint) values->entity->state,
                        kx_import_table_cell (table, self->place, state->number), state->dates, apart,
                        findings);
  if (kx_record_has (apart, (guint) values->entity->state))
    self->state = kx_record_get (apart, (guint) values->entity->state).CODE;
  for (guint i = 0; i < findings->len; i++)
    add_fault (self, state->number, findings->pdata[i]);
}

KxImportRow *
kx_import_row_read (const KxImportTable *table, const KxImportValues *values, guint place)
{
  KxImportRow *self = g_new0 (KxImportRow, 1);
  KxImportSubject subject = kx_import_subject (values->entity);
  int title = kx_entity_flagged (values->entity, KX_TITLE), area = -1;

  self->state = -1;
  self->place = place;
  self->number = kx_sheet_get_row (table->sheet, place)->number;
  self->fields = kx_record_new (values->entity, NULL, NULL);
  self->former_names = g_ptr_array_new_with_free_func (g_free);
  self->faults = g_ptr_array_new_with_free_func (fault_free);
  for (guint i = 0; i < table->columns->len; i++)
    {
      const KxImportColumn *column = table->columns->pdata[i];

      if (column->meaning.use == KX_IMPORT_FIELD &&
          values->entity->fields[column->meaning.field].format != KX_FORMAT_AREA)
        read_cell (self, table, values, column);
    }
  for (guint i = 0; i < values->entity->n_fields; i++)
    if (values->entity->fields[i].format == KX_FORMAT_AREA &&
        kx_import_takes_field (&values->entity->fields[i]))
      area = (int) i;
  if (area >= 0)
    read_area (self, table, values, (guint) area);
  if (title >= 0 && subject.former_names)
    read_former_names (self, table, &values->entity->fields[title]);
  if (subject.takes_over)
    read_paper (self, table, values);
  return self;
}

void
kx_import_row_free (KxImportRow *self)
{
  kx_record_free (self->fields);
  g_ptr_array_unref (self->former_names);
  g_ptr_array_unref (self->faults);
  g_free (self->agency_code);
  g_free (self->agency_name);
  g_free (self);
}

/* Codes and dates only: what else is wrong throughout is for a person to mend. */
static gboolean
is_foreign (const KxFinding *finding)
{
  return finding->verdict == KX_FAILS &&
         (g_str_equal (finding->code, "unknown-word") || g_str_equal (finding->code, "not-a-date") ||
          g_str_equal (finding->code, "not-yes-or-no"));
}

static gboolean
is_doubtful (const KxImportTable *table, const KxImportValues *values, const KxImportColumn *column)
{
  guint n_cells = 0;

  for (guint i = 0; i < MIN (table->rows->len, DOUBT_LOOKED); i++)
    {
      g_autoptr (KxRecord) record = kx_record_new (values->entity, NULL, NULL);
      g_autoptr (GPtrArray) findings = kx_findings_new ();
      const KxCell *cell =
          kx_import_table_cell (table, g_array_index (table->rows, guint, i), column->number);

      if (kx_import_value_is_nothing (&values->entity->fields[column->meaning.field], cell))
        continue;
      kx_import_value_read (values, column->meaning.field, cell, column->dates, record, findings);
      if (findings->len == 0 || !is_foreign (findings->pdata[0]))
        return FALSE;
      n_cells++;
    }
  return n_cells >= DOUBT_CELLS;
}

void
kx_import_row_doubt_columns (KxImportTable *table, const KxImportValues *values)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      KxImportColumn *column = table->columns->pdata[i];

      if (!column->by_title || column->meaning.use != KX_IMPORT_FIELD ||
          values->entity->fields[column->meaning.field].format == KX_FORMAT_AREA ||
          !is_doubtful (table, values, column))
        continue;
      column->meaning = (KxImportMeaning){ 0 };
      column->remark = N_ ("The title is known, but none of the cells fit; the column is not read");
    }
}
