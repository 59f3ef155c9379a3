/* The page of an approval slip over a mirror: what it is about, what was checked, and who approved. */
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-person.h"
#include "core/entities/kx-seal-use.h"
#include "core/kx-approval.h"
#include "desktop/kx-toolkit.h"
#include "kx-test-keys.h"
#include "kx-test-record.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"

#include <string.h>

#define CLERK "0197b2a0-0000-7000-8000-0000000000c1"

typedef struct
{
  KxTestDesktop *test;
  KxDesk *desk;
  char *agreement, *id; /* owned; the slip about it */
  gint64 seq;
  KxRecordPage *page;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  KxRecord *record;
  g_autofree char *agency = NULL;

  f->test = kx_test_desktop_new ();
  f->desk = kx_desk_new_for_mirror (f->test->mirror, NULL, NULL);
  agency = kx_test_desktop_add_agency (f->test, "济南市第一人民医院");
  f->agreement = kx_test_id ();
  f->id = kx_test_id ();
  f->seq = 20;
  record = kx_record_new (&kx_agreement_entity, f->agreement, "370100/agreement");
  record->seq = ++f->seq;
  kx_agreement_set_office (kx_agreement (record), KX_TEST_OFFICE);
  kx_agreement_set_agency (kx_agreement (record), agency);
  kx_agreement_set_number (kx_agreement (record), "济康协〔2026〕16号");
  kx_agreement_set_kind (kx_agreement (record), kx_agreement_kind_rehabilitation);
  kx_agreement_set_state (kx_agreement (record), kx_agreement_state_in_review);
  kx_test_desktop_land (f->test, record);
  kx_test_run_out ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_free (f->agreement);
  g_free (f->id);
  kx_test_run_out ();
  kx_test_finalize (f->desk);
  kx_test_desktop_free (f->test);
}

/* Free with g_free(). */
static char *
write_findings (void)
{
  g_autoptr (GPtrArray) findings = kx_findings_new ();
  KxFinding *full = kx_finding_new (KX_WARNS, "layout-full", NULL, "Places taken here: {used} of {limit}");

  g_ptr_array_add (findings, kx_finding_arg_int (kx_finding_arg_int (full, "limit", 2), "used", 1));
  return kx_approval_write_findings (findings);
}

static void
land_slip (Fixture *f, int state)
{
  KxRecord *record = kx_record_new (&kx_approval_entity, f->id, "370100/agreement");
  Kx_approval *slip = kx_approval (record);
  g_autofree char *findings = write_findings ();

  record->seq = ++f->seq;
  kx_approval_set_owner_entity (slip, "agreement");
  kx_approval_set_owner (slip, f->agreement);
  kx_approval_set_office (slip, KX_TEST_OFFICE);
  kx_approval_set_act (slip, "approve");
  kx_approval_set_matter (slip, "关于签订服务协议的请示");
  kx_approval_set_facts (slip, "材料齐全。");
  kx_approval_set_findings (slip, findings);
  kx_approval_set_state (slip, state);
  kx_approval_set_prepared_by (slip, CLERK);
  kx_approval_set_by_name (slip, "仇正衡");
  kx_approval_set_by_post (slip, "分管负责人");
  kx_approval_set_opinion (slip, kx_approval_opinion_agree);
  kx_approval_set_oa_number (slip, "签报〔2026〕118号");
  if (state == kx_approval_state_confirmed)
    kx_approval_set_confirmed_on (slip, (KxDate){ 20261120 });
  kx_test_desktop_land (f->test, record);
  kx_test_run_out ();
}

static void
land_person (Fixture *f)
{
  KxRecord *record = kx_record_new (&kx_person_entity, CLERK, "370100/public");

  record->seq = ++f->seq;
  kx_person_set_name (kx_person (record), "单小满");
  kx_test_desktop_land (f->test, record);
}

static void
test_what_a_slip_says (Fixture *f, gconstpointer data)
{
  land_person (f);
  land_slip (f, kx_approval_state_answered);
  f->page = kx_test_record_open (f->desk, "approval", f->id, 900, 900);
  /* Steps and people by their names, not by what is stored of them. */
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page->form), "Approve"));
  g_assert_false (kx_test_shows (GTK_WIDGET (f->page->form), "approve"));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page->form), "单小满"));
  g_assert_nonnull (kx_test_find (GTK_WIDGET (f->page), GTK_TYPE_BUTTON, "Agreement: 济康协〔2026〕16号"));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "Places taken here: 1 of 2"));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "签报〔2026〕118号"));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "分管负责人"));
  /* Entered, but nobody has confirmed it. */
  g_assert_false (kx_test_shows (GTK_WIDGET (f->page), "Approved by 仇正衡"));
  /* Once it is confirmed the same page says so. */
  land_slip (f, kx_approval_state_confirmed);
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "Approved by 仇正衡 (分管负责人) on paper"));
  kx_test_record_close (f->page);
}

static gboolean
lists_seal (gpointer data)
{
  return kx_test_shows (GTK_WIDGET (((Fixture *) data)->page->form), "服务协议专用章");
}

/* The register of seals stands with what was approved. */
static void
test_uses_of_the_seal_stand_with_it (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_seal_use_entity, id, "370100/agreement");
  Kx_seal_use *use = kx_seal_use (record);

  land_slip (f, kx_approval_state_confirmed);
  f->page = kx_test_record_open (f->desk, "approval", f->id, 900, 900);
  g_assert_nonnull (kx_test_find (GTK_WIDGET (f->page->form), GTK_TYPE_BUTTON, "Enter a use of the seal"));
  g_assert_false (lists_seal (f));
  record->seq = ++f->seq;
  kx_seal_use_set_approval (use, f->id);
  kx_seal_use_set_used_on (use, (KxDate){ 20261121 });
  kx_seal_use_set_seal_name (use, "服务协议专用章");
  kx_seal_use_set_copies (use, 3);
  kx_seal_use_set_applicant (use, "单小满");
  kx_test_desktop_land (f->test, record);
  g_assert_true (kx_test_wait_for (lists_seal, f));
  kx_test_record_close (f->page);
}

/* The page of the agreement and that of the slip both tell of the approval in their timelines. */
static void
test_timelines_tell_of_it (Fixture *f, gconstpointer data)
{
  const char *const pages[][2] = { { "agreement", f->agreement }, { "approval", f->id } };

  land_slip (f, kx_approval_state_confirmed);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *text = NULL;

      f->page = kx_test_record_open (f->desk, pages[i][0], pages[i][1], 900, 700);
      adw_view_stack_set_visible_child_name (f->page->tabs, "timeline");
      kx_test_run_out ();
      text = kx_timeline_tab_dup_text (f->page->timeline);
      g_assert_nonnull (strstr (text, "2026-11-20\tApproved by 仇正衡 (分管负责人) on paper"));
      kx_test_record_close (f->page);
    }
}

/* What the slip tells of itself leads to its changes. */
static void
test_an_event_leads_to_where_it_comes_from (Fixture *f, gconstpointer data)
{
  GtkListBox *rows;

  land_slip (f, kx_approval_state_confirmed);
  f->page = kx_test_record_open (f->desk, "approval", f->id, 900, 700);
  adw_view_stack_set_visible_child_name (f->page->tabs, "timeline");
  kx_test_run_out ();
  kx_timeline_tab_set_kind (f->page->timeline, KX_EVENT_APPROVAL);
  rows = GTK_LIST_BOX (kx_test_find_type (GTK_WIDGET (f->page->timeline), GTK_TYPE_LIST_BOX));
  g_signal_emit_by_name (rows, "row-activated", gtk_list_box_get_row_at_index (rows, 0));
  kx_test_run_out ();
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (f->page->tabs), ==, "history");
  kx_test_record_close (f->page);
}

static void
test_a_slip_that_waits_is_no_event (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;

  land_slip (f, kx_approval_state_answered);
  f->page = kx_test_record_open (f->desk, "agreement", f->agreement, 900, 700);
  adw_view_stack_set_visible_child_name (f->page->tabs, "timeline");
  kx_test_run_out ();
  text = kx_timeline_tab_dup_text (f->page->timeline);
  g_assert_null (strstr (text, "Approved by"));
  kx_test_record_close (f->page);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("/approval-page/an event leads to where it comes from", test_an_event_leads_to_where_it_comes_from);
  ADD ("/approval-page/what a slip says", test_what_a_slip_says);
  ADD ("/approval-page/uses of the seal stand with it", test_uses_of_the_seal_stand_with_it);
  ADD ("/approval-page/timelines tell of it", test_timelines_tell_of_it);
  ADD ("/approval-page/a slip that waits is no event", test_a_slip_that_waits_is_no_event);
  return g_test_run ();
}
