#include "core/entities/kx-agreement.h"

#include "core/rules/kx-agreement-course-rules.h"
#include "core/rules/kx-agreement-overlap-rules.h"
#include "core/rules/kx-agreement-rules.h"
#include "core/rules/kx-agreement-text-rules.h"
#include "core/rules/kx-application-part-rules.h"
#include "core/rules/kx-statement-rules.h"
#include "core/rules/kx-take-over-rules.h"

KX_DEFINE_CODES (agreement, kind, KX_AGREEMENT_KINDS)
KX_DEFINE_CODES (agreement, state, KX_AGREEMENT_STATES)
KX_DEFINE_CODES (agreement, rehab_types, KX_AGREEMENT_TYPES)
KX_DEFINE_CODES (agreement, counts_toward, KX_AGREEMENT_COUNTS)
KX_DEFINE_CODES (agreement, ending, KX_AGREEMENT_ENDINGS)

KX_DEFINE_ENTITY (signing, KX_SIGNING_FIELDS, .label = N_ ("Sign"))
KX_DEFINE_ENTITY (take_over, KX_TAKE_OVER_FIELDS, .label = N_ ("Take over"))
KX_DEFINE_ENTITY (bridge, KX_BRIDGE_FIELDS, .label = N_ ("Carry on"))
KX_DEFINE_ENTITY (leave, KX_LEAVE_FIELDS, .label = N_ ("Let the agency leave"))
KX_DEFINE_ENTITY (unpaid_notice, KX_UNPAID_NOTICE_FIELDS, .label = N_ ("Enter the unpaid agency's notice"))
KX_DEFINE_ENTITY (agreement_end, KX_AGREEMENT_END_FIELDS, .label = N_ ("End"))

#define IN(state) (1u << kx_agreement_state_##state)
#define TO(state) kx_agreement_state_##state
#define BEFORE_SIGNING (IN (draft) | IN (in_review) | IN (approved) | IN (agency_signed))
#define CLERK KX_ROLE (clerk)

static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Draw up agreement"),
    .from = KX_FROM_ANY,
    .to = TO (draft),
    .roles = CLERK,
    .guards = { kx_guard_agency_of_office, kx_guard_agreement_only_one, kx_guard_agreement_dates,
                kx_guard_agreement_place, kx_guard_layout } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = IN (draft),
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_agreement_dates, kx_guard_agreement_place, kx_guard_agreement_only_one,
                kx_guard_layout } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = IN (signed) | IN (terminating) | IN (ended),
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_agreement_settled } },
  { .kind = KX_OP_ADD, .label = N_ ("Add"), .from = IN (draft), .to = KX_STAYS, .roles = CLERK },
  { .kind = KX_OP_REMOVE, .label = N_ ("Remove"), .from = IN (draft), .to = KX_STAYS, .roles = CLERK },
  { .kind = KX_OP_ACTION,
    .action = "submit",
    .label = N_ ("Hand in for review"),
    .from = IN (draft),
    .to = TO (in_review),
    .roles = CLERK,
    .guards = { kx_guard_agreement_complete, kx_guard_agreement_only_one, kx_guard_agreement_dates,
                kx_guard_agreement_place, kx_guard_agreement_licence, kx_guard_agreement_terms,
                kx_guard_layout },
    .effect = kx_effect_agreement_proposed },
  { .kind = KX_OP_ACTION,
    .action = "return",
    .label = N_ ("Send back"),
    .from = IN (in_review) | IN (approved) | IN (agency_signed),
    .to = TO (draft),
    .roles = KX_ROLE (reviewer) | KX_ROLE (leader),
    .flags = KX_NEEDS_REASON },
  { .kind = KX_OP_ACTION,
    .action = "approve",
    .label = N_ ("Approve"),
    .from = IN (in_review),
    .to = TO (approved),
    .roles = CLERK | KX_ROLE (reviewer) | KX_ROLE (leader),
    .superiors = KX_ROLE (reviewer) | KX_ROLE (leader),
    .flags = KX_ONLINE | KX_EXACT,
    .guards = { kx_guard_agreement_other_officer, kx_guard_agreement_complete, kx_guard_agreement_only_one,
                kx_guard_agreement_place, kx_guard_agreement_licence, kx_guard_agreement_terms,
                kx_guard_layout },
    .effect = kx_effect_agreement_approved },
  { .kind = KX_OP_ACTION,
    .action = "agency_sign",
    .label = N_ ("Enter the agency's signature"),
    .from = IN (approved),
    .to = TO (agency_signed),
    .roles = CLERK,
    .arguments = &kx_signing_entity,
    .guards = { kx_guard_agreement_signing },
    .effect = kx_effect_agreement_agency_signed },
  { .kind = KX_OP_ACTION,
    .action = "sign",
    .label = N_ ("Sign"),
    .from = IN (agency_signed),
    .to = TO (signed),
    .roles = CLERK | KX_ROLE (leader),
    .superiors = KX_ROLE (leader),
    .flags = KX_ONLINE | KX_EXACT,
    .arguments = &kx_signing_entity,
    .guards = { kx_guard_agreement_other_officer, kx_guard_agreement_signing, kx_guard_agreement_only_one,
                kx_guard_agreement_place, kx_guard_agreement_licence, kx_guard_layout,
                kx_guard_agreement_objections, kx_guard_agreement_terms },
    .effect = kx_effect_agreement_signed },
  { .kind = KX_OP_ACTION,
    .action = "bridge",
    .label = N_ ("Carry on past its end"),
    .from = IN (signed),
    .to = KX_STAYS,
    .roles = CLERK | KX_ROLE (leader),
    .superiors = KX_ROLE (leader),
    .flags = KX_ONLINE | KX_EXACT,
    .arguments = &kx_bridge_entity,
    .guards = { kx_guard_bridge, kx_guard_not_put_out, kx_guard_agreement_only_one },
    .effect = kx_effect_agreement_bridged },
  { .kind = KX_OP_ACTION,
    .action = "end",
    .label = N_ ("Enter the end"),
    .from = IN (signed) | IN (terminating),
    .to = TO (ended),
    .roles = KX_ROLE (reviewer) | KX_ROLE (leader),
    .flags = KX_ONLINE | KX_EXACT | KX_NEEDS_REASON,
    .arguments = &kx_agreement_end_entity,
    .guards = { kx_guard_agreement_end, kx_guard_agreement_as_planned, kx_guard_agreement_ground,
                kx_guard_agreement_statement },
    .effect = kx_effect_agreement_ended },
  { .kind = KX_OP_ACTION,
    .action = "let_leave",
    .label = N_ ("Let the agency leave"),
    .from = IN (signed),
    .to = TO (terminating),
    .roles = CLERK | KX_ROLE (leader),
    .superiors = KX_ROLE (leader),
    .flags = KX_ONLINE | KX_EXACT,
    .arguments = &kx_leave_entity,
    .guards = { kx_guard_agreement_leave },
    .effect = kx_effect_agreement_leaves },
  { .kind = KX_OP_ACTION,
    .action = "enter_notice",
    .label = N_ ("Enter the unpaid agency's notice"),
    .from = IN (signed) | IN (terminating),
    .to = TO (terminating),
    .roles = CLERK,
    .arguments = &kx_unpaid_notice_entity,
    .guards = { kx_guard_agreement_unpaid },
    .effect = kx_effect_agreement_unpaid },
  { .kind = KX_OP_ACTION,
    .action = "keep",
    .label = N_ ("Keep it after all"),
    .from = IN (terminating),
    .to = TO (signed),
    .roles = KX_ROLE (reviewer) | KX_ROLE (leader),
    .flags = KX_ONLINE | KX_EXACT | KX_NEEDS_REASON,
    .effect = kx_effect_agreement_kept },
  { .kind = KX_OP_ACTION,
    .action = "take_over",
    .label = N_ ("Take over what runs on paper"),
    .from = IN (draft),
    .to = KX_STAYS,
    .roles = CLERK,
    .arguments = &kx_take_over_entity,
    .guards = { kx_guard_agreement_taken_over },
    .effect = kx_effect_taken_over },
  { .kind = KX_OP_ACTION,
    .action = "confirm_take_over",
    .label = N_ ("Confirm what was taken over"),
    .from = IN (signed) | IN (terminating) | IN (ended),
    .to = KX_STAYS,
    .roles = KX_ROLE (reviewer) | KX_ROLE (leader),
    .flags = KX_ONLINE | KX_EXACT,
    .guards = { kx_guard_take_over_confirmed },
    .effect = kx_effect_take_over_confirmed },
  { .kind = KX_OP_DELETE, .label = N_ ("Delete"), .from = IN (draft), .to = KX_STAYS, .roles = CLERK },
  { .kind = KX_OP_RESTORE,
    .label = N_ ("Restore"),
    .from = BEFORE_SIGNING,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_agency_of_office, kx_guard_agreement_only_one } },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (agreement, KX_AGREEMENT_FIELDS, .collection = "agreements", .drawer = "agreement",
                  .label = N_ ("Agreement"), .state = kx_agreement_f_state, .lifecycle = &lifecycle)

gboolean
kx_agreement_runs (const KxRecord *agreement)
{
  int state = kx_record_get (agreement, kx_agreement_f_state).CODE;

  return state == kx_agreement_state_signed || state == kx_agreement_state_terminating;
}
