/* What of the demonstration data is decided on paper: the office's way of a slip, slips and a seal. */
#pragma once

#include "server/kx-demo-work.h"

G_BEGIN_DECLS

/* What stands in the scan of an answer; its bytes are stored after the rows. */
extern const char kx_demo_scan[];

/* Who signs what at the office of Jinan, and which duties it keeps apart; in January. */
gboolean kx_demo_add_routes (KxDemoWork *f, GError **error);

/* Slips of this November; after the agreements and exit cases they are about. */
gboolean kx_demo_add_slips (KxDemoWork *f, GError **error);

G_END_DECLS
