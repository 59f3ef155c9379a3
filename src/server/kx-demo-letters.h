/* The letters of the demonstration data. */
#pragma once

#include "server/kx-demo-work.h"

G_BEGIN_DECLS

/* The series of Jinan, and letters in each state: being drawn up, issued, sent, void. */
gboolean kx_demo_issue_letters (KxDemoWork *work, GError **error);

G_END_DECLS
