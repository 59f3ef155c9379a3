#include "store/kx-blob.h"

#include "store/kx-files.h"

#include <errno.h>
#include <glib/gstdio.h>

#define KEPT_MS (24 * 3600 * G_GINT64_CONSTANT (1000))
#define BATCH 100

/* Bytes that no attachment names, not even one in the trash. For a day they stay: who attached a file and
 * threw it away may do it again. */
#define UNNAMED                                                                                              \
  "FROM blob WHERE stored_at < $1 AND sha256 NOT IN (SELECT sha256 FROM attachment WHERE sha256 IS NOT "     \
  "NULL)"

/* Work for the writer. */
typedef struct
{
  KxStore *store;
  KxTime before;
  guint removed; /* in the last batch */
} Removal;

/* (element-type char*) */
static GPtrArray *
list_unnamed (KxBook *book, KxTime before, GError **error)
{
  KxDbArg args[] = { KX_ARG_INTEGER (before.ms), KX_ARG_INTEGER (BATCH) };

  return kx_db_list_texts (book->db, "SELECT sha256 " UNNAMED " ORDER BY sha256 LIMIT $2", args,
                           G_N_ELEMENTS (args), 1, error);
}

/* For good, before its row goes: what a crash leaves between both is found again. */
static gboolean
remove_file (KxStore *store, const char *sha256, GError **error)
{
  g_autofree char *path = kx_blob_path (kx_store_get_dir (store), sha256);
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_unlink (path) == 0)
    return kx_files_sync_folder (folder, error);
  if (errno == ENOENT)
    return TRUE;
  kx_files_set_error (error, path);
  return FALSE;
}

/* A new attachment of the same bytes waits for the writer too: it comes before this, and keeps them, or after
 * it, and they are sent again. */
static gboolean
remove_batch (KxBook *book, gpointer data, GError **error)
{
  Removal *self = data;
  g_autoptr (GPtrArray) list = list_unnamed (book, self->before, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    if (!remove_file (self->store, list->pdata[i], error) ||
        !kx_db_run (book->db, "DELETE FROM blob WHERE sha256 = $1", &KX_ARG_TEXT (list->pdata[i]), 1, error))
      return FALSE;
  self->removed = list != NULL ? list->len : 0;
  return list != NULL;
}

gboolean
kx_blob_remove_unnamed (KxStore *store, guint *ret_removed, GError **error)
{
  Removal self = { store, { kx_store_now (store).ms - KEPT_MS }, BATCH };
  KxBook *reader = kx_store_take_reader (store, error);
  gint64 waiting = 0;
  gboolean counted =
      reader != NULL && kx_db_get_integer (reader->db, "SELECT count(*) " UNNAMED,
                                           &KX_ARG_INTEGER (self.before.ms), 1, &waiting, error);

  if (reader != NULL)
    kx_store_give_reader (store, reader);
  *ret_removed = 0;
  while (counted && waiting > 0 && self.removed == BATCH)
    {
      if (!kx_store_write (store, remove_batch, &self, error))
        return FALSE;
      *ret_removed += self.removed;
    }
  return counted;
}
