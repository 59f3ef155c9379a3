/* What one wants to know of an agency without opening it: beside the list, where there is room. */
#pragma once

#include "desktop/form/kx-lookup.h"
#include "models/kx-row-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_AGENCY_SUMMARY (kx_agency_summary_get_type ())
G_DECLARE_FINAL_TYPE (KxAgencySummary, kx_agency_summary, KX, AGENCY_SUMMARY, AdwBin)

/* Who knows the working days of offices; the national calendar counts without. */
void kx_agency_summary_set_lookup (KxAgencySummary *summary, KxLookup *lookup);

/* NULL: nothing is chosen. Follows the item. */
void kx_agency_summary_show (KxAgencySummary *summary, KxRowItem *item);

G_END_DECLS
