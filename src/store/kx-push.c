#include "store/kx-push.h"

#include "core/kx-check.h"
#include "core/kx-seal-text.h"
#include "store/kx-device.h"
#include "store/kx-push-private.h"

#include <string.h>

struct _KxPush
{
  GPtrArray *ops; /* (element-type KxWireOp) owned */
};

void
kx_push_free (KxPush *push)
{
  g_ptr_array_unref (push->ops);
  g_free (push);
}

guint
kx_push_get_n_ops (const KxPush *push)
{
  return push->ops->len;
}

static gboolean
fail (GError **error, guint line, const char *why)
{
  g_set_error (error, KX_WIRE_ERROR, KX_WIRE_ERROR_FORM, "Line %u: %s", line, why);
  return FALSE;
}

/* Puts the clear text in the place of a sealed one. */
static void
open_sealed (KxWireOp *op, const KxVault *vault)
{
  KxRecord *fields = op->op->fields;

  for (guint i = 0; fields != NULL && i < fields->entity->n_fields; i++)
    {
      const KxField *field = &fields->entity->fields[i];
      const char *text = kx_field_is_text (field) ? kx_record_get (fields, i).TEXT : NULL;
      g_autofree char *clear = NULL, *normal = NULL;

      if ((field->flags & KX_SEALED) == 0 || text == NULL || !kx_seal_text_is (text))
        continue;
      clear = vault != NULL ? kx_seal_text_open (vault->box_public, vault->box_secret, text) : NULL;
      normal = clear != NULL ? kx_check_normalize (field, clear) : NULL;
      if (normal == NULL)
        g_ptr_array_add (op->findings,
                         kx_finding_new (KX_FAILS, "wrong-seal", field->name,
                                         N_ ("The sealed value cannot be opened; give it once more")));
      kx_record_put (fields, i, (KxValue){ .TEXT = normal });
    }
}

/* What an op must not be when it comes from a device: an act of the office, or a change of an account. */
static void
check_place (KxWireOp *op)
{
  const KxTransition *step = kx_lifecycle_knows (op->op->entity->lifecycle, op->op->kind, op->op->action);

  if ((op->op->entity->traits & KX_LOCAL) || (step != NULL && (step->flags & KX_ONLINE)))
    g_ptr_array_add (op->findings,
                     kx_finding_new (KX_FAILS, "needs-service", NULL, N_ ("This step needs the service")));
}

static gboolean
read_lines (KxPush *self, const KxSchema *schema, const KxVault *vault, const char *bytes, gsize length,
            GError **error)
{
  for (guint line = 1; length > 0; line++)
    {
      const char *end = memchr (bytes, '\n', length);
      gsize size = end != NULL ? (gsize) (end - bytes) : length;
      GError *local = NULL;
      KxWireOp *op;

      if (self->ops->len == KX_PUSH_MOST_OPS)
        return fail (error, line, "There are too many ops in one batch");
      op = kx_wire_read_op (schema, bytes, size, &local);
      if (op == NULL)
        {
          g_prefix_error (&local, "Line %u: ", line);
          g_propagate_error (error, local);
          return FALSE;
        }
      g_ptr_array_add (self->ops, op);
      if (op->op != NULL)
        {
          open_sealed (op, vault);
          check_place (op);
        }
      size += end != NULL;
      bytes += size;
      length -= size;
    }
  return TRUE;
}

static const KxWireOp *
op_at (const KxPush *self, guint i)
{
  return self->ops->pdata[i];
}

/* Numbers run on, and every transaction is whole and stands in one place. */
static gboolean
check_order (KxPush *self, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->ops->len;)
    {
      const KxWireOp *first = op_at (self, i);

      if (!g_hash_table_add (seen, first->tx))
        return fail (error, i + 1, "A transaction is divided");
      if (first->tx_size > self->ops->len - i)
        return fail (error, i + 1, "A transaction is not whole");
      for (guint k = 0; k < first->tx_size; k++)
        {
          const KxWireOp *op = op_at (self, i + k);

          if (op->n != op_at (self, 0)->n + i + k || op->n < 1)
            return fail (error, i + k + 1, "The numbers do not run on");
          if (strcmp (op->tx, first->tx) != 0 || op->tx_size != first->tx_size)
            return fail (error, i + k + 1, "A transaction is not whole");
        }
      i += first->tx_size;
    }
  return TRUE;
}

KxPush *
kx_push_new (const KxSchema *schema, const KxVault *vault, const char *bytes, gsize length, GError **error)
{
  g_autoptr (KxPush) self = g_new0 (KxPush, 1);

  self->ops = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_wire_op_free);
  if (!read_lines (self, schema, vault, bytes, length, error) || !check_order (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* A batch being applied. */
typedef struct
{
  KxBook *book;
  KxPush *push;
  const KxPushWork *work;
  GHashTable *blocked; /* (element-type char*) ids of rows of refused and held ops, borrowed from the ops */
  GString *out;
} Run;

/* Keeps the answer and gives it. Takes `line`. */
static gboolean
answer (Run *r, const KxWireOp *op, char *line, GError **error)
{
  gboolean kept = line != NULL && kx_device_put_result (r->book, r->work->device, op->n, op->id, line, error);

  if (kept)
    g_string_append (r->out, line);
  g_free (line);
  return kept;
}

/* Behind a refused op: of the same row, or one that names it. */
static gboolean
is_blocked (const Run *r, const KxWireOp *op)
{
  const KxRecord *fields = op->op != NULL ? op->op->fields : NULL;

  if (g_hash_table_contains (r->blocked, op->row))
    return TRUE;
  for (guint i = 0; fields != NULL && i < fields->entity->n_fields; i++)
    if (fields->entity->fields[i].kind == KX_REF && kx_record_has (fields, i) &&
        g_hash_table_contains (r->blocked, kx_record_get (fields, i).REF))
      return TRUE;
  return FALSE;
}

static void
block (Run *r, guint first, guint n)
{
  for (guint i = first; i < first + n; i++)
    g_hash_table_add (r->blocked, op_at (r->push, i)->row);
}

static gboolean
hold (Run *r, guint first, guint n, GError **error)
{
  block (r, first, n);
  for (guint i = first; i < first + n; i++)
    if (!answer (r, op_at (r->push, i), kx_push_answer_held (op_at (r->push, i)), error))
      return FALSE;
  return TRUE;
}

/* Refuses all of a transaction: `culprit` for `findings`, the others for its sake. What is wrong with their
 * own members is said as well. */
static gboolean
refuse (Run *r, guint first, guint n, guint culprit, GPtrArray *findings, GError **error)
{
  block (r, first, n);
  for (guint i = first; i < first + n; i++)
    {
      const KxWireOp *op = op_at (r->push, i);
      g_autoptr (GPtrArray) together = kx_findings_new ();
      GPtrArray *why = i == culprit ? findings : kx_findings_refuse (op->findings) ? op->findings : together;

      g_ptr_array_add (
          together, kx_finding_new (KX_FAILS, "refused-together", NULL,
                                    N_ ("Another change that was made together with this one was refused")));
      if (!answer (r, op, kx_push_answer_refused (r->book, r->work->actor, op, why, error), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
refuse_reused (Run *r, guint first, guint n, guint culprit, GError **error)
{
  g_autoptr (GPtrArray) findings = kx_findings_new ();

  g_ptr_array_add (findings, kx_finding_new (KX_FAILS, "key-reused", NULL,
                                             N_ ("The id of this change was already used for another one")));
  return refuse (r, first, n, culprit, findings, error);
}

static gboolean
accept (Run *r, guint first, KxApplied *applied, GError **error)
{
  for (guint i = 0; i < applied->outcomes->len; i++)
    {
      const KxWireOp *op = op_at (r->push, first + i);

      if (!answer (r, op,
                   kx_push_answer_applied (r->book, r->work->actor, op, applied->outcomes->pdata[i], error),
                   error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
apply (Run *r, guint first, guint n, GError **error)
{
  g_autofree KxOp **ops = g_new (KxOp *, n);
  KxWork work = { r->work->actor, r->work->device, r->work->at, r->work->today, ops, n };
  g_autoptr (KxApplied) applied = NULL;
  const KxOutcome *last;

  for (guint i = 0; i < n; i++)
    {
      ops[i] = op_at (r->push, first + i)->op;
      g_free (ops[i]->device);
      ops[i]->device = g_strdup (r->work->device);
    }
  applied = kx_apply (r->book, &work, error);
  if (applied == NULL)
    return FALSE;
  if (applied->accepted)
    return accept (r, first, applied, error);
  last = applied->outcomes->pdata[applied->outcomes->len - 1];
  if (last->decision == NULL)
    return refuse_reused (r, first, n, first + applied->outcomes->len - 1, error);
  return refuse (r, first, n, first + applied->outcomes->len - 1, last->decision->findings, error);
}

static gboolean
run_tx (Run *r, guint first, guint n, GError **error)
{
  for (guint i = first; i < first + n; i++)
    if (is_blocked (r, op_at (r->push, i)))
      return hold (r, first, n, error);
  for (guint i = first; i < first + n; i++)
    if (kx_findings_refuse (op_at (r->push, i)->findings))
      return refuse (r, first, n, i, op_at (r->push, i)->findings, error);
  return apply (r, first, n, error);
}

/* Gives the kept answers of the ops from `first` on that were decided before; `ret_next` is the first one
 * that was not. FALSE without an error: the device's numbers are not ours. */
static gboolean
replay (Run *r, const KxDevice *device, guint *ret_next, gboolean *ret_ours, GError **error)
{
  *ret_ours = TRUE;
  for (*ret_next = 0; *ret_next < r->push->ops->len && op_at (r->push, *ret_next)->n <= device->last_n;
       (*ret_next)++)
    {
      const KxWireOp *op = op_at (r->push, *ret_next);
      g_autofree char *known = NULL, *line = NULL, *again = NULL;
      GError *local = NULL;

      line = kx_device_get_result (r->book, device->id, op->n, &known, &local);
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      *ret_ours = line != NULL && strcmp (known, op->id) == 0;
      if (!*ret_ours)
        return TRUE;
      again = kx_push_answer_again (r->book, r->work->actor, line);
      g_string_append (r->out, again);
    }
  /* A transaction was decided as a whole. */
  if (*ret_next > 0 && *ret_next < r->push->ops->len)
    *ret_ours = strcmp (op_at (r->push, *ret_next - 1)->tx, op_at (r->push, *ret_next)->tx) != 0;
  return TRUE;
}

static KxPushRefusal
judge (const Run *r, const KxDevice *device, const char *generation)
{
  gint64 n = r->push->ops->len > 0 ? op_at (r->push, 0)->n : 0;

  if (device == NULL || device->revoked_at.ms != 0 || strcmp (device->user, r->work->actor->user) != 0)
    return KX_PUSH_REVOKED;
  if (r->work->generation != NULL && g_strcmp0 (r->work->generation, generation) != 0)
    return KX_PUSH_GENERATION;
  if (n > device->last_n + 1 || r->work->ack > device->last_n)
    return KX_PUSH_GAP;
  if (n > 0 && n <= device->acked)
    return KX_PUSH_ACKED;
  return KX_PUSH_TAKEN;
}

static gboolean
run_batch (Run *r, const KxDevice *device, KxPushOutcome *outcome, GError **error)
{
  gint64 forget = MAX (r->work->ack, device->last_n - KX_PUSH_MOST_KEPT);
  gboolean ours;
  guint next;

  if (!replay (r, device, &next, &ours, error))
    return FALSE;
  if (!ours)
    {
      outcome->refusal = KX_PUSH_GAP;
      return TRUE;
    }
  if (forget > device->acked && !kx_device_ack (r->book, device->id, forget, error))
    return FALSE;
  while (next < r->push->ops->len)
    {
      guint n = op_at (r->push, next)->tx_size;

      if (!run_tx (r, next, n, error))
        return FALSE;
      next += n;
      outcome->last_n = op_at (r->push, next - 1)->n;
    }
  return kx_device_advance (r->book, device->id, outcome->last_n, r->work->at, error);
}

gboolean
kx_push_run (KxBook *book, KxPush *push, const KxPushWork *work, GString *out, KxPushOutcome *ret_outcome,
             GError **error)
{
  Run r = { .book = book, .push = push, .work = work, .out = out };
  KxPushOutcome outcome = { 0 };
  g_autoptr (KxDevice) device = NULL;
  g_autoptr (GHashTable) blocked = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *generation = NULL;
  GError *local = NULL;

  g_string_truncate (out, 0);
  r.blocked = blocked;
  device = kx_device_get (book, work->device, &local);
  if (local == NULL)
    generation = kx_book_get_meta (book, "generation", &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  outcome.refusal = judge (&r, device, generation);
  outcome.last_n = device != NULL ? device->last_n : 0;
  if (outcome.refusal == KX_PUSH_TAKEN && !run_batch (&r, device, &outcome, error))
    return FALSE;
  *ret_outcome = outcome;
  return TRUE;
}
