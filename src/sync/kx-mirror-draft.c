#include "sync/kx-mirror-draft.h"

#include <string.h>

gboolean
kx_mirror_draft_put (KxBook *book, const char *key, const char *json, KxTime now, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (key), KX_ARG_TEXT (json), KX_ARG_INTEGER (now.ms) };

  if (json == NULL)
    return kx_db_run (book->db, "DELETE FROM mirror_draft WHERE key = $1", args, 1, error);
  return kx_db_run (
      book->db,
      "INSERT INTO mirror_draft (key, json, at) VALUES ($1, $2, $3) ON CONFLICT (key) DO UPDATE SET json = "
      "excluded.json, at = excluded.at",
      args, G_N_ELEMENTS (args), error);
}

char *
kx_mirror_draft_get (KxBook *book, const char *key, KxTime *ret_at, GError **error)
{
  g_autoptr (KxDbRows) rows = kx_db_query (book->db, "SELECT json, at FROM mirror_draft WHERE key = $1",
                                           &KX_ARG_TEXT (key), 1, error);

  if (rows == NULL || !kx_db_rows_next (rows, error))
    return NULL;
  if (ret_at != NULL)
    ret_at->ms = kx_db_rows_integer (rows, 1);
  return g_strdup (kx_db_rows_text (rows, 0));
}

char **
kx_mirror_draft_list (KxBook *book, const char *prefix, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db, "SELECT key FROM mirror_draft ORDER BY at DESC, key", NULL, 0, error);
  GError *local = NULL;

  if (rows == NULL)
    return NULL;
  while (kx_db_rows_next (rows, &local))
    if (g_str_has_prefix (kx_db_rows_text (rows, 0), prefix))
      g_ptr_array_add (keys, g_strdup (kx_db_rows_text (rows, 0)));
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  g_ptr_array_add (keys, NULL);
  g_ptr_array_set_free_func (keys, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&keys), FALSE);
}
