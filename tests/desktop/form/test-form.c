#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "core/kx-calendar.h"
#include "core/kx-check.h"
#include "desktop/form/kx-form-date.h"
#include "desktop/form/kx-form.h"
#include "desktop/form/kx-guard-list.h"
#include "desktop/kx-toolkit.h"
#include "kx-test-keys.h"
#include "kx-test-lookup.h"
#include "lib/kx-test-source.h"
#include "models/kx-display.h"

#include <string.h>

#define ROW "0192f0c4-9d7e-7000-8000-000000000001"

typedef struct
{
  GtkWindow *window;
  KxForm *form;
  KxRecord *record; /* owned */
  guint drafts;
  int revealed, chosen_field, choice;
} Fixture;

static void
count_draft (Fixture *fixture)
{
  fixture->drafts++;
}

static void
note_reveal (KxForm *form, guint field, Fixture *fixture)
{
  fixture->revealed = (int) field;
}

static void
note_choice (KxForm *form, guint field, int choice, Fixture *fixture)
{
  fixture->chosen_field = (int) field;
  fixture->choice = choice;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KxLookup) lookup = kx_test_lookup_new ();
  Kx_agency *agency;

  fixture->record = kx_record_new (&kx_agency_entity, ROW, "370100/agency");
  fixture->record->seq = 7;
  agency = kx_agency (fixture->record);
  kx_agency_set_name (agency, "济南市第一人民医院");
  kx_agency_set_office (agency, KX_TEST_OFFICE_A);
  kx_agency_set_uscc (agency, "91110108551385082Q");
  kx_agency_set_beds (agency, 120);
  kx_agency_set_county (agency, "370102");
  kx_agency_set_licence_valid_to (agency, (KxDate){ 20270630 });
  kx_agency_set_scopes_offered (agency, (KxCodes){ 1 });
  kx_agency_set_bank_account (agency, "****1234");
  fixture->form = kx_form_new (&kx_agency_entity, lookup, "370100");
  kx_form_set_record (fixture->form, fixture->record);
  g_signal_connect_swapped (fixture->form, "draft", G_CALLBACK (count_draft), fixture);
  g_signal_connect (fixture->form, "reveal", G_CALLBACK (note_reveal), fixture);
  g_signal_connect (fixture->form, "chosen", G_CALLBACK (note_choice), fixture);
  fixture->revealed = fixture->chosen_field = fixture->choice = -1;
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (fixture->window, 800, 600);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->form));
  gtk_window_present (fixture->window);
  kx_test_run_out ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  KxForm *form = g_object_ref (fixture->form);
  KxFieldEntry *entry = g_object_ref (kx_form_get_entry (form, kx_agency_f_name));
  KxEditor *editor = kx_field_entry_get_editor (entry);

  if (editor != NULL)
    g_object_ref (editor);
  gtk_window_destroy (fixture->window);
  kx_test_run_out ();
  kx_test_finalize (form);
  if (editor != NULL)
    {
      kx_test_finalize (entry);
      kx_test_finalize (editor);
    }
  else
    kx_test_finalize (entry);
  kx_record_free (fixture->record);
}

static KxFieldEntry *
go_to (Fixture *fixture, guint field)
{
  KxFieldEntry *entry = kx_form_get_entry (fixture->form, field);

  kx_form_set_editing (fixture->form, TRUE);
  kx_test_run_out ();
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (entry)));
  kx_test_run_out ();
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (fixture->window), GTK_WIDGET (entry)));
  return entry;
}

/* Types over what stands there and leaves the field. */
static KxFieldEntry *
retype (Fixture *fixture, guint field, const char *text)
{
  KxFieldEntry *entry = go_to (fixture, field);

  kx_test_select_all (fixture->window);
  if (*text == '\0')
    gtk_editable_set_text (GTK_EDITABLE (gtk_window_get_focus (fixture->window)), "");
  else
    kx_test_type (fixture->window, text);
  kx_test_press (fixture->window, GDK_KEY_Tab, 0);
  kx_test_run_out ();
  return entry;
}

static KxRecord *
collect (Fixture *fixture)
{
  KxRecord *patch = kx_form_collect (fixture->form);

  g_assert_nonnull (patch);
  return patch;
}

static void
assert_typed (KxFieldEntry *entry, const char *expected)
{
  g_autofree char *typed = kx_field_entry_dup_typed (entry);

  g_assert_cmpstr (typed, ==, expected);
}

static void
test_reading (Fixture *fixture, gconstpointer data)
{
  GtkWidget *form = GTK_WIDGET (fixture->form);
  g_autofree char *text = kx_form_dup_text (fixture->form);

  g_assert_true (kx_test_shows (form, "济南市第一人民医院"));
  g_assert_true (kx_test_shows (form, "济南市历下区"));
  g_assert_true (kx_test_shows (form, "济南市社会保险中心"));
  g_assert_true (kx_test_shows (form, "2027-06-30 · in "));
  g_assert_true (kx_test_shows (form, "****1234"));
  g_assert_null (kx_test_find_type (form, GTK_TYPE_ENTRY));
  g_assert_false (kx_form_get_dirty (fixture->form));
  g_assert_nonnull (strstr (text, "Rehabilitation beds\t120\n"));
  g_assert_null (strstr (text, "Telephone"));
  g_assert_nonnull (kx_test_find (form, GTK_TYPE_LABEL, "Name: 济南市第一人民医院"));
}

static void
test_text (Fixture *fixture, gconstpointer data)
{
  KxFieldEntry *entry = retype (fixture, kx_agency_f_name, "  济南市　第二人民医院 ");
  g_autoptr (KxRecord) patch = collect (fixture);

  g_assert_true (kx_form_get_dirty (fixture->form));
  g_assert_cmpstr (kx_agency_get_name ((Kx_agency *) patch), ==, "济南市 第二人民医院");
  g_assert_false (kx_record_mentions (patch, kx_agency_f_uscc));
  retype (fixture, kx_agency_f_name, "院");
  g_assert_true (kx_test_shows (GTK_WIDGET (entry), "At least 2 characters"));
  /* Nobody has to leave the field once more to see that it is right now. */
  go_to (fixture, kx_agency_f_name);
  gtk_editable_set_position (GTK_EDITABLE (gtk_window_get_focus (fixture->window)), -1);
  kx_test_type (fixture->window, "落");
  g_assert_false (kx_test_shows (GTK_WIDGET (entry), "At least 2 characters"));
}

static void
test_a_message_is_told_to_screen_readers (Fixture *fixture, gconstpointer data)
{
  KxFieldEntry *entry = retype (fixture, kx_agency_f_name, "院");
  GtkWidget *input = kx_editor_get_input (kx_field_entry_get_editor (entry));

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_PROPERTY_LABEL, "Name");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "At least 2 characters");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_PROPERTY_REQUIRED, TRUE);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
}

static void
test_number (Fixture *fixture, gconstpointer data)
{
  KxFieldEntry *entry = go_to (fixture, kx_agency_f_beds);
  g_autoptr (KxRecord) patch = NULL;

  kx_test_select_all (fixture->window);
  kx_test_type (fixture->window, "９５");
  /* Saved without leaving the field. */
  patch = collect (fixture);
  g_assert_cmpint (kx_agency_get_beds ((Kx_agency *) patch), ==, 95);
  retype (fixture, kx_agency_f_beds, "12x");
  g_assert_true (kx_test_shows (GTK_WIDGET (entry), "Write a whole number"));
  g_assert_null (kx_form_collect (fixture->form));
  retype (fixture, kx_agency_f_beds, "120");
  g_assert_false (kx_form_get_dirty (fixture->form));
}

static void
test_date (Fixture *fixture, gconstpointer data)
{
  KxFieldEntry *entry = retype (fixture, kx_agency_f_licence_valid_to, "2028年7月1日");
  g_autofree char *today = kx_display_date (kx_display_today ());
  g_autoptr (KxRecord) patch = NULL;

  assert_typed (entry, "2028-07-01");
  go_to (fixture, kx_agency_f_licence_valid_to);
  gtk_editable_set_position (GTK_EDITABLE (gtk_window_get_focus (fixture->window)), -1);
  kx_test_type (fixture->window, "+");
  assert_typed (entry, "2028-07-02");
  kx_test_type (fixture->window, "-");
  kx_test_type (fixture->window, "－");
  assert_typed (entry, "2028-06-30");
  g_assert_true (kx_test_press (fixture->window, GDK_KEY_Up, 0));
  assert_typed (entry, "2028-07-01");
  g_assert_true (kx_test_press (fixture->window, GDK_KEY_Page_Down, 0));
  assert_typed (entry, "2028-06-01");
  /* A sign within a date that is being typed is only a sign. */
  kx_test_select_all (fixture->window);
  kx_test_type (fixture->window, "2028-1-31");
  assert_typed (entry, "2028-1-31");
  retype (fixture, kx_agency_f_licence_valid_to, "今天");
  assert_typed (entry, today);
  retype (fixture, kx_agency_f_licence_valid_to, "2027-02-30");
  g_assert_true (kx_test_shows (GTK_WIDGET (entry), "There is no such day"));
  retype (fixture, kx_agency_f_licence_valid_to, "");
  patch = collect (fixture);
  g_assert_true (kx_record_mentions (patch, kx_agency_f_licence_valid_to));
  g_assert_false (kx_record_has (patch, kx_agency_f_licence_valid_to));
}

static void
test_calendar (Fixture *fixture, gconstpointer data)
{
  KxFieldEntry *entry = go_to (fixture, kx_agency_f_licence_valid_to);
  g_autoptr (GDateTime) day = g_date_time_new_local (2027, 6, 1, 12, 0, 0);
  GtkWidget *calendar;

  g_assert_true (kx_test_press (fixture->window, GDK_KEY_Down, GDK_ALT_MASK));
  kx_test_run_out ();
  calendar = kx_test_find_type (GTK_WIDGET (entry), GTK_TYPE_CALENDAR);
  g_assert_nonnull (calendar);
  gtk_calendar_select_day (GTK_CALENDAR (calendar), day);
  kx_test_run_out ();
  assert_typed (entry, "2027-06-01");
}

static void
test_few_codes (Fixture *fixture, gconstpointer data)
{
  KxFieldEntry *entry = go_to (fixture, kx_agency_f_ownership);
  GtkWidget *choices = kx_test_find_type (GTK_WIDGET (entry), GTK_TYPE_DROP_DOWN);
  g_autoptr (KxRecord) patch = NULL;

  g_assert_nonnull (choices);
  assert_typed (entry, "");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choices), 2);
  assert_typed (entry, "private");
  patch = collect (fixture);
  g_assert_cmpint (kx_agency_get_ownership ((Kx_agency *) patch), ==, kx_agency_ownership_private);
  g_assert_nonnull (kx_test_find (choices, GTK_TYPE_WIDGET, "Ownership"));
}

static void
test_many_codes_are_found_by_typing (Fixture *fixture, gconstpointer data)
{
  KxFieldEntry *entry = go_to (fixture, kx_agency_f_kind);
  g_autoptr (KxRecord) patch = NULL;

  kx_test_type (fixture->window, "town");
  kx_test_run_out ();
  assert_typed (entry, "town");
  g_assert_true (kx_test_press (fixture->window, GDK_KEY_Return, 0));
  assert_typed (entry, "township_health_centre");
  patch = collect (fixture);
  g_assert_cmpint (kx_agency_get_kind ((Kx_agency *) patch), ==, kx_agency_kind_township_health_centre);
  /* All of them are offered where one stands already; the keys move. */
  g_assert_true (kx_test_press (fixture->window, GDK_KEY_Down, 0));
  g_assert_true (kx_test_press (fixture->window, GDK_KEY_Down, 0));
  g_assert_true (kx_test_press (fixture->window, GDK_KEY_Down, 0));
  g_assert_true (kx_test_press (fixture->window, GDK_KEY_Return, 0));
  assert_typed (entry, "tcm_hospital_department");
  retype (fixture, kx_agency_f_kind, "hospice");
  g_assert_true (kx_test_shows (GTK_WIDGET (entry), "Choose one from the list"));
  /* Escape closes the list and no more. */
  go_to (fixture, kx_agency_f_kind);
  kx_test_type (fixture->window, "x");
  g_assert_true (kx_test_press (fixture->window, GDK_KEY_Escape, 0));
  g_assert_false (kx_test_press (fixture->window, GDK_KEY_Escape, 0));
}

static void
test_area (Fixture *fixture, gconstpointer data)
{
  KxFieldEntry *entry = retype (fixture, kx_agency_f_county, "历城区");
  g_autoptr (KxRecord) patch = collect (fixture);

  g_assert_cmpstr (kx_agency_get_county ((Kx_agency *) patch), ==, "370112");
  assert_typed (entry, "370112");
  go_to (fixture, kx_agency_f_county);
  kx_test_select_all (fixture->window);
  kx_test_type (fixture->window, "lixiaqu");
  kx_test_run_out ();
  g_assert_true (kx_test_press (fixture->window, GDK_KEY_Return, 0));
  assert_typed (entry, "370102");
  retype (fixture, kx_agency_f_county, "鼓楼区");
  g_assert_true (kx_test_shows (GTK_WIDGET (entry), "Several areas bear this name"));
  /* An office's own zone comes from its rows. */
  go_to (fixture, kx_agency_f_county);
  kx_test_select_all (fixture->window);
  kx_test_type (fixture->window, "高新园区");
  kx_test_run_out ();
  g_assert_true (kx_test_press (fixture->window, GDK_KEY_Return, 0));
  assert_typed (entry, "370102-GX");
}

static void
test_set (Fixture *fixture, gconstpointer data)
{
  KxFieldEntry *entry = go_to (fixture, kx_agency_f_scopes_offered);
  g_autoptr (KxRecord) patch = NULL;

  g_assert_true (kx_test_press (fixture->window, GDK_KEY_space, 0));
  kx_test_press (fixture->window, GDK_KEY_Tab, 0);
  g_assert_true (kx_test_press (fixture->window, GDK_KEY_space, 0));
  kx_test_run_out ();
  assert_typed (entry, " outpatient ");
  patch = collect (fixture);
  g_assert_cmpuint (kx_agency_get_scopes_offered ((Kx_agency *) patch).bits, ==, 2);
}

static void
test_switch (Fixture *fixture, gconstpointer data)
{
  KxFieldEntry *entry = go_to (fixture, kx_agency_f_separate_department);
  GtkWidget *toggle = kx_test_find_type (GTK_WIDGET (entry), GTK_TYPE_SWITCH);
  g_autoptr (KxRecord) patch = NULL;

  g_assert_false (kx_form_get_dirty (fixture->form));
  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  g_assert_true (kx_form_get_dirty (fixture->form));
  g_assert_true (kx_test_shows (GTK_WIDGET (entry), "Yes"));
  patch = collect (fixture);
  g_assert_true (kx_agency_get_separate_department ((Kx_agency *) patch));
  /* Off again is where it began, although nothing was said before. */
  gtk_switch_set_active (GTK_SWITCH (toggle), FALSE);
  g_assert_false (kx_form_get_dirty (fixture->form));
}

static void
test_long_text (Fixture *fixture, gconstpointer data)
{
  KxFieldEntry *entry = go_to (fixture, kx_agency_f_note);
  g_autoptr (KxRecord) patch = NULL;

  kx_test_type (fixture->window, "一\n二");
  assert_typed (entry, "一\n二");
  patch = collect (fixture);
  g_assert_cmpstr (kx_agency_get_note ((Kx_agency *) patch), ==, "一\n二");
}

static void
test_reference (Fixture *fixture, gconstpointer data)
{
  KxFieldEntry *entry;
  g_autoptr (KxRecord) patch = NULL;

  /* An agency's office never changes; only a new one's is chosen. */
  g_assert_false (kx_field_entry_get_editing (go_to (fixture, kx_agency_f_name) == NULL
                                                  ? NULL
                                                  : kx_form_get_entry (fixture->form, kx_agency_f_office)));
  kx_form_set_editing (fixture->form, FALSE);
  kx_form_set_record (fixture->form, NULL);
  entry = go_to (fixture, kx_agency_f_office);
  kx_test_type (fixture->window, "历下");
  kx_test_run_out ();
  g_assert_true (kx_test_press (fixture->window, GDK_KEY_Return, 0));
  assert_typed (entry, KX_TEST_OFFICE_B);
  retype (fixture, kx_agency_f_name, "新医院");
  patch = collect (fixture);
  g_assert_cmpstr (kx_agency_get_office ((Kx_agency *) patch), ==, KX_TEST_OFFICE_B);
  retype (fixture, kx_agency_f_office, "无此中心");
  g_assert_null (kx_form_collect (fixture->form));
  g_assert_true (kx_test_shows (GTK_WIDGET (entry), "Choose one from the list"));
}

static void
test_sealed (Fixture *fixture, gconstpointer data)
{
  KxFieldEntry *entry = go_to (fixture, kx_agency_f_bank_account);
  GtkWidget *button = kx_test_find (GTK_WIDGET (entry), GTK_TYPE_BUTTON, "Replace: Bank account");
  g_autoptr (KxRecord) patch = NULL, removed = NULL;

  g_assert_true (kx_test_shows (GTK_WIDGET (entry), "****1234"));
  g_assert_false (kx_field_entry_get_changed (entry));
  gtk_widget_activate (button);
  g_signal_emit_by_name (button, "clicked");
  kx_test_run_out ();
  kx_test_type (fixture->window, "6222 0000 1111 2222");
  patch = collect (fixture);
  g_assert_cmpstr (kx_agency_get_bank_account ((Kx_agency *) patch), ==, "6222 0000 1111 2222");
  g_signal_emit_by_name (kx_test_find (GTK_WIDGET (entry), GTK_TYPE_BUTTON, "Keep: Bank account"), "clicked");
  g_assert_false (kx_form_get_dirty (fixture->form));
  g_signal_emit_by_name (kx_test_find (GTK_WIDGET (entry), GTK_TYPE_BUTTON, "Remove: Bank account"),
                         "clicked");
  removed = collect (fixture);
  g_assert_true (kx_record_mentions (removed, kx_agency_f_bank_account));
  g_assert_false (kx_record_has (removed, kx_agency_f_bank_account));
}

static gboolean
hides_again (gpointer data)
{
  return !kx_test_shows (data, "6222 0000 1111 2222");
}

static void
test_a_clear_value_hides_again (Fixture *fixture, gconstpointer data)
{
  KxFieldEntry *entry = kx_form_get_entry (fixture->form, kx_agency_f_bank_account);
  GtkWidget *reveal = kx_test_find (GTK_WIDGET (entry), GTK_TYPE_BUTTON, "Reveal: Bank account");

  g_signal_emit_by_name (reveal, "clicked");
  g_assert_cmpint (fixture->revealed, ==, kx_agency_f_bank_account);
  kx_field_entry_show_clear (entry, "6222 0000 1111 2222", 1);
  g_assert_true (kx_test_shows (GTK_WIDGET (entry), "6222 0000 1111 2222"));
  g_assert_true (kx_test_wait_for (hides_again, entry));
  g_assert_true (kx_test_shows (GTK_WIDGET (entry), "****1234"));
  kx_field_entry_show_clear (entry, "6222 0000 1111 2222", 30);
  g_signal_emit_by_name (reveal, "clicked");
  g_assert_true (hides_again (entry));
}

static void
test_the_first_fault_gets_the_focus (Fixture *fixture, gconstpointer data)
{
  GtkWidget *beds, *line;

  retype (fixture, kx_agency_f_beds, "12x");
  retype (fixture, kx_agency_f_name, "");
  go_to (fixture, kx_agency_f_note);
  g_assert_null (kx_form_collect (fixture->form));
  kx_test_run_out ();
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (fixture->window),
                                         GTK_WIDGET (kx_form_get_entry (fixture->form, kx_agency_f_name))));
  g_assert_true (kx_test_shows (GTK_WIDGET (fixture->form), "2 entries have to be put right"));
  line = kx_test_find (GTK_WIDGET (fixture->form), GTK_TYPE_BUTTON,
                       "Rehabilitation beds: Write a whole number, such as 120");
  g_signal_emit_by_name (line, "clicked");
  beds = GTK_WIDGET (kx_form_get_entry (fixture->form, kx_agency_f_beds));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (fixture->window), beds));
}

static void
test_what_a_decision_found_stands_at_its_fields (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) findings = kx_findings_new ();
  KxFieldEntry *name = kx_form_get_entry (fixture->form, kx_agency_f_name),
               *uscc = kx_form_get_entry (fixture->form, kx_agency_f_uscc);

  kx_form_set_editing (fixture->form, TRUE);
  g_ptr_array_add (findings, kx_finding_new (KX_WARNS, "same-name", "name", "Another one has this name"));
  g_ptr_array_add (findings, kx_finding_new (KX_FAILS, "not-unique", "uscc", "This code is taken"));
  g_ptr_array_add (findings, kx_finding_new (KX_HOLDS, "fine", "beds", "All is well"));
  g_ptr_array_add (findings, kx_finding_new (KX_FAILS, "role", NULL, "Only a clerk does this"));
  kx_form_show_findings (fixture->form, findings);
  kx_test_run_out ();
  g_assert_true (kx_test_shows (GTK_WIDGET (name), "Another one has this name"));
  g_assert_true (kx_test_shows (GTK_WIDGET (uscc), "This code is taken"));
  g_assert_false (kx_test_shows (GTK_WIDGET (fixture->form), "All is well"));
  g_assert_true (kx_test_shows (GTK_WIDGET (fixture->form), "Only a clerk does this"));
  g_assert_true (kx_test_shows (GTK_WIDGET (fixture->form), "2 entries have to be put right"));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (fixture->window), GTK_WIDGET (uscc)));
  /* It was about what stood there: another text has not been judged. */
  retype (fixture, kx_agency_f_uscc, "12370000495570160R");
  g_assert_false (kx_test_shows (GTK_WIDGET (uscc), "This code is taken"));
  kx_form_show_findings (fixture->form, NULL);
  g_assert_false (kx_test_shows (GTK_WIDGET (fixture->form), "Another one has this name"));
}

static gboolean
has_draft (gpointer data)
{
  return ((Fixture *) data)->drafts > 0;
}

static void
test_a_draft_comes_back (Fixture *fixture, gconstpointer data)
{
  g_autofree char *json = NULL, *nothing = kx_form_dup_draft (fixture->form, ROW);
  g_auto (GStrv) again = NULL;
  gint64 began = g_get_monotonic_time ();

  g_assert_null (nothing);
  retype (fixture, kx_agency_f_beds, "12x");
  retype (fixture, kx_agency_f_county, "历城区");
  g_assert_true (kx_test_wait_for (has_draft, fixture));
  g_assert_cmpint (g_get_monotonic_time () - began, <, 5 * G_USEC_PER_SEC);
  g_signal_emit_by_name (kx_test_find (GTK_WIDGET (fixture->form), GTK_TYPE_BUTTON, "Replace: Bank account"),
                         "clicked");
  kx_test_type (fixture->window, "6222");
  json = kx_form_dup_draft (fixture->form, ROW);
  g_assert_null (strstr (json, "6222"));
  kx_form_set_editing (fixture->form, FALSE);
  g_assert_false (kx_form_get_dirty (fixture->form));
  g_assert_true (kx_form_take_draft (fixture->form, json, &again));
  g_assert_true (kx_form_get_editing (fixture->form));
  assert_typed (kx_form_get_entry (fixture->form, kx_agency_f_beds), "12x");
  assert_typed (kx_form_get_entry (fixture->form, kx_agency_f_county), "370112");
  g_assert_cmpuint (g_strv_length (again), ==, 1);
  g_assert_cmpstr (again[0], ==, "Bank account");
  g_assert_false (kx_form_take_draft (fixture->form, "{}", &again));
}

static void
test_what_waits_is_kept_at_once_when_asked (Fixture *fixture, gconstpointer data)
{
  kx_form_flush (fixture->form);
  g_assert_cmpuint (fixture->drafts, ==, 0);
  retype (fixture, kx_agency_f_beds, "7");
  kx_form_flush (fixture->form);
  g_assert_cmpuint (fixture->drafts, ==, 1);
}

static void
test_a_change_from_elsewhere_stands_beside (Fixture *fixture, gconstpointer data)
{
  KxFieldEntry *beds = retype (fixture, kx_agency_f_beds, "150"),
               *phone = kx_form_get_entry (fixture->form, kx_agency_f_phone);
  g_autoptr (KxRecord) theirs = kx_record_copy (fixture->record), patch = NULL;

  theirs->seq = 8;
  kx_agency_set_beds (kx_agency (theirs), 140);
  kx_agency_set_phone (kx_agency (theirs), "0531-1");
  kx_form_merge (fixture->form, theirs, "李四");
  kx_test_run_out ();
  /* What nobody typed follows; what was typed stays. */
  assert_typed (phone, "0531-1");
  assert_typed (beds, "150");
  g_assert_true (kx_form_is_undecided (fixture->form, kx_agency_f_beds));
  g_assert_true (kx_test_shows (GTK_WIDGET (beds), "李四"));
  g_assert_true (kx_test_shows (GTK_WIDGET (beds), "140"));
  g_assert_true (kx_test_shows (GTK_WIDGET (beds), "120"));
  go_to (fixture, kx_agency_f_beds);
  g_assert_true (kx_test_press (fixture->window, GDK_KEY_m, GDK_ALT_MASK));
  g_assert_false (kx_form_is_undecided (fixture->form, kx_agency_f_beds));
  g_assert_null (kx_field_entry_get_two (beds));
  patch = collect (fixture);
  g_assert_cmpint (kx_agency_get_beds ((Kx_agency *) patch), ==, 150);
  g_assert_false (kx_record_mentions (patch, kx_agency_f_phone));
}

static void
test_theirs_is_taken_by_one_key (Fixture *fixture, gconstpointer data)
{
  KxFieldEntry *beds = retype (fixture, kx_agency_f_beds, "150");
  g_autoptr (KxRecord) theirs = kx_record_copy (fixture->record);

  kx_agency_set_beds (kx_agency (theirs), 140);
  kx_form_merge (fixture->form, theirs, NULL);
  go_to (fixture, kx_agency_f_beds);
  g_assert_true (kx_test_press (fixture->window, GDK_KEY_t, GDK_ALT_MASK));
  assert_typed (beds, "140");
  g_assert_false (kx_form_get_dirty (fixture->form));
}

static void
test_the_same_from_elsewhere_is_no_question (Fixture *fixture, gconstpointer data)
{
  KxFieldEntry *beds = retype (fixture, kx_agency_f_beds, "140");
  g_autoptr (KxRecord) theirs = kx_record_copy (fixture->record);

  kx_agency_set_beds (kx_agency (theirs), 140);
  kx_form_merge (fixture->form, theirs, NULL);
  g_assert_false (kx_form_is_undecided (fixture->form, kx_agency_f_beds));
  g_assert_null (kx_field_entry_get_two (beds));
  g_assert_false (kx_form_get_dirty (fixture->form));
}

static void
test_a_stored_conflict_is_chosen_by_a_letter (Fixture *fixture, gconstpointer data)
{
  KxFieldEntry *beds = kx_form_get_entry (fixture->form, kx_agency_f_beds);
  KxTwo two = { .mine = "150", .theirs = "120", .base = "100", .my_author = "王五", .their_author = "李四" };

  kx_field_entry_set_two (beds, kx_two_values_new (&two, "Rehabilitation beds", TRUE, TRUE));
  kx_test_run_out ();
  gtk_widget_grab_focus (kx_test_find (GTK_WIDGET (beds), GTK_TYPE_BUTTON, "Keep mine: Rehabilitation beds"));
  g_assert_true (kx_test_press (fixture->window, GDK_KEY_t, 0));
  g_assert_cmpint (fixture->chosen_field, ==, kx_agency_f_beds);
  g_assert_cmpint (fixture->choice, ==, KX_TWO_THEIRS);
  g_assert_true (kx_test_press (fixture->window, GDK_KEY_e, 0));
  g_assert_cmpint (fixture->choice, ==, KX_TWO_EDIT);
  g_assert_true (kx_test_shows (GTK_WIDGET (beds), "李四"));
  /* Whom one may not see is no blank. */
  two.their_author = "";
  kx_field_entry_set_two (beds, kx_two_values_new (&two, "Rehabilitation beds", FALSE, FALSE));
  g_assert_true (kx_test_shows (GTK_WIDGET (beds), "a colleague"));
  g_assert_true (kx_test_shows (GTK_WIDGET (beds), "王五"));
  g_assert_null (kx_test_find (GTK_WIDGET (beds), GTK_TYPE_BUTTON, "Keep mine: Rehabilitation beds"));
}

static void
test_guards (void)
{
  KxGuardList *list = g_object_ref_sink (kx_guard_list_new ());
  g_autoptr (GPtrArray) findings = kx_findings_new ();
  KxFinding *cited = kx_finding_new (KX_FAILS, "b", NULL, "At most two in one county");
  GtkWidget *window = gtk_window_new (), *button;

  cited->cite =
      (KxCite){ KX_SOURCE_DOCUMENT, "鲁人社发〔2023〕17号", "八", "每个县不超过2家", KX_FORCE_DUTY };
  g_ptr_array_add (findings, kx_finding_new (KX_HOLDS, "a", NULL, "There is a code"));
  g_ptr_array_add (findings, cited);
  g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "c", NULL, "The code is free"));
  kx_guard_list_set_findings (list, findings);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (list));
  gtk_window_present (GTK_WINDOW (window));
  kx_test_run_out ();
  g_assert_true (kx_test_shows (GTK_WIDGET (list), "1 of 3 preconditions are met · 1 cannot be told here"));
  g_assert_nonnull (
      kx_test_find (GTK_WIDGET (list), GTK_TYPE_LIST_BOX_ROW, "Not met: At most two in one county"));
  g_assert_true (kx_test_shows (GTK_WIDGET (list), "Cannot be told here"));
  button = kx_test_find (GTK_WIDGET (list), GTK_TYPE_BUTTON, "What this rests on: Document");
  for (guint i = 0; i < 2; i++)
    {
      gtk_test_accessible_assert_state (button, GTK_ACCESSIBLE_STATE_EXPANDED, FALSE);
      g_signal_emit_by_name (button, "clicked");
      kx_test_run_out ();
      gtk_test_accessible_assert_state (button, GTK_ACCESSIBLE_STATE_EXPANDED, TRUE);
      if (i == 0)
        gtk_popover_popdown (GTK_POPOVER (kx_test_find_type (button, GTK_TYPE_POPOVER)));
    }
  g_assert_true (kx_test_shows (button, "Document"));
  g_assert_true (kx_test_shows (button, "鲁人社发〔2023〕17号 八"));
  g_assert_true (kx_test_shows (button, "每个县不超过2家"));
  g_assert_true (kx_test_shows (button, "Duty"));
  gtk_window_destroy (GTK_WINDOW (window));
  kx_test_run_out ();
  kx_test_finalize (list);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

static void
test_what_seldom_happens_is_shown_when_it_has (void)
{
  g_autoptr (KxLookup) lookup = kx_test_lookup_new ();
  g_autoptr (KxForm) form = g_object_ref_sink (kx_form_new (&kx_agreement_entity, lookup, "370100"));
  g_autoptr (KxRecord) record = kx_record_new (&kx_agreement_entity, ROW, "370100/agreement");
  GtkWidget *carried = GTK_WIDGET (kx_form_get_entry (form, kx_agreement_f_agreed_end));
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (form));
  gtk_window_present (GTK_WINDOW (window));
  kx_form_set_record (form, record);
  g_assert_false (gtk_widget_is_visible (carried));
  kx_agreement_set_agreed_end (kx_agreement (record), (KxDate){ 20261231 });
  kx_form_set_record (form, record);
  g_assert_true (gtk_widget_is_visible (carried));
  kx_record_drop (record, kx_agreement_f_agreed_end);
  kx_form_set_record (form, record);
  g_assert_false (gtk_widget_is_visible (carried));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("/form/facts are read as text", test_reading);
  ADD ("/form/a text is checked when it is left", test_text);
  g_test_add_func ("/form/what seldom happens is shown when it has",
                   test_what_seldom_happens_is_shown_when_it_has);
  ADD ("/form/a message is told to screen readers", test_a_message_is_told_to_screen_readers);
  ADD ("/form/a number counts before it is left", test_number);
  ADD ("/form/a date is typed and stepped", test_date);
  ADD ("/form/a date is chosen in a calendar", test_calendar);
  ADD ("/form/one of few codes is chosen", test_few_codes);
  ADD ("/form/one of many codes is found by typing", test_many_codes_are_found_by_typing);
  ADD ("/form/an area is found by name and pinyin", test_area);
  ADD ("/form/a set is checked with keys", test_set);
  ADD ("/form/a switch says yes and no", test_switch);
  ADD ("/form/a long text has lines", test_long_text);
  ADD ("/form/a reference is found by title", test_reference);
  ADD ("/form/a sealed value is replaced, kept or removed", test_sealed);
  ADD ("/form/a clear value hides again", test_a_clear_value_hides_again);
  ADD ("/form/the first fault gets the focus", test_the_first_fault_gets_the_focus);
  ADD ("/form/what a decision found stands at its fields", test_what_a_decision_found_stands_at_its_fields);
  ADD ("/form/a draft comes back", test_a_draft_comes_back);
  ADD ("/form/what waits is kept at once when asked", test_what_waits_is_kept_at_once_when_asked);
  ADD ("/form/a change from elsewhere stands beside", test_a_change_from_elsewhere_stands_beside);
  ADD ("/form/theirs is taken by one key", test_theirs_is_taken_by_one_key);
  ADD ("/form/the same from elsewhere is no question", test_the_same_from_elsewhere_is_no_question);
  ADD ("/form/a stored conflict is chosen by a letter", test_a_stored_conflict_is_chosen_by_a_letter);
  g_test_add_func ("/form/preconditions are rows with their sources", test_guards);
  return g_test_run ();
}
