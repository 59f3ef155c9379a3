/* Preconditions around an agency's file. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* A code by GB 32100, or the reason why there is none (military hospitals may lack one). */
void kx_guard_agency_identity (const KxScene *scene, GPtrArray *findings);

/* The city or county is a known area; outside the office's own area only when marked so. */
void kx_guard_agency_county (const KxScene *scene, GPtrArray *findings);

/* The licence's dates do not contradict each other; warns of one that has run out. */
void kx_guard_agency_licence (const KxScene *scene, GPtrArray *findings);

/* Warns of another file of this office under the same name. */
void kx_guard_similar_name (const KxScene *scene, GPtrArray *findings);

/* The action's `field` names a sealed field that has a value. */
void kx_guard_reveal (const KxScene *scene, GPtrArray *findings);

void kx_guard_former_name_dates (const KxScene *scene, GPtrArray *findings);

void kx_guard_credential_dates (const KxScene *scene, GPtrArray *findings);

G_END_DECLS
