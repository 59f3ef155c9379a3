/* What offices call columns and values in their own tables. */
#pragma once

#include "core/kx-entity.h"

G_BEGIN_DECLS

/* Uses of a column that are no field; in rows of codes and in mappings they stand under these names. */
#define KX_IMPORT_USE_IGNORED "$ignored"
#define KX_IMPORT_USE_PROVINCE "$province"
#define KX_IMPORT_USE_CITY "$city"
#define KX_IMPORT_USE_FORMER_NAME "$former_name"
#define KX_IMPORT_USE_AGENCY_CODE "$agency_code"
#define KX_IMPORT_USE_AGENCY_NAME "$agency_name"
#define KX_IMPORT_USE_STATE "$state"

/* Titles of one field or use, parted by spaces and in the form of kx_import_fold(); those of a lower rank win
 * over others of the same file. */
typedef struct
{
  const char *field, *titles;
  guint rank;
} KxImportTitles;

/* Ways to write one code. */
typedef struct
{
  const char *field, *code, *words;
} KxImportCodeWords;

/* Ends with a NULL field; empty for entities of which no other names are known. */
const KxImportTitles *kx_import_titles (const KxEntity *entity);
const KxImportCodeWords *kx_import_code_words (const KxEntity *entity);

G_END_DECLS
