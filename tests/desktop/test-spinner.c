#include "desktop/kx-spinner.h"

#include "desktop/kx-toolkit.h"

/* Long enough for several frames, and for what a change of pages does. */
#define LOOK_MS 400

static void
on_frame (GdkFrameClock *clock, guint *n)
{
  ++*n;
}

static void
over (gpointer done)
{
  *(gboolean *) done = TRUE;
}

static void
pass (guint ms)
{
  gboolean done = FALSE;

  g_timeout_add_once (ms, over, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

/* Frames that the window has while nothing is done in it. */
static guint
count_frames (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  guint n = 0;

  pass (LOOK_MS);
  g_signal_connect (clock, "update", G_CALLBACK (on_frame), &n);
  pass (LOOK_MS);
  g_signal_handlers_disconnect_by_func (clock, on_frame, &n);
  return n;
}

static void
test_it_turns_only_where_it_is_seen (void)
{
  GtkWidget *window = gtk_window_new (), *stack = gtk_stack_new ();
  GtkWidget *spinner = g_object_new (KX_TYPE_SPINNER, NULL);

  gtk_stack_add_named (GTK_STACK (stack), gtk_label_new ("rows"), "rows");
  gtk_stack_add_named (GTK_STACK (stack), spinner, "loading");
  gtk_window_set_child (GTK_WINDOW (window), stack);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_cmpuint (count_frames (window), <=, 1);
  gtk_stack_set_visible_child_name (GTK_STACK (stack), "loading");
  g_assert_cmpuint (count_frames (window), >, 3);
  gtk_stack_set_visible_child_name (GTK_STACK (stack), "rows");
  g_assert_cmpuint (count_frames (window), <=, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  g_test_add_func ("/spinner/turns-only-where-it-is-seen", test_it_turns_only_where_it_is_seen);
  return g_test_run ();
}
