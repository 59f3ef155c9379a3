/* Ten years of agreements, replayed against a calendar of the test's own: what runs, until when, on how many
 * days it was suspended, and when the office has to begin with the next one, after any number of papers by
 * which an agreement was carried on, and of renewals. */
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-late-entry.h"
#include "core/entities/kx-suspension.h"
#include "core/kx-calendar.h"
#include "core/kx-renewal.h"
#include "core/kx-test-admission.h"

typedef KxTestAdmission Fixture;

#define AGREEMENT &kx_agreement_entity
#define SUSPENSION &kx_suspension_entity
#define YEARS 10
#define MOST 60 /* of either in one history */

/* Days are counted from 1970-01-01 by the test itself. */
static int
number_of (int ymd)
{
  int year = ymd / 10000, month = ymd / 100 % 100, day = ymd % 100, days = 0;
  static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };

  for (int y = 1970; y < year; y++)
    days += y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) ? 366 : 365;
  days += before[month - 1] + day - 1;
  return days + (month > 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

static int
length_of_month (int year, int month)
{
  static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  return lengths[month - 1] + (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

static int
ymd_of (int number)
{
  int year = 1970, month = 1;

  while (number >= (length_of_month (year, 2) == 29 ? 366 : 365))
    number -= length_of_month (year++, 2) == 29 ? 366 : 365;
  while (number >= length_of_month (year, month))
    number -= length_of_month (year, month++);
  return year * 10000 + month * 100 + number + 1;
}

/* The same day so many months on, or back; the last of a shorter month. */
static int
months_on (int number, int months)
{
  int ymd = ymd_of (number), count = ymd / 10000 * 12 + ymd / 100 % 100 - 1 + months;
  int year = count / 12, month = count % 12 + 1;

  return number_of (year * 10000 + month * 100 + MIN (ymd % 100, length_of_month (year, month)));
}

/* 1970-01-01 was a Thursday. */
static gboolean
is_weekend (int number)
{
  return (number + 4) % 7 == 0 || (number + 4) % 7 == 6;
}

static char *
dup_day (int number)
{
  int ymd = ymd_of (number);

  return g_strdup_printf ("%04d-%02d-%02d", ymd / 10000, ymd / 100 % 100, ymd % 100);
}

/* What the test knows of an agreement and of a suspension; -1: none. */
typedef struct
{
  char *id;
  int starts, signed_end, ends, ended, months;
} Term;

typedef struct
{
  char *id;
  guint term;
  int from, until, lifted;
} Pause;

typedef struct
{
  Fixture *f;
  KxCalendar *calendar;
  Term terms[MOST];
  Pause pauses[MOST];
  guint n_terms, n_pauses, n_carried, n_renewed, n_lifted, n_late;
  int today;
} History;

static const KxRecord *
agreement_of (History *h, guint term)
{
  return kx_test_admission_row (h->f, AGREEMENT, h->terms[term].id);
}

static void
set_today (History *h, int number)
{
  h->today = number;
  h->f->world->today.ymd = ymd_of (number);
}

static Term *
last_term (History *h)
{
  return &h->terms[h->n_terms - 1];
}

/* The last day on which it obliges, as the test has it. */
static int
over_on (const Term *term)
{
  return term->ended >= 0 ? MIN (term->ended, term->ends) : term->ends;
}

static void
sign_first (History *h, int starts)
{
  Kx_agreement *agreement = kx_test_admission_to_signing (h->f, "370102");
  Term *term = &h->terms[h->n_terms++];

  term->id = g_strdup (((KxRecord *) agreement)->id);
  term->starts = starts;
  term->months = g_test_rand_int_range (1, 4) * 12;
  term->signed_end = term->ends = months_on (starts, term->months) - 1;
  term->ended = -1;
  kx_agreement_set_state (agreement, kx_agreement_state_signed);
  kx_agreement_set_signed_on (agreement, (KxDate){ ymd_of (starts - 20) });
  kx_agreement_set_agency_signed_on (agreement, (KxDate){ ymd_of (starts - 21) });
  kx_agreement_set_starts_on (agreement, (KxDate){ ymd_of (starts) });
  kx_agreement_set_ends_on (agreement, (KxDate){ ymd_of (term->ends) });
}

/* The next one begins where the last ends now, for as long as that was signed for. */
static void
renew (History *h)
{
  Term *before = last_term (h), *term = &h->terms[h->n_terms++];
  g_autofree char *id = kx_test_world_id ();
  KxRecord *row = kx_renewal_draft (agreement_of (h, (guint) (before - h->terms)), id);
  KxDate starts = kx_record_date (row, kx_agreement_f_starts_on);
  KxDate ends = kx_record_date (row, kx_agreement_f_ends_on);

  term->id = g_steal_pointer (&id);
  term->starts = over_on (before) + 1;
  term->months = before->months;
  term->signed_end = term->ends = months_on (term->starts, term->months) - 1;
  term->ended = -1;
  g_assert_cmpint (starts.ymd, ==, ymd_of (term->starts));
  /* A term that ends with a month goes on ending with one. */
  term->signed_end = term->ends = number_of (ends.ymd);
  g_assert_cmpint (ABS (term->ends - (months_on (term->starts, term->months) - 1)), <=, 3);
  kx_agreement_set_state (kx_agreement (row), kx_agreement_state_signed);
  kx_agreement_set_signed_on (kx_agreement (row), (KxDate){ ymd_of (h->today) });
  row->seq = 5;
  if (row->space == NULL)
    row->space = g_strdup ("370100/agreement");
  kx_test_table_add (h->f->world->table, row);
  h->n_renewed++;
}

/* Entered up to a month after the day of the paper, which must not be after the end. */
static void
carry_on (History *h)
{
  Term *term = last_term (h);
  int day = h->today - g_test_rand_int_range (0, 30), made = MIN (day, term->ends);
  int until = term->ends + g_test_rand_int_range (1, 200);
  g_autofree char *from = dup_day (made), *to = dup_day (until), *arguments = NULL;
  g_autofree char *none = dup_day (term->ends), *past = NULL;

  if (h->today - made > 30)
    return;
  past = g_strdup_printf ("number=顺延\nmade_on=%s\nends_on=%s", from, none);
  kx_test_admission_refuse (h->f, AGREEMENT, term->id, "bridge", past, h->f->leader, "bridge-no-longer");
  arguments = g_strdup_printf ("number=顺延\nmade_on=%s\nends_on=%s", from, to);
  kx_test_admission_do (h->f, AGREEMENT, term->id, "bridge", arguments, h->f->leader);
  term->ends = until;
  h->n_carried++;
  h->n_late += h->today - made > 10;
}

static gboolean
is_paused (const History *h, const Pause *pause, int day)
{
  const Term *term = &h->terms[pause->term];

  return day >= pause->from && day <= pause->until && (pause->lifted < 0 || day < pause->lifted) &&
         day <= over_on (term);
}

/* A hold from a day to come on, served at once. */
static void
hold (History *h)
{
  Pause *pause = &h->pauses[h->n_pauses];
  g_autofree char *id = kx_test_world_id (), *decision = NULL, *today = dup_day (h->today), *service = NULL;
  KxRecord *fields = kx_record_new (SUSPENSION, NULL, NULL), *proof;
  Kx_suspension *suspension = kx_suspension (fields);
  g_autoptr (KxOp) op = NULL;

  pause->term = h->n_terms - 1;
  pause->from = h->today + g_test_rand_int_range (0, 20);
  pause->until = pause->from + g_test_rand_int_range (0, 90);
  pause->lifted = -1;
  kx_suspension_set_agreement (suspension, last_term (h)->id);
  kx_suspension_set_kind (suspension, kx_suspension_kind_hold_payment);
  kx_suspension_set_origin (suspension, kx_suspension_origin_office);
  kx_suspension_set_target (suspension, kx_suspension_target_all);
  kx_suspension_set_facts (suspension, "核查");
  kx_suspension_set_clause (suspension, "第二十一条");
  kx_suspension_set_from_on (suspension, (KxDate){ ymd_of (pause->from) });
  kx_suspension_set_until_on (suspension, (KxDate){ ymd_of (pause->until) });
  op = kx_test_world_op (h->f->world, KX_OP_CREATE, SUSPENSION, id, fields);
  kx_test_world_do (h->f->world, op, h->f->clerk);
  decision = g_strdup_printf ("decided_on=%s\nnumber=1", today);
  kx_test_admission_do (h->f, SUSPENSION, id, "decide", decision, h->f->leader);
  proof = (KxRecord *) kx_test_world_add (h->f->world, kx_schema_entity (kx_schema_get (), "attachment"), 0);
  kx_record_put (proof, (guint) kx_entity_field (proof->entity, "owner"), (KxValue){ .REF = id });
  service = g_strdup_printf ("served_on=%s\nserved_how=direct\nservice_proof=%s", today, proof->id);
  kx_test_admission_do (h->f, SUSPENSION, id, "serve", service, h->f->clerk);
  pause->id = g_steal_pointer (&id);
  h->n_pauses++;
}

static void
lift (History *h, Pause *pause)
{
  g_autofree char *day = NULL, *arguments = NULL;

  pause->lifted = h->today;
  day = dup_day (pause->lifted);
  arguments = g_strdup_printf ("lifted_on=%s\nverified=已核实", day);
  kx_test_admission_do (h->f, SUSPENSION, pause->id, "lift", arguments, h->f->leader);
  h->n_lifted++;
}

static void
enter_end (History *h, Term *term)
{
  g_autofree char *day = dup_day (over_on (term)), *arguments = NULL;

  arguments = g_strdup_printf ("$reason=期满\nending=expired\nended_on=%s", day);
  kx_test_admission_do (h->f, AGREEMENT, term->id, "end", arguments, h->f->leader);
  term->ended = over_on (term);
}

/* The day by which to begin: so many months before the end as it is now, or the working day before. */
static void
assert_lead (History *h, const Term *term, const KxRecord *row)
{
  int months = g_test_rand_int_range (1, 7), expected = months_on (over_on (term), -months);
  KxDate lead = kx_renewal_lead (h->calendar, kx_renewal_last_day (row), months);

  while (is_weekend (expected))
    expected--;
  g_assert_cmpint (lead.ymd, ==, ymd_of (expected));
}

static void
assert_day (History *h, int day)
{
  for (guint i = 0; i < h->n_terms; i++)
    {
      const KxRecord *row = agreement_of (h, i);
      const Term *term = &h->terms[i];
      KxDate last = kx_renewal_last_day (row);
      int ymd = ymd_of (day);

      g_assert_cmpint (kx_agreement_runs (row), ==, term->ended < 0);
      g_assert_cmpint (last.ymd, ==, ymd_of (over_on (term)));
      g_assert_cmpint (kx_record_date (row, kx_agreement_f_starts_on).ymd <= ymd && ymd <= last.ymd, ==,
                       term->starts <= day && day <= over_on (term));
      if (kx_record_has (row, kx_agreement_f_agreed_end))
        g_assert_cmpint (kx_record_date (row, kx_agreement_f_agreed_end).ymd, ==, ymd_of (term->signed_end));
      assert_lead (h, term, row);
    }
  for (guint i = 0; i < h->n_pauses; i++)
    {
      const Pause *pause = &h->pauses[i];
      const KxRecord *row = kx_test_admission_row (h->f, SUSPENSION, pause->id);
      KxDate end = kx_renewal_last_day (agreement_of (h, pause->term));
      int days = 0;

      for (int d = pause->from; d <= MIN (day, pause->until); d++)
        days += is_paused (h, pause, d);
      g_assert_cmpint (kx_suspension_runs (row, end, (KxDate){ ymd_of (day) }), ==,
                       is_paused (h, pause, day));
      g_assert_cmpint (kx_suspension_days (row, end, (KxDate){ ymd_of (day) }), ==, days);
    }
}

/* What happens on a day, as chance has it, as far as it can. */
static void
happen (History *h)
{
  Term *term = last_term (h);
  Pause *pause = h->n_pauses > 0 ? &h->pauses[h->n_pauses - 1] : NULL;
  gboolean paused = pause != NULL && pause->lifted < 0 && h->today <= pause->until;

  switch (g_test_rand_int_range (0, 5))
    {
    case 0:
      if (h->today > term->ends - 45 && h->today <= term->ends + 20)
        carry_on (h);
      break;
    case 1:
      /* Nobody signs what would be over by then. */
      if (h->today > term->ends - 120 && h->today < months_on (over_on (term) + 1, term->months) - 1 &&
          h->n_terms < MOST)
        renew (h);
      break;
    case 2:
      if (!paused && h->today >= term->starts && h->today <= term->ends && h->n_pauses < MOST)
        hold (h);
      break;
    case 3:
      if (paused && is_paused (h, pause, h->today))
        lift (h, pause);
      break;
    default:
      for (guint i = 0; i + 1 < h->n_terms; i++)
        if (h->terms[i].ended < 0 && h->today > h->terms[i].ends)
          enter_end (h, &h->terms[i]);
    }
}

static void
clear (History *h)
{
  for (guint i = 0; i < h->n_terms; i++)
    g_free (h->terms[i].id);
  for (guint i = 0; i < h->n_pauses; i++)
    g_free (h->pauses[i].id);
  h->n_terms = h->n_pauses = 0;
}

/* Years whose holidays are not published: their working days are the test's own to tell. */
static void
test_ten_years_against_another_calendar (Fixture *f, gconstpointer data)
{
  g_autoptr (KxCalendar) calendar = kx_calendar_new (NULL, 0);
  History h = { .f = f, .calendar = calendar };
  int first = number_of (20300101);

  g_assert_cmpint (kx_calendar_get_last_published_year (), <, 2029);
  for (guint n = 0; n < 400 && (n < 12 || h.n_carried < 40 || h.n_renewed < 30 || h.n_lifted < 10); n++)
    {
      kx_test_admission_tear_down (f, data);
      kx_test_admission_set_up (f, data);
      sign_first (&h, first + g_test_rand_int_range (0, 366));
      set_today (&h, h.terms[0].starts);
      while (h.today < first + YEARS * 366 && h.n_terms < MOST && h.n_pauses < MOST)
        {
          happen (&h);
          assert_day (&h, h.today);
          assert_day (&h, h.today + g_test_rand_int_range (-400, 400));
          set_today (&h, h.today + g_test_rand_int_range (1, 30));
        }
      clear (&h);
    }
  g_test_message ("%u carried on, %u of them entered late, %u renewed, %u resumed", h.n_carried, h.n_late,
                  h.n_renewed, h.n_lifted);
  g_assert_cmpuint (h.n_carried, >=, 40);
  g_assert_cmpuint (h.n_renewed, >=, 30);
  g_assert_cmpuint (h.n_lifted, >=, 10);
}

/* Faults that other programs had for years: notice counted from the first term, or from its first day. */
static void
test_the_notice_counts_from_the_end_as_it_is_now (Fixture *f, gconstpointer data)
{
  static const struct
  {
    int ends, months, begin_by;
  } cases[] = {
    /* Year ends, leap days, ends of months, weekends, and a published holiday. */
    { 20261231, 3, 20260930 },  { 20271231, 1, 20271130 },  { 20280229, 12, 20270226 },
    { 20280531, 3, 20280229 },  { 20290228, 12, 20280228 }, { 20280229, 48, 20240229 },
    { 20300131, 11, 20290228 }, { 20270101, 3, 20260930 },
  };
  g_autoptr (KxCalendar) calendar = kx_calendar_new (NULL, 0);
  Kx_agreement *agreement = kx_test_admission_to_signing (f, "370102");
  const KxRecord *row = (const KxRecord *) agreement;
  g_autofree char *id = g_strdup (row->id);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (kx_renewal_lead (calendar, (KxDate){ cases[i].ends }, cases[i].months).ymd, ==,
                     cases[i].begin_by);
  kx_agreement_set_state (agreement, kx_agreement_state_signed);
  kx_agreement_set_signed_on (agreement, (KxDate){ 20250110 });
  kx_agreement_set_starts_on (agreement, (KxDate){ 20250101 });
  kx_agreement_set_ends_on (agreement, (KxDate){ 20261231 });
  /* Carried on three times: the notice moves each time. */
  for (int k = 1; k <= 3; k++)
    {
      g_autofree char *until = dup_day (months_on (number_of (20261231), 3 * k));
      g_autofree char *arguments = g_strdup_printf ("number=%d\nmade_on=2026-11-20\nends_on=%s", k, until);
      int expected = months_on (months_on (number_of (20261231), 3 * k), -3);

      kx_test_admission_do (f, AGREEMENT, id, "bridge", arguments, f->leader);
      while (is_weekend (expected))
        expected--;
      row = kx_test_admission_row (f, AGREEMENT, id);
      g_assert_cmpint (kx_renewal_lead (calendar, kx_renewal_last_day (row), 3).ymd, ==, ymd_of (expected));
      g_assert_cmpint (kx_record_date (row, kx_agreement_f_agreed_end).ymd, ==, 20261231);
    }
}

/* The paper is of a day on which it still ran; it is keyed in weeks after the end. */
static void
test_what_is_entered_late_counts_from_its_own_day (Fixture *f, gconstpointer data)
{
  Kx_agreement *agreement = kx_test_admission_to_signing (f, "370102");
  g_autofree char *id = g_strdup (((KxRecord *) agreement)->id);
  KxQuery late = { .entity = &kx_late_entry_entity,
                   .terms = { { .field = kx_late_entry_f_owner, .value.REF = id } },
                   .n_terms = 1 };
  gint64 n = 0;

  kx_test_admission_enter_own (f, "late_entry_workdays", "3");
  kx_agreement_set_state (agreement, kx_agreement_state_signed);
  kx_agreement_set_signed_on (agreement, (KxDate){ 20250110 });
  kx_agreement_set_starts_on (agreement, (KxDate){ 20250101 });
  kx_agreement_set_ends_on (agreement, (KxDate){ 20261231 });
  f->world->today = (KxDate){ 20270122 };
  kx_test_admission_refuse (f, AGREEMENT, id, "bridge", "number=1\nmade_on=2027-01-04\nends_on=2027-03-31",
                            f->leader, "bridge-too-late");
  kx_test_admission_do (f, AGREEMENT, id, "bridge", "number=1\nmade_on=2026-12-30\nends_on=2027-03-31",
                        f->leader);
  g_assert_cmpint (kx_renewal_last_day (kx_test_admission_row (f, AGREEMENT, id)).ymd, ==, 20270331);
  g_assert_cmpint (kx_reader_count (kx_test_table_get_reader (f->world->table), &late, &n), ==, KX_KNOWN);
  g_assert_cmpint (n, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                                  \
  g_test_add ("/agreement history/" name, Fixture, NULL, kx_test_admission_set_up, function,                 \
              kx_test_admission_tear_down)
  ADD ("ten years against another calendar", test_ten_years_against_another_calendar);
  ADD ("the notice counts from the end as it is now", test_the_notice_counts_from_the_end_as_it_is_now);
  ADD ("what is entered late counts from its own day", test_what_is_entered_late_counts_from_its_own_day);
#undef ADD
  return g_test_run ();
}
