/* What the record pages of an agreement and of a suspension of it have beside what every record has: what is
 * proposed for the one, and how the other stands. */
#pragma once

#include "desktop/pages/kx-record-kinds.h"

G_BEGIN_DECLS

#define KX_RECORD_AGREEMENT_N_ITEMS 3
#define KX_RECORD_AGREEMENT_N_ACTIONS 4

/* As in KxRecordKind. */
extern const KxRecordItem kx_record_agreement_items[KX_RECORD_AGREEMENT_N_ITEMS];
extern const GActionEntry kx_record_agreement_actions[KX_RECORD_AGREEMENT_N_ACTIONS];

void kx_record_agreement_show_actions (KxRecordPage *page, const KxRecord *record);
void kx_record_suspension_add_chips (KxRecordPage *page, const KxRecord *record);

/* As in KxRecordKind: ways of payment and clauses are parts, of which findings name no field. */
guint kx_record_agreement_step_of (const KxFinding *finding);

/* Puts into `beginning` what one that follows the agreement `previous` begins with. */
void kx_record_agreement_begin_after (KxDesk *desk, const char *previous, KxRecord *beginning);

/* Adds what copies the payments and deposits of the agreement that `fields`, a new one of `id`, name as the
 * one before. */
void kx_record_agreement_copy_parts (KxDesk *desk, GPtrArray *acts, const char *id, const KxRecord *fields);

G_END_DECLS
