#include "lib/kx-test-store.h"
#include "sync/kx-test-wait.h"
#include "sync/kx-token-store.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static char *folder;

static KxTokens *
load (KxTokenStore *store)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KxTokens *tokens;

  kx_token_store_load_async (store, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  tokens = kx_token_store_load_finish (store, result, &error);
  g_assert_no_error (error);
  return tokens;
}

static void
save (KxTokenStore *store, const char *session, const char *device)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KxTokens tokens = { .session = (char *) session, .device = (char *) device, .session_ends = { 1234567 } };

  kx_token_store_save_async (store, &tokens, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  g_assert_true (kx_token_store_save_finish (store, result, &error));
  g_assert_no_error (error);
}

static void
clear (KxTokenStore *store)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kx_token_store_clear_async (store, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  g_assert_true (kx_token_store_clear_finish (store, result, NULL));
}

static void
assert_tokens (KxTokenStore *store, const char *session, const char *device)
{
  g_autoptr (KxTokens) tokens = load (store);

  g_assert_cmpstr (tokens->session, ==, session);
  g_assert_cmpstr (tokens->device, ==, device);
  g_assert_cmpint (tokens->session_ends.ms, ==, session != NULL ? 1234567 : 0);
}

/* What both ways have to do. */
static void
check_store (KxTokenPlace place)
{
  char *dir = kx_test_make_folder ();
  g_autoptr (KxTokenStore) store = kx_token_store_new (dir, "Kangxie"), again = NULL;
  g_autofree char *file = g_build_filename (dir, "tokens.ini", NULL);

  assert_tokens (store, NULL, NULL);
  save (store, "s", "d");
  g_assert_cmpint (kx_token_store_get_place (store), ==, place);
  again = kx_token_store_new (dir, "Kangxie");
  g_assert_cmpint (kx_token_store_get_place (again), ==, KX_TOKEN_PLACE_UNKNOWN);
  assert_tokens (again, "s", "d");
  g_assert_cmpint (kx_token_store_get_place (again), ==, place);
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS) == (place == KX_TOKEN_PLACE_FILE));
  if (place == KX_TOKEN_PLACE_FILE)
    {
      struct stat status;

      g_assert_cmpint (g_stat (file, &status), ==, 0);
      g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
    }
  save (again, NULL, "d2");
  assert_tokens (store, NULL, "d2");
  clear (store);
  assert_tokens (again, NULL, NULL);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
  kx_test_remove_folder (dir);
}

static void
test_file (void)
{
  if (g_test_subprocess ())
    {
      check_store (KX_TOKEN_PLACE_FILE);
      return;
    }
  g_test_trap_subprocess (NULL, 30 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

/* libsecret's own file, which stands in for a service. It leaks the etag of the file at each change, on a
 * stack without a name of libsecret's, so the leak checker is off for it. */
static void
test_service (void)
{
  g_autofree char *path = g_build_filename (folder, "keyring", NULL);
  g_autofree char *sanitizer = g_strdup (g_getenv ("ASAN_OPTIONS"));

  if (g_test_subprocess ())
    {
      check_store (KX_TOKEN_PLACE_SERVICE);
      return;
    }
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
  g_test_trap_subprocess (NULL, 30 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
  g_unsetenv ("SECRET_BACKEND");
  g_setenv ("ASAN_OPTIONS", sanitizer != NULL ? sanitizer : "", TRUE);
  g_test_trap_assert_passed ();
}

static void
test_damaged (void)
{
  g_autofree char *file = g_build_filename (folder, "tokens.ini", NULL);
  g_autoptr (KxTokenStore) store = kx_token_store_new (folder, "Kangxie");

  g_assert_true (g_file_set_contents (file, "no [key file", -1, NULL));
  assert_tokens (store, NULL, NULL);
}

/* A bus that takes connections and never answers. */
static void
test_silent (void)
{
  g_autofree char *path = g_build_filename (folder, "bus", NULL), *address = NULL;
  g_autoptr (GSocketAddress) socket_address = g_unix_socket_address_new (path);
  g_autoptr (GSocket) socket = NULL;
  gint64 begun = g_get_monotonic_time ();

  if (g_test_subprocess ())
    {
      check_store (KX_TOKEN_PLACE_FILE);
      return;
    }
  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_assert_true (g_socket_bind (socket, socket_address, FALSE, NULL));
  g_assert_true (g_socket_listen (socket, NULL));
  address = g_strconcat ("unix:path=", path, NULL);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
  g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_test_trap_assert_passed ();
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 30 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  int status;

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_test_init (&argc, &argv, NULL);
  folder = kx_test_make_folder ();
  g_test_add_func ("/token-store/without a secret service a private file keeps them", test_file);
  g_test_add_func ("/token-store/a secret service keeps them", test_service);
  g_test_add_func ("/token-store/a damaged file counts as nothing", test_damaged);
  g_test_add_func ("/token-store/a bus that does not answer is not waited for", test_silent);
  status = g_test_run ();
  kx_test_remove_folder (folder);
  return status;
}
