#include "models/kx-keyed-list.h"

#include "models/kx-number-diff.h"

#define MOST_SPLICES 100

struct _KxKeyedList
{
  GObject parent_instance;
  GType type;
  KxKeyOf key_of;
  KxAbsorb absorb;
  GPtrArray *objects;    /* (element-type GObject) owned */
  GHashTable *numbers;   /* (element-type utf8 gint64) owned; a number for each key that stands there */
  KxNumberSeq *sequence; /* owned; the numbers of the objects */
  gint64 last;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KxKeyedList, kx_keyed_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return KX_KEYED_LIST (model)->type;
}

static guint
get_n_items (GListModel *model)
{
  return KX_KEYED_LIST (model)->objects->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  KxKeyedList *self = KX_KEYED_LIST (model);

  return position < self->objects->len ? g_object_ref (self->objects->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
kx_keyed_list_finalize (GObject *object)
{
  KxKeyedList *self = KX_KEYED_LIST (object);

  g_ptr_array_unref (self->objects);
  g_hash_table_unref (self->numbers);
  kx_number_seq_free (self->sequence);
  G_OBJECT_CLASS (kx_keyed_list_parent_class)->finalize (object);
}

static void
kx_keyed_list_class_init (KxKeyedListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kx_keyed_list_finalize;
}

static GHashTable *
new_numbers (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
kx_keyed_list_init (KxKeyedList *self)
{
  self->objects = g_ptr_array_new_with_free_func (g_object_unref);
  self->numbers = new_numbers ();
  self->sequence = kx_number_seq_new ();
}

/**
 * kx_keyed_list_new:
 * @item_type: a type of object
 * @key_of: gives an object's key
 * @absorb: (nullable): brings an object up to date; %NULL: objects of the same key never differ
 *
 * Returns: (transfer full): an empty list
 */
KxKeyedList *
kx_keyed_list_new (GType item_type, KxKeyOf key_of, KxAbsorb absorb)
{
  KxKeyedList *self = g_object_new (KX_TYPE_KEYED_LIST, NULL);

  self->type = item_type;
  self->key_of = key_of;
  self->absorb = absorb;
  return self;
}

/* The numbers of the objects to come: of a key that stands there its own, of another one a new one. */
static KxNumberSeq *
number_objects (KxKeyedList *self, GPtrArray *objects, GHashTable *numbers)
{
  KxNumberSeq *sequence = kx_number_seq_new ();

  for (guint i = 0; i < objects->len; i++)
    {
      const char *key = self->key_of (objects->pdata[i]);
      gint64 *known = g_hash_table_lookup (self->numbers, key), *number = g_new (gint64, 1);

      *number = known != NULL ? *known : ++self->last;
      kx_number_seq_append (sequence, number, 1);
      g_hash_table_insert (numbers, g_strdup (key), number);
    }
  return sequence;
}

/* What stands there already stays, brought up to date. (element-type GObject) owned */
static GPtrArray *
keep_known (KxKeyedList *self, GPtrArray *objects)
{
  GPtrArray *kept = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->objects->len; i++)
    g_hash_table_insert (known, (gpointer) self->key_of (self->objects->pdata[i]), self->objects->pdata[i]);
  for (guint i = 0; i < objects->len; i++)
    {
      gpointer old = g_hash_table_lookup (known, self->key_of (objects->pdata[i]));

      if (old != NULL && old != objects->pdata[i] && self->absorb != NULL)
        self->absorb (old, objects->pdata[i]);
      g_ptr_array_add (kept, g_object_ref (old != NULL ? old : objects->pdata[i]));
    }
  return kept;
}

/**
 * kx_keyed_list_set:
 * @self: a list
 * @objects: (element-type GObject): what it shall hold
 *
 * Objects of a key that stands there already are not taken: the one that stands there absorbs their state.
 */
void
kx_keyed_list_set (KxKeyedList *self, GPtrArray *objects)
{
  g_autoptr (GHashTable) numbers = new_numbers (), old_numbers = NULL;
  g_autoptr (GPtrArray) kept = NULL;
  g_autoptr (KxNumberSeq) old = NULL, now = NULL;
  g_autoptr (GArray) splices = NULL;

  g_return_if_fail (KX_IS_KEYED_LIST (self) && objects != NULL);
  now = number_objects (self, objects, numbers);
  kept = keep_known (self, objects);
  old = g_steal_pointer (&self->sequence);
  old_numbers = g_steal_pointer (&self->numbers);
  self->sequence = kx_number_seq_copy (now);
  self->numbers = g_steal_pointer (&numbers);
  splices = kx_number_diff (old, now, MOST_SPLICES);
  for (guint i = 0; i < splices->len; i++)
    {
      KxNumberSplice splice = g_array_index (splices, KxNumberSplice, i);

      if (splice.removed > 0)
        g_ptr_array_remove_range (self->objects, splice.position, splice.removed);
      for (guint k = 0; k < splice.added; k++)
        g_ptr_array_insert (self->objects, (gint) (splice.position + k),
                            g_object_ref (kept->pdata[splice.position + k]));
      g_list_model_items_changed (G_LIST_MODEL (self), splice.position, splice.removed, splice.added);
    }
}

gpointer
kx_keyed_list_find (KxKeyedList *self, const char *key, guint *ret_position)
{
  g_return_val_if_fail (KX_IS_KEYED_LIST (self) && key != NULL, NULL);
  for (guint i = 0; i < self->objects->len; i++)
    if (g_str_equal (self->key_of (self->objects->pdata[i]), key))
      {
        if (ret_position != NULL)
          *ret_position = i;
        return self->objects->pdata[i];
      }
  return NULL;
}
