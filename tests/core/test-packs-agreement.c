#include "core/entities/kx-approval.h"
#include "core/entities/kx-change-case.h"
#include "core/kx-approval.h"
#include "core/kx-test-packs.h"

typedef KxTestAdmission Fixture;

#define AGREEMENT &kx_agreement_entity
#define CHECK(f, act, cells) kx_test_packs_check (f, act, cells, G_N_ELEMENTS (cells))
#define KX_N KX_N_POLICY
#define SIGN "signed_on=2026-11-13\nsigner=李主任"
#define ALL_SCOPES 15

/* Columns: SD, ZB, NN, GD, CZ, HN, CN. */
#define ALL(item)                                                                                            \
  {                                                                                                          \
    item, item, item, item, item, item, item                                                                 \
  }
#define NOWHERE ALL (NULL)
#define ELSE KX_TEST_ELSEWHERE

static const char *
id_of (const Kx_agreement *agreement)
{
  return ((const KxRecord *) agreement)->id;
}

static KxDecision *
decide (Fixture *f, const Kx_agreement *agreement, const char *action, const char *arguments,
        const KxActor *actor)
{
  g_autoptr (KxOp) op = kx_test_admission_step (f, AGREEMENT, id_of (agreement), action, arguments);

  return kx_test_world_decide (f->world, op, actor);
}

static KxRecord *
agency_of (Fixture *f, const Kx_agreement *agreement)
{
  return (KxRecord *) kx_test_admission_row (f, &kx_agency_entity, kx_agreement_get_agency (agreement));
}

static Kx_agreement *
bring_to_signing (Fixture *f, const KxTestPack *pack)
{
  Kx_agreement *agreement = kx_test_admission_to_signing (f, pack->county);

  kx_agreement_set_scopes (agreement, (KxCodes){ ALL_SCOPES });
  return agreement;
}

static KxDecision *
sign (Fixture *f, const KxTestPack *pack)
{
  return decide (f, bring_to_signing (f, pack), "sign", SIGN "\n$reason=病人多", f->leader);
}

static void
test_sign (Fixture *f, gconstpointer data)
{
  static const KxTestCell cells[] = {
    { "unified-text", KX_POLICY_unified_template, KX_WARNS, KX_SOURCE_DOCUMENT, { "（九）", "（九）" } },
    { "reason-needed", KX_N, KX_HOLDS, KX_SOURCE_OFFICE, { "", "" } },
    { "pilot-scope",
      KX_POLICY_scope_outpatient,
      KX_WARNS,
      KX_SOURCE_DOCUMENT,
      { "（二）", "（二）", NULL, NULL, "9", NULL, NULL } },
    { "detailed-clauses",
      KX_POLICY_detailed_clauses,
      KX_HOLDS,
      KX_SOURCE_DOCUMENT,
      { "（九）", "（九）", "11", NULL, NULL, NULL, NULL } },
    { "catalogue-upkeep", KX_POLICY_catalogue_upkeep, KX_HOLDS, KX_SOURCE_DOCUMENT, { "（九）", "（九）" } },
    { "licence-needed", KX_POLICY_medical_needs_licence, KX_HOLDS, KX_SOURCE_LAW, ALL ("第三十条第六款") },
    { "tiered-review", KX_POLICY_tiered_review, KX_HOLDS, KX_SOURCE_LAW, ALL ("第三十七条") },
    { "agreement-length", KX_N, KX_WARNS, KX_SOURCE_OFFICE, NOWHERE },
  };

  CHECK (f, sign, cells);
}

static KxDecision *
sign_without_a_reason (Fixture *f, const KxTestPack *pack)
{
  return decide (f, bring_to_signing (f, pack), "sign", SIGN, f->leader);
}

static KxDecision *
sign_what_is_named (Fixture *f, const KxTestPack *pack)
{
  Kx_agreement *agreement = bring_to_signing (f, pack);

  kx_agreement_set_template_name (agreement, "山东省工伤康复服务协议");
  return decide (f, agreement, "sign", SIGN, f->leader);
}

/* Only the signature asks why the record does not say which text it is. */
static KxDecision *
submit_without_a_reason (Fixture *f, const KxTestPack *pack)
{
  Kx_agreement *agreement = bring_to_signing (f, pack);

  kx_agreement_set_state (agreement, kx_agreement_state_draft);
  return decide (f, agreement, "submit", NULL, f->clerk);
}

static KxDecision *
sign_text (Fixture *f, const KxTestPack *pack, const char *name)
{
  Kx_agreement *agreement = bring_to_signing (f, pack);

  kx_test_admission_enter_own (f, "unified_template_name", "全省统一的工伤康复服务协议文本");
  kx_agreement_set_template_name (agreement, name);
  return decide (f, agreement, "sign", SIGN, f->leader);
}

static KxDecision *
sign_another_text (Fixture *f, const KxTestPack *pack)
{
  return sign_text (f, pack, "本中心自拟文本");
}

static KxDecision *
sign_the_text (Fixture *f, const KxTestPack *pack)
{
  return sign_text (f, pack, "《全省统一的 工伤康复服务协议文本》");
}

static void
test_the_text (Fixture *f, gconstpointer data)
{
  static const KxTestCell unnamed[] = {
    { "unified-text", KX_POLICY_unified_template, KX_WARNS, KX_SOURCE_DOCUMENT, { "（九）", "（九）" } },
    { "reason-needed", KX_N, KX_FAILS, KX_SOURCE_OFFICE, { "", "" } },
  };
  static const KxTestCell named[] = {
    { "unified-text", KX_POLICY_unified_template, KX_HOLDS, KX_SOURCE_DOCUMENT, { "（九）", "（九）" } },
    { "reason-needed", KX_N, KX_FAILS, KX_SOURCE_OFFICE, NOWHERE },
  };
  static const KxTestCell submitted[] = {
    { "unified-text", KX_POLICY_unified_template, KX_WARNS, KX_SOURCE_DOCUMENT, { "（九）", "（九）" } },
    { "reason-needed", KX_N, KX_FAILS, KX_SOURCE_OFFICE, NOWHERE },
  };

  CHECK (f, sign_without_a_reason, unnamed);
  CHECK (f, sign_what_is_named, named);
  CHECK (f, submit_without_a_reason, submitted);
  /* Where the office entered which text is the unified one, another name is not it. */
  CHECK (f, sign_another_text, unnamed);
  CHECK (f, sign_the_text, named);
}

static KxDecision *
sign_with_the_pilot_agency (Fixture *f, const KxTestPack *pack)
{
  Kx_agreement *agreement = bring_to_signing (f, pack);

  kx_agency_set_name (kx_agency (agency_of (f, agreement)), "常州市第一人民医院");
  return decide (f, agreement, "sign", SIGN "\n$reason=病人多", f->leader);
}

static KxDecision *
sign_for_the_ward_alone (Fixture *f, const KxTestPack *pack)
{
  Kx_agreement *agreement = bring_to_signing (f, pack);

  kx_agreement_set_scopes (agreement, (KxCodes){ 1u << kx_agency_scopes_offered_inpatient });
  return decide (f, agreement, "sign", SIGN "\n$reason=病人多", f->leader);
}

/* The city entered the paper by which it takes part. */
static KxDecision *
sign_in_a_designated_city (Fixture *f, const KxTestPack *pack)
{
  kx_test_admission_enter_own (f, "scope_outpatient", "true");
  kx_test_admission_enter_own (f, "scope_community", "true");
  return sign (f, pack);
}

static void
test_pilots (Fixture *f, gconstpointer data)
{
  static const KxTestCell named[] = {
    { "pilot-scope",
      KX_POLICY_scope_outpatient,
      KX_WARNS,
      KX_SOURCE_DOCUMENT,
      { "（二）", "（二）", NULL, NULL, ELSE, NULL, NULL } },
    { "pilot-scope",
      KX_POLICY_scope_outpatient,
      KX_HOLDS,
      KX_SOURCE_DOCUMENT,
      { ELSE, ELSE, NULL, NULL, "9", NULL, NULL } },
  };
  static const KxTestCell none[] = { { "pilot-scope", KX_N, KX_WARNS, KX_SOURCE_DOCUMENT, NOWHERE } };

  CHECK (f, sign_with_the_pilot_agency, named);
  CHECK (f, sign_for_the_ward_alone, none);
  CHECK (f, sign_in_a_designated_city, none);
}

static KxDecision *
take_over (Fixture *f, const KxTestPack *pack, KxDate signed_on)
{
  Kx_agreement *agreement = bring_to_signing (f, pack);

  kx_test_admission_fill (f, pack->county, 2);
  kx_record_drop (agency_of (f, agreement), kx_agency_f_licence_no_end);
  kx_agreement_set_state (agreement, kx_agreement_state_draft);
  kx_agreement_set_signed_on (agreement, signed_on);
  return decide (f, agreement, "take_over", "state=signed", f->clerk);
}

static KxDecision *
take_over_of_this_year (Fixture *f, const KxTestPack *pack)
{
  KxDecision *decision = take_over (f, pack, (KxDate){ 20261101 });

  g_assert_cmpint (decision->result, ==, KX_APPLIED);
  return decision;
}

/* Before any of the documents: nothing is set. */
static KxDecision *
take_over_of_long_ago (Fixture *f, const KxTestPack *pack)
{
  return take_over (f, pack, (KxDate){ 20191101 });
}

static void
test_take_over (Fixture *f, gconstpointer data)
{
  static const KxTestCell now[] = {
    { "layout-full", KX_POLICY_cap_county, KX_WARNS, KX_SOURCE_DOCUMENT, { "（八）", "（八）" } },
    { "layout-unlimited",
      KX_POLICY_cap_county,
      KX_HOLDS,
      KX_SOURCE_DOCUMENT,
      { NULL, NULL, ELSE, "二（三）", ELSE, "二(二)", ELSE } },
    { "licence-needed", KX_POLICY_medical_needs_licence, KX_WARNS, KX_SOURCE_LAW, ALL ("第三十条第六款") },
    { "unified-text", KX_POLICY_unified_template, KX_WARNS, KX_SOURCE_DOCUMENT, { "（九）", "（九）" } },
    { "reason-needed", KX_N, KX_FAILS, KX_SOURCE_OFFICE, NOWHERE },
  };
  static const KxTestCell then[] = {
    { "layout-full", KX_N, KX_WARNS, KX_SOURCE_DOCUMENT, NOWHERE },
    { "layout-unlimited", KX_N, KX_HOLDS, KX_SOURCE_NONE, ALL ("") },
    { "unified-text", KX_N, KX_WARNS, KX_SOURCE_DOCUMENT, NOWHERE },
    { "pilot-scope", KX_N, KX_WARNS, KX_SOURCE_DOCUMENT, NOWHERE },
  };

  CHECK (f, take_over_of_this_year, now);
  CHECK (f, take_over_of_long_ago, then);
}

/* Two run already, and somebody says why there should be a third. */
static KxDecision *
sign_beyond (Fixture *f, const KxTestPack *pack)
{
  Kx_agreement *agreement = bring_to_signing (f, pack);

  kx_test_admission_fill (f, pack->county, 2);
  kx_agreement_set_layout_reason (agreement, "病人多");
  return decide (f, agreement, "sign", SIGN "\n$reason=病人多", f->leader);
}

static KxDecision *
sign_beyond_an_own_limit (Fixture *f, const KxTestPack *pack)
{
  kx_test_admission_enter_own (f, "cap_county", "2");
  return sign_beyond (f, pack);
}

static KxDecision *
sign_beyond_it_without_a_word (Fixture *f, const KxTestPack *pack)
{
  Kx_agreement *agreement;

  kx_test_admission_enter_own (f, "cap_county", "2");
  agreement = bring_to_signing (f, pack);
  kx_test_admission_fill (f, pack->county, 2);
  return decide (f, agreement, "sign", SIGN "\n$reason=病人多", f->leader);
}

static void
test_layout_override (Fixture *f, gconstpointer data)
{
  static const KxTestCell documents[] = {
    { "layout-full", KX_POLICY_cap_county, KX_FAILS, KX_SOURCE_DOCUMENT, { "（八）", "（八）" } },
  };
  static const KxTestCell own[] = {
    { "layout-full",
      KX_POLICY_cap_county,
      KX_FAILS,
      KX_SOURCE_DOCUMENT,
      { "（八）", "（八）", ELSE, ELSE, ELSE, ELSE, ELSE } },
    { "layout-full",
      KX_POLICY_cap_county,
      KX_WARNS,
      KX_SOURCE_OFFICE,
      { ELSE, ELSE, "2020-01-01", "2020-01-01", "2020-01-01", "2020-01-01", "2020-01-01" } },
  };
  static const KxTestCell wordless[] = {
    { "layout-full",
      KX_POLICY_cap_county,
      KX_FAILS,
      KX_SOURCE_OFFICE,
      { ELSE, ELSE, "2020-01-01", "2020-01-01", "2020-01-01", "2020-01-01", "2020-01-01" } },
  };

  CHECK (f, sign_beyond, documents);
  CHECK (f, sign_beyond_an_own_limit, own);
  CHECK (f, sign_beyond_it_without_a_word, wordless);
}

static KxDecision *
end_by (Fixture *f, const KxTestPack *pack, const char *arguments)
{
  Kx_agreement *agreement = bring_to_signing (f, pack);

  kx_agreement_set_state (agreement, kx_agreement_state_signed);
  kx_agreement_set_signed_on (agreement, (KxDate){ 20261113 });
  return decide (f, agreement, "end", arguments, f->leader);
}

static KxDecision *
end_unpaid (Fixture *f, const KxTestPack *pack)
{
  KxDecision *decision = end_by (f, pack, "ended_on=2026-11-20\nending=unpaid\n$reason=未足额结算");

  g_assert_cmpint (decision->result, ==, KX_APPLIED);
  return decision;
}

static KxDecision *
end_by_the_office (Fixture *f, const KxTestPack *pack)
{
  return end_by (f, pack, "ended_on=2026-11-20\nending=terminated\n$reason=违约");
}

/* An office by whose own value public hospitals stay. */
static KxDecision *
let_go_a_public_hospital (Fixture *f, const KxTestPack *pack)
{
  Kx_agreement *agreement = bring_to_signing (f, pack);

  kx_test_admission_enter_own (f, "public_hospitals_leave", "false");
  kx_agency_set_ownership (kx_agency (agency_of (f, agreement)), kx_agency_ownership_public);
  kx_agreement_set_state (agreement, kx_agreement_state_signed);
  return decide (f, agreement, "end", "ended_on=2026-11-20\nending=agency_left\n$reason=申请", f->leader);
}

static void
test_end (Fixture *f, gconstpointer data)
{
  static const KxTestCell unpaid[] = {
    { "unpaid-agency", KX_POLICY_unpaid_agency_leaves, KX_HOLDS, KX_SOURCE_LAW, ALL ("第五十九条第二款") },
    { "statement-heard", KX_N, KX_FAILS, KX_SOURCE_LAW, NOWHERE },
    { "public-hospital-leaves", KX_N, KX_WARNS, KX_SOURCE_OFFICE, NOWHERE },
  };
  static const KxTestCell terminated[] = {
    { "statement-heard", KX_POLICY_statement_right, KX_FAILS, KX_SOURCE_LAW, ALL ("第四十三条") },
    { "exit-mechanism",
      KX_POLICY_exit_mechanism,
      KX_HOLDS,
      KX_SOURCE_DOCUMENT,
      { "（九）", "（九）", "11", "二（五）", ELSE, ELSE, ELSE } },
    { "exit-mechanism",
      KX_POLICY_exit_mechanism,
      KX_HOLDS,
      KX_SOURCE_LAW,
      { ELSE, ELSE, ELSE, ELSE, "第五十九条第一款", "第五十九条第一款", "第五十九条第一款" } },
    { "exit-by-result",
      KX_POLICY_result_exit,
      KX_HOLDS,
      KX_SOURCE_DOCUMENT,
      { "（九）", "（九）", "11", NULL, NULL, NULL, NULL } },
    { "unpaid-agency", KX_N, KX_HOLDS, KX_SOURCE_LAW, NOWHERE },
  };
  static const KxTestCell left[] = {
    { "public-hospital-leaves", KX_POLICY_public_hospitals_leave, KX_WARNS, KX_SOURCE_OFFICE,
      ALL ("2020-01-01") },
  };

  CHECK (f, end_unpaid, unpaid);
  CHECK (f, end_by_the_office, terminated);
  CHECK (f, let_go_a_public_hospital, left);
}

/* Reported a year late. */
static KxDecision *
report_change (Fixture *f, const KxTestPack *pack)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_record_new (&kx_change_case_entity, NULL, NULL);
  g_autoptr (KxOp) op = NULL;

  kx_change_case_set_agency (kx_change_case (fields), kx_test_admission_add_agency (f));
  kx_change_case_set_field (kx_change_case (fields), "address");
  kx_change_case_set_changed_on (kx_change_case (fields), (KxDate){ 20251101 });
  kx_change_case_set_reported_on (kx_change_case (fields), (KxDate){ 20261101 });
  op = kx_test_world_op (f->world, KX_OP_CREATE, &kx_change_case_entity, id, fields);
  return kx_test_world_decide (f->world, op, f->clerk);
}

static KxDecision *
report_change_under_a_term (Fixture *f, const KxTestPack *pack)
{
  kx_test_admission_enter_own (f, "change_report_days", "30");
  return report_change (f, pack);
}

static void
test_change_case (Fixture *f, gconstpointer data)
{
  static const KxTestCell silent[] = {
    { "change-reported-late", KX_N, KX_WARNS, KX_SOURCE_OFFICE, NOWHERE },
  };
  static const KxTestCell own[] = {
    { "change-reported-late", KX_POLICY_change_report_days, KX_WARNS, KX_SOURCE_OFFICE, ALL ("2020-01-01") },
  };

  CHECK (f, report_change, silent);
  CHECK (f, report_change_under_a_term, own);
}

/* The next agreement, of eleven years. */
static KxDecision *
renew (Fixture *f, const KxTestPack *pack)
{
  Kx_agreement *first = bring_to_signing (f, pack), *next;
  KxRecord *row = kx_record_copy ((const KxRecord *) first);

  kx_agreement_set_state (first, kx_agreement_state_signed);
  g_free (row->id);
  row->id = kx_test_world_id ();
  next = kx_agreement (row);
  kx_agreement_set_previous (next, id_of (first));
  kx_agreement_set_number (next, "续签一号");
  kx_agreement_set_state (next, kx_agreement_state_draft);
  kx_agreement_set_starts_on (next, (KxDate){ 20290101 });
  kx_agreement_set_ends_on (next, (KxDate){ 20391231 });
  kx_test_table_add (f->world->table, row);
  return decide (f, next, "submit", NULL, f->clerk);
}

static KxDecision *
renew_under_a_length (Fixture *f, const KxTestPack *pack)
{
  kx_test_admission_enter_own (f, "agreement_months", "24");
  return renew (f, pack);
}

/* Two years to the day. */
static KxDecision *
submit_under_a_length (Fixture *f, const KxTestPack *pack)
{
  kx_test_admission_enter_own (f, "agreement_months", "24");
  return submit_without_a_reason (f, pack);
}

static void
test_renewal (Fixture *f, gconstpointer data)
{
  static const KxTestCell silent[] = {
    { "agreement-length", KX_N, KX_WARNS, KX_SOURCE_OFFICE, NOWHERE },
    { "second-agreement", KX_N, KX_HOLDS, KX_SOURCE_OFFICE, ALL ("") },
  };
  static const KxTestCell longer[] = {
    { "agreement-length", KX_POLICY_agreement_months, KX_WARNS, KX_SOURCE_OFFICE, ALL ("2020-01-01") },
  };
  static const KxTestCell within[] = {
    { "agreement-length", KX_POLICY_agreement_months, KX_HOLDS, KX_SOURCE_OFFICE, ALL ("2020-01-01") },
  };

  CHECK (f, renew, silent);
  CHECK (f, renew_under_a_length, longer);
  CHECK (f, submit_under_a_length, within);
}

static KxDecision *
sign_without_a_slip (Fixture *f, const KxTestPack *pack)
{
  return decide (f, bring_to_signing (f, pack), "sign", SIGN "\n$reason=病人多", f->clerk);
}

static KxDecision *
sign_by_a_slip (Fixture *f, const KxTestPack *pack)
{
  const Kx_agreement *agreement = bring_to_signing (f, pack);
  g_autofree char *digest = kx_approval_digest ((const KxRecord *) agreement);
  KxRecord *slip =
      (KxRecord *) kx_test_world_add (f->world, &kx_approval_entity, kx_approval_state_confirmed);

  kx_approval_set_owner_entity (kx_approval (slip), "agreement");
  kx_approval_set_owner (kx_approval (slip), id_of (agreement));
  kx_approval_set_act (kx_approval (slip), "sign");
  kx_approval_set_digest (kx_approval (slip), digest);
  return decide (f, agreement, "sign", SIGN "\n$reason=病人多", f->clerk);
}

/* By the one who entered the agency's signature. */
static KxDecision *
sign_what_one_entered (Fixture *f, const KxTestPack *pack)
{
  Kx_agreement *agreement = bring_to_signing (f, pack);

  kx_agreement_set_agency_entered_by (agreement, f->leader->user);
  return decide (f, agreement, "sign", SIGN "\n$reason=病人多", f->leader);
}

static KxDecision *
confirm_what_one_took_over (Fixture *f, const KxTestPack *pack)
{
  Kx_agreement *agreement = bring_to_signing (f, pack);

  kx_agreement_set_state (agreement, kx_agreement_state_signed);
  kx_agreement_set_taken_over (agreement, TRUE);
  kx_agreement_set_taken_over_by (agreement, f->reviewer->user);
  return decide (f, agreement, "confirm_take_over", NULL, f->reviewer);
}

/* The law asks for tiers, and for no person: it is shown, and what refuses is the office's or the program's.
 */
static void
test_approve_and_confirm (Fixture *f, gconstpointer data)
{
  static const KxTestCell without[] = {
    { "approval-needed", KX_N, KX_FAILS, KX_SOURCE_OFFICE, ALL ("") },
    { "tiered-review", KX_POLICY_tiered_review, KX_HOLDS, KX_SOURCE_LAW, ALL ("第三十七条") },
  };
  static const KxTestCell by_slip[] = {
    { "approval-needed", KX_N, KX_HOLDS, KX_SOURCE_OFFICE, ALL ("") },
    { "approved-otherwise", KX_N, KX_HOLDS, KX_SOURCE_PROGRAM, ALL ("") },
  };
  static const KxTestCell same[] = { { "same-officer", KX_N, KX_FAILS, KX_SOURCE_PROGRAM, ALL ("") } };

  CHECK (f, sign_without_a_slip, without);
  CHECK (f, sign_by_a_slip, by_slip);
  CHECK (f, sign_what_one_entered, same);
  CHECK (f, confirm_what_one_took_over, same);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                      \
  g_test_add ("/packs-agreement/" name, Fixture, NULL, kx_test_admission_set_up, func,                       \
              kx_test_admission_tear_down)
  ADD ("sign", test_sign);
  ADD ("the text", test_the_text);
  ADD ("pilots", test_pilots);
  ADD ("take over", test_take_over);
  ADD ("layout override", test_layout_override);
  ADD ("end", test_end);
  ADD ("change case", test_change_case);
  ADD ("renewal", test_renewal);
  ADD ("approve and confirm", test_approve_and_confirm);
  return g_test_run ();
}
