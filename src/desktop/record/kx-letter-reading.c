#include "desktop/record/kx-letter-reading.h"

#include "store/kx-thread.h"

typedef struct
{
  const KxLetterKind *kind;
  GBytes *template;     /* owned, or NULL */
  KxDocxValues *values; /* owned */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->template, g_bytes_unref);
  kx_docx_values_free (work->values);
  g_free (work);
}

void
kx_letter_reading_free (KxLetterReading *reading)
{
  g_ptr_array_unref (reading->unknown);
  g_ptr_array_unref (reading->empty);
  g_free (reading->text);
  g_free (reading);
}

static void
read_letter (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Work *work = data;
  g_autoptr (KxLetterReading) reading = g_new0 (KxLetterReading, 1);
  g_autoptr (GBytes) document = NULL;
  GError *error = NULL;

  reading->unknown = g_ptr_array_new_with_free_func (g_free);
  reading->empty = g_ptr_array_new_with_free_func (g_free);
  if (kx_letter_check (work->kind, work->template, work->values, reading->unknown, reading->empty, &error))
    document = kx_letter_fill (work->kind, work->template, work->values, &error);
  reading->text = document != NULL ? kx_docx_dup_text (document, &error) : NULL;
  if (reading->text == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&reading), (GDestroyNotify) kx_letter_reading_free);
}

void
kx_letter_reading_async (const KxLetterKind *kind, GBytes *template, KxDocxValues *values,
                         GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);
  Work *work = g_new (Work, 1);

  *work = (Work){ kind, template != NULL ? g_bytes_ref (template) : NULL, values };
  g_task_set_source_tag (task, kx_letter_reading_async);
  g_task_set_task_data (task, work, work_free);
  kx_thread_run (task, read_letter);
}

KxLetterReading *
kx_letter_reading_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
