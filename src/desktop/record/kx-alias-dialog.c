#include "desktop/record/kx-alias-dialog.h"

#include "core/entities/kx-agency.h"
#include "desktop/form/kx-editor.h"
#include "desktop/form/kx-form-read.h"
#include "desktop/form/kx-guard-list.h"
#include "desktop/help/kx-help-window.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "desktop/kx-weak.h"
#include "desktop/record/kx-act.h"
#include "models/kx-display.h"
#include "sync/kx-client-row.h"

struct _KxAliasDialog
{
  AdwWindow parent_instance;

  KxDesk *desk;     /* owned */
  KxRecord *record; /* owned */
  GCancellable *cancellable;

  KxEditor *other;                          /* borrowed */
  GtkCheckButton *this_stays, *other_stays; /* borrowed */
  GtkEditable *reason;                      /* borrowed */
  KxGuardList *guards;                      /* borrowed */
  GtkWidget *act, *fault;                   /* borrowed */
};

G_DEFINE_FINAL_TYPE (KxAliasDialog, kx_alias_dialog, ADW_TYPE_WINDOW)

static guint linked_signal;

/* The id of the other record; NULL while none is chosen. Free with g_free(). */
static char *
dup_other (KxAliasDialog *self)
{
  g_autofree char *typed = kx_editor_dup_typed (self->other);
  g_autoptr (KxRecord) read = kx_record_new (&kx_link_alias_entity, NULL, NULL);
  g_autoptr (KxFinding) finding = kx_form_read (read, kx_link_alias_f_target, typed, kx_display_today ());

  return finding == NULL ? g_strdup (kx_link_alias_get_target (kx_link_alias (read))) : NULL;
}

/* The act that is prepared: the record that does not stay is linked to the one that does. NULL while no other
 * record is chosen, or it is not here. */
static KxOp *
make_op (KxAliasDialog *self)
{
  g_autofree char *other = dup_other (self);
  g_autoptr (KxRecord) row = other != NULL ? kx_desk_get_row (self->desk, &kx_agency_entity, other) : NULL;
  gboolean this_stays = gtk_check_button_get_active (self->this_stays);
  const KxRecord *alias = this_stays ? row : self->record, *main = this_stays ? self->record : row;
  g_autoptr (GPtrArray) acts = kx_act_new ();
  g_autoptr (KxRecord) arguments = NULL;
  KxOp *op;

  if (row == NULL)
    return NULL;
  arguments = kx_record_new (&kx_link_alias_entity, NULL, NULL);
  kx_link_alias_set_target (kx_link_alias (arguments), main->id);
  kx_act_step (acts, alias, "link_alias", g_steal_pointer (&arguments));
  op = g_ptr_array_steal_index (acts, 0);
  op->reason = g_strstrip (g_strdup (gtk_editable_get_text (self->reason)));
  if (*op->reason == '\0')
    g_clear_pointer (&op->reason, g_free);
  return op;
}

/* That it happens at the service only is no fault of what was chosen here; whether it can be reached is
 * another question. */
static void
add_reachable (KxAliasDialog *self, GPtrArray *findings)
{
  KxFinding *finding = kx_finding_new (kx_desk_is_online (self->desk) ? KX_HOLDS : KX_FAILS, "online", NULL,
                                       N_ ("The service must be reachable: records are linked there"));

  finding->cite.source = KX_SOURCE_PROGRAM;
  g_ptr_array_add (findings, finding);
}

static void
add_given (GPtrArray *findings, gboolean given, const char *code, const char *message)
{
  KxFinding *finding = kx_finding_new (given ? KX_HOLDS : KX_FAILS, code, NULL, message);

  finding->cite.source = KX_SOURCE_PROGRAM;
  g_ptr_array_add (findings, finding);
}

static gboolean
is_own (const KxFinding *finding)
{
  return g_strcmp0 (finding->code, "needs-service") == 0 || g_strcmp0 (finding->code, "reason-needed") == 0 ||
         g_strcmp0 (finding->code, "required") == 0;
}

static void
check (KxAliasDialog *self)
{
  g_autoptr (KxOp) op = make_op (self);
  g_autoptr (KxDecision) decision = op != NULL ? kx_desk_try (self->desk, op) : NULL;
  g_autoptr (GPtrArray) findings = g_ptr_array_new ();
  g_autoptr (GPtrArray) own = kx_findings_new ();
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (self->reason)));

  add_given (own, op != NULL, "chosen", N_ ("The other record must be chosen"));
  add_given (own, *reason != '\0', "reason", N_ ("The reason must be given; it goes to the history"));
  add_reachable (self, own);
  for (guint i = 0; i < own->len; i++)
    g_ptr_array_add (findings, own->pdata[i]);
  for (guint i = 0; decision != NULL && i < decision->findings->len; i++)
    if (!is_own (decision->findings->pdata[i]))
      g_ptr_array_add (findings, decision->findings->pdata[i]);
  kx_guard_list_set_findings (self->guards, findings);
  gtk_widget_set_sensitive (self->act, !kx_findings_refuse (findings));
}

static void
tell (KxAliasDialog *self, const char *words)
{
  gtk_label_set_label (GTK_LABEL (self->fault), words != NULL ? words : "");
  gtk_widget_set_visible (self->fault, words != NULL);
}

static void
take_linked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxAliasDialog) self = kx_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxRecord) alias = kx_client_apply_finish (KX_CLIENT (source), result, &error);

  if (self == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_set_sensitive (self->act, TRUE);
  if (alias == NULL)
    {
      tell (self, error->message);
      return;
    }
  kx_desk_sync_now (self->desk);
  g_signal_emit (self, linked_signal, 0, alias->id, alias->seq);
  gtk_window_close (GTK_WINDOW (self));
}

static void
press_link (KxAliasDialog *self)
{
  kx_alias_dialog_link (self);
}

static void
dispose (GObject *object)
{
  KxAliasDialog *self = KX_ALIAS_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (kx_alias_dialog_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxAliasDialog *self = KX_ALIAS_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->record, kx_record_free);
  G_OBJECT_CLASS (kx_alias_dialog_parent_class)->finalize (object);
}

static void
kx_alias_dialog_class_init (KxAliasDialogClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  linked_signal = g_signal_new ("linked", KX_TYPE_ALIAS_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT64);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (class), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
kx_alias_dialog_init (KxAliasDialog *self)
{
  self->cancellable = g_cancellable_new ();
}

static GtkWidget *
add_radio (KxAliasDialog *self, GtkWidget *box, const char *words, GtkCheckButton *group)
{
  GtkWidget *button = gtk_check_button_new_with_label (words);

  gtk_check_button_set_group (GTK_CHECK_BUTTON (button), group);
  g_signal_connect_swapped (button, "toggled", G_CALLBACK (check), self);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
make_contents (KxAliasDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *title = kx_display_title (self->record);
  /* Translators: the name of a record. */
  g_autofree char *this_words = g_strdup_printf (_ ("“%s”, this one"), title);
  const char *area = self->record->space;
  g_autofree char *near = area != NULL ? kx_space_area (area) : NULL;

  gtk_widget_add_css_class (box, "record-tab");
  kx_label_add (
      box,
      _ ("Both records keep their history. The one that does not stay is found under the other from then on, "
         "also by its own code, and the link can be undone."),
      NULL);
  kx_label_add (box, _ ("The other record"), "field-label");
  self->other =
      kx_editor_new (&kx_link_alias_entity, kx_link_alias_f_target, kx_desk_get_lookup (self->desk), near);
  kx_editor_describe (self->other, _ ("The other record"), NULL, TRUE);
  g_signal_connect_swapped (self->other, "changed", G_CALLBACK (check), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->other));
  kx_label_add (box, _ ("Which one stays the main record?"), "field-label");
  self->reason = GTK_EDITABLE (gtk_entry_new ());
  self->guards = kx_guard_list_new ();
  self->act = gtk_button_new_with_label (_ ("Link"));
  self->this_stays = GTK_CHECK_BUTTON (add_radio (self, box, this_words, NULL));
  self->other_stays = GTK_CHECK_BUTTON (add_radio (self, box, _ ("The other one"), self->this_stays));
  kx_label_add (box, _ ("Reason"), "field-label");
  kx_a11y_set_label (GTK_WIDGET (self->reason), _ ("Reason"));
  g_signal_connect_swapped (self->reason, "changed", G_CALLBACK (check), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->reason));
  self->fault = kx_label_add (box, "", "error");
  gtk_widget_set_visible (self->fault, FALSE);
  gtk_widget_set_margin_top (GTK_WIDGET (self->guards), 12);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->guards));
  return box;
}

static GtkWidget *
make_header (KxAliasDialog *self)
{
  GtkWidget *header = adw_header_bar_new (), *stay = gtk_button_new_with_label (_ ("Cancel"));
  GtkWidget *title = adw_window_title_new (_ ("Two records of one institution?"), NULL);

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  /* In a narrow window it is shortened. */
  gtk_widget_set_tooltip_text (title, _ ("Two records of one institution?"));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), title);
  g_signal_connect_swapped (stay, "clicked", G_CALLBACK (gtk_window_close), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), stay);
  gtk_widget_add_css_class (self->act, "suggested-action");
  g_signal_connect_swapped (self->act, "clicked", G_CALLBACK (press_link), self);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->act);
  return header;
}

KxAliasDialog *
kx_alias_dialog_new (GtkWidget *over, KxDesk *desk, const KxRecord *record)
{
  KxAliasDialog *self = g_object_new (KX_TYPE_ALIAS_DIALOG, "modal", TRUE, "default-width", 480, NULL);
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scrolled = gtk_scrolled_window_new ();
  GtkRoot *root = gtk_widget_get_root (over);
  GtkWidget *contents;

  kx_help_bind (GTK_WINDOW (self), "agency");
  self->desk = g_object_ref (desk);
  self->record = kx_record_copy (record);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Two records of one institution?"));
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  contents = make_contents (self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 540);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), contents);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (all), make_header (self));
  gtk_box_append (GTK_BOX (all), scrolled);
  adw_window_set_content (ADW_WINDOW (self), all);
  gtk_check_button_set_active (self->this_stays, TRUE);
  check (self);
  return self;
}

void
kx_alias_dialog_set_other (KxAliasDialog *self, const char *id)
{
  g_return_if_fail (KX_IS_ALIAS_DIALOG (self));
  kx_editor_set_typed (self->other, id);
  check (self);
}

void
kx_alias_dialog_set_reason (KxAliasDialog *self, const char *reason)
{
  g_return_if_fail (KX_IS_ALIAS_DIALOG (self));
  gtk_editable_set_text (self->reason, reason);
}

gboolean
kx_alias_dialog_link (KxAliasDialog *self)
{
  g_autoptr (KxOp) op = NULL;

  g_return_val_if_fail (KX_IS_ALIAS_DIALOG (self), FALSE);
  op = gtk_widget_get_sensitive (self->act) ? make_op (self) : NULL;
  if (op == NULL)
    return FALSE;
  tell (self, NULL);
  gtk_widget_set_sensitive (self->act, FALSE);
  kx_client_apply_async (kx_desk_get_client (self->desk), op, self->cancellable, take_linked,
                         kx_weak_new (self));
  return TRUE;
}
