/* Finding among a million agencies, or as many as the first argument says: what a keystroke costs, for one
 * who sees the whole country and for a clerk of one city. */
#include "core/entities/kx-agency.h"
#include "core/kx-area-table.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-store.h"
#include "store/kx-apply.h"
#include "store/kx-ddl.h"
#include "store/kx-list.h"
#include "store/kx-pinyin.h"
#include "store/kx-row.h"
#include "store/kx-search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define ROWS 1000000
#define AT_ONCE 50000 /* rows in one transaction of the load */
#define QUERIES 600
#define CITY "370100"
#define LIMIT_MS 16.0

static const char *const words[] = { "仁爱", "博爱", "康宁", "安康", "协和", "同仁", "惠民", "济生",
                                     "华康", "瑞康", "中心", "第一", "第二", "第三", "第四", "第五",
                                     "人民", "中医", "工人", "职工", "铁路", "矿山", "骨伤", "复兴",
                                     "长青", "福寿", "永康", "新华", "建设", "和平", "光明", "阳光",
                                     "东方", "南山", "北湖", "西城", "友谊", "慈济", "百姓", "健民" };
static const char *const kinds[] = { "医院",         "康复医院", "康复中心", "中医院",
                                     "工伤康复医院", "骨科医院", "疗养院",   "社区卫生服务中心" };

/* A million rows, and what stands in them. */
typedef struct
{
  char *folder, *path; /* owned */
  KxBook *book;        /* owned; a reader */
  GPtrArray *areas;    /* (element-type KxArea) cities and counties */
  guint rows;
} Bench;

static const KxArea *
area_of (const Bench *bench, guint i)
{
  return bench->areas->pdata[i % bench->areas->len];
}

static char *
name_of (const Bench *bench, guint i)
{
  guint n = i / bench->areas->len;
  const KxArea *area = area_of (bench, i), *parent = kx_area_table_get_parent (area);
  guint mixed = n * 7 + i * 13;
  g_autofree char *number =
      n >= G_N_ELEMENTS (words) * G_N_ELEMENTS (kinds) ? g_strdup_printf ("%u院区", n) : g_strdup ("");

  return g_strconcat (area->level == KX_AREA_COUNTY && parent != NULL ? parent->stem : "", area->name,
                      words[mixed % G_N_ELEMENTS (words)],
                      kinds[mixed / G_N_ELEMENTS (words) % G_N_ELEMENTS (kinds)], number, NULL);
}

static void
id_of (guint i, char ret_id[KX_UUID_TEXT_SIZE])
{
  g_snprintf (ret_id, KX_UUID_TEXT_SIZE, "0197b2a0-%04x-7%03x-8000-%012x", i >> 12 & 0xffff, i & 0xfff,
              i * 2654435761u);
}

static GPtrArray *
list_areas (void)
{
  GPtrArray *areas = g_ptr_array_new ();
  gsize n;
  const KxArea *all = kx_area_table_get_all (&n);

  for (gsize i = 0; i < n; i++)
    if (all[i].level >= KX_AREA_CITY && all[i].kind == KX_AREA_PLAIN && all[i].to.ymd == 0)
      g_ptr_array_add (areas, (gpointer) &all[i]);
  return areas;
}

static void
add_row (Bench *bench, KxBook *book, guint i)
{
  const KxArea *area = area_of (bench, i);
  g_autofree char *space = g_strconcat (area->code, "/agency", NULL), *name = name_of (bench, i);
  g_autofree char *code = kx_test_credit_code (i),
                  *address = g_strdup_printf ("%s人民路%u号", area->name, i % 900 + 1);
  g_autoptr (GError) error = NULL;
  char id[KX_UUID_TEXT_SIZE];
  g_autoptr (KxRecord) record = NULL;

  id_of (i, id);
  record = kx_record_new (&kx_agency_entity, id, space);
  kx_agency_set_name (kx_agency (record), name);
  kx_agency_set_uscc (kx_agency (record), code);
  kx_agency_set_office (kx_agency (record), KX_TEST_OFFICE);
  kx_agency_set_county (kx_agency (record), area->code);
  kx_agency_set_address (kx_agency (record), address);
  kx_agency_set_beds (kx_agency (record), i % 500);
  if (!kx_apply_bare (book, record, (KxTime){ 1782864000000 }, &error))
    g_error ("%s", error->message);
}

static void
print_load (const char *name, guint rows, gint64 begin)
{
  double seconds = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;

  printf ("{\"name\":\"%s\",\"value\":%.1f,\"unit\":\"s\",\"rows\":%u,\"rows_per_second\":%.0f}\n", name,
          seconds, rows, rows / seconds);
  fflush (stdout);
}

static void
run_all (KxDb *db, char **statements)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; statements[i] != NULL; i++)
    if (!kx_db_build (db, statements[i], &error))
      g_error ("%s", error->message);
  g_strfreev (statements);
}

static void
load_rows (Bench *bench, KxBook *book)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < bench->rows; i++)
    {
      if (i % AT_ONCE == 0)
        {
          g_assert_true (kx_book_begin (book, &error));
          book->build_later = TRUE;
        }
      add_row (bench, book, i);
      if (i % AT_ONCE == AT_ONCE - 1 || i + 1 == bench->rows)
        g_assert_true (kx_book_commit (book, &error));
    }
}

/* As a first load does it: rows, then indexes, then terms. */
static void
load (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  KxDb *db = kx_db_sqlite_open (bench->path, KX_DB_SQLITE_WRITER, &error);
  g_autoptr (KxBook) book = kx_book_new (db, kx_schema_get (), NULL);
  gint64 begin = g_get_monotonic_time ();
  struct rusage usage;

  g_assert_true (kx_book_set_up (book, (KxTime){ 1782864000000 }, FALSE, &error));
  g_assert_true (kx_db_sqlite_set_loading (db, TRUE, &error));
  run_all (db, kx_ddl_drop_indexes (book->schema, &kx_agency_entity));
  load_rows (bench, book);
  print_load ("search, loading rows", bench->rows, begin);
  begin = g_get_monotonic_time ();
  g_assert_true (kx_book_begin (book, &error));
  run_all (db, kx_ddl_create_indexes (book->schema, &kx_agency_entity));
  g_assert_true (kx_book_commit (book, &error));
  print_load ("search, building indexes", bench->rows, begin);
  begin = g_get_monotonic_time ();
  g_assert_true (kx_book_begin (book, &error));
  book->build_later = FALSE;
  if (!kx_search_rebuild (book, &error) || !kx_book_commit (book, &error))
    g_error ("%s", error->message);
  g_assert_true (kx_db_sqlite_set_loading (db, FALSE, &error));
  g_assert_true (kx_db_sqlite_checkpoint (db, &error));
  print_load ("search, building terms", bench->rows, begin);
  getrusage (RUSAGE_SELF, &usage);
  printf ("{\"name\":\"search, memory of the load\",\"value\":%.0f,\"unit\":\"MiB\",\"rows\":%u}\n",
          (double) usage.ru_maxrss / 1024, bench->rows);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

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

static double
at_share (GArray *times, guint percent)
{
  return g_array_index (times, double, MIN (times->len * percent / 100, times->len - 1));
}

static void
times_print (Times *times, const char *name, const char *who)
{
  g_array_sort (times->clock, compare);
  g_array_sort (times->work, compare);
  if (times->clock->len > 0)
    printf ("{\"name\":\"search, %s, %s\",\"value\":%.2f,\"unit\":\"ms at p99\",\"limit\":%.0f,\"p50\":%.2f,"
            "\"work_p99\":%.2f,\"work_max\":%.2f,\"rows_a_query\":%.1f}\n",
            name, who, at_share (times->clock, 99), LIMIT_MS, at_share (times->clock, 50),
            at_share (times->work, 99), at_share (times->work, 100),
            (double) times->found / times->clock->len);
  fflush (stdout);
  g_array_unref (times->clock);
  g_array_unref (times->work);
}

/* What is typed in query `i`; NULL: nothing is typed. Free with g_free(). */
typedef char *(*Typed) (const Bench *bench, GRand *rand);

static char *
pick_name (const Bench *bench, GRand *rand)
{
  return name_of (bench, (guint) g_rand_int_range (rand, 0, (gint) bench->rows));
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

      id_of ((guint) g_rand_int_range (rand, 0, (gint) bench->rows), id);
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
  bench_typed (bench, actor, who, "the list from its beginning", type_nothing);
  bench_pages (bench, actor, who);
}

int
main (int argc, char **argv)
{
  const char *kept = g_getenv ("BENCH_KEEP"); /* a folder whose database is used again */
  Bench bench = { .folder = kept != NULL ? g_strdup (kept) : kx_test_make_folder (),
                  .areas = list_areas (),
                  .rows = argc > 1 ? (guint) atoi (argv[1]) : ROWS };
  g_autoptr (KxActor) all = kx_test_actor ("all", KX_ROLE_INDEX_policy_officer, KX_AREA_COUNTRY_CODE);
  g_autoptr (KxActor) clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, CITY);
  g_autoptr (GError) error = NULL;
  KxDb *db;

  bench.path = g_build_filename (bench.folder, "kangxie.db", NULL);
  if (!g_file_test (bench.path, G_FILE_TEST_EXISTS))
    load (&bench);
  db = kx_db_sqlite_open (bench.path, KX_DB_SQLITE_READER, &error);
  g_assert_no_error (error);
  bench.book = kx_book_new (db, kx_schema_get (), NULL);
  bench_rows (&bench);
  bench_all (&bench, all, "the whole country");
  bench_all (&bench, clerk, "one city");
  kx_book_free (bench.book);
  g_ptr_array_unref (bench.areas);
  g_free (bench.path);
  if (kept == NULL)
    kx_test_remove_folder (bench.folder);
  else
    g_free (bench.folder);
  return 0;
}
