#include "lib/kx-test-store.h"

#include "core/entities/kx-attachment.h"
#include "store/kx-audit.h"
#include "store/kx-blob.h"
#include "store/kx-purge.h"
#include "store/kx-row.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BYTES "rehabilitation of work injuries"
#define N_BYTES ((gint64) strlen (BYTES))

/* A store with an agency of each office, and a clerk of each. */
typedef struct
{
  char *dir, *agency, *other_agency, *sha256;
  KxStore *store;
  KxActor *system, *clerk, *other;
} Fixture;

static void
apply (Fixture *self, const KxActor *actor, KxOp *op)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxApplied) applied = kx_store_apply (self->store, actor, &op, 1, &error);

  g_assert_no_error (error);
  g_assert_true (applied->accepted);
  kx_op_free (op);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  KxStoreOptions options = { .without_areas = TRUE };
  g_autoptr (GPtrArray) offices = kx_test_found (kx_schema_get ());
  g_autoptr (KxApplied) applied = NULL;
  g_autoptr (GError) error = NULL;

  self->dir = kx_test_make_folder ();
  self->store = kx_store_open (self->dir, &options, NULL, &error);
  g_assert_no_error (error);
  self->system = kx_actor_new_system ();
  self->clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370100");
  self->other = kx_test_actor ("other", KX_ROLE_INDEX_clerk, "370200");
  applied = kx_store_apply (self->store, self->system, (KxOp *const *) offices->pdata, offices->len, &error);
  g_assert_true (applied->accepted);
  self->agency = kx_test_id ();
  self->other_agency = kx_test_id ();
  apply (self, self->clerk,
         kx_test_agency_op (kx_schema_get (), self->agency, KX_TEST_OFFICE, "济南康复医院", NULL));
  apply (
      self, self->other,
      kx_test_agency_op (kx_schema_get (), self->other_agency, KX_TEST_OTHER_OFFICE, "青岛康复医院", NULL));
  self->sha256 = kx_sha256_hex (BYTES, strlen (BYTES));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  kx_store_close (self->store);
  kx_actor_free (self->system);
  kx_actor_free (self->clerk);
  kx_actor_free (self->other);
  g_free (self->agency);
  g_free (self->other_agency);
  g_free (self->sha256);
  kx_test_remove_folder (self->dir);
}

/* A new attachment row of the clerk's agency or the other's. Free with g_free(). */
static char *
attach (Fixture *self, const KxActor *actor, const char *sha256, gint64 size)
{
  KxRecord *fields = kx_record_new (&kx_attachment_entity, NULL, NULL);
  g_autofree char *op_id = kx_test_id ();
  char *id = kx_test_id ();

  kx_attachment_set_owner_entity (kx_attachment (fields), "agency");
  kx_attachment_set_owner (kx_attachment (fields), actor == self->other ? self->other_agency : self->agency);
  kx_attachment_set_title (kx_attachment (fields), "Licence");
  kx_attachment_set_file_name (kx_attachment (fields), "licence.pdf");
  kx_attachment_set_media_type (kx_attachment (fields), "application/pdf");
  kx_attachment_set_size (kx_attachment (fields), size);
  kx_attachment_set_sha256 (kx_attachment (fields), sha256);
  apply (self, actor, kx_op_new (KX_OP_CREATE, &kx_attachment_entity, op_id, id, fields));
  return id;
}

static KxBlobUpload *
begin (Fixture *self, const KxActor *actor)
{
  g_autoptr (GError) error = NULL;
  KxBlobUpload *upload = kx_blob_begin (self->store, actor, self->sha256, N_BYTES, &error);

  g_assert_no_error (error);
  return upload;
}

/* Sends all bytes. */
static void
send (Fixture *self, const KxActor *actor)
{
  g_autoptr (KxBlobUpload) upload = begin (self, actor);
  g_autoptr (GError) error = NULL;

  kx_blob_append (upload, 0, BYTES, strlen (BYTES), &error);
  g_assert_no_error (error);
  kx_blob_finish (upload, &error);
  g_assert_no_error (error);
}

static gboolean
may_read (Fixture *self, const KxActor *actor)
{
  g_autoptr (GError) error = NULL;
  KxBook *reader = kx_store_take_reader (self->store, &error);
  gboolean may = kx_blob_may_read (reader, actor, self->sha256, &error);

  g_assert_no_error (error);
  kx_store_give_reader (self->store, reader);
  return may;
}

static gboolean
may_write (Fixture *self, const KxActor *actor)
{
  g_autoptr (GError) error = NULL;
  KxBook *reader = kx_store_take_reader (self->store, &error);
  gboolean may = kx_blob_may_write (reader, actor, self->sha256, &error);

  g_assert_no_error (error);
  kx_store_give_reader (self->store, reader);
  return may;
}

static gboolean
is_stored (Fixture *self, const char *id)
{
  g_autoptr (GError) error = NULL;
  KxBook *reader = kx_store_take_reader (self->store, &error);
  g_autoptr (KxRecord) row = kx_row_get (reader, &kx_attachment_entity, id, &error);
  gboolean stored;

  g_assert_nonnull (row);
  stored = kx_attachment_get_stored (kx_attachment (row));
  kx_store_give_reader (self->store, reader);
  return stored;
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
count_incoming (Fixture *self)
{
  g_autofree char *folder = g_build_filename (self->dir, "blobs", "incoming", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint count = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

static void
test_stored (Fixture *self, gconstpointer data)
{
  g_autofree char *row = attach (self, self->clerk, self->sha256, N_BYTES);
  g_autofree char *path = kx_blob_path (self->dir, self->sha256);
  g_autoptr (GError) error = NULL;
  g_auto (KxAuditReport) report = { 0 };
  char bytes[64] = { 0 };
  KxBook *reader;
  gint64 size;
  int fd;

  g_assert_false (is_stored (self, row));
  g_assert_false (may_read (self, self->clerk));
  g_assert_true (may_write (self, self->clerk));
  send (self, self->clerk);
  g_assert_true (is_stored (self, row));
  g_assert_true (may_read (self, self->clerk));
  g_assert_cmpuint (count_incoming (self), ==, 0);
  fd = kx_blob_open (self->store, self->sha256, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpint (size, ==, N_BYTES);
  g_assert_cmpint (read (fd, bytes, sizeof bytes), ==, N_BYTES);
  g_assert_cmpstr (bytes, ==, BYTES);
  close (fd);
  /* The service did it, by an op like everyone's, and the trail holds. */
  g_assert_cmpint (
      get_number (self, "SELECT count(*) FROM history WHERE kind = 'store' AND actor = 'system' AND field = "
                        "'stored' AND new = 'true'"),
      ==, 1);
  g_assert_cmpint (get_number (self, "SELECT count(*) FROM blob WHERE size = 31"), ==, 1);
  reader = kx_store_take_reader (self->store, &error);
  g_assert_true (kx_audit_verify (reader, NULL, &report, &error));
  kx_store_give_reader (self->store, reader);
  g_assert_cmpstr (report.fault, ==, NULL);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

static void
test_resumed (Fixture *self, gconstpointer data)
{
  g_autofree char *row = attach (self, self->clerk, self->sha256, N_BYTES);
  g_autoptr (KxBlobUpload) upload = begin (self, self->clerk);
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_blob_append (upload, 0, BYTES, 10, &error));
  g_assert_false (kx_blob_finish (upload, &error));
  g_assert_error (error, KX_BLOB_ERROR, KX_BLOB_ERROR_SHORT);
  g_clear_error (&error);
  g_clear_pointer (&upload, kx_blob_upload_free);
  upload = begin (self, self->clerk);
  g_assert_cmpint (kx_blob_get_offset (upload), ==, 10);
  g_assert_false (kx_blob_append (upload, 9, &BYTES[9], 5, &error));
  g_assert_error (error, KX_BLOB_ERROR, KX_BLOB_ERROR_OFFSET);
  g_clear_error (&error);
  g_assert_true (kx_blob_append (upload, 10, &BYTES[10], strlen (BYTES) - 10, &error));
  g_assert_true (kx_blob_finish (upload, &error));
  g_assert_no_error (error);
  g_assert_true (is_stored (self, row));
}

static void
test_locked (Fixture *self, gconstpointer data)
{
  G_GNUC_UNUSED g_autofree char *row = attach (self, self->clerk, self->sha256, N_BYTES);
  G_GNUC_UNUSED g_autoptr (KxBlobUpload) upload = begin (self, self->clerk);
  g_autoptr (GError) error = NULL;

  g_assert_null (kx_blob_begin (self->store, self->clerk, self->sha256, N_BYTES, &error));
  g_assert_error (error, KX_BLOB_ERROR, KX_BLOB_ERROR_BUSY);
}

static void
test_wrong_hash (Fixture *self, gconstpointer data)
{
  g_autofree char *row = attach (self, self->clerk, self->sha256, N_BYTES);
  g_autoptr (KxBlobUpload) upload = begin (self, self->clerk);
  g_autofree char *path = kx_blob_path (self->dir, self->sha256);
  g_autofree char *bytes = g_strdup (BYTES);
  g_autoptr (GError) error = NULL;

  bytes[5] ^= 1;
  g_assert_true (kx_blob_append (upload, 0, bytes, strlen (bytes), &error));
  g_assert_false (kx_blob_finish (upload, &error));
  g_assert_error (error, KX_BLOB_ERROR, KX_BLOB_ERROR_HASH);
  g_assert_cmpuint (count_incoming (self), ==, 0);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (is_stored (self, row));
}

static void
test_wrong_size (Fixture *self, gconstpointer data)
{
  G_GNUC_UNUSED g_autofree char *row = attach (self, self->clerk, self->sha256, N_BYTES);
  g_autoptr (KxBlobUpload) upload = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (kx_blob_begin (self->store, self->clerk, self->sha256, N_BYTES + 1, &error));
  g_assert_error (error, KX_BLOB_ERROR, KX_BLOB_ERROR_SIZE);
  g_clear_error (&error);
  upload = begin (self, self->clerk);
  g_assert_false (kx_blob_append (upload, 0, BYTES "!", strlen (BYTES) + 1, &error));
  g_assert_error (error, KX_BLOB_ERROR, KX_BLOB_ERROR_SIZE);
  g_assert_cmpint (kx_blob_get_offset (upload), ==, 0);
}

static void
test_wrong_names (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "", "../../keys/master", "ABCDEF", "0123456789abcdef" };
  g_autofree char *upper = g_ascii_strup (self->sha256, -1);
  gint64 size;

  for (guint i = 0; i <= G_N_ELEMENTS (names); i++)
    {
      const char *name = i < G_N_ELEMENTS (names) ? names[i] : upper;
      g_autoptr (GError) error = NULL;

      g_assert_null (kx_blob_begin (self->store, self->clerk, name, 1, &error));
      g_assert_error (error, KX_BLOB_ERROR, KX_BLOB_ERROR_NAME);
      g_clear_error (&error);
      g_assert_cmpint (kx_blob_open (self->store, name, &size, &error), ==, -1);
      g_assert_error (error, KX_BLOB_ERROR, KX_BLOB_ERROR_NAME);
    }
}

static void
test_unseen (Fixture *self, gconstpointer data)
{
  G_GNUC_UNUSED g_autofree char *row = attach (self, self->clerk, self->sha256, N_BYTES);
  g_autoptr (GError) error = NULL;
  gint64 size;

  g_assert_null (kx_blob_begin (self->store, self->other, self->sha256, N_BYTES, &error));
  g_assert_error (error, KX_BLOB_ERROR, KX_BLOB_ERROR_NONE);
  g_clear_error (&error);
  g_assert_false (may_write (self, self->other));
  send (self, self->clerk);
  g_assert_false (may_read (self, self->other));
  g_clear_pointer (&self->sha256, g_free);
  self->sha256 = kx_sha256_hex ("else", 4);
  g_assert_cmpint (kx_blob_open (self->store, self->sha256, &size, &error), ==, -1);
  g_assert_error (error, KX_BLOB_ERROR, KX_BLOB_ERROR_NONE);
}

/* Knowing a hash gives nothing: a row made for bytes that others sent stays without them until they are sent
 * again. */
static void
test_known_hash (Fixture *self, gconstpointer data)
{
  g_autofree char *row = attach (self, self->clerk, self->sha256, N_BYTES);
  g_autofree char *foreign = attach (self, self->other, self->sha256, N_BYTES), *later = NULL;

  send (self, self->clerk);
  g_assert_true (is_stored (self, row));
  g_assert_false (is_stored (self, foreign));
  g_assert_false (may_read (self, self->other));
  later = attach (self, self->clerk, self->sha256, N_BYTES);
  g_assert_false (is_stored (self, later));
  send (self, self->clerk);
  g_assert_true (is_stored (self, later));
  g_assert_false (is_stored (self, foreign));
  send (self, self->other);
  g_assert_true (is_stored (self, foreign));
  g_assert_true (may_read (self, self->other));
  g_assert_cmpint (get_number (self, "SELECT count(*) FROM blob"), ==, 1);
}

static void
test_not_continued_by_others (Fixture *self, gconstpointer data)
{
  G_GNUC_UNUSED g_autofree char *row = attach (self, self->clerk, self->sha256, N_BYTES);
  g_autoptr (KxActor) second = kx_test_actor ("second", KX_ROLE_INDEX_clerk, "370100");
  g_autoptr (KxBlobUpload) upload = begin (self, self->clerk), own = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_blob_append (upload, 0, BYTES, strlen (BYTES) - 1, &error));
  own = begin (self, second);
  g_assert_cmpint (kx_blob_get_offset (own), ==, 0);
}

static void
test_trashed (Fixture *self, gconstpointer data)
{
  g_autofree char *row = attach (self, self->clerk, self->sha256, N_BYTES), *op_id = kx_test_id ();

  send (self, self->clerk);
  apply (self, self->clerk, kx_op_new (KX_OP_DELETE, &kx_attachment_entity, op_id, row, NULL));
  g_assert_false (may_read (self, self->clerk));
  g_assert_false (may_write (self, self->clerk));
}

/* A row that lies about the size is never said to be stored. */
static void
test_lying_row (Fixture *self, gconstpointer data)
{
  g_autofree char *row = attach (self, self->clerk, self->sha256, N_BYTES);
  g_autofree char *lie = attach (self, self->clerk, self->sha256, 5);

  send (self, self->clerk);
  g_assert_true (is_stored (self, row));
  g_assert_false (is_stored (self, lie));
}

static void
test_empty (Fixture *self, gconstpointer data)
{
  g_autofree char *row = NULL;
  g_autoptr (KxBlobUpload) upload = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->sha256, g_free);
  self->sha256 = kx_sha256_hex ("", 0);
  row = attach (self, self->clerk, self->sha256, 0);
  upload = kx_blob_begin (self->store, self->clerk, self->sha256, 0, &error);
  g_assert_no_error (error);
  g_assert_true (kx_blob_finish (upload, &error));
  g_assert_true (is_stored (self, row));
}

static void
test_unfinished (Fixture *self, gconstpointer data)
{
  G_GNUC_UNUSED g_autofree char *row = attach (self, self->clerk, self->sha256, N_BYTES);
  g_autofree char *folder = g_build_filename (self->dir, "blobs", "incoming", NULL);
  g_autofree char *old = g_build_filename (folder, "old", NULL);
  G_GNUC_UNUSED g_autoptr (KxBlobUpload) upload = begin (self, self->clerk);
  struct timespec ago[2] = { { g_get_real_time () / G_USEC_PER_SEC - 25 * 3600, 0 }, { 0, 0 } };
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  g_autofree char *held = g_build_filename (folder, g_dir_read_name (dir), NULL);
  guint removed;

  ago[1] = ago[0];
  g_assert_true (g_file_set_contents (old, "x", 1, &error));
  g_assert_true (kx_blob_remove_unfinished (self->store, &removed, &error));
  g_assert_cmpuint (removed, ==, 0);
  g_assert_cmpint (utimensat (AT_FDCWD, old, ago, 0), ==, 0);
  g_assert_cmpint (utimensat (AT_FDCWD, held, ago, 0), ==, 0);
  g_assert_true (kx_blob_remove_unfinished (self->store, &removed, &error));
  g_assert_cmpuint (removed, ==, 1);
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (held, G_FILE_TEST_EXISTS));
}

/* Makes the store believe that all was stored long ago. */
static gboolean
age_blobs (KxBook *book, gpointer data, GError **error)
{
  return kx_db_run (book->db, "UPDATE blob SET stored_at = 1", NULL, 0, error);
}

static gboolean
empty_trash (KxBook *book, gpointer data, GError **error)
{
  guint purged;

  return kx_db_run (book->db, "UPDATE attachment SET deleted_at = 1 WHERE deleted_at > 0", NULL, 0, error) &&
         kx_purge (book, (KxTime){ 2 }, (KxTime){ 3 }, "0197b2a0-0000-7000-8000-0000000000ff", 100, &purged,
                   error);
}

static void
assert_bytes (Fixture *self, guint expected_removed, gboolean expected)
{
  g_autofree char *path = kx_blob_path (self->dir, self->sha256);
  g_autoptr (GError) error = NULL;
  guint removed = 77;

  g_assert_true (kx_blob_remove_unnamed (self->store, &removed, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (removed, ==, expected_removed);
  g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, expected);
  g_assert_cmpint (get_number (self, "SELECT count(*) FROM blob"), ==, expected);
}

static void
trash (Fixture *self, const KxActor *actor, const char *row)
{
  g_autofree char *op = kx_test_id ();

  apply (self, actor, kx_op_new (KX_OP_DELETE, &kx_attachment_entity, op, row, NULL));
}

/* The bytes go with the last attachment that names them, whosever it is, and not from the trash. */
static void
test_unnamed (Fixture *self, gconstpointer data)
{
  g_autofree char *one = attach (self, self->clerk, self->sha256, N_BYTES),
                  *two = attach (self, self->other, self->sha256, N_BYTES), *three = NULL;
  g_autoptr (GError) error = NULL;

  send (self, self->clerk);
  send (self, self->other);
  g_assert_true (kx_store_write (self->store, age_blobs, NULL, &error));
  trash (self, self->clerk, one);
  g_assert_true (kx_store_write (self->store, empty_trash, NULL, &error));
  g_assert_cmpint (get_number (self, "SELECT count(*) FROM attachment"), ==, 1);
  assert_bytes (self, 0, TRUE);
  trash (self, self->other, two);
  assert_bytes (self, 0, TRUE);
  g_assert_true (kx_store_write (self->store, empty_trash, NULL, &error));
  g_assert_cmpint (get_number (self, "SELECT count(*) FROM attachment"), ==, 0);
  assert_bytes (self, 1, FALSE);
  assert_bytes (self, 0, FALSE);
  /* Attached anew, they are sent anew, and stay though nothing names them for less than a day. */
  three = attach (self, self->clerk, self->sha256, N_BYTES);
  send (self, self->clerk);
  assert_bytes (self, 0, TRUE);
  trash (self, self->clerk, three);
  g_assert_true (kx_store_write (self->store, empty_trash, NULL, &error));
  g_assert_cmpint (get_number (self, "SELECT count(*) FROM attachment"), ==, 0);
  assert_bytes (self, 0, TRUE);
  g_assert_true (kx_store_write (self->store, age_blobs, NULL, &error));
  assert_bytes (self, 1, FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/blob/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("bytes are stored and their row says so", test_stored);
  ADD ("an upload goes on where it stopped", test_resumed);
  ADD ("two requests do not send the same bytes at once", test_locked);
  ADD ("other bytes than the name says are refused and removed", test_wrong_hash);
  ADD ("another size is refused", test_wrong_size);
  ADD ("what is no SHA-256 is refused", test_wrong_names);
  ADD ("bytes of a row one may not see are not there", test_unseen);
  ADD ("a known hash skips no upload", test_known_hash);
  ADD ("nobody continues another's upload", test_not_continued_by_others);
  ADD ("a row in the trash gives no bytes", test_trashed);
  ADD ("a row that names another size is not stored", test_lying_row);
  ADD ("an empty file is a file", test_empty);
  ADD ("what was not gone on with for a day is removed", test_unfinished);
  ADD ("what no attachment names any more is removed", test_unnamed);
#undef ADD
  return g_test_run ();
}
