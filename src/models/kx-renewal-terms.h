/* The terms of an agreement beside those of the one before it: what differs, as text. */
#pragma once

#include "core/kx-renewal.h"

G_BEGIN_DECLS

typedef struct
{
  char *label;     /* owned, translated: what differs */
  char *old, *now; /* owned; NULL: nothing was said, or is */
} KxTermsLine;

/* In which words it is told: as the program speaks, or in the Chinese of letters. Results of the functions
 * are freed with g_free(). */
typedef struct
{
  const char *(*word) (const char *msgid); /* borrowed */
  char *(*value) (const KxRecord *record, guint field);
  char *(*part) (const char *kind, const char *which); /* "Way of payment: by bed-day" */
} KxTermsWords;

extern const KxTermsWords kx_terms_spoken, kx_terms_written;

/* What differs between two agreements, the days of the term first, then other terms, then rows of payments,
 * deposits and clauses. `old_parts` and `parts` are such rows of each (element-type KxRecord).
 * (element-type KxTermsLine) Free with g_ptr_array_unref(). */
GPtrArray *kx_renewal_compare (const KxRecord *old, const KxRecord *agreement, const GPtrArray *old_parts,
                               const GPtrArray *parts, const KxTermsWords *words);

/* The kinds of rows of an agreement that are compared, by name and ended by NULL; static. */
const char *const *kx_renewal_compared_parts (void);

G_END_DECLS
