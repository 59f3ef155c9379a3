/* What runs on paper already, entered singly by a clerk beside the real service, and confirmed by another
 * officer. */
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-rectification.h"
#include "desktop/dialogs/kx-step-dialog.h"
#include "desktop/kx-test-drive.h"
#include "desktop/pages/kx-activity-page.h"
#include "kx-test-keys.h"
#include "kx-test-page.h"

#include <string.h>

#define NUMBER "济整改〔2026〕99号"

static gboolean
is_another_page (gpointer data)
{
  KxTestPage *fixture = data;

  return kx_window_get_page (fixture->window) != KX_PAGE (fixture->page);
}

/* Goes to the button of the agency's list and presses Return on it. */
static void
press_add (KxTestPage *fixture, const char *words, const KxEntity *entity)
{
  GtkWidget *add = kx_test_find (GTK_WIDGET (fixture->page), GTK_TYPE_BUTTON, words);

  g_assert_nonnull (add);
  g_assert_true (gtk_widget_grab_focus (add));
  kx_test_drive_settle ();
  g_assert_true (kx_test_press (GTK_WINDOW (fixture->window), GDK_KEY_Return, 0));
  kx_test_drive_until (is_another_page, fixture);
  fixture->page = KX_RECORD_PAGE (kx_window_get_page (fixture->window));
  g_assert_true (fixture->page->fresh);
  g_assert_true (fixture->page->kind->entity == entity);
}

static void
put (KxTestPage *fixture, guint field, const char *typed)
{
  kx_field_entry_set_typed (kx_form_get_entry (fixture->page->form, field), typed);
}

static gboolean
is_saved (gpointer data)
{
  KxTestPage *fixture = data;

  return fixture->page->form != NULL && !fixture->page->saving && !fixture->page->fresh;
}

static void
save (KxTestPage *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "page.save", NULL);
  kx_test_drive_until (is_saved, fixture);
  kx_test_drive_settle ();
}

static char *
look (const char *user, const char *collection, const char *id)
{
  g_autoptr (KxClient) client = kx_test_desk_sign_in (kx_test_page_service, user);
  g_autofree char *path = g_strdup_printf ("/v1/%s/%s", collection, id);

  return kx_test_desk_call (client, "GET", path, NULL);
}

/* What was begun is found again under Activity, with the agency that nobody typed. */
static void
go_on_with_draft (KxTestPage *fixture)
{
  g_autofree char *row = g_strdup (fixture->page->row_id), *typed = NULL;
  GtkWidget *page, *open;

  kx_record_page_pause (fixture->page);
  kx_test_drive_settle ();
  kx_window_go (fixture->window, "activity");
  kx_test_drive_settle ();
  page = GTK_WIDGET (kx_window_get_page (fixture->window));
  g_assert_true (KX_IS_ACTIVITY_PAGE (page));
  kx_test_drive_await (page, "A new record (Rectification)");
  g_assert_true (kx_test_shows (page, "Agency: "));
  g_assert_true (kx_test_shows (page, "State: Notice issued"));
  open = kx_test_drive_find (page, "Go on typing");
  g_assert_nonnull (open);
  g_signal_emit_by_name (gtk_widget_get_ancestor (open, GTK_TYPE_BUTTON), "clicked");
  kx_test_drive_settle ();
  fixture->page = KX_RECORD_PAGE (kx_window_get_page (fixture->window));
  g_assert_cmpstr (fixture->page->row_id, ==, row);
  typed = kx_field_entry_dup_typed (kx_form_get_entry (fixture->page->form, kx_rectification_f_agency));
  g_assert_cmpstr (typed, ==, fixture->id);
}

static void
test_one_is_entered_and_confirmed (KxTestPage *fixture, gconstpointer data)
{
  g_autofree char *id = NULL, *entered = NULL, *confirmed = NULL;
  GtkWidget *dialog;

  press_add (fixture, "Add a rectification…", &kx_rectification_entity);
  put (fixture, kx_rectification_f_state, "issued");
  put (fixture, kx_rectification_f_number, NUMBER);
  put (fixture, kx_rectification_f_issued_on, "2026-03-02");
  go_on_with_draft (fixture);
  save (fixture);
  id = g_strdup (fixture->page->row_id);
  /* It stays once it is there: nothing offers to take it back. */
  kx_test_drive_await (GTK_WIDGET (fixture->window), "Taken over from paper; another officer confirms it");
  g_assert_null (kx_test_drive_find (GTK_WIDGET (fixture->window), "Undo"));
  kx_test_page_synchronize (fixture);
  entered = look ("reviewer", "rectifications", id);
  g_assert_nonnull (strstr (entered, "\"issued\""));
  g_assert_nonnull (strstr (entered, "\"taken_over\":true"));
  g_assert_null (strstr (entered, "\"confirmed_by\":\""));
  kx_test_page_tear_down (fixture, NULL);

  kx_test_page_set_up_for (fixture, "reviewer", &kx_rectification_entity, "limit=1&sort=-id");
  kx_window_go (fixture->window, "overview");
  kx_test_drive_await (GTK_WIDGET (kx_window_get_page (fixture->window)),
                       "Confirm what was taken over from paper");
  kx_test_drive_await (
      GTK_WIDGET (kx_window_get_page (fixture->window)),
      "Complete what was taken over: Source, What is to be put right, To be done by, Scan of "
      "the paper");
  kx_test_page_open_page (fixture, id);
  kx_test_page_open_tab (fixture, "steps");
  g_signal_emit_by_name (kx_step_list_get_button (fixture->page->steps, "confirm_take_over"), "clicked");
  dialog = kx_test_page_await_dialog (fixture);
  g_assert_true (kx_step_dialog_take (KX_STEP_DIALOG (dialog)));
  kx_test_page_await_words (fixture->window, "Done: Confirm what was taken over");
  confirmed = look ("clerk", "rectifications", id);
  g_assert_nonnull (strstr (confirmed, "\"confirmed_by\":\""));
}

/* The service is away: it comes in here, and goes there when it is back. */
static void
test_one_is_entered_without_the_service (KxTestPage *fixture, gconstpointer data)
{

  kx_test_desk_stop (kx_test_page_service);
  press_add (fixture, "Add an exit case…", &kx_exit_case_entity);
  put (fixture, kx_exit_case_f_state, "running");
  put (fixture, kx_exit_case_f_at_fault, "false");
  put (fixture, kx_exit_case_f_ground, "机构停业");
  save (fixture);
  kx_test_drive_await (GTK_WIDGET (fixture->page), "Waits to be sent");
  kx_test_desk_start (kx_test_page_service);
}

static void
add_cases (void)
{
  KX_TEST_PAGE_ADD ("/paper-service/one is entered and confirmed", "limit=1&sort=id",
                    test_one_is_entered_and_confirmed);
  KX_TEST_PAGE_ADD ("/paper-service/one is entered without the service", "limit=1&sort=id",
                    test_one_is_entered_without_the_service);
}

int
main (int argc, char **argv)
{
  return kx_test_page_run (argc, argv, add_cases);
}
