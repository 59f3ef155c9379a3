#include "desktop/kx-window-private.h"

#include "core/kx-area-table.h"
#include "desktop/dialogs/kx-password-dialog.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-settings.h"
#include "desktop/kx-sync-words.h"

/* The line is made anew this often: "10:42" becomes "yesterday 10:42", and a wait becomes worth a word. */
#define LOOK_AGAIN_SECONDS 30
/* Most exchanges take less; the line does not flicker for them. */
#define QUIET_MS 800

static void
show_sync (KxWindow *self)
{
  KxSync *sync = kx_profile_get_sync (self->profile);
  const GError *error = kx_sync_get_error (sync);
  g_auto (KxSyncWords) words = { 0 };
  KxMirrorSummary summary;

  kx_mirror_get_summary (kx_profile_get_mirror (self->profile), &summary);
  kx_sync_words_make (&summary, kx_sync_get_state (sync), error != NULL ? error->message : NULL,
                      kx_format_now (), &words);
  gtk_label_set_label (self->sync_label, words.words);
  gtk_image_set_from_icon_name (self->sync_icon, words.icon);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->sync_line), words.details);
  kx_a11y_set_label (GTK_WIDGET (self->sync_line), words.words);
  kx_a11y_set_description (GTK_WIDGET (self->sync_line), words.details);
  if (words.needs)
    gtk_widget_add_css_class (GTK_WIDGET (self->sync_line), "needs");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->sync_line), "needs");
}

/* A banner is made when there is first something to say. */
static void
show_banner (KxWindow *self, KxBanner **banner, gboolean revealed, const char *words, const char *button,
             const char *action)
{
  if (*banner == NULL && !revealed)
    return;
  if (*banner == NULL)
    {
      *banner = kx_banner_new (words, button, action);
      gtk_box_append (self->banners, GTK_WIDGET (*banner));
    }
  kx_banner_set_revealed (*banner, revealed);
}

static gboolean
is_passing (KxSyncState state)
{
  return state == KX_SYNC_PUSHING || state == KX_SYNC_PULLING || state == KX_SYNC_UPLOADING;
}

static void
show_banners (KxWindow *self)
{
  KxSyncState state = kx_sync_get_state (kx_profile_get_sync (self->profile));
  KxMirrorSummary summary;

  kx_mirror_get_summary (kx_profile_get_mirror (self->profile), &summary);
  show_banner (self, &self->signed_out, state == KX_SYNC_SIGNED_OUT,
               _ ("Your session has ended. What you do is kept here and sent once you have signed in again."),
               _ ("_Sign in"), "win.sign-in");
  /* It stays while it is tried again. */
  if (!is_passing (state))
    show_banner (
        self, &self->certificate, kx_window_note_certificate (self),
        _ ("The service shows a certificate that was not accepted on this computer. What you do is kept "
           "here and sent once it is."),
        _ ("_Compare…"), "win.certificate");
  show_banner (self, &self->too_old, state == KX_SYNC_TOO_OLD,
               _ ("The service needs a newer version of Kangxie. What you do is kept here."), NULL, NULL);
  show_banner (self, &self->remote, summary.remote,
               _ ("The data of Kangxie lie on another computer’s disk, where they are not safe. Move your "
                  "home folder’s data to this computer."),
               NULL, NULL);
}

static gboolean
look_again (gpointer data)
{
  KxWindow *self = data;

  show_sync (self);
  self->sync_timer = g_timeout_add_seconds (LOOK_AGAIN_SECONDS, look_again, self);
  return G_SOURCE_REMOVE;
}

static void
sync_changed (KxWindow *self)
{
  g_clear_handle_id (&self->sync_timer, g_source_remove);
  show_banners (self);
  kx_window_follow_link (self);
  if (is_passing (kx_sync_get_state (kx_profile_get_sync (self->profile))))
    self->sync_timer = g_timeout_add (QUIET_MS, look_again, self);
  else
    look_again (self);
}

static void
revoked (KxWindow *self)
{
  kx_window_set_profile (self, NULL);
  kx_window_open_start (self);
  kx_window_toast (self, _ ("The service withdrew this computer’s access; its data were removed from here"));
}

static void
tell_what_was_saved (KxWindow *self)
{
  guint saved = kx_mirror_get_salvaged (kx_profile_get_mirror (self->profile));
  g_autofree char *words = NULL;

  if (saved == 0)
    return;
  words = g_strdup_printf (
      ngettext ("The data on this computer were damaged and are loaded anew; %u change was saved",
                "The data on this computer were damaged and are loaded anew; %u changes were saved", saved),
      saved);
  kx_window_toast_action (self, words, _ ("Show"), "win.go::activity");
}

void
kx_window_watch_profile (KxWindow *self)
{
  static const char *const signals[] = { "notify::state", "notify::online", "notify::last-error" };
  g_autofree char *name = g_path_get_basename (kx_profile_get_dir (self->profile));

  self->settings = kx_settings_new_for_profile (name);
  g_settings_set_string (kx_settings_get (), "last-profile", name);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (kx_profile_get_sync (self->profile), signals[i], G_CALLBACK (sync_changed), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (kx_profile_get_mirror (self->profile), "summary-changed",
                           G_CALLBACK (sync_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->profile, "revoked", G_CALLBACK (revoked), self, G_CONNECT_SWAPPED);
  self->daily_backup = kx_daily_backup_new (self, self->profile);
  sync_changed (self);
  tell_what_was_saved (self);
}

void
kx_window_unwatch_profile (KxWindow *self)
{
  g_clear_handle_id (&self->sync_timer, g_source_remove);
  g_clear_handle_id (&self->start_timer, g_source_remove);
  g_clear_object (&self->settings);
  g_clear_error (&self->refused);
  if (self->daily_backup != NULL)
    kx_daily_backup_stop (self->daily_backup);
  g_clear_object (&self->daily_backup);
  if (self->profile == NULL)
    return;
  g_signal_handlers_disconnect_by_data (kx_profile_get_sync (self->profile), self);
  g_signal_handlers_disconnect_by_data (kx_profile_get_mirror (self->profile), self);
  g_signal_handlers_disconnect_by_data (self->profile, self);
}

static char *
dup_service (KxProfile *profile)
{
  g_autoptr (GUri) uri = NULL;

  if (kx_profile_is_local (profile))
    return g_strdup (_ ("this computer"));
  uri = g_uri_parse (kx_profile_get_url (profile), G_URI_FLAGS_NONE, NULL);
  return g_strdup (uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri)
                                                               : kx_profile_get_url (profile));
}

char *
kx_window_dup_subtitle (KxWindow *self)
{
  g_autofree char *service = NULL;
  const char *code;
  const KxArea *area;

  if (self->profile == NULL)
    return g_strdup ("");
  service = dup_service (self->profile);
  code = kx_profile_get_area (self->profile);
  area = code != NULL && *code != '\0' ? kx_area_table_lookup (code) : NULL;
  if (area == NULL && (code == NULL || *code == '\0'))
    return g_steal_pointer (&service);
  return g_strdup_printf ("%s · %s", area != NULL ? area->name : code, service);
}

typedef struct
{
  KxSignedIn signed_in;
  gpointer data;
  GDestroyNotify free_data;
} Asking;

static void
password_given (KxPasswordDialog *dialog, gboolean signed_in, Asking *asking)
{
  if (asking->signed_in != NULL)
    asking->signed_in (signed_in, asking->data);
}

static void
free_asking (gpointer data, GClosure *closure)
{
  Asking *asking = data;

  if (asking->free_data != NULL)
    asking->free_data (asking->data);
  g_free (asking);
}

void
kx_window_need_session (KxWindow *self, KxSignedIn signed_in, gpointer data, GDestroyNotify free_data)
{
  KxPasswordDialog *dialog;
  Asking *asking;

  g_return_if_fail (KX_IS_WINDOW (self));
  if (self->profile == NULL || kx_profile_is_signed_in (self->profile))
    {
      if (signed_in != NULL)
        signed_in (self->profile != NULL, data);
      if (free_data != NULL)
        free_data (data);
      return;
    }
  asking = g_new (Asking, 1);
  *asking = (Asking){ signed_in, data, free_data };
  dialog = kx_password_dialog_new (GTK_WINDOW (self), self->profile);
  g_signal_connect_data (dialog, "finished", G_CALLBACK (password_given), asking, free_asking,
                         G_CONNECT_DEFAULT);
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
kx_window_is_session_error (const GError *error)
{
  return g_error_matches (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_SIGNED_OUT) ||
         g_error_matches (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_SESSION_NEEDED);
}
