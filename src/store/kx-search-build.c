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
  /* Whose texts find the rows: themselves, or those as which they are found, by this field (NULL:
   * themselves).
   */
  const KxEntity *subject;
  const char *found_as;
} Building;

/* Begins a statement. Its columns: number of the row that is found (m), its sort key and its space; number of
 * the row whose texts or children's texts they are (`owner`); the texts of `entity`. */
static GString *
select_texts (const Building *b, const char *owner, const KxEntity *entity, const char *alias)
{
  GString *sql = g_string_new (NULL);
  g_autofree char *key = kx_search_sort_column (b->entity);

  g_string_append_printf (sql, "SELECT m.no, %s, m.space, %s.no", key, owner);
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

/* What the row whose texts are taken is called. */
static const char *
subject_of (const Building *b)
{
  return b->found_as != NULL ? "s" : "m";
}

/* The living rows m that are found and those whose texts find them, after other tables. */
static void
append_from (GString *sql, const Building *b, const char *others)
{
  if (b->found_as == NULL)
    g_string_append_printf (sql, " FROM %s\"%s\" m WHERE m.deleted_at = 0", others, b->entity->name);
  else
    g_string_append_printf (sql,
                            " FROM %s\"%s\" s CROSS JOIN \"%s\" m WHERE m.\"%s\" = s.id AND "
                            "s.deleted_at = 0 AND m.deleted_at = 0",
                            others, b->subject->name, b->entity->name, b->found_as);
}

static gboolean
add_own (Building *b, GError **error)
{
  g_autoptr (GString) sql = select_texts (b, "m", b->subject, subject_of (b));

  append_from (sql, b, "");
  return add_rows (b, sql, b->subject, error);
}

static gboolean
add_children (Building *b, const KxEntity *child, const char *parent, GError **error)
{
  g_autoptr (GString) sql = select_texts (b, "m", child, "c");
  g_autofree char *first = g_strdup_printf ("\"%s\" c CROSS JOIN ", child->name);

  append_from (sql, b, first);
  g_string_append_printf (sql, " AND %s.id = c.\"%s\" AND c.deleted_at = 0 ORDER BY c.\"%s\", m.no, c.id",
                          subject_of (b), parent, parent);
  return add_rows (b, sql, child, error);
}

/* What makes a a second record, and one of the first KX_SEARCH_MOST_TOGETHER. */
static void
append_alias (GString *sql, const Building *b, const char *link)
{
  g_string_append_printf (sql,
                          " AND a.\"%s\" IS NOT NULL AND %s.id = a.\"%s\" AND a.deleted_at = 0 AND "
                          "(SELECT count(*) FROM \"%s\" x WHERE x.\"%s\" = a.\"%s\" AND "
                          "x.deleted_at = 0 AND x.id < a.id) < %d",
                          link, subject_of (b), link, b->subject->name, link, link, KX_SEARCH_MOST_TOGETHER);
}

static gboolean
add_aliases (Building *b, const char *link, GError **error)
{
  g_autoptr (GString) sql = select_texts (b, "m", b->subject, "a");
  g_autofree char *first = g_strdup_printf ("\"%s\" a CROSS JOIN ", b->subject->name);

  append_from (sql, b, first);
  append_alias (sql, b, link);
  return add_rows (b, sql, b->subject, error);
}

static gboolean
add_alias_children (Building *b, const char *link, const KxEntity *child, const char *parent, GError **error)
{
  /* Each second record has its children counted for each row that they find. */
  static const char owner[] = "a.no * 4294967296 + m";
  g_autoptr (GString) sql = select_texts (b, owner, child, "c");
  g_autofree char *first =
      g_strdup_printf ("\"%s\" c CROSS JOIN \"%s\" a CROSS JOIN ", child->name, b->subject->name);

  append_from (sql, b, first);
  append_alias (sql, b, link);
  g_string_append_printf (
      sql, " AND c.\"%s\" = a.id AND c.deleted_at = 0 ORDER BY a.\"%s\", a.id, m.no, c.id", parent, link);
  return add_rows (b, sql, child, error);
}

/* What the texts of the subject, its children and its second records give. */
static gboolean
collect (Building *b, GError **error)
{
  const KxSchema *schema = b->book->schema;
  int alias = kx_entity_flagged (b->subject, KX_ALIAS);
  const char *link = alias >= 0 ? b->subject->fields[alias].name : NULL;

  if (!add_own (b, error) || (link != NULL && !add_aliases (b, link, error)))
    return FALSE;
  for (guint i = 0; i < schema->n_entities; i++)
    {
      const KxEntity *child = schema->entities[i];
      int parent = kx_search_parent (child, b->subject);
      const char *name = parent >= 0 ? child->fields[parent].name : NULL;

      if (name != NULL && (!add_children (b, child, name, error) ||
                           (link != NULL && !add_alias_children (b, link, child, name, error))))
        return FALSE;
    }
  return TRUE;
}

/* All that kx_search_write() writes for each row. */
static gboolean
collect_all (Building *b, GError **error)
{
  int field = kx_entity_flagged (b->entity, KX_FOUND_AS);

  if (!collect (b, error))
    return FALSE;
  if (field < 0)
    return TRUE;
  b->found_as = b->entity->fields[field].name;
  b->subject = kx_schema_entity (b->book->schema, b->entity->fields[field].target);
  return collect (b, error);
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
  Building b = { book, entity, sort, terms, entity, NULL };

  return kx_db_run (book->db, drop, NULL, 0, error) && kx_db_run (book->db, clear, NULL, 0, error) &&
         collect_all (&b, error) && write_all (&b, error) && kx_db_build (book->db, index, error);
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
