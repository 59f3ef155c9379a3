/* A first load: 100,000 agencies, or as many as the first argument says, into empty tables, then their
 * indexes, then their search terms; beside it the limit of kx-bench-load.h. */
#include "kx-bench-load.h"

#include "core/entities/kx-agency.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-store.h"
#include "store/kx-ddl.h"
#include "store/kx-row.h"
#include "store/kx-search.h"

#include <glib/gstdio.h>
#include <stdlib.h>

#define ROWS 100000
#define ROUNDS 3 /* of which the best counts */

static const char *const step_names[] = { "rows", "indexes", "search terms" };

static void
begin_step (KxBook *book)
{
  g_autoptr (GError) error = NULL;

  if (!kx_book_begin (book, &error))
    g_error ("%s", error->message);
}

static void
end_step (KxBook *book, gboolean well, GError *error)
{
  if (!well || !kx_book_commit (book, &error))
    g_error ("%s", error->message);
}

static gboolean
run_ddl (KxBook *book, char **statements, GError **error)
{
  gboolean well = TRUE;

  for (guint i = 0; well && statements[i] != NULL; i++)
    well = kx_db_build (book->db, statements[i], error);
  g_strfreev (statements);
  return well;
}

static void
load_ours (KxBenchLoad *bench, const char *path, KxBenchTime ret_times[KX_BENCH_N_STEPS])
{
  const KxSchema *schema = kx_schema_get ();
  GError *error = NULL;
  KxDb *db = kx_db_sqlite_open (path, KX_DB_SQLITE_WRITER, &error);
  g_autoptr (KxBook) book = kx_book_new (db, schema, NULL);
  gboolean well = kx_book_set_up (book, (KxTime){ 1782864000000 }, FALSE, &error) &&
                  kx_db_sqlite_set_commits (db, KX_DB_SQLITE_LEAVE, &error) &&
                  run_ddl (book, kx_ddl_drop_indexes (schema, &kx_agency_entity), &error);
  KxBenchTime begin = kx_bench_time_now ();

  g_assert_no_error (error);
  begin_step (book);
  for (guint i = 0; well && i < bench->records->len; i++)
    well = kx_row_insert (book, bench->records->pdata[i], &error);
  end_step (book, well, error);
  ret_times[KX_BENCH_ROWS] = kx_bench_time_since (&begin);
  begin_step (book);
  end_step (book, run_ddl (book, kx_ddl_create_indexes (schema, &kx_agency_entity), &error), error);
  ret_times[KX_BENCH_INDEXES] = kx_bench_time_since (&begin);
  begin_step (book);
  end_step (book, kx_search_rebuild (book, &error), error);
  ret_times[KX_BENCH_TERMS] = kx_bench_time_since (&begin);
}

int
main (int argc, char **argv)
{
  KxBenchTime ours[KX_BENCH_N_STEPS + 1] = { 0 }, limit[KX_BENCH_N_STEPS + 1] = { 0 };
  guint rows = argc > 1 ? (guint) atoi (argv[1]) : ROWS;
  KxBenchLoad *bench = kx_bench_load_new (rows);

  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autofree char *one = g_strdup_printf ("%s/limit-%u.db", bench->folder, round),
                      *other = g_strdup_printf ("%s/ours-%u.db", bench->folder, round);
      KxBenchTime now_ours[KX_BENCH_N_STEPS], now_limit[KX_BENCH_N_STEPS];

      kx_bench_load_bare (bench, one, now_limit);
      load_ours (bench, other, now_ours);
      for (guint i = 0; i < KX_BENCH_N_STEPS; i++)
        {
          kx_bench_time_keep_least (&ours[i], now_ours[i]);
          kx_bench_time_keep_least (&limit[i], now_limit[i]);
        }
      if (round == 0)
        kx_bench_load_compare (one, other);
      g_unlink (one);
      g_unlink (other);
    }
  for (guint i = 0; i < KX_BENCH_N_STEPS; i++)
    {
      kx_bench_time_print ("load", step_names[i], rows, ours[i], limit[i], 0);
      ours[KX_BENCH_N_STEPS].clock += ours[i].clock;
      ours[KX_BENCH_N_STEPS].work += ours[i].work;
      limit[KX_BENCH_N_STEPS].clock += limit[i].clock;
      limit[KX_BENCH_N_STEPS].work += limit[i].work;
    }
  kx_bench_time_print ("load", "all of it", rows, ours[KX_BENCH_N_STEPS], limit[KX_BENCH_N_STEPS], 0);
  kx_bench_load_free (bench);
  return 0;
}
