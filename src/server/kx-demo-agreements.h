/* The agreements of the demonstration data. */
#pragma once

#include "server/kx-demo-work.h"

G_BEGIN_DECLS

/* Agreements of Jinan that ran on paper when the service was set up; one place has more than its limit. */
gboolean kx_demo_take_over_agreements (KxDemoWork *work, GError **error);

/* Those that are being made now. */
gboolean kx_demo_draw_up_agreements (KxDemoWork *work, GError **error);

G_END_DECLS
