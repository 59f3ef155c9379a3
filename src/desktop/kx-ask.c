#include "desktop/kx-ask.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"

#include <string.h>

typedef struct
{
  KxAsked asked;
  gpointer data;
  GDestroyNotify free_data;
  GtkEditable *reason; /* borrowed: of the dialog */
} Asking;

static void
free_asking (gpointer data, GClosure *closure)
{
  Asking *asking = data;

  if (asking->free_data != NULL)
    asking->free_data (asking->data);
  g_free (asking);
}

static void
take_answer (AdwMessageDialog *dialog, const char *response, Asking *asking)
{
  KxAsked asked = g_steal_pointer (&asking->asked);
  g_autofree char *reason = NULL;
  KxChoice choice = KX_ASK_STAY;

  if (asked == NULL)
    return;
  /* The answer may be to destroy the window below, to which the dialog would go on to refer. */
  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  if (g_str_equal (response, "act"))
    choice = KX_ASK_ACT;
  else if (g_str_equal (response, "other"))
    choice = KX_ASK_OTHER;
  reason = g_strstrip (g_strdup (asking->reason != NULL ? gtk_editable_get_text (asking->reason) : ""));
  asked (choice, reason, asking->data);
}

/* The verbs wait until there is a reason. */
static void
await_reason (AdwMessageDialog *dialog, GtkEditable *entry)
{
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_message_dialog_set_response_enabled (dialog, "act", *reason != '\0');
  if (adw_message_dialog_has_response (dialog, "other"))
    adw_message_dialog_set_response_enabled (dialog, "other", *reason != '\0');
}

static GtkEditable *
add_reason (AdwMessageDialog *dialog, const KxQuestion *question)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *entry = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), question->reason);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  kx_a11y_set_label (entry, question->reason);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), entry);
  adw_message_dialog_set_extra_child (dialog, group);
  if (question->needs_reason)
    {
      g_signal_connect_object (entry, "changed", G_CALLBACK (await_reason), dialog, G_CONNECT_SWAPPED);
      await_reason (dialog, GTK_EDITABLE (entry));
    }
  return GTK_EDITABLE (entry);
}

static void
add_verb (AdwMessageDialog *dialog, const char *id, const char *verb, gboolean destructive)
{
  adw_message_dialog_add_response (dialog, id, verb);
  adw_message_dialog_set_response_appearance (
      dialog, id, destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
}

static GtkWindow *
make_dialog (GtkWidget *over, const char *heading, const char *body)
{
  GtkRoot *root = gtk_widget_get_root (over);

  return GTK_WINDOW (adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, heading, body));
}

GtkWindow *
kx_ask (GtkWidget *over, const KxQuestion *question, KxAsked asked, gpointer data, GDestroyNotify free_data)
{
  GtkWindow *window = make_dialog (over, question->question, question->effect);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (window);
  Asking *asking = g_new0 (Asking, 1);

  *asking = (Asking){ asked, data, free_data, NULL };
  adw_message_dialog_add_response (dialog, "stay", question->stay != NULL ? question->stay : _ ("_Cancel"));
  if (question->other != NULL)
    add_verb (dialog, "other", question->other, FALSE);
  add_verb (dialog, "act", question->act, question->destructive);
  adw_message_dialog_set_close_response (dialog, "stay");
  /* What destroys is never what Enter does by itself. */
  adw_message_dialog_set_default_response (dialog, question->destructive ? "stay" : "act");
  if (question->reason != NULL)
    asking->reason = add_reason (dialog, question);
  g_signal_connect_data (dialog, "response", G_CALLBACK (take_answer), asking, free_asking,
                         G_CONNECT_DEFAULT);
  kx_a11y_name_mnemonics (GTK_WIDGET (window));
  if (asking->reason != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (asking->reason));
  gtk_window_present (window);
  return window;
}

GtkWindow *
kx_ask_tell (GtkWidget *over, const char *heading, const char *body)
{
  GtkWindow *window = make_dialog (over, heading, body);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (window);

  adw_message_dialog_add_response (dialog, "close", _ ("_Close"));
  adw_message_dialog_set_default_response (dialog, "close");
  kx_a11y_name_mnemonics (GTK_WIDGET (window));
  gtk_window_present (window);
  return window;
}
