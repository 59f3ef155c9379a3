#include "core/entities/kx-application-item.h"

#include "core/rules/kx-application-part-rules.h"

KX_DEFINE_CODES (application_item, kind, KX_APPLICATION_ITEM_KINDS)
KX_DEFINE_CODES (application_item, state, KX_APPLICATION_ITEM_STATES)

#define CLERK KX_ROLE (clerk)
static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Add document"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_application_part, kx_guard_item } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_application_part, kx_guard_item },
    .effect = kx_effect_item_changed },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_application_part, kx_guard_item_own },
    .effect = kx_effect_item_changed },
  { .kind = KX_OP_RESTORE,
    .label = N_ ("Restore"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_application_part } },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (application_item, KX_APPLICATION_ITEM_FIELDS, .collection = "application-items",
                  .drawer = "agreement", .label = N_ ("Document of an application"), .lifecycle = &lifecycle)

gboolean
kx_application_item_lacks (const KxRecord *item)
{
  int state = kx_record_get (item, kx_application_item_f_state).CODE;

  return state == kx_application_item_state_missing || state == kx_application_item_state_defective;
}
