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

/* When a writer's commit returns. After a power cut the last of what was not waited for may be missing, but
 * never a part of a transaction, nor anything from before the last commit that was. */
typedef enum
{
  KX_DB_SQLITE_WAIT,  /* when it is on the disk; so at first */
  KX_DB_SQLITE_GO_ON, /* at once, but where the log has grown long: it is moved into the database then */
  KX_DB_SQLITE_LEAVE  /* at once; the log is left to kx_db_sqlite_checkpoint() or a later commit */
} KxDbSqliteCommits;

/* For the commits to come, of a connection that is in no transaction. */
gboolean kx_db_sqlite_set_commits (KxDb *db, KxDbSqliteCommits commits, GError **error);

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
