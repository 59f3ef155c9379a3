#include "sync/kx-sync-book.h"

#include "sync/kx-mirror-book.h"
#include "sync/kx-mirror-pull.h"
#include "sync/kx-mirror-push.h"
#include "sync/kx-mirror-space.h"
#include "sync/kx-mirror-tables.h"
#include "sync/kx-mirror-upload.h"

#include <string.h>

gboolean
kx_sync_book_is_bare (KxSyncWorkKind kind)
{
  return kind == KX_SYNC_PULL;
}

static gboolean
pull (KxBook *book, const KxSyncWork *work, KxTime now, KxSyncDone *done)
{
  g_autoptr (KxPull) pull = kx_pull_new (book, now);
  gsize size;
  const char *lines = g_bytes_get_data (work->bytes, &size);
  gboolean taken = kx_pull_lines (pull, lines, size, &done->error);

  done->wrong = taken && kx_pull_was_wrong (pull);
  return taken;
}

static gboolean
take_results (KxBook *book, const KxSyncWork *work, KxTime now, KxSyncDone *done)
{
  gsize size;
  const char *lines = g_bytes_get_data (work->bytes, &size);

  return kx_mirror_push_finish (book, lines != NULL ? lines : "", size, now, &done->error);
}

static gboolean
take_batch (KxBook *book, const KxSyncWork *work, KxSyncDone *done)
{
  done->batch = kx_mirror_push_take (book, work->most_ops, work->most_bytes, &done->error);
  return done->error == NULL;
}

static gboolean
start_over (KxBook *book, const KxSyncWork *work, KxSyncDone *done)
{
  return kx_mirror_pull_start_over (book, work->generation, &done->error) &&
         (work->seal_key == NULL ||
          kx_book_set_meta (book, KX_MIRROR_SEAL_KEY, work->seal_key, &done->error));
}

static gboolean
next_upload (KxBook *book, KxSyncDone *done)
{
  g_autoptr (KxMirrorUpload) upload = kx_mirror_upload_next (book, &done->error);

  if (upload == NULL)
    return done->error == NULL;
  done->sha256 = g_strdup (upload->sha256);
  done->file = g_strdup (upload->path);
  done->size = upload->size;
  return TRUE;
}

/* The moment of which the service's sums are. Free with g_free(). */
static char *
read_cursor (const char *json, gsize size)
{
  g_autoptr (KxJson) parsed = kx_json_parse (json, size, NULL);
  const KxJsonNode *root = parsed != NULL ? kx_json_get_root (parsed) : NULL, *cursor;

  if (root == NULL || kx_json_node_get_type (root) != KX_JSON_OBJECT)
    return NULL;
  cursor = kx_json_node_member (root, "cursor");
  return cursor != NULL && kx_json_node_get_type (cursor) == KX_JSON_STRING
             ? g_strdup (kx_json_node_get_text (cursor, NULL))
             : NULL;
}

static gboolean
verify (KxBook *book, const KxSyncWork *work, KxSyncDone *done)
{
  g_auto (KxMirrorFacts) facts = { 0 };
  gsize size;
  const char *json = g_bytes_get_data (work->bytes, &size);
  g_autofree char *cursor = read_cursor (json != NULL ? json : "", size);

  if (!kx_mirror_book_get_facts (book, &facts, &done->error))
    return FALSE;
  /* Of another moment than the mirror's, they say nothing. */
  done->moved = cursor != NULL && g_strcmp0 (cursor, facts.cursor) != 0;
  return done->moved ||
         kx_mirror_space_verify (book, json != NULL ? json : "", size, &done->wrong, &done->error);
}

static gboolean
run (KxBook *book, const KxSyncWork *work, KxTime now, KxSyncDone *done)
{
  switch (work->kind)
    {
    case KX_SYNC_LOOK:
      return kx_mirror_push_tidy_journal (book, now, &done->error);
    case KX_SYNC_TAKE_BATCH:
      return take_batch (book, work, done);
    case KX_SYNC_TAKE_RESULTS:
      return take_results (book, work, now, done);
    case KX_SYNC_PULL:
      return pull (book, work, now, done);
    case KX_SYNC_START_OVER:
      return start_over (book, work, done);
    case KX_SYNC_RENUMBER:
      return kx_mirror_push_renumber (book, work->last_n, &done->error);
    case KX_SYNC_REFUSE_BATCH:
      return kx_mirror_push_refuse (book, work->code, work->message, &done->error);
    case KX_SYNC_NOTE_FAILURE:
      return kx_mirror_push_note_failure (book, work->message, &done->error);
    case KX_SYNC_NEXT_UPLOAD:
      return next_upload (book, done);
    case KX_SYNC_UPLOAD_DONE:
      return kx_mirror_upload_finish (book, work->sha256, work->code, work->message, &done->error);
    case KX_SYNC_VERIFY:
      return verify (book, work, done);
    default:
      g_return_val_if_reached (FALSE);
    }
}

void
kx_sync_book_run (KxBook *book, const KxSyncWork *work, KxTime now, KxSyncDone *ret_done)
{
  g_auto (KxMirrorFacts) facts = { 0 };

  if (!run (book, work, now, ret_done) || !kx_mirror_book_get_facts (book, &facts, &ret_done->error))
    return;
  ret_done->facts.cursor = g_steal_pointer (&facts.cursor);
  ret_done->facts.generation = g_steal_pointer (&facts.generation);
  ret_done->facts.ack = facts.ack;
  ret_done->facts.uploads = (guint) facts.uploads;
  ret_done->facts.loading = facts.loading;
}
