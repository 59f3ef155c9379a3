#include "lib/kx-test-kill.h"

static void
test_kill (void)
{
  KxTestKillOptions options = { .rounds = 8, .seed = (guint32) g_test_rand_int () };
  KxTestKillReport report;

  kx_test_kill_run (&options, &report);
  g_test_message ("%" G_GUINT64_FORMAT " changes acknowledged, %" G_GUINT64_FORMAT " sent again",
                  report.acknowledged, report.resent);
  g_assert_cmpuint (report.kills, ==, 8);
  /* Under the sanitizers the service has hardly begun when it dies; some change each time, on the average. */
  g_assert_cmpuint (report.acknowledged, >=, 8);
  g_assert_cmpuint (report.resent, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func (
      "/kill/killed eight times while 32 clients write nothing acknowledged is lost and nothing is half "
      "there",
      test_kill);
  return g_test_run ();
}
