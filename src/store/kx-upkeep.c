#include "store/kx-upkeep.h"

#include "core/kx-json.h"
#include "store/kx-audit.h"
#include "store/kx-blob.h"
#include "store/kx-files.h"
#include "store/kx-purge.h"
#include "store/kx-tombstone.h"

#include <string.h>
#include <unistd.h>

#define RESULT_MS (30 * 24 * 3600 * G_GINT64_CONSTANT (1000))
#define BATCH 2000 /* rows a piece of work removes: others write in between */
#define PURGE_BATCH 200
#define HEADS_FILE "audit-heads.ndjson"

/* What to remove: one condition over $1, the moment. */
typedef struct
{
  const char *count, *remove;
  KxTime before;
  gint64 removed;
} Removal;

/* Work for the writer: removes one batch. */
static gboolean
remove_batch (KxBook *book, gpointer data, GError **error)
{
  Removal *self = data;
  KxDbArg args[] = { KX_ARG_INTEGER (self->before.ms), KX_ARG_INTEGER (BATCH) };
  gint64 count = 0;

  if (!kx_db_get_integer (book->db, self->count, args, 1, &count, error) ||
      !kx_db_run (book->db, self->remove, args, G_N_ELEMENTS (args), error))
    return FALSE;
  self->removed += MIN (count, BATCH);
  return TRUE;
}

/* Removes all of it; does not write when there is nothing to remove. */
static gboolean
remove_all (KxStore *store, Removal *self, gint64 *ret_removed, GError **error)
{
  gint64 left = 1;

  while (left > 0)
    {
      KxBook *reader = kx_store_take_reader (store, error);
      gboolean read =
          reader != NULL &&
          kx_db_get_integer (reader->db, self->count, &KX_ARG_INTEGER (self->before.ms), 1, &left, error);

      if (reader != NULL)
        kx_store_give_reader (store, reader);
      if (!read || (left > 0 && !kx_store_write (store, remove_batch, self, error)))
        return FALSE;
      *ret_removed = self->removed;
    }
  return TRUE;
}

static gboolean
remove_results (KxStore *store, KxTime now, gint64 *ret_removed, GError **error)
{
  Removal removal = {
    "SELECT count(*) FROM op_result WHERE at < $1",
    "DELETE FROM op_result WHERE (actor, op) IN (SELECT actor, op FROM op_result WHERE at < $1 LIMIT $2)",
    { now.ms - RESULT_MS },
    0
  };

  return remove_all (store, &removal, ret_removed, error);
}

static gboolean
remove_sessions (KxStore *store, KxTime now, gint64 *ret_removed, GError **error)
{
  Removal removal = {
    "SELECT count(*) FROM session WHERE expires_at <= $1",
    "DELETE FROM session WHERE token_hash IN (SELECT token_hash FROM session WHERE expires_at <= $1 "
    "LIMIT $2)",
    now, 0
  };

  return remove_all (store, &removal, ret_removed, error);
}

/* Work for the writer: one batch of what lay in the trash for long, or of old tombstones. */
typedef struct
{
  KxTime now;
  char op[KX_UUID_TEXT_SIZE];
  gint64 last; /* of the last batch */
} Clearing;

static gboolean
purge_batch (KxBook *book, gpointer data, GError **error)
{
  Clearing *self = data;
  guint purged = 0;

  if (!kx_purge (book, (KxTime){ self->now.ms - KX_TRASH_MS }, self->now, self->op, PURGE_BATCH, &purged,
                 error))
    return FALSE;
  self->last = purged;
  return TRUE;
}

static gboolean
empty_trash (KxStore *store, KxTime now, gint64 *ret_purged, GError **error)
{
  Clearing self = { .now = now, .last = PURGE_BATCH };
  KxBook *reader = kx_store_take_reader (store, error);
  gint64 waiting = 0;
  gboolean counted =
      reader != NULL && kx_purge_count (reader, (KxTime){ now.ms - KX_TRASH_MS }, &waiting, error);

  if (reader != NULL)
    kx_store_give_reader (store, reader);
  if (!counted || waiting == 0)
    return counted;
  kx_random_uuid (now, self.op);
  while (self.last == PURGE_BATCH)
    {
      if (!kx_store_write (store, purge_batch, &self, error))
        return FALSE;
      *ret_purged += self.last;
    }
  return TRUE;
}

static gboolean
drop_batch (KxBook *book, gpointer data, GError **error)
{
  Clearing *self = data;

  return kx_tombstone_drop (book, (KxTime){ self->now.ms - KX_TOMBSTONE_MS }, BATCH, &self->last, error);
}

static gboolean
drop_tombstones (KxStore *store, KxTime now, gint64 *ret_dropped, GError **error)
{
  Clearing self = { .now = now, .last = 1 };
  KxBook *reader = kx_store_take_reader (store, error);
  gint64 waiting = 0;
  gboolean counted =
      reader != NULL && kx_db_get_integer (reader->db, "SELECT count(*) FROM tombstone WHERE at < $1",
                                           &KX_ARG_INTEGER (now.ms - KX_TOMBSTONE_MS), 1, &waiting, error);

  if (reader != NULL)
    kx_store_give_reader (store, reader);
  while (counted && waiting > 0 && self.last > 0)
    {
      if (!kx_store_write (store, drop_batch, &self, error))
        return FALSE;
      *ret_dropped += self.last;
    }
  return counted;
}

/* The moment that a signed head names, 0 when the line is none. */
static KxTime
read_moment (const char *line)
{
  g_autoptr (KxJson) json = kx_json_parse (line, strlen (line), NULL);
  const KxJsonNode *root = json != NULL ? kx_json_get_root (json) : NULL;
  const KxJsonNode *at = NULL;
  KxTime moment = { 0 };

  if (root != NULL && kx_json_node_get_type (root) == KX_JSON_OBJECT)
    at = kx_json_node_member (root, "at");
  if (at != NULL && kx_json_node_get_type (at) == KX_JSON_STRING)
    kx_time_from_text (kx_json_node_get_text (at, NULL), &moment);
  return moment;
}

/* The moment of the last head, 0 when there is none. What stands behind the last whole line was being written
 * when the machine stopped, and goes. */
static gboolean
read_last_head (const char *path, KxTime *ret_at, GError **error)
{
  g_autofree char *contents = NULL;
  char *end, *line;
  gsize length = 0;

  *ret_at = (KxTime){ 0 };
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents (path, &contents, &length, error))
    return FALSE;
  end = strrchr (contents, '\n');
  if (length > 0 && (end == NULL || end[1] != '\0') &&
      truncate (path, end != NULL ? (off_t) (end + 1 - contents) : 0) != 0)
    {
      kx_files_set_error (error, path);
      return FALSE;
    }
  if (end == NULL)
    return TRUE;
  *end = '\0';
  line = strrchr (contents, '\n');
  *ret_at = read_moment (line != NULL ? line + 1 : contents);
  return TRUE;
}

/* A head is signed of what is committed, so it is a reader that signs it. */
static gboolean
sign_head (KxStore *store, KxTime now, gboolean *ret_signed, GError **error)
{
  g_autofree char *path = g_build_filename (kx_store_get_dir (store), HEADS_FILE, NULL);
  KxTime last = { 0 };
  KxBook *reader;

  if (!read_last_head (path, &last, error))
    return FALSE;
  if (last.ms != 0 && kx_store_date_of (last).ymd >= kx_store_date_of (now).ymd)
    return TRUE;
  reader = kx_store_take_reader (store, error);
  if (reader == NULL)
    return FALSE;
  *ret_signed = kx_audit_write_head (reader, now, path, error);
  kx_store_give_reader (store, reader);
  return *ret_signed && kx_files_sync_folder (kx_store_get_dir (store), error);
}

static void
keep_first (GError **first, GError *error)
{
  if (error != NULL && *first == NULL)
    *first = error;
  else
    g_clear_error (&error);
}

gboolean
kx_upkeep_run (KxStore *store, KxUpkeepReport *ret_report, GError **error)
{
  KxTime now = kx_store_now (store);
  GError *first = NULL, *local = NULL;

  *ret_report = (KxUpkeepReport){ 0 };
  remove_results (store, now, &ret_report->results, &local);
  keep_first (&first, g_steal_pointer (&local));
  remove_sessions (store, now, &ret_report->sessions, &local);
  keep_first (&first, g_steal_pointer (&local));
  empty_trash (store, now, &ret_report->purged, &local);
  keep_first (&first, g_steal_pointer (&local));
  drop_tombstones (store, now, &ret_report->tombstones, &local);
  keep_first (&first, g_steal_pointer (&local));
  kx_blob_remove_unfinished (store, &ret_report->uploads, &local);
  keep_first (&first, g_steal_pointer (&local));
  kx_blob_remove_unnamed (store, &ret_report->blobs, &local);
  keep_first (&first, g_steal_pointer (&local));
  sign_head (store, now, &ret_report->head_signed, &local);
  keep_first (&first, g_steal_pointer (&local));
  if (first == NULL)
    return TRUE;
  g_propagate_error (error, first);
  return FALSE;
}
