#include "core/entities/kx-import-record.h"

#include "core/rules/kx-import-rules.h"

KX_DEFINE_CODES (import_record, state, KX_IMPORT_RECORD_STATES)

#define RUNNING (1u << kx_import_record_state_running)
static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Begin import"),
    .from = KX_FROM_ANY,
    .to = kx_import_record_state_running,
    .roles = KX_ROLE (clerk) },
  { .kind = KX_OP_PATCH, .label = N_ ("Go on"), .from = RUNNING, .to = KX_STAYS, .roles = KX_ROLE (clerk) },
  { .kind = KX_OP_ACTION,
    .action = "finish",
    .label = N_ ("Finish"),
    .from = RUNNING,
    .to = kx_import_record_state_finished,
    .roles = KX_ROLE (clerk),
    .guards = { kx_guard_import_adds_up } },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (import_record, KX_IMPORT_RECORD_FIELDS, .collection = "import-records", .drawer = "agency",
                  .label = N_ ("Import"), .state = kx_import_record_f_state, .lifecycle = &lifecycle)
