#include "core/entities/kx-agreement-payment.h"

#include "core/rules/kx-agreement-part-rules.h"

KX_DEFINE_CODES (agreement_payment, method, KX_AGREEMENT_PAYMENT_METHODS)

#define CLERK KX_ROLE (clerk)
static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Add way of payment"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_agreement_part, kx_guard_payment_shares } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_agreement_part, kx_guard_payment_shares } },
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
    .guards = { kx_guard_agreement_part } },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (agreement_payment, KX_AGREEMENT_PAYMENT_FIELDS, .collection = "agreement-payments",
                  .drawer = "agreement", .label = N_ ("Way of payment"), .lifecycle = &lifecycle)
