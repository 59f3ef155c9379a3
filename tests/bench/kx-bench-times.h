/* How long something took that was done many times: (element-type double) in milliseconds. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void kx_bench_times_sort (GArray *times);

/* What that share of them does not exceed; 50: the median, 100: the longest. 0 where there are none. They
 * have to be sorted. */
double kx_bench_times_at_share (const GArray *times, guint percent);

G_END_DECLS
