/* The window in which letters about many agreements are written, over a mirror, by keys. */
#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-letter.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-files.h"
#include "desktop/kx-test-drive.h"
#include "desktop/record/kx-letter-batch-dialog.h"
#include "kx-test-keys.h"
#include "kx-test-record.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"

#include <string.h>

typedef struct
{
  KxTestDesktop *test;
  KxDesk *desk;
  GPtrArray *ids;   /* owned; of the agreements */
  char *folder;     /* owned */
  GtkWindow *over;  /* borrowed */
  GtkWindow *shown; /* borrowed; the window in question */
} Fixture;

static void
land (Fixture *f, const char *name)
{
  g_autofree char *agency = kx_test_id ();
  char *id = kx_test_id ();
  KxRecord *of = kx_record_new (&kx_agency_entity, agency, "370100/agency");

  kx_agency_set_office (kx_agency (of), KX_TEST_OFFICE);
  kx_agency_set_name (kx_agency (of), name);
  kx_test_desktop_land (f->test, of);
  kx_test_desktop_land (f->test, kx_test_record_agreement (id, agency, kx_agreement_state_signed, 20));
  g_ptr_array_add (f->ids, id);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->test = kx_test_desktop_new ();
  f->desk = kx_desk_new_for_mirror (f->test->mirror, NULL, NULL);
  f->ids = g_ptr_array_new_with_free_func (g_free);
  f->folder = kx_test_make_folder ();
  land (f, "A白云医院");
  land (f, "B曾家桥医院");
  g_ptr_array_add (f->ids, kx_test_id ());
  f->over = GTK_WINDOW (gtk_window_new ());
  gtk_window_present (f->over);
  kx_test_run_out ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (f->over);
  kx_test_run_out ();
  g_ptr_array_unref (f->ids);
  kx_test_finalize (f->desk);
  kx_test_remove_folder (f->folder);
  kx_test_desktop_free (f->test);
}

static gboolean
is_ready (gpointer data)
{
  Fixture *f = data;
  GtkWidget *go = kx_test_find (GTK_WIDGET (f->shown), GTK_TYPE_BUTTON, "Write them");

  return go != NULL && gtk_widget_get_sensitive (go);
}

static KxLetterBatchDialog *
open_dialog (Fixture *f, const char *kind)
{
  KxLetterBatchDialog *dialog = kx_letter_batch_dialog_new (GTK_WIDGET (f->over), f->desk, f->ids, kind);

  f->shown = GTK_WINDOW (dialog);
  gtk_window_present (f->shown);
  g_assert_true (kx_test_wait_for (is_ready, f));
  kx_test_run_out ();
  return dialog;
}

static void
type_into (Fixture *f, GType type, const char *label, const char *text)
{
  GtkWidget *input = kx_test_find (GTK_WIDGET (f->shown), type, label);

  g_assert_nonnull (input);
  gtk_widget_grab_focus (input);
  if (GTK_IS_ENTRY (input))
    kx_test_select_all (f->shown);
  kx_test_type (f->shown, text);
  kx_test_run_out ();
}

static void
press (Fixture *f, const char *label)
{
  GtkWidget *button = kx_test_find (GTK_WIDGET (f->shown), GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  gtk_widget_grab_focus (button);
  g_assert_true (kx_test_press (f->shown, GDK_KEY_Return, 0));
}

static gboolean
is_written (gpointer data)
{
  Fixture *f = data;

  return kx_test_shows (GTK_WIDGET (f->shown), "Letters written: 2, left out: 1");
}

static gboolean
is_told (gpointer data)
{
  Fixture *f = data;

  return kx_test_shows (GTK_WIDGET (f->shown), "No letter was written: ");
}

static gboolean
is_being_written (gpointer data)
{
  Fixture *f = data;
  GtkWidget *stop = kx_test_find (GTK_WIDGET (f->shown), GTK_TYPE_BUTTON, "Stop");

  return stop != NULL && gtk_widget_get_mapped (stop);
}

static gboolean
is_stopped (gpointer data)
{
  Fixture *f = data;

  return kx_test_shows (GTK_WIDGET (f->shown), "Stopped: no letter was entered in the register");
}

static guint
count_files (Fixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Before anything is written it is said what lacks and who is left out; then files and rows are there. */
static void
test_letters_are_written (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) folder = g_file_new_for_path (f->folder);
  g_autoptr (GPtrArray) letters = NULL;

  open_dialog (f, "bridge");
  g_assert_true (kx_test_shows (GTK_WIDGET (f->shown), "Letters to be written: 2, left out: 1"));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->shown), "It is not on this computer any more"));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->shown), "A白云医院"));
  g_assert_cmpuint (count_files (f), ==, 0);
  type_into (f, GTK_TYPE_ENTRY, "Reason", "新文本未下发");
  g_assert_false (is_ready (f));
  g_assert_true (kx_test_wait_for (is_ready, f));
  kx_files_answer_next (folder);
  press (f, "Choose a folder…");
  kx_test_drive_await (GTK_WIDGET (f->shown), f->folder);
  press (f, "Write them");
  g_assert_true (kx_test_wait_for (is_written, f));
  g_assert_cmpuint (count_files (f), ==, 2);
  kx_test_run_out ();
  g_assert_true (kx_test_shows (GTK_WIDGET (f->shown), "顺延通知_草稿.docx"));
  letters = kx_desk_list (f->desk, &kx_letter_entity, kx_letter_f_agreement, f->ids->pdata[0]);
  g_assert_cmpuint (letters->len, ==, 1);
  g_assert_cmpstr (kx_record_get (letters->pdata[0], kx_letter_f_title).TEXT, ==, "顺延通知");
  /* The focus is where it goes on. */
  g_assert_true (gtk_window_get_focus (f->shown) ==
                 kx_test_find (GTK_WIDGET (f->shown), GTK_TYPE_BUTTON, "Open the folder"));
  g_assert_true (kx_test_press (f->shown, GDK_KEY_Escape, 0));
  kx_test_run_out ();
  /* A second time they have such a letter. */
  f->shown = GTK_WINDOW (kx_letter_batch_dialog_new (GTK_WIDGET (f->over), f->desk, f->ids, "bridge"));
  gtk_window_present (f->shown);
  kx_test_drive_await (GTK_WIDGET (f->shown), "Letters to be written: 0, left out: 3");
  g_assert_true (kx_test_shows (GTK_WIDGET (f->shown), "It has such a letter already: 顺延通知"));
  g_assert_false (is_ready (f));
  gtk_window_destroy (f->shown);
}

/* What was chosen and typed is there again after Escape, also what was typed for another kind. */
static void
test_what_was_chosen_comes_back (Fixture *f, gconstpointer data)
{
  KxLetterBatchDialog *dialog = open_dialog (f, "bridge");
  GtkWidget *kind, *input;

  type_into (f, GTK_TYPE_ENTRY, "Reason", "新文本未下发");
  type_into (f, GTK_TYPE_ENTRY, "Title", "关于顺延的通知");
  kx_letter_batch_dialog_set_folder (dialog, f->folder);
  kind = kx_test_find (GTK_WIDGET (dialog), GTK_TYPE_DROP_DOWN, "Kind of letter");
  /* Another kind, whose letters have no reason; the title was written by hand and stays. */
  gtk_drop_down_set_selected (GTK_DROP_DOWN (kind), 10);
  kx_test_run_out ();
  g_assert_null (kx_test_find (GTK_WIDGET (dialog), GTK_TYPE_ENTRY, "Reason"));
  g_assert_true (kx_test_press (f->shown, GDK_KEY_Escape, 0));
  kx_test_run_out ();
  dialog = open_dialog (f, NULL);
  g_assert_true (kx_test_shows (GTK_WIDGET (dialog), f->folder));
  kind = kx_test_find (GTK_WIDGET (dialog), GTK_TYPE_DROP_DOWN, "Kind of letter");
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (kind)), ==, 10);
  input = kx_test_find (GTK_WIDGET (dialog), GTK_TYPE_ENTRY, "Title");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (input)), ==, "关于顺延的通知");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (kind), 2);
  kx_test_run_out ();
  input = kx_test_find (GTK_WIDGET (dialog), GTK_TYPE_ENTRY, "Reason");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (input)), ==, "新文本未下发");
  gtk_window_destroy (f->shown);
}

/* A folder that cannot be written into is told, and nothing is lost by it. */
static void
test_a_fault_is_told (Fixture *f, gconstpointer data)
{
  KxLetterBatchDialog *dialog = open_dialog (f, "expiry");
  g_autofree char *nowhere = g_build_filename (f->folder, "no", NULL);
  g_autoptr (GPtrArray) letters = NULL;

  kx_letter_batch_dialog_set_folder (dialog, nowhere);
  press (f, "Write them");
  g_assert_true (kx_test_wait_for (is_told, f));
  letters = kx_desk_list (f->desk, &kx_letter_entity, kx_letter_f_agreement, f->ids->pdata[0]);
  g_assert_cmpuint (letters->len, ==, 0);
  kx_letter_batch_dialog_set_folder (dialog, f->folder);
  press (f, "Write them");
  g_assert_true (kx_test_wait_for (is_written, f));
  gtk_window_destroy (f->shown);
}

/* Escape while they are being written stops it and stays, to say what came of it. */
static void
test_escape_stops_first (Fixture *f, gconstpointer data)
{
  KxLetterBatchDialog *dialog;

  /* So many take longer than a key. */
  for (guint i = 0; i < 40; i++)
    land (f, "C青岛医院");
  dialog = open_dialog (f, "expiry");
  kx_letter_batch_dialog_set_folder (dialog, f->folder);
  gtk_drop_down_set_selected (
      GTK_DROP_DOWN (kx_test_find (GTK_WIDGET (dialog), GTK_TYPE_DROP_DOWN, "Form of the files")), 1);
  press (f, "Write them");
  g_assert_true (kx_test_wait_for (is_being_written, f));
  g_assert_true (kx_test_press (f->shown, GDK_KEY_Escape, 0));
  g_assert_true (kx_test_wait_for (is_stopped, f));
  g_assert_true (is_ready (f));
  g_assert_cmpuint (count_files (f), ==, 0);
  gtk_window_destroy (f->shown);
}

#define ADD(path, function)                                                                                  \
  g_test_add ("/letter-batch-dialog/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("letters are written", test_letters_are_written);
  ADD ("what was chosen comes back", test_what_was_chosen_comes_back);
  ADD ("a fault is told", test_a_fault_is_told);
  ADD ("escape stops first", test_escape_stops_first);
  return g_test_run ();
}
