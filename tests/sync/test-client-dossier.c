/* The file of an agency takes its name only when it came whole and holds; what stood there stays until then.
 */
#include "lib/kx-test-server.h"
#include "lib/kx-test-store.h"
#include "sync/kx-client-dossier.h"
#include "sync/kx-test-wait.h"

#include <fcntl.h>
#include <glib/gstdio.h>

#define AGENCY "0197b2a0-0000-7000-8000-00000000000a"

typedef struct
{
  KxTestServer *server;
  KxClient *client;
  KxStore *store;
  char *folder, *path; /* owned */
  GBytes *bytes;       /* owned; what the server answers; NULL: that there is none */
  char *since;         /* owned; what it was asked for */
} Fixture;

static void
get_file (KxRequest *request, gpointer data)
{
  Fixture *f = data;
  const KxHttpQuery *query = kx_request_get_query (request);

  g_free (f->since);
  f->since = g_strdup (query != NULL ? kx_http_query_get (query, "since") : NULL);
  if (f->bytes != NULL)
    kx_request_reply (request, 200, "application/zip", f->bytes);
  else
    kx_request_reply_problem (request, kx_problem_new (404, "not-found", "There is no such record"));
}

/* The file of an agency of a store of its own. */
static GBytes *
make_file (Fixture *f)
{
  g_autoptr (GPtrArray) offices = kx_test_found (kx_schema_get ());
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (KxApplied) founded = NULL, applied = NULL;
  g_autofree char *code = kx_test_credit_code (1), *place = g_build_filename (f->folder, "made.zip", NULL);
  g_autoptr (KxOp) op = kx_test_agency_op (kx_schema_get (), AGENCY, KX_TEST_OFFICE, "甲医院", code);
  KxDossierRequest request = { .agency = AGENCY, .actor = system };
  g_auto (KxDossierReport) report = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize size;
  int fd = g_open (place, O_RDWR | O_CREAT, 0600);

  founded = kx_store_apply (f->store, system, (KxOp *const *) offices->pdata, offices->len, &error);
  applied = kx_store_apply (f->store, system, &op, 1, &error);
  g_assert_true (applied->accepted);
  g_assert_true (kx_dossier_write (f->store, &request, fd, &report, &error));
  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_true (g_file_get_contents (place, &bytes, &size, NULL));
  return g_bytes_new (bytes, size);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  static const KxRoute routes[] = { { "GET", "/v1/agencies/{id}/file.zip", get_file, KX_ROUTE_QUERY } };
  KxStoreOptions options = { .without_areas = TRUE };
  KxHttpLimits limits = kx_http_limits_default ();
  g_autofree char *url = NULL, *data_folder = NULL;

  f->folder = kx_test_make_folder ();
  f->path = g_build_filename (f->folder, "甲医院.zip", NULL);
  data_folder = g_build_filename (f->folder, "data", NULL);
  f->store = kx_store_open (data_folder, &options, NULL, NULL);
  f->bytes = make_file (f);
  f->server = kx_test_server_new (&limits, routes, G_N_ELEMENTS (routes), NULL, f);
  url = g_strdup_printf ("http://127.0.0.1:%u/", kx_test_server_get_port (f->server));
  f->client = kx_client_new (url, NULL);
  kx_client_set_token (f->client, NULL, "device");
  g_assert_true (g_file_set_contents (f->path, "before", -1, NULL));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->client);
  kx_test_server_free (f->server);
  kx_store_close (f->store);
  g_clear_pointer (&f->bytes, g_bytes_unref);
  g_free (f->since);
  g_free (f->path);
  kx_test_remove_folder (f->folder);
}

static void
count (gint64 bytes, gpointer data)
{
  *(gint64 *) data = bytes;
}

static KxDossierCheck *
fetch (Fixture *f, int since, gint64 *ret_bytes, GError **error)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kx_client_get_dossier_async (f->client, AGENCY, (KxDate){ since }, f->path, count, ret_bytes, NULL,
                               kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  return kx_client_get_dossier_finish (f->client, result, error);
}

static void
assert_file (Fixture *f, const void *bytes, gsize size)
{
  g_autofree char *part = g_strconcat (f->path, ".part", NULL), *there = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (f->path, &there, &length, NULL));
  g_assert_cmpmem (there, length, bytes, size);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

static void
test_whole (Fixture *f, gconstpointer data)
{
  gint64 come = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDossierCheck) check = fetch (f, 20230101, &come, &error), all = NULL;
  gsize size;
  gconstpointer bytes = g_bytes_get_data (f->bytes, &size);

  g_assert_no_error (error);
  g_assert_cmpstr (check->agency, ==, "甲医院");
  g_assert_cmpint (come, ==, (gint64) size);
  g_assert_cmpstr (f->since, ==, "2023-01-01");
  assert_file (f, bytes, size);
  all = fetch (f, 0, &come, &error);
  g_assert_no_error (error);
  g_assert_null (f->since);
}

static void
test_damaged (Fixture *f, gconstpointer data)
{
  gsize size;
  g_autofree guint8 *bytes = g_bytes_unref_to_data (g_steal_pointer (&f->bytes), &size);
  g_autoptr (GError) error = NULL;
  gint64 come = 0;

  /* Half of it, and then all of it with one part changed. */
  f->bytes = g_bytes_new (bytes, size / 2);
  g_assert_null (fetch (f, 0, &come, &error));
  g_assert_error (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_PROTOCOL);
  g_clear_error (&error);
  assert_file (f, "before", 6);
  g_bytes_unref (f->bytes);
  bytes[100] ^= 0xff;
  f->bytes = g_bytes_new (bytes, size);
  g_assert_null (fetch (f, 0, &come, &error));
  g_assert_error (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_PROTOCOL);
  assert_file (f, "before", 6);
}

static void
test_none (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 come = 0;

  g_clear_pointer (&f->bytes, g_bytes_unref);
  g_assert_null (fetch (f, 0, &come, &error));
  g_assert_error (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_NOT_FOUND);
  assert_file (f, "before", 6);
  g_clear_error (&error);
  g_free (f->path);
  f->path = g_strdup ("/nowhere/甲医院.zip");
  g_assert_null (fetch (f, 0, &come, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/client-dossier/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("it comes whole, and is asked for since a day", test_whole);
  ADD ("what came damaged is thrown away", test_damaged);
  ADD ("nothing is written where there is none, or no place for it", test_none);
  return g_test_run ();
}
