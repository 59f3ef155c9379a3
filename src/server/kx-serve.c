#include "server/kx-serve.h"

#include "server/kx-command.h"
#include "server/kx-control.h"
#include "server/kx-demo.h"
#include "server/kx-http-listener.h"
#include "server/kx-policies.h"
#include "server/kx-routes-control.h"
#include "server/kx-service.h"
#include "store/kx-backup.h"
#include "store/kx-thread.h"
#include "store/kx-upkeep.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum
{
  TICK_SECONDS = 60,
  TICKS_TO_UPKEEP = 60,
  GRACE_MS = 10 * 1000,
  LARGEST_LOG = 64 * 1024 * 1024, /* then it becomes access.log.1 */
};

typedef struct
{
  const KxServeOptions *options;
  KxStore *store;               /* owned */
  KxService *service;           /* owned */
  KxHttpServer *open, *control; /* owned; for the network, and for the control socket */
  GMainLoop *loop;              /* owned */
  char *log;                    /* owned; path of the access log, NULL: it is no file of ours */
  char *control_path;           /* owned */
  int control_fd;               /* -1, or what control_path stands on */
  guint stopping;               /* servers that have not stopped yet */
  guint ticks, tick;
  gboolean ticking, stopped, cut;
} Serve;

/* A minute's work, on another thread. */
typedef struct
{
  KxStore *store;
  gboolean upkeep;
} Tick;

static void
warn (const char *what, GError *error)
{
  if (error == NULL)
    return;
  kx_command_say ("kangxied: %s: %s", what, error->message);
  g_error_free (error);
}

static void
run_tick (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Tick *tick = data;
  KxUpkeepReport report;
  GError *error = NULL;

  kx_backup_note_seq (tick->store, &error);
  warn (_ ("The number of the newest change could not be saved"), g_steal_pointer (&error));
  if (tick->upkeep)
    {
      kx_upkeep_run (tick->store, &report, &error);
      warn (_ ("The hourly upkeep could not be finished"), error);
    }
  g_task_return_boolean (task, TRUE);
}

static void
quit_when_done (Serve *self)
{
  if (self->stopped && self->stopping == 0 && !self->ticking)
    g_main_loop_quit (self->loop);
}

static void
tick_done (GObject *source, GAsyncResult *result, gpointer data)
{
  Serve *self = data;

  self->ticking = FALSE;
  quit_when_done (self);
}

/* Nobody may look after the log: it never fills the disk by itself. */
static void
turn_log (Serve *self)
{
  g_autofree char *old = self->log != NULL ? g_strconcat (self->log, ".1", NULL) : NULL;
  GStatBuf status;

  if (self->log == NULL || g_stat (self->log, &status) != 0 || status.st_size < LARGEST_LOG ||
      g_rename (self->log, old) != 0)
    return;
  kx_access_log_reopen (kx_http_server_get_log (self->open), NULL);
  kx_access_log_reopen (kx_http_server_get_log (self->control), NULL);
}

static gboolean
tick_cb (gpointer data)
{
  Serve *self = data;
  g_autoptr (GTask) task = NULL;
  Tick *tick;

  turn_log (self);
  self->ticks++;
  if (self->ticking || self->stopped)
    return G_SOURCE_CONTINUE;
  self->ticking = TRUE;
  tick = g_new0 (Tick, 1);
  *tick = (Tick){ self->store, self->ticks % TICKS_TO_UPKEEP == 0 };
  task = g_task_new (NULL, NULL, tick_done, self);
  g_task_set_source_tag (task, tick_cb);
  g_task_set_task_data (task, tick, g_free);
  kx_thread_run (task, run_tick);
  return G_SOURCE_CONTINUE;
}

static void
server_stopped (GObject *source, GAsyncResult *result, gpointer data)
{
  Serve *self = data;
  g_autoptr (GError) error = NULL;

  if (!kx_http_server_stop_finish (KX_HTTP_SERVER (source), result, &error))
    self->cut = TRUE;
  self->stopping--;
  quit_when_done (self);
}

static gboolean
stop_cb (gpointer data)
{
  Serve *self = data;

  if (self->stopped)
    _exit (KX_EXIT_FAILED);
  kx_command_say (_ ("kangxied is stopping"));
  self->stopped = TRUE;
  self->stopping = 2;
  kx_service_set_ready (self->service, FALSE);
  kx_http_server_stop_async (self->open, GRACE_MS, server_stopped, self);
  kx_http_server_stop_async (self->control, GRACE_MS, server_stopped, self);
  return G_SOURCE_CONTINUE;
}

static gboolean
reload_cb (gpointer data)
{
  Serve *self = data;
  GError *error = NULL;

  kx_http_server_reload_tls (self->open, &error);
  if (error != NULL)
    warn (_ ("The certificate could not be read again, the old one stays"), g_steal_pointer (&error));
  else if (self->options->certificate != NULL)
    kx_command_say (_ ("kangxied has read the certificate again"));
  kx_access_log_reopen (kx_http_server_get_log (self->open), &error);
  warn (_ ("The access log could not be opened anew"), g_steal_pointer (&error));
  kx_access_log_reopen (kx_http_server_get_log (self->control), NULL);
  return G_SOURCE_CONTINUE;
}

static KxWords *
load_words (void)
{
  g_autofree char *folder = kx_command_locale_folder ();
  g_autofree char *path = g_build_filename (folder, "zh_CN", "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);
  KxWords *words = kx_words_new ();

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      GError *error = NULL;

      kx_words_load (words, "zh_CN", path, &error);
      warn (_ ("A message catalogue could not be read"), error);
    }
  if (g_str_has_prefix (g_get_language_names ()[0], "zh"))
    kx_words_set_default (words, "zh_CN");
  return words;
}

static KxAccessLog *
open_log (const Serve *self, GError **error)
{
  if (self->log != NULL)
    return kx_access_log_new_for_path (self->log, error);
  return kx_access_log_new_for_fd (g_strcmp0 (self->options->log, "-") == 0 ? STDERR_FILENO : -1);
}

static KxHttpServer *
make_server (Serve *self, GError **error)
{
  g_autofree char *spool = g_build_filename (self->options->data, "spool", NULL);
  KxHttpLimits limits = kx_http_limits_default ();
  KxAccessLog *log = open_log (self, error);
  KxHttpServer *server;

  if (log == NULL)
    return NULL;
  server = kx_http_server_new (&limits);
  kx_http_server_set_log (server, log);
  kx_http_server_set_words (server, load_words ());
  kx_http_server_set_spool (server, spool);
  kx_http_server_set_trust_forwarded (server, self->options->behind_proxy);
  kx_service_attach (self->service, server);
  return server;
}

/* Bodies that were coming in when the process was killed. */
static gboolean
clear_spool (const char *data, GError **error)
{
  g_autofree char *path = g_build_filename (data, "spool", NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (g_mkdir_with_parents (path, 0700) != 0)
    {
      g_set_error (error, KX_ADMIN_ERROR, KX_ADMIN_ERROR_FAILED, _ ("The folder %s cannot be made"), path);
      return FALSE;
    }
  dir = g_dir_open (path, 0, error);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
  return dir != NULL;
}

/* A Unix socket is reached by this user alone. */
static gboolean
is_loopback (const char *listen)
{
  g_autoptr (GSocketAddress) address =
      !g_str_has_prefix (listen, KX_SERVE_UNIX) ? kx_http_address_parse (listen, NULL) : NULL;

  if (g_str_has_prefix (listen, KX_SERVE_UNIX))
    return TRUE;
  return address != NULL &&
         g_inet_address_get_is_loopback (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

/* Fills an empty store when that was asked for. Demonstration passwords are known to everyone, so such a
 * store is never served to the network, asked for or not. */
static gboolean
prepare_demo (Serve *self, GError **error)
{
  gboolean demo, empty;

  if (!kx_admin_is_demo (self->store, &demo, error) || !kx_demo_is_empty (self->store, &empty, error))
    return FALSE;
  if (self->options->demo && !demo && !empty)
    g_set_error (error, KX_ADMIN_ERROR, KX_ADMIN_ERROR_REFUSED,
                 _ ("The store in %s is somebody's own: demonstration data goes into an empty one only"),
                 self->options->data);
  else if (demo && !is_loopback (self->options->listen))
    g_set_error_literal (error, KX_ADMIN_ERROR, KX_ADMIN_ERROR_REFUSED,
                         _ ("A store with demonstration data is served on loopback addresses only"));
  else
    /* The mark comes first: a kill in between leaves an empty store that is filled the next time. */
    return !self->options->demo || !empty ||
           (kx_admin_mark_demo (self->store, error) && kx_demo_fill (self->store, error));
  return FALSE;
}

/* One that is broken does not keep the service from serving by the others. */
static gboolean
load_policies (Serve *self, GError **error)
{
  g_autofree char *folder = kx_policies_folder ();
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free), packs = NULL;
  GError *local = NULL;
  guint n;

  packs = kx_policies_read (folder, faults, &local);
  if (packs == NULL)
    warn (_ ("There are no policy packs"), local);
  for (guint i = 0; i < faults->len; i++)
    kx_command_say (_ ("kangxied: a policy pack is refused: %s"), (const char *) faults->pdata[i]);
  return packs == NULL || kx_policies_load_into (self->store, packs, &n, error);
}

static gboolean
open_store (Serve *self, GError **error)
{
  g_autofree char *recovery = NULL;
  KxUpkeepReport report;
  GError *local = NULL;
  gboolean behind = FALSE;

  self->store = kx_store_open (self->options->data, NULL, &recovery, error);
  if (recovery != NULL && !self->options->demo)
    kx_command_say (
        _ ("The store has new keys. Without them sealed fields cannot be read, and they are in no backup.\n"
           "Write down this recovery text; it is shown this once:\n%s"),
        recovery);
  if (self->store == NULL || !kx_backup_check_seq (self->store, &behind, error) ||
      !clear_spool (self->options->data, error) || !load_policies (self, error) ||
      !prepare_demo (self, error))
    return FALSE;
  if (behind)
    kx_command_say (_ ("The database is older than what was served before: desktops will begin anew"));
  kx_upkeep_run (self->store, &report, &local);
  warn (_ ("The upkeep could not be finished"), local);
  return TRUE;
}

/* Where everyone is answered. `ret_port` gets 0 for a Unix socket. */
static gboolean
open_listener (Serve *self, guint *ret_port, GError **error)
{
  const KxServeOptions *options = self->options;

  *ret_port = 0;
  if (g_str_has_prefix (options->listen, KX_SERVE_UNIX))
    return kx_http_server_listen_unix (self->open, options->listen + strlen (KX_SERVE_UNIX), FALSE, error);
  *ret_port = kx_http_server_listen (self->open, options->listen, options->certificate != NULL, error);
  return *ret_port != 0;
}

static gboolean
open_servers (Serve *self, guint *ret_port, GError **error)
{
  const KxServeOptions *options = self->options;
  KxRouteTable control = kx_routes_control ();

  self->service = kx_service_new (self->store, NULL, error);
  self->open = self->service != NULL ? make_server (self, error) : NULL;
  self->control = self->open != NULL ? make_server (self, error) : NULL;
  if (self->control == NULL)
    return FALSE;
  kx_http_server_add_routes (self->control, control.routes, control.n_routes, self->service);
  if (options->certificate != NULL &&
      !kx_http_server_set_tls_files (self->open, options->certificate, options->key, error))
    return FALSE;
  self->control_path = kx_control_path (options->data, &self->control_fd);
  return open_listener (self, ret_port, error) &&
         kx_http_server_listen_unix (self->control, self->control_path, TRUE, error);
}

static gboolean
tell_address (Serve *self, guint port, GError **error)
{
  const char *colon = strrchr (self->options->listen, ':');
  g_autofree char *text = g_strdup_printf ("%u\n", port);

  if (self->options->port_file != NULL && !g_file_set_contents (self->options->port_file, text, -1, error))
    return FALSE;
  if (port == 0)
    kx_command_say (_ ("kangxied answers at %s"), self->options->listen);
  else
    kx_command_say (_ ("kangxied answers at %s://%.*s:%u"),
                    self->options->certificate != NULL ? "https" : "http",
                    (int) (colon - self->options->listen), self->options->listen, port);
  return TRUE;
}

/* Many desktops keep a connection each. */
static void
raise_limits (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
}

/* The signals are waited for before the address is told: who reads it may ask for the end at once. */
static gboolean
tell_and_run (Serve *self, guint port, GError **error)
{
  guint sources[] = { g_unix_signal_add (SIGTERM, stop_cb, self), g_unix_signal_add (SIGINT, stop_cb, self),
                      g_unix_signal_add (SIGHUP, reload_cb, self),
                      g_timeout_add_seconds (TICK_SECONDS, tick_cb, self) };
  gboolean told = tell_address (self, port, error);

  if (told)
    g_main_loop_run (self->loop);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
  if (self->options->port_file != NULL)
    g_unlink (self->options->port_file);
  return told;
}

static void
clear (Serve *self)
{
  GError *error = NULL;

  /* Work that was cut off still uses the store on its thread. Nothing acknowledged is lost by leaving it. */
  if (self->cut)
    _exit (KX_EXIT_DONE);
  g_clear_object (&self->open);
  g_clear_object (&self->control);
  g_clear_pointer (&self->service, kx_service_free);
  if (self->store != NULL && self->stopped)
    {
      kx_backup_note_seq (self->store, &error);
      warn (_ ("The number of the newest change could not be saved"), error);
    }
  g_clear_pointer (&self->store, kx_store_close);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->log, g_free);
  g_clear_pointer (&self->control_path, g_free);
  if (self->control_fd >= 0)
    close (self->control_fd);
}

gboolean
kx_serve_run (const KxServeOptions *options, GError **error)
{
  Serve self = { .options = options, .control_fd = -1 };
  gboolean served;
  guint port = 0;

  signal (SIGPIPE, SIG_IGN);
  raise_limits ();
  self.loop = g_main_loop_new (NULL, FALSE);
  if (options->log == NULL)
    self.log = g_build_filename (options->data, "access.log", NULL);
  else if (!g_str_equal (options->log, "-") && !g_str_equal (options->log, "none"))
    self.log = g_strdup (options->log);
  served =
      open_store (&self, error) && open_servers (&self, &port, error) && tell_and_run (&self, port, error);
  clear (&self);
  return served;
}
