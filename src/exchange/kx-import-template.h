/* An empty table to fill in. */
#pragma once

#include "core/kx-entity.h"
#include "exchange/kx-import-words.h"
#include "exchange/kx-sheet-write.h"

G_BEGIN_DECLS

/* A workbook with a column for every field a person may give: titles as `words` have them (an asterisk where
 * a value is needed), notes on how to write it, drop-downs, an example row that an import passes over, and a
 * hidden row of codes by which renamed titles are still known. The bytes are owned. */
GBytes *kx_import_write_template (const KxEntity *entity, const KxImportWords *words, GError **error);

/* Gives a column of a workbook the drop-down of its field, if the field has choices. */
void kx_import_template_set_choices (KxSheetWriter *writer, guint column, const KxField *field,
                                     const KxImportWords *words);

G_END_DECLS
