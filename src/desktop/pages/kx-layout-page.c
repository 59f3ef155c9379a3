#include "desktop/pages/kx-layout-page.h"

#include "desktop/kx-gettext.h"
#include "desktop/kx-window.h"
#include "desktop/pages/kx-layout-view.h"
#include "models/kx-mirror-source.h"
#include "sync/kx-profile.h"

struct _KxLayoutPage
{
  KxPage parent_instance;

  KxLayoutView *view; /* the page's own; NULL: no source yet */
};

G_DEFINE_FINAL_TYPE (KxLayoutPage, kx_layout_page, KX_TYPE_PAGE)

static void
on_open (KxLayoutPage *self, const char *agreement)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (self));

  if (window != NULL && !kx_window_open_row (window, "agreement", agreement))
    kx_window_toast (window, _ ("This cannot be opened yet"));
}

void
kx_layout_page_set_source (KxLayoutPage *page, KxRowSource *source)
{
  g_return_if_fail (KX_IS_LAYOUT_PAGE (page) && page->view == NULL);
  page->view = KX_LAYOUT_VIEW (kx_layout_view_new (source));
  g_signal_connect_object (page->view, "open", G_CALLBACK (on_open), page, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (page), GTK_WIDGET (page->view));
}

static gboolean
is_loading (KxPage *page)
{
  KxLayoutPage *self = KX_LAYOUT_PAGE (page);

  return self->view != NULL && kx_layout_view_is_loading (self->view);
}

static void
constructed (GObject *object)
{
  KxLayoutPage *self = KX_LAYOUT_PAGE (object);
  KxProfile *profile = kx_page_get_profile (KX_PAGE (self));
  g_autoptr (KxMirrorSource) source = NULL;

  G_OBJECT_CLASS (kx_layout_page_parent_class)->constructed (object);
  g_object_set (self, "title", _ ("Layout"), "icon-name", "mark-location-symbolic", "help-topic",
                "agreements", NULL);
  if (profile == NULL)
    return;
  source = kx_mirror_source_new (kx_profile_get_mirror (profile));
  kx_layout_page_set_source (self, KX_ROW_SOURCE (source));
}

static void
dispose (GObject *object)
{
  KX_LAYOUT_PAGE (object)->view = NULL;
  adw_bin_set_child (ADW_BIN (object), NULL);
  G_OBJECT_CLASS (kx_layout_page_parent_class)->dispose (object);
}

static void
kx_layout_page_class_init (KxLayoutPageClass *class)
{
  G_OBJECT_CLASS (class)->constructed = constructed;
  G_OBJECT_CLASS (class)->dispose = dispose;
  KX_PAGE_CLASS (class)->is_loading = is_loading;
}

static void
kx_layout_page_init (KxLayoutPage *self)
{
}
