/* One row of the table as the fields it gives. */
#pragma once

#include "exchange/kx-import-table.h"
#include "exchange/kx-import-value.h"

G_BEGIN_DECLS

/* What was found in one cell, or in the row (column 0). */
typedef struct
{
  guint column;       /* 1-based number in the sheet */
  KxFinding *finding; /* owned */
} KxImportFault;

typedef struct
{
  guint place, number;             /* in the sheet's rows; as in the file */
  KxRecord *fields;                /* owned; what the row gives, blanks left out */
  GPtrArray *former_names;         /* (element-type char*) owned */
  char *agency_code, *agency_name; /* owned; of what runs on paper, NULL: not given */
  int state;                       /* code in which that comes in, -1: not given */
  GPtrArray *faults;               /* (element-type KxImportFault) owned; those that fail refuse the row */
} KxImportRow;

KxImportRow *kx_import_row_read (const KxImportTable *table, const KxImportValues *values, guint place);

void kx_import_row_free (KxImportRow *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxImportRow, kx_import_row_free)

/* Takes `finding`; its column is the one that gives the finding's field, or 0. */
void kx_import_row_add_finding (KxImportRow *self, const KxImportTable *table, KxFinding *finding);

/* What people call the record of the row: its title, and of what runs on paper the agency first; NULL: the
 * row says neither. Free with g_free(). */
char *kx_import_row_dup_name (const KxImportRow *self);

/* TRUE when one of the faults fails. */
gboolean kx_import_row_is_refused (const KxImportRow *self);

/* Gives up columns known by their titles alone whose cells hold something else altogether: of many cells none
 * can be read. They are told as not read, rather than each row refused. */
void kx_import_row_doubt_columns (KxImportTable *table, const KxImportValues *values);

G_END_DECLS
