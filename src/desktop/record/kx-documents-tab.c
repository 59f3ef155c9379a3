#include "desktop/record/kx-documents-tab.h"

#include "core/entities/kx-attachment.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-files.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/record/kx-outcome.h"
#include "models/kx-display.h"
#include "store/kx-thread.h"

struct _KxDocumentsTab
{
  GtkWidget parent_instance;

  KxDesk *desk; /* owned */
  const KxEntity *entity;
  char *id;       /* owned */
  GQueue waiting; /* (element-type GFile) owned; to be taken in */
  gboolean busy;
  GPtrArray *faults; /* (element-type utf8) owned; what was not taken, with its reason */
  GCancellable *cancellable;

  GtkListBox *rows;                  /* borrowed */
  GtkWidget *add, *nothing, *limits; /* borrowed */
};

G_DEFINE_FINAL_TYPE (KxDocumentsTab, kx_documents_tab, GTK_TYPE_WIDGET)

static void take_next (KxDocumentsTab *self);

static KxDocumentRow *
row_at (KxDocumentsTab *self, guint i)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->rows, (int) i);

  return row != NULL ? KX_DOCUMENT_ROW (row) : NULL;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const KxRecord *x = *(KxRecord *const *) a, *y = *(KxRecord *const *) b;

  if (x->created_at.ms != y->created_at.ms)
    return x->created_at.ms > y->created_at.ms ? -1 : 1;
  return g_strcmp0 (x->id, y->id);
}

static gboolean
has_id (GPtrArray *records, const char *id)
{
  for (guint i = 0; i < records->len; i++)
    if (g_str_equal (((KxRecord *) records->pdata[i])->id, id))
      return TRUE;
  return FALSE;
}

/* Rows that stay keep their widget, and with it what is shown of them. */
static void
refresh (KxDocumentsTab *self)
{
  g_autoptr (GPtrArray) records =
      kx_desk_try_list (self->desk, &kx_attachment_entity, kx_attachment_f_owner, self->id);

  gtk_label_set_label (GTK_LABEL (self->nothing), records != NULL
                                                      ? _ ("Nothing is attached yet")
                                                      : _ ("These cannot be read now; nothing was lost"));
  gtk_widget_set_visible (self->nothing, records == NULL || records->len == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->rows),
                          records != NULL ? records->len > 0 : row_at (self, 0) != NULL);
  if (records == NULL)
    return;
  g_ptr_array_sort (records, compare_rows);
  for (guint i = kx_documents_tab_get_n_rows (self); i-- > 0;)
    if (!has_id (records, kx_document_row_get_id (row_at (self, i))))
      gtk_list_box_remove (self->rows, GTK_WIDGET (row_at (self, i)));
  for (guint i = 0; i < records->len; i++)
    {
      KxDocumentRow *row = kx_documents_tab_find (self, ((KxRecord *) records->pdata[i])->id);

      if (row != NULL)
        kx_document_row_set_record (row, records->pdata[i]);
      else
        gtk_list_box_insert (self->rows, GTK_WIDGET (kx_document_row_new (self->desk, records->pdata[i])),
                             (int) i);
    }
}

static void
show_sent (KxDocumentsTab *self)
{
  KxSync *sync = kx_desk_get_sync (self->desk);
  double sent = 0;
  const char *sha256 = sync != NULL ? kx_sync_get_upload (sync, &sent) : NULL;

  for (guint i = 0; row_at (self, i) != NULL; i++)
    kx_document_row_show_sent (row_at (self, i), sha256, sent);
}

static void
follow (KxDesk *desk, const KxEntity *entity, KxDocumentsTab *self)
{
  if (entity != &kx_attachment_entity)
    return;
  refresh (self);
  show_sent (self);
}

/* A file was sent, or was not taken. */
static void
follow_summary (KxMirror *mirror, KxDocumentsTab *self)
{
  refresh (self);
  show_sent (self);
}

static void
note_fault (KxDocumentsTab *self, GFile *file, const char *why)
{
  g_autofree char *name = g_file_get_basename (file);

  /* Translators: a file's name, and why it was not taken. */
  g_ptr_array_add (self->faults, g_strdup_printf (_ ("%s: %s"), name, why));
}

static void
end_taking (KxDocumentsTab *self)
{
  g_autofree char *words = NULL;

  self->busy = FALSE;
  gtk_widget_set_sensitive (self->add, TRUE);
  if (self->faults->len == 0)
    return;
  g_ptr_array_add (self->faults, NULL);
  words = g_strjoinv ("\n", (char **) self->faults->pdata);
  kx_ask_tell (GTK_WIDGET (self), _ ("Not every file was attached"), words);
  g_ptr_array_set_size (self->faults, 0);
}

static void
take_added (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxDocumentsTab) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_add_file_finish (KX_MIRROR (source), result, &error);
  g_autoptr (GFile) file = g_queue_pop_head (&self->waiting);
  g_autofree char *reasons = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (decision == NULL)
    note_fault (self, file, error->message);
  else if (decision->result == KX_REJECTED)
    {
      reasons = kx_outcome_dup_reasons (decision);
      note_fault (self, file, reasons);
    }
  refresh (self);
  take_next (self);
}

/* What can be told before anything is read. NULL: nothing. */
static const char *
find_fault (GFile *file, gint64 *ret_size)
{
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                         G_FILE_QUERY_INFO_NONE, NULL, NULL);

  if (info == NULL)
    return _ ("It cannot be read");
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return _ ("It is no file");
  *ret_size = g_file_info_get_size (info);
  if (*ret_size == 0)
    return _ ("It is empty");
  return *ret_size > KX_ATTACHMENT_MAX_BYTES ? _ ("It is larger than 20 MB") : NULL;
}

/* The title of the attachment that has the same bytes; NULL: none. Free with g_free(). */
static char *
find_same (KxDocumentsTab *self, const char *sha256)
{
  g_autoptr (GPtrArray) records =
      kx_desk_list (self->desk, &kx_attachment_entity, kx_attachment_f_owner, self->id);

  for (guint i = 0; i < records->len; i++)
    if (g_strcmp0 (kx_attachment_get_sha256 (records->pdata[i]), sha256) == 0)
      return kx_display_title (records->pdata[i]);
  return NULL;
}

static void
hash_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  GError *error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (G_FILE (data), cancellable, &error);
  guint8 buffer[65536];
  gssize got = stream != NULL ? 1 : -1;

  while (got > 0)
    {
      got = g_input_stream_read (G_INPUT_STREAM (stream), buffer, sizeof buffer, cancellable, &error);
      if (got > 0)
        g_checksum_update (checksum, buffer, got);
    }
  if (got < 0)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_strdup (g_checksum_get_string (checksum)), g_free);
}

static void
take_hash (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxDocumentsTab) self = KX_DOCUMENTS_TAB (g_object_ref (source));
  g_autoptr (GError) error = NULL;
  g_autofree char *sha256 = g_task_propagate_pointer (G_TASK (result), &error), *same = NULL, *path = NULL;
  GFile *file = g_queue_peek_head (&self->waiting);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  same = sha256 != NULL ? find_same (self, sha256) : NULL;
  path = g_file_get_path (file);
  if (error != NULL || same != NULL || path == NULL)
    {
      /* Translators: the title of an attachment. */
      g_autofree char *words = same != NULL
                                   ? g_strdup_printf (_ ("The same file is attached already as “%s”"), same)
                                   : g_strdup (error != NULL ? error->message : _ ("It cannot be read"));

      note_fault (self, file, words);
      g_object_unref (g_queue_pop_head (&self->waiting));
      take_next (self);
      return;
    }
  kx_mirror_add_file_async (kx_desk_get_mirror (self->desk), path, self->entity->name, self->id, NULL,
                            self->cancellable, take_added, g_object_ref (self));
}

static void
take_next (KxDocumentsTab *self)
{
  GFile *file;
  gint64 size;

  while ((file = g_queue_peek_head (&self->waiting)) != NULL)
    {
      const char *fault = find_fault (file, &size);
      g_autoptr (GTask) task = NULL;

      if (fault != NULL)
        {
          note_fault (self, file, fault);
          g_object_unref (g_queue_pop_head (&self->waiting));
          continue;
        }
      task = g_task_new (self, self->cancellable, take_hash, NULL);
      g_task_set_source_tag (task, take_next);
      g_task_set_task_data (task, g_object_ref (file), g_object_unref);
      kx_thread_run (task, hash_file);
      return;
    }
  end_taking (self);
}

void
kx_documents_tab_take (KxDocumentsTab *self, GPtrArray *files)
{
  g_return_if_fail (KX_IS_DOCUMENTS_TAB (self));
  for (guint i = 0; i < files->len; i++)
    g_queue_push_tail (&self->waiting, g_object_ref (files->pdata[i]));
  if (self->busy || g_queue_is_empty (&self->waiting))
    return;
  self->busy = TRUE;
  gtk_widget_set_sensitive (self->add, FALSE);
  take_next (self);
}

static void
take_chosen (GPtrArray *files, gpointer data)
{
  kx_documents_tab_take (KX_DOCUMENTS_TAB (data), files);
}

static void
press_add (KxDocumentsTab *self)
{
  kx_files_open (GTK_WIDGET (self), _ ("Attach files"), NULL, TRUE, take_chosen, g_object_ref (self),
                 g_object_unref);
}

static gboolean
drop (GtkDropTarget *target, const GValue *value, double x, double y, KxDocumentsTab *self)
{
  GSList *list = g_value_get_boxed (value);
  g_autoptr (GPtrArray) files = g_ptr_array_new ();

  for (GSList *link = list; link != NULL; link = link->next)
    g_ptr_array_add (files, link->data);
  kx_documents_tab_take (self, files);
  return TRUE;
}

static void
activate (GtkListBox *rows, GtkListBoxRow *row)
{
  kx_document_row_open (KX_DOCUMENT_ROW (row));
}

static void
dispose (GObject *object)
{
  KxDocumentsTab *self = KX_DOCUMENTS_TAB (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (kx_documents_tab_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxDocumentsTab *self = KX_DOCUMENTS_TAB (object);

  g_queue_clear_full (&self->waiting, g_object_unref);
  g_ptr_array_unref (self->faults);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);
  g_free (self->id);
  G_OBJECT_CLASS (kx_documents_tab_parent_class)->finalize (object);
}

static void
kx_documents_tab_class_init (KxDocumentsTabClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
}

static GtkWidget *
make_note (const char *words)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static void
kx_documents_tab_init (KxDocumentsTab *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 12);
  self->cancellable = g_cancellable_new ();
  self->faults = g_ptr_array_new_with_free_func (g_free);
  g_queue_init (&self->waiting);
  self->add = gtk_button_new_with_label (_ ("Attach files…"));
  gtk_widget_set_halign (self->add, GTK_ALIGN_START);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (press_add), self);
  gtk_widget_set_parent (self->add, GTK_WIDGET (self));
  self->limits = make_note (
      _ ("Or drop files here. Up to 20 MB each; programs are not taken. Images and texts are shown "
         "in place."));
  gtk_widget_set_parent (self->limits, GTK_WIDGET (self));
  self->nothing = make_note (NULL);
  gtk_widget_set_parent (self->nothing, GTK_WIDGET (self));
  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "boxed-list");
  kx_a11y_set_label (GTK_WIDGET (self->rows), _ ("Documents"));
  g_signal_connect (self->rows, "row-activated", G_CALLBACK (activate), NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->rows), GTK_WIDGET (self));
  g_signal_connect (target, "drop", G_CALLBACK (drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

KxDocumentsTab *
kx_documents_tab_new (KxDesk *desk, const KxEntity *entity, const char *id, const char *space)
{
  KxDocumentsTab *self = g_object_new (KX_TYPE_DOCUMENTS_TAB, NULL);
  gboolean may = kx_desk_may (desk, &kx_attachment_entity, KX_OP_CREATE, NULL, space);

  self->desk = g_object_ref (desk);
  self->entity = entity;
  self->id = g_strdup (id);
  gtk_widget_set_visible (self->add, may);
  gtk_widget_set_visible (self->limits, may);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (follow), self, 0);
  g_signal_connect_object (kx_desk_get_mirror (desk), "summary-changed", G_CALLBACK (follow_summary), self,
                           0);
  if (kx_desk_get_sync (desk) != NULL)
    g_signal_connect_object (kx_desk_get_sync (desk), "notify::sent", G_CALLBACK (show_sent), self,
                             G_CONNECT_SWAPPED);
  refresh (self);
  show_sent (self);
  return self;
}

gboolean
kx_documents_tab_is_busy (KxDocumentsTab *self)
{
  g_return_val_if_fail (KX_IS_DOCUMENTS_TAB (self), FALSE);
  return self->busy;
}

guint
kx_documents_tab_get_n_rows (KxDocumentsTab *self)
{
  guint n = 0;

  g_return_val_if_fail (KX_IS_DOCUMENTS_TAB (self), 0);
  while (row_at (self, n) != NULL)
    n++;
  return n;
}

KxDocumentRow *
kx_documents_tab_find (KxDocumentsTab *self, const char *id)
{
  KxDocumentRow *row;

  g_return_val_if_fail (KX_IS_DOCUMENTS_TAB (self), NULL);
  for (guint i = 0; (row = row_at (self, i)) != NULL; i++)
    if (g_str_equal (kx_document_row_get_id (row), id))
      return row;
  return NULL;
}
