/* Desktops and the real service, over HTTP: how long a first load takes, what a round costs in which nothing
 * is new, beside one of a hundredth of the rows, and how long a change takes from one desktop to another.
 * Engine, mirror and service are the program's own; the service is a process, the desktops share this one. */
#include "bench/kx-bench-agencies.h"
#include "bench/kx-bench-http.h"
#include "bench/kx-bench-times.h"
#include "core/entities/kx-agency.h"
#include "lib/kx-test-client.h"
#include "lib/kx-test-kangxied.h"
#include "lib/kx-test-store.h"
#include "sync/kx-test-wait.h"
#include "sync/kx-test-work.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sqlite3.h>
#include <unistd.h>

#define ROWS 100000
#define LESS 100 /* the small service has so many times fewer rows */
#define ROUNDS 100
#define CHANGES 300
#define PATIENCE 300
#define LOOK_MS 20
#define LEAST_PART 0.95 /* of the rows, the last page missing */
#define PASSWORD "geheim-123"

/* A service with rows, and a desktop of its clerk that holds them all. */
typedef struct
{
  char *data, *url; /* owned */
  KxTestKangxied *service;
  KxProfile *desktop;
  guint rows;
  double readable, first_load; /* seconds: until the rows can be read; until searches find them too */
} Side;

static double
now (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

static gboolean
is_idle (gpointer data)
{
  return kx_sync_get_state (kx_profile_get_sync (data)) == KX_SYNC_IDLE;
}

/* When the rows of a first load were there. */
typedef struct
{
  KxProfile *profile;
  guint rows;
  double at; /* 0: not yet */
  guint source;
} Arrival;

/* Looks now and then. Rows only come in, so the last one's number is their count, and found at once. */
static gboolean
note_rows (gpointer data)
{
  Arrival *arrival = data;

  if (kx_test_work_number (arrival->profile, "SELECT max(rowid) FROM agency") < arrival->rows * LEAST_PART)
    return G_SOURCE_CONTINUE;
  arrival->at = now ();
  arrival->source = 0;
  return G_SOURCE_REMOVE;
}

/* `ret_readable`: the moment, at most that of the end; NULL: of no interest. */
static KxProfile *
connect_as (const Side *side, const char *user, const char *name, double *ret_readable)
{
  g_autoptr (GError) error = NULL;
  Arrival arrival = { .rows = side->rows };
  KxProfile *profile = kx_test_work_connect (side->url, user, PASSWORD, name, &error);

  g_assert_no_error (error);
  arrival.profile = profile;
  arrival.source = g_timeout_add (LOOK_MS, note_rows, &arrival);
  kx_profile_start (profile);
  if (!kx_test_run_until (is_idle, profile, PATIENCE))
    g_error ("The first load does not end");
  g_clear_handle_id (&arrival.source, g_source_remove);
  if (ret_readable != NULL)
    *ret_readable = arrival.at != 0 ? arrival.at : now (); /* not a look earlier than all of it */
  return profile;
}

static void
add_user (const Side *side, const char *name, const char *grant)
{
  g_assert_cmpint (kx_test_kangxied_run (PASSWORD "\n", NULL, NULL, "user", "add", name, "--grant", grant,
                                         "--data", side->data, NULL),
                   ==, 0);
}

static void
side_begin (Side *side, guint rows, const char *name)
{
  double begin, readable;

  side->rows = rows;
  side->data = kx_test_make_folder ();
  add_user (side, "clerk", "clerk@000000");
  add_user (side, "colleague", "clerk@000000");
  kx_bench_agencies_fill (side->data, rows, name);
  side->service = kx_test_kangxied_start (side->data, NULL);
  side->url = g_strdup_printf ("http://127.0.0.1:%u", side->service->port);
  begin = now ();
  side->desktop = connect_as (side, "clerk", name, &readable);
  side->first_load = now () - begin;
  side->readable = readable - begin;
}

static void
close_desktop (KxProfile *desktop)
{
  kx_profile_close (desktop);
  g_object_unref (desktop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
side_end (Side *side)
{
  close_desktop (side->desktop);
  kx_test_kangxied_free (side->service);
  kx_test_remove_folder (side->data);
  g_free (side->url);
}

/* A number behind `name` in a line of the access log. */
static double
number_in (const char *line, const char *name)
{
  const char *found = strstr (line, name);

  return found != NULL ? g_ascii_strtod (found + strlen (name), NULL) : 0;
}

/* Requests that ended so far, and the bytes of their bodies both ways. The service writes its log within a
 * fifth of a second. */
static void
read_log (const Side *side, double *ret_requests, double *ret_bytes)
{
  g_autofree char *path = g_build_filename (side->data, "access.log", NULL), *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_usleep (400 * 1000);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  *ret_requests = *ret_bytes = 0;
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] == '{')
      {
        *ret_requests += 1;
        *ret_bytes += number_in (lines[i], "\"sent\":") + number_in (lines[i], "\"received\":");
      }
}

static void
note_state (KxSync *sync, GParamSpec *pspec, gboolean *left)
{
  if (kx_sync_get_state (sync) != KX_SYNC_IDLE)
    *left = TRUE;
}

typedef struct
{
  KxProfile *desktop;
  gboolean left; /* IDLE, since the round was asked for */
} Round;

static gboolean
is_back (gpointer data)
{
  Round *round = data;

  return round->left && is_idle (round->desktop);
}

typedef struct
{
  double ms, requests, bytes; /* of one round: the median; the mean */
} RoundCost;

static RoundCost
measure_rounds (const Side *side)
{
  KxSync *sync = kx_profile_get_sync (side->desktop);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  Round round = { side->desktop, FALSE };
  gulong handler = g_signal_connect (sync, "notify::state", G_CALLBACK (note_state), &round.left);
  double requests[2], bytes[2];
  RoundCost cost;

  read_log (side, &requests[0], &bytes[0]);
  for (guint i = 0; i < ROUNDS; i++)
    {
      double begin = now (), took;

      round.left = FALSE;
      kx_sync_now (sync);
      round.left |= !is_idle (side->desktop);
      if (!kx_test_run_until (is_back, &round, PATIENCE))
        g_error ("A round does not end");
      took = (now () - begin) * 1000;
      g_array_append_val (times, took);
    }
  g_signal_handler_disconnect (sync, handler);
  read_log (side, &requests[1], &bytes[1]);
  kx_bench_times_sort (times);
  cost.ms = kx_bench_times_at_share (times, 50);
  cost.requests = (requests[1] - requests[0]) / ROUNDS;
  cost.bytes = (bytes[1] - bytes[0]) / ROUNDS;
  return cost;
}

static void
print_round (const char *what, const char *unit, double small, double large, double limit)
{
  printf ("{\"name\":\"desktops, a round without changes: %s\",\"value\":%.2f,\"unit\":\"%s\",\"peer\":%.2f,"
          "\"ratio\":%.2f,\"limit\":%.2f}\n",
          what, large, unit, small, large / small, limit);
  fflush (stdout);
}

static void
bench_rounds (const Side *small, const Side *large, guint rows)
{
  RoundCost cost[2] = { { G_MAXDOUBLE }, { G_MAXDOUBLE } };

  /* By turns; the better time counts. */
  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < 2; j++)
      {
        RoundCost once = measure_rounds (j == 0 ? small : large);

        once.ms = MIN (once.ms, cost[j].ms);
        cost[j] = once;
      }
  printf ("{\"name\":\"desktops, rows of the large and the small service\",\"value\":%u,\"unit\":\"rows\","
          "\"peer\":%u}\n",
          rows, MAX (rows / LESS, 1));
  print_round ("requests", "requests", cost[0].requests, cost[1].requests, 1);
  print_round ("bytes", "bytes", cost[0].bytes, cost[1].bytes, 1.1);
  print_round ("time", "ms", cost[0].ms, cost[1].ms, 1.5);
}

/* A change on its way to the other desktop. */
typedef struct
{
  const char *id;
  double seen;
} Awaited;

static void
on_rows_changed (KxMirror *mirror, KxRowsChanged *changed, Awaited *awaited)
{
  for (guint i = 0; i < changed->changes->len; i++)
    if (g_str_equal (g_array_index (changed->changes, KxRowChange, i).id, awaited->id))
      awaited->seen = now ();
}

static gboolean
is_seen (gpointer data)
{
  return ((Awaited *) data)->seen > 0;
}

/* When the mirror of the desktop had accepted it. */
static double
submit (KxProfile *desktop, const char *id, guint beds)
{
  KxMirror *mirror = kx_profile_get_mirror (desktop);
  GPtrArray *ops = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free);
  KxRecord *fields = kx_record_new (&kx_agency_entity, NULL, NULL);
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KxDecision) decision = NULL;
  g_autoptr (GError) error = NULL;
  double accepted;

  kx_agency_set_beds (kx_agency (fields), beds);
  g_ptr_array_add (ops, kx_mirror_make_op (mirror, KX_OP_PATCH, &kx_agency_entity, id, fields));
  kx_mirror_submit_async (mirror, ops, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  accepted = now ();
  decision = kx_mirror_submit_finish (mirror, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (decision->result, !=, KX_REJECTED);
  return accepted;
}

/* A change of one row, durable: what the mirror and the service each do at least. */
static sqlite3 *
open_bare (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "bare.db", NULL);
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db,
                                 "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                 "CREATE TABLE agency (id TEXT PRIMARY KEY, beds INTEGER);"
                                 "INSERT INTO agency VALUES ('x', 0)",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  return db;
}

static double
commit_bare (sqlite3 *db)
{
  double begin = now ();

  g_assert_cmpint (sqlite3_exec (db, "UPDATE agency SET beds = beds + 1 WHERE id = 'x'", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  return now () - begin;
}

static double
ask_bare (KxTestClient *client)
{
  double begin = now ();

  g_assert_true (kx_test_client_ask (client, "GET", "/", NULL, NULL));
  return now () - begin;
}

static void
measure_changes (const Side *side, KxProfile *other, guint port, GArray *ours, GArray *bare)
{
  g_autoptr (KxTestClient) client = kx_test_client_new (port);
  sqlite3 *db = open_bare (side->data);
  char id[KX_UUID_TEXT_SIZE];
  Awaited awaited = { id, 0 };
  gulong handler = g_signal_connect (kx_profile_get_mirror (other), "rows-changed",
                                     G_CALLBACK (on_rows_changed), &awaited);

  for (guint i = 0; i < CHANGES; i++)
    {
      double accepted, took, least;

      kx_bench_agencies_id (i % 97, id);
      awaited.seen = 0;
      accepted = submit (side->desktop, id, 1000 + i);
      if (!kx_test_run_until (is_seen, &awaited, PATIENCE))
        g_error ("A change does not come");
      took = (awaited.seen - accepted) * 1000;
      g_array_append_val (ours, took);
      /* The next one begins at rest, as a person would. */
      if (!kx_test_run_until (is_idle, side->desktop, PATIENCE) ||
          !kx_test_run_until (is_idle, other, PATIENCE))
        g_error ("The desktops do not come to rest");
      least = (commit_bare (db) + commit_bare (db) + ask_bare (client) + ask_bare (client)) * 1000;
      g_array_append_val (bare, least);
    }
  g_signal_handler_disconnect (kx_profile_get_mirror (other), handler);
  sqlite3_close (db);
}

static void
bench_changes (const Side *side, guint port)
{
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double)),
                     bare = g_array_new (FALSE, FALSE, sizeof (double));
  KxProfile *other = connect_as (side, "colleague", "colleague", NULL);

  measure_changes (side, other, port, ours, bare);
  close_desktop (other);
  kx_bench_times_sort (ours);
  kx_bench_times_sort (bare);
  printf ("{\"name\":\"desktops, a change from one to the other\",\"value\":%.2f,\"unit\":\"ms at "
          "p95\",\"p50\":%.2f,"
          "\"peer\":%.2f,\"peer_p50\":%.2f,\"ratio\":%.2f,\"limit\":5}\n",
          kx_bench_times_at_share (ours, 95), kx_bench_times_at_share (ours, 50),
          kx_bench_times_at_share (bare, 95), kx_bench_times_at_share (bare, 50),
          kx_bench_times_at_share (ours, 95) / kx_bench_times_at_share (bare, 95));
  fflush (stdout);
}

int
main (int argc, char **argv)
{
  guint rows = argc > 1 ? (guint) atoi (argv[1]) : ROWS, port;
  char *home = g_dir_make_tmp ("kx-home-XXXXXX", NULL);
  Side small = { NULL }, large = { NULL };
  pid_t pid = kx_bench_http_start ("\"ok\"", &port);

  /* Tokens go to files, profiles to a folder that is removed. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_setenv ("XDG_RUNTIME_DIR", home, TRUE);
  side_begin (&small, MAX (rows / LESS, 1), "small");
  side_begin (&large, rows, "large");
  printf ("{\"name\":\"desktops, first load over HTTP: the rows can be read\",\"value\":%.2f,\"unit\":\"s\","
          "\"rows\":%u}\n",
          large.readable, rows);
  printf ("{\"name\":\"desktops, first load over HTTP: searches find them\",\"value\":%.2f,\"unit\":\"s\","
          "\"rows\":%u}\n",
          large.first_load, rows);
  bench_rounds (&small, &large, rows);
  bench_changes (&large, port);
  side_end (&small);
  side_end (&large);
  kx_bench_http_stop (pid);
  kx_test_remove_folder (home);
  return 0;
}
