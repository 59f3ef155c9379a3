/* The pages of an application and of a round over a mirror: what belongs to them, and the ways on. */
#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-application-item.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-objection.h"
#include "core/entities/kx-round-place.h"
#include "desktop/kx-application.h"
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
  kx_desktop_init ();
  ADD ("/admission-page/documents say how they stand", test_documents_say_how_they_stand);
  ADD ("/admission-page/an objection leads to its page", test_an_objection_leads_to_its_page);
  ADD ("/admission-page/a round lists places and applications", test_a_round_lists_places_and_applications);
  return g_test_run ();
}
