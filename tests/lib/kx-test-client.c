#include "lib/kx-test-client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

KxTestClient *
kx_test_client_new (guint port)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_port = htons ((guint16) port),
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
  KxTestClient *client;

  if (fd < 0 || connect (fd, (struct sockaddr *) &address, sizeof address) != 0)
    {
      if (fd >= 0)
        close (fd);
      return NULL;
    }
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  client = g_new0 (KxTestClient, 1);
  client->fd = fd;
  client->in = g_string_sized_new (4096);
  return client;
}

void
kx_test_client_free (KxTestClient *client)
{
  close (client->fd);
  g_string_free (client->in, TRUE);
  g_free (client->etag);
  g_free (client);
}

static gboolean
send_all (int fd, const char *bytes, gsize size)
{
  while (size > 0)
    {
      ssize_t sent = send (fd, bytes, size, MSG_NOSIGNAL);

      if (sent < 0 && errno == EINTR)
        continue;
      if (sent <= 0)
        return FALSE;
      bytes += sent;
      size -= (gsize) sent;
    }
  return TRUE;
}

static gboolean
receive_more (KxTestClient *client)
{
  char piece[16384];
  ssize_t got;

  do
    got = recv (client->fd, piece, sizeof piece, 0);
  while (got < 0 && errno == EINTR);
  if (got <= 0)
    return FALSE;
  g_string_append_len (client->in, piece, got);
  return TRUE;
}

/* The value of a header of the answer, up to the end of its line; NULL: it is not there. */
static const char *
find_header (const KxTestClient *client, const char *name)
{
  const char *at = client->in->str, *end = client->in->str + client->body;
  gsize length = strlen (name);

  while ((at = strchr (at, '\n')) != NULL && at < end)
    {
      at++;
      if (g_ascii_strncasecmp (at, name, length) == 0 && at[length] == ':')
        return at + length + 1 + strspn (at + length + 1, " ");
    }
  return NULL;
}

gboolean
kx_test_client_receive (KxTestClient *client)
{
  const char *end, *length, *tag;
  gsize size;

  g_string_truncate (client->in, 0);
  client->status = 0;
  while ((end = strstr (client->in->str, "\r\n\r\n")) == NULL)
    if (!receive_more (client))
      return FALSE;
  client->body = (gsize) (end - client->in->str) + 4;
  client->status = (guint) g_ascii_strtoull (client->in->str + strlen ("HTTP/1.1 "), NULL, 10);
  length = find_header (client, "Content-Length");
  size = client->body + (length != NULL ? (gsize) g_ascii_strtoull (length, NULL, 10) : 0);
  while (client->in->len < size)
    if (!receive_more (client))
      return FALSE;
  tag = find_header (client, "ETag");
  g_clear_pointer (&client->etag, g_free);
  if (tag != NULL)
    client->etag = g_strndup (tag + 1, strcspn (tag + 1, "\""));
  return TRUE;
}

gboolean
kx_test_client_send (KxTestClient *client, const char *method, const char *path, const char *headers,
                     const char *body)
{
  g_autoptr (GString) out = g_string_sized_new (1024);

  g_string_append_printf (out, "%s %s HTTP/1.1\r\nHost: localhost\r\n%s", method, path,
                          headers != NULL ? headers : "");
  if (body != NULL)
    g_string_append_printf (out, "Content-Length: %" G_GSIZE_FORMAT "\r\n", strlen (body));
  g_string_append (out, "\r\n");
  if (body != NULL)
    g_string_append (out, body);
  return send_all (client->fd, out->str, out->len);
}

gboolean
kx_test_client_ask (KxTestClient *client, const char *method, const char *path, const char *headers,
                    const char *body)
{
  return kx_test_client_send (client, method, path, headers, body) && kx_test_client_receive (client);
}

const char *
kx_test_client_get_body (const KxTestClient *client)
{
  return client->in->str + client->body;
}

char *
kx_test_client_dup_member (const KxTestClient *client, const char *name)
{
  g_autoptr (JsonNode) node = json_from_string (kx_test_client_get_body (client), NULL);

  g_assert_nonnull (node);
  return g_strdup (json_object_get_string_member (json_node_get_object (node), name));
}

char *
kx_test_client_sign_in (KxTestClient *client, const char *name, const char *password)
{
  g_autofree char *body = g_strdup_printf ("{\"username\":\"%s\",\"password\":\"%s\"}", name, password);
  g_autofree char *token = NULL;

  g_assert_true (
      kx_test_client_ask (client, "POST", "/v1/sessions", "Content-Type: application/json\r\n", body));
  g_assert_cmpuint (client->status, ==, 201);
  token = kx_test_client_dup_member (client, "token");
  return g_strdup_printf ("Authorization: Bearer %s\r\n", token);
}
