#include "desktop/preferences/kx-preferences-rows.h"

#include "core/kx-area-table.h"
#include "core/kx-role.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"

GtkWidget *
kx_preferences_row_new (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  kx_a11y_set_label (row, title);
  return row;
}

GtkWidget *
kx_preferences_row_add_button (GtkWidget *row, const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  g_autofree char *name =
      g_strdup_printf ("%s %s", label, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  kx_a11y_set_label (button, name);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return button;
}

void
kx_preferences_toast (GtkWidget *widget, const char *text)
{
  GtkWidget *window = gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_WINDOW);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  if (window != NULL)
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (window), adw_toast_new (escaped));
}

void
kx_preferences_clear_rows (AdwPreferencesGroup *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

static const char *
word_of_role (const char *role)
{
  for (const KxCodeName *code = kx_role_codes; code->name != NULL; code++)
    if (g_strcmp0 (code->name, role) == 0)
      return _ (code->label);
  return role != NULL ? role : "";
}

char *
kx_preferences_dup_role (const char *role, const char *area)
{
  const KxArea *known = area != NULL ? kx_area_table_lookup (area) : NULL;

  return g_strdup_printf ("%s · %s", word_of_role (role),
                          known != NULL  ? known->name
                          : area != NULL ? area
                                         : "");
}
