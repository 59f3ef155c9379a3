#include "lib/kx-test-postgres.h"

#include "lib/kx-test-postgres-server.h"

#include <libpq-fe.h>
#include <string.h>

#define BYTEA_OID 17
#define MOST_ARGS 99

typedef struct
{
  KxDb base;
  PGconn *connection;
} Postgres;

typedef struct
{
  KxDbRows base;
  PGresult *result;
  int row;
  GPtrArray *bytes; /* owned; what was unpacked of this row */
} Result;

static void
set_error (PGresult *result, const char *sql, GError **error)
{
  const char *state = PQresultErrorField (result, PG_DIAG_SQLSTATE);
  KxDbError number = KX_DB_ERROR_FAILED;

  if (state != NULL &&
      (g_str_equal (state, "40001") || g_str_equal (state, "40P01") || g_str_equal (state, "55P03")))
    number = KX_DB_ERROR_RETRY;
  else if (state != NULL && g_str_equal (state, "23505"))
    number = KX_DB_ERROR_UNIQUE;
  else if (state != NULL && g_str_equal (state, "53100"))
    number = KX_DB_ERROR_FULL;
  g_set_error (error, KX_DB_ERROR, number, "PostgreSQL: %s in: %.300s", PQresultErrorMessage (result), sql);
}

static KxDbRows *
postgres_query (KxDb *db, const char *sql, const KxDbArg *args, guint n_args, GError **error)
{
  Postgres *self = (Postgres *) db;
  const char *values[MOST_ARGS];
  int sizes[MOST_ARGS] = { 0 }, formats[MOST_ARGS] = { 0 };
  Oid types[MOST_ARGS] = { 0 };
  char numbers[MOST_ARGS][24];
  Result *rows;

  g_assert_cmpuint (n_args, <=, MOST_ARGS);
  for (guint i = 0; i < n_args; i++)
    {
      g_snprintf (numbers[i], sizeof numbers[i], "%" G_GINT64_FORMAT, args[i].number);
      values[i] = args[i].null                    ? NULL
                  : args[i].type == KX_DB_TEXT    ? args[i].text
                  : args[i].type == KX_DB_INTEGER ? numbers[i]
                                                  : args[i].bytes;
      if (args[i].type == KX_DB_BYTES)
        {
          sizes[i] = (int) args[i].size;
          formats[i] = 1;
          types[i] = BYTEA_OID;
        }
    }
  rows = g_new0 (Result, 1);
  rows->base.db = db;
  rows->row = -1;
  rows->bytes = g_ptr_array_new_with_free_func (PQfreemem);
  rows->result = PQexecParams (self->connection, sql, (int) n_args, types, values, sizes, formats, 0);
  if (PQresultStatus (rows->result) == PGRES_TUPLES_OK || PQresultStatus (rows->result) == PGRES_COMMAND_OK)
    return &rows->base;
  set_error (rows->result, sql, error);
  PQclear (rows->result);
  g_ptr_array_unref (rows->bytes);
  g_free (rows);
  return NULL;
}

static gboolean
postgres_next (KxDbRows *rows, GError **error)
{
  Result *self = (Result *) rows;

  g_ptr_array_set_size (self->bytes, 0);
  return ++self->row < PQntuples (self->result);
}

static gboolean
postgres_is_null (KxDbRows *rows, int column)
{
  return PQgetisnull (((Result *) rows)->result, ((Result *) rows)->row, column);
}

static const char *
postgres_text (KxDbRows *rows, int column)
{
  return postgres_is_null (rows, column)
             ? NULL
             : PQgetvalue (((Result *) rows)->result, ((Result *) rows)->row, column);
}

static gint64
postgres_integer (KxDbRows *rows, int column)
{
  const char *text = postgres_text (rows, column);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

static const void *
postgres_bytes (KxDbRows *rows, int column, gsize *ret_size)
{
  Result *self = (Result *) rows;
  const char *text = postgres_text (rows, column);

  *ret_size = 0;
  if (text == NULL)
    return NULL;
  g_ptr_array_add (self->bytes, PQunescapeBytea ((const unsigned char *) text, ret_size));
  return self->bytes->pdata[self->bytes->len - 1];
}

static void
postgres_close (KxDbRows *rows)
{
  Result *self = (Result *) rows;

  g_ptr_array_unref (self->bytes);
  PQclear (self->result);
  g_free (self);
}

static void
postgres_free (KxDb *db)
{
  PQfinish (((Postgres *) db)->connection);
  g_free (db);
}

static const KxDbEngine engine = {
  .name = "postgresql",
  .types = { "TEXT COLLATE \"C\"", "BIGINT", "BYTEA" },
  .table_end = "",
  .keyed_table_end = "",
  .begin_write = "BEGIN",
  .begin_read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
  .query = postgres_query,
  .next = postgres_next,
  .is_null = postgres_is_null,
  .text = postgres_text,
  .integer = postgres_integer,
  .bytes = postgres_bytes,
  .close = postgres_close,
  .free = postgres_free,
};

KxDb *
kx_test_postgres_open (const char *conninfo)
{
  Postgres *self = g_new0 (Postgres, 1);

  self->base.engine = &engine;
  self->connection = PQconnectdb (conninfo);
  if (PQstatus (self->connection) != CONNECTION_OK)
    g_error ("PostgreSQL: %s", PQerrorMessage (self->connection));
  return &self->base;
}

/* A schema of its own in one database: making a database copies some megabytes. */
KxDb *
kx_test_postgres_open_new (void)
{
  static char *conninfo;
  static guint count;
  g_autoptr (GError) error = NULL;
  g_autofree char *make = g_strdup_printf ("CREATE SCHEMA kx_%u", ++count),
                  *use = g_strdup_printf ("SET search_path TO kx_%u", count);
  KxDb *db;

  if (conninfo == NULL)
    conninfo = kx_test_postgres_server_create_database (&error);
  g_assert_no_error (error);
  db = kx_test_postgres_open (conninfo);
  if (!kx_db_run (db, make, NULL, 0, &error) || !kx_db_run (db, use, NULL, 0, &error))
    g_error ("%s", error->message);
  return db;
}
