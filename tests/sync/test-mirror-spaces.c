#include "sync/kx-test-pair.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-former-name.h"
#include "lib/kx-test-store.h"
#include "store/kx-row.h"
#include "store/kx-space.h"
#include "store/kx-tombstone.h"
#include "sync/kx-mirror-outbox.h"
#include "sync/kx-mirror-pull.h"

#define CLERK KX_ROLE_INDEX_clerk

typedef struct
{
  KxTestService *service;
  KxTestMirror *one;
  KxActor *jinan, *qingdao;
  char *near, *far; /* agencies of 370100 and 370200 */
} Fixture;

static void
make (Fixture *f, KxActor *actor, const char *id, const char *office, const char *name)
{
  kx_test_service_apply (f->service, actor, kx_test_agency_op (kx_schema_get (), id, office, name, NULL));
}

/* The grants of the desktop's user as they are from now on. */
static void
grant (Fixture *f, gboolean near, gboolean far)
{
  kx_actor_free (f->one->actor);
  f->one->actor = kx_actor_new ("user-one", "user-one");
  if (near)
    kx_actor_grant (f->one->actor, CLERK, "370100");
  if (far)
    kx_actor_grant (f->one->actor, CLERK, "370200");
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->service = kx_test_service_book_new ();
  f->jinan = kx_test_actor ("user-x", CLERK, "370100");
  f->qingdao = kx_test_actor ("user-y", CLERK, "370200");
  f->near = kx_test_id ();
  f->far = kx_test_id ();
  make (f, f->jinan, f->near, KX_TEST_OFFICE, "济南康复医院");
  make (f, f->qingdao, f->far, KX_TEST_OTHER_OFFICE, "青岛康复医院");
  f->one = kx_test_mirror_new (f->service, "user-one", CLERK, "370100");
  grant (f, TRUE, TRUE);
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_assert_same (f->one);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_test_mirror_free (f->one);
  kx_actor_free (f->jinan);
  kx_actor_free (f->qingdao);
  kx_test_service_book_free (f->service);
  g_free (f->near);
  g_free (f->far);
}

static KxOp *
address (const char *id, const char *value)
{
  return kx_test_patch_op (&kx_agency_entity, id, 0, kx_agency_f_address, value);
}

static void
assert_address (Fixture *f, const char *id, const char *value)
{
  g_autofree char *found = kx_test_mirror_text (f->one, &kx_agency_entity, id, kx_agency_f_address);

  g_assert_cmpstr (found, ==, value);
}

static gint64
count (Fixture *f, const char *sql)
{
  return kx_test_mirror_number (f->one, sql);
}

/* All that a table holds, as one text. */
static gboolean
mentions (Fixture *f, const char *table, const char *word)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT count(*) FROM \"%s\" WHERE line LIKE '%%%s%%'", table, word);

  return count (f, sql) > 0;
}

/* An act upon rows of two spaces, of which one closes: it stays as a whole to be read, and the row of the
 * space that stays open shows what the service has. What else waits goes its way. */
static void
test_act_of_two_spaces (Fixture *f, gconstpointer data)
{
  g_autofree char *third = kx_test_id ();
  KxOp *ops[] = { address (f->near, "近"), address (f->far, "远") };
  g_autoptr (KxDecision) decision = NULL;

  make (f, f->qingdao, third, KX_TEST_OTHER_OFFICE, "青岛第三医院");
  kx_test_mirror_pull (f->one, 100);
  decision = kx_test_mirror_submit_act (f->one, ops, 2);
  g_assert_cmpint (decision->result, ==, KX_APPLIED);
  kx_test_mirror_do (f->one, address (third, "第三"));
  assert_address (f, f->far, "远");
  grant (f, FALSE, TRUE);
  kx_test_mirror_pull (f->one, 100);
  assert_address (f, f->far, NULL);
  assert_address (f, third, "第三");
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_outbox WHERE state = 4"), ==, 2);
  kx_test_mirror_push (f->one);
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_assert_same (f->one);
  assert_address (f, third, "第三");
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_outbox"), ==, 2);
}

static void
test_nothing_stays (Fixture *f, gconstpointer data)
{
  kx_test_mirror_do (f->one, address (f->near, "甲地址"));
  kx_test_mirror_push (f->one);
  kx_test_mirror_pull (f->one, 100);
  g_assert_true (mentions (f, "mirror_journal", "甲地址"));
  kx_test_mirror_do (f->one, address (f->far, "乙地址"));
  kx_test_mirror_push (f->one);
  grant (f, FALSE, TRUE);
  kx_test_mirror_pull (f->one, 100);
  g_assert_false (mentions (f, "mirror_journal", "甲地址"));
  g_assert_true (mentions (f, "mirror_journal", "乙地址"));
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_shadow"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_space WHERE space LIKE '370100/%'"), ==, 0);
  kx_test_mirror_assert_same (f->one);
}

/* Conflicts stand in the space of their row, and go with it. */
static void
test_conflicts_leave (Fixture *f, gconstpointer data)
{
  kx_test_mirror_do (f->one, address (f->near, "我的"));
  kx_test_service_apply (
      f->service, f->jinan,
      kx_test_patch_op (&kx_agency_entity, f->near, G_MAXINT64, kx_agency_f_address, "别人的"));
  kx_test_mirror_push (f->one);
  kx_test_mirror_pull (f->one, 100);
  g_assert_cmpint (count (f, "SELECT count(*) FROM conflict"), ==, 1);
  grant (f, FALSE, TRUE);
  kx_test_mirror_pull (f->one, 100);
  g_assert_cmpint (count (f, "SELECT count(*) FROM conflict"), ==, 0);
  kx_test_mirror_assert_same (f->one);
}

/* What left comes again with the grant; the orphan stays what it is. */
static void
test_comes_back (Fixture *f, gconstpointer data)
{
  kx_test_mirror_do (f->one, address (f->near, "没有送出"));
  grant (f, FALSE, TRUE);
  kx_test_mirror_pull (f->one, 1);
  grant (f, TRUE, TRUE);
  kx_test_mirror_pull (f->one, 1);
  kx_test_mirror_push (f->one);
  kx_test_mirror_assert_same (f->one);
  assert_address (f, f->near, NULL);
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_outbox WHERE state = 4"), ==, 1);
}

/* The feed tells of rows in the order of their last change, children before parents too; both are found. */
static void
test_children_first (Fixture *f, gconstpointer data)
{
  g_autofree char *child = kx_test_id ();
  const KxEntity *entity = &kx_former_name_entity;
  KxRecord *fields = kx_record_new (entity, NULL, NULL);
  KxOp *op = kx_op_new (KX_OP_CREATE, entity, NULL, child, fields);

  grant (f, FALSE, TRUE);
  kx_test_mirror_pull (f->one, 100);
  kx_former_name_set_agency (kx_former_name (fields), f->near);
  kx_former_name_set_name (kx_former_name (fields), "济南老年病医院");
  op->id = kx_test_id ();
  kx_test_service_apply (f->service, f->jinan, op);
  kx_test_service_apply (
      f->service, f->jinan,
      kx_test_patch_op (&kx_agency_entity, f->near, G_MAXINT64, kx_agency_f_address, "后改的"));
  grant (f, TRUE, TRUE);
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_assert_same (f->one);
}

/* A person throws an orphan away: there is no row to be shown. */
static void
test_discard (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  kx_test_mirror_do (f->one, address (f->near, "没有送出"));
  grant (f, FALSE, TRUE);
  kx_test_mirror_pull (f->one, 100);
  g_assert_true (kx_book_begin (f->one->book, &error));
  g_assert_true (kx_mirror_outbox_discard (f->one->book, count (f, "SELECT id FROM mirror_outbox"), &error));
  g_assert_true (kx_book_commit (f->one->book, &error));
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_outbox"), ==, 0);
  kx_test_mirror_assert_same (f->one);
}

/* What an effect may do: the row goes to another space. */
static void
move (Fixture *f, const char *id, const char *space)
{
  KxBook *book = f->service->service;
  g_autoptr (KxRecord) before = NULL, after = NULL;
  KxDbArg args[4];

  g_assert_true (kx_book_begin (book, NULL));
  book->seq++;
  before = kx_row_get (book, &kx_agency_entity, id, NULL);
  g_assert_true (kx_tombstone_write (book, "agency", id, before->space, TRUE, f->service->now, NULL));
  args[0] = KX_ARG_TEXT (space);
  args[1] = KX_ARG_INTEGER (book->seq);
  args[2] = KX_ARG_TEXT (id);
  args[3] = KX_ARG_TEXT ("agency");
  g_assert_true (kx_db_run (book->db, "UPDATE agency SET space = $1, seq = $2 WHERE id = $3", args, 3, NULL));
  g_assert_true (kx_db_run (book->db, "UPDATE feed SET space = $1, seq = $2 WHERE row = $3 AND entity = $4",
                            args, 4, NULL));
  after = kx_row_get (book, &kx_agency_entity, id, NULL);
  g_assert_true (kx_space_account (book, before, after, NULL));
  g_assert_true (kx_book_commit (book, NULL));
}

static void
test_moves_within (Fixture *f, gconstpointer data)
{
  kx_test_mirror_do (f->one, address (f->near, "搬家前"));
  move (f, f->near, "370200/agency");
  kx_test_mirror_pull (f->one, 100);
  assert_address (f, f->near, "搬家前");
  kx_test_mirror_push (f->one);
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_assert_same (f->one);
  grant (f, TRUE, FALSE);
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_assert_same (f->one);
  g_assert_cmpint (count (f, "SELECT count(*) FROM agency"), ==, 0);
}

/* It moves out of sight while a change of it waits: the change is refused with a reason, not lost. */
static void
test_moves_away (Fixture *f, gconstpointer data)
{
  grant (f, TRUE, FALSE);
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_do (f->one, address (f->near, "搬家前"));
  move (f, f->near, "370200/agency");
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_push (f->one);
  kx_test_mirror_pull (f->one, 100);
  g_assert_cmpint (count (f, "SELECT count(*) FROM agency"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_outbox WHERE state = 3"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/spaces/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("an act of two spaces is kept whole when one closes", test_act_of_two_spaces);
  ADD ("nothing of a space that closed stays", test_nothing_stays);
  ADD ("its conflicts leave with it", test_conflicts_leave);
  ADD ("it comes back with the grant", test_comes_back);
  ADD ("rows that come after their children are found by them", test_children_first);
  ADD ("an orphan can be thrown away", test_discard);
  ADD ("a row moves between open spaces with what waits", test_moves_within);
  ADD ("a row that moves away leaves its change refused", test_moves_away);
#undef ADD
  return g_test_run ();
}
