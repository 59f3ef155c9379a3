/* The way that a slip takes through an office, as its lines stand on the slip. */
#pragma once

#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

/* The lines that the office laid down for the step `act` of this kind of record, in their order.
 * (element-type KxRecord) Free with g_ptr_array_unref(). */
GPtrArray *kx_route_lines_list (KxDesk *desk, const char *office, const char *kind, const char *act);

G_END_DECLS
