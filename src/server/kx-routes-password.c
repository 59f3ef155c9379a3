#include "server/kx-answer.h"

#include "core/entities/kx-user.h"
#include "core/kx-decide.h"
#include "core/kx-json.h"
#include "server/kx-admin.h"
#include "store/kx-row.h"
#include "store/kx-thread.h"

#include <string.h>

#define MOST_BYTES 4096

/* A new password on its way: hashed on another thread, stored, answered on the server's. */
typedef struct
{
  KxService *service;
  KxRequest *request;    /* owned */
  char *user, *password; /* owned */
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  kx_request_unref (change->request);
  kx_secret_wipe (change->password, strlen (change->password));
  g_free (change->password);
  g_free (change->user);
  g_free (change);
}

static void
refuse (KxRequest *request, guint status, const char *code, const char *field, const char *words)
{
  KxProblem *problem = kx_problem_new (status, status == 422 ? "refused" : code, words);

  kx_problem_add_finding (problem, code, field, words);
  kx_request_reply_problem (request, problem);
}

/* The text members of a body that has these and no others. FALSE: it was answered. */
static gboolean
read_texts (KxRequest *request, const char *const *names, char **ret_texts)
{
  GBytes *body = kx_request_get_body (request);
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  const char *bytes = body != NULL ? g_bytes_get_data (body, &size) : NULL;
  g_autoptr (KxJson) json = kx_json_parse (bytes != NULL ? bytes : "", size, &error);
  const KxJsonNode *root = json != NULL ? kx_json_get_root (json) : NULL;

  if (root == NULL || kx_json_node_get_type (root) != KX_JSON_OBJECT)
    {
      kx_request_reply_problem (
          request, root == NULL ? kx_answer_json_error (error)
                                : kx_problem_new (400, "not-an-object", N_ ("The body is one JSON object")));
      return FALSE;
    }
  for (guint i = 0; i < kx_json_node_get_n_children (root); i++)
    if (!g_strv_contains (names, kx_json_node_get_name (kx_json_node_get_child (root, i))))
      {
        refuse (request, 422, "unknown-field", kx_json_node_get_name (kx_json_node_get_child (root, i)),
                N_ ("There is no such field"));
        return FALSE;
      }
  for (guint i = 0; names[i] != NULL; i++)
    {
      const KxJsonNode *node = kx_json_node_member (root, names[i]);
      gsize length = 0;

      if (node != NULL && kx_json_node_get_type (node) == KX_JSON_STRING)
        ret_texts[i] = g_strdup (kx_json_node_get_text (node, &length));
      if (length == 0 || length > KX_PASSWORD_MOST)
        {
          refuse (request, 422, node == NULL ? "required" : "wrong-type", names[i],
                  node == NULL ? N_ ("This has to be given")
                               : N_ ("The value has not the type or form of this field"));
          return FALSE;
        }
    }
  return TRUE;
}

static void
wipe (char **texts, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      if (texts[i] != NULL)
        kx_secret_wipe (texts[i], strlen (texts[i]));
      g_free (texts[i]);
    }
}

/* Demonstration passwords may be short. FALSE: it was answered. */
static gboolean
check_length (KxService *service, KxRequest *request, const char *password, const char *field)
{
  g_autoptr (GError) error = NULL;
  gboolean demo = FALSE;

  if (!kx_admin_is_demo (kx_service_get_store (service), &demo, &error))
    kx_request_reply_problem (request, kx_answer_error (error));
  else if (!demo && g_utf8_strlen (password, -1) < KX_PASSWORD_LEAST)
    refuse (request, 422, "too-short", field, N_ ("A password has at least 8 characters"));
  else
    return TRUE;
  return FALSE;
}

static void
run_change (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Change *change = data;
  GError *error = NULL;

  if (kx_sessions_set_password (kx_service_get_sessions (change->service), change->user, change->password,
                                &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
changed (GObject *source, GAsyncResult *result, gpointer data)
{
  Change *change = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    kx_request_reply (change->request, 204, NULL, NULL);
  else
    kx_request_reply_problem (change->request, kx_answer_error (error));
}

/* Takes `change`. */
static void
start_change (Change *change)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, changed, NULL);

  g_task_set_source_tag (task, start_change);
  g_task_set_task_data (task, change, change_free);
  kx_thread_run (task, run_change);
}

static Change *
change_new (KxService *service, KxRequest *request, const char *user, const char *password)
{
  Change *change = g_new0 (Change, 1);

  change->service = service;
  change->request = kx_request_ref (request);
  change->user = g_strdup (user);
  change->password = g_strdup (password);
  return change;
}

/* The old password was checked as a sign-in is, with the same patience for guesses. The session that came of
 * it ends with all others when the new password is stored. */
static void
old_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  Change *change = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  g_autoptr (KxSession) session =
      kx_sessions_sign_in_finish (kx_service_get_sessions (change->service), result, &token, &error);

  if (session != NULL)
    {
      start_change (change);
      return;
    }
  if (error != NULL)
    kx_request_reply_problem (change->request, kx_answer_error (error));
  else
    refuse (change->request, 403, "wrong-password", "old", N_ ("The old password is not right"));
  change_free (change);
}

static void
check_old (KxService *service, KxRequest *request, const char *old, const char *new)
{
  KxSessions *sessions = kx_service_get_sessions (service);
  const char *id = kx_service_actor (request)->user;
  g_autoptr (KxRecord) user =
      id != NULL ? kx_row_get (kx_service_get_reader (service), &kx_user_entity, id, NULL) : NULL;
  const char *name = user != NULL ? kx_user_get_name ((Kx_user *) user) : NULL;
  guint wait = name != NULL ? kx_sessions_get_wait (sessions, name, kx_request_get_peer (request)) : 0;
  KxProblem *problem;

  if (name == NULL)
    kx_request_reply_problem (request,
                              kx_problem_new (404, "no-session", N_ ("The control socket has no session")));
  else if (wait > 0)
    {
      problem = kx_problem_new (429, "too-many-attempts",
                                N_ ("Too many failed attempts; wait before the next one"));
      kx_problem_set_retry_after (problem, wait);
      kx_request_reply_problem (request, problem);
    }
  else
    kx_sessions_sign_in_async (sessions, name, old, kx_request_get_peer (request), old_checked,
                               change_new (service, request, id, new));
}

static void
post_own_password (KxRequest *request, gpointer data)
{
  static const char *const names[] = { "old", "new", NULL };
  char *texts[2] = { NULL, NULL };

  if (read_texts (request, names, texts) && check_length (data, request, texts[1], "new"))
    check_old (data, request, texts[0], texts[1]);
  wipe (texts, G_N_ELEMENTS (texts));
}

/* The account, for whoever administers it. NULL: it was answered. */
static KxRecord *
find_user (KxService *service, KxRequest *request)
{
  const KxActor *actor = kx_service_actor (request);
  const char *id = kx_request_get_parameter (request, "id");
  g_autoptr (KxRecord) user = NULL;
  g_autofree char *area = NULL;

  if (kx_uuid_is_valid (id))
    user = kx_row_get (kx_service_get_reader (service), &kx_user_entity, id, NULL);
  if (user == NULL || !kx_actor_may_read (actor, user->space))
    {
      kx_request_reply_problem (request,
                                kx_problem_new (404, KX_CODE_NOT_FOUND, N_ ("There is no such record")));
      return NULL;
    }
  area = kx_space_area (user->space);
  if (user->deleted_at.ms != 0)
    kx_request_reply_problem (request,
                              kx_problem_new (410, KX_CODE_TRASHED, N_ ("This record is in the trash")));
  else if (!actor->system && (kx_actor_roles (actor, area) & KX_ROLE (admin)) == 0)
    kx_request_reply_problem (
        request, kx_problem_new (403, KX_CODE_ROLE, N_ ("Passwords of others are set by administrators")));
  else
    return g_steal_pointer (&user);
  return NULL;
}

static void
post_password (KxRequest *request, gpointer data)
{
  static const char *const names[] = { "password", NULL };
  g_autoptr (KxRecord) user = find_user (data, request);
  char *texts[1] = { NULL };

  if (user == NULL)
    return;
  if (read_texts (request, names, texts) && check_length (data, request, texts[0], "password"))
    start_change (change_new (data, request, user->id, texts[0]));
  wipe (texts, G_N_ELEMENTS (texts));
}

KxRouteTable
kx_routes_password (void)
{
  static const KxRoute routes[] = {
    { "POST", "/v1/sessions/password", post_own_password, KX_ROUTE_JSON, MOST_BYTES, NULL },
    { "POST", "/v1/users/{id}/password", post_password, KX_ROUTE_JSON, MOST_BYTES, NULL },
  };

  return (KxRouteTable){ routes, G_N_ELEMENTS (routes) };
}
