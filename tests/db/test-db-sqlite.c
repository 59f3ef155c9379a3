#include "db/kx-db-sqlite.h"

#include "lib/kx-test-disk.h"
#include "lib/kx-test-store.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *folder, *path;
  KxDb *db;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->folder = kx_test_make_folder ();
  f->path = g_build_filename (f->folder, "file.db", NULL);
  f->db = kx_db_sqlite_open (f->path, KX_DB_SQLITE_WRITER, &error);
  g_assert_true (kx_db_run (f->db, "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)", NULL, 0, &error));
  g_assert_true (kx_db_begin_write (f->db, &error));
  for (gint64 i = 0; i < 5000; i++)
    g_assert_true (
        kx_db_run (f->db, "INSERT INTO t VALUES ($1, hex(randomblob(8)))", &KX_ARG_INTEGER (i), 1, &error));
  g_assert_true (kx_db_commit (f->db, &error));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->db, kx_db_free);
  g_free (f->path);
  kx_test_remove_folder (f->folder);
}

static gint64
number (KxDb *db, const char *sql)
{
  gint64 n = -1;

  kx_db_get_integer (db, sql, NULL, 0, &n, NULL);
  return n;
}

static void
build (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  gint64 cache = number (f->db, "PRAGMA cache_size");

  g_assert_true (kx_db_begin_write (f->db, &error));
  g_assert_true (kx_db_build (f->db, "CREATE INDEX t_b ON t (b)", &error));
  g_assert_no_error (error);
  g_assert_true (kx_db_commit (f->db, &error));
  g_assert_cmpint (number (f->db, "SELECT count(*) FROM sqlite_master WHERE name = 't_b'"), ==, 1);
  g_assert_cmpint (number (f->db, "PRAGMA cache_size"), ==, cache);
}

static void
test_build_after_check (Fixture *f, gconstpointer data)
{
  g_assert_true (kx_db_sqlite_check (f->db, NULL));
  build (f);
}

static void
test_build_beside_temporary (Fixture *f, gconstpointer data)
{
  g_assert_true (kx_db_run (f->db, "CREATE TEMP TABLE x (a)", NULL, 0, NULL));
  build (f);
  g_assert_cmpint (number (f->db, "SELECT count(*) FROM x"), ==, 0);
}

static void
test_damage (Fixture *f, gconstpointer data)
{
  gint64 page = number (f->db, "SELECT rootpage FROM sqlite_master WHERE name = 't'");
  gint64 size = number (f->db, "PRAGMA page_size");
  g_autofree char *noise = g_malloc ((gsize) size);
  g_autoptr (GError) error = NULL;
  int fd;

  g_assert_true (kx_db_sqlite_check (f->db, &error));
  g_assert_true (kx_db_sqlite_checkpoint (f->db, &error));
  g_clear_pointer (&f->db, kx_db_free);
  memset (noise, 0x5a, (gsize) size);
  fd = open (f->path, O_WRONLY);
  g_assert_cmpint (pwrite (fd, noise, (gsize) size, (page - 1) * size), ==, size);
  close (fd);
  f->db = kx_db_sqlite_open (f->path, KX_DB_SQLITE_WRITER, &error);
  g_assert_no_error (error);
  g_assert_false (kx_db_sqlite_check (f->db, &error));
  g_assert_error (error, KX_DB_ERROR, KX_DB_ERROR_CORRUPT);
}

static void
test_texts (Fixture *f, gconstpointer data)
{
  static const char sql[] = "SELECT a, nullif (a, 2), 'x' FROM t WHERE a BETWEEN $1 AND 2 ORDER BY a";
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) texts = kx_db_list_texts (f->db, sql, &KX_ARG_INTEGER (1), 1, 2, &error);
  g_autoptr (GPtrArray) none = kx_db_list_texts (f->db, sql, &KX_ARG_INTEGER (3), 1, 2, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (texts->len, ==, 4);
  g_assert_cmpstr (texts->pdata[0], ==, "1");
  g_assert_cmpstr (texts->pdata[1], ==, "1");
  g_assert_cmpstr (texts->pdata[2], ==, "2");
  g_assert_null (texts->pdata[3]);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_null (kx_db_list_texts (f->db, "SELECT nothing FROM t", NULL, 0, 1, &error));
  g_assert_nonnull (error);
}

static gboolean
is_enough (gpointer asked)
{
  return ++*(guint *) asked == 3;
}

/* A statement without an end ends, and the connection goes on. */
static void
test_a_statement_is_stopped (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint asked = 0;
  gint64 n = 0;

  kx_db_sqlite_set_stop (f->db, is_enough, &asked);
  g_assert_false (kx_db_get_integer (
      f->db, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", NULL,
      0, &n, &error));
  g_assert_error (error, KX_DB_ERROR, KX_DB_ERROR_STOPPED);
  g_assert_cmpuint (asked, ==, 3);
  kx_db_sqlite_set_stop (f->db, NULL, NULL);
  g_assert_cmpint (number (f->db, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                                  "100000) SELECT count(*) FROM n"),
                   ==, 100000);
  g_assert_cmpuint (asked, ==, 3);
}

static goffset
size_of (const char *path)
{
  struct stat told;

  g_assert_cmpint (stat (path, &told), ==, 0);
  return told.st_size;
}

/* Gives how often the disk was waited for. */
static guint
commit_pages (KxDb *db, guint pages)
{
  guint before = kx_test_disk_count_waits ();

  g_assert_true (kx_db_begin_write (db, NULL));
  for (guint i = 0; i < pages; i++)
    g_assert_true (kx_db_run (db, "INSERT INTO t (b) VALUES (zeroblob (4000))", NULL, 0, NULL));
  g_assert_true (kx_db_commit (db, NULL));
  return kx_test_disk_count_waits () - before;
}

static void
test_commits (Fixture *f, gconstpointer data)
{
  goffset size;

  g_assert_true (kx_db_sqlite_checkpoint (f->db, NULL));
  size = size_of (f->path);
  g_assert_cmpuint (commit_pages (f->db, 1), >, 0);
  g_assert_true (kx_db_sqlite_set_commits (f->db, KX_DB_SQLITE_GO_ON, NULL));
  g_assert_cmpuint (commit_pages (f->db, 9000), ==, 0);
  g_assert_cmpint (size_of (f->path), ==, size);
  g_assert_cmpuint (commit_pages (f->db, 30000), >, 0); /* the log is moved */
  g_assert_cmpint (size_of (f->path), >, size + 30000 * 4000);
  size = size_of (f->path);
  g_assert_true (kx_db_sqlite_set_commits (f->db, KX_DB_SQLITE_LEAVE, NULL));
  g_assert_cmpuint (commit_pages (f->db, 1), <=, 1); /* the head of a log that begins anew */
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (commit_pages (f->db, 10000), ==, 0);
  g_assert_cmpint (size_of (f->path), ==, size);
  g_assert_true (kx_db_sqlite_set_commits (f->db, KX_DB_SQLITE_WAIT, NULL));
  g_assert_cmpuint (commit_pages (f->db, 1), >, 0); /* takes the others along */
  g_assert_cmpint (size_of (f->path), >, size + 40000 * 4000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/sqlite/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("an index is built after a check", test_build_after_check);
  ADD ("an index is built beside temporary tables", test_build_beside_temporary);
  ADD ("a damaged page is found", test_damage);
  ADD ("texts of rows are listed row after row", test_texts);
  ADD ("a statement is stopped", test_a_statement_is_stopped);
  ADD ("commits wait for the disk, or go on", test_commits);
#undef ADD
  return g_test_run ();
}
