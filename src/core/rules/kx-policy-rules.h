/* Preconditions around policy packs and an office's own values. */
#pragma once

#include "core/kx-lifecycle.h"
#include "core/kx-policy.h"

G_BEGIN_DECLS

/* The contents are a pack, and the other fields say what stands in it. */
void kx_guard_pack (const KxScene *scene, GPtrArray *findings);

/* There is such a parameter, the office may enter a value for it, and this is one. */
void kx_guard_own_value (const KxScene *scene, GPtrArray *findings);

/* One value a day; warns where the day has passed, since acts from then on are judged by it. */
void kx_guard_own_value_day (const KxScene *scene, GPtrArray *findings);

/* Only a value that is not in force yet can go; one that was is followed by another. */
void kx_guard_own_value_ahead (const KxScene *scene, GPtrArray *findings);

/* Shows what the policy says of a matter that refuses nothing: adds a finding that holds, with the citation,
 * where a document or the office speaks of it. `code`, `field` and `message` are static. */
void kx_rule_note (const KxPolicy *policy, KxPolicyKey key, const char *code, const char *field,
                   const char *message, GPtrArray *findings);

/* The day so many months after `from` as the parameter says. FALSE: nobody says how many. */
gboolean kx_rule_months_after (const KxPolicy *policy, KxPolicyKey key, KxDate from, KxDate *ret_day);

/* Adds a finding about such a length, with its citation; {months} in the message is how many. `code`, `field`
 * and `message` are static. */
void kx_rule_add_months (const KxPolicy *policy, KxPolicyKey key, KxVerdict verdict, const char *code,
                         const char *field, const char *message, GPtrArray *findings);

/* What governs the office of this id on this day; NULL, with a finding that it cannot be told, where the rows
 * are not here. Free with kx_policy_free(). */
KxPolicy *kx_rule_policy (const KxScene *scene, const char *office, KxDate date, GPtrArray *findings);

G_END_DECLS
