#include "desktop/pages/kx-late-rows.h"

#include "core/entities/kx-late-entry.h"
#include "desktop/kx-gettext.h"

/* clang-format off */
static const KxRowColumn columns[] = {
  { kx_late_entry_f_owner, 290, TRUE, FALSE },
  { kx_late_entry_f_owner_entity, 130, TRUE, FALSE },
  { kx_late_entry_f_act, 170, TRUE, FALSE },
  { kx_late_entry_f_event_on, 110, TRUE, FALSE },
  { kx_late_entry_f_entered_on, 110, TRUE, FALSE },
  { kx_late_entry_f_workdays, 110, TRUE, TRUE, N_ ("Working days") },
  { kx_late_entry_f_entered_by, 120, TRUE, FALSE },
  { kx_late_entry_f_explanation, 200, TRUE, FALSE },
  { kx_late_entry_f_office, 200, FALSE, FALSE },
};

#define WITHIN(n) { { .field = kx_late_entry_f_entered_on, .test = KX_ABOVE, .from_today = TRUE, .days = -(n) } }, 1
static const KxFilterPreset entered[] = {
  { N_ ("In the last 30 days"), WITHIN (30) },
  { N_ ("In the last 90 days"), WITHIN (90) },
  { N_ ("In the last year"), WITHIN (365) },
};

static const KxFilterPreset explained[] = {
  { N_ ("Not explained yet"), { { .field = kx_late_entry_f_explanation, .test = KX_IS_NULL } }, 1 },
};

static const KxFilterChoice choices[] = {
  { kx_late_entry_f_entered_on, KX_CHOICE_PRESET, N_ ("Entered"), entered, G_N_ELEMENTS (entered) },
  { kx_late_entry_f_explanation, KX_CHOICE_PRESET, N_ ("Explanation"), explained, G_N_ELEMENTS (explained) },
};
/* clang-format on */

static const guint facts[] = { kx_late_entry_f_act,        kx_late_entry_f_event_on,
                               kx_late_entry_f_entered_on, kx_late_entry_f_workdays,
                               kx_late_entry_f_entered_by, kx_late_entry_f_explanation };

static const char *
count (guint n)
{
  return ngettext ("%s late entry", "%s late entries", n);
}

const KxRowsKind kx_late_rows = {
  .entity = "late_entry",
  .name = "late-entries",
  .icon = "document-open-recent-symbolic",
  .help = "agreements",
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .choices = choices,
  .n_choices = G_N_ELEMENTS (choices),
  .facts = { facts, G_N_ELEMENTS (facts), -1, N_ ("Choose an entry to see what is known of it."), NULL },
  .title = N_ ("Late entries"),
  .in_trash = N_ ("Late entries in the trash"),
  .of_all = N_ ("{n} of {all} late entries"),
  .more = N_ ("more than {n} late entries"),
  .count = count,
  .empty = N_ ("No late entries"),
  .empty_text = N_ ("What was entered on more working days after its own day than the office allows itself "
                    "stands here."),
  .nothing = N_ ("No late entry fits"),
  .nothing_text = N_ ("Steps were searched."),
};
