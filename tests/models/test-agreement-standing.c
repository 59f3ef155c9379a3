#include "models/kx-agreement-standing.h"

#include "core/entities/kx-own-day.h"
#include "core/kx-calendar.h"
#include "lib/kx-test-store.h"
#include "models/kx-display.h"
#include "models/kx-office-days.h"
#include "models/kx-test-desktop.h"

static const KxDate today = { 20261126 }; /* a Thursday */

typedef struct
{
  KxTestDesktop *desk;
  char *agency;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->desk = kx_test_desktop_new ();
  f->agency = kx_test_desktop_add_agency (f->desk, "济南康复医院");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_free (f->agency);
  kx_test_desktop_free (f->desk);
}

/* Dates of 0 are none. */
static KxRecord *
make_agreement (const char *agency, int state, int starts, int ends)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_agreement_entity, id, "370100/agreement");
  Kx_agreement *row = kx_agreement (record);

  kx_agreement_set_office (row, KX_TEST_OFFICE);
  kx_agreement_set_agency (row, agency);
  kx_agreement_set_kind (row, kx_agreement_kind_rehabilitation);
  kx_agreement_set_state (row, state);
  if (starts != 0)
    kx_agreement_set_starts_on (row, (KxDate){ starts });
  if (ends != 0)
    kx_agreement_set_ends_on (row, (KxDate){ ends });
  return record;
}

static void
test_how_it_stands_is_said_in_words (Fixture *f, gconstpointer data)
{
  static const struct
  {
    int state, starts, ends;
    KxStanding standing;
    const char *words;
  } cases[] = {
    { kx_agreement_state_draft, 20260101, 20261231, KX_STANDING_MAKING, "Being drawn up" },
    { kx_agreement_state_agency_signed, 0, 0, KX_STANDING_MAKING, "Signed by the agency" },
    { kx_agreement_state_signed, 20260101, 20271231, KX_STANDING_IN_FORCE, "In force" },
    { kx_agreement_state_signed, 20260101, 0, KX_STANDING_IN_FORCE, "In force" },
    { kx_agreement_state_terminating, 20260101, 20271231, KX_STANDING_IN_FORCE, "Being terminated" },
    { kx_agreement_state_signed, 20261126, 20271231, KX_STANDING_IN_FORCE, "In force" },
    { kx_agreement_state_signed, 20261127, 20271231, KX_STANDING_AHEAD, "Begins on 2026-11-27" },
    { kx_agreement_state_signed, 20260101, 20261126, KX_STANDING_SOON, "In force, ends today" },
    { kx_agreement_state_signed, 20260101, 20261201, KX_STANDING_SOON, "In force, ends in 3 working days" },
    { kx_agreement_state_terminating, 20260101, 20261201, KX_STANDING_SOON,
      "Being terminated, ends in 3 working days" },
    { kx_agreement_state_signed, 20260101, 20261125, KX_STANDING_EXPIRED, "Expired 1 working day ago" },
    { kx_agreement_state_terminating, 20260101, 20261120, KX_STANDING_EXPIRED, "Expired 4 working days ago" },
    { kx_agreement_state_ended, 20260101, 20261120, KX_STANDING_ENDED, "Ended" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KxRecord) record =
          make_agreement (f->agency, cases[i].state, cases[i].starts, cases[i].ends);
      g_autofree char *words = kx_agreement_standing_words (record, today);

      g_assert_cmpint (kx_agreement_standing (record, today), ==, cases[i].standing);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

/* An office that works on a Saturday has a day more. */
static void
test_days_are_those_of_the_office (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) agreement = make_agreement (f->agency, kx_agreement_state_signed, 20260101, 20261201);
  g_autofree char *id = kx_test_id (), *words = NULL;
  KxRecord *day = kx_record_new (&kx_own_day_entity, id, "370100/public");
  gboolean provisional = FALSE;

  kx_own_day_set_office (kx_own_day (day), KX_TEST_OFFICE);
  kx_own_day_set_day (kx_own_day (day), (KxDate){ 20261128 });
  kx_own_day_set_kind (kx_own_day (day), kx_own_day_kind_workday);
  kx_test_desktop_land (f->desk, day);
  words = kx_agreement_standing_words (agreement, today);
  g_assert_cmpstr (words, ==, "In force, ends in 4 working days");
  g_assert_cmpint (kx_office_days_between (KX_TEST_OTHER_OFFICE, today, (KxDate){ 20261201 }, &provisional),
                   ==, 3);
  g_assert_false (provisional);
  g_assert_cmpint (kx_office_days_between (NULL, today, (KxDate){ 20280301 }, &provisional), >, 300);
  g_assert_true (provisional);
}

static void
test_taking_over_is_said (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) record = make_agreement (f->agency, kx_agreement_state_signed, 20260101, 20271231);

  g_assert_cmpstr (kx_agreement_taken_over_words (record), ==, "");
  g_assert_false (kx_agreement_is_unconfirmed (record));
  kx_agreement_set_taken_over (kx_agreement (record), TRUE);
  g_assert_cmpstr (kx_agreement_taken_over_words (record), ==, "Taken over, not confirmed");
  g_assert_true (kx_agreement_is_unconfirmed (record));
  kx_agreement_set_confirmed_on (kx_agreement (record), today);
  g_assert_cmpstr (kx_agreement_taken_over_words (record), ==, "Taken over");
}

/* Whether the choice of lists of this number should show the agreement. */
static gboolean
belongs (const KxRecord *agreement, guint preset)
{
  static const int days[] = { G_MAXINT, 30, 60, 90 };
  KxStanding standing = kx_agreement_standing (agreement, today);
  KxDate ends = kx_record_get (agreement, kx_agreement_f_ends_on).DATE;

  switch (preset)
    {
    case 4:
      return standing == KX_STANDING_EXPIRED;
    case 5:
      return standing == KX_STANDING_AHEAD;
    default:
      return (standing == KX_STANDING_IN_FORCE || standing == KX_STANDING_SOON) &&
             (preset == 0 || kx_date_difference (today, ends) <= days[preset]);
    }
}

static guint
count_found (Fixture *f, const KxFilter *filter)
{
  g_autoptr (GError) error = NULL;
  KxBook *reader = kx_mirror_take_reader (f->desk->mirror, &error);
  KxListQuery query;
  gint64 count = 0;

  g_assert_no_error (error);
  kx_filter_to_query (filter, today, &query);
  g_assert_true (kx_list_count (reader, &query, &count, &error));
  g_assert_no_error (error);
  kx_mirror_give_reader (f->desk->mirror, reader);
  return (guint) count;
}

/* What a list is asked for is what the words in it say, whatever the dates. */
static void
test_filters_find_what_stands_so (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  guint any = 0;

  for (guint i = 0; i < 120; i++)
    {
      KxDate starts = kx_date_add_days (today, g_test_rand_int_range (-400, 3));
      KxDate ends =
          kx_date_add_days (today, i % 2 ? g_test_rand_int_range (-2, 3) : g_test_rand_int_range (-5, 130));
      KxRecord *record = make_agreement (f->agency, g_test_rand_int_range (0, kx_agreement_state_n_codes),
                                         starts.ymd, MAX (starts.ymd, ends.ymd));

      g_ptr_array_add (all, kx_record_copy (record));
      kx_test_desktop_land (f->desk, record);
    }
  for (guint p = 0; p < KX_AGREEMENT_N_STANDINGS; p++)
    {
      g_autoptr (KxFilter) filter = kx_filter_new (&kx_agreement_entity);
      guint expected = 0;

      g_assert_true (
          kx_filter_choose_preset (filter, kx_agreement_standings, KX_AGREEMENT_N_STANDINGS, (int) p));
      for (guint i = 0; i < all->len; i++)
        expected += belongs (all->pdata[i], p);
      g_assert_cmpuint (count_found (f, filter), ==, expected);
      any += expected;
    }
  g_assert_cmpuint (any, >, 20);
}

static int
chosen (const KxFilter *filter)
{
  return kx_filter_find_preset (filter, kx_agreement_standings, KX_AGREEMENT_N_STANDINGS);
}

static void
test_a_choice_is_known_again (Fixture *f, gconstpointer data)
{
  g_autoptr (KxFilter) filter = kx_filter_new (&kx_agreement_entity), read = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpint (chosen (filter), ==, -1);
  for (int p = 0; p < KX_AGREEMENT_N_STANDINGS; p++)
    {
      g_assert_true (kx_filter_choose_preset (filter, kx_agreement_standings, KX_AGREEMENT_N_STANDINGS, p));
      g_assert_cmpint (chosen (filter), ==, p);
    }
  text = kx_filter_to_text (filter);
  read = kx_filter_from_text (kx_schema_get (), text, NULL);
  g_assert_nonnull (read);
  g_assert_cmpint (chosen (read), ==, KX_AGREEMENT_N_STANDINGS - 1);
  /* Another condition on one of its fields is another choice; one on another field is none. */
  kx_filter_put (read, kx_agreement_f_counts_area, KX_WITHIN, (KxValue){ .TEXT = "370102" });
  g_assert_cmpint (chosen (read), ==, KX_AGREEMENT_N_STANDINGS - 1);
  kx_filter_put_from_today (read, kx_agreement_f_ends_on, KX_BELOW, 7);
  g_assert_cmpint (chosen (read), ==, -1);
  kx_filter_choose_preset (read, kx_agreement_standings, KX_AGREEMENT_N_STANDINGS, -1);
  g_assert_cmpuint (read->terms->len, ==, 1);
  g_assert_true (
      kx_filter_presets_use (kx_agreement_standings, KX_AGREEMENT_N_STANDINGS, kx_agreement_f_state));
  g_assert_false (
      kx_filter_presets_use (kx_agreement_standings, KX_AGREEMENT_N_STANDINGS, kx_agreement_f_counts_area));
}

#define ADD(name, function)                                                                                  \
  g_test_add ("/agreement-standing/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("how it stands is said in words", test_how_it_stands_is_said_in_words);
  ADD ("days are those of the office", test_days_are_those_of_the_office);
  ADD ("taking over is said", test_taking_over_is_said);
  ADD ("filters find what stands so", test_filters_find_what_stands_so);
  ADD ("a choice is known again", test_a_choice_is_known_again);
  return g_test_run ();
}
