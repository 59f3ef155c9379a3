#include "store/kx-store.h"

#include "core/entities/kx-agency.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-store.h"
#include "store/kx-row.h"

#include <glib/gstdio.h>

typedef struct
{
  char *folder;
  KxStore *store;
  KxActor *clerk;
} Fixture;

static KxStore *
open_store (const char *folder)
{
  KxStoreOptions options = { .without_areas = TRUE };
  g_autoptr (GError) error = NULL;
  KxStore *store = kx_store_open (folder, &options, NULL, &error);

  g_assert_no_error (error);
  return store;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) ops = kx_test_found (kx_schema_get ());
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (KxApplied) applied = NULL;

  f->folder = kx_test_make_folder ();
  f->store = open_store (f->folder);
  f->clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370000");
  applied = kx_store_apply (f->store, system, (KxOp *const *) ops->pdata, ops->len, NULL);
  g_assert_true (applied->accepted);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->store, kx_store_close);
  kx_actor_free (f->clerk);
  kx_test_remove_folder (f->folder);
}

static gint64
count (Fixture *f, const char *sql)
{
  KxBook *reader = kx_store_take_reader (f->store, NULL);
  gint64 n = -1;

  g_assert_true (kx_db_get_integer (reader->db, sql, NULL, 0, &n, NULL));
  kx_store_give_reader (f->store, reader);
  return n;
}

typedef struct
{
  Fixture *f;
  guint first, n;
} Batch;

static gpointer
write_agencies (gpointer data)
{
  Batch *batch = data;

  for (guint i = 0; i < batch->n; i++)
    {
      g_autofree char *id = kx_test_id (), *code = kx_test_credit_code (batch->first + i);
      g_autofree char *name = g_strdup_printf ("第%u医院", batch->first + i);
      g_autoptr (KxOp) op = kx_test_agency_op (kx_schema_get (), id, KX_TEST_OFFICE, name, code);
      g_autoptr (GError) error = NULL;
      g_autoptr (KxApplied) applied = kx_store_apply (batch->f->store, batch->f->clerk, &op, 1, &error);

      g_assert_no_error (error);
      g_assert_true (applied->accepted);
    }
  return NULL;
}

static void
test_many_writers_share_commits_and_lose_nothing (Fixture *f, gconstpointer data)
{
  enum
  {
    WRITERS = 16,
    EACH = 25
  };
  Batch batches[WRITERS];
  GThread *threads[WRITERS];
  guint64 works, commits;
  guint waiting;

  for (guint i = 0; i < WRITERS; i++)
    {
      batches[i] = (Batch){ f, i * 1000, EACH };
      threads[i] = g_thread_new ("writer", write_agencies, &batches[i]);
    }
  for (guint i = 0; i < WRITERS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (count (f, "SELECT count(*) FROM agency"), ==, WRITERS * EACH);
  g_assert_cmpint (count (f, "SELECT count(DISTINCT seq) FROM agency"), ==, WRITERS * EACH);
  g_assert_cmpint (count (f, "SELECT count(DISTINCT no) FROM agency"), ==, WRITERS * EACH);
  kx_store_get_counts (f->store, &works, &commits, &waiting);
  g_assert_cmpuint (commits, <, works);
  g_assert_cmpuint (waiting, ==, 0);
}

static gboolean
fail_half_way (KxBook *book, gpointer data, GError **error)
{
  kx_book_set_meta (book, "half", "written", NULL);
  book->seq += 1000;
  g_set_error_literal (error, KX_STORE_ERROR, KX_STORE_ERROR_BROKEN, "half way");
  return FALSE;
}

static void
test_a_failed_work_is_undone_alone (Fixture *f, gconstpointer data)
{
  gint64 before = count (f, "SELECT v FROM sync_counter");
  g_autoptr (GError) error = NULL;
  Batch batch = { f, 5, 1 };

  g_assert_false (kx_store_write (f->store, fail_half_way, NULL, &error));
  g_assert_error (error, KX_STORE_ERROR, KX_STORE_ERROR_BROKEN);
  write_agencies (&batch);
  g_assert_cmpint (count (f, "SELECT count(*) FROM meta WHERE name = 'half'"), ==, 0);
  g_assert_cmpint (count (f, "SELECT v FROM sync_counter"), ==, before + 1);
}

typedef struct
{
  guint calls;
  gint64 seq;
} Told;

static void
committed (gint64 seq, gpointer data)
{
  Told *told = data;

  told->calls++;
  told->seq = seq;
}

static gboolean
change_nothing (KxBook *book, gpointer data, GError **error)
{
  return TRUE;
}

static void
test_each_commit_that_changes_rows_is_told (Fixture *f, gconstpointer data)
{
  gint64 before = count (f, "SELECT v FROM sync_counter");
  Batch batch = { f, 5, 1 };
  Told told = { 0 };

  kx_store_set_committed (f->store, committed, &told);
  g_assert_true (kx_store_write (f->store, change_nothing, NULL, NULL));
  g_assert_false (kx_store_write (f->store, fail_half_way, NULL, NULL));
  g_assert_cmpuint (told.calls, ==, 0);
  write_agencies (&batch);
  g_assert_cmpuint (told.calls, ==, 1);
  g_assert_cmpint (told.seq, ==, before + 1);
  kx_store_set_committed (f->store, NULL, NULL);
  write_agencies (&(Batch){ f, 6, 1 });
  g_assert_cmpuint (told.calls, ==, 1);
}

static void
test_a_second_process_is_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kx_store_open (f->folder, NULL, NULL, &error));
  g_assert_error (error, KX_STORE_ERROR, KX_STORE_ERROR_LOCKED);
}

static void
test_closing_and_opening_keeps_all (Fixture *f, gconstpointer data)
{
  Batch batch = { f, 1, 10 };
  g_autofree char *before = NULL, *after = NULL;
  KxBook *reader;

  write_agencies (&batch);
  reader = kx_store_take_reader (f->store, NULL);
  before = kx_test_dump (reader);
  kx_store_give_reader (f->store, reader);
  kx_store_close (f->store);
  f->store = open_store (f->folder);
  reader = kx_store_take_reader (f->store, NULL);
  after = kx_test_dump (reader);
  kx_store_give_reader (f->store, reader);
  kx_test_assert_same_dump (before, after);
}

static void
test_a_store_without_its_keys_is_refused (Fixture *f, gconstpointer data)
{
  g_autofree char *keys = g_build_filename (f->folder, "keys", "master", NULL);
  g_autofree char *text = kx_vault_recovery_text_of (f->folder, NULL);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&f->store, kx_store_close);
  g_assert_cmpint (g_unlink (keys), ==, 0);
  g_assert_null (kx_store_open (f->folder, NULL, NULL, &error));
  g_assert_error (error, KX_VAULT_ERROR, KX_VAULT_ERROR_MISSING);
  g_assert_true (kx_vault_recover (f->folder, text, NULL));
  f->store = open_store (f->folder);
}

static void
test_readers_cannot_write (Fixture *f, gconstpointer data)
{
  KxBook *reader = kx_store_take_reader (f->store, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (kx_db_run (reader->db, "DELETE FROM office", NULL, 0, &error));
  g_assert_nonnull (error);
  kx_store_give_reader (f->store, reader);
}

static void
test_the_office_day_begins_at_its_own_midnight (void)
{
  /* 2026-06-30T15:59:59Z and a second later. */
  g_assert_cmpint (kx_store_date_of ((KxTime){ 1782835199000 }).ymd, ==, 20260630);
  g_assert_cmpint (kx_store_date_of ((KxTime){ 1782835200000 }).ymd, ==, 20260701);
  g_assert_cmpint (kx_store_date_of ((KxTime){ 0 }).ymd, ==, 19700101);
}

/* The file as a program with another table of readings leaves it: other sort keys, other terms, and so many
 * agencies that they are made anew in pieces. */
static void
read_otherwise (Fixture *f, guint more)
{
  static const char *const sql[] = {
    "UPDATE agency SET name_sort = 'other' || id", "UPDATE agency_term SET term = 'z' || term",
    "UPDATE meta SET value = 'other' WHERE name IN ('pinyin', 'pinyin.sort')"
  };
  g_autofree char *path = g_build_filename (f->folder, "kangxie.db", NULL);
  g_autofree char *fill = g_strdup_printf (
      "WITH RECURSIVE i (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < %u) INSERT INTO agency (id, "
      "no, space, seq, created_at, updated_at, deleted_at, name, name_sort) SELECT 'more' || n, 1000 + n, "
      "'370100/agency', 1, 1, 1, 0, '济南医院', 'x' FROM i",
      more);
  g_autoptr (GError) error = NULL;
  KxDb *db;

  g_clear_pointer (&f->store, kx_store_close);
  db = kx_db_sqlite_open (path, KX_DB_SQLITE_WRITER, &error);
  g_assert_no_error (error);
  g_assert_true (kx_db_run (db, fill, NULL, 0, &error));
  for (guint i = 0; i < G_N_ELEMENTS (sql); i++)
    g_assert_true (kx_db_run (db, sql[i], NULL, 0, &error));
  kx_db_free (db);
}

static void
test_another_table_of_readings_makes_keys_and_terms_anew (Fixture *f, gconstpointer data)
{
  const guint more = 10000; /* two whole pieces; with those of the batch a third one begins */
  Batch batch = { f, 0, 3 };
  gint64 terms;

  write_agencies (&batch);
  terms = count (f, "SELECT count(*) FROM agency_term");
  read_otherwise (f, more);
  f->store = open_store (f->folder);
  g_assert_cmpint (count (f, "SELECT count(*) FROM agency"), ==, more + 3);
  g_assert_cmpint (count (f, "SELECT count(*) FROM agency WHERE name_sort LIKE 'other%'"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count(DISTINCT name_sort) FROM agency WHERE id LIKE 'more%'"), ==, 1);
  g_assert_cmpint (count (f, "SELECT count(*) FROM agency_term WHERE term >= 'z'"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count(*) FROM agency_term WHERE row < 1000"), ==, terms);
  /* Nothing to do the next time. */
  terms = count (f, "SELECT count(*) FROM agency_term");
  g_clear_pointer (&f->store, kx_store_close);
  f->store = open_store (f->folder);
  g_assert_cmpint (count (f, "SELECT count(*) FROM agency_term"), ==, terms);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/store/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("many-writers-share-commits-and-lose-nothing", test_many_writers_share_commits_and_lose_nothing);
  ADD ("a-failed-work-is-undone-alone", test_a_failed_work_is_undone_alone);
  ADD ("each-commit-that-changes-rows-is-told", test_each_commit_that_changes_rows_is_told);
  ADD ("a-second-process-is-refused", test_a_second_process_is_refused);
  ADD ("closing-and-opening-keeps-all", test_closing_and_opening_keeps_all);
  ADD ("a-store-without-its-keys-is-refused", test_a_store_without_its_keys_is_refused);
  ADD ("readers-cannot-write", test_readers_cannot_write);
  ADD ("another-table-of-readings-makes-keys-and-terms-anew",
       test_another_table_of_readings_makes_keys_and_terms_anew);
  g_test_add_func ("/store/the-office-day-begins-at-its-own-midnight",
                   test_the_office_day_begins_at_its_own_midnight);
  return g_test_run ();
}
