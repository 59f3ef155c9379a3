/* A desktop in a few lines: what the feed gives it, kept in a table of texts, and what it pushes. */
#pragma once

#include "core/kx-wire-feed.h"
#include "core/kx-wire-op.h"
#include "store/kx-feed.h"
#include "store/kx-push.h"

G_BEGIN_DECLS

typedef struct
{
  GHashTable *rows;   /* (element-type char* char*) "agency ID": "SPACE CANONICAL" */
  GHashTable *spaces; /* (element-type char* KxWireSpace) what the last commit lines said of a space */
  char *cursor;
  GString *wire; /* every byte that came in the last pull */
  guint pages;   /* of the last pull */
  guint joins, leaves, gone;
} KxTestCopy;

KxTestCopy *kx_test_copy_new (void);
void kx_test_copy_free (KxTestCopy *mirror);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxTestCopy, kx_test_copy_free)

/* Takes one page in, as it came. */
void kx_test_copy_take (KxTestCopy *mirror, const char *page, gboolean *ret_more);

/* Asks for pages of `limit` rows until there is no more, `most` pages at most. FALSE with the feed's error.
 */
gboolean kx_test_copy_pull (KxTestCopy *mirror, KxBook *book, const KxActor *actor, guint limit, guint most,
                            GError **error);

/* Holds exactly what `actor` may see, sums of all its spaces included. */
void kx_test_copy_assert_right (KxTestCopy *mirror, KxBook *book, const KxActor *actor);

/* The canonical text of a row, or NULL. */
const char *kx_test_copy_lookup (KxTestCopy *mirror, const char *entity, const char *id);

/* Registers a device of this name and id for the actor. */
void kx_test_register (KxBook *book, const KxActor *actor, const char *device);

/* Pushes a batch; the answer's bytes, or NULL when it was refused as a whole. Free with g_free(). */
char *kx_test_push (KxBook *book, const KxActor *actor, const char *device, const char *batch, gint64 ack,
                    KxPushOutcome *ret_outcome);

/* Appends an op that is a transaction of its own. */
void kx_test_batch_add (GString *batch, gint64 n, const KxOp *op);

/* Appends some that are one transaction. */
void kx_test_batch_add_tx (GString *batch, gint64 n, const KxOp *const *ops, guint n_ops);

/* The lines of an answer. (element-type KxWireResult) */
GPtrArray *kx_test_results (const char *answer);

G_END_DECLS
