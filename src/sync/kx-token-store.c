#include "sync/kx-token-store.h"

#include "core/kx-crypto.h"
#include "late/kx-late-secret.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

enum
{
  ANSWER_MS = 2 * 1000,     /* for a secret service to show that it is there */
  PATIENCE_MS = 120 * 1000, /* while it may ask the person to unlock it */
};

struct _KxTokenStore
{
  GObject parent;
  char *dir, *label, *file; /* owned */
  KxTokenPlace place;
  gboolean no_service; /* none answered: it is not asked again */
};

G_DEFINE_FINAL_TYPE (KxTokenStore, kx_token_store, G_TYPE_OBJECT)

static const SecretSchema schema = { "org.kangxie.Profile",
                                     SECRET_SCHEMA_NONE,
                                     { { "folder", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } } };

typedef enum
{
  LOAD,
  SAVE,
  CLEAR
} Purpose;

/* One call on its way: first whether a service is there, then the call itself, else the file. */
typedef struct
{
  Purpose purpose;
  char *text;             /* owned; what to save */
  GCancellable *patience; /* owned; of the step under way */
  guint timer;
} Job;

static void
wipe_text (char *text)
{
  if (text != NULL)
    kx_secret_wipe (text, strlen (text));
  g_free (text);
}

KxTokens *
kx_tokens_copy (const KxTokens *tokens)
{
  KxTokens *copy = g_new0 (KxTokens, 1);

  copy->session = g_strdup (tokens->session);
  copy->device = g_strdup (tokens->device);
  copy->password = g_strdup (tokens->password);
  copy->session_ends = tokens->session_ends;
  return copy;
}

void
kx_tokens_free (KxTokens *tokens)
{
  wipe_text (tokens->session);
  wipe_text (tokens->device);
  wipe_text (tokens->password);
  g_free (tokens);
}

#define GROUP "Tokens"

static char *
write_tokens (const KxTokens *tokens)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();

  if (tokens->session != NULL)
    g_key_file_set_string (keys, GROUP, "session", tokens->session);
  if (tokens->session != NULL)
    g_key_file_set_int64 (keys, GROUP, "session-ends", tokens->session_ends.ms);
  if (tokens->device != NULL)
    g_key_file_set_string (keys, GROUP, "device", tokens->device);
  if (tokens->password != NULL)
    g_key_file_set_string (keys, GROUP, "password", tokens->password);
  return g_key_file_to_data (keys, NULL, NULL);
}

/* What cannot be read counts as nothing: the person signs in again. */
static KxTokens *
read_tokens (const char *text)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  KxTokens *tokens = g_new0 (KxTokens, 1);

  if (text == NULL || !g_key_file_load_from_data (keys, text, strlen (text), G_KEY_FILE_NONE, NULL))
    return tokens;
  tokens->session = g_key_file_get_string (keys, GROUP, "session", NULL);
  tokens->session_ends.ms = g_key_file_get_int64 (keys, GROUP, "session-ends", NULL);
  tokens->device = g_key_file_get_string (keys, GROUP, "device", NULL);
  tokens->password = g_key_file_get_string (keys, GROUP, "password", NULL);
  return tokens;
}

static void
stop_waiting (Job *job)
{
  g_clear_handle_id (&job->timer, g_source_remove);
  g_clear_object (&job->patience);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  stop_waiting (job);
  wipe_text (job->text);
  g_free (job);
}

static gboolean
patience_ends (gpointer data)
{
  Job *job = data;

  job->timer = 0;
  g_cancellable_cancel (job->patience);
  return G_SOURCE_REMOVE;
}

/* A cancellable that is cancelled after a while. Borrowed. */
static GCancellable *
wait_for (Job *job, guint ms)
{
  stop_waiting (job);
  job->patience = g_cancellable_new ();
  job->timer = g_timeout_add (ms, patience_ends, job);
  return job->patience;
}

static gboolean
remove_file (KxTokenStore *self, GError **error)
{
  int code;

  if (g_unlink (self->file) == 0 || errno == ENOENT)
    return TRUE;
  code = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", self->file, g_strerror (code));
  return FALSE;
}

static void
load_file (KxTokenStore *self, GTask *task)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  self->place = KX_TOKEN_PLACE_FILE;
  if (g_file_get_contents (self->file, &text, NULL, &error) ||
      g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_task_return_pointer (task, read_tokens (text), (GDestroyNotify) kx_tokens_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
  wipe_text (text);
}

/* There is no secret service. */
static void
use_file (GTask *task)
{
  KxTokenStore *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean done;

  if (job->purpose == LOAD)
    {
      load_file (self, task);
      return;
    }
  self->place = KX_TOKEN_PLACE_FILE;
  done = job->purpose == CLEAR
             ? remove_file (self, &error)
             : g_file_set_contents_full (self->file, job->text, -1,
                                         G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                         &error);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
looked_up (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KxTokenStore *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  char *text = secret_password_lookup_finish (result, &error);

  stop_waiting (g_task_get_task_data (task));
  /* What a time without a secret service has left in the file is newer. */
  if (error != NULL || g_file_test (self->file, G_FILE_TEST_EXISTS))
    use_file (task);
  else
    {
      self->place = KX_TOKEN_PLACE_SERVICE;
      g_task_return_pointer (task, read_tokens (text), (GDestroyNotify) kx_tokens_free);
    }
  secret_password_free (text);
}

static void
stored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KxTokenStore *self = g_task_get_source_object (task);
  gboolean done = secret_password_store_finish (result, NULL);

  stop_waiting (g_task_get_task_data (task));
  if (!done || !remove_file (self, NULL))
    use_file (task);
  else
    {
      self->place = KX_TOKEN_PLACE_SERVICE;
      g_task_return_boolean (task, TRUE);
    }
}

static void
cleared (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;

  stop_waiting (g_task_get_task_data (task));
  secret_password_clear_finish (result, NULL);
  use_file (task);
}

static void
service_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KxTokenStore *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GList *items = secret_password_search_finish (result, &error);
  GCancellable *patience;

  stop_waiting (job);
  g_list_free_full (items, g_object_unref);
  if (error != NULL)
    {
      self->no_service = TRUE;
      use_file (task);
      return;
    }
  patience = wait_for (job, PATIENCE_MS);
  if (job->purpose == LOAD)
    secret_password_lookup (&schema, patience, looked_up, g_object_ref (task), "folder", self->dir, NULL);
  else if (job->purpose == SAVE)
    secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, self->label, job->text, patience, stored,
                           g_object_ref (task), "folder", self->dir, NULL);
  else
    secret_password_clear (&schema, patience, cleared, g_object_ref (task), "folder", self->dir, NULL);
}

/* Takes `text`. */
static void
begin (KxTokenStore *self, gpointer tag, Purpose purpose, char *text, GCancellable *cancellable,
       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, tag);
  job->purpose = purpose;
  job->text = text;
  g_task_set_task_data (task, job, job_free);
  if (self->no_service)
    use_file (task);
  else
    /* A search unlocks nothing, so nobody is asked anything while this waits. */
    secret_password_search (&schema, SECRET_SEARCH_NONE, wait_for (job, ANSWER_MS), service_answered,
                            g_object_ref (task), "folder", self->dir, NULL);
}

void
kx_token_store_load_async (KxTokenStore *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  begin (self, kx_token_store_load_async, LOAD, NULL, cancellable, callback, user_data);
}

KxTokens *
kx_token_store_load_finish (KxTokenStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kx_token_store_save_async (KxTokenStore *self, const KxTokens *tokens, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  begin (self, kx_token_store_save_async, SAVE, write_tokens (tokens), cancellable, callback, user_data);
}

gboolean
kx_token_store_save_finish (KxTokenStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kx_token_store_clear_async (KxTokenStore *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  begin (self, kx_token_store_clear_async, CLEAR, NULL, cancellable, callback, user_data);
}

gboolean
kx_token_store_clear_finish (KxTokenStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

KxTokenPlace
kx_token_store_get_place (KxTokenStore *self)
{
  return self->place;
}

KxTokenStore *
kx_token_store_new (const char *dir, const char *label)
{
  KxTokenStore *self = g_object_new (KX_TYPE_TOKEN_STORE, NULL);

  self->dir = g_canonicalize_filename (dir, NULL);
  self->label = g_strdup (label);
  self->file = g_build_filename (self->dir, "tokens.ini", NULL);
  return self;
}

static void
kx_token_store_finalize (GObject *object)
{
  KxTokenStore *self = KX_TOKEN_STORE (object);

  g_free (self->dir);
  g_free (self->label);
  g_free (self->file);
  G_OBJECT_CLASS (kx_token_store_parent_class)->finalize (object);
}

static void
kx_token_store_class_init (KxTokenStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kx_token_store_finalize;
}

static void
kx_token_store_init (KxTokenStore *self)
{
}
