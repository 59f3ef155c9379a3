/* Every guard that a table of the program names, under every pack: each is heard and says something. Which of
 * them ask what governs the office is seen by their questions; the others are named here, with the reason why
 * no pack matters to them. */
#include "core/entities/kx-own-value.h"
#include "core/entities/kx-pack.h"
#include "core/kx-calendar.h"
#include "core/kx-merge.h"
#include "core/kx-test-packs.h"
#include "core/kx-test-steps.h"
#include "core/rules/kx-account-rules.h"
#include "core/rules/kx-agency-rules.h"
#include "core/rules/kx-agreement-course-rules.h"
#include "core/rules/kx-agreement-end-rules.h"
#include "core/rules/kx-agreement-overlap-rules.h"
#include "core/rules/kx-agreement-part-rules.h"
#include "core/rules/kx-agreement-rules.h"
#include "core/rules/kx-alias-rules.h"
#include "core/rules/kx-application-part-rules.h"
#include "core/rules/kx-application-rules.h"
#include "core/rules/kx-approval-rules.h"
#include "core/rules/kx-area-rules.h"
#include "core/rules/kx-attachment-rules.h"
#include "core/rules/kx-change-rules.h"
#include "core/rules/kx-duty-rules.h"
#include "core/rules/kx-exit-rules.h"
#include "core/rules/kx-import-rules.h"
#include "core/rules/kx-letter-rules.h"
#include "core/rules/kx-policy-rules.h"
#include "core/rules/kx-rectification-rules.h"
#include "core/rules/kx-renewal-rules.h"
#include "core/rules/kx-round-rules.h"
#include "core/rules/kx-series-rules.h"
#include "core/rules/kx-suspension-rules.h"
#include "core/rules/kx-take-over-rules.h"
#include "core/rules/kx-upward-rules.h"
#include "lib/kx-test-policy.h"

#include <string.h>

#define MOST_GUARDS 200

/* Why no pack matters to a guard. */
#define RECORD "it looks at what stands in the record itself"
#define ROWS "it looks at other rows, and at no document"
#define DAYS "it looks at the order of days, and whether they have come"
#define DUTIES "it looks at who did the other part: the floor, and the office's own table"
#define CALL "it looks at the round as the office called it"

#define APART(name, why)                                                                                     \
  {                                                                                                          \
    kx_guard_##name, #name, why                                                                              \
  }
static const struct
{
  KxGuard guard;
  const char *name, *why;
} apart[] = {
  APART (zone, ROWS),
  APART (area_unused, ROWS),
  APART (pack, RECORD),
  APART (office_area, ROWS),
  APART (office_unused, ROWS),
  APART (own_value_day, DAYS),
  APART (own_value_ahead, DAYS),
  APART (route_act, RECORD),
  APART (route_ordinal, ROWS),
  APART (duty_pair, DUTIES),
  APART (duty_pair_once, DUTIES),
  APART (person_unused, ROWS),
  APART (login_free, ROWS),
  APART (admin_remains, ROWS),
  APART (not_oneself, DUTIES),
  APART (grant_area, ROWS),
  APART (grant_dates, DAYS),
  APART (admin_apart, DUTIES),
  APART (agency_identity, RECORD),
  APART (agency_county, ROWS),
  APART (agency_licence, RECORD),
  APART (similar_name, ROWS),
  APART (reveal, RECORD),
  APART (alias_target, ROWS),
  APART (no_aliases, ROWS),
  APART (is_alias, RECORD),
  APART (alias_restored, ROWS),
  APART (former_name_dates, DAYS),
  APART (credential_dates, DAYS),
  APART (agency_of_office, ROWS),
  APART (agreement_only_one, ROWS),
  APART (agreement_dates, DAYS),
  APART (agreement_place, ROWS),
  APART (agreement_settled, RECORD),
  APART (agreement_complete, RECORD),
  APART (agreement_other_officer, DUTIES),
  APART (agreement_signing, DAYS),
  APART (agreement_objections, ROWS),
  APART (agreement_part, ROWS),
  APART (clause, RECORD),
  APART (clause_once, ROWS),
  APART (clause_own, RECORD),
  APART (deposit_range, ROWS),
  APART (agreement_end, DAYS),
  APART (agreement_as_planned, RECORD),
  APART (not_put_out, ROWS),
  APART (agreement_corrected, ROWS),
  APART (renewal, ROWS),
  APART (renewal_hindered, ROWS),
  APART (renewal_refused, RECORD),
  APART (bridge_successor, ROWS),
  APART (not_renewing, ROWS),
  APART (termination, DAYS),
  APART (termination_case, ROWS),
  APART (agreement_facts, DAYS),
  APART (suspension_agreement, ROWS),
  APART (suspension_dates, DAYS),
  APART (suspension_target, ROWS),
  APART (suspension_settled, RECORD),
  APART (suspension_decided, DAYS),
  APART (suspension_complete, RECORD),
  APART (suspension_patients, RECORD),
  APART (suspension_other_officer, DUTIES),
  APART (suspension_served, ROWS),
  APART (suspension_lifted, DAYS),
  APART (suspension_rectified, ROWS),
  APART (take_over_confirmed, DUTIES),
  APART (take_over_open, RECORD),
  APART (take_over_reopened, RECORD),
  APART (upward, RECORD),
  APART (upward_unused, ROWS),
  APART (round_dates, DAYS),
  APART (round_announced, CALL),
  APART (round_day, DAYS),
  APART (round_complete, CALL),
  APART (round_authority, CALL),
  APART (round_other_officer, DUTIES),
  APART (round_extends, DAYS),
  APART (round_over, DAYS),
  APART (round_tie, CALL),
  APART (round_decided, CALL),
  APART (round_unused, CALL),
  APART (round_place_open, CALL),
  APART (round_place, CALL),
  APART (application_received, ROWS),
  APART (application_round, CALL),
  APART (application_place, ROWS),
  APART (application_once, ROWS),
  APART (application_settled, RECORD),
  APART (application_day, DAYS),
  APART (application_closing, CALL),
  APART (application_documents, RECORD),
  APART (application_other_officer, DUTIES),
  APART (application_placed, CALL),
  APART (application_decision, RECORD),
  APART (application_objections, ROWS),
  APART (application_part, ROWS),
  APART (item, RECORD),
  APART (item_own, ROWS),
  APART (pause, DAYS),
  APART (objection_received, DAYS),
  APART (objection_term, DAYS),
  APART (objection_decision, RECORD),
  APART (letter_about, ROWS),
  APART (letter_doc_number, ROWS),
  APART (letter_settled, RECORD),
  APART (letter_complete, RECORD),
  APART (letter_day, DAYS),
  APART (letter_series, ROWS),
  APART (letter_service, DAYS),
  APART (letter_proof, ROWS),
  APART (letter_void, ROWS),
  APART (letter_part, ROWS),
  APART (letter_part_day, DAYS),
  APART (letter_template, ROWS),
  APART (series_pattern, RECORD),
  APART (series_alone, ROWS),
  APART (series_begun, RECORD),
  APART (series_unused, RECORD),
  APART (series_last, RECORD),
  APART (rectification_dates, DAYS),
  APART (rectification_settled, RECORD),
  APART (rectification_complete, RECORD),
  APART (day_has_come, DAYS),
  APART (rectification_term, DAYS),
  APART (rectification_reported, RECORD),
  APART (rectification_rechecked, DUTIES),
  APART (rectification_second_initial, DUTIES),
  APART (rectification_taken_over, RECORD),
  APART (exit_agreement, ROWS),
  APART (exit_dates, DAYS),
  APART (exit_ban, RECORD),
  APART (exit_settled, RECORD),
  APART (exit_closing, DAYS),
  APART (not_taken_over_yet, RECORD),
  APART (exit_undecided, RECORD),
  APART (change_field, RECORD),
  APART (change_dates, DAYS),
  APART (change_decision, DAYS),
  APART (approval_owner, ROWS),
  APART (approval_act, RECORD),
  APART (approval_findings, RECORD),
  APART (approval_answer, DAYS),
  APART (approval_second, DUTIES),
  APART (approval_scan, ROWS),
  APART (seal_use, DAYS),
  APART (attachment, ROWS),
  APART (attachment_evidence, ROWS),
  APART (import_adds_up, RECORD),
};

/* What was seen of a guard, by packs. */
typedef struct
{
  KxGuard guard;
  char *where; /* owned; the step of which it was first seen */
  gboolean heard[KX_TEST_PACKS], spoke[KX_TEST_PACKS], asked[KX_TEST_PACKS];
} Seen;

typedef struct
{
  Seen seen[MOST_GUARDS];
  guint n;
} Fixture;

/* Passes questions on and notes whether one was about packs. */
typedef struct
{
  KxReader base;
  KxReader *inner;
  gboolean asked;
} Watch;

static KxAnswer
watch_get (KxReader *base, const KxEntity *entity, const char *id, KxRecord **ret_record)
{
  Watch *self = (Watch *) base;

  self->asked |= entity == &kx_pack_entity;
  return kx_reader_get (self->inner, entity, id, ret_record);
}

static KxAnswer
watch_count (KxReader *base, const KxQuery *query, gint64 *ret_count)
{
  Watch *self = (Watch *) base;

  self->asked |= query->entity == &kx_pack_entity;
  return kx_reader_count (self->inner, query, ret_count);
}

static KxAnswer
watch_list (KxReader *base, const KxQuery *query, guint limit, GPtrArray **ret_records)
{
  Watch *self = (Watch *) base;

  self->asked |= query->entity == &kx_pack_entity;
  return kx_reader_list (self->inner, query, limit, ret_records);
}

static KxRecord *packs[KX_TEST_PACKS]; /* rows of them, moved to the world's office; filled once */

static guint
find_pack (const char *code)
{
  guint pack = 0;

  while (!g_str_equal (kx_test_packs[pack].code, code))
    pack++;
  return pack;
}

/* The pack as if it governed the world's office: its words are what they are. Shandong stays the province,
 * and the country the country. */
static const KxRecord *
get_pack (guint pack)
{
  const char *code = kx_test_packs[pack].code;
  g_autofree char *name = g_strconcat (code, ".json", NULL), *text = NULL, *moved = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "policies", name, NULL);
  g_autoptr (GRegex) area = g_regex_new ("\"area\": *\"(?!000000)[0-9]{6}\"", 0, 0, NULL);
  g_autoptr (GError) error = NULL;

  if (packs[pack] != NULL)
    return packs[pack];
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  moved = g_str_equal (code, "SD")
              ? g_steal_pointer (&text)
              : g_regex_replace_literal (area, text, -1, 0, "\"area\": \"370100\"", 0, NULL);
  packs[pack] = kx_test_pack_row (code, moved);
  packs[pack]->space = g_strdup ("000000/public");
  packs[pack]->seq = 5;
  return packs[pack];
}

static void
add_pack (KxTestWorld *world, guint pack)
{
  const KxRecord *row = get_pack (pack);
  const char *extends = kx_record_get (row, kx_pack_f_extends).TEXT;

  if (extends != NULL)
    add_pack (world, find_pack (extends));
  kx_test_table_add (world->table, kx_record_copy (row));
}

/* A value of the office's own for every line that may have one; the agency is a private one. */
static void
enter_own_values (KxTestWorld *world)
{
  static const char *const values[KX_N_KINDS] = {
    [KX_INTEGER] = "1", [KX_DECIMAL] = "1.00", [KX_BOOLEAN] = "true", [KX_TEXT] = "甲"
  };

  for (guint key = 0; key < KX_N_POLICY; key++)
    {
      const KxPolicyLine *line = kx_policy_line (key);
      g_autofree char *id = kx_test_world_id ();
      KxRecord *row;

      if (!line->own)
        continue;
      row = kx_record_new (&kx_own_value_entity, id, "370100/public");
      kx_own_value_set_office (kx_own_value (row), WORLD_OFFICE);
      kx_own_value_set_parameter (kx_own_value (row), line->field.name);
      kx_own_value_set_value (kx_own_value (row), values[line->field.kind]);
      kx_own_value_set_document (kx_own_value (row), "中心办〔2020〕1号");
      kx_own_value_set_from_on (kx_own_value (row), (KxDate){ 20200101 });
      kx_test_table_add (world->table, row);
    }
  /* Of these every document may speak, and few do. */
  kx_agency_set_ownership (
      kx_agency ((KxRecord *) kx_test_table_lookup (world->table, &kx_agency_entity, WORLD_AGENCY)),
      kx_agency_ownership_private);
}

static Seen *
find (Fixture *f, KxGuard guard, const KxEntity *entity, const KxTransition *step)
{
  for (guint i = 0; i < f->n; i++)
    if (f->seen[i].guard == guard)
      return &f->seen[i];
  g_assert_cmpuint (f->n, <, MOST_GUARDS);
  f->seen[f->n].guard = guard;
  f->seen[f->n].where =
      g_strdup_printf ("%s %s%s%s", entity->name, kx_op_kind_name (step->kind),
                       step->action != NULL ? " " : "", step->action != NULL ? step->action : "");
  return &f->seen[f->n++];
}

/* What cites a document or the law shows the words of a parameter in force, and refuses by a duty alone. */
static void
assert_cited (const KxPolicy *policy, const KxFinding *finding, const char *where)
{
  if (finding->cite.source != KX_SOURCE_DOCUMENT && finding->cite.source != KX_SOURCE_LAW)
    return;
  for (guint key = 0; key < KX_N_POLICY; key++)
    {
      const KxParameter *rule = kx_policy_get (policy, key);

      if (rule->cite.source != finding->cite.source || rule->cite.force != finding->cite.force ||
          g_strcmp0 (rule->cite.item, finding->cite.item) != 0 ||
          g_strcmp0 (rule->cite.quote, finding->cite.quote) != 0 ||
          g_strcmp0 (rule->cite.document, finding->cite.document) != 0)
        continue;
      if (finding->verdict != KX_FAILS || (rule->set && rule->cite.force == KX_FORCE_DUTY))
        return;
    }
  g_error ("%s: %s cites what no parameter says: %s", where, finding->code, finding->cite.quote);
}

static void
hear (Fixture *f, guint pack, const KxScene *given, KxGuard guard, const KxTransition *step)
{
  Watch watch = { .base = { watch_get, watch_count, watch_list }, .inner = given->reader };
  KxScene scene = *given;
  Seen *seen = find (f, guard, given->op->entity, step);
  g_autoptr (GPtrArray) findings = kx_findings_new ();
  g_autoptr (KxPolicy) policy = NULL;

  scene.reader = &watch.base;
  guard (&scene, findings);
  seen->heard[pack] = TRUE;
  seen->spoke[pack] |= findings->len > 0;
  seen->asked[pack] |= watch.asked;
  if (!watch.asked)
    return;
  g_assert_cmpint (kx_policy_read (given->reader, WORLD_OFFICE, given->today, &policy), ==, KX_KNOWN);
  for (guint i = 0; i < findings->len; i++)
    assert_cited (policy, findings->pdata[i], seen->where);
}

/* As it would stand. Owned. */
static KxRecord *
propose (const KxOp *op, const KxTransition *step, const KxRecord *row, const char *space)
{
  KxRecord *after = row != NULL ? kx_record_copy (row) : kx_record_new (op->entity, op->row, space);

  if (op->kind == KX_OP_CREATE && op->fields != NULL)
    kx_record_apply (after, op->fields);
  if (op->kind == KX_OP_PATCH || op->kind == KX_OP_ADD || op->kind == KX_OP_REMOVE)
    {
      g_auto (KxMerge) merge = kx_merge_op (row, op);

      kx_record_apply (after, merge.patch);
    }
  if (op->entity->state >= 0 && step->to != KX_STAYS)
    kx_record_put (after, (guint) op->entity->state, (KxValue){ .CODE = step->to });
  return after;
}

/* How many other values a field is given in turn. */
static guint
count_choices (const KxField *field)
{
  if (field->kind == KX_CODE || field->kind == KX_CODES)
    return kx_field_n_codes (field) + 1;
  return field->kind == KX_BOOLEAN ? 2 : 1;
}

/* Each code by itself and none, yes and none; any other field has no value where it has one, and a day where
 * not. */
static void
choose (KxRecord *record, guint i, guint choice)
{
  const KxField *field = &record->entity->fields[i];

  if ((int) i == record->entity->state)
    return;
  if (choice + 1 < count_choices (field))
    kx_record_put (record, i,
                   field->kind == KX_CODES     ? (KxValue){ .CODES.bits = G_GUINT64_CONSTANT (1) << choice }
                   : field->kind == KX_BOOLEAN ? (KxValue){ .BOOLEAN = TRUE }
                                               : (KxValue){ .CODE = (int) choice });
  else if (kx_record_has (record, i))
    kx_record_drop (record, i);
  else if (field->kind == KX_DATE)
    kx_record_put (record, i, (KxValue){ .DATE = { 20261120 } });
}

static guint
count_all (const KxEntity *entity)
{
  guint n = 0;

  for (guint i = 0; entity != NULL && i < entity->n_fields; i++)
    n += count_choices (&entity->fields[i]);
  return n;
}

/* Takes what stands in `variant` for the fields before off it. */
static gboolean
vary_record (KxRecord *record, const KxEntity *entity, guint64 but, guint *variant)
{
  for (guint i = 0; entity != NULL && i < entity->n_fields; i++)
    {
      guint n = count_choices (&entity->fields[i]);

      if (*variant < n)
        {
          if (record != NULL && (entity->fields[i].flags & but) == 0)
            choose (record, i, *variant);
          return TRUE;
        }
      *variant -= n;
    }
  return FALSE;
}

static const KxEntity *
get_given (const KxEntity *entity, const KxTransition *step)
{
  return step->kind == KX_OP_CREATE ? entity : step->arguments;
}

/* What is given comes first, then the row, which does not stand without what it must have. */
static void
vary (const KxOp *op, const KxTransition *step, KxRecord *row, guint variant)
{
  if (!vary_record (op->fields, get_given (op->entity, step), 0, &variant))
    vary_record (row, op->entity, KX_REQUIRED, &variant);
}

static guint
count_variants (const KxEntity *entity, const KxTransition *step)
{
  return count_all (get_given (entity, step)) + (step->kind != KX_OP_CREATE ? count_all (entity) : 0);
}

/* `variant` -1: as it can be taken; `own`: under an own value for every line. */
static void
take (Fixture *f, guint pack, const KxEntity *entity, const KxTransition *step, guint state, int variant,
      gboolean own)
{
  g_autoptr (KxTestWorld) world = kx_test_world_new ();
  g_autoptr (KxActor) clerk = kx_test_world_actor (KX_ROLE_INDEX_clerk, "370100");
  g_autoptr (KxOp) op = kx_test_steps_op (world, entity, step, state);
  KxRecord *row =
      op->kind != KX_OP_CREATE ? (KxRecord *) kx_test_table_lookup (world->table, entity, op->row) : NULL;
  g_autoptr (KxRecord) after = NULL;
  KxScene scene = { .schema = world->schema,
                    .op = op,
                    .actor = clerk,
                    .reader = kx_test_table_get_reader (world->table),
                    .today = world->today,
                    .row = row,
                    .space = row != NULL ? row->space : "370100/agency" };

  add_pack (world, pack);
  if (own)
    enter_own_values (world);
  if (variant >= 0)
    vary (op, step, row, (guint) variant);
  after = propose (op, step, row, scene.space);
  scene.after = after;
  if (step->superiors != 0)
    hear (f, pack, &scene, kx_guard_approved, step);
  for (guint i = 0; i < KX_GUARDS && step->guards[i] != NULL; i++)
    hear (f, pack, &scene, step->guards[i], step);
}

/* A guard of the step asked what governs the office, in whatever variant. */
static gboolean
asks (Fixture *f, const KxTransition *step)
{
  gboolean asked = step->superiors != 0;

  for (guint i = 0; i < KX_GUARDS && step->guards[i] != NULL; i++)
    for (guint k = 0; k < f->n; k++)
      asked |= f->seen[k].guard == step->guards[i] && f->seen[k].asked[0];
  return asked;
}

/* Where nothing asked for packs in any variant under the first, one is enough under the others. */
static void
take_step (Fixture *f, guint pack, const KxEntity *entity, const KxTransition *step)
{
  guint state = 0;

  while (!(step->from >> state & 1))
    state++;
  take (f, pack, entity, step, state, -1, TRUE);
  for (int variant = -1; variant < (int) count_variants (entity, step); variant++)
    if (variant < 0 || pack == 0 || asks (f, step))
      take (f, pack, entity, step, state, variant, FALSE);
}

static void
take_every_step (Fixture *f, guint pack)
{
  const KxSchema *schema = kx_schema_get ();

  for (guint e = 0; e < schema->n_entities; e++)
    for (guint r = 0; r < schema->entities[e]->lifecycle->n_rows; r++)
      take_step (f, pack, schema->entities[e], &schema->entities[e]->lifecycle->rows[r]);
}

static int
find_apart (KxGuard guard)
{
  for (guint i = 0; i < G_N_ELEMENTS (apart); i++)
    if (apart[i].guard == guard)
      return (int) i;
  return -1;
}

/* Either it asks under every pack, and says something under each, or it is named as one that does not. */
static void
assert_exercised (const Seen *seen)
{
  int named = find_apart (seen->guard);

  for (guint pack = 0; pack < KX_TEST_PACKS; pack++)
    {
      if (!seen->heard[pack])
        g_error ("a guard of “%s” is not heard under %s", seen->where, kx_test_packs[pack].code);
      if (named >= 0 && seen->asked[pack])
        g_error ("%s asks what governs the office, and is named as one that does not", apart[named].name);
      if (named < 0 && !seen->asked[pack])
        g_error ("a guard of “%s” is not exercised under %s: it asks for no pack, and is not named as one to "
                 "which packs do not matter",
                 seen->where, kx_test_packs[pack].code);
      if (named < 0 && !seen->spoke[pack])
        g_error ("a guard of “%s” says nothing under %s", seen->where, kx_test_packs[pack].code);
    }
  if (named >= 0)
    g_test_message ("%s: %s", apart[named].name, apart[named].why);
}

static void
test_every_guard_under_every_pack (Fixture *f, gconstpointer data)
{
  guint n_asking = 0;

  for (guint pack = 0; pack < KX_TEST_PACKS; pack++)
    take_every_step (f, pack);
  for (guint i = 0; i < f->n; i++)
    {
      assert_exercised (&f->seen[i]);
      n_asking += find_apart (f->seen[i].guard) < 0;
    }
  /* None is named that stands in no table. */
  g_assert_cmpuint (f->n, ==, n_asking + G_N_ELEMENTS (apart));
  g_test_message ("%u guards, of which %u ask what governs the office", f->n, n_asking);
}

static void
set_up (Fixture *f, gconstpointer data)
{
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < f->n; i++)
    g_free (f->seen[i].where);
  for (guint pack = 0; pack < KX_TEST_PACKS; pack++)
    g_clear_pointer (&packs[pack], kx_record_free);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/packs-guards/every guard under every pack", Fixture, NULL, set_up,
              test_every_guard_under_every_pack, tear_down);
  return g_test_run ();
}
