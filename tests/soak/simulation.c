/* simulation SECONDS SEED: several desktops and one service by chance; seeds count upward from SEED. */
#include "sync/kx-simulation.h"

#include <stdio.h>

int
main (int argc, char **argv)
{
  guint64 seconds = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 0;
  guint32 seed = argc > 2 ? (guint32) g_ascii_strtoull (argv[2], NULL, 10) : 1;
  gint64 end = g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC;
  KxSimulationOptions options = { 0 };
  KxSimulationReport report = { 0 };

  if (seconds == 0)
    {
      fputs ("simulation SECONDS SEED\n", stderr);
      return 2;
    }
  while (g_get_monotonic_time () < end)
    kx_simulation_run (seed++, &options, &report, NULL);
  kx_simulation_clear ();
  printf ("%" G_GUINT64_FORMAT " courses, %" G_GUINT64_FORMAT " acts, %" G_GUINT64_FORMAT
          " requests, %" G_GUINT64_FORMAT " faults, %" G_GUINT64_FORMAT " kills, %" G_GUINT64_FORMAT
          " restores; nothing was lost, doubled, torn or shown to others\n",
          report.schedules, report.acts, report.requests, report.faults, report.kills, report.restores);
  return 0;
}
