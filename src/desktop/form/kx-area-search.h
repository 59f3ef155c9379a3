/* Areas by code, name, pinyin and initials, from the table that is compiled in: the same with and without a
 * network. */
#pragma once

#include "core/kx-area-table.h"

G_BEGIN_DECLS

/* Areas that stand today and answer to what was typed, at most `limit`. Those at or below `near` (a code, or
 * NULL) come first, then what begins as typed, then larger areas before smaller ones. Nothing typed: the
 * areas directly below `near`. (element-type KxArea), borrowed rows; free with g_ptr_array_unref(). */
GPtrArray *kx_area_search (const char *typed, const char *near, guint limit);

G_END_DECLS
