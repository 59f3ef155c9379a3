/* Rows asked from the service itself: what the mirror does not hold (accounts, history, sealed values), and
 * acts of the office, which happen there. */
#pragma once

#include "core/kx-op.h"
#include "sync/kx-client.h"

G_BEGIN_DECLS

/* A page of a list. */
typedef struct
{
  GPtrArray *rows; /* (element-type KxRecord) owned */
  char *next;      /* owned; `after` of the next page; NULL: this was the last */
} KxClientPage;

void kx_client_page_free (KxClientPage *page);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxClientPage, kx_client_page_free)

/* Lists rows of an entity that this person may see. `query` is the query of the address without its question
 * mark, such as "user=ID&sort=-seq&limit=100"; it and `after` may be NULL. */
void kx_client_list_async (KxClient *client, const KxEntity *entity, const char *query, const char *after,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
KxClientPage *kx_client_list_finish (KxClient *client, GAsyncResult *result, GError **error);

/* One row as it stands, or as it stood after change `as_of` (0: now). KX_CLIENT_ERROR_NOT_FOUND: there is
 * none, or there was none then. Free with kx_record_free(). */
void kx_client_get_row_async (KxClient *client, const KxEntity *entity, const char *id, gint64 as_of,
                              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
KxRecord *kx_client_get_row_finish (KxClient *client, GAsyncResult *result, GError **error);

/* One line of a row's history: one field, or a step without fields. */
typedef struct
{
  gint64 seq;                /* of the change; lines of one change share it */
  char *kind, *field;        /* owned; "create", "patch", … ; NULL: no field */
  char *old_text, *new_text; /* owned; canonical texts; NULL: none */
  char *by, *by_name;        /* owned; id of the user; name of the person, NULL: not known */
  KxTime at;
  char *op, *reason; /* owned, may be NULL */
} KxClientChange;

void kx_client_change_free (KxClientChange *change);

/* The history of a row, newest first, before change `before` (0: from the newest on). (element-type
 * KxClientChange) `ret_before` gets the number to ask on with, 0 at the end. */
void kx_client_get_history_async (KxClient *client, const KxEntity *entity, const char *id, gint64 before,
                                  guint limit, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
GPtrArray *kx_client_get_history_finish (KxClient *client, GAsyncResult *result, gint64 *ret_before,
                                         GError **error);

/* The clear value of a sealed field; the service writes down who looked and why. Free with g_free(). */
void kx_client_reveal_async (KxClient *client, const KxEntity *entity, const char *id, const char *field,
                             const char *reason, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data);
char *kx_client_reveal_finish (KxClient *client, GAsyncResult *result, GError **error);

/* Applies one op at the service under the session: created, patched, deleted, an action … `op->base` is the
 * seq of the row that the person saw; a row that has changed meanwhile gives KX_CLIENT_ERROR_CHANGED, a
 * refusal KX_CLIENT_ERROR_REFUSED with its findings. Sending the same op again does nothing twice. Gives the
 * row afterwards (free with kx_record_free()); of a deletion NULL without an error. */
void kx_client_apply_async (KxClient *client, const KxOp *op, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
KxRecord *kx_client_apply_finish (KxClient *client, GAsyncResult *result, GError **error);

G_END_DECLS
