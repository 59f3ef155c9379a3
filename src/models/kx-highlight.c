#include "models/kx-highlight.h"

#include "store/kx-pinyin.h"
#include "store/kx-search-plan.h"
#include "store/kx-text-fold.h"

#include <stdlib.h>
#include <string.h>

#define MOST_CHARS KX_PINYIN_TEXT_MAX

/* A text folded character by character, each with where it came from. */
typedef struct
{
  gunichar chars[MOST_CHARS];
  KxHighlight places[MOST_CHARS];
  KxPinyinReading readings[MOST_CHARS];
  guint n;
  GArray *found; /* (element-type KxHighlight) */
} Text;

static void
fold_text (Text *self, const char *text, gboolean person)
{
  const char *end = g_utf8_next_char (text);

  for (const char *at = text; *at != '\0' && self->n < MOST_CHARS; at = end)
    {
      char one[8];
      guint n;

      end = g_utf8_next_char (at);
      memcpy (one, at, (gsize) (end - at));
      one[end - at] = '\0';
      n = kx_text_fold (one, self->chars + self->n, NULL, MOST_CHARS - self->n);
      for (guint i = 0; i < n; i++)
        self->places[self->n + i] = (KxHighlight){ (guint) (at - text), (guint) (end - text) };
      self->n += n;
    }
  kx_pinyin_read (self->chars, self->n, person ? KX_PINYIN_PERSON : KX_PINYIN_INSTITUTION, self->readings);
}

/* The characters from `first` up to `last`, that one included. */
static void
mark (Text *self, guint first, guint last)
{
  KxHighlight highlight = { self->places[first].start, self->places[last].end };

  g_array_append_val (self->found, highlight);
}

static gboolean
stands_at (const Text *self, guint at, const gunichar *word, guint n)
{
  return at + n <= self->n && memcmp (self->chars + at, word, n * sizeof *word) == 0;
}

/* Wherever the word is written so. */
static gboolean
mark_written (Text *self, const gunichar *word, guint n)
{
  gboolean found = FALSE;

  for (guint at = 0; at + n <= self->n; at++)
    if (stands_at (self, at, word, n))
      {
        mark (self, at, at + n - 1);
        found = TRUE;
        at += n - 1;
      }
  return found;
}

/* How many letters of the word the character's reading takes from `at` on: its first one alone, or as many as
 * there are; 0: it does not fit. */
static guint
take_reading (const Text *self, guint i, const gunichar *word, guint n, guint at, gboolean initial)
{
  const char *letters = kx_pinyin_letters_of (self->readings[i]);
  guint length = initial ? MIN (1, (guint) strlen (letters)) : (guint) strlen (letters), k = 0;

  if (length == 0)
    return self->chars[i] == word[at] ? 1 : 0;
  for (; k < length && at + k < n; k++)
    if (word[at + k] != (gunichar) (guchar) letters[k])
      return 0;
  return k;
}

/* From the start of the text: all of the word by initials, or by whole syllables of which the last may be
 * cut. */
static gboolean
mark_read (Text *self, const gunichar *word, guint n, gboolean initial)
{
  guint at = 0, i = 0;

  for (; i < self->n && at < n; i++)
    {
      guint taken = take_reading (self, i, word, n, at, initial);

      if (taken == 0)
        return FALSE;
      at += taken;
    }
  if (at < n || i == 0)
    return FALSE;
  mark (self, 0, i - 1);
  return TRUE;
}

static gboolean
is_ascii (gunichar c)
{
  return c < 0x80;
}

static gboolean
is_ascii_throughout (const gunichar *chars, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!is_ascii (chars[i]))
      return FALSE;
  return TRUE;
}

static void
mark_word (Text *self, const gunichar *word, guint n)
{
  if (mark_written (self, word, n))
    return;
  if (is_ascii (word[0]))
    {
      if (!mark_read (self, word, n, TRUE))
        mark_read (self, word, n, FALSE);
      return;
    }
  /* A longer word is found by its pairs of characters. */
  for (guint i = 0; i + 1 < n; i++)
    mark_written (self, word + i, 2);
}

/* Runs of ASCII and of other characters are looked for by themselves when the whole is not there. */
static void
mark_mixed (Text *self, const gunichar *word, guint n)
{
  if (mark_written (self, word, n))
    return;
  for (guint start = 0, end; start < n; start = end)
    {
      for (end = start + 1; end < n && is_ascii (word[end]) == is_ascii (word[start]);)
        end++;
      mark_word (self, word + start, end - start);
    }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const KxHighlight *x = a, *y = b;

  if (x->start != y->start)
    return x->start < y->start ? -1 : 1;
  return (x->end > y->end) - (x->end < y->end);
}

static GArray *
join (GArray *found)
{
  GArray *joined = g_array_new (FALSE, FALSE, sizeof (KxHighlight));

  g_array_sort (found, compare);
  for (guint i = 0; i < found->len; i++)
    {
      KxHighlight next = g_array_index (found, KxHighlight, i);
      KxHighlight *last = joined->len > 0 ? &g_array_index (joined, KxHighlight, joined->len - 1) : NULL;

      if (last != NULL && next.start <= last->end)
        last->end = MAX (last->end, next.end);
      else
        g_array_append_val (joined, next);
    }
  return joined;
}

/**
 * kx_highlight_find:
 * @text: valid UTF-8
 * @q: (nullable): what was typed, valid UTF-8
 * @person: whether it is a person's name
 *
 * Returns: (transfer full) (element-type KxHighlight): the parts to be shown in bold
 */
GArray *
kx_highlight_find (const char *text, const char *q, gboolean person)
{
  gunichar chars[KX_SEARCH_QUERY_MAX];
  guint8 borders[KX_SEARCH_QUERY_MAX];
  guint n = q != NULL ? kx_text_fold (q, chars, borders, KX_SEARCH_QUERY_MAX) : 0;
  g_autofree Text *self = g_new0 (Text, 1);
  gboolean whole;
  GArray *joined;

  self->found = g_array_new (FALSE, FALSE, sizeof (KxHighlight));
  fold_text (self, text, person);
  /* Pinyin may be typed with blanks. */
  if (n > 0 && is_ascii_throughout (chars, n))
    mark_mixed (self, chars, n);
  whole = self->found->len > 0;
  for (guint start = 0, end; start < n && !whole; start = end)
    {
      for (end = start + 1; end < n && borders[end] != KX_FOLD_AFTER_BREAK;)
        end++;
      mark_mixed (self, chars + start, end - start);
    }
  joined = join (self->found);
  g_array_unref (self->found);
  return joined;
}
