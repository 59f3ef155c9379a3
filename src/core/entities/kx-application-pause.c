#include "core/entities/kx-application-pause.h"

#include "core/rules/kx-application-part-rules.h"

KX_DEFINE_CODES (application_pause, kind, KX_APPLICATION_PAUSE_KINDS)

#define CLERK KX_ROLE (clerk)
static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Stop the clock"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_application_part, kx_guard_pause } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .flags = KX_NEEDS_REASON,
    .guards = { kx_guard_application_part, kx_guard_pause } },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .flags = KX_NEEDS_REASON,
    .guards = { kx_guard_application_part } },
  { .kind = KX_OP_RESTORE,
    .label = N_ ("Restore"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_application_part, kx_guard_pause } },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (application_pause, KX_APPLICATION_PAUSE_FIELDS, .collection = "application-pauses",
                  .drawer = "agreement", .label = N_ ("Stopped clock"), .lifecycle = &lifecycle)
