/* The views of a place side by side, to be changed between: below the header bar, and hidden where a place
 * has but one. */
#pragma once

#include "desktop/kx-places.h"

G_BEGIN_DECLS

#define KX_TYPE_VIEW_STRIP (kx_view_strip_get_type ())
G_DECLARE_FINAL_TYPE (KxViewStrip, kx_view_strip, KX, VIEW_STRIP, AdwBin)

/* Shows the views among which `place` (NULL: none) is the current one. */
void kx_view_strip_show (KxViewStrip *self, const KxPlace *place);

G_END_DECLS
