/* What is to be done among a million agencies, or as many as the first argument says, of which 5,000 applied
 * to be admitted, and the figures of the overview: how long a reader's thread works for them. */
#include "bench/kx-bench-admission.h"
#include "bench/kx-bench-load.h"
#include "core/kx-role.h"
#include "lib/kx-test-source.h"
#include "models/kx-figures.h"
#include "models/kx-todo-find.h"

#include <stdio.h>
#include <stdlib.h>

#define ROWS 1000000
#define ROUNDS 5

static const KxBenchTime never = { G_MAXDOUBLE, G_MAXDOUBLE };

static void
print_value (const char *name, KxBenchTime best, double limit, guint n)
{
  printf ("{\"name\":\"to-dos, %s\",\"value\":%.1f,\"unit\":\"ms at best\",\"limit\":%.0f,\"work\":%.1f,"
          "\"lines\":%u}\n",
          name, best.clock * 1000, limit, best.work * 1000, n);
  fflush (stdout);
}

static void
bench_find (KxBook *book, const char *name, gboolean duplicates, double limit)
{
  g_autoptr (KxActor) all = kx_actor_new_system ();
  KxBenchTime best = never;
  guint n = 0;

  for (guint i = 0; i < ROUNDS; i++)
    {
      KxTodoQuestion question = { .today = { 20261125 }, .eyes = all, .duplicates = duplicates };
      g_autoptr (GError) error = NULL;
      KxBenchTime begin = kx_bench_time_now ();
      g_autoptr (KxTodoAnswer) answer = kx_todo_find (book, &question, &error);

      g_assert_no_error (error);
      kx_bench_time_keep_least (&best, kx_bench_time_since (&begin));
      n = answer->todos->len + (duplicates ? answer->duplicates->len : 0);
    }
  print_value (name, best, limit, n);
}

static void
on_changed (KxFigures *figures, gpointer data)
{
  *(gboolean *) data = TRUE;
}

static void
bench_figures (KxBenchAgencies *bench)
{
  g_autoptr (KxTestSource) source = kx_test_source_new_for_path (bench->path);
  KxBenchTime best = never;
  guint total = 0;

  for (guint i = 0; i < ROUNDS; i++)
    {
      KxBenchTime begin = kx_bench_time_now ();
      g_autoptr (KxFigures) figures = kx_figures_new (KX_ROW_SOURCE (source));
      gboolean done = FALSE;

      g_signal_connect (figures, "changed", G_CALLBACK (on_changed), &done);
      while (!done)
        g_main_context_iteration (NULL, TRUE);
      kx_bench_time_keep_least (&best, kx_bench_time_since (&begin));
      total = kx_figures_get_total (figures);
    }
  print_value ("figures counted", best, 0, total);
}

int
main (int argc, char **argv)
{
  KxBenchAgencies *bench = kx_bench_agencies_new (argc > 1 ? (guint) atoi (argv[1]) : ROWS, "to-dos");
  KxBook *book;

  kx_bench_admission_fill (bench, "to-dos");
  book = kx_bench_agencies_open (bench, FALSE);
  bench_find (book, "all lines of the overview", FALSE, 100);
  bench_find (book, "and records that may be one institution", TRUE, 0);
  kx_book_free (book);
  bench_figures (bench);
  kx_bench_agencies_free (bench);
  return 0;
}
