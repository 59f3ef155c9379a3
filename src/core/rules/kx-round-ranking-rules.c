#include "core/rules/kx-round-rules.h"

#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-round-place.h"
#include "core/rules/kx-application-rules.h"
#include "core/rules/kx-round-private.h"
#include "core/rules/kx-rule.h"

#include <string.h>

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };

void
kx_guard_round_over (const KxScene *scene, GPtrArray *findings)
{
  KxDate closes = kx_record_date (scene->row, kx_admission_round_f_closes_on);
  g_autofree char *text = kx_date_format (closes);
  KxFinding *finding =
      kx_finding_new (kx_round_day (scene).ymd > closes.ymd ? KX_HOLDS : KX_FAILS, "round-runs", "ranked_on",
                      N_ ("The call closes on {day}: nothing is ranked before it is over"));

  finding->cite = kx_rule_round_cite (scene->row);
  g_ptr_array_add (findings, kx_finding_arg (finding, "day", text));
}

static int
state_of (const KxRecord *application)
{
  return kx_record_get (application, kx_application_f_state).CODE;
}

static gboolean
failed (const KxRecord *application)
{
  return kx_record_has (application, kx_application_f_assessment) &&
         kx_record_get (application, kx_application_f_assessment).CODE == kx_application_assessment_failed;
}

/* TRUE for those who are ranked: accepted, not failed, not turned away. */
static gboolean
is_ranked (const KxRecord *application)
{
  int state = state_of (application);

  return state >= kx_application_state_accepted && state <= kx_application_state_admitted &&
         !failed (application);
}

static gboolean
counts_in (const KxRecord *application, const KxRecord *place)
{
  return kx_record_has (application, kx_application_f_counts_toward) &&
         kx_record_get (application, kx_application_f_counts_toward).CODE ==
             kx_record_get (place, kx_round_place_f_counts_toward).CODE &&
         g_strcmp0 (kx_record_get (application, kx_application_f_counts_area).TEXT,
                    kx_record_get (place, kx_round_place_f_counts_area).TEXT) == 0;
}

/* -1, 0 or 1 by what decides between two: who is admitted keeps the place, then the score, then who came
 * first. */
static int
compare_merit (const KxRecord *a, const KxRecord *b)
{
  int kept_a = state_of (a) == kx_application_state_admitted;
  int kept_b = state_of (b) == kx_application_state_admitted;
  gint64 score_a = kx_record_has (a, kx_application_f_score)
                       ? kx_record_get (a, kx_application_f_score).DECIMAL.scaled
                       : -1;
  gint64 score_b = kx_record_has (b, kx_application_f_score)
                       ? kx_record_get (b, kx_application_f_score).DECIMAL.scaled
                       : -1;
  int came_a = kx_record_date (a, kx_application_f_received_on).ymd;
  int came_b = kx_record_date (b, kx_application_f_received_on).ymd;

  if (kept_a != kept_b)
    return kept_a ? -1 : 1;
  if (score_a != score_b)
    return score_a > score_b ? -1 : 1;
  return came_a < came_b ? -1 : came_a > came_b;
}

/* Equal ones stand by id, so that the order is the same every time; a warning says so where it matters. */
static int
compare (const void *a, const void *b)
{
  const KxRecord *x = *(KxRecord *const *) a, *y = *(KxRecord *const *) b;
  int merit = compare_merit (x, y);

  return merit != 0 ? merit : strcmp (x->id, y->id);
}

/* Those of `applications` who are ranked in this place, the best first. (element-type KxRecord) */
static GPtrArray *
rank (GPtrArray *applications, const KxRecord *place)
{
  GPtrArray *ranked = g_ptr_array_new ();

  for (guint i = 0; i < applications->len; i++)
    if (is_ranked (applications->pdata[i]) && counts_in (applications->pdata[i], place))
      g_ptr_array_add (ranked, applications->pdata[i]);
  g_ptr_array_sort (ranked, compare);
  return ranked;
}

static guint
n_placed (GPtrArray *ranked, const KxRecord *place)
{
  return (guint) MIN ((gint64) ranked->len, kx_record_get (place, kx_round_place_f_places).INTEGER);
}

static void
add_open (GPtrArray *findings, guint n, const char *code, const char *message, const KxCite *cite)
{
  KxFinding *finding = kx_finding_new (n == 0 ? KX_HOLDS : KX_FAILS, code, NULL, message);

  finding->cite = *cite;
  g_ptr_array_add (findings, kx_finding_arg_int (finding, "n", n));
}

static gboolean
has_place (const KxRecord *application, GPtrArray *places)
{
  for (guint i = 0; i < places->len; i++)
    if (counts_in (application, places->pdata[i]))
      return TRUE;
  return FALSE;
}

void
kx_guard_round_applications (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (GPtrArray) places = kx_round_list_places (scene, findings);
  g_autoptr (GPtrArray) applications = kx_round_list_applications (scene, findings);
  g_autoptr (KxPolicy) policy = kx_round_policy (scene, findings);
  guint waiting = 0, unassessed = 0, without = 0, elsewhere = 0;

  if (places == NULL || applications == NULL || policy == NULL)
    return;
  for (guint i = 0; i < applications->len; i++)
    {
      const KxRecord *row = applications->pdata[i];
      gboolean assessed = kx_record_has (row, kx_application_f_assessment);

      waiting += state_of (row) < kx_application_state_accepted;
      unassessed += state_of (row) == kx_application_state_assessing && !assessed;
      without += is_ranked (row) && !assessed;
      elsewhere += is_ranked (row) && !has_place (row, places);
    }
  add_open (findings, waiting, "applications-open", N_ ("Applications neither accepted nor refused yet: {n}"),
            &program_rule);
  add_open (findings, unassessed, "assessments-open", N_ ("Assessments without a result: {n}"),
            &program_rule);
  add_open (findings, elsewhere, "place-not-called",
            N_ ("Applications that count where the round has no place: {n}"), &program_rule);
  if (kx_policy_is (policy, KX_POLICY_admission_assessment) &&
      kx_policy_get (policy, KX_POLICY_admission_assessment)->cite.force == KX_FORCE_DUTY)
    add_open (findings, without, "assessment-needed",
              N_ ("Admission goes with an assessment; applications without a result: {n}"),
              &kx_policy_get (policy, KX_POLICY_admission_assessment)->cite);
}

/* Whether the agency is counted in this place already, so that it takes no further one. */
static gboolean
is_counted (const KxScene *scene, const KxRecord *application)
{
  KxQuery query = {
    .entity = &kx_agreement_entity,
    .terms = { { .field = kx_agreement_f_agency,
                 .value = kx_record_get (application, kx_application_f_agency) },
               { .field = kx_agreement_f_counts_area,
                 .value = kx_record_get (application, kx_application_f_counts_area) },
               { .field = kx_agreement_f_kind, .value.CODE = kx_agreement_kind_rehabilitation },
               { .field = kx_agreement_f_state,
                 .test = KX_ONE_OF,
                 .value.CODES.bits = G_GUINT64_CONSTANT (1) << kx_agreement_state_signed |
                                     G_GUINT64_CONSTANT (1) << kx_agreement_state_terminating } },
    .n_terms = 4
  };
  gint64 n = 0;

  return kx_reader_count (scene->reader, &query, &n) == KX_KNOWN && n > 0;
}

void
kx_guard_round_places (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (GPtrArray) places = kx_round_list_places (scene, findings);
  g_autoptr (GPtrArray) applications = kx_round_list_applications (scene, findings);
  g_autoptr (KxPolicy) policy = kx_round_policy (scene, findings);

  for (guint i = 0; places != NULL && applications != NULL && policy != NULL && i < places->len; i++)
    {
      g_autoptr (GPtrArray) ranked = rank (applications, places->pdata[i]);
      guint placed = n_placed (ranked, places->pdata[i]), more = 0;

      for (guint r = 0; r < placed; r++)
        more += !is_counted (scene, ranked->pdata[r]);
      kx_round_check_limit (scene, policy, places->pdata[i], more, more > 0, findings);
    }
}

void
kx_guard_round_tie (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (GPtrArray) places = kx_round_list_places (scene, findings);
  g_autoptr (GPtrArray) applications = kx_round_list_applications (scene, findings);

  for (guint i = 0; places != NULL && applications != NULL && i < places->len; i++)
    {
      g_autoptr (GPtrArray) ranked = rank (applications, places->pdata[i]);
      guint placed = n_placed (ranked, places->pdata[i]);

      if (placed == 0 || placed == ranked->len ||
          compare_merit (ranked->pdata[placed - 1], ranked->pdata[placed]) != 0)
        continue;
      kx_finding_arg (kx_rule_warn (findings, "tie", "rank_no",
                                    N_ ("In {area} the last place and the first reserve stand equal: settle "
                                        "by the call who goes first"),
                                    &office_rule),
                      "area", kx_round_area_name (kx_round_place_of (places->pdata[i]).area));
    }
}

void
kx_guard_round_decided (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (GPtrArray) applications = kx_round_list_applications (scene, findings);
  gboolean closes = g_str_equal (scene->op->action, "close");
  guint open = 0;

  if (applications == NULL)
    return;
  for (guint i = 0; i < applications->len; i++)
    {
      const KxRecord *row = applications->pdata[i];
      gboolean reserve =
          kx_record_has (row, kx_application_f_standing) &&
          kx_record_get (row, kx_application_f_standing).CODE == kx_application_standing_reserve;

      open += kx_application_is_open (row) && !(closes && reserve);
    }
  add_open (findings, open, "applications-undecided", N_ ("Applications that wait for a decision: {n}"),
            &program_rule);
}

static Kx_application *
change_application (const KxRecord *row, KxDecision *decision)
{
  KxRecord *change = kx_record_new (&kx_application_entity, row->id, row->space);

  kx_decision_add_change (decision, KX_CHANGE_UPDATE, change);
  return kx_application (change);
}

void
kx_effect_round_ranked (const KxScene *scene, KxDecision *decision)
{
  g_autoptr (GPtrArray) ignored = kx_findings_new ();
  g_autoptr (GPtrArray) places = kx_round_list_places (scene, ignored);
  g_autoptr (GPtrArray) applications = kx_round_list_applications (scene, ignored);

  kx_effect_round_dated (scene, decision);
  for (guint i = 0; places != NULL && applications != NULL && i < places->len; i++)
    {
      g_autoptr (GPtrArray) ranked = rank (applications, places->pdata[i]);
      guint placed = n_placed (ranked, places->pdata[i]);

      for (guint r = 0; r < ranked->len; r++)
        {
          Kx_application *change = change_application (ranked->pdata[r], decision);

          kx_application_set_rank_no (change, r + 1);
          kx_application_set_standing (change, r < placed ? kx_application_standing_placed
                                                          : kx_application_standing_reserve);
        }
    }
}

void
kx_effect_round_closed (const KxScene *scene, KxDecision *decision)
{
  g_autoptr (GPtrArray) ignored = kx_findings_new ();
  g_autoptr (GPtrArray) applications = kx_round_list_applications (scene, ignored);

  kx_effect_round_dated (scene, decision);
  for (guint i = 0; applications != NULL && i < applications->len; i++)
    {
      const KxRecord *row = applications->pdata[i];
      Kx_application *change;

      if (!kx_application_is_open (row))
        continue;
      change = change_application (row, decision);
      kx_application_set_state (change, kx_application_state_refused);
      kx_application_set_refusal_grounds (
          change, (KxCodes){ G_GUINT64_CONSTANT (1) << kx_application_refusal_grounds_no_place });
      kx_application_set_decided_on (change, kx_round_day (scene));
      kx_application_set_decided_by (change, scene->actor->user);
      if (scene->op->reason != NULL)
        kx_application_set_reasons (change, scene->op->reason);
    }
}
