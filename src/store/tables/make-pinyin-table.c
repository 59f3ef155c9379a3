/* Writes the table of Han readings from ICU's Han-Latin transliteration and our own list of exceptions.
 * Runs at build time only. */
#include "store/tables/kx-pinyin-table.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#define LAST_CODE_POINT 0x3FFFF

/* A character with one of its readings. */
typedef struct
{
  gunichar ch;
  char letters[8];
  guint tone;
  guint syllable;
  guint order;
} Reading;

typedef struct
{
  gunichar text[KX_PINYIN_PHRASE_MAX];
  Reading *readings[KX_PINYIN_PHRASE_MAX];
  guint n;
} Phrase;

typedef struct
{
  UTransliterator *han_latin;
  UCollator *collator;
  GHashTable *defaults; /* gunichar → Reading, borrowed */
  GHashTable *known;    /* "char letters tone" → Reading */
  GPtrArray *readings;  /* Reading, borrowed, sorted before writing */
  GPtrArray *syllables; /* char *, sorted */
  GPtrArray *surnames;  /* Phrase */
  GPtrArray *places;
  guint32 fingerprint;
} Maker;

G_GNUC_NORETURN G_GNUC_PRINTF (1, 2) static void stop (const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("make-pinyin-table: %s\n", message);
  exit (1);
}

/* Splits "chóng" into letters and tone; FALSE for what is no syllable. */
static gboolean
parse_marked (const char *utf8, char letters[8], guint *ret_tone)
{
  g_autofree char *plain = g_utf8_normalize (utf8, -1, G_NORMALIZE_NFD);
  guint n = 0, tone = 5;

  for (const char *p = plain; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (c >= 'a' && c <= 'z' && n < 7)
        letters[n++] = (char) c;
      else if (c == 0x0308 && n > 0 && letters[n - 1] == 'u')
        letters[n - 1] = 'v';
      else if (c == 0x0304)
        tone = 1;
      else if (c == 0x0301)
        tone = 2;
      else if (c == 0x030C)
        tone = 3;
      else if (c == 0x0300)
        tone = 4;
      else if (c != 0x0302)
        return FALSE;
    }
  letters[n] = '\0';
  *ret_tone = tone;
  return n > 0;
}

/* Splits "chong2" of our own list. */
static gboolean
parse_numbered (const char *text, char letters[8], guint *ret_tone)
{
  gsize n = strlen (text);

  if (n < 2 || n > 8 || text[n - 1] < '1' || text[n - 1] > '5')
    return FALSE;
  memcpy (letters, text, n - 1);
  letters[n - 1] = '\0';
  *ret_tone = (guint) (text[n - 1] - '0');
  return strspn (letters, "abcdefghijklmnopqrstuvwxyz") == n - 1;
}

static Reading *
add_reading (Maker *maker, gunichar ch, const char *letters, guint tone)
{
  g_autofree char *key = g_strdup_printf ("%X %s%u", ch, letters, tone);
  Reading *reading = g_hash_table_lookup (maker->known, key);

  if (reading == NULL)
    {
      reading = g_new0 (Reading, 1);
      reading->ch = ch;
      reading->tone = tone;
      g_strlcpy (reading->letters, letters, sizeof reading->letters);
      g_hash_table_insert (maker->known, g_steal_pointer (&key), reading);
    }
  return reading;
}

static void
read_icu (Maker *maker)
{
  for (gunichar ch = 0x3007; ch <= LAST_CODE_POINT; ch++)
    {
      UErrorCode error = U_ZERO_ERROR;
      UChar text[64];
      char utf8[128], letters[8];
      int32_t length = 0, n_utf8 = 0;
      guint tone;

      if (ch != 0x3007 && !u_hasBinaryProperty ((UChar32) ch, UCHAR_UNIFIED_IDEOGRAPH))
        continue;
      U16_APPEND_UNSAFE (text, length, ch);
      int32_t limit = length;
      utrans_transUChars (maker->han_latin, text, &length, G_N_ELEMENTS (text), 0, &limit, &error);
      u_strToUTF8 (utf8, sizeof utf8, &n_utf8, text, length, &error);
      if (U_FAILURE (error))
        stop ("U+%04X: %s", ch, u_errorName (error));
      if (ch == 0x3007)
        g_strlcpy (utf8, "líng", sizeof utf8);
      if (parse_marked (utf8, letters, &tone))
        g_hash_table_insert (maker->defaults, GUINT_TO_POINTER (ch), add_reading (maker, ch, letters, tone));
    }
}

static void
read_line (Maker *maker, const char *section, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  glong n = g_utf8_strlen (words[0], -1);
  g_autofree Phrase *phrase = g_new0 (Phrase, 1);

  if (n < 1 || n > KX_PINYIN_PHRASE_MAX || g_strv_length (words) != (guint) n + 1)
    stop ("one reading a character, at most %d: %s", KX_PINYIN_PHRASE_MAX, line);
  const char *p = words[0];
  for (glong i = 0; i < n; i++, p = g_utf8_next_char (p))
    {
      char letters[8];
      guint tone;
      if (!parse_numbered (words[i + 1], letters, &tone))
        stop ("no syllable: %s", line);
      phrase->text[i] = g_utf8_get_char (p);
      phrase->readings[i] = add_reading (maker, phrase->text[i], letters, tone);
    }
  phrase->n = (guint) n;
  if (g_str_equal (section, "[common]") && n == 1)
    g_hash_table_insert (maker->defaults, GUINT_TO_POINTER (phrase->text[0]), phrase->readings[0]);
  else if (g_str_equal (section, "[surname]"))
    g_ptr_array_add (maker->surnames, g_steal_pointer (&phrase));
  else if (g_str_equal (section, "[place]"))
    g_ptr_array_add (maker->places, g_steal_pointer (&phrase));
  else
    stop ("under no heading: %s", line);
}

static void
read_exceptions (Maker *maker, const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *section = g_strdup ("");

  if (!g_file_get_contents (path, &text, NULL, &error))
    stop ("%s", error->message);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] == '[')
      {
        g_free (section);
        section = g_strdup (lines[i]);
      }
    else if (lines[i][0] != '\0' && lines[i][0] != '#')
      read_line (maker, section, lines[i]);
}

/* Dictionaries put ü right after u: lu, lü, luan, lüe. */
static int
compare_letters (const char *a, const char *b)
{
  for (guint i = 0;; i++)
    {
      char x = a[i] == 'v' ? 'u' : a[i], y = b[i] == 'v' ? 'u' : b[i];
      if (x != y)
        return x < y ? -1 : 1;
      if (x == '\0')
        return strcmp (a, b);
    }
}

static int
compare_syllables (gconstpointer a, gconstpointer b)
{
  return compare_letters (*(char *const *) a, *(char *const *) b);
}

/* Syllable, tone, then ICU's order of characters (strokes and radical), then the code point. */
static int
compare_readings (gconstpointer a, gconstpointer b, gpointer data)
{
  const Reading *x = *(Reading *const *) a, *y = *(Reading *const *) b;
  Maker *maker = data;
  UErrorCode error = U_ZERO_ERROR;
  char left[8] = { 0 }, right[8] = { 0 };

  if (x->syllable != y->syllable)
    return x->syllable < y->syllable ? -1 : 1;
  if (x->tone != y->tone)
    return x->tone < y->tone ? -1 : 1;
  g_unichar_to_utf8 (x->ch, left);
  g_unichar_to_utf8 (y->ch, right);
  UCollationResult order = ucol_strcollUTF8 (maker->collator, left, -1, right, -1, &error);
  if (order != UCOL_EQUAL)
    return order == UCOL_LESS ? -1 : 1;
  return x->ch < y->ch ? -1 : x->ch > y->ch;
}

static void
collect_used (GHashTable *used, GPtrArray *phrases)
{
  for (guint i = 0; i < phrases->len; i++)
    {
      Phrase *phrase = g_ptr_array_index (phrases, i);
      for (guint k = 0; k < phrase->n; k++)
        g_hash_table_add (used, phrase->readings[k]);
    }
}

/* Numbers the syllables and the readings in use. */
static void
number (Maker *maker)
{
  g_autoptr (GHashTable) used = g_hash_table_new (NULL, NULL),
                         letters = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, maker->defaults);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_hash_table_add (used, value);
  collect_used (used, maker->surnames);
  collect_used (used, maker->places);
  g_hash_table_iter_init (&iter, used);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    {
      Reading *reading = value;
      g_ptr_array_add (maker->readings, reading);
      if (g_hash_table_add (letters, reading->letters))
        g_ptr_array_add (maker->syllables, reading->letters);
    }
  g_ptr_array_sort (maker->syllables, compare_syllables);
  if (maker->syllables->len >= KX_PINYIN_SYLLABLE || maker->readings->len >= G_MAXUINT16)
    stop ("too many syllables or readings");
  g_hash_table_remove_all (letters);
  for (guint i = 0; i < maker->syllables->len; i++)
    g_hash_table_insert (letters, g_ptr_array_index (maker->syllables, i), GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < maker->readings->len; i++)
    {
      Reading *reading = g_ptr_array_index (maker->readings, i);
      reading->syllable = GPOINTER_TO_UINT (g_hash_table_lookup (letters, reading->letters));
    }
  g_ptr_array_sort_with_data (maker->readings, compare_readings, maker);
  for (guint i = 0; i < maker->readings->len; i++)
    ((Reading *) g_ptr_array_index (maker->readings, i))->order = i + 1;
}

static int
compare_phrases (gconstpointer a, gconstpointer b)
{
  const Phrase *x = *(Phrase *const *) a, *y = *(Phrase *const *) b;

  if (x->text[0] != y->text[0])
    return x->text[0] < y->text[0] ? -1 : 1;
  if (x->n != y->n)
    return x->n > y->n ? -1 : 1;
  return memcmp (x->text, y->text, sizeof x->text);
}

static guint
pack (const Reading *reading)
{
  return reading->syllable << KX_PINYIN_SYLLABLE_SHIFT | reading->tone;
}

static void
write_phrases (FILE *out, const char *name, GPtrArray *phrases)
{
  g_ptr_array_sort (phrases, compare_phrases);
  fprintf (out, "const KxPinyinPhrase kx_pinyin_%s[] = {\n", name);
  for (guint i = 0; i < phrases->len; i++)
    {
      Phrase *phrase = g_ptr_array_index (phrases, i);
      fputs ("  { {", out);
      for (guint k = 0; k < phrase->n; k++)
        fprintf (out, " 0x%X,", phrase->text[k]);
      fputs (" }, {", out);
      for (guint k = 0; k < phrase->n; k++)
        fprintf (out, " { 0x%X, %u },", pack (phrase->readings[k]), phrase->readings[k]->order);
      fputs (" } },\n", out);
    }
  fprintf (out, "};\nconst guint kx_pinyin_n_%s = %u;\n", name, phrases->len);
}

static gboolean
starts_one (GPtrArray *phrases, gunichar ch)
{
  for (guint i = 0; i < phrases->len; i++)
    if (((Phrase *) g_ptr_array_index (phrases, i))->text[0] == ch)
      return TRUE;
  return FALSE;
}

static void
write_page (Maker *maker, FILE *out, guint page)
{
  fputs ("  {", out);
  for (guint i = 0; i < 256; i++)
    {
      gunichar ch = page << 8 | i;
      const Reading *reading = g_hash_table_lookup (maker->defaults, GUINT_TO_POINTER (ch));
      guint packed = reading != NULL ? pack (reading) : 0;
      if (starts_one (maker->surnames, ch))
        packed |= KX_PINYIN_STARTS_SURNAME;
      if (starts_one (maker->places, ch))
        packed |= KX_PINYIN_STARTS_PLACE;
      fprintf (out, "%s{ 0x%X, %u },", i % 8 == 0 ? "\n    " : " ", packed,
               reading != NULL ? reading->order : 0);
      maker->fingerprint = (maker->fingerprint ^ packed) * 16777619u;
      maker->fingerprint = (maker->fingerprint ^ (reading != NULL ? reading->order : 0)) * 16777619u;
    }
  fputs ("\n  },\n", out);
}

static gboolean
has_page (Maker *maker, guint page)
{
  for (guint i = 0; i < 256; i++)
    if (g_hash_table_contains (maker->defaults, GUINT_TO_POINTER (page << 8 | i)))
      return TRUE;
  return FALSE;
}

/* Phrases and letters count for the fingerprint through the text of the list and the order of readings. */
static void
write_table (Maker *maker, FILE *out)
{
  guint n_pages = (LAST_CODE_POINT >> 8) + 1, used = 0;

  fputs ("/* Made by make-pinyin-table. */\n#include \"store/tables/kx-pinyin-table.h\"\n\n", out);
  fputs ("const char kx_pinyin_letters[][8] = {\n  \"\",\n", out);
  for (guint i = 0; i < maker->syllables->len; i++)
    {
      const char *letters = g_ptr_array_index (maker->syllables, i);
      fprintf (out, "  \"%s\",\n", letters);
      maker->fingerprint = (maker->fingerprint ^ g_str_hash (letters)) * 16777619u;
    }
  fputs ("};\nconst KxPinyinCell kx_pinyin_cells[][256] = {\n  { { 0, 0 } },\n", out);
  for (guint page = 0; page < n_pages; page++)
    if (has_page (maker, page))
      write_page (maker, out, page);
  fputs ("};\nconst guint16 kx_pinyin_pages[] = {\n", out);
  for (guint page = 0; page < n_pages; page++)
    fprintf (out, "%u,%s", has_page (maker, page) ? ++used : 0, page % 16 == 15 ? "\n" : " ");
  fprintf (out, "};\nconst guint kx_pinyin_n_pages = %u;\n", n_pages);
  write_phrases (out, "surnames", maker->surnames);
  write_phrases (out, "places", maker->places);
  fprintf (out, "const guint32 kx_pinyin_table_fingerprint = 0x%Xu;\n", maker->fingerprint);
}

static void
start (Maker *maker)
{
  UErrorCode error = U_ZERO_ERROR;
  UChar id[16];

  u_uastrcpy (id, "Han-Latin");
  maker->han_latin = utrans_openU (id, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
  maker->collator = ucol_open ("zh@collation=pinyin", &error);
  if (U_FAILURE (error))
    stop ("ICU: %s", u_errorName (error));
  maker->defaults = g_hash_table_new (NULL, NULL);
  maker->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  maker->readings = g_ptr_array_new ();
  maker->syllables = g_ptr_array_new ();
  maker->surnames = g_ptr_array_new_with_free_func (g_free);
  maker->places = g_ptr_array_new_with_free_func (g_free);
}

static void
finish (Maker *maker)
{
  utrans_close (maker->han_latin);
  ucol_close (maker->collator);
  g_hash_table_unref (maker->defaults);
  g_hash_table_unref (maker->known);
  g_ptr_array_unref (maker->readings);
  g_ptr_array_unref (maker->syllables);
  g_ptr_array_unref (maker->surnames);
  g_ptr_array_unref (maker->places);
}

int
main (int argc, char **argv)
{
  Maker maker = { .fingerprint = 2166136261u };
  g_autofree char *exceptions = NULL;

  if (argc != 3)
    stop ("usage: make-pinyin-table READINGS OUTPUT");
  start (&maker);
  read_icu (&maker);
  read_exceptions (&maker, argv[1]);
  number (&maker);
  if (!g_file_get_contents (argv[1], &exceptions, NULL, NULL))
    stop ("cannot read %s again", argv[1]);
  maker.fingerprint ^= g_str_hash (exceptions);
  FILE *out = fopen (argv[2], "w");
  if (out == NULL)
    stop ("cannot write %s", argv[2]);
  write_table (&maker, out);
  if (fclose (out) != 0)
    stop ("cannot write %s", argv[2]);
  finish (&maker);
  return 0;
}
