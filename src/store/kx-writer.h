/* One thread that writes a database and puts the commits of many together, and the readers beside it. A
 * connection that commits must be the only one that does, and the one that checkpoints: with two of them
 * SQLite up to 3.51.2 can lose what was written. */
#pragma once

#include "store/kx-book.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _KxWriter KxWriter;

/* Work for the writer's thread, inside its transaction. FALSE with an error: nothing of it is written. */
typedef gboolean (*KxWriterFunc) (KxBook *book, gpointer data, GError **error);

/* On the writer's thread. `before` runs inside the transaction, when all its work is done; when it fails
 * nothing is written. `after` runs when the transaction is over, however it ended. Either may be NULL. */
typedef struct
{
  gboolean (*before) (KxBook *book, gpointer data, GError **error);
  void (*after) (KxBook *book, gboolean committed, gpointer data);
  gpointer data;
} KxWriterHooks;

/* Takes `book`, which has the only writing connection to the SQLite file `path`. `most_together` 0: 256. */
KxWriter *kx_writer_new (KxBook *book, const char *path, guint most_together, const KxWriterHooks *hooks);

/* Finishes what is queued, checkpoints, closes. From now on work and readers are refused with
 * KX_STORE_ERROR_STOPPED, on whichever thread they are asked for; readers that are out stay good until they
 * are given back. Twice does no harm. */
void kx_writer_stop (KxWriter *writer);

/* Stops it, and ends it: no thread may know it any more. */
void kx_writer_free (KxWriter *writer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxWriter, kx_writer_free)

typedef enum
{
  KX_WRITE_TOGETHER, /* with others in one transaction; when one of them fails each runs again by itself */
  KX_WRITE_ALONE,    /* in a transaction of its own */
  KX_WRITE_BARE      /* alone, and outside of a transaction: it makes its own */
} KxWriteMode;

/* Runs `func` on the writer's thread; done when it is durable. With KX_WRITE_TOGETHER it may be called a
 * second time and has to begin anew then. `data` has to live until the end. */
void kx_writer_run_async (KxWriter *writer, KxWriteMode mode, KxWriterFunc func, gpointer data,
                          GAsyncReadyCallback callback, gpointer user_data);
gboolean kx_writer_run_finish (KxWriter *writer, GAsyncResult *result, GError **error);

/* The same, waiting. Not from the writer's thread. */
gboolean kx_writer_run (KxWriter *writer, KxWriteMode mode, KxWriterFunc func, gpointer data, GError **error);

/* A book for reading, for one thread until it is given back. */
KxBook *kx_writer_take_reader (KxWriter *writer, GError **error);
void kx_writer_give_reader (KxWriter *writer, KxBook *reader);

/* Works done, commits made, works waiting; for metrics. */
void kx_writer_get_counts (KxWriter *writer, guint64 *ret_works, guint64 *ret_commits, guint *ret_waiting);

G_END_DECLS
