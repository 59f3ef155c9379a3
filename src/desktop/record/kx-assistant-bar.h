/* Above a form that is filled in step by step: which steps there are, and in which one is. Any of them can be
 * gone to. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KX_TYPE_ASSISTANT_BAR (kx_assistant_bar_get_type ())
G_DECLARE_FINAL_TYPE (KxAssistantBar, kx_assistant_bar, KX, ASSISTANT_BAR, GtkWidget)

/* Signal "go" (uint step): a step was chosen. `steps` are the msgids of `n` steps, which are counted from 1.
 */
KxAssistantBar *kx_assistant_bar_new (const char *const *steps, guint n);

void kx_assistant_bar_set_step (KxAssistantBar *self, guint step);

/* In a narrow window only the step in which one is stands there. */
void kx_assistant_bar_set_narrow (KxAssistantBar *self, gboolean narrow);

G_END_DECLS
