/* Which office a page of the preferences is about: those seen here, and the one of the person. */
#pragma once

#include "desktop/record/kx-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The offices that are known here, by area. (element-type KxRecord) Free with g_ptr_array_unref(). */
GPtrArray *kx_office_choice_list (KxDesk *desk);

/* The place among `offices` of the office in which the person works, or that of the area; else the first,
 * whose area is the largest. */
guint kx_office_choice_find_own (KxDesk *desk, GPtrArray *offices);

/* Offers them by name, with this one chosen. */
void kx_office_choice_fill (AdwComboRow *choice, GPtrArray *offices, guint selected);

G_END_DECLS
