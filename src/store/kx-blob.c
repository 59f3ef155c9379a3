#include "store/kx-blob.h"

#include "core/entities/kx-attachment.h"
#include "store/kx-files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define UNFINISHED_SECONDS (24 * 3600)
#define PIECE 65536

G_DEFINE_QUARK (kx_blob_error_quark, kx_blob_error)

struct _KxBlobUpload
{
  KxStore *store;      /* borrowed */
  KxActor *actor;      /* owned */
  char *sha256, *path; /* owned; path: of the bytes that came so far */
  GChecksum *checksum; /* owned; over those bytes */
  gint64 size, offset;
  int fd;
};

char *
kx_blob_path (const char *dir, const char *sha256)
{
  const char folder[3] = { sha256[0], sha256[1], '\0' };

  return g_build_filename (dir, "blobs", folder, sha256, NULL);
}

static gboolean
check_name (const char *sha256, GError **error)
{
  if (kx_files_is_sha256 (sha256))
    return TRUE;
  g_set_error_literal (error, KX_BLOB_ERROR, KX_BLOB_ERROR_NAME, "Not a SHA-256 in lower-case hexadecimal");
  return FALSE;
}

/* Calls `found` for every living attachment row of these bytes that the actor may read, until it gives TRUE.
 */
typedef gboolean (*Found) (KxDbRows *rows, gpointer data);

static gboolean
find_rows (KxBook *book, const KxActor *actor, const char *sha256, Found found, gpointer data, GError **error)
{
  g_autoptr (KxDbRows) rows = kx_db_query (
      book->db,
      "SELECT id, space, size, stored FROM attachment WHERE sha256 = $1 AND deleted_at = 0 ORDER BY id",
      &KX_ARG_TEXT (sha256), 1, error);

  while (rows != NULL && kx_db_rows_next (rows, error))
    if (kx_actor_may_read (actor, kx_db_rows_text (rows, 1)) && found (rows, data))
      return TRUE;
  return FALSE;
}

static gboolean
is_stored (KxDbRows *rows, gpointer data)
{
  return kx_db_rows_integer (rows, 3) != 0;
}

static gboolean
is_any (KxDbRows *rows, gpointer data)
{
  return TRUE;
}

static gboolean
has_size (KxDbRows *rows, gpointer data)
{
  return kx_db_rows_integer (rows, 2) == *(const gint64 *) data;
}

gboolean
kx_blob_may_read (KxBook *book, const KxActor *actor, const char *sha256, GError **error)
{
  return find_rows (book, actor, sha256, is_stored, NULL, error);
}

gboolean
kx_blob_may_write (KxBook *book, const KxActor *actor, const char *sha256, GError **error)
{
  return find_rows (book, actor, sha256, is_any, NULL, error);
}

static gboolean
check_rows (KxBlobUpload *self, GError **error)
{
  KxBook *reader = kx_store_take_reader (self->store, error);
  GError *local = NULL;
  gboolean seen, fits;

  if (reader == NULL)
    return FALSE;
  seen = kx_blob_may_write (reader, self->actor, self->sha256, &local);
  fits = seen && find_rows (reader, self->actor, self->sha256, has_size, &self->size, &local);
  kx_store_give_reader (self->store, reader);
  if (local != NULL)
    g_propagate_error (error, local);
  else if (!seen)
    g_set_error_literal (error, KX_BLOB_ERROR, KX_BLOB_ERROR_NONE, "No attachment has this SHA-256");
  else if (!fits || self->size > KX_ATTACHMENT_MAX_BYTES)
    g_set_error_literal (error, KX_BLOB_ERROR, KX_BLOB_ERROR_SIZE, "The attachment has another size");
  return seen && fits && self->size <= KX_ATTACHMENT_MAX_BYTES;
}

/* Opens and locks the file of the upload. A request that ended meanwhile may have renamed or removed the file
 * that was opened; then it is another one that has to be locked. */
static gboolean
open_part (KxBlobUpload *self, GError **error)
{
  for (guint tries = 0; tries < 100; tries++)
    {
      struct stat opened, named;

      self->fd = open (self->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
      if (self->fd < 0)
        {
          kx_files_set_error (error, self->path);
          return FALSE;
        }
      if (flock (self->fd, LOCK_EX | LOCK_NB) != 0)
        break;
      if (fstat (self->fd, &opened) == 0 && stat (self->path, &named) == 0 && opened.st_ino == named.st_ino &&
          opened.st_dev == named.st_dev)
        return TRUE;
      close (self->fd);
      self->fd = -1;
    }
  g_set_error_literal (error, KX_BLOB_ERROR, KX_BLOB_ERROR_BUSY, "Another request is sending these bytes");
  return FALSE;
}

/* Gives up all that came. */
static void
discard (KxBlobUpload *self)
{
  g_unlink (self->path);
  close (self->fd);
  self->fd = -1;
}

/* Hashes what came in earlier requests. More than the announced size cannot be continued and goes. */
static gboolean
read_part (KxBlobUpload *self, GError **error)
{
  g_autofree guint8 *piece = g_malloc (PIECE);
  ssize_t got;

  while ((got = read (self->fd, piece, PIECE)) > 0)
    {
      g_checksum_update (self->checksum, piece, got);
      self->offset += got;
    }
  if (got == 0 && self->offset > self->size)
    {
      g_checksum_reset (self->checksum);
      self->offset = 0;
      got = ftruncate (self->fd, 0) == 0 && lseek (self->fd, 0, SEEK_SET) == 0 ? 0 : -1;
    }
  if (got == 0)
    return TRUE;
  kx_files_set_error (error, self->path);
  return FALSE;
}

/* The bytes of one user are never continued by another: sending the last byte would otherwise prove as much
 * as sending all of them. */
static char *
part_path (KxStore *store, const KxActor *actor, const char *sha256)
{
  g_autofree char *whose = kx_sha256_hex (actor->user, strlen (actor->user));
  g_autofree char *name = g_strdup_printf ("%s.%.16s", sha256, whose);

  return g_build_filename (kx_store_get_dir (store), "blobs", "incoming", name, NULL);
}

KxBlobUpload *
kx_blob_begin (KxStore *store, const KxActor *actor, const char *sha256, gint64 size, GError **error)
{
  g_autoptr (KxBlobUpload) self = g_new0 (KxBlobUpload, 1);
  g_autofree char *folder = NULL;

  self->fd = -1;
  self->store = store;
  self->actor = kx_actor_copy (actor);
  self->sha256 = g_strdup (sha256);
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  self->size = size;
  if (!check_name (sha256, error) || !check_rows (self, error))
    return NULL;
  self->path = part_path (store, actor, sha256);
  folder = g_path_get_dirname (self->path);
  if (!kx_files_make_folder (folder, error) || !open_part (self, error) || !read_part (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

gint64
kx_blob_get_offset (KxBlobUpload *self)
{
  return self->offset;
}

gboolean
kx_blob_append (KxBlobUpload *self, gint64 offset, const void *bytes, gsize size, GError **error)
{
  g_return_val_if_fail (self->fd >= 0, FALSE);

  if (offset != self->offset)
    {
      g_set_error (error, KX_BLOB_ERROR, KX_BLOB_ERROR_OFFSET,
                   "The bytes begin at %" G_GINT64_FORMAT ", but %" G_GINT64_FORMAT " are there", offset,
                   self->offset);
      return FALSE;
    }
  if (size > (gsize) (self->size - self->offset))
    {
      g_set_error_literal (error, KX_BLOB_ERROR, KX_BLOB_ERROR_SIZE, "More bytes came than were announced");
      return FALSE;
    }
  if (!kx_files_write (self->fd, bytes, size, self->path, error))
    {
      /* A full disk: take the piece back, so that the request can be repeated. */
      if (ftruncate (self->fd, self->offset) != 0 || lseek (self->fd, self->offset, SEEK_SET) < 0)
        discard (self);
      return FALSE;
    }
  g_checksum_update (self->checksum, bytes, (gssize) size);
  self->offset += (gint64) size;
  return TRUE;
}

/* Puts the file in its place so that it lasts. */
static gboolean
place (KxBlobUpload *self, GError **error)
{
  g_autofree char *path = kx_blob_path (kx_store_get_dir (self->store), self->sha256);
  g_autofree char *folder = g_path_get_dirname (path), *blobs = g_path_get_dirname (folder);

  if (fsync (self->fd) != 0)
    {
      kx_files_set_error (error, self->path);
      return FALSE;
    }
  return kx_files_make_folder (folder, error) && kx_files_sync_folder (blobs, error) &&
         kx_files_move (self->path, path, error);
}

/* The ops that mark rows as stored. */
typedef struct
{
  const KxEntity *entity;
  KxTime now;
  gint64 size;
  GPtrArray *ops; /* (element-type KxOp) borrowed */
} Marks;

/* A row that names another size than its hash has is never stored. */
static gboolean
add_mark (KxDbRows *rows, gpointer data)
{
  Marks *marks = data;
  char id[KX_UUID_TEXT_SIZE];
  KxOp *op;

  if (is_stored (rows, NULL) || !has_size (rows, &marks->size))
    return FALSE;
  kx_random_uuid (marks->now, id);
  op = kx_op_new (KX_OP_ACTION, marks->entity, id, kx_db_rows_text (rows, 0), NULL);
  op->action = g_strdup ("store");
  g_ptr_array_add (marks->ops, op);
  return FALSE;
}

/* Work for the writer: the row of the blob, and each attachment row that waits for it, in one transaction. */
static gboolean
mark (KxBook *book, gpointer data, GError **error)
{
  KxBlobUpload *self = data;
  KxTime now = kx_store_now (self->store);
  KxDbArg args[] = { KX_ARG_TEXT (self->sha256), KX_ARG_INTEGER (self->size), KX_ARG_INTEGER (now.ms) };
  g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free);
  Marks marks = { kx_schema_entity (book->schema, "attachment"), now, self->size, ops };
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (KxApplied) applied = NULL;
  KxWork work = { .actor = system, .at = now, .today = kx_store_date_of (now) };
  GError *local = NULL;

  find_rows (book, self->actor, self->sha256, add_mark, &marks, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (!kx_db_run (
          book->db,
          "INSERT INTO blob (sha256, size, stored_at) VALUES ($1, $2, $3) ON CONFLICT (sha256) DO NOTHING",
          args, G_N_ELEMENTS (args), error))
    return FALSE;
  if (ops->len == 0)
    return TRUE;
  work.ops = (KxOp *const *) ops->pdata;
  work.n_ops = ops->len;
  applied = kx_apply (book, &work, error);
  if (applied != NULL && !applied->accepted)
    g_set_error_literal (error, KX_STORE_ERROR, KX_STORE_ERROR_REFUSED,
                         "The attachment could not be marked as stored");
  return applied != NULL && applied->accepted;
}

gboolean
kx_blob_finish (KxBlobUpload *self, GError **error)
{
  g_return_val_if_fail (self->fd >= 0, FALSE);

  if (self->offset < self->size)
    {
      g_set_error (error, KX_BLOB_ERROR, KX_BLOB_ERROR_SHORT,
                   "%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " bytes came", self->offset, self->size);
      return FALSE;
    }
  if (!g_str_equal (g_checksum_get_string (self->checksum), self->sha256))
    {
      discard (self);
      g_set_error_literal (error, KX_BLOB_ERROR, KX_BLOB_ERROR_HASH, "The bytes have another SHA-256");
      return FALSE;
    }
  return place (self, error) && kx_store_write (self->store, mark, self, error);
}

void
kx_blob_upload_free (KxBlobUpload *self)
{
  if (self->fd >= 0)
    close (self->fd);
  kx_actor_free (self->actor);
  g_checksum_free (self->checksum);
  g_free (self->sha256);
  g_free (self->path);
  g_free (self);
}

int
kx_blob_open (KxStore *store, const char *sha256, gint64 *ret_size, GError **error)
{
  g_autofree char *path = NULL;
  struct stat status;
  int fd;

  if (!check_name (sha256, error))
    return -1;
  path = kx_blob_path (kx_store_get_dir (store), sha256);
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd >= 0 && fstat (fd, &status) == 0)
    {
      *ret_size = status.st_size;
      return fd;
    }
  if (errno == ENOENT)
    g_set_error_literal (error, KX_BLOB_ERROR, KX_BLOB_ERROR_NONE, "These bytes are not stored");
  else
    kx_files_set_error (error, path);
  if (fd >= 0)
    close (fd);
  return -1;
}

/* TRUE when the file is old and nobody writes to it; it is then gone. */
static gboolean
remove_if_old (const char *path, gint64 now)
{
  int fd = open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  struct stat status;
  gboolean removed = fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0 && fstat (fd, &status) == 0 &&
                     now - status.st_mtime > UNFINISHED_SECONDS && g_unlink (path) == 0;

  if (fd >= 0)
    close (fd);
  return removed;
}

gboolean
kx_blob_remove_unfinished (KxStore *store, guint *ret_removed, GError **error)
{
  g_autofree char *folder = g_build_filename (kx_store_get_dir (store), "blobs", "incoming", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const char *name;
  guint removed = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      removed += remove_if_old (path, now);
    }
  if (dir == NULL && g_file_test (folder, G_FILE_TEST_EXISTS))
    {
      kx_files_set_error (error, folder);
      return FALSE;
    }
  *ret_removed = removed;
  return TRUE;
}
