#include "sync/kx-mirror-offer.h"

#include "core/kx-wire-op.h"
#include "sync/kx-gettext.h"
#include "sync/kx-mirror-notice.h"
#include "sync/kx-mirror-outbox.h"
#include "sync/kx-mirror-row.h"

#include <string.h>

/* One op that went through. */
typedef struct
{
  KxWireOp *wire; /* owned */
  gint64 seq;     /* of its row afterwards, as it was counted then */
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  kx_wire_op_free (entry->wire);
  g_free (entry);
}

/* Oldest first; what this program cannot read is left out. (element-type Entry) */
static GPtrArray *
list_journal (KxBook *book, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (entry_free);
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db, "SELECT seq, line FROM mirror_journal ORDER BY id", NULL, 0, error);
  GError *local = NULL;

  if (rows == NULL)
    return NULL;
  while (kx_db_rows_next (rows, &local))
    {
      const char *line = kx_db_rows_text (rows, 1);
      g_autoptr (KxWireOp) wire = kx_wire_read_op (book->schema, line, strlen (line), NULL);
      Entry *entry;

      if (wire == NULL || wire->op == NULL)
        continue;
      entry = g_new (Entry, 1);
      *entry = (Entry){ g_steal_pointer (&wire), kx_db_rows_integer (rows, 0) };
      g_ptr_array_add (list, entry);
    }
  if (local == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, local);
  return NULL;
}

/* Whether each field that the op names stands as it did before the op. */
static gboolean
stands_as_before (const KxRecord *row, const KxOp *op)
{
  if (op->was == NULL)
    return FALSE;
  for (guint i = 0; i < row->entity->n_fields; i++)
    if (kx_record_mentions (op->was, i) && !kx_record_same (row, op->was, i))
      return FALSE;
  return TRUE;
}

/* Whether the row is as the op left it. A sealed value tells nothing. */
static gboolean
shows (const KxRecord *row, const KxOp *op)
{
  if (op->kind == KX_OP_DELETE || op->kind == KX_OP_RESTORE)
    return (row->deleted_at.ms != 0) == (op->kind == KX_OP_DELETE);
  if (op->kind == KX_OP_ACTION)
    return FALSE;
  for (guint i = 0; op->fields != NULL && i < row->entity->n_fields; i++)
    {
      guint64 named = op->kind == KX_OP_PATCH ? 0 : kx_record_get (op->fields, i).CODES.bits;

      if (!kx_record_mentions (op->fields, i))
        continue;
      if (op->kind == KX_OP_PATCH && !kx_record_same (row, op->fields, i))
        return FALSE;
      if (op->kind != KX_OP_PATCH &&
          (kx_record_get (row, i).CODES.bits & named) != (op->kind == KX_OP_ADD ? named : 0))
        return FALSE;
    }
  return TRUE;
}

typedef enum
{
  KEPT,
  MAYBE_LOST,
  LOST
} Loss;

/* A row's number never falls: one below that of the op has lost it. One above may have changed since the
 * service was restored, or before, and nothing here tells which: the op is sent then without being shown. If
 * it was not lost, the service knows its id and does nothing. */
static Loss
judge (const KxRecord *row, const Entry *entry)
{
  const KxOp *op = entry->wire->op;

  if (row == NULL)
    return op->kind == KX_OP_DELETE ? MAYBE_LOST : LOST;
  if (op->kind == KX_OP_CREATE)
    return KEPT;
  if (row->seq < entry->seq)
    return LOST;
  return shows (row, op) ? KEPT : MAYBE_LOST;
}

/* What an op built upon may be gone. A base that the restored row has reached stays, also because the service
 * would take the op for another one with another base; else nobody has seen that row: it is the base where it
 * stands as the person saw it, and where not, the two values are to meet. */
static void
fit_base (KxOp *op, const KxRecord *row)
{
  if (row == NULL || op->base <= row->seq)
    return;
  op->base = op->was == NULL || stands_as_before (row, op) ? row->seq : 0;
}

/* What the op does to its own row, as far as it can be told without deciding again: what it makes is shown
 * with its fields, sealed ones apart. */
static gboolean
touch (KxBook *book, gint64 out, const KxOp *op, const KxRecord *row, GError **error)
{
  static const KxChangeKind kinds[KX_N_OP_KINDS] = {
    [KX_OP_CREATE] = KX_CHANGE_CREATE,   [KX_OP_PATCH] = KX_CHANGE_UPDATE,  [KX_OP_ADD] = KX_CHANGE_UPDATE,
    [KX_OP_REMOVE] = KX_CHANGE_UPDATE,   [KX_OP_ACTION] = KX_CHANGE_UPDATE, [KX_OP_DELETE] = KX_CHANGE_TRASH,
    [KX_OP_RESTORE] = KX_CHANGE_RESTORE,
  };
  g_autoptr (KxRecord) patch =
      kx_record_new (op->entity, op->row, row != NULL ? row->space : "000000/unknown");

  for (guint i = 0; op->kind == KX_OP_CREATE && op->fields != NULL && i < op->entity->n_fields; i++)
    if (!(op->entity->fields[i].flags & KX_SEALED))
      kx_record_take (patch, op->fields, i);
  return kx_mirror_row_keep (book, op->entity, op->row, error) &&
         kx_mirror_outbox_touch (book, out, kinds[op->kind], patch, error) &&
         kx_mirror_row_replay (book, op->entity, op->row, error);
}

/* `id` 0: after all others. */
static gboolean
put_op (KxBook *book, gint64 id, const KxWireOp *wire, const char *tx, guint tx_size, gboolean shown,
        KxTime now, GError **error)
{
  const KxOp *op = wire->op;
  GError *local = NULL;
  g_autoptr (KxRecord) row = kx_mirror_row_get_confirmed (book, op->entity, op->row, &local);
  g_autoptr (GString) line = g_string_new (NULL);
  gint64 out = 0;
  KxDbArg args[9];

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  kx_wire_append_op (line, 0, tx, tx_size, op);
  args[0] = KX_ARG_TEXT (op->id);
  args[1] = KX_ARG_TEXT (op->kind == KX_OP_ACTION ? op->action : kx_op_kind_name (op->kind));
  args[2] = KX_ARG_TEXT (op->entity->name);
  args[3] = KX_ARG_TEXT (op->row);
  args[4] = KX_ARG_TEXT (line->str);
  args[5] = KX_ARG_INTEGER (op->at.ms != 0 ? op->at.ms : now.ms);
  args[6] = KX_ARG_TEXT (tx);
  args[7] = KX_ARG_INTEGER (tx_size);
  args[8] = id != 0 ? KX_ARG_INTEGER (id) : KX_ARG_NULL (KX_DB_INTEGER);
  return kx_db_get_integer (book->db,
                            "INSERT INTO mirror_outbox (id, op, tx, tx_size, n, state, kind, entity, row, "
                            "line, at, tries, sent, saved) "
                            "VALUES ($9, $1, $7, $8, 0, 0, $2, $3, $4, $5, $6, 0, 1, 0) ON CONFLICT (op) DO "
                            "UPDATE SET line = "
                            "excluded.line RETURNING id",
                            args, G_N_ELEMENTS (args), &out, error) &&
         (!shown || touch (book, out, op, row, error));
}

gboolean
kx_mirror_offer_act (KxBook *book, GPtrArray *act, KxTime now, GError **error)
{
  for (guint i = 0; i < act->len; i++)
    if (!put_op (book, 0, act->pdata[i], ((KxWireOp *) act->pdata[0])->tx, act->len, TRUE, now, error))
      return FALSE;
  return TRUE;
}

/* The entries from `first` on that are of one act. */
static guint
count_act (GPtrArray *journal, guint first)
{
  guint n = 1;

  while (first + n < journal->len && strcmp (((Entry *) journal->pdata[first + n])->wire->tx,
                                             ((Entry *) journal->pdata[first])->wire->tx) == 0)
    n++;
  return n;
}

/* Of an act all is there or nothing. `id`: of its first op. */
static gboolean
offer_if_lost (KxBook *book, Entry **act, guint n, gint64 id, KxTime now, guint *ret_n, GError **error)
{
  Loss loss = KEPT;

  for (guint i = 0; i < n; i++)
    {
      KxOp *op = act[i]->wire->op;
      GError *local = NULL;
      g_autoptr (KxRecord) row = kx_mirror_row_get_confirmed (book, op->entity, op->row, &local);

      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      loss = MAX (loss, judge (row, act[i]));
      fit_base (op, row);
    }
  for (guint i = 0; loss != KEPT && i < n; i++)
    {
      if (!put_op (book, id + i, act[i]->wire, act[0]->wire->tx, n, loss == LOST, now, error) ||
          !kx_db_run (book->db, "DELETE FROM mirror_journal WHERE op = $1",
                      &KX_ARG_TEXT (act[i]->wire->op->id), 1, error))
        return FALSE;
      (*ret_n)++;
    }
  return TRUE;
}

/* What waits builds upon rows as they are now. */
static gboolean
fit_waiting (KxBook *book, GError **error)
{
  g_autoptr (GPtrArray) items = kx_mirror_outbox_list (book, G_MAXINT32, error);

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const KxOutItem *item = items->pdata[i];
      g_autoptr (KxRecord) row = NULL;
      GError *local = NULL;
      gint64 base;

      if (item->op == NULL || item->state > KX_OUT_HELD)
        continue;
      row = kx_mirror_row_get_confirmed (book, item->op->entity, item->op->row, &local);
      base = item->op->base;
      if (local == NULL)
        fit_base (item->op, row);
      if (local == NULL && item->op->base != base)
        {
          g_autoptr (GString) line = g_string_new (NULL);
          KxDbArg args[] = { KX_ARG_INTEGER (item->id), KX_ARG_NULL (KX_DB_TEXT) };

          kx_wire_append_op (line, 0, item->tx, item->tx_size, item->op);
          args[1] = KX_ARG_TEXT (line->str);
          kx_db_run (book->db, "UPDATE mirror_outbox SET line = $2, saved = 0 WHERE id = $1", args, 2,
                     &local);
        }
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
    }
  return items != NULL;
}

gboolean
kx_mirror_offer_again (KxBook *book, KxTime now, GError **error)
{
  g_autoptr (GPtrArray) journal = list_journal (book, error);
  gint64 first = 0;
  guint n = 0;

  /* What went through once came before what waits, and has to stay before it. */
  if (journal == NULL || !fit_waiting (book, error) ||
      !kx_db_get_integer (book->db, "SELECT min (1, coalesce ((SELECT min(id) FROM mirror_outbox), 1))", NULL,
                          0, &first, error))
    return FALSE;
  first -= journal->len + 1; /* 0 is no number */
  for (guint i = 0, act; i < journal->len; i += act)
    {
      act = count_act (journal, i);
      if (!offer_if_lost (book, (Entry **) journal->pdata + i, act, first + i, now, &n, error))
        return FALSE;
    }
  if (n > 0)
    {
      g_autofree char *text =
          g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                        /* Translators: %u is how many changes */
                                        "The service was restored from a backup; %u change of this computer "
                                        "may be missing there and is sent again.",
                                        "The service was restored from a backup; %u changes of this computer "
                                        "may be missing there and are sent "
                                        "again.",
                                        n),
                           n);

      return kx_mirror_notice_add (book, text, now, error);
    }
  return TRUE;
}
