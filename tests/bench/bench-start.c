/* Starting the program, beside a window with nothing in it (bare-window.c), and that beside one with as many
 * texts as the first page but no program behind: what the toolkit alone takes. From the start of the process
 * until its first page was drawn with what it is opened for, on a mirror of 100,000 agencies, or as many as
 * the first argument says, whose service does not answer. Cold: what the process maps (programs, libraries,
 * fonts, icons, the mirror) was taken out of the file cache before, as far as no other process maps it. Warm:
 * once more. Then what each has in memory: its share of what is resident (PSS), all that is resident, and
 * what of it is no file's. */
#include "bench/kx-bench-memory.h"
#include "bench/kx-bench-profile.h"
#include "bench/kx-bench-times.h"
#include "lib/kx-test-store.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <unistd.h>

#define ROWS 100000
#define ROUNDS 15 /* of each, cold and warm */
#define REST_SECONDS 1

/* What is started. */
typedef struct
{
  const char *name;
  const char *program;
  const char *profile;  /* NULL: none */
  const char *page;     /* NULL: the first one */
  const char *option;   /* NULL: none */
  GHashTable *files;    /* (element-type filename) owned; what it maps */
  GArray *cold, *warm;  /* (element-type double) owned; milliseconds */
  GArray *works;        /* (element-type double) owned; of processor time, warm */
  double pss, rss, own; /* MiB */
} Start;

static char *
dup_built (const char *path)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL), *folder = g_path_get_dirname (self);
  g_autofree char *built = g_build_filename (folder, "..", "..", path, NULL);

  return g_canonicalize_filename (built, NULL);
}

static GSubprocess *
launch (const Start *start, const char *home)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *program = dup_built (start->program), *schemas = dup_built ("data");
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_ptr_array_add (argv, program);
  if (start->profile != NULL)
    {
      g_ptr_array_add (argv, "--profile");
      g_ptr_array_add (argv, (gpointer) start->profile);
    }
  if (start->page != NULL)
    {
      g_ptr_array_add (argv, "--page");
      g_ptr_array_add (argv, (gpointer) start->page);
    }
  if (start->option != NULL)
    g_ptr_array_add (argv, (gpointer) start->option);
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", home, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_CONFIG_HOME", home, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_STATE_HOME", home, TRUE);
  g_subprocess_launcher_setenv (launcher, "GSETTINGS_BACKEND", "memory", TRUE);
  g_subprocess_launcher_setenv (launcher, "GSETTINGS_SCHEMA_DIR", schemas, TRUE);
  g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "kangxie", TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  if (process == NULL)
    g_error ("%s", error->message);
  return process;
}

/* What the program says of itself: it works on while its line is read here. */
static void
await_drawn (GSubprocess *process, const char *name, gint64 *ret_at, gint64 *ret_work)
{
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
      const char *found;

      if (line == NULL)
        g_error ("%s ended before it was drawn; is there a display?", name);
      found = strstr (line, "drawn at ");
      if (found == NULL)
        continue;
      *ret_at = g_ascii_strtoll (found + strlen ("drawn at "), NULL, 10);
      *ret_work = g_ascii_strtoll (strstr (found, "work ") + strlen ("work "), NULL, 10);
      return;
    }
}

static void
note_files (GHashTable *files, const char *pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/maps", pid), *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *file = strchr (lines[i], '/');

      if (file != NULL && g_file_test (file, G_FILE_TEST_IS_REGULAR))
        g_hash_table_add (files, g_strdup (file));
    }
}

/* Takes them out of the file cache; what another process has mapped stays there. */
static void
forget_files (GHashTable *files)
{
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    {
      int fd = open (path, O_RDONLY | O_CLOEXEC);

      if (fd < 0)
        continue;
      fdatasync (fd);
      posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED);
      close (fd);
    }
}

static void
measure (Start *start, const char *home, gboolean cold, gboolean memory)
{
  g_autoptr (GSubprocess) process = NULL;
  gint64 begin, at, spent;
  double ms, work;

  if (cold)
    forget_files (start->files);
  begin = g_get_monotonic_time ();
  process = launch (start, home);
  await_drawn (process, start->name, &at, &spent);
  ms = (double) (at - begin) / 1000;
  work = (double) spent / 1000;
  g_array_append_val (cold ? start->cold : start->warm, ms);
  if (!cold)
    g_array_append_val (start->works, work);
  note_files (start->files, g_subprocess_get_identifier (process));
  if (memory)
    {
      g_usleep (REST_SECONDS * G_USEC_PER_SEC);
      start->pss = kx_bench_memory (g_subprocess_get_identifier (process), "\nPss:");
      start->rss = kx_bench_memory (g_subprocess_get_identifier (process), "Rss:");
      start->own = kx_bench_memory (g_subprocess_get_identifier (process), "Anonymous:");
    }
  /* As a session ends it: a mirror that was left open is looked through at the next start. */
  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait (process, NULL, NULL);
}

static void
print_times (const char *how, const char *name, GArray *times, GArray *bare, double limit)
{
  double value, peer;

  kx_bench_times_sort (times);
  kx_bench_times_sort (bare);
  value = kx_bench_times_at_share (times, 50);
  peer = kx_bench_times_at_share (bare, 50);
  printf ("{\"name\":\"start, %s, "
          "%s\",\"value\":%.0f,\"unit\":\"ms\",\"least\":%.0f,\"peer\":%.0f,\"peer_least\":%.0f,"
          "\"ratio\":%.2f,\"limit\":%.1f}\n",
          how, name, value, g_array_index (times, double, 0), peer, g_array_index (bare, double, 0),
          value / peer, limit);
  fflush (stdout);
}

static void
print_memory (const Start *start, guint rows, const Start *peer)
{
  printf ("{\"name\":\"memory, %s\",\"value\":%.1f,\"unit\":\"MiB of "
          "PSS\",\"resident\":%.1f,\"own\":%.1f,\"rows\":%u,"
          "\"peer\":%.1f,\"peer_resident\":%.1f,\"peer_own\":%.1f}\n",
          start->name, start->pss, start->rss, start->own, rows, peer->pss, peer->rss, peer->own);
}

/* By turns. The first time only tells which files there are. */
static void
measure_all (Start *starts, guint n, const char *home)
{
  for (guint s = 0; s < n; s++)
    {
      measure (&starts[s], home, FALSE, FALSE);
      g_array_set_size (starts[s].warm, 0);
      g_array_set_size (starts[s].works, 0);
    }
  for (guint i = 0; i < ROUNDS; i++)
    for (guint s = 0; s < n; s++)
      {
        measure (&starts[s], home, TRUE, FALSE);
        measure (&starts[s], home, FALSE, i == ROUNDS - 1);
      }
}

int
main (int argc, char **argv)
{
  guint rows = argc > 1 ? (guint) atoi (argv[1]) : ROWS;
  char *home = kx_test_make_folder ();
  Start starts[] = {
    { .name = "an empty window", .program = "tests/bench/bare-window" },
    { .name = "a window with as many texts", .program = "tests/bench/bare-window", .option = "--page" },
    { .name = "until the first page has its rows", .program = "src/desktop/kangxie", .profile = "full" },
    { .name = "until the list of agencies has its rows",
      .program = "src/desktop/kangxie",
      .profile = "full",
      .page = "agencies" },
    { .name = "on an empty mirror", .program = "src/desktop/kangxie", .profile = "empty" },
  };

  kx_bench_profile_make (home, "full", rows);
  kx_bench_profile_make (home, "empty", 0);
  for (guint s = 0; s < G_N_ELEMENTS (starts); s++)
    {
      starts[s].files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      starts[s].cold = g_array_new (FALSE, FALSE, sizeof (double));
      starts[s].warm = g_array_new (FALSE, FALSE, sizeof (double));
      starts[s].works = g_array_new (FALSE, FALSE, sizeof (double));
    }
  measure_all (starts, G_N_ELEMENTS (starts), home);
  for (guint s = 1; s < G_N_ELEMENTS (starts); s++)
    {
      double limit = starts[s].profile != NULL ? 1.3 : 0;

      print_times ("cold", starts[s].name, starts[s].cold, starts[0].cold, limit);
      print_times ("warm", starts[s].name, starts[s].warm, starts[0].warm, limit);
      /* What a busy machine changes least. */
      print_times ("processor time", starts[s].name, starts[s].works, starts[0].works, limit);
    }
  for (guint s = 1; s < G_N_ELEMENTS (starts); s++)
    print_memory (&starts[s], g_strcmp0 (starts[s].profile, "full") == 0 ? rows : 0, &starts[0]);
  for (guint s = 0; s < G_N_ELEMENTS (starts); s++)
    {
      g_hash_table_unref (starts[s].files);
      g_array_unref (starts[s].cold);
      g_array_unref (starts[s].warm);
      g_array_unref (starts[s].works);
    }
  kx_test_remove_folder (home);
  return 0;
}
