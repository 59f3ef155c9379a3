#include "core/entities/kx-suspension.h"

#include "core/kx-calendar.h"
#include "core/rules/kx-statement-rules.h"
#include "core/rules/kx-suspension-rules.h"

KX_DEFINE_CODES (suspension, kind, KX_SUSPENSION_KINDS)
KX_DEFINE_CODES (suspension, origin, KX_SUSPENSION_ORIGINS)
KX_DEFINE_CODES (suspension, target, KX_SUSPENSION_TARGETS)
KX_DEFINE_CODES (suspension, state, KX_SUSPENSION_STATES)

KX_DEFINE_ENTITY (suspension_decision, KX_SUSPENSION_DECISION_FIELDS, .label = N_ ("Decide suspension"))
KX_DEFINE_ENTITY (suspension_service, KX_SUSPENSION_SERVICE_FIELDS, .label = N_ ("Enter the service"))
KX_DEFINE_ENTITY (suspension_extension, KX_SUSPENSION_EXTENSION_FIELDS, .label = N_ ("Extend"))
KX_DEFINE_ENTITY (suspension_lifting, KX_SUSPENSION_LIFTING_FIELDS, .label = N_ ("Resume"))

#define IN(state) (1u << kx_suspension_state_##state)
#define TO(state) kx_suspension_state_##state
#define CLERK KX_ROLE (clerk)
#define LEADER KX_ROLE (leader)

static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Propose suspension"),
    .from = KX_FROM_ANY,
    .to = TO (proposed),
    .roles = CLERK,
    .guards = { kx_guard_suspension_agreement, kx_guard_suspension_dates, kx_guard_suspension_target },
    .effect = kx_effect_suspension_proposed },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = IN (proposed),
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_suspension_dates, kx_guard_suspension_target } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY & ~IN (proposed),
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_suspension_settled, kx_guard_suspension_dates } },
  { .kind = KX_OP_ADD,
    .label = N_ ("Add"),
    .from = IN (proposed),
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_suspension_target } },
  { .kind = KX_OP_REMOVE, .label = N_ ("Remove"), .from = IN (proposed), .to = KX_STAYS, .roles = CLERK },
  { .kind = KX_OP_ACTION,
    .action = "decide",
    .label = N_ ("Decide"),
    .from = IN (proposed),
    .to = TO (decided),
    .roles = CLERK | LEADER,
    .superiors = LEADER,
    .flags = KX_ONLINE | KX_EXACT,
    .arguments = &kx_suspension_decision_entity,
    .guards = { kx_guard_suspension_agreement, kx_guard_suspension_decided, kx_guard_suspension_complete,
                kx_guard_suspension_clause, kx_guard_suspension_length, kx_guard_suspension_patients,
                kx_guard_suspension_statement, kx_guard_suspension_other_officer },
    .effect = kx_effect_suspension_decided },
  { .kind = KX_OP_ACTION,
    .action = "serve",
    .label = N_ ("Enter the service"),
    .from = IN (decided),
    .to = KX_STAYS,
    .roles = CLERK,
    .arguments = &kx_suspension_service_entity,
    .guards = { kx_guard_suspension_served },
    .effect = kx_effect_suspension_served },
  { .kind = KX_OP_ACTION,
    .action = "extend",
    .label = N_ ("Extend"),
    .from = IN (decided),
    .to = KX_STAYS,
    .roles = CLERK | LEADER,
    .superiors = LEADER,
    .flags = KX_ONLINE | KX_EXACT,
    .arguments = &kx_suspension_extension_entity,
    .guards = { kx_guard_suspension_extended },
    .effect = kx_effect_suspension_extended },
  { .kind = KX_OP_ACTION,
    .action = "lift",
    .label = N_ ("Resume"),
    .from = IN (decided),
    .to = TO (lifted),
    .roles = CLERK | LEADER,
    .superiors = LEADER,
    .flags = KX_ONLINE | KX_EXACT,
    .arguments = &kx_suspension_lifting_entity,
    .guards = { kx_guard_suspension_lifted, kx_guard_suspension_rectified },
    .effect = kx_effect_suspension_lifted },
  { .kind = KX_OP_ACTION,
    .action = "annul",
    .label = N_ ("Annul"),
    .from = IN (decided) | IN (lifted),
    .to = TO (annulled),
    .roles = CLERK | LEADER,
    .superiors = LEADER,
    .flags = KX_ONLINE | KX_EXACT | KX_NEEDS_REASON },
  { .kind = KX_OP_DELETE, .label = N_ ("Delete"), .from = IN (proposed), .to = KX_STAYS, .roles = CLERK },
  { .kind = KX_OP_RESTORE,
    .label = N_ ("Restore"),
    .from = IN (proposed),
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_suspension_agreement } },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (suspension, KX_SUSPENSION_FIELDS, .collection = "suspensions", .drawer = "agreement",
                  .label = N_ ("Suspension"), .state = kx_suspension_f_state, .lifecycle = &lifecycle)

gboolean
kx_suspension_is_hold (const KxRecord *suspension)
{
  return kx_record_get (suspension, kx_suspension_f_kind).CODE != kx_suspension_kind_service;
}

KxDate
kx_suspension_begins (const KxRecord *suspension)
{
  int state = kx_record_get (suspension, kx_suspension_f_state).CODE;
  KxDate from = kx_record_date (suspension, kx_suspension_f_from_on);
  KxDate served = kx_record_date (suspension, kx_suspension_f_served_on);

  if ((state != kx_suspension_state_decided && state != kx_suspension_state_lifted) || from.ymd == 0)
    return (KxDate){ 0 };
  /* Who asked for it need not be told first. */
  if (kx_record_get (suspension, kx_suspension_f_origin).CODE == kx_suspension_origin_agency)
    return from;
  return served.ymd == 0 || served.ymd > from.ymd ? served : from;
}

static KxDate
earlier (KxDate a, KxDate b)
{
  return a.ymd == 0 || (b.ymd != 0 && b.ymd < a.ymd) ? b : a;
}

KxDate
kx_suspension_ends (const KxRecord *suspension, KxDate agreement_end)
{
  KxDate lifted = kx_record_date (suspension, kx_suspension_f_lifted_on);
  KxDate end = earlier (kx_record_date (suspension, kx_suspension_f_ended_with), agreement_end);
  KxDate last = earlier (kx_record_date (suspension, kx_suspension_f_until_on), end);

  return lifted.ymd != 0 ? earlier (last, kx_date_add_days (lifted, -1)) : last;
}

gboolean
kx_suspension_runs (const KxRecord *suspension, KxDate agreement_end, KxDate day)
{
  KxDate first = kx_suspension_begins (suspension), last = kx_suspension_ends (suspension, agreement_end);

  return first.ymd != 0 && day.ymd >= first.ymd && (last.ymd == 0 || day.ymd <= last.ymd);
}

int
kx_suspension_days (const KxRecord *suspension, KxDate agreement_end, KxDate today)
{
  KxDate first = kx_suspension_begins (suspension);
  KxDate last = earlier (kx_suspension_ends (suspension, agreement_end), today);

  return first.ymd == 0 || last.ymd < first.ymd ? 0 : kx_date_difference (first, last) + 1;
}
