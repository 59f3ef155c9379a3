#include "desktop/preferences/kx-account-preferences.h"

#include "core/entities/kx-person.h"
#include "core/kx-role.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/preferences/kx-forget.h"
#include "desktop/preferences/kx-person-facts.h"
#include "desktop/preferences/kx-preferences-rows.h"
#include "sync/kx-client-device.h"
#include "sync/kx-profile.h"

struct _KxAccountPreferences
{
  AdwPreferencesPage parent_instance;

  KxProfile *profile;
  KxDesk *desk; /* owned; NULL when disposed */
  GCancellable *cancellable;
  GPtrArray *device_rows; /* (element-type GtkWidget) borrowed */

  AdwActionRow *person, *roles, *service, *tokens, *password_hint;
  GtkWidget *password_group, *sign_out_row, *sign_out, *change;
  AdwExpanderRow *password_row;
  GtkEditable *old_password, *new_password, *again;
  AdwPreferencesGroup *devices;
  KxPersonFacts *own;
};

G_DEFINE_FINAL_TYPE (KxAccountPreferences, kx_account_preferences, ADW_TYPE_PREFERENCES_PAGE)

static void list_devices (KxAccountPreferences *self);

/* What an act on the page is about. */
typedef struct
{
  KxAccountPreferences *page; /* owned */
  char *device;               /* owned, or NULL */
} Act;

static Act *
act_new (KxAccountPreferences *self, const char *device)
{
  Act *act = g_new0 (Act, 1);

  act->page = g_object_ref (self);
  act->device = g_strdup (device);
  return act;
}

static void
act_free (gpointer data)
{
  Act *act = data;

  g_object_unref (act->page);
  g_free (act->device);
  g_free (act);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Act, act_free)

static gboolean
is_gone (KxAccountPreferences *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

/* --- Who --- */

static char *
dup_roles (KxAccountPreferences *self)
{
  const KxActor *actor = kx_mirror_get_actor (kx_profile_get_mirror (self->profile));
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; actor != NULL && i < actor->roles->len; i++)
    {
      const KxRoleIn *role = &g_array_index (actor->roles, KxRoleIn, i);
      g_autofree char *word = kx_preferences_dup_role (kx_role_codes[role->role].name, role->area);

      g_string_append_printf (words, "%s%s", i == 0 ? "" : "\n", word);
    }
  return words->len > 0 ? g_strdup (words->str) : g_strdup (_ ("Nothing is granted to this account"));
}

static const char *
word_of_place (KxTokenPlace place)
{
  switch (place)
    {
    case KX_TOKEN_PLACE_SERVICE:
      return _ ("In the keyring of your desktop");
    case KX_TOKEN_PLACE_FILE:
      return _ ("In a file that only you can read, because no keyring answers");
    case KX_TOKEN_PLACE_UNKNOWN:
    default:
      return _ ("Nowhere yet");
    }
}

/* As it is now; what the sign-in said may be of before. */
static char *
dup_name (KxAccountPreferences *self)
{
  const KxProfileInfo *info = kx_profile_get_info (self->profile);
  const char *user = kx_desk_get_user (self->desk);
  g_autofree char *name = user != NULL ? kx_desk_dup_person (self->desk, user) : g_strdup ("");

  return *name != '\0' || info->name == NULL ? g_steal_pointer (&name) : g_strdup (info->name);
}

static void
show_account (KxAccountPreferences *self)
{
  const KxProfileInfo *info = kx_profile_get_info (self->profile);
  gboolean local = kx_profile_is_local (self->profile), in = kx_profile_get_device (self->profile) != NULL;
  g_autofree char *roles = dup_roles (self), *name = dup_name (self), *person = NULL;

  /* Translators: name of the person, sign-in name. */
  person = *name != '\0' ? g_strdup_printf (_ ("%s (%s)"), name, info->user) : g_strdup (info->user);
  adw_action_row_set_subtitle (self->person, person);
  adw_action_row_set_subtitle (self->roles, roles);
  adw_action_row_set_subtitle (self->service,
                               local ? _ ("On this computer") : kx_profile_get_url (self->profile));
  adw_action_row_set_subtitle (self->tokens, word_of_place (kx_profile_get_token_place (self->profile)));
  /* Nobody types the password of an account on this computer, and nobody else has it. */
  gtk_widget_set_visible (self->password_group, !local);
  gtk_widget_set_visible (GTK_WIDGET (self->devices), !local);
  gtk_widget_set_visible (self->sign_out_row, !local);
  gtk_widget_set_sensitive (self->sign_out, in || kx_profile_is_signed_in (self->profile));
}

static void
follow (KxAccountPreferences *self, const KxEntity *entity)
{
  if (entity == &kx_person_entity && self->desk != NULL)
    show_account (self);
}

/* --- Password --- */

static const char *
word_against (KxAccountPreferences *self)
{
  const char *fresh = gtk_editable_get_text (self->new_password);

  if (*gtk_editable_get_text (self->old_password) == '\0' || *fresh == '\0')
    return "";
  if (!g_str_equal (fresh, gtk_editable_get_text (self->again)))
    return _ ("The new password and its repetition differ");
  return NULL;
}

static void
on_password_typed (KxAccountPreferences *self)
{
  const char *against = word_against (self);

  gtk_widget_set_sensitive (self->change, against == NULL);
  adw_action_row_set_subtitle (self->password_hint, against != NULL ? against : "");
}

static void
password_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxAccountPreferences) self = data;
  g_autoptr (GError) error = NULL;
  gboolean changed = kx_profile_change_password_finish (KX_PROFILE (source), result, &error);

  if (is_gone (self))
    return;
  on_password_typed (self);
  if (!changed)
    {
      adw_action_row_set_subtitle (self->password_hint, error->message);
      return;
    }
  gtk_editable_set_text (self->old_password, "");
  gtk_editable_set_text (self->new_password, "");
  gtk_editable_set_text (self->again, "");
  adw_expander_row_set_expanded (self->password_row, FALSE);
  kx_preferences_toast (GTK_WIDGET (self), _ ("The password was changed"));
}

static void
on_change (KxAccountPreferences *self)
{
  gtk_widget_set_sensitive (self->change, FALSE);
  /* Not cancelled with the page: the new session follows the new password. */
  kx_profile_change_password_async (self->profile, gtk_editable_get_text (self->old_password),
                                    gtk_editable_get_text (self->new_password), NULL, password_changed,
                                    g_object_ref (self));
}

/* --- Devices --- */

static void
device_revoked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Act) act = data;
  g_autoptr (GError) error = NULL;
  gboolean revoked = kx_client_revoke_device_finish (KX_CLIENT (source), result, &error);

  if (is_gone (act->page))
    return;
  kx_preferences_toast (GTK_WIDGET (act->page), revoked ? _ ("The device was revoked") : error->message);
  list_devices (act->page);
}

static void
revoke_asked (KxChoice choice, const char *reason, gpointer data)
{
  Act *act = data;

  if (choice == KX_ASK_ACT && !is_gone (act->page))
    kx_client_revoke_device_async (kx_profile_get_client (act->page->profile), act->device, NULL,
                                   device_revoked, act_new (act->page, act->device));
}

static void
on_revoke (KxAccountPreferences *self, GtkWidget *button)
{
  const char *name = g_object_get_data (G_OBJECT (button), "name");
  /* Translators: the name of a computer. */
  g_autofree char *question = g_strdup_printf (_ ("Revoke “%s”?"), name);
  KxQuestion words = { .question = question,
                       .effect = _ ("At its next contact it removes its data. What was changed there and "
                                    "not sent is lost."),
                       .act = _ ("_Revoke"),
                       .destructive = TRUE };

  kx_ask (GTK_WIDGET (self), &words, revoke_asked,
          act_new (self, g_object_get_data (G_OBJECT (button), "device")), act_free);
}

static void
add_device_row (KxAccountPreferences *self, GtkWidget *row)
{
  adw_preferences_group_add (self->devices, row);
  g_ptr_array_add (self->device_rows, row);
}

static void
add_device (KxAccountPreferences *self, const KxClientDevice *device)
{
  gboolean here = g_strcmp0 (device->id, kx_profile_get_device (self->profile)) == 0;
  KxTime seen = device->seen_at.ms != 0 ? device->seen_at : device->created_at;
  g_autofree char *when = kx_format_time_short (seen, kx_format_now ()), *words = NULL;
  GtkWidget *row, *button;

  if (here)
    words = g_strdup (_ ("This computer"));
  else
    /* Translators: name of a person, a moment. */
    words =
        g_strdup_printf (_ ("%s, last seen %s"), device->user_name != NULL ? device->user_name : "", when);
  row = kx_preferences_row_new (device->name, words);
  add_device_row (self, row);
  if (here)
    return;
  button = kx_preferences_row_add_button (row, _ ("Revoke…"));
  g_object_set_data_full (G_OBJECT (button), "device", g_strdup (device->id), g_free);
  g_object_set_data_full (G_OBJECT (button), "name", g_strdup (device->name), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_revoke), self, G_CONNECT_SWAPPED);
}

static void
devices_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxAccountPreferences) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) devices = kx_client_list_devices_finish (KX_CLIENT (source), result, &error);

  if (is_gone (self))
    return;
  kx_preferences_clear_rows (self->devices, self->device_rows);
  if (devices == NULL)
    {
      GtkWidget *row = kx_preferences_row_new (_ ("The devices cannot be shown now"), error->message);

      add_device_row (self, row);
      g_signal_connect_object (kx_preferences_row_add_button (row, _ ("Try again")), "clicked",
                               G_CALLBACK (list_devices), self, G_CONNECT_SWAPPED);
      return;
    }
  for (guint i = 0; i < devices->len; i++)
    {
      const KxClientDevice *device = g_ptr_array_index (devices, i);

      if (device->revoked_at.ms == 0)
        add_device (self, device);
    }
}

static void
list_devices (KxAccountPreferences *self)
{
  if (!kx_profile_is_local (self->profile))
    kx_client_list_devices_async (kx_profile_get_client (self->profile), self->cancellable, devices_listed,
                                  g_object_ref (self));
}

/* --- Leaving --- */

static void
signed_out (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxAccountPreferences) self = data;
  g_autoptr (GError) error = NULL;
  gboolean out = kx_profile_sign_out_finish (KX_PROFILE (source), result, &error);

  if (is_gone (self))
    return;
  show_account (self);
  list_devices (self);
  kx_preferences_toast (GTK_WIDGET (self), out ? _ ("You are signed out") : error->message);
}

static void
on_sign_out (KxAccountPreferences *self)
{
  gtk_widget_set_sensitive (self->sign_out, FALSE);
  kx_profile_sign_out_async (self->profile, NULL, signed_out, g_object_ref (self));
}

static void
on_forget (KxAccountPreferences *self)
{
  kx_forget_ask (GTK_WIDGET (self), self->profile);
}

/* --- The page --- */

static void
dispose (GObject *object)
{
  KxAccountPreferences *self = KX_ACCOUNT_PREFERENCES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_ACCOUNT_PREFERENCES);
  G_OBJECT_CLASS (kx_account_preferences_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxAccountPreferences *self = KX_ACCOUNT_PREFERENCES (object);

  g_clear_object (&self->profile);
  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->device_rows);
  G_OBJECT_CLASS (kx_account_preferences_parent_class)->finalize (object);
}

static void
kx_account_preferences_class_init (KxAccountPreferencesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  g_type_ensure (KX_TYPE_PERSON_FACTS);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/kangxie/Kangxie/ui/preferences/kx-account-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, KxAccountPreferences, person);
  gtk_widget_class_bind_template_child (widget_class, KxAccountPreferences, own);
  gtk_widget_class_bind_template_child (widget_class, KxAccountPreferences, roles);
  gtk_widget_class_bind_template_child (widget_class, KxAccountPreferences, service);
  gtk_widget_class_bind_template_child (widget_class, KxAccountPreferences, tokens);
  gtk_widget_class_bind_template_child (widget_class, KxAccountPreferences, password_group);
  gtk_widget_class_bind_template_child (widget_class, KxAccountPreferences, password_row);
  gtk_widget_class_bind_template_child (widget_class, KxAccountPreferences, password_hint);
  gtk_widget_class_bind_template_child (widget_class, KxAccountPreferences, old_password);
  gtk_widget_class_bind_template_child (widget_class, KxAccountPreferences, new_password);
  gtk_widget_class_bind_template_child (widget_class, KxAccountPreferences, again);
  gtk_widget_class_bind_template_child (widget_class, KxAccountPreferences, change);
  gtk_widget_class_bind_template_child (widget_class, KxAccountPreferences, devices);
  gtk_widget_class_bind_template_child (widget_class, KxAccountPreferences, sign_out_row);
  gtk_widget_class_bind_template_child (widget_class, KxAccountPreferences, sign_out);
  gtk_widget_class_bind_template_callback (widget_class, on_password_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_change);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_out);
  gtk_widget_class_bind_template_callback (widget_class, on_forget);
}

static void
kx_account_preferences_init (KxAccountPreferences *self)
{
  self->cancellable = g_cancellable_new ();
  self->device_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  kx_a11y_name_mnemonics (GTK_WIDGET (self));
  kx_a11y_name_rows (GTK_WIDGET (self));
}

AdwPreferencesPage *
kx_account_preferences_new (KxProfile *profile)
{
  KxAccountPreferences *self = g_object_new (KX_TYPE_ACCOUNT_PREFERENCES, NULL);

  self->profile = g_object_ref (profile);
  self->desk = kx_desk_new (profile);
  show_account (self);
  /* Person and account have one id where they were made together. */
  kx_person_facts_show (self->own, self->desk, kx_desk_get_user (self->desk));
  list_devices (self);
  g_signal_connect_object (self->desk, "rows-changed", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (profile, "notify::signed-in", G_CALLBACK (show_account), self, G_CONNECT_SWAPPED);
  return ADW_PREFERENCES_PAGE (self);
}
