/* Finding among a million agencies, or as many as the first argument says: what a keystroke costs, for one
 * who sees the whole country and for a clerk of one city. */
#include "bench/kx-bench-agencies.h"
#include "bench/kx-bench-times.h"
#include "core/entities/kx-agency.h"
#include "lib/kx-test-store.h"
#include "store/kx-list.h"
#include "store/kx-pinyin.h"
#include "store/kx-row.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROWS 1000000
#define QUERIES 600
#define CITY "370100"
#define LIMIT_MS 16.0

typedef struct
{
  KxBenchAgencies *agencies; /* owned */
  KxBook *book;              /* owned; a reader */
  guint rows;
} Bench;

/* Times of the queries of one kind, in milliseconds: by the clock, and of this thread's work alone, which
 * leaves out what else the machine did. */
typedef struct
{
  GArray *clock, *work; /* (element-type double) owned */
  gint64 begin;
  double begin_work;
  guint64 found;
} Times;

static double
now_of_work (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1000 + (double) now.tv_nsec / 1e6;
}

static Times
times_begin (void)
{
  return (Times){ g_array_new (FALSE, FALSE, sizeof (double)), g_array_new (FALSE, FALSE, sizeof (double)), 0,
                  0, 0 };
}

static void
times_start (Times *times)
{
  times->begin_work = now_of_work ();
  times->begin = g_get_monotonic_time ();
}

/* The milliseconds since times_start(). */
static double
times_stop (Times *times, guint found)
{
  double ms = (double) (g_get_monotonic_time () - times->begin) / 1000,
         work = now_of_work () - times->begin_work;

  g_array_append_val (times->clock, ms);
  g_array_append_val (times->work, work);
  times->found += found;
  return ms;
}

static void
times_print (Times *times, const char *name, const char *who)
{
  kx_bench_times_sort (times->clock);
  kx_bench_times_sort (times->work);
  if (times->clock->len > 0)
    printf ("{\"name\":\"search, %s, %s\",\"value\":%.2f,\"unit\":\"ms at p99\",\"limit\":%.0f,\"p50\":%.2f,"
            "\"work_p99\":%.2f,\"work_max\":%.2f,\"rows_a_query\":%.1f}\n",
            name, who, kx_bench_times_at_share (times->clock, 99), LIMIT_MS,
            kx_bench_times_at_share (times->clock, 50), kx_bench_times_at_share (times->work, 99),
            kx_bench_times_at_share (times->work, 100), (double) times->found / times->clock->len);
  fflush (stdout);
  g_array_unref (times->clock);
  g_array_unref (times->work);
}

/* What is typed in query `i`; NULL: nothing is typed. Free with g_free(). */
typedef char *(*Typed) (const Bench *bench, GRand *rand);

static char *
pick_name (const Bench *bench, GRand *rand)
{
  return kx_bench_agencies_name (bench->agencies, (guint) g_rand_int_range (rand, 0, (gint) bench->rows));
}

static char *
type_two (const Bench *bench, GRand *rand)
{
  g_autofree char *name = pick_name (bench, rand);
  glong at = g_rand_int_range (rand, 0, (gint) g_utf8_strlen (name, -1) - 1);

  return g_utf8_substring (name, at, at + 2);
}

static char *
type_code (const Bench *bench, GRand *rand)
{
  char *code = kx_test_credit_code ((guint) g_rand_int_range (rand, 0, (gint) bench->rows));

  code[g_rand_int_range (rand, 4, 18)] = '\0';
  return code;
}

static char *
type_initials (const Bench *bench, GRand *rand)
{
  g_autofree char *name = pick_name (bench, rand);
  char *initials = kx_pinyin_initials (name, KX_PINYIN_INSTITUTION);
  gint length = (gint) strlen (initials);

  initials[MIN (g_rand_int_range (rand, 2, 9), length)] = '\0';
  return initials;
}

/* From where a name does not begin. */
static char *
type_inner_initials (const Bench *bench, GRand *rand)
{
  g_autofree char *name = pick_name (bench, rand);
  g_autofree char *initials = kx_pinyin_initials (name, KX_PINYIN_INSTITUTION);
  gint length = (gint) strlen (initials), at = g_rand_int_range (rand, 1, MAX (2, length - 2));

  return g_strndup (initials + at, (gsize) g_rand_int_range (rand, 3, 9));
}

static char *
type_nothing (const Bench *bench, GRand *rand)
{
  return NULL;
}

static void
bench_typed (Bench *bench, const KxActor *actor, const char *who, const char *name, Typed typed)
{
  Times times = times_begin ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < QUERIES; i++)
    {
      g_autofree char *q = typed (bench, rand);
      KxListQuery query = {
        .entity = &kx_agency_entity, .actor = actor, .q = q, .sort = KX_SORT_TITLE, .limit = 100
      };
      g_autoptr (GError) error = NULL;
      g_autoptr (KxListPage) page = NULL;
      double ms;

      times_start (&times);
      page = kx_list_run (bench->book, &query, &error);
      g_assert_no_error (error);
      ms = times_stop (&times, page->records->len);
      if (ms > LIMIT_MS && g_getenv ("BENCH_SLOW") != NULL)
        fprintf (stderr, "%s %s: %.1f ms, %u rows\n", who, q, ms, page->records->len);
    }
  times_print (&times, name, who);
}

/* Walks through all pages once, then jumps to any of them. */
static void
bench_pages (Bench *bench, const KxActor *actor, const char *who)
{
  Times times = times_begin ();
  g_autoptr (GPtrArray) cursors = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  KxListQuery query = { .entity = &kx_agency_entity, .actor = actor, .sort = KX_SORT_TITLE, .limit = 500 };

  do
    {
      g_autoptr (KxListPage) page = kx_list_run (bench->book, &query, NULL);

      query.after = page->next;
      if (page->next != NULL)
        g_ptr_array_add (cursors, g_steal_pointer (&page->next));
    }
  while (query.after != NULL);
  query.limit = 100;
  for (guint i = 0; cursors->len > 0 && i < QUERIES; i++)
    {
      g_autoptr (KxListPage) page = NULL;

      query.after = cursors->pdata[g_rand_int_range (rand, 0, (gint) cursors->len)];
      times_start (&times);
      page = kx_list_run (bench->book, &query, NULL);
      times_stop (&times, page->records->len);
    }
  times_print (&times, "a page deep in the list", who);
}

static void
bench_rows (Bench *bench)
{
  Times times = times_begin ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < QUERIES; i++)
    {
      char id[KX_UUID_TEXT_SIZE];
      g_autoptr (KxRecord) record = NULL;

      kx_bench_agencies_id ((guint) g_rand_int_range (rand, 0, (gint) bench->rows), id);
      times_start (&times);
      record = kx_row_get (bench->book, &kx_agency_entity, id, NULL);
      times_stop (&times, 1);
      g_assert_nonnull (record);
    }
  times_print (&times, "one row by its id", "anyone");
}

static void
bench_all (Bench *bench, const KxActor *actor, const char *who)
{
  bench_typed (bench, actor, who, "two Chinese characters", type_two);
  bench_typed (bench, actor, who, "the beginning of a code", type_code);
  bench_typed (bench, actor, who, "initials", type_initials);
  bench_typed (bench, actor, who, "initials within a name", type_inner_initials);
  bench_typed (bench, actor, who, "the list from its beginning", type_nothing);
  bench_pages (bench, actor, who);
}

int
main (int argc, char **argv)
{
  Bench bench = { .rows = argc > 1 ? (guint) atoi (argv[1]) : ROWS };
  g_autoptr (KxActor) all = kx_test_actor ("all", KX_ROLE_INDEX_policy_officer, KX_AREA_COUNTRY_CODE);
  g_autoptr (KxActor) clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, CITY);

  bench.agencies = kx_bench_agencies_new (bench.rows, "search");
  bench.book = kx_bench_agencies_open (bench.agencies, FALSE);
  bench_rows (&bench);
  bench_all (&bench, all, "the whole country");
  bench_all (&bench, clerk, "one city");
  kx_book_free (bench.book);
  kx_bench_agencies_free (bench.agencies);
  return 0;
}
