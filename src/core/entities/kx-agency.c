#include "core/entities/kx-agency.h"

#include "core/rules/kx-agency-rules.h"
#include "core/rules/kx-alias-rules.h"
#include "core/rules/kx-change-rules.h"

KX_DEFINE_CODES (agency, ownership, KX_AGENCY_OWNERSHIPS)
KX_DEFINE_CODES (agency, kind, KX_AGENCY_KINDS)
KX_DEFINE_CODES (agency, hospital_level, KX_AGENCY_LEVELS)
KX_DEFINE_CODES (agency, scopes_offered, KX_AGENCY_SCOPES)
KX_DEFINE_CODES (agency, subspecialties, KX_AGENCY_SUBSPECIALTIES)
KX_DEFINE_CODES (agency, status, KX_AGENCY_STATUSES)

KX_DEFINE_ENTITY (reveal, KX_REVEAL_FIELDS, .label = N_ ("Reveal"))
KX_DEFINE_ENTITY (link_alias, KX_LINK_ALIAS_FIELDS, .label = N_ ("Link as the same institution"))

#define GUARDS                                                                                               \
  {                                                                                                          \
    kx_guard_agency_identity, kx_guard_agency_county, kx_guard_agency_licence, kx_guard_similar_name         \
  }
static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Add agency"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk),
    .guards = GUARDS },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk),
    .guards = GUARDS,
    .effect = kx_effect_agency_watched },
  { .kind = KX_OP_ADD,
    .label = N_ ("Add"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk),
    .effect = kx_effect_agency_watched },
  { .kind = KX_OP_REMOVE,
    .label = N_ ("Remove"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk),
    .effect = kx_effect_agency_watched },
  { .kind = KX_OP_ACTION,
    .action = "reveal",
    .label = N_ ("Reveal"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk) | KX_ROLE (reviewer) | KX_ROLE (leader) | KX_ROLE (finance),
    .flags = KX_ONLINE | KX_NEEDS_REASON | KX_REVEALS,
    .arguments = &kx_reveal_entity,
    .guards = { kx_guard_reveal } },
  { .kind = KX_OP_ACTION,
    .action = "link_alias",
    .label = N_ ("Link as the same institution"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk) | KX_ROLE (reviewer),
    .flags = KX_ONLINE | KX_EXACT | KX_NEEDS_REASON,
    .arguments = &kx_link_alias_entity,
    .guards = { kx_guard_alias_target, kx_guard_no_aliases },
    .effect = kx_effect_link_alias },
  { .kind = KX_OP_ACTION,
    .action = "unlink_alias",
    .label = N_ ("Undo the link to the same institution"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk) | KX_ROLE (reviewer),
    .flags = KX_ONLINE | KX_EXACT | KX_NEEDS_REASON,
    .guards = { kx_guard_is_alias, kx_guard_alias_room },
    .effect = kx_effect_unlink_alias },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk) | KX_ROLE (reviewer),
    .guards = { kx_guard_no_aliases } },
  { .kind = KX_OP_RESTORE,
    .label = N_ ("Restore"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk) | KX_ROLE (reviewer),
    .guards = { kx_guard_similar_name, kx_guard_alias_restored },
    .effect = kx_effect_alias_restored },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (agency, KX_AGENCY_FIELDS, .collection = "agencies", .drawer = "agency",
                  .label = N_ ("Agency"), .lifecycle = &lifecycle)
