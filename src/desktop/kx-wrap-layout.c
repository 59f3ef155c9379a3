#include "desktop/kx-wrap-layout.h"

struct _KxWrapLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
};

G_DEFINE_FINAL_TYPE (KxWrapLayout, kx_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* All in one line, and the widest of the narrowest. */
static void
measure_width (KxWrapLayout *self, GtkWidget *widget, int *minimum, int *natural)
{
  gboolean first = TRUE;

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int least, wanted;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural += wanted + (first ? 0 : self->spacing);
      first = FALSE;
    }
}

/* A child and its place. */
typedef struct
{
  GtkWidget *child;
  GtkAllocation at;
} Place;

/* The line that begins at place `first` becomes as high as its highest child. */
static int
close_line (GArray *places, guint first)
{
  int height = 0;

  for (guint i = first; i < places->len; i++)
    height = MAX (height, g_array_index (places, Place, i).at.height);
  for (guint i = first; i < places->len; i++)
    g_array_index (places, Place, i).at.height = height;
  return height;
}

/* (element-type Place), and the height of all lines. */
static GArray *
place_children (KxWrapLayout *self, GtkWidget *widget, int width, int *ret_height)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));
  guint first = 0;
  int x = 0, y = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      Place place = { .child = child };
      int least, wanted;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
      place.at.width = MAX (least, MIN (wanted, width));
      if (places->len > first && x + place.at.width > width)
        {
          y += close_line (places, first) + self->spacing;
          first = places->len;
          x = 0;
        }
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, place.at.width, &place.at.height, NULL, NULL,
                          NULL);
      place.at.x = x;
      place.at.y = y;
      x += place.at.width + self->spacing;
      g_array_append_val (places, place);
    }
  *ret_height = y + close_line (places, first);
  return places;
}

static void
measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
         int *natural, int *minimum_baseline, int *natural_baseline)
{
  KxWrapLayout *self = KX_WRAP_LAYOUT (manager);
  g_autoptr (GArray) places = NULL;
  int least, wanted;

  measure_width (self, widget, &least, &wanted);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = least;
      *natural = wanted;
      return;
    }
  places = place_children (self, widget, for_size < 0 ? wanted : MAX (for_size, least), minimum);
  *natural = *minimum;
}

static void
allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  int all;
  g_autoptr (GArray) places = place_children (KX_WRAP_LAYOUT (manager), widget, width, &all);

  for (guint i = 0; i < places->len; i++)
    {
      Place *place = &g_array_index (places, Place, i);

      if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
        place->at.x = width - place->at.x - place->at.width;
      gtk_widget_size_allocate (place->child, &place->at, -1);
    }
}

static void
kx_wrap_layout_class_init (KxWrapLayoutClass *class)
{
  GtkLayoutManagerClass *manager = GTK_LAYOUT_MANAGER_CLASS (class);

  manager->get_request_mode = get_request_mode;
  manager->measure = measure;
  manager->allocate = allocate;
}

static void
kx_wrap_layout_init (KxWrapLayout *self)
{
}

GtkLayoutManager *
kx_wrap_layout_new (int spacing)
{
  KxWrapLayout *self = g_object_new (KX_TYPE_WRAP_LAYOUT, NULL);

  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}
