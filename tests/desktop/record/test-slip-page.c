/* Papers that are made from the page of a record: the approval slip of a step, and the letters. */
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application-item.h"
#include "core/entities/kx-application-pause.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-letter.h"
#include "core/entities/kx-own-value.h"
#include "core/entities/kx-route-step.h"
#include "core/kx-approval.h"
#include "core/kx-calendar.h"
#include "desktop/kx-application.h"
#include "desktop/kx-toolkit.h"
#include "desktop/dialogs/kx-step-dialog.h"
#include "desktop/kx-files.h"
#include "desktop/record/kx-letter-text.h"
#include "desktop/record/kx-letters.h"
#include "desktop/record/kx-slip.h"
#include "kx-test-keys.h"
#include "kx-test-record.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"
#include "print/kx-docx.h"
#include "print/kx-letter.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  KxTestDesktop *test;
  KxDesk *desk;
  char *agency, *agreement, *application; /* owned; one in review, one that is being supplemented */
  gint64 seq;
  KxRecordPage *page;
  gboolean written;
  char *problem; /* owned */
} Fixture;

static KxRecord *
make (Fixture *f, const KxEntity *entity, const char *id)
{
  KxRecord *record = kx_record_new (entity, id, "370100/agreement");

  record->seq = ++f->seq;
  return record;
}

static void
land_agreement (Fixture *f)
{
  KxRecord *record =
      kx_test_record_agreement (f->agreement, f->agency, kx_agreement_state_in_review, ++f->seq);

  kx_agreement_set_ends_on (kx_agreement (record), (KxDate){ 20281231 });
  kx_test_desktop_land (f->test, record);
}

static void
land_step (Fixture *f, const char *act, int ordinal, int line, const char *post)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = make (f, &kx_route_step_entity, id);
  Kx_route_step *step = kx_route_step (record);

  kx_route_step_set_office (step, KX_TEST_OFFICE);
  kx_route_step_set_record_kind (step, "agreement");
  kx_route_step_set_act (step, act);
  kx_route_step_set_ordinal (step, ordinal);
  kx_route_step_set_line (step, line);
  kx_route_step_set_post (step, post);
  kx_test_desktop_land (f->test, record);
}

/* `by`: the last day for the supplement, 0: nobody gave one. */
static void
land_application_by (Fixture *f, int state, int by)
{
  KxRecord *record = make (f, &kx_application_entity, f->application);
  Kx_application *application = kx_application (record);

  kx_application_set_office (application, KX_TEST_OFFICE);
  kx_application_set_agency (application, f->agency);
  kx_application_set_number (application, "济康准/2026-1");
  kx_application_set_state (application, state);
  kx_application_set_received_on (application, (KxDate){ 20260701 });
  if (by != 0)
    kx_application_set_supplement_by (application, (KxDate){ by });
  kx_test_desktop_land (f->test, record);
}

static void
land_application (Fixture *f, int state)
{
  land_application_by (f, state, 20260710);
}

static void
land_item (Fixture *f, int kind, int state, const char *note)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = make (f, &kx_application_item_entity, id);
  Kx_application_item *item = kx_application_item (record);

  kx_application_item_set_application (item, f->application);
  kx_application_item_set_kind (item, kind);
  kx_application_item_set_state (item, state);
  if (note != NULL)
    kx_application_item_set_note (item, note);
  kx_test_desktop_land (f->test, record);
}

static void
land_pause (Fixture *f, int from)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = make (f, &kx_application_pause_entity, id);
  Kx_application_pause *pause = kx_application_pause (record);

  kx_application_pause_set_application (pause, f->application);
  kx_application_pause_set_kind (pause, kx_application_pause_kind_supplement);
  kx_application_pause_set_from_on (pause, (KxDate){ from });
  kx_test_desktop_land (f->test, record);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->test = kx_test_desktop_new ();
  f->desk = kx_desk_new_for_mirror (f->test->mirror, NULL, NULL);
  f->agency = kx_test_desktop_add_agency (f->test, "济南市第一人民医院");
  f->agreement = kx_test_id ();
  f->application = kx_test_id ();
  f->seq = 20;
  land_agreement (f);
  kx_test_run_out ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_free (f->agency);
  g_free (f->agreement);
  g_free (f->application);
  g_free (f->problem);
  kx_test_run_out ();
  kx_test_finalize (f->desk);
  kx_test_desktop_free (f->test);
}

static GtkWidget *
open_steps (Fixture *f)
{
  f->page = kx_test_record_open (f->desk, "agreement", f->agreement, 900, 700);
  adw_view_stack_set_visible_child_name (f->page->tabs, "steps");
  kx_test_run_out ();
  return kx_step_list_get_slip (f->page->steps, "approve");
}

static KxRecord *
find_slip (Fixture *f)
{
  g_autoptr (GPtrArray) slips =
      kx_desk_list (f->desk, &kx_approval_entity, kx_approval_f_owner, f->agreement);

  g_assert_cmpuint (slips->len, <=, 1);
  return slips->len > 0 ? kx_record_copy (slips->pdata[0]) : NULL;
}

static gboolean
opens_one (gpointer data)
{
  GtkWidget *button = kx_step_list_get_slip (((Fixture *) data)->page->steps, "approve");

  return g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), "Open the approval slip (Prepared)") == 0;
}

static gboolean
has_code (GPtrArray *findings, const char *code)
{
  for (guint i = 0; i < findings->len; i++)
    if (g_str_equal (((const KxFinding *) findings->pdata[i])->code, code))
      return TRUE;
  return FALSE;
}

/* It says what the record says and what was checked; a second press makes no second one. */
static void
test_a_slip_is_made_from_the_step (Fixture *f, gconstpointer data)
{
  GtkWidget *button = open_steps (f);
  g_autoptr (KxRecord) slip = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  const char *facts;

  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, "Prepare an approval slip");
  g_signal_emit_by_name (button, "clicked");
  g_assert_true (kx_test_wait_for (opens_one, f));
  slip = find_slip (f);
  g_assert_nonnull (slip);
  g_assert_cmpstr (kx_approval_get_act (kx_approval (slip)), ==, "approve");
  g_assert_cmpstr (kx_approval_get_matter (kx_approval (slip)), ==,
                   "Request to decide: Approve (济康协〔2026〕01号)");
  facts = kx_approval_get_facts (kx_approval (slip));
  g_assert_nonnull (strstr (facts, "Agency: 济南市第一人民医院\n"));
  g_assert_nonnull (strstr (facts, "Ends on: 2028-12-31"));
  g_assert_null (strstr (facts, f->agency));
  findings = kx_approval_read_findings (kx_approval_get_findings (kx_approval (slip)));
  g_assert_cmpuint (findings->len, >, 0);
  g_assert_false (has_code (findings, "approval-needed"));
  g_assert_false (has_code (findings, "online"));
  g_signal_emit_by_name (button, "clicked");
  kx_test_run_out ();
  g_clear_pointer (&slip, kx_record_free);
  slip = find_slip (f);
  g_assert_nonnull (slip);
  kx_test_record_close (f->page);
}

static void
press_slip (KxStepDialog *dialog, const char *words)
{
  GtkWidget *button = kx_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, words);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_visible (button));
  g_signal_emit_by_name (button, "clicked");
}

static char *
dup_draft (Fixture *f, const char *row, const char *action)
{
  g_autofree char *key = g_strdup_printf ("%s/step/%s/%s", f->page->kind->entity->name, row, action);

  return kx_mirror_dup_draft (f->test->mirror, key);
}

static KxStepDialog *
open_dialog (Fixture *f, const char *action)
{
  KxStepDialog *dialog = kx_test_record_press_step (f->page, action);

  g_assert_nonnull (dialog);
  return dialog;
}

/* Whoever is refused for want of an approval asks for it there, and loses nothing that was typed. */
static void
test_a_slip_is_made_from_the_dialog (Fixture *f, gconstpointer data)
{
  g_autofree char *kept = NULL;
  g_autoptr (KxRecord) slip = NULL;
  KxStepDialog *dialog;

  open_steps (f);
  dialog = open_dialog (f, "approve");
  kx_step_dialog_set_reason (dialog, "先报批");
  g_assert_false (kx_step_dialog_take (dialog));
  press_slip (dialog, "Prepare an approval slip");
  g_assert_true (kx_test_wait_for (opens_one, f));
  g_assert_true (kx_test_wait_for (kx_test_record_has_no_dialog, NULL));
  slip = find_slip (f);
  g_assert_nonnull (slip);
  g_assert_cmpstr (kx_approval_get_act (kx_approval (slip)), ==, "approve");
  g_assert_null (strstr (kx_approval_get_facts (kx_approval (slip)), "Proposed"));
  kept = dup_draft (f, f->agreement, "approve");
  g_assert_nonnull (kept);
  g_assert_nonnull (strstr (kept, "先报批"));
  /* From now on it is opened there, and none is made beside it. */
  press_slip (open_dialog (f, "approve"), "Open the approval slip (Prepared)");
  g_assert_true (kx_test_wait_for (kx_test_record_has_no_dialog, NULL));
  kx_test_run_out ();
  g_clear_pointer (&slip, kx_record_free);
  slip = find_slip (f);
  g_assert_nonnull (slip);
  kx_test_record_close (f->page);
}

static gboolean
has_application_slip (gpointer data)
{
  Fixture *f = data;
  g_autoptr (GPtrArray) slips =
      kx_desk_list (f->desk, &kx_approval_entity, kx_approval_f_owner, f->application);

  return slips->len == 1;
}

/* Asks from the dialog, or from the list of steps once what was typed in the dialog is only kept. */
static void
ask_slip (Fixture *f, KxStepDialog *dialog, gboolean later)
{
  if (!later)
    {
      press_slip (dialog, "Prepare an approval slip");
      return;
    }
  gtk_window_close (GTK_WINDOW (dialog));
  g_assert_true (kx_test_wait_for (kx_test_record_has_no_dialog, NULL));
  g_signal_emit_by_name (kx_step_list_get_slip (f->page->steps, "refuse"), "clicked");
}

/* What the superior is asked to agree to stands below what the record says. */
static void
test_a_slip_says_what_is_proposed (Fixture *f, gconstpointer data)
{
  gboolean later = GPOINTER_TO_INT (data);
  g_autofree char *kept = NULL;
  g_autoptr (GPtrArray) slips = NULL;
  KxStepDialog *dialog;
  KxFieldEntry *reasons;
  const char *facts, *meant;

  land_application (f, kx_application_state_received);
  f->page = kx_test_record_open (f->desk, "application", f->application, 900, 700);
  adw_view_stack_set_visible_child_name (f->page->tabs, "steps");
  kx_test_run_out ();
  dialog = open_dialog (f, "refuse");
  reasons = kx_form_get_entry (kx_step_dialog_get_form (dialog), kx_application_refuse_f_reasons);
  gtk_widget_grab_focus (GTK_WIDGET (reasons));
  kx_test_run_out ();
  kx_test_type (GTK_WINDOW (dialog), "缺少执业许可证");
  kx_test_run_out ();
  ask_slip (f, dialog, later);
  g_assert_true (kx_test_wait_for (has_application_slip, f));
  g_assert_true (kx_test_wait_for (kx_test_record_has_no_dialog, NULL));
  slips = kx_desk_list (f->desk, &kx_approval_entity, kx_approval_f_owner, f->application);
  facts = kx_approval_get_facts (kx_approval (slips->pdata[0]));
  meant = strstr (facts, "\nProposed for “Do not admit”:\nReasons: 缺少执业许可证");
  g_assert_nonnull (meant);
  g_assert_true (strstr (facts, "Agency: 济南市第一人民医院") < meant);
  kept = dup_draft (f, f->application, "refuse");
  g_assert_nonnull (kept);
  g_assert_nonnull (strstr (kept, "缺少执业许可证"));
  kx_test_record_close (f->page);
}

/* A step that nobody above decides has no slip. */
static void
test_only_what_a_superior_decides_is_asked_for (Fixture *f, gconstpointer data)
{
  const KxLifecycle *lifecycle = kx_agreement_entity.lifecycle;
  g_autoptr (KxRecord) row = kx_desk_get_row (f->desk, &kx_agreement_entity, f->agreement);

  g_assert_true (kx_slip_can_ask (f->desk, row, kx_lifecycle_knows (lifecycle, KX_OP_ACTION, "approve")));
  g_assert_false (kx_slip_can_ask (f->desk, row, kx_lifecycle_knows (lifecycle, KX_OP_ACTION, "submit")));
}

static void
take_written (GFile *file, const char *problem, gpointer data)
{
  Fixture *f = data;

  f->written = TRUE;
  f->problem = g_strdup (problem);
}

static gboolean
is_written (gpointer data)
{
  return ((Fixture *) data)->written;
}

/* Saves the letter of this record, and reads it. Free with g_free(). */
static char *
write_letter (Fixture *f, const KxRecord *record)
{
  g_autofree char *path = g_build_filename (f->test->folder, "letter.docx", NULL), *bytes = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GtkWidget) over = g_object_ref_sink (gtk_label_new (NULL));
  g_autoptr (GBytes) document = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;
  char *text;

  f->written = FALSE;
  kx_files_answer_next (file);
  kx_letter_save (over, f->desk, kx_letter_find (record->entity), record, take_written, f, NULL);
  g_assert_true (kx_test_wait_for (is_written, f));
  g_assert_cmpstr (f->problem, ==, NULL);
  g_assert_true (g_file_get_contents (path, &bytes, &size, &error));
  document = g_bytes_new (bytes, size);
  text = kx_docx_dup_text (document, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_remove (path), ==, 0);
  return text;
}

static void
test_a_slip_is_written_as_a_document (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) slip = NULL;
  g_autofree char *text = NULL;

  land_step (f, "sign", 1, kx_route_step_line_review, "另一条流程");
  land_step (f, "approve", 2, kx_route_step_line_approval, "分管负责人");
  land_step (f, "approve", 1, kx_route_step_line_review, "协议科科长");
  g_signal_emit_by_name (open_steps (f), "clicked");
  g_assert_true (kx_test_wait_for (opens_one, f));
  slip = find_slip (f);
  text = write_letter (f, slip);
  g_assert_nonnull (strstr (text, "Request to decide: Approve (济康协〔2026〕01号)"));
  g_assert_nonnull (strstr (text, "Agency: 济南市第一人民医院"));
  /* In the order of the route, and of this step only. */
  g_assert_nonnull (strstr (text, "协议科科长"));
  g_assert_true (strstr (text, "协议科科长") < strstr (text, "分管负责人"));
  g_assert_null (strstr (text, "另一条流程"));
  g_assert_null (strstr (text, "{{"));
  kx_test_record_close (f->page);
}

/* How the notice for supplement reads that is drawn up in the register. Free with g_free(). */
static char *
read_notice (Fixture *f)
{
  g_autofree char *id = kx_test_id ();
  g_autoptr (KxRecord) record = make (f, &kx_letter_entity, id);
  g_autoptr (GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (KxDocxValues) values = NULL;
  g_autoptr (GBytes) document = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  kx_letter_set_office (kx_letter (record), KX_TEST_OFFICE);
  kx_letter_set_kind (kx_letter (record), kx_letter_kind_supplement_notice);
  kx_letter_set_agency (kx_letter (record), f->agency);
  kx_letter_set_application (kx_letter (record), f->application);
  values = kx_letter_text_values (f->desk, record, said);
  document = kx_letter_fill (kx_letter_text_kind (record), NULL, values, &error);
  g_assert_no_error (error);
  text = kx_docx_dup_text (document, &error);
  g_assert_no_error (error);
  return text;
}

static void
test_a_notice_lists_what_lacks (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;

  land_application (f, kx_application_state_supplementing);
  land_item (f, kx_application_item_kind_practice_licence, kx_application_item_state_missing, NULL);
  land_item (f, kx_application_item_kind_self_assessment, kx_application_item_state_defective, "缺公章");
  land_item (f, kx_application_item_kind_application_form, kx_application_item_state_there, NULL);
  land_pause (f, 20260702);
  land_pause (f, 20260703);
  text = read_notice (f);
  g_assert_nonnull (strstr (text, "济南市第一人民医院："));
  g_assert_nonnull (strstr (text, "请于2026年7月10日前"));
  g_assert_nonnull (
      strstr (text, "1\nSelf-assessment form\n缺公章\n2\nCopy of the practice licence\nMissing\n"));
  g_assert_null (strstr (text, "Application form"));
}

/* The office's own term counts from the day of the notice, by its working days. */
static void
test_a_notice_counts_the_term (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL, *id = kx_test_id ();
  KxRecord *own = kx_record_new (&kx_own_value_entity, id, "370100/public");

  own->seq = ++f->seq;
  kx_own_value_set_office (kx_own_value (own), KX_TEST_OFFICE);
  kx_own_value_set_parameter (kx_own_value (own), "supplement_workdays");
  kx_own_value_set_from_on (kx_own_value (own), (KxDate){ 20260101 });
  kx_own_value_set_value (kx_own_value (own), "5");
  kx_own_value_set_document (kx_own_value (own), "济人社办〔2026〕1号");
  kx_test_desktop_land (f->test, own);
  land_application_by (f, kx_application_state_supplementing, 0);
  land_item (f, kx_application_item_kind_practice_licence, kx_application_item_state_missing, NULL);
  /* A Friday: the fifth working day is the next Friday. */
  land_pause (f, 20260703);
  text = read_notice (f);
  g_assert_nonnull (strstr (text, "请于2026年7月10日前"));
  /* As on the page, it comes before a day that somebody entered. */
  land_application_by (f, kx_application_state_supplementing, 20260731);
  g_free (text);
  text = read_notice (f);
  g_assert_nonnull (strstr (text, "请于2026年7月10日前"));
  g_assert_null (strstr (text, "7月31日"));
}

/* A day that was given is none that the letter makes up. */
static void
test_a_notice_has_the_day_that_was_given (Fixture *f, gconstpointer data)
{
  int year = kx_calendar_get_last_published_year () + 1;
  g_autofree char *text = NULL, *expected = g_strdup_printf ("请于%d年1月8日前", year);

  land_application_by (f, kx_application_state_supplementing, year * 10000 + 108);
  land_item (f, kx_application_item_kind_practice_licence, kx_application_item_state_missing, NULL);
  /* Also before the clock stands still. */
  text = read_notice (f);
  g_assert_nonnull (strstr (text, expected));
  g_free (text);
  land_pause (f, 20260703);
  text = read_notice (f);
  g_assert_nonnull (strstr (text, expected));
}

/* A letter about an application begins as its state asks for; nothing but saving is left to do. */
static void
test_a_letter_begins_with_its_kind (Fixture *f, gconstpointer data)
{
  g_autofree char *row = g_strconcat ("new?application=", f->application, NULL), *kind = NULL, *title = NULL;

  land_application (f, kx_application_state_supplementing);
  f->page = kx_test_record_open (f->desk, "letter", row, 900, 700);
  kind = kx_field_entry_dup_words (kx_form_get_entry (f->page->form, kx_letter_f_kind));
  title = kx_field_entry_dup_words (kx_form_get_entry (f->page->form, kx_letter_f_title));
  g_assert_cmpstr (kind, ==, "Notice for supplement");
  g_assert_cmpstr (title, ==, "补正通知书");
  kx_test_record_close (f->page);
}

/* Offered where the step leads into the state, and not where it is there already. */
static void
test_a_notice_follows_its_step (Fixture *f, gconstpointer data)
{
  const KxRecordLetter *letter = kx_letter_find (&kx_application_entity);
  const KxLifecycle *lifecycle = kx_application_entity.lifecycle;
  const KxTransition *ask = kx_lifecycle_knows (lifecycle, KX_OP_ACTION, "ask_supplement");
  const KxTransition *accept = kx_lifecycle_knows (lifecycle, KX_OP_ACTION, "accept");
  g_autoptr (KxRecord) row = NULL, later = NULL;

  land_application (f, kx_application_state_received);
  row = kx_desk_get_row (f->desk, &kx_application_entity, f->application);
  g_assert_true (kx_letter_follows (letter, row, ask));
  g_assert_false (kx_letter_follows (letter, row, accept));
  land_application (f, kx_application_state_supplementing);
  later = kx_desk_get_row (f->desk, &kx_application_entity, f->application);
  g_assert_false (kx_letter_follows (letter, later, ask));
}

static gboolean
is_offered (gpointer data)
{
  Fixture *f = data;
  GActionMap *actions = G_ACTION_MAP (kx_page_get_actions (KX_PAGE (f->page)));

  return g_action_get_enabled (g_action_map_lookup_action (actions, "letter"));
}

/* As long as a supplement is awaited, no longer. */
static void
test_a_notice_belongs_to_a_state (Fixture *f, gconstpointer data)
{
  land_application (f, kx_application_state_received);
  f->page = kx_test_record_open (f->desk, "application", f->application, 900, 700);
  g_assert_false (is_offered (f));
  land_application (f, kx_application_state_supplementing);
  g_assert_true (kx_test_wait_for (is_offered, f));
  kx_test_record_close (f->page);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("/slip-page/a slip is made from the step", test_a_slip_is_made_from_the_step);
  ADD ("/slip-page/a slip is made from the dialog", test_a_slip_is_made_from_the_dialog);
  ADD ("/slip-page/a slip says what is proposed", test_a_slip_says_what_is_proposed);
  g_test_add ("/slip-page/a slip says what was kept", Fixture, GINT_TO_POINTER (TRUE), set_up,
              test_a_slip_says_what_is_proposed, tear_down);
  ADD ("/slip-page/only what a superior decides is asked for",
       test_only_what_a_superior_decides_is_asked_for);
  ADD ("/slip-page/a slip is written as a document", test_a_slip_is_written_as_a_document);
  ADD ("/slip-page/a notice lists what lacks", test_a_notice_lists_what_lacks);
  ADD ("/slip-page/a notice counts the term", test_a_notice_counts_the_term);
  ADD ("/slip-page/a notice has the day that was given", test_a_notice_has_the_day_that_was_given);
  ADD ("/slip-page/a letter begins with its kind", test_a_letter_begins_with_its_kind);
  ADD ("/slip-page/a notice follows its step", test_a_notice_follows_its_step);
  ADD ("/slip-page/a notice belongs to a state", test_a_notice_belongs_to_a_state);
  return g_test_run ();
}
