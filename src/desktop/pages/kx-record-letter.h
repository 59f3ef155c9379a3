/* What the record pages of letters have beside what every record has: writing and printing them and their
 * notice text, and on the pages of agreements, suspensions and applications the beginning of a new letter. */
#pragma once

#include "desktop/pages/kx-record-kinds.h"

G_BEGIN_DECLS

#define KX_RECORD_LETTER_N_ITEMS 3
#define KX_RECORD_LETTER_N_ACTIONS 3

/* As in KxRecordKind. */
extern const KxRecordItem kx_record_letter_items[KX_RECORD_LETTER_N_ITEMS];
extern const GActionEntry kx_record_letter_actions[KX_RECORD_LETTER_N_ACTIONS];

void kx_record_letter_show_actions (KxRecordPage *page, const KxRecord *record);

/* "page.new-letter": a letter about the record. */
void kx_record_begin_letter (GSimpleAction *action, GVariant *parameter, gpointer page);
extern const GActionEntry kx_record_new_letter_actions[1];

/* Gives the new letter the kind for which the state of the application or the suspension asks that it names,
 * its title, and the agreement of the suspension. */
void kx_record_letter_begin_about (KxDesk *desk, KxRecord *beginning);

/* Opens the letter for which the state of the application asks: the one that is being drawn up already, else
 * a new one. */
void kx_record_draw_up_letter (KxRecordPage *page);

void kx_record_new_letter_show_actions (KxRecordPage *page, const KxRecord *record);

G_END_DECLS
