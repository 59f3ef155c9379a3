/* The parts of an xlsx package around its worksheets: relationships, workbook, styles, shared strings. */
#pragma once

#include "exchange/kx-sheet-number.h"
#include "exchange/kx-xlsx-package.h"

G_BEGIN_DECLS

/* What one part points to inside the package. */
typedef struct
{
  char *id;
  char *kind; /* the last word of the relationship's type, such as "worksheet" */
  char *part;
} KxXlsxRelation;

/* A sheet as the workbook part lists it. */
typedef struct
{
  char *name;
  char *relation;
  gboolean hidden;
} KxXlsxEntry;

GPtrArray *kx_xlsx_read_relations (KxXlsxPackage *package, const char *source, GError **error);
const KxXlsxRelation *kx_xlsx_find_relation (const GPtrArray *relations, const char *id, const char *kind);
GPtrArray *kx_xlsx_read_entries (KxXlsxPackage *package, const char *part, gboolean *ret_date_1904,
                                 GError **error);
GArray *kx_xlsx_read_styles (KxXlsxPackage *package, const char *part, GError **error);
GPtrArray *kx_xlsx_read_strings (KxXlsxPackage *package, const char *part, KxWorkbook *workbook,
                                 gsize max_strings, GError **error);

G_END_DECLS
