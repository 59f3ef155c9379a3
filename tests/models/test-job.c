#include "models/kx-job.h"

static void
count (gpointer data)
{
  ++*(guint *) data;
}

static void
test_work_is_told_and_ended (void)
{
  g_autoptr (KxJob) job = kx_job_new ("Importing a.xlsx");
  guint told = 0, stops = 0, opens = 0;

  g_signal_connect_swapped (job, "notify", G_CALLBACK (count), &told);
  g_signal_connect_swapped (job, "stop", G_CALLBACK (count), &stops);
  g_signal_connect_swapped (job, "open", G_CALLBACK (count), &opens);
  g_assert_cmpfloat (kx_job_get_fraction (job), <, 0);
  kx_job_tell (job, 0.5, "5 of 10 rows");
  g_assert_cmpfloat (kx_job_get_fraction (job), ==, 0.5);
  g_assert_cmpstr (kx_job_get_detail (job), ==, "5 of 10 rows");
  g_assert_cmpuint (told, ==, 2);
  kx_job_stop (job);
  kx_job_end (job, KX_JOB_STOPPED, "The import has stopped", "5 rows are in");
  g_assert_cmpint (kx_job_get_state (job), ==, KX_JOB_STOPPED);
  g_assert_cmpstr (kx_job_get_title (job), ==, "The import has stopped");
  kx_job_stop (job);
  g_assert_cmpuint (stops, ==, 1);
  kx_job_open (job);
  g_assert_cmpuint (opens, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/job/work-is-told-and-ended", test_work_is_told_and_ended);
  return g_test_run ();
}
