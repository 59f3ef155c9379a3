#include "desktop/kx-label.h"

GtkWidget *
kx_label_new (const char *words, const char *style)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

GtkWidget *
kx_label_add (GtkWidget *box, const char *words, const char *style)
{
  GtkWidget *label = kx_label_new (words, style);

  gtk_box_append (GTK_BOX (box), label);
  return label;
}

int
kx_label_columns (const char *words)
{
  int n = 0;

  for (const char *at = words; *at != '\0'; at = g_utf8_next_char (at))
    n += g_unichar_iswide (g_utf8_get_char (at)) ? 2 : 1;
  return n;
}

GtkWidget *
kx_label_line_new (int spacing)
{
  GtkWidget *line = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (line), (guint) spacing);
  return line;
}

void
kx_label_line_add (GtkWidget *line, GtkWidget *child)
{
  gtk_grid_attach_next_to (GTK_GRID (line), child, gtk_widget_get_last_child (line), GTK_POS_RIGHT, 1, 1);
}

void
kx_label_wrap_check (GtkWidget *check)
{
  GtkWidget *label = gtk_widget_get_last_child (check);

  g_return_if_fail (GTK_IS_CHECK_BUTTON (check) && GTK_IS_LABEL (label));
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
}
