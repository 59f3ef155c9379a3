#include "lib/kx-test-policy.h"

#include "core/entities/kx-pack.h"
#include "core/kx-policy-pack.h"

#include <string.h>

const char kx_test_pack_country[] =
    "{\"code\":\"CN\",\"area\":\"000000\",\"name\":\"全国\",\"valid_from\":\"2011-01-01\","
    "\"documents\":{\"law\":{\"title\":\"工伤保险条例\",\"kind\":\"law\"}},"
    "\"terms\":{\"agency\":\"工伤康复协议机构\",\"coordinator\":\"协调员\"},"
    "\"parameters\":{\"cap_county\":{\"value\":null},"
    "\"report_to\":{\"value\":\"人社部\",\"force\":\"duty\",\"document\":\"law\",\"item\":\"第五条\"}},"
    "\"suggestions\":{\"reapply_ban_months\":[{\"value\":12,\"document\":\"law\"}]}}";

const char kx_test_pack_province[] =
    "{\"code\":\"SD\",\"extends\":\"CN\",\"area\":\"370000\",\"name\":\"山东省\",\"valid_from\":\"2023-12-"
    "01\","
    "\"documents\":{\"main\":{\"title\":\"实施意见\",\"number\":\"鲁人社发〔2023〕17号\",\"kind\":"
    "\"document\"}},"
    "\"terms\":{\"coordinator\":\"专管员\"},"
    "\"parameters\":{"
    "\"cap_county\":{\"value\":2,\"force\":\"duty\",\"document\":\"main\",\"item\":\"(八)\","
    "\"quote\":\"每个县（市、区）不超过2家\"},"
    "\"cap_city_level\":{\"value\":3,\"force\":\"duty\",\"document\":\"main\",\"item\":\"(八)\","
    "\"quote\":\"市本级不超过3家\"},"
    "\"publicity_workdays\":{\"value\":5,\"force\":\"encouraged\",\"document\":\"main\",\"item\":\"(九)\"}}}";

const char kx_test_pack_city[] =
    "{\"code\":\"NN\",\"extends\":\"CN\",\"area\":\"450100\",\"name\":\"南宁市\",\"valid_from\":\"2024-01-"
    "01\","
    "\"documents\":{\"main\":{\"title\":\"行动方案\",\"number\":\"南人社发[2024]15号\",\"kind\":\"document\"}"
    "},"
    "\"parameters\":{"
    "\"cap_county\":{\"value\":null,\"force\":\"duty\",\"document\":\"main\",\"item\":\"10\","
    "\"quote\":\"工伤康复相对集中\"}}}";

KxRecord *
kx_test_pack_row (const char *id, const char *text)
{
  g_autoptr (KxPolicyPack) pack = kx_policy_pack_parse (text, strlen (text), NULL);
  KxRecord *record = kx_record_new (&kx_pack_entity, id, NULL);
  Kx_pack *row = kx_pack (record);

  g_assert_nonnull (pack);
  kx_pack_set_code (row, kx_policy_pack_get_code (pack));
  kx_pack_set_name (row, kx_policy_pack_get_name (pack));
  kx_pack_set_area (row, kx_policy_pack_get_area (pack));
  kx_pack_set_valid_from (row, kx_policy_pack_get_valid_from (pack));
  kx_pack_set_hash (row, kx_policy_pack_get_hash (pack));
  kx_pack_set_contents (row, kx_policy_pack_get_text (pack));
  if (kx_policy_pack_get_extends (pack) != NULL)
    kx_pack_set_extends (row, kx_policy_pack_get_extends (pack));
  if (kx_policy_pack_get_valid_to (pack).ymd != 0)
    kx_pack_set_valid_to (row, kx_policy_pack_get_valid_to (pack));
  return record;
}
