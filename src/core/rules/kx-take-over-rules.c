#include "core/rules/kx-take-over-rules.h"

#include "core/entities/kx-agency.h"
#include "core/kx-take-over.h"
#include "core/rules/kx-duty-rules.h"
#include "core/rules/kx-rule.h"

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };

/* The field is one of those that every such record has. */
static guint
field_of (const KxRecord *row, const char *name)
{
  int field = kx_entity_field (row->entity, name);

  g_assert (field >= 0);
  return (guint) field;
}

static int
state_of (const KxRecord *row)
{
  return kx_record_get (row, (guint) row->entity->state).CODE;
}

void
kx_guard_agency_of_office (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *after = scene->after;
  const char *id = kx_record_get (after, field_of (after, "agency")).REF;
  g_autoptr (KxRecord) agency = NULL;

  if (id == NULL)
    return;
  if (kx_reader_get (scene->reader, &kx_agency_entity, id, &agency) != KX_KNOWN)
    {
      g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "agency-not-here", "agency",
                                                 N_ ("The record of the agency must be here")));
      return;
    }
  /* That there is none is told where references are looked at. */
  if (agency == NULL)
    return;
  kx_rule_add (findings,
               g_strcmp0 (kx_record_get (agency, kx_agency_f_office).REF,
                          kx_record_get (after, field_of (after, "office")).REF) == 0,
               "agency-of-another-office", "agency", N_ ("The agency must be one of the same office"),
               &program_rule);
  kx_rule_add (findings, !kx_record_has (agency, kx_agency_f_alias_of), "agency-is-alias", "agency",
               N_ ("It must name the record that stays of an institution"), &program_rule);
}

void
kx_guard_day_has_come (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;

  for (guint i = 0; given != NULL && i < given->entity->n_fields; i++)
    if (given->entity->fields[i].kind == KX_DATE && kx_record_has (given, i))
      kx_rule_add (findings, kx_record_get (given, i).DATE.ymd <= scene->today.ymd, "day-ahead",
                   given->entity->fields[i].name, N_ ("This day must have come"), &program_rule);
}

void
kx_guard_not_taken_over_yet (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_add (findings, !kx_record_get (scene->row, field_of (scene->row, "taken_over")).BOOLEAN,
               "taken-over-already", NULL, N_ ("It must not have been taken over yet"), &program_rule);
}

void
kx_guard_take_over_confirmed (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *row = scene->row;
  KxDutyDone done = { KX_DUTY (take_over), kx_record_get (row, field_of (row, "taken_over_by")).REF };

  kx_rule_add (findings, kx_record_get (row, field_of (row, "taken_over")).BOOLEAN, "not-taken-over", NULL,
               N_ ("Only what was taken over is confirmed"), &program_rule);
  kx_rule_add (findings, !kx_record_has (row, field_of (row, "confirmed_by")), "confirmed-already", NULL,
               N_ ("It must not have been confirmed yet"), &program_rule);
  kx_rule_duties (scene, kx_record_get (row, field_of (row, "office")).REF, KX_DUTY (confirm_take_over),
                  &done, 1, findings);
}

void
kx_guard_take_over_open (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *row = scene->row;
  guint as = field_of (row, "taken_over_as");

  kx_rule_add (findings, kx_take_over_is (row), "not-taken-over", NULL,
               N_ ("It must have been taken over from paper"), &program_rule);
  kx_rule_add (findings, !kx_record_has (row, field_of (row, "confirmed_by")), "confirmed-already", NULL,
               N_ ("A reviewer must have taken the confirmation back"), &program_rule);
  kx_rule_add (findings, !kx_record_has (row, as) || kx_record_get (row, as).CODE == state_of (row),
               "went-on", NULL, N_ ("It must be in the state still in which it came in"), &program_rule);
}

void
kx_guard_take_over_reopened (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *row = scene->row;

  kx_rule_add (findings, kx_take_over_is (row) && kx_record_has (row, field_of (row, "confirmed_by")),
               "not-confirmed", NULL, N_ ("It must have been taken over from paper and confirmed"),
               &program_rule);
}

/* What the state now says otherwise goes; history keeps it. */
static void
drop_contradictions (KxRecord *change, const KxRecord *row, int state)
{
  for (guint i = 0; i < row->entity->n_fields; i++)
    if (kx_record_has (row, i) && !kx_take_over_allows (row->entity, i, state))
      kx_record_put_null (change, i);
}

void
kx_effect_taken_over (const KxScene *scene, KxDecision *decision)
{
  KxRecord *change = kx_rule_own_change (scene, decision);
  KxValue state = kx_record_get (scene->op->fields, 0);

  /* The argument's codes are those of the state. */
  kx_record_put (change, (guint) change->entity->state, state);
  kx_record_put (change, field_of (change, "taken_over_as"), state);
  drop_contradictions (change, scene->row, state.CODE);
  kx_record_put (change, field_of (change, "taken_over"), (KxValue){ .BOOLEAN = TRUE });
  /* The service is nobody: whoever looks at it is the second officer. */
  if (!scene->actor->system)
    kx_record_put (change, field_of (change, "taken_over_by"), (KxValue){ .REF = scene->actor->user });
}

void
kx_effect_take_over_confirmed (const KxScene *scene, KxDecision *decision)
{
  KxRecord *change = kx_rule_own_change (scene, decision);

  kx_record_put (change, field_of (change, "confirmed_by"), (KxValue){ .REF = scene->actor->user });
  kx_record_put (change, field_of (change, "confirmed_on"), (KxValue){ .DATE = scene->today });
}

void
kx_effect_take_over_reopened (const KxScene *scene, KxDecision *decision)
{
  KxRecord *change = kx_rule_own_change (scene, decision);

  kx_record_put_null (change, field_of (change, "confirmed_by"));
  kx_record_put_null (change, field_of (change, "confirmed_on"));
}
