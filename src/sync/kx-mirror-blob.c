#include "sync/kx-mirror-private.h"

#include "store/kx-files.h"
#include "sync/kx-mirror-tables.h"

#include <sys/stat.h>
#include <unistd.h>

#define YOUNG_SECONDS 3600

char *
kx_mirror_dup_blob_path (KxMirror *mirror, const char *sha256)
{
  return g_build_filename (mirror->dir, "blobs", sha256, NULL);
}

/* By an attachment, a file that waits or an op that waits; also when it cannot be told. */
static gboolean
is_named (KxBook *book, const char *sha256)
{
  static const char sql[] = "SELECT (SELECT count(*) FROM attachment WHERE sha256 = $1) + "
                            "(SELECT count(*) FROM mirror_upload WHERE sha256 = $1) + "
                            "(SELECT count(*) FROM mirror_outbox WHERE instr(line, $1) > 0)";
  gint64 n = 0;

  return !kx_db_get_integer (book->db, sql, &KX_ARG_TEXT (sha256), 1, &n, NULL) || n > 0;
}

static gboolean
is_young (const char *path)
{
  struct stat info;

  return stat (path, &info) != 0 || g_get_real_time () / G_USEC_PER_SEC - info.st_mtime < YOUNG_SECONDS;
}

void
kx_mirror_blob_prune (KxMirror *mirror, KxBook *book)
{
  g_autofree char *folder = g_build_filename (mirror->dir, "blobs", NULL);
  g_autoptr (GDir) dir = NULL;
  gint64 loading = 1;

  /* Before the first head the attachments have not come yet. */
  if (!kx_mirror_meta_get_number (book, KX_MIRROR_LOADING, &loading, NULL) || loading != 0)
    return;
  dir = g_dir_open (folder, 0, NULL);
  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (kx_files_is_sha256 (name) && !is_young (path) && !is_named (book, name))
        unlink (path);
    }
}
