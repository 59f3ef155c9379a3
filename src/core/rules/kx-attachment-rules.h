/* Preconditions and effects around attachments. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* The file has a plain name, a media type, a size, and is not a program. */
void kx_guard_attachment (const KxScene *scene, GPtrArray *findings);

/* A scan by which an answer on paper was confirmed stays. */
void kx_guard_attachment_evidence (const KxScene *scene, GPtrArray *findings);

void kx_effect_attachment_stored (const KxScene *scene, KxDecision *decision);

G_END_DECLS
