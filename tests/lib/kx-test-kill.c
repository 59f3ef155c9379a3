#include "lib/kx-test-kill.h"

#include "core/kx-crypto.h"
#include "lib/kx-test-client.h"
#include "lib/kx-test-kangxied.h"
#include "lib/kx-test-store.h"
#include "store/kx-audit.h"
#include "store/kx-store.h"

#include <stdio.h>
#include <string.h>

#define CLIENTS 32
#define SHORTEST_MS 30
#define LONGEST_MS 400
#define PASSWORD "geheim-123"
#define CHECK_EVERY 8 /* rounds; computing all links again takes longer than a round */
#define MOST_ROWS 40  /* of one client: then it changes those it has */

/* A row as its last acknowledged answer left it. */
typedef struct
{
  char id[KX_UUID_TEXT_SIZE];
  guint version; /* 0: just made; the number in its short name */
  gint64 tag;
  gboolean touched; /* in this round */
} Row;

typedef struct
{
  guint number, keys, creates;
  GArray *rows; /* (element-type Row) owned */
  /* What was sent and not answered. */
  gboolean pending;
  guint pending_row; /* index; of a row being made: rows->len */
  guint64 acknowledged, resent;
  GRand *rand; /* owned */
  struct Kill *kill;
} Client;

typedef struct Kill
{
  Client clients[CLIENTS];
  char *data, *authorization, *office; /* owned */
  guint port;
  guint32 seed;
  GRand *rand; /* owned */
} Kill;

static void
make_id (const Client *client, guint row, char ret_id[KX_UUID_TEXT_SIZE])
{
  g_autofree char *text = g_strdup_printf ("%u-%u-%u", client->kill->seed, client->number, row);
  const char *parts[] = { "kill", text };

  kx_uuid_v8 (parts, G_N_ELEMENTS (parts), ret_id);
}

static gboolean
send_create (Client *client, KxTestClient *http, const char *key)
{
  char id[KX_UUID_TEXT_SIZE];
  g_autofree char *headers = g_strdup_printf ("%sContent-Type: application/json\r\nIdempotency-Key: %s\r\n",
                                              client->kill->authorization, key);
  g_autofree char *body = NULL;
  Row row = { .touched = TRUE };

  make_id (client, client->pending_row, id);
  body = g_strdup_printf (
      "{\"id\":\"%s\",\"office\":\"%s\",\"name\":\"第%u号康复医院分院%u\",\"no_uscc_reason\":\"军队医院\"}",
      id, client->kill->office, client->pending_row, client->number);
  if (!kx_test_client_ask (http, "POST", "/v1/agencies", headers, body))
    return FALSE;
  if (http->status != 201)
    g_error ("create: %u %s", http->status, kx_test_client_get_body (http));
  g_strlcpy (row.id, id, sizeof row.id);
  row.tag = g_ascii_strtoll (http->etag, NULL, 10);
  g_array_append_val (client->rows, row);
  client->creates++;
  return TRUE;
}

static gboolean
send_patch (Client *client, KxTestClient *http, const char *key)
{
  Row *row = &g_array_index (client->rows, Row, client->pending_row);
  g_autofree char *path = g_strdup_printf ("/v1/agencies/%s", row->id);
  g_autofree char *headers = g_strdup_printf (
      "%sContent-Type: application/merge-patch+json\r\nIdempotency-Key: %s\r\nIf-Match: \"%" G_GINT64_FORMAT
      "\"\r\n",
      client->kill->authorization, key, row->tag);
  g_autofree char *body = g_strdup_printf ("{\"short_name\":\"康复%u\"}", row->version + 1);

  if (!kx_test_client_ask (http, "PATCH", path, headers, body))
    return FALSE;
  if (http->status != 200)
    g_error ("patch: %u %s", http->status, kx_test_client_get_body (http));
  row->tag = g_ascii_strtoll (http->etag, NULL, 10);
  row->version++;
  row->touched = TRUE;
  return TRUE;
}

static gboolean
send_pending (Client *client, KxTestClient *http)
{
  g_autofree char *key = g_strdup_printf ("k-%u-%u-%u", client->kill->seed, client->number, client->keys);

  if (client->pending_row == client->rows->len ? !send_create (client, http, key)
                                               : !send_patch (client, http, key))
    return FALSE;
  client->pending = FALSE;
  client->acknowledged++;
  return TRUE;
}

static void
choose_next (Client *client)
{
  gboolean make = client->rows->len == 0 || (client->rows->len < MOST_ROWS && g_rand_boolean (client->rand));

  client->pending = TRUE;
  client->keys++;
  client->pending_row =
      make ? client->rows->len : (guint) g_rand_int_range (client->rand, 0, (gint) client->rows->len);
}

/* Writes until the connection breaks. */
static gpointer
run_client (gpointer data)
{
  Client *client = data;
  g_autoptr (KxTestClient) http = kx_test_client_new (client->kill->port);

  if (http == NULL)
    return NULL;
  if (client->pending)
    {
      if (!send_pending (client, http))
        return NULL;
      client->resent++;
    }
  do
    choose_next (client);
  while (send_pending (client, http));
  return NULL;
}

static gint64
get_integer (KxBook *book, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number;

  kx_db_get_integer (book->db, sql, NULL, 0, &number, &error);
  g_assert_no_error (error);
  return number;
}

/* What was acknowledged is there; what was not is there wholly or not at all. */
static void
check_row (KxBook *book, const Client *client, guint index)
{
  const Row *row = &g_array_index (client->rows, Row, index);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDbRows) rows = kx_db_query (book->db, "SELECT short_name, seq FROM agency WHERE id = $1",
                                           &KX_ARG_TEXT (row->id), 1, &error);
  gboolean pending = client->pending && client->pending_row == index;
  const char *text;
  guint version;

  g_assert_no_error (error);
  g_assert_true (kx_db_rows_next (rows, &error));
  text = kx_db_rows_text (rows, 0);
  version = text != NULL ? (guint) g_ascii_strtoull (text + strlen ("康复"), NULL, 10) : 0;
  if (version != row->version && !(pending && version == row->version + 1))
    g_error ("row %s stands at change %u, %u was acknowledged", row->id, version, row->version);
  if (version == row->version)
    g_assert_cmpint (kx_db_rows_integer (rows, 1), ==, row->tag);
}

/* Rows, feed, history, audit, results and terms tell the same. */
static void
check_whole (KxBook *book)
{
  static const char *const nothing[] = {
    "SELECT count(*) FROM agency a LEFT JOIN feed f ON f.entity = 'agency' AND f.row = a.id AND f.seq = "
    "a.seq "
    "AND f.space = a.space WHERE f.row IS NULL",
    "SELECT count(*) FROM feed f WHERE f.entity = 'agency' AND NOT EXISTS (SELECT 1 FROM agency a WHERE a.id "
    "= f.row)",
    "SELECT count(*) FROM (SELECT row, seq, op FROM audit WHERE entity = 'agency' EXCEPT "
    "SELECT row, seq, op FROM history WHERE entity = 'agency')",
    "SELECT count(*) FROM (SELECT row, seq, op FROM history WHERE entity = 'agency' EXCEPT "
    "SELECT row, seq, op FROM audit WHERE entity = 'agency')",
    "SELECT count(*) FROM (SELECT row, seq, op FROM audit WHERE entity = 'agency' EXCEPT "
    "SELECT row, seq, op FROM op_result WHERE entity = 'agency')",
    "SELECT count(*) FROM (SELECT row, seq, op FROM op_result WHERE entity = 'agency' EXCEPT "
    "SELECT row, seq, op FROM audit WHERE entity = 'agency')",
    "SELECT count(*) FROM agency a WHERE NOT EXISTS (SELECT 1 FROM agency_term t WHERE t.row = a.no)",
    "SELECT count(*) FROM agency_term t WHERE NOT EXISTS (SELECT 1 FROM agency a WHERE a.no = t.row)",
    "SELECT count(*) - count(DISTINCT seq) FROM audit WHERE entity = 'agency'",
  };
  g_auto (KxAuditReport) report = { 0 };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (nothing); i++)
    if (get_integer (book, nothing[i]) != 0)
      g_error ("not empty: %s", nothing[i]);
  kx_audit_verify (book, NULL, &report, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (report.fault, ==, NULL);
}

/* The store between two services. */
static void
check (Kill *kill, gboolean whole)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxStore) store = kx_store_open (kill->data, NULL, NULL, &error);
  KxBook *reader;

  g_assert_no_error (error);
  reader = kx_store_take_reader (store, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < CLIENTS; i++)
    for (guint j = 0; j < kill->clients[i].rows->len; j++)
      if (whole || g_array_index (kill->clients[i].rows, Row, j).touched)
        {
          check_row (reader, &kill->clients[i], j);
          g_array_index (kill->clients[i].rows, Row, j).touched = FALSE;
        }
  if (whole)
    check_whole (reader);
  kx_store_give_reader (store, reader);
}

static void
run_round (Kill *kill, gboolean whole)
{
  g_autoptr (KxTestKangxied) service = kx_test_kangxied_start (kill->data, "--access-log", "none", NULL);
  GThread *threads[CLIENTS];

  kill->port = service->port;
  for (guint i = 0; i < CLIENTS; i++)
    threads[i] = g_thread_new ("client", run_client, &kill->clients[i]);
  g_usleep (1000 * (gulong) g_rand_int_range (kill->rand, SHORTEST_MS, LONGEST_MS));
  kx_test_kangxied_kill (service);
  for (guint i = 0; i < CLIENTS; i++)
    g_thread_join (threads[i]);
  check (kill, whole);
}

/* Everything that still waits is sent, and the numbers have to be exactly those of the clients. */
static void
finish (Kill *kill)
{
  g_autoptr (KxTestKangxied) service = kx_test_kangxied_start (kill->data, "--access-log", "none", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxStore) store = NULL;
  gint64 creates = 0, keys = 0;
  KxBook *reader;

  for (guint i = 0; i < CLIENTS; i++)
    {
      g_autoptr (KxTestClient) http = kx_test_client_new (service->port);

      if (kill->clients[i].pending)
        {
          g_assert_true (send_pending (&kill->clients[i], http));
          kill->clients[i].resent++;
        }
      creates += kill->clients[i].creates;
      keys += kill->clients[i].keys;
    }
  g_assert_cmpint (kx_test_kangxied_stop (service), ==, 0);
  check (kill, TRUE);
  store = kx_store_open (kill->data, NULL, NULL, &error);
  g_assert_no_error (error);
  reader = kx_store_take_reader (store, &error);
  g_assert_cmpint (get_integer (reader, "SELECT count(*) FROM agency"), ==, creates);
  g_assert_cmpint (get_integer (reader, "SELECT count(*) FROM op_result WHERE entity = 'agency'"), ==, keys);
  kx_store_give_reader (store, reader);
  g_clear_pointer (&store, kx_store_close);
  g_assert_cmpint (kx_test_kangxied_run (NULL, NULL, NULL, "verify", "audit", "--data", kill->data, NULL), ==,
                   0);
}

static void
set_up (Kill *kill, const KxTestKillOptions *options)
{
  g_autoptr (KxTestKangxied) service = NULL;
  g_autoptr (KxTestClient) http = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *items;

  kill->data = kx_test_make_folder ();
  kill->seed = options->seed;
  kill->rand = g_rand_new_with_seed (options->seed);
  for (guint i = 0; i < CLIENTS; i++)
    kill->clients[i] = (Client){ .number = i,
                                 .rows = g_array_new (FALSE, FALSE, sizeof (Row)),
                                 .kill = kill,
                                 .rand = g_rand_new_with_seed (options->seed + 1 + i) };
  g_assert_cmpint (kx_test_kangxied_run (PASSWORD "\n", NULL, NULL, "user", "add", "clerk", "--grant",
                                         "clerk@370100", "--data", kill->data, NULL),
                   ==, 0);
  service = kx_test_kangxied_start (kill->data, NULL);
  http = kx_test_client_new (service->port);
  kill->authorization = kx_test_client_sign_in (http, "clerk", PASSWORD);
  g_assert_true (kx_test_client_ask (http, "GET", "/v1/offices", kill->authorization, NULL));
  node = json_from_string (kx_test_client_get_body (http), NULL);
  items = json_object_get_array_member (json_node_get_object (node), "items");
  kill->office = g_strdup (json_object_get_string_member (json_array_get_object_element (items, 0), "id"));
  g_assert_cmpint (kx_test_kangxied_stop (service), ==, 0);
}

static void
clear (Kill *kill)
{
  for (guint i = 0; i < CLIENTS; i++)
    {
      g_array_unref (kill->clients[i].rows);
      g_rand_free (kill->clients[i].rand);
    }
  g_rand_free (kill->rand);
  g_free (kill->authorization);
  g_free (kill->office);
  kx_test_remove_folder (kill->data);
}

void
kx_test_kill_run (const KxTestKillOptions *options, KxTestKillReport *ret_report)
{
  gint64 end = g_get_monotonic_time () + (gint64) options->seconds * G_USEC_PER_SEC;
  KxTestKillReport report = { 0 };
  Kill kill = { 0 };

  set_up (&kill, options);
  while ((options->rounds == 0 || report.kills < options->rounds) &&
         (options->seconds == 0 || g_get_monotonic_time () < end))
    {
      report.kills++;
      run_round (&kill, report.kills % CHECK_EVERY == 0);
      report.acknowledged = report.resent = 0;
      for (guint i = 0; i < CLIENTS; i++)
        {
          report.acknowledged += kill.clients[i].acknowledged;
          report.resent += kill.clients[i].resent;
        }
      if (options->talks)
        fprintf (stderr,
                 "kill %u: %" G_GUINT64_FORMAT " changes acknowledged, %" G_GUINT64_FORMAT " sent again\n",
                 report.kills, report.acknowledged, report.resent);
    }
  finish (&kill);
  clear (&kill);
  *ret_report = report;
}
