/* What is to be done while agreements run and after: each line comes with its cause, and leaves with it. */
#include "models/kx-todo-find.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-own-value.h"
#include "core/entities/kx-suspension.h"
#include "core/kx-record.h"
#include "lib/kx-test-policy.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-suspension-standing.h"
#include "models/kx-todo-private.h"

/* A Wednesday. */
#define TODAY ((KxDate){ 20260701 })
#define SPACE "370100/agreement"
#define DAY(ymd) ((KxDate){ ymd })

typedef struct
{
  KxTestSource *source;
  KxActor *system;
  KxTodoAnswer *answer;
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
  g_clear_pointer (&f->answer, kx_todo_answer_free);
  kx_actor_free (f->system);
  kx_test_finalize (f->source);
}

static void
land_own_value (Fixture *f, const char *parameter, const char *value)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_own_value_entity, id, "370100/public");

  kx_own_value_set_office (kx_own_value (record), KX_TEST_OFFICE);
  kx_own_value_set_parameter (kx_own_value (record), parameter);
  kx_own_value_set_from_on (kx_own_value (record), DAY (20260101));
  kx_own_value_set_value (kx_own_value (record), value);
  kx_own_value_set_document (kx_own_value (record), "本办〔2026〕1号");
  kx_test_source_land (f->source, record);
}

/* One that lacks nothing. Land it with kx_test_source_land(). */
static KxRecord *
make_agency (void)
{
  KxRecord *record = kx_record_new (&kx_agency_entity, "agency", "370100/agency");
  Kx_agency *agency = kx_agency (record);

  kx_agency_set_name (agency, "济南康复医院");
  kx_agency_set_office (agency, KX_TEST_OFFICE);
  kx_agency_set_no_uscc_reason (agency, "测试");
  kx_agency_set_kind (agency, kx_agency_kind_rehabilitation_hospital);
  kx_agency_set_ownership (agency, kx_agency_ownership_public);
  kx_agency_set_hospital_level (agency, kx_agency_hospital_level_secondary);
  kx_agency_set_county (agency, "370102");
  kx_agency_set_licence_no_end (agency, TRUE);
  return record;
}

/* Far from its end. */
static KxRecord *
make_agreement (int state)
{
  KxRecord *record = kx_record_new (&kx_agreement_entity, "agreement", SPACE);
  Kx_agreement *agreement = kx_agreement (record);

  kx_agreement_set_office (agreement, KX_TEST_OFFICE);
  kx_agreement_set_agency (agreement, "agency");
  kx_agreement_set_state (agreement, state);
  kx_agreement_set_signed_on (agreement, DAY (20260601));
  kx_agreement_set_starts_on (agreement, DAY (20260601));
  kx_agreement_set_ends_on (agreement, DAY (20291231));
  kx_agreement_set_published_on (agreement, DAY (20260602));
  kx_agreement_set_filed_on (agreement, DAY (20260602));
  return record;
}

static KxRecord *
make_suspension (int kind)
{
  KxRecord *record = kx_record_new (&kx_suspension_entity, "suspension", SPACE);
  Kx_suspension *suspension = kx_suspension (record);

  kx_suspension_set_agreement (suspension, "agreement");
  kx_suspension_set_office (suspension, KX_TEST_OFFICE);
  kx_suspension_set_agency (suspension, "agency");
  kx_suspension_set_kind (suspension, kind);
  kx_suspension_set_origin (suspension, kx_suspension_origin_office);
  kx_suspension_set_state (suspension, kx_suspension_state_decided);
  kx_suspension_set_from_on (suspension, DAY (20260610));
  kx_suspension_set_until_on (suspension, DAY (20260706));
  return record;
}

/* Values of the row as the database has them. */
static void
change (Fixture *f, const char *table, const char *values)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE %s SET %s", table, values);
  g_autoptr (GError) error = NULL;

  kx_db_build (kx_test_source_get_writer (f->source)->db, sql, &error);
  g_assert_no_error (error);
}

static void
begin (Fixture *f, int state)
{
  kx_test_source_land (f->source, make_agency ());
  kx_test_source_land (f->source, make_agreement (state));
}

static void
ask_on (Fixture *f, KxDate today)
{
  KxTodoQuestion question = { .eyes = f->system, .today = today };
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&f->answer, kx_todo_answer_free);
  f->answer = kx_todo_find (kx_test_source_get_writer (f->source), &question, &error);
  g_assert_no_error (error);
}

/* The only line of this kind on that day; NULL: none. */
static KxTodo *
find_on (Fixture *f, KxTodoKind kind, KxDate today)
{
  KxTodo *found = NULL;

  ask_on (f, today);
  for (guint i = 0; i < f->answer->todos->len; i++)
    if (kx_todo_get_kind (f->answer->todos->pdata[i]) == kind)
      {
        g_assert_null (found);
        found = f->answer->todos->pdata[i];
      }
  return found;
}

static void
test_a_decision_waits_to_be_served (Fixture *f, gconstpointer data)
{
  KxTodo *todo;

  begin (f, kx_agreement_state_signed);
  kx_test_source_land (f->source, make_suspension (kx_suspension_kind_service));
  todo = find_on (f, KX_TODO_SUSPENSION, TODAY);
  g_assert_cmpstr (kx_todo_get_subject (todo), ==, "济南康复医院");
  g_assert_cmpstr (kx_todo_get_id (todo), ==, "suspension");
  g_assert_null (find_on (f, KX_TODO_LAPSE, TODAY));
  change (f, "suspension", "served_on = 20260611");
  g_assert_null (find_on (f, KX_TODO_SUSPENSION, TODAY));
}

static void
test_the_last_day_is_told_before_it_comes (Fixture *f, gconstpointer data)
{
  KxRecord *record = make_suspension (kx_suspension_kind_hold_payment);
  KxTodo *todo;

  begin (f, kx_agreement_state_signed);
  kx_suspension_set_served_on (kx_suspension (record), DAY (20260611));
  kx_test_source_land (f->source, record);
  todo = find_on (f, KX_TODO_LAPSE, TODAY);
  g_assert_cmpint (kx_todo_get_date (todo).ymd, ==, 20260706);
  g_assert_cmpint (kx_todo_get_group (todo), ==, KX_TODO_WEEK);
  g_assert_cmpint (kx_todo_get_workdays (todo), ==, 3);
  g_assert_cmpint (kx_todo_get_group (find_on (f, KX_TODO_LAPSE, DAY (20260615))), ==, KX_TODO_SOON);
  g_assert_nonnull (find_on (f, KX_TODO_LAPSE, DAY (20260706)));
  /* What has lapsed is over. */
  g_assert_null (find_on (f, KX_TODO_LAPSE, DAY (20260707)));
}

static void
test_a_licence_that_ran_out_asks_for_a_hold (Fixture *f, gconstpointer data)
{
  KxRecord *agency = make_agency (), *hold;
  KxTodo *todo;

  kx_record_drop (agency, kx_agency_f_licence_no_end);
  kx_agency_set_licence_valid_to (kx_agency (agency), DAY (20260630));
  kx_test_source_land (f->source, agency);
  kx_test_source_land (f->source, make_agreement (kx_agreement_state_signed));
  g_assert_null (find_on (f, KX_TODO_HOLD, DAY (20260630)));
  todo = find_on (f, KX_TODO_HOLD, TODAY);
  g_assert_cmpint (kx_todo_get_group (todo), ==, KX_TODO_OVERDUE);
  g_assert_cmpstr (kx_todo_get_id (todo), ==, "agreement");
  hold = make_suspension (kx_suspension_kind_hold_patients);
  kx_suspension_set_state (kx_suspension (hold), kx_suspension_state_proposed);
  kx_test_source_land (f->source, hold);
  g_assert_null (find_on (f, KX_TODO_HOLD, TODAY));
  /* It has lapsed, and the licence is still out. */
  g_assert_nonnull (find_on (f, KX_TODO_HOLD, DAY (20260707)));
}

/* The offices of the area publish. */
static void
land_pack (Fixture *f, const char *area)
{
  g_autofree char *id = kx_test_id (),
                  *text =
                      g_strdup_printf ("{\"code\":\"CN\",\"area\":\"%s\",\"name\":\"全国\","
                                       "\"valid_from\":\"2011-01-01\",\"documents\":{\"main\":{\"title\":"
                                       "\"条例\",\"kind\":\"law\"}},\"parameters\":{\"publish_agencies\":{"
                                       "\"value\":true,\"force\":\"duty\",\"document\":\"main\",\"item\":"
                                       "\"第四十七条\",\"quote\":\"公布名单\"}}}",
                                       area);
  KxRecord *pack = kx_test_pack_row (id, text);

  pack->space = g_strdup ("000000/public");
  kx_test_source_land (f->source, pack);
}

static void
test_what_was_signed_is_published_and_filed (Fixture *f, gconstpointer data)
{
  KxRecord *agreement = make_agreement (kx_agreement_state_signed);
  KxTodo *todo;

  kx_test_source_land (f->source, make_agency ());
  kx_record_drop (agreement, kx_agreement_f_published_on);
  kx_record_drop (agreement, kx_agreement_f_filed_on);
  kx_test_source_land (f->source, agreement);
  /* Nobody says that either is to be done. */
  g_assert_null (find_on (f, KX_TODO_PUBLICATION, TODAY));
  g_assert_null (find_on (f, KX_TODO_FILING, TODAY));
  land_pack (f, "000000");
  land_own_value (f, "filing_workdays", "10");
  todo = find_on (f, KX_TODO_PUBLICATION, TODAY);
  g_assert_cmpstr (kx_todo_get_cite (todo)->item, ==, "第四十七条");
  todo = find_on (f, KX_TODO_FILING, DAY (20260610));
  g_assert_cmpint (kx_todo_get_date (todo).ymd, ==, 20260615);
  g_assert_cmpint (kx_todo_get_group (todo), ==, KX_TODO_WEEK);
  g_assert_cmpint (kx_todo_get_group (find_on (f, KX_TODO_FILING, TODAY)), ==, KX_TODO_OVERDUE);
  change (f, "agreement", "published_on = 20260602, filed_on = 20260602");
  g_assert_null (find_on (f, KX_TODO_PUBLICATION, TODAY));
  g_assert_null (find_on (f, KX_TODO_FILING, TODAY));
}

/* As many agreements of the other office as are read of one statement, and one more, all signed earlier. */
static void
land_many_of_other_office (Fixture *f)
{
  g_autofree char *sql = g_strdup_printf (
      "INSERT INTO agreement (id, no, space, seq, created_at, updated_at, deleted_at, office, agency, state, "
      "signed_on) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= %d) SELECT "
      "'many' || i, 1000 + i, '%s', 1, 0, 0, 0, '%s', 'agency', 'signed', 20260101 FROM n",
      KX_TODO_MOST_COUNTED, "370200/agreement", KX_TEST_OTHER_OFFICE);
  g_autoptr (GError) error = NULL;

  kx_db_build (kx_test_source_get_writer (f->source)->db, sql, &error);
  g_assert_no_error (error);
}

static void
test_offices_that_do_not_publish_hide_no_others (Fixture *f, gconstpointer data)
{
  KxRecord *agreement = make_agreement (kx_agreement_state_signed);

  kx_test_source_land (f->source, make_agency ());
  kx_record_drop (agreement, kx_agreement_f_published_on);
  kx_record_drop (agreement, kx_agreement_f_filed_on);
  kx_test_source_land (f->source, agreement);
  land_many_of_other_office (f);
  ask_on (f, TODAY);
  g_assert_cmpuint (f->answer->counts[KX_TODO_SOON], ==, 0);
  land_pack (f, "370100");
  land_own_value (f, "filing_workdays", "10");
  g_assert_cmpstr (kx_todo_get_id (find_on (f, KX_TODO_PUBLICATION, TODAY)), ==, "agreement");
  g_assert_cmpstr (kx_todo_get_id (find_on (f, KX_TODO_FILING, TODAY)), ==, "agreement");
}

static void
test_packs_that_cannot_be_read_are_an_error (Fixture *f, gconstpointer data)
{
  KxTodoQuestion question = { .eyes = f->system, .today = TODAY };
  g_autoptr (GError) error = NULL;

  begin (f, kx_agreement_state_signed);
  kx_db_build (kx_test_source_get_writer (f->source)->db, "ALTER TABLE pack RENAME TO gone", &error);
  g_assert_no_error (error);
  g_assert_null (kx_todo_find (kx_test_source_get_writer (f->source), &question, &error));
  g_assert_error (error, KX_DB_ERROR, KX_DB_ERROR_FAILED);
}

static KxRecord *
make_ended (void)
{
  KxRecord *record = make_agreement (kx_agreement_state_ended);

  kx_agreement_set_ended_on (kx_agreement (record), DAY (20260610));
  kx_agreement_set_plaque_no (kx_agreement (record), "济康牌01");
  return record;
}

static void
test_a_plaque_is_back_with_day_and_person (Fixture *f, gconstpointer data)
{
  KxTodo *todo;

  kx_test_source_land (f->source, make_agency ());
  kx_test_source_land (f->source, make_ended ());
  todo = find_on (f, KX_TODO_PLAQUE, TODAY);
  g_assert_cmpint (kx_todo_get_date (todo).ymd, ==, 0);
  g_assert_cmpint (kx_todo_get_group (todo), ==, KX_TODO_SOON);
  land_own_value (f, "plaque_return_workdays", "10");
  todo = find_on (f, KX_TODO_PLAQUE, TODAY);
  /* Friday 19 June is a holiday. */
  g_assert_cmpint (kx_todo_get_date (todo).ymd, ==, 20260625);
  g_assert_cmpint (kx_todo_get_group (todo), ==, KX_TODO_OVERDUE);
  change (f, "agreement", "plaque_returned_on = 20260630");
  g_assert_nonnull (find_on (f, KX_TODO_PLAQUE, TODAY));
  change (f, "agreement", "plaque_returned_by = '单小满'");
  g_assert_null (find_on (f, KX_TODO_PLAQUE, TODAY));
}

static void
assert_words (const KxRecord *record, int today, const char *expected, gboolean expected_runs)
{
  gboolean runs;
  g_autofree char *words = kx_suspension_standing_words (record, (KxDate){ 0 }, DAY (today), &runs);

  g_assert_cmpstr (words, ==, expected);
  g_assert_cmpint (runs, ==, expected_runs);
}

static void
test_how_it_stands_is_said (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) record = make_suspension (kx_suspension_kind_service);
  Kx_suspension *suspension = kx_suspension (record);

  assert_words (record, 20260701, "Decided, not served", FALSE);
  kx_suspension_set_served_on (suspension, DAY (20260608));
  assert_words (record, 20260609, "Begins on 2026-06-10", FALSE);
  assert_words (record, 20260610, "Suspended for 1 day, last day 2026-07-06", TRUE);
  assert_words (record, 20260701, "Suspended for 22 days, last day 2026-07-06", TRUE);
  assert_words (record, 20260707, "Over since 2026-07-06, after 27 days", FALSE);
  kx_suspension_set_state (suspension, kx_suspension_state_lifted);
  kx_suspension_set_lifted_on (suspension, DAY (20260620));
  assert_words (record, 20260701, "Resumed from 2026-06-20, after 10 days", FALSE);
  kx_suspension_set_state (suspension, kx_suspension_state_annulled);
  assert_words (record, 20260701, "Annulled", FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/todo-course/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("a-decision-waits-to-be-served", test_a_decision_waits_to_be_served);
  ADD ("the-last-day-is-told-before-it-comes", test_the_last_day_is_told_before_it_comes);
  ADD ("a-licence-that-ran-out-asks-for-a-hold", test_a_licence_that_ran_out_asks_for_a_hold);
  ADD ("what-was-signed-is-published-and-filed", test_what_was_signed_is_published_and_filed);
  ADD ("offices-that-do-not-publish-hide-no-others", test_offices_that_do_not_publish_hide_no_others);
  ADD ("packs-that-cannot-be-read-are-an-error", test_packs_that_cannot_be_read_are_an_error);
  ADD ("a-plaque-is-back-with-day-and-person", test_a_plaque_is_back_with_day_and_person);
  ADD ("how-it-stands-is-said", test_how_it_stands_is_said);
#undef ADD
  return g_test_run ();
}
