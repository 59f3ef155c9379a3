/* All that a policy document may settle, once for the core, the service and the desktop.
 *
 * A parameter is `P (name, KIND, UNIT, flags, label)`. Its name is the member of a policy pack
 * (data/policies) and the code of an own value; its value is an INTEGER, a DECIMAL of two digits, a BOOLEAN
 * or a TEXT in the words of the document. A BOOLEAN says whether the document wants, or allows, what the
 * label names; how firmly it does is the force of the entry. Where nobody gave a value, none is assumed: no
 * limit, no term, no rule.
 *
 * KX_POLICY_OWN: an office may enter a value of its own where the documents give none, or where their force
 * is not "duty". The others are fixed by law, or are not for an office to settle. */
#pragma once

/* Units of numbers: `U (NAME, label)`. */
#define KX_POLICY_UNITS(U)                                                                                   \
  U (NONE, "")                                                                                               \
  U (AGENCIES, N_ ("agencies"))                                                                              \
  U (PERSONS, N_ ("persons"))                                                                                \
  U (CITIES, N_ ("cities"))                                                                                  \
  U (PLATFORMS, N_ ("platforms"))                                                                            \
  U (INJURIES, N_ ("kinds of injury"))                                                                       \
  U (DAYS, N_ ("days"))                                                                                      \
  U (WORKDAYS, N_ ("working days"))                                                                          \
  U (MONTHS, N_ ("months"))                                                                                  \
  U (PERCENT, N_ ("percent"))

/* clang-format off */
#define KX_POLICY_PARAMETERS(P) \
  /* Layout: how many agencies, and which institutions may become one. */ \
  P (cap_county, INTEGER, AGENCIES, KX_POLICY_OWN, N_ ("Agencies in a county, at most")) \
  P (cap_city_level, INTEGER, AGENCIES, KX_POLICY_OWN, N_ ("Agencies at city level, at most")) \
  P (cap_counts_community, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Community institutions count towards the limits")) \
  P (cap_counts_stations, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Pneumoconiosis stations count towards the limits")) \
  P (cap_counts_outside, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Out-of-area agencies count towards the limits")) \
  P (layout_principle, TEXT, NONE, KX_POLICY_OWN, N_ ("Principle of the layout")) \
  P (layout_widening, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("More agencies by and by")) \
  P (provincial_agencies, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Institutions of the province as agencies")) \
  P (private_agencies, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Private institutions as agencies")) \
  P (community_agencies, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Township and community health centres as agencies")) \
  P (sanatorium_agencies, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Workers' sanatoriums as agencies")) \
  P (veterans_agencies, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Veterans' care hospitals as agencies")) \
  P (station_agencies, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Pneumoconiosis rehabilitation stations as agencies")) \
  P (disability_agencies, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Rehabilitation bodies for the disabled as agencies")) \
  P (outside_agencies, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Agreements with agencies outside the city")) \
  P (separate_department, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Own department for work-injury rehabilitation")) \
  /* Scope of service. */ \
  P (scope_inpatient, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Inpatient rehabilitation")) \
  P (scope_outpatient, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Outpatient rehabilitation")) \
  P (scope_community, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Community rehabilitation")) \
  P (scope_home, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Home-based rehabilitation")) \
  P (outpatient_vocational, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Vocational rehabilitation without a stay")) \
  P (pilot_cities_min, INTEGER, CITIES, 0, N_ ("Pilot cities, at least")) \
  P (pilot_cities_max, INTEGER, CITIES, 0, N_ ("Pilot cities, at most")) \
  P (pilot_agency, TEXT, NONE, KX_POLICY_OWN, N_ ("Agency of the outpatient pilot")) \
  P (outpatient_risks, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("List of risks of outpatient rehabilitation")) \
  P (phases, TEXT, NONE, KX_POLICY_OWN, N_ ("Phases of rehabilitation")) \
  P (subspecialties, TEXT, NONE, KX_POLICY_OWN, N_ ("Subspecialties of rehabilitation")) \
  /* Admission. */ \
  P (admission_assessment, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Admission assessment")) \
  P (medical_needs_licence, BOOLEAN, NONE, 0, N_ ("Medical rehabilitation needs a medical licence")) \
  P (acceptance_workdays, INTEGER, WORKDAYS, KX_POLICY_OWN, N_ ("Term for accepting an application")) \
  P (supplement_workdays, INTEGER, WORKDAYS, KX_POLICY_OWN, N_ ("Term for supplementing an application")) \
  P (assessment_days, INTEGER, DAYS, KX_POLICY_OWN, N_ ("Term for the admission assessment")) \
  P (publicity_workdays, INTEGER, WORKDAYS, KX_POLICY_OWN, N_ ("Public notice before admission")) \
  P (objection_workdays, INTEGER, WORKDAYS, KX_POLICY_OWN, N_ ("Term for objections")) \
  P (objection_answer_workdays, INTEGER, WORKDAYS, KX_POLICY_OWN, N_ ("Term for answering an objection")) \
  P (reapply_ban_months, INTEGER, MONTHS, KX_POLICY_OWN, N_ ("No new application after an exit at fault")) \
  /* Agreement. */ \
  P (negotiation, BOOLEAN, NONE, 0, N_ ("Agreements are negotiated as equals")) \
  P (publish_agencies, BOOLEAN, NONE, 0, N_ ("List of agencies is published")) \
  P (unified_template, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Unified text of the agreement")) \
  P (unified_template_name, TEXT, NONE, KX_POLICY_OWN, N_ ("Name of the unified text")) \
  P (detailed_clauses, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Agreements go into detail")) \
  P (agreement_clauses, TEXT, NONE, KX_POLICY_OWN, N_ ("Subjects of an agreement")) \
  P (template_version, TEXT, NONE, KX_POLICY_OWN, N_ ("Current version of the text")) \
  P (catalogue_version, TEXT, NONE, KX_POLICY_OWN, N_ ("Current version of the catalogues")) \
  P (catalogue_upkeep, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Catalogues are kept up to date")) \
  P (agency_training, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Guidance and training of agencies")) \
  P (filing_workdays, INTEGER, WORKDAYS, KX_POLICY_OWN, N_ ("Term for filing a signed agreement with the province")) \
  P (agreement_months, INTEGER, MONTHS, KX_POLICY_OWN, N_ ("Length of an agreement, at most")) \
  P (renewal_notice_months, INTEGER, MONTHS, KX_POLICY_OWN, N_ ("Renewal begins before the end")) \
  P (renewal_decision_months, INTEGER, MONTHS, KX_POLICY_OWN, N_ ("Renewal is decided, and the agency told, before the end")) \
  P (renewal_grade, TEXT, NONE, KX_POLICY_OWN, N_ ("Lowest grade for a renewal")) \
  P (bridge_months, INTEGER, MONTHS, KX_POLICY_OWN, N_ ("Agreement carried on in writing, at most")) \
  P (change_report_days, INTEGER, DAYS, KX_POLICY_OWN, N_ ("Term for reporting a change")) \
  P (leave_notice_months, INTEGER, MONTHS, KX_POLICY_OWN, N_ ("Notice of an agency that wants to leave")) \
  P (public_hospitals_leave, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Public hospitals may ask to leave")) \
  P (unpaid_agency_leaves, BOOLEAN, NONE, 0, N_ ("An unpaid agency may end the agreement")) \
  P (plaque_return_workdays, INTEGER, WORKDAYS, KX_POLICY_OWN, N_ ("Term for returning the plaque")) \
  /* Handling of business. */ \
  P (tiered_review, BOOLEAN, NONE, 0, N_ ("Review in tiers")) \
  P (process_record, BOOLEAN, NONE, 0, N_ ("Handling is recorded")) \
  P (late_entry_workdays, INTEGER, WORKDAYS, KX_POLICY_OWN, N_ ("Entry counts as late after")) \
  /* Supervision and evaluation. */ \
  P (performance_check, BOOLEAN, NONE, 0, N_ ("Performance of agreements is checked")) \
  P (daily_inspection, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Routine inspection")) \
  P (inspection_by, TEXT, NONE, KX_POLICY_OWN, N_ ("Inspecting body")) \
  P (periodic_evaluation, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Periodic evaluation")) \
  P (evaluation_by, TEXT, NONE, KX_POLICY_OWN, N_ ("Evaluating body")) \
  P (evaluation_months, INTEGER, MONTHS, KX_POLICY_OWN, N_ ("Time between evaluations")) \
  P (evaluation_weights, TEXT, NONE, KX_POLICY_OWN, N_ ("Weights of the sources of a score")) \
  P (grade_table, TEXT, NONE, KX_POLICY_OWN, N_ ("Grades and their bounds")) \
  P (grading_months, INTEGER, MONTHS, KX_POLICY_OWN, N_ ("In force before a first grade, at least")) \
  P (feedback_workdays, INTEGER, WORKDAYS, KX_POLICY_OWN, N_ ("Term for telling the agency its result")) \
  P (third_party, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Joint evaluation with a third party")) \
  P (panel_departments, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Departments on the panel")) \
  P (panel_experts, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Experts on the panel")) \
  P (panel_size, INTEGER, PERSONS, KX_POLICY_OWN, N_ ("Members of a panel")) \
  P (association, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Trade associations and societies help to supervise")) \
  P (quality_control, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Quality control over the whole course")) \
  P (return_assessment, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Assessment by return to work and society")) \
  P (result_quality, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Agreement linked with quality")) \
  P (result_settlement, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Agreement linked with settlement")) \
  P (result_violation, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Agreement linked with violations")) \
  P (result_exit, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Agreement linked with exit")) \
  /* Rectification and exit. */ \
  P (exit_mechanism, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Exit mechanism")) \
  P (statement_right, BOOLEAN, NONE, 0, N_ ("Right of statement and defence")) \
  P (statement_workdays, INTEGER, WORKDAYS, KX_POLICY_OWN, N_ ("Term for statement and defence")) \
  P (rectification_workdays, INTEGER, WORKDAYS, KX_POLICY_OWN, N_ ("Term for rectification")) \
  P (hold_days, INTEGER, DAYS, KX_POLICY_OWN, N_ ("Interim hold, at most")) \
  P (suspension_days, INTEGER, DAYS, KX_POLICY_OWN, N_ ("Suspension at the agency's request, at most")) \
  P (correction_duty, BOOLEAN, NONE, 0, N_ ("Breaches of law are ordered to be corrected")) \
  P (credit_record, BOOLEAN, NONE, 0, N_ ("Breaches of trust are recorded")) \
  P (reconsideration_days, INTEGER, DAYS, 0, N_ ("Term for administrative reconsideration")) \
  P (litigation_months, INTEGER, MONTHS, 0, N_ ("Term for administrative litigation")) \
  /* Fees and settlement. */ \
  P (pay_in_time, BOOLEAN, NONE, 0, N_ ("Fees are settled in time and in full")) \
  P (withhold_needs_clause, BOOLEAN, NONE, 0, N_ ("Withholding needs a clause of the agreement")) \
  P (settlement_days, INTEGER, DAYS, KX_POLICY_OWN, N_ ("Term for paying a claim")) \
  P (reimbursement_workdays, INTEGER, WORKDAYS, 0, N_ ("Term for manual reimbursement")) \
  P (deposit_pct, DECIMAL, PERCENT, KX_POLICY_OWN, N_ ("Quality deposit")) \
  P (payment_item, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Payment by item")) \
  P (payment_disease, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Payment by disease")) \
  P (payment_bed_day, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Payment by bed-day")) \
  P (payment_capita, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Payment by head")) \
  P (settlement_ways, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("New ways of settlement")) \
  P (surplus_retained, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Surplus stays with the agency")) \
  P (surplus_retained_pct, DECIMAL, PERCENT, KX_POLICY_OWN, N_ ("Share of the surplus that stays")) \
  P (overrun_shared, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Overruns are shared")) \
  P (overrun_shared_pct, DECIMAL, PERCENT, KX_POLICY_OWN, N_ ("Share of an overrun paid by the fund")) \
  P (separate_billing, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Medical and rehabilitation items billed apart")) \
  P (price_guidance, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Government-guided prices as the standard")) \
  P (smart_audit, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Smart review of fees")) \
  P (networked_settlement, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Networked settlement")) \
  P (card_settlement, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Settlement by social security card")) \
  P (identity_check, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Identity of the worker is checked")) \
  P (vocational_fee_pct, DECIMAL, PERCENT, KX_POLICY_OWN, N_ ("Share set aside for vocational rehabilitation")) \
  P (purchased_services, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Purchase of services")) \
  /* Experts. */ \
  P (pool_province, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Expert pool of the province")) \
  P (pool_city, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Expert pool of the city")) \
  P (expert_duties, TEXT, NONE, KX_POLICY_OWN, N_ ("Duties of experts")) \
  P (expert_term_months, INTEGER, MONTHS, KX_POLICY_OWN, N_ ("Term of an expert")) \
  P (expert_sessions, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Regular on-site value assessment")) \
  /* Cases. */ \
  P (confirming_body, TEXT, NONE, KX_POLICY_OWN, N_ ("Body that confirms rehabilitation")) \
  P (confirmation_workdays, INTEGER, WORKDAYS, KX_POLICY_OWN, N_ ("Term for confirming rehabilitation")) \
  P (value_assessor, TEXT, NONE, KX_POLICY_OWN, N_ ("Body that assesses the value of rehabilitation")) \
  P (outcome_assessor, TEXT, NONE, KX_POLICY_OWN, N_ ("Body that assesses the outcome")) \
  P (rehab_guidance, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Workers are guided to rehabilitation")) \
  P (early_intervention, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Early intervention")) \
  P (rehab_before_appraisal, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Rehabilitation before appraisal")) \
  P (appraisal_injuries, INTEGER, INJURIES, KX_POLICY_OWN, N_ ("Rehabilitation before appraisal for")) \
  P (appraisal_right, BOOLEAN, NONE, 0, N_ ("Appraisal may always be applied for")) \
  P (appraisal_days, INTEGER, DAYS, 0, N_ ("Term for the appraisal's conclusion")) \
  P (joint_application, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Recognition and rehabilitation applied for together")) \
  P (vocational_confirmation, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Vocational rehabilitation confirmed apart")) \
  P (extension_before_end, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Extension applied for before the period ends")) \
  P (outside_filing_by, TEXT, NONE, KX_POLICY_OWN, N_ ("Body that files out-of-area rehabilitation")) \
  P (outside_filing_online, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Out-of-area filing online")) \
  P (outside_settlement, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Out-of-area rehabilitation is settled")) \
  P (rights_notice, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Notice of rights")) \
  P (rights_notice_papers, TEXT, NONE, KX_POLICY_OWN, N_ ("Papers handed out with the notice of rights")) \
  P (rights_notice_by, TEXT, NONE, KX_POLICY_OWN, N_ ("Bodies that hand out the notice of rights")) \
  P (coordinator, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Coordinators")) \
  P (coordinator_by, TEXT, NONE, KX_POLICY_OWN, N_ ("Body that entrusts coordinators")) \
  P (coordinator_min, INTEGER, PERSONS, KX_POLICY_OWN, N_ ("Coordinators of an agency, at least")) \
  P (coordinator_max, INTEGER, PERSONS, KX_POLICY_OWN, N_ ("Coordinators of an agency, at most")) \
  P (coordinator_consent, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Coordination needs the worker's consent")) \
  P (follow_up, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Follow-up after rehabilitation")) \
  P (follow_up_forms, TEXT, NONE, KX_POLICY_OWN, N_ ("Forms of follow-up")) \
  P (later_services, TEXT, NONE, KX_POLICY_OWN, N_ ("Services after rehabilitation")) \
  P (worker_registry, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Registry of rehabilitated workers")) \
  /* Network, plan and reports. */ \
  P (consortium, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Rehabilitation consortium")) \
  P (liaison_cities, INTEGER, CITIES, 0, N_ ("Priority liaison cities")) \
  P (regional_platforms, INTEGER, PLATFORMS, 0, N_ ("Regional demonstration platforms")) \
  P (plan_first_year, INTEGER, NONE, 0, N_ ("First year of the plan")) \
  P (plan_last_year, INTEGER, NONE, 0, N_ ("Last year of the plan")) \
  P (task_list, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("List of tasks")) \
  P (liaison_officers, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Liaison officers")) \
  P (report_months, TEXT, NONE, KX_POLICY_OWN, N_ ("Months of the report")) \
  P (report_day, INTEGER, NONE, KX_POLICY_OWN, N_ ("Last day for the report in its month")) \
  P (report_to, TEXT, NONE, KX_POLICY_OWN, N_ ("Body reported to")) \
  P (report_by, TEXT, NONE, KX_POLICY_OWN, N_ ("Reporting body")) \
  P (area_assessment, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Assessment of the area's work")) \
  P (area_performance, BOOLEAN, NONE, 0, N_ ("Rehabilitation in the province's performance review")) \
  P (statistics, BOOLEAN, NONE, KX_POLICY_OWN, N_ ("Special statistics"))
/* clang-format on */
