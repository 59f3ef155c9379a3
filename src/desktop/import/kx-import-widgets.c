#include "desktop/import/kx-import-widgets.h"

#include "models/kx-import-choice.h"

static GtkExpression *
make_expression (void)
{
  return gtk_property_expression_new (KX_TYPE_IMPORT_CHOICE, NULL, "label");
}

void
kx_import_show_choices (GtkDropDown *drop_down, GListModel *choices)
{
  g_autoptr (GtkExpression) expression = make_expression ();

  gtk_drop_down_set_expression (drop_down, expression);
  gtk_drop_down_set_model (drop_down, choices);
}

void
kx_import_show_choice_row (AdwComboRow *row, GListModel *choices)
{
  g_autoptr (GtkExpression) expression = make_expression ();

  adw_combo_row_set_expression (row, expression);
  adw_combo_row_set_model (row, choices);
}

void
kx_import_select (GObject *widget, GListModel *choices, const char *id, GCallback handler, gpointer data)
{
  guint place = kx_import_choice_find (choices, id);

  g_signal_handlers_block_by_func (widget, (gpointer) handler, data);
  g_object_set (widget, "selected", place != G_MAXUINT ? place : GTK_INVALID_LIST_POSITION, NULL);
  g_signal_handlers_unblock_by_func (widget, (gpointer) handler, data);
}

const char *
kx_import_get_selected (GObject *widget)
{
  g_autoptr (GObject) item = NULL;

  g_object_get (widget, "selected-item", &item, NULL);
  /* The widget's list keeps it. */
  return KX_IS_IMPORT_CHOICE (item) ? kx_import_choice_get_id (KX_IMPORT_CHOICE (item)) : NULL;
}

void
kx_import_show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}
