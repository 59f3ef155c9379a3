#include "desktop/preferences/kx-subpage.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"

typedef struct
{
  AdwPreferencesPage *body;     /* borrowed: a child */
  AdwWindowTitle *title;        /* borrowed */
  AdwPreferencesWindow *window; /* weak; NULL: not shown, or closed */
  GtkWidget *came_from;         /* weak; where the focus was */
} KxSubpagePrivate;

G_DEFINE_TYPE_WITH_PRIVATE (KxSubpage, kx_subpage, GTK_TYPE_WIDGET)

static KxSubpagePrivate *
priv_of (gpointer self)
{
  return kx_subpage_get_instance_private (self);
}

static gboolean
press_back (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  kx_subpage_close (KX_SUBPAGE (widget));
  return GDK_EVENT_STOP;
}

static void
dispose (GObject *object)
{
  KxSubpagePrivate *self = priv_of (object);
  GtkWidget *child;

  g_clear_weak_pointer (&self->window);
  g_clear_weak_pointer (&self->came_from);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (kx_subpage_parent_class)->dispose (object);
}

static void
kx_subpage_class_init (KxSubpageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, press_back, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, GDK_ALT_MASK, press_back, NULL);
}

static void
kx_subpage_init (KxSubpage *self)
{
  KxSubpagePrivate *priv = priv_of (self);
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget *header = adw_header_bar_new (), *back = gtk_button_new_from_icon_name ("go-previous-symbolic");

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_tooltip_text (back, _ ("Back"));
  kx_a11y_set_label (back, _ ("Back"));
  g_signal_connect_swapped (back, "clicked", G_CALLBACK (kx_subpage_close), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), back);
  priv->title = ADW_WINDOW_TITLE (adw_window_title_new ("", ""));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), GTK_WIDGET (priv->title));
  priv->body = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (priv->body), TRUE);
  gtk_widget_set_parent (header, GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (priv->body), GTK_WIDGET (self));
}

KxSubpage *
kx_subpage_new (const char *title)
{
  KxSubpage *self = g_object_new (KX_TYPE_SUBPAGE, NULL);

  kx_subpage_set_title (self, title);
  return self;
}

void
kx_subpage_set_title (KxSubpage *self, const char *title)
{
  g_return_if_fail (KX_IS_SUBPAGE (self));
  adw_window_title_set_title (priv_of (self)->title, title);
  /* In a narrow window it is shortened. */
  gtk_widget_set_tooltip_text (GTK_WIDGET (priv_of (self)->title), title);
  kx_a11y_set_label (GTK_WIDGET (self), title);
}

void
kx_subpage_add (KxSubpage *self, AdwPreferencesGroup *group)
{
  g_return_if_fail (KX_IS_SUBPAGE (self));
  adw_preferences_page_add (priv_of (self)->body, group);
}

void
kx_subpage_present (KxSubpage *self, GtkWidget *over)
{
  KxSubpagePrivate *priv = priv_of (self);
  GtkWidget *window;

  g_return_if_fail (KX_IS_SUBPAGE (self));
  window = gtk_widget_get_ancestor (over, ADW_TYPE_PREFERENCES_WINDOW);
  g_return_if_fail (window != NULL);
  g_set_weak_pointer (&priv->window, ADW_PREFERENCES_WINDOW (window));
  g_set_weak_pointer (&priv->came_from, gtk_window_get_focus (GTK_WINDOW (window)));
  adw_preferences_window_present_subpage (priv->window, GTK_WIDGET (self));
  gtk_widget_child_focus (GTK_WIDGET (priv->body), GTK_DIR_TAB_FORWARD);
}

void
kx_subpage_close (KxSubpage *self)
{
  KxSubpagePrivate *priv = priv_of (self);

  g_return_if_fail (KX_IS_SUBPAGE (self));
  if (priv->window == NULL)
    return;
  adw_preferences_window_close_subpage (priv->window);
  g_clear_weak_pointer (&priv->window);
  if (priv->came_from != NULL && gtk_widget_get_mapped (priv->came_from))
    gtk_widget_grab_focus (priv->came_from);
}
