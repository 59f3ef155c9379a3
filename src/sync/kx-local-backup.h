/* Backups of the service on this computer, as a person handles them: made and proven by reading them back,
 * listed, looked at before one takes the place of what stands here. Errors are whole sentences. */
#pragma once

#include "store/kx-backup.h"
#include "sync/kx-local.h"

G_BEGIN_DECLS

#define KX_LOCAL_BACKUP_ERROR (kx_local_backup_error_quark ())
GQuark kx_local_backup_error_quark (void);

/* Nothing was changed or lost in any of these cases. */
typedef enum
{
  KX_LOCAL_BACKUP_ERROR_TARGET,  /* nothing can be written there: another folder */
  KX_LOCAL_BACKUP_ERROR_EXISTS,  /* a file of that name is there: another name */
  KX_LOCAL_BACKUP_ERROR_FULL,    /* no room: another disk, or make room */
  KX_LOCAL_BACKUP_ERROR_USELESS, /* no backup, damaged, or cut off: another file */
  KX_LOCAL_BACKUP_ERROR_NEWER,   /* of a newer program: install that */
  KX_LOCAL_BACKUP_ERROR_FAILED   /* anything else; the message says what */
} KxLocalBackupError;

/* A backup file in a folder, by its name. */
typedef struct
{
  char *path; /* owned */
  gint64 bytes;
  KxTime at; /* when it was written */
} KxLocalBackup;

void kx_local_backup_free (KxLocalBackup *backup);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxLocalBackup, kx_local_backup_free)

/* "kangxie-20260701-104200.tar.zst", in this computer's time. Free with g_free(). */
char *kx_local_backup_name (KxTime now);

/* The backups in `folder` that are called so, newest first. (element-type KxLocalBackup) */
GPtrArray *kx_local_backup_list (const char *folder, GError **error);

/* Makes a backup in a file that is not there yet, also while the service runs, and reads it back whole. The
 * file is there and good, or it is not there. Cancelling gives it up wherever it is: with
 * G_IO_ERROR_CANCELLED nothing is left of it, and nobody works at it any more. */
void kx_local_backup_make_async (KxLocal *local, const char *path, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);

/* What the backup holds; `ret_seconds` (may be NULL): how long it took. */
gboolean kx_local_backup_make_finish (KxLocal *local, GAsyncResult *result, KxBackupContents *ret_contents,
                                      double *ret_seconds, GError **error);

/* Bytes that a backup under way has written so far. */
gint64 kx_local_backup_written (const char *path);

/* Reads a backup whole and tells whether it could be restored here. */
void kx_local_backup_check_async (KxLocal *local, const char *path, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean kx_local_backup_check_finish (KxLocal *local, GAsyncResult *result, KxBackupContents *ret_contents,
                                       GError **error);

G_END_DECLS
