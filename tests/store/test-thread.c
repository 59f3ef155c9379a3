#include "store/kx-thread.h"

/* g_task_run_in_thread() itself lets a few of so many end elsewhere. */
#define N_TASKS 20000

typedef struct
{
  GThread *home;
  gint away, ended; /* how many ended on another thread, and in all */
  guint answered;
} Watched;

static void
note_end (gpointer data)
{
  Watched *watched = data;

  if (g_thread_self () != watched->home)
    g_atomic_int_inc (&watched->away);
  g_atomic_int_inc (&watched->ended);
}

static void
note_source_end (gpointer data, GObject *where)
{
  note_end (data);
}

static void
answer (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_boolean (task, TRUE);
}

static void
note_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Watched *) data)->answered += g_task_propagate_boolean (G_TASK (result), NULL);
}

static void
check (Watched *watched)
{
  while (g_atomic_int_get (&watched->ended) < N_TASKS)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (watched->answered, ==, N_TASKS);
  g_assert_cmpint (watched->away, ==, 0);
}

static void
test_the_source_object_ends_where_the_task_was_made (void)
{
  Watched watched = { .home = g_thread_self () };

  for (guint i = 0; i < N_TASKS; i++)
    {
      g_autoptr (GObject) object = g_object_new (G_TYPE_OBJECT, NULL);
      g_autoptr (GTask) task = g_task_new (object, NULL, note_answer, &watched);

      g_object_weak_ref (object, note_source_end, &watched);
      kx_thread_run (task, answer);
      g_main_context_iteration (NULL, FALSE);
    }
  check (&watched);
}

static void
test_the_data_end_where_the_task_was_made (void)
{
  Watched watched = { .home = g_thread_self () };

  for (guint i = 0; i < N_TASKS; i++)
    {
      g_autoptr (GTask) task = g_task_new (NULL, NULL, note_answer, &watched);

      g_task_set_task_data (task, &watched, note_end);
      kx_thread_run (task, answer);
      g_main_context_iteration (NULL, FALSE);
    }
  check (&watched);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/thread/the-source-object-ends-where-the-task-was-made",
                   test_the_source_object_ends_where_the_task_was_made);
  g_test_add_func ("/thread/the-data-end-where-the-task-was-made", test_the_data_end_where_the_task_was_made);
  return g_test_run ();
}
