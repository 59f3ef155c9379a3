#include "store/kx-list.h"

#include "core/kx-area-table.h"
#include "core/kx-wire.h"
#include "store/kx-list-private.h"
#include "store/kx-row.h"
#include "store/kx-search.h"

#include <stdlib.h>
#include <string.h>

#define MOST_CURSOR 2000

G_DEFINE_QUARK (kx_list_error_quark, kx_list_error)

void
kx_list_page_free (KxListPage *page)
{
  g_ptr_array_unref (page->records);
  g_free (page->next);
  g_free (page);
}

/* The space as it is compared. An expression keeps the engine from using an index for it. */
static void
append_space (KxListText *text, const char *alias)
{
  g_string_append_printf (text->sql, text->order_first ? "(%s.space || '')" : "%s.space", alias);
}

void
kx_list_append_arg (KxListText *text, KxDbArg arg)
{
  g_array_append_val (text->args, arg);
  g_string_append_printf (text->sql, "$%u", text->args->len);
}

void
kx_list_append_text (KxListText *text, char *value)
{
  g_ptr_array_add (text->texts, value);
  kx_list_append_arg (text, KX_ARG_TEXT (value));
}

/* "370102/agency" up to the first text that no longer begins with "3701". */
static void
append_area (KxListText *text, const char *alias, const char *area)
{
  g_autofree char *prefix = kx_area_prefix (area);
  gsize length = strlen (prefix);

  if (length == 0)
    {
      g_string_append_printf (text->sql, "(%s.space >= '0' AND %s.space < ':')", alias, alias);
      return;
    }
  g_string_append (text->sql, "(");
  append_space (text, alias);
  g_string_append (text->sql, " >= ");
  kx_list_append_text (text, length > 6 ? g_strconcat (prefix, "/", NULL) : g_strdup (prefix));
  g_string_append (text->sql, " AND ");
  append_space (text, alias);
  g_string_append (text->sql, " < ");
  if (length > 6)
    kx_list_append_text (text, g_strconcat (prefix, "0", NULL)); /* '0' follows '/' */
  else
    {
      prefix[length - 1]++;
      kx_list_append_text (text, g_strdup (prefix));
    }
  g_string_append (text->sql, ")");
}

static void
append_role (KxListText *text, const KxEntity *entity, const KxRoleIn *in, const char *alias)
{
  static const char *const drawers[] = { "public", "agency", "agreement", "evaluation", "exit",
                                         "pool",   "person", "money",     "account" };
  gboolean fixed = !g_str_equal (entity->name, "attachment"), first = TRUE;

  /* All rows with a drawer of their own stand in some area of the country. */
  if (fixed && g_str_equal (in->area, KX_AREA_COUNTRY_CODE))
    {
      g_string_append (text->sql, "1 = 1");
      return;
    }
  if (fixed)
    {
      append_area (text, alias, in->area);
      return;
    }
  /* Attachments stand in whatever drawer their owner has. */
  g_string_append (text->sql, "(");
  append_area (text, alias, in->area);
  g_string_append (text->sql, " AND (");
  for (guint i = 0; i < G_N_ELEMENTS (drawers); i++)
    if (kx_drawer_roles (drawers[i]) >> in->role & 1)
      {
        g_string_append_printf (text->sql, "%sreplace(%s.space, '/%s', '') <> %s.space", first ? "" : " OR ",
                                alias, drawers[i], alias);
        first = FALSE;
      }
  g_string_append (text->sql, "))");
}

static gboolean
opens (const KxEntity *entity, const KxRoleIn *in)
{
  return g_str_equal (entity->name, "attachment") || (kx_drawer_roles (entity->drawer) >> in->role & 1) != 0;
}

/* TRUE when a grant before this one opens the same area, or one above it: somebody may hold many roles. */
static gboolean
is_repeated (const KxEntity *entity, const KxActor *actor, guint index)
{
  const KxRoleIn *in = &g_array_index (actor->roles, KxRoleIn, index);

  if (g_str_equal (entity->name, "attachment"))
    return FALSE;
  for (guint i = 0; i < index; i++)
    {
      const KxRoleIn *other = &g_array_index (actor->roles, KxRoleIn, i);
      g_autofree char *prefix = kx_area_prefix (other->area);

      if (opens (entity, other) && g_str_has_prefix (in->area, prefix) &&
          (strlen (prefix) <= 6 || g_str_equal (in->area, other->area)))
        return TRUE;
    }
  return FALSE;
}

static void
append_scope (KxListText *text, const KxEntity *entity, const KxActor *actor, const char *alias)
{
  gboolean any = FALSE;

  if (actor->system || (entity->traits & KX_NATIONAL))
    {
      g_string_append (text->sql, "1 = 1");
      return;
    }
  g_string_append (text->sql, "(");
  for (guint i = 0; i < actor->roles->len; i++)
    {
      const KxRoleIn *in = &g_array_index (actor->roles, KxRoleIn, i);

      if (!opens (entity, in) || is_repeated (entity, actor, i))
        continue;
      g_string_append (text->sql, any ? " OR " : "");
      append_role (text, entity, in, alias);
      any = TRUE;
    }
  g_string_append (text->sql, any ? ")" : "1 = 0)");
}

void
kx_list_append_scope (const KxEntity *entity, const KxActor *actor, const char *alias, GString *sql,
                      GArray *args, GPtrArray *texts)
{
  KxListText text = { sql, args, texts, FALSE };

  append_scope (&text, entity, actor, alias);
}

static void
append_term (KxListText *text, KxBook *book, const KxEntity *entity, const KxTerm *term)
{
  static const char *const tests[KX_N_TESTS] = { "=", "<=", ">=" };
  const KxField *field = &entity->fields[term->field];

  if (term->test == KX_IS_NULL)
    g_string_append_printf (text->sql, " AND m.\"%s\" IS NULL", field->name);
  else if (field->flags & KX_SEALED)
    {
      g_string_append_printf (text->sql, " AND m.\"%s_hash\" = ", field->name);
      kx_list_append_text (text, kx_row_sealed_hash (book, field, term->value.TEXT));
    }
  else if (term->test == KX_CONTAINS)
    {
      g_string_append_printf (text->sql, " AND replace(m.\"%s\", ", field->name);
      kx_list_append_text (text, g_strconcat (" ", field->codes[term->value.CODE].name, " ", NULL));
      g_string_append_printf (text->sql, ", ' ') <> m.\"%s\"", field->name);
    }
  else if (term->test == KX_ONE_OF)
    {
      g_string_append (text->sql, " AND ");
      kx_row_append_one_of (field, term->value.CODES, "m.", text->sql, text->args, text->texts);
    }
  else if (term->test == KX_WITHIN)
    {
      g_string_append (text->sql, " AND ");
      kx_row_append_within (field, term->value.TEXT, "m.", text->sql, text->args, text->texts);
    }
  else
    {
      g_string_append_printf (text->sql, " AND m.\"%s\" %s ", field->name, tests[term->test]);
      kx_list_append_arg (text, kx_row_arg (field, term->value, text->texts));
    }
}

void
kx_list_append_where (KxListText *text, KxBook *book, const KxListQuery *query)
{
  g_string_append (text->sql, query->trashed ? "m.deleted_at <> 0 AND " : "m.deleted_at = 0 AND ");
  append_scope (text, query->entity, query->actor, "m");
  for (guint i = 0; i < query->n_terms; i++)
    append_term (text, book, query->entity, &query->terms[i]);
}

/* The first and the last number of an area whose code begins so; FALSE where all of them do. A zone has the
 * number of the area it lies in. */
static gboolean
find_numbers (const char *prefix, int *ret_first, int *ret_last)
{
  char first[] = "000000", last[] = "999999";
  gsize length = MIN (strlen (prefix), 6);

  memcpy (first, prefix, length);
  memcpy (last, prefix, length);
  *ret_first = atoi (first);
  *ret_last = atoi (last);
  return length > 0;
}

void
kx_list_append_near (KxListText *text, const KxListQuery *query)
{
  const KxActor *actor = query->actor;
  gboolean all = actor->system || (query->entity->traits & KX_NATIONAL) != 0, any = FALSE;

  for (guint i = 0; !all && i < actor->roles->len; i++)
    {
      const KxRoleIn *in = &g_array_index (actor->roles, KxRoleIn, i);
      g_autofree char *prefix = kx_area_prefix (in->area);
      int first, last;

      if (!opens (query->entity, in) || is_repeated (query->entity, actor, i))
        continue;
      all = !find_numbers (prefix, &first, &last);
      g_string_append_printf (text->sql, "%s(d.area >= %d AND d.area <= %d)", any ? " OR " : "(", first,
                              last);
      any = TRUE;
    }
  g_string_append (text->sql, any ? ")" : all ? "1 = 1" : "1 = 0");
}

/* The sort key of the title of the row that a field refers to; NULL: rows of that kind have no title. */
static char *
title_of_reference (KxBook *book, const KxField *field)
{
  const KxEntity *target = field->target != NULL ? kx_schema_entity (book->schema, field->target) : NULL;
  int title = target != NULL ? kx_entity_flagged (target, KX_TITLE) : -1;

  if (title < 0)
    return NULL;
  return g_strdup_printf ("(SELECT t.\"%s_sort\" FROM \"%s\" t WHERE t.id = m.\"%s\")",
                          target->fields[title].name, target->name, field->name);
}

char *
kx_list_sort_column (KxBook *book, const KxListQuery *query, gboolean *ret_number)
{
  char *reference;
  int title = kx_entity_flagged (query->entity, KX_TITLE);
  int field = query->sort == KX_SORT_TITLE ? title : query->sort;

  *ret_number = FALSE;
  if (query->sort == KX_SORT_SEQ)
    {
      *ret_number = TRUE;
      return g_strdup ("m.seq");
    }
  if (query->sort == KX_SORT_ID || field < 0)
    return g_strdup ("m.id");
  if (field == title)
    return g_strdup_printf ("m.\"%s_sort\"", query->entity->fields[field].name);
  reference = title_of_reference (book, &query->entity->fields[field]);
  if (reference != NULL)
    return reference;
  switch (query->entity->fields[field].kind)
    {
    case KX_INTEGER:
    case KX_BOOLEAN:
    case KX_DECIMAL:
    case KX_DATE:
    case KX_TIME:
      *ret_number = TRUE;
      break;
    case KX_TEXT:
    case KX_LONG_TEXT:
    case KX_CODE:
    case KX_CODES:
    case KX_REF:
    case KX_CONFIG:
    case KX_N_KINDS:
    default:
      break;
    }
  return g_strdup_printf ("m.\"%s\"", query->entity->fields[field].name);
}

/* A cursor is the sort value and id of the last row, and a mark of the query it was made for. */
static char *
query_mark (const KxListQuery *query)
{
  g_autofree char *text =
      g_strdup_printf ("%s %d %d %d %s", query->entity->name, query->sort, query->descending, query->trashed,
                       query->q != NULL ? query->q : "");
  g_autofree char *hash = kx_hash_text (text, strlen (text));

  return g_strndup (hash + strlen (hash) - 8, 8);
}

static char *
write_cursor (const KxListQuery *query, JsonArray *parts)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  g_autofree char *mark = query_mark (query), *text = NULL;

  json_array_add_string_element (parts, mark);
  json_node_take_array (node, parts);
  text = kx_wire_text (node, NULL);
  return kx_base64url_encode (text, strlen (text));
}

static KxJson *
read_cursor (const KxListQuery *query, guint n_parts, GError **error)
{
  g_autofree guint8 *bytes = NULL;
  g_autoptr (KxJson) json = NULL;
  g_autofree char *mark = query_mark (query);
  const KxJsonNode *root, *last;
  gsize size = 0;

  if (strlen (query->after) <= MOST_CURSOR)
    bytes = kx_base64url_decode (query->after, &size);
  json = bytes != NULL ? kx_json_parse ((const char *) bytes, size, NULL) : NULL;
  root = json != NULL ? kx_json_get_root (json) : NULL;
  if (root != NULL && kx_json_node_get_type (root) == KX_JSON_ARRAY &&
      kx_json_node_get_n_children (root) == n_parts + 1)
    {
      last = kx_json_node_get_child (root, n_parts);
      if (kx_json_node_get_type (last) == KX_JSON_STRING &&
          g_str_equal (kx_json_node_get_text (last, NULL), mark))
        return g_steal_pointer (&json);
    }
  g_set_error_literal (error, KX_LIST_ERROR, KX_LIST_ERROR_CURSOR,
                       "The cursor does not belong to this query");
  return NULL;
}

static gboolean
has_type (const KxJsonNode *array, guint i, KxJsonType type, GError **error)
{
  if (kx_json_node_get_type (kx_json_node_get_child (array, i)) == type)
    return TRUE;
  g_set_error_literal (error, KX_LIST_ERROR, KX_LIST_ERROR_CURSOR,
                       "The cursor does not belong to this query");
  return FALSE;
}

/* Columns that never are null are left plain, so that their index gives the order and the place of a cursor
 * in it. */
gboolean
kx_list_is_never_null (const KxListQuery *query, const char *column)
{
  return query->sort == KX_SORT_SEQ || g_str_equal (column, "m.id") || g_str_has_suffix (column, "_sort\"");
}

/* Rows after the cursor; rows without a sort value come last, in both directions. */
static gboolean
append_after (KxListText *text, const KxListQuery *query, const char *column, gboolean number, GError **error)
{
  g_autoptr (KxJson) json = read_cursor (query, 2, error);
  const KxJsonNode *array = json != NULL ? kx_json_get_root (json) : NULL;
  const KxJsonNode *value;
  const char *beyond = query->descending ? "<" : ">";
  char *id;

  if (array == NULL || !has_type (array, 1, KX_JSON_STRING, error))
    return FALSE;
  value = kx_json_node_get_child (array, 0);
  id = g_strdup (kx_json_node_get_text (kx_json_node_get_child (array, 1), NULL));
  g_ptr_array_add (text->texts, id);
  if (kx_json_node_get_type (value) == KX_JSON_NULL)
    {
      g_string_append_printf (text->sql, " AND %s IS NULL AND m.id %s ", column, beyond);
      kx_list_append_arg (text, KX_ARG_TEXT (id));
      return TRUE;
    }
  if (!has_type (array, 0, number ? KX_JSON_INTEGER : KX_JSON_STRING, error))
    return FALSE;
  g_string_append_printf (text->sql, " AND ((%s, m.id) %s (", column, beyond);
  if (number)
    kx_list_append_arg (text, KX_ARG_INTEGER (kx_json_node_get_integer (value)));
  else
    kx_list_append_text (text, g_strdup (kx_json_node_get_text (value, NULL)));
  g_string_append (text->sql, ", ");
  kx_list_append_arg (text, KX_ARG_TEXT (id));
  if (kx_list_is_never_null (query, column))
    g_string_append (text->sql, "))");
  else
    g_string_append_printf (text->sql, ") OR %s IS NULL)", column);
  return TRUE;
}

static char *
cursor_after (const KxListQuery *query, KxDbRows *rows, int sort, gboolean number)
{
  JsonArray *parts = json_array_new ();

  if (kx_db_rows_is_null (rows, sort))
    json_array_add_null_element (parts);
  else if (number)
    json_array_add_int_element (parts, kx_db_rows_integer (rows, sort));
  else
    json_array_add_string_element (parts, kx_db_rows_text (rows, sort));
  json_array_add_string_element (parts, kx_db_rows_text (rows, 0));
  return write_cursor (query, parts);
}

static KxListPage *
read_page (KxBook *book, const KxListQuery *query, KxListText *text, gboolean number, GError **error)
{
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db, text->sql->str, (KxDbArg *) text->args->data, text->args->len, error);
  KxListPage *page;
  GError *local = NULL;
  g_autofree char *last = NULL;
  int sort = 10 + (int) query->entity->n_fields; /* behind the columns of kx_row_columns() */

  if (rows == NULL)
    return NULL;
  page = g_new0 (KxListPage, 1);
  page->records = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  while (kx_db_rows_next (rows, &local))
    {
      if (page->records->len == query->limit)
        {
          page->next = g_steal_pointer (&last);
          break;
        }
      g_ptr_array_add (page->records, kx_row_read (query->entity, rows, 0));
      if (page->records->len == query->limit)
        last = cursor_after (query, rows, sort, number);
    }
  if (local == NULL)
    return page;
  g_propagate_error (error, local);
  kx_list_page_free (page);
  return NULL;
}

KxListText
kx_list_text_begin (void)
{
  return (KxListText){ g_string_new (NULL), g_array_new (FALSE, FALSE, sizeof (KxDbArg)),
                       g_ptr_array_new_with_free_func (g_free), FALSE };
}

void
kx_list_text_end (KxListText *text)
{
  g_string_free (text->sql, TRUE);
  g_array_unref (text->args);
  g_ptr_array_unref (text->texts);
}

gboolean
kx_list_count_seen (KxBook *book, const KxListQuery *query, guint most, gint64 *ret_count, GError **error)
{
  KxListText text = kx_list_text_begin ();
  gboolean read;

  g_string_append_printf (text.sql, "SELECT count(*) FROM (SELECT 1 FROM \"%s\" m WHERE ",
                          query->entity->name);
  append_scope (&text, query->entity, query->actor, "m");
  g_string_append_printf (text.sql, " LIMIT %u) AS seen", most + 1);
  read = kx_db_get_integer (book->db, text.sql->str, (KxDbArg *) text.args->data, text.args->len, ret_count,
                            error);
  kx_list_text_end (&text);
  return read;
}

void
kx_list_append_order (KxListText *text, const KxListQuery *query, const char *column)
{
  const char *direction = query->descending ? "DESC" : "ASC";

  if (g_str_equal (column, "m.id"))
    g_string_append_printf (text->sql, " ORDER BY m.id %s", direction);
  else
    g_string_append_printf (text->sql, " ORDER BY %s %s%s, m.id %s", column, direction,
                            kx_list_is_never_null (query, column) ? "" : " NULLS LAST", direction);
}

static KxListPage *
run_sorted (KxBook *book, const KxListQuery *query, KxListText *text, GError **error)
{
  gboolean number;
  g_autofree char *column = kx_list_sort_column (book, query, &number),
                  *columns = kx_row_columns (query->entity, "m");
  gint64 seen = 0;

  if (g_str_has_suffix (column, "_sort\"") &&
      !kx_list_count_seen (book, query, KX_LIST_FEW_TO_SORT, &seen, error))
    return NULL;
  text->order_first = seen > KX_LIST_FEW_TO_SORT;
  g_string_append_printf (text->sql, "SELECT %s, %s FROM \"%s\" m WHERE ", columns, column,
                          query->entity->name);
  kx_list_append_where (text, book, query);
  if (query->after != NULL && !append_after (text, query, column, number, error))
    return NULL;
  kx_list_append_order (text, query, column);
  g_string_append_printf (text->sql, " LIMIT %u", query->limit + 1);
  return read_page (book, query, text, number, error);
}

static gboolean
read_hit (const KxListQuery *query, KxSearchHit *ret_hit, GError **error)
{
  g_autoptr (KxJson) json = read_cursor (query, 4, error);
  const KxJsonNode *array = json != NULL ? kx_json_get_root (json) : NULL;

  if (array == NULL || !has_type (array, 0, KX_JSON_INTEGER, error) ||
      !has_type (array, 1, KX_JSON_STRING, error) || !has_type (array, 2, KX_JSON_INTEGER, error) ||
      !has_type (array, 3, KX_JSON_INTEGER, error))
    return FALSE;
  ret_hit->alternative =
      (guint) CLAMP (kx_json_node_get_integer (kx_json_node_get_child (array, 0)), 0, G_MAXINT);
  g_strlcpy (ret_hit->term, kx_json_node_get_text (kx_json_node_get_child (array, 1), NULL),
             sizeof ret_hit->term);
  ret_hit->rank = kx_json_node_get_integer (kx_json_node_get_child (array, 2));
  ret_hit->no = kx_json_node_get_integer (kx_json_node_get_child (array, 3));
  return TRUE;
}

static char *
write_hit (const KxListQuery *query, const KxSearchHit *hit)
{
  JsonArray *parts = json_array_new ();

  json_array_add_int_element (parts, hit->alternative);
  json_array_add_string_element (parts, hit->term);
  json_array_add_int_element (parts, hit->rank);
  json_array_add_int_element (parts, hit->no);
  return write_cursor (query, parts);
}

static gboolean
read_hits (KxBook *book, const KxListQuery *query, GArray *hits, GPtrArray *records, GError **error)
{
  g_autofree char *columns = kx_row_columns (query->entity, NULL);
  g_autofree char *sql =
      g_strdup_printf ("SELECT %s FROM \"%s\" WHERE no = $1", columns, query->entity->name);

  for (guint i = 0; i < MIN (hits->len, query->limit); i++)
    {
      KxDbArg no = KX_ARG_INTEGER (g_array_index (hits, KxSearchHit, i).no);
      g_autoptr (KxDbRows) rows = kx_db_query (book->db, sql, &no, 1, error);
      GError *local = NULL;

      if (rows == NULL)
        return FALSE;
      if (kx_db_rows_next (rows, &local))
        g_ptr_array_add (records, kx_row_read (query->entity, rows, 0));
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
    }
  return TRUE;
}

static KxListPage *
run_search (KxBook *book, const KxListQuery *query, KxListText *text, GError **error)
{
  g_autoptr (KxSearchPlan) plan = kx_search_plan_new (query->q);
  g_autoptr (KxListPage) page = g_new0 (KxListPage, 1);
  g_autoptr (GArray) hits = NULL;
  g_autoptr (GString) near = g_string_new (NULL);
  KxListText of_terms = { near, text->args, text->texts, FALSE };
  KxSearchAmong among = { .args = text->args };
  KxSearchHit after;

  page->records = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  if ((query->after != NULL && !read_hit (query, &after, error)) ||
      !kx_list_count_seen (book, query, KX_SEARCH_FEW, &among.seen, error))
    return NULL;
  kx_list_append_where (text, book, query);
  kx_list_append_near (&of_terms, query);
  among.where = text->sql->str;
  among.near = near->str;
  hits = kx_search_find (book, query->entity, plan, &among, query->after != NULL ? &after : NULL,
                         query->limit + 1, error);
  if (hits == NULL || !read_hits (book, query, hits, page->records, error))
    return NULL;
  if (hits->len > query->limit)
    page->next = write_hit (query, &g_array_index (hits, KxSearchHit, query->limit - 1));
  return g_steal_pointer (&page);
}

/* A search for nothing but blanks and dots is no search. */
gboolean
kx_list_is_search (const KxListQuery *query)
{
  g_autoptr (KxSearchPlan) plan = query->q != NULL ? kx_search_plan_new (query->q) : NULL;

  return plan != NULL && plan->n_alternatives > 0;
}

KxListPage *
kx_list_run (KxBook *book, const KxListQuery *query, GError **error)
{
  KxListText text = kx_list_text_begin ();
  KxListPage *page = kx_list_is_search (query) ? run_search (book, query, &text, error)
                                               : run_sorted (book, query, &text, error);

  kx_list_text_end (&text);
  return page;
}

gboolean
kx_list_count (KxBook *book, const KxListQuery *query, gint64 *ret_count, GError **error)
{
  KxListText text = kx_list_text_begin ();
  gboolean read;

  g_string_append_printf (text.sql, "SELECT count(*) FROM \"%s\" m WHERE ", query->entity->name);
  kx_list_append_where (&text, book, query);
  read = kx_db_get_integer (book->db, text.sql->str, (KxDbArg *) text.args->data, text.args->len, ret_count,
                            error);
  kx_list_text_end (&text);
  return read;
}
