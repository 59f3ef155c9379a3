/* Libraries that are loaded when the first of their functions is called. What a program needs seldom, or not
 * for its first page, costs its start nothing then: the loader reads, maps and relocates what it names and
 * all that this names in turn.
 *
 * A library is used through the header that is made from its list: `#include "late/kx-late-archive.h"` stands
 * for the library's own headers, and its functions are called as always. One that the list lacks does not
 * link. Casts and other inline functions of its headers call it directly, and do not link either. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Loads the library and looks its functions up, for the tables that are made. Without the library, or with
 * one that lacks a function, the program ends and says so: it could not have been started either if it named
 * it to the loader. `ret_functions` has room for `n`. */
void kx_late_load (const char *library, const char *const *names, gpointer *ret_functions, gsize n);

G_END_DECLS
