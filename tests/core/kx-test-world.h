/* A small world for decisions: an office of Jinan (370100) and one of Nanning (450100), a person, an account
 * and an agency in each, an exit case with its approval slip, and what makes ops, actors and rows of any
 * entity. */
#pragma once

#include "core/kx-decide.h"
#include "lib/kx-test-table.h"

G_BEGIN_DECLS

#define WORLD_OFFICE "0197b2a0-0000-7000-8000-000000000001"
#define WORLD_OTHER_OFFICE "0197b2a0-0000-7000-8000-000000000002"
#define WORLD_PERSON "0197b2a0-0000-7000-8000-000000000011"
#define WORLD_USER "0197b2a0-0000-7000-8000-000000000021"
#define WORLD_OTHER_USER "0197b2a0-0000-7000-8000-000000000022"
#define WORLD_GRANT "0197b2a0-0000-7000-8000-000000000031" /* WORLD_USER administers the country */
#define WORLD_AGENCY "0197b2a0-0000-7000-8000-000000000041"
#define WORLD_OTHER_AGENCY "0197b2a0-0000-7000-8000-000000000042"
#define WORLD_EXIT_CASE "0197b2a0-0000-7000-8000-000000000051"
#define WORLD_APPROVAL "0197b2a0-0000-7000-8000-000000000052"    /* of the exit case, confirmed and used */
#define WORLD_SCAN "0197b2a0-0000-7000-8000-000000000053"        /* of that slip */
#define WORLD_ROUND "0197b2a0-0000-7000-8000-000000000061"       /* being prepared at WORLD_OFFICE */
#define WORLD_APPLICATION "0197b2a0-0000-7000-8000-000000000062" /* of WORLD_AGENCY, received */
#define WORLD_LETTER "0197b2a0-0000-7000-8000-000000000063"      /* of WORLD_OFFICE, issued */
#define WORLD_AGREEMENT "0197b2a0-0000-7000-8000-000000000071"   /* for devices, being drawn up */
#define WORLD_PARTNER "0197b2a0-0000-7000-8000-000000000043"     /* an agency of WORLD_OFFICE */
#define WORLD_SIGNED "0197b2a0-0000-7000-8000-000000000072"      /* with it, signed */
#define WORLD_NOBODY "0197b2a0-0000-7000-8000-0000000000ff"      /* the id of no row */

typedef struct
{
  const KxSchema *schema;
  KxTestTable *table;
  KxDate today;
  gboolean on_device, trying;
} KxTestWorld;

KxTestWorld *kx_test_world_new (void);

void kx_test_world_free (KxTestWorld *world);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxTestWorld, kx_test_world_free)

/* An actor who holds one role in one area. */
KxActor *kx_test_world_actor (int role, const char *area);

/* A new id, different at each call. Free with g_free(). */
char *kx_test_world_id (void);

/* Values with which a row of `entity` can be made at the first office; all fields that may be given from
 * outside. */
KxRecord *kx_test_world_sample (const KxEntity *entity);

/* A row that stands in `world`, of the state given, with a new id; borrowed. */
const KxRecord *kx_test_world_add (KxTestWorld *world, const KxEntity *entity, guint state);

/* Any value the field's kind can hold, whether right for the field or not. Texts are owned by `*ret_text`. */
KxValue kx_test_world_random (const KxField *field, char **ret_text);

/* An op on the row as it stands now, with a reason. Takes `fields`. */
KxOp *kx_test_world_op (KxTestWorld *world, KxOpKind kind, const KxEntity *entity, const char *row,
                        KxRecord *fields);

/* A patch of one field. */
KxOp *kx_test_world_patch (KxTestWorld *world, const KxEntity *entity, const char *row, guint field,
                           KxValue value);

/* An action with the first argument given as a text, or none. */
KxOp *kx_test_world_action (KxTestWorld *world, const KxEntity *entity, const char *row, const char *action,
                            const char *argument);

KxDecision *kx_test_world_decide (KxTestWorld *world, const KxOp *op, const KxActor *actor);

/* Decides, expects that nothing refuses, and applies. */
gint64 kx_test_world_do (KxTestWorld *world, const KxOp *op, const KxActor *actor);

/* The finding of this code and field (NULL: any), or NULL. */
const KxFinding *kx_test_world_finding (const KxDecision *decision, const char *code, const char *field);

/* Expects a refusal with this finding. */
void kx_test_world_refuse (KxTestWorld *world, const KxOp *op, const KxActor *actor, const char *code,
                           const char *field);

/* Everything a decision says, as one text. Free with g_free(). */
char *kx_test_world_describe (const KxDecision *decision);

/* A valid unified social credit code made of a number. Free with g_free(). */
char *kx_test_world_credit_code (guint number);

G_END_DECLS
