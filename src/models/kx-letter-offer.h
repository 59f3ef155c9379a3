/* What the records around a letter could say for a person in it: offered where nothing was said yet, to be
 * changed. For a reader's thread. */
#pragma once

#include "core/kx-record.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

/* Texts by the name of the letter's fields, as a person would type them; none where the records say nothing.
 * (element-type char* char*) Free with g_hash_table_unref(). */
GHashTable *kx_letter_offer_read (KxBook *book, const KxRecord *letter, KxDate today);

G_END_DECLS
