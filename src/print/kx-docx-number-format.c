#include "print/kx-docx-number-format.h"

#include <string.h>

/* Romans wrote no greater ones; longer rows of letters nobody reads. */
#define MOST_ROMAN 3999
#define MOST_LETTERS 780 /* thirty of a kind */

/* A way of counting by ten, hundred, thousand and ten thousand. */
typedef struct
{
  const char *digits[10], *tens[5];
  gboolean zero;      /* is said for a place that is left out: 一百零一 */
  gboolean one_first; /* is said before the first ten: 壹拾, but 十 */
  gboolean one;       /* is said before the others: 一百一十, but 百十 */
} Counting;

static const Counting chinese = { { "零", "一", "二", "三", "四", "五", "六", "七", "八", "九" },
                                  { "", "十", "百", "千", "万" },
                                  TRUE,
                                  FALSE,
                                  TRUE };
static const Counting chinese_legal = { { "零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖" },
                                        { "", "拾", "佰", "仟", "万" },
                                        TRUE,
                                        TRUE,
                                        TRUE };
static const Counting traditional = { { "零", "一", "二", "三", "四", "五", "六", "七", "八", "九" },
                                      { "", "十", "百", "千", "萬" },
                                      TRUE,
                                      FALSE,
                                      TRUE };
static const Counting traditional_legal = { { "零", "壹", "貳", "參", "肆", "伍", "陸", "柒", "捌", "玖" },
                                            { "", "拾", "佰", "仟", "萬" },
                                            TRUE,
                                            TRUE,
                                            TRUE };
static const Counting japanese = { { "", "一", "二", "三", "四", "五", "六", "七", "八", "九" },
                                   { "", "十", "百", "千", "万" },
                                   FALSE,
                                   FALSE,
                                   FALSE };

static void
add_counted (GString *text, guint number, const Counting *counting)
{
  gboolean owed = FALSE, begun = text->len > 0;

  if (number >= 10000)
    {
      add_counted (text, number / 10000, counting);
      g_string_append (text, counting->tens[4]);
      number %= 10000;
      begun = TRUE;
      owed = number > 0 && number < 1000;
    }
  for (guint place = 4, worth = 1000; place-- > 0; worth /= 10)
    {
      guint digit = number / worth % 10;

      if (digit == 0)
        {
          owed |= begun && number % worth > 0;
          continue;
        }
      if (owed && counting->zero)
        g_string_append (text, counting->digits[0]);
      if (digit > 1 || place == 0 || (counting->one && (place > 1 || begun || counting->one_first)))
        g_string_append (text, counting->digits[digit]);
      g_string_append (text, counting->tens[place]);
      owed = FALSE;
      begun = TRUE;
    }
}

static char *
count (guint number, const Counting *counting)
{
  GString *text = g_string_new (NULL);

  add_counted (text, number, counting);
  if (text->len == 0)
    g_string_append (text, "零");
  return g_string_free (text, FALSE);
}

/* Digit by digit, in signs that follow one another or in signs of their own. */
static char *
spell (guint number, const char *const digits[10])
{
  g_autofree char *decimal = g_strdup_printf ("%u", number);
  GString *text = g_string_new (NULL);

  for (const char *at = decimal; *at != '\0'; at++)
    g_string_append (text, digits[*at - '0']);
  return g_string_free (text, FALSE);
}

/* The sign of a row that begins with 1; NULL: the row is shorter. */
static char *
pick (guint number, gunichar first, guint n)
{
  GString *text;

  if (number == 0 || number > n)
    return NULL;
  text = g_string_new (NULL);
  g_string_append_unichar (text, first + number - 1);
  return g_string_free (text, FALSE);
}

/* The same of a row whose signs do not follow one another. */
static char *
pick_of (guint number, const char *signs)
{
  const char *sign;

  if (number == 0 || number > (guint) g_utf8_strlen (signs, -1))
    return NULL;
  sign = g_utf8_offset_to_pointer (signs, number - 1);
  return g_strndup (sign, (gsize) (g_utf8_next_char (sign) - sign));
}

static char *
roman (guint number, gboolean is_upper)
{
  static const struct
  {
    guint worth;
    const char *sign;
  } signs[] = { { 1000, "m" }, { 900, "cm" }, { 500, "d" }, { 400, "cd" }, { 100, "c" },
                { 90, "xc" },  { 50, "l" },   { 40, "xl" }, { 10, "x" },   { 9, "ix" },
                { 5, "v" },    { 4, "iv" },   { 1, "i" } };
  g_autoptr (GString) text = g_string_new (NULL);

  if (number == 0 || number > MOST_ROMAN)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    for (; number >= signs[i].worth; number -= signs[i].worth)
      g_string_append (text, signs[i].sign);
  return is_upper ? g_ascii_strup (text->str, -1) : g_strdup (text->str);
}

/* a to z, then aa to zz. */
static char *
letters (guint number, char first)
{
  if (number == 0 || number > MOST_LETTERS)
    return NULL;
  return g_strnfill ((number - 1) / 26 + 1, (char) (first + (number - 1) % 26));
}

static const char *const kanji[] = { "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九" },
                         *const circles[] = { "○", "一", "二", "三", "四", "五", "六", "七", "八", "九" },
                         *const wide[] = { "０", "１", "２", "３", "４", "５", "６", "７", "８", "９" };

/* chineseCounting: by ten up to 99, then digit by digit. */
static char *
count_short (guint number)
{
  return number < 100 ? count (number, &chinese) : spell (number, circles);
}

/* NULL: no sign for it; `ret_known` FALSE: nor for any other. */
static char *
format_latin (const char *format, guint number, gboolean *ret_known)
{
  if (g_str_equal (format, "decimal") || g_str_equal (format, "decimalHalfWidth"))
    return NULL;
  if (g_str_equal (format, "decimalZero"))
    return g_strdup_printf ("%02u", number);
  if (g_str_equal (format, "decimalFullWidth") || g_str_equal (format, "decimalFullWidth2"))
    return spell (number, wide);
  if (g_str_equal (format, "numberInDash"))
    return g_strdup_printf ("- %u -", number);
  if (g_str_equal (format, "upperRoman") || g_str_equal (format, "lowerRoman"))
    return roman (number, *format == 'u');
  if (g_str_equal (format, "upperLetter") || g_str_equal (format, "lowerLetter"))
    return letters (number, *format == 'u' ? 'A' : 'a');
  if (g_str_equal (format, "decimalEnclosedCircle") || g_str_equal (format, "decimalEnclosedCircleChinese"))
    return pick (number, 0x2460, 20);
  if (g_str_equal (format, "decimalEnclosedParen"))
    return pick (number, 0x2474, 20);
  if (g_str_equal (format, "decimalEnclosedFullstop"))
    return pick (number, 0x2488, 20);
  if (g_str_equal (format, "none") || g_str_equal (format, "bullet"))
    return g_strdup ("");
  *ret_known = FALSE;
  return NULL;
}

static const struct
{
  const char *format;
  const Counting *counting;
} countings[] = { { "chineseCountingThousand", &chinese },
                  { "chineseLegalSimplified", &chinese_legal },
                  { "taiwaneseCountingThousand", &traditional },
                  { "ideographLegalTraditional", &traditional_legal },
                  { "japaneseCounting", &japanese } };

char *
kx_docx_number_format (const char *format, guint number, gboolean *ret_known)
{
  char *text = NULL;

  *ret_known = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (countings); i++)
    if (g_str_equal (countings[i].format, format))
      return count (number, countings[i].counting);
  if (g_str_equal (format, "chineseCounting") || g_str_equal (format, "taiwaneseCounting"))
    return count_short (number);
  if (g_str_equal (format, "ideographDigital") || g_str_equal (format, "japaneseDigitalTenThousand") ||
      g_str_equal (format, "taiwaneseDigital"))
    return spell (number, kanji);
  if (g_str_equal (format, "ideographTraditional"))
    text = pick_of (number, "甲乙丙丁戊己庚辛壬癸");
  else if (g_str_equal (format, "ideographZodiac"))
    text = pick_of (number, "子丑寅卯辰巳午未申酉戌亥");
  else if (g_str_equal (format, "ideographEnclosedCircle"))
    text = pick (number, 0x3280, 10);
  else
    text = format_latin (format, number, ret_known);
  return text != NULL ? text : g_strdup_printf ("%u", number);
}
