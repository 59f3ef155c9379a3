/* What lists show of a field where that is more than its value, such as an agreement that was signed and has
 * expired; for whoever gives a list out. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* TRUE when lists show more of this field than its value. */
gboolean kx_shown_has (const KxEntity *entity, guint field);

/* What they show on this day. On any thread. Free with g_free(). */
char *kx_shown_dup (const KxRecord *record, guint field, KxDate today);

G_END_DECLS
