#include "models/kx-import-preview.h"

struct _KxImportPreviewRow
{
  GObject parent;
  KxImportFile *file;
  const KxSheetRow *row; /* of the file's workbook */
  KxImportRowUse use;
  KxImportSkip skip;
};

G_DEFINE_FINAL_TYPE (KxImportPreviewRow, kx_import_preview_row, G_TYPE_OBJECT)

static void
finalize (GObject *object)
{
  kx_import_file_unref (KX_IMPORT_PREVIEW_ROW (object)->file);
  G_OBJECT_CLASS (kx_import_preview_row_parent_class)->finalize (object);
}

static void
kx_import_preview_row_class_init (KxImportPreviewRowClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
}

static void
kx_import_preview_row_init (KxImportPreviewRow *self)
{
}

/* `next_data` and `next_skipped` move on through the table's rows, which are in the order of the sheet. */
static KxImportRowUse
judge (const KxImportTable *table, guint place, guint number, guint *next_data, guint *next_skipped,
       KxImportSkip *ret_skip)
{
  *ret_skip = KX_IMPORT_SKIP_EMPTY;
  if (table == NULL || number < table->first_header)
    return KX_IMPORT_ROW_ABOVE;
  if (number <= table->last_header)
    return KX_IMPORT_ROW_HEADER;
  if (*next_data < table->rows->len && g_array_index (table->rows, guint, *next_data) == place)
    {
      (*next_data)++;
      return KX_IMPORT_ROW_DATA;
    }
  if (*next_skipped < table->skipped->len)
    {
      const KxImportSkipped *skipped = table->skipped->pdata[*next_skipped];

      if (skipped->number == number)
        {
          *ret_skip = skipped->why;
          (*next_skipped)++;
        }
    }
  return KX_IMPORT_ROW_SKIPPED;
}

void
kx_import_preview_fill (GListStore *store, KxImportFile *file, const KxSheet *sheet,
                        const KxImportTable *table)
{
  guint n = MIN (kx_sheet_get_n_rows (sheet), KX_IMPORT_PREVIEW_ROWS), next_data = 0, next_skipped = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KxImportPreviewRow) self = g_object_new (KX_TYPE_IMPORT_PREVIEW_ROW, NULL);

      self->file = kx_import_file_ref (file);
      self->row = kx_sheet_get_row (sheet, i);
      self->use = judge (table, i, self->row->number, &next_data, &next_skipped, &self->skip);
      g_list_store_append (store, self);
    }
}

guint
kx_import_preview_row_get_number (KxImportPreviewRow *self)
{
  return self->row->number;
}

KxImportRowUse
kx_import_preview_row_get_use (KxImportPreviewRow *self)
{
  return self->use;
}

KxImportSkip
kx_import_preview_row_get_skip (KxImportPreviewRow *self)
{
  return self->skip;
}

const char *
kx_import_preview_row_get_text (KxImportPreviewRow *self, guint column)
{
  return kx_sheet_row_get_cell (self->row, column)->text;
}
