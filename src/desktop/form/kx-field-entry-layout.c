#include "desktop/form/kx-field-entry-private.h"

#include "desktop/form/kx-columns.h"
#include "desktop/form/kx-editor-kinds.h"
#include "desktop/kx-text-scale.h"

/* Narrower than this the label stands above the value. */
#define BESIDE_WIDTH 300
#define LABEL_WIDTH 132
#define GAP 12
/* Of the text in a long text's frame, as style.css has it. */
#define TEXT_PADDING 7

static int
label_width (void)
{
  return kx_text_scaled (LABEL_WIDTH);
}

static void
measure_width (KxFieldEntry *self, int *ret_least, int *ret_natural)
{
  int label, body, body_usual;

  gtk_widget_measure (self->label, GTK_ORIENTATION_HORIZONTAL, -1, &label, NULL, NULL, NULL);
  label = gtk_widget_get_visible (self->label) ? label : 0;
  gtk_widget_measure (self->body, GTK_ORIENTATION_HORIZONTAL, -1, &body, &body_usual, NULL, NULL);
  *ret_least = MAX (label, body);
  *ret_natural = MAX (*ret_least, label_width () + GAP + body_usual);
}

/* Beside each other only where the body keeps its least width. */
static gboolean
is_beside (KxFieldEntry *self, int width)
{
  int body;

  if (!gtk_widget_get_visible (self->label))
    return FALSE;
  gtk_widget_measure (self->body, GTK_ORIENTATION_HORIZONTAL, -1, &body, NULL, NULL, NULL);
  return width >= kx_text_scaled (BESIDE_WIDTH) && width - label_width () - GAP >= body;
}

static int
child_height (GtkWidget *child, int width, gboolean natural)
{
  int least, usual;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &least, &usual, NULL, NULL);
  return natural ? usual : least;
}

/* Where the first line of the child has its baseline. */
static int
baseline_of (GtkWidget *child)
{
  int baseline;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, -1, NULL, NULL, NULL, &baseline);
  return MAX (baseline, 0);
}

/* The height of the first row of an editor, in the middle of which its text stands. */
static int
first_row_height (KxEditor *editor, int line)
{
  GtkWidget *input = kx_editor_get_input (editor);

  if (KX_IS_LONG_TEXT_EDITOR (editor))
    return line + 2 * TEXT_PADDING;
  if (!KX_IS_COLUMNS (input))
    return child_height (GTK_WIDGET (editor), -1, TRUE);
  return child_height (gtk_widget_get_first_child (input), -1, TRUE);
}

/* How far the label moves down so that its first line stands beside that of the value or editor. */
static int
label_offset (KxFieldEntry *self)
{
  int line = child_height (self->label, -1, TRUE);

  if (self->editor == NULL)
    return MAX (baseline_of (self->value) - baseline_of (self->label), 0);
  return MAX ((first_row_height (self->editor, line) - line) / 2, 0);
}

/* Latin lines are lower than Chinese ones: beside a Chinese label the value moves down instead. */
static int
body_offset (KxFieldEntry *self)
{
  return self->editor == NULL ? MAX (baseline_of (self->label) - baseline_of (self->value), 0) : 0;
}

static int
height_for (KxFieldEntry *self, int width, gboolean natural)
{
  if (is_beside (self, width))
    return MAX (label_offset (self) + child_height (self->label, label_width (), natural),
                body_offset (self) + child_height (self->body, width - label_width () - GAP, natural));
  return (gtk_widget_get_visible (self->label) ? child_height (self->label, width, natural) : 0) +
         child_height (self->body, width, natural);
}

void
kx_field_entry_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  KxFieldEntry *self = KX_FIELD_ENTRY (widget);
  int least, usual;

  measure_width (self, &least, &usual);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = least;
      *natural = usual;
      return;
    }
  for_size = for_size >= 0 ? MAX (for_size, least) : usual;
  *minimum = height_for (self, for_size, FALSE);
  *natural = height_for (self, for_size, TRUE);
  /* The first line, so that fields side by side stand on one line. */
  if (self->editor == NULL && is_beside (self, for_size))
    *minimum_baseline = *natural_baseline = MAX (baseline_of (self->label), baseline_of (self->value));
}

void
kx_field_entry_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KxFieldEntry *self = KX_FIELD_ENTRY (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int beside = label_width (), body_width = width - beside - GAP, label_height, offset, body_y;

  if (!is_beside (self, width))
    {
      label_height = gtk_widget_get_visible (self->label) ? child_height (self->label, width, TRUE) : 0;
      gtk_widget_size_allocate (self->label, &(GtkAllocation){ 0, 0, width, label_height }, -1);
      gtk_widget_size_allocate (self->body, &(GtkAllocation){ 0, label_height, width, height - label_height },
                                -1);
      return;
    }
  offset = label_offset (self);
  body_y = body_offset (self);
  label_height = child_height (self->label, beside, TRUE);
  gtk_widget_size_allocate (
      self->label, &(GtkAllocation){ mirrored ? width - beside : 0, offset, beside, label_height }, -1);
  gtk_widget_size_allocate (
      self->body, &(GtkAllocation){ mirrored ? 0 : beside + GAP, body_y, body_width, height - body_y }, -1);
}
