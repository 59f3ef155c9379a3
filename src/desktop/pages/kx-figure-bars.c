#include "desktop/pages/kx-figure-bars.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"

/* Places of a whole province are more than a small picture shows. */
#define MOST_BARS 12
/* Wider words would take the room of the list beside the pictures. */
#define MOST_CHARS 26
/* Words belong to the bar below them, not to the one above. */
#define BAR_SPACING 6

struct _KxFigureBars
{
  GtkWidget parent_instance;
  KxFigures *figures; /* owned */
  KxFigure figure;
  GtkWidget *head, *rows; /* borrowed; rows: a grid */
  GtkToggleButton *table; /* borrowed */
};

G_DEFINE_FINAL_TYPE (KxFigureBars, kx_figure_bars, GTK_TYPE_WIDGET)

static GtkWidget *
make_label (const char *words, gboolean number)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), number ? 1 : 0);
  gtk_label_set_wrap (GTK_LABEL (label), !number);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MOST_CHARS);
  if (number)
    gtk_widget_add_css_class (label, "numeric");
  return label;
}

/* One bar, against the longest one: the words stand above it, so that narrow windows have room. */
static void
add_bar (GtkGrid *grid, int row, const KxFigurePart *part, guint greatest)
{
  GtkWidget *bar = gtk_level_bar_new_for_interval (0, greatest);
  GtkWidget *words = make_label (part->label, FALSE);
  g_autofree char *count = kx_format_count (part->count);
  g_autofree char *said = g_strdup_printf ("%s %s", part->label, count);

  gtk_level_bar_add_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_LOW, 0);
  gtk_level_bar_add_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_HIGH, 0);
  gtk_level_bar_add_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_FULL, greatest);
  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), part->count);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_margin_bottom (bar, BAR_SPACING);
  kx_a11y_set_label (bar, said);
  gtk_grid_attach (grid, words, 0, 2 * row, 1, 1);
  gtk_grid_attach (grid, make_label (count, TRUE), 1, 2 * row, 1, 1);
  gtk_grid_attach (grid, bar, 0, 2 * row + 1, 2, 1);
}

static void
add_line (GtkGrid *grid, int row, const char *label, const char *count, const char *share)
{
  GtkWidget *words = make_label (label, FALSE);

  gtk_widget_set_hexpand (words, TRUE);
  gtk_grid_attach (grid, words, 0, row, 1, 1);
  gtk_grid_attach (grid, make_label (count, TRUE), 1, row, 1, 1);
  gtk_grid_attach (grid, make_label (share, TRUE), 2, row, 1, 1);
}

static void
show_table (KxFigureBars *self, GPtrArray *parts)
{
  guint total = kx_figures_get_total (self->figures);

  add_line (GTK_GRID (self->rows), 0, "", _ ("Number"), _ ("Share"));
  for (guint i = 0; i < parts->len; i++)
    {
      const KxFigurePart *part = parts->pdata[i];
      g_autofree char *count = kx_format_count (part->count);
      g_autofree char *share = kx_format_percent (total > 0 ? (double) part->count / total : 0);

      add_line (GTK_GRID (self->rows), (int) i + 1, part->label, count, share);
    }
}

static void
show_bars (KxFigureBars *self, GPtrArray *parts)
{
  guint greatest = 1, n = MIN (parts->len, MOST_BARS);

  for (guint i = 0; i < n; i++)
    greatest = MAX (greatest, ((const KxFigurePart *) parts->pdata[i])->count);
  for (guint i = 0; i < n; i++)
    add_bar (GTK_GRID (self->rows), (int) i, parts->pdata[i], greatest);
  if (parts->len > n)
    {
      g_autofree char *more = g_strdup_printf (
          ngettext ("%u more in the table", "%u more in the table", parts->len - n), parts->len - n);
      GtkWidget *label = make_label (more, FALSE);

      gtk_widget_add_css_class (label, "dim-label");
      gtk_grid_attach (GTK_GRID (self->rows), label, 0, 2 * (int) n, 2, 1);
    }
}

static void
show (KxFigureBars *self)
{
  GPtrArray *parts = kx_figures_list (self->figures, self->figure);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_grid_remove (GTK_GRID (self->rows), child);
  gtk_widget_set_visible (GTK_WIDGET (self), parts->len > 0);
  if (gtk_toggle_button_get_active (self->table))
    show_table (self, parts);
  else
    show_bars (self, parts);
}

static void
kx_figure_bars_dispose (GObject *object)
{
  KxFigureBars *self = KX_FIGURE_BARS (object);

  g_clear_pointer (&self->head, gtk_widget_unparent);
  g_clear_pointer (&self->rows, gtk_widget_unparent);
  g_clear_object (&self->figures);
  G_OBJECT_CLASS (kx_figure_bars_parent_class)->dispose (object);
}

static void
kx_figure_bars_class_init (KxFigureBarsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = kx_figure_bars_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
}

static void
kx_figure_bars_init (KxFigureBars *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
}

GtkWidget *
kx_figure_bars_new (KxFigures *figures, KxFigure figure)
{
  KxFigureBars *self = g_object_new (KX_TYPE_FIGURE_BARS, NULL);
  GtkWidget *title = make_label (kx_figure_title (figure), FALSE);
  g_autofree char *said = g_strdup_printf (_ ("%s: %s"), _ ("Table"), kx_figure_title (figure));

  self->figures = g_object_ref (figures);
  self->figure = figure;
  self->head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (title, "heading");
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (self->head), title);
  self->table = GTK_TOGGLE_BUTTON (gtk_toggle_button_new_with_label (_ ("Table")));
  gtk_widget_add_css_class (GTK_WIDGET (self->table), "flat");
  gtk_widget_set_valign (GTK_WIDGET (self->table), GTK_ALIGN_CENTER);
  kx_a11y_set_label (GTK_WIDGET (self->table), said);
  gtk_box_append (GTK_BOX (self->head), GTK_WIDGET (self->table));
  self->rows = gtk_grid_new ();
  gtk_widget_add_css_class (self->rows, "figure");
  gtk_grid_set_column_spacing (GTK_GRID (self->rows), 12);
  gtk_grid_set_row_spacing (GTK_GRID (self->rows), 2);
  gtk_widget_set_parent (self->head, GTK_WIDGET (self));
  gtk_widget_set_parent (self->rows, GTK_WIDGET (self));
  g_signal_connect_swapped (self->table, "toggled", G_CALLBACK (show), self);
  g_signal_connect_object (figures, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
  return GTK_WIDGET (self);
}
