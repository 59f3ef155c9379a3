#include "core/rules/kx-late-rules.h"

#include "core/entities/kx-late-entry.h"
#include "core/kx-crypto.h"
#include "core/kx-policy.h"
#include "core/rules/kx-policy-rules.h"
#include "core/rules/kx-rule.h"

/* FALSE: not late, or nobody says what late is. */
static gboolean
is_late (const KxScene *scene, const char *office, KxDate event_on, gint64 *ret_workdays)
{
  g_autoptr (GPtrArray) findings = kx_findings_new ();
  g_autoptr (KxPolicy) policy = kx_rule_policy (scene, office, scene->today, findings);
  g_autoptr (KxCalendar) calendar = NULL;
  gboolean provisional;
  gint64 limit;

  if (policy == NULL || !kx_policy_integer (policy, KX_POLICY_late_entry_workdays, &limit))
    return FALSE;
  calendar = kx_rule_calendar (scene, office, findings);
  if (calendar == NULL)
    return FALSE;
  *ret_workdays = kx_calendar_workdays_between (calendar, event_on, scene->today, &provisional);
  return *ret_workdays > limit;
}

void
kx_effect_note_late (const KxScene *scene, const char *office, KxDate event_on, KxDecision *decision)
{
  const KxOp *op = scene->op;
  const char *parts[] = { "late-entry", op->id };
  char id[KX_UUID_TEXT_SIZE];
  gint64 workdays;
  KxRecord *row;

  if (office == NULL || event_on.ymd == 0 || event_on.ymd >= scene->today.ymd ||
      !is_late (scene, office, event_on, &workdays))
    return;
  kx_uuid_v8 (parts, G_N_ELEMENTS (parts), id);
  row = kx_record_new (&kx_late_entry_entity, id, scene->space);
  kx_record_put (row, kx_late_entry_f_owner_entity, (KxValue){ .TEXT = op->entity->name });
  kx_record_put (row, kx_late_entry_f_owner, (KxValue){ .REF = op->row });
  kx_record_put (row, kx_late_entry_f_office, (KxValue){ .REF = office });
  kx_record_put (row, kx_late_entry_f_act,
                 (KxValue){ .TEXT = op->action != NULL ? op->action : kx_op_kind_name (op->kind) });
  kx_record_put (row, kx_late_entry_f_event_on, (KxValue){ .DATE = event_on });
  kx_record_put (row, kx_late_entry_f_entered_on, (KxValue){ .DATE = scene->today });
  kx_record_put (row, kx_late_entry_f_workdays, (KxValue){ .INTEGER = workdays });
  kx_record_put (row, kx_late_entry_f_entered_by, (KxValue){ .REF = scene->actor->user });
  kx_decision_add_change (decision, KX_CHANGE_CREATE, row);
}
