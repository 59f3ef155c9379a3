/* One cell to the value of one field. */
#pragma once

#include "exchange/kx-import-area.h"
#include "exchange/kx-import-date.h"
#include "exchange/kx-import-words.h"
#include "exchange/kx-sheet.h"

G_BEGIN_DECLS

/* What the values of one file are read with. */
typedef struct
{
  const KxEntity *entity; /* borrowed, as all here */
  const KxImportWords *words;
  KxImportAreas *areas;
  GHashTable *codes; /* of kx_import_value_codes() */
  KxDate today;
  gboolean date_1904;
} KxImportValues;

/* Every way to write every code of the entity's fields. Free with g_hash_table_unref(). */
GHashTable *kx_import_value_codes (const KxEntity *entity, const KxImportWords *words);

/* Whether the cell says that there is no value: empty, / — 无 and the like. A formula without a result and a
 * formula's fault say nothing of the kind. */
gboolean kx_import_value_is_nothing (const KxField *field, const KxCell *cell);

/* Reads the cell into `record`; also into the field that goes with it, as 长期 goes to that of a licence
 * without end. What does not fit becomes a finding that fails, what was understood with some freedom one that
 * warns; `findings` (of KxFinding) takes them. Areas are not read here: kx_import_row_read() does. */
void kx_import_value_read (const KxImportValues *values, guint field, const KxCell *cell, KxImportDates dates,
                           KxRecord *record, GPtrArray *findings);

/* The text of a cell as it is taken over: figures with all their digits. Free with g_free(). */
char *kx_import_value_text (const KxCell *cell);

G_END_DECLS
