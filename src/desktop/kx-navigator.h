/* Where one is and where one came from: the pages of a window's stack. */
#pragma once

#include "desktop/kx-places.h"

G_BEGIN_DECLS

#define KX_TYPE_NAVIGATOR (kx_navigator_get_type ())
G_DECLARE_FINAL_TYPE (KxNavigator, kx_navigator, KX, NAVIGATOR, GObject)

/* `stack` gets the pages. Emits "changed" whenever another page is shown. */
KxNavigator *kx_navigator_new (GtkStack *stack);

/* Removes all pages; pages made from now on are of this profile. */
void kx_navigator_reset (KxNavigator *self, KxProfile *profile);

/* The page of a place, made when it is first asked for and then kept; NULL when its page does not exist yet.
 * Emits "page-made" with a new one. */
KxPage *kx_navigator_get_place (KxNavigator *self, const KxPlace *place);

/* The same, without making one. */
KxPage *kx_navigator_peek_place (KxNavigator *self, const KxPlace *place);

gboolean kx_navigator_go (KxNavigator *self, const KxPlace *place);
void kx_navigator_push (KxNavigator *self, KxPage *page);

/* FALSE: there is nothing to go back to. */
gboolean kx_navigator_back (KxNavigator *self);

gboolean kx_navigator_can_back (KxNavigator *self);

/* What is shown and the place it belongs to; NULL at first. */
KxPage *kx_navigator_get_page (KxNavigator *self);
const KxPlace *kx_navigator_get_current_place (KxNavigator *self);

/* TRUE when the page shown was pushed over a place. */
gboolean kx_navigator_is_pushed (KxNavigator *self);

/* All pages with something typed that was not handed over. Free with g_ptr_array_unref(). */
GPtrArray *kx_navigator_dup_dirty (KxNavigator *self);

G_END_DECLS
