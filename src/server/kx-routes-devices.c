#include "server/kx-answer.h"

#include "core/entities/kx-person.h"
#include "core/entities/kx-user.h"
#include "core/kx-json.h"
#include "core/kx-seal-text.h"
#include "store/kx-device.h"
#include "store/kx-row.h"

#include <string.h>

/* A device being made or revoked: written by the writer's thread, answered on the server's. */
typedef struct
{
  KxService *service;
  KxRequest *request;                     /* owned */
  char *user, *name, *token, *token_hash; /* owned */
  char id[KX_UUID_TEXT_SIZE];
  KxTime at;
  gboolean full;
} Change;

static Change *
change_new (KxService *service, KxRequest *request)
{
  Change *change = g_new0 (Change, 1);

  change->service = service;
  change->request = kx_request_ref (request);
  change->at = kx_store_now (kx_service_get_store (service));
  return change;
}

static void
change_free (Change *change)
{
  kx_request_unref (change->request);
  g_free (change->user);
  g_free (change->name);
  g_free (change->token);
  g_free (change->token_hash);
  g_free (change);
}

static void
reply_object (KxRequest *request, guint status, JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  kx_request_reply_json (request, status, node);
}

static void
set_time (JsonObject *object, const char *name, KxTime time)
{
  g_autofree char *text = kx_time_to_text (time);

  if (time.ms != 0)
    json_object_set_string_member (object, name, text);
}

static gboolean
write_device (KxBook *book, gpointer data, GError **error)
{
  Change *change = data;

  return kx_device_register (book, change->id, change->token_hash, change->user, change->name, change->at,
                             &change->full, error);
}

static void
reply_made (Change *change)
{
  g_autofree char *location = g_strconcat ("/v1/devices/", change->id, NULL);
  g_autofree char *generation =
      kx_book_get_meta (kx_service_get_reader (change->service), "generation", NULL);
  g_autofree char *key =
      kx_seal_key_to_text (kx_store_get_vault (kx_service_get_store (change->service))->box_public);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", change->id);
  json_object_set_string_member (object, "token", change->token);
  json_object_set_string_member (object, "name", change->name);
  set_time (object, "created_at", change->at);
  json_object_set_string_member (object, "generation", generation != NULL ? generation : "");
  json_object_set_string_member (object, "seal_key", key);
  json_object_set_int_member (object, "last_n", 0);
  kx_request_set_header (change->request, "Location", location);
  reply_object (change->request, 201, object);
}

static void
made (GObject *source, GAsyncResult *result, gpointer data)
{
  Change *change = data;
  g_autoptr (GError) error = NULL;

  if (!kx_store_write_finish (kx_service_get_store (change->service), result, &error))
    kx_request_reply_problem (change->request, kx_answer_error (error));
  else if (change->full)
    kx_request_reply_problem (change->request,
                              kx_problem_new (409, "too-many-devices",
                                              N_ ("You have too many devices; revoke one that is not used")));
  else
    reply_made (change);
  change_free (change);
}

static KxProblem *
refuse (KxProblem *problem, const char *code, const char *field, const char *message)
{
  problem = problem != NULL ? problem : kx_problem_new (422, "refused", message);
  kx_problem_add_finding (problem, code, field, message);
  return problem;
}

/* The name in the body, or NULL after an answer. Free with g_free(). */
static char *
read_name (KxRequest *request, const KxJsonNode *object)
{
  const KxJsonNode *node = kx_json_node_member (object, "name");
  g_autofree char *name = NULL;
  KxProblem *problem = NULL;

  for (guint i = 0; i < kx_json_node_get_n_children (object); i++)
    if (!g_str_equal (kx_json_node_get_name (kx_json_node_get_child (object, i)), "name"))
      problem = refuse (problem, "unknown-field", kx_json_node_get_name (kx_json_node_get_child (object, i)),
                        N_ ("There is no such field"));
  if (node != NULL && kx_json_node_get_type (node) == KX_JSON_STRING)
    name = g_strstrip (g_strdup (kx_json_node_get_text (node, NULL)));
  if (node != NULL && name == NULL)
    problem = refuse (problem, "wrong-type", "name", N_ ("The value has not the type or form of this field"));
  else if (name == NULL || *name == '\0')
    problem = refuse (problem, "required", "name", N_ ("This has to be given"));
  else if (g_utf8_strlen (name, -1) > KX_DEVICE_NAME_CHARS)
    problem = refuse (problem, "too-long", "name", N_ ("The name of a device has at most 80 characters"));
  if (problem == NULL)
    return g_steal_pointer (&name);
  kx_request_reply_problem (request, problem);
  return NULL;
}

static void
post_device (KxRequest *request, gpointer data)
{
  KxSession *session = kx_request_get_session (request);
  GBytes *body = kx_request_get_body (request);
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  const char *bytes = body != NULL ? g_bytes_get_data (body, &size) : NULL;
  g_autoptr (KxJson) json = kx_json_parse (bytes != NULL ? bytes : "", size, &error);
  char *name = NULL;
  Change *change;

  if (session->token_hash == NULL)
    kx_request_reply_problem (
        request, kx_problem_new (403, "session-needed", N_ ("A device belongs to a person who signed in")));
  else if (json == NULL)
    kx_request_reply_problem (request, kx_answer_json_error (error));
  else if (kx_json_node_get_type (kx_json_get_root (json)) != KX_JSON_OBJECT)
    kx_request_reply_problem (request,
                              kx_problem_new (400, "not-an-object", N_ ("The body is one JSON object")));
  else
    name = read_name (request, kx_json_get_root (json));
  if (name == NULL)
    return;
  change = change_new (data, request);
  change->user = g_strdup (session->actor->user);
  change->name = name;
  change->token = kx_sessions_make_token (&change->token_hash);
  kx_random_uuid (change->at, change->id);
  kx_store_write_async (kx_service_get_store (data), write_device, change, made, change);
}

/* Whether the actor administers the area of the device's user. The rows are read once for all devices of a
 * user. */
static gboolean
administers (const KxActor *actor, const KxRecord *user)
{
  g_autofree char *area = user != NULL ? kx_space_area (user->space) : NULL;

  return actor->system || (area != NULL && (kx_actor_roles (actor, area) & KX_ROLE (admin)) != 0);
}

static KxRecord *
get_user (KxBook *book, const char *id)
{
  return kx_row_get (book, &kx_user_entity, id, NULL);
}

static char *
name_of (KxBook *book, const KxRecord *user)
{
  g_autoptr (KxRecord) person =
      user != NULL && kx_record_has (user, kx_user_f_person)
          ? kx_row_get (book, &kx_person_entity, kx_record_get (user, kx_user_f_person).REF, NULL)
          : NULL;

  return g_strdup (person != NULL ? kx_record_get (person, kx_person_f_name).TEXT
                   : user != NULL ? kx_record_get (user, kx_user_f_name).TEXT
                                  : NULL);
}

static JsonObject *
write_item (const KxDevice *device, const char *user_name)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", device->id);
  json_object_set_string_member (object, "name", device->name);
  json_object_set_string_member (object, "user", device->user);
  if (user_name != NULL)
    json_object_set_string_member (object, "user_name", user_name);
  set_time (object, "created_at", device->created_at);
  set_time (object, "seen_at", device->seen_at);
  set_time (object, "revoked_at", device->revoked_at);
  return object;
}

static gboolean
is_admin (const KxActor *actor)
{
  for (guint i = 0; i < actor->roles->len; i++)
    if (g_array_index (actor->roles, KxRoleIn, i).role == KX_ROLE_INDEX_admin)
      return TRUE;
  return actor->system;
}

static void
get_devices (KxRequest *request, gpointer data)
{
  const KxActor *actor = kx_service_actor (request);
  KxBook *book = kx_service_get_reader (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) devices = kx_device_list (book, is_admin (actor) ? NULL : actor->user, &error);
  JsonArray *items;
  JsonObject *object;

  if (devices == NULL)
    {
      kx_request_reply_problem (request, kx_answer_error (error));
      return;
    }
  items = json_array_new ();
  for (guint i = 0; i < devices->len; i++)
    {
      const KxDevice *device = devices->pdata[i];
      g_autoptr (KxRecord) user = get_user (book, device->user);
      g_autofree char *name = name_of (book, user);

      if (g_str_equal (device->user, actor->user) || administers (actor, user))
        json_array_add_object_element (items, write_item (device, name));
    }
  object = json_object_new ();
  json_object_set_array_member (object, "items", items);
  reply_object (request, 200, object);
}

/* Work for the writer. Whoever holds the token has to be asked for it again. */
static gboolean
write_revoked (KxBook *book, gpointer data, GError **error)
{
  Change *change = data;

  book->accounts_changed = TRUE;
  return kx_device_revoke (book, change->id, change->at, error);
}

static void
revoked (GObject *source, GAsyncResult *result, gpointer data)
{
  Change *change = data;
  g_autoptr (GError) error = NULL;

  if (kx_store_write_finish (kx_service_get_store (change->service), result, &error))
    {
      kx_events_check (kx_service_get_events (change->service));
      kx_request_reply (change->request, 204, NULL, NULL);
    }
  else
    kx_request_reply_problem (change->request, kx_answer_error (error));
  change_free (change);
}

static void
delete_device (KxRequest *request, gpointer data)
{
  const KxSession *session = kx_request_get_session (request);
  const char *id = kx_request_get_parameter (request, "id");
  KxBook *book = kx_service_get_reader (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDevice) device = kx_uuid_is_valid (id) ? kx_device_get (book, id, &error) : NULL;
  g_autoptr (KxRecord) user = device != NULL ? get_user (book, device->user) : NULL;
  gboolean own = device != NULL && g_str_equal (device->user, session->actor->user);
  Change *change;

  if (error != NULL)
    kx_request_reply_problem (request, kx_answer_error (error));
  else if (device == NULL || (!own && (session->device != NULL || !administers (session->actor, user))))
    kx_request_reply_problem (request, kx_problem_new (404, "not-found", N_ ("There is no such device")));
  else
    {
      change = change_new (data, request);
      g_strlcpy (change->id, device->id, sizeof change->id);
      kx_store_write_async (kx_service_get_store (data), write_revoked, change, revoked, change);
    }
}

KxRouteTable
kx_routes_devices (void)
{
  static const KxRoute routes[] = {
    { "POST", "/v1/devices", post_device, KX_ROUTE_JSON, 0, NULL },
    { "GET", "/v1/devices", get_devices, 0, 0, NULL },
    { "DELETE", "/v1/devices/{id}", delete_device, KX_ROUTE_DEVICE, 0, NULL },
  };

  return (KxRouteTable){ routes, G_N_ELEMENTS (routes) };
}
