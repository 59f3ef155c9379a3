/* How much memory a process has. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A line of smaps_rollup, in MiB; `pid` may be "self", `what` is how the line begins, such as "Anonymous:".
 */
double kx_bench_memory (const char *pid, const char *what);

G_END_DECLS
