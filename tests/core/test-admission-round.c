#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-application-item.h"
#include "core/entities/kx-round-place.h"
#include "core/entities/kx-upward.h"
#include "core/kx-test-admission.h"

#define COUNTY "370102"
#define OPENS 20261012
#define CLOSES 20261030

typedef KxTestAdmission Fixture;

#define ROUND &kx_admission_round_entity
#define APPLICATION &kx_application_entity
#define PLACE &kx_round_place_entity

static KxValue
value_of (Fixture *f, const char *application, guint field)
{
  return kx_record_get (kx_test_admission_row (f, APPLICATION, application), field);
}

static int
round_state (Fixture *f, const char *round)
{
  return kx_record_get (kx_test_admission_row (f, ROUND, round), kx_admission_round_f_state).CODE;
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
assert_standing (Fixture *f, const char *application, int rank, int standing)
{
  g_assert_cmpint (value_of (f, application, kx_application_f_rank_no).INTEGER, ==, rank);
  g_assert_cmpint (value_of (f, application, kx_application_f_standing).CODE, ==, standing);
}

static void
test_from_the_call_to_the_last_decision (Fixture *f, gconstpointer data)
{
  g_autofree char *round = kx_test_admission_round (f, COUNTY, 1, OPENS, CLOSES);
  g_autofree char *second = kx_test_admission_assessed (f, round, COUNTY, 20261013, "85.00");
  g_autofree char *first = kx_test_admission_assessed (f, round, COUNTY, 20261020, "91.50");
  g_autofree char *third = kx_test_admission_assessed (f, round, COUNTY, 20261014, "85.00");

  g_assert_cmpint (round_state (f, round), ==, kx_admission_round_state_announced);
  kx_test_admission_do (f, ROUND, round, "rank", "ranked_on=2026-11-02", f->reviewer);
  assert_standing (f, first, 1, kx_application_standing_placed);
  /* Of two who score the same, who came first. */
  assert_standing (f, second, 2, kx_application_standing_reserve);
  assert_standing (f, third, 3, kx_application_standing_reserve);
  kx_test_admission_refuse (f, APPLICATION, second, "admit", "decided_on=2026-11-03", f->leader,
                            "not-placed");
  kx_test_admission_refuse (f, ROUND, round, "close", "closed_on=2026-11-03", f->leader,
                            "applications-undecided");
  /* The first one goes, the next one moves up. */
  kx_test_admission_do (f, APPLICATION, first, "withdraw", "withdrawn_on=2026-11-03\n$reason=来函撤回",
                        f->clerk);
  kx_test_admission_refuse (f, ROUND, round, "rank_again", "ranked_on=2026-11-03", f->leader,
                            "reason-needed");
  kx_test_admission_do (f, ROUND, round, "rank_again", "ranked_on=2026-11-03\n$reason=递补", f->leader);
  assert_standing (f, second, 1, kx_application_standing_placed);
  assert_standing (f, third, 2, kx_application_standing_reserve);
  kx_test_admission_refuse (f, APPLICATION, second, "refuse",
                            "decided_on=2026-11-04\nrefusal_grounds= no_place \nreasons=无名额", f->leader,
                            "has-place");
  kx_test_admission_do (f, APPLICATION, second, "admit", "decided_on=2026-11-04", f->leader);
  kx_test_admission_do (f, ROUND, round, "close", "closed_on=2026-11-05", f->leader);
  g_assert_cmpint (round_state (f, round), ==, kx_admission_round_state_closed);
  g_assert_cmpint (kx_test_admission_state (f, third), ==, kx_application_state_refused);
  g_assert_cmpint ((gint64) value_of (f, third, kx_application_f_refusal_grounds).CODES.bits, ==,
                   1 << kx_application_refusal_grounds_no_place);
  g_assert_cmpint (value_of (f, third, kx_application_f_decided_on).DATE.ymd, ==, 20261105);
  g_assert_cmpint (kx_test_admission_state (f, second), ==, kx_application_state_admitted);
}

static char *
draft_round (Fixture *f)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_record_new (ROUND, NULL, NULL);
  g_autoptr (KxOp) op = NULL;

  kx_admission_round_set_office (kx_admission_round (fields), f->office);
  kx_admission_round_set_title (kx_admission_round (fields), "准入公告");
  op = kx_test_world_op (f->world, KX_OP_CREATE, ROUND, id, fields);
  kx_test_world_do (f->world, op, f->clerk);
  return g_steal_pointer (&id);
}

static KxOp *
make_place (Fixture *f, const char *round, int toward, const char *area, int places)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_record_new (PLACE, NULL, NULL);

  kx_round_place_set_round (kx_round_place (fields), round);
  kx_round_place_set_counts_toward (kx_round_place (fields), toward);
  kx_round_place_set_counts_area (kx_round_place (fields), area);
  kx_round_place_set_places (kx_round_place (fields), places);
  return kx_test_world_op (f->world, KX_OP_CREATE, PLACE, id, fields);
}

static void
test_a_call_says_what_it_has_to (Fixture *f, gconstpointer data)
{
  g_autofree char *round = draft_round (f);
  g_autoptr (KxOp) announce = kx_test_admission_step (f, ROUND, round, "announce", "announced_on=2026-11-20");
  static const char *const needed[] = { "opens_on", "closes_on", "conditions", "contact" };

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    kx_test_world_refuse (f->world, announce, f->leader, "incomplete", needed[i]);
  kx_test_world_refuse (f->world, announce, f->leader, "no-places", NULL);
  kx_test_admission_refuse (f, ROUND, round, "announce", "announced_on=2026-11-23", f->leader, "day-to-come");
  kx_test_admission_refuse (f, ROUND, round, "announce", "announced_on=2026-11-20", f->clerk,
                            "approval-needed");
}

static void
test_times_and_places_are_written_right (Fixture *f, gconstpointer data)
{
  static const char *const wrong[] = { "5:00pm", "24:30", "17:60", "1700", "17.00", "24:01" };
  g_autofree char *round = draft_round (f);
  g_autoptr (KxOp) time = kx_test_world_patch (f->world, ROUND, round, kx_admission_round_f_closes_at,
                                               (KxValue){ .TEXT = "17:00" });
  g_autoptr (KxOp) elsewhere = make_place (f, round, kx_agreement_counts_toward_county, "450102", 1);
  g_autoptr (KxOp) city = make_place (f, round, kx_agreement_counts_toward_county, "370100", 1);
  g_autoptr (KxOp) none = make_place (f, round, kx_agreement_counts_toward_county, COUNTY, 0);
  g_autoptr (KxOp) one = make_place (f, round, kx_agreement_counts_toward_county, COUNTY, 1);
  g_autoptr (KxOp) twice = make_place (f, round, kx_agreement_counts_toward_county, COUNTY, 2);

  kx_test_world_do (f->world, time, f->clerk);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (KxOp) op = kx_test_world_patch (f->world, ROUND, round, kx_admission_round_f_closes_at,
                                                 (KxValue){ .TEXT = wrong[i] });
      g_autoptr (KxDecision) decision = kx_test_world_decide (f->world, op, f->clerk);

      g_assert_cmpint (decision->result, ==, KX_REJECTED);
    }
  kx_test_world_refuse (f->world, elsewhere, f->clerk, "place-elsewhere", "counts_area");
  kx_test_world_refuse (f->world, city, f->clerk, "place-of-another-kind", "counts_area");
  kx_test_world_refuse (f->world, none, f->clerk, "too-small", "places");
  kx_test_world_do (f->world, one, f->clerk);
  kx_test_world_refuse (f->world, twice, f->clerk, "place-twice", "counts_area");
}

static void
test_what_was_announced_stays (Fixture *f, gconstpointer data)
{
  g_autofree char *round = kx_test_admission_round (f, COUNTY, 2, OPENS, CLOSES);
  const char *place = kx_test_admission_part (f, PLACE, round, 0)->id;
  g_autoptr (KxOp) conditions = kx_test_world_patch (f->world, ROUND, round, kx_admission_round_f_conditions,
                                                     (KxValue){ .TEXT = "床位三十张" });
  g_autoptr (KxOp) contact =
      kx_test_world_patch (f->world, ROUND, round, kx_admission_round_f_contact, (KxValue){ .TEXT = "李四" });
  g_autoptr (KxOp) more =
      kx_test_world_patch (f->world, PLACE, place, kx_round_place_f_places, (KxValue){ .INTEGER = 3 });
  g_autoptr (KxOp) fewer =
      kx_test_world_patch (f->world, PLACE, place, kx_round_place_f_places, (KxValue){ .INTEGER = 1 });
  g_autoptr (KxOp) another = make_place (f, round, kx_agreement_counts_toward_county, "370103", 1);

  kx_test_world_refuse (f->world, conditions, f->clerk, "announced-stays", "conditions");
  kx_test_world_do (f->world, contact, f->clerk);
  kx_test_world_refuse (f->world, more, f->clerk, "announced-stays", "places");
  kx_test_world_refuse (f->world, another, f->clerk, "announced-stays", "places");
  kx_test_world_do (f->world, fewer, f->clerk);
  /* The closing is put off with a reason, and never brought forward. */
  kx_test_admission_refuse (f, ROUND, round, "extend", "closes_on=2026-10-28\n$reason=提前", f->leader,
                            "not-later");
  kx_test_admission_refuse (f, ROUND, round, "extend", "closes_on=2026-11-06", f->leader, "reason-needed");
  kx_test_admission_do (f, ROUND, round, "extend", "closes_on=2026-11-06\n$reason=申报不足", f->leader);
  g_assert_cmpint (
      kx_record_get (kx_test_admission_row (f, ROUND, round), kx_admission_round_f_closes_on).DATE.ymd, ==,
      20261106);
}

static char *
add_upward (Fixture *f, int result, int places)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_record_new (&kx_upward_entity, NULL, NULL);
  Kx_upward *upward = kx_upward (fields);
  g_autoptr (KxOp) op = NULL;

  kx_upward_set_office (upward, f->office);
  kx_upward_set_kind (upward, kx_upward_kind_request);
  kx_upward_set_subject (upward, "关于增设协议机构的请示");
  kx_upward_set_addressed_to (upward, "市人力资源和社会保障局");
  kx_upward_set_sent_on (upward, (KxDate){ 20260901 });
  kx_upward_set_result (upward, result);
  if (result != kx_upward_result_pending)
    kx_upward_set_answered_on (upward, (KxDate){ 20260910 });
  if (places > 0)
    kx_upward_set_places_granted (upward, places);
  op = kx_test_world_op (f->world, KX_OP_CREATE, &kx_upward_entity, id, fields);
  kx_test_world_do (f->world, op, f->clerk);
  return g_steal_pointer (&id);
}

/* No document asks for an approval: it is noted, and refuses nothing. */
static void
test_the_approval_behind_the_places_is_noted (Fixture *f, gconstpointer data)
{
  static const struct
  {
    int result, places;
    const char *code;
    KxVerdict verdict;
  } cases[] = {
    { kx_upward_result_granted, 2, "authority-granted", KX_HOLDS },
    { kx_upward_result_granted, 0, "authority-granted", KX_HOLDS },
    { kx_upward_result_granted, 1, "more-than-granted", KX_WARNS },
    { kx_upward_result_refused, 0, "authority-not-granted", KX_WARNS },
    { kx_upward_result_pending, 0, "authority-not-granted", KX_WARNS },
  };
  g_autofree char *round = draft_round (f);
  g_autoptr (KxOp) place = make_place (f, round, kx_agreement_counts_toward_county, COUNTY, 2);
  g_autoptr (KxOp) announce = NULL;

  kx_test_world_do (f->world, place, f->clerk);
  announce = kx_test_admission_step (f, ROUND, round, "announce", "announced_on=2026-11-20");
  g_assert_cmpint (verdict (f, announce, f->leader, "authority-none"), ==, KX_HOLDS);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *upward = add_upward (f, cases[i].result, cases[i].places);
      g_autoptr (KxOp) patch = kx_test_world_patch (f->world, ROUND, round, kx_admission_round_f_authority,
                                                    (KxValue){ .REF = upward });
      g_autoptr (KxOp) drop = NULL, op = NULL;

      kx_test_world_do (f->world, patch, f->clerk);
      op = kx_test_admission_step (f, ROUND, round, "announce", "announced_on=2026-11-20");
      g_assert_cmpint (verdict (f, op, f->leader, cases[i].code), ==, cases[i].verdict);
      drop = kx_test_world_op (f->world, KX_OP_DELETE, &kx_upward_entity, upward, NULL);
      kx_test_world_refuse (f->world, drop, f->clerk, "in-use", NULL);
    }
}

static void
test_an_answer_has_its_day (Fixture *f, gconstpointer data)
{
  g_autofree char *id = add_upward (f, kx_upward_result_pending, 0);
  g_autoptr (KxOp) granted = kx_test_world_patch (f->world, &kx_upward_entity, id, kx_upward_f_result,
                                                  (KxValue){ .CODE = kx_upward_result_granted });

  kx_test_world_refuse (f->world, granted, f->clerk, "answer-day", "answered_on");
  kx_upward_set_answered_on (kx_upward (granted->fields), (KxDate){ 20260801 });
  kx_test_world_refuse (f->world, granted, f->clerk, "dates-in-order", "answered_on");
  kx_upward_set_answered_on (kx_upward (granted->fields), (KxDate){ 20261123 });
  kx_test_world_refuse (f->world, granted, f->clerk, "day-to-come", "answered_on");
  kx_upward_set_answered_on (kx_upward (granted->fields), (KxDate){ 20260915 });
  kx_test_world_do (f->world, granted, f->clerk);
}

static void
test_late_applications_are_facts_and_not_accepted (Fixture *f, gconstpointer data)
{
  g_autofree char *round = kx_test_admission_round (f, COUNTY, 1, OPENS, CLOSES);
  g_autoptr (KxOp) late =
      kx_test_admission_apply (f, kx_test_admission_add_agency (f), round, COUNTY, 20261031);
  g_autoptr (KxOp) early =
      kx_test_admission_apply (f, kx_test_admission_add_agency (f), round, COUNTY, 20261011);
  g_autoptr (KxOp) elsewhere =
      kx_test_admission_apply (f, kx_test_admission_add_agency (f), round, "370103", 20261020);
  g_autoptr (KxOp) accept = NULL;
  g_autoptr (KxDecision) decision = NULL;
  const KxFinding *finding;

  g_assert_cmpint (verdict (f, early, f->clerk, "before-opening"), ==, KX_WARNS);
  g_assert_cmpint (verdict (f, elsewhere, f->clerk, "place-not-called"), ==, KX_WARNS);
  g_assert_cmpint (verdict (f, late, f->clerk, "after-closing"), ==, KX_WARNS);
  kx_test_world_do (f->world, late, f->clerk);
  kx_test_admission_hand_in (f, late->row, "2026-10-31");
  accept = kx_test_admission_step (f, APPLICATION, late->row, "accept", "accepted_on=2026-11-02");
  decision = kx_test_world_decide (f->world, accept, f->clerk);
  finding = kx_test_world_finding (decision, "after-closing", NULL);
  g_assert_cmpint (finding->verdict, ==, KX_FAILS);
  g_assert_cmpint (finding->cite.source, ==, KX_SOURCE_OFFICE);
  g_assert_cmpstr (finding->cite.document, ==, "2026年度准入公告");
  g_assert_cmpstr (finding->args[0].text, ==, "2026-10-30 17:00");
  kx_test_admission_do (f, APPLICATION, late->row, "refuse",
                        "decided_on=2026-11-02\nrefusal_grounds= late \nreasons=逾期", f->leader);
}

/* The receipt has a day only, so on the closing day a person has to see to the hour. */
static void
test_on_the_closing_day_the_hour_is_named (Fixture *f, gconstpointer data)
{
  g_autofree char *round = kx_test_admission_round (f, COUNTY, 1, OPENS, CLOSES);
  g_autoptr (KxOp) last =
      kx_test_admission_apply (f, kx_test_admission_add_agency (f), round, COUNTY, CLOSES);
  g_autoptr (KxOp) before =
      kx_test_admission_apply (f, kx_test_admission_add_agency (f), round, COUNTY, CLOSES - 1);
  KxRecord *row = (KxRecord *) kx_test_admission_row (f, ROUND, round);
  g_autoptr (KxOp) accept = NULL;
  g_autoptr (KxDecision) decision = NULL;
  const KxFinding *finding;

  g_assert_cmpint (verdict (f, before, f->clerk, "after-closing"), ==, KX_HOLDS);
  g_assert_cmpint (verdict (f, last, f->clerk, "closing-hour"), ==, KX_WARNS);
  kx_test_world_do (f->world, last, f->clerk);
  kx_test_admission_hand_in (f, last->row, "2026-10-30");
  accept = kx_test_admission_step (f, APPLICATION, last->row, "accept", "accepted_on=2026-11-02");
  decision = kx_test_world_decide (f->world, accept, f->clerk);
  finding = kx_test_world_finding (decision, "closing-hour", NULL);
  g_assert_cmpint (finding->verdict, ==, KX_WARNS);
  g_assert_cmpstr (finding->args[0].text, ==, "2026-10-30 17:00");
  g_assert_cmpstr (finding->cite.document, ==, "2026年度准入公告");
  /* The end of the day, and no hour at all, leave nothing to be seen to. */
  kx_admission_round_set_closes_at (kx_admission_round (row), "24:00");
  g_assert_cmpint (verdict (f, accept, f->clerk, "after-closing"), ==, KX_HOLDS);
  kx_record_drop (row, kx_admission_round_f_closes_at);
  g_assert_cmpint (verdict (f, accept, f->clerk, "after-closing"), ==, KX_HOLDS);
  kx_test_admission_do (f, APPLICATION, last->row, "accept", "accepted_on=2026-11-02", f->clerk);
}

/* Whether what is missing at closing may still come is as the call says. */
static void
test_late_documents_are_as_the_call_says (Fixture *f, gconstpointer data)
{
  g_autofree char *round = kx_test_admission_round (f, COUNTY, 1, OPENS, CLOSES);
  g_autoptr (KxOp) op =
      kx_test_admission_apply (f, kx_test_admission_add_agency (f), round, COUNTY, 20261029);
  KxRecord *row = (KxRecord *) kx_test_admission_row (f, ROUND, round);
  g_autoptr (KxOp) item = NULL;

  kx_test_world_do (f->world, op, f->clerk);
  kx_admission_round_set_late_documents (kx_admission_round (row), kx_admission_round_late_documents_refuse);
  kx_test_admission_refuse (f, APPLICATION, op->row, "ask_supplement", "asked_on=2026-10-31", f->clerk,
                            "late-documents");
  item =
      kx_test_world_patch (f->world, &kx_application_item_entity,
                           kx_test_admission_part (f, &kx_application_item_entity, op->row, 0)->id,
                           kx_application_item_f_state, (KxValue){ .CODE = kx_application_item_state_there });
  kx_application_item_set_received_on (kx_application_item (item->fields), (KxDate){ 20261031 });
  g_assert_cmpint (verdict (f, item, f->clerk, "late-documents"), ==, KX_WARNS);
  kx_admission_round_set_late_documents (kx_admission_round (row),
                                         kx_admission_round_late_documents_supplement);
  kx_test_admission_do (f, APPLICATION, op->row, "ask_supplement", "asked_on=2026-10-31", f->clerk);
}

static void
test_nothing_is_ranked_too_early (Fixture *f, gconstpointer data)
{
  g_autofree char *round = kx_test_admission_round (f, COUNTY, 1, OPENS, CLOSES);
  g_autofree char *begun = kx_test_admission_accepted (f, round, COUNTY, 20261013);
  g_autoptr (KxOp) open =
      kx_test_admission_apply (f, kx_test_admission_add_agency (f), round, COUNTY, 20261013);
  g_autofree char *elsewhere = NULL;

  kx_test_admission_refuse (f, ROUND, round, "rank", "ranked_on=2026-10-30", f->leader, "round-runs");
  kx_test_admission_do (f, APPLICATION, begun, "start_assessment", "assessment_from=2026-10-20", f->clerk);
  kx_test_admission_refuse (f, ROUND, round, "rank", "ranked_on=2026-11-02", f->leader, "assessments-open");
  kx_test_world_do (f->world, open, f->clerk);
  kx_test_admission_refuse (f, ROUND, round, "rank", "ranked_on=2026-11-02", f->leader, "applications-open");
  kx_test_admission_refuse (f, ROUND, round, "rank", "ranked_on=2026-11-02", f->clerk, KX_CODE_ROLE);
  kx_test_admission_refuse (f, ROUND, round, "close", "closed_on=2026-11-02", f->leader, KX_CODE_STATE);
  elsewhere = kx_test_admission_accepted (f, round, "370103", 20261013);
  kx_test_admission_refuse (f, ROUND, round, "rank", "ranked_on=2026-11-02", f->leader, "place-not-called");
  kx_test_admission_refuse (f, ROUND, round, "cancel", "$reason=经费取消", f->leader,
                            "applications-undecided");
  f->world->on_device = TRUE;
  kx_test_admission_refuse (f, ROUND, round, "rank", "ranked_on=2026-11-02", f->leader, "needs-service");
}

/* Two who stand equal where the line is drawn: a person has to look. */
static void
test_a_tie_at_the_line_is_noted (Fixture *f, gconstpointer data)
{
  g_autofree char *round = kx_test_admission_round (f, COUNTY, 1, OPENS, CLOSES);
  g_autofree char *one = kx_test_admission_assessed (f, round, COUNTY, 20261013, "85.00");
  g_autofree char *other = kx_test_admission_assessed (f, round, COUNTY, 20261013, "85.00");
  g_autoptr (KxOp) rank = kx_test_admission_step (f, ROUND, round, "rank", "ranked_on=2026-11-02");

  g_assert_cmpint (verdict (f, rank, f->leader, "tie"), ==, KX_WARNS);
}

static void
test_the_limit_of_the_layout_holds_at_the_ranking (Fixture *f, gconstpointer data)
{
  g_autofree char *round = NULL, *first = NULL, *second = NULL;
  g_autoptr (KxOp) rank = NULL, fewer = NULL;
  g_autoptr (KxDecision) decision = NULL;
  const KxFinding *finding;

  kx_test_admission_add_pack (f, "SD");
  kx_test_admission_add_signed (f, kx_agreement_counts_toward_county, COUNTY);
  round = kx_test_admission_round (f, COUNTY, 2, OPENS, CLOSES);
  first = kx_test_admission_assessed (f, round, COUNTY, 20261013, "91.50");
  second = kx_test_admission_assessed (f, round, COUNTY, 20261014, "85.00");
  rank = kx_test_admission_step (f, ROUND, round, "rank", "ranked_on=2026-11-02\n$reason=病人多");
  decision = kx_test_world_decide (f->world, rank, f->leader);
  finding = kx_test_world_finding (decision, "layout-full", "counts_area");
  g_assert_cmpint (decision->result, ==, KX_REJECTED);
  g_assert_cmpint (finding->verdict, ==, KX_FAILS);
  g_assert_cmpint (finding->cite.source, ==, KX_SOURCE_DOCUMENT);
  g_assert_cmpstr (finding->cite.quote, ==, "每个县（市、区）不超过2家");
  g_assert_cmpstr (finding->args[0].text, ==, "历下区");
  /* Calling for one place less makes room for the better one. */
  fewer = kx_test_world_patch (f->world, PLACE, kx_test_admission_part (f, PLACE, round, 0)->id,
                               kx_round_place_f_places, (KxValue){ .INTEGER = 1 });
  kx_test_world_do (f->world, fewer, f->clerk);
  kx_test_admission_do (f, ROUND, round, "rank", "ranked_on=2026-11-02", f->leader);
  assert_standing (f, first, 1, kx_application_standing_placed);
  assert_standing (f, second, 2, kx_application_standing_reserve);
  /* Another signed meanwhile: the limit is counted again at the admission. */
  kx_test_admission_add_signed (f, kx_agreement_counts_toward_county, COUNTY);
  kx_test_admission_refuse (f, APPLICATION, first, "admit", "decided_on=2026-11-03\n$reason=病人多",
                            f->leader, "layout-full");
}

/* What the office set itself is passed with a reason, which goes into the agreement. */
static void
test_an_own_limit_is_passed_with_a_reason (Fixture *f, gconstpointer data)
{
  g_autofree char *round = kx_test_admission_round (f, COUNTY, 1, OPENS, CLOSES);
  g_autofree char *id = kx_test_admission_assessed (f, round, COUNTY, 20261013, "91.50");

  kx_test_admission_enter_own (f, "cap_county", "1");
  kx_test_admission_add_signed (f, kx_agreement_counts_toward_county, COUNTY);
  kx_test_admission_refuse (f, ROUND, round, "rank", "ranked_on=2026-11-02", f->leader, "layout-full");
  kx_test_admission_do (f, ROUND, round, "rank", "ranked_on=2026-11-02\n$reason=山区路远", f->leader);
  kx_test_admission_refuse (f, APPLICATION, id, "admit", "decided_on=2026-11-03", f->leader, "layout-full");
  kx_test_admission_do (f, APPLICATION, id, "admit", "decided_on=2026-11-03\n$reason=山区路远", f->leader);
  g_assert_cmpstr (kx_record_get (kx_test_admission_row (f, &kx_agreement_entity,
                                                         value_of (f, id, kx_application_f_agreement).REF),
                                  kx_agreement_f_layout_reason)
                       .TEXT,
                   ==, "山区路远");
}

/* Whoever applies in whatever order: nobody is placed beyond the places, each place has the best, and all who
 * were ranked have one rank. */
static void
test_places_go_to_the_best (Fixture *f, gconstpointer data)
{
  for (guint turn = 0; turn < 12; turn++)
    {
      int places = g_test_rand_int_range (1, 5), n = g_test_rand_int_range (0, 8), placed = 0, lowest = 10000,
          best_reserve = -1;
      g_autofree char *round = kx_test_admission_round (f, COUNTY, places, OPENS, CLOSES);
      g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
      guint ranks = 0;

      for (int i = 0; i < n; i++)
        {
          g_autofree char *score = g_strdup_printf ("%d.00", g_test_rand_int_range (60, 100));

          g_ptr_array_add (ids, kx_test_admission_assessed (f, round, COUNTY,
                                                            20261012 + g_test_rand_int_range (0, 18), score));
        }
      kx_test_admission_do (f, ROUND, round, "rank", "ranked_on=2026-11-02", f->leader);
      for (guint i = 0; i < ids->len; i++)
        {
          int score = (int) (value_of (f, ids->pdata[i], kx_application_f_score).DECIMAL.scaled / 100);

          ranks |= 1u << value_of (f, ids->pdata[i], kx_application_f_rank_no).INTEGER;
          if (value_of (f, ids->pdata[i], kx_application_f_standing).CODE == kx_application_standing_placed)
            {
              placed++;
              lowest = MIN (lowest, score);
            }
          else
            best_reserve = MAX (best_reserve, score);
        }
      g_assert_cmpint (placed, ==, MIN (places, n));
      g_assert_cmpint (lowest, >=, best_reserve);
      g_assert_cmpuint (ranks, ==, (1u << (n + 1)) - 2);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                      \
  g_test_add ("/admission-round/" name, Fixture, NULL, kx_test_admission_set_up, func,                       \
              kx_test_admission_tear_down)
  ADD ("from-the-call-to-the-last-decision", test_from_the_call_to_the_last_decision);
  ADD ("complete", test_a_call_says_what_it_has_to);
  ADD ("times-and-places", test_times_and_places_are_written_right);
  ADD ("announced-stays", test_what_was_announced_stays);
  ADD ("approval", test_the_approval_behind_the_places_is_noted);
  ADD ("answer", test_an_answer_has_its_day);
  ADD ("late-applications", test_late_applications_are_facts_and_not_accepted);
  ADD ("closing-hour", test_on_the_closing_day_the_hour_is_named);
  ADD ("late-documents", test_late_documents_are_as_the_call_says);
  ADD ("too-early", test_nothing_is_ranked_too_early);
  ADD ("tie", test_a_tie_at_the_line_is_noted);
  ADD ("limit-at-ranking", test_the_limit_of_the_layout_holds_at_the_ranking);
  ADD ("own-limit", test_an_own_limit_is_passed_with_a_reason);
  ADD ("places-go-to-the-best", test_places_go_to_the_best);
  return g_test_run ();
}
