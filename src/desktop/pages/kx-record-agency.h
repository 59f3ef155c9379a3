/* What the record page of an agency has beside what every record has: its chips, what is made
 * for it, its whole file, and the links between records of one institution. */
#pragma once

#include "desktop/pages/kx-record-kinds.h"

G_BEGIN_DECLS

#define KX_RECORD_AGENCY_N_ITEMS 4
#define KX_RECORD_AGENCY_N_ACTIONS 6

/* As in KxRecordKind. */
extern const KxRecordItem kx_record_agency_items[KX_RECORD_AGENCY_N_ITEMS];
extern const GActionEntry kx_record_agency_actions[KX_RECORD_AGENCY_N_ACTIONS];

void kx_record_agency_add_chips (KxRecordPage *page, const KxRecord *record);
void kx_record_agency_show_actions (KxRecordPage *page, const KxRecord *record);

G_END_DECLS
