#include "print/kx-approval-slip.h"

#include <string.h>

static GBytes *
load_template (void)
{
  g_autofree char *path = kx_approval_slip_dup_template (), *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (g_steal_pointer (&text), length);
}

static GPtrArray *
make_findings (void)
{
  static const KxCite document = { KX_SOURCE_DOCUMENT, "鲁人社发〔2023〕17号", "（八）",
                                   "每个县（市、区）不超过2家", KX_FORCE_DUTY };
  GPtrArray *findings = kx_findings_new ();
  KxFinding *full = kx_finding_new (KX_FAILS, "layout-full", NULL, "Of {limit} places here {used} are taken");

  full->cite = document;
  g_ptr_array_add (findings, kx_finding_arg_int (kx_finding_arg_int (full, "limit", 2), "used", 2));
  g_ptr_array_add (findings, kx_finding_new (KX_HOLDS, "complete", NULL, "All is there"));
  return findings;
}

static void
assert_has (const char *text, const char *words)
{
  if (strstr (text, words) == NULL)
    g_error ("“%s” is not in:\n%s", words, text);
}

static void
test_a_slip_says_all_that_was_checked (void)
{
  g_autoptr (GBytes) template = load_template (), filled = NULL;
  g_autoptr (GPtrArray) findings = make_findings ();
  const KxSlipLine lines[] = { { "复核", "协议管理科科长" }, { "审批", "分管领导" } };
  KxApprovalSlip slip = { .office = "济南市示例社会保险中心",
                          .number = "济社审〔2026〕12号",
                          .matter = "签订工伤康复服务协议",
                          .object = "济南示例医院",
                          .facts = "一、材料齐全。\n二、评估合格。",
                          .prepared_by = "单小满",
                          .prepared_on = { 20260701 },
                          .findings = findings,
                          .lines = lines,
                          .n_lines = G_N_ELEMENTS (lines) };
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  filled = kx_approval_slip_fill (template, &slip, &error);
  g_assert_no_error (error);
  text = kx_docx_dup_text (filled, &error);
  assert_has (text, "济社审〔2026〕12号");
  assert_has (text, "2026年7月1日");
  assert_has (text, "一、材料齐全。二、评估合格。");
  assert_has (text, "×\nOf 2 places here 2 are taken\nDocument：鲁人社发〔2023〕17号"
                    "（八）“每个县（市、区）不超过2家”\n");
  assert_has (text, "√\nAll is there\n—\n");
  assert_has (text, "复核\n协议管理科科长\n");
  assert_has (text, "审批\n分管领导\n");
  assert_has (text, "印章：　　　　　　");
  g_assert_null (strstr (text, "{{"));
}

/* Every field of the program's own template is one that a slip has. */
static void
test_the_template_asks_for_nothing_else (void)
{
  g_autoptr (GBytes) template = load_template ();
  g_autoptr (GPtrArray) findings = make_findings ();
  KxApprovalSlip slip = { .findings = findings };
  g_autoptr (KxDocxValues) values = kx_approval_slip_values (&slip);
  g_autoptr (GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free),
                        empty = g_ptr_array_new_with_free_func (g_free);

  g_assert_true (kx_docx_check (template, values, unknown, empty, NULL));
  for (guint i = 0; i < unknown->len; i++)
    g_test_message ("%s", (char *) unknown->pdata[i]);
  g_assert_cmpuint (unknown->len, ==, 0);
  g_assert_cmpuint (empty->len, >=, 7);
}

static void
test_without_a_route_there_is_one_line (void)
{
  g_autoptr (GBytes) template = load_template (), filled = NULL;
  KxApprovalSlip slip = { .office = "甲" };
  g_autofree char *text = NULL;

  filled = kx_approval_slip_fill (template, &slip, NULL);
  text = kx_docx_dup_text (filled, NULL);
  assert_has (text, "Opinion\n");
  assert_has (text, "签名：");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/approval-slip/all-that-was-checked", test_a_slip_says_all_that_was_checked);
  g_test_add_func ("/approval-slip/nothing-else", test_the_template_asks_for_nothing_else);
  g_test_add_func ("/approval-slip/no-route", test_without_a_route_there_is_one_line);
  return g_test_run ();
}
