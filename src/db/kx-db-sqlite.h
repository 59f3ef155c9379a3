/* The SQLite engine. The only place that knows sqlite3.h. */
#pragma once

#include "db/kx-db.h"

G_BEGIN_DECLS

extern const KxDbEngine kx_db_sqlite_engine;

typedef enum
{
  KX_DB_SQLITE_WRITER, /* makes the file when there is none; the one connection that commits and checkpoints
                        */
  KX_DB_SQLITE_READER  /* never writes */
} KxDbSqliteMode;

/* Opens `path` (":memory:" too) in WAL mode with synchronous=FULL. A connection belongs to one thread at a
 * time. */
KxDb *kx_db_sqlite_open (const char *path, KxDbSqliteMode mode, GError **error);

/* For a first load: commits become cheap and unsafe until set back; nothing else may rely on the file
 * meanwhile. */
gboolean kx_db_sqlite_set_loading (KxDb *db, gboolean loading, GError **error);

/* Copies the database, as it stands at one moment, into a new file; others read and write on. */
gboolean kx_db_sqlite_copy_to (KxDb *db, const char *path, GError **error);

/* Moves the log into the database file as far as readers allow. Called by the writer when it is idle. */
gboolean kx_db_sqlite_checkpoint (KxDb *db, GError **error);

/* Runs SQLite's own check; FALSE with KX_DB_ERROR_CORRUPT when it finds a fault. */
gboolean kx_db_sqlite_check (KxDb *db, GError **error);

/* Stops the statement that runs on another thread; it ends with KX_DB_ERROR_STOPPED. */
void kx_db_sqlite_interrupt (KxDb *db);

/* While a statement runs `stop` is asked again and again, on the connection's thread; TRUE ends the statement
 * with KX_DB_ERROR_STOPPED. NULL: nobody is asked any more. */
void kx_db_sqlite_set_stop (KxDb *db, gboolean (*stop) (gpointer data), gpointer data);

G_END_DECLS
