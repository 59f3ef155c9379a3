#include "core/entities/kx-agreement.h"
#include "core/entities/kx-change-case.h"
#include "core/entities/kx-own-value.h"
#include "core/kx-test-world.h"
#include "core/rules/kx-change-rules.h"
#include "lib/kx-test-policy.h"

#define CITY "370100"

typedef struct
{
  KxTestWorld *world;
  KxActor *clerk, *reviewer;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *pack = kx_test_pack_row (id, kx_test_pack_country);

  f->world = kx_test_world_new ();
  f->clerk = kx_test_world_actor (KX_ROLE_INDEX_clerk, CITY);
  f->reviewer = kx_test_world_actor (KX_ROLE_INDEX_reviewer, CITY);
  pack->space = g_strdup ("000000/public");
  pack->seq = 5;
  kx_test_table_add (f->world->table, pack);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_actor_free (f->clerk);
  kx_actor_free (f->reviewer);
  kx_test_world_free (f->world);
}

static void
add_agreement (Fixture *f)
{
  kx_test_world_add (f->world, &kx_agreement_entity, kx_agreement_state_signed);
}

static void
change (Fixture *f, guint field, KxValue value)
{
  g_autoptr (KxOp) op = kx_test_world_patch (f->world, &kx_agency_entity, WORLD_AGENCY, field, value);

  kx_test_world_do (f->world, op, f->clerk);
}

/* The cases of the agency; owned. */
static GPtrArray *
list_cases (Fixture *f)
{
  KxQuery query = { .entity = &kx_change_case_entity,
                    .terms = { { .field = kx_change_case_f_agency, .value.REF = WORLD_AGENCY } },
                    .n_terms = 1 };
  GPtrArray *rows = NULL;

  g_assert_cmpint (kx_reader_list (kx_test_table_get_reader (f->world->table), &query, 100, &rows), ==,
                   KX_KNOWN);
  return rows;
}

static KxRecord *
only_case (Fixture *f)
{
  g_autoptr (GPtrArray) rows = list_cases (f);

  g_assert_cmpuint (rows->len, ==, 1);
  return kx_record_copy (rows->pdata[0]);
}

static void
test_without_an_agreement_nothing_is_reported (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;

  kx_test_world_add (f->world, &kx_agreement_entity, kx_agreement_state_ended);
  change (f, kx_agency_f_address, (KxValue){ .TEXT = "新址一号" });
  rows = list_cases (f);
  g_assert_cmpuint (rows->len, ==, 0);
}

static void
test_a_watched_field_makes_a_case (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) row = NULL;

  add_agreement (f);
  change (f, kx_agency_f_beds, (KxValue){ .INTEGER = 77 });
  change (f, kx_agency_f_address, (KxValue){ .TEXT = "新址一号" });
  row = only_case (f);
  g_assert_cmpstr (kx_record_get (row, kx_change_case_f_field).TEXT, ==, "address");
  g_assert_cmpstr (kx_record_get (row, kx_change_case_f_new_text).TEXT, ==, "新址一号");
  g_assert_true (g_str_has_prefix (kx_record_get (row, kx_change_case_f_old_text).TEXT, "第"));
  g_assert_cmpint (kx_record_get (row, kx_change_case_f_proposal).CODE, ==, kx_change_case_proposal_yes);
  g_assert_cmpint (kx_record_get (row, kx_change_case_f_state).CODE, ==, kx_change_case_state_reported);
  g_assert_false (kx_record_has (row, kx_change_case_f_needs_assessment));
  g_assert_cmpstr (row->space, ==, CITY "/agency");
}

static void
test_what_is_proposed_depends_on_the_field (void)
{
  g_assert_true (kx_change_proposes_assessment (kx_agency_f_address));
  g_assert_true (kx_change_proposes_assessment (kx_agency_f_scopes_offered));
  g_assert_true (kx_change_proposes_assessment (kx_agency_f_hospital_level));
  g_assert_false (kx_change_proposes_assessment (kx_agency_f_legal_rep));
  g_assert_false (kx_change_proposes_assessment (kx_agency_f_name));
  for (guint i = 0; i < kx_agency_n_fields; i++)
    if ((kx_agency_entity.fields[i].flags & KX_WATCHED) == 0)
      g_assert_false (kx_change_proposes_assessment (i));
}

static void
test_two_fields_make_two_cases (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) op = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  add_agreement (f);
  op = kx_test_world_patch (f->world, &kx_agency_entity, WORLD_AGENCY, kx_agency_f_address,
                            (KxValue){ .TEXT = "新址" });
  kx_agency_set_legal_rep (kx_agency (op->fields), "李四");
  kx_test_world_do (f->world, op, f->clerk);
  rows = list_cases (f);
  g_assert_cmpuint (rows->len, ==, 2);
}

static void
test_a_scope_that_is_added_or_removed_counts (Fixture *f, gconstpointer data)
{
  KxRecord *fields = kx_record_new (&kx_agency_entity, NULL, NULL);
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxRecord) row = NULL;

  add_agreement (f);
  kx_agency_set_scopes_offered (kx_agency (fields), (KxCodes){ 1u << kx_agency_scopes_offered_home });
  op = kx_test_world_op (f->world, KX_OP_ADD, &kx_agency_entity, WORLD_AGENCY, fields);
  kx_test_world_do (f->world, op, f->clerk);
  row = only_case (f);
  g_assert_cmpstr (kx_record_get (row, kx_change_case_f_new_text).TEXT, ==, " inpatient home ");
}

static void
test_a_case_that_nobody_decided_goes_on (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) first = NULL, second = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (KxOp) decide = NULL;

  add_agreement (f);
  change (f, kx_agency_f_address, (KxValue){ .TEXT = "新址一号" });
  first = only_case (f);
  change (f, kx_agency_f_address, (KxValue){ .TEXT = "新址十号" });
  second = only_case (f);
  g_assert_cmpstr (second->id, ==, first->id);
  g_assert_cmpstr (kx_record_get (second, kx_change_case_f_new_text).TEXT, ==, "新址十号");
  g_assert_cmpstr (kx_record_get (second, kx_change_case_f_old_text).TEXT, ==,
                   kx_record_get (first, kx_change_case_f_old_text).TEXT);
  decide = kx_test_world_action (f->world, &kx_change_case_entity, first->id, "decide", "no");
  kx_test_world_do (f->world, decide, f->reviewer);
  change (f, kx_agency_f_address, (KxValue){ .TEXT = "再迁" });
  rows = list_cases (f);
  g_assert_cmpuint (rows->len, ==, 2);
}

static void
test_a_person_decides_also_against_the_proposal (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) row = NULL;
  g_autoptr (KxOp) later = NULL, no = NULL;
  g_autoptr (KxDecision) decision = NULL;

  add_agreement (f);
  change (f, kx_agency_f_address, (KxValue){ .TEXT = "新址" });
  row = only_case (f);
  later = kx_test_world_action (f->world, &kx_change_case_entity, row->id, "decide", "later");
  kx_test_world_refuse (f->world, later, f->clerk, "approval-needed", NULL);
  kx_test_world_do (f->world, later, f->reviewer);
  kx_record_free (g_steal_pointer (&row));
  row = only_case (f);
  g_assert_cmpint (kx_record_get (row, kx_change_case_f_state).CODE, ==, kx_change_case_state_reported);
  no = kx_test_world_action (f->world, &kx_change_case_entity, row->id, "decide", "no");
  decision = kx_test_world_decide (f->world, no, f->reviewer);
  g_assert_cmpint (kx_test_world_finding (decision, "against-proposal", NULL)->verdict, ==, KX_WARNS);
  g_assert_cmpint (kx_test_world_finding (decision, "against-proposal", NULL)->cite.source, ==,
                   KX_SOURCE_PROGRAM);
  kx_test_world_do (f->world, no, f->reviewer);
  kx_record_free (g_steal_pointer (&row));
  row = only_case (f);
  g_assert_cmpint (kx_record_get (row, kx_change_case_f_state).CODE, ==, kx_change_case_state_closed);
  g_assert_cmpstr (kx_record_get (row, kx_change_case_f_decided_by).REF, ==, WORLD_USER);
}

static void
test_an_assessment_ends_with_an_outcome (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) row = NULL;
  g_autoptr (KxOp) yes = NULL, finish = NULL;

  add_agreement (f);
  change (f, kx_agency_f_hospital_level, (KxValue){ .CODE = kx_agency_hospital_level_secondary });
  row = only_case (f);
  yes = kx_test_world_action (f->world, &kx_change_case_entity, row->id, "decide", "yes");
  kx_test_world_do (f->world, yes, f->reviewer);
  finish = kx_test_world_action (f->world, &kx_change_case_entity, row->id, "finish", "2026-11-23");
  kx_test_world_refuse (f->world, finish, f->clerk, "required", "outcome");
  kx_change_finish_set_outcome (kx_change_finish (finish->fields), "复评合格。");
  kx_test_world_refuse (f->world, finish, f->clerk, "day-ahead", "closed_on");
  kx_change_finish_set_closed_on (kx_change_finish (finish->fields), (KxDate){ 20261122 });
  kx_test_world_do (f->world, finish, f->clerk);
}

/* What a report 40 days after the change comes to; FALSE: nothing is said. */
static gboolean
says_late (Fixture *f, KxVerdict *ret_verdict, KxSource *ret_source)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_record_new (&kx_change_case_entity, NULL, NULL);
  Kx_change_case *row = kx_change_case (fields);
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxDecision) decision = NULL;
  const KxFinding *finding;

  kx_change_case_set_agency (row, WORLD_AGENCY);
  kx_change_case_set_field (row, "address");
  kx_change_case_set_changed_on (row, (KxDate){ 20260901 });
  kx_change_case_set_reported_on (row, (KxDate){ 20261011 });
  op = kx_test_world_op (f->world, KX_OP_CREATE, &kx_change_case_entity, id, fields);
  decision = kx_test_world_decide (f->world, op, f->clerk);
  g_assert_cmpint (decision->result, ==, KX_APPLIED);
  finding = kx_test_world_finding (decision, "change-reported-late", NULL);
  if (finding == NULL)
    return FALSE;
  *ret_verdict = finding->verdict;
  *ret_source = finding->cite.source;
  return TRUE;
}

static void
test_a_report_is_late_where_the_office_says_so (Fixture *f, gconstpointer data)
{
  KxVerdict verdict;
  KxSource source;
  KxRecord *own;

  g_assert_false (says_late (f, &verdict, &source));
  own = (KxRecord *) kx_test_world_add (f->world, &kx_own_value_entity, 0);
  kx_own_value_set_parameter (kx_own_value (own), "change_report_days");
  kx_own_value_set_value (kx_own_value (own), "30");
  kx_own_value_set_from_on (kx_own_value (own), (KxDate){ 20260101 });
  g_assert_true (says_late (f, &verdict, &source));
  g_assert_cmpint (verdict, ==, KX_WARNS);
  g_assert_cmpint (source, ==, KX_SOURCE_OFFICE);
  kx_own_value_set_value (kx_own_value (own), "40");
  g_assert_true (says_late (f, &verdict, &source));
  g_assert_cmpint (verdict, ==, KX_HOLDS);
}

static void
test_only_watched_fields_have_cases (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_test_world_sample (&kx_change_case_entity);
  g_autoptr (KxOp) op = kx_test_world_op (f->world, KX_OP_CREATE, &kx_change_case_entity, id, fields);

  kx_change_case_set_field (kx_change_case (fields), "beds");
  kx_test_world_refuse (f->world, op, f->clerk, "not-watched", "field");
}

#define CASE(name, function) g_test_add ("/change-case/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("without an agreement nothing is reported", test_without_an_agreement_nothing_is_reported);
  CASE ("a watched field makes a case", test_a_watched_field_makes_a_case);
  g_test_add_func ("/change-case/what is proposed depends on the field",
                   test_what_is_proposed_depends_on_the_field);
  CASE ("two fields make two cases", test_two_fields_make_two_cases);
  CASE ("a scope that is added or removed counts", test_a_scope_that_is_added_or_removed_counts);
  CASE ("a case that nobody decided goes on", test_a_case_that_nobody_decided_goes_on);
  CASE ("a person decides also against the proposal", test_a_person_decides_also_against_the_proposal);
  CASE ("an assessment ends with an outcome", test_an_assessment_ends_with_an_outcome);
  CASE ("a report is late where the office says so", test_a_report_is_late_where_the_office_says_so);
  CASE ("only watched fields have cases", test_only_watched_fields_have_cases);
  return g_test_run ();
}
