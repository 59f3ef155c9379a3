/* The overview of a desktop with 5,000 agencies, whose agreements all end soon, beside the bare queries that
 * tell as much. And agreements renewed together there, 5,000 or as many as the first argument says: read with
 * what keeps others back, and drawn up, each durable as an act of its own; beside bare inserts of all the
 * rows that this leaves in the mirror, committed as often. */
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-renewal-plan.h"
#include "models/kx-test-desktop.h"
#include "models/kx-todo-find.h"
#include "sync/kx-mirror-row.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define ROWS 5000
/* As the plan has them under way. */
#define TOGETHER 64
/* The share of the bare speed that is asked for: an act is decided, and a bare insert is not. */
#define LEAST 0.15
#define READ_LIMIT_MS 2000
#define OVERVIEW_MOST 10.0 /* times what the bare queries take */
#define ROUNDS 5

typedef struct
{
  KxTestDesktop *desk;
  KxRenewalPlan *plan;
  GPtrArray *ids;
  gboolean done;
} Bench;

static gboolean
land_row (KxBook *book, KxRecord *record, GError **error)
{
  g_autoptr (KxMirrorSums) sums = kx_mirror_sums_new ();
  gboolean landed;

  record->seq = 1;
  record->created_at = record->updated_at = (KxTime){ 1782864000000 };
  record->created_by = g_strdup ("system");
  landed =
      kx_mirror_row_confirm (book, sums, record, FALSE, error) && kx_mirror_sums_write (sums, book, error);
  kx_record_free (record);
  return landed;
}

static KxRecord *
make_agency (const char *id, guint i)
{
  g_autofree char *name = g_strdup_printf ("济南第%u康复医院", i);
  KxRecord *row = kx_record_new (&kx_agency_entity, id, "370100/agency");

  kx_agency_set_name (kx_agency (row), name);
  kx_agency_set_office (kx_agency (row), KX_TEST_OFFICE);
  kx_agency_set_licence_no_end (kx_agency (row), TRUE);
  return row;
}

static KxRecord *
make_agreement (const char *id, const char *agency, guint i, KxDate today)
{
  g_autofree char *number = g_strdup_printf ("济康协〔2025〕%u号", i);
  KxRecord *record = kx_record_new (&kx_agreement_entity, id, "370100/agreement");
  Kx_agreement *row = kx_agreement (record);

  kx_agreement_set_office (row, KX_TEST_OFFICE);
  kx_agreement_set_agency (row, agency);
  kx_agreement_set_kind (row, kx_agreement_kind_rehabilitation);
  kx_agreement_set_state (row, kx_agreement_state_signed);
  kx_agreement_set_number (row, number);
  kx_agreement_set_scopes (row, (KxCodes){ 3 });
  kx_agreement_set_starts_on (row, kx_date_add_months (today, -24));
  kx_agreement_set_ends_on (row, kx_date_add_days (today, 40));
  return record;
}

static gboolean
fill (KxBook *book, gpointer data, GError **error)
{
  Bench *bench = data;
  KxDate today = kx_mirror_today (bench->desk->mirror);

  for (guint i = 0; i < bench->ids->len; i++)
    {
      g_autofree char *agency = kx_test_id ();

      if (!land_row (book, make_agency (agency, i), error) ||
          !land_row (book, make_agreement (bench->ids->pdata[i], agency, i, today), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_done (gpointer data)
{
  return ((Bench *) data)->done;
}

static void
on_read (GObject *plan, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  kx_renewal_plan_read_finish (KX_RENEWAL_PLAN (plan), result, &error);
  g_assert_no_error (error);
  ((Bench *) data)->done = TRUE;
}

static void
on_carried_out (GObject *plan, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  kx_renewal_plan_carry_out_finish (KX_RENEWAL_PLAN (plan), result, &error);
  g_assert_no_error (error);
  ((Bench *) data)->done = TRUE;
}

static sqlite3 *
open_database (const char *path)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", NULL, NULL, NULL), ==,
      SQLITE_OK);
  return db;
}

static void
copy_database (const char *from_path, const char *to_path)
{
  sqlite3 *from = open_database (from_path), *to = open_database (to_path);
  sqlite3_backup *backup = sqlite3_backup_init (to, "main", from, "main");

  g_assert_nonnull (backup);
  g_assert_cmpint (sqlite3_backup_step (backup, -1), ==, SQLITE_DONE);
  sqlite3_backup_finish (backup);
  sqlite3_close (to);
  sqlite3_close (from);
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  return statement;
}

/* What one table gained. */
typedef struct
{
  sqlite3_stmt *insert;
  GPtrArray *values; /* (element-type sqlite3_value) owned; row after row */
  guint columns, rows;
} Gain;

static void
free_gain (gpointer data)
{
  Gain *gain = data;

  sqlite3_finalize (gain->insert);
  g_ptr_array_unref (gain->values);
  g_free (gain);
}

/* Rows of the table that the later database has beyond those of the earlier one. NULL: none. */
static Gain *
read_gain (sqlite3 *later, sqlite3 *earlier, const char *table)
{
  g_autofree char *last = g_strdup_printf ("SELECT coalesce(max(rowid), 0) FROM \"%s\"", table);
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\" WHERE rowid > ?1", table);
  sqlite3_stmt *most = prepare (earlier, last), *select = prepare (later, sql);
  g_autoptr (GString) insert = g_string_new (NULL);
  Gain *gain = g_new0 (Gain, 1);

  g_assert_cmpint (sqlite3_step (most), ==, SQLITE_ROW);
  sqlite3_bind_int64 (select, 1, sqlite3_column_int64 (most, 0));
  sqlite3_finalize (most);
  gain->values = g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite3_value_free);
  gain->columns = (guint) sqlite3_column_count (select);
  for (; sqlite3_step (select) == SQLITE_ROW; gain->rows++)
    for (guint column = 0; column < gain->columns; column++)
      g_ptr_array_add (gain->values, sqlite3_value_dup (sqlite3_column_value (select, (int) column)));
  sqlite3_finalize (select);
  g_string_append_printf (insert, "INSERT INTO \"%s\" VALUES (?", table);
  for (guint column = 1; column < gain->columns; column++)
    g_string_append (insert, ", ?");
  g_string_append_c (insert, ')');
  gain->insert = prepare (earlier, insert->str);
  if (gain->rows > 0)
    return gain;
  free_gain (gain);
  return NULL;
}

static GPtrArray *
read_gains (sqlite3 *later, sqlite3 *earlier)
{
  GPtrArray *gains = g_ptr_array_new_with_free_func (free_gain);
  sqlite3_stmt *tables = prepare (
      earlier, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND "
               "sql NOT LIKE '%WITHOUT ROWID%' AND sql NOT LIKE '%VIRTUAL%'");

  while (sqlite3_step (tables) == SQLITE_ROW)
    {
      Gain *gain = read_gain (later, earlier, (const char *) sqlite3_column_text (tables, 0));

      if (gain != NULL)
        g_ptr_array_add (gains, gain);
    }
  sqlite3_finalize (tables);
  return gains;
}

/* The share of a gain's rows that belongs to one of `n` commits. */
static void
insert_share (Gain *gain, guint commit, guint n)
{
  guint from = (guint) ((guint64) gain->rows * commit / n),
        to = (guint) ((guint64) gain->rows * (commit + 1) / n);

  for (guint row = from; row < to; row++)
    {
      for (guint column = 0; column < gain->columns; column++)
        sqlite3_bind_value (gain->insert, (int) column + 1,
                            gain->values->pdata[row * gain->columns + column]);
      g_assert_cmpint (sqlite3_step (gain->insert), ==, SQLITE_DONE);
      sqlite3_reset (gain->insert);
    }
}

static double
run_bare (const char *later_path, const char *earlier_path, guint rows, guint *ret_inserted)
{
  sqlite3 *later = open_database (later_path), *earlier = open_database (earlier_path);
  GPtrArray *gains = read_gains (later, earlier);
  guint commits = MAX (rows / TOGETHER, 1);
  gint64 start = g_get_monotonic_time ();
  double seconds;

  *ret_inserted = 0;
  for (guint commit = 0; commit < commits; commit++)
    {
      g_assert_cmpint (sqlite3_exec (earlier, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
      for (guint i = 0; i < gains->len; i++)
        insert_share (gains->pdata[i], commit, commits);
      g_assert_cmpint (sqlite3_exec (earlier, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
    }
  seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  for (guint i = 0; i < gains->len; i++)
    *ret_inserted += ((Gain *) gains->pdata[i])->rows;
  g_ptr_array_unref (gains);
  sqlite3_close (later);
  sqlite3_close (earlier);
  return seconds;
}

/* What the overview looks at, as rows and no more: agreements that end with what became of them, and the days
 * and facts of the agencies. */
static const char *const bare_queries[] = {
  "SELECT g.id, a.name, g.office, g.ends_on, g.not_renewed_on, EXISTS (SELECT 1 FROM agreement n WHERE "
  "n.previous "
  "= g.id AND n.deleted_at = 0) FROM agreement g CROSS JOIN agency a WHERE a.id = g.agency AND g.deleted_at "
  "= 0 "
  "AND g.state = 'signed' ORDER BY g.ends_on, g.id",
  "SELECT id, name, licence_valid_to FROM agency WHERE deleted_at = 0 AND licence_valid_to IS NOT NULL ORDER "
  "BY "
  "licence_valid_to",
  "SELECT id, name FROM agency WHERE deleted_at = 0 AND (uscc IS NULL OR county IS NULL OR kind IS NULL)",
};

static double
run_bare_overview (const char *path)
{
  sqlite3 *db = open_database (path);
  gint64 best = G_MAXINT64;

  for (guint round = 0; round < ROUNDS; round++)
    {
      gint64 start = g_get_monotonic_time ();

      for (guint i = 0; i < G_N_ELEMENTS (bare_queries); i++)
        {
          sqlite3_stmt *select = prepare (db, bare_queries[i]);

          while (sqlite3_step (select) == SQLITE_ROW)
            g_assert_nonnull (sqlite3_column_text (select, 0));
          sqlite3_finalize (select);
        }
      best = MIN (best, g_get_monotonic_time () - start);
    }
  sqlite3_close (db);
  return (double) best / G_USEC_PER_SEC;
}

static double
run_overview (Bench *bench, guint *ret_lines)
{
  KxBook *book = kx_mirror_take_reader (bench->desk->mirror, NULL);
  g_autoptr (KxActor) all = kx_actor_new_system ();
  KxTodoQuestion question = { .today = kx_mirror_today (bench->desk->mirror), .eyes = all };
  gint64 best = G_MAXINT64;

  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (GError) error = NULL;
      gint64 start = g_get_monotonic_time ();
      g_autoptr (KxTodoAnswer) answer = kx_todo_find (book, &question, &error);

      g_assert_no_error (error);
      best = MIN (best, g_get_monotonic_time () - start);
      *ret_lines = answer->todos->len;
    }
  kx_mirror_give_reader (bench->desk->mirror, book);
  return (double) best / G_USEC_PER_SEC;
}

static double
since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static void
renew (Bench *bench, double *ret_read, double *ret_drawn)
{
  gint64 start = g_get_monotonic_time ();

  bench->plan = kx_renewal_plan_new (bench->desk->mirror, KX_RENEWAL_RENEW);
  kx_renewal_plan_read_async (bench->plan, bench->ids, NULL, on_read, bench);
  kx_test_wait (is_done, bench);
  *ret_read = since (start);
  g_assert_cmpuint (g_list_model_get_n_items (kx_renewal_plan_get_lines (bench->plan)), ==, bench->ids->len);
  bench->done = FALSE;
  start = g_get_monotonic_time ();
  kx_renewal_plan_carry_out_async (bench->plan, NULL, NULL, on_carried_out, bench);
  while (!bench->done)
    g_main_context_iteration (NULL, TRUE);
  *ret_drawn = since (start);
  g_assert_cmpuint (kx_renewal_plan_count (bench->plan, KX_RENEWAL_DONE), ==, bench->ids->len);
}

int
main (int argc, char **argv)
{
  guint rows = argc > 1 ? (guint) atoi (argv[1]) : ROWS, inserted;
  Bench bench = { kx_test_desktop_new (), NULL, g_ptr_array_new_with_free_func (g_free), FALSE };
  char *folder = kx_test_make_folder ();
  g_autofree char *path = g_build_filename (kx_mirror_get_dir (bench.desk->mirror), "mirror.db", NULL);
  g_autofree char *earlier = g_build_filename (folder, "earlier.db", NULL);
  double read, drawn, bare, overview, bare_overview;
  guint lines;

  for (guint i = 0; i < rows; i++)
    g_ptr_array_add (bench.ids, kx_test_id ());
  kx_test_desktop_write (bench.desk, fill, &bench);
  overview = run_overview (&bench, &lines);
  bare_overview = run_bare_overview (path);
  g_print (
      "{\"name\":\"overview of %u agencies\",\"value\":%.1f,\"unit\":\"ms\",\"peer\":%.1f,\"ratio\":%.3f,"
      "\"limit\":%.2f,\"lines\":%u}\n",
      rows, overview * 1000, bare_overview * 1000, overview / bare_overview, OVERVIEW_MOST, lines);
  copy_database (path, earlier);
  renew (&bench, &read, &drawn);
  bare = run_bare (path, earlier, rows, &inserted);
  g_print (
      "{\"name\":\"renewal, %u agreements read with what keeps them back\",\"value\":%.0f,\"unit\":\"ms\","
      "\"limit\":%d}\n",
      rows, read * 1000, READ_LIMIT_MS);
  g_print ("{\"name\":\"renewal, %u agreements drawn up\",\"value\":%.0f,\"unit\":\"1/s\",\"peer\":%.0f,"
           "\"ratio\":%.3f,\"limit\":%.2f,\"rows\":%u}\n",
           rows, rows / drawn, rows / bare, bare / drawn, LEAST, inserted);
  g_object_unref (bench.plan);
  g_ptr_array_unref (bench.ids);
  kx_test_desktop_free (bench.desk);
  kx_test_remove_folder (folder);
  return 0;
}
