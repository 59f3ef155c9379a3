#include "store/kx-apply.h"

#include "core/kx-check.h"
#include "core/kx-wire-record.h"
#include "store/kx-audit.h"
#include "store/kx-history.h"
#include "store/kx-row.h"
#include "store/kx-search.h"
#include "store/kx-space.h"
#include "store/kx-tombstone.h"

#include <string.h>

#define BIT(field) (G_GUINT64_CONSTANT (1) << (field))

static void
outcome_free (gpointer data)
{
  KxOutcome *outcome = data;

  g_clear_pointer (&outcome->decision, kx_decision_free);
  g_free (outcome->row);
  g_free (outcome->answer);
  g_free (outcome);
}

void
kx_applied_free (KxApplied *applied)
{
  g_ptr_array_unref (applied->outcomes);
  g_free (applied);
}

/* One op being applied. */
typedef struct
{
  KxBook *book;
  const KxWork *work;
  const KxOp *op;
  gint64 seq; /* of the whole work */
  guint ord;  /* of the next line of history */
  gboolean wrote;
  KxRecord *row; /* owned; the op's row as it was written, sealed fields masked; NULL: not changed */
} Applying;

static gboolean
write_feed (KxBook *book, const KxRecord *record, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (record->entity->name), KX_ARG_TEXT (record->id),
                     KX_ARG_INTEGER (record->seq), KX_ARG_TEXT (record->space) };

  return kx_db_run (
      book->db,
      "INSERT INTO feed (entity, row, seq, space) VALUES ($1, $2, $3, $4) ON CONFLICT (entity, row) DO "
      "UPDATE SET seq = excluded.seq, space = excluded.space",
      args, G_N_ELEMENTS (args), error);
}

static gboolean
write_history_line (Applying *a, const KxRecord *record, const char *kind, const char *field, const char *old,
                    const char *new, GError **error)
{
  const KxHistoryLine line = {
    record->entity->name, record->id,  a->seq,    a->ord++,     kind, field, old, new,
    a->work->actor->user, a->work->at, a->op->id, a->op->reason
  };

  return kx_history_append (a->book, &line, error);
}

static const char *
kind_of (const KxOp *op)
{
  return op->kind == KX_OP_ACTION ? op->action : kx_op_kind_name (op->kind);
}

/* What happened to this row, which need not be the one that the op names. */
static const char *
kind_of_change (const Applying *a, const KxChange *change)
{
  switch (change->kind)
    {
    case KX_CHANGE_CREATE:
      return kx_op_kind_name (KX_OP_CREATE);
    case KX_CHANGE_TRASH:
      return kx_op_kind_name (KX_OP_DELETE);
    case KX_CHANGE_RESTORE:
      return kx_op_kind_name (KX_OP_RESTORE);
    case KX_CHANGE_UPDATE:
    default:
      return kind_of (a->op);
    }
}

static gboolean
write_history (Applying *a, const char *kind, const KxRecord *before, const KxRecord *after, guint64 changed,
               GError **error)
{
  if (before == NULL || changed == 0)
    return write_history_line (a, after, kind, NULL, NULL, NULL, error);
  for (guint i = 0; i < after->entity->n_fields; i++)
    {
      g_autofree char *old = kx_record_text (before, i), *new = kx_record_text (after, i);

      if ((changed & BIT (i)) &&
          !write_history_line (a, after, kind, after->entity->fields[i].name, old, new, error))
        return FALSE;
    }
  return TRUE;
}

/* The row as everyone sees it: sealed values of `patch` replaced by their masks. */
static KxRecord *
make_shown (const KxRecord *row, guint64 changed)
{
  KxRecord *shown = kx_record_copy (row);

  for (guint i = 0; i < row->entity->n_fields; i++)
    if ((row->entity->fields[i].flags & KX_SEALED) && (changed & BIT (i)) && kx_record_has (row, i))
      {
        g_autofree char *mask = kx_check_mask (&row->entity->fields[i], kx_record_get (row, i).TEXT);

        kx_record_put (shown, i, (KxValue){ .TEXT = mask });
      }
  return shown;
}

static guint64
find_changed (const KxRecord *before, const KxRecord *patch)
{
  guint64 changed = 0;

  for (guint i = 0; i < patch->entity->n_fields; i++)
    if (kx_record_mentions (patch, i) && (before == NULL || !kx_record_same (before, patch, i)))
      changed |= BIT (i);
  return changed;
}

/* The whole row after the change; sealed fields that change hold their clear value. */
static KxRecord *
make_row (Applying *a, const KxChange *change, const KxRecord *before, guint64 changed)
{
  KxRecord *row = before != NULL
                      ? kx_record_copy (before)
                      : kx_record_new (change->record->entity, change->record->id, change->record->space);

  kx_record_apply (row, change->record);
  /* An effect may give the row another place. */
  if (change->record->space != NULL && strcmp (change->record->space, row->space) != 0)
    {
      g_free (row->space);
      row->space = g_strdup (change->record->space);
    }
  row->seq = a->seq;
  row->updated_at = a->work->at;
  g_free (row->updated_by);
  row->updated_by = g_strdup (a->work->actor->user);
  if (before == NULL)
    {
      row->no = ++a->book->rows;
      row->created_at = a->work->at;
      row->created_by = g_strdup (a->work->actor->user);
    }
  if (change->kind == KX_CHANGE_TRASH)
    row->deleted_at = a->work->at;
  else if (change->kind == KX_CHANGE_RESTORE)
    row->deleted_at.ms = 0;
  for (guint i = 0; before != NULL && i < row->entity->n_fields; i++)
    if (changed & BIT (i))
      kx_record_stamp (row, i, a->seq, a->work->device, a->work->actor->user);
  return row;
}

/* Feed and sums: what others have to be told of the change. */
static gboolean
write_sync (Applying *a, const KxRecord *before, const KxRecord *shown, GError **error)
{
  gboolean moved = before != NULL && strcmp (before->space, shown->space) != 0;

  return write_feed (a->book, shown, error) && kx_space_account (a->book, before, shown, error) &&
         (!moved || (shown->entity->traits & KX_LOCAL) ||
          kx_tombstone_write (a->book, shown->entity->name, shown->id, before->space, TRUE, a->work->at,
                              error));
}

static gboolean
apply_change (Applying *a, const KxChange *change, GError **error)
{
  const KxEntity *entity = kx_schema_entity (a->book->schema, change->record->entity->name);
  g_autoptr (KxRecord) before = NULL, row = NULL, shown = NULL;
  KxAuditEntry entry;
  GError *local = NULL;
  guint64 changed;

  if (change->kind != KX_CHANGE_CREATE)
    {
      before = kx_row_get (a->book, entity, change->record->id, &local);
      if (before == NULL)
        {
          g_propagate_error (error, local != NULL
                                        ? local
                                        : g_error_new (KX_STORE_ERROR, KX_STORE_ERROR_BROKEN, "%s %s is gone",
                                                       entity->name, change->record->id));
          return FALSE;
        }
    }
  changed = find_changed (before, change->record);
  row = make_row (a, change, before, changed);
  shown = make_shown (row, changed);
  entry = (KxAuditEntry){ a->seq,          a->work->at, a->work->actor->user,
                          a->work->device, a->op->id,   kind_of (a->op),
                          entity->name,    row->id,     row->space,
                          before,          shown };
  a->wrote = TRUE;
  a->book->accounts_changed |= (entity->traits & KX_LOCAL) != 0;
  if (entity == a->op->entity && g_str_equal (row->id, a->op->row))
    {
      g_clear_pointer (&a->row, kx_record_free);
      a->row = kx_record_copy (shown);
    }
  return (before == NULL ? kx_row_insert (a->book, row, error)
                         : kx_row_update (a->book, row, changed, error)) &&
         write_sync (a, before, shown, error) &&
         write_history (a, kind_of_change (a, change), before, shown, changed, error) &&
         kx_audit_append (a->book, &entry, error) &&
         kx_search_follow (a->book, shown, before, changed, TRUE, error);
}

/* The op's meaning as one text: the same id with another text is another request. Of what is sealed only the
 * keyed hash goes into it: whoever reads the table could try short values otherwise. */
static char *
request_hash (KxBook *book, const KxOp *op)
{
  g_autoptr (GString) text = g_string_new (kind_of (op));

  g_string_append_printf (text, "\n%s\n%s\n%" G_GINT64_FORMAT "\n%s\n", op->entity->name, op->row, op->base,
                          op->reason != NULL ? op->reason : "");
  for (guint i = 0; op->fields != NULL && i < op->fields->entity->n_fields; i++)
    if (kx_record_mentions (op->fields, i))
      {
        const KxField *field = &op->fields->entity->fields[i];
        g_autofree char *clear = kx_record_text (op->fields, i);
        g_autofree char *value = clear != NULL && (field->flags & KX_SEALED)
                                     ? kx_row_sealed_hash (book, field, clear)
                                     : g_strdup (clear);

        g_string_append_printf (text, "%s %" G_GSIZE_FORMAT " %s\n", field->name,
                                value != NULL ? strlen (value) : 0, value != NULL ? value : "null");
      }
  return kx_hash_text (text->str, text->len);
}

/* Whether the same person's op came before; then `outcome` is filled from what was answered then. */
static gboolean
find_result (Applying *a, KxOutcome *outcome, gboolean *ret_found, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (a->work->actor->user), KX_ARG_TEXT (a->op->id) };
  g_autoptr (KxDbRows) rows = kx_db_query (
      a->book->db, "SELECT request, seq, row, answer FROM op_result WHERE actor = $1 AND op = $2", args, 2,
      error);
  g_autofree char *request = NULL;
  GError *local = NULL;

  if (rows == NULL)
    return FALSE;
  *ret_found = kx_db_rows_next (rows, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (!*ret_found)
    return TRUE;
  request = request_hash (a->book, a->op);
  if (!g_str_equal (request, kx_db_rows_text (rows, 0)))
    {
      outcome->reused = TRUE;
      return TRUE;
    }
  outcome->replayed = TRUE;
  outcome->seq = kx_db_rows_integer (rows, 1);
  outcome->row = g_strdup (kx_db_rows_text (rows, 2));
  outcome->answer = g_strdup (kx_db_rows_text (rows, 3));
  return TRUE;
}

static gboolean
write_result (Applying *a, KxOutcome *outcome, GError **error)
{
  g_autofree char *request = request_hash (a->book, a->op);
  g_autoptr (KxRecord) row = g_steal_pointer (&a->row);
  KxDbArg args[8];

  if (row == NULL)
    row = kx_row_get (a->book, a->op->entity, a->op->row, error);

  if (row == NULL)
    return FALSE;
  outcome->seq = row->seq;
  outcome->row = g_strdup (row->id);
  outcome->answer = kx_wire_canonical (row);
  args[0] = KX_ARG_TEXT (a->work->actor->user);
  args[1] = KX_ARG_TEXT (a->op->id);
  args[2] = KX_ARG_TEXT (request);
  args[3] = KX_ARG_INTEGER (row->seq);
  args[4] = KX_ARG_INTEGER (a->work->at.ms);
  args[5] = KX_ARG_TEXT (a->op->entity->name);
  args[6] = KX_ARG_TEXT (row->id);
  args[7] = KX_ARG_TEXT (outcome->answer);
  return kx_db_run (
      a->book->db,
      "INSERT INTO op_result (actor, op, request, seq, at, entity, row, answer) VALUES ($1, $2, $3, $4, "
      "$5, $6, $7, $8)",
      args, G_N_ELEMENTS (args), error);
}

/* What a reveal leaves behind: a line of history and an entry of the audit trail, and no change. */
static gboolean
write_reveal (Applying *a, GError **error)
{
  g_autoptr (KxRecord) row = kx_row_get (a->book, a->op->entity, a->op->row, error);
  KxAuditEntry entry;

  if (row == NULL)
    return FALSE;
  a->wrote = TRUE;
  entry = (KxAuditEntry){ a->seq,
                          a->work->at,
                          a->work->actor->user,
                          a->work->device,
                          a->op->id,
                          kind_of (a->op),
                          row->entity->name,
                          row->id,
                          row->space,
                          NULL,
                          NULL };
  return write_history_line (a, row, kind_of (a->op), kx_record_get (a->op->fields, 0).TEXT, NULL, NULL,
                             error) &&
         kx_audit_append (a->book, &entry, error);
}

static gboolean
is_reveal (const KxOp *op)
{
  const KxTransition *step = kx_lifecycle_knows (op->entity->lifecycle, op->kind, op->action);

  return step != NULL && (step->flags & KX_REVEALS) != 0;
}

KxDecision *
kx_apply_try (KxBook *book, const KxWork *work, const KxOp *op, GError **error)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  KxScene scene = {
    .schema = book->schema, .op = op, .actor = work->actor, .reader = reader, .today = work->today
  };
  g_autoptr (KxDecision) decision = kx_decide (&scene);

  if (!decision->broken)
    return g_steal_pointer (&decision);
  g_propagate_error (
      error, kx_row_reader_get_error (reader) != NULL
                 ? g_error_copy (kx_row_reader_get_error (reader))
                 : g_error_new_literal (KX_STORE_ERROR, KX_STORE_ERROR_BROKEN, "The store gave no answer"));
  return NULL;
}

/* FALSE with an error: the store failed. `ret_refused`: this op was refused. */
static gboolean
apply_op (Applying *a, KxOutcome *outcome, gboolean *ret_refused, GError **error)
{
  gboolean found;

  *ret_refused = FALSE;
  if (!find_result (a, outcome, &found, error))
    return FALSE;
  if (found)
    {
      *ret_refused = outcome->reused;
      return TRUE;
    }
  outcome->decision = kx_apply_try (a->book, a->work, a->op, error);
  if (outcome->decision == NULL)
    return FALSE;
  *ret_refused = outcome->decision->result == KX_REJECTED;
  if (*ret_refused)
    return TRUE;
  for (guint i = 0; i < outcome->decision->changes->len; i++)
    if (!apply_change (a, outcome->decision->changes->pdata[i], error))
      return FALSE;
  if (is_reveal (a->op) && !write_reveal (a, error))
    return FALSE;
  return write_result (a, outcome, error);
}

KxApplied *
kx_apply (KxBook *book, const KxWork *work, GError **error)
{
  KxApplied *applied = g_new0 (KxApplied, 1);
  KxBook before = *book;
  Applying a = { .book = book, .work = work, .seq = book->seq + 1 };
  /* One op is refused before anything of it is written: only several need a point to go back to. */
  gboolean several = work->n_ops > 1, refused = FALSE;
  gboolean alive = !several || kx_db_run (book->db, "SAVEPOINT work", NULL, 0, error);

  applied->outcomes = g_ptr_array_new_with_free_func (outcome_free);
  for (guint i = 0; alive && !refused && i < work->n_ops; i++)
    {
      KxOutcome *outcome = g_new0 (KxOutcome, 1);

      g_ptr_array_add (applied->outcomes, outcome);
      a.op = work->ops[i];
      g_clear_pointer (&a.row, kx_record_free);
      book->seq = a.seq;
      alive = apply_op (&a, outcome, &refused, error);
    }
  if (alive && refused)
    {
      *book = before;
      alive = !several || kx_db_run (book->db, "ROLLBACK TO SAVEPOINT work", NULL, 0, error);
    }
  alive = alive && (!several || kx_db_run (book->db, "RELEASE SAVEPOINT work", NULL, 0, error));
  if (!a.wrote)
    book->seq = before.seq; /* nothing changed: no number is used up */
  g_clear_pointer (&a.row, kx_record_free);
  applied->accepted = !refused;
  if (alive)
    return applied;
  kx_applied_free (applied);
  return NULL;
}

gboolean
kx_apply_bare (KxBook *book, KxRecord *record, KxTime at, GError **error)
{
  g_autoptr (KxRecord) shown = NULL;

  record->no = ++book->rows;
  record->seq = book->seq;
  record->created_at = record->updated_at = at;
  g_free (record->created_by);
  record->created_by = g_strdup ("system");
  shown = make_shown (record, G_MAXUINT64);
  return kx_row_insert (book, record, error) && write_feed (book, record, error) &&
         kx_space_account (book, NULL, shown, error) &&
         kx_search_follow (book, record, NULL, G_MAXUINT64, TRUE, error);
}
