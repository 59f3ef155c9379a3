#include "bench/kx-bench-times.h"

static int
compare (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

void
kx_bench_times_sort (GArray *times)
{
  g_array_sort (times, compare);
}

double
kx_bench_times_at_share (const GArray *times, guint percent)
{
  return times->len > 0 ? g_array_index (times, double, MIN (times->len * percent / 100, times->len - 1)) : 0;
}
