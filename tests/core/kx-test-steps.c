#include "core/kx-test-steps.h"

#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement-clause.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application-item.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-letter-series.h"
#include "core/entities/kx-letter.h"
#include "core/entities/kx-rectification.h"
#include "core/entities/kx-round-place.h"
#include "core/entities/kx-suspension.h"
#include "core/kx-approval.h"
#include "core/kx-take-over.h"

/* Before the day of the world. */
#define DAY ((KxDate){ 20261120 })

/* What an admission asks of the rows around the one of the step. */
static void
prepare_admission (KxTestWorld *world, const KxTransition *step, KxRecord *row)
{
  if (kx_record_is (row, "admission_round") &&
      (g_strcmp0 (step->action, "announce") == 0 || g_strcmp0 (step->action, "rank") == 0))
    kx_round_place_set_round (
        kx_round_place ((KxRecord *) kx_test_world_add (world, &kx_round_place_entity, 0)), row->id);
  if (kx_record_is (row, "application_item") && step->kind == KX_OP_DELETE)
    kx_application_item_set_kind (kx_application_item (row), kx_application_item_kind_other);
  if (!kx_record_is (row, "application"))
    return;
  if (g_strcmp0 (step->action, "ask_supplement") == 0)
    kx_application_item_set_application (
        kx_application_item ((KxRecord *) kx_test_world_add (world, &kx_application_item_entity, 0)),
        row->id);
  if (g_strcmp0 (step->action, "admit") == 0 || g_strcmp0 (step->action, "publish") == 0)
    kx_application_set_assessment (kx_application (row), kx_application_assessment_passed);
}

/* What is done with paper that came in asks for some, not confirmed or confirmed. */
static void
prepare_paper (const KxTransition *step, KxRecord *row)
{
  gboolean named = step->action != NULL && g_str_has_suffix (step->action, "_take_over");
  guint confirmed = (guint) kx_entity_field (row->entity, "confirmed_by");

  kx_record_put (row, (guint) kx_entity_field (row->entity, "taken_over"),
                 (KxValue){ .BOOLEAN = named || step->kind == KX_OP_DELETE });
  kx_record_drop (row, (guint) kx_entity_field (row->entity, "taken_over_as"));
  if (g_strcmp0 (step->action, "reopen_take_over") == 0)
    kx_record_put (row, confirmed, (KxValue){ .REF = WORLD_OTHER_USER });
  else
    kx_record_drop (row, confirmed);
}

/* One that follows another, with a rectification that failed; one that is not to be renewed. */
static void
prepare_renewal (KxTestWorld *world, const KxTransition *step, KxRecord *row)
{
  if (g_strcmp0 (step->action, "renew_despite") == 0)
    {
      kx_agreement_set_previous (
          kx_agreement (row), kx_test_world_add (world, &kx_agreement_entity, kx_agreement_state_signed)->id);
      kx_test_world_add (world, &kx_rectification_entity, kx_rectification_state_failed);
    }
  if (g_strcmp0 (step->action, "renew_after_all") != 0)
    kx_record_drop (row, kx_agreement_f_not_renewed_on);
  else
    kx_agreement_set_not_renewed_on (kx_agreement (row), DAY);
}

/* What stays to be done of an agreement's parts. */
static void
prepare_part (const KxTransition *step, KxRecord *row)
{
  if (kx_record_is (row, "agreement_clause") && step->kind == KX_OP_DELETE)
    kx_agreement_clause_set_subject (kx_agreement_clause (row), kx_agreement_clause_subject_other);
}

static void
prepare_row (KxTestWorld *world, const KxTransition *step, KxRecord *row)
{
  /* What is undone has to be done first; both count in one place. */
  if (kx_record_is (row, "agency") && g_strcmp0 (step->action, "unlink_alias") == 0)
    {
      kx_agency_set_alias_of (kx_agency (row), WORLD_AGENCY);
      kx_test_world_add (world, &kx_agreement_entity, kx_agreement_state_signed);
      kx_agreement_set_agency (kx_agreement ((KxRecord *) kx_test_world_add (world, &kx_agreement_entity,
                                                                             kx_agreement_state_signed)),
                               row->id);
    }
  if (kx_record_is (row, "agreement"))
    {
      kx_agreement_set_signed_on (kx_agreement (row), (KxDate){ 20260105 });
      kx_agreement_set_agency_signed_on (kx_agreement (row), (KxDate){ 20260104 });
      prepare_renewal (world, step, row);
      kx_agreement_set_patients_moved_on (kx_agreement (row), (KxDate){ 20261101 });
      kx_agreement_set_settled_on (kx_agreement (row), (KxDate){ 20261101 });
      kx_record_drop (row, kx_agreement_f_plaque_given_on);
    }
  if (kx_record_is (row, "suspension") && g_strcmp0 (step->action, "serve") == 0)
    kx_attachment_set_owner (
        kx_attachment ((KxRecord *) kx_test_table_lookup (world->table, &kx_attachment_entity, WORLD_SCAN)),
        row->id);
  if (kx_take_over_knows (row->entity))
    prepare_paper (step, row);
  if (kx_record_is (row, "rectification") && step->kind == KX_OP_ACTION)
    {
      kx_record_drop (row, kx_rectification_f_issued_on);
      kx_record_drop (row, kx_rectification_f_reported_on);
    }
  if (kx_record_is (row, "approval") && g_strcmp0 (step->action, "confirm") == 0)
    {
      KxRecord *scan = (KxRecord *) kx_test_table_lookup (world->table, &kx_attachment_entity, WORLD_SCAN);

      kx_attachment_set_owner (kx_attachment (scan), row->id);
      kx_approval_set_opinion (kx_approval (row), kx_approval_opinion_agree);
      kx_approval_set_registered_by (kx_approval (row), WORLD_OTHER_USER);
    }
  if (kx_record_is (row, "exit_case"))
    if (step->kind != KX_OP_RESTORE)
      kx_record_drop (row, kx_exit_case_f_decided_on);
}

/* A number to be taken, and a proof of service. */
static void
prepare_letter (KxTestWorld *world, const KxTransition *step, KxRecord *row)
{
  if (!kx_record_is (row, "letter"))
    return;
  if (g_strcmp0 (step->action, "issue") == 0)
    {
      KxRecord *series = (KxRecord *) kx_test_world_add (world, &kx_letter_series_entity, 0);

      kx_letter_series_set_year (kx_letter_series (series), 2026);
      kx_letter_series_set_kinds (kx_letter_series (series), (KxCodes){ 1u << kx_letter_kind_other });
    }
  if (g_strcmp0 (step->action, "serve") == 0)
    kx_attachment_set_owner (
        kx_attachment ((KxRecord *) kx_test_table_lookup (world->table, &kx_attachment_entity, WORLD_SCAN)),
        row->id);
}

/* Whoever is no superior takes such a step by a slip that was confirmed. */
static void
add_slip (KxTestWorld *world, const KxTransition *step, const KxRecord *row)
{
  KxRecord *slip = (KxRecord *) kx_test_world_add (world, &kx_approval_entity, kx_approval_state_confirmed);
  g_autofree char *digest = kx_approval_digest (row);

  kx_approval_set_owner_entity (kx_approval (slip), row->entity->name);
  kx_approval_set_owner (kx_approval (slip), row->id);
  kx_approval_set_act (kx_approval (slip), step->action);
  kx_approval_set_digest (kx_approval (slip), digest);
}

void
kx_test_steps_prepare (KxTestWorld *world, const KxTransition *step, KxRecord *row)
{
  prepare_row (world, step, row);
  prepare_admission (world, step, row);
  prepare_letter (world, step, row);
  prepare_part (step, row);
  if (step->superiors != 0)
    add_slip (world, step, row);
}

/* What an argument has to be, by the entity of the arguments and the field; NULL: anything. */
static const char *
find_given (const KxTransition *step, const KxField *field)
{
  static const struct
  {
    const char *arguments, *field, *text;
  } given[] = {
    { "reveal", "field", "bank_account" },
    { "close", "outcome", "keep_mine" },
    { "bridge", "ends_on", "2031-06-30" },
    { "suspension_extension", "until_on", "2027-02-01" },
    { "suspension_lifting", "lifted_on", "2027-01-10" },
    { "termination", "statement", "heard" },
    { "termination", "statement_on", "2026-11-12" },
    { "take_over", "state", "signed" },
    { "rectification_take_over", "state", "issued" },
    { "application_publish", "publicity_until", "2026-12-04" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (given); i++)
    if (g_str_equal (given[i].arguments, step->arguments->name) && g_str_equal (given[i].field, field->name))
      return given[i].text;
  return NULL;
}

static KxValue
make_argument (const KxTransition *step, const KxField *field)
{
  const char *given = find_given (step, field);
  KxValue value = { 0 };

  if (given != NULL)
    {
      g_assert_true (kx_value_from_text (field, given, &value));
      return value;
    }
  if (field->kind == KX_DATE)
    value.DATE = DAY;
  else if (field->kind == KX_CODES)
    value.CODES.bits = 1;
  else if (field->kind == KX_REF)
    value.REF = g_strcmp0 (field->target, "attachment") == 0 ? WORLD_SCAN : WORLD_AGENCY;
  else if (kx_field_is_text (field))
    value.TEXT = "甲";
  return value;
}

KxRecord *
kx_test_steps_arguments (const KxTransition *step)
{
  KxRecord *fields;

  if (step->arguments == NULL)
    return NULL;
  fields = kx_record_new (step->arguments, NULL, NULL);
  for (guint i = 0; i < step->arguments->n_fields; i++)
    if ((step->arguments->fields[i].flags & KX_REQUIRED) ||
        find_given (step, &step->arguments->fields[i]) != NULL)
      kx_record_put (fields, i, make_argument (step, &step->arguments->fields[i]));
  return fields;
}

int
kx_test_steps_field (const KxEntity *entity, KxOpKind kind, guint state)
{
  gboolean set = kind == KX_OP_ADD || kind == KX_OP_REMOVE;

  if (!set && entity == &kx_agreement_entity && state >= kx_agreement_state_signed)
    return kx_agreement_f_note;
  if (!set && entity == &kx_suspension_entity && state > kx_suspension_state_proposed)
    return kx_suspension_f_note;
  if (!set && entity == &kx_rectification_entity && state > kx_rectification_state_draft)
    return kx_rectification_f_note;
  if (!set && entity == &kx_exit_case_entity && state == kx_exit_case_state_closed)
    return kx_exit_case_f_note;
  if (!set && entity == &kx_application_entity && state >= kx_application_state_assessing)
    return kx_application_f_note;
  if (!set && entity == &kx_admission_round_entity && state > kx_admission_round_state_draft)
    return kx_admission_round_f_note;
  if (!set && entity == &kx_letter_entity)
    return kx_letter_f_note;
  for (guint i = 0; i < entity->n_fields; i++)
    if ((entity->fields[i].flags & (KX_FIXED | KX_SERVICE_SETS)) == 0 &&
        (entity->fields[i].kind == KX_CODES) == set)
      return (int) i;
  return -1;
}

KxOp *
kx_test_steps_op (KxTestWorld *world, const KxEntity *entity, const KxTransition *step, guint state)
{
  int field = kx_test_steps_field (entity, step->kind, state);
  g_autoptr (KxRecord) sample = kx_test_world_sample (entity);
  KxRecord *row, *fields = NULL;
  KxOp *op;

  if (step->kind == KX_OP_CREATE)
    return kx_test_world_op (world, KX_OP_CREATE, entity, WORLD_NOBODY, g_steal_pointer (&sample));
  row = (KxRecord *) kx_test_world_add (world, entity, state);
  if (step->kind == KX_OP_RESTORE)
    row->deleted_at.ms = 1;
  kx_test_steps_prepare (world, step, row);
  if (step->kind == KX_OP_ACTION)
    fields = kx_test_steps_arguments (step);
  else if (step->kind == KX_OP_PATCH || step->kind == KX_OP_ADD || step->kind == KX_OP_REMOVE)
    {
      fields = kx_record_new (entity, NULL, NULL);
      if (field >= 0)
        kx_record_take (fields, sample, (guint) field);
    }
  op = kx_test_world_op (world, step->kind, entity, row->id, fields);
  if (step->kind == KX_OP_ACTION)
    op->action = g_strdup (step->action);
  return op;
}
