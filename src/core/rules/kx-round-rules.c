#include "core/rules/kx-round-rules.h"

#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-round-place.h"
#include "core/entities/kx-upward.h"
#include "core/kx-area-table.h"
#include "core/rules/kx-approval-rules.h"
#include "core/rules/kx-duty-rules.h"
#include "core/rules/kx-policy-rules.h"
#include "core/rules/kx-round-private.h"
#include "core/rules/kx-rule.h"

#include <string.h>

/* More than any call has. */
#define MOST_PLACES 500
#define MOST_APPLICATIONS 5000

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };

static gboolean
is_time (const char *text)
{
  return strlen (text) == 5 && text[2] == ':' && g_ascii_isdigit (text[0]) && g_ascii_isdigit (text[1]) &&
         g_ascii_isdigit (text[3]) && g_ascii_isdigit (text[4]) && strncmp (text, "24:00", 5) <= 0 &&
         text[3] <= '5';
}

static void
check_time (const char *text, GPtrArray *findings)
{
  if (text != NULL)
    kx_rule_add (findings, is_time (text), "wrong-time", "closes_at",
                 N_ ("A time of day is written hh:mm, such as 17:00"), &program_rule);
}

void
kx_guard_round_dates (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_dates (scene->after, kx_admission_round_f_opens_on, kx_admission_round_f_closes_on, findings);
  check_time (kx_record_get (scene->after, kx_admission_round_f_closes_at).TEXT, findings);
}

void
kx_guard_round_announced (const KxScene *scene, GPtrArray *findings)
{
  const guint64 open = G_GUINT64_CONSTANT (1) << kx_admission_round_f_contact |
                       G_GUINT64_CONSTANT (1) << kx_admission_round_f_contact_phone |
                       G_GUINT64_CONSTANT (1) << kx_admission_round_f_authority |
                       G_GUINT64_CONSTANT (1) << kx_admission_round_f_note;
  const KxRecord *given = scene->op->fields;

  for (guint i = 0; given != NULL && i < kx_admission_round_n_fields; i++)
    if (kx_record_mentions (given, i) && !(open >> i & 1) && !kx_record_same (scene->row, scene->after, i))
      kx_rule_add (findings, FALSE, "announced-stays", kx_admission_round_entity.fields[i].name,
                   N_ ("What was announced stays as it was announced"), &office_rule);
}

KxDate
kx_round_day (const KxScene *scene)
{
  const KxRecord *given = scene->op->kind == KX_OP_ACTION ? scene->op->fields : NULL;

  return given != NULL && given->entity->fields[0].kind == KX_DATE && kx_record_has (given, 0)
             ? kx_record_date (given, 0)
             : scene->today;
}

void
kx_guard_round_day (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_came (scene, kx_round_day (scene), NULL, N_ ("The day of the step must have come"), findings);
}

/* NULL with a finding when they are not here. (element-type KxRecord) */
static GPtrArray *
list_of_round (const KxScene *scene, const KxEntity *entity, guint field, guint limit, GPtrArray *findings)
{
  KxQuery query = { .entity = entity,
                    .terms = { { .field = field, .value.REF = scene->op->row } },
                    .n_terms = 1 };
  GPtrArray *rows = NULL;

  if (kx_reader_list (scene->reader, &query, limit, &rows) == KX_KNOWN)
    return rows;
  g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "round-not-here", NULL,
                                             N_ ("Places and applications of the round must be here")));
  return NULL;
}

GPtrArray *
kx_round_list_places (const KxScene *scene, GPtrArray *findings)
{
  return list_of_round (scene, &kx_round_place_entity, kx_round_place_f_round, MOST_PLACES, findings);
}

GPtrArray *
kx_round_list_applications (const KxScene *scene, GPtrArray *findings)
{
  return list_of_round (scene, &kx_application_entity, kx_application_f_round, MOST_APPLICATIONS, findings);
}

void
kx_guard_round_complete (const KxScene *scene, GPtrArray *findings)
{
  static const struct
  {
    guint field;
    const char *message;
  } needed[] = {
    { kx_admission_round_f_opens_on, N_ ("The first day must be given") },
    { kx_admission_round_f_closes_on, N_ ("The closing day must be given") },
    { kx_admission_round_f_conditions, N_ ("The conditions must be given") },
    { kx_admission_round_f_contact, N_ ("A contact person must be named") },
  };
  g_autoptr (GPtrArray) places = kx_round_list_places (scene, findings);

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    kx_rule_add (findings, kx_record_has (scene->after, needed[i].field), "incomplete",
                 kx_admission_round_entity.fields[needed[i].field].name, needed[i].message, &program_rule);
  if (places != NULL)
    kx_rule_add (findings, places->len > 0, "no-places", NULL,
                 N_ ("The round must call for one place at least"), &program_rule);
}

static gint64
sum_places (GPtrArray *places)
{
  gint64 sum = 0;

  for (guint i = 0; i < places->len; i++)
    sum += kx_record_get (places->pdata[i], kx_round_place_f_places).INTEGER;
  return sum;
}

static void
judge_authority (const KxRecord *authority, gint64 places, GPtrArray *findings)
{
  gint64 granted = kx_record_get (authority, kx_upward_f_places_granted).INTEGER;

  if (kx_record_get (authority, kx_upward_f_result).CODE != kx_upward_result_granted)
    kx_rule_warn (findings, "authority-not-granted", "authority",
                  N_ ("The approval behind the places has not been granted"), &office_rule);
  else if (kx_record_has (authority, kx_upward_f_places_granted) && places > granted)
    kx_finding_arg_int (
        kx_finding_arg_int (kx_rule_warn (findings, "more-than-granted", "authority",
                                          N_ ("{granted} places were granted, the round calls for {places}"),
                                          &office_rule),
                            "granted", granted),
        "places", places);
  else
    kx_rule_add (findings, TRUE, "authority-granted", "authority",
                 N_ ("The places rest on an approval that was granted"), &office_rule);
}

void
kx_guard_round_authority (const KxScene *scene, GPtrArray *findings)
{
  const char *id = kx_record_get (scene->after, kx_admission_round_f_authority).REF;
  g_autoptr (GPtrArray) places = NULL;
  g_autoptr (KxRecord) authority = NULL;

  if (id == NULL)
    {
      kx_rule_add (findings, TRUE, "authority-none", "authority",
                   N_ ("No approval behind the places is named; none is asked for"), &program_rule);
      return;
    }
  places = kx_round_list_places (scene, findings);
  if (places == NULL)
    return;
  if (kx_reader_get (scene->reader, &kx_upward_entity, id, &authority) == KX_KNOWN && authority != NULL)
    judge_authority (authority, sum_places (places), findings);
  else
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "authority-not-here", "authority",
                                               N_ ("The approval behind the places must be here")));
}

/* One more finding on a place: `more` agencies join those who are counted there. `decides`: it refuses where
 * the limit is a duty, or where no reason is given. */
static void
judge_limit (const KxScene *scene, const KxLayoutPlace *place, const KxLayoutCount *count, gint64 more,
             gboolean decides, GPtrArray *findings)
{
  gboolean room = !count->limited || count->used + more <= count->limit;
  gboolean duty = count->cite.force == KX_FORCE_DUTY;
  gboolean reasoned = scene->op->reason != NULL && *scene->op->reason != '\0';
  KxFinding *finding;

  if (!count->limited)
    finding = kx_finding_new (KX_HOLDS, "layout-unlimited", "counts_area",
                              N_ ("No document and no own value limits {area}; it has {used}"));
  else if (room)
    finding = kx_finding_new (KX_HOLDS, "layout-full", "counts_area",
                              N_ ("Places taken in {area}: {used} of {limit}; {more} would join"));
  else if (duty)
    finding =
        kx_finding_new (decides ? KX_FAILS : KX_WARNS, "layout-full", "counts_area",
                        N_ ("Places taken in {area}: {used} of {limit}; {more} would join, and the document "
                            "allows no more"));
  else
    finding =
        kx_finding_new (decides && !reasoned ? KX_FAILS : KX_WARNS, "layout-full", "$reason",
                        N_ ("Places taken in {area}: {used} of {limit}; {more} would join, and going beyond "
                            "needs a reason"));
  finding->cite = count->cite;
  kx_finding_arg (finding, "area", kx_round_area_name (place->area));
  kx_finding_arg_int (kx_finding_arg_int (finding, "used", count->used), "limit", count->limit);
  g_ptr_array_add (findings, kx_finding_arg_int (finding, "more", more));
}

const char *
kx_round_area_name (const char *code)
{
  const KxArea *known = kx_area_table_lookup (code);

  return known != NULL ? known->name : code;
}

KxLayoutPlace
kx_round_place_of (const KxRecord *row)
{
  return (KxLayoutPlace){ .toward = kx_record_get (row, kx_round_place_f_counts_toward).CODE,
                          .area = kx_record_get (row, kx_round_place_f_counts_area).TEXT };
}

void
kx_round_check_limit (const KxScene *scene, const KxPolicy *policy, const KxRecord *row, gint64 more,
                      gboolean decides, GPtrArray *findings)
{
  KxLayoutPlace place = kx_round_place_of (row);
  KxLayoutCount count;

  if (kx_layout_count (scene->reader, policy, &place, NULL, &count) == KX_KNOWN)
    judge_limit (scene, &place, &count, more, decides, findings);
  else
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "layout-full", "counts_area",
                                               N_ ("The agreements of this place must be here")));
}

KxPolicy *
kx_round_policy (const KxScene *scene, GPtrArray *findings)
{
  return kx_rule_policy (scene, kx_record_get (scene->after, kx_admission_round_f_office).REF,
                         kx_round_day (scene), findings);
}

void
kx_guard_round_limits (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (GPtrArray) places = kx_round_list_places (scene, findings);
  g_autoptr (KxPolicy) policy = kx_round_policy (scene, findings);

  if (policy == NULL)
    return;
  kx_rule_note (policy, KX_POLICY_layout_principle, "layout-principle", NULL,
                N_ ("The principle of the layout is noted"), findings);
  kx_rule_note (policy, KX_POLICY_layout_widening, "layout-widening", NULL,
                N_ ("What the policy says of more agencies is noted"), findings);
  for (guint i = 0; places != NULL && i < places->len; i++)
    kx_round_check_limit (scene, policy, places->pdata[i],
                          kx_record_get (places->pdata[i], kx_round_place_f_places).INTEGER, FALSE, findings);
}

void
kx_guard_round_other_officer (const KxScene *scene, GPtrArray *findings)
{
  const KxDutyDone prepared = { KX_DUTY (propose), scene->row->created_by };

  /* On paper somebody else decided it, and two officers saw the answer. */
  if (kx_rule_decides_here (scene))
    kx_rule_duties (scene, kx_record_get (scene->row, kx_admission_round_f_office).REF, KX_DUTY (approve),
                    &prepared, 1, findings);
}

void
kx_guard_round_extends (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;

  if (given == NULL || !kx_record_has (given, kx_round_extend_f_closes_on))
    return;
  kx_rule_add (findings,
               kx_record_date (given, kx_round_extend_f_closes_on).ymd >
                   kx_record_date (scene->row, kx_admission_round_f_closes_on).ymd,
               "not-later", "closes_on", N_ ("The closing is put off to a later day"), &office_rule);
  check_time (kx_record_get (given, kx_round_extend_f_closes_at).TEXT, findings);
}

void
kx_guard_round_unused (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_unused (scene, &kx_application_entity, kx_application_f_round, (KxValue){ .REF = scene->row->id },
                  N_ ("No application may name the round"), findings);
}

/* The round of the places; NULL with a finding when it is not here. */
static KxRecord *
get_round (const KxScene *scene, GPtrArray *findings)
{
  const char *id = kx_record_get (scene->after, kx_round_place_f_round).REF;
  KxRecord *round = NULL;

  if (id == NULL || kx_reader_get (scene->reader, &kx_admission_round_entity, id, &round) == KX_KNOWN)
    return round;
  g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "round-not-here", "round",
                                             N_ ("The record of the round must be here")));
  return NULL;
}

/* TRUE when only the number changes, and it does not rise. */
static gboolean
only_fewer (const KxScene *scene)
{
  return scene->op->kind == KX_OP_PATCH &&
         kx_record_same (scene->row, scene->after, kx_round_place_f_counts_toward) &&
         kx_record_same (scene->row, scene->after, kx_round_place_f_counts_area) &&
         kx_record_get (scene->after, kx_round_place_f_places).INTEGER <=
             kx_record_get (scene->row, kx_round_place_f_places).INTEGER;
}

void
kx_guard_round_place_open (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxRecord) round = get_round (scene, findings);
  int state = round != NULL ? kx_record_get (round, kx_admission_round_f_state).CODE : 0;

  if (round == NULL)
    return;
  kx_rule_add (findings,
               state == kx_admission_round_state_draft ||
                   (state == kx_admission_round_state_announced && only_fewer (scene)),
               "announced-stays", "places", N_ ("Once the round is announced its places only become fewer"),
               &office_rule);
}

void
kx_guard_round_place (const KxScene *scene, GPtrArray *findings)
{
  KxLayoutPlace place = kx_round_place_of (scene->after);
  KxQuery query = { .entity = &kx_round_place_entity, .n_terms = 3, .except = scene->op->row };
  const guint fields[] = { kx_round_place_f_round, kx_round_place_f_counts_area,
                           kx_round_place_f_counts_toward };
  const char *message = N_ ("A place is named once in a round");
  gint64 others = 0;

  if (place.area == NULL)
    return;
  kx_rule_place (scene, place.toward, place.area, findings);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    query.terms[i] = (KxTerm){ .field = fields[i], .value = kx_record_get (scene->after, fields[i]) };
  if (kx_reader_count (scene->reader, &query, &others) == KX_KNOWN)
    kx_rule_add (findings, others == 0, "place-twice", "counts_area", message, &program_rule);
  else
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "place-twice", "counts_area", message));
}

void
kx_guard_round_place_limit (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxRecord) round = get_round (scene, findings);
  g_autoptr (KxPolicy) policy = NULL;

  if (round == NULL || !kx_record_has (scene->after, kx_round_place_f_counts_area))
    return;
  policy =
      kx_rule_policy (scene, kx_record_get (round, kx_admission_round_f_office).REF, scene->today, findings);
  if (policy != NULL)
    kx_round_check_limit (scene, policy, scene->after,
                          kx_record_get (scene->after, kx_round_place_f_places).INTEGER, FALSE, findings);
}

void
kx_effect_round_dated (const KxScene *scene, KxDecision *decision)
{
  const KxRecord *given = scene->op->fields;
  KxRecord *change = kx_rule_own_change (scene, decision);

  for (guint i = 0; given != NULL && i < given->entity->n_fields; i++)
    {
      int field = kx_entity_field (&kx_admission_round_entity, given->entity->fields[i].name);

      if (field >= 0 && kx_record_has (given, i))
        kx_record_put (change, (guint) field, kx_record_get (given, i));
    }
}
