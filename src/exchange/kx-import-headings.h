/* A dictionary of titles: what a column of that title holds. */
#pragma once

#include "exchange/kx-import-synonyms.h"
#include "exchange/kx-import-words.h"

G_BEGIN_DECLS

typedef enum
{
  KX_IMPORT_UNKNOWN, /* nothing is taken from the column */
  KX_IMPORT_FIELD,
  KX_IMPORT_IGNORED, /* known, and nothing to take: a running number, what the service sets */
  KX_IMPORT_PROVINCE,
  KX_IMPORT_CITY, /* narrows where the county lies, or stands for it */
  KX_IMPORT_FORMER_NAME,
  KX_IMPORT_AGENCY_CODE, /* of what runs on paper: which agency it is with */
  KX_IMPORT_AGENCY_NAME,
  KX_IMPORT_STATE /* in which it comes in */
} KxImportUse;

typedef struct
{
  KxImportUse use;
  guint field; /* of KX_IMPORT_FIELD */
  guint rank;  /* a column of a lower rank is preferred */
} KxImportMeaning;

typedef struct _KxImportHeadings KxImportHeadings;

/* Knows the names and labels of the fields of `entity`, the labels also as `words` translate them, and
 * synonyms. `words` (may be NULL) has to live as long. */
KxImportHeadings *kx_import_headings_new (const KxEntity *entity, const KxImportWords *words);

void kx_import_headings_free (KxImportHeadings *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxImportHeadings, kx_import_headings_free)

const KxEntity *kx_import_headings_get_entity (const KxImportHeadings *self);
const KxImportWords *kx_import_headings_get_words (const KxImportHeadings *self);

/* What a title means, with or without what stands in its brackets. */
gboolean kx_import_headings_lookup (const KxImportHeadings *self, const char *title,
                                    KxImportMeaning *ret_meaning);

/* What a code means as rows of codes and mappings have it: the name of a field, or one such as $city. */
gboolean kx_import_headings_lookup_code (const KxImportHeadings *self, const char *code,
                                         KxImportMeaning *ret_meaning);

/* The inverse; NULL for KX_IMPORT_UNKNOWN. */
const char *kx_import_headings_code (const KxImportHeadings *self, KxImportUse use, guint field);

/* Whether a person may give this field in a table. */
gboolean kx_import_takes_field (const KxField *field);

G_END_DECLS
