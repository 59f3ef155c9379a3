#include "store/kx-push.h"

#include "core/entities/kx-agency.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-postgres-server.h"
#include "lib/kx-test-postgres.h"
#include "lib/kx-test-store.h"
#include "lib/kx-test-sync.h"
#include "store/kx-space.h"

#define ONE "0197b2a0-0000-7000-8000-0000000000d1"
#define TWO "0197b2a0-0000-7000-8000-0000000000d2"

static const guint8 seed[KX_SEED_SIZE] = { 7 };

static const char *const agencies[] = { "0197b2a0-0000-7000-8000-0000000000a1",
                                        "0197b2a0-0000-7000-8000-0000000000a2",
                                        "0197b2a0-0000-7000-8000-0000000000a3" };

/* A random change of one of a few agencies, valid or not. */
static KxOp *
random_op (GRand *rand, const KxSchema *schema, guint step)
{
  static const char *const texts[] = { "1", "22", "333", NULL };
  const char *row = agencies[g_rand_int_range (rand, 0, G_N_ELEMENTS (agencies))];
  g_autofree char *id = g_strdup_printf ("0197b2a0-0000-7000-8000-%012x", 0x1000 + step);
  int what = g_rand_int_range (rand, 0, 24);
  KxOp *op;

  if (what == 0)
    op = kx_test_agency_op (schema, row, KX_TEST_OFFICE, "济南医院", NULL);
  else if (what < 21)
    op = kx_test_patch_op (&kx_agency_entity, row, 0,
                           what < 12   ? kx_agency_f_address
                           : what < 20 ? kx_agency_f_phone
                                       : kx_agency_f_name,
                           what < 20 ? texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))] : "x");
  else
    op = kx_op_new (what == 21 ? KX_OP_DELETE : KX_OP_RESTORE, &kx_agency_entity, id, row, NULL);
  g_free (op->id);
  op->id = g_steal_pointer (&id);
  op->base = g_rand_int_range (rand, 0, (int) step / 2 + 5);
  op->at.ms = 1782864000000 + step;
  return op;
}

static KxBook *
open_twin (KxDb *db, const KxVault *vault, const KxActor *one, const KxActor *two)
{
  KxBook *book = kx_book_new (db, kx_schema_get (), vault);
  g_autoptr (GPtrArray) offices = kx_test_found (kx_schema_get ());
  g_autoptr (KxActor) system = kx_actor_new_system ();

  g_assert_true (kx_book_set_up (book, (KxTime){ 1 }, FALSE, NULL));
  for (guint i = 0; i < offices->len; i++)
    kx_applied_free (kx_test_apply (book, system, offices->pdata[i]));
  for (guint i = 0; i < G_N_ELEMENTS (agencies); i++)
    {
      g_autoptr (KxOp) op = kx_test_agency_op (book->schema, agencies[i], KX_TEST_OFFICE, "济南医院", NULL);

      g_free (op->id);
      op->id = g_strdup (agencies[i]);
      kx_applied_free (kx_test_apply (book, one, op));
    }
  kx_test_register (book, one, ONE);
  kx_test_register (book, two, TWO);
  return book;
}

/* The same batches on both engines leave the same tables, and give the same bytes. */
static void
test_both_engines_give_the_same_bytes (void)
{
  g_autoptr (KxVault) vault = kx_vault_new_from_seed (seed);
  g_autoptr (KxActor) clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370100"),
                      other = kx_test_actor ("other", KX_ROLE_INDEX_clerk, "370100");
  g_autoptr (KxBook) lite =
      open_twin (kx_db_sqlite_open (":memory:", KX_DB_SQLITE_WRITER, NULL), vault, clerk, other);
  g_autoptr (KxBook) postgres = open_twin (kx_test_postgres_open_new (), vault, clerk, other);
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  gint64 next[2] = { 1, 1 };
  guint step = 0, counts[KX_HELD + 1] = { 0 };

  while (step < 240)
    {
      guint d = g_rand_boolean (rand) ? 1 : 0, size = (guint) g_rand_int_range (rand, 1, 5), n = 0;
      g_autoptr (GString) batch = g_string_new (NULL);
      g_autofree char *a = NULL, *b = NULL, *again = NULL;
      g_autoptr (GPtrArray) results = NULL;
      gint64 ack = g_rand_boolean (rand) ? next[d] - 1 : 0;

      while (n < size)
        {
          guint k = (guint) g_rand_int_range (rand, 1, 3);
          g_autofree char *tx = g_strdup_printf ("0197b2a0-0000-7000-8000-%012x", 0x100000 + step);

          for (guint i = 0; i < k; i++)
            {
              g_autoptr (KxOp) op = random_op (rand, lite->schema, step++);

              kx_wire_append_op (batch, next[d] + n + i, tx, k, op);
            }
          n += k;
        }
      a = kx_test_push (lite, d ? other : clerk, d ? TWO : ONE, batch->str, ack, NULL);
      b = kx_test_push (postgres, d ? other : clerk, d ? TWO : ONE, batch->str, ack, NULL);
      g_assert_cmpstr (a, ==, b);
      again = kx_test_push (lite, d ? other : clerk, d ? TWO : ONE, batch->str, 0, NULL);
      g_assert_cmpstr (a, ==, again);
      results = kx_test_results (a);
      g_assert_cmpuint (results->len, ==, n);
      for (guint i = 0; i < n; i++)
        counts[((KxWireResult *) results->pdata[i])->result]++;
      next[d] += n;
    }
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    g_test_message ("%s: %u", kx_result_name ((KxResult) i), counts[i]);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    g_assert_cmpuint (counts[i], >, 1);
  {
    g_autofree char *one = kx_test_dump (lite), *two = kx_test_dump (postgres), *fault = NULL;

    kx_test_assert_same_dump (one, two);
    g_assert_true (kx_space_verify (lite, &fault, NULL));
    g_assert_cmpstr (fault, ==, NULL);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  kx_test_postgres_server_conninfo (NULL); /* first, from the main thread */
  g_test_add_func ("/push/both-engines-give-the-same-bytes", test_both_engines_give_the_same_bytes);
  return g_test_run ();
}
