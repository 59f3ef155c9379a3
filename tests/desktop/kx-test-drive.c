#include "desktop/kx-test-drive.h"

#include "desktop/kx-line-text.h"

#define PATIENCE_US (60 * G_USEC_PER_SEC)

static const char *
words_of (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget))
    return gtk_button_get_label (GTK_BUTTON (widget));
  if (ADW_IS_PREFERENCES_ROW (widget))
    return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget));
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_label (GTK_LABEL (widget));
  if (KX_IS_LINE_TEXT (widget))
    return kx_line_text_get_words (KX_LINE_TEXT (widget));
  return NULL;
}

GtkWidget *
kx_test_drive_find (GtkWidget *root, const char *words)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (g_strcmp0 (words_of (root), words) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = kx_test_drive_find (child, words);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
kx_test_drive_find_that (GtkWidget *root, gboolean (*is_it) (GtkWidget *widget, gconstpointer data),
                         gconstpointer data)
{
  GtkWidget *found = NULL;

  if (is_it (root, data))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = kx_test_drive_find_that (child, is_it, data);
  return found;
}

gpointer
kx_test_drive_find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        return window;
    }
  return NULL;
}

static GtkWidget *
find_or_fail (GtkWidget *root, const char *words)
{
  GtkWidget *found;

  kx_test_drive_settle ();
  found = kx_test_drive_find (root, words);
  if (found == NULL)
    g_error ("“%s” cannot be seen", words);
  return found;
}

void
kx_test_drive_press (GtkWidget *root, const char *words)
{
  GtkWidget *widget = find_or_fail (root, words);

  g_assert_true (gtk_widget_is_sensitive (widget));
  if (ADW_IS_ACTION_ROW (widget))
    adw_action_row_activate (ADW_ACTION_ROW (widget));
  else
    g_signal_emit_by_name (widget, "clicked");
  kx_test_drive_settle ();
}

void
kx_test_drive_type (GtkWidget *root, const char *title, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find_or_fail (root, title)), text);
}

void
kx_test_drive_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
kx_test_drive_until (gboolean (*condition) (gpointer data), gpointer data)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (!condition (data))
    {
      if (g_get_monotonic_time () > end)
        g_error ("Waited in vain");
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (2000);
    }
}

typedef struct
{
  GtkWidget *root;
  const char *words;
} Sight;

static gboolean
can_be_seen (gpointer data)
{
  Sight *sight = data;

  return kx_test_drive_find (sight->root, sight->words) != NULL;
}

void
kx_test_drive_await (GtkWidget *root, const char *words)
{
  kx_test_drive_until (can_be_seen, &(Sight){ root, words });
}
