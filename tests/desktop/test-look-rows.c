/* The pages that show rows, in a language where each text is marked and a third longer: the list of agencies,
 * a record read and edited, what needs a person, the assistant that takes in a table. The rows themselves are
 * in Chinese, so no letter of theirs is taken for a text that nobody marked. */
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-conflict.h"
#include "desktop/dialogs/kx-finder.h"
#include "desktop/dialogs/kx-step-dialog.h"
#include "desktop/export/kx-export-dialog.h"
#include "desktop/export/kx-name-list-dialog.h"
#include "desktop/import/kx-exchange.h"
#include "desktop/import/kx-import-assistant.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-locale.h"
#include "desktop/kx-test-drive.h"
#include "desktop/kx-test-look.h"
#include "desktop/pages/kx-activity-page.h"
#include "desktop/pages/kx-overview-page.h"
#include "desktop/pages/kx-record-page-private.h"
#include "desktop/pages/kx-rows-page.h"
#include "desktop/record/kx-alias-dialog.h"
#include "desktop/record/kx-dossier-dialog.h"
#include "desktop/record/kx-unlink-dialog.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"
#include "models/kx-test-import-desk.h"
#include "models/kx-test-import.h"

static const int widths[] = { 360, 1024 };

/* What stands in the rows, and texts of the toolkit. */
static const char *const known[] = {
  "English",   "Preferences", "Search",        "Show Text",
  "Hide Text", "clerk",       "shandong.xlsx", "许可证 · 17.0 kB · 2026-07-01 08:00",
  NULL
};

typedef struct
{
  KxTestDesktop *test;
  KxDesk *desk;
  KxWindow *window;
  char *agency;
  int width;
} Fixture;

/* 120 beds stand, 150 were proposed. */
static void
land_conflict (Fixture *f)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_conflict_entity, id, "370100/agency");
  Kx_conflict *conflict = kx_conflict (record);

  record->seq = 6;
  kx_conflict_set_owner_entity (conflict, "agency");
  kx_conflict_set_owner (conflict, f->agency);
  kx_conflict_set_field (conflict, "beds");
  kx_conflict_set_kind (conflict, kx_conflict_kind_field);
  kx_conflict_set_state (conflict, kx_conflict_state_open);
  kx_conflict_set_theirs (conflict, "120");
  kx_conflict_set_mine (conflict, "150");
  kx_conflict_set_base (conflict, "100");
  kx_test_desktop_land (f->test, record);
}

static void
land_document (Fixture *f)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_attachment_entity, id, "370100/agency");
  Kx_attachment *attachment = kx_attachment (record);

  record->seq = 7;
  kx_attachment_set_owner_entity (attachment, "agency");
  kx_attachment_set_owner (attachment, f->agency);
  kx_attachment_set_file_name (attachment, "许可证");
  kx_attachment_set_media_type (attachment, "image/png");
  kx_attachment_set_size (attachment, 17000);
  kx_attachment_set_stored (attachment, TRUE);
  kx_attachment_set_sha256 (attachment, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  kx_test_desktop_land (f->test, record);
}

/* One whose end nobody entered and nobody confirmed: its words are the longest. */
static void
land_agreement (Fixture *f)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_agreement_entity, id, "370100/agreement");
  Kx_agreement *agreement = kx_agreement (record);

  record->seq = 8;
  kx_agreement_set_office (agreement, KX_TEST_OFFICE);
  kx_agreement_set_agency (agreement, f->agency);
  kx_agreement_set_kind (agreement, kx_agreement_kind_rehabilitation);
  kx_agreement_set_number (agreement, "济康协〔2024〕01号");
  kx_agreement_set_state (agreement, kx_agreement_state_signed);
  kx_agreement_set_counts_area (agreement, "370102");
  kx_agreement_set_starts_on (agreement, (KxDate){ 20240101 });
  kx_agreement_set_ends_on (agreement, (KxDate){ 20251231 });
  kx_agreement_set_taken_over (agreement, TRUE);
  kx_test_desktop_land (f->test, record);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->width = GPOINTER_TO_INT (data);
  f->test = kx_test_desktop_new ();
  f->desk = kx_desk_new_for_mirror (f->test->mirror, NULL, NULL);
  f->agency = kx_test_desktop_add_agency (f->test, "济南市第一人民医院");
  land_conflict (f);
  land_document (f);
  land_agreement (f);
  f->window = kx_window_new (NULL, NULL);
  gtk_window_set_default_size (GTK_WINDOW (f->window), f->width, 640);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  kx_test_drive_settle ();
  g_object_unref (f->desk);
  kx_test_desktop_free (f->test);
  g_free (f->agency);
}

static void
look (GtkWindow *window)
{
  kx_test_look_settle (window);
  kx_test_look_assert_marked (GTK_WIDGET (window), known);
  kx_test_look_assert_room (window);
}

static void
look_and_close (GtkWidget *window, int width)
{
  gtk_window_set_default_size (GTK_WINDOW (window), width, 600);
  gtk_window_present (GTK_WINDOW (window));
  look (GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

#define NOT_THERE "没有"

static gboolean
is_read (gpointer page)
{
  return !kx_page_is_loading (page);
}

static gboolean
is_searched (gpointer page)
{
  KxListQuery query = { 0 };

  return kx_page_get_list_query (page, &query) && g_strcmp0 (query.q, NOT_THERE) == 0 && is_read (page);
}

static void
go_and_look (Fixture *f, const char *place)
{
  kx_window_go (f->window, place);
  kx_test_drive_until (is_read, kx_window_get_place (f->window, place));
  look (GTK_WINDOW (f->window));
}

static void
test_lists (Fixture *f, gconstpointer data)
{
  KxPage *agencies = kx_window_get_place (f->window, "agencies");
  KxPage *agreements = kx_window_get_place (f->window, "agreements");

  kx_rows_page_set_source (KX_ROWS_PAGE (agencies), KX_ROW_SOURCE (f->test->source), NULL);
  kx_overview_page_set_source (KX_OVERVIEW_PAGE (kx_window_get_place (f->window, "overview")),
                               KX_ROW_SOURCE (f->test->source), NULL);
  kx_activity_page_set_desk (KX_ACTIVITY_PAGE (kx_window_get_place (f->window, "activity")), f->desk);
  gtk_window_present (GTK_WINDOW (f->window));
  kx_rows_page_set_source (KX_ROWS_PAGE (agreements), KX_ROW_SOURCE (f->test->source), NULL);
  go_and_look (f, "overview");
  go_and_look (f, "activity");
  go_and_look (f, "agencies");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "page.select-all", NULL);
  look (GTK_WINDOW (f->window));
  kx_page_set_search_text (agencies, NOT_THERE);
  kx_test_drive_until (is_searched, agencies);
  look (GTK_WINDOW (f->window));
  go_and_look (f, "agreements");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "page.select-all", NULL);
  look (GTK_WINDOW (f->window));
  kx_page_set_search_text (agreements, NOT_THERE);
  kx_test_drive_until (is_searched, agreements);
  look (GTK_WINDOW (f->window));
}

static void
show_tab (KxRecordPage *page, const char *name)
{
  adw_view_stack_set_visible_child_name (page->tabs, name);
}

static gboolean
has_form (gpointer page)
{
  return KX_RECORD_PAGE (page)->form != NULL;
}

static void
test_record (Fixture *f, gconstpointer data)
{
  KxRecordPage *page =
      g_object_new (KX_TYPE_RECORD_PAGE, "desk", f->desk, "entity", "agency", "row-id", f->agency, NULL);

  gtk_window_present (GTK_WINDOW (f->window));
  kx_window_push (f->window, KX_PAGE (page));
  kx_test_drive_until (has_form, page);
  look (GTK_WINDOW (f->window));
  show_tab (page, "timeline");
  look (GTK_WINDOW (f->window));
  show_tab (page, "documents");
  look (GTK_WINDOW (f->window));
  show_tab (page, "history");
  look (GTK_WINDOW (f->window));
  show_tab (page, "facts");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "page.edit", NULL);
  look (GTK_WINDOW (f->window));
  look_and_close (
      GTK_WIDGET (kx_alias_dialog_new (GTK_WIDGET (page), f->desk, kx_record_page_get_record (page))),
      f->width);
  look_and_close (
      GTK_WIDGET (kx_unlink_dialog_new (GTK_WIDGET (page), f->desk, kx_record_page_get_record (page))),
      f->width);
  look_and_close (
      GTK_WIDGET (kx_dossier_dialog_new (GTK_WIDGET (page), f->desk, kx_record_page_get_record (page))),
      f->width);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "page.pause", NULL);
  kx_test_drive_settle ();
}

/* An agreement of the agency, as it was handed in. */
static char *
land_approved (Fixture *f)
{
  char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_agreement_entity, id, "370100/agreement");
  Kx_agreement *agreement = kx_agreement (record);

  record->seq = 9;
  kx_agreement_set_office (agreement, KX_TEST_OFFICE);
  kx_agreement_set_agency (agreement, f->agency);
  kx_agreement_set_kind (agreement, kx_agreement_kind_rehabilitation);
  kx_agreement_set_number (agreement, "济康协〔2026〕17号");
  kx_agreement_set_state (agreement, kx_agreement_state_approved);
  kx_agreement_set_scopes (agreement, (KxCodes){ 3 });
  kx_agreement_set_starts_on (agreement, (KxDate){ 20270101 });
  kx_agreement_set_ends_on (agreement, (KxDate){ 20281231 });
  kx_test_desktop_land (f->test, record);
  return id;
}

static void
test_agreement (Fixture *f, gconstpointer data)
{
  g_autofree char *id = land_approved (f);
  KxRecordPage *page =
      g_object_new (KX_TYPE_RECORD_PAGE, "desk", f->desk, "entity", "agreement", "row-id", id, NULL);
  const KxTransition *step = kx_lifecycle_knows (kx_agreement_entity.lifecycle, KX_OP_ACTION, "agency_sign");

  gtk_window_present (GTK_WINDOW (f->window));
  kx_window_push (f->window, KX_PAGE (page));
  kx_test_drive_until (has_form, page);
  look (GTK_WINDOW (f->window));
  show_tab (page, "steps");
  look (GTK_WINDOW (f->window));
  look_and_close (
      GTK_WIDGET (kx_step_dialog_new (GTK_WIDGET (page), f->desk, kx_record_page_get_record (page), step)),
      f->width);
}

static void
test_dialogs (Fixture *f, gconstpointer data)
{
  KxListQuery query = { .entity = &kx_agency_entity, .sort = KX_SORT_TITLE };
  KxListQuery agreements = { .entity = &kx_agreement_entity, .sort = KX_SORT_TITLE };
  const char *chosen[] = { f->agency, NULL };

  gtk_window_present (GTK_WINDOW (f->window));
  look_and_close (
      GTK_WIDGET (kx_name_list_dialog_new (GTK_WIDGET (f->window), f->test->mirror, &agreements, NULL)),
      f->width);
  look_and_close (GTK_WIDGET (kx_finder_new (f->window)), f->width);
  look_and_close (GTK_WIDGET (kx_export_dialog_new (f->test->mirror, &query, (char **) chosen, "一家机构")),
                  f->width);
}

static void
wait (KxImportAssistant *assistant)
{
  kx_test_import_wait (kx_import_assistant_get_session (assistant));
  kx_test_drive_settle ();
}

static void
test_import (gconstpointer data)
{
  g_autoptr (KxTestImportDesk) desk = kx_test_import_desk_new ();
  KxWindow *window = g_object_ref (kx_window_new (NULL, NULL));
  KxExchange *exchange = kx_exchange_get (window);
  g_autofree char *path = kx_test_import_roster ("shandong.xlsx");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  KxImportAssistant *assistant;

  kx_exchange_set_mirror (exchange, desk->mirror);
  gtk_window_present (GTK_WINDOW (window));
  assistant = kx_exchange_import (exchange, NULL, NULL);
  gtk_window_set_default_size (GTK_WINDOW (assistant), GPOINTER_TO_INT (data), 600);
  look (GTK_WINDOW (assistant));
  kx_exchange_import (exchange, NULL, file);
  wait (assistant);
  kx_import_session_set_office (kx_import_assistant_get_session (assistant), KX_TEST_PROVINCE_OFFICE);
  wait (assistant);
  for (int step = KX_IMPORT_STEP_FILE; step < KX_IMPORT_STEP_RESULT; step++)
    {
      g_assert_cmpint (kx_import_assistant_get_step (assistant), ==, step);
      look (GTK_WINDOW (assistant));
      gtk_widget_activate_action (GTK_WIDGET (assistant), "import.next", NULL);
      wait (assistant);
    }
  g_assert_cmpint (kx_import_assistant_get_step (assistant), ==, KX_IMPORT_STEP_RESULT);
  look (GTK_WINDOW (assistant));
  gtk_window_close (GTK_WINDOW (assistant));
  gtk_window_destroy (GTK_WINDOW (window));
  kx_test_drive_settle ();
  g_object_unref (window);
}

static void
add (const char *name, int width, void (*test) (Fixture *f, gconstpointer data))
{
  g_autofree char *path = g_strdup_printf ("/look at rows/%s at %d px", name, width);

  g_test_add (path, Fixture, GINT_TO_POINTER (width), set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  /* The test's own set-up would choose the language "C". */
  gtk_test_init (&argc, &argv, NULL);
  kx_locale_init ();
  kx_toolkit_init ();
  kx_test_look_load_style ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autofree char *import = g_strdup_printf ("/look at rows/import at %d px", widths[i]);

      add ("lists", widths[i], test_lists);
      add ("record", widths[i], test_record);
      add ("agreement", widths[i], test_agreement);
      add ("dialogs", widths[i], test_dialogs);
      g_test_add_data_func (import, GINT_TO_POINTER (widths[i]), test_import);
    }
  return g_test_run ();
}
