#include "desktop/pages/kx-agreement-rows.h"

#include "core/entities/kx-admission-round.h"
#include "desktop/dialogs/kx-finder.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-places.h"
#include "desktop/kx-window.h"
#include "desktop/pages/kx-renewal-page.h"
#include "desktop/record/kx-letter-batch-dialog.h"
#include "models/kx-admission-days.h"
#include "models/kx-admission-standing.h"
#include "models/kx-agreement-standing.h"
#include "models/kx-display.h"

static char *
dup_standing (const KxRecord *record, const char **ret_style)
{
  KxDate today = kx_display_today ();
  KxStanding standing = kx_agreement_standing (record, today);

  if (standing == KX_STANDING_EXPIRED)
    *ret_style = "error";
  else if (standing == KX_STANDING_SOON)
    *ret_style = "warning";
  return kx_agreement_standing_words (record, today);
}

static char *
dup_clock (const KxRecord *record, const char **ret_style)
{
  gboolean late;
  char *words = kx_admission_days_words (record, kx_display_today (), &late);

  if (late)
    *ret_style = "warning";
  return words;
}

static char *
dup_taken_over (const KxRecord *record, const char **ret_style)
{
  if (kx_agreement_is_unconfirmed (record))
    *ret_style = "warning";
  return g_strdup (kx_agreement_taken_over_words (record));
}

/* clang-format off */
static const KxRowColumn columns[] = {
  { kx_agreement_f_agency, 230, TRUE, FALSE },
  { kx_agreement_f_number, 150, TRUE, FALSE, N_ ("Number") },
  { kx_agreement_f_state, 250, TRUE, FALSE, NULL, dup_standing },
  { kx_agreement_f_ends_on, 105, TRUE, FALSE },
  { kx_agreement_f_counts_area, 130, TRUE, FALSE, N_ ("Counts in") },
  { kx_agreement_f_taken_over, 190, TRUE, FALSE, NULL, dup_taken_over },
  { kx_agreement_f_scopes, 150, TRUE, FALSE, N_ ("Scopes") },
  { kx_agreement_f_starts_on, 105, TRUE, FALSE },
  { kx_agreement_f_kind, 180, FALSE, FALSE, N_ ("Kind") },
  { kx_agreement_f_rehab_types, 180, FALSE, FALSE },
  { kx_agreement_f_counts_toward, 120, FALSE, FALSE },
  { kx_agreement_f_template_name, 160, FALSE, FALSE },
  { kx_agreement_f_agency_signed_on, 130, FALSE, FALSE },
  { kx_agreement_f_signed_on, 110, FALSE, FALSE },
  { kx_agreement_f_plaque_no, 140, FALSE, FALSE },
  { kx_agreement_f_ended_on, 110, FALSE, FALSE },
  { kx_agreement_f_ending, 160, FALSE, FALSE },
  { kx_agreement_f_confirmed_on, 120, FALSE, FALSE },
  { kx_agreement_f_previous, 170, FALSE, FALSE },
  { kx_agreement_f_office, 200, FALSE, FALSE },
};

static const KxFilterChoice choices[] = {
  { kx_agreement_f_ends_on, KX_CHOICE_PRESET, N_ ("Term"), kx_agreement_standings, KX_AGREEMENT_N_STANDINGS },
  { kx_agreement_f_state, KX_CHOICE_CODES },
  { kx_agreement_f_counts_area, KX_CHOICE_AREA, N_ ("Place") },
  { kx_agreement_f_scopes, KX_CHOICE_HAS, N_ ("Scopes") },
  { kx_agreement_f_kind, KX_CHOICE_CODES, N_ ("Kind") },
  { kx_agreement_f_taken_over, KX_CHOICE_PRESET, N_ ("Taken over"), kx_agreement_takings_over, KX_AGREEMENT_N_TAKEN_OVER },
};
/* clang-format on */

static const guint facts[] = {
  kx_agreement_f_number,       kx_agreement_f_kind,      kx_agreement_f_scopes,
  kx_agreement_f_rehab_types,  kx_agreement_f_starts_on, kx_agreement_f_counts_toward,
  kx_agreement_f_counts_area,  kx_agreement_f_signed_on, kx_agreement_f_plaque_no,
  kx_agreement_f_ended_on,     kx_agreement_f_ending,    kx_agreement_f_taken_over,
  kx_agreement_f_confirmed_on, kx_agreement_f_office,    kx_agreement_f_note
};

/* How it stands, and until when. */
static void
add_standing (KxRowSummary *summary, const KxRecord *record)
{
  g_autofree char *words = kx_agreement_standing_words (record, kx_display_today ());

  kx_row_summary_add (summary, kx_display_label (&kx_agreement_entity.fields[kx_agreement_f_state]), words);
  kx_row_summary_add_date (summary, record, kx_agreement_f_ends_on,
                           kx_record_get (record, kx_agreement_f_office).REF);
}

static const char *
count_agreements (guint n)
{
  return ngettext ("%s agreement", "%s agreements", n);
}

static const char *
count_applications (guint n)
{
  return ngettext ("%s application", "%s applications", n);
}

static const char *
count_rounds (guint n)
{
  return ngettext ("%s round", "%s rounds", n);
}

/* The page of a new row that names this agency. */
static void
open_for_agency (KxWindow *window, const char *agency, gpointer data)
{
  const KxRowsKind *kind = data;
  g_autofree char *row = kx_place_new_row ("agency", agency);

  if (!kx_window_open_row (window, kind->entity, row))
    kx_window_toast (window, _ ("This cannot be opened yet"));
}

static void
begin_agreement (KxRowsPage *page)
{
  kx_finder_choose (kx_page_get_window (KX_PAGE (page)), _ ("Agreement with which agency?"), open_for_agency,
                    (gpointer) &kx_agreement_rows);
}

static void
begin_application (KxRowsPage *page)
{
  kx_finder_choose (kx_page_get_window (KX_PAGE (page)), _ ("Application of which agency?"), open_for_agency,
                    (gpointer) &kx_application_rows);
}

static void
push_renewal (KxRowsPage *page, KxRenewalWay way, GPtrArray *ids)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (page));
  KxProfile *profile = kx_page_get_profile (KX_PAGE (page));

  if (window != NULL && profile != NULL)
    kx_window_push (window, kx_renewal_page_new (profile, way, ids));
}

static void
renew (KxRowsPage *page, GPtrArray *ids)
{
  push_renewal (page, KX_RENEWAL_RENEW, ids);
}

static void
carry_on (KxRowsPage *page, GPtrArray *ids)
{
  push_renewal (page, KX_RENEWAL_CARRY_ON, ids);
}

static void
write_letters (KxRowsPage *page, GPtrArray *ids)
{
  KxProfile *profile = kx_page_get_profile (KX_PAGE (page));
  g_autoptr (KxDesk) desk = profile != NULL ? kx_desk_new (profile) : NULL;

  if (desk != NULL)
    gtk_window_present (GTK_WINDOW (kx_letter_batch_dialog_new (GTK_WIDGET (page), desk, ids, NULL)));
}

void
kx_agreement_rows_show_season (KxPage *page, const char *area)
{
  g_autoptr (KxFilter) filter = kx_filter_new (&kx_agreement_entity);

  g_return_if_fail (KX_IS_ROWS_PAGE (page));
  kx_filter_set_area (filter, area);
  kx_filter_choose_preset (filter, kx_agreement_standings, KX_AGREEMENT_N_STANDINGS,
                           KX_AGREEMENT_STANDING_SOON);
  kx_rows_page_show_filter (KX_ROWS_PAGE (page), filter);
}

static const KxRowsAct agreement_acts[] = {
  { N_ ("_Renew…"), "renew", renew },
  { N_ ("Carry _on past their end…"), "carry-on", carry_on, "bridge" },
  { N_ ("_Letters…"), "letters", write_letters },
};

/* clang-format off */
const KxRowsKind kx_agreement_rows = {
  .entity = "agreement",
  .name = "agreements",
  .icon = "x-office-document-symbolic",
  .help = "agreements",
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .choices = choices,
  .n_choices = G_N_ELEMENTS (choices),
  .facts = { facts, G_N_ELEMENTS (facts), kx_agreement_f_agency,
             N_ ("Choose an agreement to see what is known of it."), add_standing },
  .title = N_ ("Agreements"),
  .in_trash = N_ ("Agreements in the trash"),
  .of_all = N_ ("{n} of {all} agreements"),
  .more = N_ ("more than {n} agreements"),
  .count = count_agreements,
  .empty = N_ ("No agreements yet"),
  .empty_text = N_ ("Draw up the first one, or take over what runs on paper."),
  .nothing = N_ ("No agreement fits"),
  .nothing_text = N_ ("Numbers, and names, former names, codes, pinyin and initials of agencies were searched."),
  .add = N_ ("Draw up an agreement"),
  .begin = N_ ("_Draw up an agreement…"),
  .begin_action = "page.new",
  .imports = TRUE,
  .publishes = TRUE,
  .begin_new = begin_agreement,
  .acts = agreement_acts,
  .n_acts = G_N_ELEMENTS (agreement_acts),
};

static const KxRowColumn application_columns[] = {
  { kx_application_f_agency, 230, TRUE, FALSE },
  { kx_application_f_number, 150, TRUE, FALSE, N_ ("Number") },
  { kx_application_f_state, 310, TRUE, FALSE, NULL, dup_clock },
  { kx_application_f_counts_area, 130, TRUE, FALSE, N_ ("Counts in") },
  { kx_application_f_round, 190, TRUE, FALSE, N_ ("Round") },
  { kx_application_f_received_on, 105, TRUE, FALSE },
  { kx_application_f_assessment, 120, TRUE, FALSE, N_ ("Result") },
  { kx_application_f_standing, 100, TRUE, FALSE },
  { kx_application_f_scopes, 150, FALSE, FALSE, N_ ("Scopes") },
  { kx_application_f_rehab_types, 180, FALSE, FALSE },
  { kx_application_f_counts_toward, 120, FALSE, FALSE },
  { kx_application_f_accepted_on, 110, FALSE, FALSE },
  { kx_application_f_assessed_on, 110, FALSE, FALSE },
  { kx_application_f_score, 80, FALSE, TRUE },
  { kx_application_f_rank_no, 70, FALSE, TRUE },
  { kx_application_f_publicity_from, 120, FALSE, FALSE },
  { kx_application_f_publicity_until, 120, FALSE, FALSE },
  { kx_application_f_objection_until, 120, FALSE, FALSE },
  { kx_application_f_decided_on, 110, FALSE, FALSE },
  { kx_application_f_refusal_grounds, 180, FALSE, FALSE },
  { kx_application_f_withdrawn_on, 110, FALSE, FALSE },
  { kx_application_f_office, 200, FALSE, FALSE },
};

/* What a clerk looks for; all other fields stand in the record. */
static const KxFilterChoice application_choices[] = {
  { kx_application_f_received_on, KX_CHOICE_PRESET, N_ ("Handling"), kx_admission_handlings, KX_ADMISSION_N_HANDLINGS },
  { kx_application_f_state, KX_CHOICE_CODES },
  { kx_application_f_round, KX_CHOICE_ROW, N_ ("Round"), .none = N_ ("In no round") },
  { kx_application_f_counts_area, KX_CHOICE_AREA, N_ ("Place") },
  { kx_application_f_assessment, KX_CHOICE_CODES, N_ ("Result") },
  { kx_application_f_standing, KX_CHOICE_CODES },
  { kx_application_f_publicity_until, KX_CHOICE_UNTIL },
};

const KxRowsKind kx_application_rows = {
  .entity = "application",
  .name = "applications",
  .icon = "document-new-symbolic",
  .help = "agreements",
  .columns = application_columns,
  .n_columns = G_N_ELEMENTS (application_columns),
  .choices = application_choices,
  .n_choices = G_N_ELEMENTS (application_choices),
  .facts = { NULL, 0, -1, N_ ("Choose an application to see what is known of it."), NULL },
  .title = N_ ("Applications"),
  .in_trash = N_ ("Applications in the trash"),
  .of_all = N_ ("{n} of {all} applications"),
  .more = N_ ("more than {n} applications"),
  .count = count_applications,
  .empty = N_ ("No applications yet"),
  .empty_text = N_ ("What agencies hand in to be admitted stands here, in a round or by itself."),
  .nothing = N_ ("No application fits"),
  .nothing_text = N_ ("Numbers, and names, former names, codes, pinyin and initials of agencies were searched."),
  .add = N_ ("Enter an application"),
  .begin = N_ ("_Enter an application…"),
  .begin_action = "page.new",
  .begin_new = begin_application,
};

static const char *const round_fields[] = { "title", "number", "state", "opens_on", "closes_on", "announced_on",
                                            NULL };

static const KxFilterChoice round_choices[] = {
  { kx_admission_round_f_state, KX_CHOICE_CODES },
  { kx_admission_round_f_closes_on, KX_CHOICE_UNTIL },
};

const KxRowsKind kx_round_rows = {
  .entity = "admission_round",
  .name = "rounds",
  .icon = "x-office-calendar-symbolic",
  .help = "agreements",
  .fields = round_fields,
  .choices = round_choices,
  .n_choices = G_N_ELEMENTS (round_choices),
  .facts = { NULL, 0, -1, N_ ("Choose a round to see what is known of it."), NULL },
  .title = N_ ("Rounds"),
  .in_trash = N_ ("Rounds in the trash"),
  .of_all = N_ ("{n} of {all} rounds"),
  .more = N_ ("more than {n} rounds"),
  .count = count_rounds,
  .empty = N_ ("No rounds yet"),
  .empty_text = N_ ("A round calls for applications to a number of places."),
  .nothing = N_ ("No round fits"),
  .nothing_text = N_ ("Titles and numbers, pinyin and initials were searched."),
  .add = N_ ("Prepare a round"),
  .begin = N_ ("_Prepare a round…"),
  .begin_action = "page.new",
};
/* clang-format on */
