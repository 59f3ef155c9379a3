#include "core/entities/kx-agreement.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-rectification.h"
#include "core/kx-take-over.h"
#include "core/kx-test-world.h"

#define CITY "370100"

typedef struct
{
  KxTestWorld *world;
  KxActor *clerk, *other_clerk, *reviewer;
} Fixture;

/* A kind of record, a state in which it comes in wrongly and the right one, and a field that only the wrong
 * one has. */
static const struct
{
  const KxEntity *entity;
  const char *wrong, *right;
  guint apart;
} kinds[] = {
  { &kx_agreement_entity, "ended", "signed", kx_agreement_f_ended_on },
  { &kx_rectification_entity, "passed", "issued", kx_rectification_f_rechecked_on },
  { &kx_exit_case_entity, "closed", "running", kx_exit_case_f_ended_on },
};

static KxActor *
make_actor (const char *user, int role)
{
  KxActor *actor = kx_actor_new (user, user);

  kx_actor_grant (actor, role, CITY);
  return actor;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->world = kx_test_world_new ();
  f->clerk = make_actor ("zhang", KX_ROLE_INDEX_clerk);
  f->other_clerk = make_actor ("sun", KX_ROLE_INDEX_clerk);
  f->reviewer = make_actor ("li", KX_ROLE_INDEX_reviewer);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_actor_free (f->clerk);
  kx_actor_free (f->other_clerk);
  kx_actor_free (f->reviewer);
  kx_test_world_free (f->world);
}

static guint
field_of (const KxEntity *entity, const char *name)
{
  return (guint) kx_entity_field (entity, name);
}

static const KxRecord *
look (Fixture *f, const KxEntity *entity, const char *id)
{
  return kx_test_table_lookup (f->world->table, entity, id);
}

static const char *
state_of (const KxRecord *row)
{
  return row->entity->fields[row->entity->state]
      .codes[kx_record_get (row, (guint) row->entity->state).CODE]
      .name;
}

/* `reason` may be NULL. */
static KxOp *
make_op (Fixture *f, KxOpKind kind, const KxEntity *entity, const char *id, const char *action,
         const char *argument, const char *reason)
{
  KxOp *op = kind == KX_OP_ACTION ? kx_test_world_action (f->world, entity, id, action, argument)
                                  : kx_test_world_op (f->world, kind, entity, id, NULL);

  g_free (op->reason);
  op->reason = g_strdup (reason);
  return op;
}

static void
act (Fixture *f, KxOpKind kind, const KxEntity *entity, const char *id, const char *action,
     const char *argument, const KxActor *actor)
{
  g_autoptr (KxOp) op = make_op (f, kind, entity, id, action, argument, "录入有误");

  kx_test_world_do (f->world, op, actor);
}

static void
refuse (Fixture *f, KxOpKind kind, const KxEntity *entity, const char *id, const char *action,
        const char *argument, const KxActor *actor, const char *code)
{
  g_autoptr (KxOp) op = make_op (f, kind, entity, id, action, argument, "录入有误");

  kx_test_world_refuse (f->world, op, actor, code, NULL);
}

/* A record that came in wrongly; its id, owned. */
static char *
take_over (Fixture *f, guint k)
{
  const KxEntity *entity = kinds[k].entity;
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_record_new (entity, NULL, NULL);
  g_autoptr (KxOp) op = NULL;

  kx_record_put (fields, field_of (entity, "office"), (KxValue){ .REF = WORLD_OFFICE });
  kx_record_put (fields, field_of (entity, "agency"), (KxValue){ .REF = WORLD_AGENCY });
  kx_record_put (fields, kinds[k].apart, (KxValue){ .DATE = { 20260301 } });
  if (entity == &kx_agreement_entity)
    kx_agreement_set_kind (kx_agreement (fields), kx_agreement_kind_rehabilitation);
  op = kx_test_world_op (f->world, KX_OP_CREATE, entity, id, fields);
  kx_test_world_do (f->world, op, f->clerk);
  act (f, KX_OP_ACTION, entity, id, "take_over", kinds[k].wrong, f->clerk);
  return g_steal_pointer (&id);
}

static void
test_the_state_is_corrected_with_a_reason (Fixture *f, gconstpointer data)
{
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      const KxEntity *entity = kinds[k].entity;
      g_autofree char *id = take_over (f, k);
      g_autoptr (KxOp) silent =
          make_op (f, KX_OP_ACTION, entity, id, "correct_take_over", kinds[k].right, NULL);
      const KxRecord *row = look (f, entity, id);

      g_assert_true (kx_record_has (row, kinds[k].apart));
      kx_test_world_refuse (f->world, silent, f->clerk, "reason-needed", NULL);
      act (f, KX_OP_ACTION, entity, id, "correct_take_over", kinds[k].right, f->other_clerk);
      row = look (f, entity, id);
      g_assert_cmpstr (state_of (row), ==, kinds[k].right);
      g_assert_false (kx_record_has (row, kinds[k].apart));
      g_assert_cmpstr (kx_record_get (row, field_of (entity, "taken_over_by")).REF, ==, "sun");
      act (f, KX_OP_DELETE, entity, id, NULL, NULL, f->clerk);
    }
}

static void
test_only_paper_states_are_put_right (Fixture *f, gconstpointer data)
{
  g_autofree char *agreement = take_over (f, 0), *rectification = take_over (f, 1);

  refuse (f, KX_OP_ACTION, &kx_agreement_entity, agreement, "correct_take_over", "draft", f->clerk,
          "taken-over-unsigned");
  refuse (f, KX_OP_ACTION, &kx_rectification_entity, rectification, "correct_take_over", "draft", f->clerk,
          "taken-over-unissued");
}

static void
test_what_was_confirmed_is_opened_by_a_reviewer_first (Fixture *f, gconstpointer data)
{
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      const KxEntity *entity = kinds[k].entity;
      g_autofree char *id = take_over (f, k);
      const KxRecord *row;

      refuse (f, KX_OP_ACTION, entity, id, "reopen_take_over", NULL, f->reviewer, "not-confirmed");
      act (f, KX_OP_ACTION, entity, id, "confirm_take_over", NULL, f->reviewer);
      refuse (f, KX_OP_ACTION, entity, id, "correct_take_over", kinds[k].right, f->clerk,
              "confirmed-already");
      refuse (f, KX_OP_DELETE, entity, id, NULL, NULL, f->clerk, "confirmed-already");
      refuse (f, KX_OP_ACTION, entity, id, "reopen_take_over", NULL, f->clerk, KX_CODE_ROLE);
      act (f, KX_OP_ACTION, entity, id, "reopen_take_over", NULL, f->reviewer);
      row = look (f, entity, id);
      g_assert_true (kx_take_over_is_unconfirmed (row));
      g_assert_false (kx_record_has (row, field_of (entity, "confirmed_on")));
      act (f, KX_OP_ACTION, entity, id, "correct_take_over", kinds[k].right, f->clerk);
      act (f, KX_OP_ACTION, entity, id, "confirm_take_over", NULL, f->reviewer);
      g_assert_false (kx_take_over_is_unconfirmed (look (f, entity, id)));
    }
}

static void
test_it_is_deleted_and_comes_back (Fixture *f, gconstpointer data)
{
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      const KxEntity *entity = kinds[k].entity;
      g_autofree char *id = take_over (f, k);
      g_autoptr (KxOp) silent = make_op (f, KX_OP_DELETE, entity, id, NULL, NULL, NULL);

      kx_test_world_refuse (f->world, silent, f->clerk, "reason-needed", NULL);
      act (f, KX_OP_DELETE, entity, id, NULL, NULL, f->clerk);
      g_assert_cmpint (look (f, entity, id)->deleted_at.ms, !=, 0);
      act (f, KX_OP_RESTORE, entity, id, NULL, NULL, f->clerk);
      g_assert_cmpint (look (f, entity, id)->deleted_at.ms, ==, 0);
      g_assert_cmpstr (state_of (look (f, entity, id)), ==, kinds[k].wrong);
    }
}

/* A decision that was entered from paper wrongly goes as well; one that was made here stays. */
static void
test_a_decided_case_goes_while_nobody_confirmed_it (Fixture *f, gconstpointer data)
{
  const KxEntity *entity = &kx_exit_case_entity;
  g_autofree char *id = take_over (f, 2);
  KxRecord *row;

  act (f, KX_OP_ACTION, entity, id, "correct_take_over", "running", f->clerk);
  row = (KxRecord *) look (f, entity, id);
  kx_exit_case_set_decided_on (kx_exit_case (row), (KxDate){ 20260201 });
  act (f, KX_OP_DELETE, entity, id, NULL, NULL, f->clerk);
  act (f, KX_OP_RESTORE, entity, id, NULL, NULL, f->clerk);
  act (f, KX_OP_ACTION, entity, id, "confirm_take_over", NULL, f->reviewer);
  refuse (f, KX_OP_DELETE, entity, id, NULL, NULL, f->clerk, "decided-stays");
}

static void
test_what_was_signed_here_is_neither_corrected_nor_deleted (Fixture *f, gconstpointer data)
{
  const KxEntity *entity = &kx_agreement_entity;
  KxRecord *row = (KxRecord *) kx_test_world_add (f->world, entity, kx_agreement_state_signed);

  kx_record_drop (row, kx_agreement_f_taken_over);
  refuse (f, KX_OP_ACTION, entity, row->id, "correct_take_over", "ended", f->clerk, "not-taken-over");
  refuse (f, KX_OP_DELETE, entity, row->id, NULL, NULL, f->clerk, "not-taken-over");
  refuse (f, KX_OP_ACTION, entity, row->id, "reopen_take_over", NULL, f->reviewer, "not-confirmed");
  g_assert_false (kx_take_over_has_step (row, "correct_take_over"));
  g_assert_false (kx_take_over_has_step (row, "confirm_take_over"));
  g_assert_true (kx_take_over_has_step (row, "end"));
}

/* What was decided on it since is not undone by a correction. */
static void
test_what_went_on_since_stays (Fixture *f, gconstpointer data)
{
  const KxEntity *entity = &kx_rectification_entity;
  g_autofree char *id = take_over (f, 1);

  act (f, KX_OP_ACTION, entity, id, "correct_take_over", "issued", f->clerk);
  act (f, KX_OP_ACTION, entity, id, "report", "2026-11-20", f->clerk);
  refuse (f, KX_OP_ACTION, entity, id, "correct_take_over", "passed", f->clerk, "went-on");
  refuse (f, KX_OP_DELETE, entity, id, NULL, NULL, f->clerk, "went-on");
}

static void
test_steps_are_offered_where_they_are_of_use (Fixture *f, gconstpointer data)
{
  g_autofree char *id = take_over (f, 1);
  const KxRecord *row = look (f, &kx_rectification_entity, id);

  g_assert_true (kx_take_over_has_step (row, "confirm_take_over"));
  g_assert_true (kx_take_over_has_step (row, "correct_take_over"));
  g_assert_false (kx_take_over_has_step (row, "reopen_take_over"));
  act (f, KX_OP_ACTION, &kx_rectification_entity, id, "confirm_take_over", NULL, f->reviewer);
  row = look (f, &kx_rectification_entity, id);
  g_assert_false (kx_take_over_has_step (row, "confirm_take_over"));
  g_assert_false (kx_take_over_has_step (row, "correct_take_over"));
  g_assert_true (kx_take_over_has_step (row, "reopen_take_over"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/take-over-corrected/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("state", test_the_state_is_corrected_with_a_reason);
  ADD ("paper-states", test_only_paper_states_are_put_right);
  ADD ("confirmed", test_what_was_confirmed_is_opened_by_a_reviewer_first);
  ADD ("deleted", test_it_is_deleted_and_comes_back);
  ADD ("decided-case", test_a_decided_case_goes_while_nobody_confirmed_it);
  ADD ("signed-here", test_what_was_signed_here_is_neither_corrected_nor_deleted);
  ADD ("went-on", test_what_went_on_since_stays);
  ADD ("offered", test_steps_are_offered_where_they_are_of_use);
  return g_test_run ();
}
