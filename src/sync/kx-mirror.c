#include "sync/kx-mirror-private.h"

#include "core/entities/kx-attachment.h"
#include "core/entities/kx-conflict.h"
#include "store/kx-files.h"
#include "store/kx-store.h"
#include "sync/kx-gettext.h"
#include "sync/kx-mirror-notice.h"
#include "sync/kx-mirror-tables.h"

#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

G_DEFINE_FINAL_TYPE (KxMirror, kx_mirror, G_TYPE_OBJECT)

enum
{
  ROWS_CHANGED,
  SUMMARY_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

KxTime
kx_mirror_now (KxMirror *mirror)
{
  return (KxTime){ g_get_real_time () / 1000 };
}

KxDate
kx_mirror_today (KxMirror *mirror)
{
  return kx_store_date_of (kx_mirror_now (mirror));
}

const char *
kx_mirror_get_dir (KxMirror *mirror)
{
  return mirror->dir;
}

const KxSchema *
kx_mirror_get_schema (KxMirror *mirror)
{
  return mirror->schema;
}

guint
kx_mirror_get_salvaged (KxMirror *mirror)
{
  return mirror->salvaged;
}

/* On the writer's thread. */
static void
note_row (KxBook *book, const KxEntity *entity, const char *id, KxRowChangeKind kind, gpointer data)
{
  KxMirror *self = data;

  if (self->current == NULL)
    self->current = kx_rows_changed_new ();
  self->lost_files |= kind == KX_ROW_REMOVED && g_str_equal (entity->name, kx_attachment_entity.name);
  kx_rows_changed_add (self->current, self->schema, entity, id, kind);
}

static gboolean
tell (gpointer data)
{
  KxMirror *self = data;
  g_autoptr (KxRowsChanged) changed = NULL;
  gboolean summary;

  g_mutex_lock (&self->mutex);
  changed = g_steal_pointer (&self->changed);
  summary = self->summary_changed;
  self->summary_changed = FALSE;
  g_clear_pointer (&self->telling, g_source_unref);
  g_mutex_unlock (&self->mutex);
  if (changed != NULL)
    g_signal_emit (self, signals[ROWS_CHANGED], 0, changed);
  if (summary)
    g_signal_emit (self, signals[SUMMARY_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* Under the mutex. */
static void
wake (KxMirror *self)
{
  if (self->telling != NULL)
    return;
  self->telling = g_idle_source_new ();
  g_source_set_priority (self->telling, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->telling, tell, self, NULL);
  g_source_attach (self->telling, self->context);
}

static gint64
get_number (KxBook *book, const char *sql)
{
  gint64 number = 0;

  kx_db_get_integer (book->db, sql, NULL, 0, &number, NULL);
  return number;
}

static KxMirrorSummary
summarise (KxMirror *self, KxBook *book)
{
  KxMirrorSummary summary = { .remote = self->remote };
  gint64 counts[KX_OUT_ORPHAN + 1] = { 0 };
  gint64 loading = 0, uploads = 0;

  kx_mirror_outbox_count (book, counts, NULL);
  summary.waiting = (guint) (counts[KX_OUT_WAITING] + counts[KX_OUT_SENT]);
  summary.held = (guint) counts[KX_OUT_HELD];
  summary.refused = (guint) counts[KX_OUT_REFUSED];
  summary.orphans = (guint) counts[KX_OUT_ORPHAN];
  summary.conflicts =
      (guint) get_number (book, "SELECT count(*) FROM conflict WHERE state = 'open' AND deleted_at = 0");
  summary.attempts = (guint) get_number (book, "SELECT max(tries) FROM mirror_outbox WHERE state = 1");
  summary.notices = get_number (book, "SELECT max(id) FROM mirror_notice");
  kx_mirror_upload_count (book, &uploads, NULL);
  summary.uploads = (guint) uploads;
  summary.failed_uploads =
      (guint) get_number (book, "SELECT count(*) FROM mirror_upload WHERE code IS NOT NULL");
  kx_mirror_meta_get_number (book, KX_MIRROR_LOADING, &loading, NULL);
  kx_mirror_meta_get_number (book, KX_MIRROR_SYNCED_AT, &summary.synced_at.ms, NULL);
  summary.loading = loading != 0;
  summary.rows = summary.loading ? get_number (book, "SELECT max(rows) FROM sync_counter") : 0;
  return summary;
}

/* On the writer's thread, after each transaction. What was rolled back is told too: looking again does no
 * harm. */
static void
after_write (KxBook *book, gboolean committed, gpointer data)
{
  KxMirror *self = data;
  KxMirrorSummary summary = summarise (self, book);
  g_autoptr (KxRowsChanged) current = g_steal_pointer (&self->current);

  kx_mirror_file_saved (self, committed);
  self->doubtful |= !committed;
  if (committed && self->lost_files)
    kx_mirror_blob_prune (self, book);
  self->lost_files = FALSE;
  g_mutex_lock (&self->mutex);
  if (memcmp (&summary, &self->summary, sizeof summary) != 0)
    {
      self->summary = summary;
      self->summary_changed = TRUE;
    }
  if (current != NULL && self->changed != NULL)
    kx_rows_changed_join (self->changed, self->schema, current);
  else if (current != NULL)
    self->changed = g_steal_pointer (&current);
  if (self->changed != NULL || self->summary_changed)
    wake (self);
  g_mutex_unlock (&self->mutex);
}

/* Names of file systems that other machines serve. */
static gboolean
is_remote (const char *dir)
{
  static const gint64 kinds[] = { 0x6969 /* nfs */, 0xff534d42 /* cifs */, 0x517b /* smb */,
                                  0xfe534d42 /* smb2 */, 0x01021997 /* 9p */ };
  struct statfs fs;

  if (statfs (dir, &fs) != 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if ((gint64) (guint32) fs.f_type == kinds[i])
      return TRUE;
  return FALSE;
}

static gboolean
take_lock (KxMirror *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->dir, "mirror.lock", NULL);
  GError *local = NULL;

  self->lock = kx_files_take_lock (path, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  else if (self->lock < 0)
    g_set_error_literal (error, KX_MIRROR_ERROR, KX_MIRROR_ERROR_LOCKED,
                         _ ("Another program has these data open"));
  return self->lock >= 0;
}

KxMirror *
kx_mirror_open (const char *dir, const KxSchema *schema, GError **error)
{
  g_autoptr (KxMirror) self = NULL;
  KxWriterHooks hooks;
  KxBook *book;

  if (!kx_files_make_folder (dir, error))
    return NULL;
  self = g_object_new (KX_TYPE_MIRROR, NULL);
  self->dir = g_strdup (dir);
  self->path = g_build_filename (dir, "mirror.db", NULL);
  self->salvage_path = g_build_filename (dir, "outbox.ndjson", NULL);
  self->schema = schema != NULL ? schema : kx_schema_get ();
  self->remote = is_remote (dir);
  if (!take_lock (self, error))
    return NULL;
  book = kx_mirror_file_open (self, error);
  if (book == NULL)
    return NULL;
  kx_mirror_file_mark (self, TRUE);
  kx_mirror_blob_prune (self, book);
  self->actor = kx_mirror_book_get_actor (book, NULL);
  self->summary = summarise (self, book);
  book->watch = note_row;
  book->watch_data = self;
  hooks = (KxWriterHooks){ kx_mirror_file_save, after_write, self };
  self->writer = kx_writer_new (book, self->path, 0, &hooks);
  return g_steal_pointer (&self);
}

void
kx_mirror_close (KxMirror *mirror)
{
  if (mirror->closed || mirror->writer == NULL)
    return;
  mirror->closed = TRUE;
  kx_mirror_write_drafts (mirror);
  g_clear_handle_id (&mirror->draft_timer, g_source_remove);
  kx_writer_stop (mirror->writer);
  if (!mirror->doubtful)
    kx_mirror_file_mark (mirror, FALSE);
  if (mirror->salvage >= 0)
    close (mirror->salvage);
  mirror->salvage = -1;
  close (mirror->lock);
  mirror->lock = -1;
}

gboolean
kx_mirror_wipe (const char *dir, GError **error)
{
  static const char *const names[] = { "mirror.db",     "mirror.db-wal", "mirror.db-shm",
                                       "outbox.ndjson", "mirror.open",   "blobs" };
  g_autoptr (GDir) folder = g_dir_open (dir, 0, error);

  if (folder == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (dir, names[i], NULL);

      kx_files_remove_tree (path);
    }
  for (const char *name; (name = g_dir_read_name (folder)) != NULL;)
    if (g_str_has_prefix (name, "mirror.db.damaged-"))
      {
        g_autofree char *path = g_build_filename (dir, name, NULL);

        kx_files_remove_tree (path);
      }
  return kx_files_sync_folder (dir, error);
}

KxBook *
kx_mirror_take_reader (KxMirror *mirror, GError **error)
{
  return kx_writer_take_reader (mirror->writer, error);
}

void
kx_mirror_give_reader (KxMirror *mirror, KxBook *reader)
{
  kx_writer_give_reader (mirror->writer, reader);
}

void
kx_mirror_get_summary (KxMirror *mirror, KxMirrorSummary *ret_summary)
{
  g_mutex_lock (&mirror->mutex);
  *ret_summary = mirror->summary;
  g_mutex_unlock (&mirror->mutex);
}

/* A call on its way to the writer. */
typedef struct
{
  KxMirror *mirror; /* owned */
  KxMirrorFunc func;
  gpointer data;
  GDestroyNotify free_data;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  if (call->free_data != NULL)
    call->free_data (call->data);
  g_object_unref (call->mirror);
  g_free (call);
}

static gboolean
run_call (KxBook *book, gpointer data, GError **error)
{
  GTask *task = data;
  Call *call = g_task_get_task_data (task);

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), error))
    return FALSE;
  return call->func (book, call->data, error);
}

static void
call_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  /* What is durable is told, also when the person no longer waits for it. */
  g_task_set_check_cancellable (task, FALSE);
  if (kx_writer_run_finish (NULL, result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kx_mirror_run_async (KxMirror *mirror, KxWriteMode mode, KxMirrorFunc func, gpointer data,
                     GDestroyNotify free_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task = g_task_new (mirror, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);

  g_task_set_source_tag (task, kx_mirror_run_async);
  *call = (Call){ g_object_ref (mirror), func, data, free_data };
  g_task_set_task_data (task, call, call_free);
  kx_writer_run_async (mirror->writer, mode, run_call, task, call_done, task);
}

void
kx_mirror_write_async (KxMirror *mirror, KxMirrorFunc func, gpointer data, GDestroyNotify free_data,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  kx_mirror_run_async (mirror, KX_WRITE_TOGETHER, func, data, free_data, cancellable, callback, user_data);
}

gboolean
kx_mirror_write_finish (KxMirror *mirror, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
kx_mirror_write (KxMirror *mirror, KxWriteMode mode, KxMirrorFunc func, gpointer data, GError **error)
{
  return kx_writer_run (mirror->writer, mode, func, data, error);
}

typedef struct
{
  GPtrArray *ops; /* (element-type KxOp) owned */
  KxActor *actor; /* owned */
  KxMirrorMoment moment;
  KxDecision *decision; /* owned */
} Submit;

static void
submit_free (gpointer data)
{
  Submit *submit = data;

  g_ptr_array_unref (submit->ops);
  g_clear_pointer (&submit->actor, kx_actor_free);
  g_clear_pointer (&submit->decision, kx_decision_free);
  g_free (submit);
}

static gboolean
submit (KxBook *book, gpointer data, GError **error)
{
  Submit *self = data;

  g_clear_pointer (&self->decision, kx_decision_free);
  self->decision =
      kx_mirror_submit_ops (book, &self->moment, (KxOp *const *) self->ops->pdata, self->ops->len, error);
  return self->decision != NULL;
}

void
kx_mirror_submit_async (KxMirror *mirror, GPtrArray *ops, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  Submit *self = g_new0 (Submit, 1);

  g_return_if_fail (mirror->actor != NULL && ops->len > 0);
  self->ops = ops;
  g_ptr_array_set_free_func (ops, (GDestroyNotify) kx_op_free);
  self->actor = kx_actor_copy (mirror->actor);
  self->moment = (KxMirrorMoment){ self->actor, kx_mirror_now (mirror), kx_mirror_today (mirror) };
  kx_mirror_write_async (mirror, submit, self, submit_free, cancellable, callback, user_data);
}

KxDecision *
kx_mirror_submit_finish (KxMirror *mirror, GAsyncResult *result, GError **error)
{
  Call *call = g_task_get_task_data (G_TASK (result));
  Submit *self = call->data;

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&self->decision) : NULL;
}

KxOp *
kx_mirror_make_op (KxMirror *mirror, KxOpKind kind, const KxEntity *entity, const char *row, KxRecord *fields)
{
  char id[KX_UUID_TEXT_SIZE];

  kx_random_uuid (kx_mirror_now (mirror), id);
  return kx_op_new (kind, entity, id, row, fields);
}

const KxActor *
kx_mirror_get_actor (KxMirror *mirror)
{
  return mirror->actor;
}

static gboolean
write_actor (KxBook *book, gpointer data, GError **error)
{
  return kx_mirror_book_set_actor (book, data, error);
}

void
kx_mirror_set_actor (KxMirror *mirror, const KxActor *actor)
{
  KxActor *copy = kx_actor_copy (actor);

  g_clear_pointer (&mirror->actor, kx_actor_free);
  mirror->actor = kx_actor_copy (actor);
  kx_mirror_write_async (mirror, write_actor, copy, (GDestroyNotify) kx_actor_free, NULL, NULL, NULL);
}

static gboolean
write_notice (KxBook *book, gpointer data, GError **error)
{
  return kx_mirror_notice_add (book, data, (KxTime){ g_get_real_time () / 1000 }, error);
}

void
kx_mirror_add_notice (KxMirror *mirror, const char *text)
{
  kx_mirror_write_async (mirror, write_notice, g_strdup (text), g_free, NULL, NULL, NULL);
}

static void
dispose (GObject *object)
{
  KxMirror *self = KX_MIRROR (object);

  kx_mirror_close (self);
  if (self->telling != NULL)
    g_source_destroy (self->telling);
  g_clear_pointer (&self->telling, g_source_unref);
  G_OBJECT_CLASS (kx_mirror_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxMirror *self = KX_MIRROR (object);

  g_clear_pointer (&self->writer, kx_writer_free);
  if (self->lock >= 0)
    close (self->lock);
  g_clear_pointer (&self->changed, kx_rows_changed_unref);
  g_clear_pointer (&self->current, kx_rows_changed_unref);
  g_clear_pointer (&self->actor, kx_actor_free);
  g_hash_table_unref (self->drafts);
  g_clear_pointer (&self->writing, g_hash_table_unref);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_free (self->dir);
  g_free (self->path);
  g_free (self->salvage_path);
  G_OBJECT_CLASS (kx_mirror_parent_class)->finalize (object);
}

static void
kx_mirror_class_init (KxMirrorClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  signals[ROWS_CHANGED] = g_signal_new ("rows-changed", KX_TYPE_MIRROR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, KX_TYPE_ROWS_CHANGED);
  signals[SUMMARY_CHANGED] = g_signal_new ("summary-changed", KX_TYPE_MIRROR, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_mirror_init (KxMirror *self)
{
  self->lock = self->salvage = -1;
  self->context = g_main_context_ref_thread_default ();
  self->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_mutex_init (&self->mutex);
}
