/* What the files that write and check a dossier share. */
#pragma once

#include "exchange/kx-dossier-rows.h"
#include "exchange/kx-dossier.h"
#include "exchange/kx-zip-write.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define KX_DOSSIER_FORMAT "kangxie-dossier-1"
#define KX_DOSSIER_MANIFEST "manifest.json"
#define KX_DOSSIER_SIGNATURE "manifest.sig"
#define KX_DOSSIER_AUDIT "log/audit.ndjson"
#define KX_DOSSIER_HEAD "log/audit-head.json"
#define KX_DOSSIER_RECORDS "records/"

/* A file that belongs to a row. */
typedef struct
{
  const KxRecord *record, *owner; /* borrowed; `owner` NULL: its row is not among those shown */
  char *part;                     /* owned; its name in the ZIP file; NULL: its bytes are missing */
} KxDossierAttachment;

/* One dossier being written. */
typedef struct
{
  KxStore *store;
  const KxDossierRequest *request;
  KxZipWriter *zip;
  KxDossierRows *rows;
  GHashTable *by_id;      /* id -> KxRecord, both borrowed */
  GPtrArray *attachments; /* (element-type KxDossierAttachment) */
  KxTime now;
  gint64 seq; /* of the newest change that is in it */
  guint missing;
} KxDossier;

/* The words of a msgid. Borrowed. */
const char *kx_dossier_say (const KxDossier *self, const char *msgid);

/* log/: within the read transaction of `book`. */
gboolean kx_dossier_write_log (KxDossier *self, KxBook *book, GError **error);

/* index.xlsx and index.html. */
gboolean kx_dossier_write_index (KxDossier *self, GError **error);

G_END_DECLS
