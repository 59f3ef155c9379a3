#include "core/entities/kx-agency.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-office.h"
#include "desktop/form/kx-form-read.h"

static const KxDate today = { 20261125 };

/* What the text becomes: the canonical text of the value, "" for null, or the finding's code behind "!". */
static char *
read_as_text (const KxEntity *entity, guint field, const char *typed)
{
  g_autoptr (KxRecord) record = kx_record_new (entity, NULL, NULL);
  g_autoptr (KxFinding) finding = NULL;
  char *text;

  kx_record_put_null (record, field);
  finding = kx_form_read (record, field, typed, today);
  if (finding != NULL)
    {
      g_assert_cmpstr (finding->field, ==, entity->fields[field].name);
      g_assert_false (kx_record_mentions (record, field));
      return g_strdup_printf ("!%s", finding->code);
    }
  g_assert_true (kx_record_mentions (record, field));
  text = kx_record_text (record, field);
  return text != NULL ? text : g_strdup ("");
}

static void
test_each_kind_reads_what_is_typed (void)
{
  static const struct
  {
    guint field;
    const char *typed, *text;
  } rows[] = {
    { kx_agency_f_name, "  济南市　第一人民医院 ", "济南市 第一人民医院" },
    { kx_agency_f_name, "院", "!too-short" },
    { kx_agency_f_name, " ", "!required" },
    { kx_agency_f_short_name, "", "" },
    { kx_agency_f_legal_rep, "张 三", "张三" },
    { kx_agency_f_uscc, "9111 0108 5513 8508 2q", "91110108551385082Q" },
    { kx_agency_f_uscc, "9111010855138508", "!wrong-identifier" },
    { kx_agency_f_phone, "0531-8888 6666", "0531-8888 6666" },
    { kx_agency_f_phone, "none", "!wrong-phone" },
    { kx_agency_f_beds, "120", "120" },
    { kx_agency_f_beds, "１２０", "120" },
    { kx_agency_f_beds, "1,200", "1200" },
    { kx_agency_f_beds, " 1 200 ", "1200" },
    { kx_agency_f_beds, "1,20", "!wrong-number" },
    { kx_agency_f_beds, "12x", "!wrong-number" },
    { kx_agency_f_beds, "12.5", "!wrong-number" },
    { kx_agency_f_beds, "-1", "!too-small" },
    { kx_agency_f_beds, "100000", "!too-large" },
    { kx_agency_f_beds, "99999999999999999999", "!wrong-number" },
    { kx_agency_f_beds, "", "" },
    { kx_agency_f_licence_valid_to, "2026年7月1日", "2026-07-01" },
    { kx_agency_f_licence_valid_to, "2027-06", "2027-06-30" },
    { kx_agency_f_licence_valid_to, "今天", "2026-11-25" },
    { kx_agency_f_licence_valid_to, "长期", "!wrong-date" },
    { kx_agency_f_licence_no_end, "true", "true" },
    { kx_agency_f_ownership, "public", "public" },
    { kx_agency_f_ownership, "mixed", "!not-chosen" },
    { kx_agency_f_scopes_offered, " inpatient home ", " inpatient home " },
    { kx_agency_f_county, "370102", "370102" },
    { kx_agency_f_county, "370102-gx", "370102-GX" },
    { kx_agency_f_county, "历下区", "370102" },
    { kx_agency_f_county, "鼓楼区", "!ambiguous-area" },
    { kx_agency_f_county, "无此地", "!unknown-area" },
    { kx_agency_f_county, "3701", "!wrong-identifier" },
    { kx_agency_f_office, "0192f0c4-9d7e-7000-8000-000000000001", "0192f0c4-9d7e-7000-8000-000000000001" },
    { kx_agency_f_office, "济南市社保中心", "!not-chosen" },
    { kx_agency_f_note, "一\r\n二\n", "一\n二" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = read_as_text (&kx_agency_entity, rows[i].field, rows[i].typed);

      g_test_message ("%s: %s", kx_agency_entity.fields[rows[i].field].name, rows[i].typed);
      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static void
test_an_editor_begins_with_what_reads_back (void)
{
  g_autoptr (KxRecord) record = kx_record_new (&kx_agency_entity, NULL, NULL);

  kx_agency_set_name (kx_agency (record), "济南市第一人民医院");
  kx_agency_set_beds (kx_agency (record), 1200);
  kx_agency_set_licence_valid_to (kx_agency (record), (KxDate){ 20270630 });
  kx_agency_set_licence_no_end (kx_agency (record), FALSE);
  kx_agency_set_hospital_level (kx_agency (record), kx_agency_hospital_level_tertiary_b);
  kx_agency_set_scopes_offered (kx_agency (record), (KxCodes){ 5 });
  kx_agency_set_county (kx_agency (record), "370102");
  kx_agency_set_note (kx_agency (record), "一\n二");
  for (guint i = 0; i < kx_agency_n_fields; i++)
    {
      g_autofree char *typed = kx_form_typed (record, i);
      g_autoptr (KxRecord) back = kx_record_new (&kx_agency_entity, NULL, NULL);

      if (!kx_record_has (record, i))
        {
          g_assert_cmpstr (typed, ==, "");
          continue;
        }
      g_assert_null (kx_form_read (back, i, typed, today));
      g_assert_true (kx_record_same (back, record, i));
    }
}

static void
test_a_mask_is_no_beginning (void)
{
  g_autoptr (KxRecord) record = kx_record_new (&kx_agency_entity, NULL, NULL);
  g_autofree char *typed = NULL;

  kx_agency_set_bank_account (kx_agency (record), "****1234");
  typed = kx_form_typed (record, kx_agency_f_bank_account);
  g_assert_cmpstr (typed, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form-read/each kind reads what is typed", test_each_kind_reads_what_is_typed);
  g_test_add_func ("/form-read/an editor begins with what reads back",
                   test_an_editor_begins_with_what_reads_back);
  g_test_add_func ("/form-read/a mask is no beginning", test_a_mask_is_no_beginning);
  return g_test_run ();
}
