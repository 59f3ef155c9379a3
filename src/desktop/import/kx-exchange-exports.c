/* Lists of a window that go out: into files, onto the clipboard. */
#include "desktop/import/kx-exchange-private.h"

#include "desktop/export/kx-copy.h"
#include "desktop/export/kx-export-dialog.h"
#include "desktop/export/kx-save.h"
#include "desktop/kx-gettext.h"
#include "desktop/rows/kx-job-line.h"

#define LINE_DELAY 300 /* milliseconds after which work is worth a line */

gboolean
kx_exchange_get_query (KxExchange *self, KxListQuery *ret_query, char ***ret_ids)
{
  KxPage *page = self->window != NULL && self->mirror != NULL ? kx_window_get_page (self->window) : NULL;

  if (page == NULL || !kx_page_get_list_query (page, ret_query))
    return FALSE;
  *ret_ids = kx_page_dup_selected_ids (page);
  return TRUE;
}

/* What a thread makes, and how far it is. Counted by references. */
typedef struct
{
  KxExportRequest *request;
  GCancellable *cancellable;
  gint done; /* atomic; rows */
} Making;

static void
making_clear (gpointer data)
{
  Making *making = data;

  kx_export_request_unref (making->request);
  g_object_unref (making->cancellable);
}

static void
making_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, making_clear);
}

static void
note_done (guint done, gpointer data)
{
  g_atomic_int_set ((gint *) data, (gint) done);
}

static GBytes *
make (gpointer data, GError **error)
{
  Making *making = data;

  return kx_export_request_run (making->request, making->request->format, note_done, &making->done,
                                making->cancellable, error);
}

/* An export on its way: a line, if it takes long enough to be seen, and what is said at the end. */
typedef struct
{
  KxExchange *exchange; /* owned */
  Making *making;
  KxJob *job;
  GtkWidget *line; /* weak */
  guint timer;
} Export;

static void
export_free (Export *export)
{
  g_clear_handle_id (&export->timer, g_source_remove);
  if (export->line != NULL && export->exchange->window != NULL)
    gtk_box_remove (kx_window_get_jobs (export->exchange->window), export->line);
  g_clear_weak_pointer (&export->line);
  g_signal_handlers_disconnect_by_data (export->job, export);
  g_object_unref (export->job);
  making_unref (export->making);
  g_object_unref (export->exchange);
  g_free (export);
}

static gboolean
tell_export (gpointer data)
{
  Export *export = data;
  guint done = (guint) g_atomic_int_get (&export->making->done);
  g_autofree char *detail = g_strdup_printf (ngettext ("%u row", "%u rows", done), done);

  if (export->line == NULL && export->exchange->window != NULL)
    {
      g_set_weak_pointer (&export->line, kx_job_line_new (export->job));
      gtk_box_append (kx_window_get_jobs (export->exchange->window), export->line);
    }
  kx_job_tell (export->job, -1, detail);
  return G_SOURCE_CONTINUE;
}

static void
say_written (KxExchange *self, GFile *file, const char *text)
{
  g_autofree char *uri = g_file_get_uri (file);
  g_autoptr (GVariant) target = g_variant_ref_sink (g_variant_new_string (uri));
  g_autofree char *action = g_action_print_detailed_name ("win.show-file", target);

  if (self->window != NULL)
    kx_window_toast_action (self->window, text, _ ("Open"), action);
}

static void
end_export (GFile *file, const char *problem, gpointer data)
{
  Export *export = data;
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = g_filename_display_name (base), *text = NULL;

  if (problem == NULL)
    {
      text = g_strdup_printf (_ ("%s is written"), name);
      say_written (export->exchange, file, text);
    }
  else
    {
      text = g_cancellable_is_cancelled (export->making->cancellable)
                 ? g_strdup (_ ("The export was stopped; no file was written"))
                 : g_strdup_printf (_ ("%s was not written: %s"), name, problem);
      kx_exchange_say (export->exchange, text);
    }
  export_free (export);
}

static void
stop_export (Export *export)
{
  g_cancellable_cancel (export->making->cancellable);
}

static void
begin_export (KxExchange *self, KxExportRequest *request, GFile *file)
{
  Export *export = g_new0 (Export, 1);
  g_autofree char *base = g_file_get_basename (file), *name = g_filename_display_name (base),
                  *title = g_strdup_printf (_ ("Writing %s"), name);

  export->exchange = g_object_ref (self);
  export->job = kx_job_new (title);
  export->making = g_atomic_rc_box_new0 (Making);
  export->making->request = kx_export_request_ref (request);
  export->making->cancellable = g_cancellable_new ();
  export->timer = g_timeout_add (LINE_DELAY, tell_export, export);
  g_signal_connect_swapped (export->job, "stop", G_CALLBACK (stop_export), export);
  kx_save_made (file, make, g_atomic_rc_box_acquire (export->making), making_unref, end_export, export);
}

/* What the list shows, in words. */
static char *
summarize (const KxListQuery *query)
{
  if (query->q != NULL && *query->q != '\0')
    return g_strdup_printf (_ ("With the conditions set now, and “%s”"), query->q);
  return g_strdup (query->n_terms > 0 ? _ ("With the conditions set now") : _ ("No conditions are set"));
}

GtkWindow *
kx_exchange_export_rows (KxExchange *self, const KxListQuery *query, char **ids)
{
  g_autofree char *summary = summarize (query);
  KxExportDialog *dialog;

  if (self->mirror == NULL || self->window == NULL)
    return NULL;
  dialog = kx_export_dialog_new (self->mirror, query, ids, summary);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self->window));
  g_signal_connect_object (dialog, "export", G_CALLBACK (begin_export), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  return GTK_WINDOW (dialog);
}

GtkWindow *
kx_exchange_export (KxExchange *self)
{
  KxListQuery query = { 0 };
  g_auto (GStrv) ids = NULL;

  if (kx_exchange_get_query (self, &query, &ids))
    return kx_exchange_export_rows (self, &query, ids);
  kx_exchange_say (self, _ ("There is no list here to export"));
  return NULL;
}

static void
copied (guint n, const char *problem, gpointer data)
{
  KxExchange *self = data;
  g_autofree char *text =
      problem != NULL
          ? g_strdup (problem)
          : g_strdup_printf (ngettext ("%u row is copied as a table", "%u rows are copied as a table", n), n);

  kx_exchange_say (self, text);
}

void
kx_exchange_copy (KxExchange *self)
{
  KxListQuery query = { 0 };
  g_auto (GStrv) ids = NULL;
  g_autoptr (KxExportRequest) request = NULL;

  if (!kx_exchange_get_query (self, &query, &ids) || ids == NULL)
    {
      kx_exchange_say (self, _ ("Choose rows first, then copy them"));
      return;
    }
  request = kx_export_request_new (self->mirror, &query, ids);
  kx_copy_rows (GTK_WIDGET (self->window), request, copied, g_object_ref (self), g_object_unref);
}
