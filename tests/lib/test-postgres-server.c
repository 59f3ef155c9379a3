#include "lib/kx-test-postgres-server.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

static char *
ask (const char *conninfo, const char *statement)
{
  PGconn *connection = PQconnectdb (conninfo);
  PGresult *result = PQexec (connection, statement);
  char *answer;

  g_assert_cmpint (PQresultStatus (result), ==, PGRES_TUPLES_OK);
  answer = g_strdup (PQgetvalue (result, 0, 0));
  PQclear (result);
  PQfinish (connection);
  return answer;
}

static void
test_answers (void)
{
  g_autoptr (GError) error = NULL;
  const char *conninfo = kx_test_postgres_server_conninfo (&error);
  g_autofree char *sum = NULL;
  g_autofree char *encoding = NULL;

  g_assert_no_error (error);
  sum = ask (conninfo, "SELECT 40 + 2");
  g_assert_cmpstr (sum, ==, "42");
  encoding = ask (conninfo, "SHOW server_encoding");
  g_assert_cmpstr (encoding, ==, "UTF8");
  g_assert_true (conninfo == kx_test_postgres_server_conninfo (&error));
}

static void
test_databases_are_apart (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *first = kx_test_postgres_server_create_database (&error);
  g_autofree char *second = NULL;
  g_autofree char *made = NULL;
  g_autofree char *seen = NULL;

  g_assert_no_error (error);
  second = kx_test_postgres_server_create_database (&error);
  g_assert_no_error (error);
  made =
      ask (first, "CREATE TABLE thing (id text); SELECT count(*) FROM pg_tables WHERE tablename = 'thing'");
  g_assert_cmpstr (made, ==, "1");
  seen = ask (second, "SELECT count(*) FROM pg_tables WHERE tablename = 'thing'");
  g_assert_cmpstr (seen, ==, "0");
}

static void
test_stop_leaves_nothing (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *again = NULL;

  kx_test_postgres_server_conninfo (&error);
  g_assert_no_error (error);
  folder = g_strdup (kx_test_postgres_server_folder ());
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
  kx_test_postgres_server_stop ();
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_null (kx_test_postgres_server_folder ());
  again = ask (kx_test_postgres_server_conninfo (&error), "SELECT 'again'");
  g_assert_cmpstr (again, ==, "again");
}

static void
await_gone (const char *path)
{
  for (guint i = 0; i < 1500 && g_file_test (path, G_FILE_TEST_EXISTS); i++)
    g_usleep (10 * 1000);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_crash_leaves_nothing (void)
{
  g_autofree char *note = NULL;
  g_autofree char *folder = NULL;

  if (g_test_subprocess ())
    {
      kx_test_postgres_server_conninfo (NULL);
      g_file_set_contents (g_getenv ("KX_TEST_NOTE"), kx_test_postgres_server_folder (), -1, NULL);
      abort ();
    }
  note = g_strdup_printf ("%s/kx-note-%08x", g_get_tmp_dir (), g_random_int ());
  g_setenv ("KX_TEST_NOTE", note, TRUE);
  g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_assert_true (g_file_get_contents (note, &folder, NULL, NULL));
  g_assert_true (strstr (folder, "/kx-postgres-") != NULL);
  await_gone (folder);
  remove (note);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/postgres-server/a private server answers in UTF-8", test_answers);
  g_test_add_func ("/postgres-server/each database is empty and apart", test_databases_are_apart);
  g_test_add_func ("/postgres-server/stopping leaves nothing behind", test_stop_leaves_nothing);
  g_test_add_func ("/postgres-server/a crash of the test leaves nothing behind", test_crash_leaves_nothing);
  return g_test_run ();
}
