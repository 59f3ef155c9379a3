#include "store/kx-list-walk.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-former-name.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-postgres.h"
#include "lib/kx-test-postgres-server.h"
#include "lib/kx-test-store.h"
#include "store/kx-row.h"

#include <string.h>

static const char *const names[] = {
  "南宁市第一人民医院", "济南市第四人民医院", "青岛市第八人民医院", "济南泉城康复医院", "安丘市中医院",
  "重庆路社区服务中心", "山东省立医院",       "历下区人民医院",     "历城区中医院",     "白云康复中心",
  "章丘区人民医院",     "长清区人民医院",     "乐陵市疗养院",       "曾家桥卫生院",     "济南市第十人民医院",
};

typedef struct
{
  KxBook *book;
  KxActor *clerk, *stranger, *admin;
} Fixture;

static void
apply (KxBook *book, const KxActor *actor, KxOp *op)
{
  g_autoptr (KxApplied) applied = kx_test_apply (book, actor, op);

  g_assert_true (applied->accepted);
}

static void
add_former_name (Fixture *f, const char *agency, const char *name)
{
  KxRecord *fields = kx_record_new (&kx_former_name_entity, NULL, NULL);
  g_autofree char *id = kx_test_id (), *op_id = kx_test_id ();
  g_autoptr (KxOp) op = NULL;

  kx_former_name_set_agency (kx_former_name (fields), agency);
  kx_former_name_set_name (kx_former_name (fields), name);
  op = kx_op_new (KX_OP_CREATE, &kx_former_name_entity, op_id, id, fields);
  apply (f->book, f->clerk, op);
}

static void
fill (Fixture *f, KxDb *db)
{
  g_autoptr (GPtrArray) ops = kx_test_found (kx_schema_get ());
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (GError) error = NULL;

  f->book = kx_book_new (db, kx_schema_get (), NULL);
  kx_book_set_up (f->book, (KxTime){ 1 }, FALSE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < ops->len; i++)
    apply (f->book, system, ops->pdata[i]);
  f->clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370000");
  f->stranger = kx_test_actor ("stranger", KX_ROLE_INDEX_clerk, "370200");
  f->admin = kx_test_actor ("admin", KX_ROLE_INDEX_admin, "000000");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *id = g_strdup_printf ("0197b2a0-0000-7000-8000-0000000a%04u", i);
      g_autofree char *code = kx_test_credit_code (i + 1);
      g_autoptr (KxOp) op = kx_test_agency_op (
          f->book->schema, id, i % 3 == 2 ? KX_TEST_OTHER_OFFICE : KX_TEST_OFFICE, names[i], code);

      if (i % 2)
        kx_agency_set_beds (kx_agency (op->fields), 10 * (i % 5));
      if (i % 4 == 0)
        kx_agency_set_scopes_offered (
            kx_agency (op->fields),
            (KxCodes){ 1u << kx_agency_scopes_offered_home | 1u << kx_agency_scopes_offered_inpatient });
      apply (f->book, f->clerk, op);
    }
  add_former_name (f, "0197b2a0-0000-7000-8000-0000000a0003", "趵突泉疗养院");
  add_former_name (f, "0197b2a0-0000-7000-8000-0000000a0003", "趵突泉工人疗养院");
}

static void
set_up (Fixture *f, gconstpointer data)
{
  fill (f, kx_db_sqlite_open (":memory:", KX_DB_SQLITE_WRITER, NULL));
}

static void
set_up_postgres (Fixture *f, gconstpointer data)
{
  fill (f, kx_test_postgres_open_new ());
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_book_free (f->book);
  kx_actor_free (f->clerk);
  kx_actor_free (f->stranger);
  kx_actor_free (f->admin);
}

/* All pages of a query as names joined by blanks; no row comes twice. */
static char *
run (Fixture *f, KxListQuery query, guint limit)
{
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *after = NULL;

  query.entity = &kx_agency_entity;
  query.actor = query.actor != NULL ? query.actor : f->clerk;
  query.limit = limit;
  for (guint page_no = 0; page_no == 0 || after != NULL; page_no++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KxListPage) page = NULL;

      query.after = after;
      page = kx_list_run (f->book, &query, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (page->records->len, <=, limit);
      for (guint i = 0; i < page->records->len; i++)
        {
          KxRecord *record = page->records->pdata[i];

          g_assert_true (g_hash_table_add (seen, g_strdup (record->id)));
          g_string_append_printf (found, "%s%s", found->len > 0 ? " " : "",
                                  kx_record_get (record, kx_agency_f_name).TEXT);
        }
      g_free (after);
      after = g_strdup (page->next);
      g_assert_cmpuint (page_no, <, 40);
    }
  return g_strdup (found->str);
}

static void
assert_found (Fixture *f, KxListQuery query, const char *expected)
{
  g_autofree char *whole = run (f, query, 100), *paged = run (f, query, 2), *single = run (f, query, 1);

  g_assert_cmpstr (whole, ==, expected);
  g_assert_cmpstr (paged, ==, expected);
  g_assert_cmpstr (single, ==, expected);
}

static KxListQuery
q (const char *text)
{
  return (KxListQuery){ .q = text, .sort = KX_SORT_TITLE };
}

static void
test_names_are_found_by_what_people_type (Fixture *f, gconstpointer data)
{
  assert_found (f, q ("nnsdyrmyy"), "南宁市第一人民医院");
  assert_found (f, q ("第四"), "济南市第四人民医院");
  assert_found (f, q ("疗养"), "济南泉城康复医院 乐陵市疗养院");
  assert_found (f, q ("趵突泉"), "济南泉城康复医院");
  assert_found (f, q ("bt"), "济南泉城康复医院");
  assert_found (f, q ("人民 章丘"), "章丘区人民医院");
  assert_found (f, q ("曾"), "曾家桥卫生院");
  assert_found (f, q ("没有这个"), "");
  assert_found (f, q ("12370100000000001"), "南宁市第一人民医院");
}

static void
test_a_search_pages_without_gap_or_repeat (Fixture *f, gconstpointer data)
{
  static const char *const queries[] = { "人民", "医院", "j", "1237", "中", "j医", "康复", "山东", "s" };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *whole = run (f, q (queries[i]), 100), *paged = run (f, q (queries[i]), 2);

      g_assert_cmpstr (whole, ==, paged);
    }
}

static void
test_lists_stand_in_the_order_of_chinese_readers (Fixture *f, gconstpointer data)
{
  KxListQuery down = { .sort = KX_SORT_TITLE, .descending = TRUE };
  g_autofree char *up_text = run (f, (KxListQuery){ .sort = KX_SORT_TITLE }, 100),
                  *down_text = run (f, down, 3);
  g_auto (GStrv) up_names = g_strsplit (up_text, " ", -1), down_names = g_strsplit (down_text, " ", -1);
  guint n = g_strv_length (up_names);

  g_assert_cmpuint (n, ==, G_N_ELEMENTS (names));
  g_assert_cmpstr (up_names[0], ==, "安丘市中医院");
  g_assert_cmpstr (up_names[1], ==, "白云康复中心");
  for (guint i = 0; i < n; i++)
    g_assert_cmpstr (up_names[i], ==, down_names[n - 1 - i]);
}

static void
test_rows_without_a_value_come_last (Fixture *f, gconstpointer data)
{
  KxListQuery up = { .sort = kx_agency_f_beds }, down = { .sort = kx_agency_f_beds, .descending = TRUE };
  g_autofree char *a = run (f, up, 100), *b = run (f, up, 2), *c = run (f, down, 100), *d = run (f, down, 2);

  g_assert_cmpstr (a, ==, b);
  g_assert_cmpstr (c, ==, d);
  g_assert_true (g_str_has_suffix (a, "济南市第十人民医院") || g_str_has_suffix (a, "章丘区人民医院") ||
                 g_str_has_suffix (a, "乐陵市疗养院"));
}

/* The agencies in the order of a list of their agreements. */
static char *
run_agreements (Fixture *f, gboolean descending, guint limit)
{
  KxListQuery query = { .entity = &kx_agreement_entity,
                        .actor = f->clerk,
                        .sort = kx_agreement_f_agency,
                        .descending = descending,
                        .limit = limit };
  GString *found = g_string_new (NULL);
  g_autofree char *after = NULL;

  do
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KxListPage) page = kx_list_run (f->book, &query, &error);

      g_assert_no_error (error);
      for (guint i = 0; i < page->records->len; i++)
        {
          g_autoptr (KxRecord) agency =
              kx_row_get (f->book, &kx_agency_entity,
                          kx_record_get (page->records->pdata[i], kx_agreement_f_agency).REF, NULL);

          g_string_append_printf (found, "%s%s", found->len > 0 ? " " : "",
                                  kx_agency_get_name (kx_agency (agency)));
        }
      g_free (after);
      query.after = after = g_strdup (page->next);
    }
  while (after != NULL);
  return g_string_free (found, FALSE);
}

/* A reference sorts as its title does. */
static void
test_references_stand_in_the_order_of_their_titles (Fixture *f, gconstpointer data)
{
  KxListQuery all = { .entity = &kx_agency_entity, .actor = f->clerk, .sort = KX_SORT_SEQ, .limit = 100 };
  g_autoptr (KxListPage) agencies = kx_list_run (f->book, &all, NULL);
  g_autofree char *up = NULL, *down = NULL, *expected = NULL, *expected_down = NULL;

  for (guint i = 0; i < agencies->records->len; i++)
    {
      KxRecord *fields = kx_record_new (&kx_agreement_entity, NULL, NULL);
      g_autofree char *id = kx_test_id (), *op_id = kx_test_id ();
      g_autoptr (KxOp) op = NULL;

      kx_agreement_set_office (kx_agreement (fields),
                               kx_record_get (agencies->records->pdata[i], kx_agency_f_office).REF);
      kx_agreement_set_agency (kx_agreement (fields), ((KxRecord *) agencies->records->pdata[i])->id);
      kx_agreement_set_kind (kx_agreement (fields), kx_agreement_kind_rehabilitation);
      op = kx_op_new (KX_OP_CREATE, &kx_agreement_entity, op_id, id, fields);
      apply (f->book, f->clerk, op);
    }
  expected = run (f, (KxListQuery){ .sort = KX_SORT_TITLE }, 100);
  expected_down = run (f, (KxListQuery){ .sort = KX_SORT_TITLE, .descending = TRUE }, 100);
  up = run_agreements (f, FALSE, 4);
  down = run_agreements (f, TRUE, 100);
  g_assert_cmpstr (up, ==, expected);
  g_assert_cmpstr (down, ==, expected_down);
}

static void
test_filters_compare_by_kind (Fixture *f, gconstpointer data)
{
  KxListQuery beds = { .sort = KX_SORT_ID, .n_terms = 2 }, home = { .sort = KX_SORT_ID, .n_terms = 1 };
  KxListQuery none = { .sort = KX_SORT_ID, .n_terms = 1 };
  g_autofree char *without = NULL;

  beds.terms[0] = (KxTerm){ .field = kx_agency_f_beds, .test = KX_ABOVE, .value.INTEGER = 30 };
  beds.terms[1] = (KxTerm){ .field = kx_agency_f_beds, .test = KX_BELOW, .value.INTEGER = 40 };
  assert_found (f, beds, "济南泉城康复医院 白云康复中心 曾家桥卫生院");
  home.terms[0] = (KxTerm){ .field = kx_agency_f_scopes_offered,
                            .test = KX_CONTAINS,
                            .value.CODE = kx_agency_scopes_offered_home };
  assert_found (f, home, "南宁市第一人民医院 安丘市中医院 历城区中医院 乐陵市疗养院");
  none.terms[0] = (KxTerm){ .field = kx_agency_f_beds, .test = KX_IS_NULL };
  without = run (f, none, 100);
  g_assert_cmpuint (g_utf8_strlen (without, -1), >, 40);
}

static void
test_filters_take_some_codes_and_areas (Fixture *f, gconstpointer data)
{
  KxListQuery kinds = { .sort = KX_SORT_ID, .n_terms = 1 }, areas = { .sort = KX_SORT_ID, .n_terms = 1 };
  g_autofree char *all = NULL;

  for (guint i = 0; i < 3; i++)
    {
      static const char *const rows[] = { "0197b2a0-0000-7000-8000-0000000a0000",
                                          "0197b2a0-0000-7000-8000-0000000a0003",
                                          "0197b2a0-0000-7000-8000-0000000a0006" };
      static const int codes[] = { kx_agency_kind_other, kx_agency_kind_rehabilitation_hospital,
                                   kx_agency_kind_workers_sanatorium };
      static const char *const counties[] = { "370102", "370181", "370202" };
      g_autoptr (KxRecord) row = kx_row_get (f->book, &kx_agency_entity, rows[i], NULL);
      g_autoptr (KxOp) op =
          kx_test_patch_op (&kx_agency_entity, rows[i], row->seq, kx_agency_f_county, counties[i]);

      kx_agency_set_kind (kx_agency (op->fields), codes[i]);
      apply (f->book, f->clerk, op);
    }
  kinds.terms[0] =
      (KxTerm){ .field = kx_agency_f_kind,
                .test = KX_ONE_OF,
                .value.CODES.bits = 1u << kx_agency_kind_other | 1u << kx_agency_kind_workers_sanatorium };
  assert_found (f, kinds, "南宁市第一人民医院 山东省立医院");
  kinds.terms[0].value.CODES.bits = 0;
  assert_found (f, kinds, "");
  areas.terms[0] = (KxTerm){ .field = kx_agency_f_county, .test = KX_WITHIN, .value.TEXT = "370100" };
  assert_found (f, areas, "南宁市第一人民医院 济南泉城康复医院");
  areas.terms[0].value.TEXT = "370202";
  assert_found (f, areas, "山东省立医院");
  areas.terms[0].value.TEXT = "000000";
  assert_found (f, areas, "南宁市第一人民医院 济南泉城康复医院 山东省立医院");
}

/* The names of all rows of a walk that takes `at_once` numbers at a time. */
static char *
walk (Fixture *f, const KxListQuery *query, guint at_once)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxListWalk) walk = kx_list_walk_new (f->book, query, &error);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GString) found = g_string_new (NULL);
  guint before;

  g_assert_no_error (error);
  do
    {
      before = numbers->len;
      g_assert_true (kx_list_walk_next (walk, at_once, numbers, &error));
      g_assert_cmpuint (numbers->len - before, <=, at_once);
    }
  while (numbers->len - before == at_once);
  before = numbers->len;
  g_assert_true (kx_list_walk_next (walk, at_once, numbers, &error));
  g_assert_cmpuint (numbers->len, ==, before); /* nothing comes after the end */
  records =
      kx_list_read_numbers (f->book, query->entity, (gint64 *) (void *) numbers->data, numbers->len, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < records->len; i++)
    g_string_append_printf (found, "%s%s", found->len > 0 ? " " : "",
                            kx_record_get (records->pdata[i], kx_agency_f_name).TEXT);
  return g_strdup (found->str);
}

static void
test_a_walk_gives_the_rows_of_the_list (Fixture *f, gconstpointer data)
{
  static const int sorts[] = { KX_SORT_TITLE,      KX_SORT_SEQ,           KX_SORT_ID,
                               kx_agency_f_beds,   kx_agency_f_uscc,      kx_agency_f_scopes_offered,
                               kx_agency_f_office, kx_agency_f_licence_no };
  static const char *const searches[] = { NULL, "人民", "j", "1237", "没有", " " };

  for (guint i = 0; i < G_N_ELEMENTS (sorts) * G_N_ELEMENTS (searches) * 2; i++)
    {
      KxListQuery query = { .entity = &kx_agency_entity,
                            .actor = f->clerk,
                            .q = searches[i / 2 % G_N_ELEMENTS (searches)],
                            .sort = sorts[i / 2 / G_N_ELEMENTS (searches)],
                            .descending = i % 2 };
      g_autofree char *expected = run (f, query, 100), *one = walk (f, &query, 1),
                      *many = walk (f, &query, 50);

      g_assert_cmpstr (one, ==, expected);
      g_assert_cmpstr (many, ==, expected);
    }
}

static void
test_places_stand_as_the_rows_do (Fixture *f, gconstpointer data)
{
  static const int sorts[] = { KX_SORT_TITLE,    KX_SORT_SEQ,      KX_SORT_ID,
                               kx_agency_f_beds, kx_agency_f_uscc, kx_agency_f_office };

  for (guint i = 0; i < G_N_ELEMENTS (sorts) * 2; i++)
    {
      KxListQuery query = { .entity = &kx_agency_entity,
                            .actor = f->clerk,
                            .sort = sorts[i / 2],
                            .descending = i % 2,
                            .limit = 100 };
      g_autoptr (KxListPage) page = kx_list_run (f->book, &query, NULL);

      for (guint r = 1; r < page->records->len; r++)
        {
          KxRecord *upper = page->records->pdata[r - 1], *lower = page->records->pdata[r];
          g_auto (KxListPlace) a = { 0 }, b = { 0 };

          g_assert_true (kx_list_place_by_id (f->book, &query, upper->id, TRUE, &a, NULL));
          g_assert_true (kx_list_place_by_number (f->book, &query, lower->no, &b, NULL));
          g_assert_cmpint (a.no, ==, upper->no);
          g_assert_cmpstr (b.id, ==, lower->id);
          g_assert_cmpint (kx_list_place_compare (&query, &a, &b), <, 0);
          g_assert_cmpint (kx_list_place_compare (&query, &b, &a), >, 0);
          g_assert_cmpint (kx_list_place_compare (&query, &a, &a), ==, 0);
        }
    }
}

static void
test_a_place_is_of_rows_that_belong (Fixture *f, gconstpointer data)
{
  static const char id[] = "0197b2a0-0000-7000-8000-0000000a0001"; /* an agency of Jinan */
  KxListQuery query = { .entity = &kx_agency_entity, .actor = f->stranger, .sort = KX_SORT_TITLE };
  g_auto (KxListPlace) place = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = NULL;
  gint64 gone = 12345;

  g_assert_false (kx_list_place_by_id (f->book, &query, id, TRUE, &place, &error));
  g_assert_no_error (error);
  g_assert_true (kx_list_place_by_id (f->book, &query, id, FALSE, &place, &error));
  g_assert_false (kx_list_place_by_number (f->book, &query, gone, &place, &error));
  g_assert_no_error (error);
  records = kx_list_read_numbers (f->book, &kx_agency_entity, &gone, 1, &error);
  g_assert_cmpuint (records->len, ==, 1);
  g_assert_null (records->pdata[0]);
}

static void
test_a_list_is_counted_quickly_or_not_at_all (Fixture *f, gconstpointer data)
{
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autofree char *op_id = kx_test_id ();
  g_autoptr (KxOp) op =
      kx_op_new (KX_OP_DELETE, &kx_agency_entity, op_id, "0197b2a0-0000-7000-8000-0000000a0001", NULL);
  KxListQuery query = { .entity = &kx_agency_entity, .actor = system };
  gint64 count;

  apply (f->book, f->clerk, op);
  g_assert_true (kx_list_count_quickly (f->book, &query, &count, NULL));
  g_assert_cmpint (count, ==, G_N_ELEMENTS (names) - 1);
  query.trashed = TRUE;
  g_assert_true (kx_list_count_quickly (f->book, &query, &count, NULL));
  g_assert_cmpint (count, ==, 1);
  query.trashed = FALSE;
  query.actor = f->stranger;
  g_assert_true (kx_list_count_quickly (f->book, &query, &count, NULL));
  g_assert_cmpint (count, ==, 5);
  query.q = "人民";
  g_assert_true (kx_list_count_quickly (f->book, &query, &count, NULL));
  g_assert_cmpint (count, ==, -1);
}

static void
test_one_sees_what_ones_roles_open_and_nothing_else (Fixture *f, gconstpointer data)
{
  KxListQuery query = { .sort = KX_SORT_ID, .actor = f->stranger }, search = q ("人民");
  g_autoptr (KxActor) county = kx_test_actor ("county", KX_ROLE_INDEX_clerk, "370102");

  assert_found (f, query,
                "青岛市第八人民医院 重庆路社区服务中心 历城区中医院 长清区人民医院 济南市第十人民医院");
  search.actor = f->stranger;
  assert_found (f, search, "长清区人民医院 济南市第十人民医院 青岛市第八人民医院");
  query.actor = f->admin;
  assert_found (f, query, "");
  query.actor = county;
  assert_found (f, query, "");
}

static void
test_a_cursor_of_another_query_is_refused (Fixture *f, gconstpointer data)
{
  KxListQuery query = { .entity = &kx_agency_entity, .actor = f->clerk, .sort = KX_SORT_TITLE, .limit = 2 };
  g_autoptr (KxListPage) page = kx_list_run (f->book, &query, NULL);
  static const char *const wrong[] = { "", "x", "W10", "bm90IGpzb24", "WzEsMl0" };

  query.after = page->next;
  query.sort = KX_SORT_ID;
  for (guint i = 0; i <= G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kx_list_run (f->book, &query, &error));
      g_assert_error (error, KX_LIST_ERROR, KX_LIST_ERROR_CURSOR);
      query.after = wrong[MIN (i, G_N_ELEMENTS (wrong) - 1)];
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  kx_test_postgres_server_conninfo (NULL); /* first, from the main thread */
#define ADD(name, func)                                                                                      \
  g_test_add ("/list/sqlite/" name, Fixture, NULL, set_up, func, tear_down);                                 \
  g_test_add ("/list/postgresql/" name, Fixture, NULL, set_up_postgres, func, tear_down)
  ADD ("names-are-found-by-what-people-type", test_names_are_found_by_what_people_type);
  ADD ("a-search-pages-without-gap-or-repeat", test_a_search_pages_without_gap_or_repeat);
  ADD ("lists-stand-in-the-order-of-chinese-readers", test_lists_stand_in_the_order_of_chinese_readers);
  ADD ("rows-without-a-value-come-last", test_rows_without_a_value_come_last);
  ADD ("references-stand-in-the-order-of-their-titles", test_references_stand_in_the_order_of_their_titles);
  ADD ("filters-compare-by-kind", test_filters_compare_by_kind);
  ADD ("filters-take-some-codes-and-areas", test_filters_take_some_codes_and_areas);
  ADD ("a-walk-gives-the-rows-of-the-list", test_a_walk_gives_the_rows_of_the_list);
  ADD ("places-stand-as-the-rows-do", test_places_stand_as_the_rows_do);
  ADD ("a-place-is-of-rows-that-belong", test_a_place_is_of_rows_that_belong);
  ADD ("a-list-is-counted-quickly-or-not-at-all", test_a_list_is_counted_quickly_or_not_at_all);
  ADD ("one-sees-what-ones-roles-open-and-nothing-else", test_one_sees_what_ones_roles_open_and_nothing_else);
  ADD ("a-cursor-of-another-query-is-refused", test_a_cursor_of_another_query_is_refused);
  return g_test_run ();
}
