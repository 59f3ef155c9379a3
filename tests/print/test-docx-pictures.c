/* Pictures of a document: where they stand on its pages, and which ones are only named. */
#include "kx-test-docx.h"

#include "print/kx-pages.h"
#include "print/kx-pdf.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#define MARGIN 72.0
#define WIDTH 595.3
#define HEIGHT 841.9

#define PICTURE(id, crop, frame)                                                                             \
  "<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>"     \
  "<pic:nvPicPr><pic:cNvPr id=\"1\" name=\"a\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip "         \
  "r:embed=\"" id "\"/>" crop "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm" frame   \
  "><a:off x=\"0\" y=\"0\"/><a:ext cx=\"1270000\" cy=\"635000\"/></a:xfrm><a:prstGeom prst=\"rect\"/>"       \
  "</pic:spPr></pic:pic></a:graphicData></a:graphic>"

/* 100 by 50 points. */
#define EXTENT "<wp:extent cx=\"1270000\" cy=\"635000\"/>"
#define INLINE_AS(id, crop, frame)                                                                           \
  "<w:r><w:drawing><wp:inline>" EXTENT                                                                       \
  "<wp:docPr id=\"1\" name=\"a\"/>" PICTURE (id, crop, frame) "</wp:inline></w:drawing></w:r>"
#define INLINE(id) INLINE_AS (id, "", "")
#define ANCHOR(behind, from_x, x, from_y, y, wrap)                                                           \
  "<w:r><w:drawing><wp:anchor behindDoc=\"" behind "\"><wp:positionH relativeFrom=\"" from_x "\">" x         \
  "</wp:positionH><wp:positionV relativeFrom=\"" from_y "\">" y "</wp:positionV>" EXTENT wrap                \
  "<wp:docPr id=\"1\" name=\"a\"/>" PICTURE ("media/red.png", "", "") "</wp:anchor></w:drawing></w:r>"
#define AT(emus) "<wp:posOffset>" emus "</wp:posOffset>"
#define ALIGN(align) "<wp:align>" align "</wp:align>"
#define NONE "<wp:wrapNone/>"
#define P(content) "<w:p>" content "</w:p>"
#define T(text) "<w:r><w:t>" text "</w:t></w:r>"

/* A picture whose left half is red, and whose right half is blue, or red as well. */
static GBytes *
make_picture (const char *type, int width, int height, gboolean all_red)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GdkPixbuf) right = gdk_pixbuf_new_subpixbuf (pixbuf, width / 2, 0, width / 2, height);
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize size;

  gdk_pixbuf_fill (pixbuf, 0xff0000ff);
  if (!all_red)
    gdk_pixbuf_fill (right, 0x0000ffff);
  gdk_pixbuf_save_to_buffer (pixbuf, &bytes, &size, type, &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (bytes, size);
}

/* A document that may show these pictures. */
static GBytes *
make (const char *body)
{
  g_autoptr (GBytes) red = make_picture ("png", 40, 20, TRUE), half = make_picture ("png", 800, 400, FALSE),
                     jpeg = make_picture ("jpeg", 64, 32, TRUE);
  const KxTestPart parts[] = {
    { "media/red.png", g_bytes_get_data (red, NULL), g_bytes_get_size (red) },
    { "media/half.png", g_bytes_get_data (half, NULL), g_bytes_get_size (half) },
    { "media/red.jpeg", g_bytes_get_data (jpeg, NULL), g_bytes_get_size (jpeg) },
    { "media/bad.png", g_bytes_get_data (red, NULL), g_bytes_get_size (red) / 2 },
    { "media/other.emf", "\x01\0\0\0 EMF", 8 },
    { NULL, NULL, 0 },
  };

  return kx_test_docx_make (body, parts);
}

static KxPages *
lay_out (GBytes *document)
{
  g_autoptr (GError) error = NULL;
  KxPages *pages = kx_pages_new (document, &error);

  g_assert_no_error (error);
  return pages;
}

static GBytes *
draw (const char *body)
{
  g_autoptr (GBytes) document = make (body);
  g_autoptr (KxPages) pages = lay_out (document);

  return kx_pdf_write (pages, NULL);
}

static void
assert_near (double value, double expected)
{
  if (!(ABS (value - expected) <= 1.2))
    g_error ("%.2f is not near %.2f", value, expected);
}

static void
assert_red (GBytes *pdf, guint page, double x, double y, double width, double height)
{
  double edges[4];

  kx_test_docx_find_red (pdf, page, edges);
  g_test_message ("%.1f %.1f %.1f %.1f", edges[0], edges[1], edges[2], edges[3]);
  assert_near (edges[0], x);
  assert_near (edges[1], y);
  assert_near (edges[2], x + width);
  assert_near (edges[3], y + height);
}

/* The line becomes as high as the picture, also where its height is said, and what follows stands below. */
static void
test_a_picture_stands_in_its_line (void)
{
  g_autoptr (GBytes) pdf = draw (P ("<w:pPr><w:spacing w:line=\"240\" w:lineRule=\"exact\"/></w:pPr>" T (
      "before") INLINE ("media/red.png") T ("behind")) P (T ("below")));
  double before_x, before_y, behind_x, behind_y, below_x, below_y;

  kx_test_docx_find (pdf, "before", &before_x, &before_y);
  kx_test_docx_find (pdf, "behind", &behind_x, &behind_y);
  kx_test_docx_find (pdf, "below", &below_x, &below_y);
  assert_near (before_x, MARGIN);
  g_assert_cmpfloat (behind_x, >, before_x + 100);
  assert_red (pdf, 0, behind_x - 100, MARGIN, 100, 50);
  assert_near (before_y, behind_y);
  g_assert_cmpfloat (before_y, >, MARGIN + 35);
  g_assert_cmpfloat (below_y, >, MARGIN + 50);
  g_assert_cmpfloat (below_y, <, MARGIN + 70);
}

static void
test_a_jpeg_goes_into_the_file_as_it_is (void)
{
  g_autoptr (GBytes) pdf = draw (P (INLINE ("media/red.jpeg")));

  assert_red (pdf, 0, MARGIN, MARGIN, 100, 50);
  g_assert_nonnull (memmem (g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf), "/DCTDecode", 10));
}

static void
test_what_is_cropped_is_not_shown (void)
{
  g_autoptr (GBytes)
      whole = draw (P (INLINE ("media/half.png"))),
      left = draw (P (INLINE_AS ("media/half.png", "<a:srcRect r=\"50000\"/>", ""))),
      middle = draw (P (INLINE_AS ("media/half.png", "<a:srcRect l=\"40000\" r=\"40000\"/>", ""))),
      wrong = draw (P (INLINE_AS ("media/half.png", "<a:srcRect l=\"70000\" r=\"70000\"/>", "")));

  assert_red (whole, 0, MARGIN, MARGIN, 50, 50);
  assert_red (left, 0, MARGIN, MARGIN, 100, 50);
  assert_red (middle, 0, MARGIN, MARGIN, 50, 50);
  assert_red (wrong, 0, MARGIN, MARGIN, 50, 50);
}

static void
test_an_anchored_picture_stands_at_its_place (void)
{
  static const struct
  {
    const char *body;
    double x, y;
  } cases[] = {
    { ANCHOR ("0", "page", AT ("2540000"), "page", AT ("1270000"), NONE), 200, 100 },
    { ANCHOR ("0", "margin", AT ("127000"), "margin", AT ("254000"), NONE), MARGIN + 10, MARGIN + 20 },
    { ANCHOR ("0", "column", AT ("127000"), "paragraph", AT ("254000"), NONE), MARGIN + 10, MARGIN + 20 },
    { ANCHOR ("0", "leftMargin", AT ("127000"), "topMargin", AT ("127000"), NONE), 10, 10 },
    { ANCHOR ("0", "rightMargin", AT ("-1270000"), "bottomMargin", AT ("-635000"), NONE),
      WIDTH - MARGIN - 100, HEIGHT - MARGIN - 50 },
    { ANCHOR ("0", "margin", ALIGN ("right"), "margin", ALIGN ("bottom"), NONE), WIDTH - MARGIN - 100,
      HEIGHT - MARGIN - 50 },
    { ANCHOR ("0", "page", ALIGN ("center"), "page", ALIGN ("center"), NONE), WIDTH / 2 - 50,
      HEIGHT / 2 - 25 },
    { ANCHOR ("0", "column", ALIGN ("left"), "page", ALIGN ("top"), NONE), MARGIN, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strconcat ("<w:p>", cases[i].body, T ("text"), "</w:p>", NULL);
      g_autoptr (GBytes) pdf = draw (body);
      double x, y;

      g_test_message ("%u", i);
      assert_red (pdf, 0, cases[i].x, cases[i].y, 100, 50);
      /* The text does not move for it. */
      kx_test_docx_find (pdf, "text", &x, &y);
      assert_near (x, MARGIN);
      g_assert_cmpfloat (y, <, MARGIN + 10);
    }
}

/* It goes with its paragraph, onto the next page too. */
static void
test_an_anchored_picture_goes_with_its_paragraph (void)
{
  g_autoptr (GBytes) pdf = draw (P (T ("first")) P ("<w:pPr><w:pageBreakBefore/></w:pPr>" ANCHOR (
      "0", "column", AT ("0"), "paragraph", AT ("0"), NONE) T ("second")));

  assert_red (pdf, 0, 0, 0, 0, 0);
  assert_red (pdf, 1, MARGIN, MARGIN, 100, 50);
}

/* How much is red of the place where a picture and a row of full characters meet. */
static double
count_ink (const char *behind)
{
  g_autofree char *body = g_strdup_printf (
      "<w:p><w:r><w:drawing><wp:anchor behindDoc=\"%s\"><wp:positionH "
      "relativeFrom=\"column\">" AT ("0") "</wp:positionH><wp:positionV relativeFrom=\"paragraph\">" AT (
          "0") "</wp:positionV>" EXTENT NONE
               "<wp:docPr id=\"1\" name=\"a\"/>" PICTURE (
                   "media/red.png", "", "") "</wp:anchor></w:drawing></w:r>" T ("████") "</w:p>",
      behind);
  g_autoptr (GBytes) document = make (body);
  g_autoptr (KxPages) pages = lay_out (document);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) WIDTH, (int) HEIGHT);
  cairo_t *cr = cairo_create (surface);
  guint red = 0;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  kx_pages_draw (pages, 0, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    {
      const guint32 *row = (const guint32 *) (const void *) (cairo_image_surface_get_data (surface) +
                                                             y * cairo_image_surface_get_stride (surface));

      for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
        red += (row[x] & 0xffffff) == 0xff0000;
    }
  cairo_surface_destroy (surface);
  return red / (100.0 * 50.0);
}

static void
test_a_picture_stands_behind_the_text_or_before_it (void)
{
  double before = count_ink ("0"), behind = count_ink ("1");

  g_assert_cmpfloat (before, >, 0.92);
  g_assert_cmpfloat (behind, <, before - 0.02);
  g_assert_cmpfloat (behind, >, 0.6);
}

/* A header has relations of its own, and stands on each page. */
static void
test_a_picture_of_a_header_stands_on_each_page (void)
{
  static const char header[] =
      "<w:hdr " KX_TEST_WORDS
      " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "
      "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "
      "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
      "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">" P (INLINE ("own")) "</w:hdr>";
  static const char relations[] =
      "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
      "Id=\"own\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" "
      "Target=\"media/red.png\"/></Relationships>";
  g_autoptr (GBytes) red = make_picture ("png", 40, 20, TRUE), document = NULL, pdf = NULL;
  const KxTestPart parts[] = { { "header1.xml", header, 0 },
                               { "_rels/header1.xml.rels", relations, 0 },
                               { "media/red.png", g_bytes_get_data (red, NULL), g_bytes_get_size (red) },
                               { NULL, NULL, 0 } };
  g_autoptr (KxPages) pages = NULL;

  document = kx_test_docx_make (P (T ("one")) P ("<w:pPr><w:pageBreakBefore/></w:pPr>" T ("two")), parts);
  pages = lay_out (document);
  pdf = kx_pdf_write (pages, NULL);
  g_assert_cmpuint (kx_pages_get_n (pages), ==, 2);
  g_assert_null (kx_pages_list_unshown (pages));
  assert_red (pdf, 0, MARGIN, 36, 100, 50);
  assert_red (pdf, 1, MARGIN, 36, 100, 50);
}

static void
test_shapes_of_older_documents_are_shown (void)
{
  g_autoptr (GBytes) pdf =
      draw (P ("<w:r><w:pict><v:shape style=\"width:90pt; height:1in;mso-wrap-style:none\"><v:imagedata "
               "r:id=\"media/red.png\"/></v:shape></w:pict></w:r>"));
  g_autoptr (GBytes) chosen =
      draw (P ("<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:inline>" EXTENT PICTURE (
          "media/red.png", "", "") "</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict/></mc:Fallback>"
                                   "</mc:AlternateContent></w:r>"));

  assert_red (pdf, 0, MARGIN, MARGIN, 90, 72);
  assert_red (chosen, 0, MARGIN, MARGIN, 100, 50);
}

#define PICTURES "Pictures"
#define WRAPPING "Text around pictures, and pictures that are turned"

static void
assert_named (GBytes *document, const char *named)
{
  g_autoptr (KxPages) pages = lay_out (document);
  g_autoptr (GPtrArray) unshown = kx_pages_list_unshown (pages);

  if (named == NULL)
    {
      g_assert_null (unshown);
      return;
    }
  g_assert_nonnull (unshown);
  g_assert_cmpuint (unshown->len, ==, 1);
  g_assert_cmpstr (unshown->pdata[0], ==, named);
}

static void
test_what_cannot_be_drawn_is_named (void)
{
  static const struct
  {
    const char *body, *named;
  } cases[] = {
    { P (INLINE ("media/red.png")), NULL },
    { P (INLINE ("media/bad.png")), PICTURES },
    { P (INLINE ("media/other.emf")), PICTURES },
    { P (INLINE ("nowhere")), PICTURES },
    { P ("<w:r><w:pict><v:shape style=\"position:absolute;width:90pt;height:30pt\"><v:imagedata "
         "r:id=\"media/red.png\"/></v:shape></w:pict></w:r>"),
      PICTURES },
    { P (INLINE_AS ("media/red.png", "", " rot=\"5400000\"")), WRAPPING },
    { P (ANCHOR ("0", "page", AT ("0"), "page", AT ("0"), "<wp:wrapSquare wrapText=\"bothSides\"/>")),
      WRAPPING },
    { P ("<w:r><w:rPr><w:vanish/></w:rPr><w:drawing/></w:r>"), NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) document = make (cases[i].body);

      g_test_message ("%u", i);
      assert_named (document, cases[i].named);
    }
}

/* A picture may say more pixels in a few bytes than a computer has memory for. */
static void
test_a_picture_has_an_end (void)
{
  g_autoptr (GBytes) fits = make_picture ("png", 4000, 4000, TRUE),
                     more = make_picture ("png", 3200, 3200, TRUE), document = NULL, both = NULL;
  const KxTestPart parts[] = { { "media/fits.png", g_bytes_get_data (fits, NULL), g_bytes_get_size (fits) },
                               { "media/more.png", g_bytes_get_data (more, NULL), g_bytes_get_size (more) },
                               { NULL, NULL, 0 } };

  document = kx_test_docx_make (P (INLINE ("media/fits.png") INLINE ("media/fits.png")), parts);
  assert_named (document, NULL);
  both = kx_test_docx_make (P (INLINE ("media/fits.png") INLINE ("media/more.png")), parts);
  assert_named (both, PICTURES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/docx-pictures/a picture stands in its line", test_a_picture_stands_in_its_line);
  g_test_add_func ("/docx-pictures/a JPEG goes into the file as it is",
                   test_a_jpeg_goes_into_the_file_as_it_is);
  g_test_add_func ("/docx-pictures/what is cropped is not shown", test_what_is_cropped_is_not_shown);
  g_test_add_func ("/docx-pictures/an anchored picture stands at its place",
                   test_an_anchored_picture_stands_at_its_place);
  g_test_add_func ("/docx-pictures/an anchored picture goes with its paragraph",
                   test_an_anchored_picture_goes_with_its_paragraph);
  g_test_add_func ("/docx-pictures/a picture stands behind the text or before it",
                   test_a_picture_stands_behind_the_text_or_before_it);
  g_test_add_func ("/docx-pictures/a picture of a header stands on each page",
                   test_a_picture_of_a_header_stands_on_each_page);
  g_test_add_func ("/docx-pictures/shapes of older documents are shown",
                   test_shapes_of_older_documents_are_shown);
  g_test_add_func ("/docx-pictures/what cannot be drawn is named", test_what_cannot_be_drawn_is_named);
  g_test_add_func ("/docx-pictures/a picture has an end", test_a_picture_has_an_end);
  return g_test_run ();
}
