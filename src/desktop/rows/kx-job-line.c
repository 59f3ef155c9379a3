#include "desktop/rows/kx-job-line.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"

struct _KxJobLine
{
  AdwBin parent_instance;

  KxJob *job;
  GtkButton *open, *end;
  GtkLabel *title, *detail;
  GtkProgressBar *progress;
};

G_DEFINE_FINAL_TYPE (KxJobLine, kx_job_line, ADW_TYPE_BIN)

enum
{
  SIGNAL_DISMISSED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
on_open (KxJobLine *self)
{
  kx_job_open (self->job);
}

static void
on_end (KxJobLine *self)
{
  if (kx_job_get_state (self->job) == KX_JOB_GOES_ON)
    kx_job_stop (self->job);
  else
    g_signal_emit (self, signals[SIGNAL_DISMISSED], 0);
}

static void
update (KxJobLine *self)
{
  gboolean goes_on = kx_job_get_state (self->job) == KX_JOB_GOES_ON;
  double fraction = kx_job_get_fraction (self->job);
  const char *end = goes_on ? _ ("Stop") : _ ("Take this line away");
  g_autofree char *whole =
      g_strdup_printf ("%s, %s", kx_job_get_title (self->job), kx_job_get_detail (self->job));

  gtk_label_set_text (self->title, kx_job_get_title (self->job));
  gtk_label_set_text (self->detail, kx_job_get_detail (self->job));
  gtk_widget_set_visible (GTK_WIDGET (self->detail), *kx_job_get_detail (self->job) != '\0');
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->open), whole);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), goes_on);
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->progress, fraction);
  else
    gtk_progress_bar_pulse (self->progress);
  gtk_button_set_icon_name (self->end, goes_on ? "process-stop-symbolic" : "window-close-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->end), end);
  kx_a11y_set_label (GTK_WIDGET (self->open), whole);
  kx_a11y_set_label (GTK_WIDGET (self->end), end);
}

static void
dispose (GObject *object)
{
  KxJobLine *self = KX_JOB_LINE (object);

  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  gtk_widget_dispose_template (GTK_WIDGET (self), KX_TYPE_JOB_LINE);
  G_OBJECT_CLASS (kx_job_line_parent_class)->dispose (object);
}

static void
kx_job_line_class_init (KxJobLineClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/kangxie/Kangxie/ui/rows/kx-job-line.ui");
  gtk_widget_class_bind_template_child (widget_class, KxJobLine, open);
  gtk_widget_class_bind_template_child (widget_class, KxJobLine, end);
  gtk_widget_class_bind_template_child (widget_class, KxJobLine, title);
  gtk_widget_class_bind_template_child (widget_class, KxJobLine, detail);
  gtk_widget_class_bind_template_child (widget_class, KxJobLine, progress);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
  gtk_widget_class_bind_template_callback (widget_class, on_end);
  signals[SIGNAL_DISMISSED] =
      g_signal_new ("dismissed", KX_TYPE_JOB_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_job_line_init (KxJobLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kx_job_line_new (KxJob *job)
{
  KxJobLine *self = g_object_new (KX_TYPE_JOB_LINE, NULL);

  self->job = g_object_ref (job);
  g_signal_connect_swapped (job, "notify", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}
