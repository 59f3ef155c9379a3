/* Sort keys and search terms made anew where another program's tables made them. */
#include "store/kx-search.h"

#include "store/kx-pinyin.h"

#define AT_ONCE 5000 /* rows of a transaction: what a power cut takes back */
#define SORT_META "pinyin.sort"

/* One row whose key is another now. */
typedef struct
{
  gint64 no;
  char *key; /* owned */
} Changed;

static void
clear_changed (gpointer data)
{
  g_free (((Changed *) data)->key);
}

/* The rows after `*no`, at most AT_ONCE, whose key differs. `*no` becomes the last one looked at, -1 after
 * all. (element-type Changed) */
static GArray *
list_changed (KxBook *book, const KxEntity *entity, const KxField *field, gint64 *no, GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT no, \"%s\", \"%s_sort\" FROM \"%s\" WHERE no > $1 ORDER BY no LIMIT %d",
                       field->name, field->name, entity->name, AT_ONCE);
  KxPinyinUse use = field->flags & KX_PERSON ? KX_PINYIN_PERSON : KX_PINYIN_INSTITUTION;
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Changed));
  g_autoptr (KxDbRows) rows = kx_db_query (book->db, sql, &KX_ARG_INTEGER (*no), 1, error);
  GError *local = NULL;
  guint n = 0;

  g_array_set_clear_func (list, clear_changed);
  if (rows == NULL)
    return NULL;
  while (kx_db_rows_next (rows, &local))
    {
      const char *text = kx_db_rows_text (rows, 1);
      g_autofree char *key = kx_pinyin_sort_key (text != NULL ? text : "", use);

      n++;
      *no = kx_db_rows_integer (rows, 0);
      if (g_strcmp0 (key, kx_db_rows_text (rows, 2)) != 0)
        {
          Changed changed = { *no, g_steal_pointer (&key) };

          g_array_append_val (list, changed);
        }
    }
  if (n < AT_ONCE)
    *no = -1;
  if (local == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, local);
  return NULL;
}

static gboolean
write_changed (KxBook *book, const KxEntity *entity, const KxField *field, GArray *list, GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("UPDATE \"%s\" SET \"%s_sort\" = $1 WHERE no = $2", entity->name, field->name);

  if (list->len == 0)
    return TRUE;
  if (!kx_db_begin_write (book->db, error))
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      const Changed *changed = &g_array_index (list, Changed, i);
      KxDbArg args[] = { KX_ARG_TEXT (changed->key), KX_ARG_INTEGER (changed->no) };

      if (!kx_db_run (book->db, sql, args, G_N_ELEMENTS (args), error))
        {
          kx_db_rollback (book->db);
          return FALSE;
        }
    }
  return kx_db_commit (book->db, error);
}

static gboolean
renew_keys (KxBook *book, GError **error)
{
  for (guint e = 0; e < book->schema->n_entities; e++)
    {
      const KxEntity *entity = book->schema->entities[e];

      for (guint i = 0; i < entity->n_fields; i++)
        for (gint64 no = 0; (entity->fields[i].flags & KX_TITLE) && no >= 0;)
          {
            g_autoptr (GArray) list = list_changed (book, entity, &entity->fields[i], &no, error);

            if (list == NULL || !write_changed (book, entity, &entity->fields[i], list, error))
              return FALSE;
          }
    }
  return TRUE;
}

/* FALSE without an error: it is as this program makes it. */
static gboolean
is_other (KxBook *book, const char *name, const char *own, GError **error)
{
  GError *local = NULL;
  g_autofree char *known = kx_book_get_meta (book, name, &local);

  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL && g_strcmp0 (known, own) != 0;
}

static gboolean
note (KxBook *book, const char *name, const char *own, GError **error)
{
  if (!kx_db_begin_write (book->db, error))
    return FALSE;
  if (kx_book_set_meta (book, name, own, error))
    return kx_db_commit (book->db, error);
  kx_db_rollback (book->db);
  return FALSE;
}

static gboolean
renew_terms (KxBook *book, GError **error)
{
  if (!kx_book_begin (book, error))
    return FALSE;
  if (kx_search_rebuild (book, error))
    return kx_book_commit (book, error);
  kx_book_rollback (book);
  return FALSE;
}

gboolean
kx_search_renew (KxBook *book, gboolean with_terms, GError **error)
{
  g_autofree char *keys = g_strdup_printf ("%u", kx_pinyin_fingerprint ()), *terms = kx_search_fingerprint ();
  GError *local = NULL;

  /* Terms are in the order of the keys, so the keys come first. */
  if (is_other (book, SORT_META, keys, &local) && renew_keys (book, &local))
    note (book, SORT_META, keys, &local);
  if (local == NULL && with_terms && is_other (book, "pinyin", terms, &local))
    renew_terms (book, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}
