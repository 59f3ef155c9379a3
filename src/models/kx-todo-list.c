#include "models/kx-todo-list.h"

#include "core/entities/kx-agency.h"
#include "models/kx-keyed-list.h"
#include "models/kx-mirror-source.h"
#include "models/kx-todo-find.h"

/* Changes often come together. */
#define PAUSE_MS 150
/* Names and codes are looked through once in this many milliseconds, and this many times what it takes. */
#define DUPLICATES_PAUSE_MS 5000
#define DUPLICATES_FACTOR 20
/* What was found first is seen before. */
#define FIRST_NAMES_MS 200
/* A new day is noticed within a minute. */
#define CLOCK_S 60

struct _KxTodoList
{
  KxRowAnswer parent_instance;
  KxKeyedList *groups[KX_TODO_N_GROUPS]; /* owned */
  GPtrArray *duplicates;                 /* (element-type KxTodo) owned; as found last */
  guint counts[KX_TODO_N_GROUPS], on_activity, on_agreements;
  gboolean names_changed; /* duplicates are to be looked for */
  gboolean with_names;    /* the finding that runs does */
  gboolean answered;      /* something was found, or nothing to do */
  guint clock_source, names_source;
  gint64 names_after;
  KxDate today;
};

static guint counts_changed;

G_DEFINE_FINAL_TYPE (KxTodoList, kx_todo_list, KX_TYPE_ROW_ANSWER)

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
  self->on_agreements = answer->on_agreements;
  g_signal_emit (self, counts_changed, 0);
}

static gboolean
on_names_pause (gpointer data)
{
  KX_TODO_LIST (data)->names_source = 0;
  kx_row_answer_start (data);
  return G_SOURCE_REMOVE;
}

static void
look_for_names_later (KxTodoList *self)
{
  gint64 wait = (self->names_after - g_get_monotonic_time ()) / 1000;

  if (self->names_source == 0)
    self->names_source = g_timeout_add ((guint) MAX (wait + 1, FIRST_NAMES_MS), on_names_pause, self);
}

static void
take (KxRowAnswer *base, gpointer result, gint64 took)
{
  KxTodoList *self = KX_TODO_LIST (base);
  g_autoptr (KxTodoAnswer) answer = result;

  if (answer != NULL && answer->duplicates != NULL)
    {
      g_ptr_array_unref (self->duplicates);
      self->duplicates = g_steal_pointer (&answer->duplicates);
      self->names_after =
          g_get_monotonic_time () + MAX (took * DUPLICATES_FACTOR, (gint64) DUPLICATES_PAUSE_MS * 1000);
    }
  else if (self->with_names)
    self->names_changed = TRUE;
  self->answered = self->answered || answer != NULL;
  if (answer != NULL)
    show (self, answer);
  if (self->names_changed && !self->with_names && self->answered)
    look_for_names_later (self);
}

/* Duplicates wait for their time, and until the rest was found once: that is found at once. */
static void
ask (KxRowAnswer *base, KxRowQuestion *ret_question)
{
  KxTodoList *self = KX_TODO_LIST (base);
  KxRowSource *source = kx_row_answer_get_source (base);
  KxTodoQuestion *question = g_new0 (KxTodoQuestion, 1);
  gint64 now = g_get_monotonic_time ();

  self->with_names = self->names_changed && self->answered && now >= self->names_after;
  if (self->with_names)
    self->names_changed = FALSE;
  self->today = kx_row_source_get_today (source);
  question->today = self->today;
  question->mirror = KX_IS_MIRROR_SOURCE (source);
  question->duplicates = self->with_names;
  *ret_question = (KxRowQuestion){ find, question, g_free, (GDestroyNotify) kx_todo_answer_free };
}

static void
on_rows_changed (KxRowSource *source, const KxEntity *entity, GPtrArray *ids, KxTodoList *self)
{
  static const char *const counted[] = { "agency",      "agreement",       "credential",
                                         "former_name", "conflict",        "own_day",
                                         "own_value",   "application",     "application_pause",
                                         "objection",   "admission_round", "upward",
                                         "approval",    "letter",          "letter_series",
                                         "change_case", "rectification",   "exit_case",
                                         "pack",        "suspension",      NULL };

  if (!g_strv_contains (counted, entity->name))
    return;
  self->names_changed = self->names_changed || g_str_equal (entity->name, "agency") ||
                        g_str_equal (entity->name, "former_name");
  kx_row_answer_start_soon (KX_ROW_ANSWER (self));
}

/* What waits, was refused or is to be sent. */
static void
on_summary_changed (KxMirror *mirror, KxTodoList *self)
{
  kx_row_answer_start_soon (KX_ROW_ANSWER (self));
}

static gboolean
on_clock (gpointer data)
{
  KxRowSource *source = kx_row_answer_get_source (data);

  if (kx_row_source_get_today (source).ymd != KX_TODO_LIST (data)->today.ymd)
    kx_row_answer_start (data);
  return G_SOURCE_CONTINUE;
}

static void
kx_todo_list_dispose (GObject *object)
{
  KxTodoList *self = KX_TODO_LIST (object);

  g_clear_handle_id (&self->clock_source, g_source_remove);
  g_clear_handle_id (&self->names_source, g_source_remove);
  for (guint g = 0; g < KX_TODO_N_GROUPS; g++)
    g_clear_object (&self->groups[g]);
  G_OBJECT_CLASS (kx_todo_list_parent_class)->dispose (object);
}

static void
kx_todo_list_finalize (GObject *object)
{
  g_ptr_array_unref (KX_TODO_LIST (object)->duplicates);
  G_OBJECT_CLASS (kx_todo_list_parent_class)->finalize (object);
}

static void
kx_todo_list_class_init (KxTodoListClass *klass)
{
  KxRowAnswerClass *answer_class = KX_ROW_ANSWER_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kx_todo_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = kx_todo_list_finalize;
  answer_class->ask = ask;
  answer_class->take = take;
  answer_class->pause_ms = PAUSE_MS;
  counts_changed = g_signal_new ("counts-changed", KX_TYPE_TODO_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
kx_todo_list_init (KxTodoList *self)
{
  for (guint g = 0; g < KX_TODO_N_GROUPS; g++)
    self->groups[g] = kx_keyed_list_new (KX_TYPE_TODO, kx_todo_get_key, kx_todo_absorb);
  self->duplicates = g_ptr_array_new_with_free_func (g_object_unref);
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
  self = g_object_new (KX_TYPE_TODO_LIST, "source", source, NULL);
  g_signal_connect_object (source, "rows-changed", G_CALLBACK (on_rows_changed), self, 0);
  if (KX_IS_MIRROR_SOURCE (source))
    g_signal_connect_object (kx_mirror_source_get_mirror (KX_MIRROR_SOURCE (source)), "summary-changed",
                             G_CALLBACK (on_summary_changed), self, 0);
  self->clock_source = g_timeout_add_seconds (CLOCK_S, on_clock, self);
  kx_row_answer_start (KX_ROW_ANSWER (self));
  return self;
}

void
kx_todo_list_set_area (KxTodoList *self, const char *area)
{
  g_return_if_fail (KX_IS_TODO_LIST (self));
  if (!kx_row_answer_set_area (KX_ROW_ANSWER (self), area))
    return;
  self->names_changed = TRUE;
  self->names_after = 0;
  kx_row_answer_start (KX_ROW_ANSWER (self));
}

const char *
kx_todo_list_get_area (KxTodoList *self)
{
  g_return_val_if_fail (KX_IS_TODO_LIST (self), NULL);
  return kx_row_answer_get_filter (KX_ROW_ANSWER (self))->area;
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
  if (g_str_equal (page, "agreements"))
    return self->on_agreements;
  return g_str_equal (page, "agencies") ? now - MIN (now, self->on_activity + self->on_agreements) : 0;
}
