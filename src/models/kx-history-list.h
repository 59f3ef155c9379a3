/* What happened to a row: who, when, which field, from what to what, and why. Lines come from the service as
 * JSON, page after page, or from where they were kept. */
#pragma once

#include "core/kx-entity.h"
#include "models/kx-row-source.h"

G_BEGIN_DECLS

/* One line. Signal "changed": what a reference refers to has become known. */
#define KX_TYPE_HISTORY_ITEM (kx_history_item_get_type ())
G_DECLARE_FINAL_TYPE (KxHistoryItem, kx_history_item, KX, HISTORY_ITEM, GObject)

/* The change it belongs to; lines of one change have the same. For "as of". */
gint64 kx_history_item_get_seq (KxHistoryItem *item);

/* TRUE: the first line of its change, where who, when and why are said. */
gboolean kx_history_item_is_first (KxHistoryItem *item);

KxTime kx_history_item_get_at (KxHistoryItem *item);

/* A name, "you", "the service", "a colleague". */
const char *kx_history_item_get_who (KxHistoryItem *item);

/* "Change", "Add agency", "Delete", "Reveal". */
const char *kx_history_item_get_kind (KxHistoryItem *item);

/* The field's label; NULL: the line is about the whole row. */
const char *kx_history_item_get_label (KxHistoryItem *item);
int kx_history_item_get_field (KxHistoryItem *item);

/* As people read them, "" for none. */
const char *kx_history_item_get_before (KxHistoryItem *item);
const char *kx_history_item_get_after (KxHistoryItem *item);

/* NULL: none was given. */
const char *kx_history_item_get_reason (KxHistoryItem *item);

/* The line as one text, for a screen reader and a clipboard. Free with g_free(). */
char *kx_history_item_dup_text (KxHistoryItem *item);

/* A GListModel of KxHistoryItem, newest first. */
#define KX_TYPE_HISTORY_LIST (kx_history_list_get_type ())
G_DECLARE_FINAL_TYPE (KxHistoryList, kx_history_list, KX, HISTORY_LIST, GObject)

/* `source` gives names of people and what references refer to; `self` is the user who looks. Both may be
 * NULL. */
KxHistoryList *kx_history_list_new (const KxEntity *entity, KxRowSource *source, const char *self);

#define KX_HISTORY_ERROR (kx_history_error_quark ())
GQuark kx_history_error_quark (void);

typedef enum
{
  KX_HISTORY_ERROR_FORM /* not the answer of a service: say that the history could not be read */
} KxHistoryError;

/* Adds the lines of one answer of GET /v1/{collection}/{id}/history behind those that are there, or in their
 * place when `anew`. FALSE with KX_HISTORY_ERROR or KX_JSON_ERROR, and nothing is changed. */
gboolean kx_history_list_add (KxHistoryList *list, const char *json, gsize length, gboolean anew,
                              GError **error);

/* What to ask on with (`?before=`); 0: all lines are there. */
gint64 kx_history_list_get_next (KxHistoryList *list);

G_END_DECLS
