#include "kx-test-keys.h"

#include <string.h>

#define LONGEST_WAIT (60 * G_USEC_PER_SEC)

void
kx_test_run_out (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

gboolean
kx_test_wait_for (gboolean (*done) (gpointer data), gpointer data)
{
  gint64 until = g_get_monotonic_time () + LONGEST_WAIT;

  while (!done (data))
    {
      if (g_get_monotonic_time () > until)
        return FALSE;
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
  return TRUE;
}

void
kx_test_type (GtkWindow *window, const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      GtkWidget *focus = gtk_window_get_focus (window);
      int length = (int) (g_utf8_next_char (p) - p);

      g_assert_nonnull (focus);
      if (GTK_IS_TEXT_VIEW (focus))
        {
          gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (GTK_TEXT_VIEW (focus)), p, length);
          continue;
        }
      g_assert_true (GTK_IS_EDITABLE (focus));
      {
        int position;

        gtk_editable_delete_selection (GTK_EDITABLE (focus));
        position = gtk_editable_get_position (GTK_EDITABLE (focus));
        gtk_editable_insert_text (GTK_EDITABLE (focus), p, length, &position);
        gtk_editable_set_position (GTK_EDITABLE (focus), position);
      }
    }
}

void
kx_test_select_all (GtkWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  g_assert_true (GTK_IS_EDITABLE (focus));
  gtk_editable_select_region (GTK_EDITABLE (focus), 0, -1);
}

static gboolean
fire_shortcut (GtkWidget *widget, GListModel *shortcuts, guint key, GdkModifierType state)
{
  for (guint i = 0; i < g_list_model_get_n_items (shortcuts); i++)
    {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, i);
      GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

      if (GTK_IS_KEYVAL_TRIGGER (trigger) &&
          gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key &&
          gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == state &&
          gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), GTK_SHORTCUT_ACTION_EXCLUSIVE,
                                        widget, gtk_shortcut_get_arguments (shortcut)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
press_on (GtkWidget *widget, guint key, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean taken = FALSE;

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, state, &taken);
      else if (GTK_IS_SHORTCUT_CONTROLLER (controller))
        taken = fire_shortcut (widget, G_LIST_MODEL (controller), key, state);
      if (taken)
        return TRUE;
    }
  return FALSE;
}

gboolean
kx_test_press (GtkWindow *window, guint key, GdkModifierType state)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  for (GtkWidget *widget = focus; widget != NULL && widget != GTK_WIDGET (window);
       widget = gtk_widget_get_parent (widget))
    if (press_on (widget, key, state))
      return TRUE;
  if (key == GDK_KEY_Tab && (state & GDK_CONTROL_MASK) == 0)
    return gtk_widget_child_focus (GTK_WIDGET (window),
                                   state & GDK_SHIFT_MASK ? GTK_DIR_TAB_BACKWARD : GTK_DIR_TAB_FORWARD);
  if (press_on (GTK_WIDGET (window), key, state))
    return TRUE;
  if ((key == GDK_KEY_space || key == GDK_KEY_Return) && state == 0 && focus != NULL)
    return gtk_widget_activate (focus);
  return FALSE;
}

static gboolean
has_label (GtkWidget *widget, const char *label)
{
  g_autofree char *wrong =
      gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label);

  return wrong == NULL;
}

GtkWidget *
kx_test_find (GtkWidget *root, GType type, const char *label)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type) && has_label (root, label))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = kx_test_find (child, type, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
kx_test_find_type (GtkWidget *root, GType type)
{
  if (!gtk_widget_get_visible (root))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = kx_test_find_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

gboolean
kx_test_shows (GtkWidget *root, const char *words)
{
  if (!gtk_widget_get_visible (root))
    return FALSE;
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_label (GTK_LABEL (root)), words) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (kx_test_shows (child, words))
      return TRUE;
  return FALSE;
}
