/* The real service with demonstration data in a folder of its own, people who are signed in, and one
 * connection that says anything to it. */
#pragma once

#include "lib/kx-test-server.h"
#include "server/kx-service.h"

G_BEGIN_DECLS

typedef struct
{
  char *folder;       /* owned */
  KxStore *store;     /* owned */
  KxBook *book;       /* a reader */
  KxService *service; /* owned */
  KxTestServer *server;
  GSocketConnection *connection; /* owned; kept alive; NULL: not open */
  GHashTable *tokens;            /* (element-type char* char*) owned; by sign-in name */
  guint lost;                    /* kept connections that ended without a word */
  gint64 now;                    /* the service's clock; moved between requests only */
} KxTestService;

KxTestService *kx_test_service_new (void);

void kx_test_service_free (KxTestService *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxTestService, kx_test_service_free)

/* A request: what a test changes one thing of. */
typedef struct
{
  char *method, *target;       /* owned */
  const char *login;           /* whose token; NULL: none */
  GPtrArray *headers;          /* (element-type utf8) name and value by turns */
  GByteArray *body;            /* NULL: none, and no Content-Length */
  gboolean chunked, no_length; /* how the body is framed */
} KxTestAsk;

KxTestAsk *kx_test_ask_new (const char *method, const char *target, const char *login);
KxTestAsk *kx_test_ask_copy (const KxTestAsk *ask);
void kx_test_ask_free (KxTestAsk *ask);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxTestAsk, kx_test_ask_free)

/* Puts a header in place of one of that name; NULL takes it away. */
void kx_test_ask_set (KxTestAsk *ask, const char *name, const char *value);

const char *kx_test_ask_get (const KxTestAsk *ask, const char *name);

void kx_test_ask_set_target (KxTestAsk *ask, const char *target);

/* Takes nothing; `length` -1: a text. */
void kx_test_ask_set_body (KxTestAsk *ask, const char *type, const void *bytes, gssize length);

typedef struct
{
  guint status; /* 0: the peer closed without an answer */
  char *head;   /* owned; from the status line to the blank line */
  char *body;   /* owned; closed by NUL */
  gsize length;
} KxTestAnswer;

void kx_test_answer_free (KxTestAnswer *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxTestAnswer, kx_test_answer_free)

/* Sends and waits for the answer. */
KxTestAnswer *kx_test_service_ask (KxTestService *self, const KxTestAsk *ask);

/* The same with bytes as they are, on a connection of their own that then sends no more. */
KxTestAnswer *kx_test_service_ask_raw (KxTestService *self, const void *bytes, gssize length);

/* A header of the answer; NULL: none. Free with g_free(). */
char *kx_test_answer_get (const KxTestAnswer *answer, const char *name);

/* The body as an object. */
JsonObject *kx_test_answer_object (const KxTestAnswer *answer);

/* Signs in with the name as the password, for later requests of `login`. */
void kx_test_service_sign_in (KxTestService *self, const char *login);

/* Changes, audit entries, rows and sessions of the store as one short text: what no refused request moves. */
char *kx_test_service_figures (KxTestService *self);

G_END_DECLS
