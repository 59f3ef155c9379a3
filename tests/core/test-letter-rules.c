#include "core/kx-letter.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-letter-print.h"
#include "core/entities/kx-letter-sending.h"
#include "core/entities/kx-letter-series.h"
#include "core/entities/kx-letter-template.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-suspension.h"
#include "core/kx-test-admission.h"

#include <string.h>

typedef KxTestAdmission Fixture;

#define LETTER &kx_letter_entity
#define SERIES &kx_letter_series_entity
#define AGREEMENT &kx_agreement_entity
#define COUNTY "370102"
#define ISSUE "dated_on=2026-11-20"
#define SERVICE "served_on=2026-11-21\nserved_how=direct\nserved_to=收发室\nproof="

static const KxRecord *
row_of (Fixture *f, const KxEntity *entity, const char *id)
{
  return kx_test_admission_row (f, entity, id);
}

static const char *
text_of (Fixture *f, const char *letter, guint field)
{
  return kx_record_get (row_of (f, LETTER, letter), field).TEXT;
}

/* A series of 2026 for all letters but agreements. Its id, borrowed. */
static const char *
add_series (Fixture *f, int year, guint64 kinds, gint64 starts_at)
{
  KxRecord *row = (KxRecord *) kx_test_world_add (f->world, SERIES, 0);

  kx_letter_series_set_office (kx_letter_series (row), f->office);
  kx_letter_series_set_mark (kx_letter_series (row), "济康函");
  kx_letter_series_set_year (kx_letter_series (row), year);
  kx_letter_series_set_kinds (kx_letter_series (row), (KxCodes){ kinds });
  kx_letter_series_set_starts_at (kx_letter_series (row), starts_at);
  return row->id;
}

/* What makes a letter that is about nothing. */
static KxRecord *
make_fields (Fixture *f, int kind)
{
  KxRecord *fields = kx_record_new (LETTER, NULL, NULL);

  kx_letter_set_office (kx_letter (fields), f->office);
  kx_letter_set_kind (kx_letter (fields), kind);
  kx_letter_set_title (kx_letter (fields), "关于公布名单的函");
  kx_letter_set_issuer (kx_letter (fields), "济南市工伤保险中心");
  return fields;
}

/* Takes `fields`; the id is owned. */
static char *
create (Fixture *f, KxRecord *fields)
{
  g_autofree char *id = kx_test_world_id ();
  g_autoptr (KxOp) op = kx_test_world_op (f->world, KX_OP_CREATE, fields->entity, id, fields);

  kx_test_world_do (f->world, op, f->clerk);
  return g_steal_pointer (&id);
}

/* Takes `fields`. */
static void
refuse_create (Fixture *f, KxRecord *fields, const char *code)
{
  g_autofree char *id = kx_test_world_id ();
  g_autoptr (KxOp) op = kx_test_world_op (f->world, KX_OP_CREATE, fields->entity, id, fields);

  kx_test_world_refuse (f->world, op, f->clerk, code, NULL);
}

static char *
add_letter (Fixture *f)
{
  return create (f, make_fields (f, kx_letter_kind_other));
}

static void
issue (Fixture *f, const char *letter)
{
  kx_test_admission_do (f, LETTER, letter, "issue", ISSUE, f->clerk);
}

static char *
add_issued (Fixture *f)
{
  char *letter = add_letter (f);

  issue (f, letter);
  return letter;
}

static void
make_void (Fixture *f, const char *letter)
{
  g_autoptr (KxOp) op = kx_test_world_action (f->world, LETTER, letter, "void", NULL);

  kx_test_world_do (f->world, op, f->reviewer);
}

static void
refuse_void (Fixture *f, const char *letter)
{
  g_autoptr (KxOp) op = kx_test_world_action (f->world, LETTER, letter, "void", NULL);

  kx_test_world_refuse (f->world, op, f->reviewer, "number-borne", NULL);
}

static void
test_numbers_of_documents_are_written_in_one_way (void)
{
  static const char *const right[] = { "济人社函〔2026〕12号", "鲁人社字〔2025〕1号", "X〔1999〕100号" };
  static const char *const wrong[] = {
    "济人社函[2026]12号",    "济人社函（2026）12号", "济人社函〔2026〕第12号", "济人社函〔2026〕012号",
    "济人社函〔2026〕12",    "〔2026〕12号",         "济人社函〔26〕12号",     "济人社函〔2026〕号",
    "济人社函〔2026〕 12号", "济人社函2026〕12号",   "济人社函〔2026〕12号补", "济人社函〔202a〕1号"
  };

  for (guint i = 0; i < G_N_ELEMENTS (right); i++)
    g_assert_cmpstr (kx_letter_number_fault (right[i]), ==, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_nonnull (kx_letter_number_fault (wrong[i]));
}

static void
test_a_series_says_how_its_numbers_look (void)
{
  g_autoptr (KxRecord) series = kx_record_new (SERIES, NULL, NULL);
  g_autofree char *usual = NULL, *wide = NULL;

  kx_letter_series_set_mark (kx_letter_series (series), "济康{no}协");
  kx_letter_series_set_year (kx_letter_series (series), 2026);
  kx_letter_series_set_starts_at (kx_letter_series (series), 41);
  g_assert_cmpint (kx_letter_next_no (series), ==, 41);
  usual = kx_letter_number (series, 7);
  g_assert_cmpstr (usual, ==, "济康{no}协〔2026〕7号");
  kx_letter_series_set_mark (kx_letter_series (series), "JN");
  kx_letter_series_set_pattern (kx_letter_series (series), "{mark}-{year}-{no}");
  kx_letter_series_set_width (kx_letter_series (series), 4);
  wide = kx_letter_number (series, 12345);
  g_assert_cmpstr (wide, ==, "JN-2026-12345");
  g_free (wide);
  wide = kx_letter_number (series, 7);
  g_assert_cmpstr (wide, ==, "JN-2026-0007");
  g_assert_cmpstr (kx_letter_pattern_fault (NULL), ==, NULL);
  g_assert_cmpstr (kx_letter_pattern_fault ("{mark}{year}{no}"), ==, NULL);
  g_assert_nonnull (kx_letter_pattern_fault ("{mark}{no}"));
  g_assert_nonnull (kx_letter_pattern_fault ("{mark}{year}{no}{no}"));
  g_assert_nonnull (kx_letter_pattern_fault ("{mark}{year}{no}{x}"));
}

static void
test_a_letter_takes_its_number_when_it_is_issued (Fixture *f, gconstpointer data)
{
  const char *series = add_series (f, 2026, G_MAXUINT32, 13);
  g_autofree char *first = add_letter (f), *second = add_letter (f);

  g_assert_null (text_of (f, first, kx_letter_f_number));
  issue (f, second);
  issue (f, first);
  g_assert_cmpstr (text_of (f, second, kx_letter_f_number), ==, "济康函〔2026〕13号");
  g_assert_cmpstr (text_of (f, first, kx_letter_f_number), ==, "济康函〔2026〕14号");
  g_assert_cmpstr (text_of (f, first, kx_letter_f_taken_from), ==, series);
  g_assert_cmpint (kx_record_get (row_of (f, LETTER, first), kx_letter_f_register_no).INTEGER, ==, 14);
  make_void (f, second);
  g_assert_cmpstr (text_of (f, second, kx_letter_f_number), ==, "济康函〔2026〕13号");
  kx_test_admission_refuse (f, LETTER, second, "issue", ISSUE, f->clerk, KX_CODE_STATE);
}

static void
test_the_office_issues_unless_another_body_is_named (Fixture *f, gconstpointer data)
{
  KxRecord *fields = make_fields (f, kx_letter_kind_other);
  g_autofree char *own = NULL, *other = NULL;
  KxRecord *office = (KxRecord *) row_of (f, &kx_office_entity, f->office);

  kx_office_set_letter_name (kx_office (office), "济南市社会保险事业中心");
  kx_record_drop (fields, kx_letter_f_issuer);
  own = create (f, fields);
  g_assert_cmpstr (text_of (f, own, kx_letter_f_issuer), ==, "济南市社会保险事业中心");
  other = add_letter (f);
  g_assert_cmpstr (text_of (f, other, kx_letter_f_issuer), ==, "济南市工伤保险中心");
}

static void
test_a_refused_issue_takes_none (Fixture *f, gconstpointer data)
{
  g_autofree char *letter = add_letter (f);
  g_autoptr (KxOp) op = NULL;

  kx_test_admission_refuse (f, LETTER, letter, "issue", ISSUE, f->clerk, "no-series");
  add_series (f, 2026, G_MAXUINT32, 1);
  kx_test_admission_refuse (f, LETTER, letter, "issue", "dated_on=2026-12-20", f->clerk, "day-to-come");
  kx_test_admission_refuse (f, LETTER, letter, "issue", "dated_on=2025-12-20", f->clerk, "no-series");
  kx_test_admission_refuse (f, LETTER, letter, "issue", ISSUE, f->reviewer, KX_CODE_ROLE);
  f->world->on_device = TRUE;
  kx_test_admission_refuse (f, LETTER, letter, "issue", ISSUE, f->clerk, "needs-service");
  f->world->on_device = FALSE;
  op = kx_test_world_patch (f->world, LETTER, letter, kx_letter_f_issuer, (KxValue){ 0 });
  kx_record_put_null (op->fields, kx_letter_f_issuer);
  kx_test_world_do (f->world, op, f->clerk);
  kx_test_admission_refuse (f, LETTER, letter, "issue", ISSUE, f->clerk, "letter-incomplete");
  g_free (letter);
  letter = add_issued (f);
  g_assert_cmpstr (text_of (f, letter, kx_letter_f_number), ==, "济康函〔2026〕1号");
}

static void
test_the_first_letter_of_a_year_draws_up_its_series (Fixture *f, gconstpointer data)
{
  g_autofree char *first = NULL, *second = NULL;

  add_series (f, 2024, G_MAXUINT32, 99);
  add_series (f, 2025, 1u << kx_letter_kind_other | 1u << kx_letter_kind_name_list, 30);
  first = add_issued (f);
  second = create (f, make_fields (f, kx_letter_kind_name_list));
  issue (f, second);
  g_assert_cmpstr (text_of (f, first, kx_letter_f_number), ==, "济康函〔2026〕1号");
  g_assert_cmpstr (text_of (f, second, kx_letter_f_number), ==, "济康函〔2026〕2号");
  g_assert_cmpstr (text_of (f, first, kx_letter_f_taken_from), ==,
                   text_of (f, second, kx_letter_f_taken_from));
}

static void
test_a_closed_series_gives_none_until_its_last_number_is_confirmed (Fixture *f, gconstpointer data)
{
  const char *series = add_series (f, 2026, G_MAXUINT32, 5);
  g_autofree char *first = add_issued (f), *second = add_letter (f);
  g_autoptr (KxOp) close = kx_test_world_action (f->world, SERIES, series, "close", NULL);
  g_autoptr (KxActor) system = kx_actor_new_system ();

  kx_test_world_do (f->world, close, system);
  kx_test_admission_refuse (f, LETTER, second, "issue", ISSUE, f->clerk, "series-closed");
  kx_test_admission_refuse (f, SERIES, series, "confirm_last", "last_no=4", f->leader, "series-behind");
  kx_test_admission_refuse (f, SERIES, series, "confirm_last", "last_no=8", f->clerk, KX_CODE_ROLE);
  kx_test_admission_do (f, SERIES, series, "confirm_last", "last_no=8", f->leader);
  issue (f, second);
  g_assert_cmpstr (text_of (f, second, kx_letter_f_number), ==, "济康函〔2026〕9号");
}

/* A closed series of the year before keeps the new year closed too. */
static void
test_a_new_year_waits_as_well (Fixture *f, gconstpointer data)
{
  const char *series = add_series (f, 2025, G_MAXUINT32, 5);
  g_autofree char *letter = add_letter (f);

  kx_letter_series_set_state (kx_letter_series ((KxRecord *) row_of (f, SERIES, series)),
                              kx_letter_series_state_closed);
  kx_test_admission_refuse (f, LETTER, letter, "issue", ISSUE, f->clerk, "series-closed");
  /* It began with nothing, and still does. */
  kx_test_admission_do (f, SERIES, series, "confirm_last", "last_no=4", f->leader);
  g_assert_false (kx_record_has (row_of (f, SERIES, series), kx_letter_series_f_last_no));
  issue (f, letter);
}

static KxOp *
patch_series (Fixture *f, const char *series, guint field, gint64 value)
{
  return kx_test_world_patch (f->world, SERIES, series, field, (KxValue){ .INTEGER = value });
}

static void
test_an_office_sets_the_first_number_until_one_is_given (Fixture *f, gconstpointer data)
{
  const char *series = add_series (f, 2026, 1u << kx_letter_kind_other, 1);
  g_autoptr (KxOp) set = patch_series (f, series, kx_letter_series_f_starts_at, 41), late = NULL, gone = NULL;
  g_autofree char *letter = NULL;

  kx_test_world_do (f->world, set, f->leader);
  letter = add_issued (f);
  g_assert_cmpstr (text_of (f, letter, kx_letter_f_number), ==, "济康函〔2026〕41号");
  late = patch_series (f, series, kx_letter_series_f_starts_at, 1);
  kx_test_world_refuse (f->world, late, f->leader, "series-begun", "starts_at");
  gone = kx_test_world_op (f->world, KX_OP_DELETE, SERIES, series, NULL);
  kx_test_world_refuse (f->world, gone, f->leader, "series-used", NULL);
}

static void
test_no_two_series_number_the_same (Fixture *f, gconstpointer data)
{
  KxRecord *fields = kx_test_world_sample (SERIES);
  g_autofree char *id = kx_test_world_id ();
  g_autoptr (KxOp) op = kx_test_world_op (f->world, KX_OP_CREATE, SERIES, id, fields);

  add_series (f, 2026, 1u << kx_letter_kind_other, 1);
  kx_letter_series_set_year (kx_letter_series (fields), 2026);
  kx_letter_series_set_kinds (kx_letter_series (fields), (KxCodes){ 1u << kx_letter_kind_other });
  kx_test_world_refuse (f->world, op, f->leader, "series-twice", "kinds");
  kx_letter_series_set_kinds (kx_letter_series (fields), (KxCodes){ 1u << kx_letter_kind_change_notice });
  kx_letter_series_set_mark (kx_letter_series (fields), "济康函");
  kx_test_world_refuse (f->world, op, f->leader, "series-twice", "kinds");
  kx_letter_series_set_mark (kx_letter_series (fields), "济康变");
  kx_letter_series_set_pattern (kx_letter_series (fields), "{no}");
  kx_test_world_refuse (f->world, op, f->leader, "series-pattern", "pattern");
  kx_letter_series_set_pattern (kx_letter_series (fields), "{mark}{year}{no}");
  kx_test_world_do (f->world, op, f->leader);
}

static void
test_a_letter_names_what_it_is_about (Fixture *f, gconstpointer data)
{
  Kx_agreement *agreement = kx_test_admission_to_signing (f, COUNTY);
  const char *id = ((KxRecord *) agreement)->id;
  KxRecord *fields = make_fields (f, kx_letter_kind_suspension);
  g_autofree char *letter = NULL;

  refuse_create (f, fields, "letter-about");
  refuse_create (f, make_fields (f, kx_letter_kind_acceptance), "letter-about");
  fields = make_fields (f, kx_letter_kind_suspension);
  kx_letter_set_agreement (kx_letter (fields), id);
  kx_letter_set_agency (kx_letter (fields), WORLD_OTHER_AGENCY);
  refuse_create (f, fields, "letter-apart");
  fields = make_fields (f, kx_letter_kind_suspension);
  kx_letter_set_agreement (kx_letter (fields), id);
  letter = create (f, fields);
  g_assert_cmpstr (text_of (f, letter, kx_letter_f_agency), ==, kx_agreement_get_agency (agreement));
}

/* Its id, borrowed. */
static const char *
add_suspension (Fixture *f, const Kx_agreement *agreement, int kind, int state)
{
  KxRecord *row = (KxRecord *) kx_test_world_add (f->world, &kx_suspension_entity, state);
  Kx_suspension *suspension = kx_suspension (row);

  kx_suspension_set_agreement (suspension, ((const KxRecord *) agreement)->id);
  kx_suspension_set_agency (suspension, kx_agreement_get_agency (agreement));
  kx_suspension_set_office (suspension, f->office);
  kx_suspension_set_kind (suspension, kind);
  return row->id;
}

/* Of an agreement and a suspension, where they are not NULL. */
static KxRecord *
make_notice (Fixture *f, int kind, const Kx_agreement *agreement, const char *suspension)
{
  KxRecord *fields = make_fields (f, kind);

  if (agreement != NULL)
    kx_letter_set_agreement (kx_letter (fields), ((const KxRecord *) agreement)->id);
  if (suspension != NULL)
    kx_letter_set_suspension (kx_letter (fields), suspension);
  return fields;
}

static void
test_a_letter_names_its_suspension (Fixture *f, gconstpointer data)
{
  Kx_agreement *agreement = kx_test_admission_running (f, COUNTY, 20271231);
  Kx_agreement *other = kx_test_admission_running (f, "370103", 20271231);
  const char *first = add_suspension (f, agreement, kx_suspension_kind_service, kx_suspension_state_decided);
  const char *hold =
      add_suspension (f, agreement, kx_suspension_kind_hold_patients, kx_suspension_state_decided);
  g_autofree char *alone = NULL, *by_agreement = NULL;

  /* A hold has its own notice, and of another agreement nothing is said. */
  refuse_create (f, make_notice (f, kx_letter_kind_suspension, NULL, hold), "letter-about-another");
  refuse_create (f, make_notice (f, kx_letter_kind_hold, NULL, first), "letter-about-another");
  refuse_create (f, make_notice (f, kx_letter_kind_suspension, other, first), "letter-apart-suspension");
  alone = create (f, make_notice (f, kx_letter_kind_suspension, NULL, first));
  g_assert_cmpstr (text_of (f, alone, kx_letter_f_agreement), ==, ((const KxRecord *) agreement)->id);
  g_assert_cmpstr (text_of (f, alone, kx_letter_f_agency), ==, kx_agreement_get_agency (agreement));
  by_agreement = create (f, make_notice (f, kx_letter_kind_hold, agreement, NULL));
  g_assert_cmpstr (text_of (f, by_agreement, kx_letter_f_suspension), ==, hold);
}

/* Which of several nobody guesses; what was resumed or annulled is told no more. */
static void
test_one_of_several_suspensions_is_named (Fixture *f, gconstpointer data)
{
  Kx_agreement *agreement = kx_test_admission_running (f, COUNTY, 20271231);
  const char *lifted = add_suspension (f, agreement, kx_suspension_kind_service, kx_suspension_state_lifted);
  const char *first = add_suspension (f, agreement, kx_suspension_kind_service, kx_suspension_state_proposed);
  const char *second;
  g_autofree char *only = NULL, *resumed = NULL, *named = NULL, *none = NULL;

  add_suspension (f, agreement, kx_suspension_kind_service, kx_suspension_state_annulled);
  only = create (f, make_notice (f, kx_letter_kind_suspension, agreement, NULL));
  g_assert_cmpstr (text_of (f, only, kx_letter_f_suspension), ==, first);
  resumed = create (f, make_notice (f, kx_letter_kind_resumption, agreement, NULL));
  g_assert_cmpstr (text_of (f, resumed, kx_letter_f_suspension), ==, lifted);
  second = add_suspension (f, agreement, kx_suspension_kind_service, kx_suspension_state_decided);
  refuse_create (f, make_notice (f, kx_letter_kind_suspension, agreement, NULL), "letter-about-which");
  named = create (f, make_notice (f, kx_letter_kind_suspension, agreement, second));
  g_assert_cmpstr (text_of (f, named, kx_letter_f_suspension), ==, second);
  none = create (f, make_notice (f, kx_letter_kind_bridge, agreement, NULL));
  g_assert_false (kx_record_has (row_of (f, LETTER, none), kx_letter_f_suspension));
}

/* A draft of an agreement, with or without a number. Borrowed. */
static Kx_agreement *
add_draft (Fixture *f, const char *number)
{
  Kx_agreement *agreement = kx_test_admission_to_signing (f, COUNTY);

  kx_agreement_set_state (agreement, kx_agreement_state_draft);
  if (number != NULL)
    kx_agreement_set_number (agreement, number);
  else
    kx_record_drop ((KxRecord *) agreement, kx_agreement_f_number);
  return agreement;
}

static char *
add_agreement_letter (Fixture *f, Kx_agreement *agreement)
{
  KxRecord *fields = make_fields (f, kx_letter_kind_agreement);

  kx_letter_set_agreement (kx_letter (fields), ((KxRecord *) agreement)->id);
  return create (f, fields);
}

static void
test_an_agreement_bears_the_number_of_its_letter (Fixture *f, gconstpointer data)
{
  g_autofree char *id = g_strdup (((KxRecord *) add_draft (f, NULL))->id), *first = NULL, *second = NULL;
  KxRecord *row = (KxRecord *) row_of (f, AGREEMENT, id);

  add_series (f, 2026, G_MAXUINT32, 1);
  first = add_agreement_letter (f, kx_agreement (row));
  issue (f, first);
  row = (KxRecord *) row_of (f, AGREEMENT, id);
  g_assert_cmpstr (kx_agreement_get_number (kx_agreement (row)), ==, "济康函〔2026〕1号");
  /* Once handed in it keeps it. */
  kx_agreement_set_state (kx_agreement (row), kx_agreement_state_in_review);
  refuse_void (f, first);
  kx_agreement_set_state (kx_agreement (row), kx_agreement_state_draft);
  make_void (f, first);
  row = (KxRecord *) row_of (f, AGREEMENT, id);
  g_assert_false (kx_record_has (row, kx_agreement_f_number));
  second = add_agreement_letter (f, kx_agreement (row));
  issue (f, second);
  g_assert_cmpstr (text_of (f, second, kx_letter_f_number), ==, "济康函〔2026〕2号");
}

static void
test_a_number_that_was_typed_is_borne_by_the_letter (Fixture *f, gconstpointer data)
{
  Kx_agreement *agreement = add_draft (f, "济康协〔2026〕9号");
  g_autofree char *letter = add_agreement_letter (f, agreement);

  issue (f, letter);
  g_assert_cmpstr (text_of (f, letter, kx_letter_f_number), ==, "济康协〔2026〕9号");
  g_assert_false (kx_record_has (row_of (f, LETTER, letter), kx_letter_f_register_no));
  kx_agreement_set_state (agreement, kx_agreement_state_signed);
  make_void (f, letter);
  g_assert_cmpstr (
      kx_record_get (row_of (f, AGREEMENT, ((KxRecord *) agreement)->id), kx_agreement_f_number).TEXT, ==,
      "济康协〔2026〕9号");
}

static KxOp *
set_text (Fixture *f, const char *letter, guint field, const char *text)
{
  return kx_test_world_patch (f->world, LETTER, letter, field, (KxValue){ .TEXT = text });
}

static void
test_the_number_of_the_document_comes_later_and_once (Fixture *f, gconstpointer data)
{
  static const char number[] = "济人社函〔2026〕12号";
  g_autofree char *first = NULL, *second = NULL, *third = NULL;
  g_autoptr (KxOp) wrong = NULL, right = NULL, twice = NULL, title = NULL, elsewhere = NULL;
  KxRecord *fields = make_fields (f, kx_letter_kind_other);

  add_series (f, 2026, G_MAXUINT32, 1);
  first = add_issued (f);
  second = add_issued (f);
  wrong = set_text (f, first, kx_letter_f_doc_number, "济人社函[2026]12号");
  kx_test_world_refuse (f->world, wrong, f->clerk, "doc-number", "doc_number");
  right = set_text (f, first, kx_letter_f_doc_number, number);
  kx_test_world_do (f->world, right, f->clerk);
  twice = set_text (f, second, kx_letter_f_doc_number, number);
  kx_test_world_refuse (f->world, twice, f->clerk, "doc-number-given", "doc_number");
  title = set_text (f, second, kx_letter_f_title, "改了的");
  kx_test_world_refuse (f->world, title, f->clerk, "letter-settled", "title");
  /* The bureau counts by itself. */
  kx_letter_set_issuer (kx_letter (fields), "济南市人力资源和社会保障局");
  third = create (f, fields);
  elsewhere = set_text (f, third, kx_letter_f_doc_number, number);
  kx_test_world_do (f->world, elsewhere, f->clerk);
  /* What is void lets it go. */
  make_void (f, first);
  g_clear_pointer (&twice, kx_op_free);
  twice = set_text (f, second, kx_letter_f_doc_number, number);
  kx_test_world_do (f->world, twice, f->clerk);
}

static char *
add_proof (Fixture *f, const char *letter)
{
  KxRecord *scan = (KxRecord *) kx_test_world_add (f->world, &kx_attachment_entity, 0);

  kx_attachment_set_owner_entity (kx_attachment (scan), "letter");
  kx_attachment_set_owner (kx_attachment (scan), letter);
  return g_strdup (scan->id);
}

static void
test_a_letter_is_served_with_proof (Fixture *f, gconstpointer data)
{
  g_autofree char *letter = NULL, *proof = NULL, *with = NULL, *without = NULL, *early = NULL;
  const KxRecord *row;

  add_series (f, 2026, G_MAXUINT32, 1);
  letter = add_letter (f);
  proof = add_proof (f, letter);
  with = g_strconcat (SERVICE, proof, NULL);
  without = g_strconcat (SERVICE, WORLD_SCAN, NULL);
  early = g_strconcat ("served_on=2026-11-19\nserved_how=posted\nserved_to=甲\nproof=", proof, NULL);
  kx_test_admission_refuse (f, LETTER, letter, "serve", with, f->clerk, KX_CODE_STATE);
  issue (f, letter);
  kx_test_admission_refuse (f, LETTER, letter, "serve", without, f->clerk, "proof-missing");
  kx_test_admission_refuse (f, LETTER, letter, "serve", early, f->clerk, "served-before-issued");
  kx_test_admission_do (f, LETTER, letter, "serve", with, f->clerk);
  row = row_of (f, LETTER, letter);
  g_assert_cmpint (kx_record_get (row, kx_letter_f_served_on).DATE.ymd, ==, 20261121);
  g_assert_cmpint (kx_record_get (row, kx_letter_f_served_how).CODE, ==, kx_letter_served_how_direct);
  g_assert_cmpstr (kx_record_get (row, kx_letter_f_proof).REF, ==, proof);
}

static KxRecord *
make_sending (const char *letter, int day)
{
  KxRecord *fields = kx_record_new (&kx_letter_sending_entity, NULL, NULL);

  kx_letter_sending_set_letter (kx_letter_sending (fields), letter);
  kx_letter_sending_set_sent_on (kx_letter_sending (fields), (KxDate){ day });
  kx_letter_sending_set_sent_how (kx_letter_sending (fields), kx_letter_sending_sent_how_wechat);
  kx_letter_sending_set_sent_to (kx_letter_sending (fields), "康复机构工作群");
  return fields;
}

static void
test_a_sending_is_no_service (Fixture *f, gconstpointer data)
{
  g_autofree char *letter = NULL, *sending = NULL;

  add_series (f, 2026, G_MAXUINT32, 1);
  letter = add_letter (f);
  refuse_create (f, make_sending (letter, 20261121), "letter-not-issued");
  issue (f, letter);
  refuse_create (f, make_sending (letter, 20261119), "before-letter");
  refuse_create (f, make_sending (letter, 20301119), "day-to-come");
  sending = create (f, make_sending (letter, 20261121));
  g_assert_false (kx_record_has (row_of (f, LETTER, letter), kx_letter_f_served_on));
  g_assert_nonnull (
      kx_record_get (row_of (f, &kx_letter_sending_entity, sending), kx_letter_sending_f_sent_by).REF);
}

static void
test_prints_are_counted_and_stay (Fixture *f, gconstpointer data)
{
  g_autofree char *letter = NULL;
  KxQuery query = { .entity = &kx_letter_print_entity, .n_terms = 1 };
  gint64 n;

  add_series (f, 2026, G_MAXUINT32, 1);
  letter = add_issued (f);
  for (int i = 0; i < 3; i++)
    {
      KxRecord *fields = kx_record_new (&kx_letter_print_entity, NULL, NULL);
      g_autofree char *print = NULL;
      g_autoptr (KxOp) gone = NULL;

      kx_letter_print_set_letter (kx_letter_print (fields), letter);
      kx_letter_print_set_printed_on (kx_letter_print (fields), f->world->today);
      kx_letter_print_set_way (kx_letter_print (fields), kx_letter_print_way_docx);
      print = create (f, fields);
      gone = kx_test_world_op (f->world, KX_OP_DELETE, &kx_letter_print_entity, print, NULL);
      kx_test_world_refuse (f->world, gone, f->leader, KX_CODE_NO_SUCH_STEP, NULL);
    }
  query.terms[0] = (KxTerm){ .field = kx_letter_print_f_letter, .value.REF = letter };
  g_assert_cmpint (kx_reader_count (kx_test_table_get_reader (f->world->table), &query, &n), ==, KX_KNOWN);
  g_assert_cmpint (n, ==, 3);
}

static void
test_the_newest_template_in_use_is_taken (Fixture *f, gconstpointer data)
{
  static const int from[] = { 20250101, 20260101, 20270101 };
  KxReader *reader = kx_test_table_get_reader (f->world->table);
  g_autoptr (KxRecord) found = NULL;
  const char *ids[G_N_ELEMENTS (from)];

  g_assert_cmpint (kx_letter_find_template (reader, f->office, 0, f->world->today, &found), ==, KX_KNOWN);
  g_assert_null (found);
  for (guint i = 0; i < G_N_ELEMENTS (from); i++)
    {
      KxRecord *row = (KxRecord *) kx_test_world_add (f->world, &kx_letter_template_entity, 0);

      kx_letter_template_set_office (kx_letter_template (row), f->office);
      kx_letter_template_set_from_on (kx_letter_template (row), (KxDate){ from[i] });
      ids[i] = row->id;
    }
  g_assert_cmpint (kx_letter_find_template (reader, f->office, 0, f->world->today, &found), ==, KX_KNOWN);
  g_assert_cmpstr (found->id, ==, ids[1]);
  {
    KxRecord *fields = kx_record_copy (found);

    g_clear_pointer (&fields->id, g_free);
    refuse_create (f, fields, "template-twice");
  }
}

/* Whatever is tried in whichever order, the numbers of a series are dense, and each stands once. */
static void
assert_dense (Fixture *f, GPtrArray *letters, gint64 starts_at)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_direct_hash, g_direct_equal);
  gint64 last = starts_at - 1;

  for (guint i = 0; i < letters->len; i++)
    {
      const KxRecord *row = row_of (f, LETTER, letters->pdata[i]);
      gint64 no = kx_record_get (row, kx_letter_f_register_no).INTEGER;

      g_assert_cmpint (no != 0, ==, kx_record_get (row, kx_letter_f_state).CODE != kx_letter_state_draft);
      if (no == 0)
        continue;
      g_assert_true (g_hash_table_add (seen, GINT_TO_POINTER ((int) no)));
      last = MAX (last, no);
    }
  g_assert_cmpint (g_hash_table_size (seen), ==, last - starts_at + 1);
}

static void
test_numbers_are_dense_whatever_happens (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) letters = g_ptr_array_new_with_free_func (g_free);
  const KxActor *actors[] = { f->clerk, f->other_clerk, f->reviewer, f->leader };
  guint issued = 0, refused = 0, voided = 0;

  add_series (f, 2026, G_MAXUINT32, 7);
  for (guint step = 0; (issued < 60 || refused < 60 || voided < 20) && step < 20000; step++)
    {
      const char *letter;
      g_autoptr (KxOp) op = NULL;
      g_autoptr (KxDecision) decision = NULL;
      const KxActor *actor = actors[g_test_rand_int_range (0, G_N_ELEMENTS (actors))];
      gboolean issuing = g_test_rand_int_range (0, 3) > 0;

      if (letters->len == 0 || g_test_rand_int_range (0, 4) == 0)
        g_ptr_array_add (letters, add_letter (f));
      letter = letters->pdata[g_test_rand_int_range (0, (int) letters->len)];
      op = kx_test_world_action (f->world, LETTER, letter, issuing ? "issue" : "void",
                                 g_test_rand_bit () ? "2026-11-20" : "2027-01-20");
      op->base -= g_test_rand_int_range (0, 5) == 0;
      decision = kx_test_world_decide (f->world, op, actor);
      refused += decision->result == KX_REJECTED;
      if (decision->result == KX_REJECTED)
        continue;
      kx_test_world_do (f->world, op, actor);
      issued += issuing;
      voided += !issuing;
    }
  g_assert_cmpuint (MIN (issued, refused), >=, 60);
  g_assert_cmpuint (voided, >=, 20);
  assert_dense (f, letters, 7);
}

#define ADD(name, function)                                                                                  \
  g_test_add ("/letter-rules/" name, Fixture, NULL, kx_test_admission_set_up, function,                      \
              kx_test_admission_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/letter-rules/numbers of documents are written in one way",
                   test_numbers_of_documents_are_written_in_one_way);
  g_test_add_func ("/letter-rules/a series says how its numbers look",
                   test_a_series_says_how_its_numbers_look);
  ADD ("a letter takes its number when it is issued", test_a_letter_takes_its_number_when_it_is_issued);
  ADD ("the office issues unless another body is named", test_the_office_issues_unless_another_body_is_named);
  ADD ("a refused issue takes none", test_a_refused_issue_takes_none);
  ADD ("the first letter of a year draws up its series", test_the_first_letter_of_a_year_draws_up_its_series);
  ADD ("a closed series gives none until its last number is confirmed",
       test_a_closed_series_gives_none_until_its_last_number_is_confirmed);
  ADD ("a new year waits as well", test_a_new_year_waits_as_well);
  ADD ("an office sets the first number until one is given",
       test_an_office_sets_the_first_number_until_one_is_given);
  ADD ("no two series number the same", test_no_two_series_number_the_same);
  ADD ("a letter names what it is about", test_a_letter_names_what_it_is_about);
  ADD ("a letter names its suspension", test_a_letter_names_its_suspension);
  ADD ("one of several suspensions is named", test_one_of_several_suspensions_is_named);
  ADD ("an agreement bears the number of its letter", test_an_agreement_bears_the_number_of_its_letter);
  ADD ("a number that was typed is borne by the letter", test_a_number_that_was_typed_is_borne_by_the_letter);
  ADD ("the number of the document comes later and once",
       test_the_number_of_the_document_comes_later_and_once);
  ADD ("a letter is served with proof", test_a_letter_is_served_with_proof);
  ADD ("a sending is no service", test_a_sending_is_no_service);
  ADD ("prints are counted and stay", test_prints_are_counted_and_stay);
  ADD ("the newest template in use is taken", test_the_newest_template_in_use_is_taken);
  ADD ("numbers are dense whatever happens", test_numbers_are_dense_whatever_happens);
  return g_test_run ();
}
