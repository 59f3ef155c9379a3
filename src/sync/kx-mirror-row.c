#include "sync/kx-mirror-row.h"

#include "core/kx-merge.h"
#include "core/kx-wire-op.h"
#include "core/kx-wire.h"
#include "store/kx-row.h"
#include "store/kx-search.h"
#include "sync/kx-mirror-outbox.h"

#include <string.h>

#define BIT(field) (G_GUINT64_CONSTANT (1) << (field))

typedef struct
{
  gint64 rows;
  guint64 sum;
} Gain;

struct _KxMirrorSums
{
  GHashTable *gains; /* (element-type char* Gain) owned, by space */
};

KxMirrorSums *
kx_mirror_sums_new (void)
{
  KxMirrorSums *sums = g_new (KxMirrorSums, 1);

  sums->gains = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return sums;
}

void
kx_mirror_sums_free (KxMirrorSums *sums)
{
  g_hash_table_unref (sums->gains);
  g_free (sums);
}

void
kx_mirror_sums_add (KxMirrorSums *sums, const char *space, int sign, const char *canonical, gsize length)
{
  guint64 sum = kx_wire_sum (canonical, length);
  Gain *gain = g_hash_table_lookup (sums->gains, space);

  if (gain == NULL)
    {
      gain = g_new0 (Gain, 1);
      g_hash_table_insert (sums->gains, g_strdup (space), gain);
    }
  gain->rows += sign;
  gain->sum += sign > 0 ? sum : -sum;
}

static void
gain (KxMirrorSums *sums, const KxRecord *row, int sign)
{
  g_autofree char *canonical = kx_wire_canonical (row);

  kx_mirror_sums_add (sums, row->space, sign, canonical, strlen (canonical));
}

gboolean
kx_mirror_sums_write (KxMirrorSums *sums, KxBook *book, GError **error)
{
  GHashTableIter iter;
  gpointer space, value;

  g_hash_table_iter_init (&iter, sums->gains);
  while (g_hash_table_iter_next (&iter, &space, &value))
    {
      const Gain *gain = value;
      g_autoptr (KxDbRows) rows = kx_db_query (
          book->db, "SELECT rows, sum FROM mirror_space WHERE space = $1", &KX_ARG_TEXT (space), 1, error);
      gint64 n = 0;
      guint64 sum = 0;
      GError *local = NULL;

      if (rows == NULL)
        return FALSE;
      if (kx_db_rows_next (rows, &local))
        {
          n = kx_db_rows_integer (rows, 0);
          sum = (guint64) kx_db_rows_integer (rows, 1);
        }
      g_clear_pointer (&rows, kx_db_rows_close);
      if (local == NULL)
        {
          KxDbArg args[] = { KX_ARG_TEXT (space), KX_ARG_INTEGER (n + gain->rows),
                             KX_ARG_INTEGER ((gint64) (sum + gain->sum)) };

          kx_db_run (book->db,
                     "INSERT INTO mirror_space (space, rows, sum) VALUES ($1, $2, $3) ON CONFLICT (space) DO "
                     "UPDATE SET "
                     "rows = excluded.rows, sum = excluded.sum",
                     args, G_N_ELEMENTS (args), &local);
        }
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
    }
  g_hash_table_remove_all (sums->gains);
  return TRUE;
}

static void
tell (KxBook *book, const KxEntity *entity, const char *id, KxRowChangeKind kind)
{
  if (book->watch != NULL)
    book->watch (book, entity, id, kind, book->watch_data);
}

/* One text of a row of two keys; `ret_found` tells NULL from none. */
static gboolean
get_text (KxBook *book, const char *sql, const KxEntity *entity, const char *id, gboolean *ret_found,
          char **ret_text, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (entity->name), KX_ARG_TEXT (id) };
  g_autoptr (KxDbRows) rows = kx_db_query (book->db, sql, args, G_N_ELEMENTS (args), error);
  GError *local = NULL;

  *ret_found = FALSE;
  *ret_text = NULL;
  if (rows == NULL)
    return FALSE;
  if (kx_db_rows_next (rows, &local))
    {
      *ret_found = TRUE;
      *ret_text = g_strdup (kx_db_rows_text (rows, 0));
    }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static gboolean
run_keyed (KxBook *book, const char *sql, const KxEntity *entity, const char *id, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (entity->name), KX_ARG_TEXT (id) };

  return kx_db_run (book->db, sql, args, G_N_ELEMENTS (args), error);
}

static gboolean
get_shadow (KxBook *book, const KxEntity *entity, const char *id, gboolean *ret_found, char **ret_json,
            GError **error)
{
  return get_text (book, "SELECT json FROM mirror_shadow WHERE entity = $1 AND row = $2", entity, id,
                   ret_found, ret_json, error);
}

static gboolean
put_shadow (KxBook *book, const KxEntity *entity, const char *id, const char *json, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (entity->name), KX_ARG_TEXT (id), KX_ARG_TEXT (json) };

  return kx_db_run (
      book->db,
      "INSERT INTO mirror_shadow (entity, row, json) VALUES ($1, $2, $3) ON CONFLICT (entity, row) DO UPDATE "
      "SET json = excluded.json",
      args, G_N_ELEMENTS (args), error);
}

static KxRecord *
read_shadow (const KxEntity *entity, const char *json, GError **error)
{
  g_autoptr (KxJson) parsed = kx_json_parse (json, strlen (json), error);

  return parsed != NULL ? kx_wire_read_record (entity, kx_json_get_root (parsed), error) : NULL;
}

KxRecord *
kx_mirror_row_get (KxBook *book, const KxEntity *entity, const char *id, GError **error)
{
  g_autoptr (KxRecord) row = kx_row_get (book, entity, id, error);
  gboolean found;

  if (row == NULL || !get_text (book, "SELECT json FROM mirror_extra WHERE entity = $1 AND row = $2", entity,
                                id, &found, &row->extra, error))
    return NULL;
  return g_steal_pointer (&row);
}

KxRecord *
kx_mirror_row_get_confirmed (KxBook *book, const KxEntity *entity, const char *id, GError **error)
{
  g_autofree char *json = NULL;
  gboolean dirty;

  if (!get_shadow (book, entity, id, &dirty, &json, error))
    return NULL;
  if (!dirty)
    return kx_mirror_row_get (book, entity, id, error);
  return json != NULL ? read_shadow (entity, json, error) : NULL;
}

static gboolean
write_extra (KxBook *book, const KxRecord *row, gboolean had, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (row->entity->name), KX_ARG_TEXT (row->id), KX_ARG_TEXT (row->extra) };

  if (row->extra != NULL)
    return kx_db_run (book->db,
                      "INSERT INTO mirror_extra (entity, row, json) VALUES ($1, $2, $3) ON CONFLICT (entity, "
                      "row) DO UPDATE "
                      "SET json = excluded.json",
                      args, G_N_ELEMENTS (args), error);
  return !had || run_keyed (book, "DELETE FROM mirror_extra WHERE entity = $1 AND row = $2", row->entity,
                            row->id, error);
}

static gboolean
insert_row (KxBook *book, KxRecord *row, GError **error)
{
  row->no = ++book->rows;
  return kx_row_insert (book, row, error) && write_extra (book, row, FALSE, error) &&
         kx_search_follow (book, row, NULL, G_MAXUINT64, FALSE, error);
}

static gboolean
delete_main (KxBook *book, const KxRecord *row, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("DELETE FROM \"%s\" WHERE id = $1", row->entity->name);

  return kx_db_run (book->db, sql, &KX_ARG_TEXT (row->id), 1, error);
}

/* Who made a row and when is told by the service only after the row was made here. */
static gboolean
same_origin (const KxRecord *a, const KxRecord *b)
{
  return a->created_at.ms == b->created_at.ms && g_strcmp0 (a->created_by, b->created_by) == 0;
}

static gboolean
update_row (KxBook *book, KxRecord *row, const KxRecord *before, GError **error)
{
  guint64 changed = 0;

  row->no = before->no;
  for (guint i = 0; i < row->entity->n_fields; i++)
    if (!kx_record_same (row, before, i))
      changed |= BIT (i);
  if (same_origin (row, before))
    {
      if (!kx_row_update (book, row, changed, error))
        return FALSE;
    }
  else if (!delete_main (book, row, error) || !kx_row_insert (book, row, error))
    return FALSE;
  return write_extra (book, row, before->extra != NULL, error) &&
         kx_search_follow (book, row, before, changed, FALSE, error);
}

gboolean
kx_mirror_row_put (KxBook *book, KxRecord *row, GError **error)
{
  GError *local = NULL;
  g_autoptr (KxRecord) before = kx_mirror_row_get (book, row->entity, row->id, &local);

  if (local == NULL)
    (void) (before == NULL ? insert_row (book, row, &local) : update_row (book, row, before, &local));
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  tell (book, row->entity, row->id, before == NULL ? KX_ROW_ADDED : KX_ROW_CHANGED);
  return TRUE;
}

/* The optimistic row alone. */
static gboolean
drop_main (KxBook *book, const KxEntity *entity, const char *id, GError **error)
{
  GError *local = NULL;
  g_autoptr (KxRecord) row = kx_row_get (book, entity, id, &local);

  if (row != NULL && delete_main (book, row, &local) &&
      run_keyed (book, "DELETE FROM mirror_extra WHERE entity = $1 AND row = $2", entity, id, &local))
    {
      row->deleted_at.ms = 1; /* what is gone is not found */
      kx_search_follow (book, row, NULL, 0, FALSE, &local);
      tell (book, entity, id, KX_ROW_REMOVED);
    }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

/* A first load: nearly every row is new, and what is new costs one statement. */
static gboolean
insert_fresh (KxBook *book, KxRecord *row, gboolean *ret_known, GError **error)
{
  GError *local = NULL;

  *ret_known = FALSE;
  if (insert_row (book, row, &local))
    {
      tell (book, row->entity, row->id, KX_ROW_ADDED);
      return TRUE;
    }
  *ret_known = g_error_matches (local, KX_DB_ERROR, KX_DB_ERROR_UNIQUE);
  if (!*ret_known)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  g_error_free (local);
  book->rows--;
  return TRUE;
}

gboolean
kx_mirror_row_confirm (KxBook *book, KxMirrorSums *sums, KxRecord *row, gboolean anew, GError **error)
{
  g_autofree char *json = NULL;
  g_autoptr (KxRecord) before = NULL;
  GError *local = NULL;
  gboolean dirty;

  if (!get_shadow (book, row->entity, row->id, &dirty, &json, error))
    return FALSE;
  before = kx_mirror_row_get_confirmed (book, row->entity, row->id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (before != NULL && before->seq > row->seq && !anew)
    return TRUE;
  if (before != NULL)
    gain (sums, before, -1);
  gain (sums, row, 1);
  if (!dirty)
    return kx_mirror_row_put (book, row, error);
  g_free (json);
  json = kx_wire_canonical (row);
  return put_shadow (book, row->entity, row->id, json, error) &&
         kx_mirror_row_replay (book, row->entity, row->id, error);
}

gboolean
kx_mirror_row_confirm_first (KxBook *book, KxMirrorSums *sums, KxRecord *row, const char *canonical,
                             gsize length, GError **error)
{
  gboolean known;

  if (!insert_fresh (book, row, &known, error))
    return FALSE;
  if (known)
    return kx_mirror_row_confirm (book, sums, row, FALSE, error);
  kx_mirror_sums_add (sums, row->space, 1, canonical, length);
  return TRUE;
}

gboolean
kx_mirror_row_forget (KxBook *book, KxMirrorSums *sums, const KxEntity *entity, const char *id,
                      GError **error)
{
  GError *local = NULL;
  g_autoptr (KxRecord) before = kx_mirror_row_get_confirmed (book, entity, id, &local);
  g_autofree char *json = NULL;
  gboolean dirty = FALSE;

  if (local == NULL && get_shadow (book, entity, id, &dirty, &json, &local))
    {
      if (before != NULL)
        gain (sums, before, -1);
      (void) (dirty ? put_shadow (book, entity, id, NULL, &local) : drop_main (book, entity, id, &local));
    }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

gboolean
kx_mirror_row_remove (KxBook *book, KxMirrorSums *sums, const KxEntity *entity, const char *id,
                      GError **error)
{
  GError *local = NULL;
  g_autoptr (KxRecord) before = kx_mirror_row_get_confirmed (book, entity, id, &local);

  if (before != NULL)
    gain (sums, before, -1);
  if (local == NULL &&
      run_keyed (book, "DELETE FROM mirror_shadow WHERE entity = $1 AND row = $2", entity, id, &local))
    drop_main (book, entity, id, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

gboolean
kx_mirror_row_keep (KxBook *book, const KxEntity *entity, const char *id, GError **error)
{
  GError *local = NULL;
  g_autofree char *json = NULL;
  g_autoptr (KxRecord) row = NULL;
  gboolean dirty;

  if (!get_shadow (book, entity, id, &dirty, &json, error))
    return FALSE;
  if (dirty)
    return TRUE;
  row = kx_mirror_row_get (book, entity, id, &local);
  if (local == NULL)
    {
      json = row != NULL ? kx_wire_canonical (row) : NULL;
      put_shadow (book, entity, id, json, &local);
    }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

KxRecord *
kx_mirror_row_change (KxRecord *row, KxChangeKind kind, const KxRecord *patch, const char *user, KxTime at)
{
  if (row == NULL)
    {
      row = kx_record_new (patch->entity, patch->id, patch->space);
      row->created_at = at;
      row->created_by = g_strdup (user);
    }
  kx_record_apply (row, patch);
  row->updated_at = at;
  g_free (row->updated_by);
  row->updated_by = g_strdup (user);
  if (kind == KX_CHANGE_TRASH)
    row->deleted_at = at;
  else if (kind == KX_CHANGE_RESTORE)
    row->deleted_at.ms = 0;
  return row;
}

/* One change that waits, upon the row as it stands now. A person's own values stay as they were typed; a long
 * text is put together with what others wrote. */
static KxRecord *
apply_waiting (KxRecord *row, const KxMirrorWaiting *waiting)
{
  const KxOp *op = waiting->op;
  gboolean merges = op != NULL && row != NULL && strcmp (op->row, row->id) == 0 &&
                    (op->kind == KX_OP_PATCH || op->kind == KX_OP_ADD || op->kind == KX_OP_REMOVE);

  if (merges)
    {
      g_auto (KxMerge) merge = kx_merge_op (row, op);

      /* The op holds what is sealed for the service; here a mask stands for it. */
      for (guint i = 0; i < row->entity->n_fields; i++)
        if ((row->entity->fields[i].flags & KX_SEALED) && kx_record_mentions (merge.patch, i))
          kx_record_take (merge.patch, waiting->patch, i);
      return kx_mirror_row_change (row, KX_CHANGE_UPDATE, merge.patch, waiting->user, waiting->at);
    }
  /* A change of a row that is no more waits for the service's word; it makes no row of a few fields. */
  if (row == NULL && waiting->kind != KX_CHANGE_CREATE)
    return NULL;
  return kx_mirror_row_change (row, waiting->kind, waiting->patch, waiting->user, waiting->at);
}

gboolean
kx_mirror_row_replay (KxBook *book, const KxEntity *entity, const char *id, GError **error)
{
  g_autoptr (GPtrArray) waiting = kx_mirror_outbox_list_waiting (book, entity, id, error);
  g_autofree char *json = NULL;
  g_autoptr (KxRecord) row = NULL;
  gboolean dirty;

  if (waiting == NULL || !get_shadow (book, entity, id, &dirty, &json, error))
    return FALSE;
  if (!dirty)
    return TRUE;
  if (json != NULL && (row = read_shadow (entity, json, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < waiting->len; i++)
    row = apply_waiting (g_steal_pointer (&row), waiting->pdata[i]);
  if (waiting->len == 0 &&
      !run_keyed (book, "DELETE FROM mirror_shadow WHERE entity = $1 AND row = $2", entity, id, error))
    return FALSE;
  if (row != NULL)
    return kx_mirror_row_put (book, row, error);
  /* Deleted elsewhere while a change of it waits: the row stays to be seen as it was left. */
  return waiting->len > 0 || drop_main (book, entity, id, error);
}

gboolean
kx_mirror_row_sum_all (KxBook *book, KxMirrorSums *sums, const KxEntity *entity, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT id FROM \"%s\" UNION SELECT row FROM mirror_shadow WHERE entity = $1", entity->name);
  g_autoptr (GPtrArray) ids = kx_db_list_texts (book->db, sql, &KX_ARG_TEXT (entity->name), 1, 1, error);
  GError *local = NULL;

  for (guint i = 0; ids != NULL && local == NULL && i < ids->len; i++)
    {
      g_autoptr (KxRecord) row = kx_mirror_row_get_confirmed (book, entity, ids->pdata[i], &local);

      if (row != NULL)
        gain (sums, row, 1);
    }
  if (local != NULL)
    g_propagate_error (error, local);
  return ids != NULL && local == NULL;
}
