#include "store/kx-pinyin.h"

#include "store/kx-text-fold.h"
#include "store/tables/kx-pinyin-table.h"

#include <string.h>

/* A sort key counts in base 63 with the bytes '@' to '~'. Its first digit tells the class, in the order of
 * Chinese collation: numbers, Han characters, Latin letters, all else. */
#define KEY_BASE 63
#define KEY_ZERO '@'
#define KEY_NUMBER 0
#define KEY_HAN 1
#define KEY_LATIN 20
#define KEY_OTHER 46
#define KEY_UNIT_MAX 5

/* Ten digits of 6 bits stay below 2^60. */
#define RANK_DIGITS 10

G_STATIC_ASSERT (KEY_HAN + G_MAXUINT16 / (KEY_BASE * KEY_BASE) < KEY_LATIN);
G_STATIC_ASSERT (KEY_LATIN + 26 <= KEY_OTHER && KEY_OTHER < KEY_BASE);

static KxPinyinReading
unpack (KxPinyinCell cell)
{
  return (KxPinyinReading){
    .syllable = cell.reading >> KX_PINYIN_SYLLABLE_SHIFT & KX_PINYIN_SYLLABLE,
    .tone = cell.reading & KX_PINYIN_TONE,
    .order = cell.order,
  };
}

static KxPinyinCell
find_cell (gunichar c)
{
  guint page = c >> 8;

  if (page >= kx_pinyin_n_pages)
    return (KxPinyinCell){ 0 };
  return kx_pinyin_cells[kx_pinyin_pages[page]][c & 0xff];
}

static guint
phrase_length (const KxPinyinPhrase *phrase)
{
  guint n = 1;

  while (n < KX_PINYIN_PHRASE_MAX && phrase->text[n] != 0)
    n++;
  return n;
}

/* The longest phrase that the characters begin with. */
static const KxPinyinPhrase *
find_phrase (const KxPinyinPhrase *phrases, guint n_phrases, const gunichar *chars, guint n)
{
  guint low = 0, high = n_phrases;

  while (low < high)
    {
      guint middle = (low + high) / 2;
      if (phrases[middle].text[0] < chars[0])
        low = middle + 1;
      else
        high = middle;
    }
  for (; low < n_phrases && phrases[low].text[0] == chars[0]; low++)
    {
      guint length = phrase_length (&phrases[low]);
      if (length <= n && memcmp (phrases[low].text, chars, length * sizeof *chars) == 0)
        return &phrases[low];
    }
  return NULL;
}

static const KxPinyinPhrase *
find_exception (KxPinyinUse use, guint16 marks, const gunichar *chars, guint at, guint n)
{
  if (use == KX_PINYIN_INSTITUTION && (marks & KX_PINYIN_STARTS_PLACE))
    return find_phrase (kx_pinyin_places, kx_pinyin_n_places, chars + at, n - at);
  if (use == KX_PINYIN_PERSON && at == 0 && (marks & KX_PINYIN_STARTS_SURNAME))
    return find_phrase (kx_pinyin_surnames, kx_pinyin_n_surnames, chars, n);
  return NULL;
}

/* Initials or whole syllables; what has no reading stays if it is ASCII. */
static char *
join_letters (const char *text, KxPinyinUse use, gsize most)
{
  gunichar chars[KX_PINYIN_TEXT_MAX];
  KxPinyinReading readings[KX_PINYIN_TEXT_MAX];
  guint n = kx_text_fold (text, chars, NULL, KX_PINYIN_TEXT_MAX);
  g_autoptr (GString) joined = g_string_sized_new (n * most + 1);

  kx_pinyin_read (chars, n, use, readings);
  for (guint i = 0; i < n; i++)
    if (readings[i].syllable != 0)
      {
        const char *letters = kx_pinyin_letters_of (readings[i]);
        g_string_append_len (joined, letters, (gssize) MIN (strlen (letters), most));
      }
    else if (chars[i] < 0x80)
      g_string_append_c (joined, (char) chars[i]);
  return g_string_free (g_steal_pointer (&joined), FALSE);
}

static guint
put_digits (char *out, guint value, guint n_digits, guint first)
{
  for (guint i = n_digits; i-- > 0; value /= KEY_BASE)
    out[i] = (char) (KEY_ZERO + value % KEY_BASE);
  out[0] = (char) (out[0] + first);
  return n_digits;
}

/* A run of ASCII digits: how many it has without leading zeros, then these. */
static guint
put_number (char *out, const gunichar *chars, guint n)
{
  guint skip = 0, at = 0;

  while (skip < n && chars[skip] == '0')
    skip++;
  out[at++] = KEY_ZERO + KEY_NUMBER;
  out[at++] = (char) (KEY_ZERO + MIN (n - skip, KEY_BASE - 1));
  for (guint i = skip; i < n; i++)
    out[at++] = (char) (KEY_ZERO + (chars[i] - '0'));
  return at;
}

static gboolean
is_digit (gunichar c)
{
  return c >= '0' && c <= '9';
}

/**
 * kx_pinyin_read:
 * @chars: folded characters, see kx_text_fold()
 * @n: how many
 * @use: what the text names
 * @ret_readings: room for @n readings
 *
 * Reads every character: the longest exception that begins there, or else its default reading.
 */
void
kx_pinyin_read (const gunichar *chars, guint n, KxPinyinUse use, KxPinyinReading *ret_readings)
{
  for (guint i = 0; i < n; i++)
    {
      KxPinyinCell cell = find_cell (chars[i]);
      const KxPinyinPhrase *phrase = NULL;

      if (cell.reading & (KX_PINYIN_STARTS_PLACE | KX_PINYIN_STARTS_SURNAME))
        phrase = find_exception (use, cell.reading, chars, i, n);
      if (phrase == NULL)
        {
          ret_readings[i] = unpack (cell);
          continue;
        }
      guint length = phrase_length (phrase);
      for (guint k = 0; k < length; k++)
        ret_readings[i + k] = unpack (phrase->cells[k]);
      i += length - 1;
    }
}

/**
 * kx_pinyin_letters_of:
 * @reading: a reading
 *
 * Returns: (transfer none): its letters without tone, ü as v; "" where there is no reading
 */
const char *
kx_pinyin_letters_of (KxPinyinReading reading)
{
  return kx_pinyin_letters[reading.syllable];
}

/**
 * kx_pinyin_syllables:
 * @text: valid UTF-8
 * @use: what it names
 *
 * Returns: (transfer full): the syllables, one for each folded character; a character without a reading
 *   stands for itself
 */
char **
kx_pinyin_syllables (const char *text, KxPinyinUse use)
{
  gunichar chars[KX_PINYIN_TEXT_MAX];
  KxPinyinReading readings[KX_PINYIN_TEXT_MAX];
  guint n = kx_text_fold (text, chars, NULL, KX_PINYIN_TEXT_MAX);
  char **syllables = g_new0 (char *, n + 1);

  kx_pinyin_read (chars, n, use, readings);
  for (guint i = 0; i < n; i++)
    syllables[i] = readings[i].syllable != 0 ? g_strdup (kx_pinyin_letters_of (readings[i]))
                                             : g_ucs4_to_utf8 (&chars[i], 1, NULL, NULL, NULL);
  return syllables;
}

/**
 * kx_pinyin_full:
 * @text: valid UTF-8
 * @use: what it names
 *
 * Returns: (transfer full): all syllables without blanks: "nanningshi"; ASCII letters and digits stay,
 *   other characters without a reading are left out
 */
char *
kx_pinyin_full (const char *text, KxPinyinUse use)
{
  return join_letters (text, use, G_MAXUINT8);
}

/**
 * kx_pinyin_initials:
 * @text: valid UTF-8
 * @use: what it names
 *
 * Returns: (transfer full): the first letter of each syllable: "nns"; ASCII letters and digits stay
 */
char *
kx_pinyin_initials (const char *text, KxPinyinUse use)
{
  return join_letters (text, use, 1);
}

/**
 * kx_pinyin_sort_key:
 * @text: valid UTF-8; the first #KX_PINYIN_SORT_MAX folded characters count
 * @use: what it names
 *
 * The key orders texts as Chinese readers expect, by comparing bytes alone: from the first character on,
 * by syllable, tone and then the character (all 张 before all 章); numbers by value and before Han
 * characters, Latin letters after them; punctuation and case do not count. It is printable ASCII.
 * Keys of tables with different fingerprints cannot be compared.
 *
 * Returns: (transfer full): the key; "" for a text without letters and digits
 */
char *
kx_pinyin_sort_key (const char *text, KxPinyinUse use)
{
  gunichar chars[KX_PINYIN_SORT_MAX];
  KxPinyinReading readings[KX_PINYIN_SORT_MAX];
  char key[KX_PINYIN_SORT_MAX * KEY_UNIT_MAX + 1];
  guint n = kx_text_fold (text, chars, NULL, KX_PINYIN_SORT_MAX), at = 0;

  kx_pinyin_read (chars, n, use, readings);
  for (guint i = 0; i < n; i++)
    {
      gunichar c = chars[i];
      if (readings[i].order != 0)
        at += put_digits (key + at, readings[i].order, 3, KEY_HAN);
      else if (is_digit (c))
        {
          guint end = i + 1;
          while (end < n && is_digit (chars[end]))
            end++;
          at += put_number (key + at, chars + i, end - i);
          i = end - 1;
        }
      else if (c >= 'a' && c <= 'z')
        key[at++] = (char) (KEY_ZERO + KEY_LATIN + (c - 'a'));
      else
        at += put_digits (key + at, c, KEY_UNIT_MAX, KEY_OTHER);
    }
  return g_strndup (key, at);
}

/**
 * kx_pinyin_rank:
 * @sort_key: a key of kx_pinyin_sort_key()
 *
 * Packs the first ten digits of a key, that is three characters and a part of the fourth, for indexes
 * that sort numbers faster than text. Never orders two keys the other way round; equal ranks need the key.
 *
 * Returns: the rank, never negative
 */
gint64
kx_pinyin_rank (const char *sort_key)
{
  gint64 rank = 0;

  for (guint i = 0; i < RANK_DIGITS; i++)
    {
      guint digit = 0;
      if (*sort_key != '\0')
        digit = (guint) (*sort_key++ - KEY_ZERO) + 1;
      rank = rank << 6 | digit;
    }
  return rank;
}

/**
 * kx_pinyin_fingerprint:
 *
 * A number that changes with the table of readings. A store keeps the one its sort keys and search terms
 * were made with and makes them again when it differs.
 *
 * Returns: the fingerprint
 */
guint32
kx_pinyin_fingerprint (void)
{
  return kx_pinyin_table_fingerprint;
}
