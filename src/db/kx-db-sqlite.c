#include "db/kx-db-sqlite.h"

#include <sqlite3.h>
#include <string.h>

#define BUSY_MS 10000
#define STEPS_TO_STOP 20000                       /* of SQLite's machine: some milliseconds */
#define MOST_KEPT 500                             /* prepared statements */
#define CACHE_PRAGMA "PRAGMA cache_size = -65536" /* 64 MiB a connection at most */
#define TEMPORARY_PRAGMA "PRAGMA temp_store = MEMORY"

/* A prepared statement, kept for the next use of the same text. */
typedef struct
{
  KxDbRows base;
  sqlite3_stmt *statement;
  int *places;    /* owned; the index SQLite gave to $1, $2, …; 0: the text has none */
  guint n_places; /* the highest of these numbers */
  gboolean kept, busy;
} Statement;

typedef struct
{
  KxDb base;
  sqlite3 *handle;
  GHashTable *statements; /* (element-type char* Statement) owned */
} Sqlite;

static void
statement_free (gpointer data)
{
  Statement *statement = data;

  sqlite3_finalize (statement->statement);
  g_free (statement->places);
  g_free (statement);
}

static void
set_error (Sqlite *self, int code, const char *what, GError **error)
{
  KxDbError number = KX_DB_ERROR_FAILED;

  switch (code & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      number = KX_DB_ERROR_RETRY;
      break;
    case SQLITE_CONSTRAINT:
      if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
        number = KX_DB_ERROR_UNIQUE;
      break;
    case SQLITE_FULL:
      number = KX_DB_ERROR_FULL;
      break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      number = KX_DB_ERROR_CORRUPT;
      break;
    case SQLITE_INTERRUPT:
      number = KX_DB_ERROR_STOPPED;
      break;
    default:
      break;
    }
  g_set_error (error, KX_DB_ERROR, number, "SQLite: %s (%d)" KX_DB_ERROR_IN "%.300s",
               sqlite3_errmsg (self->handle), code, what);
}

/* Texts of a whole row have hundreds of bytes, and each run of one looks for its statement: eight bytes at a
 * time. */
static guint
hash_text (gconstpointer key)
{
  const char *text = key;
  gsize n = strlen (text);
  guint64 hash = n, word;

  for (; n >= sizeof word; text += sizeof word, n -= sizeof word)
    {
      memcpy (&word, text, sizeof word);
      hash = ((hash << 5 | hash >> 59) ^ word) * G_GUINT64_CONSTANT (0x517cc1b727220a95);
    }
  word = 0;
  memcpy (&word, text, n);
  hash = ((hash << 5 | hash >> 59) ^ word) * G_GUINT64_CONSTANT (0x517cc1b727220a95);
  return (guint) (hash >> 32);
}

/* $n is a name to SQLite, numbered by its first use. */
static void
find_places (Statement *statement)
{
  int count = sqlite3_bind_parameter_count (statement->statement);

  for (int i = 1; i <= count; i++)
    statement->n_places =
        MAX (statement->n_places, (guint) atoi (sqlite3_bind_parameter_name (statement->statement, i) + 1));
  statement->places = g_new0 (int, statement->n_places + 1);
  for (int i = 1; i <= count; i++)
    statement->places[atoi (sqlite3_bind_parameter_name (statement->statement, i) + 1)] = i;
}

static Statement *
prepare (Sqlite *self, const char *sql, GError **error)
{
  Statement *statement = g_new0 (Statement, 1);
  int code = sqlite3_prepare_v2 (self->handle, sql, -1, &statement->statement, NULL);

  statement->base.db = &self->base;
  if (code != SQLITE_OK)
    {
      set_error (self, code, sql, error);
      statement_free (statement);
      return NULL;
    }
  find_places (statement);
  return statement;
}

static gboolean
is_idle (gpointer key, gpointer value, gpointer data)
{
  return !((Statement *) value)->busy;
}

static Statement *
get_statement (Sqlite *self, const char *sql, GError **error)
{
  Statement *statement = g_hash_table_lookup (self->statements, sql);

  if (statement != NULL && !statement->busy)
    return statement;
  if (statement != NULL)
    return prepare (self, sql, error);
  statement = prepare (self, sql, error);
  if (statement != NULL)
    {
      /* Lists are asked for in more ways than could be kept. */
      if (g_hash_table_size (self->statements) >= MOST_KEPT)
        g_hash_table_foreach_remove (self->statements, is_idle, NULL);
      statement->kept = TRUE;
      g_hash_table_insert (self->statements, g_strdup (sql), statement);
    }
  return statement;
}

/* `keep` is SQLITE_STATIC where the argument outlives the statement's run, or else SQLITE_TRANSIENT. */
static int
bind (Statement *statement, int place, const KxDbArg *arg, sqlite3_destructor_type keep)
{
  if (arg->null)
    return sqlite3_bind_null (statement->statement, place);
  switch (arg->type)
    {
    case KX_DB_TEXT:
      return sqlite3_bind_text (statement->statement, place, arg->text, -1, keep);
    case KX_DB_INTEGER:
      return sqlite3_bind_int64 (statement->statement, place, arg->number);
    case KX_DB_BYTES:
    case KX_DB_N_TYPES:
    default:
      return sqlite3_bind_blob64 (statement->statement, place, arg->bytes, arg->size, keep);
    }
}

static void
sqlite_close_rows (KxDbRows *rows)
{
  Statement *statement = (Statement *) rows;

  sqlite3_reset (statement->statement);
  sqlite3_clear_bindings (statement->statement);
  statement->busy = FALSE;
  if (!statement->kept)
    statement_free (statement);
}

static Statement *
start (Sqlite *self, const char *sql, const KxDbArg *args, guint n_args, sqlite3_destructor_type keep,
       GError **error)
{
  Statement *statement = get_statement (self, sql, error);

  if (statement == NULL)
    return NULL;
  statement->busy = TRUE;
  for (guint i = 0; i < n_args; i++)
    {
      int place = i < statement->n_places ? statement->places[i + 1] : 0;
      int code = place != 0 ? bind (statement, place, &args[i], keep) : SQLITE_OK;

      if (code != SQLITE_OK)
        {
          set_error (self, code, sql, error);
          sqlite_close_rows (&statement->base);
          return NULL;
        }
    }
  return statement;
}

static KxDbRows *
sqlite_query (KxDb *db, const char *sql, const KxDbArg *args, guint n_args, GError **error)
{
  Statement *statement = start ((Sqlite *) db, sql, args, n_args, SQLITE_TRANSIENT, error);

  return statement != NULL ? &statement->base : NULL;
}

/* SQLITE_ROW, SQLITE_DONE, or another code with `error` set. */
static int
step (Statement *statement, GError **error)
{
  Sqlite *self = (Sqlite *) statement->base.db;
  int code = sqlite3_step (statement->statement);

  if (code != SQLITE_ROW && code != SQLITE_DONE)
    set_error (self, sqlite3_extended_errcode (self->handle), sqlite3_sql (statement->statement), error);
  return code;
}

static gboolean
sqlite_next (KxDbRows *rows, GError **error)
{
  return step ((Statement *) rows, error) == SQLITE_ROW;
}

static gboolean
sqlite_run (KxDb *db, const char *sql, const KxDbArg *args, guint n_args, GError **error)
{
  Statement *statement = start ((Sqlite *) db, sql, args, n_args, SQLITE_STATIC, error);
  int code;

  if (statement == NULL)
    return FALSE;
  do
    code = step (statement, error);
  while (code == SQLITE_ROW);
  sqlite_close_rows (&statement->base);
  return code == SQLITE_DONE;
}

static gboolean
run_each (KxDb *db, const char *const *statements, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    if (!kx_db_run (db, statements[i], NULL, 0, error))
      return FALSE;
  return TRUE;
}

/* An index is sorted beside the database, in pieces of the size of the cache, and all in memory where
 * temporary things stay there. Small pieces sort faster: they fit into the processor's own cache. */
static gboolean
sqlite_build (KxDb *db, const char *sql, GError **error)
{
  static const char *const before[] = { "PRAGMA temp_store = FILE", "PRAGMA threads = 1",
                                        "PRAGMA cache_size = -4096" };
  static const char *const after[] = { TEMPORARY_PRAGMA, "PRAGMA threads = 0" };
  g_autofree char *restore = NULL;
  gint64 cache;
  gboolean built;

  if (!kx_db_get_integer (db, "PRAGMA cache_size", NULL, 0, &cache, error))
    return FALSE;
  restore = g_strdup_printf ("PRAGMA cache_size = %" G_GINT64_FORMAT, cache);
  /* Within a transaction SQLite may refuse to move temporary things; the index is built all the same. */
  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    kx_db_run (db, before[i], NULL, 0, NULL);
  built = kx_db_run (db, sql, NULL, 0, error);
  return run_each (db, after, G_N_ELEMENTS (after), built ? error : NULL) &&
         kx_db_run (db, restore, NULL, 0, built ? error : NULL) && built;
}

static gboolean
sqlite_is_null (KxDbRows *rows, int column)
{
  return sqlite3_column_type (((Statement *) rows)->statement, column) == SQLITE_NULL;
}

static const char *
sqlite_text (KxDbRows *rows, int column)
{
  return (const char *) sqlite3_column_text (((Statement *) rows)->statement, column);
}

static gint64
sqlite_integer (KxDbRows *rows, int column)
{
  return sqlite3_column_int64 (((Statement *) rows)->statement, column);
}

static const void *
sqlite_bytes (KxDbRows *rows, int column, gsize *ret_size)
{
  const void *bytes = sqlite3_column_blob (((Statement *) rows)->statement, column);

  *ret_size = (gsize) sqlite3_column_bytes (((Statement *) rows)->statement, column);
  return bytes;
}

static void
sqlite_free (KxDb *db)
{
  Sqlite *self = (Sqlite *) db;

  g_hash_table_unref (self->statements);
  sqlite3_close_v2 (self->handle);
  g_free (self);
}

const KxDbEngine kx_db_sqlite_engine = {
  .name = "sqlite",
  .types = { "TEXT", "INTEGER", "BLOB" },
  .table_end = " STRICT",
  .keyed_table_end = " STRICT, WITHOUT ROWID",
  .begin_write = "BEGIN IMMEDIATE",
  .begin_read = "BEGIN",
  .query = sqlite_query,
  .run = sqlite_run,
  .build = sqlite_build,
  .next = sqlite_next,
  .is_null = sqlite_is_null,
  .text = sqlite_text,
  .integer = sqlite_integer,
  .bytes = sqlite_bytes,
  .close = sqlite_close_rows,
  .free = sqlite_free,
};

gboolean
kx_db_sqlite_set_commits (KxDb *db, KxDbSqliteCommits commits, GError **error)
{
  /* In WAL mode NORMAL waits only where the log is moved: nothing is torn by a power cut. Numbers: pages. */
  static const char *const pragmas[][2] = {
    [KX_DB_SQLITE_WAIT] = { "PRAGMA synchronous = FULL", "PRAGMA wal_autocheckpoint = 8000" },
    [KX_DB_SQLITE_GO_ON] = { "PRAGMA synchronous = NORMAL", "PRAGMA wal_autocheckpoint = 32768" },
    [KX_DB_SQLITE_LEAVE] = { "PRAGMA synchronous = NORMAL", "PRAGMA wal_autocheckpoint = 0" },
  };

  return run_each (db, pragmas[commits], G_N_ELEMENTS (pragmas[commits]), error);
}

static gboolean
configure (KxDb *db, KxDbSqliteMode mode, GError **error)
{
  static const char *const writer[] = { "PRAGMA journal_mode = WAL",
                                        "PRAGMA journal_size_limit = 268435456" };
  static const char *const both[] = { "PRAGMA foreign_keys = ON", CACHE_PRAGMA, TEMPORARY_PRAGMA,
                                      "PRAGMA trusted_schema = OFF" };
  static const char *const reader[] = { "PRAGMA query_only = ON", "PRAGMA wal_autocheckpoint = 0",
                                        "PRAGMA mmap_size = 1073741824" };

  return (mode != KX_DB_SQLITE_WRITER || (run_each (db, writer, G_N_ELEMENTS (writer), error) &&
                                          kx_db_sqlite_set_commits (db, KX_DB_SQLITE_WAIT, error))) &&
         run_each (db, both, G_N_ELEMENTS (both), error) &&
         (mode != KX_DB_SQLITE_READER || run_each (db, reader, G_N_ELEMENTS (reader), error));
}

/* Nobody reads SQLite's own memory statistics, and each allocation would take a lock for them. */
static void
start_sqlite (void)
{
  static gsize started;

  if (!g_once_init_enter (&started))
    return;
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  sqlite3_initialize ();
  g_once_init_leave (&started, 1);
}

KxDb *
kx_db_sqlite_open (const char *path, KxDbSqliteMode mode, GError **error)
{
  Sqlite *self = g_new0 (Sqlite, 1);
  int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (mode == KX_DB_SQLITE_WRITER ? SQLITE_OPEN_CREATE : 0);
  int code;

  start_sqlite ();
  code = sqlite3_open_v2 (path, &self->handle, flags, NULL);
  self->base.engine = &kx_db_sqlite_engine;
  self->statements = g_hash_table_new_full (hash_text, g_str_equal, g_free, statement_free);
  if (code != SQLITE_OK)
    {
      set_error (self, code, path, error);
      sqlite_free (&self->base);
      return NULL;
    }
  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_busy_timeout (self->handle, BUSY_MS);
  if (!configure (&self->base, mode, error))
    {
      sqlite_free (&self->base);
      return NULL;
    }
  return &self->base;
}

gboolean
kx_db_sqlite_copy_to (KxDb *db, const char *path, GError **error)
{
  gint64 query_only = 0;
  gboolean copied;

  /* A connection that only queries may not write elsewhere either; the copy changes nothing in its own
   * database. */
  if (!kx_db_get_integer (db, "PRAGMA query_only", NULL, 0, &query_only, error) ||
      !kx_db_run (db, "PRAGMA query_only = OFF", NULL, 0, error))
    return FALSE;
  copied = kx_db_run (db, "VACUUM INTO $1", &KX_ARG_TEXT (path), 1, error);
  if (query_only != 0 && !kx_db_run (db, "PRAGMA query_only = ON", NULL, 0, copied ? error : NULL))
    return FALSE;
  return copied;
}

gboolean
kx_db_sqlite_checkpoint (KxDb *db, GError **error)
{
  return kx_db_run (db, "PRAGMA wal_checkpoint(PASSIVE)", NULL, 0, error);
}

gboolean
kx_db_sqlite_check (KxDb *db, GError **error)
{
  /* Of the file alone: looking at temporary tables would make a database for them. */
  g_autoptr (KxDbRows) rows = kx_db_query (db, "PRAGMA main.quick_check(1)", NULL, 0, error);

  if (rows == NULL || !kx_db_rows_next (rows, error))
    return FALSE;
  if (g_strcmp0 (kx_db_rows_text (rows, 0), "ok") == 0)
    return TRUE;
  g_set_error (error, KX_DB_ERROR, KX_DB_ERROR_CORRUPT, "The database is damaged: %s",
               kx_db_rows_text (rows, 0));
  return FALSE;
}

void
kx_db_sqlite_interrupt (KxDb *db)
{
  sqlite3_interrupt (((Sqlite *) db)->handle);
}

void
kx_db_sqlite_set_stop (KxDb *db, gboolean (*stop) (gpointer data), gpointer data)
{
  /* Both are functions of one shape: gboolean is an int. */
  sqlite3_progress_handler (((Sqlite *) db)->handle, stop != NULL ? STEPS_TO_STOP : 0, stop, data);
}
