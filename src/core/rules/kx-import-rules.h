/* Preconditions around imports. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* Every row read was made, changed, left as it was, or refused. */
void kx_guard_import_adds_up (const KxScene *scene, GPtrArray *findings);

G_END_DECLS
