#include "desktop/kx-toolkit.h"
#include "desktop/kx-notice.h"
#include "desktop/kx-places.h"
#include "desktop/kx-test-drive.h"
#include "desktop/kx-window.h"
#include "lib/kx-test-source.h"

#include <string.h>

/* Runs the main loop until nothing waits. */
static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
close_window (KxWindow *window)
{
  g_object_ref (window);
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  kx_test_finalize (window);
}

static void
test_places_are_shown (void)
{
  KxWindow *window = kx_window_new (NULL, NULL);
  KxPage *overview = kx_window_get_page (window);

  gtk_window_present (GTK_WINDOW (window));
  settle ();
  g_assert_cmpstr (kx_page_get_title (overview), ==, "Overview");
  for (const KxPlace *place = kx_places; place->name != NULL; place++)
    {
      g_assert_cmpint (kx_window_go (window, place->name), ==, kx_place_is_there (place));
      if (kx_place_is_there (place))
        g_assert_cmpstr (kx_page_get_title (kx_window_get_page (window)), ==, place->title);
    }
  g_assert_false (kx_window_go (window, "nowhere"));
  close_window (window);
}

/* The label of a place in the sidebar, not the title of its page. */
static GtkLabel *
find_place (GtkWidget *root, const char *title)
{
  if (GTK_IS_LABEL (root) && g_str_equal (gtk_label_get_label (GTK_LABEL (root)), title) &&
      gtk_widget_get_ancestor (root, GTK_TYPE_LIST_BOX_ROW) != NULL)
    return GTK_LABEL (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (find_place (child, title) != NULL)
      return find_place (child, title);
  return NULL;
}

static void
test_large_places_are_whole (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  KxWindow *window;
  int usual;

  g_object_get (settings, "gtk-xft-dpi", &usual, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  window = kx_window_new (NULL, NULL);
  kx_page_set_badge (kx_window_get_page (window), 11);
  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  g_assert_false (
      pango_layout_is_ellipsized (gtk_label_get_layout (find_place (GTK_WIDGET (window), "Overview"))));
  g_object_set (settings, "gtk-xft-dpi", usual, NULL);
  close_window (window);
}

/* The window is there before the first page is. */
static void
test_buttons_of_a_page_have_room (void)
{
  KxWindow *window = g_object_new (KX_TYPE_WINDOW, NULL);
  g_autoptr (GtkWidget) end = NULL;
  int least;

  gtk_window_present (GTK_WINDOW (window));
  while (gtk_widget_get_width (GTK_WIDGET (window)) == 0)
    g_main_context_iteration (NULL, TRUE);
  settle ();
  kx_window_set_profile (window, NULL);
  kx_window_go (window, "agencies");
  settle ();
  g_object_get (kx_window_get_page (window), "header-end", &end, NULL);
  gtk_widget_measure (gtk_widget_get_parent (end), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, >, 0);
  close_window (window);
}

/* Each page keeps its own words, whichever stand in the entry before. */
static void
test_pages_keep_their_search (void)
{
  static const char *const places[] = { "agencies", "agreements" };
  KxWindow *window = kx_window_new (NULL, NULL);

  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < 6; i++)
    {
      KxPage *page = kx_window_get_place (window, places[i % 2]);

      kx_window_go (window, places[i % 2]);
      settle ();
      if (i < 2)
        {
          g_object_set (page, "search-mode", TRUE, NULL);
          kx_page_set_search_text (page, "begun");
          kx_page_set_search_text (page, places[i]);
          settle ();
        }
      g_assert_cmpstr (kx_page_get_search_text (page), ==, places[i % 2]);
    }
  close_window (window);
}

static void
test_back_returns (void)
{
  KxWindow *window = kx_window_new (NULL, NULL);
  KxPage *overview = kx_window_get_page (window);
  KxPage *agencies, *pushed;

  g_assert_false (kx_window_back (window));
  kx_window_go (window, "agencies");
  agencies = kx_window_get_page (window);
  pushed = g_object_new (kx_place_find ("activity")->get_type (), NULL);
  g_object_add_weak_pointer (G_OBJECT (pushed), (gpointer *) &pushed);
  kx_window_push (window, pushed);
  g_assert_true (kx_window_get_page (window) == pushed);
  kx_window_go (window, "overview");
  g_assert_true (kx_window_get_page (window) == overview);
  g_assert_true (kx_window_back (window));
  g_assert_true (kx_window_get_page (window) == pushed);
  g_assert_true (kx_window_back (window));
  g_assert_true (kx_window_get_page (window) == agencies);
  g_assert_null (pushed);
  g_assert_true (kx_window_back (window));
  g_assert_false (kx_window_back (window));
  close_window (window);
}

static void
count (gpointer data)
{
  ++*(int *) data;
}

static void
test_toasts (void)
{
  KxWindow *window = kx_window_new (NULL, NULL);
  GListModel *notices = kx_window_get_notices (window);
  g_autoptr (KxNotice) newest = NULL;
  int undone = 0, freed = 0;

  gtk_window_present (GTK_WINDOW (window));
  kx_window_toast (window, "A&B<康复> saved");
  kx_window_toast_undo (window, "Deleted", count, &undone, NULL);
  settle ();
  newest = g_list_model_get_item (notices, 0);
  g_assert_cmpstr (kx_notice_get_text (newest), ==, "Deleted");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  settle ();
  g_assert_cmpint (undone, ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  g_assert_cmpint (undone, ==, 1);
  for (int i = 0; i < 120; i++)
    kx_window_toast (window, "More");
  g_assert_cmpuint (g_list_model_get_n_items (notices), ==, 100);
  kx_window_toast_undo (window, "Deleted", count, &undone, NULL);
  close_window (window);
  g_assert_cmpint (undone + freed, ==, 1);
}

static void
press_message_key (KxWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.message", NULL);
  settle ();
}

/* What a message offers is done once, by the key as by its button, and only of the one that one sees. */
static void
test_a_message_is_acted_on (void)
{
  KxWindow *window = kx_window_new (NULL, NULL);
  int undone = 0;

  gtk_window_present (GTK_WINDOW (window));
  settle ();
  press_message_key (window);
  kx_window_toast_undo (window, "Deleted", count, &undone, NULL);
  kx_window_toast_action (window, "Written", "Show", "win.go::activity");
  kx_window_toast (window, "Nothing to do about this");
  kx_test_drive_await (GTK_WIDGET (window), "Deleted");
  /* The others wait: what they offer is not done unseen. */
  press_message_key (window);
  press_message_key (window);
  g_assert_cmpint (undone, ==, 1);
  g_assert_cmpstr (kx_page_get_title (kx_window_get_page (window)), !=, "Activity");
  kx_test_drive_await (GTK_WIDGET (window), "Written");
  press_message_key (window);
  g_assert_cmpstr (kx_page_get_title (kx_window_get_page (window)), ==, "Activity");
  kx_test_drive_await (GTK_WIDGET (window), "Nothing to do about this");
  kx_window_go (window, "overview");
  press_message_key (window);
  g_assert_cmpstr (kx_page_get_title (kx_window_get_page (window)), ==, "Overview");
  close_window (window);
}

/* What a message offers waits for the one that is seen, and not for others that only tell. */
static void
test_what_is_offered_comes_first (void)
{
  KxWindow *window = kx_window_new (NULL, NULL);
  int undone = 0;

  gtk_window_present (GTK_WINDOW (window));
  settle ();
  kx_window_toast (window, "First");
  kx_window_toast (window, "Second");
  kx_window_toast (window, "Third");
  kx_window_toast_undo (window, "Deleted", count, &undone, NULL);
  kx_window_toast_action (window, "Written", "Show", "win.go::activity");
  kx_test_drive_await (GTK_WIDGET (window), "First");
  press_message_key (window);
  g_assert_cmpint (undone, ==, 0);
  kx_test_drive_await (GTK_WIDGET (window), "Deleted");
  press_message_key (window);
  g_assert_cmpint (undone, ==, 1);
  kx_test_drive_await (GTK_WIDGET (window), "Written");
  press_message_key (window);
  g_assert_cmpstr (kx_page_get_title (kx_window_get_page (window)), ==, "Activity");
  kx_test_drive_await (GTK_WIDGET (window), "Second");
  kx_test_drive_await (GTK_WIDGET (window), "Third");
  close_window (window);
}

/* What was undone while its message waited is not shown any more. */
static void
test_what_was_undone_unseen_is_not_shown (void)
{
  KxWindow *window = kx_window_new (NULL, NULL);
  int undone = 0;

  gtk_window_present (GTK_WINDOW (window));
  settle ();
  kx_window_toast (window, "First");
  kx_window_toast_undo (window, "Deleted", count, &undone, NULL);
  kx_window_toast (window, "Second");
  kx_test_drive_await (GTK_WIDGET (window), "First");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  g_assert_cmpint (undone, ==, 1);
  kx_test_drive_await (GTK_WIDGET (window), "Second");
  press_message_key (window);
  g_assert_cmpint (undone, ==, 1);
  close_window (window);
}

/* Done by its own key, it is not done by the other as well. */
static void
test_an_undone_message_is_used_up (void)
{
  KxWindow *window = kx_window_new (NULL, NULL);
  int undone = 0;

  gtk_window_present (GTK_WINDOW (window));
  settle ();
  kx_window_toast_undo (window, "Deleted", count, &undone, NULL);
  kx_test_drive_await (GTK_WIDGET (window), "Deleted");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  press_message_key (window);
  g_assert_cmpint (undone, ==, 1);
  close_window (window);
}

/* Gives the window a width and waits until it has it. */
static void
set_width (KxWindow *window, int width)
{
  gint64 end = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  gtk_window_set_default_size (GTK_WINDOW (window), width, 600);
  while ((ABS (gtk_widget_get_width (GTK_WIDGET (window)) - width) > 40 ||
          kx_window_get_narrow (window) != (width < 560)) &&
         g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  for (gint64 until = g_get_monotonic_time () + 100000; g_get_monotonic_time () < until;)
    g_main_context_iteration (NULL, FALSE);
}

static AdwLeaflet *
find_leaflet (GtkWidget *root)
{
  if (ADW_IS_LEAFLET (root))
    return ADW_LEAFLET (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      AdwLeaflet *found = find_leaflet (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_folding (void)
{
  KxWindow *window = kx_window_new (NULL, NULL);
  AdwLeaflet *leaflet = find_leaflet (GTK_WIDGET (window));
  GtkWidget *content = adw_leaflet_get_visible_child (leaflet);

  gtk_window_present (GTK_WINDOW (window));
  set_width (window, 1000);
  g_assert_false (adw_leaflet_get_folded (leaflet));
  g_assert_false (kx_window_get_narrow (window));
  set_width (window, 360);
  g_assert_true (adw_leaflet_get_folded (leaflet));
  g_assert_true (kx_window_get_narrow (window));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), <=, 360);
  g_assert_true (adw_leaflet_get_visible_child (leaflet) == content);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.sidebar", NULL);
  g_assert_false (adw_leaflet_get_visible_child (leaflet) == content);
  kx_window_go (window, "agencies");
  g_assert_true (adw_leaflet_get_visible_child (leaflet) == content);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  g_assert_false (adw_leaflet_get_visible_child (leaflet) == content);
  set_width (window, 700);
  g_assert_true (adw_leaflet_get_folded (leaflet));
  g_assert_false (kx_window_get_narrow (window));
  close_window (window);
}

static AdwMessageDialog *
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_visible (window))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

/* One question for all that is not saved, and each of it named. */
static void
test_unsaved_is_named (void)
{
  KxWindow *window = kx_window_new (NULL, NULL);
  static const char *const titles[] = { "甲医院", "乙医院" };
  int closed = 0;

  g_signal_connect_swapped (window, "destroy", G_CALLBACK (count), &closed);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      KxPage *page = g_object_new (kx_place_find ("activity")->get_type (), NULL);

      kx_window_push (window, page);
      kx_page_set_title (page, titles[i]);
      kx_page_set_dirty (page, TRUE);
    }
  settle ();
  gtk_window_close (GTK_WINDOW (window));
  settle ();
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    g_assert_nonnull (strstr (adw_message_dialog_get_body (find_question ()), titles[i]));
  /* As Esc does. */
  gtk_window_close (GTK_WINDOW (find_question ()));
  settle ();
  g_assert_null (find_question ());
  g_assert_cmpint (closed, ==, 0);
  gtk_window_close (GTK_WINDOW (window));
  settle ();
  adw_message_dialog_response (find_question (), "act");
  settle ();
  g_assert_cmpint (closed, ==, 1);
}

static void
test_size_is_remembered (void)
{
  KxWindow *window = kx_window_new (NULL, NULL);
  int width, height;

  gtk_window_set_default_size (GTK_WINDOW (window), 912, 634);
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  gtk_window_close (GTK_WINDOW (window));
  settle ();
  window = kx_window_new (NULL, NULL);
  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  g_assert_cmpint (width, ==, 912);
  g_assert_cmpint (height, ==, 634);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What stands behind the first pages is not worked on. */
static void
test_start_covers_the_desk (void)
{
  KxWindow *window = kx_window_new (NULL, NULL);
  KxPage *agencies;

  gtk_window_present (GTK_WINDOW (window));
  kx_window_go (window, "agencies");
  agencies = kx_window_get_page (window);
  settle ();
  kx_window_open_start (window);
  settle ();
  g_assert_null (kx_window_get_page (window));
  g_assert_false (gtk_widget_activate_action (GTK_WIDGET (window), "page.new", NULL));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.go", "s", "overview");
  kx_window_close_start (window);
  settle ();
  g_assert_true (kx_window_get_page (window) == agencies);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "page.clear", NULL));
  close_window (window);
}

/* The first frame waits for no library that draws SVG. */
static void
test_icons_of_places_are_drawn (void)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  for (const KxPlace *place = kx_places; place->name != NULL; place++)
    {
      g_autoptr (GtkIconPaintable) icon = NULL;
      g_autoptr (GFile) file = NULL;
      g_autofree char *uri = NULL;

      if (!kx_place_is_there (place) || place->within != NULL)
        continue;
      icon = gtk_icon_theme_lookup_icon (theme, place->icon, NULL, 16, 1, GTK_TEXT_DIR_LTR,
                                         GTK_ICON_LOOKUP_FORCE_SYMBOLIC);
      file = gtk_icon_paintable_get_file (icon);
      uri = file != NULL ? g_file_get_uri (file) : NULL;
      g_assert_nonnull (uri);
      if (!g_str_has_suffix (uri, ".symbolic.png"))
        g_error ("The icon of %s is %s", place->name, uri);
    }
}

static gboolean
is_menu_item (GtkWidget *widget, gconstpointer text)
{
  g_autofree char *words = NULL;

  if (!g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkModelButton"))
    return FALSE;
  g_object_get (widget, "text", &words, NULL);
  return g_strcmp0 (words, text) == 0;
}

static gboolean
is_main_menu (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_MENU_BUTTON (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), "Main menu") == 0;
}

/* It is made when it is first opened, and stays. */
static void
test_main_menu (void)
{
  KxWindow *window = kx_window_new (NULL, NULL);
  GtkWidget *button = kx_test_drive_find_that (GTK_WIDGET (window), is_main_menu, NULL);
  GtkPopover *popover;

  g_assert_null (kx_test_drive_find_that (GTK_WIDGET (window), is_menu_item, "Preferences"));
  gtk_window_present (GTK_WINDOW (window));
  kx_test_drive_settle ();
  gtk_widget_activate_action (GTK_WIDGET (window), "win.menu", NULL);
  kx_test_drive_settle ();
  popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (button));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (popover)));
  g_assert_nonnull (kx_test_drive_find_that (GTK_WIDGET (popover), is_menu_item, "Preferences"));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  kx_test_drive_settle ();
  gtk_widget_activate_action (GTK_WIDGET (window), "win.menu", NULL);
  kx_test_drive_settle ();
  g_assert_true (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)) == popover);
  g_object_ref (window);
  gtk_window_destroy (GTK_WINDOW (window));
  kx_test_drive_settle ();
  kx_test_finalize (window);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  g_test_add_func ("/window/places are shown, others are refused", test_places_are_shown);
  g_test_add_func ("/window/icons of places are drawn already", test_icons_of_places_are_drawn);
  g_test_add_func ("/window/the names of places are whole in large texts", test_large_places_are_whole);
  g_test_add_func ("/window/buttons of a page have room", test_buttons_of_a_page_have_room);
  g_test_add_func ("/window/back returns to the same page", test_back_returns);
  g_test_add_func ("/window/pages keep their search", test_pages_keep_their_search);
  g_test_add_func ("/window/toasts are escaped, kept and undone", test_toasts);
  g_test_add_func ("/window/a message is acted on by a key", test_a_message_is_acted_on);
  g_test_add_func ("/window/what is offered comes first", test_what_is_offered_comes_first);
  g_test_add_func ("/window/what was undone unseen is not shown", test_what_was_undone_unseen_is_not_shown);
  g_test_add_func ("/window/an undone message is used up", test_an_undone_message_is_used_up);
  g_test_add_func ("/window/folds when it is narrow", test_folding);
  g_test_add_func ("/window/what is not saved is named before closing", test_unsaved_is_named);
  g_test_add_func ("/window/the size is remembered", test_size_is_remembered);
  g_test_add_func ("/window/the first pages cover the desk", test_start_covers_the_desk);
  g_test_add_func ("/window/the main menu opens", test_main_menu);
  return g_test_run ();
}
