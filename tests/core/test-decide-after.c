/* An op after others that have not been done is decided as if they had been. */
#include "core/kx-decide-after.h"

#include "core/entities/kx-agreement-clause.h"
#include "core/entities/kx-agreement-payment.h"
#include "core/entities/kx-agreement.h"
#include "core/kx-test-world.h"

#define ROUNDS 400
#define MOST_OPS 5

static GPtrArray *
new_ops (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free);
}

static KxDecision *
decide_after (KxTestWorld *world, const KxActor *actor, GPtrArray *before, const KxOp *op)
{
  KxScene scene = { .schema = world->schema,
                    .op = op,
                    .actor = actor,
                    .reader = kx_test_table_get_reader (world->table),
                    .today = world->today };

  return kx_decide_after (&scene, before);
}

/* A draft for rehabilitation, whose contents are looked at when it is handed in. Borrowed. */
static const char *
add_agreement (KxTestWorld *world)
{
  const KxRecord *row = kx_test_world_add (world, &kx_agreement_entity, kx_agreement_state_draft);

  g_assert_cmpint (kx_record_get (row, kx_agreement_f_kind).CODE, ==, kx_agreement_kind_rehabilitation);
  return row->id;
}

static KxOp *
submit (KxTestWorld *world, const char *row)
{
  return kx_test_world_action (world, &kx_agreement_entity, row, "submit", NULL);
}

static KxOp *
add_part (KxTestWorld *world, const KxEntity *entity, const char *id, const char *agreement)
{
  KxRecord *fields = kx_test_world_sample (entity);

  kx_record_put (fields, (guint) kx_entity_flagged (entity, KX_PARENT), (KxValue){ .REF = agreement });
  return kx_test_world_op (world, KX_OP_CREATE, entity, id, fields);
}

/* What lacks is found before it is saved, and what was typed is found as well. */
static void
test_what_is_typed_is_judged (void)
{
  g_autoptr (KxTestWorld) world = kx_test_world_new ();
  g_autoptr (KxActor) clerk = kx_test_world_actor (KX_ROLE_INDEX_clerk, "370100");
  g_autoptr (GPtrArray) before = new_ops ();
  const char *agreement = add_agreement (world);
  g_autoptr (KxOp) op = submit (world, agreement);
  g_autoptr (KxDecision) without = NULL, with = NULL;
  g_autofree char *payment = kx_test_world_id ();

  without = decide_after (world, clerk, before, op);
  g_assert_nonnull (kx_test_world_finding (without, "no-payment", NULL));
  g_ptr_array_add (before, kx_test_world_patch (world, &kx_agreement_entity, agreement,
                                                kx_agreement_f_ends_on, (KxValue){ .DATE = { 20200101 } }));
  g_ptr_array_add (before, add_part (world, &kx_agreement_payment_entity, payment, agreement));
  with = decide_after (world, clerk, before, op);
  /* The patch itself is refused: the agreement would end before it begins. */
  g_assert_cmpint (with->result, ==, KX_REJECTED);
  g_assert_nonnull (kx_test_world_finding (with, "dates-in-order", NULL));
  g_ptr_array_remove_index (before, 0);
  g_clear_pointer (&with, kx_decision_free);
  with = decide_after (world, clerk, before, op);
  g_assert_null (kx_test_world_finding (with, "no-payment", NULL));
  g_assert_null (kx_test_table_lookup (world->table, &kx_agreement_payment_entity, payment));
}

/* An agreement that is nowhere yet is handed in on trial. */
static void
test_what_is_new_is_judged (void)
{
  g_autoptr (KxTestWorld) world = kx_test_world_new ();
  g_autoptr (KxActor) clerk = kx_test_world_actor (KX_ROLE_INDEX_clerk, "370100");
  g_autoptr (GPtrArray) before = new_ops ();
  g_autofree char *id = kx_test_world_id ();
  g_autoptr (KxOp) op = submit (world, id);
  g_autoptr (KxDecision) decision = decide_after (world, clerk, before, op);
  KxRecord *fields;

  g_assert_nonnull (kx_test_world_finding (decision, KX_CODE_NOT_FOUND, NULL));
  fields = kx_test_world_sample (&kx_agreement_entity);
  kx_record_drop (fields, kx_agreement_f_number);
  g_ptr_array_add (before, kx_test_world_op (world, KX_OP_CREATE, &kx_agreement_entity, id, fields));
  g_clear_pointer (&decision, kx_decision_free);
  decision = decide_after (world, clerk, before, op);
  g_assert_nonnull (kx_test_world_finding (decision, "incomplete", "number"));
  g_assert_null (kx_test_table_lookup (world->table, &kx_agreement_entity, id));
}

/* One op on the agreement or its parts, some of which `parts` names. */
static KxOp *
random_op (KxTestWorld *world, const char *agreement, GPtrArray *parts)
{
  static const KxEntity *const kinds[] = { &kx_agreement_payment_entity, &kx_agreement_clause_entity };
  const KxEntity *kind = kinds[g_test_rand_int_range (0, G_N_ELEMENTS (kinds))];
  g_autoptr (KxRecord) sample = kx_test_world_sample (&kx_agreement_entity);
  guint field = (guint) g_test_rand_int_range (0, (int) kx_agreement_entity.n_fields);

  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      g_ptr_array_add (parts, kx_test_world_id ());
      return add_part (world, kind, g_ptr_array_index (parts, parts->len - 1), agreement);
    case 1:
      if (parts->len > 0)
        return kx_test_world_op (world, KX_OP_DELETE, kind,
                                 parts->pdata[g_test_rand_int_range (0, (int) parts->len)], NULL);
      break;
    default:
      break;
    }
  while (!kx_record_has (sample, field))
    field = (field + 1) % kx_agreement_entity.n_fields;
  return kx_test_world_patch (world, &kx_agreement_entity, agreement, field, kx_record_get (sample, field));
}

/* The same as deciding one after the other and doing what was decided. */
static void
test_the_same_as_done (void)
{
  g_autoptr (KxActor) clerk = kx_test_world_actor (KX_ROLE_INDEX_clerk, "370100");
  guint accepted = 0;

  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (KxTestWorld) world = kx_test_world_new ();
      g_autoptr (GPtrArray) before = new_ops (), parts = g_ptr_array_new_with_free_func (g_free);
      const char *agreement = add_agreement (world);
      g_autoptr (KxOp) op = submit (world, agreement);
      g_autoptr (KxDecision) tried = NULL, done = NULL;
      g_autofree char *said = NULL, *became = NULL;
      guint n = (guint) g_test_rand_int_range (1, MOST_OPS);

      for (guint i = 0; i < n; i++)
        g_ptr_array_add (before, random_op (world, agreement, parts));
      tried = decide_after (world, clerk, before, op);
      for (guint i = 0; i <= n; i++)
        {
          const KxOp *turn = i < n ? before->pdata[i] : op;

          g_clear_pointer (&done, kx_decision_free);
          done = kx_test_world_decide (world, turn, clerk);
          if (done->result == KX_REJECTED)
            break;
          accepted++;
          if (i < n)
            kx_test_table_apply (world->table, done, turn, clerk->user, (KxTime){ 1795000000000 + i });
        }
      said = kx_test_world_describe (tried);
      became = kx_test_world_describe (done);
      g_assert_cmpstr (said, ==, became);
    }
  g_assert_cmpuint (accepted, >, ROUNDS / 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decide-after/what-is-typed-is-judged", test_what_is_typed_is_judged);
  g_test_add_func ("/decide-after/what-is-new-is-judged", test_what_is_new_is_judged);
  g_test_add_func ("/decide-after/the-same-as-done", test_the_same_as_done);
  return g_test_run ();
}
