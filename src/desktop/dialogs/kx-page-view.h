/* One page of a letter as it will be printed, as wide as there is room. */
#pragma once

#include "print/kx-pages.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KX_TYPE_PAGE_VIEW (kx_page_view_get_type ())
G_DECLARE_FINAL_TYPE (KxPageView, kx_page_view, KX, PAGE_VIEW, GtkWidget)

/* `pages` is borrowed and has to live as long as the widget. */
GtkWidget *kx_page_view_new (const KxPages *pages, guint page);

G_END_DECLS
