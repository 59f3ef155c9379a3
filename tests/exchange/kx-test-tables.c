#include "exchange/kx-test-tables.h"

#include "core/entities/kx-agency.h"
#include "exchange/kx-test-report.h"
#include "exchange/kx-test-roster.h"
#include "lib/kx-test-store.h"
#include "store/kx-row.h"

KxImport *
kx_test_tables_run (KxTestTables *f, const KxEntity *entity, const char *header, const char *const *lines,
                    KxImportOptions options)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  KxTestGrid grid = { 0 };
  KxImport *import;

  g_ptr_array_add (all, (gpointer) header);
  for (guint i = 0; lines[i] != NULL; i++)
    g_ptr_array_add (all, (gpointer) lines[i]);
  g_ptr_array_add (all, NULL);
  grid.rows = (const char *const *) all->pdata;
  bytes = kx_test_roster_xlsx (&grid, 1, FALSE);
  options.entity = entity;
  options.area = "370100";
  options.file_name = "存量.xlsx";
  import = kx_import_new (kx_import_target_store (f->store), f->clerk, bytes, &options, &error);
  g_assert_no_error (error);
  g_assert_true (kx_import_run (import, NULL, &error));
  g_assert_no_error (error);
  return import;
}

void
kx_test_tables_set_up (KxTestTables *f, gconstpointer data)
{
  KxStoreOptions options = { .without_areas = TRUE };
  g_autoptr (GPtrArray) ops = kx_test_found (kx_schema_get ());
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (KxApplied) applied = NULL;
  g_autoptr (KxImport) import = NULL;
  g_autofree char *one = kx_test_credit_code (1), *two = kx_test_credit_code (2),
                  *three = kx_test_credit_code (3);
  g_autofree char *first = g_strdup_printf ("甲医院|%s|历下区|甲院", one);
  g_autofree char *second = g_strdup_printf ("乙医院|%s|市中区|", two);
  g_autofree char *third = g_strdup_printf ("乙医院|%s|槐荫区|", three);
  const char *const lines[] = { first, second, third, NULL };

  f->folder = kx_test_make_folder ();
  f->store = kx_store_open (f->folder, &options, NULL, NULL);
  f->clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370000");
  applied = kx_store_apply (f->store, system, (KxOp *const *) ops->pdata, ops->len, NULL);
  g_assert_true (applied->accepted);
  import = kx_test_tables_run (f, &kx_agency_entity, "机构名称|统一社会信用代码|所属区县|简称", lines,
                               (KxImportOptions){ 0 });
  kx_test_report_assert_counts (import, 3, 0, 0, 0);
}

void
kx_test_tables_tear_down (KxTestTables *f, gconstpointer data)
{
  g_clear_pointer (&f->store, kx_store_close);
  kx_actor_free (f->clerk);
  kx_test_remove_folder (f->folder);
}

KxRecord *
kx_test_tables_get_row (KxTestTables *f, const KxEntity *entity, const char *number)
{
  KxBook *book = kx_store_take_reader (f->store, NULL);
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  g_autoptr (GPtrArray) rows = NULL;
  KxQuery query = { .entity = entity, .n_terms = 1 };
  KxRecord *found;

  query.terms[0] = (KxTerm){ .field = (guint) kx_entity_field (entity, "number"),
                             .test = number != NULL ? KX_EQUALS : KX_IS_NULL,
                             .value.TEXT = number };
  g_assert_cmpint (kx_reader_list (reader, &query, 2, &rows), ==, KX_KNOWN);
  g_assert_cmpuint (rows->len, ==, 1);
  found = kx_record_copy (rows->pdata[0]);
  g_clear_pointer (&reader, kx_row_reader_free);
  kx_store_give_reader (f->store, book);
  return found;
}

gint64
kx_test_tables_count (KxTestTables *f, const char *sql)
{
  KxBook *book = kx_store_take_reader (f->store, NULL);
  gint64 n = -1;

  g_assert_true (kx_db_get_integer (book->db, sql, NULL, 0, &n, NULL));
  kx_store_give_reader (f->store, book);
  return n;
}
