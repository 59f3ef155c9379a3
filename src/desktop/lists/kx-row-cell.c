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
  GPtrArray *columns;        /* (element-type KxRowColumn) owned; the first is the main one */
  const char *style;         /* that the text has now; NULL: none */
  gboolean lines;            /* two lines instead of one field */
  GtkWidget *first, *second; /* inscriptions */
};

G_DEFINE_FINAL_TYPE (KxRowCell, kx_row_cell, GTK_TYPE_WIDGET)

/* The words of a column. Free with g_free(). */
static char *
text_of (KxRowCell *self, guint i, const char **ret_style)
{
  const KxRowColumn *column = self->columns->pdata[i];
  const KxRecord *record = kx_row_item_get_record (self->item);

  if (column->dup_text != NULL && record != NULL)
    return column->dup_text (record, ret_style);
  return kx_row_item_dup_text (self->item, column->field);
}

/* By what a row was found stands where its name does, or that of the row as which it is found. */
static gboolean
shows_match (KxRowCell *self)
{
  const KxRowColumn *column = self->columns->pdata[0];
  const KxRecord *record = kx_row_item_get_record (self->item);

  return record != NULL &&
         (record->entity->fields[column->field].flags &
          (kx_entity_flagged (record->entity, KX_FOUND_AS) >= 0 ? KX_FOUND_AS : KX_TITLE)) != 0;
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

  for (guint i = 1; i < self->columns->len; i++)
    {
      const char *style = NULL;
      g_autofree char *text = text_of (self, i, &style);

      if (*text != '\0')
        g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", text);
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static void
take_style (KxRowCell *self, const char *style)
{
  if (g_strcmp0 (self->style, style) == 0)
    return;
  if (self->style != NULL)
    gtk_widget_remove_css_class (self->first, self->style);
  if (style != NULL)
    gtk_widget_add_css_class (self->first, style);
  self->style = style;
}

static void
show (KxRowCell *self)
{
  const char *style = NULL;
  g_autofree char *text = text_of (self, 0, &style), *shown = NULL;

  if (self->lines)
    {
      g_autofree char *more = second_line (self), *spoken = NULL;

      shown = shows_match (self) ? with_match (self->item, text) : g_strdup (text);
      spoken = *more != '\0' ? g_strconcat (shown, ", ", more, NULL) : g_strdup (shown);
      gtk_inscription_set_text (GTK_INSCRIPTION (self->first), shown);
      gtk_inscription_set_text (GTK_INSCRIPTION (self->second), more);
      kx_a11y_set_cell_label (GTK_WIDGET (self), spoken);
      return;
    }
  /* The title's cell is the first one read: it says the whole row. */
  shown = shows_match (self) ? with_match (self->item, text) : g_strdup (text);
  take_style (self, style);
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
kx_row_cell_new (const KxRowColumn *column)
{
  KxRowCell *self = g_object_new (KX_TYPE_ROW_CELL, NULL);

  g_ptr_array_add (self->columns, (gpointer) column);
  self->first = make_inscription (self, column->numeric ? 1 : 0);
  if (column->numeric)
    gtk_widget_add_css_class (self->first, "numeric");
  return GTK_WIDGET (self);
}

GtkWidget *
kx_row_cell_new_lines (const KxRowColumn *const *columns, guint n_columns)
{
  KxRowCell *self = g_object_new (KX_TYPE_ROW_CELL, NULL);

  self->lines = TRUE;
  for (guint i = 0; i < n_columns; i++)
    g_ptr_array_add (self->columns, (gpointer) columns[i]);
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
  g_ptr_array_unref (KX_ROW_CELL (object)->columns);
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
  self->columns = g_ptr_array_new ();
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}
