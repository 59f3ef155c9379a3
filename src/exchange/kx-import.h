/* Taking in a table of an office: which columns give what, what each row comes to, and a report of it.
 *
 * A file is opened and its columns are mapped (kx_import_new()); then its rows are tried (a dry run) or taken
 * in. Every row is decided on its own by the rules that hold for everyone, as the person who imports. Rows go
 * in by work of KX_IMPORT_TOGETHER, under a record of the import: what was interrupted goes on when the same
 * file comes again. */
#pragma once

#include "exchange/kx-import-step.h"
#include "exchange/kx-import-target.h"
#include "exchange/kx-sheet-open.h"

G_BEGIN_DECLS

#define KX_IMPORT_TOGETHER 500

/* Told after each piece of work; in the thread that imports. */
typedef void (*KxImportProgress) (guint done, guint total, gpointer data);

/* Everything is borrowed for as long as the import lives; zeros and NULL mean what is said. */
typedef struct
{
  const KxEntity *entity; /* whose rows come in; NULL: agencies */
  const char *area;       /* code: the office's area; not needed with `office` */
  const char *office; /* id; NULL: the office of the area, which the service itself makes if there is none */
  const char *file_name; /* for the record */
  const char *sheet;     /* NULL: the one that fits best */
  guint header;          /* number of the row of `sheet` in which its header begins; 0: look for it */
  const char *mapping;   /* see kx_import_mapping_apply(); NULL: that of the last file with the same header */
  const KxSheetOptions *sheet_options; /* limits, encoding, delimiter */
  const KxImportWords *words;
  KxImportProgress progress;
  gpointer progress_data;
  const char *state; /* name of that in which rows are taken over that say none; NULL: the usual one */
  KxImportMode mode;
  gboolean dry_run; /* decide everything, write nothing */
  gboolean strict;  /* all or nothing: a dry run first, and nothing is written when it refuses a row */
} KxImportOptions;

typedef struct _KxImport KxImport;

/* Opens the file, finds its table and maps its columns. Blocks; any thread but the target's writer. Errors:
 * KX_SHEET_ERROR, KX_IMPORT_ERROR, those of the target. */
KxImport *kx_import_new (KxImportTarget target, const KxActor *actor, GBytes *file,
                         const KxImportOptions *options, GError **error);

/* The same for a workbook that is open, which is borrowed, and the SHA-256 of its file. What stops an import
 * is left to kx_import_check(), so that people can see the table and correct what its columns mean. */
KxImport *kx_import_new_opened (KxImportTarget target, const KxActor *actor, const KxWorkbook *workbook,
                                const char *sha256, const KxImportOptions *options, GError **error);

/* Whether the rows can be taken in: KX_IMPORT_ERROR_COLUMNS, _EMPTY or _LIMIT. kx_import_run() asks it. */
gboolean kx_import_check (const KxImport *self, GError **error);

/* Labels, in the caller's words, of what a row needs in this mode and `fields` (bits by field) does not give;
 * NULL: nothing. Free with g_free(). */
char *kx_import_list_needed (const KxEntity *entity, KxImportMode mode, guint64 fields,
                             const KxImportWords *words);

/* Id of the newest finished import of the same file into this office, NULL without an error: there is none.
 * `ret_running` (may be NULL) gets that of a newer one that was interrupted, in which the columns meant the
 * same: kx_import_run() goes on with it. Before the run only. Free with g_free(). */
char *kx_import_find_earlier (const KxImport *self, char **ret_running, GError **error);

void kx_import_free (KxImport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxImport, kx_import_free)

/* The table found, with its columns; for a page on which people see and correct them. */
const KxImportTable *kx_import_get_table (const KxImport *self);

/* Tries or takes in the rows, as the options say; once, and the target's reader is given back. Blocks
 * likewise. A refused row is no error. With G_IO_ERROR_CANCELLED what is in stays in, and the same file goes
 * on from there. */
gboolean kx_import_run (KxImport *self, GCancellable *cancellable, GError **error);

/* What became of the rows; NULL before kx_import_run() succeeded. Borrowed. */
const KxImportReport *kx_import_get_report (const KxImport *self);

/* The report as JSON. Free with g_free(). */
char *kx_import_dup_report_json (const KxImport *self);

/* A workbook of the refused rows alone: their columns as they were, a note on each cell at fault, the reasons
 * in the last column. Corrected, it can be imported. NULL with an error: it could not be written. */
GBytes *kx_import_write_errors (const KxImport *self, GError **error);

G_END_DECLS
