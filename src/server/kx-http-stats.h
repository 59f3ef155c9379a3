/* The service's own metrics about requests. */
#pragma once

#include "server/kx-http-metrics.h"
#include "server/kx-http-router.h"

G_BEGIN_DECLS

typedef struct _KxHttpStats KxHttpStats;

KxHttpStats *kx_http_stats_new (KxMetrics *metrics);
void kx_http_stats_free (KxHttpStats *self);
void kx_http_stats_count (KxHttpStats *self, const KxRoute *route, guint status, gint64 took_us);
void kx_http_stats_set_running (KxHttpStats *self, guint running);

G_END_DECLS
