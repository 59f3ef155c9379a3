#include "desktop/record/kx-guarded-act.h"

#include "desktop/form/kx-guard-list.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-weak.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-outcome.h"
#include "sync/kx-client-row.h"

struct _KxGuardedAct
{
  GtkWidget parent_instance;

  KxDesk *desk;              /* owned; NULL when disposed */
  KxOp *op;                  /* owned, or NULL */
  GPtrArray *own;            /* (element-type KxFinding) owned, or NULL */
  GCancellable *cancellable; /* owned */
  gboolean acting, ready;

  KxGuardList *guards;       /* borrowed: a child */
  GtkWidget *button, *fault; /* likewise */
};

G_DEFINE_FINAL_TYPE (KxGuardedAct, kx_guarded_act, GTK_TYPE_WIDGET)

static guint done_signal;

/* TRUE when the act happens at the service only. */
static gboolean
is_at_service (const KxOp *op)
{
  const KxTransition *step = kx_lifecycle_knows (op->entity->lifecycle, op->kind, op->action);

  return step != NULL && (step->flags & KX_ONLINE) != 0;
}

/* That it happens at the service only is no fault of what is prepared here; whether the service can be
 * reached is what counts. */
static void
add_reachable (KxGuardedAct *self, GPtrArray *findings)
{
  KxFinding *finding = kx_finding_new (kx_desk_is_online (self->desk) ? KX_HOLDS : KX_FAILS, "online", NULL,
                                       N_ ("The service must be reachable: this happens there"));

  finding->cite.source = KX_SOURCE_PROGRAM;
  g_ptr_array_add (findings, finding);
}

static void
check (KxGuardedAct *self)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new (), reachable = kx_findings_new ();
  g_autoptr (KxDecision) decision = self->op != NULL ? kx_desk_try (self->desk, self->op) : NULL;

  for (guint i = 0; self->own != NULL && i < self->own->len; i++)
    g_ptr_array_add (shown, self->own->pdata[i]);
  for (guint i = 0; decision != NULL && i < decision->findings->len; i++)
    if (g_strcmp0 (((KxFinding *) decision->findings->pdata[i])->code, "needs-service") != 0)
      g_ptr_array_add (shown, decision->findings->pdata[i]);
  if (self->op != NULL && is_at_service (self->op))
    add_reachable (self, reachable);
  for (guint i = 0; i < reachable->len; i++)
    g_ptr_array_add (shown, reachable->pdata[i]);
  kx_guard_list_set_findings (self->guards, shown);
  gtk_widget_set_visible (GTK_WIDGET (self->guards), shown->len > 0);
  self->ready = self->op != NULL && !kx_findings_refuse (shown);
  gtk_widget_set_sensitive (self->button, self->ready && !self->acting);
}

static void
follow_online (KxGuardedAct *self)
{
  if (self->desk != NULL)
    check (self);
}

static void
tell (KxGuardedAct *self, const char *words)
{
  gtk_label_set_label (GTK_LABEL (self->fault), words != NULL ? words : "");
  gtk_widget_set_visible (self->fault, words != NULL);
}

static void
end_act (KxGuardedAct *self, gboolean done, const char *fault)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  self->acting = FALSE;
  check (self);
  tell (self, fault);
  /* While it was dead the button let go of the focus. */
  if (!done && root != NULL && gtk_root_get_focus (root) == NULL)
    gtk_widget_grab_focus (self->button);
  if (done)
    g_signal_emit (self, done_signal, 0);
}

static void
take_applied (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxGuardedAct) self = kx_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxRecord) row = kx_client_apply_finish (KX_CLIENT (source), result, &error);

  if (self == NULL || self->desk == NULL)
    return;
  /* The mirror hears of it by the feed. */
  if (error == NULL)
    kx_desk_sync_now (self->desk);
  end_act (self, error == NULL, error != NULL ? error->message : NULL);
}

static void
take_submitted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxGuardedAct) self = kx_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, &error);
  g_autofree char *reasons = NULL;
  gboolean done = decision != NULL && decision->result != KX_REJECTED;

  if (self == NULL || self->desk == NULL)
    return;
  reasons = done               ? NULL
            : decision != NULL ? kx_outcome_dup_reasons (decision)
                               : g_strdup (error != NULL ? error->message : "");
  end_act (self, done, reasons);
}

/* The op stays here in case that it is refused. */
static KxOp *
copy_op (const KxOp *op)
{
  KxOp *copy = kx_op_new (op->kind, op->entity, op->id, op->row,
                          op->fields != NULL ? kx_record_copy (op->fields) : NULL);

  copy->base = op->base;
  copy->at = op->at;
  copy->action = g_strdup (op->action);
  copy->reason = g_strdup (op->reason);
  copy->was = op->was != NULL ? kx_record_copy (op->was) : NULL;
  return copy;
}

void
kx_guarded_act_press (KxGuardedAct *self)
{
  g_return_if_fail (KX_IS_GUARDED_ACT (self));
  check (self);
  if (!self->ready || self->acting)
    return;
  self->acting = TRUE;
  tell (self, NULL);
  gtk_widget_set_sensitive (self->button, FALSE);
  if (is_at_service (self->op))
    kx_client_apply_async (kx_desk_get_client (self->desk), self->op, self->cancellable, take_applied,
                           kx_weak_new (self));
  else
    {
      GPtrArray *acts = kx_act_new ();

      g_ptr_array_add (acts, copy_op (self->op));
      kx_mirror_submit_async (kx_desk_get_mirror (self->desk), acts, NULL, take_submitted,
                              kx_weak_new (self));
    }
}

static void
dispose (GObject *object)
{
  KxGuardedAct *self = KX_GUARDED_ACT (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->desk);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (kx_guarded_act_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxGuardedAct *self = KX_GUARDED_ACT (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->op, kx_op_free);
  g_clear_pointer (&self->own, g_ptr_array_unref);
  G_OBJECT_CLASS (kx_guarded_act_parent_class)->finalize (object);
}

static void
kx_guarded_act_class_init (KxGuardedActClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
  done_signal =
      g_signal_new ("done", KX_TYPE_GUARDED_ACT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_guarded_act_init (KxGuardedAct *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 12);
  self->cancellable = g_cancellable_new ();
  self->guards = kx_guard_list_new ();
  gtk_widget_set_parent (GTK_WIDGET (self->guards), GTK_WIDGET (self));
  self->fault = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->fault), 0);
  gtk_label_set_wrap (GTK_LABEL (self->fault), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->fault), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->fault, "error");
  gtk_widget_set_visible (self->fault, FALSE);
  gtk_widget_set_parent (self->fault, GTK_WIDGET (self));
}

KxGuardedAct *
kx_guarded_act_new (KxDesk *desk, const char *label)
{
  KxGuardedAct *self = g_object_new (KX_TYPE_GUARDED_ACT, NULL);

  self->desk = g_object_ref (desk);
  self->button = gtk_button_new_with_mnemonic (label);
  gtk_widget_add_css_class (self->button, "suggested-action");
  gtk_widget_set_halign (self->button, GTK_ALIGN_END);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  kx_a11y_name_mnemonics (GTK_WIDGET (self));
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (kx_guarded_act_press), self);
  if (kx_desk_get_sync (desk) != NULL)
    g_signal_connect_object (kx_desk_get_sync (desk), "notify::online", G_CALLBACK (follow_online), self,
                             G_CONNECT_SWAPPED);
  check (self);
  return self;
}

void
kx_guarded_act_set_op (KxGuardedAct *self, KxOp *op, GPtrArray *own)
{
  g_return_if_fail (KX_IS_GUARDED_ACT (self));
  g_clear_pointer (&self->op, kx_op_free);
  g_clear_pointer (&self->own, g_ptr_array_unref);
  self->op = op;
  self->own = own;
  tell (self, NULL);
  check (self);
}

gboolean
kx_guarded_act_is_ready (KxGuardedAct *self)
{
  g_return_val_if_fail (KX_IS_GUARDED_ACT (self), FALSE);
  return self->ready;
}
