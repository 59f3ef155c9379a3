/* One request of the client in all its detail: what the files of kx-client-*.c and the engine share. */
#pragma once

#include "late/kx-late-soup.h"
#include "sync/kx-client.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

struct _KxClient
{
  GObject parent;
  char *url, *base;                   /* owned; as profiles keep it; what a path is added to */
  char *socket;                       /* owned; path of a Unix socket, or NULL */
  char *language;                     /* owned */
  char *session_token, *device_token; /* owned */
  char *pem;                          /* owned */
  GTlsCertificate *pinned;            /* owned */
  /* Owned; each NULL until something is asked over it. */
  SoupSession *calls, *events;
  SoupSession *patient; /* for what the service needs minutes to make */
};

/* The session over which such a call goes; made by its first one. Borrowed. */
SoupSession *kx_client_get_session_for (KxClient *client, gboolean events, gboolean patient);

/* The service knows the session no longer. */
void kx_client_forget_session (KxClient *client);

/* Gets the bytes of a good answer as they come. FALSE with an error gives the call up. */
typedef gboolean (*KxClientSink) (guint status, const void *bytes, gsize size, gpointer data, GError **error);

typedef enum
{
  KX_CLIENT_BEST,    /* the session's if there is one, else the device's */
  KX_CLIENT_READ,    /* the device's, which does not end, if there is one */
  KX_CLIENT_SESSION, /* without one: KX_CLIENT_ERROR_SESSION_NEEDED */
  KX_CLIENT_DEVICE,
  KX_CLIENT_NO_TOKEN
} KxClientToken;

/* Everything is borrowed until the call returns, the sink's data until the answer. */
typedef struct
{
  const char *method, *path;
  const char *const *headers; /* names and values by turns, ending with NULL; may be NULL */
  GBytes *body;               /* may be NULL */
  KxClientToken token;
  gboolean events;  /* over the session kept for streams without an end */
  gboolean patient; /* over the one that waits for minutes */
  KxClientSink sink;
  gpointer sink_data;
} KxClientAsk;

typedef struct
{
  guint status;
  GBytes *body;                /* owned; empty when a sink took it */
  SoupMessageHeaders *headers; /* owned */
} KxClientAnswer;

void kx_client_answer_free (KxClientAnswer *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxClientAnswer, kx_client_answer_free)

void kx_client_send_async (KxClient *client, const KxClientAsk *ask, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
KxClientAnswer *kx_client_send_finish (KxClient *client, GAsyncResult *result, GError **error);

/* A GAsyncReadyCallback of kx_client_send_async() for calls whose good answer has nothing to read: ends the
 * GTask in `data`, which it takes, with TRUE or the error. */
void kx_client_end_boolean (GObject *source, GAsyncResult *result, gpointer data);

/* The document of an answer that has to be one JSON object; NULL with KX_CLIENT_ERROR_PROTOCOL. */
KxJson *kx_client_read_object (GBytes *body, GError **error);

/* KX_CLIENT_ERROR_PROTOCOL: an answer that is not as it should be. */
void kx_client_set_protocol_error (GError **error);

/* The text member of an object; NULL: none. Borrowed. */
const char *kx_client_member (const KxJsonNode *object, const char *name);

/* Takes `object`. */
GBytes *kx_client_write_object (JsonObject *object);

G_END_DECLS
