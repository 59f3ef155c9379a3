/* One agreement among those that are renewed, or carried on, together. */
#pragma once

#include "core/kx-renewal.h"

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  KX_RENEWAL_OPEN,   /* nothing was done yet */
  KX_RENEWAL_DONE,   /* it went through */
  KX_RENEWAL_REFUSED /* it was refused, or failed: what was said tells why */
} KxRenewalOutcome;

/* Signal "changed": something of it is different. */
#define KX_TYPE_RENEWAL_LINE (kx_renewal_line_get_type ())
G_DECLARE_FINAL_TYPE (KxRenewalLine, kx_renewal_line, KX, RENEWAL_LINE, GObject)

/* `agreement` is copied. `why` (may be NULL): why it is left out, translated. */
KxRenewalLine *kx_renewal_line_new (const KxRecord *agreement, const char *agency, const char *why);

/* The agreement as it stands; borrowed. */
const KxRecord *kx_renewal_line_get_agreement (KxRenewalLine *self);

/* The agency's name. */
const char *kx_renewal_line_get_agency (KxRenewalLine *self);

/* Why it is left out; NULL: it is not. */
const char *kx_renewal_line_get_why (KxRenewalLine *self);

/* What is to be known of it, translated; NULL: nothing. Free with g_free(). */
char *kx_renewal_line_dup_note (KxRenewalLine *self);

/* An open rectification is to be done by that day: the new agreement has a clause that names it. */
void kx_renewal_line_set_rectify_by (KxRenewalLine *self, KxDate day);

/* What the new agreement gets; of an agreement that is carried on the end alone. `number` may be "" . */
const char *kx_renewal_line_get_number (KxRenewalLine *self);
KxDate kx_renewal_line_get_starts (KxRenewalLine *self);
KxDate kx_renewal_line_get_ends (KxRenewalLine *self);
void kx_renewal_line_set_number (KxRenewalLine *self, const char *number);
void kx_renewal_line_set_starts (KxRenewalLine *self, KxDate day);
void kx_renewal_line_set_ends (KxRenewalLine *self, KxDate day);

/* The rows that are terms of the agreement, to be copied. (element-type KxRecord) Borrowed; `parts` is taken.
 */
GPtrArray *kx_renewal_line_get_parts (KxRenewalLine *self);
void kx_renewal_line_take_parts (KxRenewalLine *self, GPtrArray *parts);

KxRenewalOutcome kx_renewal_line_get_outcome (KxRenewalLine *self);

/* The id of the agreement that was drawn up; NULL: none was, or not yet. Borrowed. */
const char *kx_renewal_line_get_made (KxRenewalLine *self);
void kx_renewal_line_set_made (KxRenewalLine *self, const char *id);

/* The sentences with which it was refused; NULL: it was not. */
const char *kx_renewal_line_get_said (KxRenewalLine *self);

void kx_renewal_line_set_outcome (KxRenewalLine *self, KxRenewalOutcome outcome, const char *said);

/* The agreement that would follow, as it is written here. `id` is that of the new row. Free with
 * kx_record_free(). */
KxRecord *kx_renewal_line_draft (KxRenewalLine *self, const char *id);

G_END_DECLS
