#include "core/kx-identifier.h"

#include "core/kx-area-table.h"
#include "core/kx-calendar.h"
#include "core/kx-field.h"

#include <string.h>

/* GB 32100-2015, table of values: a character's place is its value. I, O, S, V and Z do not occur. */
static const char credit_alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/* GB 32100-2015: registration authorities 登记管理部门, the first character. */
static const char registrars[] = "123456789ANY";

static const char organization_alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/* Oldest birth year taken for real. */
#define FIRST_BIRTH_YEAR 1800

static KxIdentifierResult
wrong (KxIdentifierFault fault)
{
  return (KxIdentifierResult){ .fault = fault };
}

/* The digit a letter is often typed for; 0 when none. */
static char
hint_for (char c)
{
  static const char letters[] = "OIZS", digits[] = "0125";
  const char *found = c != '\0' ? strchr (letters, c) : NULL;

  return found != NULL ? digits[found - letters] : '\0';
}

static KxIdentifierResult
wrong_character (const char *text, const char *at)
{
  return (KxIdentifierResult){
    .fault = KX_IDENTIFIER_CHARACTER,
    .place = (int) g_utf8_strlen (text, at - text) + 1,
    .character = g_ascii_isgraph (*at) ? *at : '\0',
    .hint = hint_for (*at),
  };
}

static KxIdentifierResult
wrong_check (const char *text, int place)
{
  return (KxIdentifierResult){ .fault = KX_IDENTIFIER_CHECK, .place = place, .character = text[place - 1] };
}

/* Whether @text has @length characters, all from @alphabet; otherwise *ret_result says what is wrong. A wrong
 * character is named before a wrong length: it is often the reason. */
static gboolean
check_form (const char *text, gsize length, const char *alphabet, KxIdentifierResult *ret_result)
{
  gsize good = strspn (text, alphabet);

  if (text[0] == '\0')
    *ret_result = wrong (KX_IDENTIFIER_EMPTY);
  else if (text[good] != '\0' && good < length)
    *ret_result = wrong_character (text, text + good);
  else if (text[good] != '\0' || good != length)
    *ret_result = wrong (KX_IDENTIFIER_LENGTH);
  else
    return TRUE;
  return FALSE;
}

/* A region of registration may be past, national (100000) or unknown to the table: never more than a warning.
 */
static KxIdentifierWarnings
check_region (const char *six)
{
  char code[7] = { 0 };
  const KxArea *area;

  memcpy (code, six, 6);
  /* 830000 stands in residence permits of people from Taiwan 台湾居民居住证. */
  if (strcmp (code, "100000") == 0 || strcmp (code, "830000") == 0)
    return 0;
  area = kx_area_table_lookup (code);
  if (area == NULL)
    return KX_IDENTIFIER_REGION_UNKNOWN;
  return area->to.ymd == 0 ? 0 : KX_IDENTIFIER_REGION_PAST;
}

/* GB 11714: C9 = 11 - Σ Ci Wi mod 11, with X for 10 and 0 for 11; a letter counts from A = 10. */
static char
organization_check (const char *code)
{
  static const int weights[] = { 3, 7, 9, 10, 5, 8, 4, 2 };
  int sum = 0;

  for (int i = 0; i < 8; i++)
    sum += (int) (strchr (organization_alphabet, code[i]) - organization_alphabet) * weights[i];
  return "0X987654321"[sum % 11];
}

/**
 * kx_identifier_check_organization_code:
 * @code: an organization code 组织机构代码, normalized: eight characters and the check, without hyphen
 *
 * Checks a code by GB 11714.
 */
KxIdentifierResult
kx_identifier_check_organization_code (const char *code)
{
  KxIdentifierResult result = { 0 };

  if (!check_form (code, 9, organization_alphabet, &result))
    return result;
  if (code[8] != 'X' && !g_ascii_isdigit (code[8]))
    return wrong_character (code, code + 8);
  return code[8] == organization_check (code) ? result : wrong_check (code, 9);
}

/**
 * kx_identifier_check_credit_code:
 * @code: a unified social credit code 统一社会信用代码, normalized
 *
 * Checks a code by GB 32100-2015: 18 characters, the last making Σ Ci 3^(i-1) a multiple of 31. The check
 * finds every single wrong character and every exchange of two, but of the first with the last. A right code
 * need not belong to anyone. The registration authority, the region of registration (places 3 to 8, which may
 * be past) and the organization code in places 9 to 17 only warn: codes issued in the first years break those
 * rules.
 */
KxIdentifierResult
kx_identifier_check_credit_code (const char *code)
{
  KxIdentifierResult result = { 0 };
  int sum = 0, weight = 1;

  if (!check_form (code, 18, credit_alphabet, &result))
    return result;
  for (int i = 0; i < 17; i++)
    {
      sum += (int) (strchr (credit_alphabet, code[i]) - credit_alphabet) * weight;
      weight = weight * 3 % 31;
    }
  /* Remainder 0 gives the check 0, not a value of 31, which has no character. */
  if (code[17] != credit_alphabet[(31 - sum % 31) % 31])
    return wrong_check (code, 18);
  result.warnings = check_region (code + 2);
  if (strchr (registrars, code[0]) == NULL)
    result.warnings |= KX_IDENTIFIER_REGISTRAR_UNKNOWN;
  if (code[16] != organization_check (code + 8))
    result.warnings |= KX_IDENTIFIER_ORGANIZATION_CHECK;
  return result;
}

static int
read_digits (const char *text, int n)
{
  int value = 0;

  for (int i = 0; i < n; i++)
    value = value * 10 + (text[i] - '0');
  return value;
}

/**
 * kx_identifier_check_resident_id:
 * @id: a citizen identification number 公民身份号码, normalized
 * @today: the office's date; none leaves a birth date in the future unnoticed
 *
 * Checks a number by GB 11643: 17 digits and the check of ISO 7064 MOD 11-2, with a birth date that exists.
 * The residence permits of people from Hong Kong, Macau and Taiwan (810000, 820000, 830000) follow the same
 * rule. A number of 15 digits is refused with a fault of its own: it lacks the century and the check, so it
 * must be read anew from the person's card.
 */
KxIdentifierResult
kx_identifier_check_resident_id (const char *id, KxDate today)
{
  static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
  KxIdentifierResult result = { 0 };
  int sum = 0, birth;

  if (strlen (id) == 15 && strspn (id, "0123456789") == 15)
    return wrong (KX_IDENTIFIER_FIRST_GENERATION);
  if (!check_form (id, 18, "0123456789X", &result))
    return result;
  for (int i = 0; i < 17; i++)
    {
      if (id[i] == 'X')
        return wrong_character (id, id + i);
      sum += (id[i] - '0') * weights[i];
    }
  if (id[17] != "10X98765432"[sum % 11])
    return wrong_check (id, 18);
  birth = read_digits (id + 6, 8);
  if (birth / 10000 < FIRST_BIRTH_YEAR || birth % 100 < 1 ||
      birth % 100 > kx_date_days_in_month (birth / 10000, birth / 100 % 100))
    return (KxIdentifierResult){ .fault = KX_IDENTIFIER_BIRTH_DATE, .place = 7 };
  if (today.ymd != 0 && birth > today.ymd)
    return (KxIdentifierResult){ .fault = KX_IDENTIFIER_BORN_LATER, .place = 7 };
  result.warnings = check_region (id);
  return result;
}

/**
 * kx_identifier_check_area_code:
 * @code: an area code, normalized by kx_identifier_normalize_area_code()
 *
 * Checks the form ^[0-9]{6}(-[A-Z0-9]{1,4})?$: a division of GB/T 2260, or an office's own zone below one
 * (450100-GX). Whether the division is known only warns, since codes change every year.
 */
KxIdentifierResult
kx_identifier_check_area_code (const char *code)
{
  KxIdentifierResult result = { 0 };
  gsize digits = strspn (code, "0123456789"), zone;

  if (code[0] == '\0')
    return wrong (KX_IDENTIFIER_EMPTY);
  if (digits < 6)
    return code[digits] == '\0' ? wrong (KX_IDENTIFIER_LENGTH) : wrong_character (code, code + digits);
  if (code[6] != '\0')
    {
      if (digits > 6)
        return wrong (KX_IDENTIFIER_LENGTH);
      if (code[6] != '-')
        return wrong_character (code, code + 6);
      zone = strspn (code + 7, organization_alphabet);
      if (code[7 + zone] != '\0' && zone < 4)
        return wrong_character (code, code + 7 + zone);
      if (code[7 + zone] != '\0' || zone < 1 || zone > 4)
        return wrong (KX_IDENTIFIER_LENGTH);
    }
  result.warnings = check_region (code);
  return result;
}

static gboolean
is_hyphen (gunichar c)
{
  return c == '-' || c == 0xad || (c >= 0x2010 && c <= 0x2015) || c == 0x2043 || c == 0x2212 || c == 0xfe58 ||
         c == 0xfe63;
}

/* Spaces of all kinds, and characters without width that come along when text is copied from elsewhere. */
static gboolean
is_blank (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT ||
         g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR;
}

static char *
normalize (const char *text, gboolean keep_hyphens)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *result = g_string_new (NULL);
  gboolean first = TRUE;

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xff01 - '!';
      if (is_hyphen (c))
        c = keep_hyphens ? '-' : 0;
      else if (is_blank (c) || (first && (c == '\'' || c == 0x2018 || c == 0x2019)))
        c = 0;
      if (c == 0)
        continue;
      first = FALSE;
      g_string_append_unichar (result, c < 0x80 ? (gunichar) g_ascii_toupper ((char) c) : c);
    }
  return g_string_free (result, FALSE);
}

/**
 * kx_identifier_normalize:
 * @text: an identifier as it was typed or stood in a cell
 *
 * Brings an identifier into the form the checks take: full-width characters to ASCII, letters to upper case,
 * spaces of every kind, hyphens and the apostrophe with which spreadsheets mark text removed. Nothing else is
 * changed: what may be a slip of the hand stays to be found.
 *
 * Returns: (transfer full): the normalized text, perhaps ""
 */
char *
kx_identifier_normalize (const char *text)
{
  return normalize (text, FALSE);
}

/**
 * kx_identifier_normalize_area_code:
 * @text: an area code as it was typed or stood in a cell
 *
 * As kx_identifier_normalize(), but the hyphen before a zone stays, and the 12 digits of a street or village
 * are cut to the six of its county.
 *
 * Returns: (transfer full): the normalized text, perhaps ""
 */
char *
kx_identifier_normalize_area_code (const char *text)
{
  char *code = normalize (text, TRUE);

  if (strlen (code) == 12 && strspn (code, "0123456789") == 12)
    code[6] = '\0';
  return code;
}

/**
 * kx_identifier_describe_fault:
 *
 * What to tell a person: a msgid, with {place}, {character} and {hint} to be filled in from the result, never
 * all of them. "" for KX_IDENTIFIER_RIGHT.
 */
const char *
kx_identifier_describe_fault (KxIdentifierFault fault)
{
  static const char *const texts[] = {
    [KX_IDENTIFIER_RIGHT] = "",
    [KX_IDENTIFIER_EMPTY] = N_ ("There is no code"),
    [KX_IDENTIFIER_LENGTH] = N_ ("The code is too short or too long"),
    [KX_IDENTIFIER_CHARACTER] = N_ ("Character {place} of the code cannot stand there"),
    [KX_IDENTIFIER_CHECK] = N_ ("The check character does not fit: at least one character is wrong"),
    [KX_IDENTIFIER_BIRTH_DATE] = N_ ("The birth date in the number does not exist"),
    [KX_IDENTIFIER_BORN_LATER] = N_ ("The birth date in the number lies in the future"),
    [KX_IDENTIFIER_FIRST_GENERATION] = N_ (
        "Numbers of 15 digits are no longer valid: take the 18 characters from the person's present card"),
  };

  g_return_val_if_fail ((guint) fault < G_N_ELEMENTS (texts), "");
  return texts[fault];
}

/**
 * kx_identifier_describe_warning:
 * @warning: one of the warnings
 *
 * What to tell a person: a msgid.
 */
const char *
kx_identifier_describe_warning (KxIdentifierWarnings warning)
{
  static const char *const texts[] = {
    N_ ("The region in the code is not known"),
    N_ ("The region in the code no longer exists"),
    N_ ("The organization code within the code fails its own check"),
    N_ ("The first character names no known registration authority"),
  };
  int bit = g_bit_nth_lsf (warning, -1);

  g_return_val_if_fail (bit >= 0 && bit < (int) G_N_ELEMENTS (texts), "");
  return texts[bit];
}

/* Stars for every character but the first @head and last @tail. Where fewer than @least would be hidden, all
 * are. */
static char *
mask (const char *text, glong head, glong tail, glong least)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  glong length = g_utf8_strlen (valid, -1);
  GString *result = g_string_new (NULL);

  if (length - head - tail < least)
    head = tail = 0;
  g_string_append_len (result, valid, g_utf8_offset_to_pointer (valid, head) - valid);
  for (glong i = head; i < length - tail; i++)
    g_string_append_c (result, '*');
  g_string_append (result, g_utf8_offset_to_pointer (valid, length - tail));
  return g_string_free (result, FALSE);
}

/** kx_identifier_mask_resident_id: 110105********002X; birth date hidden. Free with g_free(). */
char *
kx_identifier_mask_resident_id (const char *id)
{
  return mask (id, 6, 4, 8);
}

/** kx_identifier_mask_phone: 138****5678; a short number shows its last two digits. Free with g_free(). */
char *
kx_identifier_mask_phone (const char *phone)
{
  return g_utf8_strlen (phone, -1) >= 11 ? mask (phone, 3, 4, 4) : mask (phone, 0, 2, 4);
}

/** kx_identifier_mask_account: a bank account with its last four digits only. Free with g_free(). */
char *
kx_identifier_mask_account (const char *account)
{
  return mask (account, 0, 4, 4);
}
