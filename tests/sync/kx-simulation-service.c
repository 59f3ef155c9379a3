/* The service of the simulation: the feed and the push over one book, answering as the routes do. */
#include "sync/kx-simulation-private.h"

#include "core/entities/kx-agency.h"
#include "core/kx-wire-op.h"
#include "lib/kx-test-store.h"
#include "store/kx-device.h"
#include "store/kx-feed.h"
#include "store/kx-purge.h"
#include "store/kx-push.h"
#include "store/kx-row.h"
#include "store/kx-tombstone.h"

#include <string.h>

/* It ends without a farewell; what was not committed is gone. */
void
sim_service_kill (Simulation *sim)
{
  sim_say (sim, "the service is killed");
  sim->report->kills++;
  sim->book = sim_store_kill_service (sim, sim->book);
}

void
sim_service_back_up (Simulation *sim)
{
  sim_say (sim, "a backup is taken");
  sim_store_back_up (sim, sim->book);
  sim->backed_up = TRUE;
}

void
sim_service_restore (Simulation *sim)
{
  g_autoptr (GError) error = NULL;
  char generation[KX_UUID_TEXT_SIZE];

  sim_say (sim, "the backup takes the place of the store");
  sim->report->restores++;
  sim->restored = sim->service_changed = TRUE;
  sim->book = sim_store_restore (sim, sim->book);
  sim_make_id (sim, generation);
  if (!kx_book_begin (sim->book, &error) || !kx_book_set_meta (sim->book, "generation", generation, &error) ||
      !kx_book_commit (sim->book, &error))
    sim_no_error (sim, error, "restoring");
  for (guint i = 0; i < sim->devices->len; i++)
    if (((SimDevice *) sim->devices->pdata[i])->revoked)
      sim_service_revoke (sim, sim->devices->pdata[i]);
}

/* The trash is emptied, old tombstones go. */
void
sim_service_tidy (Simulation *sim)
{
  KxTime later = { sim_service_now (sim).ms + 1 };
  g_autoptr (GError) error = NULL;
  char op[KX_UUID_TEXT_SIZE];
  gint64 dropped;
  guint purged;

  sim_make_id (sim, op);
  if (!kx_book_begin (sim->book, &error) ||
      !kx_purge (sim->book, later, sim_service_now (sim), op, 100, &purged, &error) ||
      (sim_chance (sim, 50) && !kx_tombstone_drop (sim->book, later, 100, &dropped, &error)) ||
      !kx_book_commit (sim->book, &error))
    sim_no_error (sim, error, "tidying up");
  sim->service_changed = TRUE;
  sim_say (sim, "the service tidies up: %u purged", purged);
}

void
sim_service_grant (Simulation *sim, SimUser *user)
{
  static const struct
  {
    int role;
    const char *areas[2];
  } choices[] = {
    { KX_ROLE_INDEX_clerk, { "370100", NULL } },     { KX_ROLE_INDEX_clerk, { "370200", NULL } },
    { KX_ROLE_INDEX_clerk, { "370100", "370200" } }, { KX_ROLE_INDEX_reviewer, { "370100", NULL } },
    { KX_ROLE_INDEX_clerk, { "370000", NULL } },     { KX_ROLE_INDEX_clerk, { NULL, NULL } }
  };
  guint roll = sim_below (sim, G_N_ELEMENTS (choices));

  kx_actor_free (user->actor);
  user->actor = kx_actor_new (user->id, "someone");
  for (guint i = 0; i < 2 && choices[roll].areas[i] != NULL; i++)
    kx_actor_grant (user->actor, choices[roll].role, choices[roll].areas[i]);
  sim_say (sim, "user %s is granted choice %u", user->id, roll);
}

/* Any living agency of the service; NULL: there is none. Free with g_free(). */
static char *
any_agency (Simulation *sim)
{
  g_autoptr (KxDbRows) rows = NULL;
  gint64 n = 0;

  kx_db_get_integer (sim->book->db, "SELECT count(*) FROM agency WHERE deleted_at = 0 AND short_name IS NULL",
                     NULL, 0, &n, NULL);
  if (n == 0)
    return NULL;
  rows = kx_db_query (
      sim->book->db,
      "SELECT id FROM agency WHERE deleted_at = 0 AND short_name IS NULL ORDER BY id LIMIT 1 OFFSET $1",
      &KX_ARG_INTEGER (sim_below (sim, (guint) n)), 1, NULL);
  return rows != NULL && kx_db_rows_next (rows, NULL) ? g_strdup (kx_db_rows_text (rows, 0)) : NULL;
}

/* Somebody changes a row over plain REST. */
void
sim_service_edit (Simulation *sim)
{
  g_autofree char *id = any_agency (sim), *text = g_strdup_printf ("REST %u", sim_below (sim, 1000));
  g_autoptr (KxActor) actor =
      kx_test_actor ("0197b2a0-0000-7000-8000-0000000000aa", KX_ROLE_INDEX_clerk, "370000");
  g_autoptr (KxApplied) applied = NULL;
  g_autoptr (KxRecord) row = NULL;
  g_autoptr (KxOp) op = NULL;
  g_autoptr (GError) error = NULL;
  char op_id[KX_UUID_TEXT_SIZE];
  KxWork work = { .actor = actor, .at = sim_service_now (sim), .ops = &op, .n_ops = 1 };

  if (id == NULL)
    return;
  work.today = kx_store_date_of (work.at);
  row = kx_row_get (sim->book, &kx_agency_entity, id, &error);
  sim_make_id (sim, op_id);
  op = kx_op_new (KX_OP_PATCH, &kx_agency_entity, op_id, id, kx_record_new (&kx_agency_entity, NULL, NULL));
  op->base = row->seq;
  op->exact = TRUE;
  kx_record_put (op->fields, sim_chance (sim, 50) ? kx_agency_f_contact : kx_agency_f_address,
                 (KxValue){ .TEXT = text });
  if (!kx_book_begin (sim->book, &error) || (applied = kx_apply (sim->book, &work, &error)) == NULL ||
      !kx_book_commit (sim->book, &error))
    sim_no_error (sim, error, "a change over REST");
  sim->service_changed = TRUE;
}

void
sim_service_register (Simulation *sim, SimDevice *device)
{
  g_autoptr (GError) error = NULL;
  char id[KX_UUID_TEXT_SIZE];
  gboolean full = FALSE;

  sim_make_id (sim, id);
  if (!kx_book_begin (sim->book, &error) ||
      !kx_device_register (sim->book, id, id, device->user->id, "A desk", sim_service_now (sim), &full,
                           &error) ||
      !kx_book_commit (sim->book, &error))
    sim_no_error (sim, error, "registering");
  g_free (device->id);
  device->id = g_strdup (id);
}

void
sim_service_revoke (Simulation *sim, SimDevice *device)
{
  g_autoptr (GError) error = NULL;

  sim_say (sim, "device %u is revoked", device->index);
  if (!kx_book_begin (sim->book, &error) ||
      !kx_device_revoke (sim->book, device->id, sim_service_now (sim), &error) ||
      !kx_book_commit (sim->book, &error))
    sim_no_error (sim, error, "revoking");
}

/* A problem document as the routes write it. */
static void
refuse (SimMessage *message, guint status, const char *code, gint64 last_n)
{
  g_autofree char *text = g_strdup_printf ("{\"code\":\"%s\",\"detail\":\"no\",\"findings\":[{\"code\":\"%"
                                           "s\",\"args\":{\"last_n\":\"%" G_GINT64_FORMAT "\"}}]}",
                                           code, code, last_n);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  message->status = status;
  message->error = kx_client_error_new_for_answer (status, body, NULL);
}

static void
give (SimMessage *message, GString *text)
{
  message->status = 200;
  message->body = g_string_free_to_bytes (text);
}

static void
serve_hello (Simulation *sim, SimMessage *message)
{
  g_autofree char *generation = kx_book_get_meta (sim->book, "generation", NULL);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "{\"generation\":\"%s\",\"seal_key\":\"", generation);
  for (guint i = 0; i < KX_PUBLIC_KEY_SIZE; i++)
    g_string_append_printf (text, "%02x", sim->book->vault->box_public[i]);
  give (message, g_string_append (text, "\"}"));
}

static const char *
header (const KxSyncAsk *ask, const char *name)
{
  for (guint i = 0; ask->headers[i] != NULL; i += 2)
    if (g_str_equal (ask->headers[i], name))
      return ask->headers[i + 1];
  return NULL;
}

static gboolean
apply_push (Simulation *sim, SimMessage *message, KxPush *push, gint64 ack)
{
  static const struct
  {
    guint status;
    const char *code;
  } refusals[] = { [KX_PUSH_REVOKED] = { 401, "signed-out" },
                   [KX_PUSH_GENERATION] = { 409, "generation-changed" },
                   [KX_PUSH_GAP] = { 409, "sequence-gap" },
                   [KX_PUSH_ACKED] = { 409, "already-acknowledged" } };
  KxPushWork work = { .actor = message->device->user->actor,
                      .device = message->device->id,
                      .generation = header (message->ask, "Sync-Generation"),
                      .ack = ack,
                      .at = sim_service_now (sim) };
  GString *out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  KxPushOutcome outcome;

  work.today = kx_store_date_of (work.at);
  if (!kx_book_begin (sim->book, &error) || !kx_push_run (sim->book, push, &work, out, &outcome, &error))
    sim_no_error (sim, error, "a push");
  if (sim_chance (sim, sim->trouble / 3))
    {
      g_string_free (out, TRUE);
      sim_service_kill (sim);
      return FALSE;
    }
  kx_book_commit (sim->book, &error);
  sim_no_error (sim, error, "a push");
  sim->service_changed = TRUE;
  if (outcome.refusal == KX_PUSH_TAKEN)
    {
      sim_check_results (sim, message->device, out->str);
      give (message, out);
      return TRUE;
    }
  g_string_free (out, TRUE);
  refuse (message, refusals[outcome.refusal].status, refusals[outcome.refusal].code, outcome.last_n);
  return TRUE;
}

/* FALSE: the service was killed over it. */
static gboolean
serve_push (Simulation *sim, SimMessage *message)
{
  const char *ack = strstr (message->ask->path, "ack=");
  gsize size;
  const char *bytes = g_bytes_get_data (message->ask->body, &size);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxPush) push = kx_push_new (kx_schema_get (), sim->book->vault, bytes, size, &error);

  if (push == NULL)
    {
      sim_say (sim, "a push that cannot be read: %s", error->message);
      refuse (message, 400, "not-readable", 0);
      return TRUE;
    }
  return apply_push (sim, message, push, ack != NULL ? g_ascii_strtoll (ack + 4, NULL, 10) : 0);
}

static void
refuse_feed (SimMessage *message, const GError *error)
{
  if (error->code == KX_FEED_ERROR_GENERATION)
    refuse (message, 410, "generation-changed", 0);
  else if (error->code == KX_FEED_ERROR_EXPIRED)
    refuse (message, 410, "cursor-expired", 0);
  else
    refuse (message, 400, "wrong-cursor", 0);
}

static void
serve_changes (Simulation *sim, SimMessage *message, gint64 acked)
{
  g_autofree char *since = NULL;
  const char *at = strstr (message->ask->path, "since=");
  GString *out = g_string_new (NULL);
  guint pages = 1 + (sim_chance (sim, 20) ? sim_below (sim, 3) : 0);
  KxFeedRequest request = { .actor = message->device->user->actor, .acked = acked };
  const char *taken_for = header (message->ask, "Sync-Generation");
  g_autofree char *generation = kx_book_get_meta (sim->book, "generation", NULL);

  if (taken_for != NULL && !g_str_equal (taken_for, generation))
    {
      refuse (message, 410, "generation-changed", 0);
      g_string_free (out, TRUE);
      return;
    }

  /* Pages of any size, several of them in one answer. */
  request.limit = sim_chance (sim, 50) ? 1 + sim_below (sim, 8) : 0;
  if (at != NULL)
    since = g_uri_unescape_segment (at + 6, strchr (at, '&'), NULL);
  request.since = since;
  for (guint i = 0; i < pages; i++)
    {
      g_auto (KxFeedPage) page = { 0 };
      g_autoptr (GError) error = NULL;

      if (!kx_feed_read (sim->book, &request, out, &page, &error))
        {
          g_string_free (out, TRUE);
          if (error->domain != KX_FEED_ERROR)
            sim_no_error (sim, error, "the feed");
          refuse_feed (message, error);
          return;
        }
      g_free (since);
      request.since = since = g_steal_pointer (&page.cursor);
      if (!page.more)
        break;
    }
  sim_check_wire (sim, message->device, out->str, out->len);
  give (message, out);
}

static void
serve_verify (Simulation *sim, SimMessage *message)
{
  GString *out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  kx_feed_verify (sim->book, message->device->user->actor, NULL, out, &error);
  sim_no_error (sim, error, "the sums");
  give (message, out);
}

/* The answer is lost on its way, or a part of it. */
static void
lose (Simulation *sim, SimMessage *message)
{
  gsize size = message->body != NULL ? g_bytes_get_size (message->body) : 0;
  GBytes *part;

  sim->report->faults++;
  g_clear_error (&message->error);
  message->error = g_error_new_literal (KX_CLIENT_ERROR, KX_CLIENT_ERROR_OFFLINE, "cut off");
  if (message->status != 200 || size == 0 || sim_chance (sim, 50))
    {
      message->status = 0;
      g_clear_pointer (&message->body, g_bytes_unref);
      return;
    }
  part = g_bytes_new_from_bytes (message->body, 0, sim_below (sim, (guint) size));
  g_bytes_unref (message->body);
  message->body = part;
}

static gboolean
serve (Simulation *sim, SimMessage *message)
{
  const char *path = message->ask->path;
  g_autoptr (KxDevice) device = NULL;

  if (g_str_equal (path, "/v1"))
    {
      serve_hello (sim, message);
      return TRUE;
    }
  device = kx_device_get (sim->book, message->device->id, NULL);
  if (device == NULL || message->device->user->token_ended)
    refuse (message, 401, "signed-out", 0);
  else if (device->revoked_at.ms != 0)
    refuse (message, 401, "device-revoked", 0);
  else if (g_str_has_prefix (path, "/v1/sync/push"))
    return serve_push (sim, message);
  else if (g_str_has_prefix (path, "/v1/sync/changes"))
    serve_changes (sim, message, device->acked);
  else if (g_str_has_prefix (path, "/v1/sync/verify"))
    serve_verify (sim, message);
  else
    sim_fail (sim, "nobody asks for %s", path);
  return TRUE;
}

/* What was sent and what came back, as it travels. */
static void
tell_bodies (Simulation *sim, SimMessage *message)
{
  GBytes *bodies[] = { message->ask->body, message->body };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    if (bodies[i] != NULL)
      {
        g_autofree char *text = g_strndup (g_bytes_get_data (bodies[i], NULL), g_bytes_get_size (bodies[i]));
        g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

        for (guint k = 0; lines[k] != NULL; k++)
          if (*lines[k] != '\0')
            sim_say (sim, "     %s %s", i == 0 ? ">" : "<", lines[k]);
      }
}

void
sim_service_serve (Simulation *sim, SimMessage *message)
{
  gboolean lost = sim_chance (sim, sim->trouble);

  if (!serve (sim, message))
    {
      message->status = 0;
      message->error = g_error_new_literal (KX_CLIENT_ERROR, KX_CLIENT_ERROR_OFFLINE, "killed");
    }
  else if (lost)
    lose (sim, message);
  sim_say (sim, "%u: served %s %s: %u", message->device->index, message->ask->method, message->ask->path,
           message->status);
  if (sim->options->talks)
    tell_bodies (sim, message);
  g_clear_pointer (&message->ask, kx_sync_ask_free);
}
