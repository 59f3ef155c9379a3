/* The file of one agency, which the service puts together (exchange/kx-dossier.h). */
#pragma once

#include "exchange/kx-dossier-check.h"
#include "sync/kx-client-blob.h"

G_BEGIN_DECLS

/* Fetches everything on an agency since a day (0: all) into the file `path`, which is complete and was
 * checked once it is there; what stood there stays until then. `progress` (may be NULL) tells how many bytes
 * came. KX_CLIENT_ERROR_NOT_FOUND: not there, or not for this person. G_IO_ERROR: the file could not
 * be written. */
void kx_client_get_dossier_async (KxClient *client, const char *agency, KxDate since, const char *path,
                                  KxClientProgress progress, gpointer progress_data,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);

/* What was found when it was checked: no faults. NULL with an error. */
KxDossierCheck *kx_client_get_dossier_finish (KxClient *client, GAsyncResult *result, GError **error);

G_END_DECLS
