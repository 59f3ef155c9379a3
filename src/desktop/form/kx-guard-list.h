/* The preconditions of an action, where the action is possible and where it is not yet: each as a sentence
 * with a word and an icon for how it stands, and what it rests on. */
#pragma once

#include "core/kx-finding.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KX_TYPE_GUARD_LIST (kx_guard_list_get_type ())
G_DECLARE_FINAL_TYPE (KxGuardList, kx_guard_list, KX, GUARD_LIST, GtkWidget)

KxGuardList *kx_guard_list_new (void);

/* Shows these findings (element-type KxFinding), those that fail first, then warnings, then what cannot be
 * told here; they are only read. */
void kx_guard_list_set_findings (KxGuardList *self, GPtrArray *findings);

/* "3 of 5 met, 1 not met": what stands above the list. Free with g_free(). */
char *kx_guard_list_dup_summary (GPtrArray *findings);

G_END_DECLS
