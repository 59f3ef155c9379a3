#include "core/entities/kx-letter.h"

#include "core/rules/kx-letter-rules.h"
#include "core/rules/kx-series-rules.h"

KX_DEFINE_CODES (letter, kind, KX_LETTER_KINDS)
KX_DEFINE_CODES (letter, state, KX_LETTER_STATES)
KX_DEFINE_CODES (letter, served_how, KX_LETTER_SERVICES)

KX_DEFINE_ENTITY (letter_issue, KX_LETTER_ISSUE_FIELDS, .label = N_ ("Issue"))
KX_DEFINE_ENTITY (letter_service, KX_LETTER_SERVICE_FIELDS, .label = N_ ("Enter service"))

#define IN(state) (1u << kx_letter_state_##state)
#define TO(state) kx_letter_state_##state
#define CLERK KX_ROLE (clerk)

static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Draw up letter"),
    .from = KX_FROM_ANY,
    .to = TO (draft),
    .roles = CLERK,
    .guards = { kx_guard_letter_about, kx_guard_letter_doc_number },
    .effect = kx_effect_letter_drawn_up },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_letter_settled, kx_guard_letter_doc_number } },
  { .kind = KX_OP_ACTION,
    .action = "issue",
    .label = N_ ("Issue"),
    .from = IN (draft),
    .to = TO (issued),
    .roles = CLERK | KX_ROLE (leader),
    .flags = KX_ONLINE | KX_EXACT,
    .arguments = &kx_letter_issue_entity,
    .guards = { kx_guard_letter_complete, kx_guard_letter_about, kx_guard_letter_day, kx_guard_letter_series,
                kx_guard_letter_doc_number },
    .effect = kx_effect_letter_issued },
  { .kind = KX_OP_ACTION,
    .action = "serve",
    .label = N_ ("Enter service"),
    .from = IN (issued),
    .to = KX_STAYS,
    .roles = CLERK,
    .arguments = &kx_letter_service_entity,
    .guards = { kx_guard_letter_service, kx_guard_letter_proof },
    .effect = kx_effect_letter_served },
  { .kind = KX_OP_ACTION,
    .action = "void",
    .label = N_ ("Make void"),
    .from = IN (issued),
    .to = TO (void),
    .roles = KX_ROLE (reviewer) | KX_ROLE (leader),
    .flags = KX_ONLINE | KX_EXACT | KX_NEEDS_REASON,
    .guards = { kx_guard_letter_void },
    .effect = kx_effect_letter_voided },
  { .kind = KX_OP_DELETE, .label = N_ ("Delete"), .from = IN (draft), .to = KX_STAYS, .roles = CLERK },
  { .kind = KX_OP_RESTORE, .label = N_ ("Restore"), .from = IN (draft), .to = KX_STAYS, .roles = CLERK },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (letter, KX_LETTER_ROW_FIELDS, .collection = "letters", .drawer = "agreement",
                  .label = N_ ("Letter"), .state = kx_letter_f_state, .lifecycle = &lifecycle)
