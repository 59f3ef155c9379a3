#include "core/kx-wire-op.h"

#include "core/kx-crypto.h"
#include "core/kx-json-write.h"
#include "core/kx-lifecycle.h"
#include "core/kx-wire.h"

#include <string.h>

/* What an action that takes no arguments takes. */
static const KxEntity no_arguments = { .name = "nothing", .state = -1 };

void
kx_wire_op_free (KxWireOp *op)
{
  g_clear_pointer (&op->op, kx_op_free);
  g_clear_pointer (&op->findings, g_ptr_array_unref);
  g_free (op->tx);
  g_free (op->id);
  g_free (op->entity);
  g_free (op->row);
  g_free (op);
}

void
kx_wire_result_free (KxWireResult *result)
{
  g_clear_pointer (&result->findings, g_ptr_array_unref);
  g_clear_pointer (&result->rows, g_ptr_array_unref);
  g_free (result);
}

static KxJson *
parse (const char *line, gsize length, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (KxJson) json = kx_json_parse (line, length, &local);

  if (json == NULL)
    g_set_error (error, KX_WIRE_ERROR, KX_WIRE_ERROR_JSON, "%s", local->message);
  else if (kx_json_node_get_type (kx_json_get_root (json)) != KX_JSON_OBJECT)
    g_set_error_literal (error, KX_WIRE_ERROR, KX_WIRE_ERROR_FORM, "A line is one JSON object");
  else
    return g_steal_pointer (&json);
  return NULL;
}

/* A text member; NULL when it is missing, null, or of another type. */
static const char *
get_text (const KxJsonNode *object, const char *name)
{
  const KxJsonNode *node = kx_json_node_member (object, name);

  return node != NULL && kx_json_node_get_type (node) == KX_JSON_STRING ? kx_json_node_get_text (node, NULL)
                                                                        : NULL;
}

/* A number member, `otherwise` when it is missing; -1 when it is none or below 0. */
static gint64
get_number (const KxJsonNode *object, const char *name, gint64 otherwise)
{
  const KxJsonNode *node = kx_json_node_member (object, name);

  if (node == NULL)
    return otherwise;
  return kx_json_node_get_type (node) == KX_JSON_INTEGER ? MAX (kx_json_node_get_integer (node), -1) : -1;
}

static gboolean
fail (GError **error, const char *name)
{
  g_set_error (error, KX_WIRE_ERROR, KX_WIRE_ERROR_FORM, "The member %s is missing or not right", name);
  return FALSE;
}

/* An id as it is kept: in lower case. */
static char *
get_id (const KxJsonNode *object, const char *name)
{
  const char *text = get_text (object, name);

  return text != NULL && kx_uuid_is_valid (text) ? g_ascii_strdown (text, -1) : NULL;
}

static gboolean
read_place (KxWireOp *self, const KxJsonNode *object, GError **error)
{
  gint64 size = get_number (object, "tx_size", -1);

  self->n = get_number (object, "n", 0);
  self->tx = get_id (object, "tx");
  self->id = get_id (object, "op");
  self->tx_size = (guint) CLAMP (size, 0, KX_WIRE_MOST_OPS + 1);
  self->entity = g_strdup (get_text (object, "entity"));
  self->row = get_id (object, "row");
  if (self->n < 0)
    return fail (error, "n");
  if (self->id == NULL)
    return fail (error, "op");
  if (self->tx == NULL)
    return fail (error, "tx");
  if (size < 1 || size > KX_WIRE_MOST_OPS)
    return fail (error, "tx_size");
  if (self->entity == NULL)
    return fail (error, "entity");
  return self->row != NULL || fail (error, "row");
}

static void
add (KxWireOp *self, const char *code, const char *field, const char *message)
{
  g_ptr_array_add (self->findings, kx_finding_new (KX_FAILS, code, field, message));
}

/* Members that this program does not know would be lost silently; the others are what it reads. */
static void
check_names (KxWireOp *self, const KxJsonNode *object)
{
  static const char *const names[] = { "n",      "op",   "tx",     "tx_size", "kind",   "entity", "row",
                                       "action", "base", "fields", "was",     "reason", "at",     NULL };

  for (guint i = 0; i < kx_json_node_get_n_children (object); i++)
    {
      const char *name = kx_json_node_get_name (kx_json_node_get_child (object, i));

      if (!g_strv_contains (names, name))
        add (self, "unknown-field", name, N_ ("There is no such field"));
    }
}

static gboolean
read_reason (KxWireOp *self, const KxJsonNode *object, GError **error)
{
  const KxJsonNode *node = kx_json_node_member (object, "reason");
  const char *reason = get_text (object, "reason");

  if (node == NULL || kx_json_node_get_type (node) == KX_JSON_NULL)
    return TRUE;
  if (reason == NULL)
    return fail (error, "reason");
  if (g_utf8_strlen (reason, -1) > KX_OP_REASON_CHARS)
    add (self, "too-long", "$reason", N_ ("The reason is a text of at most 500 characters"));
  self->op->reason = g_strstrip (g_strdup (reason));
  return TRUE;
}

/* The entity whose fields the op's members are: the row's, or the arguments of its action. */
static const KxEntity *
find_shape (const KxOp *op)
{
  const KxTransition *step = NULL;

  if (op->kind != KX_OP_ACTION)
    return op->entity;
  step = kx_lifecycle_knows (op->entity->lifecycle, KX_OP_ACTION, op->action);
  return step != NULL && step->arguments != NULL ? step->arguments : &no_arguments;
}

static gboolean
read_fields (KxWireOp *self, const KxJsonNode *object, GError **error)
{
  const KxJsonNode *fields = kx_json_node_member (object, "fields"),
                   *was = kx_json_node_member (object, "was");
  g_autoptr (GPtrArray) ignored = kx_findings_new ();

  if (fields != NULL && kx_json_node_get_type (fields) == KX_JSON_OBJECT)
    self->op->fields = kx_wire_read_fields (find_shape (self->op), fields, NULL, self->findings);
  else if (fields != NULL && kx_json_node_get_type (fields) != KX_JSON_NULL)
    return fail (error, "fields");
  /* What it replaced only helps to merge: a member that is not known does no harm there. */
  if (was != NULL && kx_json_node_get_type (was) == KX_JSON_OBJECT)
    self->op->was = kx_wire_read_fields (self->op->entity, was, NULL, ignored);
  else if (was != NULL && kx_json_node_get_type (was) != KX_JSON_NULL)
    return fail (error, "was");
  return TRUE;
}

static gboolean
read_op (KxWireOp *self, const KxSchema *schema, const KxJsonNode *object, GError **error)
{
  const KxEntity *entity = kx_schema_entity (schema, self->entity);
  const char *kind = get_text (object, "kind"), *action = get_text (object, "action"),
             *at = get_text (object, "at");
  gint64 base = get_number (object, "base", 0);
  KxTime when = { 0 };
  KxOpKind known;

  if (kind == NULL || !kx_op_kind_from_name (kind, &known))
    return fail (error, "kind");
  if ((known == KX_OP_ACTION) != (action != NULL))
    return fail (error, "action");
  if (base < 0)
    return fail (error, "base");
  if (at == NULL || !kx_time_from_text (at, &when))
    return fail (error, "at");
  if (entity == NULL)
    {
      add (self, "unknown-entity", "entity", N_ ("There is no such kind of record"));
      return TRUE;
    }
  self->op = kx_op_new (known, entity, self->id, self->row, NULL);
  self->op->action = g_strdup (action);
  self->op->base = base;
  self->op->at = when;
  return read_reason (self, object, error) && read_fields (self, object, error);
}

KxWireOp *
kx_wire_read_op (const KxSchema *schema, const char *line, gsize length, GError **error)
{
  g_autoptr (KxJson) json = parse (line, length, error);
  g_autoptr (KxWireOp) self = NULL;
  const KxJsonNode *object;

  if (json == NULL)
    return NULL;
  object = kx_json_get_root (json);
  self = g_new0 (KxWireOp, 1);
  self->findings = kx_findings_new ();
  check_names (self, object);
  if (!read_place (self, object, error) || !read_op (self, schema, object, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
write_text (GString *out, const char *name, const char *text)
{
  if (text == NULL)
    return;
  kx_json_write_name (out, name);
  kx_json_write_string (out, text);
}

static void
write_number (GString *out, const char *name, gint64 number)
{
  kx_json_write_name (out, name);
  kx_json_write_integer (out, number);
}

static void
write_fields (GString *out, const char *name, const KxRecord *fields)
{
  if (fields == NULL)
    return;
  kx_json_write_name (out, name);
  kx_wire_append_fields (out, fields);
}

void
kx_wire_append_op (GString *out, gint64 n, const char *tx, guint tx_size, const KxOp *op)
{
  g_string_append_c (out, '{');
  if (n > 0)
    write_number (out, "n", n);
  write_text (out, "op", op->id);
  write_text (out, "tx", tx);
  write_number (out, "tx_size", tx_size);
  write_text (out, "kind", kx_op_kind_name (op->kind));
  write_text (out, "entity", op->entity->name);
  write_text (out, "row", op->row);
  write_text (out, "action", op->action);
  write_number (out, "base", op->base);
  write_fields (out, "fields", op->fields);
  write_fields (out, "was", op->was);
  write_text (out, "reason", op->reason);
  kx_json_write_name (out, "at");
  kx_json_write_time (out, op->at);
  g_string_append (out, "}\n");
}

void
kx_wire_append_result (GString *out, gint64 n, KxResult result, gint64 seq, GPtrArray *findings,
                       GPtrArray *rows)
{
  g_string_append_c (out, '{');
  write_number (out, "n", n);
  write_text (out, "result", kx_result_name (result));
  write_number (out, "seq", seq);
  g_string_append (out, ",\"findings\":[");
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const KxFinding *finding = findings->pdata[i];
      g_autofree char *text = NULL;

      if (finding->verdict == KX_HOLDS)
        continue;
      text = kx_wire_object_text (kx_wire_write_finding (finding, finding->message), NULL);
      if (out->str[out->len - 1] != '[')
        g_string_append_c (out, ',');
      g_string_append (out, text);
    }
  g_string_append (out, "],\"rows\":[");
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const KxRecord *row = rows->pdata[i];

      g_string_append_printf (out, "%s{\"entity\":\"%s\",\"row\":", i > 0 ? "," : "", row->entity->name);
      kx_wire_append_canonical (out, row);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "]}\n");
}

static const char *
keep (GPtrArray *texts, const char *text)
{
  char *copy = g_strdup (text);

  if (copy != NULL)
    g_ptr_array_add (texts, copy);
  return copy;
}

static void
read_cite (KxFinding *finding, const KxJsonNode *object, GPtrArray *texts)
{
  finding->cite.source = kx_source_from_name (get_text (object, "source"));
  finding->cite.force = kx_force_from_name (get_text (object, "force"));
  finding->cite.document = keep (texts, get_text (object, "document"));
  finding->cite.item = keep (texts, get_text (object, "item"));
  finding->cite.quote = keep (texts, get_text (object, "quote"));
}

static void
read_args (KxFinding *finding, const KxJsonNode *object, GPtrArray *texts)
{
  for (guint i = 0; i < MIN (kx_json_node_get_n_children (object), KX_FINDING_ARGS); i++)
    {
      const KxJsonNode *node = kx_json_node_get_child (object, i);

      if (kx_json_node_get_type (node) == KX_JSON_STRING)
        kx_finding_arg (finding, keep (texts, kx_json_node_get_name (node)),
                        kx_json_node_get_text (node, NULL));
    }
}

KxFinding *
kx_wire_read_finding (const KxJsonNode *object)
{
  const char *code = get_text (object, "code"), *message = get_text (object, "message");
  const char *verdict = get_text (object, "verdict");
  const KxJsonNode *args = kx_json_node_member (object, "args"),
                   *clause = kx_json_node_member (object, "clause");
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  KxVerdict known;
  KxFinding *finding;

  if (code == NULL || message == NULL || verdict == NULL || !kx_verdict_from_name (verdict, &known))
    return NULL;
  finding = kx_finding_new (known, keep (texts, code), get_text (object, "field"), keep (texts, message));
  if (args != NULL)
    read_args (finding, args, texts);
  if (clause != NULL)
    read_cite (finding, clause, texts);
  g_ptr_array_add (texts, NULL);
  finding->texts = (char **) g_ptr_array_free (g_steal_pointer (&texts), FALSE);
  return finding;
}

static gboolean
read_findings (KxWireResult *self, const KxJsonNode *list, GError **error)
{
  for (guint i = 0; list != NULL && i < kx_json_node_get_n_children (list); i++)
    {
      KxFinding *finding = kx_wire_read_finding (kx_json_node_get_child (list, i));

      if (finding == NULL)
        return fail (error, "findings");
      g_ptr_array_add (self->findings, finding);
    }
  return TRUE;
}

static gboolean
read_rows (KxWireResult *self, const KxSchema *schema, const KxJsonNode *list, GError **error)
{
  for (guint i = 0; list != NULL && i < kx_json_node_get_n_children (list); i++)
    {
      const KxJsonNode *node = kx_json_node_get_child (list, i), *row = kx_json_node_member (node, "row");
      const char *name = get_text (node, "entity");
      const KxEntity *entity = kx_schema_entity (schema, name);
      KxRecord *record;

      if (name == NULL || row == NULL)
        return fail (error, "rows");
      if (entity == NULL)
        continue;
      record = kx_wire_read_record (entity, row, error);
      if (record == NULL)
        return FALSE;
      g_ptr_array_add (self->rows, record);
    }
  return TRUE;
}

KxWireResult *
kx_wire_read_result (const KxSchema *schema, const char *line, gsize length, GError **error)
{
  g_autoptr (KxJson) json = parse (line, length, error);
  g_autoptr (KxWireResult) self = NULL;
  const KxJsonNode *object;
  const char *result;

  if (json == NULL)
    return NULL;
  object = kx_json_get_root (json);
  self = g_new0 (KxWireResult, 1);
  self->findings = kx_findings_new ();
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  self->n = get_number (object, "n", -1);
  self->seq = get_number (object, "seq", 0);
  result = get_text (object, "result");
  if (self->n < 1 || self->seq < 0)
    fail (error, self->n < 1 ? "n" : "seq");
  else if (result == NULL || !kx_result_from_name (result, &self->result))
    fail (error, "result");
  else if (read_findings (self, kx_json_node_member (object, "findings"), error) &&
           read_rows (self, schema, kx_json_node_member (object, "rows"), error))
    return g_steal_pointer (&self);
  return NULL;
}
