/* What the two ways of writing share. */
#pragma once

#include "exchange/kx-sheet-write.h"

G_BEGIN_DECLS

typedef struct
{
  char *title, *code, *note; /* owned; code and note may be NULL */
  char **choices;            /* owned, or NULL */
  KxColumnKind kind;
} KxWriteColumn;

typedef struct
{
  guint row, column;
  char *text; /* owned */
} KxWriteNote;

struct _KxSheetWriter
{
  KxSheetOutput output;
  char *name;
  char *heading;
  GArray *columns; /* of KxWriteColumn */
  GPtrArray *rows; /* of const char *[], one text a column, owned; texts lie in @text */
  GStringChunk *text;
  GArray *notes;   /* of KxWriteNote */
  GPtrArray *more; /* (element-type KxSheetWriter) owned; further sheets */
};

gboolean kx_write_is_formula_like (const char *text);
gboolean kx_write_xlsx (const KxSheetWriter *writer, const char *path, GError **error);
GBytes *kx_write_csv (const KxSheetWriter *writer, GError **error);

G_END_DECLS
