#include "desktop/pages/kx-overview-page.h"

struct _KxOverviewPage
{
  KxPage parent_instance;
};

G_DEFINE_FINAL_TYPE (KxOverviewPage, kx_overview_page, KX_TYPE_PAGE)

static void
dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_OVERVIEW_PAGE);
  G_OBJECT_CLASS (kx_overview_page_parent_class)->dispose (object);
}

static void
kx_overview_page_class_init (KxOverviewPageClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (class),
                                               "/org/kangxie/Kangxie/ui/pages/kx-overview-page.ui");
}

static void
kx_overview_page_init (KxOverviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
