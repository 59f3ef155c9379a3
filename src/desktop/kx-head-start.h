/* What the first window shows, read on a thread of its own while the toolkit starts: opening a profile and
 * finding what is to be done need neither a display nor a style. */
#pragma once

#include "sync/kx-profile.h"

G_BEGIN_DECLS

typedef struct _KxHeadStart KxHeadStart;

/* Begins to open the profile of this name, and to look for what is to be done in it if its window will begin
 * with the overview: `page` is the place that was asked for, NULL the one where it was left. Free with
 * kx_head_start_free(). */
KxHeadStart *kx_head_start_begin (const char *profile, const char *page);

/* TRUE: kx_head_start_take() does not wait. */
gboolean kx_head_start_is_done (KxHeadStart *self);

/* Calls `done` in the main loop once it is done, unless it is freed before; at most once. */
void kx_head_start_await (KxHeadStart *self, void (*done) (gpointer data), gpointer data);

/* The profile, waited for if need be; owned. NULL: it is another one that was begun with, it was taken
 * already, or it cannot be opened. Why not is told by kx_profile_open(). */
KxProfile *kx_head_start_take (KxHeadStart *self, const char *profile);

/* What was not taken is closed. */
void kx_head_start_free (KxHeadStart *self);

G_END_DECLS
