#include "desktop/import/kx-import-touched-page.h"

#include "desktop/import/kx-import-items-view.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-window.h"
#include "models/kx-import-subjects.h"

struct _KxImportTouchedPage
{
  KxPage parent_instance;

  KxImportItemsView *items;
  GtkLabel *count;
  const KxImportSubjectWords *words;
  GtkWidget *window; /* weak; whose width is followed */
};

G_DEFINE_FINAL_TYPE (KxImportTouchedPage, kx_import_touched_page, KX_TYPE_PAGE)

static void
on_open (KxImportTouchedPage *self, const char *id)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (self));

  if (window != NULL)
    kx_window_open_row (window, self->words->entity, id);
}

static void
copy (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxImportTouchedPage *self = data;
  g_autofree char *text = kx_import_items_view_dup_table (self->items);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
follow_width (KxImportTouchedPage *self)
{
  kx_import_items_view_set_narrow (self->items, kx_window_get_narrow (KX_WINDOW (self->window)));
}

static void
forget_window (KxImportTouchedPage *self)
{
  if (self->window != NULL)
    g_signal_handlers_disconnect_by_func (self->window, follow_width, self);
  g_clear_weak_pointer (&self->window);
}

static void
root (GtkWidget *widget)
{
  KxImportTouchedPage *self = KX_IMPORT_TOUCHED_PAGE (widget);
  KxWindow *window;

  GTK_WIDGET_CLASS (kx_import_touched_page_parent_class)->root (widget);
  window = kx_page_get_window (KX_PAGE (self));
  if (window == NULL)
    return;
  g_set_weak_pointer (&self->window, GTK_WIDGET (window));
  g_signal_connect_swapped (window, "notify::narrow", G_CALLBACK (follow_width), self);
  follow_width (self);
}

static void
unroot (GtkWidget *widget)
{
  forget_window (KX_IMPORT_TOUCHED_PAGE (widget));
  GTK_WIDGET_CLASS (kx_import_touched_page_parent_class)->unroot (widget);
}

static void
dispose (GObject *object)
{
  forget_window (KX_IMPORT_TOUCHED_PAGE (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_IMPORT_TOUCHED_PAGE);
  G_OBJECT_CLASS (kx_import_touched_page_parent_class)->dispose (object);
}

static void
kx_import_touched_page_class_init (KxImportTouchedPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  widget_class->root = root;
  widget_class->unroot = unroot;
  g_type_ensure (KX_TYPE_IMPORT_ITEMS_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/kangxie/Kangxie/ui/import/kx-import-touched-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KxImportTouchedPage, items);
  gtk_widget_class_bind_template_child (widget_class, KxImportTouchedPage, count);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
}

static void
kx_import_touched_page_init (KxImportTouchedPage *self)
{
  static const GActionEntry actions[] = { { .name = "copy", .activate = copy } };

  gtk_widget_init_template (GTK_WIDGET (self));
  kx_page_add_actions (KX_PAGE (self), actions, G_N_ELEMENTS (actions));
}

KxPage *
kx_import_touched_page_new (KxProfile *profile, KxImportSession *session)
{
  KxImportTouchedPage *self = g_object_new (KX_TYPE_IMPORT_TOUCHED_PAGE, "profile", profile, NULL);
  GListModel *items = kx_import_session_list (session, KX_IMPORT_ITEMS_TOUCHED);
  guint n = g_list_model_get_n_items (items);
  g_autofree char *title = g_strdup_printf (_ ("Came in with %s"), kx_import_session_get_file_name (session)),
                  *count;

  self->words = kx_import_subjects_find (kx_import_session_get_subject (session));
  count = self->words->dup_count (n);
  g_object_set (self, "icon-name", self->words->icon, "help-topic", self->words->help, NULL);
  kx_page_set_title (KX_PAGE (self), title);
  gtk_label_set_text (self->count, count);
  kx_import_items_view_set (self->items, items, KX_IMPORT_ITEMS_TOUCHED, self->words->entity, FALSE);
  return KX_PAGE (self);
}
