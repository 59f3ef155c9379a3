#include "core/rules/kx-rule.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-own-day.h"
#include "core/kx-area-table.h"
#include "core/kx-take-over.h"

/* More than an office names in a lifetime. */
#define MOST_OWN_DAYS 5000

void
kx_rule_add (GPtrArray *findings, gboolean holds, const char *code, const char *field, const char *message,
             const KxCite *cite)
{
  KxFinding *finding = kx_finding_new (holds ? KX_HOLDS : KX_FAILS, code, field, message);

  finding->cite = *cite;
  g_ptr_array_add (findings, finding);
}

void
kx_rule_dates (const KxRecord *after, guint first, guint second, GPtrArray *findings)
{
  static const KxCite cite = { .source = KX_SOURCE_PROGRAM };

  if (kx_record_has (after, first) && kx_record_has (after, second))
    kx_rule_add (findings, kx_record_get (after, first).DATE.ymd <= kx_record_get (after, second).DATE.ymd,
                 "dates-in-order", after->entity->fields[second].name,
                 N_ ("The first day must not be after the last"), &cite);
}

void
kx_rule_unused (const KxScene *scene, const KxEntity *entity, guint field, KxValue value, const char *message,
                GPtrArray *findings)
{
  static const KxCite cite = { .source = KX_SOURCE_PROGRAM };
  KxQuery query = { .entity = entity, .terms = { { .field = field, .value = value } }, .n_terms = 1 };
  gint64 used = 0;

  if (value.TEXT == NULL)
    return;
  if (kx_reader_count (scene->reader, &query, &used) != KX_KNOWN)
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "in-use", NULL, message));
  else
    kx_rule_add (findings, used == 0, "in-use", NULL, message, &cite);
}

KxRecord *
kx_rule_own_change (const KxScene *scene, KxDecision *decision)
{
  KxRecord *record;

  for (guint i = 0; i < decision->changes->len; i++)
    {
      KxChange *change = decision->changes->pdata[i];

      if (change->record->entity == scene->op->entity && g_str_equal (change->record->id, scene->op->row))
        return change->record;
    }
  record = kx_record_new (scene->op->entity, scene->op->row, scene->space);
  kx_decision_add_change (decision, KX_CHANGE_UPDATE, record);
  return record;
}

void
kx_rule_soften (GPtrArray *findings, guint from)
{
  for (guint i = from; i < findings->len; i++)
    {
      KxFinding *finding = findings->pdata[i];

      if (finding->verdict == KX_FAILS)
        finding->verdict = KX_WARNS;
    }
}

void
kx_rule_given_order (const KxScene *scene, guint argument, guint field, gboolean after, const char *code,
                     const char *message, GPtrArray *findings)
{
  static const KxCite cite = { .source = KX_SOURCE_PROGRAM };
  const KxRecord *given = scene->op->fields;
  int day, other;

  if (given == NULL || !kx_record_has (given, argument) || !kx_record_has (scene->row, field))
    return;
  day = kx_record_get (given, argument).DATE.ymd;
  other = kx_record_get (scene->row, field).DATE.ymd;
  kx_rule_add (findings, after ? day >= other : day <= other, code, given->entity->fields[argument].name,
               message, &cite);
}

KxCalendar *
kx_rule_calendar (const KxScene *scene, const char *office, GPtrArray *findings)
{
  KxQuery query = { .entity = &kx_own_day_entity,
                    .terms = { { .field = kx_own_day_f_office, .value.REF = office } },
                    .n_terms = 1 };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (KxCalendarDay));

  if (office == NULL || kx_reader_list (scene->reader, &query, MOST_OWN_DAYS, &rows) != KX_KNOWN)
    {
      g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "calendar-not-here", NULL,
                                                 N_ ("The office's working days must be here")));
      return NULL;
    }
  for (guint i = 0; i < rows->len; i++)
    {
      KxCalendarDay day = { kx_record_get (rows->pdata[i], kx_own_day_f_day).DATE,
                            kx_record_get (rows->pdata[i], kx_own_day_f_kind).CODE ==
                                kx_own_day_kind_workday };

      g_array_append_val (days, day);
    }
  return kx_calendar_new ((const KxCalendarDay *) (const void *) days->data, days->len);
}

KxFinding *
kx_rule_warn (GPtrArray *findings, const char *code, const char *field, const char *message,
              const KxCite *cite)
{
  KxFinding *finding = kx_finding_new (KX_WARNS, code, field, message);

  finding->cite = *cite;
  g_ptr_array_add (findings, finding);
  return finding;
}

void
kx_rule_came (const KxScene *scene, KxDate day, const char *field, const char *message, GPtrArray *findings)
{
  static const KxCite cite = { .source = KX_SOURCE_PROGRAM };

  kx_rule_add (findings, day.ymd <= scene->today.ymd, "day-to-come", field, message, &cite);
}

void
kx_rule_place (const KxScene *scene, int toward, const char *area, GPtrArray *findings)
{
  static const KxCite cite = { .source = KX_SOURCE_PROGRAM };
  g_autofree char *own = kx_space_area (scene->space);
  gboolean city = toward == kx_agreement_counts_toward_city_level;
  const KxArea *known = kx_area_table_lookup (area);

  kx_rule_add (findings, kx_area_code_is_within (area, own) || kx_area_code_is_within (own, area),
               "place-elsewhere", "counts_area",
               N_ ("The place must be the office's own city or a county of it"), &cite);
  /* Zones and areas of the office's own are counties. */
  kx_rule_add (findings,
               city ? known != NULL && known->level == KX_AREA_CITY
                    : known == NULL || known->level == KX_AREA_COUNTY,
               "place-of-another-kind", "counts_area",
               N_ ("At city level it counts in a city, otherwise in a county"), &cite);
}

void
kx_rule_stays (const KxScene *scene, guint64 open, const char *code, const char *message, const KxCite *cite,
               GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;

  for (guint i = 0; given != NULL && i < given->entity->n_fields; i++)
    if (kx_record_mentions (given, i) && !(open >> i & 1) && !kx_take_over_may_complete (scene->row, i) &&
        !kx_record_same (scene->row, scene->after, i))
      kx_rule_add (findings, FALSE, code, given->entity->fields[i].name, message, cite);
}
