/* A small database interface: one SQL text with $1 … $n, several engines behind it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KX_DB_ERROR (kx_db_error_quark ())
GQuark kx_db_error_quark (void);

typedef enum
{
  KX_DB_ERROR_RETRY,   /* another writer was in the way: begin the transaction again */
  KX_DB_ERROR_UNIQUE,  /* a unique rule was broken: tell the person */
  KX_DB_ERROR_FULL,    /* no room on the disk: nothing was written; tell the administrator */
  KX_DB_ERROR_CORRUPT, /* the file is damaged: stop writing, restore */
  KX_DB_ERROR_STOPPED, /* interrupted on request */
  KX_DB_ERROR_FAILED   /* anything else: a fault of the program or the machine */
} KxDbError;

/* Stands in an error's message before the statement that failed. */
#define KX_DB_ERROR_IN " in: "

typedef enum
{
  KX_DB_TEXT,
  KX_DB_INTEGER,
  KX_DB_BYTES,
  KX_DB_N_TYPES
} KxDbType;

/* One argument of a statement; what it points to is borrowed for the call. */
typedef struct
{
  KxDbType type;
  gboolean null;
  const char *text;
  gint64 number;
  const void *bytes;
  gsize size;
} KxDbArg;

#define KX_ARG_TEXT(t) ((KxDbArg){ .type = KX_DB_TEXT, .text = (t), .null = (t) == NULL })
#define KX_ARG_INTEGER(n) ((KxDbArg){ .type = KX_DB_INTEGER, .number = (n) })
#define KX_ARG_BYTES(b, s) ((KxDbArg){ .type = KX_DB_BYTES, .bytes = (b), .size = (s), .null = (b) == NULL })
#define KX_ARG_NULL(t) ((KxDbArg){ .type = (t), .null = TRUE })

typedef struct _KxDb KxDb;
typedef struct _KxDbRows KxDbRows;

typedef struct
{
  const char *name;
  const char *types[KX_DB_N_TYPES]; /* column types */
  const char *table_end;            /* what follows the closing bracket of CREATE TABLE */
  const char *keyed_table_end;      /* the same for a table that is read by its primary key only */
  const char *begin_write, *begin_read;
  KxDbRows *(*query) (KxDb *db, const char *sql, const KxDbArg *args, guint n_args, GError **error);
  /* NULL: by query and next. */
  gboolean (*run) (KxDb *db, const char *sql, const KxDbArg *args, guint n_args, GError **error);
  /* NULL: as any other statement. */
  gboolean (*build) (KxDb *db, const char *sql, GError **error);
  gboolean (*next) (KxDbRows *rows, GError **error);
  gboolean (*is_null) (KxDbRows *rows, int column);
  const char *(*text) (KxDbRows *rows, int column);
  gint64 (*integer) (KxDbRows *rows, int column);
  const void *(*bytes) (KxDbRows *rows, int column, gsize *ret_size);
  void (*close) (KxDbRows *rows);
  void (*free) (KxDb *db);
} KxDbEngine;

/* Engines put this first in their own struct. */
struct _KxDb
{
  const KxDbEngine *engine;
};

struct _KxDbRows
{
  KxDb *db;
};

/* Runs a statement and gives its rows; close them before the transaction ends. Arguments are bound by name:
 * $2 is the second whatever the order in the text. */
KxDbRows *kx_db_query (KxDb *db, const char *sql, const KxDbArg *args, guint n_args, GError **error);

/* Steps to the next row. FALSE at the end, and on an error, which is then set. */
gboolean kx_db_rows_next (KxDbRows *rows, GError **error);

gboolean kx_db_rows_is_null (KxDbRows *rows, int column);

/* Borrowed until the next step; NULL is SQL's NULL. */
const char *kx_db_rows_text (KxDbRows *rows, int column);

/* 0 for SQL's NULL. */
gint64 kx_db_rows_integer (KxDbRows *rows, int column);

/* Borrowed until the next step. */
const void *kx_db_rows_bytes (KxDbRows *rows, int column, gsize *ret_size);

void kx_db_rows_close (KxDbRows *rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxDbRows, kx_db_rows_close)

/* Runs a statement whose rows, if any, do not matter. */
gboolean kx_db_run (KxDb *db, const char *sql, const KxDbArg *args, guint n_args, GError **error);

/* Runs a CREATE INDEX over a table that may have many millions of rows, in bounded memory. */
gboolean kx_db_build (KxDb *db, const char *sql, GError **error);

/* The integer of the first row's first column; 0 without a row. */
gboolean kx_db_get_integer (KxDb *db, const char *sql, const KxDbArg *args, guint n_args, gint64 *ret_number,
                            GError **error);

/* The texts of the first `n_columns` columns, row after row; for statements whose rows are used after they
 * are closed. NULL with an error. (element-type utf8) owned */
GPtrArray *kx_db_list_texts (KxDb *db, const char *sql, const KxDbArg *args, guint n_args, int n_columns,
                             GError **error);

gboolean kx_db_begin_write (KxDb *db, GError **error);
gboolean kx_db_begin_read (KxDb *db, GError **error);
gboolean kx_db_commit (KxDb *db, GError **error);

/* Gives everything since the beginning up; never fails. */
void kx_db_rollback (KxDb *db);

void kx_db_free (KxDb *db);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxDb, kx_db_free)

G_END_DECLS
