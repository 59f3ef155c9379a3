#include "core/rules/kx-renewal-rules.h"

#include "core/entities/kx-rectification.h"
#include "core/kx-renewal.h"
#include "core/rules/kx-exit-rules.h"
#include "core/rules/kx-late-rules.h"
#include "core/rules/kx-rule.h"

/* More than one agency ever has. */
#define MOST_ROWS 1000

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };

/* While it is being drawn up what can still be mended is said and refuses nothing. */
static gboolean
is_drawn_up (const KxScene *scene)
{
  return scene->op->kind != KX_OP_ACTION;
}

static KxFinding *
add_dated (GPtrArray *findings, KxVerdict verdict, const char *code, const char *field, const char *message,
           KxDate day)
{
  KxFinding *finding = kx_finding_new (verdict, code, field, message);
  g_autofree char *text = kx_date_format (day);

  finding->cite = office_rule;
  kx_finding_arg (finding, "day", text);
  g_ptr_array_add (findings, finding);
  return finding;
}

/* What the rows tell cannot be told without them. */
static void
add_unknown (GPtrArray *findings, const char *code, const char *field, const char *message)
{
  g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, code, field, message));
}

static void
check_parties (const KxScene *scene, const KxRecord *previous, GPtrArray *findings)
{
  static const guint same[] = { kx_agreement_f_office, kx_agreement_f_agency, kx_agreement_f_kind };
  gboolean all = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    all &= kx_record_same (scene->after, previous, same[i]);
  kx_rule_add (findings, all, "renewal-of-another", "previous",
               N_ ("The agreement before it must be one of the same kind between the same two"),
               &program_rule);
}

static void
check_standing (const KxRecord *previous, GPtrArray *findings)
{
  gboolean over = kx_record_get (previous, kx_agreement_f_state).CODE == kx_agreement_state_ended;
  gboolean by_term =
      over && kx_record_get (previous, kx_agreement_f_ending).CODE == kx_agreement_ending_expired;

  kx_rule_add (findings, kx_agreement_runs (previous) || by_term, "not-renewable", "previous",
               over ? N_ ("What was ended before its term was over is not renewed: another is drawn up")
                    : N_ ("What is renewed was signed, and runs or ran until its term was over"),
               &office_rule);
  if (kx_record_get (previous, kx_agreement_f_state).CODE == kx_agreement_state_terminating)
    kx_rule_warn (findings, "renews-what-ends", "previous",
                  N_ ("The agreement before it is being terminated"), &office_rule);
  if (kx_record_has (previous, kx_agreement_f_not_renewed_on))
    add_dated (findings, KX_FAILS, "renewal-refused", "previous",
               N_ ("It was decided on {day} not to renew it"),
               kx_record_date (previous, kx_agreement_f_not_renewed_on));
}

static void
check_term (const KxScene *scene, const KxRecord *previous, GPtrArray *findings)
{
  KxDate last = kx_renewal_last_day (previous),
         starts = kx_record_date (scene->after, kx_agreement_f_starts_on);

  if (!kx_date_is_valid (last) || !kx_date_is_valid (starts))
    return;
  if (starts.ymd <= last.ymd)
    add_dated (findings, is_drawn_up (scene) ? KX_WARNS : KX_FAILS, "renewal-overlaps", "starts_on",
               N_ ("The agreement before it runs until {day}; the new term begins after it"), last);
  else if (kx_date_difference (last, starts) > 1)
    add_dated (
        findings, KX_WARNS, "renewal-gap", "starts_on",
        N_ ("The agreement before it runs until {day}: the days until the new term are covered by none"),
        last);
  else
    add_dated (findings, KX_HOLDS, "renewal-overlaps", "starts_on",
               N_ ("The agreement before it runs until {day}, and the new term begins on the next day"),
               last);
}

/* A decision by which the one before it ends, or one that bars the agency. */
static void
check_decisions (const KxScene *scene, const KxRecord *previous, GPtrArray *findings)
{
  const char *message = N_ ("No decision may be in force by which the agreement before it ends");
  g_autoptr (GPtrArray) cases = NULL;
  KxDate until = { 0 };
  gboolean put_out = FALSE;

  if (kx_rule_exit_cases_of (scene, previous, kx_exit_case_f_decided_on, &cases) != KX_KNOWN)
    {
      add_unknown (findings, "put-out", "previous", message);
      return;
    }
  for (guint i = 0; i < cases->len; i++)
    {
      KxDate ban = kx_record_date (cases->pdata[i], kx_exit_case_f_ban_until);

      put_out |= kx_record_has (cases->pdata[i], kx_exit_case_f_decided_on);
      until.ymd = MAX (until.ymd, ban.ymd);
    }
  kx_rule_add (findings, !put_out, "put-out", "previous", message, &office_rule);
  if (until.ymd >= scene->today.ymd)
    add_dated (findings, KX_FAILS, "banned", "agency", N_ ("The agency may not apply again until {day}"),
               until);
}

/* How the agency's rectifications stand towards a renewal. */
typedef struct
{
  const KxRecord *hinders; /* one that is overdue or failed, the last such day; NULL: none */
  KxDate hinders_since;
  KxDate open_until; /* the last day of those that are open and in time */
  gboolean open;
} Rectifications;

/* The day since which it stands in the way; none: it does not. */
static KxDate
hinders_since (const KxRecord *rectification, KxDate today)
{
  KxDate due = kx_record_date (rectification, kx_rectification_f_due_on);

  if (kx_record_get (rectification, kx_rectification_f_state).CODE == kx_rectification_state_failed)
    return kx_record_has (rectification, kx_rectification_f_rechecked_on)
               ? kx_record_date (rectification, kx_rectification_f_rechecked_on)
               : today;
  return kx_rectification_is_open (rectification) && due.ymd != 0 && due.ymd < today.ymd
             ? kx_date_add_days (due, 1)
             : (KxDate){ 0 };
}

/* Of the office with the agency of the new agreement. `ret_rows` keeps what the answer names. */
static KxAnswer
find_rectifications (const KxScene *scene, Rectifications *ret, GPtrArray **ret_rows)
{
  KxQuery query = { .entity = &kx_rectification_entity, .n_terms = 2 };
  KxAnswer answer;

  query.terms[0] = (KxTerm){ .field = kx_rectification_f_agency,
                             .value = kx_record_get (scene->after, kx_agreement_f_agency) };
  query.terms[1] = (KxTerm){ .field = kx_rectification_f_office,
                             .value = kx_record_get (scene->after, kx_agreement_f_office) };
  memset (ret, 0, sizeof *ret);
  answer = kx_reader_list (scene->reader, &query, MOST_ROWS, ret_rows);
  for (guint i = 0; answer == KX_KNOWN && i < (*ret_rows)->len; i++)
    {
      const KxRecord *row = (*ret_rows)->pdata[i];
      KxDate since = hinders_since (row, scene->today);

      if (since.ymd > ret->hinders_since.ymd)
        {
          ret->hinders = row;
          ret->hinders_since = since;
        }
      else if (since.ymd == 0 && kx_rectification_is_open (row))
        {
          ret->open = TRUE;
          ret->open_until.ymd =
              MAX (ret->open_until.ymd, kx_record_date (row, kx_rectification_f_due_on).ymd);
        }
    }
  return answer;
}

/* Whether a superior decided to renew despite it, when it stood in the way already. */
static gboolean
is_passed_over (const KxScene *scene, const Rectifications *found)
{
  KxDate decided = kx_record_date (scene->after, kx_agreement_f_despite_on);

  return decided.ymd != 0 && decided.ymd >= found->hinders_since.ymd;
}

static void
judge_hindrance (const KxScene *scene, const Rectifications *found, GPtrArray *findings)
{
  const char *number =
      found->hinders != NULL ? kx_record_get (found->hinders, kx_rectification_f_number).TEXT : NULL;
  KxFinding *finding;

  if (found->hinders == NULL)
    kx_rule_add (findings, TRUE, "rectification-hinders", "agency",
                 N_ ("No rectification is overdue or failed its recheck"), &office_rule);
  else if (is_passed_over (scene, found))
    add_dated (findings, KX_HOLDS, "rectification-hinders", "agency",
               N_ ("It was decided on {day} to renew despite a rectification"),
               kx_record_date (scene->after, kx_agreement_f_despite_on));
  else
    {
      finding =
          add_dated (findings, is_drawn_up (scene) ? KX_WARNS : KX_FAILS, "rectification-hinders", "agency",
                     N_ ("Rectification {number} is overdue or failed its recheck since {day}; a superior "
                         "may decide to renew despite it"),
                     found->hinders_since);
      kx_finding_arg (finding, "number", number != NULL ? number : "");
    }
}

static void
judge_open (const KxScene *scene, const Rectifications *found, GPtrArray *findings)
{
  KxDate clause = kx_record_date (scene->after, kx_agreement_f_rectify_by);

  if (!found->open)
    return;
  if (clause.ymd != 0)
    add_dated (findings, KX_HOLDS, "rectification-open", "rectify_by",
               N_ ("It is renewed with a rectification that is to be done by {day}"), clause);
  else if (found->open_until.ymd != 0)
    add_dated (findings, KX_WARNS, "rectification-open", "rectify_by",
               N_ ("A rectification is open until {day}: renew with a clause that names the day"),
               found->open_until);
  else
    kx_rule_warn (findings, "rectification-open", "rectify_by",
                  N_ ("A rectification is open: renew with a clause that names its day"), &office_rule);
}

static void
check_rectifications (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (GPtrArray) rows = NULL;
  Rectifications found;

  if (find_rectifications (scene, &found, &rows) != KX_KNOWN)
    {
      add_unknown (findings, "rectification-hinders", "agency",
                   N_ ("The rectifications of the agency must be here"));
      return;
    }
  judge_hindrance (scene, &found, findings);
  judge_open (scene, &found, findings);
}

void
kx_guard_renewal (const KxScene *scene, GPtrArray *findings)
{
  const char *id = kx_record_get (scene->after, kx_agreement_f_previous).REF;
  g_autoptr (KxRecord) previous = NULL;

  if (id == NULL)
    return;
  if (kx_reader_get (scene->reader, &kx_agreement_entity, id, &previous) != KX_KNOWN)
    {
      add_unknown (findings, "previous-not-here", "previous", N_ ("The agreement before it must be here"));
      return;
    }
  /* That there is none is told where references are looked at. */
  if (previous == NULL)
    return;
  check_parties (scene, previous, findings);
  check_standing (previous, findings);
  check_term (scene, previous, findings);
  check_decisions (scene, previous, findings);
  check_rectifications (scene, findings);
}

void
kx_guard_renewal_hindered (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (GPtrArray) rows = NULL;
  Rectifications found;

  if (find_rectifications (scene, &found, &rows) != KX_KNOWN)
    add_unknown (findings, "nothing-hinders", NULL, N_ ("The rectifications of the agency must be here"));
  else if (!kx_record_has (scene->after, kx_agreement_f_previous) || found.hinders == NULL ||
           is_passed_over (scene, &found))
    kx_rule_warn (findings, "nothing-hinders", NULL,
                  N_ ("No rectification stands in the way of a renewal now"), &office_rule);
  else
    add_dated (findings, KX_HOLDS, "nothing-hinders", NULL,
               N_ ("A rectification has stood in the way of the renewal since {day}"), found.hinders_since);
}

/* Those that name the row as the one before them and have not ended. */
static KxAnswer
find_successors (const KxScene *scene, GPtrArray **ret_rows)
{
  KxQuery query = { .entity = &kx_agreement_entity, .n_terms = 1 };
  KxAnswer answer;

  query.terms[0] = (KxTerm){ .field = kx_agreement_f_previous, .value.REF = scene->op->row };
  answer = kx_reader_list (scene->reader, &query, MOST_ROWS, ret_rows);
  for (guint i = answer == KX_KNOWN ? (*ret_rows)->len : 0; i-- > 0;)
    if (kx_record_get ((*ret_rows)->pdata[i], kx_agreement_f_state).CODE == kx_agreement_state_ended)
      g_ptr_array_remove_index (*ret_rows, i);
  return answer;
}

void
kx_guard_bridge_successor (const KxScene *scene, GPtrArray *findings)
{
  const char *message = N_ ("An agreement that follows begins on {day}");
  g_autoptr (GPtrArray) rows = NULL;
  KxDate until;

  if (scene->op->fields == NULL || !kx_record_has (scene->op->fields, kx_bridge_f_ends_on))
    return;
  until = kx_record_date (scene->op->fields, kx_bridge_f_ends_on);
  if (find_successors (scene, &rows) != KX_KNOWN)
    {
      add_unknown (findings, "bridge-into-next", "ends_on",
                   N_ ("The agreement that follows must be here, if there is one"));
      return;
    }
  for (guint i = 0; i < rows->len; i++)
    {
      KxDate starts = kx_record_date (rows->pdata[i], kx_agreement_f_starts_on);

      /* One that is not signed can still be changed. */
      if (starts.ymd != 0 && starts.ymd <= until.ymd)
        add_dated (findings, kx_agreement_runs (rows->pdata[i]) ? KX_FAILS : KX_WARNS, "bridge-into-next",
                   "ends_on", message, starts);
    }
}

void
kx_guard_not_renewing (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;
  const char *message = N_ ("No agreement that follows may be signed or in the making");
  g_autoptr (GPtrArray) rows = NULL;

  if (given != NULL && kx_record_has (given, kx_not_renewing_f_decided_on))
    kx_rule_came (scene, kx_record_date (given, kx_not_renewing_f_decided_on), "decided_on",
                  N_ ("The day of the decision must have come"), findings);
  if (find_successors (scene, &rows) != KX_KNOWN)
    add_unknown (findings, "renewal-begun", NULL, message);
  else
    kx_rule_add (findings, rows->len == 0, "renewal-begun", NULL, message, &office_rule);
}

void
kx_guard_renewal_refused (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_add (findings, kx_record_has (scene->row, kx_agreement_f_not_renewed_on), "not-refused", NULL,
               N_ ("It must have been decided not to renew it"), &program_rule);
}

void
kx_effect_renewed_despite (const KxScene *scene, KxDecision *decision)
{
  kx_record_put (kx_rule_own_change (scene, decision), kx_agreement_f_despite_on,
                 (KxValue){ .DATE = scene->today });
}

void
kx_effect_not_renewed (const KxScene *scene, KxDecision *decision)
{
  const KxRecord *given = scene->op->fields;
  KxRecord *change = kx_rule_own_change (scene, decision);

  kx_record_put (change, kx_agreement_f_not_renewed_on, kx_record_get (given, kx_not_renewing_f_decided_on));
  kx_record_put (change, kx_agreement_f_not_renewed_why, kx_record_get (given, kx_not_renewing_f_reasons));
  kx_effect_note_late (scene, kx_record_get (scene->row, kx_agreement_f_office).REF,
                       kx_record_date (given, kx_not_renewing_f_decided_on), decision);
}

void
kx_effect_renewed_after_all (const KxScene *scene, KxDecision *decision)
{
  KxRecord *change = kx_rule_own_change (scene, decision);

  kx_record_put_null (change, kx_agreement_f_not_renewed_on);
  kx_record_put_null (change, kx_agreement_f_not_renewed_why);
}
