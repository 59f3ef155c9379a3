#include "sync/kx-mirror-submit.h"

#include "core/kx-check.h"
#include "core/kx-seal-text.h"
#include "core/kx-wire-op.h"
#include "store/kx-vault.h"
#include "sync/kx-mirror-outbox.h"
#include "sync/kx-mirror-reader.h"
#include "sync/kx-mirror-row.h"
#include "sync/kx-mirror-tables.h"

#include <string.h>

G_DEFINE_QUARK (kx_mirror_error_quark, kx_mirror_error)

typedef struct
{
  KxBook *book;
  const KxMirrorMoment *moment;
  KxReader *reader;
  const char *tx;
  guint tx_size, stored; /* ops given, ops that travel */
} Submitting;

/* The op as the service will get it, with what it replaced. */
static gboolean
complete_op (Submitting *s, KxOp *op, GError **error)
{
  GError *local = NULL;
  g_autoptr (KxRecord) row = kx_mirror_row_get (s->book, op->entity, op->row, &local);

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  op->at = s->moment->now;
  if (row == NULL || op->kind == KX_OP_CREATE)
    return TRUE;
  if (op->base == 0)
    op->base = row->seq;
  if (op->kind == KX_OP_PATCH && op->was == NULL && op->fields != NULL)
    {
      op->was = kx_record_new (op->entity, NULL, NULL);
      for (guint i = 0; i < op->entity->n_fields; i++)
        if (kx_record_mentions (op->fields, i))
          {
            if (kx_record_has (row, i))
              kx_record_take (op->was, row, i);
            else
              kx_record_put_null (op->was, i);
          }
    }
  return TRUE;
}

/* A copy of the fields with each clear sealed value sealed to the service. */
static KxRecord *
seal_fields (Submitting *s, const KxRecord *fields, GError **error)
{
  g_autoptr (KxRecord) sealed = kx_record_copy (fields);
  g_autofree char *key = NULL;
  guint8 public[KX_PUBLIC_KEY_SIZE], seed[KX_SEED_SIZE];

  for (guint i = 0; i < fields->entity->n_fields; i++)
    {
      g_autofree char *text = NULL;

      if (!(fields->entity->fields[i].flags & KX_SEALED) || !kx_record_has (fields, i))
        continue;
      if (key == NULL)
        key = kx_book_get_meta (s->book, KX_MIRROR_SEAL_KEY, NULL);
      if (key == NULL || !kx_seal_key_from_text (key, public))
        {
          g_set_error_literal (error, KX_MIRROR_ERROR, KX_MIRROR_ERROR_SEALED,
                               "There is no key of the service to seal the value with");
          return NULL;
        }
      kx_random (seed, sizeof seed);
      text = kx_seal_text (public, seed, kx_record_get (fields, i).TEXT);
      kx_record_put (sealed, i, (KxValue){ .TEXT = text });
    }
  return g_steal_pointer (&sealed);
}

/* What the mirror shows of sealed values: masks. */
static void
mask (KxRecord *patch)
{
  for (guint i = 0; i < patch->entity->n_fields; i++)
    if ((patch->entity->fields[i].flags & KX_SEALED) && kx_record_has (patch, i))
      {
        g_autofree char *text = kx_check_mask (&patch->entity->fields[i], kx_record_get (patch, i).TEXT);

        kx_record_put (patch, i, (KxValue){ .TEXT = text });
      }
}

/* Shows one change of the decision, and remembers that this op touches the row. */
static gboolean
show_change (Submitting *s, gint64 out, const KxChange *change, GError **error)
{
  const KxEntity *entity = kx_schema_entity (s->book->schema, change->record->entity->name);
  g_autoptr (KxRecord) patch = kx_record_copy (change->record), row = NULL;
  GError *local = NULL;

  mask (patch);
  if (!kx_mirror_row_keep (s->book, entity, patch->id, error) ||
      !kx_mirror_outbox_touch (s->book, out, change->kind, patch, error))
    return FALSE;
  row = kx_mirror_row_get (s->book, entity, patch->id, &local);
  if (local == NULL)
    {
      row = kx_mirror_row_change (g_steal_pointer (&row), change->kind, patch, s->moment->actor->user,
                                  s->moment->now);
      kx_mirror_row_put (s->book, row, &local);
    }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

/* The unsent patch of the same row that this one can join: the last op of the row, alone in its act. When the
 * row came anew since then, this one builds upon what the earlier did not know. */
static KxOutItem *
find_to_fold (Submitting *s, const KxOp *op, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (op->entity->name), KX_ARG_TEXT (op->row) };
  g_autoptr (KxOutItem) item = NULL;
  gint64 id = 0;

  if (op->kind != KX_OP_PATCH || s->tx_size != 1 ||
      !kx_db_get_integer (s->book->db,
                          "SELECT coalesce(max(out), 0) FROM mirror_touch WHERE entity = $1 AND row = $2",
                          args, 2, &id, error) ||
      id == 0)
    return NULL;
  item = kx_mirror_outbox_get (s->book, id, error);
  if (item == NULL || item->op == NULL || item->state != KX_OUT_WAITING || item->n != 0 ||
      item->tx_size != 1 || item->sent || item->op->kind != KX_OP_PATCH || item->op->base != op->base ||
      !g_str_equal (item->op->row, op->row) || g_strcmp0 (item->op->reason, op->reason) != 0)
    return NULL;
  return g_steal_pointer (&item);
}

/* Puts `op` into an earlier one: its values win, what the earlier replaced stays what was replaced. */
static gboolean
fold (Submitting *s, KxOutItem *into, const KxOp *op, GError **error)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (KxRecord) was = op->was != NULL ? kx_record_copy (op->was) : NULL;
  KxDbArg args[3];

  kx_record_apply (into->op->fields, op->fields);
  if (was != NULL && into->op->was != NULL)
    kx_record_apply (was, into->op->was);
  if (was != NULL)
    {
      g_clear_pointer (&into->op->was, kx_record_free);
      into->op->was = g_steal_pointer (&was);
    }
  into->op->at = op->at;
  kx_wire_append_op (line, 0, into->tx, 1, into->op);
  args[0] = KX_ARG_INTEGER (into->id);
  args[1] = KX_ARG_TEXT (line->str);
  args[2] = KX_ARG_INTEGER (op->at.ms);
  return kx_db_run (s->book->db, "UPDATE mirror_outbox SET line = $2, at = $3, saved = 0 WHERE id = $1", args,
                    3, error);
}

static gboolean
insert_op (Submitting *s, const KxOp *op, gint64 *ret_id, GError **error)
{
  g_autoptr (GString) line = g_string_new (NULL);
  const char *kind = op->kind == KX_OP_ACTION ? op->action : kx_op_kind_name (op->kind);
  KxDbArg args[] = { KX_ARG_TEXT (op->id),           KX_ARG_TEXT (s->tx),
                     KX_ARG_INTEGER (s->tx_size),    KX_ARG_TEXT (kind),
                     KX_ARG_TEXT (op->entity->name), KX_ARG_TEXT (op->row),
                     KX_ARG_NULL (KX_DB_TEXT),       KX_ARG_INTEGER (op->at.ms) };

  kx_wire_append_op (line, 0, s->tx, s->tx_size, op);
  args[6] = KX_ARG_TEXT (line->str);
  return kx_db_get_integer (
      s->book->db,
      "INSERT INTO mirror_outbox (op, tx, tx_size, n, state, kind, entity, row, line, at, tries, sent, "
      "saved) VALUES ($1, $2, $3, 0, 0, $4, $5, $6, $7, $8, 0, 0, 0) RETURNING id",
      args, G_N_ELEMENTS (args), ret_id, error);
}

/* Stored as it will travel: with sealed values sealed. */
static gboolean
store_op (Submitting *s, KxOp *op, gint64 *ret_out, GError **error)
{
  KxRecord *clear = op->fields;
  g_autoptr (KxRecord) sealed = clear != NULL ? seal_fields (s, clear, error) : NULL;
  g_autoptr (KxOutItem) into = NULL;
  GError *local = NULL;
  gboolean done;

  if (clear != NULL && sealed == NULL)
    return FALSE;
  into = find_to_fold (s, op, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  op->fields = sealed;
  done = into != NULL ? fold (s, into, op, error) : insert_op (s, op, ret_out, error);
  op->fields = clear;
  if (into != NULL)
    *ret_out = into->id;
  return done;
}

/* The part of the patch that an earlier op of the same number brought is kept. */
static void
join_earlier (Submitting *s, gint64 out, const KxChange *change)
{
  g_autoptr (GPtrArray) waiting =
      kx_mirror_outbox_list_waiting (s->book, change->record->entity, change->record->id, NULL);
  const KxMirrorWaiting *last = waiting != NULL && waiting->len > 0 ? waiting->pdata[waiting->len - 1] : NULL;
  g_autoptr (KxRecord) joined = NULL;

  if (last == NULL || last->kind != change->kind)
    return;
  joined = kx_record_copy (last->patch);
  kx_record_apply (joined, change->record);
  kx_record_apply (change->record, joined);
}

/* What it comes to cannot be told here: a row that it needs has not come, or is not open. The service will
 * tell. */
static gboolean
is_untold (const KxDecision *decision)
{
  for (guint i = 0; i < decision->findings->len; i++)
    if (((KxFinding *) decision->findings->pdata[i])->verdict == KX_CANNOT_TELL)
      return decision->changes->len == 0;
  return FALSE;
}

static gboolean
submit_one (Submitting *s, KxOp *op, KxDecision *decision, GError **error)
{
  gint64 out = 0, before = 0;

  if (decision->changes->len == 0 && !is_untold (decision))
    return TRUE; /* nothing would change: nothing travels */
  if (!kx_db_get_integer (s->book->db, "SELECT coalesce(max(id), 0) FROM mirror_outbox", NULL, 0, &before,
                          error) ||
      !store_op (s, op, &out, error))
    return FALSE;
  s->stored++;
  for (guint i = 0; i < decision->changes->len; i++)
    {
      if (out <= before)
        join_earlier (s, out, decision->changes->pdata[i]);
      if (!show_change (s, out, decision->changes->pdata[i], error))
        return FALSE;
    }
  return TRUE;
}

/* Ops that change nothing do not travel, and their act says how many do: without them it would be taken for
 * one that came incomplete. */
static gboolean
tell_size (Submitting *s, GError **error)
{
  g_autoptr (GPtrArray) items = NULL;

  if (s->stored == 0 || s->stored == s->tx_size)
    return TRUE;
  items = kx_mirror_outbox_list_act (s->book, s->tx, error);
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const KxOutItem *item = items->pdata[i];
      g_autoptr (GString) line = g_string_new (NULL);
      KxDbArg args[] = { KX_ARG_INTEGER (item->id), KX_ARG_INTEGER (items->len), KX_ARG_NULL (KX_DB_TEXT) };

      kx_wire_append_op (line, 0, item->tx, items->len, item->op);
      args[2] = KX_ARG_TEXT (line->str);
      if (!kx_db_run (s->book->db, "UPDATE mirror_outbox SET tx_size = $2, line = $3 WHERE id = $1", args, 3,
                      error))
        return FALSE;
    }
  return items != NULL;
}

static void
take_findings (KxDecision *into, KxDecision *from)
{
  while (from->findings->len > 0)
    g_ptr_array_add (into->findings, g_ptr_array_steal_index (from->findings, 0));
}

static KxDecision *
decide (Submitting *s, KxOp *op, GError **error)
{
  KxScene scene = { .schema = s->book->schema,
                    .op = op,
                    .actor = s->moment->actor,
                    .reader = s->reader,
                    .today = s->moment->today,
                    .on_device = TRUE };
  KxDecision *decision = kx_decide (&scene);

  if (!decision->broken)
    return decision;
  kx_decision_free (decision);
  g_propagate_error (
      error, kx_mirror_reader_get_error (s->reader) != NULL
                 ? g_error_copy (kx_mirror_reader_get_error (s->reader))
                 : g_error_new_literal (KX_STORE_ERROR, KX_STORE_ERROR_BROKEN, "The mirror gave no answer"));
  return NULL;
}

static KxDecision *
submit_all (Submitting *s, KxOp *const *ops, guint n_ops, GError **error)
{
  g_autoptr (KxDecision) last = NULL;

  for (guint i = 0; i < n_ops; i++)
    {
      g_autoptr (KxDecision) decision = NULL;

      if (!complete_op (s, ops[i], error) || (decision = decide (s, ops[i], error)) == NULL)
        return NULL;
      if (last != NULL)
        take_findings (decision, last);
      if (decision->result != KX_REJECTED && !submit_one (s, ops[i], decision, error))
        return NULL;
      g_clear_pointer (&last, kx_decision_free);
      last = g_steal_pointer (&decision);
      if (last->result == KX_REJECTED)
        return g_steal_pointer (&last);
    }
  return tell_size (s, error) ? g_steal_pointer (&last) : NULL;
}

KxDecision *
kx_mirror_submit_ops (KxBook *book, const KxMirrorMoment *moment, KxOp *const *ops, guint n_ops,
                      GError **error)
{
  Submitting s = { book, moment, NULL, ops[0]->id, n_ops, 0 };
  KxDecision *decision = NULL;
  gint64 loading = 0, rows = book->rows;

  if (n_ops > KX_WIRE_MOST_OPS)
    {
      g_set_error (error, KX_MIRROR_ERROR, KX_MIRROR_ERROR_LARGE, "One act has at most %u changes",
                   KX_WIRE_MOST_OPS);
      return NULL;
    }
  if (!kx_mirror_meta_get_number (book, KX_MIRROR_LOADING, &loading, error) ||
      !kx_db_run (book->db, "SAVEPOINT submit", NULL, 0, error))
    return NULL;
  s.reader = kx_mirror_reader_new (book, moment->actor, loading != 0);
  decision = submit_all (&s, ops, n_ops, error);
  kx_mirror_reader_free (s.reader);
  if (decision == NULL)
    return NULL; /* the transaction is rolled back by the caller */
  if (decision->result == KX_REJECTED)
    {
      book->rows = rows;
      if (!kx_db_run (book->db, "ROLLBACK TO SAVEPOINT submit", NULL, 0, error))
        g_clear_pointer (&decision, kx_decision_free);
    }
  if (decision != NULL && !kx_db_run (book->db, "RELEASE SAVEPOINT submit", NULL, 0, error))
    g_clear_pointer (&decision, kx_decision_free);
  return decision;
}
