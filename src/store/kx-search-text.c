#include "store/kx-search-text.h"

#include "store/kx-pinyin.h"
#include "store/kx-text-fold.h"

#include <string.h>

/* A name is also found from behind this many of its administrative parts, marks and blanks. */
#define STARTS_MAX 5
#define SYLLABLE_MAX 7

/* What ends an administrative part of a name, and what shows that it does not. */
enum
{
  HAN_JI = 0x7EA7,    /* 级 */
  HAN_SHU = 0x5C5E,   /* 属 */
  HAN_ZHI = 0x76F4,   /* 直 */
  HAN_SHENG = 0x7701, /* 省 */
  HAN_XIAN = 0x53BF,  /* 县 */
  HAN_QI = 0x65D7,    /* 旗 */
  HAN_MENG = 0x76DF,  /* 盟 */
  HAN_ZHEN = 0x9547,  /* 镇 */
  HAN_XIANG = 0x4E61, /* 乡 */
  HAN_QU = 0x533A,    /* 区 */
  HAN_YU = 0x57DF,    /* 域 */
  HAN_SHI = 0x5E02,   /* 市 */
  HAN_CHANG = 0x573A, /* 场 */
  HAN_ZHOU = 0x5DDE,  /* 州 */
  HAN_DAO = 0x9053,   /* 道 */
  HAN_JIE = 0x8857,   /* 街 */
  HAN_LI = 0x7ACB,    /* 立 */
};

/* The first eight bytes, as a number, stand in head so that most comparisons need nothing else. */
typedef struct
{
  guint64 head;
  guint32 offset;
} Item;

struct _KxSearchTerms
{
  GString *bytes; /* the terms, each with its NUL */
  GArray *items;
  GPtrArray *sorted; /* into bytes; what was given last */
};

/* A folded field, also as UTF-8; at tells where a character's bytes start, and at the end where all do. */
typedef struct
{
  gunichar chars[KX_SEARCH_TEXT_MAX];
  guint8 borders[KX_SEARCH_TEXT_MAX];
  char utf8[KX_SEARCH_TEXT_MAX * 4];
  guint16 at[KX_SEARCH_TEXT_MAX + 1];
  guint n;
} Folded;

static gboolean
is_ascii (gunichar c)
{
  return c < 0x80;
}

static void
fold (Folded *folded, const char *text, guint max)
{
  guint at = 0;

  folded->n = kx_text_fold (text, folded->chars, folded->borders, max);
  for (guint i = 0; i < folded->n; i++)
    {
      gunichar c = folded->chars[i];
      folded->at[i] = (guint16) at;
      if (is_ascii (c))
        folded->utf8[at++] = (char) c;
      else
        at += (guint) g_unichar_to_utf8 (c, folded->utf8 + at);
    }
  folded->at[folded->n] = (guint16) at;
}

/* A term of a tag and some bytes; together at most KX_SEARCH_TERM_MAX. */
static void
add_term (KxSearchTerms *terms, char tag, const char *text, gsize length)
{
  gsize offset = terms->bytes->len;
  Item item = { .offset = (guint32) offset };

  /* Built apart: reading back what was just copied would wait for it. */
  for (guint i = 0; i < 7; i++)
    item.head = item.head << 8 | (i < length ? (guchar) text[i] : 0);
  item.head |= (guint64) (guchar) tag << 56;
  g_string_set_size (terms->bytes, offset + length + 2);
  char *term = terms->bytes->str + offset;
  term[0] = tag;
  memcpy (term + 1, text, length);
  term[length + 1] = '\0';
  g_array_append_val (terms->items, item);
}

/* The characters from start on, as far as whole ones fit into so many bytes. */
static void
add_chars (KxSearchTerms *terms, char tag, const Folded *folded, guint start, guint n, gsize most)
{
  gsize from = folded->at[start];

  while ((gsize) folded->at[start + n] - from + 1 > most)
    n--;
  add_term (terms, tag, folded->utf8 + from, folded->at[start + n] - from);
}

static void
add_ascii (KxSearchTerms *terms, const char *text, gsize length)
{
  if (length > 0)
    add_term (terms, KX_SEARCH_ASCII_START, text, MIN (length, KX_SEARCH_TERM_MAX - 1));
}

static gboolean
has_wide (const Folded *folded)
{
  return folded->at[folded->n] > folded->n;
}

/* Pairs matter where a query can hold a character outside ASCII. */
static void
add_pairs (KxSearchTerms *terms, const Folded *folded)
{
  if (!has_wide (folded))
    return;
  for (guint i = 0; i < folded->n; i++)
    add_chars (terms, KX_SEARCH_PAIR, folded, i, MIN (2, folded->n - i), KX_SEARCH_TERM_MAX);
}

/* Each run of ASCII from each of its word starts, so that "2 b" is found by "2b" and "b". */
static void
add_words (KxSearchTerms *terms, const Folded *folded)
{
  for (guint i = 0; i < folded->n; i++)
    {
      gboolean starts = i == 0 || folded->borders[i] != KX_FOLD_JOINED || !is_ascii (folded->chars[i - 1]);
      guint end = i;
      if (!starts || !is_ascii (folded->chars[i]))
        continue;
      while (end < folded->n && end - i < KX_SEARCH_TERM_MAX && is_ascii (folded->chars[end]))
        end++;
      add_chars (terms, KX_SEARCH_ASCII_START, folded, i, end - i, KX_SEARCH_TERM_MAX);
    }
}

/* Whether a name's administrative part, begun at start, ends with the character at: 南宁市, 广西壮族自治区.
 * Not where that character belongs to the next word: 市场, 区域, 广州市. */
static gboolean
ends_part (const Folded *folded, guint start, guint at)
{
  gunichar next = at + 1 < folded->n ? folded->chars[at + 1] : 0;

  if (at == start || next == 0 || next == HAN_JI || next == HAN_SHU || next == HAN_ZHI)
    return FALSE;
  switch (folded->chars[at])
    {
    case HAN_SHENG:
    case HAN_XIAN:
    case HAN_QI:
    case HAN_MENG:
    case HAN_ZHEN:
    case HAN_XIANG:
      return TRUE;
    case HAN_QU:
      return next != HAN_YU;
    case HAN_SHI:
      return next != HAN_QU && next != HAN_CHANG;
    case HAN_ZHOU:
      return next != HAN_SHI && next != HAN_SHENG && next != HAN_XIAN && next != HAN_QU;
    case HAN_DAO:
      return folded->chars[at - 1] == HAN_JIE;
    default:
      return FALSE;
    }
}

/* Where people begin to type a name: its start, behind administrative parts, behind marks and blanks. In
 * 省立医院 the 省 belongs to the hospital. `ret_behind_parts`: where the last administrative part ends. */
static guint
find_starts (const Folded *folded, gboolean parts, guint starts[STARTS_MAX], guint *ret_behind_parts)
{
  guint n = 0, part = 0;

  *ret_behind_parts = 0;
  for (guint i = 0; i < folded->n && n < STARTS_MAX; i++)
    {
      guint start = i;
      gboolean begins = i == 0 || folded->borders[i] != KX_FOLD_JOINED;
      if (!begins && parts && i > 0 && ends_part (folded, part, i - 1))
        {
          begins = TRUE;
          if (folded->chars[i] == HAN_LI)
            start = i - 1;
          *ret_behind_parts = start;
        }
      if (!begins)
        continue;
      starts[n++] = start;
      part = i;
    }
  return n;
}

/* The initials from the Chinese characters within a name, `heads`, where people do not begin to type it but
 * remember it: zyy of 济南中医院. The last letters alone, too few to tell one name from another, are left
 * out. */
static void
add_inner_initials (KxSearchTerms *terms, const char *initials, guint n, const guint *heads, guint n_heads)
{
  for (guint i = 0; i < n_heads && heads[i] + KX_SEARCH_INITIALS_MIN <= n; i++)
    add_term (terms, KX_SEARCH_INITIALS, initials + heads[i], MIN (n - heads[i], KX_SEARCH_INITIALS_MAX));
}

/* Pinyin and initials from every start of a name. */
static void
add_pinyin (KxSearchTerms *terms, const Folded *folded, KxPinyinUse use)
{
  KxPinyinReading readings[KX_SEARCH_FIELD_MAX];
  char full[KX_SEARCH_FIELD_MAX * SYLLABLE_MAX], initials[KX_SEARCH_FIELD_MAX];
  guint full_at[KX_SEARCH_FIELD_MAX], initials_at[KX_SEARCH_FIELD_MAX], starts[STARTS_MAX];
  guint heads[KX_SEARCH_FIELD_MAX], n_full = 0, n_initials = 0, n_heads = 0, behind_parts;

  kx_pinyin_read (folded->chars, folded->n, use, readings);
  for (guint i = 0; i < folded->n; i++)
    {
      const char *letters = kx_pinyin_letters_of (readings[i]);
      full_at[i] = n_full;
      initials_at[i] = n_initials;
      if (readings[i].syllable != 0)
        {
          initials[n_initials++] = letters[0];
          for (; *letters != '\0'; letters++)
            full[n_full++] = *letters;
        }
      else if (is_ascii (folded->chars[i]))
        full[n_full++] = initials[n_initials++] = (char) folded->chars[i];
    }
  guint n_starts = find_starts (folded, use == KX_PINYIN_INSTITUTION, starts, &behind_parts);
  for (guint i = 0; i < n_starts; i++)
    {
      add_ascii (terms, full + full_at[starts[i]], n_full - full_at[starts[i]]);
      add_ascii (terms, initials + initials_at[starts[i]], n_initials - initials_at[starts[i]]);
    }
  for (guint i = behind_parts, next = 0; use == KX_PINYIN_INSTITUTION && i < folded->n; i++)
    {
      while (next < n_starts && starts[next] < i)
        next++;
      if (readings[i].syllable != 0 && (next == n_starts || starts[next] != i))
        heads[n_heads++] = initials_at[i];
    }
  add_inner_initials (terms, initials, n_initials, heads, n_heads);
}

static void
add_name (KxSearchTerms *terms, const Folded *folded, KxPinyinUse use)
{
  add_chars (terms, KX_SEARCH_WHOLE_NAME, folded, 0, folded->n, KX_SEARCH_NAME_MAX);
  add_pairs (terms, folded);
  add_words (terms, folded);
  add_pinyin (terms, folded, use);
}

static int
compare_items (gconstpointer a, gconstpointer b, gpointer bytes)
{
  const Item *x = a, *y = b;

  if (x->head != y->head)
    return x->head < y->head ? -1 : 1;
  return strcmp ((const char *) bytes + x->offset, (const char *) bytes + y->offset);
}

/* Few items, as of one name, sort fastest by insertion. */
static void
sort_items (Item *items, guint n, char *bytes)
{
  if (n > 48)
    {
      g_qsort_with_data (items, (int) n, sizeof *items, compare_items, bytes);
      return;
    }
  for (guint i = 1; i < n; i++)
    {
      Item item = items[i];
      guint k = i;
      for (; k > 0 && compare_items (&item, &items[k - 1], bytes) < 0; k--)
        items[k] = items[k - 1];
      items[k] = item;
    }
}

/**
 * kx_search_terms_new:
 *
 * Collects the terms of one record; it can be reset for the next.
 *
 * Returns: (transfer full): an empty collection
 */
KxSearchTerms *
kx_search_terms_new (void)
{
  KxSearchTerms *terms = g_new0 (KxSearchTerms, 1);

  terms->bytes = g_string_sized_new (1024);
  terms->items = g_array_sized_new (FALSE, FALSE, sizeof (Item), 64);
  terms->sorted = g_ptr_array_sized_new (64);
  return terms;
}

/**
 * kx_search_terms_free:
 * @terms: (nullable): a collection
 */
void
kx_search_terms_free (KxSearchTerms *terms)
{
  if (terms == NULL)
    return;
  g_string_free (terms->bytes, TRUE);
  g_array_unref (terms->items);
  g_ptr_array_unref (terms->sorted);
  g_free (terms);
}

/**
 * kx_search_terms_add:
 * @terms: a collection
 * @kind: how the field is searched
 * @text: its value, valid UTF-8
 *
 * Adds the terms of one field. A text without letters and digits adds none.
 */
void
kx_search_terms_add (KxSearchTerms *terms, KxSearchKind kind, const char *text)
{
  Folded folded;

  fold (&folded, text, kind == KX_SEARCH_TEXT ? KX_SEARCH_TEXT_MAX : KX_SEARCH_FIELD_MAX);
  if (folded.n == 0)
    return;
  switch (kind)
    {
    case KX_SEARCH_NAME:
      add_name (terms, &folded, KX_PINYIN_INSTITUTION);
      break;
    case KX_SEARCH_PERSON:
      add_name (terms, &folded, KX_PINYIN_PERSON);
      break;
    case KX_SEARCH_CODE:
      if (has_wide (&folded))
        {
          add_pairs (terms, &folded);
          add_words (terms, &folded);
        }
      else
        add_chars (terms, KX_SEARCH_ASCII_START, &folded, 0, folded.n, KX_SEARCH_TERM_MAX);
      break;
    case KX_SEARCH_TEXT:
    default:
      add_pairs (terms, &folded);
      add_words (terms, &folded);
      break;
    }
}

/**
 * kx_search_terms_finish:
 * @terms: a collection
 * @ret_n: (out): how many
 *
 * Returns: (transfer none): all terms added, in the order of their bytes, none twice; valid until more is
 *   added
 */
const char *const *
kx_search_terms_finish (KxSearchTerms *terms, gsize *ret_n)
{
  Item *items = (Item *) (void *) terms->items->data;
  char *bytes = terms->bytes->str;

  sort_items (items, terms->items->len, bytes);
  g_ptr_array_set_size (terms->sorted, 0);
  for (guint i = 0; i < terms->items->len; i++)
    if (i == 0 || compare_items (&items[i], &items[i - 1], bytes) != 0)
      g_ptr_array_add (terms->sorted, bytes + items[i].offset);
  *ret_n = terms->sorted->len;
  return (const char *const *) terms->sorted->pdata;
}

/**
 * kx_search_terms_collect:
 * @terms: a collection
 * @ret_n: (out): how many
 *
 * For who sorts the terms of many records together: what kx_search_terms_finish() gives, without its work.
 *
 * Returns: (transfer none): all terms added, in no order, some perhaps twice; valid until more is added
 */
const char *const *
kx_search_terms_collect (KxSearchTerms *terms, gsize *ret_n)
{
  const Item *items = (const Item *) (const void *) terms->items->data;

  g_ptr_array_set_size (terms->sorted, (gint) terms->items->len);
  for (guint i = 0; i < terms->items->len; i++)
    terms->sorted->pdata[i] = terms->bytes->str + items[i].offset;
  *ret_n = terms->sorted->len;
  return (const char *const *) terms->sorted->pdata;
}

/**
 * kx_search_terms_reset:
 * @terms: a collection
 *
 * Empties it and keeps its memory.
 */
void
kx_search_terms_reset (KxSearchTerms *terms)
{
  g_string_truncate (terms->bytes, 0);
  g_array_set_size (terms->items, 0);
  g_ptr_array_set_size (terms->sorted, 0);
}
