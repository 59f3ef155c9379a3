/* Pages of the feed in, until the head. The next page is asked for while the one before is being applied. */
#include "sync/kx-sync-machine-private.h"

#include "store/kx-feed.h"

#include <string.h>

enum
{
  LEAST_LIMIT = 100,
  LIMIT = 2000,
};

void
kx_sync_pull_reset (KxSyncMachine *self)
{
  g_clear_pointer (&self->pull.since, g_free);
  g_clear_pointer (&self->pull.page, g_bytes_unref);
  g_clear_error (&self->pull.failure);
  self->pull.more = FALSE;
  if (self->pull.limit == 0)
    self->pull.limit = LIMIT;
  /* The larger pages of a first load end with it. */
  if (!self->facts.loading)
    self->pull.limit = MIN (self->pull.limit, LIMIT);
}

static void
ask_page (KxSyncMachine *self)
{
  g_autofree char *schema = g_strdup_printf ("%u", self->schema);
  g_autofree char *since =
      self->pull.since != NULL ? g_uri_escape_string (self->pull.since, NULL, FALSE) : NULL;
  KxSyncAsk *ask = kx_sync_machine_put_ask (
      self, "GET",
      since != NULL ? g_strdup_printf ("/v1/sync/changes?since=%s&limit=%u", since, self->pull.limit)
                    : g_strdup_printf ("/v1/sync/changes?limit=%u", self->pull.limit));

  kx_sync_ask_add_header (ask, "Sync-Schema", schema);
  /* A pull from zero has no cursor that would tell of a service that was restored. */
  if (self->facts.generation != NULL)
    kx_sync_ask_add_header (ask, "Sync-Generation", self->facts.generation);
}

/* The head is reached. */
static void
finish (KxSyncMachine *self)
{
  kx_sync_pull_reset (self);
  /* More of others' changes can wait for the end of the round, or files would never get their turn. */
  if (self->dirty)
    kx_sync_machine_begin (self);
  else if (self->verify_wanted)
    {
      self->phase = KX_PHASE_VERIFY;
      kx_sync_machine_put_ask (self, "GET", g_strdup ("/v1/sync/verify"));
    }
  else
    kx_sync_upload_begin (self);
}

/* What can be done now: apply the page that came, ask for the next. */
static void
go_on (KxSyncMachine *self, KxSyncMoment moment)
{
  g_autoptr (GError) failure = NULL;

  if (self->working == 0 && self->pull.page != NULL)
    kx_sync_machine_put_work (self, KX_SYNC_PULL)->bytes = g_steal_pointer (&self->pull.page);
  if (self->working == 0 && self->pull.failure != NULL)
    {
      failure = g_steal_pointer (&self->pull.failure);
      kx_sync_machine_fail (self, failure, moment);
    }
  /* The person's changes do not wait behind a long load: what is under way is applied, then they go. */
  else if (self->asking == 0 && self->pull.page == NULL && self->pull.failure == NULL && self->pull.more &&
           !self->dirty)
    ask_page (self);
  else if (self->working == 0 && self->asking == 0 && self->pull.page == NULL)
    finish (self);
}

void
kx_sync_pull_begin (KxSyncMachine *self)
{
  self->phase = KX_PHASE_PULL;
  self->state = self->facts.loading ? KX_SYNC_LOADING : KX_SYNC_PULLING;
  self->poked = FALSE;
  kx_sync_pull_reset (self);
  self->pull.since = g_strdup (self->facts.cursor);
  self->pull.more = TRUE;
  ask_page (self);
}

/* The last commit line among whole lines: where it ends, and what it says. FALSE: there is none. */
static gboolean
find_commit (GBytes *bytes, gsize *ret_end, char **ret_cursor, gboolean *ret_more)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size), *end, *start;

  for (end = data != NULL ? memrchr (data, '\n', size) : NULL; end != NULL; end = start)
    {
      g_autoptr (KxJson) json = NULL;
      const KxJsonNode *root, *type, *cursor, *more;
      const char *line;

      start = memrchr (data, '\n', (gsize) (end - data));
      line = start != NULL ? start + 1 : data;
      /* Rows are many and long, commit lines few: only what may be one is read. */
      if (g_strstr_len (line, MIN (end - line, 64), "\"commit\"") == NULL)
        continue;
      json = kx_json_parse (line, (gsize) (end - line), NULL);
      root = json != NULL ? kx_json_get_root (json) : NULL;
      if (root == NULL || kx_json_node_get_type (root) != KX_JSON_OBJECT)
        continue;
      type = kx_json_node_member (root, "t");
      cursor = kx_json_node_member (root, "cursor");
      more = kx_json_node_member (root, "more");
      if (type == NULL || kx_json_node_get_type (type) != KX_JSON_STRING ||
          !g_str_equal (kx_json_node_get_text (type, NULL), "commit") || cursor == NULL ||
          kx_json_node_get_type (cursor) != KX_JSON_STRING || more == NULL ||
          kx_json_node_get_type (more) != KX_JSON_BOOLEAN)
        continue;
      *ret_end = (gsize) (end - data) + 1;
      *ret_cursor = g_strdup (kx_json_node_get_text (cursor, NULL));
      *ret_more = kx_json_node_get_boolean (more);
      return TRUE;
    }
  return FALSE;
}

/* Keeps what can be used of an answer, up to its last commit line. */
static gboolean
take_page (KxSyncMachine *self, GBytes *body)
{
  g_autofree char *cursor = NULL;
  gsize end;

  if (body == NULL || !find_commit (body, &end, &cursor, &self->pull.more))
    return FALSE;
  self->pull.page = g_bytes_new_from_bytes (body, 0, end);
  g_free (self->pull.since);
  self->pull.since = g_steal_pointer (&cursor);
  return TRUE;
}

void
kx_sync_pull_answer (KxSyncMachine *self, const KxSyncAnswer *answer, KxSyncMoment moment)
{
  if (answer->error != NULL)
    {
      self->pull.failure = g_error_copy (answer->error);
      /* A page that was cut off is of use up to its last commit line; the next are smaller. */
      if (g_error_matches (answer->error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_OFFLINE))
        self->pull.limit = MAX (self->pull.limit / 2, LEAST_LIMIT);
      if (answer->status == 200 && take_page (self, answer->body))
        self->attempts = 0;
    }
  else if (!take_page (self, answer->body))
    self->pull.failure = kx_client_error_new_for_answer (200, NULL, NULL);
  else
    self->pull.limit = MIN (self->pull.limit * 2, self->facts.loading ? KX_FEED_MOST : LIMIT);
  go_on (self, moment);
}

void
kx_sync_pull_done (KxSyncMachine *self, const KxSyncDone *done, KxSyncMoment moment)
{
  self->repairs = 0;
  if (done->wrong && self->asking == 0 && self->pull.page == NULL)
    kx_sync_machine_begin (self);
  else
    go_on (self, moment);
}
