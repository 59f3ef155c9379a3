/* kill -9 in the middle of writing, again and again, and what has to be true afterwards. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint rounds;  /* kills; 0: until the time is over */
  guint seconds; /* of all rounds; 0: no limit */
  guint32 seed;
  gboolean talks; /* a line a round on standard error */
} KxTestKillOptions;

typedef struct
{
  guint kills;
  guint64 acknowledged, resent; /* changes; those among them whose first answer a kill had swallowed */
} KxTestKillReport;

/* 32 clients make and change agencies over kept connections, each change with a key of its own, while the
 * service is killed at random moments. What was acknowledged has to be there, what was not is sent again and
 * has to be there once, and rows, feed, history, audit, results and search terms have to agree. Anything else
 * ends the program. */
void kx_test_kill_run (const KxTestKillOptions *options, KxTestKillReport *ret_report);

G_END_DECLS
