/* One row of the mirror that is read, and edited in place: a form with its own Save and Cancel, its draft,
 * and what others changed meanwhile. Works with and without a network. */
#pragma once

#include "desktop/form/kx-form.h"
#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

#define KX_TYPE_ROW_FORM (kx_row_form_get_type ())
G_DECLARE_FINAL_TYPE (KxRowForm, kx_row_form, KX, ROW_FORM, GtkWidget)

/* Property "editing" (boolean, read only, notified). Signal "closed" (): editing ended, saved or not.
 *
 * `id` of the row: an existing one's, or the one that a new row will get; `draft` is the key under which what
 * was typed is kept, and found again. */
KxRowForm *kx_row_form_new (KxDesk *desk, const KxEntity *entity, const char *id, const char *draft);

const char *kx_row_form_get_id (KxRowForm *self);

/* The form itself, for what is particular about its fields. Borrowed. */
KxForm *kx_row_form_get_form (KxRowForm *self);

/* The row as the mirror has it; NULL: it is not made yet, or gone. Borrowed until the next change. */
const KxRecord *kx_row_form_get_record (KxRowForm *self);

/* Begins to edit, with what was typed and not saved before. */
void kx_row_form_edit (KxRowForm *self);
gboolean kx_row_form_get_editing (KxRowForm *self);

/* TRUE when there is something typed that was not saved. */
gboolean kx_row_form_has_draft (KxRowForm *self);

/* Saves what is typed, as the button does: refused, it says why and keeps what was typed. */
void kx_row_form_save (KxRowForm *self);

/* Throws away what is typed, with an offer to bring it back. */
void kx_row_form_cancel (KxRowForm *self);

G_END_DECLS
