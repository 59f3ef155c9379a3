/* The table inside a sheet: its header, what its columns hold, and which rows are data. */
#pragma once

#include "exchange/kx-import-date.h"
#include "exchange/kx-import-headings.h"
#include "exchange/kx-sheet.h"

G_BEGIN_DECLS

#define KX_IMPORT_MAX_ROWS 50000

/* What a cell without a value does to a record that has one. A new record simply has none, and what every
 * record needs is never taken away. */
typedef enum
{
  KX_IMPORT_BLANK_KEEPS,
  KX_IMPORT_BLANK_WORDS_CLEAR, /* an empty cell says nothing; / — 无 and the like take the value away */
  KX_IMPORT_BLANK_CLEARS,
  KX_IMPORT_N_BLANKS
} KxImportBlank;

typedef struct
{
  guint number; /* 1-based, as in the sheet */
  char *title;  /* owned; the titles of a header of several rows are joined by a blank */
  KxImportMeaning meaning;
  KxImportBlank blank;
  KxImportDates dates;
  gboolean by_title; /* known by a title alone, neither by a code nor by a given mapping */
  gboolean hidden;
  const char *remark; /* msgid: why nothing is taken from a column whose title is known, or NULL */
} KxImportColumn;

/* Why a row below the header is no data. */
typedef enum
{
  KX_IMPORT_SKIP_EMPTY, /* nothing but a running number, or text in columns that are not known */
  KX_IMPORT_SKIP_TOTAL,
  KX_IMPORT_SKIP_NOTE,
  KX_IMPORT_SKIP_EXAMPLE,
  KX_IMPORT_SKIP_HEADER, /* the header again, as on each printed page */
  KX_IMPORT_SKIP_GROUP   /* the title of the rows below */
} KxImportSkip;

typedef struct
{
  guint number;
  KxImportSkip why;
  char *text; /* owned; the first text in it */
} KxImportSkipped;

typedef struct
{
  const KxWorkbook *workbook; /* borrowed, as the sheet */
  const KxSheet *sheet;
  const KxImportHeadings *headings; /* borrowed */
  guint first_header, last_header;  /* row numbers; equal when the header is one row */
  guint code_row;                   /* row number, 0: none */
  GPtrArray *columns;               /* (element-type KxImportColumn) owned; every column that has a title */
  GArray *rows;                     /* (element-type guint) owned; places of the data rows in the sheet */
  GArray *hidden_rows;              /* (element-type guint) owned; numbers of data rows that the file hides */
  GPtrArray *skipped;               /* (element-type KxImportSkipped) owned */
  GPtrArray *other_sheets;          /* (element-type char*) owned; sheets with a header that are not read */
} KxImportTable;

/* Finds the table in `workbook`: in the sheet of that name, or in the best of all when `sheet` is NULL. Of
 * several header forms that fit, a row of codes wins, then the one with most known columns; `header` (0: look
 * for it) says in which row of a named sheet the header begins, whatever stands there. `mapping` (may be
 * NULL) says what columns mean, see kx_import_mapping_apply(). The workbook and the headings have to live as
 * long as the table. Errors: KX_IMPORT_ERROR. */
KxImportTable *kx_import_table_find (const KxWorkbook *workbook, const KxImportHeadings *headings,
                                     const char *sheet, guint header, const char *mapping, GError **error);

void kx_import_table_free (KxImportTable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxImportTable, kx_import_table_free)

/* The column that gives a field, or NULL. */
const KxImportColumn *kx_import_table_field (const KxImportTable *self, guint field);

/* The first column of a use other than a field, or NULL. */
const KxImportColumn *kx_import_table_use (const KxImportTable *self, KxImportUse use);

/* The cell of a data row in a column; rows merged downwards all carry the value. Never NULL. */
const KxCell *kx_import_table_cell (const KxImportTable *self, guint place, guint column);

/* Whether a day such as 1/2/2024 stands in the column, of which nothing says what the day is. */
gboolean kx_import_table_asks_dates (const KxImportTable *self, const KxImportColumn *column);

/* "total", "note", … */
const char *kx_import_skip_name (KxImportSkip why);

G_END_DECLS
