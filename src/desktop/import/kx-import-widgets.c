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

/* Focuses what stands after `from` (before it for TAB_BACKWARD), or the other end of the window. */
static gboolean
focus_beyond (GtkWidget *from, GtkDirectionType direction)
{
  gboolean forward = direction == GTK_DIR_TAB_FORWARD;

  for (GtkWidget *widget = from; !GTK_IS_ROOT (widget); widget = gtk_widget_get_parent (widget))
    for (GtkWidget *next = forward ? gtk_widget_get_next_sibling (widget)
                                   : gtk_widget_get_prev_sibling (widget);
         next != NULL;
         next = forward ? gtk_widget_get_next_sibling (next) : gtk_widget_get_prev_sibling (next))
      if (gtk_widget_child_focus (next, direction))
        return TRUE;
  return FALSE;
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, gpointer data)
{
  GtkWidget *list = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  GtkRoot *root = gtk_widget_get_root (list);

  if (key != GDK_KEY_Tab && key != GDK_KEY_ISO_Left_Tab)
    return FALSE;
  if (focus_beyond (list, key == GDK_KEY_Tab && !(state & GDK_SHIFT_MASK) ? GTK_DIR_TAB_FORWARD
                                                                          : GTK_DIR_TAB_BACKWARD))
    return TRUE;
  /* Nothing is left on this side: from the beginning. */
  gtk_root_set_focus (root, NULL);
  return gtk_widget_child_focus (GTK_WIDGET (root), GTK_DIR_TAB_FORWARD);
}

void
kx_import_let_tab_leave (GtkWidget *list)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "key-pressed", G_CALLBACK (on_key), NULL);
  gtk_widget_add_controller (list, controller);
}

void
kx_import_show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}
