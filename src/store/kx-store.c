#include "store/kx-store.h"

#include "core/kx-calendar.h"
#include "db/kx-db-sqlite.h"
#include "store/kx-files.h"
#include "store/kx-search.h"
#include "store/kx-writer.h"

#include <errno.h>
#include <unistd.h>

#define CHINA_MS (8 * 3600 * G_GINT64_CONSTANT (1000)) /* Asia/Shanghai, without summer time since 1991 */

struct _KxStore
{
  char *dir;      /* owned */
  char *path;     /* owned; of the database */
  KxVault *vault; /* owned */
  KxStoreOptions options;
  int lock;
  KxWriter *writer; /* owned */
  GMutex mutex;     /* for the next two */
  KxStoreCommitted committed;
  gpointer committed_data;
  gint64 told;         /* seq of the last commit that somebody was told of; the writer's thread alone */
  guint account_epoch; /* atomic */
};

static KxTime
machine_now (gpointer data)
{
  return (KxTime){ g_get_real_time () / 1000 };
}

KxTime
kx_store_now (KxStore *store)
{
  return store->options.now (store->options.now_data);
}

KxDate
kx_store_date_of (KxTime time)
{
  gint64 local = time.ms + CHINA_MS;
  gint64 days = local / 86400000 - (local % 86400000 < 0);

  return kx_date_add_days ((KxDate){ 19700101 }, (int) days);
}

KxDate
kx_store_today (KxStore *store)
{
  return kx_store_date_of (kx_store_now (store));
}

const char *
kx_store_get_dir (KxStore *store)
{
  return store->dir;
}

const KxSchema *
kx_store_get_schema (KxStore *store)
{
  return store->options.schema;
}

const KxVault *
kx_store_get_vault (KxStore *store)
{
  return store->vault;
}

guint
kx_store_get_account_epoch (KxStore *store)
{
  return (guint) g_atomic_int_get ((gint *) &store->account_epoch);
}

void
kx_store_set_committed (KxStore *store, KxStoreCommitted func, gpointer data)
{
  g_mutex_lock (&store->mutex);
  store->committed = func;
  store->committed_data = data;
  g_mutex_unlock (&store->mutex);
}

/* On the writer's thread, before those who wait for the transaction are told. */
static void
after_write (KxBook *book, gboolean committed, gpointer data)
{
  KxStore *store = data;

  if (!committed)
    return;
  if (book->accounts_changed)
    g_atomic_int_inc ((gint *) &store->account_epoch);
  g_mutex_lock (&store->mutex);
  if (book->seq > store->told && store->committed != NULL)
    store->committed (book->seq, store->committed_data);
  store->told = book->seq;
  g_mutex_unlock (&store->mutex);
}

static int
take_lock (const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, "lock", NULL);
  GError *local = NULL;
  int fd = kx_files_take_lock (path, &local);

  if (local != NULL)
    g_propagate_error (error, local);
  else if (fd < 0)
    g_set_error (error, KX_STORE_ERROR, KX_STORE_ERROR_LOCKED, "Another process holds the store %s", dir);
  return fd;
}

/* The database, set up. NULL with an error. */
static KxBook *
open_book (KxStore *store, GError **error)
{
  KxDb *db = kx_db_sqlite_open (store->path, KX_DB_SQLITE_WRITER, error);
  g_autoptr (KxBook) book = NULL;

  if (db == NULL)
    return NULL;
  book = kx_book_new (db, store->options.schema, store->vault);
  if (!kx_book_set_up (book, kx_store_now (store), !store->options.without_areas, error) ||
      !kx_search_renew (book, TRUE, error))
    return NULL;
  return g_steal_pointer (&book);
}

KxStore *
kx_store_open (const char *dir, const KxStoreOptions *options, char **ret_recovery, GError **error)
{
  KxStore *store;
  KxBook *book = NULL;
  gboolean made = FALSE;

  if (g_mkdir_with_parents (dir, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, (gint) g_file_error_from_errno (errno), "%s: %s", dir,
                   g_strerror (errno));
      return NULL;
    }
  store = g_new0 (KxStore, 1);
  store->options = options != NULL ? *options : (KxStoreOptions){ 0 };
  store->options.schema = store->options.schema != NULL ? store->options.schema : kx_schema_get ();
  store->options.now = store->options.now != NULL ? store->options.now : machine_now;
  store->dir = g_strdup (dir);
  store->path = g_build_filename (dir, "kangxie.db", NULL);
  g_mutex_init (&store->mutex);
  store->lock = take_lock (dir, error);
  if (store->lock >= 0)
    {
      gboolean fresh = !g_file_test (store->path, G_FILE_TEST_EXISTS);

      /* A store whose keys are lost is not given new ones: its sealed fields would look damaged. */
      store->vault = kx_vault_load (dir, fresh, &made, error);
    }
  if (store->vault != NULL)
    book = open_book (store, error);
  if (book == NULL)
    {
      kx_store_close (store);
      return NULL;
    }
  if (ret_recovery != NULL)
    *ret_recovery = made ? kx_vault_recovery_text_of (dir, NULL) : NULL;
  store->writer = kx_writer_new (book, store->path, store->options.most_together,
                                 &(KxWriterHooks){ .after = after_write, .data = store });
  return store;
}

void
kx_store_close (KxStore *store)
{
  g_clear_pointer (&store->writer, kx_writer_free);
  g_clear_pointer (&store->vault, kx_vault_free);
  if (store->lock >= 0)
    close (store->lock);
  g_mutex_clear (&store->mutex);
  g_free (store->path);
  g_free (store->dir);
  g_free (store);
}

void
kx_store_write_async (KxStore *store, KxStoreFunc func, gpointer data, GAsyncReadyCallback callback,
                      gpointer user_data)
{
  kx_writer_run_async (store->writer, KX_WRITE_TOGETHER, func, data, callback, user_data);
}

gboolean
kx_store_write_finish (KxStore *store, GAsyncResult *result, GError **error)
{
  return kx_writer_run_finish (store->writer, result, error);
}

gboolean
kx_store_write (KxStore *store, KxStoreFunc func, gpointer data, GError **error)
{
  return kx_writer_run (store->writer, KX_WRITE_ALONE, func, data, error);
}

typedef struct
{
  KxWork work;
  KxApplied *applied;
} Apply;

static gboolean
apply (KxBook *book, gpointer data, GError **error)
{
  Apply *self = data;

  g_clear_pointer (&self->applied, kx_applied_free);
  self->applied = kx_apply (book, &self->work, error);
  return self->applied != NULL;
}

KxApplied *
kx_store_apply_at (KxStore *store, const KxActor *actor, KxTime at, KxOp *const *ops, guint n_ops,
                   GError **error)
{
  Apply self = { { .actor = actor, .at = at, .today = kx_store_date_of (at), .ops = ops, .n_ops = n_ops },
                 NULL };

  if (kx_writer_run (store->writer, KX_WRITE_TOGETHER, apply, &self, error))
    return self.applied;
  g_clear_pointer (&self.applied, kx_applied_free);
  return NULL;
}

KxApplied *
kx_store_apply (KxStore *store, const KxActor *actor, KxOp *const *ops, guint n_ops, GError **error)
{
  return kx_store_apply_at (store, actor, kx_store_now (store), ops, n_ops, error);
}

KxBook *
kx_store_take_reader (KxStore *store, GError **error)
{
  return kx_writer_take_reader (store->writer, error);
}

void
kx_store_give_reader (KxStore *store, KxBook *reader)
{
  kx_writer_give_reader (store->writer, reader);
}

void
kx_store_get_counts (KxStore *store, guint64 *ret_works, guint64 *ret_commits, guint *ret_waiting)
{
  kx_writer_get_counts (store->writer, ret_works, ret_commits, ret_waiting);
}
