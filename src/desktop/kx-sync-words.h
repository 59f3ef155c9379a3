/* The sync line in words: quiet while all is well, plain when something waits for the person. */
#pragma once

#include "sync/kx-mirror.h"
#include "sync/kx-sync.h"

G_BEGIN_DECLS

typedef struct
{
  char *words;      /* owned; "10:42 synchronized", "Offline · 3 waiting", "1 needs you" */
  char *details;    /* owned; the same in whole sentences, for a tooltip */
  const char *icon; /* icon name */
  gboolean needs;   /* something waits for the person */
} KxSyncWords;

void kx_sync_words_clear (KxSyncWords *words);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KxSyncWords, kx_sync_words_clear)

/* `error` (may be NULL): why the last round failed. */
void kx_sync_words_make (const KxMirrorSummary *summary, KxSyncState state, const char *error, KxTime now,
                         KxSyncWords *ret_words);

/* How many things there are for the person in a summary: refused, held, conflicts, drafts without a home,
 * files that were not accepted. */
guint kx_sync_words_count_needs (const KxMirrorSummary *summary);

/* TRUE while nothing comes in or goes out, so that what is seen here may be out of date. */
gboolean kx_sync_words_is_stopped (KxSyncState state);

G_END_DECLS
