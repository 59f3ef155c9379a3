/* Reads arbitrary bytes as an xlsx package. What does not begin like a zip is taken for the parts themselves,
 * divided by lines of "--": worksheet, styles, shared strings, workbook; so the readers behind the zip are
 * reached. */
#include "exchange/kx-sheet-xlsx.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdint.h>
#include <string.h>

#define MAX_PACKAGE (1024 * 1024)
#define RELATIONS "http://schemas.openxmlformats.org/package/2006/relationships"
#define KINDS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

static const KxSheetLimits limits = { .file_bytes = MAX_PACKAGE,
                                      .rows = 1000,
                                      .sheets = 8,
                                      .cells = 20000,
                                      .text_bytes = 1024 * 1024,
                                      .part_bytes = 4 * 1024 * 1024,
                                      .total_bytes = 8 * 1024 * 1024,
                                      .ratio = 100 };

static const char workbook_part[] =
    "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"" KINDS
    "\"><sheets><sheet name=\"a\" r:id=\"s\"/><sheet name=\"b\" r:id=\"s\"/></sheets></workbook>";
static const char package_relations[] =
    "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"w\" Type=\"" KINDS
    "/officeDocument\" Target=\"w.xml\"/></Relationships>";
static const char workbook_relations[] =
    "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"s\" Type=\"" KINDS
    "/worksheet\" Target=\"s.xml\"/><Relationship Id=\"y\" Type=\"" KINDS
    "/styles\" Target=\"y.xml\"/><Relationship Id=\"t\" Type=\"" KINDS
    "/sharedStrings\" Target=\"t.xml\"/></Relationships>";

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
add_part (struct archive *archive, const char *name, const char *text, size_t size)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (la_int64_t) size);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_write_header (archive, entry);
  archive_write_data (archive, text, size);
  archive_entry_free (entry);
}

static GBytes *
pack (const char *data, size_t size)
{
  static const char *const names[] = { "s.xml", "y.xml", "t.xml", "w.xml" };
  struct archive *archive = archive_write_new ();
  char *package = g_malloc (size + 64 * 1024);
  size_t used = 0;

  archive_write_set_format_zip (archive);
  archive_write_set_options (archive, "zip:compression=store");
  archive_write_open_memory (archive, package, size + 64 * 1024, &used);
  add_part (archive, "_rels/.rels", package_relations, strlen (package_relations));
  add_part (archive, "_rels/w.xml.rels", workbook_relations, strlen (workbook_relations));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *end = size > 0 ? g_strstr_len (data, (gssize) size, "\n--\n") : NULL;
      size_t length = end != NULL && i < 3 ? (size_t) (end - data) : size;
      size_t step = MIN (size, length + 4);

      if (length > 0)
        add_part (archive, names[i], data, length);
      else if (i == 3)
        add_part (archive, names[i], workbook_part, strlen (workbook_part));
      data += step;
      size -= step;
    }
  archive_write_close (archive);
  archive_write_free (archive);
  return g_bytes_new_take (package, used);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KxWorkbook) workbook = NULL;
  g_autoptr (GError) error = NULL;

  if (size > MAX_PACKAGE / 2)
    return 0;
  bytes =
      size >= 2 && memcmp (data, "PK", 2) == 0 ? g_bytes_new (data, size) : pack ((const char *) data, size);
  workbook = kx_sheet_read_xlsx (bytes, &limits, &error);
  if ((workbook == NULL) != (error != NULL))
    g_error ("a workbook and an error, or neither");
  for (guint i = 0; workbook != NULL && i < kx_workbook_get_n_sheets (workbook); i++)
    for (guint row = 1; row < 20; row++)
      if (!g_utf8_validate (kx_sheet_get_filled_cell (kx_workbook_get_sheet (workbook, i), row, row)->text,
                            -1, NULL))
        g_error ("text that is not UTF-8");
  return 0;
}
