#include "sync/kx-test-play.h"

#include <gio/gio.h>
#include <string.h>

void
kx_play_set_up (KxPlay *play, gconstpointer data)
{
  play->machine = kx_sync_machine_new (3);
  play->moment = (KxSyncMoment){ 1000, 0 };
  play->facts = (KxSyncFacts){ .cursor = (char *) "g.s.5", .generation = (char *) "g", .ack = 4 };
}

void
kx_play_tear_down (KxPlay *play, gconstpointer data)
{
  kx_sync_machine_free (play->machine);
}

KxSyncDone
kx_play_done_with_facts (KxPlay *play)
{
  KxSyncDone done = { .facts = play->facts };

  done.facts.cursor = g_strdup (play->facts.cursor);
  done.facts.generation = g_strdup (play->facts.generation);
  return done;
}

KxSyncWork *
kx_play_take_work (KxPlay *play, KxSyncWorkKind kind)
{
  KxSyncWork *work = kx_sync_machine_take_work (play->machine);

  g_assert_nonnull (work);
  g_assert_cmpint (work->kind, ==, kind);
  return work;
}

void
kx_play_finish (KxPlay *play, KxSyncWork *work, KxSyncDone *done)
{
  kx_sync_machine_done (play->machine, work->id, done, play->moment);
  kx_sync_work_free (work);
  kx_sync_done_clear (done);
}

void
kx_play_work (KxPlay *play, KxSyncWorkKind kind)
{
  KxSyncDone done = kx_play_done_with_facts (play);

  kx_play_finish (play, kx_play_take_work (play, kind), &done);
}

void
kx_play_work_fails (KxPlay *play, KxSyncWorkKind kind)
{
  KxSyncDone done = { .error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full") };

  kx_play_finish (play, kx_play_take_work (play, kind), &done);
}

void
kx_play_give_batch (KxPlay *play, const char *text)
{
  KxSyncDone done = kx_play_done_with_facts (play);

  done.batch = g_bytes_new (text, strlen (text));
  kx_play_finish (play, kx_play_take_work (play, KX_SYNC_TAKE_BATCH), &done);
}

void
kx_play_give_upload (KxPlay *play, gint64 size)
{
  KxSyncDone done = kx_play_done_with_facts (play);

  done.sha256 = g_strdup ("ab12");
  done.file = g_strdup ("/f");
  done.size = size;
  kx_play_finish (play, kx_play_take_work (play, KX_SYNC_NEXT_UPLOAD), &done);
}

KxSyncAsk *
kx_play_take_ask (KxPlay *play, const char *method, const char *path)
{
  KxSyncAsk *ask = kx_sync_machine_take_ask (play->machine);

  g_assert_nonnull (ask);
  g_assert_cmpstr (ask->method, ==, method);
  g_assert_cmpstr (ask->path, ==, path);
  return ask;
}

const char *
kx_play_header (const KxSyncAsk *ask, const char *name)
{
  for (guint i = 0; ask->headers[i] != NULL; i += 2)
    if (g_str_equal (ask->headers[i], name))
      return ask->headers[i + 1];
  return NULL;
}

void
kx_play_answer (KxPlay *play, KxSyncAsk *ask, guint status, const char *body, gint64 offset,
                const GError *error)
{
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  KxSyncAnswer got = { .id = ask->id, .body = bytes, .offset = offset, .status = status, .error = error };

  kx_sync_machine_answer (play->machine, &got, play->moment);
  kx_sync_ask_free (ask);
}

void
kx_play_answer_problem (KxPlay *play, KxSyncAsk *ask, guint status, const char *code, const char *findings,
                        const char *retry_after)
{
  g_autofree char *text =
      g_strdup_printf ("{\"code\":\"%s\",\"detail\":\"no\",\"findings\":[%s]}", code, findings);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = kx_client_error_new_for_answer (status, body, retry_after);

  kx_play_answer (play, ask, status, text, -1, error);
}

void
kx_play_answer_nothing (KxPlay *play, KxSyncAsk *ask)
{
  g_autoptr (GError) error = g_error_new_literal (KX_CLIENT_ERROR, KX_CLIENT_ERROR_OFFLINE, "away");

  kx_play_answer (play, ask, 0, NULL, -1, error);
}

void
kx_play_assert_state (KxPlay *play, KxSyncState state)
{
  g_assert_cmpint (kx_sync_machine_get_state (play->machine), ==, state);
}

void
kx_play_assert_nothing (KxPlay *play)
{
  g_assert_null (kx_sync_machine_take_ask (play->machine));
  g_assert_null (kx_sync_machine_take_work (play->machine));
}

void
kx_play_quiet_round (KxPlay *play)
{
  kx_play_work (play, KX_SYNC_TAKE_BATCH);
  kx_play_answer (play, kx_play_take_ask (play, "GET", CHANGES ("g.s.5")), 200, HEAD, -1, NULL);
  kx_play_work (play, KX_SYNC_PULL);
  kx_play_work (play, KX_SYNC_NEXT_UPLOAD);
  kx_play_assert_state (play, KX_SYNC_IDLE);
  kx_play_assert_nothing (play);
}

void
kx_play_start_idle (KxPlay *play)
{
  kx_sync_machine_start (play->machine, play->moment);
  kx_play_work (play, KX_SYNC_LOOK);
  kx_play_quiet_round (play);
}
