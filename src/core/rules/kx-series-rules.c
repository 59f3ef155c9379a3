#include "core/rules/kx-series-rules.h"

#include "core/entities/kx-letter-series.h"
#include "core/kx-crypto.h"
#include "core/kx-letter.h"
#include "core/rules/kx-rule.h"

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };

/* More than an office has in a lifetime. */
#define MOST_SERIES 5000

void
kx_taken_number_clear (KxTakenNumber *number)
{
  g_clear_pointer (&number->series, kx_record_free);
  g_clear_pointer (&number->text, g_free);
}

static gint64
year_of (const KxRecord *series)
{
  return kx_record_get (series, kx_letter_series_f_year).INTEGER;
}

static guint64
kinds_of (const KxRecord *series)
{
  return kx_record_get (series, kx_letter_series_f_kinds).CODES.bits;
}

static gboolean
is_open (const KxRecord *series)
{
  return kx_record_get (series, kx_letter_series_f_state).CODE == kx_letter_series_state_open;
}

static gboolean
same_mark (const KxRecord *a, const KxRecord *b)
{
  return g_strcmp0 (kx_record_get (a, kx_letter_series_f_mark).TEXT,
                    kx_record_get (b, kx_letter_series_f_mark).TEXT) == 0;
}

static KxAnswer
list_series (const KxScene *scene, const char *office, const char *except, GPtrArray **ret_rows)
{
  KxQuery query = { .entity = &kx_letter_series_entity,
                    .terms = { { .field = kx_letter_series_f_office, .value.REF = office } },
                    .n_terms = 1,
                    .except = except };

  return kx_reader_list (scene->reader, &query, MOST_SERIES, ret_rows);
}

/* The series for the kind in that year; else the newest of the years before. */
static const KxRecord *
choose (GPtrArray *rows, int kind, gint64 year)
{
  const KxRecord *best = NULL;

  for (guint i = 0; i < rows->len; i++)
    if ((kinds_of (rows->pdata[i]) >> kind & 1) && year_of (rows->pdata[i]) <= year &&
        (best == NULL || year_of (rows->pdata[i]) > year_of (best)))
      best = rows->pdata[i];
  return best;
}

/* The series that follows `before` in another year; NULL: its mark is taken there. */
static KxRecord *
draw_up (const KxScene *scene, GPtrArray *rows, const KxRecord *before, gint64 year)
{
  static const guint kept[] = { kx_letter_series_f_office, kx_letter_series_f_mark,
                                kx_letter_series_f_pattern, kx_letter_series_f_width };
  const char *parts[] = { "letter-series", scene->op->id };
  guint64 kinds = kinds_of (before);
  char id[KX_UUID_TEXT_SIZE];
  KxRecord *series;

  for (guint i = 0; i < rows->len; i++)
    if (year_of (rows->pdata[i]) == year)
      {
        if (same_mark (rows->pdata[i], before))
          return NULL;
        kinds &= ~kinds_of (rows->pdata[i]);
      }
  kx_uuid_v8 (parts, G_N_ELEMENTS (parts), id);
  series = kx_record_new (&kx_letter_series_entity, id, before->space);
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    if (kx_record_has (before, kept[i]))
      kx_record_put (series, kept[i], kx_record_get (before, kept[i]));
  kx_record_put (series, kx_letter_series_f_year, (KxValue){ .INTEGER = year });
  kx_record_put (series, kx_letter_series_f_kinds, (KxValue){ .CODES.bits = kinds });
  kx_record_put (series, kx_letter_series_f_starts_at, (KxValue){ .INTEGER = 1 });
  kx_record_put (series, kx_letter_series_f_state, (KxValue){ .CODE = kx_letter_series_state_open });
  return series;
}

static void
say (GPtrArray *findings, gboolean holds, const char *code, const char *message)
{
  if (findings != NULL)
    kx_rule_add (findings, holds, code, NULL, message, &office_rule);
}

gboolean
kx_rule_next_number (const KxScene *scene, const char *office, int kind, KxDate day,
                     KxTakenNumber *ret_number, GPtrArray *findings)
{
  const char *there = N_ ("The office must have a series of numbers for this letter in that year");
  const char *open = N_ ("The series must be open: its last number on paper is to be confirmed first");
  g_auto (KxTakenNumber) number = { 0 };
  g_autoptr (GPtrArray) rows = NULL;
  gint64 year = day.ymd / 10000;
  const KxRecord *found;

  if (list_series (scene, office, NULL, &rows) != KX_KNOWN)
    {
      if (findings != NULL)
        g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "no-series", NULL, there));
      return FALSE;
    }
  found = choose (rows, kind, year);
  number.fresh = found != NULL && year_of (found) != year;
  if (found != NULL)
    number.series = number.fresh ? draw_up (scene, rows, found, year) : kx_record_copy (found);
  say (findings, number.series != NULL, "no-series", there);
  if (number.series == NULL)
    return FALSE;
  say (findings, is_open (found), "series-closed", open);
  if (!is_open (found))
    return FALSE;
  number.no = kx_letter_next_no (number.series);
  number.text = kx_letter_number (number.series, number.no);
  *ret_number = number;
  number = (KxTakenNumber){ 0 };
  return TRUE;
}

void
kx_effect_number_taken (const KxScene *scene, const KxTakenNumber *number, KxDecision *decision)
{
  KxRecord *change =
      number->fresh ? kx_record_copy (number->series)
                    : kx_record_new (&kx_letter_series_entity, number->series->id, number->series->space);

  kx_record_put (change, kx_letter_series_f_last_no, (KxValue){ .INTEGER = number->no });
  kx_decision_add_change (decision, number->fresh ? KX_CHANGE_CREATE : KX_CHANGE_UPDATE, change);
}

void
kx_guard_series_pattern (const KxScene *scene, GPtrArray *findings)
{
  const char *fault = kx_letter_pattern_fault (kx_record_get (scene->after, kx_letter_series_f_pattern).TEXT);

  kx_rule_add (findings, fault == NULL, "series-pattern", "pattern",
               fault != NULL ? fault : N_ ("The form must name mark, year and no in braces, once each"),
               &program_rule);
}

void
kx_guard_series_alone (const KxScene *scene, GPtrArray *findings)
{
  const char *message = N_ ("No other series of the office may number the same letters, or have the same "
                            "mark, in that year");
  const char *office = kx_record_get (scene->after, kx_letter_series_f_office).REF;
  g_autoptr (GPtrArray) rows = NULL;
  gboolean alone = TRUE;

  if (office == NULL)
    return;
  if (list_series (scene, office, scene->op->row, &rows) != KX_KNOWN)
    {
      g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "series-twice", "kinds", message));
      return;
    }
  for (guint i = 0; i < rows->len; i++)
    if (year_of (rows->pdata[i]) == year_of (scene->after))
      alone &= (kinds_of (rows->pdata[i]) & kinds_of (scene->after)) == 0 &&
               !same_mark (rows->pdata[i], scene->after);
  kx_rule_add (findings, alone, "series-twice", "kinds", message, &program_rule);
}

void
kx_guard_series_begun (const KxScene *scene, GPtrArray *findings)
{
  guint64 open = G_GUINT64_CONSTANT (1) << kx_letter_series_f_kinds;

  if (kx_record_has (scene->row, kx_letter_series_f_last_no))
    kx_rule_stays (scene, open, "series-begun",
                   N_ ("Numbers were given from this series: it goes on as it began"), &program_rule,
                   findings);
}

void
kx_guard_series_unused (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_add (findings, !kx_record_has (scene->row, kx_letter_series_f_last_no), "series-used", NULL,
               N_ ("A series from which numbers were given stays"), &program_rule);
}

void
kx_guard_series_last (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;

  if (given != NULL && kx_record_has (given, kx_series_last_f_last_no))
    kx_rule_add (findings,
                 kx_record_get (given, kx_series_last_f_last_no).INTEGER >=
                     kx_letter_next_no (scene->row) - 1,
                 "series-behind", "last_no",
                 N_ ("The last number on paper must not lie before the last one given here"), &program_rule);
}

void
kx_effect_series_confirmed (const KxScene *scene, KxDecision *decision)
{
  KxRecord *change = kx_rule_own_change (scene, decision);
  gint64 last = kx_record_get (scene->op->fields, kx_series_last_f_last_no).INTEGER;

  /* One from which nothing was given begins as it was to begin. */
  if (last >= kx_letter_next_no (scene->row))
    kx_record_put (change, kx_letter_series_f_last_no, (KxValue){ .INTEGER = last });
  kx_record_put (change, kx_letter_series_f_confirmed_on, (KxValue){ .DATE = scene->today });
  kx_record_put (change, kx_letter_series_f_confirmed_by, (KxValue){ .REF = scene->actor->user });
}
