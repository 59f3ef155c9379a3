#include "models/kx-admission-days.h"

#include "core/entities/kx-application-pause.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-own-value.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"

/* A Wednesday. */
#define TODAY ((KxDate){ 20260701 })

typedef struct
{
  KxTestDesktop *desk;
  KxRecord *application;
  gint64 seq;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_id ();

  f->desk = kx_test_desktop_new ();
  f->seq = 50;
  f->application = kx_record_new (&kx_application_entity, id, "370100/agreement");
  kx_application_set_office (kx_application (f->application), KX_TEST_OFFICE);
  kx_application_set_state (kx_application (f->application), kx_application_state_received);
  kx_application_set_received_on (kx_application (f->application), (KxDate){ 20260629 });
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_record_free (f->application);
  kx_test_desktop_free (f->desk);
}

static void
assert_words (Fixture *f, const char *expected, gboolean expected_late)
{
  gboolean late = !expected_late;
  g_autofree char *words = kx_admission_days_words (f->application, TODAY, &late);

  g_assert_cmpstr (words, ==, expected);
  g_assert_cmpint (late, ==, expected_late);
}

/* An own value of the office, in force from `from` on. */
static void
land_term (Fixture *f, int from, const char *workdays)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_own_value_entity, id, "370100/public");
  Kx_own_value *row = kx_own_value (record);

  record->seq = ++f->seq;
  kx_own_value_set_office (row, KX_TEST_OFFICE);
  kx_own_value_set_parameter (row, "acceptance_workdays");
  kx_own_value_set_from_on (row, (KxDate){ from });
  kx_own_value_set_value (row, workdays);
  kx_own_value_set_document (row, "济人社办〔2026〕1号");
  kx_test_desktop_land (f->desk, record);
}

/* What was read before is not gone by once something else governs. */
static void
test_a_new_term_counts_at_once (Fixture *f, gconstpointer data)
{
  assert_words (f, "Received", FALSE);
  land_term (f, 20260101, "5");
  assert_words (f, "Received, until 2026-07-06", FALSE);
  land_term (f, 20260601, "1");
  assert_words (f, "Received, was due on 2026-06-30", TRUE);
}

static void
test_what_stands_still_is_not_late (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *pause = kx_record_new (&kx_application_pause_entity, id, "370100/agreement");

  land_term (f, 20260101, "1");
  assert_words (f, "Received, was due on 2026-06-30", TRUE);
  pause->seq = ++f->seq;
  kx_application_pause_set_application (kx_application_pause (pause), f->application->id);
  kx_application_pause_set_kind (kx_application_pause (pause), kx_application_pause_kind_other);
  kx_application_pause_set_from_on (kx_application_pause (pause), (KxDate){ 20260630 });
  kx_test_desktop_land (f->desk, pause);
  assert_words (f, "Received, the term stands still", FALSE);
}

static void
test_a_notice_that_is_over_is_not_late (Fixture *f, gconstpointer data)
{
  kx_application_set_state (kx_application (f->application), kx_application_state_publicity);
  kx_application_set_publicity_from (kx_application (f->application), (KxDate){ 20260615 });
  kx_application_set_publicity_until (kx_application (f->application), (KxDate){ 20260703 });
  assert_words (f, "In public notice, until 2026-07-03", FALSE);
  kx_application_set_publicity_until (kx_application (f->application), (KxDate){ 20260622 });
  assert_words (f, "In public notice, over since 2026-06-22", FALSE);
  kx_application_set_state (kx_application (f->application), kx_application_state_admitted);
  assert_words (f, "Admitted", FALSE);
}

/* The agency let its term pass; the office may go on. */
static void
test_the_agency_s_term_is_not_the_office_s (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *pause = kx_record_new (&kx_application_pause_entity, id, "370100/agreement");

  kx_application_set_state (kx_application (f->application), kx_application_state_supplementing);
  kx_application_set_supplement_by (kx_application (f->application), (KxDate){ 20260630 });
  pause->seq = ++f->seq;
  kx_application_pause_set_application (kx_application_pause (pause), f->application->id);
  kx_application_pause_set_kind (kx_application_pause (pause), kx_application_pause_kind_supplement);
  kx_application_pause_set_from_on (kx_application_pause (pause), (KxDate){ 20260629 });
  kx_test_desktop_land (f->desk, pause);
  assert_words (f, "Being supplemented, over since 2026-06-30", FALSE);
}

/* All came, and nobody has accepted it yet: the office's own term runs on, whatever the state is called. */
static void
test_what_came_is_the_office_s_turn (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *pause = kx_record_new (&kx_application_pause_entity, id, "370100/agreement");

  land_term (f, 20260101, "5");
  kx_application_set_state (kx_application (f->application), kx_application_state_supplementing);
  kx_application_set_supplement_by (kx_application (f->application), (KxDate){ 20260702 });
  pause->seq = ++f->seq;
  kx_application_pause_set_application (kx_application_pause (pause), f->application->id);
  kx_application_pause_set_kind (kx_application_pause (pause), kx_application_pause_kind_supplement);
  kx_application_pause_set_from_on (kx_application_pause (pause), (KxDate){ 20260630 });
  kx_application_pause_set_until_on (kx_application_pause (pause), (KxDate){ 20260701 });
  kx_test_desktop_land (f->desk, pause);
  assert_words (f, "Being supplemented, until 2026-07-07", FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/admission-days/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("a-new-term-counts-at-once", test_a_new_term_counts_at_once);
  ADD ("what-stands-still-is-not-late", test_what_stands_still_is_not_late);
  ADD ("a-notice-that-is-over-is-not-late", test_a_notice_that_is_over_is_not_late);
  ADD ("the-agency-s-term-is-not-the-office-s", test_the_agency_s_term_is_not_the_office_s);
  ADD ("what-came-is-the-office-s-turn", test_what_came_is_the_office_s_turn);
  return g_test_run ();
}
