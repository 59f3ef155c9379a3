/* A list of a million agencies, or as many as the first argument says, as a view uses it: opened, jumped in,
 * scrolled, changed under its eyes. A turn is what one dispatch of the main loop takes; its limit is the time
 * between two frames. */
#include "bench/kx-bench-agencies.h"
#include "bench/kx-bench-times.h"
#include "core/entities/kx-agency.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-row-list.h"
#include "store/kx-row.h"
#include "store/kx-search.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROWS 1000000
#define SHOWN 205 /* lines a view keeps */
#define JUMPS 300
#define STEPS 3000 /* of scrolling */
#define STEP 12    /* lines */
#define LIMIT_MS 16.0
#define OPEN_LIMIT_MS 100.0

typedef struct
{
  KxBenchAgencies *agencies; /* owned */
  KxTestSource *source;      /* owned */
  KxRowList *list;           /* owned */
  GPtrArray *shown;          /* (element-type KxRowItem) owned; lines of the view */
  GArray *turns;             /* (element-type double) owned; milliseconds */
  guint signals;
} Bench;

static gint64 polled; /* microseconds that the main loop has slept in this turn */

static int
poll_and_count (GPollFD *fds, guint n, int timeout)
{
  gint64 begin = g_get_monotonic_time ();
  int ready = poll ((struct pollfd *) (void *) fds, n, timeout);

  polled += g_get_monotonic_time () - begin;
  return ready;
}

static void
turn (Bench *bench, gboolean wait)
{
  gint64 begin = g_get_monotonic_time ();
  double ms;

  polled = 0;
  g_main_context_iteration (NULL, wait);
  ms = (double) (g_get_monotonic_time () - begin - polled) / 1000;
  g_array_append_val (bench->turns, ms);
}

static void
print_value (const char *name, double value, const char *unit, double limit)
{
  printf ("{\"name\":\"list, %s\",\"value\":%.2f,\"unit\":\"%s\",\"limit\":%.0f}\n", name, value, unit,
          limit);
  fflush (stdout);
}

static void
print_turns (Bench *bench, const char *name)
{
  kx_bench_times_sort (bench->turns);
  printf (
      "{\"name\":\"list, %s: a turn of the main loop\",\"value\":%.2f,\"unit\":\"ms at most\",\"limit\":%.0f,"
      "\"p99\":%.2f,\"turns\":%u}\n",
      name, kx_bench_times_at_share (bench->turns, 100), LIMIT_MS, kx_bench_times_at_share (bench->turns, 99),
      bench->turns->len);
  fflush (stdout);
  g_array_set_size (bench->turns, 0);
}

static void
print_times (GArray *times, const char *name, double limit)
{
  kx_bench_times_sort (times);
  printf ("{\"name\":\"list, %s\",\"value\":%.2f,\"unit\":\"ms at "
          "p99\",\"limit\":%.0f,\"p50\":%.2f,\"max\":%.2f}\n",
          name, kx_bench_times_at_share (times, 99), limit, kx_bench_times_at_share (times, 50),
          kx_bench_times_at_share (times, 100));
  fflush (stdout);
  g_array_set_size (times, 0);
}

static double
memory_mb (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;
  fields = g_strsplit (text, " ", -1);
  /* Resident without shared: the database's own pages are the system's. */
  return (g_ascii_strtod (fields[1], NULL) - g_ascii_strtod (fields[2], NULL)) *
         (double) sysconf (_SC_PAGESIZE) / 1e6;
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  ((Bench *) data)->signals++;
}

static guint
count (Bench *bench)
{
  return g_list_model_get_n_items (G_LIST_MODEL (bench->list));
}

static gboolean
is_complete (Bench *bench)
{
  gboolean complete;

  g_object_get (bench->list, "complete", &complete, NULL);
  return complete;
}

/* The view shows the lines from `first` on. */
static void
look_at (Bench *bench, guint first)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = MIN (SHOWN, count (bench) - first);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (lines, g_list_model_get_item (G_LIST_MODEL (bench->list), first + i));
  g_ptr_array_unref (bench->shown);
  bench->shown = g_steal_pointer (&lines);
}

static gboolean
is_read (Bench *bench)
{
  for (guint i = 0; i < bench->shown->len; i++)
    if (kx_row_item_is_loading (bench->shown->pdata[i]))
      return FALSE;
  return TRUE;
}

static void
read_all (Bench *bench)
{
  while (!is_read (bench))
    turn (bench, TRUE);
}

static double
since (gint64 begin)
{
  return (double) (g_get_monotonic_time () - begin) / 1000;
}

static void
bench_open (Bench *bench, const char *name, const KxFilter *filter, double limit)
{
  g_autofree char *opened = g_strdup_printf ("opening, %s: counted and the first lines read", name),
                  *walked = g_strdup_printf ("opening, %s: all lines known", name),
                  *turns = g_strdup_printf ("opening, %s", name);
  gint64 begin = g_get_monotonic_time ();

  g_clear_object (&bench->list);
  bench->list = kx_row_list_new (KX_ROW_SOURCE (bench->source));
  g_signal_connect (bench->list, "items-changed", G_CALLBACK (on_items_changed), bench);
  kx_row_list_set_filter (bench->list, filter);
  while (kx_row_list_is_loading (bench->list))
    turn (bench, TRUE);
  look_at (bench, 0);
  read_all (bench);
  print_value (opened, since (begin), "ms", limit);
  while (!is_complete (bench))
    turn (bench, TRUE);
  print_value (walked, since (begin), "ms", 0);
  print_turns (bench, turns);
}

static void
bench_jumps (Bench *bench)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  double before = memory_mb ();

  for (guint i = 0; i < JUMPS; i++)
    {
      gint64 begin = g_get_monotonic_time ();
      double ms;

      look_at (bench, (guint) g_rand_int_range (rand, 0, (gint) count (bench) - SHOWN));
      read_all (bench);
      ms = since (begin);
      g_array_append_val (times, ms);
    }
  print_times (times, "a jump until all lines are read", 0);
  print_turns (bench, "jumping");
  print_value ("memory grown by jumping", memory_mb () - before, "MB", 8);
}

/* As fast as the main loop turns, a frame for each step; then the lines at the end are waited for. */
static void
bench_scroll (Bench *bench)
{
  double before = memory_mb ();
  guint first = count (bench) / 2;

  for (guint i = 0; i < STEPS && first + SHOWN < count (bench); i++, first += STEP)
    {
      gint64 begin = g_get_monotonic_time ();
      double ms;

      look_at (bench, first);
      ms = since (begin);
      g_array_append_val (bench->turns, ms);
      turn (bench, FALSE);
    }
  read_all (bench);
  print_turns (bench, "scrolling");
  print_value ("memory grown by scrolling", memory_mb () - before, "MB", 8);
}

static void
rename_row (Bench *bench, KxBook *writer, guint i, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxRecord) row = NULL;
  char id[KX_UUID_TEXT_SIZE];

  kx_bench_agencies_id (i, id);
  row = kx_row_get (writer, &kx_agency_entity, id, &error);
  kx_agency_set_name (kx_agency (row), name);
  g_assert_true (kx_row_update (writer, row, G_GUINT64_CONSTANT (1) << kx_agency_f_name, &error));
  if (!kx_search_write (writer, row, FALSE, &error))
    g_error ("%s", error->message);
}

static void
commit_names (Bench *bench, KxBook *writer, guint from, guint n, const char *name, gboolean all)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_book_begin (writer, &error));
  for (guint i = 0; i < n; i++)
    {
      guint row = (from + i * 7919) % bench->agencies->rows;
      g_autofree char *own = name == NULL ? kx_bench_agencies_name (bench->agencies, row) : NULL;
      char id[KX_UUID_TEXT_SIZE];

      rename_row (bench, writer, row, name != NULL ? name : own);
      kx_bench_agencies_id (row, id);
      g_ptr_array_add (ids, g_strdup (id));
    }
  g_assert_true (kx_book_commit (writer, &error));
  kx_row_source_emit_changed (KX_ROW_SOURCE (bench->source), &kx_agency_entity, all ? NULL : ids);
}

/* Rows get another name, and then their own again: each moves out of its place and back. */
static void
bench_changes (Bench *bench, KxBook *writer, const char *name, guint n, gboolean all)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *turns = g_strdup_printf ("changes, %s", name),
                  *told = g_strdup_printf ("changes, %s: until the view was told", name);

  for (guint i = 0; i < 20; i++)
    {
      guint before = bench->signals;
      gint64 begin;
      double ms;

      commit_names (bench, writer, i / 2 * 1009, n, i % 2 == 0 ? "一医院" : NULL, all);
      begin = g_get_monotonic_time ();
      while (bench->signals - before < MIN (n, 150)) /* neighbours are told together */
        turn (bench, TRUE);
      ms = since (begin);
      g_array_append_val (times, ms);
      read_all (bench);
    }
  print_times (times, told, 0);
  print_turns (bench, turns);
}

static void
bench_all (Bench *bench)
{
  g_autoptr (KxFilter) filter = kx_filter_new (&kx_agency_entity), beds = kx_filter_new (&kx_agency_entity),
                       kind = kx_filter_new (&kx_agency_entity), city = kx_filter_new (&kx_agency_entity),
                       search = kx_filter_new (&kx_agency_entity);

  beds->sort = kx_agency_f_beds;
  kx_filter_put (kind, kx_agency_f_kind, KX_EQUALS, (KxValue){ .CODE = kx_agency_kind_workers_sanatorium });
  kx_filter_set_area (city, "370100");
  kx_filter_set_q (search, "医院");
  bench_open (bench, "all by title", filter, OPEN_LIMIT_MS);
  bench_open (bench, "all by title, once more", filter, OPEN_LIMIT_MS);
  bench_jumps (bench);
  bench_scroll (bench);
  bench_open (bench, "one city", city, OPEN_LIMIT_MS);
  bench_open (bench, "a search with many hits", search, OPEN_LIMIT_MS);
  bench_open (bench, "one kind of institution", kind, 0);
  bench_open (bench, "all by beds, without an index", beds, 0);
  bench_jumps (bench);
  bench_open (bench, "all by title, at last", filter, OPEN_LIMIT_MS);
}

int
main (int argc, char **argv)
{
  Bench bench = { .turns = g_array_new (FALSE, FALSE, sizeof (double)),
                  .shown = g_ptr_array_new_with_free_func (g_object_unref) };
  KxBook *writer;

  g_main_context_set_poll_func (NULL, poll_and_count);
  bench.agencies = kx_bench_agencies_new (argc > 1 ? (guint) atoi (argv[1]) : ROWS, "list");
  bench.source = kx_test_source_new_for_path (bench.agencies->path);
  writer = kx_bench_agencies_open (bench.agencies, TRUE);
  bench_all (&bench);
  bench_changes (&bench, writer, "one row", 1, FALSE);
  bench_changes (&bench, writer, "300 rows", 300, FALSE);
  bench_changes (&bench, writer, "any number of rows", 150, TRUE);
  print_value ("memory in the end", memory_mb (), "MB", 0);
  g_ptr_array_unref (bench.shown);
  g_clear_object (&bench.list);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  kx_book_free (writer);
  g_object_unref (bench.source);
  g_array_unref (bench.turns);
  kx_bench_agencies_free (bench.agencies);
  return 0;
}
