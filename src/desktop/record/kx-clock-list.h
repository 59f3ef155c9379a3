/* The clocks of an application that have begun, and those of the objections to it: until when each runs, and
 * what gives its term. They are counted anew whenever something changes of which they are made. */
#pragma once

#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

#define KX_TYPE_CLOCK_LIST (kx_clock_list_get_type ())
G_DECLARE_FINAL_TYPE (KxClockList, kx_clock_list, KX, CLOCK_LIST, GtkWidget)

/* Of the application `id`; follows the mirror, and is hidden while no clock has begun. */
GtkWidget *kx_clock_list_new (KxDesk *desk, const char *id);

/* The same of the objection `id` alone. */
GtkWidget *kx_clock_list_new_for_objection (KxDesk *desk, const char *id);

/* The clocks themselves (element-type KxAdmissionStanding); NULL: what it takes is not all on this computer.
 * Free with g_array_unref(). */
GArray *kx_clock_list_read (KxDesk *desk, const KxRecord *application);

G_END_DECLS
