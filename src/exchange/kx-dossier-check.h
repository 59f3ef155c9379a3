/* Whether the ZIP file of an agency (kx-dossier.h) is what the service put together. Needs no store. */
#pragma once

#include "exchange/kx-dossier.h"

G_BEGIN_DECLS

typedef enum
{
  KX_DOSSIER_CHANGED,  /* other bytes than the list of parts says */
  KX_DOSSIER_MISSING,  /* on the list, and not in the file */
  KX_DOSSIER_ADDED,    /* in the file, not on the list, or there twice */
  KX_DOSSIER_UNSIGNED, /* the list is not what was signed */
  KX_DOSSIER_BROKEN,   /* an entry of the audit trail, or its head, does not hold in itself */
  KX_DOSSIER_OTHER_ROW /* a row is not what its last entry in the audit trail says */
} KxDossierFaultKind;

typedef struct
{
  KxDossierFaultKind kind;
  char *name; /* owned; the part, with the row or entry behind a colon where one is meant */
} KxDossierFault;

/* Texts are owned. */
typedef struct
{
  char *agency, *made_at, *made_by; /* NULL: the list does not say */
  char *key;                        /* the key of the signature; NULL: it does not hold */
  guint parts;                      /* that are as the list says */
  gint64 bytes;
  guint entries, rows; /* of the audit trail, and of records, that were computed again */
  GPtrArray *faults;   /* (element-type KxDossierFault) */
} KxDossierCheck;

/* Reads the file from one end to the other, a piece at a time. NULL with KX_DOSSIER_ERROR_DAMAGED when it is
 * no such file, or G_FILE_ERROR. */
KxDossierCheck *kx_dossier_check (const char *path, GError **error);

void kx_dossier_check_free (KxDossierCheck *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxDossierCheck, kx_dossier_check_free)

G_END_DECLS
