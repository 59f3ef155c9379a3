#include "core/entities/kx-approval.h"

#include "core/rules/kx-approval-rules.h"
#include "core/rules/kx-take-over-rules.h"

KX_DEFINE_CODES (approval, state, KX_APPROVAL_STATES)
KX_DEFINE_CODES (approval, sent_how, KX_APPROVAL_WAYS)
KX_DEFINE_CODES (approval, opinion, KX_APPROVAL_OPINIONS)

KX_DEFINE_ENTITY (approval_sending, KX_APPROVAL_SENDING_FIELDS, .label = N_ ("Send"))
KX_DEFINE_ENTITY (approval_answer, KX_APPROVAL_ANSWER_FIELDS, .label = N_ ("Enter the answer"))
KX_DEFINE_ENTITY (approval_confirmation, KX_APPROVAL_CONFIRMATION_FIELDS, .label = N_ ("Confirm"))

#define IN(state) (1u << kx_approval_state_##state)
#define TO(state) kx_approval_state_##state
#define CLERK KX_ROLE (clerk)
#define OFFICERS (KX_ROLE (clerk) | KX_ROLE (reviewer) | KX_ROLE (leader))

static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Prepare approval slip"),
    .from = KX_FROM_ANY,
    .to = TO (prepared),
    .roles = CLERK,
    .guards = { kx_guard_approval_owner, kx_guard_approval_act, kx_guard_approval_findings },
    .effect = kx_effect_approval_prepared },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = IN (prepared),
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_approval_findings } },
  { .kind = KX_OP_ACTION,
    .action = "send",
    .label = N_ ("Send for approval"),
    .from = IN (prepared),
    .to = TO (sent),
    .roles = CLERK,
    .arguments = &kx_approval_sending_entity,
    .guards = { kx_guard_day_has_come },
    .effect = kx_effect_approval_sent },
  { .kind = KX_OP_ACTION,
    .action = "answer",
    .label = N_ ("Enter the answer"),
    .from = IN (sent),
    .to = TO (answered),
    .roles = CLERK,
    .arguments = &kx_approval_answer_entity,
    .guards = { kx_guard_day_has_come, kx_guard_approval_answer },
    .effect = kx_effect_approval_answered },
  { .kind = KX_OP_ACTION,
    .action = "send_back",
    .label = N_ ("Have the answer entered again"),
    .from = IN (answered),
    .to = TO (sent),
    .roles = OFFICERS,
    .flags = KX_NEEDS_REASON,
    .effect = kx_effect_approval_sent_back },
  { .kind = KX_OP_ACTION,
    .action = "confirm",
    .label = N_ ("Confirm the answer"),
    .from = IN (answered),
    .to = TO (confirmed), /* or declined, as the answer says */
    .roles = OFFICERS,
    .flags = KX_ONLINE | KX_EXACT,
    .arguments = &kx_approval_confirmation_entity,
    .guards = { kx_guard_approval_second, kx_guard_approval_scan },
    .effect = kx_effect_approval_confirmed },
  { .kind = KX_OP_ACTION,
    .action = "withdraw",
    .label = N_ ("Withdraw"),
    .from = IN (prepared) | IN (sent) | IN (answered),
    .to = TO (withdrawn),
    .roles = CLERK,
    .flags = KX_NEEDS_REASON },
  { .kind = KX_OP_DELETE, .label = N_ ("Delete"), .from = IN (prepared), .to = KX_STAYS, .roles = CLERK },
  { .kind = KX_OP_RESTORE, .label = N_ ("Restore"), .from = KX_FROM_ANY, .to = KX_STAYS, .roles = CLERK },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (approval, KX_APPROVAL_FIELDS, .collection = "approvals", .drawer = "agreement",
                  .label = N_ ("Approval slip"), .state = kx_approval_f_state, .lifecycle = &lifecycle)
