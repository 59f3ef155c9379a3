/* Agreements renewed together over a mirror: who is left out and why, what the new ones say, and that one
 * that is refused keeps no other back. */
#include "models/kx-renewal-plan.h"

#include "core/entities/kx-change-case.h"
#include "core/entities/kx-rectification.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"
#include "store/kx-row.h"

typedef struct
{
  KxTestDesktop *desk;
  KxRenewalPlan *plan;
  GPtrArray *ids; /* owned; of agreements */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->desk = kx_test_desktop_new ();
  f->ids = g_ptr_array_new_with_free_func (g_free);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  if (f->plan != NULL)
    kx_test_finalize (f->plan);
  g_ptr_array_unref (f->ids);
  kx_test_desktop_free (f->desk);
}

static int
years_from_today (Fixture *f, int years)
{
  return kx_date_add_months (kx_mirror_today (f->desk->mirror), 12 * years).ymd;
}

static KxRecord *
make_agency (Fixture *f, const char *name)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *row = kx_record_new (&kx_agency_entity, id, "370100/agency");

  kx_agency_set_name (kx_agency (row), name);
  kx_agency_set_office (kx_agency (row), KX_TEST_OFFICE);
  kx_agency_set_licence_no_end (kx_agency (row), TRUE);
  return row;
}

/* One of the agency that runs until the end of this month's next year. */
static KxRecord *
make_agreement (Fixture *f, const KxRecord *agency)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *row = kx_record_new (&kx_agreement_entity, id, "370100/agreement");
  Kx_agreement *agreement = kx_agreement (row);

  kx_agreement_set_office (agreement, KX_TEST_OFFICE);
  kx_agreement_set_agency (agreement, agency->id);
  kx_agreement_set_kind (agreement, kx_agreement_kind_rehabilitation);
  kx_agreement_set_state (agreement, kx_agreement_state_signed);
  kx_agreement_set_number (agreement, id);
  kx_agreement_set_scopes (agreement, (KxCodes){ 3 });
  kx_agreement_set_starts_on (agreement, (KxDate){ years_from_today (f, -2) });
  kx_agreement_set_ends_on (agreement, kx_date_add_days ((KxDate){ years_from_today (f, 0) }, 30));
  g_ptr_array_add (f->ids, g_strdup (id));
  return row;
}

/* An agreement of a new agency; its id, borrowed. */
static const char *
add (Fixture *f, const char *name)
{
  KxRecord *agency = make_agency (f, name);
  KxRecord *agreement = make_agreement (f, agency);

  kx_test_desktop_land (f->desk, agency);
  kx_test_desktop_land (f->desk, agreement);
  return f->ids->pdata[f->ids->len - 1];
}

typedef struct
{
  KxRenewalPlan *plan;
  GError *error;
  gboolean done;
} Waited;

static gboolean
is_done (gpointer data)
{
  return ((Waited *) data)->done;
}

static void
on_read (GObject *plan, GAsyncResult *result, gpointer data)
{
  Waited *waited = data;

  kx_renewal_plan_read_finish (KX_RENEWAL_PLAN (plan), result, &waited->error);
  waited->done = TRUE;
}

static void
read_plan (Fixture *f, KxRenewalWay way)
{
  Waited waited = { 0 };

  f->plan = kx_renewal_plan_new (f->desk->mirror, way);
  kx_renewal_plan_read_async (f->plan, f->ids, NULL, on_read, &waited);
  kx_test_wait (is_done, &waited);
  g_assert_no_error (waited.error);
}

static void
on_carried_out (GObject *plan, GAsyncResult *result, gpointer data)
{
  Waited *waited = data;

  kx_renewal_plan_carry_out_finish (KX_RENEWAL_PLAN (plan), result, &waited->error);
  waited->done = TRUE;
}

static void
carry_out (Fixture *f, GError **error)
{
  Waited waited = { 0 };

  kx_renewal_plan_carry_out_async (f->plan, NULL, NULL, on_carried_out, &waited);
  kx_test_wait (is_done, &waited);
  if (error != NULL)
    *error = waited.error;
  else
    g_assert_no_error (waited.error);
}

/* The line of an agency among those that are carried out, or left out. Borrowed. */
static KxRenewalLine *
find_line (Fixture *f, const char *agency, gboolean left_out)
{
  GListModel *lines = left_out ? kx_renewal_plan_get_left_out (f->plan) : kx_renewal_plan_get_lines (f->plan);

  for (guint i = 0; i < g_list_model_get_n_items (lines); i++)
    {
      g_autoptr (KxRenewalLine) line = g_list_model_get_item (lines, i);

      if (g_str_equal (kx_renewal_line_get_agency (line), agency))
        return line;
    }
  g_error ("No line of %s", agency);
}

static void
assert_left_out (Fixture *f, const char *agency, const char *why)
{
  g_assert_cmpstr (kx_renewal_line_get_why (find_line (f, agency, TRUE)), ==, why);
}

/* The agreement that follows this one; NULL: none. Owned. */
static KxRecord *
find_next (Fixture *f, const char *previous)
{
  KxBook *book = kx_mirror_take_reader (f->desk->mirror, NULL);
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  KxQuery query = { .entity = &kx_agreement_entity,
                    .terms = { { .field = kx_agreement_f_previous, .value.REF = previous } },
                    .n_terms = 1 };
  g_autoptr (GPtrArray) rows = NULL;
  KxRecord *next;

  g_assert_cmpint (kx_reader_list (reader, &query, 10, &rows), ==, KX_KNOWN);
  next = rows->len > 0 ? kx_record_copy (rows->pdata[0]) : NULL;
  g_clear_pointer (&reader, kx_row_reader_free);
  kx_mirror_give_reader (f->desk->mirror, book);
  return next;
}

static void
test_eighteen_are_asked_for_and_three_left_out (Fixture *f, gconstpointer data)
{
  KxRecord *agency = make_agency (f, "过期"), *agreement = make_agreement (f, agency), *change;
  g_autofree char *id = kx_test_id ();
  g_autoptr (GPtrArray) made = NULL;

  for (guint i = 0; i < 15; i++)
    {
      g_autofree char *name = g_strdup_printf ("医院%02u", i);

      add (f, name);
    }
  kx_agency_set_licence_no_end (kx_agency (agency), FALSE);
  kx_agency_set_licence_valid_to (kx_agency (agency), (KxDate){ years_from_today (f, -1) });
  kx_test_desktop_land (f->desk, agency);
  kx_test_desktop_land (f->desk, agreement);
  agency = make_agency (f, "无证");
  agreement = make_agreement (f, agency);
  kx_record_drop (agency, kx_agency_f_licence_no_end);
  kx_test_desktop_land (f->desk, agency);
  kx_test_desktop_land (f->desk, agreement);
  agency = make_agency (f, "变更");
  agreement = make_agreement (f, agency);
  change = kx_record_new (&kx_change_case_entity, id, "370100/agency");
  kx_change_case_set_agency (kx_change_case (change), agency->id);
  kx_change_case_set_field (kx_change_case (change), "name");
  kx_change_case_set_state (kx_change_case (change), kx_change_case_state_reported);
  kx_test_desktop_land (f->desk, agency);
  kx_test_desktop_land (f->desk, agreement);
  kx_test_desktop_land (f->desk, change);
  read_plan (f, KX_RENEWAL_RENEW);
  g_assert_cmpuint (g_list_model_get_n_items (kx_renewal_plan_get_lines (f->plan)), ==, 15);
  g_assert_cmpuint (g_list_model_get_n_items (kx_renewal_plan_get_left_out (f->plan)), ==, 3);
  assert_left_out (f, "过期", "The practice licence of the agency has run out");
  assert_left_out (f, "无证", "The practice licence of the agency is not on record");
  assert_left_out (f, "变更", "A change of the agency is open and has to be decided first");
  g_assert_true (kx_renewal_plan_number_from (f->plan, "济康协〔2027〕08号"));
  g_assert_cmpstr (kx_renewal_line_get_number (find_line (f, "医院02", FALSE)), ==, "济康协〔2027〕10号");
  g_assert_null (kx_renewal_plan_dup_problem (f->plan));
  carry_out (f, NULL);
  g_assert_cmpuint (kx_renewal_plan_count (f->plan, KX_RENEWAL_DONE), ==, 15);
  made = kx_renewal_plan_list_made (f->plan);
  g_assert_cmpuint (made->len, ==, 15);
  for (guint i = 0; i < 15; i++)
    {
      g_autoptr (KxRecord) next = find_next (f, f->ids->pdata[i + 1]);

      g_assert_nonnull (next);
      g_assert_true (g_ptr_array_find_with_equal_func (made, next->id, g_str_equal, NULL));
      g_assert_cmpint (kx_record_get (next, kx_agreement_f_state).CODE, ==, kx_agreement_state_draft);
      g_assert_cmpuint (kx_record_get (next, kx_agreement_f_scopes).CODES.bits, ==, 3);
    }
}

static void
set_state (Fixture *f, const char *name, int state, guint field, int day)
{
  KxRecord *agency = make_agency (f, name), *agreement = make_agreement (f, agency);

  kx_agreement_set_state (kx_agreement (agreement), state);
  if (day != 0)
    kx_record_put (agreement, field, (KxValue){ .DATE = { day } });
  kx_test_desktop_land (f->desk, agency);
  kx_test_desktop_land (f->desk, agreement);
}

static void
add_rectification (Fixture *f, const char *name, int state, int due)
{
  KxRecord *agency = make_agency (f, name), *agreement = make_agreement (f, agency);
  g_autofree char *id = kx_test_id ();
  KxRecord *row = kx_record_new (&kx_rectification_entity, id, "370100/evaluation");

  kx_rectification_set_office (kx_rectification (row), KX_TEST_OFFICE);
  kx_rectification_set_agency (kx_rectification (row), agency->id);
  kx_rectification_set_state (kx_rectification (row), state);
  kx_rectification_set_due_on (kx_rectification (row), (KxDate){ due });
  kx_test_desktop_land (f->desk, agency);
  kx_test_desktop_land (f->desk, agreement);
  kx_test_desktop_land (f->desk, row);
}

static void
test_each_is_left_out_for_its_own_reason (Fixture *f, gconstpointer data)
{
  int today = years_from_today (f, 0);
  g_autofree char *note = NULL;

  set_state (f, "草稿", kx_agreement_state_draft, 0, 0);
  set_state (f, "终止中", kx_agreement_state_terminating, 0, 0);
  set_state (f, "已结束", kx_agreement_state_ended, 0, 0);
  set_state (f, "不续", kx_agreement_state_signed, kx_agreement_f_not_renewed_on, today);
  add_rectification (f, "逾期", kx_rectification_state_issued, years_from_today (f, -1));
  add_rectification (f, "未过", kx_rectification_state_failed, years_from_today (f, 1));
  add_rectification (f, "在改", kx_rectification_state_issued, years_from_today (f, 1));
  read_plan (f, KX_RENEWAL_RENEW);
  assert_left_out (f, "草稿", "It is not signed");
  assert_left_out (f, "终止中", "It is being terminated");
  assert_left_out (f, "已结束", "It has ended");
  assert_left_out (f, "不续", "It was decided not to renew it");
  assert_left_out (f, "逾期", "A rectification is overdue or failed its recheck");
  assert_left_out (f, "未过", "A rectification is overdue or failed its recheck");
  /* One that is in time goes with it. */
  note = kx_renewal_line_dup_note (find_line (f, "在改", FALSE));
  g_assert_nonnull (note);
  carry_out (f, NULL);
  {
    g_autoptr (KxRecord) next = find_next (f, f->ids->pdata[6]);

    g_assert_cmpint (kx_record_get (next, kx_agreement_f_rectify_by).DATE.ymd, ==, years_from_today (f, 1));
  }
}

static void
test_a_second_run_finds_them_followed (Fixture *f, gconstpointer data)
{
  add (f, "甲");
  read_plan (f, KX_RENEWAL_RENEW);
  carry_out (f, NULL);
  kx_test_finalize (g_steal_pointer (&f->plan));
  read_plan (f, KX_RENEWAL_RENEW);
  assert_left_out (f, "甲", "An agreement that follows is signed or in the making");
}

static void
test_one_that_is_refused_keeps_no_other_back (Fixture *f, gconstpointer data)
{
  const char *first = add (f, "甲");
  g_autoptr (KxRecord) next = NULL;

  add (f, "乙");
  read_plan (f, KX_RENEWAL_RENEW);
  /* Somebody decides otherwise in between. */
  {
    KxRecord *old = kx_record_copy (kx_renewal_line_get_agreement (find_line (f, "甲", FALSE)));

    kx_agreement_set_not_renewed_on (kx_agreement (old), kx_mirror_today (f->desk->mirror));
    kx_test_desktop_land (f->desk, old);
  }
  carry_out (f, NULL);
  g_assert_cmpint (kx_renewal_line_get_outcome (find_line (f, "甲", FALSE)), ==, KX_RENEWAL_REFUSED);
  g_assert_nonnull (kx_renewal_line_get_said (find_line (f, "甲", FALSE)));
  g_assert_cmpint (kx_renewal_line_get_outcome (find_line (f, "乙", FALSE)), ==, KX_RENEWAL_DONE);
  g_assert_null (kx_renewal_line_get_made (find_line (f, "甲", FALSE)));
  g_assert_nonnull (kx_renewal_line_get_made (find_line (f, "乙", FALSE)));
  next = find_next (f, first);
  g_assert_null (next);
}

static void
test_what_was_written_is_kept (Fixture *f, gconstpointer data)
{
  g_autofree char *saved = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  KxRenewalLine *line;
  KxRenewalWay way;

  add (f, "甲");
  set_state (f, "草稿", kx_agreement_state_draft, 0, 0);
  read_plan (f, KX_RENEWAL_CARRY_ON);
  line = find_line (f, "甲", FALSE);
  kx_renewal_line_set_ends (line, (KxDate){ 20991231 });
  kx_renewal_plan_set_paper (f->plan, "补充\"协议\"3号", (KxDate){ 20260701 });
  saved = kx_renewal_plan_save (f->plan);
  kx_test_finalize (g_steal_pointer (&f->plan));
  ids = kx_renewal_plan_saved_ids (saved, &way);
  g_assert_cmpint (way, ==, KX_RENEWAL_CARRY_ON);
  g_assert_cmpuint (ids->len, ==, 2);
  read_plan (f, KX_RENEWAL_CARRY_ON);
  kx_renewal_plan_restore (f->plan, saved);
  {
    KxDate made_on;

    g_assert_cmpstr (kx_renewal_plan_get_paper (f->plan, &made_on), ==, "补充\"协议\"3号");
    g_assert_cmpint (made_on.ymd, ==, 20260701);
  }
  g_assert_cmpint (kx_renewal_line_get_ends (find_line (f, "甲", FALSE)).ymd, ==, 20991231);
  /* What is no such text changes nothing. */
  kx_renewal_plan_restore (f->plan, "{\"lines\":[{\"id\":7},3],\"paper\":[]}");
  kx_renewal_plan_restore (f->plan, "…");
  g_assert_cmpint (kx_renewal_line_get_ends (find_line (f, "甲", FALSE)).ymd, ==, 20991231);
}

static void
assert_problem (Fixture *f, const char *problem)
{
  g_autofree char *found = kx_renewal_plan_dup_problem (f->plan);

  g_assert_cmpstr (found, ==, problem);
}

static void
test_what_is_wrong_is_said_before (Fixture *f, gconstpointer data)
{
  KxRenewalLine *line, *other;
  KxDate starts, ends;

  add (f, "甲");
  add (f, "乙");
  read_plan (f, KX_RENEWAL_RENEW);
  assert_problem (f, NULL);
  line = find_line (f, "甲", FALSE);
  other = find_line (f, "乙", FALSE);
  starts = kx_renewal_line_get_starts (line);
  ends = kx_renewal_line_get_ends (line);
  kx_renewal_line_set_number (line, "1");
  kx_renewal_line_set_number (other, "1");
  g_assert_false (kx_renewal_plan_number_from (f->plan, "无数字"));
  {
    g_autofree char *found = kx_renewal_plan_dup_problem (f->plan);

    g_assert_nonnull (strstr (found, "Another of them has the same number"));
  }
  kx_renewal_line_set_number (other, "2");
  kx_renewal_line_set_ends (line, (KxDate){ 0 });
  assert_problem (f, "甲: The first and the last day of the new term must be given");
  kx_renewal_line_set_ends (line, kx_date_add_days (starts, -1));
  assert_problem (f, "甲: The first day must not be after the last");
  kx_renewal_line_set_ends (line, ends);
  kx_renewal_line_set_starts (line, kx_date_add_days (starts, -1));
  assert_problem (f, "甲: The new term must begin after the old one ends");
}

static void
test_carrying_on_needs_a_paper_and_the_service (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  add (f, "甲");
  read_plan (f, KX_RENEWAL_CARRY_ON);
  assert_problem (f, "The paper must be given, with its number and day");
  kx_renewal_plan_set_paper (f->plan, "3号", kx_mirror_today (f->desk->mirror));
  kx_renewal_plan_end_all_on (f->plan, kx_mirror_today (f->desk->mirror));
  assert_problem (f, "甲: It must be carried on past the day on which it ends now");
  kx_renewal_plan_end_all_on (f->plan, (KxDate){ years_from_today (f, 1) });
  assert_problem (f, NULL);
  carry_out (f, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED);
  g_assert_cmpuint (kx_renewal_plan_count (f->plan, KX_RENEWAL_OPEN), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/renewal-plan/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("eighteen are asked for and three left out", test_eighteen_are_asked_for_and_three_left_out);
  ADD ("each is left out for its own reason", test_each_is_left_out_for_its_own_reason);
  ADD ("a second run finds them followed", test_a_second_run_finds_them_followed);
  ADD ("one that is refused keeps no other back", test_one_that_is_refused_keeps_no_other_back);
  ADD ("what was written is kept", test_what_was_written_is_kept);
  ADD ("what is wrong is said before", test_what_is_wrong_is_said_before);
  ADD ("carrying on needs a paper and the service", test_carrying_on_needs_a_paper_and_the_service);
#undef ADD
  return g_test_run ();
}
