#include "core/kx-role.h"

#include "core/kx-area-table.h"
#include "core/kx-record.h"

#include <string.h>

#define ROLE_ROW(name, label) { #name, label },
const KxCodeName kx_role_codes[] = { KX_ROLES (ROLE_ROW){ NULL, NULL } };

/* clang-format off */
/* Who opens which drawer. Experts, third parties, panel leaders and agency contacts see through private spaces only. */
static const struct
{
  const char *drawer;
  KxRoles roles;
} drawers[] = {
  { "public", KX_ANY_ROLE },
  { "agency", KX_ROLE (clerk) | KX_ROLE (reviewer) | KX_ROLE (leader) | KX_ROLE (policy_officer) |
      KX_ROLE (pool_manager) | KX_ROLE (legal) | KX_ROLE (finance) | KX_ROLE (provincial) | KX_ROLE (observer) |
      KX_ROLE (auditor) },
  { "agreement", KX_ROLE (clerk) | KX_ROLE (reviewer) | KX_ROLE (leader) | KX_ROLE (policy_officer) |
      KX_ROLE (legal) | KX_ROLE (finance) | KX_ROLE (provincial) | KX_ROLE (observer) | KX_ROLE (auditor) },
  { "evaluation", KX_ROLE (clerk) | KX_ROLE (reviewer) | KX_ROLE (leader) | KX_ROLE (policy_officer) |
      KX_ROLE (pool_manager) | KX_ROLE (supervisor) | KX_ROLE (legal) | KX_ROLE (finance) | KX_ROLE (provincial) |
      KX_ROLE (observer) | KX_ROLE (auditor) },
  { "exit", KX_ROLE (clerk) | KX_ROLE (reviewer) | KX_ROLE (leader) | KX_ROLE (policy_officer) |
      KX_ROLE (supervisor) | KX_ROLE (legal) | KX_ROLE (finance) | KX_ROLE (provincial) | KX_ROLE (observer) |
      KX_ROLE (auditor) },
  { "pool", KX_ROLE (clerk) | KX_ROLE (reviewer) | KX_ROLE (leader) | KX_ROLE (pool_manager) |
      KX_ROLE (supervisor) | KX_ROLE (provincial) | KX_ROLE (auditor) },
  { "person", KX_ROLE (clerk) | KX_ROLE (reviewer) | KX_ROLE (leader) | KX_ROLE (legal) },
  { "money", KX_ROLE (leader) | KX_ROLE (finance) | KX_ROLE (provincial) | KX_ROLE (auditor) },
  { "account", KX_ROLE (admin) | KX_ROLE (auditor) },
};
/* clang-format on */

KxRoles
kx_drawer_roles (const char *drawer)
{
  for (guint i = 0; i < G_N_ELEMENTS (drawers); i++)
    if (g_str_equal (drawers[i].drawer, drawer))
      return drawers[i].roles;
  return 0;
}

const char *
kx_drawer_name (guint index)
{
  return index < G_N_ELEMENTS (drawers) ? drawers[index].drawer : NULL;
}

char *
kx_area_prefix (const char *area)
{
  gsize length = strlen (area);

  if (g_str_equal (area, "000000"))
    return g_strdup ("");
  if (length == 6 && g_str_has_suffix (area, "0000"))
    return g_strndup (area, 2);
  if (length == 6 && g_str_has_suffix (area, "00"))
    return g_strndup (area, 4);
  return g_strdup (area);
}

KxActor *
kx_actor_new (const char *user, const char *name)
{
  KxActor *actor = g_new0 (KxActor, 1);

  actor->user = g_strdup (user);
  actor->name = g_strdup (name);
  actor->roles = g_array_new (FALSE, TRUE, sizeof (KxRoleIn));
  return actor;
}

KxActor *
kx_actor_new_system (void)
{
  KxActor *actor = kx_actor_new ("system", "system");

  actor->system = TRUE;
  return actor;
}

KxActor *
kx_actor_copy (const KxActor *actor)
{
  KxActor *copy = kx_actor_new (actor->user, actor->name);

  copy->system = actor->system;
  g_array_append_vals (copy->roles, actor->roles->data, actor->roles->len);
  return copy;
}

void
kx_actor_free (KxActor *actor)
{
  g_free (actor->user);
  g_free (actor->name);
  g_array_unref (actor->roles);
  g_free (actor);
}

void
kx_actor_grant (KxActor *actor, int role, const char *area)
{
  KxRoleIn in = { .role = role };

  g_return_if_fail (role >= 0 && role < KX_N_ROLES);
  g_return_if_fail (*area != '\0' && strlen (area) < sizeof in.area); /* cut short it would be another area */
  g_strlcpy (in.area, area, sizeof in.area);
  g_array_append_val (actor->roles, in);
}

KxRoles
kx_actor_roles (const KxActor *actor, const char *area)
{
  KxRoles roles = 0;

  if (actor->system)
    return KX_ANY_ROLE;
  for (guint i = 0; i < actor->roles->len; i++)
    {
      const KxRoleIn *in = &g_array_index (actor->roles, KxRoleIn, i);

      if (kx_area_code_is_within (area, in->area))
        roles |= 1u << in->role;
    }
  return roles;
}

gboolean
kx_actor_may_read (const KxActor *actor, const char *space)
{
  g_autofree char *area = kx_space_area (space);

  if (actor->system || g_str_equal (space, "000000/public"))
    return TRUE;
  return (kx_actor_roles (actor, area) & kx_drawer_roles (kx_space_drawer (space))) != 0;
}
