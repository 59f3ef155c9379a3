#include "lib/kx-test-store.h"

#include "store/kx-audit.h"
#include "store/kx-upkeep.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#define START_MS                                                                                             \
  G_GINT64_CONSTANT (1782864000000) /* 2026-07-01T00:00:00Z, eight in the morning at the office */
#define HOUR_MS (3600 * G_GINT64_CONSTANT (1000))
#define DAY_MS (24 * HOUR_MS)

typedef struct
{
  char *dir, *heads;
  KxStore *store;
  KxTime now;
} Fixture;

static KxTime
get_now (gpointer data)
{
  return ((Fixture *) data)->now;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  KxStoreOptions options = { .without_areas = TRUE, .now = get_now, .now_data = self };
  g_autoptr (GPtrArray) offices = kx_test_found (kx_schema_get ());
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (KxApplied) applied = NULL;
  g_autoptr (GError) error = NULL;

  self->now.ms = START_MS;
  self->dir = kx_test_make_folder ();
  self->heads = g_build_filename (self->dir, "audit-heads.ndjson", NULL);
  self->store = kx_store_open (self->dir, &options, NULL, &error);
  g_assert_no_error (error);
  applied = kx_store_apply (self->store, system, (KxOp *const *) offices->pdata, offices->len, &error);
  g_assert_true (applied->accepted);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  kx_store_close (self->store);
  g_free (self->heads);
  kx_test_remove_folder (self->dir);
}

static KxUpkeepReport
run (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  KxUpkeepReport report;

  kx_upkeep_run (self->store, &report, &error);
  g_assert_no_error (error);
  return report;
}

static gint64
get_number (Fixture *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  KxBook *reader = kx_store_take_reader (self->store, &error);
  gint64 number = -1;

  kx_db_get_integer (reader->db, sql, NULL, 0, &number, &error);
  g_assert_no_error (error);
  kx_store_give_reader (self->store, reader);
  return number;
}

static guint
count_lines (Fixture *self)
{
  g_autofree char *text = NULL;
  guint lines = 0;

  if (g_file_get_contents (self->heads, &text, NULL, NULL))
    for (const char *p = text; *p != '\0'; p++)
      lines += *p == '\n';
  return lines;
}

static void
assert_heads_hold (Fixture *self, gint64 expected)
{
  g_autoptr (GError) error = NULL;
  g_auto (KxAuditReport) report = { 0 };
  KxBook *reader = kx_store_take_reader (self->store, &error);

  g_assert_true (kx_audit_verify (reader, self->heads, &report, &error));
  kx_store_give_reader (self->store, reader);
  g_assert_cmpstr (report.fault, ==, NULL);
  g_assert_cmpint (report.heads, ==, expected);
}

static void
test_results (Fixture *self, gconstpointer data)
{
  self->now.ms = START_MS + 30 * DAY_MS;
  g_assert_cmpint (run (self).results, ==, 0);
  g_assert_cmpint (get_number (self, "SELECT count(*) FROM op_result"), ==, 2);
  self->now.ms++;
  g_assert_cmpint (run (self).results, ==, 2);
  g_assert_cmpint (get_number (self, "SELECT count(*) FROM op_result"), ==, 0);
}

static gboolean
add_results (KxBook *book, gpointer data, GError **error)
{
  for (int i = 0; i < 5000; i++)
    {
      g_autofree char *op = g_strdup_printf ("op %d", i);
      KxDbArg args[] = { KX_ARG_TEXT (op), KX_ARG_INTEGER (START_MS - 31 * DAY_MS) };

      if (!kx_db_run (book->db,
                      "INSERT INTO op_result (actor, op, request, seq, at, entity, row, answer) VALUES ('a', "
                      "$1, '', 1, "
                      "$2, 'agency', 'r', '')",
                      args, 2, error))
        return FALSE;
    }
  return TRUE;
}

static void
test_many_results (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_store_write (self->store, add_results, NULL, &error));
  g_assert_cmpint (run (self).results, ==, 5000);
  g_assert_cmpint (get_number (self, "SELECT count(*) FROM op_result"), ==, 2);
}

/* An agency made and put to the trash. */
static void
trash_agency (Fixture *self, guint n)
{
  g_autoptr (KxActor) clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370100");
  g_autofree char *id = kx_test_id (), *op_id = kx_test_id (), *name = g_strdup_printf ("第%u医院", n);
  KxOp *ops[] = { kx_test_agency_op (kx_schema_get (), id, KX_TEST_OFFICE, name, NULL),
                  kx_op_new (KX_OP_DELETE, kx_schema_entity (kx_schema_get (), "agency"), op_id, id, NULL) };
  g_autoptr (GError) error = NULL;
  g_autoptr (KxApplied) applied = NULL;

  ops[1]->base = G_MAXINT64;
  applied = kx_store_apply (self->store, clerk, ops, 2, &error);
  g_assert_no_error (error);
  g_assert_true (applied->accepted);
  kx_op_free (ops[0]);
  kx_op_free (ops[1]);
}

static void
test_trash (Fixture *self, gconstpointer data)
{
  gint64 seq;

  for (guint i = 0; i < 450; i++)
    trash_agency (self, i);
  self->now.ms = START_MS + 30 * DAY_MS;
  g_assert_cmpint (run (self).purged, ==, 0);
  seq = get_number (self, "SELECT v FROM sync_counter");
  self->now.ms++;
  g_assert_cmpint (run (self).purged, ==, 450);
  g_assert_cmpint (get_number (self, "SELECT count(*) FROM agency"), ==, 0);
  g_assert_cmpint (get_number (self, "SELECT count(*) FROM tombstone"), ==, 450);
  /* In pieces, so that others write in between. */
  g_assert_cmpint (get_number (self, "SELECT v FROM sync_counter"), ==, seq + 3);
  g_assert_cmpint (run (self).purged, ==, 0);
  assert_heads_hold (self, 1);
  self->now.ms += 180 * DAY_MS;
  g_assert_cmpint (run (self).tombstones, ==, 0);
  self->now.ms++;
  g_assert_cmpint (run (self).tombstones, ==, 450);
  g_assert_cmpint (get_number (self, "SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'horizon'"), ==,
                   seq + 3);
}

static gboolean
add_sessions (KxBook *book, gpointer data, GError **error)
{
  KxDbArg args[] = { KX_ARG_INTEGER (START_MS), KX_ARG_INTEGER (START_MS + 1) };

  return kx_db_run (
      book->db,
      "INSERT INTO session (token_hash, user_id, created_at, expires_at, address) VALUES ('ended', 'u', 0, "
      "$1, NULL), ('alive', 'u', 0, $2, NULL)",
      args, 2, error);
}

static void
test_sessions (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_store_write (self->store, add_sessions, NULL, &error));
  g_assert_cmpint (run (self).sessions, ==, 1);
  g_assert_cmpint (get_number (self, "SELECT count(*) FROM session WHERE token_hash = 'alive'"), ==, 1);
}

static void
test_uploads (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (self->dir, "blobs", "incoming", NULL);
  g_autofree char *path = g_build_filename (folder, "left", NULL);
  struct utimbuf ago = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "x", 1, &error));
  ago.actime = ago.modtime = g_get_real_time () / G_USEC_PER_SEC - 25 * 3600;
  g_assert_cmpint (g_utime (path, &ago), ==, 0);
  g_assert_cmpuint (run (self).uploads, ==, 1);
}

static void
test_heads (Fixture *self, gconstpointer data)
{
  g_assert_true (run (self).head_signed);
  self->now.ms = START_MS + 15 * HOUR_MS; /* eleven at night */
  g_assert_false (run (self).head_signed);
  self->now.ms = START_MS + 16 * HOUR_MS; /* midnight */
  g_assert_true (run (self).head_signed);
  /* A clock that was set back signs nothing. */
  self->now.ms = START_MS;
  g_assert_false (run (self).head_signed);
  g_assert_cmpuint (count_lines (self), ==, 2);
  assert_heads_hold (self, 2);
}

static void
test_torn_head (Fixture *self, gconstpointer data)
{
  g_autofree char *text = NULL, *torn = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (run (self).head_signed);
  g_assert_true (g_file_get_contents (self->heads, &text, NULL, &error));
  torn = g_strconcat (text, "{\"n\":2,\"se", NULL);
  g_assert_true (g_file_set_contents (self->heads, torn, -1, &error));
  self->now.ms += DAY_MS;
  g_assert_true (run (self).head_signed);
  g_assert_cmpuint (count_lines (self), ==, 2);
  assert_heads_hold (self, 2);
}

static void
test_idle (Fixture *self, gconstpointer data)
{
  guint64 works, commits, before;
  guint waiting;
  gint64 seq = get_number (self, "SELECT v FROM sync_counter");

  kx_store_get_counts (self->store, &before, &commits, &waiting);
  run (self);
  kx_store_get_counts (self->store, &works, &commits, &waiting);
  g_assert_cmpuint (works, ==, before);
  g_assert_cmpint (get_number (self, "SELECT v FROM sync_counter"), ==, seq);
}

static void
test_rest_is_done (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  KxUpkeepReport report;

  /* No head can be written here. */
  g_assert_cmpint (g_mkdir (self->heads, 0700), ==, 0);
  self->now.ms = START_MS + 31 * DAY_MS;
  g_assert_false (kx_upkeep_run (self->store, &report, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (report.results, ==, 2);
  g_assert_false (report.head_signed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/upkeep/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("answers are kept for thirty days", test_results);
  ADD ("many answers go in batches", test_many_results);
  ADD ("sessions that ended go", test_sessions);
  ADD ("the trash is emptied after thirty days, and forgotten after 180 more", test_trash);
  ADD ("unfinished uploads go", test_uploads);
  ADD ("each day of the office has one signed head", test_heads);
  ADD ("a head cut off by a crash is written anew", test_torn_head);
  ADD ("nothing to do writes nothing", test_idle);
  ADD ("what fails does not keep the rest from being done", test_rest_is_done);
#undef ADD
  return g_test_run ();
}
