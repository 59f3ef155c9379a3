#include "sync/kx-mirror-tables.h"

#include "sync/kx-mirror-other.h"

/* SQLite alone: a mirror is a file of its person. */
static const char *const tables[] = {
  /* The row as the service last told it, of a row that has changes waiting; NULL: the service has none. */
  "CREATE TABLE IF NOT EXISTS mirror_shadow (entity TEXT NOT NULL, row TEXT NOT NULL, json TEXT, "
  "PRIMARY KEY (entity, row)) STRICT, WITHOUT ROWID",
  /* Members of rows that this program does not know, kept for the sums and for a later program. */
  "CREATE TABLE IF NOT EXISTS mirror_extra (entity TEXT NOT NULL, row TEXT NOT NULL, json TEXT NOT NULL, "
  "PRIMARY KEY (entity, row)) STRICT, WITHOUT ROWID",
  /* Rows of which the answer to an op told, and the feed has not yet. */
  "CREATE TABLE IF NOT EXISTS mirror_early (entity TEXT NOT NULL, row TEXT NOT NULL, PRIMARY KEY (entity, "
  "row)) STRICT, WITHOUT ROWID",
  /* Rows of kinds that this program does not know. */
  "CREATE TABLE IF NOT EXISTS mirror_other (row TEXT PRIMARY KEY, entity TEXT NOT NULL, space TEXT NOT NULL, "
  "json TEXT NOT NULL) STRICT, WITHOUT ROWID",
  /* `line` is the op as it travels, without its number; n 0: it has none. `sent`: it may have reached the
   * service once, so it stays as it is. `saved`: it stands in the salvage file as it is. */
  "CREATE TABLE IF NOT EXISTS mirror_outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, op TEXT NOT NULL UNIQUE, "
  "tx TEXT NOT NULL, "
  "tx_size INTEGER NOT NULL, n INTEGER NOT NULL, state INTEGER NOT NULL, kind TEXT NOT NULL, entity TEXT NOT "
  "NULL, "
  "row TEXT NOT NULL, line TEXT NOT NULL, at INTEGER NOT NULL, tries INTEGER NOT NULL, error TEXT, findings "
  "TEXT, "
  "sent INTEGER NOT NULL, saved INTEGER NOT NULL) STRICT",
  "CREATE INDEX IF NOT EXISTS mirror_outbox_tx ON mirror_outbox (tx)",
  "CREATE INDEX IF NOT EXISTS mirror_outbox_row ON mirror_outbox (entity, row, id)",
  "CREATE INDEX IF NOT EXISTS mirror_outbox_state ON mirror_outbox (state, id)",
  "CREATE INDEX IF NOT EXISTS mirror_outbox_saved ON mirror_outbox (saved) WHERE saved = 0",
  /* Ops that are no more, until the salvage file says so. */
  "CREATE TABLE IF NOT EXISTS mirror_end (op TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
  /* The rows that an op changes here, and how. */
  "CREATE TABLE IF NOT EXISTS mirror_touch (out INTEGER NOT NULL, entity TEXT NOT NULL, row TEXT NOT NULL, "
  "kind INTEGER NOT "
  "NULL, space TEXT NOT NULL, fields TEXT NOT NULL, PRIMARY KEY (entity, row, out)) STRICT, WITHOUT ROWID",
  "CREATE INDEX IF NOT EXISTS mirror_touch_out ON mirror_touch (out)",
  /* Ops that went through, for a service that comes back older than it was; `at` counts days of use. */
  "CREATE TABLE IF NOT EXISTS mirror_journal (id INTEGER PRIMARY KEY AUTOINCREMENT, op TEXT NOT NULL UNIQUE, "
  "at INTEGER NOT "
  "NULL, seq INTEGER NOT NULL, entity TEXT NOT NULL, row TEXT NOT NULL, line TEXT NOT NULL) STRICT",
  "CREATE INDEX IF NOT EXISTS mirror_journal_at ON mirror_journal (at)",
  "CREATE TABLE IF NOT EXISTS mirror_draft (key TEXT PRIMARY KEY, json TEXT NOT NULL, at INTEGER NOT NULL) "
  "STRICT, WITHOUT "
  "ROWID",
  /* What each open space holds, by confirmed rows. */
  "CREATE TABLE IF NOT EXISTS mirror_space (space TEXT PRIMARY KEY, rows INTEGER NOT NULL, sum INTEGER NOT "
  "NULL) STRICT, "
  "WITHOUT ROWID",
  "CREATE TABLE IF NOT EXISTS mirror_inbox (id INTEGER PRIMARY KEY AUTOINCREMENT, line TEXT NOT NULL) STRICT",
  "CREATE TABLE IF NOT EXISTS mirror_upload (sha256 TEXT PRIMARY KEY, path TEXT NOT NULL, size INTEGER NOT "
  "NULL, "
  "code TEXT, message TEXT, at INTEGER NOT NULL) STRICT, WITHOUT ROWID",
  "CREATE TABLE IF NOT EXISTS mirror_notice (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, text "
  "TEXT NOT NULL) "
  "STRICT",
};

/* Another program than the last one may know more. */
static gboolean
learn (KxBook *book, GError **error)
{
  gint64 schema = 0;

  if (!kx_mirror_meta_get_number (book, KX_MIRROR_SCHEMA, &schema, error))
    return FALSE;
  if (schema == book->schema->version)
    return TRUE;
  if (!kx_book_begin (book, error))
    return FALSE;
  if (kx_mirror_other_learn (book, error) &&
      kx_mirror_meta_set_number (book, KX_MIRROR_SCHEMA, book->schema->version, error))
    return kx_book_commit (book, error);
  kx_book_rollback (book);
  return FALSE;
}

gboolean
kx_mirror_tables_set_up (KxBook *book, KxTime now, GError **error)
{
  gboolean done;

  if (!kx_book_set_up (book, now, FALSE, error) || !kx_db_begin_write (book->db, error))
    return FALSE;
  done = TRUE;
  for (guint i = 0; done && i < G_N_ELEMENTS (tables); i++)
    done = kx_db_run (book->db, tables[i], NULL, 0, error);
  if (done)
    return kx_db_commit (book->db, error) && learn (book, error);
  kx_db_rollback (book->db);
  return FALSE;
}

gboolean
kx_mirror_meta_get_number (KxBook *book, const char *name, gint64 *ret_number, GError **error)
{
  GError *local = NULL;
  g_autofree char *text = kx_book_get_meta (book, name, &local);

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  *ret_number = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
  return TRUE;
}

gboolean
kx_mirror_meta_set_number (KxBook *book, const char *name, gint64 number, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return kx_book_set_meta (book, name, text, error);
}

gboolean
kx_mirror_meta_has (KxBook *book, const char *name, GError **error)
{
  g_autofree char *text = kx_book_get_meta (book, name, error);

  return text != NULL;
}

gboolean
kx_mirror_meta_drop (KxBook *book, const char *name, GError **error)
{
  return kx_db_run (book->db, "DELETE FROM meta WHERE name = $1", &KX_ARG_TEXT (name), 1, error);
}
