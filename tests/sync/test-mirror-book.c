#include "sync/kx-test-pair.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-conflict.h"
#include "core/entities/kx-former-name.h"
#include "lib/kx-test-store.h"
#include "store/kx-feed.h"
#include "store/kx-list.h"
#include "store/kx-row.h"
#include "sync/kx-mirror-draft.h"
#include "sync/kx-mirror-notice.h"
#include "sync/kx-mirror-outbox.h"
#include "sync/kx-mirror-pull.h"
#include "sync/kx-mirror-push.h"
#include "sync/kx-mirror-space.h"
#include "sync/kx-mirror-tables.h"

#define CLERK KX_ROLE_INDEX_clerk

typedef struct
{
  KxTestService *service;
  KxTestMirror *one, *two;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->service = kx_test_service_book_new ();
  f->one = kx_test_mirror_new (f->service, "user-one", CLERK, "370100");
  f->two = kx_test_mirror_new (f->service, "user-two", CLERK, "370100");
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_pull (f->two, 100);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_test_mirror_free (f->one);
  kx_test_mirror_free (f->two);
  kx_test_service_book_free (f->service);
}

/* Makes an agency at one desktop and brings it to both. */
static char *
make_shared (Fixture *f, const char *name)
{
  char *id = kx_test_id ();

  kx_test_mirror_do (f->one, kx_test_agency_op (kx_schema_get (), id, KX_TEST_OFFICE, name, NULL));
  kx_test_mirror_push (f->one);
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_pull (f->two, 100);
  return id;
}

static void
patch (KxTestMirror *mirror, const char *id, guint field, const char *value)
{
  kx_test_mirror_do (mirror, kx_test_patch_op (&kx_agency_entity, id, 0, field, value));
}

static void
assert_text (KxTestMirror *mirror, const char *id, guint field, const char *text)
{
  g_autofree char *found = kx_test_mirror_text (mirror, &kx_agency_entity, id, field);

  g_assert_cmpstr (found, ==, text);
}

static void
test_confirm (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_id ();

  kx_test_mirror_do (f->one, kx_test_agency_op (kx_schema_get (), id, KX_TEST_OFFICE, "济南康复医院", NULL));
  assert_text (f->one, id, kx_agency_f_name, "济南康复医院");
  g_assert_cmpint (kx_test_mirror_number (f->one, "SELECT count(*) FROM mirror_outbox"), ==, 1);
  kx_test_mirror_push (f->one);
  g_assert_cmpint (kx_test_mirror_number (f->one, "SELECT count(*) FROM mirror_outbox"), ==, 0);
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_assert_same (f->one);
  kx_test_mirror_pull (f->two, 100);
  kx_test_mirror_assert_same (f->two);
}

static void
test_fold (Fixture *f, gconstpointer data)
{
  g_autofree char *id = make_shared (f, "济南康复医院");

  patch (f->one, id, kx_agency_f_address, "经十路1号");
  patch (f->one, id, kx_agency_f_address, "经十路2号");
  patch (f->one, id, kx_agency_f_legal_rep, "张三");
  g_assert_cmpint (kx_test_mirror_number (f->one, "SELECT count(*) FROM mirror_outbox"), ==, 1);
  assert_text (f->one, id, kx_agency_f_address, "经十路2号");
  kx_test_mirror_push (f->one);
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_assert_same (f->one);
  assert_text (f->one, id, kx_agency_f_address, "经十路2号");
  assert_text (f->one, id, kx_agency_f_legal_rep, "张三");
}

/* What is typed stays to be seen while newer rows come; other fields follow the service. */
static void
test_replay (Fixture *f, gconstpointer data)
{
  g_autofree char *id = make_shared (f, "济南康复医院");

  patch (f->one, id, kx_agency_f_address, "我的地址");
  patch (f->two, id, kx_agency_f_legal_rep, "李四");
  kx_test_mirror_push (f->two);
  kx_test_mirror_pull (f->one, 100);
  assert_text (f->one, id, kx_agency_f_address, "我的地址");
  assert_text (f->one, id, kx_agency_f_legal_rep, "李四");
  kx_test_mirror_push (f->one);
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_pull (f->two, 100);
  kx_test_mirror_assert_same (f->one);
  kx_test_mirror_assert_same (f->two);
  assert_text (f->two, id, kx_agency_f_address, "我的地址");
}

static void
test_conflict (Fixture *f, gconstpointer data)
{
  g_autofree char *id = make_shared (f, "济南康复医院");

  patch (f->one, id, kx_agency_f_address, "先到");
  patch (f->two, id, kx_agency_f_address, "后到");
  kx_test_mirror_push (f->one);
  kx_test_mirror_push (f->two);
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_pull (f->two, 100);
  kx_test_mirror_assert_same (f->one);
  kx_test_mirror_assert_same (f->two);
  assert_text (f->two, id, kx_agency_f_address, "先到");
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (
        kx_test_mirror_number (i == 0 ? f->one : f->two,
                               "SELECT count(*) FROM conflict WHERE state = 'open' AND theirs = '先到' AND "
                               "mine = '后到' AND field = 'address'"),
        ==, 1);
}

/* A refused op shows the confirmed row; what came after it on the row waits; retry and discard let it go on.
 */
static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autofree char *id = make_shared (f, "济南康复医院"), *code = kx_test_credit_code (1),
                  *other = kx_test_id ();
  g_autoptr (KxActor) clerk = kx_test_actor ("user-x", CLERK, "370100");
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError) error = NULL;
  KxOutItem *item;

  /* Taken at the service, and not known here yet. */
  kx_test_service_apply (
      f->service, clerk,
      kx_test_agency_op (kx_schema_get (), other, KX_TEST_OFFICE, "济南第二康复医院", code));
  patch (f->one, id, kx_agency_f_uscc, code);
  kx_test_mirror_push (f->one);
  assert_text (f->one, id, kx_agency_f_uscc, NULL);
  patch (f->one, id, kx_agency_f_address, "新地址");
  kx_test_mirror_push (f->one);
  assert_text (f->one, id, kx_agency_f_address, "新地址");
  items = kx_mirror_outbox_list (f->one->book, 10, &error);
  g_assert_cmpuint (items->len, ==, 2);
  item = items->pdata[0];
  g_assert_cmpint (item->state, ==, KX_OUT_REFUSED);
  g_assert_cmpuint (item->findings->len, >, 0);
  g_assert_cmpint (((KxOutItem *) items->pdata[1])->state, ==, KX_OUT_WAITING);
  g_assert_true (kx_book_begin (f->one->book, &error));
  g_assert_true (kx_mirror_outbox_discard (f->one->book, item->id, &error));
  g_assert_true (kx_book_commit (f->one->book, &error));
  kx_test_mirror_push (f->one);
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_assert_same (f->one);
  assert_text (f->one, id, kx_agency_f_address, "新地址");
}

static void
test_held_in_batch (Fixture *f, gconstpointer data)
{
  g_autofree char *id = make_shared (f, "济南康复医院"), *code = kx_test_credit_code (2),
                  *third = kx_test_credit_code (3), *other = kx_test_id ();
  g_autoptr (KxActor) clerk = kx_test_actor ("user-x", CLERK, "370100");
  KxOp *first = kx_test_patch_op (&kx_agency_entity, id, 0, kx_agency_f_uscc, code);
  g_autoptr (GError) error = NULL;

  kx_test_service_apply (
      f->service, clerk,
      kx_test_agency_op (kx_schema_get (), other, KX_TEST_OFFICE, "济南第二康复医院", code));
  first->reason = g_strdup ("换证"); /* another reason: not folded */
  kx_test_mirror_do (f->one, first);
  patch (f->one, id, kx_agency_f_address, "新地址");
  kx_test_mirror_push (f->one);
  g_assert_cmpint (kx_test_mirror_number (f->one, "SELECT count(*) FROM mirror_outbox WHERE state = 3"), ==,
                   1);
  g_assert_cmpint (kx_test_mirror_number (f->one, "SELECT count(*) FROM mirror_outbox WHERE state = 2"), ==,
                   1);
  /* The other one goes: once more, and both go through. */
  kx_test_service_apply (f->service, clerk,
                         kx_test_patch_op (&kx_agency_entity, other, G_MAXINT64, kx_agency_f_uscc, third));
  g_assert_true (kx_book_begin (f->one->book, &error));
  g_assert_true (kx_mirror_outbox_retry (f->one->book,
                                         kx_test_mirror_number (f->one, "SELECT min(id) FROM mirror_outbox"),
                                         f->service->now, &error));
  g_assert_true (kx_book_commit (f->one->book, &error));
  kx_test_mirror_push (f->one);
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_assert_same (f->one);
  assert_text (f->one, id, kx_agency_f_uscc, code);
  assert_text (f->one, id, kx_agency_f_address, "新地址");
}

static void
test_local_refusal (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_id ();
  KxOp *op = kx_test_agency_op (kx_schema_get (), id, KX_TEST_OFFICE, "济南康复医院", NULL);
  g_autoptr (KxDecision) decision = NULL;

  kx_record_drop (op->fields, kx_agency_f_name);
  decision = kx_test_mirror_submit (f->one, op);
  g_assert_cmpint (decision->result, ==, KX_REJECTED);
  g_assert_cmpint (kx_test_mirror_number (f->one, "SELECT count(*) FROM mirror_outbox"), ==, 0);
  g_assert_cmpint (kx_test_mirror_number (f->one, "SELECT count(*) FROM mirror_shadow"), ==, 0);
}

/* Parents and children made without a network go up in order; trash and restore take the children along. */
static void
test_children (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_id (), *child = kx_test_id ();
  const KxEntity *entity = &kx_former_name_entity;
  KxRecord *fields = kx_record_new (entity, NULL, NULL);
  KxOp *op;

  kx_test_mirror_do (f->one, kx_test_agency_op (kx_schema_get (), id, KX_TEST_OFFICE, "济南康复医院", NULL));
  kx_former_name_set_agency (kx_former_name (fields), id);
  kx_former_name_set_name (kx_former_name (fields), "济南老年病医院");
  op = kx_op_new (KX_OP_CREATE, entity, NULL, child, fields);
  op->id = kx_test_id ();
  kx_test_mirror_do (f->one, op);
  kx_test_mirror_push (f->one);
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_assert_same (f->one);
  op = kx_op_new (KX_OP_DELETE, &kx_agency_entity, NULL, id, NULL);
  op->id = kx_test_id ();
  kx_test_mirror_do (f->one, op);
  g_assert_cmpint (kx_test_mirror_number (f->one, "SELECT count(*) FROM former_name WHERE deleted_at > 0"),
                   ==, 1);
  kx_test_mirror_push (f->one);
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_pull (f->two, 100);
  kx_test_mirror_assert_same (f->one);
  kx_test_mirror_assert_same (f->two);
}

static void
test_undo (Fixture *f, gconstpointer data)
{
  g_autofree char *id = make_shared (f, "济南康复医院"), *undo_id = kx_test_id ();
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError) error = NULL;
  KxOp *undo;

  patch (f->one, id, kx_agency_f_name, "济南市康复医院");
  items = kx_mirror_outbox_list (f->one->book, 10, &error);
  undo = kx_mirror_outbox_make_undo (f->one->book, ((KxOutItem *) items->pdata[0])->op, undo_id, &error);
  g_assert_nonnull (undo);
  kx_test_mirror_push (f->one);
  kx_test_mirror_do (f->one, undo);
  assert_text (f->one, id, kx_agency_f_name, "济南康复医院");
  kx_test_mirror_push (f->one);
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_assert_same (f->one);
}

static void
test_sealed (Fixture *f, gconstpointer data)
{
  g_autofree char *id = make_shared (f, "济南康复医院"), *shown = NULL;

  patch (f->one, id, kx_agency_f_contact_phone, "13812345678");
  shown = kx_test_mirror_text (f->one, &kx_agency_entity, id, kx_agency_f_contact_phone);
  g_assert_cmpstr (shown, !=, "13812345678");
  g_assert_cmpint (
      kx_test_mirror_number (f->one, "SELECT count(*) FROM mirror_outbox WHERE line LIKE '%13812345678%'"),
      ==, 0);
  g_assert_cmpint (
      kx_test_mirror_number (f->one, "SELECT count(*) FROM mirror_touch WHERE fields LIKE '%13812345678%'"),
      ==, 0);
  kx_test_mirror_push (f->one);
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_assert_same (f->one);
  assert_text (f->one, id, kx_agency_f_contact_phone, shown);
}

/* Grants change: what is no longer open leaves, what was typed into it stays as text. */
static void
test_scope (Fixture *f, gconstpointer data)
{
  g_autofree char *id = make_shared (f, "济南康复医院"), *far = kx_test_id ();
  g_autoptr (KxActor) clerk = kx_test_actor ("user-x", CLERK, "370200");

  kx_test_service_apply (
      f->service, clerk,
      kx_test_agency_op (kx_schema_get (), far, KX_TEST_OTHER_OFFICE, "青岛康复医院", NULL));
  patch (f->one, id, kx_agency_f_address, "没有送出的地址");
  kx_actor_free (f->one->actor);
  f->one->actor = kx_test_actor ("user-one", CLERK, "370200");
  kx_test_mirror_pull (f->one, 100);
  assert_text (f->one, id, kx_agency_f_name, NULL);
  assert_text (f->one, far, kx_agency_f_name, "青岛康复医院");
  g_assert_cmpint (kx_test_mirror_number (f->one, "SELECT count(*) FROM agency WHERE space LIKE '370100%'"),
                   ==, 0);
  g_assert_cmpint (kx_test_mirror_number (
                       f->one, "SELECT count(*) FROM agency_term t WHERE NOT EXISTS (SELECT 1 FROM agency "
                               "a WHERE a.no = t.row)"),
                   ==, 0);
  g_assert_cmpint (kx_test_mirror_number (f->one, "SELECT count(*) FROM mirror_outbox WHERE state = 4"), ==,
                   1);
  kx_test_mirror_push (f->one);
  kx_test_mirror_assert_same (f->one);
}

static void
fill (Fixture *f, guint n)
{
  g_autoptr (KxActor) clerk = kx_test_actor ("user-x", CLERK, "370100");

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = kx_test_id (), *name = g_strdup_printf ("济南第%u康复医院", i),
                      *code = kx_test_credit_code (i);

      kx_test_service_apply (f->service, clerk,
                             kx_test_agency_op (kx_schema_get (), id, KX_TEST_OFFICE, name, code));
    }
}

/* A first load of many pages, and a change made here meanwhile. */
static void
test_first_load (Fixture *f, gconstpointer data)
{
  KxTestMirror *fresh;
  g_autoptr (KxListPage) page = NULL;
  g_autoptr (GError) error = NULL;
  KxListQuery query = { .q = "第398康复", .sort = KX_SORT_TITLE, .limit = 10 };

  fill (f, 400);
  fresh = kx_test_mirror_new (f->service, "user-three", CLERK, "370100");
  g_assert_cmpuint (kx_test_mirror_pull (fresh, 30), >, 10);
  kx_test_mirror_assert_same (fresh);
  g_assert_cmpint (
      kx_test_mirror_number (fresh, "SELECT count(*) FROM sqlite_master WHERE name = 'agency_order'"), ==, 1);
  query.entity = &kx_agency_entity;
  query.actor = fresh->actor;
  page = kx_list_run (fresh->book, &query, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->records->len, ==, 1);
  kx_test_mirror_free (fresh);
}

/* Several pages behind: all of it lands at once. */
static void
test_staged (Fixture *f, gconstpointer data)
{
  fill (f, 120);
  g_assert_cmpuint (kx_test_mirror_pull (f->one, 20), >, 3);
  kx_test_mirror_assert_same (f->one);
  g_assert_cmpint (kx_test_mirror_number (f->one, "SELECT count(*) FROM mirror_inbox"), ==, 0);
}

/* A row altered behind the program's back is found by the sums and healed. */
static void
test_sums (Fixture *f, gconstpointer data)
{
  g_autofree char *id = make_shared (f, "济南康复医院");
  g_autoptr (GString) sums = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gboolean wrong = TRUE;

  for (guint round = 0; round < 2; round++)
    {
      g_string_truncate (sums, 0);
      g_assert_true (kx_feed_verify (f->service->service, f->one->actor, NULL, sums, &error));
      g_assert_true (kx_book_begin (f->one->book, &error));
      g_assert_true (kx_mirror_space_verify (f->one->book, sums->str, sums->len, &wrong, &error));
      if (round == 1)
        g_assert_true (kx_mirror_pull_start_over (f->one->book, NULL, &error));
      g_assert_true (kx_book_commit (f->one->book, &error));
      g_assert_cmpint (wrong, ==, round);
      if (round == 0)
        g_assert_true (kx_db_run (f->one->book->db, "UPDATE agency SET address = '被改'", NULL, 0, &error));
    }
  patch (f->one, id, kx_agency_f_legal_rep, "王五");
  kx_test_mirror_pull (f->one, 100);
  assert_text (f->one, id, kx_agency_f_address, NULL);
  assert_text (f->one, id, kx_agency_f_legal_rep, "王五");
  kx_test_mirror_push (f->one);
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_assert_same (f->one);
}

static void
test_drafts (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  g_auto (GStrv) keys = NULL;

  g_assert_true (
      kx_mirror_draft_put (f->one->book, "agency/1", "{\"name\":\"甲\"}", f->service->now, &error));
  g_assert_true (
      kx_mirror_draft_put (f->one->book, "agency/1", "{\"name\":\"乙\"}", f->service->now, &error));
  g_assert_true (kx_mirror_draft_put (f->one->book, "office/1", "{}", f->service->now, &error));
  json = kx_mirror_draft_get (f->one->book, "agency/1", NULL, &error);
  g_assert_cmpstr (json, ==, "{\"name\":\"乙\"}");
  keys = kx_mirror_draft_list (f->one->book, "agency/", &error);
  g_assert_cmpuint (g_strv_length (keys), ==, 1);
  g_assert_true (kx_mirror_draft_put (f->one->book, "agency/1", NULL, f->service->now, &error));
  g_assert_null (kx_mirror_draft_get (f->one->book, "agency/1", NULL, &error));
  g_assert_no_error (error);
}

static void
test_notices (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) notices = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 150; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      g_assert_true (kx_mirror_notice_add (f->one->book, text, f->service->now, &error));
    }
  notices = kx_mirror_notice_list (f->one->book, &error);
  g_assert_cmpuint (notices->len, ==, KX_MIRROR_NOTICES);
  g_assert_cmpstr (((KxMirrorNotice *) notices->pdata[0])->text, ==, "149");
}

/* The second record and what belongs to it come before the main one, which changed last; it is found by their
 * texts all the same. */
static void
test_aliases (Fixture *f, gconstpointer data)
{
  g_autofree char *main = kx_test_id (), *second = make_shared (f, "济南铁路医院"), *former = kx_test_id ();
  g_autoptr (KxActor) clerk = kx_test_actor ("user-x", CLERK, "370100");
  KxRecord *name = kx_record_new (&kx_former_name_entity, NULL, NULL),
           *target = kx_record_new (&kx_link_alias_entity, NULL, NULL);
  g_autofree char *one = kx_test_id (), *other = kx_test_id (), *third = kx_test_id ();
  KxOp *link = kx_op_new (KX_OP_ACTION, &kx_agency_entity, one, second, target);
  KxOp *unlink = kx_op_new (KX_OP_ACTION, &kx_agency_entity, other, second, NULL);
  g_autoptr (KxRecord) row = NULL;

  kx_test_service_apply (f->service, clerk,
                         kx_test_agency_op (kx_schema_get (), main, KX_TEST_OFFICE, "泉城康复医院", NULL));
  kx_former_name_set_agency (kx_former_name (name), second);
  kx_former_name_set_name (kx_former_name (name), "趵突泉疗养院");
  kx_test_service_apply (f->service, clerk,
                         kx_op_new (KX_OP_CREATE, &kx_former_name_entity, third, former, name));
  row = kx_row_get (f->service->service, &kx_agency_entity, second, NULL);
  kx_link_alias_set_target (kx_link_alias (target), main);
  link->action = g_strdup ("link_alias");
  link->reason = g_strdup ("同一机构");
  link->base = row->seq;
  kx_test_service_apply (f->service, clerk, link);
  kx_test_service_apply (f->service, clerk,
                         kx_test_patch_op (&kx_agency_entity, main, 0, kx_agency_f_address, "经十路1号"));
  kx_test_mirror_pull (f->one, 1);
  kx_test_mirror_assert_same (f->one);
  g_assert_cmpint (kx_test_mirror_number (f->one, "SELECT count(*) FROM agency_term WHERE term = 'h铁路'"),
                   ==, 2);
  g_clear_pointer (&row, kx_record_free);
  row = kx_row_get (f->service->service, &kx_agency_entity, second, NULL);
  unlink->action = g_strdup ("unlink_alias");
  unlink->reason = g_strdup ("并非同一机构");
  unlink->base = row->seq;
  kx_test_service_apply (f->service, clerk, unlink);
  kx_test_mirror_pull (f->one, 100);
  kx_test_mirror_assert_same (f->one);
  g_assert_cmpint (kx_test_mirror_number (f->one, "SELECT count(*) FROM agency_term WHERE term = 'h铁路'"),
                   ==, 1);
  /* All at once into a mirror that has neither. */
  kx_test_mirror_pull (f->two, 100);
  kx_test_mirror_assert_same (f->two);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/mirror/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("a change is seen at once and confirmed later", test_confirm);
  ADD ("unsent patches of one row become one op", test_fold);
  ADD ("what waits is applied upon newer rows", test_replay);
  ADD ("two values of one field meet as a conflict on both desktops", test_conflict);
  ADD ("a refused op waits for a person, and so does what came after it", test_refused);
  ADD ("what was sent behind a refused op is held and goes on with it", test_held_in_batch);
  ADD ("what is refused here leaves nothing behind", test_local_refusal);
  ADD ("children go with their parents", test_children);
  ADD ("an act is undone by its inverse", test_undo);
  ADD ("a sealed value stays on this computer only sealed", test_sealed);
  ADD ("a space that closes leaves with everything, one that opens comes", test_scope);
  ADD ("a first load gives the same rows, terms and indexes", test_first_load);
  ADD ("several pages land at once", test_staged);
  ADD ("sums find an altered row", test_sums);
  ADD ("drafts are kept by key", test_drafts);
  ADD ("the last hundred notices are kept", test_notices);
  ADD ("a main record that comes after its second one is found by both", test_aliases);
#undef ADD
  return g_test_run ();
}
