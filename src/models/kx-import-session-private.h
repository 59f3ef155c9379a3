/* What the files of the session share. */
#pragma once

#include "models/kx-import-choice.h"
#include "models/kx-import-session.h"
#include "models/kx-import-work.h"

G_BEGIN_DECLS

/* How far a thread has come, told to the main one no more often than it listens. */
typedef struct
{
  GWeakRef session;
  GMainContext *context;
  gint done, total, told;
} KxImportTold;

/* What one thread is sent to do, and what it brings back. */
typedef struct
{
  KxImportActivity activity;
  GCancellable *cancellable;
  GBytes *bytes; /* to be opened, called `name`, in place of `source` */
  char *name;
  GFile *source;   /* to be read; NULL: `file` is there */
  char *encoding;  /* of text to be read again, or chosen before; NULL: found from the text */
  char *delimiter; /* likewise */
  gboolean again;  /* the text is read again */
  gboolean list_offices, fresh;
  KxImportWork *work;
  KxImportTold *progress;
  GPtrArray *offices;
  char *own_office;
  KxImportLook *look;
  char *problem;
} KxImportErrand;

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
  char *others;               /* names of the others that have titles, or NULL */
  guint header, last_header, wished_header;
  char *earlier;
  gboolean interrupted, barred, whole_mapping;
  KxImportCounts counts;
  GListStore *sheets, *encodings, *delimiters, *preview, *columns, *fields, *offices, *subjects, *states;
  gboolean offices_listed;
  char *office;
  char *state; /* in which rows are taken over that say none; NULL: nothing is taken over */
  KxImportMode mode;
  gboolean strict;

  char *uri;          /* where the file is; NULL: rows that were pasted */
  GBytes *pasted;     /* those rows */
  KxImportKept *kept; /* choices made before, until they can be taken again; NULL: there are none */
  char *remark;
  guint step;

  KxImportWork *tried, *ended; /* with their reports, or NULL */
};

/* On a thread: does what it was sent for. */
gboolean kx_import_errand_run (KxImportErrand *errand, GError **error);

/* Whether the office is one of those that were listed. */
gboolean kx_import_errand_has_office (const KxImportErrand *errand, const char *id);

/* What a person chose counts from now on: what was tried before does not. `fresh`: the columns are found
 * anew. */
void kx_import_session_look_again (KxImportSession *self, gboolean fresh);

/* What was tried was tried with other choices. */
void kx_import_session_forget_tried (KxImportSession *self);

/* A person chose something; whoever keeps choices is told. */
void kx_import_session_chose (KxImportSession *self);

/* The choices as they are; NULL: no file is open, or earlier ones wait to be taken again. Free with
 * kx_import_kept_free(). Its columns are not filled. */
KxImportKept *kx_import_session_make_kept (KxImportSession *self);

/* Takes what was chosen before again, as far as the table that was found allows. TRUE: that is done. */
gboolean kx_import_session_take_kept (KxImportSession *self);

/* The field is taken from the column that gave it before. What means no field may stand twice. */
void kx_import_session_take_from_others (KxImportSession *self, KxImportColumnItem *column, const char *code);

/* Opens the same text with other options. */
void kx_import_session_reopen (KxImportSession *self, const char *encoding, const char *delimiter);

/* Tries the rows or takes them in. */
void kx_import_session_begin (KxImportSession *self, gboolean dry_run);

/* Fills the lists that never change. */
void kx_import_session_fill_lists (KxImportSession *self);

/* From now on tables hold these records: their fields and states can be chosen. */
void kx_import_session_take_subject (KxImportSession *self, const char *entity);

G_END_DECLS
