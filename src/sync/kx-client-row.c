#include "sync/kx-client-row.h"

#include "core/kx-json-write.h"
#include "core/kx-wire-record.h"
#include "sync/kx-client-private.h"

void
kx_client_page_free (KxClientPage *page)
{
  g_ptr_array_unref (page->rows);
  g_free (page->next);
  g_free (page);
}

void
kx_client_change_free (KxClientChange *change)
{
  g_free (change->kind);
  g_free (change->field);
  g_free (change->old_text);
  g_free (change->new_text);
  g_free (change->by);
  g_free (change->by_name);
  g_free (change->op);
  g_free (change->reason);
  g_free (change);
}

/* A question on its way: the task's data says of which entity. */
static GTask *
begin (KxClient *client, gpointer tag, const KxEntity *entity, GCancellable *cancellable,
       GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (client, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, (gpointer) entity, NULL);
  return task;
}

/* The array `items` of an answer; NULL with an error. */
static const KxJsonNode *
read_items (const KxJson *json, GError **error)
{
  const KxJsonNode *items = kx_json_node_member (kx_json_get_root (json), "items");

  if (items != NULL && kx_json_node_get_type (items) == KX_JSON_ARRAY)
    return items;
  kx_client_set_protocol_error (error);
  return NULL;
}

static KxRecord *
read_row (const KxEntity *entity, const KxJsonNode *node, GError **error)
{
  KxRecord *record = kx_wire_read_record (entity, node, NULL);

  if (record == NULL)
    kx_client_set_protocol_error (error);
  return record;
}

static KxClientPage *
read_page (const KxEntity *entity, GBytes *body, GError **error)
{
  g_autoptr (KxClientPage) page = g_new0 (KxClientPage, 1);
  g_autoptr (KxJson) json = kx_client_read_object (body, error);
  const KxJsonNode *items = json != NULL ? read_items (json, error) : NULL;

  page->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  for (guint i = 0; items != NULL && i < kx_json_node_get_n_children (items); i++)
    {
      KxRecord *record = read_row (entity, kx_json_node_get_child (items, i), error);

      if (record == NULL)
        return NULL;
      g_ptr_array_add (page->rows, record);
    }
  if (items == NULL)
    return NULL;
  page->next = g_strdup (kx_client_member (kx_json_get_root (json), "next"));
  return g_steal_pointer (&page);
}

static void
listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (KxClientAnswer) answer = kx_client_send_finish (KX_CLIENT (source), result, &error);
  KxClientPage *page = answer != NULL ? read_page (g_task_get_task_data (task), answer->body, &error) : NULL;

  if (page != NULL)
    g_task_return_pointer (task, page, (GDestroyNotify) kx_client_page_free);
  else
    g_task_return_error (task, error);
}

void
kx_client_list_async (KxClient *client, const KxEntity *entity, const char *query, const char *after,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = begin (client, kx_client_list_async, entity, cancellable, callback, user_data);
  g_autoptr (GString) path = g_string_new ("/v1/");
  KxClientAsk ask = { .method = "GET", .token = KX_CLIENT_READ };

  g_string_append (path, entity->collection);
  if (query != NULL && *query != '\0')
    g_string_append_printf (path, "?%s", query);
  if (after != NULL)
    {
      g_string_append (path, query != NULL && *query != '\0' ? "&after=" : "?after=");
      g_string_append_uri_escaped (path, after, NULL, FALSE);
    }
  ask.path = path->str;
  kx_client_send_async (client, &ask, cancellable, listed, task);
}

KxClientPage *
kx_client_list_finish (KxClient *client, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* An answer that is one row, or nothing. */
static void
row_came (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (KxClientAnswer) answer = kx_client_send_finish (KX_CLIENT (source), result, &error);
  g_autoptr (KxJson) json = NULL;
  KxRecord *record = NULL;

  if (answer != NULL && answer->status == SOUP_STATUS_NO_CONTENT)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  if (answer != NULL)
    json = kx_client_read_object (answer->body, &error);
  if (json != NULL)
    record = read_row (g_task_get_task_data (task), kx_json_get_root (json), &error);
  if (record != NULL)
    g_task_return_pointer (task, record, (GDestroyNotify) kx_record_free);
  else
    g_task_return_error (task, error);
}

void
kx_client_get_row_async (KxClient *client, const KxEntity *entity, const char *id, gint64 as_of,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = begin (client, kx_client_get_row_async, entity, cancellable, callback, user_data);
  g_autoptr (GString) path = g_string_new (NULL);
  KxClientAsk ask = { .method = "GET", .token = KX_CLIENT_READ };

  g_string_printf (path, "/v1/%s/%s", entity->collection, id);
  if (as_of > 0)
    g_string_append_printf (path, "?as_of=%" G_GINT64_FORMAT, as_of);
  ask.path = path->str;
  kx_client_send_async (client, &ask, cancellable, row_came, task);
}

KxRecord *
kx_client_get_row_finish (KxClient *client, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static KxClientChange *
read_change (const KxJsonNode *node)
{
  const KxJsonNode *seq;
  const char *at;
  KxClientChange *change;
  KxTime time;

  if (kx_json_node_get_type (node) != KX_JSON_OBJECT)
    return NULL;
  seq = kx_json_node_member (node, "seq");
  at = kx_client_member (node, "at");
  if (seq == NULL || kx_json_node_get_type (seq) != KX_JSON_INTEGER || at == NULL ||
      !kx_time_from_text (at, &time) || kx_client_member (node, "kind") == NULL)
    return NULL;
  change = g_new0 (KxClientChange, 1);
  change->seq = kx_json_node_get_integer (seq);
  change->at = time;
  change->kind = g_strdup (kx_client_member (node, "kind"));
  change->field = g_strdup (kx_client_member (node, "field"));
  change->old_text = g_strdup (kx_client_member (node, "old"));
  change->new_text = g_strdup (kx_client_member (node, "new"));
  change->by = g_strdup (kx_client_member (node, "by"));
  change->by_name = g_strdup (kx_client_member (node, "by_name"));
  change->op = g_strdup (kx_client_member (node, "op"));
  change->reason = g_strdup (kx_client_member (node, "reason"));
  return change;
}

/* A page of history. */
typedef struct
{
  GPtrArray *changes; /* owned */
  gint64 before;
} History;

static void
history_free (gpointer data)
{
  History *history = data;

  g_clear_pointer (&history->changes, g_ptr_array_unref);
  g_free (history);
}

static GPtrArray *
read_history (GBytes *body, gint64 *ret_before, GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_client_change_free);
  g_autoptr (KxJson) json = kx_client_read_object (body, error);
  const KxJsonNode *items = json != NULL ? read_items (json, error) : NULL, *before;

  if (items == NULL)
    return NULL;
  for (guint i = 0; i < kx_json_node_get_n_children (items); i++)
    {
      KxClientChange *change = read_change (kx_json_node_get_child (items, i));

      if (change == NULL)
        {
          kx_client_set_protocol_error (error);
          return NULL;
        }
      g_ptr_array_add (changes, change);
    }
  before = kx_json_node_member (kx_json_get_root (json), "before");
  *ret_before = before != NULL && kx_json_node_get_type (before) == KX_JSON_INTEGER
                    ? kx_json_node_get_integer (before)
                    : 0;
  return g_steal_pointer (&changes);
}

static void
history_came (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (KxClientAnswer) answer = kx_client_send_finish (KX_CLIENT (source), result, &error);
  History *history = g_new0 (History, 1);

  if (answer != NULL)
    history->changes = read_history (answer->body, &history->before, &error);
  if (history->changes != NULL)
    g_task_return_pointer (task, history, history_free);
  else
    {
      history_free (history);
      g_task_return_error (task, error);
    }
}

void
kx_client_get_history_async (KxClient *client, const KxEntity *entity, const char *id, gint64 before,
                             guint limit, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = begin (client, kx_client_get_history_async, entity, cancellable, callback, user_data);
  g_autoptr (GString) path = g_string_new (NULL);
  KxClientAsk ask = { .method = "GET", .token = KX_CLIENT_READ };

  g_string_printf (path, "/v1/%s/%s/history?limit=%u", entity->collection, id, limit);
  if (before > 0)
    g_string_append_printf (path, "&before=%" G_GINT64_FORMAT, before);
  ask.path = path->str;
  kx_client_send_async (client, &ask, cancellable, history_came, task);
}

GPtrArray *
kx_client_get_history_finish (KxClient *client, GAsyncResult *result, gint64 *ret_before, GError **error)
{
  History *history = g_task_propagate_pointer (G_TASK (result), error);
  GPtrArray *changes;

  if (history == NULL)
    return NULL;
  changes = g_steal_pointer (&history->changes);
  if (ret_before != NULL)
    *ret_before = history->before;
  history_free (history);
  return changes;
}

static void
revealed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (KxClientAnswer) answer = kx_client_send_finish (KX_CLIENT (source), result, &error);
  g_autoptr (KxJson) json = answer != NULL ? kx_client_read_object (answer->body, &error) : NULL;
  const char *value = json != NULL ? kx_client_member (kx_json_get_root (json), "value") : NULL;

  if (json != NULL && value == NULL)
    kx_client_set_protocol_error (&error);
  if (value != NULL)
    g_task_return_pointer (task, g_strdup (value), g_free);
  else
    g_task_return_error (task, error);
}

void
kx_client_reveal_async (KxClient *client, const KxEntity *entity, const char *id, const char *field,
                        const char *reason, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = begin (client, kx_client_reveal_async, entity, cancellable, callback, user_data);
  g_autofree char *path = g_strdup_printf ("/v1/%s/%s/actions/reveal", entity->collection, id);
  const char *headers[] = { "If-Match", "*", NULL };
  JsonObject *object = json_object_new ();
  g_autoptr (GBytes) body = NULL;
  KxClientAsk ask = { .method = "POST", .path = path, .headers = headers, .token = KX_CLIENT_SESSION };

  json_object_set_string_member (object, "field", field);
  json_object_set_string_member (object, "$reason", reason);
  body = kx_client_write_object (object);
  ask.body = body;
  kx_client_send_async (client, &ask, cancellable, revealed, task);
}

char *
kx_client_reveal_finish (KxClient *client, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The fields of an op with its reason as one object. */
static GBytes *
write_body (const KxOp *op)
{
  GString *text = g_string_new (NULL);
  gsize length;

  if (op->fields != NULL)
    kx_wire_append_fields (text, op->fields);
  else
    g_string_append (text, "{}");
  if (op->reason != NULL)
    {
      g_string_truncate (text, text->len - 1);
      kx_json_write_name (text, "$reason");
      kx_json_write_string (text, op->reason);
      g_string_append_c (text, '}');
    }
  length = text->len;
  return g_bytes_new_take (g_string_free (text, FALSE), length);
}

/* The set and the one word that an op adds or removes. */
static char *
set_path (const KxOp *op)
{
  const KxEntity *entity = op->entity;

  for (guint i = 0; op->fields != NULL && i < entity->n_fields; i++)
    if (kx_record_has (op->fields, i))
      {
        int code = g_bit_nth_lsf (kx_record_get (op->fields, i).CODES.bits, -1);

        return g_strdup_printf ("/v1/%s/%s/%s/%s", entity->collection, op->row, entity->fields[i].name,
                                entity->fields[i].codes[code].name);
      }
  g_return_val_if_reached (NULL);
}

void
kx_client_apply_async (KxClient *client, const KxOp *op, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  static const char *const methods[] = {
    [KX_OP_CREATE] = "PUT",  [KX_OP_PATCH] = "PATCH",   [KX_OP_ADD] = "PUT",     [KX_OP_REMOVE] = "DELETE",
    [KX_OP_ACTION] = "POST", [KX_OP_DELETE] = "DELETE", [KX_OP_RESTORE] = "POST"
  };
  GTask *task = begin (client, kx_client_apply_async, op->entity, cancellable, callback, user_data);
  g_autofree char *path = NULL, *tag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", op->base);
  gboolean set = op->kind == KX_OP_ADD || op->kind == KX_OP_REMOVE;
  const char *headers[] = { op->kind == KX_OP_CREATE ? "If-None-Match" : "If-Match",
                            op->kind == KX_OP_CREATE ? "*" : tag,
                            "Idempotency-Key",
                            op->id,
                            "Content-Type",
                            op->kind == KX_OP_PATCH ? "application/merge-patch+json" : "application/json",
                            NULL };
  g_autoptr (GBytes) body = set ? NULL : write_body (op);
  KxClientAsk ask = {
    .method = methods[op->kind], .headers = headers, .body = body, .token = KX_CLIENT_SESSION
  };

  if (set)
    path = set_path (op);
  else if (op->kind == KX_OP_ACTION || op->kind == KX_OP_RESTORE)
    path = g_strdup_printf ("/v1/%s/%s/actions/%s", op->entity->collection, op->row,
                            op->kind == KX_OP_RESTORE ? "restore" : op->action);
  else
    path = g_strdup_printf ("/v1/%s/%s", op->entity->collection, op->row);
  ask.path = path;
  kx_client_send_async (client, &ask, cancellable, row_came, task);
}

KxRecord *
kx_client_apply_finish (KxClient *client, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
