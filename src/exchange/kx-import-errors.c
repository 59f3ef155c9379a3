#include "exchange/kx-import-errors.h"

#include "exchange/kx-import-template.h"
#include "exchange/kx-sheet-write.h"

typedef struct
{
  const KxImportTable *table;
  const KxImportWords *words;
  KxSheetWriter *writer;
} Writing;

static void
add_columns (Writing *writing)
{
  const KxImportTable *table = writing->table;
  const KxEntity *entity = kx_import_headings_get_entity (table->headings);

  for (guint i = 0; i < table->columns->len; i++)
    {
      const KxImportColumn *column = table->columns->pdata[i];
      const char *code =
          kx_import_headings_code (table->headings, column->meaning.use, column->meaning.field);
      guint place = kx_sheet_writer_add_column (writing->writer, column->title, code, KX_COLUMN_TEXT);

      if (column->meaning.use == KX_IMPORT_FIELD)
        kx_import_template_set_choices (writing->writer, place, &entity->fields[column->meaning.field],
                                        writing->words);
    }
  kx_sheet_writer_add_column (writing->writer, kx_import_say (writing->words, N_ ("What is wrong")),
                              KX_IMPORT_USE_IGNORED, KX_COLUMN_TEXT);
}

static guint
find_place (const KxImportTable *table, guint number)
{
  for (guint i = 0; i < table->columns->len; i++)
    if (((const KxImportColumn *) table->columns->pdata[i])->number == number)
      return i;
  return table->columns->len;
}

static gboolean
is_refused (const KxImportLine *line)
{
  return line->outcome == KX_IMPORT_REFUSED;
}

/* All reasons of a row in one text, each after the title of its column. */
static char *
join_reasons (Writing *writing, const KxImportLine *line)
{
  GString *reasons = g_string_new (NULL);

  for (guint i = 0; i < line->faults->len; i++)
    {
      const KxImportFault *fault = line->faults->pdata[i];
      guint place = find_place (writing->table, fault->column);
      g_autofree char *message = kx_import_say_finding (writing->words, fault->finding);

      if (fault->finding->verdict != KX_FAILS)
        continue;
      if (reasons->len > 0)
        g_string_append_c (reasons, '\n');
      if (place < writing->table->columns->len)
        g_string_append_printf (
            reasons, "%s: ", ((const KxImportColumn *) writing->table->columns->pdata[place])->title);
      g_string_append (reasons, message);
    }
  return g_string_free (reasons, FALSE);
}

static void
add_notes (Writing *writing, const KxImportLine *line, guint row)
{
  for (guint i = 0; i < line->faults->len; i++)
    {
      const KxImportFault *fault = line->faults->pdata[i];
      g_autofree char *message = kx_import_say_finding (writing->words, fault->finding);

      if (fault->finding->verdict == KX_FAILS)
        kx_sheet_writer_note (writing->writer, row, find_place (writing->table, fault->column), message);
    }
}

static gboolean
add_row (Writing *writing, const KxImportLine *line, GError **error)
{
  guint n = writing->table->columns->len;
  g_autofree const char **texts = g_new0 (const char *, n + 1);
  g_autofree char *reasons = join_reasons (writing, line);

  for (guint i = 0; i < n; i++)
    {
      const KxImportColumn *column = writing->table->columns->pdata[i];

      texts[i] = kx_import_table_cell (writing->table, line->place, column->number)->text;
    }
  texts[n] = reasons;
  if (!kx_sheet_writer_add_row (writing->writer, texts, error))
    return FALSE;
  add_notes (writing, line, kx_sheet_writer_get_n_rows (writing->writer) - 1);
  return TRUE;
}

GBytes *
kx_import_errors_write (const KxImportTable *table, const KxImportReport *report, const KxImportWords *words,
                        GError **error)
{
  g_autoptr (KxSheetWriter) writer =
      kx_sheet_writer_new (KX_SHEET_OUT_XLSX, kx_import_say (words, N_ ("Rows to correct")));
  Writing writing = { table, words, writer };

  kx_sheet_writer_set_heading (
      writer, kx_import_say (
                  words, N_ ("These rows were not taken in. Correct the marked cells and import this file")));
  add_columns (&writing);
  for (guint i = 0; i < report->lines->len; i++)
    if (is_refused (report->lines->pdata[i]) && !add_row (&writing, report->lines->pdata[i], error))
      return NULL;
  return kx_sheet_writer_finish (writer, error);
}
