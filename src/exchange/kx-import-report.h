/* What became of the rows of a file. */
#pragma once

#include "core/kx-crypto.h"
#include "exchange/kx-import-row.h"

G_BEGIN_DECLS

typedef enum
{
  KX_IMPORT_CREATED,
  KX_IMPORT_UPDATED,
  KX_IMPORT_UNCHANGED,
  KX_IMPORT_REFUSED,
  KX_IMPORT_N_OUTCOMES
} KxImportOutcome;

typedef struct
{
  const char *field, *label; /* name; msgid */
  char *old, *new;           /* owned, canonical texts; NULL: none; masks of sealed values */
} KxImportDifference;

/* A refused row, an updated one, or one with something to note. */
typedef struct
{
  guint place, number;
  KxImportOutcome outcome;
  char *id, *name;        /* owned; of the row in the store, NULL: none; what people call it */
  GPtrArray *faults;      /* (element-type KxImportFault) owned */
  GPtrArray *differences; /* (element-type KxImportDifference) owned, or NULL */
} KxImportLine;

/* A row that was made or changed; in a dry run one that would be. */
typedef struct
{
  guint place, number;
  KxImportOutcome outcome;
  char id[KX_UUID_TEXT_SIZE];
} KxImportTouched;

/* A row of the store that the file does not have. */
typedef struct
{
  char *id, *name; /* owned */
} KxImportMissing;

typedef struct
{
  guint counts[KX_IMPORT_N_OUTCOMES];
  GPtrArray *lines; /* (element-type KxImportLine) owned, by row number */
  guint n_notes,
      n_lines_left;   /* lines that only note something beyond KX_IMPORT_MAX_NOTES are counted alone */
  GPtrArray *missing; /* (element-type KxImportMissing) owned; the first KX_IMPORT_MAX_MISSING */
  guint n_missing;
  GArray *touched; /* (element-type KxImportTouched) owned; created and updated rows in order */
  char *import;    /* owned; id of the import record, NULL: nothing was written */
  char *repeat_of; /* owned; id of a finished import of the same file, or NULL */
  gboolean dry_run, resumed;
  gboolean written; /* rows went in; FALSE for a dry run, and where strict found something to refuse */
} KxImportReport;

#define KX_IMPORT_MAX_NOTES 2000
#define KX_IMPORT_MAX_MISSING 1000

KxImportReport *kx_import_report_new (void);
void kx_import_report_free (KxImportReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxImportReport, kx_import_report_free)

void kx_import_difference_free (KxImportDifference *difference);

/* Counts a row and keeps what is to be told of it. Takes `faults` out of the row, and `id` and `differences`
 * (both may be NULL). */
void kx_import_report_add (KxImportReport *self, KxImportRow *row, KxImportOutcome outcome, char *id,
                           GPtrArray *differences);

/* created + updated + unchanged + refused. */
guint kx_import_report_get_read (const KxImportReport *self);

/* The report as one JSON object with messages in the words of the caller; `table` tells columns, hidden and
 * skipped rows. Free with g_free(). */
char *kx_import_report_to_json (const KxImportReport *self, const KxImportTable *table,
                                const KxImportWords *words);

G_END_DECLS
