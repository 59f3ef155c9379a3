#include "core/rules/kx-alias-rules.h"

#include "core/entities/kx-agency.h"
#include "core/rules/kx-rule.h"

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };

/* The record to be linked to, when the actor may know of it and it is not in the trash. NULL with a finding
 * otherwise. */
static KxRecord *
get_target (const KxScene *scene, const char *id, GPtrArray *findings)
{
  KxRecord *target = NULL;
  KxAnswer answer = kx_reader_get (scene->reader, scene->op->entity, id, &target);

  if (answer == KX_KNOWN && target != NULL && target->deleted_at.ms == 0 &&
      kx_actor_may_read (scene->actor, target->space))
    return target;
  g_clear_pointer (&target, kx_record_free);
  g_ptr_array_add (findings,
                   kx_finding_new (answer == KX_NOT_HERE ? KX_CANNOT_TELL : KX_FAILS, "missing-target",
                                   "target", N_ ("The record it refers to does not exist")));
  return NULL;
}

void
kx_guard_alias_target (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;
  const char *id =
      kx_record_is (given, "link_alias") ? kx_record_get (given, kx_link_alias_f_target).REF : NULL;
  gboolean itself = g_strcmp0 (id, scene->op->row) == 0;
  g_autoptr (KxRecord) target = NULL;

  kx_rule_add (findings, !kx_record_has (scene->row, kx_agency_f_alias_of), "already-linked", "alias_of",
               N_ ("The record must not be linked to another one already"), &program_rule);
  if (id == NULL)
    return;
  kx_rule_add (findings, !itself, "alias-of-itself", "target", N_ ("A record cannot be linked to itself"),
               &program_rule);
  target = itself ? NULL : get_target (scene, id, findings);
  if (target == NULL)
    return;
  kx_rule_add (findings, kx_record_same (scene->row, target, kx_agency_f_office), "same-office", "target",
               N_ ("Both records must be of the same office"), &program_rule);
  kx_rule_add (findings, !kx_record_has (target, kx_agency_f_alias_of), "alias-chain", "target",
               N_ ("The record that stays must not be linked to another one itself"), &program_rule);
}

void
kx_guard_is_alias (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_add (findings, kx_record_has (scene->row, kx_agency_f_alias_of), "not-linked", "alias_of",
               N_ ("The record must be linked to another one"), &program_rule);
}

void
kx_guard_no_aliases (const KxScene *scene, GPtrArray *findings)
{
  KxQuery query = { .entity = scene->op->entity,
                    .terms = { { .field = kx_agency_f_alias_of, .value.REF = scene->op->row } },
                    .n_terms = 1 };
  const char *message = N_ ("No other record may be linked to this one; unlink those first");
  gint64 aliases = 0;

  if (kx_reader_count (scene->reader, &query, &aliases) != KX_KNOWN)
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "has-aliases", NULL, message));
  else
    kx_rule_add (findings, aliases == 0, "has-aliases", NULL, message, &program_rule);
}

/* Whether a row that comes back can be linked as it was; also where only the service can tell. */
static gboolean
keeps_link (const KxScene *scene)
{
  g_autoptr (KxRecord) target = NULL;
  const char *id = kx_record_get (scene->row, kx_agency_f_alias_of).REF;

  if (id == NULL || kx_reader_get (scene->reader, scene->op->entity, id, &target) != KX_KNOWN)
    return TRUE;
  return target != NULL && target->deleted_at.ms == 0 && !kx_record_has (target, kx_agency_f_alias_of);
}

void
kx_guard_alias_restored (const KxScene *scene, GPtrArray *findings)
{
  KxFinding *finding;

  if (keeps_link (scene))
    return;
  finding = kx_finding_new (KX_WARNS, "unlinked", "alias_of",
                            N_ ("The record it was linked to is gone: it comes back without the link"));
  finding->cite = program_rule;
  g_ptr_array_add (findings, finding);
}

static void
put_link (const KxScene *scene, KxDecision *decision, const char *target)
{
  KxRecord *change = kx_record_new (scene->op->entity, scene->op->row, scene->space);

  kx_record_put (change, kx_agency_f_alias_of, (KxValue){ .REF = target });
  kx_decision_add_change (decision, KX_CHANGE_UPDATE, change);
}

void
kx_effect_link_alias (const KxScene *scene, KxDecision *decision)
{
  put_link (scene, decision, kx_record_get (scene->op->fields, kx_link_alias_f_target).REF);
}

void
kx_effect_unlink_alias (const KxScene *scene, KxDecision *decision)
{
  put_link (scene, decision, NULL);
}

void
kx_effect_alias_restored (const KxScene *scene, KxDecision *decision)
{
  if (!keeps_link (scene))
    put_link (scene, decision, NULL);
}
