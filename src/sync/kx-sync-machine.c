#include "sync/kx-sync-machine-private.h"

enum
{
  FIRST_WAIT_MS = 1000,
  LONGEST_WAIT_MS = 2 * 60 * 1000,
  LISTENING_MS = 5 * 60 * 1000, /* between rounds while pokes arrive */
  ALONE_MS = 30 * 1000,         /* and while they do not */
  LOST_MS = 2000,               /* from the end of the pokes until it looks for the service */
  TOO_OLD_MS = 60 * 60 * 1000,
  MOST_REPAIRS = 8,       /* in a row */
  MOST_VERIFICATIONS = 4, /* until the service stands still while sums are compared */
  MOST_RELOADS = 2,       /* because of sums that differ, from one start to the next */
};

void
kx_sync_facts_clear (KxSyncFacts *facts)
{
  g_free (facts->cursor);
  g_free (facts->generation);
  *facts = (KxSyncFacts){ 0 };
}

void
kx_sync_ask_free (KxSyncAsk *ask)
{
  if (ask == NULL)
    return;
  g_free (ask->path);
  g_strfreev (ask->headers);
  g_clear_pointer (&ask->body, g_bytes_unref);
  g_free (ask->file);
  g_free (ask);
}

void
kx_sync_work_free (KxSyncWork *work)
{
  if (work == NULL)
    return;
  g_clear_pointer (&work->bytes, g_bytes_unref);
  g_free (work->generation);
  g_free (work->seal_key);
  g_free (work->sha256);
  g_free (work->code);
  g_free (work->message);
  g_free (work);
}

void
kx_sync_done_clear (KxSyncDone *done)
{
  kx_sync_facts_clear (&done->facts);
  g_clear_pointer (&done->batch, g_bytes_unref);
  g_clear_pointer (&done->sha256, g_free);
  g_clear_pointer (&done->file, g_free);
  g_clear_error (&done->error);
}

KxSyncAsk *
kx_sync_machine_put_ask (KxSyncMachine *self, const char *method, char *path)
{
  KxSyncAsk *ask = g_new0 (KxSyncAsk, 1);

  g_assert (self->asking == 0);
  ask->id = ++self->last_id;
  ask->method = method;
  ask->path = path;
  ask->headers = g_new0 (char *, 1);
  kx_sync_ask_free (self->ask);
  self->ask = ask;
  self->asking = ask->id;
  return ask;
}

void
kx_sync_ask_add_header (KxSyncAsk *ask, const char *name, const char *value)
{
  guint n = g_strv_length (ask->headers);

  ask->headers = g_renew (char *, ask->headers, n + 3);
  ask->headers[n] = g_strdup (name);
  ask->headers[n + 1] = g_strdup (value);
  ask->headers[n + 2] = NULL;
}

KxSyncWork *
kx_sync_machine_put_work (KxSyncMachine *self, KxSyncWorkKind kind)
{
  KxSyncWork *work = g_new0 (KxSyncWork, 1);

  g_assert (self->working == 0);
  work->id = ++self->last_id;
  work->kind = kind;
  kx_sync_work_free (self->work);
  self->work = work;
  self->working = work->id;
  self->working_kind = kind;
  return work;
}

/* A request that nobody waits for any more. */
static void
drop_ask (KxSyncMachine *self)
{
  g_clear_pointer (&self->ask, kx_sync_ask_free);
  self->asking = 0;
}

/* Work that was not taken yet is not done; what was taken comes to its end. */
static void
drop_work (KxSyncMachine *self)
{
  if (self->work == NULL)
    return;
  g_clear_pointer (&self->work, kx_sync_work_free);
  self->working = 0;
}

static void
stop_round (KxSyncMachine *self)
{
  drop_ask (self);
  drop_work (self);
  kx_sync_pull_reset (self);
  kx_sync_upload_reset (self);
  self->phase = KX_PHASE_REST;
  self->round_wanted = FALSE;
  self->timer = 0;
}

static void
set_error (KxSyncMachine *self, const GError *error)
{
  GError *copy = error != NULL ? g_error_copy (error) : NULL;

  g_clear_error (&self->error);
  self->error = copy;
}

/* Between 80 and 120 per cent, so that many desktops do not come at once. */
static gint64
spread (gint64 ms, guint32 chance)
{
  return ms * 4 / 5 + (gint64) ((guint64) chance * (guint64) (ms * 2 / 5) / G_MAXUINT32);
}

/* A service that ends lets go of all at once: by chance they do not all come back at once. */
static gint64
lost_wait (guint32 chance)
{
  return LOST_MS / 2 + (gint64) ((guint64) chance * (LOST_MS / 2) / G_MAXUINT32);
}

static gint64
next_wait (const KxSyncMachine *self, const GError *error, guint32 chance)
{
  gint64 wait = FIRST_WAIT_MS;

  for (guint i = 1; i < self->attempts && wait < LONGEST_WAIT_MS; i++)
    wait *= 2;
  /* The lower half of the time is certain, the other by chance. */
  wait = MIN (wait, LONGEST_WAIT_MS);
  wait = wait / 2 + (gint64) ((guint64) chance * (guint64) (wait / 2) / G_MAXUINT32);
  return MAX (wait, (gint64) kx_client_error_get_retry_after (error) * 1000);
}

static KxSyncState
state_for (const GError *error)
{
  if (error->domain != KX_CLIENT_ERROR)
    return KX_SYNC_FAILED;
  switch ((KxClientError) error->code)
    {
    case KX_CLIENT_ERROR_OFFLINE:
      return KX_SYNC_OFFLINE;
    case KX_CLIENT_ERROR_SIGNED_OUT:
    case KX_CLIENT_ERROR_SESSION_NEEDED:
      return KX_SYNC_SIGNED_OUT;
    case KX_CLIENT_ERROR_REVOKED:
      return KX_SYNC_REVOKED;
    case KX_CLIENT_ERROR_TOO_OLD:
      return KX_SYNC_TOO_OLD;
    case KX_CLIENT_ERROR_ADDRESS:
    case KX_CLIENT_ERROR_CERTIFICATE:
    case KX_CLIENT_ERROR_REFUSED:
    case KX_CLIENT_ERROR_CHANGED:
    case KX_CLIENT_ERROR_NOT_FOUND:
    case KX_CLIENT_ERROR_GENERATION:
    case KX_CLIENT_ERROR_EXPIRED_CURSOR:
    case KX_CLIENT_ERROR_GAP:
    case KX_CLIENT_ERROR_BUSY:
    case KX_CLIENT_ERROR_SERVER:
    case KX_CLIENT_ERROR_PROTOCOL:
    default:
      return KX_SYNC_FAILED;
    }
}

/* Asks who the service is now, for what was restored from a backup has another generation. */
static void
begin_hello (KxSyncMachine *self)
{
  stop_round (self);
  self->phase = KX_PHASE_HELLO;
  self->state = KX_SYNC_LOADING;
  kx_sync_machine_put_ask (self, "GET", g_strdup ("/v1"));
}

KxSyncWork *
kx_sync_machine_repair (KxSyncMachine *self, KxSyncWorkKind kind)
{
  stop_round (self);
  self->phase = KX_PHASE_REPAIR;
  return kx_sync_machine_put_work (self, kind);
}

/* The number that the service has come to with this device's ops. */
static gint64
read_last_n (const KxSyncMachine *self, const GError *error)
{
  const char *text = kx_client_error_get_arg (error, "last_n");
  gint64 last_n;

  return text != NULL && g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &last_n, NULL) ? last_n
                                                                                           : self->facts.ack;
}

/* Errors after which the mirror is put right instead of waiting; not without end. */
static gboolean
put_right (KxSyncMachine *self, const GError *error)
{
  if (error->domain != KX_CLIENT_ERROR || self->working != 0 || self->repairs >= MOST_REPAIRS)
    return FALSE;
  if (error->code == KX_CLIENT_ERROR_GENERATION)
    begin_hello (self);
  else if (error->code == KX_CLIENT_ERROR_EXPIRED_CURSOR)
    kx_sync_machine_repair (self, KX_SYNC_START_OVER);
  else if (error->code == KX_CLIENT_ERROR_GAP)
    kx_sync_machine_repair (self, KX_SYNC_RENUMBER)->last_n = read_last_n (self, error);
  else
    return FALSE;
  self->repairs++;
  return TRUE;
}

void
kx_sync_machine_fail (KxSyncMachine *self, const GError *error, KxSyncMoment moment)
{
  gboolean pushing = self->phase == KX_PHASE_PUSH;

  if (put_right (self, error))
    return;
  stop_round (self);
  self->state = state_for (error);
  self->lost = FALSE;
  set_error (self, error);
  self->attempts++;
  self->repairs = 0;
  if (self->state == KX_SYNC_OFFLINE || self->state == KX_SYNC_FAILED)
    self->timer = moment.ms + next_wait (self, error, moment.chance);
  else if (self->state == KX_SYNC_TOO_OLD)
    self->timer = moment.ms + spread (TOO_OLD_MS, moment.chance);
  /* The person sees beside each waiting change why it waits. */
  if (pushing && self->working == 0)
    kx_sync_machine_put_work (self, KX_SYNC_NOTE_FAILURE)->message = g_strdup (error->message);
}

void
kx_sync_machine_begin (KxSyncMachine *self)
{
  self->timer = 0;
  if (self->working != 0)
    {
      self->phase = KX_PHASE_REST;
      self->round_wanted = TRUE;
      return;
    }
  self->round_wanted = FALSE;
  kx_sync_push_begin (self);
}

void
kx_sync_machine_rest (KxSyncMachine *self, KxSyncMoment moment)
{
  self->phase = KX_PHASE_REST;
  self->state = KX_SYNC_IDLE;
  self->attempts = 0;
  self->repairs = 0;
  set_error (self, NULL);
  self->timer = moment.ms + (self->lost ? lost_wait (moment.chance)
                                        : spread (self->listening ? LISTENING_MS : ALONE_MS, moment.chance));
  self->lost = FALSE;
}

static gboolean
is_resting_in (const KxSyncMachine *self, guint states)
{
  return self->started && self->phase == KX_PHASE_REST && !self->round_wanted &&
         (states >> self->state & 1) != 0;
}

#define BIT(state) (1u << (state))

void
kx_sync_machine_start (KxSyncMachine *self, KxSyncMoment moment)
{
  if (self->started)
    return;
  self->started = TRUE;
  self->attempts = self->repairs = self->reloads = 0;
  self->state = KX_SYNC_PULLING;
  set_error (self, NULL);
  if (self->working != 0)
    self->round_wanted = TRUE;
  else
    {
      self->phase = KX_PHASE_LOOK;
      kx_sync_machine_put_work (self, KX_SYNC_LOOK);
    }
}

void
kx_sync_machine_stop (KxSyncMachine *self)
{
  stop_round (self);
  self->started = FALSE;
  self->state = KX_SYNC_OFF;
}

void
kx_sync_machine_change (KxSyncMachine *self, KxSyncMoment moment)
{
  self->dirty = TRUE;
  if (is_resting_in (self, BIT (KX_SYNC_IDLE)))
    kx_sync_machine_begin (self);
}

void
kx_sync_machine_poke (KxSyncMachine *self, KxSyncMoment moment)
{
  self->poked = TRUE;
  /* Who pokes can be reached. */
  if (is_resting_in (self, BIT (KX_SYNC_IDLE) | BIT (KX_SYNC_OFFLINE)))
    kx_sync_machine_begin (self);
}

void
kx_sync_machine_now (KxSyncMachine *self, KxSyncMoment moment)
{
  self->poked = TRUE;
  if (!is_resting_in (self, ~(BIT (KX_SYNC_OFF) | BIT (KX_SYNC_REVOKED))))
    return;
  self->attempts = 0;
  kx_sync_machine_begin (self);
}

void
kx_sync_machine_verify (KxSyncMachine *self, KxSyncMoment moment)
{
  self->verify_wanted = TRUE;
  if (is_resting_in (self, BIT (KX_SYNC_IDLE)))
    kx_sync_machine_begin (self);
}

void
kx_sync_machine_signed_in (KxSyncMachine *self, KxSyncMoment moment)
{
  if (is_resting_in (self, BIT (KX_SYNC_SIGNED_OUT) | BIT (KX_SYNC_OFFLINE) | BIT (KX_SYNC_FAILED)))
    kx_sync_machine_begin (self);
}

void
kx_sync_machine_tick (KxSyncMachine *self, KxSyncMoment moment)
{
  if (self->timer == 0 || moment.ms < self->timer)
    return;
  self->timer = 0;
  if (is_resting_in (self, BIT (KX_SYNC_IDLE) | BIT (KX_SYNC_OFFLINE) | BIT (KX_SYNC_FAILED) |
                               BIT (KX_SYNC_TOO_OLD)))
    kx_sync_machine_begin (self);
}

void
kx_sync_machine_set_listening (KxSyncMachine *self, gboolean listening, KxSyncMoment moment)
{
  gboolean lost = self->listening && !listening;

  self->listening = listening;
  self->lost = lost || (self->lost && !listening);
  if (!lost || !is_resting_in (self, BIT (KX_SYNC_IDLE)))
    return;
  self->lost = FALSE;
  self->timer = MIN (self->timer, moment.ms + lost_wait (moment.chance));
}

/* The generation and key of `GET /v1`. */
static void
hello_answered (KxSyncMachine *self, const KxSyncAnswer *answer, KxSyncMoment moment)
{
  gsize size = 0;
  const char *bytes = answer->body != NULL ? g_bytes_get_data (answer->body, &size) : NULL;
  g_autoptr (KxJson) json = kx_json_parse (bytes != NULL ? bytes : "", size, NULL);
  const KxJsonNode *root = json != NULL ? kx_json_get_root (json) : NULL, *generation = NULL, *key = NULL;
  g_autoptr (GError) error = NULL;
  KxSyncWork *work;

  if (root != NULL && kx_json_node_get_type (root) == KX_JSON_OBJECT)
    {
      generation = kx_json_node_member (root, "generation");
      key = kx_json_node_member (root, "seal_key");
    }
  if (generation == NULL || kx_json_node_get_type (generation) != KX_JSON_STRING)
    {
      error = kx_client_error_new_for_answer (answer->status, NULL, NULL);
      kx_sync_machine_fail (self, error, moment);
      return;
    }
  self->phase = KX_PHASE_REPAIR;
  work = kx_sync_machine_put_work (self, KX_SYNC_START_OVER);
  work->generation = g_strdup (kx_json_node_get_text (generation, NULL));
  if (key != NULL && kx_json_node_get_type (key) == KX_JSON_STRING)
    work->seal_key = g_strdup (kx_json_node_get_text (key, NULL));
}

/* The service's sums go to the mirror to be compared. */
static void
sums_answered (KxSyncMachine *self, const KxSyncAnswer *answer)
{
  kx_sync_machine_put_work (self, KX_SYNC_VERIFY)->bytes = g_bytes_ref (answer->body);
}

void
kx_sync_machine_answer (KxSyncMachine *self, const KxSyncAnswer *answer, KxSyncMoment moment)
{
  if (answer->id != self->asking || self->asking == 0)
    return;
  drop_ask (self);
  self->online = answer->status != 0;
  if (self->phase == KX_PHASE_PUSH)
    kx_sync_push_answer (self, answer, moment);
  else if (self->phase == KX_PHASE_PULL)
    kx_sync_pull_answer (self, answer, moment);
  else if (self->phase == KX_PHASE_UPLOAD)
    kx_sync_upload_answer (self, answer, moment);
  else if (answer->error != NULL)
    kx_sync_machine_fail (self, answer->error, moment);
  else if (self->phase == KX_PHASE_HELLO)
    hello_answered (self, answer, moment);
  else if (self->phase == KX_PHASE_VERIFY)
    sums_answered (self, answer);
}

static void
copy_facts (KxSyncMachine *self, const KxSyncFacts *facts)
{
  kx_sync_facts_clear (&self->facts);
  self->facts = *facts;
  self->facts.cursor = g_strdup (facts->cursor);
  self->facts.generation = g_strdup (facts->generation);
}

/* What differs is loaded again, beside what the person has not sent yet; not without end. */
static void
verified (KxSyncMachine *self, const KxSyncDone *done)
{
  if (done->moved && ++self->verifications < MOST_VERIFICATIONS)
    {
      kx_sync_machine_begin (self);
      return;
    }
  self->verify_wanted = FALSE;
  self->verifications = 0;
  self->n_verdicts++;
  self->verdict = done->moved                    ? KX_SYNC_MOVING
                  : !done->wrong                 ? KX_SYNC_SAME
                  : self->reloads < MOST_RELOADS ? KX_SYNC_HEALING
                                                 : KX_SYNC_DIFFERENT;
  if (self->verdict == KX_SYNC_HEALING)
    {
      self->reloads++;
      kx_sync_machine_repair (self, KX_SYNC_START_OVER);
    }
  else
    kx_sync_upload_begin (self);
}

void
kx_sync_machine_done (KxSyncMachine *self, guint64 id, const KxSyncDone *done, KxSyncMoment moment)
{
  if (id != self->working || self->working == 0)
    return;
  self->working = 0;
  if (done->error == NULL)
    copy_facts (self, &done->facts);
  if (!self->started)
    return;
  if (self->phase == KX_PHASE_REST)
    {
      if (self->round_wanted)
        kx_sync_machine_begin (self);
      return;
    }
  if (done->error != NULL)
    kx_sync_machine_fail (self, done->error, moment);
  else if (self->phase == KX_PHASE_PUSH)
    kx_sync_push_done (self, self->working_kind, done);
  else if (self->phase == KX_PHASE_PULL)
    kx_sync_pull_done (self, done, moment);
  else if (self->phase == KX_PHASE_UPLOAD)
    kx_sync_upload_done (self, self->working_kind, done, moment);
  else if (self->phase == KX_PHASE_VERIFY)
    verified (self, done);
  else
    kx_sync_machine_begin (self);
}

KxSyncAsk *
kx_sync_machine_take_ask (KxSyncMachine *self)
{
  return g_steal_pointer (&self->ask);
}

KxSyncWork *
kx_sync_machine_take_work (KxSyncMachine *self)
{
  return g_steal_pointer (&self->work);
}

gint64
kx_sync_machine_get_timer (KxSyncMachine *self)
{
  return self->timer;
}

KxSyncState
kx_sync_machine_get_state (KxSyncMachine *self)
{
  return self->state;
}

const GError *
kx_sync_machine_get_error (KxSyncMachine *self)
{
  return self->error;
}

KxSyncVerdict
kx_sync_machine_get_verdict (KxSyncMachine *self, guint *ret_n)
{
  if (ret_n != NULL)
    *ret_n = self->n_verdicts;
  return self->verdict;
}

gboolean
kx_sync_machine_is_online (KxSyncMachine *self)
{
  return self->online;
}

KxSyncMachine *
kx_sync_machine_new (guint schema)
{
  KxSyncMachine *self = g_new0 (KxSyncMachine, 1);

  self->schema = schema;
  kx_sync_push_reset (self);
  kx_sync_pull_reset (self);
  kx_sync_upload_reset (self);
  return self;
}

void
kx_sync_machine_free (KxSyncMachine *self)
{
  kx_sync_pull_reset (self);
  kx_sync_upload_reset (self);
  kx_sync_ask_free (self->ask);
  kx_sync_work_free (self->work);
  kx_sync_facts_clear (&self->facts);
  g_clear_error (&self->error);
  g_free (self);
}
