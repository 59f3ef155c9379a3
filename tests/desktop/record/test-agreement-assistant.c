/* A new agreement is drawn up in five steps, over a mirror: what each shows, when it is made, and that
 * nothing that was typed is lost on any way out. */
#include "core/entities/kx-agreement.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-places.h"
#include "desktop/pages/kx-record-agreement.h"
#include "desktop/record/kx-act.h"
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
begin (Fixture *f)
{
  g_autofree char *row = kx_place_new_row ("agency", f->agency);

  f->page = kx_test_record_open (f->desk, "agreement", row, 900, 700);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->test = kx_test_desktop_new ();
  f->desk = kx_desk_new_for_mirror (f->test->mirror, NULL, NULL);
  f->agency = kx_test_desktop_add_agency (f->test, "济南市第一人民医院");
  begin (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_test_record_close (f->page);
  g_free (f->agency);
  kx_test_run_out ();
  kx_test_finalize (f->desk);
  kx_test_desktop_free (f->test);
}

static gboolean
can_be_seen (Fixture *f, guint field)
{
  return gtk_widget_get_mapped (GTK_WIDGET (kx_test_record_get_entry (f->page, field)));
}

static gboolean
is_idle (gpointer data)
{
  Fixture *f = data;

  return f->page->form != NULL && !f->page->saving;
}

static void
do_action (Fixture *f, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->page), action, NULL));
  g_assert_true (kx_test_wait_for (is_idle, f));
  kx_test_run_out ();
}

static void
go_on (Fixture *f)
{
  do_action (f, "page.step-on");
}

static guint
step_of (Fixture *f)
{
  return kx_form_get_step (f->page->form);
}

static KxRecord *
get_row (Fixture *f)
{
  return kx_desk_get_row (f->desk, &kx_agreement_entity, f->page->row_id);
}

static void
give_parties (Fixture *f)
{
  kx_test_record_put (f->page, kx_agreement_f_kind, "rehabilitation");
  kx_test_record_put (f->page, kx_agreement_f_number, "济康协〔2026〕09号");
}

static void
give_services (Fixture *f)
{
  kx_test_record_put (f->page, kx_agreement_f_scopes, "inpatient");
  kx_test_record_put (f->page, kx_agreement_f_rehab_types, "vocational");
  kx_test_record_put (f->page, kx_agreement_f_counts_toward, "county");
  kx_test_record_put (f->page, kx_agreement_f_counts_area, "370102");
}

/* To the step of the term, where the agreement is made. */
static void
come_to_term (Fixture *f)
{
  give_parties (f);
  go_on (f);
  give_services (f);
  go_on (f);
  g_assert_false (f->page->fresh);
  g_assert_cmpuint (step_of (f), ==, 3);
}

static gboolean
is_lacking_scopes (gpointer data)
{
  return kx_test_shows (GTK_WIDGET (((Fixture *) data)->page->lacks), "The scopes of service must be given");
}

static gboolean
is_met (gpointer data)
{
  Fixture *f = data;

  return kx_test_shows (GTK_WIDGET (f->page->lacks), "Places taken here") ||
         kx_test_shows (GTK_WIDGET (f->page->lacks), "limits this place");
}

static gboolean
is_lacking_payment (gpointer data)
{
  return kx_test_shows (GTK_WIDGET (((Fixture *) data)->page->lacks), "No way of payment is on record");
}

/* One step at a time, and what was typed in another stays. */
static void
test_a_step_shows_its_own (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) row = NULL;

  g_assert_cmpuint (step_of (f), ==, 1);
  g_assert_true (kx_form_get_editing (f->page->form));
  g_assert_true (can_be_seen (f, kx_agreement_f_number));
  g_assert_false (can_be_seen (f, kx_agreement_f_scopes));
  g_assert_false (gtk_widget_get_visible (f->page->step_back));
  give_parties (f);
  go_on (f);
  g_assert_cmpuint (step_of (f), ==, 2);
  g_assert_false (can_be_seen (f, kx_agreement_f_number));
  g_assert_true (can_be_seen (f, kx_agreement_f_scopes));
  /* Nothing is made before something must belong to it. */
  row = get_row (f);
  g_assert_null (row);
  do_action (f, "page.step-back");
  g_assert_cmpuint (step_of (f), ==, 1);
  kx_test_record_assert_typed (f->page, kx_agreement_f_number, "济康协〔2026〕09号");
}

static void
test_what_lacks_is_told_as_it_is_typed (Fixture *f, gconstpointer data)
{
  give_parties (f);
  go_on (f);
  g_assert_true (kx_test_wait_for (is_lacking_scopes, f));
  give_services (f);
  g_assert_true (kx_test_wait_for (is_met, f));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page->lacks), "Met"));
  go_on (f);
  /* What has no field of the agreement stands in the step of its list. */
  g_assert_true (kx_test_wait_for (is_lacking_payment, f));
  g_assert_false (is_lacking_scopes (f));
}

/* Whatever is found when it is handed in, met or not, stands in the step where it is seen to. */
static void
test_every_finding_has_its_step (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) row = NULL;
  g_autoptr (GPtrArray) acts = kx_act_new ();
  g_autoptr (KxDecision) tried = NULL;

  kx_test_record_land_pack (f->test, "CN.json");
  kx_test_record_land_pack (f->test, "SD.json");
  come_to_term (f);
  row = get_row (f);
  tried = kx_desk_try (f->desk, kx_act_step (acts, row, "submit", NULL));
  g_assert_cmpuint (tried->findings->len, >, 8);
  for (guint i = 0; i < tried->findings->len; i++)
    {
      const KxFinding *finding = tried->findings->pdata[i];
      int field = finding->field != NULL ? kx_entity_field (&kx_agreement_entity, finding->field) : -1;
      guint step =
          field >= 0 ? kx_form_step_of (f->page->form, (guint) field) : kx_record_agreement_step_of (finding);

      if (step < 1 || step > 4)
        g_error ("%s of %s is in step %u", finding->code, finding->field, step);
    }
}

/* To the end; what is there then is a draft with all that was typed. */
static void
test_five_steps_to_the_end (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) row = NULL;

  come_to_term (f);
  g_assert_true (kx_form_get_editing (f->page->form));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "Ways of payment"));
  /* Nor what comes later. */
  g_assert_false (kx_test_shows (GTK_WIDGET (f->page), "Suspensions and holds"));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (f->page->path)));
  kx_test_record_put (f->page, kx_agreement_f_starts_on, "2027-01-01");
  kx_test_record_put (f->page, kx_agreement_f_ends_on, "2028-12-31");
  go_on (f);
  g_assert_cmpuint (step_of (f), ==, 4);
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "Checklist of clauses"));
  kx_test_record_put (f->page, kx_agreement_f_template_name, "工伤康复服务协议");
  go_on (f);
  g_assert_cmpuint (step_of (f), ==, 5);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (f->page->tabs), ==, "documents");
  g_assert_nonnull (f->page->documents);
  go_on (f);
  g_assert_null (f->page->assistant);
  g_assert_cmpuint (step_of (f), ==, 0);
  g_assert_false (kx_form_get_editing (f->page->form));
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (f->page->tabs), ==, "steps");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (f->page->path)));
  row = get_row (f);
  g_assert_cmpint (kx_agreement_get_state (kx_agreement (row)), ==, kx_agreement_state_draft);
  g_assert_cmpstr (kx_agreement_get_number (kx_agreement (row)), ==, "济康协〔2026〕09号");
  g_assert_cmpint (kx_agreement_get_ends_on (kx_agreement (row)).ymd, ==, 20281231);
  g_assert_cmpstr (kx_agreement_get_template_name (kx_agreement (row)), ==, "工伤康复服务协议");
}

static gboolean
has_focus (Fixture *f, guint field)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (f->page))));

  return focus != NULL &&
         gtk_widget_is_ancestor (focus, GTK_WIDGET (kx_test_record_get_entry (f->page, field)));
}

static void
press_step (Fixture *f, guint step)
{
  g_signal_emit_by_name (f->page->assistant, "go", step);
  g_assert_true (kx_test_wait_for (is_idle, f));
  kx_test_run_out ();
}

/* Any step is gone to from any other; it is made on the way if it has to be. */
static void
test_the_bar_goes_anywhere (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) row = NULL;

  /* Not before the kind is given. */
  press_step (f, 4);
  g_assert_cmpuint (step_of (f), ==, 1);
  g_assert_true (f->page->fresh);
  give_parties (f);
  press_step (f, 4);
  g_assert_cmpuint (step_of (f), ==, 4);
  row = get_row (f);
  g_assert_nonnull (row);
  kx_test_record_put (f->page, kx_agreement_f_template_name, "工伤康复服务协议");
  press_step (f, 2);
  g_assert_cmpuint (step_of (f), ==, 2);
  kx_test_record_assert_typed (f->page, kx_agreement_f_template_name, "工伤康复服务协议");
  press_step (f, 5);
  g_assert_cmpuint (step_of (f), ==, 5);
  g_clear_pointer (&row, kx_record_free);
  row = get_row (f);
  g_assert_cmpstr (kx_agreement_get_template_name (kx_agreement (row)), ==, "工伤康复服务协议");
}

/* What is wrong is gone to, in whichever step it is, and what was typed stays. */
static void
test_what_is_wrong_is_gone_to (Fixture *f, gconstpointer data)
{
  give_parties (f);
  go_on (f);
  give_services (f);
  kx_test_record_put (f->page, kx_agreement_f_kind, "");
  go_on (f);
  g_assert_cmpuint (step_of (f), ==, 1);
  g_assert_true (has_focus (f, kx_agreement_f_kind));
  g_assert_true (f->page->fresh);
  kx_test_record_put (f->page, kx_agreement_f_kind, "rehabilitation");
  go_on (f);
  go_on (f);
  kx_test_record_put (f->page, kx_agreement_f_starts_on, "2027-01-01");
  kx_test_record_put (f->page, kx_agreement_f_ends_on, "2026-12-31");
  go_on (f);
  /* The decision refuses it. */
  g_assert_cmpuint (step_of (f), ==, 3);
  g_assert_true (has_focus (f, kx_agreement_f_ends_on));
  kx_test_record_assert_typed (f->page, kx_agreement_f_ends_on, "2026-12-31");
  kx_test_record_put (f->page, kx_agreement_f_ends_on, "2028-12-31");
  go_on (f);
  g_assert_cmpuint (step_of (f), ==, 4);
}

/* Saved by its key: the whole record, however far one was. */
static void
test_saving_ends_it (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) row = NULL;

  come_to_term (f);
  kx_test_record_put (f->page, kx_agreement_f_starts_on, "2027-01-01");
  do_action (f, "page.save");
  g_assert_null (f->page->assistant);
  g_assert_false (kx_form_get_editing (f->page->form));
  g_assert_true (can_be_seen (f, kx_agreement_f_number));
  row = get_row (f);
  g_assert_cmpint (kx_agreement_get_starts_on (kx_agreement (row)).ymd, ==, 20270101);
  /* And is taken up again, without typing anything twice. */
  do_action (f, "page.draw-up");
  g_assert_cmpuint (step_of (f), ==, 1);
  kx_test_record_assert_typed (f->page, kx_agreement_f_number, "济康协〔2026〕09号");
  go_on (f);
  g_assert_cmpuint (step_of (f), ==, 2);
}

/* Paused in the midst of a step: the draft waits, and the steps go on with it. */
static void
test_a_pause_keeps_it (Fixture *f, gconstpointer data)
{
  come_to_term (f);
  kx_test_record_put (f->page, kx_agreement_f_starts_on, "2027-01-01");
  do_action (f, "page.pause");
  g_assert_null (f->page->assistant);
  g_assert_cmpint (f->page->banner_state, ==, KX_BANNER_KEPT);
  do_action (f, "page.draw-up");
  kx_test_record_assert_typed (f->page, kx_agreement_f_starts_on, "2027-01-01");
}

/* A new one that was left comes back in its steps. */
static void
test_what_was_not_made_comes_back (Fixture *f, gconstpointer data)
{
  g_autofree char *row = NULL;

  give_parties (f);
  go_on (f);
  give_services (f);
  row = g_strconcat ("new/", f->page->row_id, NULL);
  kx_test_record_close (f->page);
  f->page = kx_test_record_open (f->desk, "agreement", row, 900, 700);
  g_assert_cmpuint (step_of (f), ==, 1);
  kx_test_record_assert_typed (f->page, kx_agreement_f_number, "济康协〔2026〕09号");
  kx_test_record_assert_typed (f->page, kx_agreement_f_scopes, " inpatient ");
  kx_test_record_assert_typed (f->page, kx_agreement_f_agency, f->agency);
}

/* What runs on paper is copied from it as a whole; one that follows another is changed as a whole. */
static void
test_others_have_no_steps (Fixture *f, gconstpointer data)
{
  g_autofree char *row = NULL, *old = NULL;

  kx_test_record_put (f->page, kx_agreement_f_state, "signed");
  kx_test_run_out ();
  g_assert_null (f->page->assistant);
  g_assert_cmpuint (step_of (f), ==, 0);
  g_assert_true (kx_form_get_editing (f->page->form));
  g_assert_true (can_be_seen (f, kx_agreement_f_scopes));
  kx_test_record_assert_typed (f->page, kx_agreement_f_state, "signed");
  old = kx_test_id ();
  kx_test_desktop_land (f->test, kx_test_record_agreement (old, f->agency, kx_agreement_state_signed, 30));
  row = kx_place_new_row ("previous", old);
  kx_test_record_close (f->page);
  f->page = kx_test_record_open (f->desk, "agreement", row, 900, 700);
  g_assert_null (f->page->assistant);
  g_assert_true (kx_form_get_editing (f->page->form));
}

static gboolean
is_trashed (gpointer data)
{
  return ((Fixture *) data)->page->banner_state == KX_BANNER_TRASHED;
}

/* Its making is taken back while it is being drawn up. */
static void
test_taken_back_it_ends (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) row = NULL;
  g_autoptr (GPtrArray) acts = kx_act_new ();

  come_to_term (f);
  row = get_row (f);
  kx_act_delete (acts, row);
  kx_test_desktop_submit_all (f->test, g_steal_pointer (&acts));
  g_assert_true (kx_test_wait_for (is_trashed, f));
  g_assert_null (f->page->assistant);
}

/* The widest thing that would not fit, for the message. */
static GtkWidget *
find_wide (GtkWidget *root, int most)
{
  int least;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      if (gtk_widget_get_visible (child) && least > most)
        return find_wide (child, most);
    }
  return root;
}

/* A window of 360 without its frame and without the margins of the style sheet, which this program does not
 * load.
 */
#define NARROWEST 326

static void
assert_fits (Fixture *f)
{
  int least;

  kx_test_run_out ();
  gtk_widget_measure (GTK_WIDGET (f->page), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  if (least > NARROWEST)
    g_error ("%d wide: %s", least, G_OBJECT_TYPE_NAME (find_wide (GTK_WIDGET (f->page), NARROWEST)));
}

/* Words half as large again: nothing is cut off at the sides of the window, in any step and as it is read. */
static void
test_large_words_fit_a_narrow_window (Fixture *f, gconstpointer data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int usual;

  g_object_get (settings, "gtk-xft-dpi", &usual, NULL);
  g_object_set (settings, "gtk-xft-dpi", 3 * 96 * 1024 / 2, NULL);
  /* Widgets that are there already keep the size they had. */
  kx_test_record_close (f->page);
  begin (f);
  kx_assistant_bar_set_narrow (f->page->assistant, TRUE);
  assert_fits (f);
  give_parties (f);
  for (guint step = 2; step <= 5; step++)
    {
      press_step (f, step);
      if (f->page->assistant != NULL)
        kx_assistant_bar_set_narrow (f->page->assistant, TRUE);
      g_assert_cmpuint (step_of (f), ==, step);
      assert_fits (f);
    }
  go_on (f);
  assert_fits (f);
  kx_record_page_go_to (f->page, NULL);
  assert_fits (f);
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "0 of 13 ticked"));
  do_action (f, "page.edit");
  assert_fits (f);
  g_object_set (settings, "gtk-xft-dpi", usual, NULL);
}

/* In a narrow window the present step alone is named. */
static void
test_the_bar_is_narrow (Fixture *f, gconstpointer data)
{
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page->assistant), "Term and payment"));
  g_assert_false (kx_test_shows (GTK_WIDGET (f->page->assistant), "Step 1 of 5: Parties"));
  kx_assistant_bar_set_narrow (f->page->assistant, TRUE);
  g_assert_false (kx_test_shows (GTK_WIDGET (f->page->assistant), "Term and payment"));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page->assistant), "Step 1 of 5: Parties"));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("/agreement-assistant/a step shows its own", test_a_step_shows_its_own);
  ADD ("/agreement-assistant/what lacks is told as it is typed", test_what_lacks_is_told_as_it_is_typed);
  ADD ("/agreement-assistant/every finding has its step", test_every_finding_has_its_step);
  ADD ("/agreement-assistant/five steps to the end", test_five_steps_to_the_end);
  ADD ("/agreement-assistant/the bar goes anywhere", test_the_bar_goes_anywhere);
  ADD ("/agreement-assistant/what is wrong is gone to", test_what_is_wrong_is_gone_to);
  ADD ("/agreement-assistant/saving ends it", test_saving_ends_it);
  ADD ("/agreement-assistant/a pause keeps it", test_a_pause_keeps_it);
  ADD ("/agreement-assistant/what was not made comes back", test_what_was_not_made_comes_back);
  ADD ("/agreement-assistant/others have no steps", test_others_have_no_steps);
  ADD ("/agreement-assistant/taken back it ends", test_taken_back_it_ends);
  ADD ("/agreement-assistant/large words fit a narrow window", test_large_words_fit_a_narrow_window);
  ADD ("/agreement-assistant/the bar is narrow", test_the_bar_is_narrow);
  return g_test_run ();
}
