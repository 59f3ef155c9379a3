#include "models/kx-notice-list.h"

#include "models/kx-keyed-list.h"
#include "models/kx-mirror-reading.h"
#include "sync/kx-mirror-notice.h"

struct _KxNoticeItem
{
  GObject parent_instance;
  char *key, *text; /* owned */
  KxTime at;
};

G_DEFINE_FINAL_TYPE (KxNoticeItem, kx_notice_item, G_TYPE_OBJECT)

static void
kx_notice_item_finalize (GObject *object)
{
  KxNoticeItem *self = KX_NOTICE_ITEM (object);

  g_free (self->key);
  g_free (self->text);
  G_OBJECT_CLASS (kx_notice_item_parent_class)->finalize (object);
}

static void
kx_notice_item_class_init (KxNoticeItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kx_notice_item_finalize;
}

static void
kx_notice_item_init (KxNoticeItem *self)
{
}

static const char *
key_of (gpointer item)
{
  return KX_NOTICE_ITEM (item)->key;
}

KxTime
kx_notice_item_get_at (KxNoticeItem *self)
{
  g_return_val_if_fail (KX_IS_NOTICE_ITEM (self), (KxTime){ 0 });
  return self->at;
}

const char *
kx_notice_item_get_text (KxNoticeItem *self)
{
  g_return_val_if_fail (KX_IS_NOTICE_ITEM (self), "");
  return self->text;
}

struct _KxNoticeList
{
  GObject parent_instance;
  KxMirrorReading *reading; /* owned */
  KxKeyedList *items;       /* owned */
};

G_DEFINE_FINAL_TYPE (KxNoticeList, kx_notice_list, G_TYPE_OBJECT)

static void
kx_notice_list_dispose (GObject *object)
{
  KxNoticeList *self = KX_NOTICE_LIST (object);

  g_clear_pointer (&self->reading, kx_mirror_reading_free);
  g_clear_object (&self->items);
  G_OBJECT_CLASS (kx_notice_list_parent_class)->dispose (object);
}

static void
kx_notice_list_class_init (KxNoticeListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kx_notice_list_dispose;
}

static void
kx_notice_list_init (KxNoticeList *self)
{
  self->items = kx_keyed_list_new (KX_TYPE_NOTICE_ITEM, key_of, NULL);
}

/* Notices have no number; the same words at the same time are told apart by how many came before. */
static GPtrArray *
read_items (KxBook *book, const char *user, GError **error)
{
  g_autoptr (GPtrArray) notices = kx_mirror_notice_list (book, error);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *items;

  if (notices == NULL)
    return NULL;
  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = notices->len; i-- > 0;)
    {
      const KxMirrorNotice *notice = notices->pdata[i];
      KxNoticeItem *item = g_object_new (KX_TYPE_NOTICE_ITEM, NULL);

      item->at = notice->at;
      item->text = g_strdup (notice->text);
      item->key = NULL;
      for (guint n = 0; item->key == NULL || g_hash_table_contains (seen, item->key); n++)
        {
          g_free (item->key);
          item->key = g_strdup_printf ("%" G_GINT64_FORMAT "/%u/%s", notice->at.ms, n, notice->text);
        }
      g_hash_table_add (seen, item->key);
      g_ptr_array_insert (items, 0, item);
    }
  return items;
}

static void
take_items (GPtrArray *items, gpointer data)
{
  kx_keyed_list_set (((KxNoticeList *) data)->items, items);
}

/**
 * kx_notice_list_new:
 * @source: the mirror
 *
 * Returns: (transfer full): the notices; they are being read, and followed
 */
KxNoticeList *
kx_notice_list_new (KxMirrorSource *source)
{
  KxNoticeList *self;

  g_return_val_if_fail (KX_IS_MIRROR_SOURCE (source), NULL);
  self = g_object_new (KX_TYPE_NOTICE_LIST, NULL);
  self->reading = kx_mirror_reading_new (source, NULL, read_items, take_items, self);
  return self;
}

GListModel *
kx_notice_list_get_model (KxNoticeList *self)
{
  g_return_val_if_fail (KX_IS_NOTICE_LIST (self), NULL);
  return G_LIST_MODEL (self->items);
}
