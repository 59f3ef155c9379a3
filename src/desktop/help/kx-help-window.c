#include "desktop/help/kx-help-window.h"

#include "desktop/help/kx-help-text.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-label.h"

struct _KxHelpWindow
{
  AdwWindow parent_instance;

  GPtrArray *topics; /* (element-type KxHelpTopic) */
  const KxHelpTopic *shown;

  AdwLeaflet *leaflet;
  GtkWidget *sidebar, *content;
  GtkSearchEntry *search;
  GtkStack *found;
  GtkListBox *list;
  AdwWindowTitle *title;
  GtkScrolledWindow *scroll;
  GtkBox *text;
};

G_DEFINE_FINAL_TYPE (KxHelpWindow, kx_help_window, ADW_TYPE_WINDOW)

static const KxHelpTopic *
topic_of (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "topic");
}

static gboolean
open_link (KxHelpWindow *self, const char *topic)
{
  kx_help_window_show_topic (self, topic);
  return TRUE;
}

static GtkWidget *
make_label (KxHelpWindow *self, const KxHelpBlock *block)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_markup (GTK_LABEL (label), block->markup);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  g_signal_connect_swapped (label, "activate-link", G_CALLBACK (open_link), self);
  if (block->kind == KX_HELP_HEADING)
    {
      gtk_widget_add_css_class (label, "title-3");
      gtk_widget_set_margin_top (label, 12);
    }
  else if (block->kind == KX_HELP_TITLE)
    gtk_widget_add_css_class (label, "title-1");
  return label;
}

static GtkWidget *
make_item (KxHelpWindow *self, const KxHelpBlock *block)
{
  GtkWidget *line = kx_label_line_new (12);
  GtkWidget *bullet = gtk_label_new ("•");

  gtk_widget_set_valign (bullet, GTK_ALIGN_START);
  kx_label_line_add (line, bullet);
  kx_label_line_add (line, make_label (self, block));
  return line;
}

static void
show_text (KxHelpWindow *self, const KxHelpTopic *topic)
{
  g_autoptr (GPtrArray) blocks = kx_help_parse (topic->text);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->text))) != NULL)
    gtk_box_remove (self->text, child);
  for (guint i = 0; i < blocks->len; i++)
    {
      const KxHelpBlock *block = g_ptr_array_index (blocks, i);

      gtk_box_append (self->text,
                      block->kind == KX_HELP_ITEM ? make_item (self, block) : make_label (self, block));
    }
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroll), 0);
  adw_window_title_set_title (self->title, topic->title);
  self->shown = topic;
}

static void
on_row_activated (KxHelpWindow *self, GtkListBoxRow *row)
{
  show_text (self, topic_of (row));
  adw_leaflet_set_visible_child (self->leaflet, self->content);
}

static gboolean
matches (GtkListBoxRow *row, gpointer data)
{
  KxHelpWindow *self = data;

  return kx_help_topic_matches (topic_of (row), gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
on_search_changed (KxHelpWindow *self)
{
  gboolean any = FALSE;

  gtk_list_box_invalidate_filter (self->list);
  for (guint i = 0; i < self->topics->len && !any; i++)
    any = kx_help_topic_matches (g_ptr_array_index (self->topics, i),
                                 gtk_editable_get_text (GTK_EDITABLE (self->search)));
  gtk_stack_set_visible_child_name (self->found, any ? "topics" : "nothing");
}

static void
on_stop_search (KxHelpWindow *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
go_back (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KxHelpWindow *self = KX_HELP_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
}

static void
start_search (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KxHelpWindow *self = KX_HELP_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_HELP_WINDOW);
  G_OBJECT_CLASS (kx_help_window_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_ptr_array_unref (KX_HELP_WINDOW (object)->topics);
  G_OBJECT_CLASS (kx_help_window_parent_class)->finalize (object);
}

static void
kx_help_window_class_init (KxHelpWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/kangxie/Kangxie/ui/help/kx-help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KxHelpWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, KxHelpWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, KxHelpWindow, content);
  gtk_widget_class_bind_template_child (widget_class, KxHelpWindow, search);
  gtk_widget_class_bind_template_child (widget_class, KxHelpWindow, found);
  gtk_widget_class_bind_template_child (widget_class, KxHelpWindow, list);
  gtk_widget_class_bind_template_child (widget_class, KxHelpWindow, title);
  gtk_widget_class_bind_template_child (widget_class, KxHelpWindow, scroll);
  gtk_widget_class_bind_template_child (widget_class, KxHelpWindow, text);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_install_action (widget_class, "help.back", NULL, go_back);
  gtk_widget_class_install_action (widget_class, "help.search", NULL, start_search);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "help.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "help.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
kx_help_window_init (KxHelpWindow *self)
{
  self->topics = kx_help_load ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < self->topics->len; i++)
    {
      KxHelpTopic *topic = g_ptr_array_index (self->topics, i);
      GtkWidget *row = gtk_list_box_row_new ();
      GtkWidget *label = gtk_label_new (topic->title);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
      g_object_set_data (G_OBJECT (row), "topic", topic);
      kx_a11y_set_label (row, topic->title);
      gtk_list_box_append (self->list, row);
    }
  gtk_list_box_set_filter_func (self->list, matches, self, NULL);
}

KxHelpWindow *
kx_help_window_new (GtkWindow *over)
{
  KxHelpWindow *self = g_object_new (KX_TYPE_HELP_WINDOW, NULL);
  g_autoptr (GtkWindowGroup) group = gtk_window_group_new ();

  /* It can be read while a dialog waits. */
  gtk_window_group_add_window (group, GTK_WINDOW (self));
  /* Not kept above the window: one reads here and works there. */
  if (over != NULL)
    gtk_window_set_application (GTK_WINDOW (self), gtk_window_get_application (over));
  return self;
}

void
kx_help_window_show_topic (KxHelpWindow *self, const char *name)
{
  guint index = 0;

  g_return_if_fail (KX_IS_HELP_WINDOW (self));
  if (self->topics->len == 0)
    return;
  for (guint i = 0; i < self->topics->len; i++)
    if (g_strcmp0 (((KxHelpTopic *) g_ptr_array_index (self->topics, i))->name, name) == 0)
      index = i;
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int) index));
  show_text (self, g_ptr_array_index (self->topics, index));
  adw_leaflet_set_visible_child (self->leaflet, self->content);
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_selected_row (self->list)));
}

const char *
kx_help_window_get_topic (KxHelpWindow *self)
{
  g_return_val_if_fail (KX_IS_HELP_WINDOW (self), NULL);
  return self->shown != NULL ? self->shown->name : NULL;
}

static gboolean
ask_for_help (GtkWidget *window, GVariant *topic, gpointer data)
{
  GApplication *application = g_application_get_default ();

  if (application == NULL)
    return GDK_EVENT_PROPAGATE;
  g_action_group_activate_action (G_ACTION_GROUP (application), "help-topic", topic);
  return GDK_EVENT_STOP;
}

void
kx_help_bind (GtkWindow *window, const char *topic)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_F1, 0),
                                            gtk_callback_action_new (ask_for_help, NULL, NULL));

  g_return_if_fail (GTK_IS_WINDOW (window));
  gtk_shortcut_set_arguments (shortcut, g_variant_new_string (topic));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
}
