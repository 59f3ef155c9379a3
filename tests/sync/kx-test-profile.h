/* A mirror as the program has it, in a folder, beside a service in the same process. */
#pragma once

#include "sync/kx-mirror.h"
#include "sync/kx-test-pair.h"

G_BEGIN_DECLS

typedef struct
{
  KxTestService *service; /* owned */
  KxActor *actor;         /* owned */
  char *device, *dir;     /* owned */
  KxMirror *mirror;       /* owned; NULL: closed */
} KxTestProfile;

/* Opened, registered, and up to date. */
KxTestProfile *kx_test_profile_new (void);
void kx_test_profile_free (KxTestProfile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxTestProfile, kx_test_profile_free)

void kx_test_profile_open (KxTestProfile *self);
void kx_test_profile_close (KxTestProfile *self);

/* Pulls and sends up to the head. */
void kx_test_profile_exchange (KxTestProfile *self);

/* Only pulls, in pages of `limit` rows. */
void kx_test_profile_pull (KxTestProfile *self, guint limit);

/* Submits one op, which is taken, and waits; it has to be accepted. */
void kx_test_profile_do (KxTestProfile *self, KxOp *op);

/* A number from the mirror. */
gint64 kx_test_profile_number (KxTestProfile *self, const char *sql);

/* A text field of an agency. Free with g_free(). */
char *kx_test_profile_text (KxTestProfile *self, const char *agency, guint field);

/* Ends the test unless the mirror holds what the service has for its user, with nothing waiting. */
void kx_test_profile_assert_same (KxTestProfile *self);

G_END_DECLS
