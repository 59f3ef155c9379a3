/* What the rules of a round and those of its ranking share. */
#pragma once

#include "core/kx-layout.h"
#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* The day that the step was given, today without one. */
KxDate kx_round_day (const KxScene *scene);

/* The places and the applications of the round that is acted upon; NULL with a finding when they are not
 * here. (element-type KxRecord) */
GPtrArray *kx_round_list_places (const KxScene *scene, GPtrArray *findings);
GPtrArray *kx_round_list_applications (const KxScene *scene, GPtrArray *findings);

/* What governs the round's office on that day; NULL with a finding when it is not here. */
KxPolicy *kx_round_policy (const KxScene *scene, GPtrArray *findings);

/* The place of the layout that a row of places names; its text is the row's. */
KxLayoutPlace kx_round_place_of (const KxRecord *row);

/* What people call the area, or the code where it has no name here. */
const char *kx_round_area_name (const char *code);

/* One finding on the limit of the place when `more` agencies join those who are counted there. `decides`: it
 * refuses where the limit is a duty, or where no reason is given. */
void kx_round_check_limit (const KxScene *scene, const KxPolicy *policy, const KxRecord *row, gint64 more,
                           gboolean decides, GPtrArray *findings);

G_END_DECLS
