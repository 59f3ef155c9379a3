#include "models/kx-test-import.h"

#include "exchange/kx-sheet-write.h"
#include "lib/kx-test-store.h"

KxOp *
kx_test_import_office_op (void)
{
  const KxEntity *entity = kx_schema_entity (kx_schema_get (), "office");
  g_autofree char *id = kx_test_id ();
  KxRecord *fields = kx_record_new (entity, NULL, NULL);

  kx_record_put (fields, (guint) kx_entity_field (entity, "name"),
                 (KxValue){ .TEXT = "山东省社会保险事业中心" });
  kx_record_put (fields, (guint) kx_entity_field (entity, "area"), (KxValue){ .TEXT = "370000" });
  kx_record_put (fields, (guint) kx_entity_field (entity, "kind"), (KxValue){ .CODE = 0 });
  return kx_op_new (KX_OP_CREATE, entity, id, KX_TEST_PROVINCE_OFFICE, fields);
}

void
kx_test_import_make_office (KxStore *store)
{
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (KxOp) op = kx_test_import_office_op ();
  g_autoptr (KxApplied) applied = kx_store_apply (store, system, &op, 1, NULL);

  g_assert_true (applied->accepted);
}

static gboolean
give_up (gpointer data)
{
  g_error ("The session is busy for too long");
  return G_SOURCE_REMOVE;
}

void
kx_test_import_wait (KxImportSession *session)
{
  guint timer = g_timeout_add_seconds (60, give_up, NULL);

  while (kx_import_session_get_activity (session) != KX_IMPORT_IDLE)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);
}

char *
kx_test_import_roster (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "fixtures", "rosters", name, NULL);
}

static guint
find_title (const KxSheet *sheet, guint header, const char *title)
{
  for (guint i = 1; i <= kx_sheet_get_n_columns (sheet); i++)
    if (g_str_equal (kx_sheet_get_cell (sheet, header, i)->text, title))
      return i;
  return 0;
}

GBytes *
kx_test_import_rewrite (GBytes *workbook_bytes, guint header, gboolean coded, const KxTestChange *changes,
                        guint n_changes, const guint *left_out, const char *const *added)
{
  g_autoptr (KxWorkbook) workbook = kx_workbook_open_bytes (workbook_bytes, NULL, NULL);
  g_autoptr (KxSheetWriter) writer = kx_sheet_writer_new (KX_SHEET_OUT_XLSX, "名单");
  const KxSheet *sheet = kx_workbook_get_sheet (workbook, 0);
  guint n = kx_sheet_get_n_columns (sheet);
  g_autofree const char **cells = g_new0 (const char *, n);

  for (guint i = 1; i <= n; i++)
    kx_sheet_writer_add_column (writer, kx_sheet_get_cell (sheet, header, i)->text,
                                coded ? kx_sheet_get_cell (sheet, header + 1, i)->text : NULL,
                                KX_COLUMN_TEXT);
  for (guint i = 0; i < kx_sheet_get_n_rows (sheet); i++)
    {
      const KxSheetRow *row = kx_sheet_get_row (sheet, i);
      gboolean out = row->number <= header + (coded ? 1 : 0);

      for (guint k = 0; left_out != NULL && left_out[k] != 0; k++)
        out |= left_out[k] == row->number;
      if (out)
        continue;
      for (guint k = 0; k < n; k++)
        cells[k] = kx_sheet_row_get_cell (row, k + 1)->text;
      for (guint k = 0; k < n_changes; k++)
        if (changes[k].row == row->number)
          cells[find_title (sheet, header, changes[k].title) - 1] = changes[k].text;
      g_assert_true (kx_sheet_writer_add_row (writer, cells, NULL));
    }
  for (guint i = 0; added != NULL && added[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (added[i], "|", (gint) n);

      for (guint k = 0, there = g_strv_length (parts); k < n; k++)
        cells[k] = k < there ? parts[k] : "";
      g_assert_true (kx_sheet_writer_add_row (writer, cells, NULL));
    }
  return kx_sheet_writer_finish (writer, NULL);
}
