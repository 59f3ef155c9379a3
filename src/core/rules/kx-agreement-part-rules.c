#include "core/rules/kx-agreement-part-rules.h"

#include "core/entities/kx-agreement-clause.h"
#include "core/entities/kx-agreement-deposit.h"
#include "core/entities/kx-agreement-payment.h"
#include "core/entities/kx-agreement.h"
#include "core/kx-crypto.h"
#include "core/kx-take-over.h"
#include "core/rules/kx-agreement-content-rules.h"
#include "core/rules/kx-policy-rules.h"
#include "core/rules/kx-rule.h"

/* Far more than a text has. */
#define MOST_PARTS 1000

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };

GPtrArray *
kx_rule_agreement_parts (const KxScene *scene, const KxEntity *entity, const char *id, GPtrArray *findings)
{
  KxQuery query = { .entity = entity,
                    .terms = { { .field = (guint) kx_entity_flagged (entity, KX_PARENT), .value.REF = id } },
                    .n_terms = 1 };
  GPtrArray *rows = NULL;

  if (kx_reader_list (scene->reader, &query, MOST_PARTS, &rows) == KX_KNOWN)
    return rows;
  if (findings != NULL)
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "parts-not-here", NULL,
                                               N_ ("What belongs to the agreement must be here")));
  return NULL;
}

/* The agreement that the row belongs to; NULL with a finding when it is not here, without one when there is
 * none, which is told where references are looked at. */
static KxRecord *
get_agreement (const KxScene *scene, GPtrArray *findings)
{
  guint parent = (guint) kx_entity_flagged (scene->op->entity, KX_PARENT);
  const char *id = kx_record_get (scene->after, parent).REF;
  KxRecord *row = NULL;

  if (id == NULL || kx_reader_get (scene->reader, &kx_agreement_entity, id, &row) == KX_KNOWN)
    return row;
  g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "agreement-not-here", "agreement",
                                             N_ ("The agreement must be here")));
  return NULL;
}

void
kx_guard_agreement_part (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxRecord) agreement = get_agreement (scene, findings);

  if (agreement != NULL)
    kx_rule_add (findings,
                 kx_record_get (agreement, kx_agreement_f_state).CODE == kx_agreement_state_draft ||
                     kx_take_over_is_unconfirmed (agreement),
                 "agreement-settled", "agreement",
                 N_ ("What was handed in for review stays as it is; sent back, it can be changed"),
                 &office_rule);
}

void
kx_guard_clause (const KxScene *scene, GPtrArray *findings)
{
  if (kx_record_get (scene->after, kx_agreement_clause_f_subject).CODE == kx_agreement_clause_subject_other)
    kx_rule_add (findings, kx_record_has (scene->after, kx_agreement_clause_f_title), "title-needed", "title",
                 N_ ("A subject that the office adds needs a title"), &program_rule);
  if (kx_record_get (scene->after, kx_agreement_clause_f_state).CODE == kx_agreement_clause_state_not_needed)
    kx_rule_add (findings, kx_record_has (scene->after, kx_agreement_clause_f_note), "reason-needed", "note",
                 N_ ("It must be said why a subject does not apply"), &office_rule);
}

void
kx_guard_clause_once (const KxScene *scene, GPtrArray *findings)
{
  const char *message = N_ ("The checklist must have no other line for this subject");
  int subject = kx_record_get (scene->after, kx_agreement_clause_f_subject).CODE;
  KxQuery query = { .entity = &kx_agreement_clause_entity,
                    .terms = { { .field = kx_agreement_clause_f_agreement,
                                 .value = kx_record_get (scene->after, kx_agreement_clause_f_agreement) },
                               { .field = kx_agreement_clause_f_subject, .value.CODE = subject } },
                    .n_terms = 2,
                    .except = scene->op->row };
  gint64 n = 0;

  if (subject == kx_agreement_clause_subject_other ||
      !kx_record_has (scene->after, kx_agreement_clause_f_agreement))
    return;
  if (kx_reader_count (scene->reader, &query, &n) == KX_KNOWN)
    kx_rule_add (findings, n == 0, "second-line", "subject", message, &program_rule);
  else
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "second-line", "subject", message));
}

void
kx_guard_clause_own (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_add (
      findings,
      kx_record_get (scene->row, kx_agreement_clause_f_subject).CODE == kx_agreement_clause_subject_other,
      "line-of-the-program", NULL,
      N_ ("A line that comes with the program is not deleted: set it to not applicable"), &program_rule);
}

void
kx_rule_share (const KxPolicy *policy, const KxRecord *row, guint share, guint clause, GPtrArray *findings)
{
  const KxParameter *rule = kx_policy_get (policy, KX_POLICY_withhold_needs_clause);
  gboolean has = kx_record_has (row, clause);
  KxFinding *finding;

  if (!kx_record_has (row, share))
    return;
  finding = kx_finding_new (has ? KX_HOLDS : KX_FAILS, "share-needs-clause", row->entity->fields[clause].name,
                            N_ ("A share needs the clause of the agreement that grants it"));
  /* Without a pack nobody says so. */
  if (!has && !(rule->set && rule->value.BOOLEAN))
    finding->verdict = KX_WARNS;
  finding->cite = rule->cite;
  g_ptr_array_add (findings, finding);
}

void
kx_rule_payment_shares (const KxPolicy *policy, const KxRecord *payment, GPtrArray *findings)
{
  static const struct
  {
    guint share, clause;
  } shares[] = {
    { kx_agreement_payment_f_surplus_pct, kx_agreement_payment_f_surplus_clause },
    { kx_agreement_payment_f_overrun_pct, kx_agreement_payment_f_overrun_clause },
    { kx_agreement_payment_f_deposit_pct, kx_agreement_payment_f_deposit_clause },
  };

  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    kx_rule_share (policy, payment, shares[i].share, shares[i].clause, findings);
}

/* What governs the agreement of the row today: it is being drawn up. */
static KxPolicy *
get_policy (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxRecord) agreement = get_agreement (scene, findings);

  if (agreement == NULL)
    return NULL;
  return kx_rule_policy (scene, kx_record_get (agreement, kx_agreement_f_office).REF, scene->today, findings);
}

void
kx_guard_payment_shares (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxPolicy) policy = get_policy (scene, findings);

  if (policy == NULL)
    return;
  kx_rule_payment_shares (policy, scene->after, findings);
  kx_rule_payment (policy, scene->after, findings);
}

void
kx_guard_deposit_clause (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxPolicy) policy = get_policy (scene, findings);

  if (policy != NULL)
    kx_rule_share (policy, scene->after, kx_agreement_deposit_f_release_pct, kx_agreement_deposit_f_clause,
                   findings);
}

static gint64
score (const KxRecord *line, guint field, gint64 open)
{
  return kx_record_has (line, field) ? kx_record_get (line, field).DECIMAL.scaled : open;
}

static gboolean
has_range (const KxRecord *line)
{
  return kx_record_has (line, kx_agreement_deposit_f_from_score) ||
         kx_record_has (line, kx_agreement_deposit_f_below_score);
}

/* One result would be answered by both. */
static gboolean
collide (const KxRecord *a, const KxRecord *b)
{
  const char *grade = kx_record_get (a, kx_agreement_deposit_f_grade).TEXT;

  if (grade != NULL && g_strcmp0 (grade, kx_record_get (b, kx_agreement_deposit_f_grade).TEXT) == 0)
    return TRUE;
  return has_range (a) && has_range (b) &&
         score (a, kx_agreement_deposit_f_from_score, 0) <
             score (b, kx_agreement_deposit_f_below_score, G_MAXINT64) &&
         score (b, kx_agreement_deposit_f_from_score, 0) <
             score (a, kx_agreement_deposit_f_below_score, G_MAXINT64);
}

void
kx_guard_deposit_range (const KxScene *scene, GPtrArray *findings)
{
  const char *id = kx_record_get (scene->after, kx_agreement_deposit_f_agreement).REF;
  g_autoptr (GPtrArray) lines = NULL;
  gboolean alone = TRUE;

  kx_rule_add (findings,
               kx_record_has (scene->after, kx_agreement_deposit_f_grade) || has_range (scene->after),
               "result-needed", "grade", N_ ("A line needs a grade or a range of scores"), &program_rule);
  if (has_range (scene->after))
    kx_rule_add (findings,
                 score (scene->after, kx_agreement_deposit_f_from_score, 0) <
                     score (scene->after, kx_agreement_deposit_f_below_score, G_MAXINT64),
                 "range-empty", "below_score", N_ ("The range must end above the score with which it begins"),
                 &program_rule);
  if (id == NULL)
    return;
  lines = kx_rule_agreement_parts (scene, &kx_agreement_deposit_entity, id, findings);
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    alone &= g_strcmp0 (((KxRecord *) lines->pdata[i])->id, scene->op->row) == 0 ||
             !collide (scene->after, lines->pdata[i]);
  if (lines != NULL)
    kx_rule_add (findings, alone, "range-taken", "from_score",
                 N_ ("One result must be answered by one line of the table alone"), &program_rule);
}

/* A row that comes with the op, its id always the same. */
static KxRecord *
make_part (const KxScene *scene, const KxRecord *agreement, const KxEntity *entity, guint ordinal)
{
  g_autofree char *number = g_strdup_printf ("%u", ordinal);
  const char *parts[] = { scene->op->id, entity->name, number };
  char id[KX_UUID_TEXT_SIZE];
  KxRecord *row;

  kx_uuid_v8 (parts, G_N_ELEMENTS (parts), id);
  row = kx_record_new (entity, id, agreement->space);
  kx_record_put (row, (guint) kx_entity_flagged (entity, KX_PARENT), (KxValue){ .REF = agreement->id });
  return row;
}

/* In which article the text before it dealt with the subject. */
static const char *
find_article (GPtrArray *before, int subject, const char *title)
{
  for (guint i = 0; before != NULL && i < before->len; i++)
    if (kx_record_get (before->pdata[i], kx_agreement_clause_f_subject).CODE == subject &&
        (subject != kx_agreement_clause_subject_other ||
         g_strcmp0 (kx_record_get (before->pdata[i], kx_agreement_clause_f_title).TEXT, title) == 0))
      return kx_record_get (before->pdata[i], kx_agreement_clause_f_article).TEXT;
  return NULL;
}

static void
draw_line (const KxScene *scene, const KxRecord *agreement, guint ordinal, int subject, const char *title,
           GPtrArray *before, KxDecision *decision)
{
  KxRecord *row = make_part (scene, agreement, &kx_agreement_clause_entity, ordinal);
  const char *article = find_article (before, subject, title);

  kx_agreement_clause_set_subject (kx_agreement_clause (row), subject);
  kx_agreement_clause_set_state (kx_agreement_clause (row), kx_agreement_clause_state_open);
  if (title != NULL)
    kx_agreement_clause_set_title (kx_agreement_clause (row), title);
  if (article != NULL)
    kx_agreement_clause_set_article (kx_agreement_clause (row), article);
  kx_decision_add_change (decision, KX_CHANGE_CREATE, row);
}

void
kx_rule_draw_checklist (const KxScene *scene, const KxRecord *agreement, KxDecision *decision)
{
  const char *previous = kx_record_get (agreement, kx_agreement_f_previous).REF;
  g_autoptr (GPtrArray) unsaid = kx_findings_new (), before = NULL;
  g_autoptr (KxPolicy) policy = NULL;
  g_auto (GStrv) wanted = NULL;
  int subject = 0;

  if (kx_record_get (agreement, kx_agreement_f_kind).CODE != kx_agreement_kind_rehabilitation)
    return;
  if (previous != NULL)
    before = kx_rule_agreement_parts (scene, &kx_agreement_clause_entity, previous, NULL);
  for (; subject < kx_agreement_clause_subject_other; subject++)
    draw_line (scene, agreement, (guint) subject, subject, NULL, before, decision);
  policy = kx_rule_policy (scene, kx_record_get (agreement, kx_agreement_f_office).REF, scene->today, unsaid);
  wanted = policy != NULL ? kx_rule_listed (policy, KX_POLICY_agreement_clauses) : NULL;
  for (guint i = 0; wanted != NULL && wanted[i] != NULL; i++)
    if (kx_agreement_clause_subject_of (wanted[i]) == kx_agreement_clause_subject_other)
      draw_line (scene, agreement, (guint) subject + i, kx_agreement_clause_subject_other, wanted[i], before,
                 decision);
}

void
kx_effect_agreement_drawn_up (const KxScene *scene, KxDecision *decision)
{
  kx_rule_draw_checklist (scene, scene->after, decision);
}
