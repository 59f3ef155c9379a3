#include "desktop/record/kx-letter-dialog.h"

#include "core/entities/kx-attachment.h"
#include "core/entities/kx-letter-print.h"
#include "core/entities/kx-letter-template.h"
#include "desktop/dialogs/kx-print-preview.h"
#include "desktop/export/kx-save-as.h"
#include "desktop/help/kx-help-window.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-files.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "desktop/kx-weak.h"
#include "desktop/record/kx-letter-draft.h"
#include "desktop/record/kx-letter-inputs.h"
#include "desktop/record/kx-letter-keep.h"
#include "desktop/record/kx-letter-reading.h"
#include "desktop/record/kx-letter-text.h"
#include "models/kx-display.h"
#include "models/kx-letter-read.h"
#include "models/kx-letter-said.h"
#include "print/kx-letter.h"
#include "print/kx-pdf.h"
#include "sync/kx-client-blob.h"

struct _KxLetterDialog
{
  AdwWindow parent_instance;

  KxDesk *desk;              /* owned */
  KxRecord *letter;          /* owned */
  KxRecord *own, *file;      /* owned, or NULL: the program's own template */
  GBytes *template;          /* owned; NULL: the program's own, or not here yet */
  GCancellable *cancellable; /* owned; of what is fetched */
  const KxLetterKind *kind;
  char *kept;      /* owned; what the inputs began with, which is no draft: not read again at each key */
  GtkWidget *over; /* weak; what the window stands over, and where is told what comes of it afterwards */

  /* Borrowed. */
  KxLetterInputs *inputs; /* NULL: the window is gone */
  GtkLabel *source, *again, *lacks, *text;
  GtkWidget *throw, *save, *keep, *pdf, *print;
  int way;                /* of kx_letter_print: how it is being saved */
  gboolean reading;       /* how the letter reads is being found */
  gboolean stale;         /* something was typed since */
  gboolean wants_preview; /* as soon as there is a document */
};

G_DEFINE_FINAL_TYPE (KxLetterDialog, kx_letter_dialog, ADW_TYPE_WINDOW)

static guint written_signal;

static gboolean
is_draft (KxLetterDialog *self)
{
  return kx_record_get (self->letter, kx_letter_f_state).CODE == kx_letter_state_draft;
}

/* What was typed and is not kept with the letter */

/* What the letter's row says already, or what the records around it offer while it says nothing. */
static GHashTable *
read_kept (KxLetterDialog *self)
{
  g_autoptr (KxRecord) now = kx_desk_get_row (self->desk, &kx_letter_entity, self->letter->id);
  const KxRecord *letter = now != NULL ? now : self->letter;

  return kx_record_has (letter, kx_letter_f_said) ? kx_letter_said_read (letter)
                                                  : kx_letter_text_read_offer (self->desk, letter);
}

static void
take_as_kept (KxLetterDialog *self, GHashTable *texts)
{
  g_free (self->kept);
  self->kept = kx_letter_said_write (texts);
}

static void
show_draft (KxLetterDialog *self, const KxTime *at)
{
  g_autofree char *when = at != NULL ? kx_format_time (*at) : NULL;
  /* Translators: a moment. */
  g_autofree char *words =
      when != NULL ? g_strdup_printf (_ ("What you typed on %s was not saved; here it is again."), when)
                   : g_strdup ("");

  gtk_label_set_text (self->again, words);
  gtk_widget_set_visible (GTK_WIDGET (self->again), at != NULL);
}

static void
keep_draft (KxLetterDialog *self)
{
  g_autoptr (GHashTable) typed = kx_letter_inputs_dup_typed (self->inputs);
  g_autofree char *now = kx_letter_said_write (typed);
  gboolean same = g_str_equal (now, self->kept);

  kx_letter_draft_put (self->desk, self->letter, same ? NULL : typed);
  gtk_widget_set_visible (self->throw, !same);
}

static void
take_draft (KxLetterDialog *self)
{
  g_autoptr (GHashTable) kept = read_kept (self);
  KxTime at;
  g_autoptr (GHashTable) typed =
      is_draft (self) ? kx_letter_draft_read (self->desk, self->letter, &at) : NULL;

  take_as_kept (self, kept);
  kx_letter_inputs_set_texts (self->inputs, typed != NULL ? typed : kept);
  show_draft (self, typed != NULL ? &at : NULL);
  gtk_widget_set_visible (self->throw, typed != NULL);
}

/* What lacks, and how it reads */

static void
show_lacks (KxLetterDialog *self, GPtrArray *unknown, GPtrArray *empty)
{
  g_autofree char *words = kx_letter_read_lacks (self->kind, unknown, empty);

  gtk_label_set_text (self->lacks, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->lacks), words != NULL);
}

/* The office's own template is there, or none is wanted. */
static gboolean
has_template (KxLetterDialog *self)
{
  return self->own == NULL || self->template != NULL;
}

static void
show_fault (KxLetterDialog *self, const char *words)
{
  gtk_label_set_text (self->lacks, words);
  gtk_widget_set_visible (GTK_WIDGET (self->lacks), TRUE);
  gtk_label_set_text (self->text, "");
  gtk_widget_set_sensitive (self->save, FALSE);
  gtk_widget_set_sensitive (self->pdf, FALSE);
  gtk_widget_set_sensitive (self->print, FALSE);
}

static void show_preview_wanted (KxLetterDialog *self);

static void
show_reading (KxLetterDialog *self, const KxLetterReading *reading, const GError *error)
{
  if (reading == NULL)
    {
      g_autofree char *words =
          kx_display_fill (N_ ("The template cannot be used: {reason}"), "reason", error->message, NULL);

      show_fault (self, words);
      return;
    }
  show_lacks (self, reading->unknown, reading->empty);
  gtk_label_set_text (self->text, reading->text);
  gtk_widget_set_sensitive (self->save, TRUE);
  gtk_widget_set_sensitive (self->pdf, TRUE);
  gtk_widget_set_sensitive (self->print, TRUE);
  show_preview_wanted (self);
}

static void update (KxLetterDialog *self);

static void
take_reading (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxLetterDialog) self = kx_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxLetterReading) reading = kx_letter_reading_finish (result, &error);

  if (self == NULL || self->inputs == NULL)
    return;
  self->reading = FALSE;
  if (self->stale)
    update (self);
  else
    show_reading (self, reading, error);
}

/* One at a time: what is typed meanwhile is read in one go after it. */
static void
update (KxLetterDialog *self)
{
  g_autoptr (GHashTable) said = NULL;

  self->stale = self->reading;
  if (self->reading || !has_template (self))
    return;
  self->reading = TRUE;
  said = kx_letter_inputs_dup_said (self->inputs);
  kx_letter_reading_async (self->kind, self->template, kx_letter_text_values (self->desk, self->letter, said),
                           take_reading, kx_weak_new (self));
}

/* The office's own template */

static void
load_template (KxLetterDialog *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize size;

  if (!g_file_get_contents (path, &bytes, &size, &error))
    {
      show_fault (self, error->message);
      return;
    }
  self->template = g_bytes_new_take (bytes, size);
  update (self);
}

static void
take_template (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxLetterDialog) self = data;
  g_autoptr (GError) error = NULL;
  gboolean there = kx_client_get_blob_finish (KX_CLIENT (source), result, &error);
  g_autofree char *path = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->desk == NULL)
    return;
  if (!there)
    {
      show_fault (self, error->message);
      return;
    }
  path = kx_mirror_dup_blob_path (kx_desk_get_mirror (self->desk),
                                  kx_record_get (self->file, kx_attachment_f_sha256).TEXT);
  load_template (self, path);
}

static void
find_template (KxLetterDialog *self)
{
  KxClient *client = kx_desk_get_client (self->desk);
  const char *sha256;
  g_autofree char *path = NULL, *folder = NULL, *words = NULL;

  self->own = kx_letter_text_own (self->desk, self->letter, &self->file);
  words = self->own != NULL
              ? kx_display_fill (N_ ("Written after the office's own template: {name}"), "name",
                                 kx_record_get (self->own, kx_letter_template_f_name).TEXT, NULL)
              : g_strdup (_ ("Written after the program's own template"));
  gtk_label_set_text (self->source, words);
  if (self->own == NULL)
    {
      update (self);
      return;
    }
  sha256 = kx_record_get (self->file, kx_attachment_f_sha256).TEXT;
  path = kx_mirror_dup_blob_path (kx_desk_get_mirror (self->desk), sha256);
  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      load_template (self, path);
      return;
    }
  if (client == NULL || !kx_desk_is_online (self->desk))
    {
      show_fault (self, _ ("The file of the template is not on this computer, and the service cannot be "
                           "reached now."));
      return;
    }
  folder = g_path_get_dirname (path);
  g_mkdir_with_parents (folder, 0700);
  show_fault (self, _ ("The template is being fetched"));
  kx_client_get_blob_async (client, sha256, path, NULL, NULL, self->cancellable, take_template,
                            g_object_ref (self));
}

/* Keeping and writing */

static void
keep (KxLetterDialog *self)
{
  g_autoptr (GHashTable) said = kx_letter_inputs_dup_said (self->inputs);
  g_autoptr (GHashTable) typed = kx_letter_inputs_dup_typed (self->inputs);

  kx_letter_keep (self->over, self->desk, self->letter, self->own, said, typed);
}

static void
on_keep (KxLetterDialog *self)
{
  keep (self);
  gtk_window_close (GTK_WINDOW (self));
}

/* An issued letter that leaves the program once more is counted, one that is not keeps what was said. */
static void
note_written (KxLetterDialog *self, int way, GFile *file)
{
  if (is_draft (self))
    keep (self);
  else
    kx_letter_log_print (self->over, self->desk, self->letter, way, file);
}

typedef struct
{
  const KxLetterKind *kind;
  GBytes *template;     /* owned, or NULL */
  KxDocxValues *values; /* owned */
  gboolean pdf;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  g_clear_pointer (&writing->template, g_bytes_unref);
  kx_docx_values_free (writing->values);
  g_free (writing);
}

static GBytes *
write_document (gpointer data, GError **error)
{
  const Writing *writing = data;
  g_autoptr (GBytes) document = kx_letter_fill (writing->kind, writing->template, writing->values, error);
  g_autoptr (KxPages) pages = NULL;

  if (document == NULL || !writing->pdf)
    return g_steal_pointer (&document);
  pages = kx_pages_new (document, error);
  return pages != NULL ? kx_pdf_write (pages, error) : NULL;
}

static void
take_written (GFile *file, const char *problem, gpointer data)
{
  KxLetterDialog *self = data;

  if (problem != NULL)
    {
      kx_ask_tell (GTK_WIDGET (self), _ ("The document was not written"), problem);
      return;
    }
  if (self->desk == NULL)
    return;
  note_written (self, self->way, file);
  g_signal_emit (self, written_signal, 0, file);
  gtk_window_close (GTK_WINDOW (self));
}

static void
save (KxLetterDialog *self, int way)
{
  gboolean pdf = way == kx_letter_print_way_pdf;
  const KxFileKind files[] = {
    { pdf ? _ ("PDF documents") : _ ("Word documents (docx)"), pdf ? "*.pdf" : "*.docx" }, { NULL, NULL }
  };
  g_autofree char *name = kx_letter_text_file_name (self->desk, self->letter, pdf ? "pdf" : "docx");
  g_autoptr (GHashTable) said = kx_letter_inputs_dup_said (self->inputs);
  Writing *writing = g_new0 (Writing, 1);
  const KxSaveWork work = { write_document,      writing,       writing_free, take_written,
                            g_object_ref (self), g_object_unref };

  self->way = way;
  writing->pdf = pdf;
  writing->kind = self->kind;
  writing->template = self->template != NULL ? g_bytes_ref (self->template) : NULL;
  writing->values = kx_letter_text_values (self->desk, self->letter, said);
  kx_save_as (GTK_WIDGET (self), _ ("Save the letter"), name, files, &work);
}

static void
on_save (KxLetterDialog *self)
{
  save (self, kx_letter_print_way_docx);
}

static void
on_pdf (KxLetterDialog *self)
{
  save (self, kx_letter_print_way_pdf);
}

/* Printing */

static void
take_printed (KxLetterDialog *self)
{
  if (self->desk == NULL)
    return;
  note_written (self, kx_letter_print_way_paper, NULL);
}

static void
take_pdf (KxLetterDialog *self, GFile *file)
{
  if (self->desk == NULL)
    return;
  note_written (self, kx_letter_print_way_pdf, file);
  g_signal_emit (self, written_signal, 0, file);
}

static void
on_print (KxLetterDialog *self)
{
  g_autofree char *name = kx_letter_text_file_name (self->desk, self->letter, "pdf");
  g_autoptr (GHashTable) said = kx_letter_inputs_dup_said (self->inputs);
  g_autoptr (KxDocxValues) values = kx_letter_text_values (self->desk, self->letter, said);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) document = kx_letter_fill (self->kind, self->template, values, &error);
  KxPrintPreview *preview =
      document != NULL ? kx_print_preview_new (GTK_WIDGET (self), document, name, &error) : NULL;

  if (preview == NULL)
    {
      kx_ask_tell (GTK_WIDGET (self), _ ("The letter cannot be shown"), error->message);
      return;
    }
  g_signal_connect_object (preview, "printed", G_CALLBACK (take_printed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (preview, "saved", G_CALLBACK (take_pdf), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (preview));
}

static gboolean
on_print_key (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  KxLetterDialog *self = KX_LETTER_DIALOG (widget);

  if (gtk_widget_get_sensitive (self->print))
    on_print (self);
  return TRUE;
}

/* The window */

static void
follow_inputs (KxLetterDialog *self)
{
  show_draft (self, NULL);
  keep_draft (self);
  update (self);
}

static void
on_throw (KxLetterDialog *self)
{
  g_autoptr (GHashTable) kept = read_kept (self);

  kx_letter_draft_put (self->desk, self->letter, NULL);
  take_as_kept (self, kept);
  kx_letter_inputs_set_texts (self->inputs, kept);
  show_draft (self, NULL);
  gtk_widget_set_visible (self->throw, FALSE);
  kx_letter_inputs_focus (self->inputs);
  update (self);
}

static void
add_inputs (KxLetterDialog *self, GtkWidget *box)
{
  self->again = GTK_LABEL (kx_label_add (box, "", "dim-label"));
  self->inputs = kx_letter_inputs_new (self->kind);
  gtk_widget_set_sensitive (GTK_WIDGET (self->inputs), is_draft (self));
  g_signal_connect_swapped (self->inputs, "changed", G_CALLBACK (follow_inputs), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->inputs));
  self->throw = gtk_button_new_with_label (_ ("Throw away what was typed"));
  gtk_widget_set_halign (self->throw, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->throw, "flat");
  g_signal_connect_swapped (self->throw, "clicked", G_CALLBACK (on_throw), self);
  gtk_box_append (GTK_BOX (box), self->throw);
  take_draft (self);
}

static GtkWidget *
make_contents (KxLetterDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *scrolled = gtk_scrolled_window_new ();

  gtk_widget_add_css_class (box, "record-tab");
  self->source = GTK_LABEL (kx_label_add (box, "", "dim-label"));
  self->lacks = GTK_LABEL (kx_label_add (box, "", "warning"));
  add_inputs (self, box);
  kx_label_add (box, _ ("How it reads"), "heading");
  self->text = GTK_LABEL (kx_label_add (box, "", NULL));
  gtk_label_set_selectable (self->text, TRUE);
  kx_a11y_set_label (GTK_WIDGET (self->text), _ ("How it reads"));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

static GtkWidget *
make_header (KxLetterDialog *self)
{
  GtkWidget *header = adw_header_bar_new (), *stay = gtk_button_new_with_label (_ ("Cancel"));
  GtkWidget *title = adw_window_title_new (_ ("Write the letter"), _ (self->kind->title));

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  gtk_widget_set_tooltip_text (title, _ ("Write the letter"));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), title);
  if (is_draft (self))
    gtk_widget_set_tooltip_text (stay, _ ("What you typed is kept as a draft"));
  g_signal_connect_swapped (stay, "clicked", G_CALLBACK (gtk_window_close), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), stay);
  self->save = gtk_button_new_with_mnemonic (_ ("_Save as…"));
  gtk_widget_add_css_class (self->save, "suggested-action");
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->save);
  return header;
}

/* What the bar above has no room for in a narrow window. */
static GtkWidget *
make_footer (KxLetterDialog *self)
{
  GtkWidget *bar = gtk_action_bar_new ();

  self->print = gtk_button_new_from_icon_name ("printer-symbolic");
  gtk_widget_set_tooltip_text (self->print, _ ("Print or save as PDF…"));
  kx_a11y_set_label (self->print, _ ("Print or save as PDF…"));
  g_signal_connect_swapped (self->print, "clicked", G_CALLBACK (on_print), self);
  gtk_action_bar_pack_start (GTK_ACTION_BAR (bar), self->print);
  self->keep = gtk_button_new_with_mnemonic (_ ("_Keep"));
  gtk_widget_set_visible (self->keep, is_draft (self));
  g_signal_connect_swapped (self->keep, "clicked", G_CALLBACK (on_keep), self);
  gtk_action_bar_pack_end (GTK_ACTION_BAR (bar), self->keep);
  self->pdf = gtk_button_new_with_mnemonic (_ ("Save as _PDF…"));
  g_signal_connect_swapped (self->pdf, "clicked", G_CALLBACK (on_pdf), self);
  gtk_action_bar_pack_end (GTK_ACTION_BAR (bar), self->pdf);
  return bar;
}

static void
dispose (GObject *object)
{
  KxLetterDialog *self = KX_LETTER_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  self->inputs = NULL;
  g_clear_weak_pointer (&self->over);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (kx_letter_dialog_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxLetterDialog *self = KX_LETTER_DIALOG (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->own, kx_record_free);
  g_clear_pointer (&self->file, kx_record_free);
  g_clear_pointer (&self->template, g_bytes_unref);
  g_free (self->kept);
  kx_record_free (self->letter);
  G_OBJECT_CLASS (kx_letter_dialog_parent_class)->finalize (object);
}

static void
kx_letter_dialog_class_init (KxLetterDialogClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  written_signal = g_signal_new ("written", KX_TYPE_LETTER_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_FILE);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (class), GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (class), GDK_KEY_p, GDK_CONTROL_MASK, on_print_key, NULL);
}

/* Over this window, which has to be there, of a document, which may still be fetched. */
static void
show_preview_wanted (KxLetterDialog *self)
{
  if (!self->wants_preview || !gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      !gtk_widget_get_sensitive (self->print))
    return;
  self->wants_preview = FALSE;
  on_print (self);
}

/* Not before: a window that has the focus while it is made is no window to screen readers. */
static void
on_map (KxLetterDialog *self)
{
  if (!kx_letter_inputs_focus (self->inputs))
    gtk_widget_grab_focus (self->save);
  show_preview_wanted (self);
}

static void
kx_letter_dialog_init (KxLetterDialog *self)
{
  self->cancellable = g_cancellable_new ();
  g_signal_connect (self, "map", G_CALLBACK (on_map), NULL);
}

KxLetterDialog *
kx_letter_dialog_new (GtkWidget *over, KxDesk *desk, const KxRecord *letter)
{
  KxLetterDialog *self =
      g_object_new (KX_TYPE_LETTER_DIALOG, "modal", TRUE, "default-width", 620, "default-height", 640, NULL);
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkRoot *root = gtk_widget_get_root (over);

  kx_help_bind (GTK_WINDOW (self), "letters");
  g_set_weak_pointer (&self->over, over);
  self->desk = g_object_ref (desk);
  self->letter = kx_record_copy (letter);
  self->kind = kx_letter_text_kind (letter);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Write the letter"));
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  gtk_box_append (GTK_BOX (all), make_header (self));
  gtk_box_append (GTK_BOX (all), make_contents (self));
  gtk_box_append (GTK_BOX (all), make_footer (self));
  adw_window_set_content (ADW_WINDOW (self), all);
  find_template (self);
  kx_a11y_name_mnemonics (GTK_WIDGET (self));
  return self;
}

void
kx_letter_dialog_show_preview (KxLetterDialog *self)
{
  self->wants_preview = TRUE;
  show_preview_wanted (self);
}

const char *
kx_letter_dialog_get_text (KxLetterDialog *self)
{
  return gtk_label_get_text (self->text);
}

const char *
kx_letter_dialog_get_lacks (KxLetterDialog *self)
{
  return gtk_label_get_text (self->lacks);
}

GtkWidget *
kx_letter_dialog_get_input (KxLetterDialog *self, const char *name)
{
  return kx_letter_inputs_get (self->inputs, name);
}
