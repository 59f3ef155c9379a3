#include "store/kx-push-private.h"

#include "store/kx-row.h"

#include <string.h>

/* Adds a row as it stands now, once, and only if the actor may see it. */
static gboolean
add_row (KxBook *book, const KxActor *actor, const KxEntity *entity, const char *id, GPtrArray *rows,
         GError **error)
{
  g_autoptr (KxRecord) row = NULL;
  GError *local = NULL;

  for (guint i = 0; i < rows->len; i++)
    if (strcmp (((KxRecord *) rows->pdata[i])->id, id) == 0)
      return TRUE;
  row = kx_row_get (book, entity, id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (row != NULL && (entity->traits & KX_LOCAL) == 0 && kx_actor_may_read (actor, row->space))
    g_ptr_array_add (rows, g_steal_pointer (&row));
  return TRUE;
}

static GPtrArray *
rows_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
}

static gint64
seq_of (GPtrArray *rows)
{
  return rows->len > 0 ? ((KxRecord *) rows->pdata[0])->seq : 0;
}

char *
kx_push_answer_applied (KxBook *book, const KxActor *actor, const KxWireOp *op, const KxOutcome *outcome,
                        GError **error)
{
  const KxDecision *decision = outcome->decision;
  g_autoptr (GPtrArray) rows = rows_new ();
  GString *line;

  if (!add_row (book, actor, op->op->entity, op->op->row, rows, error))
    return NULL;
  for (guint i = 0; decision != NULL && i < decision->changes->len; i++)
    {
      const KxChange *change = decision->changes->pdata[i];

      if (!add_row (book, actor, change->record->entity, change->record->id, rows, error))
        return NULL;
    }
  line = g_string_new (NULL);
  /* An op that came before under another number was applied then. */
  kx_wire_append_result (line, op->n, decision != NULL ? decision->result : KX_APPLIED, seq_of (rows),
                         decision != NULL ? decision->findings : NULL, rows);
  return g_string_free (line, FALSE);
}

char *
kx_push_answer_refused (KxBook *book, const KxActor *actor, const KxWireOp *op, GPtrArray *findings,
                        GError **error)
{
  g_autoptr (GPtrArray) rows = rows_new ();
  GString *line;

  if (op->op != NULL && !add_row (book, actor, op->op->entity, op->op->row, rows, error))
    return NULL;
  line = g_string_new (NULL);
  kx_wire_append_result (line, op->n, KX_REJECTED, seq_of (rows), findings, rows);
  return g_string_free (line, FALSE);
}

char *
kx_push_answer_held (const KxWireOp *op)
{
  GString *line = g_string_new (NULL);

  kx_wire_append_result (line, op->n, KX_HELD, 0, NULL, NULL);
  return g_string_free (line, FALSE);
}

char *
kx_push_answer_again (KxBook *book, const KxActor *actor, const char *line)
{
  gsize length = strcspn (line, "\n");
  g_autoptr (KxWireResult) result = kx_wire_read_result (book->schema, line, length, NULL);
  guint kept = 0;
  GString *again;

  if (result == NULL)
    return g_strdup (line);
  for (guint i = 0; i < result->rows->len; i++)
    kept += kx_actor_may_read (actor, ((KxRecord *) result->rows->pdata[i])->space);
  if (kept == result->rows->len)
    return g_strdup (line);
  for (guint i = result->rows->len; i > 0; i--)
    if (!kx_actor_may_read (actor, ((KxRecord *) result->rows->pdata[i - 1])->space))
      g_ptr_array_remove_index (result->rows, i - 1);
  again = g_string_new (NULL);
  kx_wire_append_result (again, result->n, result->result, seq_of (result->rows), result->findings,
                         result->rows);
  return g_string_free (again, FALSE);
}
