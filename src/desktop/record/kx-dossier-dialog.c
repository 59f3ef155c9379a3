#include "desktop/record/kx-dossier-dialog.h"

#include "core/entities/kx-agency.h"
#include "core/kx-calendar.h"
#include "desktop/form/kx-form-date.h"
#include "desktop/help/kx-help-window.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-files.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "sync/kx-client-dossier.h"

#include <string.h>

struct _KxDossierDialog
{
  AdwWindow parent_instance;

  KxDesk *desk;              /* owned */
  KxRecord *agency;          /* owned */
  GFile *file;               /* owned; where it goes; NULL: not chosen yet */
  GCancellable *cancellable; /* owned; of what is on its way */
  KxDate since;
  gboolean busy;

  /* Borrowed. */
  GtkEditable *day;
  GtkLabel *wrong, *come;
  GtkSpinner *spinner;
  GtkWidget *go;
};

G_DEFINE_FINAL_TYPE (KxDossierDialog, kx_dossier_dialog, ADW_TYPE_WINDOW)

static guint saved_signal;

const char *
kx_dossier_dialog_read_since (const char *text, KxDate today, KxDate *ret_since)
{
  g_autofree char *typed = g_strstrip (g_strdup (text));
  gsize n = strspn (typed, "0123456789");
  gboolean year = n == 4 && (typed[4] == '\0' || g_str_equal (typed + 4, "年"));

  if (*typed == '\0')
    {
      *ret_since = (KxDate){ 0 };
      return NULL;
    }
  if (!year)
    return kx_form_date_read (typed, FALSE, today, ret_since);
  return kx_date_from_parts ((int) g_ascii_strtoll (typed, NULL, 10), 1, 1, ret_since)
             ? NULL
             : N_ ("Years from 1900 to 2199 are known here");
}

static void
check (KxDossierDialog *self)
{
  const char *wrong =
      kx_dossier_dialog_read_since (gtk_editable_get_text (self->day), kx_format_today (), &self->since);

  gtk_label_set_text (self->wrong, wrong != NULL ? _ (wrong) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->wrong), wrong != NULL);
  kx_a11y_set_description (GTK_WIDGET (self->day), wrong != NULL ? _ (wrong) : "");
  gtk_widget_set_sensitive (self->go, wrong == NULL && !self->busy);
}

static void
set_busy (KxDossierDialog *self, gboolean busy)
{
  self->busy = busy;
  gtk_widget_set_sensitive (GTK_WIDGET (self->day), !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->come), busy);
  gtk_label_set_text (self->come, busy ? _ ("The service puts it together") : "");
  check (self);
}

static void
tell_progress (gint64 bytes, gpointer data)
{
  KxDossierDialog *self = data;
  g_autofree char *size = kx_format_size ((guint64) bytes);
  /* Translators: a size, such as 3.4 MB. */
  g_autofree char *words = g_strdup_printf (_ ("%s have come"), size);

  if (self->busy)
    gtk_label_set_text (self->come, words);
}

static void
take_file (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxDossierDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDossierCheck) found = kx_client_get_dossier_finish (KX_CLIENT (source), result, &error);
  g_autofree char *name = NULL, *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->desk == NULL)
    return;
  set_busy (self, FALSE);
  if (found == NULL)
    {
      kx_ask_tell (GTK_WIDGET (self), _ ("The file was not written"), error->message);
      return;
    }
  name = g_file_get_basename (self->file);
  /* Translators: the name of a file, and how many files are packed in it. */
  words = g_strdup_printf (
      ngettext ("%s is written and holds: %u part", "%s is written and holds: %u parts", found->parts), name,
      found->parts);
  g_signal_emit (self, saved_signal, 0, words);
  gtk_window_close (GTK_WINDOW (self));
}

static void
file_chosen (GPtrArray *files, gpointer data)
{
  KxDossierDialog *self = data;
  const char *path = files->len > 0 ? g_file_peek_path (files->pdata[0]) : NULL;

  if (files->len == 0 || self->desk == NULL || self->busy)
    return;
  if (path == NULL || kx_desk_get_client (self->desk) == NULL)
    {
      kx_ask_tell (GTK_WIDGET (self), _ ("The file was not written"),
                   _ ("Choose a place on this computer or on a disk of it."));
      return;
    }
  g_set_object (&self->file, files->pdata[0]);
  set_busy (self, TRUE);
  kx_client_get_dossier_async (kx_desk_get_client (self->desk), self->agency->id, self->since, path,
                               tell_progress, self, self->cancellable, take_file, g_object_ref (self));
}

static void
on_go (KxDossierDialog *self)
{
  const KxFileKind kinds[] = { { _ ("ZIP files"), "*.zip" }, { NULL, NULL } };
  g_autofree char *name = NULL;

  if (!gtk_widget_get_sensitive (self->go))
    return;
  name = kx_dossier_file_name (kx_record_get (self->agency, kx_agency_f_name).TEXT, kx_format_today ());
  kx_files_save (GTK_WIDGET (self), _ ("Where to put the file of the agency"), name, kinds, file_chosen,
                 g_object_ref (self), g_object_unref);
}

static gboolean
on_close (KxDossierDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  return FALSE;
}

static void
dispose (GObject *object)
{
  KxDossierDialog *self = KX_DOSSIER_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (kx_dossier_dialog_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxDossierDialog *self = KX_DOSSIER_DIALOG (object);

  g_clear_object (&self->file);
  g_object_unref (self->cancellable);
  kx_record_free (self->agency);
  G_OBJECT_CLASS (kx_dossier_dialog_parent_class)->finalize (object);
}

static void
kx_dossier_dialog_class_init (KxDossierDialogClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  saved_signal = g_signal_new ("saved", KX_TYPE_DOSSIER_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (class), GDK_KEY_Escape, 0, "window.close", NULL);
}

/* Not before: a window that has the focus while it is made is no window to screen readers. */
static void
on_map (KxDossierDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->day));
}

static void
kx_dossier_dialog_init (KxDossierDialog *self)
{
  self->cancellable = g_cancellable_new ();
  g_signal_connect (self, "close-request", G_CALLBACK (on_close), NULL);
  g_signal_connect (self, "map", G_CALLBACK (on_map), NULL);
}

static GtkWidget *
make_progress (KxDossierDialog *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->spinner));
  self->come = GTK_LABEL (kx_label_add (line, "", NULL));
  return line;
}

static GtkWidget *
make_contents (KxDossierDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_add_css_class (box, "record-tab");
  kx_label_add (box,
                _ ("One ZIP file with an index, the records as far as you may read them, attachments, who "
                   "changed what, and hashes. It opens without this program, and what is changed in it later "
                   "is named when it is checked."),
                NULL);
  kx_label_add (box, _ ("Since"), "field-label");
  self->day = GTK_EDITABLE (gtk_entry_new ());
  kx_a11y_set_label (GTK_WIDGET (self->day), _ ("Since"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->day));
  kx_label_add (box, _ ("A day, or a year alone; what was over before it is left out. Empty: everything."),
                "dim-label");
  self->wrong = GTK_LABEL (kx_label_add (box, "", "error"));
  gtk_box_append (GTK_BOX (box), make_progress (self));
  self->go = gtk_button_new_with_mnemonic (_ ("_Save as…"));
  gtk_widget_add_css_class (self->go, "suggested-action");
  gtk_widget_set_halign (self->go, GTK_ALIGN_END);
  gtk_widget_set_margin_top (self->go, 12);
  gtk_box_append (GTK_BOX (box), self->go);
  g_signal_connect_swapped (self->day, "changed", G_CALLBACK (check), self);
  g_signal_connect_swapped (self->day, "activate", G_CALLBACK (on_go), self);
  g_signal_connect_swapped (self->go, "clicked", G_CALLBACK (on_go), self);
  return box;
}

static GtkWidget *
make_header (KxDossierDialog *self)
{
  GtkWidget *header = adw_header_bar_new (), *stay = gtk_button_new_with_label (_ ("Cancel"));
  GtkWidget *title = adw_window_title_new (_ ("Whole file of the agency"),
                                           kx_record_get (self->agency, kx_agency_f_name).TEXT);

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  /* In a narrow window it is shortened. */
  gtk_widget_set_tooltip_text (title, _ ("Whole file of the agency"));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), title);
  g_signal_connect_swapped (stay, "clicked", G_CALLBACK (gtk_window_close), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), stay);
  return header;
}

KxDossierDialog *
kx_dossier_dialog_new (GtkWidget *over, KxDesk *desk, const KxRecord *agency)
{
  KxDossierDialog *self = g_object_new (KX_TYPE_DOSSIER_DIALOG, "modal", TRUE, "default-width", 480, NULL);
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkRoot *root = gtk_widget_get_root (over);

  kx_help_bind (GTK_WINDOW (self), "agency");
  self->desk = g_object_ref (desk);
  self->agency = kx_record_copy (agency);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Whole file of the agency"));
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  gtk_box_append (GTK_BOX (all), make_header (self));
  gtk_box_append (GTK_BOX (all), make_contents (self));
  adw_window_set_content (ADW_WINDOW (self), all);
  set_busy (self, FALSE);
  kx_a11y_name_mnemonics (GTK_WIDGET (self));
  return self;
}
