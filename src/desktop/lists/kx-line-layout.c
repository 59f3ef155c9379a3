#include "desktop/lists/kx-line-layout.h"

struct _KxLineLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (KxLineLayout, kx_line_layout, GTK_TYPE_LAYOUT_MANAGER)

/* In pixels, of a line that holds both scripts. */
typedef struct
{
  int height, baseline;
} Metrics;

/* The fonts of both scripts together have other metrics than either; what the widget measures for itself is
 * the Latin one's, in which Chinese is cut off. Lists have thousands of cells, so each font is measured once.
 */
static const Metrics *
measure_line (GtkWidget *line)
{
  static GHashTable *known;
  PangoContext *context = gtk_widget_get_pango_context (line);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  g_autoptr (PangoLayout) layout = NULL;
  Metrics *metrics;

  if (known == NULL)
    known = g_hash_table_new_full ((GHashFunc) pango_font_description_hash,
                                   (GEqualFunc) pango_font_description_equal,
                                   (GDestroyNotify) pango_font_description_free, g_free);
  metrics = g_hash_table_lookup (known, font);
  if (metrics != NULL)
    return metrics;
  layout = pango_layout_new (context);
  pango_layout_set_text (layout, "国Ag", -1);
  metrics = g_new (Metrics, 1);
  metrics->baseline = PANGO_PIXELS_CEIL (pango_layout_get_baseline (layout));
  pango_layout_get_pixel_size (layout, NULL, &metrics->height);
  g_hash_table_insert (known, pango_font_description_copy (font), metrics);
  return metrics;
}

static void
measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
         int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = 0;
  for (GtkWidget *line = gtk_widget_get_first_child (widget); line != NULL;
       line = gtk_widget_get_next_sibling (line))
    {
      int least, usual;

      gtk_widget_measure (line, orientation, -1, &least, &usual, NULL, NULL);
      if (orientation == GTK_ORIENTATION_HORIZONTAL)
        {
          *minimum = MAX (*minimum, least);
          *natural = MAX (*natural, usual);
          continue;
        }
      *minimum += MAX (least, measure_line (line)->height);
      *natural = *minimum;
    }
}

static void
allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  int used, y;

  measure (manager, widget, GTK_ORIENTATION_VERTICAL, -1, &used, &used, NULL, NULL);
  y = MAX (0, (height - used) / 2);
  for (GtkWidget *line = gtk_widget_get_first_child (widget); line != NULL;
       line = gtk_widget_get_next_sibling (line))
    {
      const Metrics *metrics = measure_line (line);
      int least;

      gtk_widget_measure (line, GTK_ORIENTATION_VERTICAL, -1, &least, NULL, NULL, NULL);
      least = MAX (least, metrics->height);
      gtk_widget_size_allocate (line, &(GtkAllocation){ 0, y, width, least }, metrics->baseline);
      y += least;
    }
}

static void
kx_line_layout_class_init (KxLineLayoutClass *class)
{
  GTK_LAYOUT_MANAGER_CLASS (class)->measure = measure;
  GTK_LAYOUT_MANAGER_CLASS (class)->allocate = allocate;
}

static void
kx_line_layout_init (KxLineLayout *self)
{
}
