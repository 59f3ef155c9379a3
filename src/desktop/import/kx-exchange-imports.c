/* Imports of a window: their assistants, their lines, their ends. */
#include "desktop/import/kx-exchange-private.h"

#include "desktop/import/kx-import-report-view.h"
#include "desktop/import/kx-import-touched-page.h"
#include "desktop/kx-gettext.h"
#include "desktop/rows/kx-job-line.h"
#include "models/kx-import-keep.h"

#define MOST_ENDED 5

/* One import, from the assistant to the line that is taken away. */
typedef struct
{
  KxExchange *exchange; /* borrowed: it owns this */
  guint number;         /* tells it from others of this run of the program */
  KxImportSession *session;
  KxImportAssistant *assistant; /* weak; NULL: closed */
  KxJob *job;                   /* NULL: no row has gone in yet */
  GtkWidget *line;              /* borrowed from the window's box, or NULL */
} Import;

static void
forget_line (Import *import)
{
  KxWindow *window = import->exchange->window;

  if (import->line != NULL)
    g_signal_handlers_disconnect_by_data (import->line, import);
  if (import->line != NULL && window != NULL && gtk_widget_get_parent (import->line) != NULL)
    gtk_box_remove (kx_window_get_jobs (window), import->line);
  g_clear_weak_pointer (&import->line);
}

static void
forget_assistant (Import *import)
{
  if (import->assistant != NULL)
    g_signal_handlers_disconnect_by_data (import->assistant, import);
  g_clear_weak_pointer (&import->assistant);
}

static void
import_free (gpointer data)
{
  Import *import = data;
  KxImportAssistant *assistant = import->assistant;

  g_signal_handlers_disconnect_by_data (import->session, import);
  if (import->job != NULL)
    g_signal_handlers_disconnect_by_data (import->job, import);
  forget_assistant (import);
  if (assistant != NULL)
    gtk_window_destroy (GTK_WINDOW (assistant));
  forget_line (import);
  kx_import_session_cancel (import->session);
  kx_import_keep_stop (import->session);
  g_clear_object (&import->job);
  g_object_unref (import->session);
  g_free (import);
}

void
kx_exchange_init_imports (KxExchange *self)
{
  self->imports = g_ptr_array_new_with_free_func (import_free);
}

void
kx_exchange_forget_imports (KxExchange *self)
{
  g_ptr_array_set_size (self->imports, 0);
}

static gboolean
is_running (const Import *import)
{
  return kx_import_session_get_activity (import->session) == KX_IMPORT_RUNNING;
}

guint
kx_exchange_get_n_running (KxExchange *self)
{
  guint n = 0;

  for (guint i = 0; i < self->imports->len; i++)
    n += is_running (self->imports->pdata[i]);
  return n;
}

/* Their workbooks take room: the oldest that have ended go first. */
static void
drop_old (KxExchange *self)
{
  guint n = 0;

  for (guint i = self->imports->len; i-- > 0;)
    {
      Import *import = self->imports->pdata[i];

      n += !is_running (import) && import->assistant == NULL;
      if (n > MOST_ENDED && !is_running (import) && import->assistant == NULL)
        g_ptr_array_remove_index (self->imports, i);
    }
}

static void
on_open (Import *import, const char *id)
{
  KxWindow *window = import->exchange->window;

  if (window == NULL)
    return;
  if (kx_window_open_row (window, kx_import_session_get_subject (import->session), id))
    gtk_window_present (GTK_WINDOW (window));
}

static void
on_show_touched (Import *import)
{
  KxWindow *window = import->exchange->window;

  if (window == NULL)
    return;
  kx_window_push (window, kx_import_touched_page_new (kx_window_get_profile (window), import->session));
  gtk_window_close (GTK_WINDOW (import->assistant));
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_again (Import *import)
{
  KxExchange *exchange = import->exchange;
  const char *subject = kx_import_session_get_subject (import->session);

  gtk_window_close (GTK_WINDOW (import->assistant));
  kx_exchange_import (exchange, subject, NULL);
}

/* What was chosen is not lost, and not in sight any more. */
static void
say_kept (Import *import)
{
  const char *name = kx_import_session_get_file_name (import->session);
  g_autofree char *words = NULL;

  if (is_running (import) || name == NULL || kx_import_keep_get_key (import->session) == NULL)
    return;
  /* Translators: %s is the name of a file. */
  words = g_strdup_printf (_ ("What you chose for %s is kept: go on with it from Import, or from Activity"),
                           name);
  kx_exchange_say (import->exchange, words);
}

/* Someone who has seen the result needs no line of it; nor is one needed where nothing began. */
static void
on_assistant_gone (Import *import)
{
  KxExchange *exchange = import->exchange;

  say_kept (import);
  forget_assistant (import);
  if (!is_running (import))
    g_ptr_array_remove (exchange->imports, import);
  drop_old (exchange);
}

static void
show_assistant (Import *import, KxImportAssistant *assistant)
{
  gtk_window_set_transient_for (GTK_WINDOW (assistant), GTK_WINDOW (import->exchange->window));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (assistant), TRUE);
  g_set_weak_pointer (&import->assistant, assistant);
  g_signal_connect_swapped (assistant, "open", G_CALLBACK (on_open), import);
  g_signal_connect_swapped (assistant, "show-touched", G_CALLBACK (on_show_touched), import);
  g_signal_connect_swapped (assistant, "again", G_CALLBACK (on_again), import);
  g_signal_connect_swapped (assistant, "unrealize", G_CALLBACK (on_assistant_gone), import);
}

static void
on_job_open (Import *import)
{
  if (import->assistant == NULL)
    show_assistant (import, kx_import_assistant_new (import->session));
  gtk_window_present (GTK_WINDOW (import->assistant));
}

void
kx_exchange_show_import (KxExchange *self, guint number)
{
  g_return_if_fail (KX_IS_EXCHANGE (self));
  for (guint i = 0; i < self->imports->len; i++)
    if (((Import *) self->imports->pdata[i])->number == number)
      on_job_open (self->imports->pdata[i]);
}

static void
on_job_stop (Import *import)
{
  kx_import_session_cancel (import->session);
}

static void
on_dismissed (Import *import)
{
  g_ptr_array_remove (import->exchange->imports, import);
}

static void
add_line (Import *import)
{
  KxWindow *window = import->exchange->window;
  g_autofree char *title =
      g_strdup_printf (_ ("Importing %s"), kx_import_session_get_file_name (import->session));

  if (import->job != NULL)
    g_signal_handlers_disconnect_by_data (import->job, import);
  g_clear_object (&import->job);
  forget_line (import);
  import->job = kx_job_new (title);
  g_signal_connect_swapped (import->job, "open", G_CALLBACK (on_job_open), import);
  g_signal_connect_swapped (import->job, "stop", G_CALLBACK (on_job_stop), import);
  if (window == NULL)
    return;
  g_set_weak_pointer (&import->line, kx_job_line_new (import->job));
  g_signal_connect_swapped (import->line, "dismissed", G_CALLBACK (on_dismissed), import);
  gtk_box_append (kx_window_get_jobs (window), import->line);
}

static void
tell_progress (Import *import)
{
  guint done, total;
  double fraction = kx_import_session_get_progress (import->session, &done, &total);
  g_autofree char *detail = total > 0 ? g_strdup_printf (_ ("%u of %u rows"), done, total) : g_strdup ("");

  if (import->job != NULL && kx_job_get_state (import->job) == KX_JOB_GOES_ON)
    kx_job_tell (import->job, fraction, detail);
}

/* A person who is elsewhere by now is told on the desktop. */
static void
notify_elsewhere (Import *import, const char *title, const char *detail)
{
  KxWindow *window = import->exchange->window;
  GtkApplication *application = window != NULL ? gtk_window_get_application (GTK_WINDOW (window)) : NULL;
  g_autoptr (GNotification) notification = NULL;

  if (application == NULL || gtk_window_is_active (GTK_WINDOW (window)))
    return;
  notification = g_notification_new (title);
  if (detail != NULL)
    g_notification_set_body (notification, detail);
  g_notification_set_default_action_and_target (notification, "app.import-result", "u", import->number);
  g_application_send_notification (G_APPLICATION (application), "import", notification);
}

static void
end_job (Import *import)
{
  gboolean done = kx_import_session_get_phase (import->session) == KX_IMPORT_ENDED;
  const char *name = kx_import_session_get_file_name (import->session),
             *problem = kx_import_session_get_problem (import->session);
  const KxImportReport *report = kx_import_session_get_report (import->session);
  g_autofree char *title =
      g_strdup_printf (done ? _ ("%s came in") : _ ("The import of %s has stopped"), name);
  g_autofree char *detail = done ? kx_import_report_say_counts (report) : g_strdup (problem);
  g_autofree char *both = NULL;

  kx_job_end (import->job, done ? KX_JOB_DONE : KX_JOB_STOPPED, title, detail != NULL ? detail : "");
  both = detail != NULL ? g_strdup_printf (_ ("%s: %s"), title, detail) : g_strdup (title);
  if (import->exchange->mirror != NULL)
    kx_mirror_add_notice (import->exchange->mirror, both);
  if (import->assistant == NULL)
    {
      kx_exchange_say (import->exchange, both);
      notify_elsewhere (import, title, detail);
    }
}

static void
on_activity (Import *import)
{
  if (is_running (import))
    add_line (import);
  else if (import->job != NULL && kx_job_get_state (import->job) == KX_JOB_GOES_ON &&
           kx_import_session_get_activity (import->session) == KX_IMPORT_IDLE)
    /* What the session found is known when all of it is said. */
    end_job (import);
}

KxImportAssistant *
kx_exchange_find_kept (KxExchange *self, const char *key)
{
  for (guint i = 0; i < self->imports->len; i++)
    {
      Import *import = self->imports->pdata[i];

      if (g_strcmp0 (kx_import_keep_get_key (import->session), key) != 0)
        continue;
      on_job_open (import);
      return import->assistant;
    }
  return NULL;
}

/* Nothing was chosen yet, so anything may come in. */
static gboolean
may_become (const Import *import, const char *subject)
{
  if (g_str_equal (kx_import_session_get_subject (import->session), subject))
    return TRUE;
  return kx_import_session_get_phase (import->session) == KX_IMPORT_NOTHING &&
         kx_import_session_get_activity (import->session) == KX_IMPORT_IDLE;
}

KxImportAssistant *
kx_exchange_find_open (KxExchange *self, const char *subject)
{
  for (guint i = 0; i < self->imports->len; i++)
    {
      Import *import = self->imports->pdata[i];

      if (import->assistant != NULL && !is_running (import) &&
          kx_import_session_get_phase (import->session) != KX_IMPORT_ENDED && may_become (import, subject))
        return import->assistant;
    }
  return NULL;
}

void
kx_exchange_follow (KxExchange *self, KxImportSession *session, KxImportAssistant *assistant)
{
  static guint last;
  Import *import = g_new0 (Import, 1);

  import->exchange = self;
  import->number = ++last;
  import->session = g_object_ref (session);
  g_ptr_array_add (self->imports, import);
  show_assistant (import, assistant);
  g_signal_connect_swapped (session, "notify::activity", G_CALLBACK (on_activity), import);
  g_signal_connect_swapped (session, "notify::progress", G_CALLBACK (tell_progress), import);
}
