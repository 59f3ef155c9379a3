#include "kx-test-letter.h"
#include "print/kx-letter-words.h"

#include <string.h>

#define TEMPLATE "supplement-notice.docx"

/* A document that lacks something; `remark` NULL: it is missing. */
typedef struct
{
  const char *document, *remark;
} Line;

/* Texts may be NULL and days 0: they are left to the hand. */
typedef struct
{
  const char *office, *phone, *agency, *application;
  KxDate received_on, asked_on, by;
  const Line *lines;
  guint n_lines;
} Notice;

static KxDocxValues *
make_values (const Notice *notice)
{
  KxDocxValues *values = kx_letter_values_new (kx_letter_kind_find ("supplement_notice"));

  kx_docx_values_set (values, "letter.issuer", notice->office);
  kx_docx_values_set (values, "office.phone", notice->phone);
  kx_docx_values_set (values, "agency.name", notice->agency);
  kx_docx_values_set (values, "application.number", notice->application);
  kx_letter_values_put_date (values, "application.received_on", notice->received_on);
  kx_letter_values_put_date (values, "letter.date", notice->asked_on);
  kx_letter_values_put_date (values, "letter.by", notice->by);
  for (guint i = 0; i < notice->n_lines; i++)
    {
      KxDocxValues *row = kx_letter_values_add_row (values, "missing");
      const char *remark = notice->lines[i].remark;

      kx_docx_values_set (row, "document", notice->lines[i].document);
      kx_docx_values_set (row, "remark", remark != NULL ? remark : kx_letter_word ("Missing"));
    }
  return values;
}

static char *
fill (const Notice *notice)
{
  return kx_test_letter_fill (TEMPLATE, make_values (notice));
}

static void
test_a_notice_names_each_document (void)
{
  const Line lines[] = { { "执业许可证副本", NULL }, { "自评表", "第3页缺公章 <&>" } };
  Notice notice = { .office = "济南市示例社会保险中心",
                    .phone = "0531-88880000",
                    .agency = "济南示例医院",
                    .application = "济康准〔2026〕3号",
                    .received_on = { 20260701 },
                    .asked_on = { 20260703 },
                    .by = { 20260710 },
                    .lines = lines,
                    .n_lines = G_N_ELEMENTS (lines) };
  g_autofree char *text = fill (&notice);

  kx_test_letter_has (text, "济南示例医院：\n");
  kx_test_letter_has (text, "你单位2026年7月1日提交的准入申请（申请编号：济康准〔2026〕3号）收悉");
  kx_test_letter_has (text, "1\n执业许可证副本\n缺少\n2\n自评表\n第3页缺公章 <&>\n");
  kx_test_letter_has (text, "请于2026年7月10日前（含当日）补正");
  kx_test_letter_has (text, "济南市示例社会保险中心\n2026年7月3日\n");
}

/* Each line of a long list comes once, in its order, and the words behind the list stay. */
static void
test_a_long_list_stays_whole (void)
{
  Line lines[60];
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  Notice notice = { .agency = "济南示例医院", .lines = lines, .n_lines = G_N_ELEMENTS (lines) };
  g_autofree char *text = NULL;
  const char *at;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_ptr_array_add (names, g_strdup_printf ("材料甲%03u\n附件", i));
      lines[i] = (Line){ names->pdata[i], i % 2 == 0 ? NULL : "缺页" };
    }
  at = text = fill (&notice);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *name = g_strdup_printf ("材料甲%03u", i);

      at = strstr (at, name);
      g_assert_nonnull (at);
      at += strlen (name);
      g_assert_null (strstr (at, name));
    }
  g_assert_nonnull (strstr (at, "补正期间不计入受理期限"));
  g_assert_null (strstr (text, "{{"));
}

/* Nobody gave a last day: a blank for the hand, no day that was made up. */
static void
test_what_is_not_known_is_left_to_the_hand (void)
{
  const Line line = { "自评表", NULL };
  Notice notice = { .agency = "济南示例医院", .lines = &line, .n_lines = 1 };
  g_autofree char *text = fill (&notice);
  const char *by = strstr (text, "请于");

  g_assert_nonnull (by);
  g_assert_true (g_str_has_prefix (by, "请于　"));
  g_assert_nonnull (strstr (by, "　前（含当日）补正"));
}

static void
test_the_template_asks_for_nothing_else (void)
{
  const Line line = { "自评表", NULL };
  Notice notice = { .lines = &line, .n_lines = 1 };

  g_assert_cmpuint (kx_test_letter_count_empty (TEMPLATE, make_values (&notice)), ==, 9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  kx_test_letter_bind ();
  g_test_add_func ("/supplement-notice/names each document", test_a_notice_names_each_document);
  g_test_add_func ("/supplement-notice/a long list stays whole", test_a_long_list_stays_whole);
  g_test_add_func ("/supplement-notice/what is not known is left to the hand",
                   test_what_is_not_known_is_left_to_the_hand);
  g_test_add_func ("/supplement-notice/the template asks for nothing else",
                   test_the_template_asks_for_nothing_else);
  return g_test_run ();
}
