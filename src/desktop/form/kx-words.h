/* Findings, citations and values in the words of the reader's language: nothing else in the desktop words
 * them. All results that are not const are freed with g_free(). */
#pragma once

#include "core/kx-finding.h"
#include "core/kx-record.h"

G_BEGIN_DECLS

/* The sentence of a finding, translated and with its {names} filled in. */
char *kx_words_finding (const KxFinding *finding);

/* "Met", "Look at this", "Not met", "Cannot be told here"; and the icon beside the word. */
const char *kx_words_verdict (KxVerdict verdict);
const char *kx_words_verdict_icon (KxVerdict verdict);

/* "Law", "Document", "Rule of this program" …; "" for none. */
const char *kx_words_source (KxSource source);

/* "Duty", "Encouraged" …; "" for none. */
const char *kx_words_force (KxForce force);

/* A value as a person reads it: codes by their labels, sets parted by 、 or a comma, areas by name and code,
 * "" for none. References are not known here: their id. */
char *kx_words_value (const KxField *field, KxValue value);

/* The same for a field of a record; "" where it has none. */
char *kx_words_field (const KxRecord *record, guint field);

/* The same for the text that history and conflicts keep, NULL for none; the text itself when it is not of the
 * field's form. */
char *kx_words_stored (const KxField *field, const char *text);

G_END_DECLS
