#include "store/kx-list-walk.h"

#include "store/kx-list-private.h"
#include "store/kx-row.h"
#include "store/kx-search.h"

#include <string.h>

#define HITS_AT_ONCE 200

struct _KxListWalk
{
  KxBook *book;             /* borrowed */
  const KxListQuery *query; /* borrowed */
  KxListText text;
  KxDbRows *rows; /* owned; of a list without a search */
  /* Of a search: */
  KxSearchPlan *plan; /* owned */
  GString *near;      /* owned; the condition on terms */
  gint64 seen;        /* how many rows the actor may see, as kx_search_find() wants it */
  KxSearchHit last;   /* the hit that was given last */
  gboolean begun;
  gboolean done; /* all were given; a statement asked on would begin again */
};

static gboolean
begin_list (KxListWalk *self, GError **error)
{
  gboolean number;
  gint64 seen = 0;
  g_autofree char *column = kx_list_sort_column (self->book, self->query, &number);

  if (g_str_has_suffix (column, "_sort\"") &&
      !kx_list_count_seen (self->book, self->query, KX_LIST_FEW_TO_SORT, &seen, error))
    return FALSE;
  self->text.order_first = seen > KX_LIST_FEW_TO_SORT;
  g_string_append_printf (self->text.sql, "SELECT m.no FROM \"%s\" m WHERE ", self->query->entity->name);
  kx_list_append_where (&self->text, self->book, self->query);
  kx_list_append_order (&self->text, self->query, column);
  self->rows = kx_db_query (self->book->db, self->text.sql->str, (KxDbArg *) self->text.args->data,
                            self->text.args->len, error);
  return self->rows != NULL;
}

static gboolean
begin_search (KxListWalk *self, GError **error)
{
  KxListText of_terms = { self->near, self->text.args, self->text.texts, FALSE };

  self->plan = kx_search_plan_new (self->query->q);
  if (!kx_list_count_seen (self->book, self->query, KX_SEARCH_FEW, &self->seen, error))
    return FALSE;
  kx_list_append_where (&self->text, self->book, self->query);
  kx_list_append_near (&of_terms, self->query);
  return TRUE;
}

KxListWalk *
kx_list_walk_new (KxBook *book, const KxListQuery *query, GError **error)
{
  g_autoptr (KxListWalk) self = g_new0 (KxListWalk, 1);

  self->book = book;
  self->query = query;
  self->text = kx_list_text_begin ();
  self->near = g_string_new (NULL);
  if (kx_list_is_search (query) ? !begin_search (self, error) : !begin_list (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
kx_list_walk_free (KxListWalk *self)
{
  g_clear_pointer (&self->rows, kx_db_rows_close);
  g_clear_pointer (&self->plan, kx_search_plan_free);
  kx_list_text_end (&self->text);
  g_string_free (self->near, TRUE);
  g_free (self);
}

static gboolean
find_hits (KxListWalk *self, guint most, GArray *numbers, GError **error)
{
  KxSearchAmong among = { self->text.sql->str, self->near->str, self->text.args, self->seen };

  while (most > 0)
    {
      guint now = MIN (most, HITS_AT_ONCE);
      g_autoptr (GArray) hits = kx_search_find (self->book, self->query->entity, self->plan, &among,
                                                self->begun ? &self->last : NULL, now, error);

      if (hits == NULL)
        return FALSE;
      for (guint i = 0; i < hits->len; i++)
        g_array_append_val (numbers, g_array_index (hits, KxSearchHit, i).no);
      self->done = hits->len < now;
      if (self->done)
        return TRUE;
      self->last = g_array_index (hits, KxSearchHit, hits->len - 1);
      self->begun = TRUE;
      most -= now;
    }
  return TRUE;
}

gboolean
kx_list_walk_next (KxListWalk *self, guint most, GArray *numbers, GError **error)
{
  GError *local = NULL;

  if (self->done)
    return TRUE;
  if (self->plan != NULL)
    return find_hits (self, most, numbers, error);
  while (most > 0 && kx_db_rows_next (self->rows, &local))
    {
      gint64 no = kx_db_rows_integer (self->rows, 0);

      g_array_append_val (numbers, no);
      most--;
    }
  self->done = most > 0;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/* All rows of a table are counted by the pages of its smallest index, and those in the trash have one of
 * their own. */
static gboolean
count_all (KxBook *book, const KxListQuery *query, gint64 *ret_count, GError **error)
{
  const char *name = query->entity->name;
  g_autofree char *trash = g_strdup_printf ("SELECT count(*) FROM \"%s\" WHERE deleted_at <> 0", name);
  g_autofree char *all = g_strdup_printf ("SELECT count(*) FROM \"%s\"", name);
  gint64 trashed = 0, rows = 0;

  if (!kx_db_get_integer (book->db, trash, NULL, 0, &trashed, error) ||
      (!query->trashed && !kx_db_get_integer (book->db, all, NULL, 0, &rows, error)))
    return FALSE;
  *ret_count = query->trashed ? trashed : rows - trashed;
  return TRUE;
}

gboolean
kx_list_count_quickly (KxBook *book, const KxListQuery *query, gint64 *ret_count, GError **error)
{
  *ret_count = -1;
  if (query->n_terms > 0 || kx_list_is_search (query))
    return TRUE;
  if (query->actor->system || (query->entity->traits & KX_NATIONAL))
    return count_all (book, query, ret_count, error);
  return kx_list_count (book, query, ret_count, error);
}

static void
free_row (gpointer record)
{
  if (record != NULL)
    kx_record_free (record);
}

GPtrArray *
kx_list_read_numbers (KxBook *book, const KxEntity *entity, const gint64 *numbers, guint n, GError **error)
{
  g_autofree char *columns = kx_row_columns (entity, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM \"%s\" WHERE no = $1", columns, entity->name);
  g_autoptr (GPtrArray) records = g_ptr_array_new_full (n, free_row);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KxDbRows) rows = kx_db_query (book->db, sql, &KX_ARG_INTEGER (numbers[i]), 1, error);
      GError *local = NULL;

      if (rows == NULL)
        return NULL;
      g_ptr_array_add (records, kx_db_rows_next (rows, &local) ? kx_row_read (entity, rows, 0) : NULL);
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return NULL;
        }
    }
  return g_steal_pointer (&records);
}

void
kx_list_place_clear (KxListPlace *place)
{
  g_clear_pointer (&place->text, g_free);
  g_clear_pointer (&place->id, g_free);
}

static gboolean
find_place (KxBook *book, const KxListQuery *query, KxListText *text, const char *column, gboolean number,
            KxListPlace *ret_place, GError **error)
{
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db, text->sql->str, (KxDbArg *) text->args->data, text->args->len, error);

  if (rows == NULL || !kx_db_rows_next (rows, error))
    return FALSE;
  ret_place->no = kx_db_rows_integer (rows, 0);
  ret_place->id = g_strdup (kx_db_rows_text (rows, 1));
  ret_place->null = kx_db_rows_is_null (rows, 2);
  if (number)
    ret_place->number = kx_db_rows_integer (rows, 2);
  else
    ret_place->text = g_strdup (kx_db_rows_text (rows, 2));
  return TRUE;
}

static void
begin_place (KxListText *text, const KxListQuery *query, const char *column)
{
  g_string_append_printf (text->sql, "SELECT m.no, m.id, %s FROM \"%s\" m WHERE ", column,
                          query->entity->name);
}

gboolean
kx_list_place_by_id (KxBook *book, const KxListQuery *query, const char *id, gboolean belongs,
                     KxListPlace *ret_place, GError **error)
{
  KxListText text = kx_list_text_begin ();
  gboolean number, found;
  g_autofree char *column = kx_list_sort_column (book, query, &number);

  begin_place (&text, query, column);
  text.order_first = TRUE; /* found by its id, not among the rows of its space */
  if (belongs)
    {
      kx_list_append_where (&text, book, query);
      g_string_append (text.sql, " AND ");
    }
  g_string_append (text.sql, "m.id = ");
  kx_list_append_arg (&text, KX_ARG_TEXT (id));
  found = find_place (book, query, &text, column, number, ret_place, error);
  kx_list_text_end (&text);
  return found;
}

gboolean
kx_list_place_by_number (KxBook *book, const KxListQuery *query, gint64 no, KxListPlace *ret_place,
                         GError **error)
{
  KxListText text = kx_list_text_begin ();
  gboolean number, found;
  g_autofree char *column = kx_list_sort_column (book, query, &number);

  begin_place (&text, query, column);
  g_string_append (text.sql, "m.no = ");
  kx_list_append_arg (&text, KX_ARG_INTEGER (no));
  found = find_place (book, query, &text, column, number, ret_place, error);
  kx_list_text_end (&text);
  return found;
}

int
kx_list_place_compare (const KxListQuery *query, const KxListPlace *a, const KxListPlace *b)
{
  int order;

  if (a->null != b->null)
    return a->null ? 1 : -1;
  if (a->text != NULL && b->text != NULL)
    order = strcmp (a->text, b->text);
  else
    order = (a->number > b->number) - (a->number < b->number);
  if (order == 0)
    order = strcmp (a->id, b->id);
  return query->descending ? -order : order;
}
