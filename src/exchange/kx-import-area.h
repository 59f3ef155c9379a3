/* Area names to codes, within an office's area. */
#pragma once

#include "core/kx-finding.h"
#include "core/kx-reader.h"

G_BEGIN_DECLS

/* The office's area, the rows of zones it added (may be NULL), and what was found before. */
typedef struct _KxImportAreas KxImportAreas;

/* `reader` and `entity` (of areas) may be NULL; both are borrowed. */
KxImportAreas *kx_import_areas_new (const char *area, KxReader *reader, const KxEntity *entity);

void kx_import_areas_free (KxImportAreas *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxImportAreas, kx_import_areas_free)

/* What an area's text came to. */
typedef struct
{
  const char *code;         /* owned by the areas; NULL: not found */
  const KxFinding *finding; /* owned by the areas; NULL: nothing to say */
} KxImportArea;

/* The code of an area given by its code or name, alone or after the names of areas above it (济南市历下区).
 * Looks within `city` when that is not NULL, else within the office's area, else `anywhere`. Ambiguous and
 * unknown names are told. */
KxImportArea kx_import_areas_find (KxImportAreas *self, const char *text, const char *city,
                                   gboolean anywhere);

G_END_DECLS
