#include "sync/kx-mirror-upload.h"

#define COLUMNS "sha256, path, size, code, message, at"

void
kx_mirror_upload_free (KxMirrorUpload *upload)
{
  g_free (upload->sha256);
  g_free (upload->path);
  g_free (upload->code);
  g_free (upload->message);
  g_free (upload);
}

static GPtrArray *
list (KxBook *book, const char *sql, const KxDbArg *args, guint n_args, GError **error)
{
  g_autoptr (GPtrArray) uploads = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_mirror_upload_free);
  g_autoptr (KxDbRows) rows = kx_db_query (book->db, sql, args, n_args, error);
  GError *local = NULL;

  if (rows == NULL)
    return NULL;
  while (kx_db_rows_next (rows, &local))
    {
      KxMirrorUpload *upload = g_new0 (KxMirrorUpload, 1);

      upload->sha256 = g_strdup (kx_db_rows_text (rows, 0));
      upload->path = g_strdup (kx_db_rows_text (rows, 1));
      upload->size = kx_db_rows_integer (rows, 2);
      upload->code = g_strdup (kx_db_rows_text (rows, 3));
      upload->message = g_strdup (kx_db_rows_text (rows, 4));
      upload->at.ms = kx_db_rows_integer (rows, 5);
      g_ptr_array_add (uploads, upload);
    }
  if (local == NULL)
    return g_steal_pointer (&uploads);
  g_propagate_error (error, local);
  return NULL;
}

gboolean
kx_mirror_upload_add (KxBook *book, const char *sha256, const char *path, gint64 size, KxTime now,
                      GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (sha256), KX_ARG_TEXT (path), KX_ARG_INTEGER (size),
                     KX_ARG_INTEGER (now.ms) };

  return kx_db_run (book->db,
                    "INSERT INTO mirror_upload (sha256, path, size, at) VALUES ($1, $2, $3, $4) ON CONFLICT "
                    "(sha256) DO UPDATE "
                    "SET path = excluded.path, code = NULL, message = NULL",
                    args, G_N_ELEMENTS (args), error);
}

/* An attachment row that waits itself has a shadow; its bytes would not be taken before it. */
KxMirrorUpload *
kx_mirror_upload_next (KxBook *book, GError **error)
{
  g_autoptr (GPtrArray) uploads = list (
      book,
      "SELECT " COLUMNS
      " FROM mirror_upload u WHERE code IS NULL AND EXISTS (SELECT 1 FROM attachment a WHERE a.sha256 = "
      "u.sha256 AND a.deleted_at = 0 AND NOT EXISTS (SELECT 1 FROM mirror_shadow s WHERE s.entity = "
      "'attachment' AND "
      "s.row = a.id AND s.json IS NULL)) ORDER BY at, sha256 LIMIT 1",
      NULL, 0, error);

  return uploads != NULL && uploads->len > 0 ? g_ptr_array_steal_index (uploads, 0) : NULL;
}

gboolean
kx_mirror_upload_finish (KxBook *book, const char *sha256, const char *code, const char *message,
                         GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (sha256), KX_ARG_TEXT (code), KX_ARG_TEXT (message) };

  if (code == NULL)
    return kx_db_run (book->db, "DELETE FROM mirror_upload WHERE sha256 = $1", args, 1, error);
  return kx_db_run (book->db, "UPDATE mirror_upload SET code = $2, message = $3 WHERE sha256 = $1", args, 3,
                    error);
}

gboolean
kx_mirror_upload_retry (KxBook *book, const char *sha256, GError **error)
{
  return kx_db_run (book->db, "UPDATE mirror_upload SET code = NULL, message = NULL WHERE sha256 = $1",
                    &KX_ARG_TEXT (sha256), 1, error);
}

KxMirrorUpload *
kx_mirror_upload_get (KxBook *book, const char *sha256, GError **error)
{
  g_autoptr (GPtrArray) uploads =
      list (book, "SELECT " COLUMNS " FROM mirror_upload WHERE sha256 = $1", &KX_ARG_TEXT (sha256), 1, error);

  return uploads != NULL && uploads->len > 0 ? g_ptr_array_steal_index (uploads, 0) : NULL;
}

GPtrArray *
kx_mirror_upload_list (KxBook *book, GError **error)
{
  return list (book, "SELECT " COLUMNS " FROM mirror_upload ORDER BY at, sha256", NULL, 0, error);
}

gboolean
kx_mirror_upload_count (KxBook *book, gint64 *ret_waiting, GError **error)
{
  return kx_db_get_integer (
      book->db,
      "SELECT count(*) FROM mirror_upload u WHERE code IS NULL AND EXISTS (SELECT 1 FROM "
      "attachment a WHERE a.sha256 = u.sha256 AND a.deleted_at = 0)",
      NULL, 0, ret_waiting, error);
}

gboolean
kx_mirror_upload_tidy (KxBook *book, GError **error)
{
  return kx_db_run (book->db,
                    "DELETE FROM mirror_upload WHERE NOT EXISTS (SELECT 1 FROM attachment a WHERE a.sha256 = "
                    "mirror_upload.sha256) AND NOT EXISTS (SELECT 1 FROM mirror_outbox o WHERE o.entity = "
                    "'attachment' AND instr(o.line, mirror_upload.sha256) > 0)",
                    NULL, 0, error);
}
