#include "desktop/form/kx-form-layout.h"

#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-late-entry.h"
#include "core/entities/kx-letter-series.h"
#include "core/entities/kx-letter-template.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-rectification.h"
#include "core/entities/kx-suspension.h"
#include "core/entities/kx-upward.h"
#include "core/kx-take-over.h"

#include <string.h>

/* Texts of up to this many characters have room in one of two columns. */
#define NARROW_CHARS 80

/* clang-format off */
static const guint identity[] = {
  kx_agency_f_name, kx_agency_f_short_name, kx_agency_f_uscc, kx_agency_f_no_uscc_reason, kx_agency_f_county,
  kx_agency_f_out_of_area, kx_agency_f_address, kx_agency_f_status, kx_agency_f_office,
};
static const guint institution[] = {
  kx_agency_f_kind, kx_agency_f_hospital_level, kx_agency_f_ownership, kx_agency_f_separate_department,
  kx_agency_f_licence_no, kx_agency_f_licence_valid_to, kx_agency_f_licence_no_end,
};
static const guint services[] = {
  kx_agency_f_scopes_offered, kx_agency_f_subspecialties, kx_agency_f_beds, kx_agency_f_staff,
  kx_agency_f_departments,
};
static const guint people[] = {
  kx_agency_f_legal_rep, kx_agency_f_phone, kx_agency_f_contact, kx_agency_f_contact_phone,
  kx_agency_f_bank_account,
};
static const guint note[] = { kx_agency_f_note };

static const KxFormSection agency_sections[] = {
  { N_("Identity"), identity, G_N_ELEMENTS (identity) },
  { N_("Institution"), institution, G_N_ELEMENTS (institution) },
  { N_("Services"), services, G_N_ELEMENTS (services) },
  { N_("People and accounts"), people, G_N_ELEMENTS (people) },
  { N_("Note"), note, G_N_ELEMENTS (note) },
};

static const guint office_identity[] = {
  kx_office_f_name, kx_office_f_short_name, kx_office_f_area, kx_office_f_kind, kx_office_f_address,
  kx_office_f_phone,
};
static const guint letterhead[] = {
  kx_office_f_letter_name, kx_office_f_letter_mark, kx_office_f_letter_addressee,
};

static const KxFormSection office_sections[] = {
  { N_("Identity"), office_identity, G_N_ELEMENTS (office_identity) },
  { N_("Letterhead"), letterhead, G_N_ELEMENTS (letterhead) },
};

static const guint parties[] = {
  kx_agreement_f_number, kx_agreement_f_kind, kx_agreement_f_agency, kx_agreement_f_office,
  kx_agreement_f_previous,
};
static const guint service[] = {
  kx_agreement_f_scopes, kx_agreement_f_rehab_types, kx_agreement_f_phases, kx_agreement_f_out_of_area,
  kx_agreement_f_service_guarantee,
};
static const guint term[] = {
  kx_agreement_f_starts_on, kx_agreement_f_ends_on, kx_agreement_f_rectify_by,
};
static const guint text[] = {
  kx_agreement_f_template_name, kx_agreement_f_template_version, kx_agreement_f_catalogue_version,
  kx_agreement_f_version_reason, kx_agreement_f_dispute_paths,
};
static const guint course[] = {
  kx_agreement_f_agreed_end, kx_agreement_f_bridge_number, kx_agreement_f_bridged_on,
  kx_agreement_f_leaving_asked_on, kx_agreement_f_leaving_on, kx_agreement_f_leaving_as,
  kx_agreement_f_unpaid, kx_agreement_f_dispute, kx_agreement_f_leaving_number,
  kx_agreement_f_leaving_decided_on, kx_agreement_f_leaving_served_on, kx_agreement_f_leaving_clause,
  kx_agreement_f_patients,
};
static const guint renewal[] = {
  kx_agreement_f_despite_on, kx_agreement_f_not_renewed_on,
  kx_agreement_f_not_renewed_why,
};
static const guint counted[] = {
  kx_agreement_f_counts_toward, kx_agreement_f_counts_area, kx_agreement_f_layout_reason,
};
static const guint signing[] = {
  kx_agreement_f_agency_signed_on, kx_agreement_f_agency_signer, kx_agreement_f_signed_on,
  kx_agreement_f_office_signer,
};
static const guint plaque[] = {
  kx_agreement_f_plaque_no, kx_agreement_f_plaque_given_on, kx_agreement_f_plaque_returned_on,
  kx_agreement_f_plaque_returned_by,
};
static const guint seen_to[] = {
  kx_agreement_f_published_on, kx_agreement_f_filed_on, kx_agreement_f_patients_moved_on,
  kx_agreement_f_settled_on,
};
static const guint agreement_end[] = {
  kx_agreement_f_ended_on, kx_agreement_f_ending, kx_agreement_f_statement, kx_agreement_f_statement_on,
};
static const guint agreement_note[] = { kx_agreement_f_note };

static const KxFormSection agreement_sections[] = {
  { N_("Parties"), parties, G_N_ELEMENTS (parties), FALSE, 1 },
  { N_("Services agreed on"), service, G_N_ELEMENTS (service), FALSE, 2 },
  { N_("Layout"), counted, G_N_ELEMENTS (counted), FALSE, 2 },
  { N_("Term and payment"), term, G_N_ELEMENTS (term), FALSE, 3 },
  { N_("Text and clauses"), text, G_N_ELEMENTS (text), FALSE, 4 },
  { N_("Carried on, or being left"), course, G_N_ELEMENTS (course), TRUE },
  { N_("Signing"), signing, G_N_ELEMENTS (signing) },
  { N_("Plaque"), plaque, G_N_ELEMENTS (plaque) },
  { N_("Publishing, filing and closing"), seen_to, G_N_ELEMENTS (seen_to) },
  { N_("End"), agreement_end, G_N_ELEMENTS (agreement_end) },
  { N_("Renewal"), renewal, G_N_ELEMENTS (renewal), TRUE },
  { N_("Note"), agreement_note, G_N_ELEMENTS (agreement_note), FALSE, 4 },
};

static const char *const agreement_steps[] = {
  N_("Parties"), N_("Services agreed on"), N_("Term and payment"), N_("Text and clauses"), N_("Documents"),
};

static const guint call[] = {
  kx_admission_round_f_title, kx_admission_round_f_number, kx_admission_round_f_office,
  kx_admission_round_f_authority, kx_admission_round_f_opens_on, kx_admission_round_f_closes_on,
  kx_admission_round_f_closes_at, kx_admission_round_f_late_documents, kx_admission_round_f_contact,
  kx_admission_round_f_contact_phone, kx_admission_round_f_conditions,
};
static const guint round_course[] = {
  kx_admission_round_f_announced_on, kx_admission_round_f_ranked_on, kx_admission_round_f_closed_on,
};
static const guint round_note[] = { kx_admission_round_f_note };

static const KxFormSection round_sections[] = {
  { N_("Call"), call, G_N_ELEMENTS (call) },
  { N_("Course"), round_course, G_N_ELEMENTS (round_course) },
  { N_("Note"), round_note, G_N_ELEMENTS (round_note) },
};

static const guint receipt[] = {
  kx_application_f_number, kx_application_f_received_on, kx_application_f_agency, kx_application_f_round,
  kx_application_f_office,
};
static const guint applied_for[] = {
  kx_application_f_scopes, kx_application_f_rehab_types, kx_application_f_counts_toward,
  kx_application_f_counts_area,
};
static const guint clocks[] = {
  kx_application_f_accept_by, kx_application_f_accepted_on, kx_application_f_accepted_by,
  kx_application_f_supplement_by, kx_application_f_assess_by,
};
static const guint assessed[] = {
  kx_application_f_assessment_from, kx_application_f_assessed_on, kx_application_f_assessment,
  kx_application_f_score, kx_application_f_rank_no, kx_application_f_standing, kx_application_f_assessed_by,
  kx_application_f_opinion,
};
static const guint decision[] = {
  kx_application_f_publicity_from, kx_application_f_publicity_until, kx_application_f_objection_until,
  kx_application_f_decided_on, kx_application_f_decided_by, kx_application_f_withdrawn_on,
  kx_application_f_agreement, kx_application_f_refusal_grounds, kx_application_f_reasons,
};
static const guint application_note[] = { kx_application_f_note };

static const KxFormSection application_sections[] = {
  { N_("Receipt"), receipt, G_N_ELEMENTS (receipt) },
  { N_("Applied for"), applied_for, G_N_ELEMENTS (applied_for) },
  { N_("Acceptance"), clocks, G_N_ELEMENTS (clocks) },
  { N_("Assessment"), assessed, G_N_ELEMENTS (assessed) },
  { N_("Decision"), decision, G_N_ELEMENTS (decision) },
  { N_("Note"), application_note, G_N_ELEMENTS (application_note) },
};

static const guint asked_for[] = {
  kx_approval_f_matter, kx_approval_f_owner_entity, kx_approval_f_act, kx_approval_f_office,
  kx_approval_f_prepared_by, kx_approval_f_facts,
};
static const guint answered[] = {
  kx_approval_f_sent_on, kx_approval_f_sent_how, kx_approval_f_answered_on, kx_approval_f_opinion,
  kx_approval_f_by_name, kx_approval_f_by_post, kx_approval_f_words, kx_approval_f_oa_number,
  kx_approval_f_registered_by, kx_approval_f_scan, kx_approval_f_confirmed_by, kx_approval_f_confirmed_on,
  kx_approval_f_used_on,
};

static const KxFormSection approval_sections[] = {
  { N_("What is asked for"), asked_for, G_N_ELEMENTS (asked_for) },
  { N_("Answer"), answered, G_N_ELEMENTS (answered) },
};

static const guint letter[] = {
  kx_letter_f_kind, kx_letter_f_title, kx_letter_f_agency, kx_letter_f_agreement, kx_letter_f_suspension,
  kx_letter_f_application, kx_letter_f_issuer, kx_letter_f_addressee, kx_letter_f_co_issuers,
  kx_letter_f_template_name, kx_letter_f_office,
};
static const guint letter_register[] = {
  kx_letter_f_number, kx_letter_f_taken_from, kx_letter_f_dated_on, kx_letter_f_issued_by,
  kx_letter_f_doc_number, kx_letter_f_voided_on, kx_letter_f_voided_by,
};
static const guint delivery[] = {
  kx_letter_f_served_on, kx_letter_f_served_how, kx_letter_f_served_to, kx_letter_f_proof,
};
static const guint letter_note[] = { kx_letter_f_note };

static const KxFormSection letter_sections[] = {
  { N_("Letter"), letter, G_N_ELEMENTS (letter) },
  { N_("Register"), letter_register, G_N_ELEMENTS (letter_register) },
  { N_("Service of the letter"), delivery, G_N_ELEMENTS (delivery) },
  { N_("Note"), letter_note, G_N_ELEMENTS (letter_note) },
};

static const guint numbers[] = {
  kx_letter_series_f_mark, kx_letter_series_f_year, kx_letter_series_f_starts_at, kx_letter_series_f_last_no,
  kx_letter_series_f_pattern, kx_letter_series_f_width, kx_letter_series_f_kinds,
  kx_letter_series_f_confirmed_on, kx_letter_series_f_confirmed_by, kx_letter_series_f_office,
};

static const KxFormSection series_sections[] = {
  { N_("Numbers"), numbers, G_N_ELEMENTS (numbers) },
};

static const guint template_text[] = {
  kx_letter_template_f_name, kx_letter_template_f_kind, kx_letter_template_f_version, kx_letter_template_f_from_on,
  kx_letter_template_f_office, kx_letter_template_f_note,
};

static const KxFormSection template_sections[] = {
  { N_("Template"), template_text, G_N_ELEMENTS (template_text) },
};

static const guint paper[] = {
  kx_upward_f_kind, kx_upward_f_subject, kx_upward_f_addressed_to, kx_upward_f_number, kx_upward_f_sent_on,
  kx_upward_f_office,
};
static const guint answer_from_above[] = {
  kx_upward_f_result, kx_upward_f_answered_on, kx_upward_f_answer_number, kx_upward_f_places_granted,
};
static const guint upward_note[] = { kx_upward_f_note };

static const KxFormSection upward_sections[] = {
  { N_("Paper"), paper, G_N_ELEMENTS (paper) },
  { N_("Answer"), answer_from_above, G_N_ELEMENTS (answer_from_above) },
  { N_("Note"), upward_note, G_N_ELEMENTS (upward_note) },
};

static const guint notice[] = {
  kx_rectification_f_number, kx_rectification_f_agency, kx_rectification_f_source, kx_rectification_f_office,
  kx_rectification_f_matter,
};
static const guint rectification_course[] = {
  kx_rectification_f_issued_on, kx_rectification_f_due_on, kx_rectification_f_reported_on,
  kx_rectification_f_rechecked_on, kx_rectification_f_closing_line,
};
static const guint rectification_note[] = { kx_rectification_f_note };

static const KxFormSection rectification_sections[] = {
  { N_("Notice"), notice, G_N_ELEMENTS (notice) },
  { N_("Course"), rectification_course, G_N_ELEMENTS (rectification_course) },
  { N_("Note"), rectification_note, G_N_ELEMENTS (rectification_note) },
};

static const guint exit_ground[] = {
  kx_exit_case_f_number, kx_exit_case_f_agency, kx_exit_case_f_agreement, kx_exit_case_f_office,
  kx_exit_case_f_measure, kx_exit_case_f_at_fault, kx_exit_case_f_ground,
};
static const guint exit_course[] = {
  kx_exit_case_f_notified_on, kx_exit_case_f_statement, kx_exit_case_f_statement_on, kx_exit_case_f_decided_on,
  kx_exit_case_f_effective_on, kx_exit_case_f_ended_on, kx_exit_case_f_ban_until,
};
static const guint exit_note[] = { kx_exit_case_f_note };

static const KxFormSection exit_case_sections[] = {
  { N_("Case"), exit_ground, G_N_ELEMENTS (exit_ground) },
  { N_("Course"), exit_course, G_N_ELEMENTS (exit_course) },
  { N_("Note"), exit_note, G_N_ELEMENTS (exit_note) },
};

static const guint suspension_matter[] = {
  kx_suspension_f_number, kx_suspension_f_kind, kx_suspension_f_origin, kx_suspension_f_target,
  kx_suspension_f_department, kx_suspension_f_person, kx_suspension_f_scopes, kx_suspension_f_agency,
  kx_suspension_f_office, kx_suspension_f_facts, kx_suspension_f_clause, kx_suspension_f_law,
};
static const guint suspension_time[] = {
  kx_suspension_f_asked_on, kx_suspension_f_from_on, kx_suspension_f_until_on, kx_suspension_f_first_until,
  kx_suspension_f_extended_by, kx_suspension_f_moved_by, kx_suspension_f_patients,
};
static const guint suspension_heard[] = {
  kx_suspension_f_notified_on, kx_suspension_f_statement, kx_suspension_f_statement_on,
};
static const guint suspension_course[] = {
  kx_suspension_f_proposed_by, kx_suspension_f_decided_on, kx_suspension_f_decided_by,
  kx_suspension_f_served_on, kx_suspension_f_served_how, kx_suspension_f_service_proof,
  kx_suspension_f_lifted_on, kx_suspension_f_ended_with, kx_suspension_f_verified,
};
static const guint suspension_note[] = { kx_suspension_f_note };

static const KxFormSection suspension_sections[] = {
  { N_("Matter"), suspension_matter, G_N_ELEMENTS (suspension_matter) },
  { N_("Time and patients"), suspension_time, G_N_ELEMENTS (suspension_time) },
  { N_("Right of statement"), suspension_heard, G_N_ELEMENTS (suspension_heard) },
  { N_("Course"), suspension_course, G_N_ELEMENTS (suspension_course) },
  { N_("Note"), suspension_note, G_N_ELEMENTS (suspension_note) },
};

static const guint late_act[] = {
  kx_late_entry_f_owner_entity, kx_late_entry_f_act, kx_late_entry_f_event_on, kx_late_entry_f_entered_on,
  kx_late_entry_f_workdays, kx_late_entry_f_entered_by, kx_late_entry_f_office,
};
static const guint late_explanation[] = { kx_late_entry_f_explanation };

static const KxFormSection late_entry_sections[] = {
  { N_("What was entered late"), late_act, G_N_ELEMENTS (late_act) },
  { N_("Explanation"), late_explanation, G_N_ELEMENTS (late_explanation) },
};

static const struct
{
  const KxEntity *entity;
  const KxFormSection *sections;
  guint n_sections;
  const char *const *steps;
  guint n_steps;
} layouts[] = {
  { &kx_admission_round_entity, round_sections, G_N_ELEMENTS (round_sections) },
  { &kx_agency_entity, agency_sections, G_N_ELEMENTS (agency_sections) },
  { &kx_agreement_entity, agreement_sections, G_N_ELEMENTS (agreement_sections), agreement_steps,
    G_N_ELEMENTS (agreement_steps) },
  { &kx_application_entity, application_sections, G_N_ELEMENTS (application_sections) },
  { &kx_approval_entity, approval_sections, G_N_ELEMENTS (approval_sections) },
  { &kx_exit_case_entity, exit_case_sections, G_N_ELEMENTS (exit_case_sections) },
  { &kx_late_entry_entity, late_entry_sections, G_N_ELEMENTS (late_entry_sections) },
  { &kx_letter_entity, letter_sections, G_N_ELEMENTS (letter_sections) },
  { &kx_letter_series_entity, series_sections, G_N_ELEMENTS (series_sections) },
  { &kx_letter_template_entity, template_sections, G_N_ELEMENTS (template_sections) },
  { &kx_office_entity, office_sections, G_N_ELEMENTS (office_sections) },
  { &kx_rectification_entity, rectification_sections, G_N_ELEMENTS (rectification_sections) },
  { &kx_suspension_entity, suspension_sections, G_N_ELEMENTS (suspension_sections) },
  { &kx_upward_entity, upward_sections, G_N_ELEMENTS (upward_sections) },
};
/* clang-format on */

static const struct
{
  const KxEntity *entity;
  guint field;
  KxPolicyKey key;
} listed[] = {
  { &kx_agreement_entity, kx_agreement_f_phases, KX_POLICY_phases },
};

/* What a step asks for by its own form, and may be corrected after it. */
static const struct
{
  const KxEntity *entity;
  guint field;
} later[] = {
  { &kx_application_entity, kx_application_f_supplement_by },
  { &kx_application_entity, kx_application_f_assess_by },
};

static gboolean
is_shown (const KxField *field)
{
  return (field->flags & (KX_PARENT | KX_SERVICE_SETS)) == 0 && field->kind != KX_CONFIG;
}

KxFormLayout *
kx_form_layout_new (const KxEntity *entity)
{
  KxFormLayout *layout = g_new0 (KxFormLayout, 1);
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    if (layouts[i].entity == entity)
      {
        layout->n_sections = layouts[i].n_sections;
        layout->sections = g_memdup2 (layouts[i].sections, layouts[i].n_sections * sizeof (KxFormSection));
        layout->steps = layouts[i].steps;
        layout->n_steps = layouts[i].n_steps;
        return layout;
      }
  layout->own = g_new (guint, entity->n_fields);
  for (guint i = 0; i < entity->n_fields; i++)
    if (is_shown (&entity->fields[i]))
      layout->own[n++] = i;
  layout->sections = g_new0 (KxFormSection, 1);
  layout->n_sections = 1;
  layout->sections[0] = (KxFormSection){ .fields = layout->own, .n_fields = n };
  return layout;
}

KxFormLayout *
kx_form_layout_new_fresh (const KxEntity *entity)
{
  KxFormLayout *layout = kx_form_layout_new (entity);

  if (!kx_take_over_knows (entity))
    return layout;
  layout->asks_state = TRUE;
  layout->state = (guint) entity->state;
  layout->sections = g_renew (KxFormSection, layout->sections, layout->n_sections + 1);
  memmove (layout->sections + 1, layout->sections, layout->n_sections * sizeof (KxFormSection));
  layout->sections[0] = (KxFormSection){ N_ ("Taken over from paper"), &layout->state, 1, FALSE, 1 };
  layout->n_sections++;
  return layout;
}

void
kx_form_layout_free (KxFormLayout *layout)
{
  g_free (layout->sections);
  g_free (layout->own);
  g_free (layout);
}

guint
kx_form_layout_step_of (const KxFormLayout *layout, guint field)
{
  for (guint s = 0; s < layout->n_sections; s++)
    for (guint f = 0; f < layout->sections[s].n_fields; f++)
      if (layout->sections[s].fields[f] == field)
        return layout->sections[s].step;
  return 0;
}

gboolean
kx_form_field_is_later (const KxEntity *entity, guint field)
{
  for (guint i = 0; i < G_N_ELEMENTS (later); i++)
    if (later[i].entity == entity && later[i].field == field)
      return TRUE;
  return (entity->fields[field].flags & KX_SERVICE_SETS) != 0;
}

gboolean
kx_form_field_is_listed (const KxEntity *entity, guint field, KxPolicyKey *ret_key)
{
  for (guint i = 0; i < G_N_ELEMENTS (listed); i++)
    if (listed[i].entity == entity && listed[i].field == field)
      {
        *ret_key = listed[i].key;
        return TRUE;
      }
  return FALSE;
}

gboolean
kx_form_field_is_wide (const KxField *field)
{
  return field->kind == KX_LONG_TEXT || field->kind == KX_CODES ||
         (field->kind == KX_TEXT && field->max > NARROW_CHARS && (field->flags & KX_SEALED) == 0);
}

guint
kx_form_place (const gboolean *wide, guint n, guint columns, KxFormCell *ret_cells)
{
  guint row = 0, column = 0;

  for (guint i = 0; i < n; i++)
    {
      if (wide[i] && column > 0)
        {
          row++;
          column = 0;
        }
      ret_cells[i] = (KxFormCell){ row, column, wide[i] };
      column = wide[i] ? columns : column + 1;
      if (column >= columns)
        {
          row++;
          column = 0;
        }
    }
  return column > 0 ? row + 1 : row;
}
