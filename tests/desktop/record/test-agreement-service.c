/* Steps of an agreement beside the real service: those that are taken there, and those that are sent. */
#include "core/entities/kx-agreement.h"
#include "desktop/dialogs/kx-step-dialog.h"
#include "desktop/kx-test-drive.h"
#include "kx-test-keys.h"
#include "kx-test-page.h"
#include "sync/kx-client-row.h"
#include "sync/kx-test-wait.h"

#include <string.h>

static KxStepDialog *
press_step (KxTestPage *fixture, const char *action)
{
  GtkWidget *button;

  kx_test_page_open_tab (fixture, "steps");
  button = kx_step_list_get_button (fixture->page->steps, action);
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  return KX_STEP_DIALOG (kx_test_page_await_dialog (fixture));
}

static int
get_state (KxTestPage *fixture)
{
  g_autoptr (KxRecord) row = kx_desk_get_row (fixture->page->desk, &kx_agreement_entity, fixture->id);

  return kx_agreement_get_state (kx_agreement (row));
}

static gboolean
is_approved (gpointer data)
{
  return get_state (data) == kx_agreement_state_approved;
}

static gboolean
has_no_dialog (gpointer data)
{
  return kx_test_page_find_dialog (data) == NULL;
}

static gboolean
has_focus (gpointer window)
{
  return gtk_window_get_focus (window) != NULL;
}

static void
set_up_review (KxTestPage *fixture, gconstpointer data)
{
  kx_test_page_set_up_for (fixture, "reviewer", &kx_agreement_entity, data);
}

static void
test_approve (KxTestPage *fixture, gconstpointer data)
{
  KxStepDialog *dialog = press_step (fixture, "approve");

  g_assert_true (kx_test_shows (GTK_WIDGET (dialog), "It is decided at the service at once"));
  kx_step_dialog_set_reason (dialog, "材料齐全");
  g_assert_true (kx_step_dialog_take (dialog));
  kx_test_drive_until (has_no_dialog, fixture);
  kx_test_drive_until (is_approved, fixture);
  kx_test_drive_settle ();
  kx_test_page_open_tab (fixture, "history");
  kx_test_page_await_words (fixture->page->history, "Reason: 材料齐全");
}

static void
set_up_clerk (KxTestPage *fixture, gconstpointer data)
{
  kx_test_page_set_up_for (fixture, "clerk", &kx_agreement_entity, data);
}

static void
test_submit (KxTestPage *fixture, gconstpointer data)
{
  g_autoptr (KxClient) client = NULL;
  g_autofree char *path = g_strdup_printf ("/v1/agreements/%s", fixture->id), *text = NULL;

  g_assert_true (kx_step_dialog_take (press_step (fixture, "submit")));
  kx_test_drive_until (has_no_dialog, fixture);
  kx_test_page_synchronize (fixture);
  client = kx_test_desk_sign_in (kx_test_page_service, "reviewer");
  text = kx_test_desk_call (client, "GET", path, NULL);
  g_assert_nonnull (strstr (text, "\"in_review\""));
}

/* The record changes at the service between the look and the decision. */
static void
test_another_row (KxTestPage *fixture, gconstpointer data)
{
  KxStepDialog *dialog = press_step (fixture, "approve");
  g_autoptr (KxClient) client = kx_test_desk_sign_in (kx_test_page_service, "demo");
  g_autoptr (KxRecord) seen = kx_record_copy (kx_record_page_get_record (fixture->page));
  g_autoptr (KxOp) op = kx_step_make_op (
      seen, kx_lifecycle_knows (kx_agreement_entity.lifecycle, KX_OP_ACTION, "return"), NULL, "缺少附件");
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KxRecord) after = NULL;
  g_autoptr (GError) error = NULL;

  kx_client_apply_async (client, op, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  after = kx_client_apply_finish (client, result, &error);
  g_assert_no_error (error);
  /* Whether the change is known here yet or not. */
  kx_step_dialog_take (dialog);
  kx_test_page_await_words (dialog, "This step is not open in the present state");
  /* The toolkit takes the focus from a button that may not be pressed any more, and gives it to another. */
  kx_test_drive_until (has_focus, dialog);
  kx_test_page_synchronize (fixture);
  g_assert_false (kx_step_dialog_take (dialog));
  g_assert_cmpint (get_state (fixture), ==, kx_agreement_state_draft);
  gtk_window_close (GTK_WINDOW (dialog));
  kx_test_drive_until (has_no_dialog, fixture);
}

/* In this order: what one sends back the next hands in again, and the last approves. */
static void
add_cases (void)
{
  g_test_add ("/agreement-service/decided on another row", KxTestPage, "state=in_review&limit=1&sort=id",
              set_up_review, test_another_row, kx_test_page_tear_down);
  g_test_add ("/agreement-service/handed in", KxTestPage, "state=draft&limit=1&sort=id", set_up_clerk,
              test_submit, kx_test_page_tear_down);
  g_test_add ("/agreement-service/approved", KxTestPage, "state=in_review&limit=1&sort=id", set_up_review,
              test_approve, kx_test_page_tear_down);
}

int
main (int argc, char **argv)
{
  return kx_test_page_run (argc, argv, add_cases);
}
