#include "server/kx-test-service.h"

#include "lib/kx-test-store.h"
#include "server/kx-accounts.h"
#include "server/kx-demo.h"

#include <string.h>

#define NOON G_GINT64_CONSTANT (1795320000000) /* of 2026-11-22 in Shandong */

static KxTime
get_now (gpointer data)
{
  return (KxTime){ *(gint64 *) data };
}

static void
attach (KxHttpServer *server, gpointer data)
{
  static const KxServiceOptions options = { .sessions = { .cost = { .passes = 1, .kibibytes = 1024 } } };
  KxTestService *self = data;
  g_autoptr (GError) error = NULL;

  self->service = kx_service_new (self->store, &options, &error);
  g_assert_no_error (error);
  kx_service_attach (self->service, server);
}

KxTestService *
kx_test_service_new (void)
{
  KxTestService *self = g_new0 (KxTestService, 1);
  KxStoreOptions options = { .now = get_now, .now_data = &self->now, .without_areas = TRUE };
  KxHttpLimits limits = kx_http_limits_default ();
  g_autoptr (GError) error = NULL;

  self->now = NOON;
  self->folder = kx_test_make_folder ();
  self->store = kx_store_open (self->folder, &options, NULL, &error);
  g_assert_no_error (error);
  kx_demo_fill (self->store, &error);
  g_assert_no_error (error);
  self->book = kx_store_take_reader (self->store, &error);
  g_assert_no_error (error);
  self->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->server = kx_test_server_new (&limits, NULL, 0, attach, self);
  return self;
}

void
kx_test_service_free (KxTestService *self)
{
  g_clear_object (&self->connection);
  kx_test_server_free (self->server);
  kx_service_free (self->service);
  kx_store_give_reader (self->store, self->book);
  kx_store_close (self->store);
  kx_test_remove_folder (self->folder);
  g_hash_table_unref (self->tokens);
  g_free (self);
}

KxTestAsk *
kx_test_ask_new (const char *method, const char *target, const char *login)
{
  KxTestAsk *ask = g_new0 (KxTestAsk, 1);

  ask->method = g_strdup (method);
  ask->target = g_strdup (target);
  ask->login = login;
  ask->headers = g_ptr_array_new_with_free_func (g_free);
  return ask;
}

KxTestAsk *
kx_test_ask_copy (const KxTestAsk *ask)
{
  KxTestAsk *copy = kx_test_ask_new (ask->method, ask->target, ask->login);

  for (guint i = 0; i < ask->headers->len; i++)
    g_ptr_array_add (copy->headers, g_strdup (ask->headers->pdata[i]));
  if (ask->body != NULL)
    {
      copy->body = g_byte_array_new ();
      g_byte_array_append (copy->body, ask->body->data, ask->body->len);
    }
  copy->chunked = ask->chunked;
  copy->no_length = ask->no_length;
  return copy;
}

void
kx_test_ask_free (KxTestAsk *ask)
{
  g_free (ask->method);
  g_free (ask->target);
  g_ptr_array_unref (ask->headers);
  g_clear_pointer (&ask->body, g_byte_array_unref);
  g_free (ask);
}

void
kx_test_ask_set (KxTestAsk *ask, const char *name, const char *value)
{
  for (guint i = 0; i < ask->headers->len; i += 2)
    if (g_str_equal (ask->headers->pdata[i], name))
      {
        g_ptr_array_remove_range (ask->headers, i, 2);
        break;
      }
  if (value == NULL)
    return;
  g_ptr_array_add (ask->headers, g_strdup (name));
  g_ptr_array_add (ask->headers, g_strdup (value));
}

const char *
kx_test_ask_get (const KxTestAsk *ask, const char *name)
{
  for (guint i = 0; i < ask->headers->len; i += 2)
    if (g_str_equal (ask->headers->pdata[i], name))
      return ask->headers->pdata[i + 1];
  return NULL;
}

void
kx_test_ask_set_target (KxTestAsk *ask, const char *target)
{
  g_free (ask->target);
  ask->target = g_strdup (target);
}

void
kx_test_ask_set_body (KxTestAsk *ask, const char *type, const void *bytes, gssize length)
{
  g_clear_pointer (&ask->body, g_byte_array_unref);
  kx_test_ask_set (ask, "Content-Type", type);
  if (bytes == NULL)
    return;
  ask->body = g_byte_array_new ();
  g_byte_array_append (ask->body, bytes, length < 0 ? (guint) strlen (bytes) : (guint) length);
}

static GByteArray *
write_request (KxTestService *self, const KxTestAsk *ask)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GByteArray *bytes = g_byte_array_new ();
  guint length = ask->body != NULL ? ask->body->len : 0;

  g_string_append_printf (text, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n", ask->method, ask->target);
  if (ask->login != NULL)
    g_string_append_printf (text, "Authorization: Bearer %s\r\n",
                            (const char *) g_hash_table_lookup (self->tokens, ask->login));
  for (guint i = 0; i < ask->headers->len; i += 2)
    g_string_append_printf (text, "%s: %s\r\n", (char *) ask->headers->pdata[i],
                            (char *) ask->headers->pdata[i + 1]);
  if (ask->chunked)
    g_string_append_printf (text, "Transfer-Encoding: chunked\r\n\r\n%x\r\n", length);
  else if (ask->body != NULL && !ask->no_length)
    g_string_append_printf (text, "Content-Length: %u\r\n\r\n", length);
  else
    g_string_append (text, "\r\n");
  g_byte_array_append (bytes, (const guint8 *) text->str, (guint) text->len);
  if (ask->body != NULL)
    g_byte_array_append (bytes, ask->body->data, length);
  if (ask->chunked)
    g_byte_array_append (bytes, (const guint8 *) "\r\n0\r\n\r\n", 7);
  return bytes;
}

/* Reads more into `buffer`; FALSE at the end. */
static gboolean
read_more (GSocketConnection *connection, GString *buffer)
{
  GInputStream *stream = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  char block[16 * 1024];
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read (stream, block, sizeof block, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_error ("The service does not answer");
  if (n > 0)
    g_string_append_len (buffer, block, n);
  return n > 0;
}

char *
kx_test_answer_get (const KxTestAnswer *answer, const char *name)
{
  gsize length = strlen (name);

  for (const char *line = strstr (answer->head, "\r\n"); line != NULL; line = strstr (line + 2, "\r\n"))
    if (g_ascii_strncasecmp (line + 2, name, length) == 0 && line[2 + length] == ':')
      return g_strstrip (g_strndup (line + 3 + length, strcspn (line + 3 + length, "\r")));
  return NULL;
}

/* One answer from the connection; interim ones are passed over. */
static KxTestAnswer *
read_answer (GSocketConnection *connection, gboolean is_head)
{
  KxTestAnswer *answer = g_new0 (KxTestAnswer, 1);
  GString *buffer = g_string_new (NULL);
  const char *end;
  g_autofree char *length = NULL;

  do
    {
      if (g_str_has_prefix (buffer->str, "HTTP/1.1 100") && (end = strstr (buffer->str, "\r\n\r\n")) != NULL)
        g_string_erase (buffer, 0, end + 4 - buffer->str);
      end = strstr (buffer->str, "\r\n\r\n");
    }
  while ((end == NULL || g_str_has_prefix (buffer->str, "HTTP/1.1 100")) && read_more (connection, buffer));
  answer->head = g_strndup (buffer->str, end != NULL ? (gsize) (end + 2 - buffer->str) : 0);
  answer->status = end != NULL ? (guint) strtoul (buffer->str + 9, NULL, 10) : 0;
  g_string_erase (buffer, 0, end != NULL ? end + 4 - buffer->str : (gssize) buffer->len);
  length = kx_test_answer_get (answer, "Content-Length");
  if (length != NULL && !is_head && answer->status != 204 && answer->status != 304)
    while (buffer->len < strtoul (length, NULL, 10) && read_more (connection, buffer))
      continue;
  answer->length = buffer->len;
  answer->body = g_string_free (buffer, FALSE);
  return answer;
}

void
kx_test_answer_free (KxTestAnswer *answer)
{
  g_free (answer->head);
  g_free (answer->body);
  g_free (answer);
}

static KxTestAnswer *
send_and_read (KxTestService *self, const KxTestAsk *ask)
{
  g_autoptr (GByteArray) bytes = write_request (self, ask);

  if (self->connection == NULL)
    self->connection = kx_test_server_connect (self->server);
  kx_test_send (self->connection, (const char *) bytes->data, bytes->len);
  return read_answer (self->connection, g_str_equal (ask->method, "HEAD"));
}

KxTestAnswer *
kx_test_service_ask (KxTestService *self, const KxTestAsk *ask)
{
  gboolean kept = self->connection != NULL;
  KxTestAnswer *answer = send_and_read (self, ask);
  g_autofree char *after = NULL, *coding = NULL;

  /* After an answer of its own libsoup ends the connection without having said so. */
  if (answer->status == 0 && kept)
    {
      self->lost++;
      g_clear_object (&self->connection);
      kx_test_answer_free (answer);
      answer = send_and_read (self, ask);
    }
  after = kx_test_answer_get (answer, "Connection");
  coding = kx_test_answer_get (answer, "Transfer-Encoding");
  /* What goes on without end is not read to it. */
  if (answer->status == 0 || (after != NULL && g_ascii_strcasecmp (after, "close") == 0) || coding != NULL)
    g_clear_object (&self->connection);
  return answer;
}

KxTestAnswer *
kx_test_service_ask_raw (KxTestService *self, const void *bytes, gssize length)
{
  g_autoptr (GSocketConnection) connection = kx_test_server_connect (self->server);

  kx_test_send (connection, bytes, length);
  g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
  return read_answer (connection, FALSE);
}

JsonObject *
kx_test_answer_object (const KxTestAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (answer->body, &error);

  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (node));
}

void
kx_test_service_sign_in (KxTestService *self, const char *login)
{
  g_autoptr (KxTestAsk) ask = kx_test_ask_new ("POST", "/v1/sessions", NULL);
  g_autofree char *body = g_strdup_printf ("{\"username\":\"%s\",\"password\":\"%s\"}", login, login);
  g_autoptr (KxTestAnswer) answer = NULL;
  g_autoptr (JsonObject) object = NULL;

  kx_test_ask_set_body (ask, "application/json", body, -1);
  answer = kx_test_service_ask (self, ask);
  g_assert_cmpuint (answer->status, ==, 201);
  object = kx_test_answer_object (answer);
  g_hash_table_insert (self->tokens, g_strdup (login),
                       g_strdup (json_object_get_string_member (object, "token")));
}

char *
kx_test_service_figures (KxTestService *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDbRows) rows = kx_db_query (
      self->book->db, "SELECT v, rows, audit_n, (SELECT count(*) FROM session) FROM sync_counter", NULL, 0,
      &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  g_assert_true (kx_db_rows_next (rows, &error));
  for (int i = 0; i < 4; i++)
    g_string_append_printf (text, "%s ", kx_db_rows_text (rows, i));
  return g_string_free (text, FALSE);
}
