/* A place in the feed, as the text that a device keeps and gives back. */
#pragma once

#include "core/kx-scope.h"

G_BEGIN_DECLS

/* Longer texts are no cursor. */
#define KX_FEED_CURSOR_MOST 4000

typedef struct
{
  char *generation; /* owned; of the store that gave it out */
  KxScope *scope;   /* owned; what was open then */
  gint64 seq;       /* the device has every change up to it */
  gint64 floor; /* while a load from zero runs: the newest seq when it began; what went before that was never
                   sent */
  KxScope
      *held; /* owned; while spaces are being joined: what the device holds up to `seq` already; else NULL */
  gint64 joined; /* of the spaces being joined it has the changes up to this one */
} KxFeedCursor;

/* NULL: the text is no cursor. */
KxFeedCursor *kx_feed_cursor_new (const char *text);

void kx_feed_cursor_free (KxFeedCursor *cursor);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxFeedCursor, kx_feed_cursor_free)

/* Its text: letters, digits, '.', '-', '_' and '~'. Free with g_free(). */
char *kx_feed_cursor_to_text (const KxFeedCursor *cursor);

G_END_DECLS
