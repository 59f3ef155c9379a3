#include "core/rules/kx-application-rules.h"

#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-application-item.h"
#include "core/entities/kx-application-pause.h"
#include "core/entities/kx-round-place.h"
#include "core/kx-crypto.h"
#include "core/kx-layout.h"
#include "core/rules/kx-policy-rules.h"
#include "core/rules/kx-rule.h"

/* More parts than any application has. */
#define MOST_PARTS 1000

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };

static gboolean
is_action (const KxScene *scene, const char *action)
{
  return scene->op->kind == KX_OP_ACTION && g_str_equal (scene->op->action, action);
}

static const char *
text_of (const KxScene *scene, guint field)
{
  return kx_record_get (scene->after, field).TEXT;
}

KxDate
kx_rule_application_day (const KxScene *scene)
{
  static const char *const names[] = { "asked_on",       "accepted_on", "assessment_from", "assessed_on",
                                       "publicity_from", "decided_on",  "withdrawn_on" };
  const KxRecord *given = scene->op->kind == KX_OP_ACTION ? scene->op->fields : NULL;

  for (guint i = 0; given != NULL && i < G_N_ELEMENTS (names); i++)
    {
      int field = kx_entity_field (given->entity, names[i]);

      if (field >= 0 && kx_record_has (given, (guint) field))
        return kx_record_get (given, (guint) field).DATE;
    }
  if (scene->op->kind == KX_OP_ACTION || !kx_record_has (scene->after, kx_application_f_received_on))
    return scene->today;
  return kx_record_get (scene->after, kx_application_f_received_on).DATE;
}

/* NULL without a finding when there is none of that id, which is told elsewhere. */
static KxRecord *
get_row (const KxScene *scene, guint field, const KxEntity *entity, const char *code, const char *message,
         GPtrArray *findings)
{
  const char *id = text_of (scene, field);
  KxRecord *row = NULL;

  if (id == NULL || kx_reader_get (scene->reader, entity, id, &row) == KX_KNOWN)
    return row;
  g_ptr_array_add (findings,
                   kx_finding_new (KX_CANNOT_TELL, code, kx_application_entity.fields[field].name, message));
  return NULL;
}

KxRecord *
kx_rule_application_round (const KxScene *scene, GPtrArray *findings)
{
  return get_row (scene, kx_application_f_round, &kx_admission_round_entity, "round-not-here",
                  N_ ("The record of the round must be here"), findings);
}

KxRecord *
kx_rule_application_agency (const KxScene *scene, GPtrArray *findings)
{
  return get_row (scene, kx_application_f_agency, &kx_agency_entity, "agency-not-here",
                  N_ ("The record of the agency must be here"), findings);
}

GPtrArray *
kx_rule_application_parts (const KxScene *scene, const KxEntity *entity, const char *id, GPtrArray *findings)
{
  KxQuery query = { .entity = entity,
                    .terms = { { .field = (guint) kx_entity_flagged (entity, KX_PARENT), .value.REF = id } },
                    .n_terms = 1 };
  GPtrArray *rows = NULL;

  if (kx_reader_list (scene->reader, &query, MOST_PARTS, &rows) == KX_KNOWN)
    return rows;
  if (findings != NULL)
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "parts-not-here", NULL,
                                               N_ ("What belongs to the application must be here")));
  return NULL;
}

gboolean
kx_rule_application_due (const KxScene *scene, KxAdmissionClock clock, KxPolicy **ret_policy, KxDue *ret_due,
                         GPtrArray *findings)
{
  const char *office = text_of (scene, kx_application_f_office);
  g_autoptr (GPtrArray) pauses =
      kx_rule_application_parts (scene, &kx_application_pause_entity, scene->row->id, findings);
  g_autoptr (KxCalendar) calendar = NULL;
  g_autoptr (KxPolicy) policy = NULL;
  KxDate from;

  if (pauses == NULL)
    return FALSE;
  from = kx_admission_from (clock, scene->row, pauses);
  policy = kx_rule_policy (scene, office, from.ymd != 0 ? from : kx_rule_application_day (scene), findings);
  calendar = kx_rule_calendar (scene, office, findings);
  if (policy == NULL || calendar == NULL)
    return FALSE;
  *ret_due = kx_admission_due (clock, scene->row, pauses, policy, calendar);
  *ret_policy = g_steal_pointer (&policy);
  return TRUE;
}

KxCite
kx_rule_round_cite (const KxRecord *round)
{
  guint named = kx_record_has (round, kx_admission_round_f_number) ? kx_admission_round_f_number
                                                                   : kx_admission_round_f_title;

  /* There are few rounds, and citations outlive the rows they come from. */
  return (KxCite){ .source = KX_SOURCE_OFFICE,
                   .document = g_intern_string (kx_record_get (round, named).TEXT) };
}

void
kx_guard_application_received (const KxScene *scene, GPtrArray *findings)
{
  if (kx_record_has (scene->after, kx_application_f_received_on))
    kx_rule_came (scene, kx_record_get (scene->after, kx_application_f_received_on).DATE, "received_on",
                  N_ ("The day of the receipt must have come"), findings);
}

/* Whether the call closes at an hour of its last day, not at the end of that day. */
static gboolean
closes_within_day (const KxRecord *round)
{
  const char *at = kx_record_get (round, kx_admission_round_f_closes_at).TEXT;

  return at != NULL && !g_str_equal (at, "24:00");
}

/* A finding that names the closing day of the round, and the hour where it has one. An application tells the
 * day of its receipt only: on the last day itself a person has to see to the hour. */
static void
judge_closing (const KxRecord *round, KxDate received, gboolean decides, GPtrArray *findings)
{
  KxDate closes = kx_record_date (round, kx_admission_round_f_closes_on);
  const char *at = kx_record_get (round, kx_admission_round_f_closes_at).TEXT;
  g_autofree char *day = NULL, *time = NULL;
  KxFinding *finding;

  if (closes.ymd == 0)
    return;
  day = kx_date_format (closes);
  time = at != NULL ? g_strconcat (day, " ", at, NULL) : g_steal_pointer (&day);
  if (received.ymd == closes.ymd && closes_within_day (round))
    finding = kx_finding_new (KX_WARNS, "closing-hour", "received_on",
                              N_ ("The call closes on {day}, and it was received on that day: see that it "
                                  "came before the hour"));
  else
    finding = kx_finding_new (received.ymd <= closes.ymd ? KX_HOLDS
                              : decides                  ? KX_FAILS
                                                         : KX_WARNS,
                              "after-closing", "received_on",
                              N_ ("The call closed on {day}: it must have been received by then"));
  finding->cite = kx_rule_round_cite (round);
  g_ptr_array_add (findings, kx_finding_arg (finding, "day", time));
}

void
kx_guard_application_round (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxRecord) round = kx_rule_application_round (scene, findings);
  KxDate received = kx_record_get (scene->after, kx_application_f_received_on).DATE;
  KxCite cite;
  int state;

  if (round == NULL)
    return;
  cite = kx_rule_round_cite (round);
  state = kx_record_get (round, kx_admission_round_f_state).CODE;
  kx_rule_add (findings,
               g_strcmp0 (kx_record_get (round, kx_admission_round_f_office).REF,
                          text_of (scene, kx_application_f_office)) == 0,
               "round-of-another-office", "round", N_ ("The round must be one of the same office"),
               &program_rule);
  if (state != kx_admission_round_state_announced)
    kx_rule_warn (findings, "round-not-open", "round", N_ ("The round is not open for applications"), &cite);
  if (received.ymd != 0 && received.ymd < kx_record_date (round, kx_admission_round_f_opens_on).ymd)
    kx_rule_warn (findings, "before-opening", "received_on", N_ ("It was received before the round opened"),
                  &cite);
  if (received.ymd != 0)
    judge_closing (round, received, FALSE, findings);
}

/* Whether the round calls for places where the application counts. */
static void
check_called (const KxScene *scene, int toward, const char *area, GPtrArray *findings)
{
  KxQuery query = { .entity = &kx_round_place_entity,
                    .terms = { { .field = kx_round_place_f_round,
                                 .value.REF = text_of (scene, kx_application_f_round) },
                               { .field = kx_round_place_f_counts_area, .value.TEXT = area },
                               { .field = kx_round_place_f_counts_toward, .value.CODE = toward } },
                    .n_terms = 3 };
  const char *message = N_ ("The round calls for no place there");
  gint64 places = 0;

  if (kx_reader_count (scene->reader, &query, &places) != KX_KNOWN)
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "place-not-called", "counts_area", message));
  else if (places == 0)
    kx_rule_warn (findings, "place-not-called", "counts_area", message, &office_rule);
}

void
kx_guard_application_place (const KxScene *scene, GPtrArray *findings)
{
  const char *area = text_of (scene, kx_application_f_counts_area);
  int toward = kx_record_get (scene->after, kx_application_f_counts_toward).CODE;

  if (area == NULL || !kx_record_has (scene->after, kx_application_f_counts_toward))
    return;
  kx_rule_place (scene, toward, area, findings);
  if (kx_record_has (scene->after, kx_application_f_round))
    check_called (scene, toward, area, findings);
}

/* Whether a row of `entity` for the agency is in one of `states`. */
static void
note_other (const KxScene *scene, const KxEntity *entity, guint agency, guint64 states, const char *code,
            const char *message, GPtrArray *findings)
{
  KxQuery query = {
    .entity = entity,
    .terms = { { .field = agency, .value.REF = text_of (scene, kx_application_f_agency) },
               { .field = (guint) entity->state, .test = KX_ONE_OF, .value.CODES.bits = states } },
    .n_terms = 2,
    .except = scene->op->row
  };
  gint64 others = 0;

  if (query.terms[0].value.REF == NULL)
    return;
  if (kx_reader_count (scene->reader, &query, &others) != KX_KNOWN)
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, code, "agency", message));
  else if (others > 0)
    kx_rule_warn (findings, code, "agency", message, &program_rule);
}

void
kx_guard_application_once (const KxScene *scene, GPtrArray *findings)
{
  const guint64 open = (G_GUINT64_CONSTANT (1) << kx_application_state_admitted) - 1;
  const guint64 not_over = (G_GUINT64_CONSTANT (1) << kx_agreement_state_ended) - 1;

  note_other (scene, &kx_application_entity, kx_application_f_agency, open, "application-twice",
              N_ ("Another application of this agency is being handled"), findings);
  note_other (scene, &kx_agreement_entity, kx_agreement_f_agency, not_over, "has-agreement",
              N_ ("An agreement with this agency runs or is in the making"), findings);
}

static KxPolicyKey
find_kind (const KxRecord *agency)
{
  if (kx_record_get (agency, kx_agency_f_out_of_area).BOOLEAN)
    return KX_POLICY_outside_agencies;
  switch (kx_record_has (agency, kx_agency_f_kind) ? kx_record_get (agency, kx_agency_f_kind).CODE : -1)
    {
    case kx_agency_kind_community_health_centre:
    case kx_agency_kind_township_health_centre:
      return KX_POLICY_community_agencies;
    case kx_agency_kind_workers_sanatorium:
      return KX_POLICY_sanatorium_agencies;
    case kx_agency_kind_veterans_hospital:
      return KX_POLICY_veterans_agencies;
    case kx_agency_kind_pneumoconiosis_station:
      return KX_POLICY_station_agencies;
    case kx_agency_kind_disability_rehabilitation_body:
      return KX_POLICY_disability_agencies;
    default:
      return kx_record_has (agency, kx_agency_f_ownership) &&
                     kx_record_get (agency, kx_agency_f_ownership).CODE == kx_agency_ownership_private
                 ? KX_POLICY_private_agencies
                 : KX_N_POLICY;
    }
}

void
kx_guard_application_kind (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxRecord) agency = kx_rule_application_agency (scene, findings);
  g_autoptr (KxPolicy) policy = NULL;
  KxPolicyKey kind;

  if (agency == NULL)
    return;
  policy = kx_rule_policy (scene, text_of (scene, kx_application_f_office), kx_rule_application_day (scene),
                           findings);
  if (policy == NULL)
    return;
  kind = find_kind (agency);
  if (kind != KX_N_POLICY)
    kx_rule_note (policy, kind, "kind-of-agency", "agency",
                  N_ ("What the policy says of institutions of this kind is noted"), findings);
  kx_rule_note (policy, KX_POLICY_separate_department, "separate-department", "agency",
                N_ ("What the policy says of an own department is noted"), findings);
}

static gboolean
is_reasoned (const KxScene *scene)
{
  g_autofree char *reason = g_strstrip (g_strdup (scene->op->reason != NULL ? scene->op->reason : ""));

  return *reason != '\0';
}

static void
judge_room (const KxScene *scene, const KxLayoutCount *count, GPtrArray *findings)
{
  gboolean room = kx_layout_has_room (count), duty = count->cite.force == KX_FORCE_DUTY;
  gboolean decides = is_action (scene, "admit");
  KxFinding *finding;

  if (!count->limited)
    finding = kx_finding_new (KX_HOLDS, "layout-unlimited", "counts_area",
                              N_ ("No document and no own value limits this place; it has {used}"));
  else if (!room && duty)
    finding = kx_finding_new (decides ? KX_FAILS : KX_WARNS, "layout-full", "counts_area",
                              N_ ("Places taken here: {used} of {limit}; the document allows no more"));
  else if (!room)
    finding = kx_finding_new (decides && !is_reasoned (scene) ? KX_FAILS : KX_WARNS, "layout-full", "$reason",
                              N_ ("Places taken here: {used} of {limit}; going beyond needs a reason"));
  else
    finding =
        kx_finding_new (KX_HOLDS, "layout-full", "counts_area", N_ ("Places taken here: {used} of {limit}"));
  finding->cite = count->cite;
  kx_finding_arg_int (kx_finding_arg_int (finding, "limit", count->limit), "used", count->used);
  g_ptr_array_add (findings, finding);
}

/* What is counted where the application counts; FALSE when it counts nowhere yet, or with a finding when it
 * cannot be told. */
static gboolean
count_place (const KxScene *scene, KxPolicy **ret_policy, KxLayoutCount *ret_count, GPtrArray *findings)
{
  KxLayoutPlace place = { .toward = kx_record_get (scene->after, kx_application_f_counts_toward).CODE,
                          .area = text_of (scene, kx_application_f_counts_area) };
  g_autoptr (KxPolicy) policy = NULL;

  if (place.area == NULL || !kx_record_has (scene->after, kx_application_f_counts_toward))
    return FALSE;
  policy = kx_rule_policy (scene, text_of (scene, kx_application_f_office), kx_rule_application_day (scene),
                           findings);
  if (policy == NULL)
    return FALSE;
  if (kx_layout_count (scene->reader, policy, &place, text_of (scene, kx_application_f_agency), ret_count) !=
      KX_KNOWN)
    {
      g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "layout-full", "counts_area",
                                                 N_ ("The agreements of this place must be here")));
      return FALSE;
    }
  *ret_policy = g_steal_pointer (&policy);
  return TRUE;
}

gboolean
kx_rule_application_goes_beyond (const KxScene *scene)
{
  g_autoptr (GPtrArray) ignored = kx_findings_new ();
  g_autoptr (KxPolicy) policy = NULL;
  KxLayoutCount count;

  return count_place (scene, &policy, &count, ignored) && !kx_layout_has_room (&count);
}

void
kx_guard_application_layout (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxPolicy) policy = NULL;
  KxLayoutCount count;

  if (count_place (scene, &policy, &count, findings))
    judge_room (scene, &count, findings);
}

void
kx_guard_application_settled (const KxScene *scene, GPtrArray *findings)
{
  const guint64 open = G_GUINT64_CONSTANT (1) << kx_application_f_note | G_GUINT64_CONSTANT (1)
                                                                             << kx_application_f_assess_by;

  kx_rule_stays (scene, open, "assessed-stays",
                 N_ ("From the assessment on the application stays as it was accepted"), &program_rule,
                 findings);
}

void
kx_guard_application_day (const KxScene *scene, GPtrArray *findings)
{
  KxDate day = kx_rule_application_day (scene);
  KxDate received = kx_record_get (scene->row, kx_application_f_received_on).DATE;

  kx_rule_came (scene, day, NULL, N_ ("The day of the step must have come"), findings);
  kx_rule_add (findings, day.ymd >= received.ymd, "before-receipt", NULL,
               N_ ("The step must not lie before the receipt"), &program_rule);
}

/* How many lines of the checklist are missing or have to be corrected; FALSE when it cannot be told. */
static gboolean
count_lacking (const KxScene *scene, guint *ret_n, GPtrArray *findings)
{
  g_autoptr (GPtrArray) items =
      kx_rule_application_parts (scene, &kx_application_item_entity, scene->row->id, findings);

  *ret_n = 0;
  for (guint i = 0; items != NULL && i < items->len; i++)
    *ret_n += kx_application_item_lacks (items->pdata[i]);
  return items != NULL;
}

static gboolean
awaits_supplement (GPtrArray *pauses)
{
  for (guint i = 0; i < pauses->len; i++)
    if (kx_record_get (pauses->pdata[i], kx_application_pause_f_kind).CODE ==
            kx_application_pause_kind_supplement &&
        !kx_record_has (pauses->pdata[i], kx_application_pause_f_until_on))
      return TRUE;
  return FALSE;
}

/* Where a term makes the last day, the one that is given does not count. */
static void
judge_last_day (const KxScene *scene, KxDate day, KxDate last, GPtrArray *findings)
{
  g_autoptr (KxPolicy) policy = NULL;

  kx_rule_add (findings, last.ymd >= day.ymd, "dates-in-order", "supplement_by",
               N_ ("The first day must not be after the last"), &program_rule);
  policy = kx_rule_policy (scene, kx_record_get (scene->row, kx_application_f_office).REF, day, findings);
  if (policy != NULL && kx_policy_get (policy, KX_POLICY_supplement_workdays)->set)
    kx_rule_warn (findings, "term-first", "supplement_by",
                  N_ ("The term that is laid down makes the last day, not the one given here"),
                  &kx_policy_get (policy, KX_POLICY_supplement_workdays)->cite);
}

void
kx_guard_application_asks (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;
  g_autoptr (KxRecord) round = kx_rule_application_round (scene, findings);
  g_autoptr (GPtrArray) pauses =
      kx_rule_application_parts (scene, &kx_application_pause_entity, scene->row->id, findings);
  KxDate day = kx_rule_application_day (scene);
  KxCite cite;
  guint lacking;

  if (count_lacking (scene, &lacking, findings))
    kx_rule_add (findings, lacking > 0, "nothing-missing", NULL,
                 N_ ("What is missing or has to be corrected must be named in the checklist"), &program_rule);
  if (pauses != NULL)
    kx_rule_add (findings, !awaits_supplement (pauses), "asked-already", NULL,
                 N_ ("No earlier notice for supplement may be open"), &program_rule);
  if (given != NULL && kx_record_has (given, kx_application_ask_f_supplement_by))
    judge_last_day (scene, day, kx_record_get (given, kx_application_ask_f_supplement_by).DATE, findings);
  if (round == NULL ||
      kx_record_get (round, kx_admission_round_f_late_documents).CODE !=
          kx_admission_round_late_documents_refuse ||
      !kx_record_has (round, kx_admission_round_f_late_documents) ||
      !kx_record_has (round, kx_admission_round_f_closes_on))
    return;
  cite = kx_rule_round_cite (round);
  kx_rule_add (findings, day.ymd <= kx_record_date (round, kx_admission_round_f_closes_on).ymd,
               "late-documents", "asked_on", N_ ("By the call nothing is supplemented after closing"), &cite);
}

void
kx_guard_application_closing (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxRecord) round = kx_rule_application_round (scene, findings);

  if (round != NULL)
    judge_closing (round, kx_record_get (scene->row, kx_application_f_received_on).DATE, TRUE, findings);
}

void
kx_guard_application_documents (const KxScene *scene, GPtrArray *findings)
{
  KxFinding *finding;
  guint lacking;

  if (!count_lacking (scene, &lacking, findings))
    return;
  finding = kx_finding_new (lacking == 0 ? KX_HOLDS : KX_FAILS, "documents-missing", NULL,
                            N_ ("Documents that are missing or have to be corrected: {n}"));
  finding->cite = program_rule;
  g_ptr_array_add (findings, kx_finding_arg_int (finding, "n", lacking));
}

static gboolean
has_licence (const KxRecord *agency, KxDate day)
{
  return kx_record_get (agency, kx_agency_f_licence_no_end).BOOLEAN ||
         (kx_record_has (agency, kx_agency_f_licence_valid_to) &&
          kx_record_get (agency, kx_agency_f_licence_valid_to).DATE.ymd >= day.ymd);
}

void
kx_guard_application_licence (const KxScene *scene, GPtrArray *findings)
{
  const guint64 medical = G_GUINT64_CONSTANT (1) << kx_agreement_rehab_types_medical;
  g_autoptr (KxRecord) agency = kx_rule_application_agency (scene, findings);
  g_autoptr (KxPolicy) policy = NULL;
  KxFinding *finding;

  if (agency == NULL || !(kx_record_get (scene->after, kx_application_f_rehab_types).CODES.bits & medical))
    return;
  policy = kx_rule_policy (scene, text_of (scene, kx_application_f_office), kx_rule_application_day (scene),
                           findings);
  if (policy == NULL || !kx_policy_is (policy, KX_POLICY_medical_needs_licence))
    return;
  finding = kx_finding_new (has_licence (agency, kx_rule_application_day (scene)) ? KX_HOLDS : KX_WARNS,
                            "licence-needed", "rehab_types",
                            N_ ("Medical rehabilitation needs a practice licence that has not run out"));
  finding->cite = kx_policy_get (policy, KX_POLICY_medical_needs_licence)->cite;
  g_ptr_array_add (findings, finding);
}

void
kx_guard_application_in_time (const KxScene *scene, GPtrArray *findings)
{
  KxAdmissionClock clock = is_action (scene, "accept") ? KX_CLOCK_ACCEPTANCE : KX_CLOCK_ASSESSMENT;
  g_autoptr (KxPolicy) policy = NULL;
  g_autofree char *day = NULL;
  KxFinding *finding;
  KxDue due;

  if (!kx_rule_application_due (scene, clock, &policy, &due, findings) || due.on.ymd == 0)
    return;
  day = kx_date_format (due.on);
  finding = kx_finding_new (kx_rule_application_day (scene).ymd <= due.on.ymd ? KX_HOLDS : KX_WARNS,
                            "in-time", NULL, N_ ("The term ends on {day}"));
  finding->cite = due.by_hand ? office_rule : due.term->cite;
  g_ptr_array_add (findings, kx_finding_arg (finding, "day", day));
}

/* A row that comes with the op, its id always the same. */
static KxRecord *
make_row (const KxScene *scene, const KxEntity *entity, guint ordinal)
{
  g_autofree char *number = g_strdup_printf ("%u", ordinal);
  const char *parts[] = { scene->op->id, entity->name, number };
  char id[KX_UUID_TEXT_SIZE];

  kx_uuid_v8 (parts, G_N_ELEMENTS (parts), id);
  return kx_record_new (entity, id, scene->space);
}

void
kx_effect_application_received (const KxScene *scene, KxDecision *decision)
{
  const guint64 medical = G_GUINT64_CONSTANT (1) << kx_agreement_rehab_types_medical;
  gboolean licensed = kx_record_get (scene->after, kx_application_f_rehab_types).CODES.bits & medical;

  for (guint kind = 0; kind < kx_application_item_kind_other; kind++)
    {
      KxRecord *record;
      Kx_application_item *item;

      if (kind == kx_application_item_kind_practice_licence && !licensed)
        continue;
      record = make_row (scene, &kx_application_item_entity, kind);
      item = kx_application_item (record);
      kx_application_item_set_application (item, scene->op->row);
      kx_application_item_set_kind (item, (int) kind);
      kx_application_item_set_state (item, kx_application_item_state_missing);
      kx_decision_add_change (decision, KX_CHANGE_CREATE, record);
    }
}

void
kx_effect_application_dated (const KxScene *scene, KxDecision *decision)
{
  const KxRecord *given = scene->op->fields;
  KxRecord *change = kx_rule_own_change (scene, decision);

  for (guint i = 0; given != NULL && i < given->entity->n_fields; i++)
    {
      int field = kx_entity_field (&kx_application_entity, given->entity->fields[i].name);

      if (field >= 0 && kx_record_has (given, i))
        kx_record_put (change, (guint) field, kx_record_get (given, i));
    }
}

void
kx_effect_application_asked (const KxScene *scene, KxDecision *decision)
{
  KxRecord *pause = make_row (scene, &kx_application_pause_entity, 0);

  kx_effect_application_dated (scene, decision);
  kx_application_pause_set_application (kx_application_pause (pause), scene->op->row);
  kx_application_pause_set_kind (kx_application_pause (pause), kx_application_pause_kind_supplement);
  kx_application_pause_set_from_on (kx_application_pause (pause), kx_rule_application_day (scene));
  kx_decision_add_change (decision, KX_CHANGE_CREATE, pause);
}

void
kx_effect_application_accepted (const KxScene *scene, KxDecision *decision)
{
  /* Accepted again after a supplement: the clock that began then only stood still. */
  if (kx_record_has (scene->row, kx_application_f_accepted_on))
    return;
  kx_effect_application_dated (scene, decision);
  kx_record_put (kx_rule_own_change (scene, decision), kx_application_f_accepted_by,
                 (KxValue){ .REF = scene->actor->user });
}
