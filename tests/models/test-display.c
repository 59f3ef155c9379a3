#include "models/kx-display.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-area.h"
#include "core/entities/kx-change-case.h"
#include "core/entities/kx-credential.h"
#include "core/kx-lifecycle.h"
#include "db/kx-db.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"
#include "models/kx-zone-names.h"

static void
assert_shown (const KxRecord *record, guint field, const char *expected)
{
  g_autofree char *text = kx_display_field (record, field);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_values_are_shown_as_people_read_them (void)
{
  g_autoptr (KxRecord) record = kx_record_new (&kx_agency_entity, "1", NULL);

  kx_agency_set_name (kx_agency (record), "甲医院");
  kx_agency_set_kind (kx_agency (record), kx_agency_kind_other);
  kx_agency_set_county (kx_agency (record), "370102");
  kx_agency_set_licence_valid_to (kx_agency (record), (KxDate){ 20260701 });
  kx_agency_set_licence_no_end (kx_agency (record), FALSE);
  kx_agency_set_beds (kx_agency (record), 1200);
  kx_agency_set_scopes_offered (kx_agency (record), (KxCodes){ 1u << kx_agency_scopes_offered_home |
                                                               1u << kx_agency_scopes_offered_inpatient });
  assert_shown (record, kx_agency_f_name, "甲医院");
  assert_shown (record, kx_agency_f_kind, "Other kind");
  assert_shown (record, kx_agency_f_county, "济南市历下区");
  assert_shown (record, kx_agency_f_licence_valid_to, "2026-07-01");
  assert_shown (record, kx_agency_f_licence_no_end, "No");
  assert_shown (record, kx_agency_f_beds, "1200");
  assert_shown (record, kx_agency_f_scopes_offered, "Inpatient, At home");
  assert_shown (record, kx_agency_f_address, "");
  g_assert_cmpstr (kx_display_label (&kx_agency_entity.fields[kx_agency_f_beds]), ==, "Rehabilitation beds");
  g_assert_cmpstr (kx_display_code (&kx_agency_entity.fields[kx_agency_f_kind], 99), ==, "");
}

/* Where a name stands, no code is spoken of; people are spared statements. */
static void
test_words_are_for_people (void)
{
  g_autoptr (GError) error = g_error_new (KX_DB_ERROR, KX_DB_ERROR_FAILED,
                                          "SQLite: no such table: agency (1)" KX_DB_ERROR_IN "SELECT 1");
  g_autoptr (GError) other = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "fault in: here");
  g_autofree char *words = kx_display_error (error), *unchanged = kx_display_error (other);

  g_assert_cmpstr (words, ==, "SQLite: no such table: agency (1)");
  g_assert_cmpstr (unchanged, ==, "fault in: here");
  g_assert_cmpstr (kx_display_label (&kx_agency_entity.fields[kx_agency_f_county]), ==, "City or county");
}

static void
test_areas_are_shown_by_name (void)
{
  static const struct
  {
    const char *code, *full, *own;
  } cases[] = { { "370000", "山东省", "山东省" },
                { "370100", "济南市", "济南市" },
                { "370102", "济南市历下区", "历下区" },
                { "110101", "东城区", "东城区" },
                { "370102-A1", "济南市历下区-A1", "历下区-A1" },
                { "999999-A1", "999999-A1", "999999-A1" },
                { "", "", "" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *full = kx_display_area (cases[i].code, TRUE),
                      *own = kx_display_area (cases[i].code, FALSE);

      g_assert_cmpstr (full, ==, cases[i].full);
      g_assert_cmpstr (own, ==, cases[i].own);
    }
}

static gboolean
is_named (gpointer code)
{
  g_autofree char *words = kx_display_area (code, TRUE);

  return !g_str_has_suffix (words, "-GX");
}

static void
test_zones_are_shown_by_their_names (void)
{
  KxTestDesktop *desk = kx_test_desktop_new ();
  g_autofree char *id = kx_test_id (), *before = kx_display_area ("370100-GX", TRUE), *after = NULL,
                  *list = NULL;
  KxRecord *zone = kx_record_new (&kx_area_entity, id, "000000/public");

  kx_area_set_code (kx_area (zone), "370100-GX");
  kx_area_set_name (kx_area (zone), "济南示例高新区");
  kx_area_set_level (kx_area (zone), kx_area_level_zone);
  kx_area_set_parent (kx_area (zone), "370100");
  zone->seq = 5;
  kx_test_desktop_land (desk, zone);
  kx_test_wait (is_named, (gpointer) "370100-GX");
  after = kx_display_area ("370100-GX", TRUE);
  list = kx_display_area ("370100-GX", FALSE);
  g_assert_cmpstr (before, ==, "济南市-GX");
  g_assert_cmpstr (after, ==, "济南示例高新区");
  g_assert_cmpstr (list, ==, "济南示例高新区");
  kx_test_desktop_free (desk);
}

static gboolean
stand (gpointer zones)
{
  g_auto (GStrv) codes = kx_zone_names_list ("370100");
  g_autofree char *all = g_strjoinv (" ", codes);

  return g_str_equal (all, zones);
}

/* Those that ended keep their names, and are offered no more. */
static void
test_zones_are_listed_by_the_area_they_lie_in (void)
{
  KxTestDesktop *desk = kx_test_desktop_new ();
  g_autofree char *first = kx_test_id (), *second = kx_test_id (), *other = kx_test_id (), *words = NULL;
  g_auto (GStrv) elsewhere = NULL, none = NULL;

  kx_test_desktop_land_zone (desk, first, "370100-JK", "济南示例经开区", (KxDate){ 0 });
  kx_test_desktop_land_zone (desk, second, "370100-GX", "济南示例高新区", (KxDate){ 0 });
  kx_test_desktop_land_zone (desk, other, "370102-A", "历下示例园区", (KxDate){ 0 });
  kx_test_wait (stand, (gpointer) "370100-GX 370100-JK");
  elsewhere = kx_zone_names_list ("370102");
  g_assert_cmpstr (elsewhere[0], ==, "370102-A");
  none = kx_zone_names_list ("370200");
  g_assert_null (none[0]);
  kx_test_desktop_land_zone (desk, second, "370100-GX", "济南示例高新区", (KxDate){ 20251231 });
  kx_test_wait (stand, (gpointer) "370100-JK");
  words = kx_display_area ("370100-GX", FALSE);
  g_assert_cmpstr (words, ==, "济南示例高新区");
  kx_test_desktop_free (desk);
}

static void
test_the_clock_is_that_of_the_office (void)
{
  KxTime late = { G_GINT64_CONSTANT (1782864000000) + 16 * 3600 * 1000 }; /* 2026-07-01 16:00 UTC */
  g_autofree char *text = kx_display_time (late), *none = kx_display_time ((KxTime){ 0 });

  g_assert_cmpstr (text, ==, "2026-07-02 00:00");
  g_assert_cmpint (kx_display_date_of (late).ymd, ==, 20260702);
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpint (kx_display_today ().ymd, >, 20200101);
}

static void
test_a_row_is_called_by_its_title (void)
{
  g_autoptr (KxRecord) credential = kx_record_new (&kx_credential_entity, "1", NULL);
  g_autofree char *bare = kx_display_title (credential), *kind = NULL, *number = NULL;

  kx_credential_set_kind (kx_credential (credential), kx_credential_kind_business_licence);
  kind = kx_display_title (credential);
  kx_credential_set_number (kx_credential (credential), "91370100X");
  number = kx_display_title (credential);
  g_assert_cmpstr (bare, ==, "Credential");
  g_assert_cmpstr (kind, ==, "Business licence");
  g_assert_cmpstr (number, ==, "91370100X");
}

/* Stored names of fields, kinds of records and steps are none for people. */
static void
test_what_a_record_names_is_worded (void)
{
  g_autoptr (KxRecord) change = kx_record_new (&kx_change_case_entity, NULL, NULL);
  g_autoptr (KxRecord) slip = kx_record_new (&kx_approval_entity, NULL, NULL);
  g_autofree char *title = NULL, *kind = NULL, *act = NULL, *unknown = NULL;

  kx_change_case_set_field (kx_change_case (change), "legal_rep");
  title = kx_display_title (change);
  g_assert_cmpstr (title, ==, "Legal representative");
  kx_approval_set_owner_entity (kx_approval (slip), "agreement");
  kx_approval_set_act (kx_approval (slip), "sign");
  kind = kx_display_field (slip, kx_approval_f_owner_entity);
  act = kx_display_field (slip, kx_approval_f_act);
  g_assert_cmpstr (kind, ==, "Agreement");
  g_assert_cmpstr (act, ==, kx_lifecycle_knows (kx_agreement_entity.lifecycle, KX_OP_ACTION, "sign")->label);
  kx_approval_set_act (kx_approval (slip), "of a later version");
  unknown = kx_display_field (slip, kx_approval_f_act);
  g_assert_cmpstr (unknown, ==, "of a later version");
}

static void
test_names_are_filled_in (void)
{
  g_autofree char *filled = kx_display_fill ("{a} and {b}, {c} {", "b", "2", "a", "{b}", NULL);

  g_assert_cmpstr (filled, ==, "{b} and 2, {c} {");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/display/values-are-shown-as-people-read-them",
                   test_values_are_shown_as_people_read_them);
  g_test_add_func ("/display/words-are-for-people", test_words_are_for_people);
  g_test_add_func ("/display/areas-are-shown-by-name", test_areas_are_shown_by_name);
  g_test_add_func ("/display/zones-are-shown-by-their-names", test_zones_are_shown_by_their_names);
  g_test_add_func ("/display/zones-are-listed-by-the-area-they-lie-in",
                   test_zones_are_listed_by_the_area_they_lie_in);
  g_test_add_func ("/display/the-clock-is-that-of-the-office", test_the_clock_is_that_of_the_office);
  g_test_add_func ("/display/a-row-is-called-by-its-title", test_a_row_is_called_by_its_title);
  g_test_add_func ("/display/what-a-record-names-is-worded", test_what_a_record_names_is_worded);
  g_test_add_func ("/display/names-are-filled-in", test_names_are_filled_in);
  return g_test_run ();
}
