/* A service and a desktop without anything between them: two books in one thread, whose bytes are handed over
 * by hand. */
#pragma once

#include "sync/kx-mirror-book.h"
#include "sync/kx-mirror-submit.h"

G_BEGIN_DECLS

typedef struct
{
  char *folder;   /* owned */
  char *kept;     /* owned; the database kept last, or NULL */
  KxVault *vault; /* owned; of the service */
  const KxSchema *schema;
  KxBook *service; /* owned; NULL: closed */
  gboolean visits; /* the folder is another process's */
  KxTime now;      /* of both; moves by a second with each act */
} KxTestService;

/* One desktop of one user. */
typedef struct
{
  KxTestService *service; /* borrowed */
  KxBook *book;           /* owned; the mirror */
  KxActor *actor;         /* owned */
  char *device;           /* owned */
  char *path;             /* owned; of the database */
} KxTestMirror;

KxTestService *kx_test_service_book_new (void);

/* One of another schema than this program's. */
KxTestService *kx_test_service_book_new_of (const KxSchema *schema);
void kx_test_service_book_free (KxTestService *self);

/* Opens the one that another process made in `folder`, which has it closed meanwhile. */
KxTestService *kx_test_service_book_visit (const char *folder);

void kx_test_service_book_close (KxTestService *self);
void kx_test_service_book_open (KxTestService *self);

/* Keeps the service's database as it is now; the other puts it back in place of what came after, as a new
 * generation. */
void kx_test_service_keep (KxTestService *self);
void kx_test_service_restore (KxTestService *self);

/* Applies one op at the service, as plain REST does. Free with kx_applied_free() unless it is not wanted. */
void kx_test_service_apply (KxTestService *self, const KxActor *actor, KxOp *op);

KxTestMirror *kx_test_mirror_new (KxTestService *service, const char *user, int role, const char *area);
void kx_test_mirror_free (KxTestMirror *self);

/* Registers the desktop as a device at the service and tells its book; kx_test_mirror_new() has done it. */
void kx_test_mirror_register (KxTestMirror *self);

/* Closes the database and opens it again. */
void kx_test_mirror_reopen (KxTestMirror *self);

/* The same, by a program of another schema. */
void kx_test_mirror_reopen_with (KxTestMirror *self, const KxSchema *schema);

/* Pulls pages of `limit` rows up to the head. Gives how many pages there were. */
guint kx_test_mirror_pull (KxTestMirror *self, guint limit);

/* Sends what waits, until nothing may go any more. */
void kx_test_mirror_push (KxTestMirror *self);

/* Pulls and sends as the program does, putting right what the service refuses as a whole, up to the head with
 * nothing left to send. */
void kx_test_mirror_exchange (KxTestMirror *self, guint limit);

/* Submits ops as one act; they are taken. The decision is owned by the caller. */
KxDecision *kx_test_mirror_submit_act (KxTestMirror *self, KxOp **ops, guint n_ops);

/* Submits one op, which is taken. The decision is owned by the caller. */
KxDecision *kx_test_mirror_submit (KxTestMirror *self, KxOp *op);

/* The same, and it has to be accepted. */
void kx_test_mirror_do (KxTestMirror *self, KxOp *op);

/* The optimistic row; NULL: none. */
KxRecord *kx_test_mirror_get (KxTestMirror *self, const KxEntity *entity, const char *id);

/* A text field of it. Free with g_free(). */
char *kx_test_mirror_text (KxTestMirror *self, const KxEntity *entity, const char *id, guint field);

/* Ends the test unless the mirror holds exactly the rows that are open to its user at the service, byte for
 * byte, with the same terms, and nothing waits. */
void kx_test_mirror_assert_same (KxTestMirror *self);

/* A number from the mirror. */
gint64 kx_test_mirror_number (KxTestMirror *self, const char *sql);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxTestService, kx_test_service_book_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxTestMirror, kx_test_mirror_free)

G_END_DECLS
