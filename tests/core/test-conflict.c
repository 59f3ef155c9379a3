#include "core/rules/kx-conflict-rules.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-conflict.h"
#include "core/kx-check.h"
#include "core/kx-merge.h"
#include "core/kx-test-world.h"

typedef struct
{
  KxTestWorld *world;
  KxActor *clerk, *other, *observer;
  gint64 seen; /* the seq that both devices saw */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->world = kx_test_world_new ();
  f->clerk = kx_test_world_actor (KX_ROLE_INDEX_clerk, "370100");
  f->other = kx_test_world_actor (KX_ROLE_INDEX_clerk, "370100");
  g_free (f->other->user);
  f->other->user = g_strdup (WORLD_OTHER_USER);
  f->observer = kx_test_world_actor (KX_ROLE_INDEX_observer, "370100");
  f->seen = kx_test_table_lookup (f->world->table, &kx_agency_entity, WORLD_AGENCY)->seq;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_test_world_free (f->world);
  kx_actor_free (f->clerk);
  kx_actor_free (f->other);
  kx_actor_free (f->observer);
}

static KxOp *
patch (Fixture *f, const char *device, guint field, const char *value)
{
  const KxRecord *row = kx_test_table_lookup (f->world->table, &kx_agency_entity, WORLD_AGENCY);
  KxOp *op =
      kx_test_world_patch (f->world, &kx_agency_entity, WORLD_AGENCY, field, (KxValue){ .TEXT = value });

  op->device = g_strdup (device);
  op->base = f->seen;
  op->at.ms = 1795000000000;
  op->was = kx_record_new (&kx_agency_entity, NULL, NULL);
  kx_record_take (op->was, row, field);
  return op;
}

static gint64
run (Fixture *f, KxOp *op, const KxActor *actor, KxResult result)
{
  g_autoptr (KxOp) owned = op;
  g_autoptr (KxDecision) decision = kx_test_world_decide (f->world, owned, actor);
  g_autofree char *text = kx_test_world_describe (decision);

  if (decision->result != result)
    g_error ("expected %s: %s", kx_result_name (result), text);
  return kx_test_table_apply (f->world->table, decision, owned, actor->user, (KxTime){ 1795000000001 });
}

/* All conflicts there are, open and closed. */
static GPtrArray *
list (Fixture *f)
{
  KxQuery query = { .entity = &kx_conflict_entity };
  GPtrArray *rows = NULL;

  g_assert_cmpint (kx_reader_list (kx_test_table_get_reader (f->world->table), &query, 100, &rows), ==,
                   KX_KNOWN);
  return rows;
}

static void
assert_text (const KxRecord *record, guint field, const char *expected)
{
  g_autofree char *text = kx_record_text (record, field);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_what_was_proposed_is_kept_beside_what_stands (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  KxOp *mine = patch (f, "two", kx_agency_f_address, "二"),
       *theirs = patch (f, "one", kx_agency_f_address, "一");
  g_autofree char *base = kx_record_text (mine->was, kx_agency_f_address);
  const KxRecord *row;

  run (f, theirs, f->clerk, KX_APPLIED);
  run (f, mine, f->other, KX_CONFLICT);
  row = kx_test_table_lookup (f->world->table, &kx_agency_entity, WORLD_AGENCY);
  assert_text (row, kx_agency_f_address, "一");
  rows = list (f);
  g_assert_cmpuint (rows->len, ==, 1);
  row = rows->pdata[0];
  g_assert_cmpstr (row->space, ==, "370100/agency");
  assert_text (row, kx_conflict_f_owner_entity, "agency");
  assert_text (row, kx_conflict_f_owner, WORLD_AGENCY);
  assert_text (row, kx_conflict_f_field, "address");
  assert_text (row, kx_conflict_f_kind, "field");
  assert_text (row, kx_conflict_f_theirs, "一");
  assert_text (row, kx_conflict_f_mine, "二");
  assert_text (row, kx_conflict_f_base, base);
  assert_text (row, kx_conflict_f_their_author, WORLD_USER);
  assert_text (row, kx_conflict_f_my_author, WORLD_OTHER_USER);
  assert_text (row, kx_conflict_f_my_device, "two");
  assert_text (row, kx_conflict_f_state, "open");
  assert_text (row, kx_conflict_f_outcome, NULL);
}

static void
test_a_newer_proposal_of_the_device_takes_the_place_of_the_older (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  KxOp *first = patch (f, "two", kx_agency_f_address, "二"),
       *second = patch (f, "two", kx_agency_f_address, "三");
  KxOp *third = patch (f, "three", kx_agency_f_address, "四"),
       *other = patch (f, "two", kx_agency_f_phone, "2");
  KxOp *theirs = patch (f, "one", kx_agency_f_address, "一"),
       *phone = patch (f, "one", kx_agency_f_phone, "1");

  run (f, theirs, f->clerk, KX_APPLIED);
  run (f, phone, f->clerk, KX_APPLIED);
  run (f, first, f->other, KX_CONFLICT);
  run (f, second, f->other, KX_CONFLICT);
  rows = list (f);
  g_assert_cmpuint (rows->len, ==, 1);
  assert_text (rows->pdata[0], kx_conflict_f_mine, "三");
  g_clear_pointer (&rows, g_ptr_array_unref);
  /* Another device and another field have one of their own. */
  run (f, third, f->other, KX_CONFLICT);
  run (f, other, f->other, KX_CONFLICT);
  rows = list (f);
  g_assert_cmpuint (rows->len, ==, 3);
}

static void
test_equal_values_and_plain_rest_leave_no_conflict (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  KxOp *same = patch (f, "two", kx_agency_f_address, "一"),
       *theirs = patch (f, "one", kx_agency_f_address, "一");
  KxOp *rest = patch (f, NULL, kx_agency_f_address, "二");

  run (f, theirs, f->clerk, KX_APPLIED);
  run (f, same, f->other, KX_MERGED);
  run (f, rest, f->other, KX_CONFLICT);
  rows = list (f);
  g_assert_cmpuint (rows->len, ==, 0);
}

static void
test_sealed_values_are_kept_as_masks_only (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  KxOp *mine = patch (f, "two", kx_agency_f_bank_account, "1602099999990002");
  KxOp *theirs = patch (f, "one", kx_agency_f_bank_account, "1602088888880001");
  const KxField *field = &kx_agency_entity.fields[kx_agency_f_bank_account];
  g_autofree char *mask = kx_check_mask (field, "1602099999990002"),
                  *other = kx_check_mask (field, "1602088888880001");

  run (f, theirs, f->clerk, KX_APPLIED);
  run (f, mine, f->other, KX_CONFLICT);
  rows = list (f);
  g_assert_cmpuint (rows->len, ==, 1);
  assert_text (rows->pdata[0], kx_conflict_f_mine, mask);
  assert_text (rows->pdata[0], kx_conflict_f_theirs, other);
}

static KxOp *
make_delete (Fixture *f, const char *device)
{
  KxOp *op = kx_test_world_op (f->world, KX_OP_DELETE, &kx_agency_entity, WORLD_AGENCY, NULL);

  op->device = g_strdup (device);
  op->base = f->seen;
  return op;
}

static void
test_a_change_outlives_a_delete_and_the_deleter_is_told (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  KxOp *address = patch (f, "one", kx_agency_f_address, "一"),
       *phone = patch (f, "one", kx_agency_f_phone, "1");

  run (f, address, f->clerk, KX_APPLIED);
  run (f, phone, f->clerk, KX_APPLIED);
  run (f, make_delete (f, "two"), f->other, KX_CONFLICT);
  g_assert_cmpint (kx_test_table_lookup (f->world->table, &kx_agency_entity, WORLD_AGENCY)->deleted_at.ms, ==,
                   0);
  rows = list (f);
  g_assert_cmpuint (rows->len, ==, 1);
  assert_text (rows->pdata[0], kx_conflict_f_kind, "delete");
  assert_text (rows->pdata[0], kx_conflict_f_field, NULL);
  assert_text (rows->pdata[0], kx_conflict_f_theirs, "address phone");
  assert_text (rows->pdata[0], kx_conflict_f_their_author, WORLD_USER);
  assert_text (rows->pdata[0], kx_conflict_f_my_author, WORLD_OTHER_USER);
}

static KxOp *
make_close (Fixture *f, const char *id, const char *outcome)
{
  return kx_test_world_action (f->world, &kx_conflict_entity, id, "close", outcome);
}

static void
test_a_conflict_is_closed_once_by_those_who_may (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL, after = NULL;
  KxOp *mine = patch (f, "two", kx_agency_f_address, "二"),
       *again = patch (f, "two", kx_agency_f_address, "三");
  KxOp *theirs = patch (f, "one", kx_agency_f_address, "一");
  g_autoptr (KxOp) denied = NULL, late = NULL, bare = NULL;
  g_autofree char *id = NULL;

  run (f, theirs, f->clerk, KX_APPLIED);
  run (f, mine, f->other, KX_CONFLICT);
  rows = list (f);
  id = g_strdup (((KxRecord *) rows->pdata[0])->id);
  denied = make_close (f, id, "keep_theirs");
  bare = make_close (f, id, NULL);
  kx_test_world_refuse (f->world, denied, f->observer, KX_CODE_ROLE, NULL);
  kx_test_world_refuse (f->world, bare, f->clerk, "required", "outcome");
  run (f, make_close (f, id, "edited"), f->clerk, KX_APPLIED);
  after = list (f);
  assert_text (after->pdata[0], kx_conflict_f_state, "closed");
  assert_text (after->pdata[0], kx_conflict_f_outcome, "edited");
  assert_text (after->pdata[0], kx_conflict_f_mine, "二");
  late = make_close (f, id, "keep_mine");
  kx_test_world_refuse (f->world, late, f->clerk, KX_CODE_STATE, NULL);
  /* The same device in conflict once more: it is open again. */
  run (f, again, f->other, KX_CONFLICT);
  g_clear_pointer (&after, g_ptr_array_unref);
  after = list (f);
  g_assert_cmpuint (after->len, ==, 1);
  assert_text (after->pdata[0], kx_conflict_f_state, "open");
  assert_text (after->pdata[0], kx_conflict_f_outcome, NULL);
  assert_text (after->pdata[0], kx_conflict_f_mine, "三");
}

static void
test_nobody_makes_or_changes_a_conflict_by_hand (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_world_id ();
  g_autoptr (KxActor) system = kx_actor_new_system ();
  KxRecord *fields = kx_record_new (&kx_conflict_entity, NULL, NULL);
  g_autoptr (KxOp) op = kx_test_world_op (f->world, KX_OP_CREATE, &kx_conflict_entity, id, fields);

  kx_conflict_set_owner_entity (kx_conflict (fields), "agency");
  kx_conflict_set_owner (kx_conflict (fields), WORLD_AGENCY);
  kx_test_world_refuse (f->world, op, system, KX_CODE_NO_SUCH_STEP, NULL);
}

static void
test_an_exact_step_knows_its_own_device_s_changes (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) op = patch (f, "one", kx_agency_f_address, "一"),
                   next = patch (f, "one", kx_agency_f_phone, "1");
  const KxRecord *row;

  g_assert_cmpint (
      kx_merge_base (kx_test_table_lookup (f->world->table, &kx_agency_entity, WORLD_AGENCY), next), ==,
      f->seen);
  run (f, g_steal_pointer (&op), f->clerk, KX_APPLIED);
  row = kx_test_table_lookup (f->world->table, &kx_agency_entity, WORLD_AGENCY);
  g_assert_cmpint (kx_merge_base (row, next), ==, row->seq);
  g_free (next->device);
  next->device = g_strdup ("two");
  g_assert_cmpint (kx_merge_base (row, next), ==, f->seen);
  g_clear_pointer (&next->device, g_free);
  g_assert_cmpint (kx_merge_base (row, next), ==, f->seen);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/conflict/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("what-was-proposed-is-kept-beside-what-stands", test_what_was_proposed_is_kept_beside_what_stands);
  ADD ("a-newer-proposal-of-the-device-takes-the-place-of-the-older",
       test_a_newer_proposal_of_the_device_takes_the_place_of_the_older);
  ADD ("equal-values-and-plain-rest-leave-no-conflict", test_equal_values_and_plain_rest_leave_no_conflict);
  ADD ("sealed-values-are-kept-as-masks-only", test_sealed_values_are_kept_as_masks_only);
  ADD ("a-change-outlives-a-delete-and-the-deleter-is-told",
       test_a_change_outlives_a_delete_and_the_deleter_is_told);
  ADD ("a-conflict-is-closed-once-by-those-who-may", test_a_conflict_is_closed_once_by_those_who_may);
  ADD ("nobody-makes-or-changes-a-conflict-by-hand", test_nobody_makes_or_changes_a_conflict_by_hand);
  ADD ("an-exact-step-knows-its-own-device-s-changes", test_an_exact_step_knows_its_own_device_s_changes);
  return g_test_run ();
}
