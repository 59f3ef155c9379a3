/* The list of agencies in the window, 20,000 rows or as many as the first argument says, scrolled as a wheel,
 * the page keys and a dragged bar do it. A frame is what the toolkit does between two pictures: layout, and
 * drawing them with cairo; what it shows has to be there in 32 milliseconds. By the clock other work on the
 * machine shows; the processor time of the thread that draws does not. Going through all of it again has to
 * take no more memory. */
#include "bench/kx-bench-memory.h"
#include "bench/kx-bench-profile.h"
#include "bench/kx-bench-times.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-window.h"
#include "lib/kx-test-store.h"
#include "sync/kx-profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ROWS 20000
#define LIMIT_MS 32.0
#define LIMIT_MIB 4.0
#define WHEEL_PIXELS 100
#define WHEEL_FRAMES 600
#define JUMPS 200

/* Where a frame goes next, in pixels from the first row; less than nothing: that was the last one. */
typedef double (*Next) (double at, double page, double last, guint frame);

typedef struct
{
  KxWindow *window; /* owned by the toolkit */
  GtkAdjustment *adjustment;
  Next next;
  guint frame;
  gboolean done;
  gint64 began, work_began; /* microseconds */
  GArray *times, *works;    /* (element-type double) owned; milliseconds of each frame */
} Scroll;

static gint64
get_work (void)
{
  struct timespec work;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &work);
  return (gint64) work.tv_sec * G_USEC_PER_SEC + work.tv_nsec / 1000;
}

static void
begin_frame (GdkFrameClock *clock, Scroll *scroll)
{
  double last =
      gtk_adjustment_get_upper (scroll->adjustment) - gtk_adjustment_get_page_size (scroll->adjustment);
  double at;

  scroll->began = g_get_monotonic_time ();
  scroll->work_began = get_work ();
  if (scroll->next == NULL)
    return;
  at = scroll->next (gtk_adjustment_get_value (scroll->adjustment),
                     gtk_adjustment_get_page_size (scroll->adjustment), last, scroll->frame++);
  if (at < 0)
    {
      scroll->next = NULL;
      scroll->done = TRUE;
      return;
    }
  gtk_adjustment_set_value (scroll->adjustment, at);
}

static void
end_frame (GdkFrameClock *clock, Scroll *scroll)
{
  double ms = (double) (g_get_monotonic_time () - scroll->began) / 1000;
  double work = (double) (get_work () - scroll->work_began) / 1000;

  if (scroll->next == NULL)
    return;
  g_array_append_val (scroll->times, ms);
  g_array_append_val (scroll->works, work);
}

static double
turn_wheel (double at, double page, double last, guint frame)
{
  return frame < WHEEL_FRAMES ? MIN (at + WHEEL_PIXELS, last) : -1;
}

static double
turn_pages (double at, double page, double last, guint frame)
{
  return at < last ? MIN (at + page, last) : -1;
}

/* As a bar that is dragged to and fro: each place far from the one before. */
static double
jump (double at, double page, double last, guint frame)
{
  return frame < JUMPS ? last * ((frame * 618) % 1000) / 1000 : -1;
}

static void
print_times (const char *name, const char *how, GArray *times)
{
  kx_bench_times_sort (times);
  printf ("{\"name\":\"scroll, %s: %s\",\"value\":%.1f,\"unit\":\"ms, 95 of 100 frames\",\"limit\":%.0f,"
          "\"median\":%.1f,\"most\":%.1f,\"frames\":%u}\n",
          name, how, kx_bench_times_at_share (times, 95), LIMIT_MS, kx_bench_times_at_share (times, 50),
          kx_bench_times_at_share (times, 100), times->len);
  fflush (stdout);
  g_array_set_size (times, 0);
}

/* `name` NULL: nothing is told of it. */
static void
scroll_through (Scroll *scroll, const char *name, Next next)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (scroll->window));

  gtk_adjustment_set_value (scroll->adjustment, 0);
  scroll->frame = 0;
  scroll->done = FALSE;
  scroll->next = next;
  gdk_frame_clock_begin_updating (clock);
  while (!scroll->done)
    g_main_context_iteration (NULL, TRUE);
  gdk_frame_clock_end_updating (clock);
  if (name != NULL)
    {
      print_times (name, "a frame", scroll->times);
      print_times (name, "processor time of a frame", scroll->works);
    }
  g_array_set_size (scroll->times, 0);
  g_array_set_size (scroll->works, 0);
}

/* The list's own scrolled window; NULL: none below `widget`. */
static GtkScrolledWindow *
find_list (GtkWidget *widget)
{
  if (GTK_IS_SCROLLED_WINDOW (widget) &&
      GTK_IS_COLUMN_VIEW (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (widget))))
    return GTK_SCROLLED_WINDOW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkScrolledWindow *found = find_list (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
open_window (Scroll *scroll, const char *name, guint rows)
{
  g_autofree char *folder = kx_profile_dir (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxProfile) profile = kx_profile_open (folder, &error);
  GtkScrolledWindow *list;
  GdkFrameClock *clock;

  if (profile == NULL)
    g_error ("%s", error->message);
  scroll->window = kx_window_new (NULL, profile);
  kx_window_go (scroll->window, "agencies");
  gtk_window_present (GTK_WINDOW (scroll->window));
  list = find_list (GTK_WIDGET (kx_window_get_page (scroll->window)));
  g_assert_nonnull (list);
  scroll->adjustment = gtk_scrolled_window_get_vadjustment (list);
  /* A row is some pixels high. */
  while (!kx_window_is_settled (scroll->window) ||
         gtk_adjustment_get_upper (scroll->adjustment) < 10.0 * rows)
    g_main_context_iteration (NULL, TRUE);
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (scroll->window));
  g_signal_connect (clock, "before-paint", G_CALLBACK (begin_frame), scroll);
  g_signal_connect (clock, "after-paint", G_CALLBACK (end_frame), scroll);
}

static void
set_up (const char *home)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL), *folder = g_path_get_dirname (self);
  g_autofree char *schemas = g_build_filename (folder, "..", "..", "data", NULL);

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  g_setenv ("XDG_STATE_HOME", home, TRUE);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_setenv ("GSETTINGS_SCHEMA_DIR", schemas, TRUE);
  kx_toolkit_init ();
}

int
main (int argc, char **argv)
{
  guint rows = argc > 1 ? (guint) atoi (argv[1]) : ROWS;
  char *home = kx_test_make_folder ();
  Scroll scroll = { .times = g_array_new (FALSE, FALSE, sizeof (double)),
                    .works = g_array_new (FALSE, FALSE, sizeof (double)) };
  double before, more;

  set_up (home);
  kx_bench_profile_make (home, "full", rows);
  open_window (&scroll, "full", rows);
  scroll_through (&scroll, "by rows", turn_wheel);
  scroll_through (&scroll, "by pages", turn_pages);
  scroll_through (&scroll, "to and fro", jump);
  before = kx_bench_memory ("self", "Anonymous:");
  scroll_through (&scroll, NULL, turn_pages);
  scroll_through (&scroll, NULL, jump);
  more = kx_bench_memory ("self", "Anonymous:") - before;
  printf ("{\"name\":\"scroll, once more: memory\",\"value\":%.1f,\"unit\":\"MiB more\",\"limit\":%.0f,"
          "\"before\":%.1f,\"rows\":%u}\n",
          more, LIMIT_MIB, before, rows);
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (GTK_WIDGET (scroll.window)), &scroll);
  gtk_window_destroy (GTK_WINDOW (scroll.window));
  g_array_unref (scroll.times);
  g_array_unref (scroll.works);
  kx_test_remove_folder (home);
  return 0;
}
