#include "store/kx-text-fold.h"

#include <string.h>

/* Text beyond this many characters for each one wanted is not looked at. */
#define LOOK_AHEAD 4

static gboolean
is_plain_han (gunichar c)
{
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x2F7FF) ||
         (c >= 0x30000 && c <= 0x3FFFD) || c == 0x3007;
}

/* Signs and full-width forms of ASCII that no normalisation is needed for. */
static gboolean
is_plain_sign (gunichar c)
{
  return (c >= 0x2010 && c <= 0x2016) || (c >= 0x2018 && c <= 0x2022) || (c >= 0x3000 && c <= 0x3003) ||
         (c >= 0x3008 && c <= 0x301B) || c == 0xB7 || c == 0x30FB || (c >= 0xFF01 && c <= 0xFF5E);
}

/* Whether all of the text, up to the limit, can be folded character by character. */
static gboolean
is_plain (const char *text, guint limit, const char **ret_end)
{
  gboolean plain = TRUE;
  guint n = 0;

  while (*text != '\0' && n < limit)
    {
      if ((guchar) *text < 0x80)
        text++;
      else
        {
          gunichar c = g_utf8_get_char (text);
          plain = plain && (is_plain_han (c) || is_plain_sign (c));
          text = g_utf8_next_char (text);
        }
      n++;
    }
  *ret_end = text;
  return plain;
}

/* NFKC, case folding, NFKC. */
static char *
normalise (const char *text, gssize length)
{
  g_autofree char *first = g_utf8_normalize (text, length, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = g_utf8_casefold (first != NULL ? first : "", -1);

  return g_utf8_normalize (folded, -1, G_NORMALIZE_ALL_COMPOSE);
}

static gboolean
is_break (gunichar c)
{
  if (c < 0x80)
    return c <= ' ' || c == ',' || c == ';' || c == 0x7F;
  return c == 0x3001 || (!is_plain_han (c) && g_unichar_isspace (c));
}

/* Private characters stay: old registers use them for rare characters of names. */
static gboolean
is_kept (gunichar c)
{
  if (is_plain_han (c))
    return TRUE;
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || g_unichar_type (c) == G_UNICODE_PRIVATE_USE;
}

/* Latin letters lose their accents; ü after l or n becomes v, as pinyin is typed. */
static gunichar
fold_letter (gunichar c, gunichar before)
{
  gunichar parts[8];

  if (c >= 'A' && c <= 'Z')
    return c + ('a' - 'A');
  if (c < 0xC0 || (c >= 0x250 && c < 0x1E00) || c >= 0x1F00)
    return c;
  gsize n = g_unichar_fully_decompose (c, FALSE, parts, G_N_ELEMENTS (parts));
  if (n < 2 || parts[0] >= 0x80)
    return c;
  if (parts[0] == 'u' && (before == 'l' || before == 'n'))
    for (gsize i = 1; i < n; i++)
      if (parts[i] == 0x0308)
        return 'v';
  return parts[0];
}

/**
 * kx_text_fold:
 * @text: valid UTF-8
 * @ret_chars: room for @max characters
 * @ret_borders: (nullable): room for @max values of #KxFoldBorder
 * @max: the most characters to keep; later ones are ignored
 *
 * Folds a text for searching and sorting: compatibility forms and full width to the plain ones (NFKC),
 * letters to lower case without accents, punctuation and blanks left out. Of a hostile text only the
 * first 4 × @max characters are looked at.
 *
 * Returns: the number of characters kept
 */
guint
kx_text_fold (const char *text, gunichar *ret_chars, guint8 *ret_borders, guint max)
{
  g_autofree char *normal = NULL;
  const char *end = NULL, *p = text;
  KxFoldBorder border = KX_FOLD_AFTER_MARK;
  guint n = 0;

  if (!is_plain (text, max * LOOK_AHEAD, &end))
    {
      normal = normalise (text, end - text);
      p = normal;
      end = normal + strlen (normal);
    }
  while (p < end && n < max)
    {
      gunichar c = g_utf8_get_char (p);
      p = g_utf8_next_char (p);
      if (c >= 0xFF01 && c <= 0xFF5E)
        c -= 0xFEE0;
      if (is_break (c))
        border = KX_FOLD_AFTER_BREAK;
      else if (!is_kept (c))
        border = MAX (border, KX_FOLD_AFTER_MARK);
      else
        {
          if (ret_borders != NULL)
            ret_borders[n] = (guint8) border;
          ret_chars[n] = fold_letter (c, n > 0 ? ret_chars[n - 1] : 0);
          border = KX_FOLD_JOINED;
          n++;
        }
    }
  return n;
}

/**
 * kx_text_fold_string:
 * @text: valid UTF-8
 * @max: the most characters to keep
 *
 * Returns: (transfer full): the folded text, see kx_text_fold()
 */
char *
kx_text_fold_string (const char *text, guint max)
{
  g_autofree gunichar *chars = g_new (gunichar, max + 1);
  guint n = kx_text_fold (text, chars, NULL, max);

  return g_ucs4_to_utf8 (chars, n, NULL, NULL, NULL);
}
