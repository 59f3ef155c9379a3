/* Serving a store: from opening it to the orderly stop. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How the address of a Unix socket begins. */
#define KX_SERVE_UNIX "unix:"

typedef struct
{
  const char *data;              /* folder of the store */
  const char *listen;            /* HOST:PORT, port 0: one that is free; or unix:PATH */
  const char *port_file;         /* gets the port, or 0, once everything answers; NULL: none */
  const char *certificate, *key; /* PEM files; NULL: without TLS */
  const char *log;               /* a file, "-" for standard error, "none"; NULL: DIR/access.log */
  gboolean demo;                 /* fill an empty store with demonstration data */
  gboolean behind_proxy;         /* a proxy on this machine does the TLS and names its peers */
} KxServeOptions;

/* Serves until SIGTERM or SIGINT; a second one ends the process at once. SIGHUP reads the certificate again
 * and opens the access log anew. The address is told on standard error, and the recovery text of new keys,
 * once. Errors are those of kx_admin_wrap(). */
gboolean kx_serve_run (const KxServeOptions *options, GError **error);

G_END_DECLS
