/* The page and the list of what is sent upward, over a mirror. */
#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-upward.h"
#include "desktop/form/kx-form-layout.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-places.h"
#include "desktop/kx-window.h"
#include "desktop/pages/kx-rows-layout.h"
#include "desktop/pages/kx-upward-rows.h"
#include "kx-test-keys.h"
#include "kx-test-record.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"

typedef struct
{
  KxTestDesktop *test;
  KxDesk *desk;
  char *id; /* owned; a request that waits for its answer */
  KxRecordPage *page;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  KxRecord *record;
  Kx_upward *upward;

  f->test = kx_test_desktop_new ();
  f->desk = kx_desk_new_for_mirror (f->test->mirror, NULL, NULL);
  f->id = kx_test_id ();
  record = kx_record_new (&kx_upward_entity, f->id, "370100/agreement");
  record->seq = 20;
  upward = kx_upward (record);
  kx_upward_set_office (upward, KX_TEST_OFFICE);
  kx_upward_set_kind (upward, kx_upward_kind_request);
  kx_upward_set_subject (upward, "关于增设协议机构的请示");
  kx_upward_set_addressed_to (upward, "济南市人力资源和社会保障局");
  kx_upward_set_sent_on (upward, (KxDate){ 20260303 });
  kx_upward_set_result (upward, kx_upward_result_pending);
  kx_test_desktop_land (f->test, record);
  kx_test_run_out ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_free (f->id);
  kx_test_run_out ();
  kx_test_finalize (f->desk);
  kx_test_desktop_free (f->test);
}

static void
open_page (Fixture *f, const char *id)
{
  f->page = kx_test_record_open (f->desk, "upward", id, 900, 700);
}

static void
type_into (Fixture *f, guint field, const char *text)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (f->page)));

  gtk_widget_grab_focus (GTK_WIDGET (kx_form_get_entry (f->page->form, field)));
  kx_test_run_out ();
  kx_test_select_all (window);
  kx_test_type (window, text);
  kx_test_run_out ();
}

static gboolean
is_saved (gpointer data)
{
  Fixture *f = data;

  return f->page->form != NULL && !f->page->saving && !kx_form_get_editing (f->page->form);
}

static gboolean
says_why (gpointer data)
{
  return kx_test_shows (GTK_WIDGET (((Fixture *) data)->page),
                        "An answer has its day, and without one there is none");
}

/* What rests on the answer stands with it. */
static void
test_a_request_shows_what_rests_on_it (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *round = kx_record_new (&kx_admission_round_entity, id, "370100/agreement");

  round->seq = 21;
  kx_admission_round_set_office (kx_admission_round (round), KX_TEST_OFFICE);
  kx_admission_round_set_title (kx_admission_round (round), "2026年度准入公告");
  kx_admission_round_set_state (kx_admission_round (round), kx_admission_round_state_draft);
  kx_admission_round_set_authority (kx_admission_round (round), f->id);
  kx_test_desktop_land (f->test, round);
  open_page (f, f->id);
  g_assert_cmpstr (kx_page_get_title (KX_PAGE (f->page)), ==, "关于增设协议机构的请示");
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "济南市人力资源和社会保障局"));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "Not answered yet"));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "Rounds that rest on it"));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "2026年度准入公告"));
  kx_test_record_close (f->page);
}

static void
choose (Fixture *f, guint field, int code)
{
  GtkWidget *choices =
      kx_test_find_type (GTK_WIDGET (kx_form_get_entry (f->page->form, field)), GTK_TYPE_DROP_DOWN);

  g_assert_nonnull (choices);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choices), (guint) code + 1);
  kx_test_run_out ();
}

/* An answer has its day: without it nothing is saved, and nothing that was typed is lost. */
static void
test_the_answer_is_entered (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) row = NULL;

  open_page (f, f->id);
  gtk_widget_activate_action (GTK_WIDGET (f->page), "page.edit", NULL);
  kx_test_run_out ();
  choose (f, kx_upward_f_result, kx_upward_result_granted);
  type_into (f, kx_upward_f_answer_number, "济人社复〔2026〕11号");
  gtk_widget_activate_action (GTK_WIDGET (f->page), "page.save", NULL);
  g_assert_true (kx_test_wait_for (says_why, f));
  g_assert_true (kx_form_get_editing (f->page->form));
  type_into (f, kx_upward_f_answered_on, "2026-03-12");
  gtk_widget_activate_action (GTK_WIDGET (f->page), "page.save", NULL);
  g_assert_true (kx_test_wait_for (is_saved, f));
  kx_test_run_out ();
  row = kx_desk_get_row (f->desk, &kx_upward_entity, f->id);
  g_assert_cmpint (kx_upward_get_result (kx_upward (row)), ==, kx_upward_result_granted);
  g_assert_cmpint (kx_upward_get_answered_on (kx_upward (row)).ymd, ==, 20260312);
  g_assert_cmpstr (kx_upward_get_answer_number (kx_upward (row)), ==, "济人社复〔2026〕11号");
  kx_test_record_close (f->page);
}

/* One that is entered has no answer yet, and is the office's. */
static void
test_a_new_one_waits_for_its_answer (Fixture *f, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (KxRecord) row = NULL;

  open_page (f, "new");
  g_assert_true (kx_form_get_editing (f->page->form));
  id = g_strdup (f->page->row_id);
  type_into (f, kx_upward_f_subject, "关于准入结果的备案");
  type_into (f, kx_upward_f_addressed_to, "山东省社会保险事业中心");
  gtk_widget_activate_action (GTK_WIDGET (f->page), "page.save", NULL);
  kx_test_run_out ();
  /* The kind is missing. */
  g_assert_true (kx_form_get_editing (f->page->form));
  choose (f, kx_upward_f_kind, kx_upward_kind_filing);
  gtk_widget_activate_action (GTK_WIDGET (f->page), "page.save", NULL);
  g_assert_true (kx_test_wait_for (is_saved, f));
  kx_test_run_out ();
  row = kx_desk_get_row (f->desk, &kx_upward_entity, id);
  g_assert_nonnull (row);
  g_assert_cmpint (kx_upward_get_kind (kx_upward (row)), ==, kx_upward_kind_filing);
  g_assert_cmpint (kx_upward_get_result (kx_upward (row)), ==, kx_upward_result_pending);
  g_assert_cmpstr (kx_upward_get_office (kx_upward (row)), ==, KX_TEST_OFFICE);
  kx_test_record_close (f->page);
}

/* Each field that people write stands in one section, once. */
static void
test_every_field_has_its_section (void)
{
  g_autoptr (KxFormLayout) layout = kx_form_layout_new (&kx_upward_entity);
  guint seen[kx_upward_n_fields] = { 0 };

  g_assert_cmpuint (layout->n_sections, ==, 3);
  for (guint i = 0; i < layout->n_sections; i++)
    for (guint j = 0; j < layout->sections[i].n_fields; j++)
      seen[layout->sections[i].fields[j]]++;
  for (guint i = 0; i < kx_upward_n_fields; i++)
    g_assert_cmpuint (seen[i], ==, 1);
}

static void
test_the_list_is_a_view_of_agreements (void)
{
  const KxPlace *place = kx_place_find ("upwards");
  g_autoptr (KxRowsLayout) layout = kx_rows_layout_new (&kx_upward_rows, &kx_upward_entity);

  g_assert_nonnull (place);
  g_assert_true (kx_place_is_there (place));
  g_assert_cmpstr (kx_place_get_root (place)->name, ==, "agreements");
  g_assert_cmpuint (layout->n_choices, ==, 2);
  g_assert_cmpuint (layout->choices[0].field, ==, kx_upward_f_kind);
  g_assert_cmpuint (layout->choices[1].field, ==, kx_upward_f_result);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("/upward-page/a request shows what rests on it", test_a_request_shows_what_rests_on_it);
  ADD ("/upward-page/the answer is entered", test_the_answer_is_entered);
  ADD ("/upward-page/a new one waits for its answer", test_a_new_one_waits_for_its_answer);
  g_test_add_func ("/upward-page/every field has its section", test_every_field_has_its_section);
  g_test_add_func ("/upward-page/the list is a view of agreements", test_the_list_is_a_view_of_agreements);
  return g_test_run ();
}
