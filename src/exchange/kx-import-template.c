#include "exchange/kx-import-template.h"

#include "core/entities/kx-agency.h"
#include "exchange/kx-import-headings.h"
#include "exchange/kx-import-subject.h"

void
kx_import_template_set_choices (KxSheetWriter *writer, guint column, const KxField *field,
                                const KxImportWords *words)
{
  g_autoptr (GPtrArray) choices = g_ptr_array_new ();

  if (field->kind == KX_BOOLEAN)
    {
      g_ptr_array_add (choices, (gpointer) kx_import_say (words, N_ ("Yes")));
      g_ptr_array_add (choices, (gpointer) kx_import_say (words, N_ ("No")));
    }
  for (guint i = 0; field->kind == KX_CODE && i < kx_field_n_codes (field); i++)
    g_ptr_array_add (choices, (gpointer) kx_import_say (words, field->codes[i].label));
  if (choices->len == 0)
    return;
  g_ptr_array_add (choices, NULL);
  kx_sheet_writer_set_choices (writer, column, (const char *const *) choices->pdata);
}

/* How the values of a field are written; msgids. */
static const char *
describe (const KxField *field)
{
  switch (field->kind)
    {
    case KX_DATE:
      return N_ ("A date such as 2026-07-01, or 长期 if there is no end");
    case KX_INTEGER:
      return N_ ("Figures only");
    case KX_CODE:
    case KX_BOOLEAN:
      return N_ ("Choose from the list");
    case KX_CODES:
      return N_ ("One or several, separated by 、: ");
    case KX_TEXT:
      if (field->format == KX_FORMAT_USCC)
        return N_ ("18 characters, as text");
      if (field->format == KX_FORMAT_AREA)
        return N_ ("The name or the code of six digits");
      return NULL;
    case KX_LONG_TEXT:
    case KX_REF:
    case KX_DECIMAL:
    case KX_TIME:
    case KX_CONFIG:
    case KX_N_KINDS:
    default:
      return NULL;
    }
}

static void
set_note (KxSheetWriter *writer, guint column, const KxField *field, const KxImportWords *words)
{
  const char *text = describe (field);
  g_autoptr (GString) note = g_string_new (text != NULL ? kx_import_say (words, text) : NULL);

  for (guint i = 0; field->kind == KX_CODES && i < kx_field_n_codes (field); i++)
    g_string_append_printf (note, "%s%s", i > 0 ? "、" : "", kx_import_say (words, field->codes[i].label));
  if (note->len > 0)
    kx_sheet_writer_set_column_note (writer, column, note->str);
}

/* What the example row says in one column. */
static char *
make_example (const KxField *field, const KxImportWords *words)
{
  if (field->flags & KX_TITLE)
    return g_strdup (kx_import_say (words, N_ ("Example: this row is not imported")));
  switch (field->kind)
    {
    case KX_DATE:
      return g_strdup ("2026-07-01");
    case KX_INTEGER:
      return g_strdup ("60");
    case KX_BOOLEAN:
      return g_strdup (kx_import_say (words, N_ ("No")));
    case KX_CODE:
    case KX_CODES:
      return g_strdup (kx_import_say (words, field->codes[0].label));
    case KX_TEXT:
    case KX_LONG_TEXT:
    case KX_REF:
    case KX_DECIMAL:
    case KX_TIME:
    case KX_CONFIG:
    case KX_N_KINDS:
    default:
      return g_strdup ("");
    }
}

/* Which agency it is with, and in which state it runs. */
static void
add_paper_columns (KxSheetWriter *writer, const KxEntity *entity, const KxImportWords *words,
                   GPtrArray *example)
{
  const KxField *state = &entity->fields[entity->state];
  const KxField *code = &kx_agency_entity.fields[kx_agency_f_uscc];
  g_autofree char *agency = g_strconcat (
      kx_import_say (words, entity->fields[kx_entity_field (entity, "agency")].label), "*", NULL);
  guint column;

  kx_sheet_writer_add_column (writer, agency, KX_IMPORT_USE_AGENCY_NAME, KX_COLUMN_TEXT);
  g_ptr_array_add (example, g_strdup (""));
  column = kx_sheet_writer_add_column (writer, kx_import_say (words, code->label), KX_IMPORT_USE_AGENCY_CODE,
                                       KX_COLUMN_TEXT);
  set_note (writer, column, code, words);
  g_ptr_array_add (example, g_strdup (""));
  column = kx_sheet_writer_add_column (writer, kx_import_say (words, state->label), KX_IMPORT_USE_STATE,
                                       KX_COLUMN_TEXT);
  kx_import_template_set_choices (writer, column, state, words);
  g_ptr_array_add (example, g_strdup (""));
}

GBytes *
kx_import_write_template (const KxEntity *entity, const KxImportWords *words, GError **error)
{
  g_autoptr (KxSheetWriter) writer =
      kx_sheet_writer_new (KX_SHEET_OUT_XLSX, kx_import_say (words, entity->label));
  g_autoptr (GPtrArray) example = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < entity->n_fields; i++)
    {
      const KxField *field = &entity->fields[i];
      g_autofree char *title = NULL;
      guint column;

      if (!kx_import_takes_field (field))
        continue;
      title = g_strconcat (kx_import_say (words, field->label), field->flags & KX_REQUIRED ? "*" : "", NULL);
      column = kx_sheet_writer_add_column (writer, title, field->name, KX_COLUMN_TEXT);
      kx_import_template_set_choices (writer, column, field, words);
      set_note (writer, column, field, words);
      g_ptr_array_add (example, make_example (field, words));
    }
  if (kx_import_subject (entity).takes_over)
    add_paper_columns (writer, entity, words, example);
  if (kx_import_subject (entity).former_names)
    {
      kx_sheet_writer_add_column (writer, kx_import_say (words, N_ ("Former name")),
                                  KX_IMPORT_USE_FORMER_NAME, KX_COLUMN_TEXT);
      g_ptr_array_add (example, g_strdup (""));
    }
  if (!kx_sheet_writer_add_row (writer, (const char *const *) example->pdata, error))
    return NULL;
  return kx_sheet_writer_finish (writer, error);
}
