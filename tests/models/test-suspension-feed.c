/* The list of suspensions as it leaves for the fee system: which columns, and what stands in them. */
#include "models/kx-shown.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-suspension.h"
#include "exchange/kx-export.h"
#include "exchange/kx-sheet-open.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"

/* A Wednesday. */
#define TODAY ((KxDate){ 20260701 })
#define SPACE "370100/agreement"
#define DAY(ymd) ((KxDate){ ymd })

/* Rows of the sheet. */
#define TITLES 2
#define NAMES 3
#define FIRST 4

typedef struct
{
  KxTestSource *source;
  KxActor *clerk;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  KxRecord *agency = kx_record_new (&kx_agency_entity, "agency", "370100/agency");
  KxRecord *agreement = kx_record_new (&kx_agreement_entity, "agreement", SPACE);

  f->source = kx_test_source_new ();
  f->clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370100");
  kx_agency_set_name (kx_agency (agency), "济南康复医院");
  kx_agency_set_office (kx_agency (agency), KX_TEST_OFFICE);
  kx_agency_set_uscc (kx_agency (agency), "12370102000000001X");
  kx_test_source_land (f->source, agency);
  kx_agreement_set_office (kx_agreement (agreement), KX_TEST_OFFICE);
  kx_agreement_set_agency (kx_agreement (agreement), "agency");
  kx_agreement_set_number (kx_agreement (agreement), "济康协〔2026〕01号");
  kx_test_source_land (f->source, agreement);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_actor_free (f->clerk);
  kx_test_finalize (f->source);
}

/* Of the whole agreement, decided and served, from 10 June to 30 September. */
static KxRecord *
make_suspension (void)
{
  KxRecord *record = kx_record_new (&kx_suspension_entity, "suspension", SPACE);
  Kx_suspension *suspension = kx_suspension (record);

  kx_suspension_set_agreement (suspension, "agreement");
  kx_suspension_set_office (suspension, KX_TEST_OFFICE);
  kx_suspension_set_agency (suspension, "agency");
  kx_suspension_set_kind (suspension, kx_suspension_kind_service);
  kx_suspension_set_origin (suspension, kx_suspension_origin_office);
  kx_suspension_set_target (suspension, kx_suspension_target_all);
  kx_suspension_set_state (suspension, kx_suspension_state_decided);
  kx_suspension_set_number (suspension, "济工伤中心函〔2026〕41号");
  kx_suspension_set_from_on (suspension, DAY (20260610));
  kx_suspension_set_until_on (suspension, DAY (20260930));
  kx_suspension_set_served_on (suspension, DAY (20260610));
  return record;
}

/* As the window exports the list: all columns, and beside them what is listed. */
static KxWorkbook *
export_list (Fixture *f)
{
  KxListQuery query = { .entity = &kx_suspension_entity, .actor = f->clerk };
  KxExportOptions options = {
    .format = KX_EXPORT_XLSX, .has_shown = kx_shown_has, .dup_shown = kx_shown_dup, .today = TODAY
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      kx_export_rows (kx_test_source_get_writer (f->source), &query, &options, NULL, &error);
  KxWorkbook *workbook;

  g_assert_no_error (error);
  workbook = kx_workbook_open_bytes (bytes, NULL, &error);
  g_assert_no_error (error);
  return workbook;
}

/* "" of an empty cell. */
static const char *
cell (const KxSheet *sheet, guint row, guint column)
{
  const KxCell *found = kx_sheet_get_cell (sheet, row, column);

  return found != NULL && found->text != NULL ? found->text : "";
}

/* What stands under a title in the only row. */
static void
assert_cell (KxWorkbook *workbook, const char *title, const char *wanted)
{
  const KxSheet *sheet = kx_workbook_get_sheet (workbook, 0);

  for (guint i = 1; i <= kx_sheet_get_n_columns (sheet); i++)
    if (g_str_equal (cell (sheet, TITLES, i), title))
      {
        g_assert_cmpstr (cell (sheet, FIRST, i), ==, wanted);
        return;
      }
  g_error ("no column “%s”", title);
}

static void
test_columns_are_these (Fixture *f, gconstpointer data)
{
  static const char *const titles[] = { "Agreement",
                                        "Office",
                                        "Agency",
                                        "Unified social credit code",
                                        "Kind of suspension",
                                        "Number of the decision",
                                        "State",
                                        "State · as listed",
                                        "Comes from",
                                        "Concerns",
                                        "Scopes of service",
                                        "Department",
                                        "Person",
                                        "Facts found",
                                        "Clause of the agreement",
                                        "Law it rests on",
                                        "Asked for on",
                                        "From",
                                        "From · as listed",
                                        "Last day",
                                        "Last day · as listed" };
  g_autoptr (KxWorkbook) workbook = NULL;
  const KxSheet *sheet;

  kx_test_source_land (f->source, make_suspension ());
  workbook = export_list (f);
  sheet = kx_workbook_get_sheet (workbook, 0);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    g_assert_cmpstr (cell (sheet, TITLES, i + 1), ==, titles[i]);
  /* What is only listed has no name by which an import would know it. */
  g_assert_cmpstr (cell (sheet, NAMES, 7), ==, "state");
  g_assert_cmpstr (cell (sheet, NAMES, 8), ==, "");
}

static void
test_a_row_says_what_from_and_until (Fixture *f, gconstpointer data)
{
  g_autoptr (KxWorkbook) workbook = NULL;

  kx_test_source_land (f->source, make_suspension ());
  workbook = export_list (f);
  assert_cell (workbook, "Agreement", "济康协〔2026〕01号");
  assert_cell (workbook, "Agency", "济南康复医院");
  assert_cell (workbook, "Unified social credit code", "12370102000000001X");
  assert_cell (workbook, "Kind of suspension", "Service suspended");
  assert_cell (workbook, "Concerns", "Whole agreement");
  assert_cell (workbook, "State", "Decision made");
  assert_cell (workbook, "State · as listed", "Suspended for 22 days, last day 2026-09-30");
  assert_cell (workbook, "From · as listed", "2026-06-10");
  assert_cell (workbook, "Last day · as listed", "2026-09-30");
}

static void
test_scope_department_and_person_are_told (Fixture *f, gconstpointer data)
{
  static const struct
  {
    int target;
    const char *concerns, *title, *words;
  } cases[] = {
    { kx_suspension_target_scope, "Single scopes", "Scopes of service", "Inpatient" },
    { kx_suspension_target_department, "A department", "Department", "康复医学科" },
    { kx_suspension_target_person, "A person", "Person", "单小满" },
  };
  const guint64 inpatient = G_GUINT64_CONSTANT (1) << kx_agency_scopes_offered_inpatient;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KxRecord *record = make_suspension ();
      Kx_suspension *suspension = kx_suspension (record);
      g_autoptr (KxWorkbook) workbook = NULL;

      kx_suspension_set_target (suspension, cases[i].target);
      if (cases[i].target == kx_suspension_target_scope)
        kx_suspension_set_scopes (suspension, (KxCodes){ inpatient });
      if (cases[i].target == kx_suspension_target_department)
        kx_suspension_set_department (suspension, cases[i].words);
      if (cases[i].target == kx_suspension_target_person)
        kx_suspension_set_person (suspension, cases[i].words);
      kx_test_source_land (f->source, record);
      workbook = export_list (f);
      assert_cell (workbook, "Concerns", cases[i].concerns);
      assert_cell (workbook, cases[i].title, cases[i].words);
      tear_down (f, NULL);
      set_up (f, NULL);
    }
}

/* Zero: none of these days is there. */
static void
test_days_are_those_of_the_effect (Fixture *f, gconstpointer data)
{
  static const struct
  {
    int state, from, until, served, lifted, ended_with;
    const char *first, *last, *words;
  } cases[] = {
    /* Not served: it has no effect, and keeps the days that were decided. */
    { kx_suspension_state_decided, 20260610, 20260930, 0, 0, 0, "2026-06-10", "2026-09-30",
      "Decided, not served" },
    /* Served late. */
    { kx_suspension_state_decided, 20260610, 20260930, 20260620, 0, 0, "2026-06-20", "2026-09-30",
      "Suspended for 12 days, last day 2026-09-30" },
    /* Without a last day. */
    { kx_suspension_state_decided, 20260610, 0, 20260610, 0, 0, "2026-06-10", "",
      "Suspended for 22 days, without a last day" },
    /* Still to come. */
    { kx_suspension_state_decided, 20260710, 20260930, 20260630, 0, 0, "2026-07-10", "2026-09-30",
      "Begins on 2026-07-10" },
    /* Lifted: the day before was the last one. */
    { kx_suspension_state_lifted, 20260610, 20260930, 20260610, 20260620, 0, "2026-06-10", "2026-06-19",
      "Resumed from 2026-06-20, after 10 days" },
    /* Lapsed. */
    { kx_suspension_state_decided, 20260610, 20260619, 20260610, 0, 0, "2026-06-10", "2026-06-19",
      "Over since 2026-06-19, after 10 days" },
    /* Over with its agreement. */
    { kx_suspension_state_decided, 20260610, 20260930, 20260610, 0, 20260625, "2026-06-10", "2026-06-25",
      "Over since 2026-06-25, after 16 days" },
    /* Lapsed before it was served: it never had an effect. */
    { kx_suspension_state_decided, 20260610, 20260619, 20260625, 0, 0, "2026-06-10", "2026-06-19",
      "Over since 2026-06-19, after 0 days" },
    { kx_suspension_state_annulled, 20260610, 20260930, 20260610, 0, 0, "2026-06-10", "2026-09-30",
      "Annulled" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KxRecord *record = make_suspension ();
      const struct
      {
        guint field;
        int day;
      } days[] = { { kx_suspension_f_from_on, cases[i].from },
                   { kx_suspension_f_until_on, cases[i].until },
                   { kx_suspension_f_served_on, cases[i].served },
                   { kx_suspension_f_lifted_on, cases[i].lifted },
                   { kx_suspension_f_ended_with, cases[i].ended_with } };
      g_autoptr (KxWorkbook) workbook = NULL;

      kx_suspension_set_state (kx_suspension (record), cases[i].state);
      for (guint k = 0; k < G_N_ELEMENTS (days); k++)
        if (days[k].day != 0)
          kx_record_put (record, days[k].field, (KxValue){ .DATE = { days[k].day } });
        else
          kx_record_drop (record, days[k].field);
      kx_test_source_land (f->source, record);
      workbook = export_list (f);
      assert_cell (workbook, "From · as listed", cases[i].first);
      assert_cell (workbook, "Last day · as listed", cases[i].last);
      assert_cell (workbook, "State · as listed", cases[i].words);
      tear_down (f, NULL);
      set_up (f, NULL);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name) g_test_add ("/suspension-feed/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  TEST (columns_are_these);
  TEST (a_row_says_what_from_and_until);
  TEST (scope_department_and_person_are_told);
  TEST (days_are_those_of_the_effect);
  return g_test_run ();
}
