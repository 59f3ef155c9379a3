#include "kx-test-record.h"

#include "core/entities/kx-agreement.h"
#include "desktop/kx-test-drive.h"
#include "kx-test-keys.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"

static gboolean
is_shown (gpointer data)
{
  return ((KxRecordPage *) data)->form != NULL;
}

KxRecordPage *
kx_test_record_open (KxDesk *desk, const char *entity, const char *id, int width, int height)
{
  KxRecordPage *page = g_object_new (KX_TYPE_RECORD_PAGE, "desk", desk, "entity", entity, "row-id", id, NULL);
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  gtk_window_set_default_size (window, width, height);
  gtk_window_set_child (window, GTK_WIDGET (page));
  gtk_window_present (window);
  g_assert_true (kx_test_wait_for (is_shown, page));
  kx_test_run_out ();
  return page;
}

KxRecord *
kx_test_record_agreement (const char *id, const char *agency, int state, gint64 seq)
{
  KxRecord *record = kx_record_new (&kx_agreement_entity, id, "370100/agreement");
  Kx_agreement *agreement = kx_agreement (record);

  record->seq = seq;
  kx_agreement_set_office (agreement, KX_TEST_OFFICE);
  kx_agreement_set_agency (agreement, agency);
  kx_agreement_set_kind (agreement, kx_agreement_kind_rehabilitation);
  kx_agreement_set_number (agreement, "济康协〔2026〕01号");
  kx_agreement_set_state (agreement, state);
  kx_agreement_set_scopes (agreement, (KxCodes){ 1 });
  kx_agreement_set_rehab_types (agreement, (KxCodes){ 1 });
  kx_agreement_set_counts_toward (agreement, kx_agreement_counts_toward_county);
  kx_agreement_set_counts_area (agreement, "370102");
  kx_agreement_set_starts_on (agreement, (KxDate){ 20270101 });
  return record;
}

void
kx_test_record_land_pack (KxTestDesktop *test, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "policies", name, NULL),
                  *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  kx_test_desktop_land_pack (test, text);
}

KxFieldEntry *
kx_test_record_get_entry (KxRecordPage *page, guint field)
{
  KxFieldEntry *entry = kx_form_get_entry (page->form, field);

  g_assert_nonnull (entry);
  return entry;
}

void
kx_test_record_put (KxRecordPage *page, guint field, const char *typed)
{
  kx_field_entry_set_typed (kx_test_record_get_entry (page, field), typed);
}

void
kx_test_record_assert_typed (KxRecordPage *page, guint field, const char *expected)
{
  g_autofree char *typed = kx_field_entry_dup_typed (kx_test_record_get_entry (page, field));

  g_assert_cmpstr (typed, ==, expected);
}

void
kx_test_record_show_steps (KxRecordPage *page)
{
  adw_view_stack_set_visible_child_name (page->tabs, "steps");
  kx_test_run_out ();
  g_assert_nonnull (page->steps);
}

KxStepDialog *
kx_test_record_press_step (KxRecordPage *page, const char *action)
{
  GtkWidget *button = kx_step_list_get_button (page->steps, action);

  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  kx_test_run_out ();
  return kx_test_drive_find_window (KX_TYPE_STEP_DIALOG);
}

gboolean
kx_test_record_has_no_dialog (gpointer data)
{
  return kx_test_drive_find_window (KX_TYPE_STEP_DIALOG) == NULL;
}

void
kx_test_record_close (KxRecordPage *page)
{
  g_object_ref (page);
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page))));
  kx_test_run_out ();
  kx_test_finalize (page);
}
