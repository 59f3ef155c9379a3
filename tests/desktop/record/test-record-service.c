/* The record page of an agency beside the real service: what only the service can tell or do. */
#include "core/entities/kx-agency.h"
#include "desktop/kx-test-drive.h"
#include "desktop/record/kx-alias-dialog.h"
#include "desktop/record/kx-unlink-dialog.h"
#include "kx-test-keys.h"
#include "kx-test-page.h"
#include "lib/kx-test-store.h"
#include "sync/kx-client-row.h"
#include "sync/kx-test-wait.h"

#include <string.h>

static gboolean
is_saved (gpointer data)
{
  KxTestPage *fixture = data;

  return !fixture->page->saving && !kx_form_get_editing (fixture->page->form);
}

static void
type_number (KxTestPage *fixture, guint field, const char *number)
{
  GtkWindow *window = GTK_WINDOW (fixture->window);

  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "page.edit", NULL);
  kx_test_drive_settle ();
  gtk_widget_grab_focus (GTK_WIDGET (kx_form_get_entry (fixture->page->form, field)));
  kx_test_drive_settle ();
  kx_test_select_all (window);
  kx_test_type (window, number);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "page.save", NULL);
  kx_test_drive_until (is_saved, fixture);
}

static void
change_beds (KxTestPage *fixture, const char *beds)
{
  type_number (fixture, kx_agency_f_beds, beds);
  kx_test_page_synchronize (fixture);
}

static gint64
get_past_beds (KxTestPage *fixture)
{
  const KxRecord *past = kx_history_tab_get_past (fixture->page->history);

  return past != NULL ? kx_agency_get_beds ((const Kx_agency *) past) : -1;
}

static gboolean
had_ninety_five (gpointer data)
{
  return get_past_beds (data) == 95;
}

static gboolean
has_past (gpointer data)
{
  return kx_history_tab_get_past (((KxTestPage *) data)->page->history) != NULL;
}

static gboolean
is_asked (gpointer data)
{
  return !kx_history_tab_is_asking (((KxTestPage *) data)->page->history);
}

/* The buttons that show the record as it stood, from the newest change on. */
static GtkWidget *
find_nth_then (GtkWidget *root, int *n)
{
  const char *tip = gtk_widget_get_tooltip_text (root);

  if (GTK_IS_BUTTON (root) && tip != NULL && g_str_has_prefix (tip, "The record as it stood after") &&
      (*n)-- == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_nth_then (child, n);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
press_nth_then (GtkWidget *root, int n)
{
  GtkWidget *button = find_nth_then (root, &n);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static void
test_history (KxTestPage *fixture, gconstpointer data)
{
  GtkWidget *history;

  kx_test_page_open_tab (fixture, "history");
  history = GTK_WIDGET (fixture->page->history);
  kx_test_drive_until (is_asked, fixture);
  g_assert_true (kx_test_shows (history, "Made"));
  kx_test_page_open_tab (fixture, "facts");
  change_beds (fixture, "95");
  change_beds (fixture, "96");
  kx_test_page_open_tab (fixture, "history");
  /* What changed since stands above, with the person's name. */
  kx_test_page_await_words (history, "Rehabilitation beds: 95 → 96");
  g_assert_true (kx_test_shows (history, "单小满 · Changed"));
  g_assert_true (kx_test_shows (history, "→ 95"));

  /* The whole record as it stood: today that is the newest, and before it was made there was none. */
  kx_history_tab_show_day (fixture->page->history, (KxDate){ 20260101 });
  kx_test_page_await_words (history, "The record did not exist on that day");
  g_assert_null (kx_history_tab_get_past (fixture->page->history));
  kx_history_tab_show_day (fixture->page->history,
                           kx_mirror_today (kx_profile_get_mirror (fixture->profile)));
  kx_test_drive_until (has_past, fixture);
  kx_test_drive_settle ();
  g_assert_cmpint (get_past_beds (fixture), ==, 96);
  g_assert_true (kx_test_shows (history, "The record as it stood on"));
  kx_test_drive_press (history, "Back to the history");
  g_assert_null (kx_history_tab_get_past (fixture->page->history));

  /* And after one change: the second head is that of the change before. */
  g_assert_true (kx_test_shows (history, "Rehabilitation beds: 95 → 96"));
  press_nth_then (history, 1);
  kx_test_drive_until (had_ninety_five, fixture);
  g_assert_true (kx_test_shows (history, "The record as it stood after"));
}

static gboolean
offers_stop (gpointer history)
{
  return kx_test_drive_find (history, "Stop") != NULL;
}

static void
test_history_stopped (KxTestPage *fixture, gconstpointer data)
{
  GtkWidget *history;

  kx_test_kangxied_pause (kx_test_page_service->service);
  kx_test_page_open_tab (fixture, "history");
  history = GTK_WIDGET (fixture->page->history);
  g_assert_true (kx_history_tab_is_asking (fixture->page->history));
  g_assert_false (offers_stop (history));
  kx_test_drive_until (offers_stop, history);
  kx_test_drive_press (history, "Stop");
  kx_test_page_await_words (history, "Stopped. Not all of the history is here.");
  g_assert_false (kx_history_tab_is_asking (fixture->page->history));
  g_assert_false (offers_stop (history));
  /* It can be asked for again. */
  kx_test_kangxied_resume (kx_test_page_service->service);
  kx_test_drive_press (history, "Try again");
  kx_test_page_await_words (history, "Made");
}

static gboolean
shows_clear (gpointer data)
{
  KxFieldEntry *entry = kx_form_get_entry (((KxTestPage *) data)->page->form, kx_agency_f_contact_phone);

  return kx_test_drive_find (GTK_WIDGET (entry), "Hide") != NULL;
}

static void
press_reveal (KxTestPage *fixture)
{
  g_signal_emit_by_name (kx_form_get_entry (fixture->page->form, kx_agency_f_contact_phone), "reveal");
  kx_test_drive_settle ();
}

static guint
count_reveals (const char *id, const char *reason)
{
  g_autoptr (KxClient) client = kx_test_desk_sign_in (kx_test_page_service, "auditor");
  g_autofree char *path = g_strdup_printf ("/v1/agencies/%s/history", id),
                  *text = kx_test_desk_call (client, "GET", path, NULL);
  guint n = 0;

  for (const char *at = text; (at = strstr (at, reason)) != NULL; at += strlen (reason))
    n++;
  return n;
}

static void
test_reveal (KxTestPage *fixture, gconstpointer data)
{
  KxFieldEntry *entry = kx_form_get_entry (fixture->page->form, kx_agency_f_contact_phone);

  g_assert_false (shows_clear (fixture));
  press_reveal (fixture);
  /* Nothing is shown and nothing is written before there is a reason. */
  g_assert_false (adw_message_dialog_get_response_enabled (
      ADW_MESSAGE_DIALOG (kx_test_page_await_dialog (fixture)), "act"));
  kx_test_page_answer (fixture, "核对联系电话");
  kx_test_drive_until (shows_clear, fixture);
  g_assert_true (kx_test_shows (GTK_WIDGET (entry), "0531-5551"));
  g_assert_cmpuint (count_reveals (fixture->id, "核对联系电话"), ==, 1);
  kx_test_drive_press (GTK_WIDGET (entry), "Hide");
  g_assert_false (kx_test_shows (GTK_WIDGET (entry), "0531-5551"));
  kx_test_page_synchronize (fixture);
  kx_test_page_open_tab (fixture, "history");
  kx_test_page_await_words (fixture->page->history, "单小满 · Looked at");
  g_assert_true (kx_test_shows (GTK_WIDGET (fixture->page->history), "Reason: 核对联系电话"));
  g_assert_false (kx_test_shows (GTK_WIDGET (fixture->page->history), "0531-5551"));
}

static void
end_session (KxTestPage *fixture)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kx_client_sign_out_async (kx_profile_get_client (fixture->profile), NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  g_assert_true (kx_client_sign_out_finish (kx_profile_get_client (fixture->profile), result, NULL));
}

static void
sign_in_again (KxTestPage *fixture)
{
  GtkWidget *dialog = kx_test_page_await_dialog (fixture);

  kx_test_drive_await (dialog, "Password");
  kx_test_drive_type (dialog, "Password", "clerk");
  kx_test_drive_press (dialog, "_Sign in");
}

static gboolean
asks_for_reason (gpointer data)
{
  GtkWidget *dialog = kx_test_page_find_dialog (data);

  return dialog != NULL && kx_test_drive_find (dialog, "Reason") != NULL;
}

/* An act of the office asks for the password first, and goes on by itself then. */
static void
test_session_ended (KxTestPage *fixture, gconstpointer data)
{
  end_session (fixture);
  press_reveal (fixture);
  sign_in_again (fixture);
  kx_test_drive_until (asks_for_reason, fixture);
  kx_test_page_answer (fixture, "再次核对");
  kx_test_drive_until (shows_clear, fixture);
  g_assert_cmpuint (count_reveals (fixture->id, "再次核对"), ==, 1);

  /* The session ends between the question and the answer. */
  kx_field_entry_show_clear (kx_form_get_entry (fixture->page->form, kx_agency_f_contact_phone), NULL, 0);
  press_reveal (fixture);
  kx_test_drive_until (asks_for_reason, fixture);
  end_session (fixture);
  kx_test_page_answer (fixture, "第三次核对");
  sign_in_again (fixture);
  kx_test_drive_until (shows_clear, fixture);
  g_assert_cmpuint (count_reveals (fixture->id, "第三次核对"), ==, 1);
}

#define COLLEAGUE "宋同事"
#define PASSWORD "correct horse battery"

/* A colleague of the same office, with an account of today. */
static KxClient *
hire_colleague (void)
{
  g_autofree char *data = g_build_filename (kx_test_page_service->folder, "service", NULL);
  KxClient *client = kx_client_new (kx_test_page_service->url, NULL);
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KxClientSession) session = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (kx_test_kangxied_run (PASSWORD "\n", NULL, NULL, "user", "add", "song", "--person",
                                         COLLEAGUE, "--grant", "clerk@370100", "--data", data, NULL),
                   ==, 0);
  kx_client_sign_in_async (client, "song", PASSWORD, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  session = kx_client_sign_in_finish (client, result, &error);
  g_assert_no_error (error);
  return client;
}

static void
change_at_service (KxClient *client, const char *id, guint field, gint64 value)
{
  g_autoptr (KxRecord) row = NULL, after = NULL;
  g_autofree char *op_id = kx_test_id ();
  g_autoptr (KxOp) op =
      kx_op_new (KX_OP_PATCH, &kx_agency_entity, op_id, id, kx_record_new (&kx_agency_entity, NULL, NULL));
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) got = NULL, result = NULL;
  g_autoptr (GError) error = NULL;

  kx_client_get_row_async (client, &kx_agency_entity, id, 0, NULL, kx_test_take_result, &waiting);
  got = kx_test_await (&waiting);
  row = kx_client_get_row_finish (client, got, &error);
  g_assert_no_error (error);
  op->base = row->seq;
  kx_record_put (op->fields, field, (KxValue){ .INTEGER = value });
  kx_client_apply_async (client, op, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  after = kx_client_apply_finish (client, result, &error);
  g_assert_no_error (error);
}

static gboolean
has_conflict (gpointer data)
{
  KxFieldEntry *entry = kx_form_get_entry (((KxTestPage *) data)->page->form, kx_agency_f_beds);

  return kx_field_entry_get_two (entry) != NULL;
}

/* Who made the other value, and who changed the record, is said by name. */
static void
test_names (KxTestPage *fixture, gconstpointer data)
{
  KxSync *sync = kx_profile_get_sync (fixture->profile);
  KxFieldEntry *entry = kx_form_get_entry (fixture->page->form, kx_agency_f_beds);
  g_autoptr (KxClient) colleague = hire_colleague (),
                       stranger = kx_test_desk_sign_in (kx_test_page_service, "demo");

  kx_test_page_synchronize (fixture);
  kx_sync_stop (sync);
  change_at_service (colleague, fixture->id, kx_agency_f_beds, 201);
  type_number (fixture, kx_agency_f_beds, "202");
  kx_sync_start (sync);
  kx_test_drive_until (has_conflict, fixture);
  g_assert_true (kx_test_shows (GTK_WIDGET (entry), "单小满"));
  g_assert_true (kx_test_shows (GTK_WIDGET (entry), COLLEAGUE));
  kx_test_page_open_tab (fixture, "history");
  kx_test_page_await_words (fixture->page->history, COLLEAGUE " · Changed");
  kx_test_page_open_tab (fixture, "timeline");
  kx_test_page_await_words (fixture->page->timeline, COLLEAGUE);

  /* Who works in an office that one does not see is somebody. */
  kx_sync_stop (sync);
  change_at_service (stranger, fixture->id, kx_agency_f_staff, 203);
  kx_test_page_open_tab (fixture, "facts");
  type_number (fixture, kx_agency_f_staff, "204");
  kx_sync_start (sync);
  entry = kx_form_get_entry (fixture->page->form, kx_agency_f_staff);
  kx_test_page_await_words (entry, "a colleague");
  g_assert_false (kx_test_shows (GTK_WIDGET (entry), "康演示"));
}

static char *
make_agency (KxTestPage *fixture, const char *name, const char *uscc)
{
  const KxRecord *like = kx_record_page_get_record (fixture->page);
  g_autoptr (KxClient) client = kx_test_desk_sign_in (kx_test_page_service, "clerk");
  char *id = kx_test_id ();
  g_autoptr (KxOp) op =
      kx_test_agency_op (kx_schema_get (), id, kx_agency_get_office ((const Kx_agency *) like), name, uscc);
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KxRecord) made = NULL;
  g_autoptr (GError) error = NULL;

  kx_client_apply_async (client, op, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  made = kx_client_apply_finish (client, result, &error);
  g_assert_no_error (error);
  return id;
}

/* Whether a person who types the code finds the record. */
static gboolean
finds (KxTestPage *fixture, const char *typed, const char *id)
{
  KxLookup *lookup = kx_desk_get_lookup (fixture->page->desk);
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  kx_lookup_find_async (lookup, &kx_agency_entity, typed, 5, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  found = kx_lookup_find_finish (lookup, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    if (g_str_equal (((KxFound *) found->pdata[i])->id, id))
      return TRUE;
  return FALSE;
}

typedef struct
{
  KxTestPage *fixture;
  const char *id, *alias_of;
} Alias;

static gboolean
is_alias_of (gpointer data)
{
  Alias *alias = data;
  g_autoptr (KxRecord) row = kx_desk_get_row (alias->fixture->page->desk, &kx_agency_entity, alias->id);

  return row != NULL && g_strcmp0 (kx_agency_get_alias_of (kx_agency (row)), alias->alias_of) == 0;
}

static gboolean
has_no_dialog (gpointer data)
{
  return kx_test_page_find_dialog (data) == NULL;
}

static KxAliasDialog *
open_alias_dialog (KxTestPage *fixture, const char *other)
{
  KxAliasDialog *dialog;

  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "page.link-alias", NULL);
  dialog = KX_ALIAS_DIALOG (kx_test_page_await_dialog (fixture));
  g_assert_false (kx_alias_dialog_link (dialog));
  kx_alias_dialog_set_other (dialog, other);
  g_assert_false (kx_alias_dialog_link (dialog));
  kx_alias_dialog_set_reason (dialog, "同一机构两份档案");
  return dialog;
}

/* Without a reason it waits. */
static void
unlink_with_reason (KxTestPage *fixture, const char *reason)
{
  KxUnlinkDialog *dialog = KX_UNLINK_DIALOG (kx_test_page_await_dialog (fixture));
  KxGuardedAct *act = kx_unlink_dialog_get_act (dialog);

  g_assert_false (kx_guarded_act_is_ready (act));
  kx_unlink_dialog_set_reason (dialog, reason);
  g_assert_true (kx_guarded_act_is_ready (act));
  kx_guarded_act_press (act);
  kx_test_drive_until (has_no_dialog, fixture);
}

static void
test_alias (KxTestPage *fixture, gconstpointer data)
{
  g_autofree char *uscc = kx_test_credit_code (4711), *other_uscc = kx_test_credit_code (4712);
  g_autofree char *main = make_agency (fixture, "泺源测试康复医院", uscc),
                  *other = make_agency (fixture, "泺源测试康复医院东院", other_uscc);
  GtkWidget *history;

  kx_test_page_synchronize (fixture);
  kx_test_page_open_page (fixture, main);
  kx_test_page_open_tab (fixture, "history");
  history = GTK_WIDGET (fixture->page->history);
  kx_test_page_await_words (history, "Made");
  g_assert_false (kx_test_shows (history, "泺源测试康复医院东院"));
  g_assert_true (kx_alias_dialog_link (open_alias_dialog (fixture, other)));
  kx_test_drive_until (is_alias_of, &(Alias){ fixture, other, main });
  kx_test_drive_until (has_no_dialog, fixture);

  /* The old code finds the record that stays, which has both histories. */
  g_assert_true (finds (fixture, other_uscc, main));
  kx_test_page_await_words (history, "泺源测试康复医院东院");

  /* Taken back at once: each stands for itself again. */
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
  kx_test_drive_until (is_alias_of, &(Alias){ fixture, other, NULL });
  kx_test_drive_settle ();
  g_assert_false (finds (fixture, other_uscc, main));
  g_assert_true (finds (fixture, other_uscc, other));

  /* Linked once more, and undone later from the record that was linked. */
  g_assert_true (kx_alias_dialog_link (open_alias_dialog (fixture, other)));
  kx_test_drive_until (is_alias_of, &(Alias){ fixture, other, main });
  kx_test_drive_until (has_no_dialog, fixture);
  kx_test_page_synchronize (fixture);
  kx_test_page_open_page (fixture, other);
  kx_test_page_open_tab (fixture, "history");
  kx_test_page_await_words (fixture->page->history, "Linked");
  /* Exactly this name, of which the other one begins, stands at each change of that record. */
  kx_test_drive_await (GTK_WIDGET (fixture->page->history), "泺源测试康复医院");
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "page.unlink-alias", NULL);
  unlink_with_reason (fixture, "原来是两家机构");
  kx_test_drive_until (is_alias_of, &(Alias){ fixture, other, NULL });
  kx_test_page_await_words (fixture->page->history, "Reason: 原来是两家机构");
}

/* The answer comes when the dialog is gone: closing took its question back, and nobody holds it. */
static void
test_alias_closed (KxTestPage *fixture, gconstpointer data)
{
  g_autofree char *other = make_agency (fixture, "泉城测试康复医院", NULL);
  gpointer dialog;

  kx_test_page_synchronize (fixture);
  dialog = open_alias_dialog (fixture, other);
  g_assert_true (kx_alias_dialog_link (dialog));
  g_object_add_weak_pointer (dialog, &dialog);
  gtk_window_destroy (GTK_WINDOW (dialog));
  kx_test_drive_settle ();
  g_assert_null (dialog);
}

static void
add_cases (void)
{
  KX_TEST_PAGE_ADD ("/record-service/the history, and the record as it stood", "limit=1&sort=name",
                    test_history);
  KX_TEST_PAGE_ADD ("/record-service/a history that takes long can be stopped", "limit=1&sort=name",
                    test_history_stopped);
  KX_TEST_PAGE_ADD ("/record-service/a sealed value is looked at with a reason", "limit=1&sort=name",
                    test_reveal);
  KX_TEST_PAGE_ADD ("/record-service/the password is asked where a session has ended", "limit=1&sort=-name",
                    test_session_ended);
  KX_TEST_PAGE_ADD ("/record-service/people are called by their names", "limit=1&sort=name", test_names);
  KX_TEST_PAGE_ADD ("/record-service/two records are linked, and the link is undone", "limit=1&sort=name",
                    test_alias);
  KX_TEST_PAGE_ADD ("/record-service/a dialog closed while it links", "limit=1&sort=name", test_alias_closed);
}

int
main (int argc, char **argv)
{
  return kx_test_page_run (argc, argv, add_cases);
}
