/* Where models read rows: the mirror, or in tests a plain database. Books are lent to threads, changes are
 * told on the main thread. */
#pragma once

#include "store/kx-book.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define KX_TYPE_ROW_SOURCE (kx_row_source_get_type ())
G_DECLARE_INTERFACE (KxRowSource, kx_row_source, KX, ROW_SOURCE, GObject)

/* Signal "rows-changed" (const KxEntity *entity, GPtrArray *ids): rows of the entity were added, changed or
 * removed by a transaction that readers already see. (element-type utf8); NULL: any number of them. */
struct _KxRowSourceInterface
{
  GTypeInterface parent;
  KxBook *(*take_reader) (KxRowSource *self, GError **error);
  void (*give_reader) (KxRowSource *self, KxBook *reader);
  KxDate (*get_today) (KxRowSource *self); /* NULL: by this computer's clock */
};

/* A book for reading on one thread until it is given back; from any thread. */
KxBook *kx_row_source_take_reader (KxRowSource *self, GError **error);
void kx_row_source_give_reader (KxRowSource *self, KxBook *reader);

/* The office's date, on the main thread. */
KxDate kx_row_source_get_today (KxRowSource *self);

/* Emits the signal; for those who implement the interface, on the main thread. */
void kx_row_source_emit_changed (KxRowSource *self, const KxEntity *entity, GPtrArray *ids);

G_END_DECLS
