#include "models/kx-history-list.h"

#include "core/kx-json.h"
#include "core/kx-lifecycle.h"
#include "models/kx-change-words.h"
#include "models/kx-display.h"
#include "models/kx-row-job.h"
#include "sync/kx-gettext.h"

struct _KxHistoryItem
{
  GObject parent_instance;
  const KxEntity *entity;
  gint64 seq;
  gboolean first;
  KxTime at;
  int field;
  char *kind, *user, *name, *who, *old, *new, *before, *after, *reason; /* owned */
};

static guint changed;

G_DEFINE_QUARK (kx_history_error_quark, kx_history_error)
G_DEFINE_FINAL_TYPE (KxHistoryItem, kx_history_item, G_TYPE_OBJECT)

static void
kx_history_item_finalize (GObject *object)
{
  KxHistoryItem *self = KX_HISTORY_ITEM (object);

  g_free (self->kind);
  g_free (self->user);
  g_free (self->name);
  g_free (self->who);
  g_free (self->old);
  g_free (self->new);
  g_free (self->before);
  g_free (self->after);
  g_free (self->reason);
  G_OBJECT_CLASS (kx_history_item_parent_class)->finalize (object);
}

static void
kx_history_item_class_init (KxHistoryItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kx_history_item_finalize;
  changed =
      g_signal_new ("changed", KX_TYPE_HISTORY_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_history_item_init (KxHistoryItem *self)
{
  self->field = -1;
}

/* Puts who and the values into words, with what `book` knows (NULL: nothing). */
static void
word (KxHistoryItem *self, KxBook *book, const char *user)
{
  const KxField *field = self->field >= 0 ? &self->entity->fields[self->field] : NULL;

  g_free (self->who);
  g_free (self->before);
  g_free (self->after);
  self->who = kx_change_words_person (book, self->user, self->name, user);
  self->before = field != NULL ? kx_change_words_value (book, field, self->old) : g_strdup ("");
  self->after = field != NULL ? kx_change_words_value (book, field, self->new) : g_strdup ("");
}

gint64
kx_history_item_get_seq (KxHistoryItem *self)
{
  g_return_val_if_fail (KX_IS_HISTORY_ITEM (self), 0);
  return self->seq;
}

gboolean
kx_history_item_is_first (KxHistoryItem *self)
{
  g_return_val_if_fail (KX_IS_HISTORY_ITEM (self), FALSE);
  return self->first;
}

KxTime
kx_history_item_get_at (KxHistoryItem *self)
{
  g_return_val_if_fail (KX_IS_HISTORY_ITEM (self), (KxTime){ 0 });
  return self->at;
}

const char *
kx_history_item_get_who (KxHistoryItem *self)
{
  g_return_val_if_fail (KX_IS_HISTORY_ITEM (self), "");
  return self->who;
}

/* The label of the op that was done; an action is stored by its own name. */
const char *
kx_history_item_get_kind (KxHistoryItem *self)
{
  const KxTransition *row = NULL;
  KxOpKind kind;

  g_return_val_if_fail (KX_IS_HISTORY_ITEM (self), "");
  if (kx_op_kind_from_name (self->kind, &kind))
    row = kx_lifecycle_knows (self->entity->lifecycle, kind, NULL);
  else
    row = kx_lifecycle_knows (self->entity->lifecycle, KX_OP_ACTION, self->kind);
  return row != NULL ? _ (row->label) : _ ("Change");
}

const char *
kx_history_item_get_label (KxHistoryItem *self)
{
  g_return_val_if_fail (KX_IS_HISTORY_ITEM (self), NULL);
  return self->field >= 0 ? kx_display_label (&self->entity->fields[self->field]) : NULL;
}

int
kx_history_item_get_field (KxHistoryItem *self)
{
  g_return_val_if_fail (KX_IS_HISTORY_ITEM (self), -1);
  return self->field;
}

const char *
kx_history_item_get_before (KxHistoryItem *self)
{
  g_return_val_if_fail (KX_IS_HISTORY_ITEM (self), "");
  return self->before;
}

const char *
kx_history_item_get_after (KxHistoryItem *self)
{
  g_return_val_if_fail (KX_IS_HISTORY_ITEM (self), "");
  return self->after;
}

const char *
kx_history_item_get_reason (KxHistoryItem *self)
{
  g_return_val_if_fail (KX_IS_HISTORY_ITEM (self), NULL);
  return self->reason;
}

char *
kx_history_item_dup_text (KxHistoryItem *self)
{
  g_autofree char *at = NULL;
  const char *none = _ ("none");

  g_return_val_if_fail (KX_IS_HISTORY_ITEM (self), NULL);
  at = kx_display_time (self->at);
  if (self->field < 0)
    return kx_display_fill (N_ ("{time}, {who}: {what}"), "time", at, "who", self->who, "what",
                            kx_history_item_get_kind (self), NULL);
  /* Something was done with the field, but not to its value: it was revealed. */
  if (self->old == NULL && self->new == NULL)
    return kx_display_fill (N_ ("{time}, {who}: {what}, {field}"), "time", at, "who", self->who, "what",
                            kx_history_item_get_kind (self), "field", kx_history_item_get_label (self), NULL);
  return kx_display_fill (N_ ("{time}, {who}: {field} from {before} to {after}"), "time", at, "who",
                          self->who, "field", kx_history_item_get_label (self), "before",
                          *self->before != '\0' ? self->before : none, "after",
                          *self->after != '\0' ? self->after : none, NULL);
}

/* The list. */

struct _KxHistoryList
{
  GObject parent_instance;
  const KxEntity *entity;
  KxRowSource *source; /* owned; NULL: none */
  char *user;          /* owned */
  GPtrArray *items;    /* (element-type KxHistoryItem) owned */
  gint64 next;
  GCancellable *wording; /* owned; NULL: none runs */
  gboolean again;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KxHistoryList, kx_history_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return KX_TYPE_HISTORY_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return KX_HISTORY_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  KxHistoryList *self = KX_HISTORY_LIST (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
kx_history_list_dispose (GObject *object)
{
  KxHistoryList *self = KX_HISTORY_LIST (object);

  if (self->wording != NULL)
    g_cancellable_cancel (self->wording);
  g_clear_object (&self->wording);
  g_clear_object (&self->source);
  G_OBJECT_CLASS (kx_history_list_parent_class)->dispose (object);
}

static void
kx_history_list_finalize (GObject *object)
{
  KxHistoryList *self = KX_HISTORY_LIST (object);

  g_ptr_array_unref (self->items);
  g_free (self->user);
  G_OBJECT_CLASS (kx_history_list_parent_class)->finalize (object);
}

static void
kx_history_list_class_init (KxHistoryListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kx_history_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = kx_history_list_finalize;
}

static void
kx_history_list_init (KxHistoryList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * kx_history_list_new:
 * @entity: the kind of row
 * @source: (nullable): where names are looked up
 * @user: (nullable): who looks
 *
 * Returns: (transfer full): an empty history
 */
KxHistoryList *
kx_history_list_new (const KxEntity *entity, KxRowSource *source, const char *user)
{
  KxHistoryList *self;

  g_return_val_if_fail (entity != NULL, NULL);
  self = g_object_new (KX_TYPE_HISTORY_LIST, NULL);
  self->entity = entity;
  self->source = source != NULL ? g_object_ref (source) : NULL;
  self->user = g_strdup (user);
  return self;
}

/* Looking up who and what, on a thread: copies of the lines are worded there. */

typedef struct
{
  GPtrArray *items; /* (element-type KxHistoryItem) owned; copies */
  char *user;       /* owned */
} Wording;

static void
wording_free (gpointer data)
{
  Wording *wording = data;

  g_ptr_array_unref (wording->items);
  g_free (wording->user);
  g_free (wording);
}

static KxHistoryItem *
copy_item (const KxHistoryItem *item)
{
  KxHistoryItem *copy = g_object_new (KX_TYPE_HISTORY_ITEM, NULL);

  copy->entity = item->entity;
  copy->field = item->field;
  copy->user = g_strdup (item->user);
  copy->name = g_strdup (item->name);
  copy->old = g_strdup (item->old);
  copy->new = g_strdup (item->new);
  return copy;
}

static gpointer
word_all (KxBook *book, const KxListQuery *query, GTask *task, gpointer data, GError **error)
{
  const Wording *wording = data;

  for (guint i = 0; i < wording->items->len; i++)
    word (wording->items->pdata[i], book, wording->user);
  return g_ptr_array_ref (wording->items);
}

static void
take_words (KxHistoryItem *item, const KxHistoryItem *worded)
{
  if (g_strcmp0 (item->who, worded->who) == 0 && g_strcmp0 (item->before, worded->before) == 0 &&
      g_strcmp0 (item->after, worded->after) == 0)
    return;
  g_free (item->who);
  g_free (item->before);
  g_free (item->after);
  item->who = g_strdup (worded->who);
  item->before = g_strdup (worded->before);
  item->after = g_strdup (worded->after);
  g_signal_emit (item, changed, 0);
}

static void start_wording (KxHistoryList *self);

/* Lines that were put in the place of others meanwhile are worded once more. */
static void
on_worded (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KxHistoryList *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) worded = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->wording);
  if (self->again)
    {
      start_wording (self);
      return;
    }
  for (guint i = 0; worded != NULL && i < worded->len; i++)
    take_words (self->items->pdata[i], worded->pdata[i]);
}

static void
start_wording (KxHistoryList *self)
{
  g_autoptr (KxFilter) filter = NULL;
  Wording *wording;

  self->again = self->wording != NULL;
  if (self->again || self->source == NULL || self->items->len == 0)
    return;
  wording = g_new0 (Wording, 1);
  wording->items = g_ptr_array_new_with_free_func (g_object_unref);
  wording->user = g_strdup (self->user);
  for (guint i = 0; i < self->items->len; i++)
    g_ptr_array_add (wording->items, copy_item (self->items->pdata[i]));
  filter = kx_filter_new (self->entity);
  self->wording = g_cancellable_new ();
  kx_row_job_run (kx_row_job_new (self->source, filter, 0), word_all, wording, wording_free,
                  (GDestroyNotify) g_ptr_array_unref, self->wording, on_worded, self);
}

/* Reading an answer. */

/* The text of a member; NULL when there is none. FALSE: it is no text. */
static gboolean
get_text (const KxJsonNode *line, const char *name, char **ret_text)
{
  const KxJsonNode *member = kx_json_node_member (line, name);

  *ret_text = NULL;
  if (member == NULL || kx_json_node_get_type (member) == KX_JSON_NULL)
    return TRUE;
  if (kx_json_node_get_type (member) != KX_JSON_STRING)
    return FALSE;
  *ret_text = g_strdup (kx_json_node_get_text (member, NULL));
  return TRUE;
}

static gboolean
fill_item (KxHistoryItem *item, const KxJsonNode *line)
{
  const KxJsonNode *seq = kx_json_node_member (line, "seq");
  g_autofree char *field = NULL, *at = NULL;

  if (kx_json_node_get_type (line) != KX_JSON_OBJECT || seq == NULL ||
      kx_json_node_get_type (seq) != KX_JSON_INTEGER || !get_text (line, "kind", &item->kind) ||
      !get_text (line, "field", &field) || !get_text (line, "old", &item->old) ||
      !get_text (line, "new", &item->new) || !get_text (line, "by", &item->user) ||
      !get_text (line, "by_name", &item->name) || !get_text (line, "at", &at) ||
      !get_text (line, "reason", &item->reason) || item->kind == NULL)
    return FALSE;
  item->seq = kx_json_node_get_integer (seq);
  item->field = field != NULL ? kx_entity_field (item->entity, field) : -1;
  return at != NULL && kx_time_from_text (at, &item->at);
}

/* A field that only a newer program knows cannot be shown. */
static gboolean
is_known (const KxJsonNode *line, const KxHistoryItem *item)
{
  const KxJsonNode *field = kx_json_node_member (line, "field");

  return item->field >= 0 || field == NULL || kx_json_node_get_type (field) == KX_JSON_NULL;
}

static GPtrArray *
read_items (KxHistoryList *self, const KxJsonNode *lines)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < kx_json_node_get_n_children (lines); i++)
    {
      const KxJsonNode *line = kx_json_node_get_child (lines, i);
      g_autoptr (KxHistoryItem) item = g_object_new (KX_TYPE_HISTORY_ITEM, NULL);

      item->entity = self->entity;
      if (!fill_item (item, line))
        return NULL;
      if (!is_known (line, item))
        continue;
      word (item, NULL, self->user);
      g_ptr_array_add (items, g_steal_pointer (&item));
    }
  return g_steal_pointer (&items);
}

static void
put_items (KxHistoryList *self, GPtrArray *items, gboolean anew)
{
  guint removed = anew ? self->items->len : 0, position = self->items->len - removed;

  if (anew)
    g_ptr_array_set_size (self->items, 0);
  for (guint i = 0; i < items->len; i++)
    {
      KxHistoryItem *item = items->pdata[i];
      const KxHistoryItem *before = self->items->len > 0 ? self->items->pdata[self->items->len - 1] : NULL;

      item->first = before == NULL || before->seq != item->seq;
      g_ptr_array_add (self->items, g_object_ref (item));
    }
  if (removed > 0 || items->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, items->len);
}

gboolean
kx_history_list_add (KxHistoryList *self, const char *json, gsize length, gboolean anew, GError **error)
{
  g_autoptr (KxJson) document = NULL;
  g_autoptr (GPtrArray) items = NULL;
  const KxJsonNode *root, *lines, *before;

  g_return_val_if_fail (KX_IS_HISTORY_LIST (self), FALSE);
  document = kx_json_parse (json, length, error);
  if (document == NULL)
    return FALSE;
  root = kx_json_get_root (document);
  lines = kx_json_node_get_type (root) == KX_JSON_OBJECT ? kx_json_node_member (root, "items") : NULL;
  before = lines != NULL ? kx_json_node_member (root, "before") : NULL;
  if (lines != NULL && kx_json_node_get_type (lines) == KX_JSON_ARRAY &&
      (before == NULL || kx_json_node_get_type (before) == KX_JSON_INTEGER))
    items = read_items (self, lines);
  if (items == NULL)
    {
      g_set_error_literal (error, KX_HISTORY_ERROR, KX_HISTORY_ERROR_FORM,
                           _ ("The answer is not the history of a record"));
      return FALSE;
    }
  self->next = before != NULL ? kx_json_node_get_integer (before) : 0;
  put_items (self, items, anew);
  start_wording (self);
  return TRUE;
}

gint64
kx_history_list_get_next (KxHistoryList *self)
{
  g_return_val_if_fail (KX_IS_HISTORY_LIST (self), 0);
  return self->next;
}
