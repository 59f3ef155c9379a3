/* Every window in a language where each text is marked and a third longer, at the narrowest width and at a
 * usual one. */
#include "desktop/dialogs/kx-password-dialog.h"
#include "desktop/help/kx-help-window.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-keys.h"
#include "desktop/kx-locale.h"
#include "desktop/kx-places.h"
#include "desktop/kx-test-drive.h"
#include "desktop/kx-test-look.h"
#include "desktop/kx-window.h"
#include "desktop/preferences/kx-preferences-window.h"
#include "desktop/start/kx-start-page.h"

static const int widths[] = { 360, 1024 };

/* Texts that are the same in all languages, and those of the toolkit, which are in its own catalogue. */
static const char *const known[] = { "English", "Preferences", "Search", "Show Text", "Hide Text", NULL };

static void
look (GtkWindow *window)
{
  kx_test_look_settle (window);
  kx_test_look_assert_marked (GTK_WIDGET (window), known);
  kx_test_look_assert_room (window);
}

static void
test_places (gconstpointer data)
{
  KxWindow *window = kx_window_new (NULL, NULL);

  gtk_window_set_default_size (GTK_WINDOW (window), GPOINTER_TO_INT (data), 640);
  gtk_window_present (GTK_WINDOW (window));
  for (const KxPlace *place = kx_places; place->name != NULL; place++)
    if (kx_window_go (window, place->name))
      look (GTK_WINDOW (window));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.sidebar", NULL);
  look (GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_start (gconstpointer data)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *page = kx_start_page_new ();

  adw_window_set_content (ADW_WINDOW (window), page);
  gtk_window_set_default_size (GTK_WINDOW (window), GPOINTER_TO_INT (data), 640);
  gtk_window_present (GTK_WINDOW (window));
  for (int screen = KX_START_CHOOSE; screen <= KX_START_LOADING; screen++)
    {
      kx_start_page_show (KX_START_PAGE (page), (KxStartScreen) screen);
      look (GTK_WINDOW (window));
    }
  kx_start_page_show (KX_START_PAGE (page), KX_START_ADDRESS);
  kx_start_page_set_certificate (
      KX_START_PAGE (page),
      "00:11:22:33:44:55:66:77:88:99:00:11:22:33:44:55:66:77:88:99:00:11:22:33:44:55:66:77", TRUE);
  look (GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
look_and_close (GtkWidget *window, int width)
{
  gtk_window_set_default_size (GTK_WINDOW (window), width, 600);
  gtk_window_present (GTK_WINDOW (window));
  look (GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
is_stack (GtkWidget *widget, gconstpointer data)
{
  return ADW_IS_VIEW_STACK (widget);
}

static void
look_at_preferences (int width)
{
  GtkWidget *window = GTK_WIDGET (kx_preferences_window_new (NULL, NULL));
  AdwViewStack *stack = ADW_VIEW_STACK (kx_test_drive_find_that (window, is_stack, NULL));
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (stack);

  gtk_window_set_default_size (GTK_WINDOW (window), width, 600);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    {
      g_autoptr (AdwViewStackPage) page = g_list_model_get_item (G_LIST_MODEL (pages), i);

      adw_view_stack_set_visible_child (stack, adw_view_stack_page_get_child (page));
      look (GTK_WINDOW (window));
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_windows (gconstpointer data)
{
  GtkWidget *help = GTK_WIDGET (kx_help_window_new (NULL));

  look_and_close (kx_keys_new_window (), GPOINTER_TO_INT (data));
  look_at_preferences (GPOINTER_TO_INT (data));
  look_and_close (GTK_WIDGET (kx_password_dialog_new (NULL, NULL)), GPOINTER_TO_INT (data));
  /* Its topics are no gettext texts; only their room is looked at. */
  gtk_window_set_default_size (GTK_WINDOW (help), GPOINTER_TO_INT (data), 600);
  kx_help_window_show_topic (KX_HELP_WINDOW (help), "agencies");
  gtk_window_present (GTK_WINDOW (help));
  kx_test_look_settle (GTK_WINDOW (help));
  kx_test_look_assert_room (GTK_WINDOW (help));
  gtk_window_destroy (GTK_WINDOW (help));
}

static void
add (const char *name, int width, GTestDataFunc test)
{
  g_autofree char *path = g_strdup_printf ("/look/%s at %d px", name, width);

  g_test_add_data_func (path, GINT_TO_POINTER (width), test);
}

int
main (int argc, char **argv)
{
  /* The test's own set-up would choose the language "C". */
  gtk_test_init (&argc, &argv, NULL);
  kx_locale_init ();
  kx_toolkit_init ();
  kx_test_look_load_style ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      add ("places", widths[i], test_places);
      add ("first pages", widths[i], test_start);
      add ("windows", widths[i], test_windows);
    }
  return g_test_run ();
}
