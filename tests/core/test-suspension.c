/* Suspensions and holds: what they need, when they run, and on how many days they did. */
#include "core/entities/kx-suspension.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-late-entry.h"
#include "core/entities/kx-rectification.h"
#include "core/kx-calendar.h"
#include "core/kx-test-admission.h"

#include <string.h>

typedef KxTestAdmission Fixture;

#define SUSPENSION &kx_suspension_entity
#define ENDS 20270630
#define DECISION "decided_on=2026-11-18\nnumber=济工伤中心函〔2026〕41号"
#define SERVICE                                                                                                     \
  "kind=service\norigin=office\ntarget=all\nfacts=现场核查不符\nclause=第二十一条\nfrom_on=2026-11-20\n" \
  "patients=两名住院职工转至市三院\nnotified_on=2026-11-02\nstatement=heard\nstatement_on=2026-11-09"
#define HOLD                                                                                                            \
  "kind=hold_patients\norigin=office\ntarget=all\nfacts=执业许可证被吊销\nlaw=工伤保险条例第三十条\n" \
  "from_on=2026-11-19\nuntil_on=2026-12-18\nnotified_on=2026-11-18"
#define ASKED                                                                                                \
  "kind=service\norigin=agency\ntarget=all\nasked_on=2026-11-10\nfrom_on=2026-11-20\nuntil_on=2027-01-18\n"  \
  "patients=无在院职工"

static void
set_up (Fixture *f, gconstpointer data)
{
  kx_test_admission_set_up (f, data);
  kx_test_admission_add_pack (f, "SD");
}

/* One that runs until ENDS, for inpatients and outpatients. Borrowed. */
static Kx_agreement *
add_running (Fixture *f)
{
  Kx_agreement *agreement = kx_test_admission_running (f, NULL, ENDS);

  kx_agreement_set_scopes (agreement, (KxCodes){ 1u << kx_agency_scopes_offered_inpatient |
                                                 1u << kx_agency_scopes_offered_outpatient });
  return agreement;
}

/* Lines of "field=text" into the record. */
static void
put_lines (KxRecord *record, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *value_text = strchr (lines[i], '=');
      KxValue value;
      int field;

      *value_text++ = '\0';
      field = kx_entity_field (record->entity, lines[i]);
      g_assert_cmpint (field, >=, 0);
      if (*value_text == '\0')
        kx_record_put_null (record, (guint) field);
      else
        {
          g_assert_true (kx_value_from_text (&record->entity->fields[field], value_text, &value));
          kx_record_put (record, (guint) field, value);
        }
    }
}

static KxOp *
proposal (Fixture *f, const Kx_agreement *agreement, const char *text)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_record_new (SUSPENSION, NULL, NULL);

  kx_suspension_set_agreement (kx_suspension (fields), ((const KxRecord *) agreement)->id);
  put_lines (fields, text);
  return kx_test_world_op (f->world, KX_OP_CREATE, SUSPENSION, id, fields);
}

/* Its id, borrowed. */
static const char *
propose (Fixture *f, const Kx_agreement *agreement, const char *text)
{
  g_autoptr (KxOp) op = proposal (f, agreement, text);

  kx_test_world_do (f->world, op, f->clerk);
  return kx_test_admission_row (f, SUSPENSION, op->row)->id;
}

static const KxRecord *
row_of (Fixture *f, const char *id)
{
  return kx_test_admission_row (f, SUSPENSION, id);
}

static void
decide (Fixture *f, const char *id)
{
  kx_test_admission_do (f, SUSPENSION, id, "decide", DECISION, f->leader);
}

static void
refuse_decision (Fixture *f, const char *id, const char *code)
{
  g_autoptr (KxOp) op = kx_test_admission_step (f, SUSPENSION, id, "decide", DECISION);
  g_autoptr (KxDecision) decision = kx_test_world_decide (f->world, op, f->leader);
  gboolean fails = FALSE;

  g_assert_cmpint (decision->result, ==, KX_REJECTED);
  for (guint i = 0; i < decision->findings->len; i++)
    {
      const KxFinding *finding = decision->findings->pdata[i];

      fails |= finding->verdict == KX_FAILS && g_str_equal (finding->code, code);
    }
  if (!fails)
    g_error ("not refused with %s", code);
}

static void
change (Fixture *f, const char *id, const char *text)
{
  put_lines ((KxRecord *) row_of (f, id), text);
}

/* A scan that lies with the row. Borrowed. */
static const char *
add_proof (Fixture *f, const char *id)
{
  KxRecord *row = (KxRecord *) kx_test_world_add (f->world, &kx_attachment_entity, 0);

  kx_attachment_set_owner_entity (kx_attachment (row), "suspension");
  kx_attachment_set_owner (kx_attachment (row), id);
  return row->id;
}

static void
serve (Fixture *f, const char *id, const char *day)
{
  g_autofree char *arguments =
      g_strdup_printf ("served_on=%s\nserved_how=direct\nservice_proof=%s", day, add_proof (f, id));

  kx_test_admission_do (f, SUSPENSION, id, "serve", arguments, f->clerk);
}

static void
test_it_runs_when_decided_and_served (Fixture *f, gconstpointer data)
{
  const Kx_agreement *agreement = add_running (f);
  const char *id = propose (f, agreement, SERVICE);
  const KxRecord *row = row_of (f, id);
  KxDate end = { ENDS };

  g_assert_cmpstr (kx_record_get (row, kx_suspension_f_office).REF, ==, f->office);
  g_assert_cmpstr (kx_record_get (row, kx_suspension_f_agency).REF, ==, kx_agreement_get_agency (agreement));
  g_assert_cmpstr (kx_record_get (row, kx_suspension_f_proposed_by).REF, ==, "zhang");
  g_assert_false (kx_suspension_runs (row, end, (KxDate){ 20261120 }));
  decide (f, id);
  row = row_of (f, id);
  g_assert_cmpint (kx_record_get (row, kx_suspension_f_state).CODE, ==, kx_suspension_state_decided);
  g_assert_cmpstr (kx_record_get (row, kx_suspension_f_number).TEXT, ==, "济工伤中心函〔2026〕41号");
  g_assert_false (kx_suspension_runs (row, end, (KxDate){ 20261120 }));
  g_assert_cmpint (kx_suspension_days (row, end, f->world->today), ==, 0);
  serve (f, id, "2026-11-19");
  row = row_of (f, id);
  g_assert_false (kx_suspension_runs (row, end, (KxDate){ 20261119 }));
  g_assert_true (kx_suspension_runs (row, end, (KxDate){ 20261120 }));
  g_assert_cmpint (kx_suspension_days (row, end, f->world->today), ==, 3);
  /* Its agreement goes on, and ends it when it ends. */
  g_assert_true (kx_agreement_runs ((const KxRecord *) agreement));
  g_assert_true (kx_suspension_runs (row, end, end));
  g_assert_false (kx_suspension_runs (row, end, (KxDate){ 20270701 }));
  g_assert_cmpint (kx_suspension_days (row, end, (KxDate){ 20280101 }), ==, 223);
}

static void
test_served_late_it_begins_late (Fixture *f, gconstpointer data)
{
  const char *id = propose (f, add_running (f), SERVICE);
  g_autofree char *arguments = NULL;
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxDecision) decision = NULL;

  decide (f, id);
  arguments =
      g_strdup_printf ("served_on=2026-11-21\nserved_how=posted\nservice_proof=%s", add_proof (f, id));
  op = kx_test_admission_step (f, SUSPENSION, id, "serve", arguments);
  decision = kx_test_world_decide (f->world, op, f->clerk);
  g_assert_nonnull (kx_test_world_finding (decision, "begins-when-served", "served_on"));
  kx_test_world_do (f->world, op, f->clerk);
  g_assert_cmpint (kx_suspension_begins (row_of (f, id)).ymd, ==, 20261121);
}

static void
test_what_was_sent_was_not_served (Fixture *f, gconstpointer data)
{
  const char *id = propose (f, add_running (f), SERVICE), *other = propose (f, add_running (f), SERVICE);
  g_autofree char *arguments = NULL;

  decide (f, id);
  arguments =
      g_strdup_printf ("served_on=2026-11-20\nserved_how=direct\nservice_proof=%s", add_proof (f, other));
  kx_test_admission_refuse (f, SUSPENSION, id, "serve", arguments, f->clerk, "proof-missing");
  kx_test_admission_refuse (f, SUSPENSION, id, "serve", "served_on=2026-11-20\nserved_how=direct", f->clerk,
                            "required");
  kx_test_admission_refuse (f, SUSPENSION, id, "serve", "served_on=2026-11-17\nserved_how=direct", f->clerk,
                            "served-before-decided");
  kx_test_admission_refuse (f, SUSPENSION, id, "serve", "served_on=2026-11-23\nserved_how=direct", f->clerk,
                            "day-to-come");
}

static void
test_no_clause_no_suspension (Fixture *f, gconstpointer data)
{
  const char *id = propose (f, add_running (f), SERVICE), *hold = propose (f, add_running (f), HOLD);
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxDecision) decision = NULL;
  const KxFinding *finding;

  change (f, id, "clause=\nlaw=工伤保险条例第三十条");
  op = kx_test_admission_step (f, SUSPENSION, id, "decide", DECISION);
  decision = kx_test_world_decide (f->world, op, f->leader);
  finding = kx_test_world_finding (decision, "clause-needed", "clause");
  g_assert_cmpint (decision->result, ==, KX_REJECTED);
  g_assert_cmpint (finding->verdict, ==, KX_FAILS);
  g_assert_cmpint (finding->cite.source, ==, KX_SOURCE_LAW);
  g_assert_cmpstr (finding->cite.item, ==, "第四十三条");
  /* A hold on new patients may rest on the law; one on payment not. */
  change (f, hold, "kind=hold_payment");
  refuse_decision (f, hold, "clause-needed");
  change (f, hold, "kind=hold_patients");
  decide (f, hold);
}

static void
test_an_agency_is_heard_before_and_told_at_once (Fixture *f, gconstpointer data)
{
  const char *id = propose (f, add_running (f), SERVICE), *hold = propose (f, add_running (f), HOLD);

  change (f, id, "statement=\nstatement_on=");
  refuse_decision (f, id, "statement-heard");
  change (f, id, "statement=lapsed\nstatement_on=2026-11-18");
  refuse_decision (f, id, "statement-term-open");
  change (f, id, "statement=heard\nstatement_on=2026-11-19");
  refuse_decision (f, id, "decided-before-heard");
  change (f, hold, "notified_on=");
  refuse_decision (f, hold, "statement-told");
}

static void
test_it_says_what_it_concerns (Fixture *f, gconstpointer data)
{
  const Kx_agreement *agreement = add_running (f);
  const char *id = propose (f, agreement, SERVICE);
  g_autoptr (KxOp) op = proposal (f, agreement, SERVICE "\nscopes= home ");

  kx_test_world_refuse (f->world, op, f->clerk, "scope-not-agreed", "scopes");
  change (f, id, "target=department");
  refuse_decision (f, id, "incomplete");
  change (f, id, "target=person");
  refuse_decision (f, id, "incomplete");
  change (f, id, "target=scope");
  refuse_decision (f, id, "incomplete");
  change (f, id, "scopes= inpatient \nfacts=");
  refuse_decision (f, id, "incomplete");
  change (f, id, "facts=现场核查不符\npatients=");
  refuse_decision (f, id, "plan-needed");
  change (f, id, "patients=转院\nmoved_by=2026-11-25");
  kx_test_admission_refuse (f, SUSPENSION, id, "decide", DECISION, f->leader, "reason-needed");
  kx_test_admission_do (f, SUSPENSION, id, "decide", DECISION "\n$reason=停诊在即", f->leader);
}

static void
test_own_values_say_how_long (Fixture *f, gconstpointer data)
{
  const char *hold = propose (f, add_running (f), HOLD), *asked = propose (f, add_running (f), ASKED);

  change (f, hold, "until_on=");
  refuse_decision (f, hold, "last-day-needed");
  change (f, hold, "until_on=2036-11-18");
  change (f, asked, "until_on=2027-06-30");
  /* Nobody gave a number: there is none to fall short of. */
  decide (f, hold);
  decide (f, asked);
  kx_test_admission_enter_own (f, "hold_days", "30");
  kx_test_admission_enter_own (f, "suspension_days", "60");
  hold = propose (f, add_running (f), HOLD);
  asked = propose (f, add_running (f), ASKED);
  change (f, hold, "until_on=2026-12-19");
  refuse_decision (f, hold, "lasts-too-long");
  change (f, hold, "until_on=2026-12-18");
  decide (f, hold);
  change (f, asked, "until_on=2027-01-19");
  refuse_decision (f, asked, "lasts-too-long");
  change (f, asked, "until_on=2027-01-18");
  decide (f, asked);
  /* Who asked for it is not served first. */
  g_assert_cmpint (kx_suspension_begins (row_of (f, asked)).ymd, ==, 20261120);
  g_assert_cmpint (kx_suspension_days (row_of (f, asked), (KxDate){ ENDS }, (KxDate){ 20270401 }), ==, 60);
}

static void
test_a_hold_lapses_and_is_extended_once (Fixture *f, gconstpointer data)
{
  const char *id = propose (f, add_running (f), HOLD), *late = propose (f, add_running (f), HOLD);
  KxDate end = { ENDS };

  kx_test_admission_enter_own (f, "hold_days", "30");
  decide (f, id);
  decide (f, late);
  serve (f, id, "2026-11-18");
  g_assert_true (kx_suspension_runs (row_of (f, id), end, (KxDate){ 20261218 }));
  g_assert_false (kx_suspension_runs (row_of (f, id), end, (KxDate){ 20261219 }));
  f->world->today = (KxDate){ 20261218 };
#define EXTENSION "made_on=2026-12-18\nnumber=42号\nuntil_on="
  kx_test_admission_refuse (f, SUSPENSION, id, "extend", EXTENSION "2027-01-18", f->leader, "lasts-too-long");
  kx_test_admission_refuse (f, SUSPENSION, id, "extend", EXTENSION "2026-12-18", f->leader,
                            "extended-no-longer");
  kx_test_admission_refuse (f, SUSPENSION, id, "extend", EXTENSION "2027-01-17", f->clerk, "approval-needed");
  kx_test_admission_do (f, SUSPENSION, id, "extend", EXTENSION "2027-01-17", f->leader);
  g_assert_cmpint (kx_record_date (row_of (f, id), kx_suspension_f_first_until).ymd, ==, 20261218);
  kx_test_admission_refuse (f, SUSPENSION, id, "extend", EXTENSION "2027-01-20", f->leader, "extended-once");
  g_assert_cmpint (kx_suspension_days (row_of (f, id), end, (KxDate){ 20270301 }), ==, 60);
  f->world->today = (KxDate){ 20261219 };
  kx_test_admission_refuse (f, SUSPENSION, late, "extend",
                            "made_on=2026-12-19\nnumber=43号\nuntil_on=2027-01-10", f->leader, "lapsed");
}

static void
test_a_service_without_a_last_day_is_not_extended (Fixture *f, gconstpointer data)
{
  const char *id = propose (f, add_running (f), SERVICE);

  decide (f, id);
  kx_test_admission_refuse (f, SUSPENSION, id, "extend",
                            "made_on=2026-11-20\nnumber=42号\nuntil_on=2027-01-10", f->leader,
                            "no-extension");
}

static KxRecord *
add_rectification (Fixture *f, const char *suspension, int state)
{
  KxRecord *row = (KxRecord *) kx_test_world_add (f->world, &kx_rectification_entity, (guint) state);

  kx_rectification_set_office (kx_rectification (row), f->office);
  kx_rectification_set_agency (kx_rectification (row),
                               kx_record_get (row_of (f, suspension), kx_suspension_f_agency).REF);
  return row;
}

#define RESUME(day) "verified=设备已更换，人员到岗\nlifted_on=" day

static void
test_it_resumes_when_the_recheck_passed (Fixture *f, gconstpointer data)
{
  const char *id = propose (f, add_running (f), SERVICE), *asked = propose (f, add_running (f), ASKED);
  KxRecord *rectification = add_rectification (f, id, kx_rectification_state_reported);
  KxDate end = { ENDS };

  decide (f, id);
  serve (f, id, "2026-11-18");
  f->world->today = (KxDate){ 20261204 };
  kx_test_admission_refuse (f, SUSPENSION, id, "lift", RESUME ("2026-12-04"), f->leader,
                            "rectification-open");
  kx_rectification_set_state (kx_rectification (rectification), kx_rectification_state_failed);
  kx_test_admission_refuse (f, SUSPENSION, id, "lift", RESUME ("2026-12-04"), f->leader,
                            "rectification-open");
  kx_rectification_set_state (kx_rectification (rectification), kx_rectification_state_passed);
  kx_test_admission_refuse (f, SUSPENSION, id, "lift", "lifted_on=2026-12-04", f->leader, "required");
  kx_test_admission_refuse (f, SUSPENSION, id, "lift", RESUME ("2026-12-04"), f->clerk, "approval-needed");
  kx_test_admission_refuse (f, SUSPENSION, id, "lift", RESUME ("2026-11-19"), f->leader,
                            "lifted-before-it-began");
  kx_test_admission_do (f, SUSPENSION, id, "lift", RESUME ("2026-12-04"), f->leader);
  g_assert_cmpint (kx_record_get (row_of (f, id), kx_suspension_f_state).CODE, ==,
                   kx_suspension_state_lifted);
  g_assert_true (kx_suspension_runs (row_of (f, id), end, (KxDate){ 20261203 }));
  g_assert_false (kx_suspension_runs (row_of (f, id), end, (KxDate){ 20261204 }));
  g_assert_cmpint (kx_suspension_days (row_of (f, id), end, (KxDate){ 20270101 }), ==, 14);
  /* Of what the agency asked for itself it is a warning. */
  add_rectification (f, asked, kx_rectification_state_issued);
  decide (f, asked);
  kx_test_admission_do (f, SUSPENSION, asked, "lift", RESUME ("2026-12-04"), f->leader);
}

static void
test_nothing_resumes_that_is_over (Fixture *f, gconstpointer data)
{
  Kx_agreement *agreement = add_running (f);
  const char *id = propose (f, agreement, SERVICE), *asked = propose (f, add_running (f), ASKED);

  decide (f, id);
  decide (f, asked);
  serve (f, id, "2026-11-18");
  kx_test_admission_refuse (f, SUSPENSION, asked, "lift", RESUME ("2027-01-19"), f->leader, "lapsed");
  kx_test_admission_refuse (f, SUSPENSION, id, "lift", RESUME ("2027-07-01"), f->leader, "agreement-over");
  kx_agreement_set_state (agreement, kx_agreement_state_ended);
  kx_test_admission_refuse (f, SUSPENSION, id, "lift", RESUME ("2026-12-04"), f->leader, "agreement-over");
}

static void
correct_end (Fixture *f, const Kx_agreement *agreement, int ymd)
{
  g_autoptr (KxOp) op =
      kx_test_world_patch (f->world, &kx_agreement_entity, ((const KxRecord *) agreement)->id,
                           kx_agreement_f_ended_on, (KxValue){ .DATE = { ymd } });

  kx_test_world_do (f->world, op, f->clerk);
}

/* One that was taken over may still be corrected, and what ended with it goes along. */
static void
test_it_ends_with_its_agreement_as_corrected (Fixture *f, gconstpointer data)
{
  Kx_agreement *agreement = add_running (f);
  const char *id = propose (f, agreement, SERVICE);

  decide (f, id);
  serve (f, id, "2026-11-18");
  kx_agreement_set_state (agreement, kx_agreement_state_ended);
  kx_agreement_set_taken_over (agreement, TRUE);
  kx_agreement_set_taken_over_as (agreement, kx_agreement_state_ended);
  correct_end (f, agreement, 20261121);
  g_assert_cmpint (kx_record_date (row_of (f, id), kx_suspension_f_ended_with).ymd, ==, 20261121);
  g_assert_cmpint (kx_suspension_ends (row_of (f, id), (KxDate){ 0 }).ymd, ==, 20261121);
  correct_end (f, agreement, 20261120);
  g_assert_cmpint (kx_suspension_ends (row_of (f, id), (KxDate){ 0 }).ymd, ==, 20261120);
}

static void
test_only_what_binds_is_suspended (Fixture *f, gconstpointer data)
{
  Kx_agreement *agreement = add_running (f);

  for (int state = 0; state < kx_agreement_state_n_codes; state++)
    {
      g_autoptr (KxOp) op = proposal (f, agreement, SERVICE);

      kx_agreement_set_state (agreement, state);
      if (kx_agreement_runs ((const KxRecord *) agreement))
        kx_test_world_do (f->world, op, f->clerk);
      else
        kx_test_world_refuse (f->world, op, f->clerk, "agreement-does-not-run", "agreement");
    }
}

static void
test_who_proposes_does_not_decide (Fixture *f, gconstpointer data)
{
  g_autoptr (KxActor) both = kx_actor_new ("zhang", "zhang");
  const char *id = propose (f, add_running (f), SERVICE);

  kx_actor_grant (both, KX_ROLE_INDEX_leader, "000000");
  kx_test_admission_refuse (f, SUSPENSION, id, "decide", DECISION, both, "same-officer");
  kx_test_admission_refuse (f, SUSPENSION, id, "decide", DECISION, f->clerk, "approval-needed");
  kx_test_admission_refuse (f, SUSPENSION, id, "decide", DECISION, f->reviewer, KX_CODE_ROLE);
  f->world->on_device = TRUE;
  kx_test_admission_refuse (f, SUSPENSION, id, "decide", DECISION, f->leader, "needs-service");
}

static void
test_what_was_decided_stays_but_is_annulled (Fixture *f, gconstpointer data)
{
  const char *id = propose (f, add_running (f), SERVICE);
  g_autoptr (KxOp) facts = NULL, note = NULL;

  decide (f, id);
  serve (f, id, "2026-11-18");
  facts =
      kx_test_world_patch (f->world, SUSPENSION, id, kx_suspension_f_facts, (KxValue){ .TEXT = "另一事实" });
  kx_test_world_refuse (f->world, facts, f->clerk, "decided-stays", "facts");
  note = kx_test_world_patch (f->world, SUSPENSION, id, kx_suspension_f_note, (KxValue){ .TEXT = "补记" });
  kx_test_world_do (f->world, note, f->clerk);
  kx_test_admission_refuse (f, SUSPENSION, id, "annul", NULL, f->leader, "reason-needed");
  kx_test_admission_do (f, SUSPENSION, id, "annul", "$reason=复议决定撤销", f->leader);
  g_assert_cmpint (kx_suspension_days (row_of (f, id), (KxDate){ ENDS }, (KxDate){ 20270101 }), ==, 0);
}

/* Any days at all: what runs is what an independent count says. */
static void
test_days_are_those_between (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr (KxRecord) row = kx_record_new (SUSPENSION, "s", "370100/agreement");
      KxDate start = { 20240101 }, days[5];
      int offsets[5], expected = 0, first, last;

      /* From, served, until, lifted, the agreement's end. */
      for (guint n = 0; n < 5; n++)
        {
          offsets[n] = g_test_rand_int_range (0, 400);
          days[n] = kx_date_add_days (start, offsets[n]);
        }
      kx_suspension_set_state (kx_suspension (row), kx_suspension_state_decided);
      kx_suspension_set_from_on (kx_suspension (row), days[0]);
      kx_suspension_set_served_on (kx_suspension (row), days[1]);
      kx_suspension_set_until_on (kx_suspension (row), days[2]);
      if (g_test_rand_bit ())
        kx_suspension_set_lifted_on (kx_suspension (row), days[3]);
      else
        offsets[3] = 1000;
      first = MAX (offsets[0], offsets[1]);
      last = MIN (MIN (offsets[2], offsets[3] - 1), offsets[4]);
      for (int day = 0; day < 420; day++)
        {
          gboolean runs = day >= first && day <= last;

          expected += runs;
          g_assert_cmpint (kx_suspension_runs (row, days[4], kx_date_add_days (start, day)), ==, runs);
        }
      g_assert_cmpint (kx_suspension_days (row, days[4], kx_date_add_days (start, 419)), ==, expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                                  \
  g_test_add ("/suspension/" name, Fixture, NULL, set_up, function, kx_test_admission_tear_down)
  ADD ("it runs when decided and served", test_it_runs_when_decided_and_served);
  ADD ("served late it begins late", test_served_late_it_begins_late);
  ADD ("what was sent was not served", test_what_was_sent_was_not_served);
  ADD ("no clause, no suspension", test_no_clause_no_suspension);
  ADD ("an agency is heard before, and told at once", test_an_agency_is_heard_before_and_told_at_once);
  ADD ("it says what it concerns", test_it_says_what_it_concerns);
  ADD ("own values say how long", test_own_values_say_how_long);
  ADD ("a hold lapses and is extended once", test_a_hold_lapses_and_is_extended_once);
  ADD ("a service without a last day is not extended", test_a_service_without_a_last_day_is_not_extended);
  ADD ("it resumes when the recheck passed", test_it_resumes_when_the_recheck_passed);
  ADD ("nothing resumes that is over", test_nothing_resumes_that_is_over);
  ADD ("it ends with its agreement as corrected", test_it_ends_with_its_agreement_as_corrected);
  ADD ("only what binds is suspended", test_only_what_binds_is_suspended);
  ADD ("who proposes does not decide", test_who_proposes_does_not_decide);
  ADD ("what was decided stays but is annulled", test_what_was_decided_stays_but_is_annulled);
  ADD ("days are those between", test_days_are_those_between);
#undef ADD
  return g_test_run ();
}
