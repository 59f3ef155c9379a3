#include "core/entities/kx-admission-round.h"

#include "core/rules/kx-round-rules.h"

KX_DEFINE_CODES (admission_round, late_documents, KX_ROUND_LATE_DOCUMENTS)
KX_DEFINE_CODES (admission_round, state, KX_ROUND_STATES)

KX_DEFINE_ENTITY (round_announce, KX_ROUND_ANNOUNCE_FIELDS, .label = N_ ("Announce"))
KX_DEFINE_ENTITY (round_rank, KX_ROUND_RANK_FIELDS, .label = N_ ("Rank applications"))
KX_DEFINE_ENTITY (round_close, KX_ROUND_CLOSE_FIELDS, .label = N_ ("Conclude"))
KX_DEFINE_ENTITY (round_extend, KX_ROUND_EXTEND_FIELDS, .label = N_ ("Put off the closing"))

#define IN(state) (1u << kx_admission_round_state_##state)
#define TO(state) kx_admission_round_state_##state
#define CLERK KX_ROLE (clerk)
#define DECIDERS (KX_ROLE (reviewer) | KX_ROLE (leader))
#define ACT (KX_ONLINE | KX_EXACT)

static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Prepare admission round"),
    .from = KX_FROM_ANY,
    .to = TO (draft),
    .roles = CLERK,
    .guards = { kx_guard_round_dates } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = IN (draft),
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_round_dates } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = IN (announced) | IN (ranked) | IN (closed) | IN (cancelled),
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_round_announced } },
  { .kind = KX_OP_ACTION,
    .action = "announce",
    .label = N_ ("Announce"),
    .from = IN (draft),
    .to = TO (announced),
    .roles = CLERK | DECIDERS,
    .superiors = DECIDERS,
    .flags = ACT,
    .arguments = &kx_round_announce_entity,
    .guards = { kx_guard_round_day, kx_guard_round_complete, kx_guard_round_dates, kx_guard_round_authority,
                kx_guard_round_limits, kx_guard_round_other_officer },
    .effect = kx_effect_round_dated },
  { .kind = KX_OP_ACTION,
    .action = "extend",
    .label = N_ ("Put off the closing"),
    .from = IN (announced),
    .to = KX_STAYS,
    .roles = DECIDERS,
    .flags = ACT | KX_NEEDS_REASON,
    .arguments = &kx_round_extend_entity,
    .guards = { kx_guard_round_extends },
    .effect = kx_effect_round_dated },
  { .kind = KX_OP_ACTION,
    .action = "rank",
    .label = N_ ("Rank applications"),
    .from = IN (announced),
    .to = TO (ranked),
    .roles = DECIDERS,
    .flags = ACT,
    .arguments = &kx_round_rank_entity,
    .guards = { kx_guard_round_day, kx_guard_round_over, kx_guard_round_applications, kx_guard_round_places,
                kx_guard_round_tie },
    .effect = kx_effect_round_ranked },
  { .kind = KX_OP_ACTION,
    .action = "rank_again",
    .label = N_ ("Rank again"),
    .from = IN (ranked),
    .to = KX_STAYS,
    .roles = DECIDERS,
    .flags = ACT | KX_NEEDS_REASON,
    .arguments = &kx_round_rank_entity,
    .guards = { kx_guard_round_day, kx_guard_round_over, kx_guard_round_applications, kx_guard_round_places,
                kx_guard_round_tie },
    .effect = kx_effect_round_ranked },
  { .kind = KX_OP_ACTION,
    .action = "close",
    .label = N_ ("Conclude"),
    .from = IN (ranked),
    .to = TO (closed),
    .roles = DECIDERS,
    .flags = ACT,
    .arguments = &kx_round_close_entity,
    .guards = { kx_guard_round_day, kx_guard_round_decided },
    .effect = kx_effect_round_closed },
  { .kind = KX_OP_ACTION,
    .action = "cancel",
    .label = N_ ("Call off"),
    .from = IN (draft) | IN (announced),
    .to = TO (cancelled),
    .roles = DECIDERS,
    .flags = ACT | KX_NEEDS_REASON,
    .guards = { kx_guard_round_decided } },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = IN (draft),
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_round_unused } },
  { .kind = KX_OP_RESTORE, .label = N_ ("Restore"), .from = IN (draft), .to = KX_STAYS, .roles = CLERK },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (admission_round, KX_ADMISSION_ROUND_FIELDS, .collection = "admission-rounds",
                  .drawer = "agreement", .label = N_ ("Admission round"), .state = kx_admission_round_f_state,
                  .lifecycle = &lifecycle)
