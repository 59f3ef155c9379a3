/* Columns, filters and facts of a list: those its kind names, or those that follow from the entity's fields.
 */
#pragma once

#include "desktop/pages/kx-rows-page.h"

G_BEGIN_DECLS

typedef struct
{
  KxRowColumn *columns; /* owned, as the choices are */
  guint n_columns;
  KxFilterChoice *choices;
  guint n_choices;
  KxRowFacts facts;
  guint *fields; /* owned; of the facts, where they follow from the entity */
} KxRowsLayout;

KxRowsLayout *kx_rows_layout_new (const KxRowsKind *kind, const KxEntity *entity);
void kx_rows_layout_free (KxRowsLayout *layout);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxRowsLayout, kx_rows_layout_free)

G_END_DECLS
