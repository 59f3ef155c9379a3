#include "server/kx-http-metrics.h"

#include <stdarg.h>

/* Upper bounds of the histograms in seconds: from a read out of memory to a large import. */
static const double bounds[] = { 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10 };

struct _KxMetricSample
{
  KxMetrics *metrics;
  char *labels; /* name="value",… */
  double value; /* of a histogram: the sum */
  guint64 buckets[G_N_ELEMENTS (bounds) + 1];
};

struct _KxMetric
{
  KxMetrics *metrics;
  KxMetricKind kind;
  char *name;
  char *help;
  GPtrArray *samples; /* (element-type KxMetricSample), in the order they came up */
  GHashTable *by_labels;
};

struct _KxMetrics
{
  GMutex lock;
  GPtrArray *metrics; /* (element-type KxMetric) */
};

static void
free_sample (gpointer data)
{
  KxMetricSample *self = data;

  g_free (self->labels);
  g_free (self);
}

static void
free_metric (gpointer data)
{
  KxMetric *self = data;

  g_hash_table_unref (self->by_labels);
  g_ptr_array_unref (self->samples);
  g_free (self->name);
  g_free (self->help);
  g_free (self);
}

static void
append_label (GString *text, const char *name, const char *value)
{
  g_string_append_printf (text, "%s%s=\"", text->len > 0 ? "," : "", name);
  for (; *value != '\0'; value++)
    {
      if (*value == '\\' || *value == '"')
        g_string_append_c (text, '\\');
      if (*value == '\n')
        g_string_append (text, "\\n");
      else
        g_string_append_c (text, *value);
    }
  g_string_append_c (text, '"');
}

static void
append_line (GString *text, const char *name, const char *suffix, const char *labels, const char *bound,
             double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  gboolean braces = *labels != '\0' || bound != NULL;

  g_string_append_printf (text, "%s%s%s%s", name, suffix, braces ? "{" : "", labels);
  if (bound != NULL)
    g_string_append_printf (text, "%sle=\"%s\"", *labels != '\0' ? "," : "", bound);
  g_string_append_printf (text, "%s %s\n", braces ? "}" : "",
                          g_ascii_formatd (number, sizeof number, "%.17g", value));
}

static void
append_histogram (GString *text, const KxMetric *metric, const KxMetricSample *sample)
{
  guint64 count = 0;

  for (guint i = 0; i <= G_N_ELEMENTS (bounds); i++)
    {
      char bound[G_ASCII_DTOSTR_BUF_SIZE] = "+Inf";

      count += sample->buckets[i];
      if (i < G_N_ELEMENTS (bounds))
        g_ascii_formatd (bound, sizeof bound, "%g", bounds[i]);
      append_line (text, metric->name, "_bucket", sample->labels, bound, (double) count);
    }
  append_line (text, metric->name, "_sum", sample->labels, NULL, sample->value);
  append_line (text, metric->name, "_count", sample->labels, NULL, (double) count);
}

/**
 * kx_metrics_new:
 *
 * Returns: (transfer full): an empty registry; all its functions may be called from any thread
 */
KxMetrics *
kx_metrics_new (void)
{
  KxMetrics *self = g_new0 (KxMetrics, 1);

  g_mutex_init (&self->lock);
  self->metrics = g_ptr_array_new_with_free_func (free_metric);
  return self;
}

/**
 * kx_metrics_free:
 * @self: (nullable) (transfer full): metrics and samples end with it
 */
void
kx_metrics_free (KxMetrics *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->metrics);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * kx_metrics_add:
 * @name: by Prometheus' rules for names: unit and `_total` at the end
 * @help: one line
 *
 * Returns: (transfer none): a metric without samples
 */
KxMetric *
kx_metrics_add (KxMetrics *self, KxMetricKind kind, const char *name, const char *help)
{
  KxMetric *metric = g_new0 (KxMetric, 1);

  metric->metrics = self;
  metric->kind = kind;
  metric->name = g_strdup (name);
  metric->help = g_strdup (help);
  metric->samples = g_ptr_array_new_with_free_func (free_sample);
  metric->by_labels = g_hash_table_new (g_str_hash, g_str_equal);
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->metrics, metric);
  g_mutex_unlock (&self->lock);
  return metric;
}

/**
 * kx_metric_get_sample:
 * @...: name of a label, its value, and so on, closed by %NULL
 *
 * Values come from small sets (a route, never a path): each makes a sample that stays.
 *
 * Returns: (transfer none): the sample with these labels, made with 0 at the first call
 */
KxMetricSample *
kx_metric_get_sample (KxMetric *self, ...)
{
  g_autoptr (GString) labels = g_string_new (NULL);
  KxMetricSample *sample;
  const char *label;
  va_list list;

  va_start (list, self);
  while ((label = va_arg (list, const char *)) != NULL)
    append_label (labels, label, va_arg (list, const char *));
  va_end (list);
  g_mutex_lock (&self->metrics->lock);
  sample = g_hash_table_lookup (self->by_labels, labels->str);
  if (sample == NULL)
    {
      sample = g_new0 (KxMetricSample, 1);
      sample->metrics = self->metrics;
      sample->labels = g_strdup (labels->str);
      g_ptr_array_add (self->samples, sample);
      g_hash_table_insert (self->by_labels, sample->labels, sample);
    }
  g_mutex_unlock (&self->metrics->lock);
  return sample;
}

/**
 * kx_metric_sample_add:
 * @amount: may be negative for a gauge
 */
void
kx_metric_sample_add (KxMetricSample *self, double amount)
{
  g_mutex_lock (&self->metrics->lock);
  self->value += amount;
  g_mutex_unlock (&self->metrics->lock);
}

/**
 * kx_metric_sample_set:
 *
 * Sets a gauge.
 */
void
kx_metric_sample_set (KxMetricSample *self, double value)
{
  g_mutex_lock (&self->metrics->lock);
  self->value = value;
  g_mutex_unlock (&self->metrics->lock);
}

/**
 * kx_metric_sample_observe:
 *
 * Adds one duration to a histogram.
 */
void
kx_metric_sample_observe (KxMetricSample *self, double seconds)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (bounds) && seconds > bounds[i])
    i++;
  g_mutex_lock (&self->metrics->lock);
  self->buckets[i]++;
  self->value += seconds;
  g_mutex_unlock (&self->metrics->lock);
}

/**
 * kx_metric_sample_get:
 *
 * Returns: the value; of a histogram, the sum
 */
double
kx_metric_sample_get (KxMetricSample *self)
{
  double value;

  g_mutex_lock (&self->metrics->lock);
  value = self->value;
  g_mutex_unlock (&self->metrics->lock);
  return value;
}

/**
 * kx_metrics_to_text:
 *
 * Returns: (transfer full): all metrics in the text exposition format, version 0.0.4
 */
char *
kx_metrics_to_text (KxMetrics *self)
{
  static const char *const kinds[] = { "counter", "gauge", "histogram" };
  GString *text = g_string_new (NULL);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->metrics->len; i++)
    {
      const KxMetric *metric = g_ptr_array_index (self->metrics, i);

      g_string_append_printf (text, "# HELP %s %s\n# TYPE %s %s\n", metric->name, metric->help, metric->name,
                              kinds[metric->kind]);
      for (guint j = 0; j < metric->samples->len; j++)
        {
          const KxMetricSample *sample = g_ptr_array_index (metric->samples, j);

          if (metric->kind == KX_METRIC_HISTOGRAM)
            append_histogram (text, metric, sample);
          else
            append_line (text, metric->name, "", sample->labels, NULL, sample->value);
        }
    }
  g_mutex_unlock (&self->lock);
  return g_string_free (text, FALSE);
}
