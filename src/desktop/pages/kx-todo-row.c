#include "desktop/pages/kx-todo-row.h"

#include "desktop/form/kx-cite-button.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-line-text.h"
#include "desktop/kx-pane.h"

struct _KxTodoRow
{
  GtkListBoxRow parent_instance;
  KxTodo *todo; /* owned */
  gboolean narrow;
};

G_DEFINE_FINAL_TYPE (KxTodoRow, kx_todo_row, GTK_TYPE_LIST_BOX_ROW)

/* The days left are no wider than this where there is little room, in heights of letters. */
#define DAYS_EMS 9

static GtkWidget *
add_text (GtkWidget *box, const char *words, const char *style)
{
  GtkWidget *text;

  if (words == NULL || *words == '\0')
    return NULL;
  text = kx_line_text_new (words);
  if (style != NULL)
    gtk_widget_add_css_class (text, style);
  gtk_box_append (GTK_BOX (box), text);
  return text;
}

static void
add_right (GtkWidget *box, const char *words, const char *style)
{
  GtkWidget *text = add_text (box, words, style);

  if (text == NULL)
    return;
  kx_line_text_set_numeric (KX_LINE_TEXT (text));
  kx_line_text_set_least_width (KX_LINE_TEXT (text), DAYS_EMS);
}

/* Until when, and how long that is. */
static GtkWidget *
make_days (const char *date, const char *left, const char *style)
{
  GtkWidget *days = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *pane;

  add_right (days, date, NULL);
  add_right (days, left, style);
  pane = kx_pane_new (days);
  /* As the button beside it: the letters of a name and of a date are not equally high. */
  gtk_widget_set_valign (pane, GTK_ALIGN_CENTER);
  return pane;
}

static void
show (KxTodoRow *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *side = kx_pane_new (texts);
  GtkWidget *cite = kx_cite_button_new (kx_todo_get_cite (self->todo)), *why;
  const char *style = kx_todo_get_group (self->todo) == KX_TODO_OVERDUE ? "error" : "dim-label";
  g_autofree char *date = kx_format_date (kx_todo_get_date (self->todo));
  g_autofree char *left = kx_todo_dup_remaining (self->todo);
  g_autofree char *until = *left != '\0' ? g_strdup_printf ("%s · %s", date, left) : g_strdup (date);
  g_autofree char *said =
      g_strjoin ("\n", kx_todo_get_subject (self->todo), kx_todo_get_text (self->todo), until, NULL);

  gtk_widget_add_css_class (line, "activity");
  gtk_widget_set_hexpand (side, TRUE);
  add_text (texts, kx_todo_get_subject (self->todo), "heading");
  add_text (texts, kx_todo_get_text (self->todo), NULL);
  if (self->narrow)
    add_text (texts, until, style);
  why = add_text (texts, kx_todo_get_why (self->todo), "caption");
  if (why != NULL)
    gtk_widget_add_css_class (why, "dim-label");
  gtk_box_append (GTK_BOX (line), side);
  if (!self->narrow)
    gtk_box_append (GTK_BOX (line), make_days (date, left, style));
  if (cite != NULL)
    gtk_box_append (GTK_BOX (line), cite);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), line);
  kx_a11y_set_label (GTK_WIDGET (self), said);
  kx_a11y_set_description (GTK_WIDGET (self), kx_todo_get_why (self->todo));
}

static void
kx_todo_row_dispose (GObject *object)
{
  g_clear_object (&KX_TODO_ROW (object)->todo);
  G_OBJECT_CLASS (kx_todo_row_parent_class)->dispose (object);
}

static void
kx_todo_row_class_init (KxTodoRowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = kx_todo_row_dispose;
}

static void
kx_todo_row_init (KxTodoRow *self)
{
}

GtkWidget *
kx_todo_row_new (KxTodo *todo)
{
  KxTodoRow *self = g_object_new (KX_TYPE_TODO_ROW, NULL);

  self->todo = g_object_ref (todo);
  g_signal_connect_object (todo, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
  return GTK_WIDGET (self);
}

void
kx_todo_row_set_narrow (KxTodoRow *self, gboolean narrow)
{
  g_return_if_fail (KX_IS_TODO_ROW (self));
  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  show (self);
}

KxTodo *
kx_todo_row_get_todo (KxTodoRow *self)
{
  g_return_val_if_fail (KX_IS_TODO_ROW (self), NULL);
  return self->todo;
}
