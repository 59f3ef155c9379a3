#include "core/kx-policy-pack.h"

#include "lib/kx-test-policy.h"

#include <string.h>

static KxPolicyPack *
parse (const char *text, GError **error)
{
  return kx_policy_pack_parse (text, strlen (text), error);
}

/* The pack of the province with the first `from` in it replaced. Free with g_free(). */
static char *
change (const char *from, const char *to)
{
  const char *at = strstr (kx_test_pack_province, from);

  g_assert_nonnull (at);
  return g_strdup_printf ("%.*s%s%s", (int) (at - kx_test_pack_province), kx_test_pack_province, to,
                          at + strlen (from));
}

static void
refuse (const char *from, const char *to, const char *place)
{
  g_autofree char *text = change (from, to);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxPolicyPack) pack = parse (text, &error);

  g_assert_null (pack);
  g_assert_error (error, KX_POLICY_ERROR, KX_POLICY_ERROR_BROKEN);
  if (!g_str_has_prefix (error->message, place))
    g_error ("%s: expected at %s: %s", to, place, error->message);
  g_assert_cmpuint (strlen (error->message), >, strlen (place) + 5);
}

static void
test_a_pack_is_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxPolicyPack) pack = parse (kx_test_pack_province, &error), again = NULL;
  const KxParameter *cap;

  g_assert_no_error (error);
  g_assert_cmpstr (kx_policy_pack_get_code (pack), ==, "SD");
  g_assert_cmpstr (kx_policy_pack_get_extends (pack), ==, "CN");
  g_assert_cmpstr (kx_policy_pack_get_area (pack), ==, "370000");
  g_assert_cmpint (kx_policy_pack_get_valid_from (pack).ymd, ==, 20231201);
  g_assert_cmpint (kx_policy_pack_get_valid_to (pack).ymd, ==, 0);
  g_assert_cmpstr (kx_policy_pack_get_term (pack, "coordinator"), ==, "专管员");
  g_assert_null (kx_policy_pack_get_term (pack, "agency"));
  cap = kx_policy_pack_get_parameter (pack, KX_POLICY_cap_county);
  g_assert_true (cap->set);
  g_assert_cmpint (cap->value.INTEGER, ==, 2);
  g_assert_cmpint (cap->cite.source, ==, KX_SOURCE_DOCUMENT);
  g_assert_cmpint (cap->cite.force, ==, KX_FORCE_DUTY);
  g_assert_cmpstr (cap->cite.document, ==, "鲁人社发〔2023〕17号");
  g_assert_cmpstr (cap->cite.quote, ==, "每个县（市、区）不超过2家");
  g_assert_null (kx_policy_pack_get_parameter (pack, KX_POLICY_reapply_ban_months));
  /* Its name follows from what it says, not from its blanks. */
  again = parse (kx_policy_pack_get_text (pack), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kx_policy_pack_get_hash (again), ==, kx_policy_pack_get_hash (pack));
}

static void
test_a_suggestion_is_no_policy (void)
{
  g_autoptr (KxPolicyPack) pack = parse (kx_test_pack_country, NULL);
  GArray *suggestions = kx_policy_pack_get_suggestions (pack, KX_POLICY_reapply_ban_months);

  g_assert_cmpuint (suggestions->len, ==, 1);
  g_assert_cmpint (g_array_index (suggestions, KxSuggestion, 0).value.INTEGER, ==, 12);
  g_assert_null (kx_policy_pack_get_parameter (pack, KX_POLICY_reapply_ban_months));
  g_assert_null (kx_policy_pack_get_suggestions (pack, KX_POLICY_cap_county));
}

/* Each kind of document that the schema names, and the words by which one forwards another. */
static void
test_documents_are_of_five_kinds (void)
{
  static const struct
  {
    const char *kind;
    KxSource source;
  } kinds[] = { { "law", KX_SOURCE_LAW },
                { "document", KX_SOURCE_DOCUMENT },
                { "analogy", KX_SOURCE_ANALOGY },
                { "office", KX_SOURCE_OFFICE },
                { "program", KX_SOURCE_PROGRAM } };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *member = g_strdup_printf ("\"quote\":\"请遵照执行\",\"kind\":\"%s\"", kinds[i].kind);
      g_autofree char *text = change ("\"kind\":\"document\"", member);
      g_autoptr (GError) error = NULL;
      g_autoptr (KxPolicyPack) pack = parse (text, &error);

      g_assert_no_error (error);
      g_assert_cmpint (kx_policy_pack_get_parameter (pack, KX_POLICY_cap_county)->cite.source, ==,
                       kinds[i].source);
    }
}

static void
test_a_broken_pack_is_refused_with_its_place (void)
{
  refuse ("\"SD\"", "\"Shandong\"", "/code: ");
  refuse ("\"CN\"", "\"SD\"", "/extends: ");
  refuse ("\"370000\"", "\"3700\"", "/area: ");
  refuse ("\"valid_from\"", "\"valid_since\"", "/valid_since: ");
  refuse ("2023-12-01", "2023-13-01", "/valid_from: ");
  refuse ("\"valid_from\":", "\"valid_to\":\"2020-01-01\",\"valid_from\":", "/valid_to: ");
  refuse ("\"kind\":\"document\"", "\"kind\":\"clause\"", "/documents/main/kind: ");
  refuse ("\"kind\":\"document\"", "\"kind\":\"document\",\"quote\":\"请\\n遵照执行\"",
          "/documents/main/quote: ");
  refuse ("\"title\":\"实施意见\",", "", "/documents/main/title: ");
  refuse ("\"cap_county\"", "\"cap_village\"", "/parameters/cap_village: ");
  refuse ("\"value\":2", "\"value\":\"2\"", "/parameters/cap_county/value: ");
  refuse ("\"value\":2", "\"value\":2.5", "/parameters/cap_county/value: ");
  refuse ("\"value\":2", "\"value\":-2", "/parameters/cap_county/value: ");
  refuse ("\"value\":2,", "", "/parameters/cap_county/value: ");
  refuse ("\"force\":\"duty\"", "\"force\":\"must\"", "/parameters/cap_county/force: ");
  refuse ("\"force\":\"duty\"", "\"force\":\"own_value\"", "/parameters/cap_county/force: ");
  refuse ("\"force\":\"duty\",", "", "/parameters/cap_county/force: ");
  refuse ("\"document\":\"main\"", "\"document\":\"annex\"", "/parameters/cap_county/document: ");
  refuse ("\"document\":\"main\",", "", "/parameters/cap_county/document: ");
  refuse ("不超过2家", "不超过2家\\n，市本级", "/parameters/cap_county/quote: ");
  refuse (
      "每个县（市、区）不超过2家",
      "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
      "一二三四五六七八九十一",
      "/parameters/cap_county/quote: ");
  refuse ("\"专管员\"", "7", "/terms/coordinator: ");
  refuse ("\"parameters\":{", "\"parameters\":[", "/parameters");
  refuse ("\"name\"", "\"name\":\"\",\"nom\"", "/nom: ");
}

/* No change of one byte crashes it, and what is read again is the same. */
static void
test_any_bytes_are_safe (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *text = g_strdup (g_test_rand_bit () ? kx_test_pack_province : kx_test_pack_country);
      g_autoptr (GError) error = NULL;
      g_autoptr (KxPolicyPack) pack = NULL, again = NULL;

      for (int n = g_test_rand_int_range (1, 4); n > 0; n--)
        text[g_test_rand_int_range (0, (int) strlen (text))] = (char) g_test_rand_int_range (1, 127);
      pack = parse (text, &error);
      g_assert_true ((pack == NULL) == (error != NULL));
      if (pack == NULL)
        continue;
      again = parse (kx_policy_pack_get_text (pack), NULL);
      g_assert_cmpstr (kx_policy_pack_get_hash (again), ==, kx_policy_pack_get_hash (pack));
    }
}

static void
test_a_text_is_parsed_once (void)
{
  const KxPolicyPack *pack = kx_policy_pack_get (kx_test_pack_city, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (pack);
  g_assert_true (kx_policy_pack_get (kx_test_pack_city, NULL) == pack);
  g_assert_null (kx_policy_pack_get ("{}", &error));
  g_assert_error (error, KX_POLICY_ERROR, KX_POLICY_ERROR_BROKEN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy-pack/read", test_a_pack_is_read);
  g_test_add_func ("/policy-pack/suggestion", test_a_suggestion_is_no_policy);
  g_test_add_func ("/policy-pack/kinds", test_documents_are_of_five_kinds);
  g_test_add_func ("/policy-pack/broken", test_a_broken_pack_is_refused_with_its_place);
  g_test_add_func ("/policy-pack/any-bytes", test_any_bytes_are_safe);
  g_test_add_func ("/policy-pack/once", test_a_text_is_parsed_once);
  return g_test_run ();
}
