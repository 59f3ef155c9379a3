/* What of the demonstration data came in from paper, and what is decided on paper. */
#pragma once

#include "server/kx-demo-work.h"

G_BEGIN_DECLS

/* Rectifications and exit cases that ran when the office began with the program, in February. */
gboolean kx_demo_take_over_paper (KxDemoWork *f, GError **error);

G_END_DECLS
