/* A plain HTTP client over one kept connection, fast enough to measure a service with and usable from any
 * thread. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct
{
  int fd;
  GString *in;  /* owned; what came */
  guint status; /* of the last answer */
  char *etag;   /* owned; of the last answer, without quotes; NULL: none */
  gsize body;   /* where the body of the last answer begins in `in` */
} KxTestClient;

/* NULL: nobody listens on that port of 127.0.0.1. */
KxTestClient *kx_test_client_new (guint port);

void kx_test_client_free (KxTestClient *client);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxTestClient, kx_test_client_free)

/* Sends a request and waits for its answer. `headers` are whole lines ending in CR LF, or NULL, as `body`.
 * FALSE: the connection broke. */
gboolean kx_test_client_ask (KxTestClient *client, const char *method, const char *path, const char *headers,
                             const char *body);

/* The two halves of it, for one thread with many connections. */
gboolean kx_test_client_send (KxTestClient *client, const char *method, const char *path, const char *headers,
                              const char *body);
gboolean kx_test_client_receive (KxTestClient *client);

/* The body of the last answer; valid until the next one. */
const char *kx_test_client_get_body (const KxTestClient *client);

/* A text member at the top of the last answer's object. Free with g_free(). */
char *kx_test_client_dup_member (const KxTestClient *client, const char *name);

/* Signs in; the header line `Authorization: Bearer …`. Failing ends the test. Free with g_free(). */
char *kx_test_client_sign_in (KxTestClient *client, const char *name, const char *password);

G_END_DECLS
