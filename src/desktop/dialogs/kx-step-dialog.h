/* A step of a record's lifecycle before it is taken: what happens then, what it still needs, why, and what
 * stands in the way. What is typed is kept as a draft until the step is taken or it is thrown away. */
#pragma once

#include "desktop/form/kx-form.h"
#include "desktop/record/kx-step.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_STEP_DIALOG (kx_step_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KxStepDialog, kx_step_dialog, KX, STEP_DIALOG, AdwWindow)

/* Signals "taken": the step was taken, here or at the service, and the dialog closes; "slip" (const KxRecord
 * *arguments): a superior is to be asked on paper, with what is typed so far (NULL: the step is given
 * nothing), which stays as a draft, and the dialog closes. `record` is copied; `step` is one of its
 * lifecycle. */
KxStepDialog *kx_step_dialog_new (GtkWidget *over, KxDesk *desk, const KxRecord *record,
                                  const KxTransition *step);

/* The form of the step's arguments; NULL: it has none. Borrowed. */
KxForm *kx_step_dialog_get_form (KxStepDialog *self);

void kx_step_dialog_set_reason (KxStepDialog *self, const char *reason);

/* Presses the button; FALSE: it is dead, the list beside it says why, or something in the form is wrong. */
gboolean kx_step_dialog_take (KxStepDialog *self);

G_END_DECLS
