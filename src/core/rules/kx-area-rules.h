/* Preconditions around areas and offices. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* People add and change zones only (a code of their own under a known parent); the national table is the
 * program's. */
void kx_guard_zone (const KxScene *scene, GPtrArray *findings);

void kx_guard_area_unused (const KxScene *scene, GPtrArray *findings);

void kx_guard_office_area (const KxScene *scene, GPtrArray *findings);

void kx_guard_office_unused (const KxScene *scene, GPtrArray *findings);

/* `code` stands in the table of GB/T 2260 or is a zone that was added; warns of one that was abolished. */
void kx_guard_known_area (const KxScene *scene, const char *code, const char *field, GPtrArray *findings);

G_END_DECLS
