#include "desktop/pages/kx-suspension-rows.h"

#include "core/entities/kx-suspension.h"
#include "desktop/kx-gettext.h"
#include "models/kx-agreement-standing.h"
#include "models/kx-display.h"
#include "models/kx-suspension-standing.h"

static char *
dup_standing (const KxRecord *record, const char **ret_style)
{
  gboolean runs;
  char *words = kx_suspension_standing_words (record, (KxDate){ 0 }, kx_display_today (), &runs);

  if (runs)
    *ret_style = "warning";
  return words;
}

static char *
dup_first (const KxRecord *record, const char **ret_style)
{
  return kx_suspension_first_words (record);
}

static char *
dup_last (const KxRecord *record, const char **ret_style)
{
  return kx_suspension_last_words (record);
}

static char *
dup_agreement_standing (const KxRecord *record, const char **ret_style)
{
  return kx_agreement_standing_words (record, kx_display_today ());
}

static char *
dup_returned (const KxRecord *record, const char **ret_style)
{
  gboolean given = kx_record_has (record, kx_agreement_f_plaque_no) ||
                   kx_record_has (record, kx_agreement_f_plaque_given_on);

  if (kx_record_has (record, kx_agreement_f_plaque_returned_on) || !given)
    return kx_display_field (record, kx_agreement_f_plaque_returned_on);
  if (kx_agreement_standing (record, kx_display_today ()) == KX_STANDING_ENDED)
    *ret_style = "warning";
  return g_strdup (_ ("Not returned"));
}

static const char *
count_suspensions (guint n)
{
  return ngettext ("%s suspension", "%s suspensions", n);
}

static const char *
count_agreements (guint n)
{
  return ngettext ("%s agreement", "%s agreements", n);
}

/* clang-format off */
static const KxRowColumn columns[] = {
  { kx_suspension_f_agency, 230, TRUE, FALSE },
  { kx_suspension_f_kind, 150, TRUE, FALSE, N_ ("Kind") },
  { kx_suspension_f_state, 280, TRUE, FALSE, NULL, dup_standing },
  { kx_suspension_f_from_on, 105, TRUE, FALSE, NULL, dup_first },
  { kx_suspension_f_until_on, 105, TRUE, FALSE, NULL, dup_last },
  { kx_suspension_f_target, 120, TRUE, FALSE },
  { kx_suspension_f_agreement, 170, TRUE, FALSE },
  { kx_suspension_f_number, 190, TRUE, FALSE },
  { kx_suspension_f_decided_on, 105, FALSE, FALSE },
  { kx_suspension_f_served_on, 105, FALSE, FALSE },
  { kx_suspension_f_lifted_on, 105, FALSE, FALSE },
  { kx_suspension_f_scopes, 150, FALSE, FALSE },
  { kx_suspension_f_department, 150, FALSE, FALSE },
  { kx_suspension_f_person, 100, FALSE, FALSE },
  { kx_suspension_f_origin, 150, FALSE, FALSE },
  { kx_suspension_f_office, 200, FALSE, FALSE },
};

static const KxFilterChoice choices[] = {
  { kx_suspension_f_state, KX_CHOICE_CODES },
  { kx_suspension_f_kind, KX_CHOICE_CODES, N_ ("Kind") },
  { kx_suspension_f_until_on, KX_CHOICE_UNTIL },
  { kx_suspension_f_target, KX_CHOICE_CODES },
  { kx_suspension_f_origin, KX_CHOICE_CODES },
};

const KxRowsKind kx_suspension_rows = {
  .entity = "suspension",
  .name = "suspensions",
  .icon = "media-playback-pause-symbolic",
  .help = "agreements",
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .choices = choices,
  .n_choices = G_N_ELEMENTS (choices),
  .facts = { NULL, 0, -1, N_ ("Choose a suspension to see what is known of it."), NULL },
  .title = N_ ("Suspensions"),
  .in_trash = N_ ("Suspensions in the trash"),
  .of_all = N_ ("{n} of {all} suspensions"),
  .more = N_ ("more than {n} suspensions"),
  .count = count_suspensions,
  .empty = N_ ("No suspensions yet"),
  .empty_text = N_ ("Suspensions and holds are proposed on the page of their agreement. This list leaves as a file for the fee system."),
  .nothing = N_ ("No suspension fits"),
  .nothing_text = N_ ("Numbers, and names, former names, codes, pinyin and initials of agencies were searched."),
};

#define KNOWN(f) { .field = kx_agreement_f_##f, .test = KX_ABOVE, .value.DATE = { 19000101 } }
#define NOT_BACK { .field = kx_agreement_f_plaque_returned_on, .test = KX_IS_NULL }

static const KxFilterPreset plaques[] = {
  { N_("Given and not returned"), { KNOWN (plaque_given_on), NOT_BACK }, 2 },
  { N_("Not returned after the end"), { KNOWN (plaque_given_on), KNOWN (ended_on), NOT_BACK }, 3 },
  { N_("Returned"), { KNOWN (plaque_returned_on) }, 1 },
};

static const KxRowColumn plaque_columns[] = {
  { kx_agreement_f_agency, 230, TRUE, FALSE },
  { kx_agreement_f_plaque_no, 175, TRUE, FALSE },
  { kx_agreement_f_plaque_given_on, 140, TRUE, FALSE },
  { kx_agreement_f_plaque_returned_on, 155, TRUE, FALSE, NULL, dup_returned },
  { kx_agreement_f_plaque_returned_by, 175, TRUE, FALSE },
  { kx_agreement_f_state, 250, TRUE, FALSE, NULL, dup_agreement_standing },
  { kx_agreement_f_ended_on, 110, TRUE, FALSE },
  { kx_agreement_f_number, 150, TRUE, FALSE, N_ ("Number") },
  { kx_agreement_f_office, 200, FALSE, FALSE },
};

static const KxFilterChoice plaque_choices[] = {
  { kx_agreement_f_plaque_returned_on, KX_CHOICE_PRESET, N_ ("Plaque"), plaques, G_N_ELEMENTS (plaques) },
  { kx_agreement_f_state, KX_CHOICE_CODES },
};

const KxRowsKind kx_plaque_rows = {
  .entity = "agreement",
  .name = "plaques",
  .icon = "x-office-document-symbolic",
  .help = "agreements",
  .columns = plaque_columns,
  .n_columns = G_N_ELEMENTS (plaque_columns),
  .choices = plaque_choices,
  .n_choices = G_N_ELEMENTS (plaque_choices),
  .facts = { NULL, 0, kx_agreement_f_agency, N_ ("Choose an agreement to see what is known of it."), NULL },
  .title = N_ ("Plaques"),
  .in_trash = N_ ("Agreements in the trash"),
  .of_all = N_ ("{n} of {all} agreements"),
  .more = N_ ("more than {n} agreements"),
  .count = count_agreements,
  .empty = N_ ("No agreements yet"),
  .empty_text = N_ ("The plaque of each agreement stands here: when it was given, when it came back, and who took it."),
  .nothing = N_ ("No agreement fits"),
  .nothing_text = N_ ("Numbers, and names, former names, codes, pinyin and initials of agencies were searched."),
};
/* clang-format on */
