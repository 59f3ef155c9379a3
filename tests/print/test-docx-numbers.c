/* Automatic numbers of paragraphs: how they are written, which one a paragraph has, and where it stands. */
#include "kx-test-docx.h"
#include "kx-test-letter.h"

#include "print/kx-docx-number-format.h"
#include "print/kx-pages.h"
#include "print/kx-pdf.h"

#include <string.h>

#define LEFT 72.0 /* the margin of these documents, in points */

/* A level: its place, format, pattern, what else it says, and its indents. */
#define LEVEL(i, format, pattern, more, indent)                                                              \
  "<w:lvl w:ilvl=\"" #i "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" format "\"/>" more                     \
  "<w:lvlText w:val=\"" pattern "\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind " indent "/></w:pPr></w:lvl>"
#define LIST(id, levels) "<w:abstractNum w:abstractNumId=\"" id "\">" levels "</w:abstractNum>"
#define NUM(id, list, more) "<w:num w:numId=\"" id "\"><w:abstractNumId w:val=\"" list "\"/>" more "</w:num>"
#define NUMBERING(text) "<w:numbering " KX_TEST_WORDS ">" text "</w:numbering>"

#define P(number, level, text)                                                                               \
  "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" level "\"/><w:numId w:val=\"" number "\"/></w:numPr></w:pPr>"      \
  "<w:r><w:t>" text "</w:t></w:r></w:p>"
#define STYLED(style, more, text)                                                                            \
  "<w:p><w:pPr><w:pStyle w:val=\"" style "\"/>" more "</w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"
#define HANGING "w:left=\"840\" w:hanging=\"420\""

static void
test_each_format_writes_numbers_its_own_way (void)
{
  static const struct
  {
    const char *format;
    guint number;
    const char *text;
  } cases[] = {
    { "decimal", 12, "12" },
    { "decimalZero", 7, "07" },
    { "decimalZero", 12, "12" },
    { "decimalFullWidth", 10, "１０" },
    { "numberInDash", 3, "- 3 -" },
    { "upperRoman", 1994, "MCMXCIV" },
    { "lowerRoman", 48, "xlviii" },
    { "lowerRoman", 0, "0" },
    { "upperLetter", 26, "Z" },
    { "lowerLetter", 27, "aa" },
    { "lowerLetter", 53, "aaa" },
    { "chineseCounting", 10, "十" },
    { "chineseCounting", 19, "十九" },
    { "chineseCounting", 20, "二十" },
    { "chineseCounting", 99, "九十九" },
    { "chineseCounting", 105, "一○五" },
    { "chineseCountingThousand", 1, "一" },
    { "chineseCountingThousand", 11, "十一" },
    { "chineseCountingThousand", 30, "三十" },
    { "chineseCountingThousand", 100, "一百" },
    { "chineseCountingThousand", 101, "一百零一" },
    { "chineseCountingThousand", 110, "一百一十" },
    { "chineseCountingThousand", 119, "一百一十九" },
    { "chineseCountingThousand", 1001, "一千零一" },
    { "chineseCountingThousand", 1020, "一千零二十" },
    { "chineseCountingThousand", 10010, "一万零一十" },
    { "chineseCountingThousand", 0, "零" },
    { "chineseLegalSimplified", 10, "壹拾" },
    { "chineseLegalSimplified", 21, "贰拾壹" },
    { "chineseLegalSimplified", 304, "叁佰零肆" },
    { "ideographLegalTraditional", 26, "貳拾陸" },
    { "taiwaneseCountingThousand", 20000, "二萬" },
    { "japaneseCounting", 10, "十" },
    { "japaneseCounting", 21, "二十一" },
    { "japaneseCounting", 111, "百十一" },
    { "japaneseCounting", 203, "二百三" },
    { "ideographDigital", 10, "一〇" },
    { "ideographTraditional", 10, "癸" },
    { "ideographTraditional", 11, "11" },
    { "ideographZodiac", 12, "亥" },
    { "ideographEnclosedCircle", 10, "㊉" },
    { "decimalEnclosedCircle", 1, "①" },
    { "decimalEnclosedCircle", 20, "⑳" },
    { "decimalEnclosedCircle", 21, "21" },
    { "decimalEnclosedParen", 2, "⑵" },
    { "decimalEnclosedFullstop", 3, "⒊" },
    { "none", 4, "" },
  };
  gboolean known;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = kx_docx_number_format (cases[i].format, cases[i].number, &known);

      g_test_message ("%s %u", cases[i].format, cases[i].number);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_true (known);
    }
  {
    g_autofree char *text = kx_docx_number_format ("hebrew1", 7, &known);

    g_assert_cmpstr (text, ==, "7");
    g_assert_false (known);
  }
}

static GBytes *
make (const char *body, const char *numbering, const char *styles)
{
  const KxTestPart parts[] = { { "numbering.xml", numbering, 0 },
                               { styles != NULL ? "styles.xml" : NULL, styles, 0 },
                               { NULL, NULL, 0 } };

  return kx_test_docx_make (body, parts);
}

static GBytes *
draw (GBytes *document)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxPages) pages = kx_pages_new (document, &error);

  g_assert_no_error (error);
  return kx_pdf_write (pages, NULL);
}

/* Read, and drawn: both say the same. */
static void
assert_reads (const char *body, const char *numbering, const char *styles, const char *expected)
{
  g_autoptr (GBytes) document = make (body, numbering, styles), pdf = draw (document);
  g_autofree char *text = kx_docx_dup_text (document, NULL), *shown = kx_test_letter_extract (pdf),
                  *squeezed = kx_test_letter_squeeze (shown), *wanted = kx_test_letter_squeeze (expected);

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpstr (squeezed, ==, wanted);
}

#define AGREEMENT                                                                                            \
  NUMBERING (LIST ("7", LEVEL (0, "chineseCountingThousand", "第%1章", "<w:suff w:val=\"space\"/>", "")      \
                            LEVEL (1, "chineseCounting", "第%2条", "<w:lvlRestart w:val=\"0\"/>", "")        \
                                LEVEL (2, "japaneseCounting", "（%3）", "<w:suff w:val=\"nothing\"/>", "")   \
                                    LEVEL (3, "decimal", "%4.", "", HANGING)) NUM ("3", "7", ""))

/* Articles go on from chapter to chapter; what stands below them begins again. */
static void
test_an_agreement_has_its_chapters_and_articles (void)
{
  assert_reads (P ("3", "0", "总则") P ("3", "1", "甲") P ("3", "1", "乙") P ("3", "2", "丙")
                    P ("3", "2", "丁") P ("3", "3", "戊") P ("3", "3", "己") P ("3", "2", "庚")
                        P ("3", "3", "辛") P ("3", "0", "责任") P ("3", "1", "壬") P ("3", "2", "癸"),
                AGREEMENT, NULL,
                "第一章 总则\n第一条　甲\n第二条　乙\n（一）丙\n（二）丁\n1.　戊\n2.　己\n（三）庚\n1.　辛\n"
                "第二章 责任\n第三条　壬\n（一）癸\n");
}

static void
test_levels_name_those_above_them (void)
{
  assert_reads (P ("1", "1", "a") P ("1", "0", "b") P ("1", "1", "c") P ("1", "2", "d") P ("1", "1", "e")
                    P ("1", "2", "f"),
                NUMBERING (LIST ("0", LEVEL (0, "upperRoman", "%1", "", HANGING)
                                          LEVEL (1, "lowerLetter", "%1.%2", "", HANGING)
                                              LEVEL (2, "decimal", "%1.%2.%3", "<w:isLgl/>", HANGING))
                               NUM ("1", "0", "")),
                NULL, "I.a　a\nI　b\nI.a　c\n1.1.1　d\nI.b　e\n1.2.1　f\n");
}

/* Several numbers share a list and its count, until one of them says where it begins. */
static void
test_a_list_goes_on_unless_a_number_begins_it_again (void)
{
  assert_reads (P ("1", "0", "a") P ("2", "0", "b") P ("3", "0", "c") P ("1", "0", "d") P ("3", "0", "e")
                    P ("4", "0", "f") P ("0", "0", "g") P ("1", "0", "h"),
                NUMBERING (LIST ("0", LEVEL (0, "decimal", "%1)", "<w:suff w:val=\"nothing\"/>", HANGING))
                               NUM ("1", "0", "") NUM ("2", "0", "")
                                   NUM ("3", "0",
                                        "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"7\"/>"
                                        "</w:lvlOverride>")
                                       NUM ("4", "0",
                                            "<w:lvlOverride w:ilvl=\"0\">" LEVEL (
                                                0, "lowerLetter", "[%1]", "<w:suff w:val=\"nothing\"/>",
                                                HANGING) "</w:lvlOverride>")),
                NULL, "1)a\n2)b\n7)c\n8)d\n9)e\n[j]f\ng\n11)h\n");
}

#define STYLES                                                                                               \
  "<w:styles " KX_TEST_WORDS "><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"N\"/>"              \
  "<w:style w:type=\"paragraph\" w:styleId=\"H1\"><w:pPr><w:numPr><w:numId w:val=\"5\"/></w:numPr></w:pPr>"  \
  "</w:style><w:style w:type=\"paragraph\" w:styleId=\"H2\"><w:basedOn w:val=\"H1\"/><w:pPr><w:numPr>"       \
  "<w:ilvl w:val=\"1\"/></w:numPr><w:ind w:left=\"1000\" w:firstLine=\"0\"/></w:pPr></w:style>"              \
  "<w:style w:type=\"paragraph\" w:styleId=\"H3\"><w:pPr><w:numPr><w:numId w:val=\"5\"/></w:numPr></w:pPr>"  \
  "</w:style><w:style w:type=\"numbering\" w:styleId=\"List\"/></w:styles>"

/* A style brings its number; its level is said by the style or by the list; a list may be known by a style.
 */
static void
test_styles_bring_numbers (void)
{
  assert_reads (
      STYLED ("H1", "", "a") STYLED ("H2", "", "b") STYLED ("H3", "", "c")
          STYLED ("H2", "<w:numPr><w:numId w:val=\"0\"/></w:numPr>", "d") STYLED ("H1", "", "e")
              STYLED ("N", "", "f") P ("6", "0", "g"),
      NUMBERING (LIST ("1", "<w:styleLink w:val=\"List\"/>" LEVEL (0, "decimal", "%1", "", "")
                                LEVEL (1, "decimal", "%1.%2", "", "")
                                    LEVEL (2, "decimal", "%1.%2.%3", "<w:pStyle w:val=\"H3\"/>", ""))
                     LIST ("2", "<w:numStyleLink w:val=\"List\"/>") NUM ("5", "1", "") NUM ("6", "2", "")),
      STYLES, "1　a\n1.1　b\n1.1.1　c\nd\n2　e\nf\n3　g\n");
}

static void
find (GBytes *pdf, const char *word, double *ret_x)
{
  double y;

  kx_test_docx_find (pdf, word, ret_x, &y);
  *ret_x -= LEFT;
}

static void
assert_near (double value, double expected)
{
  if (!(ABS (value - expected) <= 1.5))
    g_error ("%.2f is not near %.2f", value, expected);
}

/* A hanging number stands at the edge of the first line, and the text where the others begin; a number that
 * is wider leads to the next stop. */
static void
test_numbers_stand_where_levels_indent_them (void)
{
  g_autoptr (GBytes) document = make (
      P ("1", "0", "hanging") P ("1", "1", "indented") P ("1", "2", "stop") P ("1", "3", "right")
          P ("1", "4", "wide"),
      NUMBERING (LIST (
          "0",
          LEVEL (0, "decimal", "A%1", "", HANGING)
              LEVEL (1, "decimal", "BBB%2", "", "w:left=\"0\" w:firstLine=\"480\"") LEVEL (
                  2, "decimal",
                  "C%3",
                  "",
                  "w:left=\"0\" w:firstLine=\"480\"/><w:tabs><w:tab w:val=\"num\" "
                  "w:pos=\"1500\"/></w:tabs><w:ind") "<w:lvl w:ilvl=\"3\"><w:start w:val=\"1\"/><w:numFmt "
                                                     "w:val=\"decimal\"/><w:lvlText w:val=\"D%4\"/><w:lvlJc "
                                                     "w:val=\"right\"/><w:pPr><w:ind w:left=\"1200\" "
                                                     "w:hanging=\"200\"/></w:pPr></w:lvl>" LEVEL (
                                                         4, "decimal", "EEEEEE%5", "", HANGING))
                     NUM ("1", "0", "")),
      NULL),
                     pdf = draw (document);
  double x, number;

  find (pdf, "A1", &x);
  assert_near (x, 21);
  find (pdf, "hanging", &x);
  assert_near (x, 42);
  find (pdf, "BBB1", &x);
  assert_near (x, 24);
  /* 24 points and four characters end behind the first stop of half an inch. */
  find (pdf, "indented", &x);
  assert_near (x, 72);
  find (pdf, "stop", &x);
  assert_near (x, 75);
  find (pdf, "D1", &number);
  g_assert_cmpfloat (number, <, 50 - 8);
  find (pdf, "right", &x);
  assert_near (x, 60);
  find (pdf, "wide", &x);
  assert_near (x, 72);
}

/* What a paragraph says of its indents itself stands above its number's, and that above its style's. */
static void
test_indents_have_their_order (void)
{
  static const char numbering[] =
      NUMBERING (LIST ("0", LEVEL (0, "decimal", "%1.", "", "w:left=\"2000\" w:hanging=\"400\"")
                                LEVEL (1, "decimal", "%2.", "", HANGING)) NUM ("5", "0", ""));
  g_autoptr (GBytes) document =
      make (STYLED ("H1", "", "level") STYLED ("H2", "", "style")
                STYLED ("H2", "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"5\"/></w:numPr>", "itself")
                    STYLED ("H1", "<w:ind w:left=\"3000\"/>", "own"),
            numbering, STYLES),
                     pdf = draw (document);
  double x;

  find (pdf, "level", &x);
  assert_near (x, 100);
  find (pdf, "style", &x);
  assert_near (x, 72);
  find (pdf, "itself", &x);
  assert_near (x, 100);
  find (pdf, "own", &x);
  assert_near (x, 150);
}

static void
assert_named (const char *body, const char *numbering, gboolean named)
{
  g_autoptr (GBytes) document = make (body, numbering, NULL);
  g_autoptr (KxPages) pages = kx_pages_new (document, NULL);
  g_autoptr (GPtrArray) unshown = kx_pages_list_unshown (pages);

  g_assert_true ((unshown != NULL) == named);
  if (named)
    g_assert_cmpstr (unshown->pdata[0], ==, "Automatic numbers of paragraphs");
}

static void
test_numbers_that_are_not_known_are_named (void)
{
  assert_named (P ("1", "0", "a"),
                NUMBERING (LIST ("0", LEVEL (0, "decimal", "%1", "", "")) NUM ("1", "0", "")), FALSE);
  assert_named (P ("1", "0", "a"),
                NUMBERING (LIST ("0", LEVEL (0, "hebrew1", "%1", "", "")) NUM ("1", "0", "")), TRUE);
  assert_named (P ("2", "0", "a"),
                NUMBERING (LIST ("0", LEVEL (0, "decimal", "%1", "", "")) NUM ("1", "0", "")), TRUE);
  assert_named (P ("1", "0", "a"),
                NUMBERING (LIST ("0", LEVEL (0, "bullet", "x", "<w:lvlPicBulletId w:val=\"0\"/>", ""))
                               NUM ("1", "0", "")),
                TRUE);
}

/* Signs of fonts that only some computers have are drawn as what looks like them. */
static void
test_bullets_are_signs_that_fonts_have (void)
{
  assert_reads (P ("1", "0", "a") P ("1", "1", "b") P ("1", "2", "c"),
                NUMBERING (LIST ("0", LEVEL (0, "bullet", "\uF0B7", "", HANGING)
                                          LEVEL (1, "bullet", "\uF06E", "", HANGING)
                                              LEVEL (2, "bullet", "※", "", HANGING)) NUM ("1", "0", "")),
                NULL, "•　a\n■　b\n※　c\n");
}

/* A pattern is no way to make a document endless. */
static void
test_a_pattern_has_an_end (void)
{
  g_autofree char *pattern = g_strnfill (100000, 'x'),
                  *numbering = g_strdup_printf (
                      "<w:numbering " KX_TEST_WORDS
                      "><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\">"
                      "<w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%s\"/></w:lvl></w:abstractNum>" NUM (
                          "1", "0", "") "</w:numbering>",
                      pattern),
                  *text = NULL;
  g_autoptr (GBytes) document = make (P ("1", "0", "a"), numbering, NULL);

  text = kx_docx_dup_text (document, NULL);
  g_assert_cmpuint (strlen (text), <, 300);
}

/* Lists that only say they look like one another, levels that are none, numbers that are none. */
static void
test_what_leads_nowhere_is_safe (void)
{
  assert_reads (P ("1", "9", "a") P ("2", "0", "b") P ("-1", "0", "c") P ("99999999999999", "-3", "d"),
                NUMBERING (LIST ("0", "<w:styleLink w:val=\"A\"/><w:numStyleLink w:val=\"B\"/>") LIST (
                    "1", "<w:styleLink w:val=\"B\"/><w:numStyleLink w:val=\"A\"/>") NUM ("1", "0", "")
                               NUM ("2", "1", "<w:lvlOverride/><w:lvlOverride w:ilvl=\"77\"/>") "<w:num/>"),
                NULL, "a\nb\nc\nd\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/docx-numbers/each format writes numbers its own way",
                   test_each_format_writes_numbers_its_own_way);
  g_test_add_func ("/docx-numbers/an agreement has its chapters and articles",
                   test_an_agreement_has_its_chapters_and_articles);
  g_test_add_func ("/docx-numbers/levels name those above them", test_levels_name_those_above_them);
  g_test_add_func ("/docx-numbers/a list goes on unless a number begins it again",
                   test_a_list_goes_on_unless_a_number_begins_it_again);
  g_test_add_func ("/docx-numbers/styles bring numbers", test_styles_bring_numbers);
  g_test_add_func ("/docx-numbers/numbers stand where levels indent them",
                   test_numbers_stand_where_levels_indent_them);
  g_test_add_func ("/docx-numbers/indents have their order", test_indents_have_their_order);
  g_test_add_func ("/docx-numbers/numbers that are not known are named",
                   test_numbers_that_are_not_known_are_named);
  g_test_add_func ("/docx-numbers/bullets are signs that fonts have", test_bullets_are_signs_that_fonts_have);
  g_test_add_func ("/docx-numbers/a pattern has an end", test_a_pattern_has_an_end);
  g_test_add_func ("/docx-numbers/what leads nowhere is safe", test_what_leads_nowhere_is_safe);
  return g_test_run ();
}
