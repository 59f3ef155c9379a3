/* Being told of changes. */
#include "server/kx-test-desk.h"

#include "core/entities/kx-agency.h"

#include <string.h>

/* An open answer with events. */
static GSocketConnection *
listen_for_events (Desk *f, const char *token)
{
  g_autofree char *request = desk_write_request (token, "GET", "/v1/sync/events", NULL, NULL, NULL);
  GSocketConnection *connection = kx_test_server_connect (f->server);

  kx_test_send (connection, request, -1);
  return connection;
}

/* Reads until `part` came; FALSE: the end came first. */
static gboolean
read_until (GSocketConnection *connection, GString *text, const char *part)
{
  GInputStream *stream = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  char block[4096];

  while (strstr (text->str, part) == NULL)
    {
      g_autoptr (GError) error = NULL;
      gssize n = g_input_stream_read (stream, block, sizeof block, NULL, &error);

      g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));
      if (n <= 0)
        return FALSE;
      g_string_append_len (text, block, n);
    }
  return TRUE;
}

static void
test_a_poke_comes_at_once_and_after_each_commit (Desk *f, gconstpointer data)
{
  g_autoptr (GSocketConnection) events = listen_for_events (f, f->one);
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 seen = desk_get_seq (f), seq;
  KxBook *reader = kx_store_take_reader (f->store, NULL);
  g_autofree char *first = NULL, *second = NULL, *buffering = NULL, *type = NULL;
  g_autoptr (KxWireResult) result = NULL;

  g_assert_true (kx_book_get_seq (reader, &seq, NULL));
  kx_store_give_reader (f->store, reader);
  first = g_strdup_printf ("event: poke\nid: %d\n\n", (int) seq);
  g_assert_true (read_until (events, text, first));
  buffering = kx_test_answer_header (text->str, "X-Accel-Buffering");
  type = kx_test_answer_header (text->str, "Content-Type");
  g_assert_cmpstr (buffering, ==, "no");
  g_assert_cmpstr (type, ==, "text/event-stream");
  result = desk_push_op (f, f->two, 1, desk_patch_op (f, seen, kx_agency_f_address, "一号"));
  second = g_strdup_printf ("event: poke\nid: %d\n\n", (int) result->seq);
  g_assert_true (read_until (events, text, second));
  /* And a comment where nothing happens. */
  g_string_truncate (text, 0);
  g_assert_true (read_until (events, text, ":\n\n"));
}

static void
test_events_end_with_the_device_the_session_and_the_service (Desk *f, gconstpointer data)
{
  g_autoptr (GSocketConnection) one = listen_for_events (f, f->one), two = listen_for_events (f, f->other),
                                three = listen_for_events (f, f->two);
  g_autoptr (GString) a = g_string_new (NULL), b = g_string_new (NULL), c = g_string_new (NULL);
  g_autofree char *path = g_strconcat ("/v1/devices/", f->one_id, NULL), *revoked = NULL, *out = NULL,
                  *failure = NULL;

  g_assert_true (read_until (one, a, "poke"));
  g_assert_true (read_until (two, b, "poke"));
  g_assert_true (read_until (three, c, "poke"));
  revoked = desk_ask (f, f->clerk, "DELETE", path, NULL, NULL, NULL);
  g_assert_cmpuint (kx_test_answer_status (revoked), ==, 204);
  g_assert_true (read_until (one, a, "\r\n0\r\n\r\n"));
  out = desk_ask (f, f->other, "DELETE", "/v1/sessions/current", NULL, NULL, NULL);
  g_assert_cmpuint (kx_test_answer_status (out), ==, 204);
  g_assert_true (read_until (two, b, "\r\n0\r\n\r\n"));
  failure = kx_test_server_stop (f->server, 2000);
  g_assert_cmpstr (failure, ==, NULL);
  g_assert_true (read_until (three, c, "\r\n0\r\n\r\n"));
}

/* Holds the writer up. */
typedef struct
{
  KxStore *store;
  GMutex lock;
  GCond cond;
  gboolean held, released;
} Hold;

static gboolean
wait_for_release (KxBook *book, gpointer data, GError **error)
{
  Hold *hold = data;

  g_mutex_lock (&hold->lock);
  hold->held = TRUE;
  g_cond_broadcast (&hold->cond);
  while (!hold->released)
    g_cond_wait (&hold->cond, &hold->lock);
  g_mutex_unlock (&hold->lock);
  return TRUE;
}

static gpointer
hold_writer (gpointer data)
{
  Hold *hold = data;

  g_assert_true (kx_store_write (hold->store, wait_for_release, hold, NULL));
  return NULL;
}

/* The stream looks every 50 ms whether its session is alive: it may not keep alive what is being ended. */
static void
test_who_looks_meanwhile_keeps_no_session_alive (Desk *f, gconstpointer data)
{
  g_autoptr (GSocketConnection) events = listen_for_events (f, f->other),
                                leaving = kx_test_server_connect (f->server);
  g_autofree char *leave = desk_write_request (f->other, "DELETE", "/v1/sessions/current", NULL, NULL, NULL);
  g_autoptr (GString) text = g_string_new (NULL), answer = g_string_new (NULL);
  g_autofree char *after = NULL;
  Hold hold = { .store = f->store };
  GThread *thread;

  g_assert_true (read_until (events, text, "poke"));
  thread = g_thread_new ("hold", hold_writer, &hold);
  g_mutex_lock (&hold.lock);
  while (!hold.held)
    g_cond_wait (&hold.cond, &hold.lock);
  g_mutex_unlock (&hold.lock);
  kx_test_send (leaving, leave, -1);
  for (guint i = 0; i < 5; i++)
    {
      g_string_truncate (text, 0);
      g_assert_true (read_until (events, text, ":\n\n"));
    }
  g_mutex_lock (&hold.lock);
  hold.released = TRUE;
  g_cond_broadcast (&hold.cond);
  g_mutex_unlock (&hold.lock);
  g_thread_join (thread);
  g_assert_true (read_until (leaving, answer, "204 "));
  g_assert_true (read_until (events, text, "\r\n0\r\n\r\n"));
  after = desk_ask (f, f->other, "GET", "/v1/sessions/current", NULL, NULL, NULL);
  g_assert_cmpuint (kx_test_answer_status (after), ==, 401);
}

static void
test_nobody_listens_without_bound (Desk *f, gconstpointer data)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *more = NULL, *head = NULL, *metrics = NULL;
  g_autoptr (GSocketConnection) another = NULL;

  for (guint i = 0; i < KX_EVENTS_MOST_PER_USER; i++)
    {
      g_ptr_array_add (open, listen_for_events (f, i % 2 == 0 ? f->one : f->clerk));
      g_string_truncate (text, 0);
      g_assert_true (read_until (open->pdata[i], text, "poke"));
    }
  more = desk_ask (f, f->one, "GET", "/v1/sync/events", NULL, NULL, NULL);
  kx_test_assert_problem (more, 429, "too-many-streams");
  head = desk_ask (f, f->one, "HEAD", "/v1/sync/events", NULL, NULL, NULL);
  g_assert_cmpuint (kx_test_answer_status (head), ==, 200);
  another = listen_for_events (f, f->two);
  g_string_truncate (text, 0);
  g_assert_true (read_until (another, text, "poke"));
  metrics = desk_ask (f, NULL, "GET", "/metrics", NULL, NULL, NULL);
  g_assert_nonnull (strstr (metrics, "\nkangxied_event_streams 21\n"));
  /* Who goes makes room. */
  g_ptr_array_set_size (open, 0);
  g_assert_cmpuint (kx_test_answer_status (more), ==, 429);
  {
    gint64 deadline = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;
    gboolean room = FALSE;

    while (!room && g_get_monotonic_time () < deadline)
      {
        g_autoptr (GSocketConnection) events = listen_for_events (f, f->one);

        g_string_truncate (text, 0);
        room = read_until (events, text, "\r\n\r\n") && strstr (text->str, "200 OK") != NULL;
        if (!room)
          g_usleep (20000);
      }
    g_assert_true (room);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/events/" name, Desk, NULL, desk_set_up, func, desk_tear_down)
  ADD ("a-poke-comes-at-once-and-after-each-commit", test_a_poke_comes_at_once_and_after_each_commit);
  ADD ("events-end-with-the-device-the-session-and-the-service",
       test_events_end_with_the_device_the_session_and_the_service);
  ADD ("who-looks-meanwhile-keeps-no-session-alive", test_who_looks_meanwhile_keeps_no_session_alive);
  ADD ("nobody-listens-without-bound", test_nobody_listens_without_bound);
  return g_test_run ();
}
