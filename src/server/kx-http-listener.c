#include "server/kx-http-listener.h"

#include <errno.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/stat.h>

enum
{
  BACKLOG = 512,
  /* Connections taken before others get their turn in the main loop. */
  ACCEPT_AT_ONCE = 16,
  /* After accept() failed. */
  RETRY_MS = 100,
};

struct _KxHttpListener
{
  GSocket *socket;
  GSource *source; /* readable, or the pause after a failure */
  char *path;      /* NULL: an Internet socket */
  gboolean tls, control;
  KxHttpAcceptFunc accepted;
  gpointer user_data;
};

static void watch (KxHttpListener *self);

static gboolean
retry_cb (gpointer data)
{
  watch (data);
  return G_SOURCE_REMOVE;
}

static void
set_source (KxHttpListener *self, GSource *source)
{
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  self->source = source;
  g_source_attach (source, g_main_context_get_thread_default ());
}

static gboolean
accept_cb (GSocket *socket, GIOCondition condition, gpointer data)
{
  KxHttpListener *self = data;

  for (guint i = 0; i < ACCEPT_AT_ONCE; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSocket) accepted = g_socket_accept (self->socket, NULL, &error);

      if (accepted != NULL)
        {
          self->accepted (self, accepted, self->user_data);
          continue;
        }
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        break;
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
        continue;
      set_source (self, g_timeout_source_new (RETRY_MS));
      g_source_set_callback (self->source, retry_cb, self, NULL);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

static void
watch (KxHttpListener *self)
{
  set_source (self, g_socket_create_source (self->socket, G_IO_IN, NULL));
  g_source_set_callback (self->source, G_SOURCE_FUNC (accept_cb), self, NULL);
}

static KxHttpListener *
start (GSocket *socket, KxHttpAcceptFunc accepted, gpointer user_data, GError **error)
{
  KxHttpListener *self;

  g_socket_set_listen_backlog (socket, BACKLOG);
  g_socket_set_blocking (socket, FALSE);
  if (!g_socket_listen (socket, error))
    return NULL;
  self = g_new0 (KxHttpListener, 1);
  self->socket = g_object_ref (socket);
  self->accepted = accepted;
  self->user_data = user_data;
  watch (self);
  return self;
}

/* Removes the socket file of a process that is gone; fails if one answers or if it is no socket. */
static gboolean
clear_stale (const char *path, GSocketAddress *address, GError **error)
{
  g_autoptr (GSocket) socket = NULL;
  struct stat info;

  if (g_lstat (path, &info) != 0)
    return TRUE;
  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  if (socket == NULL)
    return FALSE;
  if (!S_ISSOCK (info.st_mode) || g_socket_connect (socket, address, NULL, NULL))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE, "%s is in use", path);
      return FALSE;
    }
  g_unlink (path);
  return TRUE;
}

/**
 * kx_http_address_parse:
 * @text: `127.0.0.1:8470`, `[::1]:8470` or `localhost:8470`; port 0: one that is free
 *
 * Returns: (transfer full): a #GInetSocketAddress, or %NULL with %G_IO_ERROR_INVALID_ARGUMENT
 */
GSocketAddress *
kx_http_address_parse (const char *text, GError **error)
{
  const char *colon = strrchr (text, ':');
  g_autofree char *host = colon != NULL ? g_strndup (text, (gsize) (colon - text)) : NULL;
  g_autoptr (GInetAddress) inet = NULL;
  gsize length = host != NULL ? strlen (host) : 0;
  guint64 port;

  if (host != NULL && *host == '[' && host[length - 1] == ']')
    {
      host[length - 1] = '\0';
      inet = strchr (host, ':') != NULL ? g_inet_address_new_from_string (host + 1) : NULL;
    }
  else if (host != NULL && strchr (host, ':') == NULL)
    inet = g_inet_address_new_from_string (g_str_equal (host, "localhost") ? "127.0.0.1" : host);
  if (inet == NULL || !g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &port, NULL))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s is not ADDRESS:PORT", text);
      return NULL;
    }
  return g_inet_socket_address_new (inet, (guint16) port);
}

/**
 * kx_http_listener_new:
 * @accepted: called in the thread's default main context with each new socket
 *
 * Returns: (transfer full): or %NULL with a #GIOErrorEnum
 */
KxHttpListener *
kx_http_listener_new (GSocketAddress *address, gboolean tls, KxHttpAcceptFunc accepted, gpointer user_data,
                      GError **error)
{
  GSocketFamily family = g_socket_address_get_family (address);
  g_autoptr (GSocket) socket = g_socket_new (family, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  KxHttpListener *self;

  if (socket == NULL)
    return NULL;
  /* [::] would otherwise take the IPv4 port as well, or fail if that is taken. */
  if (family == G_SOCKET_FAMILY_IPV6)
    g_socket_set_option (socket, IPPROTO_IPV6, IPV6_V6ONLY, TRUE, NULL);
  if (!g_socket_bind (socket, address, TRUE, error))
    return NULL;
  self = start (socket, accepted, user_data, error);
  if (self != NULL)
    self->tls = tls;
  return self;
}

/**
 * kx_http_listener_new_for_path:
 * @control: whoever connects administers
 *
 * Listens on a Unix socket that only the service's own user may open (mode 0600 from its first moment). The
 * file of a process that is gone is replaced; it is removed when the listener is freed.
 *
 * Returns: (transfer full): or %NULL with a #GIOErrorEnum
 */
KxHttpListener *
kx_http_listener_new_for_path (const char *path, gboolean control, KxHttpAcceptFunc accepted,
                               gpointer user_data, GError **error)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocket) socket = NULL;
  KxHttpListener *self;

  if (!clear_stale (path, address, error))
    return NULL;
  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  if (socket == NULL)
    return NULL;
  /* Linux gives the file the mode of the unbound socket. */
  if (fchmod (g_socket_get_fd (socket), S_IRUSR | S_IWUSR) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path, g_strerror (errno));
      return NULL;
    }
  if (!g_socket_bind (socket, address, FALSE, error))
    return NULL;
  self = start (socket, accepted, user_data, error);
  if (self != NULL)
    {
      self->path = g_strdup (path);
      self->control = control;
    }
  return self;
}

/**
 * kx_http_listener_free:
 * @self: (nullable) (transfer full): accepted sockets live on
 */
void
kx_http_listener_free (KxHttpListener *self)
{
  if (self == NULL)
    return;
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_socket_close (self->socket, NULL);
  g_object_unref (self->socket);
  if (self->path != NULL)
    g_unlink (self->path);
  g_free (self->path);
  g_free (self);
}

gboolean
kx_http_listener_is_tls (const KxHttpListener *self)
{
  return self->tls;
}

/**
 * kx_http_listener_is_control:
 *
 * Tells whether whoever connects administers.
 */
gboolean
kx_http_listener_is_control (const KxHttpListener *self)
{
  return self->control;
}

/**
 * kx_http_listener_get_port:
 *
 * Returns: the port it listens on; 0 for a Unix socket
 */
guint
kx_http_listener_get_port (const KxHttpListener *self)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (self->socket, NULL);

  return G_IS_INET_SOCKET_ADDRESS (address) ? g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address))
                                            : 0;
}
