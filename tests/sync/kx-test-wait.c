#include "sync/kx-test-wait.h"

#define PATIENCE 30

static gboolean
wake (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

gboolean
kx_test_run_until (gboolean (*done) (gpointer data), gpointer data, guint seconds)
{
  gboolean over = FALSE;
  guint source = g_timeout_add_seconds (seconds, wake, &over);

  while (!done (data) && !over)
    g_main_context_iteration (NULL, TRUE);
  if (!over)
    g_source_remove (source);
  return done (data);
}

void
kx_test_take_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

GAsyncResult *
kx_test_await (GAsyncResult **result)
{
  g_assert_true (kx_test_run_until (has_result, result, PATIENCE));
  return g_steal_pointer (result);
}
