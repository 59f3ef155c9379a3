/* What the program told the person: the last hundred, for those who missed it. */
#pragma once

#include "store/kx-book.h"

G_BEGIN_DECLS

#define KX_MIRROR_NOTICES 100

typedef struct
{
  KxTime at;
  char *text; /* owned */
} KxMirrorNotice;

void kx_mirror_notice_free (KxMirrorNotice *notice);

/* Inside the book's write transaction. */
gboolean kx_mirror_notice_add (KxBook *book, const char *text, KxTime now, GError **error);

/* Newest first. (element-type KxMirrorNotice) */
GPtrArray *kx_mirror_notice_list (KxBook *book, GError **error);

G_END_DECLS
