/* A slip's way beside the real service: made at a step, sent, answered, confirmed by another officer who has
 * looked at the scan, and told of on the record it is about. */
#include "core/entities/kx-application.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-attachment.h"
#include "desktop/dialogs/kx-step-dialog.h"
#include "desktop/kx-test-drive.h"
#include "kx-test-keys.h"
#include "kx-test-page.h"

#include <string.h>

#define FACTS "评估合格，布局限额内尚有名额。"

/* The slip that the first case makes, and the application it is about; owned. */
static char *slip_id, *application_id;

static KxRecord *
get_slip (KxTestPage *fixture)
{
  return kx_desk_get_row (fixture->page->desk, &kx_approval_entity, slip_id);
}

static gboolean
has_state (KxTestPage *fixture, int state)
{
  g_autoptr (KxRecord) slip = get_slip (fixture);

  return slip != NULL && kx_approval_get_state (kx_approval (slip)) == state;
}

static gboolean
is_answered (gpointer data)
{
  return has_state (data, kx_approval_state_answered);
}

static gboolean
is_sent (gpointer data)
{
  return has_state (data, kx_approval_state_sent);
}

static gboolean
is_confirmed (gpointer data)
{
  return has_state (data, kx_approval_state_confirmed);
}

static gboolean
has_no_dialog (gpointer data)
{
  return kx_test_page_find_dialog (data) == NULL;
}

typedef struct
{
  KxTestPage *fixture;
  const char *action;
} Offer;

static gboolean
is_offered (gpointer data)
{
  const Offer *offer = data;
  GtkWidget *button = kx_step_list_get_button (offer->fixture->page->steps, offer->action);

  return button != NULL && gtk_widget_get_sensitive (button);
}

static KxStepDialog *
press_step (KxTestPage *fixture, const char *action)
{
  kx_test_page_open_tab (fixture, "steps");
  kx_test_drive_until (is_offered, &(Offer){ fixture, action });
  g_signal_emit_by_name (kx_step_list_get_button (fixture->page->steps, action), "clicked");
  return KX_STEP_DIALOG (kx_test_page_await_dialog (fixture));
}

static void
type_into (KxForm *form, GtkWidget *window, guint field, const char *text)
{
  gtk_widget_grab_focus (GTK_WIDGET (kx_form_get_entry (form, field)));
  kx_test_run_out ();
  kx_test_type (GTK_WINDOW (window), text);
  kx_test_run_out ();
}

static void
put_code (KxStepDialog *dialog, guint field, const char *code)
{
  kx_field_entry_set_typed (kx_form_get_entry (kx_step_dialog_get_form (dialog), field), code);
  kx_test_run_out ();
}

static gboolean
shows_slip (gpointer data)
{
  KxPage *page = kx_window_get_page (((KxTestPage *) data)->window);

  return KX_IS_RECORD_PAGE (page) && KX_RECORD_PAGE (page)->kind->entity == &kx_approval_entity &&
         KX_RECORD_PAGE (page)->form != NULL && kx_form_get_editing (KX_RECORD_PAGE (page)->form);
}

static gboolean
has_facts (gpointer data)
{
  g_autoptr (KxRecord) slip = get_slip (data);

  return g_strcmp0 (kx_approval_get_facts (kx_approval (slip)), FACTS) == 0;
}

/* The step is not open to a clerk without an answer; the slip comes with words of its own, to be gone
 * through. */
static void
make_slip (KxTestPage *fixture)
{
  KxForm *form;

  kx_test_page_open_tab (fixture, "steps");
  g_signal_emit_by_name (kx_step_list_get_slip (fixture->page->steps, "refuse"), "clicked");
  kx_test_drive_until (shows_slip, fixture);
  fixture->page = KX_RECORD_PAGE (kx_window_get_page (fixture->window));
  g_free (slip_id);
  slip_id = g_strdup (fixture->page->row_id);
  form = fixture->page->form;
  gtk_widget_grab_focus (GTK_WIDGET (kx_form_get_entry (form, kx_approval_f_facts)));
  kx_field_entry_set_typed (kx_form_get_entry (form, kx_approval_f_facts), FACTS);
  kx_test_drive_settle ();
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "page.save", NULL);
  kx_test_drive_until (has_facts, fixture);
}

static void
send_slip (KxTestPage *fixture)
{
  KxStepDialog *dialog = press_step (fixture, "send");

  type_into (kx_step_dialog_get_form (dialog), GTK_WIDGET (dialog), kx_approval_sending_f_sent_on,
             "2026-07-01");
  put_code (dialog, kx_approval_sending_f_sent_how, "paper");
  g_assert_true (kx_step_dialog_take (dialog));
  kx_test_drive_until (is_sent, fixture);
  kx_test_drive_until (has_no_dialog, fixture);
}

/* What was typed is a draft until it is taken. */
static void
answer_slip (KxTestPage *fixture)
{
  KxStepDialog *dialog = press_step (fixture, "answer");
  KxForm *form = kx_step_dialog_get_form (dialog);
  g_autofree char *key = g_strdup_printf ("approval/step/%s/answer", slip_id), *draft = NULL;

  type_into (form, GTK_WIDGET (dialog), kx_approval_answer_f_answered_on, "2026-06-30");
  type_into (form, GTK_WIDGET (dialog), kx_approval_answer_f_by_name, "仇正衡");
  type_into (form, GTK_WIDGET (dialog), kx_approval_answer_f_by_post, "分管负责人");
  put_code (dialog, kx_approval_answer_f_opinion, "agree");
  kx_test_drive_settle ();
  g_assert_true (kx_test_shows (GTK_WIDGET (dialog), "It must not be answered before it was sent"));
  g_assert_false (kx_step_dialog_take (dialog));
  gtk_window_close (GTK_WINDOW (dialog));
  kx_test_drive_until (has_no_dialog, fixture);
  draft = kx_mirror_dup_draft (kx_profile_get_mirror (fixture->profile), key);
  g_assert_nonnull (draft);
  g_assert_nonnull (strstr (draft, "仇正衡"));
  dialog = press_step (fixture, "answer");
  kx_field_entry_set_typed (
      kx_form_get_entry (kx_step_dialog_get_form (dialog), kx_approval_answer_f_answered_on), "2026-07-02");
  kx_test_drive_settle ();
  g_assert_true (kx_step_dialog_take (dialog));
  kx_test_drive_until (is_answered, fixture);
  kx_test_drive_until (has_no_dialog, fixture);
}

static gboolean
is_idle (gpointer data)
{
  return !kx_documents_tab_is_busy (((KxTestPage *) data)->page->documents);
}

static void
attach_scan (KxTestPage *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "scan-of-answer.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GPtrArray) files = g_ptr_array_new ();

  kx_test_page_open_tab (fixture, "documents");
  g_assert_true (g_file_set_contents (path, "同意。仇正衡", -1, NULL));
  g_ptr_array_add (files, file);
  kx_documents_tab_take (fixture->page->documents, files);
  kx_test_drive_until (is_idle, fixture);
  kx_test_page_synchronize (fixture);
}

static void
set_up_clerk (KxTestPage *fixture, gconstpointer data)
{
  kx_test_page_set_up_for (fixture, "clerk", &kx_application_entity, data);
}

static void
test_prepared_sent_and_answered (KxTestPage *fixture, gconstpointer data)
{
  GtkWidget *button;

  g_free (application_id);
  application_id = g_strdup (fixture->id);
  make_slip (fixture);
  send_slip (fixture);
  answer_slip (fixture);
  attach_scan (fixture);
  /* Whoever entered the answer does not confirm it. */
  kx_test_page_open_tab (fixture, "steps");
  g_assert_true (kx_test_shows (GTK_WIDGET (fixture->page->steps), "Confirm the answer"));
  button = kx_step_list_get_button (fixture->page->steps, "confirm");
  g_assert_true (button == NULL || !gtk_widget_get_sensitive (button));
}

static void
set_up_reviewer (KxTestPage *fixture, gconstpointer data)
{
  kx_test_page_set_up_for (fixture, "reviewer", &kx_application_entity, data);
}

static char *
dup_scan (KxTestPage *fixture)
{
  g_autoptr (GPtrArray) scans =
      kx_desk_list (fixture->page->desk, &kx_attachment_entity, kx_attachment_f_owner, slip_id);

  g_assert_cmpuint (scans->len, ==, 1);
  return g_strdup (((const KxRecord *) scans->pdata[0])->id);
}

static void
test_confirmed_by_another (KxTestPage *fixture, gconstpointer data)
{
  KxStepDialog *dialog;
  g_autofree char *scan = NULL, *text = NULL;

  fixture->entity = &kx_approval_entity;
  kx_test_page_open_page (fixture, slip_id);
  scan = dup_scan (fixture);
  dialog = press_step (fixture, "confirm");
  /* Not before the scan was named. */
  g_assert_false (kx_step_dialog_take (dialog));
  put_code (dialog, kx_approval_confirmation_f_scan, scan);
  g_assert_true (kx_step_dialog_take (dialog));
  kx_test_drive_until (has_no_dialog, fixture);
  kx_test_drive_until (is_confirmed, fixture);
  kx_test_drive_settle ();
  kx_test_page_open_tab (fixture, "facts");
  g_assert_true (kx_test_shows (GTK_WIDGET (fixture->page), "Approved by 仇正衡 (分管负责人) on paper"));
  g_assert_true (kx_test_shows (GTK_WIDGET (fixture->page), FACTS));
  /* The record it is about tells of it, and leads there. */
  fixture->entity = &kx_application_entity;
  kx_test_page_open_page (fixture, application_id);
  kx_test_page_open_tab (fixture, "timeline");
  kx_test_page_await_words (fixture->page->timeline, "Approved by 仇正衡 (分管负责人) on paper, entered by");
}

/* In this order. */
static void
add_cases (void)
{
  g_test_add ("/approval-service/prepared, sent and answered", KxTestPage,
              "state=supplementing&limit=1&sort=id", set_up_clerk, test_prepared_sent_and_answered,
              kx_test_page_tear_down);
  g_test_add ("/approval-service/confirmed by another", KxTestPage, "state=supplementing&limit=1&sort=id",
              set_up_reviewer, test_confirmed_by_another, kx_test_page_tear_down);
}

int
main (int argc, char **argv)
{
  int status = kx_test_page_run (argc, argv, add_cases);

  g_free (slip_id);
  g_free (application_id);
  return status;
}
