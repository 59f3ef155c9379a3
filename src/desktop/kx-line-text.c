#include "desktop/kx-line-text.h"

/* Narrower than this no text can be read. */
#define LEAST_EMS 5

struct _KxLineText
{
  GtkWidget parent_instance;
  char *words;          /* owned */
  PangoLayout *line;    /* owned; on one line; NULL: not asked for yet */
  PangoLayout *wrapped; /* owned; as wide as it was asked about last; NULL as well */
  int wrapped_width;    /* pixels */
  guint serial;         /* of the context that both were laid out in */
  int least_ems;
  gboolean numeric;
};

G_DEFINE_FINAL_TYPE (KxLineText, kx_line_text, GTK_TYPE_WIDGET)

static PangoLayout *
make_layout (KxLineText *self)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->words);

  if (self->numeric)
    {
      PangoAttrList *attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
      pango_layout_set_attributes (layout, attributes);
      pango_attr_list_unref (attributes);
      pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
    }
  return layout;
}

static void
forget (KxLineText *self)
{
  g_clear_object (&self->line);
  g_clear_object (&self->wrapped);
}

/* Pixels. */
static int
get_natural (KxLineText *self)
{
  int width;

  if (self->line == NULL)
    {
      self->line = make_layout (self);
      self->serial = pango_context_get_serial (pango_layout_get_context (self->line));
    }
  pango_layout_get_size (self->line, &width, NULL);
  return PANGO_PIXELS_CEIL (width);
}

/* What is seen where there are `width` pixels. */
static PangoLayout *
get_layout (KxLineText *self, int width)
{
  int natural = get_natural (self); /* makes the line */

  if (width < 0 || width >= natural)
    return self->line;
  if (self->wrapped == NULL)
    {
      self->wrapped = make_layout (self);
      pango_layout_set_wrap (self->wrapped, PANGO_WRAP_WORD_CHAR);
      self->wrapped_width = -1;
    }
  if (self->wrapped_width != width)
    pango_layout_set_width (self->wrapped, width * PANGO_SCALE);
  self->wrapped_width = width;
  return self->wrapped;
}

static int
get_least (KxLineText *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  const PangoFontDescription *font = pango_context_get_font_description (context);

  return MIN (get_natural (self), self->least_ems * PANGO_PIXELS (pango_font_description_get_size (font)));
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  KxLineText *self = KX_LINE_TEXT (widget);
  PangoLayout *layout;
  int height;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *natural = get_natural (self);
      *minimum = get_least (self);
      return;
    }
  layout = get_layout (self, for_size);
  pango_layout_get_size (layout, NULL, &height);
  *minimum = *natural = PANGO_PIXELS_CEIL (height);
  *minimum_baseline = *natural_baseline = PANGO_PIXELS (pango_layout_get_baseline (layout));
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Where the words begin, from the left. */
static int
get_x (KxLineText *self, PangoLayout *layout)
{
  gboolean right = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  return layout == self->line && right != self->numeric
             ? gtk_widget_get_width (GTK_WIDGET (self)) - get_natural (self)
             : 0;
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KxLineText *self = KX_LINE_TEXT (widget);
  PangoLayout *layout = get_layout (self, gtk_widget_get_width (widget));
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) get_x (self, layout), 0));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static void
css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  KxLineText *self = KX_LINE_TEXT (widget);

  GTK_WIDGET_CLASS (kx_line_text_parent_class)->css_changed (widget, change);
  /* Most changes are those of a colour. */
  if (self->line == NULL || pango_context_get_serial (gtk_widget_get_pango_context (widget)) == self->serial)
    return;
  forget (self);
  gtk_widget_queue_resize (widget);
}

static void
direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (kx_line_text_parent_class)->direction_changed (widget, previous);
  forget (KX_LINE_TEXT (widget));
  gtk_widget_queue_resize (widget);
}

static void
finalize (GObject *object)
{
  forget (KX_LINE_TEXT (object));
  g_free (KX_LINE_TEXT (object)->words);
  G_OBJECT_CLASS (kx_line_text_parent_class)->finalize (object);
}

static void
kx_line_text_class_init (KxLineTextClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = finalize;
  widget_class->measure = measure;
  widget_class->get_request_mode = get_request_mode;
  widget_class->snapshot = snapshot;
  widget_class->css_changed = css_changed;
  widget_class->direction_changed = direction_changed;
  gtk_widget_class_set_css_name (widget_class, "label");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
kx_line_text_init (KxLineText *self)
{
  self->least_ems = LEAST_EMS;
}

GtkWidget *
kx_line_text_new (const char *words)
{
  KxLineText *self = g_object_new (KX_TYPE_LINE_TEXT, NULL);

  self->words = g_strdup (words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->words, -1);
  return GTK_WIDGET (self);
}

const char *
kx_line_text_get_words (KxLineText *self)
{
  g_return_val_if_fail (KX_IS_LINE_TEXT (self), NULL);
  return self->words;
}

void
kx_line_text_set_numeric (KxLineText *self)
{
  g_return_if_fail (KX_IS_LINE_TEXT (self));
  self->numeric = TRUE;
  forget (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
kx_line_text_set_least_width (KxLineText *self, int ems)
{
  g_return_if_fail (KX_IS_LINE_TEXT (self));
  self->least_ems = ems;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

gboolean
kx_line_text_is_cut (KxLineText *self)
{
  int height;

  g_return_val_if_fail (KX_IS_LINE_TEXT (self), FALSE);
  pango_layout_get_size (get_layout (self, gtk_widget_get_width (GTK_WIDGET (self))), NULL, &height);
  return PANGO_PIXELS (height) > gtk_widget_get_height (GTK_WIDGET (self));
}
