/* Reads what goes on between this computer and the service: drafts first, the rest on a reader's thread. */
#pragma once

#include "models/kx-activity-item.h"
#include "store/kx-book.h"
#include "sync/kx-mirror-notice.h"
#include "sync/kx-mirror.h"

G_BEGIN_DECLS

/* A draft as it is kept. */
typedef struct
{
  char *key, *json; /* owned */
} KxActivityDraft;

/* Changes that are to be sent, or are on their way. */
typedef struct
{
  guint count, held; /* held: behind a refused change of the same row */
  KxTime oldest;     /* 0: none */
  guint tries;       /* the most that one of them had */
  char *last_error;  /* owned, or NULL */
} KxActivityWaiting;

typedef struct
{
  GPtrArray *items[KX_ACTIVITY_N_KINDS]; /* (element-type KxActivityItem) owned */
  KxActivityWaiting waiting;
  GPtrArray *notices; /* (element-type KxMirrorNotice) owned, newest first */
} KxActivityReading;

void kx_activity_reading_free (KxActivityReading *reading);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxActivityReading, kx_activity_reading_free)

/* The drafts as the mirror has them, those included that are not written yet: not for a thread. (element-type
 * KxActivityDraft) */
GPtrArray *kx_activity_read_drafts (KxMirror *mirror);

/* `drafts` (element-type KxActivityDraft). NULL: with an error. */
KxActivityReading *kx_activity_read (KxBook *book, GPtrArray *drafts, GError **error);

/* A change as a sentence. Free with g_free(). */
char *kx_activity_word_op (KxBook *book, const KxOp *op);

G_END_DECLS
