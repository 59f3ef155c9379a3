#include "core/entities/kx-application.h"

#include "core/rules/kx-application-rules.h"
#include "core/rules/kx-take-over-rules.h"

KX_DEFINE_CODES (application, state, KX_APPLICATION_STATES)
KX_DEFINE_CODES (application, assessment, KX_APPLICATION_ASSESSMENTS)
KX_DEFINE_CODES (application, standing, KX_APPLICATION_STANDINGS)
KX_DEFINE_CODES (application, refusal_grounds, KX_APPLICATION_GROUNDS)

KX_DEFINE_ENTITY (application_ask, KX_APPLICATION_ASK_FIELDS, .label = N_ ("Ask for supplement"))
KX_DEFINE_ENTITY (application_accept, KX_APPLICATION_ACCEPT_FIELDS, .label = N_ ("Accept application"))
KX_DEFINE_ENTITY (application_start, KX_APPLICATION_START_FIELDS, .label = N_ ("Begin assessment"))
KX_DEFINE_ENTITY (application_result, KX_APPLICATION_RESULT_FIELDS,
                  .label = N_ ("Enter result of the assessment"))
KX_DEFINE_ENTITY (application_publish, KX_APPLICATION_PUBLISH_FIELDS, .label = N_ ("Begin public notice"))
KX_DEFINE_ENTITY (application_admit, KX_APPLICATION_ADMIT_FIELDS, .label = N_ ("Admit"))
KX_DEFINE_ENTITY (application_refuse, KX_APPLICATION_REFUSE_FIELDS, .label = N_ ("Do not admit"))
KX_DEFINE_ENTITY (application_withdraw, KX_APPLICATION_WITHDRAW_FIELDS, .label = N_ ("Enter withdrawal"))

#define IN(state) (1u << kx_application_state_##state)
#define TO(state) kx_application_state_##state
#define BEFORE_ACCEPTING (IN (received) | IN (supplementing))
#define BEFORE_ASSESSING (BEFORE_ACCEPTING | IN (accepted))
#define ASSESSED (IN (assessing) | IN (publicity) | IN (objection))
#define OPEN (BEFORE_ASSESSING | ASSESSED)
#define OVER (IN (admitted) | IN (refused) | IN (withdrawn))
#define CLERK KX_ROLE (clerk)
#define DECIDERS (KX_ROLE (reviewer) | KX_ROLE (leader))
#define ACT (KX_ONLINE | KX_EXACT)

static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Receive application"),
    .from = KX_FROM_ANY,
    .to = TO (received),
    .roles = CLERK,
    .guards = { kx_guard_agency_of_office, kx_guard_application_received, kx_guard_application_round,
                kx_guard_application_place, kx_guard_application_once, kx_guard_application_kind,
                kx_guard_application_layout },
    .effect = kx_effect_application_received },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = BEFORE_ASSESSING,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_application_received, kx_guard_application_round, kx_guard_application_place,
                kx_guard_application_layout } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = ASSESSED | OVER,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_application_settled } },
  { .kind = KX_OP_ADD, .label = N_ ("Add"), .from = BEFORE_ASSESSING, .to = KX_STAYS, .roles = CLERK },
  { .kind = KX_OP_REMOVE, .label = N_ ("Remove"), .from = BEFORE_ASSESSING, .to = KX_STAYS, .roles = CLERK },
  { .kind = KX_OP_ACTION,
    .action = "ask_supplement",
    .label = N_ ("Ask for supplement"),
    .from = BEFORE_ASSESSING,
    .to = TO (supplementing),
    .roles = CLERK,
    .arguments = &kx_application_ask_entity,
    .guards = { kx_guard_application_day, kx_guard_application_asks },
    .effect = kx_effect_application_asked },
  { .kind = KX_OP_ACTION,
    .action = "accept",
    .label = N_ ("Accept application"),
    .from = BEFORE_ACCEPTING,
    .to = TO (accepted),
    .roles = CLERK | KX_ROLE (reviewer),
    .flags = ACT,
    .arguments = &kx_application_accept_entity,
    .guards = { kx_guard_application_day, kx_guard_application_closing, kx_guard_application_documents,
                kx_guard_application_ban, kx_guard_application_licence, kx_guard_application_in_time,
                kx_guard_application_other_officer },
    .effect = kx_effect_application_accepted },
  { .kind = KX_OP_ACTION,
    .action = "start_assessment",
    .label = N_ ("Begin assessment"),
    .from = IN (accepted),
    .to = TO (assessing),
    .roles = CLERK | KX_ROLE (reviewer),
    .arguments = &kx_application_start_entity,
    .guards = { kx_guard_application_day },
    .effect = kx_effect_application_dated },
  { .kind = KX_OP_ACTION,
    .action = "enter_result",
    .label = N_ ("Enter result of the assessment"),
    .from = IN (assessing),
    .to = KX_STAYS,
    .roles = CLERK | KX_ROLE (reviewer),
    .arguments = &kx_application_result_entity,
    .guards = { kx_guard_application_day, kx_guard_application_in_time },
    .effect = kx_effect_application_assessed },
  { .kind = KX_OP_ACTION,
    .action = "publish",
    .label = N_ ("Begin public notice"),
    .from = IN (accepted) | IN (assessing),
    .to = TO (publicity),
    .roles = DECIDERS,
    .flags = ACT,
    .arguments = &kx_application_publish_entity,
    .guards = { kx_guard_application_publicity, kx_guard_application_assessed, kx_guard_application_placed },
    .effect = kx_effect_application_dated },
  { .kind = KX_OP_ACTION,
    .action = "admit",
    .label = N_ ("Admit"),
    .from = IN (accepted) | ASSESSED,
    .to = TO (admitted),
    .roles = CLERK | KX_ROLE (leader),
    .superiors = KX_ROLE (leader),
    .flags = ACT,
    .arguments = &kx_application_admit_entity,
    .guards = { kx_guard_application_decision, kx_guard_application_assessed, kx_guard_application_published,
                kx_guard_application_objections, kx_guard_application_placed, kx_guard_application_layout,
                kx_guard_application_ban, kx_guard_application_licence },
    .effect = kx_effect_application_admitted },
  { .kind = KX_OP_ACTION,
    .action = "refuse",
    .label = N_ ("Do not admit"),
    .from = OPEN,
    .to = TO (refused),
    .roles = CLERK | DECIDERS,
    .superiors = DECIDERS,
    .flags = ACT,
    .arguments = &kx_application_refuse_entity,
    .guards = { kx_guard_application_day, kx_guard_application_refusal },
    .effect = kx_effect_application_decided },
  { .kind = KX_OP_ACTION,
    .action = "withdraw",
    .label = N_ ("Enter withdrawal"),
    .from = OPEN,
    .to = TO (withdrawn),
    .roles = CLERK,
    .flags = KX_NEEDS_REASON,
    .arguments = &kx_application_withdraw_entity,
    .guards = { kx_guard_application_day },
    .effect = kx_effect_application_dated },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = IN (received),
    .to = KX_STAYS,
    .roles = CLERK,
    .flags = KX_NEEDS_REASON },
  { .kind = KX_OP_RESTORE,
    .label = N_ ("Restore"),
    .from = IN (received),
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_agency_of_office } },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (application, KX_APPLICATION_FIELDS, .collection = "applications", .drawer = "agreement",
                  .label = N_ ("Application"), .state = kx_application_f_state, .lifecycle = &lifecycle)

gboolean
kx_application_is_open (const KxRecord *application)
{
  return kx_record_get (application, kx_application_f_state).CODE < kx_application_state_admitted;
}
