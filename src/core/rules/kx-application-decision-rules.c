#include "core/rules/kx-agreement-part-rules.h"
#include "core/rules/kx-application-rules.h"

#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-application-item.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-objection.h"
#include "core/kx-crypto.h"
#include "core/kx-layout.h"
#include "core/rules/kx-approval-rules.h"
#include "core/rules/kx-duty-rules.h"
#include "core/rules/kx-policy-rules.h"
#include "core/rules/kx-rule.h"

/* More exits than any agency goes through. */
#define MOST_EXITS 1000

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };

static KxValue
value_of (const KxScene *scene, guint field)
{
  return kx_record_get (scene->after, field);
}

static const char *
office_of (const KxScene *scene)
{
  return value_of (scene, kx_application_f_office).REF;
}

static gboolean
is_in (const KxScene *scene, int state)
{
  return kx_record_get (scene->row, kx_application_f_state).CODE == state;
}

static void
add_dated (GPtrArray *findings, KxVerdict verdict, const char *code, const char *field, const char *message,
           KxDate day, const KxCite *cite)
{
  g_autofree char *text = kx_date_format (day);
  KxFinding *finding = kx_finding_new (verdict, code, field, message);

  finding->cite = *cite;
  g_ptr_array_add (findings, kx_finding_arg (finding, "day", text));
}

void
kx_guard_application_publicity (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;
  g_autoptr (KxPolicy) policy = NULL;
  g_autoptr (KxCalendar) calendar = NULL;
  const KxParameter *term;
  gboolean stopped, provisional, ends;
  KxDate from, until, least;

  if (given == NULL || !kx_record_has (given, kx_application_publish_f_publicity_from))
    return;
  from = kx_record_get (given, kx_application_publish_f_publicity_from).DATE;
  until = kx_record_get (given, kx_application_publish_f_publicity_until).DATE;
  ends = kx_record_has (given, kx_application_publish_f_publicity_until);
  kx_rule_dates (given, kx_application_publish_f_publicity_from, kx_application_publish_f_publicity_until,
                 findings);
  kx_rule_dates (given, kx_application_publish_f_publicity_until, kx_application_publish_f_objection_until,
                 findings);
  kx_rule_add (findings, from.ymd >= kx_record_get (scene->row, kx_application_f_accepted_on).DATE.ymd,
               "before-acceptance", "publicity_from", N_ ("The notice must not begin before the acceptance"),
               &program_rule);
  policy = kx_rule_policy (scene, office_of (scene), from, findings);
  calendar = kx_rule_calendar (scene, office_of (scene), findings);
  if (policy == NULL || calendar == NULL)
    return;
  term = kx_policy_get (policy, KX_POLICY_publicity_workdays);
  if (!term->set)
    {
      kx_rule_add (findings, ends, "publicity-end-needed", "publicity_until",
                   N_ ("No term is set for the notice: its last day must be given"), &program_rule);
      return;
    }
  least = kx_admission_count (from, term->value.INTEGER, TRUE, NULL, calendar, &stopped, &provisional);
  if (ends)
    add_dated (findings,
               until.ymd >= least.ymd                    ? KX_HOLDS
               : term->cite.force == KX_FORCE_ENCOURAGED ? KX_WARNS
                                                         : KX_FAILS,
               "publicity-short", "publicity_until", N_ ("The notice must stand until {day} at least"), least,
               &term->cite);
}

void
kx_guard_application_assessed (const KxScene *scene, GPtrArray *findings)
{
  gboolean has = kx_record_has (scene->row, kx_application_f_assessment);
  g_autoptr (KxPolicy) policy =
      kx_rule_policy (scene, office_of (scene), kx_rule_application_day (scene), findings);
  const KxParameter *rule;
  KxFinding *finding;

  if (has)
    kx_rule_add (findings,
                 kx_record_get (scene->row, kx_application_f_assessment).CODE ==
                     kx_application_assessment_passed,
                 "assessment-failed", NULL, N_ ("The assessment must have been passed"), &office_rule);
  else if (is_in (scene, kx_application_state_assessing))
    kx_rule_add (findings, FALSE, "assessment-open", NULL,
                 N_ ("The assessment was begun: its result must be there"), &program_rule);
  if (policy == NULL || !kx_policy_is (policy, KX_POLICY_admission_assessment))
    return;
  rule = kx_policy_get (policy, KX_POLICY_admission_assessment);
  finding = kx_finding_new (has                                 ? KX_HOLDS
                            : rule->cite.force == KX_FORCE_DUTY ? KX_FAILS
                                                                : KX_WARNS,
                            "assessment-needed", NULL,
                            N_ ("Admission goes with an assessment, and its result must be there"));
  finding->cite = rule->cite;
  g_ptr_array_add (findings, finding);
}

/* The clock must be over on the day of the decision. */
static void
check_over (const KxScene *scene, KxAdmissionClock clock, const char *code, const char *message,
            GPtrArray *findings)
{
  g_autoptr (KxPolicy) policy = NULL;
  KxDue due;

  if (!kx_rule_application_due (scene, clock, &policy, &due, findings) || due.on.ymd == 0)
    return;
  add_dated (findings, kx_rule_application_day (scene).ymd > due.on.ymd ? KX_HOLDS : KX_FAILS, code,
             "decided_on", message, due.on,
             due.term->cite.source != KX_SOURCE_NONE && due.term->set ? &due.term->cite : &office_rule);
}

void
kx_guard_application_published (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxPolicy) policy = NULL;
  const KxParameter *term;
  KxFinding *finding;

  if (kx_record_has (scene->row, kx_application_f_publicity_from))
    {
      check_over (scene, KX_CLOCK_PUBLICITY, "publicity-runs",
                  N_ ("The public notice stands until {day}, and must be over"), findings);
      check_over (scene, KX_CLOCK_OBJECTION, "objection-term-runs",
                  N_ ("Objections are taken until {day}, and that must be over"), findings);
      return;
    }
  policy = kx_rule_policy (scene, office_of (scene), kx_rule_application_day (scene), findings);
  term = policy != NULL ? kx_policy_get (policy, KX_POLICY_publicity_workdays) : NULL;
  if (term == NULL || !term->set)
    return;
  /* Who set a term wants the step. */
  finding = kx_finding_new (
      term->cite.force == KX_FORCE_DUTY || term->cite.force == KX_FORCE_OWN_VALUE ? KX_FAILS : KX_WARNS,
      "publicity-needed", NULL, N_ ("Admission must be preceded by a public notice"));
  finding->cite = term->cite;
  g_ptr_array_add (findings, finding);
}

/* How many objections are open and how many were upheld; FALSE when it cannot be told. */
static gboolean
count_objections (const KxScene *scene, guint *ret_open, guint *ret_upheld, GPtrArray *findings)
{
  g_autoptr (GPtrArray) rows =
      kx_rule_application_parts (scene, &kx_objection_entity, scene->row->id, findings);

  *ret_open = *ret_upheld = 0;
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      int state = kx_record_get (rows->pdata[i], kx_objection_f_state).CODE;

      *ret_open += state == kx_objection_state_open;
      *ret_upheld += state == kx_objection_state_upheld;
    }
  return rows != NULL;
}

void
kx_guard_application_objections (const KxScene *scene, GPtrArray *findings)
{
  guint open, upheld;

  if (!count_objections (scene, &open, &upheld, findings))
    return;
  kx_rule_add (findings, open == 0, "objection-open", NULL, N_ ("No objection may be open"), &program_rule);
  kx_rule_add (findings, upheld == 0, "objection-upheld", NULL, N_ ("No objection may have been upheld"),
               &program_rule);
}

void
kx_guard_application_placed (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxRecord) round = kx_rule_application_round (scene, findings);
  KxCite cite;

  if (round == NULL)
    return;
  cite = kx_rule_round_cite (round);
  kx_rule_add (findings,
               kx_record_has (scene->row, kx_application_f_standing) &&
                   kx_record_get (scene->row, kx_application_f_standing).CODE ==
                       kx_application_standing_placed,
               "not-placed", "standing", N_ ("The ranking of the round must have given it a place"), &cite);
}

void
kx_guard_application_other_officer (const KxScene *scene, GPtrArray *findings)
{
  const char *assessor = kx_record_get (scene->row, kx_application_f_assessed_by).REF;
  const KxDutyDone done[] = {
    { KX_DUTY (propose), scene->row->created_by },
    { KX_DUTY (review), kx_record_get (scene->row, kx_application_f_accepted_by).REF },
    { KX_DUTY (assess), assessor },
  };
  const KxDutyDone entered = { KX_DUTY (enter_result), assessor };

  if (g_str_equal (scene->op->action, "accept"))
    {
      kx_rule_duties (scene, office_of (scene), KX_DUTY (review), done, 1, findings);
      return;
    }
  kx_rule_duties (scene, office_of (scene), KX_DUTY (approve), done, G_N_ELEMENTS (done), findings);
  /* Whoever admits by the result confirms it. */
  kx_rule_duties (scene, office_of (scene), KX_DUTY (confirm_result), &entered, 1, findings);
}

void
kx_guard_application_decision (const KxScene *scene, GPtrArray *findings)
{
  static const struct
  {
    guint field;
    const char *message;
  } needed[] = {
    { kx_application_f_scopes, N_ ("The scopes of service must be given") },
    { kx_application_f_rehab_types, N_ ("The types of rehabilitation must be given") },
    { kx_application_f_counts_toward, N_ ("It must be said against which limit of the layout it counts") },
    { kx_application_f_counts_area, N_ ("The county or city where it counts must be given") },
  };

  kx_guard_application_day (scene, findings);
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    kx_rule_add (findings, kx_record_has (scene->after, needed[i].field), "incomplete",
                 kx_application_entity.fields[needed[i].field].name, needed[i].message, &program_rule);
  /* On paper somebody else decided it, and two officers saw the answer. */
  if (kx_rule_decides_here (scene))
    kx_guard_application_other_officer (scene, findings);
}

/* The last day of a ban after this exit: the one that was decided, or the term counted from the exit. */
static KxDate
ban_of (const KxRecord *exit_case, gint64 months)
{
  if (!kx_record_get (exit_case, kx_exit_case_f_at_fault).BOOLEAN)
    return (KxDate){ 0 };
  if (kx_record_has (exit_case, kx_exit_case_f_ban_until))
    return kx_record_get (exit_case, kx_exit_case_f_ban_until).DATE;
  /* A hundred years are longer than any ban, and than the calendar. */
  if (!kx_record_has (exit_case, kx_exit_case_f_ended_on) || months > 1200)
    return (KxDate){ 0 };
  return kx_date_add_months (kx_record_get (exit_case, kx_exit_case_f_ended_on).DATE, (int) months);
}

/* The last day of the longest ban of the agency; FALSE when it cannot be told. */
static gboolean
find_ban (const KxScene *scene, gint64 months, KxDate *ret_until, GPtrArray *findings)
{
  KxQuery query = { .entity = &kx_exit_case_entity,
                    .terms = { { .field = kx_exit_case_f_agency,
                                 .value = value_of (scene, kx_application_f_agency) } },
                    .n_terms = 1 };
  g_autoptr (GPtrArray) rows = NULL;

  *ret_until = (KxDate){ 0 };
  if (kx_reader_list (scene->reader, &query, MOST_EXITS, &rows) != KX_KNOWN)
    {
      g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "exits-not-here", "agency",
                                                 N_ ("The exits of the agency must be here")));
      return FALSE;
    }
  for (guint i = 0; i < rows->len; i++)
    {
      KxDate until = ban_of (rows->pdata[i], months);

      if (until.ymd > ret_until->ymd)
        *ret_until = until;
    }
  return TRUE;
}

/* TRUE, with the last day (none: there was no exit at fault), where the office has a ban at all. */
static gboolean
get_ban (const KxScene *scene, KxDate *ret_until, KxCite *ret_cite, GPtrArray *findings)
{
  KxDate received = kx_record_get (scene->row, kx_application_f_received_on).DATE;
  g_autoptr (KxPolicy) policy = kx_rule_policy (scene, office_of (scene), received, findings);
  gint64 months;

  if (policy == NULL || !kx_policy_integer (policy, KX_POLICY_reapply_ban_months, &months) ||
      !find_ban (scene, months, ret_until, findings))
    return FALSE;
  *ret_cite = kx_policy_get (policy, KX_POLICY_reapply_ban_months)->cite;
  return TRUE;
}

void
kx_guard_application_ban (const KxScene *scene, GPtrArray *findings)
{
  KxDate received = kx_record_get (scene->row, kx_application_f_received_on).DATE, until;
  KxCite cite;

  if (!get_ban (scene, &until, &cite, findings))
    return;
  if (until.ymd != 0)
    add_dated (findings, received.ymd > until.ymd ? KX_HOLDS : KX_FAILS, "banned", "agency",
               N_ ("After an exit at fault it may apply again after {day}"), until, &cite);
  else
    kx_rule_add (findings, TRUE, "banned", "agency", N_ ("No exit at fault bars the application"), &cite);
}

static gboolean
has_ground (const KxScene *scene, int ground)
{
  return kx_record_get (scene->op->fields, kx_application_refuse_f_refusal_grounds).CODES.bits >> ground & 1;
}

static guint
count_lacking (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (GPtrArray) items =
      kx_rule_application_parts (scene, &kx_application_item_entity, scene->row->id, findings);
  guint n = 0;

  for (guint i = 0; items != NULL && i < items->len; i++)
    n += kx_application_item_lacks (items->pdata[i]);
  return n;
}

static void
check_ban_ground (const KxScene *scene, GPtrArray *findings)
{
  KxDate received = kx_record_get (scene->row, kx_application_f_received_on).DATE, until;
  KxCite cite = program_rule;

  kx_rule_add (findings, get_ban (scene, &until, &cite, findings) && received.ymd <= until.ymd, "no-ban",
               "refusal_grounds", N_ ("Who is refused for a ban must be under one"), &cite);
}

void
kx_guard_application_refusal (const KxScene *scene, GPtrArray *findings)
{
  guint open, upheld;

  if (scene->op->fields == NULL)
    return;
  if (has_ground (scene, kx_application_refusal_grounds_incomplete) && count_lacking (scene, findings) == 0)
    kx_rule_warn (findings, "nothing-missing", "refusal_grounds",
                  N_ ("The checklist names nothing that is missing or has to be corrected"), &program_rule);
  if (has_ground (scene, kx_application_refusal_grounds_banned))
    check_ban_ground (scene, findings);
  if (has_ground (scene, kx_application_refusal_grounds_no_place))
    kx_rule_add (
        findings,
        !kx_record_has (scene->row, kx_application_f_standing) ||
            kx_record_get (scene->row, kx_application_f_standing).CODE != kx_application_standing_placed,
        "has-place", "refusal_grounds", N_ ("Who has a place is not refused for want of one"), &program_rule);
  if (has_ground (scene, kx_application_refusal_grounds_assessment_failed))
    kx_rule_add (findings,
                 kx_record_has (scene->row, kx_application_f_assessment) &&
                     kx_record_get (scene->row, kx_application_f_assessment).CODE ==
                         kx_application_assessment_failed,
                 "assessment-not-failed", "refusal_grounds",
                 N_ ("Who is refused for the assessment must have failed it"), &program_rule);
  if (has_ground (scene, kx_application_refusal_grounds_objection_upheld) &&
      count_objections (scene, &open, &upheld, findings))
    kx_rule_add (findings, upheld > 0, "no-objection-upheld", "refusal_grounds",
                 N_ ("Who is refused for an objection must have one upheld"), &program_rule);
}

void
kx_effect_application_assessed (const KxScene *scene, KxDecision *decision)
{
  kx_effect_application_dated (scene, decision);
  kx_record_put (kx_rule_own_change (scene, decision), kx_application_f_assessed_by,
                 (KxValue){ .REF = scene->actor->user });
}

void
kx_effect_application_decided (const KxScene *scene, KxDecision *decision)
{
  kx_effect_application_dated (scene, decision);
  kx_record_put (kx_rule_own_change (scene, decision), kx_application_f_decided_by,
                 (KxValue){ .REF = scene->actor->user });
}

/* The agency has an agreement for rehabilitation already that runs or is in the making. */
static gboolean
has_agreement (const KxScene *scene)
{
  KxQuery query = {
    .entity = &kx_agreement_entity,
    .terms = { { .field = kx_agreement_f_agency, .value = value_of (scene, kx_application_f_agency) },
               { .field = kx_agreement_f_office, .value = value_of (scene, kx_application_f_office) },
               { .field = kx_agreement_f_kind, .value.CODE = kx_agreement_kind_rehabilitation },
               { .field = kx_agreement_f_state,
                 .test = KX_ONE_OF,
                 .value.CODES.bits = (G_GUINT64_CONSTANT (1) << kx_agreement_state_ended) - 1 } },
    .n_terms = 4
  };
  gint64 n = 0;

  return kx_reader_count (scene->reader, &query, &n) == KX_KNOWN && n > 0;
}

void
kx_effect_application_admitted (const KxScene *scene, KxDecision *decision)
{
  const char *parts[] = { scene->op->id, kx_agreement_entity.name, "0" };
  char id[KX_UUID_TEXT_SIZE];
  Kx_agreement *agreement;
  KxRecord *row;

  kx_effect_application_decided (scene, decision);
  if (has_agreement (scene))
    return;
  kx_uuid_v8 (parts, G_N_ELEMENTS (parts), id);
  row = kx_record_new (&kx_agreement_entity, id, scene->space);
  agreement = kx_agreement (row);
  kx_agreement_set_office (agreement, office_of (scene));
  kx_agreement_set_agency (agreement, value_of (scene, kx_application_f_agency).REF);
  kx_agreement_set_kind (agreement, kx_agreement_kind_rehabilitation);
  kx_agreement_set_state (agreement, kx_agreement_state_draft);
  kx_agreement_set_scopes (agreement, value_of (scene, kx_application_f_scopes).CODES);
  kx_agreement_set_rehab_types (agreement, value_of (scene, kx_application_f_rehab_types).CODES);
  kx_agreement_set_counts_toward (agreement, value_of (scene, kx_application_f_counts_toward).CODE);
  kx_agreement_set_counts_area (agreement, value_of (scene, kx_application_f_counts_area).TEXT);
  /* Why it went beyond a limit is not asked again. */
  if (scene->op->reason != NULL && kx_rule_application_goes_beyond (scene))
    kx_agreement_set_layout_reason (agreement, scene->op->reason);
  kx_decision_add_change (decision, KX_CHANGE_CREATE, row);
  kx_rule_draw_checklist (scene, row, decision);
  kx_record_put (kx_rule_own_change (scene, decision), kx_application_f_agreement, (KxValue){ .REF = id });
}
