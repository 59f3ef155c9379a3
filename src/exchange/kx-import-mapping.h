/* A mapping: which column gives which field, as a value that can be given, kept and found again. */
#pragma once

#include "exchange/kx-import-table.h"

G_BEGIN_DECLS

/* {"sheet": …, "header": …, "columns": [{"column": 2, "title": "机构名称", "field": "name"}, …]}; the field
 * of a column from which nothing is taken is null. What a person said of a column's cells stands beside it:
 * "blank" is "words-clear" or "clears", "dates" is "day-first" or "month-first". `header` tells files with
 * the same titles. Free with g_free(). */
char *kx_import_mapping_to_json (const KxImportTable *table);

/* The names of blanks and dates in a mapping; NULL for what goes without saying. */
const char *kx_import_mapping_blank_name (KxImportBlank blank);
const char *kx_import_mapping_dates_name (KxImportDates dates);

/* What tells a header from others: the entity and the titles. Free with g_free(). */
char *kx_import_mapping_header (const KxImportTable *table);

/* The member `header` of a mapping, or NULL. Free with g_free(). */
char *kx_import_mapping_header_of (const char *mapping);

/* Gives the columns of `table` the meanings that `mapping` names. A column is known by its title, or by its
 * number alone where the mapping gives no title; columns it does not name keep theirs.
 * KX_IMPORT_ERROR_MAPPING: not a mapping, a field that is not known or twice, or a column that is not there.
 */
gboolean kx_import_mapping_apply (KxImportTable *table, const char *mapping, GError **error);

G_END_DECLS
