#include "sync/kx-mirror-outbox.h"

#include "core/kx-json-write.h"
#include "core/kx-wire-op.h"
#include "core/kx-wire.h"
#include "store/kx-row.h"
#include "sync/kx-mirror-row.h"
#include "sync/kx-mirror-tables.h"
#include "sync/kx-mirror-upload.h"

#include <string.h>

#define COLUMNS "id, n, tx, line, tx_size, state, at, tries, error, findings, sent"

void
kx_out_item_free (KxOutItem *item)
{
  g_clear_pointer (&item->op, kx_op_free);
  g_clear_pointer (&item->findings, g_ptr_array_unref);
  g_free (item->tx);
  g_free (item->line);
  g_free (item->last_error);
  g_free (item);
}

static void
waiting_free (gpointer data)
{
  KxMirrorWaiting *waiting = data;

  g_clear_pointer (&waiting->op, kx_op_free);
  kx_record_free (waiting->patch);
  g_free (waiting->user);
  g_free (waiting);
}

static KxOp *
read_op (KxBook *book, const char *line)
{
  g_autoptr (KxWireOp) wire = kx_wire_read_op (book->schema, line, strlen (line), NULL);

  return wire != NULL ? g_steal_pointer (&wire->op) : NULL;
}

/* Findings are kept as the line in which the service told them. */
static GPtrArray *
read_findings (KxBook *book, const char *line)
{
  g_autoptr (KxWireResult) result = NULL;

  if (line == NULL)
    return NULL;
  result = kx_wire_read_result (book->schema, line, strlen (line), NULL);
  return result != NULL ? g_steal_pointer (&result->findings) : NULL;
}

static KxOutItem *
read_item (KxBook *book, KxDbRows *rows)
{
  KxOutItem *item = g_new0 (KxOutItem, 1);

  item->id = kx_db_rows_integer (rows, 0);
  item->n = kx_db_rows_integer (rows, 1);
  item->tx = g_strdup (kx_db_rows_text (rows, 2));
  item->line = g_strdup (kx_db_rows_text (rows, 3));
  item->tx_size = (guint) kx_db_rows_integer (rows, 4);
  item->op = read_op (book, item->line);
  item->state = (KxOutState) kx_db_rows_integer (rows, 5);
  item->at.ms = kx_db_rows_integer (rows, 6);
  item->tries = (guint) kx_db_rows_integer (rows, 7);
  item->last_error = g_strdup (kx_db_rows_text (rows, 8));
  item->findings = read_findings (book, kx_db_rows_text (rows, 9));
  item->sent = kx_db_rows_integer (rows, 10) != 0;
  return item;
}

static GPtrArray *
list_items (KxBook *book, const char *sql, const KxDbArg *args, guint n_args, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_out_item_free);
  g_autoptr (KxDbRows) rows = kx_db_query (book->db, sql, args, n_args, error);
  GError *local = NULL;

  if (rows == NULL)
    return NULL;
  while (kx_db_rows_next (rows, &local))
    g_ptr_array_add (items, read_item (book, rows));
  if (local == NULL)
    return g_steal_pointer (&items);
  g_propagate_error (error, local);
  return NULL;
}

GPtrArray *
kx_mirror_outbox_list (KxBook *book, guint limit, GError **error)
{
  return list_items (book, "SELECT " COLUMNS " FROM mirror_outbox ORDER BY id LIMIT $1",
                     &KX_ARG_INTEGER (limit), 1, error);
}

KxOutItem *
kx_mirror_outbox_get (KxBook *book, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) items = list_items (book, "SELECT " COLUMNS " FROM mirror_outbox WHERE id = $1",
                                            &KX_ARG_INTEGER (id), 1, error);

  return items != NULL && items->len > 0 ? g_ptr_array_steal_index (items, 0) : NULL;
}

GPtrArray *
kx_mirror_outbox_list_act (KxBook *book, const char *tx, GError **error)
{
  return list_items (book, "SELECT " COLUMNS " FROM mirror_outbox WHERE tx = $1 ORDER BY id",
                     &KX_ARG_TEXT (tx), 1, error);
}

/* The act that this op belongs to; empty when there is no such op. */
static GPtrArray *
list_act_of (KxBook *book, gint64 id, GError **error)
{
  return list_items (
      book,
      "SELECT " COLUMNS
      " FROM mirror_outbox WHERE tx = (SELECT tx FROM mirror_outbox WHERE id = $1) ORDER BY id",
      &KX_ARG_INTEGER (id), 1, error);
}

gboolean
kx_mirror_outbox_count (KxBook *book, gint64 *ret_counts, GError **error)
{
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db, "SELECT state, count(*) FROM mirror_outbox GROUP BY state", NULL, 0, error);
  GError *local = NULL;

  if (rows == NULL)
    return FALSE;
  memset (ret_counts, 0, sizeof *ret_counts * (KX_OUT_ORPHAN + 1));
  while (kx_db_rows_next (rows, &local))
    {
      gint64 state = kx_db_rows_integer (rows, 0);

      if (state >= 0 && state <= KX_OUT_ORPHAN)
        ret_counts[state] = kx_db_rows_integer (rows, 1);
    }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

/* A patch as it was kept: one object of fields; nulls count. */
static KxRecord *
read_patch (const KxEntity *entity, const char *id, const char *space, const char *json)
{
  g_autoptr (KxJson) parsed = kx_json_parse (json, strlen (json), NULL);
  KxRecord *patch = kx_record_new (entity, id, space);

  for (guint i = 0; parsed != NULL && i < entity->n_fields; i++)
    {
      const KxJsonNode *node = kx_json_node_member (kx_json_get_root (parsed), entity->fields[i].name);
      KxValue value;

      if (node == NULL)
        continue;
      if (kx_json_node_get_type (node) == KX_JSON_STRING &&
          kx_value_from_text (&entity->fields[i], kx_json_node_get_text (node, NULL), &value))
        kx_record_put (patch, i, value);
      else if (kx_json_node_get_type (node) == KX_JSON_NULL)
        kx_record_put_null (patch, i);
    }
  return patch;
}

/* The inverse. */
static char *
patch_to_json (const KxRecord *patch)
{
  GString *json = g_string_new ("{");

  for (guint i = 0; i < patch->entity->n_fields; i++)
    {
      g_autofree char *text = NULL;

      if (!kx_record_mentions (patch, i))
        continue;
      text = kx_record_text (patch, i);
      kx_json_write_name (json, patch->entity->fields[i].name);
      if (text != NULL)
        kx_json_write_string (json, text);
      else
        g_string_append (json, "null");
    }
  return g_string_free (g_string_append_c (json, '}'), FALSE);
}

gboolean
kx_mirror_outbox_touch (KxBook *book, gint64 id, KxChangeKind kind, const KxRecord *patch, GError **error)
{
  g_autofree char *json = patch_to_json (patch);
  KxDbArg args[] = { KX_ARG_INTEGER (id),   KX_ARG_TEXT (patch->entity->name), KX_ARG_TEXT (patch->id),
                     KX_ARG_INTEGER (kind), KX_ARG_TEXT (patch->space),        KX_ARG_TEXT (json) };

  return kx_db_run (
      book->db,
      "INSERT INTO mirror_touch (out, entity, row, kind, space, fields) VALUES ($1, $2, $3, $4, $5, $6) ON "
      "CONFLICT (entity, row, out) DO UPDATE SET kind = excluded.kind, fields = excluded.fields",
      args, G_N_ELEMENTS (args), error);
}

GPtrArray *
kx_mirror_outbox_list_waiting (KxBook *book, const KxEntity *entity, const char *id, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (waiting_free);
  KxDbArg args[] = { KX_ARG_TEXT (entity->name), KX_ARG_TEXT (id), KX_ARG_INTEGER (KX_OUT_HELD) };
  g_autoptr (KxDbRows) rows = kx_db_query (book->db,
                                           "SELECT o.line, t.kind, t.space, t.fields, o.at, (SELECT value "
                                           "FROM meta WHERE name = '" KX_MIRROR_USER "') FROM "
                                           "mirror_touch t JOIN mirror_outbox o ON o.id = t.out WHERE "
                                           "t.entity = $1 AND t.row = $2 AND o.state <= $3 ORDER BY "
                                           "o.id",
                                           args, G_N_ELEMENTS (args), error);
  GError *local = NULL;

  if (rows == NULL)
    return NULL;
  while (kx_db_rows_next (rows, &local))
    {
      KxMirrorWaiting *waiting = g_new0 (KxMirrorWaiting, 1);

      waiting->op = read_op (book, kx_db_rows_text (rows, 0));
      waiting->kind = (KxChangeKind) kx_db_rows_integer (rows, 1);
      waiting->patch = read_patch (entity, id, kx_db_rows_text (rows, 2), kx_db_rows_text (rows, 3));
      waiting->at.ms = kx_db_rows_integer (rows, 4);
      waiting->user = g_strdup (kx_db_rows_text (rows, 5));
      g_ptr_array_add (list, waiting);
    }
  if (local == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, local);
  return NULL;
}

GPtrArray *
kx_mirror_outbox_list_touched (KxBook *book, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  g_autoptr (KxDbRows) rows = kx_db_query (
      book->db, "SELECT entity, row, space FROM mirror_touch WHERE out = $1", &KX_ARG_INTEGER (id), 1, error);
  GError *local = NULL;

  if (rows == NULL)
    return NULL;
  while (kx_db_rows_next (rows, &local))
    {
      const KxEntity *entity = kx_schema_entity (book->schema, kx_db_rows_text (rows, 0));

      if (entity != NULL)
        g_ptr_array_add (list, kx_record_new (entity, kx_db_rows_text (rows, 1), kx_db_rows_text (rows, 2)));
    }
  if (local == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, local);
  return NULL;
}

static gboolean
replay_all (KxBook *book, GPtrArray *touched, GError **error)
{
  for (guint i = 0; i < touched->len; i++)
    {
      const KxRecord *row = touched->pdata[i];

      if (!kx_mirror_row_replay (book, row->entity, row->id, error))
        return FALSE;
    }
  return TRUE;
}

/* The salvage file is to forget the op as it is now. */
static gboolean
note_end (KxBook *book, gint64 id, GError **error)
{
  return kx_db_run (book->db,
                    "INSERT OR IGNORE INTO mirror_end (op) SELECT op FROM mirror_outbox WHERE id = $1",
                    &KX_ARG_INTEGER (id), 1, error);
}

gboolean
kx_mirror_outbox_remove (KxBook *book, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) touched = kx_mirror_outbox_list_touched (book, id, error);

  return touched != NULL && note_end (book, id, error) &&
         kx_db_run (book->db, "DELETE FROM mirror_touch WHERE out = $1", &KX_ARG_INTEGER (id), 1, error) &&
         kx_db_run (book->db, "DELETE FROM mirror_outbox WHERE id = $1", &KX_ARG_INTEGER (id), 1, error) &&
         replay_all (book, touched, error);
}

gboolean
kx_mirror_outbox_set_state (KxBook *book, gint64 id, KxOutState state, const char *findings, GError **error)
{
  KxDbArg args[] = { KX_ARG_INTEGER (id), KX_ARG_INTEGER (state), KX_ARG_TEXT (findings) };
  g_autoptr (GPtrArray) touched = kx_mirror_outbox_list_touched (book, id, error);

  return touched != NULL &&
         kx_db_run (book->db,
                    "UPDATE mirror_outbox SET state = $2, findings = $3, n = CASE WHEN $2 = 1 THEN n ELSE 0 "
                    "END WHERE id = $1",
                    args, G_N_ELEMENTS (args), error) &&
         replay_all (book, touched, error);
}

/* What was held behind an op of one of these rows waits again. Those whose rows are still blocked by another
 * refused op are left out when a batch is taken. */
static gboolean
release_held (KxBook *book, GPtrArray *touched, GError **error)
{
  for (guint i = 0; i < touched->len; i++)
    {
      const KxRecord *row = touched->pdata[i];
      KxDbArg args[] = { KX_ARG_TEXT (row->entity->name), KX_ARG_TEXT (row->id), KX_ARG_INTEGER (KX_OUT_HELD),
                         KX_ARG_INTEGER (KX_OUT_WAITING) };

      if (!kx_db_run (book->db,
                      "UPDATE mirror_outbox SET state = $4, n = 0 WHERE state = $3 AND id IN (SELECT out "
                      "FROM mirror_touch "
                      "WHERE entity = $1 AND row = $2)",
                      args, G_N_ELEMENTS (args), error))
        return FALSE;
    }
  return TRUE;
}

/* The op builds upon the row as the service has it now. */
static gboolean
rebase (KxBook *book, KxOutItem *item, GError **error)
{
  g_autoptr (KxRecord) row = NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  KxDbArg args[4];
  GError *local = NULL;

  if (item->op == NULL)
    return TRUE;
  row = kx_mirror_row_get_confirmed (book, item->op->entity, item->op->row, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  item->op->base = row != NULL ? row->seq : 0;
  kx_wire_append_op (line, 0, item->tx, item->tx_size, item->op);
  args[0] = KX_ARG_INTEGER (item->id);
  args[1] = KX_ARG_TEXT (line->str);
  args[2] = KX_ARG_TEXT (item->op->id);
  return note_end (book, item->id, error) &&
         kx_db_run (book->db,
                    "UPDATE mirror_outbox SET line = $2, op = $3, sent = 0, saved = 0 WHERE id = $1", args, 3,
                    error);
}

/* The rows as they are now are what the service has: the last refused change took their shadows along. */
static gboolean
keep_all (KxBook *book, GPtrArray *touched, GError **error)
{
  for (guint i = 0; i < touched->len; i++)
    {
      const KxRecord *row = touched->pdata[i];

      if (!kx_mirror_row_keep (book, row->entity, row->id, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
kx_mirror_outbox_retry (KxBook *book, gint64 id, KxTime now, GError **error)
{
  g_autoptr (GPtrArray) act = list_act_of (book, id, error);

  for (guint i = 0; act != NULL && i < act->len; i++)
    {
      KxOutItem *item = act->pdata[i];
      g_autoptr (GPtrArray) touched = kx_mirror_outbox_list_touched (book, item->id, error);
      char fresh[KX_UUID_TEXT_SIZE];

      if (touched == NULL)
        return FALSE;
      if (item->state != KX_OUT_REFUSED && item->state != KX_OUT_HELD)
        continue;
      /* The service remembers what became of an op's id: once more is another op. */
      if (item->op != NULL)
        {
          kx_random_uuid (now, fresh);
          g_free (item->op->id);
          item->op->id = g_strdup (fresh);
        }
      if (!rebase (book, item, error) || !keep_all (book, touched, error) ||
          !kx_mirror_outbox_set_state (book, item->id, KX_OUT_WAITING, NULL, error) ||
          !release_held (book, touched, error))
        return FALSE;
    }
  return act != NULL;
}

gboolean
kx_mirror_outbox_discard (KxBook *book, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) act = list_act_of (book, id, error);

  for (guint i = act != NULL ? act->len : 0; i-- > 0;)
    {
      KxOutItem *item = act->pdata[i];
      g_autoptr (GPtrArray) touched = kx_mirror_outbox_list_touched (book, item->id, error);

      if (touched == NULL || !release_held (book, touched, error) ||
          !kx_mirror_outbox_remove (book, item->id, error))
        return FALSE;
    }
  return act != NULL && kx_mirror_upload_tidy (book, error);
}

KxOp *
kx_mirror_outbox_make_undo (KxBook *book, const KxOp *op, const char *new_id, GError **error)
{
  static const KxOpKind inverse[KX_N_OP_KINDS] = {
    [KX_OP_CREATE] = KX_OP_DELETE,  [KX_OP_PATCH] = KX_OP_PATCH,    [KX_OP_ADD] = KX_OP_REMOVE,
    [KX_OP_REMOVE] = KX_OP_ADD,     [KX_OP_ACTION] = KX_N_OP_KINDS, [KX_OP_DELETE] = KX_OP_RESTORE,
    [KX_OP_RESTORE] = KX_OP_DELETE,
  };
  g_autoptr (KxRecord) row = kx_mirror_row_get (book, op->entity, op->row, error);
  KxRecord *fields = NULL;
  KxOp *undo;

  if (row == NULL || inverse[op->kind] == KX_N_OP_KINDS || (op->kind == KX_OP_PATCH && op->was == NULL))
    return NULL;
  if (op->kind == KX_OP_PATCH)
    fields = kx_record_copy (op->was);
  else if (op->kind == KX_OP_ADD || op->kind == KX_OP_REMOVE)
    fields = kx_record_copy (op->fields);
  undo = kx_op_new (inverse[op->kind], op->entity, new_id, op->row, fields);
  undo->base = row->seq;
  return undo;
}

gboolean
kx_mirror_outbox_find (KxBook *book, const char *op, char **ret_row, GError **error)
{
  g_autoptr (KxDbRows) rows = kx_db_query (
      book->db,
      "SELECT row FROM mirror_outbox WHERE op = $1 UNION ALL SELECT row FROM mirror_journal WHERE op = $1",
      &KX_ARG_TEXT (op), 1, error);

  if (rows == NULL || !kx_db_rows_next (rows, error))
    return FALSE;
  *ret_row = g_strdup (kx_db_rows_text (rows, 0));
  return TRUE;
}
