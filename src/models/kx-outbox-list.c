#include "models/kx-outbox-list.h"

#include "models/kx-display.h"
#include "models/kx-keyed-list.h"
#include "models/kx-mirror-reading.h"
#include "models/kx-row-read.h"
#include "sync/kx-gettext.h"

/* More than these are not listed; the summary counts all. */
#define MOST_ITEMS 2000

struct _KxOutboxItem
{
  GObject parent_instance;
  char *key; /* owned */
  gint64 number;
  KxOutState state;
  char *text, *subject, *why; /* owned */
  KxTime at;
  guint tries;
  const KxEntity *entity;
  char *id;         /* owned */
  GPtrArray *lines; /* (element-type KxChangeLine) owned */
};

static guint changed;

G_DEFINE_FINAL_TYPE (KxOutboxItem, kx_outbox_item, G_TYPE_OBJECT)

static void
kx_outbox_item_finalize (GObject *object)
{
  KxOutboxItem *self = KX_OUTBOX_ITEM (object);

  g_free (self->key);
  g_free (self->text);
  g_free (self->subject);
  g_free (self->why);
  g_free (self->id);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  G_OBJECT_CLASS (kx_outbox_item_parent_class)->finalize (object);
}

static void
kx_outbox_item_class_init (KxOutboxItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kx_outbox_item_finalize;
  changed =
      g_signal_new ("changed", KX_TYPE_OUTBOX_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_outbox_item_init (KxOutboxItem *self)
{
}

static const char *
key_of (gpointer item)
{
  return KX_OUTBOX_ITEM (item)->key;
}

/* An op that waits may be changed by the next one of its row, and what is known of it changes on its way. */
static void
absorb (gpointer kept, gpointer newer)
{
  KxOutboxItem *self = kept, *other = newer;
  gboolean differs = self->state != other->state || self->tries != other->tries ||
                     self->at.ms != other->at.ms || g_strcmp0 (self->text, other->text) != 0 ||
                     g_strcmp0 (self->why, other->why) != 0 || g_strcmp0 (self->subject, other->subject) != 0;
  GPtrArray *lines = self->lines;

  self->state = other->state;
  self->tries = other->tries;
  self->at = other->at;
  g_free (self->text);
  g_free (self->why);
  g_free (self->subject);
  self->text = g_strdup (other->text);
  self->why = g_strdup (other->why);
  self->subject = g_strdup (other->subject);
  self->lines = g_ptr_array_ref (other->lines);
  g_ptr_array_unref (lines);
  if (differs)
    g_signal_emit (self, changed, 0);
}

static char *
why_of (const KxOutItem *item)
{
  switch (item->state)
    {
    case KX_OUT_REFUSED:
      {
        char *words = kx_change_words_findings (item->findings);

        return words != NULL ? words : g_strdup (_ ("The service refused it"));
      }
    case KX_OUT_HELD:
      return g_strdup (_ ("It waits until a refused change of the same record is settled"));
    case KX_OUT_ORPHAN:
      return g_strdup (_ ("The record's area is no longer open to you; the change was not sent"));
    case KX_OUT_WAITING:
    case KX_OUT_SENT:
    default:
      return g_strdup (item->last_error);
    }
}

static KxOutboxItem *
make_item (KxBook *book, const KxOutItem *item)
{
  KxOutboxItem *self = g_object_new (KX_TYPE_OUTBOX_ITEM, NULL);

  self->key = g_strdup_printf ("%" G_GINT64_FORMAT, item->id);
  self->number = item->id;
  self->state = item->state;
  self->at = item->at;
  self->tries = item->tries;
  self->why = why_of (item);
  if (item->op == NULL)
    {
      self->text = g_strdup (_ ("A change of a kind this version of the program does not know"));
      self->subject = g_strdup ("");
      self->lines = g_ptr_array_new ();
      return self;
    }
  self->entity = item->op->entity;
  self->id = g_strdup (item->op->row);
  self->text = kx_change_words_op (item->op);
  self->subject = kx_row_read_title (book, item->op->entity, item->op->row);
  if (self->subject == NULL)
    self->subject = item->op->fields != NULL ? kx_display_title (item->op->fields)
                                             : g_strdup (_ (item->op->entity->label));
  self->lines = kx_change_words_lines (book, item->op);
  return self;
}

gint64
kx_outbox_item_get_number (KxOutboxItem *self)
{
  g_return_val_if_fail (KX_IS_OUTBOX_ITEM (self), 0);
  return self->number;
}

KxOutState
kx_outbox_item_get_state (KxOutboxItem *self)
{
  g_return_val_if_fail (KX_IS_OUTBOX_ITEM (self), KX_OUT_WAITING);
  return self->state;
}

const char *
kx_outbox_item_get_text (KxOutboxItem *self)
{
  g_return_val_if_fail (KX_IS_OUTBOX_ITEM (self), "");
  return self->text;
}

const char *
kx_outbox_item_get_subject (KxOutboxItem *self)
{
  g_return_val_if_fail (KX_IS_OUTBOX_ITEM (self), "");
  return self->subject;
}

const char *
kx_outbox_item_get_why (KxOutboxItem *self)
{
  g_return_val_if_fail (KX_IS_OUTBOX_ITEM (self), NULL);
  return self->why;
}

KxTime
kx_outbox_item_get_at (KxOutboxItem *self)
{
  g_return_val_if_fail (KX_IS_OUTBOX_ITEM (self), (KxTime){ 0 });
  return self->at;
}

guint
kx_outbox_item_get_tries (KxOutboxItem *self)
{
  g_return_val_if_fail (KX_IS_OUTBOX_ITEM (self), 0);
  return self->tries;
}

const KxEntity *
kx_outbox_item_get_entity (KxOutboxItem *self)
{
  g_return_val_if_fail (KX_IS_OUTBOX_ITEM (self), NULL);
  return self->entity;
}

const char *
kx_outbox_item_get_id (KxOutboxItem *self)
{
  g_return_val_if_fail (KX_IS_OUTBOX_ITEM (self), NULL);
  return self->id;
}

GPtrArray *
kx_outbox_item_get_lines (KxOutboxItem *self)
{
  g_return_val_if_fail (KX_IS_OUTBOX_ITEM (self), NULL);
  return self->lines;
}

gboolean
kx_outbox_item_can_retry (KxOutboxItem *self)
{
  g_return_val_if_fail (KX_IS_OUTBOX_ITEM (self), FALSE);
  return self->state == KX_OUT_REFUSED || self->state == KX_OUT_HELD;
}

/* One on its way may have arrived already. */
gboolean
kx_outbox_item_can_discard (KxOutboxItem *self)
{
  g_return_val_if_fail (KX_IS_OUTBOX_ITEM (self), FALSE);
  return self->state != KX_OUT_SENT;
}

/* The list. */

struct _KxOutboxList
{
  GObject parent_instance;
  KxMirrorReading *reading;               /* owned */
  KxKeyedList *states[KX_OUT_ORPHAN + 1]; /* owned; KX_OUT_SENT: none, they stand with those that wait */
};

G_DEFINE_FINAL_TYPE (KxOutboxList, kx_outbox_list, G_TYPE_OBJECT)

static void
kx_outbox_list_dispose (GObject *object)
{
  KxOutboxList *self = KX_OUTBOX_LIST (object);

  g_clear_pointer (&self->reading, kx_mirror_reading_free);
  for (guint i = 0; i <= KX_OUT_ORPHAN; i++)
    g_clear_object (&self->states[i]);
  G_OBJECT_CLASS (kx_outbox_list_parent_class)->dispose (object);
}

static void
kx_outbox_list_class_init (KxOutboxListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kx_outbox_list_dispose;
}

static void
kx_outbox_list_init (KxOutboxList *self)
{
  for (guint i = 0; i <= KX_OUT_ORPHAN; i++)
    if (i != KX_OUT_SENT)
      self->states[i] = kx_keyed_list_new (KX_TYPE_OUTBOX_ITEM, key_of, absorb);
}

static GPtrArray *
read_items (KxBook *book, const char *user, GError **error)
{
  g_autoptr (GPtrArray) found = kx_mirror_outbox_list (book, MOST_ITEMS, error);
  GPtrArray *items;

  if (found == NULL)
    return NULL;
  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (items, make_item (book, found->pdata[i]));
  return items;
}

static KxOutState
shelf_of (KxOutState state)
{
  return state == KX_OUT_SENT ? KX_OUT_WAITING : state;
}

static void
take_items (GPtrArray *items, gpointer data)
{
  KxOutboxList *self = data;

  for (guint s = 0; s <= KX_OUT_ORPHAN; s++)
    {
      g_autoptr (GPtrArray) here = g_ptr_array_new ();

      for (guint i = 0; i < items->len; i++)
        if (shelf_of (KX_OUTBOX_ITEM (items->pdata[i])->state) == s)
          g_ptr_array_add (here, items->pdata[i]);
      if (self->states[s] != NULL)
        kx_keyed_list_set (self->states[s], here);
    }
}

/**
 * kx_outbox_list_new:
 * @source: the mirror
 *
 * Returns: (transfer full): what has not been confirmed; it is being read, and followed
 */
KxOutboxList *
kx_outbox_list_new (KxMirrorSource *source)
{
  static const char *const any[] = { NULL }; /* whatever a person does changes a row */
  KxOutboxList *self;

  g_return_val_if_fail (KX_IS_MIRROR_SOURCE (source), NULL);
  self = g_object_new (KX_TYPE_OUTBOX_LIST, NULL);
  self->reading = kx_mirror_reading_new (source, any, read_items, take_items, self);
  return self;
}

GListModel *
kx_outbox_list_get_state (KxOutboxList *self, KxOutState state)
{
  g_return_val_if_fail (KX_IS_OUTBOX_LIST (self) && state <= KX_OUT_ORPHAN, NULL);
  return G_LIST_MODEL (self->states[shelf_of (state)]);
}
