#include "store/kx-search.h"

#include <string.h>

#define PROBE 512 /* rows looked at to tell which range is the rarest */

/* One statement being written, with its arguments. */
typedef struct
{
  GString *sql;
  GArray *args; /* (element-type KxDbArg) */
} Text;

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

static gboolean
is_exact (const KxSearchRange *range)
{
  g_autofree char *end = g_strconcat (range->lo, "\x01", NULL);

  return g_str_equal (end, range->hi);
}

/* The range with the fewest rows, looking at PROBE of each: the others are then only asked about its rows. */
static gboolean
find_rarest (KxBook *book, const KxEntity *entity, const KxSearchAlternative *alternative, guint *ret_index,
             GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT count(*) FROM (SELECT 1 FROM \"%s_term\" WHERE term >= $1 AND term < $2 LIMIT %d) AS p",
      entity->name, PROBE);
  gint64 least = G_MAXINT64;

  for (guint i = 0; i < alternative->n_ranges && least > 0; i++)
    {
      KxDbArg args[] = { KX_ARG_TEXT (alternative->ranges[i].lo), KX_ARG_TEXT (alternative->ranges[i].hi) };
      gint64 count = 0;

      if (alternative->n_ranges > 1 && !kx_db_get_integer (book->db, sql, args, 2, &count, error))
        return FALSE;
      if (count < least)
        {
          least = count;
          *ret_index = i;
        }
    }
  return TRUE;
}

/* The rows of one alternative after `after`, by its rarest range; the other ranges are asked of each row.
 * SQLite takes the tables of a CROSS JOIN in the order they are written. */
static void
write_walk (Text *text, const KxEntity *entity, const KxSearchAlternative *alternative, guint driver,
            const char *where, const char *near, gboolean few, const KxSearchHit *after)
{
  const char *first = few ? "" : "_term", *second = few ? "_term" : "";

  g_string_append_printf (
      text->sql,
      "SELECT d.term, d.rank, d.row FROM \"%s%s\" %c CROSS JOIN \"%s%s\" %c WHERE m.no = d.row AND ",
      entity->name, first, few ? 'm' : 'd', entity->name, second, few ? 'd' : 'm');
  append_range (text, "d", &alternative->ranges[driver]);
  if (after != NULL)
    {
      g_string_append (text->sql, " AND (d.term, d.rank, d.row) > (");
      append_arg (text, KX_ARG_TEXT (after->term));
      g_string_append (text->sql, ", ");
      append_arg (text, KX_ARG_INTEGER (after->rank));
      g_string_append (text->sql, ", ");
      append_arg (text, KX_ARG_INTEGER (after->no));
      g_string_append (text->sql, ")");
    }
  if (!few)
    g_string_append_printf (text->sql, " AND %s", near);
  g_string_append_printf (text->sql, " AND %s", where);
  for (guint i = 0; i < alternative->n_ranges; i++)
    if (i != driver)
      {
        g_string_append_printf (
            text->sql, " AND EXISTS (SELECT 1 FROM \"%s_term\" t WHERE t.row = d.row AND ", entity->name);
        append_range (text, "t", &alternative->ranges[i]);
        g_string_append (text->sql, ")");
      }
  g_string_append (text->sql, " ORDER BY d.term, d.rank, d.row");
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
came_before (KxBook *book, const KxEntity *entity, const KxSearchPlan *plan, const KxSearchHit *hit,
             guint driver, gboolean *ret_before, GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT term FROM \"%s_term\" WHERE row = $1 ORDER BY term", entity->name);
  g_autoptr (GPtrArray) terms = NULL;
  gboolean before;

  *ret_before = FALSE;
  if (hit->alternative == 0 && is_exact (&plan->alternatives[0].ranges[driver]))
    return TRUE;
  terms = kx_db_list_texts (book->db, sql, &KX_ARG_INTEGER (hit->no), 1, 1, error);
  if (terms == NULL)
    return FALSE;
  before = has_term_in (&plan->alternatives[hit->alternative].ranges[driver], terms, hit->term);
  for (guint i = 0; i < hit->alternative && !before; i++)
    before = alternative_matches (&plan->alternatives[i], terms);
  *ret_before = before;
  return TRUE;
}

static gboolean
walk (KxBook *book, const KxEntity *entity, const KxSearchPlan *plan, guint which, const char *where,
      const char *near, GArray *args, gboolean few, const KxSearchHit *after, guint limit, GArray *hits,
      GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (KxDbArg));
  Text text = { sql, all };
  g_autoptr (KxDbRows) rows = NULL;
  GError *local = NULL;
  guint driver = 0;

  if (!find_rarest (book, entity, &plan->alternatives[which], &driver, error))
    return FALSE;
  g_array_append_vals (all, args->data, args->len);
  write_walk (&text, entity, &plan->alternatives[which], driver, where, near, few, after);
  rows = kx_db_query (book->db, sql->str, (KxDbArg *) all->data, all->len, error);
  if (rows == NULL)
    return FALSE;
  while (hits->len < limit && kx_db_rows_next (rows, &local))
    {
      KxSearchHit hit = { .alternative = which,
                          .rank = kx_db_rows_integer (rows, 1),
                          .no = kx_db_rows_integer (rows, 2) };
      gboolean before;

      g_strlcpy (hit.term, kx_db_rows_text (rows, 0), sizeof hit.term);
      if (!came_before (book, entity, plan, &hit, driver, &before, error))
        return FALSE;
      if (!before)
        g_array_append_val (hits, hit);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

GArray *
kx_search_find (KxBook *book, const KxEntity *entity, const KxSearchPlan *plan, const char *where,
                const char *near, GArray *args, gboolean few, const KxSearchHit *after, guint limit,
                GError **error)
{
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (KxSearchHit));

  for (guint i = after != NULL ? after->alternative : 0; i < plan->n_alternatives && hits->len < limit; i++)
    if (!walk (book, entity, plan, i, where, near, args, few,
               after != NULL && after->alternative == i ? after : NULL, limit, hits, error))
      return NULL;
  return g_steal_pointer (&hits);
}
