#include "models/kx-admission-standing.h"

#include "core/entities/kx-application-pause.h"
#include "core/entities/kx-objection.h"
#include "core/entities/kx-own-value.h"
#include "lib/kx-test-policy.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-admission-step.h"
#include "store/kx-row.h"

#include <string.h>

#define APPLICATION "0197b2a0-0000-7000-8000-0000000000a1"
/* A Wednesday. */
#define TODAY ((KxDate){ 20260701 })

typedef struct
{
  KxTestSource *source;
  KxRecord *application;
  KxCalendar *calendar;
} Fixture;

static void
land_own (Fixture *f, const char *parameter, const char *value)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_own_value_entity, id, "370100/public");
  Kx_own_value *row = kx_own_value (record);

  kx_own_value_set_office (row, KX_TEST_OFFICE);
  kx_own_value_set_parameter (row, parameter);
  kx_own_value_set_from_on (row, (KxDate){ 20260101 });
  kx_own_value_set_value (row, value);
  kx_own_value_set_document (row, "济人社办〔2026〕1号");
  kx_test_source_land (f->source, record);
}

/* `until` 0: it still stands. */
static void
land_pause (Fixture *f, int kind, int from, int until)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_application_pause_entity, id, "370100/agreement");
  Kx_application_pause *row = kx_application_pause (record);

  kx_application_pause_set_application (row, APPLICATION);
  kx_application_pause_set_kind (row, kind);
  kx_application_pause_set_from_on (row, (KxDate){ from });
  if (until != 0)
    kx_application_pause_set_until_on (row, (KxDate){ until });
  kx_test_source_land (f->source, record);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  KxRecord *pack = kx_test_pack_row ("0197b2a0-0000-7000-8000-0000000000b1", kx_test_pack_country);

  f->source = kx_test_source_new ();
  pack->space = g_strdup ("000000/public");
  kx_test_source_land (f->source, pack);
  f->calendar = kx_calendar_new (NULL, 0);
  f->application = kx_record_new (&kx_application_entity, APPLICATION, "370100/agreement");
  kx_application_set_office (kx_application (f->application), KX_TEST_OFFICE);
  kx_application_set_state (kx_application (f->application), kx_application_state_received);
  kx_application_set_received_on (kx_application (f->application), (KxDate){ 20260629 });
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_record_free (f->application);
  kx_calendar_free (f->calendar);
  kx_test_finalize (f->source);
}

static GArray *
read_clocks (Fixture *f)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (kx_test_source_get_writer (f->source));
  GArray *clocks = kx_admission_standing_read (reader, f->application, f->calendar, TODAY);

  g_assert_nonnull (clocks);
  return clocks;
}

/* The clock that runs now. */
static KxAdmissionClock
find_clock (Fixture *f)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (kx_test_source_get_writer (f->source));
  g_autoptr (GPtrArray) pauses = kx_admission_list_pauses (reader, f->application->id);
  KxAdmissionClock clock;

  kx_admission_step (f->application, pauses, &clock);
  return clock;
}

/* "label | when | why" a line. */
static void
assert_clocks (Fixture *f, const char *expected)
{
  g_autoptr (GArray) clocks = read_clocks (f);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < clocks->len; i++)
    {
      const KxAdmissionStanding *standing = &g_array_index (clocks, KxAdmissionStanding, i);
      g_autofree char *label = kx_admission_standing_dup_label (standing),
                      *when = kx_admission_standing_dup_when (standing),
                      *why = kx_admission_standing_dup_why (standing);

      g_string_append_printf (text, "%s%s | %s | %s\n", kx_admission_standing_is_over (standing) ? "! " : "",
                              label, when, why);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_what_has_no_term_is_never_late (Fixture *f, gconstpointer data)
{
  kx_application_set_received_on (kx_application (f->application), (KxDate){ 20260105 });
  assert_clocks (
      f, "Accept the application | No last day | From 2026-01-05; no document and no own value gives a term, "
         "so nothing is late\n");
}

static void
test_a_day_that_a_person_gave_counts (Fixture *f, gconstpointer data)
{
  kx_application_set_accept_by (kx_application (f->application), (KxDate){ 20260630 });
  assert_clocks (
      f,
      "! Accept the application | Until 2026-06-30, 1 working day ago | From 2026-06-29; a person gave the "
      "last day\n");
  /* The office waits for the agency. */
  land_pause (f, kx_application_pause_kind_other, 20260630, 0);
  assert_clocks (
      f, "Accept the application | Stopped since 2026-06-30, so nothing is late | From 2026-06-29; a person "
         "gave the last day\n");
}

static void
test_own_terms_are_counted_and_cited (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray) clocks = NULL;
  const KxAdmissionStanding *standing;

  land_own (f, "acceptance_workdays", "5");
  assert_clocks (
      f,
      "Accept the application | Until 2026-07-06, in 3 working days | From 2026-06-29; 5 working days, this "
      "office's own value\n");
  clocks = read_clocks (f);
  standing = &g_array_index (clocks, KxAdmissionStanding, 0);
  g_assert_cmpint (standing->cite.source, ==, KX_SOURCE_OFFICE);
  g_assert_cmpstr (standing->cite.document, ==, "济人社办〔2026〕1号");
  g_assert_cmpint (standing->term, ==, 5);
}

static void
test_a_supplement_stops_the_clock_of_the_office (Fixture *f, gconstpointer data)
{
  land_own (f, "acceptance_workdays", "5");
  kx_application_set_state (kx_application (f->application), kx_application_state_supplementing);
  kx_application_set_supplement_by (kx_application (f->application), (KxDate){ 20260703 });
  land_pause (f, kx_application_pause_kind_supplement, 20260630, 0);
  assert_clocks (
      f,
      "Accept the application | Stopped since 2026-06-30, so nothing is late | From 2026-06-29; 5 working "
      "days, this office's own value\n"
      "Supplement by the agency | Until 2026-07-03, in 2 working days | From 2026-06-30; a person gave the "
      "last day\n");
  g_assert_cmpint (find_clock (f), ==, KX_CLOCK_SUPPLEMENT);
}

/* The term of the office makes the last day, and it is said that the day that was entered does not. */
static void
test_a_term_comes_before_a_day_that_was_entered (Fixture *f, gconstpointer data)
{
  land_own (f, "supplement_workdays", "5");
  kx_application_set_state (kx_application (f->application), kx_application_state_supplementing);
  kx_application_set_supplement_by (kx_application (f->application), (KxDate){ 20260720 });
  land_pause (f, kx_application_pause_kind_supplement, 20260630, 0);
  assert_clocks (
      f,
      "Accept the application | Stopped since 2026-06-30, so nothing is late | From 2026-06-29; no document "
      "and no own value gives a term, so nothing is late\n"
      "Supplement by the agency | Until 2026-07-07, in 4 working days | From 2026-06-30; 5 working days, "
      "this office's own value; the day that was entered, 2026-07-20, does not count\n");
  /* The same day is no other one. */
  kx_application_set_supplement_by (kx_application (f->application), (KxDate){ 20260707 });
  assert_clocks (
      f,
      "Accept the application | Stopped since 2026-06-30, so nothing is late | From 2026-06-29; no document "
      "and no own value gives a term, so nothing is late\n"
      "Supplement by the agency | Until 2026-07-07, in 4 working days | From 2026-06-30; 5 working days, "
      "this office's own value\n");
}

static void
land_objection (Fixture *f, const char *id, const char *objector, int received_on, int decided_on,
                int answer_by)
{
  KxRecord *record = kx_record_new (&kx_objection_entity, id, "370100/agreement");
  Kx_objection *objection = kx_objection (record);

  record->seq = 30;
  kx_objection_set_application (objection, APPLICATION);
  kx_objection_set_state (objection,
                          decided_on != 0 ? kx_objection_state_dismissed : kx_objection_state_open);
  kx_objection_set_received_on (objection, (KxDate){ received_on });
  kx_objection_set_objector (objection, objector);
  if (decided_on != 0)
    kx_objection_set_decided_on (objection, (KxDate){ decided_on });
  if (answer_by != 0)
    kx_objection_set_answer_by (objection, (KxDate){ answer_by });
  kx_test_source_land (f->source, record);
}

static void
test_objections_have_clocks_of_their_own (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray) clocks = NULL;

  kx_application_set_accepted_on (kx_application (f->application), (KxDate){ 20260629 });
  kx_application_set_assessed_on (kx_application (f->application), (KxDate){ 20260629 });
  land_own (f, "objection_answer_workdays", "2");
  land_objection (f, "018f0000-0000-7000-8000-0000000000b2", "某职工", 20260628, 0, 0);
  land_objection (f, "018f0000-0000-7000-8000-0000000000b1", "某企业", 20260630, 20260701, 0);
  assert_clocks (
      f,
      "Accept the application | Done on 2026-06-29 | From 2026-06-29; no document and no own value gives a "
      "term, so nothing is late\n"
      "Assess the application | Done on 2026-06-29 | From 2026-06-29; no document and no own value gives a "
      "term, so nothing is late\n"
      "! Answer the objection of 某职工 | Until 2026-06-30, 1 working day ago | From 2026-06-28; 2 working "
      "days, this office's own value\n"
      "Answer the objection of 某企业 | Done on 2026-07-01, last day 2026-07-02 | From 2026-06-30; 2 working "
      "days, this office's own value\n");
  clocks = read_clocks (f);
  g_assert_true (kx_admission_standing_is_late (&g_array_index (clocks, KxAdmissionStanding, 2)));
  g_assert_false (kx_admission_standing_is_late (&g_array_index (clocks, KxAdmissionStanding, 3)));
}

/* Without a term the day that was entered counts, and whoever withdrew needs no answer. */
static void
test_an_objection_without_a_term (Fixture *f, gconstpointer data)
{
  land_objection (f, "018f0000-0000-7000-8000-0000000000b1", "某企业", 20260629, 0, 20260703);
  assert_clocks (
      f,
      "Accept the application | No last day | From 2026-06-29; no document and no own value gives a term, "
      "so nothing is late\n"
      "Answer the objection of 某企业 | Until 2026-07-03, in 2 working days | From 2026-06-29; a person gave "
      "the last day\n");
  kx_application_set_withdrawn_on (kx_application (f->application), (KxDate){ 20260701 });
  assert_clocks (
      f,
      "Accept the application | Done on 2026-07-01 | From 2026-06-29; no document and no own value gives a "
      "term, so nothing is late\n"
      "Answer the objection of 某企业 | Done on 2026-07-01, last day 2026-07-03 | From 2026-06-29; a person "
      "gave the last day\n");
}

static void
test_what_came_is_said_to_be_done (Fixture *f, gconstpointer data)
{
  land_own (f, "acceptance_workdays", "5");
  kx_application_set_state (kx_application (f->application), kx_application_state_accepted);
  kx_application_set_accepted_on (kx_application (f->application), (KxDate){ 20260630 });
  assert_clocks (
      f,
      "Accept the application | Done on 2026-06-30, last day 2026-07-06 | From 2026-06-29; 5 working days, "
      "this office's own value\n"
      "Assess the application | No last day | From 2026-06-30; no document and no own value gives a term, "
      "so nothing is late\n");
  g_assert_cmpint (find_clock (f), ==, KX_CLOCK_ASSESSMENT);
  kx_application_set_state (kx_application (f->application), kx_application_state_withdrawn);
  kx_application_set_withdrawn_on (kx_application (f->application), (KxDate){ 20260701 });
  assert_clocks (
      f,
      "Accept the application | Done on 2026-06-30, last day 2026-07-06 | From 2026-06-29; 5 working days, "
      "this office's own value\n"
      "Assess the application | Done on 2026-07-01 | From 2026-06-30; no document and no own value gives a "
      "term, so nothing is late\n");
  g_assert_cmpint (find_clock (f), ==, KX_N_CLOCKS);
}

static void
test_holidays_to_be_published_are_told (Fixture *f, gconstpointer data)
{
  int year = kx_calendar_get_last_published_year ();
  g_autoptr (GArray) clocks = NULL;

  kx_application_set_accept_by (kx_application (f->application), (KxDate){ (year + 1) * 10000 + 110 });
  clocks = read_clocks (f);
  g_assert_true (g_array_index (clocks, KxAdmissionStanding, 0).provisional);
  {
    g_autofree char *when = kx_admission_standing_dup_when (&g_array_index (clocks, KxAdmissionStanding, 0));

    g_assert_nonnull (strstr (when, "holidays not published yet"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/admission-standing/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("what-has-no-term-is-never-late", test_what_has_no_term_is_never_late);
  ADD ("a-day-that-a-person-gave-counts", test_a_day_that_a_person_gave_counts);
  ADD ("own-terms-are-counted-and-cited", test_own_terms_are_counted_and_cited);
  ADD ("a-supplement-stops-the-clock-of-the-office", test_a_supplement_stops_the_clock_of_the_office);
  ADD ("a-term-comes-before-a-day-that-was-entered", test_a_term_comes_before_a_day_that_was_entered);
  ADD ("objections-have-clocks-of-their-own", test_objections_have_clocks_of_their_own);
  ADD ("an-objection-without-a-term", test_an_objection_without_a_term);
  ADD ("what-came-is-said-to-be-done", test_what_came_is_said_to_be_done);
  ADD ("holidays-to-be-published-are-told", test_holidays_to_be_published_are_told);
  return g_test_run ();
}
