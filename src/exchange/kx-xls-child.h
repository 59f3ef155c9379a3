/* The half of reading old workbooks that runs in a process of its own. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

G_NORETURN void kx_xls_child_run (int file, int out);

G_END_DECLS
