#include "models/kx-timeline-days.h"

#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-change-case.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-letter.h"
#include "core/entities/kx-objection.h"
#include "core/entities/kx-rectification.h"
#include "core/entities/kx-suspension.h"
#include "sync/kx-gettext.h"

#define ANY KX_TIMELINE_ANY_STATE
#define OF(thing, name) (1u << kx_##thing##_state_##name)

/* clang-format off */
static const KxTimelineDay days[] = {
  { &kx_agreement_entity, kx_agreement_f_agency_signed_on, ANY, N_("Agreement signed by the agency: {name}") },
  { &kx_agreement_entity, kx_agreement_f_signed_on, ANY, N_("Agreement signed: {name}") },
  { &kx_agreement_entity, kx_agreement_f_confirmed_on, ANY, N_("Take-over of the agreement confirmed: {name}") },
  { &kx_agreement_entity, kx_agreement_f_starts_on, OF (agreement, signed) | OF (agreement, terminating) | OF (agreement, ended), N_("Term of the agreement begins: {name}") },
  { &kx_agreement_entity, kx_agreement_f_ends_on, OF (agreement, signed) | OF (agreement, terminating), N_("Term of the agreement ends: {name}") },
  { &kx_agreement_entity, kx_agreement_f_bridged_on, ANY, N_("Agreement carried on: {name}") },
  { &kx_agreement_entity, kx_agreement_f_leaving_asked_on, ANY, N_("Agency's notice of leaving: {name}") },
  { &kx_agreement_entity, kx_agreement_f_leaving_on, OF (agreement, terminating), N_("Agreement is to end: {name}") },
  { &kx_agreement_entity, kx_agreement_f_published_on, ANY, N_("List published: {name}") },
  { &kx_agreement_entity, kx_agreement_f_filed_on, ANY, N_("Filed with the province: {name}") },
  { &kx_agreement_entity, kx_agreement_f_leaving_decided_on, ANY, N_("Termination decided: {name}") },
  { &kx_agreement_entity, kx_agreement_f_leaving_served_on, ANY, N_("Termination served: {name}") },
  { &kx_agreement_entity, kx_agreement_f_patients_moved_on, ANY, N_("Patients moved or discharged: {name}") },
  { &kx_agreement_entity, kx_agreement_f_settled_on, ANY, N_("Settlement closed: {name}") },
  { &kx_agreement_entity, kx_agreement_f_ended_on, ANY, N_("Agreement ended: {name}") },
  { &kx_agreement_entity, kx_agreement_f_plaque_given_on, ANY, N_("Plaque given: {name}") },
  { &kx_agreement_entity, kx_agreement_f_plaque_returned_on, ANY, N_("Plaque returned: {name}") },
  { &kx_suspension_entity, kx_suspension_f_asked_on, ANY, N_("Suspension asked for: {name}") },
  { &kx_suspension_entity, kx_suspension_f_notified_on, ANY, N_("Agency told of its right before a suspension: {name}") },
  { &kx_suspension_entity, kx_suspension_f_decided_on, ANY, N_("Suspension decided: {name}") },
  { &kx_suspension_entity, kx_suspension_f_served_on, ANY, N_("Suspension served: {name}") },
  { &kx_suspension_entity, kx_suspension_f_from_on, OF (suspension, decided) | OF (suspension, lifted), N_("Suspended from this day on: {name}") },
  { &kx_suspension_entity, kx_suspension_f_until_on, OF (suspension, decided), N_("Last day of the suspension: {name}") },
  { &kx_suspension_entity, kx_suspension_f_lifted_on, ANY, N_("Resumed from this day on: {name}") },
  { &kx_application_entity, kx_application_f_received_on, ANY, N_("Application received: {name}") },
  { &kx_application_entity, kx_application_f_accepted_on, ANY, N_("Application accepted: {name}") },
  { &kx_application_entity, kx_application_f_assessment_from, ANY, N_("Assessment of the application begun: {name}") },
  { &kx_application_entity, kx_application_f_assessed_on, ANY, N_("Application assessed: {name}") },
  { &kx_application_entity, kx_application_f_publicity_from, ANY, N_("Public notice of the application begins: {name}") },
  { &kx_application_entity, kx_application_f_publicity_until, ANY, N_("Public notice of the application ends: {name}") },
  { &kx_application_entity, kx_application_f_decided_on, ANY, N_("Application decided: {name}") },
  { &kx_application_entity, kx_application_f_withdrawn_on, ANY, N_("Application withdrawn: {name}") },
  { &kx_objection_entity, kx_objection_f_received_on, ANY, N_("Objection received: {name}") },
  { &kx_objection_entity, kx_objection_f_decided_on, ANY, N_("Objection decided: {name}") },
  { &kx_rectification_entity, kx_rectification_f_issued_on, ANY, N_("Rectification issued: {name}") },
  { &kx_rectification_entity, kx_rectification_f_due_on, OF (rectification, issued), N_("Rectification to be done by this day: {name}") },
  { &kx_rectification_entity, kx_rectification_f_reported_on, ANY, N_("Rectification reported: {name}") },
  { &kx_rectification_entity, kx_rectification_f_rechecked_on, ANY, N_("Rectification rechecked: {name}") },
  { &kx_exit_case_entity, kx_exit_case_f_notified_on, ANY, N_("Agency told of the exit: {name}") },
  { &kx_exit_case_entity, kx_exit_case_f_statement_on, ANY, N_("Agency heard before the exit, or its term over: {name}") },
  { &kx_exit_case_entity, kx_exit_case_f_decided_on, ANY, N_("Exit decided: {name}") },
  { &kx_exit_case_entity, kx_exit_case_f_effective_on, ANY, N_("Exit in effect from this day on: {name}") },
  { &kx_exit_case_entity, kx_exit_case_f_ended_on, ANY, N_("Exit concluded: {name}") },
  { &kx_exit_case_entity, kx_exit_case_f_ban_until, ANY, N_("No new application up to this day: {name}") },
  { &kx_letter_entity, kx_letter_f_dated_on, ANY, N_("Letter issued: {name}") },
  { &kx_letter_entity, kx_letter_f_served_on, ANY, N_("Letter served: {name}") },
  { &kx_letter_entity, kx_letter_f_voided_on, ANY, N_("Letter made void: {name}") },
  { &kx_change_case_entity, kx_change_case_f_reported_on, ANY, N_("Change reported: {name}") },
  { &kx_change_case_entity, kx_change_case_f_decided_on, ANY, N_("Change decided: {name}") },
  { &kx_change_case_entity, kx_change_case_f_closed_on, ANY, N_("Change case closed: {name}") },
  { &kx_admission_round_entity, kx_admission_round_f_opens_on, ANY, N_("Round opens: {name}") },
  { &kx_admission_round_entity, kx_admission_round_f_closes_on, ANY, N_("Round closes: {name}") },
  { &kx_admission_round_entity, kx_admission_round_f_announced_on, ANY, N_("Round announced: {name}") },
  { &kx_admission_round_entity, kx_admission_round_f_ranked_on, ANY, N_("Round ranked: {name}") },
  { &kx_admission_round_entity, kx_admission_round_f_closed_on, ANY, N_("Round concluded: {name}") },
};

static const KxTimelineChild children[] = {
  { &kx_agency_entity, &kx_agreement_entity, kx_agreement_f_agency },
  { &kx_agency_entity, &kx_suspension_entity, kx_suspension_f_agency },
  { &kx_agency_entity, &kx_application_entity, kx_application_f_agency },
  { &kx_agency_entity, &kx_rectification_entity, kx_rectification_f_agency },
  { &kx_agency_entity, &kx_exit_case_entity, kx_exit_case_f_agency },
  { &kx_agency_entity, &kx_change_case_entity, kx_change_case_f_agency },
  { &kx_agency_entity, &kx_letter_entity, kx_letter_f_agency },
  { &kx_agreement_entity, &kx_letter_entity, kx_letter_f_agreement },
  { &kx_application_entity, &kx_letter_entity, kx_letter_f_application },
  { &kx_suspension_entity, &kx_letter_entity, kx_letter_f_suspension },
  { &kx_agreement_entity, &kx_agreement_entity, kx_agreement_f_previous },
  { &kx_agreement_entity, &kx_suspension_entity, kx_suspension_f_agreement },
  { &kx_agreement_entity, &kx_application_entity, kx_application_f_agreement },
  { &kx_agreement_entity, &kx_exit_case_entity, kx_exit_case_f_agreement },
  { &kx_application_entity, &kx_objection_entity, kx_objection_f_application },
};
/* clang-format on */

const KxTimelineDay *
kx_timeline_days (guint *ret_n)
{
  *ret_n = G_N_ELEMENTS (days);
  return days;
}

const KxTimelineChild *
kx_timeline_children (guint *ret_n)
{
  *ret_n = G_N_ELEMENTS (children);
  return children;
}

gboolean
kx_timeline_day_tells (const KxTimelineDay *day, const KxRecord *row)
{
  int state = row->entity->state;

  if (day->entity != row->entity || !kx_record_has (row, day->field))
    return FALSE;
  return day->states == ANY || (state >= 0 && (day->states >> kx_record_get (row, (guint) state).CODE & 1));
}
