#include "bench/kx-bench-agencies.h"

#include "core/entities/kx-agency.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-store.h"
#include "store/kx-apply.h"
#include "store/kx-ddl.h"
#include "store/kx-search.h"

#include <stdio.h>
#include <sys/resource.h>

#define AT_ONCE 50000 /* rows in one transaction of the load */

static const char *const words[] = { "仁爱", "博爱", "康宁", "安康", "协和", "同仁", "惠民", "济生",
                                     "华康", "瑞康", "中心", "第一", "第二", "第三", "第四", "第五",
                                     "人民", "中医", "工人", "职工", "铁路", "矿山", "骨伤", "复兴",
                                     "长青", "福寿", "永康", "新华", "建设", "和平", "光明", "阳光",
                                     "东方", "南山", "北湖", "西城", "友谊", "慈济", "百姓", "健民" };
static const char *const kinds[] = { "医院",         "康复医院", "康复中心", "中医院",
                                     "工伤康复医院", "骨科医院", "疗养院",   "社区卫生服务中心" };

static const KxArea *
area_of (const KxBenchAgencies *bench, guint i)
{
  return bench->areas->pdata[i % bench->areas->len];
}

char *
kx_bench_agencies_name (const KxBenchAgencies *bench, guint i)
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

void
kx_bench_agencies_id (guint i, char ret_id[KX_UUID_TEXT_SIZE])
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

/* What lists are filtered by and to-dos look for. Nearly all licences hold for long; one in a thousand rows
 * lacks something. */
static void
fill_facts (Kx_agency *agency, guint i)
{
  guint mixed = i * 2654435761u >> 8;

  kx_agency_set_beds (agency, i % 500);
  if (mixed % 1000 == 0)
    return;
  kx_agency_set_ownership (agency, mixed % 3 == 0 ? kx_agency_ownership_private : kx_agency_ownership_public);
  kx_agency_set_kind (agency, (int) (mixed / 3 % kx_agency_kind_n_codes));
  kx_agency_set_hospital_level (agency, (int) (mixed / 7 % kx_agency_hospital_level_n_codes));
  kx_agency_set_status (agency, kx_agency_status_operating);
  kx_agency_set_licence_valid_to (agency, (KxDate){ (2027 + (int) (mixed % 4)) * 10000 +
                                                    (1 + (int) (mixed / 5 % 12)) * 100 + 1 +
                                                    (int) (mixed / 11 % 28) });
}

static void
add_row (KxBenchAgencies *bench, KxBook *book, guint i)
{
  const KxArea *area = area_of (bench, i);
  g_autofree char *space = g_strconcat (area->code, "/agency", NULL),
                  *name = kx_bench_agencies_name (bench, i);
  g_autofree char *code = kx_test_credit_code (i),
                  *address = g_strdup_printf ("%s人民路%u号", area->name, i % 900 + 1);
  g_autoptr (GError) error = NULL;
  char id[KX_UUID_TEXT_SIZE];
  g_autoptr (KxRecord) record = NULL;

  kx_bench_agencies_id (i, id);
  record = kx_record_new (&kx_agency_entity, id, space);
  kx_agency_set_name (kx_agency (record), name);
  kx_agency_set_uscc (kx_agency (record), code);
  kx_agency_set_office (kx_agency (record), KX_TEST_OFFICE);
  kx_agency_set_county (kx_agency (record), area->code);
  kx_agency_set_address (kx_agency (record), address);
  fill_facts (kx_agency (record), i);
  book->seq++; /* each a change of its own, or a page of the feed would not end between them */
  if (!kx_apply_bare (book, record, (KxTime){ 1782864000000 }, &error))
    g_error ("%s", error->message);
}

static void
print_load (const char *title, const char *name, guint rows, gint64 begin)
{
  double seconds = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;

  printf ("{\"name\":\"%s, %s\",\"value\":%.1f,\"unit\":\"s\",\"rows\":%u,\"rows_per_second\":%.0f}\n", title,
          name, seconds, rows, rows / seconds);
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
load_rows (KxBenchAgencies *bench, KxBook *book)
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
load (KxBenchAgencies *bench, const char *title)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxBook) book = kx_bench_agencies_open (bench, TRUE);
  gint64 begin = g_get_monotonic_time ();
  struct rusage usage;

  g_assert_true (kx_book_set_up (book, (KxTime){ 1782864000000 }, FALSE, &error));
  g_assert_true (kx_db_sqlite_set_commits (book->db, KX_DB_SQLITE_GO_ON, &error));
  run_all (book->db, kx_ddl_drop_indexes (book->schema, &kx_agency_entity));
  load_rows (bench, book);
  print_load (title, "loading rows", bench->rows, begin);
  begin = g_get_monotonic_time ();
  g_assert_true (kx_book_begin (book, &error));
  run_all (book->db, kx_ddl_create_indexes (book->schema, &kx_agency_entity));
  g_assert_true (kx_book_commit (book, &error));
  print_load (title, "building indexes", bench->rows, begin);
  begin = g_get_monotonic_time ();
  g_assert_true (kx_book_begin (book, &error));
  book->build_later = FALSE;
  if (!kx_search_rebuild (book, &error) || !kx_book_commit (book, &error))
    g_error ("%s", error->message);
  g_assert_true (kx_db_sqlite_set_commits (book->db, KX_DB_SQLITE_WAIT, &error));
  g_assert_true (kx_db_sqlite_checkpoint (book->db, &error));
  print_load (title, "building terms", bench->rows, begin);
  getrusage (RUSAGE_SELF, &usage);
  printf ("{\"name\":\"%s, memory of the load\",\"value\":%.0f,\"unit\":\"MiB\",\"rows\":%u}\n", title,
          (double) usage.ru_maxrss / 1024, bench->rows);
}

KxBook *
kx_bench_agencies_open (const KxBenchAgencies *bench, gboolean writer)
{
  g_autoptr (GError) error = NULL;
  KxDb *db = kx_db_sqlite_open (bench->path, writer ? KX_DB_SQLITE_WRITER : KX_DB_SQLITE_READER, &error);

  g_assert_no_error (error);
  return kx_book_new (db, kx_schema_get (), NULL);
}

/* Takes `folder`. */
static KxBenchAgencies *
agencies_of (char *folder, gboolean kept, guint rows)
{
  KxBenchAgencies *bench = g_new0 (KxBenchAgencies, 1);

  bench->kept = kept;
  bench->folder = folder;
  bench->path = g_build_filename (folder, "kangxie.db", NULL);
  bench->areas = list_areas ();
  bench->rows = rows;
  return bench;
}

void
kx_bench_agencies_fill (const char *folder, guint rows, const char *title)
{
  KxBenchAgencies *bench = agencies_of (g_strdup (folder), TRUE, rows);

  if (rows > 0)
    load (bench, title);
  kx_bench_agencies_free (bench);
}

KxBenchAgencies *
kx_bench_agencies_new (guint rows, const char *title)
{
  const char *kept = g_getenv ("BENCH_KEEP");
  KxBenchAgencies *bench =
      agencies_of (kept != NULL ? g_strdup (kept) : kx_test_make_folder (), kept != NULL, rows);

  if (!g_file_test (bench->path, G_FILE_TEST_EXISTS))
    load (bench, title);
  return bench;
}

void
kx_bench_agencies_free (KxBenchAgencies *bench)
{
  g_ptr_array_unref (bench->areas);
  g_free (bench->path);
  if (bench->kept)
    g_free (bench->folder);
  else
    kx_test_remove_folder (bench->folder);
  g_free (bench);
}
