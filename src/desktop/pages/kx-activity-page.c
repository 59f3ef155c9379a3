#include "desktop/pages/kx-activity-page.h"

struct _KxActivityPage
{
  KxPage parent_instance;
};

G_DEFINE_FINAL_TYPE (KxActivityPage, kx_activity_page, KX_TYPE_PAGE)

static void
dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_ACTIVITY_PAGE);
  G_OBJECT_CLASS (kx_activity_page_parent_class)->dispose (object);
}

static void
kx_activity_page_class_init (KxActivityPageClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (class),
                                               "/org/kangxie/Kangxie/ui/pages/kx-activity-page.ui");
}

static void
kx_activity_page_init (KxActivityPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
