#include "sync/kx-client-private.h"

#include "core/kx-wire.h"
#include "sync/kx-gettext.h"

enum
{
  BLOCK = 128 * 1024,
  MOST_BYTES = 64 * 1024 * 1024, /* of an answer that is kept in memory */
};

/* One request on its way. */
typedef struct
{
  KxClient *client;     /* borrowed: the source object of the task */
  GCancellable *asked;  /* owned; of whoever asked, or NULL */
  gulong asked_handler; /* passes its end on to `ended` */
  GCancellable *ended;  /* owned; libsoup's, which it cancels itself when a session is given up */
  SoupMessage *message; /* owned */
  GInputStream *stream; /* owned; the body that comes */
  GByteArray *kept;     /* owned; what came, unless a sink takes it */
  KxClientSink sink;
  gpointer sink_data;
  char *pem, *fingerprint; /* owned; of a certificate that was not accepted */
  gboolean by_session;     /* asked with the session's token */
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_signal_handler (&call->asked_handler, call->asked);
  g_clear_object (&call->asked);
  g_object_unref (call->ended);
  /* The handler of the certificate must not outlive this. */
  g_signal_handlers_disconnect_by_data (call->message, call);
  g_object_unref (call->message);
  g_clear_object (&call->stream);
  g_byte_array_unref (call->kept);
  g_free (call->pem);
  g_free (call->fingerprint);
  g_free (call);
}

void
kx_client_answer_free (KxClientAnswer *answer)
{
  g_bytes_unref (answer->body);
  soup_message_headers_unref (answer->headers);
  g_free (answer);
}

/* "AB:CD:…" of the certificate's SHA-256. */
static char *
make_fingerprint (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;
  g_autofree char *hex = NULL;
  GString *text = g_string_new (NULL);

  g_object_get (certificate, "certificate", &der, NULL);
  hex = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
  for (const char *at = hex; *at != '\0'; at += 2)
    g_string_append_printf (text, "%s%c%c", at == hex ? "" : ":", g_ascii_toupper (at[0]),
                            g_ascii_toupper (at[1]));
  return g_string_free (text, FALSE);
}

/* Asked for every certificate that was not found valid. */
static gboolean
accept_certificate (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags errors,
                    gpointer data)
{
  Call *call = data;
  GTlsCertificate *pinned = call->client->pinned;

  if (pinned != NULL && g_tls_certificate_is_same (pinned, certificate))
    return TRUE;
  g_clear_pointer (&call->pem, g_free);
  g_free (call->fingerprint);
  g_object_get (certificate, "certificate-pem", &call->pem, NULL);
  call->fingerprint = make_fingerprint (certificate);
  return FALSE;
}

/* Of a call that `task` stands for; takes `error`. */
static GError *
translate_error (GTask *task, GError *error)
{
  Call *call = g_task_get_task_data (task);
  gboolean cut = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  GError *certificate;

  /* The client moved elsewhere or trusts another certificate now: whoever asked did not cancel, still waits,
   * and is to ask again. */
  if (cut && !g_cancellable_is_cancelled (call->asked))
    {
      g_error_free (error);
      return g_error_new_literal (KX_CLIENT_ERROR, KX_CLIENT_ERROR_OFFLINE,
                                  _ ("The service cannot be reached"));
    }
  if (call->pem == NULL || cut)
    return kx_client_error_wrap (error);
  certificate =
      kx_client_error_new_for_certificate (call->pem, call->fingerprint, call->client->pinned != NULL);
  g_error_free (error);
  return certificate;
}

static void
finish (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  guint status = soup_message_get_status (call->message);
  SoupMessageHeaders *headers = soup_message_get_response_headers (call->message);
  g_autoptr (GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&call->kept));
  KxClientAnswer *answer;
  GError *error;

  call->kept = g_byte_array_new ();
  if (SOUP_STATUS_IS_SUCCESSFUL (status) || status == SOUP_STATUS_NOT_MODIFIED)
    {
      answer = g_new0 (KxClientAnswer, 1);
      answer->status = status;
      answer->body = g_steal_pointer (&body);
      answer->headers = soup_message_headers_ref (headers);
      g_task_return_pointer (task, answer, (GDestroyNotify) kx_client_answer_free);
      return;
    }
  error =
      kx_client_error_new_for_answer (status, body, soup_message_headers_get_one (headers, "Retry-After"));
  if (call->by_session && g_error_matches (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_SIGNED_OUT))
    kx_client_forget_session (call->client);
  g_task_return_error (task, error);
}

static gboolean
take_block (Call *call, GBytes *block, GError **error)
{
  gsize size;
  const void *bytes = g_bytes_get_data (block, &size);
  guint status = soup_message_get_status (call->message);

  if (call->sink != NULL && SOUP_STATUS_IS_SUCCESSFUL (status))
    return call->sink (status, bytes, size, call->sink_data, error);
  if (call->kept->len + size > MOST_BYTES)
    {
      kx_client_set_protocol_error (error);
      return FALSE;
    }
  g_byte_array_append (call->kept, bytes, (guint) size);
  return TRUE;
}

static void
block_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) block = g_input_stream_read_bytes_finish (call->stream, result, &error);

  if (block == NULL || (g_bytes_get_size (block) > 0 && !take_block (call, block, &error)))
    g_task_return_error (task, translate_error (task, error));
  else if (g_bytes_get_size (block) == 0)
    finish (task);
  else
    g_input_stream_read_bytes_async (call->stream, BLOCK, G_PRIORITY_DEFAULT, call->ended, block_read,
                                     g_object_ref (task));
}

static void
head_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;

  call->stream = soup_session_send_finish ((SoupSession *) source, result, &error);
  if (call->stream == NULL)
    g_task_return_error (task, translate_error (task, error));
  else
    g_input_stream_read_bytes_async (call->stream, BLOCK, G_PRIORITY_DEFAULT, call->ended, block_read,
                                     g_object_ref (task));
}

/* The token to ask with. FALSE: there is none, and one is needed. */
static gboolean
choose_token (KxClient *self, KxClientToken token, const char **ret_token)
{
  *ret_token = NULL;
  if (token == KX_CLIENT_SESSION || token == KX_CLIENT_BEST)
    *ret_token = self->session_token;
  if (token == KX_CLIENT_DEVICE || token == KX_CLIENT_READ || (token == KX_CLIENT_BEST && *ret_token == NULL))
    *ret_token = self->device_token;
  if (token == KX_CLIENT_READ && *ret_token == NULL)
    *ret_token = self->session_token;
  return *ret_token != NULL || token == KX_CLIENT_NO_TOKEN;
}

static void
add_headers (KxClient *self, const KxClientAsk *ask, const char *token, SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  const char *type = "application/json";

  if (token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);

      soup_message_headers_replace (headers, "Authorization", bearer);
    }
  soup_message_headers_replace (headers, "Accept-Language", self->language);
  for (gsize i = 0; ask->headers != NULL && ask->headers[i] != NULL; i += 2)
    {
      if (g_ascii_strcasecmp (ask->headers[i], "Content-Type") == 0)
        type = ask->headers[i + 1];
      else
        soup_message_headers_replace (headers, ask->headers[i], ask->headers[i + 1]);
    }
  if (ask->body != NULL)
    soup_message_set_request_body_from_bytes (message, type, ask->body);
}

static void
pass_on (GCancellable *asked, GCancellable *ended)
{
  g_cancellable_cancel (ended);
}

void
kx_client_send_async (KxClient *self, const KxClientAsk *ask, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *url = g_strconcat (self->base, ask->path, NULL);
  const char *token;
  Call *call;

  g_task_set_source_tag (task, kx_client_send_async);
  if (!choose_token (self, ask->token, &token))
    {
      g_task_return_new_error (task, KX_CLIENT_ERROR,
                               ask->token == KX_CLIENT_DEVICE ? KX_CLIENT_ERROR_SIGNED_OUT
                                                              : KX_CLIENT_ERROR_SESSION_NEEDED,
                               "%s", _ ("Please sign in again"));
      g_object_unref (task);
      return;
    }
  call = g_new0 (Call, 1);
  call->client = self;
  call->ended = g_cancellable_new ();
  g_task_set_task_data (task, call, call_free);
  if (cancellable != NULL)
    {
      call->asked = g_object_ref (cancellable);
      call->asked_handler = g_cancellable_connect (cancellable, G_CALLBACK (pass_on), call->ended, NULL);
    }
  call->message = soup_message_new (ask->method, url);
  call->kept = g_byte_array_new ();
  call->sink = ask->sink;
  call->sink_data = ask->sink_data;
  call->by_session = token != NULL && token == self->session_token;
  soup_message_add_flags (call->message, SOUP_MESSAGE_NO_REDIRECT);
  add_headers (self, ask, token, call->message);
  g_signal_connect (call->message, "accept-certificate", G_CALLBACK (accept_certificate), call);
  soup_session_send_async (kx_client_get_session_for (self, ask->events, ask->patient), call->message,
                           G_PRIORITY_DEFAULT, call->ended, head_read, task);
}

KxClientAnswer *
kx_client_send_finish (KxClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kx_client_set_protocol_error (GError **error)
{
  g_set_error_literal (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_PROTOCOL,
                       _ ("This is not an answer of a Kangxie service"));
}

KxJson *
kx_client_read_object (GBytes *body, GError **error)
{
  gsize size;
  const char *bytes = g_bytes_get_data (body, &size);
  g_autoptr (KxJson) json = kx_json_parse (bytes != NULL ? bytes : "", size, NULL);

  if (json != NULL && kx_json_node_get_type (kx_json_get_root (json)) == KX_JSON_OBJECT)
    return g_steal_pointer (&json);
  kx_client_set_protocol_error (error);
  return NULL;
}

const char *
kx_client_member (const KxJsonNode *object, const char *name)
{
  const KxJsonNode *node = kx_json_node_member (object, name);

  return node != NULL && kx_json_node_get_type (node) == KX_JSON_STRING ? kx_json_node_get_text (node, NULL)
                                                                        : NULL;
}

GBytes *
kx_client_write_object (JsonObject *object)
{
  gsize length;
  char *text = kx_wire_object_text (object, &length);

  return g_bytes_new_take (text, length);
}

/* Which token a path is asked with. What only reads is asked with the device's, which does not end. */
static KxClientToken
token_for (const char *method, const char *path)
{
  if (g_str_equal (path, "/v1"))
    return KX_CLIENT_NO_TOKEN;
  if (g_str_has_prefix (path, "/v1/sync/") || g_str_has_prefix (path, "/v1/blobs/"))
    return KX_CLIENT_DEVICE;
  if (g_str_has_prefix (path, "/v1/devices") || g_str_equal (path, "/v1/sessions/current"))
    return KX_CLIENT_BEST;
  return g_str_equal (method, "GET") ? KX_CLIENT_READ : KX_CLIENT_SESSION;
}

void
kx_client_call_async (KxClient *self, const char *method, const char *path, const char *const *headers,
                      GBytes *body, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data)
{
  KxClientAsk ask = {
    .method = method, .path = path, .headers = headers, .body = body, .token = token_for (method, path)
  };

  g_return_if_fail (KX_IS_CLIENT (self));
  kx_client_send_async (self, &ask, cancellable, callback, user_data);
}

GBytes *
kx_client_call_finish (KxClient *self, GAsyncResult *result, char **ret_etag, GError **error)
{
  g_autoptr (KxClientAnswer) answer = kx_client_send_finish (self, result, error);
  const char *tag;

  if (answer == NULL)
    return NULL;
  tag = soup_message_headers_get_one (answer->headers, "ETag");
  if (ret_etag != NULL)
    *ret_etag = tag != NULL ? g_strdelimit (g_strdup (tag), "\"", ' ') : NULL;
  if (ret_etag != NULL && *ret_etag != NULL)
    g_strstrip (*ret_etag);
  return g_bytes_ref (answer->body);
}

void
kx_client_end_boolean (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (KxClientAnswer) answer = kx_client_send_finish (KX_CLIENT (source), result, &error);

  if (answer != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}
