#include "desktop/pages/kx-agencies-page.h"

struct _KxAgenciesPage
{
  KxPage parent_instance;
};

G_DEFINE_FINAL_TYPE (KxAgenciesPage, kx_agencies_page, KX_TYPE_PAGE)

static void
dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_AGENCIES_PAGE);
  G_OBJECT_CLASS (kx_agencies_page_parent_class)->dispose (object);
}

static void
kx_agencies_page_class_init (KxAgenciesPageClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (class),
                                               "/org/kangxie/Kangxie/ui/pages/kx-agencies-page.ui");
}

static void
kx_agencies_page_init (KxAgenciesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
