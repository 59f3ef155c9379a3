/* The jobs of a list that run on a reader's thread: to walk its rows for the first time, to walk them again,
 * to find where changed rows stand, to read some of them. All answers come on the main context that asked. */
#pragma once

#include "models/kx-filter.h"
#include "models/kx-number-diff.h"
#include "models/kx-row-item-private.h"
#include "models/kx-row-source.h"

G_BEGIN_DECLS

/* What a list is about, for a thread. */
typedef struct
{
  KxRowSource *source; /* owned */
  KxFilter *filter;    /* owned */
  KxDate today;
  guint most; /* of a search: no more rows than these */
} KxRowJob;

KxRowJob *kx_row_job_new (KxRowSource *source, const KxFilter *filter, guint most);
void kx_row_job_free (KxRowJob *job);

/* A job's work, between a read transaction's begin and end; the result is freed with the task's own function.
 */
typedef gpointer (*KxRowWork) (KxBook *book, const KxListQuery *query, GTask *task, gpointer data,
                               GError **error);

/* Runs `work` on a thread. Takes `job` and `data`, which end on the main thread, before the callback. The
 * task's result is what `work` gives; cancelled, the statement that runs is interrupted. Whoever may be gone
 * by then cancels, and touches nothing on G_IO_ERROR_CANCELLED. */
void kx_row_job_run (KxRowJob *job, KxRowWork work, gpointer data, GDestroyNotify free_data,
                     GDestroyNotify free_result, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer user_data);

/* Further rows of a first walk, in their order. */
typedef struct
{
  gboolean first;
  gint64 total, count; /* of the first part: rows without conditions; rows found, -1: unknown */
  GArray *numbers;     /* (element-type gint64) owned */
  GPtrArray *readings; /* (element-type KxRowReading) owned; of the first part: its first rows */
} KxRowPart;

typedef void (*KxRowPartFunc) (KxRowPart *part, gpointer data);

/* Calls `func` for each part unless cancelled; finish tells whether a search found more than its bound. */
void kx_row_walk_async (KxRowJob *job, KxRowPartFunc func, gpointer data, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data);
gboolean kx_row_walk_finish (GAsyncResult *result, gboolean *ret_more, GError **error);

/* What changed in a list. */
typedef struct
{
  KxNumberSeq *to; /* owned; the rows as they stand */
  GArray *splices; /* (element-type KxNumberSplice) owned */
  GArray *changed; /* (element-type gint64) owned; rows that stay and have another version; NULL: any */
  gint64 total;
  gboolean more;       /* a search found more than its bound */
  gboolean renumbered; /* the same numbers stand for other rows now */
  gboolean lost;       /* it could not be told: walk again */
} KxRowUpdate;

void kx_row_update_free (KxRowUpdate *update);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxRowUpdate, kx_row_update_free)

/* Walks again and compares with `known` (taken). `ids` (taken, element-type KxRowKnown, may be empty) are
 * rows that a view holds. */
typedef struct
{
  gint64 no;
  char *id; /* owned */
} KxRowKnown;

GArray *kx_row_known_new (void);

void kx_row_refresh_async (KxRowJob *job, KxNumberSeq *known, GArray *held, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
KxRowUpdate *kx_row_refresh_finish (GAsyncResult *result, GError **error);

/* Finds where the rows of `ids` (taken, element-type utf8) stand now, of a list without a search. `held` as
 * above, for rows that are gone. */
void kx_row_moves_async (KxRowJob *job, KxNumberSeq *known, GPtrArray *ids, GArray *held,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
KxRowUpdate *kx_row_moves_finish (GAsyncResult *result, GError **error);

G_END_DECLS
