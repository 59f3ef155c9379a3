/* The choices of an import that has not come to its end, as they are kept until it does. */
#pragma once

#include "core/kx-field.h"
#include "exchange/kx-import.h"

G_BEGIN_DECLS

/* What one column was said to hold. */
typedef struct
{
  guint number;
  char *title, *code; /* owned; code NULL: nothing is taken from it */
  KxImportBlank blank;
  KxImportDates dates;
} KxImportKeptColumn;

/* Texts are owned; NULL: not chosen, or found from the file. */
typedef struct
{
  KxTime at;           /* of the last choice */
  char *name, *sha256; /* of the file */
  char *uri;           /* where the file was; NULL: there are rows that were pasted */
  char *text;          /* those rows; NULL: there is a file */
  char *sheet, *encoding, *delimiter;
  char *subject, *state; /* name of the entity, NULL: agencies; in which rows come in that say none */
  guint header;          /* 0: looked for */
  char *office;
  KxImportMode mode;
  gboolean strict;
  guint step;         /* how far the person had gone */
  GPtrArray *columns; /* (element-type KxImportKeptColumn) owned */
} KxImportKept;

void kx_import_kept_free (KxImportKept *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxImportKept, kx_import_kept_free)

/* What was said of the columns is given as `mapping`, of kx_import_column_items_to_mapping() (NULL: nothing);
 * `columns` are passed over. Free with g_free(). */
char *kx_import_kept_to_json (const KxImportKept *self, const char *mapping);

/* NULL: the text is none of these. What it does not say, or says in a way this program does not know, is not
 * chosen. */
KxImportKept *kx_import_kept_from_json (const char *text);

G_END_DECLS
