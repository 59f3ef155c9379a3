/* Workbooks read from files: sheets, rows and cells as people see them, whatever the file format was. */
#pragma once

#include "core/kx-date.h"

#include <glib.h>

G_BEGIN_DECLS

#define KX_SHEET_MAX_ROWS 1048576 /* ECMA-376: the last row of a worksheet */
#define KX_SHEET_MAX_COLUMNS 16384

#define KX_SHEET_ERROR (kx_sheet_error_quark ())

/* What went wrong with a file; the message says it in words and names what to do. */
typedef enum
{
  KX_SHEET_ERROR_EMPTY,    /* nothing is in the file: choose another */
  KX_SHEET_ERROR_FORMAT,   /* a kind of file that is not read: save it as xlsx */
  KX_SHEET_ERROR_LIMIT,    /* a limit is passed: split the file */
  KX_SHEET_ERROR_DAMAGED,  /* the file contradicts its own format: copy or save it again */
  KX_SHEET_ERROR_PASSWORD, /* encrypted: remove the password */
  KX_SHEET_ERROR_ENCODING, /* text that does not decode or encode: choose an encoding, or mend the cell */
  KX_SHEET_ERROR_SYSTEM    /* memory, processes or temporary files failed: try again */
} KxSheetError;

typedef enum
{
  KX_CELL_EMPTY,
  KX_CELL_TEXT,
  KX_CELL_NUMBER,
  KX_CELL_DATE,
  KX_CELL_BOOLEAN,
  KX_CELL_ERROR
} KxCellKind;

typedef enum
{
  KX_CELL_FORMULA = 1 << 0,     /* the value was computed by a formula */
  KX_CELL_NO_VALUE = 1 << 1,    /* a formula whose result is not in the file; the cell is empty */
  KX_CELL_DIGITS_LOST = 1 << 2, /* a number of 16 digits or more: spreadsheets keep 15, so the end is wrong */
  KX_CELL_PERCENT = 1 << 3,     /* shown as per cent: number is 0.95 where the text says 95% */
  KX_CELL_TIME = 1 << 4         /* a time of day: after the date in the text, or alone */
} KxCellFlags;

/* One cell. All strings belong to the workbook and are never NULL. */
typedef struct
{
  const char *text;   /* as the user sees or typed it; a date as yyyy-mm-dd, a boolean as TRUE or FALSE */
  const char *digits; /* a number's digits exactly as the file holds them, else "" */
  double number;      /* number, date serial or 0 / 1 */
  KxDate date;
  guint16 column; /* 1-based */
  guint8 kind;    /* KxCellKind */
  guint8 flags;   /* KxCellFlags */
} KxCell;

/* One row that holds something, with its cells in order of columns. */
typedef struct
{
  const KxCell *cells;
  guint number; /* 1-based, as in the file */
  guint16 n_cells;
  guint8 hidden;
} KxSheetRow;

/* What a reader accepts; every figure is an upper bound. */
typedef struct
{
  gsize file_bytes;
  guint rows; /* rows of one sheet that hold something, titles and headers included */
  guint sheets;
  gsize cells;         /* of the whole workbook */
  gsize text_bytes;    /* of the whole workbook */
  guint64 part_bytes;  /* of one inflated part of an xlsx package */
  guint64 total_bytes; /* of all parts read */
  guint ratio;         /* inflated bytes for one byte of the file, above the first 32 MiB */
  guint seconds;       /* for which the process that reads an old workbook is waited for; 0: 30 */
} KxSheetLimits;

typedef struct _KxSheet KxSheet;
typedef struct _KxWorkbook KxWorkbook;

/* 20 MB, 50,000 data rows and room for titles, headers and notes. */
extern const KxSheetLimits kx_sheet_limits_default;

GQuark kx_sheet_error_quark (void);

void kx_workbook_free (KxWorkbook *self);
guint kx_workbook_get_n_sheets (const KxWorkbook *self);
const KxSheet *kx_workbook_get_sheet (const KxWorkbook *self, guint i);
gboolean kx_workbook_get_date_1904 (const KxWorkbook *self);
const char *kx_workbook_get_encoding (const KxWorkbook *self);
gunichar kx_workbook_get_delimiter (const KxWorkbook *self);

const char *kx_sheet_get_name (const KxSheet *self);
gboolean kx_sheet_get_hidden (const KxSheet *self);
gboolean kx_sheet_get_column_hidden (const KxSheet *self, guint column);
guint kx_sheet_get_n_columns (const KxSheet *self);
guint kx_sheet_get_n_rows (const KxSheet *self);
const KxSheetRow *kx_sheet_get_row (const KxSheet *self, guint i);
const KxSheetRow *kx_sheet_find_row (const KxSheet *self, guint number);
const KxCell *kx_sheet_row_get_cell (const KxSheetRow *row, guint column);
const KxCell *kx_sheet_get_cell (const KxSheet *self, guint row, guint column);
gboolean kx_sheet_get_merge (const KxSheet *self, guint row, guint column, guint *ret_row, guint *ret_column);
const KxCell *kx_sheet_get_filled_cell (const KxSheet *self, guint row, guint column);

char *kx_sheet_cell_name (guint row, guint column);
gboolean kx_sheet_parse_cell_name (const char *name, guint *ret_row, guint *ret_column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxWorkbook, kx_workbook_free)

G_END_DECLS
