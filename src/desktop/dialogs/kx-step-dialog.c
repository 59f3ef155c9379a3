#include "desktop/dialogs/kx-step-dialog.h"

#include "core/entities/kx-agreement.h"
#include "core/kx-json.h"
#include "desktop/form/kx-form-draft.h"
#include "desktop/form/kx-guard-list.h"
#include "desktop/help/kx-help-window.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "desktop/kx-weak.h"
#include "desktop/kx-window.h"
#include "desktop/preferences/kx-serve.h"
#include "desktop/record/kx-file-lookup.h"
#include "desktop/record/kx-outcome.h"
#include "desktop/record/kx-slip.h"
#include "desktop/record/kx-step-draft.h"
#include "models/kx-display.h"
#include "sync/kx-client-row.h"

#include <string.h>

/* Where a draft keeps the reason, which is no field. */
#define REASON "$reason"

struct _KxStepDialog
{
  AdwWindow parent_instance;

  KxDesk *desk;     /* owned */
  KxRecord *record; /* owned; as it was seen */
  const KxTransition *step;
  GCancellable *cancellable; /* owned */
  gboolean busy;             /* an answer is awaited */
  gboolean done;             /* nothing is kept any more */
  gboolean unapproved;       /* the service found no approval */
  gboolean wants_reason;     /* it is not taken without one */

  KxForm *form;                   /* borrowed; NULL: no arguments */
  GtkEditable *reason;            /* borrowed */
  KxGuardList *guards;            /* borrowed */
  GtkWidget *slip;                /* borrowed; NULL: nobody is asked on paper */
  GtkWidget *act, *throw, *fault; /* borrowed */
  GtkLabel *effect;               /* borrowed */
};

G_DEFINE_FINAL_TYPE (KxStepDialog, kx_step_dialog, ADW_TYPE_WINDOW)

static guint taken_signal, slip_signal;

/* Drafts */

static char *
dup_reason (KxStepDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->reason)));
}

static const KxEntity *
draft_entity (KxStepDialog *self)
{
  return self->step->arguments != NULL ? self->step->arguments : self->record->entity;
}

/* What was typed, as the draft of a row that there is; NULL: nothing. */
static char *
dup_draft (KxStepDialog *self)
{
  g_autoptr (KxFormDraft) draft =
      kx_form_draft_new (draft_entity (self), self->record->id, self->record->seq);
  g_autofree char *reason = dup_reason (self);

  for (guint i = 0; self->form != NULL && i < draft->entity->n_fields; i++)
    {
      KxFieldEntry *entry = kx_form_get_entry (self->form, i);
      g_autofree char *typed = entry != NULL ? kx_field_entry_dup_typed (entry) : NULL;

      if (entry != NULL && kx_field_entry_get_changed (entry))
        kx_form_draft_put (draft, i, typed, NULL);
    }
  if (*reason != '\0')
    g_hash_table_insert (draft->typed, g_strdup (REASON), g_strdup (reason));
  draft->at = kx_format_now ();
  return kx_form_draft_is_empty (draft) ? NULL : kx_form_draft_to_json (draft);
}

static void
put_draft (KxStepDialog *self, const char *json)
{
  g_autofree char *key = kx_step_dup_draft_key (self->record, self->step);

  kx_mirror_put_draft (kx_desk_get_mirror (self->desk), key, json);
}

static void
keep_draft (KxStepDialog *self)
{
  g_autofree char *json = self->done ? NULL : dup_draft (self);

  if (!self->done)
    put_draft (self, json);
}

/* The reason that a draft has; NULL: none. Free with g_free(). */
static char *
dup_draft_reason (const char *json)
{
  g_autoptr (KxJson) parsed = kx_json_parse (json, strlen (json), NULL);
  const KxJsonNode *root = parsed != NULL ? kx_json_get_root (parsed) : NULL, *typed, *reason;

  if (root == NULL || kx_json_node_get_type (root) != KX_JSON_OBJECT)
    return NULL;
  typed = kx_json_node_member (root, "typed");
  if (typed == NULL || kx_json_node_get_type (typed) != KX_JSON_OBJECT)
    return NULL;
  reason = kx_json_node_member (typed, REASON);
  return reason != NULL && kx_json_node_get_type (reason) == KX_JSON_STRING
             ? g_strdup (kx_json_node_get_text (reason, NULL))
             : NULL;
}

static void
take_draft (KxStepDialog *self)
{
  g_autofree char *key = kx_step_dup_draft_key (self->record, self->step);
  g_autofree char *json = kx_mirror_dup_draft (kx_desk_get_mirror (self->desk), key), *reason = NULL;
  g_auto (GStrv) again = NULL;

  if (json == NULL)
    return;
  if (self->form != NULL)
    kx_form_take_draft (self->form, json, &again);
  reason = dup_draft_reason (json);
  if (reason != NULL)
    gtk_editable_set_text (self->reason, reason);
}

/* Trying */

/* What can be read of the form as it is now. */
static KxRecord *
read_form (KxStepDialog *self)
{
  return self->form != NULL ? kx_step_draft_read_form (self->form, self->step) : NULL;
}

/* Offered where an approval is wanting, and where it is on its way. */
static void
show_slip (KxStepDialog *self, GPtrArray *findings)
{
  gboolean open =
      self->slip != NULL && kx_slip_button_show (self->slip, self->desk, self->record, self->step);

  if (self->slip != NULL)
    gtk_widget_set_visible (self->slip, open || self->unapproved || kx_slip_is_wanting (findings));
}

/* What is asked for only where another argument says so. */
static void
show_fields (KxStepDialog *self, const KxRecord *arguments)
{
  static const struct
  {
    const KxEntity *arguments;
    guint field, by;
    int code;
  } rare[] = {
    { &kx_agreement_end_entity, kx_agreement_end_f_statement, kx_agreement_end_f_ending,
      kx_agreement_ending_terminated },
    { &kx_agreement_end_entity, kx_agreement_end_f_statement_on, kx_agreement_end_f_ending,
      kx_agreement_ending_terminated },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rare); i++)
    if (rare[i].arguments == self->step->arguments)
      gtk_widget_set_visible (GTK_WIDGET (kx_form_get_entry (self->form, rare[i].field)),
                              arguments != NULL && kx_record_has (arguments, rare[i].by) &&
                                  kx_record_get (arguments, rare[i].by).CODE == rare[i].code);
}

static void
check (KxStepDialog *self)
{
  g_autoptr (KxRecord) arguments = read_form (self);
  g_autofree char *reason = dup_reason (self), *typed = dup_draft (self), *effect = NULL;
  g_autoptr (KxOp) op = kx_step_make_op (self->record, self->step, arguments, reason);
  g_autoptr (GPtrArray) needed = NULL;
  g_autoptr (KxDecision) tried = kx_step_try_typed (self->desk, self->record, self->step, op, &needed);

  self->wants_reason = kx_step_wants_reason (self->step, tried);
  if (self->form != NULL)
    {
      kx_form_show_needed (self->form, needed);
      show_fields (self, arguments);
    }
  if (self->step->flags & KX_NEEDS_REASON)
    {
      KxFinding *finding = kx_finding_new (*reason != '\0' ? KX_HOLDS : KX_FAILS, "reason", NULL,
                                           N_ ("The reason must be given; it goes to the history"));

      finding->cite.source = KX_SOURCE_PROGRAM;
      kx_decision_add_finding (tried, finding);
    }
  effect = kx_step_dup_effect (self->record, self->step, tried);
  gtk_label_set_label (self->effect, effect);
  kx_guard_list_set_findings (self->guards, tried->findings);
  gtk_widget_set_sensitive (self->act, !self->busy && kx_step_can_take (tried));
  gtk_widget_set_visible (self->throw, typed != NULL);
  show_slip (self, tried->findings);
}

static void
follow_reason (KxStepDialog *self)
{
  keep_draft (self);
  check (self);
}

static void
tell (KxStepDialog *self, const char *words)
{
  gtk_label_set_label (GTK_LABEL (self->fault), words != NULL ? words : "");
  gtk_widget_set_visible (self->fault, words != NULL);
}

/* What has to be typed first; where nothing has to, the step itself. */
static void
begin_focus (KxStepDialog *self)
{
  if (self->form != NULL && kx_form_focus_needed (self->form))
    return;
  if (self->wants_reason && *gtk_editable_get_text (self->reason) == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->reason));
  else if (gtk_widget_get_sensitive (self->act))
    gtk_widget_grab_focus (self->act);
  else if (gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

/* A button that is dead for a moment, or for good, lets go of the focus. */
static void
check_again (KxStepDialog *self)
{
  check (self);
  if (!self->busy && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    begin_focus (self);
}

/* Taking */

static void
finish (KxStepDialog *self)
{
  self->done = TRUE;
  put_draft (self, NULL);
  g_signal_emit (self, taken_signal, 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
show_refusal (KxStepDialog *self, GPtrArray *findings, const char *words)
{
  if (self->form != NULL)
    kx_form_show_findings (self->form, findings);
  self->unapproved = kx_slip_is_wanting (findings);
  show_slip (self, findings);
  tell (self, words);
}

static void
take_submitted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxStepDialog) self = kx_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, &error);
  g_autofree char *reasons = NULL;

  if (self == NULL)
    return;
  self->busy = FALSE;
  if (decision != NULL && decision->result != KX_REJECTED)
    {
      finish (self);
      return;
    }
  check_again (self);
  reasons = decision != NULL ? kx_outcome_dup_reasons (decision) : NULL;
  if (decision != NULL)
    show_refusal (self, decision->findings, reasons);
  else
    tell (self, error->message);
}

static void
signed_in_again (gboolean signed_in, gpointer data)
{
  KxStepDialog *self = kx_weak_get (data);

  if (self == NULL)
    return;
  if (signed_in)
    kx_step_dialog_take (self);
  g_object_unref (self);
}

static void
take_applied (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxStepDialog) self = kx_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxRecord) after = kx_client_apply_finish (KX_CLIENT (source), result, &error);
  g_autoptr (GPtrArray) findings = NULL;
  KxWindow *window;

  if (self == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->busy = FALSE;
  if (after != NULL)
    {
      kx_desk_sync_now (self->desk);
      finish (self);
      return;
    }
  check_again (self);
  window = kx_window_find (GTK_WIDGET (self));
  if (kx_window_is_session_error (error) && window != NULL)
    {
      kx_window_need_session (window, signed_in_again, kx_weak_new (self), kx_weak_free);
      return;
    }
  findings = kx_serve_list_findings (error);
  show_refusal (self, findings, error->message);
}

gboolean
kx_step_dialog_take (KxStepDialog *self)
{
  g_autoptr (KxRecord) arguments = NULL;
  g_autoptr (KxOp) op = NULL;
  g_autofree char *reason = NULL;

  g_return_val_if_fail (KX_IS_STEP_DIALOG (self), FALSE);
  if (!gtk_widget_get_sensitive (self->act))
    return FALSE;
  tell (self, NULL);
  arguments = self->form != NULL ? kx_form_collect (self->form) : NULL;
  if (self->form != NULL && (arguments == NULL || kx_form_focus_needed (self->form)))
    return FALSE;
  keep_draft (self); /* until it is taken */
  reason = dup_reason (self);
  op = kx_step_make_op (self->record, self->step, arguments, reason);
  self->busy = TRUE;
  gtk_widget_set_sensitive (self->act, FALSE);
  if (self->step->flags & KX_ONLINE)
    kx_client_apply_async (kx_desk_get_client (self->desk), op, self->cancellable, take_applied,
                           kx_weak_new (self));
  else
    {
      GPtrArray *acts = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free);

      g_ptr_array_add (acts, g_steal_pointer (&op));
      kx_mirror_submit_async (kx_desk_get_mirror (self->desk), acts, NULL, take_submitted,
                              kx_weak_new (self));
    }
  return TRUE;
}

static void
press_act (KxStepDialog *self)
{
  kx_step_dialog_take (self);
}

/* Whoever makes the slip finds what was typed here again, when the answer is there. */
static void
press_slip (KxStepDialog *self)
{
  g_autoptr (KxRecord) arguments = read_form (self);

  keep_draft (self);
  g_signal_emit (self, slip_signal, 0, arguments);
  gtk_window_close (GTK_WINDOW (self));
}

static void
press_throw (KxStepDialog *self)
{
  put_draft (self, NULL);
  self->done = TRUE;
  if (self->form != NULL)
    {
      kx_form_set_editing (self->form, FALSE);
      kx_form_set_editing (self->form, TRUE);
    }
  gtk_editable_set_text (self->reason, "");
  self->done = FALSE;
  check (self);
}

static void
follow_rows (KxStepDialog *self)
{
  if (!self->done)
    check_again (self);
}

static void
map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kx_step_dialog_parent_class)->map (widget);
  /* Before, assistive technologies would take the window for a part of another one. */
  begin_focus (KX_STEP_DIALOG (widget));
}

static gboolean
close_request (GtkWindow *window)
{
  keep_draft (KX_STEP_DIALOG (window));
  return GTK_WINDOW_CLASS (kx_step_dialog_parent_class)->close_request (window);
}

static void
dispose (GObject *object)
{
  KxStepDialog *self = KX_STEP_DIALOG (object);

  /* With the window below it, without being closed. */
  if (self->form != NULL && self->desk != NULL)
    keep_draft (self);
  self->form = NULL;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (kx_step_dialog_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxStepDialog *self = KX_STEP_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->record, kx_record_free);
  G_OBJECT_CLASS (kx_step_dialog_parent_class)->finalize (object);
}

static void
kx_step_dialog_class_init (KxStepDialogClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  GTK_WIDGET_CLASS (class)->map = map;
  GTK_WINDOW_CLASS (class)->close_request = close_request;
  taken_signal =
      g_signal_new ("taken", KX_TYPE_STEP_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  slip_signal = g_signal_new ("slip", KX_TYPE_STEP_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (class), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
kx_step_dialog_init (KxStepDialog *self)
{
  self->cancellable = g_cancellable_new ();
}

static void
add_form (KxStepDialog *self, GtkWidget *box)
{
  g_autofree char *near = self->record->space != NULL ? kx_space_area (self->record->space) : NULL;
  g_autoptr (KxLookup) lookup = kx_file_lookup_new (self->desk, self->record->id);

  self->form = kx_form_new (self->step->arguments, lookup, near);
  kx_form_set_editing (self->form, TRUE);
  g_signal_connect_swapped (self->form, "draft", G_CALLBACK (keep_draft), self);
  g_signal_connect_swapped (self->form, "changed", G_CALLBACK (check), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->form));
}

static void
add_slip (KxStepDialog *self, GtkWidget *box)
{
  if (!kx_slip_can_ask (self->desk, self->record, self->step))
    return;
  self->slip = kx_slip_button_new ();
  gtk_widget_set_tooltip_text (self->slip, _ ("What you typed is kept as a draft"));
  g_signal_connect_swapped (self->slip, "clicked", G_CALLBACK (press_slip), self);
  gtk_box_append (GTK_BOX (box), self->slip);
}

static GtkWidget *
make_contents (KxStepDialog *self, const char *question)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  const char *reason =
      self->step->flags & KX_NEEDS_REASON ? _ ("Reason") : _ ("Reason, if there is one to tell");

  gtk_widget_add_css_class (box, "record-tab");
  /* Not in the bar, where the verb leaves no room for it. */
  kx_label_add (box, question, "title-4");
  self->effect = GTK_LABEL (kx_label_add (box, "", NULL));
  if (self->step->arguments != NULL)
    add_form (self, box);
  kx_label_add (box, reason, "field-label");
  self->reason = GTK_EDITABLE (gtk_entry_new ());
  gtk_entry_set_max_length (GTK_ENTRY (self->reason), KX_OP_REASON_CHARS);
  kx_a11y_set_label (GTK_WIDGET (self->reason), reason);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->reason));
  self->fault = kx_label_add (box, "", "error");
  gtk_widget_set_visible (self->fault, FALSE);
  self->throw = gtk_button_new_with_label (_ ("Throw away what was typed"));
  gtk_widget_set_halign (self->throw, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->throw, "flat");
  g_signal_connect_swapped (self->throw, "clicked", G_CALLBACK (press_throw), self);
  gtk_box_append (GTK_BOX (box), self->throw);
  add_slip (self, box);
  self->guards = kx_guard_list_new ();
  gtk_widget_set_margin_top (GTK_WIDGET (self->guards), 12);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->guards));
  return box;
}

static GtkWidget *
make_header (KxStepDialog *self)
{
  GtkWidget *header = adw_header_bar_new (), *stay = gtk_button_new_with_label (_ ("Cancel"));

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_bin_new ());
  gtk_widget_set_tooltip_text (stay, _ ("What you typed is kept as a draft"));
  g_signal_connect_swapped (stay, "clicked", G_CALLBACK (gtk_window_close), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), stay);
  self->act = gtk_button_new_with_label (_ (self->step->label));
  gtk_widget_add_css_class (self->act, "suggested-action");
  g_signal_connect_swapped (self->act, "clicked", G_CALLBACK (press_act), self);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->act);
  return header;
}

static void
fill (KxStepDialog *self)
{
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scrolled = gtk_scrolled_window_new ();
  g_autofree char *title = kx_display_title (self->record);
  /* Translators: a step, and the record with which it is taken; the question above a dialog. */
  g_autofree char *question = g_strdup_printf (_ ("%s: %s?"), _ (self->step->label), title);

  gtk_window_set_title (GTK_WINDOW (self), question);
  gtk_box_append (GTK_BOX (all), make_header (self));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 600);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), make_contents (self, question));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (all), scrolled);
  adw_window_set_content (ADW_WINDOW (self), all);
}

KxStepDialog *
kx_step_dialog_new (GtkWidget *over, KxDesk *desk, const KxRecord *record, const KxTransition *step)
{
  KxStepDialog *self = g_object_new (KX_TYPE_STEP_DIALOG, "modal", TRUE, "default-width", 520, NULL);
  GtkRoot *root = gtk_widget_get_root (over);

  kx_help_bind (GTK_WINDOW (self), "agency");
  self->desk = g_object_ref (desk);
  self->record = kx_record_copy (record);
  self->step = step;
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  fill (self);
  take_draft (self);
  g_signal_connect_swapped (self->reason, "changed", G_CALLBACK (follow_reason), self);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (follow_rows), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kx_desk_get_mirror (desk), "summary-changed", G_CALLBACK (follow_rows), self,
                           G_CONNECT_SWAPPED);
  check (self);
  return self;
}

KxForm *
kx_step_dialog_get_form (KxStepDialog *self)
{
  g_return_val_if_fail (KX_IS_STEP_DIALOG (self), NULL);
  return self->form;
}

void
kx_step_dialog_set_reason (KxStepDialog *self, const char *reason)
{
  g_return_if_fail (KX_IS_STEP_DIALOG (self));
  gtk_editable_set_text (self->reason, reason);
}
