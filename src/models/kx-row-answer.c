#include "models/kx-row-answer.h"

#include "core/entities/kx-agency.h"

typedef struct
{
  KxRowSource *source;   /* owned */
  KxFilter *filter;      /* owned */
  GError *error;         /* owned */
  GCancellable *running; /* owned; NULL: nothing is being found out */
  guint pause_source;
  gint64 began, rest_until;
  gboolean loading;
  gboolean again; /* something changed meanwhile */
} KxRowAnswerPrivate;

enum
{
  PROP_LOADING = 1,
  PROP_ERROR,
  PROP_SOURCE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KxRowAnswer, kx_row_answer, G_TYPE_OBJECT)

static KxRowAnswerPrivate *
private_of (KxRowAnswer *self)
{
  return kx_row_answer_get_instance_private (self);
}

/* Takes `error`. */
static void
set_error (KxRowAnswer *self, GError *error)
{
  KxRowAnswerPrivate *answer = private_of (self);

  if (answer->error == NULL && error == NULL)
    return;
  g_clear_error (&answer->error);
  answer->error = error;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
give_up (KxRowAnswerPrivate *answer)
{
  if (answer->running != NULL)
    g_cancellable_cancel (answer->running);
  g_clear_object (&answer->running);
}

static void
on_answer (GObject *object, GAsyncResult *result, gpointer data)
{
  KxRowAnswer *self = data;
  KxRowAnswerClass *class;
  KxRowAnswerPrivate *answer;
  GError *error = NULL;
  gpointer found = g_task_propagate_pointer (G_TASK (result), &error);
  gint64 now = g_get_monotonic_time ();

  /* It may be gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }
  class = KX_ROW_ANSWER_GET_CLASS (self);
  answer = private_of (self);
  g_clear_object (&answer->running);
  answer->rest_until = now + (now - answer->began) * class->rest_factor;
  set_error (self, error);
  class->take (self, found, now - answer->began);
  if (answer->loading)
    {
      answer->loading = FALSE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
    }
  if (answer->again && class->rest_factor > 0)
    kx_row_answer_start_soon (self);
  else if (answer->again)
    kx_row_answer_start (self);
}

static gboolean
on_pause (gpointer data)
{
  private_of (data)->pause_source = 0;
  kx_row_answer_start (data);
  return G_SOURCE_REMOVE;
}

static void
dispose (GObject *object)
{
  KxRowAnswerPrivate *answer = private_of (KX_ROW_ANSWER (object));

  give_up (answer);
  g_clear_handle_id (&answer->pause_source, g_source_remove);
  g_clear_object (&answer->source);
  G_OBJECT_CLASS (kx_row_answer_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxRowAnswerPrivate *answer = private_of (KX_ROW_ANSWER (object));

  kx_filter_free (answer->filter);
  g_clear_error (&answer->error);
  G_OBJECT_CLASS (kx_row_answer_parent_class)->finalize (object);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KxRowAnswerPrivate *answer = private_of (KX_ROW_ANSWER (object));

  switch (id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, answer->loading);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, answer->error);
      break;
    case PROP_SOURCE:
      g_value_set_object (value, answer->source);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SOURCE)
    private_of (KX_ROW_ANSWER (object))->source = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kx_row_answer_class_init (KxRowAnswerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = dispose;
  object_class->finalize = finalize;
  object_class->get_property = get_property;
  object_class->set_property = set_property;
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, TRUE, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_SOURCE] =
      g_param_spec_object ("source", NULL, NULL, KX_TYPE_ROW_SOURCE,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kx_row_answer_init (KxRowAnswer *self)
{
  private_of (self)->filter = kx_filter_new (&kx_agency_entity);
  private_of (self)->loading = TRUE;
}

KxRowSource *
kx_row_answer_get_source (KxRowAnswer *self)
{
  g_return_val_if_fail (KX_IS_ROW_ANSWER (self), NULL);
  return private_of (self)->source;
}

const KxFilter *
kx_row_answer_get_filter (KxRowAnswer *self)
{
  g_return_val_if_fail (KX_IS_ROW_ANSWER (self), NULL);
  return private_of (self)->filter;
}

gboolean
kx_row_answer_set_area (KxRowAnswer *self, const char *area)
{
  KxRowAnswerPrivate *answer;

  g_return_val_if_fail (KX_IS_ROW_ANSWER (self), FALSE);
  answer = private_of (self);
  if (g_strcmp0 (answer->filter->area, area) == 0)
    return FALSE;
  kx_filter_set_area (answer->filter, area);
  give_up (answer);
  return TRUE;
}

void
kx_row_answer_start (KxRowAnswer *self)
{
  KxRowAnswerPrivate *answer;
  KxRowQuestion question = { 0 };

  g_return_if_fail (KX_IS_ROW_ANSWER (self));
  answer = private_of (self);
  answer->again = answer->running != NULL;
  if (answer->again)
    return;
  KX_ROW_ANSWER_GET_CLASS (self)->ask (self, &question);
  answer->began = g_get_monotonic_time ();
  answer->running = g_cancellable_new ();
  kx_row_job_run (kx_row_job_new (answer->source, answer->filter, 0), question.work, question.data,
                  question.free_data, question.free_result, answer->running, on_answer, self);
}

void
kx_row_answer_start_soon (KxRowAnswer *self)
{
  KxRowAnswerPrivate *answer;
  gint64 rest;

  g_return_if_fail (KX_IS_ROW_ANSWER (self));
  answer = private_of (self);
  rest = (answer->rest_until - g_get_monotonic_time ()) / 1000;
  if (answer->pause_source == 0)
    answer->pause_source =
        g_timeout_add ((guint) MAX (rest, (gint64) KX_ROW_ANSWER_GET_CLASS (self)->pause_ms), on_pause, self);
}

gboolean
kx_row_answer_is_loading (KxRowAnswer *self)
{
  g_return_val_if_fail (KX_IS_ROW_ANSWER (self), FALSE);
  return private_of (self)->loading;
}

const GError *
kx_row_answer_get_error (KxRowAnswer *self)
{
  g_return_val_if_fail (KX_IS_ROW_ANSWER (self), NULL);
  return private_of (self)->error;
}
