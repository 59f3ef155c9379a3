/* An approval slip as it is made from the page of a record, or from the dialog of a step: for a step that a
 * superior decides. */
#pragma once

#include "core/kx-lifecycle.h"
#include "desktop/record/kx-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* TRUE when a superior decides this step, and the user may ask for that on paper. */
gboolean kx_slip_can_ask (KxDesk *desk, const KxRecord *record, const KxTransition *step);

/* The slip that asks for this very step, as long as it is not used up: prepared, on its way, or agreed to.
 * NULL: there is none. Free with kx_record_free(). */
KxRecord *kx_slip_find (KxDesk *desk, const KxRecord *record, const KxTransition *step);

/* The row of a slip that is to be made: the matter and the facts in words of the record, what the step is
 * given, and the preconditions as they stand. `arguments` may be NULL: nothing is given yet. Free with
 * kx_record_free(). */
KxRecord *kx_slip_make (KxDesk *desk, const KxRecord *record, const KxTransition *step,
                        const KxRecord *arguments);

/* TRUE when `findings` (element-type KxFinding) say that the approval of a superior is wanting. */
gboolean kx_slip_is_wanting (GPtrArray *findings);

/* A button for the slip of a step, whose words kx_slip_button_show() gives. */
GtkWidget *kx_slip_button_new (void);

/* Says on the button whether a slip is made, or which is opened: one that is under way is opened, and none is
 * made beside it. TRUE when there is one. */
gboolean kx_slip_button_show (GtkWidget *button, KxDesk *desk, const KxRecord *record,
                              const KxTransition *step);

G_END_DECLS
