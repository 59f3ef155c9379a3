#include "desktop/pages/kx-agency-rows.h"

#include "core/entities/kx-agency.h"
#include "desktop/kx-gettext.h"
#include "models/kx-display.h"

/* clang-format off */
static const KxRowColumn columns[] = {
  { kx_agency_f_name, 260, TRUE, FALSE },
  { kx_agency_f_county, 130, TRUE, FALSE, N_ ("City or county") },
  { kx_agency_f_kind, 180, TRUE, FALSE, N_ ("Kind") },
  { kx_agency_f_hospital_level, 140, TRUE, FALSE, N_ ("Level") },
  { kx_agency_f_ownership, 100, TRUE, FALSE },
  { kx_agency_f_scopes_offered, 160, TRUE, FALSE, N_ ("Scopes") },
  { kx_agency_f_beds, 70, TRUE, TRUE, N_ ("Beds") },
  { kx_agency_f_licence_valid_to, 120, TRUE, FALSE, N_ ("Licence until") },
  { kx_agency_f_uscc, 190, FALSE, FALSE, N_ ("Credit code") },
  { kx_agency_f_short_name, 140, FALSE, FALSE },
  { kx_agency_f_subspecialties, 180, FALSE, FALSE },
  { kx_agency_f_staff, 80, FALSE, TRUE, N_ ("Staff") },
  { kx_agency_f_departments, 160, FALSE, FALSE },
  { kx_agency_f_legal_rep, 120, FALSE, FALSE },
  { kx_agency_f_contact, 120, FALSE, FALSE },
  { kx_agency_f_contact_phone, 130, FALSE, FALSE },
  { kx_agency_f_phone, 130, FALSE, FALSE },
  { kx_agency_f_address, 220, FALSE, FALSE },
  { kx_agency_f_licence_no, 180, FALSE, FALSE },
  { kx_agency_f_status, 110, FALSE, FALSE },
  { kx_agency_f_office, 200, FALSE, FALSE },
};

static const KxFilterChoice choices[] = {
  { kx_agency_f_county, KX_CHOICE_AREA, N_ ("City or county") },
  { kx_agency_f_kind, KX_CHOICE_CODES, N_ ("Kind") },
  { kx_agency_f_hospital_level, KX_CHOICE_CODES, N_ ("Level") },
  { kx_agency_f_ownership, KX_CHOICE_CODES },
  { kx_agency_f_scopes_offered, KX_CHOICE_HAS, N_ ("Scopes") },
  { kx_agency_f_licence_valid_to, KX_CHOICE_UNTIL, N_ ("Licence until") },
  { kx_agency_f_status, KX_CHOICE_CODES },
};
/* clang-format on */

/* In the order in which an office asks. */
static const guint facts[] = { kx_agency_f_uscc,           kx_agency_f_county,    kx_agency_f_kind,
                               kx_agency_f_hospital_level, kx_agency_f_ownership, kx_agency_f_scopes_offered,
                               kx_agency_f_subspecialties, kx_agency_f_beds,      kx_agency_f_staff,
                               kx_agency_f_legal_rep,      kx_agency_f_contact,   kx_agency_f_phone,
                               kx_agency_f_address,        kx_agency_f_office };

/* The licence's last day, and how far it is. */
static void
add_licence (KxRowSummary *summary, const KxRecord *record)
{
  if (kx_record_get (record, kx_agency_f_licence_no_end).BOOLEAN)
    kx_row_summary_add (summary, kx_display_label (&kx_agency_entity.fields[kx_agency_f_licence_valid_to]),
                        _ ("Without end"));
  else
    kx_row_summary_add_date (summary, record, kx_agency_f_licence_valid_to,
                             kx_record_get (record, kx_agency_f_office).REF);
}

static const char *
count (guint n)
{
  return ngettext ("%s agency", "%s agencies", n);
}

/* clang-format off */
const KxRowsKind kx_agency_rows = {
  .entity = "agency",
  .name = "agencies",
  .icon = "kx-agency-symbolic",
  .help = "agencies",
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .choices = choices,
  .n_choices = G_N_ELEMENTS (choices),
  .facts = { facts, G_N_ELEMENTS (facts), -1, N_ ("Choose an agency to see what is known of it."), add_licence },
  .title = N_ ("Agencies"),
  .in_trash = N_ ("Agencies in the trash"),
  .of_all = N_ ("{n} of {all} agencies"),
  .more = N_ ("more than {n} agencies"),
  .count = count,
  .empty = N_ ("No agencies yet"),
  .empty_text = N_ ("Take in the roster that your office has, or add the first agency by hand."),
  .nothing = N_ ("No agency fits"),
  .nothing_text = N_ ("Names, former names, codes, pinyin and initials were searched."),
  .add = N_ ("Add an agency"),
  .begin = N_ ("_Import a roster…"),
  .begin_action = "page.import",
  .imports = TRUE,
};
/* clang-format on */
