#include "exchange/kx-test-zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATIONS "http://schemas.openxmlformats.org/package/2006/relationships"
#define KINDS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

struct _KxTestZip
{
  struct archive *archive;
  GByteArray *bytes;
};

static la_ssize_t
write_bytes (struct archive *archive, void *data, const void *buffer, size_t size)
{
  g_byte_array_append (data, buffer, (guint) size);
  return (la_ssize_t) size;
}

KxTestZip *
kx_test_zip_new_encrypted (const char *password)
{
  KxTestZip *self = g_new0 (KxTestZip, 1);

  self->bytes = g_byte_array_new ();
  self->archive = archive_write_new ();
  archive_write_set_format_zip (self->archive);
  archive_write_set_bytes_in_last_block (self->archive, 1);
  if (password != NULL)
    {
      archive_write_set_passphrase (self->archive, password);
      g_assert_cmpint (archive_write_set_options (self->archive, "zip:encryption=zipcrypt"), ==, ARCHIVE_OK);
    }
  archive_write_open (self->archive, self->bytes, NULL, write_bytes, NULL);
  return self;
}

KxTestZip *
kx_test_zip_new (void)
{
  return kx_test_zip_new_encrypted (NULL);
}

static void
start_part (KxTestZip *self, const char *part, gsize size)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, part);
  archive_entry_set_size (entry, (la_int64_t) size);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  g_assert_cmpint (archive_write_header (self->archive, entry), ==, ARCHIVE_OK);
  archive_entry_free (entry);
}

void
kx_test_zip_add (KxTestZip *self, const char *part, const char *text)
{
  start_part (self, part, strlen (text));
  archive_write_data (self->archive, text, strlen (text));
}

void
kx_test_zip_add_repeated (KxTestZip *self, const char *part, const char *head, const char *body, guint times,
                          const char *tail)
{
  g_autoptr (GString) block = g_string_new (NULL);
  guint in_block = MIN (times, 1000);

  for (guint i = 0; i < in_block; i++)
    g_string_append (block, body);
  start_part (self, part, strlen (head) + strlen (body) * (gsize) times + strlen (tail));
  archive_write_data (self->archive, head, strlen (head));
  for (; times >= in_block && times > 0; times -= in_block)
    archive_write_data (self->archive, block->str, block->len);
  archive_write_data (self->archive, block->str, strlen (body) * times);
  archive_write_data (self->archive, tail, strlen (tail));
}

GBytes *
kx_test_zip_finish (KxTestZip *self)
{
  GBytes *bytes;

  archive_write_close (self->archive);
  archive_write_free (self->archive);
  bytes = g_byte_array_free_to_bytes (self->bytes);
  g_free (self);
  return bytes;
}

GBytes *
kx_test_zip_workbook (const char *sheet, const char *styles, const char *strings)
{
  KxTestZip *zip = kx_test_zip_new ();
  g_autofree char *sheet_part = g_strdup_printf ("<worksheet xmlns=\"" MAIN "\">%s</worksheet>", sheet);

  /* The sheet first: parts may come in any order. */
  kx_test_zip_add (zip, "xl/worksheets/sheet1.xml", sheet_part);
  kx_test_zip_add (zip, "_rels/.rels",
                   "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"rId1\" Type=\"" KINDS
                   "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
  kx_test_zip_add (zip, "xl/workbook.xml",
                   "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" KINDS
                   "\"><sheets><sheet name=\"名单\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
  kx_test_zip_add (zip, "xl/_rels/workbook.xml.rels",
                   "<Relationships xmlns=\"" RELATIONS "\">"
                   "<Relationship Id=\"rId1\" Type=\"" KINDS "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                   "<Relationship Id=\"rId2\" Type=\"" KINDS "/styles\" Target=\"styles.xml\"/>"
                   "<Relationship Id=\"rId3\" Type=\"" KINDS
                   "/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>"
                   "</Relationships>");
  if (styles != NULL)
    {
      g_autofree char *part = g_strdup_printf ("<styleSheet xmlns=\"" MAIN "\">%s</styleSheet>", styles);

      kx_test_zip_add (zip, "xl/styles.xml", part);
    }
  if (strings != NULL)
    {
      g_autofree char *part = g_strdup_printf ("<sst xmlns=\"" MAIN "\">%s</sst>", strings);

      kx_test_zip_add (zip, "xl/sharedStrings.xml", part);
    }
  return kx_test_zip_finish (zip);
}
