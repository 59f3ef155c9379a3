#include "sync/kx-mirror-offer.h"

#include "core/kx-wire-op.h"
#include "sync/kx-gettext.h"
#include "sync/kx-mirror-notice.h"
#include "sync/kx-mirror-outbox.h"
#include "sync/kx-mirror-row.h"

#include <string.h>

typedef struct
{
  gint64 seq;
  char *line;
} Entry;

static void
entry_clear (gpointer data)
{
  g_free (((Entry *) data)->line);
}

static GArray *
list_journal (KxBook *book, GError **error)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db, "SELECT seq, line FROM mirror_journal ORDER BY id", NULL, 0, error);
  GError *local = NULL;

  g_array_set_clear_func (list, entry_clear);
  if (rows == NULL)
    return NULL;
  while (kx_db_rows_next (rows, &local))
    {
      Entry entry = { kx_db_rows_integer (rows, 0), g_strdup (kx_db_rows_text (rows, 1)) };

      g_array_append_val (list, entry);
    }
  if (local == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, local);
  return NULL;
}

/* A row that is there as the op left it, or as it was changed after, has not lost the op. */
static gboolean
is_lost (const KxRecord *row, const Entry *entry, const KxOp *op)
{
  if (row == NULL)
    return op->kind == KX_OP_CREATE;
  return op->kind != KX_OP_CREATE && row->seq < entry->seq;
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

gboolean
kx_mirror_offer_op (KxBook *book, KxWireOp *wire, KxTime now, GError **error)
{
  KxOp *op = wire->op;
  GError *local = NULL;
  g_autoptr (KxRecord) row = kx_mirror_row_get_confirmed (book, op->entity, op->row, &local);
  g_autoptr (GString) line = g_string_new (NULL);
  gint64 out = 0;
  KxDbArg args[6];

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  op->base = row != NULL ? row->seq : op->base;
  kx_wire_append_op (line, 0, op->id, 1, op);
  args[0] = KX_ARG_TEXT (op->id);
  args[1] = KX_ARG_TEXT (op->kind == KX_OP_ACTION ? op->action : kx_op_kind_name (op->kind));
  args[2] = KX_ARG_TEXT (op->entity->name);
  args[3] = KX_ARG_TEXT (op->row);
  args[4] = KX_ARG_TEXT (line->str);
  args[5] = KX_ARG_INTEGER (now.ms);
  return kx_db_get_integer (
             book->db,
             "INSERT INTO mirror_outbox (op, tx, tx_size, n, state, kind, entity, row, line, at, tries, "
             "saved) "
             "VALUES ($1, $1, 1, 0, 0, $2, $3, $4, $5, $6, 0, 0) ON CONFLICT (op) DO UPDATE SET line = "
             "excluded.line RETURNING id",
             args, G_N_ELEMENTS (args), &out, error) &&
         touch (book, out, op, row, error);
}

static gboolean
offer (KxBook *book, const Entry *entry, KxTime now, guint *ret_n, GError **error)
{
  g_autoptr (KxWireOp) wire = kx_wire_read_op (book->schema, entry->line, strlen (entry->line), NULL);
  g_autoptr (KxRecord) row = NULL;
  GError *local = NULL;

  if (wire == NULL || wire->op == NULL)
    return TRUE;
  row = kx_mirror_row_get_confirmed (book, wire->op->entity, wire->op->row, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (!is_lost (row, entry, wire->op))
    return TRUE;
  (*ret_n)++;
  wire->op->base = 0;
  return kx_mirror_offer_op (book, wire, now, error);
}

gboolean
kx_mirror_offer_again (KxBook *book, KxTime now, GError **error)
{
  g_autoptr (GArray) journal = list_journal (book, error);
  guint n = 0;

  if (journal == NULL)
    return FALSE;
  for (guint i = 0; i < journal->len; i++)
    if (!offer (book, &g_array_index (journal, Entry, i), now, &n, error))
      return FALSE;
  if (n > 0)
    {
      g_autofree char *text =
          g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                        /* Translators: %u is how many changes */
                                        "The service was restored from a backup; %u change of this computer "
                                        "was missing there and is sent again.",
                                        "The service was restored from a backup; %u changes of this computer "
                                        "were missing there and are sent "
                                        "again.",
                                        n),
                           n);

      if (!kx_mirror_notice_add (book, text, now, error))
        return FALSE;
    }
  return kx_db_run (book->db, "DELETE FROM mirror_journal", NULL, 0, error);
}
