/* What HTTP costs at least: a bare libsoup handler. */
#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* Starts a process that answers every request on loopback at once with `body`, as JSON. It ends with this
 * one; kx_bench_http_stop() ends it before. */
pid_t kx_bench_http_start (const char *body, guint *ret_port);
void kx_bench_http_stop (pid_t pid);

G_END_DECLS
