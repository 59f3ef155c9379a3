#include "models/kx-row-source.h"

#include "models/kx-display.h"

G_DEFINE_INTERFACE (KxRowSource, kx_row_source, G_TYPE_OBJECT)

static guint rows_changed;

static void
kx_row_source_default_init (KxRowSourceInterface *iface)
{
  rows_changed = g_signal_new ("rows-changed", KX_TYPE_ROW_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_PTR_ARRAY);
}

/**
 * kx_row_source_take_reader:
 * @self: a source
 *
 * Waits when all readers are lent. May be called on any thread.
 *
 * Returns: (transfer full): a book to read on this thread; give it back with kx_row_source_give_reader().
 *   %NULL with the store's error
 */
KxBook *
kx_row_source_take_reader (KxRowSource *self, GError **error)
{
  g_return_val_if_fail (KX_IS_ROW_SOURCE (self), NULL);
  return KX_ROW_SOURCE_GET_IFACE (self)->take_reader (self, error);
}

/**
 * kx_row_source_give_reader:
 * @self: the source that lent it
 * @reader: (transfer full): what kx_row_source_take_reader() gave
 */
void
kx_row_source_give_reader (KxRowSource *self, KxBook *reader)
{
  g_return_if_fail (KX_IS_ROW_SOURCE (self));
  KX_ROW_SOURCE_GET_IFACE (self)->give_reader (self, reader);
}

KxDate
kx_row_source_get_today (KxRowSource *self)
{
  g_return_val_if_fail (KX_IS_ROW_SOURCE (self), (KxDate){ 0 });
  if (KX_ROW_SOURCE_GET_IFACE (self)->get_today != NULL)
    return KX_ROW_SOURCE_GET_IFACE (self)->get_today (self);
  return kx_display_today ();
}

/**
 * kx_row_source_emit_changed:
 * @self: a source
 * @entity: the kind of row
 * @ids: (element-type utf8) (nullable): the rows, %NULL: any number of them
 */
void
kx_row_source_emit_changed (KxRowSource *self, const KxEntity *entity, GPtrArray *ids)
{
  g_return_if_fail (KX_IS_ROW_SOURCE (self));
  g_signal_emit (self, rows_changed, 0, entity, ids);
}
