/* The record page of an agency beside the real service: what only the service can tell or do. */
#include "core/entities/kx-agency.h"
#include "core/entities/kx-attachment.h"
#include "desktop/kx-application.h"
#include "desktop/kx-test-drive.h"
#include "desktop/kx-window.h"
#include "desktop/pages/kx-agency-page-private.h"
#include "desktop/record/kx-alias-dialog.h"
#include "kx-test-keys.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "sync/kx-client-row.h"
#include "sync/kx-profile.h"
#include "sync/kx-test-desk.h"
#include "sync/kx-test-wait.h"

#include <glib/gstdio.h>
#include <string.h>

static KxTestDesk *service;

typedef struct
{
  char *folder; /* owned; for files that are attached */
  KxProfile *profile;
  KxWindow *window;
  KxAgencyPage *page; /* borrowed; of the window */
  char *id;           /* owned; of an agency that the test changes */
} Fixture;

static KxProfile *
connect (const char *user)
{
  const KxProfileConnect connect = { .url = service->url, .user = user, .password = user };
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KxProfile *profile;

  kx_profile_connect_async (&connect, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  profile = kx_profile_connect_finish (result, &error);
  g_assert_no_error (error);
  kx_profile_start (profile);
  return profile;
}

static gboolean
is_synchronized (gpointer profile)
{
  KxMirrorSummary summary;

  kx_mirror_get_summary (kx_profile_get_mirror (profile), &summary);
  return kx_sync_get_state (kx_profile_get_sync (profile)) == KX_SYNC_IDLE && summary.waiting == 0 &&
         summary.uploads == 0 && summary.synced_at.ms != 0;
}

typedef struct
{
  KxProfile *profile;
  gint64 before; /* when it was synchronized last */
} Round;

static gboolean
is_round_over (gpointer data)
{
  Round *round = data;
  KxMirrorSummary summary;

  kx_mirror_get_summary (kx_profile_get_mirror (round->profile), &summary);
  return summary.synced_at.ms > round->before && is_synchronized (round->profile);
}

/* A whole round: what was done before it is known on both sides. */
static void
synchronize (Fixture *fixture)
{
  Round round = { fixture->profile, 0 };
  KxMirrorSummary summary;

  kx_test_drive_until (is_synchronized, fixture->profile);
  kx_mirror_get_summary (kx_profile_get_mirror (fixture->profile), &summary);
  round.before = summary.synced_at.ms;
  kx_sync_now (kx_profile_get_sync (fixture->profile));
  kx_test_drive_until (is_round_over, &round);
  kx_test_drive_settle ();
}

static gboolean
is_shown (gpointer data)
{
  return ((Fixture *) data)->page->form != NULL;
}

static void
open_page (Fixture *fixture, const char *id)
{
  g_assert_true (kx_window_open_row (fixture->window, "agency", id));
  fixture->page = KX_AGENCY_PAGE (kx_window_get_page (fixture->window));
  kx_test_drive_until (is_shown, fixture);
  kx_test_drive_settle ();
}

static void
open_tab (Fixture *fixture, const char *name)
{
  adw_view_stack_set_visible_child_name (fixture->page->tabs, name);
  kx_test_drive_settle ();
}

/* An agency of 济南 with at least two changes, that no other test has touched. */
static char *
dup_id (const char *query)
{
  g_autoptr (KxClient) client = kx_test_desk_sign_in (service, "clerk");
  g_autoptr (KxRecord) row = kx_test_desk_find (client, &kx_agency_entity, query);

  return g_strdup (row->id);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = kx_test_make_folder ();
  fixture->profile = connect ("clerk");
  kx_test_drive_until (is_synchronized, fixture->profile);
  fixture->window = kx_window_new (NULL, fixture->profile);
  gtk_window_present (GTK_WINDOW (fixture->window));
  kx_test_drive_settle ();
  fixture->id = dup_id (data);
  open_page (fixture, fixture->id);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) profiles = NULL;

  g_object_ref (fixture->window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  kx_test_drive_settle ();
  kx_test_finalize (fixture->window);
  kx_test_drive_settle ();
  kx_test_finalize (fixture->profile);
  profiles = kx_profile_list ();
  for (char **profile = profiles; *profile != NULL; profile++)
    kx_test_remove_folder (g_strdup (*profile));
  kx_test_remove_folder (fixture->folder);
  g_free (fixture->id);
}

/* Another window over the one of the fixture, or NULL. */
static GtkWidget *
find_dialog (gpointer data)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (window != GTK_WINDOW (((Fixture *) data)->window) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return GTK_WIDGET (window);
    }
  return NULL;
}

static gboolean
has_dialog (gpointer data)
{
  return find_dialog (data) != NULL;
}

static GtkWidget *
await_dialog (Fixture *fixture)
{
  kx_test_drive_until (has_dialog, fixture);
  return find_dialog (fixture);
}

/* Answers the question in front, which wants a reason. */
static void
answer (Fixture *fixture, const char *reason)
{
  GtkWidget *dialog = await_dialog (fixture);

  kx_test_drive_type (dialog, "Reason", reason);
  kx_test_drive_settle ();
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "act");
  gtk_window_close (GTK_WINDOW (dialog));
  kx_test_drive_settle ();
}

typedef struct
{
  GtkWidget *root;
  const char *words;
} Sight;

static gboolean
is_seen (gpointer data)
{
  Sight *sight = data;

  return kx_test_shows (sight->root, sight->words);
}

static void
await_words (gpointer root, const char *words)
{
  kx_test_drive_until (is_seen, &(Sight){ root, words });
}

static gboolean
is_saved (gpointer data)
{
  Fixture *fixture = data;

  return !fixture->page->saving && !kx_form_get_editing (fixture->page->form);
}

static void
type_number (Fixture *fixture, guint field, const char *number)
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
change_beds (Fixture *fixture, const char *beds)
{
  type_number (fixture, kx_agency_f_beds, beds);
  synchronize (fixture);
}

static gint64
get_past_beds (Fixture *fixture)
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
  return kx_history_tab_get_past (((Fixture *) data)->page->history) != NULL;
}

static gboolean
is_asked (gpointer data)
{
  return !kx_history_tab_is_asking (((Fixture *) data)->page->history);
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
test_history (Fixture *fixture, gconstpointer data)
{
  GtkWidget *history;

  open_tab (fixture, "history");
  history = GTK_WIDGET (fixture->page->history);
  kx_test_drive_until (is_asked, fixture);
  g_assert_true (kx_test_shows (history, "Made"));
  open_tab (fixture, "facts");
  change_beds (fixture, "95");
  change_beds (fixture, "96");
  open_tab (fixture, "history");
  /* What changed since stands above, with the person's name. */
  await_words (history, "Rehabilitation beds: 95 → 96");
  g_assert_true (kx_test_shows (history, "单小满 · Changed"));
  g_assert_true (kx_test_shows (history, "→ 95"));

  /* The whole record as it stood: today that is the newest, and before it was made there was none. */
  kx_history_tab_show_day (fixture->page->history, (KxDate){ 20260101 });
  await_words (history, "The record did not exist on that day");
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
shows_clear (gpointer data)
{
  KxFieldEntry *entry = kx_form_get_entry (((Fixture *) data)->page->form, kx_agency_f_contact_phone);

  return kx_test_drive_find (GTK_WIDGET (entry), "Hide") != NULL;
}

static void
press_reveal (Fixture *fixture)
{
  g_signal_emit_by_name (kx_form_get_entry (fixture->page->form, kx_agency_f_contact_phone), "reveal");
  kx_test_drive_settle ();
}

static guint
count_reveals (const char *id, const char *reason)
{
  g_autoptr (KxClient) client = kx_test_desk_sign_in (service, "auditor");
  g_autofree char *path = g_strdup_printf ("/v1/agencies/%s/history", id),
                  *text = kx_test_desk_call (client, "GET", path, NULL);
  guint n = 0;

  for (const char *at = text; (at = strstr (at, reason)) != NULL; at += strlen (reason))
    n++;
  return n;
}

static void
test_reveal (Fixture *fixture, gconstpointer data)
{
  KxFieldEntry *entry = kx_form_get_entry (fixture->page->form, kx_agency_f_contact_phone);

  g_assert_false (shows_clear (fixture));
  press_reveal (fixture);
  /* Nothing is shown and nothing is written before there is a reason. */
  g_assert_false (
      adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (await_dialog (fixture)), "act"));
  answer (fixture, "核对联系电话");
  kx_test_drive_until (shows_clear, fixture);
  g_assert_true (kx_test_shows (GTK_WIDGET (entry), "0531-5551"));
  g_assert_cmpuint (count_reveals (fixture->id, "核对联系电话"), ==, 1);
  kx_test_drive_press (GTK_WIDGET (entry), "Hide");
  g_assert_false (kx_test_shows (GTK_WIDGET (entry), "0531-5551"));
  synchronize (fixture);
  open_tab (fixture, "history");
  await_words (fixture->page->history, "单小满 · Looked at");
  g_assert_true (kx_test_shows (GTK_WIDGET (fixture->page->history), "Reason: 核对联系电话"));
  g_assert_false (kx_test_shows (GTK_WIDGET (fixture->page->history), "0531-5551"));
}

static void
end_session (Fixture *fixture)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kx_client_sign_out_async (kx_profile_get_client (fixture->profile), NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  g_assert_true (kx_client_sign_out_finish (kx_profile_get_client (fixture->profile), result, NULL));
}

static void
sign_in_again (Fixture *fixture)
{
  GtkWidget *dialog = await_dialog (fixture);

  kx_test_drive_await (dialog, "Password");
  kx_test_drive_type (dialog, "Password", "clerk");
  kx_test_drive_press (dialog, "_Sign in");
}

static gboolean
asks_for_reason (gpointer data)
{
  GtkWidget *dialog = find_dialog (data);

  return dialog != NULL && kx_test_drive_find (dialog, "Reason") != NULL;
}

/* An act of the office asks for the password first, and goes on by itself then. */
static void
test_session_ended (Fixture *fixture, gconstpointer data)
{
  end_session (fixture);
  press_reveal (fixture);
  sign_in_again (fixture);
  kx_test_drive_until (asks_for_reason, fixture);
  answer (fixture, "再次核对");
  kx_test_drive_until (shows_clear, fixture);
  g_assert_cmpuint (count_reveals (fixture->id, "再次核对"), ==, 1);

  /* The session ends between the question and the answer. */
  kx_field_entry_show_clear (kx_form_get_entry (fixture->page->form, kx_agency_f_contact_phone), NULL, 0);
  press_reveal (fixture);
  kx_test_drive_until (asks_for_reason, fixture);
  end_session (fixture);
  answer (fixture, "第三次核对");
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
  g_autofree char *data = g_build_filename (service->folder, "service", NULL);
  KxClient *client = kx_client_new (service->url, NULL);
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
  KxFieldEntry *entry = kx_form_get_entry (((Fixture *) data)->page->form, kx_agency_f_beds);

  return kx_field_entry_get_two (entry) != NULL;
}

/* Who made the other value, and who changed the record, is said by name. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  KxSync *sync = kx_profile_get_sync (fixture->profile);
  KxFieldEntry *entry = kx_form_get_entry (fixture->page->form, kx_agency_f_beds);
  g_autoptr (KxClient) colleague = hire_colleague (), stranger = kx_test_desk_sign_in (service, "demo");

  synchronize (fixture);
  kx_sync_stop (sync);
  change_at_service (colleague, fixture->id, kx_agency_f_beds, 201);
  type_number (fixture, kx_agency_f_beds, "202");
  kx_sync_start (sync);
  kx_test_drive_until (has_conflict, fixture);
  g_assert_true (kx_test_shows (GTK_WIDGET (entry), "单小满"));
  g_assert_true (kx_test_shows (GTK_WIDGET (entry), COLLEAGUE));
  open_tab (fixture, "history");
  await_words (fixture->page->history, COLLEAGUE " · Changed");
  open_tab (fixture, "timeline");
  await_words (fixture->page->timeline, COLLEAGUE);

  /* Who works in an office that one does not see is somebody. */
  kx_sync_stop (sync);
  change_at_service (stranger, fixture->id, kx_agency_f_staff, 203);
  open_tab (fixture, "facts");
  type_number (fixture, kx_agency_f_staff, "204");
  kx_sync_start (sync);
  entry = kx_form_get_entry (fixture->page->form, kx_agency_f_staff);
  await_words (entry, "a colleague");
  g_assert_false (kx_test_shows (GTK_WIDGET (entry), "康演示"));
}

static char *
make_agency (Fixture *fixture, const char *name, const char *uscc)
{
  const KxRecord *like = kx_agency_page_get_record (fixture->page);
  g_autoptr (KxClient) client = kx_test_desk_sign_in (service, "clerk");
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
finds (Fixture *fixture, const char *typed, const char *id)
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
  Fixture *fixture;
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
  return find_dialog (data) == NULL;
}

static KxAliasDialog *
open_alias_dialog (Fixture *fixture, const char *other)
{
  KxAliasDialog *dialog;

  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "page.link-alias", NULL);
  dialog = KX_ALIAS_DIALOG (await_dialog (fixture));
  g_assert_false (kx_alias_dialog_link (dialog));
  kx_alias_dialog_set_other (dialog, other);
  g_assert_false (kx_alias_dialog_link (dialog));
  kx_alias_dialog_set_reason (dialog, "同一机构两份档案");
  return dialog;
}

static void
test_alias (Fixture *fixture, gconstpointer data)
{
  g_autofree char *uscc = kx_test_credit_code (4711), *other_uscc = kx_test_credit_code (4712);
  g_autofree char *main = make_agency (fixture, "泺源测试康复医院", uscc),
                  *other = make_agency (fixture, "泺源测试康复医院东院", other_uscc);
  GtkWidget *history;

  synchronize (fixture);
  open_page (fixture, main);
  open_tab (fixture, "history");
  history = GTK_WIDGET (fixture->page->history);
  await_words (history, "Made");
  g_assert_false (kx_test_shows (history, "泺源测试康复医院东院"));
  g_assert_true (kx_alias_dialog_link (open_alias_dialog (fixture, other)));
  kx_test_drive_until (is_alias_of, &(Alias){ fixture, other, main });
  kx_test_drive_until (has_no_dialog, fixture);

  /* The old code finds the record that stays, which has both histories. */
  g_assert_true (finds (fixture, other_uscc, main));
  await_words (history, "泺源测试康复医院东院");

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
  synchronize (fixture);
  open_page (fixture, other);
  open_tab (fixture, "history");
  await_words (fixture->page->history, "Linked");
  await_words (fixture->page->history, "泺源测试康复医院");
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "page.unlink-alias", NULL);
  answer (fixture, "原来是两家机构");
  kx_test_drive_until (is_alias_of, &(Alias){ fixture, other, NULL });
  await_words (fixture->page->history, "Reason: 原来是两家机构");
}

/* The answer comes when the dialog is gone: closing took its question back, and nobody holds it. */
static void
test_alias_closed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = make_agency (fixture, "泉城测试康复医院", NULL);
  gpointer dialog;

  synchronize (fixture);
  dialog = open_alias_dialog (fixture, other);
  g_assert_true (kx_alias_dialog_link (dialog));
  g_object_add_weak_pointer (dialog, &dialog);
  gtk_window_destroy (GTK_WINDOW (dialog));
  kx_test_drive_settle ();
  g_assert_null (dialog);
}

static gboolean
is_idle (gpointer data)
{
  return !kx_documents_tab_is_busy (((Fixture *) data)->page->documents);
}

static void
attach (Fixture *fixture, const char *name, const char *bytes, gsize length)
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
get_document (Fixture *fixture)
{
  return KX_DOCUMENT_ROW (kx_test_find_type (GTK_WIDGET (fixture->page->documents), KX_TYPE_DOCUMENT_ROW));
}

static gboolean
has_no_document (gpointer data)
{
  return kx_documents_tab_get_n_rows (((Fixture *) data)->page->documents) == 0;
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
  Fixture *fixture;
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
test_percentage (Fixture *fixture, gconstpointer data)
{
  gsize length = 3 * 1024 * 1024;
  g_autofree char *bytes = g_malloc (length);
  Way way = { fixture, 0, 0 };

  memset (bytes, 'k', length);
  open_tab (fixture, "documents");
  kx_sync_stop (kx_profile_get_sync (fixture->profile));
  attach (fixture, "scan.txt", bytes, length);
  g_assert_true (kx_test_shows (GTK_WIDGET (get_document (fixture)), "Waits to be sent"));
  g_assert_null (kx_test_find_type (GTK_WIDGET (get_document (fixture)), GTK_TYPE_PROGRESS_BAR));
  /* After the page's own handler. */
  g_signal_connect_after (kx_profile_get_sync (fixture->profile), "notify::sent", G_CALLBACK (note_sent),
                          &way);
  kx_sync_start (kx_profile_get_sync (fixture->profile));
  kx_test_drive_until (is_stored, fixture);
  synchronize (fixture);
  g_assert_cmpuint (way.n_parts, >=, 2);
  g_assert_null (kx_test_find_type (GTK_WIDGET (get_document (fixture)), GTK_TYPE_PROGRESS_BAR));
  g_signal_handlers_disconnect_by_func (kx_profile_get_sync (fixture->profile), note_sent, &way);
}

static void
test_documents (Fixture *fixture, gconstpointer data)
{
  const char words[] = "执业许可证 副本";
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, words, -1),
                  *path = kx_mirror_dup_blob_path (kx_profile_get_mirror (fixture->profile), sha256);
  GtkWidget *dialog;

  open_tab (fixture, "documents");
  g_assert_cmpuint (kx_documents_tab_get_n_rows (fixture->page->documents), ==, 0);
  attach (fixture, "licence.txt", words, strlen (words));
  g_assert_cmpuint (kx_documents_tab_get_n_rows (fixture->page->documents), ==, 1);
  /* It goes to the service by itself. */
  kx_test_drive_until (is_stored, fixture);
  g_assert_true (kx_test_shows (GTK_WIDGET (get_document (fixture)), "Stored · also on this computer"));

  /* The same bytes once more, under another name, are told and not taken. */
  attach (fixture, "copy.txt", words, strlen (words));
  dialog = await_dialog (fixture);
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
  synchronize (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
  await_words (fixture->page->documents, "licence.txt");
}

int
main (int argc, char **argv)
{
  /* Profiles of these tests only. */
  char *home = kx_test_make_folder ();
  int status;

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  kx_desktop_init ();
  service = kx_test_desk_new ();
#define ADD(path, query, function) g_test_add (path, Fixture, query, set_up, function, tear_down)
  ADD ("/agency-service/the history, and the record as it stood", "limit=1&sort=name", test_history);
  ADD ("/agency-service/a sealed value is looked at with a reason", "limit=1&sort=name", test_reveal);
  ADD ("/agency-service/the password is asked where a session has ended", "limit=1&sort=-name",
       test_session_ended);
  ADD ("/agency-service/people are called by their names", "limit=1&sort=name", test_names);
  ADD ("/agency-service/two records are linked, and the link is undone", "limit=1&sort=name", test_alias);
  ADD ("/agency-service/a dialog closed while it links", "limit=1&sort=name", test_alias_closed);
  ADD ("/agency-service/files go out, are looked at, and known again", "limit=1&sort=-name", test_documents);
  ADD ("/agency-service/how much of a file is sent", "limit=1&sort=name", test_percentage);
  status = g_test_run ();
  kx_test_desk_free (service);
  kx_test_remove_folder (home);
  return status;
}
