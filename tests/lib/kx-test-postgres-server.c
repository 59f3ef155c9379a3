#include "lib/kx-test-postgres-server.h"

#include <gio/gio.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <glob.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#define START_SECONDS 60

#define MEMORY "/dev/shm"
#define LEAST_MEMORY (G_GUINT64_CONSTANT (2) << 30) /* free bytes */

/* Durability is of no use to a server that is thrown away; everything else stays as it is by default. */
#define SETTINGS                                                                                             \
  "listen_addresses=", "unix_socket_permissions=0700", "fsync=off", "synchronous_commit=off",                \
      "full_page_writes=off", "max_connections=100", "log_min_messages=warning"

/* Waits until its input ends, which happens however the test program dies; then stops the server $1 and
 * removes its folder $2. It stands in a session of its own, so that a signal to the test's group does not
 * reach it. */
#define GUARD_SCRIPT                                                                                         \
  "trap '' INT TERM HUP; cat >/dev/null; kill -QUIT \"$1\" 2>/dev/null; n=0; "                               \
  "while kill -0 \"$1\" 2>/dev/null && [ $n -lt 50 ]; do sleep 0.1; n=$((n+1)); done; rm -rf -- \"$2\""

typedef struct
{
  char *programs;         /* owned: the folder of initdb and postgres */
  char *folder;           /* owned: data, socket and log */
  char *conninfo;         /* owned */
  struct passwd *account; /* borrowed: whom the server runs as; NULL = whoever runs the test */
  GPid server;
  GPid guard;
  int guard_input;
  guint n_databases;
} Server;

static Server shared = { .guard_input = -1 };

G_DEFINE_QUARK (kx_test_postgres_server_error, kx_test_postgres_server_error)

static gboolean
fail (GError **error, const char *what, const char *detail)
{
  g_set_error (error, KX_TEST_POSTGRES_SERVER_ERROR, KX_TEST_POSTGRES_SERVER_ERROR_FAILED,
               "PostgreSQL: %s: %s", what, detail);
  return FALSE;
}

static gboolean
find_programs (Server *self, GError **error)
{
  glob_t found = { 0 };
  g_autofree char *on_path = NULL;

  /* Debian keeps the server's programs of each version apart; the newest stands last. */
  if (glob ("/usr/lib/postgresql/*/bin/initdb", 0, NULL, &found) == 0 && found.gl_pathc > 0)
    self->programs = g_path_get_dirname (found.gl_pathv[found.gl_pathc - 1]);
  else if ((on_path = g_find_program_in_path ("initdb")) != NULL)
    self->programs = g_path_get_dirname (on_path);
  globfree (&found);
  if (self->programs != NULL)
    return TRUE;
  g_set_error_literal (error, KX_TEST_POSTGRES_SERVER_ERROR, KX_TEST_POSTGRES_SERVER_ERROR_MISSING,
                       "PostgreSQL is not installed: there is no /usr/lib/postgresql/*/bin/initdb. "
                       "Install the package postgresql, or run ./dev test, which does.");
  return FALSE;
}

/* In memory where there is room, for nothing here is kept: making databases writes much to a disk that others
 * use too. */
static const char *
choose_parent (void)
{
  struct statvfs room;

  if (access (MEMORY, W_OK) == 0 && statvfs (MEMORY, &room) == 0 &&
      (guint64) room.f_bavail * room.f_frsize >= LEAST_MEMORY)
    return MEMORY;
  return "/tmp";
}

/* Right below that: a socket path has at most 107 bytes, and the server's account must reach it. */
static gboolean
make_folder (Server *self, GError **error)
{
  g_autofree char *folder = g_strconcat (choose_parent (), "/kx-postgres-XXXXXX", NULL);

  if (geteuid () == 0)
    {
      self->account = getpwnam ("postgres");
      if (self->account == NULL)
        return fail (error, "it does not run as root", "and there is no account postgres");
    }
  if (g_mkdtemp_full (folder, 0700) == NULL)
    return fail (error, folder, g_strerror (errno));
  self->folder = g_steal_pointer (&folder);
  if (self->account != NULL && chown (self->folder, self->account->pw_uid, self->account->pw_gid) != 0)
    return fail (error, self->folder, g_strerror (errno));
  return TRUE;
}

/* Between fork and exec: becomes the server's account, and asks to end with the test program. The request
 * comes last because a change of account takes it back. */
static void
become_account (gpointer data)
{
  const Server *self = data;

  if (self->account != NULL && (setgid (self->account->pw_gid) != 0 ||
                                initgroups (self->account->pw_name, self->account->pw_gid) != 0 ||
                                setuid (self->account->pw_uid) != 0))
    _exit (126);
  prctl (PR_SET_PDEATHSIG, SIGQUIT);
}

static void
leave_session (gpointer data)
{
  setsid ();
}

static gboolean
make_cluster (Server *self, GError **error)
{
  g_autofree char *initdb = g_build_filename (self->programs, "initdb", NULL);
  g_autofree char *cluster = g_build_filename (self->folder, "data", NULL);
  g_autofree char *output = NULL;
  const char *argv[] = { initdb,
                         "-D",
                         cluster,
                         "-U",
                         "kangxie",
                         "-A",
                         "trust",
                         "--no-sync",
                         "--locale=C",
                         "--encoding=UTF8",
                         "--no-instructions",
                         NULL };
  int status;

  if (!g_spawn_sync (self->folder, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, become_account, self,
                     NULL, &output, &status, error))
    return FALSE;
  if (!g_spawn_check_wait_status (status, NULL))
    return fail (error, "initdb", output);
  return TRUE;
}

static gboolean
start_server (Server *self, GError **error)
{
  g_autofree char *postgres = g_build_filename (self->programs, "postgres", NULL);
  g_autofree char *cluster = g_build_filename (self->folder, "data", NULL);
  g_autofree char *log = g_build_filename (self->folder, "log", NULL);
  const char *settings[] = { SETTINGS, NULL };
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  int log_fd = g_open (log, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  gboolean started;

  if (log_fd < 0)
    return fail (error, log, g_strerror (errno));
  g_ptr_array_add (argv, postgres);
  g_ptr_array_add (argv, "-D");
  g_ptr_array_add (argv, cluster);
  g_ptr_array_add (argv, "-k");
  g_ptr_array_add (argv, self->folder);
  for (guint i = 0; settings[i] != NULL; i++)
    {
      g_ptr_array_add (argv, "-c");
      g_ptr_array_add (argv, (char *) settings[i]);
    }
  g_ptr_array_add (argv, NULL);
  started = g_spawn_async_with_fds (self->folder, (char **) argv->pdata, NULL, G_SPAWN_DO_NOT_REAP_CHILD,
                                    become_account, self, &self->server, -1, log_fd, log_fd, error);
  close (log_fd);
  return started;
}

static gboolean
start_guard (Server *self, GError **error)
{
  g_autofree char *pid = g_strdup_printf ("%d", self->server);
  const char *argv[] = { "/bin/sh", "-c", GUARD_SCRIPT, "sh", pid, self->folder, NULL };

  return g_spawn_async_with_pipes ("/", (char **) argv, NULL,
                                   G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL |
                                       G_SPAWN_STDERR_TO_DEV_NULL | G_SPAWN_CLOEXEC_PIPES,
                                   leave_session, NULL, &self->guard, &self->guard_input, NULL, NULL, error);
}

static gboolean
await_server (Server *self, GError **error)
{
  gint64 end = g_get_monotonic_time () + START_SECONDS * G_USEC_PER_SEC;

  while (g_get_monotonic_time () < end)
    {
      g_autofree char *log = g_build_filename (self->folder, "log", NULL);
      g_autofree char *said = NULL;

      if (PQping (self->conninfo) == PQPING_OK)
        return TRUE;
      if (waitpid (self->server, NULL, WNOHANG) == self->server)
        {
          self->server = 0;
          g_file_get_contents (log, &said, NULL, NULL);
          return fail (error, "it ended while starting", said != NULL ? said : "without a word");
        }
      g_usleep (20 * 1000);
    }
  return fail (error, "it did not start", "within a minute");
}

static gboolean
start (Server *self, GError **error)
{
  if (!find_programs (self, error) || !make_folder (self, error) || !make_cluster (self, error) ||
      !start_server (self, error) || !start_guard (self, error))
    return FALSE;
  self->conninfo = g_strdup_printf ("host=%s user=kangxie dbname=postgres connect_timeout=10", self->folder);
  return await_server (self, error);
}

static void
remove_folder (const char *folder)
{
  const char *argv[] = { "rm", "-rf", "--", folder, NULL };

  g_spawn_sync ("/", (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

/**
 * kx_test_postgres_server_stop:
 *
 * Stops the server and removes all it left. The end of the program does this too, a crash included; a test
 * calls it only to see what happens when the server is gone. The next use starts a new one.
 */
void
kx_test_postgres_server_stop (void)
{
  Server *self = &shared;

  if (self->server != 0)
    {
      kill (self->server, SIGQUIT);
      waitpid (self->server, NULL, 0);
    }
  if (self->guard_input >= 0)
    close (self->guard_input);
  if (self->guard != 0)
    waitpid (self->guard, NULL, 0);
  else if (self->folder != NULL)
    remove_folder (self->folder);
  g_free (self->programs);
  g_free (self->folder);
  g_free (self->conninfo);
  *self = (Server){ .guard_input = -1 };
}

/**
 * kx_test_postgres_server_conninfo:
 *
 * Starts, at its first call in a program, a private PostgreSQL server on a socket in a temporary folder; it
 * listens on no address. As root the server runs as the account `postgres`, for it refuses to run as root.
 * Call it first from the main thread: the server ends with the thread that started it.
 *
 * Returns: (transfer none): a connection string for libpq to the database `postgres`; %NULL with
 *   %KX_TEST_POSTGRES_SERVER_ERROR if there is no server. A test then fails: it never skips.
 */
const char *
kx_test_postgres_server_conninfo (GError **error)
{
  static gsize registered = 0;

  if (shared.conninfo != NULL)
    return shared.conninfo;
  if (g_once_init_enter (&registered))
    {
      atexit (kx_test_postgres_server_stop);
      g_once_init_leave (&registered, 1);
    }
  if (start (&shared, error))
    return shared.conninfo;
  kx_test_postgres_server_stop ();
  return NULL;
}

/**
 * kx_test_postgres_server_create_database:
 *
 * Makes an empty database of its own for one test, starting the server if need be.
 *
 * Returns: (transfer full): its connection string for libpq; %NULL with %KX_TEST_POSTGRES_SERVER_ERROR
 */
char *
kx_test_postgres_server_create_database (GError **error)
{
  const char *conninfo = kx_test_postgres_server_conninfo (error);
  g_autofree char *statement = NULL;
  char *made = NULL;
  PGconn *connection;
  PGresult *result;

  if (conninfo == NULL)
    return NULL;
  connection = PQconnectdb (conninfo);
  statement = g_strdup_printf ("CREATE DATABASE kx_%u TEMPLATE template0", ++shared.n_databases);
  result = PQexec (connection, statement);
  if (PQresultStatus (result) == PGRES_COMMAND_OK)
    made = g_strdup_printf ("host=%s user=kangxie dbname=kx_%u connect_timeout=10", shared.folder,
                            shared.n_databases);
  else
    fail (error, statement, PQerrorMessage (connection));
  PQclear (result);
  PQfinish (connection);
  return made;
}

/**
 * kx_test_postgres_server_folder:
 *
 * Returns: (transfer none) (nullable): where the server keeps its data, socket and `log`; %NULL if none runs
 */
const char *
kx_test_postgres_server_folder (void)
{
  return shared.folder;
}
