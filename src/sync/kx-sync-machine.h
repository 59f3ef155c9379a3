/* The engine as a state machine: what to ask the service next, what to do in the mirror next, and when to
 * look again. It has no network, disk, clock or chance of its own: the program (kx-sync.h) and the simulation
 * of the tests carry out what it says and tell it what came of it. */
#pragma once

#include "sync/kx-client-error.h"

G_BEGIN_DECLS

typedef enum
{
  KX_SYNC_OFF,        /* not started */
  KX_SYNC_IDLE,       /* everything is exchanged; listening */
  KX_SYNC_LOADING,    /* the first load, or the first after the service was restored */
  KX_SYNC_PUSHING,    /* changes on their way */
  KX_SYNC_PULLING,    /* changes of others coming */
  KX_SYNC_UPLOADING,  /* files on their way */
  KX_SYNC_OFFLINE,    /* nobody answers; tried again by a timer */
  KX_SYNC_FAILED,     /* the service or the disk could not; the error says what; tried again by a timer */
  KX_SYNC_SIGNED_OUT, /* waits for the person to sign in again; nothing is lost */
  KX_SYNC_REVOKED,    /* the service withdrew this device: the profile is to be wiped */
  KX_SYNC_TOO_OLD     /* the service needs a newer program; local work goes on */
} KxSyncState;

/* What came of the last comparison with the service's sums. */
typedef enum
{
  KX_SYNC_NOT_VERIFIED, /* none yet */
  KX_SYNC_SAME,         /* nothing differed */
  KX_SYNC_HEALING,      /* something did; everything is loaded anew */
  KX_SYNC_DIFFERENT,    /* something did, though everything was loaded anew before */
  KX_SYNC_MOVING        /* the two never stood still together: to be tried later */
} KxSyncVerdict;

/* When an input comes: monotonic milliseconds, and a random number for the jitter of waiting times. */
typedef struct
{
  gint64 ms;
  guint32 chance;
} KxSyncMoment;

/* What the mirror says of itself. */
typedef struct
{
  char *cursor;     /* owned; NULL: nothing pulled yet, or everything again */
  char *generation; /* owned; of the service; NULL: not known */
  gint64 ack;       /* highest number of an op whose result has landed */
  guint uploads;    /* files that wait */
  gboolean loading; /* it has not been at the head yet */
} KxSyncFacts;

void kx_sync_facts_clear (KxSyncFacts *facts);

/* A request. The body is `body`, or `length` bytes of a file from `offset` on, or none. */
typedef struct
{
  guint64 id;
  const char *method;
  char *path;     /* owned */
  char **headers; /* owned; names and values by turns */
  GBytes *body;   /* owned, may be NULL */
  char *file;     /* owned; NULL: no file */
  gint64 offset, length;
} KxSyncAsk;

void kx_sync_ask_free (KxSyncAsk *ask);

/* What came of a request; everything is borrowed. */
typedef struct
{
  guint64 id;
  GBytes *body;        /* what came of it, also when it was cut off; may be NULL */
  gint64 offset;       /* of the header Upload-Offset; -1: none */
  guint status;        /* 0: no answer */
  const GError *error; /* NULL: a good answer, complete. Of KX_CLIENT_ERROR; others are of the own disk */
} KxSyncAnswer;

typedef enum
{
  KX_SYNC_LOOK,         /* nothing but the facts */
  KX_SYNC_TAKE_BATCH,   /* the ops to send, numbered durably */
  KX_SYNC_TAKE_RESULTS, /* `bytes` is the answer to them */
  KX_SYNC_PULL,         /* `bytes` are lines of the feed, ending with a commit line */
  KX_SYNC_START_OVER,   /* forget the cursor; `generation` (may be NULL) is the service's new one */
  KX_SYNC_RENUMBER,     /* what was sent waits again and is numbered from `last_n` + 1 */
  KX_SYNC_REFUSE_BATCH, /* the service cannot read what was sent: it becomes refused, `code` and `message` */
  KX_SYNC_NOTE_FAILURE, /* what was sent did not get through: `message` */
  KX_SYNC_NEXT_UPLOAD,  /* the file to send next */
  KX_SYNC_UPLOAD_DONE,  /* `sha256` is there, or (`code`, `message`) will not be */
  KX_SYNC_VERIFY        /* `bytes` are the service's sums */
} KxSyncWorkKind;

/* Something to do in the mirror, in one transaction. */
typedef struct
{
  guint64 id;
  KxSyncWorkKind kind;
  guint most_ops;
  gsize most_bytes;
  GBytes *bytes;                                         /* owned */
  char *generation, *seal_key, *sha256, *code, *message; /* owned */
  gint64 last_n;
} KxSyncWork;

void kx_sync_work_free (KxSyncWork *work);

/* What came of it. */
typedef struct
{
  KxSyncFacts facts;   /* owned */
  GBytes *batch;       /* owned; of TAKE_BATCH: NULL: nothing to send */
  char *sha256, *file; /* owned; of NEXT_UPLOAD: NULL: nothing to send */
  gint64 size;         /* of that file */
  gboolean wrong;      /* of VERIFY: the mirror differs; of PULL: it did, and everything is pulled again */
  gboolean moved;      /* of VERIFY: one of the two has gone on meanwhile, they cannot be compared */
  GError *error;       /* owned; the mirror could not do it, and is as it was before */
} KxSyncDone;

void kx_sync_done_clear (KxSyncDone *done);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KxSyncDone, kx_sync_done_clear)

typedef struct _KxSyncMachine KxSyncMachine;

/* `schema` is the number of this program's newest field. */
KxSyncMachine *kx_sync_machine_new (guint schema);
void kx_sync_machine_free (KxSyncMachine *machine);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxSyncMachine, kx_sync_machine_free)

/* Inputs. After each of them ask for what is to be done. */
void kx_sync_machine_start (KxSyncMachine *machine, KxSyncMoment moment);
void kx_sync_machine_stop (KxSyncMachine *machine);
void kx_sync_machine_change (KxSyncMachine *machine, KxSyncMoment moment); /* a person changed something */
void kx_sync_machine_poke (KxSyncMachine *machine, KxSyncMoment moment);   /* others did */
void kx_sync_machine_now (KxSyncMachine *machine, KxSyncMoment moment); /* the person or the network asks */
void kx_sync_machine_verify (KxSyncMachine *machine,
                             KxSyncMoment moment); /* compare all rows with the service */
void kx_sync_machine_signed_in (KxSyncMachine *machine, KxSyncMoment moment); /* there is a new token */
void kx_sync_machine_tick (KxSyncMachine *machine, KxSyncMoment moment);      /* the timer's time has come */
void kx_sync_machine_answer (KxSyncMachine *machine, const KxSyncAnswer *answer, KxSyncMoment moment);
void kx_sync_machine_done (KxSyncMachine *machine, guint64 id, const KxSyncDone *done, KxSyncMoment moment);

/* Outputs. A request or work is given once; free it. One request and one work may be on their way at the same
 * time; an answer or result to another id than the newest is passed over. NULL: nothing now. */
KxSyncAsk *kx_sync_machine_take_ask (KxSyncMachine *machine);
KxSyncWork *kx_sync_machine_take_work (KxSyncMachine *machine);

/* When kx_sync_machine_tick() is to be called; 0: no timer. */
gint64 kx_sync_machine_get_timer (KxSyncMachine *machine);

/* Pokes reach the program or not: without them it looks more often, and when they cease it looks at once
 * whether the service is still there. */
void kx_sync_machine_set_listening (KxSyncMachine *machine, gboolean listening, KxSyncMoment moment);

KxSyncState kx_sync_machine_get_state (KxSyncMachine *machine);

/* Why the last round failed; NULL: it did not. Borrowed. */
const GError *kx_sync_machine_get_error (KxSyncMachine *machine);

/* The last verdict, and how many there were so far. */
KxSyncVerdict kx_sync_machine_get_verdict (KxSyncMachine *machine, guint *ret_n);

/* The SHA-256 of the file on its way, borrowed; NULL: none is. `ret_sent` gets how much of it the service
 * has, 0 to 1; negative: that is being asked. */
const char *kx_sync_machine_get_upload (KxSyncMachine *machine, double *ret_sent);

/* The last exchange was answered. */
gboolean kx_sync_machine_is_online (KxSyncMachine *machine);

G_END_DECLS
