#include "core/kx-lifecycle.h"

#include "core/kx-test-steps.h"

/* Every entity of the program, every row of its table, every role: each test here walks them all. */
typedef void (*Visit) (const KxEntity *entity, const KxTransition *step, guint state);

static guint
count_states (const KxEntity *entity)
{
  return entity->state >= 0 ? kx_field_n_codes (&entity->fields[entity->state]) : 1;
}

static void
walk (Visit visit)
{
  const KxSchema *schema = kx_schema_get ();

  for (guint e = 0; e < schema->n_entities; e++)
    for (guint r = 0; r < schema->entities[e]->lifecycle->n_rows; r++)
      for (guint state = 0; state < count_states (schema->entities[e]); state++)
        if (schema->entities[e]->lifecycle->rows[r].from >> state & 1)
          visit (schema->entities[e], &schema->entities[e]->lifecycle->rows[r], state);
}

static void
assert_sound (const KxEntity *entity, const KxTransition *step, guint state)
{
  g_assert_cmpint (step->kind == KX_OP_ACTION, ==, step->action != NULL);
  g_assert_true (step->label != NULL && *step->label != '\0');
  g_assert_cmphex (step->roles & ~KX_ANY_ROLE, ==, 0);
  if (step->to != KX_STAYS)
    g_assert_cmpint (step->to, <, (int) count_states (entity));
  if (entity->state < 0)
    g_assert_cmpint (step->to, ==, KX_STAYS);
  else
    g_assert_true (entity->fields[entity->state].flags & KX_SERVICE_SETS);
  if (step->kind == KX_OP_CREATE)
    g_assert_cmphex (step->from, ==, KX_FROM_ANY);
  if (step->kind == KX_OP_CREATE && entity->state >= 0)
    g_assert_cmpint (step->to, !=, KX_STAYS);
  g_assert_cmpuint (count_states (entity), <=, 32);
}

static void
test_every_table_is_sound (void)
{
  walk (assert_sound);
}

static void
assert_found (const KxEntity *entity, const KxTransition *step, guint state)
{
  g_assert_true (kx_lifecycle_find (entity->lifecycle, step->kind, step->action, state) == step);
}

static void
test_no_row_of_a_table_hides_another (void)
{
  walk (assert_found);
}

static void
test_what_stands_in_no_table_is_not_known (void)
{
  static const KxLifecycle none = { NULL, 0 };
  const KxSchema *schema = kx_schema_get ();

  g_assert_null (kx_lifecycle_knows (NULL, KX_OP_CREATE, NULL));
  g_assert_null (kx_lifecycle_find (&none, KX_OP_CREATE, NULL, 0));
  for (guint e = 0; e < schema->n_entities; e++)
    {
      g_assert_null (kx_lifecycle_knows (schema->entities[e]->lifecycle, KX_OP_ACTION, "no-such-action"));
      g_assert_null (kx_lifecycle_knows (schema->entities[e]->lifecycle, KX_OP_ACTION, NULL));
    }
}

static KxDecision *
try_as (const KxEntity *entity, const KxTransition *step, guint state, const KxActor *actor,
        gboolean *ret_sees)
{
  g_autoptr (KxTestWorld) world = kx_test_world_new ();
  g_autoptr (KxOp) op = kx_test_steps_op (world, entity, step, state);
  const KxRecord *row = kx_test_table_lookup (world->table, entity, op->row);

  *ret_sees = row == NULL || kx_actor_may_read (actor, row->space);
  return kx_test_world_decide (world, op, actor);
}

static void
assert_accepted (const KxDecision *decision, const char *who)
{
  g_autofree char *text = kx_test_world_describe (decision);

  if (decision->result != KX_APPLIED || !decision->certain)
    g_error ("%s is refused: %s", who, text);
}

static void
assert_reachable (const KxEntity *entity, const KxTransition *step, guint state)
{
  g_autoptr (KxActor) system = kx_actor_new_system ();
  gboolean sees;
  g_autoptr (KxDecision) decision = try_as (entity, step, state, system, &sees);

  g_test_message ("%s %s %s", entity->name, kx_op_kind_name (step->kind),
                  step->action != NULL ? step->action : "");
  assert_accepted (decision, "the system");
  if (step->to != KX_STAYS)
    {
      const KxChange *change = decision->changes->pdata[0];

      g_assert_cmpint (kx_record_get (change->record, (guint) entity->state).CODE, ==, step->to);
    }
}

static void
test_every_row_of_every_table_can_be_taken (void)
{
  walk (assert_reachable);
}

static void
assert_roles (const KxEntity *entity, const KxTransition *step, guint state)
{
  guint let_through = 0;

  for (int role = 0; role < KX_N_ROLES; role++)
    {
      g_autoptr (KxActor) actor = kx_test_world_actor (role, "370100");
      gboolean sees, listed = (step->roles >> role & 1) != 0;
      g_autoptr (KxDecision) decision = try_as (entity, step, state, actor, &sees);

      g_test_message ("%s %s by %s", entity->name, kx_op_kind_name (step->kind), kx_role_codes[role].name);
      if (listed && sees)
        {
          let_through++;
          assert_accepted (decision, kx_role_codes[role].name);
          continue;
        }
      g_assert_cmpint (decision->result, ==, KX_REJECTED);
      g_assert_cmpuint (decision->changes->len, ==, 0);
      if (!sees)
        g_assert_nonnull (kx_test_world_finding (decision, KX_CODE_NOT_FOUND, NULL));
      else
        g_assert_true (kx_test_world_finding (decision, KX_CODE_ROLE, NULL) != NULL ||
                       kx_test_world_finding (decision, "missing-target", NULL) != NULL);
    }
  g_assert_cmpint (let_through > 0, ==, step->roles != 0);
}

static void
test_a_step_is_open_to_its_roles_and_no_other (void)
{
  walk (assert_roles);
}

static void
assert_elsewhere (const KxEntity *entity, const KxTransition *step, guint state)
{
  for (int role = 0; role < KX_N_ROLES; role++)
    {
      g_autoptr (KxActor) actor = kx_test_world_actor (role, "450100");
      gboolean sees;
      g_autoptr (KxDecision) decision = try_as (entity, step, state, actor, &sees);

      g_test_message ("%s %s by %s", entity->name, kx_op_kind_name (step->kind), kx_role_codes[role].name);
      g_assert_cmpint (decision->result, ==, KX_REJECTED);
    }
}

static void
test_a_role_counts_nowhere_else (void)
{
  walk (assert_elsewhere);
}

static void
assert_flags (const KxEntity *entity, const KxTransition *step, guint state)
{
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (KxTestWorld) world = kx_test_world_new ();
  g_autoptr (KxOp) op = kx_test_steps_op (world, entity, step, state);

  if (step->flags & KX_EXACT)
    {
      op->base--;
      kx_test_world_refuse (world, op, system, KX_CODE_CHANGED_SINCE, NULL);
      op->base++;
    }
  if (step->flags & KX_NEEDS_REASON)
    for (guint i = 0; i < 3; i++)
      {
        static const char *const none[] = { NULL, "", " \n\xe3\x80\x80" };

        g_free (op->reason);
        op->reason = g_strdup (none[i]);
        kx_test_world_refuse (world, op, system, "reason-needed", "$reason");
      }
  g_free (op->reason);
  op->reason = g_strdup ("because");
  world->on_device = TRUE;
  if (step->flags & KX_ONLINE)
    {
      kx_test_world_refuse (world, op, system, "needs-service", NULL);
      return;
    }
  else
    {
      g_autoptr (KxDecision) decision = kx_test_world_decide (world, op, system);

      assert_accepted (decision, "a device");
    }
}

static void
test_exact_reasoned_and_online_steps_insist (void)
{
  walk (assert_flags);
}

static void
test_a_state_closes_the_steps_that_do_not_leave_it (void)
{
  const KxSchema *schema = kx_schema_get ();
  g_autoptr (KxActor) system = kx_actor_new_system ();
  guint closed = 0;

  for (guint e = 0; e < schema->n_entities; e++)
    for (guint r = 0; r < schema->entities[e]->lifecycle->n_rows; r++)
      for (guint state = 0; state < count_states (schema->entities[e]); state++)
        {
          const KxEntity *entity = schema->entities[e];
          const KxTransition *step = &entity->lifecycle->rows[r];
          g_autoptr (KxTestWorld) world = kx_test_world_new ();
          g_autoptr (KxOp) op = NULL;

          if (kx_lifecycle_find (entity->lifecycle, step->kind, step->action, state) != NULL)
            continue;
          op = kx_test_steps_op (world, entity, step, state);
          kx_test_world_refuse (world, op, system, KX_CODE_STATE, NULL);
          closed++;
        }
  g_assert_cmpuint (closed, >=, 3);
}

static void
test_an_op_that_no_table_has_is_no_such_step (void)
{
  const KxSchema *schema = kx_schema_get ();
  g_autoptr (KxActor) system = kx_actor_new_system ();

  for (guint e = 0; e < schema->n_entities; e++)
    for (int kind = 0; kind < KX_N_OP_KINDS; kind++)
      {
        const KxEntity *entity = schema->entities[e];
        KxTransition step = { .kind = (KxOpKind) kind, .action = kind == KX_OP_ACTION ? "moon" : NULL };
        g_autoptr (KxTestWorld) world = kx_test_world_new ();
        g_autoptr (KxOp) op = NULL;

        if (kx_lifecycle_knows (entity->lifecycle, step.kind, step.action) != NULL ||
            ((kind == KX_OP_ADD || kind == KX_OP_REMOVE) &&
             kx_test_steps_field (entity, (KxOpKind) kind, 0) < 0))
          continue;
        op = kx_test_steps_op (world, entity, &step, 0);
        kx_test_world_refuse (world, op, system, KX_CODE_NO_SUCH_STEP, NULL);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lifecycle/every-table-is-sound", test_every_table_is_sound);
  g_test_add_func ("/lifecycle/no-row-of-a-table-hides-another", test_no_row_of_a_table_hides_another);
  g_test_add_func ("/lifecycle/what-stands-in-no-table-is-not-known",
                   test_what_stands_in_no_table_is_not_known);
  g_test_add_func ("/lifecycle/every-row-of-every-table-can-be-taken",
                   test_every_row_of_every_table_can_be_taken);
  g_test_add_func ("/lifecycle/a-step-is-open-to-its-roles-and-no-other",
                   test_a_step_is_open_to_its_roles_and_no_other);
  g_test_add_func ("/lifecycle/a-role-counts-nowhere-else", test_a_role_counts_nowhere_else);
  g_test_add_func ("/lifecycle/exact-reasoned-and-online-steps-insist",
                   test_exact_reasoned_and_online_steps_insist);
  g_test_add_func ("/lifecycle/a-state-closes-the-steps-that-do-not-leave-it",
                   test_a_state_closes_the_steps_that_do_not_leave_it);
  g_test_add_func ("/lifecycle/an-op-that-no-table-has-is-no-such-step",
                   test_an_op_that_no_table_has_is_no_such_step);
  return g_test_run ();
}
