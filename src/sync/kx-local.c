#include "sync/kx-local.h"

#include "store/kx-files.h"
#include "sync/kx-gettext.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum
{
  POLL_MS = 20,
  PATIENCE_MS = 60 * 1000, /* for the service to answer: it may have to make its keys and tables */
  FAREWELL_US = 12 * G_USEC_PER_SEC,
};

/* Exit statuses of kangxied that mean more than a failure. */
enum
{
  EXIT_BUSY = 3,
  EXIT_REFUSED = 4,
};

struct _KxLocal
{
  GObject parent;
  char *store, *socket, *url, *ready, *said; /* owned; folder, and files */
  GSubprocess *process;                      /* owned; NULL: it does not run */
};

enum
{
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_QUARK (kx_local_error_quark, kx_local_error)
G_DEFINE_FINAL_TYPE (KxLocal, kx_local, G_TYPE_OBJECT)

/* Beside this program, where it was built, or anywhere. Free with g_free(). */
static char *
find_program (void)
{
  static const char *const places[] = { "kangxied", "../server/kangxied", "../../src/server/kangxied" };
  const char *given = g_getenv ("KANGXIED");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;

  if (given != NULL)
    return g_strdup (given);
  for (guint i = 0; folder != NULL && i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_build_filename (folder, places[i], NULL);

      if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE) && !g_file_test (path, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&path);
    }
  return g_find_program_in_path ("kangxied");
}

static char *
need_program (GError **error)
{
  char *program = find_program ();

  if (program == NULL)
    g_set_error_literal (error, KX_LOCAL_ERROR, KX_LOCAL_ERROR_MISSING,
                         _ ("The program kangxied is not installed beside this one"));
  return program;
}

/* In the child: it must not outlive its parent. */
static void
bind_to_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  if (getppid () != (pid_t) GPOINTER_TO_INT (data))
    raise (SIGTERM);
}

static GSubprocessLauncher *
make_launcher (GSubprocessFlags flags)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (flags);

  g_subprocess_launcher_set_child_setup (launcher, bind_to_parent, GINT_TO_POINTER (getpid ()), NULL);
  return launcher;
}

/* What the program said last, without its name. Takes `text`. */
static char *
read_said (char *text)
{
  g_autofree char *said = text;
  char *line;

  if (said == NULL || *g_strstrip (said) == '\0')
    return g_strdup (_ ("The service of this computer did not start"));
  line = strrchr (said, '\n');
  line = line != NULL ? line + 1 : said;
  return g_strdup (g_str_has_prefix (line, "kangxied: ") ? line + strlen ("kangxied: ") : line);
}

static void
set_exit_error (GError **error, int status, char *said)
{
  g_autofree char *words = read_said (said);

  g_set_error_literal (error, KX_LOCAL_ERROR,
                       status == EXIT_BUSY      ? KX_LOCAL_ERROR_BUSY
                       : status == EXIT_REFUSED ? KX_LOCAL_ERROR_REFUSED
                                                : KX_LOCAL_ERROR_FAILED,
                       words);
}

/* The service has ended; if nobody wanted that, they are told. `data` is a weak reference: waiting does not
 * keep the service running. */
static void
ended (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxLocal) self = g_weak_ref_get (data);

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  g_weak_ref_clear (data);
  g_free (data);
  if (self == NULL || self->process != G_SUBPROCESS (source))
    return;
  g_clear_object (&self->process);
  g_signal_emit (self, signals[ENDED], 0);
}

static void
watch (KxLocal *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  g_subprocess_wait_async (self->process, NULL, ended, weak);
}

/* A start on its way. */
typedef struct
{
  GSubprocess *process; /* owned */
  guint timer;
  gint64 deadline;
} Start;

static void
start_free (gpointer data)
{
  Start *start = data;

  g_clear_handle_id (&start->timer, g_source_remove);
  g_clear_object (&start->process);
  g_free (start);
}

static gboolean
look (gpointer data)
{
  GTask *task = data;
  KxLocal *self = g_task_get_source_object (task);
  Start *start = g_task_get_task_data (task);
  GError *error = NULL;
  char *said = NULL;

  if (g_file_test (self->ready, G_FILE_TEST_EXISTS))
    g_task_return_boolean (task, TRUE);
  else if (self->process != start->process)
    {
      g_file_get_contents (self->said, &said, NULL, NULL);
      set_exit_error (
          &error,
          g_subprocess_get_if_exited (start->process) ? g_subprocess_get_exit_status (start->process) : 1,
          said);
      g_task_return_error (task, error);
    }
  else if (g_get_monotonic_time () / 1000 > start->deadline)
    {
      kx_local_stop (self);
      g_task_return_new_error (task, KX_LOCAL_ERROR, KX_LOCAL_ERROR_FAILED, "%s",
                               _ ("The service of this computer does not answer"));
    }
  else if (!g_task_return_error_if_cancelled (task))
    return G_SOURCE_CONTINUE;
  start->timer = 0;
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

static gboolean
spawn (KxLocal *self, GError **error)
{
  g_autofree char *program = need_program (error);
  g_autofree char *folder = g_path_get_dirname (self->socket);
  g_autoptr (GSubprocessLauncher) launcher = make_launcher (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);

  if (program == NULL || !kx_files_make_folder (folder, error) || !kx_files_make_folder (self->store, error))
    return FALSE;
  g_unlink (self->ready);
  g_subprocess_launcher_set_stderr_file_path (launcher, self->said);
  self->process = g_subprocess_launcher_spawn (launcher, error, program, "serve", "--data", self->store,
                                               "--listen", self->url, "--port-file", self->ready, NULL);
  if (self->process == NULL)
    return FALSE;
  watch (self);
  return TRUE;
}

void
kx_local_start_async (KxLocal *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;
  Start *start;

  g_task_set_source_tag (task, kx_local_start_async);
  if (self->process == NULL && !spawn (self, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  start = g_new0 (Start, 1);
  start->process = g_object_ref (self->process);
  start->deadline = g_get_monotonic_time () / 1000 + PATIENCE_MS;
  g_task_set_task_data (task, start, start_free);
  start->timer = g_timeout_add (POLL_MS, look, task);
}

gboolean
kx_local_start_finish (KxLocal *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kx_local_stop (KxLocal *self)
{
  g_autoptr (GSubprocess) process = g_steal_pointer (&self->process);
  gint64 deadline = g_get_monotonic_time () + FAREWELL_US;

  if (process == NULL)
    return;
  g_subprocess_send_signal (process, SIGTERM);
  while (g_subprocess_get_identifier (process) != NULL && g_get_monotonic_time () < deadline)
    g_usleep (POLL_MS * 1000);
  g_subprocess_force_exit (process);
}

/* Another command on its way. */
typedef struct
{
  GSubprocess *process; /* owned */
  char *written, *said; /* owned */
} Command;

static void
command_free (gpointer data)
{
  Command *command = data;

  g_clear_object (&command->process);
  g_free (command->written);
  g_free (command->said);
  g_free (command);
}

static void
command_ended (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Command *command = g_task_get_task_data (task);
  GSubprocess *process = G_SUBPROCESS (source);
  GError *error = NULL;
  int status;

  if (!g_subprocess_communicate_utf8_finish (process, result, &command->written, &command->said, &error))
    {
      g_subprocess_force_exit (process);
      g_task_return_error (task, error);
      return;
    }
  status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  if (status == 0)
    g_task_return_boolean (task, TRUE);
  else
    {
      set_exit_error (&error, status, g_steal_pointer (&command->said));
      g_task_return_error (task, error);
    }
}

void
kx_local_run_async (KxLocal *self, const char *const *arguments, const char *input, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GSubprocessLauncher) launcher = make_launcher (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  Command *command = g_new0 (Command, 1);
  GError *error = NULL;
  g_autofree char *program = need_program (&error);

  g_task_set_source_tag (task, kx_local_run_async);
  g_task_set_task_data (task, command, command_free);
  g_ptr_array_add (argv, program);
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) arguments[i]);
  g_ptr_array_add (argv, (gpointer) "--data");
  g_ptr_array_add (argv, self->store);
  g_ptr_array_add (argv, NULL);
  if (program != NULL)
    command->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  if (command->process == NULL)
    g_task_return_error (task, error);
  else
    g_subprocess_communicate_utf8_async (command->process, input != NULL ? input : "", cancellable,
                                         command_ended, g_object_ref (task));
}

char *
kx_local_run_finish (KxLocal *self, GAsyncResult *result, char **ret_said, GError **error)
{
  Command *command = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  if (ret_said != NULL)
    *ret_said = g_steal_pointer (&command->said);
  return g_steal_pointer (&command->written);
}

static void
backed_up (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autofree char *written = kx_local_run_finish (KX_LOCAL_SERVICE (source), result, NULL, &error);

  if (written != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kx_local_backup_async (KxLocal *self, const char *path, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  const char *arguments[] = { "backup", path, NULL };

  g_task_set_source_tag (task, kx_local_backup_async);
  kx_local_run_async (self, arguments, NULL, cancellable, backed_up, task);
}

gboolean
kx_local_backup_finish (KxLocal *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* A restore on its way: its outcome is told when the service answers again. */
typedef struct
{
  GError *error; /* owned; of the restore */
  gboolean ran;
} Restore;

static void
restore_free (gpointer data)
{
  Restore *restore = data;

  g_clear_error (&restore->error);
  g_free (restore);
}

static void
started_again (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Restore *restore = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean started = kx_local_start_finish (KX_LOCAL_SERVICE (source), result, &error);

  if (restore->error != NULL)
    g_task_return_error (task, g_steal_pointer (&restore->error));
  else if (!started)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
  g_clear_error (&error);
}

static void
restored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KxLocal *self = KX_LOCAL_SERVICE (source);
  Restore *restore = g_task_get_task_data (task);
  g_autofree char *written = kx_local_run_finish (self, result, NULL, &restore->error);

  if (restore->ran)
    kx_local_start_async (self, NULL, started_again, g_object_ref (task));
  else if (written == NULL)
    g_task_return_error (task, g_steal_pointer (&restore->error));
  else
    g_task_return_boolean (task, TRUE);
}

void
kx_local_restore_async (KxLocal *self, const char *path, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  const char *arguments[] = { "restore", path, NULL };
  Restore *restore = g_new0 (Restore, 1);

  g_task_set_source_tag (task, kx_local_restore_async);
  restore->ran = self->process != NULL;
  g_task_set_task_data (task, restore, restore_free);
  kx_local_stop (self);
  kx_local_run_async (self, arguments, NULL, cancellable, restored, task);
}

gboolean
kx_local_restore_finish (KxLocal *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

KxLocal *
kx_local_new (const char *store)
{
  KxLocal *self = g_object_new (KX_TYPE_LOCAL, NULL);
  g_autofree char *hash = NULL;

  self->store = g_canonicalize_filename (store, NULL);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->store, -1);
  self->socket = g_strdup_printf ("%s/kangxie/%.12s.sock", g_get_user_runtime_dir (), hash);
  self->ready = g_strdup_printf ("%s/kangxie/%.12s.ready", g_get_user_runtime_dir (), hash);
  self->said = g_strconcat (self->store, ".log", NULL);
  self->url = g_strconcat ("unix:", self->socket, NULL);
  return self;
}

const char *
kx_local_get_url (KxLocal *self)
{
  return self->url;
}

const char *
kx_local_get_store (KxLocal *self)
{
  return self->store;
}

gboolean
kx_local_has_store (KxLocal *self)
{
  g_autofree char *path = g_build_filename (self->store, "kangxie.db", NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

gboolean
kx_local_is_running (KxLocal *self)
{
  return self->process != NULL;
}

static void
kx_local_dispose (GObject *object)
{
  kx_local_stop (KX_LOCAL_SERVICE (object));
  G_OBJECT_CLASS (kx_local_parent_class)->dispose (object);
}

static void
kx_local_finalize (GObject *object)
{
  KxLocal *self = KX_LOCAL_SERVICE (object);

  g_free (self->store);
  g_free (self->socket);
  g_free (self->ready);
  g_free (self->said);
  g_free (self->url);
  G_OBJECT_CLASS (kx_local_parent_class)->finalize (object);
}

static void
kx_local_class_init (KxLocalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kx_local_dispose;
  object_class->finalize = kx_local_finalize;
  signals[ENDED] =
      g_signal_new ("ended", KX_TYPE_LOCAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_local_init (KxLocal *self)
{
}
