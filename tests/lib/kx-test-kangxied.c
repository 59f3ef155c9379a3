#include "lib/kx-test-kangxied.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define PATIENCE_US (60 * G_USEC_PER_SEC)

const char *
kx_test_kangxied_path (void)
{
  const char *path = g_getenv ("KANGXIED");

  return path != NULL ? path : KX_TEST_KANGXIED;
}

static GPtrArray *
collect (va_list arguments)
{
  GPtrArray *argv = g_ptr_array_new ();
  const char *argument;

  g_ptr_array_add (argv, (gpointer) kx_test_kangxied_path ());
  while ((argument = va_arg (arguments, const char *)) != NULL)
    g_ptr_array_add (argv, (gpointer) argument);
  return argv;
}

int
kx_test_kangxied_run (const char *input, char **ret_out, char **ret_err, ...)
{
  g_autoptr (GPtrArray) argv = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL, *err = NULL;
  va_list arguments;

  va_start (arguments, ret_err);
  argv = collect (arguments);
  va_end (arguments);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_newv ((const char *const *) argv->pdata,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                   G_SUBPROCESS_FLAGS_STDERR_PIPE,
                               &error);
  g_assert_no_error (error);
  /* A program that reads nothing may end before the input is written. */
  if (!g_subprocess_communicate_utf8 (process, input != NULL ? input : "", NULL, &out, &err, &error))
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
  g_subprocess_wait (process, NULL, NULL);
  if (!g_subprocess_get_if_exited (process))
    g_error ("kangxied was killed by signal %d: %s", g_subprocess_get_term_sig (process), err);
  if (ret_out != NULL)
    *ret_out = g_steal_pointer (&out);
  if (ret_err != NULL)
    *ret_err = g_steal_pointer (&err);
  return g_subprocess_get_exit_status (process);
}

char *
kx_test_kangxied_dup_errors (KxTestKangxied *self)
{
  char *text = NULL;

  g_file_get_contents (self->errors, &text, NULL, NULL);
  return text;
}

/* The port stands in the file once the service answers. */
static void
await_port (KxTestKangxied *self, const char *path)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;
  g_autofree char *text = NULL;

  while (!g_file_get_contents (path, &text, NULL, NULL))
    {
      if (g_get_monotonic_time () > deadline || g_subprocess_get_identifier (self->process) == NULL)
        {
          g_autofree char *errors = kx_test_kangxied_dup_errors (self);

          g_error ("kangxied did not start: %s", errors);
        }
      g_usleep (5000);
    }
  self->port = (guint) g_ascii_strtoull (text, NULL, 10);
  g_assert_cmpuint (self->port, >, 0);
}

/* In the child: it ends with the test, also where that is aborted. What waits for the end of the test's
 * output would wait for the child's too. Only what may be called between fork and exec. */
static void
end_with_parent (gpointer parent)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != GPOINTER_TO_INT (parent))
    _exit (1);
}

KxTestKangxied *
kx_test_kangxied_start (const char *data, ...)
{
  KxTestKangxied *self = g_new0 (KxTestKangxied, 1);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autofree char *port_file = g_strconcat (data, ".port", NULL);
  const char *const fixed[] = {
    "serve", "--data", data, "--listen", "127.0.0.1:0", "--port-file", port_file
  };
  g_autoptr (GPtrArray) argv = NULL;
  g_autoptr (GError) error = NULL;
  va_list arguments;

  self->data = g_strdup (data);
  self->errors = g_strconcat (data, ".errors", NULL);
  va_start (arguments, data);
  argv = collect (arguments);
  va_end (arguments);
  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    g_ptr_array_insert (argv, (gint) i + 1, (gpointer) fixed[i]);
  g_ptr_array_add (argv, NULL);
  g_unlink (port_file);
  g_subprocess_launcher_set_stderr_file_path (launcher, self->errors);
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, GINT_TO_POINTER (getpid ()), NULL);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  await_port (self, port_file);
  return self;
}

static char *demo; /* owned: a folder with a store of demonstration data, made when it is first asked for */

static void
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
}

static void
remove_demo (void)
{
  run ((const char *const[]){ "rm", "-rf", demo, NULL });
  g_clear_pointer (&demo, g_free);
}

static void
make_demo (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *store = NULL;
  KxTestKangxied *service;

  demo = g_dir_make_tmp ("kx-demo-XXXXXX", &error);
  g_assert_no_error (error);
  atexit (remove_demo);
  store = g_build_filename (demo, "store", NULL);
  service = kx_test_kangxied_start (store, "--demo", NULL);
  g_assert_cmpint (kx_test_kangxied_stop (service), ==, 0);
  kx_test_kangxied_free (service);
}

KxTestKangxied *
kx_test_kangxied_start_demo (const char *data)
{
  if (!g_file_test (data, G_FILE_TEST_EXISTS))
    {
      g_autofree char *store = NULL;

      if (demo == NULL)
        make_demo ();
      store = g_build_filename (demo, "store", NULL);
      run ((const char *const[]){ "cp", "-a", store, data, NULL });
    }
  return kx_test_kangxied_start (data, "--demo", NULL);
}

void
kx_test_kangxied_kill (KxTestKangxied *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
}

static gboolean
is_paused (KxTestKangxied *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", g_subprocess_get_identifier (self->process));
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return g_str_has_prefix (strrchr (text, ')'), ") T");
}

void
kx_test_kangxied_pause (KxTestKangxied *self)
{
  g_subprocess_send_signal (self->process, SIGSTOP);
  /* Another thread sends it, and until it has come the service goes on answering. */
  while (!is_paused (self))
    g_usleep (1000);
}

void
kx_test_kangxied_resume (KxTestKangxied *self)
{
  g_subprocess_send_signal (self->process, SIGCONT);
}

int
kx_test_kangxied_stop (KxTestKangxied *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  g_assert_true (g_subprocess_get_if_exited (self->process));
  return g_subprocess_get_exit_status (self->process);
}

void
kx_test_kangxied_free (KxTestKangxied *self)
{
  g_autofree char *port_file = g_strconcat (self->data, ".port", NULL);

  if (g_subprocess_get_identifier (self->process) != NULL)
    kx_test_kangxied_kill (self);
  g_object_unref (self->process);
  g_unlink (port_file);
  g_unlink (self->errors);
  g_free (self->data);
  g_free (self->errors);
  g_free (self);
}

void
kx_test_kangxied_make_certificate (const char *certificate, const char *key, const char *name)
{
  g_autofree char *subject = g_strconcat ("/CN=", name, NULL);
  const char *const argv[] = {
    "openssl", "req",       "-x509", "-newkey", "ec",    "-pkeyopt", "ec_paramgen_curve:P-256",
    "-nodes",  "-days",     "2",     "-subj",   subject, "-keyout",  key,
    "-out",    certificate, NULL
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
}
