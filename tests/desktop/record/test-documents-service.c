/* The documents of a record page on their way to the real service and back. */
#include "core/entities/kx-attachment.h"
#include "desktop/kx-test-drive.h"
#include "kx-test-keys.h"
#include "kx-test-page.h"

#include <glib/gstdio.h>
#include <string.h>

static gboolean
is_idle (gpointer data)
{
  return !kx_documents_tab_is_busy (((KxTestPage *) data)->page->documents);
}

static void
attach (KxTestPage *fixture, const char *name, const char *bytes, gsize length)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GPtrArray) files = g_ptr_array_new ();

  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  g_ptr_array_add (files, file);
  kx_documents_tab_take (fixture->page->documents, files);
  kx_test_drive_until (is_idle, fixture);
  kx_test_drive_settle ();
}

static KxDocumentRow *
get_document (KxTestPage *fixture)
{
  return KX_DOCUMENT_ROW (kx_test_find_type (GTK_WIDGET (fixture->page->documents), KX_TYPE_DOCUMENT_ROW));
}

static gboolean
has_no_document (gpointer data)
{
  return kx_documents_tab_get_n_rows (((KxTestPage *) data)->page->documents) == 0;
}

static gboolean
is_stored (gpointer data)
{
  return kx_document_row_get_state (get_document (data)) == KX_BYTES_STORED;
}

static gboolean
is_previewed (gpointer data)
{
  return kx_test_find_type (GTK_WIDGET (get_document (data)), GTK_TYPE_TEXT_VIEW) != NULL;
}

typedef struct
{
  KxTestPage *fixture;
  double last;   /* of the file on its way */
  guint n_parts; /* how often the bar stood between its ends */
} Way;

static void
note_sent (KxSync *sync, GParamSpec *pspec, Way *way)
{
  double sent;
  const char *sha256 = kx_sync_get_upload (sync, &sent);
  KxDocumentRow *row = get_document (way->fixture);
  GtkWidget *bar = kx_test_find_type (GTK_WIDGET (row), GTK_TYPE_PROGRESS_BAR);

  if (sha256 == NULL || kx_document_row_get_state (row) != KX_BYTES_WAITING)
    return;
  g_assert_cmpfloat (sent, >=, way->last);
  way->last = sent;
  g_assert_nonnull (bar);
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)), ==, sent);
  if (sent > 0 && sent < 1)
    {
      g_assert_true (kx_test_shows (GTK_WIDGET (row), sent < 0.5 ? "Being sent: 3" : "Being sent: 6"));
      way->n_parts++;
    }
}

/* A file of three pieces: the bar grows with each, and is gone in the end. */
static void
test_percentage (KxTestPage *fixture, gconstpointer data)
{
  gsize length = 3 * 1024 * 1024;
  g_autofree char *bytes = g_malloc (length);
  Way way = { fixture, 0, 0 };

  memset (bytes, 'k', length);
  kx_test_page_open_tab (fixture, "documents");
  kx_sync_stop (kx_profile_get_sync (fixture->profile));
  attach (fixture, "scan.txt", bytes, length);
  g_assert_true (kx_test_shows (GTK_WIDGET (get_document (fixture)), "Waits to be sent"));
  g_assert_null (kx_test_find_type (GTK_WIDGET (get_document (fixture)), GTK_TYPE_PROGRESS_BAR));
  /* After the page's own handler. */
  g_signal_connect_after (kx_profile_get_sync (fixture->profile), "notify::sent", G_CALLBACK (note_sent),
                          &way);
  kx_sync_start (kx_profile_get_sync (fixture->profile));
  kx_test_drive_until (is_stored, fixture);
  kx_test_page_synchronize (fixture);
  g_assert_cmpuint (way.n_parts, >=, 2);
  g_assert_null (kx_test_find_type (GTK_WIDGET (get_document (fixture)), GTK_TYPE_PROGRESS_BAR));
  g_signal_handlers_disconnect_by_func (kx_profile_get_sync (fixture->profile), note_sent, &way);
}

static void
test_documents (KxTestPage *fixture, gconstpointer data)
{
  const char words[] = "执业许可证 副本";
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, words, -1),
                  *path = kx_mirror_dup_blob_path (kx_profile_get_mirror (fixture->profile), sha256);
  GtkWidget *dialog;

  kx_test_page_open_tab (fixture, "documents");
  g_assert_cmpuint (kx_documents_tab_get_n_rows (fixture->page->documents), ==, 0);
  attach (fixture, "licence.txt", words, strlen (words));
  g_assert_cmpuint (kx_documents_tab_get_n_rows (fixture->page->documents), ==, 1);
  /* It goes to the service by itself. */
  kx_test_drive_until (is_stored, fixture);
  g_assert_true (kx_test_shows (GTK_WIDGET (get_document (fixture)), "Stored · also on this computer"));

  /* The same bytes once more, under another name, are told and not taken. */
  attach (fixture, "copy.txt", words, strlen (words));
  dialog = kx_test_page_await_dialog (fixture);
  g_assert_true (kx_test_shows (dialog, "copy.txt: The same file is attached already as “licence.txt”"));
  gtk_window_close (GTK_WINDOW (dialog));
  kx_test_drive_settle ();
  g_assert_cmpuint (kx_documents_tab_get_n_rows (fixture->page->documents), ==, 1);

  /* Looked at from the service, as on another computer. */
  g_assert_cmpint (g_unlink (path), ==, 0);
  kx_document_row_open (get_document (fixture));
  kx_test_drive_until (is_previewed, fixture);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  kx_document_row_open (get_document (fixture));
  g_assert_false (is_previewed (fixture));

  /* Deleted, and back with one key. */
  kx_document_row_delete (get_document (fixture));
  kx_test_drive_until (has_no_document, fixture);
  kx_test_page_synchronize (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
  kx_test_page_await_words (fixture->page->documents, "licence.txt");
}

static void
add_cases (void)
{
  KX_TEST_PAGE_ADD ("/documents-service/files go out, are looked at, and known again", "limit=1&sort=-name",
                    test_documents);
  KX_TEST_PAGE_ADD ("/documents-service/how much of a file is sent", "limit=1&sort=name", test_percentage);
}

int
main (int argc, char **argv)
{
  return kx_test_page_run (argc, argv, add_cases);
}
