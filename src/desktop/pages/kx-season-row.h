/* One line of the overview about the season of renewals: how many agreements end soon and how far their
 * renewals are. */
#pragma once

#include "models/kx-renewal-season.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_SEASON_ROW (kx_season_row_get_type ())
G_DECLARE_FINAL_TYPE (KxSeasonRow, kx_season_row, KX, SEASON_ROW, AdwBin)

/* Signal "open" (): it was chosen. Hidden while no agreement ends soon. */
GtkWidget *kx_season_row_new (KxRenewalSeason *season);

G_END_DECLS
