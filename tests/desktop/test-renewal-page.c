/* The page on which agreements are renewed together, by keyboard: the preview, what is changed in it, what is
 * left out, and what became of each. */
#include "desktop/pages/kx-renewal-page.h"

#include "core/entities/kx-agreement.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-test-drive.h"
#include "desktop/kx-window.h"
#include "desktop/record/kx-letter-batch-dialog.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-display.h"
#include "models/kx-test-desktop.h"
#include "store/kx-row.h"

#include <string.h>

typedef struct
{
  KxTestDesktop *desk;
  KxWindow *window;
  KxRenewalPage *page; /* the window's */
  GPtrArray *ids;      /* owned */
} Fixture;

static void
land (Fixture *f, const char *name, gboolean licensed)
{
  g_autofree char *agency = kx_test_id ();
  char *id = kx_test_id ();
  KxRecord *of = kx_record_new (&kx_agency_entity, agency, "370100/agency");
  KxRecord *record = kx_record_new (&kx_agreement_entity, id, "370100/agreement");
  Kx_agreement *row = kx_agreement (record);
  KxDate today = kx_display_today ();

  kx_agency_set_name (kx_agency (of), name);
  kx_agency_set_office (kx_agency (of), KX_TEST_OFFICE);
  if (licensed)
    kx_agency_set_licence_no_end (kx_agency (of), TRUE);
  kx_test_desktop_land (f->desk, of);
  kx_agreement_set_office (row, KX_TEST_OFFICE);
  kx_agreement_set_agency (row, agency);
  kx_agreement_set_kind (row, kx_agreement_kind_rehabilitation);
  kx_agreement_set_number (row, id);
  kx_agreement_set_state (row, kx_agreement_state_signed);
  kx_agreement_set_starts_on (row, kx_date_add_months (today, -12));
  kx_agreement_set_ends_on (row, kx_date_add_days (today, 40));
  kx_test_desktop_land (f->desk, record);
  g_ptr_array_add (f->ids, id);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->desk = kx_test_desktop_new ();
  f->ids = g_ptr_array_new_with_free_func (g_free);
  land (f, "A白云医院", TRUE);
  land (f, "B曾家桥医院", TRUE);
  land (f, "无证医院", FALSE);
  f->window = kx_window_new (NULL, NULL);
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1180, 640);
  gtk_window_present (GTK_WINDOW (f->window));
}

static void
open_page (Fixture *f, KxRenewalWay way)
{
  f->page = KX_RENEWAL_PAGE (kx_renewal_page_new_for_mirror (f->desk->mirror, way, f->ids));
  kx_window_push (f->window, KX_PAGE (f->page));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  KxPage *page = g_object_ref (KX_PAGE (f->page));

  g_object_ref (f->window);
  gtk_window_destroy (GTK_WINDOW (f->window));
  kx_test_drive_settle ();
  kx_test_finalize (f->window);
  kx_test_finalize (page);
  g_ptr_array_unref (f->ids);
  kx_test_desktop_free (f->desk);
}

static gboolean
is_entry_of (GtkWidget *widget, gconstpointer data)
{
  KxRenewalLine *line = GTK_IS_ENTRY (widget) ? g_object_get_data (G_OBJECT (widget), "kx-line") : NULL;

  return line != NULL && g_str_equal (kx_renewal_line_get_agency (line), data);
}

static void
test_some_are_renewed_and_one_is_left_out (Fixture *f, gconstpointer data)
{
  GtkWidget *entry;
  KxRenewalPlan *plan;
  GtkWindow *letters;

  open_page (f, KX_RENEWAL_RENEW);
  kx_test_drive_await (GTK_WIDGET (f->page), "To be renewed: 2, left out: 1");
  kx_test_drive_await (GTK_WIDGET (f->page), "无证医院: The practice licence of the agency is not on record");
  kx_test_drive_type (GTK_WIDGET (f->page), "First number, the others count on from it",
                      "济康协〔2027〕01号");
  kx_test_drive_settle ();
  /* The first typed cell of a line is that of its number. */
  entry = kx_test_drive_find_that (GTK_WIDGET (f->page), is_entry_of, "B曾家桥医院");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "济康协〔2027〕02号");
  gtk_widget_grab_focus (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), "济康协〔2027〕01号");
  kx_test_drive_await (GTK_WIDGET (f->page), "B曾家桥医院: Another of them has the same number");
  gtk_editable_set_text (GTK_EDITABLE (entry), "济康协〔2027〕09号");
  plan = kx_renewal_page_get_plan (f->page);
  kx_test_drive_press (GTK_WIDGET (f->window), "_Draw them up");
  kx_test_drive_await (GTK_WIDGET (f->page), "Drawn up: 2, refused: 0, still to do: 0, left out: 1");
  g_assert_cmpuint (kx_renewal_plan_count (plan, KX_RENEWAL_DONE), ==, 2);
  g_assert_null (kx_test_drive_find (GTK_WIDGET (f->page), "All of them end on"));
  /* It goes on with the letters about what was drawn up. */
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (f->window)) ==
                 kx_test_drive_find (GTK_WIDGET (f->page), "_Write the letters…"));
  kx_test_drive_press (GTK_WIDGET (f->page), "_Write the letters…");
  letters = kx_test_drive_find_window (KX_TYPE_LETTER_BATCH_DIALOG);
  g_assert_nonnull (letters);
  kx_test_drive_await (GTK_WIDGET (letters), "Letters to be written: 2, left out: 0");
  gtk_window_destroy (letters);
  {
    KxBook *book = kx_mirror_take_reader (f->desk->mirror, NULL);
    g_autoptr (KxReader) reader = kx_row_reader_new (book);
    KxQuery query = { .entity = &kx_agreement_entity,
                      .terms = { { .field = kx_agreement_f_previous, .value.REF = f->ids->pdata[1] } },
                      .n_terms = 1 };
    g_autoptr (GPtrArray) rows = NULL;

    g_assert_cmpint (kx_reader_list (reader, &query, 5, &rows), ==, KX_KNOWN);
    g_assert_cmpuint (rows->len, ==, 1);
    g_assert_cmpstr (kx_record_get (rows->pdata[0], kx_agreement_f_number).TEXT, ==, "济康协〔2027〕09号");
    g_clear_pointer (&reader, kx_row_reader_free);
    kx_mirror_give_reader (f->desk->mirror, book);
  }
}

static gboolean
has_draft (gpointer data)
{
  Fixture *f = data;
  g_autofree char *json = kx_mirror_dup_draft (f->desk->mirror, "renewal/renew");

  return json != NULL && strstr (json, "七号") != NULL;
}

static void
test_what_was_typed_comes_back (Fixture *f, gconstpointer data)
{
  KxPage *first;
  GtkWidget *entry;

  open_page (f, KX_RENEWAL_RENEW);
  kx_test_drive_await (GTK_WIDGET (f->page), "To be renewed: 2, left out: 1");
  kx_test_drive_settle ();
  entry = kx_test_drive_find_that (GTK_WIDGET (f->page), is_entry_of, "A白云医院");
  gtk_editable_set_text (GTK_EDITABLE (entry), "七号");
  kx_test_drive_until (has_draft, f);
  first = g_object_ref (KX_PAGE (f->page));
  kx_window_back (f->window);
  open_page (f, KX_RENEWAL_RENEW);
  kx_test_drive_await (GTK_WIDGET (f->page), "To be renewed: 2, left out: 1");
  kx_test_drive_settle ();
  entry = kx_test_drive_find_that (GTK_WIDGET (f->page), is_entry_of, "A白云医院");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "七号");
  g_object_unref (first);
}

static void
test_carrying_on_waits_for_the_service (Fixture *f, gconstpointer data)
{
  GtkWidget *wanted;

  open_page (f, KX_RENEWAL_CARRY_ON);
  /* A licence is no matter of a term that goes on. */
  kx_test_drive_await (GTK_WIDGET (f->page), "To be carried on: 3, left out: 0");
  kx_test_drive_await (GTK_WIDGET (f->page), "The paper must be given, with its number and day");
  /* Before anything is typed it is no mistake. */
  wanted = kx_test_drive_find (GTK_WIDGET (f->page), "The paper must be given, with its number and day");
  g_assert_false (gtk_widget_has_css_class (wanted, "error"));
  kx_test_drive_type (GTK_WIDGET (f->page), "Number of the paper", "补3号");
  kx_test_drive_settle ();
  g_assert_true (gtk_widget_has_css_class (wanted, "error"));
  kx_test_drive_type (GTK_WIDGET (f->page), "Day of the paper", "today");
  kx_test_drive_type (GTK_WIDGET (f->page), "All of them end on", "+200");
  kx_test_drive_settle ();
  g_assert_null (
      kx_test_drive_find (GTK_WIDGET (f->page), "The paper must be given, with its number and day"));
  kx_test_drive_await (GTK_WIDGET (f->page),
                       "The service cannot be reached now: this waits until it can, and "
                       "what you type here is kept.");
  g_assert_false (gtk_widget_is_sensitive (kx_test_drive_find (GTK_WIDGET (f->window), "_Carry them on")));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
#define ADD(name, function) g_test_add ("/renewal-page/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("some are renewed and one is left out", test_some_are_renewed_and_one_is_left_out);
  ADD ("what was typed comes back", test_what_was_typed_comes_back);
  ADD ("carrying on waits for the service", test_carrying_on_waits_for_the_service);
#undef ADD
  return g_test_run ();
}
