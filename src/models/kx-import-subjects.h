/* The kinds of records that tables bring in, and how each is spoken of. */
#pragma once

#include "exchange/kx-import.h"

G_BEGIN_DECLS

/* Texts are msgids. */
typedef struct
{
  const char *entity;     /* its name */
  const char *label;      /* "Agencies" */
  const char *title;      /* "Import agencies" */
  const char *question;   /* "Which table holds the agencies?" */
  const char *table_name; /* of the file with the empty table */
  const char *modes[3];   /* of KxImportMode: what is done */
  const char *unknown;    /* what becomes of rows that are not there when existing ones are to be changed */
  const char *left;       /* what becomes of what the file does not have */
  const char *known_by;   /* title: how one is known again */
  const char *unchanged, *none_new, *none_missing; /* lists of the report that are empty */
  const char *icon, *help;
  char *(*dup_count) (guint n); /* "1 agency", "2 agencies", translated */
} KxImportSubjectWords;

/* NULL at the end. */
const KxImportSubjectWords *kx_import_subjects_get (guint i);

/* NULL: tables do not bring in such records. */
const KxImportSubjectWords *kx_import_subjects_find (const char *entity);

G_END_DECLS
