/* Preconditions and effects around what belongs to an agreement: its checklist of clauses, its ways of
 * payment, the table of its deposit. */
#pragma once

#include "core/kx-lifecycle.h"
#include "core/kx-policy.h"

G_BEGIN_DECLS

/* The rows of `entity` that belong to the agreement `id`; NULL with a finding when they are not here.
 * `findings` may be NULL. (element-type KxRecord) */
GPtrArray *kx_rule_agreement_parts (const KxScene *scene, const KxEntity *entity, const char *id,
                                    GPtrArray *findings);

/* A share that is given needs the clause that grants it: fees are withheld as the agreement says, and not
 * otherwise. `share`, `clause`: fields of `row`. Says nothing where no share is given. */
void kx_rule_share (const KxPolicy *policy, const KxRecord *row, guint share, guint clause,
                    GPtrArray *findings);

/* The same of all shares of one way of payment. */
void kx_rule_payment_shares (const KxPolicy *policy, const KxRecord *payment, GPtrArray *findings);

/* The agreement is being drawn up, or was taken over and nobody confirmed it yet. */
void kx_guard_agreement_part (const KxScene *scene, GPtrArray *findings);

/* A subject of the office's own has its title; one that does not apply, why. */
void kx_guard_clause (const KxScene *scene, GPtrArray *findings);

/* The checklist has one line for a subject. */
void kx_guard_clause_once (const KxScene *scene, GPtrArray *findings);

/* Only a line that the office added goes; the others are "not applicable". */
void kx_guard_clause_own (const KxScene *scene, GPtrArray *findings);

/* Shares of surplus and overrun and the deposit have their clauses. Notes what the documents say of the way
 * of payment. */
void kx_guard_payment_shares (const KxScene *scene, GPtrArray *findings);

/* A line of the deposit table has the clause that annexes it. */
void kx_guard_deposit_clause (const KxScene *scene, GPtrArray *findings);

/* It has a grade or a range of scores, and no other line answers to the same. */
void kx_guard_deposit_range (const KxScene *scene, GPtrArray *findings);

/* Draws up the checklist of `agreement`, which is being made: the subjects of the program and those that the
 * documents want, each with the article in which the agreement before it dealt with the same. */
void kx_rule_draw_checklist (const KxScene *scene, const KxRecord *agreement, KxDecision *decision);

void kx_effect_agreement_drawn_up (const KxScene *scene, KxDecision *decision);

G_END_DECLS
