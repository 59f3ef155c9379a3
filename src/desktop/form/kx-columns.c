#include "desktop/form/kx-columns.h"

#include "desktop/form/kx-form-layout.h"
#include "desktop/kx-text-scale.h"

struct _KxColumns
{
  GtkWidget parent_instance;

  int least_width, column_spacing, row_spacing;
  guint most;
};

G_DEFINE_FINAL_TYPE (KxColumns, kx_columns, GTK_TYPE_WIDGET)

/* Where the visible children stand at one width. */
typedef struct
{
  GPtrArray *children; /* (element-type GtkWidget) owned; borrowed elements */
  KxFormCell *cells;   /* owned */
  guint columns, rows;
  int column_width, width;
} Plan;

static GQuark
wide_quark (void)
{
  return g_quark_from_static_string ("kx-columns-wide");
}

static gboolean
is_wide (GtkWidget *child)
{
  return GPOINTER_TO_INT (g_object_get_qdata (G_OBJECT (child), wide_quark ()));
}

static int
measure_width (GtkWidget *child)
{
  int width;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  return width;
}

static void
make_plan (KxColumns *self, int width, Plan *plan)
{
  int least = kx_text_scaled (self->least_width);
  g_autofree gboolean *wide = NULL;

  plan->children = g_ptr_array_new ();
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      {
        g_ptr_array_add (plan->children, child);
        if (!is_wide (child))
          least = MAX (least, measure_width (child));
      }
  plan->width = width;
  plan->columns =
      (guint) CLAMP ((width + self->column_spacing) / (least + self->column_spacing), 1, (int) self->most);
  plan->column_width = (width - (int) (plan->columns - 1) * self->column_spacing) / (int) plan->columns;
  plan->cells = g_new0 (KxFormCell, plan->children->len);
  wide = g_new0 (gboolean, plan->children->len);
  for (guint i = 0; i < plan->children->len; i++)
    wide[i] = is_wide (plan->children->pdata[i]);
  plan->rows = kx_form_place (wide, plan->children->len, plan->columns, plan->cells);
}

static void
clear_plan (Plan *plan)
{
  g_ptr_array_unref (plan->children);
  g_free (plan->cells);
}

static int
cell_width (const Plan *plan, guint i)
{
  return plan->cells[i].wide ? plan->width : plan->column_width;
}

/* Where the baseline of a child's first line is; 0 where it has none. */
static int
measure_baseline (const Plan *plan, guint i)
{
  int baseline;

  gtk_widget_measure (plan->children->pdata[i], GTK_ORIENTATION_VERTICAL, cell_width (plan, i), NULL, NULL,
                      NULL, &baseline);
  return MAX (baseline, 0);
}

/* How far a child moves down, so that those of a row stand on one baseline whatever script they are in. Free
 * with g_free(). */
static int *
measure_offsets (const Plan *plan)
{
  int *offsets = g_new0 (int, plan->children->len + 1);
  g_autofree int *lowest = g_new0 (int, plan->rows + 1);

  for (guint i = 0; i < plan->children->len; i++)
    {
      offsets[i] = measure_baseline (plan, i);
      lowest[plan->cells[i].row] = MAX (lowest[plan->cells[i].row], offsets[i]);
    }
  for (guint i = 0; i < plan->children->len; i++)
    offsets[i] = offsets[i] > 0 ? lowest[plan->cells[i].row] - offsets[i] : 0;
  return offsets;
}

/* The heights of the rows, the children's least or natural ones. Free with g_free(). */
static int *
measure_rows (const Plan *plan, gboolean natural)
{
  int *heights = g_new0 (int, plan->rows + 1);
  g_autofree int *offsets = measure_offsets (plan);

  for (guint i = 0; i < plan->children->len; i++)
    {
      int least, usual, *height = &heights[plan->cells[i].row];

      gtk_widget_measure (plan->children->pdata[i], GTK_ORIENTATION_VERTICAL, cell_width (plan, i), &least,
                          &usual, NULL, NULL);
      *height = MAX (*height, offsets[i] + (natural ? usual : least));
    }
  return heights;
}

static int
add_up (KxColumns *self, const Plan *plan, gboolean natural)
{
  g_autofree int *heights = measure_rows (plan, natural);
  int height = plan->rows > 0 ? (int) (plan->rows - 1) * self->row_spacing : 0;

  for (guint row = 0; row < plan->rows; row++)
    height += heights[row];
  return height;
}

static void
measure_horizontal (KxColumns *self, int *ret_least, int *ret_natural)
{
  int least = 0, natural = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      {
        int child_least, child_natural;

        gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_least, &child_natural, NULL, NULL);
        least = MAX (least, child_least);
        natural = MAX (natural, MAX (self->least_width, child_least));
      }
  *ret_least = least;
  *ret_natural = natural * (int) self->most + self->column_spacing * (int) (self->most - 1);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  KxColumns *self = KX_COLUMNS (widget);
  int least, usual;
  Plan plan;

  measure_horizontal (self, &least, &usual);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = least;
      *natural = MAX (least, usual);
      return;
    }
  make_plan (self, for_size >= 0 ? MAX (for_size, least) : usual, &plan);
  *minimum = add_up (self, &plan, FALSE);
  *natural = add_up (self, &plan, TRUE);
  clear_plan (&plan);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KxColumns *self = KX_COLUMNS (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  g_autofree int *heights = NULL, *offsets = NULL;
  int y = 0;
  guint row = 0;
  Plan plan;

  make_plan (self, width, &plan);
  heights = measure_rows (&plan, add_up (self, &plan, TRUE) <= height);
  offsets = measure_offsets (&plan);
  for (guint i = 0; i < plan.children->len; i++)
    {
      int x = (int) plan.cells[i].column * (plan.column_width + self->column_spacing);

      for (; row < plan.cells[i].row; row++)
        y += heights[row] + self->row_spacing;
      if (mirrored)
        x = width - x - cell_width (&plan, i);
      gtk_widget_size_allocate (
          plan.children->pdata[i],
          &(GtkAllocation){ x, y + offsets[i], cell_width (&plan, i), heights[row] - offsets[i] }, -1);
    }
  clear_plan (&plan);
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (kx_columns_parent_class)->dispose (object);
}

static void
kx_columns_class_init (KxColumnsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->get_request_mode = get_request_mode;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kx_columns_init (KxColumns *self)
{
}

KxColumns *
kx_columns_new (int least_width, int column_spacing, int row_spacing, guint most)
{
  KxColumns *self = g_object_new (KX_TYPE_COLUMNS, NULL);

  self->least_width = least_width;
  self->column_spacing = column_spacing;
  self->row_spacing = row_spacing;
  self->most = most;
  return self;
}

void
kx_columns_add (KxColumns *self, GtkWidget *child, gboolean wide)
{
  g_return_if_fail (KX_IS_COLUMNS (self));
  g_object_set_qdata (G_OBJECT (child), wide_quark (), GINT_TO_POINTER (wide));
  gtk_widget_set_parent (child, GTK_WIDGET (self));
}
