/* All search terms of a database built at once: collected, sorted, and written in the order of their table,
 * which a database takes many times faster than row by row. */
#include "store/kx-search.h"

#include "store/kx-ddl.h"
#include "store/kx-pinyin.h"
#include "store/kx-term-sort.h"

#include <string.h>

#define AT_ONCE 24 /* rows of one statement */
#define COLUMNS 4

/* The terms of one entity being built. */
typedef struct
{
  KxBook *book;
  const KxEntity *entity;
  KxTermSort *sort;
  KxSearchTerms *terms; /* of the row at hand */
} Building;

/* Begins a statement. Its columns: number of the row that is found (m), its sort key and its space; number of
 * the row whose texts or children's texts they are (`owner`); the texts of `entity`. */
static GString *
select_texts (const Building *b, const char *owner, const KxEntity *entity, const char *alias)
{
  GString *sql = g_string_new (NULL);
  int title = kx_entity_flagged (b->entity, KX_TITLE);

  if (title >= 0)
    g_string_append_printf (sql, "SELECT m.no, m.\"%s_sort\", m.space, %s.no", b->entity->fields[title].name,
                            owner);
  else
    g_string_append_printf (sql, "SELECT m.no, '', m.space, %s.no", owner);
  for (guint i = 0; i < entity->n_fields; i++)
    if (entity->fields[i].flags & KX_SEARCHED)
      g_string_append_printf (sql, ", %s.\"%s\"", alias, entity->fields[i].name);
  return sql;
}

/* Adds the terms of the row on which `rows` stands. */
static gboolean
add_row (Building *b, KxDbRows *rows, const KxEntity *entity, GError **error)
{
  const char *const *terms;
  const char *sort = kx_db_rows_text (rows, 1);
  int column = 4;
  gsize n;

  kx_search_terms_reset (b->terms);
  for (guint i = 0; i < entity->n_fields; i++)
    if (entity->fields[i].flags & KX_SEARCHED)
      {
        const char *text = kx_db_rows_text (rows, column++);

        if (text != NULL)
          kx_search_terms_add (b->terms, kx_search_kind (&entity->fields[i]), text);
      }
  terms = kx_search_terms_collect (b->terms, &n);
  return kx_term_sort_add (b->sort, terms, n, sort != NULL ? kx_pinyin_rank (sort) : 0,
                           kx_db_rows_integer (rows, 0), kx_search_area (kx_db_rows_text (rows, 2)), error);
}

/* Adds the terms of all rows of a statement, of each owner the first KX_SEARCH_MOST_TOGETHER. */
static gboolean
add_rows (Building *b, const GString *sql, const KxEntity *entity, GError **error)
{
  g_autoptr (KxDbRows) rows = kx_db_query (b->book->db, sql->str, NULL, 0, error);
  GError *local = NULL;
  gint64 owner = -1;
  guint n = 0;

  while (rows != NULL && kx_db_rows_next (rows, &local))
    {
      n = kx_db_rows_integer (rows, 3) == owner ? n + 1 : 0;
      owner = kx_db_rows_integer (rows, 3);
      if (n < KX_SEARCH_MOST_TOGETHER && !add_row (b, rows, entity, error))
        return FALSE;
    }
  if (local != NULL)
    g_propagate_error (error, local);
  return rows != NULL && local == NULL;
}

static gboolean
add_own (Building *b, GError **error)
{
  g_autoptr (GString) sql = select_texts (b, "m", b->entity, "m");

  g_string_append_printf (sql, " FROM \"%s\" m WHERE m.deleted_at = 0", b->entity->name);
  return add_rows (b, sql, b->entity, error);
}

static gboolean
add_children (Building *b, const KxEntity *child, const char *parent, GError **error)
{
  g_autoptr (GString) sql = select_texts (b, "m", child, "c");

  g_string_append_printf (sql,
                          " FROM \"%s\" c CROSS JOIN \"%s\" m WHERE m.id = c.\"%s\" AND c.deleted_at = 0 AND "
                          "m.deleted_at = 0 ORDER BY c.\"%s\", c.id",
                          child->name, b->entity->name, parent, parent);
  return add_rows (b, sql, child, error);
}

/* What makes a a second record of m, and one of the first KX_SEARCH_MOST_TOGETHER. */
static void
append_alias (GString *sql, const KxEntity *entity, const char *link)
{
  g_string_append_printf (sql,
                          " WHERE a.\"%s\" IS NOT NULL AND m.id = a.\"%s\" AND a.deleted_at = 0 AND "
                          "m.deleted_at = 0 AND (SELECT count(*) FROM \"%s\" x WHERE x.\"%s\" = a.\"%s\" AND "
                          "x.deleted_at = 0 AND x.id < a.id) < %d",
                          link, link, entity->name, link, link, KX_SEARCH_MOST_TOGETHER);
}

static gboolean
add_aliases (Building *b, const char *link, GError **error)
{
  g_autoptr (GString) sql = select_texts (b, "a", b->entity, "a");

  g_string_append_printf (sql, " FROM \"%s\" a CROSS JOIN \"%s\" m", b->entity->name, b->entity->name);
  append_alias (sql, b->entity, link);
  return add_rows (b, sql, b->entity, error);
}

static gboolean
add_alias_children (Building *b, const char *link, const KxEntity *child, const char *parent, GError **error)
{
  g_autoptr (GString) sql = select_texts (b, "a", child, "c");

  g_string_append_printf (sql, " FROM \"%s\" a CROSS JOIN \"%s\" m CROSS JOIN \"%s\" c", b->entity->name,
                          b->entity->name, child->name);
  append_alias (sql, b->entity, link);
  g_string_append_printf (sql, " AND c.\"%s\" = a.id AND c.deleted_at = 0 ORDER BY a.\"%s\", a.id, c.id",
                          parent, link);
  return add_rows (b, sql, child, error);
}

/* All that kx_search_write() writes for each row. */
static gboolean
collect (Building *b, GError **error)
{
  const KxSchema *schema = b->book->schema;
  int alias = kx_entity_flagged (b->entity, KX_ALIAS);
  const char *link = alias >= 0 ? b->entity->fields[alias].name : NULL;

  if (!add_own (b, error) || (link != NULL && !add_aliases (b, link, error)))
    return FALSE;
  for (guint i = 0; i < schema->n_entities; i++)
    {
      const KxEntity *child = schema->entities[i];
      int parent = kx_search_parent (child, b->entity);
      const char *name = parent >= 0 ? child->fields[parent].name : NULL;

      if (name != NULL && (!add_children (b, child, name, error) ||
                           (link != NULL && !add_alias_children (b, link, child, name, error))))
        return FALSE;
    }
  return TRUE;
}

static char *
make_insert (const KxEntity *entity, guint n)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "INSERT INTO \"%s_term\" (term, rank, row, area) VALUES ", entity->name);
  for (guint i = 0; i < n * COLUMNS; i += COLUMNS)
    g_string_append_printf (sql, "%s($%u, $%u, $%u, $%u)", i > 0 ? ", " : "", i + 1, i + 2, i + 3, i + 4);
  return g_string_free (sql, FALSE);
}

static gboolean
write_all (Building *b, GError **error)
{
  g_autofree char *many = make_insert (b->entity, AT_ONCE);
  char terms[AT_ONCE][KX_SEARCH_TERM_MAX + 1];
  KxDbArg args[AT_ONCE * COLUMNS];
  GError *local = NULL;
  KxTermRow row;
  guint n = 0;

  while (kx_term_sort_next (b->sort, &row, &local))
    {
      KxDbArg *arg = args + n * COLUMNS;

      memcpy (terms[n], row.term, row.length + 1);
      arg[0] = KX_ARG_TEXT (terms[n]);
      arg[1] = KX_ARG_INTEGER (row.rank);
      arg[2] = KX_ARG_INTEGER (row.row);
      arg[3] = KX_ARG_INTEGER (row.area);
      if (++n < AT_ONCE)
        continue;
      n = 0;
      if (!kx_db_run (b->book->db, many, args, AT_ONCE * COLUMNS, error))
        return FALSE;
    }
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (n > 0)
    {
      g_autofree char *rest = make_insert (b->entity, n);

      return kx_db_run (b->book->db, rest, args, n * COLUMNS, error);
    }
  return TRUE;
}

/* Without its second index the table grows at its end only. */
static gboolean
rebuild_entity (KxBook *book, const KxEntity *entity, GError **error)
{
  g_autofree char *drop = g_strdup_printf ("DROP INDEX IF EXISTS \"%s_term_row\"", entity->name);
  g_autofree char *clear = g_strdup_printf ("DELETE FROM \"%s_term\"", entity->name);
  g_autofree char *index = kx_ddl_create_term_index (entity);
  g_autoptr (KxTermSort) sort = kx_term_sort_new (KX_TERM_SORT_BYTES);
  g_autoptr (KxSearchTerms) terms = kx_search_terms_new ();
  Building b = { book, entity, sort, terms };

  return kx_db_run (book->db, drop, NULL, 0, error) && kx_db_run (book->db, clear, NULL, 0, error) &&
         collect (&b, error) && write_all (&b, error) && kx_db_build (book->db, index, error);
}

gboolean
kx_search_rebuild (KxBook *book, GError **error)
{
  g_autofree char *fingerprint = kx_search_fingerprint ();

  for (guint i = 0; i < book->schema->n_entities; i++)
    if (kx_ddl_is_searched (book->schema, book->schema->entities[i]) &&
        !rebuild_entity (book, book->schema->entities[i], error))
      return FALSE;
  return kx_book_set_meta (book, "pinyin", fingerprint, error);
}
