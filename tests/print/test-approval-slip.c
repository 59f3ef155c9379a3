#include "kx-test-letter.h"
#include "print/kx-approval-slip.h"

static GPtrArray *
make_findings (void)
{
  static const KxCite document = { KX_SOURCE_DOCUMENT, "鲁人社发〔2023〕17号", "（八）",
                                   "每个县（市、区）不超过2家", KX_FORCE_DUTY };
  GPtrArray *findings = kx_findings_new ();
  KxFinding *full = kx_finding_new (KX_FAILS, "layout-full", NULL, "Places taken here: {used} of {limit}");

  full->cite = document;
  g_ptr_array_add (findings, kx_finding_arg_int (kx_finding_arg_int (full, "limit", 2), "used", 2));
  g_ptr_array_add (findings, kx_finding_new (KX_HOLDS, "complete", NULL, "All is there"));
  return findings;
}

static void
test_a_slip_says_all_that_was_checked (void)
{
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
  g_autofree char *text = kx_test_letter_fill (KX_APPROVAL_SLIP_TEMPLATE, kx_approval_slip_values (&slip));

  kx_test_letter_has (text, "济社审〔2026〕12号");
  kx_test_letter_has (text, "2026年7月1日");
  kx_test_letter_has (text, "一、材料齐全。\n二、评估合格。\n");
  kx_test_letter_has (text, "×\n此地限2家，已有2家\n文件：鲁人社发〔2023〕17号"
                            "（八）“每个县（市、区）不超过2家”\n");
  kx_test_letter_has (text, "√\nAll is there\n—\n");
  kx_test_letter_has (text, "复核\n协议管理科科长\n");
  kx_test_letter_has (text, "审批\n分管领导\n");
  kx_test_letter_has (text, "印章：　　　　　　");
}

/* Every field of the program's own template is one that a slip has. */
static void
test_the_template_asks_for_nothing_else (void)
{
  g_autoptr (GPtrArray) findings = make_findings ();
  KxApprovalSlip slip = { .findings = findings };

  g_assert_cmpuint (kx_test_letter_count_empty (KX_APPROVAL_SLIP_TEMPLATE, kx_approval_slip_values (&slip)),
                    >=, 7);
}

static void
test_without_a_route_there_is_one_line (void)
{
  KxApprovalSlip slip = { .office = "甲" };
  g_autofree char *text = kx_test_letter_fill (KX_APPROVAL_SLIP_TEMPLATE, kx_approval_slip_values (&slip));

  kx_test_letter_has (text, "批示意见\n");
  kx_test_letter_has (text, "签名：");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  kx_test_letter_bind ();
  g_test_add_func ("/approval-slip/all-that-was-checked", test_a_slip_says_all_that_was_checked);
  g_test_add_func ("/approval-slip/nothing-else", test_the_template_asks_for_nothing_else);
  g_test_add_func ("/approval-slip/no-route", test_without_a_route_there_is_one_line);
  return g_test_run ();
}
