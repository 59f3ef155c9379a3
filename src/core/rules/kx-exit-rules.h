/* Preconditions and effects around exit cases. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* Of the agreement that is acted upon: the cases of its office against its agency by which it is to end,
 * those that name it and those of the agency as a whole whose date `day` came after it was signed.
 * (element-type KxRecord) Free with g_ptr_array_unref(). */
KxAnswer kx_rule_exit_cases (const KxScene *scene, guint day, GPtrArray **ret_cases);

/* The same of another agreement. */
KxAnswer kx_rule_exit_cases_of (const KxScene *scene, const KxRecord *agreement, guint day,
                                GPtrArray **ret_cases);

/* The agreement named is one with this agency. */
void kx_guard_exit_agreement (const KxScene *scene, GPtrArray *findings);

/* Its days stand in order. */
void kx_guard_exit_dates (const KxScene *scene, GPtrArray *findings);

/* A day until which the agency may not apply again follows from a fault alone. */
void kx_guard_exit_ban (const KxScene *scene, GPtrArray *findings);

/* It says what became of it, and does not end before it was decided. */
void kx_guard_exit_closing (const KxScene *scene, GPtrArray *findings);

/* What was closed stays; what was taken over is completed. */
void kx_guard_exit_settled (const KxScene *scene, GPtrArray *findings);

/* What was decided stays on record. */
void kx_guard_exit_undecided (const KxScene *scene, GPtrArray *findings);

/* What runs on paper comes in as it stands: what would refuse is a note. */
void kx_guard_exit_taken_over (const KxScene *scene, GPtrArray *findings);

void kx_effect_exit_closed (const KxScene *scene, KxDecision *decision);

G_END_DECLS
