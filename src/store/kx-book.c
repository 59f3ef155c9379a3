#include "store/kx-book.h"

#include "store/kx-areas.h"
#include "store/kx-ddl.h"
#include "store/kx-row.h"

#include <string.h>

G_DEFINE_QUARK (kx_store_error_quark, kx_store_error)

KxBook *
kx_book_new (KxDb *db, const KxSchema *schema, const KxVault *vault)
{
  KxBook *book = g_new0 (KxBook, 1);

  book->db = db;
  book->schema = schema;
  book->vault = vault;
  book->selects = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  book->inserts = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return book;
}

void
kx_book_free (KxBook *book)
{
  if (book->writing)
    kx_book_rollback (book);
  kx_db_free (book->db);
  g_hash_table_unref (book->selects);
  g_hash_table_unref (book->inserts);
  g_free (book);
}

const char *
kx_book_select (KxBook *book, const KxEntity *entity)
{
  char *sql = g_hash_table_lookup (book->selects, entity);

  if (sql == NULL)
    {
      g_autofree char *columns = kx_row_columns (entity, NULL);

      sql = g_strdup_printf ("SELECT %s FROM \"%s\" WHERE id = $1", columns, entity->name);
      g_hash_table_insert (book->selects, (gpointer) entity, sql);
    }
  return sql;
}

const char *
kx_book_insert_text (KxBook *book, const KxEntity *entity)
{
  char *sql = g_hash_table_lookup (book->inserts, entity);

  if (sql == NULL)
    {
      sql = kx_row_insert_text (entity);
      g_hash_table_insert (book->inserts, (gpointer) entity, sql);
    }
  return sql;
}

char *
kx_book_get_meta (KxBook *book, const char *name, GError **error)
{
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db, "SELECT value FROM meta WHERE name = $1", &KX_ARG_TEXT (name), 1, error);

  if (rows == NULL || !kx_db_rows_next (rows, error))
    return NULL;
  return g_strdup (kx_db_rows_text (rows, 0));
}

gboolean
kx_book_set_meta (KxBook *book, const char *name, const char *value, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (name), KX_ARG_TEXT (value) };

  return kx_db_run (book->db,
                    "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = "
                    "excluded.value",
                    args, G_N_ELEMENTS (args), error);
}

gboolean
kx_book_get_seq (KxBook *book, gint64 *ret_seq, GError **error)
{
  return kx_db_get_integer (book->db, "SELECT v FROM sync_counter WHERE id = 1", NULL, 0, ret_seq, error);
}

/* The counter row comes first: whoever holds it decides alone, over all services of this database. */
static gboolean
take_counter (KxBook *book, GError **error)
{
  g_autoptr (KxDbRows) rows = kx_db_query (
      book->db, "UPDATE sync_counter SET v = v + 1 WHERE id = 1 RETURNING v, rows, audit_n, audit_head", NULL,
      0, error);
  const void *head;
  gsize size;

  if (rows == NULL || !kx_db_rows_next (rows, error))
    return FALSE;
  book->seq = kx_db_rows_integer (rows, 0) - 1;
  book->rows = kx_db_rows_integer (rows, 1);
  book->audit_n = kx_db_rows_integer (rows, 2);
  head = kx_db_rows_bytes (rows, 3, &size);
  if (size != KX_AUDIT_HASH_SIZE)
    {
      g_set_error_literal (error, KX_STORE_ERROR, KX_STORE_ERROR_BROKEN, "The counter row has no audit head");
      return FALSE;
    }
  memcpy (book->audit_head, head, size);
  /* Run to the end, so that the statement is done before others begin. */
  return !kx_db_rows_next (rows, error) && (error == NULL || *error == NULL);
}

gboolean
kx_book_begin (KxBook *book, GError **error)
{
  GError *local = NULL;

  if (!kx_db_begin_write (book->db, error))
    return FALSE;
  book->writing = TRUE;
  book->accounts_changed = FALSE;
  if (take_counter (book, &local))
    return TRUE;
  if (local == NULL)
    g_set_error_literal (&local, KX_STORE_ERROR, KX_STORE_ERROR_BROKEN, "The store has no counter row");
  g_propagate_error (error, local);
  kx_book_rollback (book);
  return FALSE;
}

gboolean
kx_book_commit (KxBook *book, GError **error)
{
  KxDbArg args[] = { KX_ARG_INTEGER (book->seq), KX_ARG_INTEGER (book->rows), KX_ARG_INTEGER (book->audit_n),
                     KX_ARG_BYTES (book->audit_head, KX_AUDIT_HASH_SIZE) };

  if (!kx_db_run (book->db,
                  "UPDATE sync_counter SET v = $1, rows = $2, audit_n = $3, audit_head = $4 WHERE id = 1",
                  args, G_N_ELEMENTS (args), error) ||
      !kx_db_commit (book->db, error))
    {
      kx_book_rollback (book);
      return FALSE;
    }
  book->writing = FALSE;
  return TRUE;
}

void
kx_book_rollback (KxBook *book)
{
  book->writing = FALSE;
  kx_db_rollback (book->db);
}

/* The schema number of the database; 0 for an empty one. */
static gboolean
get_version (KxBook *book, guint *ret_version, GError **error)
{
  GError *local = NULL;
  g_autofree char *text = kx_book_get_meta (book, "schema", &local);

  if (local != NULL && g_error_matches (local, KX_DB_ERROR, KX_DB_ERROR_FAILED))
    g_clear_error (&local); /* no table meta yet */
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  *ret_version = text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;
  return TRUE;
}

static gboolean
run_all (KxBook *book, char **statements, GError **error)
{
  for (guint i = 0; statements[i] != NULL; i++)
    if (!kx_db_run (book->db, statements[i], NULL, 0, error))
      return FALSE;
  return TRUE;
}

static gboolean
create (KxBook *book, KxTime now, GError **error)
{
  g_auto (GStrv) statements = kx_ddl_create (book->schema, book->db->engine);
  guint8 nothing[KX_AUDIT_HASH_SIZE] = { 0 };
  char generation[KX_UUID_TEXT_SIZE];
  g_autofree char *made = kx_time_to_text (now);

  kx_random_uuid (now, generation);
  return run_all (book, statements, error) &&
         kx_db_run (book->db,
                    "INSERT INTO sync_counter (id, v, rows, audit_n, audit_head) VALUES (1, 0, 0, 0, $1)",
                    &KX_ARG_BYTES (nothing, sizeof nothing), 1, error) &&
         kx_book_set_meta (book, "generation", generation, error) &&
         kx_book_set_meta (book, "created_at", made, error);
}

static gboolean
set_version (KxBook *book, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%u", book->schema->version);

  return kx_book_set_meta (book, "schema", text, error);
}

gboolean
kx_book_set_up (KxBook *book, KxTime now, gboolean with_areas, GError **error)
{
  g_auto (GStrv) upgrade = NULL;
  guint version = 0;

  if (!get_version (book, &version, error))
    return FALSE;
  if (version == book->schema->version)
    return TRUE;
  if (version > book->schema->version)
    {
      g_set_error (error, KX_STORE_ERROR, KX_STORE_ERROR_NEWER,
                   "This store was written by a newer program (schema %u; this program knows %u)", version,
                   book->schema->version);
      return FALSE;
    }
  if (!kx_db_begin_write (book->db, error))
    return FALSE;
  upgrade = version > 0 ? kx_ddl_upgrade (book->schema, version, book->db->engine) : NULL;
  if (!(version > 0 ? run_all (book, upgrade, error) : create (book, now, error)) ||
      !set_version (book, error) || !kx_db_commit (book->db, error))
    {
      kx_db_rollback (book->db);
      return FALSE;
    }
  return version > 0 || !with_areas || kx_areas_load (book, now, error);
}
