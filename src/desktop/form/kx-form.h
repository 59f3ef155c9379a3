/* A form: all fields of a row in sections, read as text and edited in place. It knows what was typed and what
 * is wrong with it; it saves nothing: whoever shows it takes the patch and makes ops of it. */
#pragma once

#include "desktop/form/kx-field-entry.h"

G_BEGIN_DECLS

#define KX_TYPE_FORM (kx_form_get_type ())
G_DECLARE_FINAL_TYPE (KxForm, kx_form, KX, FORM, GtkWidget)

/* Properties "dirty": something typed is no change yet; "step" (kx_form_set_step()). Signals: "draft": what
 * was typed has to be kept now (kx_form_dup_draft()), at most a few seconds after the first key; "changed"
 * (uint field); "left" (uint field); "reveal" (uint field); "chosen" (uint field, int KxTwoChoice).
 *
 * `lookup` names other rows and finds them by title, `near` is the area whose places are offered first; both
 * may be NULL. */
KxForm *kx_form_new (const KxEntity *entity, KxLookup *lookup, const char *near);

/* The form of a row that is to be made: of what may run on paper already it asks in which state. */
KxForm *kx_form_new_fresh (const KxEntity *entity, KxLookup *lookup, const char *near);

/* The row shown; copied. NULL: a new one, whose fixed fields can be given as well. What is being typed
 * stays. */
void kx_form_set_record (KxForm *self, const KxRecord *record);

/* The row shown, or NULL. Borrowed. */
const KxRecord *kx_form_get_record (KxForm *self);

/* A new row's values before anything is typed; they are part of its patch. */
void kx_form_set_beginning (KxForm *self, const KxRecord *beginning);

/* Turns the text into fields, or back, which forgets what was typed. */
void kx_form_set_editing (KxForm *self, gboolean editing);
gboolean kx_form_get_editing (KxForm *self);

gboolean kx_form_get_dirty (KxForm *self);

/* What was typed as a sparse record; NULL when something is wrong, which is then shown, the focus on the
 * first such field. A patch that mentions nothing: nothing was changed. */
KxRecord *kx_form_collect (KxForm *self);

/* Shows what a decision found (element-type KxFinding) at its fields, and what does not hold in a summary
 * above; moves the focus to the first that fails. Those that hold are left out. NULL: nothing. */
void kx_form_show_findings (KxForm *self, GPtrArray *findings);

/* Shows at its fields what is wanted there (element-type KxFinding), before anybody was wrong: nothing above,
 * and the focus stays. What was shown so before goes. */
void kx_form_show_needed (KxForm *self, GPtrArray *findings);

/* Moves the focus to the first field that has to be given, by itself or because it was shown as needed, and
 * in which nothing stands; FALSE: there is none. */
gboolean kx_form_focus_needed (KxForm *self);

/* The row changed elsewhere while it was edited: shows its new values; where something else was typed, both
 * beside the field. `who` is the person's name, or NULL. */
void kx_form_merge (KxForm *self, const KxRecord *record, const char *who);

/* TRUE while somebody has not chosen yet between what was typed and what came from elsewhere. */
gboolean kx_form_is_undecided (KxForm *self, guint field);

/* What was typed, as JSON; NULL when nothing was. `row`: the id that a new row will get. Free with g_free().
 */
char *kx_form_dup_draft (KxForm *self, const char *row);

/* Puts what an earlier draft has into the fields, which are edited then. FALSE: no draft of this entity.
 * Sealed values that have to be typed again are named in `ret_again` (their labels; free with g_strfreev()).
 */
gboolean kx_form_take_draft (KxForm *self, const char *json, char ***ret_again);

/* Emits "draft" at once if something waits. */
void kx_form_flush (KxForm *self);

/* What can be read of what is typed by now, as a sparse record beside kx_form_collect(): what is wrong is
 * left out, and nothing is shown. Of a new row it has what that began with. Free with kx_record_free(). */
KxRecord *kx_form_read_typed (KxForm *self);

/* The steps in which a row is drawn up, msgids; NULL and 0: it is drawn up all at once. */
const char *const *kx_form_get_steps (KxForm *self, guint *ret_n);

/* Shows the sections of one step, counted from 1, and no others; 0: all of them. What was typed in the others
 * stays. The form goes to another step by itself where a field in it gets the focus: one that is wrong. */
void kx_form_set_step (KxForm *self, guint step);
guint kx_form_get_step (KxForm *self);

/* The step in which `field` is given; 0: in none. */
guint kx_form_step_of (KxForm *self, guint field);

/* Moves the focus to the field, going to its step; FALSE: it cannot be. */
gboolean kx_form_focus (KxForm *self, guint field);

/* Moves it to the first field of the step that can be typed in; FALSE: there is none. */
gboolean kx_form_focus_step (KxForm *self);

/* NULL: the form does not show this field. */
KxFieldEntry *kx_form_get_entry (KxForm *self, guint field);

/* FALSE: no buttons that ask for clear values, where they are never given. */
void kx_form_set_can_reveal (KxForm *self, gboolean can_reveal);

/* A widget at the end of a section (counted from 0), such as a list of children. Adds to the layout. */
void kx_form_add_below (KxForm *self, guint section, GtkWidget *widget);

/* All facts as lines of label, tab and value, for the clipboard. Free with g_free(). */
char *kx_form_dup_text (KxForm *self);

G_END_DECLS
