#include "db/kx-db.h"

G_DEFINE_QUARK (kx_db_error_quark, kx_db_error)

KxDbRows *
kx_db_query (KxDb *db, const char *sql, const KxDbArg *args, guint n_args, GError **error)
{
  return db->engine->query (db, sql, args, n_args, error);
}

gboolean
kx_db_rows_next (KxDbRows *rows, GError **error)
{
  return rows->db->engine->next (rows, error);
}

gboolean
kx_db_rows_is_null (KxDbRows *rows, int column)
{
  return rows->db->engine->is_null (rows, column);
}

const char *
kx_db_rows_text (KxDbRows *rows, int column)
{
  return rows->db->engine->text (rows, column);
}

gint64
kx_db_rows_integer (KxDbRows *rows, int column)
{
  return rows->db->engine->integer (rows, column);
}

const void *
kx_db_rows_bytes (KxDbRows *rows, int column, gsize *ret_size)
{
  return rows->db->engine->bytes (rows, column, ret_size);
}

void
kx_db_rows_close (KxDbRows *rows)
{
  rows->db->engine->close (rows);
}

static gboolean
run_by_query (KxDb *db, const char *sql, const KxDbArg *args, guint n_args, GError **error)
{
  g_autoptr (KxDbRows) rows = kx_db_query (db, sql, args, n_args, error);
  GError *local = NULL;

  if (rows == NULL)
    return FALSE;
  while (kx_db_rows_next (rows, &local))
    ;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
kx_db_run (KxDb *db, const char *sql, const KxDbArg *args, guint n_args, GError **error)
{
  if (db->engine->run != NULL)
    return db->engine->run (db, sql, args, n_args, error);
  return run_by_query (db, sql, args, n_args, error);
}

gboolean
kx_db_build (KxDb *db, const char *sql, GError **error)
{
  if (db->engine->build != NULL)
    return db->engine->build (db, sql, error);
  return kx_db_run (db, sql, NULL, 0, error);
}

gboolean
kx_db_get_integer (KxDb *db, const char *sql, const KxDbArg *args, guint n_args, gint64 *ret_number,
                   GError **error)
{
  g_autoptr (KxDbRows) rows = kx_db_query (db, sql, args, n_args, error);
  GError *local = NULL;
  gint64 number = 0;

  if (rows == NULL)
    return FALSE;
  if (kx_db_rows_next (rows, &local))
    number = kx_db_rows_integer (rows, 0);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  *ret_number = number;
  return TRUE;
}

GPtrArray *
kx_db_list_texts (KxDb *db, const char *sql, const KxDbArg *args, guint n_args, int n_columns, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (KxDbRows) rows = kx_db_query (db, sql, args, n_args, error);
  GError *local = NULL;

  if (rows == NULL)
    return NULL;
  while (kx_db_rows_next (rows, &local))
    for (int i = 0; i < n_columns; i++)
      g_ptr_array_add (texts, g_strdup (kx_db_rows_text (rows, i)));
  if (local == NULL)
    return g_steal_pointer (&texts);
  g_propagate_error (error, local);
  return NULL;
}

gboolean
kx_db_begin_write (KxDb *db, GError **error)
{
  return kx_db_run (db, db->engine->begin_write, NULL, 0, error);
}

gboolean
kx_db_begin_read (KxDb *db, GError **error)
{
  return kx_db_run (db, db->engine->begin_read, NULL, 0, error);
}

gboolean
kx_db_commit (KxDb *db, GError **error)
{
  return kx_db_run (db, "COMMIT", NULL, 0, error);
}

void
kx_db_rollback (KxDb *db)
{
  kx_db_run (db, "ROLLBACK", NULL, 0, NULL);
}

void
kx_db_free (KxDb *db)
{
  db->engine->free (db);
}
