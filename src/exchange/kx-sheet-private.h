/* How a workbook lies in memory: what fills it and what reads it share this. */
#pragma once

#include "exchange/kx-sheet.h"

G_BEGIN_DECLS

/* The part of a merged range that lies in one column; merges do not overlap, so strips of a column can be
 * searched by halves. */
typedef struct
{
  guint first_row, last_row;
  guint origin_row, origin_column;
} KxSheetStrip;

typedef struct
{
  guint first_row, first_column, last_row, last_column;
} KxSheetMerge;

struct _KxSheet
{
  KxWorkbook *workbook; /* borrowed */
  char *name;
  gboolean hidden;
  GArray *rows;     /* of KxSheetRow */
  GArray *open_row; /* of KxCell: the row being filled */
  GArray *merges;   /* of KxSheetMerge */
  GArray **strips;  /* of KxSheetStrip, one array a column up to n_columns; entries may be NULL */
  guint8 hidden_columns[KX_SHEET_MAX_COLUMNS / 8];
  guint n_columns;
};

struct _KxWorkbook
{
  KxSheetLimits limits;
  GPtrArray *sheets;   /* of KxSheet, owned */
  GStringChunk *text;  /* every string of every cell */
  GPtrArray *blocks;   /* of KxCell[], owned */
  gsize free_in_block; /* cells left in the last block */
  gsize n_cells;
  gsize n_text_bytes;
  char *encoding;
  gunichar delimiter;
  gboolean date_1904;
};

G_END_DECLS
