#include "desktop/start/kx-start.h"

#include "core/kx-area-table.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "sync/kx-profile.h"

#include <string.h>

struct _KxStart
{
  GObject parent_instance;

  KxStartPage *page;         /* weak */
  const char *warning;       /* about the connection; NULL: none */
  GCancellable *cancellable; /* of what is under way; NULL: nothing is */
  KxProfile *profile;        /* while it is loaded first */
  gulong summary_handler, state_handler;
  char *url, *name, *user, *password, *pem; /* of the service one connects to */
  char *unpinned;                           /* PEM of the certificate that is being shown */
  char *open;                               /* name of the profile that the window shows; NULL: none */
};

G_DEFINE_FINAL_TYPE (KxStart, kx_start, G_TYPE_OBJECT)

enum
{
  READY,
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
take_text (char **place, const char *text)
{
  char *copy = g_strdup (text);

  g_free (*place);
  *place = copy;
}

static GCancellable *
begin (KxStart *self)
{
  kx_start_cancel (self);
  self->cancellable = g_cancellable_new ();
  kx_start_page_set_busy (self->page, TRUE);
  return self->cancellable;
}

/* TRUE when the answer is still wanted; it is shown as no longer waiting then. */
static gboolean
end (KxStart *self, GError *error)
{
  if (self->page == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;
  g_clear_object (&self->cancellable);
  kx_start_page_set_busy (self->page, FALSE);
  return TRUE;
}

static void
unwatch (KxStart *self)
{
  if (self->profile == NULL)
    return;
  g_clear_signal_handler (&self->summary_handler, kx_profile_get_mirror (self->profile));
  g_clear_signal_handler (&self->state_handler, kx_profile_get_sync (self->profile));
  g_clear_object (&self->profile);
}

static void
give_profile (KxStart *self)
{
  g_autoptr (KxProfile) profile = g_object_ref (self->profile);

  unwatch (self);
  g_signal_emit (self, signals[READY], 0, profile);
}

/* Follows the first load. A profile that was loaded before is ready at once. */
static void
follow_load (KxStart *self)
{
  KxSync *sync = kx_profile_get_sync (self->profile);
  const GError *error = kx_sync_get_error (sync);
  KxMirrorSummary summary;
  g_autofree char *count = NULL;
  g_autofree char *words = NULL;

  kx_mirror_get_summary (kx_profile_get_mirror (self->profile), &summary);
  if (!summary.loading && summary.synced_at.ms != 0)
    {
      give_profile (self);
      return;
    }
  count = kx_format_count ((guint64) summary.rows);
  words = g_strdup_printf (_ ("%s agencies so far"), count);
  kx_start_page_set_progress (self->page, -1, summary.rows > 0 ? words : _ ("Asking the service"));
  kx_start_page_set_error (self->page, error != NULL ? error->message : NULL);
}

static void
take_profile (KxStart *self, KxProfile *profile)
{
  unwatch (self);
  self->profile = profile;
  kx_profile_start (profile);
  kx_start_page_show (self->page, KX_START_LOADING);
  self->summary_handler = g_signal_connect_swapped (kx_profile_get_mirror (profile), "summary-changed",
                                                    G_CALLBACK (follow_load), self);
  self->state_handler =
      g_signal_connect_swapped (kx_profile_get_sync (profile), "notify", G_CALLBACK (follow_load), self);
  follow_load (self);
}

/* An unknown certificate is shown; it is accepted on this screen or not at all. */
static gboolean
show_certificate (KxStart *self, const GError *error)
{
  if (!g_error_matches (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_CERTIFICATE) ||
      kx_client_error_get_pem (error) == NULL)
    return FALSE;
  take_text (&self->unpinned, kx_client_error_get_pem (error));
  kx_start_page_show (self->page, KX_START_ADDRESS);
  kx_start_page_set_certificate (self->page, kx_client_error_get_fingerprint (error), self->pem != NULL);
  return TRUE;
}

static void
connected (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxStart) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxProfile) profile = kx_profile_connect_finish (result, &error);

  if (!end (self, error))
    return;
  if (profile != NULL)
    {
      take_profile (self, g_steal_pointer (&profile));
      return;
    }
  if (show_certificate (self, error))
    return;
  if (self->user != NULL)
    kx_start_page_set_service (self->page, self->url, self->user, self->warning);
  kx_start_page_show (self->page, self->user != NULL ? KX_START_SIGN_IN : KX_START_ADDRESS);
  kx_start_page_set_error (self->page, error->message);
}

static void
sign_in (KxStart *self)
{
  const KxProfileConnect connect = {
    .url = self->url, .user = self->user, .password = self->password, .pinned = self->pem, .name = self->name
  };

  kx_profile_connect_async (&connect, begin (self), connected, g_object_ref (self));
}

static void
ask_who (KxStart *self, KxClient *client)
{
  self->warning = kx_client_is_private (client)
                      ? NULL
                      : _ ("The connection is not encrypted: everyone on the network can read the password.");
  take_text (&self->url, kx_client_get_url (client));
  kx_start_page_set_service (self->page, self->url, self->user, self->warning);
  kx_start_page_show (self->page, KX_START_SIGN_IN);
}

static void
service_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxStart) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = kx_client_call_finish (KX_CLIENT (source), result, NULL, &error);

  if (!end (self, error))
    return;
  if (answer != NULL)
    ask_who (self, KX_CLIENT (source));
  else if (!show_certificate (self, error))
    {
      kx_start_page_show (self->page, KX_START_ADDRESS);
      kx_start_page_set_error (self->page, error->message);
    }
}

/* Is there a service, and is it the one meant? Only then a password is asked. */
static void
find_service (KxStart *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxClient) client = kx_client_new (self->url, &error);

  if (client == NULL || (self->pem != NULL && !kx_client_pin (client, self->pem, &error)))
    {
      kx_start_page_set_error (self->page, error->message);
      return;
    }
  kx_client_call_async (client, "GET", "/v1", NULL, NULL, begin (self), service_answered,
                        g_object_ref (self));
}

static void
on_address_given (KxStart *self, const char *address)
{
  if (g_strcmp0 (self->url, address) != 0)
    g_clear_pointer (&self->pem, g_free);
  take_text (&self->url, address);
  find_service (self);
}

static void
on_certificate_accepted (KxStart *self)
{
  take_text (&self->pem, self->unpinned);
  if (self->user != NULL && self->password != NULL)
    sign_in (self);
  else
    find_service (self);
}

static void
on_signed_in (KxStart *self, const char *user, const char *password)
{
  take_text (&self->user, user);
  take_text (&self->password, password);
  sign_in (self);
}

static void
local_made (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxStart) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxProfile) profile = kx_profile_create_local_finish (result, &error);

  if (!end (self, error))
    return;
  if (profile == NULL)
    {
      kx_start_page_set_error (self->page, error->message);
      return;
    }
  take_profile (self, g_steal_pointer (&profile));
}

static void
on_local_given (KxStart *self, const char *area, const char *person)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code = kx_start_find_area (area, &error);

  if (code == NULL)
    {
      kx_start_page_set_error (self->page, error->message);
      return;
    }
  kx_profile_create_local_async (&(KxProfileLocal){ .person = person, .area = code, .name = self->name },
                                 begin (self), local_made, g_object_ref (self));
}

static void
on_profile_chosen (KxStart *self, const char *name)
{
  if (g_strcmp0 (name, self->open) == 0)
    g_signal_emit (self, signals[LEFT], 0);
  else
    kx_start_open (self, name);
}

static void
on_begin (KxStart *self)
{
  if (self->profile != NULL)
    give_profile (self);
}

static void
on_left (KxStart *self)
{
  kx_start_cancel (self);
  g_signal_emit (self, signals[LEFT], 0);
}

static void
dispose (GObject *object)
{
  KxStart *self = KX_START (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  unwatch (self);
  g_clear_weak_pointer (&self->page);
  G_OBJECT_CLASS (kx_start_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxStart *self = KX_START (object);

  g_free (self->url);
  g_free (self->name);
  g_free (self->user);
  g_free (self->password);
  g_free (self->pem);
  g_free (self->unpinned);
  g_free (self->open);
  G_OBJECT_CLASS (kx_start_parent_class)->finalize (object);
}

static void
kx_start_class_init (KxStartClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  signals[READY] = g_signal_new ("ready", KX_TYPE_START, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, KX_TYPE_PROFILE);
  signals[LEFT] =
      g_signal_new ("left", KX_TYPE_START, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_start_init (KxStart *self)
{
}

KxStart *
kx_start_new (KxStartPage *page)
{
  KxStart *self = g_object_new (KX_TYPE_START, NULL);
  static const struct
  {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "address-given", G_CALLBACK (on_address_given) },
    { "certificate-accepted", G_CALLBACK (on_certificate_accepted) },
    { "signed-in", G_CALLBACK (on_signed_in) },
    { "local-given", G_CALLBACK (on_local_given) },
    { "profile-chosen", G_CALLBACK (on_profile_chosen) },
    { "begin", G_CALLBACK (on_begin) },
    { "cancelled", G_CALLBACK (kx_start_cancel) },
    { "left", G_CALLBACK (on_left) },
  };

  g_set_weak_pointer (&self->page, page);
  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (page, handlers[i].signal, handlers[i].callback, self, G_CONNECT_SWAPPED);
  return self;
}

static void
list_profiles (KxStart *self)
{
  g_auto (GStrv) folders = kx_profile_list ();

  kx_start_page_clear_profiles (self->page);
  for (char **folder = folders; *folder != NULL; folder++)
    {
      g_autoptr (KxProfileInfo) info = kx_profile_info_read (*folder, NULL);
      g_autofree char *name = g_path_get_basename (*folder);

      if (info != NULL)
        kx_start_page_add_profile (self->page, name, info->name != NULL ? info->name : info->user,
                                   g_str_equal (info->url, KX_PROFILE_LOCAL) ? _ ("On this computer")
                                                                             : info->url);
    }
}

static void
show_choice (KxStart *self)
{
  kx_start_cancel (self);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->password, g_free);
  g_clear_pointer (&self->name, g_free);
  list_profiles (self);
  kx_start_page_show (self->page, KX_START_CHOOSE);
}

void
kx_start_choose (KxStart *self, const char *open)
{
  g_return_if_fail (KX_IS_START (self));
  take_text (&self->open, open);
  show_choice (self);
}

void
kx_start_connect (KxStart *self, const char *url, const char *name, const char *user, const char *password)
{
  g_return_if_fail (KX_IS_START (self));
  list_profiles (self);
  take_text (&self->url, url);
  take_text (&self->name, name);
  take_text (&self->user, user);
  take_text (&self->password, password);
  kx_start_page_set_address (self->page, url);
  kx_start_page_show (self->page, KX_START_ADDRESS);
  if (user != NULL && password != NULL)
    sign_in (self);
  else
    find_service (self);
}

gboolean
kx_start_open (KxStart *self, const char *name)
{
  g_autofree char *folder = kx_profile_dir (name);
  g_autoptr (GError) error = NULL;
  KxProfile *profile = kx_profile_open (folder, &error);

  g_return_val_if_fail (KX_IS_START (self), FALSE);
  if (profile != NULL)
    {
      take_profile (self, profile);
      return TRUE;
    }
  show_choice (self);
  kx_start_page_set_error (self->page, error->message);
  return FALSE;
}

void
kx_start_cancel (KxStart *self)
{
  g_return_if_fail (KX_IS_START (self));
  if (self->cancellable == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  kx_start_page_set_busy (self->page, FALSE);
}

gboolean
kx_start_is_busy (KxStart *self)
{
  g_return_val_if_fail (KX_IS_START (self), FALSE);
  return self->cancellable != NULL || self->profile != NULL;
}

gboolean
kx_start_is_loopback (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autoptr (GInetAddress) address = host != NULL ? g_inet_address_new_from_string (host) : NULL;

  if (g_str_has_prefix (url, "unix:"))
    return TRUE;
  return g_strcmp0 (host, "localhost") == 0 || (address != NULL && g_inet_address_get_is_loopback (address));
}

char *
kx_start_find_area (const char *text, GError **error)
{
  const KxDate today = kx_format_today ();
  g_autoptr (GPtrArray) found = NULL;
  const KxArea *area;

  if (strlen (text) == 6 && strspn (text, "0123456789") == 6)
    {
      area = kx_area_table_lookup_on (text, today);
      if (area != NULL)
        return g_strdup (area->code);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("No area has the code %s today"), text);
      return NULL;
    }
  found = kx_area_table_find (text, KX_AREA_COUNTRY_CODE, today);
  if (found->len == 1)
    return g_strdup (((const KxArea *) g_ptr_array_index (found, 0))->code);
  if (found->len == 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _ ("No area is called “%s”. Give its name as 南宁市, or its code of six digits."), text);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _ ("Several areas are called “%s”. Give the code of six digits."), text);
  return NULL;
}
