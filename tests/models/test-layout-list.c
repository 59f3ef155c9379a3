#include "models/kx-layout-list.h"

#include "core/entities/kx-own-value.h"
#include "core/entities/kx-pack.h"
#include "lib/kx-test-policy.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"

typedef struct
{
  KxTestSource *source;
  KxLayoutList *list;
} Fixture;

static void
land_pack (Fixture *f, const char *text)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *row = kx_test_pack_row (id, text);

  row->space = g_strdup ("000000/public");
  kx_test_source_land (f->source, row);
}

static void
add_agreement (Fixture *f, const char *name, int toward, const char *area, int state)
{
  g_autofree char *agency = kx_test_id (), *agreement = kx_test_id ();
  KxRecord *of = kx_record_new (&kx_agency_entity, agency, "370100/agency");
  KxRecord *record = kx_record_new (&kx_agreement_entity, agreement, "370100/agreement");
  Kx_agreement *row = kx_agreement (record);

  kx_agency_set_name (kx_agency (of), name);
  kx_agency_set_office (kx_agency (of), KX_TEST_OFFICE);
  kx_test_source_land (f->source, of);
  kx_agreement_set_office (row, KX_TEST_OFFICE);
  kx_agreement_set_agency (row, agency);
  kx_agreement_set_kind (row, kx_agreement_kind_rehabilitation);
  kx_agreement_set_counts_toward (row, toward);
  kx_agreement_set_counts_area (row, area);
  kx_agreement_set_state (row, state);
  kx_test_source_land (f->source, record);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->source = kx_test_source_new ();
  land_pack (f, kx_test_pack_country);
  land_pack (f, kx_test_pack_province);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  if (f->list != NULL)
    kx_test_finalize (f->list);
  kx_test_finalize (f->source);
}

static gboolean
is_read (gpointer list)
{
  return !kx_row_answer_is_loading (list);
}

static const KxLayoutLine *
find_line (Fixture *f, const char *area)
{
  GPtrArray *lines = kx_layout_list_get_lines (f->list);

  for (guint i = 0; i < lines->len; i++)
    if (g_str_equal (((KxLayoutLine *) lines->pdata[i])->area, area))
      return lines->pdata[i];
  return NULL;
}

static const KxLayoutLine *
read_line (Fixture *f, const char *area)
{
  if (f->list == NULL)
    f->list = kx_layout_list_new (KX_ROW_SOURCE (f->source));
  kx_test_wait (is_read, f->list);
  g_assert_null (kx_row_answer_get_error (KX_ROW_ANSWER (f->list)));
  return find_line (f, area);
}

static void
assert_words (const KxLayoutLine *line, int change, const char *words)
{
  g_autofree char *found = kx_layout_line_dup_words (line, change);

  g_assert_cmpstr (found, ==, words);
}

static void
test_each_place_has_its_limit (Fixture *f, gconstpointer data)
{
  const KxLayoutLine *county, *city;

  add_agreement (f, "甲", kx_agreement_counts_toward_county, "370102", kx_agreement_state_signed);
  add_agreement (f, "乙", kx_agreement_counts_toward_county, "370102", kx_agreement_state_in_review);
  add_agreement (f, "丙", kx_agreement_counts_toward_county, "370102", kx_agreement_state_ended);
  county = read_line (f, "370102");
  city = find_line (f, "370100");
  g_assert_cmpuint (county->count.used, ==, 1);
  g_assert_cmpuint (county->count.coming, ==, 1);
  g_assert_cmpint (county->count.limit, ==, 2);
  g_assert_cmpstr (county->count.cite.quote, ==, "每个县（市、区）不超过2家");
  g_assert_cmpuint (county->agencies->len, ==, 2);
  g_assert_cmpint (kx_layout_line_get_free (county), ==, 1);
  g_assert_cmpint (city->toward, ==, kx_agreement_counts_toward_city_level);
  g_assert_cmpint (city->count.limit, ==, 3);
  /* The city level comes first. */
  g_assert_true (kx_layout_list_get_lines (f->list)->pdata[0] == (gpointer) city);
}

static void
test_what_one_more_or_fewer_does (Fixture *f, gconstpointer data)
{
  const KxLayoutLine *line;

  for (guint i = 0; i < 3; i++)
    add_agreement (f,
                   i == 0   ? "甲"
                   : i == 1 ? "乙"
                            : "丙",
                   kx_agreement_counts_toward_county, "370102", kx_agreement_state_signed);
  line = read_line (f, "370102");
  g_assert_true (kx_layout_line_is_over (line));
  g_assert_cmpint (kx_layout_line_get_free (line), ==, 0);
  assert_words (line, 0, "3 of 2 taken, 1 beyond the limit");
  assert_words (line, 1, "4 of 2 taken, 2 beyond the limit");
  assert_words (line, -1, "2 of 2 taken, full");
  assert_words (find_line (f, "370103"), 1, "1 of 2 taken, 1 free");
  assert_words (find_line (f, "370103"), -1, "0 of 2 taken, 2 free");
}

static void
test_without_a_limit_there_is_only_a_number (Fixture *f, gconstpointer data)
{
  const KxLayoutLine *line;

  add_agreement (f, "甲", kx_agreement_counts_toward_county, "370102", kx_agreement_state_signed);
  /* The province's pack goes. */
  {
    g_autoptr (GError) error = NULL;
    KxBook *writer = kx_test_source_get_writer (f->source);

    g_assert_true (kx_book_begin (writer, &error));
    g_assert_true (kx_db_run (writer->db, "DELETE FROM pack WHERE code = 'SD'", NULL, 0, &error));
    g_assert_true (kx_book_commit (writer, &error));
  }
  line = read_line (f, "370102");
  g_assert_cmpint (kx_layout_line_get_free (line), ==, -1);
  g_assert_false (kx_layout_line_is_over (line));
  assert_words (line, 0, "1 taken, no limit");
}

/* A zone of the office's own is a place of its own, though the national table does not know it. */
static void
test_zones_stand_among_the_counties (Fixture *f, gconstpointer data)
{
  add_agreement (f, "甲", kx_agreement_counts_toward_county, "370100-GX", kx_agreement_state_signed);
  g_assert_cmpuint (read_line (f, "370100-GX")->count.used, ==, 1);
}

static gboolean
has_used_one (gpointer data)
{
  Fixture *f = data;
  const KxLayoutLine *line = find_line (f, "370102");

  return line != NULL && line->count.used == 1;
}

static void
test_it_follows_the_rows (Fixture *f, gconstpointer data)
{
  g_assert_cmpuint (read_line (f, "370102")->count.used, ==, 0);
  add_agreement (f, "甲", kx_agreement_counts_toward_county, "370102", kx_agreement_state_signed);
  kx_test_source_tell (f->source, &kx_agreement_entity, NULL);
  kx_test_wait (has_used_one, f);
}

static gboolean
is_only_one_county (gpointer data)
{
  Fixture *f = data;

  return find_line (f, "370103") == NULL && find_line (f, "370102") != NULL;
}

static void
test_only_one_area_is_looked_at (Fixture *f, gconstpointer data)
{
  g_assert_nonnull (read_line (f, "370103"));
  kx_layout_list_set_area (f->list, "370102");
  kx_test_wait (is_only_one_county, f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/layout-list/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("limits", test_each_place_has_its_limit);
  ADD ("one-more-or-fewer", test_what_one_more_or_fewer_does);
  ADD ("no-limit", test_without_a_limit_there_is_only_a_number);
  ADD ("zones", test_zones_stand_among_the_counties);
  ADD ("follows", test_it_follows_the_rows);
  ADD ("one-area", test_only_one_area_is_looked_at);
  return g_test_run ();
}
