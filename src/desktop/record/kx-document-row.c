#include "desktop/record/kx-document-row.h"

#include "core/entities/kx-attachment.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-files.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "desktop/record/kx-outcome.h"
#include "desktop/record/kx-preview.h"
#include "models/kx-display.h"
#include "sync/kx-client-blob.h"

#include <glib/gstdio.h>

struct _KxDocumentRow
{
  GtkListBoxRow parent_instance;

  KxDesk *desk;     /* owned */
  KxRecord *record; /* owned */
  KxBytesState state;
  char *fault; /* owned; why the service did not take the bytes */
  GCancellable *cancellable;
  gboolean fetching;
  double sent; /* how much the service has; negative: it is not on its way now */

  GtkWidget *thumb, *open, *remove, *retry; /* borrowed */
  GtkLabel *title, *details, *status;       /* borrowed */
  GtkProgressBar *progress;                 /* borrowed */
  GtkWidget *shown;                         /* borrowed: the box of the preview */
};

G_DEFINE_FINAL_TYPE (KxDocumentRow, kx_document_row, GTK_TYPE_LIST_BOX_ROW)

static const Kx_attachment *
attachment_of (KxDocumentRow *self)
{
  return (const Kx_attachment *) self->record;
}

static char *
dup_path (KxDocumentRow *self)
{
  return kx_mirror_dup_blob_path (kx_desk_get_mirror (self->desk),
                                  kx_attachment_get_sha256 (attachment_of (self)));
}

static gboolean
is_here (KxDocumentRow *self)
{
  g_autofree char *path = dup_path (self);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static KxMirrorUpload *
get_upload (KxDocumentRow *self)
{
  KxMirror *mirror = kx_desk_get_mirror (self->desk);
  KxBook *book = kx_mirror_take_reader (mirror, NULL);
  KxMirrorUpload *upload;

  if (book == NULL)
    return NULL;
  upload = kx_mirror_upload_get (book, kx_attachment_get_sha256 (attachment_of (self)), NULL);
  kx_mirror_give_reader (mirror, book);
  return upload;
}

static void
read_state (KxDocumentRow *self)
{
  g_autoptr (KxMirrorUpload) upload = get_upload (self);

  g_clear_pointer (&self->fault, g_free);
  if (upload != NULL && upload->code != NULL)
    {
      self->state = KX_BYTES_FAILED;
      self->fault = g_strdup (upload->message != NULL ? upload->message : upload->code);
    }
  else if (upload != NULL)
    self->state = KX_BYTES_WAITING;
  else if (kx_attachment_get_stored (attachment_of (self)))
    self->state = KX_BYTES_STORED;
  else
    self->state = KX_BYTES_UNKNOWN;
}

static char *
word_state (KxDocumentRow *self)
{
  switch (self->state)
    {
    case KX_BYTES_STORED:
      return g_strdup (is_here (self) ? _ ("Stored · also on this computer") : _ ("Stored at the service"));
    case KX_BYTES_WAITING:
      if (self->sent < 0)
        return g_strdup (_ ("Waits to be sent"));
      /* Translators: how much of a file the service has already. */
      return g_strdup_printf (_ ("Being sent: %d%%"), (int) (self->sent * 100));
    case KX_BYTES_FAILED:
      /* Translators: why a file was not taken by the service. */
      return g_strdup_printf (_ ("Not taken: %s"), self->fault);
    case KX_BYTES_UNKNOWN:
    default:
      return g_strdup (_ ("The file itself is still on another computer"));
    }
}

static const char *
icon_for (const char *media_type)
{
  if (g_str_has_prefix (media_type, "image/"))
    return "image-x-generic-symbolic";
  if (g_str_has_prefix (media_type, "text/"))
    return "text-x-generic-symbolic";
  return "x-office-document-symbolic";
}

static void
name_button (GtkWidget *button, const char *verb, const char *title)
{
  /* Translators: what a button does, and the file it does it to. */
  g_autofree char *words = g_strdup_printf (_ ("%s: %s"), verb, title);

  kx_a11y_set_label (button, words);
}

/* One bar for both ways; a file goes one of them at a time. */
static void
show_progress_bar (KxDocumentRow *self)
{
  gboolean sending = self->state == KX_BYTES_WAITING && self->sent >= 0;

  if (sending)
    gtk_progress_bar_set_fraction (self->progress, self->sent);
  kx_a11y_set_label (GTK_WIDGET (self->progress),
                     sending ? _ ("How much was sent") : _ ("How much was fetched"));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), sending || self->fetching);
}

static void
show_record (KxDocumentRow *self)
{
  const Kx_attachment *attachment = attachment_of (self);
  g_autofree char *title = kx_display_title (self->record),
                  *when = kx_display_time (self->record->created_at);
  g_autofree char *who = kx_desk_dup_person (self->desk, self->record->created_by);
  g_autofree char *size = kx_format_size ((guint64) kx_attachment_get_size (attachment));
  g_autofree char *details = NULL, *status = NULL;
  const char *file = kx_attachment_get_file_name (attachment);
  gboolean same = g_strcmp0 (file, title) == 0;

  read_state (self);
  /* A file without a title is called by its name already. */
  details = g_strdup_printf ("%s%s%s · %s%s%s", same ? "" : file, same ? "" : " · ", size, when,
                             *who != '\0' ? " · " : "", who);
  status = word_state (self);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->thumb),
                                icon_for (kx_attachment_get_media_type (attachment)));
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->details, details);
  gtk_label_set_label (self->status, status);
  show_progress_bar (self);
  if (self->state == KX_BYTES_FAILED)
    gtk_widget_add_css_class (GTK_WIDGET (self->status), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->status), "error");
  gtk_widget_set_visible (self->retry, self->state == KX_BYTES_FAILED);
  gtk_widget_set_visible (
      self->remove, kx_desk_may (self->desk, &kx_attachment_entity, KX_OP_DELETE, NULL, self->record->space));
  name_button (self->open, _ ("Open"), title);
  name_button (self->remove, _ ("Delete"), title);
  kx_a11y_set_label (GTK_WIDGET (self), title);
  kx_a11y_set_description (GTK_WIDGET (self), status);
}

static void
hide_contents (KxDocumentRow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->shown)) != NULL)
    gtk_box_remove (GTK_BOX (self->shown), child);
  gtk_widget_set_visible (self->shown, FALSE);
}

static void
tell (KxDocumentRow *self, const char *words)
{
  GtkWidget *label = gtk_label_new (words);

  hide_contents (self);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "error");
  gtk_box_append (GTK_BOX (self->shown), label);
  gtk_widget_set_visible (self->shown, TRUE);
}

/* A copy under the file's own name, so that the right program is found; it can be written to without touching
 * the stored bytes. */
static GFile *
copy_for_program (KxDocumentRow *self, const char *path, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("kangxie-XXXXXX", error), *name = NULL, *target = NULL;
  g_autoptr (GFile) from = g_file_new_for_path (path), to = NULL;

  if (folder == NULL)
    return NULL;
  name = g_path_get_basename (kx_attachment_get_file_name (attachment_of (self)));
  target = g_build_filename (folder, name, NULL);
  to = g_file_new_for_path (target);
  if (!g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, error))
    return NULL;
  return g_steal_pointer (&to);
}

static void
show_contents (KxDocumentRow *self)
{
  g_autofree char *path = dup_path (self);
  const char *media_type = kx_attachment_get_media_type (attachment_of (self));
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) copy = NULL;
  GtkWidget *preview;

  if (kx_preview_shows (media_type))
    {
      preview = kx_preview_new (path, media_type, &error);
      if (preview == NULL)
        {
          tell (self, error->message);
          return;
        }
      gtk_box_append (GTK_BOX (self->shown), preview);
      gtk_widget_set_visible (self->shown, TRUE);
      return;
    }
  copy = copy_for_program (self, path, &error);
  if (copy == NULL)
    tell (self, error->message);
  else
    kx_files_show (GTK_WIDGET (self), copy);
}

static void
take_bytes (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxDocumentRow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean there = kx_client_get_blob_finish (KX_CLIENT (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->fetching = FALSE;
  show_record (self);
  if (there)
    show_contents (self);
  else
    tell (self, error->message);
}

static void
show_progress (gint64 bytes, gpointer data)
{
  KxDocumentRow *self = data;
  gint64 size = kx_attachment_get_size (attachment_of (self));

  gtk_progress_bar_set_fraction (self->progress, size > 0 ? MIN ((double) bytes / (double) size, 1) : 0);
}

static void
fetch (KxDocumentRow *self)
{
  KxClient *client = kx_desk_get_client (self->desk);
  g_autofree char *path = dup_path (self), *folder = g_path_get_dirname (path);

  if (self->fetching)
    return;
  if (client == NULL || !kx_desk_is_online (self->desk))
    {
      tell (self, _ ("The file is not on this computer, and the service cannot be reached now."));
      return;
    }
  g_mkdir_with_parents (folder, 0700);
  self->fetching = TRUE;
  gtk_progress_bar_set_fraction (self->progress, 0);
  show_progress_bar (self);
  kx_client_get_blob_async (client, kx_attachment_get_sha256 (attachment_of (self)), path, show_progress,
                            self, self->cancellable, take_bytes, g_object_ref (self));
}

void
kx_document_row_open (KxDocumentRow *self)
{
  gboolean was_shown;

  g_return_if_fail (KX_IS_DOCUMENT_ROW (self));
  was_shown = gtk_widget_get_visible (self->shown);
  hide_contents (self);
  if (was_shown)
    return;
  if (is_here (self))
    show_contents (self);
  else if (self->state == KX_BYTES_UNKNOWN)
    tell (self, _ ("The file itself is still on the computer of the person who attached it."));
  else
    fetch (self);
}

void
kx_document_row_delete (KxDocumentRow *self)
{
  g_autofree char *title = NULL;

  g_return_if_fail (KX_IS_DOCUMENT_ROW (self));
  if (!gtk_widget_get_visible (self->remove))
    return;
  title = kx_display_title (self->record);
  kx_outcome_delete (GTK_WIDGET (self), self->desk, self->record, title);
}

static gboolean
retry_upload (KxBook *book, gpointer data, GError **error)
{
  return kx_mirror_upload_retry (book, data, error);
}

static void
take_retried (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxDocumentRow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean done = kx_mirror_write_finish (KX_MIRROR (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  show_record (self);
  if (done)
    kx_desk_sync_now (self->desk);
  else
    tell (self, error->message);
}

static void
retry (KxDocumentRow *self)
{
  kx_mirror_write_async (kx_desk_get_mirror (self->desk), retry_upload,
                         g_strdup (kx_attachment_get_sha256 (attachment_of (self))), g_free, NULL,
                         take_retried, g_object_ref (self));
}

static gboolean
press_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
           KxDocumentRow *self)
{
  if (key != GDK_KEY_Delete || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  kx_document_row_delete (self);
  return GDK_EVENT_STOP;
}

static void
dispose (GObject *object)
{
  KxDocumentRow *self = KX_DOCUMENT_ROW (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (kx_document_row_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxDocumentRow *self = KX_DOCUMENT_ROW (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->record, kx_record_free);
  g_free (self->fault);
  G_OBJECT_CLASS (kx_document_row_parent_class)->finalize (object);
}

static void
kx_document_row_class_init (KxDocumentRowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
}

static GtkLabel *
add_label (GtkWidget *box, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, style);
    }
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
add_button (KxDocumentRow *self, GtkWidget *line, GtkWidget *button, const char *tip, GCallback press)
{
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tip);
  g_signal_connect_swapped (button, "clicked", press, self);
  kx_label_line_add (line, button);
  return button;
}

static void
kx_document_row_init (KxDocumentRow *self)
{
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *line = kx_label_line_new (12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->cancellable = g_cancellable_new ();
  self->thumb = gtk_image_new ();
  gtk_image_set_icon_size (GTK_IMAGE (self->thumb), GTK_ICON_SIZE_LARGE);
  kx_label_line_add (line, self->thumb);
  gtk_widget_set_hexpand (texts, TRUE);
  self->title = add_label (texts, NULL);
  self->details = add_label (texts, "dim-label");
  self->status = add_label (texts, "numeric");
  self->progress = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  self->sent = -1;
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->progress));
  kx_label_line_add (line, texts);
  self->retry =
      add_button (self, line, gtk_button_new_with_label (_ ("Send again")), NULL, G_CALLBACK (retry));
  self->open = add_button (self, line, gtk_button_new_from_icon_name ("document-open-symbolic"),
                           _ ("Open, or hide again"), G_CALLBACK (kx_document_row_open));
  self->remove = add_button (self, line, gtk_button_new_from_icon_name ("user-trash-symbolic"), _ ("Delete"),
                             G_CALLBACK (kx_document_row_delete));
  self->shown = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_visible (self->shown, FALSE);
  gtk_box_append (GTK_BOX (all), line);
  gtk_box_append (GTK_BOX (all), self->shown);
  gtk_widget_add_css_class (all, "event");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), all);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (press_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

KxDocumentRow *
kx_document_row_new (KxDesk *desk, const KxRecord *attachment)
{
  KxDocumentRow *self = g_object_new (KX_TYPE_DOCUMENT_ROW, NULL);

  self->desk = g_object_ref (desk);
  self->record = kx_record_copy (attachment);
  show_record (self);
  return self;
}

const char *
kx_document_row_get_id (KxDocumentRow *self)
{
  g_return_val_if_fail (KX_IS_DOCUMENT_ROW (self), NULL);
  return self->record->id;
}

KxBytesState
kx_document_row_get_state (KxDocumentRow *self)
{
  g_return_val_if_fail (KX_IS_DOCUMENT_ROW (self), KX_BYTES_UNKNOWN);
  return self->state;
}

void
kx_document_row_show_sent (KxDocumentRow *self, const char *sha256, double sent)
{
  gboolean own;

  g_return_if_fail (KX_IS_DOCUMENT_ROW (self));
  own = g_strcmp0 (sha256, kx_attachment_get_sha256 (attachment_of (self))) == 0;
  if (!own && self->sent < 0)
    return;
  self->sent = own ? sent : -1;
  show_record (self);
}

void
kx_document_row_set_record (KxDocumentRow *self, const KxRecord *attachment)
{
  KxRecord *before;

  g_return_if_fail (KX_IS_DOCUMENT_ROW (self));
  before = self->record;
  self->record = kx_record_copy (attachment);
  kx_record_free (before);
  show_record (self);
}
