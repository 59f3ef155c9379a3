#include "models/kx-todo-list.h"

#include "core/entities/kx-agency.h"
#include "models/kx-keyed-list.h"
#include "models/kx-mirror-source.h"
#include "models/kx-row-job.h"
#include "models/kx-todo-find.h"

/* Changes often come together. */
#define PAUSE_MS 150
/* Names and codes are looked through once in this many milliseconds, and this many times what it takes. */
#define DUPLICATES_PAUSE_MS 5000
#define DUPLICATES_FACTOR 20
/* A new day is noticed within a minute. */
#define CLOCK_S 60

struct _KxTodoList
{
  GObject parent_instance;
  KxRowSource *source;                   /* owned */
  KxFilter *filter;                      /* owned; only its area counts */
  KxKeyedList *groups[KX_TODO_N_GROUPS]; /* owned */
  GPtrArray *duplicates;                 /* (element-type KxTodo) owned; as found last */
  guint counts[KX_TODO_N_GROUPS], on_activity;
  gboolean loading;
  GError *error;          /* owned */
  GCancellable *finding;  /* owned; NULL: none runs */
  gboolean again;         /* something changed meanwhile */
  gboolean names_changed; /* duplicates are to be looked for */
  gboolean with_names;    /* the finding that runs does */
  guint pause_source, clock_source, names_source;
  gint64 began, names_after;
  KxDate today;
};

enum
{
  PROP_LOADING = 1,
  PROP_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint counts_changed;

static void start (KxTodoList *self);

G_DEFINE_FINAL_TYPE (KxTodoList, kx_todo_list, G_TYPE_OBJECT)

static gpointer
find (KxBook *book, const KxListQuery *query, GTask *task, gpointer data, GError **error)
{
  KxTodoQuestion *question = data;

  question->eyes = query->actor;
  return kx_todo_find (book, question, error);
}

/* The duplicates found last stand among the rest until they are looked for again. */
static void
show (KxTodoList *self, KxTodoAnswer *answer)
{
  GPtrArray *lines[KX_TODO_N_GROUPS];

  for (guint i = 0; i < self->duplicates->len; i++)
    g_ptr_array_add (answer->todos, g_object_ref (self->duplicates->pdata[i]));
  g_ptr_array_sort (answer->todos, kx_todo_compare);
  for (guint g = 0; g < KX_TODO_N_GROUPS; g++)
    lines[g] = g_ptr_array_new ();
  for (guint i = 0; i < answer->todos->len; i++)
    g_ptr_array_add (lines[kx_todo_get_group (answer->todos->pdata[i])], answer->todos->pdata[i]);
  for (guint g = 0; g < KX_TODO_N_GROUPS; g++)
    {
      self->counts[g] = answer->counts[g] + (g == KX_TODO_SOON ? self->duplicates->len : 0);
      kx_keyed_list_set (self->groups[g], lines[g]);
      g_ptr_array_unref (lines[g]);
    }
  self->on_activity = answer->on_activity;
  g_signal_emit (self, counts_changed, 0);
}

static void
set_error (KxTodoList *self, GError *error)
{
  if (self->error == NULL && error == NULL)
    return;
  g_clear_error (&self->error);
  self->error = error;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static gboolean
on_names_pause (gpointer data)
{
  KxTodoList *self = data;

  self->names_source = 0;
  start (self);
  return G_SOURCE_REMOVE;
}

static void
on_found (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KxTodoList *self = user_data;
  GError *error = NULL;
  g_autoptr (KxTodoAnswer) answer = g_task_propagate_pointer (G_TASK (result), &error);
  gint64 now = g_get_monotonic_time ();

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }
  g_clear_object (&self->finding);
  set_error (self, error);
  if (answer != NULL && answer->duplicates != NULL)
    {
      g_ptr_array_unref (self->duplicates);
      self->duplicates = g_steal_pointer (&answer->duplicates);
      self->names_after = now + MAX ((now - self->began) * DUPLICATES_FACTOR, DUPLICATES_PAUSE_MS * 1000);
    }
  else if (self->with_names)
    self->names_changed = TRUE;
  if (answer != NULL)
    show (self, answer);
  if (self->loading)
    {
      self->loading = FALSE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
    }
  if (self->again)
    start (self);
}

/* Duplicates wait for their time; the rest is found at once. */
static void
start (KxTodoList *self)
{
  KxTodoQuestion *question;
  gint64 now = g_get_monotonic_time ();

  self->again = self->finding != NULL;
  if (self->again)
    return;
  self->with_names = self->names_changed && now >= self->names_after;
  if (self->names_changed && !self->with_names && self->names_source == 0)
    self->names_source = g_timeout_add ((guint) ((self->names_after - now) / 1000 + 1), on_names_pause, self);
  if (self->with_names)
    self->names_changed = FALSE;
  self->today = kx_row_source_get_today (self->source);
  question = g_new0 (KxTodoQuestion, 1);
  question->today = self->today;
  question->mirror = KX_IS_MIRROR_SOURCE (self->source);
  question->duplicates = self->with_names;
  self->began = now;
  self->finding = g_cancellable_new ();
  kx_row_job_run (kx_row_job_new (self->source, self->filter, 0), find, question, g_free,
                  (GDestroyNotify) kx_todo_answer_free, self->finding, on_found, self);
}

static gboolean
on_pause (gpointer data)
{
  KxTodoList *self = data;

  self->pause_source = 0;
  start (self);
  return G_SOURCE_REMOVE;
}

static void
start_soon (KxTodoList *self)
{
  if (self->pause_source == 0)
    self->pause_source = g_timeout_add (PAUSE_MS, on_pause, self);
}

static void
on_rows_changed (KxRowSource *source, const KxEntity *entity, GPtrArray *ids, KxTodoList *self)
{
  static const char *const counted[] = { "agency", "credential", "former_name", "conflict", "own_day", NULL };

  if (!g_strv_contains (counted, entity->name))
    return;
  self->names_changed = self->names_changed || g_str_equal (entity->name, "agency") ||
                        g_str_equal (entity->name, "former_name");
  start_soon (self);
}

/* What waits, was refused or is to be sent. */
static void
on_summary_changed (KxMirror *mirror, KxTodoList *self)
{
  start_soon (self);
}

static gboolean
on_clock (gpointer data)
{
  KxTodoList *self = data;

  if (kx_row_source_get_today (self->source).ymd != self->today.ymd)
    start (self);
  return G_SOURCE_CONTINUE;
}

static void
kx_todo_list_dispose (GObject *object)
{
  KxTodoList *self = KX_TODO_LIST (object);

  if (self->finding != NULL)
    g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  g_clear_handle_id (&self->pause_source, g_source_remove);
  g_clear_handle_id (&self->clock_source, g_source_remove);
  g_clear_handle_id (&self->names_source, g_source_remove);
  for (guint g = 0; g < KX_TODO_N_GROUPS; g++)
    g_clear_object (&self->groups[g]);
  g_clear_object (&self->source);
  G_OBJECT_CLASS (kx_todo_list_parent_class)->dispose (object);
}

static void
kx_todo_list_finalize (GObject *object)
{
  KxTodoList *self = KX_TODO_LIST (object);

  g_ptr_array_unref (self->duplicates);
  kx_filter_free (self->filter);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (kx_todo_list_parent_class)->finalize (object);
}

static void
kx_todo_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KxTodoList *self = KX_TODO_LIST (object);

  switch (id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kx_todo_list_class_init (KxTodoListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = kx_todo_list_dispose;
  object_class->finalize = kx_todo_list_finalize;
  object_class->get_property = kx_todo_list_get_property;
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, TRUE, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  counts_changed = g_signal_new ("counts-changed", KX_TYPE_TODO_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
kx_todo_list_init (KxTodoList *self)
{
  for (guint g = 0; g < KX_TODO_N_GROUPS; g++)
    self->groups[g] = kx_keyed_list_new (KX_TYPE_TODO, kx_todo_get_key, kx_todo_absorb);
  self->duplicates = g_ptr_array_new_with_free_func (g_object_unref);
  self->filter = kx_filter_new (&kx_agency_entity);
  self->loading = TRUE;
  self->names_changed = TRUE;
}

/**
 * kx_todo_list_new:
 * @source: where rows are read
 *
 * Returns: (transfer full): the things to do; they are being looked for
 */
KxTodoList *
kx_todo_list_new (KxRowSource *source)
{
  KxTodoList *self;

  g_return_val_if_fail (KX_IS_ROW_SOURCE (source), NULL);
  self = g_object_new (KX_TYPE_TODO_LIST, NULL);
  self->source = g_object_ref (source);
  g_signal_connect_object (source, "rows-changed", G_CALLBACK (on_rows_changed), self, 0);
  if (KX_IS_MIRROR_SOURCE (source))
    g_signal_connect_object (kx_mirror_source_get_mirror (KX_MIRROR_SOURCE (source)), "summary-changed",
                             G_CALLBACK (on_summary_changed), self, 0);
  self->clock_source = g_timeout_add_seconds (CLOCK_S, on_clock, self);
  start (self);
  return self;
}

void
kx_todo_list_set_area (KxTodoList *self, const char *area)
{
  g_return_if_fail (KX_IS_TODO_LIST (self));
  if (g_strcmp0 (self->filter->area, area) == 0)
    return;
  kx_filter_set_area (self->filter, area);
  if (self->finding != NULL)
    g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  self->names_changed = TRUE;
  self->names_after = 0;
  start (self);
}

const char *
kx_todo_list_get_area (KxTodoList *self)
{
  g_return_val_if_fail (KX_IS_TODO_LIST (self), NULL);
  return self->filter->area;
}

GListModel *
kx_todo_list_get_group (KxTodoList *self, KxTodoGroup group)
{
  g_return_val_if_fail (KX_IS_TODO_LIST (self) && group < KX_TODO_N_GROUPS, NULL);
  return G_LIST_MODEL (self->groups[group]);
}

guint
kx_todo_list_get_count (KxTodoList *self, KxTodoGroup group, gboolean *ret_exact)
{
  g_return_val_if_fail (KX_IS_TODO_LIST (self) && group < KX_TODO_N_GROUPS, 0);
  if (ret_exact != NULL)
    *ret_exact = self->counts[group] <= KX_TODO_MOST_COUNTED;
  return MIN (self->counts[group], KX_TODO_MOST_COUNTED);
}

gboolean
kx_todo_list_is_loading (KxTodoList *self)
{
  g_return_val_if_fail (KX_IS_TODO_LIST (self), FALSE);
  return self->loading;
}

const GError *
kx_todo_list_get_error (KxTodoList *self)
{
  g_return_val_if_fail (KX_IS_TODO_LIST (self), NULL);
  return self->error;
}

guint
kx_todo_list_get_badge (KxTodoList *self, const char *page)
{
  guint now;

  g_return_val_if_fail (KX_IS_TODO_LIST (self) && page != NULL, 0);
  now = kx_todo_list_get_count (self, KX_TODO_OVERDUE, NULL) +
        kx_todo_list_get_count (self, KX_TODO_WEEK, NULL);
  if (g_str_equal (page, "overview"))
    return now;
  if (g_str_equal (page, "activity"))
    return self->on_activity;
  return g_str_equal (page, "agencies") ? now - MIN (now, self->on_activity) : 0;
}
