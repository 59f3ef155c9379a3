#include "desktop/rows/kx-place-row.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"

struct _KxPlaceRow
{
  GtkListBoxRow parent_instance;

  const KxPlace *place;
  GtkImage *icon;
  GtkLabel *title, *badge;
};

G_DEFINE_FINAL_TYPE (KxPlaceRow, kx_place_row, GTK_TYPE_LIST_BOX_ROW)

static void
dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_PLACE_ROW);
  G_OBJECT_CLASS (kx_place_row_parent_class)->dispose (object);
}

static void
kx_place_row_class_init (KxPlaceRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/kangxie/Kangxie/ui/rows/kx-place-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KxPlaceRow, icon);
  gtk_widget_class_bind_template_child (widget_class, KxPlaceRow, title);
  gtk_widget_class_bind_template_child (widget_class, KxPlaceRow, badge);
}

static void
kx_place_row_init (KxPlaceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kx_place_row_new (const KxPlace *place)
{
  KxPlaceRow *self = g_object_new (KX_TYPE_PLACE_ROW, NULL);

  self->place = place;
  gtk_image_set_from_icon_name (self->icon, place->icon);
  gtk_label_set_label (self->title, _ (place->title));
  kx_place_row_set_badge (self, 0);
  return GTK_WIDGET (self);
}

const KxPlace *
kx_place_row_get_place (KxPlaceRow *self)
{
  g_return_val_if_fail (KX_IS_PLACE_ROW (self), NULL);
  return self->place;
}

void
kx_place_row_set_badge (KxPlaceRow *self, guint badge)
{
  g_autofree char *count = kx_format_count (badge);
  g_autofree char *to_do = g_strdup_printf (ngettext ("%s to do", "%s to do", badge), count);
  g_autofree char *name = NULL;

  g_return_if_fail (KX_IS_PLACE_ROW (self));
  name = badge > 0 ? g_strdup_printf ("%s, %s", _ (self->place->title), to_do) : NULL;
  gtk_label_set_label (self->badge, count);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), badge > 0);
  kx_a11y_set_label (GTK_WIDGET (self), name != NULL ? name : _ (self->place->title));
}
