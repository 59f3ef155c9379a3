#include "models/kx-todo-list.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-conflict.h"
#include "core/entities/kx-credential.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-former-name.h"
#include "core/entities/kx-own-day.h"
#include "core/entities/kx-own-value.h"
#include "core/entities/kx-rectification.h"
#include "core/kx-calendar.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-display.h"
#include "models/kx-test-desktop.h"
#include "models/kx-todo-find.h"
#include "store/kx-row.h"

#include <string.h>

/* A Wednesday. */
#define TODAY ((KxDate){ 20260701 })

typedef struct
{
  KxTestSource *source;
  KxActor *system;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->source = kx_test_source_new ();
  f->system = kx_actor_new_system ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_actor_free (f->system);
  kx_test_finalize (f->source);
}

/* An agency that lacks nothing. */
static KxRecord *
make_agency (const char *id, const char *name, const char *office)
{
  KxRecord *record = kx_record_new (&kx_agency_entity, id,
                                    g_str_equal (office, KX_TEST_OFFICE) ? "370100/agency" : "370200/agency");
  Kx_agency *agency = kx_agency (record);
  static guint n;
  g_autofree char *code = kx_test_credit_code (++n);

  kx_agency_set_name (agency, name);
  kx_agency_set_office (agency, office);
  kx_agency_set_uscc (agency, code);
  kx_agency_set_kind (agency, kx_agency_kind_rehabilitation_hospital);
  kx_agency_set_ownership (agency, kx_agency_ownership_public);
  kx_agency_set_hospital_level (agency, kx_agency_hospital_level_secondary);
  kx_agency_set_county (agency, "370102");
  kx_agency_set_licence_no_end (agency, TRUE);
  return record;
}

static void
add_licence (Fixture *f, const char *id, const char *name, KxDate until)
{
  KxRecord *record = make_agency (id, name, KX_TEST_OFFICE);

  kx_record_drop (record, kx_agency_f_licence_no_end);
  kx_agency_set_licence_valid_to (kx_agency (record), until);
  kx_test_source_land (f->source, record);
}

static KxTodoAnswer *
ask (Fixture *f)
{
  KxTodoQuestion question = { .today = TODAY, .eyes = f->system, .duplicates = TRUE };
  g_autoptr (GError) error = NULL;
  KxTodoAnswer *answer = kx_todo_find (kx_test_source_get_writer (f->source), &question, &error);

  g_assert_no_error (error);
  return answer;
}

/* "group subject: text (remaining)" a line, in their order. */
static char *
describe (GPtrArray *todos)
{
  GString *text = g_string_new (NULL);

  g_ptr_array_sort (todos, kx_todo_compare);
  for (guint i = 0; i < todos->len; i++)
    {
      KxTodo *todo = todos->pdata[i];
      g_autofree char *remaining = kx_todo_dup_remaining (todo);

      g_string_append_printf (text, "%s | %s | %s | %s\n", kx_todo_group_label (kx_todo_get_group (todo)),
                              kx_todo_get_subject (todo), kx_todo_get_text (todo), remaining);
      g_assert_cmpstr (kx_todo_get_why (todo), !=, NULL);
      g_assert_cmpint (kx_todo_get_cite (todo)->source, !=, KX_SOURCE_NONE);
      g_assert_nonnull (kx_todo_get_entity (todo));
      g_assert_nonnull (kx_todo_get_id (todo));
    }
  return g_string_free (text, FALSE);
}

static void
assert_todos (Fixture *f, const char *expected)
{
  g_autoptr (KxTodoAnswer) answer = ask (f);
  g_autofree char *text = describe (answer->todos);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_alike (Fixture *f, const char *expected)
{
  g_autoptr (KxTodoAnswer) answer = ask (f);
  g_autofree char *text = describe (answer->duplicates);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_licences_are_told_by_the_time_left (Fixture *f, gconstpointer data)
{
  KxRecord *closed = make_agency ("c", "关闭", KX_TEST_OFFICE);

  add_licence (f, "1", "甲", (KxDate){ 20260630 });
  add_licence (f, "2", "乙", (KxDate){ 20260701 });
  add_licence (f, "3", "丙", (KxDate){ 20260707 });
  add_licence (f, "4", "丁", (KxDate){ 20260708 });
  add_licence (f, "5", "戊", (KxDate){ 20260830 });
  add_licence (f, "6", "己", (KxDate){ 20260831 });
  kx_record_drop (closed, kx_agency_f_licence_no_end);
  kx_agency_set_licence_valid_to (kx_agency (closed), (KxDate){ 20260101 });
  kx_agency_set_status (kx_agency (closed), kx_agency_status_closed);
  kx_test_source_land (f->source, closed);
  kx_test_source_land (f->source, make_agency ("7", "长期", KX_TEST_OFFICE));
  assert_todos (
      f, "Overdue | 甲 | The practice licence has run out: ask for the new one | 1 working day ago\n"
         "This week | 乙 | The practice licence runs out: ask for the renewed one | today\n"
         "This week | 丙 | The practice licence runs out: ask for the renewed one | in 4 working days\n"
         "Next 60 days | 丁 | The practice licence runs out: ask for the renewed one | in 5 working days\n"
         "Next 60 days | 戊 | The practice licence runs out: ask for the renewed one | in 42 working days\n");
}

/* An agreement of an agency that lacks nothing itself. */
static KxRecord *
make_agreement (Fixture *f, const char *id, const char *name, int state, KxDate ends)
{
  g_autofree char *agency = g_strconcat ("of-", id, NULL), *number = g_strconcat ("协", id, NULL);
  KxRecord *record = kx_record_new (&kx_agreement_entity, id, "370100/agreement");
  Kx_agreement *agreement = kx_agreement (record);

  kx_test_source_land (f->source, make_agency (agency, name, KX_TEST_OFFICE));
  kx_agreement_set_office (agreement, KX_TEST_OFFICE);
  kx_agreement_set_agency (agreement, agency);
  kx_agreement_set_kind (agreement, kx_agreement_kind_rehabilitation);
  kx_agreement_set_number (agreement, number);
  kx_agreement_set_state (agreement, state);
  kx_agreement_set_starts_on (agreement, (KxDate){ 20250101 });
  kx_agreement_set_ends_on (agreement, ends);
  kx_agreement_set_signed_on (agreement, (KxDate){ 20241220 });
  kx_agreement_set_counts_area (agreement, "370102");
  kx_agreement_set_scopes (agreement, (KxCodes){ 1 });
  return record;
}

static void
test_terms_that_end_are_told (Fixture *f, gconstpointer data)
{
  KxRecord *renewal = make_agreement (f, "4", "丁", kx_agreement_state_approved, (KxDate){ 20281231 });

  kx_test_source_land (f->source,
                       make_agreement (f, "1", "甲", kx_agreement_state_signed, (KxDate){ 20260630 }));
  kx_test_source_land (f->source,
                       make_agreement (f, "2", "乙", kx_agreement_state_signed, (KxDate){ 20260830 }));
  kx_test_source_land (f->source,
                       make_agreement (f, "3", "丙", kx_agreement_state_signed, (KxDate){ 20260831 }));
  kx_test_source_land (f->source,
                       make_agreement (f, "5", "戊", kx_agreement_state_ended, (KxDate){ 20260630 }));
  /* One that another follows has been seen to. */
  kx_test_source_land (f->source,
                       make_agreement (f, "6", "己", kx_agreement_state_signed, (KxDate){ 20260815 }));
  kx_agreement_set_previous (kx_agreement (renewal), "6");
  kx_test_source_land (f->source, renewal);
  assert_todos (f, "Overdue | 甲 | The term of the agreement is over: enter how it goes on, or its end | 1 "
                   "working day ago\n"
                   "Next 60 days | 乙 | The agreement ends: prepare its renewal, or tell the agency | in 42 "
                   "working days\n"
                   "Next 60 days | 丁 | Have the agreement signed by the agency | \n");
}

static void
settle (Fixture *f, const char *id, const char *parameter, const char *months)
{
  KxRecord *row = kx_record_new (&kx_own_value_entity, id, "370100/public");

  kx_own_value_set_office (kx_own_value (row), KX_TEST_OFFICE);
  kx_own_value_set_parameter (kx_own_value (row), parameter);
  kx_own_value_set_value (kx_own_value (row), months);
  kx_own_value_set_from_on (kx_own_value (row), (KxDate){ 20200101 });
  kx_test_source_land (f->source, row);
}

/* Both leads count from the end as it is, also after it was carried on; 2026-07-01 is a Wednesday. */
static void
test_renewals_are_begun_and_decided_before_the_end (Fixture *f, gconstpointer data)
{
  KxRecord *begun = make_agreement (f, "6", "己新", kx_agreement_state_draft, (KxDate){ 20281231 });
  KxRecord *carried = make_agreement (f, "3", "丙", kx_agreement_state_signed, (KxDate){ 20270331 });
  KxRecord *refused = make_agreement (f, "4", "丁", kx_agreement_state_signed, (KxDate){ 20260731 });

  settle (f, "v1", "renewal_notice_months", "3");
  settle (f, "v2", "renewal_decision_months", "1");
  kx_test_source_land (f->source,
                       make_agreement (f, "1", "甲", kx_agreement_state_signed, (KxDate){ 20260930 }));
  kx_test_source_land (f->source,
                       make_agreement (f, "2", "乙", kx_agreement_state_signed, (KxDate){ 20261031 }));
  kx_agreement_set_agreed_end (kx_agreement (carried), (KxDate){ 20260731 });
  kx_test_source_land (f->source, carried);
  kx_agreement_set_not_renewed_on (kx_agreement (refused), (KxDate){ 20260601 });
  kx_test_source_land (f->source, refused);
  kx_test_source_land (f->source,
                       make_agreement (f, "5", "戊", kx_agreement_state_signed, (KxDate){ 20260831 }));
  kx_agreement_set_previous (kx_agreement (begun), "5");
  kx_test_source_land (f->source, begun);
  assert_todos (
      f, "Overdue | 甲 | The agreement ends on 2026-09-30: begin its renewal, which is to be decided by "
         "2026-08-28 | 1 working day ago\n"
         "Next 60 days | 丁 | The agreement ends and is not renewed: see that patients, settlement and "
         "plaque are seen to | in 22 working days\n"
         "Next 60 days | 乙 | The agreement ends on 2026-10-31: begin its renewal, which is to be decided "
         "by 2026-09-30 | in 22 working days\n"
         "Next 60 days | 戊 | The agreement ends on 2026-08-31: decide on its renewal, and tell the "
         "agency | in 22 working days\n");
}

static void
land_leaving (Fixture *f, const char *id, const char *name, KxDate leaving)
{
  KxRecord *row = make_agreement (f, id, name, kx_agreement_state_terminating, (KxDate){ 20270630 });

  if (leaving.ymd != 0)
    kx_agreement_set_leaving_on (kx_agreement (row), leaving);
  kx_test_source_land (f->source, row);
}

/* Its own term does not matter any more. */
static void
test_an_agency_that_leaves_is_told (Fixture *f, gconstpointer data)
{
  land_leaving (f, "1", "甲", (KxDate){ 20260630 });
  land_leaving (f, "2", "乙", (KxDate){ 20260830 });
  land_leaving (f, "3", "丙", (KxDate){ 0 });
  assert_todos (f,
                "Overdue | 甲 | The agency's last day is over: enter the end, or that it is kept | 1 working "
                "day ago\n"
                "Next 60 days | 乙 | The agency leaves: see that patients, settlement and plaque are seen to "
                "| in 42 working days\n");
}

/* Its paper was scanned. */
static void
add_scan (Fixture *f, const char *id, const KxEntity *entity, const char *owner)
{
  KxRecord *record = kx_record_new (&kx_attachment_entity, id, "370100/agreement");

  kx_attachment_set_owner_entity (kx_attachment (record), entity->name);
  kx_attachment_set_owner (kx_attachment (record), owner);
  kx_attachment_set_title (kx_attachment (record), "扫描件");
  kx_test_source_land (f->source, record);
}

/* One that was taken over and lacks nothing but its scan. */
static KxRecord *
make_taken_over (Fixture *f, const char *id, const char *name, int state)
{
  KxRecord *record = make_agreement (f, id, name, state, (KxDate){ 20281231 });
  Kx_agreement *agreement = kx_agreement (record);

  kx_agreement_set_rehab_types (agreement, (KxCodes){ 1 });
  kx_agreement_set_counts_toward (agreement, kx_agreement_counts_toward_county);
  kx_agreement_set_taken_over (agreement, TRUE);
  kx_agreement_set_confirmed_by (agreement, "li");
  return record;
}

static void
test_what_was_taken_over_is_confirmed_and_completed (Fixture *f, gconstpointer data)
{
  KxRecord *taken = make_taken_over (f, "1", "甲", kx_agreement_state_signed);
  KxRecord *confirmed = make_taken_over (f, "2", "乙", kx_agreement_state_signed);
  KxRecord *ended = make_taken_over (f, "4", "丁", kx_agreement_state_ended);

  kx_record_drop (taken, kx_agreement_f_confirmed_by);
  kx_record_drop (confirmed, kx_agreement_f_number);
  kx_record_drop (confirmed, kx_agreement_f_counts_area);
  kx_test_source_land (f->source, taken);
  kx_test_source_land (f->source, confirmed);
  kx_test_source_land (f->source, ended);
  kx_test_source_land (f->source, make_taken_over (f, "3", "丙", kx_agreement_state_signed));
  add_scan (f, "s1", &kx_agreement_entity, "1");
  add_scan (f, "s2", &kx_agreement_entity, "2");
  add_scan (f, "s4", &kx_agreement_entity, "4");
  assert_todos (f, "Next 60 days | 丁 | Complete what was taken over: Ended on, How it ended | \n"
                   "Next 60 days | 丙 | Complete what was taken over: Scan of the paper | \n"
                   "Next 60 days | 乙 | Complete what was taken over: Agreement number, Counts in (area "
                   "code) | \n"
                   "Next 60 days | 甲 | Confirm what was taken over from paper | \n");
}

static void
test_paper_of_rectifications_and_exits_is_completed (Fixture *f, gconstpointer data)
{
  KxRecord *rectification = kx_record_new (&kx_rectification_entity, "r", "370100/agreement");
  KxRecord *exit_case = kx_record_new (&kx_exit_case_entity, "x", "370100/agreement");
  g_autoptr (KxTodoAnswer) answer = NULL;

  kx_test_source_land (f->source, make_agency ("a", "甲", KX_TEST_OFFICE));
  kx_rectification_set_agency (kx_rectification (rectification), "a");
  kx_rectification_set_office (kx_rectification (rectification), KX_TEST_OFFICE);
  kx_rectification_set_number (kx_rectification (rectification), "整1");
  kx_rectification_set_source (kx_rectification (rectification), kx_rectification_source_inspection);
  kx_rectification_set_state (kx_rectification (rectification), kx_rectification_state_issued);
  kx_rectification_set_matter (kx_rectification (rectification), "病历不全");
  kx_rectification_set_taken_over (kx_rectification (rectification), TRUE);
  kx_rectification_set_confirmed_by (kx_rectification (rectification), "li");
  kx_exit_case_set_agency (kx_exit_case (exit_case), "a");
  kx_exit_case_set_office (kx_exit_case (exit_case), KX_TEST_OFFICE);
  kx_exit_case_set_number (kx_exit_case (exit_case), "退1");
  kx_exit_case_set_state (kx_exit_case (exit_case), kx_exit_case_state_running);
  kx_exit_case_set_ground (kx_exit_case (exit_case), "拒收职工");
  kx_exit_case_set_measure (kx_exit_case (exit_case), 0);
  kx_exit_case_set_at_fault (kx_exit_case (exit_case), TRUE);
  kx_exit_case_set_notified_on (kx_exit_case (exit_case), (KxDate){ 20260105 });
  kx_exit_case_set_taken_over (kx_exit_case (exit_case), TRUE);
  kx_test_source_land (f->source, rectification);
  kx_test_source_land (f->source, exit_case);
  add_scan (f, "s", &kx_exit_case_entity, "x");
  assert_todos (f, "Next 60 days | 甲 | Complete what was taken over: Notice issued on, To be done by, Scan "
                   "of the paper | \n"
                   "Next 60 days | 甲 | Confirm what was taken over from paper | \n");
  answer = ask (f);
  g_assert_cmpstr (kx_todo_get_entity (answer->todos->pdata[0])->name, ==, "rectification");
  g_assert_cmpstr (kx_todo_get_id (answer->todos->pdata[0]), ==, "r");
  g_assert_cmpstr (kx_todo_get_entity (answer->todos->pdata[1])->name, ==, "exit_case");
}

static void
test_agreements_are_counted_at_their_place (Fixture *f, gconstpointer data)
{
  g_autoptr (KxTodoAnswer) answer = NULL;

  kx_test_source_land (f->source,
                       make_agreement (f, "1", "甲", kx_agreement_state_in_review, (KxDate){ 20281231 }));
  kx_test_source_land (f->source,
                       make_agreement (f, "2", "乙", kx_agreement_state_agency_signed, (KxDate){ 20281231 }));
  kx_test_source_land (f->source,
                       make_agreement (f, "3", "丙", kx_agreement_state_approved, (KxDate){ 20281231 }));
  answer = ask (f);
  g_assert_cmpuint (answer->on_agreements, ==, 2);
  g_assert_cmpuint (answer->counts[KX_TODO_WEEK], ==, 2);
  g_assert_cmpuint (answer->counts[KX_TODO_SOON], ==, 1);
}

static void
add_day_off (Fixture *f, const char *id, KxDate date)
{
  KxRecord *day = kx_record_new (&kx_own_day_entity, id, "370100/public");

  kx_own_day_set_office (kx_own_day (day), KX_TEST_OFFICE);
  kx_own_day_set_day (kx_own_day (day), date);
  kx_own_day_set_kind (kx_own_day (day), kx_own_day_kind_holiday);
  kx_test_source_land (f->source, day);
}

static void
test_working_days_are_those_of_the_office (Fixture *f, gconstpointer data)
{
  KxRecord *other = make_agency ("2", "乙", KX_TEST_OTHER_OFFICE);

  add_day_off (f, "d", (KxDate){ 20260702 });
  add_licence (f, "1", "甲", (KxDate){ 20260703 });
  kx_record_drop (other, kx_agency_f_licence_no_end);
  kx_agency_set_licence_valid_to (kx_agency (other), (KxDate){ 20260703 });
  kx_test_source_land (f->source, other);
  assert_todos (
      f, "This week | 乙 | The practice licence runs out: ask for the renewed one | in 2 working days\n"
         "This week | 甲 | The practice licence runs out: ask for the renewed one | in 1 working day\n");
}

static KxRecord *
make_credential (const char *id, const char *agency, int kind, KxDate until)
{
  KxRecord *record = kx_record_new (&kx_credential_entity, id, "370100/agency");

  kx_credential_set_agency (kx_credential (record), agency);
  kx_credential_set_kind (kx_credential (record), kind);
  kx_credential_set_valid_to (kx_credential (record), until);
  return record;
}

static void
test_a_renewed_credential_is_nothing_to_do (Fixture *f, gconstpointer data)
{
  kx_test_source_land (f->source, make_agency ("1", "甲", KX_TEST_OFFICE));
  kx_test_source_land (
      f->source, make_credential ("c1", "1", kx_credential_kind_business_licence, (KxDate){ 20260601 }));
  kx_test_source_land (
      f->source, make_credential ("c2", "1", kx_credential_kind_level_certificate, (KxDate){ 20260601 }));
  kx_test_source_land (
      f->source, make_credential ("c3", "1", kx_credential_kind_level_certificate, (KxDate){ 20260801 }));
  kx_test_source_land (
      f->source, make_credential ("c4", "1", kx_credential_kind_practice_licence, (KxDate){ 20260705 }));
  assert_todos (f, "Overdue | 甲 | Business licence has run out: ask for the new one | 21 working days ago\n"
                   "This week | 甲 | Medical institution practice licence runs out: ask for the renewed one "
                   "| in 2 working days\n"
                   "Next 60 days | 甲 | Hospital level certificate runs out: ask for the renewed one | in 22 "
                   "working days\n");
}

static void
add_practice_licence (Fixture *f, const char *id, const char *agency, const char *number, KxDate until)
{
  KxRecord *record = make_credential (id, agency, kx_credential_kind_practice_licence, until);

  kx_credential_set_number (kx_credential (record), number);
  if (until.ymd == 0)
    {
      kx_record_drop (record, kx_credential_f_valid_to);
      kx_credential_set_no_end (kx_credential (record), TRUE);
    }
  kx_test_source_land (f->source, record);
}

static const char *
why_of (const KxTodoAnswer *answer, const char *agency)
{
  const char *why = NULL;

  for (guint i = 0; i < answer->todos->len; i++)
    if (g_str_equal (kx_todo_get_id (answer->todos->pdata[i]), agency))
      {
        g_assert_null (why);
        why = kx_todo_get_why (answer->todos->pdata[i]);
      }
  return why;
}

/* The agency's own day and those of its credentials. */
static void
test_a_licence_is_told_once_by_its_earlier_day (Fixture *f, gconstpointer data)
{
  g_autoptr (KxTodoAnswer) answer = NULL;

  add_licence (f, "1", "甲", (KxDate){ 20280101 });
  add_practice_licence (f, "c1", "1", "PDY001", (KxDate){ 20260705 });
  add_licence (f, "2", "乙", (KxDate){ 20260706 });
  add_practice_licence (f, "c2", "2", "PDY002", (KxDate){ 20280101 });
  add_licence (f, "3", "丙", (KxDate){ 20260707 });
  add_practice_licence (f, "c3", "3", "PDY003", (KxDate){ 20260707 });
  add_practice_licence (f, "c4", "3", "PDY003", (KxDate){ 20260707 });
  add_licence (f, "4", "丁", (KxDate){ 20260630 });
  add_practice_licence (f, "c5", "4", "PDY004", (KxDate){ 0 });
  /* It was renewed, and both places say so. */
  add_licence (f, "5", "戊", (KxDate){ 20310101 });
  add_practice_licence (f, "c6", "5", "PDY005", (KxDate){ 20260601 });
  add_practice_licence (f, "c7", "5", "PDY006", (KxDate){ 20310101 });
  assert_todos (
      f, "Overdue | 丁 | The practice licence has run out: ask for the new one | 1 working day ago\n"
         "This week | 甲 | Medical institution practice licence · PDY001 runs out: ask for the renewed one | "
         "in 2 working days\n"
         "This week | 乙 | The practice licence runs out: ask for the renewed one | in 3 working days\n"
         "This week | 丙 | The practice licence runs out: ask for the renewed one | in 4 working days\n");
  answer = ask (f);
  g_assert_cmpstr (why_of (answer, "1"), ==,
                   "The program reminds of the last day of a credential sixty days before\n"
                   "In the file of the agency it holds until 2028-01-01: correct whichever is not right");
  g_assert_cmpstr (why_of (answer, "2"), ==,
                   "The program reminds of the last day of a licence sixty days before\n"
                   "Among the credentials it holds until 2028-01-01: correct whichever is not right");
  g_assert_cmpstr (why_of (answer, "3"), ==,
                   "The program reminds of the last day of a licence sixty days before");
  g_assert_cmpstr (why_of (answer, "4"), ==,
                   "The last day entered for the licence has passed\n"
                   "Among the credentials it is without end: correct whichever is not right");
}

static void
test_what_a_record_lacks_stands_in_one_line (Fixture *f, gconstpointer data)
{
  KxRecord *bare = kx_record_new (&kx_agency_entity, "1", "370100/agency"),
           *half = make_agency ("2", "乙", KX_TEST_OFFICE), *reason = make_agency ("3", "丙", KX_TEST_OFFICE);

  kx_agency_set_name (kx_agency (bare), "甲");
  kx_agency_set_office (kx_agency (bare), KX_TEST_OFFICE);
  kx_test_source_land (f->source, bare);
  kx_record_drop (half, kx_agency_f_county);
  kx_record_drop (half, kx_agency_f_licence_no_end);
  kx_test_source_land (f->source, half);
  kx_record_drop (reason, kx_agency_f_uscc);
  kx_agency_set_no_uscc_reason (kx_agency (reason), "军队医院");
  kx_test_source_land (f->source, reason);
  assert_todos (
      f, "Next 60 days | 乙 | Complete the record: Practice licence valid to, City or county | \n"
         "Next 60 days | 甲 | Complete the record: Unified social credit code, Practice licence valid to, "
         "Ownership, Kind of institution, Hospital level, City or county | \n");
}

static void
test_records_of_one_institution_are_named (Fixture *f, gconstpointer data)
{
  KxRecord *linked = make_agency ("7", "同名医院", KX_TEST_OFFICE);
  KxRecord *former = kx_record_new (&kx_former_name_entity, "f", "370100/agency"),
           *code = make_agency ("5", "戊", KX_TEST_OFFICE),
           *same_code = make_agency ("6", "己", KX_TEST_OFFICE);

  kx_test_source_land (f->source, make_agency ("1", "同名医院", KX_TEST_OFFICE));
  kx_test_source_land (f->source, make_agency ("2", "同名医院", KX_TEST_OFFICE));
  kx_test_source_land (f->source, make_agency ("3", "同名医院", KX_TEST_OTHER_OFFICE));
  kx_agency_set_alias_of (kx_agency (linked), "1"); /* somebody has looked already */
  kx_test_source_land (f->source, linked);
  kx_test_source_land (f->source, make_agency ("4", "丁", KX_TEST_OFFICE));
  kx_former_name_set_agency (kx_former_name (former), "4");
  kx_former_name_set_name (kx_former_name (former), "戊");
  kx_test_source_land (f->source, former);
  kx_agency_set_uscc (kx_agency (same_code), kx_agency_get_uscc (kx_agency (code)));
  kx_test_source_land (f->source, code);
  kx_test_source_land (f->source, same_code);
  assert_alike (f, "Next 60 days | 丁 | See whether it is one institution with 戊 | \n"
                   "Next 60 days | 同名医院 | See whether two records are one institution | \n"
                   "Next 60 days | 戊 | See whether it is one institution with 己 | \n");
}

/* None of the days is worked: not "0 working days". */
static void
test_days_off_alone_are_told_apart (Fixture *f, gconstpointer data)
{
  add_day_off (f, "d", (KxDate){ 20260701 });
  add_day_off (f, "e", (KxDate){ 20260702 });
  add_licence (f, "1", "甲", (KxDate){ 20260630 });
  add_licence (f, "2", "乙", (KxDate){ 20260702 });
  assert_todos (
      f, "Overdue | 甲 | The practice licence has run out: ask for the new one | 1 day ago\n"
         "This week | 乙 | The practice licence runs out: ask for the renewed one | no working day left\n");
}

static void
test_only_one_area_is_looked_at (Fixture *f, gconstpointer data)
{
  KxRecord *other = make_agency ("2", "乙", KX_TEST_OTHER_OFFICE);
  g_autoptr (KxActor) qingdao = kx_test_actor ("", KX_ROLE_INDEX_clerk, "370200");
  KxActor *system = g_steal_pointer (&f->system);

  add_licence (f, "1", "甲", (KxDate){ 20260101 });
  kx_record_drop (other, kx_agency_f_licence_no_end);
  kx_agency_set_licence_valid_to (kx_agency (other), (KxDate){ 20260630 });
  kx_test_source_land (f->source, other);
  f->system = qingdao;
  assert_todos (f,
                "Overdue | 乙 | The practice licence has run out: ask for the new one | 1 working day ago\n");
  f->system = system;
}

static void
test_more_than_enough_lines_are_only_counted (Fixture *f, gconstpointer data)
{
  g_autoptr (KxTodoAnswer) answer = NULL;

  for (guint i = 0; i < KX_TODO_MOST + 50; i++)
    {
      g_autofree char *id = g_strdup_printf ("%04u", i), *name = g_strdup_printf ("医院%u", i);

      add_licence (f, id, name, kx_date_add_days ((KxDate){ 20250101 }, (int) i));
    }
  answer = ask (f);
  g_assert_cmpuint (answer->todos->len, ==, KX_TODO_MOST);
  g_assert_cmpuint (answer->counts[KX_TODO_OVERDUE], ==, KX_TODO_MOST + 50);
}

typedef struct
{
  KxTodoList *list;
  KxTodoGroup group;
  guint n;
} Waiting;

static gboolean
has_lines (gpointer data)
{
  Waiting *waiting = data;

  return !kx_todo_list_is_loading (waiting->list) &&
         g_list_model_get_n_items (kx_todo_list_get_group (waiting->list, waiting->group)) == waiting->n;
}

static void
wait_for_lines (KxTodoList *list, KxTodoGroup group, guint n)
{
  Waiting waiting = { list, group, n };

  kx_test_wait (has_lines, &waiting);
}

static void
test_a_line_leaves_when_it_is_done (Fixture *f, gconstpointer data)
{
  g_autoptr (KxTodoList) list = NULL;
  g_autoptr (KxTodo) kept = NULL, still = NULL;
  g_autoptr (KxRecord) row = NULL;
  KxDate today = kx_display_today ();

  add_licence (f, "1", "甲", kx_date_add_days (today, -10));
  add_licence (f, "2", "乙", kx_date_add_days (today, -5));
  list = kx_todo_list_new (KX_ROW_SOURCE (f->source));
  g_assert_true (kx_todo_list_is_loading (list));
  wait_for_lines (list, KX_TODO_OVERDUE, 2);
  g_assert_cmpuint (kx_todo_list_get_badge (list, "overview"), ==, 2);
  g_assert_cmpuint (kx_todo_list_get_badge (list, "agencies"), ==, 2);
  g_assert_cmpuint (kx_todo_list_get_badge (list, "activity"), ==, 0);
  kept = g_list_model_get_item (kx_todo_list_get_group (list, KX_TODO_OVERDUE), 1);
  g_assert_cmpstr (kx_todo_get_id (kept), ==, "2");
  row = kx_row_get (kx_test_source_get_writer (f->source), &kx_agency_entity, "1", NULL);
  {
    KxOp *op = kx_test_patch_op (&kx_agency_entity, "1", row->seq, kx_agency_f_address, "一号");

    kx_agency_set_licence_valid_to (kx_agency (op->fields), kx_date_add_days (today, 700));
    kx_test_source_apply (f->source, op);
  }
  wait_for_lines (list, KX_TODO_OVERDUE, 1);
  still = g_list_model_get_item (kx_todo_list_get_group (list, KX_TODO_OVERDUE), 0);
  g_assert_true (still == kept);
  kx_todo_list_set_area (list, "370200");
  wait_for_lines (list, KX_TODO_OVERDUE, 0);
  g_clear_object (&kept);
  g_clear_object (&still);
  kx_test_finalize (g_steal_pointer (&list));
}

static void
note_first (KxTodoList *list, int *first)
{
  if (*first < 0)
    *first = (int) kx_todo_list_get_count (list, KX_TODO_SOON, NULL);
}

static void
test_what_falls_due_does_not_wait_for_names (Fixture *f, gconstpointer data)
{
  g_autoptr (KxTodoList) list = NULL;
  KxDate today = kx_display_today ();
  int first = -1;

  add_licence (f, "1", "甲", kx_date_add_days (today, -10));
  add_licence (f, "2", "甲", kx_date_add_days (today, -5));
  list = kx_todo_list_new (KX_ROW_SOURCE (f->source));
  g_signal_connect (list, "counts-changed", G_CALLBACK (note_first), &first);
  wait_for_lines (list, KX_TODO_OVERDUE, 2);
  wait_for_lines (list, KX_TODO_SOON, 1);
  g_assert_cmpint (first, ==, 0);
  kx_test_finalize (g_steal_pointer (&list));
}

static void
test_an_error_is_said (Fixture *f, gconstpointer data)
{
  g_autoptr (KxTodoList) list = NULL;

  kx_test_source_set_broken (f->source, TRUE);
  list = kx_todo_list_new (KX_ROW_SOURCE (f->source));
  while (kx_todo_list_get_error (list) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (kx_todo_list_is_loading (list));
  kx_test_source_set_broken (f->source, FALSE);
  add_licence (f, "1", "甲", (KxDate){ 20200101 });
  kx_test_source_tell (f->source, &kx_agency_entity, "1", NULL);
  wait_for_lines (list, KX_TODO_OVERDUE, 1);
  g_assert_null (kx_todo_list_get_error (list));
  kx_test_finalize (g_steal_pointer (&list));
}

static void
test_conflicts_and_refusals_are_to_be_settled (void)
{
  KxTestDesktop *desk = kx_test_desktop_new ();
  g_autofree char *agency = kx_test_desktop_add_agency (desk, "甲医院");
  KxRecord *conflict = kx_record_new (&kx_conflict_entity, "c", "370100/agency");
  g_autoptr (KxTodoList) list = NULL;
  g_autoptr (KxTodo) todo = NULL;

  kx_conflict_set_owner_entity (kx_conflict (conflict), "agency");
  kx_conflict_set_owner (kx_conflict (conflict), agency);
  kx_conflict_set_field (kx_conflict (conflict), "address");
  kx_conflict_set_kind (kx_conflict (conflict), kx_conflict_kind_field);
  kx_conflict_set_state (kx_conflict (conflict), kx_conflict_state_open);
  kx_test_desktop_land (desk, conflict);
  list = kx_todo_list_new (KX_ROW_SOURCE (desk->source));
  wait_for_lines (list, KX_TODO_WEEK, 1);
  todo = g_list_model_get_item (kx_todo_list_get_group (list, KX_TODO_WEEK), 0);
  g_assert_cmpint (kx_todo_get_kind (todo), ==, KX_TODO_CONFLICT);
  g_assert_cmpstr (kx_todo_get_subject (todo), ==, "甲医院");
  g_assert_cmpstr (kx_todo_get_text (todo), ==, "Choose between two values of “Address”");
  g_assert_cmpstr (kx_todo_get_page (todo), ==, "activity");
  g_assert_cmpuint (kx_todo_list_get_badge (list, "activity"), ==, 1);
  g_clear_object (&todo);
  kx_test_finalize (g_steal_pointer (&list));
  kx_test_desktop_free (desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/todo-list/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("licences-are-told-by-the-time-left", test_licences_are_told_by_the_time_left);
  ADD ("terms-that-end-are-told", test_terms_that_end_are_told);
  ADD ("renewals-are-begun-and-decided-before-the-end", test_renewals_are_begun_and_decided_before_the_end);
  ADD ("an-agency-that-leaves-is-told", test_an_agency_that_leaves_is_told);
  ADD ("what-was-taken-over-is-confirmed-and-completed", test_what_was_taken_over_is_confirmed_and_completed);
  ADD ("paper-of-rectifications-and-exits-is-completed", test_paper_of_rectifications_and_exits_is_completed);
  ADD ("agreements-are-counted-at-their-place", test_agreements_are_counted_at_their_place);
  ADD ("working-days-are-those-of-the-office", test_working_days_are_those_of_the_office);
  ADD ("days-off-alone-are-told-apart", test_days_off_alone_are_told_apart);
  ADD ("a-renewed-credential-is-nothing-to-do", test_a_renewed_credential_is_nothing_to_do);
  ADD ("a-licence-is-told-once-by-its-earlier-day", test_a_licence_is_told_once_by_its_earlier_day);
  ADD ("what-a-record-lacks-stands-in-one-line", test_what_a_record_lacks_stands_in_one_line);
  ADD ("records-of-one-institution-are-named", test_records_of_one_institution_are_named);
  ADD ("only-one-area-is-looked-at", test_only_one_area_is_looked_at);
  ADD ("more-than-enough-lines-are-only-counted", test_more_than_enough_lines_are_only_counted);
  ADD ("a-line-leaves-when-it-is-done", test_a_line_leaves_when_it_is_done);
  ADD ("what-falls-due-does-not-wait-for-names", test_what_falls_due_does_not_wait_for_names);
  ADD ("an-error-is-said", test_an_error_is_said);
  g_test_add_func ("/todo-list/conflicts-and-refusals-are-to-be-settled",
                   test_conflicts_and_refusals_are_to_be_settled);
  return g_test_run ();
}
