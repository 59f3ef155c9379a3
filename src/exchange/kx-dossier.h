/* Everything on one agency as one ZIP file that verifies (一机构一档): an index that any browser and any
 * spreadsheet opens, the rows, the attachments, what was changed and by whom with the entries of the audit
 * trail, and a signed list of all parts with their hashes. */
#pragma once

#include "exchange/kx-import-words.h"
#include "store/kx-store.h"

G_BEGIN_DECLS

#define KX_DOSSIER_ERROR (kx_dossier_error_quark ())
GQuark kx_dossier_error_quark (void);

typedef enum
{
  KX_DOSSIER_ERROR_NONE,    /* no such agency, or not for this person */
  KX_DOSSIER_ERROR_SEVERAL, /* of this name: give the code or the id */
  KX_DOSSIER_ERROR_DAMAGED  /* no file of this kind, or nothing of it can be read */
} KxDossierError;

/* Everything is borrowed. */
typedef struct
{
  const char *agency;   /* id; of a second record the one that stays is taken */
  KxDate since;         /* what was over before this day is left out; 0: nothing is */
  const KxActor *actor; /* whose eyes; sealed fields are masked for everybody */
  gboolean with_audit;  /* the entries of the audit trail may be shown to this person */
  const KxImportWords *words;
} KxDossierRequest;

/* Texts are owned. */
typedef struct
{
  char *name; /* of the agency */
  guint rows, attachments, missing;
  guint parts; /* files in the ZIP file */
} KxDossierReport;

void kx_dossier_report_clear (KxDossierReport *report);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KxDossierReport, kx_dossier_report_clear)

/* Writes the file to `fd`, rows as of one moment. Attachments whose bytes are not there are named in it.
 * Waits for the disk: not for the thread of a main loop. Fill `ret_report` with zeros before. */
gboolean kx_dossier_write (KxStore *store, const KxDossierRequest *request, int fd,
                           KxDossierReport *ret_report, GError **error);

/* The id of the agency that a person means: by id, code, name or short name. NULL with KX_DOSSIER_ERROR or
 * the store's. Free with g_free(). */
char *kx_dossier_find_agency (KxBook *book, const char *text, GError **error);

/* 2026-07-01 16:30:05, in the office's time. Free with g_free(). */
char *kx_dossier_dup_time (KxTime time);

/* What the file of this agency is called: "NAME-20260701.zip". Free with g_free(). */
char *kx_dossier_file_name (const char *agency, KxDate today);

G_END_DECLS
