#include "core/entities/kx-agency.h"
#include "desktop/form/kx-words.h"

static void
test_kept_texts_are_words (void)
{
  static const struct
  {
    guint field;
    const char *stored, *words;
  } rows[] = {
    { kx_agency_f_name, "A&B<康复>", "A&B<康复>" },
    { kx_agency_f_ownership, "private", "Private" },
    { kx_agency_f_scopes_offered, " inpatient home ", "Inpatient, At home" },
    { kx_agency_f_licence_no_end, "true", "Yes" },
    { kx_agency_f_licence_no_end, "false", "No" },
    { kx_agency_f_licence_valid_to, "2026-07-01", "2026-07-01" },
    { kx_agency_f_beds, "1200", "1200" },
    { kx_agency_f_county, "370102", "济南市历下区" },
    { kx_agency_f_county, "450100-GX", "南宁市-GX" },
    { kx_agency_f_county, "990000-GX", "990000-GX" },
    { kx_agency_f_beds, "not a number", "not a number" },
    { kx_agency_f_beds, NULL, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *words = kx_words_stored (&kx_agency_entity.fields[rows[i].field], rows[i].stored);

      g_assert_cmpstr (words, ==, rows[i].words);
    }
}

static void
test_findings_are_sentences (void)
{
  g_autoptr (KxFinding) finding = kx_finding_new (KX_FAILS, "too-long", "name", "At most {max} characters");
  g_autofree char *words = NULL;

  kx_finding_arg_int (finding, "max", 120);
  words = kx_words_finding (finding);
  g_assert_cmpstr (words, ==, "At most 120 characters");
  for (int verdict = KX_HOLDS; verdict <= KX_CANNOT_TELL; verdict++)
    {
      g_assert_cmpstr (kx_words_verdict ((KxVerdict) verdict), !=, "");
      g_assert_true (g_str_has_suffix (kx_words_verdict_icon ((KxVerdict) verdict), "-symbolic"));
    }
  g_assert_cmpstr (kx_words_source (KX_SOURCE_NONE), ==, "");
  g_assert_cmpstr (kx_words_source (KX_SOURCE_PROGRAM), ==, "Rule of this program");
  g_assert_cmpstr (kx_words_force (KX_FORCE_OWN_VALUE), ==, "This office's own value");
}

static void
test_citations_say_the_kind_of_source_first (void)
{
  static const struct
  {
    KxCite cite;
    const char *authority, *place, *all;
  } cases[] = {
    { { KX_SOURCE_DOCUMENT, "鲁人社发〔2023〕17号", "(八)", "每个县（市、区）不超过2家", KX_FORCE_DUTY },
      "Document",
      "鲁人社发〔2023〕17号 (八)",
      "Document. 鲁人社发〔2023〕17号 (八). “每个县（市、区）不超过2家”. Duty" },
    { { KX_SOURCE_OFFICE, "济社保办〔2026〕1号", "2026-03-01", NULL, KX_FORCE_OWN_VALUE },
      "This office's own value since 2026-03-01",
      "济社保办〔2026〕1号",
      "This office's own value since 2026-03-01. 济社保办〔2026〕1号" },
    { { KX_SOURCE_OFFICE, NULL, "2026-03-01", NULL, KX_FORCE_OWN_VALUE },
      "This office's own value since 2026-03-01",
      "",
      "This office's own value since 2026-03-01" },
    { { .source = KX_SOURCE_PROGRAM }, "Rule of this program", "", "Rule of this program" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *authority = kx_words_authority (&cases[i].cite);
      g_autofree char *place = kx_words_place (&cases[i].cite), *all = kx_words_cite (&cases[i].cite);

      g_assert_cmpstr (authority, ==, cases[i].authority);
      g_assert_cmpstr (place, ==, cases[i].place);
      g_assert_cmpstr (all, ==, cases[i].all);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/kept texts are words", test_kept_texts_are_words);
  g_test_add_func ("/words/findings are sentences", test_findings_are_sentences);
  g_test_add_func ("/words/citations say the kind of source first",
                   test_citations_say_the_kind_of_source_first);
  return g_test_run ();
}
