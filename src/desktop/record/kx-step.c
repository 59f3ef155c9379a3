#include "desktop/record/kx-step.h"

#include "core/kx-approval.h"
#include "core/kx-take-over.h"
#include "desktop/kx-gettext.h"
#include "desktop/record/kx-act.h"
#include "models/kx-display.h"

/* More acts than these wait for nobody who looks at one record. */
#define MOST_ACTS 1000

static guint
state_of (const KxRecord *record)
{
  return record->entity->state >= 0 ? (guint) kx_record_get (record, (guint) record->entity->state).CODE : 0;
}

static gboolean
may (KxDesk *desk, const KxRecord *record, const KxTransition *step)
{
  const KxActor *actor = kx_mirror_get_actor (kx_desk_get_mirror (desk));
  g_autofree char *area = kx_space_area (record->space);

  return actor != NULL && (kx_actor_roles (actor, area) & step->roles) != 0;
}

GPtrArray *
kx_step_list_open (KxDesk *desk, const KxRecord *record, gboolean mine)
{
  const KxLifecycle *lifecycle = record->entity->lifecycle;
  GPtrArray *steps = g_ptr_array_new ();

  if (record->entity->state < 0 || record->deleted_at.ms != 0)
    return steps;
  for (guint i = 0; lifecycle != NULL && i < lifecycle->n_rows; i++)
    {
      const KxTransition *step = &lifecycle->rows[i];

      if (step->kind == KX_OP_ACTION && (step->from >> state_of (record) & 1) && step->roles != 0 &&
          (step->flags & KX_REVEALS) == 0 && kx_take_over_has_step (record, step->action) &&
          may (desk, record, step) == mine)
        g_ptr_array_add (steps, (gpointer) step);
    }
  return steps;
}

KxOp *
kx_step_make_op (const KxRecord *record, const KxTransition *step, const KxRecord *arguments,
                 const char *reason)
{
  g_autoptr (GPtrArray) acts = kx_act_new ();
  g_autofree char *clean = g_strstrip (g_strdup (reason != NULL ? reason : ""));
  KxOp *op;

  kx_act_step (acts, record, step->action, arguments != NULL ? kx_record_copy (arguments) : NULL);
  op = g_ptr_array_steal_index (acts, 0);
  op->reason = *clean != '\0' ? g_steal_pointer (&clean) : NULL;
  return op;
}

/* Changes of this record that the service does not know yet: it would decide on another row. */
static gboolean
has_unsent (KxDesk *desk, const char *row)
{
  KxMirror *mirror = kx_desk_get_mirror (desk);
  KxBook *book = kx_mirror_take_reader (mirror, NULL);
  g_autoptr (GPtrArray) items = book != NULL ? kx_mirror_outbox_list (book, MOST_ACTS, NULL) : NULL;
  gboolean any = FALSE;

  for (guint i = 0; items != NULL && i < items->len && !any; i++)
    {
      const KxOutItem *item = items->pdata[i];

      any = item->op != NULL && g_strcmp0 (item->op->row, row) == 0;
    }
  if (book != NULL)
    kx_mirror_give_reader (mirror, book);
  return any;
}

/* It is about a field of the form in which nothing is typed yet. */
static gboolean
is_untyped (const KxFinding *finding, const KxTransition *step, const KxOp *op)
{
  int field = step->arguments != NULL && finding->field != NULL
                  ? kx_entity_field (step->arguments, finding->field)
                  : -1;

  return field >= 0 && finding->verdict == KX_FAILS &&
         (op->fields == NULL || !kx_record_has (op->fields, (guint) field));
}

/* What is said in other words. */
static gboolean
is_said (const KxFinding *finding, const KxTransition *step)
{
  return g_str_equal (finding->code, "needs-service") ||
         (g_str_equal (finding->code, "reason-needed") && (step->flags & KX_NEEDS_REASON) != 0);
}

static void
add_given (KxDecision *tried, gboolean given, const char *code, const char *message)
{
  KxFinding *finding = kx_finding_new (given ? KX_HOLDS : KX_FAILS, code, NULL, message);

  finding->cite.source = KX_SOURCE_PROGRAM;
  kx_decision_add_finding (tried, finding);
}

/* Parts what the form has to be given from the rest. That a field must be given the form knows by itself. */
static GPtrArray *
take_needed (KxDecision *tried, const KxTransition *step, const KxOp *op)
{
  GPtrArray *needed = kx_findings_new ();

  for (guint i = 0; i < tried->findings->len;)
    {
      KxFinding *finding = tried->findings->pdata[i];

      if (!is_untyped (finding, step, op))
        i++;
      else if (g_str_equal (finding->code, "required"))
        g_ptr_array_remove_index (tried->findings, i);
      else
        {
          finding->verdict = KX_WARNS;
          g_ptr_array_add (needed, g_ptr_array_steal_index (tried->findings, i));
        }
    }
  return needed;
}

KxDecision *
kx_step_try_typed (KxDesk *desk, const KxRecord *record, const KxTransition *step, const KxOp *op,
                   GPtrArray **ret_needed)
{
  KxDecision *tried = kx_desk_try (desk, op);

  *ret_needed = take_needed (tried, step, op);
  for (guint i = tried->findings->len; i-- > 0;)
    if (is_said (tried->findings->pdata[i], step))
      g_ptr_array_remove_index (tried->findings, i);
  if ((step->flags & KX_ONLINE) == 0)
    return tried;
  add_given (tried, kx_desk_is_online (desk), "online",
             N_ ("The service must be reachable: this step is taken there"));
  add_given (tried, !has_unsent (desk, record->id), "sent",
             N_ ("The changes of this record must have been sent"));
  return tried;
}

KxDecision *
kx_step_try (KxDesk *desk, const KxRecord *record, const KxTransition *step, const KxOp *op)
{
  g_autoptr (GPtrArray) needed = NULL;

  return kx_step_try_typed (desk, record, step, op, &needed);
}

static gboolean
is_about_reason (const KxFinding *finding)
{
  return g_strcmp0 (finding->field, "$reason") == 0;
}

gboolean
kx_step_wants_reason (const KxTransition *step, const KxDecision *tried)
{
  for (guint i = 0; i < tried->findings->len; i++)
    {
      const KxFinding *finding = tried->findings->pdata[i];

      if (finding->verdict == KX_FAILS && is_about_reason (finding))
        return TRUE;
    }
  return (step->flags & KX_NEEDS_REASON) != 0;
}

/* What may be otherwise when the step is taken: the way to the service, the reason, which the dialog asks
 * for, and the approval, for which its slip asks. */
static gboolean
may_follow (const KxFinding *finding)
{
  return g_str_equal (finding->code, "online") || g_str_equal (finding->code, "sent") ||
         g_str_equal (finding->code, KX_CODE_APPROVAL) || is_about_reason (finding);
}

gboolean
kx_step_can_prepare (const KxDecision *tried)
{
  for (guint i = 0; i < tried->findings->len; i++)
    {
      const KxFinding *finding = tried->findings->pdata[i];

      if (finding->verdict == KX_FAILS && !may_follow (finding))
        return FALSE;
    }
  return !tried->broken;
}

gboolean
kx_step_can_take (const KxDecision *tried)
{
  return !kx_findings_refuse (tried->findings) && !tried->broken;
}

const KxTransition *
kx_step_find_inverse (KxDesk *desk, const KxRecord *record, const KxTransition *step)
{
  const KxLifecycle *lifecycle = record->entity->lifecycle;

  for (guint i = 0; i < lifecycle->n_rows && step->to != KX_STAYS; i++)
    {
      const KxTransition *back = &lifecycle->rows[i];

      if (back->kind == KX_OP_ACTION && back->to == (int) state_of (record) && (back->from >> step->to & 1) &&
          back->arguments == NULL && (back->flags & KX_ONLINE) == 0 && may (desk, record, back))
        return back;
    }
  return NULL;
}

gboolean
kx_step_asks (KxDesk *desk, const KxRecord *record, const KxTransition *step)
{
  return step->arguments != NULL || (step->flags & (KX_ONLINE | KX_NEEDS_REASON)) != 0 ||
         kx_step_find_inverse (desk, record, step) == NULL;
}

/* The state in which the record would be; -1: it stays, or cannot be told before everything is given. */
static int
state_after (const KxRecord *record, const KxTransition *step, const KxDecision *tried)
{
  int field = record->entity->state;

  for (guint i = 0; tried != NULL && field >= 0 && i < tried->changes->len; i++)
    {
      const KxChange *change = tried->changes->pdata[i];

      if (g_strcmp0 (change->record->id, record->id) == 0 && kx_record_has (change->record, (guint) field))
        return kx_record_get (change->record, (guint) field).CODE;
    }
  return step->to;
}

char *
kx_step_dup_effect (const KxRecord *record, const KxTransition *step, const KxDecision *tried)
{
  int to = state_after (record, step, tried);
  gboolean online = (step->flags & KX_ONLINE) != 0;

  if (to < 0)
    return g_strdup (online ? _ ("It is entered at the service at once, with your name and the day.")
                            : _ ("It is entered in the record and its history, with your name and the day."));
  return kx_display_fill (online ? N_ ("It is decided at the service at once; the record is “{state}” then.")
                                 : N_ ("The record is “{state}” then."),
                          "state", kx_display_code (&record->entity->fields[record->entity->state], to),
                          NULL);
}

char *
kx_step_dup_draft_key (const KxRecord *record, const KxTransition *step)
{
  return g_strdup_printf ("%s/step/%s/%s", record->entity->name, record->id, step->action);
}
