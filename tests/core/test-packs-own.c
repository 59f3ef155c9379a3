#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-change-case.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-objection.h"
#include "core/entities/kx-own-value.h"
#include "core/entities/kx-rectification.h"
#include "core/kx-test-packs.h"
#include "core/kx-test-steps.h"

typedef KxTestAdmission Fixture;

static KxOp *
make_own_value (Fixture *f, KxPolicyKey key)
{
  static const char *const values[KX_N_KINDS] = {
    [KX_INTEGER] = "1", [KX_DECIMAL] = "1.00", [KX_BOOLEAN] = "true", [KX_TEXT] = "甲"
  };
  const KxField *field = &kx_policy_line (key)->field;
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_record_new (&kx_own_value_entity, NULL, NULL);

  kx_own_value_set_office (kx_own_value (fields), f->office);
  kx_own_value_set_parameter (kx_own_value (fields), field->name);
  kx_own_value_set_value (kx_own_value (fields), values[field->kind]);
  kx_own_value_set_document (kx_own_value (fields), "中心办〔2026〕9号");
  kx_own_value_set_from_on (kx_own_value (fields), (KxDate){ 20270101 });
  return kx_test_world_op (f->world, KX_OP_CREATE, &kx_own_value_entity, id, fields);
}

static KxDecision *
enter (Fixture *f, KxPolicyKey key)
{
  g_autoptr (KxActor) keeper = kx_test_world_actor (KX_ROLE_INDEX_policy_officer, f->area);
  g_autoptr (KxOp) op = make_own_value (f, key);

  return kx_test_world_decide (f->world, op, keeper);
}

/* Each line under the pack where the test is now. */
static void
enter_every_line (Fixture *f, guint *ret_decided, guint *ret_open)
{
  g_autoptr (KxPolicy) policy = kx_test_packs_policy (f);

  *ret_decided = *ret_open = 0;
  for (guint key = 0; key < KX_N_POLICY; key++)
    {
      const KxParameter *rule = kx_policy_get (policy, key);
      g_autoptr (KxDecision) decision = enter (f, key);
      const KxFinding *above = kx_test_world_finding (decision, "decided-above", "parameter");
      const KxFinding *not_of_office = kx_test_world_finding (decision, "not-of-an-office", "parameter");

      if (!kx_policy_line (key)->own)
        {
          g_assert_cmpint (decision->result, ==, KX_REJECTED);
          g_assert_cmpint (not_of_office->cite.source, ==, KX_SOURCE_PROGRAM);
          continue;
        }
      g_assert_null (not_of_office);
      if (rule->set && rule->cite.force == KX_FORCE_DUTY)
        {
          /* In the very words that decide it. */
          g_assert_cmpint (decision->result, ==, KX_REJECTED);
          g_assert_cmpint (above->verdict, ==, KX_FAILS);
          g_assert_cmpint (above->cite.source, ==, KX_SOURCE_DOCUMENT);
          g_assert_cmpstr (above->cite.quote, ==, rule->cite.quote);
          g_assert_nonnull (above->cite.quote);
          ++*ret_decided;
          continue;
        }
      g_assert_cmpint (decision->result, ==, KX_APPLIED);
      g_assert_cmpint (above->verdict, ==, KX_HOLDS);
      ++*ret_open;
    }
}

static void
test_every_line_under_every_pack (Fixture *f, gconstpointer data)
{
  for (guint p = 0; p < KX_TEST_PACKS; p++)
    {
      guint decided, open;

      kx_test_admission_enter_pack (f, kx_test_packs[p].code, kx_test_packs[p].city);
      enter_every_line (f, &decided, &open);
      g_test_message ("%u decided as a duty, %u open", decided, open);
      /* What the law fixes is no line of an office; the documents decide some and leave most open. */
      g_assert_cmpint (decided > 0, ==, p != KX_TEST_PACKS - 1);
      g_assert_cmpuint (open, >, decided);
    }
}

static KxDecision *
enter_cap_county (Fixture *f, const KxTestPack *pack)
{
  return enter (f, KX_POLICY_cap_county);
}

static KxDecision *
enter_cap_city_level (Fixture *f, const KxTestPack *pack)
{
  return enter (f, KX_POLICY_cap_city_level);
}

static KxDecision *
enter_scope_outpatient (Fixture *f, const KxTestPack *pack)
{
  return enter (f, KX_POLICY_scope_outpatient);
}

static KxDecision *
enter_third_party (Fixture *f, const KxTestPack *pack)
{
  return enter (f, KX_POLICY_third_party);
}

static KxDecision *
enter_licence (Fixture *f, const KxTestPack *pack)
{
  return enter (f, KX_POLICY_medical_needs_licence);
}

#define ELSE KX_TEST_ELSEWHERE

/* The lines of which somebody might think otherwise. */
static void
test_some_lines_word_by_word (Fixture *f, gconstpointer data)
{
  static const struct
  {
    KxTestAct act;
    KxTestCell cell;
  } lines[] = {
    { enter_cap_county,
      { "decided-above",
        KX_POLICY_cap_county,
        KX_FAILS,
        KX_SOURCE_DOCUMENT,
        { "（八）", "（八）", ELSE, ELSE, ELSE, ELSE, ELSE } } },
    /* Words without a number leave it to the office. */
    { enter_cap_county,
      { "decided-above",
        KX_POLICY_cap_county,
        KX_HOLDS,
        KX_SOURCE_DOCUMENT,
        { ELSE, ELSE, ELSE, "二（三）", ELSE, "二(二)", ELSE } } },
    { enter_cap_county,
      { "decided-above",
        KX_POLICY_cap_county,
        KX_HOLDS,
        KX_SOURCE_NONE,
        { ELSE, ELSE, "", ELSE, "", ELSE, "" } } },
    { enter_cap_city_level,
      { "decided-above",
        KX_POLICY_cap_city_level,
        KX_FAILS,
        KX_SOURCE_DOCUMENT,
        { "（八）", "（八）", ELSE, ELSE, ELSE, ELSE, ELSE } } },
    { enter_scope_outpatient,
      { "decided-above",
        KX_POLICY_scope_outpatient,
        KX_FAILS,
        KX_SOURCE_DOCUMENT,
        { ELSE, ELSE, "2", ELSE, ELSE, ELSE, ELSE } } },
    { enter_scope_outpatient,
      { "decided-above",
        KX_POLICY_scope_outpatient,
        KX_HOLDS,
        KX_SOURCE_DOCUMENT,
        { "（二）", "（二）", ELSE, ELSE, "9", ELSE, ELSE } } },
    { enter_third_party,
      { "decided-above",
        KX_POLICY_third_party,
        KX_HOLDS,
        KX_SOURCE_DOCUMENT,
        { "（九）", "（九）", "11", ELSE, ELSE, ELSE, ELSE } } },
    { enter_licence,
      { "not-of-an-office", KX_N_POLICY, KX_FAILS, KX_SOURCE_PROGRAM, { "", "", "", "", "", "", "" } } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    kx_test_packs_check (f, lines[i].act, &lines[i].cell, 1);
}

static const KxEntity *const walked[] = {
  &kx_admission_round_entity, &kx_application_entity,   &kx_agreement_entity, &kx_objection_entity,
  &kx_exit_case_entity,       &kx_rectification_entity, &kx_approval_entity,  &kx_change_case_entity,
};

/* Packs refuse with the numbers and duties that they give, and nothing else. */
static void
assert_honest (const KxTestPack *pack, const KxDecision *decision, gboolean own)
{
  gboolean limits = g_str_equal (pack->code, "SD") || g_str_equal (pack->code, "ZB");
  g_autofree char *all = kx_test_world_describe (decision);

  for (guint i = 0; i < decision->findings->len; i++)
    {
      const KxFinding *finding = decision->findings->pdata[i];
      gboolean right = TRUE;

      if (finding->cite.force == KX_FORCE_OWN_VALUE)
        right = own;
      if (finding->verdict == KX_FAILS && finding->cite.source == KX_SOURCE_LAW)
        right =
            g_str_equal (finding->code, "licence-needed") || g_str_equal (finding->code, "statement-heard");
      else if (finding->verdict == KX_FAILS && finding->cite.source == KX_SOURCE_DOCUMENT)
        right = (limits && g_str_equal (finding->code, "layout-full")) ||
                (g_str_equal (pack->code, "GD") && g_str_equal (finding->code, "assessment-needed"));
      /* A limit that nobody set. */
      else if (finding->verdict == KX_FAILS && g_str_equal (finding->code, "layout-full"))
        right = own && finding->cite.force == KX_FORCE_OWN_VALUE;
      if (!right)
        g_error ("%s: %s: %s", pack->code, finding->code, all);
    }
}

/* A row of the office in any state. Borrowed. */
static KxRecord *
add_row (Fixture *f, const KxTestPack *pack, const KxEntity *entity)
{
  guint states = entity->state >= 0 ? kx_field_n_codes (&entity->fields[entity->state]) : 1;
  KxRecord *row =
      (KxRecord *) kx_test_world_add (f->world, entity, (guint) g_test_rand_int_range (0, (int) states));
  int office = kx_entity_flagged (entity, KX_OFFICE), agency = kx_entity_field (entity, "agency");
  int area = kx_entity_field (entity, "counts_area");

  if (office >= 0)
    kx_record_put (row, (guint) office, (KxValue){ .REF = f->office });
  if (agency >= 0)
    kx_record_put (row, (guint) agency, (KxValue){ .REF = kx_test_admission_add_agency (f) });
  if (area >= 0)
    kx_record_put (row, (guint) area, (KxValue){ .TEXT = pack->county });
  g_free (row->space);
  row->space = g_strconcat (f->area, "/", entity->drawer != NULL ? entity->drawer : "agency", NULL);
  return row;
}

static const KxTransition *
any_action (const KxEntity *entity)
{
  const KxTransition *step;

  do
    step = &entity->lifecycle->rows[g_test_rand_int_range (0, (int) entity->lifecycle->n_rows)];
  while (step->kind != KX_OP_ACTION);
  return step;
}

/* TRUE: it was let through. */
static gboolean
take_any_step (Fixture *f, const KxTestPack *pack, gboolean own)
{
  const KxEntity *entity = walked[g_test_rand_int_range (0, G_N_ELEMENTS (walked))];
  const KxActor *actors[] = { f->clerk, f->other_clerk, f->reviewer, f->leader };
  const KxActor *actor = actors[g_test_rand_int_range (0, G_N_ELEMENTS (actors))];
  const KxTransition *step = any_action (entity);
  KxRecord *row = add_row (f, pack, entity);
  g_autoptr (KxDecision) decision = NULL;
  g_autoptr (KxOp) op = NULL;

  if (g_test_rand_bit ())
    kx_test_steps_prepare (f->world, step, row);
  op = kx_test_world_op (f->world, KX_OP_ACTION, entity, row->id, kx_test_steps_arguments (step));
  op->action = g_strdup (step->action);
  if (g_test_rand_bit ())
    g_clear_pointer (&op->reason, g_free);
  decision = kx_test_world_decide (f->world, op, actor);
  g_assert_true (decision->certain && !decision->broken);
  assert_honest (pack, decision, own);
  if (decision->result == KX_REJECTED)
    return FALSE;
  kx_test_world_do (f->world, op, actor);
  return TRUE;
}

/* Values that an office may have, of any line; where a document decides it as a duty they count for nothing.
 */
static void
enter_some_values (Fixture *f)
{
  static const char *const numbers[] = { "0", "1", "12" };

  for (guint key = 0; key < KX_N_POLICY; key++)
    {
      const KxPolicyLine *line = kx_policy_line (key);

      if (!line->own || g_test_rand_int_range (0, 3) == 0)
        continue;
      if (line->field.kind == KX_INTEGER)
        kx_test_admission_enter_own (f, line->field.name, numbers[g_test_rand_int_range (0, 3)]);
      else if (line->field.kind == KX_BOOLEAN)
        kx_test_admission_enter_own (f, line->field.name, g_test_rand_bit () ? "true" : "false");
    }
}

static void
walk (Fixture *f, gboolean own)
{
  for (guint p = 0; p < KX_TEST_PACKS; p++)
    {
      guint taken = 0;

      kx_test_admission_enter_pack (f, kx_test_packs[p].code, kx_test_packs[p].city);
      if (own)
        enter_some_values (f);
      for (guint turn = 0; turn < 800; turn++)
        taken += take_any_step (f, &kx_test_packs[p], own);
      g_test_message ("%u steps were let through", taken);
      g_assert_cmpuint (taken, >, 10);
    }
}

static void
test_no_null_acts_like_a_number_in_any_act (Fixture *f, gconstpointer data)
{
  walk (f, FALSE);
}

static void
test_own_values_are_never_cited_as_documents (Fixture *f, gconstpointer data)
{
  walk (f, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                      \
  g_test_add ("/packs-own/" name, Fixture, NULL, kx_test_admission_set_up, func, kx_test_admission_tear_down)
  ADD ("every line under every pack", test_every_line_under_every_pack);
  ADD ("some lines word by word", test_some_lines_word_by_word);
  ADD ("no null acts like a number in any act", test_no_null_acts_like_a_number_in_any_act);
  ADD ("own values are never cited as documents", test_own_values_are_never_cited_as_documents);
  return g_test_run ();
}
