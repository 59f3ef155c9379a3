#include "core/entities/kx-agreement-deposit.h"

#include "core/rules/kx-agreement-part-rules.h"

#define CLERK KX_ROLE (clerk)
static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Add line of the deposit table"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_agreement_part, kx_guard_deposit_clause, kx_guard_deposit_range } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_agreement_part, kx_guard_deposit_clause, kx_guard_deposit_range } },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_agreement_part } },
  { .kind = KX_OP_RESTORE,
    .label = N_ ("Restore"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_agreement_part, kx_guard_deposit_range } },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (agreement_deposit, KX_AGREEMENT_DEPOSIT_FIELDS, .collection = "agreement-deposits",
                  .drawer = "agreement", .label = N_ ("Line of the deposit table"), .lifecycle = &lifecycle)
