#include "desktop/export/kx-copy.h"

#include "desktop/kx-gettext.h"
#include "store/kx-thread.h"

typedef struct
{
  GtkWidget *widget; /* weak; main thread */
  KxExportRequest *request;
  KxCopied copied;
  gpointer data;
  GDestroyNotify free_data;
  GBytes *plain, *marked;
} Copying;

static void
copying_free (gpointer data)
{
  Copying *copying = data;

  kx_export_request_unref (copying->request);
  g_clear_pointer (&copying->plain, g_bytes_unref);
  g_clear_pointer (&copying->marked, g_bytes_unref);
  g_free (copying);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Copying *copying = data;
  GError *error = NULL;

  copying->plain = kx_export_request_run (copying->request, KX_EXPORT_TABS, NULL, NULL, NULL, &error);
  if (copying->plain != NULL)
    copying->marked = kx_export_request_run (copying->request, KX_EXPORT_HTML, NULL, NULL, NULL, &error);
  if (copying->marked != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Lines less the one of headings. */
static guint
count_rows (GBytes *plain)
{
  gsize size;
  const char *text = g_bytes_get_data (plain, &size);
  guint n = 0;

  for (gsize i = 0; i < size; i++)
    n += text[i] == '\n';
  return n > 0 ? n - 1 : 0;
}

static void
put (GtkWidget *widget, Copying *copying)
{
  gsize size;
  const char *text = g_bytes_get_data (copying->plain, &size);
  g_autofree char *words = g_strndup (text, size);
  GdkContentProvider *parts[] = { gdk_content_provider_new_for_bytes ("text/html", copying->marked),
                                  gdk_content_provider_new_typed (G_TYPE_STRING, words) };
  g_autoptr (GdkContentProvider) both = gdk_content_provider_new_union (parts, G_N_ELEMENTS (parts));

  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), both);
}

static void
end (GObject *source, GAsyncResult *result, gpointer data)
{
  Copying *copying = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean good = g_task_propagate_boolean (G_TASK (result), &error);

  if (copying->widget != NULL && good)
    put (copying->widget, copying);
  if (copying->widget != NULL)
    copying->copied (good ? count_rows (copying->plain) : 0, good ? NULL : error->message, copying->data);
  if (copying->free_data != NULL)
    copying->free_data (copying->data);
  g_clear_weak_pointer (&copying->widget);
}

void
kx_copy_rows (GtkWidget *widget, KxExportRequest *request, KxCopied copied, gpointer data,
              GDestroyNotify free_data)
{
  g_autoptr (GTask) task = NULL;
  Copying *copying;

  if (kx_export_request_get_n_ids (request) > KX_COPY_MOST)
    {
      g_autofree char *problem = g_strdup_printf (
          _ ("At most %d rows can be copied at once; export them into a file instead"), KX_COPY_MOST);

      copied (0, problem, data);
      if (free_data != NULL)
        free_data (data);
      return;
    }
  copying = g_new0 (Copying, 1);
  *copying = (Copying){
    .request = kx_export_request_ref (request), .copied = copied, .data = data, .free_data = free_data
  };
  g_set_weak_pointer (&copying->widget, widget);
  task = g_task_new (NULL, NULL, end, NULL);
  g_task_set_task_data (task, copying, copying_free);
  kx_thread_run (task, run);
}
