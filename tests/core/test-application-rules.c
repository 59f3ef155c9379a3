#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-application-item.h"
#include "core/entities/kx-application-pause.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-objection.h"
#include "core/kx-approval.h"
#include "core/kx-test-admission.h"

#include <string.h>

#define COUNTY "370102"

typedef KxTestAdmission Fixture;

#define APPLICATION &kx_application_entity
#define OBJECTION &kx_objection_entity

static char *
received (Fixture *f, int day)
{
  g_autoptr (KxOp) op = kx_test_admission_apply (f, kx_test_admission_add_agency (f), NULL, COUNTY, day);

  kx_test_world_do (f->world, op, f->clerk);
  return g_strdup (op->row);
}

static KxOp *
make_objection (Fixture *f, const char *application, int day)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_record_new (OBJECTION, NULL, NULL);

  kx_objection_set_application (kx_objection (fields), application);
  kx_objection_set_received_on (kx_objection (fields), (KxDate){ day });
  kx_objection_set_objector (kx_objection (fields), "某公司");
  kx_objection_set_grounds (kx_objection (fields), "设备清单不实");
  return kx_test_world_op (f->world, KX_OP_CREATE, OBJECTION, id, fields);
}

static char *
object (Fixture *f, const char *application, int day)
{
  g_autoptr (KxOp) op = make_objection (f, application, day);

  kx_test_world_do (f->world, op, f->clerk);
  return g_strdup (op->row);
}

static KxVerdict
verdict (Fixture *f, const KxOp *op, const KxActor *actor, const char *code)
{
  g_autoptr (KxDecision) decision = kx_test_world_decide (f->world, op, actor);
  const KxFinding *finding = kx_test_world_finding (decision, code, NULL);

  if (finding == NULL)
    {
      g_autofree char *text = kx_test_world_describe (decision);

      g_error ("no %s: %s", code, text);
    }
  return finding->verdict;
}

static void
test_from_receipt_to_the_draft_of_an_agreement (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_admission_assessed (f, NULL, COUNTY, 20261102, "91.50");
  const KxRecord *row, *draft;

  kx_test_admission_do (f, APPLICATION, id, "admit", "decided_on=2026-11-10", f->leader);
  row = kx_test_admission_row (f, APPLICATION, id);
  g_assert_cmpint (kx_test_admission_state (f, id), ==, kx_application_state_admitted);
  g_assert_cmpint (kx_record_get (row, kx_application_f_accepted_on).DATE.ymd, ==, 20261103);
  g_assert_cmpstr (kx_record_get (row, kx_application_f_accepted_by).REF, ==, "zhang");
  g_assert_cmpstr (kx_record_get (row, kx_application_f_assessed_by).REF, ==, "zhao");
  g_assert_cmpstr (kx_record_get (row, kx_application_f_decided_by).REF, ==, "wang");
  g_assert_cmpint (kx_record_get (row, kx_application_f_score).DECIMAL.scaled, ==, 9150);
  draft =
      kx_test_admission_row (f, &kx_agreement_entity, kx_record_get (row, kx_application_f_agreement).REF);
  g_assert_nonnull (draft);
  g_assert_cmpint (kx_record_get (draft, kx_agreement_f_state).CODE, ==, kx_agreement_state_draft);
  g_assert_cmpstr (kx_record_get (draft, kx_agreement_f_agency).REF, ==,
                   kx_record_get (row, kx_application_f_agency).REF);
  g_assert_cmpint ((gint64) kx_record_get (draft, kx_agreement_f_scopes).CODES.bits, ==, 3);
  g_assert_cmpint ((gint64) kx_record_get (draft, kx_agreement_f_rehab_types).CODES.bits, ==, 1);
  g_assert_cmpstr (kx_record_get (draft, kx_agreement_f_counts_area).TEXT, ==, COUNTY);
  g_assert_false (kx_record_has (draft, kx_agreement_f_layout_reason));
  g_assert_cmpstr (draft->space, ==, "370100/agreement");
}

/* What is in the making already is not made a second time. */
static void
test_no_second_draft_is_made (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_admission_assessed (f, NULL, COUNTY, 20261102, "91.50");
  const char *agency =
      kx_record_get (kx_test_admission_row (f, APPLICATION, id), kx_application_f_agency).REF;
  KxRecord *agreement = (KxRecord *) kx_test_world_add (f->world, &kx_agreement_entity, 0);

  kx_agreement_set_agency (kx_agreement (agreement), agency);
  kx_test_admission_do (f, APPLICATION, id, "admit", "decided_on=2026-11-10", f->leader);
  g_assert_false (kx_record_has (kx_test_admission_row (f, APPLICATION, id), kx_application_f_agreement));
}

static const KxRecord *
find_item (Fixture *f, const char *application, int kind)
{
  const KxRecord *item;

  for (guint i = 0; (item = kx_test_admission_part (f, &kx_application_item_entity, application, i)) != NULL;
       i++)
    if (kx_record_get (item, kx_application_item_f_kind).CODE == kind)
      return item;
  return NULL;
}

static void
hand_in_one (Fixture *f, const char *application, int kind, int state, int day)
{
  KxRecord *fields = kx_record_new (&kx_application_item_entity, NULL, NULL);
  g_autoptr (KxOp) op = NULL;

  kx_application_item_set_state (kx_application_item (fields), state);
  if (day != 0)
    kx_application_item_set_received_on (kx_application_item (fields), (KxDate){ day });
  op = kx_test_world_op (f->world, KX_OP_PATCH, &kx_application_item_entity,
                         find_item (f, application, kind)->id, fields);
  kx_test_world_do (f->world, op, f->clerk);
}

static void
test_the_checklist_comes_with_the_application (Fixture *f, gconstpointer data)
{
  g_autofree char *id = received (f, 20261102);
  g_autoptr (KxOp) social =
      kx_test_admission_apply (f, kx_test_admission_add_agency (f), NULL, COUNTY, 20261102);
  g_autoptr (KxOp) drop = NULL;

  for (int kind = 0; kind < kx_application_item_kind_other; kind++)
    g_assert_true (kx_application_item_lacks (find_item (f, id, kind)));
  /* No licence is asked of who does no medical rehabilitation. */
  kx_application_set_rehab_types (kx_application (social->fields), (KxCodes){ 4 });
  kx_test_world_do (f->world, social, f->clerk);
  g_assert_null (find_item (f, social->row, kx_application_item_kind_practice_licence));
  g_assert_nonnull (find_item (f, social->row, kx_application_item_kind_legal_person));
  /* What came with the program is "not needed", and not deleted. */
  drop = kx_test_world_op (f->world, KX_OP_DELETE, &kx_application_item_entity,
                           find_item (f, id, kx_application_item_kind_legal_person)->id, NULL);
  kx_test_world_refuse (f->world, drop, f->clerk, "line-of-the-program", NULL);
}

static void
test_a_document_says_when_it_came (Fixture *f, gconstpointer data)
{
  g_autofree char *id = received (f, 20261102), *other = kx_test_world_id ();
  g_autoptr (KxOp) patch = kx_test_world_patch (
      f->world, &kx_application_item_entity, find_item (f, id, kx_application_item_kind_application_form)->id,
      kx_application_item_f_state, (KxValue){ .CODE = kx_application_item_state_there });
  KxRecord *fields = kx_record_new (&kx_application_item_entity, NULL, NULL);
  g_autoptr (KxOp) nameless = NULL;

  kx_test_world_refuse (f->world, patch, f->clerk, "day-needed", "received_on");
  kx_application_item_set_received_on (kx_application_item (patch->fields), (KxDate){ 20261123 });
  kx_test_world_refuse (f->world, patch, f->clerk, "day-to-come", "received_on");
  kx_application_item_set_application (kx_application_item (fields), id);
  kx_application_item_set_kind (kx_application_item (fields), kx_application_item_kind_other);
  kx_application_item_set_state (kx_application_item (fields), kx_application_item_state_missing);
  nameless = kx_test_world_op (f->world, KX_OP_CREATE, &kx_application_item_entity, other, fields);
  kx_test_world_refuse (f->world, nameless, f->clerk, "name-needed", "document");
  kx_application_item_set_document (kx_application_item (fields), "科室平面图");
  kx_test_world_do (f->world, nameless, f->clerk);
}

static void
test_the_clock_stops_at_the_notice_and_runs_with_the_last_document (Fixture *f, gconstpointer data)
{
  g_autofree char *id = received (f, 20261102);
  const KxRecord *pause;

  for (int kind = 0; kind < kx_application_item_kind_legal_person; kind++)
    hand_in_one (f, id, kind, kx_application_item_state_there, 20261102);
  hand_in_one (f, id, kx_application_item_kind_legal_person, kx_application_item_state_defective, 20261102);
  kx_test_admission_refuse (f, APPLICATION, id, "accept", "accepted_on=2026-11-03", f->clerk,
                            "documents-missing");
  kx_test_admission_do (f, APPLICATION, id, "ask_supplement", "asked_on=2026-11-04\nsupplement_by=2026-11-18",
                        f->clerk);
  g_assert_cmpint (kx_test_admission_state (f, id), ==, kx_application_state_supplementing);
  pause = kx_test_admission_part (f, &kx_application_pause_entity, id, 0);
  g_assert_cmpint (kx_record_get (pause, kx_application_pause_f_from_on).DATE.ymd, ==, 20261104);
  g_assert_false (kx_record_has (pause, kx_application_pause_f_until_on));
  /* One notice at a time, and the clock stands until the last one has come. */
  kx_test_admission_refuse (f, APPLICATION, id, "ask_supplement", "asked_on=2026-11-05", f->clerk,
                            "asked-already");
  hand_in_one (f, id, kx_application_item_kind_legal_person, kx_application_item_state_there, 20261106);
  pause = kx_test_admission_part (f, &kx_application_pause_entity, id, 0);
  g_assert_false (kx_record_has (pause, kx_application_pause_f_until_on));
  hand_in_one (f, id, kx_application_item_kind_capacity_list, kx_application_item_state_there, 20261110);
  pause = kx_test_admission_part (f, &kx_application_pause_entity, id, 0);
  g_assert_cmpint (kx_record_get (pause, kx_application_pause_f_until_on).DATE.ymd, ==, 20261110);
  kx_test_admission_do (f, APPLICATION, id, "accept", "accepted_on=2026-11-11", f->clerk);
  kx_test_admission_refuse (f, APPLICATION, id, "ask_supplement", "asked_on=2026-11-12", f->clerk,
                            "nothing-missing");
  /* Accepted twice, it stays accepted on the first day. */
  hand_in_one (f, id, kx_application_item_kind_capacity_list, kx_application_item_state_missing, 0);
  kx_test_admission_do (f, APPLICATION, id, "ask_supplement", "asked_on=2026-11-12", f->clerk);
  hand_in_one (f, id, kx_application_item_kind_capacity_list, kx_application_item_state_not_needed, 0);
  kx_test_admission_do (f, APPLICATION, id, "accept", "accepted_on=2026-11-20", f->reviewer);
  g_assert_cmpint (
      kx_record_get (kx_test_admission_row (f, APPLICATION, id), kx_application_f_accepted_on).DATE.ymd, ==,
      20261111);
  g_assert_nonnull (kx_test_admission_part (f, &kx_application_pause_entity, id, 1));
  for (guint i = 0; i < 2; i++)
    g_assert_true (kx_record_has (kx_test_admission_part (f, &kx_application_pause_entity, id, i),
                                  kx_application_pause_f_until_on));
}

/* A line of the office's own that goes lacks no longer. */
static void
test_the_last_line_that_goes_starts_the_clock (Fixture *f, gconstpointer data)
{
  g_autofree char *id = received (f, 20261102), *line = kx_test_world_id ();
  KxRecord *fields = kx_record_new (&kx_application_item_entity, NULL, NULL);
  g_autoptr (KxOp) add = NULL, drop = NULL;
  const KxRecord *pause;

  kx_test_admission_hand_in (f, id, "2026-11-02");
  kx_application_item_set_application (kx_application_item (fields), id);
  kx_application_item_set_kind (kx_application_item (fields), kx_application_item_kind_other);
  kx_application_item_set_document (kx_application_item (fields), "科室平面图");
  kx_application_item_set_state (kx_application_item (fields), kx_application_item_state_missing);
  add = kx_test_world_op (f->world, KX_OP_CREATE, &kx_application_item_entity, line, fields);
  kx_test_world_do (f->world, add, f->clerk);
  kx_test_admission_do (f, APPLICATION, id, "ask_supplement", "asked_on=2026-11-04", f->clerk);
  drop = kx_test_world_op (f->world, KX_OP_DELETE, &kx_application_item_entity, line, NULL);
  kx_test_world_do (f->world, drop, f->clerk);
  pause = kx_test_admission_part (f, &kx_application_pause_entity, id, 0);
  g_assert_cmpint (kx_record_get (pause, kx_application_pause_f_until_on).DATE.ymd, ==, f->world->today.ymd);
}

/* What a person gives counts where nothing lays down a term, and it is said where it does not. */
static void
test_a_term_comes_before_the_day_that_is_given (Fixture *f, gconstpointer data)
{
  g_autofree char *id = received (f, 20261102);
  g_autoptr (KxOp) given = kx_test_admission_step (f, APPLICATION, id, "ask_supplement",
                                                   "asked_on=2026-11-04\nsupplement_by=2026-11-30"),
                   open =
                       kx_test_admission_step (f, APPLICATION, id, "ask_supplement", "asked_on=2026-11-04");
  g_autoptr (KxDecision) free_day = NULL, laid_down = NULL, none = NULL;
  const KxFinding *finding;

  hand_in_one (f, id, kx_application_item_kind_capacity_list, kx_application_item_state_missing, 0);
  free_day = kx_test_world_decide (f->world, given, f->clerk);
  g_assert_null (kx_test_world_finding (free_day, "term-first", NULL));
  kx_test_admission_enter_own (f, "supplement_workdays", "5");
  laid_down = kx_test_world_decide (f->world, given, f->clerk);
  finding = kx_test_world_finding (laid_down, "term-first", "supplement_by");
  g_assert_cmpint (finding->verdict, ==, KX_WARNS);
  g_assert_cmpint (finding->cite.source, ==, KX_SOURCE_OFFICE);
  g_assert_cmpint (finding->cite.force, ==, KX_FORCE_OWN_VALUE);
  none = kx_test_world_decide (f->world, open, f->clerk);
  g_assert_null (kx_test_world_finding (none, "term-first", NULL));
}

static void
test_another_pause_says_why (Fixture *f, gconstpointer data)
{
  g_autofree char *id = received (f, 20261102), *first = kx_test_world_id (), *second = kx_test_world_id ();
  KxRecord *fields = kx_record_new (&kx_application_pause_entity, NULL, NULL), *more;
  g_autoptr (KxOp) op = NULL, again = NULL;

  kx_application_pause_set_application (kx_application_pause (fields), id);
  kx_application_pause_set_kind (kx_application_pause (fields), kx_application_pause_kind_other);
  kx_application_pause_set_from_on (kx_application_pause (fields), (KxDate){ 20261103 });
  more = kx_record_copy (fields);
  op = kx_test_world_op (f->world, KX_OP_CREATE, &kx_application_pause_entity, first, fields);
  kx_test_world_refuse (f->world, op, f->clerk, "cause-needed", "reason");
  kx_application_pause_set_reason (kx_application_pause (fields), "等待批复");
  kx_test_world_do (f->world, op, f->clerk);
  kx_application_pause_set_reason (kx_application_pause (more), "等待批复");
  again = kx_test_world_op (f->world, KX_OP_CREATE, &kx_application_pause_entity, second, more);
  kx_test_world_refuse (f->world, again, f->clerk, "stands-already", NULL);
  kx_application_pause_set_until_on (kx_application_pause (more), (KxDate){ 20261102 });
  kx_test_world_refuse (f->world, again, f->clerk, "dates-in-order", NULL);
}

static void
test_nothing_is_done_before_its_day (Fixture *f, gconstpointer data)
{
  g_autofree char *id = received (f, 20261102), *done = NULL;
  g_autoptr (KxOp) tomorrow =
      kx_test_admission_apply (f, kx_test_admission_add_agency (f), NULL, COUNTY, 20261123);

  kx_test_world_refuse (f->world, tomorrow, f->clerk, "day-to-come", "received_on");
  kx_test_admission_hand_in (f, id, "2026-11-02");
  kx_test_admission_refuse (f, APPLICATION, id, "accept", "accepted_on=2026-11-23", f->clerk, "day-to-come");
  kx_test_admission_refuse (f, APPLICATION, id, "accept", "accepted_on=2026-11-01", f->clerk,
                            "before-receipt");
  kx_test_admission_refuse (f, APPLICATION, id, "admit", "decided_on=2026-11-10", f->leader, KX_CODE_STATE);
  done = kx_test_admission_assessed (f, NULL, COUNTY, 20261102, "80.00");
  kx_test_admission_refuse (f, APPLICATION, done, "withdraw", "withdrawn_on=2026-11-10", f->clerk,
                            "reason-needed");
  kx_test_admission_do (f, APPLICATION, done, "withdraw", "withdrawn_on=2026-11-10\n$reason=医院来函撤回",
                        f->clerk);
  kx_test_admission_refuse (f, APPLICATION, done, "admit", "decided_on=2026-11-11", f->leader, KX_CODE_STATE);
}

static void
test_the_wrong_person_is_refused (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_admission_assessed (f, NULL, COUNTY, 20261102, "91.50");
  g_autoptr (KxActor) accepted_it = kx_actor_new ("zhang", "zhang");

  kx_test_admission_refuse (f, APPLICATION, id, "admit", "decided_on=2026-11-10", f->clerk,
                            "approval-needed");
  kx_test_admission_refuse (f, APPLICATION, id, "admit", "decided_on=2026-11-10", f->reviewer, KX_CODE_ROLE);
  kx_actor_grant (accepted_it, KX_ROLE_INDEX_leader, "000000");
  kx_test_admission_refuse (f, APPLICATION, id, "admit", "decided_on=2026-11-10", accepted_it,
                            "same-officer");
}

/* A superior who does not sign in admits on paper; a clerk enters it, be it the one who accepted. */
static void
test_a_superior_admits_on_paper (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_admission_assessed (f, NULL, COUNTY, 20261102, "91.50"), *digest = NULL;
  KxRecord *slip =
      (KxRecord *) kx_test_world_add (f->world, &kx_approval_entity, kx_approval_state_confirmed);

  digest = kx_approval_digest (kx_test_admission_row (f, APPLICATION, id));
  kx_approval_set_owner_entity (kx_approval (slip), "application");
  kx_approval_set_owner (kx_approval (slip), id);
  kx_approval_set_act (kx_approval (slip), "refuse");
  kx_approval_set_digest (kx_approval (slip), digest);
  kx_test_admission_refuse (f, APPLICATION, id, "admit", "decided_on=2026-11-10", f->clerk,
                            "approval-needed");
  kx_approval_set_act (kx_approval (slip), "admit");
  kx_test_admission_do (f, APPLICATION, id, "admit", "decided_on=2026-11-10", f->clerk);
  g_assert_cmpint (kx_test_admission_state (f, id), ==, kx_application_state_admitted);
}

static void
test_on_a_device_facts_are_taken_and_acts_wait (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_admission_assessed (f, NULL, COUNTY, 20261102, "91.50");
  g_autoptr (KxOp) op = kx_test_admission_apply (f, kx_test_admission_add_agency (f), NULL, COUNTY, 20261110);
  g_autoptr (KxOp) late = make_objection (f, id, 20261111);
  g_autoptr (KxDecision) decision = NULL;

  f->world->on_device = TRUE;
  kx_test_world_do (f->world, op, f->clerk);
  kx_test_world_do (f->world, late, f->clerk);
  kx_test_admission_do (f, APPLICATION, op->row, "ask_supplement", "asked_on=2026-11-11", f->clerk);
  kx_test_admission_hand_in (f, op->row, "2026-11-12");
  kx_test_admission_refuse (f, APPLICATION, op->row, "accept", "accepted_on=2026-11-12", f->clerk,
                            "needs-service");
  kx_test_admission_refuse (f, APPLICATION, id, "admit", "decided_on=2026-11-12", f->leader, "needs-service");
  kx_test_admission_refuse (f, APPLICATION, id, "publish",
                            "publicity_from=2026-11-12\npublicity_until=2026-11-18", f->leader,
                            "needs-service");
  /* Without the agreements of the place nothing is certain, and nothing refused. */
  kx_test_table_remove_space (f->world->table, COUNTY "/agreement");
  g_clear_pointer (&op, kx_op_free);
  op = kx_test_admission_apply (f, kx_test_admission_add_agency (f), NULL, COUNTY, 20261110);
  decision = kx_test_world_decide (f->world, op, f->clerk);
  g_assert_cmpint (decision->result, ==, KX_APPLIED);
  g_assert_false (decision->certain);
}

static void
test_a_notice_runs_its_days (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_admission_assessed (f, NULL, COUNTY, 20261030, "91.50");

  /* No term is set: the last day is given by hand. */
  kx_test_admission_refuse (f, APPLICATION, id, "publish", "publicity_from=2026-11-09", f->leader,
                            "publicity-end-needed");
  kx_test_admission_enter_own (f, "publicity_workdays", "5");
  kx_test_admission_refuse (f, APPLICATION, id, "admit", "decided_on=2026-11-10", f->leader,
                            "publicity-needed");
  kx_test_admission_refuse (f, APPLICATION, id, "publish",
                            "publicity_from=2026-11-09\npublicity_until=2026-11-13", f->leader,
                            "publicity-short");
  kx_test_admission_do (f, APPLICATION, id, "publish", "publicity_from=2026-11-09", f->leader);
  g_assert_cmpint (kx_test_admission_state (f, id), ==, kx_application_state_publicity);
  kx_test_admission_refuse (f, APPLICATION, id, "admit", "decided_on=2026-11-16", f->leader,
                            "publicity-runs");
  kx_test_admission_enter_own (f, "objection_workdays", "3");
  kx_test_admission_refuse (f, APPLICATION, id, "admit", "decided_on=2026-11-19", f->leader,
                            "objection-term-runs");
  kx_test_admission_do (f, APPLICATION, id, "admit", "decided_on=2026-11-20", f->leader);
}

static void
test_what_the_office_set_is_cited_as_its_own (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_admission_assessed (f, NULL, COUNTY, 20261030, "91.50");
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxDecision) decision = NULL;
  const KxFinding *finding;

  kx_test_admission_enter_own (f, "publicity_workdays", "5");
  kx_test_admission_do (f, APPLICATION, id, "publish", "publicity_from=2026-11-09", f->leader);
  op = kx_test_admission_step (f, APPLICATION, id, "admit", "decided_on=2026-11-10");
  decision = kx_test_world_decide (f->world, op, f->leader);
  finding = kx_test_world_finding (decision, "publicity-runs", NULL);
  g_assert_cmpint (finding->verdict, ==, KX_FAILS);
  g_assert_cmpint (finding->cite.source, ==, KX_SOURCE_OFFICE);
  g_assert_cmpstr (finding->cite.document, ==, "中心办〔2020〕1号");
  g_assert_cmpstr (finding->cite.item, ==, "2020-01-01");
  g_assert_cmpstr (finding->args[0].text, ==, "2026-11-16");
}

static void
test_an_open_objection_blocks (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_admission_assessed (f, NULL, COUNTY, 20261030, "91.50"), *first = NULL,
                  *second = NULL;
  g_autoptr (KxActor) assessor = kx_actor_new ("zhao", "zhao");
  g_autoptr (KxOp) late = NULL;

  kx_test_admission_do (f, APPLICATION, id, "publish",
                        "publicity_from=2026-11-09\npublicity_until=2026-11-13", f->leader);
  first = object (f, id, 20261110);
  g_assert_cmpint (kx_test_admission_state (f, id), ==, kx_application_state_objection);
  kx_test_admission_refuse (f, APPLICATION, id, "admit", "decided_on=2026-11-16", f->leader,
                            "objection-open");
  /* Who assessed does not decide on it. */
  kx_actor_grant (assessor, KX_ROLE_INDEX_reviewer, "000000");
  kx_test_admission_refuse (f, OBJECTION, first, "dismiss", "decided_on=2026-11-12\nreasons=经核查属实",
                            assessor, "same-officer");
  kx_test_admission_refuse (f, OBJECTION, first, "dismiss", "decided_on=2026-11-12", f->reviewer, "required");
  kx_test_admission_refuse (f, OBJECTION, first, "dismiss", "decided_on=2026-11-12\nreasons=不实", f->clerk,
                            KX_CODE_ROLE);
  kx_test_admission_do (f, OBJECTION, first, "dismiss", "decided_on=2026-11-12\nreasons=不实", f->reviewer);
  /* After the term it is noted, heard, and blocks as well. */
  late = make_objection (f, id, 20261116);
  g_assert_cmpint (verdict (f, late, f->clerk, "objection-late"), ==, KX_WARNS);
  second = object (f, id, 20261116);
  kx_test_admission_do (f, OBJECTION, second, "uphold", "decided_on=2026-11-17\nreasons=属实", f->reviewer);
  kx_test_admission_refuse (f, APPLICATION, id, "admit", "decided_on=2026-11-18", f->leader,
                            "objection-upheld");
  kx_test_admission_do (f, APPLICATION, id, "refuse",
                        "decided_on=2026-11-18\nrefusal_grounds= objection_upheld \nreasons=异议成立",
                        f->leader);
}

static void
test_a_refusal_has_grounds_that_are_so (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_admission_assessed (f, NULL, COUNTY, 20261102, "91.50"), *open = NULL;
  g_autoptr (KxOp) op = NULL;

  kx_test_admission_refuse (f, APPLICATION, id, "refuse", "decided_on=2026-11-10\nreasons=不符", f->leader,
                            "required");
  kx_test_admission_refuse (f, APPLICATION, id, "refuse",
                            "decided_on=2026-11-10\nrefusal_grounds= conditions ", f->leader, "required");
  kx_test_admission_refuse (f, APPLICATION, id, "refuse",
                            "decided_on=2026-11-10\nrefusal_grounds= banned \nreasons=禁入期", f->leader,
                            "no-ban");
  kx_test_admission_refuse (f, APPLICATION, id, "refuse",
                            "decided_on=2026-11-10\nrefusal_grounds= assessment_failed \nreasons=不合格",
                            f->leader, "assessment-not-failed");
  kx_test_admission_refuse (f, APPLICATION, id, "refuse",
                            "decided_on=2026-11-10\nrefusal_grounds= objection_upheld \nreasons=异议",
                            f->leader, "no-objection-upheld");
  op = kx_test_admission_step (f, APPLICATION, id, "refuse",
                               "decided_on=2026-11-10\nrefusal_grounds= incomplete \nreasons=缺件");
  g_assert_cmpint (verdict (f, op, f->leader, "nothing-missing"), ==, KX_WARNS);
  open = received (f, 20261102);
  kx_test_admission_do (f, APPLICATION, open, "refuse",
                        "decided_on=2026-11-10\nrefusal_grounds= incomplete \nreasons=逾期未补正",
                        f->reviewer);
  g_assert_cmpint (kx_test_admission_state (f, open), ==, kx_application_state_refused);
}

static void
add_exit (Fixture *f, const char *agency, gboolean at_fault, int ended, int banned_until)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *row = kx_record_new (&kx_exit_case_entity, id, "370100/exit");
  Kx_exit_case *exit_case = kx_exit_case (row);

  kx_exit_case_set_office (exit_case, f->office);
  kx_exit_case_set_agency (exit_case, agency);
  kx_exit_case_set_at_fault (exit_case, at_fault);
  kx_exit_case_set_ended_on (exit_case, (KxDate){ ended });
  if (banned_until != 0)
    kx_exit_case_set_ban_until (exit_case, (KxDate){ banned_until });
  row->seq = 5;
  kx_test_table_add (f->world->table, row);
}

/* A ban follows an exit at fault, and only where the office set one. */
static void
test_who_left_at_fault_waits (Fixture *f, gconstpointer data)
{
  const char *agency = kx_test_admission_add_agency (f);
  g_autoptr (KxOp) op = kx_test_admission_apply (f, agency, NULL, COUNTY, 20261102);
  g_autoptr (KxOp) accept = NULL;
  g_autoptr (KxDecision) silent = NULL;

  kx_test_world_do (f->world, op, f->clerk);
  kx_test_admission_hand_in (f, op->row, "2026-11-02");
  accept = kx_test_admission_step (f, APPLICATION, op->row, "accept", "accepted_on=2026-11-03");
  add_exit (f, agency, FALSE, 20261001, 0);
  silent = kx_test_world_decide (f->world, accept, f->clerk);
  g_assert_null (kx_test_world_finding (silent, "banned", NULL));
  kx_test_admission_enter_own (f, "reapply_ban_months", "12");
  g_assert_cmpint (verdict (f, accept, f->clerk, "banned"), ==, KX_HOLDS);
  add_exit (f, agency, TRUE, 20251101, 0);
  g_assert_cmpint (verdict (f, accept, f->clerk, "banned"), ==, KX_HOLDS);
  add_exit (f, agency, TRUE, 20251102, 0);
  g_assert_cmpint (verdict (f, accept, f->clerk, "banned"), ==, KX_FAILS);
  kx_test_admission_do (f, APPLICATION, op->row, "refuse",
                        "decided_on=2026-11-10\nrefusal_grounds= banned \nreasons=禁入期内", f->leader);
}

/* The day that was decided counts before the term. */
static void
test_a_ban_that_was_decided_counts (Fixture *f, gconstpointer data)
{
  const char *agency = kx_test_admission_add_agency (f);
  g_autoptr (KxOp) op = kx_test_admission_apply (f, agency, NULL, COUNTY, 20261102);

  kx_test_admission_enter_own (f, "reapply_ban_months", "12");
  kx_test_world_do (f->world, op, f->clerk);
  kx_test_admission_hand_in (f, op->row, "2026-11-02");
  add_exit (f, agency, TRUE, 20240101, 20261102);
  kx_test_admission_refuse (f, APPLICATION, op->row, "accept", "accepted_on=2026-11-03", f->clerk, "banned");
}

static void
test_what_failed_or_was_begun_is_not_admitted (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_admission_accepted (f, NULL, COUNTY, 20261102);
  g_autoptr (KxOp) patch = NULL, note = NULL;

  kx_test_admission_do (f, APPLICATION, id, "start_assessment",
                        "assessment_from=2026-11-04\nassess_by=2026-11-20", f->clerk);
  kx_test_admission_refuse (f, APPLICATION, id, "admit", "decided_on=2026-11-10", f->leader,
                            "assessment-open");
  kx_test_admission_do (f, APPLICATION, id, "enter_result", "assessment=failed\nassessed_on=2026-11-21",
                        f->clerk);
  kx_test_admission_refuse (f, APPLICATION, id, "admit", "decided_on=2026-11-22", f->leader,
                            "assessment-failed");
  /* What was assessed stays. */
  patch = kx_test_world_patch (f->world, APPLICATION, id, kx_application_f_counts_area,
                               (KxValue){ .TEXT = "370103" });
  note = kx_test_world_patch (f->world, APPLICATION, id, kx_application_f_note, (KxValue){ .TEXT = "备注" });
  kx_test_world_refuse (f->world, patch, f->clerk, "assessed-stays", "counts_area");
  kx_test_world_do (f->world, note, f->clerk);
  kx_test_admission_do (f, APPLICATION, id, "refuse",
                        "decided_on=2026-11-22\nrefusal_grounds= assessment_failed \nreasons=不合格",
                        f->leader);
}

/* Late is what the office was, not the agency. */
static void
test_lateness_is_noted_and_blocks_nothing (Fixture *f, gconstpointer data)
{
  g_autofree char *id = received (f, 20261102);
  g_autoptr (KxOp) late = NULL, in_time = NULL;

  kx_test_admission_hand_in (f, id, "2026-11-02");
  kx_test_admission_enter_own (f, "acceptance_workdays", "5");
  in_time = kx_test_admission_step (f, APPLICATION, id, "accept", "accepted_on=2026-11-09");
  late = kx_test_admission_step (f, APPLICATION, id, "accept", "accepted_on=2026-11-10");
  g_assert_cmpint (verdict (f, in_time, f->clerk, "in-time"), ==, KX_HOLDS);
  g_assert_cmpint (verdict (f, late, f->clerk, "in-time"), ==, KX_WARNS);
  kx_test_world_do (f->world, late, f->clerk);
}

static void
test_a_second_application_is_noted (Fixture *f, gconstpointer data)
{
  const char *agency = kx_test_admission_add_agency (f);
  g_autoptr (KxOp) first = kx_test_admission_apply (f, agency, NULL, COUNTY, 20261102);
  g_autoptr (KxOp) second = kx_test_admission_apply (f, agency, NULL, COUNTY, 20261103);
  g_autoptr (KxOp) elsewhere = kx_test_admission_apply (f, WORLD_OTHER_AGENCY, NULL, COUNTY, 20261103);
  g_autoptr (KxOp) no_place = kx_test_admission_apply (f, agency, NULL, "450102", 20261103);

  kx_test_world_do (f->world, first, f->clerk);
  g_assert_cmpint (verdict (f, second, f->clerk, "application-twice"), ==, KX_WARNS);
  kx_test_world_refuse (f->world, elsewhere, f->clerk, "agency-of-another-office", "agency");
  kx_test_world_refuse (f->world, no_place, f->clerk, "place-elsewhere", "counts_area");
}

/* One that comes after the admission keeps the agreement from being signed. */
static void
test_an_objection_keeps_from_signing (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_admission_assessed (f, NULL, COUNTY, 20261102, "91.50"), *late = NULL;
  static const char sign[] = "signed_on=2026-11-20\nsigner=王五";
  KxRecord *draft;
  const char *agreement;

  kx_test_admission_do (f, APPLICATION, id, "admit", "decided_on=2026-11-10", f->leader);
  agreement = kx_record_get (kx_test_admission_row (f, APPLICATION, id), kx_application_f_agreement).REF;
  draft = (KxRecord *) kx_test_admission_row (f, &kx_agreement_entity, agreement);
  kx_agreement_set_state (kx_agreement (draft), kx_agreement_state_agency_signed);
  late = object (f, id, 20261112);
  g_assert_cmpint (kx_test_admission_state (f, id), ==, kx_application_state_admitted);
  kx_test_admission_refuse (f, &kx_agreement_entity, agreement, "sign", sign, f->leader, "objection-open");
  kx_test_admission_do (f, OBJECTION, late, "dismiss", "decided_on=2026-11-13\nreasons=不实", f->reviewer);
  kx_test_admission_do (f, &kx_agreement_entity, agreement, "sign", sign, f->leader);
}

/* Nothing of an application that was decided moves any more. */
static void
test_what_was_decided_is_closed (Fixture *f, gconstpointer data)
{
  g_autofree char *id = received (f, 20261102);
  g_autoptr (KxOp) item = NULL;

  kx_test_admission_do (f, APPLICATION, id, "withdraw", "withdrawn_on=2026-11-10\n$reason=来函撤回",
                        f->clerk);
  item = kx_test_world_patch (f->world, &kx_application_item_entity,
                              find_item (f, id, kx_application_item_kind_legal_person)->id,
                              kx_application_item_f_note, (KxValue){ .TEXT = "备注" });
  kx_test_world_refuse (f->world, item, f->clerk, "application-decided", "application");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                      \
  g_test_add ("/application-rules/" name, Fixture, NULL, kx_test_admission_set_up, func,                     \
              kx_test_admission_tear_down)
  ADD ("from-receipt-to-draft", test_from_receipt_to_the_draft_of_an_agreement);
  ADD ("no-second-draft", test_no_second_draft_is_made);
  ADD ("checklist", test_the_checklist_comes_with_the_application);
  ADD ("a-document-says-when-it-came", test_a_document_says_when_it_came);
  ADD ("clock", test_the_clock_stops_at_the_notice_and_runs_with_the_last_document);
  ADD ("last-line-goes", test_the_last_line_that_goes_starts_the_clock);
  ADD ("term-first", test_a_term_comes_before_the_day_that_is_given);
  ADD ("another-pause-says-why", test_another_pause_says_why);
  ADD ("too-early", test_nothing_is_done_before_its_day);
  ADD ("wrong-person", test_the_wrong_person_is_refused);
  ADD ("on-paper", test_a_superior_admits_on_paper);
  ADD ("on-a-device", test_on_a_device_facts_are_taken_and_acts_wait);
  ADD ("notice", test_a_notice_runs_its_days);
  ADD ("own-values-are-cited-as-such", test_what_the_office_set_is_cited_as_its_own);
  ADD ("objections", test_an_open_objection_blocks);
  ADD ("grounds-of-a-refusal", test_a_refusal_has_grounds_that_are_so);
  ADD ("ban", test_who_left_at_fault_waits);
  ADD ("decided-ban", test_a_ban_that_was_decided_counts);
  ADD ("assessment", test_what_failed_or_was_begun_is_not_admitted);
  ADD ("lateness", test_lateness_is_noted_and_blocks_nothing);
  ADD ("second-application", test_a_second_application_is_noted);
  ADD ("objection-keeps-from-signing", test_an_objection_keeps_from_signing);
  ADD ("closed", test_what_was_decided_is_closed);
  return g_test_run ();
}
