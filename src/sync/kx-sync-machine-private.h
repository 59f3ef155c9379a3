/* What the files of the machine share: kx-sync-push.c, kx-sync-pull.c and kx-sync-upload.c are its phases. */
#pragma once

#include "sync/kx-sync-machine.h"

G_BEGIN_DECLS

typedef enum
{
  KX_PHASE_REST,   /* nothing under way; a timer or an input begins a round */
  KX_PHASE_LOOK,   /* the mirror says where it stands */
  KX_PHASE_PUSH,   /* ops out, results in, until none is left */
  KX_PHASE_PULL,   /* pages in, until the head */
  KX_PHASE_VERIFY, /* sums compared */
  KX_PHASE_UPLOAD, /* files out, piece by piece */
  KX_PHASE_HELLO,  /* asks the service who it is now */
  KX_PHASE_REPAIR  /* work after which a new round begins */
} KxPhase;

struct _KxSyncMachine
{
  guint schema;
  KxSyncState state;
  KxPhase phase;
  KxSyncFacts facts;
  GError *error; /* owned */
  gboolean started, online, listening;
  gboolean lost;          /* pokes ceased in the round that runs */
  gboolean dirty;         /* there are changes of the person's that no round has taken up */
  gboolean poked;         /* there are changes of others' that no round has taken up */
  gboolean verify_wanted; /* sums are to be compared when the head is reached */
  gboolean round_wanted;  /* a round begins once the work under way is done */
  gint64 timer;           /* 0: none */
  guint attempts;         /* failures in a row */
  guint repairs;          /* in a row, without a success in between */
  guint reloads;          /* since the start, because sums differed */
  guint verifications;    /* in a row, while the service went on */
  KxSyncVerdict verdict;  /* of the last comparison that came to an end */
  guint n_verdicts;

  guint64 last_id;
  KxSyncAsk *ask;   /* owned; to be taken */
  KxSyncWork *work; /* owned; to be taken */
  guint64 asking;   /* id of the request under way, taken or not; 0: none */
  guint64 working;
  KxSyncWorkKind working_kind;

  struct
  {
    guint most_ops;
    guint lines; /* in the batch under way */
  } push;
  struct
  {
    char *since;     /* owned; where the next page begins; NULL: at zero */
    GBytes *page;    /* owned; came, and waits for the one before */
    gboolean more;   /* there is another page */
    guint limit;     /* rows of a page */
    GError *failure; /* owned; what ended the asking while a page was still being applied */
  } pull;
  struct
  {
    char *sha256, *file; /* owned; NULL: none under way */
    gint64 size, offset; /* offset -1: to be asked */
    gint64 piece;        /* bytes of a piece */
  } upload;
};

/* The first request or work of a phase, and what follows an answer or result in it. */
void kx_sync_push_reset (KxSyncMachine *self);
void kx_sync_push_begin (KxSyncMachine *self);
void kx_sync_push_answer (KxSyncMachine *self, const KxSyncAnswer *answer, KxSyncMoment moment);
void kx_sync_push_done (KxSyncMachine *self, KxSyncWorkKind kind, const KxSyncDone *done);

void kx_sync_pull_begin (KxSyncMachine *self);
void kx_sync_pull_answer (KxSyncMachine *self, const KxSyncAnswer *answer, KxSyncMoment moment);
void kx_sync_pull_done (KxSyncMachine *self, const KxSyncDone *done, KxSyncMoment moment);
void kx_sync_pull_reset (KxSyncMachine *self);

void kx_sync_upload_begin (KxSyncMachine *self);
void kx_sync_upload_answer (KxSyncMachine *self, const KxSyncAnswer *answer, KxSyncMoment moment);
void kx_sync_upload_done (KxSyncMachine *self, KxSyncWorkKind kind, const KxSyncDone *done,
                          KxSyncMoment moment);
void kx_sync_upload_reset (KxSyncMachine *self);

/* Puts a request; takes `path`. Further members of it may be set before it is taken. */
KxSyncAsk *kx_sync_machine_put_ask (KxSyncMachine *self, const char *method, char *path);
void kx_sync_ask_add_header (KxSyncAsk *ask, const char *name, const char *value);
KxSyncWork *kx_sync_machine_put_work (KxSyncMachine *self, KxSyncWorkKind kind);

/* A round begins: ops first. */
void kx_sync_machine_begin (KxSyncMachine *self);

/* Everything is exchanged. */
void kx_sync_machine_rest (KxSyncMachine *self, KxSyncMoment moment);

/* The round is over for now; the error, which is copied, says when and how it goes on. */
void kx_sync_machine_fail (KxSyncMachine *self, const GError *error, KxSyncMoment moment);

/* Gives the round up for work in the mirror, after which a new round begins. */
KxSyncWork *kx_sync_machine_repair (KxSyncMachine *self, KxSyncWorkKind kind);

G_END_DECLS
