#include "sync/kx-test-pair.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-former-name.h"
#include "lib/kx-test-store.h"
#include "sync/kx-mirror-outbox.h"
#include "sync/kx-mirror-push.h"

#define CLERK KX_ROLE_INDEX_clerk

typedef struct
{
  KxTestService *service;
  KxTestMirror *one;
  KxActor *clerk; /* another, at the service */
  char *agency;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->service = kx_test_service_book_new ();
  f->clerk = kx_test_actor ("user-x", CLERK, "370100");
  f->agency = kx_test_id ();
  kx_test_service_apply (
      f->service, f->clerk,
      kx_test_agency_op (kx_schema_get (), f->agency, KX_TEST_OFFICE, "济南康复医院", NULL));
  f->one = kx_test_mirror_new (f->service, "user-one", CLERK, "370100");
  kx_test_mirror_pull (f->one, 100);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_test_mirror_free (f->one);
  kx_actor_free (f->clerk);
  kx_test_service_book_free (f->service);
  g_free (f->agency);
}

static KxOp *
patch_of (const char *id, guint field, const char *value)
{
  return kx_test_patch_op (&kx_agency_entity, id, 0, field, value);
}

static void
patch (Fixture *f, guint field, const char *value)
{
  kx_test_mirror_do (f->one, patch_of (f->agency, field, value));
}

/* Somebody else at the service. */
static void
patch_there (Fixture *f, guint field, const char *value)
{
  kx_test_service_apply (f->service, f->clerk,
                         kx_test_patch_op (&kx_agency_entity, f->agency, G_MAXINT64, field, value));
}

static void
assert_text (Fixture *f, guint field, const char *text)
{
  g_autofree char *found = kx_test_mirror_text (f->one, &kx_agency_entity, f->agency, field);

  g_assert_cmpstr (found, ==, text);
}

static gint64
count (Fixture *f, const char *sql)
{
  return kx_test_mirror_number (f->one, sql);
}

static void
exchange_and_compare (Fixture *f)
{
  kx_test_mirror_exchange (f->one, 100);
  kx_test_mirror_assert_same (f->one);
}

/* A person saw the newer value and changed it: that is no conflict, though an older change of the row waits.
 */
static void
test_seen_is_no_conflict (Fixture *f, gconstpointer data)
{
  patch (f, kx_agency_f_legal_rep, "张三");
  patch_there (f, kx_agency_f_address, "别人的");
  kx_test_mirror_pull (f->one, 100);
  assert_text (f, kx_agency_f_address, "别人的");
  patch (f, kx_agency_f_address, "看过以后改的");
  exchange_and_compare (f);
  assert_text (f, kx_agency_f_address, "看过以后改的");
  assert_text (f, kx_agency_f_legal_rep, "张三");
  g_assert_cmpint (count (f, "SELECT count(*) FROM conflict"), ==, 0);
}

/* However long somebody types, what waits of one row stays one op. */
static void
test_bounded (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) items = NULL;
  const KxOp *op;

  patch_there (f, kx_agency_f_address, "原来的");
  kx_test_mirror_pull (f->one, 100);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *text = g_strdup_printf ("第%u次", i);

      patch (f, i % 2 == 0 ? kx_agency_f_address : kx_agency_f_legal_rep, text);
    }
  items = kx_mirror_outbox_list (f->one->book, 10, NULL);
  g_assert_cmpuint (items->len, ==, 1);
  op = ((KxOutItem *) items->pdata[0])->op;
  g_assert_cmpstr (kx_record_get (op->was, kx_agency_f_address).TEXT, ==, "原来的");
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_touch"), ==, 1);
  exchange_and_compare (f);
  assert_text (f, kx_agency_f_address, "第198次");
  assert_text (f, kx_agency_f_legal_rep, "第199次");
}

/* What may have reached the service stays as it is: its id stands for these words. */
static void
test_sent_is_not_folded (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) batch = NULL;

  patch (f, kx_agency_f_address, "送出的");
  g_assert_true (kx_book_begin (f->one->book, NULL));
  batch = kx_mirror_push_take (f->one->book, 10, 100000, NULL);
  g_assert_nonnull (batch);
  g_assert_true (kx_mirror_push_renumber (f->one->book, 0, NULL)); /* no answer came; it waits again */
  g_assert_true (kx_book_commit (f->one->book, NULL));
  patch (f, kx_agency_f_address, "后来的");
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_outbox"), ==, 2);
  exchange_and_compare (f);
  assert_text (f, kx_agency_f_address, "后来的");
}

/* A part that changes nothing does not travel, and the rest is still a whole. */
static void
test_empty_part (Fixture *f, gconstpointer data)
{
  g_autofree char *other = kx_test_id ();
  KxOp *ops[3];
  g_autoptr (KxDecision) decision = NULL;
  g_autoptr (GPtrArray) items = NULL;

  patch_there (f, kx_agency_f_address, "一号");
  kx_test_service_apply (
      f->service, f->clerk,
      kx_test_agency_op (kx_schema_get (), other, KX_TEST_OFFICE, "济南第二康复医院", NULL));
  kx_test_mirror_pull (f->one, 100);
  ops[0] = patch_of (f->agency, kx_agency_f_legal_rep, "张三");
  ops[1] = patch_of (f->agency, kx_agency_f_address, "一号");
  ops[2] = patch_of (other, kx_agency_f_address, "二号");
  decision = kx_test_mirror_submit_act (f->one, ops, 3);
  g_assert_cmpint (decision->result, ==, KX_APPLIED);
  items = kx_mirror_outbox_list (f->one->book, 10, NULL);
  g_assert_cmpuint (items->len, ==, 2);
  g_assert_cmpuint (((KxOutItem *) items->pdata[1])->tx_size, ==, 2);
  exchange_and_compare (f);
  assert_text (f, kx_agency_f_legal_rep, "张三");
}

/* One part that is refused here takes the others with it. */
static void
test_refused_act (Fixture *f, gconstpointer data)
{
  KxOp *ops[] = { patch_of (f->agency, kx_agency_f_legal_rep, "张三"),
                  patch_of (f->agency, kx_agency_f_name, NULL) };
  g_autoptr (KxDecision) decision = kx_test_mirror_submit_act (f->one, ops, 2);

  g_assert_cmpint (decision->result, ==, KX_REJECTED);
  assert_text (f, kx_agency_f_legal_rep, NULL);
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_outbox"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_touch"), ==, 0);
}

/* What cannot be told here (the row it belongs to has not come) is left to the service, not dropped. */
static void
test_untold (Fixture *f, gconstpointer data)
{
  g_autofree char *later = kx_test_id (), *child = kx_test_id ();
  const KxEntity *entity = &kx_former_name_entity;
  KxRecord *fields = kx_record_new (entity, NULL, NULL);
  KxOp *op = kx_op_new (KX_OP_CREATE, entity, NULL, child, fields);
  g_autoptr (KxDecision) decision = NULL;
  g_autofree char *name = NULL;

  kx_test_service_apply (
      f->service, f->clerk,
      kx_test_agency_op (kx_schema_get (), later, KX_TEST_OFFICE, "济南第二康复医院", NULL));
  kx_former_name_set_agency (kx_former_name (fields), later);
  kx_former_name_set_name (kx_former_name (fields), "济南老年病医院");
  op->id = kx_test_id ();
  decision = kx_test_mirror_submit (f->one, op);
  g_assert_cmpint (decision->result, ==, KX_APPLIED);
  g_assert_false (decision->certain);
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_outbox"), ==, 1);
  exchange_and_compare (f);
  name = kx_test_mirror_text (f->one, entity, child, kx_former_name_f_name);
  g_assert_cmpstr (name, ==, "济南老年病医院");
}

/* Long texts of two people come together in what is shown here, before the service says so. */
static void
test_long_text (Fixture *f, gconstpointer data)
{
  patch_there (f, kx_agency_f_note, "第一行\n第二行\n第三行");
  kx_test_mirror_pull (f->one, 100);
  patch (f, kx_agency_f_note, "第一行\n第二行\n第三行，我加的");
  patch_there (f, kx_agency_f_note, "第一行，别人加的\n第二行\n第三行");
  kx_test_mirror_pull (f->one, 100);
  exchange_and_compare (f);
  assert_text (f, kx_agency_f_note, "第一行，别人加的\n第二行\n第三行，我加的");
}

static KxOp *
make_op (KxOpKind kind, const char *row)
{
  KxOp *op = kx_op_new (kind, &kx_agency_entity, NULL, row, NULL);

  op->id = kx_test_id ();
  return op;
}

/* Undo of what was sent, of what waits, of the trash. */
static void
test_undo (Fixture *f, gconstpointer data)
{
  static const KxOpKind kinds[] = { KX_OP_PATCH, KX_OP_DELETE };

  patch (f, kx_agency_f_address, "一号");
  kx_test_mirror_exchange (f->one, 100);
  for (guint i = 0; i < 4; i++)
    {
      KxOp *op = kinds[i % 2] == KX_OP_PATCH ? patch_of (f->agency, kx_agency_f_address, "二号")
                                             : make_op (KX_OP_DELETE, f->agency);
      g_autofree char *id = kx_test_id ();
      g_autoptr (GPtrArray) items = NULL;
      g_autoptr (GError) error = NULL;
      KxOp *undo;

      kx_test_mirror_do (f->one, op);
      items = kx_mirror_outbox_list (f->one->book, 10, NULL);
      undo = kx_mirror_outbox_make_undo (f->one->book, ((KxOutItem *) items->pdata[0])->op, id, &error);
      g_assert_nonnull (undo);
      if (i >= 2)
        kx_test_mirror_exchange (f->one, 100);
      kx_test_mirror_do (f->one, undo);
      assert_text (f, kx_agency_f_address, "一号");
      g_assert_cmpint (count (f, "SELECT count(*) FROM agency WHERE deleted_at <> 0"), ==, 0);
      exchange_and_compare (f);
      assert_text (f, kx_agency_f_address, "一号");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/submit/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("what a person saw is in no conflict with what was changed after", test_seen_is_no_conflict);
  ADD ("what waits of one row stays one op", test_bounded);
  ADD ("what may have been sent stays as it is", test_sent_is_not_folded);
  ADD ("a part that changes nothing does not travel", test_empty_part);
  ADD ("an act is refused here as a whole", test_refused_act);
  ADD ("what cannot be told here is left to the service", test_untold);
  ADD ("long texts come together", test_long_text);
  ADD ("undo", test_undo);
#undef ADD
  return g_test_run ();
}
