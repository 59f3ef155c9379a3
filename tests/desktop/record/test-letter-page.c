/* The page of a letter, the window in which it is written, and the notice text, over a mirror. */
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-letter-print.h"
#include "core/entities/kx-letter-series.h"
#include "core/entities/kx-letter-template.h"
#include "core/entities/kx-suspension.h"
#include "desktop/dialogs/kx-print-preview.h"
#include "desktop/form/kx-form-layout.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-places.h"
#include "desktop/kx-test-drive.h"
#include "desktop/pages/kx-letter-rows.h"
#include "desktop/pages/kx-rows-layout.h"
#include "desktop/record/kx-letter-dialog.h"
#include "desktop/record/kx-letter-text.h"
#include "kx-test-keys.h"
#include "kx-test-record.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-activity-list.h"
#include "models/kx-letter-said.h"
#include "models/kx-test-desktop.h"
#include "print/kx-letter.h"

#include <string.h>

typedef struct
{
  KxTestDesktop *test;
  KxDesk *desk;
  char *agreement, *letter, *template; /* owned */
  gint64 seq;
  GtkWindow *over; /* borrowed */
} Fixture;

static KxRecord *
make_letter (Fixture *f, const char *id, int state)
{
  KxRecord *record = kx_record_new (&kx_letter_entity, id, "370100/agreement");
  Kx_letter *letter = kx_letter (record);

  record->seq = ++f->seq;
  kx_letter_set_office (letter, KX_TEST_OFFICE);
  kx_letter_set_kind (letter, kx_letter_kind_bridge);
  kx_letter_set_title (letter, "关于顺延服务协议的通知");
  kx_letter_set_agreement (letter, f->agreement);
  kx_letter_set_issuer (letter, "济南市工伤保险中心");
  kx_letter_set_state (letter, state);
  if (state != kx_letter_state_draft)
    {
      kx_letter_set_dated_on (letter, (KxDate){ 20261120 });
      kx_letter_set_number (letter, "济康协〔2026〕18号");
    }
  return record;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *agency = kx_test_id ();

  f->test = kx_test_desktop_new ();
  f->desk = kx_desk_new_for_mirror (f->test->mirror, NULL, NULL);
  f->agreement = kx_test_id ();
  f->letter = kx_test_id ();
  f->seq = 20;
  kx_test_desktop_land (f->test,
                        kx_test_record_agreement (f->agreement, agency, kx_agreement_state_signed, 20));
  kx_test_desktop_land (f->test, make_letter (f, f->letter, kx_letter_state_draft));
  kx_test_run_out ();
  f->over = GTK_WINDOW (gtk_window_new ());
  gtk_window_present (f->over);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (f->over);
  g_free (f->agreement);
  g_free (f->letter);
  g_free (f->template);
  kx_test_run_out ();
  kx_test_finalize (f->desk);
  kx_test_desktop_free (f->test);
}

/* How it reads is found beside the window. */
static gboolean
is_read (gpointer dialog)
{
  return *kx_letter_dialog_get_text (dialog) != '\0' || *kx_letter_dialog_get_lacks (dialog) != '\0';
}

static KxLetterDialog *
open_dialog (Fixture *f)
{
  g_autoptr (KxRecord) letter = kx_desk_get_row (f->desk, &kx_letter_entity, f->letter);
  KxLetterDialog *dialog = kx_letter_dialog_new (GTK_WIDGET (f->over), f->desk, letter);

  gtk_window_present (GTK_WINDOW (dialog));
  g_assert_true (kx_test_wait_for (is_read, dialog));
  kx_test_run_out ();
  return dialog;
}

typedef struct
{
  KxLetterDialog *dialog;
  const char *words;
} Expected;

static gboolean
says (gpointer data)
{
  const Expected *expected = data;

  return strstr (kx_letter_dialog_get_text (expected->dialog), expected->words) != NULL;
}

static void
await_text (KxLetterDialog *dialog, const char *words)
{
  g_assert_true (kx_test_wait_for (says, &(Expected){ dialog, words }));
}

static char *
dup_typed (KxLetterDialog *dialog, const char *name)
{
  GtkWidget *input = kx_letter_dialog_get_input (dialog, name);
  char *text;

  if (GTK_IS_EDITABLE (input))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (input)));
  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (input)), "text", &text, NULL);
  return text;
}

static void
assert_typed (KxLetterDialog *dialog, const char *name, const char *wanted)
{
  g_autofree char *text = dup_typed (dialog, name);

  g_assert_cmpstr (text, ==, wanted);
}

static void
press_button (KxLetterDialog *dialog, const char *label)
{
  gtk_widget_grab_focus (kx_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, label));
  g_assert_true (kx_test_press (GTK_WINDOW (dialog), GDK_KEY_Return, 0));
  kx_test_run_out ();
}

static void
type_into (KxLetterDialog *dialog, const char *name, const char *text)
{
  GtkWidget *input = kx_letter_dialog_get_input (dialog, name);

  g_assert_nonnull (input);
  gtk_widget_grab_focus (input);
  kx_test_run_out ();
  kx_test_type (GTK_WINDOW (dialog), text);
  kx_test_run_out ();
}

static gboolean
is_kept (gpointer data)
{
  Fixture *f = data;
  g_autoptr (KxRecord) letter = kx_desk_get_row (f->desk, &kx_letter_entity, f->letter);

  return kx_record_has (letter, kx_letter_f_said);
}

/* What lacks is named first, and what is said is read at once and kept. */
static void
test_a_letter_is_written (Fixture *f, gconstpointer data)
{
  KxLetterDialog *dialog = open_dialog (f);
  g_autoptr (KxRecord) letter = NULL;
  g_autoptr (GHashTable) said = NULL;

  g_assert_nonnull (strstr (kx_letter_dialog_get_lacks (dialog), "Until"));
  g_assert_nonnull (strstr (kx_letter_dialog_get_text (dialog), "济南市工伤保险中心"));
  g_assert_null (kx_letter_dialog_get_input (dialog, "issuer"));
  type_into (dialog, "reason", "新的协议文本尚未下发");
  type_into (dialog, "until", "2027-03-31");
  await_text (dialog, "新的协议文本尚未下发");
  await_text (dialog, "2027年3月31日");
  g_assert_null (strstr (kx_letter_dialog_get_lacks (dialog), "Until"));
  press_button (dialog, "Keep");
  g_assert_true (kx_test_wait_for (is_kept, f));
  letter = kx_desk_get_row (f->desk, &kx_letter_entity, f->letter);
  said = kx_letter_said_read (letter);
  g_assert_cmpstr (g_hash_table_lookup (said, "reason"), ==, "新的协议文本尚未下发");
  g_assert_cmpstr (g_hash_table_lookup (said, "until"), ==, "2027-03-31");
}

static gboolean
has_no_draft (gpointer data)
{
  Fixture *f = data;
  g_auto (GStrv) keys = kx_mirror_list_drafts (f->test->mirror, "letter/write/");

  return keys[0] == NULL;
}

/* Escape throws nothing away: neither a day that is none nor a line that is not finished. */
static void
test_what_is_typed_outlives_the_window (Fixture *f, gconstpointer data)
{
  KxLetterDialog *dialog = open_dialog (f);

  type_into (dialog, "reason", "新的协议 ");
  type_into (dialog, "until", "明年三");
  g_assert_true (kx_test_press (GTK_WINDOW (dialog), GDK_KEY_Escape, 0));
  kx_test_run_out ();
  dialog = open_dialog (f);
  assert_typed (dialog, "reason", "新的协议 ");
  assert_typed (dialog, "until", "明年三");
  g_assert_true (kx_test_shows (GTK_WIDGET (dialog), "was not saved; here it is again"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static gboolean
is_listed (gpointer list)
{
  return g_list_model_get_n_items (kx_activity_list_get_kind (list, KX_ACTIVITY_DRAFT)) == 1;
}

/* It stands in Activity, in words. */
static void
test_what_is_typed_is_listed (Fixture *f, gconstpointer data)
{
  KxLetterDialog *dialog = open_dialog (f);
  KxActivityList *list;
  g_autoptr (KxActivityItem) item = NULL;
  const KxActivity *draft;

  type_into (dialog, "until", "明年三");
  gtk_window_destroy (GTK_WINDOW (dialog));
  list = kx_activity_list_new (f->test->mirror);
  g_assert_true (kx_test_wait_for (is_listed, list));
  item = g_list_model_get_item (kx_activity_list_get_kind (list, KX_ACTIVITY_DRAFT), 0);
  draft = kx_activity_item_get (item);
  g_assert_cmpstr (draft->title, ==, "关于顺延服务协议的通知 · draft of its text");
  g_assert_cmpstr (draft->text, ==, "Until: 明年三");
  g_assert_cmpstr (draft->row, ==, f->letter);
  kx_test_finalize (list);
}

static void
test_what_is_typed_is_thrown_away_by_a_person_alone (Fixture *f, gconstpointer data)
{
  KxLetterDialog *dialog = open_dialog (f);

  g_assert_false (gtk_widget_get_visible (
      kx_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Throw away what was typed")));
  type_into (dialog, "reason", "新的协议文本尚未下发");
  press_button (dialog, "Throw away what was typed");
  g_assert_true (kx_test_wait_for (has_no_draft, f));
  assert_typed (dialog, "reason", "");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* As soon as the letter has it there is no draft any more. */
static void
test_what_is_kept_is_no_draft (Fixture *f, gconstpointer data)
{
  KxLetterDialog *dialog = open_dialog (f);

  type_into (dialog, "reason", "新的协议文本尚未下发");
  g_assert_false (has_no_draft (f));
  press_button (dialog, "Keep");
  g_assert_true (kx_test_wait_for (is_kept, f));
  g_assert_true (kx_test_wait_for (has_no_draft, f));
}

/* Of the agreement: put forward, and with `lifted` served, over and resumed. Its id, to be freed. */
static char *
add_suspension (Fixture *f, const char *facts, gboolean lifted)
{
  char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_suspension_entity, id, "370100/agreement");
  Kx_suspension *row = kx_suspension (record);

  record->seq = ++f->seq;
  record->created_at.ms = f->seq;
  kx_suspension_set_agreement (row, f->agreement);
  kx_suspension_set_office (row, KX_TEST_OFFICE);
  kx_suspension_set_kind (row, kx_suspension_kind_service);
  kx_suspension_set_origin (row, kx_suspension_origin_office);
  kx_suspension_set_target (row, kx_suspension_target_department);
  kx_suspension_set_department (row, "康复三科");
  kx_suspension_set_facts (row, facts);
  kx_suspension_set_clause (row, "第二十一条");
  kx_suspension_set_law (row, "《工伤保险条例》");
  kx_suspension_set_from_on (row, (KxDate){ 20261101 });
  kx_suspension_set_until_on (row, (KxDate){ 20261130 });
  kx_suspension_set_state (row, lifted ? kx_suspension_state_lifted : kx_suspension_state_proposed);
  if (lifted)
    {
      kx_suspension_set_decided_on (row, (KxDate){ 20261030 });
      kx_suspension_set_served_on (row, (KxDate){ 20261102 });
      kx_suspension_set_lifted_on (row, (KxDate){ 20261112 });
      kx_suspension_set_verified (row, "记录已补全");
    }
  kx_test_desktop_land (f->test, record);
  return id;
}

/* About this suspension, or NULL. */
static void
land_kind (Fixture *f, int kind, const char *suspension)
{
  KxRecord *row = make_letter (f, f->letter, kx_letter_state_draft);

  kx_letter_set_kind (kx_letter (row), kind);
  if (suspension != NULL)
    kx_letter_set_suspension (kx_letter (row), suspension);
  kx_test_desktop_land (f->test, row);
  kx_test_run_out ();
}

/* What stands in the suspension need not be typed again, can be changed, and is no draft before that. */
static void
test_what_the_records_say_is_offered (Fixture *f, gconstpointer data)
{
  g_autofree char *lifted = add_suspension (f, "旧事", TRUE),
                  *put_forward = add_suspension (f, "康复记录不完整", FALSE);
  KxLetterDialog *dialog;

  land_kind (f, kx_letter_kind_suspension, NULL);
  dialog = open_dialog (f);
  assert_typed (dialog, "facts", "康复记录不完整");
  assert_typed (dialog, "basis", "服务协议第二十一条；《工伤保险条例》");
  assert_typed (dialog, "target", "康复三科");
  assert_typed (dialog, "from", "2026-11-01");
  assert_typed (dialog, "statement", "");
  await_text (dialog, "自2026年11月1日起至2026年11月30日止，中止康复三科的工伤康复服务。");
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_true (has_no_draft (f));
  land_kind (f, kx_letter_kind_resumption, NULL);
  dialog = open_dialog (f);
  assert_typed (dialog, "days", "10"); /* of the one that was served */
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Not those of another one that would do as well; without a name nobody guesses which. */
static void
test_the_facts_are_those_of_its_suspension (Fixture *f, gconstpointer data)
{
  g_autofree char *first = add_suspension (f, "康复记录不完整", FALSE),
                  *second = add_suspension (f, "挂床住院", FALSE);
  KxLetterDialog *dialog;

  land_kind (f, kx_letter_kind_suspension, first);
  dialog = open_dialog (f);
  assert_typed (dialog, "facts", "康复记录不完整");
  gtk_window_destroy (GTK_WINDOW (dialog));
  land_kind (f, kx_letter_kind_suspension, second);
  dialog = open_dialog (f);
  assert_typed (dialog, "facts", "挂床住院");
  gtk_window_destroy (GTK_WINDOW (dialog));
  land_kind (f, kx_letter_kind_suspension, NULL);
  dialog = open_dialog (f);
  assert_typed (dialog, "facts", "");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* As the agency was heard, or was not. */
static void
test_the_statement_is_a_sentence (Fixture *f, gconstpointer data)
{
  static const struct
  {
    int how;
    gboolean told;
    const char *text;
  } cases[] = {
    { kx_exit_case_statement_heard, TRUE,
      "我单位于2026年10月8日告知你单位享有陈述、申辩的权利，你单位于2026年10月16日提出陈述、申辩。" },
    { kx_exit_case_statement_waived, TRUE,
      "我单位于2026年10月8日告知你单位享有陈述、申辩的权利，你单位于2026年10月16日书面放弃陈述、申辩。" },
    { kx_exit_case_statement_lapsed, TRUE,
      "我单位于2026年10月8日告知你单位享有陈述、申辩的权利，至2026年10月16日期限届满，你单位未提出陈述、申辩"
      "。" },
    { kx_exit_case_statement_heard, FALSE, "你单位于2026年10月16日提出陈述、申辩。" },
    { -1, TRUE, "我单位于2026年10月8日告知你单位享有陈述、申辩的权利。" },
    { -1, FALSE, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = add_suspension (f, "康复记录不完整", FALSE);
      KxRecord *row = kx_desk_get_row (f->desk, &kx_suspension_entity, id);
      KxLetterDialog *dialog;

      row->seq = ++f->seq;
      if (cases[i].told)
        kx_suspension_set_notified_on (kx_suspension (row), (KxDate){ 20261008 });
      if (cases[i].how >= 0)
        {
          kx_suspension_set_statement (kx_suspension (row), cases[i].how);
          kx_suspension_set_statement_on (kx_suspension (row), (KxDate){ 20261016 });
        }
      kx_test_desktop_land (f->test, row);
      land_kind (f, kx_letter_kind_suspension, id);
      dialog = open_dialog (f);
      assert_typed (dialog, "statement", cases[i].text);
      gtk_window_destroy (GTK_WINDOW (dialog));
    }
}

/* The days are those of its effect: from the service to the day before it resumed. */
static void
test_a_resumption_counts_its_days (Fixture *f, gconstpointer data)
{
  g_autofree char *lifted = add_suspension (f, "康复记录不完整", TRUE);
  KxLetterDialog *dialog;

  land_kind (f, kx_letter_kind_resumption, NULL);
  dialog = open_dialog (f);
  assert_typed (dialog, "suspended_from", "2026-11-02");
  assert_typed (dialog, "from", "2026-11-12");
  assert_typed (dialog, "days", "10");
  assert_typed (dialog, "findings", "记录已补全");
  await_text (dialog, "本次中止自2026年11月2日起，共10日。");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_what_was_said_comes_back (Fixture *f, gconstpointer data)
{
  KxRecord *row = make_letter (f, f->letter, kx_letter_state_issued);
  KxLetterDialog *dialog;

  kx_letter_set_said (kx_letter (row),
                      "{\"reason\":\"新的协议文本尚未下发\",\"until\":\"2027-03-31\",\"n\":1}");
  kx_test_desktop_land (f->test, row);
  kx_test_run_out ();
  dialog = open_dialog (f);
  g_assert_nonnull (strstr (kx_letter_dialog_get_text (dialog), "2027年3月31日"));
  g_assert_nonnull (strstr (kx_letter_dialog_get_text (dialog), "2026年11月20日"));
  /* What was issued stays. */
  g_assert_false (gtk_widget_is_sensitive (kx_letter_dialog_get_input (dialog, "reason")));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Printing */

static KxPrintPreview *
find_preview (void)
{
  KxPrintPreview *preview;

  kx_test_run_out ();
  preview = kx_test_drive_find_window (KX_TYPE_PRINT_PREVIEW);
  g_assert_nonnull (preview);
  return preview;
}

static gboolean
is_counted (gpointer data)
{
  Fixture *f = data;
  g_autoptr (GPtrArray) prints =
      kx_desk_list (f->desk, &kx_letter_print_entity, kx_letter_print_f_letter, f->letter);

  return prints->len > 0;
}

static void
test_a_letter_is_shown_and_its_print_counted (Fixture *f, gconstpointer data)
{
  KxLetterDialog *dialog;
  KxPrintPreview *preview;
  g_autoptr (GPtrArray) prints = NULL;

  kx_test_desktop_land (f->test, make_letter (f, f->letter, kx_letter_state_issued));
  kx_test_run_out ();
  dialog = open_dialog (f);
  g_assert_true (kx_test_press (GTK_WINDOW (dialog), GDK_KEY_p, GDK_CONTROL_MASK));
  preview = find_preview ();
  g_assert_true (gtk_window_get_transient_for (GTK_WINDOW (preview)) == GTK_WINDOW (dialog));
  /* As after the printer took it. */
  g_signal_emit_by_name (preview, "printed");
  g_assert_true (kx_test_wait_for (is_counted, f));
  prints = kx_desk_list (f->desk, &kx_letter_print_entity, kx_letter_print_f_letter, f->letter);
  g_assert_cmpuint (prints->len, ==, 1);
  g_assert_cmpint (kx_record_get (prints->pdata[0], kx_letter_print_f_way).CODE, ==,
                   kx_letter_print_way_paper);
  gtk_window_destroy (GTK_WINDOW (preview));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_the_preview_comes_at_once_when_asked (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) letter = kx_desk_get_row (f->desk, &kx_letter_entity, f->letter);
  KxLetterDialog *dialog = kx_letter_dialog_new (GTK_WIDGET (f->over), f->desk, letter);

  gtk_window_present (GTK_WINDOW (dialog));
  kx_letter_dialog_show_preview (dialog);
  g_assert_true (kx_test_wait_for (is_read, dialog));
  gtk_window_destroy (GTK_WINDOW (find_preview ()));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* A template of the office's own whose file has these bytes. */
static void
add_template (Fixture *f, const char *bytes, gsize size)
{
  g_autofree char *file = kx_test_id (), *sha256 = kx_sha256_hex (bytes, size);
  g_autofree char *path = kx_mirror_dup_blob_path (f->test->mirror, sha256);
  g_autofree char *folder = g_path_get_dirname (path);
  KxRecord *row;
  KxRecord *attachment = kx_record_new (&kx_attachment_entity, file, "370100/public");

  g_free (f->template);
  f->template = kx_test_id ();
  row = kx_record_new (&kx_letter_template_entity, f->template, "370100/public");
  row->seq = ++f->seq;
  kx_letter_template_set_office (kx_letter_template (row), KX_TEST_OFFICE);
  kx_letter_template_set_kind (kx_letter_template (row), kx_letter_kind_bridge);
  kx_letter_template_set_name (kx_letter_template (row), "顺延通知(本办)");
  kx_letter_template_set_from_on (kx_letter_template (row), (KxDate){ 20260101 });
  kx_test_desktop_land (f->test, row);
  attachment->seq = ++f->seq;
  kx_attachment_set_owner_entity (kx_attachment (attachment), "letter_template");
  kx_attachment_set_owner (kx_attachment (attachment), f->template);
  kx_attachment_set_title (kx_attachment (attachment), "顺延通知");
  kx_attachment_set_file_name (kx_attachment (attachment), "bridge.docx");
  kx_attachment_set_media_type (kx_attachment (attachment), "application/octet-stream");
  kx_attachment_set_size (kx_attachment (attachment), (gint64) size);
  kx_attachment_set_sha256 (kx_attachment (attachment), sha256);
  kx_attachment_set_stored (kx_attachment (attachment), TRUE);
  kx_test_desktop_land (f->test, attachment);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
  kx_test_run_out ();
}

static void
test_the_offices_own_template_is_taken (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = NULL;
  KxLetterDialog *dialog;

  bytes = kx_letter_load_template (kx_letter_kind_find ("change_notice"), NULL);
  add_template (f, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  dialog = open_dialog (f);
  g_assert_true (
      kx_test_shows (GTK_WIDGET (dialog), "Written after the office's own template: 顺延通知(本办)"));
  /* It was made for another letter: its fields are named. */
  g_assert_nonnull (strstr (kx_letter_dialog_get_lacks (dialog), "letter.outcome"));
  g_assert_nonnull (strstr (kx_letter_dialog_get_text (dialog), "{{letter.outcome}}"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_a_damaged_template_is_refused (Fixture *f, gconstpointer data)
{
  KxLetterDialog *dialog;

  add_template (f, "no document", strlen ("no document"));
  dialog = open_dialog (f);
  g_assert_true (g_str_has_prefix (kx_letter_dialog_get_lacks (dialog), "The template cannot be used"));
  g_assert_cmpstr (kx_letter_dialog_get_text (dialog), ==, "");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* The page of the template says so as soon as the document is there. */
static void
assert_checked (Fixture *f, const char *bytes, gsize size, const char *words)
{
  KxRecordPage *page;

  add_template (f, bytes, size);
  page = kx_test_record_open (f->desk, "letter_template", f->template, 900, 700);
  g_assert_true (kx_test_shows (GTK_WIDGET (page), words));
  kx_test_record_close (page);
}

static void
test_a_template_is_checked_when_it_is_loaded (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) own = kx_letter_load_template (kx_letter_kind_find ("bridge"), NULL);
  g_autoptr (GBytes) other = kx_letter_load_template (kx_letter_kind_find ("change_notice"), NULL);

  assert_checked (f, g_bytes_get_data (own, NULL), g_bytes_get_size (own), "The document can be used");
  assert_checked (f, g_bytes_get_data (other, NULL), g_bytes_get_size (other), "letter.outcome");
  assert_checked (f, "no document", strlen ("no document"), "The template cannot be used");
}

static void
test_the_notice_says_that_it_is_no_service (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) letter = make_letter (f, f->letter, kx_letter_state_issued);
  g_autofree char *text = kx_letter_text_notice (f->desk, letter);
  g_autofree char *name = kx_letter_text_file_name (f->desk, letter, "docx"), *draft = NULL;
  g_autoptr (KxRecord) plain = make_letter (f, f->letter, kx_letter_state_draft);

  g_assert_nonnull (strstr (text, "济康协〔2026〕18号"));
  g_assert_nonnull (strstr (text, "不代替送达"));
  g_assert_true (g_str_has_prefix (name, "20261120_"));
  g_assert_true (g_str_has_suffix (name, "顺延通知_济康协〔2026〕18号.docx"));
  draft = kx_letter_text_file_name (f->desk, plain, "docx");
  g_assert_nonnull (strstr (draft, "草稿"));
}

/* An agreement of the office in force from 2026 to the end of 2028. */
static void
add_in_force (Fixture *f, const char *agency)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_test_record_agreement (id, agency, kx_agreement_state_signed, ++f->seq);

  kx_agreement_set_starts_on (kx_agreement (record), (KxDate){ 20260101 });
  kx_agreement_set_ends_on (kx_agreement (record), (KxDate){ 20281231 });
  kx_test_desktop_land (f->test, record);
}

static void
assert_list (Fixture *f, const KxRecord *letter, GHashTable *said, const char *as_of, const char *total,
             guint n)
{
  g_autoptr (KxDocxValues) values = kx_letter_text_values (f->desk, letter, said);

  g_assert_cmpstr (kx_docx_values_get (values, "letter.as_of"), ==, as_of);
  g_assert_cmpstr (kx_docx_values_get (values, "letter.total"), ==, total);
  g_assert_cmpuint (kx_docx_values_get_rows (values, "agencies")->len, ==, n);
}

/* As of the day of the letter, or of that which is said; agencies are counted, not agreements. */
static void
test_the_public_list_says_its_day_and_number (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) letter = make_letter (f, f->letter, kx_letter_state_issued);
  g_autoptr (GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *one = kx_test_desktop_add_agency (f->test, "甲医院"),
                  *other = kx_test_desktop_add_agency (f->test, "乙医院");

  add_in_force (f, one);
  add_in_force (f, one);
  add_in_force (f, other);
  kx_test_run_out ();
  kx_letter_set_kind (kx_letter (letter), kx_letter_kind_name_list);
  kx_record_drop (letter, kx_letter_f_agreement);
  assert_list (f, letter, said, "2026年11月20日", "2", 3);
  g_hash_table_insert (said, (gpointer) "as_of", (gpointer) "2029-01-01");
  assert_list (f, letter, said, "2029年1月1日", "0", 0);
  g_hash_table_insert (said, (gpointer) "total", (gpointer) "5");
  assert_list (f, letter, said, "2029年1月1日", "5", 0);
}

/* What was issued stands with its number, and what was done with it below. */
static void
test_the_page_of_an_issued_letter (Fixture *f, gconstpointer data)
{
  KxRecordPage *page;

  kx_test_desktop_land (f->test, make_letter (f, f->letter, kx_letter_state_issued));
  kx_test_run_out ();
  page = kx_test_record_open (f->desk, "letter", f->letter, 900, 700);
  g_assert_cmpstr (kx_page_get_title (KX_PAGE (page)), ==, "关于顺延服务协议的通知");
  g_assert_true (kx_test_shows (GTK_WIDGET (page), "济康协〔2026〕18号"));
  g_assert_true (kx_test_shows (GTK_WIDGET (page), "Sendings, which are no service"));
  g_assert_true (kx_test_shows (GTK_WIDGET (page), "Prints since it was issued"));
  kx_test_record_close (page);
}

/* On the page of an agreement its letters stand, and a new one is about it. */
static void
test_an_agreement_has_its_letters (Fixture *f, gconstpointer data)
{
  g_autofree char *fresh = kx_place_new_row ("agreement", f->agreement);
  KxRecordPage *page = kx_test_record_open (f->desk, "agreement", f->agreement, 900, 700);

  g_assert_true (kx_test_shows (GTK_WIDGET (page), "关于顺延服务协议的通知"));
  kx_test_record_close (page);
  page = kx_test_record_open (f->desk, "letter", fresh, 900, 700);
  g_assert_true (kx_form_get_editing (page->form));
  g_assert_cmpstr (page->given_id, ==, f->agreement);
  kx_test_record_close (page);
}

/* On the page of a suspension its letters stand, and a new one is about it: its notice at first, and after it
 * was resumed that. */
static void
test_a_suspension_has_its_letters (Fixture *f, gconstpointer data)
{
  static const int kinds[] = { kx_letter_kind_suspension, kx_letter_kind_resumption };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *id = add_suspension (f, "康复记录不完整", i == 1),
                      *fresh = kx_place_new_row ("suspension", id);
      g_autoptr (KxRecord) typed = NULL;
      KxRecordPage *page;

      land_kind (f, kinds[i], id);
      page = kx_test_record_open (f->desk, "suspension", id, 900, 700);
      g_assert_true (kx_test_shows (GTK_WIDGET (page), "关于顺延服务协议的通知"));
      g_assert_nonnull (kx_test_find (GTK_WIDGET (page), GTK_TYPE_BUTTON, "New letter…"));
      kx_test_record_close (page);
      page = kx_test_record_open (f->desk, "letter", fresh, 900, 700);
      g_assert_true (kx_form_get_editing (page->form));
      typed = kx_form_collect (page->form);
      g_assert_nonnull (typed);
      g_assert_cmpstr (kx_record_get (typed, kx_letter_f_suspension).REF, ==, id);
      g_assert_cmpstr (kx_record_get (typed, kx_letter_f_agreement).REF, ==, f->agreement);
      g_assert_cmpint (kx_record_get (typed, kx_letter_f_kind).CODE, ==, kinds[i]);
      kx_test_record_close (page);
    }
}

/* Each field that people write, or that tells of a letter, stands in one section, once. */
static void
assert_sections (const KxEntity *entity, int but)
{
  g_autoptr (KxFormLayout) layout = kx_form_layout_new (entity);
  guint seen[KX_MAX_FIELDS] = { 0 };

  for (guint i = 0; i < layout->n_sections; i++)
    for (guint j = 0; j < layout->sections[i].n_fields; j++)
      seen[layout->sections[i].fields[j]]++;
  for (guint i = 0; i < entity->n_fields; i++)
    if ((int) i != entity->state && (int) i != but)
      g_assert_cmpuint (seen[i], <=, 1);
  for (guint i = 0; i < entity->n_fields; i++)
    if ((entity->fields[i].flags & KX_SERVICE_SETS) == 0 && (int) i != but)
      g_assert_cmpuint (seen[i], ==, 1);
}

static void
test_every_field_has_its_section (void)
{
  assert_sections (&kx_letter_entity, kx_letter_f_said);
  assert_sections (&kx_letter_series_entity, -1);
  assert_sections (&kx_letter_template_entity, -1);
}

static void
test_the_lists_are_views_of_agreements (void)
{
  static const char *const names[] = { "letters", "letter-series", "letter-templates" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const KxPlace *place = kx_place_find (names[i]);

      g_assert_nonnull (place);
      g_assert_true (kx_place_is_there (place));
      g_assert_cmpstr (kx_place_get_root (place)->name, ==, "agreements");
    }
}

#define ADD(path, function) g_test_add ("/letter-page/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("a letter is written", test_a_letter_is_written);
  ADD ("a letter is shown and its print counted", test_a_letter_is_shown_and_its_print_counted);
  ADD ("the preview comes at once when asked", test_the_preview_comes_at_once_when_asked);
  ADD ("what is typed outlives the window", test_what_is_typed_outlives_the_window);
  ADD ("what is typed is thrown away by a person alone", test_what_is_typed_is_thrown_away_by_a_person_alone);
  ADD ("what is typed is listed", test_what_is_typed_is_listed);
  ADD ("what is kept is no draft", test_what_is_kept_is_no_draft);
  ADD ("what the records say is offered", test_what_the_records_say_is_offered);
  ADD ("the facts are those of its suspension", test_the_facts_are_those_of_its_suspension);
  ADD ("the statement is a sentence", test_the_statement_is_a_sentence);
  ADD ("a resumption counts its days", test_a_resumption_counts_its_days);
  ADD ("what was said comes back", test_what_was_said_comes_back);
  ADD ("the office's own template is taken", test_the_offices_own_template_is_taken);
  ADD ("a damaged template is refused", test_a_damaged_template_is_refused);
  ADD ("a template is checked when it is loaded", test_a_template_is_checked_when_it_is_loaded);
  ADD ("the notice says that it is no service", test_the_notice_says_that_it_is_no_service);
  ADD ("the public list says its day and number", test_the_public_list_says_its_day_and_number);
  ADD ("the page of an issued letter", test_the_page_of_an_issued_letter);
  ADD ("an agreement has its letters", test_an_agreement_has_its_letters);
  ADD ("a suspension has its letters", test_a_suspension_has_its_letters);
  g_test_add_func ("/letter-page/every field has its section", test_every_field_has_its_section);
  g_test_add_func ("/letter-page/the lists are views of agreements", test_the_lists_are_views_of_agreements);
  return g_test_run ();
}
