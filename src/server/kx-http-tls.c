#include "server/kx-http-tls.h"

#include <gio/gunixsocketaddress.h>
#include <sys/socket.h>

typedef struct
{
  GIOStream *stream;
  GTlsCertificate *certificate;
  GError *error;
} Handshake;

static gboolean
accept_any (GTlsConnection *connection, GTlsCertificate *certificate, GTlsCertificateFlags errors,
            gpointer data)
{
  return TRUE;
}

static GIOStream *
make_stream (int fd, GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, error);

  return socket != NULL ? G_IO_STREAM (g_socket_connection_factory_create_connection (socket)) : NULL;
}

static gpointer
run_server_side (gpointer data)
{
  Handshake *self = data;
  g_autoptr (GIOStream) tls = g_tls_server_connection_new (self->stream, self->certificate, &self->error);

  if (tls != NULL)
    g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, &self->error);
  /* Also on failure: the other side must not wait. */
  g_io_stream_close (self->stream, NULL, NULL);
  return NULL;
}

/* A handshake with ourselves: a key of another certificate shows only there. */
static gboolean
try_handshake (GTlsCertificate *certificate, GError **error)
{
  g_autoptr (GIOStream) ours = NULL, theirs = NULL, tls = NULL;
  Handshake server = { .certificate = certificate };
  GThread *thread;
  int fds[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                           "no socket for the trial of the certificate");
      return FALSE;
    }
  ours = make_stream (fds[0], error);
  theirs = make_stream (fds[1], ours != NULL ? error : NULL);
  if (ours == NULL || theirs == NULL)
    return FALSE;
  server.stream = ours;
  thread = g_thread_new ("tls-trial", run_server_side, &server);
  tls = g_tls_client_connection_new (theirs, NULL, NULL);
  if (tls != NULL)
    {
      g_signal_connect (tls, "accept-certificate", G_CALLBACK (accept_any), NULL);
      g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL);
    }
  g_io_stream_close (theirs, NULL, NULL);
  g_thread_join (thread);
  if (server.error == NULL)
    return TRUE;
  g_propagate_prefixed_error (error, server.error, "certificate and key do not work together: ");
  return FALSE;
}

/**
 * kx_http_tls_load:
 *
 * Reads a PEM certificate, with its chain if the file has one, and its key, and tries them in a handshake of
 * the process with itself.
 *
 * Returns: (transfer full): or %NULL with a #GTlsError, #GFileError or #GIOErrorEnum
 */
GTlsCertificate *
kx_http_tls_load (const char *certificate_path, const char *key_path, GError **error)
{
  g_autoptr (GTlsCertificate) certificate =
      g_tls_certificate_new_from_files (certificate_path, key_path, error);

  if (certificate == NULL || !try_handshake (certificate, error))
    return NULL;
  return g_steal_pointer (&certificate);
}
