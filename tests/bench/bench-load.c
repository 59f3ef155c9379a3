/* A first load: 100,000 agencies of about 480 bytes, or as many as the first argument says, into empty
 * tables, then their indexes, then their search terms. Beside it the limit: the same columns from memory by a
 * bare loop of SQLite, the same indexes after, and the same terms by the fastest way there is, all of them
 * sorted in memory at once. Both commit once a step, into a log that is not synchronised. */
#include "core/entities/kx-agency.h"
#include "core/kx-area-table.h"
#include "core/kx-wire.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-store.h"
#include "store/kx-ddl.h"
#include "store/kx-pinyin.h"
#include "store/kx-row.h"
#include "store/kx-search.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROWS 100000
#define ROUNDS 3 /* of which the best counts */
#define TERMS_AT_ONCE 64
#define CACHE "PRAGMA cache_size = -1048576"

enum
{
  STEP_ROWS,
  STEP_INDEXES,
  STEP_TERMS,
  N_STEPS
};

static const char *const step_names[] = { "rows", "indexes", "search terms" };

/* A row of the table of terms. */
typedef struct
{
  const char *term; /* in `texts` */
  gint64 rank, row, area;
} Term;

typedef struct
{
  char *folder;        /* owned */
  GPtrArray *records;  /* (element-type KxRecord) owned */
  GPtrArray *lines;    /* (element-type GBytes) owned; the same rows as JSON */
  GPtrArray *sorts;    /* (element-type char*) owned; their sort keys */
  GArray *terms;       /* (element-type Term) owned; sorted */
  GStringChunk *texts; /* owned */
} Bench;

/* How long something took: by the clock, and of this program's work alone. */
typedef struct
{
  double clock, work;
} Time;

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
make_rows (Bench *bench, guint n)
{
  g_autoptr (GPtrArray) areas = g_ptr_array_new ();
  gsize n_all, bytes = 0;
  const KxArea *all = kx_area_table_get_all (&n_all);

  for (gsize i = 0; i < n_all; i++)
    if (all[i].level >= KX_AREA_CITY && all[i].kind == KX_AREA_PLAIN && all[i].to.ymd == 0)
      g_ptr_array_add (areas, (gpointer) &all[i]);
  bench->records = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  bench->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  bench->sorts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n; i++)
    {
      KxRecord *record = make_record (areas, i);
      gsize length;
      char *line = kx_wire_object_text (kx_wire_write_record (record), &length);

      bytes += length;
      g_ptr_array_add (bench->records, record);
      g_ptr_array_add (bench->lines, g_bytes_new_take (line, length));
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
make_terms (Bench *bench)
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
bare_rows (Bench *bench, sqlite3 *db)
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
bare_terms (Bench *bench, sqlite3 *db)
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

static Time
now (void)
{
  struct timespec work;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &work);
  return (Time){ (double) g_get_monotonic_time () / G_USEC_PER_SEC,
                 (double) work.tv_sec + (double) work.tv_nsec / 1e9 };
}

static Time
time_since (Time *begin)
{
  Time end = now (), passed = { end.clock - begin->clock, end.work - begin->work };

  *begin = end;
  return passed;
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

static void
load_bare (Bench *bench, const char *path, Time ret_times[N_STEPS])
{
  const KxSchema *schema = kx_schema_get ();
  sqlite3 *db = NULL;
  Time begin;

  if (sqlite3_open (path, &db) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (db));
  run (db, "PRAGMA journal_mode = WAL");
  run (db, "PRAGMA synchronous = OFF");
  run (db, CACHE);
  run_all (db, kx_ddl_create_tables (schema, &kx_db_sqlite_engine));
  begin = now ();
  bare_rows (bench, db);
  ret_times[STEP_ROWS] = time_since (&begin);
  run_all (db, list_indexes ());
  ret_times[STEP_INDEXES] = time_since (&begin);
  bare_terms (bench, db);
  ret_times[STEP_TERMS] = time_since (&begin);
  sqlite3_close (db);
}

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
load_ours (Bench *bench, const char *path, Time ret_times[N_STEPS])
{
  const KxSchema *schema = kx_schema_get ();
  GError *error = NULL;
  KxDb *db = kx_db_sqlite_open (path, KX_DB_SQLITE_WRITER, &error);
  g_autoptr (KxBook) book = kx_book_new (db, schema, NULL);
  gboolean well = kx_book_set_up (book, (KxTime){ 1782864000000 }, FALSE, &error) &&
                  kx_db_sqlite_set_loading (db, TRUE, &error) &&
                  run_ddl (book, kx_ddl_drop_indexes (schema, &kx_agency_entity), &error);
  Time begin = now ();

  g_assert_no_error (error);
  begin_step (book);
  for (guint i = 0; well && i < bench->records->len; i++)
    well = kx_row_insert (book, bench->records->pdata[i], &error);
  end_step (book, well, error);
  ret_times[STEP_ROWS] = time_since (&begin);
  begin_step (book);
  end_step (book, run_ddl (book, kx_ddl_create_indexes (schema, &kx_agency_entity), &error), error);
  ret_times[STEP_INDEXES] = time_since (&begin);
  begin_step (book);
  end_step (book, kx_search_rebuild (book, &error), error);
  ret_times[STEP_TERMS] = time_since (&begin);
}

/* Ends the program unless both files hold the same rows and terms. */
static void
compare_files (const char *one, const char *other)
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

static void
print (const char *name, guint rows, Time ours, Time limit)
{
  printf ("{\"name\":\"load, %s\",\"value\":%.2f,\"unit\":\"s\",\"limit\":%.2f,\"ratio\":%.2f,\"work\":%.2f,"
          "\"work_limit\":%.2f,\"work_ratio\":%.2f,\"rows\":%u,\"rows_per_second\":%.0f}\n",
          name, ours.clock, limit.clock, limit.clock / ours.clock, ours.work, limit.work,
          limit.work / ours.work, rows, rows / ours.clock);
  fflush (stdout);
}

static void
keep_least (Time *least, Time other)
{
  least->clock = least->clock == 0 ? other.clock : MIN (least->clock, other.clock);
  least->work = least->work == 0 ? other.work : MIN (least->work, other.work);
}

static void
bench_free (Bench *bench)
{
  g_ptr_array_unref (bench->records);
  g_ptr_array_unref (bench->lines);
  g_ptr_array_unref (bench->sorts);
  g_array_unref (bench->terms);
  g_string_chunk_free (bench->texts);
  kx_test_remove_folder (bench->folder);
}

int
main (int argc, char **argv)
{
  Bench bench = { .folder = kx_test_make_folder (),
                  .terms = g_array_new (FALSE, FALSE, sizeof (Term)),
                  .texts = g_string_chunk_new (1 << 20) };
  Time ours[N_STEPS + 1] = { 0 }, limit[N_STEPS + 1] = { 0 };
  guint rows = argc > 1 ? (guint) atoi (argv[1]) : ROWS;

  make_rows (&bench, rows);
  make_terms (&bench);
  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autofree char *one = g_strdup_printf ("%s/limit-%u.db", bench.folder, round),
                      *other = g_strdup_printf ("%s/ours-%u.db", bench.folder, round);
      Time now_ours[N_STEPS], now_limit[N_STEPS];

      load_bare (&bench, one, now_limit);
      load_ours (&bench, other, now_ours);
      for (guint i = 0; i < N_STEPS; i++)
        {
          keep_least (&ours[i], now_ours[i]);
          keep_least (&limit[i], now_limit[i]);
        }
      if (round == 0)
        compare_files (one, other);
      g_unlink (one);
      g_unlink (other);
    }
  for (guint i = 0; i < N_STEPS; i++)
    {
      print (step_names[i], rows, ours[i], limit[i]);
      ours[N_STEPS].clock += ours[i].clock;
      ours[N_STEPS].work += ours[i].work;
      limit[N_STEPS].clock += limit[i].clock;
      limit[N_STEPS].work += limit[i].work;
    }
  print ("all of it", rows, ours[N_STEPS], limit[N_STEPS]);
  bench_free (&bench);
  return 0;
}
