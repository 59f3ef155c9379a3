/* The page of an agreement over a mirror: its facts, its path, and its steps with their preconditions. */
#include "core/entities/kx-agreement.h"
#include "desktop/dialogs/kx-step-dialog.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-places.h"
#include "desktop/kx-test-drive.h"
#include "desktop/record/kx-file-lookup.h"
#include "kx-test-keys.h"
#include "kx-test-record.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"

typedef struct
{
  KxTestDesktop *test;
  KxDesk *desk;
  char *agency, *id; /* owned; of a draft without its last day */
  gint64 seq;
  KxRecordPage *page;
} Fixture;

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

static KxRecord *
get_row (Fixture *f)
{
  return kx_desk_get_row (f->desk, &kx_agreement_entity, f->id);
}

/* The service tells of the agreement in this state; `ends_on` 0: the last day is not given. */
static void
land (Fixture *f, int state, int ends_on)
{
  KxRecord *record = kx_test_record_agreement (f->id, f->agency, state, ++f->seq);

  if (ends_on != 0)
    kx_agreement_set_ends_on (kx_agreement (record), (KxDate){ ends_on });
  kx_test_desktop_land (f->test, record);
  kx_test_run_out ();
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->test = kx_test_desktop_new ();
  f->desk = kx_desk_new_for_mirror (f->test->mirror, NULL, NULL);
  f->agency = kx_test_desktop_add_agency (f->test, "济南市第一人民医院");
  f->id = kx_test_id ();
  f->seq = 20;
  land (f, kx_agreement_state_draft, 0);
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

static GtkWidget *
button_of (Fixture *f, const char *action)
{
  return kx_step_list_get_button (f->page->steps, action);
}

/* Whoever goes on with a draft of a step comes to its dialog. */
static void
test_a_step_is_gone_on_with (Fixture *f, gconstpointer data)
{
  land (f, kx_agreement_state_approved, 20281231);
  open_page (f, "agreement", f->id);
  kx_record_page_open_step (f->page, "agency_sign");
  kx_test_run_out ();
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (f->page->tabs), ==, "steps");
  g_assert_nonnull (kx_test_drive_find_window (KX_TYPE_STEP_DIALOG));
  gtk_window_destroy (GTK_WINDOW (kx_test_drive_find_window (KX_TYPE_STEP_DIALOG)));
  kx_test_run_out ();
  /* One that is not open only shows why. */
  kx_record_page_open_step (f->page, "end");
  kx_test_run_out ();
  g_assert_null (kx_test_drive_find_window (KX_TYPE_STEP_DIALOG));
  close_page (f);
}

/* A step that wants a file asks the same of everything else. */
static void
test_a_step_knows_what_documents_list (Fixture *f, gconstpointer data)
{
  g_autoptr (KxLookup) lookup = kx_file_lookup_new (f->desk, f->id);
  g_auto (GStrv) before = kx_lookup_dup_listed (lookup, NULL, "370100", KX_POLICY_phases), listed = NULL;

  g_assert_null (before);
  kx_test_record_land_pack (f->test, "CN.json");
  kx_test_record_land_pack (f->test, "SD.json");
  listed = kx_lookup_dup_listed (lookup, NULL, "370100", KX_POLICY_phases);
  g_assert_nonnull (listed);
  g_assert_true (g_strv_contains ((const char *const *) listed, "维持期"));
}

/* The phases are those of which the document of the office's province speaks, and none without one. */
static void
test_phases_are_those_of_the_document (Fixture *f, gconstpointer data)
{
  KxFieldEntry *phases;
  GtkWidget *tick;

  open_page (f, "agreement", f->id);
  kx_record_page_begin_edit (f->page);
  kx_test_run_out ();
  phases = kx_form_get_entry (f->page->form, kx_agreement_f_phases);
  g_assert_null (kx_test_find_type (GTK_WIDGET (phases), GTK_TYPE_CHECK_BUTTON));
  close_page (f);
  kx_test_record_land_pack (f->test, "CN.json");
  kx_test_record_land_pack (f->test, "SD.json");
  open_page (f, "agreement", f->id);
  kx_record_page_begin_edit (f->page);
  kx_test_run_out ();
  phases = kx_form_get_entry (f->page->form, kx_agreement_f_phases);
  g_assert_nonnull (kx_test_find (GTK_WIDGET (phases), GTK_TYPE_CHECK_BUTTON, "工伤救治期"));
  tick = kx_test_find (GTK_WIDGET (phases), GTK_TYPE_CHECK_BUTTON, "维持期");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (tick), TRUE);
  kx_test_run_out ();
  g_assert_true (kx_form_get_dirty (f->page->form));
  kx_form_set_editing (f->page->form, FALSE);
  close_page (f);
}

static int
get_state (Fixture *f)
{
  g_autoptr (KxRecord) row = get_row (f);

  return kx_agreement_get_state (kx_agreement (row));
}

static void
test_facts_stand_in_sections (Fixture *f, gconstpointer data)
{
  GtkWidget *entry;

  open_page (f, "agreement", f->id);
  g_assert_cmpstr (kx_page_get_title (KX_PAGE (f->page)), ==, "济康协〔2026〕01号");
  entry = GTK_WIDGET (kx_form_get_entry (f->page->form, kx_agreement_f_agency));
  g_assert_true (kx_test_shows (entry, "济南市第一人民医院"));
  g_assert_nonnull (kx_test_find (entry, GTK_TYPE_BUTTON, "Open it: Agency"));
  /* An office has no page, and there is no agreement before it. */
  entry = GTK_WIDGET (kx_form_get_entry (f->page->form, kx_agreement_f_office));
  g_assert_null (kx_test_find (entry, GTK_TYPE_BUTTON, "Open it: Office"));
  entry = GTK_WIDGET (kx_form_get_entry (f->page->form, kx_agreement_f_previous));
  g_assert_false (
      gtk_widget_get_visible (kx_test_find (entry, GTK_TYPE_BUTTON, "Open it: Agreement before it")));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page->form), "Plaque"));
  /* What the kind has not is not offered. */
  g_assert_false (
      g_action_group_has_action (G_ACTION_GROUP (kx_page_get_actions (KX_PAGE (f->page))), "link-alias"));
  close_page (f);
}

static gboolean
tells_review (gpointer data)
{
  GtkWidget *path = GTK_WIDGET (((Fixture *) data)->page->path);

  return kx_test_find (path, GTK_TYPE_FLOW_BOX_CHILD, "In review: Now") != NULL;
}

static void
test_the_path_tells_states (Fixture *f, gconstpointer data)
{
  GtkWidget *path;

  open_page (f, "agreement", f->id);
  path = GTK_WIDGET (f->page->path);
  g_assert_true (gtk_widget_get_visible (path));
  g_assert_true (kx_test_shows (path, "Now"));
  g_assert_nonnull (kx_test_find (path, GTK_TYPE_FLOW_BOX_CHILD, "Signed: Ahead"));
  land (f, kx_agreement_state_in_review, 20281231);
  g_assert_true (kx_test_wait_for (tells_review, f));
  /* Reached by the keyboard, and walked along. */
  g_assert_true (gtk_widget_child_focus (path, GTK_DIR_TAB_FORWARD));
  close_page (f);
}

static gboolean
has_scrolled_along (gpointer data)
{
  GtkWidget *path = GTK_WIDGET (((Fixture *) data)->page->path);
  GtkWidget *sight = kx_test_find_type (path, GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *now = kx_test_find (path, GTK_TYPE_FLOW_BOX_CHILD, "Ended: Now");
  GtkAdjustment *along = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (sight));
  graphene_rect_t at;

  return gtk_adjustment_get_value (along) > 0 && gtk_widget_compute_bounds (now, sight, &at) &&
         at.origin.x >= 0 && at.origin.x + at.size.width <= (float) gtk_widget_get_width (sight) + 1;
}

static void
test_a_narrow_window_shows_the_present_state (Fixture *f, gconstpointer data)
{
  land (f, kx_agreement_state_ended, 20281231);
  f->page = kx_test_record_open (f->desk, "agreement", f->id, 360, 700);
  g_assert_true (kx_test_wait_for (has_scrolled_along, f));
  close_page (f);
}

static gboolean
has_no_submit (gpointer data)
{
  return button_of (data, "submit") == NULL;
}

static gboolean
has_no_way_back (gpointer data)
{
  return !kx_test_shows (GTK_WIDGET (((Fixture *) data)->page->steps), "Take the confirmation back");
}

/* One that ended on paper, and was confirmed. */
static void
land_paper (Fixture *f)
{
  KxRecord *record = kx_test_record_agreement (f->id, f->agency, kx_agreement_state_ended, ++f->seq);

  kx_agreement_set_taken_over (kx_agreement (record), TRUE);
  kx_agreement_set_confirmed_by (kx_agreement (record), f->agency);
  kx_test_desktop_land (f->test, record);
  kx_test_run_out ();
}

static void
test_a_closed_step_says_why (Fixture *f, gconstpointer data)
{
  open_page (f, "agreement", f->id);
  kx_test_record_show_steps (f->page);
  g_assert_false (gtk_widget_get_sensitive (button_of (f, "submit")));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page->steps), "The last day must be given"));
  /* Of those that others take the roles are told. */
  land_paper (f);
  g_assert_true (kx_test_wait_for (has_no_submit, f));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page->steps), "No step is open to you here."));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page->steps), "Take the confirmation back: Reviewer"));
  /* Nothing of paper where it did not come from there. */
  land (f, kx_agreement_state_ended, 20281231);
  g_assert_true (kx_test_wait_for (has_no_way_back, f));
  close_page (f);
}

static guint
count_whole_labels (GtkWidget *widget)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_whole_labels (child);
  if (!GTK_IS_LABEL (widget))
    return n;
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))));
  return n + 1;
}

/* More chips than one line has room for go on below it. */
static void
test_chips_are_whole_in_a_narrow_window (Fixture *f, gconstpointer data)
{
  land_paper (f);
  f->page = kx_test_record_open (f->desk, "agreement", f->id, 360, 700);
  kx_test_run_out ();
  g_assert_cmpuint (count_whole_labels (f->page->chips), ==, 4);
  close_page (f);
}

static gboolean
is_open (gpointer data)
{
  return gtk_widget_get_sensitive (button_of (data, "submit"));
}

static gboolean
is_in_review (gpointer data)
{
  return get_state (data) == kx_agreement_state_in_review;
}

static void
test_a_step_opens_when_rows_change (Fixture *f, gconstpointer data)
{
  KxStepDialog *dialog;

  open_page (f, "agreement", f->id);
  kx_test_record_show_steps (f->page);
  land (f, kx_agreement_state_draft, 20281231);
  g_assert_true (kx_test_wait_for (is_open, f));
  /* Nobody who is a clerk alone takes it back: it asks. */
  dialog = kx_test_record_press_step (f->page, "submit");
  g_assert_nonnull (dialog);
  g_assert_true (kx_test_shows (GTK_WIDGET (dialog), "The record is “In review” then."));
  g_assert_null (kx_step_dialog_get_form (dialog));
  g_assert_true (kx_step_dialog_take (dialog));
  g_assert_true (kx_test_wait_for (is_in_review, f));
  g_assert_true (kx_test_wait_for (kx_test_record_has_no_dialog, NULL));
  g_assert_true (kx_test_wait_for (tells_review, f));
  close_page (f);
}

static void
test_what_can_be_taken_back_happens_at_once (Fixture *f, gconstpointer data)
{
  const KxTransition *submit = kx_lifecycle_knows (kx_agreement_entity.lifecycle, KX_OP_ACTION, "submit");
  g_autoptr (KxRecord) row = get_row (f);

  g_assert_null (kx_step_find_inverse (f->desk, row, submit));
  land (f, kx_agreement_state_draft, 20281231);
  kx_test_desktop_grant (f->test, KX_ROLE_INDEX_reviewer);
  g_assert_cmpstr (kx_step_find_inverse (f->desk, row, submit)->action, ==, "return");
  open_page (f, "agreement", f->id);
  kx_test_record_show_steps (f->page);
  g_assert_null (kx_test_record_press_step (f->page, "submit"));
  g_assert_true (kx_test_wait_for (is_in_review, f));
  kx_test_run_out ();
  close_page (f);
}

static void
type_into (KxStepDialog *dialog, guint field, const char *text)
{
  KxFieldEntry *entry = kx_form_get_entry (kx_step_dialog_get_form (dialog), field);

  gtk_widget_grab_focus (GTK_WIDGET (entry));
  kx_test_run_out ();
  kx_test_type (GTK_WINDOW (dialog), text);
  kx_test_run_out ();
}

static char *
dup_draft (Fixture *f)
{
  g_autofree char *key = g_strdup_printf ("agreement/step/%s/agency_sign", f->id);

  return kx_mirror_dup_draft (f->test->mirror, key);
}

static gboolean
has_signed (gpointer data)
{
  return get_state (data) == kx_agreement_state_agency_signed;
}

static void
test_what_was_typed_of_a_step_is_kept (Fixture *f, gconstpointer data)
{
  g_autofree char *kept = NULL, *typed = NULL, *gone = NULL;
  g_autoptr (KxRecord) row = NULL;
  KxStepDialog *dialog;

  land (f, kx_agreement_state_approved, 20281231);
  open_page (f, "agreement", f->id);
  kx_test_record_show_steps (f->page);
  dialog = kx_test_record_press_step (f->page, "agency_sign");
  /* Without a day it is not taken, and the field says so. */
  g_assert_false (kx_step_dialog_take (dialog));
  g_assert_true (kx_test_shows (GTK_WIDGET (dialog), "This has to be given"));
  type_into (dialog, kx_signing_f_signer, "王院长");
  kx_step_dialog_set_reason (dialog, "寄回的文本");
  gtk_window_close (GTK_WINDOW (dialog));
  kx_test_run_out ();
  kept = dup_draft (f);
  g_assert_nonnull (kept);
  g_assert_true (kx_test_wait_for (kx_test_record_has_no_dialog, NULL));

  dialog = kx_test_record_press_step (f->page, "agency_sign");
  typed =
      kx_field_entry_dup_typed (kx_form_get_entry (kx_step_dialog_get_form (dialog), kx_signing_f_signer));
  g_assert_cmpstr (typed, ==, "王院长");
  type_into (dialog, kx_signing_f_signed_on, "2026-06-30");
  g_assert_true (kx_step_dialog_take (dialog));
  g_assert_true (kx_test_wait_for (has_signed, f));
  g_assert_true (kx_test_wait_for (kx_test_record_has_no_dialog, NULL));
  row = get_row (f);
  g_assert_cmpstr (kx_agreement_get_agency_signer (kx_agreement (row)), ==, "王院长");
  g_assert_cmpint (kx_agreement_get_agency_signed_on (kx_agreement (row)).ymd, ==, 20260630);
  gone = dup_draft (f);
  g_assert_null (gone);
  close_page (f);
}

static void
test_what_was_typed_of_a_step_is_thrown_away (Fixture *f, gconstpointer data)
{
  g_autofree char *kept = NULL, *gone = NULL;
  KxStepDialog *dialog;

  land (f, kx_agreement_state_approved, 20281231);
  open_page (f, "agreement", f->id);
  kx_test_record_show_steps (f->page);
  dialog = kx_test_record_press_step (f->page, "agency_sign");
  type_into (dialog, kx_signing_f_signer, "王院长");
  kx_step_dialog_set_reason (dialog, "寄回的文本");
  kept = dup_draft (f);
  g_assert_nonnull (kept);
  g_signal_emit_by_name (kx_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Throw away what was typed"),
                         "clicked");
  kx_test_run_out ();
  gtk_window_close (GTK_WINDOW (dialog));
  kx_test_run_out ();
  g_assert_true (kx_test_wait_for (kx_test_record_has_no_dialog, NULL));
  gone = dup_draft (f);
  g_assert_null (gone);
  close_page (f);
}

/* It can be prepared; the list says what is wanting, and it is not taken. */
static void
test_an_act_of_the_office_waits_for_the_service (Fixture *f, gconstpointer data)
{
  KxStepDialog *dialog;

  land (f, kx_agreement_state_agency_signed, 20281231);
  kx_test_desktop_grant (f->test, KX_ROLE_INDEX_leader);
  open_page (f, "agreement", f->id);
  kx_test_record_show_steps (f->page);
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page->steps), "The service must be reachable"));
  dialog = kx_test_record_press_step (f->page, "sign");
  type_into (dialog, kx_signing_f_signer, "李主任");
  type_into (dialog, kx_signing_f_signed_on, "2026-06-30");
  g_assert_true (kx_test_shows (GTK_WIDGET (dialog), "The service must be reachable"));
  g_assert_false (kx_step_dialog_take (dialog));
  g_assert_cmpint (get_state (f), ==, kx_agreement_state_agency_signed);
  gtk_window_close (GTK_WINDOW (dialog));
  kx_test_run_out ();
  g_assert_true (kx_test_wait_for (kx_test_record_has_no_dialog, NULL));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page->steps), "kept as a draft"));
  close_page (f);
}

static void
take_open (KxRelatedList *list, const KxEntity *entity, const char *id, char **ret_id)
{
  g_assert_true (entity == &kx_agreement_entity);
  *ret_id = g_strdup (id);
}

static void
test_an_agency_lists_its_agreements (Fixture *f, gconstpointer data)
{
  g_autofree char *opened = NULL;
  GtkWidget *list, *row;

  open_page (f, "agency", f->agency);
  list = gtk_widget_get_ancestor (kx_test_find (GTK_WIDGET (f->page), GTK_TYPE_LIST_BOX, "Agreements"),
                                  KX_TYPE_RELATED_LIST);
  g_assert_cmpuint (kx_related_list_get_n_rows (KX_RELATED_LIST (list)), ==, 1);
  g_assert_true (kx_test_shows (list, "济康协〔2026〕01号"));
  g_assert_true (kx_test_shows (list, "Being drawn up"));
  land (f, kx_agreement_state_draft, 20281231);
  g_assert_true (kx_test_shows (list, "Ends on: 2028-12-31"));
  g_signal_connect (list, "open", G_CALLBACK (take_open), &opened);
  row = kx_test_find_type (list, GTK_TYPE_LIST_BOX_ROW);
  gtk_widget_activate (row);
  g_assert_cmpstr (opened, ==, f->id);
  close_page (f);
}

static void
test_one_is_drawn_up_for_an_agency (Fixture *f, gconstpointer data)
{
  g_autofree char *row = kx_place_new_row ("agency", f->agency), *typed = NULL;

  open_page (f, "agreement", row);
  g_assert_true (kx_form_get_editing (f->page->form));
  typed = kx_field_entry_dup_typed (kx_form_get_entry (f->page->form, kx_agreement_f_agency));
  g_assert_cmpstr (typed, ==, f->agency);
  close_page (f);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("/agreement-page/facts stand in sections", test_facts_stand_in_sections);
  ADD ("/agreement-page/a step knows what documents list", test_a_step_knows_what_documents_list);
  ADD ("/agreement-page/phases are those of the document", test_phases_are_those_of_the_document);
  ADD ("/agreement-page/the path tells states", test_the_path_tells_states);
  ADD ("/agreement-page/a narrow window shows the present state",
       test_a_narrow_window_shows_the_present_state);
  ADD ("/agreement-page/a closed step says why", test_a_closed_step_says_why);
  ADD ("/agreement-page/chips are whole in a narrow window", test_chips_are_whole_in_a_narrow_window);
  ADD ("/agreement-page/a step opens when rows change", test_a_step_opens_when_rows_change);
  ADD ("/agreement-page/what can be taken back happens at once", test_what_can_be_taken_back_happens_at_once);
  ADD ("/agreement-page/what was typed of a step is kept", test_what_was_typed_of_a_step_is_kept);
  ADD ("/agreement-page/what was typed of a step is thrown away",
       test_what_was_typed_of_a_step_is_thrown_away);
  ADD ("/agreement-page/an act of the office waits for the service",
       test_an_act_of_the_office_waits_for_the_service);
  ADD ("/agreement-page/a step is gone on with", test_a_step_is_gone_on_with);
  ADD ("/agreement-page/an agency lists its agreements", test_an_agency_lists_its_agreements);
  ADD ("/agreement-page/one is drawn up for an agency", test_one_is_drawn_up_for_an_agency);
  return g_test_run ();
}
