/* A line of the sidebar: icon, title and the number of things to do there. */
#pragma once

#include "desktop/kx-places.h"

G_BEGIN_DECLS

#define KX_TYPE_PLACE_ROW (kx_place_row_get_type ())
G_DECLARE_FINAL_TYPE (KxPlaceRow, kx_place_row, KX, PLACE_ROW, GtkListBoxRow)

GtkWidget *kx_place_row_new (const KxPlace *place);

const KxPlace *kx_place_row_get_place (KxPlaceRow *self);

void kx_place_row_set_badge (KxPlaceRow *self, guint badge);

G_END_DECLS
