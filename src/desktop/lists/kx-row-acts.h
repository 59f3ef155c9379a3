/* What is done with rows of a list: deleted and restored with a way back, copied. Each tells the person by a
 * toast. */
#pragma once

#include "sync/kx-mirror.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KX_TYPE_ROW_ACTS (kx_row_acts_get_type ())
G_DECLARE_FINAL_TYPE (KxRowActs, kx_row_acts, KX, ROW_ACTS, GObject)

/* `owner` is borrowed and outlives it: its window gets the toasts. */
KxRowActs *kx_row_acts_new (KxMirror *mirror, const KxEntity *entity, GtkWidget *owner);

gpointer kx_row_acts_get_owner (KxRowActs *acts);

/* (element-type utf8) Moves to the trash and back, in acts of at most 1,000 rows. */
void kx_row_acts_delete (KxRowActs *acts, GPtrArray *ids);
void kx_row_acts_restore (KxRowActs *acts, GPtrArray *ids);

/* Rows parted by tabs with their headings, for a spreadsheet. */
void kx_row_acts_copy (KxRowActs *acts, GPtrArray *ids, const guint *fields, guint n_fields);

/* An address that opens the row on a colleague's computer as well. */
void kx_row_acts_copy_link (KxRowActs *acts, const char *id);

G_END_DECLS
