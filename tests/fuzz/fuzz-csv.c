/* Reads arbitrary bytes as delimited text. The first byte chooses the encoding and whether a delimiter is
 * given. */
#include "exchange/kx-sheet-csv.h"

#include <stdint.h>

static const KxSheetLimits limits = {
  .file_bytes = 1024 * 1024, .rows = 1000, .sheets = 1, .cells = 20000, .text_bytes = 1024 * 1024
};

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const encodings[] = { NULL, "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030" };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KxWorkbook) workbook = NULL;
  g_autoptr (GError) error = NULL;
  guint choice;

  if (size == 0)
    return 0;
  choice = (guint) (data[0] - '0') % 10;
  bytes = g_bytes_new (data + 1, size - 1);
  workbook = kx_sheet_read_csv (bytes, encodings[choice % 5], choice < 5 ? 0 : ';', &limits, &error);
  if ((workbook == NULL) != (error != NULL))
    g_error ("a workbook and an error, or neither");
  for (guint i = 0; workbook != NULL && i < kx_sheet_get_n_rows (kx_workbook_get_sheet (workbook, 0)); i++)
    {
      const KxSheetRow *row = kx_sheet_get_row (kx_workbook_get_sheet (workbook, 0), i);

      for (guint j = 0; j < row->n_cells; j++)
        if (!g_utf8_validate (row->cells[j].text, -1, NULL))
          g_error ("text that is not UTF-8");
    }
  return 0;
}
