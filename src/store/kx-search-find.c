#include "store/kx-search.h"

#include "store/kx-pinyin.h"

#include <string.h>

#define PROBE 512     /* rows looked at to tell how many a range has; with fewer it is rare */
#define FEW_ROWS 3000 /* more are not sorted by their terms */
#define AT_ONCE 128   /* rows of one term that a statement gives */
#define NEAR 8        /* so many rows of a term are passed over before the next place is looked up */

/* What is looked for, and among which rows. */
typedef struct
{
  KxBook *book;
  const KxEntity *entity;
  const KxSearchPlan *plan;
  const KxSearchAmong *among;
} Search;

/* One statement being written, with its arguments. */
typedef struct
{
  GString *sql;
  GArray *args; /* (element-type KxDbArg) */
} Text;

/* Where a row stands among those that have one term. */
typedef struct
{
  gint64 rank, no;
} Place;

static void
append_arg (Text *text, KxDbArg arg)
{
  g_array_append_val (text->args, arg);
  g_string_append_printf (text->sql, "$%u", text->args->len);
}

static void
append_range (Text *text, const char *alias, const KxSearchRange *range)
{
  g_string_append_printf (text->sql, "%s.term >= ", alias);
  append_arg (text, KX_ARG_TEXT (range->lo));
  g_string_append_printf (text->sql, " AND %s.term < ", alias);
  append_arg (text, KX_ARG_TEXT (range->hi));
}

/* "(term, rank, number)" */
static void
append_place (Text *text, const char *term, gint64 rank, gint64 no)
{
  g_string_append (text->sql, "(");
  append_arg (text, KX_ARG_TEXT (term));
  g_string_append (text->sql, ", ");
  append_arg (text, KX_ARG_INTEGER (rank));
  g_string_append (text->sql, ", ");
  append_arg (text, KX_ARG_INTEGER (no));
  g_string_append (text->sql, ")");
}

/* Where the terms behind `term` begin: none holds a control character. Free with g_free(). */
static char *
get_end (const char *term)
{
  return g_strconcat (term, "\x01", NULL);
}

static gboolean
is_exact (const KxSearchRange *range)
{
  g_autofree char *end = get_end (range->lo);

  return g_str_equal (end, range->hi);
}

/* One alternative being looked for. */
typedef struct
{
  const Search *search;
  guint which, driver;      /* the alternative and its range that is followed */
  const KxSearchHit *after; /* NULL: from the beginning */
  KxSearchHit behind;       /* what `after` is when the first term has been looked through */
  guint limit;
  GArray *hits; /* (element-type KxSearchHit) */
} Finding;

static const KxSearchAlternative *
get_alternative (const Finding *finding)
{
  return &finding->search->plan->alternatives[finding->which];
}

static const KxSearchRange *
get_driver (const Finding *finding)
{
  return &get_alternative (finding)->ranges[finding->driver];
}

/* How many rows the terms from `lo` to `hi` have, looking at PROBE of them. */
static gboolean
count_some (const Finding *finding, const char *lo, const char *hi, gint64 *ret_count, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT count(*) FROM (SELECT 1 FROM \"%s_term\" WHERE term >= $1 AND term < $2 LIMIT %d) AS p",
      finding->search->entity->name, PROBE);
  KxDbArg args[] = { KX_ARG_TEXT (lo), KX_ARG_TEXT (hi) };

  return kx_db_get_integer (finding->search->book->db, sql, args, G_N_ELEMENTS (args), ret_count, error);
}

/* Finds the range with the fewest rows: the others are then only asked about these. */
static gboolean
find_rarest (Finding *finding, gboolean *ret_rare, GError **error)
{
  const KxSearchAlternative *alternative = get_alternative (finding);
  gint64 least = G_MAXINT64;

  for (guint i = 0; i < alternative->n_ranges && least > 0; i++)
    {
      const KxSearchRange *range = &alternative->ranges[i];
      gint64 count = 0;

      if (!count_some (finding, range->lo, range->hi, &count, error))
        return FALSE;
      if (count < least)
        {
          least = count;
          finding->driver = i;
        }
    }
  *ret_rare = least < PROBE;
  return TRUE;
}

/* The other ranges are asked of each row of the driver. */
static void
append_others (Text *text, const Finding *finding)
{
  const KxSearchAlternative *alternative = get_alternative (finding);

  for (guint i = 0; i < alternative->n_ranges; i++)
    if (i != finding->driver)
      {
        g_string_append_printf (text->sql,
                                " AND EXISTS (SELECT 1 FROM \"%s_term\" t WHERE t.row = d.row AND ",
                                finding->search->entity->name);
        append_range (text, "t", &alternative->ranges[i]);
        g_string_append (text->sql, ")");
      }
}

static gboolean
has_term_in (const KxSearchRange *range, GPtrArray *terms, const char *below)
{
  for (guint i = 0; i < terms->len; i++)
    {
      const char *term = terms->pdata[i];

      if (strcmp (term, range->lo) >= 0 && strcmp (term, range->hi) < 0 &&
          (below == NULL || strcmp (term, below) < 0))
        return TRUE;
    }
  return FALSE;
}

static gboolean
alternative_matches (const KxSearchAlternative *alternative, GPtrArray *terms)
{
  for (guint i = 0; i < alternative->n_ranges; i++)
    if (!has_term_in (&alternative->ranges[i], terms, NULL))
      return FALSE;
  return alternative->n_ranges > 0;
}

/* TRUE when the row came before: under a lesser term of the same range, or by an earlier alternative. */
static gboolean
came_before (const Finding *finding, const KxSearchHit *hit, gboolean *ret_before, GError **error)
{
  const Search *search = finding->search;
  const KxSearchRange *driver = get_driver (finding);
  g_autofree char *sql =
      g_strdup_printf ("SELECT term FROM \"%s_term\" WHERE row = $1 ORDER BY term", search->entity->name);
  g_autoptr (GPtrArray) terms = NULL;
  gboolean before;

  *ret_before = FALSE;
  if (hit->alternative == 0 && is_exact (driver))
    return TRUE;
  terms = kx_db_list_texts (search->book->db, sql, &KX_ARG_INTEGER (hit->no), 1, 1, error);
  if (terms == NULL)
    return FALSE;
  before = has_term_in (driver, terms, hit->term);
  for (guint i = 0; i < hit->alternative && !before; i++)
    before = alternative_matches (&search->plan->alternatives[i], terms);
  *ret_before = before;
  return TRUE;
}

/* Runs a statement that gives terms, ranks and numbers, and takes the rows that did not come before. */
static gboolean
take_rows (Finding *finding, const Text *text, GError **error)
{
  g_autoptr (KxDbRows) rows = kx_db_query (finding->search->book->db, text->sql->str,
                                           (KxDbArg *) text->args->data, text->args->len, error);
  GError *local = NULL;

  if (rows == NULL)
    return FALSE;
  while (finding->hits->len < finding->limit && kx_db_rows_next (rows, &local))
    {
      KxSearchHit hit = { .alternative = finding->which,
                          .rank = kx_db_rows_integer (rows, 1),
                          .no = kx_db_rows_integer (rows, 2) };
      gboolean before;

      g_strlcpy (hit.term, kx_db_rows_text (rows, 0), sizeof hit.term);
      if (!came_before (finding, &hit, &before, error))
        return FALSE;
      if (!before)
        g_array_append_val (finding->hits, hit);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/* The rows after `after` by terms or by rows. SQLite takes the tables of a CROSS JOIN in the order they are
 * written. */
static void
write_walk (Text *text, const Finding *finding, gboolean rows_first)
{
  const KxSearchAmong *among = finding->search->among;
  const char *name = finding->search->entity->name;
  const KxSearchHit *after = finding->after;

  g_string_append_printf (text->sql,
                          rows_first ? "SELECT d.term, d.rank, d.row FROM \"%s\" m CROSS JOIN \"%s_term\" d"
                                     : "SELECT d.term, d.rank, d.row FROM \"%s_term\" d CROSS JOIN \"%s\" m",
                          name, name);
  g_string_append (text->sql, " WHERE m.no = d.row AND ");
  append_range (text, "d", get_driver (finding));
  if (after != NULL)
    {
      g_string_append (text->sql, " AND (d.term, d.rank, d.row) > ");
      append_place (text, after->term, after->rank, after->no);
    }
  if (!rows_first)
    g_string_append_printf (text->sql, " AND %s", among->near);
  g_string_append_printf (text->sql, " AND %s", among->where);
  append_others (text, finding);
  g_string_append (text->sql, " ORDER BY d.term, d.rank, d.row");
}

static gboolean
find_by_walk (Finding *finding, gboolean rows_first, GError **error)
{
  const GArray *among = finding->search->among->args;
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (GArray) args = g_array_new (FALSE, FALSE, sizeof (KxDbArg));
  Text text = { sql, args };

  g_array_append_vals (args, among->data, among->len);
  write_walk (&text, finding, rows_first);
  return take_rows (finding, &text, error);
}

static gint
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *one = a, *other = b;

  return one->rank != other->rank ? (one->rank > other->rank) - (one->rank < other->rank)
                                  : (one->no > other->no) - (one->no < other->no);
}

/* The places after `after` that rows would have under any term. (element-type Place) */
static GArray *
list_places (const Finding *finding, GError **error)
{
  const Search *search = finding->search;
  const KxSearchHit *after = finding->after;
  g_autofree char *key_column = kx_search_sort_column (search->entity);
  g_autofree char *sql = g_strdup_printf ("SELECT m.no, %s FROM \"%s\" m WHERE %s", key_column,
                                          search->entity->name, search->among->where);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autoptr (KxDbRows) rows = NULL;
  GError *local = NULL;

  rows = kx_db_query (search->book->db, sql, (KxDbArg *) search->among->args->data, search->among->args->len,
                      error);
  while (rows != NULL && kx_db_rows_next (rows, &local))
    {
      const char *key = kx_db_rows_text (rows, 1);
      Place place = { key != NULL ? kx_pinyin_rank (key) : 0, kx_db_rows_integer (rows, 0) };

      if (after == NULL || compare_places (&place, &(Place){ after->rank, after->no }) > 0)
        g_array_append_val (places, place);
    }
  if (local != NULL)
    g_propagate_error (error, local);
  g_array_sort (places, compare_places);
  return rows != NULL && local == NULL ? g_steal_pointer (&places) : NULL;
}

/* The rows of the driver's term from `place` on. */
static KxDbRows *
query_from (const Finding *finding, const Place *place, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT d.rank, d.row FROM \"%s_term\" d WHERE d.term = $1 AND (d.rank, d.row) >= ($2, "
      "$3) ORDER BY d.rank, d.row LIMIT %d",
      finding->search->entity->name, AT_ONCE);
  KxDbArg args[] = { KX_ARG_TEXT (get_driver (finding)->lo), KX_ARG_INTEGER (place->rank),
                     KX_ARG_INTEGER (place->no) };

  return kx_db_query (finding->search->book->db, sql, args, G_N_ELEMENTS (args), error);
}

/* Takes the row at `place` if all else holds of it, too. */
static gboolean
take_place (Finding *finding, const Place *place, GError **error)
{
  const char *term = get_driver (finding)->lo;
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (GArray) args = g_array_new (FALSE, FALSE, sizeof (KxDbArg));
  Text text = { sql, args };

  if (finding->which == 0 && get_alternative (finding)->n_ranges == 1)
    {
      KxSearchHit hit = { .rank = place->rank, .no = place->no };

      g_strlcpy (hit.term, term, sizeof hit.term);
      g_array_append_val (finding->hits, hit);
      return TRUE;
    }
  g_string_append_printf (sql,
                          "SELECT d.term, d.rank, d.row FROM \"%s_term\" d WHERE (d.term, d.rank, d.row) = ",
                          finding->search->entity->name);
  append_place (&text, term, place->rank, place->no);
  append_others (&text, finding);
  return take_rows (finding, &text, error);
}

/* Takes the rows of the term that are at `places` from `*at` on, until there are none for a while, and moves
 * `*at` to the place from which to look on: to the end when the term has no more. */
static gboolean
take_places (Finding *finding, const GArray *places, guint *at, GError **error)
{
  g_autoptr (KxDbRows) rows = query_from (finding, &g_array_index (places, Place, *at), error);
  GError *local = NULL;
  guint n = 0, missed = 0;

  if (rows == NULL)
    return FALSE;
  while (missed < NEAR && finding->hits->len < finding->limit && kx_db_rows_next (rows, &local))
    {
      Place place = { kx_db_rows_integer (rows, 0), kx_db_rows_integer (rows, 1) };

      n++;
      missed++;
      while (*at < places->len && compare_places (&g_array_index (places, Place, *at), &place) < 0)
        (*at)++;
      if (*at == places->len)
        return TRUE;
      if (compare_places (&g_array_index (places, Place, *at), &place) > 0)
        continue;
      missed = 0;
      (*at)++;
      if (!take_place (finding, &place, error))
        return FALSE;
    }
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (n < AT_ONCE && missed < NEAR && finding->hits->len < finding->limit)
    *at = places->len;
  return TRUE;
}

/* Finds the rows of the driver's first term, its only one if it is exact. */
static gboolean
find_by_places (Finding *finding, GError **error)
{
  g_autoptr (GArray) places = list_places (finding, error);

  if (places == NULL)
    return FALSE;
  for (guint at = 0; at < places->len && finding->hits->len < finding->limit;)
    if (!take_places (finding, places, &at, error))
      return FALSE;
  return TRUE;
}

/* Whether the driver begins with a term that many rows have, and it is not yet behind. */
static gboolean
begins_frequent (const Finding *finding, gboolean *ret_frequent, GError **error)
{
  const char *term = get_driver (finding)->lo;
  g_autofree char *end = get_end (term);
  gint64 count = 0;

  if ((finding->after == NULL || g_str_equal (finding->after->term, term)) &&
      !count_some (finding, term, end, &count, error))
    return FALSE;
  *ret_frequent = count == PROBE;
  return TRUE;
}

/* Terms are walked, and rows that one may not see passed over. Where these are most of the country, a term
 * that many rows have, as a pair of characters, would be walked for long until a row of the one city comes:
 * the places are then looked up that its rows would have under it. */
static gboolean
find_alternative (Finding *finding, GError **error)
{
  gint64 seen = finding->search->among->seen;
  gboolean rare, frequent = FALSE;

  if (!find_rarest (finding, &rare, error) ||
      (!rare && seen <= KX_SEARCH_FEW && !begins_frequent (finding, &frequent, error)))
    return FALSE;
  if (frequent)
    {
      if (!find_by_places (finding, error))
        return FALSE;
      finding->behind = (KxSearchHit){ .rank = G_MAXINT64, .no = G_MAXINT64 };
      g_strlcpy (finding->behind.term, get_driver (finding)->lo, sizeof finding->behind.term);
      finding->after = &finding->behind;
    }
  if (finding->hits->len == finding->limit || (frequent && is_exact (get_driver (finding))))
    return TRUE;
  return find_by_walk (finding, !rare && seen <= FEW_ROWS, error);
}

GArray *
kx_search_find (KxBook *book, const KxEntity *entity, const KxSearchPlan *plan, const KxSearchAmong *among,
                const KxSearchHit *after, guint limit, GError **error)
{
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (KxSearchHit));
  Search search = { book, entity, plan, among };

  for (guint i = after != NULL ? after->alternative : 0; i < plan->n_alternatives && hits->len < limit; i++)
    {
      Finding finding = { .search = &search,
                          .which = i,
                          .after = after != NULL && after->alternative == i ? after : NULL,
                          .limit = limit,
                          .hits = hits };

      if (!find_alternative (&finding, error))
        return NULL;
    }
  return g_steal_pointer (&hits);
}
