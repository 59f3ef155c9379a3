#include "bench/kx-bench-memory.h"

#include <string.h>

double
kx_bench_memory (const char *pid, const char *what)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/smaps_rollup", pid), *text = NULL;
  const char *found;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  found = strstr (text, what);
  g_assert_nonnull (found);
  return g_ascii_strtod (found + strlen (what), NULL) / 1024;
}
