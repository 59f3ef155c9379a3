#include "desktop/record/kx-unlink-dialog.h"

#include "core/entities/kx-agency.h"
#include "desktop/help/kx-help-window.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "desktop/record/kx-act.h"

struct _KxUnlinkDialog
{
  AdwWindow parent_instance;

  KxDesk *desk;     /* owned */
  KxRecord *record; /* owned */

  GtkEditable *reason; /* borrowed */
  KxGuardedAct *act;   /* borrowed */
};

G_DEFINE_FINAL_TYPE (KxUnlinkDialog, kx_unlink_dialog, ADW_TYPE_WINDOW)

static guint unlinked_signal;

static void
check (KxUnlinkDialog *self)
{
  g_autoptr (GPtrArray) acts = kx_act_new ();
  KxOp *op = kx_act_step (acts, self->record, "unlink_alias", NULL);
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (self->reason)));

  if (*reason != '\0')
    op->reason = g_steal_pointer (&reason);
  kx_guarded_act_set_op (self->act, g_ptr_array_steal_index (acts, 0), NULL);
}

/* Agreements of both records come and go meanwhile. */
static void
follow (KxDesk *desk, const KxEntity *entity, KxUnlinkDialog *self)
{
  if (self->desk != NULL)
    check (self);
}

static void
on_done (KxUnlinkDialog *self)
{
  g_signal_emit (self, unlinked_signal, 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
dispose (GObject *object)
{
  g_clear_object (&KX_UNLINK_DIALOG (object)->desk);
  G_OBJECT_CLASS (kx_unlink_dialog_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  kx_record_free (KX_UNLINK_DIALOG (object)->record);
  G_OBJECT_CLASS (kx_unlink_dialog_parent_class)->finalize (object);
}

static void
kx_unlink_dialog_class_init (KxUnlinkDialogClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  unlinked_signal = g_signal_new ("unlinked", KX_TYPE_UNLINK_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (class), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
kx_unlink_dialog_init (KxUnlinkDialog *self)
{
}

static GtkWidget *
make_contents (KxUnlinkDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_add_css_class (box, "record-tab");
  kx_label_add (box, _ ("Both records stand for themselves again. Both histories stay."), NULL);
  kx_label_add (box, _ ("Reason"), "field-label");
  self->reason = GTK_EDITABLE (gtk_entry_new ());
  kx_a11y_set_label (GTK_WIDGET (self->reason), _ ("Reason"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->reason));
  self->act = kx_guarded_act_new (self->desk, _ ("_Undo the link"));
  gtk_widget_set_margin_top (GTK_WIDGET (self->act), 12);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->act));
  g_signal_connect_swapped (self->reason, "changed", G_CALLBACK (check), self);
  g_signal_connect_object (self->reason, "activate", G_CALLBACK (kx_guarded_act_press), self->act,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->act, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
  return box;
}

static GtkWidget *
make_header (KxUnlinkDialog *self)
{
  GtkWidget *header = adw_header_bar_new (), *stay = gtk_button_new_with_label (_ ("Cancel"));
  GtkWidget *title = adw_window_title_new (_ ("Undo the link to the other record?"), NULL);

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  /* In a narrow window it is shortened. */
  gtk_widget_set_tooltip_text (title, _ ("Undo the link to the other record?"));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), title);
  g_signal_connect_swapped (stay, "clicked", G_CALLBACK (gtk_window_close), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), stay);
  return header;
}

KxUnlinkDialog *
kx_unlink_dialog_new (GtkWidget *over, KxDesk *desk, const KxRecord *record)
{
  KxUnlinkDialog *self = g_object_new (KX_TYPE_UNLINK_DIALOG, "modal", TRUE, "default-width", 480, NULL);
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scrolled = gtk_scrolled_window_new ();
  GtkRoot *root = gtk_widget_get_root (over);

  kx_help_bind (GTK_WINDOW (self), "agency");
  self->desk = g_object_ref (desk);
  self->record = kx_record_copy (record);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Undo the link to the other record?"));
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 540);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), make_contents (self));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (all), make_header (self));
  gtk_box_append (GTK_BOX (all), scrolled);
  adw_window_set_content (ADW_WINDOW (self), all);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (follow), self, 0);
  check (self);
  return self;
}

void
kx_unlink_dialog_set_reason (KxUnlinkDialog *self, const char *reason)
{
  g_return_if_fail (KX_IS_UNLINK_DIALOG (self));
  gtk_editable_set_text (self->reason, reason);
}

KxGuardedAct *
kx_unlink_dialog_get_act (KxUnlinkDialog *self)
{
  g_return_val_if_fail (KX_IS_UNLINK_DIALOG (self), NULL);
  return self->act;
}
