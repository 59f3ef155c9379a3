/* Letters and forms that are written from a record: which kind of record has one, in which states, and the
 * document itself. */
#pragma once

#include "core/kx-lifecycle.h"
#include "desktop/export/kx-save.h"
#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

typedef struct _KxRecordLetter KxRecordLetter;

/* NULL: no letter is written from such records. */
const KxRecordLetter *kx_letter_find (const KxEntity *entity);

/* What the menu calls it; a msgid. */
const char *kx_letter_get_item (const KxRecordLetter *kind);

/* TRUE when the record is in a state in which the letter is written. */
gboolean kx_letter_is_open (const KxRecordLetter *kind, const KxRecord *record);

/* TRUE when it is this step that brings the record, which is as it was before, to such a state. */
gboolean kx_letter_follows (const KxRecordLetter *kind, const KxRecord *record, const KxTransition *step);

/* TRUE: it is drawn up in the register of letters (kx_record_draw_up_letter()), where it has a number and its
 * service is entered; FALSE: it is saved at once. */
gboolean kx_letter_is_registered (const KxRecordLetter *kind);

/* FALSE: whoever works here has no right to draw it up. */
gboolean kx_letter_may (const KxRecordLetter *kind, KxDesk *desk, const KxRecord *record);

/* For one that is not drawn up in the register. Asks where to save it, fills it and writes it. `done` is told
 * once it is written or could not be; not when nothing was chosen. `free_data` follows in any case. */
void kx_letter_save (GtkWidget *over, KxDesk *desk, const KxRecordLetter *kind, const KxRecord *record,
                     KxSaveDone done, gpointer data, GDestroyNotify free_data);

G_END_DECLS
