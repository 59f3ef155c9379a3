#include "desktop/pages/kx-record-kinds.h"

#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-agreement-clause.h"
#include "core/entities/kx-agreement-deposit.h"
#include "core/entities/kx-agreement-payment.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application-item.h"
#include "core/entities/kx-application-pause.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-change-case.h"
#include "core/entities/kx-credential.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-former-name.h"
#include "core/entities/kx-late-entry.h"
#include "core/entities/kx-letter-print.h"
#include "core/entities/kx-letter-sending.h"
#include "core/entities/kx-letter-series.h"
#include "core/entities/kx-letter-template.h"
#include "core/entities/kx-objection.h"
#include "core/entities/kx-rectification.h"
#include "core/entities/kx-round-place.h"
#include "core/entities/kx-seal-use.h"
#include "core/entities/kx-suspension.h"
#include "core/entities/kx-upward.h"
#include "desktop/kx-gettext.h"
#include "desktop/pages/kx-record-agency.h"
#include "desktop/pages/kx-record-agreement.h"
#include "desktop/pages/kx-record-approval.h"
#include "desktop/pages/kx-record-letter.h"
#include "desktop/pages/kx-record-page-private.h"
#include "desktop/pages/kx-record-template.h"
#include "desktop/record/kx-clock-list.h"
#include "desktop/record/kx-terms-list.h"

/* The sections of a form (desktop/form/kx-form-layout.c) below which lists stand. */
#define IDENTITY 0
#define INSTITUTION 1
#define SERVICES 2
#define TERM 3
#define TEXT 4
#define SIGNING 6
#define COURSE 3
#define CALL 0
#define RECEIPT 0
#define CLOCKS 2
#define DECISION 4
#define ANSWER 1
#define DELIVERY 2
#define NUMBERS 0

/* clang-format off */
static const KxRecordPart agency_parts[] = {
  { &kx_former_name_entity, kx_former_name_f_agency, N_("Former names"), N_("Add a former name"), IDENTITY },
  { &kx_credential_entity, kx_credential_f_agency, N_("Credentials"), N_("Add a credential"), INSTITUTION },
  { &kx_change_case_entity, kx_change_case_f_agency, N_("Reported changes"), NULL, INSTITUTION },
  { &kx_application_entity, kx_application_f_agency, N_("Applications"), NULL, SERVICES },
  { &kx_agreement_entity, kx_agreement_f_agency, N_("Agreements"), N_("Add an agreement…"), SERVICES, "page.new-agreement" },
  { &kx_rectification_entity, kx_rectification_f_agency, N_("Rectifications"), N_("Add a rectification…"), SERVICES, "page.new-rectification" },
  { &kx_exit_case_entity, kx_exit_case_f_agency, N_("Exit cases"), N_("Add an exit case…"), SERVICES, "page.new-exit-case" },
};

static const KxRecordPart agreement_parts[] = {
  { &kx_agreement_payment_entity, kx_agreement_payment_f_agreement, N_("Ways of payment"), N_("Add a way of payment"), TERM },
  { &kx_agreement_deposit_entity, kx_agreement_deposit_f_agreement, N_("Table of the deposit"), N_("Add a line of the table"), TERM },
  { &kx_suspension_entity, kx_suspension_f_agreement, N_("Suspensions and holds"), N_("Propose a suspension…"), TERM, "page.new-suspension" },
  { &kx_agreement_clause_entity, kx_agreement_clause_f_agreement, N_("Checklist of clauses"), N_("Add a subject"), TEXT },
  { &kx_agreement_entity, kx_agreement_f_previous, N_("Agreement that follows"), NULL, TERM },
  { &kx_approval_entity, kx_approval_f_owner, N_("Approval slips"), NULL, SIGNING },
  { &kx_letter_entity, kx_letter_f_agreement, N_("Letters"), N_("New letter…"), SIGNING, "page.new-letter" },
};

static const KxRecordPart suspension_parts[] = {
  { &kx_approval_entity, kx_approval_f_owner, N_("Approval slips"), NULL, COURSE },
  { &kx_letter_entity, kx_letter_f_suspension, N_("Letters"), N_("New letter…"), COURSE, "page.new-letter" },
};

static const KxRecordPart round_parts[] = {
  { &kx_round_place_entity, kx_round_place_f_round, N_("Places called"), N_("Add a place"), CALL },
  { &kx_application_entity, kx_application_f_round, N_("Applications"), NULL, CALL },
  { &kx_approval_entity, kx_approval_f_owner, N_("Approval slips"), NULL, CALL },
};

static const KxRecordPart application_parts[] = {
  { &kx_application_item_entity, kx_application_item_f_application, N_("Documents"), N_("Add a document"), RECEIPT },
  { &kx_application_pause_entity, kx_application_pause_f_application, N_("Stopped clocks"), N_("Stop the clock"), CLOCKS },
  { &kx_objection_entity, kx_objection_f_application, N_("Objections"), N_("Enter an objection"), DECISION },
  { &kx_approval_entity, kx_approval_f_owner, N_("Approval slips"), NULL, DECISION },
  { &kx_letter_entity, kx_letter_f_application, N_("Letters"), N_("New letter…"), DECISION, "page.new-letter" },
};

static const KxRecordPart upward_parts[] = {
  { &kx_admission_round_entity, kx_admission_round_f_authority, N_("Rounds that rest on it"), NULL, ANSWER },
};

static const KxRecordPart letter_parts[] = {
  { &kx_letter_sending_entity, kx_letter_sending_f_letter, N_("Sendings, which are no service"), N_("Enter a sending"), DELIVERY },
  { &kx_letter_print_entity, kx_letter_print_f_letter, N_("Prints since it was issued"), N_("Enter a print"), DELIVERY },
};

static const KxRecordPart series_parts[] = {
  { &kx_letter_entity, kx_letter_f_taken_from, N_("Letters"), NULL, NUMBERS },
};

static const KxRecordPart approval_parts[] = {
  { &kx_seal_use_entity, kx_seal_use_f_approval, N_("Uses of the seal"), N_("Enter a use of the seal"), ANSWER },
};
/* clang-format on */

static const guint agreement_chips[] = { kx_agreement_f_state, kx_agreement_f_kind, kx_agreement_f_agency };

static const guint round_chips[] = { kx_admission_round_f_state, kx_admission_round_f_authority };
static const guint application_chips[] = { kx_application_f_state, kx_application_f_agency,
                                           kx_application_f_round, kx_application_f_agreement };
static const guint upward_chips[] = { kx_upward_f_kind, kx_upward_f_result };
static const guint objection_chips[] = { kx_objection_f_state, kx_objection_f_application };
static const guint approval_chips[] = { kx_approval_f_state };
static const guint change_case_chips[] = { kx_change_case_f_state, kx_change_case_f_agency };
static const guint letter_chips[] = { kx_letter_f_state,      kx_letter_f_kind,      kx_letter_f_number,
                                      kx_letter_f_agency,     kx_letter_f_agreement, kx_letter_f_suspension,
                                      kx_letter_f_application };
static const guint series_chips[] = { kx_letter_series_f_state };
static const guint template_chips[] = { kx_letter_template_f_kind };
static const guint rectification_chips[] = { kx_rectification_f_state, kx_rectification_f_agency };
static const guint suspension_chips[] = { kx_suspension_f_state, kx_suspension_f_agency,
                                          kx_suspension_f_agreement };
static const guint exit_case_chips[] = { kx_exit_case_f_state, kx_exit_case_f_agency,
                                         kx_exit_case_f_agreement };

/* A kind that is made elsewhere, and shows these fields in its head. */
#define MADE_ELSEWHERE(thing, page, begins)                                                                  \
  {                                                                                                          \
    .entity = &kx_##thing##_entity, .icon = "x-office-document-symbolic", .help = "agency", .place = page,   \
    .first = begins, .name = KX_RECORD_NO_FIELD, .code = KX_RECORD_NO_FIELD, .chips = thing##_chips,         \
    .n_chips = G_N_ELEMENTS (thing##_chips)                                                                  \
  }

/* Papers are mostly entered before their answer is there. */
static void
begin_upward (KxRecord *beginning)
{
  kx_upward_set_result (kx_upward (beginning), kx_upward_result_pending);
}

/* Its title is the step: the head says that it came late, and with which record. */
static void
add_late_chips (KxRecordPage *page, const KxRecord *record)
{
  kx_record_page_add_chip (page, "document-open-recent-symbolic", _ (record->entity->label), NULL);
  kx_record_page_add_owner (page, record);
}

static const KxRecordKind kinds[] = {
  { .entity = &kx_agency_entity,
    .icon = "kx-agency-symbolic",
    .help = "agency",
    .place = "agencies",
    .fresh = N_ ("New agency"),
    .added = N_ ("Agency added"),
    .first = kx_agency_f_name,
    .name = kx_agency_f_name,
    .code = kx_agency_f_uscc,
    .parts = agency_parts,
    .n_parts = G_N_ELEMENTS (agency_parts),
    .items = kx_record_agency_items,
    .n_items = KX_RECORD_AGENCY_N_ITEMS,
    .actions = kx_record_agency_actions,
    .n_actions = KX_RECORD_AGENCY_N_ACTIONS,
    .add_chips = kx_record_agency_add_chips,
    .show_actions = kx_record_agency_show_actions },
  { .entity = &kx_agreement_entity,
    .icon = "x-office-document-symbolic",
    .help = "agency",
    .place = "agreements",
    .fresh = N_ ("New agreement"),
    .added = N_ ("Agreement added"),
    .first = kx_agreement_f_number,
    .name = KX_RECORD_NO_FIELD,
    .code = KX_RECORD_NO_FIELD,
    .chips = agreement_chips,
    .n_chips = G_N_ELEMENTS (agreement_chips),
    .parts = agreement_parts,
    .n_parts = G_N_ELEMENTS (agreement_parts),
    .makes_at = 3,
    .ready = "submit",
    .step_of = kx_record_agreement_step_of,
    .make_terms = kx_terms_list_new,
    .terms_section = TERM,
    .items = kx_record_agreement_items,
    .n_items = KX_RECORD_AGREEMENT_N_ITEMS,
    .actions = kx_record_agreement_actions,
    .n_actions = KX_RECORD_AGREEMENT_N_ACTIONS,
    .show_actions = kx_record_agreement_show_actions },
  { .entity = &kx_suspension_entity,
    .icon = "media-playback-pause-symbolic",
    .help = "agreements",
    .place = "suspensions",
    .fresh = N_ ("New suspension"),
    .added = N_ ("Suspension proposed"),
    .first = kx_suspension_f_kind,
    .name = KX_RECORD_NO_FIELD,
    .code = KX_RECORD_NO_FIELD,
    .chips = suspension_chips,
    .n_chips = G_N_ELEMENTS (suspension_chips),
    .parts = suspension_parts,
    .n_parts = G_N_ELEMENTS (suspension_parts),
    .actions = kx_record_new_letter_actions,
    .n_actions = G_N_ELEMENTS (kx_record_new_letter_actions),
    .add_chips = kx_record_suspension_add_chips,
    .show_actions = kx_record_new_letter_show_actions },
  { .entity = &kx_admission_round_entity,
    .icon = "x-office-calendar-symbolic",
    .help = "agreements",
    .place = "rounds",
    .fresh = N_ ("New round"),
    .added = N_ ("Round added"),
    .first = kx_admission_round_f_title,
    .name = KX_RECORD_NO_FIELD,
    .code = KX_RECORD_NO_FIELD,
    .chips = round_chips,
    .n_chips = G_N_ELEMENTS (round_chips),
    .parts = round_parts,
    .n_parts = G_N_ELEMENTS (round_parts) },
  { .entity = &kx_application_entity,
    .icon = "document-new-symbolic",
    .help = "agreements",
    .place = "applications",
    .fresh = N_ ("New application"),
    .added = N_ ("Application added"),
    .first = kx_application_f_number,
    .name = KX_RECORD_NO_FIELD,
    .code = KX_RECORD_NO_FIELD,
    .chips = application_chips,
    .n_chips = G_N_ELEMENTS (application_chips),
    .parts = application_parts,
    .n_parts = G_N_ELEMENTS (application_parts),
    .make_terms = kx_clock_list_new,
    .terms_section = CLOCKS,
    .actions = kx_record_new_letter_actions,
    .n_actions = G_N_ELEMENTS (kx_record_new_letter_actions),
    .show_actions = kx_record_new_letter_show_actions },
  { .entity = &kx_upward_entity,
    .icon = "mail-send-symbolic",
    .help = "agreements",
    .place = "upwards",
    .fresh = N_ ("New paper sent upward"),
    .added = N_ ("Paper sent upward added"),
    .first = kx_upward_f_kind,
    .begin = begin_upward,
    .name = KX_RECORD_NO_FIELD,
    .code = KX_RECORD_NO_FIELD,
    .chips = upward_chips,
    .n_chips = G_N_ELEMENTS (upward_chips),
    .parts = upward_parts,
    .n_parts = G_N_ELEMENTS (upward_parts) },
  { .entity = &kx_objection_entity,
    .icon = "x-office-document-symbolic",
    .help = "agreements",
    .place = "applications",
    .first = kx_objection_f_grounds,
    .name = KX_RECORD_NO_FIELD,
    .code = KX_RECORD_NO_FIELD,
    .chips = objection_chips,
    .n_chips = G_N_ELEMENTS (objection_chips),
    .make_terms = kx_clock_list_new_for_objection },
  { .entity = &kx_approval_entity,
    .icon = "x-office-document-symbolic",
    .help = "agency",
    .place = "agreements",
    .first = kx_approval_f_matter,
    .name = KX_RECORD_NO_FIELD,
    .code = KX_RECORD_NO_FIELD,
    .chips = approval_chips,
    .n_chips = G_N_ELEMENTS (approval_chips),
    .parts = approval_parts,
    .n_parts = G_N_ELEMENTS (approval_parts),
    .add_chips = kx_record_page_add_owner,
    .show_more = kx_record_approval_show },
  { .entity = &kx_letter_entity,
    .icon = "mail-unread-symbolic",
    .help = "letters",
    .place = "letters",
    .fresh = N_ ("New letter"),
    .added = N_ ("Letter added"),
    .first = kx_letter_f_kind,
    .name = KX_RECORD_NO_FIELD,
    .code = KX_RECORD_NO_FIELD,
    .chips = letter_chips,
    .n_chips = G_N_ELEMENTS (letter_chips),
    .parts = letter_parts,
    .n_parts = G_N_ELEMENTS (letter_parts),
    .items = kx_record_letter_items,
    .n_items = KX_RECORD_LETTER_N_ITEMS,
    .actions = kx_record_letter_actions,
    .n_actions = KX_RECORD_LETTER_N_ACTIONS,
    .show_actions = kx_record_letter_show_actions },
  { .entity = &kx_letter_series_entity,
    .icon = "view-list-symbolic",
    .help = "letters",
    .place = "letter-series",
    .fresh = N_ ("New number series"),
    .added = N_ ("Number series added"),
    .first = kx_letter_series_f_mark,
    .name = KX_RECORD_NO_FIELD,
    .code = KX_RECORD_NO_FIELD,
    .chips = series_chips,
    .n_chips = G_N_ELEMENTS (series_chips),
    .parts = series_parts,
    .n_parts = G_N_ELEMENTS (series_parts) },
  { .entity = &kx_letter_template_entity,
    .icon = "x-office-document-symbolic",
    .help = "letters",
    .place = "letter-templates",
    .fresh = N_ ("New template"),
    .added = N_ ("Template added"),
    .first = kx_letter_template_f_kind,
    .name = KX_RECORD_NO_FIELD,
    .code = KX_RECORD_NO_FIELD,
    .chips = template_chips,
    .n_chips = G_N_ELEMENTS (template_chips),
    .show_more = kx_record_template_show },
  { .entity = &kx_late_entry_entity,
    .icon = "document-open-recent-symbolic",
    .help = "agreements",
    .place = "late-entries",
    .first = kx_late_entry_f_explanation,
    .name = KX_RECORD_NO_FIELD,
    .code = KX_RECORD_NO_FIELD,
    .add_chips = add_late_chips },
  MADE_ELSEWHERE (change_case, "agencies", kx_change_case_f_new_text),
  { .entity = &kx_rectification_entity,
    .icon = "x-office-document-symbolic",
    .help = "agency",
    .place = "evaluations",
    .fresh = N_ ("New rectification"),
    .added = N_ ("Rectification added"),
    .first = kx_rectification_f_number,
    .name = KX_RECORD_NO_FIELD,
    .code = KX_RECORD_NO_FIELD,
    .chips = rectification_chips,
    .n_chips = G_N_ELEMENTS (rectification_chips) },
  { .entity = &kx_exit_case_entity,
    .icon = "x-office-document-symbolic",
    .help = "agency",
    .place = "exits",
    .fresh = N_ ("New exit case"),
    .added = N_ ("Exit case added"),
    .first = kx_exit_case_f_number,
    .name = KX_RECORD_NO_FIELD,
    .code = KX_RECORD_NO_FIELD,
    .chips = exit_case_chips,
    .n_chips = G_N_ELEMENTS (exit_case_chips) },
};

const KxRecordKind *
kx_record_kind_find (const char *entity)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].entity->name, entity) == 0)
      return &kinds[i];
  return NULL;
}
