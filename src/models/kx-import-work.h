/* What an import's background threads do, without anything that is on a screen. */
#pragma once

#include "exchange/kx-import.h"
#include "models/kx-import-column-item.h"
#include "models/kx-import-preview.h"

G_BEGIN_DECLS

/* One piece of work and all it needs. Counted by references: what came of it keeps it. */
typedef struct
{
  KxImportTarget target;
  GObject *owner; /* owned; keeps the target's place alive, or NULL */
  KxActor *actor; /* owned */
  const KxImportWords *words;
  const KxEntity *entity;
  KxImportFile *file; /* owned */
  char *office;       /* owned; id */
  char *sheet;        /* owned; NULL: the one that fits best */
  guint header;       /* 0: look for it */
  char *mapping;      /* owned; NULL: by titles and as remembered */
  char *state;        /* owned; in which rows are taken over that say none, NULL: the usual one */
  KxImportMode mode;
  gboolean dry_run, strict;
  char *keep_in; /* owned; folder in which the refused rows are kept, or NULL */
  KxImportProgress progress;
  gpointer progress_data;
  KxImport *import; /* owned; what came of it */
} KxImportWork;

KxImportWork *kx_import_work_new (void);
KxImportWork *kx_import_work_ref (KxImportWork *self);
void kx_import_work_unref (KxImportWork *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxImportWork, kx_import_work_unref)

/* What one sees of a file with the present choices. */
typedef struct
{
  char *sheet;               /* owned; the one that is looked at */
  char *others;              /* owned; names of the others that have titles, or NULL */
  guint header, last_header; /* 0: none was found */
  GPtrArray *columns;        /* (element-type KxImportColumnItem) owned */
  GListStore *preview;       /* owned; of KxImportPreviewRow */
  guint n_rows, n_keyed, n_hidden,
      n_skipped;        /* rows of data; of them with the code by which rows are known */
  char *earlier;        /* owned; file name and time of the last import of the same file, or NULL */
  gboolean interrupted; /* an import of this file did not come to its end and goes on */
  char *problem;        /* owned; why nothing can be taken in as it is, or NULL */
  gboolean barred;      /* the problem lies in the person or the office, not in the table */
} KxImportLook;

void kx_import_look_free (KxImportLook *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxImportLook, kx_import_look_free)

/* Looks at the work's file, which has a workbook. Blocks. */
KxImportLook *kx_import_work_look (KxImportWork *self);

/* Tries the rows or takes them in; `import` has the report then. Blocks. Errors as of kx_import_run(). */
gboolean kx_import_work_run (KxImportWork *self, GCancellable *cancellable, GError **error);

/* The offices into which the actor may import, by name. (element-type KxImportChoice) `ret_own` gets the id
 * of the one of the very area in which the person is a clerk, NULL where there is none, or more than one.
 * Blocks.
 */
GPtrArray *kx_import_work_list_offices (KxImportTarget target, const KxActor *actor, char **ret_own,
                                        GError **error);

G_END_DECLS
