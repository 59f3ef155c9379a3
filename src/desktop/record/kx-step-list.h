/* The steps that are open for a record, each with its preconditions beside its button; tried anew whenever
 * rows change. */
#pragma once

#include "desktop/record/kx-step.h"

G_BEGIN_DECLS

#define KX_TYPE_STEP_LIST (kx_step_list_get_type ())
G_DECLARE_FINAL_TYPE (KxStepList, kx_step_list, KX, STEP_LIST, GtkWidget)

/* Signals "take" (const KxTransition *): its button was pressed; "slip" (const KxTransition *): a superior is
 * to be asked on paper. */
KxStepList *kx_step_list_new (KxDesk *desk);

/* Only read, copied. */
void kx_step_list_set_record (KxStepList *self, const KxRecord *record);

/* The button of an action; NULL: it is not open here. */
GtkWidget *kx_step_list_get_button (KxStepList *self, const char *action);

/* The button that makes or opens its approval slip; NULL: none is asked for. */
GtkWidget *kx_step_list_get_slip (KxStepList *self, const char *action);

G_END_DECLS
