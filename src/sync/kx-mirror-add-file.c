#include "sync/kx-mirror-private.h"

#include "core/entities/kx-attachment.h"
#include "core/kx-crypto.h"
#include "store/kx-files.h"
#include "store/kx-thread.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* A file being taken in. */
typedef struct
{
  char *path, *owner_entity, *owner, *title; /* owned */
  char *copy, *sha256, *name, *media_type;   /* owned; as read */
  gint64 size;
  KxOp *op;       /* owned */
  KxActor *actor; /* owned */
  KxMirrorMoment moment;
  KxDecision *decision; /* owned */
} Adding;

static void
adding_free (gpointer data)
{
  Adding *adding = data;

  g_free (adding->path);
  g_free (adding->owner_entity);
  g_free (adding->owner);
  g_free (adding->title);
  g_free (adding->copy);
  g_free (adding->sha256);
  g_free (adding->name);
  g_free (adding->media_type);
  g_clear_pointer (&adding->op, kx_op_free);
  g_clear_pointer (&adding->actor, kx_actor_free);
  g_clear_pointer (&adding->decision, kx_decision_free);
  g_free (adding);
}

/* Written beside its place and renamed, so that a file under its hash is whole. */
static gboolean
write_copy (KxMirror *mirror, Adding *adding, const char *bytes, gsize size, GError **error)
{
  g_autofree char *folder = g_build_filename (mirror->dir, "blobs", NULL), *part = NULL;
  int fd;
  gboolean done;

  adding->copy = kx_mirror_dup_blob_path (mirror, adding->sha256);
  if (g_file_test (adding->copy, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!kx_files_make_folder (folder, error))
    return FALSE;
  part = g_strconcat (adding->copy, ".part", NULL);
  fd = open (part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      kx_files_set_error (error, part);
      return FALSE;
    }
  done = kx_files_write (fd, bytes, size, part, error);
  if (done && fsync (fd) != 0)
    {
      kx_files_set_error (error, part);
      done = FALSE;
    }
  close (fd);
  return done && kx_files_move (part, adding->copy, error);
}

static gboolean
read_file (KxMirror *mirror, Adding *adding, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (adding->path);
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                         G_FILE_QUERY_INFO_NONE, NULL, error);
  g_autofree char *bytes = NULL, *base = NULL, *content = NULL;
  gsize size;

  if (info == NULL)
    return FALSE;
  adding->size = g_file_info_get_size (info);
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR || adding->size <= 0 ||
      adding->size > KX_ATTACHMENT_MAX_BYTES)
    {
      g_set_error_literal (error, KX_MIRROR_ERROR, KX_MIRROR_ERROR_LARGE, "A file has 1 byte to 20 MB");
      return FALSE;
    }
  if (!g_file_get_contents (adding->path, &bytes, &size, error))
    return FALSE;
  adding->size = (gint64) size;
  adding->sha256 = kx_sha256_hex (bytes, size);
  base = g_path_get_basename (adding->path);
  adding->name = g_utf8_make_valid (base, -1);
  content = g_content_type_guess (adding->path, (const guchar *) bytes, MIN (size, 4096), NULL);
  adding->media_type = g_content_type_get_mime_type (content);
  if (adding->media_type == NULL)
    adding->media_type = g_strdup ("application/octet-stream");
  return write_copy (mirror, adding, bytes, size, error);
}

/* At most `most` characters. */
static char *
shorten (const char *text, glong most)
{
  return g_utf8_strlen (text, -1) > most ? g_utf8_substring (text, 0, most) : g_strdup (text);
}

static void
make_op (KxMirror *mirror, Adding *adding)
{
  const KxEntity *entity = kx_schema_entity (mirror->schema, kx_attachment_entity.name);
  KxRecord *fields = kx_record_new (entity, NULL, NULL);
  Kx_attachment *attachment = kx_attachment (fields);
  g_autofree char *name = shorten (adding->name, 200);
  g_autofree char *title = shorten (adding->title != NULL ? adding->title : adding->name, 120);
  char row[KX_UUID_TEXT_SIZE];

  kx_attachment_set_owner_entity (attachment, adding->owner_entity);
  kx_attachment_set_owner (attachment, adding->owner);
  kx_attachment_set_title (attachment, title);
  kx_attachment_set_file_name (attachment, name);
  kx_attachment_set_media_type (attachment, adding->media_type);
  kx_attachment_set_size (attachment, adding->size);
  kx_attachment_set_sha256 (attachment, adding->sha256);
  kx_random_uuid (kx_mirror_now (mirror), row);
  adding->op = kx_mirror_make_op (mirror, KX_OP_CREATE, entity, row, fields);
}

static gboolean
add (KxBook *book, gpointer data, GError **error)
{
  Adding *adding = data;

  g_clear_pointer (&adding->decision, kx_decision_free);
  adding->decision = kx_mirror_submit_ops (book, &adding->moment, &adding->op, 1, error);
  if (adding->decision == NULL)
    return FALSE;
  return adding->decision->result == KX_REJECTED ||
         kx_mirror_upload_add (book, adding->sha256, adding->copy, adding->size, adding->moment.now, error);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  KxMirror *mirror = source;
  Adding *adding = data;
  GError *error = NULL;

  if (!read_file (mirror, adding, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  make_op (mirror, adding);
  if (kx_mirror_write (mirror, KX_WRITE_TOGETHER, add, adding, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kx_mirror_add_file_async (KxMirror *mirror, const char *path, const char *owner_entity, const char *owner,
                          const char *title, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (mirror, cancellable, callback, user_data);
  Adding *adding = g_new0 (Adding, 1);

  g_return_if_fail (mirror->actor != NULL);
  g_task_set_source_tag (task, kx_mirror_add_file_async);
  adding->path = g_strdup (path);
  adding->owner_entity = g_strdup (owner_entity);
  adding->owner = g_strdup (owner);
  adding->title = g_strdup (title);
  adding->actor = kx_actor_copy (mirror->actor);
  adding->moment = (KxMirrorMoment){ adding->actor, kx_mirror_now (mirror), kx_mirror_today (mirror) };
  g_task_set_task_data (task, adding, adding_free);
  kx_thread_run (task, run);
}

KxDecision *
kx_mirror_add_file_finish (KxMirror *mirror, GAsyncResult *result, GError **error)
{
  Adding *adding = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&adding->decision) : NULL;
}
