#include "kx-test-record.h"

#include "kx-test-keys.h"
#include "lib/kx-test-source.h"

static gboolean
is_shown (gpointer data)
{
  return ((KxRecordPage *) data)->form != NULL;
}

KxRecordPage *
kx_test_record_open (KxDesk *desk, const char *entity, const char *id, int width, int height)
{
  KxRecordPage *page = g_object_new (KX_TYPE_RECORD_PAGE, "desk", desk, "entity", entity, "row-id", id, NULL);
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  gtk_window_set_default_size (window, width, height);
  gtk_window_set_child (window, GTK_WIDGET (page));
  gtk_window_present (window);
  g_assert_true (kx_test_wait_for (is_shown, page));
  kx_test_run_out ();
  return page;
}

void
kx_test_record_close (KxRecordPage *page)
{
  g_object_ref (page);
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page))));
  kx_test_run_out ();
  kx_test_finalize (page);
}
