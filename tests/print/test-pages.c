/* Letters on their pages: measures, breaks, and that nothing of the text is lost. */
#include "kx-test-letter.h"

#include "print/kx-docx-zip.h"
#include "print/kx-letter.h"
#include "print/kx-pages.h"
#include "print/kx-pdf.h"

#include <glib/gstdio.h>
#include <string.h>

#define MM (72 / 25.4)
#define DOTS 3 /* to a point, where pages are drawn to be looked at */

#define HEAD                                                                                                 \
  "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "                    \
  "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>"
#define TAIL                                                                                                 \
  "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1440\" w:right=\"1440\" "                 \
  "w:bottom=\"1440\" "                                                                                       \
  "w:left=\"1440\" w:header=\"720\" w:footer=\"720\"/></w:sectPr></w:body></w:document>"

/* A document of one part. */
static GBytes *
make (const char *body)
{
  g_autofree char *text = g_strconcat (HEAD, body, TAIL, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  KxDocxPart part = { .name = (char *) "word/document.xml", .bytes = bytes };
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();

  g_ptr_array_add (parts, &part);
  return kx_docx_pack (parts, NULL);
}

static KxPages *
lay_out (GBytes *document)
{
  g_autoptr (GError) error = NULL;
  KxPages *pages = kx_pages_new (document, &error);

  g_assert_no_error (error);
  return pages;
}

static KxPages *
lay_out_body (const char *body)
{
  g_autoptr (GBytes) document = make (body);

  return lay_out (document);
}

static KxPages *
lay_out_letter (const char *code)
{
  const KxLetterKind *kind = kx_letter_kind_find (code);
  g_autoptr (KxDocxValues) values = kx_test_letter_make (kind);
  g_autoptr (GBytes) document = kx_letter_fill (kind, NULL, values, NULL);

  return lay_out (document);
}

/* Where there is ink, in points. */
typedef struct
{
  double left, top, right, bottom;
} Ink;

/* The ink between two heights of a page. */
static Ink
find_ink (const KxPages *pages, guint n, double from, double until)
{
  double width, height;
  cairo_surface_t *surface;
  cairo_t *cr;
  Ink ink = { 1e6, 1e6, -1, -1 };

  kx_pages_get_size (pages, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_A8, (int) (width * DOTS), (int) (height * DOTS));
  cr = cairo_create (surface);
  cairo_scale (cr, DOTS, DOTS);
  kx_pages_draw (pages, n, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int y = (int) (from * DOTS); y < MIN (until * DOTS, cairo_image_surface_get_height (surface)); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      if (cairo_image_surface_get_data (surface)[y * cairo_image_surface_get_stride (surface) + x] > 64)
        {
          ink.left = MIN (ink.left, (double) x / DOTS);
          ink.right = MAX (ink.right, (double) x / DOTS);
          ink.top = MIN (ink.top, (double) y / DOTS);
          ink.bottom = MAX (ink.bottom, (double) y / DOTS);
        }
  cairo_surface_destroy (surface);
  return ink;
}

static void
assert_near (double value, double expected, double off)
{
  if (!(ABS (value - expected) <= off))
    g_error ("%.2f is not near %.2f", value, expected);
}

/* GB/T 9704: 37 mm above, 28 mm at the left, text 156 mm by 225 mm, the number of the page at the outer side,
 * an em from the edge of the text, with its lines 7 mm below it. */
static void
test_a_letter_stands_on_its_page_as_the_standard_says (void)
{
  g_autoptr (KxPages) pages = lay_out_letter ("agreement");
  double width, height;
  guint n = kx_pages_get_n (pages);

  kx_pages_get_size (pages, &width, &height);
  assert_near (width, 210 * MM, 0.3);
  assert_near (height, 297 * MM, 0.3);
  g_assert_cmpuint (n, >=, 3);
  for (guint i = 0; i < n; i++)
    {
      Ink text = find_ink (pages, i, 0, (37 + 225 + 3) * MM),
          foot = find_ink (pages, i, (37 + 225 + 3) * MM, height);

      g_assert_cmpfloat (text.top, >=, 37 * MM - 1);
      g_assert_cmpfloat (text.left, >=, 28 * MM - 1);
      g_assert_cmpfloat (text.right, <=, (28 + 156) * MM + 1);
      g_assert_cmpfloat (text.bottom, <=, (37 + 225) * MM + 1);
      if (i + 1 < n && i > 0)
        assert_near (text.bottom, (37 + 225) * MM - 6, 32);
      assert_near ((foot.top + foot.bottom) / 2, (37 + 225 + 7) * MM + 4, 9);
      if (i % 2 == 0)
        assert_near (foot.right, (28 + 156) * MM - 14, 3);
      else
        assert_near (foot.left, 28 * MM + 14, 3);
    }
}

/* 22 lines stand on a page, 28 characters in a line. */
static void
test_a_page_has_its_lines_and_a_line_its_characters (void)
{
  const KxLetterKind *kind = kx_letter_kind_find ("termination");
  g_autoptr (KxDocxValues) values = kx_test_letter_make (kind);
  g_autofree char *characters = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) filled = NULL;
  g_autoptr (KxPages) pages = NULL;

  for (guint line = 0; line < 22 * 3; line++)
    for (guint i = 0; i < 28; i++)
      g_string_append (text, "国");
  kx_docx_values_set (values, "letter.facts", text->str);
  filled = kx_letter_fill (kind, NULL, values, NULL);
  pages = lay_out (filled);
  {
    /* The second page is full of them. */
    Ink ink = find_ink (pages, 1, 0, (37 + 225 + 3) * MM);
    double line = 225 * MM / 22;

    assert_near (ink.left, 28 * MM, 2);
    assert_near (ink.right, (28 + 156) * MM, 3);
    assert_near (ink.bottom - ink.top, 21 * line + 14, 4);
  }
}

static void
test_the_text_of_a_pdf_is_that_of_the_document (void)
{
  guint n;
  const KxLetterKind *kinds = kx_letter_kind_get_all (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KxDocxValues) values = kx_test_letter_make (&kinds[i]);
      g_autoptr (GBytes) document = kx_letter_fill (&kinds[i], NULL, values, NULL), pdf = NULL;
      g_autoptr (KxPages) pages = lay_out (document);
      g_autofree char *words = kx_docx_dup_text (document, NULL), *expected = kx_test_letter_squeeze (words),
                      *text = NULL, *found = NULL;

      pdf = kx_pdf_write (pages, NULL);
      text = kx_test_letter_extract (pdf);
      found = kx_test_letter_squeeze (text);
      g_test_message ("%s", kinds[i].code);
      g_assert_cmpstr (found, ==, expected);
      if (g_str_equal (kinds[i].code, "agreement"))
        {
          g_assert_nonnull (strstr (found, "㛃䶮"));
          g_assert_nonnull (strstr (found, "𠮷"));
        }
    }
}

static gboolean
has (GBytes *bytes, const char *word)
{
  return memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), word, strlen (word)) != NULL;
}

static void
test_a_pdf_names_its_title_and_language (void)
{
  g_autoptr (KxPages) pages = lay_out_letter ("termination");
  g_autoptr (GBytes) pdf = kx_pdf_write (pages, NULL);
  g_autofree char *text = kx_test_letter_extract (pdf);

  g_assert_cmpstr (kx_pages_get_title (pages), ==, "关于解除工伤康复服务协议的通知");
  g_assert_cmpstr (kx_pages_get_language (pages), ==, "zh-CN");
  g_assert_true (has (pdf, "/Lang (zh-CN)"));
  g_assert_true (has (pdf, "/DisplayDocTitle true"));
  /* A reader takes the later edition of the catalogue, and still finds the pages. */
  kx_test_letter_has (text, "关于解除工伤康复服务协议的通知");
}

static char *
run_tool (const char *tool, GBytes *pdf)
{
  g_autofree char *path = NULL, *text = NULL;
  const char *argv[] = { tool, NULL, NULL };
  g_autoptr (GError) error = NULL;
  int file = g_file_open_tmp ("kangxie-XXXXXX.pdf", &path, &error);

  g_close (file, NULL);
  g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), NULL);
  argv[1] = path;
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return g_steal_pointer (&text);
}

/* The names of rare characters are drawn by a font that has them, and every font goes with the file. */
static void
test_fonts_are_embedded_and_rare_characters_drawn (void)
{
  g_autoptr (KxPages) pages = lay_out_letter ("agreement");
  g_autoptr (GBytes) pdf = kx_pdf_write (pages, NULL);
  g_autofree char *fonts = run_tool ("pdffonts", pdf);
  g_auto (GStrv) lines = g_strsplit (fonts, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), >=, 4);
  for (guint i = 2; lines[i] != NULL && *lines[i] != '\0'; i++)
    if (!g_regex_match_simple (" yes yes yes ", lines[i], 0, 0))
      g_error ("not embedded: %s", lines[i]);
  g_assert_null (kx_pages_list_unshown (pages));
}

static char *
repeat (const char *part, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s", part);
  return g_string_free (text, FALSE);
}

/* The heads of a list stand on each of its pages, and no row is lost. */
static void
test_a_long_table_goes_on_with_its_head (void)
{
  g_autoptr (GString) body =
      g_string_new ("<w:tbl><w:tblGrid><w:gridCol w:w=\"4000\"/></w:tblGrid><w:tr><w:trPr>"
                    "<w:tblHeader/></w:trPr><w:tc><w:p><w:r><w:t>HEAD</w:t></w:r></w:p></w:tc></w:tr>");
  g_autoptr (KxPages) pages = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (
        body,
        "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:p><w:r><w:t>row%03u.</w:t></w:r></w:p></w:tc></w:tr>",
        i);
  g_string_append (body, "</w:tbl>");
  pages = lay_out_body (body->str);
  g_assert_cmpuint (kx_pages_get_n (pages), >=, 3);
  pdf = kx_pdf_write (pages, NULL);
  text = kx_test_letter_extract (pdf);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *word = g_strdup_printf ("row%03u.", i);
      const char *found = strstr (text, word);

      g_assert_nonnull (found);
      g_assert_null (strstr (found + 1, word));
    }
  parts = g_strsplit (text, "HEAD", -1);
  g_assert_cmpuint (g_strv_length (parts) - 1, ==, kx_pages_get_n (pages));
}

/* A cell that is higher than a page goes on on the next, with all of its lines. */
static void
test_a_row_that_no_page_holds_is_parted (void)
{
  g_autofree char
      *lines = repeat ("<w:p><w:r><w:t>line.</w:t></w:r></w:p>", 150),
      *body = g_strconcat (
          "<w:tbl><w:tblGrid><w:gridCol w:w=\"2000\"/><w:gridCol w:w=\"2000\"/></w:tblGrid>"
          "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:p><w:r><w:t>one</w:t></w:r></w:p></w:tc><w:tc>",
          lines, "</w:tc></w:tr></w:tbl><w:p><w:r><w:t>end</w:t></w:r></w:p>", NULL),
      *text = NULL;
  g_autoptr (KxPages) pages = lay_out_body (body);
  g_autoptr (GBytes) pdf = kx_pdf_write (pages, NULL);
  g_auto (GStrv) parts = NULL;

  text = kx_test_letter_extract (pdf);
  parts = g_strsplit (text, "line.", -1);
  g_assert_cmpuint (g_strv_length (parts) - 1, ==, 150);
  g_assert_cmpuint (kx_pages_get_n (pages), >=, 3);
  g_assert_nonnull (strstr (text, "end"));
}

/* A heading goes with what it is the heading of; no line of a paragraph stands alone. */
static void
test_what_belongs_together_is_not_parted (void)
{
  for (guint n = 20; n < 60; n++)
    {
      g_autofree char *lines = repeat ("<w:p><w:r><w:t>x</w:t></w:r></w:p>", n),
                      *body =
                          g_strconcat (lines,
                                       "<w:p><w:pPr><w:keepNext/></w:pPr><w:r><w:t>heading</w:t></w:r></w:p>"
                                       "<w:p><w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:br/><w:t>three</"
                                       "w:t><w:br/><w:t>four</w:t></w:r></w:p>",
                                       NULL),
                      *text = NULL;
      g_autoptr (KxPages) pages = lay_out_body (body);
      g_autoptr (GBytes) pdf = kx_pdf_write (pages, NULL);
      g_auto (GStrv) sheets = NULL;

      text = kx_test_letter_extract (pdf);
      sheets = g_strsplit (text, "\f", -1);
      for (guint i = 0; sheets[i] != NULL; i++)
        {
          if (strstr (sheets[i], "heading") != NULL)
            g_assert_true (strstr (sheets[i], "one") != NULL && strstr (sheets[i], "two") != NULL);
          g_assert_true ((strstr (sheets[i], "one") != NULL) == (strstr (sheets[i], "two") != NULL));
          g_assert_true ((strstr (sheets[i], "three") != NULL) == (strstr (sheets[i], "four") != NULL));
        }
    }
}

static void
test_pages_are_counted_in_the_text (void)
{
  g_autoptr (KxPages) pages =
      lay_out_body ("<w:p><w:r><w:t>all </w:t></w:r><w:fldSimple w:instr=\" NUMPAGES "
                    "\"><w:r><w:t>9</w:t></w:r></w:fldSimple></w:p>"
                    "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>second</w:t></w:r></w:p>");
  g_autoptr (GBytes) pdf = kx_pdf_write (pages, NULL);
  g_autofree char *text = kx_test_letter_extract (pdf);

  kx_test_letter_has (text, "all 2\n");
}

static void
test_what_is_not_shown_is_named (void)
{
  static const struct
  {
    const char *body, *named;
  } cases[] = {
    { "<w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>",
      "Automatic numbers of paragraphs" },
    { "<w:p><w:r><w:drawing/></w:r></w:p>", "Pictures" },
    { "<w:p><w:r><w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict></w:r></w:p>", "Text boxes" },
    { "<w:p><w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>", "Footnotes and endnotes" },
    { "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>", "Columns, and pages of different measures" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KxPages) pages = lay_out_body (cases[i].body);
      g_autoptr (GPtrArray) unshown = kx_pages_list_unshown (pages);

      g_assert_nonnull (unshown);
      g_assert_cmpuint (unshown->len, ==, 1);
      g_assert_cmpstr (unshown->pdata[0], ==, cases[i].named);
    }
}

static void
test_a_font_that_is_not_there_is_named (void)
{
  g_autoptr (KxPages) pages =
      lay_out_body ("<w:p><w:r><w:rPr><w:rFonts w:eastAsia=\"没有的字体\" w:ascii=\"Liberation "
                    "Serif\"/></w:rPr><w:t>甲a</w:t></w:r></w:p>");
  g_autoptr (GPtrArray) substitutes = kx_pages_list_substitutes (pages);

  g_assert_true (
      g_ptr_array_find_with_equal_func (substitutes, "没有的字体 → Noto Serif CJK SC", g_str_equal, NULL));
}

static void
test_what_is_no_document_is_refused (void)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("no zip", 6), endless = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *breaks = repeat ("<w:p><w:r><w:t>a</w:t><w:br w:type=\"page\"/></w:r></w:p>", 1200);

  g_assert_null (kx_pages_new (text, &error));
  g_assert_error (error, KX_DOCX_ERROR, KX_DOCX_ERROR_DAMAGED);
  g_clear_error (&error);
  endless = make (breaks);
  g_assert_null (kx_pages_new (endless, &error));
  g_assert_error (error, KX_DOCX_ERROR, KX_DOCX_ERROR_LIMIT);
}

/* Whatever the XML says, there are pages or an error. */
static void
test_any_looks_are_safe (void)
{
  static const char body[] = "<w:p><w:pPr><w:keepNext/><w:spacing w:line=\"20\" w:lineRule=\"exact\" "
                             "w:before=\"10\"/><w:ind w:left=\"100\" "
                             "w:hanging=\"30\"/></w:pPr><w:r><w:rPr><w:sz "
                             "w:val=\"40\"/></w:rPr><w:t>甲</w:t></w:r></w:p><w:tbl><w:tblGrid>"
                             "<w:gridCol w:w=\"100\"/></w:tblGrid><w:tr><w:trPr><w:trHeight "
                             "w:val=\"10\"/><w:tblHeader/></w:trPr><w:tc><w:tcPr>"
                             "<w:gridSpan "
                             "w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></"
                             "w:tr><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>";

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *copy = g_strdup (body);
      g_autoptr (GBytes) document = NULL;
      g_autoptr (KxPages) pages = NULL;
      g_autoptr (GError) error = NULL;

      for (int n = g_test_rand_int_range (1, 6); n > 0; n--)
        {
          char *at = copy + g_test_rand_int_range (0, (int) strlen (copy));

          /* Numbers above all: they are what is reckoned with. */
          *at = g_ascii_isdigit (*at) || g_test_rand_bit () ? (char) g_test_rand_int_range ('0', '9' + 1)
                                                            : "-.e<>/\"w"[g_test_rand_int_range (0, 8)];
        }
      document = make (copy);
      pages = kx_pages_new (document, &error);
      g_assert_true ((pages == NULL) == (error != NULL));
      g_assert_true (pages == NULL || kx_pages_get_n (pages) > 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  kx_test_letter_bind ();
  g_test_add_func ("/pages/a letter stands on its page as the standard says",
                   test_a_letter_stands_on_its_page_as_the_standard_says);
  g_test_add_func ("/pages/a page has its lines and a line its characters",
                   test_a_page_has_its_lines_and_a_line_its_characters);
  g_test_add_func ("/pages/the text of a PDF is that of the document",
                   test_the_text_of_a_pdf_is_that_of_the_document);
  g_test_add_func ("/pages/a PDF names its title and language", test_a_pdf_names_its_title_and_language);
  g_test_add_func ("/pages/fonts are embedded and rare characters drawn",
                   test_fonts_are_embedded_and_rare_characters_drawn);
  g_test_add_func ("/pages/a long table goes on with its head", test_a_long_table_goes_on_with_its_head);
  g_test_add_func ("/pages/a row that no page holds is parted", test_a_row_that_no_page_holds_is_parted);
  g_test_add_func ("/pages/what belongs together is not parted", test_what_belongs_together_is_not_parted);
  g_test_add_func ("/pages/pages are counted in the text", test_pages_are_counted_in_the_text);
  g_test_add_func ("/pages/what is not shown is named", test_what_is_not_shown_is_named);
  g_test_add_func ("/pages/a font that is not there is named", test_a_font_that_is_not_there_is_named);
  g_test_add_func ("/pages/what is no document is refused", test_what_is_no_document_is_refused);
  g_test_add_func ("/pages/any looks are safe", test_any_looks_are_safe);
  return g_test_run ();
}
