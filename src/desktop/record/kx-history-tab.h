/* The history of a record page: who, when, field, old and new value, reason; and the whole record as it stood
 * on a day. It is the service's: where that cannot be reached, it says so. */
#pragma once

#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

#define KX_TYPE_HISTORY_TAB (kx_history_tab_get_type ())
G_DECLARE_FINAL_TYPE (KxHistoryTab, kx_history_tab, KX, HISTORY_TAB, GtkWidget)

/* Asks at once. */
KxHistoryTab *kx_history_tab_new (KxDesk *desk, const KxEntity *entity, const char *id);

/* The other records of the same institution (element-type KxRecord), whose histories are shown as well. */
void kx_history_tab_set_others (KxHistoryTab *self, GPtrArray *records);

/* Shows the record as it stood at the end of `day`. */
void kx_history_tab_show_day (KxHistoryTab *self, KxDate day);

/* TRUE while an answer of the service is awaited. */
gboolean kx_history_tab_is_asking (KxHistoryTab *self);

/* The record as it stood that is shown; NULL: none. Borrowed. */
const KxRecord *kx_history_tab_get_past (KxHistoryTab *self);

G_END_DECLS
