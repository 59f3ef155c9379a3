#include "desktop/pages/kx-letter-rows.h"

#include "core/entities/kx-letter-series.h"
#include "core/entities/kx-letter-template.h"
#include "core/kx-letter.h"
#include "desktop/kx-gettext.h"

/* Whether it was served: a sending does not count. */
static char *
dup_served (const KxRecord *record, const char **ret_style)
{
  if (kx_record_has (record, kx_letter_f_served_on))
    return kx_record_text (record, kx_letter_f_served_on);
  return g_strdup (kx_record_get (record, kx_letter_f_state).CODE == kx_letter_state_issued ? _ ("Not yet")
                                                                                            : "");
}

/* A number that waits for nothing is given next. */
static char *
dup_next (const KxRecord *record, const char **ret_style)
{
  if (kx_record_get (record, kx_letter_series_f_state).CODE == kx_letter_series_state_open)
    return kx_letter_number (record, kx_letter_next_no (record));
  *ret_style = "warning";
  return g_strdup (_ ("None until the last number is confirmed"));
}

/* clang-format off */
static const KxRowColumn letter_columns[] = {
  { kx_letter_f_title, 280, TRUE, FALSE },
  { kx_letter_f_number, 170, TRUE, FALSE, N_ ("Number") },
  { kx_letter_f_state, 130, TRUE, FALSE },
  { kx_letter_f_dated_on, 105, TRUE, FALSE },
  { kx_letter_f_agency, 210, TRUE, FALSE },
  { kx_letter_f_doc_number, 170, TRUE, FALSE },
  { kx_letter_f_served_on, 105, TRUE, FALSE, NULL, dup_served },
  { kx_letter_f_kind, 160, FALSE, FALSE, N_ ("Kind") },
  { kx_letter_f_issuer, 200, FALSE, FALSE },
  { kx_letter_f_addressee, 180, FALSE, FALSE },
  { kx_letter_f_register_no, 110, FALSE, TRUE },
  { kx_letter_f_taken_from, 130, FALSE, FALSE },
  { kx_letter_f_agreement, 170, FALSE, FALSE },
  { kx_letter_f_suspension, 170, FALSE, FALSE },
  { kx_letter_f_application, 170, FALSE, FALSE },
  { kx_letter_f_served_how, 150, FALSE, FALSE },
  { kx_letter_f_voided_on, 105, FALSE, FALSE },
  { kx_letter_f_office, 200, FALSE, FALSE },
};

static const KxFilterPreset not_served[] = {
  { N_ ("Not served yet"), { { .field = kx_letter_f_served_on, .test = KX_IS_NULL } }, 1 },
};
static const KxFilterPreset without_number[] = {
  { N_ ("Number of the document not known yet"), { { .field = kx_letter_f_doc_number, .test = KX_IS_NULL } }, 1 },
};

static const KxFilterChoice letter_choices[] = {
  { kx_letter_f_state, KX_CHOICE_CODES },
  { kx_letter_f_kind, KX_CHOICE_CODES, N_ ("Kind") },
  { kx_letter_f_served_on, KX_CHOICE_PRESET, N_ ("Service of the letter"), not_served, G_N_ELEMENTS (not_served) },
  { kx_letter_f_doc_number, KX_CHOICE_PRESET, N_ ("Number of the document"), without_number, G_N_ELEMENTS (without_number) },
};

static const KxRowColumn series_columns[] = {
  { kx_letter_series_f_mark, 150, TRUE, FALSE },
  { kx_letter_series_f_year, 80, TRUE, TRUE },
  { kx_letter_series_f_last_no, 150, TRUE, TRUE },
  { kx_letter_series_f_starts_at, 290, TRUE, FALSE, N_ ("Gives next"), dup_next },
  { kx_letter_series_f_kinds, 330, TRUE, FALSE },
  { kx_letter_series_f_state, 180, TRUE, FALSE },
  { kx_letter_series_f_confirmed_on, 130, FALSE, FALSE },
  { kx_letter_series_f_office, 200, FALSE, FALSE },
};

static const KxFilterChoice series_choices[] = {
  { kx_letter_series_f_state, KX_CHOICE_CODES },
  { kx_letter_series_f_kinds, KX_CHOICE_HAS, N_ ("Letters it numbers") },
};

static const KxRowColumn template_columns[] = {
  { kx_letter_template_f_name, 300, TRUE, FALSE },
  { kx_letter_template_f_kind, 220, TRUE, FALSE, N_ ("Kind") },
  { kx_letter_template_f_version, 110, TRUE, FALSE },
  { kx_letter_template_f_from_on, 110, TRUE, FALSE },
  { kx_letter_template_f_note, 200, FALSE, FALSE },
  { kx_letter_template_f_office, 200, FALSE, FALSE },
};

static const KxFilterChoice template_choices[] = {
  { kx_letter_template_f_kind, KX_CHOICE_CODES, N_ ("Kind") },
};
/* clang-format on */

static const char *
count_letters (guint n)
{
  return ngettext ("%s letter", "%s letters", n);
}

static const char *
count_series (guint n)
{
  return ngettext ("%s series of numbers", "%s series of numbers", n);
}

static const char *
count_templates (guint n)
{
  return ngettext ("%s template", "%s templates", n);
}

/* clang-format off */
const KxRowsKind kx_letter_rows = {
  .entity = "letter",
  .name = "letters",
  .icon = "mail-unread-symbolic",
  .help = "letters",
  .columns = letter_columns,
  .n_columns = G_N_ELEMENTS (letter_columns),
  .choices = letter_choices,
  .n_choices = G_N_ELEMENTS (letter_choices),
  .facts = { NULL, 0, -1, N_ ("Choose a letter to see what is known of it."), NULL },
  .title = N_ ("Letters"),
  .in_trash = N_ ("Letters in the trash"),
  .of_all = N_ ("{n} of {all} letters"),
  .more = N_ ("more than {n} letters"),
  .count = count_letters,
  .empty = N_ ("No letters yet"),
  .empty_text = N_ ("Letters stand here with their numbers of the register, the void ones among them."),
  .nothing = N_ ("No letter fits"),
  .nothing_text = N_ ("Titles, numbers, addressees and agencies, pinyin and initials were searched."),
  .add = N_ ("Draw up a letter"),
  .begin = N_ ("_Draw up a letter…"),
  .begin_action = "page.new",
};

const KxRowsKind kx_series_rows = {
  .entity = "letter_series",
  .name = "letter-series",
  .icon = "view-list-symbolic",
  .help = "letters",
  .columns = series_columns,
  .n_columns = G_N_ELEMENTS (series_columns),
  .choices = series_choices,
  .n_choices = G_N_ELEMENTS (series_choices),
  .facts = { NULL, 0, -1, N_ ("Choose a series to see what is known of it."), NULL },
  .title = N_ ("Number series"),
  .in_trash = N_ ("Number series in the trash"),
  .of_all = N_ ("{n} of {all} series"),
  .more = N_ ("more than {n} series"),
  .count = count_series,
  .empty = N_ ("No number series yet"),
  .empty_text = N_ ("Letters take their numbers of the register from the series that the office sets up here."),
  .nothing = N_ ("No series fits"),
  .nothing_text = N_ ("Marks were searched."),
  .add = N_ ("Set up a number series"),
  .begin = N_ ("_Set up a number series…"),
  .begin_action = "page.new",
};

const KxRowsKind kx_template_rows = {
  .entity = "letter_template",
  .name = "letter-templates",
  .icon = "x-office-document-symbolic",
  .help = "letters",
  .columns = template_columns,
  .n_columns = G_N_ELEMENTS (template_columns),
  .choices = template_choices,
  .n_choices = G_N_ELEMENTS (template_choices),
  .facts = { NULL, 0, -1, N_ ("Choose a template to see what is known of it."), NULL },
  .title = N_ ("Letter templates"),
  .in_trash = N_ ("Letter templates in the trash"),
  .of_all = N_ ("{n} of {all} templates"),
  .more = N_ ("more than {n} templates"),
  .count = count_templates,
  .empty = N_ ("No template of the office's own yet"),
  .empty_text = N_ ("Letters are written after the program's own templates until the office loads its own, such as the province's text of the agreement."),
  .nothing = N_ ("No template fits"),
  .nothing_text = N_ ("Names were searched."),
  .add = N_ ("Add a template"),
  .begin = N_ ("_Add a template…"),
  .begin_action = "page.new",
};
/* clang-format on */
