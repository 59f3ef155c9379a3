#include "kx-test-docx.h"

#include "print/kx-docx-zip.h"

#include <glib/gstdio.h>
#include <string.h>

#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define DOTS 2.0 /* to a point, where pages are looked at */
#define WORDS_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."

#define HEAD                                                                                                 \
  "<w:document " KX_TEST_WORDS " xmlns:r=\"" OFFICE "\" "                                                    \
  "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "                     \
  "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "                                       \
  "xmlns:v=\"urn:schemas-microsoft-com:vml\" "                                                               \
  "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" "                                \
  "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>"
#define TAIL                                                                                                 \
  "<w:sectPr>%s<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1440\" w:right=\"1440\" "               \
  "w:bottom=\"1440\" w:left=\"1440\" w:header=\"720\" w:footer=\"720\"/>%s</w:sectPr></w:body></w:document>"

static void
free_part (gpointer data)
{
  KxDocxPart *part = data;

  g_free (part->name);
  g_bytes_unref (part->bytes);
  g_free (part);
}

static void
add (GPtrArray *parts, const char *name, gconstpointer data, gsize size)
{
  KxDocxPart *part = g_new0 (KxDocxPart, 1);

  part->name = g_strdup (name);
  part->bytes = g_bytes_new (data, size > 0 ? size : strlen (data));
  g_ptr_array_add (parts, part);
}

/* What a part is to the body: the word that types of contents and of relations end with. */
static char *
dup_kind (const char *name)
{
  g_autofree char *base = g_path_get_basename (name);

  return g_str_has_prefix (name, "media/") ? g_strdup ("image")
                                           : g_strndup (base, strcspn (base, ".-0123456789"));
}

GBytes *
kx_test_docx_make (const char *body, const KxTestPart *parts)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_part);
  g_autoptr (GString) types = g_string_new (
      "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"rels\" "
      "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
      "ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/><Default "
      "Extension=\"jpeg\" ContentType=\"image/jpeg\"/><Override PartName=\"/word/document.xml\" "
      "ContentType=\"" WORDS_TYPE "document.main+xml\"/>");
  g_autoptr (GString) relations = g_string_new ("<Relationships xmlns=\"" PACKAGE "relationships\">"),
                      text = g_string_new (HEAD), edges = g_string_new (NULL);
  gboolean differs = FALSE;

  for (; parts != NULL && parts->name != NULL; parts++)
    {
      g_autofree char *kind = dup_kind (parts->name), *name = g_strconcat ("word/", parts->name, NULL);

      if (g_str_has_prefix (parts->name, "_rels/"))
        {
          add (list, name, parts->data, parts->size);
          continue;
        }
      if (!g_str_equal (kind, "image"))
        g_string_append_printf (types, "<Override PartName=\"/%s\" ContentType=\"" WORDS_TYPE "%s+xml\"/>",
                                name, kind);
      if (g_str_equal (kind, "header") || g_str_equal (kind, "footer"))
        g_string_append_printf (edges, "<w:%sReference w:type=\"%s\" r:id=\"%s\"/>", kind,
                                strstr (parts->name, "-first") != NULL ? "first" : "default", parts->name);
      differs |= strstr (parts->name, "-first") != NULL;
      g_string_append_printf (relations, "<Relationship Id=\"%s\" Type=\"" OFFICE "/%s\" Target=\"%s\"/>",
                              parts->name, kind, parts->name);
      add (list, name, parts->data, parts->size);
    }
  g_string_append (types, "</Types>");
  g_string_append (relations, "</Relationships>");
  g_string_append_printf (g_string_append (text, body), TAIL, edges->str, differs ? "<w:titlePg/>" : "");
  add (list, "[Content_Types].xml", types->str, 0);
  add (list, "_rels/.rels",
       "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"body\" Type=\"" OFFICE
       "/officeDocument\" Target=\"word/document.xml\"/></Relationships>",
       0);
  add (list, "word/_rels/document.xml.rels", relations->str, 0);
  add (list, "word/document.xml", text->str, 0);
  return kx_docx_pack (list, NULL);
}

static void
run (const char *const argv[], char **ret_text)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL,
                G_SPAWN_SEARCH_PATH | (ret_text == NULL ? G_SPAWN_STDOUT_TO_DEV_NULL : G_SPAWN_DEFAULT), NULL,
                NULL, ret_text, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static char *
write_pdf (GBytes *pdf)
{
  char *path = NULL;
  int file = g_file_open_tmp ("kangxie-XXXXXX.pdf", &path, NULL);

  g_close (file, NULL);
  g_assert_true (
      g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), NULL));
  return path;
}

void
kx_test_docx_find (GBytes *pdf, const char *word, double *ret_x, double *ret_y)
{
  g_autofree char *path = write_pdf (pdf), *text = NULL, *quoted = g_regex_escape_string (word, -1),
                  *x = NULL, *y = NULL,
                  *pattern =
                      g_strdup_printf ("<word xMin=\"([\\d.-]+)\" yMin=\"([\\d.-]+)\"[^>]*>%s", quoted);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  run ((const char *[]){ "pdftotext", "-bbox", path, "-", NULL }, &text);
  g_unlink (path);
  if (!g_regex_match (regex, text, 0, &match))
    g_error ("“%s” is not in:\n%s", word, text);
  x = g_match_info_fetch (match, 1);
  y = g_match_info_fetch (match, 2);
  *ret_x = g_ascii_strtod (x, NULL);
  *ret_y = g_ascii_strtod (y, NULL);
}

void
kx_test_docx_find_red (GBytes *pdf, guint page, double ret_edges[4])
{
  g_autofree char *path = write_pdf (pdf), *picture = g_strconcat (path, ".ppm", NULL),
                  *number = g_strdup_printf ("%u", page + 1), *bytes = NULL;
  guint64 width, height;
  const guint8 *pixels;
  char *at;
  gsize size;

  run ((const char *[]){ "pdftoppm", "-r", "144", "-singlefile", "-f", number, path, path, NULL }, NULL);
  g_assert_true (g_file_get_contents (picture, &bytes, &size, NULL));
  g_unlink (path);
  g_unlink (picture);
  /* "P6", width, height, 255, pixels */
  width = g_ascii_strtoull (bytes + 3, &at, 10);
  height = g_ascii_strtoull (at, &at, 10);
  g_assert_cmpuint (g_ascii_strtoull (at, &at, 10), ==, 255);
  pixels = (const guint8 *) at + 1;
  g_assert_cmpuint (size, ==, (gsize) (at + 1 - bytes) + width * height * 3);
  for (guint i = 0; i < 4; i++)
    ret_edges[i] = i < 2 ? G_MAXDOUBLE : 0;
  for (guint64 i = 0; i < width * height; i++)
    if (pixels[i * 3] > 190 && pixels[i * 3 + 1] < 70 && pixels[i * 3 + 2] < 70)
      {
        double x = (double) (i % width) / DOTS, y = (double) (i / width) / DOTS;

        ret_edges[0] = MIN (ret_edges[0], x);
        ret_edges[1] = MIN (ret_edges[1], y);
        ret_edges[2] = MAX (ret_edges[2], x + 1 / DOTS);
        ret_edges[3] = MAX (ret_edges[3], y + 1 / DOTS);
      }
  for (guint i = 0; i < 2; i++)
    ret_edges[i] = ret_edges[i] < G_MAXDOUBLE ? ret_edges[i] : 0;
}

GBytes *
kx_test_docx_convert (GBytes *document)
{
  g_autofree char *folder = g_dir_make_tmp ("kangxie-XXXXXX", NULL),
                  *profile = g_strdup_printf ("-env:UserInstallation=file://%s/profile", folder),
                  *path = g_build_filename (folder, "a.docx", NULL),
                  *made = g_build_filename (folder, "a.pdf", NULL);
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize size;

  g_file_set_contents (path, g_bytes_get_data (document, NULL), (gssize) g_bytes_get_size (document), &error);
  g_assert_no_error (error);
  run ((const char *[]){ "soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, path,
                         NULL },
       NULL);
  g_file_get_contents (made, &bytes, &size, &error);
  g_assert_no_error (error);
  run ((const char *[]){ "rm", "-rf", folder, NULL }, NULL);
  return g_bytes_new_take (bytes, size);
}
