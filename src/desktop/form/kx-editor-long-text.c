#include "desktop/form/kx-editor-kinds.h"

#define LEAST_HEIGHT 72
#define MOST_HEIGHT 240

struct _KxLongTextEditor
{
  KxEditor parent_instance;

  GtkWidget *view; /* borrowed: in a child */
};

G_DEFINE_FINAL_TYPE (KxLongTextEditor, kx_long_text_editor, KX_TYPE_EDITOR)

static void
set_typed (KxEditor *editor, const char *typed)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (KX_LONG_TEXT_EDITOR (editor)->view));

  gtk_text_buffer_set_text (buffer, typed, -1);
}

static char *
dup_typed (KxEditor *editor)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (KX_LONG_TEXT_EDITOR (editor)->view));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static GtkWidget *
get_input (KxEditor *editor)
{
  return KX_LONG_TEXT_EDITOR (editor)->view;
}

static void
kx_long_text_editor_class_init (KxLongTextEditorClass *class)
{
  KX_EDITOR_CLASS (class)->set_typed = set_typed;
  KX_EDITOR_CLASS (class)->dup_typed = dup_typed;
  KX_EDITOR_CLASS (class)->get_input = get_input;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
kx_long_text_editor_init (KxLongTextEditor *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->view = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->view), FALSE);
  gtk_widget_add_css_class (self->view, "form-text");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->view);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), LEAST_HEIGHT);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MOST_HEIGHT);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_has_frame (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_widget_add_css_class (scrolled, "form-frame");
  gtk_widget_set_parent (scrolled, GTK_WIDGET (self));
  g_signal_connect_swapped (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)), "changed",
                            G_CALLBACK (kx_editor_changed), self);
}
