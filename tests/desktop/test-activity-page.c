#include "core/entities/kx-agency.h"
#include "core/entities/kx-conflict.h"
#include "core/kx-wire-op.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-test-drive.h"
#include "desktop/kx-window.h"
#include "desktop/pages/kx-activity-page.h"
#include "desktop/pages/kx-activity-row.h"
#include "kx-test-keys.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"

typedef struct
{
  KxTestDesktop *desk;
  KxDesk *record_desk;
  KxWindow *window;
  KxActivityPage *page;
  char *agency, *conflict;
} Fixture;

static char *
land_agency (KxTestDesktop *desk)
{
  char *id = kx_test_id ();
  KxRecord *agency = kx_record_new (&kx_agency_entity, id, "370100/agency");

  agency->seq = 5;
  kx_agency_set_name (kx_agency (agency), "甲医院");
  kx_agency_set_office (kx_agency (agency), KX_TEST_OFFICE);
  kx_agency_set_no_uscc_reason (kx_agency (agency), "部队医院");
  kx_agency_set_beds (kx_agency (agency), 120);
  kx_test_desktop_land (desk, agency);
  return id;
}

/* 120 beds stand, 150 were proposed, both began from 100. */
static char *
land_conflict (KxTestDesktop *desk, const char *agency)
{
  char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_conflict_entity, id, "370100/agency");
  Kx_conflict *conflict = kx_conflict (record);

  record->seq = 6;
  kx_conflict_set_owner_entity (conflict, "agency");
  kx_conflict_set_owner (conflict, agency);
  kx_conflict_set_field (conflict, "beds");
  kx_conflict_set_kind (conflict, kx_conflict_kind_field);
  kx_conflict_set_state (conflict, kx_conflict_state_open);
  kx_conflict_set_theirs (conflict, "120");
  kx_conflict_set_mine (conflict, "150");
  kx_conflict_set_base (conflict, "100");
  kx_test_desktop_land (desk, record);
  return id;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->desk = kx_test_desktop_new ();
  f->agency = land_agency (f->desk);
  f->record_desk = kx_desk_new_for_mirror (f->desk->mirror, NULL, NULL);
  f->window = kx_window_new (NULL, NULL);
  f->page = KX_ACTIVITY_PAGE (kx_window_get_place (f->window, "activity"));
  kx_activity_page_set_desk (f->page, f->record_desk);
  gtk_window_present (GTK_WINDOW (f->window));
  kx_window_go (f->window, "activity");
  kx_test_drive_settle ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  KxActivityPage *page = g_object_ref (f->page);

  g_object_ref (f->window);
  gtk_window_destroy (GTK_WINDOW (f->window));
  kx_test_drive_settle ();
  kx_test_finalize (f->window);
  kx_test_finalize (page);
  kx_test_finalize (f->record_desk);
  kx_test_desktop_free (f->desk);
  g_free (f->agency);
  g_free (f->conflict);
}

static gboolean
is_line (GtkWidget *widget, gconstpointer kind)
{
  return KX_IS_ACTIVITY_ROW (widget) &&
         kx_activity_item_get (kx_activity_row_get_item (KX_ACTIVITY_ROW (widget)))->kind ==
             *(const KxActivityKind *) kind;
}

/* The row of the page that is about this kind. */
static GtkWidget *
find_line (Fixture *f, KxActivityKind kind)
{
  return kx_test_drive_find_that (GTK_WIDGET (f->page), is_line, &kind);
}

typedef struct
{
  Fixture *f;
  KxActivityKind kind;
  gboolean there;
} Line;

static gboolean
is_so (gpointer data)
{
  Line *line = data;

  return (find_line (line->f, line->kind) != NULL) == line->there;
}

static GtkWidget *
await_line (Fixture *f, KxActivityKind kind, gboolean there)
{
  kx_test_drive_until (is_so, &(Line){ f, kind, there });
  kx_test_drive_settle ();
  return find_line (f, kind);
}

/* What a key does that reaches the line. */
static gboolean
press_key (GtkWidget *row, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (row);
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &taken);
    }
  return taken;
}

static void
press (GtkWidget *row, guint key)
{
  g_assert_true (gtk_widget_grab_focus (row));
  g_assert_true (press_key (row, key));
}

static gint64
get_beds (Fixture *f)
{
  g_autoptr (KxRecord) row = kx_desk_get_row (f->record_desk, &kx_agency_entity, f->agency);

  return kx_agency_get_beds (kx_agency (row));
}

static void
assert_closed (Fixture *f, int outcome)
{
  g_autoptr (KxRecord) row = kx_desk_get_row (f->record_desk, &kx_conflict_entity, f->conflict);

  g_assert_cmpint (kx_conflict_get_state (kx_conflict (row)), ==, kx_conflict_state_closed);
  g_assert_cmpint (kx_conflict_get_outcome (kx_conflict (row)), ==, outcome);
}

static guint
count_waiting (Fixture *f)
{
  KxMirrorSummary summary;

  kx_mirror_get_summary (f->desk->mirror, &summary);
  return summary.waiting;
}

static void
test_mine_is_kept_by_one_key (Fixture *f, gconstpointer data)
{
  GtkWidget *line;

  f->conflict = land_conflict (f->desk, f->agency);
  line = await_line (f, KX_ACTIVITY_CONFLICT, TRUE);
  g_assert_nonnull (kx_test_drive_find (line, "Two values of “Rehabilitation beds”"));
  g_assert_nonnull (kx_test_drive_find (line, "150"));
  g_assert_nonnull (kx_test_drive_find (line, "120"));
  g_assert_nonnull (kx_test_drive_find (line, "100"));
  g_assert_cmpuint (kx_page_get_badge (KX_PAGE (f->page)), ==, 1);
  press (line, GDK_KEY_m);
  await_line (f, KX_ACTIVITY_CONFLICT, FALSE);
  g_assert_cmpint (get_beds (f), ==, 150);
  assert_closed (f, kx_conflict_outcome_keep_mine);
  g_assert_cmpuint (count_waiting (f), ==, 2);
  g_assert_cmpuint (kx_page_get_badge (KX_PAGE (f->page)), ==, 0);
}

static void
test_theirs_is_kept_by_one_key (Fixture *f, gconstpointer data)
{
  f->conflict = land_conflict (f->desk, f->agency);
  press (await_line (f, KX_ACTIVITY_CONFLICT, TRUE), GDK_KEY_t);
  await_line (f, KX_ACTIVITY_CONFLICT, FALSE);
  g_assert_cmpint (get_beds (f), ==, 120);
  assert_closed (f, kx_conflict_outcome_keep_theirs);
  g_assert_cmpuint (count_waiting (f), ==, 1);
}

static void
test_only_who_may_decides (Fixture *f, gconstpointer data)
{
  g_autoptr (KxActor) observer = kx_test_actor ("observer", KX_ROLE_INDEX_observer, "370100");
  GtkWidget *line;

  kx_mirror_set_actor (f->desk->mirror, observer);
  f->conflict = land_conflict (f->desk, f->agency);
  line = await_line (f, KX_ACTIVITY_CONFLICT, TRUE);
  g_assert_nonnull (kx_test_drive_find (line, "Whoever may change this record decides"));
  g_assert_false (press_key (line, GDK_KEY_m));
  g_assert_cmpuint (count_waiting (f), ==, 0);
}

static gboolean
refuse (KxBook *book, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) items = kx_mirror_outbox_list (book, 10, error), findings = kx_findings_new ();
  g_autoptr (GString) line = g_string_new (NULL);
  const KxOutItem *item;

  g_assert_nonnull (items);
  g_assert_cmpuint (items->len, ==, 1);
  item = items->pdata[0];
  g_ptr_array_add (findings, kx_finding_new (KX_FAILS, "too-many-beds", "beds", "There are too many beds"));
  kx_wire_append_result (line, 1, KX_REJECTED, 0, findings, NULL);
  return kx_mirror_outbox_set_state (book, item->id, KX_OUT_REFUSED, line->str, error);
}

/* The service refused a change of the beds. */
static GtkWidget *
make_refused (Fixture *f)
{
  g_autoptr (KxRecord) row = kx_desk_get_row (f->record_desk, &kx_agency_entity, f->agency);
  KxRecord *fields = kx_record_new (&kx_agency_entity, NULL, NULL);
  KxOp *op;

  kx_agency_set_beds (kx_agency (fields), 9000);
  op = kx_mirror_make_op (f->desk->mirror, KX_OP_PATCH, &kx_agency_entity, f->agency, fields);
  op->base = row->seq;
  kx_test_desktop_submit (f->desk, op);
  kx_test_desktop_write (f->desk, refuse, NULL);
  return await_line (f, KX_ACTIVITY_REFUSED, TRUE);
}

static gboolean
is_waiting (gpointer data)
{
  return count_waiting (data) == 1;
}

static void
test_a_refused_change_is_sent_again (Fixture *f, gconstpointer data)
{
  GtkWidget *line = make_refused (f);

  g_assert_nonnull (kx_test_drive_find (line, "甲医院"));
  g_assert_nonnull (kx_test_drive_find (line, "Change Rehabilitation beds: 120 → 9000"));
  g_assert_nonnull (kx_test_drive_find (line, "There are too many beds"));
  press (line, GDK_KEY_a);
  await_line (f, KX_ACTIVITY_REFUSED, FALSE);
  kx_test_drive_until (is_waiting, f);
  g_assert_cmpint (get_beds (f), ==, 9000);
}

static void
answer (const char *response)
{
  AdwMessageDialog *dialog = kx_test_drive_find_window (ADW_TYPE_MESSAGE_DIALOG);

  g_assert_nonnull (dialog);
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  kx_test_drive_settle ();
}

static void
test_a_refused_change_is_thrown_away (Fixture *f, gconstpointer data)
{
  GtkWidget *line = make_refused (f);

  press (line, GDK_KEY_d);
  answer ("stay");
  g_assert_nonnull (find_line (f, KX_ACTIVITY_REFUSED));
  press (find_line (f, KX_ACTIVITY_REFUSED), GDK_KEY_d);
  answer ("act");
  await_line (f, KX_ACTIVITY_REFUSED, FALSE);
  g_assert_cmpint (get_beds (f), ==, 120);
  g_assert_cmpuint (count_waiting (f), ==, 0);
  kx_test_drive_await (GTK_WIDGET (f->page), "Nothing to do here");
}

static GtkEditable *
get_third (void)
{
  kx_test_drive_settle ();
  return GTK_EDITABLE (
      gtk_window_get_focus (GTK_WINDOW (kx_test_drive_find_window (ADW_TYPE_MESSAGE_DIALOG))));
}

static void
test_a_third_value_is_typed (Fixture *f, gconstpointer data)
{
  GtkWidget *line;
  g_auto (GStrv) drafts = NULL;

  f->conflict = land_conflict (f->desk, f->agency);
  line = await_line (f, KX_ACTIVITY_CONFLICT, TRUE);
  press (line, GDK_KEY_e);
  answer ("stay");
  g_assert_nonnull (find_line (f, KX_ACTIVITY_CONFLICT));
  press (line, GDK_KEY_e);
  gtk_editable_set_text (get_third (), "130");
  answer ("stay");
  /* It is seen with the conflict, not beside it, and found again. */
  kx_test_drive_await (line, "Two values of “Rehabilitation beds”\n"
                             "Typed and not kept yet: Rehabilitation beds: 130");
  g_assert_null (find_line (f, KX_ACTIVITY_DRAFT));
  press (line, GDK_KEY_e);
  g_assert_cmpstr (gtk_editable_get_text (get_third ()), ==, "130");
  answer ("act");
  await_line (f, KX_ACTIVITY_CONFLICT, FALSE);
  g_assert_cmpint (get_beds (f), ==, 130);
  assert_closed (f, kx_conflict_outcome_edited);
  drafts = kx_mirror_list_drafts (f->desk->mirror, "");
  g_assert_cmpuint (g_strv_length (drafts), ==, 0);
}

/* Somebody else closed it meanwhile: what was typed for it is still there. */
static void
test_a_third_value_outlives_its_conflict (Fixture *f, gconstpointer data)
{
  g_autofree char *conflict = kx_test_id ();
  g_autofree char *key = g_strdup_printf ("agency/%s/conflict/%s", f->agency, conflict);
  g_autofree char *json =
      g_strdup_printf ("{\"draft\":1,\"row\":\"%s\",\"base\":5,\"typed\":{\"beds\":\"130\"}}", f->agency);

  kx_mirror_put_draft (f->desk->mirror, key, json);
  kx_page_entered (KX_PAGE (f->page));
  g_assert_nonnull (kx_test_drive_find (await_line (f, KX_ACTIVITY_DRAFT, TRUE), "Rehabilitation beds: 130"));
}

static void
test_mine_of_a_record_that_is_gone_stays_open (Fixture *f, gconstpointer data)
{
  g_autofree char *gone = kx_test_id ();

  f->conflict = land_conflict (f->desk, gone);
  press (await_line (f, KX_ACTIVITY_CONFLICT, TRUE), GDK_KEY_m);
  kx_test_drive_settle ();
  g_assert_cmpstr (adw_message_dialog_get_body (kx_test_drive_find_window (ADW_TYPE_MESSAGE_DIALOG)), ==,
                   "The record is not here any more");
  gtk_window_destroy (GTK_WINDOW (kx_test_drive_find_window (ADW_TYPE_MESSAGE_DIALOG)));
  g_assert_cmpuint (count_waiting (f), ==, 0);
  press (find_line (f, KX_ACTIVITY_CONFLICT), GDK_KEY_t);
  await_line (f, KX_ACTIVITY_CONFLICT, FALSE);
  assert_closed (f, kx_conflict_outcome_keep_theirs);
}

static void
test_a_draft_is_thrown_away_and_taken_back (Fixture *f, gconstpointer data)
{
  g_autofree char *key = g_strconcat ("agency/", f->agency, NULL);
  g_autofree char *json =
      g_strdup_printf ("{\"v\":1,\"row\":\"%s\",\"base\":5,\"typed\":{\"beds\":\"13o\"}}", f->agency);
  g_autofree char *kept = NULL;
  GtkWidget *line;

  kx_mirror_put_draft (f->desk->mirror, key, json);
  kx_page_entered (KX_PAGE (f->page));
  line = await_line (f, KX_ACTIVITY_DRAFT, TRUE);
  g_assert_nonnull (kx_test_drive_find (line, "Rehabilitation beds: 13o"));
  press (line, GDK_KEY_d);
  await_line (f, KX_ACTIVITY_DRAFT, FALSE);
  g_assert_null (kx_mirror_dup_draft (f->desk->mirror, key));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.undo", NULL);
  await_line (f, KX_ACTIVITY_DRAFT, TRUE);
  kept = kx_mirror_dup_draft (f->desk->mirror, key);
  g_assert_cmpstr (kept, ==, json);
}

static void
take_decision (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_add_file_finish (KX_MIRROR (source), result, &error);

  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static gboolean
is_done (gpointer data)
{
  return *(gboolean *) data;
}

static GtkWidget *
find_progress (KxActivityRow *line)
{
  return kx_test_find_type (GTK_WIDGET (line), GTK_TYPE_PROGRESS_BAR);
}

static void
test_a_file_says_how_much_is_sent (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->desk->folder, "scan.txt", NULL);
  gboolean done = FALSE;
  KxActivityRow *line;
  const char *key;

  g_assert_true (g_file_set_contents (path, "scan", -1, NULL));
  kx_mirror_add_file_async (f->desk->mirror, path, "agency", f->agency, NULL, NULL, take_decision, &done);
  kx_test_drive_until (is_done, &done);
  kx_page_entered (KX_PAGE (f->page));
  line = KX_ACTIVITY_ROW (await_line (f, KX_ACTIVITY_FILE, TRUE));
  key = kx_activity_item_get (kx_activity_row_get_item (line))->key;
  g_assert_null (find_progress (line));
  kx_activity_row_show_sent (line, key, 0.45);
  g_assert_nonnull (kx_test_drive_find (GTK_WIDGET (line), "Being sent: 45%"));
  /* Another file is on its way, then none. */
  kx_activity_row_show_sent (line, "other", 0.5);
  g_assert_null (find_progress (line));
  kx_activity_row_show_sent (line, key, 0.5);
  g_assert_nonnull (find_progress (line));
  kx_activity_row_show_sent (line, NULL, 0);
  g_assert_null (find_progress (line));
}

static gboolean
is_narrow (gpointer page)
{
  int width = gtk_widget_get_width (GTK_WIDGET (page));

  return width > 0 && width <= 360;
}

/* A status page scrolls what it has no room for, which nobody notices. */
static void
test_calm_is_whole_in_a_narrow_window (Fixture *f, gconstpointer data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  GtkWidget *title, *scrolled;
  GtkAdjustment *reach;
  int usual;

  g_object_get (settings, "gtk-xft-dpi", &usual, NULL);
  g_object_set (settings, "gtk-xft-dpi", 3 * 96 * 1024 / 2, NULL);
  gtk_window_set_default_size (GTK_WINDOW (f->window), 360, 640);
  kx_test_drive_await (GTK_WIDGET (f->page), "Nothing to do here");
  kx_test_drive_until (is_narrow, f->page);
  kx_test_drive_settle ();
  title = kx_test_drive_find (GTK_WIDGET (f->page), "Nothing to do here");
  scrolled = gtk_widget_get_ancestor (title, GTK_TYPE_SCROLLED_WINDOW);
  reach = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  g_object_set (settings, "gtk-xft-dpi", usual, NULL);
  g_assert_cmpfloat (gtk_adjustment_get_page_size (reach), >, 0);
  g_assert_cmpfloat (gtk_adjustment_get_upper (reach), <=, gtk_adjustment_get_page_size (reach));
}

#define ADD(name, function) g_test_add ("/activity/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("mine-is-kept-by-one-key", test_mine_is_kept_by_one_key);
  ADD ("theirs-is-kept-by-one-key", test_theirs_is_kept_by_one_key);
  ADD ("mine-of-a-record-that-is-gone-stays-open", test_mine_of_a_record_that_is_gone_stays_open);
  ADD ("only-who-may-decides", test_only_who_may_decides);
  ADD ("a-third-value-is-typed", test_a_third_value_is_typed);
  ADD ("a-third-value-outlives-its-conflict", test_a_third_value_outlives_its_conflict);
  ADD ("a-refused-change-is-sent-again", test_a_refused_change_is_sent_again);
  ADD ("a-refused-change-is-thrown-away", test_a_refused_change_is_thrown_away);
  ADD ("a-draft-is-thrown-away-and-taken-back", test_a_draft_is_thrown_away_and_taken_back);
  ADD ("a-file-says-how-much-is-sent", test_a_file_says_how_much_is_sent);
  ADD ("calm-is-whole-in-a-narrow-window", test_calm_is_whole_in_a_narrow_window);
  return g_test_run ();
}
