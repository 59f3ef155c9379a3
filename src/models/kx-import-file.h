/* A file that a person chose to import: read once, opened as a workbook as often as the choices change. */
#pragma once

#include "exchange/kx-sheet-open.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Counted by references and not changed once it is made; any thread. */
typedef struct
{
  char *name, *sha256;  /* owned; as people see it; of its bytes */
  guint64 size;         /* bytes */
  GBytes *bytes;        /* owned; NULL: it is no text and the workbook says all */
  KxWorkbook *workbook; /* owned; NULL: text that does not open with these options */
} KxImportFile;

/* Reads the file, never more of it than the limit, and opens it. Text that does not decode or divide is no
 * failure: `ret_problem` (owned) says what is wrong, and other options may open it. NULL with G_IO_ERROR or
 * KX_SHEET_ERROR. Blocks. */
KxImportFile *kx_import_file_read (GFile *source, GCancellable *cancellable, char **ret_problem,
                                   GError **error);

/* The same for bytes that are there, such as rows that were pasted; `name` is what people see. */
KxImportFile *kx_import_file_new (GBytes *bytes, const char *name, char **ret_problem, GError **error);

/* The same text, of which the bytes are there, with another encoding or delimiter. */
KxImportFile *kx_import_file_read_again (const KxImportFile *self, const KxSheetOptions *options,
                                         char **ret_problem, GError **error);

KxImportFile *kx_import_file_ref (KxImportFile *self);
void kx_import_file_unref (KxImportFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxImportFile, kx_import_file_unref)

G_END_DECLS
