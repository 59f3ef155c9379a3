/* A service of a later schema, and a desktop that learns it only when its program is replaced. */
#include "core/entities/kx-agency.h"
#include "lib/kx-test-later.h"
#include "lib/kx-test-store.h"
#include "store/kx-row.h"
#include "sync/kx-mirror-pull.h"
#include "sync/kx-test-pair.h"

#define CLERK KX_ROLE_INDEX_clerk

typedef struct
{
  KxTestLater later;
  KxTestService *service;
  KxTestMirror *one;
  KxActor *clerk;
  char *agency, *visit;
} Fixture;

static KxOp *
make_visit (Fixture *f, const char *id, const char *title)
{
  KxRecord *fields = kx_record_new (&f->later.visit, NULL, NULL);
  KxOp *op = kx_op_new (KX_OP_CREATE, &f->later.visit, NULL, id, fields);

  kx_record_put (fields, 0, (KxValue){ .REF = f->agency });
  kx_record_put (fields, 1, (KxValue){ .TEXT = title });
  op->id = kx_test_id ();
  return op;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  kx_test_later_init (&f->later);
  f->service = kx_test_service_book_new_of (&f->later.schema);
  f->clerk = kx_test_actor ("user-x", CLERK, "370100");
  f->agency = kx_test_id ();
  f->visit = kx_test_id ();
  kx_test_service_apply (
      f->service, f->clerk,
      kx_test_agency_op (&f->later.schema, f->agency, KX_TEST_OFFICE, "济南康复医院", NULL));
  kx_test_service_apply (
      f->service, f->clerk,
      kx_test_patch_op (&f->later.agency, f->agency, G_MAXINT64, f->later.motto, "仁心仁术"));
  kx_test_service_apply (f->service, f->clerk, make_visit (f, f->visit, "第一次检查"));
  f->one = kx_test_mirror_new (f->service, "user-one", CLERK, "370100");
  kx_test_mirror_pull (f->one, 2); /* which compares the sums */
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_test_mirror_free (f->one);
  kx_actor_free (f->clerk);
  kx_test_service_book_free (f->service);
  g_free (f->agency);
  g_free (f->visit);
}

static gint64
count (Fixture *f, const char *sql)
{
  return kx_test_mirror_number (f->one, sql);
}

static void
assert_motto (Fixture *f, const char *text)
{
  g_autofree char *found = kx_test_mirror_text (f->one, &f->later.agency, f->agency, f->later.motto);

  g_assert_cmpstr (found, ==, text);
}

static void
assert_motto_there (Fixture *f, const char *text)
{
  g_autoptr (KxRecord) row = kx_row_get (f->service->service, &f->later.agency, f->agency, NULL);

  g_assert_cmpstr (kx_record_get (row, f->later.motto).TEXT, ==, text);
}

/* The old program changes what it knows; the rest stays as it is. */
static void
test_old_program (Fixture *f, gconstpointer data)
{
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_other"), ==, 1);
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_extra"), ==, 1);
  kx_test_mirror_do (f->one, kx_test_patch_op (&kx_agency_entity, f->agency, 0, kx_agency_f_address, "一号"));
  kx_test_mirror_exchange (f->one, 100);
  assert_motto_there (f, "仁心仁术");
  /* Other rows of that kind come, change and go. */
  kx_test_service_apply (f->service, f->clerk,
                         kx_test_patch_op (&f->later.visit, f->visit, G_MAXINT64, 1, "改名的检查"));
  kx_test_mirror_exchange (f->one, 100);
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_other WHERE json LIKE '%改名的检查%'"), ==, 1);
  g_assert_true (kx_book_begin (f->one->book, NULL));
  g_assert_true (kx_mirror_pull_start_over (f->one->book, NULL, NULL));
  g_assert_true (kx_book_commit (f->one->book, NULL));
  kx_test_mirror_exchange (f->one, 1);
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_other"), ==, 1);
  kx_actor_free (f->one->actor);
  f->one->actor = kx_test_actor ("user-one", CLERK, "370200");
  kx_test_mirror_exchange (f->one, 100);
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_other"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_extra"), ==, 0);
}

/* The new program finds everything here, and pulls nothing again. */
static void
test_new_program (Fixture *f, gconstpointer data)
{
  kx_test_mirror_reopen_with (f->one, &f->later.schema);
  assert_motto (f, "仁心仁术");
  g_assert_cmpint (count (f, "SELECT count(*) FROM visit WHERE title = '第一次检查'"), ==, 1);
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_other"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_extra"), ==, 0);
  kx_test_mirror_assert_same (f->one);
  g_assert_cmpuint (kx_test_mirror_pull (f->one, 100), ==, 1);
  kx_test_mirror_assert_same (f->one);
  /* And again: there is nothing to learn. */
  kx_test_mirror_reopen (f->one);
  kx_test_mirror_assert_same (f->one);
}

/* What waited for the service while the program was replaced. */
static void
test_waiting (Fixture *f, gconstpointer data)
{
  g_autofree char *address = NULL;

  kx_test_mirror_do (f->one,
                     kx_test_patch_op (&kx_agency_entity, f->agency, 0, kx_agency_f_address, "没有送出"));
  kx_test_mirror_reopen_with (f->one, &f->later.schema);
  assert_motto (f, "仁心仁术");
  address = kx_test_mirror_text (f->one, &f->later.agency, f->agency, kx_agency_f_address);
  g_assert_cmpstr (address, ==, "没有送出");
  kx_test_mirror_do (f->one, kx_test_patch_op (&f->later.agency, f->agency, 0, f->later.motto, "新的格言"));
  kx_test_mirror_exchange (f->one, 100);
  kx_test_mirror_assert_same (f->one);
  assert_motto_there (f, "新的格言");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/skew/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("an older program keeps what it does not know", test_old_program);
  ADD ("a newer one finds it", test_new_program);
  ADD ("what waited goes on", test_waiting);
#undef ADD
  return g_test_run ();
}
