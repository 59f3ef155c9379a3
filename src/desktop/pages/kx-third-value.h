/* The dialog for a value that takes the place of the two of a conflict. */
#pragma once

#include "desktop/record/kx-desk.h"
#include "models/kx-activity-item.h"

G_BEGIN_DECLS

/* `patch` (sparse, owned by the callee) has the value; NULL: it stays open. */
typedef void (*KxThirdValue) (KxRecord *patch, gpointer data);

/* Asks over `over` for the value of the conflict's field, which must be one. It begins with what was typed
 * there before, or else with the proposed value. What is typed is a draft of the mirror until the conflict is
 * closed (kx_third_value_forget()): leaving it open loses nothing. `done` is not called when the value is
 * wrong, which is told, or when `over` is gone; `free_data` follows in any case. */
void kx_third_value_ask (GtkWidget *over, KxDesk *desk, const KxActivity *conflict, KxThirdValue done,
                         gpointer data, GDestroyNotify free_data);

/* Drops the draft, if there is one; `key` of kx_activity_dup_typed_key(). */
void kx_third_value_forget (KxDesk *desk, const char *key);

G_END_DECLS
