/* What comes of an import session: the dry run, the import, their report. */
#include "models/kx-import-session-private.h"

#include "store/kx-thread.h"
#include "sync/kx-gettext.h"

#include <string.h>

void
kx_import_session_set_keep_folder (KxImportSession *self, const char *path)
{
  g_free (self->keep_in);
  self->keep_in = g_strdup (path);
}

KxImportActivity
kx_import_session_get_activity (KxImportSession *self)
{
  return self->activity;
}

KxImportPhase
kx_import_session_get_phase (KxImportSession *self)
{
  return self->phase;
}

double
kx_import_session_get_progress (KxImportSession *self, guint *ret_done, guint *ret_total)
{
  if (ret_done != NULL)
    *ret_done = self->done;
  if (ret_total != NULL)
    *ret_total = self->total;
  return self->total > 0 ? (double) self->done / self->total : -1;
}

const char *
kx_import_session_get_problem (KxImportSession *self)
{
  return self->problem;
}

gboolean
kx_import_session_get_barred (KxImportSession *self)
{
  return self->barred;
}

gboolean
kx_import_session_may_try (KxImportSession *self)
{
  g_autofree char *needed = kx_import_session_dup_needed (self);

  return self->activity == KX_IMPORT_IDLE && self->phase >= KX_IMPORT_SEEN && self->phase < KX_IMPORT_ENDED &&
         !self->barred && self->header != 0 && needed == NULL && self->office != NULL &&
         self->counts.n_rows > 0 && self->counts.n_rows <= KX_IMPORT_MAX_ROWS;
}

gboolean
kx_import_session_may_run (KxImportSession *self)
{
  const KxImportReport *report = self->tried != NULL ? kx_import_get_report (self->tried->import) : NULL;

  return self->activity == KX_IMPORT_IDLE && self->phase == KX_IMPORT_TRIED && report != NULL &&
         (!self->strict || report->counts[KX_IMPORT_REFUSED] == 0) &&
         report->counts[KX_IMPORT_CREATED] + report->counts[KX_IMPORT_UPDATED] > 0;
}

void
kx_import_session_try (KxImportSession *self)
{
  g_return_if_fail (kx_import_session_may_try (self));
  kx_import_session_forget_tried (self);
  kx_import_session_begin (self, TRUE);
}

void
kx_import_session_run (KxImportSession *self)
{
  g_return_if_fail (kx_import_session_may_run (self));
  kx_import_session_begin (self, FALSE);
}

static KxImportWork *
get_last (KxImportSession *self)
{
  return self->ended != NULL ? self->ended : self->tried;
}

const KxImportReport *
kx_import_session_get_report (KxImportSession *self)
{
  KxImportWork *work = get_last (self);

  return work != NULL ? kx_import_get_report (work->import) : NULL;
}

static void
release (gpointer data)
{
  kx_import_work_unref (data);
}

GListModel *
kx_import_session_list (KxImportSession *self, KxImportItemsKind kind)
{
  KxImportWork *work = get_last (self);

  if (work == NULL)
    return G_LIST_MODEL (g_list_store_new (KX_TYPE_IMPORT_ITEM));
  return kx_import_items_new (work->import, kind, self->words, kx_import_work_ref (work), release);
}

/* For a thread: the work has the report, and does not change any more. */
typedef struct
{
  KxImportWork *work;
  GFile *to;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  kx_import_work_unref (saving->work);
  g_object_unref (saving->to);
  g_free (saving);
}

static void
save (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Saving *saving = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = kx_import_write_errors (saving->work->import, &error);
  gsize size;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (text != NULL && g_file_replace_contents (saving->to, text, size, NULL, FALSE,
                                               G_FILE_CREATE_REPLACE_DESTINATION, NULL, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kx_import_session_save_refused_async (KxImportSession *self, GFile *to, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Saving *saving;

  g_return_if_fail (get_last (self) != NULL);
  saving = g_new (Saving, 1);
  *saving = (Saving){ kx_import_work_ref (get_last (self)), g_object_ref (to) };
  g_task_set_task_data (task, saving, saving_free);
  kx_thread_run (task, save);
}

gboolean
kx_import_session_save_refused_finish (KxImportSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

char *
kx_import_session_dup_refused_name (KxImportSession *self)
{
  const char *name = self->file != NULL ? self->file->name : "";
  const char *end = strrchr (name, '.');
  g_autofree char *stem = g_strndup (name, end != NULL && end > name ? (gsize) (end - name) : strlen (name));

  /* Translators: name of a file, %s is that of the imported one without its ending */
  return g_strdup_printf (_ ("%s, rows to correct.xlsx"), stem);
}

char *
kx_import_session_find_kept (const char *folder, const char *import)
{
  g_autofree char *name = g_strconcat (import, ".xlsx", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&path) : NULL;
}
