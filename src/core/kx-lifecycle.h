/* A lifecycle is a table: which op or action, from which states, to which, by whom, under which
 * preconditions. An entity without states has one too: it says who may make, change and delete its rows. */
#pragma once

#include "core/kx-decision.h"
#include "core/kx-role.h"

G_BEGIN_DECLS

/* What a decision looks at; everything is borrowed. */
typedef struct
{
  const KxSchema *schema;
  const KxOp *op;
  const KxActor *actor;
  KxReader *reader;
  KxDate today;       /* the office's date, the only clock there is */
  gboolean on_device; /* a desktop: what it cannot know does not refuse */
  gboolean trying;    /* prepared only: the guards are heard though the step itself is refused */
  /* Filled by kx_decide() for guards and effects: */
  const KxRecord *row;   /* as it stands; NULL when it is being made */
  const KxRecord *after; /* as it would stand */
  const char *space;     /* of the row */
} KxScene;

/* Adds what it finds, also when it holds: people see the whole list of preconditions. */
typedef void (*KxGuard) (const KxScene *scene, GPtrArray *findings);

/* Adds row changes; never refuses. */
typedef void (*KxEffect) (const KxScene *scene, KxDecision *decision);

enum
{
  KX_ONLINE = 1 << 0,       /* an act of the office: happens at the service */
  KX_EXACT = 1 << 1,        /* decided on the very row that was seen */
  KX_NEEDS_REASON = 1 << 2, /* a reason goes to history */
  KX_REVEALS = 1 << 3       /* changes nothing: gives a sealed value and is written down */
};

#define KX_FROM_ANY (~0u)
#define KX_STAYS (-1)
#define KX_GUARDS 10

typedef struct
{
  KxOpKind kind;
  const char *action; /* of KX_OP_ACTION */
  const char *label;  /* msgid */
  guint from;         /* bits of states; KX_FROM_ANY for an entity without */
  int to;             /* the state after; KX_STAYS: unchanged */
  KxRoles roles;      /* 0: the service alone */
  KxRoles superiors; /* those of `roles` who decide it themselves; the others need an answer on paper that was
                        confirmed (kx-approval-rules.h); 0: all do */
  guint flags;
  const KxEntity *arguments; /* of an action; NULL: none */
  KxGuard guards[KX_GUARDS];
  KxEffect effect;
} KxTransition;

struct _KxLifecycle
{
  const KxTransition *rows;
  guint n_rows;
};

/* The row of the table for this op from `state` (0 for an entity without states), or NULL. */
const KxTransition *kx_lifecycle_find (const KxLifecycle *lifecycle, KxOpKind kind, const char *action,
                                       guint state);

/* Any row for this op, whatever the state; NULL when the entity knows no such op at all. */
const KxTransition *kx_lifecycle_knows (const KxLifecycle *lifecycle, KxOpKind kind, const char *action);

/* The same of steps that people may take: one that is the service's alone does not count. */
const KxTransition *kx_lifecycle_offers (const KxLifecycle *lifecycle, KxOpKind kind, const char *action);

G_END_DECLS
