/* Courses that several desktops and a service may take, by chance. A failure names its seed:
 * repeat it with KX_SIMULATION_SEED=N KX_SIMULATION_TALKS=1. */
#include "sync/kx-simulation.h"

/* The suite runs several ranges of seeds beside one another, see meson.build. */
#define FIRST_SEED 1
#define MOST_COURSES 100

static void
say (const KxSimulationReport *report)
{
  g_test_message ("%" G_GUINT64_FORMAT " schedules: %" G_GUINT64_FORMAT " turns, %" G_GUINT64_FORMAT
                  " acts, %" G_GUINT64_FORMAT " requests, %" G_GUINT64_FORMAT " faults, %" G_GUINT64_FORMAT
                  " kills, %" G_GUINT64_FORMAT " restores, %" G_GUINT64_FORMAT " reloads, %" G_GUINT64_FORMAT
                  " conflicts, %" G_GUINT64_FORMAT " refused",
                  report->schedules, report->turns, report->acts, report->requests, report->faults,
                  report->kills, report->restores, report->reloads, report->conflicts, report->refused);
}

static void
test_one (guint32 seed, gboolean talks)
{
  KxSimulationOptions options = { .talks = talks };
  KxSimulationReport report = { 0 };

  kx_simulation_run (seed, &options, &report, NULL);
  say (&report);
}

static guint64
number (const char *name, guint64 without)
{
  const char *given = g_getenv (name);

  return given != NULL ? g_ascii_strtoull (given, NULL, 10) : without;
}

static void
test_many (void)
{
  guint64 most = number ("KX_SIMULATION_COUNT", MOST_COURSES);
  guint32 first = (guint32) number ("KX_SIMULATION_FIRST", FIRST_SEED);
  KxSimulationOptions options = { 0 };
  KxSimulationReport report = { 0 };

  if (g_getenv ("KX_SIMULATION_SEED") != NULL)
    {
      test_one ((guint32) number ("KX_SIMULATION_SEED", 0), g_getenv ("KX_SIMULATION_TALKS") != NULL);
      return;
    }
  /* The same courses each time: new ones are what the long run of ./dev soak is for. */
  for (guint32 seed = first; report.schedules < most; seed++)
    kx_simulation_run (seed, &options, &report, NULL);
  say (&report);
  /* A simulation in which nothing happens proves nothing. */
  g_assert_cmpuint (report.schedules, >, 20);
  g_assert_cmpuint (report.conflicts, >, 0);
  g_assert_cmpuint (report.refused, >, 0);
  g_assert_cmpuint (report.kills, >, 0);
  g_assert_cmpuint (report.restores, >, 0);
  g_assert_cmpuint (report.reloads, >, 0);
}

static void
test_same (void)
{
  for (guint i = 0; i < 5; i++)
    {
      guint32 seed = 7001 + i;
      KxSimulationOptions options = { 0 };
      KxSimulationReport one = { 0 }, two = { 0 };

      kx_simulation_run (seed, &options, &one, NULL);
      kx_simulation_run (seed, &options, &two, NULL);
      g_assert_cmpuint (one.turns, ==, two.turns);
      g_assert_cmpuint (one.acts, ==, two.acts);
      g_assert_cmpuint (one.requests, ==, two.requests);
      g_assert_cmpuint (one.faults, ==, two.faults);
      g_assert_cmpuint (one.conflicts, ==, two.conflicts);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulation/the same seed gives the same course", test_same);
  g_test_add_func ("/simulation/nothing is lost, doubled, torn or shown to others", test_many);
  status = g_test_run ();
  kx_simulation_clear ();
  return status;
}
