/* Administration over the control socket: POST /control/{job}. */
#pragma once

#include "server/kx-service.h"

G_BEGIN_DECLS

/* For the server that listens on the control socket, and for no other. A result is 200 with its object; a
 * failure 409 with {error, message}: the number of a KxAdminError and words in the language asked for. */
KxRouteTable kx_routes_control (void);

G_END_DECLS
