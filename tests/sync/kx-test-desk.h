/* The real service with demonstration data, and a client that is signed in at it. */
#pragma once

#include "lib/kx-test-kangxied.h"
#include "core/kx-record.h"
#include "sync/kx-client-session.h"

G_BEGIN_DECLS

typedef struct
{
  char *folder, *url;      /* owned */
  KxTestKangxied *service; /* owned */
} KxTestDesk;

KxTestDesk *kx_test_desk_new (void);
void kx_test_desk_free (KxTestDesk *desk);

/* Stops the service, in good order or not, and starts it again at another port. */
void kx_test_desk_stop (KxTestDesk *desk);
void kx_test_desk_kill (KxTestDesk *desk);
void kx_test_desk_start (KxTestDesk *desk);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxTestDesk, kx_test_desk_free)

/* A client signed in with the name as the password. */
KxClient *kx_test_desk_sign_in (KxTestDesk *desk, const char *name);

/* Calls with the client and gives the text of the answer; a failure ends the test. Free with g_free(). */
char *kx_test_desk_call (KxClient *client, const char *method, const char *path, const char *body);

/* The first row of a list by that query, as a record; ends the test when there is none. */
KxRecord *kx_test_desk_find (KxClient *client, const KxEntity *entity, const char *query);

G_END_DECLS
