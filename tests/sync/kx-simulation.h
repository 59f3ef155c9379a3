/* Several desktops and one service in one process and one thread, driven by chance: the machine of the
 * engine, the mirrors, the feed and the push as the program has them; network, clocks, kills, permissions and
 * restored backups by a seed. What has to hold whatever happens is looked at all the time; anything else ends
 * the program with the seed. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint turns;    /* with faults, before everything calms down; 0: by chance */
  guint devices;  /* 0: by chance, two to four */
  gboolean talks; /* every event on standard error */
} KxSimulationOptions;

typedef struct
{
  guint64 schedules, turns, acts, requests, faults, conflicts, refused, restores, kills, reloads;
} KxSimulationReport;

/* Runs one schedule. The same seed and options give the same course. `report` is added to; `ret_digest` (may
 * be NULL, free with g_free()) gets the service's rows at the end, without ids of chance. */
void kx_simulation_run (guint32 seed, const KxSimulationOptions *options, KxSimulationReport *report,
                        char **ret_digest);

/* What many schedules share; free it at the end of the program. */
void kx_simulation_clear (void);

G_END_DECLS
