/* Rows that a dry run made or changed, laid over those of the store, so that each row of a file is decided as
 * if the ones before it were in. */
#pragma once

#include "core/kx-decision.h"

G_BEGIN_DECLS

/* A reader over `base`, which is borrowed. Free with kx_import_overlay_free(). */
KxReader *kx_import_overlay_new (KxReader *base);

void kx_import_overlay_free (KxReader *self);

/* Lays the changes of an accepted decision over. FALSE: a row that changes could not be read. */
gboolean kx_import_overlay_add (KxReader *self, const KxDecision *decision);

G_END_DECLS
