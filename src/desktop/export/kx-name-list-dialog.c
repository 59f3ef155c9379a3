#include "desktop/export/kx-name-list-dialog.h"

#include "desktop/export/kx-export-request.h"
#include "desktop/export/kx-save-as.h"
#include "desktop/form/kx-form-date.h"
#include "desktop/help/kx-help-window.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "print/kx-letter.h"
#include "store/kx-thread.h"

#define MOST_NAMED 30 /* of those left out */

struct _KxNameListDialog
{
  AdwWindow parent_instance;

  KxExportRequest *request;  /* owned; which rows */
  KxNameList *list;          /* owned; NULL: it is being read, or cannot be */
  GCancellable *cancellable; /* owned; of the reading */
  KxDate as_of, dated;
  gboolean right; /* both days can be read */

  /* Borrowed. */
  GtkEditable *as_of_entry, *dated_entry, *number;
  GtkLabel *wrong, *found, *left, *blanks, *written;
  GtkWidget *letter, *annex;
};

G_DEFINE_FINAL_TYPE (KxNameListDialog, kx_name_list_dialog, ADW_TYPE_WINDOW)

static void
say (GtkLabel *label, const char *words)
{
  gtk_label_set_text (label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (label), words != NULL && *words != '\0');
}

static char *
list_left (const KxNameList *list)
{
  GString *words = g_string_new (NULL);

  if (list->left->len > 0)
    g_string_append_printf (
        words, ngettext ("%u agreement is left out:", "%u agreements are left out:", list->left->len),
        list->left->len);
  for (guint i = 0; i < MIN (list->left->len, MOST_NAMED); i++)
    {
      const KxNameListLeft *left = list->left->pdata[i];

      g_string_append_printf (words, "\n%s · %s", left->title, _ (left->reason));
    }
  if (list->left->len > MOST_NAMED)
    g_string_append (words, "\n…");
  return g_string_free (words, FALSE);
}

static char *
list_blanks (KxNameListDialog *self)
{
  g_autofree char *blanks =
      self->list->lines->len > 0 ? kx_name_list_dup_blanks (self->list, self->dated, NULL) : NULL;

  /* Translators: what an announcement has no text for follows, a line each. */
  return blanks != NULL ? g_strdup_printf (_ ("Left blank in the announcement:\n%s"), blanks) : NULL;
}

static void
show (KxNameListDialog *self)
{
  gboolean ready = self->right && self->list != NULL && self->list->lines->len > 0;
  g_autofree char *found = NULL, *left = NULL, *blanks = NULL;

  if (self->list != NULL)
    {
      found = g_strdup_printf (
          ngettext ("%u agency is on the list", "%u agencies are on the list", self->list->agencies),
          self->list->agencies);
      left = list_left (self->list);
      blanks = list_blanks (self);
    }
  say (self->found, found != NULL ? found : _ ("Reading…"));
  say (self->left, left);
  say (self->blanks, blanks);
  gtk_widget_set_sensitive (self->letter, ready);
  gtk_widget_set_sensitive (self->annex, ready);
}

/* Reading */

typedef struct
{
  KxExportRequest *request; /* owned */
  KxDate as_of;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  kx_export_request_unref (reading->request);
  g_free (reading);
}

static void
run_read (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Reading *reading = data;
  const KxExportRequest *request = reading->request;
  GError *error = NULL;
  KxBook *book = kx_mirror_take_reader (request->mirror, &error);
  KxNameList *list = NULL;

  if (book != NULL)
    {
      list = kx_name_list_read (book, &request->query, (const char *const *) request->ids, reading->as_of,
                                &error);
      kx_mirror_give_reader (request->mirror, book);
    }
  if (list != NULL)
    g_task_return_pointer (task, list, (GDestroyNotify) kx_name_list_unref);
  else
    g_task_return_error (task, error);
}

static void
take_list (GObject *source, GAsyncResult *result, gpointer data)
{
  KxNameListDialog *self = KX_NAME_LIST_DIALOG (source);
  g_autoptr (GError) error = NULL;
  KxNameList *list = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->letter == NULL)
    return;
  g_clear_pointer (&self->list, kx_name_list_unref);
  self->list = list;
  show (self);
  if (error != NULL)
    say (self->found, error->message);
}

static void
read_list (KxNameListDialog *self)
{
  g_autoptr (GTask) task = NULL;
  Reading *reading = g_new (Reading, 1);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->list, kx_name_list_unref);
  *reading = (Reading){ kx_export_request_ref (self->request), self->as_of };
  task = g_task_new (self, self->cancellable, take_list, NULL);
  g_task_set_source_tag (task, read_list);
  g_task_set_task_data (task, reading, reading_free);
  kx_thread_run (task, run_read);
}

static void
check (KxNameListDialog *self)
{
  KxDate as_of = { 0 }, dated = { 0 };
  KxDate today = kx_format_today ();
  const char *wrong = kx_form_date_read (gtk_editable_get_text (self->as_of_entry), FALSE, today, &as_of);

  if (wrong == NULL)
    wrong = kx_form_date_read (gtk_editable_get_text (self->dated_entry), FALSE, today, &dated);
  say (self->wrong, wrong != NULL ? _ (wrong) : NULL);
  self->right = wrong == NULL;
  if (wrong == NULL && (self->as_of.ymd != as_of.ymd || self->list == NULL))
    {
      self->as_of = as_of;
      read_list (self);
    }
  if (wrong == NULL)
    self->dated = dated;
  show (self);
}

/* Writing */

/* What a thread writes; all is its own. */
typedef struct
{
  KxNameList *list;
  KxDate dated;
  char *number;
  gboolean annex;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  kx_name_list_unref (writing->list);
  g_free (writing->number);
  g_free (writing);
}

static GBytes *
write_file (gpointer data, GError **error)
{
  const Writing *writing = data;

  return writing->annex ? kx_name_list_write_annex (writing->list, error)
                        : kx_name_list_write_letter (writing->list, writing->dated, writing->number, error);
}

static void
written (GFile *file, const char *problem, gpointer data)
{
  KxNameListDialog *self = data;
  g_autofree char *name = g_file_get_basename (file), *words = NULL;

  if (self->letter == NULL)
    return;
  if (problem != NULL)
    {
      kx_ask_tell (GTK_WIDGET (self), _ ("The file was not written"), problem);
      return;
    }
  /* Translators: the name of a file. */
  words = g_strdup_printf (
      _ ("%s is written. Once the list is published, enter the day with the agreements."), name);
  say (self->written, words);
}

static void
save (KxNameListDialog *self, gboolean annex)
{
  const KxFileKind docx[] = { { _ ("Word documents (docx)"), "*.docx" }, { NULL, NULL } };
  const KxFileKind xlsx[] = { { _ ("Workbooks (xlsx)"), "*.xlsx" }, { NULL, NULL } };
  const char *number = gtk_editable_get_text (self->number);
  g_autofree char *name = kx_letter_dup_file_name (self->dated, NULL, annex ? "名单公告附件" : "名单公告",
                                                   NULL, annex ? "xlsx" : "docx");
  Writing *writing = g_new0 (Writing, 1);
  KxSaveWork work = { .make = write_file,
                      .make_data = writing,
                      .free_make = writing_free,
                      .done = written,
                      .data = g_object_ref (self),
                      .free_data = g_object_unref };

  *writing = (Writing){ kx_name_list_ref (self->list), self->dated,
                        *number != '\0' ? g_strstrip (g_strdup (number)) : NULL, annex };
  kx_save_as (GTK_WIDGET (self), annex ? _ ("Where to put the annex") : _ ("Where to put the announcement"),
              name, annex ? xlsx : docx, &work);
}

static void
on_letter (KxNameListDialog *self)
{
  save (self, FALSE);
}

static void
on_annex (KxNameListDialog *self)
{
  save (self, TRUE);
}

/* Only now: a window that has the focus while it is made is no window to screen readers. */
static void
on_map (KxNameListDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->as_of_entry));
}

static void
dispose (GObject *object)
{
  KxNameListDialog *self = KX_NAME_LIST_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  self->letter = NULL;
  G_OBJECT_CLASS (kx_name_list_dialog_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxNameListDialog *self = KX_NAME_LIST_DIALOG (object);

  g_clear_pointer (&self->list, kx_name_list_unref);
  kx_export_request_unref (self->request);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (kx_name_list_dialog_parent_class)->finalize (object);
}

static void
kx_name_list_dialog_class_init (KxNameListDialogClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (class), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
kx_name_list_dialog_init (KxNameListDialog *self)
{
  self->cancellable = g_cancellable_new ();
  g_signal_connect (self, "map", G_CALLBACK (on_map), NULL);
}

static GtkEditable *
add_entry (KxNameListDialog *self, GtkWidget *box, const char *label, const char *text)
{
  GtkWidget *entry = gtk_entry_new ();

  kx_label_add (box, label, "field-label");
  kx_a11y_set_label (entry, label);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_box_append (GTK_BOX (box), entry);
  return GTK_EDITABLE (entry);
}

/* Below what scrolls: however many are left out, they can be seen. */
static GtkWidget *
make_buttons (KxNameListDialog *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->letter = gtk_button_new_with_mnemonic (_ ("Save the _announcement (docx)…"));
  gtk_widget_add_css_class (self->letter, "suggested-action");
  self->annex = gtk_button_new_with_mnemonic (_ ("Save the anne_x (xlsx)…"));
  gtk_widget_set_margin_top (line, 6);
  gtk_widget_set_margin_bottom (line, 12);
  gtk_widget_set_margin_start (line, 12);
  gtk_widget_set_margin_end (line, 12);
  self->written = GTK_LABEL (kx_label_add (line, "", NULL));
  gtk_box_append (GTK_BOX (line), self->letter);
  gtk_box_append (GTK_BOX (line), self->annex);
  g_signal_connect_swapped (self->letter, "clicked", G_CALLBACK (on_letter), self);
  g_signal_connect_swapped (self->annex, "clicked", G_CALLBACK (on_annex), self);
  return line;
}

static GtkWidget *
make_contents (KxNameListDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *today = kx_format_date (kx_format_today ());

  gtk_widget_add_css_class (box, "record-tab");
  self->as_of_entry = add_entry (self, box, _ ("In force on"), today);
  self->dated_entry = add_entry (self, box, _ ("Date of the announcement"), today);
  self->number = add_entry (self, box, _ ("Official document number"), "");
  kx_label_add (box, _ ("May come later: a blank is left for it."), "dim-label");
  self->wrong = GTK_LABEL (kx_label_add (box, "", "error"));
  self->found = GTK_LABEL (kx_label_add (box, "", "heading"));
  self->left = GTK_LABEL (kx_label_add (box, "", NULL));
  self->blanks = GTK_LABEL (kx_label_add (box, "", "warning"));
  return box;
}

static GtkWidget *
make_header (KxNameListDialog *self)
{
  GtkWidget *header = adw_header_bar_new (), *close = gtk_button_new_with_label (_ ("Close"));
  GtkWidget *title = adw_window_title_new (_ ("Public list of agencies"), NULL);

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  /* In a narrow window it is shortened. */
  gtk_widget_set_tooltip_text (title, _ ("Public list of agencies"));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), title);
  g_signal_connect_swapped (close, "clicked", G_CALLBACK (gtk_window_close), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), close);
  return header;
}

KxNameListDialog *
kx_name_list_dialog_new (GtkWidget *over, KxMirror *mirror, const KxListQuery *query, char **ids)
{
  KxNameListDialog *self = g_object_new (KX_TYPE_NAME_LIST_DIALOG, "modal", TRUE, "default-width", 480,
                                         "default-height", 600, NULL);
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scrolled = gtk_scrolled_window_new ();
  GtkRoot *root = gtk_widget_get_root (over);

  kx_help_bind (GTK_WINDOW (self), "agreements");
  self->request = kx_export_request_new (mirror, query, ids);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Public list of agencies"));
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), make_contents (self));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (all), make_header (self));
  gtk_box_append (GTK_BOX (all), scrolled);
  gtk_box_append (GTK_BOX (all), make_buttons (self));
  adw_window_set_content (ADW_WINDOW (self), all);
  kx_a11y_name_mnemonics (GTK_WIDGET (self));
  g_signal_connect_swapped (self->as_of_entry, "changed", G_CALLBACK (check), self);
  g_signal_connect_swapped (self->dated_entry, "changed", G_CALLBACK (check), self);
  check (self);
  return self;
}
