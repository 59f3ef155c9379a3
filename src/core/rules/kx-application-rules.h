/* Preconditions and effects around applications for admission. */
#pragma once

#include "core/kx-admission.h"
#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* The day whose rules count: that of the step, where it has one, else the day of the receipt. */
KxDate kx_rule_application_day (const KxScene *scene);

/* The round of the application as it would stand. NULL: it has none, or it is not here, with a finding that
 * it cannot be told. Free with kx_record_free(). */
KxRecord *kx_rule_application_round (const KxScene *scene, GPtrArray *findings);

/* Its agency; NULL with a finding when it is not here. Free with kx_record_free(). */
KxRecord *kx_rule_application_agency (const KxScene *scene, GPtrArray *findings);

/* The rows of `entity` that belong to the application `id`, by their only parent; NULL with a finding when
 * they are not here. `findings` may be NULL. (element-type KxRecord) */
GPtrArray *kx_rule_application_parts (const KxScene *scene, const KxEntity *entity, const char *id,
                                      GPtrArray *findings);

/* When the clock of the application as it stands is due, with what it takes to tell. FALSE, with a finding,
 * when it cannot be told; else *ret_policy is owned and outlives *ret_due. */
gboolean kx_rule_application_due (const KxScene *scene, KxAdmissionClock clock, KxPolicy **ret_policy,
                                  KxDue *ret_due, GPtrArray *findings);

/* The round as a citation: its number or title; the office's own rule. */
KxCite kx_rule_round_cite (const KxRecord *round);

/* TRUE when the place where it counts has no room for one more agency. */
gboolean kx_rule_application_goes_beyond (const KxScene *scene);

/* The day of the receipt has come. */
void kx_guard_application_received (const KxScene *scene, GPtrArray *findings);

/* The round is one of the same office. What was received before it opened or after it closed is a fact: noted
 * here, and not accepted. */
void kx_guard_application_round (const KxScene *scene, GPtrArray *findings);

/* Where it counts is a place of the office, and one that the round calls for. */
void kx_guard_application_place (const KxScene *scene, GPtrArray *findings);

/* Notes another open application, or an agreement, of the same agency. */
void kx_guard_application_once (const KxScene *scene, GPtrArray *findings);

/* Notes what the document says of institutions of this kind; none is shut out. */
void kx_guard_application_kind (const KxScene *scene, GPtrArray *findings);

/* Room within the limit of the layout: a note, and a precondition of "admit". A limit that is no duty may be
 * passed with a reason. */
void kx_guard_application_layout (const KxScene *scene, GPtrArray *findings);

/* Once it is assessed only the note is changed by hand, and the day by which the result is to come. */
void kx_guard_application_settled (const KxScene *scene, GPtrArray *findings);

/* The day of the step has come, and lies not before the receipt. */
void kx_guard_application_day (const KxScene *scene, GPtrArray *findings);

/* Something is missing, no notice runs, and the round still takes what is handed in later. */
void kx_guard_application_asks (const KxScene *scene, GPtrArray *findings);

/* It came before its round closed. On the closing day itself, where the round closes at an hour, a warning:
 * the receipt has a day only. */
void kx_guard_application_closing (const KxScene *scene, GPtrArray *findings);

/* Nothing of the checklist is missing or has to be corrected. */
void kx_guard_application_documents (const KxScene *scene, GPtrArray *findings);

/* No ban after an exit at fault runs. Without a value of the policy there is none. */
void kx_guard_application_ban (const KxScene *scene, GPtrArray *findings);

/* Notes that medical rehabilitation needs a licence; it is decided at the signing. */
void kx_guard_application_licence (const KxScene *scene, GPtrArray *findings);

/* Notes that the term is over; lateness of the office is no ground against the agency. */
void kx_guard_application_in_time (const KxScene *scene, GPtrArray *findings);

/* The notice has a first and a last day, and is no shorter than the policy has it. */
void kx_guard_application_publicity (const KxScene *scene, GPtrArray *findings);

/* It passed the assessment, where one is wanted or was begun. */
void kx_guard_application_assessed (const KxScene *scene, GPtrArray *findings);

/* The public notice is over, where there is one, and so is the term for objections. */
void kx_guard_application_published (const KxScene *scene, GPtrArray *findings);

/* No objection is open or was upheld. */
void kx_guard_application_objections (const KxScene *scene, GPtrArray *findings);

/* Its round gave it a place. */
void kx_guard_application_placed (const KxScene *scene, GPtrArray *findings);

/* Who accepts is not who received, and who decides not who received, accepted or assessed, as the office
 * rules its duties; nobody admits by a result that he entered himself. */
void kx_guard_application_other_officer (const KxScene *scene, GPtrArray *findings);

/* What the agreement will need is there, the day has come, and another officer decides. */
void kx_guard_application_decision (const KxScene *scene, GPtrArray *findings);

/* The grounds of a refusal are so on record. */
void kx_guard_application_refusal (const KxScene *scene, GPtrArray *findings);

/* Adds the checklist. */
void kx_effect_application_received (const KxScene *scene, KxDecision *decision);

/* Stops the clock. */
void kx_effect_application_asked (const KxScene *scene, KxDecision *decision);

/* What the step was given goes into the application, with who did it. */
void kx_effect_application_dated (const KxScene *scene, KxDecision *decision);
void kx_effect_application_accepted (const KxScene *scene, KxDecision *decision);
void kx_effect_application_assessed (const KxScene *scene, KxDecision *decision);
void kx_effect_application_decided (const KxScene *scene, KxDecision *decision);

/* Draws up the agreement, so that nothing is typed twice. */
void kx_effect_application_admitted (const KxScene *scene, KxDecision *decision);

G_END_DECLS
