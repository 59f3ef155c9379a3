#include "lib/kx-test-kangxied.h"
#include "lib/kx-test-store.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>

#define NOTE "KX_TEST_NOTE"

static void
await_end (pid_t pid)
{
  for (guint i = 0; i < 1500 && kill (pid, 0) == 0; i++)
    g_usleep (10 * 1000);
  g_assert_cmpint (kill (pid, 0), ==, -1);
  g_assert_cmpint (errno, ==, ESRCH);
}

/* It starts a service, notes its number, and is aborted. */
static void
start_and_crash (void)
{
  const char *folder = g_getenv (NOTE);
  g_autofree char *data = g_build_filename (folder, "data", NULL), *note = NULL;
  KxTestKangxied *service;

  service = kx_test_kangxied_start (data, NULL);
  note = g_build_filename (folder, "pid", NULL);
  g_file_set_contents (note, g_subprocess_get_identifier (service->process), -1, NULL);
  abort ();
}

static void
test_crash_ends_it (void)
{
  g_autofree char *note = NULL, *pid = NULL;
  char *folder;

  if (g_test_subprocess ())
    {
      start_and_crash ();
      return;
    }
  folder = kx_test_make_folder ();
  g_setenv (NOTE, folder, TRUE);
  /* Waits until nobody has the output open any more. */
  g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
  g_assert_false (g_test_trap_reached_timeout ());
  g_test_trap_assert_failed ();
  note = g_build_filename (folder, "pid", NULL);
  g_assert_true (g_file_get_contents (note, &pid, NULL, NULL));
  await_end ((pid_t) g_ascii_strtoll (pid, NULL, 10));
  kx_test_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kangxied/a service ends with a test that crashes", test_crash_ends_it);
  return g_test_run ();
}
