#include "store/kx-feed.h"

#include "core/entities/kx-agency.h"
#include "core/kx-scope.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-postgres-server.h"
#include "lib/kx-test-postgres.h"
#include "lib/kx-test-store.h"
#include "lib/kx-test-sync.h"
#include "store/kx-feed-cursor.h"
#include "store/kx-purge.h"
#include "store/kx-row.h"
#include "store/kx-space.h"
#include "store/kx-tombstone.h"

#include <string.h>

#define AT_MS G_GINT64_CONSTANT (1782864000000)

typedef struct
{
  KxBook *book;
  KxActor *system, *province, *jinan, *qingdao;
} Fixture;

static void
set_up (Fixture *f, gconstpointer postgres)
{
  g_autoptr (GPtrArray) offices = kx_test_found (kx_schema_get ());

  f->book = kx_book_new (postgres != NULL ? kx_test_postgres_open_new ()
                                          : kx_db_sqlite_open (":memory:", KX_DB_SQLITE_WRITER, NULL),
                         kx_schema_get (), NULL);
  g_assert_true (kx_book_set_up (f->book, (KxTime){ 1 }, FALSE, NULL));
  f->system = kx_actor_new_system ();
  for (guint i = 0; i < offices->len; i++)
    kx_applied_free (kx_test_apply (f->book, f->system, offices->pdata[i]));
  f->province = kx_test_actor ("province", KX_ROLE_INDEX_clerk, "370000");
  f->jinan = kx_test_actor ("jinan", KX_ROLE_INDEX_clerk, "370100");
  f->qingdao = kx_test_actor ("qingdao", KX_ROLE_INDEX_clerk, "370200");
}

static void
tear_down (Fixture *f, gconstpointer postgres)
{
  kx_book_free (f->book);
  kx_actor_free (f->system);
  kx_actor_free (f->province);
  kx_actor_free (f->jinan);
  kx_actor_free (f->qingdao);
}

/* A new agency; its id, owned by the caller. */
static char *
add_agency (Fixture *f, const char *office, const char *name)
{
  char *id = kx_test_id ();
  g_autoptr (KxOp) op = kx_test_agency_op (f->book->schema, id, office, name, NULL);
  g_autoptr (KxApplied) applied = kx_test_apply (f->book, f->province, op);

  g_assert_true (applied->accepted);
  return id;
}

static void
change_agency (Fixture *f, const char *id, const char *address)
{
  g_autoptr (KxOp) op = kx_test_patch_op (&kx_agency_entity, id, G_MAXINT64, kx_agency_f_address, address);
  g_autoptr (KxApplied) applied = kx_test_apply (f->book, f->province, op);

  g_assert_true (applied->accepted);
}

static void
put_to_trash (Fixture *f, const char *id)
{
  g_autofree char *op_id = kx_test_id ();
  g_autoptr (KxOp) op = kx_op_new (KX_OP_DELETE, &kx_agency_entity, op_id, id, NULL);
  g_autoptr (KxApplied) applied = NULL;

  op->base = G_MAXINT64;
  applied = kx_test_apply (f->book, f->province, op);
  g_assert_true (applied->accepted);
}

static void
purge (Fixture *f)
{
  g_autofree char *op = kx_test_id ();
  guint purged;

  g_assert_true (kx_book_begin (f->book, NULL));
  g_assert_true (kx_purge (f->book, (KxTime){ AT_MS + 1 }, (KxTime){ AT_MS + 2 }, op, 1000, &purged, NULL));
  g_assert_true (kx_book_commit (f->book, NULL));
}

static void
pull (Fixture *f, KxTestCopy *mirror, const KxActor *actor, guint limit)
{
  g_autoptr (GError) error = NULL;

  kx_test_copy_pull (mirror, f->book, actor, limit, G_MAXUINT, &error);
  g_assert_no_error (error);
}

static void
test_everything_comes_from_zero_in_pages_of_any_size (Fixture *f, gconstpointer postgres)
{
  for (guint i = 0; i < 25; i++)
    {
      g_autofree char *name = g_strdup_printf ("济南%02u医院", i),
                      *other = g_strdup_printf ("青岛%02u医院", i);

      g_free (add_agency (f, KX_TEST_OFFICE, name));
      g_free (add_agency (f, KX_TEST_OTHER_OFFICE, other));
    }
  for (guint limit = 1; limit < 70; limit += limit < 5 ? 1 : 13)
    {
      g_autoptr (KxTestCopy) all = kx_test_copy_new (), one = kx_test_copy_new ();

      pull (f, all, f->province, limit);
      kx_test_copy_assert_right (all, f->book, f->province);
      g_assert_cmpuint (all->pages, >=, 52 / limit);
      pull (f, one, f->jinan, limit);
      kx_test_copy_assert_right (one, f->book, f->jinan);
      g_assert_cmpuint (g_hash_table_size (one->rows), ==, 26);
      g_assert_null (strstr (one->wire->str, "青岛"));
    }
}

static void
test_nothing_new_costs_nothing (Fixture *f, gconstpointer postgres)
{
  g_autoptr (KxTestCopy) mirror = kx_test_copy_new ();
  g_autofree char *cursor = NULL;

  g_free (add_agency (f, KX_TEST_OFFICE, "甲医院"));
  pull (f, mirror, f->jinan, 0);
  cursor = g_strdup (mirror->cursor);
  pull (f, mirror, f->jinan, 0);
  g_assert_cmpuint (mirror->pages, ==, 1);
  g_assert_cmpstr (mirror->cursor, ==, cursor);
  g_assert_true (g_str_has_prefix (mirror->wire->str, "{\"t\":\"commit\","));
  g_assert_true (g_str_has_suffix (mirror->wire->str, "\"more\":false,\"acked\":3,\"spaces\":{}}\n"));
}

static void
test_rows_of_one_change_are_never_divided (Fixture *f, gconstpointer postgres)
{
  KxOp *ops[6];
  KxWork work = { .actor = f->province, .at = { AT_MS }, .today = { 20260701 }, .ops = ops, .n_ops = 6 };
  g_autoptr (KxApplied) applied = NULL;
  g_autoptr (KxTestCopy) mirror = kx_test_copy_new ();

  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("第%u医院", i), *id = kx_test_id ();

      ops[i] = kx_test_agency_op (f->book->schema, id, KX_TEST_OFFICE, name, NULL);
    }
  g_assert_true (kx_book_begin (f->book, NULL));
  applied = kx_apply (f->book, &work, NULL);
  g_assert_true (applied->accepted && kx_book_commit (f->book, NULL));
  g_assert_true (kx_test_copy_pull (mirror, f->book, f->province, 3, 1, NULL));
  g_assert_cmpuint (g_hash_table_size (mirror->rows), ==, 2 + 6);
  for (guint i = 0; i < 6; i++)
    kx_op_free (ops[i]);
}

static void
test_what_goes_to_the_trash_and_what_is_purged_is_told (Fixture *f, gconstpointer postgres)
{
  g_autofree char *one = add_agency (f, KX_TEST_OFFICE, "甲医院"),
                  *two = add_agency (f, KX_TEST_OFFICE, "乙医院");
  g_autoptr (KxTestCopy) early = kx_test_copy_new (), late = kx_test_copy_new (), other = kx_test_copy_new ();

  pull (f, early, f->jinan, 0);
  pull (f, other, f->qingdao, 0);
  put_to_trash (f, one);
  pull (f, early, f->jinan, 0);
  g_assert_nonnull (strstr (kx_test_copy_lookup (early, "agency", one), "\"deleted_at\""));
  kx_test_copy_assert_right (early, f->book, f->jinan);
  purge (f);
  pull (f, early, f->jinan, 0);
  g_assert_null (kx_test_copy_lookup (early, "agency", one));
  g_assert_nonnull (kx_test_copy_lookup (early, "agency", two));
  kx_test_copy_assert_right (early, f->book, f->jinan);
  /* Who begins now is not told of what he never had, and who may not see the space is told nothing. */
  pull (f, late, f->jinan, 1);
  g_assert_cmpuint (late->gone, ==, 0);
  kx_test_copy_assert_right (late, f->book, f->jinan);
  pull (f, other, f->qingdao, 0);
  g_assert_cmpuint (other->gone, ==, 0);
  g_assert_null (strstr (other->wire->str, one));
}

static void
test_a_row_purged_during_a_load_is_told (Fixture *f, gconstpointer postgres)
{
  g_autofree char *one = add_agency (f, KX_TEST_OFFICE, "甲医院"),
                  *two = add_agency (f, KX_TEST_OFFICE, "乙医院");
  g_autoptr (KxTestCopy) mirror = kx_test_copy_new ();

  /* Half of it: the offices and the first agency. */
  g_assert_true (kx_test_copy_pull (mirror, f->book, f->jinan, 1, 2, NULL));
  g_assert_nonnull (kx_test_copy_lookup (mirror, "agency", one));
  put_to_trash (f, one);
  purge (f);
  pull (f, mirror, f->jinan, 1);
  g_assert_cmpuint (mirror->gone, ==, 1);
  g_assert_nonnull (kx_test_copy_lookup (mirror, "agency", two));
  kx_test_copy_assert_right (mirror, f->book, f->jinan);
}

/* What an effect may do: the row goes to another space. */
static void
move (Fixture *f, const char *id, const char *space)
{
  g_autoptr (KxRecord) before = NULL, after = NULL;
  KxDbArg args[4];

  g_assert_true (kx_book_begin (f->book, NULL));
  f->book->seq++;
  before = kx_row_get (f->book, &kx_agency_entity, id, NULL);
  g_assert_true (kx_tombstone_write (f->book, "agency", id, before->space, TRUE, (KxTime){ AT_MS }, NULL));
  args[0] = KX_ARG_TEXT (space);
  args[1] = KX_ARG_INTEGER (f->book->seq);
  args[2] = KX_ARG_TEXT (id);
  args[3] = KX_ARG_TEXT ("agency");
  g_assert_true (
      kx_db_run (f->book->db, "UPDATE agency SET space = $1, seq = $2 WHERE id = $3", args, 3, NULL));
  g_assert_true (kx_db_run (
      f->book->db, "UPDATE feed SET space = $1, seq = $2 WHERE row = $3 AND entity = $4", args, 4, NULL));
  after = kx_row_get (f->book, &kx_agency_entity, id, NULL);
  g_assert_true (kx_space_account (f->book, before, after, NULL));
  g_assert_true (kx_book_commit (f->book, NULL));
}

static void
test_a_row_that_moves_is_a_change_to_some_and_gone_for_others (Fixture *f, gconstpointer postgres)
{
  g_autofree char *id = add_agency (f, KX_TEST_OFFICE, "甲医院");
  g_autoptr (KxTestCopy) all = kx_test_copy_new (), from = kx_test_copy_new (), to = kx_test_copy_new ();

  pull (f, all, f->province, 0);
  pull (f, from, f->jinan, 0);
  pull (f, to, f->qingdao, 0);
  move (f, id, "370200/agency");
  pull (f, all, f->province, 0);
  pull (f, from, f->jinan, 0);
  pull (f, to, f->qingdao, 0);
  g_assert_nonnull (strstr (from->wire->str, "\"kind\":\"moved\""));
  g_assert_null (strstr (from->wire->str, "甲医院"));
  kx_test_copy_assert_right (all, f->book, f->province);
  kx_test_copy_assert_right (from, f->book, f->jinan);
  kx_test_copy_assert_right (to, f->book, f->qingdao);
  /* And back again, with a device that saw none of it. */
  move (f, id, "370100/agency");
  pull (f, all, f->province, 0);
  pull (f, from, f->jinan, 0);
  pull (f, to, f->qingdao, 0);
  kx_test_copy_assert_right (all, f->book, f->province);
  kx_test_copy_assert_right (from, f->book, f->jinan);
  kx_test_copy_assert_right (to, f->book, f->qingdao);
}

static void
fill (Fixture *f, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("济南%02u医院", i),
                      *other = g_strdup_printf ("青岛%02u医院", i);

      g_free (add_agency (f, KX_TEST_OFFICE, name));
      g_free (add_agency (f, KX_TEST_OTHER_OFFICE, other));
    }
}

static void
test_spaces_are_left_and_joined (Fixture *f, gconstpointer postgres)
{
  g_autoptr (KxTestCopy) mirror = kx_test_copy_new ();
  g_autoptr (KxActor) nobody = kx_actor_new ("jinan", "jinan"),
                      both = kx_test_actor ("b", KX_ROLE_INDEX_clerk, "370100");

  fill (f, 10);
  kx_actor_grant (both, KX_ROLE_INDEX_leader, "370200");
  pull (f, mirror, f->jinan, 0);
  pull (f, mirror, both, 0); /* one more city */
  g_assert_cmpuint (mirror->joins, ==, 2);
  g_assert_cmpuint (mirror->leaves, ==, 0);
  g_assert_null (strstr (mirror->wire->str, "济南"));
  kx_test_copy_assert_right (mirror, f->book, both);
  pull (f, mirror, f->qingdao, 0); /* another instead: its rows are here already */
  g_assert_cmpuint (mirror->joins, ==, 0);
  g_assert_cmpuint (mirror->leaves, ==, 2);
  g_assert_null (strstr (mirror->wire->str, "\"t\":\"row\""));
  kx_test_copy_assert_right (mirror, f->book, f->qingdao);
  pull (f, mirror, f->jinan, 0); /* all changed */
  g_assert_null (strstr (mirror->wire->str, "青岛"));
  kx_test_copy_assert_right (mirror, f->book, f->jinan);
  pull (f, mirror, nobody, 0); /* no grant at all */
  kx_test_copy_assert_right (mirror, f->book, nobody);
  g_assert_cmpuint (g_hash_table_size (mirror->rows), ==, 0);
}

static void
test_a_join_goes_on_where_it_stopped (Fixture *f, gconstpointer postgres)
{
  fill (f, 20);
  for (guint most = 1; most < 12; most++)
    {
      g_autoptr (KxTestCopy) mirror = kx_test_copy_new ();
      g_autoptr (KxActor) both = kx_test_actor ("b", KX_ROLE_INDEX_clerk, "370100");
      g_autoptr (KxFeedCursor) cursor = NULL;
      g_autofree char *late = NULL;

      kx_actor_grant (both, KX_ROLE_INDEX_clerk, "370200");
      pull (f, mirror, f->jinan, 7);
      g_assert_true (kx_test_copy_pull (mirror, f->book, both, 2, most, NULL));
      /* Meanwhile rows of the space being joined change, come and go. */
      late = add_agency (f, KX_TEST_OTHER_OFFICE, "青岛新医院");
      change_agency (f, late, "新址");
      put_to_trash (f, late);
      purge (f);
      cursor = kx_feed_cursor_new (mirror->cursor);
      g_assert_cmpint (cursor->held != NULL, ==, most < 11);
      if (most % 3 == 0)
        pull (f, mirror, both, 2);
      else if (most % 3 == 1)
        {
          /* The grant is withdrawn, and given again, before all was there. */
          pull (f, mirror, f->jinan, 1);
          kx_test_copy_assert_right (mirror, f->book, f->jinan);
          pull (f, mirror, both, 3);
        }
      else
        pull (f, mirror, f->province, 2); /* and more still */
      kx_test_copy_assert_right (mirror, f->book, most % 3 == 2 ? f->province : both);
    }
}

static void
assert_refused (Fixture *f, const KxActor *actor, const char *cursor, KxFeedError code)
{
  KxFeedRequest request = { .actor = actor, .since = cursor };
  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (KxFeedPage) page = { 0 };
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", cursor);
  g_assert_false (kx_feed_read (f->book, &request, out, &page, &error));
  g_assert_error (error, KX_FEED_ERROR, (int) code);
}

static void
test_a_reader_of_another_generation_gets_nothing (Fixture *f, gconstpointer postgres)
{
  g_autofree char *generation = kx_book_get_meta (f->book, "generation", NULL);
  KxFeedRequest request = { .actor = f->jinan, .generation = generation };
  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (KxFeedPage) page = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_feed_read (f->book, &request, out, &page, &error));
  g_assert_no_error (error);
  kx_feed_page_clear (&page);
  g_string_truncate (out, 0);
  request.generation = "another";
  g_assert_false (kx_feed_read (f->book, &request, out, &page, &error));
  g_assert_error (error, KX_FEED_ERROR, KX_FEED_ERROR_GENERATION);
  g_assert_cmpstr (out->str, ==, "");
}

static void
test_a_cursor_of_another_store_or_time_is_refused (Fixture *f, gconstpointer postgres)
{
  static const char *const wrong[] = { "",
                                       "x",
                                       "x.none",
                                       "x.none.-1",
                                       "x.none.1.",
                                       "x.none.y",
                                       "x.370100.1",
                                       "x.none.1.k3",
                                       "x.none.1.jall",
                                       ".none.1",
                                       "x.none.1.f2.f3",
                                       "x.none.1.jnone.2",
                                       "x.none.3.jhash_a.1",
                                       "x.none.99999999999999999999" };
  g_autoptr (KxTestCopy) mirror = kx_test_copy_new ();
  g_autofree char *generation = kx_book_get_meta (f->book, "generation", NULL), *future = NULL,
                  *hashed = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    assert_refused (f, f->jinan, wrong[i], KX_FEED_ERROR_CURSOR);
  assert_refused (f, f->jinan, "other.none.1", KX_FEED_ERROR_GENERATION);
  future = g_strdup_printf ("%s.none.999", generation);
  assert_refused (f, f->jinan, future, KX_FEED_ERROR_GENERATION);
  hashed = g_strdup_printf ("%s.hash_abc.1", generation);
  assert_refused (f, f->jinan, hashed, KX_FEED_ERROR_EXPIRED);
  pull (f, mirror, f->jinan, 0);
  g_assert_true (kx_book_set_meta (f->book, "generation", "renewed", NULL));
  assert_refused (f, f->jinan, mirror->cursor, KX_FEED_ERROR_GENERATION);
}

static void
test_who_was_away_too_long_begins_anew (Fixture *f, gconstpointer postgres)
{
  g_autofree char *one = add_agency (f, KX_TEST_OFFICE, "甲医院");
  g_autoptr (KxTestCopy) early = kx_test_copy_new (), current = kx_test_copy_new (),
                         fresh = kx_test_copy_new ();
  gint64 dropped;

  pull (f, early, f->jinan, 0);
  put_to_trash (f, one);
  purge (f);
  pull (f, current, f->jinan, 0);
  g_free (add_agency (f, KX_TEST_OFFICE, "乙医院"));
  g_assert_true (kx_book_begin (f->book, NULL));
  g_assert_true (kx_tombstone_drop (f->book, (KxTime){ AT_MS + 10 }, 10, &dropped, NULL));
  g_assert_true (kx_book_commit (f->book, NULL));
  g_assert_cmpint (dropped, ==, 1);
  assert_refused (f, f->jinan, early->cursor, KX_FEED_ERROR_EXPIRED);
  pull (f, current, f->jinan, 0);
  kx_test_copy_assert_right (current, f->book, f->jinan);
  /* A load that begins after the horizon passes it page by page. */
  pull (f, fresh, f->jinan, 1);
  kx_test_copy_assert_right (fresh, f->book, f->jinan);
}

/* Anything may happen to rows and grants, and whenever somebody is at the head his mirror is right. */
static void
test_any_history_leaves_right_mirrors (Fixture *f, gconstpointer postgres)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  KxTestCopy *mirrors[4];
  guint heads = 0;

  for (guint i = 0; i < G_N_ELEMENTS (mirrors); i++)
    mirrors[i] = kx_test_copy_new ();
  for (guint n = 0; n < (postgres != NULL ? 300 : 1500); n++)
    {
      int what = g_test_rand_int_range (0, 12);
      guint i = ids->len > 0 ? (guint) g_test_rand_int_range (0, (int) ids->len) : 0;
      g_autofree char *text = g_strdup_printf ("%s第%u医院", n % 2 ? "济南" : "青岛", n);
      g_autofree char *address = g_strdup_printf ("%u号", n);
      const KxActor *const actors[] = { f->jinan, f->qingdao, f->province, f->system };

      if (what < 3 || ids->len == 0)
        g_ptr_array_add (ids, add_agency (f, n % 2 ? KX_TEST_OFFICE : KX_TEST_OTHER_OFFICE, text));
      else if (what < 6)
        {
          g_autoptr (KxRecord) row = kx_row_get (f->book, &kx_agency_entity, ids->pdata[i], NULL);

          if (row != NULL && row->deleted_at.ms == 0 && what == 3)
            put_to_trash (f, ids->pdata[i]);
          else if (row != NULL && row->deleted_at.ms == 0)
            change_agency (f, ids->pdata[i], address);
        }
      else if (what == 6 && g_test_rand_int_range (0, 4) == 0)
        purge (f);
      else if (what > 6)
        {
          guint m = (guint) g_test_rand_int_range (0, G_N_ELEMENTS (mirrors));
          const KxActor *actor = actors[g_test_rand_int_range (0, G_N_ELEMENTS (actors))];
          guint most = g_test_rand_bit () ? G_MAXUINT : (guint) g_test_rand_int_range (1, 4);
          g_autoptr (GError) error = NULL;

          kx_test_copy_pull (mirrors[m], f->book, actor, (guint) g_test_rand_int_range (1, 20), most, &error);
          g_assert_no_error (error);
          if (actor == f->jinan)
            g_assert_null (strstr (mirrors[m]->wire->str, "青岛"));
          if (most != G_MAXUINT)
            continue;
          kx_test_copy_assert_right (mirrors[m], f->book, actor);
          heads++;
        }
    }
  g_assert_cmpuint (heads, >, 10);
  for (guint i = 0; i < G_N_ELEMENTS (mirrors); i++)
    kx_test_copy_free (mirrors[i]);
}

static void
test_a_check_tells_what_the_spaces_hold (Fixture *f, gconstpointer postgres)
{
  static const char *const only[] = { "370100/agency", "370200/agency", NULL };
  g_autoptr (KxTestCopy) mirror = kx_test_copy_new ();
  g_autoptr (GString) all = g_string_new (NULL), some = g_string_new (NULL);
  const KxWireSpace *space;
  g_autofree char *begin = NULL, *agency = NULL;

  fill (f, 3);
  pull (f, mirror, f->jinan, 0);
  g_assert_true (kx_feed_verify (f->book, f->jinan, NULL, all, NULL));
  g_assert_true (kx_feed_verify (f->book, f->jinan, only, some, NULL));
  begin = g_strdup_printf ("{\"cursor\":\"%s\",\"spaces\":{", mirror->cursor);
  g_assert_true (g_str_has_prefix (all->str, begin));
  space = g_hash_table_lookup (mirror->spaces, "370100/agency");
  agency = g_strdup_printf ("\"370100/agency\":{\"count\":3,\"sum\":\"%016" G_GINT64_MODIFIER
                            "x\",\"tables\":{\"agency\":",
                            space->sum);
  g_assert_nonnull (strstr (all->str, agency));
  g_assert_nonnull (strstr (some->str, agency));
  g_assert_nonnull (strstr (all->str, "370100/public"));
  g_assert_null (strstr (some->str, "370100/public"));
  g_assert_null (strstr (all->str, "370200"));
}

/* Not a limit that could fail on a busy machine: the number is for people. */
static void
test_pages_are_read_quickly (Fixture *f, gconstpointer postgres)
{
  guint n = postgres != NULL ? 200 : 20000, rows = 0;
  g_autofree char *cursor = NULL;
  gboolean more = TRUE;
  gint64 began, bytes = 0;

  g_assert_true (kx_book_begin (f->book, NULL));
  f->book->build_later = TRUE;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("济南市第%u人民医院康复医学科", i), *id = kx_test_id ();
      g_autoptr (KxRecord) record = kx_record_new (&kx_agency_entity, id, "370100/agency");

      f->book->seq++;
      kx_agency_set_name (kx_agency (record), name);
      kx_agency_set_office (kx_agency (record), KX_TEST_OFFICE);
      kx_agency_set_address (kx_agency (record), "济南市历下区经十路一号");
      kx_agency_set_phone (kx_agency (record), "0531-88888888");
      kx_agency_set_beds (kx_agency (record), 40);
      kx_agency_set_scopes_offered (kx_agency (record), (KxCodes){ 3 });
      g_assert_true (kx_apply_bare (f->book, record, (KxTime){ AT_MS }, NULL));
    }
  g_assert_true (kx_book_commit (f->book, NULL));
  began = g_get_monotonic_time ();
  while (more)
    {
      KxFeedRequest request = { .actor = f->jinan, .since = cursor, .limit = KX_FEED_MOST };
      g_autoptr (GString) out = g_string_new (NULL);
      g_auto (KxFeedPage) page = { 0 };

      g_assert_true (kx_feed_read (f->book, &request, out, &page, NULL));
      rows += page.rows;
      bytes += (gint64) out->len;
      more = page.more;
      g_free (cursor);
      cursor = g_steal_pointer (&page.cursor);
    }
  g_test_message ("%u rows, %" G_GINT64_FORMAT " bytes, %.0f rows a second", rows, bytes,
                  rows * 1e6 / (double) (g_get_monotonic_time () - began));
  g_assert_cmpuint (rows, ==, n + 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  kx_test_postgres_server_conninfo (NULL); /* first, from the main thread */
#define ADD(name, func)                                                                                      \
  g_test_add ("/feed/" name, Fixture, NULL, set_up, func, tear_down);                                        \
  g_test_add ("/feed/" name "/postgresql", Fixture, "postgres", set_up, func, tear_down)
  ADD ("everything-comes-from-zero-in-pages-of-any-size",
       test_everything_comes_from_zero_in_pages_of_any_size);
  ADD ("nothing-new-costs-nothing", test_nothing_new_costs_nothing);
  ADD ("rows-of-one-change-are-never-divided", test_rows_of_one_change_are_never_divided);
  ADD ("what-goes-to-the-trash-and-what-is-purged-is-told",
       test_what_goes_to_the_trash_and_what_is_purged_is_told);
  ADD ("a-row-purged-during-a-load-is-told", test_a_row_purged_during_a_load_is_told);
  ADD ("a-row-that-moves-is-a-change-to-some-and-gone-for-others",
       test_a_row_that_moves_is_a_change_to_some_and_gone_for_others);
  ADD ("spaces-are-left-and-joined", test_spaces_are_left_and_joined);
  ADD ("a-join-goes-on-where-it-stopped", test_a_join_goes_on_where_it_stopped);
  ADD ("a-cursor-of-another-store-or-time-is-refused", test_a_cursor_of_another_store_or_time_is_refused);
  ADD ("a-reader-of-another-generation-gets-nothing", test_a_reader_of_another_generation_gets_nothing);
  ADD ("who-was-away-too-long-begins-anew", test_who_was_away_too_long_begins_anew);
  ADD ("any-history-leaves-right-mirrors", test_any_history_leaves_right_mirrors);
  ADD ("a-check-tells-what-the-spaces-hold", test_a_check_tells_what_the_spaces_hold);
  ADD ("pages-are-read-quickly", test_pages_are_read_quickly);
  return g_test_run ();
}
