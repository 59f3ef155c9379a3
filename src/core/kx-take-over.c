#include "core/kx-take-over.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-rectification.h"
#include "core/kx-lifecycle.h"

#define ANY (~0u)

typedef struct
{
  guint field;
  guint states; /* bits: those that must have it on paper */
  const char *message;
} Wanted;

#define AGREEMENT(state) (1u << kx_agreement_state_##state)
static const Wanted of_agreement[] = {
  { kx_agreement_f_number, ANY, N_ ("Agreement number missing") },
  { kx_agreement_f_scopes, ANY, N_ ("Scopes of service missing") },
  { kx_agreement_f_rehab_types, ANY, N_ ("Types of rehabilitation missing") },
  { kx_agreement_f_counts_toward, ANY, N_ ("Limit against which it counts missing") },
  { kx_agreement_f_counts_area, ANY, N_ ("Place where it counts missing") },
  { kx_agreement_f_starts_on, ANY, N_ ("First day missing") },
  { kx_agreement_f_ends_on, ANY, N_ ("Last day missing") },
  { kx_agreement_f_signed_on, ANY, N_ ("Day of signing missing") },
  { kx_agreement_f_ended_on, AGREEMENT (ended), N_ ("Day of the end missing") },
  { kx_agreement_f_ending, AGREEMENT (ended), N_ ("How it ended is missing") },
};

#define RECTIFICATION(state) (1u << kx_rectification_state_##state)
static const Wanted of_rectification[] = {
  { kx_rectification_f_number, ANY, N_ ("Number of the notice missing") },
  { kx_rectification_f_source, ANY, N_ ("Source missing") },
  { kx_rectification_f_matter, ANY, N_ ("What is to be put right is missing") },
  { kx_rectification_f_issued_on, ANY, N_ ("Day of issue missing") },
  { kx_rectification_f_due_on, RECTIFICATION (issued) | RECTIFICATION (reported) | RECTIFICATION (failed),
    N_ ("Day by which it is due missing") },
  { kx_rectification_f_reported_on, RECTIFICATION (reported), N_ ("Day of the report missing") },
  { kx_rectification_f_rechecked_on, RECTIFICATION (passed) | RECTIFICATION (failed),
    N_ ("Day of the recheck missing") },
  { kx_rectification_f_closing_line, RECTIFICATION (closed_on_paper),
    N_ ("Line by which it was closed missing") },
};

static const Wanted of_exit_case[] = {
  { kx_exit_case_f_number, ANY, N_ ("Number of the case missing") },
  { kx_exit_case_f_ground, ANY, N_ ("Ground missing") },
  { kx_exit_case_f_at_fault, ANY, N_ ("Whether the agency was at fault is missing") },
  { kx_exit_case_f_measure, ANY, N_ ("Measure missing") },
  { kx_exit_case_f_notified_on, ANY, N_ ("Day of the notice missing") },
  { kx_exit_case_f_statement, 1u << kx_exit_case_state_closed, N_ ("How the agency was heard is missing") },
  { kx_exit_case_f_decided_on, 1u << kx_exit_case_state_closed, N_ ("Day of the decision missing") },
  { kx_exit_case_f_ended_on, 1u << kx_exit_case_state_closed, N_ ("Day of the end missing") },
};

static const struct
{
  const KxEntity *entity;
  const Wanted *wanted;
  guint n;
} kinds[] = {
  { &kx_agreement_entity, of_agreement, G_N_ELEMENTS (of_agreement) },
  { &kx_rectification_entity, of_rectification, G_N_ELEMENTS (of_rectification) },
  { &kx_exit_case_entity, of_exit_case, G_N_ELEMENTS (of_exit_case) },
};

gboolean
kx_take_over_knows (const KxEntity *entity)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].entity == entity)
      return TRUE;
  return FALSE;
}

guint
kx_take_over_states (const KxEntity *entity)
{
  const KxTransition *confirm =
      entity->lifecycle != NULL ? kx_lifecycle_knows (entity->lifecycle, KX_OP_ACTION, "confirm_take_over")
                                : NULL;

  return confirm != NULL ? confirm->from & ((1u << kx_field_n_codes (&entity->fields[entity->state])) - 1)
                         : 0;
}

KxRecord *
kx_take_over_arguments (const KxEntity *entity, int state)
{
  const KxTransition *step = kx_lifecycle_knows (entity->lifecycle, KX_OP_ACTION, "take_over");
  KxRecord *arguments = kx_record_new (step->arguments, NULL, NULL);

  kx_record_put (arguments, 0, (KxValue){ .CODE = state });
  return arguments;
}

gboolean
kx_take_over_wants (const KxEntity *entity, guint field)
{
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint i = 0; kinds[k].entity == entity && i < kinds[k].n; i++)
      if (kinds[k].wanted[i].field == field)
        return TRUE;
  return FALSE;
}

gboolean
kx_take_over_allows (const KxEntity *entity, guint field, int state)
{
  static const struct
  {
    const KxEntity *entity;
    guint field, states;
  } apart[] = {
    { &kx_agreement_entity, kx_agreement_f_ended_on, AGREEMENT (ended) },
    { &kx_agreement_entity, kx_agreement_f_ending, AGREEMENT (ended) },
    { &kx_rectification_entity, kx_rectification_f_reported_on, ANY & ~RECTIFICATION (issued) },
    { &kx_rectification_entity, kx_rectification_f_rechecked_on,
      RECTIFICATION (passed) | RECTIFICATION (failed) },
    { &kx_rectification_entity, kx_rectification_f_closing_line, RECTIFICATION (closed_on_paper) },
    { &kx_exit_case_entity, kx_exit_case_f_ended_on, 1u << kx_exit_case_state_closed },
  };

  for (guint i = 0; i < G_N_ELEMENTS (apart); i++)
    if (apart[i].entity == entity && apart[i].field == field)
      return (apart[i].states >> state & 1) != 0;
  return TRUE;
}

gboolean
kx_take_over_has_step (const KxRecord *row, const char *action)
{
  if (g_str_equal (action, "confirm_take_over") || g_str_equal (action, "correct_take_over"))
    return kx_take_over_is_unconfirmed (row);
  if (g_str_equal (action, "reopen_take_over"))
    return kx_take_over_is (row) && !kx_take_over_is_unconfirmed (row);
  return TRUE;
}

gboolean
kx_take_over_is (const KxRecord *row)
{
  int field = kx_take_over_knows (row->entity) ? kx_entity_field (row->entity, "taken_over") : -1;

  return field >= 0 && kx_record_get (row, (guint) field).BOOLEAN;
}

gboolean
kx_take_over_is_unconfirmed (const KxRecord *row)
{
  return kx_take_over_is (row) && !kx_record_has (row, (guint) kx_entity_field (row->entity, "confirmed_by"));
}

gboolean
kx_take_over_may_complete (const KxRecord *row, guint field)
{
  return kx_take_over_is_unconfirmed (row) || (kx_take_over_is (row) && !kx_record_has (row, field));
}

/* Only agreements on rehabilitation count in a layout and have scopes. */
static gboolean
is_wanted (const KxRecord *row, const Wanted *wanted)
{
  if ((wanted->states >> kx_record_get (row, (guint) row->entity->state).CODE & 1) == 0)
    return FALSE;
  if (row->entity != &kx_agreement_entity ||
      kx_record_get (row, kx_agreement_f_kind).CODE == kx_agreement_kind_rehabilitation)
    return TRUE;
  return wanted->field != kx_agreement_f_scopes && wanted->field != kx_agreement_f_rehab_types &&
         wanted->field != kx_agreement_f_counts_toward && wanted->field != kx_agreement_f_counts_area;
}

GArray *
kx_take_over_gaps (const KxRecord *row, guint n_scans)
{
  GArray *gaps = g_array_new (FALSE, FALSE, sizeof (KxTakeOverGap));
  const KxTakeOverGap scan = { -1, N_ ("Scan of the paper missing") };

  if (!kx_take_over_is (row))
    return gaps;
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint i = 0; kinds[k].entity == row->entity && i < kinds[k].n; i++)
      if (is_wanted (row, &kinds[k].wanted[i]) && !kx_record_has (row, kinds[k].wanted[i].field))
        {
          KxTakeOverGap gap = { (int) kinds[k].wanted[i].field, kinds[k].wanted[i].message };

          g_array_append_val (gaps, gap);
        }
  if (n_scans == 0)
    g_array_append_val (gaps, scan);
  return gaps;
}
