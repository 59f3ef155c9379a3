#include "desktop/pages/kx-upward-rows.h"

#include "core/entities/kx-upward.h"
#include "desktop/kx-gettext.h"

/* clang-format off */
static const KxRowColumn columns[] = {
  { kx_upward_f_subject, 280, TRUE, FALSE },
  { kx_upward_f_kind, 170, TRUE, FALSE, N_ ("Kind") },
  { kx_upward_f_sent_on, 105, TRUE, FALSE },
  { kx_upward_f_result, 130, TRUE, FALSE },
  { kx_upward_f_number, 170, TRUE, FALSE },
  { kx_upward_f_addressed_to, 200, TRUE, FALSE },
  { kx_upward_f_answered_on, 105, TRUE, FALSE },
  { kx_upward_f_answer_number, 170, FALSE, FALSE },
  { kx_upward_f_places_granted, 110, FALSE, TRUE },
  { kx_upward_f_office, 200, FALSE, FALSE },
};

static const KxFilterChoice choices[] = {
  { kx_upward_f_kind, KX_CHOICE_CODES, N_ ("Kind") },
  { kx_upward_f_result, KX_CHOICE_CODES },
};
/* clang-format on */

static const char *
count_papers (guint n)
{
  return ngettext ("%s paper", "%s papers", n);
}

/* clang-format off */
const KxRowsKind kx_upward_rows = {
  .entity = "upward",
  .name = "upwards",
  .icon = "mail-send-symbolic",
  .help = "agreements",
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .choices = choices,
  .n_choices = G_N_ELEMENTS (choices),
  .facts = { NULL, 0, -1, N_ ("Choose a paper to see what is known of it."), NULL },
  .title = N_ ("Sent upward"),
  .in_trash = N_ ("Papers sent upward in the trash"),
  .of_all = N_ ("{n} of {all} papers"),
  .more = N_ ("more than {n} papers"),
  .count = count_papers,
  .empty = N_ ("Nothing sent upward yet"),
  .empty_text = N_ ("Requests, filings and reports to the body above stand here with their answers."),
  .nothing = N_ ("No paper fits"),
  .nothing_text = N_ ("Subjects, addressees and numbers, pinyin and initials were searched."),
  .add = N_ ("Enter a paper sent upward"),
  .begin = N_ ("_Enter a paper sent upward…"),
  .begin_action = "page.new",
};
/* clang-format on */
