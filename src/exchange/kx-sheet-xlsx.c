#include "exchange/kx-sheet-xlsx.h"

#include "exchange/kx-sheet-build.h"
#include "exchange/kx-xlsx-parts.h"
#include "exchange/kx-xlsx-rows.h"

#include <glib/gi18n-lib.h>

/* Zip packages that people take for spreadsheets: the part that gives each away, and what to say. */
typedef struct
{
  const char *part;
  const char *message;
} Stranger;

static const Stranger strangers[] = {
  { "xl/workbook.bin", N_ ("This is a binary workbook (.xlsb). Save it as .xlsx and try again.") },
  { "word/document.xml",
    N_ ("This is a text document. Copy its table into a workbook and save it as .xlsx.") },
  { "ppt/presentation.xml", N_ ("This is a presentation, not a table.") },
  { "ofd.xml", N_ ("This is an OFD document, not a table.") },
  { "content.xml", N_ ("This is an OpenDocument file. Save it as .xlsx and try again.") },
};

static gboolean
refuse_stranger (const KxXlsxPackage *package, GError **error)
{
  const char *message =
      N_ ("This is a packed file, but no workbook is in it. Unpack it first if it holds one.");

  for (guint i = 0; i < G_N_ELEMENTS (strangers); i++)
    if (kx_xlsx_package_has (package, strangers[i].part))
      {
        message = strangers[i].message;
        break;
      }
  g_set_error_literal (error, KX_SHEET_ERROR, KX_SHEET_ERROR_FORMAT, _ (message));
  return FALSE;
}

static gboolean
find_workbook_part (KxXlsxPackage *package, char **ret_part, GError **error)
{
  g_autoptr (GPtrArray) relations = kx_xlsx_read_relations (package, "", error);
  const KxXlsxRelation *relation;

  if (relations == NULL)
    return FALSE;
  relation = kx_xlsx_find_relation (relations, NULL, "officeDocument");
  if (relation == NULL || !g_str_has_suffix (relation->part, ".xml") ||
      kx_xlsx_package_has (package, "word/document.xml") ||
      kx_xlsx_package_has (package, "ppt/presentation.xml") || !kx_xlsx_package_has (package, relation->part))
    return refuse_stranger (package, error);
  *ret_part = g_strdup (relation->part);
  return TRUE;
}

static gboolean
read_sheets (KxXlsxPackage *package, KxWorkbook *workbook, const GPtrArray *entries,
             const GPtrArray *relations, const GPtrArray *strings, const GArray *styles, GError **error)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const KxXlsxEntry *entry = g_ptr_array_index (entries, i);
      /* Charts and macro sheets have other kinds and hold no cells. */
      const KxXlsxRelation *relation =
          entry->relation != NULL ? kx_xlsx_find_relation (relations, entry->relation, "worksheet") : NULL;
      KxSheet *sheet;

      if (relation == NULL)
        continue;
      sheet = kx_workbook_add_sheet (workbook, entry->name != NULL ? entry->name : "", entry->hidden, error);
      if (sheet == NULL ||
          !kx_xlsx_read_rows (package, relation->part, workbook, sheet, strings, styles, error))
        return FALSE;
    }
  return TRUE;
}

/* Reads the workbook in @bytes; the caller owns it. Errors are KX_SHEET_ERROR with a message for the user.
 * @limits bounds what is accepted, NULL stands for the default. */
KxWorkbook *
kx_sheet_read_xlsx (GBytes *bytes, const KxSheetLimits *limits, GError **error)
{
  const KxSheetLimits *bounds = limits != NULL ? limits : &kx_sheet_limits_default;
  g_autoptr (KxXlsxPackage) package = kx_xlsx_package_open (bytes, bounds, error);
  g_autoptr (KxWorkbook) workbook = kx_workbook_new (bounds);
  g_autoptr (GPtrArray) relations = NULL, entries = NULL, strings = NULL;
  g_autoptr (GArray) styles = NULL;
  g_autofree char *part = NULL;
  const KxXlsxRelation *relation;
  gboolean date_1904 = FALSE;

  if (package == NULL || !find_workbook_part (package, &part, error))
    return NULL;
  relations = kx_xlsx_read_relations (package, part, error);
  entries = relations != NULL ? kx_xlsx_read_entries (package, part, &date_1904, error) : NULL;
  if (entries == NULL)
    return NULL;
  kx_workbook_set_date_1904 (workbook, date_1904);

  relation = kx_xlsx_find_relation (relations, NULL, "sharedStrings");
  if (relation != NULL && kx_xlsx_package_has (package, relation->part) &&
      (strings = kx_xlsx_read_strings (package, relation->part, workbook, bounds->cells, error)) == NULL)
    return NULL;
  relation = kx_xlsx_find_relation (relations, NULL, "styles");
  if (relation != NULL && kx_xlsx_package_has (package, relation->part) &&
      (styles = kx_xlsx_read_styles (package, relation->part, error)) == NULL)
    return NULL;
  if (!read_sheets (package, workbook, entries, relations, strings, styles, error) ||
      !kx_workbook_finish (workbook, error))
    return NULL;
  return g_steal_pointer (&workbook);
}
