#include "desktop/kx-keys.h"

#include "desktop/kx-gettext.h"

#define GENERAL N_ ("General")
#define PLACES N_ ("Places")
#define WORK N_ ("On a page")

/* clang-format off */
const KxKey kx_keys[] = {
  { "app.help", { "F1" }, N_("Help for this page"), GENERAL },
  { "app.shortcuts", { "<Control>question", "<Control>F1" }, N_("Keyboard shortcuts"), GENERAL },
  { "app.preferences", { "<Control>comma" }, N_("Preferences"), GENERAL },
  { "win.menu", { "F10" }, N_("Main menu"), GENERAL },
  { "win.sync", { "F5" }, N_("Synchronize now"), GENERAL },
  { "win.close", { "<Control>w" }, N_("Close the window"), GENERAL },
  { "app.quit", { "<Control>q" }, N_("Quit"), GENERAL },
  { "win.go('overview')", { "<Control>1" }, N_("Overview"), PLACES },
  { "win.go('agencies')", { "<Control>2" }, N_("Agencies"), PLACES },
  { "win.go('activity')", { "<Control>8" }, N_("Activity"), PLACES },
  { "win.back", { "<Alt>Left" }, N_("Back"), PLACES },
  { "win.sidebar", { "F9" }, N_("Show or hide the sidebar"), PLACES },
  { "win.next-pane", { "F6" }, N_("Next pane"), PLACES },
  { "win.search", { "<Control>f" }, N_("Search here"), WORK },
  { "page.new", { "<Control>n" }, N_("New"), WORK },
  { "page.edit", { "<Control>e" }, N_("Edit"), WORK },
  { "page.save", { "<Control>s" }, N_("Save"), WORK },
  { "page.print", { "<Control>p" }, N_("Print"), WORK },
  { "win.undo", { "<Control>z" }, N_("Undo"), WORK, TRUE },
  { "page.redo", { "<Control><Shift>z" }, N_("Redo"), WORK, TRUE },
  { "page.previous", { "<Control>Page_Up" }, N_("Previous record"), WORK },
  { "page.next", { "<Control>Page_Down" }, N_("Next record"), WORK },
  { "page.select-all", { "<Control>a" }, N_("Select all"), WORK, TRUE },
  { "page.paste", { "<Control>v" }, N_("Paste rows"), WORK, TRUE },
  { "page.copy", { "<Control><Shift>c" }, N_("Copy as a table"), WORK },
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

static void
append_text (GString *ui, const char *property, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (ui, "<property name='%s'>%s</property>", property, escaped);
}

static void
append_key (GString *ui, const KxKey *key)
{
  g_autofree char *keys = g_strjoinv (" ", (char **) key->keys);

  g_string_append (ui, "<child><object class='GtkShortcutsShortcut'>");
  append_text (ui, "title", _ (key->title));
  append_text (ui, "accelerator", keys);
  g_string_append (ui, "</object></child>");
}

/* GTK 4.8 has no calls to fill a shortcuts window, only the builder's XML. */
GtkWidget *
kx_keys_new_window (void)
{
  g_autoptr (GString) ui = g_string_new ("<interface><object class='GtkShortcutsWindow' id='window'>"
                                         "<property name='modal'>true</property><child>"
                                         "<object class='GtkShortcutsSection'>"
                                         "<property name='section-name'>keys</property>"
                                         "<property name='max-height'>12</property>");
  g_autoptr (GtkBuilder) builder = NULL;
  const char *group = NULL;

  for (const KxKey *key = kx_keys; key->action != NULL; key++)
    {
      if (group == NULL || !g_str_equal (group, key->group))
        {
          g_string_append (ui, group != NULL ? "</object></child>" : "");
          g_string_append (ui, "<child><object class='GtkShortcutsGroup'>");
          append_text (ui, "title", _ (key->group));
          group = key->group;
        }
      append_key (ui, key);
    }
  g_string_append (ui, "</object></child></object></child></object></interface>");
  builder = gtk_builder_new_from_string (ui->str, (gssize) ui->len);
  return GTK_WIDGET (gtk_builder_get_object (builder, "window"));
}
