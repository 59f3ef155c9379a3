/* Words for people: core and the import give msgids with {names}, the caller's function translates them. */
#pragma once

#include "core/kx-finding.h"

G_BEGIN_DECLS

/* The translation of a msgid, borrowed; the msgid itself when there is none. */
typedef const char *(*KxImportTranslate) (const char *msgid, gpointer data);

typedef struct
{
  KxImportTranslate translate; /* NULL: English, as the msgids stand */
  gpointer data;
} KxImportWords;

#define KX_IMPORT_ERROR (kx_import_error_quark ())
GQuark kx_import_error_quark (void);

/* Why an import did not begin or end; the message is worded for the person who imports. */
typedef enum
{
  KX_IMPORT_ERROR_SHEET,   /* no sheet of that name: choose one of those named */
  KX_IMPORT_ERROR_HEADER,  /* no row of titles: add one, or use the template */
  KX_IMPORT_ERROR_COLUMNS, /* needed columns are missing: the message names them */
  KX_IMPORT_ERROR_MAPPING, /* the mapping given does not fit this file */
  KX_IMPORT_ERROR_EMPTY,   /* a header without rows */
  KX_IMPORT_ERROR_LIMIT,   /* too many rows: split the file */
  KX_IMPORT_ERROR_OFFICE,  /* the area has no office, or several */
  KX_IMPORT_ERROR_REFUSED  /* the person may not import here */
} KxImportError;

/* The translation of `msgid`; `words` may be NULL. Borrowed. */
const char *kx_import_say (const KxImportWords *words, const char *msgid);

/* The finding's message, translated and filled. Free with g_free(). */
char *kx_import_say_finding (const KxImportWords *words, const KxFinding *finding);

/* Sets `error` to the translated `msgid`, with {name} replaced by `text`; both may be NULL. */
void kx_import_fail (const KxImportWords *words, GError **error, KxImportError code, const char *msgid,
                     const char *name, const char *text);

G_END_DECLS
