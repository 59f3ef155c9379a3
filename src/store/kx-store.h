/* The service's store: a directory with a database, keys and blobs. One thread writes and puts the commits of
 * many requests together; others read. */
#pragma once

#include "store/kx-apply.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _KxStore KxStore;

/* The service's clock and the office's date, given so that tests and demonstrations may have their own. */
typedef KxTime (*KxNow) (gpointer data);

typedef struct
{
  const KxSchema *schema; /* NULL: the program's own */
  KxNow now;              /* NULL: the machine's clock */
  gpointer now_data;
  gboolean without_areas; /* the national areas are not written as rows */
  guint most_together;    /* works in one commit; 0: 256 */
} KxStoreOptions;

/* Opens or makes the store in `dir` and takes DIR/lock, which goes with the process. `options` may be NULL.
 * KX_STORE_ERROR_LOCKED: another process has it; KX_STORE_ERROR_NEWER: a newer program wrote it.
 * `ret_recovery` (may be NULL) gets the recovery text of the keys when they were just made. */
KxStore *kx_store_open (const char *dir, const KxStoreOptions *options, char **ret_recovery, GError **error);

/* Finishes what is queued, checkpoints, closes. */
void kx_store_close (KxStore *store);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxStore, kx_store_close)

const char *kx_store_get_dir (KxStore *store);
const KxSchema *kx_store_get_schema (KxStore *store);
const KxVault *kx_store_get_vault (KxStore *store);
KxTime kx_store_now (KxStore *store);

/* The office's date (Asia/Shanghai) of a moment. */
KxDate kx_store_date_of (KxTime time);
KxDate kx_store_today (KxStore *store);

/* Rises whenever an account, a grant or a person may have changed. Atomic; any thread. */
guint kx_store_get_account_epoch (KxStore *store);

/* Called on the writer's thread after each commit that changed rows, with the seq it came to. It must return
 * at once. */
typedef void (*KxStoreCommitted) (gint64 seq, gpointer data);

/* `func` NULL: nobody is told any more; when this returns no call is under way. */
void kx_store_set_committed (KxStore *store, KxStoreCommitted func, gpointer data);

/* Work for the writer's thread, inside its transaction. FALSE with an error: nothing of it is written. */
typedef gboolean (*KxStoreFunc) (KxBook *book, gpointer data, GError **error);

/* Runs `func` on the writer's thread, together with others' in one transaction; done when it is durable. When
 * one of them fails all are undone and each runs again by itself: `func` has to begin anew when it is called
 * a second time. `data` has to live until the end. */
void kx_store_write_async (KxStore *store, KxStoreFunc func, gpointer data, GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean kx_store_write_finish (KxStore *store, GAsyncResult *result, GError **error);

/* Runs `func` once in a transaction of its own, and waits until it is durable. Not from the writer's thread.
 */
gboolean kx_store_write (KxStore *store, KxStoreFunc func, gpointer data, GError **error);

/* Applies ops of one person, waiting until they are durable. Free the result with kx_applied_free(); a
 * refusal is not an error. */
KxApplied *kx_store_apply (KxStore *store, const KxActor *actor, KxOp *const *ops, guint n_ops,
                           GError **error);

/* The same at a time of the caller's choosing, for demonstration data. */
KxApplied *kx_store_apply_at (KxStore *store, const KxActor *actor, KxTime at, KxOp *const *ops, guint n_ops,
                              GError **error);

/* A book for reading, for one thread until it is given back. */
KxBook *kx_store_take_reader (KxStore *store, GError **error);
void kx_store_give_reader (KxStore *store, KxBook *reader);

/* Works done, commits made, works waiting; for metrics. */
void kx_store_get_counts (KxStore *store, guint64 *ret_works, guint64 *ret_commits, guint *ret_waiting);

G_END_DECLS
