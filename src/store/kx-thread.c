#include "store/kx-thread.h"

/* What the thread gets in place of the task: nothing in it has to be let go of but memory. */
typedef struct
{
  GTask *task; /* owned until `end` */
  GTaskThreadFunc func;
} Errand;

static void
run (GTask *outer, gpointer source, gpointer data, GCancellable *cancellable)
{
  Errand *errand = data;
  GTask *task = errand->task;

  errand->func (task, g_task_get_source_object (task), g_task_get_task_data (task),
                g_task_get_cancellable (task));
  g_task_return_boolean (outer, TRUE);
}

static void
end (GObject *source, GAsyncResult *result, gpointer data)
{
  Errand *errand = g_task_get_task_data (G_TASK (result));

  g_clear_object (&errand->task);
}

void
kx_thread_run (GTask *task, GTaskThreadFunc func)
{
  g_autoptr (GTask) outer = g_task_new (NULL, NULL, end, NULL);
  Errand *errand = g_new (Errand, 1);

  g_return_if_fail (g_task_get_context (task) == g_task_get_context (outer));
  *errand = (Errand){ g_object_ref (task), func };
  g_task_set_source_tag (outer, kx_thread_run);
  g_task_set_priority (outer, g_task_get_priority (task));
  g_task_set_task_data (outer, errand, g_free);
  g_task_run_in_thread (outer, run);
}
