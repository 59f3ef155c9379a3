#include "core/kx-decide.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-credential.h"
#include "core/entities/kx-former-name.h"
#include "core/entities/kx-import-record.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-user.h"
#include "core/kx-test-world.h"

typedef struct
{
  KxTestWorld *world;
  KxActor *clerk, *reviewer, *stranger, *system;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->world = kx_test_world_new ();
  f->clerk = kx_test_world_actor (KX_ROLE_INDEX_clerk, "370100");
  f->reviewer = kx_test_world_actor (KX_ROLE_INDEX_reviewer, "370100");
  f->stranger = kx_test_world_actor (KX_ROLE_INDEX_clerk, "450100");
  f->system = kx_actor_new_system ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_test_world_free (f->world);
  kx_actor_free (f->clerk);
  kx_actor_free (f->reviewer);
  kx_actor_free (f->stranger);
  kx_actor_free (f->system);
}

static const KxRecord *
look (Fixture *f, const KxEntity *entity, const char *id)
{
  return kx_test_table_lookup (f->world->table, entity, id);
}

static KxOp *
patch (Fixture *f, guint field, const char *value, const char *device, gint64 base)
{
  KxOp *op =
      kx_test_world_patch (f->world, &kx_agency_entity, WORLD_AGENCY, field, (KxValue){ .TEXT = value });

  op->device = g_strdup (device);
  op->base = base;
  return op;
}

static KxOp *
plain (Fixture *f, KxOpKind kind, const KxEntity *entity, const char *row)
{
  return kx_test_world_op (f->world, kind, entity, row, NULL);
}

static KxDecision *
expect (Fixture *f, const KxOp *op, const KxActor *actor, KxResult result, guint n_changes)
{
  KxDecision *decision = kx_test_world_decide (f->world, op, actor);
  g_autofree char *text = kx_test_world_describe (decision);

  if (decision->result != result || decision->changes->len != n_changes)
    g_error ("expected %s with %u changes: %s", kx_result_name (result), n_changes, text);
  return decision;
}

/* A random op of any kind on any row, known or not, with any fields. */
static KxOp *
random_op (Fixture *f)
{
  static const char *const rows[] = { WORLD_OFFICE, WORLD_OTHER_OFFICE, WORLD_PERSON,       WORLD_USER,
                                      WORLD_GRANT,  WORLD_AGENCY,       WORLD_OTHER_AGENCY, WORLD_NOBODY };
  const KxSchema *schema = f->world->schema;
  const KxEntity *entity = schema->entities[g_test_rand_int_range (0, (int) schema->n_entities)];
  KxRecord *fields = kx_test_world_sample (entity);
  KxOp *op;

  for (guint i = 0; i < entity->n_fields; i++)
    {
      g_autofree char *text = NULL;
      KxValue value = kx_test_world_random (&entity->fields[i], &text);

      if (g_test_rand_int_range (0, 3) == 0)
        kx_record_put (fields, i, value);
      else if (g_test_rand_int_range (0, 3) != 0)
        kx_record_drop (fields, i);
    }
  op = kx_test_world_op (f->world, (KxOpKind) g_test_rand_int_range (0, KX_N_OP_KINDS), entity,
                         rows[g_test_rand_int_range (0, G_N_ELEMENTS (rows))], fields);
  if (op->kind == KX_OP_ACTION)
    {
      op->action = g_strdup (g_test_rand_bit () ? "reveal" : g_test_rand_bit () ? "disable" : "finish");
      if (g_test_rand_bit ())
        g_clear_pointer (&op->fields, kx_record_free);
    }
  op->device = g_test_rand_bit () ? g_strdup ("one") : NULL;
  op->base -= g_test_rand_int_range (0, 3);
  return op;
}

static void
test_the_same_scene_gives_the_same_decision (Fixture *f, gconstpointer data)
{
  const KxActor *const actors[] = { f->clerk, f->reviewer, f->stranger, f->system };
  guint refused = 0;

  for (guint n = 0; n < 4000; n++)
    {
      g_autoptr (KxOp) op = random_op (f);
      const KxActor *actor = actors[n % G_N_ELEMENTS (actors)];
      g_autoptr (KxDecision) a = kx_test_world_decide (f->world, op, actor);
      g_autoptr (KxDecision) b = kx_test_world_decide (f->world, op, actor);
      g_autofree char *x = kx_test_world_describe (a), *y = kx_test_world_describe (b);

      g_assert_cmpstr (x, ==, y);
      g_assert_cmpint (a->result == KX_REJECTED, ==, kx_findings_refuse (a->findings));
      if (a->result == KX_REJECTED)
        g_assert_cmpuint (a->changes->len, ==, 0);
      refused += a->result == KX_REJECTED;
    }
  g_assert_cmpuint (refused, <, 4000);
}

/* Decides as one who may not see the row, with the row there and without it. */
static void
assert_hidden (const KxEntity *entity, KxOpKind kind, KxActor *actor)
{
  char *said[2];

  for (guint there = 0; there < 2; there++)
    {
      g_autoptr (KxTestWorld) world = kx_test_world_new ();
      g_autoptr (KxDecision) decision = NULL;
      g_autoptr (KxOp) op = kx_test_world_op (world, kind, entity, WORLD_NOBODY, NULL);

      if (there)
        {
          KxRecord *row = kx_record_copy (kx_test_world_add (world, entity, 0));

          g_free (row->id);
          row->id = g_strdup (WORLD_NOBODY);
          kx_test_table_add (world->table, row);
          g_assert_false (kx_actor_may_read (actor, row->space));
        }
      op->action = kind == KX_OP_ACTION ? g_strdup ("reveal") : NULL;
      decision = kx_test_world_decide (world, op, actor);
      g_assert_nonnull (kx_test_world_finding (decision, KX_CODE_NOT_FOUND, NULL));
      said[there] = kx_test_world_describe (decision);
    }
  g_assert_cmpstr (said[0], ==, said[1]);
  g_free (said[0]);
  g_free (said[1]);
}

static void
test_a_hidden_row_answers_as_a_missing_one (Fixture *f, gconstpointer data)
{
  for (guint e = 0; e < f->world->schema->n_entities; e++)
    for (int kind = KX_OP_PATCH; kind < KX_N_OP_KINDS; kind++)
      if ((f->world->schema->entities[e]->traits & KX_NATIONAL) == 0)
        assert_hidden (f->world->schema->entities[e], (KxOpKind) kind, f->stranger);
}

static void
test_a_hidden_parent_answers_as_a_missing_one (Fixture *f, gconstpointer data)
{
  for (guint e = 0; e < f->world->schema->n_entities; e++)
    {
      const KxEntity *entity = f->world->schema->entities[e];
      int parent = kx_entity_flagged (entity, KX_PARENT);
      char *said[3];

      if (parent < 0 || kx_lifecycle_knows (entity->lifecycle, KX_OP_CREATE, NULL) == NULL)
        continue;
      for (guint i = 0; i < 3; i++)
        {
          KxRecord *fields = kx_test_world_sample (entity);
          g_autofree char *id = kx_test_world_id ();
          g_autoptr (KxOp) op = kx_test_world_op (f->world, KX_OP_CREATE, entity, id, fields);
          g_autoptr (KxDecision) decision = NULL;

          /* Missing; there and hidden; there, hidden and in the trash. */
          if (i == 0)
            kx_record_put (fields, (guint) parent, (KxValue){ .REF = WORLD_NOBODY });
          ((KxRecord *) look (f, &kx_agency_entity, WORLD_AGENCY))->deleted_at.ms = i == 2;
          decision = expect (f, op, f->stranger, KX_REJECTED, 0);
          g_assert_nonnull (kx_test_world_finding (decision, "missing-target", NULL));
          said[i] = kx_test_world_describe (decision);
        }
      g_assert_cmpstr (said[0], ==, said[1]);
      g_assert_cmpstr (said[0], ==, said[2]);
      for (guint i = 0; i < 3; i++)
        g_free (said[i]);
    }
}

static void
test_a_device_is_not_refused_for_what_it_cannot_tell (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_world_id ();
  g_autoptr (KxOp) create = kx_test_world_op (f->world, KX_OP_CREATE, &kx_agency_entity, id,
                                              kx_test_world_sample (&kx_agency_entity));
  g_autoptr (KxOp) change =
      patch (f, kx_agency_f_uscc, kx_record_get (create->fields, kx_agency_f_uscc).TEXT, NULL, 5);
  g_autoptr (KxOp) unknown = plain (f, KX_OP_DELETE, &kx_agency_entity, WORLD_NOBODY);
  g_autoptr (KxDecision) a = NULL, b = NULL, c = NULL, d = NULL;

  f->world->on_device = TRUE;
  /* Other agencies of the county may have the code; what else happened to the new id cannot be known. */
  kx_test_table_remove_space (f->world->table, "450100/agency");
  a = expect (f, create, f->clerk, KX_APPLIED, 1);
  g_assert_false (a->certain);
  g_assert_cmpint (kx_test_world_finding (a, "not-unique", "uscc")->verdict, ==, KX_CANNOT_TELL);
  b = expect (f, change, f->clerk, KX_APPLIED, 1);
  g_assert_false (b->certain);
  c = expect (f, unknown, f->clerk, KX_APPLIED, 0);
  g_assert_false (c->certain);
  g_assert_cmpint (kx_test_world_finding (c, KX_CODE_NOT_FOUND, NULL)->verdict, ==, KX_CANNOT_TELL);
  /* Without the office's own row the place of a new one is not known either. */
  kx_test_table_remove_space (f->world->table, "370100/public");
  d = expect (f, create, f->clerk, KX_APPLIED, 0);
  g_assert_false (d->certain);
}

static void
test_a_device_that_holds_everything_is_certain (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) op = patch (f, kx_agency_f_name, "新名", "one", 5);
  g_autoptr (KxDecision) decision = NULL;

  f->world->on_device = TRUE;
  decision = expect (f, op, f->clerk, KX_APPLIED, 1);
  g_assert_true (decision->certain);
}

static void
test_a_service_that_lacks_rows_is_broken (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) op = patch (f, kx_agency_f_uscc, "91110000600037341L", NULL, 5);
  g_autoptr (KxDecision) decision = NULL;

  kx_test_table_remove_space (f->world->table, "450100/agency");
  decision = expect (f, op, f->clerk, KX_REJECTED, 0);
  g_assert_true (decision->broken);
}

/* The n-th answer fails, for every n that is asked. */
static void
assert_breaks (Fixture *f, const KxOp *op)
{
  guint before = kx_test_table_get_questions (f->world->table), questions;

  kx_decision_free (kx_test_world_decide (f->world, op, f->system));
  questions = kx_test_table_get_questions (f->world->table) - before;
  for (guint n = 0; n < questions; n++)
    {
      g_autoptr (KxDecision) decision = NULL;

      kx_test_table_break_after (f->world->table, (int) n);
      decision = expect (f, op, f->system, KX_REJECTED, 0);
      g_assert_true (decision->broken);
    }
  kx_test_table_break_after (f->world->table, -1);
}

static void
test_a_store_that_fails_at_any_question_decides_nothing (Fixture *f, gconstpointer data)
{
  for (guint e = 0; e < f->world->schema->n_entities; e++)
    {
      const KxEntity *entity = f->world->schema->entities[e];
      const KxRecord *row = kx_test_world_add (f->world, entity, entity->state >= 0 ? 1 : 0);
      g_autofree char *id = kx_test_world_id ();
      g_autoptr (KxOp) create =
          kx_test_world_op (f->world, KX_OP_CREATE, entity, id, kx_test_world_sample (entity));
      g_autoptr (KxOp) delete = plain (f, KX_OP_DELETE, entity, row->id);
      g_autoptr (KxOp) restore = plain (f, KX_OP_RESTORE, entity, row->id);

      assert_breaks (f, create);
      assert_breaks (f, delete);
      ((KxRecord *) row)->deleted_at.ms = 1;
      assert_breaks (f, restore);
    }
  {
    g_autoptr (KxOp) disable = kx_test_world_action (f->world, &kx_user_entity, WORLD_USER, "disable", NULL);

    assert_breaks (f, disable);
  }
}

static const KxEntity *
attachment_entity (Fixture *f)
{
  return kx_schema_entity (f->world->schema, "attachment");
}

/* An attachment of the row given; borrowed. */
static const KxRecord *
attach (Fixture *f, const char *owner_entity, const char *owner)
{
  KxRecord *row = (KxRecord *) kx_test_world_add (f->world, attachment_entity (f), 0);

  kx_record_put (row, (guint) kx_entity_field (row->entity, "owner_entity"),
                 (KxValue){ .TEXT = owner_entity });
  kx_record_put (row, (guint) kx_entity_field (row->entity, "owner"), (KxValue){ .REF = owner });
  return row;
}

static void
test_what_belongs_to_a_row_goes_and_comes_back_with_it (Fixture *f, gconstpointer data)
{
  const KxRecord *name = kx_test_world_add (f->world, &kx_former_name_entity, 0);
  const KxRecord *credential = kx_test_world_add (f->world, &kx_credential_entity, 0);
  const KxRecord *earlier = kx_test_world_add (f->world, &kx_credential_entity, 0);
  const KxRecord *file = attach (f, "agency", WORLD_AGENCY), *deep = attach (f, "credential", credential->id);
  const KxRecord *foreign = attach (f, "office", WORLD_AGENCY);
  const KxRecord *const parts[] = { name, credential, file, deep };
  g_autoptr (KxOp) first = plain (f, KX_OP_DELETE, &kx_credential_entity, earlier->id);
  g_autoptr (KxOp) delete = plain (f, KX_OP_DELETE, &kx_agency_entity, WORLD_AGENCY);
  g_autoptr (KxOp) restore = plain (f, KX_OP_RESTORE, &kx_agency_entity, WORLD_AGENCY);
  g_autoptr (KxOp) alone = plain (f, KX_OP_RESTORE, &kx_credential_entity, credential->id);
  g_autoptr (KxOp) late = plain (f, KX_OP_RESTORE, &kx_credential_entity, earlier->id);

  kx_test_world_do (f->world, first, f->clerk);
  kx_test_world_do (f->world, delete, f->clerk);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_assert_cmpint (parts[i]->deleted_at.ms, ==, look (f, &kx_agency_entity, WORLD_AGENCY)->deleted_at.ms);
  g_assert_cmpint (foreign->deleted_at.ms, ==, 0);
  kx_test_world_refuse (f->world, alone, f->clerk, "missing-target", "agency");
  kx_test_world_do (f->world, restore, f->clerk);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_assert_cmpint (parts[i]->deleted_at.ms, ==, 0);
  g_assert_cmpint (earlier->deleted_at.ms, !=, 0);
  kx_test_world_do (f->world, late, f->clerk);
  g_assert_cmpint (earlier->deleted_at.ms, ==, 0);
}

static void
test_no_part_is_left_behind_in_silence (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) delete = plain (f, KX_OP_DELETE, &kx_agency_entity, WORLD_AGENCY);
  g_autoptr (KxDecision) decision = NULL;

  for (guint i = 0; i < 1500; i++)
    {
      g_autofree char *id = kx_test_world_id ();
      KxRecord *row = kx_record_new (&kx_former_name_entity, id, "370100/agency");

      kx_former_name_set_agency (kx_former_name (row), WORLD_AGENCY);
      kx_test_table_add (f->world->table, row);
    }
  decision = expect (f, delete, f->clerk, KX_APPLIED, 1501);
}

static void
test_an_id_is_taken_once_and_is_a_uuid (Fixture *f, gconstpointer data)
{
  static const char *const ids[] = { "", "agency-1", "0197B2A0-0000-7000-8000-0000000000FF",
                                     "0197b2a0-0000-7000-8000-0000000000ff\n", "../1" };
  g_autoptr (KxOp) again = kx_test_world_op (f->world, KX_OP_CREATE, &kx_agency_entity, WORLD_AGENCY,
                                             kx_test_world_sample (&kx_agency_entity));

  kx_test_world_refuse (f->world, again, f->clerk, KX_CODE_EXISTS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (KxOp) op = kx_test_world_op (f->world, KX_OP_CREATE, &kx_agency_entity, ids[i],
                                              kx_test_world_sample (&kx_agency_entity));

      kx_test_world_refuse (f->world, op, f->clerk, "wrong-id", NULL);
    }
}

static void
test_the_trash_answers_to_restore_alone (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) early = plain (f, KX_OP_RESTORE, &kx_agency_entity, WORLD_AGENCY);
  g_autoptr (KxOp) delete = plain (f, KX_OP_DELETE, &kx_agency_entity, WORLD_AGENCY);
  g_autoptr (KxOp) change = patch (f, kx_agency_f_name, "新名", NULL, 5);

  kx_test_world_refuse (f->world, early, f->clerk, KX_CODE_STATE, NULL);
  kx_test_world_do (f->world, delete, f->reviewer);
  kx_test_world_refuse (f->world, delete, f->clerk, KX_CODE_TRASHED, NULL);
  kx_test_world_refuse (f->world, change, f->clerk, KX_CODE_TRASHED, NULL);
}

static void
test_a_patch_that_changes_nothing_is_applied_without_a_change (Fixture *f, gconstpointer data)
{
  const KxRecord *row = look (f, &kx_agency_entity, WORLD_AGENCY);
  g_autoptr (KxOp) nothing = plain (f, KX_OP_PATCH, &kx_agency_entity, WORLD_AGENCY);
  g_autoptr (KxOp) empty = kx_test_world_op (f->world, KX_OP_PATCH, &kx_agency_entity, WORLD_AGENCY,
                                             kx_record_new (&kx_agency_entity, NULL, NULL));
  g_autoptr (KxOp) same = patch (f, kx_agency_f_name, kx_record_get (row, kx_agency_f_name).TEXT, NULL, 5);
  const KxOp *const ops[] = { nothing, empty, same };

  for (guint i = 0; i < G_N_ELEMENTS (ops); i++)
    {
      g_autoptr (KxDecision) decision = expect (f, ops[i], f->clerk, KX_APPLIED, 0);

      g_assert_true (decision->certain);
    }
}

static void
test_a_create_forgets_the_nulls_it_mentions (Fixture *f, gconstpointer data)
{
  KxRecord *fields = kx_test_world_sample (&kx_agency_entity);
  g_autoptr (KxOp) op = kx_test_world_op (f->world, KX_OP_CREATE, &kx_agency_entity, WORLD_NOBODY, fields);
  g_autoptr (KxOp) bare = plain (f, KX_OP_CREATE, &kx_agency_entity, WORLD_NOBODY);
  g_autoptr (KxDecision) decision = NULL;
  const KxChange *change;

  kx_record_put_null (fields, kx_agency_f_beds);
  decision = expect (f, op, f->clerk, KX_APPLIED, 1);
  change = decision->changes->pdata[0];
  g_assert_false (kx_record_mentions (change->record, kx_agency_f_beds));
  g_assert_cmphex (change->record->null, ==, 0);
  g_assert_cmpstr (change->record->space, ==, "370100/agency");
  kx_test_world_refuse (f->world, bare, f->clerk, "required", "office");
}

static void
test_only_a_change_by_another_device_makes_a_merge (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) one = patch (f, kx_agency_f_name, "一", "one", 5),
                   chained = patch (f, kx_agency_f_name, "二二", "one", 5);
  g_autoptr (KxOp) other = patch (f, kx_agency_f_address, "路", "two", 5),
                   late = patch (f, kx_agency_f_name, "三三", "two", 5);
  g_autoptr (KxOp) rest = patch (f, kx_agency_f_address, "街", NULL, 5);
  g_autoptr (KxDecision) a = NULL, b = NULL, c = NULL, d = NULL;

  kx_agency_set_name (kx_agency (one->fields), "一一");
  kx_test_world_do (f->world, one, f->clerk);
  a = expect (f, chained, f->clerk, KX_APPLIED, 1);
  b = expect (f, other, f->clerk, KX_MERGED, 1);
  c = expect (f, late, f->clerk, KX_CONFLICT, 1); /* what was proposed is kept */
  g_assert_cmphex (c->conflicts, ==, G_GUINT64_CONSTANT (1) << kx_agency_f_name);
  d = expect (f, rest, f->clerk, KX_MERGED, 1);
  rest->exact = TRUE;
  kx_test_world_refuse (f->world, rest, f->clerk, KX_CODE_CHANGED_SINCE, NULL);
}

static void
test_a_row_that_another_changed_is_not_deleted_unseen (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) change = patch (f, kx_agency_f_name, "新名", "two", 5), delete = NULL;
  g_autoptr (KxDecision) unseen = NULL, own = NULL, plainly = NULL, seen = NULL;

  delete = plain (f, KX_OP_DELETE, &kx_agency_entity, WORLD_AGENCY);
  delete->device = g_strdup ("one");
  kx_test_world_do (f->world, change, f->clerk);
  unseen = expect (f, delete, f->clerk, KX_CONFLICT, 1); /* the deleter is told */
  g_assert_cmphex (unseen->conflicts, ==, G_GUINT64_CONSTANT (1) << kx_agency_f_name);
  delete->base = look (f, &kx_agency_entity, WORLD_AGENCY)->seq;
  seen = expect (f, delete, f->clerk, KX_APPLIED, 1);
  delete->base = 5;
  g_free (delete->device);
  delete->device = g_strdup ("two");
  own = expect (f, delete, f->clerk, KX_APPLIED, 1);
  /* REST says itself which version it saw, and is answered there. */
  g_clear_pointer (&delete->device, g_free);
  plainly = expect (f, delete, f->clerk, KX_APPLIED, 1);
}

static void
test_only_sets_are_added_to (Fixture *f, gconstpointer data)
{
  static const KxOpKind kinds[] = { KX_OP_ADD, KX_OP_REMOVE };

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint i = 0; i < kx_agency_n_fields; i++)
      {
        KxRecord *fields = kx_record_new (&kx_agency_entity, NULL, NULL);
        g_autoptr (KxOp) op = kx_test_world_op (f->world, kinds[k], &kx_agency_entity, WORLD_AGENCY, fields);
        g_autofree char *text = NULL;
        const KxField *field = &kx_agency_entity.fields[i];

        kx_record_put (fields, i, kx_test_world_random (field, &text));
        if (field->kind == KX_CODES)
          kx_decision_free (kx_test_world_decide (f->world, op, f->clerk));
        else
          kx_test_world_refuse (f->world, op, f->clerk, "not-a-set", field->name);
      }
}

static void
test_a_set_that_loses_its_last_code_has_none (Fixture *f, gconstpointer data)
{
  KxRecord *fields = kx_record_new (&kx_agency_entity, NULL, NULL);
  g_autoptr (KxOp) op = kx_test_world_op (f->world, KX_OP_REMOVE, &kx_agency_entity, WORLD_AGENCY, fields);

  kx_record_put (fields, kx_agency_f_scopes_offered, (KxValue){ .CODES.bits = 1 });
  kx_test_world_do (f->world, op, f->clerk);
  g_assert_false (kx_record_has (look (f, &kx_agency_entity, WORLD_AGENCY), kx_agency_f_scopes_offered));
}

static void
test_an_action_takes_its_own_arguments_only (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) reveal =
      kx_test_world_action (f->world, &kx_agency_entity, WORLD_AGENCY, "reveal", "contact_phone");
  g_autoptr (KxOp) none = kx_test_world_action (f->world, &kx_agency_entity, WORLD_AGENCY, "reveal", NULL);
  g_autoptr (KxOp) other = kx_test_world_action (f->world, &kx_agency_entity, WORLD_AGENCY, "reveal", NULL);
  const KxRecord *import = kx_test_world_add (f->world, &kx_import_record_entity, 0);
  g_autoptr (KxOp) finish =
      kx_test_world_action (f->world, &kx_import_record_entity, import->id, "finish", NULL);
  g_autoptr (KxDecision) revealed = expect (f, reveal, f->clerk, KX_APPLIED, 0), finished = NULL;

  g_assert_true (revealed->certain);
  kx_test_world_refuse (f->world, none, f->clerk, "required", "field");
  kx_record_free (other->fields);
  other->fields = kx_record_new (&kx_credential_entity, NULL, NULL);
  kx_credential_set_kind (kx_credential (other->fields), kx_credential_kind_other);
  kx_test_world_refuse (f->world, other, f->clerk, "unknown-field", NULL);
  finished = expect (f, finish, f->clerk, KX_APPLIED, 1);
  finish->fields = kx_record_copy (import);
  kx_test_world_refuse (f->world, finish, f->clerk, "unknown-field", NULL);
}

/* What may never be, whatever was done. */
static void
assert_sound (Fixture *f, const KxRecord *row, const KxRecord *first)
{
  for (guint i = 0; i < row->entity->n_fields; i++)
    {
      const KxField *field = &row->entity->fields[i];

      g_assert_true ((field->flags & KX_REQUIRED) == 0 || kx_record_has (row, i));
      g_assert_true ((field->flags & KX_FIXED) == 0 || kx_record_same (row, first, i));
      if (kx_record_has (row, i))
        {
          g_autofree char *text = kx_record_text (row, i);

          g_assert_cmpstr (text, !=, "");
        }
    }
  g_assert_cmpstr (row->space, ==, first->space);
}

static KxOp *
random_change (Fixture *f)
{
  static const guint fields[] = { kx_agency_f_name,        kx_agency_f_uscc,   kx_agency_f_note,
                                  kx_agency_f_beds,        kx_agency_f_office, kx_agency_f_scopes_offered,
                                  kx_agency_f_bank_account };
  guint field = fields[g_test_rand_int_range (0, G_N_ELEMENTS (fields))];
  const char *row = g_test_rand_bit () ? WORLD_AGENCY : WORLD_OTHER_AGENCY;
  int kind = g_test_rand_int_range (0, 12);
  g_autofree char *code = kx_test_world_credit_code ((guint) g_test_rand_int_range (0, 4)), *text = NULL;
  KxValue value = kx_test_world_random (&kx_agency_entity.fields[field], &text);
  KxOp *op;

  if (field == kx_agency_f_uscc)
    value.TEXT = code;
  if (kind > 1)
    op = kx_test_world_patch (f->world, &kx_agency_entity, row, field, value);
  else
    op = plain (f, kind == 0 ? KX_OP_DELETE : KX_OP_RESTORE, &kx_agency_entity, row);
  if (kind > 9 && field == kx_agency_f_scopes_offered)
    op->kind = kind == 10 ? KX_OP_ADD : KX_OP_REMOVE;
  if (kind > 9 && op->kind == KX_OP_PATCH)
    kx_record_put_null (op->fields, field);
  op->device = kind % 3 == 0 ? g_strdup ("one") : kind % 3 == 1 ? g_strdup ("two") : NULL;
  op->base = MAX (0, op->base - g_test_rand_int_range (0, 3));
  return op;
}

static void
test_a_long_history_keeps_every_promise (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) one = kx_record_copy (look (f, &kx_agency_entity, WORLD_AGENCY));
  g_autoptr (KxRecord) two = kx_record_copy (look (f, &kx_agency_entity, WORLD_OTHER_AGENCY));
  guint results[KX_REJECTED + 1] = { 0 };

  for (guint n = 0; n < 5000; n++)
    {
      g_autoptr (KxOp) op = random_change (f);
      g_autoptr (KxDecision) decision = kx_test_world_decide (f->world, op, f->system);

      results[decision->result]++;
      if (decision->result != KX_REJECTED)
        kx_test_table_apply (f->world->table, decision, op, f->system->user, (KxTime){ 1795000000000 + n });
      assert_sound (f, look (f, &kx_agency_entity, WORLD_AGENCY), one);
      assert_sound (f, look (f, &kx_agency_entity, WORLD_OTHER_AGENCY), two);
    }
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    g_assert_cmpuint (results[i], >, 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/decide/the-same-scene-gives-the-same-decision", Fixture, NULL, set_up,
              test_the_same_scene_gives_the_same_decision, tear_down);
  g_test_add ("/decide/a-hidden-row-answers-as-a-missing-one", Fixture, NULL, set_up,
              test_a_hidden_row_answers_as_a_missing_one, tear_down);
  g_test_add ("/decide/a-hidden-parent-answers-as-a-missing-one", Fixture, NULL, set_up,
              test_a_hidden_parent_answers_as_a_missing_one, tear_down);
  g_test_add ("/decide/a-device-is-not-refused-for-what-it-cannot-tell", Fixture, NULL, set_up,
              test_a_device_is_not_refused_for_what_it_cannot_tell, tear_down);
  g_test_add ("/decide/a-device-that-holds-everything-is-certain", Fixture, NULL, set_up,
              test_a_device_that_holds_everything_is_certain, tear_down);
  g_test_add ("/decide/a-service-that-lacks-rows-is-broken", Fixture, NULL, set_up,
              test_a_service_that_lacks_rows_is_broken, tear_down);
  g_test_add ("/decide/a-store-that-fails-at-any-question-decides-nothing", Fixture, NULL, set_up,
              test_a_store_that_fails_at_any_question_decides_nothing, tear_down);
  g_test_add ("/decide/what-belongs-to-a-row-goes-and-comes-back-with-it", Fixture, NULL, set_up,
              test_what_belongs_to_a_row_goes_and_comes_back_with_it, tear_down);
  g_test_add ("/decide/no-part-is-left-behind-in-silence", Fixture, NULL, set_up,
              test_no_part_is_left_behind_in_silence, tear_down);
  g_test_add ("/decide/an-id-is-taken-once-and-is-a-uuid", Fixture, NULL, set_up,
              test_an_id_is_taken_once_and_is_a_uuid, tear_down);
  g_test_add ("/decide/the-trash-answers-to-restore-alone", Fixture, NULL, set_up,
              test_the_trash_answers_to_restore_alone, tear_down);
  g_test_add ("/decide/a-patch-that-changes-nothing-is-applied-without-a-change", Fixture, NULL, set_up,
              test_a_patch_that_changes_nothing_is_applied_without_a_change, tear_down);
  g_test_add ("/decide/a-create-forgets-the-nulls-it-mentions", Fixture, NULL, set_up,
              test_a_create_forgets_the_nulls_it_mentions, tear_down);
  g_test_add ("/decide/only-a-change-by-another-device-makes-a-merge", Fixture, NULL, set_up,
              test_only_a_change_by_another_device_makes_a_merge, tear_down);
  g_test_add ("/decide/a-row-that-another-changed-is-not-deleted-unseen", Fixture, NULL, set_up,
              test_a_row_that_another_changed_is_not_deleted_unseen, tear_down);
  g_test_add ("/decide/only-sets-are-added-to", Fixture, NULL, set_up, test_only_sets_are_added_to,
              tear_down);
  g_test_add ("/decide/a-set-that-loses-its-last-code-has-none", Fixture, NULL, set_up,
              test_a_set_that_loses_its_last_code_has_none, tear_down);
  g_test_add ("/decide/an-action-takes-its-own-arguments-only", Fixture, NULL, set_up,
              test_an_action_takes_its_own_arguments_only, tear_down);
  g_test_add ("/decide/a-long-history-keeps-every-promise", Fixture, NULL, set_up,
              test_a_long_history_keeps_every_promise, tear_down);
  return g_test_run ();
}
