/* kill SECONDS SEED, or kill --rounds N [SEED]: kill -9 of the service while 32 clients write. */
#include "lib/kx-test-kill.h"

#include <stdio.h>
#include <string.h>

int
main (int argc, char **argv)
{
  gboolean by_rounds = argc >= 3 && strcmp (argv[1], "--rounds") == 0;
  const char *seed = by_rounds ? (argc > 3 ? argv[3] : "1") : (argc > 2 ? argv[2] : "1");
  KxTestKillOptions options = { .talks = TRUE, .seed = (guint32) g_ascii_strtoull (seed, NULL, 10) };
  KxTestKillReport report;

  if (by_rounds)
    options.rounds = (guint) g_ascii_strtoull (argv[2], NULL, 10);
  else if (argc > 1)
    options.seconds = (guint) g_ascii_strtoull (argv[1], NULL, 10);
  if (options.rounds == 0 && options.seconds == 0)
    {
      fputs ("kill SECONDS SEED | kill --rounds N [SEED]\n", stderr);
      return 2;
    }
  kx_test_kill_run (&options, &report);
  printf ("%u kills, %" G_GUINT64_FORMAT " changes acknowledged, %" G_GUINT64_FORMAT
          " of them sent again; nothing was lost, nothing was half there\n",
          report.kills, report.acknowledged, report.resent);
  return 0;
}
