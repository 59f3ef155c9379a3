#include "models/kx-todo-find.h"

#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-agency.h"
#include "core/entities/kx-application-pause.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-change-case.h"
#include "core/entities/kx-letter-series.h"
#include "core/entities/kx-objection.h"
#include "core/entities/kx-own-day.h"
#include "core/entities/kx-own-value.h"
#include "core/entities/kx-upward.h"
#include "lib/kx-test-policy.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-todo-private.h"

/* A Wednesday. The days around it: Friday 19 June is a holiday. */
#define TODAY ((KxDate){ 20260701 })
#define SPACE "370100/agreement"
#define DAY(ymd) ((KxDate){ ymd })
#define NO_VALUE                                                                                             \
  "Term for accepting an application: no document and no own value gives a term, so nothing is late"

typedef struct
{
  KxTestSource *source;
  KxActor *system;
  KxTodoAnswer *answer;
} Fixture;

static void
land_pack (Fixture *f, const char *text)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *row = kx_test_pack_row (id, text);

  row->space = g_strdup ("000000/public");
  kx_test_source_land (f->source, row);
}

/* The province gives a term for the public notice alone. */
static void
set_up (Fixture *f, gconstpointer data)
{
  f->source = kx_test_source_new ();
  f->system = kx_actor_new_system ();
  land_pack (f, kx_test_pack_country);
  land_pack (f, kx_test_pack_province);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->answer, kx_todo_answer_free);
  kx_actor_free (f->system);
  kx_test_finalize (f->source);
}

/* `value` NULL: from that day on there is none. */
static void
set_term (Fixture *f, const char *parameter, const char *value)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_own_value_entity, id, "370100/public");

  kx_own_value_set_office (kx_own_value (record), KX_TEST_OFFICE);
  kx_own_value_set_parameter (kx_own_value (record), parameter);
  kx_own_value_set_from_on (kx_own_value (record), DAY (20260101));
  if (value != NULL)
    kx_own_value_set_value (kx_own_value (record), value);
  kx_own_value_set_document (kx_own_value (record), "本办〔2026〕1号");
  kx_test_source_land (f->source, record);
}

static void
land_agency (Fixture *f, const char *id, const char *name)
{
  KxRecord *record = kx_record_new (&kx_agency_entity, id, "370100/agency");
  Kx_agency *agency = kx_agency (record);
  static guint n;
  g_autofree char *code = kx_test_credit_code (++n);

  kx_agency_set_name (agency, name);
  kx_agency_set_office (agency, KX_TEST_OFFICE);
  kx_agency_set_uscc (agency, code);
  kx_agency_set_kind (agency, kx_agency_kind_rehabilitation_hospital);
  kx_agency_set_ownership (agency, kx_agency_ownership_public);
  kx_agency_set_hospital_level (agency, kx_agency_hospital_level_secondary);
  kx_agency_set_county (agency, "370102");
  kx_agency_set_licence_no_end (agency, TRUE);
  kx_test_source_land (f->source, record);
}

/* Of an agency that lacks nothing. Land it with kx_test_source_land(). */
static KxRecord *
make_application (Fixture *f, const char *id, const char *name, int state, int received)
{
  g_autofree char *agency = g_strconcat ("of-", id, NULL);
  KxRecord *record = kx_record_new (&kx_application_entity, id, SPACE);
  Kx_application *application = kx_application (record);

  land_agency (f, agency, name);
  kx_application_set_office (application, KX_TEST_OFFICE);
  kx_application_set_agency (application, agency);
  kx_application_set_state (application, state);
  kx_application_set_received_on (application, DAY (received));
  return record;
}

/* `until` 0: it still stands. */
static void
stop_clock (Fixture *f, const char *application, int kind, int from, int until)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_application_pause_entity, id, SPACE);

  kx_application_pause_set_application (kx_application_pause (record), application);
  kx_application_pause_set_kind (kx_application_pause (record), kind);
  kx_application_pause_set_from_on (kx_application_pause (record), DAY (from));
  if (until != 0)
    kx_application_pause_set_until_on (kx_application_pause (record), DAY (until));
  kx_test_source_land (f->source, record);
}

static void
object (Fixture *f, const char *id, const char *application, int state, int received)
{
  KxRecord *record = kx_record_new (&kx_objection_entity, id, SPACE);

  kx_objection_set_application (kx_objection (record), application);
  kx_objection_set_state (kx_objection (record), state);
  kx_objection_set_received_on (kx_objection (record), DAY (received));
  kx_objection_set_objector (kx_objection (record), "某人");
  kx_objection_set_grounds (kx_objection (record), "床位被占用");
  kx_test_source_land (f->source, record);
}

/* Asks on a day. */
static void
ask_on (Fixture *f, KxDate today)
{
  KxTodoQuestion question = { .today = today, .eyes = f->system };
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&f->answer, kx_todo_answer_free);
  f->answer = kx_todo_find (kx_test_source_get_writer (f->source), &question, &error);
  g_assert_no_error (error);
  g_ptr_array_sort (f->answer->todos, kx_todo_compare);
}

static void
assert_lines (Fixture *f, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < f->answer->todos->len; i++)
    {
      KxTodo *todo = f->answer->todos->pdata[i];
      g_autofree char *remaining = kx_todo_dup_remaining (todo);

      g_string_append_printf (text, "%s | %s | %s | %s\n", kx_todo_group_label (kx_todo_get_group (todo)),
                              kx_todo_get_subject (todo), kx_todo_get_text (todo), remaining);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
assert_rests_on (Fixture *f, guint line, KxSource source, const char *why)
{
  KxTodo *todo = f->answer->todos->pdata[line];

  g_assert_cmpint (kx_todo_get_cite (todo)->source, ==, source);
  g_assert_cmpstr (kx_todo_get_why (todo), ==, why);
}

#define ACCEPT "Decide whether to accept the application"

static void
test_an_own_value_makes_the_last_day (Fixture *f, gconstpointer data)
{
  set_term (f, "acceptance_workdays", "5");
  kx_test_source_land (f->source, make_application (f, "1", "甲", kx_application_state_received, 20260615));
  kx_test_source_land (f->source, make_application (f, "2", "乙", kx_application_state_received, 20260624));
  kx_test_source_land (f->source, make_application (f, "3", "丙", kx_application_state_received, 20260701));
  kx_test_source_land (f->source, make_application (f, "4", "丁", kx_application_state_admitted, 20260615));
  kx_test_source_land (f->source, make_application (f, "5", "戊", kx_application_state_withdrawn, 20260615));
  ask_on (f, TODAY);
  assert_lines (f, "Overdue | 甲 | " ACCEPT " | 6 working days ago\n"
                   "This week | 乙 | " ACCEPT " | today\n"
                   "Next 60 days | 丙 | " ACCEPT " | in 5 working days\n");
  assert_rests_on (f, 0, KX_SOURCE_OFFICE,
                   "Term for accepting an application: 5 working days, this office's own value");
  g_assert_cmpint (kx_todo_get_cite (f->answer->todos->pdata[0])->force, ==, KX_FORCE_OWN_VALUE);
  g_assert_cmpstr (kx_todo_get_entity (f->answer->todos->pdata[0])->name, ==, "application");
  g_assert_cmpstr (kx_todo_get_id (f->answer->todos->pdata[0]), ==, "1");
  g_assert_cmpuint (f->answer->on_agreements, ==, 2);
}

static void
test_days_off_of_the_office_do_not_count (Fixture *f, gconstpointer data)
{
  KxRecord *day = kx_record_new (&kx_own_day_entity, "d", "370100/public");

  set_term (f, "acceptance_workdays", "5");
  kx_own_day_set_office (kx_own_day (day), KX_TEST_OFFICE);
  kx_own_day_set_day (kx_own_day (day), DAY (20260630));
  kx_own_day_set_kind (kx_own_day (day), kx_own_day_kind_holiday);
  kx_test_source_land (f->source, day);
  kx_test_source_land (f->source, make_application (f, "1", "甲", kx_application_state_received, 20260624));
  ask_on (f, TODAY);
  assert_lines (f, "This week | 甲 | " ACCEPT " | in 1 working day\n");
}

/* Neither a day nor a delay comes of a term that nobody set, however long it waits. */
static void
test_no_value_is_no_number (Fixture *f, gconstpointer data)
{
  set_term (f, "acceptance_workdays", NULL);
  kx_test_source_land (f->source, make_application (f, "1", "甲", kx_application_state_received, 20250101));
  ask_on (f, TODAY);
  assert_lines (f, "Next 60 days | 甲 | " ACCEPT " | \n");
  assert_rests_on (f, 0, KX_SOURCE_PROGRAM, NO_VALUE);
  g_assert_cmpint (kx_todo_get_date (f->answer->todos->pdata[0]).ymd, ==, 0);
  g_assert_cmpuint (f->answer->on_agreements, ==, 0);
}

/* A day by hand counts where there is no term, and only there. */
static void
test_a_day_by_hand_stands_where_no_term_does (Fixture *f, gconstpointer data)
{
  KxRecord *application = make_application (f, "1", "甲", kx_application_state_received, 20260624);

  kx_application_set_accept_by (kx_application (application), DAY (20260703));
  kx_test_source_land (f->source, application);
  ask_on (f, TODAY);
  assert_lines (f, "This week | 甲 | " ACCEPT " | in 2 working days\n");
  assert_rests_on (f, 0, KX_SOURCE_OFFICE, "Term for accepting an application: a person gave the last day");
  set_term (f, "acceptance_workdays", "5");
  ask_on (f, TODAY);
  assert_lines (f, "This week | 甲 | " ACCEPT " | today\n");
  assert_rests_on (f, 0, KX_SOURCE_OFFICE,
                   "Term for accepting an application: 5 working days, this office's own value; the day that "
                   "was entered, 2026-07-03, does not count");
}

/* The office is not late while the agency has to act: neither with the acceptance nor with the notice. */
static void
test_a_supplement_is_waited_for (Fixture *f, gconstpointer data)
{
  KxRecord *late = make_application (f, "2", "乙", kx_application_state_supplementing, 20260501),
           *none = make_application (f, "3", "丙", kx_application_state_supplementing, 20260501),
           *came = make_application (f, "4", "丁", kx_application_state_supplementing, 20260615);

  set_term (f, "acceptance_workdays", "5");
  kx_application_set_supplement_by (kx_application (late), DAY (20260618));
  kx_test_source_land (f->source, late);
  kx_test_source_land (f->source, none);
  kx_test_source_land (f->source, came);
  stop_clock (f, "2", kx_application_pause_kind_supplement, 20260504, 0);
  stop_clock (f, "3", kx_application_pause_kind_supplement, 20260504, 0);
  stop_clock (f, "4", kx_application_pause_kind_supplement, 20260617, 20260629);
  ask_on (f, TODAY);
  assert_lines (
      f,
      "This week | 乙 | The agency has not supplemented in time: decide how to go on | 8 working days ago\n"
      "This week | 丁 | " ACCEPT " | in 1 working day\n"
      "Next 60 days | 丙 | Waiting for what the agency has to supplement | \n");
  assert_rests_on (f, 0, KX_SOURCE_OFFICE,
                   "Term for supplementing an application: a person gave the last day");
}

static void
test_a_clock_that_stands_still_is_never_overdue (Fixture *f, gconstpointer data)
{
  KxRecord *application = make_application (f, "1", "甲", kx_application_state_accepted, 20260101);

  set_term (f, "assessment_days", "10");
  kx_application_set_accepted_on (kx_application (application), DAY (20260601));
  kx_test_source_land (f->source, application);
  ask_on (f, TODAY);
  assert_lines (f,
                "Overdue | 甲 | Have the application assessed, and enter the result | 13 working days ago\n");
  stop_clock (f, "1", kx_application_pause_kind_other, 20260608, 0);
  ask_on (f, TODAY);
  assert_lines (
      f, "Next 60 days | 甲 | The clock stands still since 2026-06-08: see whether it can run again | \n");
}

static void
test_a_notice_that_is_over_goes_on (Fixture *f, gconstpointer data)
{
  KxRecord *stands = make_application (f, "1", "甲", kx_application_state_publicity, 20260501),
           *over = make_application (f, "2", "乙", kx_application_state_publicity, 20260501),
           *taken = make_application (f, "3", "丙", kx_application_state_publicity, 20260501),
           *assessed = make_application (f, "4", "丁", kx_application_state_assessing, 20260501);

  kx_application_set_publicity_from (kx_application (stands), DAY (20260626));
  kx_application_set_publicity_from (kx_application (over), DAY (20260615));
  kx_application_set_publicity_from (kx_application (taken), DAY (20260615));
  kx_application_set_objection_until (kx_application (taken), DAY (20260702));
  kx_application_set_accepted_on (kx_application (assessed), DAY (20260504));
  kx_application_set_assessed_on (kx_application (assessed), DAY (20260601));
  kx_test_source_land (f->source, stands);
  kx_test_source_land (f->source, over);
  kx_test_source_land (f->source, taken);
  kx_test_source_land (f->source, assessed);
  ask_on (f, TODAY);
  assert_lines (
      f,
      "This week | 乙 | The public notice is over: go on with the application | 6 working days ago\n"
      "This week | 丙 | Objections are taken: go on when that is over | in 1 working day\n"
      "This week | 甲 | The public notice stands: go on when it is over | in 2 working days\n"
      "Next 60 days | 丁 | The application was assessed: rank it, give public notice of it, or decide | \n");
  assert_rests_on (f, 0, KX_SOURCE_DOCUMENT, "Public notice before admission: 5 working days");
  g_assert_cmpstr (kx_todo_get_cite (f->answer->todos->pdata[0])->item, ==, "(九)");
}

#define ANSWER "Decide on the objection to the admission, and answer it"

/* As long as one is open it is what waits; the application goes on afterwards. */
static void
test_each_objection_has_its_own_clock (Fixture *f, gconstpointer data)
{
  KxRecord *application = make_application (f, "1", "甲", kx_application_state_objection, 20260501),
           *answered = make_application (f, "2", "乙", kx_application_state_objection, 20260501);

  set_term (f, "objection_answer_workdays", "10");
  kx_application_set_publicity_from (kx_application (application), DAY (20260615));
  kx_test_source_land (f->source, application);
  kx_test_source_land (f->source, answered);
  object (f, "o1", "1", kx_objection_state_open, 20260601);
  object (f, "o2", "1", kx_objection_state_open, 20260617);
  object (f, "o3", "1", kx_objection_state_upheld, 20260601);
  object (f, "o4", "2", kx_objection_state_dismissed, 20260601);
  ask_on (f, TODAY);
  assert_lines (f, "Overdue | 甲 | " ANSWER " | 11 working days ago\n"
                   "This week | 甲 | " ANSWER " | in 1 working day\n"
                   "Next 60 days | 乙 | The objections are answered: go on with the application | \n");
  assert_rests_on (f, 0, KX_SOURCE_OFFICE,
                   "Term for answering an objection: 10 working days, this office's own value");
  g_assert_cmpstr (kx_todo_get_entity (f->answer->todos->pdata[0])->name, ==, "objection");
  g_assert_cmpstr (kx_todo_get_id (f->answer->todos->pdata[0]), ==, "o1");
}

static void
test_days_that_are_not_published_are_marked (Fixture *f, gconstpointer data)
{
  set_term (f, "acceptance_workdays", "5");
  kx_test_source_land (f->source, make_application (f, "1", "甲", kx_application_state_received, 20261228));
  ask_on (f, DAY (20261228));
  assert_lines (f, "Next 60 days | 甲 | " ACCEPT " | in 5 working days (holidays not published yet)\n");
}

static void
land_round (Fixture *f, const char *id, const char *title, int state, int closes)
{
  KxRecord *record = kx_record_new (&kx_admission_round_entity, id, SPACE);

  kx_admission_round_set_office (kx_admission_round (record), KX_TEST_OFFICE);
  kx_admission_round_set_title (kx_admission_round (record), title);
  kx_admission_round_set_state (kx_admission_round (record), state);
  kx_admission_round_set_closes_on (kx_admission_round (record), DAY (closes));
  kx_test_source_land (f->source, record);
}

static void
test_a_call_that_closed_is_to_be_ranked (Fixture *f, gconstpointer data)
{
  land_round (f, "1", "春季", kx_admission_round_state_announced, 20260630);
  land_round (f, "2", "夏季", kx_admission_round_state_announced, 20260701);
  land_round (f, "3", "秋季", kx_admission_round_state_announced, 20260702);
  land_round (f, "4", "冬季", kx_admission_round_state_ranked, 20260630);
  ask_on (f, TODAY);
  assert_lines (f, "This week | 春季 | The call has closed: rank its applications | 1 working day ago\n"
                   "This week | 夏季 | The call closes today: enter what comes in | today\n");
}

/* `sent` 0: it did not go out. */
static void
land_upward (Fixture *f, const char *id, int kind, int sent, int result)
{
  KxRecord *record = kx_record_new (&kx_upward_entity, id, SPACE);
  Kx_upward *upward = kx_upward (record);

  kx_upward_set_office (upward, KX_TEST_OFFICE);
  kx_upward_set_kind (upward, kind);
  kx_upward_set_subject (upward, id);
  kx_upward_set_addressed_to (upward, "某市人力资源和社会保障局");
  kx_upward_set_result (upward, result);
  if (sent != 0)
    kx_upward_set_sent_on (upward, DAY (sent));
  kx_test_source_land (f->source, record);
}

static void
test_a_request_waits_for_its_answer (Fixture *f, gconstpointer data)
{
  land_upward (f, "请示一", kx_upward_kind_request, 20260601, kx_upward_result_pending);
  land_upward (f, "请示二", kx_upward_kind_request, 0, kx_upward_result_pending);
  land_upward (f, "请示三", kx_upward_kind_request, 20260601, kx_upward_result_granted);
  land_upward (f, "备案", kx_upward_kind_filing, 20260601, kx_upward_result_pending);
  ask_on (f, TODAY);
  assert_lines (
      f, "Next 60 days | 请示一 | The request of 2026-06-01 is not answered: ask, or enter the answer | \n");
  g_assert_cmpstr (kx_todo_get_entity (f->answer->todos->pdata[0])->name, ==, "upward");
}

static void
land_letter (Fixture *f, const char *id, const char *agency, int kind, int state, int served)
{
  KxRecord *record = kx_record_new (&kx_letter_entity, id, SPACE);
  Kx_letter *letter = kx_letter (record);

  kx_letter_set_office (letter, KX_TEST_OFFICE);
  if (agency != NULL)
    kx_letter_set_agency (letter, agency);
  kx_letter_set_kind (letter, kind);
  kx_letter_set_title (letter, id);
  kx_letter_set_state (letter, state);
  if (state != kx_letter_state_draft)
    kx_letter_set_dated_on (letter, DAY (20260601));
  if (served != 0)
    kx_letter_set_served_on (letter, DAY (served));
  kx_test_source_land (f->source, record);
}

/* A letter about nobody is served to nobody; agreements are signed. */
static void
test_a_letter_waits_to_be_served (Fixture *f, gconstpointer data)
{
  const char *agency = "a1";

  land_agency (f, agency, "甲医院");
  land_letter (f, "中止", agency, kx_letter_kind_suspension, kx_letter_state_issued, 0);
  land_letter (f, "送达", agency, kx_letter_kind_suspension, kx_letter_state_issued, 20260602);
  land_letter (f, "作废", agency, kx_letter_kind_suspension, kx_letter_state_void, 0);
  land_letter (f, "拟稿", agency, kx_letter_kind_suspension, kx_letter_state_draft, 0);
  land_letter (f, "协议", agency, kx_letter_kind_agreement, kx_letter_state_issued, 0);
  land_letter (f, "名单", NULL, kx_letter_kind_name_list, kx_letter_state_issued, 0);
  ask_on (f, TODAY);
  assert_lines (
      f,
      "Next 60 days | 甲医院 | The letter of 2026-06-01 is not served: serve it, and enter the proof | \n");
}

static void
test_a_series_waits_for_its_last_number (Fixture *f, gconstpointer data)
{
  for (int state = 0; state < kx_letter_series_state_n_codes; state++)
    {
      g_autofree char *id = g_strdup_printf ("series %d", state);
      KxRecord *record = kx_record_new (&kx_letter_series_entity, id, "370100/public");

      kx_letter_series_set_office (kx_letter_series (record), KX_TEST_OFFICE);
      kx_letter_series_set_mark (kx_letter_series (record), state == 0 ? "济康协" : "济康函");
      kx_letter_series_set_year (kx_letter_series (record), 2026);
      kx_letter_series_set_state (kx_letter_series (record), state);
      kx_test_source_land (f->source, record);
    }
  ask_on (f, TODAY);
  assert_lines (f, "This week | 济康函 | Look for the last number on paper, and confirm it | \n");
}

static void
land_slip (Fixture *f, const char *id, const char *matter, int state)
{
  KxRecord *record = kx_record_new (&kx_approval_entity, id, SPACE);
  Kx_approval *slip = kx_approval (record);

  kx_approval_set_owner_entity (slip, "agreement");
  kx_approval_set_owner (slip, "a");
  kx_approval_set_office (slip, KX_TEST_OFFICE);
  kx_approval_set_act (slip, "sign");
  kx_approval_set_matter (slip, matter);
  kx_approval_set_state (slip, state);
  if (state != kx_approval_state_prepared)
    kx_approval_set_sent_on (slip, DAY (20260601));
  if (state == kx_approval_state_answered)
    kx_approval_set_answered_on (slip, DAY (20260615));
  kx_test_source_land (f->source, record);
}

static void
test_slips_wait_for_an_answer_and_a_second_officer (Fixture *f, gconstpointer data)
{
  land_slip (f, "1", "签订一", kx_approval_state_prepared);
  land_slip (f, "2", "签订二", kx_approval_state_sent);
  land_slip (f, "3", "签订三", kx_approval_state_answered);
  land_slip (f, "4", "签订四", kx_approval_state_confirmed);
  land_slip (f, "5", "签订五", kx_approval_state_withdrawn);
  ask_on (f, TODAY);
  assert_lines (f, "This week | 签订三 | Confirm the answer on the approval slip | \n"
                   "Next 60 days | 签订二 | The approval slip of 2026-06-01 is not answered: ask, or enter "
                   "the answer | \n");
}

/* `decided` -1: nobody decided. */
static void
land_change (Fixture *f, const char *id, int state, int decided)
{
  KxRecord *record = kx_record_new (&kx_change_case_entity, id, "370100/agency");
  g_autofree char *agency = g_strconcat ("of-", id, NULL);

  land_agency (f, agency, id);
  kx_change_case_set_agency (kx_change_case (record), agency);
  kx_change_case_set_field (kx_change_case (record), "address");
  kx_change_case_set_state (kx_change_case (record), state);
  if (decided >= 0)
    kx_change_case_set_needs_assessment (kx_change_case (record), decided);
  kx_test_source_land (f->source, record);
}

static void
test_reported_changes_wait_for_a_decision (Fixture *f, gconstpointer data)
{
  land_change (f, "甲", kx_change_case_state_reported, -1);
  land_change (f, "乙", kx_change_case_state_reported, kx_change_case_needs_assessment_later);
  land_change (f, "丙", kx_change_case_state_in_assessment, kx_change_case_needs_assessment_yes);
  land_change (f, "丁", kx_change_case_state_closed, kx_change_case_needs_assessment_no);
  ask_on (f, TODAY);
  assert_lines (f, "This week | 甲 | Decide whether the change needs an assessment: Address | \n"
                   "Next 60 days | 乙 | Decide on the change that was put off: Address | \n");
  /* It is done at the agency. */
  g_assert_cmpuint (f->answer->on_agreements, ==, 0);
}

static void
test_more_than_enough_applications_are_only_counted (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < KX_TODO_MOST + 5; i++)
    {
      g_autofree char *id = g_strdup_printf ("%04u", i);

      kx_test_source_land (f->source, make_application (f, id, id, kx_application_state_received, 20260624));
    }
  ask_on (f, TODAY);
  g_assert_cmpuint (f->answer->todos->len, ==, KX_TODO_MOST);
  g_assert_cmpuint (f->answer->counts[KX_TODO_SOON], ==, KX_TODO_MOST + 5);
}

/* Lines are for what is nearest, wherever it stands in the table. */
static void
test_of_many_the_nearest_are_shown (Fixture *f, gconstpointer data)
{
  set_term (f, "acceptance_workdays", "5");
  for (guint i = 0; i < KX_TODO_MOST + 1; i++)
    {
      g_autofree char *id = g_strdup_printf ("%04u", i);

      kx_test_source_land (f->source, make_application (f, id, id, kx_application_state_received, 20260612));
    }
  kx_test_source_land (f->source,
                       make_application (f, "9999", "最早", kx_application_state_received, 20260601));
  ask_on (f, TODAY);
  g_assert_cmpuint (f->answer->counts[KX_TODO_OVERDUE], ==, KX_TODO_MOST + 2);
  g_assert_cmpuint (f->answer->todos->len, ==, KX_TODO_MOST);
  g_assert_cmpstr (kx_todo_get_subject (f->answer->todos->pdata[0]), ==, "最早");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/todo-admission/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("an-own-value-makes-the-last-day", test_an_own_value_makes_the_last_day);
  ADD ("days-off-of-the-office-do-not-count", test_days_off_of_the_office_do_not_count);
  ADD ("no-value-is-no-number", test_no_value_is_no_number);
  ADD ("a-day-by-hand-stands-where-no-term-does", test_a_day_by_hand_stands_where_no_term_does);
  ADD ("a-supplement-is-waited-for", test_a_supplement_is_waited_for);
  ADD ("a-clock-that-stands-still-is-never-overdue", test_a_clock_that_stands_still_is_never_overdue);
  ADD ("a-notice-that-is-over-goes-on", test_a_notice_that_is_over_goes_on);
  ADD ("each-objection-has-its-own-clock", test_each_objection_has_its_own_clock);
  ADD ("days-that-are-not-published-are-marked", test_days_that_are_not_published_are_marked);
  ADD ("a-call-that-closed-is-to-be-ranked", test_a_call_that_closed_is_to_be_ranked);
  ADD ("a-request-waits-for-its-answer", test_a_request_waits_for_its_answer);
  ADD ("a-letter-waits-to-be-served", test_a_letter_waits_to_be_served);
  ADD ("a-series-waits-for-its-last-number", test_a_series_waits_for_its_last_number);
  ADD ("slips-wait-for-an-answer-and-a-second-officer", test_slips_wait_for_an_answer_and_a_second_officer);
  ADD ("reported-changes-wait-for-a-decision", test_reported_changes_wait_for_a_decision);
  ADD ("more-than-enough-applications-are-only-counted", test_more_than_enough_applications_are_only_counted);
  ADD ("of-many-the-nearest-are-shown", test_of_many_the_nearest_are_shown);
  return g_test_run ();
}
