/* Writing one table to xlsx or delimited text. */
#pragma once

#include "core/kx-date.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  KX_SHEET_OUT_XLSX,
  KX_SHEET_OUT_CSV, /* UTF-8 with a byte order mark, lines end in CR LF */
  KX_SHEET_OUT_CSV_GB18030
} KxSheetOutput;

typedef enum
{
  KX_COLUMN_TEXT,
  KX_COLUMN_NUMBER, /* plain digits, as "12.50"; what is none is written as text */
  KX_COLUMN_DATE    /* yyyy-mm-dd; what is none is written as text */
} KxColumnKind;

typedef struct _KxSheetWriter KxSheetWriter;

KxSheetWriter *kx_sheet_writer_new (KxSheetOutput output, const char *name);
void kx_sheet_writer_free (KxSheetWriter *self);
/* One more sheet behind those of a workbook; text has none. Takes `sheet`. */
void kx_sheet_writer_add_sheet (KxSheetWriter *self, KxSheetWriter *sheet);
void kx_sheet_writer_set_heading (KxSheetWriter *self, const char *heading);
guint kx_sheet_writer_add_column (KxSheetWriter *self, const char *title, const char *code,
                                  KxColumnKind kind);
void kx_sheet_writer_set_choices (KxSheetWriter *self, guint column, const char *const *choices);
void kx_sheet_writer_set_column_note (KxSheetWriter *self, guint column, const char *text);
gboolean kx_sheet_writer_add_row (KxSheetWriter *self, const char *const *cells, GError **error);
void kx_sheet_writer_note (KxSheetWriter *self, guint row, guint column, const char *text);
guint kx_sheet_writer_get_n_rows (const KxSheetWriter *self);
GBytes *kx_sheet_writer_finish (KxSheetWriter *self, GError **error);
gboolean kx_sheet_writer_finish_file (KxSheetWriter *self, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxSheetWriter, kx_sheet_writer_free)

G_END_DECLS
