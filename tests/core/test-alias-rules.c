/* Two records of one institution: linked, unlinked, deleted and brought back. */
#include "core/rules/kx-alias-rules.h"

#include "core/entities/kx-agency.h"
#include "core/kx-decide.h"
#include "core/kx-test-world.h"

typedef struct
{
  KxTestWorld *world;
  KxActor *clerk, *reviewer, *leader, *country;
  const char *one, *other, *third; /* agencies of the first office */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->world = kx_test_world_new ();
  f->clerk = kx_test_world_actor (KX_ROLE_INDEX_clerk, "370100");
  f->reviewer = kx_test_world_actor (KX_ROLE_INDEX_reviewer, "370100");
  f->leader = kx_test_world_actor (KX_ROLE_INDEX_leader, "370100");
  f->country = kx_test_world_actor (KX_ROLE_INDEX_clerk, "000000");
  f->one = kx_test_world_add (f->world, &kx_agency_entity, 0)->id;
  f->other = kx_test_world_add (f->world, &kx_agency_entity, 0)->id;
  f->third = kx_test_world_add (f->world, &kx_agency_entity, 0)->id;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_test_world_free (f->world);
  kx_actor_free (f->clerk);
  kx_actor_free (f->reviewer);
  kx_actor_free (f->leader);
  kx_actor_free (f->country);
}

static KxOp *
link_op (Fixture *f, const char *row, const char *target)
{
  return kx_test_world_action (f->world, &kx_agency_entity, row, "link_alias", target);
}

static KxOp *
unlink_op (Fixture *f, const char *row)
{
  return kx_test_world_action (f->world, &kx_agency_entity, row, "unlink_alias", NULL);
}

static void
do_op (Fixture *f, KxOp *op)
{
  kx_test_world_do (f->world, op, f->clerk);
  kx_op_free (op);
}

static void
refuse_op (Fixture *f, KxOp *op, const KxActor *actor, const char *code, const char *field)
{
  kx_test_world_refuse (f->world, op, actor, code, field);
  kx_op_free (op);
}

static KxOp *
move_op (Fixture *f, KxOpKind kind, const char *row)
{
  return kx_test_world_op (f->world, kind, &kx_agency_entity, row, NULL);
}

static const char *
main_of (Fixture *f, const char *id)
{
  return kx_record_get (kx_test_table_lookup (f->world->table, &kx_agency_entity, id), kx_agency_f_alias_of)
      .REF;
}

static void
test_a_record_is_linked_and_unlinked (Fixture *f, gconstpointer data)
{
  do_op (f, link_op (f, f->one, f->other));
  g_assert_cmpstr (main_of (f, f->one), ==, f->other);
  g_assert_null (main_of (f, f->other));
  do_op (f, link_op (f, f->third, f->other));
  do_op (f, unlink_op (f, f->one));
  g_assert_null (main_of (f, f->one));
  g_assert_cmpstr (main_of (f, f->third), ==, f->other);
  refuse_op (f, unlink_op (f, f->one), f->clerk, "not-linked", "alias_of");
  /* The other way round, once nothing is linked to it any more. */
  do_op (f, unlink_op (f, f->third));
  do_op (f, link_op (f, f->other, f->one));
  g_assert_cmpstr (main_of (f, f->other), ==, f->one);
}

static void
test_only_another_living_record_of_the_office_is_linked_to (Fixture *f, gconstpointer data)
{
  refuse_op (f, link_op (f, f->one, f->one), f->clerk, "alias-of-itself", "target");
  refuse_op (f, link_op (f, f->one, NULL), f->clerk, "required", "target");
  refuse_op (f, link_op (f, f->one, "x"), f->clerk, "wrong-id", "target");
  refuse_op (f, link_op (f, f->one, WORLD_NOBODY), f->clerk, "missing-target", "target");
  /* That of another office answers as one that is not there, unless one sees it. */
  refuse_op (f, link_op (f, f->one, WORLD_OTHER_AGENCY), f->clerk, "missing-target", "target");
  refuse_op (f, link_op (f, f->one, WORLD_OTHER_AGENCY), f->country, "same-office", "target");
  do_op (f, move_op (f, KX_OP_DELETE, f->other));
  refuse_op (f, link_op (f, f->one, f->other), f->clerk, "missing-target", "target");
}

static void
test_links_do_not_chain (Fixture *f, gconstpointer data)
{
  do_op (f, link_op (f, f->one, f->other));
  refuse_op (f, link_op (f, f->third, f->one), f->clerk, "alias-chain", "target");
  refuse_op (f, link_op (f, f->other, f->third), f->clerk, "has-aliases", NULL);
  refuse_op (f, link_op (f, f->other, f->one), f->clerk, "has-aliases", NULL);
  refuse_op (f, link_op (f, f->one, f->third), f->clerk, "already-linked", "alias_of");
}

static void
test_linking_is_an_act_of_the_office (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) silent = link_op (f, f->one, f->other), stale = link_op (f, f->one, f->other),
                   by_reviewer = link_op (f, f->one, f->other), back = NULL, direct = NULL;

  g_clear_pointer (&silent->reason, g_free);
  kx_test_world_refuse (f->world, silent, f->clerk, "reason-needed", "$reason");
  stale->base--;
  kx_test_world_refuse (f->world, stale, f->clerk, KX_CODE_CHANGED_SINCE, NULL);
  refuse_op (f, link_op (f, f->one, f->other), f->leader, KX_CODE_ROLE, NULL);
  kx_test_world_do (f->world, by_reviewer, f->reviewer);
  back = unlink_op (f, f->one);
  g_clear_pointer (&back->reason, g_free);
  kx_test_world_refuse (f->world, back, f->clerk, "reason-needed", "$reason");
  refuse_op (f, unlink_op (f, f->one), f->leader, KX_CODE_ROLE, NULL);
  direct = kx_test_world_patch (f->world, &kx_agency_entity, f->third, kx_agency_f_alias_of,
                                (KxValue){ .REF = f->other });
  kx_test_world_refuse (f->world, direct, f->clerk, "read-only", "alias_of");
  f->world->on_device = TRUE;
  refuse_op (f, link_op (f, f->third, f->other), f->clerk, "needs-service", NULL);
  refuse_op (f, unlink_op (f, f->one), f->clerk, "needs-service", NULL);
}

static void
test_a_record_with_links_to_it_is_not_deleted (Fixture *f, gconstpointer data)
{
  do_op (f, link_op (f, f->one, f->other));
  refuse_op (f, move_op (f, KX_OP_DELETE, f->other), f->clerk, "has-aliases", NULL);
  do_op (f, move_op (f, KX_OP_DELETE, f->one));
  do_op (f, move_op (f, KX_OP_DELETE, f->other));
}

static void
test_a_link_comes_back_with_its_record (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) restore = NULL;
  g_autoptr (KxDecision) decision = NULL;

  do_op (f, link_op (f, f->one, f->other));
  do_op (f, move_op (f, KX_OP_DELETE, f->one));
  restore = move_op (f, KX_OP_RESTORE, f->one);
  decision = kx_test_world_decide (f->world, restore, f->clerk);
  g_assert_null (kx_test_world_finding (decision, "unlinked", NULL));
  do_op (f, g_steal_pointer (&restore));
  g_assert_cmpstr (main_of (f, f->one), ==, f->other);
  refuse_op (f, move_op (f, KX_OP_DELETE, f->other), f->clerk, "has-aliases", NULL);
}

static void
test_a_link_to_what_is_gone_does_not_come_back (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (KxOp) restore = NULL;
      g_autoptr (KxDecision) decision = NULL;
      const KxFinding *finding;

      do_op (f, link_op (f, f->one, f->other));
      do_op (f, move_op (f, KX_OP_DELETE, f->one));
      /* The other one went too, or became a second record itself. */
      do_op (f, i == 0 ? move_op (f, KX_OP_DELETE, f->other) : link_op (f, f->other, f->third));
      restore = move_op (f, KX_OP_RESTORE, f->one);
      decision = kx_test_world_decide (f->world, restore, f->clerk);
      finding = kx_test_world_finding (decision, "unlinked", "alias_of");
      g_assert_nonnull (finding);
      g_assert_cmpint (finding->verdict, ==, KX_WARNS);
      do_op (f, g_steal_pointer (&restore));
      g_assert_null (main_of (f, f->one));
      if (i == 0)
        do_op (f, move_op (f, KX_OP_RESTORE, f->other));
    }
}

static void
test_the_store_failing_decides_nothing (Fixture *f, gconstpointer data)
{
  for (int n = 0; n < 4; n++)
    {
      g_autoptr (KxOp) op = link_op (f, f->one, f->other);
      g_autoptr (KxDecision) decision = NULL;
      guint before = kx_test_table_get_questions (f->world->table);

      kx_test_table_break_after (f->world->table, n);
      decision = kx_test_world_decide (f->world, op, f->clerk);
      kx_test_table_break_after (f->world->table, -1);
      g_assert_cmpint (decision->broken, ==,
                       kx_test_table_get_questions (f->world->table) - before > (guint) n);
      g_assert_cmpint (decision->changes->len > 0, ==, !decision->broken);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/alias-rules/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("a-record-is-linked-and-unlinked", test_a_record_is_linked_and_unlinked);
  ADD ("only-another-living-record-of-the-office-is-linked-to",
       test_only_another_living_record_of_the_office_is_linked_to);
  ADD ("links-do-not-chain", test_links_do_not_chain);
  ADD ("linking-is-an-act-of-the-office", test_linking_is_an_act_of_the_office);
  ADD ("a-record-with-links-to-it-is-not-deleted", test_a_record_with_links_to_it_is_not_deleted);
  ADD ("a-link-comes-back-with-its-record", test_a_link_comes_back_with_its_record);
  ADD ("a-link-to-what-is-gone-does-not-come-back", test_a_link_to_what_is_gone_does_not_come_back);
  ADD ("the-store-failing-decides-nothing", test_the_store_failing_decides_nothing);
  return g_test_run ();
}
