#include "kx-test-letter.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-suspension.h"
#include "print/kx-letter.h"

#include <glib/gstdio.h>
#include <libintl.h>
#include <string.h>

void
kx_test_letter_bind (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("KANGXIE_TEMPLATES"), "..", "..", "po", NULL);

  bindtextdomain (GETTEXT_PACKAGE, folder);
}

static void
put_text (KxRecord *record, guint field, const char *text)
{
  kx_record_put (record, field, (KxValue){ .TEXT = text });
}

static void
put_day (KxRecord *record, guint field, int ymd)
{
  kx_record_put (record, field, (KxValue){ .DATE = { ymd } });
}

static KxRecord *
make_office (void)
{
  KxRecord *office = kx_record_new (&kx_office_entity, "office", NULL);

  put_text (office, kx_office_f_name, "济南市示例社会保险中心");
  put_text (office, kx_office_f_address, "济南市历下区示例路1号");
  put_text (office, kx_office_f_phone, "0531-88880000");
  return office;
}

static KxRecord *
make_agency (void)
{
  KxRecord *agency = kx_record_new (&kx_agency_entity, "agency", NULL);

  put_text (agency, kx_agency_f_name, "济南𠮷示例医院");
  put_text (agency, kx_agency_f_uscc, "12370100MB2847612X");
  put_text (agency, kx_agency_f_address, "济南市市中区示例街28号");
  put_text (agency, kx_agency_f_phone, "0531-66660000");
  put_text (agency, kx_agency_f_legal_rep, "㛃䶮");
  kx_record_put (agency, kx_agency_f_kind, (KxValue){ .CODE = kx_agency_kind_rehabilitation_hospital });
  kx_record_put (agency, kx_agency_f_hospital_level, (KxValue){ .CODE = 0 });
  return agency;
}

static KxRecord *
make_agreement (const char *number, int from, int until)
{
  KxRecord *agreement = kx_record_new (&kx_agreement_entity, "agreement", NULL);

  put_text (agreement, kx_agreement_f_number, number);
  put_day (agreement, kx_agreement_f_starts_on, from);
  put_day (agreement, kx_agreement_f_ends_on, until);
  put_day (agreement, kx_agreement_f_signed_on, from);
  kx_record_put (agreement, kx_agreement_f_scopes, (KxValue){ .CODES = { 3 } });
  kx_record_put (agreement, kx_agreement_f_rehab_types, (KxValue){ .CODES = { 7 } });
  return agreement;
}

static KxRecord *
make_application (void)
{
  KxRecord *application = kx_record_new (&kx_application_entity, "application", NULL);

  put_text (application, kx_application_f_number, "济康准〔2026〕3号");
  put_day (application, kx_application_f_received_on, 20260701);
  put_day (application, kx_application_f_accepted_on, 20260706);
  put_text (application, kx_application_f_reasons, "申请材料载明的康复床位为8张，低于公开要求的20张。");
  kx_record_put (application, kx_application_f_scopes, (KxValue){ .CODES = { 3 } });
  kx_record_put (application, kx_application_f_rehab_types, (KxValue){ .CODES = { 1 } });
  kx_record_put (application, kx_application_f_refusal_grounds, (KxValue){ .CODES = { 4 } });
  return application;
}

static KxRecord *
make_suspension (void)
{
  KxRecord *suspension = kx_record_new (&kx_suspension_entity, "suspension", NULL);

  put_text (suspension, kx_suspension_f_number, "济工伤中心函〔2026〕41号");
  put_day (suspension, kx_suspension_f_decided_on, 20260701);
  put_day (suspension, kx_suspension_f_from_on, 20260710);
  put_day (suspension, kx_suspension_f_until_on, 20260930);
  return suspension;
}

static KxRecord *
make_record (const KxLetterRecord *record)
{
  if (record->entity == &kx_suspension_entity)
    return make_suspension ();
  if (record->entity == &kx_office_entity)
    return make_office ();
  if (record->entity == &kx_agency_entity)
    return make_agency ();
  if (record->entity == &kx_application_entity)
    return make_application ();
  return g_str_equal (record->name, "previous") ? make_agreement ("济康协〔2024〕7号", 20240101, 20261231)
                                                : make_agreement ("济康协〔2027〕3号", 20270101, 20281231);
}

/* What people say, long enough to be parted into lines. */
static const struct
{
  const char *name, *text;
} said[] = {
  { "facts", "2026年3月至5月，你单位为3名工伤职工重复申报康复评定费用，共计4,260元。\n"
             "2026年6月12日，我单位现场检查时，你单位未能提供其中2名工伤职工的康复治疗记录。" },
  { "basis", "《社会保险经办条例》第四十三条，《工伤康复服务协议》第八条、第九条。" },
  { "statement", "2026年6月20日，我单位书面告知了拟作出的处理。你单位于6月25日提交了陈述申辩意见，经复核，"
                 "意见所述情况不影响对事实的认定。" },
  { "transition",
    "你单位现有在治工伤职工6名，其中4名转至济南示例康复中心，2名在8月15日前完成治疗计划。请配合做好"
    "病历移交。" },
  { "remedy", "对本通知不服的，可以依法申请行政复议或者提起行政诉讼。" },
  { "reason", "省级协议文本正在修订" },
  { "documents", "1．续签申请；\n2．医疗机构执业许可证副本复印件；\n3．科室、人员和设备清册。" },
  { "outcome", "变更不涉及服务能力，不需要重新评估。" },
  { "measure", "暂停新收治工伤职工" },
  { "target", "住院康复" },
  { "findings", "你单位已补齐康复治疗记录，建立费用复核制度" },
  { "content", "其他事项由双方另行商定。" },
  { "service_guarantee", "乙方承诺接到转诊申请后2个工作日内安排评定。" },
  { "further", "乙方为非营利性医疗机构。" },
  { "number", "济社函〔2026〕12号" },
};

static const char *
text_of (const KxLetterField *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    if (g_str_equal (said[i].name, field->name))
      return said[i].text;
  return field->input == KX_LETTER_NUMBER ? "4" : "2026年7月31日";
}

static void
add_rows (KxDocxValues *values, const KxLetterKind *kind)
{
  static const char *const samples[][2] = {
    { "item", "服务范围" },          { "before", "住院" },
    { "after", "住院、门诊" },       { "method", "按床日付费" },
    { "terms", "每床日320元" },      { "document", "医疗机构执业许可证副本复印件" },
    { "remark", "第3页缺公章" },     { "name", "济南𠮷示例医院" },
    { "kind", "康复医院" },          { "hospital_level", "三级甲等" },
    { "scopes", "住院、门诊" },      { "address", "济南市市中区示例街28号" },
    { "phone", "0531-66660000" },    { "starts_on", "2027年1月1日" },
    { "ends_on", "2028年12月31日" },
  };

  for (guint n = 0; kind->list != NULL && n < 2; n++)
    {
      KxDocxValues *row = kx_letter_values_add_row (values, kind->list);

      for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
        kx_docx_values_set (row, samples[i][0], samples[i][1]);
    }
}

KxDocxValues *
kx_test_letter_make (const KxLetterKind *kind)
{
  KxDocxValues *values = kx_letter_values_new (kind);

  for (const KxLetterRecord *record = kind->records; record->name != NULL; record++)
    {
      g_autoptr (KxRecord) row = make_record (record);

      kx_letter_values_put_record (values, record->name, row);
    }
  for (const KxLetterField *field = kind->fields; field->name != NULL; field++)
    if (!g_str_equal (field->name, "issuer"))
      kx_letter_values_say (values, field, text_of (field));
  add_rows (values, kind);
  return values;
}

GBytes *
kx_test_letter_load (const char *name)
{
  g_autofree char *path = kx_letter_dup_template (name), *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (g_steal_pointer (&text), length);
}

char *
kx_test_letter_fill (const char *name, KxDocxValues *values)
{
  g_autoptr (KxDocxValues) owned = values;
  g_autoptr (GBytes) template = kx_test_letter_load (name), filled = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  filled = kx_docx_fill (template, owned, &error);
  g_assert_no_error (error);
  text = kx_docx_dup_text (filled, &error);
  g_assert_no_error (error);
  g_assert_null (strstr (text, "{{"));
  return text;
}

void
kx_test_letter_has (const char *text, const char *words)
{
  if (strstr (text, words) == NULL)
    g_error ("“%s” is not in:\n%s", words, text);
}

guint
kx_test_letter_count_empty (const char *name, KxDocxValues *values)
{
  g_autoptr (KxDocxValues) owned = values;
  g_autoptr (GBytes) template = kx_test_letter_load (name);
  g_autoptr (GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free),
                        empty = g_ptr_array_new_with_free_func (g_free);

  g_assert_true (kx_docx_check (template, owned, unknown, empty, NULL));
  for (guint i = 0; i < unknown->len; i++)
    g_test_message ("%s", (char *) unknown->pdata[i]);
  g_assert_cmpuint (unknown->len, ==, 0);
  return empty->len;
}

char *
kx_test_letter_extract (GBytes *pdf)
{
  g_autofree char *path = NULL, *text = NULL;
  const char *argv[] = { "pdftotext", "-raw", NULL, "-", NULL };
  g_autoptr (GError) error = NULL;
  int status, file = g_file_open_tmp ("kangxie-XXXXXX.pdf", &path, &error);

  g_assert_no_error (error);
  g_close (file, NULL);
  g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), &error);
  g_assert_no_error (error);
  argv[2] = path;
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_unlink (path);
  return g_steal_pointer (&text);
}

char *
kx_test_letter_squeeze (const char *text)
{
  g_auto (GStrv) lines = g_strsplit_set (text, "\n\f", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    if (!g_regex_match_simple ("^— \\d+ —$", lines[i], 0, 0))
      for (const char *at = lines[i]; *at != '\0'; at = g_utf8_next_char (at))
        if (!g_unichar_isspace (g_utf8_get_char (at)))
          g_string_append_unichar (out, g_utf8_get_char (at));
  return g_string_free (out, FALSE);
}
