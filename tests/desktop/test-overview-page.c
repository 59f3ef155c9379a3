#include "core/entities/kx-agency.h"
#include "core/entities/kx-conflict.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-test-drive.h"
#include "desktop/kx-window.h"
#include "desktop/pages/kx-activity-page.h"
#include "desktop/pages/kx-overview-page.h"
#include "desktop/pages/kx-todo-row.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"

typedef struct
{
  KxTestDesktop *desk;
  KxDesk *record_desk;
  KxWindow *window;
  KxOverviewPage *page;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  KxPage *activity;

  f->desk = kx_test_desktop_new ();
  f->record_desk = kx_desk_new_for_mirror (f->desk->mirror, NULL, NULL);
  f->window = kx_window_new (NULL, NULL);
  activity = kx_window_get_place (f->window, "activity");
  kx_activity_page_set_desk (KX_ACTIVITY_PAGE (activity), f->record_desk);
  f->page = KX_OVERVIEW_PAGE (kx_window_get_place (f->window, "overview"));
  kx_overview_page_set_source (f->page, KX_ROW_SOURCE (f->desk->source),
                               kx_mirror_get_actor (f->desk->mirror));
  gtk_window_present (GTK_WINDOW (f->window));
  kx_window_go (f->window, "overview");
  kx_test_drive_settle ();
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
  kx_test_finalize (f->record_desk);
  kx_test_desktop_free (f->desk);
}

static gboolean
is_line (GtkWidget *widget, gconstpointer kind)
{
  return KX_IS_TODO_ROW (widget) &&
         kx_todo_get_kind (kx_todo_row_get_todo (KX_TODO_ROW (widget))) == *(const KxTodoKind *) kind;
}

static GtkWidget *
find_line (Fixture *f, KxTodoKind kind)
{
  return kx_test_drive_find_that (GTK_WIDGET (f->page), is_line, &kind);
}

typedef struct
{
  Fixture *f;
  KxTodoKind kind;
} Line;

static gboolean
is_there (gpointer data)
{
  Line *line = data;

  return find_line (line->f, line->kind) != NULL;
}

static GtkWidget *
await_line (Fixture *f, KxTodoKind kind)
{
  kx_test_drive_until (is_there, &(Line){ f, kind });
  kx_test_drive_settle ();
  return find_line (f, kind);
}

/* Nothing stands beside it. */
static gboolean
is_in_the_middle (gpointer data)
{
  GtkWidget *page = data, *said = kx_test_drive_find (page, "Nothing to do");
  double width = gtk_widget_get_width (page);
  graphene_rect_t at;

  return said != NULL && width > 0 && gtk_widget_compute_bounds (said, page, &at) &&
         ABS (at.origin.x + at.size.width / 2 - width / 2) < 40;
}

static void
test_nothing_to_do_is_said (Fixture *f, gconstpointer data)
{
  kx_test_drive_await (GTK_WIDGET (f->page), "Nothing to do");
  kx_test_drive_until (is_in_the_middle, f->page);
  g_assert_cmpuint (kx_page_get_badge (KX_PAGE (f->page)), ==, 0);
}

static void
land_conflict (KxTestDesktop *desk, const char *agency)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_conflict_entity, id, "370100/agency");
  Kx_conflict *conflict = kx_conflict (record);

  kx_conflict_set_owner_entity (conflict, "agency");
  kx_conflict_set_owner (conflict, agency);
  kx_conflict_set_field (conflict, "beds");
  kx_conflict_set_kind (conflict, kx_conflict_kind_field);
  kx_conflict_set_state (conflict, kx_conflict_state_open);
  kx_test_desktop_land (desk, record);
}

/* Enter opens where it is done: the list of conflicts. */
static void
test_a_line_opens_its_place (Fixture *f, gconstpointer data)
{
  g_autofree char *agency = kx_test_desktop_add_agency (f->desk, "甲医院");
  GtkWidget *line;

  land_conflict (f->desk, agency);
  line = await_line (f, KX_TODO_CONFLICT);
  g_assert_nonnull (kx_test_drive_find (line, "甲医院"));
  g_assert_cmpuint (kx_page_get_badge (KX_PAGE (f->page)), ==, 1);
  g_assert_true (gtk_widget_grab_focus (line));
  g_signal_emit_by_name (line, "activate"); /* what Enter is bound to */
  kx_test_drive_settle ();
  g_assert_true (KX_IS_ACTIVITY_PAGE (kx_window_get_page (f->window)));
  g_assert_true (kx_window_back (f->window));
  g_assert_true (kx_window_get_page (f->window) == KX_PAGE (f->page));
}

static void
test_figures_become_tables (Fixture *f, gconstpointer data)
{
  g_autofree char *agency = kx_test_desktop_add_agency (f->desk, "甲医院");

  kx_test_drive_await (GTK_WIDGET (f->page), "Agencies by kind");
  g_assert_null (kx_test_drive_find (GTK_WIDGET (f->page), "Share"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (kx_test_drive_find (GTK_WIDGET (f->page), "Table")), TRUE);
  kx_test_drive_await (GTK_WIDGET (f->page), "Share");
}

static gboolean
is_chooser (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_DROP_DOWN (widget);
}

static GtkDropDown *
get_chooser (Fixture *f)
{
  return GTK_DROP_DOWN (kx_test_drive_find_that (GTK_WIDGET (f->page), is_chooser, NULL));
}

/* The place of these words in the chooser; G_MAXUINT: they are not there. */
static guint
find_offered (Fixture *f, const char *words)
{
  GListModel *offered = gtk_drop_down_get_model (get_chooser (f));

  for (guint i = 0; i < g_list_model_get_n_items (offered); i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (offered, i);

      if (g_str_equal (gtk_string_object_get_string (item), words))
        return i;
    }
  return G_MAXUINT;
}

static gboolean
is_offered (gpointer data)
{
  return find_offered (data, "济南示例高新区") != G_MAXUINT;
}

static gboolean
is_not_offered (gpointer data)
{
  return !is_offered (data);
}

static void
test_zones_are_offered (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_id (), *other = kx_test_id (), *agency = NULL;

  agency = kx_test_desktop_add_agency (f->desk, "甲医院");
  land_conflict (f->desk, agency);
  await_line (f, KX_TODO_CONFLICT);
  kx_test_drive_await (GTK_WIDGET (f->page), "Agencies by kind");
  g_assert_true (is_not_offered (f));
  gtk_drop_down_set_selected (get_chooser (f), find_offered (f, "历下区"));
  kx_test_desktop_land_zone (f->desk, id, "370100-GX", "济南示例高新区", (KxDate){ 0 });
  kx_test_drive_until (is_offered, f);
  /* What was chosen stays so. */
  g_assert_cmpuint (gtk_drop_down_get_selected (get_chooser (f)), ==, find_offered (f, "历下区"));
  gtk_drop_down_set_selected (get_chooser (f), find_offered (f, "济南示例高新区"));
  kx_test_desktop_land_zone (f->desk, other, "370100-AA", "济南示例经开区", (KxDate){ 0 });
  kx_test_drive_settle ();
  g_assert_cmpuint (gtk_drop_down_get_selected (get_chooser (f)), ==, find_offered (f, "济南示例高新区"));
  /* One that ended gives way to all areas. */
  kx_test_desktop_land_zone (f->desk, id, "370100-GX", "济南示例高新区", (KxDate){ 20251231 });
  kx_test_drive_until (is_not_offered, f);
  g_assert_cmpuint (gtk_drop_down_get_selected (get_chooser (f)), ==, 0);
  await_line (f, KX_TODO_CONFLICT);
}

/* Whether the figures stand below the lines rather than beside them. */
static gboolean
are_below (gpointer data)
{
  GtkWidget *page = GTK_WIDGET (((Fixture *) data)->page);
  GtkWidget *line = kx_test_drive_find (page, "甲医院"),
            *figures = kx_test_drive_find (page, "Agencies by kind");
  graphene_rect_t upper, lower;

  return gtk_widget_compute_bounds (line, page, &upper) &&
         gtk_widget_compute_bounds (figures, page, &lower) &&
         lower.origin.y > upper.origin.y + upper.size.height &&
         lower.origin.x < upper.origin.x + upper.size.width;
}

static gboolean
are_beside (gpointer data)
{
  return !are_below (data);
}

/* Texts twice as large as usual: what stood beside one another stands below. */
static void
test_large_texts_have_room (Fixture *f, gconstpointer data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  g_autofree char *agency = kx_test_desktop_add_agency (f->desk, "甲医院");
  int usual;

  land_conflict (f->desk, agency);
  await_line (f, KX_TODO_CONFLICT);
  kx_test_drive_await (GTK_WIDGET (f->page), "Agencies by kind");
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1024, 768);
  kx_test_drive_until (are_beside, f);
  g_object_get (settings, "gtk-xft-dpi", &usual, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  /* The window is laid out anew, as when the person changes it a little. */
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1000, 768);
  kx_test_drive_until (are_below, f);
  g_object_set (settings, "gtk-xft-dpi", usual, NULL);
}

/* Not only when something changes. */
static void
test_what_failed_is_tried_again (void)
{
  KxTestSource *source = kx_test_source_new ();
  KxWindow *window = kx_window_new (NULL, NULL);
  GtkWidget *page = GTK_WIDGET (kx_window_get_place (window, "overview")), *again;

  kx_test_source_set_broken (source, TRUE);
  kx_overview_page_set_source (KX_OVERVIEW_PAGE (page), KX_ROW_SOURCE (source), NULL);
  gtk_window_present (GTK_WINDOW (window));
  kx_window_go (window, "overview");
  kx_test_drive_await (page, "What is to be done could not be found out");
  kx_test_source_set_broken (source, FALSE);
  again = gtk_widget_get_ancestor (kx_test_drive_find (page, "_Try again"), GTK_TYPE_BUTTON);
  g_signal_emit_by_name (again, "clicked");
  kx_test_drive_await (page, "Nothing to do");
  g_object_ref (window);
  gtk_window_destroy (GTK_WINDOW (window));
  kx_test_drive_settle ();
  kx_test_finalize (window);
  kx_test_finalize (source);
}

#define ADD(name, function) g_test_add ("/overview/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("nothing-to-do-is-said", test_nothing_to_do_is_said);
  ADD ("a-line-opens-its-place", test_a_line_opens_its_place);
  ADD ("figures-become-tables", test_figures_become_tables);
  ADD ("zones-are-offered", test_zones_are_offered);
  ADD ("large-texts-have-room", test_large_texts_have_room);
  g_test_add_func ("/overview/what-failed-is-tried-again", test_what_failed_is_tried_again);
  return g_test_run ();
}
