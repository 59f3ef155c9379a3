/* An approval slip as it is made from the page of a record: for one of its steps that a superior decides. */
#pragma once

#include "core/kx-lifecycle.h"
#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

/* TRUE when a superior decides this step, and the user may ask for that on paper. */
gboolean kx_slip_can_ask (KxDesk *desk, const KxRecord *record, const KxTransition *step);

/* The slip that asks for this very step, as long as it is not used up: prepared, on its way, or agreed to.
 * NULL: there is none. Free with kx_record_free(). */
KxRecord *kx_slip_find (KxDesk *desk, const KxRecord *record, const KxTransition *step);

/* The row of a slip that is to be made: the matter and the facts in words of the record, and the
 * preconditions as they stand. Free with kx_record_free(). */
KxRecord *kx_slip_make (KxDesk *desk, const KxRecord *record, const KxTransition *step);

G_END_DECLS
