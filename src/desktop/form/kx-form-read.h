/* What was typed into a form, as the value of a field. */
#pragma once

#include "core/kx-finding.h"
#include "core/kx-record.h"

G_BEGIN_DECLS

/* Reads `typed`, the text of an editor or of a draft, into `field` of `record`: normalised as it would be
 * stored, a number also in full-width digits or with separators between thousands, a date in any of the ways
 * of kx_form_date_read(), an area also by its name. Nothing but blanks puts null. Returns NULL, or what is
 * wrong; `record` then lacks the field. Owned. */
KxFinding *kx_form_read (KxRecord *record, guint field, const char *typed, KxDate today);

/* The text of a field as an editor begins with it: what kx_form_read() reads back to the same value; "" for
 * none, and for a sealed field, whose mask is no value. Free with g_free(). */
char *kx_form_typed (const KxRecord *record, guint field);

G_END_DECLS
