/* Findings and citations in the words of the reader's language: nothing else in the desktop words
 * them. All results that are not const are freed with g_free(). */
#pragma once

#include "core/kx-finding.h"
#include "core/kx-field.h"

G_BEGIN_DECLS

/* The sentence of a finding, translated and with its {names} filled in. */
char *kx_words_finding (const KxFinding *finding);

/* "Met", "Look at this", "Not met", "Cannot be told here"; and the icon beside the word. */
const char *kx_words_verdict (KxVerdict verdict);
const char *kx_words_verdict_icon (KxVerdict verdict);

/* "Law", "Document", "Rule of this program" …; "" for none. */
const char *kx_words_source (KxSource source);

/* What a citation comes from, in words that say how binding it is: the kind of source, or "This office's own
 * value since 2026-03-01". */
char *kx_words_authority (const KxCite *cite);

/* Where it stands: "鲁人社发〔2023〕17号 (八)"; "" for nowhere. */
char *kx_words_place (const KxCite *cite);

/* All of a citation as it is read aloud: authority, place, words, force. */
char *kx_words_cite (const KxCite *cite);

/* "Duty", "Encouraged" …; "" for none. */
const char *kx_words_force (KxForce force);

/* The text of a value that history and conflicts keep, in the words of models/kx-display.h; NULL: none, which
 * is "". What is not of the field's form stays as it is. */
char *kx_words_stored (const KxField *field, const char *text);

G_END_DECLS
