/* What a person did and the service has not confirmed: waiting, held behind a refused change, refused, and
 * changes of records that are no longer open here. */
#pragma once

#include "models/kx-change-words.h"
#include "models/kx-mirror-source.h"

G_BEGIN_DECLS

/* One op. Signal "changed": something of it is different. */
#define KX_TYPE_OUTBOX_ITEM (kx_outbox_item_get_type ())
G_DECLARE_FINAL_TYPE (KxOutboxItem, kx_outbox_item, KX, OUTBOX_ITEM, GObject)

/* For kx_mirror_outbox_retry(), kx_mirror_outbox_discard(). */
gint64 kx_outbox_item_get_number (KxOutboxItem *item);

KxOutState kx_outbox_item_get_state (KxOutboxItem *item);

/* "Change Address, Telephone"; whom it concerns: "济南康复医院", or "". */
const char *kx_outbox_item_get_text (KxOutboxItem *item);
const char *kx_outbox_item_get_subject (KxOutboxItem *item);

/* Why it stands where it does: what the service found, the last failure on its way, what it waits for; NULL:
 * it only waits. */
const char *kx_outbox_item_get_why (KxOutboxItem *item);

KxTime kx_outbox_item_get_at (KxOutboxItem *item);
guint kx_outbox_item_get_tries (KxOutboxItem *item);

/* The row; both NULL for an op of a kind this program does not know. */
const KxEntity *kx_outbox_item_get_entity (KxOutboxItem *item);
const char *kx_outbox_item_get_id (KxOutboxItem *item);

/* What it changes. (element-type KxChangeLine) borrowed */
GPtrArray *kx_outbox_item_get_lines (KxOutboxItem *item);

/* Sending it again, or throwing it away, is for a person to choose. */
gboolean kx_outbox_item_can_retry (KxOutboxItem *item);
gboolean kx_outbox_item_can_discard (KxOutboxItem *item);

/* Waiting ones are both KX_OUT_WAITING and KX_OUT_SENT. */
#define KX_TYPE_OUTBOX_LIST (kx_outbox_list_get_type ())
G_DECLARE_FINAL_TYPE (KxOutboxList, kx_outbox_list, KX, OUTBOX_LIST, GObject)

KxOutboxList *kx_outbox_list_new (KxMirrorSource *source);

/* Those in one state, oldest first; a GListModel of KxOutboxItem. Borrowed. */
GListModel *kx_outbox_list_get_state (KxOutboxList *list, KxOutState state);

G_END_DECLS
