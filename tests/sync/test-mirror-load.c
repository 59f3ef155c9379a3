#include "core/entities/kx-agency.h"
#include "lib/kx-test-disk.h"
#include "lib/kx-test-store.h"
#include "store/kx-apply.h"
#include "store/kx-feed.h"
#include "store/kx-list.h"
#include "store/kx-purge.h"
#include "sync/kx-mirror-book.h"
#include "sync/kx-mirror-pull.h"
#include "sync/kx-mirror-tables.h"
#include "sync/kx-test-pair.h"

#include <string.h>

#define CLERK KX_ROLE_INDEX_clerk

typedef struct
{
  KxTestService *service;
  KxTestMirror *one;
  KxActor *clerk;
} Fixture;

/* Agencies made at the service, all in one commit. */
static void
fill (Fixture *f, guint from, guint n)
{
  KxBook *book = f->service->service;
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_book_begin (book, &error));
  for (guint i = from; i < from + n; i++)
    {
      g_autofree char *id = kx_test_id (), *name = g_strdup_printf ("济南第%u康复医院", i),
                      *code = kx_test_credit_code (i);
      g_autoptr (KxOp) op = kx_test_agency_op (kx_schema_get (), id, KX_TEST_OFFICE, name, code);
      KxOp *ops[] = { op };
      KxWork work = {
        .actor = f->clerk, .at = f->service->now, .today = { 20260701 }, .ops = ops, .n_ops = 1
      };
      g_autoptr (KxApplied) applied = kx_apply (book, &work, &error);

      g_assert_no_error (error);
      g_assert_true (applied->accepted);
    }
  g_assert_true (kx_book_commit (book, &error));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->service = kx_test_service_book_new ();
  f->clerk = kx_test_actor ("user-x", CLERK, "370100");
  f->one = kx_test_mirror_new (f->service, "user-one", CLERK, "370100");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_test_mirror_free (f->one);
  kx_actor_free (f->clerk);
  kx_test_service_book_free (f->service);
}

static gint64
count (Fixture *f, const char *sql)
{
  return kx_test_mirror_number (f->one, sql);
}

/* The lines of one page of `limit` rows, the next one. */
static GString *
next_page (Fixture *f, guint limit, gboolean *ret_more)
{
  g_auto (KxMirrorFacts) facts = { 0 };
  g_auto (KxFeedPage) page = { 0 };
  GString *lines = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  KxFeedRequest request = { .actor = f->one->actor, .limit = limit };

  g_assert_true (kx_mirror_book_get_facts (f->one->book, &facts, &error));
  request.since = facts.cursor;
  g_assert_true (kx_feed_read (f->service->service, &request, lines, &page, &error));
  *ret_more = page.more;
  return lines;
}

static void
pull_page (Fixture *f, guint limit)
{
  gboolean more;
  g_autoptr (GString) lines = next_page (f, limit, &more);
  g_autoptr (KxPull) pull = kx_pull_new (f->one->book, f->service->now);
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_pull_lines (pull, lines->str, lines->len, &error));
  g_assert_no_error (error);
  g_assert_cmpint (kx_pull_is_at_head (pull), ==, !more);
}

static guint
find (Fixture *f, const char *q)
{
  KxListQuery query = {
    .entity = &kx_agency_entity, .actor = f->one->actor, .q = q, .sort = KX_SORT_TITLE, .limit = 50
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (KxListPage) page = kx_list_run (f->one->book, &query, &error);

  g_assert_no_error (error);
  return page->records->len;
}

static char *
indexes_of (KxBook *book)
{
  GString *out = g_string_new (NULL);
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db,
                   "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name NOT "
                   "LIKE 'mirror_%' ORDER BY name",
                   NULL, 0, NULL);

  while (kx_db_rows_next (rows, NULL))
    g_string_append_printf (out, "%s\n", kx_db_rows_text (rows, 0));
  return g_string_free (out, FALSE);
}

static void
assert_indexes (Fixture *f)
{
  g_autofree char *theirs = indexes_of (f->service->service), *ours = indexes_of (f->one->book);

  kx_test_assert_same_dump (theirs, ours);
}

static void
test_ten_thousand (Fixture *f, gconstpointer data)
{
  fill (f, 0, 10000);
  g_assert_cmpuint (kx_test_mirror_pull (f->one, 2000), >=, 5);
  kx_test_mirror_assert_same (f->one);
  assert_indexes (f);
  g_assert_cmpuint (find (f, "第9876康复"), ==, 1);
  g_assert_cmpuint (find (f, "jnd9876"), ==, 1);
  g_assert_cmpuint (find (f, "康复"), ==, 50);
}

/* Rows can be read and changed while the others come. */
static void
test_meanwhile (Fixture *f, gconstpointer data)
{
  KxListQuery query = { .entity = &kx_agency_entity, .sort = KX_SORT_TITLE, .limit = 10 };
  g_autofree char *made = kx_test_id (), *first = NULL, *address = NULL;
  g_autoptr (GError) error = NULL;

  fill (f, 0, 3000);
  pull_page (f, 1000);
  g_assert_cmpint (count (f, "SELECT count(*) FROM agency"), >, 500);
  g_assert_cmpint (count (f, "SELECT value FROM meta WHERE name = '" KX_MIRROR_LOADING "'"), ==, 1);
  query.actor = f->one->actor;
  {
    g_autoptr (KxListPage) page = kx_list_run (f->one->book, &query, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (page->records->len, ==, 10);
    first = g_strdup (((KxRecord *) page->records->pdata[0])->id);
  }
  kx_test_mirror_do (f->one, kx_test_patch_op (&kx_agency_entity, first, 0, kx_agency_f_address, "一边改"));
  kx_test_mirror_do (f->one,
                     kx_test_agency_op (kx_schema_get (), made, KX_TEST_OFFICE, "一边做的医院", NULL));
  pull_page (f, 1000);
  kx_test_mirror_push (f->one);
  kx_test_mirror_pull (f->one, 1000);
  kx_test_mirror_assert_same (f->one);
  assert_indexes (f);
  address = kx_test_mirror_text (f->one, &kx_agency_entity, first, kx_agency_f_address);
  g_assert_cmpstr (address, ==, "一边改");
  g_assert_cmpuint (find (f, "一边做"), ==, 1);
}

/* What can be fetched again is not waited for; what a person does meanwhile, and all that comes later, is. */
static void
test_waiting_for_the_disk (Fixture *f, gconstpointer data)
{
  g_autofree char *made = kx_test_id ();
  guint waits;

  fill (f, 0, 3000);
  pull_page (f, 1000); /* the indexes go */
  waits = kx_test_disk_count_waits ();
  pull_page (f, 1000);
  g_assert_cmpuint (kx_test_disk_count_waits (), ==, waits);
  kx_test_mirror_do (f->one,
                     kx_test_agency_op (kx_schema_get (), made, KX_TEST_OFFICE, "一边做的医院", NULL));
  g_assert_cmpuint (kx_test_disk_count_waits (), >, waits);
  waits = kx_test_disk_count_waits ();
  pull_page (f, 5000);
  g_assert_cmpuint (kx_test_disk_count_waits (), ==, waits);
  g_assert_cmpint (count (f, "SELECT count(*) FROM meta WHERE name = '" KX_MIRROR_LOADING "'"), ==, 0);
  fill (f, 3000, 1);
  pull_page (f, 1000);
  g_assert_cmpuint (kx_test_disk_count_waits (), >, waits);
}

/* The cursor is too old before the load has come to its end: it begins anew and still is complete. */
static void
test_begun_anew (Fixture *f, gconstpointer data)
{
  fill (f, 0, 2500);
  pull_page (f, 1000);
  g_assert_true (kx_book_begin (f->one->book, NULL));
  g_assert_true (kx_mirror_pull_start_over (f->one->book, NULL, NULL));
  g_assert_true (kx_book_commit (f->one->book, NULL));
  kx_test_mirror_pull (f->one, 1000);
  kx_test_mirror_assert_same (f->one);
  assert_indexes (f);
  g_assert_cmpuint (find (f, "第12康复"), >=, 1);
}

static char *
make_early (Fixture *f, gboolean begun)
{
  char *id = kx_test_id ();

  fill (f, 0, 5);
  if (begun)
    pull_page (f, 1);
  g_assert_cmpint (count (f, "SELECT value FROM meta WHERE name = '" KX_MIRROR_LOADING "'"), ==, 1);
  kx_test_mirror_do (f->one, kx_test_agency_op (kx_schema_get (), id, KX_TEST_OFFICE, "早到的医院", NULL));
  kx_test_mirror_push (f->one);
  return id;
}

/* A row came with the answer to an op and is purged before the load has come to it: the feed never tells. */
static void
test_early_and_purged (Fixture *f, gconstpointer data)
{
  g_autofree char *id = make_early (f, TRUE);
  KxBook *book = f->service->service;
  KxOp *delete = kx_op_new (KX_OP_DELETE, &kx_agency_entity, NULL, id, NULL);
  g_autofree char *op = kx_test_id ();
  g_autoptr (GError) error = NULL;
  guint purged = 0;

  delete->id = kx_test_id ();
  kx_test_service_apply (f->service, f->clerk, delete);
  g_assert_true (kx_book_begin (book, &error));
  g_assert_true (kx_purge (book, (KxTime){ G_MAXINT64 / 2 }, f->service->now, op, 10, &purged, &error));
  g_assert_true (kx_book_commit (book, &error));
  g_assert_cmpuint (purged, ==, 1);
  kx_test_mirror_pull (f->one, 2);
  kx_test_mirror_assert_same (f->one);
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_early"), ==, 0);
}

/* Or its space was closed: no line of leave comes in a load from the beginning. */
static void
test_early_and_closed (Fixture *f, gconstpointer data)
{
  g_autofree char *id = make_early (f, FALSE);

  kx_test_mirror_do (f->one, kx_test_patch_op (&kx_agency_entity, id, 0, kx_agency_f_address, "没有送出"));
  kx_actor_free (f->one->actor);
  f->one->actor = kx_test_actor ("user-one", CLERK, "370200");
  kx_test_mirror_pull (f->one, 2);
  g_assert_cmpint (
      count (f, "SELECT count(*) FROM agency WHERE space LIKE '370100/%' AND name = '早到的医院'"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_outbox WHERE state = 4"), ==, 1);
}

/* A large gap is seen as a whole or not at all, whatever happens on the way. */
static void
test_large_gap (Fixture *f, gconstpointer data)
{
  fill (f, 0, 10);
  kx_test_mirror_pull (f->one, 2000);
  fill (f, 10, 6500);
  for (guint i = 0; i < 3; i++)
    {
      pull_page (f, 2000);
      g_assert_cmpint (count (f, "SELECT count(*) FROM agency"), ==, 10);
      kx_test_mirror_reopen (f->one); /* pages that came are not asked for again */
    }
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_inbox"), ==, 6000);
  kx_test_mirror_pull (f->one, 2000);
  g_assert_cmpint (count (f, "SELECT count(*) FROM agency"), ==, 6510);
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_inbox"), ==, 0);
  kx_test_mirror_assert_same (f->one);
}

/* Cut anywhere, a page leaves nothing behind it; repeated, it comes to the same. */
static void
test_cut (Fixture *f, gconstpointer data)
{
  gboolean more;
  g_autoptr (GString) lines = NULL;

  fill (f, 0, 40);
  kx_test_mirror_pull (f->one, 100);
  fill (f, 40, 40);
  lines = next_page (f, 100, &more);
  for (guint i = 0; i < 60; i++)
    {
      gsize length = (gsize) g_test_rand_int_range (0, (gint32) lines->len - 1);
      g_autoptr (KxPull) pull = kx_pull_new (f->one->book, f->service->now);
      g_autoptr (GError) error = NULL;

      g_assert_true (kx_pull_lines (pull, lines->str, length, &error));
      g_assert_false (kx_pull_is_at_head (pull));
      g_assert_cmpint (count (f, "SELECT count(*) FROM agency"), ==, 40);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (KxPull) pull = kx_pull_new (f->one->book, f->service->now);

      g_assert_true (kx_pull_lines (pull, lines->str, lines->len, NULL));
      g_assert_true (kx_pull_is_at_head (pull));
    }
  kx_test_mirror_assert_same (f->one);
}

/* Bytes that are no protocol: an error, and nothing of them is used. */
static void
test_hostile (Fixture *f, gconstpointer data)
{
  static const char *const bad[] = {
    "{",
    "[]",
    "{\"t\":\"row\"}",
    "{\"t\":\"row\",\"entity\":\"agency\",\"row\":{}}",
    "{\"t\":\"row\",\"entity\":\"nothing\",\"row\":{\"id\":7}}\n{\"t\":\"commit\",\"cursor\":\"x\",\"more\":"
    "false}",
    "{\"t\":\"gone\",\"entity\":\"agency\"}",
    "{\"t\":\"leave\"}",
    "{\"t\":\"commit\"}",
    "{\"t\":\"commit\",\"cursor\":\"x\",\"more\":\"no\"}",
    "<html>Sign in to the hotel's network</html>",
  };

  fill (f, 0, 5);
  kx_test_mirror_pull (f->one, 100);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (KxPull) pull = kx_pull_new (f->one->book, f->service->now);
      /* As the last page, and as one that would wait for the rest. */
      g_autofree char *text = g_strdup_printf ("%s\n{\"t\":\"commit\",\"cursor\":\"x\",\"more\":%s}\n",
                                               bad[i / 2], i % 2 != 0 ? "true" : "false");
      g_autoptr (GError) error = NULL;

      g_assert_false (kx_pull_lines (pull, text, strlen (text), &error));
      g_assert_nonnull (error);
      g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_inbox"), ==, 0);
      g_assert_cmpint (count (f, "SELECT count(*) FROM meta WHERE value = 'x'"), ==, 0);
    }
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_assert_same (f->one);
}

/* A change behind the program's back shows at the next head of its space, and heals; not more than once a
 * day. */
static void
test_heals (Fixture *f, gconstpointer data)
{
  gboolean more;

  fill (f, 0, 20);
  kx_test_mirror_pull (f->one, 100);
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (KxPull) pull = kx_pull_new (f->one->book, f->service->now);
      g_autoptr (GString) lines = NULL;
      g_auto (KxMirrorFacts) facts = { 0 };

      g_assert_true (kx_db_run (f->one->book->db,
                                "UPDATE mirror_space SET sum = sum + 1 WHERE space = '370100/agency'", NULL,
                                0, NULL));
      fill (f, 100 + round, 1);
      lines = next_page (f, 100, &more);
      g_assert_true (kx_pull_lines (pull, lines->str, lines->len, NULL));
      g_assert_cmpint (kx_pull_was_wrong (pull), ==, round == 0);
      g_assert_true (kx_mirror_book_get_facts (f->one->book, &facts, NULL));
      if (round == 0)
        {
          g_assert_null (facts.cursor);
          g_assert_null (facts.fault);
          kx_test_mirror_pull (f->one, 5);
          kx_test_mirror_assert_same (f->one);
        }
      else
        g_assert_nonnull (facts.fault);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/load/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("ten thousand rows are the same, found and ordered as at the service", test_ten_thousand);
  ADD ("rows are read and changed meanwhile", test_meanwhile);
  ADD ("the disk is waited for where a person waits", test_waiting_for_the_disk);
  ADD ("a load that begins anew is complete", test_begun_anew);
  ADD ("a row that came early and is purged goes at the end of the load", test_early_and_purged);
  ADD ("and so does one whose space was closed", test_early_and_closed);
  ADD ("a large gap lands at once", test_large_gap);
  ADD ("a page that is cut leaves nothing", test_cut);
  ADD ("what is no protocol is refused", test_hostile);
  ADD ("wrong sums heal, once a day", test_heals);
#undef ADD
  return g_test_run ();
}
