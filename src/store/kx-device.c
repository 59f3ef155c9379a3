#include "store/kx-device.h"

#define COLUMNS "id, user_id, name, created_at, seen_at, revoked_at, last_n, acked"

void
kx_device_free (KxDevice *device)
{
  g_free (device->id);
  g_free (device->user);
  g_free (device->name);
  g_free (device);
}

static KxDevice *
read_device (KxDbRows *rows)
{
  KxDevice *device = g_new0 (KxDevice, 1);

  device->id = g_strdup (kx_db_rows_text (rows, 0));
  device->user = g_strdup (kx_db_rows_text (rows, 1));
  device->name = g_strdup (kx_db_rows_text (rows, 2));
  device->created_at.ms = kx_db_rows_integer (rows, 3);
  device->seen_at.ms = kx_db_rows_integer (rows, 4);
  device->revoked_at.ms = kx_db_rows_integer (rows, 5);
  device->last_n = kx_db_rows_integer (rows, 6);
  device->acked = kx_db_rows_integer (rows, 7);
  return device;
}

gboolean
kx_device_register (KxBook *book, const char *id, const char *token_hash, const char *user, const char *name,
                    KxTime at, gboolean *ret_full, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (id), KX_ARG_TEXT (token_hash), KX_ARG_TEXT (user), KX_ARG_TEXT (name),
                     KX_ARG_INTEGER (at.ms) };
  gint64 count = 0;

  if (!kx_db_get_integer (book->db, "SELECT count(*) FROM device WHERE user_id = $1 AND revoked_at = 0",
                          &KX_ARG_TEXT (user), 1, &count, error))
    return FALSE;
  *ret_full = count >= KX_DEVICE_MOST;
  return *ret_full ||
         kx_db_run (book->db,
                    "INSERT INTO device (id, token_hash, user_id, name, created_at, seen_at, revoked_at, "
                    "last_n, acked) VALUES ($1, $2, $3, $4, $5, $5, 0, 0, 0)",
                    args, G_N_ELEMENTS (args), error);
}

static KxDevice *
get_one (KxBook *book, const char *sql, const char *text, GError **error)
{
  g_autoptr (KxDbRows) rows = kx_db_query (book->db, sql, &KX_ARG_TEXT (text), 1, error);

  if (rows == NULL || !kx_db_rows_next (rows, error))
    return NULL;
  return read_device (rows);
}

KxDevice *
kx_device_get (KxBook *book, const char *id, GError **error)
{
  return get_one (book, "SELECT " COLUMNS " FROM device WHERE id = $1", id, error);
}

KxDevice *
kx_device_find (KxBook *book, const char *token_hash, GError **error)
{
  return get_one (book, "SELECT " COLUMNS " FROM device WHERE token_hash = $1", token_hash, error);
}

GPtrArray *
kx_device_list (KxBook *book, const char *user, GError **error)
{
  g_autoptr (KxDbRows) rows =
      user != NULL
          ? kx_db_query (book->db,
                         "SELECT " COLUMNS " FROM device WHERE user_id = $1 ORDER BY created_at DESC, id",
                         &KX_ARG_TEXT (user), 1, error)
          : kx_db_query (book->db, "SELECT " COLUMNS " FROM device ORDER BY created_at DESC, id", NULL, 0,
                         error);
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_device_free);
  GError *local = NULL;

  if (rows == NULL)
    return NULL;
  while (kx_db_rows_next (rows, &local))
    g_ptr_array_add (devices, read_device (rows));
  if (local == NULL)
    return g_steal_pointer (&devices);
  g_propagate_error (error, local);
  return NULL;
}

gboolean
kx_device_revoke (KxBook *book, const char *id, KxTime at, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (id), KX_ARG_INTEGER (at.ms) };

  return kx_db_run (book->db, "UPDATE device SET revoked_at = $2 WHERE id = $1 AND revoked_at = 0", args,
                    G_N_ELEMENTS (args), error) &&
         kx_db_run (book->db, "DELETE FROM device_result WHERE device = $1", args, 1, error);
}

gboolean
kx_device_see (KxBook *book, const char *id, KxTime at, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (id), KX_ARG_INTEGER (at.ms) };

  return kx_db_run (book->db, "UPDATE device SET seen_at = $2 WHERE id = $1 AND seen_at < $2", args,
                    G_N_ELEMENTS (args), error);
}

gboolean
kx_device_ack (KxBook *book, const char *id, gint64 n, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (id), KX_ARG_INTEGER (n) };

  return kx_db_run (book->db, "DELETE FROM device_result WHERE device = $1 AND n <= $2", args,
                    G_N_ELEMENTS (args), error) &&
         kx_db_run (book->db, "UPDATE device SET acked = $2 WHERE id = $1 AND acked < $2", args,
                    G_N_ELEMENTS (args), error);
}

char *
kx_device_get_result (KxBook *book, const char *id, gint64 n, char **ret_op, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (id), KX_ARG_INTEGER (n) };
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db, "SELECT op, answer FROM device_result WHERE device = $1 AND n = $2", args,
                   G_N_ELEMENTS (args), error);

  if (rows == NULL || !kx_db_rows_next (rows, error))
    return NULL;
  *ret_op = g_strdup (kx_db_rows_text (rows, 0));
  return g_strdup (kx_db_rows_text (rows, 1));
}

gboolean
kx_device_put_result (KxBook *book, const char *id, gint64 n, const char *op, const char *answer,
                      GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (id), KX_ARG_INTEGER (n), KX_ARG_TEXT (op), KX_ARG_TEXT (answer) };

  return kx_db_run (book->db, "INSERT INTO device_result (device, n, op, answer) VALUES ($1, $2, $3, $4)",
                    args, G_N_ELEMENTS (args), error);
}

gboolean
kx_device_advance (KxBook *book, const char *id, gint64 last_n, KxTime at, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (id), KX_ARG_INTEGER (last_n), KX_ARG_INTEGER (at.ms) };

  return kx_db_run (book->db, "UPDATE device SET last_n = $2, seen_at = $3 WHERE id = $1", args,
                    G_N_ELEMENTS (args), error);
}

gboolean
kx_device_remove_all (KxBook *book, const char *user, GError **error)
{
  return kx_db_run (book->db,
                    "DELETE FROM device_result WHERE device IN (SELECT id FROM device WHERE user_id = $1)",
                    &KX_ARG_TEXT (user), 1, error) &&
         kx_db_run (book->db, "DELETE FROM device WHERE user_id = $1", &KX_ARG_TEXT (user), 1, error);
}

gboolean
kx_device_revoke_all (KxBook *book, GPtrArray *devices, GError **error)
{
  for (guint i = 0; i < devices->len; i++)
    {
      const KxDevice *device = devices->pdata[i];

      if (device->revoked_at.ms != 0 && !kx_device_revoke (book, device->id, device->revoked_at, error))
        return FALSE;
    }
  return TRUE;
}
