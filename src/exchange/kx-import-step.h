/* One row of a file against the rows of the store: which one it is, what changes, and what the rules say to
 * it. */
#pragma once

#include "exchange/kx-import-report.h"
#include "exchange/kx-import-target.h"

G_BEGIN_DECLS

typedef enum
{
  KX_IMPORT_BOTH,
  KX_IMPORT_ADD,   /* rows that are there already stay as they are */
  KX_IMPORT_UPDATE /* rows that are not there are refused */
} KxImportMode;

/* What all rows of one pass through a file share. Everything but the sets is borrowed. */
typedef struct
{
  const KxSchema *schema;
  const KxEntity *entity;
  const KxImportTable *table;
  const KxActor *actor;
  const KxImportTargetKind *target;
  const char *office; /* id */
  const char *area;   /* code: of the office */
  const char *import; /* id: root of the ids of ops and rows */
  int state;          /* code in which rows are taken over that say none */
  KxImportMode mode;
  gboolean resumes;    /* rows may have gone in before */
  GHashTable *keys;    /* owned; what tells rows apart -> number of the first row that has it */
  GHashTable *matched; /* owned; id of a row of the store -> number of the row in the file */
} KxImportPass;

/* Where and when a row is decided. */
typedef struct
{
  KxBook *book;
  KxReader *reader; /* over the book, for what is looked up; the overlay of a dry run */
  KxTime at;
  KxDate today;
  gboolean dry;
} KxImportPlace;

void kx_import_pass_init (KxImportPass *self);
void kx_import_pass_clear (KxImportPass *self);

/* Decides the row and, unless the place is dry, applies it inside the book's write transaction. A refusal is
 * told in the report. FALSE with an error: the store failed. */
gboolean kx_import_step (KxImportPass *pass, const KxImportPlace *place, KxImportRow *row,
                         KxImportReport *report, GError **error);

G_END_DECLS
