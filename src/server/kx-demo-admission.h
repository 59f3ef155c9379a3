/* The admissions of the demonstration data: a round of Jinan in the spring of 2026 from the request for its
 * places to the signatures, and one application by itself that is being supplemented. */
#pragma once

#include "server/kx-demo-work.h"

G_BEGIN_DECLS

/* Does what comes before this minute of `day` and was not done yet, so that it stands among the rest in the
 * order of time. */
gboolean kx_demo_admit_until (KxDemoWork *work, int day, int minute, GError **error);

G_END_DECLS
