/* What starting a program of this kind costs at least: a window with a header bar and nothing in it; with
 * --page, with as many widgets and texts as kangxie's first page shows, none of which comes from anywhere. It
 * says when it has been drawn as kangxie does, and stays until it is ended. */
#include <adwaita.h>
#include <string.h>
#include <time.h>

/* As many as can be seen in a window of this size. */
#define PLACES 3
#define LINES 8
#define BARS 18

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
add_label (GtkWidget *box, const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
}

static void
add_number (GtkWidget *box, const char *before, guint number, const char *after, const char *style)
{
  g_autofree char *text = g_strdup_printf ("%s%u%s", before, number, after);

  add_label (box, text, style);
}

static GtkWidget *
make_places (void)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_widget_add_css_class (list, "navigation-sidebar");
  for (guint i = 0; i < PLACES; i++)
    {
      GtkWidget *place = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

      gtk_box_append (GTK_BOX (place), gtk_image_new_from_icon_name ("user-home-symbolic"));
      add_label (place, "协议机构", NULL);
      add_number (place, "", 11 + i, "", NULL);
      gtk_list_box_append (GTK_LIST_BOX (list), place);
    }
  gtk_widget_set_size_request (list, 220, -1);
  return list;
}

static GtkWidget *
make_lines (void)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_hexpand (list, TRUE);
  for (guint i = 0; i < LINES; i++)
    {
      GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12),
                *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2),
                *days = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

      add_number (texts, "济南市历下区第", i + 1, "人民医院", "heading");
      add_label (texts, "执业许可证已过期：请索取新证", NULL);
      add_label (texts, "登记的许可证有效期截止日已过", "dim-label");
      add_number (days, "2026-06-", i + 10, "", "numeric");
      add_number (days, "已过 ", 256 - i, " 个工作日", "error");
      gtk_box_append (GTK_BOX (line), texts);
      gtk_box_append (GTK_BOX (line), days);
      gtk_box_append (GTK_BOX (line), gtk_button_new_with_label ("§"));
      gtk_list_box_append (GTK_LIST_BOX (list), line);
    }
  return list;
}

static GtkWidget *
make_bars (void)
{
  GtkWidget *bars = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  for (guint i = 0; i < BARS; i++)
    {
      GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *bar = gtk_progress_bar_new ();

      add_label (head, "综合医院康复科", NULL);
      add_number (head, "", 40 - i, "", "numeric");
      gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (bar), 1.0 / (i + 1));
      gtk_box_append (GTK_BOX (bars), head);
      gtk_box_append (GTK_BOX (bars), bar);
    }
  gtk_widget_set_size_request (bars, 280, -1);
  return bars;
}

static GtkWidget *
make_page (void)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12),
            *inside = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24), *scrolled = gtk_scrolled_window_new ();

  gtk_box_append (GTK_BOX (inside), make_lines ());
  gtk_box_append (GTK_BOX (inside), make_bars ());
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), inside);
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (page), make_places ());
  gtk_box_append (GTK_BOX (page), scrolled);
  return page;
}

static void
activate (GtkApplication *application, const gboolean *full)
{
  GtkWidget *window = adw_application_window_new (application),
            *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  if (*full)
    gtk_box_append (GTK_BOX (box), make_page ());
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 1180, 720);
  g_signal_connect (window, "map", G_CALLBACK (on_map), NULL);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application =
      adw_application_new ("org.kangxie.BareWindow", G_APPLICATION_NON_UNIQUE);
  gboolean full = argc > 1 && strcmp (argv[1], "--page") == 0;

  g_signal_connect (application, "activate", G_CALLBACK (activate), &full);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
