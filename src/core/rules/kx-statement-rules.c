#include "core/rules/kx-statement-rules.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-suspension.h"
#include "core/kx-take-over.h"
#include "core/rules/kx-exit-rules.h"
#include "core/rules/kx-policy-rules.h"
#include "core/rules/kx-rule.h"

/* Longer than anybody is given, and well within the calendar. */
#define LONGEST_WORKDAYS 2500

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };

/* How the agency was heard before a decision. */
typedef struct
{
  const char *office;
  KxDate decided;  /* the day whose rules count */
  KxDate notified; /* none: not on record */
  gboolean given;
  int how; /* kx_exit_case_statement_… */
  KxDate on;
} Statement;

static gboolean
is_action (const KxScene *scene, const char *action)
{
  return scene->op->kind == KX_OP_ACTION && g_str_equal (scene->op->action, action);
}

/* Silence counts when the term that the office gives itself was over. */
static void
check_term (const KxScene *scene, const KxPolicy *policy, const Statement *statement, GPtrArray *findings)
{
  g_autoptr (KxCalendar) calendar = NULL;
  gboolean provisional;
  KxFinding *finding;
  KxDate last;
  gint64 days;

  if (statement->notified.ymd == 0 || !kx_policy_integer (policy, KX_POLICY_statement_workdays, &days) ||
      days > LONGEST_WORKDAYS)
    return;
  calendar = kx_rule_calendar (scene, statement->office, findings);
  if (calendar == NULL)
    return;
  last = kx_calendar_add_workdays (calendar, statement->notified, (int) days, &provisional);
  finding =
      kx_finding_new (statement->on.ymd >= last.ymd ? KX_HOLDS : KX_FAILS, "statement-term-short",
                      "statement_on", N_ ("The agency has {days} working days from the notice to speak"));
  finding->cite = kx_policy_get (policy, KX_POLICY_statement_workdays)->cite;
  g_ptr_array_add (findings, kx_finding_arg_int (finding, "days", days));
}

/* `message`: what must be, where nothing is said. */
static void
judge (const KxScene *scene, const Statement *statement, const char *message, GPtrArray *findings)
{
  g_autoptr (KxPolicy) policy = kx_rule_policy (scene, statement->office, statement->decided, findings);

  if (policy == NULL)
    return;
  if (kx_policy_is (policy, KX_POLICY_statement_right))
    kx_rule_add (findings, statement->given, "statement-heard", "statement", message,
                 &kx_policy_get (policy, KX_POLICY_statement_right)->cite);
  if (!statement->given)
    return;
  kx_rule_add (findings, statement->on.ymd != 0, "statement-day-missing", "statement_on",
               N_ ("The day on which the agency was heard, waived it, or its term ended must be given"),
               &program_rule);
  if (statement->on.ymd == 0 || statement->how != kx_exit_case_statement_lapsed)
    return;
  kx_rule_add (findings, statement->on.ymd < statement->decided.ymd, "statement-term-open", "statement_on",
               N_ ("Silence counts when the last day to speak is over"), &office_rule);
  check_term (scene, policy, statement, findings);
}

static Statement
read_case (const KxRecord *row)
{
  return (Statement){ .office = kx_record_get (row, kx_exit_case_f_office).REF,
                      .decided = kx_record_get (row, kx_exit_case_f_decided_on).DATE,
                      .notified = kx_record_get (row, kx_exit_case_f_notified_on).DATE,
                      .given = kx_record_has (row, kx_exit_case_f_statement),
                      .how = kx_record_get (row, kx_exit_case_f_statement).CODE,
                      .on = kx_record_get (row, kx_exit_case_f_statement_on).DATE };
}

/* A change of another field does not ask again. */
static gboolean
concerns (const KxScene *scene)
{
  return scene->op->kind != KX_OP_PATCH ||
         !kx_record_same (scene->row, scene->after, kx_exit_case_f_decided_on) ||
         !kx_record_same (scene->row, scene->after, kx_exit_case_f_statement) ||
         !kx_record_same (scene->row, scene->after, kx_exit_case_f_statement_on);
}

/* A case that is entered together with its decision was decided on paper. */
static gboolean
was_decided_on_paper (const KxScene *scene)
{
  if (scene->row == NULL)
    return TRUE;
  return scene->op->kind == KX_OP_PATCH
             ? kx_take_over_is_unconfirmed (scene->row)
             : kx_take_over_is (scene->row) && kx_record_has (scene->row, kx_exit_case_f_decided_on);
}

void
kx_guard_exit_statement (const KxScene *scene, GPtrArray *findings)
{
  Statement statement = read_case (scene->after);
  const KxRecord *given = scene->op->fields;
  guint from;

  if (!concerns (scene))
    return;
  if (statement.on.ymd != 0)
    kx_rule_came (scene, statement.on, "statement_on", N_ ("This day must have come"), findings);
  from = findings->len;
  /* Where nobody entered a day of the decision, it is there by the end. */
  if (statement.decided.ymd == 0 && is_action (scene, "close") && given != NULL)
    statement.decided = kx_record_get (given, kx_exit_closing_f_ended_on).DATE;
  if (statement.decided.ymd != 0)
    judge (scene, &statement, N_ ("The agency must have been heard, or have waived it"), findings);
  if (was_decided_on_paper (scene))
    kx_rule_soften (findings, from);
}

/* What the agency's exit cases say, where the step itself says nothing. */
static KxAnswer
read_cases (const KxScene *scene, Statement *statement)
{
  g_autoptr (GPtrArray) cases = NULL;
  KxAnswer answer = kx_rule_exit_cases (scene, kx_exit_case_f_statement_on, &cases);

  for (guint i = 0; answer == KX_KNOWN && i < cases->len && !statement->given; i++)
    if (kx_record_has (cases->pdata[i], kx_exit_case_f_statement))
      {
        Statement of_case = read_case (cases->pdata[i]);

        statement->given = TRUE;
        statement->how = of_case.how;
        statement->on = of_case.on;
        statement->notified = of_case.notified;
      }
  return answer;
}

/* What the step says: "terminate", or "end" of what was not terminated by such a step before. FALSE: it needs
 * no statement, or cannot be judged yet. */
static gboolean
read_step (const KxScene *scene, Statement *statement)
{
  const KxRecord *given = scene->op->fields;
  gboolean terminates = given != NULL && kx_record_is (given, "termination");
  guint decided = terminates ? kx_termination_f_decided_on : kx_agreement_end_f_ended_on;
  guint how = terminates ? kx_termination_f_statement : kx_agreement_end_f_statement;
  guint on = terminates ? kx_termination_f_statement_on : kx_agreement_end_f_statement_on;

  if (given == NULL || !kx_record_has (given, decided) ||
      (!terminates &&
       (!kx_record_has (given, kx_agreement_end_f_ending) ||
        kx_record_get (given, kx_agreement_end_f_ending).CODE != kx_agreement_ending_terminated)))
    return FALSE;
  statement->decided = kx_record_date (given, decided);
  statement->given = kx_record_has (given, how);
  statement->how = kx_record_get (given, how).CODE;
  statement->on = kx_record_date (given, on);
  return TRUE;
}

void
kx_guard_agreement_statement (const KxScene *scene, GPtrArray *findings)
{
  const char *message =
      N_ ("The agency must have been heard, or have waived it: this step says so, or its exit case");
  Statement statement = { .office = kx_record_get (scene->row, kx_agreement_f_office).REF };

  if (!read_step (scene, &statement))
    return;
  if (statement.on.ymd != 0)
    {
      kx_rule_came (scene, statement.on, "statement_on", N_ ("This day must have come"), findings);
      kx_rule_add (findings, statement.on.ymd <= statement.decided.ymd, "dates-in-order", "statement_on",
                   N_ ("The agency must have been heard before the decision"), &program_rule);
    }
  /* It was said when the decision was entered. */
  if (!statement.given && kx_record_has (scene->row, kx_agreement_f_statement) &&
      !kx_record_is (scene->op->fields, "termination"))
    {
      statement.given = TRUE;
      statement.how = kx_record_get (scene->row, kx_agreement_f_statement).CODE;
      statement.on = kx_record_date (scene->row, kx_agreement_f_statement_on);
      statement.decided = kx_record_date (scene->row, kx_agreement_f_leaving_decided_on);
    }
  if (!statement.given && read_cases (scene, &statement) != KX_KNOWN)
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "statement-heard", "statement", message));
  else
    judge (scene, &statement, message, findings);
}

/* Of a hold, which begins first and hears afterwards. */
static void
check_told (const KxScene *scene, const Statement *statement, GPtrArray *findings)
{
  g_autoptr (KxPolicy) policy = kx_rule_policy (scene, statement->office, statement->decided, findings);

  if (policy != NULL && kx_policy_is (policy, KX_POLICY_statement_right))
    kx_rule_add (findings, statement->notified.ymd != 0, "statement-told", "notified_on",
                 N_ ("The agency must be told at once that it may speak: enter the day of that notice"),
                 &kx_policy_get (policy, KX_POLICY_statement_right)->cite);
}

void
kx_guard_suspension_statement (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;
  Statement statement = { .office = kx_record_get (scene->row, kx_suspension_f_office).REF,
                          .notified = kx_record_date (scene->row, kx_suspension_f_notified_on),
                          .given = kx_record_has (scene->row, kx_suspension_f_statement),
                          .how = kx_record_get (scene->row, kx_suspension_f_statement).CODE,
                          .on = kx_record_date (scene->row, kx_suspension_f_statement_on) };

  if (given == NULL || !kx_record_has (given, kx_suspension_decision_f_decided_on) ||
      kx_record_get (scene->row, kx_suspension_f_origin).CODE == kx_suspension_origin_agency)
    return;
  statement.decided = kx_record_date (given, kx_suspension_decision_f_decided_on);
  if (kx_suspension_is_hold (scene->row))
    check_told (scene, &statement, findings);
  else
    judge (scene, &statement, N_ ("The agency must have been heard, or have waived it"), findings);
}
