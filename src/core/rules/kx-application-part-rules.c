#include "core/rules/kx-application-part-rules.h"

#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-application-item.h"
#include "core/entities/kx-application-pause.h"
#include "core/entities/kx-objection.h"
#include "core/kx-admission.h"
#include "core/rules/kx-application-rules.h"
#include "core/rules/kx-duty-rules.h"
#include "core/rules/kx-policy-rules.h"
#include "core/rules/kx-rule.h"

/* One at most is asked for. */
#define MOST_APPLICATIONS 2

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };

/* The application that the row belongs to; NULL with a finding when it is not here. `findings` may be NULL.
 */
static KxRecord *
get_application (const KxScene *scene, GPtrArray *findings)
{
  guint parent = (guint) kx_entity_flagged (scene->op->entity, KX_PARENT);
  const char *id = kx_record_get (scene->after, parent).REF;
  KxRecord *row = NULL;

  if (id == NULL || kx_reader_get (scene->reader, &kx_application_entity, id, &row) == KX_KNOWN)
    return row;
  if (findings != NULL)
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "application-not-here", "application",
                                               N_ ("The application must be here")));
  return NULL;
}

void
kx_guard_application_part (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxRecord) application = get_application (scene, findings);

  if (application != NULL)
    kx_rule_add (findings, kx_application_is_open (application), "application-decided", "application",
                 N_ ("The application must not have been decided or withdrawn"), &program_rule);
}

/* A document that comes after closing, where the call takes none. */
static void
note_late (const KxScene *scene, KxDate received, GPtrArray *findings)
{
  g_autoptr (KxRecord) application = get_application (scene, findings), round = NULL;
  const char *id = application != NULL ? kx_record_get (application, kx_application_f_round).REF : NULL;
  KxCite cite;

  if (id == NULL || kx_reader_get (scene->reader, &kx_admission_round_entity, id, &round) != KX_KNOWN ||
      round == NULL || !kx_record_has (round, kx_admission_round_f_closes_on) ||
      !kx_record_has (round, kx_admission_round_f_late_documents) ||
      kx_record_get (round, kx_admission_round_f_late_documents).CODE !=
          kx_admission_round_late_documents_refuse ||
      received.ymd <= kx_record_get (round, kx_admission_round_f_closes_on).DATE.ymd)
    return;
  cite = kx_rule_round_cite (round);
  kx_rule_warn (findings, "late-documents", "received_on",
                N_ ("By the call nothing is supplemented after closing"), &cite);
}

void
kx_guard_item (const KxScene *scene, GPtrArray *findings)
{
  gboolean there =
      kx_record_get (scene->after, kx_application_item_f_state).CODE == kx_application_item_state_there;
  KxDate received = kx_record_get (scene->after, kx_application_item_f_received_on).DATE;

  if (kx_record_get (scene->after, kx_application_item_f_kind).CODE == kx_application_item_kind_other)
    kx_rule_add (findings, kx_record_has (scene->after, kx_application_item_f_document), "name-needed",
                 "document", N_ ("A document that the office adds needs a name"), &program_rule);
  if (there)
    kx_rule_add (findings, received.ymd != 0, "day-needed", "received_on",
                 N_ ("For a document that is there the day of its receipt must be given"), &program_rule);
  if (received.ymd == 0)
    return;
  kx_rule_came (scene, received, "received_on", N_ ("The day of the receipt must have come"), findings);
  if (there)
    note_late (scene, received, findings);
}

void
kx_guard_item_own (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_add (findings,
               kx_record_get (scene->row, kx_application_item_f_kind).CODE == kx_application_item_kind_other,
               "line-of-the-program", NULL,
               N_ ("A line that comes with the program is not deleted: set it to not needed"), &program_rule);
}

/* Others of the application that stand without end. */
static KxAnswer
count_standing (const KxScene *scene, gint64 *ret_n)
{
  KxQuery query = { .entity = &kx_application_pause_entity,
                    .terms = { { .field = kx_application_pause_f_application,
                                 .value = kx_record_get (scene->after, kx_application_pause_f_application) },
                               { .field = kx_application_pause_f_until_on, .test = KX_IS_NULL } },
                    .n_terms = 2,
                    .except = scene->op->row };

  return kx_reader_count (scene->reader, &query, ret_n);
}

void
kx_guard_pause (const KxScene *scene, GPtrArray *findings)
{
  const char *message = N_ ("No other clock of the application may stand open");
  gint64 standing = 0;

  if (kx_record_get (scene->after, kx_application_pause_f_kind).CODE == kx_application_pause_kind_other)
    kx_rule_add (findings, kx_record_has (scene->after, kx_application_pause_f_reason), "cause-needed",
                 "reason", N_ ("It must be said why the clock stands still"), &program_rule);
  kx_rule_dates (scene->after, kx_application_pause_f_from_on, kx_application_pause_f_until_on, findings);
  kx_rule_came (scene, kx_record_get (scene->after, kx_application_pause_f_from_on).DATE, "from_on",
                N_ ("The day on which the clock stops must have come"), findings);
  kx_rule_came (scene, kx_record_get (scene->after, kx_application_pause_f_until_on).DATE, "until_on",
                N_ ("The day on which the clock runs again must have come"), findings);
  if (kx_record_has (scene->after, kx_application_pause_f_until_on) ||
      !kx_record_has (scene->after, kx_application_pause_f_application))
    return;
  if (count_standing (scene, &standing) == KX_KNOWN)
    kx_rule_add (findings, standing == 0, "stands-already", NULL, message, &program_rule);
  else
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "stands-already", NULL, message));
}

void
kx_guard_objection_received (const KxScene *scene, GPtrArray *findings)
{
  if (kx_record_has (scene->after, kx_objection_f_received_on))
    kx_rule_came (scene, kx_record_get (scene->after, kx_objection_f_received_on).DATE, "received_on",
                  N_ ("The day of the receipt must have come"), findings);
  kx_rule_dates (scene->after, kx_objection_f_received_on, kx_objection_f_answer_by, findings);
}

/* A late one is noted and still heard: nobody is turned away by a number that no document gives. */
static void
judge_term (const KxDue *due, KxDate received, GPtrArray *findings)
{
  g_autofree char *day = kx_date_format (due->on);
  KxFinding *finding = kx_finding_new (received.ymd <= due->on.ymd ? KX_HOLDS : KX_WARNS, "objection-late",
                                       "received_on", N_ ("Objections were taken until {day}"));

  finding->cite = due->term->set && !due->by_hand ? due->term->cite : office_rule;
  g_ptr_array_add (findings, kx_finding_arg (finding, "day", day));
}

void
kx_guard_objection_term (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxRecord) application = get_application (scene, findings);
  KxDate received = kx_record_get (scene->after, kx_objection_f_received_on).DATE, from;
  g_autoptr (KxCalendar) calendar = NULL;
  g_autoptr (KxPolicy) policy = NULL;
  const char *office;
  KxDue due;

  if (application == NULL || received.ymd == 0)
    return;
  from = kx_record_get (application, kx_application_f_publicity_from).DATE;
  if (from.ymd == 0 || received.ymd < from.ymd)
    {
      kx_rule_warn (findings, "objection-early", "received_on",
                    N_ ("No public notice of this application had begun"), &program_rule);
      return;
    }
  office = kx_record_get (application, kx_application_f_office).REF;
  policy = kx_rule_policy (scene, office, from, findings);
  calendar = kx_rule_calendar (scene, office, findings);
  if (policy == NULL || calendar == NULL)
    return;
  due = kx_admission_due (KX_CLOCK_OBJECTION, application, NULL, policy, calendar);
  if (due.on.ymd != 0)
    judge_term (&due, received, findings);
}

/* Who assessed does not decide on it, unless the office rules otherwise; it may rule on who entered it too.
 */
static void
check_objection_officer (const KxScene *scene, const KxRecord *application, GPtrArray *findings)
{
  const KxDutyDone done[] = {
    { KX_DUTY (assess), kx_record_get (application, kx_application_f_assessed_by).REF },
    { KX_DUTY (propose), scene->row->created_by },
  };

  kx_rule_duties (scene, kx_record_get (application, kx_application_f_office).REF, KX_DUTY (decide_objection),
                  done, G_N_ELEMENTS (done), findings);
}

void
kx_guard_objection_decision (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxRecord) application = get_application (scene, findings);
  const KxRecord *given = scene->op->fields;
  KxDate day;

  if (application != NULL)
    check_objection_officer (scene, application, findings);
  if (given == NULL || !kx_record_has (given, kx_objection_decision_f_decided_on))
    return;
  day = kx_record_get (given, kx_objection_decision_f_decided_on).DATE;
  kx_rule_came (scene, day, "decided_on", N_ ("The day of the decision must have come"), findings);
  kx_rule_given_order (scene, kx_objection_decision_f_decided_on, kx_objection_f_received_on, TRUE,
                       "before-receipt", N_ ("The decision must not lie before the receipt"), findings);
}

/* Objections to the application that are open or were upheld. */
static KxAnswer
count_objections (const KxScene *scene, const char *application, gint64 *ret_n)
{
  KxQuery query = { .entity = &kx_objection_entity,
                    .terms = { { .field = kx_objection_f_application, .value.REF = application },
                               { .field = kx_objection_f_state,
                                 .test = KX_ONE_OF,
                                 .value.CODES.bits = G_GUINT64_CONSTANT (1) << kx_objection_state_open |
                                                     G_GUINT64_CONSTANT (1) << kx_objection_state_upheld } },
                    .n_terms = 2 };

  return kx_reader_count (scene->reader, &query, ret_n);
}

void
kx_guard_agreement_objections (const KxScene *scene, GPtrArray *findings)
{
  KxQuery query = { .entity = &kx_application_entity,
                    .terms = { { .field = kx_application_f_agreement, .value.REF = scene->row->id } },
                    .n_terms = 1 };
  const char *message = N_ ("No objection to the admission may be open or have been upheld");
  g_autoptr (GPtrArray) rows = NULL;
  KxAnswer answer = kx_reader_list (scene->reader, &query, MOST_APPLICATIONS, &rows);
  gint64 n = 0;

  /* Drawn up by hand it follows from no admission. */
  if (answer == KX_KNOWN && rows->len == 0)
    return;
  if (answer == KX_KNOWN)
    answer = count_objections (scene, ((KxRecord *) rows->pdata[0])->id, &n);
  if (answer == KX_KNOWN)
    kx_rule_add (findings, n == 0, "objection-open", NULL, message, &program_rule);
  else
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "objection-open", NULL, message));
}

/* Whether no line of the checklist lacks once this one is as it would stand, or gone. */
static gboolean
is_complete (const KxScene *scene, const char *application)
{
  g_autoptr (GPtrArray) items =
      kx_rule_application_parts (scene, &kx_application_item_entity, application, NULL);

  if (items == NULL || (scene->op->kind != KX_OP_DELETE && kx_application_item_lacks (scene->after)))
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    if (kx_application_item_lacks (items->pdata[i]) &&
        !g_str_equal (((KxRecord *) items->pdata[i])->id, scene->op->row))
      return FALSE;
  return TRUE;
}

void
kx_effect_item_changed (const KxScene *scene, KxDecision *decision)
{
  const char *application = kx_record_get (scene->after, kx_application_item_f_application).REF;
  KxDate day = kx_record_get (scene->after, kx_application_item_f_received_on).DATE;
  g_autoptr (GPtrArray) pauses = NULL;

  if (!kx_application_item_lacks (scene->row) || !is_complete (scene, application))
    return;
  pauses = kx_rule_application_parts (scene, &kx_application_pause_entity, application, NULL);
  for (guint i = 0; pauses != NULL && i < pauses->len; i++)
    {
      const KxRecord *pause = pauses->pdata[i];
      KxDate from = kx_record_get (pause, kx_application_pause_f_from_on).DATE;
      KxRecord *change;

      if (kx_record_has (pause, kx_application_pause_f_until_on) ||
          kx_record_get (pause, kx_application_pause_f_kind).CODE != kx_application_pause_kind_supplement)
        continue;
      /* A line that is not needed after all has no day, and one from before the notice does not count. */
      if (day.ymd < from.ymd)
        day = scene->today;
      change = kx_record_new (&kx_application_pause_entity, pause->id, pause->space);
      kx_application_pause_set_until_on (kx_application_pause (change), day);
      kx_decision_add_change (decision, KX_CHANGE_UPDATE, change);
    }
}

void
kx_effect_objection_entered (const KxScene *scene, KxDecision *decision)
{
  g_autoptr (KxRecord) application = get_application (scene, NULL);
  KxRecord *change;

  if (application == NULL ||
      kx_record_get (application, kx_application_f_state).CODE != kx_application_state_publicity)
    return;
  change = kx_record_new (&kx_application_entity, application->id, application->space);
  kx_application_set_state (kx_application (change), kx_application_state_objection);
  kx_decision_add_change (decision, KX_CHANGE_UPDATE, change);
}

void
kx_effect_objection_decided (const KxScene *scene, KxDecision *decision)
{
  const KxRecord *given = scene->op->fields;
  KxRecord *change = kx_rule_own_change (scene, decision);

  kx_record_put (change, kx_objection_f_decided_on,
                 kx_record_get (given, kx_objection_decision_f_decided_on));
  kx_record_put (change, kx_objection_f_reasons, kx_record_get (given, kx_objection_decision_f_reasons));
  kx_record_put (change, kx_objection_f_decided_by, (KxValue){ .REF = scene->actor->user });
}
