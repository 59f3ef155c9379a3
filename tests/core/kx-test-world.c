#include "core/kx-test-world.h"

#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement-deposit.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application-item.h"
#include "core/entities/kx-application-pause.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-area.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-change-case.h"
#include "core/entities/kx-duty-pair.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-grant.h"
#include "core/entities/kx-import-record.h"
#include "core/entities/kx-letter-print.h"
#include "core/entities/kx-letter-sending.h"
#include "core/entities/kx-letter-series.h"
#include "core/entities/kx-letter-template.h"
#include "core/entities/kx-letter.h"
#include "core/entities/kx-objection.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-own-value.h"
#include "core/entities/kx-person.h"
#include "core/entities/kx-round-place.h"
#include "core/entities/kx-route-step.h"
#include "core/entities/kx-seal-use.h"
#include "core/entities/kx-suspension.h"
#include "core/entities/kx-upward.h"
#include "core/entities/kx-user.h"
#include "core/kx-calendar.h"
#include "core/kx-identifier.h"
#include "core/kx-wire-record.h"
#include "lib/kx-test-policy.h"

#include <string.h>

char *
kx_test_world_id (void)
{
  static guint n = 0;

  return g_strdup_printf ("0197b2a1-0000-7000-8000-%012x", ++n);
}

char *
kx_test_world_credit_code (guint number)
{
  for (const char *check = "0123456789ABCDEFGHJKLMNPQRTUWXY"; *check != '\0'; check++)
    {
      g_autofree char *code = g_strdup_printf ("12370100%09u%c", number, *check);

      if (kx_identifier_check_credit_code (code).fault == KX_IDENTIFIER_RIGHT)
        return g_steal_pointer (&code);
    }
  g_assert_not_reached ();
}

static char *
make_text (const KxField *field)
{
  static guint n = 0;

  n++;
  switch (field->format)
    {
    case KX_FORMAT_USCC:
      return kx_test_world_credit_code (n);
    case KX_FORMAT_AREA:
      return g_strdup ("370100");
    case KX_FORMAT_PHONE:
      return g_strdup_printf ("0531-5550%04u", n % 10000);
    case KX_FORMAT_LOGIN:
      return g_strdup_printf ("login%u", n);
    case KX_FORMAT_SHA256:
      return g_strdup_printf ("%064x", n);
    case KX_FORMAT_ENTITY:
      return g_strdup ("agency");
    case KX_FORMAT_NONE:
    default:
      return g_strdup_printf ("第%u行", n);
    }
}

static const char *
find_target (const KxField *field)
{
  static const struct
  {
    const char *entity, *id;
  } targets[] = {
    { "office", WORLD_OFFICE },           { "person", WORLD_PERSON },
    { "user", WORLD_OTHER_USER },         { "admission_round", WORLD_ROUND },
    { "application", WORLD_APPLICATION }, { "approval", WORLD_APPROVAL },
    { "attachment", WORLD_SCAN },         { "letter", WORLD_LETTER },
    { "exit_case", WORLD_EXIT_CASE },     { "agreement", WORLD_AGREEMENT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    if (g_strcmp0 (field->target, targets[i].entity) == 0)
      return targets[i].id;
  return WORLD_AGENCY;
}

static void
put_sample (KxRecord *record, guint i)
{
  const KxField *field = &record->entity->fields[i];
  g_autofree char *text = make_text (field);
  KxValue value = { 0 };

  switch (field->kind)
    {
    case KX_TEXT:
    case KX_LONG_TEXT:
      value.TEXT = text;
      break;
    case KX_REF:
      value.REF = find_target (field);
      break;
    case KX_CODES:
      value.CODES.bits = 1;
      break;
    case KX_DATE:
      value.DATE.ymd = 20300101;
      break;
    case KX_CONFIG:
      value.CONFIG = "{\"name\":0}";
      break;
    case KX_CODE:
    case KX_INTEGER:
    case KX_BOOLEAN:
    case KX_DECIMAL:
    case KX_TIME:
    case KX_N_KINDS:
    default:
      break;
    }
  kx_record_put (record, i, value);
}

/* What belongs to an admission has happened, in a county of Jinan. */
static void
fit_admission (KxRecord *record)
{
  int area = kx_entity_field (record->entity, "counts_area");

  for (guint i = 0; i < record->entity->n_fields; i++)
    if (record->entity->fields[i].kind == KX_DATE && kx_record_has (record, i))
      kx_record_put (record, i, (KxValue){ .DATE.ymd = 20261110 });
  if (area >= 0)
    kx_record_put (record, (guint) area, (KxValue){ .TEXT = "370102" });
  if (kx_record_is (record, "upward"))
    kx_upward_set_result (kx_upward (record), kx_upward_result_granted);
  if (kx_record_is (record, "admission_round"))
    {
      kx_admission_round_set_closes_at (kx_admission_round (record), "17:00");
      kx_record_drop (record, kx_admission_round_f_authority);
    }
  if (kx_record_is (record, "application"))
    kx_record_drop (record, kx_application_f_round);
  if (kx_record_is (record, "round_place"))
    kx_round_place_set_places (kx_round_place (record), 1);
}

/* A letter about nothing, after its day; series and templates that do not meet. */
static void
fit_letter (KxRecord *record)
{
  static KxDate from = { 20300101 };
  static gint64 year = 2030;

  if (kx_record_is (record, "letter"))
    {
      kx_letter_set_kind (kx_letter (record), kx_letter_kind_other);
      kx_record_drop (record, kx_letter_f_agreement);
      kx_record_drop (record, kx_letter_f_application);
      kx_record_drop (record, kx_letter_f_suspension);
      kx_record_drop (record, kx_letter_f_doc_number);
    }
  if (kx_record_is (record, "letter_sending"))
    kx_letter_sending_set_sent_on (kx_letter_sending (record), (KxDate){ 20261120 });
  if (kx_record_is (record, "letter_print"))
    kx_letter_print_set_printed_on (kx_letter_print (record), (KxDate){ 20261120 });
  if (kx_record_is (record, "letter_series"))
    {
      kx_record_drop (record, kx_letter_series_f_pattern);
      kx_letter_series_set_year (kx_letter_series (record), year++);
      kx_letter_series_set_starts_at (kx_letter_series (record), 1);
      kx_letter_series_set_width (kx_letter_series (record), 1);
    }
  if (kx_record_is (record, "letter_template"))
    {
      kx_letter_template_set_from_on (kx_letter_template (record), from);
      from = kx_date_add_days (from, 1);
    }
}

/* A hold, which knows most preconditions. */
static void
fit_suspension (Kx_suspension *suspension)
{
  kx_suspension_set_agreement (suspension, WORLD_SIGNED);
  kx_suspension_set_kind (suspension, kx_suspension_kind_hold_payment);
  kx_suspension_set_asked_on (suspension, (KxDate){ 20261101 });
  kx_suspension_set_notified_on (suspension, (KxDate){ 20261101 });
  kx_suspension_set_statement_on (suspension, (KxDate){ 20261110 });
  kx_suspension_set_from_on (suspension, (KxDate){ 20261121 });
  kx_suspension_set_moved_by (suspension, (KxDate){ 20261121 });
  kx_suspension_set_until_on (suspension, (KxDate){ 20270120 });
}

/* What the program sets itself when it is made. */
static void
fit_made (KxRecord *record)
{
  if (kx_record_is (record, "suspension"))
    {
      kx_suspension_set_office (kx_suspension (record), WORLD_OFFICE);
      kx_suspension_set_agency (kx_suspension (record), WORLD_PARTNER);
    }
}

static gboolean
is_of_admission (const KxEntity *entity)
{
  static const KxEntity *const entities[] = { &kx_upward_entity,           &kx_admission_round_entity,
                                              &kx_round_place_entity,      &kx_application_entity,
                                              &kx_application_item_entity, &kx_application_pause_entity,
                                              &kx_objection_entity };

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    if (entities[i] == entity)
      return TRUE;
  return FALSE;
}

/* Of agreements and what belongs to them. */
static void
fit_agreement (KxRecord *record)
{
  if (kx_record_is (record, "agreement"))
    {
      kx_record_drop (record, kx_agreement_f_previous);
      kx_agreement_set_counts_area (kx_agreement (record), "370102");
    }
  if (kx_record_is (record, "suspension"))
    fit_suspension (kx_suspension (record));
  if (kx_record_is (record, "agreement_deposit"))
    kx_agreement_deposit_set_below_score (kx_agreement_deposit (record), (KxDecimal){ 6000 });
}

KxRecord *
kx_test_world_sample (const KxEntity *entity)
{
  KxRecord *record = kx_record_new (entity, NULL, NULL);

  for (guint i = 0; i < entity->n_fields; i++)
    if ((entity->fields[i].flags & KX_SERVICE_SETS) == 0)
      put_sample (record, i);
  if (kx_record_is (record, "area"))
    {
      kx_area_set_code (kx_area (record), "370100-Q1");
      kx_area_set_level (kx_area (record), kx_area_level_zone);
    }
  if (kx_record_is (record, "attachment"))
    kx_attachment_set_media_type (kx_attachment (record), "application/pdf");
  if (kx_record_is (record, "pack"))
    {
      kx_record_free (record);
      return kx_test_pack_row (NULL, kx_test_pack_city);
    }
  fit_agreement (record);
  if (kx_record_is (record, "exit_case"))
    {
      kx_record_drop (record, kx_exit_case_f_agreement);
      kx_record_drop (record, kx_exit_case_f_ban_until);
      kx_exit_case_set_notified_on (kx_exit_case (record), (KxDate){ 20261101 });
      kx_exit_case_set_statement_on (kx_exit_case (record), (KxDate){ 20261110 });
    }
  if (kx_record_is (record, "approval"))
    {
      kx_approval_set_owner_entity (kx_approval (record), "exit_case");
      kx_approval_set_owner (kx_approval (record), WORLD_EXIT_CASE);
      kx_approval_set_act (kx_approval (record), "close");
      kx_approval_set_findings (kx_approval (record), "[]");
    }
  if (kx_record_is (record, "route_step"))
    {
      static gint64 ordinal = 1;

      kx_route_step_set_record_kind (kx_route_step (record), "agreement");
      kx_route_step_set_act (kx_route_step (record), "sign");
      kx_route_step_set_ordinal (kx_route_step (record), ordinal++);
    }
  if (kx_record_is (record, "change_case"))
    kx_change_case_set_field (kx_change_case (record), "address");
  if (kx_record_is (record, "duty_pair"))
    {
      kx_duty_pair_set_duty_a (kx_duty_pair (record), KX_DUTY (review));
      kx_duty_pair_set_duty_b (kx_duty_pair (record), KX_DUTY (assess));
    }
  if (kx_record_is (record, "seal_use"))
    {
      kx_seal_use_set_used_on (kx_seal_use (record), (KxDate){ 20261120 });
      kx_seal_use_set_copies (kx_seal_use (record), 2);
    }
  if (is_of_admission (entity))
    fit_admission (record);
  fit_letter (record);
  if (kx_record_is (record, "own_value"))
    {
      static KxDate from = { 20300101 };

      kx_own_value_set_parameter (kx_own_value (record), "reapply_ban_months");
      kx_own_value_set_value (kx_own_value (record), "12");
      kx_own_value_set_from_on (kx_own_value (record), from);
      from = kx_date_add_days (from, 1);
    }
  if (kx_record_is (record, "own_day"))
    {
      static KxDate day = { 20270101 };

      kx_record_put (record, (guint) kx_entity_field (entity, "day"), (KxValue){ .DATE = day });
      day.ymd = day.ymd % 100 < 28 ? day.ymd + 1 : day.ymd + 100 - 27;
    }
  return record;
}

static char *
find_space (KxTestWorld *world, const KxRecord *record)
{
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (KxDecision) decision = kx_decision_new ();
  KxScene scene = { .schema = world->schema,
                    .actor = system,
                    .reader = kx_test_table_get_reader (world->table) };
  char *space = kx_decide_space (&scene, record, decision);

  g_assert_nonnull (space);
  return space;
}

static KxRecord *
add_row (KxTestWorld *world, const KxEntity *entity, const char *id)
{
  KxRecord *record = kx_test_world_sample (entity);

  for (guint i = 0; i < entity->n_fields; i++)
    if ((entity->fields[i].flags & KX_SERVICE_SETS) && (entity->fields[i].flags & KX_REQUIRED))
      put_sample (record, i);
  fit_made (record);
  record->id = g_strdup (id);
  record->seq = 5;
  return record;
}

static void
settle (KxTestWorld *world, KxRecord *record)
{
  record->space = find_space (world, record);
  kx_test_table_add (world->table, record);
}

const KxRecord *
kx_test_world_add (KxTestWorld *world, const KxEntity *entity, guint state)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *record = add_row (world, entity, id);

  if (entity->state >= 0)
    kx_record_put (record, (guint) entity->state, (KxValue){ .CODE = (int) state });
  settle (world, record);
  return record;
}

static void
add_people (KxTestWorld *world)
{
  KxRecord *person = add_row (world, &kx_person_entity, WORLD_PERSON);
  KxRecord *user = add_row (world, &kx_user_entity, WORLD_USER);
  KxRecord *other = add_row (world, &kx_user_entity, WORLD_OTHER_USER);
  KxRecord *grant = add_row (world, &kx_grant_entity, WORLD_GRANT);

  settle (world, person);
  settle (world, user);
  settle (world, other);
  kx_grant_set_user (kx_grant (grant), WORLD_USER);
  kx_grant_set_role (kx_grant (grant), KX_ROLE_INDEX_admin);
  kx_grant_set_area (kx_grant (grant), "000000");
  kx_record_drop (grant, kx_grant_f_from_on);
  kx_record_drop (grant, kx_grant_f_until_on);
  settle (world, grant);
}

/* A slip of an exit case that was agreed to, confirmed, and by which the step was taken. */
static void
add_slip (KxTestWorld *world)
{
  KxRecord *slip, *scan;

  settle (world, add_row (world, &kx_exit_case_entity, WORLD_EXIT_CASE));
  slip = add_row (world, &kx_approval_entity, WORLD_APPROVAL);
  kx_approval_set_state (kx_approval (slip), kx_approval_state_confirmed);
  kx_approval_set_answered_on (kx_approval (slip), (KxDate){ 20261119 });
  kx_approval_set_used_on (kx_approval (slip), (KxDate){ 20261120 });
  settle (world, slip);
  scan = add_row (world, &kx_attachment_entity, WORLD_SCAN);
  kx_attachment_set_owner_entity (kx_attachment (scan), "approval");
  kx_attachment_set_owner (kx_attachment (scan), WORLD_APPROVAL);
  kx_attachment_set_stored (kx_attachment (scan), TRUE);
  settle (world, scan);
}

KxTestWorld *
kx_test_world_new (void)
{
  KxTestWorld *world = g_new0 (KxTestWorld, 1);
  KxRecord *row;

  world->schema = kx_schema_get ();
  world->table = kx_test_table_new ();
  world->today.ymd = 20261122;
  settle (world, add_row (world, &kx_office_entity, WORLD_OFFICE));
  row = add_row (world, &kx_office_entity, WORLD_OTHER_OFFICE);
  kx_office_set_area (kx_office (row), "450100");
  settle (world, row);
  add_people (world);
  settle (world, add_row (world, &kx_agency_entity, WORLD_AGENCY));
  settle (world, add_row (world, &kx_agency_entity, WORLD_PARTNER));
  row = add_row (world, &kx_agency_entity, WORLD_OTHER_AGENCY);
  kx_agency_set_office (kx_agency (row), WORLD_OTHER_OFFICE);
  settle (world, row);
  add_slip (world);
  row = add_row (world, &kx_admission_round_entity, WORLD_ROUND);
  kx_admission_round_set_state (kx_admission_round (row), kx_admission_round_state_draft);
  settle (world, row);
  row = add_row (world, &kx_application_entity, WORLD_APPLICATION);
  kx_application_set_state (kx_application (row), kx_application_state_received);
  settle (world, row);
  row = add_row (world, &kx_letter_entity, WORLD_LETTER);
  kx_letter_set_state (kx_letter (row), kx_letter_state_issued);
  kx_letter_set_dated_on (kx_letter (row), (KxDate){ 20261110 });
  settle (world, row);
  row = add_row (world, &kx_agreement_entity, WORLD_SIGNED);
  kx_agreement_set_agency (kx_agreement (row), WORLD_PARTNER);
  kx_agreement_set_counts_area (kx_agreement (row), "370115");
  kx_agreement_set_state (kx_agreement (row), kx_agreement_state_signed);
  settle (world, row);
  row = add_row (world, &kx_agreement_entity, WORLD_AGREEMENT);
  kx_agreement_set_agency (kx_agreement (row), WORLD_OTHER_AGENCY);
  kx_agreement_set_kind (kx_agreement (row), kx_agreement_kind_device);
  kx_agreement_set_state (kx_agreement (row), kx_agreement_state_draft);
  settle (world, row);
  return world;
}

void
kx_test_world_free (KxTestWorld *world)
{
  kx_test_table_free (world->table);
  g_free (world);
}

KxActor *
kx_test_world_actor (int role, const char *area)
{
  KxActor *actor = kx_actor_new (WORLD_USER, "somebody");

  kx_actor_grant (actor, role, area);
  return actor;
}

/* Letters of one to four bytes, blanks, lines, what JSON escapes, and what looks like a placeholder. */
static char *
random_text (gboolean lines)
{
  static const char *const parts[] = { "a",  "Z",  "0",  "\"", "\\",  "/",  "康",
                                       "协", "𠮷", "䶮", "é",  "{x}", " b", "<&>" };
  GString *text = g_string_new ("x");

  for (int n = g_test_rand_int_range (0, 12); n > 0; n--)
    {
      g_string_append (text, parts[g_test_rand_int_range (0, G_N_ELEMENTS (parts))]);
      if (lines && g_test_rand_int_range (0, 4) == 0)
        g_string_append (text, "\ny");
    }
  return g_string_free (text, FALSE);
}

static gint64
random_integer (void)
{
  gint64 wide = (gint64) ((guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ());

  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      return wide;
    case 1:
      return g_test_rand_bit () ? G_MININT64 : G_MAXINT64;
    default:
      return g_test_rand_int_range (-1000, 1000);
    }
}

KxValue
kx_test_world_random (const KxField *field, char **ret_text)
{
  static const char *const configs[] = { "{}", "[1,2.5,null,true,\"a\\\"\"]", "{\"列\":{\"b\":[-1]}}", "7",
                                         "\"x\"" };
  guint n_codes = kx_field_n_codes (field);

  *ret_text = NULL;
  switch (field->kind)
    {
    case KX_TEXT:
    case KX_LONG_TEXT:
      *ret_text = random_text (field->kind == KX_LONG_TEXT);
      return (KxValue){ .TEXT = *ret_text };
    case KX_REF:
      *ret_text = kx_test_world_id ();
      return (KxValue){ .REF = *ret_text };
    case KX_CONFIG:
      return (KxValue){ .CONFIG = configs[g_test_rand_int_range (0, G_N_ELEMENTS (configs))] };
    case KX_CODE:
      return (KxValue){ .CODE = g_test_rand_int_range (0, (int) n_codes) };
    case KX_CODES:
      return (KxValue){ .CODES.bits =
                            (guint64) random_integer () & ((G_GUINT64_CONSTANT (2) << (n_codes - 1)) - 1) };
    case KX_BOOLEAN:
      return (KxValue){ .BOOLEAN = g_test_rand_bit () };
    case KX_DATE:
      return (KxValue){ .DATE.ymd = g_test_rand_int_range (1900, 2200) * 10000 +
                                    g_test_rand_int_range (1, 13) * 100 + g_test_rand_int_range (1, 29) };
    case KX_TIME:
      return (KxValue){ .TIME.ms = (gint64) (g_test_rand_double_range (-2208988800.0, 7258118399.0) * 1000) };
    case KX_INTEGER:
    case KX_DECIMAL:
    case KX_N_KINDS:
    default:
      return (KxValue){ .INTEGER = random_integer () };
    }
}

KxOp *
kx_test_world_op (KxTestWorld *world, KxOpKind kind, const KxEntity *entity, const char *row,
                  KxRecord *fields)
{
  g_autofree char *id = kx_test_world_id ();
  const KxRecord *now = kx_test_table_lookup (world->table, entity, row);
  KxOp *op = kx_op_new (kind, entity, id, row, fields);

  op->base = now != NULL ? now->seq : 0;
  op->reason = g_strdup ("because");
  return op;
}

KxOp *
kx_test_world_patch (KxTestWorld *world, const KxEntity *entity, const char *row, guint field, KxValue value)
{
  KxRecord *fields = kx_record_new (entity, NULL, NULL);

  kx_record_put (fields, field, value);
  return kx_test_world_op (world, KX_OP_PATCH, entity, row, fields);
}

KxOp *
kx_test_world_action (KxTestWorld *world, const KxEntity *entity, const char *row, const char *action,
                      const char *argument)
{
  const KxTransition *step = kx_lifecycle_knows (entity->lifecycle, KX_OP_ACTION, action);
  KxRecord *fields =
      step != NULL && step->arguments != NULL ? kx_record_new (step->arguments, NULL, NULL) : NULL;
  KxOp *op = kx_test_world_op (world, KX_OP_ACTION, entity, row, fields);
  KxValue value = { 0 };

  op->action = g_strdup (action);
  if (fields != NULL && argument != NULL && kx_value_from_text (&fields->entity->fields[0], argument, &value))
    kx_record_put (fields, 0, value);
  return op;
}

KxDecision *
kx_test_world_decide (KxTestWorld *world, const KxOp *op, const KxActor *actor)
{
  KxScene scene = { .schema = world->schema,
                    .op = op,
                    .actor = actor,
                    .reader = kx_test_table_get_reader (world->table),
                    .today = world->today,
                    .on_device = world->on_device,
                    .trying = world->trying };

  return kx_decide (&scene);
}

gint64
kx_test_world_do (KxTestWorld *world, const KxOp *op, const KxActor *actor)
{
  static gint64 at = 1795000000000;
  g_autoptr (KxDecision) decision = kx_test_world_decide (world, op, actor);
  g_autofree char *text = kx_test_world_describe (decision);

  if (decision->result == KX_REJECTED)
    g_error ("refused: %s", text);
  return kx_test_table_apply (world->table, decision, op, actor->user, (KxTime){ at++ });
}

const KxFinding *
kx_test_world_finding (const KxDecision *decision, const char *code, const char *field)
{
  for (guint i = 0; i < decision->findings->len; i++)
    {
      const KxFinding *finding = decision->findings->pdata[i];

      if (g_str_equal (finding->code, code) && (field == NULL || g_strcmp0 (finding->field, field) == 0))
        return finding;
    }
  return NULL;
}

void
kx_test_world_refuse (KxTestWorld *world, const KxOp *op, const KxActor *actor, const char *code,
                      const char *field)
{
  g_autoptr (KxDecision) decision = kx_test_world_decide (world, op, actor);
  const KxFinding *finding = kx_test_world_finding (decision, code, field);
  g_autofree char *text = kx_test_world_describe (decision);

  if (decision->result != KX_REJECTED || finding == NULL || finding->verdict != KX_FAILS)
    g_error ("not refused with %s: %s", code, text);
  g_assert_cmpuint (decision->changes->len, ==, 0);
}

char *
kx_test_world_describe (const KxDecision *decision)
{
  GString *text = g_string_new (kx_result_name (decision->result));

  g_string_append_printf (text, " certain:%d broken:%d conflicts:%" G_GINT64_MODIFIER "x", decision->certain,
                          decision->broken, decision->conflicts);
  for (guint i = 0; i < decision->changes->len; i++)
    {
      const KxChange *change = decision->changes->pdata[i];
      g_autofree char *canonical = kx_wire_canonical (change->record);

      g_string_append_printf (text, "\nchange %d null:%" G_GINT64_MODIFIER "x %s", change->kind,
                              change->record->null, canonical);
    }
  for (guint i = 0; i < decision->findings->len; i++)
    {
      const KxFinding *finding = decision->findings->pdata[i];
      g_autofree char *filled = kx_finding_fill (finding, finding->message);

      g_string_append_printf (text, "\n%s %s %s: %s", kx_verdict_name (finding->verdict), finding->code,
                              finding->field != NULL ? finding->field : "-", filled);
    }
  return g_string_free (text, FALSE);
}
