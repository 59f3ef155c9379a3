#include "server/kx-http-stats.h"

enum
{
  MIN_STATUS = 100,
  MAX_STATUS = 600,
};

/* Samples of one route, found once. */
typedef struct
{
  KxMetricSample *duration;
  KxMetricSample *by_status[MAX_STATUS - MIN_STATUS];
} RouteStats;

struct _KxHttpStats
{
  KxMetric *requests;
  KxMetric *durations;
  KxMetricSample *running;
  GHashTable *routes; /* (element-type KxRoute RouteStats), NULL for what matched no route */
};

static RouteStats *
find_route (KxHttpStats *self, const KxRoute *route)
{
  RouteStats *stats = g_hash_table_lookup (self->routes, route);

  if (stats == NULL)
    {
      stats = g_new0 (RouteStats, 1);
      stats->duration = kx_metric_get_sample (self->durations, "method", route != NULL ? route->method : "",
                                              "route", route != NULL ? route->pattern : "", NULL);
      g_hash_table_insert (self->routes, (gpointer) route, stats);
    }
  return stats;
}

/**
 * kx_http_stats_new:
 *
 * Returns: (transfer full): metrics about requests, added to @metrics
 */
KxHttpStats *
kx_http_stats_new (KxMetrics *metrics)
{
  KxHttpStats *self = g_new0 (KxHttpStats, 1);
  KxMetric *running, *started;

  self->requests = kx_metrics_add (metrics, KX_METRIC_COUNTER, "kangxied_http_requests_total",
                                   "Requests that ended, by method, route and status.");
  self->durations = kx_metrics_add (metrics, KX_METRIC_HISTOGRAM, "kangxied_http_request_duration_seconds",
                                    "From the end of the head to the end of the answer.");
  running = kx_metrics_add (metrics, KX_METRIC_GAUGE, "kangxied_http_requests_running",
                            "Handlers that have begun and not yet answered.");
  started = kx_metrics_add (metrics, KX_METRIC_GAUGE, "process_start_time_seconds",
                            "Start of the process, in seconds since 1970.");
  self->running = kx_metric_get_sample (running, NULL);
  self->routes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  kx_metric_sample_set (kx_metric_get_sample (started, NULL), (double) (g_get_real_time () / G_USEC_PER_SEC));
  return self;
}

/**
 * kx_http_stats_free:
 * @self: (nullable) (transfer full): the metrics stay
 */
void
kx_http_stats_free (KxHttpStats *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->routes);
  g_free (self);
}

/**
 * kx_http_stats_count:
 * @route: (nullable): %NULL for a request that matched none
 * @status: of the answer; 0 if none was given
 *
 * Counts a request that is over.
 */
void
kx_http_stats_count (KxHttpStats *self, const KxRoute *route, guint status, gint64 took_us)
{
  RouteStats *stats = find_route (self, route);
  guint place = status >= MIN_STATUS && status < MAX_STATUS ? status - MIN_STATUS : 0;

  if (stats->by_status[place] == NULL)
    {
      g_autofree char *text = g_strdup_printf ("%u", place > 0 ? status : 0);

      stats->by_status[place] =
          kx_metric_get_sample (self->requests, "method", route != NULL ? route->method : "", "route",
                                route != NULL ? route->pattern : "", "status", text, NULL);
    }
  kx_metric_sample_add (stats->by_status[place], 1);
  kx_metric_sample_observe (stats->duration, (double) took_us / G_USEC_PER_SEC);
}

void
kx_http_stats_set_running (KxHttpStats *self, guint running)
{
  kx_metric_sample_set (self->running, running);
}
