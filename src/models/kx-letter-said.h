/* The field `said` of a letter as texts by name. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* What a person says in the letter, by the names of its kind's fields (element-type char* char*); what is no
 * object of texts gives none. Free with g_hash_table_unref(). */
GHashTable *kx_letter_said_read (const KxRecord *letter);

/* The field from such texts, in the order of their names. Free with g_free(). */
char *kx_letter_said_write (GHashTable *said);

G_END_DECLS
