#include "server/kx-answer.h"

#include "core/kx-decide.h"
#include "core/kx-wire.h"
#include "store/kx-row.h"

#include <string.h>

/* A change on its way: applied by the writer's thread, answered on the server's. */
typedef struct
{
  KxService *service;
  KxRequest *request; /* owned */
  KxActor *actor;     /* owned */
  KxOp *op;           /* owned */
  KxApplied *applied; /* owned */
  KxRecord *current;  /* owned; the row after a refusal, for 412 */
  char *revealed;     /* owned */
  guint status;       /* of success */
} Change;

static void
change_free (Change *change)
{
  kx_request_unref (change->request);
  kx_actor_free (change->actor);
  kx_op_free (change->op);
  g_clear_pointer (&change->applied, kx_applied_free);
  g_clear_pointer (&change->current, kx_record_free);
  g_free (change->revealed);
  g_free (change);
}

static const KxTransition *
step_of (const KxOp *op)
{
  return kx_lifecycle_knows (op->entity->lifecycle, op->kind, op->action);
}

/* On the writer's thread. */
static gboolean
apply (KxBook *book, gpointer data, GError **error)
{
  Change *change = data;
  KxStore *store = kx_service_get_store (change->service);
  KxTime now = kx_store_now (store);
  KxWork work = {
    .actor = change->actor, .at = now, .today = kx_store_date_of (now), .ops = &change->op, .n_ops = 1
  };
  const KxTransition *step = step_of (change->op);

  g_clear_pointer (&change->applied, kx_applied_free);
  g_clear_pointer (&change->current, kx_record_free);
  g_clear_pointer (&change->revealed, g_free);
  change->applied = kx_apply (book, &work, error);
  if (change->applied == NULL)
    return FALSE;
  if (!change->applied->accepted)
    change->current = kx_row_get (book, change->op->entity, change->op->row, NULL);
  else if (step != NULL && (step->flags & KX_REVEALS))
    {
      int field = kx_entity_field (change->op->entity, kx_record_get (change->op->fields, 0).TEXT);

      change->revealed = kx_row_unseal (book, change->op->entity, change->op->row, (guint) field, error);
      return change->revealed != NULL;
    }
  return TRUE;
}

static void
reply_refused (Change *change, const KxOutcome *outcome)
{
  const KxRecord *current = change->current;

  if (outcome->reused)
    {
      kx_request_reply_problem (
          change->request,
          kx_problem_new (422, "key-reused",
                          N_ ("This Idempotency-Key was already used with another request")));
      return;
    }
  if (current != NULL && !kx_actor_may_read (change->actor, current->space))
    current = NULL;
  kx_request_reply_problem (change->request, kx_answer_refusal (outcome->decision, current));
}

static void
reply_revealed (Change *change)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "field", kx_record_get (change->op->fields, 0).TEXT);
  json_object_set_string_member (object, "value", change->revealed);
  json_node_take_object (node, object);
  kx_request_reply_json (change->request, 200, node);
}

static void
reply_applied (Change *change, const KxOutcome *outcome)
{
  g_autofree char *tag = kx_answer_tag (outcome->seq);
  g_autoptr (GBytes) body = NULL;

  kx_request_set_etag (change->request, tag);
  if (change->status == 201)
    {
      g_autofree char *location = g_strdup_printf ("/v1/%s/%s", change->op->entity->collection, outcome->row);

      kx_request_set_header (change->request, "Location", location);
    }
  if (change->status == 204)
    {
      kx_request_reply (change->request, 204, NULL, NULL);
      return;
    }
  body = g_bytes_new (outcome->answer, strlen (outcome->answer));
  kx_request_reply (change->request, change->status, "application/json", body);
}

static void
applied (GObject *source, GAsyncResult *result, gpointer data)
{
  Change *change = data;
  g_autoptr (GError) error = NULL;
  KxOutcome *outcome;

  if (!kx_store_write_finish (kx_service_get_store (change->service), result, &error))
    kx_request_reply_problem (change->request, kx_answer_error (error));
  else
    {
      outcome = change->applied->outcomes->pdata[0];
      if (!change->applied->accepted)
        reply_refused (change, outcome);
      else if (change->revealed != NULL)
        reply_revealed (change);
      else
        reply_applied (change, outcome);
    }
  change_free (change);
}

/* Takes `op`. */
static void
submit (KxService *service, KxRequest *request, KxOp *op, guint status)
{
  Change *change = g_new0 (Change, 1);

  change->service = service;
  change->request = kx_request_ref (request);
  change->actor = kx_actor_copy (kx_service_actor (request));
  change->op = op;
  change->status = status;
  op->at = kx_store_now (kx_service_get_store (service));
  kx_store_write_async (kx_service_get_store (service), apply, change, applied, change);
}

/* The op id of a request: made of who asks and the key, so that a resend is the same op; or a new one. */
static gboolean
make_op_id (KxService *service, KxRequest *request, gboolean needed, char ret_id[KX_UUID_TEXT_SIZE])
{
  const char *key = kx_request_get_header (request, "Idempotency-Key");
  const char *parts[] = { "rest", kx_service_actor (request)->user, key };

  if (key == NULL && needed)
    {
      kx_request_reply_problem (request,
                                kx_problem_new (400, "key-needed", N_ ("POST needs an Idempotency-Key")));
      return FALSE;
    }
  if (key != NULL && (*key == '\0' || strlen (key) > KX_MOST_KEY || !g_str_is_ascii (key)))
    {
      kx_request_reply_problem (
          request,
          kx_problem_new (400, "wrong-key", N_ ("An Idempotency-Key has 1 to 200 ASCII characters")));
      return FALSE;
    }
  if (key != NULL)
    kx_uuid_v8 (parts, G_N_ELEMENTS (parts), ret_id);
  else
    kx_random_uuid (kx_store_now (kx_service_get_store (service)), ret_id);
  return TRUE;
}

/* The object of the body; NULL without `ret_bad`: there was no body. */
static const KxJsonNode *
read_body (KxRequest *request, gboolean needed, KxJson **ret_json, gboolean *ret_bad)
{
  GBytes *body = kx_request_get_body (request);
  g_autoptr (GError) error = NULL;
  const char *bytes;
  gsize size = 0;

  *ret_bad = FALSE;
  bytes = body != NULL ? g_bytes_get_data (body, &size) : NULL;
  if (size == 0 && !needed)
    return NULL;
  *ret_json = kx_json_parse (bytes != NULL ? bytes : "", size, &error);
  if (*ret_json != NULL && kx_json_node_get_type (kx_json_get_root (*ret_json)) == KX_JSON_OBJECT)
    return kx_json_get_root (*ret_json);
  *ret_bad = TRUE;
  kx_request_reply_problem (
      request, *ret_json != NULL ? kx_problem_new (400, "not-an-object", N_ ("The body is one JSON object"))
                                 : kx_answer_json_error (error));
  return NULL;
}

/* The member $reason of a body. FALSE: it was answered. */
static gboolean
read_reason (KxRequest *request, const KxJsonNode *object, char **ret_reason)
{
  const KxJsonNode *node = object != NULL ? kx_json_node_member (object, "$reason") : NULL;
  KxProblem *problem;

  if (node == NULL || kx_json_node_get_type (node) == KX_JSON_NULL)
    return TRUE;
  if (kx_json_node_get_type (node) == KX_JSON_STRING &&
      g_utf8_strlen (kx_json_node_get_text (node, NULL), -1) <= KX_MOST_REASON)
    {
      *ret_reason = g_strstrip (g_strdup (kx_json_node_get_text (node, NULL)));
      return TRUE;
    }
  problem = kx_problem_new (422, "refused", N_ ("The reason is a text of at most 500 characters"));
  kx_problem_add_finding (problem, "wrong-type", "$reason",
                          N_ ("The reason is a text of at most 500 characters"));
  kx_request_reply_problem (request, problem);
  return FALSE;
}

/* The fields in a body, or NULL after an answer. */
static KxRecord *
read_fields (KxRequest *request, const KxEntity *entity, const KxJsonNode *object, const char *const *skip)
{
  g_autoptr (GPtrArray) findings = kx_findings_new ();
  g_autoptr (KxRecord) fields = kx_wire_read_fields (entity, object, skip, findings);

  if (!kx_findings_refuse (findings))
    return g_steal_pointer (&fields);
  kx_request_reply_problem (request, kx_answer_findings (findings));
  return NULL;
}

/* The seq of a strong tag of ours. */
static gboolean
read_tag (const KxHttpEtags *tags, gint64 *ret_seq)
{
  gboolean weak;
  const char *tag = kx_http_etags_at (tags, 0, &weak);

  return !weak && kx_answer_read_number (tag, 1, G_MAXINT64, ret_seq);
}

/* The seq that If-Match names. A list takes the one that fits; `*` never contradicts. FALSE: it was answered.
 */
static gboolean
read_base (KxService *service, KxRequest *request, const KxEntity *entity, KxOp *op, gboolean needed)
{
  const KxHttpEtags *tags = kx_request_get_if_match (request);
  g_autoptr (KxRecord) row = NULL;
  g_autofree char *tag = NULL;

  op->base = G_MAXINT64;
  if (tags == NULL && needed)
    {
      kx_request_reply_problem (
          request,
          kx_problem_new (428, "if-match-needed", N_ ("This change needs If-Match with the record's ETag")));
      return FALSE;
    }
  if (tags == NULL || kx_http_etags_is_any (tags))
    return TRUE;
  op->exact = TRUE;
  op->base = -1;
  /* One tag is the base whatever the row stands at by now: a change that is sent again has to be the same op.
   */
  if (kx_http_etags_size (tags) == 1 && read_tag (tags, &op->base))
    return TRUE;
  row = kx_row_get (kx_service_get_reader (service), entity, op->row, NULL);
  tag = row != NULL ? kx_answer_tag (row->seq) : NULL;
  if (tag != NULL && kx_http_etags_match (tags, tag, TRUE))
    op->base = row->seq;
  return TRUE;
}

/* The id in the path; NULL after a 404: ids are UUIDs. */
static const char *
read_id (KxRequest *request)
{
  const char *id = kx_request_get_parameter (request, "id");

  if (kx_uuid_is_valid (id))
    return id;
  kx_request_reply_problem (request, kx_problem_new (404, KX_CODE_NOT_FOUND, N_ ("There is no such record")));
  return NULL;
}

/* The methods of the address that names these steps. */
static void
set_allow (KxRequest *request, const KxEntity *entity, gboolean set)
{
  static const struct
  {
    KxOpKind kind;
    const char *method;
    gboolean set;
  } methods[] = { { KX_OP_CREATE, "PUT", FALSE },
                  { KX_OP_PATCH, "PATCH", FALSE },
                  { KX_OP_DELETE, "DELETE", FALSE },
                  { KX_OP_ADD, "PUT", TRUE },
                  { KX_OP_REMOVE, "DELETE", TRUE } };
  g_autoptr (GString) allow = g_string_new (set ? "" : "GET, HEAD, ");

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (methods[i].set == set && kx_lifecycle_offers (entity->lifecycle, methods[i].kind, NULL) != NULL)
      g_string_append_printf (allow, "%s, ", methods[i].method);
  g_string_append (allow, "OPTIONS");
  kx_request_set_header (request, "Allow", allow->str);
}

/* An op of this kind, if the collection knows it at all: else 405. */
static KxOp *
make_op (KxService *service, KxRequest *request, KxOpKind kind, const KxEntity *entity, const char *row,
         gboolean key_needed)
{
  char id[KX_UUID_TEXT_SIZE];

  if (kx_lifecycle_offers (entity->lifecycle, kind, NULL) == NULL && kind != KX_OP_ACTION)
    {
      if (row != NULL)
        set_allow (request, entity, kind == KX_OP_ADD || kind == KX_OP_REMOVE);
      else
        kx_request_set_header (request, "Allow", "GET, HEAD, OPTIONS");
      kx_request_reply_problem (
          request, kx_problem_new (405, "no-such-step", N_ ("Records of this kind know no such step")));
      return NULL;
    }
  return make_op_id (service, request, key_needed, id) ? kx_op_new (kind, entity, id, row, NULL) : NULL;
}

static void
put_row (KxRequest *request, gpointer data)
{
  static const char *const skip[] = { "$reason", NULL };
  KxService *service = data;
  const KxEntity *entity = kx_answer_collection (service, request);
  const char *id = entity != NULL ? read_id (request) : NULL;
  const KxHttpEtags *none = kx_request_get_if_none_match (request);
  g_autoptr (KxJson) json = NULL;
  g_autoptr (KxOp) op = NULL;
  const KxJsonNode *object;
  gboolean bad;

  if (id == NULL)
    return;
  if (none == NULL || !kx_http_etags_is_any (none))
    {
      kx_request_reply_problem (
          request,
          kx_problem_new (428, "if-none-match-needed", N_ ("PUT makes a record and needs If-None-Match: *")));
      return;
    }
  object = read_body (request, TRUE, &json, &bad);
  op = object != NULL ? make_op (service, request, KX_OP_CREATE, entity, id, FALSE) : NULL;
  if (op == NULL || !read_reason (request, object, &op->reason))
    return;
  op->fields = read_fields (request, entity, object, skip);
  if (op->fields != NULL)
    submit (service, request, g_steal_pointer (&op), 201);
}

/* The id a POST names, or one that the same key gives again. FALSE: it was answered. */
static gboolean
read_new_id (KxRequest *request, const KxJsonNode *object, const char *op, char ret_id[KX_UUID_TEXT_SIZE])
{
  const KxJsonNode *node = kx_json_node_member (object, "id");
  const char *parts[] = { op, "row" };
  KxProblem *problem;

  if (node == NULL)
    kx_uuid_v8 (parts, G_N_ELEMENTS (parts), ret_id);
  else if (kx_json_node_get_type (node) == KX_JSON_STRING &&
           kx_uuid_is_valid (kx_json_node_get_text (node, NULL)))
    g_strlcpy (ret_id, kx_json_node_get_text (node, NULL), KX_UUID_TEXT_SIZE);
  else
    {
      problem = kx_problem_new (422, "refused", N_ ("An id is a UUID"));
      kx_problem_add_finding (problem, "wrong-id", "id", N_ ("An id is a UUID"));
      kx_request_reply_problem (request, problem);
      return FALSE;
    }
  return TRUE;
}

static void
post_row (KxRequest *request, gpointer data)
{
  static const char *const skip[] = { "$reason", "id", NULL };
  KxService *service = data;
  const KxEntity *entity = kx_answer_collection (service, request);
  g_autoptr (KxJson) json = NULL;
  g_autoptr (KxOp) op = NULL;
  const KxJsonNode *object = NULL;
  char id[KX_UUID_TEXT_SIZE];
  gboolean bad;

  if (entity != NULL)
    object = read_body (request, TRUE, &json, &bad);
  if (object != NULL)
    op = make_op (service, request, KX_OP_CREATE, entity, NULL, TRUE);
  if (op == NULL || !read_reason (request, object, &op->reason) || !read_new_id (request, object, op->id, id))
    return;
  op->row = g_strdup (id);
  op->fields = read_fields (request, entity, object, skip);
  if (op->fields != NULL)
    submit (service, request, g_steal_pointer (&op), 201);
}

static void
patch_row (KxRequest *request, gpointer data)
{
  static const char *const skip[] = { "$reason", NULL };
  KxService *service = data;
  const KxEntity *entity = kx_answer_collection (service, request);
  const char *id = entity != NULL ? read_id (request) : NULL;
  g_autoptr (KxJson) json = NULL;
  g_autoptr (KxOp) op = NULL;
  const KxJsonNode *object;
  gboolean bad;

  if (id == NULL)
    return;
  object = read_body (request, TRUE, &json, &bad);
  op = object != NULL ? make_op (service, request, KX_OP_PATCH, entity, id, FALSE) : NULL;
  if (op == NULL || !read_reason (request, object, &op->reason) ||
      !read_base (service, request, entity, op, TRUE))
    return;
  op->fields = read_fields (request, entity, object, skip);
  if (op->fields != NULL)
    submit (service, request, g_steal_pointer (&op), 200);
}

static void
delete_row (KxRequest *request, gpointer data)
{
  KxService *service = data;
  const KxEntity *entity = kx_answer_collection (service, request);
  const char *id = entity != NULL ? read_id (request) : NULL;
  g_autoptr (KxJson) json = NULL;
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxRecord) nothing = NULL;
  static const char *const skip[] = { "$reason", NULL };
  const KxJsonNode *object;
  gboolean bad;

  if (id == NULL)
    return;
  object = read_body (request, FALSE, &json, &bad);
  op = !bad ? make_op (service, request, KX_OP_DELETE, entity, id, FALSE) : NULL;
  if (op == NULL || !read_reason (request, object, &op->reason) ||
      !read_base (service, request, entity, op, TRUE))
    return;
  if (object != NULL && (nothing = read_fields (request, &kx_answer_no_arguments, object, skip)) == NULL)
    return;
  submit (service, request, g_steal_pointer (&op), 204);
}

static void
post_action (KxRequest *request, gpointer data)
{
  static const char *const skip[] = { "$reason", NULL };
  KxService *service = data;
  const KxEntity *entity = kx_answer_collection (service, request);
  const char *id = entity != NULL ? read_id (request) : NULL;
  const char *action = kx_request_get_parameter (request, "action");
  gboolean restore = g_str_equal (action, "restore"), bad;
  g_autoptr (KxJson) json = NULL;
  g_autoptr (KxOp) op = NULL;
  const KxTransition *step;
  const KxJsonNode *object;

  if (id == NULL)
    return;
  step = kx_lifecycle_offers (entity->lifecycle, restore ? KX_OP_RESTORE : KX_OP_ACTION,
                              restore ? NULL : action);
  if (step == NULL)
    {
      kx_request_reply_problem (
          request, kx_problem_new (404, "no-such-step", N_ ("Records of this kind know no such step")));
      return;
    }
  object = read_body (request, FALSE, &json, &bad);
  op = !bad ? make_op (service, request, restore ? KX_OP_RESTORE : KX_OP_ACTION, entity, id, FALSE) : NULL;
  if (op == NULL || !read_reason (request, object, &op->reason) ||
      !read_base (service, request, entity, op, TRUE))
    return;
  op->action = restore ? NULL : g_strdup (action);
  if (object != NULL)
    op->fields = read_fields (request, step->arguments != NULL ? step->arguments : &kx_answer_no_arguments,
                              object, skip);
  if (object == NULL || op->fields != NULL)
    submit (service, request, g_steal_pointer (&op), 200);
}

static void
change_set (KxRequest *request, KxService *service, KxOpKind kind)
{
  const KxEntity *entity = kx_answer_collection (service, request);
  const char *id = entity != NULL ? read_id (request) : NULL;
  const char *value = kx_request_get_parameter (request, "value");
  g_autoptr (KxOp) op = NULL;
  int field, code;

  if (id == NULL)
    return;
  field = kx_entity_field (entity, kx_request_get_parameter (request, "field"));
  code = field >= 0 && entity->fields[field].kind == KX_CODES
             ? kx_field_code (&entity->fields[field], value, strlen (value))
             : -1;
  if (code < 0)
    {
      kx_request_reply_problem (request,
                                kx_problem_new (404, "no-such-value", N_ ("There is no such set or value")));
      return;
    }
  op = make_op (service, request, kind, entity, id, FALSE);
  if (op == NULL || !read_base (service, request, entity, op, FALSE))
    return;
  op->fields = kx_record_new (entity, NULL, NULL);
  kx_record_put (op->fields, (guint) field, (KxValue){ .CODES = { G_GUINT64_CONSTANT (1) << code } });
  submit (service, request, g_steal_pointer (&op), 200);
}

static void
put_value (KxRequest *request, gpointer data)
{
  change_set (request, data, KX_OP_ADD);
}

static void
delete_value (KxRequest *request, gpointer data)
{
  change_set (request, data, KX_OP_REMOVE);
}

KxRouteTable
kx_routes_changes (void)
{
  static const KxRoute routes[] = {
    { "POST", "/v1/{collection}", post_row, KX_ROUTE_JSON, 0, NULL },
    { "PUT", "/v1/{collection}/{id}", put_row, KX_ROUTE_JSON, 0, NULL },
    { "PATCH", "/v1/{collection}/{id}", patch_row, KX_ROUTE_MERGE_PATCH, 0, NULL },
    { "DELETE", "/v1/{collection}/{id}", delete_row, KX_ROUTE_JSON, 0, NULL },
    { "POST", "/v1/{collection}/{id}/actions/{action}", post_action, KX_ROUTE_JSON, 0, NULL },
    { "PUT", "/v1/{collection}/{id}/{field}/{value}", put_value, 0, 0, NULL },
    { "DELETE", "/v1/{collection}/{id}/{field}/{value}", delete_value, 0, 0, NULL },
  };

  return (KxRouteTable){ routes, G_N_ELEMENTS (routes) };
}
