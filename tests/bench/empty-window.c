/* What starting a program of this kind costs at least: a window with a header bar and nothing in it. It says
 * when it has been drawn as kangxie does, and stays until it is ended. */
#include <adwaita.h>
#include <time.h>

static void
note_frame (GdkFrameClock *clock, gpointer data)
{
  struct timespec work;

  g_signal_handlers_disconnect_by_func (clock, note_frame, data);
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &work);
  g_log ("kangxie", G_LOG_LEVEL_DEBUG, "drawn at %" G_GINT64_FORMAT " work %" G_GINT64_FORMAT,
         g_get_monotonic_time (), (gint64) work.tv_sec * G_USEC_PER_SEC + work.tv_nsec / 1000);
}

static void
on_map (GtkWidget *window)
{
  GdkFrameClock *clock = gdk_surface_get_frame_clock (gtk_native_get_surface (GTK_NATIVE (window)));

  g_signal_connect (clock, "after-paint", G_CALLBACK (note_frame), NULL);
}

static void
activate (GtkApplication *application)
{
  GtkWidget *window = adw_application_window_new (application),
            *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 1180, 720);
  g_signal_connect (window, "map", G_CALLBACK (on_map), NULL);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application =
      adw_application_new ("org.kangxie.EmptyWindow", G_APPLICATION_NON_UNIQUE);

  g_signal_connect (application, "activate", G_CALLBACK (activate), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
