/* Counters, gauges and histograms in the Prometheus text format; any part of the service may add its own. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _KxMetrics KxMetrics;
typedef struct _KxMetric KxMetric;             /* one name */
typedef struct _KxMetricSample KxMetricSample; /* one set of labels of a name */

typedef enum
{
  KX_METRIC_COUNTER,
  KX_METRIC_GAUGE,
  KX_METRIC_HISTOGRAM, /* of seconds */
} KxMetricKind;

KxMetrics *kx_metrics_new (void);
void kx_metrics_free (KxMetrics *self);
KxMetric *kx_metrics_add (KxMetrics *self, KxMetricKind kind, const char *name, const char *help);
char *kx_metrics_to_text (KxMetrics *self);

KxMetricSample *kx_metric_get_sample (KxMetric *self, ...) G_GNUC_NULL_TERMINATED;
void kx_metric_sample_add (KxMetricSample *self, double amount);
void kx_metric_sample_set (KxMetricSample *self, double value);
void kx_metric_sample_observe (KxMetricSample *self, double seconds);
double kx_metric_sample_get (KxMetricSample *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxMetrics, kx_metrics_free)

G_END_DECLS
