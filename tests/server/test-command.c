/* The real program, from outside: every command rightly and wrongly, with the service running and without. */
#include "exchange/kx-sheet-write.h"
#include "lib/kx-test-client.h"
#include "lib/kx-test-kangxied.h"
#include "lib/kx-test-server.h"
#include "lib/kx-test-store.h"
#include "server/kx-command.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#define PASSWORD "geheim-123\n"

typedef struct
{
  char *folder, *data, *other; /* owned */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = kx_test_make_folder ();
  f->data = g_build_filename (f->folder, "data", NULL);
  f->other = g_build_filename (f->folder, "other", NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_free (f->data);
  g_free (f->other);
  kx_test_remove_folder (f->folder);
}

#define run(...) kx_test_kangxied_run (NULL, NULL, NULL, __VA_ARGS__, NULL)

static void
add_user (const char *data, const char *name, const char *grant)
{
  g_assert_cmpint (kx_test_kangxied_run (PASSWORD, NULL, NULL, "user", "add", name, "--grant", grant,
                                         "--data", data, NULL),
                   ==, KX_EXIT_DONE);
}

static char *
make_path (Fixture *f, const char *name)
{
  return g_build_filename (f->folder, name, NULL);
}

static char *
write_roster (Fixture *f)
{
  g_autofree char *code = kx_test_credit_code (1), *other = kx_test_credit_code (2);
  g_autofree char *text = g_strdup_printf (
      "机构名称,统一社会信用代码,床位数\n济南康复医院,%s,100\n历下康复中心,%s,约百张\n", code, other);
  char *path = make_path (f, "roster.csv");

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static KxSheetWriter *
make_sheet (const char *name, const char *const *cells)
{
  KxSheetWriter *sheet = kx_sheet_writer_new (KX_SHEET_OUT_XLSX, name);

  kx_sheet_writer_add_column (sheet, "机构名称", NULL, KX_COLUMN_TEXT);
  kx_sheet_writer_add_column (sheet, "统一社会信用代码", NULL, KX_COLUMN_TEXT);
  g_assert_true (kx_sheet_writer_add_row (sheet, cells, NULL));
  return sheet;
}

/* Of a workbook of three sheets the one that is named is read; where none of that name is, all are named. */
static void
try_sheets (Fixture *f)
{
  static const char *const names[] = { "市本级", "历下区", "市中区" };
  g_autofree char *code = kx_test_credit_code (3), *path = make_path (f, "sheets.xlsx"), *out = NULL,
                  *said = NULL, *err = NULL;
  g_autoptr (KxSheetWriter) book = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_strconcat (names[i], "康复医院", NULL);
      KxSheetWriter *sheet = make_sheet (names[i], (const char *const[]){ name, code });

      if (book == NULL)
        book = sheet;
      else
        kx_sheet_writer_add_sheet (book, sheet);
    }
  g_assert_true (kx_sheet_writer_finish_file (book, path, NULL));
  g_assert_cmpint (kx_test_kangxied_run (NULL, &out, &said, "import", "agencies", path, "--area", "370100",
                                         "--sheet", "历下区", "--dry-run", "--json", "--data", f->data, NULL),
                   ==, KX_EXIT_DONE);
  /* Which they are tells which one was read. */
  g_assert_nonnull (strstr (said, "sheet ‘市本级’ has titles too and is not read"));
  g_assert_nonnull (strstr (said, "sheet ‘市中区’ has titles too and is not read"));
  g_assert_null (strstr (said, "历下区"));
  g_assert_true (
      g_str_has_suffix (out, "{\"read\":1,\"created\":1,\"updated\":0,\"unchanged\":0,\"refused\":0}\n"));
  g_assert_cmpint (kx_test_kangxied_run (NULL, NULL, &err, "import", "agencies", path, "--area", "370100",
                                         "--sheet", "没有", "--dry-run", "--data", f->data, NULL),
                   !=, KX_EXIT_DONE);
  g_assert_nonnull (strstr (err, "市本级, 历下区, 市中区"));
}

/* What runs on paper comes in after the agencies it is with. */
static void
try_paper (Fixture *f)
{
  g_autofree char *path = make_path (f, "paper.csv"), *out = NULL;

  g_assert_true (
      g_file_set_contents (path,
                           "协议编号,协议机构名称,协议到期日期\n济康协1号,济南康复医院,2027-12-31\n"
                           "济康协2号,无此医院,2027-12-31\n",
                           -1, NULL));
  g_assert_cmpint (kx_test_kangxied_run (NULL, &out, NULL, "import", "agreements", path, "--area", "370100",
                                         "--json", "--data", f->data, NULL),
                   ==, KX_EXIT_DONE);
  g_assert_true (
      g_str_has_suffix (out, "{\"read\":2,\"created\":1,\"updated\":0,\"unchanged\":0,\"refused\":1}\n"));
}

static JsonObject *
parse (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  g_assert_nonnull (node);
  return json_object_ref (json_node_get_object (node));
}

static void
test_usage (Fixture *f, gconstpointer data)
{
  static const char *const wrong[][6] = {
    { "nonsense" },
    { "user" },
    { "user", "nonsense" },
    { "user", "add" },
    { "user", "add", "wang" },
    { "user", "add", "wang", "--grant", "clerk" },
    { "user", "add", "wang", "--grant", "cook@370100" },
    { "user", "list", "one too many" },
    { "user", "disable" },
    { "user", "set-password" },
    { "serve", "--nonsense" },
    { "serve", "--listen", "8470" },
    { "serve", "--listen", "unix:relative" },
    { "serve", "--listen", "0.0.0.0:0" },
    { "serve", "--demo", "--listen", "0.0.0.0:0" },
    { "serve", "--tls-cert", "one.pem" },
    { "serve", "--database", "postgresql://localhost/kangxie" },
    { "import" },
    { "import", "agencies" },
    { "import", "agencies", "roster.csv" },
    { "import", "experts", "roster.csv", "--area", "370100" },
    { "export", "agencies" },
    { "export", "agencies", "out.pdf" },
    { "export", "agency", "济南康复医院" },
    { "export", "agency", "济南康复医院", "out.tar" },
    { "export", "agency", "济南康复医院", "out.zip", "--since=2023" },
    { "backup" },
    { "restore" },
    { "verify" },
    { "verify", "audit", "one too many" },
    { "verify", "file" },
    { "openapi", "one too many" },
    { "help", "nonsense" },
  };

  g_setenv ("KANGXIED_DATA", f->data, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *out = NULL, *said = NULL, *err = NULL;

      g_assert_cmpint (kx_test_kangxied_run (NULL, &out, &err, wrong[i][0], wrong[i][1], wrong[i][2],
                                             wrong[i][3], wrong[i][4], NULL),
                       ==, KX_EXIT_USAGE);
      g_assert_cmpstr (out, ==, "");
      g_assert_true (g_str_has_prefix (err, "kangxied: "));
      g_assert_false (g_file_test (f->data, G_FILE_TEST_EXISTS));
    }
  g_unsetenv ("KANGXIED_DATA");
  g_assert_cmpint (run ("serve"), ==, KX_EXIT_USAGE);
  g_assert_cmpint (kx_test_kangxied_run (NULL, NULL, NULL, NULL), ==, KX_EXIT_USAGE);
}

static void
test_help (Fixture *f, gconstpointer data)
{
  static const char *const commands[][2] = {
    { "serve" },
    { "user", "add" },
    { "user", "list" },
    { "user", "disable" },
    { "user", "set-password" },
    { "import" },
    { "export" },
    { "backup" },
    { "restore" },
    { "recover" },
    { "openapi" },
    { "verify", "audit" },
    { "verify", "file" },
    { "export", "agency" },
  };
  g_autofree char *all = NULL, *version = NULL;

  g_assert_cmpint (kx_test_kangxied_run (NULL, &all, NULL, "help", NULL), ==, KX_EXIT_DONE);
  g_assert_cmpint (kx_test_kangxied_run (NULL, &version, NULL, "--version", NULL), ==, KX_EXIT_DONE);
  g_assert_cmpstr (version, ==, "kangxied " KX_VERSION "\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *name = g_strjoin (" ", commands[i][0], commands[i][1], NULL);
      g_autofree char *line = g_strconcat ("kangxied ", name, NULL), *one = NULL;

      g_assert_nonnull (strstr (all, line));
      g_assert_cmpint (kx_test_kangxied_run (NULL, &one, NULL, "help", commands[i][0], commands[i][1], NULL),
                       ==, KX_EXIT_DONE);
      g_assert_nonnull (strstr (one, line));
    }
}

static void
test_no_store (Fixture *f, gconstpointer data)
{
  g_autofree char *out = make_path (f, "out.csv"), *backup = make_path (f, "backup.tar.zst");

  g_assert_cmpint (run ("user", "list", "--data", f->data), ==, KX_EXIT_NO_STORE);
  g_assert_cmpint (run ("user", "disable", "wang", "--data", f->data), ==, KX_EXIT_NO_STORE);
  g_assert_cmpint (
      kx_test_kangxied_run (PASSWORD, NULL, NULL, "user", "set-password", "wang", "--data", f->data, NULL),
      ==, KX_EXIT_NO_STORE);
  g_assert_cmpint (run ("export", "agencies", out, "--data", f->data), ==, KX_EXIT_NO_STORE);
  g_assert_cmpint (run ("backup", backup, "--data", f->data), ==, KX_EXIT_NO_STORE);
  g_assert_cmpint (run ("verify", "audit", "--data", f->data), ==, KX_EXIT_NO_STORE);
  g_assert_false (g_file_test (f->data, G_FILE_TEST_EXISTS));
}

/* Everything about accounts, whoever holds the store. */
static void
try_users (Fixture *f)
{
  g_autofree char *list = NULL;
  g_autoptr (JsonObject) object = NULL;

  add_user (f->data, "wang", "admin@370100");
  add_user (f->data, "Li", "policy-officer@370100");
  g_assert_cmpint (kx_test_kangxied_run (PASSWORD, NULL, NULL, "user", "add", "wang", "--grant",
                                         "clerk@370100", "--data", f->data, NULL),
                   ==, KX_EXIT_REFUSED);
  g_assert_cmpint (kx_test_kangxied_run ("short\n", NULL, NULL, "user", "add", "zhao", "--grant",
                                         "clerk@370100", "--data", f->data, NULL),
                   ==, KX_EXIT_REFUSED);
  g_assert_cmpint (
      kx_test_kangxied_run (NULL, NULL, NULL, "user", "set-password", "li", "--data", f->data, NULL), ==,
      KX_EXIT_REFUSED);
  g_assert_cmpint (kx_test_kangxied_run ("another-one\n", NULL, NULL, "user", "set-password", "li", "--data",
                                         f->data, NULL),
                   ==, KX_EXIT_DONE);
  g_assert_cmpint (run ("user", "disable", "nobody", "--data", f->data), ==, KX_EXIT_UNKNOWN);
  g_assert_cmpint (run ("user", "disable", "li", "--data", f->data), ==, KX_EXIT_DONE);
  g_assert_cmpint (run ("user", "disable", "li", "--data", f->data), ==, KX_EXIT_REFUSED);
  g_assert_cmpint (
      kx_test_kangxied_run (NULL, &list, NULL, "user", "list", "--json", "--data", f->data, NULL), ==,
      KX_EXIT_DONE);
  object = parse (list);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "users")), ==, 2);
  g_assert_nonnull (strstr (list, "\"name\":\"li\",\"state\":\"disabled\""));
  g_assert_nonnull (strstr (list, "\"grants\":[\"policy_officer@370100\"]"));
}

/* Import, export, backup and the audit trail, whoever holds the store. */
static void
try_tables (Fixture *f)
{
  static const char first[] = "{\"read\":2,\"created\":1,\"updated\":0,\"unchanged\":0,\"refused\":1}\n";
  static const char second[] = "{\"read\":2,\"created\":0,\"updated\":0,\"unchanged\":1,\"refused\":1}\n";
  g_autofree char *roster = write_roster (f), *errors = make_path (f, "errors.xlsx"),
                  *out = make_path (f, "out.ndjson");
  g_autofree char *backup = make_path (f, "backup.tar.zst"), *dry = NULL, *real = NULL, *again = NULL;
  g_autofree char *rows = NULL, *figures = NULL;

  g_assert_cmpint (kx_test_kangxied_run (NULL, &dry, NULL, "import", "agencies", roster, "--area", "370100",
                                         "--dry-run", "--errors", errors, "--json", "--data", f->data, NULL),
                   ==, KX_EXIT_DONE);
  g_assert_true (g_str_has_suffix (dry, first));
  g_assert_true (g_file_test (errors, G_FILE_TEST_EXISTS));
  g_assert_cmpint (run ("import", "agencies", roster, "--area", "370100", "--strict", "--data", f->data), ==,
                   KX_EXIT_REFUSED);
  g_assert_cmpint (kx_test_kangxied_run (NULL, &real, NULL, "import", "agencies", roster, "--area", "370100",
                                         "--json", "--data", f->data, NULL),
                   ==, KX_EXIT_DONE);
  g_assert_true (g_str_has_suffix (real, first));
  g_assert_cmpint (kx_test_kangxied_run (NULL, &again, NULL, "import", "agencies", roster, "--area", "370100",
                                         "--json", "--data", f->data, NULL),
                   ==, KX_EXIT_DONE);
  g_assert_true (g_str_has_suffix (again, second));
  try_paper (f);
  try_sheets (f);
  g_assert_cmpint (run ("import", "agencies", "/nowhere.xlsx", "--area", "370100", "--data", f->data), ==,
                   KX_EXIT_FAILED);
  g_assert_cmpint (run ("import", "agencies", roster, "--area", "999999", "--data", f->data), ==,
                   KX_EXIT_UNKNOWN);
  g_assert_cmpint (run ("export", "agencies", out, "--filter", "beds.gte=50", "--data", f->data), ==,
                   KX_EXIT_DONE);
  g_assert_true (g_file_get_contents (out, &rows, NULL, NULL));
  g_assert_nonnull (strstr (rows, "济南康复医院"));
  g_assert_cmpint (run ("export", "agencies", out, "--filter", "beds.gte=500", "--data", f->data), ==,
                   KX_EXIT_DONE);
  g_assert_cmpint (run ("export", "agencies", errors, "--parts", "--data", f->data), ==, KX_EXIT_DONE);
  g_assert_cmpint (run ("export", "nonsense", out, "--data", f->data), ==, KX_EXIT_UNKNOWN);
  g_assert_cmpint (run ("export", "agencies", out, "--filter", "nonsense=1", "--data", f->data), ==,
                   KX_EXIT_UNKNOWN);
  g_assert_cmpint (run ("backup", backup, "--data", f->data), ==, KX_EXIT_DONE);
  g_assert_cmpint (run ("backup", "/nowhere/backup.tar.zst", "--data", f->data), ==, KX_EXIT_FAILED);
  g_assert_cmpint (
      kx_test_kangxied_run (NULL, &figures, NULL, "verify", "audit", "--json", "--data", f->data, NULL), ==,
      KX_EXIT_DONE);
  g_assert_true (g_str_has_prefix (figures, "{\"entries\":"));
}

/* Everything on one agency, named by its code or its name; what was done to the file afterwards is named. */
static void
try_dossier (Fixture *f)
{
  g_autofree char *zip = make_path (f, "档案.zip"), *code = kx_test_credit_code (1), *out = NULL,
                  *said = NULL, *err = NULL;
  g_autofree char *bytes = NULL, *key = NULL;
  g_autoptr (JsonObject) figures = NULL;
  gsize size;
  char *place;

  g_assert_cmpint (run ("export", "agency", code, zip, "--since", "2023-01-01", "--data", f->data), ==,
                   KX_EXIT_DONE);
  g_assert_cmpint (run ("export", "agency", "济南康复医院", zip, "--data", f->data), ==, KX_EXIT_DONE);
  g_assert_cmpint (run ("export", "agency", "无此医院", zip, "--data", f->data), ==, KX_EXIT_UNKNOWN);
  g_assert_cmpint (run ("export", "agency", code, "/nowhere/x.zip", "--data", f->data), ==, KX_EXIT_FAILED);
  g_assert_cmpint (kx_test_kangxied_run (NULL, &out, NULL, "verify", "file", zip, "--json", NULL), ==,
                   KX_EXIT_DONE);
  figures = parse (out);
  g_assert_cmpstr (json_object_get_string_member (figures, "agency"), ==, "济南康复医院");
  g_assert_cmpint (json_object_get_int_member (figures, "rows"), >, 0);
  key = g_strdup (json_object_get_string_member (figures, "key"));
  g_assert_cmpint (run ("verify", "file", zip, "--key", key), ==, KX_EXIT_DONE);
  g_assert_cmpint (run ("verify", "file", zip, "--key", "another"), ==, KX_EXIT_DAMAGED);
  /* The name of a part in its own header and in the directory of the ZIP file, which is what counts. */
  g_assert_true (g_file_get_contents (zip, &bytes, &size, NULL));
  while ((place = memmem (bytes, size, "records/agencies.xlsx", 21)) != NULL)
    memcpy (place, "records/agencies.xlsy", 21);
  g_assert_true (g_file_set_contents (zip, bytes, (gssize) size, NULL));
  g_assert_cmpint (kx_test_kangxied_run (NULL, NULL, &err, "verify", "file", zip, NULL), ==, KX_EXIT_DAMAGED);
  g_assert_nonnull (strstr (err, "missing: records/agencies.xlsx\n"));
  g_assert_nonnull (strstr (err, "added: records/agencies.xlsy\n"));
  g_assert_true (g_file_set_contents (zip, "no zip", -1, NULL));
  g_assert_cmpint (run ("verify", "file", zip), ==, KX_EXIT_DAMAGED);
  g_assert_cmpint (run ("verify", "file", "/nowhere.zip"), ==, KX_EXIT_FAILED);
}

static void
test_alone (Fixture *f, gconstpointer data)
{
  try_users (f);
  try_tables (f);
  try_dossier (f);
}

static void
test_beside_service (Fixture *f, gconstpointer data)
{
  g_autoptr (KxTestKangxied) service = kx_test_kangxied_start (f->data, NULL);

  try_users (f);
  try_tables (f);
  try_dossier (f);
  g_assert_cmpint (run ("serve", "--data", f->data, "--listen", "127.0.0.1:0"), ==, KX_EXIT_BUSY);
  g_assert_cmpint (kx_test_kangxied_stop (service), ==, 0);
}

/* The number of entries and the head of the audit trail, as the service tells it. */
static char *
get_head (guint port, const char *authorization)
{
  g_autoptr (KxTestClient) http = kx_test_client_new (port);
  g_autofree char *head = NULL;
  g_autoptr (JsonObject) object = NULL;

  g_assert_true (kx_test_client_ask (http, "GET", "/v1/audit/head", authorization, NULL));
  g_assert_cmpuint (http->status, ==, 200);
  object = parse (kx_test_client_get_body (http));
  head = g_strdup (json_object_get_string_member (object, "head"));
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s", json_object_get_int_member (object, "n"), head);
}

static void
test_demo (Fixture *f, gconstpointer data)
{
  g_autoptr (KxTestKangxied) service = kx_test_kangxied_start (f->data, "--demo", NULL);
  g_autoptr (KxTestKangxied) again = NULL;
  g_autoptr (KxTestClient) http = kx_test_client_new (service->port);
  g_autofree char *authorization = kx_test_client_sign_in (http, "auditor", "auditor");
  g_autofree char *before = get_head (service->port, authorization), *after = NULL;

  g_assert_cmpint (
      kx_test_kangxied_run ("x\n", NULL, NULL, "user", "set-password", "clerk", "--data", f->data, NULL), ==,
      KX_EXIT_DONE);
  g_assert_cmpint (kx_test_kangxied_stop (service), ==, 0);
  /* Asked for or not, such a store is never served to the network. */
  g_assert_cmpint (run ("serve", "--data", f->data, "--listen", "0.0.0.0:0", "--behind-proxy"), ==,
                   KX_EXIT_REFUSED);
  again = kx_test_kangxied_start (f->data, "--demo", NULL);
  after = get_head (again->port, authorization);
  g_assert_cmpstr (before, ==, after);
  add_user (f->other, "wang", "admin@370100");
  g_assert_cmpint (run ("serve", "--data", f->other, "--demo", "--listen", "127.0.0.1:0"), ==,
                   KX_EXIT_REFUSED);
}

static void
test_restart (Fixture *f, gconstpointer data)
{
  g_autoptr (KxTestKangxied) service = NULL, again = NULL;
  g_autoptr (KxTestClient) http = NULL, later = NULL;
  g_autofree char *authorization = NULL;

  add_user (f->data, "wang", "admin@370100");
  service = kx_test_kangxied_start (f->data, NULL);
  http = kx_test_client_new (service->port);
  authorization = kx_test_client_sign_in (http, "wang", "geheim-123");
  g_assert_cmpint (kx_test_kangxied_stop (service), ==, 0);
  again = kx_test_kangxied_start (f->data, NULL);
  later = kx_test_client_new (again->port);
  g_assert_true (kx_test_client_ask (later, "GET", "/v1/sessions/current", authorization, NULL));
  g_assert_cmpuint (later->status, ==, 200);
}

static void
test_control_is_apart (Fixture *f, gconstpointer data)
{
  g_autoptr (KxTestKangxied) service = kx_test_kangxied_start (f->data, NULL);
  g_autoptr (KxTestClient) http = kx_test_client_new (service->port);
  g_autofree char *path = g_build_filename (f->data, "control.sock", NULL);
  GStatBuf status;

  g_assert_true (
      kx_test_client_ask (http, "POST", "/control/user-list", "Content-Type: application/json\r\n", "{}"));
  g_assert_cmpuint (http->status, ==, 404);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (kx_test_kangxied_stop (service), ==, 0);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* Asks over a Unix socket; the status. */
static guint
ask_unix (const char *path, const char *line)
{
  g_autoptr (GSocketConnection) connection = kx_test_connect_unix (path);
  g_autofree char *request = g_strdup_printf (
      "%s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: "
      "close\r\n\r\n{}",
      line);
  g_autofree char *answer = NULL;

  kx_test_send (connection, request, -1);
  answer = kx_test_receive (connection, NULL);
  return kx_test_answer_status (answer);
}

static void
test_unix_socket (Fixture *f, gconstpointer data)
{
  g_autofree char *path = make_path (f, "local.sock"), *port_file = make_path (f, "port");
  g_autofree char *listen = g_strconcat ("unix:", path, NULL), *port = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) service =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, kx_test_kangxied_path (), "serve",
                        "--data", f->data, "--listen", listen, "--port-file", port_file, NULL);
  gint64 deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  g_assert_no_error (error);
  while (!g_file_test (port_file, G_FILE_TEST_EXISTS))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (5000);
    }
  g_assert_cmpuint (ask_unix (path, "POST /v1/sessions"), ==, 422);
  /* Whoever reaches this socket is nobody in particular, and does not administer. */
  g_assert_cmpuint (ask_unix (path, "POST /v1/agencies"), ==, 401);
  g_assert_cmpuint (ask_unix (path, "POST /control/user-list"), ==, 404);
  g_assert_true (g_file_get_contents (port_file, &port, NULL, NULL));
  g_assert_cmpstr (port, ==, "0\n");
  g_subprocess_send_signal (service, SIGTERM);
  g_assert_true (g_subprocess_wait_check (service, NULL, &error));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* Who reads the address may ask for the end at once. */
static void
test_stopped_at_once (Fixture *f, gconstpointer data)
{
  g_autofree char *port_file = make_path (f, "port");

  for (guint round = 0; round < 10; round++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSubprocess) service =
          g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, kx_test_kangxied_path (), "serve",
                            "--data", f->data, "--listen", "127.0.0.1:0", "--port-file", port_file, NULL);
      gint64 deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
      pid_t process;

      g_assert_no_error (error);
      process = atoi (g_subprocess_get_identifier (service));
      while (!g_file_test (port_file, G_FILE_TEST_EXISTS))
        g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      /* Without the detour by GLib's thread, which leaves it time. */
      kill (process, SIGTERM);
      g_assert_true (g_subprocess_wait_check (service, NULL, &error));
      g_assert_false (g_file_test (port_file, G_FILE_TEST_EXISTS));
    }
}

static void
test_deep_folder (Fixture *f, gconstpointer data)
{
  g_autofree char *name = g_strnfill (120, 'd');
  g_autofree char *deep = g_build_filename (f->folder, name, NULL);
  g_autoptr (KxTestKangxied) service = kx_test_kangxied_start (deep, NULL);

  add_user (deep, "wang", "admin@370100");
}

/* The trail goes on behind the head that it had: a restore closes the series of letters' numbers, whose last
 * ones it cannot know, and does nothing else. */
static void
assert_goes_on (guint port, const char *authorization, const char *before)
{
  g_auto (GStrv) head = g_strsplit (before, " ", 2);
  g_autofree char *path =
      g_strdup_printf ("/v1/audit?after=%" G_GINT64_FORMAT, g_ascii_strtoll (head[0], NULL, 10) - 1);
  g_autoptr (KxTestClient) http = kx_test_client_new (port);
  g_autoptr (JsonObject) page = NULL;
  JsonArray *entries;

  g_assert_true (kx_test_client_ask (http, "GET", path, authorization, NULL));
  page = parse (kx_test_client_get_body (http));
  entries = json_object_get_array_member (page, "items");
  g_assert_cmpuint (json_array_get_length (entries), >, 0);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (entries, 0), "link"), ==,
                   head[1]);
  for (guint i = 1; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);

      g_assert_cmpstr (json_object_get_string_member (entry, "kind"), ==, "close");
      g_assert_cmpstr (json_object_get_string_member (entry, "entity"), ==, "letter_series");
    }
}

static void
test_restore (Fixture *f, gconstpointer data)
{
  g_autoptr (KxTestKangxied) service = kx_test_kangxied_start (f->data, "--demo", NULL), restored = NULL;
  g_autoptr (KxTestClient) http = kx_test_client_new (service->port), later = NULL;
  g_autofree char *authorization = kx_test_client_sign_in (http, "auditor", "auditor");
  g_autofree char *backup = make_path (f, "backup.tar.zst"), *from = g_build_filename (f->data, "keys", NULL);
  g_autofree char *to = g_build_filename (f->other, "keys", NULL),
                  *damaged = make_path (f, "damaged.tar.zst");
  g_autofree char *before = NULL, *renewed = NULL, *bytes = NULL;
  gsize size;

  g_assert_cmpint (run ("backup", backup, "--data", f->data), ==, KX_EXIT_DONE);
  before = get_head (service->port, authorization);
  g_assert_cmpint (run ("restore", backup, "--data", f->data), ==, KX_EXIT_BUSY);
  g_assert_true (g_file_get_contents (backup, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (damaged, bytes, (gssize) size / 2, NULL));
  g_assert_cmpint (run ("restore", damaged, "--data", f->other), ==, KX_EXIT_DAMAGED);
  g_assert_cmpint (run ("restore", backup, "--data", f->other), ==, KX_EXIT_DONE);
  /* Without the keys nothing is served. */
  g_assert_cmpint (run ("verify", "audit", "--data", f->other), ==, KX_EXIT_FAILED);
  g_assert_cmpint (g_rename (from, to), ==, 0);
  g_assert_cmpint (run ("verify", "audit", "--data", f->other), ==, KX_EXIT_DONE);
  restored = kx_test_kangxied_start (f->other, NULL);
  later = kx_test_client_new (restored->port);
  renewed = kx_test_client_sign_in (later, "auditor", "auditor");
  assert_goes_on (restored->port, renewed, before);
}

static void
test_recover (Fixture *f, gconstpointer data)
{
  g_autofree char *said = NULL, *key = g_build_filename (f->data, "keys", "master", NULL);
  const char *text;

  g_assert_cmpint (kx_test_kangxied_run (PASSWORD, NULL, &said, "user", "add", "wang", "--grant",
                                         "admin@370100", "--data", f->data, NULL),
                   ==, KX_EXIT_DONE);
  text = strstr (said, "KX1-");
  g_assert_nonnull (text);
  g_assert_cmpint (kx_test_kangxied_run (text, NULL, NULL, "recover", "--data", f->data, NULL), ==,
                   KX_EXIT_REFUSED);
  g_assert_cmpint (g_unlink (key), ==, 0);
  g_assert_cmpint (run ("user", "list", "--data", f->data), ==, KX_EXIT_FAILED);
  said[text - said + (int) strcspn (text, "\n")] = '\0';
  g_assert_cmpint (kx_test_kangxied_run ("KX1-nonsense", NULL, NULL, "recover", "--data", f->data, NULL), ==,
                   KX_EXIT_FAILED);
  g_assert_cmpint (kx_test_kangxied_run (text, NULL, NULL, "recover", "--data", f->data, NULL), ==,
                   KX_EXIT_DONE);
  g_assert_cmpint (run ("user", "list", "--data", f->data), ==, KX_EXIT_DONE);
}

static gboolean
accept_any (GTlsConnection *connection, GTlsCertificate *certificate, GTlsCertificateFlags errors,
            gpointer data)
{
  return TRUE;
}

/* The subject of the certificate that the service shows. */
static char *
get_subject (guint port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) plain =
      g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) port, NULL, &error);
  g_autoptr (GIOStream) tls = NULL;
  char *subject = NULL;

  g_assert_no_error (error);
  tls = g_tls_client_connection_new (G_IO_STREAM (plain), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (tls, "accept-certificate", G_CALLBACK (accept_any), NULL);
  g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, &error);
  g_assert_no_error (error);
  g_object_get (g_tls_connection_get_peer_certificate (G_TLS_CONNECTION (tls)), "subject-name", &subject,
                NULL);
  g_io_stream_close (tls, NULL, NULL);
  return subject;
}

/* Waits until the service has said so, with a bound. */
static void
await_words (KxTestKangxied *service, const char *words)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *said = kx_test_kangxied_dup_errors (service);

      if (said != NULL && strstr (said, words) != NULL)
        return;
      g_usleep (5000);
    }
  g_error ("kangxied did not say: %s", words);
}

static void
test_tls (Fixture *f, gconstpointer data)
{
  g_autofree char *certificate = make_path (f, "cert.pem"), *key = make_path (f, "key.pem"),
                  *log = make_path (f, "log");
  g_autofree char *moved = make_path (f, "log.1");
  g_autofree char *first = NULL, *second = NULL, *third = NULL;
  g_autoptr (KxTestKangxied) service = NULL;

  kx_test_kangxied_make_certificate (certificate, key, "first");
  service = kx_test_kangxied_start (f->data, "--tls-cert", certificate, "--tls-key", key, "--access-log", log,
                                    NULL);
  first = get_subject (service->port);
  g_assert_cmpstr (first, ==, "CN=first");
  kx_test_kangxied_make_certificate (certificate, key, "second");
  g_assert_cmpint (g_rename (log, moved), ==, 0);
  g_subprocess_send_signal (service->process, SIGHUP);
  await_words (service, "has read the certificate again");
  second = get_subject (service->port);
  g_assert_cmpstr (second, ==, "CN=second");
  g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));
  /* A certificate that cannot be used leaves the old one in place. */
  g_assert_true (g_file_set_contents (certificate, "nonsense", -1, NULL));
  g_subprocess_send_signal (service->process, SIGHUP);
  await_words (service, "the old one stays");
  third = get_subject (service->port);
  g_assert_cmpstr (third, ==, "CN=second");
}

static void
test_openapi (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonObject) object = NULL;

  g_assert_cmpint (kx_test_kangxied_run (NULL, &text, NULL, "openapi", NULL), ==, KX_EXIT_DONE);
  object = parse (text);
  g_assert_cmpstr (json_object_get_string_member (object, "openapi"), ==, "3.1.0");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *f, gconstpointer data);
  } tests[] = {
    { "/command/a wrong command line ends with 64, a sentence and nothing made", test_usage },
    { "/command/help lists every command and its options", test_help },
    { "/command/what needs a store says that there is none and makes none", test_no_store },
    { "/command/every job works on a store that nobody holds", test_alone },
    { "/command/every job works through the service that holds the store", test_beside_service },
    { "/command/demonstration data comes once, alike, and only on loopback", test_demo },
    { "/command/sessions outlive a restart", test_restart },
    { "/command/administration answers on the control socket alone", test_control_is_apart },
    { "/command/a Unix socket can take the place of a port", test_unix_socket },
    { "/command/a service that is ended as soon as it has told its address ends in order",
      test_stopped_at_once },
    { "/command/the control socket works however long the path is", test_deep_folder },
    { "/command/a backup taken while serving is the same store elsewhere", test_restore },
    { "/command/lost keys come back from the recovery text", test_recover },
    { "/command/SIGHUP takes a new certificate and a new log, and keeps the old certificate if the new one "
      "is bad",
      test_tls },
    { "/command/openapi writes the document", test_openapi },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
