/* What writing and restoring a backup share: the names in the archive and its manifest. */
#pragma once

#include "store/kx-backup.h"

G_BEGIN_DECLS

#define KX_BACKUP_FORMAT "kangxie-backup-1"
#define KX_BACKUP_DATABASE "kangxie.db"
#define KX_BACKUP_HEADS "audit-heads.ndjson"
#define KX_BACKUP_MANIFEST "manifest.json"
#define KX_BACKUP_SIGNATURE "manifest.sig"

/* A file of the archive. */
typedef struct
{
  gint64 size;
  char sha256[65];
} KxBackupFile;

/* Everything is owned. */
typedef struct
{
  char *program, *generation, *created_at, *audit_head;
  gint64 schema, seq, audit_n;
  GHashTable *counts; /* (element-type char* gint64*) rows by table */
  GHashTable *files;  /* (element-type char* KxBackupFile) by name */
  GPtrArray *lost;    /* (element-type char*) */
} KxManifest;

KxManifest *kx_manifest_new (void);

void kx_manifest_free (KxManifest *manifest);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxManifest, kx_manifest_free)

void kx_manifest_add_file (KxManifest *manifest, const char *name, gint64 size, const char *sha256);

/* Fills what the database itself says: schema, generation, seq, audit head and counts. */
gboolean kx_manifest_read_database (KxManifest *manifest, KxDb *db, GError **error);

/* What differs between two, in words, or NULL: of files or of what the database says. Free with g_free(). */
char *kx_manifest_compare_files (const KxManifest *manifest, GHashTable *files);
char *kx_manifest_compare_database (const KxManifest *manifest, const KxManifest *database);

char *kx_manifest_to_text (const KxManifest *manifest);

/* KX_STORE_ERROR_BACKUP when it is no manifest, KX_STORE_ERROR_NEWER when a newer program made it. */
KxManifest *kx_manifest_from_text (const char *text, gsize length, GError **error);

/* The texts, one a line; NULL when there are none. Free with g_free(). */
char *kx_backup_lines (GPtrArray *texts);

/* Writes the file that remembers what was served. */
gboolean kx_backup_write_seq (const char *dir, const char *generation, gint64 seq, GError **error);

G_END_DECLS
