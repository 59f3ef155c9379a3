#include "desktop/lists/kx-row-cell.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/lists/kx-line-layout.h"

#define KX_TYPE_ROW_CELL (kx_row_cell_get_type ())
G_DECLARE_FINAL_TYPE (KxRowCell, kx_row_cell, KX, ROW_CELL, GtkWidget)

struct _KxRowCell
{
  GtkWidget parent_instance;

  KxRowItem *item; /* owned; NULL: shows nothing */
  gulong handler;
  GArray *fields;            /* (element-type guint) owned; the first is the main one */
  gboolean lines;            /* two lines instead of one field */
  GtkWidget *first, *second; /* inscriptions */
};

G_DEFINE_FINAL_TYPE (KxRowCell, kx_row_cell, GTK_TYPE_WIDGET)

static guint
field_at (KxRowCell *self, guint i)
{
  return g_array_index (self->fields, guint, i);
}

/* A former name or a number that the search found, in the words people know it by. */
static char *
with_match (KxRowItem *item, const char *text)
{
  const char *match = kx_row_item_get_match (item);

  /* Translators: {name} is a name of an agency, {former} a former name or number by which a search found it
   */
  return match != NULL ? g_strdup_printf (C_ ("found by", "%s (%s)"), text, match) : g_strdup (text);
}

static char *
second_line (KxRowCell *self)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < self->fields->len; i++)
    {
      g_autofree char *text = NULL;

      if (i == 0)
        continue;
      text = kx_row_item_dup_text (self->item, field_at (self, i));
      if (*text != '\0')
        g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", text);
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static void
show (KxRowCell *self)
{
  g_autofree char *text = kx_row_item_dup_text (self->item, field_at (self, 0)), *shown = NULL;

  if (self->lines)
    {
      g_autofree char *more = second_line (self), *spoken = NULL;

      shown = with_match (self->item, text);
      spoken = *more != '\0' ? g_strconcat (shown, ", ", more, NULL) : g_strdup (shown);
      gtk_inscription_set_text (GTK_INSCRIPTION (self->first), shown);
      gtk_inscription_set_text (GTK_INSCRIPTION (self->second), more);
      kx_a11y_set_cell_label (GTK_WIDGET (self), spoken);
      return;
    }
  /* The title's cell is the first one read: it says the whole row. */
  shown = kx_row_item_get_record (self->item) != NULL &&
                  (kx_row_item_get_record (self->item)->entity->fields[field_at (self, 0)].flags & KX_TITLE)
              ? with_match (self->item, text)
              : g_strdup (text);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->first), shown);
  kx_a11y_set_cell_label (GTK_WIDGET (self), shown);
}

static void
on_record (KxRowItem *item, GParamSpec *pspec, KxRowCell *self)
{
  show (self);
}

void
kx_row_cell_bind (GtkWidget *cell, KxRowItem *item)
{
  KxRowCell *self = KX_ROW_CELL (cell);

  self->item = g_object_ref (item);
  self->handler = g_signal_connect (item, "notify::record", G_CALLBACK (on_record), self);
  show (self);
}

void
kx_row_cell_unbind (GtkWidget *cell)
{
  KxRowCell *self = KX_ROW_CELL (cell);

  if (self->item != NULL)
    g_clear_signal_handler (&self->handler, self->item);
  g_clear_object (&self->item);
}

gboolean
kx_row_cell_is (GtkWidget *widget)
{
  return KX_IS_ROW_CELL (widget);
}

gboolean
kx_row_cell_get_position (GtkWidget *cell, guint *ret_position)
{
  KxRowCell *self = KX_ROW_CELL (cell);

  if (self->item == NULL)
    return FALSE;
  *ret_position = kx_row_item_get_position (self->item);
  return TRUE;
}

static GtkWidget *
make_inscription (KxRowCell *self, float align)
{
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_inscription_set_xalign (GTK_INSCRIPTION (text), align);
  gtk_inscription_set_yalign (GTK_INSCRIPTION (text), 0.5);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_set_parent (text, GTK_WIDGET (self));
  return text;
}

GtkWidget *
kx_row_cell_new (guint field, gboolean numeric)
{
  KxRowCell *self = g_object_new (KX_TYPE_ROW_CELL, NULL);

  g_array_append_val (self->fields, field);
  self->first = make_inscription (self, numeric ? 1 : 0);
  if (numeric)
    gtk_widget_add_css_class (self->first, "numeric");
  return GTK_WIDGET (self);
}

GtkWidget *
kx_row_cell_new_lines (const guint *fields, guint n_fields)
{
  KxRowCell *self = g_object_new (KX_TYPE_ROW_CELL, NULL);

  self->lines = TRUE;
  g_array_append_vals (self->fields, fields, n_fields);
  gtk_widget_add_css_class (GTK_WIDGET (self), "two-lines");
  self->first = make_inscription (self, 0);
  self->second = make_inscription (self, 0);
  gtk_widget_add_css_class (self->second, "dim-label");
  gtk_widget_add_css_class (self->second, "caption");
  return GTK_WIDGET (self);
}

static gboolean
is_cut (GtkWidget *inscription)
{
  g_autoptr (PangoLayout) layout =
      gtk_widget_create_pango_layout (inscription, gtk_inscription_get_text (GTK_INSCRIPTION (inscription)));
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width > gtk_widget_get_width (inscription);
}

/* What has no room is said whole. */
static gboolean
query_tooltip (GtkWidget *widget, int x, int y, gboolean by_keys, GtkTooltip *tooltip)
{
  KxRowCell *self = KX_ROW_CELL (widget);
  const char *first = gtk_inscription_get_text (GTK_INSCRIPTION (self->first));
  const char *second = self->lines ? gtk_inscription_get_text (GTK_INSCRIPTION (self->second)) : NULL;
  g_autofree char *both = NULL;

  if (first == NULL || (!is_cut (self->first) && (second == NULL || !is_cut (self->second))))
    return FALSE;
  both = second != NULL ? g_strdup_printf ("%s\n%s", first, second) : g_strdup (first);
  gtk_tooltip_set_text (tooltip, both);
  return TRUE;
}

static void
dispose (GObject *object)
{
  KxRowCell *self = KX_ROW_CELL (object);

  kx_row_cell_unbind (GTK_WIDGET (self));
  g_clear_pointer (&self->first, gtk_widget_unparent);
  g_clear_pointer (&self->second, gtk_widget_unparent);
  G_OBJECT_CLASS (kx_row_cell_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_array_unref (KX_ROW_CELL (object)->fields);
  G_OBJECT_CLASS (kx_row_cell_parent_class)->finalize (object);
}

static void
kx_row_cell_class_init (KxRowCellClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), KX_TYPE_LINE_LAYOUT);
  GTK_WIDGET_CLASS (class)->query_tooltip = query_tooltip;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "rowcell");
}

static void
kx_row_cell_init (KxRowCell *self)
{
  self->fields = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}
