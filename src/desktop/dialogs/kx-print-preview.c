#include "desktop/dialogs/kx-print-preview.h"

#include "desktop/dialogs/kx-page-view.h"
#include "desktop/export/kx-save-as.h"
#include "desktop/help/kx-help-window.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-files.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "models/kx-display.h"
#include "print/kx-pdf.h"

struct _KxPrintPreview
{
  AdwWindow parent_instance;

  GBytes *document; /* owned */
  KxPages *pages;   /* owned */
  char *file_name;  /* owned */

  /* Borrowed. */
  GtkLabel *remarks;
  GtkWidget *print;
};

G_DEFINE_FINAL_TYPE (KxPrintPreview, kx_print_preview, ADW_TYPE_WINDOW)

enum
{
  PRINTED,
  SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Printing */

static void
draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int n, KxPrintPreview *self)
{
  kx_pages_draw (self->pages, (guint) n, gtk_print_context_get_cairo_context (context));
}

static void
take_printed (GtkPrintOperation *operation, GtkPrintOperationResult result, KxPrintPreview *self)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      kx_ask_tell (GTK_WIDGET (self), _ ("The letter was not printed"), error->message);
    }
  else if (result == GTK_PRINT_OPERATION_RESULT_APPLY)
    {
      g_signal_emit (self, signals[PRINTED], 0);
      gtk_window_close (GTK_WINDOW (self));
    }
}

/* The letter brings its own margins. */
static GtkPageSetup *
make_setup (const KxPages *pages)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  double width, height;
  GtkPaperSize *paper;

  kx_pages_get_size (pages, &width, &height);
  /* Points are rounded; A4 is the only paper of official letters. */
  paper =
      ABS (width - 595.3) < 2 && ABS (height - 841.9) < 2
          ? gtk_paper_size_new (GTK_PAPER_NAME_A4)
          : gtk_paper_size_new_custom ("letter", _ ("As in the document"), width, height, GTK_UNIT_POINTS);
  gtk_page_setup_set_paper_size (setup, paper);
  gtk_paper_size_free (paper);
  return setup;
}

GtkPrintOperation *
kx_print_preview_make_operation (KxPrintPreview *self)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = make_setup (self->pages);

  gtk_print_operation_set_n_pages (operation, (int) kx_pages_get_n (self->pages));
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_job_name (operation, self->file_name);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect_object (operation, "draw-page", G_CALLBACK (draw_page), self, 0);
  g_signal_connect_object (operation, "done", G_CALLBACK (take_printed), self, 0);
  return operation;
}

static void
on_print (KxPrintPreview *self)
{
  g_autoptr (GtkPrintOperation) operation = kx_print_preview_make_operation (self);
  g_autoptr (GError) error = NULL;

  gtk_print_operation_set_allow_async (operation, TRUE);
  /* What goes wrong is told by "done". */
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (self), &error);
}

/* Saving */

/* On a thread of its own, which needs pages of its own. */
static GBytes *
make_pdf (gpointer data, GError **error)
{
  g_autoptr (KxPages) pages = kx_pages_new (data, error);

  return pages != NULL ? kx_pdf_write (pages, error) : NULL;
}

static void
take_saved (GFile *file, const char *problem, gpointer data)
{
  KxPrintPreview *self = data;

  if (problem != NULL)
    {
      kx_ask_tell (GTK_WIDGET (self), _ ("The PDF was not written"), problem);
      return;
    }
  g_signal_emit (self, signals[SAVED], 0, file);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_save (KxPrintPreview *self)
{
  const KxFileKind files[] = { { _ ("PDF documents"), "*.pdf" }, { NULL, NULL } };
  const KxSaveWork work = { make_pdf,   g_bytes_ref (self->document), (GDestroyNotify) g_bytes_unref,
                            take_saved, g_object_ref (self),          g_object_unref };

  kx_save_as (GTK_WIDGET (self), _ ("Save as PDF"), self->file_name, files, &work);
}

/* The window */

static void
show_remarks (KxPrintPreview *self)
{
  g_autoptr (GPtrArray) unshown = kx_pages_list_unshown (self->pages),
                        fonts = kx_pages_list_substitutes (self->pages), words = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; unshown != NULL && i < unshown->len; i++)
    g_ptr_array_add (words, (gpointer) _ ((const char *) unshown->pdata[i]));
  if (words->len > 0)
    {
      g_autofree char *list = kx_display_join (words),
                      *sentence = kx_display_fill (N_ ("These pages do not show everything; print the Word "
                                                       "document from a word processor. They lack: {what}"),
                                                   "what", list, NULL);

      g_string_append (text, sentence);
    }
  if (fonts->len > 0)
    {
      g_autofree char *list = kx_display_join (fonts),
                      *sentence = kx_display_fill (
                          N_ ("This computer lacks fonts of the letter, and others stand in: {fonts}"),
                          "fonts", list, NULL);

      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", sentence);
    }
  gtk_label_set_text (self->remarks, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->remarks), text->len > 0);
}

static GtkWidget *
make_contents (KxPrintPreview *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *scrolled = gtk_scrolled_window_new (),
            *clamp = adw_clamp_new (), *save = gtk_button_new_with_mnemonic (_ ("Save as _PDF…"));

  gtk_widget_add_css_class (box, "record-tab");
  self->remarks = GTK_LABEL (kx_label_add (box, "", "dim-label"));
  show_remarks (self);
  /* Not in the header, which has no room for it in a narrow window. */
  gtk_widget_set_halign (save, GTK_ALIGN_END);
  g_signal_connect_swapped (save, "clicked", G_CALLBACK (on_save), self);
  gtk_box_append (GTK_BOX (box), save);
  for (guint i = 0; i < kx_pages_get_n (self->pages); i++)
    {
      GtkWidget *page = kx_page_view_new (self->pages, i);

      gtk_widget_add_css_class (page, "card");
      gtk_box_append (GTK_BOX (box), page);
    }
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 760);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_focusable (scrolled, TRUE);
  kx_a11y_set_label (scrolled, _ ("Pages"));
  return scrolled;
}

static GtkWidget *
make_header (KxPrintPreview *self)
{
  GtkWidget *header = adw_header_bar_new (), *stay = gtk_button_new_with_label (_ ("Cancel"));
  guint n = kx_pages_get_n (self->pages);
  g_autofree char *pages = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u page", "%u pages", n), n);
  GtkWidget *title = adw_window_title_new (_ ("Print the letter"), pages);

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), title);
  g_signal_connect_swapped (stay, "clicked", G_CALLBACK (gtk_window_close), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), stay);
  self->print = gtk_button_new_with_mnemonic (_ ("P_rint…"));
  gtk_widget_add_css_class (self->print, "suggested-action");
  g_signal_connect_swapped (self->print, "clicked", G_CALLBACK (on_print), self);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->print);
  return header;
}

static void
finalize (GObject *object)
{
  KxPrintPreview *self = KX_PRINT_PREVIEW (object);

  g_clear_pointer (&self->pages, kx_pages_free);
  g_clear_pointer (&self->document, g_bytes_unref);
  g_free (self->file_name);
  G_OBJECT_CLASS (kx_print_preview_parent_class)->finalize (object);
}

static void
kx_print_preview_class_init (KxPrintPreviewClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
  signals[PRINTED] =
      g_signal_new ("printed", KX_TYPE_PRINT_PREVIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SAVED] = g_signal_new ("saved", KX_TYPE_PRINT_PREVIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_FILE);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (class), GDK_KEY_Escape, 0, "window.close", NULL);
}

/* Not before: a window that has the focus while it is made is no window to screen readers. */
static void
on_map (KxPrintPreview *self)
{
  gtk_widget_grab_focus (self->print);
}

static void
kx_print_preview_init (KxPrintPreview *self)
{
  g_signal_connect (self, "map", G_CALLBACK (on_map), NULL);
}

KxPrintPreview *
kx_print_preview_new (GtkWidget *over, GBytes *document, const char *file_name, GError **error)
{
  g_autoptr (KxPages) pages = kx_pages_new (document, error);
  GtkWidget *all;
  GtkRoot *root = gtk_widget_get_root (over);
  KxPrintPreview *self;

  if (pages == NULL)
    return NULL;
  self =
      g_object_new (KX_TYPE_PRINT_PREVIEW, "modal", TRUE, "default-width", 720, "default-height", 760, NULL);
  kx_help_bind (GTK_WINDOW (self), "letters");
  self->document = g_bytes_ref (document);
  self->pages = g_steal_pointer (&pages);
  self->file_name = g_strdup (file_name);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Print the letter"));
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (all), make_header (self));
  gtk_box_append (GTK_BOX (all), make_contents (self));
  adw_window_set_content (ADW_WINDOW (self), all);
  kx_a11y_name_mnemonics (GTK_WIDGET (self));
  return self;
}

const char *
kx_print_preview_get_remarks (KxPrintPreview *self)
{
  return gtk_label_get_text (self->remarks);
}
