/* The ways of approval of an office: who signs what on the slip of each step that superiors decide. */
#pragma once

#include "desktop/record/kx-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_ROUTES (kx_routes_get_type ())
G_DECLARE_FINAL_TYPE (KxRoutes, kx_routes, KX, ROUTES, AdwPreferencesGroup)

/* Shows those of no office at first. */
KxRoutes *kx_routes_new (KxDesk *desk);

/* `office`: a row of the mirror; only read. NULL: none. */
void kx_routes_set_office (KxRoutes *self, const KxRecord *office);

/* Opens the way of this step of this kind of record, over the preferences it stands in. FALSE: superiors
 * decide no such step. */
gboolean kx_routes_open (KxRoutes *self, const char *entity, const char *action);

G_END_DECLS
