#include "desktop/kx-window-private.h"

#include "desktop/dialogs/kx-finder.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-toast.h"

static void
go (GtkWidget *widget, const char *action, GVariant *parameter)
{
  kx_window_go (KX_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
open_row (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *entity, *id;

  g_variant_get (parameter, "(&s&s)", &entity, &id);
  if (!kx_window_open_row (KX_WINDOW (widget), entity, id))
    kx_window_toast (KX_WINDOW (widget), _ ("This cannot be opened yet"));
}

static void
back (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KxWindow *self = KX_WINDOW (widget);

  if (adw_leaflet_get_folded (self->leaflet) && !kx_navigator_is_pushed (self->navigator))
    adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
  else
    kx_window_back (self);
}

static void
toggle_sidebar (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KxWindow *self = KX_WINDOW (widget);
  gboolean shown = adw_leaflet_get_visible_child (self->leaflet) == self->sidebar;

  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, shown ? self->content : self->sidebar);
  else
    gtk_widget_set_visible (self->sidebar, !gtk_widget_get_visible (self->sidebar));
}

static void
pop_up_menu (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_menu_button_popup (KX_WINDOW (widget)->menu);
}

static void
search (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KxWindow *self = KX_WINDOW (widget);

  if (!gtk_widget_get_visible (GTK_WIDGET (self->search_button)))
    return;
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
next_pane (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KxWindow *self = KX_WINDOW (widget);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *panes[] = { self->sidebar, GTK_WIDGET (self->header), GTK_WIDGET (self->pages) };
  guint current = G_N_ELEMENTS (panes) - 1;

  for (guint i = 0; i < G_N_ELEMENTS (panes); i++)
    if (focus != NULL && (focus == panes[i] || gtk_widget_is_ancestor (focus, panes[i])))
      current = i;
  for (guint i = 1; i <= G_N_ELEMENTS (panes); i++)
    {
      GtkWidget *pane = panes[(current + i) % G_N_ELEMENTS (panes)];

      if (gtk_widget_get_mapped (pane) && gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD))
        return;
    }
}

static void
undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KxWindow *self = KX_WINDOW (widget);
  g_autoptr (AdwToast) toast = NULL;

  if (gtk_widget_activate_action (widget, "page.undo", NULL) || self->undo_toast == NULL)
    return;
  toast = g_object_ref (self->undo_toast);
  g_clear_weak_pointer (&self->undo_toast);
  kx_toast_set_used (toast);
  g_signal_emit_by_name (toast, "button-clicked");
  kx_window_end_toast (self, toast);
  kx_window_update_actions (self);
}

/* What the button of the message that one sees does: Tab does not reach it before it goes. */
static void
act_on_message (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KxWindow *self = KX_WINDOW (widget);
  AdwToast *shown = g_queue_peek_head (&self->live_toasts);
  g_autoptr (AdwToast) toast = NULL;

  if (shown == NULL || adw_toast_get_button_label (shown) == NULL || kx_toast_is_used (shown))
    return;
  toast = g_object_ref (shown);
  kx_toast_set_used (toast);
  if (self->undo_toast == toast)
    g_clear_weak_pointer (&self->undo_toast);
  g_signal_emit_by_name (toast, "button-clicked");
  if (adw_toast_get_action_name (toast) != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (self->toasts), adw_toast_get_action_name (toast),
                                        adw_toast_get_action_target_value (toast));
  kx_window_end_toast (self, toast);
  kx_window_update_actions (self);
}

static void
redo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  kx_window_redo (KX_WINDOW (widget));
}

static void
find_agency (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_window_present (GTK_WINDOW (kx_finder_new (KX_WINDOW (widget))));
}

static void
synchronize (GtkWidget *widget, const char *action, GVariant *parameter)
{
  kx_sync_now (kx_profile_get_sync (KX_WINDOW (widget)->profile));
}

static void
sign_in (GtkWidget *widget, const char *action, GVariant *parameter)
{
  kx_window_need_session (KX_WINDOW (widget), NULL, NULL, NULL);
}

static void
compare_certificate (GtkWidget *widget, const char *action, GVariant *parameter)
{
  kx_window_compare_certificate (KX_WINDOW (widget));
}

static void
open_start (GtkWidget *widget, const char *action, GVariant *parameter)
{
  kx_window_open_start (KX_WINDOW (widget));
}

static void
close_window (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

void
kx_window_install_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.go", "s", go);
  gtk_widget_class_install_action (class, "win.open", "(ss)", open_row);
  gtk_widget_class_install_action (class, "win.back", NULL, back);
  gtk_widget_class_install_action (class, "win.sidebar", NULL, toggle_sidebar);
  gtk_widget_class_install_action (class, "win.menu", NULL, pop_up_menu);
  gtk_widget_class_install_action (class, "win.search", NULL, search);
  gtk_widget_class_install_action (class, "win.next-pane", NULL, next_pane);
  gtk_widget_class_install_action (class, "win.undo", NULL, undo);
  gtk_widget_class_install_action (class, "win.message", NULL, act_on_message);
  gtk_widget_class_install_action (class, "win.redo", NULL, redo);
  gtk_widget_class_install_action (class, "win.find", NULL, find_agency);
  gtk_widget_class_install_action (class, "win.sync", NULL, synchronize);
  gtk_widget_class_install_action (class, "win.sign-in", NULL, sign_in);
  gtk_widget_class_install_action (class, "win.certificate", NULL, compare_certificate);
  gtk_widget_class_install_action (class, "win.start", NULL, open_start);
  gtk_widget_class_install_action (class, "win.close", NULL, close_window);
}

/* The page's own actions are those of the header bar, of menus and of keys. Behind the first pages nothing of
 * it can be done. */
static void
take_page_actions (KxWindow *self)
{
  KxPage *page = kx_window_get_page (self);

  gtk_widget_insert_action_group (GTK_WIDGET (self), "page",
                                  page != NULL ? G_ACTION_GROUP (kx_page_get_actions (page)) : NULL);
}

gboolean
kx_window_is_at_desk (KxWindow *self)
{
  return !self->opening && g_strcmp0 (gtk_stack_get_visible_child_name (self->frame), "desk") == 0;
}

void
kx_window_update_actions (KxWindow *self)
{
  gboolean folded = adw_leaflet_get_folded (self->leaflet);
  gboolean at_desk = kx_window_is_at_desk (self);

  take_page_actions (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.back",
                                 at_desk && (folded || kx_navigator_can_back (self->navigator)));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.search",
                                 at_desk && gtk_widget_get_visible (GTK_WIDGET (self->search_button)));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.go", at_desk);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.open", at_desk);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.sidebar", at_desk);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.next-pane", at_desk);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.menu", at_desk);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.start", at_desk);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.find", at_desk && self->profile != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.sync", self->profile != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.sign-in", self->profile != NULL);
}
