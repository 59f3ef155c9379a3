#include "store/kx-writer.h"

#include "db/kx-db-sqlite.h"
#include "lib/kx-test-store.h"

typedef struct
{
  char *folder, *path;
  KxWriter *writer;
  KxDb *other; /* reads */
  guint before_calls, after_calls, committed;
  gboolean before_fails;
} Fixture;

static gboolean
before (KxBook *book, gpointer data, GError **error)
{
  Fixture *f = data;

  g_assert_true (book->writing);
  f->before_calls++;
  if (f->before_fails)
    g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "full");
  return !f->before_fails;
}

static void
after (KxBook *book, gboolean committed, gpointer data)
{
  Fixture *f = data;

  g_assert_false (book->writing);
  f->after_calls++;
  f->committed += committed ? 1 : 0;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  KxBook *book;

  f->folder = kx_test_make_folder ();
  f->path = g_build_filename (f->folder, "book.db", NULL);
  book = kx_book_new (kx_db_sqlite_open (f->path, KX_DB_SQLITE_WRITER, &error), kx_schema_get (), NULL);
  g_assert_true (kx_book_set_up (book, (KxTime){ 1 }, FALSE, &error));
  f->writer = kx_writer_new (book, f->path, 0, &(KxWriterHooks){ before, after, f });
  f->other = kx_db_sqlite_open (f->path, KX_DB_SQLITE_READER, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_db_free (f->other);
  g_clear_pointer (&f->writer, kx_writer_free);
  g_free (f->path);
  kx_test_remove_folder (f->folder);
}

/* What one work writes, and whether it fails afterwards. */
typedef struct
{
  const char *name;
  gboolean fails;
  guint runs;
  gint *left; /* works not finished yet, where they are waited for together */
  GError *error;
} Work;

static gboolean
write_name (KxBook *book, gpointer data, GError **error)
{
  Work *work = data;

  work->runs++;
  if (!kx_book_set_meta (book, work->name, "1", error))
    return FALSE;
  if (work->fails)
    g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "no");
  return !work->fails;
}

static gint64
count (Fixture *f, const char *like)
{
  gint64 n = -1;

  g_assert_true (kx_db_get_integer (f->other, "SELECT count(*) FROM meta WHERE name LIKE $1",
                                    &KX_ARG_TEXT (like), 1, &n, NULL));
  return n;
}

static void
finished (GObject *source, GAsyncResult *result, gpointer data)
{
  Work *work = data;

  kx_writer_run_finish (NULL, result, &work->error);
  (*work->left)--;
}

static gboolean
wait_a_little (KxBook *book, gpointer data, GError **error)
{
  GMutex *mutex = data;

  g_mutex_lock (mutex); /* until the others stand in the queue */
  g_mutex_unlock (mutex);
  return TRUE;
}

/* Queues `works` while the writer is busy, so that they come together. */
static void
run_together (Fixture *f, Work *works, guint n)
{
  static GMutex busy;
  gint left = (gint) n + 1;
  Work first = { .left = &left };

  g_mutex_lock (&busy);
  kx_writer_run_async (f->writer, KX_WRITE_ALONE, wait_a_little, &busy, finished, &first);
  for (guint i = 0; i < n; i++)
    {
      works[i].left = &left;
      kx_writer_run_async (f->writer, KX_WRITE_TOGETHER, write_name, &works[i], finished, &works[i]);
    }
  g_mutex_unlock (&busy);
  while (left > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (first.error);
}

static void
test_together (Fixture *f, gconstpointer data)
{
  Work works[] = { { "test.a", 0 }, { "test.b", 0 }, { "test.c", 0 } };
  guint64 done, commits;
  guint waiting;

  run_together (f, works, G_N_ELEMENTS (works));
  g_assert_cmpint (count (f, "test.%"), ==, 3);
  g_assert_cmpuint (works[2].runs, ==, 1);
  kx_writer_get_counts (f->writer, &done, &commits, &waiting);
  g_assert_cmpuint (done, ==, 4);
  g_assert_cmpuint (commits, ==, 2);
  g_assert_cmpuint (waiting, ==, 0);
}

static void
test_one_fails (Fixture *f, gconstpointer data)
{
  Work works[] = { { "test.a", 0 }, { "test.b", TRUE }, { "test.c", 0 } };

  run_together (f, works, G_N_ELEMENTS (works));
  g_assert_no_error (works[0].error);
  g_assert_error (works[1].error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
  g_assert_no_error (works[2].error);
  g_clear_error (&works[1].error);
  g_assert_cmpint (count (f, "test.%"), ==, 2);
  g_assert_cmpint (count (f, "test.b"), ==, 0);
  g_assert_cmpuint (works[0].runs, ==, 2);
}

static void
test_hook_fails (Fixture *f, gconstpointer data)
{
  Work work = { "test.a", 0 };
  g_autoptr (GError) error = NULL;

  f->before_fails = TRUE;
  g_assert_false (kx_writer_run (f->writer, KX_WRITE_TOGETHER, write_name, &work, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
  g_assert_cmpint (count (f, "test.%"), ==, 0);
  g_assert_cmpuint (f->after_calls, ==, 1);
  g_assert_cmpuint (f->committed, ==, 0);
  f->before_fails = FALSE;
  g_clear_error (&error);
  g_assert_true (kx_writer_run (f->writer, KX_WRITE_TOGETHER, write_name, &work, &error));
  g_assert_cmpint (count (f, "test.%"), ==, 1);
  g_assert_cmpuint (f->committed, ==, 1);
}

static gboolean
write_bare (KxBook *book, gpointer data, GError **error)
{
  g_assert_false (book->writing);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("test.%u", i);

      if (!kx_book_begin (book, error) || !kx_book_set_meta (book, name, "1", error) ||
          !kx_book_commit (book, error))
        return FALSE;
    }
  return TRUE;
}

static void
test_bare (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_writer_run (f->writer, KX_WRITE_BARE, write_bare, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count (f, "test.%"), ==, 3);
  g_assert_cmpuint (f->before_calls, ==, 0);
  g_assert_cmpuint (f->after_calls, ==, 1);
}

static void
test_close_finishes (Fixture *f, gconstpointer data)
{
  Work works[20];
  gint left = G_N_ELEMENTS (works);

  for (guint i = 0; i < G_N_ELEMENTS (works); i++)
    {
      works[i] = (Work){ "test.a", FALSE, 0, &left, NULL };
      kx_writer_run_async (f->writer, KX_WRITE_TOGETHER, write_name, &works[i], finished, &works[i]);
    }
  g_clear_pointer (&f->writer, kx_writer_free);
  g_assert_cmpint (count (f, "test.a"), ==, 1);
  while (left > 0)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (works); i++)
    g_assert_no_error (works[i].error);
}

static void
test_readers (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  KxBook *one = kx_writer_take_reader (f->writer, &error), *two = kx_writer_take_reader (f->writer, &error);

  g_assert_no_error (error);
  g_assert_true (one != two);
  g_assert_false (kx_db_run (one->db, "DELETE FROM meta", NULL, 0, NULL));
  kx_writer_give_reader (f->writer, one);
  kx_writer_give_reader (f->writer, two);
  g_assert_true (kx_writer_take_reader (f->writer, &error) == two);
  kx_writer_give_reader (f->writer, two);
}

static void
test_stopped (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  KxBook *out = kx_writer_take_reader (f->writer, &error);
  gint left = 1;
  Work work = { .name = "late", .left = &left };
  gint64 n = 0;

  g_assert_no_error (error);
  kx_writer_stop (f->writer);
  kx_writer_stop (f->writer);
  g_assert_null (kx_writer_take_reader (f->writer, &error));
  g_assert_error (error, KX_STORE_ERROR, KX_STORE_ERROR_STOPPED);
  g_clear_error (&error);
  g_assert_false (kx_writer_run (f->writer, KX_WRITE_TOGETHER, write_name, &work, &error));
  g_assert_error (error, KX_STORE_ERROR, KX_STORE_ERROR_STOPPED);
  kx_writer_run_async (f->writer, KX_WRITE_TOGETHER, write_name, &work, finished, &work);
  while (left > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (work.error, KX_STORE_ERROR, KX_STORE_ERROR_STOPPED);
  g_clear_error (&work.error);
  /* The one that is out reads on. */
  g_assert_true (kx_db_get_integer (out->db, "SELECT count(*) FROM meta", NULL, 0, &n, NULL));
  g_assert_cmpint (n, >, 0);
  kx_writer_give_reader (f->writer, out);
}

static gint n_reads;

static gpointer
use_until_stopped (gpointer data)
{
  KxWriter *writer = data;

  while (TRUE)
    {
      g_autoptr (GError) error = NULL;
      KxBook *book = kx_writer_take_reader (writer, &error);
      gint64 rows;

      if (book == NULL)
        {
          g_assert_error (error, KX_STORE_ERROR, KX_STORE_ERROR_STOPPED);
          return NULL;
        }
      g_assert_true (kx_db_get_integer (book->db, "SELECT count(*) FROM meta", NULL, 0, &rows, NULL));
      kx_writer_give_reader (writer, book);
      g_atomic_int_inc (&n_reads);
    }
}

static void
test_stopped_beneath_threads (Fixture *f, gconstpointer data)
{
  GThread *threads[8];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", use_until_stopped, f->writer);
  while (g_atomic_int_get (&n_reads) < 100)
    g_usleep (1000);
  kx_writer_stop (f->writer);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/writer/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("what waits is written by one commit", test_together);
  ADD ("one that fails leaves the others", test_one_fails);
  ADD ("a hook that fails undoes the transaction", test_hook_fails);
  ADD ("bare work makes its own transactions", test_bare);
  ADD ("closing finishes what is queued", test_close_finishes);
  ADD ("readers are kept and cannot write", test_readers);
  ADD ("stopped it refuses, and readers that are out read on", test_stopped);
  ADD ("it may stop while threads read", test_stopped_beneath_threads);
#undef ADD
  return g_test_run ();
}
