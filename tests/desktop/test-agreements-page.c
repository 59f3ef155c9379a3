#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-credential.h"
#include "core/entities/kx-former-name.h"
#include "core/entities/kx-late-entry.h"
#include "core/entities/kx-person.h"
#include "core/kx-calendar.h"
#include "desktop/dialogs/kx-finder.h"
#include "desktop/export/kx-export-request.h"
#include "desktop/kx-application.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-places.h"
#include "desktop/kx-test-drive.h"
#include "desktop/kx-view-strip.h"
#include "desktop/kx-window.h"
#include "desktop/lists/kx-row-cell.h"
#include "desktop/lists/kx-row-table-private.h"
#include "desktop/pages/kx-agreement-rows.h"
#include "desktop/pages/kx-layout-page.h"
#include "desktop/pages/kx-record-page.h"
#include "desktop/pages/kx-rows-layout.h"
#include "desktop/pages/kx-suspension-rows.h"
#include "desktop/rows/kx-place-row.h"
#include "exchange/kx-sheet-open.h"
#include "kx-test-keys.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-display.h"
#include "models/kx-row-read.h"
#include "models/kx-test-desktop.h"
#include "store/kx-row.h"

#include <string.h>

typedef struct
{
  KxTestDesktop *desk;
  KxWindow *window;
  KxRowsPage *page;
  GtkWidget *table;
  char *agencies[3], *agreements[3];
} Fixture;

static char *
land_agreement (Fixture *f, const char *agency, int state, const char *number, const char *area, int ends_in)
{
  char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_agreement_entity, id, "370100/agreement");
  Kx_agreement *row = kx_agreement (record);
  KxDate today = kx_display_today ();

  kx_agreement_set_office (row, KX_TEST_OFFICE);
  kx_agreement_set_agency (row, agency);
  kx_agreement_set_kind (row, kx_agreement_kind_rehabilitation);
  kx_agreement_set_number (row, number);
  kx_agreement_set_state (row, state);
  kx_agreement_set_counts_area (row, area);
  kx_agreement_set_starts_on (row, kx_date_add_days (today, -300));
  kx_agreement_set_ends_on (row, kx_date_add_days (today, ends_in));
  if (state == kx_agreement_state_signed && ends_in < 0)
    kx_agreement_set_taken_over (row, TRUE);
  kx_test_desktop_land (f->desk, record);
  return id;
}

static void
add_former_name (Fixture *f, const char *agency, const char *name)
{
  KxRecord *fields = kx_record_new (&kx_former_name_entity, NULL, NULL);
  g_autofree char *id = kx_test_id ();

  kx_former_name_set_agency (kx_former_name (fields), agency);
  kx_former_name_set_name (kx_former_name (fields), name);
  kx_test_desktop_submit (
      f->desk, kx_mirror_make_op (f->desk->mirror, KX_OP_CREATE, &kx_former_name_entity, id, fields));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "济南康复医院", "白云医院", "曾家桥医院" };

  f->desk = kx_test_desktop_new ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    f->agencies[i] = kx_test_desktop_add_agency (f->desk, names[i]);
  add_former_name (f, f->agencies[2], "工人疗养院");
  f->agreements[0] =
      land_agreement (f, f->agencies[0], kx_agreement_state_signed, "济康2026-01", "370102", 700);
  f->agreements[1] =
      land_agreement (f, f->agencies[1], kx_agreement_state_draft, "济康2026-02", "370202", 700);
  f->agreements[2] =
      land_agreement (f, f->agencies[2], kx_agreement_state_signed, "济康2024-09", "370102", -8);
  f->window = kx_window_new (NULL, NULL);
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1180, 450);
  f->page = KX_ROWS_PAGE (kx_window_get_place (f->window, "agreements"));
  kx_rows_page_set_source (f->page, KX_ROW_SOURCE (f->desk->source), kx_mirror_get_actor (f->desk->mirror));
  gtk_window_present (GTK_WINDOW (f->window));
  kx_test_drive_settle ();
  f->table = kx_test_find_type (GTK_WIDGET (f->page), KX_TYPE_ROW_TABLE);
  kx_window_go (f->window, "agreements");
  kx_test_drive_await (GTK_WIDGET (f->page), "3 agreements");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  KxPage *page = g_object_ref (KX_PAGE (f->page));

  g_object_ref (f->window);
  gtk_window_destroy (GTK_WINDOW (f->window));
  kx_test_drive_settle ();
  kx_test_finalize (f->window);
  kx_test_finalize (page);
  for (guint i = 0; i < G_N_ELEMENTS (f->agencies); i++)
    {
      g_free (f->agencies[i]);
      g_free (f->agreements[i]);
    }
  kx_test_desktop_free (f->desk);
}

static KxRowList *
list_of (Fixture *f)
{
  return KX_ROW_TABLE (f->table)->list;
}

typedef struct
{
  Fixture *f;
  const char *names; /* of the agencies, in the order of the list */
} Order;

static gboolean
stands_so (gpointer data)
{
  Order *order = data;
  GListModel *list = G_LIST_MODEL (list_of (order->f));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (KxRowItem) item = g_list_model_get_item (list, i);
      const char *title = kx_row_item_get_ref_title (item, kx_agreement_f_agency);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", title != NULL ? title : "?");
    }
  return g_str_equal (text->str, order->names);
}

static void
await_order (Fixture *f, const char *names)
{
  kx_test_drive_until (stands_so, &(Order){ f, names });
}

typedef struct
{
  Fixture *f;
  const char *label;
} Cell;

static gboolean
is_cell (GtkWidget *widget, gconstpointer label)
{
  return kx_row_cell_is (widget) && kx_test_find (widget, G_OBJECT_TYPE (widget), label) == widget;
}

static gboolean
is_cell_there (gpointer data)
{
  Cell *cell = data;

  return kx_test_drive_find_that (cell->f->table, is_cell, cell->label) != NULL;
}

static void
await_cell (Fixture *f, const char *label)
{
  kx_test_drive_until (is_cell_there, &(Cell){ f, label });
}

/* What a screen reader says of each cell. */
static void
test_rows_say_how_they_stand (Fixture *f, gconstpointer data)
{
  await_order (f, "白云医院 济南康复医院 曾家桥医院");
  await_cell (f, "济南康复医院");
  await_cell (f, "济康2026-01");
  await_cell (f, "In force");
  await_cell (f, "Being drawn up");
  await_cell (f, "济南市历下区");
  await_cell (f, "Taken over, not confirmed");
}

static void
test_the_agency_finds_its_agreement (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *q, *names;
  } cases[] = {
    { "2026-02", "白云医院" }, { "曾家", "曾家桥医院" }, { "jnkf", "济南康复医院" },
    { "baiyun", "白云医院" },  { "工人", "曾家桥医院" }, { "济康", NULL },
  };

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.search", NULL);
  kx_test_drive_settle ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      kx_page_set_search_text (KX_PAGE (f->page), cases[i].q);
      if (cases[i].names != NULL)
        await_order (f, cases[i].names);
      else
        kx_test_drive_await (GTK_WIDGET (f->page), "3 of 3 agreements");
      if (g_str_equal (cases[i].q, "工人"))
        await_cell (f, "曾家桥医院 (工人疗养院)");
    }
  kx_page_set_search_text (KX_PAGE (f->page), "zzqq");
  kx_test_drive_await (GTK_WIDGET (f->page), "No agreement fits");
}

static GtkWidget *
open_choice (Fixture *f, const char *title)
{
  GtkWidget *button = kx_test_find (GTK_WIDGET (f->page), GTK_TYPE_MENU_BUTTON, title);

  g_assert_nonnull (button);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  kx_test_drive_settle ();
  return button;
}

static void
choose (Fixture *f, const char *title, const char *value)
{
  GtkWidget *button = open_choice (f, title);
  GtkWidget *check = kx_test_find (button, GTK_TYPE_CHECK_BUTTON, value);

  g_assert_nonnull (check);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  kx_test_drive_settle ();
}

/* Several conditions go under one name, and together. */
static void
test_how_they_stand_is_a_filter (Fixture *f, gconstpointer data)
{
  GtkWidget *chip;

  choose (f, "Term", "In force");
  await_order (f, "济南康复医院");
  kx_test_drive_await (GTK_WIDGET (f->page), "1 of 3 agreements");
  choose (f, "Term", "Expired");
  await_order (f, "曾家桥医院");
  g_assert_null (kx_test_find (GTK_WIDGET (f->page), GTK_TYPE_BUTTON, "Remove In force"));
  g_assert_null (
      kx_test_find (GTK_WIDGET (f->page), GTK_TYPE_BUTTON, "Remove State: Signed, Being terminated"));
  chip = kx_test_find (GTK_WIDGET (f->page), GTK_TYPE_BUTTON, "Remove Expired");
  g_assert_nonnull (chip);
  choose (f, "Taken over", "Not confirmed yet");
  await_order (f, "曾家桥医院");
  g_signal_emit_by_name (
      chip = kx_test_find (GTK_WIDGET (f->page), GTK_TYPE_BUTTON, "Remove Not confirmed yet"), "clicked");
  g_signal_emit_by_name (kx_test_find (GTK_WIDGET (f->page), GTK_TYPE_BUTTON, "Remove Expired"), "clicked");
  await_order (f, "白云医院 济南康复医院 曾家桥医院");
  choose (f, "State", "Being drawn up");
  await_order (f, "白云医院");
}

static gboolean
is_offered (Fixture *f, const char *action)
{
  GAction *found = g_action_map_lookup_action (kx_page_get_actions (KX_PAGE (f->page)), action);

  return g_action_get_enabled (found);
}

/* The titles of the filters, in their order; saved ones last. */
static char *
list_filters (KxRowsPage *page)
{
  GtkWidget *bar = kx_test_find_type (GTK_WIDGET (page), KX_TYPE_FILTER_BAR);
  GtkWidget *scrolled = gtk_widget_get_first_child (bar);
  GtkWidget *box = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled));
  GString *names = g_string_new (NULL);

  if (GTK_IS_VIEWPORT (box))
    box = gtk_viewport_get_child (GTK_VIEWPORT (box));
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                            gtk_menu_button_get_label (GTK_MENU_BUTTON (child)));
  return g_string_free (names, FALSE);
}

static void
land_application (Fixture *f, int state, const char *number, KxDate accept_by, const char *round)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_application_entity, id, "370100/agreement");

  kx_application_set_office (kx_application (record), KX_TEST_OFFICE);
  kx_application_set_agency (kx_application (record), f->agencies[0]);
  kx_application_set_number (kx_application (record), number);
  kx_application_set_state (kx_application (record), state);
  kx_application_set_received_on (kx_application (record), (KxDate){ 20260320 });
  kx_application_set_accept_by (kx_application (record), accept_by);
  if (round != NULL)
    kx_application_set_round (kx_application (record), round);
  kx_test_desktop_land (f->desk, record);
}

/* Of the many fields of an application those are offered that a clerk looks for. */
static void
test_few_filters_of_applications_and_rounds (Fixture *f, gconstpointer data)
{
  KxRowsPage *page = KX_ROWS_PAGE (kx_window_get_place (f->window, "applications"));
  g_autofree char *names = NULL, *of_rounds = NULL;

  land_application (f, kx_application_state_received, "济康准1", (KxDate){ 20260327 }, NULL);
  land_application (f, kx_application_state_refused, "济康准2", (KxDate){ 20260327 }, NULL);
  kx_rows_page_set_source (page, KX_ROW_SOURCE (f->desk->source), kx_mirror_get_actor (f->desk->mirror));
  kx_window_go (f->window, "applications");
  kx_test_drive_await (GTK_WIDGET (page), "2 applications");
  f->table = kx_test_find_type (GTK_WIDGET (page), KX_TYPE_ROW_TABLE);
  await_cell (f, "Received, was due on 2026-03-27");
  await_cell (f, "Not admitted");
  names = list_filters (page);
  g_assert_true (
      g_str_has_prefix (names, "Handling, State, Round, Place, Result, Standing, Public notice until"));
  g_assert_null (strstr (names, "Scopes"));
  f->page = page;
  choose (f, "Handling", "Still being handled");
  kx_test_drive_await (GTK_WIDGET (page), "1 of 2 applications");
  choose (f, "Handling", "Decided or withdrawn");
  kx_test_drive_await (GTK_WIDGET (page), "1 of 2 applications");
  f->page = KX_ROWS_PAGE (kx_window_get_place (f->window, "agreements"));
  page = KX_ROWS_PAGE (kx_window_get_place (f->window, "rounds"));
  kx_rows_page_set_source (page, KX_ROW_SOURCE (f->desk->source), kx_mirror_get_actor (f->desk->mirror));
  kx_test_drive_settle ();
  of_rounds = list_filters (page);
  g_assert_true (g_str_has_prefix (of_rounds, "State, Closes on"));
  g_assert_null (strstr (of_rounds, "Incomplete"));
}

static void
land_round (Fixture *f, const char *id, const char *title)
{
  KxRecord *record = kx_record_new (&kx_admission_round_entity, id, "370100/agreement");

  kx_admission_round_set_office (kx_admission_round (record), KX_TEST_OFFICE);
  kx_admission_round_set_title (kx_admission_round (record), title);
  kx_test_desktop_land (f->desk, record);
}

/* A round is chosen by its title, also one that came after the list was opened. */
static void
test_applications_of_a_round (Fixture *f, gconstpointer data)
{
  KxRowsPage *page = KX_ROWS_PAGE (kx_window_get_place (f->window, "applications"));
  g_autofree char *first = kx_test_id (), *second = kx_test_id (), *heading = NULL;
  g_autoptr (KxExportRequest) request = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KxWorkbook) workbook = NULL;
  KxListQuery query = { 0 };
  GtkWidget *chip;

  land_round (f, first, "2026年第一批");
  land_application (f, kx_application_state_received, "济康准1", (KxDate){ 0 }, first);
  land_application (f, kx_application_state_received, "济康准2", (KxDate){ 0 }, NULL);
  kx_rows_page_set_source (page, KX_ROW_SOURCE (f->desk->source), kx_mirror_get_actor (f->desk->mirror));
  kx_window_go (f->window, "applications");
  kx_test_drive_await (GTK_WIDGET (page), "2 applications");
  land_round (f, second, "2026年第二批");
  land_application (f, kx_application_state_received, "济康准3", (KxDate){ 0 }, second);
  kx_test_drive_await (GTK_WIDGET (page), "3 applications");
  f->page = page;
  choose (f, "Round", "2026年第二批");
  kx_test_drive_await (GTK_WIDGET (page), "1 of 3 applications");
  chip = kx_test_find (GTK_WIDGET (page), GTK_TYPE_BUTTON, "Remove Admission round: 2026年第二批");
  g_assert_nonnull (chip);
  /* A workbook says above the rows what they were chosen by, by its name. */
  g_assert_true (kx_page_get_list_query (KX_PAGE (page), &query));
  request = kx_export_request_new (f->desk->mirror, &query, NULL);
  bytes = kx_export_request_run (request, KX_EXPORT_XLSX, NULL, NULL, NULL, NULL);
  workbook = kx_workbook_open_bytes (bytes, NULL, NULL);
  heading = g_strdup (kx_sheet_get_cell (kx_workbook_get_sheet (workbook, 0), 1, 1)->text);
  g_assert_nonnull (strstr (heading, "Admission round = 2026年第二批"));
  choose (f, "Round", "In no round");
  kx_test_drive_await (GTK_WIDGET (page), "1 of 3 applications");
  chip = kx_test_find (GTK_WIDGET (page), GTK_TYPE_BUTTON, "Remove In no round");
  g_assert_nonnull (chip);
  g_signal_emit_by_name (chip, "clicked");
  kx_test_drive_await (GTK_WIDGET (page), "3 applications");
  f->page = KX_ROWS_PAGE (kx_window_get_place (f->window, "agreements"));
}

/* A clerk draws up, takes over by a table and deletes. */
static void
test_what_is_offered (Fixture *f, gconstpointer data)
{
  g_autoptr (KxActor) observer = kx_test_actor ("observer", KX_ROLE_INDEX_observer, "370100");
  KxRowsPage *other = g_object_ref_sink (g_object_new (KX_TYPE_ROWS_PAGE, "rows", &kx_agreement_rows, NULL));

  g_assert_true (is_offered (f, "new"));
  g_assert_true (is_offered (f, "import"));
  g_assert_true (is_offered (f, "paste"));
  g_assert_true (is_offered (f, "save-template"));
  g_assert_false (is_offered (f, "delete"));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "page.select-all", NULL);
  kx_test_drive_await (GTK_WIDGET (f->page), "3 agreements · 3 selected");
  g_assert_true (is_offered (f, "delete"));
  kx_rows_page_set_source (other, KX_ROW_SOURCE (f->desk->source), observer);
  g_assert_false (is_offered (&(Fixture){ .page = other }, "new"));
  kx_test_finalize (other);
  /* What is a view of other rows begins where those begin. */
  other = g_object_ref_sink (g_object_new (KX_TYPE_ROWS_PAGE, "rows", &kx_plaque_rows, NULL));
  kx_rows_page_set_source (other, KX_ROW_SOURCE (f->desk->source), kx_mirror_get_actor (f->desk->mirror));
  g_assert_false (is_offered (&(Fixture){ .page = other }, "new"));
  kx_test_finalize (other);
}

static void
land_late_entry (Fixture *f, const char *explanation)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_late_entry_entity, id, "370100/agreement");
  Kx_late_entry *row = kx_late_entry (record);

  kx_late_entry_set_owner_entity (row, "agreement");
  kx_late_entry_set_owner (row, f->agreements[0]);
  kx_late_entry_set_office (row, KX_TEST_OFFICE);
  kx_late_entry_set_act (row, "sign");
  kx_late_entry_set_event_on (row, (KxDate){ 20260302 });
  kx_late_entry_set_entered_on (row, kx_date_add_days (kx_display_today (), explanation != NULL ? 0 : -60));
  kx_late_entry_set_workdays (row, 9);
  if (explanation != NULL)
    kx_late_entry_set_explanation (row, explanation);
  kx_test_desktop_land (f->desk, record);
}

/* A view of what was entered late; a row opens the entry itself, where it is explained. */
static void
test_late_entries_are_listed (Fixture *f, gconstpointer data)
{
  KxRowsPage *page = KX_ROWS_PAGE (kx_window_get_place (f->window, "late-entries"));
  g_autofree char *entity = NULL;

  kx_rows_page_set_source (page, KX_ROW_SOURCE (f->desk->source), kx_mirror_get_actor (f->desk->mirror));
  kx_window_go (f->window, "late-entries");
  kx_test_drive_await (GTK_WIDGET (page), "No late entries");
  land_late_entry (f, "年会期间");
  land_late_entry (f, NULL);
  kx_test_drive_await (GTK_WIDGET (page), "2 late entries");
  f->page = page;
  g_assert_false (is_offered (f, "new"));
  g_assert_false (is_offered (f, "import"));
  choose (f, "Explanation", "Not explained yet");
  kx_test_drive_await (GTK_WIDGET (page), "1 of 2 late entries");
  kx_row_table_focus (KX_ROW_TABLE (kx_test_find_type (GTK_WIDGET (page), KX_TYPE_ROW_TABLE)));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "page.edit", NULL);
  kx_test_drive_settle ();
  g_assert_true (KX_IS_RECORD_PAGE (kx_window_get_page (f->window)));
  g_object_get (kx_window_get_page (f->window), "entity", &entity, NULL);
  g_assert_cmpstr (entity, ==, "late_entry");
  g_assert_true (kx_window_back (f->window));
  choose (f, "Entered", "In the last 30 days");
  kx_test_drive_await (GTK_WIDGET (page), "No late entry fits");
}

static gboolean
is_finder_open (gpointer data)
{
  return kx_test_drive_find_window (KX_TYPE_FINDER) != NULL;
}

/* New asks for the agency first. */
static void
test_new_asks_for_the_agency (Fixture *f, gconstpointer data)
{
  GtkWindow *finder;

  gtk_widget_activate_action (GTK_WIDGET (f->window), "page.new", NULL);
  kx_test_drive_until (is_finder_open, f);
  finder = kx_test_drive_find_window (KX_TYPE_FINDER);
  g_assert_cmpstr (gtk_window_get_title (finder), ==, "Agreement with which agency?");
  g_assert_true (gtk_window_get_transient_for (finder) == GTK_WINDOW (f->window));
  gtk_window_destroy (finder);
  kx_test_drive_settle ();
}

static void
test_a_new_row_names_what_it_is_of (Fixture *f, gconstpointer data)
{
  static const char *const others[] = { "new",       "new/0197",    "new?", "new?agency",
                                        "new?=0197", "new?agency=", "0197" };
  g_autofree char *row = kx_place_new_row ("agency", f->agencies[0]), *field = NULL, *id = NULL;

  g_assert_true (kx_place_read_new_row (row, &field, &id));
  g_assert_cmpstr (field, ==, "agency");
  g_assert_cmpstr (id, ==, f->agencies[0]);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (kx_place_read_new_row (others[i], &field, &id));
}

static char *
place_in_sidebar (Fixture *f)
{
  GtkWidget *row = kx_test_find_type (GTK_WIDGET (f->window), KX_TYPE_PLACE_ROW);

  for (; row != NULL; row = gtk_widget_get_next_sibling (row))
    if (gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (row)))
      return g_strdup (kx_place_row_get_place (KX_PLACE_ROW (row))->name);
  return NULL;
}

/* The views of the place stand below its title and count as one place. */
static void
test_views_are_of_one_place (Fixture *f, gconstpointer data)
{
  GtkWidget *strip = kx_test_find_type (GTK_WIDGET (f->window), KX_TYPE_VIEW_STRIP), *layout;
  g_autofree char *before = place_in_sidebar (f), *after = NULL;

  g_assert_true (gtk_widget_get_visible (strip));
  g_assert_cmpstr (before, ==, "agreements");
  for (const KxPlace *place = kx_places; place->name != NULL; place++)
    g_assert_cmpint (kx_test_find (strip, GTK_TYPE_TOGGLE_BUTTON, place->title) != NULL, ==,
                     kx_place_is_there (place) && !place->rare &&
                         g_str_equal (kx_place_get_root (place)->name, "agreements"));
  g_assert_true (gtk_toggle_button_get_active (
      GTK_TOGGLE_BUTTON (kx_test_find (strip, GTK_TYPE_TOGGLE_BUTTON, "Agreements"))));
  layout = kx_test_find (strip, GTK_TYPE_TOGGLE_BUTTON, "Layout");
  g_signal_emit_by_name (layout, "clicked");
  kx_test_drive_settle ();
  g_assert_true (KX_IS_LAYOUT_PAGE (kx_window_get_page (f->window)));
  kx_layout_page_set_source (KX_LAYOUT_PAGE (kx_window_get_page (f->window)),
                             KX_ROW_SOURCE (f->desk->source));
  kx_test_drive_settle ();
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (layout)));
  after = place_in_sidebar (f);
  g_assert_cmpstr (after, ==, "agreements");
  g_assert_true (kx_window_back (f->window));
  g_assert_true (kx_window_get_page (f->window) == KX_PAGE (f->page));
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (layout)));
  kx_window_go (f->window, "agencies");
  kx_test_drive_settle ();
  g_assert_false (gtk_widget_get_visible (strip));
}

/* Those that are seldom looked at stand in a menu, which is seen however narrow the window is. */
static void
test_rare_views_stand_in_a_menu (Fixture *f, gconstpointer data)
{
  GtkWidget *strip = kx_test_find_type (GTK_WIDGET (f->window), KX_TYPE_VIEW_STRIP);
  GtkMenuButton *more = GTK_MENU_BUTTON (kx_test_find_type (strip, GTK_TYPE_MENU_BUTTON));
  GMenuModel *menu = gtk_menu_button_get_menu_model (more);
  int n = 0;

  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (more)));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_menu_button_get_child (more))), ==, "More");
  for (const KxPlace *place = kx_places; place->name != NULL; place++)
    if (place->rare)
      {
        g_autoptr (GVariant) target =
            g_menu_model_get_item_attribute_value (menu, n++, G_MENU_ATTRIBUTE_TARGET, G_VARIANT_TYPE_STRING);

        g_assert_nonnull (target);
        g_assert_cmpstr (g_variant_get_string (target, NULL), ==, place->name);
        gtk_widget_activate_action_variant (GTK_WIDGET (more), "win.go", target);
        kx_test_drive_settle ();
        g_assert_true (kx_window_get_page (f->window) == kx_window_get_place (f->window, place->name));
        g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_menu_button_get_child (more))), ==, place->title);
        g_assert_false (gtk_toggle_button_get_active (
            GTK_TOGGLE_BUTTON (kx_test_find (strip, GTK_TYPE_TOGGLE_BUTTON, "Agreements"))));
      }
  g_assert_cmpint (n, ==, g_menu_model_get_n_items (menu));
  g_assert_cmpint (n, >, 0);
  kx_window_go (f->window, "agreements");
  kx_test_drive_settle ();
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_menu_button_get_child (more))), ==, "More");
}

static gboolean
is_in_sight (gpointer button)
{
  GtkWidget *sight = gtk_widget_get_ancestor (button, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t at;

  return gtk_widget_get_width (button) > 0 && gtk_widget_compute_bounds (button, sight, &at) &&
         at.origin.x >= 0 && at.origin.x + at.size.width <= (float) gtk_widget_get_width (sight);
}

/* Where there is no room for all views, that which is shown can be seen. */
static void
test_view_shown_is_in_sight (Fixture *f, gconstpointer data)
{
  GtkWidget *strip = kx_test_find_type (GTK_WIDGET (f->window), KX_TYPE_VIEW_STRIP);
  GtkWidget *last = kx_test_find (strip, GTK_TYPE_TOGGLE_BUTTON, "Layout");

  gtk_window_set_default_size (GTK_WINDOW (f->window), 360, 450);
  kx_test_drive_until (is_in_sight, kx_test_find (strip, GTK_TYPE_TOGGLE_BUTTON, "Agreements"));
  g_assert_false (is_in_sight (last));
  g_signal_emit_by_name (last, "clicked");
  kx_test_drive_until (is_in_sight, last);
  /* Also when the views come back after they were not there. */
  kx_window_go (f->window, "agencies");
  kx_test_drive_settle ();
  kx_window_go (f->window, "agreements");
  kx_test_drive_until (is_in_sight, kx_test_find (strip, GTK_TYPE_TOGGLE_BUTTON, "Agreements"));
}

/* A list of which nobody wrote down the columns has those of its fields. */
static void
test_columns_follow_from_fields (Fixture *f, gconstpointer data)
{
  static const char *const fields[] = { "agency", "kind", "unknown", "number", NULL };
  const KxRowsKind kind = { .entity = "credential", .fields = fields };
  g_autoptr (KxRowsLayout) layout = kx_rows_layout_new (&kind, &kx_credential_entity);
  g_autoptr (GString) shown = g_string_new (NULL);
  gboolean seen[kx_credential_n_fields] = { FALSE };

  for (guint i = 0; i < layout->n_columns; i++)
    {
      g_assert_false (seen[layout->columns[i].field]);
      seen[layout->columns[i].field] = TRUE;
      if (layout->columns[i].shown)
        g_string_append_printf (shown, "%s ", kx_credential_entity.fields[layout->columns[i].field].name);
    }
  g_assert_cmpstr (shown->str, ==, "agency kind number ");
  for (guint i = 0; i < kx_credential_n_fields; i++)
    g_assert_cmpint (seen[i], ==, kx_credential_entity.fields[i].kind != KX_LONG_TEXT);
  g_assert_cmpint (layout->facts.heading, ==, kx_credential_f_agency);
  g_assert_cmpuint (layout->facts.n_fields, ==, layout->n_columns - 1);
  g_assert_cmpuint (layout->facts.fields[0], ==, kx_credential_f_kind);
  g_assert_cmpuint (layout->n_choices, >, 0);
  g_assert_cmpint (layout->choices[0].kind, ==, KX_CHOICE_CODES);
}

/* What the list shows goes out with the names of what it refers to. */
static void
test_the_list_goes_out (Fixture *f, gconstpointer data)
{
  KxListQuery query = { 0 };
  g_auto (GStrv) ids = NULL;
  g_autoptr (KxExportRequest) request = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree guint *fields = NULL;
  guint n;

  choose (f, "Place", "济南市");
  await_order (f, "济南康复医院 曾家桥医院");
  g_assert_true (kx_page_get_list_query (KX_PAGE (f->page), &query));
  g_assert_true (query.entity == &kx_agreement_entity);
  fields = kx_row_table_dup_fields (KX_ROW_TABLE (f->table), &n);
  request = kx_export_request_new (f->desk->mirror, &query, NULL);
  g_array_append_vals (request->fields, fields, n);
  bytes = kx_export_request_run (request, KX_EXPORT_TABS, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_true (g_str_has_prefix (text, "Agency\tAgreement number\tState\tState · as listed\tEnds on\t"));
  g_assert_nonnull (strstr (text, "\n济南康复医院\t济康2026-01\tSigned\tIn force"));
  g_assert_nonnull (strstr (text, "\n曾家桥医院\t济康2024-09\tSigned\tExpired"));
  g_assert_null (strstr (text, "白云医院"));
}

/* Accounts stay with the service; here a person's row has the user's id. */
static void
test_people_are_called_by_their_names (Fixture *f, gconstpointer data)
{
  g_autofree char *user = kx_test_id ();
  KxRecord *person = kx_record_new (&kx_person_entity, user, "370100/public"), *row;
  KxListQuery query = { .entity = &kx_agreement_entity };
  char *ids[] = { f->agreements[0], NULL };
  guint field = kx_agreement_f_approved_by;
  g_autoptr (KxExportRequest) request = kx_export_request_new (f->desk->mirror, &query, ids);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  KxBook *book;
  KxRecordReading *reading;

  kx_person_set_name (kx_person (person), "安若素");
  kx_person_set_office (kx_person (person), KX_TEST_OFFICE);
  kx_test_desktop_land (f->desk, person);
  book = kx_mirror_take_reader (f->desk->mirror, NULL);
  row = kx_row_get (book, &kx_agreement_entity, f->agreements[0], NULL);
  kx_mirror_give_reader (f->desk->mirror, book);
  kx_agreement_set_approved_by (kx_agreement (row), user);
  row->seq++;
  kx_test_desktop_land (f->desk, row);
  g_array_append_val (request->fields, field);
  bytes = kx_export_request_run (request, KX_EXPORT_TABS, NULL, NULL, NULL, NULL);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpstr (text, ==, "Approved by\n安若素\n");
  book = kx_mirror_take_reader (f->desk->mirror, NULL);
  reading = kx_record_reading_new (book, &kx_agreement_entity, f->agreements[0], NULL);
  g_assert_cmpstr (reading->titles->pdata[field], ==, "安若素");
  kx_record_reading_free (reading);
  kx_mirror_give_reader (f->desk->mirror, book);
}

#define ADD(name, function) g_test_add ("/agreements/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("rows say how they stand", test_rows_say_how_they_stand);
  ADD ("the agency finds its agreement", test_the_agency_finds_its_agreement);
  ADD ("how they stand is a filter", test_how_they_stand_is_a_filter);
  ADD ("few-filters-of-applications-and-rounds", test_few_filters_of_applications_and_rounds);
  ADD ("applications of a round", test_applications_of_a_round);
  ADD ("what is offered", test_what_is_offered);
  ADD ("late-entries-are-listed", test_late_entries_are_listed);
  ADD ("new asks for the agency", test_new_asks_for_the_agency);
  ADD ("a new row names what it is of", test_a_new_row_names_what_it_is_of);
  ADD ("views are of one place", test_views_are_of_one_place);
  ADD ("rare views stand in a menu", test_rare_views_stand_in_a_menu);
  ADD ("view shown is in sight", test_view_shown_is_in_sight);
  ADD ("columns follow from fields", test_columns_follow_from_fields);
  ADD ("the list goes out", test_the_list_goes_out);
  ADD ("people are called by their names", test_people_are_called_by_their_names);
  return g_test_run ();
}
