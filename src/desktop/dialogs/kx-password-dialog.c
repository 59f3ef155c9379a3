#include "desktop/dialogs/kx-password-dialog.h"

#include "desktop/help/kx-help-window.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-weak.h"
#include "sync/kx-profile.h"

struct _KxPasswordDialog
{
  AdwWindow parent_instance;

  KxProfile *profile;
  GCancellable *cancellable;
  gboolean finished;

  GtkLabel *words, *error;
  GtkEditable *password;
  GtkWidget *sign_in, *spinner;
};

G_DEFINE_FINAL_TYPE (KxPasswordDialog, kx_password_dialog, ADW_TYPE_WINDOW)

enum
{
  FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
finish (KxPasswordDialog *self, gboolean signed_in)
{
  if (self->finished)
    return;
  self->finished = TRUE;
  g_signal_emit (self, signals[FINISHED], 0, signed_in);
}

static void
set_busy (KxPasswordDialog *self, gboolean busy)
{
  gtk_widget_set_visible (self->spinner, busy);
  /* Not insensitive: the focus would go. */
  gtk_editable_set_editable (self->password, !busy);
  gtk_widget_set_sensitive (self->sign_in, !busy && *gtk_editable_get_text (self->password) != '\0');
}

static void
signed_in (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean answered = kx_profile_sign_in_finish (KX_PROFILE (source), result, &error);
  g_autoptr (KxPasswordDialog) self = kx_weak_take (data);

  if (self == NULL)
    return;
  if (answered)
    {
      finish (self, TRUE);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  gtk_label_set_label (self->error, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->error), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
  gtk_editable_select_region (self->password, 0, -1);
}

static void
on_sign_in (KxPasswordDialog *self)
{
  if (!gtk_widget_get_sensitive (self->sign_in))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
  set_busy (self, TRUE);
  kx_profile_sign_in_async (self->profile, gtk_editable_get_text (self->password), self->cancellable,
                            signed_in, kx_weak_new (self));
}

static void
on_changed (KxPasswordDialog *self)
{
  gtk_widget_set_sensitive (self->sign_in, *gtk_editable_get_text (self->password) != '\0');
}

static void
dispose (GObject *object)
{
  KxPasswordDialog *self = KX_PASSWORD_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  finish (self, FALSE);
  g_clear_object (&self->profile);
  gtk_widget_dispose_template (GTK_WIDGET (self), KX_TYPE_PASSWORD_DIALOG);
  G_OBJECT_CLASS (kx_password_dialog_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_clear_object (&KX_PASSWORD_DIALOG (object)->cancellable);
  G_OBJECT_CLASS (kx_password_dialog_parent_class)->finalize (object);
}

static void
kx_password_dialog_class_init (KxPasswordDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/kangxie/Kangxie/ui/dialogs/kx-password-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KxPasswordDialog, words);
  gtk_widget_class_bind_template_child (widget_class, KxPasswordDialog, error);
  gtk_widget_class_bind_template_child (widget_class, KxPasswordDialog, password);
  gtk_widget_class_bind_template_child (widget_class, KxPasswordDialog, sign_in);
  gtk_widget_class_bind_template_child (widget_class, KxPasswordDialog, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_in);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  signals[FINISHED] = g_signal_new ("finished", KX_TYPE_PASSWORD_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
kx_password_dialog_init (KxPasswordDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  kx_a11y_name_mnemonics (GTK_WIDGET (self));
  kx_a11y_name_rows (GTK_WIDGET (self));
}

KxPasswordDialog *
kx_password_dialog_new (GtkWindow *over, KxProfile *profile)
{
  KxPasswordDialog *self = g_object_new (KX_TYPE_PASSWORD_DIALOG, "transient-for", over, NULL);

  kx_help_bind (GTK_WINDOW (self), "connect");
  if (profile != NULL)
    {
      const KxProfileInfo *info = kx_profile_get_info (profile);
      /* Translators: name of the person, address of the service. */
      g_autofree char *words =
          g_strdup_printf (_ ("The session of %s at %s has ended. What is being typed stays as it is."),
                           info->name != NULL ? info->name : info->user, kx_profile_get_url (profile));

      g_set_object (&self->profile, profile);
      gtk_label_set_label (self->words, words);
    }
  return self;
}
