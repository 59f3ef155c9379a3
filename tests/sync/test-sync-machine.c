/* The engine's decisions one by one: each case plays the network and the mirror by hand. */
#include "sync/kx-test-play.h"

#include <gio/gio.h>
#include <string.h>

static void
test_quiet (KxPlay *play, gconstpointer data)
{
  kx_play_start_idle (play);
  g_assert_cmpint (kx_sync_machine_get_timer (play->machine), >, play->moment.ms);
  g_assert_true (kx_sync_machine_is_online (play->machine));
  g_assert_no_error (kx_sync_machine_get_error (play->machine));
  kx_sync_machine_poke (play->machine, play->moment);
  kx_play_quiet_round (play);
  play->moment.ms = kx_sync_machine_get_timer (play->machine) - 1;
  kx_sync_machine_tick (play->machine, play->moment);
  kx_play_assert_nothing (play);
  play->moment.ms++;
  kx_sync_machine_tick (play->machine, play->moment);
  kx_play_quiet_round (play);
}

static void
test_push (KxPlay *play, gconstpointer data)
{
  KxSyncAsk *ask;
  KxSyncWork *results;
  KxSyncDone done;

  kx_play_start_idle (play);
  kx_sync_machine_change (play->machine, play->moment);
  kx_play_give_batch (play, "{\"n\":5}\n{\"n\":6}\n");
  kx_play_assert_state (play, KX_SYNC_PUSHING);
  ask = kx_play_take_ask (play, "POST", "/v1/sync/push?ack=4");
  g_assert_cmpstr (kx_play_header (ask, "Sync-Generation"), ==, "g");
  g_assert_cmpstr (kx_play_header (ask, "Sync-Schema"), ==, "3");
  g_assert_cmpstr (kx_play_header (ask, "Content-Type"), ==, "application/x-ndjson");
  g_assert_cmpuint (g_bytes_get_size (ask->body), ==, 16);
  kx_play_answer (play, ask, 200, "{\"n\":5,\"result\":\"applied\"}\n", -1, NULL);
  results = kx_play_take_work (play, KX_SYNC_TAKE_RESULTS);
  g_assert_cmpuint (g_bytes_get_size (results->bytes), ==, 27);
  play->facts.ack = 6;
  done = kx_play_done_with_facts (play);
  kx_play_finish (play, results, &done);
  kx_play_give_batch (play, "{\"n\":7}\n");
  kx_play_answer (play, kx_play_take_ask (play, "POST", "/v1/sync/push?ack=6"), 200, "{}\n", -1, NULL);
  kx_play_work (play, KX_SYNC_TAKE_RESULTS);
  kx_play_quiet_round (play);
}

static void
test_offline (KxPlay *play, gconstpointer data)
{
  gint64 longest = 0;

  kx_play_start_idle (play);
  kx_sync_machine_change (play->machine, play->moment);
  kx_play_give_batch (play, "{\"n\":5}\n");
  kx_play_answer_nothing (play, kx_play_take_ask (play, "POST", "/v1/sync/push?ack=4"));
  kx_play_work (play, KX_SYNC_NOTE_FAILURE);
  for (guint i = 0; i < 12; i++)
    {
      gint64 wait = kx_sync_machine_get_timer (play->machine) - play->moment.ms;

      kx_play_assert_state (play, KX_SYNC_OFFLINE);
      g_assert_error (kx_sync_machine_get_error (play->machine), KX_CLIENT_ERROR, KX_CLIENT_ERROR_OFFLINE);
      g_assert_false (kx_sync_machine_is_online (play->machine));
      g_assert_cmpint (wait, >=, i == 0 ? 500 : longest);
      g_assert_cmpint (wait, <=, 120 * 1000);
      longest = wait;
      /* Another change does not make it try earlier: the timer does. */
      kx_sync_machine_change (play->machine, play->moment);
      kx_play_assert_nothing (play);
      play->moment.ms += wait;
      kx_sync_machine_tick (play->machine, play->moment);
      kx_play_give_batch (play, "{\"n\":5}\n");
      kx_play_answer_nothing (play, kx_play_take_ask (play, "POST", "/v1/sync/push?ack=4"));
      kx_play_work (play, KX_SYNC_NOTE_FAILURE);
    }
  g_assert_cmpint (longest, ==, 60 * 1000);
  play->moment.chance = G_MAXUINT32;
  kx_sync_machine_now (play->machine, play->moment);
  kx_play_give_batch (play, "{\"n\":5}\n");
  kx_play_answer_nothing (play, kx_play_take_ask (play, "POST", "/v1/sync/push?ack=4"));
  g_assert_cmpint (kx_sync_machine_get_timer (play->machine) - play->moment.ms, ==, 1000);
  kx_play_work (play, KX_SYNC_NOTE_FAILURE);
  play->moment.ms += 1000;
  kx_sync_machine_tick (play->machine, play->moment);
  kx_play_give_batch (play, "{\"n\":5}\n");
  kx_play_answer (play, kx_play_take_ask (play, "POST", "/v1/sync/push?ack=4"), 200, "{}\n", -1, NULL);
  kx_play_work (play, KX_SYNC_TAKE_RESULTS);
  kx_play_quiet_round (play);
  g_assert_no_error (kx_sync_machine_get_error (play->machine));
}

/* The line by which pokes come breaks: within seconds it is known whether the service is there. */
static void
test_lost_line (KxPlay *play, gconstpointer data)
{
  kx_play_start_idle (play);
  kx_sync_machine_set_listening (play->machine, TRUE, play->moment);
  kx_sync_machine_poke (play->machine, play->moment);
  kx_play_quiet_round (play);
  g_assert_cmpint (kx_sync_machine_get_timer (play->machine) - play->moment.ms, >=, 4 * 60 * 1000);
  play->moment.ms += 10 * 1000;
  play->moment.chance = G_MAXUINT32;
  kx_sync_machine_set_listening (play->machine, FALSE, play->moment);
  kx_play_assert_nothing (play);
  g_assert_cmpint (kx_sync_machine_get_timer (play->machine) - play->moment.ms, ==, 2000);
  play->moment.ms += 2000;
  kx_sync_machine_tick (play->machine, play->moment);
  kx_play_work (play, KX_SYNC_TAKE_BATCH);
  kx_play_answer_nothing (play, kx_play_take_ask (play, "GET", CHANGES ("g.s.5")));
  kx_play_assert_state (play, KX_SYNC_OFFLINE);
  /* That it is still not there changes nothing about when it is tried again. */
  play->moment.ms++;
  kx_sync_machine_set_listening (play->machine, FALSE, play->moment);
  g_assert_cmpint (kx_sync_machine_get_timer (play->machine) - play->moment.ms, ==, 999);
}

/* It was about to look anyway: no later than that. */
static void
test_lost_line_before_a_round (KxPlay *play, gconstpointer data)
{
  gint64 timer;

  kx_play_start_idle (play);
  kx_sync_machine_set_listening (play->machine, TRUE, play->moment);
  timer = kx_sync_machine_get_timer (play->machine);
  play->moment.ms = timer - 10;
  kx_sync_machine_set_listening (play->machine, FALSE, play->moment);
  g_assert_cmpint (kx_sync_machine_get_timer (play->machine), ==, timer);
}

/* The answers of the round were on their way before. */
static void
test_lost_line_within_a_round (KxPlay *play, gconstpointer data)
{
  kx_play_start_idle (play);
  kx_sync_machine_set_listening (play->machine, TRUE, play->moment);
  kx_sync_machine_poke (play->machine, play->moment);
  kx_sync_machine_set_listening (play->machine, FALSE, play->moment);
  kx_play_quiet_round (play);
  g_assert_cmpint (kx_sync_machine_get_timer (play->machine) - play->moment.ms, <=, 2000);
  /* Only once. */
  kx_sync_machine_poke (play->machine, play->moment);
  kx_play_quiet_round (play);
  g_assert_cmpint (kx_sync_machine_get_timer (play->machine) - play->moment.ms, >=, 24 * 1000);
}

static void
test_busy (KxPlay *play, gconstpointer data)
{
  kx_play_start_idle (play);
  kx_sync_machine_poke (play->machine, play->moment);
  kx_play_work (play, KX_SYNC_TAKE_BATCH);
  kx_play_answer_problem (play, kx_play_take_ask (play, "GET", CHANGES ("g.s.5")), 503, "try-again", "",
                          "40");
  kx_play_assert_state (play, KX_SYNC_FAILED);
  g_assert_cmpint (kx_sync_machine_get_timer (play->machine) - play->moment.ms, ==, 40 * 1000);
}

static void
test_signed_out (KxPlay *play, gconstpointer data)
{
  kx_play_start_idle (play);
  kx_sync_machine_change (play->machine, play->moment);
  kx_play_give_batch (play, "{\"n\":5}\n");
  kx_play_answer_problem (play, kx_play_take_ask (play, "POST", "/v1/sync/push?ack=4"), 401, "signed-out", "",
                          NULL);
  kx_play_assert_state (play, KX_SYNC_SIGNED_OUT);
  g_assert_cmpint (kx_sync_machine_get_timer (play->machine), ==, 0);
  kx_play_work (play, KX_SYNC_NOTE_FAILURE);
  kx_sync_machine_change (play->machine, play->moment);
  kx_sync_machine_poke (play->machine, play->moment);
  play->moment.ms += G_GINT64_CONSTANT (1) << 40;
  kx_sync_machine_tick (play->machine, play->moment);
  kx_play_assert_nothing (play);
  kx_sync_machine_signed_in (play->machine, play->moment);
  kx_play_give_batch (play, "{\"n\":5}\n");
  kx_play_answer (play, kx_play_take_ask (play, "POST", "/v1/sync/push?ack=4"), 200, "{}\n", -1, NULL);
  kx_play_work (play, KX_SYNC_TAKE_RESULTS);
  kx_play_quiet_round (play);
}

static void
test_revoked (KxPlay *play, gconstpointer data)
{
  kx_play_start_idle (play);
  kx_sync_machine_poke (play->machine, play->moment);
  kx_play_work (play, KX_SYNC_TAKE_BATCH);
  kx_play_answer_problem (play, kx_play_take_ask (play, "GET", CHANGES ("g.s.5")), 401, "device-revoked", "",
                          NULL);
  kx_play_assert_state (play, KX_SYNC_REVOKED);
  kx_sync_machine_now (play->machine, play->moment);
  kx_sync_machine_signed_in (play->machine, play->moment);
  kx_sync_machine_change (play->machine, play->moment);
  kx_play_assert_nothing (play);
  g_assert_cmpint (kx_sync_machine_get_timer (play->machine), ==, 0);
}

static void
test_too_old (KxPlay *play, gconstpointer data)
{
  kx_play_start_idle (play);
  kx_sync_machine_poke (play->machine, play->moment);
  kx_play_work (play, KX_SYNC_TAKE_BATCH);
  kx_play_answer_problem (play, kx_play_take_ask (play, "GET", CHANGES ("g.s.5")), 426, "client-too-old", "",
                          NULL);
  kx_play_assert_state (play, KX_SYNC_TOO_OLD);
  g_assert_cmpint (kx_sync_machine_get_timer (play->machine) - play->moment.ms, >, 30 * 60 * 1000);
  kx_sync_machine_now (play->machine, play->moment);
  kx_play_quiet_round (play);
}

static void
test_generation (KxPlay *play, gconstpointer data)
{
  KxSyncWork *over;
  KxSyncDone done;

  kx_play_start_idle (play);
  kx_sync_machine_change (play->machine, play->moment);
  kx_play_give_batch (play, "{\"n\":5}\n");
  kx_play_answer_problem (play, kx_play_take_ask (play, "POST", "/v1/sync/push?ack=4"), 409,
                          "generation-changed", "", NULL);
  kx_play_assert_state (play, KX_SYNC_LOADING);
  kx_play_answer (play, kx_play_take_ask (play, "GET", "/v1"), 200,
                  "{\"generation\":\"h\",\"seal_key\":\"00ff\"}", -1, NULL);
  over = kx_play_take_work (play, KX_SYNC_START_OVER);
  g_assert_cmpstr (over->generation, ==, "h");
  g_assert_cmpstr (over->seal_key, ==, "00ff");
  play->facts = (KxSyncFacts){ .generation = (char *) "h", .loading = TRUE };
  done = kx_play_done_with_facts (play);
  kx_play_finish (play, over, &done);
  kx_play_give_batch (play, "{\"n\":1}\n");
  kx_play_answer (play, kx_play_take_ask (play, "POST", "/v1/sync/push?ack=0"), 200, "{}\n", -1, NULL);
  kx_play_work (play, KX_SYNC_TAKE_RESULTS);
  kx_play_work (play, KX_SYNC_TAKE_BATCH);
  kx_play_assert_state (play, KX_SYNC_LOADING);
  kx_play_answer (play, kx_play_take_ask (play, "GET", "/v1/sync/changes?limit=2000"), 200,
                  COMMIT ("h.s.9", "false"), -1, NULL);
  kx_play_work (play, KX_SYNC_PULL);
  kx_play_work (play, KX_SYNC_NEXT_UPLOAD);
  kx_play_assert_state (play, KX_SYNC_IDLE);
}

static void
test_expired (KxPlay *play, gconstpointer data)
{
  KxSyncWork *over;
  KxSyncDone done;

  kx_play_start_idle (play);
  kx_sync_machine_poke (play->machine, play->moment);
  kx_play_work (play, KX_SYNC_TAKE_BATCH);
  kx_play_answer_problem (play, kx_play_take_ask (play, "GET", CHANGES ("g.s.5")), 410, "cursor-expired", "",
                          NULL);
  over = kx_play_take_work (play, KX_SYNC_START_OVER);
  g_assert_null (over->generation);
  play->facts.cursor = NULL;
  done = kx_play_done_with_facts (play);
  kx_play_finish (play, over, &done);
  kx_play_work (play, KX_SYNC_TAKE_BATCH);
  kx_play_answer (play, kx_play_take_ask (play, "GET", "/v1/sync/changes?limit=2000"), 200, HEAD, -1, NULL);
  kx_play_work (play, KX_SYNC_PULL);
  kx_play_work (play, KX_SYNC_NEXT_UPLOAD);
  kx_play_assert_state (play, KX_SYNC_IDLE);
}

/* A service that always says so is not asked without end. */
static void
test_no_end (KxPlay *play, gconstpointer data)
{
  guint asked = 0;

  kx_play_start_idle (play);
  kx_sync_machine_poke (play->machine, play->moment);
  while (kx_sync_machine_get_state (play->machine) != KX_SYNC_FAILED)
    {
      kx_play_work (play, KX_SYNC_TAKE_BATCH);
      kx_play_answer_problem (play, kx_play_take_ask (play, "GET", CHANGES ("g.s.5")), 410, "cursor-expired",
                              "", NULL);
      if (kx_sync_machine_get_state (play->machine) != KX_SYNC_FAILED)
        kx_play_work (play, KX_SYNC_START_OVER);
      g_assert_cmpuint (++asked, <, 20);
    }
  kx_play_assert_nothing (play);
  g_assert_cmpint (kx_sync_machine_get_timer (play->machine), >, 0);
}

static void
test_gap (KxPlay *play, gconstpointer data)
{
  KxSyncWork *renumber;
  KxSyncDone done = kx_play_done_with_facts (play);

  kx_play_start_idle (play);
  kx_sync_machine_change (play->machine, play->moment);
  kx_play_give_batch (play, "{\"n\":9}\n");
  kx_play_answer_problem (play, kx_play_take_ask (play, "POST", "/v1/sync/push?ack=4"), 409, "sequence-gap",
                          "{\"code\":\"sequence-gap\",\"args\":{\"last_n\":\"2\"}}", NULL);
  renumber = kx_play_take_work (play, KX_SYNC_RENUMBER);
  g_assert_cmpint (renumber->last_n, ==, 2);
  kx_play_finish (play, renumber, &done);
  kx_play_give_batch (play, "{\"n\":3}\n");
  kx_play_answer (play, kx_play_take_ask (play, "POST", "/v1/sync/push?ack=4"), 200, "{}\n", -1, NULL);
  kx_play_work (play, KX_SYNC_TAKE_RESULTS);
  kx_play_quiet_round (play);
}

static void
test_poison (KxPlay *play, gconstpointer data)
{
  static const char *const batches[] = { "1\n2\n3\n4\n", "1\n2\n", "1\n" };
  KxSyncWork *refuse;
  KxSyncDone done = kx_play_done_with_facts (play);

  kx_play_start_idle (play);
  kx_sync_machine_change (play->machine, play->moment);
  for (gsize i = 0; i < G_N_ELEMENTS (batches); i++)
    {
      kx_play_give_batch (play, batches[i]);
      kx_play_answer_problem (play, kx_play_take_ask (play, "POST", "/v1/sync/push?ack=4"), 400, "not-json",
                              "", NULL);
      if (i + 1 < G_N_ELEMENTS (batches))
        kx_play_work (play, KX_SYNC_RENUMBER);
    }
  refuse = kx_play_take_work (play, KX_SYNC_REFUSE_BATCH);
  g_assert_cmpstr (refuse->code, ==, "not-json");
  g_assert_cmpstr (refuse->message, ==, "no");
  kx_play_finish (play, refuse, &done);
  /* Those that the poison stood beside go on. */
  kx_play_give_batch (play, "1\n");
  kx_play_answer (play, kx_play_take_ask (play, "POST", "/v1/sync/push?ack=4"), 200, "{}\n", -1, NULL);
  kx_play_work (play, KX_SYNC_TAKE_RESULTS);
  kx_play_quiet_round (play);
}

static void
test_pages (KxPlay *play, gconstpointer data)
{
  KxSyncWork *first, *second;
  KxSyncDone done;
  KxSyncAsk *ask;

  kx_play_start_idle (play);
  kx_sync_machine_poke (play->machine, play->moment);
  kx_play_work (play, KX_SYNC_TAKE_BATCH);
  kx_play_answer (play, kx_play_take_ask (play, "GET", CHANGES ("g.s.5")), 200, ROW COMMIT ("g.s.6", "true"),
                  -1, NULL);
  first = kx_play_take_work (play, KX_SYNC_PULL);
  /* The next page comes while this one is applied, and waits. */
  kx_play_answer (play, kx_play_take_ask (play, "GET", CHANGES ("g.s.6")), 200,
                  ROW ROW COMMIT ("g.s.7", "true"), -1, NULL);
  kx_play_assert_nothing (play);
  done = kx_play_done_with_facts (play);
  kx_play_finish (play, first, &done);
  second = kx_play_take_work (play, KX_SYNC_PULL);
  ask = kx_play_take_ask (play, "GET", CHANGES ("g.s.7"));
  done = kx_play_done_with_facts (play);
  kx_play_finish (play, second, &done);
  kx_play_assert_nothing (play);
  kx_play_answer (play, ask, 200, COMMIT ("g.s.7", "false"), -1, NULL);
  kx_play_work (play, KX_SYNC_PULL);
  kx_play_work (play, KX_SYNC_NEXT_UPLOAD);
  kx_play_assert_state (play, KX_SYNC_IDLE);
}

/* What came before the cut is of use up to its last commit line. */
static void
test_cut (KxPlay *play, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (KX_CLIENT_ERROR, KX_CLIENT_ERROR_OFFLINE, "cut");
  KxSyncWork *page;
  KxSyncDone done = kx_play_done_with_facts (play);

  kx_play_start_idle (play);
  kx_sync_machine_poke (play->machine, play->moment);
  kx_play_work (play, KX_SYNC_TAKE_BATCH);
  kx_play_answer (play, kx_play_take_ask (play, "GET", CHANGES ("g.s.5")), 200,
                  ROW COMMIT ("g.s.6", "true") ROW "{\"t\":\"com", -1, error);
  page = kx_play_take_work (play, KX_SYNC_PULL);
  g_assert_cmpuint (g_bytes_get_size (page->bytes), ==, strlen (ROW COMMIT ("g.s.6", "true")));
  kx_play_finish (play, page, &done);
  kx_play_assert_state (play, KX_SYNC_OFFLINE);
  kx_play_assert_nothing (play);
  play->facts.cursor = (char *) "g.s.6";
  play->moment.ms = kx_sync_machine_get_timer (play->machine);
  kx_sync_machine_tick (play->machine, play->moment);
  kx_play_work (play, KX_SYNC_TAKE_BATCH);
  kx_play_answer (play, kx_play_take_ask (play, "GET", "/v1/sync/changes?since=g.s.6&limit=1000"), 200, ROW,
                  -1, NULL);
  /* An answer without a commit line is none. */
  kx_play_assert_state (play, KX_SYNC_FAILED);
}

static void
test_change_while_loading (KxPlay *play, gconstpointer data)
{
  KxSyncWork *page;
  KxSyncDone done;

  play->facts = (KxSyncFacts){ .generation = (char *) "g", .loading = TRUE };
  kx_sync_machine_start (play->machine, play->moment);
  kx_play_work (play, KX_SYNC_LOOK);
  kx_play_work (play, KX_SYNC_TAKE_BATCH);
  kx_play_answer (play, kx_play_take_ask (play, "GET", "/v1/sync/changes?limit=2000"), 200,
                  ROW COMMIT ("g.s.6", "true"), -1, NULL);
  kx_play_assert_state (play, KX_SYNC_LOADING);
  page = kx_play_take_work (play, KX_SYNC_PULL);
  kx_sync_machine_change (play->machine, play->moment);
  /* Pages of a load grow. */
  kx_play_answer (play, kx_play_take_ask (play, "GET", "/v1/sync/changes?since=g.s.6&limit=4000"), 200,
                  ROW COMMIT ("g.s.7", "true"), -1, NULL);
  done = kx_play_done_with_facts (play);
  kx_play_finish (play, page, &done);
  play->facts.cursor = (char *) "g.s.7";
  kx_play_work (play, KX_SYNC_PULL);
  kx_play_give_batch (play, "1\n");
  kx_play_answer (play, kx_play_take_ask (play, "POST", "/v1/sync/push?ack=0"), 200, "{}\n", -1, NULL);
  kx_play_work (play, KX_SYNC_TAKE_RESULTS);
  kx_play_work (play, KX_SYNC_TAKE_BATCH);
  kx_play_answer (play, kx_play_take_ask (play, "GET", "/v1/sync/changes?since=g.s.7&limit=5000"), 200,
                  COMMIT ("g.s.8", "false"), -1, NULL);
  page = kx_play_take_work (play, KX_SYNC_PULL);
  play->facts.cursor = (char *) "g.s.8";
  play->facts.loading = FALSE;
  done = kx_play_done_with_facts (play);
  kx_play_finish (play, page, &done);
  kx_play_work (play, KX_SYNC_NEXT_UPLOAD);
  /* Those after it have the usual size again. */
  kx_sync_machine_poke (play->machine, play->moment);
  kx_play_work (play, KX_SYNC_TAKE_BATCH);
  kx_play_answer (play, kx_play_take_ask (play, "GET", CHANGES ("g.s.8")), 200, COMMIT ("g.s.8", "false"), -1,
                  NULL);
}

static void
test_disk_full (KxPlay *play, gconstpointer data)
{
  kx_play_start_idle (play);
  kx_sync_machine_poke (play->machine, play->moment);
  kx_play_work (play, KX_SYNC_TAKE_BATCH);
  kx_play_answer (play, kx_play_take_ask (play, "GET", CHANGES ("g.s.5")), 200, ROW COMMIT ("g.s.6", "true"),
                  -1, NULL);
  kx_play_work_fails (play, KX_SYNC_PULL);
  kx_play_assert_state (play, KX_SYNC_FAILED);
  g_assert_error (kx_sync_machine_get_error (play->machine), G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  /* The page that was asked for ahead is of no use now. */
  kx_play_assert_nothing (play);
  play->moment.ms = kx_sync_machine_get_timer (play->machine);
  kx_sync_machine_tick (play->machine, play->moment);
  kx_play_quiet_round (play);
}

#define BLOB "/v1/blobs/ab12"
#define MIB (1024 * 1024)

static KxSyncAsk *
take_piece (KxPlay *play, const char *range, gint64 offset, gint64 length)
{
  KxSyncAsk *ask = kx_play_take_ask (play, "PUT", BLOB);

  g_assert_cmpstr (kx_play_header (ask, "Content-Range"), ==, range);
  g_assert_cmpstr (ask->file, ==, length > 0 ? "/f" : NULL);
  g_assert_cmpint (ask->offset, ==, offset);
  g_assert_cmpint (ask->length, ==, length);
  return ask;
}

static void
begin_upload (KxPlay *play)
{
  kx_sync_machine_start (play->machine, play->moment);
  kx_play_work (play, KX_SYNC_LOOK);
  kx_play_work (play, KX_SYNC_TAKE_BATCH);
  kx_play_answer (play, kx_play_take_ask (play, "GET", CHANGES ("g.s.5")), 200, HEAD, -1, NULL);
  kx_play_work (play, KX_SYNC_PULL);
  kx_play_give_upload (play, 3 * MIB);
}

/* Thirds of the file that are there; -1: it is being asked; -2: none is on its way. */
static void
assert_thirds (KxPlay *play, int thirds)
{
  double sent;
  const char *sha256 = kx_sync_machine_get_upload (play->machine, &sent);

  if (thirds == -2)
    {
      g_assert_null (sha256);
      return;
    }
  g_assert_nonnull (sha256);
  g_assert_cmpfloat_with_epsilon (sent, thirds < 0 ? -1 : thirds / 3.0, 0.001);
}

static void
test_upload (KxPlay *play, gconstpointer data)
{
  assert_thirds (play, -2);
  begin_upload (play);
  assert_thirds (play, -1);
  kx_play_answer (play, take_piece (play, "bytes */3145728", 0, 0), 202, NULL, 0, NULL);
  kx_play_assert_state (play, KX_SYNC_UPLOADING);
  assert_thirds (play, 0);
  kx_play_answer (play, take_piece (play, "bytes 0-1048575/3145728", 0, MIB), 202, NULL, MIB, NULL);
  assert_thirds (play, 1);
  /* A person's change goes between two pieces. */
  kx_sync_machine_change (play->machine, play->moment);
  kx_play_answer (play, take_piece (play, "bytes 1048576-2097151/3145728", MIB, MIB), 202, NULL, 2 * MIB,
                  NULL);
  kx_play_give_batch (play, "1\n");
  kx_play_answer (play, kx_play_take_ask (play, "POST", "/v1/sync/push?ack=4"), 200, "{}\n", -1, NULL);
  kx_play_work (play, KX_SYNC_TAKE_RESULTS);
  kx_play_work (play, KX_SYNC_TAKE_BATCH);
  kx_play_answer (play, kx_play_take_ask (play, "GET", CHANGES ("g.s.5")), 200, HEAD, -1, NULL);
  kx_play_work (play, KX_SYNC_PULL);
  kx_play_give_upload (play, 3 * MIB);
  kx_play_answer (play, take_piece (play, "bytes */3145728", 0, 0), 202, NULL, 2 * MIB, NULL);
  kx_play_answer (play, take_piece (play, "bytes 2097152-3145727/3145728", 2 * MIB, MIB), 201, NULL, 3 * MIB,
                  NULL);
  assert_thirds (play, 3);
  kx_play_work (play, KX_SYNC_UPLOAD_DONE);
  kx_play_work (play, KX_SYNC_NEXT_UPLOAD);
  assert_thirds (play, -2);
  /* The attachment's row is marked by now. */
  kx_play_quiet_round (play);
}

static void
test_upload_resumes (KxPlay *play, gconstpointer data)
{
  begin_upload (play);
  kx_play_answer (play, take_piece (play, "bytes */3145728", 0, 0), 202, NULL, 0, NULL);
  kx_play_answer_nothing (play, take_piece (play, "bytes 0-1048575/3145728", 0, MIB));
  kx_play_assert_state (play, KX_SYNC_OFFLINE);
  play->moment.ms = kx_sync_machine_get_timer (play->machine);
  kx_sync_machine_tick (play->machine, play->moment);
  kx_play_work (play, KX_SYNC_TAKE_BATCH);
  kx_play_answer (play, kx_play_take_ask (play, "GET", CHANGES ("g.s.5")), 200, HEAD, -1, NULL);
  kx_play_work (play, KX_SYNC_PULL);
  kx_play_give_upload (play, 3 * MIB);
  kx_play_answer (play, take_piece (play, "bytes */3145728", 0, 0), 202, NULL, MIB, NULL);
  kx_play_answer_problem (play, take_piece (play, "bytes 1048576-1572863/3145728", MIB, MIB / 2), 409,
                          "wrong-offset", "", NULL);
  kx_play_answer (play, take_piece (play, "bytes */3145728", 0, 0), 201, NULL, 3 * MIB, NULL);
  kx_play_work (play, KX_SYNC_UPLOAD_DONE);
}

static void
test_upload_fails (KxPlay *play, gconstpointer data)
{
  KxSyncWork *ended;
  KxSyncDone done = kx_play_done_with_facts (play);
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "gone");

  begin_upload (play);
  kx_play_answer_problem (play, take_piece (play, "bytes */3145728", 0, 0), 422, "wrong-size", "", NULL);
  ended = kx_play_take_work (play, KX_SYNC_UPLOAD_DONE);
  g_assert_cmpstr (ended->sha256, ==, "ab12");
  g_assert_cmpstr (ended->code, ==, "wrong-size");
  kx_play_finish (play, ended, &done);
  kx_play_give_upload (play, 10);
  kx_play_answer (play, take_piece (play, "bytes */10", 0, 0), 202, NULL, 0, NULL);
  kx_play_answer (play, take_piece (play, "bytes 0-9/10", 0, 10), 0, NULL, -1, error);
  ended = kx_play_take_work (play, KX_SYNC_UPLOAD_DONE);
  g_assert_cmpstr (ended->code, ==, "not-readable");
  g_assert_cmpstr (ended->message, ==, "gone");
  done = kx_play_done_with_facts (play);
  kx_play_finish (play, ended, &done);
  kx_play_work (play, KX_SYNC_NEXT_UPLOAD);
  kx_play_quiet_round (play);
}

static void
test_stop (KxPlay *play, gconstpointer data)
{
  KxSyncAsk *ask;
  KxSyncWork *batch;
  KxSyncDone done;

  kx_play_start_idle (play);
  kx_sync_machine_poke (play->machine, play->moment);
  kx_play_work (play, KX_SYNC_TAKE_BATCH);
  ask = kx_play_take_ask (play, "GET", CHANGES ("g.s.5"));
  kx_sync_machine_stop (play->machine);
  kx_play_assert_state (play, KX_SYNC_OFF);
  kx_play_answer (play, ask, 200, HEAD, -1, NULL);
  kx_play_assert_nothing (play);
  kx_sync_machine_change (play->machine, play->moment);
  kx_sync_machine_now (play->machine, play->moment);
  kx_play_assert_nothing (play);
  /* Work that runs comes to its end before another begins. */
  kx_sync_machine_start (play->machine, play->moment);
  batch = kx_play_take_work (play, KX_SYNC_LOOK);
  kx_sync_machine_stop (play->machine);
  kx_sync_machine_start (play->machine, play->moment);
  kx_play_assert_nothing (play);
  done = kx_play_done_with_facts (play);
  kx_play_finish (play, batch, &done);
  kx_play_quiet_round (play);
}

static void
test_verify (KxPlay *play, gconstpointer data)
{
  KxSyncDone done;

  kx_play_start_idle (play);
  for (guint i = 0; i < 3; i++)
    {
      kx_sync_machine_verify (play->machine, play->moment);
      kx_play_work (play, KX_SYNC_TAKE_BATCH);
      kx_play_answer (play, kx_play_take_ask (play, "GET", CHANGES ("g.s.5")), 200, HEAD, -1, NULL);
      kx_play_work (play, KX_SYNC_PULL);
      kx_play_answer (play, kx_play_take_ask (play, "GET", "/v1/sync/verify"), 200, "{}", -1, NULL);
      done = kx_play_done_with_facts (play);
      done.wrong = i > 0;
      kx_play_finish (play, kx_play_take_work (play, KX_SYNC_VERIFY), &done);
      if (i > 0)
        {
          kx_play_work (play, KX_SYNC_START_OVER);
          kx_play_quiet_round (play);
        }
      else
        {
          kx_play_work (play, KX_SYNC_NEXT_UPLOAD);
          kx_play_assert_nothing (play);
        }
    }
  /* What did not help twice is not done again. */
  kx_sync_machine_verify (play->machine, play->moment);
  kx_play_work (play, KX_SYNC_TAKE_BATCH);
  kx_play_answer (play, kx_play_take_ask (play, "GET", CHANGES ("g.s.5")), 200, HEAD, -1, NULL);
  kx_play_work (play, KX_SYNC_PULL);
  kx_play_answer (play, kx_play_take_ask (play, "GET", "/v1/sync/verify"), 200, "{}", -1, NULL);
  done = kx_play_done_with_facts (play);
  done.wrong = TRUE;
  kx_play_finish (play, kx_play_take_work (play, KX_SYNC_VERIFY), &done);
  kx_play_work (play, KX_SYNC_NEXT_UPLOAD);
  kx_play_assert_state (play, KX_SYNC_IDLE);
}

/* Plays one request by chance: well, badly or not at all. */
static void
answer_somehow (KxPlay *play, KxSyncAsk *ask, gboolean good)
{
  static const struct
  {
    guint status;
    const char *code;
  } problems[] = {
    { 401, "signed-out" },     { 409, "generation-changed" }, { 410, "generation-changed" },
    { 410, "cursor-expired" }, { 409, "sequence-gap" },       { 409, "already-acknowledged" },
    { 426, "client-too-old" }, { 503, "try-again" },          { 500, "failed" },
    { 400, "not-json" },       { 413, "too-large" },          { 404, "not-found" },
    { 409, "wrong-offset" },   { 403, "session-needed" },     { 422, "refused" },
    { 400, "wrong-cursor" },
  };
  guint roll = good ? 0 : g_test_rand_int_range (0, 4);
  gsize i = (gsize) g_test_rand_int_range (0, G_N_ELEMENTS (problems));

  if (roll == 1)
    kx_play_answer_nothing (play, ask);
  else if (roll == 2)
    kx_play_answer_problem (play, ask, problems[i].status, problems[i].code, "", NULL);
  else if (g_str_has_prefix (ask->path, "/v1/sync/changes"))
    kx_play_answer (play, ask, 200, HEAD, -1, NULL);
  else if (g_str_equal (ask->path, "/v1"))
    kx_play_answer (play, ask, 200, "{\"generation\":\"g\"}", -1, NULL);
  else if (g_str_equal (ask->method, "PUT"))
    kx_play_answer (play, ask, ask->length == 0 ? 202 : 201, NULL, ask->length == 0 ? 0 : 5, NULL);
  else
    kx_play_answer (play, ask, 200, "{}", -1, NULL);
}

/* A mirror with that many ops and files waiting. */
static void
work_somehow (KxPlay *play, KxSyncWork *taken, guint *ops, guint *files, gboolean good)
{
  KxSyncDone done = kx_play_done_with_facts (play);

  if (!good && g_test_rand_int_range (0, 6) == 0)
    done.error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full");
  else if (taken->kind == KX_SYNC_TAKE_BATCH && *ops > 0)
    done.batch =
        *ops > 1 && taken->most_ops > 1 ? g_bytes_new_static ("1\n2\n", 4) : g_bytes_new_static ("1\n", 2);
  else if (taken->kind == KX_SYNC_TAKE_RESULTS || taken->kind == KX_SYNC_REFUSE_BATCH)
    *ops -= MIN (*ops, 1);
  else if (taken->kind == KX_SYNC_NEXT_UPLOAD && *files > 0)
    {
      done.sha256 = g_strdup ("ab12");
      done.file = g_strdup ("/f");
      done.size = 5;
    }
  else if (taken->kind == KX_SYNC_UPLOAD_DONE)
    *files -= MIN (*files, 1);
  kx_play_finish (play, taken, &done);
}

/* From whatever state chance has led to, a good network and a good disk drain what waits, without another
 * change. */
static void
test_liveness (KxPlay *play, gconstpointer data)
{
  for (guint round = 0; round < 300; round++)
    {
      guint ops = (guint) g_test_rand_int_range (0, 9), files = (guint) g_test_rand_int_range (0, 3);
      guint turns = (guint) g_test_rand_int_range (0, 60), used = 0;

      kx_sync_machine_free (play->machine);
      play->machine = kx_sync_machine_new (3);
      kx_sync_machine_start (play->machine, play->moment);
      for (guint turn = 0;
           turn < turns || ops > 0 || files > 0 || kx_sync_machine_get_state (play->machine) != KX_SYNC_IDLE;
           turn++)
        {
          gboolean good = turn >= turns;
          KxSyncAsk *ask = kx_sync_machine_take_ask (play->machine);
          KxSyncWork *taken = kx_sync_machine_take_work (play->machine);

          play->moment.chance = (guint32) g_test_rand_int ();
          if (taken != NULL)
            work_somehow (play, taken, &ops, &files, good);
          if (ask != NULL)
            answer_somehow (play, ask, good);
          if (!good && g_test_rand_int_range (0, 8) == 0)
            kx_sync_machine_poke (play->machine, play->moment);
          if (!good && g_test_rand_int_range (0, 30) == 0)
            {
              kx_sync_machine_stop (play->machine);
              kx_sync_machine_start (play->machine, play->moment);
            }
          if (good && turn == turns)
            kx_sync_machine_signed_in (play->machine, play->moment);
          if (ask == NULL && taken == NULL)
            {
              play->moment.ms = MAX (play->moment.ms, kx_sync_machine_get_timer (play->machine));
              kx_sync_machine_tick (play->machine, play->moment);
            }
          g_assert_cmpuint (used += good, <, 200);
        }
    }
}

#define ADD(name, test)                                                                                      \
  g_test_add ("/sync-machine/" name, KxPlay, NULL, kx_play_set_up, test, kx_play_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a round without news ends in waiting", test_quiet);
  ADD ("changes go before anything comes", test_push);
  ADD ("without an answer it waits longer each time, by a timer", test_offline);
  ADD ("a line that breaks has the service looked for within seconds", test_lost_line);
  ADD ("a line that breaks within a round counts after it", test_lost_line_within_a_round);
  ADD ("a line that breaks puts nothing off", test_lost_line_before_a_round);
  ADD ("a busy service says when to come again", test_busy);
  ADD ("signed out it waits for the person and keeps everything", test_signed_out);
  ADD ("a revoked device asks no more", test_revoked);
  ADD ("a service that is too new is asked rarely", test_too_old);
  ADD ("a restored service is loaded anew", test_generation);
  ADD ("an expired cursor begins at zero", test_expired);
  ADD ("repairs come to an end", test_no_end);
  ADD ("a gap in the numbers is closed", test_gap);
  ADD ("poison delays only itself", test_poison);
  ADD ("the next page comes while one is applied", test_pages);
  ADD ("a page that was cut off is of use up to its last commit", test_cut);
  ADD ("a change does not wait behind a long load", test_change_while_loading);
  ADD ("a full disk is waited for", test_disk_full);
  ADD ("a file goes in pieces, and changes between them", test_upload);
  ADD ("a file goes on where it broke off", test_upload_resumes);
  ADD ("a file that cannot go does not hold up others", test_upload_fails);
  ADD ("what comes after stopping is passed over", test_stop);
  ADD ("a mirror that differs is loaded again, twice at most", test_verify);
  ADD ("a good network drains what waits from every state", test_liveness);
  return g_test_run ();
}
