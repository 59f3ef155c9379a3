/* Records of one office that may be one institution: of one name, of one code, or one having been called as
 * the other is. */
#include "core/entities/kx-agency.h"
#include "models/kx-display.h"
#include "models/kx-todo-find-private.h"
#include "sync/kx-gettext.h"

#include <string.h>

#define MOST_VALUES 300 /* names, or codes, that occur more than once */
#define MOST_ALIKE 20   /* records of one of them that are looked at */

/* One to-do for two records; the same two by another sign are no second one. */
static void
add_pair (KxTodoFinding *finding, GHashTable *seen, const char *const ids[2], const char *const names[2],
          const char *why)
{
  gboolean swap = strcmp (ids[0], ids[1]) > 0;
  g_autofree char *key = g_strconcat (ids[swap], "/", ids[!swap], NULL);
  KxTodo *todo;

  if (!g_hash_table_add (seen, g_strdup (key)))
    return;
  if (g_hash_table_size (seen) > KX_TODO_MOST)
    {
      finding->counts[KX_TODO_SOON]++;
      return;
    }
  todo = kx_todo_finding_add (finding, KX_TODO_DUPLICATE, KX_TODO_SOON, key);
  todo->entity = &kx_agency_entity;
  todo->id = g_strdup (ids[0]);
  todo->subject = g_strdup (names[0]);
  todo->text =
      g_str_equal (names[0], names[1])
          ? g_strdup (_ ("See whether two records are one institution"))
          : kx_display_fill (N_ ("See whether it is one institution with {other}"), "other", names[1], NULL);
  todo->why = g_strdup (why);
}

/* Values that occur in more than one row, walked in an index alone. (element-type utf8) owned */
static GPtrArray *
list_repeated (KxTodoFinding *finding, const char *sql, GError **error)
{
  g_autoptr (KxDbRows) rows = kx_db_query (finding->book->db, sql, NULL, 0, error);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  GError *local = NULL;

  if (rows == NULL)
    return NULL;
  while (kx_db_rows_next (rows, &local))
    g_ptr_array_add (values, g_strdup (kx_db_rows_text (rows, 0)));
  if (local == NULL)
    return g_steal_pointer (&values);
  g_propagate_error (error, local);
  return NULL;
}

/* Pairs among the rows that have `value` in `column`: each with the one before it of the same office. */
static gboolean
pair_rows (KxTodoFinding *finding, GHashTable *seen, const char *column, const char *value, const char *why,
           GError **error)
{
  KxTodoText text = kx_todo_text_begin ("SELECT a.id, a.name, a.office FROM agency a WHERE a.");
  g_autoptr (KxDbRows) rows = NULL;
  g_autofree char *id = NULL, *name = NULL, *office = NULL;
  KxDbArg arg = KX_ARG_TEXT (value);
  GError *local = NULL;
  gboolean asked;

  g_array_append_val (text.args, arg);
  g_string_append_printf (text.sql, "\"%s\" = $1", column);
  kx_todo_text_add_agency (&text, finding);
  g_string_append_printf (text.sql, " ORDER BY a.office, a.id LIMIT %d", MOST_ALIKE);
  rows = kx_todo_text_query (&text, finding, error);
  asked = rows != NULL;
  while (rows != NULL && kx_db_rows_next (rows, &local))
    {
      const char *now[] = { kx_db_rows_text (rows, 0), kx_db_rows_text (rows, 1), kx_db_rows_text (rows, 2) };

      if (office != NULL && g_strcmp0 (office, now[2]) == 0)
        add_pair (finding, seen, (const char *[]){ id, now[0] }, (const char *[]){ name, now[1] }, why);
      g_free (id);
      g_free (name);
      g_free (office);
      id = g_strdup (now[0]);
      name = g_strdup (now[1] != NULL ? now[1] : "");
      office = g_strdup (now[2]);
    }
  g_clear_pointer (&rows, kx_db_rows_close);
  kx_todo_text_end (&text);
  return asked && kx_todo_end (local, error);
}

static gboolean
find_repeated (KxTodoFinding *finding, GHashTable *seen, const char *column, const char *why, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT \"%s\" FROM agency WHERE \"%s\" > '' GROUP BY \"%s\" HAVING count(*) > 1 LIMIT %d", column,
      column, column, MOST_VALUES);
  g_autoptr (GPtrArray) values = list_repeated (finding, sql, error);

  for (guint i = 0; values != NULL && i < values->len; i++)
    if (!pair_rows (finding, seen, column, values->pdata[i], why, error))
      return FALSE;
  return values != NULL;
}

/* One was called as the other is. */
static gboolean
find_former (KxTodoFinding *finding, GHashTable *seen, GError **error)
{
  KxTodoText text = kx_todo_text_begin (
      "SELECT a.id, a.name, p.id, p.name FROM former_name f CROSS JOIN agency a CROSS JOIN agency p WHERE "
      "f.deleted_at = 0 AND a.name = f.name AND p.id = f.agency AND p.deleted_at = 0 AND a.id <> p.id AND "
      "a.office = p.office");
  g_autoptr (KxDbRows) rows = NULL;
  GError *local = NULL;
  gboolean asked;

  kx_todo_text_add_agency (&text, finding);
  g_string_append_printf (text.sql, " LIMIT %d", MOST_VALUES);
  rows = kx_todo_text_query (&text, finding, error);
  asked = rows != NULL;
  while (rows != NULL && kx_db_rows_next (rows, &local))
    {
      const char *ids[] = { kx_db_rows_text (rows, 2), kx_db_rows_text (rows, 0) };
      const char *names[] = { kx_db_rows_text (rows, 3), kx_db_rows_text (rows, 1) };

      add_pair (finding, seen, ids, names, _ ("One record has a former name that is the other's name"));
    }
  g_clear_pointer (&rows, kx_db_rows_close);
  kx_todo_text_end (&text);
  return asked && kx_todo_end (local, error);
}

gboolean
kx_todo_find_duplicates (KxTodoFinding *finding, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return find_repeated (finding, seen, "uscc", _ ("Both records have the same unified social credit code"),
                        error) &&
         find_former (finding, seen, error) &&
         find_repeated (finding, seen, "name_sort", _ ("Both records have the same name"), error);
}
