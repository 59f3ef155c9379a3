/* What the files of the session share. */
#pragma once

#include "models/kx-import-choice.h"
#include "models/kx-import-session.h"
#include "models/kx-import-work.h"

G_BEGIN_DECLS

typedef struct _KxImportErrand KxImportErrand;

struct _KxImportSession
{
  GObject parent;
  KxImportTarget target;
  GObject *owner;
  KxActor *actor;
  const KxImportWords *words;
  const KxEntity *entity;
  char *keep_in;

  KxImportActivity activity;
  KxImportPhase phase;
  KxImportErrand *errand; /* borrowed; what goes on, whose end counts */
  guint look_later;       /* source of a look that waits for more choices */
  guint done, total;
  char *problem;

  KxImportFile *file;         /* NULL: none */
  char *encoding, *delimiter; /* of text: what is used or, where the text does not open so, wished */
  char *sheet;                /* the one that is looked at */
  guint header, last_header, wished_header;
  char *earlier;
  gboolean interrupted, barred, whole_mapping;
  KxImportCounts counts;
  GListStore *sheets, *encodings, *delimiters, *preview, *columns, *fields, *offices;
  gboolean offices_listed;
  char *office;
  KxImportMode mode;
  gboolean strict;

  KxImportWork *tried, *ended; /* with their reports, or NULL */
};

/* What a person chose counts from now on: what was tried before does not. `fresh`: the columns are found
 * anew. */
void kx_import_session_look_again (KxImportSession *self, gboolean fresh);

/* What was tried was tried with other choices. */
void kx_import_session_forget_tried (KxImportSession *self);

/* Opens the same text with other options. */
void kx_import_session_reopen (KxImportSession *self, const char *encoding, const char *delimiter);

/* Tries the rows or takes them in. */
void kx_import_session_begin (KxImportSession *self, gboolean dry_run);

/* Fills the lists that never change. */
void kx_import_session_fill_lists (KxImportSession *self);

G_END_DECLS
