#include "desktop/pages/kx-layout-view.h"

#include "desktop/kx-toolkit.h"
#include "desktop/kx-test-drive.h"
#include "lib/kx-test-policy.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"

typedef struct
{
  KxTestDesktop *desk;
  GtkWidget *window, *view;
  char *opened; /* owned; id that was to be shown */
} Fixture;

static char *
add_agreement (Fixture *f, const char *name)
{
  g_autofree char *agency = kx_test_desktop_add_agency (f->desk, name);
  char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_agreement_entity, id, "370100/agreement");
  Kx_agreement *row = kx_agreement (record);

  kx_agreement_set_office (row, KX_TEST_OFFICE);
  kx_agreement_set_agency (row, agency);
  kx_agreement_set_kind (row, kx_agreement_kind_rehabilitation);
  kx_agreement_set_counts_toward (row, kx_agreement_counts_toward_county);
  kx_agreement_set_counts_area (row, "370102");
  kx_agreement_set_state (row, kx_agreement_state_signed);
  kx_test_desktop_land (f->desk, record);
  return id;
}

static void
note_opened (KxLayoutView *view, const char *id, Fixture *f)
{
  g_free (f->opened);
  f->opened = g_strdup (id);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->desk = kx_test_desktop_new ();
  kx_test_desktop_land_pack (f->desk, kx_test_pack_country);
  kx_test_desktop_land_pack (f->desk, kx_test_pack_province);
}

static void
show (Fixture *f)
{
  f->view = kx_layout_view_new (KX_ROW_SOURCE (f->desk->source));
  g_signal_connect (f->view, "open", G_CALLBACK (note_opened), f);
  f->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (f->window), 800, 700);
  gtk_window_set_child (GTK_WINDOW (f->window), f->view);
  gtk_window_present (GTK_WINDOW (f->window));
  kx_test_drive_await (f->view, "济南市, city level");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_ref (f->view);
  gtk_window_destroy (GTK_WINDOW (f->window));
  kx_test_drive_settle ();
  kx_test_finalize (f->view);
  g_free (f->opened);
  kx_test_desktop_free (f->desk);
}

static AdwExpanderRow *
find_row (Fixture *f, const char *title)
{
  GtkWidget *label = kx_test_drive_find (f->view, title);

  g_assert_nonnull (label);
  return ADW_EXPANDER_ROW (gtk_widget_get_ancestor (label, ADW_TYPE_EXPANDER_ROW));
}

static void
test_a_place_says_how_it_stands (Fixture *f, gconstpointer data)
{
  g_free (add_agreement (f, "甲医院"));
  g_free (add_agreement (f, "乙医院"));
  g_free (add_agreement (f, "丙医院"));
  show (f);
  g_assert_nonnull (kx_test_drive_find (f->view, "3 of 2 taken, 1 beyond the limit"));
  g_assert_nonnull (kx_test_drive_find (f->view, "0 of 3 taken, 3 free"));
  g_assert_nonnull (kx_test_drive_find (f->view, "3 agencies count here · 1 place is beyond its limit"));
}

static void
test_an_open_row_tells_what_a_change_does (Fixture *f, gconstpointer data)
{
  g_autofree char *id = add_agreement (f, "甲医院");
  GtkWidget *agency;

  show (f);
  g_assert_null (kx_test_drive_find (f->view, "With one agency more"));
  adw_expander_row_set_expanded (find_row (f, "1 of 2 taken, 1 free"), TRUE);
  kx_test_drive_await (f->view, "With one agency more");
  g_assert_nonnull (kx_test_drive_find (f->view, "2 of 2 taken, full"));
  g_assert_nonnull (kx_test_drive_find (f->view, "0 of 2 taken, 2 free"));
  agency = gtk_widget_get_ancestor (kx_test_drive_find (f->view, "甲医院"), ADW_TYPE_ACTION_ROW);
  g_signal_emit_by_name (agency, "activated");
  g_assert_cmpstr (f->opened, ==, id);
}

/* What was opened stays open when numbers change. */
static void
test_open_rows_stay_open (Fixture *f, gconstpointer data)
{
  g_free (add_agreement (f, "甲医院"));
  show (f);
  adw_expander_row_set_expanded (find_row (f, "1 of 2 taken, 1 free"), TRUE);
  g_free (add_agreement (f, "乙医院"));
  kx_test_drive_await (f->view, "2 of 2 taken, full");
  kx_test_drive_await (f->view, "乙医院");
  g_assert_true (adw_expander_row_get_expanded (find_row (f, "2 of 2 taken, full")));
}

static void
test_the_table_has_the_same_numbers (Fixture *f, gconstpointer data)
{
  GtkWidget *toggle;

  g_free (add_agreement (f, "甲医院"));
  show (f);
  toggle = kx_test_drive_find (f->view, "Table");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle), TRUE);
  kx_test_drive_await (f->view, "Beyond the limit");
  g_assert_null (kx_test_drive_find (f->view, "1 of 2 taken, 1 free"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle), FALSE);
  g_assert_nonnull (kx_test_drive_find (f->view, "1 of 2 taken, 1 free"));
}

static gboolean
stands_inside (gpointer data)
{
  Fixture *f = data;
  GtkWidget *toggle = kx_test_drive_find (f->view, "Table");
  graphene_rect_t at;

  return toggle != NULL && gtk_widget_get_width (f->view) > 0 && gtk_widget_get_width (toggle) > 0 &&
         gtk_widget_compute_bounds (toggle, f->view, &at) &&
         at.origin.x + at.size.width <= (float) gtk_widget_get_width (f->view);
}

/* The columns scroll by themselves; the way back to the bars stays in sight. */
static void
test_a_narrow_table_leaves_the_page (Fixture *f, gconstpointer data)
{
  GtkWidget *head, *scroll;

  g_free (add_agreement (f, "甲医院"));
  show (f);
  gtk_window_set_default_size (GTK_WINDOW (f->window), 360, 700);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (kx_test_drive_find (f->view, "Table")), TRUE);
  kx_test_drive_await (f->view, "Beyond the limit");
  kx_test_drive_until (stands_inside, f);
  head = kx_test_drive_find (f->view, "Beyond the limit");
  scroll = gtk_widget_get_ancestor (head, GTK_TYPE_SCROLLED_WINDOW);
  g_assert_true (gtk_widget_has_css_class (scroll, "card"));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
#define ADD(name, func) g_test_add ("/layout-view/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("how-it-stands", test_a_place_says_how_it_stands);
  ADD ("what-a-change-does", test_an_open_row_tells_what_a_change_does);
  ADD ("stay-open", test_open_rows_stay_open);
  ADD ("table", test_the_table_has_the_same_numbers);
  ADD ("narrow-table", test_a_narrow_table_leaves_the_page);
  return g_test_run ();
}
