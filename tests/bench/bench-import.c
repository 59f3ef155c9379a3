/* Rows of a parsed file to durable, beside bare inserts of the same rows into the same tables. */
#include "core/entities/kx-agency.h"
#include "exchange/kx-import.h"
#include "exchange/kx-sheet-write.h"
#include "lib/kx-test-store.h"

#include <sqlite3.h>
#include <string.h>

#define N_ROWS 50000

/* What one agency brings into each table; ?1 and ?2 are the first and last of the numbers by which a piece is
 * cut. */
static const struct
{
  const char *table, *where;
} tables[] = {
  { "agency", "no BETWEEN ?1 AND ?2" },
  { "feed", "entity = 'agency' AND row IN (SELECT id FROM agency WHERE no BETWEEN ?1 AND ?2)" },
  { "history", "entity = 'agency' AND row IN (SELECT id FROM agency WHERE no BETWEEN ?1 AND ?2)" },
  { "audit", "entity = 'agency' AND row IN (SELECT id FROM agency WHERE no BETWEEN ?1 AND ?2)" },
  { "op_result", "entity = 'agency' AND seq IN (SELECT seq FROM agency WHERE no BETWEEN ?1 AND ?2)" },
  { "agency_term", "row BETWEEN ?1 AND ?2" },
};

static GBytes *
make_file (void)
{
  static const char *const titles[] = { "机构名称", "统一社会信用代码", "所属区县",
                                        "地址",     "联系电话",         "性质",
                                        "康复床位", "执业许可有效期至", "服务范围" };
  g_autoptr (KxSheetWriter) writer = kx_sheet_writer_new (KX_SHEET_OUT_CSV, "x");

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    kx_sheet_writer_add_column (writer, titles[i], NULL, KX_COLUMN_TEXT);
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *name = g_strdup_printf ("济南市第%u康复医院", i), *code = kx_test_credit_code (i);
      g_autofree char *address = g_strdup_printf ("历山路%u号", i), *beds = g_strdup_printf ("%u", i % 500);
      const char *cells[] = { name,
                              code,
                              "济南市历下区",
                              address,
                              "0531-88888888",
                              i % 3 ? "公立" : "民营",
                              beds,
                              i % 5 ? "2030.12.18" : "长期",
                              "住院；门诊" };

      g_assert_true (kx_sheet_writer_add_row (writer, cells, NULL));
    }
  return kx_sheet_writer_finish (writer, NULL);
}

static KxStore *
open_store (const char *folder)
{
  KxStoreOptions options = { .without_areas = TRUE };
  KxStore *store = kx_store_open (folder, &options, NULL, NULL);

  g_assert_nonnull (store);
  return store;
}

static double
run_import (const char *folder)
{
  g_autoptr (GBytes) bytes = make_file ();
  g_autoptr (KxStore) store = open_store (folder);
  g_autoptr (KxActor) system = kx_actor_new_system ();
  KxImportOptions options = { .area = "370000", .file_name = "bench.csv" };
  g_autoptr (GError) error = NULL;
  g_autoptr (KxImport) import =
      kx_import_new (kx_import_target_store (store), system, bytes, &options, &error);
  gint64 start;

  g_assert_no_error (error);
  start = g_get_monotonic_time ();
  kx_import_run (import, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kx_import_get_report (import)->counts[KX_IMPORT_CREATED], ==, N_ROWS);
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static sqlite3 *
open_database (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "kangxie.db", NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (db, "PRAGMA synchronous = FULL; PRAGMA cache_size = -65536", NULL, NULL, NULL), ==,
      SQLITE_OK);
  return db;
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  return statement;
}

/* The values of one table's piece, row after row; reading them is not measured. */
static GPtrArray *
read_piece (sqlite3 *from, guint i, int first, int last, int *ret_columns)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s WHERE %s", tables[i].table, tables[i].where);
  sqlite3_stmt *select = prepare (from, sql);
  GPtrArray *values = g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite3_value_free);

  sqlite3_bind_int (select, 1, first);
  sqlite3_bind_int (select, 2, last);
  *ret_columns = sqlite3_column_count (select);
  while (sqlite3_step (select) == SQLITE_ROW)
    for (int column = 0; column < *ret_columns; column++)
      g_ptr_array_add (values, sqlite3_value_dup (sqlite3_column_value (select, column)));
  sqlite3_finalize (select);
  return values;
}

static sqlite3_stmt *
prepare_insert (sqlite3 *to, guint i, int columns)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  g_string_append_printf (sql, "INSERT INTO %s VALUES (?", tables[i].table);
  for (int column = 1; column < columns; column++)
    g_string_append (sql, ", ?");
  g_string_append_c (sql, ')');
  return prepare (to, sql->str);
}

static void
insert_piece (sqlite3_stmt *insert, const GPtrArray *values, int columns)
{
  for (guint place = 0; place < values->len; place += (guint) columns)
    {
      for (int column = 0; column < columns; column++)
        sqlite3_bind_value (insert, column + 1, values->pdata[place + (guint) column]);
      g_assert_cmpint (sqlite3_step (insert), ==, SQLITE_DONE);
      sqlite3_reset (insert);
    }
}

static double
run_bare (const char *filled, const char *empty)
{
  sqlite3 *from = open_database (filled), *to = open_database (empty);
  sqlite3_stmt *inserts[G_N_ELEMENTS (tables)] = { NULL };
  int first = 0, last = 0;
  gint64 spent = 0;
  sqlite3_stmt *range = prepare (from, "SELECT min(no), max(no) FROM agency");

  g_assert_cmpint (sqlite3_step (range), ==, SQLITE_ROW);
  first = sqlite3_column_int (range, 0);
  last = sqlite3_column_int (range, 1);
  sqlite3_finalize (range);
  for (; first <= last; first += KX_IMPORT_TOGETHER)
    {
      GPtrArray *pieces[G_N_ELEMENTS (tables)];
      int columns[G_N_ELEMENTS (tables)];
      gint64 start;

      for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
        {
          pieces[i] = read_piece (from, i, first, first + KX_IMPORT_TOGETHER - 1, &columns[i]);
          if (inserts[i] == NULL)
            inserts[i] = prepare_insert (to, i, columns[i]);
        }
      start = g_get_monotonic_time ();
      sqlite3_exec (to, "BEGIN IMMEDIATE", NULL, NULL, NULL);
      for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
        insert_piece (inserts[i], pieces[i], columns[i]);
      g_assert_cmpint (sqlite3_exec (to, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
      spent += g_get_monotonic_time () - start;
      for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
        g_ptr_array_unref (pieces[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    sqlite3_finalize (inserts[i]);
  sqlite3_close (from);
  sqlite3_close (to);
  return (double) spent / G_USEC_PER_SEC;
}

int
main (void)
{
  char *filled = kx_test_make_folder (), *empty = kx_test_make_folder ();
  double import, bare;

  kx_store_close (open_store (empty));
  import = run_import (filled);
  bare = run_bare (filled, empty);
  g_print (
      "{\"name\":\"import, rows of a parsed file to durable\",\"value\":%.0f,\"unit\":\"1/s\",\"peer\":%.0f,"
      "\"ratio\":%.2f,\"rows\":%d}\n",
      N_ROWS / import, N_ROWS / bare, bare / import, N_ROWS);
  kx_test_remove_folder (filled);
  kx_test_remove_folder (empty);
  return 0;
}
