/* The letter before it is printed: what is said of it, its pages, and that the printer and the PDF get the
 * same. */
#include "desktop/dialogs/kx-print-preview.h"

#include "desktop/dialogs/kx-page-view.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-files.h"
#include "desktop/kx-test-drive.h"
#include "kx-test-keys.h"
#include "print/kx-docx-zip.h"
#include "print/kx-letter.h"
#include "print/kx-test-letter.h"

#include <glib/gstdio.h>

static GBytes *
make_letter (void)
{
  const KxLetterKind *kind = kx_letter_kind_find ("termination");
  g_autoptr (KxDocxValues) values = kx_test_letter_make (kind);

  return kx_letter_fill (kind, NULL, values, NULL);
}

static guint
count_pages (GtkWidget *widget)
{
  guint n = KX_IS_PAGE_VIEW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_pages (child);
  return n;
}

/* What becomes of a preview. */
typedef struct
{
  GtkWidget *window;
  KxPrintPreview *preview;
  GBytes *letter;
  char *folder, *path;
  guint printed, saved;
} Fixture;

static void
take_printed (Fixture *f)
{
  f->printed++;
}

static void
take_saved (Fixture *f, GFile *file)
{
  f->saved++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->folder = g_dir_make_tmp ("kangxie-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "letter.pdf", NULL);
  f->letter = make_letter ();
  f->window = gtk_window_new ();
  gtk_window_present (GTK_WINDOW (f->window));
  f->preview = kx_print_preview_new (f->window, f->letter, "letter.pdf", &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (f->preview, "printed", G_CALLBACK (take_printed), f);
  g_signal_connect_swapped (f->preview, "saved", G_CALLBACK (take_saved), f);
  gtk_window_present (GTK_WINDOW (f->preview));
  kx_test_run_out ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  kx_test_run_out ();
  g_unlink (f->path);
  g_rmdir (f->folder);
  g_bytes_unref (f->letter);
  g_free (f->path);
  g_free (f->folder);
}

static void
assert_same_words (Fixture *f)
{
  g_autofree char *bytes = NULL, *words = kx_docx_dup_text (f->letter, NULL), *expected = NULL, *shown = NULL,
                  *found = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (f->path, &bytes, &size, &error);
  g_assert_no_error (error);
  pdf = g_bytes_new (bytes, size);
  shown = kx_test_letter_extract (pdf);
  expected = kx_test_letter_squeeze (words);
  found = kx_test_letter_squeeze (shown);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_all_pages_are_there (Fixture *f, gconstpointer data)
{
  g_assert_cmpuint (count_pages (GTK_WIDGET (f->preview)), ==, 2);
  g_assert_true (kx_test_shows (GTK_WIDGET (f->preview), "2 pages"));
}

/* GTK writes into a file what a printer would get. */
static void
test_the_printer_gets_the_letter (Fixture *f, gconstpointer data)
{
  g_autoptr (GtkPrintOperation) operation = kx_print_preview_make_operation (f->preview);
  g_autoptr (GError) error = NULL;

  gtk_print_operation_set_export_filename (operation, f->path);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, GTK_WINDOW (f->preview), &error);
  g_assert_no_error (error);
  kx_test_run_out ();
  g_assert_cmpuint (f->printed, ==, 1);
  assert_same_words (f);
}

static gboolean
was_saved (gpointer data)
{
  return ((Fixture *) data)->saved > 0;
}

static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  GtkWidget *found =
      GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0 ? widget
                                                                                                   : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, label);
  return found;
}

static void
test_the_pdf_has_the_letter (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (f->path);

  kx_files_answer_next (file);
  g_signal_emit_by_name (find_button (GTK_WIDGET (f->preview), "Save as _PDF…"), "clicked");
  g_assert_true (kx_test_wait_for (was_saved, f));
  assert_same_words (f);
}

static void
test_what_is_no_document_is_not_shown (void)
{
  GtkWidget *window = gtk_window_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("no", 2);
  g_autoptr (GError) error = NULL;

  g_assert_null (kx_print_preview_new (window, bytes, "a.pdf", &error));
  g_assert_error (error, KX_DOCX_ERROR, KX_DOCX_ERROR_DAMAGED);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_what_the_pages_lack_is_said (void)
{
  static const char xml[] =
      "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
      "<w:body><w:p><w:r><w:rPr><w:rFonts w:eastAsia=\"没有的字体\"/></w:rPr><w:t>甲</w:t>"
      "<w:drawing/></w:r></w:p></w:body></w:document>";
  g_autoptr (GBytes) body = g_bytes_new_static (xml, sizeof xml - 1), document = NULL;
  KxDocxPart part = { .name = (char *) "word/document.xml", .bytes = body };
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  GtkWidget *window = gtk_window_new ();
  KxPrintPreview *preview;

  g_ptr_array_add (parts, &part);
  document = kx_docx_pack (parts, NULL);
  preview = kx_print_preview_new (window, document, "a.pdf", NULL);
  kx_test_letter_has (kx_print_preview_get_remarks (preview), "Pictures");
  kx_test_letter_has (kx_print_preview_get_remarks (preview), "没有的字体 → ");
  gtk_window_destroy (GTK_WINDOW (preview));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  g_test_add ("/print-preview/all pages are there", Fixture, NULL, set_up, test_all_pages_are_there,
              tear_down);
  g_test_add ("/print-preview/the printer gets the letter", Fixture, NULL, set_up,
              test_the_printer_gets_the_letter, tear_down);
  g_test_add ("/print-preview/the PDF has the letter", Fixture, NULL, set_up, test_the_pdf_has_the_letter,
              tear_down);
  g_test_add_func ("/print-preview/what is no document is not shown", test_what_is_no_document_is_not_shown);
  g_test_add_func ("/print-preview/what the pages lack is said", test_what_the_pages_lack_is_said);
  return g_test_run ();
}
