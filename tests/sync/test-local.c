/* The service that a desktop starts for itself. */
#include "lib/kx-test-kangxied.h"
#include "lib/kx-test-store.h"
#include "sync/kx-client-session.h"
#include "sync/kx-local.h"
#include "sync/kx-test-wait.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

typedef struct
{
  char *folder, *store;
  KxLocal *local;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = kx_test_make_folder ();
  f->store = g_build_filename (f->folder, "local", NULL);
  f->local = kx_local_new (f->store);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->local);
  kx_test_remove_folder (f->folder);
  g_free (f->store);
}

static gboolean
start (KxLocal *local, GError **error)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kx_local_start_async (local, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  return kx_local_start_finish (local, result, error);
}

static void
add_user (KxLocal *local)
{
  const char *arguments[] = { "user",         "add",     "desk",         "--grant",
                              "admin@370102", "--grant", "clerk@370102", NULL };
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *written = NULL, *said = NULL;

  kx_local_run_async (local, arguments, "correct horse\n", NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  written = kx_local_run_finish (local, result, &said, &error);
  g_assert_no_error (error);
}

static gboolean
sign_in (KxLocal *local, GError **error)
{
  g_autoptr (KxClient) client = kx_client_new (kx_local_get_url (local), error);
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KxClientSession) session = NULL;

  g_assert_nonnull (client);
  kx_client_sign_in_async (client, "desk", "correct horse", NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  session = kx_client_sign_in_finish (client, result, error);
  return session != NULL;
}

static void
test_start (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL, gone = NULL;
  const char *socket = kx_local_get_url (f->local) + strlen ("unix:");
  GStatBuf status;

  g_assert_false (kx_local_has_store (f->local));
  add_user (f->local);
  g_assert_true (kx_local_has_store (f->local));
  g_assert_true (start (f->local, &error));
  g_assert_no_error (error);
  g_assert_true (kx_local_is_running (f->local));
  g_assert_cmpint (g_stat (socket, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_assert_true (sign_in (f->local, &error));
  /* Once more changes nothing. */
  g_assert_true (start (f->local, &error));
  kx_local_stop (f->local);
  g_assert_false (kx_local_is_running (f->local));
  g_assert_false (g_file_test (socket, G_FILE_TEST_EXISTS));
  g_assert_false (sign_in (f->local, &gone));
  g_assert_error (gone, KX_CLIENT_ERROR, KX_CLIENT_ERROR_OFFLINE);
  g_assert_true (start (f->local, &error));
  g_assert_true (sign_in (f->local, &error));
}

static void
test_busy (Fixture *f, gconstpointer data)
{
  g_autoptr (KxTestKangxied) other = NULL;
  g_autoptr (GError) error = NULL;

  other = kx_test_kangxied_start (f->store, NULL);
  g_assert_false (start (f->local, &error));
  g_assert_error (error, KX_LOCAL_ERROR, KX_LOCAL_ERROR_BUSY);
  g_assert_cmpuint (strlen (error->message), >, 10);
  g_assert_false (kx_local_is_running (f->local));
}

static void
count (KxLocal *local, guint *n)
{
  (*n)++;
}

static gboolean
has_counted (gpointer data)
{
  return *(guint *) data > 0;
}

/* Finds the child among the processes by its arguments, and ends it as a fault would. */
static void
kill_child (const char *store)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc", name, "cmdline", NULL), *line = NULL;
      gsize length = 0;

      if (!g_ascii_isdigit (*name) || !g_file_get_contents (path, &line, &length, NULL))
        continue;
      for (gsize i = 0; i + 1 < length; i++)
        if (line[i] == '\0')
          line[i] = ' ';
      if (strstr (line, " serve ") != NULL && strstr (line, store) != NULL)
        kill ((pid_t) g_ascii_strtoll (name, NULL, 10), SIGKILL);
    }
}

static void
test_ended (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_signal_connect (f->local, "ended", G_CALLBACK (count), &n);
  g_assert_true (start (f->local, &error));
  kill_child (f->store);
  g_assert_true (kx_test_run_until (has_counted, &n, 20));
  g_assert_false (kx_local_is_running (f->local));
  g_assert_true (start (f->local, &error));
  g_assert_no_error (error);
  kx_local_stop (f->local);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n, ==, 1);
}

static void
test_orphan (Fixture *f, gconstpointer data)
{
  g_autofree char *port = g_strconcat (f->store, ".port", NULL);

  if (g_test_subprocess ())
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KxLocal) local = kx_local_new (g_getenv ("KX_TEST_STORE"));

      g_assert_true (start (local, &error));
      /* This program ends without a farewell. */
      kill (getpid (), SIGKILL);
    }
  g_setenv ("KX_TEST_STORE", f->store, TRUE);
  g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
  g_assert_false (g_test_trap_has_passed ());
  /* Its service lets go of the store. */
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (GError) error = NULL;

      if (start (f->local, &error))
        return;
      g_assert_error (error, KX_LOCAL_ERROR, KX_LOCAL_ERROR_BUSY);
    }
  g_assert_not_reached ();
}

static void
test_restore (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "backup.tar.zst", NULL),
                  *wrong = g_strconcat (path, "x", NULL);
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) backup = NULL, restore = NULL, bad = NULL;
  g_autoptr (GError) error = NULL, refused = NULL;

  add_user (f->local);
  g_assert_true (start (f->local, &error));
  kx_local_backup_async (f->local, path, NULL, kx_test_take_result, &waiting);
  backup = kx_test_await (&waiting);
  g_assert_true (kx_local_backup_finish (f->local, backup, &error));
  g_assert_no_error (error);
  kx_local_restore_async (f->local, wrong, NULL, kx_test_take_result, &waiting);
  bad = kx_test_await (&waiting);
  g_assert_false (kx_local_restore_finish (f->local, bad, &refused));
  g_assert_nonnull (refused);
  g_assert_true (kx_local_is_running (f->local));
  kx_local_restore_async (f->local, path, NULL, kx_test_take_result, &waiting);
  restore = kx_test_await (&waiting);
  g_assert_true (kx_local_restore_finish (f->local, restore, &error));
  g_assert_no_error (error);
  g_assert_true (kx_local_is_running (f->local));
  g_assert_true (sign_in (f->local, &error));
}

static void
test_missing (Fixture *f, gconstpointer data)
{
  g_autofree char *was = g_strdup (g_getenv ("KANGXIED"));
  g_autoptr (GError) error = NULL;

  g_setenv ("KANGXIED", "/nonexistent/kangxied", TRUE);
  g_assert_false (start (f->local, &error));
  g_assert_nonnull (error);
  g_setenv ("KANGXIED", was, TRUE);
}

#define ADD(name, test) g_test_add ("/local/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  char *runtime;
  int status;

  g_setenv ("KANGXIED", kx_test_kangxied_path (), TRUE);
  runtime = g_dir_make_tmp ("kx-run-XXXXXX", NULL);
  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("it starts, answers on a private socket, and stops", test_start);
  ADD ("a store that another holds is told in words", test_busy);
  ADD ("that it ended by itself is told", test_ended);
  ADD ("it does not outlive this program", test_orphan);
  ADD ("a backup is taken and put back", test_restore);
  ADD ("a missing program is told", test_missing);
  status = g_test_run ();
  kx_test_remove_folder (runtime);
  return status;
}
