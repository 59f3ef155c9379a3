#include "core/rules/kx-change-rules.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-change-case.h"
#include "core/kx-calendar.h"
#include "core/kx-crypto.h"
#include "core/rules/kx-approval-rules.h"
#include "core/rules/kx-policy-rules.h"
#include "core/rules/kx-rule.h"

/* More cases or agreements of one agency are not looked at. */
#define MOST_ROWS 1000

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };

gboolean
kx_change_proposes_assessment (guint agency_field)
{
  switch (agency_field)
    {
    case kx_agency_f_address:
    case kx_agency_f_scopes_offered:
    case kx_agency_f_hospital_level:
    case kx_agency_f_ownership:
    case kx_agency_f_uscc: /* another body: merged or taken over */
      return TRUE;
    default: /* a name, a representative */
      return FALSE;
    }
}

static KxAnswer
ask_runs (const KxScene *scene, gboolean *ret_runs)
{
  KxQuery query = { .entity = &kx_agreement_entity,
                    .terms = { { .field = kx_agreement_f_agency, .value.REF = scene->op->row } },
                    .n_terms = 1 };
  g_autoptr (GPtrArray) rows = NULL;
  KxAnswer answer = kx_reader_list (scene->reader, &query, MOST_ROWS, &rows);

  *ret_runs = FALSE;
  for (guint i = 0; answer == KX_KNOWN && i < rows->len; i++)
    *ret_runs |= kx_agreement_runs (rows->pdata[i]);
  return answer;
}

/* The case of this field that nobody decided yet; NULL: none, or it cannot be told. */
static KxRecord *
find_open_case (const KxScene *scene, const char *field)
{
  KxQuery query = { .entity = &kx_change_case_entity,
                    .terms = { { .field = kx_change_case_f_agency, .value.REF = scene->op->row },
                               { .field = kx_change_case_f_field, .value.TEXT = field },
                               { .field = kx_change_case_f_state,
                                 .value.CODE = kx_change_case_state_reported } },
                    .n_terms = 3 };
  g_autoptr (GPtrArray) rows = NULL;

  if (kx_reader_list (scene->reader, &query, 1, &rows) != KX_KNOWN || rows->len == 0)
    return NULL;
  return kx_record_copy (rows->pdata[0]);
}

static void
make_case (const KxScene *scene, guint field, const char *text, KxDecision *decision)
{
  const char *name = kx_agency_entity.fields[field].name;
  const char *parts[] = { "change-case", scene->op->id, name };
  g_autofree char *old = kx_record_text (scene->row, field);
  char id[KX_UUID_TEXT_SIZE];
  KxRecord *row;

  kx_uuid_v8 (parts, G_N_ELEMENTS (parts), id);
  row = kx_record_new (&kx_change_case_entity, id, scene->space);
  kx_record_put (row, kx_change_case_f_agency, (KxValue){ .REF = scene->op->row });
  kx_record_put (row, kx_change_case_f_field, (KxValue){ .TEXT = name });
  if (old != NULL)
    kx_record_put (row, kx_change_case_f_old_text, (KxValue){ .TEXT = old });
  if (text != NULL)
    kx_record_put (row, kx_change_case_f_new_text, (KxValue){ .TEXT = text });
  kx_change_case_set_state (kx_change_case (row), kx_change_case_state_reported);
  kx_change_case_set_proposal (kx_change_case (row), kx_change_proposes_assessment (field)
                                                         ? kx_change_case_proposal_yes
                                                         : kx_change_case_proposal_no);
  kx_decision_add_change (decision, KX_CHANGE_CREATE, row);
}

static void
note_change (const KxScene *scene, guint field, KxDecision *decision)
{
  g_autofree char *text = kx_record_text (scene->after, field);
  g_autoptr (KxRecord) open = find_open_case (scene, kx_agency_entity.fields[field].name);
  KxRecord *change;

  if (open == NULL)
    {
      make_case (scene, field, text, decision);
      return;
    }
  change = kx_record_new (&kx_change_case_entity, open->id, open->space);
  kx_record_put (change, kx_change_case_f_new_text, (KxValue){ .TEXT = text });
  kx_decision_add_change (decision, KX_CHANGE_UPDATE, change);
}

void
kx_effect_agency_watched (const KxScene *scene, KxDecision *decision)
{
  gboolean asked = FALSE, runs = FALSE;

  for (guint i = 0; i < kx_agency_n_fields; i++)
    {
      if ((kx_agency_entity.fields[i].flags & KX_WATCHED) == 0 ||
          kx_record_same (scene->row, scene->after, i))
        continue;
      if (!asked && ask_runs (scene, &runs) != KX_KNOWN)
        return;
      asked = TRUE;
      if (runs)
        note_change (scene, i, decision);
    }
}

static int
watched_field (const KxRecord *row)
{
  const char *name = kx_record_get (row, kx_change_case_f_field).TEXT;
  int field = name != NULL ? kx_entity_field (&kx_agency_entity, name) : -1;

  return field >= 0 && (kx_agency_entity.fields[field].flags & KX_WATCHED) ? field : -1;
}

void
kx_guard_change_field (const KxScene *scene, GPtrArray *findings)
{
  if (kx_record_has (scene->after, kx_change_case_f_field))
    kx_rule_add (findings, watched_field (scene->after) >= 0, "not-watched", "field",
                 N_ ("It must be a field whose changes are reported"), &program_rule);
}

void
kx_guard_change_dates (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_dates (scene->after, kx_change_case_f_changed_on, kx_change_case_f_reported_on, findings);
}

/* The term runs from the authority's approval, where there is one. */
void
kx_guard_change_reported (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *after = scene->after;
  guint from = kx_record_has (after, kx_change_case_f_approved_on) ? kx_change_case_f_approved_on
                                                                   : kx_change_case_f_changed_on;
  const char *id = kx_record_get (after, kx_change_case_f_agency).REF;
  g_autoptr (KxRecord) agency = NULL;
  g_autoptr (KxPolicy) policy = NULL;
  KxFinding *finding;
  gboolean late;
  gint64 days;

  if (!kx_record_has (after, from) || !kx_record_has (after, kx_change_case_f_reported_on) || id == NULL ||
      kx_reader_get (scene->reader, &kx_agency_entity, id, &agency) != KX_KNOWN || agency == NULL)
    return;
  policy = kx_rule_policy (scene, kx_record_get (agency, kx_agency_f_office).REF,
                           kx_record_get (after, from).DATE, findings);
  if (policy == NULL || !kx_policy_integer (policy, KX_POLICY_change_report_days, &days))
    return;
  late = kx_date_difference (kx_record_get (after, from).DATE,
                             kx_record_get (after, kx_change_case_f_reported_on).DATE) > days;
  finding = kx_finding_new (late ? KX_WARNS : KX_HOLDS, "change-reported-late", "reported_on",
                            late ? N_ ("It was reported later than {days} days after the change")
                                 : N_ ("It was reported within {days} days of the change"));
  finding->cite = kx_policy_get (policy, KX_POLICY_change_report_days)->cite;
  g_ptr_array_add (findings, kx_finding_arg_int (finding, "days", days));
}

void
kx_guard_change_decision (const KxScene *scene, GPtrArray *findings)
{
  int proposal = kx_record_get (scene->row, kx_change_case_f_proposal).CODE;
  const KxRecord *given = scene->op->fields;

  if (given == NULL || !kx_record_has (given, kx_change_decision_f_needs_assessment) ||
      !kx_record_has (scene->row, kx_change_case_f_proposal))
    return;
  if (proposal == kx_change_case_proposal_yes &&
      kx_record_get (given, kx_change_decision_f_needs_assessment).CODE == kx_change_case_needs_assessment_no)
    kx_rule_warn (findings, "against-proposal", "needs_assessment",
                  N_ ("For changes of this kind a new assessment is proposed"), &program_rule);
  else
    kx_rule_add (findings, TRUE, "against-proposal", "needs_assessment",
                 proposal == kx_change_case_proposal_yes
                     ? N_ ("For changes of this kind a new assessment is proposed")
                     : N_ ("Changes of this kind are only noted"),
                 &program_rule);
}

void
kx_effect_change_proposed (const KxScene *scene, KxDecision *decision)
{
  int field = watched_field (scene->after);

  if (field >= 0)
    kx_record_put (kx_rule_own_change (scene, decision), kx_change_case_f_proposal,
                   (KxValue){ .CODE = kx_change_proposes_assessment ((guint) field)
                                          ? kx_change_case_proposal_yes
                                          : kx_change_case_proposal_no });
}

void
kx_effect_change_decided (const KxScene *scene, KxDecision *decision)
{
  KxRecord *change = kx_rule_own_change (scene, decision);
  int needs = kx_record_get (scene->op->fields, kx_change_decision_f_needs_assessment).CODE;

  kx_record_put (change, kx_change_case_f_needs_assessment, (KxValue){ .CODE = needs });
  kx_record_put (change, kx_change_case_f_decided_on, (KxValue){ .DATE = scene->today });
  /* Who decided it on paper has no account: the slip says who. */
  if (kx_rule_decides_here (scene))
    kx_record_put (change, kx_change_case_f_decided_by, (KxValue){ .REF = scene->actor->user });
  if (needs == kx_change_case_needs_assessment_yes)
    kx_record_put (change, kx_change_case_f_state, (KxValue){ .CODE = kx_change_case_state_in_assessment });
  else if (needs == kx_change_case_needs_assessment_no)
    {
      kx_record_put (change, kx_change_case_f_state, (KxValue){ .CODE = kx_change_case_state_closed });
      kx_record_put (change, kx_change_case_f_closed_on, (KxValue){ .DATE = scene->today });
    }
}

void
kx_effect_change_finished (const KxScene *scene, KxDecision *decision)
{
  KxRecord *change = kx_rule_own_change (scene, decision);

  kx_record_put (change, kx_change_case_f_closed_on,
                 kx_record_get (scene->op->fields, kx_change_finish_f_closed_on));
  kx_record_put (change, kx_change_case_f_outcome,
                 kx_record_get (scene->op->fields, kx_change_finish_f_outcome));
}
