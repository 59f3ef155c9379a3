#include "models/kx-unsent.h"

#include "exchange/kx-sheet-write.h"
#include "models/kx-activity-private.h"
#include "models/kx-display.h"
#include "store/kx-files.h"
#include "store/kx-thread.h"
#include "sync/kx-gettext.h"
#include "sync/kx-mirror-outbox.h"
#include "sync/kx-mirror-upload.h"

#include <glib/gstdio.h>

typedef struct
{
  KxMirror *mirror;     /* owned */
  char *folder;         /* owned; becomes the folder that was made */
  GPtrArray *drafts;    /* (element-type KxActivityDraft) owned */
  KxSheetWriter *sheet; /* owned */
  guint n;
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_clear_pointer (&save->sheet, kx_sheet_writer_free);
  g_ptr_array_unref (save->drafts);
  g_object_unref (save->mirror);
  g_free (save->folder);
  g_free (save);
}

static gboolean
add_line (Save *save, const char *kind, KxTime at, const char *whom, const char *what, const char *why,
          GError **error)
{
  g_autofree char *when = at.ms != 0 ? kx_display_time (at) : g_strdup ("");
  const char *cells[] = { kind, when, whom != NULL ? whom : "", what != NULL ? what : "",
                          why != NULL ? why : "" };

  save->n++;
  return kx_sheet_writer_add_row (save->sheet, cells, error);
}

static const char *
word_of_state (KxOutState state)
{
  switch (state)
    {
    case KX_OUT_HELD:
      return _ ("Waits behind a refused change");
    case KX_OUT_REFUSED:
      return _ ("Refused by the service");
    case KX_OUT_ORPHAN:
      return _ ("Its record is not open here any more");
    case KX_OUT_WAITING:
    case KX_OUT_SENT:
    default:
      return _ ("Waits to be sent");
    }
}

static gboolean
add_changes (Save *save, KxBook *book, GError **error)
{
  g_autoptr (GPtrArray) items = kx_mirror_outbox_list (book, G_MAXINT32, error);

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const KxOutItem *item = items->pdata[i];
      g_autofree char *whom =
          item->op != NULL ? kx_activity_word_row (book, item->op->entity, item->op->row, item->op) : NULL;
      g_autofree char *what = item->op != NULL ? kx_activity_word_op (book, item->op) : g_strdup (item->line);

      if (!add_line (save, word_of_state (item->state), item->at, whom, what, item->last_error, error))
        return FALSE;
    }
  return items != NULL;
}

static gboolean
add_drafts (Save *save, const KxActivityReading *reading, GError **error)
{
  const GPtrArray *items = reading->items[KX_ACTIVITY_DRAFT];

  for (guint i = 0; i < items->len; i++)
    {
      const KxActivity *draft = kx_activity_item_get (items->pdata[i]);

      if (!add_line (save, _ ("Typed and not handed over"), draft->at, draft->title, draft->text, NULL,
                     error))
        return FALSE;
    }
  return TRUE;
}

/* A name that no other file of the folder has, and that leads nowhere else. Free with g_free(). */
static char *
make_name (const char *title, guint number)
{
  g_autofree char *plain = g_path_get_basename (title);

  return g_strdup_printf ("%u-%s", number, plain);
}

/* The bytes by the name under which the file came in; of a file that is gone the line says so. */
static gboolean
add_files (Save *save, const KxActivityReading *reading, KxBook *book, GError **error)
{
  const GPtrArray *items = reading->items[KX_ACTIVITY_FILE];

  for (guint i = 0; i < items->len; i++)
    {
      const KxActivity *file = kx_activity_item_get (items->pdata[i]);
      g_autoptr (KxMirrorUpload) upload = kx_mirror_upload_get (book, file->key, error);
      g_autofree char *name = make_name (file->title, i + 1);
      g_autofree char *path = g_build_filename (save->folder, name, NULL);
      g_autoptr (GFile) from = upload != NULL ? g_file_new_for_path (upload->path) : NULL,
                        to = g_file_new_for_path (path);
      g_autoptr (GError) local = NULL;

      if (upload == NULL)
        return FALSE;
      if (!g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, &local) &&
          !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (!add_line (save, _ ("File that waits to be sent"), file->at, file->title, file->text,
                     local != NULL ? local->message : file->reason, error))
        return FALSE;
    }
  return TRUE;
}

/* A folder of its own in the one that was chosen. */
static gboolean
make_folder (Save *save, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = g_date_time_format (now, "kangxie-unsent-%Y%m%d-%H%M%S");
  char *path = g_build_filename (save->folder, name, NULL);

  for (guint i = 2; g_mkdir (path, 0700) != 0; i++)
    {
      if (i > 99 || !g_file_test (path, G_FILE_TEST_EXISTS))
        {
          kx_files_set_error (error, path);
          g_free (path);
          return FALSE;
        }
      g_free (path);
      path = g_strdup_printf ("%s/%s-%u", save->folder, name, i);
    }
  g_free (save->folder);
  save->folder = path;
  return TRUE;
}

static gboolean
save_all (Save *save, KxBook *book, GError **error)
{
  g_autoptr (KxActivityReading) reading = kx_activity_read (book, save->drafts, error);
  g_autofree char *path = NULL;

  if (reading == NULL || !make_folder (save, error))
    return FALSE;
  save->sheet = kx_sheet_writer_new (KX_SHEET_OUT_XLSX, _ ("Not sent"));
  kx_sheet_writer_add_column (save->sheet, _ ("What"), "kind", KX_COLUMN_TEXT);
  kx_sheet_writer_add_column (save->sheet, _ ("When"), "at", KX_COLUMN_TEXT);
  kx_sheet_writer_add_column (save->sheet, _ ("Whom it concerns"), "title", KX_COLUMN_TEXT);
  kx_sheet_writer_add_column (save->sheet, _ ("Content"), "text", KX_COLUMN_TEXT);
  kx_sheet_writer_add_column (save->sheet, _ ("Why it was not sent"), "reason", KX_COLUMN_TEXT);
  path = g_build_filename (save->folder, "unsent.xlsx", NULL);
  if (add_changes (save, book, error) && add_drafts (save, reading, error) &&
      add_files (save, reading, book, error) && kx_sheet_writer_finish_file (save->sheet, path, error))
    return TRUE;
  /* Half of it would be taken for all of it. */
  kx_files_remove_tree (save->folder);
  return FALSE;
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Save *save = data;
  GError *error = NULL;
  KxBook *book = kx_mirror_take_reader (save->mirror, &error);
  gboolean saved = book != NULL && save_all (save, book, &error);

  if (book != NULL)
    kx_mirror_give_reader (save->mirror, book);
  if (saved)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kx_unsent_save_async (KxMirror *mirror, const char *folder, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (mirror, cancellable, callback, user_data);
  Save *save = g_new0 (Save, 1);

  g_task_set_source_tag (task, kx_unsent_save_async);
  save->mirror = g_object_ref (mirror);
  save->folder = g_strdup (folder);
  save->drafts = kx_activity_read_drafts (mirror);
  g_task_set_task_data (task, save, save_free);
  kx_thread_run (task, run);
}

char *
kx_unsent_save_finish (KxMirror *mirror, GAsyncResult *result, guint *ret_n, GError **error)
{
  Save *save = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  if (ret_n != NULL)
    *ret_n = save->n;
  return g_strdup (save->folder);
}
