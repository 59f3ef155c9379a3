#include "core/entities/kx-agency.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-conflict.h"
#include "core/entities/kx-credential.h"
#include "core/entities/kx-former-name.h"
#include "core/entities/kx-own-day.h"
#include "core/kx-check.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-format.h"
#include "kx-test-keys.h"
#include "kx-test-record.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-display.h"
#include "models/kx-test-desktop.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  KxTestDesktop *test;
  KxDesk *desk;
  char *id; /* of an agency */
  GtkWindow *window;
  KxRecordPage *page;
} Fixture;

static gboolean
is_shown (gpointer data)
{
  return ((Fixture *) data)->page->form != NULL;
}

static void
open_page (Fixture *fixture, const char *row_id)
{
  fixture->page = kx_test_record_open (fixture->desk, "agency", row_id, 800, 600);
  fixture->window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (fixture->page)));
}

static void
close_page (Fixture *fixture)
{
  kx_test_record_close (fixture->page);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->test = kx_test_desktop_new ();
  fixture->desk = kx_desk_new_for_mirror (fixture->test->mirror, NULL, NULL);
  fixture->id = kx_test_desktop_add_agency (fixture->test, "济南市第一人民医院");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_free (fixture->id);
  kx_test_run_out ();
  kx_test_finalize (fixture->desk);
  kx_test_desktop_free (fixture->test);
}

static void
act (Fixture *fixture, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), action, NULL);
  kx_test_run_out ();
}

static void
type_into (Fixture *fixture, guint field, const char *text)
{
  gtk_widget_grab_focus (GTK_WIDGET (kx_form_get_entry (fixture->page->form, field)));
  kx_test_run_out ();
  kx_test_select_all (fixture->window);
  kx_test_type (fixture->window, text);
  kx_test_run_out ();
}

static gboolean
is_saved (gpointer data)
{
  Fixture *fixture = data;

  return fixture->page->form != NULL && !fixture->page->saving && !kx_form_get_editing (fixture->page->form);
}

static void
test_facts_are_changed_in_place (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KxRecord) row = NULL;

  open_page (fixture, fixture->id);
  g_assert_cmpstr (kx_page_get_title (KX_PAGE (fixture->page)), ==, "济南市第一人民医院");
  g_assert_true (kx_test_shows (GTK_WIDGET (fixture->page), "Waits to be sent"));
  act (fixture, "page.edit");
  g_assert_true (kx_form_get_editing (fixture->page->form));
  type_into (fixture, kx_agency_f_beds, "95");
  g_assert_true (kx_page_get_dirty (KX_PAGE (fixture->page)));
  act (fixture, "page.save");
  g_assert_true (kx_test_wait_for (is_saved, fixture));
  kx_test_run_out ();
  row = kx_desk_get_row (fixture->desk, &kx_agency_entity, fixture->id);
  g_assert_cmpint (kx_agency_get_beds (kx_agency (row)), ==, 95);
  g_assert_false (kx_page_get_dirty (KX_PAGE (fixture->page)));
  close_page (fixture);
}

static void
test_a_refusal_stands_at_its_field (Fixture *fixture, gconstpointer data)
{
  open_page (fixture, fixture->id);
  act (fixture, "page.edit");
  type_into (fixture, kx_agency_f_beds, "12x");
  act (fixture, "page.save");
  g_assert_true (kx_form_get_editing (fixture->page->form));
  g_assert_true (kx_test_shows (GTK_WIDGET (fixture->page), "Write a whole number"));
  close_page (fixture);
}

static void
test_a_draft_is_there_again (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = NULL;

  open_page (fixture, fixture->id);
  act (fixture, "page.edit");
  type_into (fixture, kx_agency_f_beds, "77");
  close_page (fixture);
  open_page (fixture, fixture->id);
  g_assert_true (kx_form_get_editing (fixture->page->form));
  typed = kx_field_entry_dup_typed (kx_form_get_entry (fixture->page->form, kx_agency_f_beds));
  g_assert_cmpstr (typed, ==, "77");
  g_assert_cmpint (fixture->page->banner_state, ==, KX_BANNER_RESTORED);
  /* Escape leaves it for later, the banner leads back. */
  gtk_widget_grab_focus (GTK_WIDGET (kx_form_get_entry (fixture->page->form, kx_agency_f_beds)));
  g_assert_true (kx_test_press (fixture->window, GDK_KEY_Escape, 0));
  g_assert_false (kx_form_get_editing (fixture->page->form));
  g_assert_cmpint (fixture->page->banner_state, ==, KX_BANNER_KEPT);
  act (fixture, "page.edit");
  g_assert_true (kx_form_get_dirty (fixture->page->form));
  kx_record_page_throw_draft (fixture->page);
  g_assert_false (kx_form_get_editing (fixture->page->form));
  close_page (fixture);
  open_page (fixture, fixture->id);
  g_assert_false (kx_form_get_editing (fixture->page->form));
  close_page (fixture);
}

static gboolean
warns_of_similar (gpointer data)
{
  return kx_test_shows (GTK_WIDGET (((Fixture *) data)->page), "Records with a similar name:");
}

static void
test_a_new_agency_is_added (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (KxRecord) row = NULL;

  open_page (fixture, "new");
  g_assert_true (kx_form_get_editing (fixture->page->form));
  id = g_strdup (fixture->page->row_id);
  type_into (fixture, kx_agency_f_name, "济南市第一人民医院");
  g_assert_true (kx_test_wait_for (warns_of_similar, fixture));
  type_into (fixture, kx_agency_f_name, "历下区康复医院");
  type_into (fixture, kx_agency_f_no_uscc_reason, "军队医院");
  act (fixture, "page.save");
  g_assert_true (kx_test_wait_for (is_saved, fixture));
  kx_test_run_out ();
  row = kx_desk_get_row (fixture->desk, &kx_agency_entity, id);
  g_assert_nonnull (row);
  g_assert_cmpstr (kx_agency_get_office (kx_agency (row)), ==, KX_TEST_OFFICE);
  g_assert_cmpstr (fixture->page->row_id, ==, id);
  g_assert_false (fixture->page->fresh);
  close_page (fixture);
}

static void
land_conflict (Fixture *fixture)
{
  g_autoptr (KxRecord) row = kx_desk_get_row (fixture->desk, &kx_agency_entity, fixture->id);
  KxRecord *record = kx_record_new (&kx_conflict_entity, "0192f0c4-9d7e-7000-8000-0000000000c1", row->space);
  Kx_conflict *conflict = kx_conflict (record);

  kx_conflict_set_owner_entity (conflict, "agency");
  kx_conflict_set_owner (conflict, fixture->id);
  kx_conflict_set_field (conflict, "beds");
  kx_conflict_set_kind (conflict, kx_conflict_kind_field);
  kx_conflict_set_mine (conflict, "150");
  kx_conflict_set_theirs (conflict, "120");
  kx_conflict_set_base (conflict, "100");
  kx_conflict_set_state (conflict, kx_conflict_state_open);
  kx_conflict_set_my_author (conflict, kx_desk_get_user (fixture->desk));
  kx_test_desktop_land (fixture->test, record);
  kx_test_run_out ();
}

static gboolean
is_open (gpointer data)
{
  return ((Fixture *) data)->page->conflicts->len == 1;
}

static gboolean
is_settled (gpointer data)
{
  return ((Fixture *) data)->page->conflicts->len == 0;
}

static void
test_a_conflict_is_settled_beside_its_field (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry;
  g_autoptr (KxRecord) row = NULL;

  open_page (fixture, fixture->id);
  land_conflict (fixture);
  g_assert_true (kx_test_wait_for (is_open, fixture));
  entry = GTK_WIDGET (kx_form_get_entry (fixture->page->form, kx_agency_f_beds));
  g_assert_true (kx_test_shows (entry, "150"));
  g_assert_true (kx_test_shows (entry, "100"));
  gtk_widget_grab_focus (kx_test_find (entry, GTK_TYPE_BUTTON, "Keep mine: Rehabilitation beds"));
  g_assert_true (kx_test_press (fixture->window, GDK_KEY_m, 0));
  g_assert_true (kx_test_wait_for (is_settled, fixture));
  row = kx_desk_get_row (fixture->desk, &kx_agency_entity, fixture->id);
  g_assert_cmpint (kx_agency_get_beds (kx_agency (row)), ==, 150);
  close_page (fixture);
}

#define LICENSED "0192f0c4-9d7e-7000-8000-0000000000a1"

/* An agency and a credential of it that are good up to `until`, and a day off of their office. */
static void
land_licence (Fixture *fixture, KxDate until, KxDate off)
{
  g_autoptr (KxRecord) like = kx_desk_get_row (fixture->desk, &kx_agency_entity, fixture->id);
  KxRecord *agency = kx_record_new (&kx_agency_entity, LICENSED, like->space);
  KxRecord *credential =
      kx_record_new (&kx_credential_entity, "0192f0c4-9d7e-7000-8000-0000000000a2", like->space);
  KxRecord *day = kx_record_new (&kx_own_day_entity, "0192f0c4-9d7e-7000-8000-0000000000a3", like->space);

  kx_agency_set_name (kx_agency (agency), "历下区康复医院");
  kx_agency_set_office (kx_agency (agency), KX_TEST_OFFICE);
  kx_agency_set_licence_valid_to (kx_agency (agency), until);
  kx_credential_set_agency (kx_credential (credential), LICENSED);
  kx_credential_set_kind (kx_credential (credential), kx_credential_kind_business_licence);
  kx_credential_set_valid_to (kx_credential (credential), until);
  kx_own_day_set_office (kx_own_day (day), KX_TEST_OFFICE);
  kx_own_day_set_day (kx_own_day (day), off);
  kx_own_day_set_kind (kx_own_day (day), kx_own_day_kind_holiday);
  kx_test_desktop_land (fixture->test, agency);
  kx_test_desktop_land (fixture->test, credential);
  kx_test_desktop_land (fixture->test, day);
  kx_test_run_out ();
}

static void
test_days_left_are_those_of_the_office (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KxCalendar) national = kx_calendar_new (NULL, 0), own = NULL;
  KxDate today = kx_display_today (), until = kx_date_add_days (today, 30);
  KxDate off = kx_calendar_next_workday (national, kx_date_add_days (today, 1), NULL);
  g_autofree char *counted = NULL, *elsewhere = kx_format_days_left (until, today, national);

  own = kx_calendar_new (&(KxCalendarDay){ off, FALSE }, 1);
  counted = kx_format_days_left (until, today, own);
  g_assert_cmpstr (counted, !=, elsewhere);
  land_licence (fixture, until, off);
  open_page (fixture, LICENSED);
  g_assert_true (kx_test_shows (
      GTK_WIDGET (kx_form_get_entry (fixture->page->form, kx_agency_f_licence_valid_to)), counted));
  g_assert_true (kx_test_shows (kx_test_find_type (GTK_WIDGET (fixture->page), KX_TYPE_CHILD_ROW), counted));
  g_assert_false (kx_test_shows (GTK_WIDGET (fixture->page), elsewhere));
  close_page (fixture);
}

/* The first of the lists that are edited in place. */
static KxChildList *
get_names (Fixture *fixture)
{
  return fixture->page->children->pdata[0];
}

static GPtrArray *
list_names (Fixture *fixture)
{
  return kx_desk_list (fixture->desk, &kx_former_name_entity, kx_former_name_f_agency, fixture->id);
}

static gboolean
has_name (gpointer data)
{
  g_autoptr (GPtrArray) names = list_names (data);

  return names->len == 1;
}

static gboolean
shows_name (gpointer data)
{
  GtkWidget *names = GTK_WIDGET (get_names (data));
  GtkWidget *row = kx_test_find_type (names, KX_TYPE_CHILD_ROW);

  return row != NULL && !kx_child_row_get_editing (KX_CHILD_ROW (row)) && kx_test_shows (row, "工人医院");
}

static gboolean
has_no_name (gpointer data)
{
  g_autoptr (GPtrArray) names = list_names (data);

  return names->len == 0;
}

static void
test_a_former_name_is_added_and_deleted (Fixture *fixture, gconstpointer data)
{
  KxChildRow *row;

  open_page (fixture, fixture->id);
  kx_child_list_add (get_names (fixture));
  kx_test_run_out ();
  row = KX_CHILD_ROW (kx_test_find_type (GTK_WIDGET (get_names (fixture)), KX_TYPE_CHILD_ROW));
  g_assert_true (kx_child_row_get_editing (row));
  kx_test_type (fixture->window, "工人医院");
  kx_child_row_save (row);
  g_assert_true (kx_test_wait_for (shows_name, fixture));
  row = KX_CHILD_ROW (kx_test_find_type (GTK_WIDGET (get_names (fixture)), KX_TYPE_CHILD_ROW));
  kx_child_row_delete (row);
  g_assert_true (kx_test_wait_for (has_no_name, fixture));
  kx_test_run_out ();
  close_page (fixture);
}

/* The answer comes when the list is gone in which the row stood. */
static void
test_a_record_is_left_while_a_name_is_saved (Fixture *fixture, gconstpointer data)
{
  KxChildRow *row;
  gpointer list;

  open_page (fixture, fixture->id);
  list = get_names (fixture);
  g_object_add_weak_pointer (list, &list);
  kx_child_list_add (list);
  kx_test_run_out ();
  row = KX_CHILD_ROW (kx_test_find_type (list, KX_TYPE_CHILD_ROW));
  kx_test_type (fixture->window, "工人医院");
  kx_child_row_save (row);
  g_object_ref (row);
  kx_record_page_show (fixture->page, "new");
  g_assert_null (list);
  g_assert_true (kx_test_wait_for (has_name, fixture));
  kx_test_finalize (row);
  close_page (fixture);
}

static gboolean
rename_tables (KxBook *book, gpointer data, GError **error)
{
  return kx_db_run (book->db, "ALTER TABLE attachment RENAME TO attachment_gone", NULL, 0, error) &&
         kx_db_run (book->db, "ALTER TABLE former_name RENAME TO former_name_gone", NULL, 0, error);
}

/* What could not be read is not said to be none. */
static void
test_parts_that_cannot_be_read_say_so (Fixture *fixture, gconstpointer data)
{
  kx_test_desktop_write (fixture->test, rename_tables, NULL);
  open_page (fixture, fixture->id);
  g_assert_true (kx_test_shows (GTK_WIDGET (get_names (fixture)), "cannot be read"));
  g_assert_false (kx_test_shows (GTK_WIDGET (get_names (fixture)), "None"));
  adw_view_stack_set_visible_child_name (fixture->page->tabs, "documents");
  kx_test_run_out ();
  g_assert_true (kx_test_shows (GTK_WIDGET (fixture->page->documents), "cannot be read"));
  g_assert_false (kx_test_shows (GTK_WIDGET (fixture->page->documents), "Nothing is attached"));
  /* No frame around nothing. */
  g_assert_null (kx_test_find_type (GTK_WIDGET (fixture->page->documents), GTK_TYPE_LIST_BOX));
  g_assert_null (kx_test_find_type (GTK_WIDGET (get_names (fixture)), GTK_TYPE_LIST_BOX));
  close_page (fixture);
}

static gboolean
hide_agencies (KxBook *book, gpointer data, GError **error)
{
  return kx_db_run (book->db, "ALTER TABLE agency RENAME TO agency_gone", NULL, 0, error);
}

static gboolean
show_agencies (KxBook *book, gpointer data, GError **error)
{
  return kx_db_run (book->db, "ALTER TABLE agency_gone RENAME TO agency", NULL, 0, error);
}

static gboolean
has_failed (gpointer data)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (((Fixture *) data)->page->frame), "failed") == 0;
}

static void
test_a_record_that_cannot_be_read_is_tried_again (Fixture *fixture, gconstpointer data)
{
  GtkWidget *again;

  open_page (fixture, fixture->id);
  kx_test_desktop_write (fixture->test, hide_agencies, NULL);
  kx_record_page_show (fixture->page, fixture->id);
  g_assert_true (kx_test_wait_for (has_failed, fixture));
  g_assert_true (kx_test_shows (GTK_WIDGET (fixture->page), "Nothing was lost"));
  kx_test_desktop_write (fixture->test, show_agencies, NULL);
  again = kx_test_find_type (GTK_WIDGET (fixture->page->failed), GTK_TYPE_BUTTON);
  g_assert_nonnull (again);
  g_signal_emit_by_name (again, "clicked");
  g_assert_true (kx_test_wait_for (is_shown, fixture));
  g_assert_false (has_failed (fixture));
  close_page (fixture);
}

static gboolean
is_idle (gpointer data)
{
  return !kx_documents_tab_is_busy (((Fixture *) data)->page->documents);
}

static void
test_files_are_attached_once (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->test->folder, "licence.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  KxDocumentRow *row;

  g_assert_true (g_file_set_contents (path, "执业许可证", -1, NULL));
  open_page (fixture, fixture->id);
  adw_view_stack_set_visible_child_name (fixture->page->tabs, "documents");
  kx_test_run_out ();
  g_ptr_array_add (files, file);
  kx_documents_tab_take (fixture->page->documents, files);
  g_assert_true (kx_test_wait_for (is_idle, fixture));
  kx_test_run_out ();
  g_assert_cmpuint (kx_documents_tab_get_n_rows (fixture->page->documents), ==, 1);
  kx_documents_tab_take (fixture->page->documents, files);
  g_assert_true (kx_test_wait_for (is_idle, fixture));
  kx_test_run_out ();
  g_assert_cmpuint (kx_documents_tab_get_n_rows (fixture->page->documents), ==, 1);
  row = KX_DOCUMENT_ROW (kx_test_find_type (GTK_WIDGET (fixture->page->documents), KX_TYPE_DOCUMENT_ROW));
  g_assert_cmpint (kx_document_row_get_state (row), ==, KX_BYTES_WAITING);
  kx_document_row_open (row);
  g_assert_nonnull (kx_test_find_type (GTK_WIDGET (row), GTK_TYPE_TEXT_VIEW));
  g_unlink (path);
  close_page (fixture);
}

static void
test_timeline_and_history_without_a_service (Fixture *fixture, gconstpointer data)
{
  open_page (fixture, fixture->id);
  adw_view_stack_set_visible_child_name (fixture->page->tabs, "timeline");
  kx_test_run_out ();
  g_assert_cmpuint (kx_timeline_tab_get_n_shown (fixture->page->timeline), >=, 1);
  g_assert_true (kx_test_shows (GTK_WIDGET (fixture->page->timeline), "The service cannot be reached"));
  adw_view_stack_set_visible_child_name (fixture->page->tabs, "history");
  kx_test_run_out ();
  g_assert_true (kx_test_shows (GTK_WIDGET (fixture->page->history), "cannot be reached"));
  close_page (fixture);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("/record-page/facts are changed in place", test_facts_are_changed_in_place);
  ADD ("/record-page/a refusal stands at its field", test_a_refusal_stands_at_its_field);
  ADD ("/record-page/a draft is there again", test_a_draft_is_there_again);
  ADD ("/record-page/a new agency is added", test_a_new_agency_is_added);
  ADD ("/record-page/a conflict is settled beside its field", test_a_conflict_is_settled_beside_its_field);
  ADD ("/record-page/days left are those of the office", test_days_left_are_those_of_the_office);
  ADD ("/record-page/a former name is added and deleted", test_a_former_name_is_added_and_deleted);
  ADD ("/record-page/a record is left while a name is saved", test_a_record_is_left_while_a_name_is_saved);
  ADD ("/record-page/parts that cannot be read say so", test_parts_that_cannot_be_read_say_so);
  ADD ("/record-page/a record that cannot be read is tried again",
       test_a_record_that_cannot_be_read_is_tried_again);
  ADD ("/record-page/files are attached once", test_files_are_attached_once);
  ADD ("/record-page/timeline and history without a service", test_timeline_and_history_without_a_service);
  return g_test_run ();
}
