/* An office's own Word document, as word processors write one after people went over it: filled field by
 * field, every other byte as it was, opened by a word processor, and compared with what comes back. */
#include "kx-test-docx.h"
#include "kx-test-letter.h"

#include "print/kx-docx-compare.h"
#include "print/kx-docx-zip.h"
#include "print/kx-letter.h"
#include "print/kx-pages.h"
#include "print/kx-pdf.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define MORE                                                                                                 \
  " xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" "                                     \
  "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" "                                \
  "xmlns:v=\"urn:schemas-microsoft-com:vml\" mc:Ignorable='w14'"
#define P "http://schemas.openxmlformats.org/package/2006/"
#define O "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define X "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n"
#define M "application/vnd.openxmlformats-officedocument.wordprocessingml."

/* A part, and what is to become of it; NULL: not a byte changes. */
typedef struct
{
  const char *name, *before, *after;
} Part;

/* %s stand for what differs. Beside fields: ends of lines of both kinds, quotes of both kinds, references to
 * characters, comments, marks of proofing, empty elements of both spellings. */
#define BODY(name_1, name_2, rows, box, number, term)                                                        \
  X "<w:document " WORDS MORE "><!-- 审 --><w:body>\r\n"                                                    \
    "<w:p w14:paraId=\"1A2B3C4D\" w14:textId=\"77777777\" w:rsidR='00A1'><w:pPr><w:jc "                      \
    "w:val='center'/></w:pPr>"                                                                               \
    "<w:r><w:t>康复&#26381;务&amp;协议</w:t></w:r></w:p>\n" name_1                                           \
    "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"3000\"/></w:tblGrid>" rows "</w:tbl>" box                  \
    "<w:p><w:r><w:t  xml:space=\"preserve\" >编号：" number "　&lt;附&gt;</w:t></w:r></w:p>" term name_2     \
    "<w:sectPr><w:headerReference xmlns:r=\"" O "\" w:type=\"default\" r:id=\"rId1\"/>"                      \
    "<w:footerReference xmlns:r=\"" O "\" w:type=\"default\" r:id=\"rId2\"/><w:pgSz w:w=\"11906\" "          \
    "w:h=\"16838\"/></w:sectPr>\r\n</w:body></w:document>\r\n"

#define RUN "<w:r w:rsidRPr=\"00B2\"><w:rPr><w:rFonts w:hint=\"eastAsia\"/><w:b/></w:rPr>"
#define PIECES(a, b, c, d)                                                                                   \
  "<w:p>" RUN "<w:t" a "</w:t></w:r><w:proofErr w:type=\"gramStart\"/>" RUN "<w:t" b "</w:t></w:r>"          \
  "<w:bookmarkStart w:id=\"0\" w:name=\"_GoBack\"/><w:r><w:t" c "</w:t></w:r><w:bookmarkEnd w:id=\"0\"/>"    \
  "<w:proofErr w:type=\"gramEnd\"/><w:hyperlink><w:r><w:lastRenderedPageBreak/><w:t" d "</w:t></w:r>"        \
  "</w:hyperlink></w:p>"
#define S " xml:space=\"preserve\">"
#define ROW(id, a, b)                                                                                        \
  "<w:tr" id "><w:tc><w:p" id "><w:r><w:t" a "</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t" b               \
  "</w:t></w:r></w:p></w:tc></w:tr>"
#define ID " w14:paraId=\"0000AAAA\""
#define BOX(a, b)                                                                                            \
  "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:txbxContent><w:p><w:r><w:t" a               \
  "</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r>"  \
  "<w:t" b "</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"     \
  "</w:r></w:p>"

static const Part parts[] = {
  { "[Content_Types].xml",
    X "<Types xmlns=\"" P "content-types\"><Default Extension=\"rels\" ContentType=\"application/"
      "vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
      "ContentType=\"application/xml\"/>"
      "<Default Extension=\"png\" ContentType=\"image/png\"/>"
      "<Override PartName=\"/word/document.xml\" ContentType=\"" M "document.main+xml\"/>"
      "<Override PartName=\"/word/header1.xml\" ContentType=\"" M "header+xml\"/>"
      "<Override PartName=\"/word/footer1.xml\" ContentType=\"" M "footer+xml\"/></Types>",
    NULL },
  { "_rels/.rels",
    X "<Relationships xmlns=\"" P "relationships\"><Relationship Id=\"rId1\" Type=\"" O
      "/officeDocument\" Target=\"word/document.xml\"/></Relationships>",
    NULL },
  { "word/_rels/document.xml.rels",
    X "<Relationships xmlns=\"" P "relationships\"><Relationship Id=\"rId1\" Type=\"" O
      "/header\" Target=\"header1.xml\"/><Relationship Id=\"rId2\" Type=\"" O
      "/footer\" Target=\"footer1.xml\"/></Relationships>",
    NULL },
  { "word/document.xml",
    BODY (PIECES (">乙方：{", ">{agency", ">.na", ">me}}。"),
          "<w:p><w:r><w:t>{{ agency.name }}{{nobody.knows}}</w:t></w:r></w:p>",
          ROW ("", ">序号", ">项目") ROW (ID, ">{{payments.ordinal}}", ">{{payments.item}}，{{agency.name}}"),
          BOX (">{{office.name}}", ">{{office.name}}"), "{{agreement.number}}",
          "<w:p" ID
          "><w:pPr><w:ind w:firstLineChars=\"200\"/></w:pPr><w:r><w:t>{{letter.further}}</w:t></w:r></w:p>"
          "<w:p><w:r><w:t>{{letter.service_guarantee}}</w:t></w:r></w:p>"),
    BODY (PIECES (S "乙方：甲&lt;医院&gt;&amp;", S "", S "", S "。"),
          "<w:p><w:r><w:t" S "甲&lt;医院&gt;&amp;{{nobody.knows}}</w:t></w:r></w:p>",
          ROW ("", ">序号", ">项目") ROW (ID, S "1", S "评定，甲&lt;医院&gt;&amp;")
              ROW ("", S "2", S "治疗，甲&lt;医院&gt;&amp;"),
          BOX (S "某中心", S "某中心"), "　　　　　　",
          "<w:p" ID "><w:pPr><w:ind w:firstLineChars=\"200\"/></w:pPr><w:r><w:t" S "第一款</w:t></w:r></w:p>"
          "<w:p><w:pPr><w:ind w:firstLineChars=\"200\"/></w:pPr><w:r><w:t" S "第二款</w:t></w:r></w:p>") },
  { "word/header1.xml", "<w:hdr " WORDS "><w:p><w:r><w:t>{{office.name}}</w:t></w:r></w:p></w:hdr>",
    "<w:hdr " WORDS "><w:p><w:r><w:t" S "某中心</w:t></w:r></w:p></w:hdr>" },
  { "word/footer1.xml", X "<w:ftr " WORDS "><w:p><w:r><w:t>第 { 1 } 页</w:t></w:r></w:p></w:ftr>", NULL },
  { "word/media/image1.png", "\x89PNG{{agency.name}}", NULL },
  { "docProps/empty.xml", "", NULL },
};

static GBytes *
pack (gboolean after)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  KxDocxPart made[G_N_ELEMENTS (parts)];
  GBytes *bytes;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const char *text = after && parts[i].after != NULL ? parts[i].after : parts[i].before;

      made[i] = (KxDocxPart){ (char *) parts[i].name, g_bytes_new (text, strlen (text)), 1782864000 };
      g_ptr_array_add (list, &made[i]);
    }
  bytes = kx_docx_pack (list, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_bytes_unref (made[i].bytes);
  return bytes;
}

static KxDocxValues *
make_values (void)
{
  KxDocxValues *values = kx_letter_values_new (kx_letter_kind_find ("agreement"));

  kx_docx_values_set (values, "agency.name", "甲<医院>&");
  kx_docx_values_set (values, "office.name", "某中心");
  kx_docx_values_set (values, "letter.further", "第一款\n第二款");
  kx_docx_values_set (kx_letter_values_add_row (values, "payments"), "item", "评定");
  kx_docx_values_set (kx_letter_values_add_row (values, "payments"), "item", "治疗");
  return values;
}

static GBytes *
fill (void)
{
  g_autoptr (KxDocxValues) values = make_values ();
  g_autoptr (GBytes) template = pack (FALSE);
  g_autoptr (GError) error = NULL;
  GBytes *filled = kx_docx_fill (template, values, &error);

  g_assert_no_error (error);
  return filled;
}

static void
test_fields_alone_change (void)
{
  g_autoptr (GBytes) filled = fill ();
  g_autoptr (GPtrArray) found = kx_docx_unpack (filled, NULL);

  g_assert_cmpuint (found->len, ==, G_N_ELEMENTS (parts));
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const KxDocxPart *part = found->pdata[i];
      gsize size = g_bytes_get_size (part->bytes);
      g_autofree char *text =
          size > 0 ? g_strndup (g_bytes_get_data (part->bytes, NULL), size) : g_strdup ("");

      g_assert_cmpstr (part->name, ==, parts[i].name);
      g_assert_cmpstr (text, ==, parts[i].after != NULL ? parts[i].after : parts[i].before);
    }
}

static void
test_what_lacks_is_named_first (void)
{
  g_autoptr (KxDocxValues) values = make_values ();
  g_autoptr (GBytes) template = pack (FALSE);
  g_autoptr (GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free),
                        empty = g_ptr_array_new_with_free_func (g_free);

  g_assert_true (kx_docx_check (template, values, unknown, empty, NULL));
  g_assert_cmpuint (unknown->len, ==, 1);
  g_assert_cmpstr (unknown->pdata[0], ==, "nobody.knows");
  g_assert_cmpuint (empty->len, ==, 1);
  g_assert_cmpstr (empty->pdata[0], ==, "agreement.number");
}

static void
write_file (const char *folder, const char *name, const char *suffix, GBytes *bytes, GPtrArray *paths)
{
  g_autofree char *file = g_strconcat (name, suffix, NULL), *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  g_ptr_array_add (paths, g_steal_pointer (&path));
}

/* LibreOffice reads all of them in one call, and writes each as PDF; an own profile, so that one that runs
 * elsewhere does not matter. */
static void
convert (const char *folder, GPtrArray *paths)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *profile = g_strdup_printf ("-env:UserInstallation=file://%s/profile", folder),
                  *said = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  for (const char *const *word =
           (const char *const[]){ "soffice", "--headless", "--convert-to", "pdf", "--outdir", NULL };
       *word != NULL; word++)
    g_ptr_array_add (argv, (gpointer) *word);
  g_ptr_array_add (argv, (gpointer) folder);
  g_ptr_array_insert (argv, 1, profile);
  for (guint i = 0; i < paths->len; i++)
    g_ptr_array_add (argv, paths->pdata[i]);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (folder, (char **) argv->pdata, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL,
                NULL, NULL, &said, &status, &error);
  g_assert_no_error (error);
  g_test_message ("%s", said);
  g_assert_cmpint (status, ==, 0);
}

static int
compare_characters (gconstpointer a, gconstpointer b)
{
  const gunichar *x = a, *y = b;

  return *x < *y ? -1 : *x > *y;
}

/* Letters and digits in an order of their own: cells of a row may come line by line or cell by cell, and
 * signs that hang over the edge of the text are not found. */
static char *
sort_characters (const char *text)
{
  g_autofree char *squeezed = kx_test_letter_squeeze (text);
  long length, n = 0;
  g_autofree gunichar *characters = g_utf8_to_ucs4_fast (squeezed, -1, &length);

  for (long i = 0; i < length; i++)
    if (g_unichar_isalnum (characters[i]))
      characters[n++] = characters[i];
  qsort (characters, (size_t) n, sizeof (gunichar), compare_characters);
  return g_ucs4_to_utf8 (characters, n, NULL, NULL, NULL);
}

static guint
count_pages (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == '\f';
  return n;
}

/* The words of each are those that LibreOffice shows, on as many pages as here. */
static void
assert_shown (const char *path)
{
  g_autofree char *stem = g_strndup (path, strlen (path) - strlen (".docx")),
                  *name = g_strconcat (stem, ".pdf", NULL), *document = NULL, *pdf = NULL, *words = NULL,
                  *shown = NULL, *expected = NULL, *found = NULL;
  g_autoptr (GBytes) before = NULL, after = NULL;
  g_autoptr (KxPages) pages = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &document, &size, NULL));
  before = g_bytes_new (document, size);
  g_file_get_contents (name, &pdf, &size, &error);
  g_assert_no_error (error);
  after = g_bytes_new (pdf, size);
  words = kx_docx_dup_text (before, NULL);
  shown = kx_test_letter_extract (after);
  expected = sort_characters (words);
  found = sort_characters (shown);
  g_test_message ("%s", path);
  g_assert_cmpstr (found, ==, expected);
  pages = kx_pages_new (before, NULL);
  g_assert_cmpuint (count_pages (shown), ==, kx_pages_get_n (pages));
}

static void
remove_all (const char *path)
{
  const char *argv[] = { "rm", "-rf", path, NULL };

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

static void
test_a_word_processor_opens_what_was_filled (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kangxie-XXXXXX", NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GBytes) own = fill ();
  g_autofree char *pdf = g_build_filename (folder, "own.pdf", NULL);
  guint n;
  const KxLetterKind *kinds = kx_letter_kind_get_all (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KxDocxValues) values = kx_test_letter_make (&kinds[i]);
      g_autoptr (GBytes) filled = kx_letter_fill (&kinds[i], NULL, values, NULL);

      write_file (folder, kinds[i].code, ".docx", filled, paths);
    }
  write_file (folder, "own", ".docx", own, paths);
  convert (folder, paths);
  for (guint i = 0; i < n; i++)
    assert_shown (paths->pdata[i]);
  g_assert_true (g_file_test (pdf, G_FILE_TEST_EXISTS));
  remove_all (folder);
}

/* Numbers */

#define LEVEL(i, format, pattern, more)                                                                      \
  "<w:lvl w:ilvl=\"" #i "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" format "\"/>" more                     \
  "<w:lvlText w:val=\"" pattern "\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"840\" "                 \
  "w:hanging=\"420\"/></w:pPr></w:lvl>"
#define LIST(id, levels) "<w:abstractNum w:abstractNumId=\"" id "\">" levels "</w:abstractNum>"
#define NUM(id, list, more) "<w:num w:numId=\"" id "\"><w:abstractNumId w:val=\"" list "\"/>" more "</w:num>"

static const char numbering[] =
    "<w:numbering " WORDS
    ">" LIST ("0", LEVEL (0, "chineseCountingThousand", "第%1章", "<w:suff w:val=\"space\"/>")
                       LEVEL (1, "chineseCounting", "第%2条", "")
                           LEVEL (2, "japaneseCounting", "（%3）", "<w:suff w:val=\"nothing\"/>"))
        LIST ("1", LEVEL (0, "decimal", "%1.", "") LEVEL (1, "lowerLetter", "%1.%2)", "")
                       LEVEL (2, "upperRoman", "%3-%1", ""))
            LIST ("2", LEVEL (0, "chineseLegalSimplified", "%1、", ""))
                LIST ("3", LEVEL (0, "ideographTraditional", "%1、", ""))
                    LIST ("4", LEVEL (0, "decimalEnclosedCircle", "%1", ""))
                        LIST ("5", LEVEL (0, "decimalZero", "%1", "") LEVEL (1, "ideographZodiac", "%2", ""))
                            NUM ("1", "0", "") NUM ("2", "1", "") NUM ("3", "2", "") NUM ("4", "3", "")
                                NUM ("5", "4", "") NUM ("6", "5", "")
                                    NUM ("7", "1",
                                         "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"4\"/>"
                                         "</w:lvlOverride>") "</w:numbering>";

static const struct
{
  guint number, level, times;
} numbered[] = { { 1, 0, 1 },  { 1, 1, 2 },  { 1, 2, 3 }, { 1, 1, 1 },  { 1, 2, 1 },  { 1, 0, 1 },
                 { 1, 1, 22 }, { 2, 0, 2 },  { 2, 1, 2 }, { 2, 2, 5 },  { 2, 1, 1 },  { 2, 2, 1 },
                 { 7, 0, 2 },  { 7, 1, 1 },  { 2, 0, 1 }, { 3, 0, 12 }, { 4, 0, 10 }, { 5, 0, 20 },
                 { 6, 0, 1 },  { 6, 1, 12 }, { 6, 0, 2 } };

/* Each number reads as LibreOffice writes it. */
static void
test_numbers_are_those_of_a_word_processor (void)
{
  const KxTestPart more[] = { { "numbering.xml", numbering, 0 }, { NULL, NULL, 0 } };
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GBytes) document = NULL, own = NULL, other = NULL;
  g_autoptr (KxPages) pages = NULL;
  g_autofree char *drawn = NULL, *shown = NULL, *found = NULL, *expected = NULL, *words = NULL, *read = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (numbered); i++)
    for (guint n = 0; n < numbered[i].times; n++)
      g_string_append_printf (body,
                              "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"%u\"/><w:numId w:val=\"%u\"/></w:numPr>"
                              "</w:pPr><w:r><w:t>甲%u.%u</w:t></w:r></w:p>",
                              numbered[i].level, numbered[i].number, i, n);
  document = kx_test_docx_make (body->str, more);
  pages = kx_pages_new (document, NULL);
  own = kx_pdf_write (pages, NULL);
  other = kx_test_docx_convert (document);
  drawn = kx_test_letter_extract (own);
  shown = kx_test_letter_extract (other);
  words = kx_docx_dup_text (document, NULL);
  found = kx_test_letter_squeeze (drawn);
  expected = kx_test_letter_squeeze (shown);
  read = kx_test_letter_squeeze (words);
  g_assert_cmpstr (found, ==, expected);
  g_assert_cmpstr (read, ==, expected);
}

/* Pictures */

#define DRAWING(frame, place, end)                                                                           \
  "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:drawing><wp:" frame                                       \
  " distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\" behindDoc=\"0\">" place                                  \
  "<wp:extent cx=\"1270000\" cy=\"635000\"/>" end                                                            \
  "<wp:docPr id=\"1\" name=\"a\"/><a:graphic><a:graphicData "                                                \
  "uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr "       \
  "id=\"1\" name=\"a\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"media/red.png\"/>"      \
  "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext "     \
  "cx=\"1270000\" cy=\"635000\"/></a:xfrm><a:prstGeom prst=\"rect\"/></pic:spPr></pic:pic></a:graphicData>"  \
  "</a:graphic></wp:" frame "></w:drawing></w:r></w:p>"
#define ANCHOR(across, down)                                                                                 \
  "<wp:simplePos x=\"0\" y=\"0\"/><wp:positionH relativeFrom=\"" across "</wp:positionH><wp:positionV "      \
  "relativeFrom=\"" down "</wp:positionV>"

static cairo_status_t
take (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static GByteArray *
make_red (void)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 40, 20);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_write_to_png_stream (surface, take, bytes);
  cairo_surface_destroy (surface);
  return bytes;
}

/* Each, on a page of its own, stands where LibreOffice puts it. */
static void
test_pictures_stand_where_a_word_processor_puts_them (void)
{
  static const char body[] = DRAWING ("inline", "", "") DRAWING (
      "anchor",
      ANCHOR ("page\"><wp:posOffset>2540000</wp:posOffset>", "page\"><wp:posOffset>1270000</wp:posOffset>"),
      "<wp:wrapNone/>") DRAWING ("anchor",
                                 ANCHOR ("column\"><wp:posOffset>1270000</wp:posOffset>",
                                         "paragraph\"><wp:posOffset>635000</wp:posOffset>"),
                                 "<wp:wrapNone/>")
      DRAWING ("anchor",
               ANCHOR ("margin\"><wp:align>right</wp:align>", "margin\"><wp:align>bottom</wp:align>"),
               "<wp:wrapNone/>");
  g_autoptr (GByteArray) red = make_red ();
  const KxTestPart more[] = { { "media/red.png", red->data, red->len }, { NULL, NULL, 0 } };
  g_autoptr (GBytes) document = kx_test_docx_make (body, more), own = NULL, other = NULL;
  g_autoptr (KxPages) pages = kx_pages_new (document, NULL);

  g_assert_cmpuint (kx_pages_get_n (pages), ==, 4);
  own = kx_pdf_write (pages, NULL);
  other = kx_test_docx_convert (document);
  for (guint page = 0; page < 4; page++)
    {
      double found[4], expected[4];

      kx_test_docx_find_red (own, page, found);
      kx_test_docx_find_red (other, page, expected);
      g_assert_cmpfloat (found[2], >, 100);
      for (guint edge = 0; edge < 4; edge++)
        {
          g_test_message ("%u: %.1f %.1f", page, found[edge], expected[edge]);
          g_assert_cmpfloat_with_epsilon (found[edge], expected[edge], 3);
        }
    }
}

/* Comparing */

static GBytes *
make_text (const char *const lines[])
{
  GString *xml = g_string_new ("<w:document " WORDS "><w:body>");
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  KxDocxPart part = { .name = (char *) "word/document.xml" };
  GBytes *bytes;

  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (xml, "<w:p><w:r><w:t>%s</w:t></w:r></w:p><w:p/>", lines[i]);
  g_string_append (xml, "</w:body></w:document>");
  part.bytes = g_string_free_to_bytes (xml);
  g_ptr_array_add (list, &part);
  bytes = kx_docx_pack (list, NULL);
  g_bytes_unref (part.bytes);
  return bytes;
}

static char *
compare (const char *const before[], const char *const after[])
{
  g_autoptr (GBytes) one = make_text (before), other = make_text (after);
  g_autoptr (GPtrArray) differences = kx_docx_compare (one, other, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < differences->len; i++)
    {
      const KxDocxDifference *difference = differences->pdata[i];

      g_string_append_printf (text, "%s>%s;", difference->before != NULL ? difference->before : "",
                              difference->after != NULL ? difference->after : "");
    }
  return g_string_free (text, FALSE);
}

#define LINES(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define ASSERT_DIFFERENCES(before, after, expected)                                                          \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *found_ = compare (before, after);                                                       \
    g_assert_cmpstr (found_, ==, expected);                                                                  \
  }                                                                                                          \
  G_STMT_END

static void
test_what_somebody_changed_is_named (void)
{
  ASSERT_DIFFERENCES (LINES ("a", "b", "c"), LINES ("a", "b", "c"), "");
  ASSERT_DIFFERENCES (LINES ("a", "b", "c"), LINES ("a ", "b", "c  "), "");
  ASSERT_DIFFERENCES (LINES ("a", "b", "c"), LINES ("a", "x", "c"), "b>x;");
  ASSERT_DIFFERENCES (LINES ("a", "c"), LINES ("a", "b", "c"), ">b;");
  ASSERT_DIFFERENCES (LINES ("a", "b", "c"), LINES ("c"), "a>;b>;");
  ASSERT_DIFFERENCES (LINES ("a", "b", "c", "d", "e"), LINES ("a", "x", "c", "e", "f"), "b>x;d>;>f;");
  ASSERT_DIFFERENCES (LINES ("a", "a", "a"), LINES ("a", "a"), "a>;");
}

/* Whoever undoes the differences has the document that was filled. */
static void
test_differences_lead_from_one_to_the_other (void)
{
  for (guint round = 0; round < 200; round++)
    {
      static const char *const words[] = { "a", "b", "c", "d" };
      const char *one[30] = { 0 }, *other[30] = { 0 };
      guint kept = 0, gone = 0, came = 0, n = (guint) g_test_rand_int_range (0, 29),
            m = (guint) g_test_rand_int_range (0, 29);
      g_autoptr (GBytes) before = NULL, after = NULL;
      g_autoptr (GPtrArray) differences = NULL;

      for (guint i = 0; i < n; i++)
        one[i] = words[g_test_rand_int_range (0, 4)];
      for (guint i = 0; i < m; i++)
        other[i] = words[g_test_rand_int_range (0, 4)];
      before = make_text (one);
      after = make_text (other);
      differences = kx_docx_compare (before, after, NULL);
      for (guint i = 0; i < differences->len; i++)
        {
          const KxDocxDifference *difference = differences->pdata[i];

          g_assert_true (difference->before != NULL || difference->after != NULL);
          gone += difference->before != NULL;
          came += difference->after != NULL;
        }
      kept = n - gone;
      g_assert_cmpuint (kept, ==, m - came);
    }
}

/* A word processor writes the whole file anew; that alone is no change. */
static void
test_what_a_word_processor_saves_again_is_unchanged (void)
{
  const KxLetterKind *kind = kx_letter_kind_find ("termination");
  g_autofree char *folder = g_dir_make_tmp ("kangxie-XXXXXX", NULL),
                  *out = g_build_filename (folder, "out", NULL),
                  *profile = g_strdup_printf ("-env:UserInstallation=file://%s/profile", folder),
                  *path = g_build_filename (out, "letter.docx", NULL), *text = NULL;
  g_autoptr (KxDocxValues) values = kx_test_letter_make (kind);
  g_autoptr (GBytes) filled = kx_letter_fill (kind, NULL, values, NULL), returned = NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free), differences = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  write_file (folder, "letter", ".docx", filled, paths);
  {
    const char *argv[] = { "soffice", profile,         "--headless", "--convert-to", "docx", "--outdir",
                           out,       paths->pdata[0], NULL };

    g_spawn_sync (folder, (char **) argv, NULL,
                  G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                  NULL, NULL, NULL, &error);
    g_assert_no_error (error);
  }
  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);
  returned = g_bytes_new (text, size);
  g_assert_false (g_bytes_equal (filled, returned));
  differences = kx_docx_compare (filled, returned, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (differences->len, ==, 0);
  remove_all (folder);
}

static void
test_what_is_no_document_is_not_compared (void)
{
  g_autoptr (GBytes) good = make_text (LINES ("a")), bad = g_bytes_new_static ("no", 2);
  g_autoptr (GError) error = NULL;

  g_assert_null (kx_docx_compare (good, bad, &error));
  g_assert_error (error, KX_DOCX_ERROR, KX_DOCX_ERROR_DAMAGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  kx_test_letter_bind ();
  g_test_add_func ("/docx-office/fields alone change", test_fields_alone_change);
  g_test_add_func ("/docx-office/what lacks is named first", test_what_lacks_is_named_first);
  g_test_add_func ("/docx-office/a word processor opens what was filled",
                   test_a_word_processor_opens_what_was_filled);
  g_test_add_func ("/docx-office/numbers are those of a word processor",
                   test_numbers_are_those_of_a_word_processor);
  g_test_add_func ("/docx-office/pictures stand where a word processor puts them",
                   test_pictures_stand_where_a_word_processor_puts_them);
  g_test_add_func ("/docx-office/what somebody changed is named", test_what_somebody_changed_is_named);
  g_test_add_func ("/docx-office/differences lead from one to the other",
                   test_differences_lead_from_one_to_the_other);
  g_test_add_func ("/docx-office/what a word processor saves again is unchanged",
                   test_what_a_word_processor_saves_again_is_unchanged);
  g_test_add_func ("/docx-office/what is no document is not compared",
                   test_what_is_no_document_is_not_compared);
  return g_test_run ();
}
