#include "desktop/record/kx-letter-batch-dialog.h"

#include "desktop/help/kx-help-window.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-files.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "desktop/kx-weak.h"
#include "desktop/record/kx-letter-choice.h"
#include "desktop/record/kx-letter-inputs.h"
#include "desktop/record/kx-letter-text.h"
#include "models/kx-display.h"
#include "sync/kx-client-blob.h"

#define READ_DELAY 250     /* ms after the last key */
#define PROGRESS_DELAY 100 /* ms */
#define LEAST_HEIGHT 132
#define LIST_HEIGHT 220

typedef enum
{
  READING,
  READY,
  WRITING,
  WRITTEN
} State;

struct _KxLetterBatchDialog
{
  AdwWindow parent_instance;

  KxDesk *desk;           /* owned; NULL when disposed */
  KxLetterBatch *batch;   /* owned */
  KxLetterChoice *choice; /* owned */
  GPtrArray *ids, *kinds; /* owned */
  GPtrArray *wanted;      /* (element-type utf8) owned; templates still to be fetched, or NULL */
  GCancellable *reading;  /* owned; of what is read or fetched */
  GCancellable *writing;  /* owned */
  guint read_timer, progress_timer;
  State state;
  gboolean fetched; /* what could be had of the templates was */

  /* Borrowed. */
  AdwWindowTitle *title;
  GtkWidget *stay, *go, *kind, *form, *folder, *subject, *choices, *said, *progress_line, *show;
  GtkProgressBar *progress;
  GtkLabel *heading, *left_out_title, *fault, *place;
  GtkListView *lines, *left_out;
  KxLetterInputs *inputs;
};

G_DEFINE_FINAL_TYPE (KxLetterBatchDialog, kx_letter_batch_dialog, ADW_TYPE_WINDOW)

static guint
count (GListModel *model)
{
  return g_list_model_get_n_items (model);
}

static void
say (GtkLabel *label, const char *words)
{
  gtk_label_set_text (label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (label), words != NULL && *words != '\0');
}

/* What is shown */

static char *
dup_heading (KxLetterBatchDialog *self)
{
  guint in = count (kx_letter_batch_get_lines (self->batch));
  guint out = count (kx_letter_batch_get_left_out (self->batch));
  g_autofree char *n = kx_format_count (in), *not = kx_format_count (out);

  if (self->state == READING)
    return g_strdup (_ ("Looking at the agreements…"));
  return kx_display_fill (self->state == WRITTEN ? N_ ("Letters written: {n}, left out: {out}")
                                                 : N_ ("Letters to be written: {n}, left out: {out}"),
                          "n", n, "out", not, NULL);
}

static void
show (KxLetterBatchDialog *self)
{
  guint in = count (kx_letter_batch_get_lines (self->batch));
  guint out = count (kx_letter_batch_get_left_out (self->batch));
  g_autofree char *heading = dup_heading (self), *n = kx_format_count (out);
  g_autofree char *title = kx_display_fill (N_ ("Left out: {n}"), "n", n, NULL);
  gboolean open = self->state == READING || self->state == READY;

  gtk_label_set_text (self->heading, heading);
  adw_window_title_set_subtitle (self->title, heading);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), heading);
  say (self->left_out_title, out > 0 ? title : NULL);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->left_out)), out > 0);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->lines)), in > 0);
  gtk_widget_set_sensitive (self->choices, open);
  gtk_widget_set_sensitive (self->said, open);
  gtk_widget_set_sensitive (self->go, self->state == READY && in > 0);
  gtk_widget_set_visible (self->go, self->state != WRITTEN);
  gtk_widget_set_visible (self->progress_line, self->state == WRITING);
  gtk_widget_set_visible (self->show, self->state == WRITTEN);
  gtk_button_set_label (GTK_BUTTON (self->stay), self->state == WRITTEN ? _ ("Close") : _ ("Cancel"));
  gtk_label_set_text (self->place, self->choice->folder);
}

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  gtk_list_item_set_child (item, kx_label_new ("", NULL));
}

/* Before it is written what it lacks, afterwards the name of its file. */
static const char *
get_state_words (KxBatchLetter *line)
{
  if (kx_batch_letter_get_why (line) != NULL)
    return kx_batch_letter_get_why (line);
  if (kx_batch_letter_get_file (line) != NULL)
    return kx_batch_letter_get_file (line);
  return kx_batch_letter_get_blanks (line) != NULL ? kx_batch_letter_get_blanks (line)
                                                   : _ ("Nothing is missing");
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  KxBatchLetter *line = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);
  g_autofree char *words =
      kx_display_fill (N_ ("{agency}: {problem}"), "agency", kx_batch_letter_get_title (line), "problem",
                       get_state_words (line), NULL);

  gtk_label_set_text (GTK_LABEL (label), words);
  kx_a11y_set_cell_label (label, words);
}

/* Reading */

static void read_soon (KxLetterBatchDialog *self, guint delay);
static void fetch_next (KxLetterBatchDialog *self);

static void
take_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxLetterBatchDialog) self = kx_weak_take (data);
  g_autoptr (GError) error = NULL;
  gboolean done = kx_letter_batch_read_finish (KX_LETTER_BATCH (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self == NULL || self->desk == NULL)
    return;
  say (self->fault, error != NULL ? error->message : NULL);
  if (!done)
    return;
  self->state = READY;
  show (self);
  g_clear_pointer (&self->wanted, g_ptr_array_unref);
  self->wanted = kx_letter_batch_list_wanted (self->batch);
  if (self->wanted->len > 0 && !self->fetched)
    fetch_next (self);
}

static void
read_now (KxLetterBatchDialog *self)
{
  g_autoptr (GHashTable) said = kx_letter_inputs_dup_said (self->inputs);

  kx_letter_batch_read_async (self->batch, self->ids, self->choice->kind, self->choice->title, said,
                              self->reading, take_read, kx_weak_new (self));
}

static gboolean
on_read_timer (gpointer data)
{
  KxLetterBatchDialog *self = data;

  self->read_timer = 0;
  read_now (self);
  return G_SOURCE_REMOVE;
}

static void
read_soon (KxLetterBatchDialog *self, guint delay)
{
  g_cancellable_cancel (self->reading);
  g_object_unref (self->reading);
  self->reading = g_cancellable_new ();
  g_clear_handle_id (&self->read_timer, g_source_remove);
  self->state = READING;
  self->read_timer = g_timeout_add (delay, on_read_timer, self);
  show (self);
}

/* The offices' own templates, one after the other; what cannot be had stays left out with that reason. */
static void
take_template (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxLetterBatchDialog) self = kx_weak_take (data);
  g_autoptr (GError) error = NULL;

  kx_client_get_blob_finish (KX_CLIENT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self == NULL || self->desk == NULL)
    return;
  g_ptr_array_remove_index (self->wanted, self->wanted->len - 1);
  fetch_next (self);
}

static void
fetch_next (KxLetterBatchDialog *self)
{
  KxClient *client = kx_desk_get_client (self->desk);
  const char *sha256;
  g_autofree char *path = NULL, *folder = NULL;

  if (client == NULL || !kx_desk_is_online (self->desk))
    return;
  if (self->wanted->len == 0)
    {
      self->fetched = TRUE;
      read_soon (self, 0);
      return;
    }
  self->state = READING;
  show (self);
  sha256 = self->wanted->pdata[self->wanted->len - 1];
  path = kx_mirror_dup_blob_path (kx_desk_get_mirror (self->desk), sha256);
  folder = g_path_get_dirname (path);
  g_mkdir_with_parents (folder, 0700);
  kx_client_get_blob_async (client, sha256, path, NULL, NULL, self->reading, take_template,
                            kx_weak_new (self));
}

/* Choosing */

static void
keep (KxLetterBatchDialog *self)
{
  kx_letter_choice_keep (kx_desk_get_mirror (self->desk), self->choice);
}

/* What is typed goes beside what was typed for other kinds. */
static void
take_texts (KxLetterBatchDialog *self)
{
  g_autoptr (GHashTable) typed = kx_letter_inputs_dup_typed (self->inputs);

  for (const KxLetterField *field = self->choice->kind->fields; field->name != NULL; field++)
    if (g_hash_table_contains (typed, field->name))
      g_hash_table_insert (self->choice->texts, g_strdup (field->name),
                           g_strdup (g_hash_table_lookup (typed, field->name)));
    else
      g_hash_table_remove (self->choice->texts, field->name);
}

static void
on_typed (KxLetterBatchDialog *self)
{
  take_texts (self);
  keep (self);
  read_soon (self, READ_DELAY);
}

static void
show_inputs (KxLetterBatchDialog *self)
{
  if (self->inputs != NULL)
    gtk_box_remove (GTK_BOX (self->said), GTK_WIDGET (self->inputs));
  self->inputs = kx_letter_inputs_new (self->choice->kind);
  kx_letter_inputs_set_texts (self->inputs, self->choice->texts);
  g_signal_connect_swapped (self->inputs, "changed", G_CALLBACK (on_typed), self);
  gtk_box_append (GTK_BOX (self->said), GTK_WIDGET (self->inputs));
}

static void
on_title (KxLetterBatchDialog *self)
{
  g_free (self->choice->title);
  self->choice->title = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->subject))));
  keep (self);
  read_soon (self, READ_DELAY);
}

/* A title that nobody wrote follows the kind. */
static void
on_kind (KxLetterBatchDialog *self)
{
  const KxLetterKind *before = self->choice->kind;
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind));

  if (chosen >= self->kinds->len || self->kinds->pdata[chosen] == before)
    return;
  self->choice->kind = self->kinds->pdata[chosen];
  self->fetched = FALSE;
  show_inputs (self);
  if (g_str_equal (self->choice->title, before->word) || *self->choice->title == '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->subject), self->choice->kind->word);
  keep (self);
  read_soon (self, 0);
}

static void
on_form (KxLetterBatchDialog *self)
{
  self->choice->pdf = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->form)) == 1;
  keep (self);
}

void
kx_letter_batch_dialog_set_folder (KxLetterBatchDialog *self, const char *folder)
{
  g_return_if_fail (KX_IS_LETTER_BATCH_DIALOG (self) && folder != NULL);
  g_free (self->choice->folder);
  self->choice->folder = g_strdup (folder);
  keep (self);
  show (self);
}

static void
take_folder (GPtrArray *files, gpointer data)
{
  KxLetterBatchDialog *self = data;
  const char *path = files->len > 0 ? g_file_peek_path (files->pdata[0]) : NULL;

  if (self->desk == NULL || files->len == 0)
    return;
  if (path == NULL)
    say (self->fault, _ ("Choose a place on this computer or on a disk of it."));
  else
    kx_letter_batch_dialog_set_folder (self, path);
}

static void
on_folder (KxLetterBatchDialog *self)
{
  kx_files_choose_folder (GTK_WIDGET (self), _ ("Where to put the letters"), take_folder, g_object_ref (self),
                          g_object_unref);
}

/* Writing */

static gboolean
on_progress_timer (gpointer data)
{
  KxLetterBatchDialog *self = data;
  guint all = count (kx_letter_batch_get_lines (self->batch)), done = kx_letter_batch_get_done (self->batch);
  g_autofree char *n = kx_format_count (done), *of = kx_format_count (all);
  g_autofree char *words = kx_display_fill (N_ ("{n} of {all} letters"), "n", n, "all", of, NULL);

  gtk_progress_bar_set_fraction (self->progress, all > 0 ? (double) done / all : 0);
  gtk_progress_bar_set_text (self->progress, words);
  return G_SOURCE_CONTINUE;
}

static void
take_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxLetterBatchDialog) self = kx_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  kx_letter_batch_write_finish (KX_LETTER_BATCH (source), result, &error);
  if (self == NULL || self->desk == NULL)
    return;
  g_clear_handle_id (&self->progress_timer, g_source_remove);
  self->state = error == NULL ? WRITTEN : READY;
  if (error == NULL)
    kx_letter_choice_keep (kx_desk_get_mirror (self->desk), NULL);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    words = g_strdup (_ ("Stopped: no letter was entered in the register, and no file is left behind."));
  else
    words = kx_display_fill (N_ ("No letter was written: {reason}"), "reason", error->message, NULL);
  say (self->fault, words);
  show (self);
  gtk_widget_grab_focus (self->state == WRITTEN ? self->show : self->go);
}

static void
on_go (KxLetterBatchDialog *self)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->choice->folder);

  if (self->state != READY)
    return;
  self->state = WRITING;
  say (self->fault, NULL);
  g_set_object (&self->writing, NULL);
  self->writing = g_cancellable_new ();
  kx_letter_batch_write_async (self->batch, folder, self->choice->pdf, self->writing, take_written,
                               kx_weak_new (self));
  self->progress_timer = g_timeout_add (PROGRESS_DELAY, on_progress_timer, self);
  on_progress_timer (self);
  show (self);
}

static void
on_stop (KxLetterBatchDialog *self)
{
  g_cancellable_cancel (self->writing);
}

static void
on_show (KxLetterBatchDialog *self)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->choice->folder);

  kx_files_show (GTK_WIDGET (self), folder);
}

/* The window */

/* While they are being written it stays, to say what came of it. */
static gboolean
on_close (KxLetterBatchDialog *self)
{
  if (self->state != WRITING)
    return FALSE;
  on_stop (self);
  return TRUE;
}

static void
dispose (GObject *object)
{
  KxLetterBatchDialog *self = KX_LETTER_BATCH_DIALOG (object);

  g_cancellable_cancel (self->reading);
  if (self->writing != NULL)
    g_cancellable_cancel (self->writing);
  g_clear_handle_id (&self->read_timer, g_source_remove);
  g_clear_handle_id (&self->progress_timer, g_source_remove);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (kx_letter_batch_dialog_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxLetterBatchDialog *self = KX_LETTER_BATCH_DIALOG (object);

  g_object_unref (self->batch);
  g_object_unref (self->reading);
  g_clear_object (&self->writing);
  kx_letter_choice_free (self->choice);
  g_ptr_array_unref (self->ids);
  g_ptr_array_unref (self->kinds);
  g_clear_pointer (&self->wanted, g_ptr_array_unref);
  G_OBJECT_CLASS (kx_letter_batch_dialog_parent_class)->finalize (object);
}

static void
kx_letter_batch_dialog_class_init (KxLetterBatchDialogClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (class), GDK_KEY_Escape, 0, "window.close", NULL);
}

/* Not before: a window that has the focus while it is made is no window to screen readers. */
static void
on_map (KxLetterBatchDialog *self)
{
  gtk_widget_grab_focus (self->kind);
}

static void
kx_letter_batch_dialog_init (KxLetterBatchDialog *self)
{
  self->reading = g_cancellable_new ();
  self->kinds = kx_letter_batch_list_kinds ();
  g_signal_connect (self, "close-request", G_CALLBACK (on_close), NULL);
  g_signal_connect (self, "map", G_CALLBACK (on_map), NULL);
}

static GtkWidget *
add_choice (GtkWidget *box, const char *label, GtkWidget *input)
{
  kx_label_add (box, label, "field-label");
  kx_a11y_set_label (input, label);
  gtk_box_append (GTK_BOX (box), input);
  return input;
}

static GtkWidget *
make_kind (KxLetterBatchDialog *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) labels = NULL;
  GtkWidget *kind;
  guint chosen = 0;

  for (guint i = 0; i < self->kinds->len; i++)
    {
      const KxLetterKind *one = self->kinds->pdata[i];

      g_strv_builder_add (builder, _ (one->title));
      if (one == self->choice->kind)
        chosen = i;
    }
  labels = g_strv_builder_end (builder);
  kind = gtk_drop_down_new_from_strings ((const char *const *) labels);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (kind), chosen);
  g_signal_connect_swapped (kind, "notify::selected", G_CALLBACK (on_kind), self);
  return kind;
}

static GtkWidget *
make_form (KxLetterBatchDialog *self)
{
  const char *const forms[] = { _ ("Word documents (docx)"), _ ("PDF documents"), NULL };
  GtkWidget *form = gtk_drop_down_new_from_strings (forms);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (form), self->choice->pdf ? 1 : 0);
  g_signal_connect_swapped (form, "notify::selected", G_CALLBACK (on_form), self);
  return form;
}

static GtkWidget *
make_choices (KxLetterBatchDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->kind = add_choice (box, _ ("Kind of letter"), make_kind (self));
  self->subject = add_choice (box, _ ("Title"), gtk_entry_new ());
  gtk_editable_set_text (GTK_EDITABLE (self->subject), self->choice->title);
  g_signal_connect_swapped (self->subject, "changed", G_CALLBACK (on_title), self);
  self->form = add_choice (box, _ ("Form of the files"), make_form (self));
  kx_label_add (box, _ ("Folder"), "field-label");
  self->place = GTK_LABEL (kx_label_add (box, "", NULL));
  self->folder = gtk_button_new_with_mnemonic (_ ("Choose a _folder…"));
  gtk_widget_set_halign (self->folder, GTK_ALIGN_START);
  g_signal_connect_swapped (self->folder, "clicked", G_CALLBACK (on_folder), self);
  gtk_box_append (GTK_BOX (box), self->folder);
  return box;
}

static GtkListView *
add_list (GtkWidget *box, GListModel *model, const char *label, int least)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel *rows = GTK_SELECTION_MODEL (gtk_single_selection_new (g_object_ref (model)));
  GtkWidget *view = gtk_list_view_new (rows, factory), *scrolled = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_row), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row), NULL);
  kx_a11y_set_label (view, label);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), least);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), LIST_HEIGHT);
  gtk_widget_add_css_class (scrolled, "frame");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_box_append (GTK_BOX (box), scrolled);
  return GTK_LIST_VIEW (view);
}

static GtkWidget *
make_progress (KxLetterBatchDialog *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *stop = gtk_button_new_with_mnemonic (_ ("_Stop"));

  self->progress = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_progress_bar_set_show_text (self->progress, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->progress), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->progress), GTK_ALIGN_CENTER);
  g_signal_connect_swapped (stop, "clicked", G_CALLBACK (on_stop), self);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->progress));
  gtk_box_append (GTK_BOX (line), stop);
  return line;
}

static GtkWidget *
make_contents (KxLetterBatchDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_add_css_class (box, "record-tab");
  self->choices = make_choices (self);
  self->said = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (box), self->choices);
  gtk_box_append (GTK_BOX (box), self->said);
  kx_label_add (self->said, _ ("What all of them say"), "heading");
  self->heading = GTK_LABEL (kx_label_add (box, "", "heading"));
  kx_label_add (box, _ ("They are entered in the register as drafts, and issued one by one."), "dim-label");
  self->fault = GTK_LABEL (kx_label_add (box, "", "error"));
  self->progress_line = make_progress (self);
  gtk_box_append (GTK_BOX (box), self->progress_line);
  self->show = gtk_button_new_with_mnemonic (_ ("_Open the folder"));
  gtk_widget_set_halign (self->show, GTK_ALIGN_START);
  g_signal_connect_swapped (self->show, "clicked", G_CALLBACK (on_show), self);
  gtk_box_append (GTK_BOX (box), self->show);
  self->lines = add_list (box, kx_letter_batch_get_lines (self->batch), _ ("Letters"), LEAST_HEIGHT);
  self->left_out_title = GTK_LABEL (kx_label_add (box, "", "heading"));
  self->left_out =
      add_list (box, kx_letter_batch_get_left_out (self->batch), _ ("Left out, with the reasons"), -1);
  say (self->fault, NULL);
  show_inputs (self);
  return box;
}

static GtkWidget *
make_header (KxLetterBatchDialog *self)
{
  GtkWidget *header = adw_header_bar_new ();

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  self->title = ADW_WINDOW_TITLE (adw_window_title_new (_ ("Letters about agreements"), NULL));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), GTK_WIDGET (self->title));
  self->stay = gtk_button_new_with_label (_ ("Cancel"));
  g_signal_connect_swapped (self->stay, "clicked", G_CALLBACK (gtk_window_close), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->stay);
  self->go = gtk_button_new_with_mnemonic (_ ("_Write them"));
  gtk_widget_add_css_class (self->go, "suggested-action");
  g_signal_connect_swapped (self->go, "clicked", G_CALLBACK (on_go), self);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->go);
  return header;
}

/* What was kept is taken up again; a kind that is asked for comes with the title that it has by itself. */
static KxLetterChoice *
begin_choice (KxLetterBatchDialog *self, const char *code)
{
  KxLetterChoice *choice = kx_letter_choice_read (kx_desk_get_mirror (self->desk));
  const KxLetterKind *kind = code != NULL ? kx_letter_kind_find (code) : NULL;

  if (choice != NULL && !g_ptr_array_find (self->kinds, choice->kind, NULL))
    g_clear_pointer (&choice, kx_letter_choice_free);
  if (choice == NULL)
    return kx_letter_choice_new (kind != NULL ? kind : self->kinds->pdata[0]);
  if (kind != NULL && kind != choice->kind)
    {
      choice->kind = kind;
      g_free (choice->title);
      choice->title = g_strdup (kind->word);
    }
  return choice;
}

KxLetterBatchDialog *
kx_letter_batch_dialog_new (GtkWidget *over, KxDesk *desk, GPtrArray *ids, const char *kind)
{
  KxLetterBatchDialog *self = g_object_new (KX_TYPE_LETTER_BATCH_DIALOG, "modal", TRUE, "default-width", 640,
                                            "default-height", 680, NULL);
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scrolled = gtk_scrolled_window_new ();
  GtkRoot *root = gtk_widget_get_root (over);

  kx_help_bind (GTK_WINDOW (self), "letters");
  self->desk = g_object_ref (desk);
  self->ids = g_ptr_array_ref (ids);
  self->batch = kx_letter_batch_new (kx_desk_get_mirror (desk));
  self->choice = begin_choice (self, kind);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Letters about agreements"));
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_box_append (GTK_BOX (all), make_header (self));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), make_contents (self));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (all), scrolled);
  adw_window_set_content (ADW_WINDOW (self), all);
  kx_a11y_name_mnemonics (GTK_WIDGET (self));
  read_soon (self, 0);
  return self;
}
