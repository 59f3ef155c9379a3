#include "sync/kx-client-private.h"

#include "sync/kx-gettext.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>
#include <sys/un.h>

enum
{
  TIMEOUT = 30,        /* seconds without a byte */
  EVENTS_TIMEOUT = 60, /* the service says something every 20 */
  PATIENT_TIMEOUT = 900,
  CONNECTIONS = 4,
};

enum
{
  PROP_0,
  PROP_PINNED,
  PROP_SIGNED_IN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (KxClient, kx_client, G_TYPE_OBJECT)

/* The language of this process as a header names it: "zh-CN", "en" for C and POSIX. */
static char *
name_language (void)
{
  const char *name = g_get_language_names ()[0];
  char *tag = g_strndup (name, strcspn (name, ".@"));

  if (g_str_equal (tag, "C") || g_str_equal (tag, "POSIX"))
    {
      g_free (tag);
      return g_strdup ("en");
    }
  return g_strdelimit (tag, "_", '-');
}

static SoupSession *
make_session (KxClient *self, guint timeout)
{
  g_autoptr (GSocketAddress) address = self->socket != NULL ? g_unix_socket_address_new (self->socket) : NULL;
  SoupSession *session = soup_session_new_with_options (
      "remote-connectable", address, "timeout", timeout, "max-conns", 2 * CONNECTIONS, "max-conns-per-host",
      CONNECTIONS, "user-agent", "kangxie/" KX_VERSION, NULL);

  /* Without a database every certificate is asked about, also one that the system trusts. */
  if (self->pinned != NULL)
    soup_session_set_tls_database (session, NULL);
  return session;
}

SoupSession *
kx_client_get_session_for (KxClient *self, gboolean events, gboolean patient)
{
  SoupSession **session = events ? &self->events : patient ? &self->patient : &self->calls;

  if (*session == NULL)
    *session = make_session (self, events ? EVENTS_TIMEOUT : patient ? PATIENT_TIMEOUT : TIMEOUT);
  return *session;
}

/* Ends what is under way; what is asked next goes where things stand then. */
static void
end_sessions (KxClient *self)
{
  SoupSession **sessions[] = { &self->calls, &self->events, &self->patient };

  for (guint i = 0; i < G_N_ELEMENTS (sessions); i++)
    if (*sessions[i] != NULL)
      {
        soup_session_abort (*sessions[i]);
        g_clear_object (sessions[i]);
      }
}

static void
set_address_error (GError **error, const char *url)
{
  /* Translators: {url} is what the person typed */
  g_autoptr (GString) words =
      g_string_new (_ ("“{url}” is not the address of a service; write it like https://name:8470"));

  g_string_replace (words, "{url}", url, 1);
  g_set_error_literal (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_ADDRESS, words->str);
}

/* A name or an address, as far as that can be seen. */
static gboolean
is_host (const char *text)
{
  for (const char *at = text; at != NULL && *at != '\0'; at++)
    if ((guchar) *at < 0x80 && !g_ascii_isalnum (*at) && strchr ("-.:_", *at) == NULL)
      return FALSE;
  return text != NULL && *text != '\0';
}

/* Brings an address into its one form. */
static gboolean
set_url (KxClient *self, const char *given, GError **error)
{
  g_autofree char *text = g_strstrip (g_strdup (given)), *full = NULL, *path = NULL;
  g_autoptr (GUri) uri = NULL;
  int port;

  if (g_str_has_prefix (text, "unix:"))
    {
      self->socket = g_strdup (text + 5);
      self->url = g_strdup (text);
      self->base = g_strdup ("http://localhost");
      if (g_path_is_absolute (self->socket) &&
          strlen (self->socket) < sizeof ((struct sockaddr_un *) 0)->sun_path)
        return TRUE;
      set_address_error (error, given);
      return FALSE;
    }
  full = strstr (text, "://") != NULL ? g_strdup (text) : g_strconcat ("https://", text, NULL);
  uri = g_uri_parse (full, G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  if (uri == NULL || g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL ||
      g_uri_get_fragment (uri) != NULL || !is_host (g_uri_get_host (uri)) ||
      (!g_str_equal (g_uri_get_scheme (uri), "http") && !g_str_equal (g_uri_get_scheme (uri), "https")))
    {
      set_address_error (error, given);
      return FALSE;
    }
  port = g_uri_get_port (uri);
  if (port == (g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80))
    port = -1;
  path = g_strdup (g_uri_get_path (uri));
  while (g_str_has_suffix (path, "/"))
    path[strlen (path) - 1] = '\0';
  self->base = g_uri_join (G_URI_FLAGS_ENCODED_PATH, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri), port,
                           path, NULL, NULL);
  self->url = g_strdup (self->base);
  return TRUE;
}

KxClient *
kx_client_new (const char *url, GError **error)
{
  g_autoptr (KxClient) self = g_object_new (KX_TYPE_CLIENT, NULL);

  if (!set_url (self, url, error))
    return NULL;
  return g_steal_pointer (&self);
}

const char *
kx_client_get_url (KxClient *self)
{
  return self->url;
}

void
kx_client_move (KxClient *self, KxClient *to)
{
  g_free (self->url);
  g_free (self->base);
  g_free (self->socket);
  self->url = g_strdup (to->url);
  self->base = g_strdup (to->base);
  self->socket = g_strdup (to->socket);
  end_sessions (self);
}

gboolean
kx_client_is_private (KxClient *self)
{
  g_autoptr (GUri) uri = g_uri_parse (self->base, G_URI_FLAGS_ENCODED_PATH, NULL);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (g_uri_get_host (uri));

  return self->socket != NULL || g_str_equal (g_uri_get_scheme (uri), "https") ||
         g_ascii_strcasecmp (g_uri_get_host (uri), "localhost") == 0 ||
         (address != NULL && g_inet_address_get_is_loopback (address));
}

void
kx_client_set_token (KxClient *self, const char *session_token, const char *device_token)
{
  gboolean was = self->session_token != NULL;

  if (session_token != self->session_token)
    {
      g_free (self->session_token);
      self->session_token = g_strdup (session_token);
    }
  if (device_token != self->device_token)
    {
      g_free (self->device_token);
      self->device_token = g_strdup (device_token);
    }
  if (was != (self->session_token != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIGNED_IN]);
}

void
kx_client_forget_session (KxClient *self)
{
  kx_client_set_token (self, NULL, self->device_token);
}

const char *
kx_client_get_session_token (KxClient *self)
{
  return self->session_token;
}

const char *
kx_client_get_device_token (KxClient *self)
{
  return self->device_token;
}

gboolean
kx_client_pin (KxClient *self, const char *pem, GError **error)
{
  g_autoptr (GTlsCertificate) certificate = NULL;

  if (g_strcmp0 (pem, self->pem) == 0)
    return TRUE;
  if (pem != NULL)
    {
      certificate = g_tls_certificate_new_from_pem (pem, -1, error);
      if (certificate == NULL)
        return FALSE;
    }
  g_free (self->pem);
  self->pem = g_strdup (pem);
  g_set_object (&self->pinned, certificate);
  end_sessions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PINNED]);
  return TRUE;
}

const char *
kx_client_get_pinned (KxClient *self)
{
  return self->pem;
}

static void
kx_client_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KxClient *self = KX_CLIENT (object);

  switch (id)
    {
    case PROP_PINNED:
      g_value_set_string (value, self->pem);
      break;
    case PROP_SIGNED_IN:
      g_value_set_boolean (value, self->session_token != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kx_client_dispose (GObject *object)
{
  end_sessions (KX_CLIENT (object));
  G_OBJECT_CLASS (kx_client_parent_class)->dispose (object);
}

static void
kx_client_finalize (GObject *object)
{
  KxClient *self = KX_CLIENT (object);

  g_clear_object (&self->pinned);
  g_free (self->url);
  g_free (self->base);
  g_free (self->socket);
  g_free (self->language);
  g_free (self->session_token);
  g_free (self->device_token);
  g_free (self->pem);
  G_OBJECT_CLASS (kx_client_parent_class)->finalize (object);
}

static void
kx_client_class_init (KxClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kx_client_get_property;
  object_class->dispose = kx_client_dispose;
  object_class->finalize = kx_client_finalize;
  properties[PROP_PINNED] =
      g_param_spec_string ("pinned-certificate", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIGNED_IN] =
      g_param_spec_boolean ("signed-in", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kx_client_init (KxClient *self)
{
  self->language = name_language ();
}
