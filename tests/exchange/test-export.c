#include "exchange/kx-export.h"

#include "core/entities/kx-agency.h"
#include "exchange/kx-sheet-open.h"
#include "lib/kx-test-store.h"
#include "store/kx-store.h"

#include <string.h>

typedef struct
{
  char *folder;
  KxStore *store;
  KxBook *book;
  KxActor *clerk;
  char *ids[3];
} Fixture;

static void
apply (Fixture *f, const KxActor *actor, KxOp *op)
{
  g_autoptr (KxOp) owned = op;
  g_autoptr (KxApplied) applied = kx_store_apply (f->store, actor, &owned, 1, NULL);

  g_assert_true (applied->accepted);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "甲医院", "=乙\t医院", "丙<医院>" };
  KxStoreOptions options = { .without_areas = TRUE };
  g_autoptr (GPtrArray) ops = kx_test_found (kx_schema_get ());
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (KxApplied) applied = NULL;

  f->folder = kx_test_make_folder ();
  f->store = kx_store_open (f->folder, &options, NULL, NULL);
  f->clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370100");
  applied = kx_store_apply (f->store, system, (KxOp *const *) ops->pdata, ops->len, NULL);
  g_assert_true (applied->accepted);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *code = kx_test_credit_code (i + 1);

      f->ids[i] = kx_test_id ();
      apply (f, f->clerk, kx_test_agency_op (kx_schema_get (), f->ids[i], KX_TEST_OFFICE, names[i], code));
    }
  f->book = kx_store_take_reader (f->store, NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (f->ids); i++)
    g_free (f->ids[i]);
  kx_store_give_reader (f->store, f->book);
  g_clear_pointer (&f->store, kx_store_close);
  kx_actor_free (f->clerk);
  kx_test_remove_folder (f->folder);
}

static GBytes *export(Fixture *f, const KxActor *actor, const KxExportOptions *options)
{
  KxListQuery query = { .entity = kx_schema_entity (f->book->schema, "agency"),
                        .actor = actor,
                        .sort = KX_SORT_TITLE };
  g_autoptr (GError) error = NULL;
  GBytes *bytes = kx_export_rows (f->book, &query, options, NULL, &error);

  g_assert_no_error (error);
  return bytes;
}

static char *
text_of (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return g_strndup (data, size);
}

static const guint name_and_code[] = { kx_agency_f_uscc, kx_agency_f_name };

static void
test_columns_are_chosen_and_ordered (Fixture *f, gconstpointer data)
{
  KxExportOptions options = { .format = KX_EXPORT_XLSX, .fields = name_and_code, .n_fields = 2 };
  g_autoptr (GBytes) bytes = export(f, f->clerk, &options);
  g_autoptr (KxWorkbook) workbook = kx_workbook_open_bytes (bytes, NULL, NULL);
  const KxSheet *sheet = kx_workbook_get_sheet (workbook, 0);

  g_assert_nonnull (strstr (kx_sheet_get_cell (sheet, 1, 1)->text, " · 3 · "));
  g_assert_cmpuint (kx_sheet_get_n_columns (sheet), ==, 2);
  g_assert_cmpstr (kx_sheet_get_cell (sheet, 2, 1)->text, ==, "Unified social credit code");
  g_assert_cmpstr (kx_sheet_get_cell (sheet, 3, 2)->text, ==, "name");
}

static gboolean
shows_more (const KxEntity *entity, guint field)
{
  return field == kx_agency_f_name;
}

static char *
say_more (const KxRecord *record, guint field, KxDate today)
{
  return g_strdup_printf ("%s on %d", kx_record_get (record, field).TEXT, today.ymd);
}

/* Beside the value, which an import takes in, and not in its place. */
static void
test_what_lists_show_is_a_column (Fixture *f, gconstpointer data)
{
  const char *const ids[] = { f->ids[2], NULL };
  KxExportOptions options = { .format = KX_EXPORT_XLSX,
                              .fields = name_and_code + 1,
                              .n_fields = 1,
                              .has_shown = shows_more,
                              .dup_shown = say_more,
                              .today = { 20260701 },
                              .ids = ids };
  g_autoptr (GBytes) bytes = export(f, f->clerk, &options), tabs = NULL, lines = NULL;
  g_autoptr (KxWorkbook) workbook = kx_workbook_open_bytes (bytes, NULL, NULL);
  const KxSheet *sheet = kx_workbook_get_sheet (workbook, 0);
  g_autofree char *text = NULL, *json = NULL;

  g_assert_cmpuint (kx_sheet_get_n_columns (sheet), ==, 2);
  g_assert_cmpstr (kx_sheet_get_cell (sheet, 2, 2)->text, ==, "Name · as listed");
  g_assert_cmpstr (kx_sheet_get_cell (sheet, 3, 1)->text, ==, "name");
  g_assert_true (kx_sheet_get_cell (sheet, 3, 2) == NULL || *kx_sheet_get_cell (sheet, 3, 2)->text == '\0');
  options.format = KX_EXPORT_TABS;
  tabs = export(f, f->clerk, &options);
  text = text_of (tabs);
  g_assert_cmpstr (text, ==, "Name\tName · as listed\n丙<医院>\t丙<医院> on 20260701\n");
  options.format = KX_EXPORT_NDJSON;
  lines = export(f, f->clerk, &options);
  json = text_of (lines);
  g_assert_null (strstr (json, "20260701"));
}

static void
test_rows_are_chosen_one_by_one (Fixture *f, gconstpointer data)
{
  const char *const ids[] = { f->ids[2], "00000000-0000-7000-8000-000000000000", f->ids[0], NULL };
  KxExportOptions options = {
    .format = KX_EXPORT_CSV, .fields = name_and_code + 1, .n_fields = 1, .ids = ids
  };
  g_autoptr (GBytes) bytes = export(f, f->clerk, &options);
  g_autofree char *text = text_of (bytes);

  g_assert_cmpstr (text, ==, "\xEF\xBB\xBFName\r\n丙<医院>\r\n甲医院\r\n");
}

static void
test_what_one_may_not_see_is_not_there (Fixture *f, gconstpointer data)
{
  g_autoptr (KxActor) stranger = kx_test_actor ("stranger", KX_ROLE_INDEX_clerk, "370200");
  const char *const ids[] = { f->ids[2], NULL };
  KxExportOptions options = {
    .format = KX_EXPORT_TABS, .fields = name_and_code + 1, .n_fields = 1, .ids = ids
  };
  g_autoptr (GBytes) bytes = export(f, stranger, &options);
  g_autofree char *text = text_of (bytes);

  g_assert_cmpstr (text, ==, "Name\n");
}

static void
test_text_for_a_clipboard_keeps_its_columns (Fixture *f, gconstpointer data)
{
  const char *const ids[] = { f->ids[1], f->ids[2], NULL };
  KxExportOptions options = { .format = KX_EXPORT_TABS, .fields = name_and_code, .n_fields = 2, .ids = ids };
  g_autoptr (GBytes) bytes = export(f, f->clerk, &options);
  g_autofree char *text = text_of (bytes), *codes[] = { kx_test_credit_code (2), kx_test_credit_code (3) };
  g_autofree char *wanted =
      g_strdup_printf ("Unified social credit code\tName\n%s\t'=乙 医院\n%s\t丙<医院>\n", codes[0], codes[1]);

  g_assert_cmpstr (text, ==, wanted);
  g_free (codes[1]);
}

static void
test_a_pasted_table_keeps_its_codes (Fixture *f, gconstpointer data)
{
  const char *const ids[] = { f->ids[2], NULL };
  KxExportOptions options = { .format = KX_EXPORT_HTML, .fields = name_and_code, .n_fields = 2, .ids = ids };
  g_autoptr (GBytes) bytes = export(f, f->clerk, &options);
  g_autofree char *text = text_of (bytes), *code = kx_test_credit_code (3);
  g_autofree char *cell = g_strdup_printf ("sdnum=\"1033;0;@\">%s</td>", code);

  g_assert_nonnull (strstr (text, cell));
  g_assert_nonnull (strstr (text, "丙&lt;医院&gt;</td></tr>"));
  g_assert_true (g_str_has_suffix (text, "</html>\n"));
}

static void
note_rows (guint done, gpointer data)
{
  *(guint *) data += 1;
}

static void
test_an_export_is_stopped (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  guint told = 0;
  KxExportOptions options = {
    .format = KX_EXPORT_CSV, .progress = note_rows, .progress_data = &told, .cancellable = cancellable
  };
  g_autoptr (GBytes) whole = export(f, f->clerk, &options);
  KxListQuery query = { .entity = kx_schema_entity (f->book->schema, "agency"), .actor = f->clerk };
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (whole);
  g_assert_cmpuint (told, ==, 1);
  g_cancellable_cancel (cancellable);
  g_assert_null (kx_export_rows (f->book, &query, &options, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, function) g_test_add ("/export/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("columns-are-chosen-and-ordered", test_columns_are_chosen_and_ordered);
  ADD ("what-lists-show-is-a-column", test_what_lists_show_is_a_column);
  ADD ("rows-are-chosen-one-by-one", test_rows_are_chosen_one_by_one);
  ADD ("what-one-may-not-see-is-not-there", test_what_one_may_not_see_is_not_there);
  ADD ("text-for-a-clipboard-keeps-its-columns", test_text_for_a_clipboard_keeps_its_columns);
  ADD ("a-pasted-table-keeps-its-codes", test_a_pasted_table_keeps_its_codes);
  ADD ("an-export-is-stopped", test_an_export_is_stopped);
  return g_test_run ();
}
