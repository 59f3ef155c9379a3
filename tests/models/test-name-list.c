/* The public list: who is on it on a day, who is not and why, and the files that an office hands on. */
#include "models/kx-name-list.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-office.h"
#include "exchange/kx-sheet-open.h"
#include "exchange/kx-sheet.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"
#include "print/kx-docx.h"

#include <string.h>

#define PHONE "13955501234"

typedef struct
{
  KxTestDesktop *desktop;
  KxActor *actor; /* sees everything here */
} Fixture;

/* Lands an agreement of an office with a new agency. Free with g_free(). */
static char *
add (Fixture *f, const char *office, const char *name, int state, int starts_on, int ends_on)
{
  g_autofree char *agency = kx_test_id ();
  char *id = kx_test_id ();
  KxRecord *owner = kx_record_new (&kx_agency_entity, agency, "370100/agency");
  KxRecord *record = kx_record_new (&kx_agreement_entity, id, "370100/agreement");
  Kx_agreement *row = kx_agreement (record);

  kx_agency_set_office (kx_agency (owner), office);
  kx_agency_set_name (kx_agency (owner), name);
  kx_agency_set_kind (kx_agency (owner), kx_agency_kind_rehabilitation_hospital);
  kx_agency_set_address (kx_agency (owner), "历下区经十路88号");
  kx_agency_set_phone (kx_agency (owner), "0531-55501234");
  kx_agency_set_contact_phone (kx_agency (owner), PHONE);
  kx_test_desktop_land (f->desktop, owner);
  kx_agreement_set_office (row, office);
  kx_agreement_set_agency (row, agency);
  kx_agreement_set_kind (row, kx_agreement_kind_rehabilitation);
  kx_agreement_set_state (row, state);
  kx_agreement_set_scopes (row, (KxCodes){ 3 });
  kx_agreement_set_starts_on (row, (KxDate){ starts_on });
  kx_agreement_set_ends_on (row, (KxDate){ ends_on });
  kx_test_desktop_land (f->desktop, record);
  return id;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->desktop = kx_test_desktop_new ();
  f->actor = kx_actor_new_system ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_actor_free (f->actor);
  kx_test_desktop_free (f->desktop);
}

static KxNameList *
read_list (Fixture *f, const char *const *ids, int as_of)
{
  KxListQuery query = { .entity = &kx_agreement_entity, .actor = f->actor, .sort = kx_agreement_f_agency };
  g_autoptr (GError) error = NULL;
  KxBook *book = kx_mirror_take_reader (f->desktop->mirror, &error);
  KxNameList *list = kx_name_list_read (book, &query, ids, (KxDate){ as_of }, &error);

  g_assert_no_error (error);
  kx_mirror_give_reader (f->desktop->mirror, book);
  return list;
}

static const char *
find_reason (const KxNameList *list, const char *title)
{
  for (guint i = 0; i < list->left->len; i++)
    {
      const KxNameListLeft *left = list->left->pdata[i];

      if (g_str_equal (left->title, title))
        return left->reason;
    }
  return NULL;
}

static void
test_who_is_on_it (Fixture *f, gconstpointer data)
{
  g_autofree char *a = add (f, KX_TEST_OFFICE, "甲医院", kx_agreement_state_signed, 20250101, 20271231);
  g_autofree char *b = add (f, KX_TEST_OFFICE, "乙医院", kx_agreement_state_draft, 20250101, 20271231);
  g_autofree char *c = add (f, KX_TEST_OFFICE, "丙医院", kx_agreement_state_signed, 20240101, 20251231);
  g_autofree char *d = add (f, KX_TEST_OFFICE, "丁医院", kx_agreement_state_signed, 20270101, 20281231);
  g_autofree char *e = add (f, KX_TEST_OFFICE, "戊医院", kx_agreement_state_ended, 20240101, 20271231);
  g_autofree char *g = add (f, KX_TEST_OFFICE, "己医院", kx_agreement_state_terminating, 20240101, 20271231);
  const char *chosen[] = { d, a, NULL };
  g_autoptr (KxNameList) list = read_list (f, NULL, 20260701), later = read_list (f, NULL, 20270101),
                         some = read_list (f, chosen, 20260701), none = read_list (f, NULL, 20200101);

  g_assert_cmpuint (list->agencies, ==, 2);
  g_assert_cmpuint (list->left->len, ==, 4);
  g_assert_cmpstr (find_reason (list, "乙医院"), ==, "not signed");
  g_assert_cmpstr (find_reason (list, "丙医院"), ==, "expired");
  g_assert_cmpstr (find_reason (list, "丁医院"), ==, "begins later");
  g_assert_cmpstr (find_reason (list, "戊医院"), ==, "ended");
  g_assert_cmpuint (later->agencies, ==, 3);
  g_assert_cmpuint (some->agencies, ==, 1);
  g_assert_cmpuint (some->left->len, ==, 1);
  g_assert_cmpuint (none->agencies, ==, 0);
  g_assert_null (none->office);
}

/* One list is of one office. */
static void
test_other_offices (Fixture *f, gconstpointer data)
{
  g_autofree char *a = add (f, KX_TEST_OFFICE, "甲医院", kx_agreement_state_signed, 20250101, 20271231);
  g_autofree char *b = add (f, KX_TEST_OTHER_OFFICE, "乙医院", kx_agreement_state_signed, 20250101, 20271231);
  const char *chosen[] = { a, b, NULL };
  g_autoptr (KxNameList) list = read_list (f, chosen, 20260701);

  g_assert_cmpstr (list->office->id, ==, KX_TEST_OFFICE);
  g_assert_cmpuint (list->lines->len, ==, 1);
  g_assert_cmpstr (find_reason (list, "乙医院"), ==, "of another office");
}

static void
test_the_announcement (Fixture *f, gconstpointer data)
{
  g_autofree char *a = add (f, KX_TEST_OFFICE, "甲䶮医院", kx_agreement_state_signed, 20250101, 20271231);
  g_autofree char *b = add (f, KX_TEST_OFFICE, "乙医院", kx_agreement_state_signed, 20250101, 20271231);
  const char *chosen[] = { b, a, NULL };
  g_autoptr (KxNameList) list = read_list (f, chosen, 20260701);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) letter =
      kx_name_list_write_letter (list, (KxDate){ 20260702 }, "济社保告〔2026〕3号", &error);
  g_autoptr (GBytes) blank = kx_name_list_write_letter (list, (KxDate){ 20260702 }, NULL, NULL);
  g_autofree char *text = NULL, *blanks = NULL;
  char *first, *second;

  g_assert_no_error (error);
  text = kx_docx_dup_text (letter, NULL);
  g_assert_nonnull (strstr (text, "济社保告〔2026〕3号"));
  g_assert_nonnull (strstr (text, "2026年7月1日"));
  g_assert_nonnull (strstr (text, "2026年7月2日"));
  g_assert_nonnull (strstr (text, "共2家"));
  g_assert_nonnull (strstr (text, "0531-55501234"));
  g_assert_nonnull (strstr (text, "2027年12月31日"));
  g_assert_null (strstr (text, PHONE));
  g_assert_null (strstr (text, "{{"));
  /* In the order that was given. */
  first = strstr (text, "乙医院");
  second = strstr (text, "甲䶮医院");
  g_assert_true (first != NULL && second != NULL && first < second);
  g_assert_nonnull (blank);
  blanks = kx_name_list_dup_blanks (list, (KxDate){ 20260702 }, NULL);
  g_assert_nonnull (strstr (blanks, "Telephone"));
}

/* The cells of the first sheet, parted by bars, a row a line. */
static char *
dup_sheet (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxWorkbook) book = kx_workbook_open_bytes (bytes, NULL, &error);
  const KxSheet *sheet = book != NULL ? kx_workbook_get_sheet (book, 0) : NULL;
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < kx_sheet_get_n_rows (sheet); i++)
    {
      const KxSheetRow *row = kx_sheet_get_row (sheet, i);

      for (guint j = 0; j < row->n_cells; j++)
        g_string_append_printf (text, "%s%s", j > 0 ? "|" : "", row->cells[j].text);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
test_the_annex (Fixture *f, gconstpointer data)
{
  g_autofree char *a = add (f, KX_TEST_OFFICE, "=甲医院", kx_agreement_state_signed, 20250101, 20271231);
  g_autoptr (KxNameList) list = read_list (f, NULL, 20260701);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) annex = kx_name_list_write_annex (list, &error);
  g_autofree char *whole = NULL;

  g_assert_no_error (error);
  whole = dup_sheet (annex);
  g_assert_nonnull (strstr (whole, "截至2026年7月1日"));
  g_assert_nonnull (
      strstr (whole, "序号|机构名称|类别|医院等级|服务范围|康复类型|地址|电话|协议起始|协议到期"));
  g_assert_nonnull (strstr (whole, "1|=甲医院|"));
  g_assert_nonnull (strstr (whole, "|2025年1月1日|2027年12月31日"));
  g_assert_null (strstr (whole, PHONE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/name-list/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("who is on it on a day, and who is left out and why", test_who_is_on_it);
  ADD ("one list is of one office", test_other_offices);
  ADD ("the announcement has the list in its order, and no sealed number", test_the_announcement);
  ADD ("the annex is a table of texts", test_the_annex);
  return g_test_run ();
}
