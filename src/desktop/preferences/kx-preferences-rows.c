#include "desktop/preferences/kx-preferences-rows.h"

#include "core/kx-area-table.h"
#include "core/kx-role.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-toast.h"

/* An offer to take something back stays this long. */
#define UNDO_SECONDS 10

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

void
kx_preferences_row_add_arrow (GtkWidget *row)
{
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
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

static AdwPreferencesWindow *
window_of (GtkWidget *widget)
{
  return (AdwPreferencesWindow *) gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_WINDOW);
}

static AdwToast *
make_toast (const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  return adw_toast_new (escaped);
}

static void
forget_toast (AdwToast *toast, GObject *window)
{
  if (g_object_get_data (window, "kx-toast") == toast)
    g_object_set_data (window, "kx-toast", NULL);
}

/* Takes `toast`. It does not wait for the one before: that is old news. */
static void
show_toast (AdwPreferencesWindow *window, AdwToast *toast)
{
  AdwToast *before = g_object_get_data (G_OBJECT (window), "kx-toast");

  if (before != NULL)
    adw_toast_dismiss (before);
  g_object_set_data_full (G_OBJECT (window), "kx-toast", g_object_ref (toast), g_object_unref);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (forget_toast), window, 0);
  adw_preferences_window_add_toast (window, toast);
}

void
kx_preferences_toast (GtkWidget *widget, const char *text)
{
  if (window_of (widget) != NULL)
    show_toast (window_of (widget), make_toast (text));
}

void
kx_preferences_tell (GtkWidget *over, KxWindow *window, const char *heading, const char *body)
{
  GtkRoot *root = over != NULL ? gtk_widget_get_root (over) : NULL;

  /* A window that was closed and is still held by somebody has its widgets, but shows nothing. */
  if (root != NULL && gtk_widget_get_mapped (GTK_WIDGET (root)))
    kx_ask_tell (over, heading, body);
  else if (window != NULL && gtk_widget_get_mapped (GTK_WIDGET (window)))
    kx_ask_tell (GTK_WIDGET (window), heading, body);
}

/* What the Undo button of a toast does. */
typedef struct
{
  KxUndo undo;
  gpointer data;
  GDestroyNotify free_data;
} Undo;

static void
run_undo (AdwToast *toast, Undo *call)
{
  KxUndo undo = g_steal_pointer (&call->undo);

  if (undo != NULL)
    undo (call->data);
}

static void
free_undo (gpointer data, GClosure *closure)
{
  Undo *call = data;

  if (call->free_data != NULL)
    call->free_data (call->data);
  g_free (call);
}

static gboolean
press_undo (GtkWidget *window, GVariant *arguments, gpointer data)
{
  AdwToast *shown = g_object_get_data (G_OBJECT (window), "kx-toast");
  g_autoptr (AdwToast) toast = NULL;

  if (shown == NULL || adw_toast_get_button_label (shown) == NULL)
    return GDK_EVENT_PROPAGATE;
  toast = g_object_ref (shown);
  g_object_set_data (G_OBJECT (window), "kx-toast", NULL);
  g_signal_emit_by_name (toast, "button-clicked");
  kx_toast_dismiss (toast);
  return GDK_EVENT_STOP;
}

static void
listen_for_undo (GtkWidget *window)
{
  GtkEventController *keys;

  if (g_object_get_data (G_OBJECT (window), "kx-undo-key") != NULL)
    return;
  keys = gtk_shortcut_controller_new ();
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_z, GDK_CONTROL_MASK),
                                                        gtk_callback_action_new (press_undo, NULL, NULL)));
  gtk_widget_add_controller (window, keys);
  g_object_set_data (G_OBJECT (window), "kx-undo-key", keys);
}

void
kx_preferences_toast_undo (GtkWidget *widget, const char *text, KxUndo undo, gpointer data,
                           GDestroyNotify free_data)
{
  AdwPreferencesWindow *window = window_of (widget);
  AdwToast *toast;
  Undo *call;

  if (window == NULL)
    {
      if (free_data != NULL)
        free_data (data);
      return;
    }
  call = g_new (Undo, 1);
  *call = (Undo){ undo, data, free_data };
  toast = make_toast (text);
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_timeout (toast, UNDO_SECONDS);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (run_undo), call, free_undo, G_CONNECT_DEFAULT);
  listen_for_undo (GTK_WIDGET (window));
  show_toast (window, toast);
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
