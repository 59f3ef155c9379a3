/* Roles, the drawers they open, and the person who acts. */
#pragma once

#include "core/kx-entity.h"

G_BEGIN_DECLS

#define KX_ROLES(R)                                                                                          \
  R (clerk, N_ ("Clerk"))                                                                                    \
  R (reviewer, N_ ("Reviewer"))                                                                              \
  R (leader, N_ ("Leader"))                                                                                  \
  R (policy_officer, N_ ("Policy officer"))                                                                  \
  R (panel_leader, N_ ("Panel leader"))                                                                      \
  R (expert, N_ ("Expert"))                                                                                  \
  R (third_party, N_ ("Third party"))                                                                        \
  R (pool_manager, N_ ("Expert-pool manager"))                                                               \
  R (supervisor, N_ ("Supervisor"))                                                                          \
  R (legal, N_ ("Legal reviewer"))                                                                           \
  R (finance, N_ ("Finance officer"))                                                                        \
  R (agency, N_ ("Agency contact"))                                                                          \
  R (provincial, N_ ("Provincial officer"))                                                                  \
  R (observer, N_ ("Observer"))                                                                              \
  R (auditor, N_ ("Auditor"))                                                                                \
  R (admin, N_ ("Administrator"))

#define KX_ROLE_INDEX(name, label) KX_ROLE_INDEX_##name,
enum
{
  KX_ROLES (KX_ROLE_INDEX) KX_N_ROLES
};
#undef KX_ROLE_INDEX

#define KX_ROLE(name) (1u << KX_ROLE_INDEX_##name)
#define KX_ANY_ROLE ((1u << KX_N_ROLES) - 1)

/* Bits of roles. */
typedef guint KxRoles;

/* The roles as codes of a field. */
extern const KxCodeName kx_role_codes[];

typedef struct
{
  int role; /* index */
  char area[12];
} KxRoleIn;

/* Who acts, with what was granted to that person. */
typedef struct
{
  char *user, *name; /* owned: id of the user; name of the person, for messages */
  GArray *roles;     /* (element-type KxRoleIn) owned */
  gboolean system;   /* the service itself: no role is asked of it */
} KxActor;

KxActor *kx_actor_new (const char *user, const char *name);

/* The service itself, for what no person does. */
KxActor *kx_actor_new_system (void);

KxActor *kx_actor_copy (const KxActor *actor);

void kx_actor_free (KxActor *actor);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxActor, kx_actor_free)

void kx_actor_grant (KxActor *actor, int role, const char *area);

/* The roles held at `area`: those granted there or in an area above it. */
KxRoles kx_actor_roles (const KxActor *actor, const char *area);

/* TRUE when a role of the actor opens the drawer of `space` there. The public drawer of the whole country is
 * open to everyone who signed in. */
gboolean kx_actor_may_read (const KxActor *actor, const char *space);

/* The roles that open `drawer`. */
KxRoles kx_drawer_roles (const char *drawer);

/* The drawer of this index, NULL behind the last; a new one comes at the end, so that an index keeps its
 * meaning. */
const char *kx_drawer_name (guint index);

/* What every code at or below `area` begins with: "", "37", "3701", "370102". Free with g_free(). */
char *kx_area_prefix (const char *area);

G_END_DECLS
