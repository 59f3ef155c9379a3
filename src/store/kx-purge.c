#include "store/kx-purge.h"

#include "store/kx-audit.h"
#include "store/kx-device.h"
#include "store/kx-history.h"
#include "store/kx-row.h"
#include "store/kx-space.h"
#include "store/kx-tombstone.h"

#define ACTOR "system"
#define KIND "purge"

/* What else is kept for an account. */
static gboolean
remove_account (KxBook *book, const char *user, GError **error)
{
  return kx_db_run (book->db, "DELETE FROM session WHERE user_id = $1", &KX_ARG_TEXT (user), 1, error) &&
         kx_db_run (book->db, "DELETE FROM password WHERE user_id = $1", &KX_ARG_TEXT (user), 1, error) &&
         kx_device_remove_all (book, user, error);
}

static gboolean
purge_row (KxBook *book, const KxRecord *row, KxTime at, const char *op, GError **error)
{
  const char *entity = row->entity->name;
  gboolean local = (row->entity->traits & KX_LOCAL) != 0;
  KxDbArg key[] = { KX_ARG_TEXT (entity), KX_ARG_TEXT (row->id) };
  const KxHistoryLine line = { entity, row->id, book->seq, 0, KIND, NULL, NULL, NULL, ACTOR, at, op, NULL };
  const KxAuditEntry entry = { book->seq, at, ACTOR, NULL, op, KIND, entity, row->id, row->space, row, NULL };

  book->accounts_changed |= local;
  return kx_row_delete (book, row, error) &&
         kx_db_run (book->db, "DELETE FROM feed WHERE entity = $1 AND row = $2", key, G_N_ELEMENTS (key),
                    error) &&
         kx_space_account (book, row, NULL, error) &&
         (local || kx_tombstone_write (book, entity, row->id, row->space, FALSE, at, error)) &&
         (!kx_record_is (row, "user") || remove_account (book, row->id, error)) &&
         kx_history_append (book, &line, error) && kx_audit_append (book, &entry, error);
}

static GPtrArray *
list_rows (KxBook *book, const KxEntity *entity, KxTime before, guint most, GError **error)
{
  g_autofree char *columns = kx_row_columns (entity, NULL);
  g_autofree char *sql = g_strdup_printf (
      "SELECT %s FROM \"%s\" WHERE deleted_at <> 0 AND deleted_at < $1 ORDER BY deleted_at, id LIMIT $2",
      columns, entity->name);
  KxDbArg args[] = { KX_ARG_INTEGER (before.ms), KX_ARG_INTEGER (most) };
  g_autoptr (KxDbRows) rows = kx_db_query (book->db, sql, args, G_N_ELEMENTS (args), error);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  GError *local = NULL;

  if (rows == NULL)
    return NULL;
  while (kx_db_rows_next (rows, &local))
    g_ptr_array_add (records, kx_row_read (entity, rows, 0));
  if (local == NULL)
    return g_steal_pointer (&records);
  g_propagate_error (error, local);
  return NULL;
}

gboolean
kx_purge (KxBook *book, KxTime before, KxTime at, const char *op, guint most, guint *ret_purged,
          GError **error)
{
  guint purged = 0;

  /* Parents stand before their parts in the schema. */
  for (guint e = book->schema->n_entities; e > 0 && purged < most; e--)
    {
      g_autoptr (GPtrArray) rows =
          list_rows (book, book->schema->entities[e - 1], before, most - purged, error);

      if (rows == NULL)
        return FALSE;
      for (guint i = 0; i < rows->len; i++)
        {
          /* One number for all of it, and none where there is nothing to take away. */
          book->seq += purged == 0;
          if (!purge_row (book, rows->pdata[i], at, op, error))
            return FALSE;
          purged++;
        }
    }
  *ret_purged = purged;
  return TRUE;
}

gboolean
kx_purge_count (KxBook *book, KxTime before, gint64 *ret_count, GError **error)
{
  gint64 all = 0;

  for (guint i = 0; i < book->schema->n_entities; i++)
    {
      g_autofree char *sql =
          g_strdup_printf ("SELECT count(*) FROM \"%s\" WHERE deleted_at <> 0 AND deleted_at < $1",
                           book->schema->entities[i]->name);
      gint64 count = 0;

      if (!kx_db_get_integer (book->db, sql, &KX_ARG_INTEGER (before.ms), 1, &count, error))
        return FALSE;
      all += count;
    }
  *ret_count = all;
  return TRUE;
}
