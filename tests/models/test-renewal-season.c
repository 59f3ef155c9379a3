#include "models/kx-renewal-season.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-change-case.h"
#include "core/kx-calendar.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"

typedef struct
{
  KxTestSource *source;
  KxRenewalSeason *season;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->source = kx_test_source_new ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  if (f->season != NULL)
    kx_test_finalize (f->season);
  kx_test_finalize (f->source);
}

/* One that ends so many days from today, of an agency of the same id with a licence without end. */
static KxRecord *
make (Fixture *f, const char *id, int ends_in)
{
  KxRecord *agency = kx_record_new (&kx_agency_entity, id, "370100/agency");
  KxRecord *record = kx_record_new (&kx_agreement_entity, id, "370100/agreement");
  Kx_agreement *row = kx_agreement (record);

  kx_agency_set_name (kx_agency (agency), id);
  kx_agency_set_office (kx_agency (agency), KX_TEST_OFFICE);
  kx_agency_set_licence_no_end (kx_agency (agency), TRUE);
  kx_test_source_land (f->source, agency);
  kx_agreement_set_office (row, KX_TEST_OFFICE);
  kx_agreement_set_agency (row, id);
  kx_agreement_set_kind (row, kx_agreement_kind_rehabilitation);
  kx_agreement_set_state (row, kx_agreement_state_signed);
  kx_agreement_set_ends_on (row,
                            kx_date_add_days (kx_row_source_get_today (KX_ROW_SOURCE (f->source)), ends_in));
  return record;
}

static void
add (Fixture *f, const char *id, int ends_in)
{
  kx_test_source_land (f->source, make (f, id, ends_in));
}

static void
add_next (Fixture *f, const char *id, const char *previous, int state)
{
  KxRecord *record = make (f, id, 1000);

  kx_agreement_set_state (kx_agreement (record), state);
  kx_agreement_set_previous (kx_agreement (record), previous);
  kx_test_source_land (f->source, record);
}

static gboolean
is_read (gpointer season)
{
  return !kx_row_answer_is_loading (season);
}

static const KxSeasonCounts *
count (Fixture *f)
{
  f->season = kx_renewal_season_new (KX_ROW_SOURCE (f->source));
  kx_test_wait (is_read, f->season);
  g_assert_null (kx_row_answer_get_error (KX_ROW_ANSWER (f->season)));
  return kx_renewal_season_get_counts (f->season);
}

static void
test_each_is_counted_by_how_far_it_is (Fixture *f, gconstpointer data)
{
  KxRecord *refused = make (f, "refused", 30), *change;
  const KxSeasonCounts *counts;
  g_autofree char *words = NULL;

  add (f, "today", 0);
  add (f, "last", 90);
  add (f, "later", 91);
  add (f, "over", -1);
  add (f, "lacking", 50);
  change = kx_record_new (&kx_change_case_entity, "c", "370100/agency");
  kx_change_case_set_agency (kx_change_case (change), "lacking");
  kx_change_case_set_state (kx_change_case (change), kx_change_case_state_reported);
  kx_test_source_land (f->source, change);
  kx_agreement_set_not_renewed_on (kx_agreement (refused), (KxDate){ 20260101 });
  kx_test_source_land (f->source, refused);
  add (f, "begun", 10);
  add_next (f, "begun-next", "begun", kx_agreement_state_approved);
  add (f, "ready", 20);
  add_next (f, "ready-next", "ready", kx_agreement_state_signed);
  counts = count (f);
  g_assert_cmpuint (counts->ending, ==, 6);
  g_assert_cmpuint (counts->untouched, ==, 3);
  g_assert_cmpuint (counts->lacking, ==, 1);
  g_assert_cmpuint (counts->begun, ==, 1);
  g_assert_cmpuint (counts->ready, ==, 1);
  g_assert_cmpuint (counts->refused, ==, 1);
  words = kx_renewal_season_dup_words (f->season);
  g_assert_cmpstr (words, ==,
                   "not begun: 3 · of them something is lacking: 1 · in the making: 1 · signed: 1 · not "
                   "renewed: 1");
}

static void
test_nothing_ends_soon (Fixture *f, gconstpointer data)
{
  g_autofree char *words = NULL;

  add (f, "later", 400);
  g_assert_cmpuint (count (f)->ending, ==, 0);
  words = kx_renewal_season_dup_words (f->season);
  g_assert_cmpstr (words, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/renewal-season/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("each is counted by how far it is", test_each_is_counted_by_how_far_it_is);
  ADD ("nothing ends soon", test_nothing_ends_soon);
#undef ADD
  return g_test_run ();
}
