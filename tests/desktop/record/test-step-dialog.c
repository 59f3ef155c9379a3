/* The dialog of a step over a mirror: where it begins, what it says is needed, and the reason that may
 * follow. */
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-own-value.h"
#include "desktop/dialogs/kx-step-dialog.h"
#include "desktop/kx-application.h"
#include "desktop/kx-toolkit.h"
#include "desktop/record/kx-file-lookup.h"
#include "kx-test-keys.h"
#include "kx-test-record.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"

#define REASON "Reason, if there is one to tell"

typedef struct
{
  KxTestDesktop *test;
  KxDesk *desk;
  char *agency, *id; /* owned; id: of the row whose steps are looked at */
  gint64 seq;
  KxRecordPage *page;
  KxStepDialog *dialog;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->test = kx_test_desktop_new ();
  f->desk = kx_desk_new_for_mirror (f->test->mirror, NULL, NULL);
  f->agency = kx_test_desktop_add_agency (f->test, "济南市第一人民医院");
  f->id = kx_test_id ();
  f->seq = 20;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_free (f->agency);
  g_free (f->id);
  kx_test_run_out ();
  kx_test_finalize (f->desk);
  kx_test_desktop_free (f->test);
}

static void
land_agreement (Fixture *f, const char *id, int state)
{
  KxRecord *record = kx_test_record_agreement (id, f->agency, state, ++f->seq);
  Kx_agreement *agreement = kx_agreement (record);

  kx_agreement_set_signed_on (agreement, (KxDate){ 20260101 });
  kx_agreement_set_starts_on (agreement, (KxDate){ 20260101 });
  kx_agreement_set_ends_on (agreement, (KxDate){ 20281231 });
  kx_test_desktop_land (f->test, record);
  kx_test_run_out ();
}

static void
land_application (Fixture *f)
{
  g_autofree char *agency = kx_test_desktop_add_agency (f->test, "济南市第二人民医院");
  KxRecord *record = kx_record_new (&kx_application_entity, f->id, "370100/agreement");
  Kx_application *application = kx_application (record);

  record->seq = ++f->seq;
  kx_application_set_office (application, KX_TEST_OFFICE);
  kx_application_set_agency (application, agency);
  kx_application_set_number (application, "济康准〔2026〕1号");
  kx_application_set_state (application, kx_application_state_accepted);
  kx_application_set_received_on (application, (KxDate){ 20260320 });
  kx_application_set_accepted_on (application, (KxDate){ 20260321 });
  kx_application_set_scopes (application, (KxCodes){ 1 });
  kx_application_set_rehab_types (application, (KxCodes){ 1 });
  kx_application_set_counts_toward (application, kx_agreement_counts_toward_county);
  kx_application_set_counts_area (application, "370102");
  kx_test_desktop_land (f->test, record);
  kx_test_run_out ();
}

/* The office has set itself a limit of one agency in each county. */
static void
land_limit (Fixture *f)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_own_value_entity, id, "370100/public");
  Kx_own_value *own = kx_own_value (record);

  record->seq = ++f->seq;
  kx_own_value_set_office (own, KX_TEST_OFFICE);
  kx_own_value_set_parameter (own, "cap_county");
  kx_own_value_set_value (own, "1");
  kx_own_value_set_from_on (own, (KxDate){ 20250101 });
  kx_own_value_set_document (own, "济人社办〔2025〕1号");
  kx_test_desktop_land (f->test, record);
  kx_test_run_out ();
}

static void
open_steps (Fixture *f, const char *entity)
{
  f->page = kx_test_record_open (f->desk, entity, f->id, 900, 700);
  kx_test_record_show_steps (f->page);
}

/* As somebody presses it: what cannot be pressed does not open. */
static void
open_dialog (Fixture *f, const char *action)
{
  f->dialog = kx_test_record_press_step (f->page, action);
  g_assert_nonnull (f->dialog);
}

static void
close_dialog (Fixture *f)
{
  gtk_window_close (GTK_WINDOW (f->dialog));
  g_assert_true (kx_test_wait_for (kx_test_record_has_no_dialog, NULL));
}

static GtkWidget *
find_button (Fixture *f, const char *label)
{
  return kx_test_find (GTK_WIDGET (f->dialog), GTK_TYPE_BUTTON, label);
}

static GtkWidget *
entry_of (Fixture *f, guint field)
{
  return GTK_WIDGET (kx_form_get_entry (kx_step_dialog_get_form (f->dialog), field));
}

static gboolean
has_focus (Fixture *f, GtkWidget *widget)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (f->dialog));

  g_assert_nonnull (widget);
  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static void
type (Fixture *f, const char *text)
{
  kx_test_type (GTK_WINDOW (f->dialog), text);
  kx_test_run_out ();
}

static gboolean
shows (Fixture *f, const char *words)
{
  return kx_test_shows (GTK_WIDGET (f->dialog), words);
}

/* What was kept as a draft need not be typed again. */
static void
test_it_begins_in_the_first_empty_field (Fixture *f, gconstpointer data)
{
  land_agreement (f, f->id, kx_agreement_state_approved);
  open_steps (f, "agreement");
  open_dialog (f, "agency_sign");
  g_assert_true (has_focus (f, entry_of (f, kx_signing_f_signed_on)));
  type (f, "2026-06-30");
  close_dialog (f);
  open_dialog (f, "agency_sign");
  g_assert_true (has_focus (f, entry_of (f, kx_signing_f_signer)));
  type (f, "王院长");
  close_dialog (f);
  open_dialog (f, "agency_sign");
  g_assert_true (has_focus (f, find_button (f, "Enter the agency's signature")));
  close_dialog (f);
  kx_test_record_close (f->page);
}

static void
test_it_begins_at_the_step (Fixture *f, gconstpointer data)
{
  land_agreement (f, f->id, kx_agreement_state_draft);
  open_steps (f, "agreement");
  open_dialog (f, "submit");
  g_assert_null (kx_step_dialog_get_form (f->dialog));
  g_assert_true (has_focus (f, find_button (f, "Hand in for review")));
  close_dialog (f);
  kx_test_record_close (f->page);
}

static void
test_it_begins_at_the_reason (Fixture *f, gconstpointer data)
{
  land_agreement (f, f->id, kx_agreement_state_in_review);
  kx_test_desktop_grant (f->test, KX_ROLE_INDEX_reviewer);
  open_steps (f, "agreement");
  open_dialog (f, "return");
  g_assert_true (has_focus (f, kx_test_find (GTK_WIDGET (f->dialog), GTK_TYPE_ENTRY, "Reason")));
  type (f, "缺少附件");
  close_dialog (f);
  /* It is there: nothing is left but the step. */
  open_dialog (f, "return");
  g_assert_true (has_focus (f, find_button (f, "Send back")));
  close_dialog (f);
  kx_test_record_close (f->page);
}

/* No document sets a term for the notice: its last day is wanted as soon as its first is known. */
static void
test_what_is_needed_stands_at_its_field (Fixture *f, gconstpointer data)
{
  static const char needed[] = "No term is set for the notice: its last day must be given";
  GtkWidget *until;

  land_application (f);
  kx_test_desktop_grant (f->test, KX_ROLE_INDEX_leader);
  open_steps (f, "application");
  open_dialog (f, "publish");
  until = entry_of (f, kx_application_publish_f_publicity_until);
  g_assert_true (has_focus (f, entry_of (f, kx_application_publish_f_publicity_from)));
  g_assert_false (shows (f, needed));
  type (f, "2026-06-01");
  g_assert_true (kx_test_shows (until, needed));
  g_assert_true (has_focus (f, entry_of (f, kx_application_publish_f_publicity_from)));
  gtk_widget_grab_focus (until);
  type (f, "2026-06-10");
  g_assert_false (kx_test_shows (until, needed));
  kx_test_select_all (GTK_WINDOW (f->dialog));
  kx_test_press (GTK_WINDOW (f->dialog), GDK_KEY_BackSpace, 0);
  kx_test_run_out ();
  g_assert_true (kx_test_shows (until, needed));
  /* It is said there alone, and not again among what does not depend on what is typed. */
  g_assert_null (kx_test_find (GTK_WIDGET (f->dialog), GTK_TYPE_LIST_BOX_ROW,
                               "Not met: No term is set for the notice: its last day must be given"));
  close_dialog (f);
  kx_test_record_close (f->page);
}

static GtkWidget *
find_verdict (GtkWidget *root, const char *verdict)
{
  g_autofree char *words =
      g_strdup_printf ("%s: Places taken here: 1 of 1; going beyond needs a reason", verdict);

  return kx_test_find (root, GTK_TYPE_LIST_BOX_ROW, words);
}

/* A limit that the office set itself gives way to a reason: the step is prepared, and asks for it. */
static void
test_a_reason_may_follow (Fixture *f, gconstpointer data)
{
  g_autofree char *other = kx_test_id ();

  land_agreement (f, other, kx_agreement_state_signed);
  land_limit (f);
  land_application (f);
  kx_test_desktop_grant (f->test, KX_ROLE_INDEX_leader);
  open_steps (f, "application");
  g_assert_nonnull (find_verdict (GTK_WIDGET (f->page->steps), "Not met"));
  open_dialog (f, "admit");
  g_assert_true (has_focus (f, entry_of (f, kx_application_admit_f_decided_on)));
  type (f, "2026-06-30");
  g_assert_nonnull (find_verdict (GTK_WIDGET (f->dialog), "Not met"));
  close_dialog (f);

  /* Nothing else is wanting: it begins there. */
  open_dialog (f, "admit");
  g_assert_true (has_focus (f, kx_test_find (GTK_WIDGET (f->dialog), GTK_TYPE_ENTRY, REASON)));
  type (f, " ");
  g_assert_nonnull (find_verdict (GTK_WIDGET (f->dialog), "Not met"));
  type (f, "康复需求大");
  g_assert_null (find_verdict (GTK_WIDGET (f->dialog), "Not met"));
  g_assert_nonnull (find_verdict (GTK_WIDGET (f->dialog), "Look at this"));
  close_dialog (f);
  kx_test_record_close (f->page);
}

/* What a reason does not help stays shut. */
static void
test_no_reason_helps_against_facts (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) row = NULL;
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxDecision) tried = NULL, refused = NULL;
  const KxTransition *submit = kx_lifecycle_knows (kx_agreement_entity.lifecycle, KX_OP_ACTION, "submit");
  KxRecord *bare;

  land_agreement (f, f->id, kx_agreement_state_draft);
  row = kx_desk_get_row (f->desk, &kx_agreement_entity, f->id);
  op = kx_step_make_op (row, submit, NULL, "  急办 ");
  g_assert_cmpstr (op->reason, ==, "急办");
  tried = kx_step_try (f->desk, row, submit, op);
  g_assert_true (kx_step_can_take (tried));
  g_assert_false (kx_step_wants_reason (submit, tried));
  bare = kx_record_copy (row);
  bare->seq = ++f->seq;
  kx_record_drop (bare, kx_agreement_f_scopes);
  kx_test_desktop_land (f->test, bare);
  refused = kx_step_try (f->desk, row, submit, op);
  g_assert_false (kx_step_can_prepare (refused));
  g_assert_false (kx_step_wants_reason (submit, refused));
}

static void
land_file (Fixture *f, const char *id, const char *owner, const char *title, const char *name)
{
  KxRecord *record = kx_record_new (&kx_attachment_entity, id, "370100/agreement");
  Kx_attachment *file = kx_attachment (record);

  record->seq = ++f->seq;
  kx_attachment_set_owner_entity (file, "agreement");
  kx_attachment_set_owner (file, owner);
  kx_attachment_set_title (file, title);
  kx_attachment_set_file_name (file, name);
  kx_test_desktop_land (f->test, record);
}

static void
take_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(GPtrArray **) data = kx_lookup_find_finish (KX_LOOKUP (source), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_there (gpointer data)
{
  return *(GPtrArray **) data != NULL;
}

/* The titles, in the order in which they are offered; `more` tells files of one title apart. */
static char *
dup_found (KxLookup *lookup, const KxEntity *entity, const char *typed)
{
  GPtrArray *rows = NULL;
  g_autoptr (GPtrArray) found = NULL;
  GString *words = g_string_new (NULL);

  kx_lookup_find_async (lookup, entity, typed, 10, NULL, take_found, &rows);
  kx_test_wait (is_there, &rows);
  found = rows;
  for (guint i = 0; i < found->len; i++)
    {
      const KxFound *one = found->pdata[i];

      g_assert_true (entity != &kx_attachment_entity || one->more != NULL);
      g_string_append_printf (words, "%s%s", i > 0 ? ", " : "", one->title);
    }
  return g_string_free (words, FALSE);
}

/* A proof lies with what it proves: files of other records are not offered. */
static void
test_only_files_of_the_record_are_offered (Fixture *f, gconstpointer data)
{
  g_autofree char *other = kx_test_id (), *older = kx_test_id (), *newer = kx_test_id (),
                  *elsewhere = kx_test_id (), *agencies = NULL, *title = NULL;
  g_autoptr (KxLookup) lookup = kx_file_lookup_new (f->desk, f->id);
  static const struct
  {
    const char *typed, *found;
  } cases[] = {
    { "", "送达回证, 邮寄底单" },
    { "回证", "送达回证" },
    { "SCAN-1", "邮寄底单" },
    { "营业执照", "" },
  };

  land_file (f, older, f->id, "邮寄底单", "scan-1.pdf");
  land_file (f, newer, f->id, "送达回证", "proof.pdf");
  land_file (f, elsewhere, other, "送达回证", "proof.pdf");
  kx_test_run_out ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = dup_found (lookup, &kx_attachment_entity, cases[i].typed);

      g_assert_cmpstr (found, ==, cases[i].found);
    }
  agencies = dup_found (lookup, &kx_agency_entity, "第一人民");
  g_assert_cmpstr (agencies, ==, "济南市第一人民医院");
  title = kx_lookup_dup_title (lookup, &kx_attachment_entity, newer);
  g_assert_cmpstr (title, ==, "送达回证");
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("/step-dialog/it begins in the first empty field", test_it_begins_in_the_first_empty_field);
  ADD ("/step-dialog/it begins at the step when nothing has to be typed", test_it_begins_at_the_step);
  ADD ("/step-dialog/it begins at the reason that must be given", test_it_begins_at_the_reason);
  ADD ("/step-dialog/what is needed stands at its field", test_what_is_needed_stands_at_its_field);
  ADD ("/step-dialog/a reason may follow", test_a_reason_may_follow);
  ADD ("/step-dialog/no reason helps against facts", test_no_reason_helps_against_facts);
  ADD ("/step-dialog/only files of the record are offered", test_only_files_of_the_record_are_offered);
  return g_test_run ();
}
