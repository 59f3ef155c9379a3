#include "desktop/kx-a11y.h"

void
kx_a11y_set_label (GtkWidget *widget, const char *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  /* The focus goes to the button in it, which would be called GtkToggleButton. */
  if (GTK_IS_DROP_DOWN (widget))
    kx_a11y_set_label (gtk_widget_get_first_child (widget), label);
}

void
kx_a11y_set_description (GtkWidget *widget, const char *description)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description,
                                  -1);
}

/* The row of a table in which `child` fills a cell, or NULL. */
static GtkWidget *
find_row (GtkWidget *child)
{
  GtkWidget *around = gtk_widget_get_parent (child);
  GtkWidget *row = around != NULL ? gtk_widget_get_parent (around) : NULL;

  return row != NULL && gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (row)) == GTK_ACCESSIBLE_ROLE_ROW
             ? row
             : NULL;
}

void
kx_a11y_set_cell_label (GtkWidget *child, const char *label)
{
  GtkWidget *around = gtk_widget_get_parent (child);
  GtkWidget *row = find_row (child);

  kx_a11y_set_label (child, label);
  if (around != NULL)
    kx_a11y_set_label (around, label);
  if (row != NULL && gtk_widget_get_first_child (row) == around)
    kx_a11y_set_label (row, label);
}

void
kx_a11y_set_row_label (GtkWidget *child, const char *label)
{
  GtkWidget *row = find_row (child);

  if (row != NULL)
    kx_a11y_set_label (row, label);
}

/* The words without the underscores that mark mnemonics. Free with g_free(). */
static char *
strip_mnemonic (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (const char *place = text; *place != '\0'; place++)
    {
      if (*place == '_' && place[1] != '\0')
        place++;
      g_string_append_c (plain, *place);
    }
  return g_string_free (plain, FALSE);
}

void
kx_a11y_name_mnemonics (GtkWidget *root)
{
  if (GTK_IS_BUTTON (root) && gtk_button_get_use_underline (GTK_BUTTON (root)) &&
      gtk_button_get_label (GTK_BUTTON (root)) != NULL)
    {
      g_autofree char *plain = strip_mnemonic (gtk_button_get_label (GTK_BUTTON (root)));

      kx_a11y_set_label (root, plain);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    kx_a11y_name_mnemonics (child);
}

void
kx_a11y_name_rows (GtkWidget *root)
{
  if (ADW_IS_PREFERENCES_ROW (root))
    {
      const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root));

      kx_a11y_set_label (root, title);
      if (ADW_IS_ENTRY_ROW (root))
        kx_a11y_set_label (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (root))), title);
      if (ADW_IS_ACTION_ROW (root) && adw_action_row_get_activatable_widget (ADW_ACTION_ROW (root)) != NULL)
        kx_a11y_set_label (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (root)), title);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    kx_a11y_name_rows (child);
}
