/* What does not hold, above a form: how much it is, and a line for each that leads to its field. */
#pragma once

#include "core/kx-entity.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KX_TYPE_FORM_SUMMARY (kx_form_summary_get_type ())
G_DECLARE_FINAL_TYPE (KxFormSummary, kx_form_summary, KX, FORM_SUMMARY, GtkWidget)

/* Emits "go" (int field) when a line is chosen. */
KxFormSummary *kx_form_summary_new (const KxEntity *entity);

/* Shows what does not hold of `findings` (element-type KxFinding, read only); nothing of that kind hides the
 * summary. */
void kx_form_summary_set_findings (KxFormSummary *self, GPtrArray *findings);

G_END_DECLS
