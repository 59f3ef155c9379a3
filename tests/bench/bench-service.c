/* The service beside what it stands on: a single read beside a bare libsoup handler that answers as many
 * bytes, and durable changes of 32 clients beside a bare loop that writes the same rows with one fsynced
 * transaction per 32. */
#include "bench/kx-bench-http.h"
#include "core/entities/kx-agency.h"
#include "lib/kx-test-client.h"
#include "lib/kx-test-kangxied.h"
#include "lib/kx-test-store.h"
#include "store/kx-store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define READ_CONNECTIONS 16
#define CLIENTS 32
#define SECONDS 3.0
#define ROUNDS 3 /* of each kind by turns; the best one counts */
#define PASSWORD "geheim-123"

typedef struct
{
  KxTestKangxied *service;
  char *data, *authorization, *office, *ids[CLIENTS]; /* owned */
} Bench;

static void
print_ratio (const char *name, double value, double peer)
{
  printf ("{\"name\":\"%s\",\"value\":%.0f,\"unit\":\"1/s\",\"peer\":%.0f,\"ratio\":%.2f,\"limit\":0.5}\n",
          name, value, peer, value / peer);
  fflush (stdout);
}

/* Processor time of a process so far, in microseconds. */
static double
get_work (pid_t pid)
{
  struct timespec time;
  clockid_t id;

  g_assert_cmpint (clock_getcpuclockid (pid, &id), ==, 0);
  g_assert_cmpint (clock_gettime (id, &time), ==, 0);
  return (double) time.tv_sec * 1e6 + (double) time.tv_nsec / 1e3;
}

/* Requests on all connections, then their answers, for a while; answers a second. `ret_work` is lowered to
 * the processor time that each took of the process that answers, in microseconds. */
static double
measure_reads (guint port, pid_t pid, const char *path, const char *headers, double *ret_work)
{
  KxTestClient *clients[READ_CONNECTIONS];
  gint64 begin = g_get_monotonic_time (), end = begin + (gint64) (SECONDS * G_USEC_PER_SEC);
  guint64 answers = 0;
  double seconds, work = get_work (pid);

  for (guint i = 0; i < READ_CONNECTIONS; i++)
    clients[i] = kx_test_client_new (port);
  while (g_get_monotonic_time () < end)
    {
      for (guint i = 0; i < READ_CONNECTIONS; i++)
        g_assert_true (kx_test_client_send (clients[i], "GET", path, headers, NULL));
      for (guint i = 0; i < READ_CONNECTIONS; i++)
        {
          g_assert_true (kx_test_client_receive (clients[i]));
          g_assert_cmpuint (clients[i]->status, ==, 200);
        }
      answers += READ_CONNECTIONS;
    }
  seconds = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  *ret_work = MIN (*ret_work, (get_work (pid) - work) / (double) answers);
  for (guint i = 0; i < READ_CONNECTIONS; i++)
    kx_test_client_free (clients[i]);
  return (double) answers / seconds;
}

static void
bench_reads (Bench *bench)
{
  g_autoptr (KxTestClient) http = kx_test_client_new (bench->service->port);
  g_autofree char *path = g_strconcat ("/v1/agencies/", bench->ids[0], NULL);
  const char *own = g_subprocess_get_identifier (bench->service->process);
  double service = 0, bare = 0, service_work = G_MAXDOUBLE, bare_work = G_MAXDOUBLE;
  guint port;
  pid_t pid;

  g_assert_true (kx_test_client_ask (http, "GET", path, bench->authorization, NULL));
  pid = kx_bench_http_start (kx_test_client_get_body (http), &port);
  for (guint i = 0; i < ROUNDS; i++)
    {
      bare = MAX (bare, measure_reads (port, pid, path, bench->authorization, &bare_work));
      service = MAX (service, measure_reads (bench->service->port, atoi (own), path, bench->authorization,
                                             &service_work));
    }
  kx_bench_http_stop (pid);
  print_ratio ("service, single read", service, bare);
  /* What a busy machine does not change. */
  printf (
      "{\"name\":\"service, processor time of a single read\",\"value\":%.1f,\"unit\":\"µs\",\"peer\":%.1f,"
      "\"ratio\":%.2f,\"limit\":2}\n",
      service_work, bare_work, service_work / bare_work);
}

/* One client that changes its own row, waiting for each answer. */
typedef struct
{
  Bench *bench;
  guint number;
  gint64 end;
  guint64 done;
} Writer;

static gpointer
run_writer (gpointer data)
{
  Writer *writer = data;
  g_autoptr (KxTestClient) http = kx_test_client_new (writer->bench->service->port);
  g_autofree char *path = g_strconcat ("/v1/agencies/", writer->bench->ids[writer->number], NULL);

  g_assert_true (kx_test_client_ask (http, "GET", path, writer->bench->authorization, NULL));
  while (g_get_monotonic_time () < writer->end)
    {
      g_autofree char *key = g_uuid_string_random ();
      g_autofree char *headers = g_strdup_printf (
          "%sContent-Type: application/merge-patch+json\r\nIf-Match: \"%s\"\r\nIdempotency-Key: %s\r\n",
          writer->bench->authorization, http->etag, key);
      g_autofree char *body = g_strdup_printf ("{\"beds\":%u}", 1 + (guint) (writer->done % 9000));

      g_assert_true (kx_test_client_ask (http, "PATCH", path, headers, body));
      if (http->status != 200)
        g_error ("%u %s", http->status, kx_test_client_get_body (http));
      writer->done++;
    }
  return NULL;
}

static double
measure_writes (Bench *bench)
{
  gint64 begin = g_get_monotonic_time ();
  Writer writers[CLIENTS];
  GThread *threads[CLIENTS];
  guint64 done = 0;

  for (guint i = 0; i < CLIENTS; i++)
    {
      writers[i] = (Writer){ bench, i, begin + (gint64) (SECONDS * G_USEC_PER_SEC), 0 };
      threads[i] = g_thread_new ("client", run_writer, &writers[i]);
    }
  for (guint i = 0; i < CLIENTS; i++)
    {
      g_thread_join (threads[i]);
      done += writers[i].done;
    }
  return (double) done * G_USEC_PER_SEC / (double) (g_get_monotonic_time () - begin);
}

static void
run_sql (sqlite3 *db, const char *sql)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
}

/* The statements of one change, with the sizes that the service writes. */
static const char *const changes[] = {
  "UPDATE agency SET beds = ?1 % 9000, fv = '{\"beds\":[' || ?1 || ']}', seq = ?1, updated_by = ?3, "
  "updated_at = ?1 "
  "WHERE id = ?2",
  "INSERT INTO feed (entity, row, seq, space) VALUES ('agency', ?2, ?1, '370100/agency') "
  "ON CONFLICT (entity, row) DO UPDATE SET seq = excluded.seq",
  "INSERT INTO history (entity, row, seq, ord, kind, field, old, new, actor, at, op, reason) "
  "VALUES ('agency', ?2, ?1, 0, 'patch', 'beds', '100', '101', ?3, ?1, ?4, NULL)",
  "INSERT INTO audit (n, seq, at, actor, device, op, kind, entity, row, space, salt, hash_before, "
  "hash_after, leaf, link) "
  "VALUES (?1, ?1, ?1, ?3, NULL, ?4, 'patch', 'agency', ?2, '370100/agency', randomblob(16), randomblob(32), "
  "randomblob(32), randomblob(32), randomblob(32))",
  "INSERT INTO op_result (actor, op, request, seq, at, entity, row, answer) "
  "VALUES (?3, ?4, ?5, ?1, ?1, 'agency', ?2, ?6)",
};

static void
write_change (sqlite3_stmt *const *statements, gint64 seq, const char *id, const char *answer)
{
  g_autofree char *op = g_uuid_string_random ();

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      sqlite3_bind_int64 (statements[i], 1, seq);
      sqlite3_bind_text (statements[i], 2, id, -1, SQLITE_STATIC);
      if (sqlite3_bind_parameter_count (statements[i]) > 2)
        sqlite3_bind_text (statements[i], 3, "01a20199-0e8f-7d5c-9b55-b7c0a4b1f6b2", -1, SQLITE_STATIC);
      if (sqlite3_bind_parameter_count (statements[i]) > 3)
        sqlite3_bind_text (statements[i], 4, op, -1, SQLITE_STATIC);
      if (sqlite3_bind_parameter_count (statements[i]) > 4)
        {
          sqlite3_bind_text (statements[i], 5, "blake2b:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", -1,
                             SQLITE_STATIC);
          sqlite3_bind_text (statements[i], 6, answer, -1, SQLITE_STATIC);
        }
      g_assert_cmpint (sqlite3_step (statements[i]), ==, SQLITE_DONE);
      sqlite3_reset (statements[i]);
    }
}

/* The bare limit on the same database, which the service has left. */
static double
measure_bare (Bench *bench, sqlite3 *db, const char *answer, gint64 *seq)
{
  sqlite3_stmt *statements[G_N_ELEMENTS (changes)] = { NULL };
  gint64 begin = g_get_monotonic_time (), end = begin + (gint64) (SECONDS * G_USEC_PER_SEC), first = *seq;

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    g_assert_cmpint (sqlite3_prepare_v2 (db, changes[i], -1, &statements[i], NULL), ==, SQLITE_OK);
  while (g_get_monotonic_time () < end)
    {
      run_sql (db, "BEGIN IMMEDIATE");
      run_sql (db, "UPDATE sync_counter SET v = v + 32");
      for (guint i = 0; i < CLIENTS; i++)
        write_change (statements, ++*seq, bench->ids[i], answer);
      run_sql (db, "COMMIT");
    }
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    sqlite3_finalize (statements[i]);
  return (double) (*seq - first) * G_USEC_PER_SEC / (double) (g_get_monotonic_time () - begin);
}

static void
bench_writes (Bench *bench)
{
  g_autofree char *database = g_build_filename (bench->data, "kangxie.db", NULL), *answer = NULL;
  g_autofree char *path = g_strconcat ("/v1/agencies/", bench->ids[0], NULL);
  gint64 seq = 1000 * 1000 * 1000;
  double service = 0, bare = 0;
  sqlite3 *db;

  {
    g_autoptr (KxTestClient) http = kx_test_client_new (bench->service->port);

    g_assert_true (kx_test_client_ask (http, "GET", path, bench->authorization, NULL));
    answer = g_strdup (kx_test_client_get_body (http));
  }
  for (guint i = 0; i < ROUNDS; i++)
    service = MAX (service, measure_writes (bench));
  g_assert_cmpint (kx_test_kangxied_stop (bench->service), ==, 0);
  g_assert_cmpint (sqlite3_open (database, &db), ==, SQLITE_OK);
  run_sql (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; "
               "PRAGMA wal_autocheckpoint = 8000; PRAGMA journal_size_limit = 268435456");
  for (guint i = 0; i < ROUNDS; i++)
    bare = MAX (bare, measure_bare (bench, db, answer, &seq));
  sqlite3_close (db);
  print_ratio ("service, durable changes from 32 clients", service, bare);
}

static void
make_rows (Bench *bench)
{
  g_autoptr (KxTestClient) http = kx_test_client_new (bench->service->port);
  g_autofree char *headers = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *items;

  bench->authorization = kx_test_client_sign_in (http, "clerk", PASSWORD);
  g_assert_true (kx_test_client_ask (http, "GET", "/v1/offices", bench->authorization, NULL));
  node = json_from_string (kx_test_client_get_body (http), NULL);
  items = json_object_get_array_member (json_node_get_object (node), "items");
  bench->office = g_strdup (json_object_get_string_member (json_array_get_object_element (items, 0), "id"));
  for (guint i = 0; i < CLIENTS; i++)
    {
      g_autofree char *code = kx_test_credit_code (i + 1);
      g_autofree char *body = g_strdup_printf (
          "{\"office\":\"%s\",\"name\":\"济南市第%u康复医院\",\"uscc\":\"%s\",\"kind\":"
          "\"general_hospital_department\",\"beds\":100,\"address\":\"济南市历下区经十路%u号\"}",
          bench->office, i + 1, code, i + 1);

      headers = g_strdup_printf ("%sContent-Type: application/json\r\nIdempotency-Key: row-%u\r\n",
                                 bench->authorization, i);
      g_assert_true (kx_test_client_ask (http, "POST", "/v1/agencies", headers, body));
      if (http->status != 201)
        g_error ("%u %s", http->status, kx_test_client_get_body (http));
      bench->ids[i] = kx_test_client_dup_member (http, "id");
      g_clear_pointer (&headers, g_free);
    }
}

int
main (int argc, char **argv)
{
  Bench bench = { .data = kx_test_make_folder () };

  g_assert_cmpint (kx_test_kangxied_run (PASSWORD "\n", NULL, NULL, "user", "add", "clerk", "--grant",
                                         "clerk@370100", "--data", bench.data, NULL),
                   ==, 0);
  bench.service = kx_test_kangxied_start (bench.data, NULL);
  make_rows (&bench);
  bench_reads (&bench);
  /* The benchmark before may have left a gigabyte to be written, behind which every fsync would wait. */
  sync ();
  bench_writes (&bench);
  kx_test_kangxied_free (bench.service);
  kx_test_remove_folder (bench.data);
  for (guint i = 0; i < CLIENTS; i++)
    g_free (bench.ids[i]);
  g_free (bench.authorization);
  g_free (bench.office);
  return 0;
}
