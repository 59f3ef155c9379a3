#include "sync/kx-test-pair.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-former-name.h"
#include "lib/kx-test-store.h"
#include "sync/kx-mirror-notice.h"
#include "sync/kx-mirror-outbox.h"
#include "sync/kx-mirror-pull.h"
#include "sync/kx-mirror-push.h"

#include <string.h>

#define CLERK KX_ROLE_INDEX_clerk

typedef struct
{
  KxTestService *service;
  KxTestMirror *one, *two;
  char *agency;
} Fixture;

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
make (KxTestMirror *mirror, const char *id, const char *name)
{
  kx_test_mirror_do (mirror, kx_test_agency_op (kx_schema_get (), id, KX_TEST_OFFICE, name, NULL));
}

static void
exchange_both (Fixture *f)
{
  for (guint i = 0; i < 2; i++)
    {
      kx_test_mirror_exchange (f->one, 100);
      kx_test_mirror_exchange (f->two, 100);
    }
}

static void
assert_same (Fixture *f)
{
  kx_test_mirror_assert_same (f->one);
  kx_test_mirror_assert_same (f->two);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->service = kx_test_service_book_new ();
  f->one = kx_test_mirror_new (f->service, "user-one", CLERK, "370100");
  f->two = kx_test_mirror_new (f->service, "user-two", CLERK, "370100");
  f->agency = kx_test_id ();
  kx_test_mirror_pull (f->one, 100);
  make (f->one, f->agency, "济南康复医院");
  patch (f->one, f->agency, kx_agency_f_address, "一号");
  exchange_both (f);
  kx_test_service_keep (f->service);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_test_mirror_free (f->one);
  kx_test_mirror_free (f->two);
  kx_test_service_book_free (f->service);
  g_free (f->agency);
}

/* What was confirmed after the backup: rows made and changed, several times, in order. */
static void
test_offered_again (Fixture *f, gconstpointer data)
{
  g_autofree char *made = kx_test_id ();
  g_autoptr (GPtrArray) notices = NULL;

  patch (f->one, f->agency, kx_agency_f_address, "二号");
  kx_test_mirror_exchange (f->one, 100);
  patch (f->one, f->agency, kx_agency_f_address, "三号");
  make (f->one, made, "济南第二康复医院");
  kx_test_mirror_exchange (f->one, 100);
  patch (f->one, made, kx_agency_f_legal_rep, "张三");
  exchange_both (f);
  patch (f->one, f->agency, kx_agency_f_address, "四号"); /* not sent */
  kx_test_service_restore (f->service);
  exchange_both (f);
  assert_same (f);
  assert_text (f->two, f->agency, kx_agency_f_address, "四号");
  assert_text (f->two, made, kx_agency_f_name, "济南第二康复医院");
  assert_text (f->two, made, kx_agency_f_legal_rep, "张三");
  g_assert_cmpint (kx_test_mirror_number (f->two, "SELECT count(*) FROM conflict"), ==, 0);
  g_assert_cmpint (kx_test_mirror_number (f->one, "SELECT count(*) FROM mirror_outbox"), ==, 0);
  notices = kx_mirror_notice_list (f->one->book, NULL);
  g_assert_cmpuint (notices->len, ==, 1);
  g_assert_nonnull (strstr (((KxMirrorNotice *) notices->pdata[0])->text, "4 "));
}

/* The restored service went on before this desktop came: its numbers have passed those of what was lost. */
static void
test_overtaken (Fixture *f, gconstpointer data)
{
  g_autoptr (KxActor) clerk = kx_test_actor ("user-x", CLERK, "370100");

  patch (f->one, f->agency, kx_agency_f_address, "二号");
  kx_test_mirror_exchange (f->one, 100);
  kx_test_service_restore (f->service);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("第%u人", i);

      kx_test_service_apply (
          f->service, clerk,
          kx_test_patch_op (&kx_agency_entity, f->agency, G_MAXINT64, kx_agency_f_legal_rep, name));
    }
  exchange_both (f);
  assert_same (f);
  assert_text (f->two, f->agency, kx_agency_f_address, "二号");
  assert_text (f->two, f->agency, kx_agency_f_legal_rep, "第19人");
}

/* What somebody took back before the backup is not brought back by a restore. */
static void
test_taken_back (Fixture *f, gconstpointer data)
{
  patch (f->one, f->agency, kx_agency_f_address, "二号");
  exchange_both (f);
  patch (f->two, f->agency, kx_agency_f_address, "一号");
  exchange_both (f);
  kx_test_service_keep (f->service);
  kx_test_service_restore (f->service);
  exchange_both (f);
  assert_same (f);
  assert_text (f->one, f->agency, kx_agency_f_address, "一号");
}

/* Two values of one field, one of them lost with the old generation: they meet as a conflict, neither goes.
 */
static void
test_meets (Fixture *f, gconstpointer data)
{
  patch (f->one, f->agency, kx_agency_f_address, "二号");
  kx_test_mirror_exchange (f->one, 100);
  kx_test_service_restore (f->service);
  patch (f->two, f->agency, kx_agency_f_address, "别处");
  kx_test_mirror_exchange (f->two, 100);
  exchange_both (f);
  assert_same (f);
  assert_text (f->one, f->agency, kx_agency_f_address, "别处");
  g_assert_cmpint (
      kx_test_mirror_number (f->one, "SELECT count(*) FROM conflict WHERE theirs = '别处' AND mine = '二号'"),
      ==, 1);
}

/* One builds upon what another changed after the backup, so the base of the one is a row that is no more. */
static void
build_upon_lost (Fixture *f)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("第%u人", i);

      patch (f->two, f->agency, kx_agency_f_legal_rep, name);
      kx_test_mirror_exchange (f->two, 100);
    }
  kx_test_mirror_exchange (f->one, 100);
  patch (f->one, f->agency, kx_agency_f_address, "三号");
  kx_test_mirror_exchange (f->one, 100);
  kx_test_service_restore (f->service);
}

/* The value stands as the person saw it, so it is simply changed again, whoever wrote it. */
static void
test_base_is_gone (Fixture *f, gconstpointer data)
{
  patch (f->two, f->agency, kx_agency_f_address, "二号");
  exchange_both (f);
  kx_test_service_keep (f->service);
  build_upon_lost (f);
  exchange_both (f);
  assert_same (f);
  assert_text (f->two, f->agency, kx_agency_f_address, "三号");
  g_assert_cmpint (kx_test_mirror_number (f->one, "SELECT count(*) FROM conflict"), ==, 0);
}

/* Somebody gave it another value in the restored service. */
static void
test_base_is_gone_and_changed (Fixture *f, gconstpointer data)
{
  g_autoptr (KxActor) clerk = kx_test_actor ("user-x", CLERK, "370100");

  build_upon_lost (f);
  kx_test_service_apply (
      f->service, clerk,
      kx_test_patch_op (&kx_agency_entity, f->agency, G_MAXINT64, kx_agency_f_address, "别处"));
  exchange_both (f);
  assert_same (f);
  assert_text (f->two, f->agency, kx_agency_f_address, "别处");
  g_assert_cmpint (
      kx_test_mirror_number (f->one, "SELECT count(*) FROM conflict WHERE theirs = '别处' AND mine = '三号'"),
      ==, 1);
}

/* An act of two ops stays one. */
static void
test_act (Fixture *f, gconstpointer data)
{
  g_autofree char *made = kx_test_id (), *child = kx_test_id ();
  KxRecord *fields = kx_record_new (&kx_former_name_entity, NULL, NULL);
  KxOp *ops[] = { kx_test_agency_op (kx_schema_get (), made, KX_TEST_OFFICE, "济南第二康复医院", NULL),
                  kx_op_new (KX_OP_CREATE, &kx_former_name_entity, NULL, child, fields) };
  g_autoptr (KxDecision) decision = NULL;
  g_autoptr (GPtrArray) items = NULL;

  kx_former_name_set_agency (kx_former_name (fields), made);
  kx_former_name_set_name (kx_former_name (fields), "济南老年病医院");
  ops[1]->id = kx_test_id ();
  decision = kx_test_mirror_submit_act (f->one, ops, 2);
  g_assert_cmpint (decision->result, ==, KX_APPLIED);
  kx_test_mirror_exchange (f->one, 100);
  kx_test_service_restore (f->service);
  kx_test_mirror_exchange (f->two, 100);
  /* Only pulled: what is offered again waits. */
  {
    g_autofree char *generation = kx_book_get_meta (f->service->service, "generation", NULL);

    g_assert_true (kx_book_begin (f->one->book, NULL));
    g_assert_true (kx_mirror_pull_start_over (f->one->book, generation, NULL));
    g_assert_true (kx_book_commit (f->one->book, NULL));
  }
  kx_test_mirror_pull (f->one, 100);
  items = kx_mirror_outbox_list (f->one->book, 10, NULL);
  g_assert_cmpuint (items->len, ==, 2);
  g_assert_cmpuint (((KxOutItem *) items->pdata[0])->tx_size, ==, 2);
  g_assert_cmpstr (((KxOutItem *) items->pdata[0])->tx, ==, ((KxOutItem *) items->pdata[1])->tx);
  exchange_both (f);
  assert_same (f);
  assert_text (f->two, made, kx_agency_f_name, "济南第二康复医院");
}

/* Until the new generation is here nothing is sent: it would build upon rows that are no more. */
static void
test_waits (Fixture *f, gconstpointer data)
{
  g_autofree char *generation = kx_test_id ();
  g_autoptr (GBytes) batch = NULL;
  g_autoptr (GError) error = NULL;

  patch (f->one, f->agency, kx_agency_f_address, "二号");
  g_assert_true (kx_book_begin (f->one->book, &error));
  g_assert_true (kx_mirror_pull_start_over (f->one->book, generation, &error));
  batch = kx_mirror_push_take (f->one->book, 10, 10000, &error);
  g_assert_no_error (error);
  g_assert_null (batch);
  g_assert_true (kx_book_commit (f->one->book, &error));
  assert_text (f->one, f->agency, kx_agency_f_address, "二号"); /* still to be seen */
  patch (f->one, f->agency, kx_agency_f_legal_rep, "张三");     /* and to be changed */
  exchange_both (f);
  assert_same (f);
  assert_text (f->two, f->agency, kx_agency_f_legal_rep, "张三");
}

/* An older backup after a newer one: what the first still had is not forgotten here. */
static void
test_twice (Fixture *f, gconstpointer data)
{
  g_autofree char *older = g_steal_pointer (&f->service->kept);

  patch (f->one, f->agency, kx_agency_f_address, "二号");
  exchange_both (f);
  kx_test_service_keep (f->service);
  kx_test_service_restore (f->service);
  exchange_both (f);
  assert_text (f->one, f->agency, kx_agency_f_address, "二号");
  g_free (f->service->kept);
  f->service->kept = g_steal_pointer (&older);
  kx_test_service_restore (f->service);
  exchange_both (f);
  assert_same (f);
  assert_text (f->two, f->agency, kx_agency_f_address, "二号");
}

static void
pass_days (Fixture *f, gint64 days)
{
  f->service->now.ms += days * 24 * 3600 * 1000;
  exchange_both (f);
}

/* What went through is remembered for two weeks of days on which something was exchanged. */
static void
test_journal (Fixture *f, gconstpointer data)
{
  g_assert_cmpint (kx_test_mirror_number (f->one, "SELECT count(*) FROM mirror_journal"), ==, 2);
  for (guint i = 0; i < 13; i++)
    pass_days (f, 1);
  g_assert_cmpint (kx_test_mirror_number (f->one, "SELECT count(*) FROM mirror_journal"), ==, 2);
  pass_days (f, 1);
  pass_days (f, 1);
  g_assert_cmpint (kx_test_mirror_number (f->one, "SELECT count(*) FROM mirror_journal"), ==, 0);
}

/* A clock that is wrong by years, and set right again, or a long leave, takes nothing of it. */
static void
test_clock_jumps (Fixture *f, gconstpointer data)
{
  patch (f->one, f->agency, kx_agency_f_address, "二号");
  exchange_both (f);
  pass_days (f, 3 * 365);
  pass_days (f, -3 * 365);
  kx_test_service_restore (f->service);
  exchange_both (f);
  assert_same (f);
  assert_text (f->two, f->agency, kx_agency_f_address, "二号");
}

/* The same in pages of one row, with a restart in between. */
static void
test_small_pages (Fixture *f, gconstpointer data)
{
  g_autofree char *made = kx_test_id ();

  make (f->one, made, "济南第二康复医院");
  exchange_both (f);
  kx_test_service_restore (f->service);
  patch (f->one, made, kx_agency_f_address, "没有送出");
  kx_test_mirror_exchange (f->one, 1);
  kx_test_mirror_reopen (f->one);
  kx_test_mirror_exchange (f->one, 1);
  kx_test_mirror_exchange (f->two, 1);
  assert_same (f);
  assert_text (f->two, made, kx_agency_f_address, "没有送出");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/restore/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("what went through after the backup is offered again, in order", test_offered_again);
  ADD ("a service that went on has lost it none the less", test_overtaken);
  ADD ("what was taken back stays taken back", test_taken_back);
  ADD ("a lost value and a newer one meet as a conflict", test_meets);
  ADD ("what was built upon something lost is not in conflict with what was there", test_base_is_gone);
  ADD ("but it is with what was changed since", test_base_is_gone_and_changed);
  ADD ("an act is offered again as one", test_act);
  ADD ("nothing is sent before the new generation is here", test_waits);
  ADD ("a second restore finds the journal whole", test_twice);
  ADD ("the journal goes back two weeks", test_journal);
  ADD ("a clock that jumps by years takes nothing out of it", test_clock_jumps);
  ADD ("pages of one row and a restart come to the same", test_small_pages);
#undef ADD
  return g_test_run ();
}
