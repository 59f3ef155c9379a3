/* What was typed into a letter and is not kept with it yet: a draft of the mirror, under a key of its own
 * beside the draft of the letter's record, letter/write/ID/KIND. It is there until it is kept or thrown away.
 */
#pragma once

#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

/* Keeps texts by name (element-type char* char*), as they are typed; NULL: there is nothing to keep any
 * more. */
void kx_letter_draft_put (KxDesk *desk, const KxRecord *letter, GHashTable *typed);

/* (element-type char* char*) Free with g_hash_table_unref(); NULL: there is none. `ret_at`: when it was
 * typed. */
GHashTable *kx_letter_draft_read (KxDesk *desk, const KxRecord *letter, KxTime *ret_at);

G_END_DECLS
