/* The pages of an application and of a round over a mirror: what belongs to them, and the ways on. */
#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-application-item.h"
#include "core/entities/kx-application-pause.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-objection.h"
#include "core/entities/kx-own-value.h"
#include "core/entities/kx-round-place.h"
#include "desktop/kx-application.h"
#include "desktop/kx-toolkit.h"
#include "desktop/record/kx-clock-list.h"
#include "kx-test-keys.h"
#include "kx-test-record.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"

typedef struct
{
  KxTestDesktop *test;
  KxDesk *desk;
  char *round, *id; /* owned; an application in that round, in public notice */
  gint64 seq;
  KxRecordPage *page;
} Fixture;

static KxRecord *
make (Fixture *f, const KxEntity *entity, const char *given)
{
  g_autofree char *id = given != NULL ? g_strdup (given) : kx_test_id ();
  KxRecord *record = kx_record_new (entity, id, "370100/agreement");

  record->seq = ++f->seq;
  return record;
}

static void
add_document (Fixture *f, const char *name, int state)
{
  KxRecord *record = make (f, &kx_application_item_entity, NULL);
  Kx_application_item *item = kx_application_item (record);

  kx_application_item_set_application (item, f->id);
  kx_application_item_set_kind (item, kx_application_item_kind_other);
  kx_application_item_set_document (item, name);
  kx_application_item_set_state (item, state);
  kx_test_desktop_land (f->test, record);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  KxRecord *record;
  g_autofree char *agency = NULL;

  f->test = kx_test_desktop_new ();
  f->desk = kx_desk_new_for_mirror (f->test->mirror, NULL, NULL);
  agency = kx_test_desktop_add_agency (f->test, "济南市第一人民医院");
  f->round = kx_test_id ();
  f->id = kx_test_id ();
  f->seq = 20;
  record = make (f, &kx_admission_round_entity, f->round);
  kx_admission_round_set_office (kx_admission_round (record), KX_TEST_OFFICE);
  kx_admission_round_set_title (kx_admission_round (record), "2026年度准入公告");
  kx_admission_round_set_state (kx_admission_round (record), kx_admission_round_state_announced);
  kx_test_desktop_land (f->test, record);
  record = make (f, &kx_round_place_entity, NULL);
  kx_round_place_set_round (kx_round_place (record), f->round);
  kx_round_place_set_counts_toward (kx_round_place (record), kx_agreement_counts_toward_county);
  kx_round_place_set_counts_area (kx_round_place (record), "370102");
  kx_round_place_set_places (kx_round_place (record), 1);
  kx_test_desktop_land (f->test, record);
  record = make (f, &kx_application_entity, f->id);
  kx_application_set_office (kx_application (record), KX_TEST_OFFICE);
  kx_application_set_agency (kx_application (record), agency);
  kx_application_set_round (kx_application (record), f->round);
  kx_application_set_number (kx_application (record), "济康准〔2026〕1号");
  kx_application_set_state (kx_application (record), kx_application_state_publicity);
  kx_application_set_received_on (kx_application (record), (KxDate){ 20260320 });
  kx_test_desktop_land (f->test, record);
  kx_test_run_out ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_free (f->round);
  g_free (f->id);
  kx_test_run_out ();
  kx_test_finalize (f->desk);
  kx_test_desktop_free (f->test);
}

static void
open_page (Fixture *f, const char *entity, const char *id)
{
  f->page = kx_test_record_open (f->desk, entity, id, 900, 700);
}

static void
close_page (Fixture *f)
{
  kx_test_record_close (f->page);
}

/* What is missing of the documents can be read without opening each. */
static void
test_documents_say_how_they_stand (Fixture *f, gconstpointer data)
{
  add_document (f, "科室平面图", kx_application_item_state_missing);
  add_document (f, "设备清单", kx_application_item_state_there);
  open_page (f, "application", f->id);
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "科室平面图"));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "Missing"));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "设备清单"));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "There"));
  close_page (f);
}

/* Each clock says until when it runs, and what gives the term can be opened. */
static void
test_clocks_say_until_when_they_run (Fixture *f, gconstpointer data)
{
  KxRecord *own = make (f, &kx_own_value_entity, NULL), *pause;
  GtkWidget *clocks;

  open_page (f, "application", f->id);
  clocks = kx_test_find_type (GTK_WIDGET (f->page), KX_TYPE_CLOCK_LIST);
  g_assert_true (kx_test_shows (clocks, "Accept the application"));
  g_assert_true (kx_test_shows (clocks, "No last day"));
  g_assert_null (kx_test_find_type (clocks, GTK_TYPE_BUTTON));
  g_free (own->space);
  own->space = g_strdup ("370100/public");
  kx_own_value_set_office (kx_own_value (own), KX_TEST_OFFICE);
  kx_own_value_set_parameter (kx_own_value (own), "acceptance_workdays");
  kx_own_value_set_value (kx_own_value (own), "5");
  kx_own_value_set_from_on (kx_own_value (own), (KxDate){ 20260101 });
  kx_own_value_set_document (kx_own_value (own), "济人社办〔2026〕1号");
  kx_test_desktop_land (f->test, own);
  kx_test_run_out ();
  g_assert_true (kx_test_shows (clocks, "From 2026-03-20; 5 working days, this office's own value"));
  g_assert_nonnull (kx_test_find_type (clocks, GTK_TYPE_BUTTON));
  pause = make (f, &kx_application_pause_entity, NULL);
  kx_application_pause_set_application (kx_application_pause (pause), f->id);
  kx_application_pause_set_kind (kx_application_pause (pause), kx_application_pause_kind_supplement);
  kx_application_pause_set_from_on (kx_application_pause (pause), (KxDate){ 20260323 });
  kx_test_desktop_land (f->test, pause);
  kx_test_run_out ();
  g_assert_true (kx_test_shows (clocks, "Stopped since 2026-03-23, so nothing is late"));
  g_assert_true (kx_test_shows (clocks, "Supplement by the agency"));
  close_page (f);
}

/* Its id; owned. */
static char *
add_objection (Fixture *f, const char *objector, int answer_by)
{
  KxRecord *record = make (f, &kx_objection_entity, NULL);
  g_autofree char *id = g_strdup (record->id);

  kx_objection_set_application (kx_objection (record), f->id);
  kx_objection_set_state (kx_objection (record), kx_objection_state_open);
  kx_objection_set_received_on (kx_objection (record), (KxDate){ 20260401 });
  kx_objection_set_objector (kx_objection (record), objector);
  kx_objection_set_grounds (kx_objection (record), "材料不实");
  kx_objection_set_answer_by (kx_objection (record), (KxDate){ answer_by });
  kx_test_desktop_land (f->test, record);
  return g_steal_pointer (&id);
}

/* Its page says until when it has to be answered, and nothing of the others. */
static void
test_an_objection_shows_its_own_clock (Fixture *f, gconstpointer data)
{
  g_autofree char *one = add_objection (f, "某职工", 20260410),
                  *other = add_objection (f, "某企业", 20260420);
  GtkWidget *clocks;

  open_page (f, "objection", one);
  clocks = kx_test_find_type (GTK_WIDGET (f->page), KX_TYPE_CLOCK_LIST);
  g_assert_nonnull (clocks);
  g_assert_true (kx_test_shows (clocks, "Answer the objection of 某职工"));
  g_assert_true (kx_test_shows (clocks, "2026-04-10"));
  g_assert_false (kx_test_shows (clocks, "某企业"));
  g_assert_false (kx_test_shows (clocks, "Accept the application"));
  close_page (f);
  open_page (f, "application", f->id);
  clocks = kx_test_find_type (GTK_WIDGET (f->page), KX_TYPE_CLOCK_LIST);
  g_assert_true (kx_test_shows (clocks, "某企业"));
  close_page (f);
}

/* The fields in which Tab stops, and how often it does. */
static guint
count_stops (KxForm *form, gboolean *ret_fields)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (form)));
  guint stops = 0;

  gtk_window_set_focus (window, NULL);
  while (gtk_widget_child_focus (GTK_WIDGET (form), GTK_DIR_TAB_FORWARD))
    {
      GtkWidget *entry = gtk_widget_get_ancestor (gtk_window_get_focus (window), KX_TYPE_FIELD_ENTRY);

      g_assert_cmpuint (stops++, <, 100);
      if (entry != NULL)
        ret_fields[kx_field_entry_get_field (KX_FIELD_ENTRY (entry))] = TRUE;
    }
  return stops;
}

/* What steps give is asked for by them; an empty field of theirs would only be in the way. */
static void
test_a_new_application_asks_for_what_is_known (Fixture *f, gconstpointer data)
{
  static const guint known[] = {
    kx_application_f_agency,      kx_application_f_round,       kx_application_f_office,
    kx_application_f_number,      kx_application_f_received_on, kx_application_f_counts_toward,
    kx_application_f_counts_area, kx_application_f_scopes,      kx_application_f_rehab_types,
    kx_application_f_accept_by,   kx_application_f_note,
  };
  gboolean stopped[KX_MAX_FIELDS] = { FALSE };
  guint n = 0, stops;

  open_page (f, "application", "new");
  g_assert_true (kx_form_get_editing (f->page->form));
  stops = count_stops (f->page->form, stopped);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    g_assert_true (stopped[known[i]]);
  for (guint i = 0; i < kx_application_entity.n_fields; i++)
    n += stopped[i];
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (known));
  /* Dates have a calendar beside them. */
  g_assert_cmpuint (stops, <=, 16);
  g_assert_false (kx_test_shows (GTK_WIDGET (f->page->form), "Decision"));
  g_assert_false (kx_test_shows (GTK_WIDGET (f->page->form), "Result of the assessment"));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page->form), "To be accepted by"));
  close_page (f);
}

/* On its page everything is read, and what may be corrected is corrected. */
static void
test_an_application_shows_what_steps_gave (Fixture *f, gconstpointer data)
{
  KxForm *form;

  open_page (f, "application", f->id);
  form = f->page->form;
  g_assert_true (kx_test_shows (GTK_WIDGET (form), "Decision"));
  g_assert_true (kx_test_shows (GTK_WIDGET (form), "Result of the assessment"));
  kx_record_page_edit (f->page);
  kx_test_run_out ();
  g_assert_nonnull (kx_field_entry_get_editor (kx_form_get_entry (form, kx_application_f_assess_by)));
  g_assert_nonnull (kx_field_entry_get_editor (kx_form_get_entry (form, kx_application_f_supplement_by)));
  for (guint i = 0; i < kx_application_entity.n_fields; i++)
    if ((kx_application_entity.fields[i].flags & KX_SERVICE_SETS) != 0 && kx_form_get_entry (form, i) != NULL)
      {
        g_assert_null (kx_field_entry_get_editor (kx_form_get_entry (form, i)));
        g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (kx_form_get_entry (form, i))));
      }
  close_page (f);
}

/* Steps of what is entered here are taken on a page of its own; documents have none. */
static void
test_an_objection_leads_to_its_page (Fixture *f, gconstpointer data)
{
  KxRecord *record = make (f, &kx_objection_entity, NULL);
  g_autofree char *id = g_strdup (record->id);
  GtkWidget *button;

  add_document (f, "设备清单", kx_application_item_state_there);
  kx_objection_set_application (kx_objection (record), f->id);
  kx_objection_set_state (kx_objection (record), kx_objection_state_open);
  kx_objection_set_received_on (kx_objection (record), (KxDate){ 20260325 });
  kx_objection_set_objector (kx_objection (record), "甲公司");
  kx_objection_set_grounds (kx_objection (record), "设备清单不实");
  kx_test_desktop_land (f->test, record);
  open_page (f, "application", f->id);
  button = kx_test_find (GTK_WIDGET (f->page), GTK_TYPE_BUTTON, "Open it: Open · 甲公司");
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_mapped (button));
  button = kx_test_find (GTK_WIDGET (f->page), GTK_TYPE_BUTTON, "Open it: Other document · 设备清单");
  g_assert_true (button == NULL || !gtk_widget_get_mapped (button));
  close_page (f);
  open_page (f, "objection", id);
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "设备清单不实"));
  close_page (f);
}

static void
test_a_round_lists_places_and_applications (Fixture *f, gconstpointer data)
{
  open_page (f, "admission_round", f->round);
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "2026年度准入公告"));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "Number of places: 1"));
  g_assert_true (kx_test_shows (GTK_WIDGET (f->page), "济康准〔2026〕1号"));
  close_page (f);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("/admission-page/documents say how they stand", test_documents_say_how_they_stand);
  ADD ("/admission-page/clocks say until when they run", test_clocks_say_until_when_they_run);
  ADD ("/admission-page/a new application asks for what is known",
       test_a_new_application_asks_for_what_is_known);
  ADD ("/admission-page/an application shows what steps gave", test_an_application_shows_what_steps_gave);
  ADD ("/admission-page/an objection shows its own clock", test_an_objection_shows_its_own_clock);
  ADD ("/admission-page/an objection leads to its page", test_an_objection_leads_to_its_page);
  ADD ("/admission-page/a round lists places and applications", test_a_round_lists_places_and_applications);
  return g_test_run ();
}
