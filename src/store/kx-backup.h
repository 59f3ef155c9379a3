/* Backup and restore: one archive (tar, compressed with zstd) that holds the database as it stood at one
 * moment, the blobs of that moment, the signed audit heads, and a signed manifest of all this. The keys are
 * not in it. */
#pragma once

#include "store/kx-audit.h"
#include "store/kx-store.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 seq, blobs, bytes; /* the newest change in it; how many blobs; size of the archive */
  char *lost;               /* owned; NULL, or the SHA-256 of blobs that are missing or damaged, one a line */
} KxBackupReport;

void kx_backup_report_clear (KxBackupReport *report);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KxBackupReport, kx_backup_report_clear)

/* Writes a backup while the store serves. `path` is there whole or not at all: it is written as PATH.part.
 * Whoever removes that meanwhile, be it from another process, gives the backup up: KX_DB_ERROR_STOPPED, soon
 * and with nothing left. One at a time: KX_STORE_ERROR_LOCKED. Takes as long as reading everything does; not
 * for the thread of a main loop. */
gboolean kx_backup_write (KxStore *store, const char *path, KxBackupReport *ret_report, GError **error);

/* What a backup holds. */
typedef struct
{
  char *program, *generation; /* owned; which program wrote it, and the generation of its store */
  KxTime created_at;
  gint64 seq, agencies, blobs;
  gint64 bytes;      /* size of the archive */
  char *lost;        /* owned; as in KxBackupReport */
  char *audit_fault; /* owned; what is wrong with its audit trail, NULL: nothing */
  gboolean keys_fit; /* the keys of the store it was checked for made it */
  guint8 signer[KX_PUBLIC_KEY_SIZE];
} KxBackupContents;

void kx_backup_contents_clear (KxBackupContents *contents);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KxBackupContents, kx_backup_contents_clear)

/* Reads all of a backup and finds out whether it could be restored into `dir`, as kx_backup_restore() does
 * and with the same errors. Nothing in `dir` changes, and a service may hold it; the database is unpacked
 * there for the time of the call. Takes as long as reading everything does. */
gboolean kx_backup_check (const char *file, const char *dir, const KxStoreOptions *options,
                          KxBackupContents *ret_contents, GError **error);

typedef struct
{
  char *program, *created_at; /* owned; which program wrote the backup, and when */
  char *generation;           /* owned; the new one: devices begin anew and offer what the backup lacks */
  char *aside;                /* owned; the folder that keeps what stood here before, NULL: nothing did */
  char *lost; /* owned; NULL, or the SHA-256 of blobs that were lost before the backup, one a line */
  gint64 seq, blobs;
  gboolean
      keys_missing;    /* the keys of this store are not here: give the recovery text (kx_vault_recover()) */
  KxAuditReport audit; /* signed heads are checked only when the keys are here */
} KxRestoreReport;

void kx_restore_report_clear (KxRestoreReport *report);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KxRestoreReport, kx_restore_report_clear)

/* Restores a backup into `dir`, which no service may hold (KX_STORE_ERROR_LOCKED). KX_STORE_ERROR_BACKUP: not
 * a backup, damaged, altered or cut off; KX_STORE_ERROR_NEWER: of a newer program; nothing in `dir` has
 * changed then. A store that stood there is kept in a folder before-restore-TIME. Everyone has to sign in
 * again. A kill at any moment leaves either the old store or the new one. Of `options` (may be NULL) the
 * schema and the clock count. */
gboolean kx_backup_restore (const char *file, const char *dir, const KxStoreOptions *options,
                            KxRestoreReport *ret_report, GError **error);

/* Writes down, outside the database, the newest change that was served; to be called now and then and at the
 * end. */
gboolean kx_backup_note_seq (KxStore *store, GError **error);

/* To be called at start, before anything is served. A database that is behind what was served, because
 * somebody put an old file back by hand, gets a new generation like any restored one; `ret_behind` then gets
 * TRUE. */
gboolean kx_backup_check_seq (KxStore *store, gboolean *ret_behind, GError **error);

G_END_DECLS
