#include "core/kx-identifier.h"

#include <string.h>

static const KxDate today = { 20261101 };

/* Two codes in public use (a state company, a search engine's operator) and made-up ones that meet the rule.
 */
static const char *const credit_codes[] = {
  "91110000600037341L", "91110108551385082Q", "124501004990001210", "12450100499000076Y",
  "124501004990001135", "52450100MJ0999992D", "91450100MA5P999932",
};

static const char *const resident_ids[] = { "11010519491231002X", "440524188001010014",
                                            "360426199101010071" };

static const char credit_alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static void
assert_fault (KxIdentifierResult result, KxIdentifierFault fault, int place, char hint)
{
  g_assert_cmpint (result.fault, ==, fault);
  g_assert_cmpint (result.place, ==, place);
  g_assert_cmpint (result.hint, ==, hint);
}

static void
test_known_credit_codes_are_right (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (credit_codes); i++)
    {
      KxIdentifierResult result = kx_identifier_check_credit_code (credit_codes[i]);

      assert_fault (result, KX_IDENTIFIER_RIGHT, 0, 0);
      g_assert_cmpint (result.warnings & ~KX_IDENTIFIER_ORGANIZATION_CHECK, ==, 0);
    }
  g_assert_cmpint (kx_identifier_check_credit_code ("91110000600037341L").warnings, ==, 0);
}

static void
test_every_other_character_in_a_credit_code_is_caught (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (credit_codes); i++)
    for (int place = 0; place < 18; place++)
      for (const char *c = credit_alphabet; *c != '\0'; c++)
        {
          g_autofree char *code = g_strdup (credit_codes[i]);

          if (code[place] == *c)
            continue;
          code[place] = *c;
          g_assert_cmpint (kx_identifier_check_credit_code (code).fault, ==, KX_IDENTIFIER_CHECK);
        }
}

static void
swap (char *text, int i, int j)
{
  char c = text[i];

  text[i] = text[j];
  text[j] = c;
}

static void
test_every_exchange_of_two_characters_in_a_credit_code_is_caught (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (credit_codes); i++)
    for (int a = 0; a < 18; a++)
      for (int b = a + 1; b < 18; b++)
        {
          g_autofree char *code = g_strdup (credit_codes[i]);

          /* The first character and the check weigh the same. */
          if (code[a] == code[b] || (a == 0 && b == 17))
            continue;
          swap (code, a, b);
          g_assert_cmpint (kx_identifier_check_credit_code (code).fault, ==, KX_IDENTIFIER_CHECK);
        }
}

/* The check as the standard words it, with its table of weights, apart from the code under test. */
static char
credit_check (const char *code)
{
  static const int weights[] = { 1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28 };
  int sum = 0;

  for (int i = 0; i < 17; i++)
    sum += (int) (strchr (credit_alphabet, code[i]) - credit_alphabet) * weights[i];
  return credit_alphabet[sum % 31 == 0 ? 0 : 31 - sum % 31];
}

static void
test_random_credit_codes_follow_the_weights_of_the_standard (void)
{
  int remainder_zero = 0;

  for (int i = 0; i < 20000; i++)
    {
      char code[19] = { 0 };

      for (int j = 0; j < 17; j++)
        code[j] = credit_alphabet[g_test_rand_int_range (0, 31)];
      code[17] = credit_check (code);
      remainder_zero += code[17] == '0';
      g_assert_cmpint (kx_identifier_check_credit_code (code).fault, ==, KX_IDENTIFIER_RIGHT);
      code[17] = code[17] == 'Y' ? 'X' : 'Y';
      assert_fault (kx_identifier_check_credit_code (code), KX_IDENTIFIER_CHECK, 18, 0);
    }
  g_assert_cmpint (remainder_zero, >, 0);
}

static void
test_a_wrong_character_is_named_with_a_hint (void)
{
  KxIdentifierResult result = kx_identifier_check_credit_code ("9111OOOO600037341L");

  assert_fault (result, KX_IDENTIFIER_CHARACTER, 5, '0');
  g_assert_cmpint (result.character, ==, 'O');
  assert_fault (kx_identifier_check_credit_code ("9I110000600037341L"), KX_IDENTIFIER_CHARACTER, 2, '1');
  assert_fault (kx_identifier_check_credit_code ("91110000600037341Z"), KX_IDENTIFIER_CHARACTER, 18, '2');
  assert_fault (kx_identifier_check_credit_code ("91110000S00037341L"), KX_IDENTIFIER_CHARACTER, 9, '5');
  assert_fault (kx_identifier_check_credit_code ("V1110000600037341L"), KX_IDENTIFIER_CHARACTER, 1, 0);
  assert_fault (kx_identifier_check_credit_code ("91110000600037341l"), KX_IDENTIFIER_CHARACTER, 18, 0);
  result = kx_identifier_check_credit_code ("911中0000600037341L");
  assert_fault (result, KX_IDENTIFIER_CHARACTER, 4, 0);
  g_assert_cmpint (result.character, ==, 0);
  assert_fault (kx_identifier_check_credit_code ("91O10000600037341"), KX_IDENTIFIER_CHARACTER, 3, '0');
}

static void
test_lengths_are_exact (void)
{
  assert_fault (kx_identifier_check_credit_code (""), KX_IDENTIFIER_EMPTY, 0, 0);
  assert_fault (kx_identifier_check_credit_code ("91110000600037341"), KX_IDENTIFIER_LENGTH, 0, 0);
  assert_fault (kx_identifier_check_credit_code ("91110000600037341L1"), KX_IDENTIFIER_LENGTH, 0, 0);
  assert_fault (kx_identifier_check_credit_code ("91110000600037341LI"), KX_IDENTIFIER_LENGTH, 0, 0);
  assert_fault (kx_identifier_check_resident_id ("", today), KX_IDENTIFIER_EMPTY, 0, 0);
  assert_fault (kx_identifier_check_resident_id ("11010519491231002", today), KX_IDENTIFIER_LENGTH, 0, 0);
  assert_fault (kx_identifier_check_organization_code ("60003734"), KX_IDENTIFIER_LENGTH, 0, 0);
}

static KxIdentifierWarnings
warnings_of (const char *seventeen)
{
  g_autofree char *code = g_strdup_printf ("%s%c", seventeen, credit_check (seventeen));
  KxIdentifierResult result = kx_identifier_check_credit_code (code);

  g_assert_cmpint (result.fault, ==, KX_IDENTIFIER_RIGHT);
  return result.warnings;
}

static void
test_what_is_unusual_in_a_credit_code_only_warns (void)
{
  g_assert_cmpint (warnings_of ("12100000600037341"), ==, 0);
  g_assert_cmpint (warnings_of ("12371202600037341"), ==, KX_IDENTIFIER_REGION_PAST);
  g_assert_cmpint (warnings_of ("12990000600037341"), ==, KX_IDENTIFIER_REGION_UNKNOWN);
  g_assert_cmpint (warnings_of ("12ABCDEF600037341"), ==, KX_IDENTIFIER_REGION_UNKNOWN);
  g_assert_cmpint (warnings_of ("12370100600037342"), ==, KX_IDENTIFIER_ORGANIZATION_CHECK);
  g_assert_cmpint (warnings_of ("A1370100600037341"), ==, 0);
  g_assert_cmpint (warnings_of ("N2370100600037341"), ==, 0);
  g_assert_cmpint (warnings_of ("Y1370100600037341"), ==, 0);
  g_assert_cmpint (warnings_of ("01370100600037341"), ==, KX_IDENTIFIER_REGISTRAR_UNKNOWN);
  g_assert_cmpint (warnings_of ("B1990000600037342"), ==,
                   KX_IDENTIFIER_REGISTRAR_UNKNOWN | KX_IDENTIFIER_REGION_UNKNOWN |
                       KX_IDENTIFIER_ORGANIZATION_CHECK);
}

static void
test_organization_codes_follow_their_own_check (void)
{
  /* The example of GB 11714-1997, and parts of the two public credit codes. */
  static const char *const right[] = { "D2143569X", "600037341", "551385082" };

  for (guint i = 0; i < G_N_ELEMENTS (right); i++)
    {
      assert_fault (kx_identifier_check_organization_code (right[i]), KX_IDENTIFIER_RIGHT, 0, 0);
      for (int place = 0; place < 8; place++)
        for (char c = '0'; c <= '9'; c++)
          {
            g_autofree char *code = g_strdup (right[i]);

            if (code[place] == c || g_ascii_isalpha (code[place]))
              continue;
            code[place] = c;
            assert_fault (kx_identifier_check_organization_code (code), KX_IDENTIFIER_CHECK, 9, 0);
          }
    }
  assert_fault (kx_identifier_check_organization_code ("D2143569A"), KX_IDENTIFIER_CHARACTER, 9, 0);
  assert_fault (kx_identifier_check_organization_code ("D2143-569"), KX_IDENTIFIER_CHARACTER, 6, 0);
}

static void
test_known_resident_ids_are_right (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (resident_ids); i++)
    {
      KxIdentifierResult result = kx_identifier_check_resident_id (resident_ids[i], today);

      assert_fault (result, KX_IDENTIFIER_RIGHT, 0, 0);
      /* 440524 was 潮阳县, until 1993. */
      g_assert_cmpint (result.warnings, ==, i == 1 ? KX_IDENTIFIER_REGION_PAST : 0);
    }
  assert_fault (kx_identifier_check_resident_id ("360426199101010072", today), KX_IDENTIFIER_CHECK, 18, 0);
}

static void
test_every_change_and_exchange_in_a_resident_id_is_caught (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (resident_ids); i++)
    for (int place = 0; place < 18; place++)
      {
        g_autofree char *swapped = g_strdup (resident_ids[i]);

        for (const char *c = "0123456789X"; *c != '\0'; c++)
          {
            g_autofree char *id = g_strdup (resident_ids[i]);

            if (id[place] == *c)
              continue;
            id[place] = *c;
            g_assert_cmpint (kx_identifier_check_resident_id (id, today).fault, !=, KX_IDENTIFIER_RIGHT);
          }
        if (place == 17 || swapped[place] == swapped[place + 1])
          continue;
        swap (swapped, place, place + 1);
        g_assert_cmpint (kx_identifier_check_resident_id (swapped, today).fault, !=, KX_IDENTIFIER_RIGHT);
      }
}

/* The id of these 17 digits, its check found by trying. */
static KxIdentifierResult
check_resident (const char *seventeen, KxDate on)
{
  KxIdentifierResult result = { .fault = KX_IDENTIFIER_CHECK };

  for (const char *c = "0123456789X"; *c != '\0' && result.fault == KX_IDENTIFIER_CHECK; c++)
    {
      g_autofree char *id = g_strdup_printf ("%s%c", seventeen, *c);

      result = kx_identifier_check_resident_id (id, on);
    }
  return result;
}

static void
test_a_birth_date_exists_and_is_past (void)
{
  assert_fault (check_resident ("11010520000229001", today), KX_IDENTIFIER_RIGHT, 0, 0);
  assert_fault (check_resident ("11010519000229001", today), KX_IDENTIFIER_BIRTH_DATE, 7, 0);
  assert_fault (check_resident ("11010519991301001", today), KX_IDENTIFIER_BIRTH_DATE, 7, 0);
  assert_fault (check_resident ("11010519990001001", today), KX_IDENTIFIER_BIRTH_DATE, 7, 0);
  assert_fault (check_resident ("11010519990431001", today), KX_IDENTIFIER_BIRTH_DATE, 7, 0);
  assert_fault (check_resident ("11010519990400001", today), KX_IDENTIFIER_BIRTH_DATE, 7, 0);
  assert_fault (check_resident ("11010500000101001", today), KX_IDENTIFIER_BIRTH_DATE, 7, 0);
  assert_fault (check_resident ("11010520261101001", today), KX_IDENTIFIER_RIGHT, 0, 0);
  assert_fault (check_resident ("11010520261102001", today), KX_IDENTIFIER_BORN_LATER, 7, 0);
  assert_fault (check_resident ("11010520261102001", (KxDate){ 0 }), KX_IDENTIFIER_RIGHT, 0, 0);
}

static void
test_resident_ids_of_all_regions_are_taken (void)
{
  g_assert_cmpint (check_resident ("81000019900101001", today).warnings, ==, 0);
  g_assert_cmpint (check_resident ("82000019900101001", today).warnings, ==, 0);
  g_assert_cmpint (check_resident ("83000019900101001", today).warnings, ==, 0);
  g_assert_cmpint (check_resident ("11010319900101001", today).warnings, ==, KX_IDENTIFIER_REGION_PAST);
  g_assert_cmpint (check_resident ("99010319900101001", today).warnings, ==, KX_IDENTIFIER_REGION_UNKNOWN);
}

static void
test_fifteen_digits_are_refused_with_their_own_fault (void)
{
  assert_fault (kx_identifier_check_resident_id ("110105491231002", today), KX_IDENTIFIER_FIRST_GENERATION, 0,
                0);
  assert_fault (kx_identifier_check_resident_id ("11010549123100X", today), KX_IDENTIFIER_LENGTH, 0, 0);
  assert_fault (kx_identifier_check_resident_id ("1101O5491231002", today), KX_IDENTIFIER_CHARACTER, 5, '0');
  assert_fault (kx_identifier_check_resident_id ("11010X194912310021", today), KX_IDENTIFIER_CHARACTER, 6, 0);
}

static void
test_area_codes_have_six_digits_and_perhaps_a_zone (void)
{
  static const char *const right[] = { "450100", "450100-GX", "370102-1", "469001-YPKF", "000000" };

  for (guint i = 0; i < G_N_ELEMENTS (right); i++)
    {
      assert_fault (kx_identifier_check_area_code (right[i]), KX_IDENTIFIER_RIGHT, 0, 0);
      g_assert_cmpint (kx_identifier_check_area_code (right[i]).warnings, ==, 0);
    }
  assert_fault (kx_identifier_check_area_code (""), KX_IDENTIFIER_EMPTY, 0, 0);
  assert_fault (kx_identifier_check_area_code ("45010"), KX_IDENTIFIER_LENGTH, 0, 0);
  assert_fault (kx_identifier_check_area_code ("4501000"), KX_IDENTIFIER_LENGTH, 0, 0);
  assert_fault (kx_identifier_check_area_code ("4501O0"), KX_IDENTIFIER_CHARACTER, 5, '0');
  assert_fault (kx_identifier_check_area_code ("450100GX"), KX_IDENTIFIER_CHARACTER, 7, 0);
  assert_fault (kx_identifier_check_area_code ("450100-"), KX_IDENTIFIER_LENGTH, 0, 0);
  assert_fault (kx_identifier_check_area_code ("450100-ABCDE"), KX_IDENTIFIER_LENGTH, 0, 0);
  assert_fault (kx_identifier_check_area_code ("450100-gx"), KX_IDENTIFIER_CHARACTER, 8, 0);
  assert_fault (kx_identifier_check_area_code ("450100-A-B"), KX_IDENTIFIER_CHARACTER, 9, 0);
  g_assert_cmpint (kx_identifier_check_area_code ("371202").warnings, ==, KX_IDENTIFIER_REGION_PAST);
  g_assert_cmpint (kx_identifier_check_area_code ("999999").warnings, ==, KX_IDENTIFIER_REGION_UNKNOWN);
}

static void
assert_normalized (const char *text, const char *expected)
{
  g_autofree char *result = kx_identifier_normalize (text), *again = kx_identifier_normalize (result);

  g_assert_cmpstr (result, ==, expected);
  g_assert_cmpstr (again, ==, expected);
}

static void
test_normalizing_mends_what_typing_and_spreadsheets_do (void)
{
  assert_normalized (" 91110000 6000-3734-1l\t", "91110000600037341L");
  assert_normalized ("９１１１００００６０００３７３４１Ｌ", "91110000600037341L");
  assert_normalized ("9111\xc2\xa0"
                     "0000\xe3\x80\x80"
                     "600037341ｌ",
                     "91110000600037341L");
  assert_normalized ("'91110000600037341L", "91110000600037341L");
  assert_normalized ("  ’91110000600037341L\r\n", "91110000600037341L");
  assert_normalized ("＇91110000－600037341–L\xe2\x80\x8b\xef\xbb\xbf", "91110000600037341L");
  assert_normalized ("9111OOOO600037341L", "9111OOOO600037341L");
  assert_normalized ("91110000'600037341L", "91110000'600037341L");
  assert_normalized ("11010519491231002x", "11010519491231002X");
  assert_normalized ("无代码", "无代码");
  assert_normalized (" - ", "");
  assert_normalized ("", "");
}

static void
test_area_codes_keep_their_hyphen_and_lose_their_street (void)
{
  static const char *const pairs[][2] = { { " 450100－gx ", "450100-GX" },
                                          { "370102001000", "370102" },
                                          { "３７０１０２", "370102" },
                                          { "37010200100", "37010200100" } };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *code = kx_identifier_normalize_area_code (pairs[i][0]);

      g_assert_cmpstr (code, ==, pairs[i][1]);
    }
}

static void
assert_mask (char *(*mask) (const char *), const char *text, const char *expected)
{
  g_autofree char *result = mask (text);

  g_assert_cmpstr (result, ==, expected);
}

static void
test_masks_show_little (void)
{
  assert_mask (kx_identifier_mask_resident_id, "11010519491231002X", "110105********002X");
  assert_mask (kx_identifier_mask_resident_id, "110105491231002", "***************");
  assert_mask (kx_identifier_mask_resident_id, "", "");
  assert_mask (kx_identifier_mask_phone, "13812345678", "138****5678");
  assert_mask (kx_identifier_mask_phone, "0531-82345678", "053******5678");
  assert_mask (kx_identifier_mask_phone, "82345678", "******78");
  assert_mask (kx_identifier_mask_phone, "110", "***");
  assert_mask (kx_identifier_mask_account, "6222021001112223334", "***************3334");
  assert_mask (kx_identifier_mask_account, "1234567", "*******");
  assert_mask (kx_identifier_mask_account, "护照A1234567", "******4567");
}

static void
test_every_fault_and_warning_has_words (void)
{
  for (int fault = 0; fault < KX_IDENTIFIER_N_FAULTS; fault++)
    g_assert_cmpint (kx_identifier_describe_fault ((KxIdentifierFault) fault)[0] != '\0', ==, fault != 0);
  for (int bit = 0; bit < 4; bit++)
    g_assert_cmpstr (kx_identifier_describe_warning ((KxIdentifierWarnings) (1 << bit)), !=, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add_func ("/identifier/" name, test)
  ADD ("known credit codes are right", test_known_credit_codes_are_right);
  ADD ("every other character in a credit code is caught",
       test_every_other_character_in_a_credit_code_is_caught);
  ADD ("every exchange of two characters in a credit code is caught",
       test_every_exchange_of_two_characters_in_a_credit_code_is_caught);
  ADD ("random credit codes follow the weights of the standard",
       test_random_credit_codes_follow_the_weights_of_the_standard);
  ADD ("a wrong character is named with a hint", test_a_wrong_character_is_named_with_a_hint);
  ADD ("lengths are exact", test_lengths_are_exact);
  ADD ("what is unusual in a credit code only warns", test_what_is_unusual_in_a_credit_code_only_warns);
  ADD ("organization codes follow their own check", test_organization_codes_follow_their_own_check);
  ADD ("known resident ids are right", test_known_resident_ids_are_right);
  ADD ("every change and exchange in a resident id is caught",
       test_every_change_and_exchange_in_a_resident_id_is_caught);
  ADD ("a birth date exists and is past", test_a_birth_date_exists_and_is_past);
  ADD ("resident ids of all regions are taken", test_resident_ids_of_all_regions_are_taken);
  ADD ("fifteen digits are refused with their own fault",
       test_fifteen_digits_are_refused_with_their_own_fault);
  ADD ("area codes have six digits and perhaps a zone", test_area_codes_have_six_digits_and_perhaps_a_zone);
  ADD ("normalizing mends what typing and spreadsheets do",
       test_normalizing_mends_what_typing_and_spreadsheets_do);
  ADD ("area codes keep their hyphen and lose their street",
       test_area_codes_keep_their_hyphen_and_lose_their_street);
  ADD ("masks show little", test_masks_show_little);
  ADD ("every fault and warning has words", test_every_fault_and_warning_has_words);
#undef ADD
  return g_test_run ();
}
