#include "core/entities/kx-attachment.h"

#include "core/rules/kx-attachment-rules.h"

static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Attach"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk) | KX_ROLE (reviewer) | KX_ROLE (leader),
    .guards = { kx_guard_attachment } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk) | KX_ROLE (reviewer) | KX_ROLE (leader) },
  { .kind = KX_OP_ACTION,
    .action = "store",
    .label = N_ ("Store"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = 0,
    .flags = KX_ONLINE,
    .effect = kx_effect_attachment_stored },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk) | KX_ROLE (reviewer) | KX_ROLE (leader),
    .guards = { kx_guard_attachment_evidence } },
  { .kind = KX_OP_RESTORE,
    .label = N_ ("Restore"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk) | KX_ROLE (reviewer) | KX_ROLE (leader) },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (attachment, KX_ATTACHMENT_FIELDS, .collection = "attachments", .drawer = "agency",
                  .label = N_ ("Attachment"), .lifecycle = &lifecycle)
