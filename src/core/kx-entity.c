#include "core/kx-entity.h"

#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement-clause.h"
#include "core/entities/kx-agreement-deposit.h"
#include "core/entities/kx-agreement-payment.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application-item.h"
#include "core/entities/kx-application-pause.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-area.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-change-case.h"
#include "core/entities/kx-conflict.h"
#include "core/entities/kx-credential.h"
#include "core/entities/kx-duty-pair.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-former-name.h"
#include "core/entities/kx-grant.h"
#include "core/entities/kx-import-record.h"
#include "core/entities/kx-late-entry.h"
#include "core/entities/kx-letter-print.h"
#include "core/entities/kx-letter-sending.h"
#include "core/entities/kx-letter-series.h"
#include "core/entities/kx-letter-template.h"
#include "core/entities/kx-letter.h"
#include "core/entities/kx-objection.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-own-day.h"
#include "core/entities/kx-own-value.h"
#include "core/entities/kx-pack.h"
#include "core/entities/kx-person.h"
#include "core/entities/kx-rectification.h"
#include "core/entities/kx-round-place.h"
#include "core/entities/kx-route-step.h"
#include "core/entities/kx-seal-use.h"
#include "core/entities/kx-suspension.h"
#include "core/entities/kx-upward.h"
#include "core/entities/kx-user.h"

/* The schema number; it rises once a release, when one of its fields names a new one. */
#define VERSION 2

const KxSchema *
kx_schema_get (void)
{
  /* Parents before their children: rows are loaded and restored in this order. */
  static const KxEntity *const entities[] = {
    &kx_area_entity,
    &kx_pack_entity,
    &kx_office_entity,
    &kx_own_day_entity,
    &kx_own_value_entity,
    &kx_route_step_entity,
    &kx_duty_pair_entity,
    &kx_letter_series_entity,
    &kx_letter_template_entity,
    &kx_person_entity,
    &kx_user_entity,
    &kx_grant_entity,
    &kx_agency_entity,
    &kx_former_name_entity,
    &kx_credential_entity,
    &kx_agreement_entity,
    &kx_agreement_clause_entity,
    &kx_agreement_payment_entity,
    &kx_agreement_deposit_entity,
    &kx_suspension_entity,
    &kx_upward_entity,
    &kx_admission_round_entity,
    &kx_round_place_entity,
    &kx_application_entity,
    &kx_application_item_entity,
    &kx_application_pause_entity,
    &kx_objection_entity,
    &kx_rectification_entity,
    &kx_exit_case_entity,
    &kx_change_case_entity,
    &kx_letter_entity,
    &kx_letter_sending_entity,
    &kx_letter_print_entity,
    &kx_approval_entity,
    &kx_seal_use_entity,
    &kx_attachment_entity,
    &kx_import_record_entity,
    &kx_late_entry_entity,
    &kx_conflict_entity,
  };
  static const KxSchema schema = { entities, G_N_ELEMENTS (entities), VERSION };

  G_STATIC_ASSERT (G_N_ELEMENTS (entities) <= KX_MAX_ENTITIES);
  return &schema;
}

const KxEntity *
kx_schema_entity (const KxSchema *schema, const char *name)
{
  for (guint i = 0; i < schema->n_entities; i++)
    if (g_strcmp0 (schema->entities[i]->name, name) == 0)
      return schema->entities[i];
  return NULL;
}

const KxEntity *
kx_schema_collection (const KxSchema *schema, const char *collection)
{
  for (guint i = 0; i < schema->n_entities; i++)
    if (g_strcmp0 (schema->entities[i]->collection, collection) == 0)
      return schema->entities[i];
  return NULL;
}

int
kx_entity_field (const KxEntity *entity, const char *name)
{
  for (guint i = 0; i < entity->n_fields; i++)
    if (g_strcmp0 (entity->fields[i].name, name) == 0)
      return (int) i;
  return -1;
}

int
kx_entity_flagged (const KxEntity *entity, guint flag)
{
  for (guint i = 0; i < entity->n_fields; i++)
    if (entity->fields[i].flags & flag)
      return (int) i;
  return -1;
}
