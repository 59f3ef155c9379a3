#include "core/rules/kx-approval-rules.h"

#include "core/entities/kx-approval.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-route-step.h"
#include "core/entities/kx-seal-use.h"
#include "core/kx-approval.h"
#include "core/kx-check.h"
#include "core/rules/kx-duty-rules.h"
#include "core/rules/kx-late-rules.h"
#include "core/rules/kx-policy-rules.h"
#include "core/rules/kx-rule.h"

#include <string.h>

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };

static const KxTransition *
step_of (const KxScene *scene)
{
  int state = scene->op->entity->state;

  return kx_lifecycle_find (
      scene->op->entity->lifecycle, scene->op->kind, scene->op->action,
      scene->row != NULL && state >= 0 ? (guint) kx_record_get (scene->row, (guint) state).CODE : 0);
}

gboolean
kx_rule_decides_here (const KxScene *scene)
{
  const KxTransition *step = step_of (scene);
  g_autofree char *area = kx_space_area (scene->space);

  return step == NULL || step->superiors == 0 || scene->actor->system ||
         (kx_actor_roles (scene->actor, area) & step->superiors) != 0;
}

static void
judge_slip (const KxScene *scene, const KxRecord *slip, GPtrArray *findings)
{
  g_autofree char *digest = kx_approval_digest (scene->row), *day = NULL;
  KxFinding *finding;

  if (slip == NULL)
    {
      kx_rule_add (findings, FALSE, KX_CODE_APPROVAL, NULL,
                   N_ ("A superior decides this: here, or on paper with an answer that a second officer "
                       "confirmed"),
                   &office_rule);
      return;
    }
  day = kx_record_text (slip, kx_approval_f_answered_on);
  finding = kx_finding_new (KX_HOLDS, KX_CODE_APPROVAL, NULL, N_ ("Approved by {name} on paper on {day}"));
  kx_finding_arg (finding, "name", kx_record_get (slip, kx_approval_f_by_name).TEXT);
  kx_finding_arg (finding, "day", day != NULL ? day : "");
  finding->cite = office_rule;
  g_ptr_array_add (findings, finding);
  kx_rule_add (findings, g_strcmp0 (digest, kx_record_get (slip, kx_approval_f_digest).TEXT) == 0,
               "approved-otherwise", NULL, N_ ("The record must say what it said when the slip was sent"),
               &program_rule);
}

/* The law asks for tiers, not for this person or that one: it stands beside, and causes nothing. */
static void
note_tiers (const KxScene *scene, GPtrArray *findings)
{
  int office = kx_entity_flagged (scene->op->entity, KX_OFFICE);
  const char *id = office >= 0 && scene->row != NULL ? kx_record_get (scene->row, (guint) office).REF : NULL;
  g_autoptr (KxPolicy) policy = id != NULL ? kx_rule_policy (scene, id, scene->today, findings) : NULL;

  if (policy != NULL && kx_policy_is (policy, KX_POLICY_tiered_review))
    kx_rule_add (findings, TRUE, "tiered-review", NULL, N_ ("Important business is reviewed in tiers"),
                 &kx_policy_get (policy, KX_POLICY_tiered_review)->cite);
}

void
kx_guard_approved (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxRecord) slip = NULL;

  note_tiers (scene, findings);
  if (kx_rule_decides_here (scene))
    kx_rule_add (findings, TRUE, KX_CODE_APPROVAL, NULL, N_ ("A superior decides this here"), &office_rule);
  else if (kx_approval_find (scene->reader, scene->op->entity, scene->op->row, scene->op->action, &slip) ==
           KX_KNOWN)
    judge_slip (scene, slip, findings);
  else
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, KX_CODE_APPROVAL, NULL,
                                               N_ ("The approval slips of this record must be here")));
}

void
kx_effect_approval_used (const KxScene *scene, KxDecision *decision)
{
  g_autoptr (KxRecord) slip = NULL;
  KxRecord *change;

  if (kx_rule_decides_here (scene) ||
      kx_approval_find (scene->reader, scene->op->entity, scene->op->row, scene->op->action, &slip) !=
          KX_KNOWN ||
      slip == NULL)
    return;
  change = kx_record_new (&kx_approval_entity, slip->id, slip->space);
  kx_record_put (change, kx_approval_f_used_on, (KxValue){ .DATE = scene->today });
  kx_decision_add_change (decision, KX_CHANGE_UPDATE, change);
}

/* The record that a slip is about, as far as it is here. */
static KxRecord *
get_owner (const KxScene *scene)
{
  const KxEntity *entity = kx_check_target (scene->schema, scene->after, kx_approval_f_owner);
  const char *id = kx_record_get (scene->after, kx_approval_f_owner).REF;
  KxRecord *owner = NULL;

  if (entity == NULL || id == NULL || kx_reader_get (scene->reader, entity, id, &owner) != KX_KNOWN)
    return NULL;
  return owner;
}

void
kx_guard_approval_owner (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxRecord) owner = get_owner (scene);
  int office = owner != NULL ? kx_entity_flagged (owner->entity, KX_OFFICE) : -1;

  if (office >= 0)
    kx_rule_add (findings,
                 g_strcmp0 (kx_record_get (owner, (guint) office).REF,
                            kx_record_get (scene->after, kx_approval_f_office).REF) == 0,
                 "slip-of-another-office", "office",
                 N_ ("The slip must be of the office whose record it is about"), &program_rule);
}

/* TRUE when a superior decides this step of this kind of record. */
static gboolean
needs_superior (const KxEntity *entity, const char *act)
{
  const KxTransition *step =
      entity != NULL && act != NULL ? kx_lifecycle_offers (entity->lifecycle, KX_OP_ACTION, act) : NULL;

  return step != NULL && step->superiors != 0;
}

void
kx_guard_approval_act (const KxScene *scene, GPtrArray *findings)
{
  const KxEntity *entity = kx_check_target (scene->schema, scene->after, kx_approval_f_owner);

  kx_rule_add (findings, needs_superior (entity, kx_record_get (scene->after, kx_approval_f_act).TEXT),
               "no-superior-asked", "act", N_ ("It must be a step that a superior decides"), &program_rule);
}

void
kx_guard_approval_findings (const KxScene *scene, GPtrArray *findings)
{
  const char *text = kx_record_get (scene->after, kx_approval_f_findings).CONFIG;
  g_autoptr (GPtrArray) list = text != NULL ? kx_approval_read_findings (text) : NULL;

  if (text != NULL)
    kx_rule_add (findings, list != NULL, "wrong-findings", "findings",
                 N_ ("The preconditions must be a list of findings"), &program_rule);
}

void
kx_guard_approval_answer (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;

  if (given == NULL)
    return;
  kx_rule_given_order (scene, kx_approval_answer_f_answered_on, kx_approval_f_sent_on, TRUE,
                       "answered-before-sent", N_ ("It must not be answered before it was sent"), findings);
  if (kx_record_has (given, kx_approval_answer_f_opinion) &&
      kx_record_get (given, kx_approval_answer_f_opinion).CODE != kx_approval_opinion_agree)
    kx_rule_add (findings, kx_record_has (given, kx_approval_answer_f_words), "words-needed", "words",
                 N_ ("An answer that is no plain agreement must be entered with its words"), &program_rule);
}

void
kx_guard_approval_second (const KxScene *scene, GPtrArray *findings)
{
  KxDutyDone done = { KX_DUTY (register_answer),
                      kx_record_get (scene->row, kx_approval_f_registered_by).REF };

  kx_rule_duties (scene, kx_record_get (scene->row, kx_approval_f_office).REF, KX_DUTY (confirm_answer),
                  &done, 1, findings);
}

void
kx_guard_approval_scan (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;
  const char *id = given != NULL ? kx_record_get (given, kx_approval_confirmation_f_scan).REF : NULL;
  g_autoptr (KxRecord) scan = NULL;
  gboolean right;

  if (id == NULL || kx_reader_get (scene->reader, &kx_attachment_entity, id, &scan) != KX_KNOWN)
    return;
  right = scan != NULL && scan->deleted_at.ms == 0 &&
          g_strcmp0 (kx_record_get (scan, kx_attachment_f_owner).REF, scene->op->row) == 0 &&
          kx_record_get (scan, kx_attachment_f_stored).BOOLEAN;
  kx_rule_add (findings, right, "scan-missing", "scan",
               N_ ("The scan of the answer must lie with the slip and have arrived"), &program_rule);
}

static void
put_digest (const KxScene *scene, KxRecord *change)
{
  g_autoptr (KxRecord) owner = get_owner (scene);
  g_autofree char *digest = owner != NULL ? kx_approval_digest (owner) : NULL;

  if (digest != NULL)
    kx_record_put (change, kx_approval_f_digest, (KxValue){ .TEXT = digest });
}

void
kx_effect_approval_prepared (const KxScene *scene, KxDecision *decision)
{
  KxRecord *change = kx_rule_own_change (scene, decision);

  kx_record_put (change, kx_approval_f_prepared_by, (KxValue){ .REF = scene->actor->user });
  put_digest (scene, change);
}

/* Arguments have the names of the fields they go to. */
static void
put_arguments (const KxRecord *given, KxRecord *change)
{
  for (guint i = 0; i < given->entity->n_fields; i++)
    if (kx_record_has (given, i))
      kx_record_put (change, (guint) kx_entity_field (change->entity, given->entity->fields[i].name),
                     kx_record_get (given, i));
}

void
kx_effect_approval_sent (const KxScene *scene, KxDecision *decision)
{
  KxRecord *change = kx_rule_own_change (scene, decision);

  put_arguments (scene->op->fields, change);
  put_digest (scene, change);
}

void
kx_effect_approval_answered (const KxScene *scene, KxDecision *decision)
{
  KxRecord *change = kx_rule_own_change (scene, decision);

  put_arguments (scene->op->fields, change);
  kx_record_put (change, kx_approval_f_registered_by, (KxValue){ .REF = scene->actor->user });
  kx_effect_note_late (scene, kx_record_get (scene->row, kx_approval_f_office).REF,
                       kx_record_get (scene->op->fields, kx_approval_answer_f_answered_on).DATE, decision);
}

void
kx_effect_approval_sent_back (const KxScene *scene, KxDecision *decision)
{
  static const guint answer[] = { kx_approval_f_answered_on,  kx_approval_f_by_name, kx_approval_f_by_post,
                                  kx_approval_f_opinion,      kx_approval_f_words,   kx_approval_f_oa_number,
                                  kx_approval_f_registered_by };
  KxRecord *change = kx_rule_own_change (scene, decision);

  for (guint i = 0; i < G_N_ELEMENTS (answer); i++)
    kx_record_put_null (change, answer[i]);
}

void
kx_effect_approval_confirmed (const KxScene *scene, KxDecision *decision)
{
  KxRecord *change = kx_rule_own_change (scene, decision);
  int opinion = kx_record_get (scene->row, kx_approval_f_opinion).CODE;
  gboolean agreed =
      opinion == kx_approval_opinion_agree || opinion == kx_approval_opinion_agree_with_conditions;

  if (!agreed)
    kx_record_put (change, kx_approval_f_state, (KxValue){ .CODE = kx_approval_state_declined });
  put_arguments (scene->op->fields, change);
  kx_record_put (change, kx_approval_f_confirmed_by, (KxValue){ .REF = scene->actor->user });
  kx_record_put (change, kx_approval_f_confirmed_on, (KxValue){ .DATE = scene->today });
}

void
kx_guard_route_act (const KxScene *scene, GPtrArray *findings)
{
  const char *kind = kx_record_get (scene->after, kx_route_step_f_record_kind).TEXT;
  const char *act = kx_record_get (scene->after, kx_route_step_f_act).TEXT;

  if (kind != NULL && act != NULL)
    kx_rule_add (findings, needs_superior (kx_schema_entity (scene->schema, kind), act), "no-superior-asked",
                 "act", N_ ("It must be a step that a superior decides"), &program_rule);
}

void
kx_guard_route_ordinal (const KxScene *scene, GPtrArray *findings)
{
  static const guint fields[] = { kx_route_step_f_office, kx_route_step_f_record_kind, kx_route_step_f_act,
                                  kx_route_step_f_ordinal };
  KxQuery query = { .entity = &kx_route_step_entity,
                    .n_terms = G_N_ELEMENTS (fields),
                    .except = scene->op->row };
  gint64 others;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (!kx_record_has (scene->after, fields[i]))
        return;
      query.terms[i] = (KxTerm){ .field = fields[i], .value = kx_record_get (scene->after, fields[i]) };
    }
  if (kx_reader_count (scene->reader, &query, &others) == KX_KNOWN)
    kx_rule_add (findings, others == 0, "place-taken", "ordinal",
                 N_ ("No other step of this way may have the same place"), &program_rule);
}

void
kx_guard_seal_use (const KxScene *scene, GPtrArray *findings)
{
  const char *id = kx_record_get (scene->after, kx_seal_use_f_approval).REF;
  KxDate on = kx_record_get (scene->after, kx_seal_use_f_used_on).DATE;
  g_autoptr (KxRecord) slip = NULL;

  if (!kx_record_has (scene->after, kx_seal_use_f_used_on))
    return;
  kx_rule_add (findings, on.ymd <= scene->today.ymd, "day-ahead", "used_on", N_ ("This day must have come"),
               &program_rule);
  if (id == NULL || kx_reader_get (scene->reader, &kx_approval_entity, id, &slip) != KX_KNOWN || slip == NULL)
    return;
  kx_rule_add (findings,
               kx_record_get (slip, kx_approval_f_state).CODE == kx_approval_state_confirmed &&
                   on.ymd >= kx_record_get (slip, kx_approval_f_answered_on).DATE.ymd,
               "sealed-unapproved", "used_on", N_ ("A seal is used for what was approved, not before"),
               &office_rule);
}
