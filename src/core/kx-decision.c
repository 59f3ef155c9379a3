#include "core/kx-decision.h"

static void
change_free (gpointer data)
{
  KxChange *change = data;

  kx_record_free (change->record);
  g_free (change);
}

KxDecision *
kx_decision_new (void)
{
  KxDecision *decision = g_new0 (KxDecision, 1);

  decision->certain = TRUE;
  decision->changes = g_ptr_array_new_with_free_func (change_free);
  decision->findings = kx_findings_new ();
  return decision;
}

void
kx_decision_free (KxDecision *decision)
{
  g_ptr_array_unref (decision->changes);
  g_ptr_array_unref (decision->findings);
  g_free (decision);
}

void
kx_decision_add_change (KxDecision *decision, KxChangeKind kind, KxRecord *record)
{
  KxChange *change = g_new0 (KxChange, 1);

  change->kind = kind;
  change->record = record;
  g_ptr_array_add (decision->changes, change);
}

void
kx_decision_add_finding (KxDecision *decision, KxFinding *finding)
{
  g_ptr_array_add (decision->findings, finding);
}

static const char *const result_names[] = { "applied", "merged", "conflict", "rejected", "held" };

const char *
kx_result_name (KxResult result)
{
  return result_names[result];
}

gboolean
kx_result_from_name (const char *name, KxResult *ret_result)
{
  for (guint i = 0; i < G_N_ELEMENTS (result_names); i++)
    if (g_str_equal (result_names[i], name))
      {
        *ret_result = (KxResult) i;
        return TRUE;
      }
  return FALSE;
}
