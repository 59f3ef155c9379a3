#include "models/kx-number-diff.h"

#include <stdlib.h>
#include <string.h>

#define NONE G_MAXUINT32

/* Both sequences flat, without what they begin and end with alike. */
typedef struct
{
  gint64 *from, *to; /* owned */
  guint n_from, n_to;
  guint prefix;
} Middle;

static gint64 *
flatten (const KxNumberSeq *seq, guint *ret_n)
{
  gint64 *numbers;

  *ret_n = kx_number_seq_length (seq);
  numbers = g_new (gint64, *ret_n + 1);
  kx_number_seq_read (seq, 0, *ret_n, numbers);
  return numbers;
}

static void
cut_ends (Middle *middle)
{
  guint prefix = 0, suffix = 0, most = MIN (middle->n_from, middle->n_to);

  while (prefix < most && middle->from[prefix] == middle->to[prefix])
    prefix++;
  while (suffix < most - prefix &&
         middle->from[middle->n_from - 1 - suffix] == middle->to[middle->n_to - 1 - suffix])
    suffix++;
  middle->prefix = prefix;
  middle->n_from -= prefix + suffix;
  middle->n_to -= prefix + suffix;
}

static guint32
hash (gint64 number)
{
  return (guint32) (((guint64) number * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15)) >> 32);
}

/* For each new number its index among the old ones, or NONE. Open addressing: a hash table of GLib would take
 * five times the room. */
static guint32 *
find_old (const gint64 *from, guint n_from, const gint64 *to, guint n_to)
{
  guint32 *found = g_new (guint32, n_to + 1), *slots, mask = 16;

  while (mask < n_from * 2)
    mask *= 2;
  slots = g_new (guint32, mask);
  memset (slots, 0xff, mask * sizeof *slots);
  mask--;
  for (guint i = 0; i < n_from; i++)
    {
      guint32 at = hash (from[i]) & mask;

      while (slots[at] != NONE)
        at = (at + 1) & mask;
      slots[at] = i;
    }
  for (guint i = 0; i < n_to; i++)
    {
      guint32 at = hash (to[i]) & mask;

      while (slots[at] != NONE && from[slots[at]] != to[i])
        at = (at + 1) & mask;
      found[i] = slots[at];
    }
  g_free (slots);
  return found;
}

/* Marks with NONE all but a longest rising run of the old indexes: these numbers keep their place. */
static void
keep_longest_rise (guint32 *old, guint n)
{
  guint32 *ends = g_new (guint32, n + 1);   /* index in `old` of the end of the best run of each length */
  guint32 *before = g_new (guint32, n + 1); /* the one before it in that run */
  guint length = 0;
  guint32 at;

  for (guint i = 0; i < n; i++)
    {
      guint low = 0, high = length;

      if (old[i] == NONE)
        continue;
      if (length > 0 && old[ends[length - 1]] < old[i])
        low = length;
      while (low < high && low < length)
        {
          guint middle = low + (high - low) / 2;

          if (old[ends[middle]] < old[i])
            low = middle + 1;
          else
            high = middle;
        }
      before[i] = low > 0 ? ends[low - 1] : NONE;
      ends[low] = i;
      length = MAX (length, low + 1);
    }
  at = length > 0 ? ends[length - 1] : NONE;
  for (guint i = n; i-- > 0;)
    if (i == at)
      at = before[i];
    else
      old[i] = NONE;
  g_free (ends);
  g_free (before);
}

static void
add_splice (GArray *splices, guint position, guint removed, guint added)
{
  KxNumberSplice splice = { position, removed, added };

  if (removed > 0 || added > 0)
    g_array_append_val (splices, splice);
}

static GArray *
write_splices (const Middle *middle, const guint32 *old)
{
  GArray *splices = g_array_new (FALSE, FALSE, sizeof (KxNumberSplice));
  guint i = 0, k = 0;

  for (guint j = 0; j < middle->n_to; j++)
    if (old[j] != NONE)
      {
        add_splice (splices, middle->prefix + k, old[j] - i, j - k);
        i = old[j] + 1;
        k = j + 1;
      }
  add_splice (splices, middle->prefix + k, middle->n_from - i, middle->n_to - k);
  return splices;
}

/* What stands between splice i - 1 and i. */
static guint
gap_before (GArray *splices, guint i)
{
  const KxNumberSplice *left = &g_array_index (splices, KxNumberSplice, i - 1);

  return g_array_index (splices, KxNumberSplice, i).position - left->position - left->added;
}

static int
compare_guint (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return (x > y) - (x < y);
}

/* Joins over the narrowest gaps until at most `most` splices are left. */
static GArray *
join (GArray *splices, guint most)
{
  GArray *joined = g_array_new (FALSE, FALSE, sizeof (KxNumberSplice));
  guint *gaps = g_new (guint, splices->len);
  guint widest;

  for (guint i = 1; i < splices->len; i++)
    gaps[i - 1] = gap_before (splices, i);
  qsort (gaps, splices->len - 1, sizeof *gaps, compare_guint);
  widest = gaps[splices->len - most - 1];
  for (guint i = 0; i < splices->len; i++)
    {
      KxNumberSplice next = g_array_index (splices, KxNumberSplice, i);
      guint gap = i > 0 ? gap_before (splices, i) : 0;
      KxNumberSplice *last = i > 0 ? &g_array_index (joined, KxNumberSplice, joined->len - 1) : NULL;

      if (last == NULL || gap > widest)
        g_array_append_val (joined, next);
      else
        {
          last->removed += gap + next.removed;
          last->added += gap + next.added;
        }
    }
  g_free (gaps);
  g_array_unref (splices);
  return joined;
}

GArray *
kx_number_diff (const KxNumberSeq *from, const KxNumberSeq *to, guint most)
{
  Middle middle = { 0 };
  guint32 *old;
  GArray *splices;

  middle.from = flatten (from, &middle.n_from);
  middle.to = flatten (to, &middle.n_to);
  cut_ends (&middle);
  old = find_old (middle.from + middle.prefix, middle.n_from, middle.to + middle.prefix, middle.n_to);
  keep_longest_rise (old, middle.n_to);
  splices = write_splices (&middle, old);
  if (splices->len > MAX (most, 1))
    splices = join (splices, MAX (most, 1));
  g_free (old);
  g_free (middle.from);
  g_free (middle.to);
  return splices;
}
