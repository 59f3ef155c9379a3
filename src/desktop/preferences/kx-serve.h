/* Acts that only the service does: accounts, grants and passwords. The password is asked for where the
 * session has ended. */
#pragma once

#include "core/kx-op.h"
#include "desktop/kx-page.h"

G_BEGIN_DECLS

/* `row` is what became of it, NULL of what is no row or was deleted; `error` NULL: it was done. Both are only
 * read. G_IO_ERROR_CANCELLED: the person gave no password. */
typedef void (*KxServed) (const KxRecord *row, const GError *error, gpointer data);

/* Applies `op`, which is taken, for the person who works over `over`. `served` is called once, `free_data`
 * follows. */
void kx_serve_op (GtkWidget *over, KxProfile *profile, KxOp *op, KxServed served, gpointer data,
                  GDestroyNotify free_data);

/* Gives the account `user` (an id) another password. */
void kx_serve_password (GtkWidget *over, KxProfile *profile, const char *user, const char *password,
                        KxServed served, gpointer data, GDestroyNotify free_data);

/* What the service found, for a form to show; none for other errors. (element-type KxFinding) Free with
 * g_ptr_array_unref(). */
GPtrArray *kx_serve_list_findings (const GError *error);

/* TRUE unless the person broke off: there is something to tell. */
gboolean kx_serve_failed (const GError *error);

G_END_DECLS
