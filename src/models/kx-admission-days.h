/* Until when the clock of an application runs, for lists that word it wherever a row is shown. What governs
 * an office is read once and kept for the whole program. */
#pragma once

#include "core/kx-record.h"
#include "sync/kx-mirror.h"

G_BEGIN_DECLS

/* Reads from this mirror from now on; nothing of another one is kept. A second call for the same one does
 * nothing. */
void kx_admission_days_follow (KxMirror *mirror);

/* "Received, until 2026-07-06", "Received, was due on 2026-06-30", "Being supplemented": the state with the
 * last day of the clock that runs by it, as far as there is one. `ret_late` (out): the
 * office is late; the end of a notice or of the agency's own term is no lateness of it. On any thread that
 * holds the mirror. Free with g_free(). */
char *kx_admission_days_words (const KxRecord *application, KxDate today, gboolean *ret_late);

G_END_DECLS
