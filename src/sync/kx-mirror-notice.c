#include "sync/kx-mirror-notice.h"

void
kx_mirror_notice_free (KxMirrorNotice *notice)
{
  g_free (notice->text);
  g_free (notice);
}

gboolean
kx_mirror_notice_add (KxBook *book, const char *text, KxTime now, GError **error)
{
  KxDbArg args[] = { KX_ARG_INTEGER (now.ms), KX_ARG_TEXT (text) };

  return kx_db_run (book->db, "INSERT INTO mirror_notice (at, text) VALUES ($1, $2)", args,
                    G_N_ELEMENTS (args), error) &&
         kx_db_run (book->db,
                    "DELETE FROM mirror_notice WHERE id <= (SELECT max(id) FROM mirror_notice) - $1",
                    &KX_ARG_INTEGER (KX_MIRROR_NOTICES), 1, error);
}

GPtrArray *
kx_mirror_notice_list (KxBook *book, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_mirror_notice_free);
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db, "SELECT at, text FROM mirror_notice ORDER BY id DESC", NULL, 0, error);
  GError *local = NULL;

  if (rows == NULL)
    return NULL;
  while (kx_db_rows_next (rows, &local))
    {
      KxMirrorNotice *notice = g_new (KxMirrorNotice, 1);

      *notice = (KxMirrorNotice){ { kx_db_rows_integer (rows, 0) }, g_strdup (kx_db_rows_text (rows, 1)) };
      g_ptr_array_add (list, notice);
    }
  if (local == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, local);
  return NULL;
}
