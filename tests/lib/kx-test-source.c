#include "lib/kx-test-source.h"

#include "db/kx-db-sqlite.h"
#include "lib/kx-test-store.h"
#include "store/kx-apply.h"

#include <stdarg.h>

#define MOST_WAIT_US (60 * G_USEC_PER_SEC)

struct _KxTestSource
{
  GObject parent_instance;
  char *folder, *path; /* owned; folder NULL: not ours */
  KxBook *writer;      /* owned */
  KxActor *clerk;      /* owned */
  GMutex lock;
  GQueue idle; /* (element-type KxBook) owned; under the lock */
  gboolean broken;
};

static KxBook *
take_reader (KxRowSource *source, GError **error)
{
  KxTestSource *self = KX_TEST_SOURCE (source);
  KxBook *book;
  KxDb *db;

  g_mutex_lock (&self->lock);
  book = self->broken ? NULL : g_queue_pop_head (&self->idle);
  g_mutex_unlock (&self->lock);
  if (book != NULL)
    return book;
  if (self->broken)
    {
      g_set_error_literal (error, KX_DB_ERROR, KX_DB_ERROR_CORRUPT, "Broken on purpose");
      return NULL;
    }
  db = kx_db_sqlite_open (self->path, KX_DB_SQLITE_READER, error);
  return db != NULL ? kx_book_new (db, kx_schema_get (), NULL) : NULL;
}

static void
give_reader (KxRowSource *source, KxBook *reader)
{
  KxTestSource *self = KX_TEST_SOURCE (source);

  g_mutex_lock (&self->lock);
  g_queue_push_head (&self->idle, reader);
  g_mutex_unlock (&self->lock);
}

static void
source_init (KxRowSourceInterface *iface)
{
  iface->take_reader = take_reader;
  iface->give_reader = give_reader;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (KxTestSource, kx_test_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KX_TYPE_ROW_SOURCE, source_init))

static void
kx_test_source_finalize (GObject *object)
{
  KxTestSource *self = KX_TEST_SOURCE (object);

  g_queue_clear_full (&self->idle, (GDestroyNotify) kx_book_free);
  g_clear_pointer (&self->writer, kx_book_free);
  g_clear_pointer (&self->clerk, kx_actor_free);
  g_mutex_clear (&self->lock);
  g_free (self->path);
  if (self->folder != NULL)
    kx_test_remove_folder (self->folder);
  G_OBJECT_CLASS (kx_test_source_parent_class)->finalize (object);
}

static void
kx_test_source_class_init (KxTestSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kx_test_source_finalize;
}

static void
kx_test_source_init (KxTestSource *self)
{
  g_mutex_init (&self->lock);
  g_queue_init (&self->idle);
}

KxTestSource *
kx_test_source_new_for_path (const char *path)
{
  KxTestSource *self = g_object_new (KX_TYPE_TEST_SOURCE, NULL);

  self->path = g_strdup (path);
  return self;
}

KxTestSource *
kx_test_source_new (void)
{
  KxTestSource *self = g_object_new (KX_TYPE_TEST_SOURCE, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ops = kx_test_found (kx_schema_get ());
  g_autoptr (KxActor) system = kx_actor_new_system ();
  KxDb *db;

  self->folder = kx_test_make_folder ();
  self->path = g_build_filename (self->folder, "mirror.db", NULL);
  db = kx_db_sqlite_open (self->path, KX_DB_SQLITE_WRITER, &error);
  g_assert_no_error (error);
  g_assert_true (kx_db_sqlite_set_commits (db, KX_DB_SQLITE_GO_ON, &error));
  self->writer = kx_book_new (db, kx_schema_get (), NULL);
  kx_book_set_up (self->writer, (KxTime){ 1 }, FALSE, &error);
  g_assert_no_error (error);
  self->clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "000000");
  kx_actor_grant (self->clerk, KX_ROLE_INDEX_leader, "000000");
  for (guint i = 0; i < ops->len; i++)
    kx_applied_free (kx_test_apply (self->writer, system, ops->pdata[i]));
  return self;
}

KxBook *
kx_test_source_get_writer (KxTestSource *self)
{
  return self->writer;
}

void
kx_test_source_set_broken (KxTestSource *self, gboolean broken)
{
  g_mutex_lock (&self->lock);
  self->broken = broken;
  g_mutex_unlock (&self->lock);
}

static void
say_why (const KxApplied *applied)
{
  for (guint i = 0; i < applied->outcomes->len; i++)
    {
      const KxDecision *decision = ((KxOutcome *) applied->outcomes->pdata[i])->decision;

      for (guint k = 0; decision != NULL && k < decision->findings->len; k++)
        if (((KxFinding *) decision->findings->pdata[k])->verdict == KX_FAILS)
          g_test_message ("refused: %s", ((KxFinding *) decision->findings->pdata[k])->code);
    }
}

void
kx_test_source_apply (KxTestSource *self, KxOp *op)
{
  g_autoptr (KxApplied) applied = kx_test_apply (self->writer, self->clerk, op);

  if (!applied->accepted)
    say_why (applied);
  g_assert_true (applied->accepted);
  kx_test_source_tell (self, op->entity, op->row, NULL);
  kx_op_free (op);
}

void
kx_test_source_land (KxTestSource *self, KxRecord *record)
{
  g_autoptr (GError) error = NULL;
  KxBook *writer = kx_test_source_get_writer (self);

  g_assert_true (kx_book_begin (writer, &error));
  kx_apply_bare (writer, record, (KxTime){ 1782864000000 }, &error);
  g_assert_no_error (error);
  g_assert_true (kx_book_commit (writer, &error));
  kx_record_free (record);
}

void
kx_test_source_tell (KxTestSource *self, const KxEntity *entity, ...)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  va_list arguments;
  const char *id;

  va_start (arguments, entity);
  while ((id = va_arg (arguments, const char *)) != NULL)
    g_ptr_array_add (ids, (gpointer) id);
  va_end (arguments);
  kx_row_source_emit_changed (KX_ROW_SOURCE (self), entity, ids->len > 0 ? ids : NULL);
}

/* Wakes the main loop now and then, so that waiting has an end. */
static gboolean
on_alarm (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
kx_test_wait (KxTestDone done, gpointer data)
{
  gint64 until = g_get_monotonic_time () + MOST_WAIT_US;
  guint alarm = g_timeout_add (100, on_alarm, NULL);

  while (!done (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (alarm);
}

static gboolean
is_alone (gpointer object)
{
  return g_atomic_int_get (&G_OBJECT (object)->ref_count) == 1;
}

void
kx_test_finalize (gpointer object)
{
  kx_test_wait (is_alone, object);
  g_assert_finalize_object (G_OBJECT (object));
}
