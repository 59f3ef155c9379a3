#include "desktop/dialogs/kx-page-view.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "models/kx-display.h"

#define NARROWEST 240 /* pixels */
#define NATURAL 640

struct _KxPageView
{
  GtkWidget parent_instance;

  const KxPages *pages;
  guint page;
};

G_DEFINE_FINAL_TYPE (KxPageView, kx_page_view, GTK_TYPE_WIDGET)

static double
get_ratio (KxPageView *self)
{
  double width, height;

  kx_pages_get_size (self->pages, &width, &height);
  return height / width;
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  *minimum = NARROWEST;
  *natural = NATURAL;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = (int) ((for_size > 0 ? for_size : NATURAL) * get_ratio (KX_PAGE_VIEW (widget)));
  *minimum_baseline = *natural_baseline = -1;
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Paper is white, whatever the scheme. */
static void
snapshot (GtkWidget *widget, GtkSnapshot *to)
{
  KxPageView *self = KX_PAGE_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  double paper_width, paper_height;
  cairo_t *cr = gtk_snapshot_append_cairo (to, &all);

  kx_pages_get_size (self->pages, &paper_width, &paper_height);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, width / paper_width, height / paper_height);
  kx_pages_draw (self->pages, self->page, cr);
  cairo_destroy (cr);
}

static void
kx_page_view_class_init (KxPageViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->measure = measure;
  widget_class->get_request_mode = get_request_mode;
  widget_class->snapshot = snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
kx_page_view_init (KxPageView *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
kx_page_view_new (const KxPages *pages, guint page)
{
  KxPageView *self = g_object_new (KX_TYPE_PAGE_VIEW, NULL);
  g_autofree char *name = g_strdup_printf (_ ("Page %u of %u"), page + 1, kx_pages_get_n (pages));

  self->pages = pages;
  self->page = page;
  kx_a11y_set_label (GTK_WIDGET (self), name);
  return GTK_WIDGET (self);
}
