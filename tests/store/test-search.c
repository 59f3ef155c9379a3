#include "store/kx-search.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-credential.h"
#include "core/entities/kx-former-name.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-postgres.h"
#include "lib/kx-test-postgres-server.h"
#include "lib/kx-test-store.h"
#include "store/kx-list-private.h"
#include "store/kx-row.h"

#include <string.h>

typedef struct
{
  KxBook *book;
  KxActor *clerk;
  /* (element-type char*) ids of all that were made, also of trashed ones */
  GPtrArray *agencies, *children, *agreements;
} Fixture;

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
    kx_applied_free (kx_test_apply (f->book, system, ops->pdata[i]));
  f->clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370000");
  f->agencies = g_ptr_array_new_with_free_func (g_free);
  f->children = g_ptr_array_new_with_free_func (g_free);
  f->agreements = g_ptr_array_new_with_free_func (g_free);
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
  g_ptr_array_unref (f->agencies);
  g_ptr_array_unref (f->children);
  g_ptr_array_unref (f->agreements);
}

/* Chinese of all planes, Latin with and without accents, digits, signs; few characters or the most. */
static char *
random_text (guint most)
{
  static const char *const words[] = { "南宁市", "人民医院", "工伤康复", "（江南）", "CDC",   "Ⅱ",   "é",
                                       "𠮷",     " ",        "·",        "第12",     "Rehab", "ﬁ",   "ж",
                                       "，",     "㈱",       "市区",     "ü",        "吕梁",  "Ａ１" };
  g_autoptr (GString) text = g_string_new ("医院");
  guint n = g_test_rand_int_range (0, 6) == 0 ? most : (guint) g_test_rand_int_range (1, 12);

  while (g_utf8_strlen (text->str, -1) < n)
    if (g_test_rand_int_range (0, 4) == 0)
      g_string_append_unichar (text, (gunichar) g_test_rand_int_range (0x4E00, 0x9FA5));
    else
      g_string_append (text, words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);
  return g_utf8_substring (text->str, 0, MIN (most, g_utf8_strlen (text->str, -1)));
}

static KxOp *
make_op (KxOpKind kind, const KxEntity *entity, const char *row, KxRecord *fields)
{
  g_autofree char *id = kx_test_id ();

  return kx_op_new (kind, entity, id, row, fields);
}

static const char *
pick (GPtrArray *ids)
{
  return ids->pdata[g_test_rand_int_range (0, (gint) ids->len)];
}

static KxOp *
create_agency (Fixture *f)
{
  g_autofree char *name = random_text (120), *code = kx_test_credit_code (f->agencies->len + 1);
  char *id = kx_test_id ();

  g_ptr_array_add (f->agencies, id);
  return kx_test_agency_op (f->book->schema, id, KX_TEST_OFFICE, name,
                            g_test_rand_int_range (0, 3) > 0 ? code : NULL);
}

static KxOp *
change_agency (Fixture *f)
{
  static const struct
  {
    guint field, most;
  } fields[] = {
    { kx_agency_f_name, 120 },
    { kx_agency_f_short_name, 60 },
    { kx_agency_f_licence_no, 40 },
    { kx_agency_f_legal_rep, 30 },
  };
  guint which = (guint) g_test_rand_int_range (0, G_N_ELEMENTS (fields));
  g_autofree char *text = random_text (fields[which].most);
  gboolean drop = which > 0 && g_test_rand_int_range (0, 4) == 0;
  KxRecord *patch = kx_record_new (&kx_agency_entity, NULL, NULL);

  kx_record_put (patch, fields[which].field, (KxValue){ .TEXT = drop ? NULL : text });
  return make_op (KX_OP_PATCH, &kx_agency_entity, pick (f->agencies), patch);
}

/* A former name or a credential; the name of the array element tells which. */
static KxOp *
create_child (Fixture *f, const char *agency)
{
  g_autofree char *text = random_text (60);
  gboolean name = f->children->len % 3 > 0;
  const KxEntity *entity = name ? &kx_former_name_entity : &kx_credential_entity;
  KxRecord *fields = kx_record_new (entity, NULL, NULL);
  char *id = kx_test_id ();

  g_ptr_array_add (f->children, id);
  if (name)
    {
      kx_former_name_set_agency (kx_former_name (fields), agency);
      kx_former_name_set_name (kx_former_name (fields), text);
    }
  else
    {
      kx_credential_set_agency (kx_credential (fields), agency);
      kx_credential_set_kind (kx_credential (fields), kx_credential_kind_designation);
      kx_credential_set_number (kx_credential (fields), text);
    }
  return make_op (KX_OP_CREATE, entity, id, fields);
}

static const KxEntity *
child_entity (guint index)
{
  return index % 3 > 0 ? &kx_former_name_entity : &kx_credential_entity;
}

static KxOp *
move_child (Fixture *f, KxOpKind kind)
{
  guint index = (guint) g_test_rand_int_range (0, (gint) f->children->len);

  return make_op (kind, child_entity (index), f->children->pdata[index], NULL);
}

/* The action on the row as it stands now. */
static KxOp *
act (Fixture *f, const char *row, const char *action, KxRecord *arguments)
{
  KxOp *op = make_op (KX_OP_ACTION, &kx_agency_entity, row, arguments);
  g_autoptr (KxRecord) now = kx_row_get (f->book, &kx_agency_entity, row, NULL);

  op->action = g_strdup (action);
  op->reason = g_strdup ("同一机构");
  op->base = now->seq;
  return op;
}

static KxOp *
link_alias (Fixture *f, const char *row, const char *target)
{
  KxRecord *arguments = kx_record_new (&kx_link_alias_entity, NULL, NULL);

  kx_link_alias_set_target (kx_link_alias (arguments), target);
  return act (f, row, "link_alias", arguments);
}

static KxOp *
create_agreement (Fixture *f, const char *agency, const char *number)
{
  KxRecord *fields = kx_record_new (&kx_agreement_entity, NULL, NULL);
  Kx_agreement *agreement = kx_agreement (fields);
  char *id = kx_test_id ();

  g_ptr_array_add (f->agreements, id);
  kx_agreement_set_office (agreement, KX_TEST_OFFICE);
  kx_agreement_set_agency (agreement, agency);
  kx_agreement_set_kind (agreement, kx_agreement_kind_rehabilitation);
  kx_agreement_set_number (agreement, number);
  return make_op (KX_OP_CREATE, &kx_agreement_entity, id, fields);
}

static KxOp *
random_agreement_op (Fixture *f)
{
  g_autofree char *number = random_text (30);

  if (f->agreements->len < 3)
    return create_agreement (f, pick (f->agencies), number);
  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      return make_op (KX_OP_DELETE, &kx_agreement_entity, pick (f->agreements), NULL);
    case 1:
      return make_op (KX_OP_RESTORE, &kx_agreement_entity, pick (f->agreements), NULL);
    case 2:
      return kx_test_patch_op (&kx_agreement_entity, pick (f->agreements), 0, kx_agreement_f_number, number);
    default:
      return create_agreement (f, pick (f->agencies), number);
    }
}

/* One op, which may be refused: a row that lies in the trash already, a name that is too short. */
static KxOp *
random_op (Fixture *f)
{
  if (f->agencies->len < 3)
    return create_agency (f);
  if (f->children->len < 3)
    return create_child (f, pick (f->agencies));
  switch (g_test_rand_int_range (0, 18))
    {
    case 0:
    case 1:
      return create_agency (f);
    case 2:
    case 3:
      return create_child (f, pick (f->agencies));
    case 4:
      return make_op (KX_OP_DELETE, &kx_agency_entity, pick (f->agencies), NULL);
    case 5:
      return make_op (KX_OP_RESTORE, &kx_agency_entity, pick (f->agencies), NULL);
    case 6:
      return move_child (f, KX_OP_DELETE);
    case 7:
      return move_child (f, KX_OP_RESTORE);
    case 8:
    case 9:
    case 10:
      return link_alias (f, pick (f->agencies), pick (f->agencies));
    case 11:
      return act (f, pick (f->agencies), "unlink_alias", NULL);
    case 12:
    case 13:
    case 14:
    case 15:
      return random_agreement_op (f);
    default:
      return change_agency (f);
    }
}

static void
rebuild (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_book_begin (f->book, &error));
  kx_search_rebuild (f->book, &error);
  g_assert_no_error (error);
  kx_book_commit (f->book, &error);
  g_assert_no_error (error);
}

static gint64
count (Fixture *f, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  kx_db_get_integer (f->book->db, sql, NULL, 0, &n, &error);
  g_assert_no_error (error);
  return n;
}

static void
dump_table (Fixture *f, const char *entity, GString *out)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT term, rank, row, area FROM %s_term ORDER BY term, rank, row", entity);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDbRows) rows = kx_db_query (f->book->db, sql, NULL, 0, &error);

  g_string_append_printf (out, "== %s\n", entity);

  while (rows != NULL && kx_db_rows_next (rows, &error))
    g_string_append_printf (out, "%s %s %s %s\n", kx_db_rows_text (rows, 0), kx_db_rows_text (rows, 1),
                            kx_db_rows_text (rows, 2), kx_db_rows_text (rows, 3));
  g_assert_no_error (error);
}

/* All terms as one text. */
static char *
dump_terms (Fixture *f)
{
  GString *out = g_string_new (NULL);

  dump_table (f, "agency", out);
  dump_table (f, "agreement", out);
  return g_string_free (out, FALSE);
}

static void
assert_rebuild_changes_nothing (Fixture *f)
{
  g_autofree char *before = dump_terms (f), *after = NULL;

  rebuild (f);
  after = dump_terms (f);
  kx_test_assert_same_dump (before, after);
}

/* What the walk below has to come by, whatever its chances. */
static const struct
{
  const char *sql;
  gint64 at_least;
} wanted[] = {
  { "SELECT count(*) FROM agency WHERE deleted_at <> 0", 1 },
  { "SELECT count(*) FROM former_name WHERE deleted_at = 0", 1 },
  { "SELECT count(*) FROM credential WHERE deleted_at <> 0", 1 },
  { "SELECT count(*) FROM agency WHERE deleted_at = 0 AND alias_of IS NOT NULL", 1 },
  { "SELECT count(*) FROM history WHERE kind = 'unlink_alias'", 1 },
  { "SELECT count(*) FROM agency_term", 1001 },
  { "SELECT count(*) FROM agreement WHERE deleted_at = 0", 4 },
  { "SELECT count(*) FROM agreement WHERE deleted_at <> 0", 1 },
  { "SELECT count(*) FROM agreement_term", 101 },
};

static gboolean
has_all_wanted (Fixture *f)
{
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (count (f, wanted[i].sql) < wanted[i].at_least)
      return FALSE;
  return TRUE;
}

static void
test_building_all_gives_the_terms_of_each_change (Fixture *f, gconstpointer data)
{
  guint accepted = 0;

  for (guint i = 0; i < 500 || !has_all_wanted (f); i++)
    {
      g_autoptr (KxOp) op = random_op (f);
      g_autoptr (KxApplied) applied = kx_test_apply (f->book, f->clerk, op);

      g_assert_cmpuint (i, <, 10000);
      accepted += applied->accepted;
      if (i % 40 == 39)
        assert_rebuild_changes_nothing (f);
    }
  g_assert_cmpuint (accepted, >, 150);
}

static void
apply (Fixture *f, KxOp *op)
{
  g_autoptr (KxApplied) applied = kx_test_apply (f->book, f->clerk, op);

  g_assert_true (applied->accepted);
  kx_op_free (op);
}

/* Makes up for `build_later`, row by row. */
static void
write_each (Fixture *f)
{
  f->book->build_later = FALSE;
  g_assert_true (kx_book_begin (f->book, NULL));
  for (guint i = 0; i < f->agencies->len; i++)
    {
      g_autoptr (KxRecord) row = kx_row_get (f->book, &kx_agency_entity, f->agencies->pdata[i], NULL);

      g_assert_true (kx_search_write (f->book, row, FALSE, NULL));
    }
  g_assert_true (kx_book_commit (f->book, NULL));
}

static void
test_the_most_children_count_in_both_ways (Fixture *f, gconstpointer data)
{
  apply (f, create_agency (f));
  f->book->build_later = TRUE;
  /* Two of three become former names. */
  for (guint i = 0; i < KX_SEARCH_MOST_TOGETHER * 2; i++)
    apply (f, create_child (f, f->agencies->pdata[0]));
  write_each (f);
  g_assert_cmpint (count (f, "SELECT count(*) FROM former_name"), >, KX_SEARCH_MOST_TOGETHER);
  assert_rebuild_changes_nothing (f);
}

static void
test_the_most_aliases_count_in_both_ways (Fixture *f, gconstpointer data)
{
  f->book->build_later = TRUE;
  apply (f, create_agency (f));
  for (guint i = 1; i < KX_SEARCH_MOST_TOGETHER + 5; i++)
    {
      apply (f, create_agency (f));
      if (i % 7 == 0)
        apply (f, create_child (f, f->agencies->pdata[i]));
      apply (f, link_alias (f, f->agencies->pdata[i], f->agencies->pdata[0]));
    }
  write_each (f);
  assert_rebuild_changes_nothing (f);
}

static void
assert_finds_rows (Fixture *f, const KxEntity *entity, GPtrArray *ids, const char *q, const char *expected)
{
  KxListQuery query = { .entity = entity, .actor = f->clerk, .q = q, .sort = KX_SORT_TITLE, .limit = 100 };
  g_autoptr (GError) error = NULL;
  g_autoptr (KxListPage) page = kx_list_run (f->book, &query, &error);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    for (guint r = 0; r < page->records->len; r++)
      if (g_str_equal (((KxRecord *) page->records->pdata[r])->id, ids->pdata[i]))
        g_string_append_printf (found, "%u", i);
  g_assert_cmpuint (found->len, ==, page->records->len);
  g_assert_cmpstr (found->str, ==, expected);
}

/* Expects that `q` finds these rows of the fixture's agencies, by the order of their making, and no other. */
static void
assert_finds (Fixture *f, const char *q, const char *expected)
{
  assert_finds_rows (f, &kx_agency_entity, f->agencies, q, expected);
}

static void
assert_finds_agreements (Fixture *f, const char *q, const char *expected)
{
  assert_finds_rows (f, &kx_agreement_entity, f->agreements, q, expected);
}

static void
add_agency (Fixture *f, const char *name, guint number)
{
  char *id = kx_test_id ();
  g_autofree char *code = kx_test_credit_code (number);

  g_ptr_array_add (f->agencies, id);
  apply (f, kx_test_agency_op (f->book->schema, id, KX_TEST_OFFICE, name, code));
}

static KxOp *
rename_agency (Fixture *f, guint index, const char *name)
{
  return kx_test_patch_op (&kx_agency_entity, f->agencies->pdata[index], 0, kx_agency_f_name, name);
}

static char *
add_former_name (Fixture *f, guint index, const char *name)
{
  KxRecord *fields = kx_record_new (&kx_former_name_entity, NULL, NULL);
  char *id = kx_test_id ();

  kx_former_name_set_agency (kx_former_name (fields), f->agencies->pdata[index]);
  kx_former_name_set_name (kx_former_name (fields), name);
  apply (f, make_op (KX_OP_CREATE, &kx_former_name_entity, id, fields));
  return id;
}

static void
test_what_finds_a_second_record_finds_the_main_one (Fixture *f, gconstpointer data)
{
  g_autofree char *old_code = kx_test_credit_code (2), *former = NULL;
  const char *main, *second;

  add_agency (f, "泉城康复医院", 1);
  add_agency (f, "济南铁路医院", 2);
  add_agency (f, "曾家桥卫生院", 3);
  main = f->agencies->pdata[0];
  second = f->agencies->pdata[1];
  former = add_former_name (f, 1, "趵突泉疗养院");
  apply (f, link_alias (f, second, main));
  assert_finds (f, old_code, "01");
  assert_finds (f, "铁路", "01");
  assert_finds (f, "bt", "01");
  assert_finds (f, "泉城", "0");
  /* Words of both records together find the main one. */
  assert_finds (f, "泉城 铁路", "0");
  apply (f, rename_agency (f, 1, "济南机车医院"));
  assert_finds (f, "铁路", "");
  assert_finds (f, "机车", "01");
  apply (f, make_op (KX_OP_DELETE, &kx_former_name_entity, former, NULL));
  assert_finds (f, "bt", "");
  g_free (add_former_name (f, 1, "黑虎泉疗养院"));
  assert_finds (f, "黑虎", "01");
  apply (f, rename_agency (f, 0, "泉城工伤康复医院"));
  assert_finds (f, "黑虎", "01");
  apply (f, make_op (KX_OP_DELETE, &kx_agency_entity, second, NULL));
  assert_finds (f, old_code, "");
  apply (f, make_op (KX_OP_RESTORE, &kx_agency_entity, second, NULL));
  assert_finds (f, old_code, "01");
  rebuild (f);
  assert_finds (f, "黑虎", "01");
  assert_finds (f, old_code, "01");
  apply (f, act (f, second, "unlink_alias", NULL));
  assert_finds (f, old_code, "1");
  assert_finds (f, "黑虎", "1");
  /* Linked elsewhere. */
  apply (f, link_alias (f, second, f->agencies->pdata[2]));
  assert_finds (f, "机车", "12");
}

/* By its number, and by name, former name, code, pinyin and initials of the agency, and of what that one is
 * the same institution as.
 */
static void
test_what_finds_an_agency_finds_its_agreements (Fixture *f, gconstpointer data)
{
  g_autofree char *code = kx_test_credit_code (1), *former = NULL;

  add_agency (f, "泉城康复医院", 1);
  add_agency (f, "济南铁路医院", 2);
  apply (f, create_agreement (f, f->agencies->pdata[0], "鲁康2026-001"));
  apply (f, create_agreement (f, f->agencies->pdata[1], "鲁康2026-002"));
  assert_finds_agreements (f, "2026-001", "0");
  assert_finds_agreements (f, "鲁康", "01");
  assert_finds_agreements (f, "泉城", "0");
  assert_finds_agreements (f, "quancheng", "0");
  assert_finds_agreements (f, "qckf", "0");
  assert_finds_agreements (f, code, "0");
  /* Words of both together. */
  assert_finds_agreements (f, "铁路 鲁康", "1");
  assert_finds (f, "鲁康", "");
  former = add_former_name (f, 0, "趵突泉疗养院");
  assert_finds_agreements (f, "趵突泉", "0");
  apply (f, rename_agency (f, 0, "黑虎泉康复医院"));
  assert_finds_agreements (f, "泉城", "");
  assert_finds_agreements (f, "黑虎", "0");
  apply (f, link_alias (f, f->agencies->pdata[1], f->agencies->pdata[0]));
  assert_finds_agreements (f, "铁路", "01");
  rebuild (f);
  assert_finds_agreements (f, "铁路", "01");
  assert_finds_agreements (f, "趵突泉", "0");
  apply (f, make_op (KX_OP_DELETE, &kx_former_name_entity, former, NULL));
  assert_finds_agreements (f, "趵突泉", "");
  apply (f, make_op (KX_OP_DELETE, &kx_agreement_entity, f->agreements->pdata[0], NULL));
  assert_finds_agreements (f, "黑虎", "");
  apply (f, make_op (KX_OP_RESTORE, &kx_agreement_entity, f->agreements->pdata[0], NULL));
  assert_finds_agreements (f, "黑虎", "0");
}

/* An application is found as an agreement is. */
static void
test_what_finds_an_agency_finds_its_application (Fixture *f, gconstpointer data)
{
  KxRecord *fields = kx_record_new (&kx_application_entity, NULL, NULL);
  g_autoptr (GPtrArray) applications = g_ptr_array_new_with_free_func (g_free);
  Kx_application *application = kx_application (fields);

  add_agency (f, "泉城康复医院", 1);
  g_ptr_array_add (applications, kx_test_id ());
  kx_application_set_office (application, KX_TEST_OFFICE);
  kx_application_set_agency (application, f->agencies->pdata[0]);
  kx_application_set_number (application, "申2026-01");
  kx_application_set_received_on (application, (KxDate){ 20260701 });
  apply (f, make_op (KX_OP_CREATE, &kx_application_entity, applications->pdata[0], fields));
  assert_finds_rows (f, &kx_application_entity, applications, "2026-01", "0");
  assert_finds_rows (f, &kx_application_entity, applications, "qckf", "0");
  apply (f, rename_agency (f, 0, "黑虎泉康复医院"));
  assert_finds_rows (f, &kx_application_entity, applications, "qckf", "");
  assert_finds_rows (f, &kx_application_entity, applications, "黑虎", "0");
}

/* As many as an agency ever had. */
static void
test_all_agreements_follow_their_agency (Fixture *f, gconstpointer data)
{
  g_autofree char *many = g_strdup_printf ("SELECT count(*) FROM agreement_term WHERE term = 'h%s'", "黑虎");

  add_agency (f, "泉城康复医院", 1);
  for (guint i = 0; i < KX_SEARCH_MOST_TOGETHER + 3; i++)
    {
      g_autofree char *number = g_strdup_printf ("%04u", i);

      apply (f, create_agreement (f, f->agencies->pdata[0], number));
      /* One is drawn up at a time. */
      apply (f, make_op (KX_OP_DELETE, &kx_agreement_entity, f->agreements->pdata[i], NULL));
    }
  kx_db_run (f->book->db, "UPDATE agreement SET deleted_at = 0", NULL, 0, NULL);
  apply (f, rename_agency (f, 0, "黑虎泉康复医院"));
  g_assert_cmpint (count (f, many), ==, KX_SEARCH_MOST_TOGETHER + 3);
  assert_rebuild_changes_nothing (f);
}

static void
test_lists_show_main_records_alone (Fixture *f, gconstpointer data)
{
  KxListQuery query = { .entity = &kx_agency_entity,
                        .actor = f->clerk,
                        .q = "医院",
                        .sort = KX_SORT_TITLE,
                        .limit = 100,
                        .terms = { { .field = kx_agency_f_alias_of, .test = KX_IS_NULL } },
                        .n_terms = 1 };
  g_autoptr (KxListPage) mains = NULL, aliases = NULL;

  add_agency (f, "泉城康复医院", 1);
  add_agency (f, "济南铁路医院", 2);
  apply (f, link_alias (f, f->agencies->pdata[1], f->agencies->pdata[0]));
  mains = kx_list_run (f->book, &query, NULL);
  g_assert_cmpuint (mains->records->len, ==, 1);
  g_assert_cmpstr (((KxRecord *) mains->records->pdata[0])->id, ==, f->agencies->pdata[0]);
  query.terms[0] = (KxTerm){ .field = kx_agency_f_alias_of, .value.REF = f->agencies->pdata[0] };
  aliases = kx_list_run (f->book, &query, NULL);
  g_assert_cmpuint (aliases->records->len, ==, 1);
  g_assert_cmpstr (((KxRecord *) aliases->records->pdata[0])->id, ==, f->agencies->pdata[1]);
}

/* Both keep their own history, code and rows; the code stays taken. */
static void
test_both_records_keep_their_own (Fixture *f, gconstpointer data)
{
  g_autofree char *old_code = kx_test_credit_code (2), *id = kx_test_id ();
  g_autoptr (KxOp) again = kx_test_agency_op (f->book->schema, id, KX_TEST_OFFICE, "第三医院", old_code);
  g_autoptr (KxApplied) refused = NULL;
  g_autoptr (KxRecord) second = NULL;
  g_autofree char *sql = NULL;

  add_agency (f, "泉城康复医院", 1);
  add_agency (f, "济南铁路医院", 2);
  apply (f, link_alias (f, f->agencies->pdata[1], f->agencies->pdata[0]));
  refused = kx_test_apply (f->book, f->clerk, again);
  g_assert_false (refused->accepted);
  second = kx_row_get (f->book, &kx_agency_entity, f->agencies->pdata[1], NULL);
  g_assert_cmpstr (kx_agency_get_uscc (kx_agency (second)), ==, old_code);
  sql = g_strdup_printf ("SELECT count(*) FROM history WHERE row = '%s' AND kind = 'link_alias' AND field = "
                         "'alias_of' AND new = '%s' AND reason = '同一机构'",
                         (char *) f->agencies->pdata[1], (char *) f->agencies->pdata[0]);
  g_assert_cmpint (count (f, sql), ==, 1);
}

/* What is found in pages of `limit` rows when the actor is said to see so many, as one text. */
static char *
find_in (Fixture *f, const KxActor *actor, const char *q, gint64 seen, guint limit)
{
  KxListQuery query = { .entity = &kx_agency_entity, .actor = actor, .q = q };
  g_autoptr (KxSearchPlan) plan = kx_search_plan_new (q);
  KxListText text = kx_list_text_begin ();
  g_autoptr (GString) near = g_string_new (NULL);
  KxListText of_terms = { near, text.args, text.texts, FALSE };
  KxSearchAmong among = { .args = text.args, .seen = seen };
  KxSearchHit last;
  GString *found = g_string_new (NULL);
  guint n;

  kx_list_append_where (&text, f->book, &query);
  kx_list_append_near (&of_terms, &query);
  among.where = text.sql->str;
  among.near = near->str;
  do
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) hits =
          kx_search_find (f->book, query.entity, plan, &among, found->len > 0 ? &last : NULL, limit, &error);

      g_assert_no_error (error);
      n = hits->len;
      g_assert_cmpuint (n, <=, limit);
      g_assert_cmpuint (found->len, <, 1000000); /* the pages end */
      for (guint i = 0; i < n; i++)
        {
          last = g_array_index (hits, KxSearchHit, i);
          g_string_append_printf (found, "%s %" G_GINT64_FORMAT "\n", last.term, last.no);
        }
    }
  while (n == limit);
  kx_list_text_end (&text);
  return g_string_free (found, FALSE);
}

static void
add_bare (Fixture *f, guint n, const char *space)
{
  g_autofree char *id = kx_test_id (), *random = random_text (32);
  g_autofree char *name =
      g_strconcat (random, n % 5 > 0 ? "康养" : "", n % 3 > 0 ? "安心" : "", "医院", NULL);
  g_autoptr (KxRecord) record = kx_record_new (&kx_agency_entity, id, space);

  record->no = 1000 + n;
  record->seq = 1;
  record->created_at.ms = record->updated_at.ms = 1;
  kx_agency_set_name (kx_agency (record), name);
  g_assert_true (kx_row_insert (f->book, record, NULL));
}

/* So many rows that a word in all of them is no rare one: it is looked for in another way by one who sees
 * all, by one who sees few rows, and by one who sees fewer still. */
static void
test_each_way_of_looking_finds_the_same (Fixture *f, gconstpointer data)
{
  static const char *const spaces[] = { "370100/agency", "370102/agency", "370199/agency", "370100-GX/agency",
                                        "370200/agency", "370000/agency", "450100/agency", "visit/0197b2a0" };
  static const char *const grants[] = { "370100", "370102", "370100-GX", "370200",
                                        "370000", "000000", "460000" };
  static const char *const queries[] = { "医院", "y",      "yy",  "康复", "南宁 cdc",      "第12",
                                         "人民", "医院 y", "yyy", "院",   "医院 人民医院", "康养 安心" };
  gboolean some = FALSE;

  for (guint i = 0; i < 800; i++)
    add_bare (f, i, spaces[i % G_N_ELEMENTS (spaces)]);
  rebuild (f);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (KxActor) actor = kx_actor_new ("a", "a");

      if (i == 0)
        kx_actor_grant (actor, KX_ROLE_INDEX_clerk, "370100");
      for (gint n = g_test_rand_int_range (0, 4); n > 0; n--)
        kx_actor_grant (actor, g_test_rand_bit () ? KX_ROLE_INDEX_clerk : KX_ROLE_INDEX_admin,
                        grants[g_test_rand_int_range (0, G_N_ELEMENTS (grants))]);
      for (guint q = 0; q < G_N_ELEMENTS (queries); q++)
        {
          guint limit = (guint) g_test_rand_int_range (50, 200);
          g_autofree char *many = find_in (f, actor, queries[q], G_MAXINT64, 1000),
                          *few = find_in (f, actor, queries[q], KX_SEARCH_FEW, limit),
                          *fewer = find_in (f, actor, queries[q], 1, limit);

          kx_test_assert_same_dump (many, few);
          kx_test_assert_same_dump (many, fewer);
          some = some || *many != '\0';
        }
    }
  g_assert_true (some);
}

static void
test_building_all_makes_up_for_what_is_missing (Fixture *f, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;

  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (KxOp) op = random_op (f);

      kx_applied_free (kx_test_apply (f->book, f->clerk, op));
    }
  before = dump_terms (f);
  g_assert_true (kx_db_run (f->book->db, "DROP INDEX agency_term_row", NULL, 0, NULL));
  g_assert_true (kx_db_run (f->book->db, "DELETE FROM agency_term", NULL, 0, NULL));
  g_assert_true (kx_db_run (
      f->book->db, "INSERT INTO agency_term (term, rank, row, area) VALUES ('hx', 0, 77, 1)", NULL, 0, NULL));
  rebuild (f);
  after = dump_terms (f);
  kx_test_assert_same_dump (before, after);
  /* It fails unless the index is there again. */
  g_assert_true (kx_db_run (f->book->db, "DROP INDEX agency_term_row", NULL, 0, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  kx_test_postgres_server_conninfo (NULL); /* first, from the main thread */
#define ADD(name, func)                                                                                      \
  g_test_add ("/search/sqlite/" name, Fixture, NULL, set_up, func, tear_down);                               \
  g_test_add ("/search/postgresql/" name, Fixture, NULL, set_up_postgres, func, tear_down)
  ADD ("building-all-gives-the-terms-of-each-change", test_building_all_gives_the_terms_of_each_change);
  ADD ("the-most-children-count-in-both-ways", test_the_most_children_count_in_both_ways);
  ADD ("the-most-aliases-count-in-both-ways", test_the_most_aliases_count_in_both_ways);
  ADD ("what-finds-a-second-record-finds-the-main-one", test_what_finds_a_second_record_finds_the_main_one);
  ADD ("what-finds-an-agency-finds-its-agreements", test_what_finds_an_agency_finds_its_agreements);
  ADD ("what-finds-an-agency-finds-its-application", test_what_finds_an_agency_finds_its_application);
  ADD ("all-agreements-follow-their-agency", test_all_agreements_follow_their_agency);
  ADD ("lists-show-main-records-alone", test_lists_show_main_records_alone);
  ADD ("both-records-keep-their-own", test_both_records_keep_their_own);
  ADD ("each-way-of-looking-finds-the-same", test_each_way_of_looking_finds_the_same);
  ADD ("building-all-makes-up-for-what-is-missing", test_building_all_makes_up_for_what_is_missing);
  return g_test_run ();
}
