#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-settings.h"
#include "desktop/kx-test-drive.h"
#include "desktop/kx-window.h"
#include "desktop/lists/kx-filter-bar.h"
#include "desktop/lists/kx-row-acts.h"
#include "desktop/lists/kx-row-cell.h"
#include "desktop/lists/kx-row-table.h"
#include "desktop/pages/kx-agency-rows.h"
#include "desktop/pages/kx-record-page.h"
#include "desktop/record/kx-child-list.h"
#include "desktop/record/kx-desk.h"
#include "desktop/record/kx-documents-tab.h"
#include "kx-test-keys.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"

#define LONG_NAME "济南市历城区仲宫街道办事处社区卫生服务中心工伤康复科暨职业病康复指导站"

typedef struct
{
  KxTestDesktop *desk;
  KxWindow *window;
  KxRowsPage *page;
  GtkWidget *table;
  char *id; /* of one agency */
} Fixture;

/* The list was counted by another page before anybody looked at it. */
static void
set_up (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "甲医院", "乙医院", LONG_NAME };

  f->desk = kx_test_desktop_new ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_free (f->id);
      f->id = kx_test_desktop_add_agency (f->desk, names[i]);
    }
  f->window = kx_window_new (NULL, NULL);
  /* Not under the pointer, which rests in the middle of the screen: GTK would ask for tooltips of a window
   * that goes. */
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1000, 450);
  f->page = KX_ROWS_PAGE (kx_window_get_place (f->window, "agencies"));
  kx_rows_page_set_source (f->page, KX_ROW_SOURCE (f->desk->source), kx_mirror_get_actor (f->desk->mirror));
  gtk_window_present (GTK_WINDOW (f->window));
  kx_test_drive_settle ();
  f->table = kx_test_find_type (GTK_WIDGET (f->page), KX_TYPE_ROW_TABLE);
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
  g_free (f->id);
  kx_test_desktop_free (f->desk);
}

static gboolean
is_focus_in_table (gpointer data)
{
  Fixture *f = data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (f->window));

  return focus != NULL && gtk_widget_is_ancestor (focus, f->table);
}

typedef struct
{
  Fixture *f;
  const char *words;
} Shown;

static gboolean
is_shown (gpointer data)
{
  Shown *shown = data;

  return kx_test_shows (GTK_WIDGET (shown->f->page), shown->words);
}

static void
await (Fixture *f, const char *words)
{
  kx_test_drive_until (is_shown, &(Shown){ f, words });
  kx_test_drive_settle ();
}

static void
open_list (Fixture *f)
{
  kx_window_go (f->window, "agencies");
  await (f, "3 agencies");
}

static GtkWidget *
open_search (Fixture *f)
{
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.search", NULL);
  kx_test_drive_settle ();
  return kx_test_find_type (GTK_WIDGET (f->window), GTK_TYPE_SEARCH_ENTRY);
}

/* Enter comes at once, before the words were searched. */
static void
search (Fixture *f, const char *words)
{
  GtkWidget *entry = open_search (f);

  gtk_editable_set_text (GTK_EDITABLE (entry), words);
  g_signal_emit_by_name (entry, "activate");
}

static void
test_rows_have_the_focus (Fixture *f, gconstpointer data)
{
  kx_test_drive_settle ();
  g_assert_false (is_focus_in_table (f));
  open_list (f);
  kx_test_drive_until (is_focus_in_table, f);
}

static void
test_enter_goes_to_what_was_found (Fixture *f, gconstpointer data)
{
  open_list (f);
  search (f, "甲医");
  await (f, "1 of 3 agencies");
  kx_test_drive_until (is_focus_in_table, f);
}

static gboolean
is_without_search (gpointer data)
{
  return *kx_page_get_search_text (KX_PAGE (((Fixture *) data)->page)) == '\0';
}

static void
test_enter_goes_to_what_is_offered (Fixture *f, gconstpointer data)
{
  open_list (f);
  search (f, "zzqq");
  kx_test_drive_await (GTK_WIDGET (f->page), "No agency fits");
  kx_test_drive_settle ();
  g_assert_true (kx_test_press (GTK_WINDOW (f->window), GDK_KEY_Return, 0));
  kx_test_drive_until (is_without_search, f);
  kx_test_drive_await (GTK_WIDGET (f->page), "3 agencies");
}

static void
test_escape_selects_nothing (Fixture *f, gconstpointer data)
{
  open_list (f);
  kx_test_drive_until (is_focus_in_table, f);
  gtk_widget_activate_action (GTK_WIDGET (f->page), "page.select-all", NULL);
  await (f, "3 agencies · 3 selected");
  g_assert_true (kx_test_press (GTK_WINDOW (f->window), GDK_KEY_Escape, 0));
  kx_test_drive_settle ();
  g_assert_false (kx_test_shows (GTK_WIDGET (f->page), "selected"));
}

/* Of thousands of rows Tab would go through each. */
static void
test_tab_leaves_the_list (Fixture *f, gconstpointer data)
{
  open_list (f);
  kx_test_drive_until (is_focus_in_table, f);
  g_assert_true (kx_test_press (GTK_WINDOW (f->window), GDK_KEY_Tab, 0));
  g_assert_false (is_focus_in_table (f));
  kx_row_table_focus (KX_ROW_TABLE (f->table));
  g_assert_true (is_focus_in_table (f));
  g_assert_true (kx_test_press (GTK_WINDOW (f->window), GDK_KEY_Tab, GDK_SHIFT_MASK));
  g_assert_false (is_focus_in_table (f));
}

static GtkSelectionModel *
get_rows (Fixture *f)
{
  return gtk_column_view_get_model (GTK_COLUMN_VIEW (kx_test_find_type (f->table, GTK_TYPE_COLUMN_VIEW)));
}

static guint
count_rows (Fixture *f)
{
  return g_list_model_get_n_items (G_LIST_MODEL (get_rows (f)));
}

/* Those of the list before it became long are there already. */
static gboolean
has_rows (gpointer data)
{
  return count_rows (data) > 3;
}

static gboolean
has_all_rows (gpointer data)
{
  return count_rows (data) == 303;
}

/* A list of more rows than it has at once, as soon as it knows how many they are. */
static void
open_long_list (Fixture *f)
{
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *name = g_strdup_printf ("第%u医院", i + 1), *id = kx_test_id ();
      KxRecord *record = kx_record_new (&kx_agency_entity, id, "370100/agency");

      kx_agency_set_name (kx_agency (record), name);
      kx_agency_set_office (kx_agency (record), KX_TEST_OFFICE);
      kx_test_desktop_land (f->desk, record);
    }
  kx_window_go (f->window, "agencies");
  kx_test_drive_until (has_rows, f);
  g_assert_cmpuint (count_rows (f), <, 60);
  kx_test_drive_until (is_shown, &(Shown){ f, "303 agencies" });
}

static void
test_a_long_list_comes_bit_by_bit (Fixture *f, gconstpointer data)
{
  open_long_list (f);
  kx_test_drive_until (has_all_rows, f);
}

/* Whatever reaches farther does not miss the rows that have not come yet. */
static void
test_all_of_a_long_list_is_selected (Fixture *f, gconstpointer data)
{
  open_long_list (f);
  gtk_widget_activate_action (GTK_WIDGET (f->page), "page.select-all", NULL);
  await (f, "303 agencies · 303 selected");
}

/* The key may be End, or Ctrl+A, which the view takes itself. */
static void
test_a_key_reaches_all_of_a_long_list (Fixture *f, gconstpointer data)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (f->table);
  gboolean taken = FALSE;

  open_long_list (f);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) &&
          gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", GDK_KEY_End, 0, 0, &taken);
    }
  g_assert_false (taken);
  g_assert_true (has_all_rows (f));
}

/* What was selected and is no longer shown is neither counted nor worked on. */
static void
test_selection_goes_with_its_rows (Fixture *f, gconstpointer data)
{
  GAction *delete = g_action_map_lookup_action (kx_page_get_actions (KX_PAGE (f->page)), "delete");

  open_list (f);
  gtk_selection_model_select_item (get_rows (f), 0, TRUE);
  await (f, "3 agencies · 1 selected");
  g_assert_true (g_action_get_enabled (delete));
  search (f, "zzqq");
  kx_test_drive_await (GTK_WIDGET (f->page), "No agency fits");
  g_assert_false (kx_test_shows (GTK_WIDGET (f->page), "selected"));
  g_assert_false (g_action_get_enabled (delete));
}

/* An agreement of the last agency, as the service tells of it. Gives its id. */
static char *
land_agreement (Fixture *f, const char *number, int state)
{
  char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_agreement_entity, id, "370100/agreement");
  Kx_agreement *agreement = kx_agreement (record);

  record->seq = 90 + state;
  kx_agreement_set_office (agreement, KX_TEST_OFFICE);
  kx_agreement_set_agency (agreement, f->id);
  kx_agreement_set_kind (agreement, kx_agreement_kind_rehabilitation);
  kx_agreement_set_number (agreement, number);
  kx_agreement_set_state (agreement, state);
  kx_test_desktop_land (f->desk, record);
  return id;
}

static gboolean
is_told (gpointer data)
{
  Shown *shown = data;

  return kx_test_shows (GTK_WIDGET (shown->f->window), shown->words);
}

static gboolean
is_in_trash (Fixture *f, const char *id)
{
  g_autoptr (KxDesk) desk = kx_desk_new_for_mirror (f->desk->mirror, NULL, NULL);
  g_autoptr (KxRecord) row = kx_desk_get_row (desk, &kx_agreement_entity, id);

  return row->deleted_at.ms != 0;
}

typedef struct
{
  Fixture *f;
  guint notices;
} Told;

static gboolean
is_told_more (gpointer data)
{
  const Told *told = data;

  return g_list_model_get_n_items (kx_window_get_notices (told->f->window)) > told->notices;
}

/* Waits for the line that says what came of an action. */
static void
act_and_wait (Fixture *f, const char *action)
{
  Told told = { f, g_list_model_get_n_items (kx_window_get_notices (f->window)) };

  gtk_widget_activate_action (GTK_WIDGET (f->window), action, NULL);
  kx_test_drive_until (is_told_more, &told);
}

/* One that has to stay, being signed, does not keep the other; Undo brings back what went, and Redo takes it
 * away again, once. */
static void
test_what_may_go_goes (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRowActs) acts = kx_row_acts_new (f->desk->mirror, &kx_agreement_entity, GTK_WIDGET (f->page));
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autofree char *draft = land_agreement (f, "协1号", kx_agreement_state_draft);
  g_autofree char *stays = land_agreement (f, "协2号", kx_agreement_state_signed);

  open_list (f);
  g_ptr_array_add (ids, draft);
  g_ptr_array_add (ids, stays);
  kx_row_acts_delete (acts, ids);
  kx_test_drive_until (is_told, &(Shown){ f, "1 record moved to the trash; 1 not: 协2号: " });
  g_assert_true (is_in_trash (f, draft));
  g_assert_false (is_in_trash (f, stays));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.undo", NULL);
  kx_test_drive_until (is_told, &(Shown){ f, "1 record restored" });
  g_assert_false (is_in_trash (f, draft));
  act_and_wait (f, "win.redo");
  g_assert_true (is_in_trash (f, draft));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.redo", NULL);
  act_and_wait (f, "win.undo");
  g_assert_false (is_in_trash (f, draft));
}

/* A record above the list. */
static KxPage *
open_record (Fixture *f)
{
  g_autoptr (KxDesk) desk = kx_desk_new_for_mirror (f->desk->mirror, NULL, NULL);
  KxPage *record =
      g_object_new (KX_TYPE_RECORD_PAGE, "desk", desk, "entity", "agency", "row-id", f->id, NULL);

  open_list (f);
  kx_test_drive_until (is_focus_in_table, f);
  kx_window_push (f->window, record);
  return record;
}

static gboolean
is_read (gpointer page)
{
  return g_action_get_enabled (g_action_map_lookup_action (kx_page_get_actions (page), "edit"));
}

/* Who opens a record by keys goes on in it by keys. */
static void
test_a_record_has_the_focus (Fixture *f, gconstpointer data)
{
  KxPage *record = open_record (f);
  GtkWidget *focus;

  kx_test_drive_until (is_read, record);
  kx_test_drive_settle ();
  focus = gtk_window_get_focus (GTK_WINDOW (f->window));
  g_assert_true (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (record)));
}

static GtkDropTarget *
find_drop_target (KxPage *page)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (page));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return GTK_DROP_TARGET (controller);
    }
  return NULL;
}

static gboolean
has_document (gpointer page)
{
  GtkWidget *tab = kx_test_find_type (page, KX_TYPE_DOCUMENTS_TAB);

  return tab != NULL && kx_documents_tab_get_n_rows (KX_DOCUMENTS_TAB (tab)) == 2 &&
         !kx_documents_tab_is_busy (KX_DOCUMENTS_TAB (tab));
}

/* Wherever on the record files are dropped, they are attached. */
static void
test_files_are_dropped_on_a_record (Fixture *f, gconstpointer data)
{
  KxPage *record = open_record (f);
  g_auto (GValue) value = G_VALUE_INIT;
  GSList *files = NULL;
  gboolean taken = FALSE;

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("scan-%u.txt", i);
      g_autofree char *path = g_build_filename (f->desk->folder, name, NULL);

      g_assert_true (g_file_set_contents (path, name, -1, NULL));
      files = g_slist_append (files, g_file_new_for_path (path));
    }
  kx_test_drive_until (is_read, record);
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, files);
  g_signal_emit_by_name (find_drop_target (record), "drop", &value, 10.0, 10.0, &taken);
  g_assert_true (taken);
  kx_test_drive_until (has_document, record);
}

static gboolean
is_edited (gpointer page)
{
  return g_action_get_enabled (g_action_map_lookup_action (kx_page_get_actions (page), "save"));
}

/* Edit in the list edits, although the record has to be read first. */
static void
test_edit_waits_for_the_record (Fixture *f, gconstpointer data)
{
  KxPage *record = open_record (f);

  kx_record_page_edit (KX_RECORD_PAGE (record));
  kx_test_drive_until (is_edited, record);
}

/* What was typed into a list of the record and thrown away can be brought back. */
static void
test_a_thrown_row_comes_back (Fixture *f, gconstpointer data)
{
  KxPage *record = open_record (f);
  GtkWidget *names, *row;

  kx_test_drive_until (is_read, record);
  kx_test_drive_settle ();
  names = kx_test_find_type (GTK_WIDGET (record), KX_TYPE_CHILD_LIST);
  kx_child_list_add (KX_CHILD_LIST (names));
  kx_test_drive_settle ();
  kx_test_type (GTK_WINDOW (f->window), "工人医院");
  kx_test_drive_press (names, "Cancel");
  g_assert_null (kx_test_find_type (names, KX_TYPE_CHILD_ROW));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.undo", NULL);
  kx_test_drive_settle ();
  row = kx_test_find_type (names, KX_TYPE_CHILD_ROW);
  g_assert_true (row != NULL && kx_child_row_get_dirty (KX_CHILD_ROW (row)));
}

static void
assert_offered (Fixture *f, const char *action, gboolean offered)
{
  GAction *found = g_action_map_lookup_action (kx_page_get_actions (KX_PAGE (f->page)), action);

  g_assert_cmpint (g_action_get_enabled (found), ==, offered);
}

/* What a person may never do is not offered. */
static void
test_rights (Fixture *f, gconstpointer data)
{
  g_autoptr (KxActor) observer = kx_test_actor ("observer", KX_ROLE_INDEX_observer, "370100");
  KxRowsPage *other = g_object_ref_sink (g_object_new (KX_TYPE_ROWS_PAGE, "rows", &kx_agency_rows, NULL));

  assert_offered (f, "new", TRUE);
  assert_offered (f, "import", TRUE);
  kx_rows_page_set_source (other, KX_ROW_SOURCE (f->desk->source), observer);
  assert_offered (&(Fixture){ .page = other }, "new", FALSE);
  assert_offered (&(Fixture){ .page = other }, "import", FALSE);
  assert_offered (&(Fixture){ .page = other }, "paste", FALSE);
  kx_test_finalize (other);
}

static gboolean
is_cell (GtkWidget *widget, gconstpointer label)
{
  return kx_row_cell_is (widget) && gtk_widget_get_width (widget) > 0 &&
         kx_test_find (widget, G_OBJECT_TYPE (widget), label) == widget;
}

static GtkWidget *
find_cell (GtkWidget *table, const char *label)
{
  return kx_test_drive_find_that (table, is_cell, label);
}

static gboolean
has_room (gpointer table)
{
  return find_cell (table, "甲医院") != NULL;
}

static gboolean
has_tooltip (GtkWidget *cell)
{
  g_autoptr (GObject) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean has = FALSE;

  g_signal_emit_by_name (cell, "query-tooltip", 1, 1, FALSE, tooltip, &has);
  return has;
}

static void
test_what_is_cut_is_said_whole (Fixture *f, gconstpointer data)
{
  open_list (f);
  kx_test_drive_until (has_room, f->table);
  g_assert_true (has_tooltip (find_cell (f->table, LONG_NAME)));
  g_assert_false (has_tooltip (find_cell (f->table, "甲医院")));
}

static void
test_the_menu_is_of_a_selected_row (Fixture *f, gconstpointer data)
{
  GtkWidget *menu;

  open_list (f);
  kx_test_drive_until (is_focus_in_table, f);
  kx_row_table_unselect_all (KX_ROW_TABLE (f->table));
  g_assert_true (kx_test_press (GTK_WINDOW (f->window), GDK_KEY_Menu, 0));
  await (f, "3 agencies · 1 selected");
  menu = kx_test_find_type (f->table, GTK_TYPE_POPOVER_MENU);
  g_assert_nonnull (menu);
  gtk_popover_popdown (GTK_POPOVER (menu));
  kx_test_drive_settle ();
  g_assert_null (kx_test_find_type (f->table, GTK_TYPE_POPOVER_MENU));
}

static const KxRowColumn columns[] = {
  { kx_agency_f_name, 260, TRUE, FALSE },
  { kx_agency_f_beds, 70, TRUE, TRUE },
  { kx_agency_f_staff, 70, FALSE, TRUE },
};

static KxRowTable *
make_table (GSettings *settings)
{
  KxRowTable *table = g_object_ref_sink (g_object_new (KX_TYPE_ROW_TABLE, NULL));

  kx_row_table_set_up (table, &kx_agency_entity, "agencies", settings, columns, G_N_ELEMENTS (columns));
  return table;
}

static void
change (KxRowTable *table, const char *action, GVariant *state)
{
  g_action_group_change_action_state (kx_row_table_get_actions (table), action, state);
}

/* What the headings do can be done by the menu, also where there are none, and is remembered with the
 * columns.
 */
static void
test_order_and_columns_are_remembered (Fixture *f, gconstpointer data)
{
  g_autoptr (GSettings) settings = kx_settings_new_for_profile ("test-rows-page");
  KxRowTable *table = make_table (settings);
  GMenuModel *menu = kx_row_table_make_column_menu (table);
  g_autofree guint *fields = NULL;
  gboolean descending;
  guint n;

  g_assert_cmpint (kx_row_table_get_sort (table, &descending), ==, KX_SORT_TITLE);
  kx_row_table_set_narrow (table, TRUE);
  change (table, "sort", g_variant_new_string ("beds"));
  change (table, "descending", g_variant_new_boolean (TRUE));
  kx_row_table_set_narrow (table, FALSE);
  kx_row_table_set_narrow (table, TRUE);
  kx_row_table_set_narrow (table, FALSE);
  g_assert_cmpint (kx_row_table_get_sort (table, &descending), ==, kx_agency_f_beds);
  g_assert_true (descending);
  change (table, "show-staff", g_variant_new_boolean (TRUE));
  g_object_unref (menu);
  kx_test_finalize (table);

  table = make_table (settings);
  g_assert_cmpint (kx_row_table_get_sort (table, &descending), ==, kx_agency_f_beds);
  g_assert_true (descending);
  fields = kx_row_table_dup_fields (table, &n);
  g_assert_cmpuint (n, ==, 3);
  kx_test_finalize (table);
  g_settings_reset (settings, "sort");
  g_settings_reset (settings, "columns");
}

static const KxFilterChoice choices[] = { { kx_agency_f_ownership, KX_CHOICE_CODES } };

static guint
count_saved (GSettings *settings)
{
  g_autoptr (GVariant) all = g_settings_get_value (settings, "filters");

  return (guint) g_variant_n_children (all);
}

/* A saved filter that is forgotten can be taken back. */
static void
test_a_forgotten_filter_comes_back (Fixture *f, gconstpointer data)
{
  g_autoptr (GSettings) settings = kx_settings_new_for_profile ("test-rows-page");
  g_autoptr (KxFilter) filter = kx_filter_new (&kx_agency_entity);
  KxFilterBar *bar = g_object_new (KX_TYPE_FILTER_BAR, NULL);
  GtkWidget *saved;

  kx_filter_put (filter, kx_agency_f_ownership, KX_ONE_OF, (KxValue){ .CODES = { 1 } });
  {
    g_autofree char *text = kx_filter_to_text (filter);

    g_settings_set_value (settings, "filters",
                          g_variant_new_parsed ("[('agencies', 'public ones', %s)]", text));
  }
  kx_filter_bar_set_up (bar, kx_schema_get (), &kx_agency_entity, "370100", "agencies", settings, choices,
                        G_N_ELEMENTS (choices));
  gtk_box_append (kx_window_get_banners (f->window), GTK_WIDGET (bar));
  kx_test_drive_settle ();
  saved = kx_test_find (GTK_WIDGET (bar), GTK_TYPE_MENU_BUTTON, "Saved filters");
  gtk_menu_button_popup (GTK_MENU_BUTTON (saved));
  kx_test_drive_settle ();
  g_signal_emit_by_name (kx_test_find (saved, GTK_TYPE_BUTTON, "Forget the filter public ones"), "clicked");
  kx_test_drive_settle ();
  g_assert_cmpuint (count_saved (settings), ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.undo", NULL);
  kx_test_drive_settle ();
  g_assert_cmpuint (count_saved (settings), ==, 1);
  gtk_box_remove (kx_window_get_banners (f->window), GTK_WIDGET (bar));
  g_settings_reset (settings, "filters");
}

static const KxFilterChoice places[] = { { kx_agency_f_county, KX_CHOICE_AREA } };

/* A zone that is entered while the list is open is offered the next time the choices are. */
static void
test_zones_are_filtered_by (Fixture *f, gconstpointer data)
{
  KxFilterBar *bar = g_object_new (KX_TYPE_FILTER_BAR, NULL);
  g_autofree char *id = kx_test_id ();
  const KxFilterTerm *term;
  GtkWidget *button, *check;

  kx_filter_bar_set_up (bar, kx_schema_get (), &kx_agency_entity, "370100", "agencies", NULL, places,
                        G_N_ELEMENTS (places));
  gtk_box_append (kx_window_get_banners (f->window), GTK_WIDGET (bar));
  kx_test_drive_settle ();
  button = kx_test_find_type (GTK_WIDGET (bar), GTK_TYPE_MENU_BUTTON);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  kx_test_drive_settle ();
  g_assert_nonnull (kx_test_find (button, GTK_TYPE_CHECK_BUTTON, "历下区"));
  g_assert_null (kx_test_find (button, GTK_TYPE_CHECK_BUTTON, "济南示例高新区"));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  kx_test_desktop_land_zone (f->desk, id, "370100-GX", "济南示例高新区", (KxDate){ 0 });
  kx_test_drive_settle ();
  for (guint i = 0; i < 2; i++)
    {
      gtk_menu_button_popup (GTK_MENU_BUTTON (button));
      kx_test_drive_settle ();
      check = kx_test_find (button, GTK_TYPE_CHECK_BUTTON, "济南示例高新区");
      g_assert_nonnull (check);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
      gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
      kx_test_drive_settle ();
      term = kx_filter_get (kx_filter_bar_get_filter (bar), kx_agency_f_county, KX_WITHIN);
      g_assert_cmpstr (term->value.TEXT, ==, "370100-GX");
      g_assert_true (kx_test_shows (GTK_WIDGET (bar), "City or county: 济南示例高新区"));
    }
  gtk_box_remove (kx_window_get_banners (f->window), GTK_WIDGET (bar));
}

#define ADD(name, function) g_test_add ("/agencies/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("rows have the focus when the list is first seen", test_rows_have_the_focus);
  ADD ("Enter goes from the search to what was found", test_enter_goes_to_what_was_found);
  ADD ("Enter goes to what is offered when nothing was found", test_enter_goes_to_what_is_offered);
  ADD ("Escape selects nothing", test_escape_selects_nothing);
  ADD ("Tab leaves the list", test_tab_leaves_the_list);
  ADD ("a long list comes bit by bit", test_a_long_list_comes_bit_by_bit);
  ADD ("all of a long list is selected", test_all_of_a_long_list_is_selected);
  ADD ("a key reaches all of a long list", test_a_key_reaches_all_of_a_long_list);
  ADD ("the selection goes with its rows", test_selection_goes_with_its_rows);
  ADD ("a record that is opened has the focus", test_a_record_has_the_focus);
  ADD ("files are dropped on a record", test_files_are_dropped_on_a_record);
  ADD ("Edit waits until the record is read", test_edit_waits_for_the_record);
  ADD ("a row that was thrown away comes back", test_a_thrown_row_comes_back);
  ADD ("what one may never do is not offered", test_rights);
  ADD ("what is cut is said whole", test_what_is_cut_is_said_whole);
  ADD ("the menu is of a selected row", test_the_menu_is_of_a_selected_row);
  ADD ("order and columns are remembered", test_order_and_columns_are_remembered);
  ADD ("a forgotten filter comes back", test_a_forgotten_filter_comes_back);
  ADD ("what may go goes, though one has to stay", test_what_may_go_goes);
  ADD ("zones are filtered by", test_zones_are_filtered_by);
  return g_test_run ();
}
