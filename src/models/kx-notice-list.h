/* What the program told the person, newest first. */
#pragma once

#include "models/kx-mirror-source.h"

G_BEGIN_DECLS

#define KX_TYPE_NOTICE_ITEM (kx_notice_item_get_type ())
G_DECLARE_FINAL_TYPE (KxNoticeItem, kx_notice_item, KX, NOTICE_ITEM, GObject)

KxTime kx_notice_item_get_at (KxNoticeItem *item);
const char *kx_notice_item_get_text (KxNoticeItem *item);

#define KX_TYPE_NOTICE_LIST (kx_notice_list_get_type ())
G_DECLARE_FINAL_TYPE (KxNoticeList, kx_notice_list, KX, NOTICE_LIST, GObject)

KxNoticeList *kx_notice_list_new (KxMirrorSource *source);

/* A GListModel of KxNoticeItem. Borrowed. */
GListModel *kx_notice_list_get_model (KxNoticeList *list);

G_END_DECLS
