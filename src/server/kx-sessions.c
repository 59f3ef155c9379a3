#include "server/kx-sessions.h"

#include "store/kx-device.h"

#include <string.h>

#define DEFAULT_LIFETIME_MS (12 * 3600 * G_GINT64_CONSTANT (1000))
#define TOKEN_SIZE 32
#define SEEN_MS (300 * G_GINT64_CONSTANT (1000)) /* a device's last visit is written down this exactly */
#define FREE_ATTEMPTS 5
#define LONGEST_WAIT 900 /* seconds */
#define MOST_REMEMBERED 20000
#define AT_ONCE 2 /* passwords checked at the same time: each takes much memory by design */

/* Failed attempts of one account or address. */
typedef struct
{
  guint failures;
  gint64 open_at; /* monotonic microseconds */
} Slow;

struct _KxSessions
{
  KxStore *store; /* borrowed */
  KxSessionOptions options;
  GHashTable *known;   /* (element-type char* KxSession) owned; by token hash */
  GHashTable *slow;    /* (element-type char* Slow) owned; by "a:ADDRESS" and "n:NAME" */
  GThreadPool *checks; /* owned */
  char *nobody;        /* owned; a hash that no password has, checked for unknown names */
};

KxSession *
kx_session_ref (KxSession *session)
{
  g_atomic_ref_count_inc (&session->ref_count);
  return session;
}

void
kx_session_unref (KxSession *session)
{
  if (!g_atomic_ref_count_dec (&session->ref_count))
    return;
  kx_actor_free (session->actor);
  g_free (session->token_hash);
  g_free (session->device);
  g_free (session);
}

static KxSession *
session_new (KxActor *actor, const char *token_hash, KxTime expires_at, guint epoch, KxDate day)
{
  KxSession *session = g_new0 (KxSession, 1);

  g_atomic_ref_count_init (&session->ref_count);
  session->actor = actor;
  session->token_hash = g_strdup (token_hash);
  session->expires_at = expires_at;
  session->epoch = epoch;
  session->day = day;
  return session;
}

static char *
hash_token (const char *token)
{
  return kx_hash_text (token, strlen (token));
}

char *
kx_sessions_make_token (char **ret_hash)
{
  guint8 token[TOKEN_SIZE];
  char *text;

  kx_random (token, sizeof token);
  text = kx_base64url_encode (token, sizeof token);
  *ret_hash = hash_token (text);
  return text;
}

static guint
wait_of (KxSessions *sessions, const char *kind, const char *name)
{
  g_autofree char *key = g_strconcat (kind, name, NULL);
  Slow *slow = g_hash_table_lookup (sessions->slow, key);
  gint64 left = slow != NULL ? slow->open_at - g_get_monotonic_time () : 0;

  return left > 0 ? (guint) (left / G_USEC_PER_SEC) + 1 : 0;
}

guint
kx_sessions_get_wait (KxSessions *sessions, const char *name, const char *address)
{
  return MAX (wait_of (sessions, "n:", name), wait_of (sessions, "a:", address));
}

static void
note_failure (KxSessions *sessions, const char *kind, const char *name, guint free_attempts)
{
  char *key = g_strconcat (kind, name, NULL);
  Slow *slow = g_hash_table_lookup (sessions->slow, key);

  if (slow == NULL)
    {
      if (g_hash_table_size (sessions->slow) >= MOST_REMEMBERED)
        g_hash_table_remove_all (sessions->slow);
      slow = g_new0 (Slow, 1);
      g_hash_table_insert (sessions->slow, g_strdup (key), slow);
    }
  slow->failures++;
  if (slow->failures >= free_attempts)
    slow->open_at =
        g_get_monotonic_time () +
        G_USEC_PER_SEC * (gint64) MIN (1u << MIN (slow->failures - free_attempts, 20), LONGEST_WAIT);
  g_free (key);
}

static void
forget_failures (KxSessions *sessions, const char *name)
{
  g_autofree char *key = g_strconcat ("n:", name, NULL);

  g_hash_table_remove (sessions->slow, key);
}

/* One attempt on its way: checked on a thread of the pool, written by the writer, answered in the caller's
 * context. */
typedef struct
{
  KxSessions *sessions;
  char *name, *password, *address; /* owned */
  char *token, *token_hash, *user; /* owned */
  KxActor *actor;                  /* owned */
  KxTime now, expires_at;
  guint epoch;
} Attempt;

static void
attempt_free (gpointer data)
{
  Attempt *attempt = data;

  g_free (attempt->name);
  kx_secret_wipe (attempt->password, strlen (attempt->password));
  g_free (attempt->password);
  g_free (attempt->address);
  g_free (attempt->token);
  g_free (attempt->token_hash);
  g_free (attempt->user);
  g_clear_pointer (&attempt->actor, kx_actor_free);
  g_free (attempt);
}

static gboolean
write_session (KxBook *book, gpointer data, GError **error)
{
  Attempt *attempt = data;
  KxDbArg args[] = { KX_ARG_TEXT (attempt->token_hash), KX_ARG_TEXT (attempt->user),
                     KX_ARG_INTEGER (attempt->now.ms), KX_ARG_INTEGER (attempt->expires_at.ms),
                     KX_ARG_TEXT (attempt->address) };

  return kx_db_run (
      book->db,
      "INSERT INTO session (token_hash, user_id, created_at, expires_at, address) VALUES ($1, $2, $3, $4, "
      "$5)",
      args, G_N_ELEMENTS (args), error);
}

gboolean
kx_sessions_set_password (KxSessions *sessions, const char *user, const char *password, GError **error)
{
  return kx_accounts_set_password (sessions->store, user, password, sessions->options.cost, error);
}

/* On a thread of the pool. FALSE with an error: the store failed; FALSE without: wrong. */
static gboolean
check (KxSessions *sessions, Attempt *attempt, GError **error)
{
  KxBook *reader = kx_store_take_reader (sessions->store, error);
  g_autofree char *hash = NULL;
  gboolean right;

  if (reader == NULL)
    return FALSE;
  attempt->epoch = kx_store_get_account_epoch (sessions->store);
  attempt->user = kx_accounts_find (reader, attempt->name, error);
  if (attempt->user != NULL)
    hash = kx_accounts_get_hash (reader, attempt->user, error);
  if (attempt->user != NULL)
    attempt->actor = kx_accounts_load_actor (reader, attempt->user, kx_store_date_of (attempt->now), error);
  kx_store_give_reader (sessions->store, reader);
  /* An unknown name takes as long as a wrong password. */
  right = kx_password_verify (hash != NULL ? hash : sessions->nobody, attempt->password);
  if (!right || hash == NULL || attempt->actor == NULL)
    return FALSE;
  if (kx_password_needs_rehash (hash, sessions->options.cost) &&
      !kx_sessions_set_password (sessions, attempt->user, attempt->password, error))
    return FALSE;
  return kx_store_write (sessions->store, write_session, attempt, error);
}

static void
run_check (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  Attempt *attempt = g_task_get_task_data (task);
  GError *error = NULL;

  attempt->token = kx_sessions_make_token (&attempt->token_hash);
  attempt->now = kx_store_now (attempt->sessions->store);
  attempt->expires_at.ms = attempt->now.ms + attempt->sessions->options.lifetime_ms;
  if (check (attempt->sessions, attempt, &error))
    g_task_return_boolean (task, TRUE);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, FALSE);
}

void
kx_sessions_sign_in_async (KxSessions *sessions, const char *name, const char *password, const char *address,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Attempt *attempt = g_new0 (Attempt, 1);

  attempt->sessions = sessions;
  attempt->name = g_ascii_strdown (name, -1);
  attempt->password = g_strdup (password);
  attempt->address = g_strdup (address);
  g_task_set_source_tag (task, kx_sessions_sign_in_async);
  g_task_set_task_data (task, attempt, attempt_free);
  g_thread_pool_push (sessions->checks, task, NULL);
}

KxSession *
kx_sessions_sign_in_finish (KxSessions *sessions, GAsyncResult *result, char **ret_token, GError **error)
{
  Attempt *attempt = g_task_get_task_data (G_TASK (result));
  GError *local = NULL;
  gboolean right = g_task_propagate_boolean (G_TASK (result), &local);
  KxSession *session;

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  if (!right)
    {
      note_failure (sessions, "n:", attempt->name, FREE_ATTEMPTS);
      /* Many people may share an address. */
      note_failure (sessions, "a:", attempt->address, 4 * FREE_ATTEMPTS);
      return NULL;
    }
  forget_failures (sessions, attempt->name);
  session = session_new (g_steal_pointer (&attempt->actor), attempt->token_hash, attempt->expires_at,
                         attempt->epoch, kx_store_date_of (attempt->now));
  g_hash_table_replace (sessions->known, session->token_hash, session);
  *ret_token = g_steal_pointer (&attempt->token);
  return kx_session_ref (session);
}

/* The session of this hash from the store; NULL: there is none. */
static KxSession *
load_session (KxSessions *sessions, KxBook *reader, const char *hash)
{
  g_autoptr (KxDbRows) rows =
      kx_db_query (reader->db, "SELECT user_id, expires_at FROM session WHERE token_hash = $1",
                   &KX_ARG_TEXT (hash), 1, NULL);
  guint epoch = kx_store_get_account_epoch (sessions->store);
  KxDate today = kx_store_today (sessions->store);
  KxActor *actor;
  KxTime expires_at;

  if (rows == NULL || !kx_db_rows_next (rows, NULL))
    return NULL;
  expires_at.ms = kx_db_rows_integer (rows, 1);
  actor = kx_accounts_load_actor (reader, kx_db_rows_text (rows, 0), today, NULL);
  return actor != NULL ? session_new (actor, hash, expires_at, epoch, today) : NULL;
}

/* The device of this hash. */
static KxSession *
load_device (KxSessions *sessions, KxBook *reader, const char *hash, KxTokenFault *ret_fault)
{
  guint epoch = kx_store_get_account_epoch (sessions->store);
  KxDate today = kx_store_today (sessions->store);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDevice) device = kx_device_find (reader, hash, &error);
  KxActor *actor = NULL;
  KxSession *session;

  if (device == NULL)
    return NULL;
  if (device->revoked_at.ms == 0)
    actor = kx_accounts_load_actor (reader, device->user, today, &error);
  /* A store that fails must not make a desktop throw its work away. */
  if (actor == NULL && error == NULL)
    *ret_fault = KX_TOKEN_REVOKED;
  if (actor == NULL)
    return NULL;
  session = session_new (actor, hash, (KxTime){ 0 }, epoch, today);
  session->device = g_strdup (device->id);
  session->seen_at = device->seen_at;
  return session;
}

/* A session or device from memory, or from the store when an account or the day changed meanwhile. Borrowed.
 */
static KxSession *
look_up (KxSessions *sessions, KxBook *reader, const char *hash, KxTokenFault *ret_fault)
{
  KxSession *session = g_hash_table_lookup (sessions->known, hash);

  *ret_fault = KX_TOKEN_UNKNOWN;
  if (session == NULL || session->epoch != kx_store_get_account_epoch (sessions->store) ||
      session->day.ymd != kx_store_today (sessions->store).ymd)
    {
      session = load_session (sessions, reader, hash);
      if (session == NULL)
        session = load_device (sessions, reader, hash, ret_fault);
      if (session == NULL)
        {
          g_hash_table_remove (sessions->known, hash);
          return NULL;
        }
      if (g_hash_table_size (sessions->known) >= MOST_REMEMBERED)
        g_hash_table_remove_all (sessions->known);
      g_hash_table_replace (sessions->known, session->token_hash, session);
    }
  if (session->expires_at.ms != 0 && session->expires_at.ms <= kx_store_now (sessions->store).ms)
    {
      g_hash_table_remove (sessions->known, hash);
      return NULL;
    }
  return session;
}

/* Work for the writer. */
typedef struct
{
  KxStore *store;
  char *device; /* owned */
  KxTime at;
} Seen;

static gboolean
write_seen (KxBook *book, gpointer data, GError **error)
{
  const Seen *seen = data;

  return kx_device_see (book, seen->device, seen->at, error);
}

static void
seen_done (GObject *source, GAsyncResult *result, gpointer data)
{
  Seen *seen = data;
  g_autoptr (GError) error = NULL;

  if (!kx_store_write_finish (seen->store, result, &error))
    g_warning ("It could not be noted that a device was there: %s", error->message);
  g_free (seen->device);
  g_free (seen);
}

static void
note_seen (KxSessions *sessions, KxSession *session)
{
  KxTime now = kx_store_now (sessions->store);
  Seen *seen;

  if (session->device == NULL || now.ms - session->seen_at.ms < SEEN_MS)
    return;
  session->seen_at = now;
  seen = g_new0 (Seen, 1);
  seen->store = sessions->store;
  seen->device = g_strdup (session->device);
  seen->at = now;
  kx_store_write_async (sessions->store, write_seen, seen, seen_done, seen);
}

KxSession *
kx_sessions_find (KxSessions *sessions, KxBook *reader, const char *token, KxTokenFault *ret_fault)
{
  g_autofree char *hash = strlen (token) <= 2 * TOKEN_SIZE ? hash_token (token) : NULL;
  KxSession *session;

  *ret_fault = KX_TOKEN_UNKNOWN;
  session = hash != NULL ? look_up (sessions, reader, hash, ret_fault) : NULL;
  if (session == NULL)
    return NULL;
  note_seen (sessions, session);
  return kx_session_ref (session);
}

gboolean
kx_sessions_is_alive (KxSessions *sessions, KxBook *reader, const KxSession *session)
{
  g_autofree char *hash = g_strdup (session->token_hash);
  KxTokenFault fault;

  return look_up (sessions, reader, hash, &fault) != NULL;
}

static gboolean
delete_session (KxBook *book, gpointer data, GError **error)
{
  return kx_db_run (book->db, "DELETE FROM session WHERE token_hash = $1", &KX_ARG_TEXT ((const char *) data),
                    1, error);
}

static void
sign_out_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KxSessions *sessions = g_task_get_task_data (task);
  GError *error = NULL;

  /* Whoever came with the token before it was gone from the store had it remembered again. */
  g_hash_table_remove (sessions->known, g_object_get_data (G_OBJECT (task), "hash"));
  if (kx_store_write_finish (sessions->store, result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kx_sessions_sign_out_async (KxSessions *sessions, KxSession *session, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  char *hash = g_strdup (session->token_hash);

  g_task_set_source_tag (task, kx_sessions_sign_out_async);
  g_task_set_task_data (task, sessions, NULL);
  g_object_set_data_full (G_OBJECT (task), "hash", hash, g_free);
  kx_store_write_async (sessions->store, delete_session, hash, sign_out_done, task);
}

gboolean
kx_sessions_sign_out_finish (KxSessions *sessions, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

KxSessions *
kx_sessions_new (KxStore *store, const KxSessionOptions *options)
{
  KxSessions *sessions = g_new0 (KxSessions, 1);
  guint8 salt[KX_SALT_SIZE], password[16];
  g_autofree char *text = NULL;

  sessions->store = store;
  sessions->options = options != NULL ? *options : (KxSessionOptions){ 0 };
  if (sessions->options.lifetime_ms == 0)
    sessions->options.lifetime_ms = DEFAULT_LIFETIME_MS;
  if (sessions->options.cost.passes == 0)
    sessions->options.cost = kx_password_cost_default ();
  sessions->known = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) kx_session_unref);
  sessions->slow = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  sessions->checks = g_thread_pool_new (run_check, sessions, AT_ONCE, FALSE, NULL);
  kx_random (salt, sizeof salt);
  kx_random (password, sizeof password);
  text = kx_base64url_encode (password, sizeof password);
  sessions->nobody = kx_password_hash (text, salt, sessions->options.cost, NULL);
  return sessions;
}

void
kx_sessions_free (KxSessions *sessions)
{
  g_thread_pool_free (sessions->checks, FALSE, TRUE);
  g_hash_table_unref (sessions->known);
  g_hash_table_unref (sessions->slow);
  g_free (sessions->nobody);
  g_free (sessions);
}
