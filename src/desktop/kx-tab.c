#include "desktop/kx-tab.h"

/* Focuses what stands after `from`, before it for GTK_DIR_TAB_BACKWARD. */
static gboolean
focus_beyond (GtkWidget *from, GtkDirectionType direction)
{
  gboolean forward = direction == GTK_DIR_TAB_FORWARD;

  for (GtkWidget *widget = from; !GTK_IS_ROOT (widget); widget = gtk_widget_get_parent (widget))
    for (GtkWidget *next = forward ? gtk_widget_get_next_sibling (widget)
                                   : gtk_widget_get_prev_sibling (widget);
         next != NULL;
         next = forward ? gtk_widget_get_next_sibling (next) : gtk_widget_get_prev_sibling (next))
      /* The other pages of a stack would take it unseen. */
      if (gtk_widget_get_mapped (next) && gtk_widget_child_focus (next, direction))
        return TRUE;
  return FALSE;
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, gpointer data)
{
  GtkWidget *list = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  GtkRoot *root = gtk_widget_get_root (list);
  GtkDirectionType direction =
      key == GDK_KEY_Tab && !(state & GDK_SHIFT_MASK) ? GTK_DIR_TAB_FORWARD : GTK_DIR_TAB_BACKWARD;

  if ((key != GDK_KEY_Tab && key != GDK_KEY_ISO_Left_Tab) ||
      (state & gtk_accelerator_get_default_mod_mask () & ~GDK_SHIFT_MASK) != 0)
    return FALSE;
  if (focus_beyond (list, direction))
    return TRUE;
  /* Nothing is left on this side: from the other end of the window. */
  gtk_root_set_focus (root, NULL);
  return gtk_widget_child_focus (GTK_WIDGET (root), direction);
}

void
kx_tab_leave_list (GtkWidget *list)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "key-pressed", G_CALLBACK (on_key), NULL);
  gtk_widget_add_controller (list, controller);
}
