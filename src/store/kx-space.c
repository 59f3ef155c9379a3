#include "store/kx-space.h"

#include "store/kx-row.h"

#include <string.h>

/* What rows of one entity make in one space. */
typedef struct
{
  gint64 count;
  guint64 sum; /* modulo 2^64; the database has it as the signed number of the same bits */
} Holding;

static gboolean
read_holding (KxBook *book, const char *space, const char *entity, Holding *ret_holding, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (space), KX_ARG_TEXT (entity) };
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db, "SELECT count, sum FROM space WHERE space = $1 AND entity = $2", args, 2, error);
  GError *local = NULL;

  *ret_holding = (Holding){ 0, 0 };
  if (rows == NULL)
    return FALSE;
  if (kx_db_rows_next (rows, &local))
    *ret_holding = (Holding){ kx_db_rows_integer (rows, 0), (guint64) kx_db_rows_integer (rows, 1) };
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
change (KxBook *book, const KxRecord *record, gboolean more, gint64 seq, GError **error)
{
  g_autoptr (GString) canonical = g_string_sized_new (1024);
  const char *entity = record->entity->name;
  Holding holding;
  guint64 sum;

  kx_wire_append_canonical (canonical, record);
  sum = kx_wire_sum (canonical->str, canonical->len);
  if (!read_holding (book, record->space, entity, &holding, error))
    return FALSE;
  holding.count += more ? 1 : -1;
  holding.sum += more ? sum : 0 - sum;
  {
    KxDbArg args[] = { KX_ARG_TEXT (record->space), KX_ARG_TEXT (entity), KX_ARG_INTEGER (holding.count),
                       KX_ARG_INTEGER ((gint64) holding.sum), KX_ARG_INTEGER (seq) };

    return kx_db_run (
        book->db,
        "INSERT INTO space (space, entity, count, sum, seq) VALUES ($1, $2, $3, $4, $5) ON CONFLICT "
        "(space, entity) DO UPDATE SET count = excluded.count, sum = excluded.sum, seq = excluded.seq",
        args, G_N_ELEMENTS (args), error);
  }
}

gboolean
kx_space_account (KxBook *book, const KxRecord *before, const KxRecord *after, GError **error)
{
  const KxRecord *any = before != NULL ? before : after;

  if (any->entity->traits & KX_LOCAL)
    return TRUE;
  return (before == NULL || change (book, before, FALSE, book->seq, error)) &&
         (after == NULL || change (book, after, TRUE, book->seq, error));
}

GPtrArray *
kx_space_list (KxBook *book, GError **error)
{
  return kx_db_list_texts (book->db, "SELECT DISTINCT space FROM space ORDER BY space", NULL, 0, 1, error);
}

/* The last change of a space and the sum over all that it holds. */
static gboolean
add_up (KxBook *book, const char *space, Holding *ret_all, gint64 *ret_seq, GError **error)
{
  g_autoptr (KxDbRows) rows = kx_db_query (book->db, "SELECT count, sum, seq FROM space WHERE space = $1",
                                           &KX_ARG_TEXT (space), 1, error);
  GError *local = NULL;

  *ret_all = (Holding){ 0, 0 };
  *ret_seq = 0;
  if (rows == NULL)
    return FALSE;
  while (kx_db_rows_next (rows, &local))
    {
      ret_all->count += kx_db_rows_integer (rows, 0);
      ret_all->sum += (guint64) kx_db_rows_integer (rows, 1);
      *ret_seq = MAX (*ret_seq, kx_db_rows_integer (rows, 2));
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

GArray *
kx_space_list_touched (KxBook *book, const KxScope *scope, gint64 from, gint64 to, GError **error)
{
  g_autoptr (GArray) touched = kx_wire_spaces_new ();
  KxDbArg args[] = { KX_ARG_INTEGER (from), KX_ARG_INTEGER (to) };
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db, "SELECT DISTINCT space FROM space WHERE seq > $1 AND seq <= $2 ORDER BY space",
                   args, 2, error);
  GError *local = NULL;

  if (rows == NULL)
    return NULL;
  while (local == NULL && kx_db_rows_next (rows, &local))
    {
      const char *name = kx_db_rows_text (rows, 0);
      KxWireSpace space = { 0 };
      Holding all;
      gint64 last;

      if (!kx_scope_opens (scope, name) || !add_up (book, name, &all, &last, &local) || last > to)
        continue;
      space = (KxWireSpace){ g_strdup (name), all.count, all.sum };
      g_array_append_val (touched, space);
    }
  if (local == NULL)
    return g_steal_pointer (&touched);
  g_propagate_error (error, local);
  return NULL;
}

static void
append_holding (GString *out, const Holding *holding)
{
  g_string_append_printf (out, "\"count\":%" G_GINT64_FORMAT ",\"sum\":\"%016" G_GINT64_MODIFIER "x\"",
                          holding->count, holding->sum);
}

static gboolean
append_space (KxBook *book, const char *space, GString *out, GError **error)
{
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db, "SELECT entity, count, sum FROM space WHERE space = $1 ORDER BY entity",
                   &KX_ARG_TEXT (space), 1, error);
  g_autoptr (GString) tables = g_string_new (NULL);
  Holding all = { 0, 0 };
  GError *local = NULL;

  if (rows == NULL)
    return FALSE;
  while (kx_db_rows_next (rows, &local))
    {
      Holding one = { kx_db_rows_integer (rows, 1), (guint64) kx_db_rows_integer (rows, 2) };

      all = (Holding){ all.count + one.count, all.sum + one.sum };
      g_string_append_printf (tables, "%s\"%s\":{", tables->len > 0 ? "," : "", kx_db_rows_text (rows, 0));
      append_holding (tables, &one);
      g_string_append_c (tables, '}');
    }
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  g_string_append_printf (out, "%s\"%s\":{", out->str[out->len - 1] == '{' ? "" : ",", space);
  append_holding (out, &all);
  g_string_append_printf (out, ",\"tables\":{%s}}", tables->str);
  return TRUE;
}

gboolean
kx_space_append_sums (KxBook *book, const KxScope *scope, const char *const *only, GString *out,
                      GError **error)
{
  g_autoptr (GPtrArray) spaces = kx_space_list (book, error);

  if (spaces == NULL)
    return FALSE;
  g_string_append_c (out, '{');
  for (guint i = 0; i < spaces->len; i++)
    {
      const char *space = spaces->pdata[i];

      if (kx_scope_opens (scope, space) && (only == NULL || g_strv_contains (only, space)) &&
          !append_space (book, space, out, error))
        return FALSE;
    }
  g_string_append_c (out, '}');
  return TRUE;
}

/* Adds up the rows of one entity. `found`: (element-type char* Holding) by space and entity. */
static gboolean
add_rows (KxBook *book, const KxEntity *entity, GHashTable *found, GError **error)
{
  g_autofree char *columns = kx_row_columns (entity, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM \"%s\"", columns, entity->name);
  g_autoptr (KxDbRows) rows = kx_db_query (book->db, sql, NULL, 0, error);
  g_autoptr (GString) canonical = g_string_new (NULL);
  GError *local = NULL;

  if (rows == NULL)
    return FALSE;
  while (kx_db_rows_next (rows, &local))
    {
      g_autoptr (KxRecord) record = kx_row_read (entity, rows, 0);
      g_autofree char *key = g_strconcat (record->space, " ", entity->name, NULL);
      Holding *holding = g_hash_table_lookup (found, key);

      if (holding == NULL)
        {
          holding = g_new0 (Holding, 1);
          g_hash_table_insert (found, g_steal_pointer (&key), holding);
        }
      g_string_truncate (canonical, 0);
      kx_wire_append_canonical (canonical, record);
      holding->count++;
      holding->sum += kx_wire_sum (canonical->str, canonical->len);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/* Takes from `found` what the table says; the first difference ends it. */
static gboolean
compare (KxBook *book, GHashTable *found, char **ret_fault, GError **error)
{
  g_autoptr (KxDbRows) rows = kx_db_query (
      book->db, "SELECT space, entity, count, sum FROM space ORDER BY space, entity", NULL, 0, error);
  GError *local = NULL;

  if (rows == NULL)
    return FALSE;
  while (*ret_fault == NULL && kx_db_rows_next (rows, &local))
    {
      g_autofree char *key = g_strconcat (kx_db_rows_text (rows, 0), " ", kx_db_rows_text (rows, 1), NULL);
      const Holding *holding = g_hash_table_lookup (found, key), nothing = { 0, 0 };

      holding = holding != NULL ? holding : &nothing;
      if (holding->count != kx_db_rows_integer (rows, 2) ||
          holding->sum != (guint64) kx_db_rows_integer (rows, 3))
        *ret_fault = g_strdup_printf ("The sum of %s is not that of its rows", key);
      g_hash_table_remove (found, key);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
verify (KxBook *book, char **ret_fault, GError **error)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *fault = NULL;

  for (guint i = 0; i < book->schema->n_entities; i++)
    if ((book->schema->entities[i]->traits & KX_LOCAL) == 0 &&
        !add_rows (book, book->schema->entities[i], found, error))
      return FALSE;
  if (!compare (book, found, &fault, error))
    return FALSE;
  if (fault == NULL && g_hash_table_size (found) > 0)
    fault = g_strdup_printf ("%u sums are missing", g_hash_table_size (found));
  *ret_fault = g_steal_pointer (&fault);
  return TRUE;
}

gboolean
kx_space_verify (KxBook *book, char **ret_fault, GError **error)
{
  gboolean read;

  if (!book->writing && !kx_db_begin_read (book->db, error))
    return FALSE;
  read = verify (book, ret_fault, error);
  if (!book->writing)
    kx_db_rollback (book->db);
  return read;
}
