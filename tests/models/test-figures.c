#include "models/kx-figures.h"

#include "core/entities/kx-agency.h"
#include "core/kx-calendar.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-display.h"
#include "store/kx-apply.h"
#include "store/kx-list.h"

typedef struct
{
  KxTestSource *source;
  KxFigures *figures;
  guint n_changed;
} Fixture;

static void
on_changed (KxFigures *figures, gpointer data)
{
  ((Fixture *) data)->n_changed++;
}

/* Agencies of all sorts: of each fact every value occurs, and none. */
static void
set_up (Fixture *f, gconstpointer data)
{
  static const char *const counties[] = { "370102", "370103", "370112", "370202", "370203", NULL };
  static const int days[] = { -400, -1, 0, 30, 31, 60, 61, 180, 181, 2000 };
  g_autoptr (GError) error = NULL;
  KxDate today = kx_display_today ();
  KxBook *writer;

  f->source = kx_test_source_new ();
  writer = kx_test_source_get_writer (f->source);
  g_assert_true (kx_book_begin (writer, &error));
  for (guint i = 0; i < 240; i++)
    {
      g_autofree char *id = kx_test_id (), *name = g_strdup_printf ("医院%u", i);
      const char *county = counties[i % G_N_ELEMENTS (counties)];
      gboolean qingdao = county != NULL && g_str_has_prefix (county, "3702");
      g_autoptr (KxRecord) record =
          kx_record_new (&kx_agency_entity, id, qingdao ? "370200/agency" : "370100/agency");
      Kx_agency *agency = kx_agency (record);

      kx_agency_set_name (agency, name);
      kx_agency_set_office (agency, qingdao ? KX_TEST_OTHER_OFFICE : KX_TEST_OFFICE);
      if (county != NULL)
        kx_agency_set_county (agency, county);
      if (i % 7 > 0)
        kx_agency_set_kind (agency, (int) (i % kx_agency_kind_n_codes));
      if (i % 5 > 0)
        kx_agency_set_hospital_level (agency, (int) (i % kx_agency_hospital_level_n_codes));
      if (i % 3 > 0)
        kx_agency_set_ownership (agency, i % 3 - 1);
      if (i % 11 == 0)
        kx_agency_set_licence_no_end (agency, TRUE);
      else if (i % 13 > 0)
        kx_agency_set_licence_valid_to (agency, kx_date_add_days (today, days[i % G_N_ELEMENTS (days)]));
      kx_apply_bare (writer, record, (KxTime){ 1 }, &error);
      g_assert_no_error (error);
    }
  g_assert_true (kx_book_commit (writer, &error));
  f->figures = kx_figures_new (KX_ROW_SOURCE (f->source));
  g_signal_connect (f->figures, "changed", G_CALLBACK (on_changed), f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_test_finalize (f->figures);
  kx_test_finalize (f->source);
}

static gboolean
is_changed (gpointer data)
{
  return ((Fixture *) data)->n_changed > 0;
}

static void
wait_for_change (Fixture *f)
{
  f->n_changed = 0;
  kx_test_wait (is_changed, f);
}

/* Each part's filter lists as many rows as the part says, and together they are all. */
static void
assert_figure (Fixture *f, KxFigure figure, guint least_parts)
{
  GPtrArray *parts = kx_figures_list (f->figures, figure);
  guint sum = 0;

  g_test_message ("%s", kx_figure_title (figure));
  g_assert_cmpuint (parts->len, >=, least_parts);
  for (guint i = 0; i < parts->len; i++)
    {
      const KxFigurePart *part = parts->pdata[i];
      g_autoptr (GError) error = NULL;
      KxListQuery query;
      gint64 count;

      kx_filter_to_query (part->filter, kx_display_today (), &query);
      kx_list_count (kx_test_source_get_writer (f->source), &query, &count, &error);
      g_assert_no_error (error);
      g_test_message ("%s: %u", part->label, part->count);
      g_assert_cmpint (count, ==, part->count);
      g_assert_cmpuint (part->count, >, 0);
      sum += part->count;
    }
  g_assert_cmpuint (sum, ==, kx_figures_get_total (f->figures));
}

static void
test_every_number_opens_its_rows (Fixture *f, gconstpointer data)
{
  wait_for_change (f);
  g_assert_false (kx_figures_is_loading (f->figures));
  g_assert_cmpuint (kx_figures_get_total (f->figures), ==, 240);
  assert_figure (f, KX_FIGURE_KIND, kx_agency_kind_n_codes - 1);
  assert_figure (f, KX_FIGURE_LEVEL, kx_agency_hospital_level_n_codes + 1);
  assert_figure (f, KX_FIGURE_OWNERSHIP, 3);
  assert_figure (f, KX_FIGURE_LICENCE, 7);
  assert_figure (f, KX_FIGURE_PLACE, 3);
  g_assert_cmpstr (((KxFigurePart *) kx_figures_list (f->figures, KX_FIGURE_PLACE)->pdata[0])->label, ==,
                   "济南市");
}

static void
test_one_city_is_shown_by_its_counties (Fixture *f, gconstpointer data)
{
  wait_for_change (f);
  kx_figures_set_area (f->figures, "370200");
  wait_for_change (f);
  g_assert_cmpuint (kx_figures_get_total (f->figures), ==, 80);
  assert_figure (f, KX_FIGURE_PLACE, 2);
  assert_figure (f, KX_FIGURE_KIND, 2);
  g_assert_cmpstr (((KxFigurePart *) kx_figures_list (f->figures, KX_FIGURE_PLACE)->pdata[0])->label, ==,
                   "市北区");
}

/* A zone lies in its city, as the counties do. */
static void
test_zones_are_of_their_city (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_id ();
  g_autoptr (KxRecord) record = kx_record_new (&kx_agency_entity, id, "370200/agency");
  KxBook *writer = kx_test_source_get_writer (f->source);

  kx_agency_set_name (kx_agency (record), "新区医院");
  kx_agency_set_office (kx_agency (record), KX_TEST_OTHER_OFFICE);
  kx_agency_set_county (kx_agency (record), "370200-GX");
  wait_for_change (f);
  g_assert_true (kx_book_begin (writer, NULL));
  kx_apply_bare (writer, record, (KxTime){ 1 }, NULL);
  g_assert_true (kx_book_commit (writer, NULL));
  kx_figures_set_area (f->figures, "370200");
  wait_for_change (f);
  /* Two districts and the zone. */
  assert_figure (f, KX_FIGURE_PLACE, 3);
  g_assert_cmpstr (((KxFigurePart *) kx_figures_list (f->figures, KX_FIGURE_PLACE)->pdata[0])->label, ==,
                   "市北区");
  kx_figures_set_area (f->figures, NULL);
  wait_for_change (f);
  /* Two cities, and those without a place. */
  assert_figure (f, KX_FIGURE_PLACE, 3);
  g_assert_cmpuint (kx_figures_list (f->figures, KX_FIGURE_PLACE)->len, ==, 3);
}

static void
test_figures_follow (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_id ();

  wait_for_change (f);
  kx_test_source_apply (f->source, kx_test_agency_op (kx_schema_get (), id, KX_TEST_OFFICE, "新医院", NULL));
  wait_for_change (f);
  g_assert_cmpuint (kx_figures_get_total (f->figures), ==, 241);
  assert_figure (f, KX_FIGURE_KIND, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/figures/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("every-number-opens-its-rows", test_every_number_opens_its_rows);
  ADD ("one-city-is-shown-by-its-counties", test_one_city_is_shown_by_its_counties);
  ADD ("zones-are-of-their-city", test_zones_are_of_their_city);
  ADD ("figures-follow", test_figures_follow);
  return g_test_run ();
}
