#include "kx-bench-load.h"

#include "core/entities/kx-agency.h"
#include "core/kx-area-table.h"
#include "core/kx-wire.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-store.h"
#include "store/kx-ddl.h"
#include "store/kx-pinyin.h"
#include "store/kx-row.h"
#include "store/kx-search.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define TERMS_AT_ONCE 64
#define CACHE "PRAGMA cache_size = -1048576"

/* A row of the table of terms. */
typedef struct
{
  const char *term; /* in `texts` */
  gint64 rank, row, area;
} Term;

static void
fill_texts (KxRecord *record, guint i, const KxArea *area)
{
  static const char *const words[] = { "仁爱", "康宁", "协和", "第二人民", "济生", "骨伤", "阳光", "职工" };
  static const char *const kinds[] = { "医院", "康复医院", "康复中心", "中医院", "社区卫生服务中心" };
  const KxArea *parent = kx_area_table_get_parent (area);
  g_autofree char *code = kx_test_credit_code (i),
                  *name = g_strdup_printf (
                      "%s%s%s%s%u院区", area->level == KX_AREA_COUNTY ? parent->stem : "", area->name,
                      words[i % G_N_ELEMENTS (words)], kinds[i / 8 % G_N_ELEMENTS (kinds)], i / 100),
                  *address = g_strdup_printf ("%s人民路%u号", area->name, i % 900 + 1),
                  *licence = g_strdup_printf ("PDY%08u", i * 7919 % 100000000),
                  *phone = g_strdup_printf ("0%u-%08u", 300 + i % 700, i * 104729 % 100000000);

  kx_agency_set_name (kx_agency (record), name);
  kx_agency_set_uscc (kx_agency (record), code);
  kx_agency_set_licence_no (kx_agency (record), licence);
  kx_agency_set_address (kx_agency (record), address);
  kx_agency_set_phone (kx_agency (record), phone);
}

static KxRecord *
make_record (const GPtrArray *areas, guint i)
{
  const KxArea *area = areas->pdata[i * 7 % areas->len];
  g_autofree char *space = g_strconcat (area->code, "/agency", NULL);
  char id[KX_UUID_TEXT_SIZE];
  KxRecord *record;

  g_snprintf (id, sizeof id, "0197b2a0-%04x-7%03x-8000-%012x", i >> 12 & 0xffff, i & 0xfff, i * 2654435761u);
  record = kx_record_new (&kx_agency_entity, id, space);
  record->no = i + 1;
  record->seq = i + 1;
  record->created_at = record->updated_at = (KxTime){ 1782864000000 + i };
  record->created_by = g_strdup ("0197b2a0-1111-7111-8111-111111111111");
  fill_texts (record, i, area);
  kx_agency_set_office (kx_agency (record), KX_TEST_OFFICE);
  kx_agency_set_county (kx_agency (record), area->code);
  kx_agency_set_ownership (kx_agency (record), (int) i % 2);
  kx_agency_set_beds (kx_agency (record), i % 500);
  return record;
}

static void
make_rows (KxBenchLoad *bench, guint n)
{
  g_autoptr (GPtrArray) areas = g_ptr_array_new ();
  gsize n_all, bytes = 0;
  const KxArea *all = kx_area_table_get_all (&n_all);

  for (gsize i = 0; i < n_all; i++)
    if (all[i].level >= KX_AREA_CITY && all[i].kind == KX_AREA_PLAIN && all[i].to.ymd == 0)
      g_ptr_array_add (areas, (gpointer) &all[i]);
  bench->records = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  bench->sorts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n; i++)
    {
      KxRecord *record = make_record (areas, i);
      gsize length;
      g_autofree char *line = kx_wire_object_text (kx_wire_write_record (record), &length);

      bytes += length;
      g_ptr_array_add (bench->records, record);
      g_ptr_array_add (bench->sorts,
                       kx_pinyin_sort_key (kx_agency_get_name (kx_agency (record)), KX_PINYIN_INSTITUTION));
    }
  printf ("{\"name\":\"load, bytes a row\",\"value\":%.0f,\"unit\":\"bytes\",\"rows\":%u}\n",
          (double) bytes / n, n);
  fflush (stdout);
}

static int
compare_terms (const void *a, const void *b)
{
  const Term *x = a, *y = b;
  int order = strcmp (x->term, y->term);

  if (order != 0)
    return order;
  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

static void
make_terms (KxBenchLoad *bench)
{
  g_autoptr (KxSearchTerms) terms = kx_search_terms_new ();

  for (guint i = 0; i < bench->records->len; i++)
    {
      KxRecord *record = bench->records->pdata[i];
      Kx_agency *agency = kx_agency (record);
      Term term = { NULL, kx_pinyin_rank (bench->sorts->pdata[i]), record->no,
                    kx_search_area (record->space) };
      gsize n;

      kx_search_terms_reset (terms);
      kx_search_terms_add (terms, KX_SEARCH_NAME, kx_agency_get_name (agency));
      kx_search_terms_add (terms, KX_SEARCH_CODE, kx_agency_get_uscc (agency));
      kx_search_terms_add (terms, KX_SEARCH_NAME, kx_agency_get_licence_no (agency));
      const char *const *own = kx_search_terms_finish (terms, &n);
      for (gsize k = 0; k < n; k++)
        {
          term.term = g_string_chunk_insert (bench->texts, own[k]);
          g_array_append_val (bench->terms, term);
        }
    }
  qsort (bench->terms->data, bench->terms->len, sizeof (Term), compare_terms);
}

static void
run (sqlite3 *db, const char *sql)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sqlite3_errmsg (db), sql);
}

/* Indexes are built fastest where the sorter takes small pieces, and a second thread. */
static void
run_all (sqlite3 *db, char **statements)
{
  run (db, "PRAGMA threads = 1");
  run (db, "PRAGMA cache_size = -4096");
  run (db, "BEGIN IMMEDIATE");
  for (guint i = 0; statements[i] != NULL; i++)
    run (db, statements[i]);
  run (db, "COMMIT");
  run (db, CACHE);
  g_strfreev (statements);
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sqlite3_errmsg (db), sql);
  return statement;
}

static void
step (sqlite3 *db, sqlite3_stmt *statement)
{
  if (sqlite3_step (statement) != SQLITE_DONE)
    g_error ("%s", sqlite3_errmsg (db));
  sqlite3_reset (statement);
}

static void
bind_text (sqlite3_stmt *statement, int place, const char *text)
{
  sqlite3_bind_text (statement, place, text, -1, SQLITE_STATIC);
}

/* Binds what the rows of this benchmark have; the other columns stay null. */
static void
bare_rows (KxBenchLoad *bench, sqlite3 *db)
{
  sqlite3_stmt *statement = prepare (
      db, "INSERT INTO agency (id, no, space, seq, created_by, created_at, updated_at, deleted_at, "
          "name, name_sort, office, uscc, licence_no, county, address, phone, ownership, beds) VALUES "
          "(?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

  run (db, "BEGIN IMMEDIATE");
  for (guint i = 0; i < bench->records->len; i++)
    {
      KxRecord *record = bench->records->pdata[i];
      Kx_agency *agency = kx_agency (record);

      bind_text (statement, 1, record->id);
      sqlite3_bind_int64 (statement, 2, record->no);
      bind_text (statement, 3, record->space);
      sqlite3_bind_int64 (statement, 4, record->seq);
      bind_text (statement, 5, record->created_by);
      sqlite3_bind_int64 (statement, 6, record->created_at.ms);
      sqlite3_bind_int64 (statement, 7, record->updated_at.ms);
      bind_text (statement, 8, kx_agency_get_name (agency));
      bind_text (statement, 9, bench->sorts->pdata[i]);
      bind_text (statement, 10, kx_agency_get_office (agency));
      bind_text (statement, 11, kx_agency_get_uscc (agency));
      bind_text (statement, 12, kx_agency_get_licence_no (agency));
      bind_text (statement, 13, kx_agency_get_county (agency));
      bind_text (statement, 14, kx_agency_get_address (agency));
      bind_text (statement, 15, kx_agency_get_phone (agency));
      bind_text (statement, 16, kx_agency_ownership_codes[kx_agency_get_ownership (agency)].name);
      sqlite3_bind_int64 (statement, 17, kx_agency_get_beds (agency));
      step (db, statement);
    }
  run (db, "COMMIT");
  sqlite3_finalize (statement);
}

static void
bare_terms (KxBenchLoad *bench, sqlite3 *db)
{
  g_autoptr (GString) sql =
      g_string_new ("INSERT INTO agency_term (term, rank, row, area) VALUES (?, ?, ?, ?)");
  g_autofree char *index = kx_ddl_create_term_index (&kx_agency_entity);
  sqlite3_stmt *one = prepare (db, sql->str), *many;

  for (guint i = 1; i < TERMS_AT_ONCE; i++)
    g_string_append (sql, ", (?, ?, ?, ?)");
  many = prepare (db, sql->str);
  run (db, "BEGIN IMMEDIATE");
  for (guint i = 0, now; i < bench->terms->len; i += now)
    {
      sqlite3_stmt *statement = bench->terms->len - i >= TERMS_AT_ONCE ? many : one;

      now = statement == many ? TERMS_AT_ONCE : 1;
      for (guint k = 0; k < now; k++)
        {
          const Term *term = &g_array_index (bench->terms, Term, i + k);

          bind_text (statement, (int) k * 4 + 1, term->term);
          sqlite3_bind_int64 (statement, (int) k * 4 + 2, term->rank);
          sqlite3_bind_int64 (statement, (int) k * 4 + 3, term->row);
          sqlite3_bind_int64 (statement, (int) k * 4 + 4, term->area);
        }
      step (db, statement);
    }
  run (db, "COMMIT");
  sqlite3_finalize (one);
  sqlite3_finalize (many);
  run_all (db, g_strsplit (index, ";", -1));
}

/* Those of the rows, without that of the terms. */
static char **
list_indexes (void)
{
  g_auto (GStrv) all = kx_ddl_create_indexes (kx_schema_get (), &kx_agency_entity);
  g_autofree char *term_index = kx_ddl_create_term_index (&kx_agency_entity);
  GPtrArray *out = g_ptr_array_new ();

  for (guint i = 0; all[i] != NULL; i++)
    if (!g_str_equal (all[i], term_index))
      g_ptr_array_add (out, g_strdup (all[i]));
  g_ptr_array_add (out, NULL);
  return (char **) g_ptr_array_free (out, FALSE);
}

void
kx_bench_load_bare (KxBenchLoad *bench, const char *path, KxBenchTime ret_times[KX_BENCH_N_STEPS])
{
  const KxSchema *schema = kx_schema_get ();
  sqlite3 *db = NULL;
  KxBenchTime begin;

  if (sqlite3_open (path, &db) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (db));
  run (db, "PRAGMA journal_mode = WAL");
  run (db, "PRAGMA synchronous = OFF");
  run (db, "PRAGMA wal_autocheckpoint = 0");
  run (db, CACHE);
  run_all (db, kx_ddl_create_tables (schema, &kx_db_sqlite_engine));
  begin = kx_bench_time_now ();
  bare_rows (bench, db);
  ret_times[KX_BENCH_ROWS] = kx_bench_time_since (&begin);
  run_all (db, list_indexes ());
  ret_times[KX_BENCH_INDEXES] = kx_bench_time_since (&begin);
  bare_terms (bench, db);
  ret_times[KX_BENCH_TERMS] = kx_bench_time_since (&begin);
  sqlite3_close (db);
}

/* Ends the program unless both files hold the same rows and terms. */
void
kx_bench_load_compare (const char *one, const char *other)
{
  static const char *const checks[] = {
    "SELECT count(*) FROM (SELECT * FROM main.agency EXCEPT SELECT * FROM other.agency)",
    "SELECT (SELECT count(*) FROM main.agency_term) - (SELECT count(*) FROM other.agency_term)",
    "SELECT count(*) FROM main.agency_term a WHERE NOT EXISTS (SELECT 1 FROM other.agency_term b WHERE "
    "b.term "
    "= a.term AND b.rank = a.rank AND b.row = a.row)",
    "SELECT count(*) FROM (SELECT name, sql FROM main.sqlite_master EXCEPT SELECT name, sql FROM "
    "other.sqlite_master)",
  };
  sqlite3 *db = NULL;
  g_autofree char *attach = g_strdup_printf ("ATTACH '%s' AS other", other);

  if (sqlite3_open (one, &db) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (db));
  run (db, attach);
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      sqlite3_stmt *statement = prepare (db, checks[i]);

      if (sqlite3_step (statement) != SQLITE_ROW || sqlite3_column_int (statement, 0) != 0)
        g_error ("The files differ: %s", checks[i]);
      sqlite3_finalize (statement);
    }
  sqlite3_close (db);
}

KxBenchTime
kx_bench_time_now (void)
{
  struct timespec work;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &work);
  return (KxBenchTime){ (double) g_get_monotonic_time () / G_USEC_PER_SEC,
                        (double) work.tv_sec + (double) work.tv_nsec / 1e9 };
}

KxBenchTime
kx_bench_time_since (KxBenchTime *begin)
{
  KxBenchTime end = kx_bench_time_now (), passed = { end.clock - begin->clock, end.work - begin->work };

  *begin = end;
  return passed;
}

void
kx_bench_time_print (const char *what, const char *name, guint rows, KxBenchTime ours, KxBenchTime limit,
                     double least)
{
  printf ("{\"name\":\"%s, %s\",\"value\":%.2f,\"unit\":\"s\",\"peer\":%.2f,\"ratio\":%.2f,\"limit\":%g,"
          "\"work\":%.2f,\"work_peer\":%.2f,\"work_ratio\":%.2f,\"rows\":%u,\"rows_per_second\":%.0f}\n",
          what, name, ours.clock, limit.clock, limit.clock / ours.clock, least, ours.work, limit.work,
          limit.work / ours.work, rows, rows / ours.clock);
  fflush (stdout);
}

void
kx_bench_time_keep_least (KxBenchTime *least, KxBenchTime other)
{
  least->clock = least->clock == 0 ? other.clock : MIN (least->clock, other.clock);
  least->work = least->work == 0 ? other.work : MIN (least->work, other.work);
}

KxBenchLoad *
kx_bench_load_new (guint rows)
{
  KxBenchLoad *bench = g_new0 (KxBenchLoad, 1);
  KxBenchTime begin;

  bench->folder = kx_test_make_folder ();
  bench->terms = g_array_new (FALSE, FALSE, sizeof (Term));
  bench->texts = g_string_chunk_new (1 << 20);
  make_rows (bench, rows);
  begin = kx_bench_time_now ();
  make_terms (bench);
  bench->made = kx_bench_time_since (&begin);
  return bench;
}

void
kx_bench_load_free (KxBenchLoad *bench)
{
  kx_test_remove_folder (bench->folder);
  g_ptr_array_unref (bench->records);
  g_ptr_array_unref (bench->sorts);
  g_array_unref (bench->terms);
  g_string_chunk_free (bench->texts);
  g_free (bench);
}
