/* What is read while the toolkit starts is what the first frame shows. */
#include "desktop/kx-toolkit.h"
#include "desktop/kx-head-start.h"
#include "desktop/kx-settings.h"
#include "desktop/kx-test-drive.h"
#include "desktop/kx-window.h"
#include "desktop/pages/kx-todo-row.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"
#include "sync/kx-mirror-tables.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define NAME "begun"

typedef struct
{
  KxTestDesktop *desk;
  char *profile; /* owned; its folder: another name of that of the desk */
  KxWindow *window;
} Fixture;

static gboolean
note_synced (KxBook *book, gpointer data, GError **error)
{
  return kx_mirror_meta_set_number (book, KX_MIRROR_SYNCED_AT, g_get_real_time () / 1000, error);
}

/* A profile with one agency that lacks facts, which nobody has open. */
static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = NULL, *about = NULL, *agency = NULL;

  f->desk = kx_test_desktop_new ();
  agency = kx_test_desktop_add_agency (f->desk, "甲医院");
  kx_test_desktop_write (f->desk, note_synced, NULL);
  kx_mirror_close (f->desk->mirror);
  f->profile = kx_profile_dir (NAME);
  folder = g_path_get_dirname (f->profile);
  about = g_build_filename (f->desk->folder, "profile.ini", NULL);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (symlink (f->desk->folder, f->profile), ==, 0);
  /* Nobody listens there. */
  g_assert_true (g_file_set_contents (
      about, "[Profile]\nurl=http://127.0.0.1:9\nuser=clerk\nname=clerk\narea=370100\nuser-id=clerk\n", -1,
      NULL));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autoptr (GSettings) settings = kx_settings_new_for_profile (NAME);

  if (f->window != NULL)
    {
      g_object_ref (f->window);
      gtk_window_destroy (GTK_WINDOW (f->window));
      kx_test_drive_settle ();
      kx_test_finalize (f->window);
    }
  g_settings_reset (settings, "place");
  g_assert_cmpint (g_unlink (f->profile), ==, 0);
  g_free (f->profile);
  kx_test_desktop_free (f->desk);
}

static gboolean
is_settled (gpointer window)
{
  return kx_window_is_settled (window);
}

static gboolean
is_line (GtkWidget *widget, gconstpointer data)
{
  return KX_IS_TODO_ROW (widget);
}

/* The window has not been seen yet. What is not waited for comes once it was. */
static void
test_first_frame_has_its_lines (Fixture *f, gconstpointer data)
{
  KxHeadStart *start = kx_head_start_begin (NAME, NULL);
  KxProfile *profile = kx_head_start_take (start, NAME);

  g_assert_true (KX_IS_PROFILE (profile));
  g_assert_null (kx_head_start_take (start, NAME));
  kx_head_start_free (start);
  f->window = kx_window_new (NULL, NULL);
  kx_window_take_profile (f->window, NAME, profile);
  kx_test_drive_until (is_settled, f->window);
  g_assert_nonnull (kx_test_drive_find_that (GTK_WIDGET (f->window), is_line, NULL));
  gtk_window_present (GTK_WINDOW (f->window));
  kx_test_drive_await (GTK_WIDGET (f->window), "甲医院");
  kx_test_drive_await (GTK_WIDGET (f->window), "Agencies by kind");
}

/* A window that begins elsewhere has its profile, and looks for what is to be done later. */
static void
test_begins_elsewhere (Fixture *f, gconstpointer data)
{
  KxHeadStart *start = kx_head_start_begin (NAME, "agencies");
  KxProfile *profile = kx_head_start_take (start, NAME);

  kx_head_start_free (start);
  f->window = kx_window_new (NULL, NULL);
  kx_window_begin_at (f->window, "agencies");
  kx_window_take_profile (f->window, NAME, profile);
  gtk_window_present (GTK_WINDOW (f->window));
  g_assert_cmpstr (kx_page_get_title (kx_window_get_page (f->window)), ==, "Agencies");
  kx_window_go (f->window, "overview");
  kx_test_drive_await (GTK_WIDGET (f->window), "甲医院");
}

/* It is closed again: the next one may open it. */
static void
test_nobody_takes_it (Fixture *f, gconstpointer data)
{
  KxHeadStart *start = kx_head_start_begin (NAME, NULL);
  g_autoptr (KxProfile) profile = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (kx_head_start_take (start, "another"));
  kx_head_start_free (start);
  profile = kx_profile_open (f->profile, &error);
  g_assert_no_error (error);
  g_assert_nonnull (profile);
}

static void
test_no_profile (Fixture *f, gconstpointer data)
{
  KxHeadStart *start = kx_head_start_begin ("none", NULL);

  g_assert_null (kx_head_start_take (start, "none"));
  kx_head_start_free (start);
}

#define ADD(name, test) g_test_add ("/head-start/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("the first frame has its lines", test_first_frame_has_its_lines);
  ADD ("begins elsewhere", test_begins_elsewhere);
  ADD ("nobody takes it", test_nobody_takes_it);
  ADD ("no profile", test_no_profile);
  return g_test_run ();
}
