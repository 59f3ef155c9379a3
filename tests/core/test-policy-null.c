/* A null never acts like a number: for every parameter that there is, by enumeration. Every step of every
 * table is decided with the parameter left open in words and with nobody speaking of it, alone and beside all
 * others set: what fails, what warns and what changes is the same. That the steps would notice is shown by
 * values: each parameter either changes what comes of a step, or is named here as one that no step asks for.
 */
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-letter-template.h"
#include "core/entities/kx-own-day.h"
#include "core/entities/kx-own-value.h"
#include "core/entities/kx-pack.h"
#include "core/kx-policy.h"
#include "core/kx-test-steps.h"
#include "lib/kx-test-policy.h"

#include <string.h>

#define ABSENT NULL
#define OPEN "null"

/* What the other parameters are. */
typedef enum
{
  SILENT,  /* nobody speaks of them */
  STRICT,  /* 1, yes, as a duty */
  LENIENT, /* 0, no, as a duty */
  PILOT,   /* 1, yes, as a pilot */
  N_OTHERS
} Others;

/* What the agency and its neighbours are. */
typedef enum
{
  PLAIN,
  PRIVATE,
  COMMUNITY,
  SANATORIUM,
  VETERANS,
  STATION,
  DISABILITY,
  OUTSIDE,
  AT_FAULT, /* it left a year ago */
  N_SETTINGS
} Setting;

/* A world in which a step can be taken. Deciding changes nothing in it, so it serves every pack. */
typedef struct
{
  KxTestWorld *world;
  KxOp *op;
} Stage;

/* A step that asks what governs the office. */
typedef struct
{
  const KxEntity *entity;
  const KxTransition *step;
  guint state;
  Stage stages[N_SETTINGS]; /* made when they are first used */
} Try;

static GPtrArray *tries; /* (element-type Try) owned; see get_tries() */

/* The parameters that no step asks for, parted by blanks, and what does. */
static const struct
{
  const char *why, *names;
} idle[] = {
  { "no field says who keeps the institution", "provincial_agencies" },
  { "it is shown beside a record, or gives a to-do or a day in a list",
    "objection_answer_workdays negotiation publish_agencies agency_training filing_workdays "
    "renewal_notice_months renewal_decision_months "
    "renewal_grade plaque_return_workdays process_record" },
  { "nothing of the agreement says it",
    "outpatient_vocational pilot_cities_min pilot_cities_max outpatient_risks "
    "subspecialties" },
  { "evaluations and inspections ask for it",
    "performance_check daily_inspection inspection_by periodic_evaluation evaluation_by "
    "evaluation_months evaluation_weights grade_table grading_months feedback_workdays "
    "third_party panel_departments panel_experts panel_size association quality_control "
    "return_assessment result_quality result_settlement result_violation" },
  { "rectifications, holds and remedies ask for it",
    "rectification_workdays suspension_days correction_duty credit_record "
    "reconsideration_days litigation_months" },
  { "fees and settlement ask for it",
    "pay_in_time settlement_days reimbursement_workdays "
    "payment_disease payment_bed_day payment_capita settlement_ways "
    "surplus_retained overrun_shared separate_billing "
    "price_guidance smart_audit networked_settlement card_settlement identity_check "
    "vocational_fee_pct purchased_services" },
  { "the pool of experts asks for it",
    "pool_province pool_city expert_duties expert_term_months expert_sessions" },
  { "cases of injured workers ask for it",
    "confirming_body confirmation_workdays value_assessor outcome_assessor rehab_guidance "
    "early_intervention rehab_before_appraisal appraisal_injuries appraisal_right "
    "appraisal_days joint_application vocational_confirmation extension_before_end "
    "outside_filing_by outside_filing_online outside_settlement rights_notice "
    "rights_notice_papers rights_notice_by coordinator coordinator_by coordinator_min "
    "coordinator_max coordinator_consent follow_up follow_up_forms later_services "
    "worker_registry" },
  { "plans and reports ask for it",
    "consortium liaison_cities regional_platforms plan_first_year plan_last_year task_list "
    "liaison_officers report_months report_day report_to report_by area_assessment "
    "area_performance statistics" },
};

static const char *
find_idle (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (idle); i++)
    {
      g_auto (GStrv) names = g_strsplit (idle[i].names, " ", -1);

      if (g_strv_contains ((const char *const *) names, name))
        return idle[i].why;
    }
  return NULL;
}

static guint
count_idle (void)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (idle); i++)
    {
      g_auto (GStrv) names = g_strsplit (idle[i].names, " ", -1);

      n += g_strv_length (names);
    }
  return n;
}

static const char *
value_of_others (const KxField *field, Others others)
{
  static const char *const strict[KX_N_KINDS] = {
    [KX_INTEGER] = "1", [KX_DECIMAL] = "\"1.00\"", [KX_BOOLEAN] = "true", [KX_TEXT] = "\"甲\""
  };
  static const char *const lenient[KX_N_KINDS] = {
    [KX_INTEGER] = "0", [KX_DECIMAL] = "\"0.00\"", [KX_BOOLEAN] = "false", [KX_TEXT] = "\"乙\""
  };

  return others == SILENT ? ABSENT : others == LENIENT ? lenient[field->kind] : strict[field->kind];
}

/* One pack for the country, in which `key` is what `value` says: a value in JSON, OPEN or ABSENT.
 * KX_N_POLICY: all are. Owned. */
static KxRecord *
make_pack (guint key, const char *value, Others others)
{
  g_autoptr (GString) text =
      g_string_new ("{\"code\":\"CN\",\"area\":\"000000\",\"name\":\"全国\",\"valid_from\":"
                    "\"2011-01-01\",\"documents\":{\"main\":{\"title\":\"意见\",\"kind\":"
                    "\"document\"}},\"parameters\":{");
  const char *comma = "";
  KxRecord *row;

  for (guint i = 0; i < KX_N_POLICY; i++)
    {
      const KxField *field = &kx_policy_line (i)->field;
      const char *given = i == key || key == KX_N_POLICY ? value : value_of_others (field, others);

      if (given == ABSENT)
        continue;
      g_string_append_printf (text,
                              "%s\"%s\":{\"value\":%s,\"force\":\"%s\",\"document\":\"main\",\"item\":\"%s\","
                              "\"quote\":\"%s\"}",
                              comma, field->name, given, others == PILOT ? "pilot" : "duty", field->name,
                              field->name);
      comma = ",";
    }
  g_string_append (text, "}}");
  row = kx_test_pack_row ("pack", text->str);
  row->space = g_strdup ("000000/public");
  return row;
}

static void
set_agency (KxTestWorld *world, const char *id, Setting setting)
{
  static const int kinds[N_SETTINGS] = {
    [COMMUNITY] = kx_agency_kind_community_health_centre,
    [SANATORIUM] = kx_agency_kind_workers_sanatorium,
    [VETERANS] = kx_agency_kind_veterans_hospital,
    [STATION] = kx_agency_kind_pneumoconiosis_station,
    [DISABILITY] = kx_agency_kind_disability_rehabilitation_body,
  };
  Kx_agency *agency = kx_agency ((KxRecord *) kx_test_table_lookup (world->table, &kx_agency_entity, id));

  kx_agency_set_ownership (agency,
                           setting == PRIVATE ? kx_agency_ownership_private : kx_agency_ownership_public);
  kx_agency_set_out_of_area (agency, setting == OUTSIDE);
  if (kinds[setting] != 0)
    kx_agency_set_kind (agency, kinds[setting]);
}

/* The agency of the step is such a one, and so is one that has a place already, in the county and in the
 * city. */
static void
furnish (KxTestWorld *world, Setting setting)
{
  const char *neighbour = kx_test_world_add (world, &kx_agency_entity, 0)->id;
  KxRecord *left = (KxRecord *) kx_test_table_lookup (world->table, &kx_exit_case_entity, WORLD_EXIT_CASE);

  set_agency (world, WORLD_AGENCY, setting);
  set_agency (world, neighbour, setting);
  for (int toward = 0; toward < 2; toward++)
    {
      Kx_agreement *agreement = kx_agreement (
          (KxRecord *) kx_test_world_add (world, &kx_agreement_entity, kx_agreement_state_signed));

      kx_agreement_set_agency (agreement, neighbour);
      kx_agreement_set_counts_toward (agreement, toward);
    }
  kx_exit_case_set_state (kx_exit_case (left), kx_exit_case_state_closed);
  kx_exit_case_set_at_fault (kx_exit_case (left), setting == AT_FAULT);
  kx_exit_case_set_ended_on (kx_exit_case (left), (KxDate){ 20251122 });
}

static const KxDate days[] = { { 20260901 }, { 20261120 } };

/* Every code by itself; two days, and none. */
static guint
count_choices (const KxField *field)
{
  if (field->kind == KX_CODE || field->kind == KX_CODES)
    return kx_field_n_codes (field);
  return field->kind == KX_DATE ? G_N_ELEMENTS (days) + 1 : 1;
}

/* Another value for the field `variant` of what is given, else of the row. */
static gboolean
vary (KxRecord *record, const KxEntity *entity, guint64 but, guint *variant)
{
  for (guint i = 0; entity != NULL && i < entity->n_fields; i++)
    {
      const KxField *field = &entity->fields[i];
      guint n = count_choices (field);

      if (*variant >= n)
        {
          *variant -= n;
          continue;
        }
      if (record == NULL || (field->flags & but) != 0 || (int) i == entity->state)
        return TRUE;
      if (field->kind == KX_CODE)
        kx_record_put (record, i, (KxValue){ .CODE = (int) *variant });
      else if (field->kind == KX_CODES)
        kx_record_put (record, i, (KxValue){ .CODES.bits = G_GUINT64_CONSTANT (1) << *variant });
      else if (field->kind == KX_DATE && *variant < G_N_ELEMENTS (days))
        kx_record_put (record, i, (KxValue){ .DATE = days[*variant] });
      else if (kx_record_has (record, i))
        kx_record_drop (record, i);
      return TRUE;
    }
  return FALSE;
}

static const KxEntity *
get_given (const Try *try)
{
  return try->step->kind == KX_OP_CREATE ? try->entity : try->step->arguments;
}

/* FALSE: there is no such variant. -1: as the step can be taken. */
static gboolean
apply_variant (const Try *try, const KxOp *op, KxRecord *row, int variant)
{
  guint left = (guint) variant;

  return variant < 0 || vary (op->fields, get_given (try), 0, &left) ||
         vary (row, row != NULL ? try->entity : NULL, KX_REQUIRED, &left);
}

/* What fails and warns, and what changes but for ids and names; with `notes` also what holds, in which
 * words, and in whose. */
static char *
describe (const KxDecision *decision, gboolean notes)
{
  GString *text = g_string_new (kx_result_name (decision->result));

  for (guint i = 0; i < decision->findings->len; i++)
    {
      const KxFinding *finding = decision->findings->pdata[i];

      if (notes)
        g_string_append_printf (text, " %s (%s)", finding->message,
                                finding->cite.item != NULL ? finding->cite.item : "");
      if (notes || finding->verdict != KX_HOLDS)
        g_string_append_printf (text, " %s:%s:%s", kx_verdict_name (finding->verdict), finding->code,
                                finding->field != NULL ? finding->field : "");
    }
  for (guint i = 0; i < decision->changes->len; i++)
    {
      const KxRecord *record = ((KxChange *) decision->changes->pdata[i])->record;

      g_string_append_printf (text, " %s", record->entity->name);
      for (guint k = 0; k < record->entity->n_fields; k++)
        if (record->entity->fields[k].kind == KX_DATE && kx_record_has (record, k))
          g_string_append_printf (text, " %s=%d", record->entity->fields[k].name,
                                  kx_record_get (record, k).DATE.ymd);
    }
  return g_string_free (text, FALSE);
}

static Stage *
get_stage (Try *try, Setting setting)
{
  Stage *stage = &try->stages[setting];

  if (stage->world == NULL)
    {
      stage->world = kx_test_world_new ();
      furnish (stage->world, setting);
      stage->op = kx_test_steps_op (stage->world, try->entity, try->step, try->state);
      stage->world->trying = TRUE;
    }
  return stage;
}

static void
try_free (Try *try)
{
  for (guint i = 0; i < N_SETTINGS; i++)
    {
      g_clear_pointer (&try->stages[i].op, kx_op_free);
      g_clear_pointer (&try->stages[i].world, kx_test_world_free);
    }
  g_free (try);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Try, try_free)

/* As what is given and the row are: the variant goes into copies. */
static KxDecision *
decide_variant (Try *try, Stage *stage, const KxActor *actor, int variant)
{
  KxRecord *given = stage->op->fields, *row = NULL, *was = NULL;
  KxDecision *decision = NULL;

  stage->op->fields = given != NULL ? kx_record_copy (given) : NULL;
  if (stage->op->kind != KX_OP_CREATE)
    {
      row = (KxRecord *) kx_test_table_lookup (stage->world->table, try->entity, stage->op->row);
      was = row != NULL ? kx_record_copy (row) : NULL;
    }
  if (apply_variant (try, stage->op, row, variant))
    decision = kx_test_world_decide (stage->world, stage->op, actor);
  g_clear_pointer (&stage->op->fields, kx_record_free);
  stage->op->fields = given;
  if (was != NULL)
    kx_test_table_add (stage->world->table, was);
  return decision;
}

/* Owned; NULL: there is no such variant. */
static KxDecision *
decide (Try *try, const KxRecord *pack, Setting setting, int variant)
{
  Stage *stage = get_stage (try, setting);
  g_autoptr (KxActor) clerk = kx_test_world_actor (KX_ROLE_INDEX_clerk, "370100");
  g_autoptr (KxActor) system = kx_actor_new_system ();

  kx_test_table_add (stage->world->table, kx_record_copy (pack));
  return decide_variant (try, stage, try->step->roles & KX_ROLE (clerk) ? clerk : system, variant);
}

static gboolean
is_same (const Try *try, const KxDecision *one, const KxDecision *two, gboolean notes, gboolean tell)
{
  g_autofree char *a = describe (one, notes), *b = describe (two, notes);
  gboolean same = g_str_equal (a, b);

  if (!same && tell)
    g_error ("%s %s: “%s” and “%s”", try->entity->name,
             try->step->action != NULL ? try->step->action : kx_op_kind_name (try->step->kind), a, b);
  return same;
}

/* The two packs come to the same; `wide`: in every setting, and in PLAIN in every variant. `tell`: a
 * difference ends the test. */
static gboolean
come_to_the_same (Try *try, const KxRecord *pack, const KxRecord *other, gboolean notes, gboolean wide,
                  gboolean tell)
{
  for (int setting = 0; setting < (wide ? N_SETTINGS : 1); setting++)
    {
      g_autoptr (KxDecision) one = decide (try, pack, setting, -1), two = decide (try, other, setting, -1);

      if (!is_same (try, one, two, notes, tell))
        return FALSE;
    }
  for (int variant = 0; wide; variant++)
    {
      g_autoptr (KxDecision) one = decide (try, pack, PLAIN, variant);
      g_autoptr (KxDecision) two = one != NULL ? decide (try, other, PLAIN, variant) : NULL;

      if (one == NULL)
        break;
      if (!is_same (try, one, two, notes, tell))
        return FALSE;
    }
  return TRUE;
}

/* The steps that ask what governs the office: those of which all parameters together change anything. Own
 * values and packs are no acts, and each sample of an own day or a template has another day. */
static void
find_tries (void)
{
  const KxSchema *schema = kx_schema_get ();
  g_autoptr (KxRecord) strict = make_pack (KX_N_POLICY + 1, ABSENT, STRICT);
  g_autoptr (KxRecord) silent = make_pack (KX_N_POLICY + 1, ABSENT, SILENT);

  tries = g_ptr_array_new_with_free_func ((GDestroyNotify) try_free);
  for (guint e = 0; e < schema->n_entities; e++)
    for (guint r = 0; r < schema->entities[e]->lifecycle->n_rows; r++)
      {
        g_autoptr (Try) try = g_new0 (Try, 1);

        try->entity = schema->entities[e];
        try->step = &schema->entities[e]->lifecycle->rows[r];
        while (!(try->step->from >> try->state & 1))
          try->state++;
        if (try->entity != &kx_own_value_entity && try->entity != &kx_pack_entity &&
            try->entity != &kx_own_day_entity && try->entity != &kx_letter_template_entity &&
            !come_to_the_same (try, strict, silent, TRUE, TRUE, FALSE))
          g_ptr_array_add (tries, g_steal_pointer (&try));
      }
  g_test_message ("%u steps ask what governs the office", tries->len);
}

/* (element-type Try) Found once for all cases. */
static GPtrArray *
get_tries (void)
{
  if (tries == NULL)
    find_tries ();
  return tries;
}

/* With all of them left open nothing differs from silence. */
static void
test_all_left_open_are_as_silence (void)
{
  g_autoptr (KxRecord) open = make_pack (KX_N_POLICY, OPEN, SILENT);
  g_autoptr (KxRecord) silent = make_pack (KX_N_POLICY, ABSENT, SILENT);

  for (guint i = 0; i < get_tries ()->len; i++)
    come_to_the_same (tries->pdata[i], open, silent, FALSE, TRUE, TRUE);
}

/* And one by one, beside others that are set. */
static void
test_each_left_open_is_as_silence (void)
{
  static const Others others[] = { STRICT, LENIENT };

  for (guint key = 0; key < KX_N_POLICY; key++)
    for (guint o = 0; o < G_N_ELEMENTS (others); o++)
      {
        g_autoptr (KxRecord) open = make_pack (key, OPEN, others[o]),
                             absent = make_pack (key, ABSENT, others[o]);

        g_test_message ("%s", kx_policy_line (key)->field.name);
        for (guint i = 0; i < get_tries ()->len; i++)
          {
            Try *try = tries->pdata[i];
            g_autoptr (KxDecision) one = decide (try, open, PLAIN, -1), two = decide (try, absent, PLAIN, -1);

            is_same (try, one, two, FALSE, TRUE);
          }
      }
}

/* Whether a value, or its words, change what comes of a step. `wide`: looked for everywhere. */
static gboolean
acts (guint key, gboolean wide)
{
  static const char *const values[KX_N_KINDS][3] = {
    [KX_INTEGER] = { "0", "1", "1000" },
    [KX_DECIMAL] = { "\"0.00\"", "\"1.00\"", "\"99.00\"" },
    [KX_BOOLEAN] = { "false", "true", NULL },
    [KX_TEXT] = { "\"丙\"", NULL, NULL },
  };
  static const Others others[] = { PILOT, STRICT, SILENT, LENIENT };
  const char *const *of_kind = values[kx_policy_line (key)->field.kind];

  for (guint o = 0; o < (wide ? G_N_ELEMENTS (others) : 1); o++)
    for (guint v = 0; v < 3 && of_kind[v] != NULL; v++)
      {
        g_autoptr (KxRecord) absent = make_pack (key, ABSENT, others[o]);
        g_autoptr (KxRecord) set = make_pack (key, of_kind[v], others[o]);

        for (guint i = 0; i < get_tries ()->len; i++)
          if (!come_to_the_same (tries->pdata[i], set, absent, TRUE, wide, !wide))
            return TRUE;
      }
  return FALSE;
}

/* Or the tests above would hold of steps that ask for nothing. */
static void
test_each_acts_or_is_named (void)
{
  guint n_idle = 0;

  for (guint key = 0; key < KX_N_POLICY; key++)
    {
      const char *name = kx_policy_line (key)->field.name, *why = find_idle (name);
      gboolean acting = acts (key, why == NULL);

      n_idle += why != NULL;
      if (acting && why != NULL)
        g_error ("%s changes what comes of a step, and is named as one that none asks for", name);
      if (!acting && why == NULL)
        g_error ("%s changes nothing that comes of a step, and is not named as one that none asks for", name);
    }
  /* None is named that there is not. */
  g_assert_cmpuint (n_idle, ==, count_idle ());
  g_test_message ("%u parameters act, %u do not", KX_N_POLICY - n_idle, n_idle);
}

/* The readers of a parameter say of each that there is none. */
static void
test_each_left_open_has_no_value (void)
{
  g_autoptr (KxRecord) open = make_pack (KX_N_POLICY, OPEN, SILENT);
  g_autoptr (KxTestWorld) world = kx_test_world_new ();
  g_autoptr (KxPolicy) policy = NULL;

  kx_test_table_add (world->table, kx_record_copy (open));
  g_assert_cmpint (
      kx_policy_read (kx_test_table_get_reader (world->table), WORLD_OFFICE, world->today, &policy), ==,
      KX_KNOWN);
  for (guint key = 0; key < KX_N_POLICY; key++)
    {
      const KxPolicyLine *line = kx_policy_line (key);
      const KxParameter *rule = kx_policy_get (policy, key);
      gint64 number = 4711;

      g_assert_false (rule->set);
      g_assert_cmpstr (rule->cite.quote, ==, line->field.name);
      g_assert_false (kx_policy_is (policy, key));
      g_assert_cmpint (kx_policy_may_own (policy, key), ==, line->own);
      if (line->field.kind != KX_INTEGER)
        continue;
      g_assert_false (kx_policy_integer (policy, key, &number));
      g_assert_cmpint (number, ==, 4711);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add_func ("/policy-null/" name, func)
  ADD ("each left open has no value", test_each_left_open_has_no_value);
  ADD ("all left open are as silence", test_all_left_open_are_as_silence);
  ADD ("each left open is as silence", test_each_left_open_is_as_silence);
  ADD ("each acts when it is set, or is named", test_each_acts_or_is_named);
  status = g_test_run ();
  g_clear_pointer (&tries, g_ptr_array_unref);
  return status;
}
