#include "models/kx-job.h"

struct _KxJob
{
  GObject parent;
  char *title, *detail;
  double fraction;
  KxJobState state;
};

G_DEFINE_FINAL_TYPE (KxJob, kx_job, G_TYPE_OBJECT)

enum
{
  PROP_TITLE = 1,
  PROP_DETAIL,
  PROP_FRACTION,
  PROP_STATE,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_STOP,
  SIGNAL_OPEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
finalize (GObject *object)
{
  KxJob *self = KX_JOB (object);

  g_free (self->title);
  g_free (self->detail);
  G_OBJECT_CLASS (kx_job_parent_class)->finalize (object);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  KxJob *self = KX_JOB (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_DETAIL:
      g_value_set_string (value, self->detail);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
kx_job_class_init (KxJobClass *class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->finalize = finalize;
  object_class->get_property = get_property;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, NULL, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1, flags);
  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_STOP] =
      g_signal_new ("stop", KX_TYPE_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_OPEN] =
      g_signal_new ("open", KX_TYPE_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_job_init (KxJob *self)
{
  self->fraction = -1;
}

KxJob *
kx_job_new (const char *title)
{
  KxJob *self = g_object_new (KX_TYPE_JOB, NULL);

  self->title = g_strdup (title);
  self->detail = g_strdup ("");
  return self;
}

const char *
kx_job_get_title (KxJob *self)
{
  return self->title;
}

const char *
kx_job_get_detail (KxJob *self)
{
  return self->detail;
}

double
kx_job_get_fraction (KxJob *self)
{
  return self->fraction;
}

KxJobState
kx_job_get_state (KxJob *self)
{
  return self->state;
}

static void
set_text (KxJob *self, char **place, const char *text, int property)
{
  if (g_strcmp0 (*place, text) == 0)
    return;
  g_free (*place);
  *place = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
kx_job_tell (KxJob *self, double fraction, const char *detail)
{
  g_return_if_fail (self->state == KX_JOB_GOES_ON);
  self->fraction = fraction;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
  set_text (self, &self->detail, detail, PROP_DETAIL);
}

void
kx_job_end (KxJob *self, KxJobState state, const char *title, const char *detail)
{
  g_return_if_fail (self->state == KX_JOB_GOES_ON && state != KX_JOB_GOES_ON);
  set_text (self, &self->title, title, PROP_TITLE);
  set_text (self, &self->detail, detail, PROP_DETAIL);
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
kx_job_stop (KxJob *self)
{
  if (self->state == KX_JOB_GOES_ON)
    g_signal_emit (self, signals[SIGNAL_STOP], 0);
}

void
kx_job_open (KxJob *self)
{
  g_signal_emit (self, signals[SIGNAL_OPEN], 0);
}
