#include "sync/kx-mirror-load.h"

#include "store/kx-ddl.h"
#include "store/kx-search.h"
#include "sync/kx-mirror-tables.h"

#define BARE "mirror.bare" /* the indexes are away */

static gboolean
run_all (KxBook *book, char **statements, GError **error)
{
  for (guint i = 0; statements[i] != NULL; i++)
    if (!kx_db_build (book->db, statements[i], error))
      return FALSE;
  return TRUE;
}

gboolean
kx_mirror_load_begin (KxBook *book, GError **error)
{
  g_auto (GStrv) statements = NULL;
  GError *local = NULL;

  if (kx_mirror_meta_has (book, BARE, &local))
    return TRUE;
  statements = kx_ddl_drop_indexes (book->schema, NULL);
  if (local == NULL && kx_db_begin_write (book->db, &local))
    {
      if (!run_all (book, statements, &local) || !kx_book_set_meta (book, BARE, "1", &local) ||
          !kx_db_commit (book->db, &local))
        kx_db_rollback (book->db);
    }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

gboolean
kx_mirror_load_end (KxBook *book, GError **error)
{
  g_auto (GStrv) drop = NULL, create = NULL;
  GError *local = NULL;
  gboolean bare = kx_mirror_meta_has (book, BARE, &local);

  if (!bare)
    {
      if (local != NULL)
        g_propagate_error (error, local);
      return local == NULL;
    }
  drop = kx_ddl_drop_indexes (book->schema, NULL);
  create = kx_ddl_create_indexes (book->schema, NULL);
  return run_all (book, drop, error) && run_all (book, create, error) && kx_search_rebuild (book, error) &&
         kx_mirror_meta_drop (book, BARE, error);
}
