#include "core/entities/kx-agreement.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-rectification.h"
#include "core/kx-take-over.h"
#include "core/kx-test-world.h"

#define CITY "370100"

typedef struct
{
  KxTestWorld *world;
  KxActor *clerk, *reviewer, *other_reviewer;
} Fixture;

static KxActor *
make_actor (const char *user, int role)
{
  KxActor *actor = kx_actor_new (user, user);

  kx_actor_grant (actor, role, CITY);
  return actor;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->world = kx_test_world_new ();
  f->clerk = make_actor ("zhang", KX_ROLE_INDEX_clerk);
  f->reviewer = make_actor ("li", KX_ROLE_INDEX_reviewer);
  f->other_reviewer = make_actor ("zhao", KX_ROLE_INDEX_reviewer);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_actor_free (f->clerk);
  kx_actor_free (f->reviewer);
  kx_actor_free (f->other_reviewer);
  kx_test_world_free (f->world);
}

static KxRecord *
make_rectification (void)
{
  KxRecord *fields = kx_record_new (&kx_rectification_entity, NULL, NULL);

  kx_rectification_set_office (kx_rectification (fields), WORLD_OFFICE);
  kx_rectification_set_agency (kx_rectification (fields), WORLD_AGENCY);
  return fields;
}

/* Takes `fields`; the id is owned. */
static char *
create (Fixture *f, KxRecord *fields)
{
  g_autofree char *id = kx_test_world_id ();
  g_autoptr (KxOp) op = kx_test_world_op (f->world, KX_OP_CREATE, fields->entity, id, fields);

  kx_test_world_do (f->world, op, f->clerk);
  return g_steal_pointer (&id);
}

static char *
write_one (Fixture *f)
{
  KxRecord *fields = make_rectification ();

  kx_rectification_set_matter (kx_rectification (fields), "康复病历记录不全");
  kx_rectification_set_due_on (kx_rectification (fields), (KxDate){ 20261231 });
  return create (f, fields);
}

/* An action whose first argument is a text, and whose second is a code. */
static KxOp *
make_action (Fixture *f, const KxEntity *entity, const char *id, const char *action, const char *first,
             int second)
{
  KxOp *op = kx_test_world_action (f->world, entity, id, action, first);

  if (second >= 0)
    kx_record_put (op->fields, 1, (KxValue){ .CODE = second });
  return op;
}

static void
act (Fixture *f, const KxEntity *entity, const char *id, const char *action, const char *first, int second,
     const KxActor *actor)
{
  g_autoptr (KxOp) op = make_action (f, entity, id, action, first, second);

  kx_test_world_do (f->world, op, actor);
}

static void
refuse (Fixture *f, const KxEntity *entity, const char *id, const char *action, const char *first, int second,
        const KxActor *actor, const char *code)
{
  g_autoptr (KxOp) op = make_action (f, entity, id, action, first, second);

  kx_test_world_refuse (f->world, op, actor, code, NULL);
}

static const KxRecord *
look (Fixture *f, const KxEntity *entity, const char *id)
{
  return kx_test_table_lookup (f->world->table, entity, id);
}

static void
test_a_rectification_runs_its_course (Fixture *f, gconstpointer data)
{
  const KxEntity *entity = &kx_rectification_entity;
  g_autofree char *id = write_one (f);
  const KxRecord *row;

  refuse (f, entity, id, "issue", "2026-11-23", -1, f->reviewer, "day-ahead");
  act (f, entity, id, "issue", "2026-11-10", -1, f->reviewer);
  refuse (f, entity, id, "report", "2026-11-09", -1, f->clerk, "before-issue");
  act (f, entity, id, "report", "2026-11-15", -1, f->clerk);
  refuse (f, entity, id, "recheck", "2026-11-14", kx_recheck_result_passed, f->reviewer, "before-report");
  act (f, entity, id, "recheck", "2026-11-16", kx_recheck_result_failed, f->clerk);
  row = look (f, entity, id);
  g_assert_true (kx_rectification_is_open (row));
  g_assert_cmpint (kx_record_get (row, kx_rectification_f_state).CODE, ==, kx_rectification_state_failed);
  act (f, entity, id, "report", "2026-11-20", -1, f->clerk);
  act (f, entity, id, "recheck", "2026-11-21", kx_recheck_result_passed, f->other_reviewer);
  row = look (f, entity, id);
  g_assert_false (kx_rectification_is_open (row));
  g_assert_cmpstr (kx_record_get (row, kx_rectification_f_issued_by).REF, ==, "li");
  g_assert_cmpstr (kx_record_get (row, kx_rectification_f_rechecked_by).REF, ==, "zhao");
  g_assert_cmpint (kx_record_get (row, kx_rectification_f_rechecked_on).DATE.ymd, ==, 20261121);
}

static void
test_who_issued_it_rechecks_with_a_note (Fixture *f, gconstpointer data)
{
  const KxEntity *entity = &kx_rectification_entity;
  g_autofree char *id = write_one (f);
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxDecision) decision = NULL;
  const KxFinding *finding;

  act (f, entity, id, "issue", "2026-11-10", -1, f->reviewer);
  op = make_action (f, entity, id, "recheck", "2026-11-16", kx_recheck_result_passed);
  decision = kx_test_world_decide (f->world, op, f->reviewer);
  finding = kx_test_world_finding (decision, "same-officer", NULL);
  g_assert_cmpint (decision->result, ==, KX_APPLIED);
  g_assert_cmpint (finding->verdict, ==, KX_WARNS);
  g_assert_cmpint (finding->cite.source, ==, KX_SOURCE_OFFICE);
}

static void
test_it_is_issued_when_it_says_what_and_by_when (Fixture *f, gconstpointer data)
{
  g_autofree char *id = create (f, make_rectification ());

  refuse (f, &kx_rectification_entity, id, "issue", "2026-11-10", -1, f->reviewer, "incomplete");
  f->world->on_device = TRUE;
  refuse (f, &kx_rectification_entity, id, "issue", "2026-11-10", -1, f->reviewer, "needs-service");
}

static void
test_a_trifle_is_closed_with_a_second_initial (Fixture *f, gconstpointer data)
{
  const KxEntity *entity = &kx_rectification_entity;
  g_autofree char *id = write_one (f);

  act (f, entity, id, "issue", "2026-11-10", -1, f->reviewer);
  refuse (f, entity, id, "close_on_paper", "", -1, f->other_reviewer, "required");
  refuse (f, entity, id, "close_on_paper", "当场改正", -1, f->reviewer, "same-officer");
  act (f, entity, id, "close_on_paper", "当场改正", -1, f->other_reviewer);
  g_assert_cmpstr (kx_record_get (look (f, entity, id), kx_rectification_f_closing_line).TEXT, ==,
                   "当场改正");
}

static void
test_what_was_issued_stays (Fixture *f, gconstpointer data)
{
  g_autofree char *id = write_one (f);
  g_autoptr (KxOp) matter = NULL, note = NULL;

  act (f, &kx_rectification_entity, id, "issue", "2026-11-10", -1, f->reviewer);
  matter = kx_test_world_patch (f->world, &kx_rectification_entity, id, kx_rectification_f_matter,
                                (KxValue){ .TEXT = "别的" });
  kx_test_world_refuse (f->world, matter, f->clerk, "issued-stays", "matter");
  note = kx_test_world_patch (f->world, &kx_rectification_entity, id, kx_rectification_f_note,
                              (KxValue){ .TEXT = "电话催办" });
  kx_test_world_do (f->world, note, f->clerk);
}

static gboolean
lacks (const KxRecord *row, guint n_scans, int field)
{
  g_autoptr (GArray) gaps = kx_take_over_gaps (row, n_scans);

  for (guint i = 0; i < gaps->len; i++)
    if (g_array_index (gaps, KxTakeOverGap, i).field == field)
      return TRUE;
  return FALSE;
}

static void
test_a_rectification_comes_in_as_it_stands_on_paper (Fixture *f, gconstpointer data)
{
  const KxEntity *entity = &kx_rectification_entity;
  g_autofree char *id = create (f, make_rectification ());
  g_autoptr (KxOp) due = NULL, after = NULL;

  g_assert_false (lacks (look (f, entity, id), 0, -1));
  refuse (f, entity, id, "take_over", "draft", -1, f->clerk, "taken-over-unissued");
  act (f, entity, id, "take_over", "issued", -1, f->clerk);
  g_assert_true (kx_take_over_is_unconfirmed (look (f, entity, id)));
  g_assert_true (lacks (look (f, entity, id), 0, kx_rectification_f_due_on));
  g_assert_true (lacks (look (f, entity, id), 0, -1));
  g_assert_false (lacks (look (f, entity, id), 1, -1));
  g_assert_false (lacks (look (f, entity, id), 0, kx_rectification_f_reported_on));
  due = kx_test_world_patch (f->world, entity, id, kx_rectification_f_due_on,
                             (KxValue){ .DATE = { 20261130 } });
  kx_test_world_do (f->world, due, f->clerk);
  g_assert_false (lacks (look (f, entity, id), 0, kx_rectification_f_due_on));
  act (f, entity, id, "confirm_take_over", NULL, -1, f->reviewer);
  g_assert_false (kx_take_over_is_unconfirmed (look (f, entity, id)));
  after = kx_test_world_patch (f->world, entity, id, kx_rectification_f_due_on,
                               (KxValue){ .DATE = { 20261231 } });
  kx_test_world_refuse (f->world, after, f->clerk, "issued-stays", "due_on");
  refuse (f, entity, id, "confirm_take_over", NULL, -1, f->other_reviewer, "confirmed-already");
}

static void
test_nobody_confirms_what_he_took_over (Fixture *f, gconstpointer data)
{
  const KxEntity *entity = &kx_rectification_entity;
  g_autofree char *id = create (f, make_rectification ());
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxDecision) decision = NULL;

  act (f, entity, id, "take_over", "reported", -1, f->clerk);
  /* The role does not help. */
  kx_actor_grant (f->clerk, KX_ROLE_INDEX_leader, CITY);
  op = make_action (f, entity, id, "confirm_take_over", NULL, -1);
  decision = kx_test_world_decide (f->world, op, f->clerk);
  g_assert_cmpint (decision->result, ==, KX_REJECTED);
  g_assert_cmpint (kx_test_world_finding (decision, "same-officer", NULL)->cite.source, ==,
                   KX_SOURCE_PROGRAM);
}

static void
test_what_was_not_taken_over_is_not_confirmed (Fixture *f, gconstpointer data)
{
  g_autofree char *id = write_one (f);

  act (f, &kx_rectification_entity, id, "issue", "2026-11-10", -1, f->reviewer);
  refuse (f, &kx_rectification_entity, id, "confirm_take_over", NULL, -1, f->other_reviewer,
          "not-taken-over");
}

static KxRecord *
make_exit (const char *agency)
{
  KxRecord *fields = kx_record_new (&kx_exit_case_entity, NULL, NULL);

  kx_exit_case_set_office (kx_exit_case (fields), WORLD_OFFICE);
  kx_exit_case_set_agency (kx_exit_case (fields), agency);
  return fields;
}

static void
test_a_ban_follows_from_a_fault_alone (Fixture *f, gconstpointer data)
{
  g_autofree char *id = create (f, make_exit (WORLD_AGENCY));
  g_autoptr (KxOp) ban = kx_test_world_patch (f->world, &kx_exit_case_entity, id, kx_exit_case_f_ban_until,
                                              (KxValue){ .DATE = { 20281231 } });

  kx_test_world_refuse (f->world, ban, f->clerk, "ban-without-fault", "ban_until");
  kx_exit_case_set_at_fault (kx_exit_case (ban->fields), TRUE);
  kx_test_world_do (f->world, ban, f->clerk);
}

static void
test_an_exit_case_names_an_agency_and_agreement_of_its_office (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_world_id ();
  const KxRecord *agreement = kx_test_world_add (f->world, &kx_agreement_entity, 4);
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxActor) system = kx_actor_new_system ();

  op = kx_test_world_op (f->world, KX_OP_CREATE, &kx_exit_case_entity, id, make_exit (WORLD_OTHER_AGENCY));
  kx_test_world_refuse (f->world, op, system, "agency-of-another-office", "agency");
  kx_exit_case_set_agreement (kx_exit_case (op->fields), agreement->id);
  kx_test_world_refuse (f->world, op, system, "agreement-of-another-agency", "agreement");
  kx_exit_case_set_agency (kx_exit_case (op->fields), WORLD_AGENCY);
  kx_test_world_do (f->world, op, f->clerk);
}

static void
test_a_running_exit_comes_in_and_is_closed (Fixture *f, gconstpointer data)
{
  const KxEntity *entity = &kx_exit_case_entity;
  KxRecord *fields = make_exit (WORLD_AGENCY);
  g_autoptr (KxOp) measure = NULL, decided = NULL;
  g_autofree char *id = NULL;

  kx_exit_case_set_notified_on (kx_exit_case (fields), (KxDate){ 20260901 });
  kx_exit_case_set_decided_on (kx_exit_case (fields), (KxDate){ 20261010 });
  id = create (f, fields);
  act (f, entity, id, "take_over", "running", -1, f->clerk);
  refuse (f, entity, id, "take_over", "closed", -1, f->clerk, "taken-over-already");
  g_assert_true (lacks (look (f, entity, id), 1, kx_exit_case_f_number));
  g_assert_true (lacks (look (f, entity, id), 1, kx_exit_case_f_at_fault));
  g_assert_false (lacks (look (f, entity, id), 1, kx_exit_case_f_ended_on));
  refuse (f, entity, id, "confirm_take_over", NULL, -1, f->clerk, KX_CODE_ROLE);
  act (f, entity, id, "confirm_take_over", NULL, -1, f->reviewer);
  refuse (f, entity, id, "close", "2026-10-09", -1, f->reviewer, "ended-before-decided");
  act (f, entity, id, "close", "2026-11-01", -1, f->reviewer);
  measure = kx_test_world_patch (f->world, entity, id, kx_exit_case_f_measure,
                                 (KxValue){ .CODE = kx_exit_case_measure_suspension });
  kx_test_world_do (f->world, measure, f->clerk);
  decided = kx_test_world_patch (f->world, entity, id, kx_exit_case_f_decided_on,
                                 (KxValue){ .DATE = { 20261011 } });
  kx_test_world_refuse (f->world, decided, f->clerk, "closed-stays", "decided_on");
  g_assert_cmpint (kx_record_get (look (f, entity, id), kx_exit_case_f_ended_on).DATE.ymd, ==, 20261101);
}

static void
test_what_was_decided_is_not_deleted (Fixture *f, gconstpointer data)
{
  KxRecord *fields = make_exit (WORLD_AGENCY);
  g_autofree char *id = NULL;
  g_autoptr (KxOp) op = NULL;

  kx_exit_case_set_decided_on (kx_exit_case (fields), (KxDate){ 20261010 });
  id = create (f, fields);
  op = kx_test_world_op (f->world, KX_OP_DELETE, &kx_exit_case_entity, id, NULL);
  kx_test_world_refuse (f->world, op, f->clerk, "decided-stays", NULL);
}

/* What is offered is what may come in. */
static void
test_it_comes_in_in_each_state_that_is_offered (Fixture *f, gconstpointer data)
{
  const KxField *field = &kx_rectification_entity.fields[kx_rectification_f_state];

  for (guint i = 0; i < kx_field_n_codes (field); i++)
    {
      g_autofree char *id = create (f, make_rectification ());
      gboolean offered = (kx_take_over_states (&kx_rectification_entity) >> i & 1) != 0;
      g_autoptr (KxOp) op = kx_test_world_op (f->world, KX_OP_ACTION, &kx_rectification_entity, id,
                                              kx_take_over_arguments (&kx_rectification_entity, (int) i));
      g_autoptr (KxDecision) decision = NULL;

      op->action = g_strdup ("take_over");
      decision = kx_test_world_decide (f->world, op, f->clerk);
      g_test_message ("%s", field->codes[i].name);
      g_assert_cmpint (decision->result != KX_REJECTED, ==, offered);
    }
  g_assert_cmphex (kx_take_over_states (&kx_agreement_entity), ==,
                   1u << kx_agreement_state_signed | 1u << kx_agreement_state_terminating |
                       1u << kx_agreement_state_ended);
  g_assert_cmphex (kx_take_over_states (&kx_exit_case_entity), ==, 3);
  g_assert_cmphex (kx_take_over_states (&kx_office_entity), ==, 0);
}

static void
test_paper_has_values_in_some_fields (void)
{
  g_assert_true (kx_take_over_wants (&kx_exit_case_entity, kx_exit_case_f_at_fault));
  g_assert_false (kx_take_over_wants (&kx_exit_case_entity, kx_exit_case_f_note));
  g_assert_false (kx_take_over_wants (&kx_office_entity, kx_office_f_name));
}

static void
test_an_agreement_lacks_what_its_kind_must_have (void)
{
  g_autoptr (KxRecord) row = kx_record_new (&kx_agreement_entity, NULL, NULL);

  kx_agreement_set_kind (kx_agreement (row), kx_agreement_kind_device);
  kx_agreement_set_state (kx_agreement (row), kx_agreement_state_signed);
  g_assert_false (lacks (row, 0, kx_agreement_f_number));
  kx_agreement_set_taken_over (kx_agreement (row), TRUE);
  g_assert_true (lacks (row, 0, kx_agreement_f_number));
  g_assert_false (lacks (row, 0, kx_agreement_f_scopes));
  g_assert_false (lacks (row, 0, kx_agreement_f_ending));
  kx_agreement_set_state (kx_agreement (row), kx_agreement_state_ended);
  g_assert_true (lacks (row, 0, kx_agreement_f_ending));
  kx_agreement_set_kind (kx_agreement (row), kx_agreement_kind_rehabilitation);
  g_assert_true (lacks (row, 0, kx_agreement_f_scopes));
  g_assert_true (kx_take_over_knows (&kx_agreement_entity));
  g_assert_false (kx_take_over_knows (&kx_office_entity));
}

#define CASE(name, function) g_test_add ("/paper-records/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("a rectification runs its course", test_a_rectification_runs_its_course);
  CASE ("who issued it rechecks with a note", test_who_issued_it_rechecks_with_a_note);
  CASE ("it is issued when it says what and by when", test_it_is_issued_when_it_says_what_and_by_when);
  CASE ("a trifle is closed with a second initial", test_a_trifle_is_closed_with_a_second_initial);
  CASE ("what was issued stays", test_what_was_issued_stays);
  CASE ("a rectification comes in as it stands on paper",
        test_a_rectification_comes_in_as_it_stands_on_paper);
  CASE ("nobody confirms what he took over", test_nobody_confirms_what_he_took_over);
  CASE ("what was not taken over is not confirmed", test_what_was_not_taken_over_is_not_confirmed);
  CASE ("a ban follows from a fault alone", test_a_ban_follows_from_a_fault_alone);
  CASE ("an exit case names an agency and agreement of its office",
        test_an_exit_case_names_an_agency_and_agreement_of_its_office);
  CASE ("a running exit comes in and is closed", test_a_running_exit_comes_in_and_is_closed);
  CASE ("what was decided is not deleted", test_what_was_decided_is_not_deleted);
  CASE ("it comes in in each state that is offered", test_it_comes_in_in_each_state_that_is_offered);
  g_test_add_func ("/paper-records/paper has values in some fields", test_paper_has_values_in_some_fields);
  g_test_add_func ("/paper-records/an agreement lacks what its kind must have",
                   test_an_agreement_lacks_what_its_kind_must_have);
  return g_test_run ();
}
