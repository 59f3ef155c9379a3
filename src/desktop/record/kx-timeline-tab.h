/* The timeline of a record page: one line an event, newest first; each leads to where it comes from. */
#pragma once

#include "desktop/record/kx-desk.h"
#include "models/kx-timeline.h"

G_BEGIN_DECLS

#define KX_TYPE_TIMELINE_TAB (kx_timeline_tab_get_type ())
G_DECLARE_FINAL_TYPE (KxTimelineTab, kx_timeline_tab, KX, TIMELINE_TAB, GtkWidget)

/* Signal "go" (KxEvent *): an event was chosen. */
KxTimelineTab *kx_timeline_tab_new (KxDesk *desk, const KxEntity *entity, const char *id);

/* How many events it shows. */
guint kx_timeline_tab_get_n_shown (KxTimelineTab *self);

/* Shows events of one kind, -1: all. */
void kx_timeline_tab_set_kind (KxTimelineTab *self, int kind);

/* All that is shown, as lines for the clipboard. Free with g_free(). */
char *kx_timeline_tab_dup_text (KxTimelineTab *self);

G_END_DECLS
