/* The record of an import: begun, found again, finished. */
#pragma once

#include "exchange/kx-import-report.h"
#include "exchange/kx-import-target.h"

G_BEGIN_DECLS

/* One import as its record has it. Texts are borrowed. */
typedef struct
{
  const char *office;  /* id */
  const char *subject; /* name of the entity whose rows come in */
  const char *file_name;
  const char *sha256;  /* of the file */
  const char *mapping; /* JSON */
} KxImportEntry;

/* Looks among the office's imports for the same file: `ret_finished` gets the id of the newest that came to
 * its end, `ret_running` that of a newer one that was interrupted and has the same mapping; each may stay
 * NULL. Free with g_free(). */
gboolean kx_import_log_find (KxBook *book, const KxImportEntry *entry, char **ret_running,
                             char **ret_finished, GError **error);

/* The mapping of the newest import of this office whose file had the same header, or NULL. Free with
 * g_free(). */
char *kx_import_log_find_mapping (KxBook *book, const char *office, const char *subject, const char *header);

/* Writes the record of an import that begins; `ret_id` gets its id. KX_IMPORT_ERROR_REFUSED: the person may
 * not. */
gboolean kx_import_log_begin (KxImportTarget target, const KxActor *actor, const KxImportEntry *entry,
                              const KxImportWords *words, char ret_id[KX_UUID_TEXT_SIZE], GError **error);

/* Writes the counts and finishes the record. One that another service finished meanwhile stays as it is. */
gboolean kx_import_log_finish (KxImportTarget target, const KxActor *actor, const char *id,
                               const KxImportReport *report, const KxImportWords *words, GError **error);

G_END_DECLS
