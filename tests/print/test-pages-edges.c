/* What stands at the edges of pages: headers and footers with tables, those of the first page, and high ones.
 */
#include "kx-test-docx.h"
#include "kx-test-letter.h"

#include "print/kx-pages.h"
#include "print/kx-pdf.h"

#include <string.h>

#define HEADER(text) "<w:hdr " KX_TEST_WORDS ">" text "</w:hdr>"
#define FOOTER(text) "<w:ftr " KX_TEST_WORDS ">" text "</w:ftr>"
#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define NEXT(text) "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"
#define NUMBER "<w:p><w:r><w:t>No</w:t></w:r><w:fldSimple w:instr=\"PAGE\"/></w:p>"

static GBytes *
draw (const char *body, const KxTestPart *parts, guint n)
{
  g_autoptr (GBytes) document = kx_test_docx_make (body, parts);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxPages) pages = kx_pages_new (document, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (kx_pages_get_n (pages), ==, n);
  return kx_pdf_write (pages, NULL);
}

static void
assert_sheets (GBytes *pdf, const char *const expected[])
{
  g_autofree char *text = kx_test_letter_extract (pdf);
  g_auto (GStrv) sheets = g_strsplit (text, "\f", -1);

  for (guint i = 0; expected[i] != NULL; i++)
    {
      g_assert_nonnull (sheets[i]);
      g_strdelimit (g_strstrip (sheets[i]), "\n", ' ');
      g_assert_cmpstr (sheets[i], ==, expected[i]);
    }
}

/* A letterhead often is a table; a number in it is that of its page. */
static void
test_tables_stand_at_edges_too (void)
{
  static const char table[] =
      "<w:tbl><w:tblGrid><w:gridCol w:w=\"4000\"/><w:gridCol w:w=\"2000\"/></w:tblGrid><w:tr>"
      "<w:tc>" P ("Office") "</w:tc><w:tc>" NUMBER "</w:tc></w:tr></w:tbl>";
  g_autofree char *header = g_strdup_printf (HEADER ("%s"), table),
                  *footer = g_strdup_printf (FOOTER ("%s"), table);
  const KxTestPart at_head[] = { { "header.xml", header, 0 }, { NULL, NULL, 0 } },
                   at_foot[] = { { "footer.xml", footer, 0 }, { NULL, NULL, 0 } };
  g_autoptr (GBytes) above = draw (P ("one") NEXT ("two"), at_head, 2),
                     below = draw (P ("one") NEXT ("two"), at_foot, 2);
  double x, y;

  assert_sheets (above, (const char *const[]){ "one Office No1", "two Office No2", NULL });
  assert_sheets (below, (const char *const[]){ "one Office No1", "two Office No2", NULL });
  kx_test_docx_find (above, "Office", &x, &y);
  g_assert_cmpfloat_with_epsilon (y, 36, 4);
  kx_test_docx_find (above, "No1", &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 72 + 200 + 5.4, 1);
  kx_test_docx_find (below, "Office", &x, &y);
  g_assert_cmpfloat_with_epsilon (y, 841.9 - 36 - 13, 4);
}

static void
test_the_first_page_may_have_its_own (void)
{
  const KxTestPart own[] = { { "header.xml", HEADER (P ("others")), 0 },
                             { "header-first.xml", HEADER (P ("first")), 0 },
                             { "footer.xml", FOOTER (NUMBER), 0 },
                             { NULL, NULL, 0 } };
  g_autoptr (GBytes) pdf = draw (P ("one") NEXT ("two") NEXT ("three"), own, 3);

  assert_sheets (pdf, (const char *const[]){ "one first", "two others No2", "three others No3", NULL });
}

/* The text begins below a header that is higher than the margin, on the pages that have it. */
static void
test_the_text_makes_room_for_a_high_header (void)
{
  const KxTestPart parts[] = {
    { "header.xml", HEADER (P ("low")), 0 },
    { "header-first.xml", HEADER (P ("a") P ("b") P ("c") P ("d") P ("e") P ("high")), 0 },
    { "footer.xml", FOOTER (P ("f") P ("g") P ("h") P ("i") P ("j") P ("foot")), 0 },
    { NULL, NULL, 0 }
  };
  g_autoptr (GString) body = g_string_new (P ("begin"));
  g_autoptr (GBytes) pdf = NULL;
  double x, y, one, high;

  for (guint i = 0; i < 110; i++)
    g_string_append (body, P ("line"));
  g_string_append (body, NEXT ("end"));
  pdf = draw (body->str, parts, 4);
  kx_test_docx_find (pdf, "begin", &x, &one);
  kx_test_docx_find (pdf, "high", &x, &high);
  g_assert_cmpfloat (one, >, high + 10);
  g_assert_cmpfloat (one, <, high + 20);
  kx_test_docx_find (pdf, "end", &x, &y);
  g_assert_cmpfloat_with_epsilon (y, 72, 4);
  {
    g_autofree char *text = kx_test_letter_extract (pdf);
    g_auto (GStrv) sheets = g_strsplit (text, "\f", -1);
    guint n[3];

    for (guint i = 0; i < 3; i++)
      {
        g_auto (GStrv) lines = g_strsplit (sheets[i], "line\n", -1);

        n[i] = g_strv_length (lines) - 1;
      }
    /* 698 points of text for lines of 13; 42 less above on the first page, 42 less below on the others. */
    g_assert_cmpuint (n[0], ==, 49);
    g_assert_cmpuint (n[1], ==, 50);
    g_assert_cmpuint (n[0] + n[1] + n[2], ==, 110);
  }
}

/* Edges that leave no room for anything between them do not make a document endless. */
static void
test_edges_leave_room (void)
{
  g_autoptr (GString) header = g_string_new ("<w:hdr " KX_TEST_WORDS ">");
  g_autoptr (GBytes) pdf = NULL;
  KxTestPart parts[] = { { "header.xml", NULL, 0 }, { NULL, NULL, 0 } };

  for (guint i = 0; i < 200; i++)
    g_string_append (header, P ("x"));
  g_string_append (header, "</w:hdr>");
  parts[0].data = header->str;
  pdf = draw (P ("text"), parts, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pages-edges/tables stand at edges too", test_tables_stand_at_edges_too);
  g_test_add_func ("/pages-edges/the first page may have its own", test_the_first_page_may_have_its_own);
  g_test_add_func ("/pages-edges/the text makes room for a high header",
                   test_the_text_makes_room_for_a_high_header);
  g_test_add_func ("/pages-edges/edges leave room", test_edges_leave_room);
  return g_test_run ();
}
