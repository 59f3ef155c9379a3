/* Offices, accounts and own days of the demonstration data. */
#pragma once

#include "server/kx-demo-work.h"

G_BEGIN_DECLS

/* Makes offices, the zone, persons, accounts with their passwords and grants, and the offices' own days. The
 * actors of all accounts are known to `work` afterwards. */
gboolean kx_demo_fill_people (KxDemoWork *work, GError **error);

G_END_DECLS
