#include "server/kx-demo-agency.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-credential.h"
#include "core/entities/kx-former-name.h"
#include "core/kx-area-table.h"
#include "core/kx-calendar.h"
#include "core/kx-identifier.h"
#include "server/kx-demo-data.h"

#include <string.h>

#define CHECKED 20260105 /* the day on which all credentials were seen */

static const char *
find_text (const KxDemoText *texts, guint n_texts, const char *key)
{
  for (guint i = 0; i < n_texts; i++)
    if (g_str_equal (texts[i].key, key))
      return texts[i].text;
  return NULL;
}

/* An invented person for the `number`-th place. */
static char *
make_name (guint number)
{
  static const char *const families[] = { "赵", "单", "孙", "牟", "解", "郑", "仇", "冯", "查",   "卫",  "蒋",
                                          "沈", "曾", "杨", "盖", "尤", "许", "乐", "吕", "欧阳", "尉迟" };
  static const char *const given[] = { "清和", "知远", "若水", "海帆", "听泉", "明澈", "小满", "望舒", "怀瑾",
                                       "子衿", "云舟", "青禾", "牧之", "思齐", "景行", "晚晴", "一诺" };

  return g_strconcat (families[number % G_N_ELEMENTS (families)], given[number * 5 % G_N_ELEMENTS (given)],
                      NULL);
}

/* A made-up telephone number with the area code of the agency's city. */
static char *
make_phone (const KxDemoAgency *agency, const char *block, guint number)
{
  static const char *const codes[][2] = { { "3702", "0532" }, { "3703", "0533" }, { "3706", "0535" },
                                          { "3707", "0536" }, { "3708", "0537" }, { "3709", "0538" } };
  const char *code = "0531";

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_str_has_prefix (agency->county, codes[i][0]))
      code = codes[i][1];
  return g_strdup_printf ("%s-%s%04u", code, block, number);
}

/* Puts the one character that fits at the end of `code`, which ends with the place for it. */
static void
close_code (char *code, KxIdentifierResult (*check) (const char *code))
{
  static const char characters[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  gsize last = strlen (code) - 1;

  for (guint i = 0; characters[i] != '\0'; i++)
    {
      code[last] = characters[i];
      if (check (code).fault == KX_IDENTIFIER_RIGHT)
        return;
    }
  g_assert_not_reached ();
}

/* A credit code with right check characters (GB 32100-2015) around a made-up organization number. */
static char *
make_credit_code (const KxDemoAgency *agency, guint number)
{
  const char *registrar = agency->public                                                  ? "12"
                          : agency->kind == kx_agency_kind_vocational_rehabilitation_body ? "52"
                                                                                          : "91";
  char organization[10];

  g_snprintf (organization, sizeof organization, "XKX%05u0", number % 100000);
  close_code (organization, kx_identifier_check_organization_code);
  {
    g_autofree char *code = g_strdup_printf ("%s%.6s%s0", registrar, agency->county, organization);

    close_code (code, kx_identifier_check_credit_code);
    return g_steal_pointer (&code);
  }
}

static char *
make_departments (const KxDemoAgency *agency)
{
  static const char *const names[] = { "神经康复科", "骨科康复科", "心肺康复科", "疼痛科",
                                       "重症康复科", "中医康复科", "心理康复科" };
  GString *text = g_string_new ("康复医学科");

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == kx_agency_subspecialties_n_codes);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (agency->subspecialties & (G_GUINT64_CONSTANT (1) << i))
      g_string_append_printf (text, "、%s", names[i]);
  return g_string_free (text, FALSE);
}

/* A street that no city has, in the agency's county; its zone counts as the city. */
static char *
make_address (const KxDemoAgency *agency, guint number)
{
  g_autofree char *code = g_strndup (agency->county, 6);
  const KxArea *county = kx_area_table_lookup (code);
  const KxArea *city = kx_area_table_get_parent (county);

  if (county->level == KX_AREA_CITY)
    return g_strdup_printf ("山东省%s示例高新区示例路%u号", county->name, 100 + number);
  return g_strdup_printf ("山东省%s%s示例路%u号", city->name, county->name, 100 + number);
}

/* The texts of an agency that follow from its place in the table. */
static void
set_made_up (Kx_agency *row, const KxDemoAgency *agency, guint number)
{
  g_autofree char *address = make_address (agency, number);
  g_autofree char *phone = make_phone (agency, "5550", 1000 + number);
  g_autofree char *contact_phone = make_phone (agency, "5551", 1000 + number);
  g_autofree char *account = g_strdup_printf ("9990%.4s00000000%03u", agency->county, number);
  g_autofree char *legal_rep = make_name (number * 2), *contact = make_name (number * 2 + 1);
  g_autofree char *departments = make_departments (agency);
  g_autofree char *licence = g_strdup_printf ("DEMO%.6s-%04u", agency->county, number);

  kx_agency_set_address (row, address);
  kx_agency_set_phone (row, phone);
  kx_agency_set_contact_phone (row, contact_phone);
  kx_agency_set_bank_account (row, account);
  kx_agency_set_legal_rep (row, legal_rep);
  kx_agency_set_contact (row, contact);
  if (agency->licence == 0)
    return;
  kx_agency_set_departments (row, departments);
  kx_agency_set_licence_no (row, licence);
}

static void
add_file (KxDemoWork *f, const KxDemoAgency *agency, guint number)
{
  Kx_agency *row = kx_agency (kx_demo_add_row (f, &kx_agency_entity, agency->key));
  const char *reason = find_text (kx_demo_codeless, kx_demo_n_codeless, agency->key);
  const char *note = find_text (kx_demo_notes, kx_demo_n_notes, agency->key);
  g_autofree char *code = make_credit_code (agency, number);
  char office[KX_UUID_TEXT_SIZE];

  kx_demo_id ("office", agency->office, office);
  kx_agency_set_name (row, agency->name);
  kx_agency_set_office (row, office);
  kx_agency_set_county (row, agency->county);
  kx_agency_set_kind (row, agency->kind);
  kx_agency_set_ownership (row, agency->public ? kx_agency_ownership_public : kx_agency_ownership_private);
  kx_agency_set_scopes_offered (row, (KxCodes){ agency->scopes });
  kx_agency_set_beds (row, agency->beds);
  kx_agency_set_staff (row, agency->staff);
  kx_agency_set_status (row, kx_agency_status_operating);
  kx_agency_set_separate_department (row, agency->beds >= 50);
  if (agency->short_name != NULL)
    kx_agency_set_short_name (row, agency->short_name);
  if (agency->level >= 0)
    kx_agency_set_hospital_level (row, agency->level);
  if (agency->subspecialties != 0)
    kx_agency_set_subspecialties (row, (KxCodes){ agency->subspecialties });
  if (agency->licence > 0)
    kx_agency_set_licence_valid_to (row, (KxDate){ agency->licence });
  if (agency->licence < 0)
    kx_agency_set_licence_no_end (row, TRUE);
  if (strncmp (agency->county, agency->office, 4) != 0)
    kx_agency_set_out_of_area (row, TRUE);
  if (reason != NULL)
    kx_agency_set_no_uscc_reason (row, reason);
  else
    kx_agency_set_uscc (row, code);
  if (note != NULL)
    kx_agency_set_note (row, note);
  set_made_up (row, agency, number);
}

static Kx_credential *
add_credential (KxDemoWork *f, const KxDemoAgency *agency, int kind, const char *number)
{
  g_autofree char *name = g_strdup_printf ("%s/%d", agency->key, kind);
  Kx_credential *row = kx_credential (kx_demo_add_row (f, &kx_credential_entity, name));
  char id[KX_UUID_TEXT_SIZE];

  kx_demo_id ("agency", agency->key, id);
  kx_credential_set_agency (row, id);
  kx_credential_set_kind (row, kind);
  kx_credential_set_number (row, number);
  return row;
}

/* Its practice licence, or its designation where it is no medical institution; and what founded it. */
static void
add_credentials (KxDemoWork *f, const KxDemoAgency *agency, guint number)
{
  gboolean medical = agency->licence != 0;
  g_autofree char *licence = g_strdup_printf ("DEMO%.6s-%04u", agency->county, number);
  g_autofree char *paper = g_strdup_printf ("示例%05u号", 20000 + number);
  Kx_credential *first = add_credential (
      f, agency, medical ? kx_credential_kind_practice_licence : kx_credential_kind_designation, licence);
  Kx_credential *second = add_credential (f, agency,
                                          agency->public ? kx_credential_kind_registration_certificate
                                                         : kx_credential_kind_business_licence,
                                          paper);

  kx_credential_set_issued_by (first, medical ? "示例市卫生健康委员会" : "示例市民政局");
  kx_credential_set_checked_on (first, (KxDate){ CHECKED });
  if (agency->licence > 0)
    {
      kx_credential_set_issued_on (first, kx_date_add_months ((KxDate){ agency->licence }, -60));
      kx_credential_set_valid_to (first, (KxDate){ agency->licence });
    }
  else
    kx_credential_set_no_end (first, TRUE);
  kx_credential_set_issued_by (second, agency->public ? "示例市事业单位登记机关" : "示例市行政审批局");
  kx_credential_set_issued_on (second, (KxDate){ 20150601 + (int) (number % 28) });
  kx_credential_set_no_end (second, TRUE);
}

void
kx_demo_add_former_name (KxDemoWork *f, const char *key, const char *name, int from, int until)
{
  g_autofree char *unique = g_strdup_printf ("%s/%s", key, name);
  Kx_former_name *row = kx_former_name (kx_demo_add_row (f, &kx_former_name_entity, unique));
  char id[KX_UUID_TEXT_SIZE];

  kx_demo_id ("agency", key, id);
  kx_former_name_set_agency (row, id);
  kx_former_name_set_name (row, name);
  if (from != 0)
    kx_former_name_set_from_on (row, (KxDate){ from });
  if (until != 0)
    kx_former_name_set_until_on (row, (KxDate){ until });
}

void
kx_demo_add_agency (KxDemoWork *f, guint index)
{
  const KxDemoAgency *agency = &kx_demo_agencies[index];

  add_file (f, agency, index + 1);
  add_credentials (f, agency, index + 1);
  for (guint i = 0; i < kx_demo_n_former_names; i++)
    {
      const KxDemoFormerName *former = &kx_demo_former_names[i];

      if (g_str_equal (former->key, agency->key))
        kx_demo_add_former_name (f, former->key, former->name, former->from, former->until);
    }
}
