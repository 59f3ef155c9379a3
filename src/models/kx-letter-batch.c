#include "models/kx-letter-batch.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-letter.h"
#include "models/kx-batch-letter-write.h"
#include "models/kx-letter-batch-read.h"
#include "store/kx-thread.h"
#include "sync/kx-gettext.h"

#include <string.h>

struct _KxLetterBatch
{
  GObject parent_instance;
  KxMirror *mirror;             /* owned */
  KxLetterOrder order;          /* of the last reading; `said` is shared with threads */
  GListStore *lines, *left_out; /* owned; of KxBatchLetter */
  GPtrArray *wanted;            /* (element-type utf8) owned */
  guint done;                   /* atomic */
  gboolean written;
};

static guint changed;

G_DEFINE_FINAL_TYPE (KxLetterBatch, kx_letter_batch, G_TYPE_OBJECT)

static void
finalize (GObject *object)
{
  KxLetterBatch *self = KX_LETTER_BATCH (object);

  kx_letter_order_clear (&self->order);
  g_object_unref (self->lines);
  g_object_unref (self->left_out);
  g_ptr_array_unref (self->wanted);
  g_object_unref (self->mirror);
  G_OBJECT_CLASS (kx_letter_batch_parent_class)->finalize (object);
}

static void
kx_letter_batch_class_init (KxLetterBatchClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
  changed =
      g_signal_new ("changed", KX_TYPE_LETTER_BATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_letter_batch_init (KxLetterBatch *self)
{
  self->lines = g_list_store_new (KX_TYPE_BATCH_LETTER);
  self->left_out = g_list_store_new (KX_TYPE_BATCH_LETTER);
  self->wanted = g_ptr_array_new_with_free_func (g_free);
}

KxLetterBatch *
kx_letter_batch_new (KxMirror *mirror)
{
  KxLetterBatch *self = g_object_new (KX_TYPE_LETTER_BATCH, NULL);

  self->mirror = g_object_ref (mirror);
  return self;
}

static gboolean
is_about_agreement (const KxLetterKind *kind)
{
  for (const KxLetterRecord *record = kind->records; record->name != NULL; record++)
    if (record->entity == &kx_agreement_entity)
      return TRUE;
  return FALSE;
}

GPtrArray *
kx_letter_batch_list_kinds (void)
{
  GPtrArray *list = g_ptr_array_new ();
  guint n;
  const KxLetterKind *kinds = kx_letter_kind_get_all (&n);

  for (guint i = 0; i < n; i++)
    if (is_about_agreement (&kinds[i]))
      g_ptr_array_add (list, (gpointer) &kinds[i]);
  return list;
}

GListModel *
kx_letter_batch_get_lines (KxLetterBatch *self)
{
  return G_LIST_MODEL (self->lines);
}

GListModel *
kx_letter_batch_get_left_out (KxLetterBatch *self)
{
  return G_LIST_MODEL (self->left_out);
}

guint
kx_letter_batch_get_done (KxLetterBatch *self)
{
  return (guint) g_atomic_int_get (&self->done);
}

gboolean
kx_letter_batch_is_written (KxLetterBatch *self)
{
  return self->written;
}

GPtrArray *
kx_letter_batch_list_wanted (KxLetterBatch *self)
{
  return g_ptr_array_ref (self->wanted);
}

/* Reading */

typedef struct
{
  KxMirror *mirror; /* owned */
  KxActor *actor;   /* owned, or NULL */
  GPtrArray *ids;   /* owned */
  KxLetterOrder order;
  GHashTable *wanted; /* owned */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_object_unref (reading->mirror);
  kx_actor_free (reading->actor);
  g_ptr_array_unref (reading->ids);
  kx_letter_order_clear (&reading->order);
  g_hash_table_unref (reading->wanted);
  g_free (reading);
}

static void
run_read (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;
  const KxLetterRead read = { .mirror = reading->mirror,
                              .actor = reading->actor,
                              .today = kx_mirror_today (reading->mirror),
                              .order = &reading->order,
                              .wanted = reading->wanted };
  GError *error = NULL;
  GPtrArray *lines = kx_letter_batch_read (&read, reading->ids, cancellable, &error);

  if (lines != NULL)
    g_task_return_pointer (task, lines, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
kx_letter_batch_read_async (KxLetterBatch *self, GPtrArray *ids, const KxLetterKind *kind, const char *title,
                            GHashTable *said, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);
  const KxActor *actor = kx_mirror_get_actor (self->mirror);

  reading->mirror = g_object_ref (self->mirror);
  reading->actor = actor != NULL ? kx_actor_copy (actor) : NULL;
  reading->ids = g_ptr_array_ref (ids);
  reading->order = (KxLetterOrder){
    kind, kx_field_code (&kx_letter_entity.fields[kx_letter_f_kind], kind->code, strlen (kind->code)),
    g_strdup (title), g_hash_table_ref (said)
  };
  reading->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_task_set_source_tag (task, kx_letter_batch_read_async);
  g_task_set_task_data (task, reading, reading_free);
  kx_thread_run (task, run_read);
}

static void
set_lines (GListStore *store, GPtrArray *lines)
{
  g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), lines->pdata, lines->len);
}

static void
take_order (KxLetterBatch *self, const KxLetterOrder *order)
{
  kx_letter_order_clear (&self->order);
  self->order =
      (KxLetterOrder){ order->kind, order->code, g_strdup (order->title), g_hash_table_ref (order->said) };
}

gboolean
kx_letter_batch_read_finish (KxLetterBatch *self, GAsyncResult *result, GError **error)
{
  Reading *reading = g_task_get_task_data (G_TASK (result));
  g_autoptr (GPtrArray) lines = g_task_propagate_pointer (G_TASK (result), error);
  g_autoptr (GPtrArray) in = g_ptr_array_new (), out = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer sha256;

  if (lines == NULL)
    return FALSE;
  take_order (self, &reading->order);
  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_add (kx_batch_letter_get_why (lines->pdata[i]) == NULL ? in : out, lines->pdata[i]);
  set_lines (self->lines, in);
  set_lines (self->left_out, out);
  g_ptr_array_set_size (self->wanted, 0);
  g_hash_table_iter_init (&iter, reading->wanted);
  while (g_hash_table_iter_next (&iter, &sha256, NULL))
    g_ptr_array_add (self->wanted, g_strdup (sha256));
  self->written = FALSE;
  g_signal_emit (self, changed, 0);
  return TRUE;
}

/* Writing */

typedef struct
{
  KxLetterBatch *batch; /* borrowed: the task's source object */
  KxMirror *mirror;     /* owned */
  const KxLetterKind *kind;
  GPtrArray *lines; /* (element-type KxBatchLetter) owned */
  GPtrArray *files; /* (element-type GFile) owned; those that are there, in the order of the lines */
  GFile *folder;    /* owned */
  gboolean pdf;
  GError *error; /* owned; what became known after the files were written, or NULL */
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  g_object_unref (writing->mirror);
  g_ptr_array_unref (writing->lines);
  g_ptr_array_unref (writing->files);
  g_object_unref (writing->folder);
  g_clear_error (&writing->error);
  g_free (writing);
}

static void
write_line (Writing *writing, KxBook *book, KxBatchLetter *line, GError **error)
{
  GFile *file = kx_batch_letter_write (line, book, writing->kind, writing->folder, writing->pdf, error);

  if (file == NULL)
    return;
  g_ptr_array_add (writing->files, file);
  g_atomic_int_inc (&writing->batch->done);
}

static void
remove_files (Writing *writing)
{
  for (guint i = 0; i < writing->files->len; i++)
    g_file_delete (writing->files->pdata[i], NULL, NULL);
  g_ptr_array_set_size (writing->files, 0);
}

static void
run_write (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Writing *writing = data;
  GError *error = NULL;
  KxBook *book = kx_mirror_take_reader (writing->mirror, &error);

  for (guint i = 0; book != NULL && error == NULL && i < writing->lines->len; i++)
    if (!g_cancellable_set_error_if_cancelled (cancellable, &error))
      write_line (writing, book, writing->lines->pdata[i], &error);
  if (book != NULL)
    kx_mirror_give_reader (writing->mirror, book);
  if (error == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  remove_files (writing);
  g_task_return_error (task, error);
}

static void
run_remove (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  remove_files (data);
  g_task_return_boolean (task, TRUE);
}

/* The errand of all phases; `outer` is that of the caller, and has what is written as its data. */
static GTask *
begin_phase (GTask *outer, GCancellable *cancellable, GAsyncReadyCallback callback)
{
  GTask *task = g_task_new (g_task_get_source_object (outer), cancellable, callback, g_object_ref (outer));

  /* What was done is known by the errand alone, also when it was cancelled meanwhile. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_task_get_task_data (outer), NULL);
  return task;
}

static void
take_removed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) outer = data;
  Writing *writing = g_task_get_task_data (outer);

  g_task_return_error (outer, g_steal_pointer (&writing->error));
}

/* The letters were not entered: their files go. Takes `error`. */
static void
give_up (GTask *outer, GError *error)
{
  Writing *writing = g_task_get_task_data (outer);
  g_autoptr (GTask) task = begin_phase (outer, NULL, take_removed);

  writing->error = error;
  kx_thread_run (task, run_remove);
}

static GError *
make_refusal (const KxDecision *decision)
{
  for (guint i = 0; i < decision->findings->len; i++)
    {
      const KxFinding *finding = decision->findings->pdata[i];
      g_autofree char *words =
          finding->verdict == KX_FAILS ? kx_finding_fill (finding, _ (finding->message)) : NULL;

      if (words != NULL)
        return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, words);
    }
  return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, _ ("This cannot be done"));
}

static void
take_entered (GObject *mirror, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) outer = data;
  KxLetterBatch *self = g_task_get_source_object (outer);
  Writing *writing = g_task_get_task_data (outer);
  GError *error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (mirror), result, &error);

  if (decision == NULL || decision->result == KX_REJECTED)
    {
      give_up (outer, decision != NULL ? make_refusal (decision) : error);
      return;
    }
  for (guint i = 0; i < writing->lines->len; i++)
    {
      g_autofree char *base = g_file_get_basename (writing->files->pdata[i]);

      kx_batch_letter_take_file (writing->lines->pdata[i], g_filename_display_name (base));
    }
  self->written = TRUE;
  /* Each says something else now. */
  g_list_model_items_changed (G_LIST_MODEL (self->lines), 0, writing->lines->len, writing->lines->len);
  g_signal_emit (self, changed, 0);
  g_task_return_boolean (outer, TRUE);
}

static void
take_files (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) outer = data;
  Writing *writing = g_task_get_task_data (outer);
  GError *error = NULL;
  GPtrArray *ops;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (outer, error);
      return;
    }
  ops = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free);
  for (guint i = 0; i < writing->lines->len; i++)
    {
      const KxRecord *letter = kx_batch_letter_get_letter (writing->lines->pdata[i]);

      g_ptr_array_add (ops, kx_mirror_make_op (writing->mirror, KX_OP_CREATE, &kx_letter_entity, letter->id,
                                               kx_record_copy (letter)));
    }
  /* From here on it happens, whoever has gone meanwhile. */
  kx_mirror_submit_async (writing->mirror, ops, NULL, take_entered, g_object_ref (outer));
}

void
kx_letter_batch_write_async (KxLetterBatch *self, GFile *folder, gboolean pdf, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) outer = g_task_new (self, NULL, callback, user_data), task = NULL;
  Writing *writing = g_new0 (Writing, 1);

  g_return_if_fail (!self->written && self->order.kind != NULL);
  *writing = (Writing){ .batch = self,
                        .mirror = g_object_ref (self->mirror),
                        .kind = self->order.kind,
                        .lines = g_ptr_array_new_with_free_func (g_object_unref),
                        .files = g_ptr_array_new_with_free_func (g_object_unref),
                        .folder = g_object_ref (folder),
                        .pdf = pdf };
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->lines)); i++)
    g_ptr_array_add (writing->lines, g_list_model_get_item (G_LIST_MODEL (self->lines), i));
  g_atomic_int_set (&self->done, 0);
  g_task_set_source_tag (outer, kx_letter_batch_write_async);
  g_task_set_task_data (outer, writing, writing_free);
  task = begin_phase (outer, cancellable, take_files);
  kx_thread_run (task, run_write);
}

gboolean
kx_letter_batch_write_finish (KxLetterBatch *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
