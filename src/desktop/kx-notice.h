/* What a toast said, and when. */
#pragma once

#include "core/kx-date.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define KX_TYPE_NOTICE (kx_notice_get_type ())
G_DECLARE_FINAL_TYPE (KxNotice, kx_notice, KX, NOTICE, GObject)

KxNotice *kx_notice_new (const char *text, KxTime at);
const char *kx_notice_get_text (KxNotice *self);
KxTime kx_notice_get_time (KxNotice *self);

G_END_DECLS
