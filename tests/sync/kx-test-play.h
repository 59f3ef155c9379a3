/* The network and the mirror of an engine, played by hand. */
#pragma once

#include "sync/kx-sync-machine.h"

G_BEGIN_DECLS

#define ROW "{\"t\":\"row\",\"entity\":\"agency\",\"row\":{\"id\":\"x\"}}\n"
#define COMMIT(cursor, more)                                                                                 \
  "{\"t\":\"commit\",\"cursor\":\"" cursor "\",\"more\":" more ",\"acked\":0,\"spaces\":{}}\n"
#define CHANGES(since) "/v1/sync/changes?since=" since "&limit=2000"
#define HEAD COMMIT ("g.s.5", "false")

typedef struct
{
  KxSyncMachine *machine;
  KxSyncMoment moment;
  KxSyncFacts facts; /* what the mirror says after each work; texts borrowed */
} KxPlay;

void kx_play_set_up (KxPlay *play, gconstpointer data);

void kx_play_tear_down (KxPlay *play, gconstpointer data);

KxSyncDone kx_play_done_with_facts (KxPlay *play);

/* Takes the work that has to be of this kind. */
KxSyncWork *kx_play_take_work (KxPlay *play, KxSyncWorkKind kind);

void kx_play_finish (KxPlay *play, KxSyncWork *work, KxSyncDone *done);

/* Work of this kind comes and is done. */
void kx_play_work (KxPlay *play, KxSyncWorkKind kind);

void kx_play_work_fails (KxPlay *play, KxSyncWorkKind kind);

void kx_play_give_batch (KxPlay *play, const char *text);

void kx_play_give_upload (KxPlay *play, gint64 size);

KxSyncAsk *kx_play_take_ask (KxPlay *play, const char *method, const char *path);

const char *kx_play_header (const KxSyncAsk *ask, const char *name);

/* Frees `ask`. */
void kx_play_answer (KxPlay *play, KxSyncAsk *ask, guint status, const char *body, gint64 offset,
                     const GError *error);

void kx_play_answer_problem (KxPlay *play, KxSyncAsk *ask, guint status, const char *code,
                             const char *findings, const char *retry_after);

void kx_play_answer_nothing (KxPlay *play, KxSyncAsk *ask);

void kx_play_assert_state (KxPlay *play, KxSyncState state);

void kx_play_assert_nothing (KxPlay *play);

/* A round in which nothing is new. */
void kx_play_quiet_round (KxPlay *play);

void kx_play_start_idle (KxPlay *play);

G_END_DECLS
