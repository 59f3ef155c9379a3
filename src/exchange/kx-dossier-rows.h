/* Which rows belong to one agency: its own record, those that are the same institution, and all that was
 * written down about it, with what belongs to that in turn. */
#pragma once

#include "core/kx-role.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

/* One kind of row. */
typedef struct
{
  const KxEntity *entity;
  GPtrArray *records; /* (element-type KxRecord) owned; by id, those in the trash among them */
  guint older;        /* rows that were over before the period, and are left out */
  guint hidden;       /* rows that the person may not read */
} KxDossierTable;

typedef struct
{
  char *agency;      /* owned; id of the record that stays where several are one institution */
  GPtrArray *tables; /* (element-type KxDossierTable) owned; kinds without rows are not there */
} KxDossierRows;

/* Looks the rows up, within the caller's read transaction. `agency` may be the id of a second record. With
 * `since` (0: all) those whose dates, and whose last change, all lie before that day are left out; what has
 * no dates goes with the row it belongs to. NULL with the store's error; without one: there is no such
 * agency, or not for `actor`. */
KxDossierRows *kx_dossier_rows_find (KxBook *book, const KxActor *actor, const char *agency, KxDate since,
                                     GError **error);

void kx_dossier_rows_free (KxDossierRows *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxDossierRows, kx_dossier_rows_free)

/* The record of the agency that stays. Borrowed. */
const KxRecord *kx_dossier_rows_get_agency (const KxDossierRows *self);

/* What people call a row: its title, else the number of its kind, else its id. Free with g_free(). */
char *kx_dossier_dup_title (const KxRecord *record);

G_END_DECLS
