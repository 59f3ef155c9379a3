/* What was typed for a step that was not taken yet. */
#pragma once

#include "desktop/form/kx-form.h"
#include "desktop/record/kx-step.h"

G_BEGIN_DECLS

/* What can be read of a form of the step's arguments: fields that are wrong stay out. Free with
 * kx_record_free(). */
KxRecord *kx_step_draft_read_form (KxForm *form, const KxTransition *step);

/* The same of what is kept as the draft of the step; NULL: the step is given nothing, or nothing was typed.
 * Free with kx_record_free(). */
KxRecord *kx_step_draft_read (KxDesk *desk, const KxRecord *record, const KxTransition *step);

G_END_DECLS
