#include "desktop/kx-keys.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"

#define GENERAL N_ ("General")
#define PLACES N_ ("Places")
#define WORK N_ ("On a page")
#define LISTS N_ ("In a list")
#define FORMS N_ ("In a form")
#define CONFLICTS N_ ("At a conflict")
#define ACTIVITY N_ ("Activity")

/* clang-format off */
const KxKey kx_keys[] = {
  { "app.help", { "F1" }, N_("Help for this page"), GENERAL },
  { "app.shortcuts", { "<Control>question", "<Control>F1" }, N_("Keyboard shortcuts"), GENERAL },
  { "app.preferences", { "<Control>comma" }, N_("Preferences"), GENERAL },
  { "win.menu", { "F10" }, N_("Main menu"), GENERAL },
  { "win.sync", { "F5" }, N_("Synchronize now"), GENERAL },
  { "win.close", { "<Control>w" }, N_("Close the window"), GENERAL },
  { "app.quit", { "<Control>q" }, N_("Quit"), GENERAL },
  { "win.go::overview", { "<Control>1" }, N_("Overview"), PLACES },
  { "win.go::agencies", { "<Control>2" }, N_("Agencies"), PLACES },
  { "win.go::agreements", { "<Control>3" }, N_("Agreements"), PLACES },
  { "win.go::activity", { "<Control>8" }, N_("Activity"), PLACES },
  { "win.back", { "<Alt>Left" }, N_("Back"), PLACES },
  { "win.sidebar", { "F9" }, N_("Show or hide the sidebar"), PLACES },
  { "win.next-pane", { "F6" }, N_("Next pane"), PLACES },
  { "win.find", { "<Control>k" }, N_("Find an agency"), PLACES },
  { "win.search", { "<Control>f" }, N_("Search here"), WORK },
  { "page.new", { "<Control>n" }, N_("New"), WORK },
  { "page.edit", { "<Control>e", "F2" }, N_("Edit"), WORK },
  { "page.save", { "<Control>s" }, N_("Save"), WORK },
  { "page.print", { "<Control>p" }, N_("Print"), WORK },
  { "win.undo", { "<Control>z" }, N_("Undo"), WORK, TRUE },
  { "win.redo", { "<Control><Shift>z" }, N_("Do again what was undone"), WORK, TRUE },
  { "win.message", { "F8" }, N_("What the message shown offers"), WORK },
  { "page.previous", { "<Control>Page_Up" }, N_("Previous record"), WORK },
  { "page.next", { "<Control>Page_Down" }, N_("Next record"), WORK },
  { "page.select-all", { "<Control>a" }, N_("Select all"), WORK, TRUE },
  { "page.paste", { "<Control>v" }, N_("Paste rows"), WORK, TRUE },
  { "page.copy", { "<Control><Shift>c" }, N_("Copy as a table"), WORK },
  { NULL }
};

const KxKey kx_widget_keys[] = {
  { NULL, { "Return" }, N_("Open the row"), LISTS },
  { NULL, { "space", "<Shift>Down" }, N_("Select the row, or several"), LISTS },
  { NULL, { "Escape" }, N_("Select nothing"), LISTS },
  { NULL, { "Menu", "<Shift>F10" }, N_("What can be done with the row"), LISTS },
  { NULL, { "Escape" }, N_("Pause; what was typed stays"), FORMS },
  { NULL, { "<Alt>Down", "F4" }, N_("Choices, or the calendar"), FORMS },
  { NULL, { "Up", "Down" }, N_("A date: a day later or earlier"), FORMS },
  { NULL, { "Page_Up", "Page_Down" }, N_("A date: a month later or earlier"), FORMS },
  { NULL, { "<Control>Return" }, N_("Save the line; next step"), FORMS },
  { NULL, { "Delete" }, N_("Delete the line or the document"), FORMS },
  { NULL, { "<Alt>Up", "<Alt>Down" }, N_("Move a line of an approval route"), FORMS },
  { NULL, { "m", "<Alt>m" }, N_("Keep mine"), CONFLICTS },
  { NULL, { "t", "<Alt>t" }, N_("Keep theirs"), CONFLICTS },
  { NULL, { "e" }, N_("Type a third value"), CONFLICTS },
  { NULL, { "a" }, N_("Try again"), ACTIVITY },
  { NULL, { "e" }, N_("Edit the record"), ACTIVITY },
  { NULL, { "o" }, N_("Open the record"), ACTIVITY },
  { NULL, { "c" }, N_("Copy the text"), ACTIVITY },
  { NULL, { "d" }, N_("Throw away"), ACTIVITY },
  { NULL }
};
/* clang-format on */

void
kx_keys_bind (GtkApplication *application)
{
  for (const KxKey *key = kx_keys; key->action != NULL; key++)
    if (!key->text_first)
      gtk_application_set_accels_for_action (application, key->action, (const char *const *) key->keys);
}

void
kx_keys_bind_window (GtkWidget *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_BUBBLE);
  for (const KxKey *key = kx_keys; key->action != NULL; key++)
    for (guint i = 0; key->text_first && key->keys[i] != NULL; i++)
      gtk_shortcut_controller_add_shortcut (
          GTK_SHORTCUT_CONTROLLER (controller),
          gtk_shortcut_new (gtk_shortcut_trigger_parse_string (key->keys[i]),
                            gtk_named_action_new (key->action)));
  gtk_widget_add_controller (window, controller);
}

static GtkWidget *
make_row (const KxKey *key)
{
  GtkWidget *row = adw_action_row_new ();
  g_autoptr (GString) spoken = g_string_new (_ (key->title));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (key->title));
  for (guint i = 0; key->keys[i] != NULL; i++)
    {
      GtkWidget *label = gtk_shortcut_label_new (key->keys[i]);
      guint value;
      GdkModifierType modifiers;
      g_autofree char *words = NULL;

      gtk_accelerator_parse (key->keys[i], &value, &modifiers);
      words = gtk_accelerator_get_label (value, modifiers);
      g_string_append_printf (spoken, ", %s", words);
      gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
      if (i > 0)
        adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_label_new ("/"));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  kx_a11y_set_label (row, spoken->str);
  return row;
}

/* Lists the keys of a table, a group for each heading. */
static void
add_rows (GtkWidget *page, const KxKey *keys)
{
  GtkWidget *group = NULL;
  const char *title = NULL;

  for (const KxKey *key = keys; key->title != NULL; key++)
    {
      if (title == NULL || !g_str_equal (title, key->group))
        {
          title = key->group;
          group = adw_preferences_group_new ();
          adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ (title));
          adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
        }
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (key));
    }
}

/* GTK's own shortcuts window does not fit a narrow screen. */
GtkWidget *
kx_keys_new_window (void)
{
  GtkWidget *window = adw_preferences_window_new ();
  GtkWidget *page = adw_preferences_page_new ();

  gtk_window_set_title (GTK_WINDOW (window), _ ("Keyboard shortcuts"));
  add_rows (page, kx_keys);
  add_rows (page, kx_widget_keys);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), ADW_PREFERENCES_PAGE (page));
  return window;
}
