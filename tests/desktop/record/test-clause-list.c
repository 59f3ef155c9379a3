/* The checklist of clauses on the page of an agreement, ticked off by keyboard, and the order of the lists
 * beside it. */
#include "core/entities/kx-agreement-clause.h"
#include "core/entities/kx-agreement-deposit.h"
#include "core/entities/kx-agreement.h"
#include "desktop/kx-toolkit.h"
#include "desktop/record/kx-child-list.h"
#include "kx-test-keys.h"
#include "kx-test-record.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"

typedef struct
{
  KxTestDesktop *test;
  KxDesk *desk;
  char *agency, *id, *clauses[kx_agreement_clause_subject_other]; /* owned; ids */
  gint64 seq;
  KxRecordPage *page;
  GtkWindow *window;
} Fixture;

static void
land_agreement (Fixture *f, int state)
{
  kx_test_desktop_land (f->test, kx_test_record_agreement (f->id, f->agency, state, ++f->seq));
}

static KxRecord *
make_part (Fixture *f, const KxEntity *entity, const char *id)
{
  KxRecord *record = kx_record_new (entity, id, "370100/agreement");

  record->seq = ++f->seq;
  kx_record_put (record, (guint) kx_entity_flagged (entity, KX_PARENT), (KxValue){ .REF = f->id });
  return record;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->test = kx_test_desktop_new ();
  f->desk = kx_desk_new_for_mirror (f->test->mirror, NULL, NULL);
  f->agency = kx_test_desktop_add_agency (f->test, "济南市第一人民医院");
  f->id = kx_test_id ();
  f->seq = 20;
  land_agreement (f, kx_agreement_state_draft);
  for (int subject = 0; subject < kx_agreement_clause_subject_other; subject++)
    {
      KxRecord *record;

      f->clauses[subject] = kx_test_id ();
      record = make_part (f, &kx_agreement_clause_entity, f->clauses[subject]);
      kx_agreement_clause_set_subject (kx_agreement_clause (record), subject);
      kx_agreement_clause_set_state (kx_agreement_clause (record), kx_agreement_clause_state_open);
      kx_test_desktop_land (f->test, record);
    }
  kx_test_run_out ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  for (int subject = 0; subject < kx_agreement_clause_subject_other; subject++)
    g_free (f->clauses[subject]);
  g_free (f->agency);
  g_free (f->id);
  kx_test_run_out ();
  kx_test_finalize (f->desk);
  kx_test_desktop_free (f->test);
}

static void
open_page (Fixture *f)
{
  f->page = kx_test_record_open (f->desk, "agreement", f->id, 900, 700);
  f->window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (f->page)));
}

/* The list in which this row stands. */
static KxChildList *
list_with (Fixture *f, const char *id)
{
  for (guint i = 0; i < f->page->children->len; i++)
    if (kx_child_list_go_to (f->page->children->pdata[i], id))
      return f->page->children->pdata[i];
  g_assert_not_reached ();
}

static KxChildRow *
focused_row (Fixture *f)
{
  GtkWidget *focus = gtk_window_get_focus (f->window);

  return focus != NULL ? (KxChildRow *) gtk_widget_get_ancestor (focus, KX_TYPE_CHILD_ROW) : NULL;
}

static int
state_of (Fixture *f, int subject)
{
  g_autoptr (KxRecord) row = kx_desk_get_row (f->desk, &kx_agreement_clause_entity, f->clauses[subject]);

  return kx_agreement_clause_get_state (kx_agreement_clause (row));
}

static void
test_subjects_stand_in_the_order_of_a_text (Fixture *f, gconstpointer data)
{
  GtkWidget *row;
  int n = 0;

  open_page (f);
  list_with (f, f->clauses[0]);
  for (row = GTK_WIDGET (focused_row (f)); row != NULL; row = gtk_widget_get_next_sibling (row))
    g_assert_cmpstr (kx_child_row_get_id (KX_CHILD_ROW (row)), ==, f->clauses[n++]);
  g_assert_cmpint (n, ==, kx_agreement_clause_subject_other);
  kx_test_record_close (f->page);
}

static gboolean
is_ticked (gpointer data)
{
  return state_of (data, kx_agreement_clause_subject_parties) == kx_agreement_clause_state_there;
}

/* The state that the row itself says, where it is the row that has the focus. */
static void
assert_says (KxChildRow *row, GtkAccessibleTristate state)
{
  g_autofree char *fault =
      gtk_test_accessible_check_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_CHECKED, state);

  g_assert_null (fault);
}

static void
test_enter_opens_the_row_and_escape_closes_it (Fixture *f, gconstpointer data)
{
  KxChildRow *row;
  GtkWidget *focus;

  open_page (f);
  list_with (f, f->clauses[0]);
  row = focused_row (f);
  assert_says (row, GTK_ACCESSIBLE_TRISTATE_FALSE);
  g_assert_true (kx_test_press (f->window, GDK_KEY_Return, 0));
  kx_test_run_out ();
  g_assert_true (kx_child_row_get_editing (row));
  focus = gtk_window_get_focus (f->window);
  g_assert_nonnull (gtk_widget_get_ancestor (focus, KX_TYPE_FORM));
  /* Within the form Tab goes from field to field as ever. */
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (f->window), GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_window_get_focus (f->window) != focus);
  g_assert_true (focused_row (f) == row);
  g_assert_true (kx_test_press (f->window, GDK_KEY_Escape, 0));
  kx_test_run_out ();
  g_assert_false (kx_child_row_get_editing (row));
  g_assert_true (gtk_window_get_focus (f->window) == GTK_WIDGET (row));
  kx_test_record_close (f->page);
}

static gboolean
is_second_ticked (gpointer data)
{
  return state_of (data, kx_agreement_clause_subject_population) == kx_agreement_clause_state_there;
}

static gboolean
is_taken_back (gpointer data)
{
  return state_of (data, kx_agreement_clause_subject_population) == kx_agreement_clause_state_open;
}

typedef struct
{
  KxChildList *list;
  const char *words;
} Shown;

static gboolean
is_shown (gpointer data)
{
  const Shown *shown = data;

  return kx_test_shows (GTK_WIDGET (shown->list), shown->words);
}

/* The list reads its rows on a thread, and follows the store. */
static void
await (KxChildList *list, const char *words)
{
  g_assert_true (kx_test_wait_for (is_shown, &(Shown){ list, words }));
}

static void
test_space_ticks_and_the_arrow_goes_on (Fixture *f, gconstpointer data)
{
  KxChildList *list;
  GtkWidget *tick;

  open_page (f);
  list = list_with (f, f->clauses[0]);
  tick = kx_test_find_type (GTK_WIDGET (focused_row (f)), GTK_TYPE_CHECK_BUTTON);
  g_assert_true (kx_test_shows (GTK_WIDGET (list), "0 of 13 ticked"));
  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (tick)));
  g_assert_true (kx_test_press (f->window, GDK_KEY_space, 0));
  g_assert_true (kx_test_wait_for (is_ticked, f));
  await (list, "1 of 13 ticked");
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (tick)));
  assert_says (focused_row (f), GTK_ACCESSIBLE_TRISTATE_TRUE);
  /* The row that was ticked keeps the focus, and is read, not edited. */
  g_assert_cmpstr (kx_child_row_get_id (focused_row (f)), ==, f->clauses[0]);
  g_assert_false (kx_child_row_get_editing (focused_row (f)));
  g_assert_true (kx_test_press (f->window, GDK_KEY_Down, 0));
  g_assert_cmpstr (kx_child_row_get_id (focused_row (f)), ==, f->clauses[1]);
  g_assert_true (kx_test_press (f->window, GDK_KEY_space, 0));
  g_assert_true (kx_test_wait_for (is_second_ticked, f));
  await (list, "2 of 13 ticked");
  g_assert_true (kx_test_press (f->window, GDK_KEY_space, 0));
  g_assert_true (kx_test_wait_for (is_taken_back, f));
  await (list, "1 of 13 ticked");
  kx_test_record_close (f->page);
}

/* How many times Tab, or Shift+Tab, is pressed from the row on until the focus has left the rows. */
static guint
count_steps_out (Fixture *f, int from, GtkDirectionType direction)
{
  guint n = 0;

  list_with (f, f->clauses[from]);
  while (focused_row (f) != NULL && n < 100)
    {
      gtk_widget_child_focus (GTK_WIDGET (f->window), direction);
      n++;
    }
  return n;
}

static void
test_tab_leads_through_the_rows_and_out (Fixture *f, gconstpointer data)
{
  const int last = kx_agreement_clause_subject_other - 1;

  open_page (f);
  /* One stop a row. */
  g_assert_cmpuint (count_steps_out (f, last, GTK_DIR_TAB_FORWARD), ==, 1);
  g_assert_cmpuint (count_steps_out (f, 0, GTK_DIR_TAB_FORWARD), ==, last + 1);
  g_assert_cmpuint (count_steps_out (f, last, GTK_DIR_TAB_BACKWARD), ==, last + 1);
  kx_test_record_close (f->page);
}

static void
test_only_what_was_added_is_deleted (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = make_part (f, &kx_agreement_clause_entity, id);
  GtkWidget *remove;

  kx_agreement_clause_set_subject (kx_agreement_clause (record), kx_agreement_clause_subject_other);
  kx_agreement_clause_set_title (kx_agreement_clause (record), "保密");
  kx_agreement_clause_set_state (kx_agreement_clause (record), kx_agreement_clause_state_open);
  kx_test_desktop_land (f->test, record);
  open_page (f);
  list_with (f, id);
  remove = kx_test_find (GTK_WIDGET (focused_row (f)), GTK_TYPE_BUTTON, "Delete: Other subject · 保密");
  g_assert_true (gtk_widget_get_visible (remove));
  list_with (f, f->clauses[kx_agreement_clause_subject_term]);
  remove = kx_test_find (GTK_WIDGET (focused_row (f)), GTK_TYPE_BUTTON, "Delete: Term");
  g_assert_true (remove == NULL || !gtk_widget_get_visible (remove));
  /* The key does not either. */
  kx_test_press (f->window, GDK_KEY_Delete, 0);
  kx_test_run_out ();
  g_assert_cmpint (state_of (f, kx_agreement_clause_subject_term), ==, kx_agreement_clause_state_open);
  kx_test_record_close (f->page);
}

/* What the text lacks is neither ticked nor empty. */
static void
test_what_is_missing_shows (Fixture *f, gconstpointer data)
{
  KxRecord *record = make_part (f, &kx_agreement_clause_entity, f->clauses[2]);
  GtkWidget *tick;

  kx_agreement_clause_set_subject (kx_agreement_clause (record), kx_agreement_clause_subject_scope);
  kx_agreement_clause_set_state (kx_agreement_clause (record), kx_agreement_clause_state_missing);
  kx_test_desktop_land (f->test, record);
  open_page (f);
  list_with (f, f->clauses[2]);
  tick = kx_test_find_type (GTK_WIDGET (focused_row (f)), GTK_TYPE_CHECK_BUTTON);
  g_assert_true (gtk_check_button_get_inconsistent (GTK_CHECK_BUTTON (tick)));
  assert_says (focused_row (f), GTK_ACCESSIBLE_TRISTATE_MIXED);
  g_assert_true (kx_test_shows (GTK_WIDGET (focused_row (f)), "Not in the text"));
  kx_test_record_close (f->page);
}

static gboolean
is_empty (gpointer tick)
{
  return !gtk_check_button_get_active (tick);
}

static void
test_after_review_began_nothing_is_ticked (Fixture *f, gconstpointer data)
{
  GtkWidget *tick;

  land_agreement (f, kx_agreement_state_in_review);
  open_page (f);
  list_with (f, f->clauses[0]);
  tick = kx_test_find_type (GTK_WIDGET (focused_row (f)), GTK_TYPE_CHECK_BUTTON);
  /* By hand it springs back as well. */
  gtk_check_button_set_active (GTK_CHECK_BUTTON (tick), TRUE);
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (tick)));
  g_assert_true (kx_test_wait_for (is_empty, tick));
  kx_test_run_out ();
  g_assert_cmpint (state_of (f, kx_agreement_clause_subject_parties), ==, kx_agreement_clause_state_open);
  kx_test_record_close (f->page);
}

static void
test_the_best_result_stands_first (Fixture *f, gconstpointer data)
{
  static const gint64 scores[] = { 6000, 9000, 8000, -1 };
  char *ids[G_N_ELEMENTS (scores)];
  static const guint expected[] = { 1, 2, 0, 3 };
  GtkWidget *row;

  for (guint i = 0; i < G_N_ELEMENTS (scores); i++)
    {
      KxRecord *record;

      ids[i] = kx_test_id ();
      record = make_part (f, &kx_agreement_deposit_entity, ids[i]);
      kx_agreement_deposit_set_grade (kx_agreement_deposit (record), "等次");
      kx_agreement_deposit_set_release_pct (kx_agreement_deposit (record), (KxDecimal){ 8000 });
      if (scores[i] >= 0)
        kx_agreement_deposit_set_from_score (kx_agreement_deposit (record), (KxDecimal){ scores[i] });
      kx_test_desktop_land (f->test, record);
    }
  open_page (f);
  list_with (f, ids[1]);
  row = GTK_WIDGET (focused_row (f));
  g_assert_null (kx_test_find_type (row, GTK_TYPE_CHECK_BUTTON));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++, row = gtk_widget_get_next_sibling (row))
    g_assert_cmpstr (kx_child_row_get_id (KX_CHILD_ROW (row)), ==, ids[expected[i]]);
  g_assert_null (row);
  kx_test_record_close (f->page);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_free (ids[i]);
}

#define TEST(name, function) g_test_add ("/clause-list/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  TEST ("subjects stand in the order of a text", test_subjects_stand_in_the_order_of_a_text);
  TEST ("space ticks and the arrow goes on", test_space_ticks_and_the_arrow_goes_on);
  TEST ("enter opens the row and escape closes it", test_enter_opens_the_row_and_escape_closes_it);
  TEST ("tab leads through the rows and out", test_tab_leads_through_the_rows_and_out);
  TEST ("only what was added is deleted", test_only_what_was_added_is_deleted);
  TEST ("what is missing shows", test_what_is_missing_shows);
  TEST ("after review began nothing is ticked", test_after_review_began_nothing_is_ticked);
  TEST ("the best result stands first", test_the_best_result_stands_first);
  return g_test_run ();
}
