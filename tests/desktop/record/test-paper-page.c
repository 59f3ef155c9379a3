/* What runs on paper already, entered singly for an agency in the state it is in, over a mirror. */
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-rectification.h"
#include "core/kx-take-over.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-places.h"
#include "desktop/kx-test-drive.h"
#include "kx-test-keys.h"
#include "kx-test-record.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"

typedef struct
{
  KxTestDesktop *test;
  KxDesk *desk;
  char *agency; /* owned */
  KxRecordPage *page;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->test = kx_test_desktop_new ();
  f->desk = kx_desk_new_for_mirror (f->test->mirror, NULL, NULL);
  f->agency = kx_test_desktop_add_agency (f->test, "济南市第一人民医院");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_free (f->agency);
  kx_test_run_out ();
  kx_test_finalize (f->desk);
  kx_test_desktop_free (f->test);
}

static void
open_page (Fixture *f, const char *entity, const char *id)
{
  f->page = kx_test_record_open (f->desk, entity, id, 900, 700);
}

static void
close_page (Fixture *f)
{
  kx_test_record_close (f->page);
}

/* The page of a new record of the agency. */
static void
begin (Fixture *f, const char *entity)
{
  g_autofree char *row = kx_place_new_row ("agency", f->agency);

  open_page (f, entity, row);
}

static gboolean
is_saved (gpointer data)
{
  Fixture *f = data;

  return f->page->form != NULL && !f->page->saving && !f->page->fresh;
}

/* Saves; the record that there is then. */
static KxRecord *
save (Fixture *f)
{
  g_autofree char *id = g_strdup (f->page->row_id);
  const KxEntity *entity = f->page->kind->entity;
  KxRecord *row;

  gtk_widget_activate_action (GTK_WIDGET (f->page), "page.save", NULL);
  g_assert_true (kx_test_wait_for (is_saved, f));
  kx_test_run_out ();
  g_assert_cmpstr (f->page->row_id, ==, id);
  row = kx_desk_get_row (f->desk, entity, id);
  g_assert_nonnull (row);
  return row;
}

static void
assert_taken_over (const KxRecord *row, int state)
{
  g_assert_cmpint (kx_record_get (row, (guint) row->entity->state).CODE, ==, state);
  g_assert_true (kx_take_over_is (row));
  g_assert_true (kx_take_over_is_unconfirmed (row));
}

static void
test_an_agreement_comes_in_signed (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) row = NULL;

  begin (f, "agreement");
  /* Where one begins to choose, once the program's window has shown the page. */
  kx_page_entered (KX_PAGE (f->page));
  g_assert_true (
      gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (f->page)))),
                              GTK_WIDGET (kx_test_record_get_entry (f->page, kx_agreement_f_state))));
  kx_test_record_assert_typed (f->page, kx_agreement_f_agency, f->agency);
  kx_test_record_assert_typed (f->page, kx_agreement_f_state, "");
  kx_test_record_put (f->page, kx_agreement_f_kind, "rehabilitation");
  kx_test_record_put (f->page, kx_agreement_f_number, "济康协〔2024〕07号");
  kx_test_record_put (f->page, kx_agreement_f_starts_on, "2025-01-01");
  kx_test_record_put (f->page, kx_agreement_f_ends_on, "2027-12-31");
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "If it runs on paper already"));
  kx_test_record_put (f->page, kx_agreement_f_state, "signed");
  kx_test_run_out ();
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "Another officer compares it with the paper"));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page),
                                "Still missing: Scopes of service, Types of rehabilitation, Counts toward, "
                                "Counts in (area code), Signed on, Scan of the paper."));
  row = save (f);
  assert_taken_over (row, kx_agreement_state_signed);
  g_assert_cmpstr (kx_agreement_get_number (kx_agreement (row)), ==, "济康协〔2024〕07号");
  g_assert_cmpstr (kx_agreement_get_agency (kx_agreement (row)), ==, f->agency);
  g_assert_cmpstr (kx_agreement_get_taken_over_by (kx_agreement (row)), ==, kx_desk_get_user (f->desk));
  g_assert_true (kx_test_shows (f->page->chips, "Taken over, not confirmed"));
  /* On its page nobody chooses a state. */
  g_assert_null (kx_form_get_entry (f->page->form, kx_agreement_f_state));
  close_page (f);
}

static void
test_the_others_come_in_as_they_stand (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) rectification = NULL, closed = NULL;

  begin (f, "rectification");
  kx_test_record_put (f->page, kx_rectification_f_state, "reported");
  kx_test_record_put (f->page, kx_rectification_f_number, "济整改〔2026〕3号");
  kx_test_record_put (f->page, kx_rectification_f_issued_on, "2026-03-02");
  kx_test_record_put (f->page, kx_rectification_f_reported_on, "2026-04-01");
  rectification = save (f);
  assert_taken_over (rectification, kx_rectification_state_reported);
  g_assert_cmpint (kx_rectification_get_reported_on (kx_rectification (rectification)).ymd, ==, 20260401);
  close_page (f);

  begin (f, "exit_case");
  kx_test_record_put (f->page, kx_exit_case_f_state, "closed");
  kx_test_record_put (f->page, kx_exit_case_f_measure, "termination");
  /* "No" is an answer, and nothing said is none. */
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "The agency was at fault, Agency notified on"));
  kx_test_record_put (f->page, kx_exit_case_f_at_fault, "false");
  kx_test_run_out ();
  g_assert_false (kx_test_shows (GTK_WIDGET (f->page), "The agency was at fault, Agency notified on"));
  closed = save (f);
  assert_taken_over (closed, kx_exit_case_state_closed);
  g_assert_true (kx_record_has (closed, kx_exit_case_f_at_fault));
  g_assert_false (kx_exit_case_get_at_fault (kx_exit_case (closed)));
  close_page (f);
}

static void
test_what_is_not_on_paper_begins_here (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) rectification = NULL, exit_case = NULL;

  begin (f, "rectification");
  kx_test_record_put (f->page, kx_rectification_f_matter, "康复病历记录不全");
  rectification = save (f);
  g_assert_cmpint (kx_rectification_get_state (kx_rectification (rectification)), ==,
                   kx_rectification_state_draft);
  g_assert_false (kx_take_over_is (rectification));
  close_page (f);

  begin (f, "exit_case");
  kx_test_record_put (f->page, kx_exit_case_f_ground, "机构申请停业");
  exit_case = save (f);
  g_assert_cmpint (kx_exit_case_get_state (kx_exit_case (exit_case)), ==, kx_exit_case_state_running);
  g_assert_false (kx_take_over_is (exit_case));
  close_page (f);
}

/* The labels that the drop-down of the state has. */
static char *
list_states (Fixture *f)
{
  GtkWidget *editor = GTK_WIDGET (
      kx_field_entry_get_editor (kx_test_record_get_entry (f->page, (guint) f->page->kind->entity->state)));
  GListModel *lines =
      gtk_drop_down_get_model (GTK_DROP_DOWN (kx_test_find_type (editor, GTK_TYPE_DROP_DOWN)));
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (lines); i++)
    g_string_append_printf (all, "%s%s", i > 0 ? " | " : "",
                            gtk_string_list_get_string (GTK_STRING_LIST (lines), i));
  return g_string_free (all, FALSE);
}

static void
test_only_states_that_can_be_confirmed_are_offered (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *entity, *states;
  } cases[] = {
    { "agreement", "Not on paper | Signed | Being terminated | Ended" },
    { "rectification", "Not on paper | Notice issued | Reported as done | Rechecked: passed | "
                       "Rechecked: failed | Closed on paper" },
    { "exit_case", "Not on paper | Running | Case closed" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *states = NULL;

      begin (f, cases[i].entity);
      states = list_states (f);
      g_assert_cmpstr (states, ==, cases[i].states);
      close_page (f);
    }
}

/* Also what the agency's page gave, which nobody typed. */
static void
test_a_draft_knows_agency_and_state (Fixture *f, gconstpointer data)
{
  g_autofree char *row = NULL;
  g_autoptr (KxRecord) rectification = NULL;

  begin (f, "rectification");
  row = g_strconcat ("new/", f->page->row_id, NULL);
  kx_test_record_put (f->page, kx_rectification_f_state, "issued");
  kx_test_record_put (f->page, kx_rectification_f_number, "济整改〔2026〕4号");
  close_page (f);

  open_page (f, "rectification", row);
  g_assert_cmpint (f->page->banner_state, ==, KX_BANNER_RESTORED);
  kx_test_record_assert_typed (f->page, kx_rectification_f_agency, f->agency);
  kx_test_record_assert_typed (f->page, kx_rectification_f_state, "issued");
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "Still missing: Source"));
  rectification = save (f);
  assert_taken_over (rectification, kx_rectification_state_issued);
  g_assert_cmpstr (kx_rectification_get_agency (kx_rectification (rectification)), ==, f->agency);
  close_page (f);
}

static void
test_nothing_typed_leaves_no_draft (Fixture *f, gconstpointer data)
{
  g_auto (GStrv) keys = NULL;

  begin (f, "exit_case");
  kx_record_page_flush (f->page);
  close_page (f);
  keys = kx_mirror_list_drafts (f->test->mirror, "exit_case/");
  g_assert_cmpuint (g_strv_length (keys), ==, 0);
}

static gboolean
tells_ban (gpointer data)
{
  return kx_test_shows (GTK_WIDGET (((Fixture *) data)->page), "may apply again at any time");
}

/* What was typed stays, and nothing of it came in. */
static void
test_a_refusal_stands_at_its_field (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) row = NULL, saved = NULL;

  begin (f, "exit_case");
  kx_test_record_put (f->page, kx_exit_case_f_state, "running");
  kx_test_record_put (f->page, kx_exit_case_f_at_fault, "false");
  kx_test_record_put (f->page, kx_exit_case_f_ban_until, "2028-01-01");
  gtk_widget_activate_action (GTK_WIDGET (f->page), "page.save", NULL);
  g_assert_true (kx_test_wait_for (tells_ban, f));
  row = kx_desk_get_row (f->desk, &kx_exit_case_entity, f->page->row_id);
  g_assert_null (row);
  kx_test_record_assert_typed (f->page, kx_exit_case_f_state, "running");
  kx_test_record_put (f->page, kx_exit_case_f_at_fault, "true");
  saved = save (f);
  assert_taken_over (saved, kx_exit_case_state_running);
  close_page (f);
}

static gboolean
may_delete (gpointer data)
{
  Fixture *f = data;

  return g_action_group_get_action_enabled (G_ACTION_GROUP (kx_page_get_actions (KX_PAGE (f->page))),
                                            "delete");
}

static gboolean
is_deleted (gpointer data)
{
  Fixture *f = data;
  g_autoptr (KxRecord) row = kx_desk_get_row (f->desk, &kx_rectification_entity, f->page->row_id);

  return row != NULL && row->deleted_at.ms != 0;
}

/* Entered wrongly, and gone with the reason that is asked for. */
static void
test_what_came_in_wrongly_is_deleted_with_a_reason (Fixture *f, gconstpointer data)
{
  GtkWidget *dialog, *reason;

  begin (f, "rectification");
  kx_test_record_put (f->page, kx_rectification_f_state, "passed");
  kx_record_free (save (f));
  g_assert_true (kx_test_wait_for (may_delete, f));
  gtk_widget_activate_action (GTK_WIDGET (f->page), "page.delete", NULL);
  dialog = GTK_WIDGET (kx_test_drive_find_window (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_nonnull (dialog);
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "act"));
  reason = kx_test_find_type (dialog, ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (GTK_EDITABLE (reason), "录错机构");
  kx_test_drive_press (dialog, "_Delete");
  g_assert_true (kx_test_wait_for (is_deleted, f));
  close_page (f);
}

/* One that was confirmed stays: the menu says so before it is tried. */
static void
test_what_was_confirmed_is_not_deleted (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *id = kx_test_id ();
      KxRecord *row = kx_record_new (&kx_rectification_entity, id, "370100/evaluation");

      kx_rectification_set_office (kx_rectification (row), KX_TEST_OFFICE);
      kx_rectification_set_agency (kx_rectification (row), f->agency);
      kx_rectification_set_state (kx_rectification (row), kx_rectification_state_passed);
      kx_rectification_set_taken_over (kx_rectification (row), TRUE);
      if (i == 1)
        kx_rectification_set_confirmed_by (kx_rectification (row), f->agency);
      kx_test_desktop_land (f->test, row);
      kx_test_run_out ();
      open_page (f, "rectification", id);
      g_assert_true (may_delete (f) == (i == 0));
      close_page (f);
    }
}

static GtkWidget *
find_add (Fixture *f, const char *words)
{
  return kx_test_find (GTK_WIDGET (f->page), GTK_TYPE_BUTTON, words);
}

static void
test_the_agency_offers_each_kind (Fixture *f, gconstpointer data)
{
  static const char *const adds[] = { "Add an agreement…", "Add a rectification…", "Add an exit case…" };
  g_autoptr (KxActor) reviewer = kx_test_actor ("reviewer", KX_ROLE_INDEX_reviewer, "370100");

  open_page (f, "agency", f->agency);
  for (guint i = 0; i < G_N_ELEMENTS (adds); i++)
    {
      g_assert_nonnull (find_add (f, adds[i]));
      g_assert_true (gtk_widget_get_visible (find_add (f, adds[i])));
    }
  close_page (f);
  kx_mirror_set_actor (f->test->mirror, reviewer);
  open_page (f, "agency", f->agency);
  for (guint i = 0; i < G_N_ELEMENTS (adds); i++)
    g_assert_false (gtk_widget_get_visible (find_add (f, adds[i])));
  close_page (f);
}

#define ADD(path, function) g_test_add ("/paper-page/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("an agreement comes in signed", test_an_agreement_comes_in_signed);
  ADD ("the others come in as they stand", test_the_others_come_in_as_they_stand);
  ADD ("what is not on paper begins here", test_what_is_not_on_paper_begins_here);
  ADD ("only states that can be confirmed are offered", test_only_states_that_can_be_confirmed_are_offered);
  ADD ("a draft knows agency and state", test_a_draft_knows_agency_and_state);
  ADD ("nothing typed leaves no draft", test_nothing_typed_leaves_no_draft);
  ADD ("a refusal stands at its field", test_a_refusal_stands_at_its_field);
  ADD ("what came in wrongly is deleted with a reason", test_what_came_in_wrongly_is_deleted_with_a_reason);
  ADD ("what was confirmed is not deleted", test_what_was_confirmed_is_not_deleted);
  ADD ("the agency offers each kind", test_the_agency_offers_each_kind);
  return g_test_run ();
}
