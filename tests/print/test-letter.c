/* The program's own letters: each on its template, with records and what a person says. */
#include "kx-test-letter.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-office.h"
#include "print/kx-docx-zip.h"
#include "print/kx-letter-words.h"
#include "print/kx-letter.h"

#include <string.h>

static void
fill_and_see (const KxLetterKind *kind)
{
  g_autoptr (KxDocxValues) values = kx_test_letter_make (kind);
  g_autoptr (GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free),
                        empty = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GBytes) filled = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (kx_letter_check (kind, NULL, values, unknown, empty, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < unknown->len + empty->len; i++)
    g_error ("%s: nobody knows {{%s}}", kind->code,
             (char *) (i < unknown->len ? unknown->pdata[i] : empty->pdata[i - unknown->len]));
  filled = kx_letter_fill (kind, NULL, values, &error);
  g_assert_no_error (error);
  text = kx_docx_dup_text (filled, &error);
  g_assert_no_error (error);
  g_assert_null (strstr (text, "{{"));
  kx_test_letter_has (text, "济南市示例社会保险中心");
  if (kind->list != NULL)
    kx_test_letter_has (text, "\n2\n");
  if (!g_str_equal (kind->code, "name_list"))
    kx_test_letter_has (text, "济南𠮷示例医院");
}

static void
test_each_kind_has_all_that_its_template_asks_for (void)
{
  guint n;
  const KxLetterKind *kinds = kx_letter_kind_get_all (&n);

  g_assert_cmpuint (n, ==, 15);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (kx_letter_kind_find (kinds[i].code) == &kinds[i]);
      fill_and_see (&kinds[i]);
    }
  g_assert_null (kx_letter_kind_find ("nothing"));
  g_assert_null (kx_letter_kind_find (NULL));
}

/* What a person is asked for stands in the letter, or it would be asked for in vain. */
static void
test_no_kind_asks_for_what_its_template_lacks (void)
{
  static const char *const common[] = { "issuer", "number", "date", NULL };
  guint n;
  const KxLetterKind *kinds = kx_letter_kind_get_all (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GBytes) template = kx_letter_load_template (&kinds[i], NULL);
      g_autoptr (GPtrArray) names = kx_docx_list_fields (template, NULL);

      for (const KxLetterField *field = kinds[i].fields; field->name != NULL; field++)
        {
          /* The rows of the list are said under its name. */
          g_autofree char *name = g_strcmp0 (field->name, kinds[i].list) == 0
                                      ? g_strconcat (kinds[i].list, ".", kinds[i].columns[0], NULL)
                                      : g_strconcat ("letter.", field->name, NULL);

          /* Every letter has an issuing body, a number and a day, be it that an agreement is signed by hand.
           */
          if (!g_strv_contains (common, field->name) &&
              !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
            g_error ("%s has no {{%s}}", kinds[i].template, name);
        }
    }
}

static void
test_what_lacks_is_named_and_the_number_does_not (void)
{
  const KxLetterKind *kind = kx_letter_kind_find ("termination");
  g_autoptr (KxDocxValues) values = kx_letter_values_new (kind);
  g_autoptr (GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free),
                        empty = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *label = NULL, *of_record = NULL, *of_nobody = NULL;

  g_assert_true (kx_letter_check (kind, NULL, values, unknown, empty, NULL));
  g_assert_cmpuint (unknown->len, ==, 0);
  g_assert_true (g_ptr_array_find_with_equal_func (empty, "letter.facts", g_str_equal, NULL));
  g_assert_true (g_ptr_array_find_with_equal_func (empty, "agency.name", g_str_equal, NULL));
  g_assert_false (g_ptr_array_find_with_equal_func (empty, "letter.number", g_str_equal, NULL));
  g_assert_false (g_ptr_array_find_with_equal_func (empty, "letter.remedy", g_str_equal, NULL));
  label = kx_letter_kind_dup_label (kind, "letter.facts");
  g_assert_cmpstr (label, ==, "Facts found");
  of_record = kx_letter_kind_dup_label (kind, "agreement.ends_on");
  g_assert_cmpstr (of_record, ==, "Agreement: Ends on");
  of_nobody = kx_letter_kind_dup_label (kind, "patient.name");
  g_assert_cmpstr (of_nobody, ==, "patient.name");
}

/* An office's own template of such a letter draws on the record that it is about. */
static void
test_letters_about_suspensions_know_them (void)
{
  static const char *const codes[] = { "hold", "suspension", "resumption" };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      const KxLetterKind *kind = kx_letter_kind_find (codes[i]);
      g_autoptr (KxDocxValues) values = kx_test_letter_make (kind);
      g_autofree char *label = kx_letter_kind_dup_label (kind, "suspension.number");

      g_assert_cmpstr (label, ==, "Suspension: Number of the decision");
      g_assert_cmpstr (kx_docx_values_get (values, "suspension.number"), ==, "济工伤中心函〔2026〕41号");
      g_assert_cmpstr (kx_docx_values_get (values, "suspension.from_on"), ==, "2026年7月10日");
    }
}

static void
assert_value (const KxDocxValues *values, const char *name, const char *expected)
{
  g_assert_cmpstr (kx_docx_values_get (values, name), ==, expected);
}

/* In whichever language the program speaks; these tests run in English. */
static void
test_records_are_worded_in_chinese (void)
{
  g_autoptr (KxDocxValues) values = kx_docx_values_new ();
  g_autoptr (KxRecord) agency = kx_record_new (&kx_agency_entity, "a", NULL);

  g_assert_cmpstr (kx_letter_word ("Inpatient"), ==, "住院");
  g_assert_cmpstr (kx_letter_word ("no such text"), ==, "no such text");
  kx_record_put (agency, kx_agency_f_name, (KxValue){ .TEXT = "济南𠮷示例医院" });
  kx_record_put (agency, kx_agency_f_county, (KxValue){ .TEXT = "370102" });
  kx_record_put (agency, kx_agency_f_licence_valid_to, (KxValue){ .DATE = { 20270131 } });
  kx_record_put (agency, kx_agency_f_beds, (KxValue){ .INTEGER = 60 });
  kx_record_put (agency, kx_agency_f_out_of_area, (KxValue){ .BOOLEAN = TRUE });
  kx_record_put (agency, kx_agency_f_kind, (KxValue){ .CODE = kx_agency_kind_rehabilitation_hospital });
  kx_record_put (agency, kx_agency_f_scopes_offered, (KxValue){ .CODES = { 3 } });
  kx_record_put (agency, kx_agency_f_bank_account, (KxValue){ .TEXT = "•••• 1234" });
  kx_letter_values_put_record (values, "agency", agency);
  kx_letter_values_put_record (values, "office", NULL);
  assert_value (values, "agency.name", "济南𠮷示例医院");
  assert_value (values, "agency.county", "历下区");
  assert_value (values, "agency.licence_valid_to", "2027年1月31日");
  assert_value (values, "agency.beds", "60");
  assert_value (values, "agency.out_of_area", "是");
  assert_value (values, "agency.kind", "康复医院");
  assert_value (values, "agency.scopes_offered", "住院、门诊");
  /* A mask is no number of an account: a blank for the hand. */
  assert_value (values, "agency.bank_account", "");
  assert_value (values, "agency.office", "");
  assert_value (values, "office.name", NULL);
}

static void
test_the_office_signs_unless_another_body_does (void)
{
  const KxLetterKind *kind = kx_letter_kind_find ("expiry");
  g_autoptr (KxDocxValues) values = kx_letter_values_new (kind);
  g_autoptr (KxRecord) office = kx_record_new (&kx_office_entity, "o", NULL);

  kx_record_put (office, kx_office_f_name, (KxValue){ .TEXT = "某中心" });
  kx_letter_values_put_record (values, "office", office);
  assert_value (values, "letter.issuer", "某中心");
  kx_docx_values_set (values, "letter.issuer", "某局");
  kx_record_put (office, kx_office_f_letter_name, (KxValue){ .TEXT = "某市社会保险中心" });
  kx_letter_values_put_record (values, "office", office);
  assert_value (values, "letter.issuer", "某局");
  kx_docx_values_set (values, "letter.issuer", NULL);
  kx_letter_values_put_record (values, "office", office);
  assert_value (values, "letter.issuer", "某市社会保险中心");
}

/* The facts are paragraphs of the letter, each indented like the others; what nobody says leaves no gap. */
static void
test_lines_are_paragraphs_and_what_is_left_out_is_gone (void)
{
  const KxLetterKind *kind = kx_letter_kind_find ("termination");
  g_autoptr (KxDocxValues) values = kx_test_letter_make (kind);
  g_autoptr (GBytes) filled = NULL;
  g_autofree char *text = NULL;

  kx_docx_values_set (values, "letter.facts", "第一项事实。\n第二项事实。");
  kx_docx_values_leave_out (values, "letter.remedy");
  filled = kx_letter_fill (kind, NULL, values, NULL);
  text = kx_docx_dup_text (filled, NULL);
  kx_test_letter_has (text, "一、事实\n第一项事实。\n第二项事实。\n二、依据和理由\n");
  kx_test_letter_has (text, "交回我单位。\n联系电话：");
}

static void
assert_file (KxDate date, const char *agency, const char *word, const char *number, const char *expected)
{
  g_autofree char *name = kx_letter_dup_file_name (date, agency, word, number, "pdf");

  g_assert_cmpstr (name, ==, expected);
}

static void
test_file_names_are_ones_on_every_system (void)
{
  assert_file ((KxDate){ 20260701 }, "济南示例医院", "解除协议通知", "济社函〔2026〕12号",
               "20260701_济南示例医院_解除协议通知_济社函〔2026〕12号.pdf");
  assert_file ((KxDate){ 20260701 }, "济南示例医院", "解除协议通知", NULL,
               "20260701_济南示例医院_解除协议通知.pdf");
  assert_file ((KxDate){ 0 }, " a/b\\c:d*e?f\"g<h>i|j_k\n ", "甲", "", "a-b-c-d-e-f-g-h-i-j-k-_甲.pdf");
  assert_file ((KxDate){ 0 }, NULL, NULL, NULL, ".pdf");
}

static void
test_file_names_fit (void)
{
  static const char *const agencies[] = {
    "济南市历下区某某街道办事处社区卫生服务中心工伤康复科第一门诊部暨职业康复中心",
    "甲𠮷乙𠮷丙𠮷丁𠮷戊𠮷己𠮷庚𠮷辛𠮷壬𠮷癸𠮷甲𠮷乙𠮷", "a"
  };

  for (guint i = 0; i < G_N_ELEMENTS (agencies); i++)
    for (guint n = 0; n < 200; n++)
      {
        g_autofree char *number = g_strnfill (n, '8'),
                        *name = kx_letter_dup_file_name ((KxDate){ 20260701 }, agencies[i], "解除协议通知",
                                                         number, "docx");

        g_assert_cmpuint (strlen (name), <=, KX_LETTER_FILE_BYTES);
        g_assert_true (g_utf8_validate (name, -1, NULL));
        g_assert_true (g_str_has_prefix (name, "20260701_"));
        g_assert_true (g_str_has_suffix (name, ".docx"));
        g_assert_nonnull (strstr (name, "解除协议通知"));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  kx_test_letter_bind ();
  g_test_add_func ("/letter/each kind has all that its template asks for",
                   test_each_kind_has_all_that_its_template_asks_for);
  g_test_add_func ("/letter/no kind asks for what its template lacks",
                   test_no_kind_asks_for_what_its_template_lacks);
  g_test_add_func ("/letter/what lacks is named and the number does not",
                   test_what_lacks_is_named_and_the_number_does_not);
  g_test_add_func ("/letter/letters about suspensions know them", test_letters_about_suspensions_know_them);
  g_test_add_func ("/letter/records are worded in Chinese", test_records_are_worded_in_chinese);
  g_test_add_func ("/letter/the office signs unless another body does",
                   test_the_office_signs_unless_another_body_does);
  g_test_add_func ("/letter/lines are paragraphs and what is left out is gone",
                   test_lines_are_paragraphs_and_what_is_left_out_is_gone);
  g_test_add_func ("/letter/file names are ones on every system", test_file_names_are_ones_on_every_system);
  g_test_add_func ("/letter/file names fit", test_file_names_fit);
  return g_test_run ();
}
