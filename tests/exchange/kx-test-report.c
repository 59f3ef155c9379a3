#include "exchange/kx-test-report.h"

void
kx_test_report_assert_counts (const KxImport *import, guint created, guint updated, guint unchanged,
                              guint refused)
{
  const KxImportReport *report = kx_import_get_report (import);
  g_autofree char *json = kx_import_dup_report_json (import);

  g_test_message ("%s", json);
  g_assert_cmpuint (report->counts[KX_IMPORT_CREATED], ==, created);
  g_assert_cmpuint (report->counts[KX_IMPORT_UPDATED], ==, updated);
  g_assert_cmpuint (report->counts[KX_IMPORT_UNCHANGED], ==, unchanged);
  g_assert_cmpuint (report->counts[KX_IMPORT_REFUSED], ==, refused);
  g_assert_cmpuint (kx_import_report_get_read (report), ==, created + updated + unchanged + refused);
}

char *
kx_test_report_join_refusals (const KxImport *import)
{
  const KxImportReport *report = kx_import_get_report (import);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < report->lines->len; i++)
    {
      const KxImportLine *line = report->lines->pdata[i];

      for (guint k = 0; k < line->faults->len; k++)
        {
          const KxImportFault *fault = line->faults->pdata[k];
          g_autofree char *cell =
              fault->column > 0 ? kx_sheet_cell_name (line->number, fault->column) : g_strdup ("-");

          if (fault->finding->verdict == KX_FAILS)
            g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "", cell, fault->finding->code);
        }
    }
  return g_string_free (text, FALSE);
}
