/* The program as it is started. */
#include <gio/gio.h>
#include <glib.h>
#include <signal.h>
#include <string.h>

/* Runs it with these arguments, the last one NULL; gives its exit status and what it said. */
static int
run (char **ret_out, char **ret_err, ...)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  const char *argument;
  va_list rest;

  /* The isolated folders have no data of the system, of which the toolkit needs its own. */
  g_subprocess_launcher_unsetenv (launcher, "XDG_DATA_DIRS");
  g_ptr_array_add (arguments, (gpointer) KX_TEST_KANGXIE);
  va_start (rest, ret_err);
  while ((argument = va_arg (rest, const char *)) != NULL)
    g_ptr_array_add (arguments, (gpointer) argument);
  va_end (rest);
  g_ptr_array_add (arguments, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, ret_out, ret_err, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_if_exited (process))
    g_error ("It was killed: %s", *ret_err);
  return g_subprocess_get_exit_status (process);
}

static void
test_starts_and_ends (void)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_cmpint (run (&out, &err, "--exit-after-startup", NULL), ==, 0);
  g_assert_cmpstr (out, ==, "");
}

/* A program that says when it has drawn. Owned. */
static GSubprocess *
start (void)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_subprocess_launcher_unsetenv (launcher, "XDG_DATA_DIRS");
  g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "kangxie", TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, KX_TEST_KANGXIE, NULL);
  g_assert_no_error (error);
  return process;
}

static void
await_drawn (GDataInputStream *lines)
{
  gboolean drawn = FALSE;

  while (!drawn)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (line);
      drawn = strstr (line, "drawn at ") != NULL;
    }
}

static void
end (GSubprocess *process)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
}

static void
test_signal (void)
{
  g_autoptr (GSubprocess) process = start ();
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));

  await_drawn (lines);
  end (process);
}

/* The same process draws anew, as the only one of the session. */
static void
test_starts_again (void)
{
  g_autoptr (GSubprocess) process = start ();
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr (GVariant) answer = NULL;

  g_assert_no_error (error);
  await_drawn (lines);
  answer = g_dbus_connection_call_sync (bus, "org.kangxie.Kangxie", "/org/kangxie/Kangxie", "org.gtk.Actions",
                                        "Activate", g_variant_new_parsed ("('restart', @av [], @a{sv} {})"),
                                        NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  await_drawn (lines);
  end (process);
}

/* The style of the toolkit, made one that complains when it is read. */
static void
test_reads_no_style_for_nothing (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "gtk.css", NULL);
  g_autofree char *overlay = g_strconcat ("/org/gtk/libgtk/theme/Default/gtk.css=", path, NULL);
  g_autofree char *debug = g_strdup (g_getenv ("G_DEBUG"));
  g_autofree char *out = NULL, *err = NULL, *asked_out = NULL, *asked_err = NULL;
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, "window { no-such-property: 1; }", -1, &error);
  g_assert_no_error (error);
  g_setenv ("G_RESOURCE_OVERLAYS", overlay, TRUE);
  g_unsetenv ("G_DEBUG"); /* it goes on after a warning */
  g_assert_cmpint (run (&out, &err, "--exit-after-startup", NULL), ==, 0);
  g_assert_null (strstr (err, "no-such-property"));
  /* Who asks for it has it. */
  g_setenv ("GTK_THEME", "Default", TRUE);
  g_assert_cmpint (run (&asked_out, &asked_err, "--exit-after-startup", NULL), ==, 0);
  g_assert_nonnull (strstr (asked_err, "no-such-property"));
  g_unsetenv ("GTK_THEME");
  g_unsetenv ("G_RESOURCE_OVERLAYS");
  if (debug != NULL)
    g_setenv ("G_DEBUG", debug, TRUE);
}

static void
test_version (void)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_cmpint (run (&out, &err, "--version", NULL), ==, 0);
  g_assert_cmpstr (out, ==, "kangxie " KX_VERSION "\n");
}

static void
test_unknown_page (void)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_cmpint (run (&out, &err, "--page", "nowhere", "--exit-after-startup", NULL), ==, 2);
  g_assert_nonnull (g_strstr_len (err, -1, "There is no page called “nowhere”"));
}

static void
test_later_page (void)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_cmpint (run (&out, &err, "--page", "evaluations", "--exit-after-startup", NULL), ==, 0);
  g_assert_nonnull (g_strstr_len (err, -1, "“Evaluations” arrives with a later version"));
}

/* A place, and another view of it. */
static void
test_views_are_pages (void)
{
  static const char *const pages[] = { "agreements", "layout" };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *out = NULL, *err = NULL;

      g_assert_cmpint (run (&out, &err, "--page", pages[i], "--exit-after-startup", NULL), ==, 0);
      g_assert_null (g_strstr_len (err, -1, "later version"));
    }
}

static void
test_wrong_address (void)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_cmpint (run (&out, &err, "--exit-after-startup", "kangxie:nothing/a", NULL), ==, 2);
  g_assert_nonnull (g_strstr_len (err, -1, "“kangxie:nothing/a” is not the address of a record"));
}

static void
test_address (void)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_cmpint (run (&out, &err, "--exit-after-startup", "kangxie:agency/a", NULL), ==, 0);
  g_assert_null (g_strstr_len (err, -1, "address"));
}

/* What the first page does not need is loaded later: the loader is not told of it. */
static void
test_names_few_libraries (void)
{
  static const char *const late[] = { "libarchive", "libsecret", "libsoup", "libxlsxwriter" };
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL;

  /* The loader lists what it would load, and does not start the program. */
  g_subprocess_launcher_setenv (launcher, "LD_TRACE_LOADED_OBJECTS", "1", TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, KX_TEST_KANGXIE, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error));
  g_assert_no_error (error);
  g_assert_nonnull (strstr (out, "libgtk-4"));
  for (guint i = 0; i < G_N_ELEMENTS (late); i++)
    if (strstr (out, late[i]) != NULL)
      g_error ("%s is loaded at the start:\n%s", late[i], out);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/application/starts, draws its window and ends", test_starts_and_ends);
  g_test_add_func ("/application/ends in good order when the session ends", test_signal);
  g_test_add_func ("/application/it starts again", test_starts_again);
  g_test_add_func ("/application/reads no style for nothing", test_reads_no_style_for_nothing);
  g_test_add_func ("/application/names few libraries to the loader", test_names_few_libraries);
  g_test_add_func ("/application/says its version", test_version);
  g_test_add_func ("/application/an unknown page is refused", test_unknown_page);
  g_test_add_func ("/application/a page of later work is said to come", test_later_page);
  g_test_add_func ("/application/a view is a page", test_views_are_pages);
  g_test_add_func ("/application/the address of a record is taken", test_address);
  g_test_add_func ("/application/what is no address is refused", test_wrong_address);
  return g_test_run ();
}
