/* After an act: the toast with its Undo, or why it did not happen. */
#pragma once

#include "desktop/kx-window.h"
#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

/* Says one line in the window, or in the preferences, that `over` stands in; nothing where it stands in none,
 * as in tests. */
void kx_outcome_say (GtkWidget *over, const char *words);

/* The same with an Undo button; `undo` gets `data` once at most, `free_data` follows in any case. */
void kx_outcome_offer_undo (GtkWidget *over, const char *words, KxUndo undo, gpointer data,
                            GDestroyNotify free_data);

/* Says that what was typed was thrown away, and offers to bring it back: the draft `json` is kept under `key`
 * again, and `back` is told unless `owner` is gone by then. All but `owner`, which is not held, are copied.
 */
typedef void (*KxDraftBack) (gpointer owner, const char *key);
void kx_outcome_offer_draft (GtkWidget *over, gpointer owner, KxMirror *mirror, const char *key,
                             const char *json, KxDraftBack back);

/* Offers to take back that `row` was deleted or made, or that its fields were changed from what `before` has
 * (sparse). The inverse is decided on the row as it stands then. Both are only read. A row that was made and
 * may not be deleted is only told of. */
void kx_outcome_offer_restore (GtkWidget *over, KxDesk *desk, const char *words, const KxRecord *row);
void kx_outcome_offer_delete (GtkWidget *over, KxDesk *desk, const char *words, const KxEntity *entity,
                              const char *row);
void kx_outcome_offer_change (GtkWidget *over, KxDesk *desk, const char *words, const char *row,
                              const KxRecord *before);

/* Deletes `row`, which is only read, and offers to take that back in the window that `over` stands in, even
 * when `over` itself goes with the row. `called` is how the row is called. */
void kx_outcome_delete (GtkWidget *over, KxDesk *desk, const KxRecord *row, const char *called);

/* TRUE when an act went through. Else what refused it, or the error, is told over `over`: `heading` says what
 * did not happen. `decision` may be NULL with an error. */
gboolean kx_outcome_check (GtkWidget *over, const char *heading, const KxDecision *decision,
                           const GError *error);

/* The sentences of what fails in a decision, a line each. Free with g_free(). */
char *kx_outcome_dup_reasons (const KxDecision *decision);

/* What only warns in a decision, each with what it rests on, in paragraphs; NULL: nothing does. Free with
 * g_free(). */
char *kx_outcome_dup_warnings (const KxDecision *decision);

G_END_DECLS
