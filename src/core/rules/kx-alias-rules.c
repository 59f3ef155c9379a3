#include "core/rules/kx-alias-rules.h"

#include "core/entities/kx-agreement.h"
#include "core/kx-area-table.h"
#include "core/kx-layout.h"
#include "core/rules/kx-policy-rules.h"
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

/* More than any institution signs. */
#define MOST_AGREEMENTS 1000

static gboolean
is_same_place (const KxRecord *one, const KxRecord *other)
{
  return kx_record_same (one, other, kx_agreement_f_counts_area) &&
         kx_record_same (one, other, kx_agreement_f_counts_toward);
}

/* The first of the agreements in each place stands for it. */
static gboolean
was_judged (GPtrArray *agreements, guint index)
{
  for (guint i = 0; i < index; i++)
    if (is_same_place (agreements->pdata[i], agreements->pdata[index]))
      return TRUE;
  return FALSE;
}

static const char *
name_of (const char *area)
{
  const KxArea *known = kx_area_table_lookup (area);

  return known != NULL ? known->name : area;
}

/* What is corrected is a fact: the place is over its limit whether it is written down or not. */
static KxAnswer
judge_place (const KxScene *scene, const KxPolicy *policy, const KxRecord *agreement, GPtrArray *findings)
{
  KxLayoutPlace place = { .toward = kx_record_get (agreement, kx_agreement_f_counts_toward).CODE,
                          .area = kx_record_get (agreement, kx_agreement_f_counts_area).TEXT };
  KxLayoutCount now, then;
  KxAnswer answer;
  gboolean over;
  KxFinding *finding;

  if (place.area == NULL || !kx_record_has (agreement, kx_agreement_f_counts_toward))
    return KX_KNOWN;
  answer = kx_layout_count (scene->reader, policy, &place, NULL, &now);
  if (answer == KX_KNOWN)
    answer = kx_layout_count_unlinked (scene->reader, policy, &place, scene->op->row, &then);
  if (answer != KX_KNOWN || then.used <= now.used || !then.limited)
    return answer;
  over = then.used > then.limit;
  finding = kx_finding_new (over ? KX_WARNS : KX_HOLDS, "layout-counts-twice", "alias_of",
                            over ? N_ ("Each record counts by itself then: {area} has {used} agencies, more "
                                       "than the limit of {limit}")
                                 : N_ ("Each record counts by itself then: {area} has {used} agencies of at "
                                       "most {limit}"));
  finding->cite = then.cite;
  kx_finding_arg (finding, "area", name_of (place.area));
  kx_finding_arg_int (kx_finding_arg_int (finding, "limit", then.limit), "used", then.used);
  g_ptr_array_add (findings, finding);
  return KX_KNOWN;
}

void
kx_guard_alias_room (const KxScene *scene, GPtrArray *findings)
{
  const guint64 running = G_GUINT64_CONSTANT (1) << kx_agreement_state_signed |
                          G_GUINT64_CONSTANT (1) << kx_agreement_state_terminating;
  KxQuery query = {
    .entity = &kx_agreement_entity,
    .terms = { { .field = kx_agreement_f_agency, .value.REF = scene->op->row },
               { .field = kx_agreement_f_kind, .value.CODE = kx_agreement_kind_rehabilitation },
               { .field = kx_agreement_f_state, .test = KX_ONE_OF, .value.CODES.bits = running } },
    .n_terms = 3
  };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (KxPolicy) policy = NULL;
  KxAnswer answer = kx_reader_list (scene->reader, &query, MOST_AGREEMENTS, &rows);

  if (answer == KX_KNOWN && rows->len > 0 && kx_record_has (scene->row, kx_agency_f_alias_of))
    policy =
        kx_rule_policy (scene, kx_record_get (scene->row, kx_agency_f_office).REF, scene->today, findings);
  for (guint i = 0; policy != NULL && answer == KX_KNOWN && i < rows->len; i++)
    if (!was_judged (rows, i))
      answer = judge_place (scene, policy, rows->pdata[i], findings);
  if (answer != KX_KNOWN)
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "layout-counts-twice", "alias_of",
                                               N_ ("The agreements of this place must be here")));
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
