#include "core/entities/kx-agency.h"
#include "core/entities/kx-attachment.h"
#include "core/kx-crypto.h"
#include "lib/kx-test-store.h"
#include "sync/kx-test-profile.h"
#include "sync/kx-test-wait.h"

#include <string.h>
#include <unistd.h>
#include <utime.h>

typedef struct
{
  KxTestProfile *profile;
  char *agency, *file, *sha256;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  static const char text[] = "执业许可证";

  f->profile = kx_test_profile_new ();
  f->agency = kx_test_id ();
  f->file = g_build_filename (f->profile->service->folder, "许可证.txt", NULL);
  f->sha256 = kx_sha256_hex (text, strlen (text));
  g_assert_true (g_file_set_contents (f->file, text, -1, NULL));
  kx_test_profile_do (f->profile,
                      kx_test_agency_op (kx_schema_get (), f->agency, KX_TEST_OFFICE, "济南康复医院", NULL));
  kx_test_profile_exchange (f->profile);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_test_profile_free (f->profile);
  g_free (f->agency);
  g_free (f->file);
  g_free (f->sha256);
}

static KxDecision *
add (Fixture *f, const char *path, GError **error)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kx_mirror_add_file_async (f->profile->mirror, path, "agency", f->agency, NULL, NULL, kx_test_take_result,
                            &waiting);
  result = kx_test_await (&waiting);
  return kx_mirror_add_file_finish (f->profile->mirror, result, error);
}

static void
add_file (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = add (f, f->file, &error);

  g_assert_no_error (error);
  g_assert_cmpint (decision->result, ==, KX_APPLIED);
}

/* The file that may go now; NULL: none. */
static KxMirrorUpload *
next (Fixture *f)
{
  KxBook *book = kx_mirror_take_reader (f->profile->mirror, NULL);
  KxMirrorUpload *upload = kx_mirror_upload_next (book, NULL);

  kx_mirror_give_reader (f->profile->mirror, book);
  return upload;
}

static gint64
count (Fixture *f, const char *sql)
{
  return kx_test_profile_number (f->profile, sql);
}

static gboolean
finish (KxBook *book, gpointer data, GError **error)
{
  return kx_mirror_upload_finish (book, data, NULL, NULL, error);
}

static gboolean
refuse (KxBook *book, gpointer data, GError **error)
{
  return kx_mirror_upload_finish (book, data, "too-large", "The file is too large", error);
}

static gboolean
retry (KxBook *book, gpointer data, GError **error)
{
  return kx_mirror_upload_retry (book, data, error);
}

static void
run (Fixture *f, KxMirrorFunc func)
{
  g_assert_true (kx_mirror_write (f->profile->mirror, KX_WRITE_TOGETHER, func, f->sha256, NULL));
}

static guint
uploads (Fixture *f)
{
  KxMirrorSummary summary;

  kx_mirror_get_summary (f->profile->mirror, &summary);
  return summary.uploads;
}

/* The bytes wait for the op that names them, and are a copy of the mirror's own. */
static void
test_order (Fixture *f, gconstpointer data)
{
  g_autoptr (KxMirrorUpload) upload = NULL;
  g_autofree char *bytes = NULL, *path = kx_mirror_dup_blob_path (f->profile->mirror, f->sha256);

  add_file (f);
  g_assert_cmpint (count (f, "SELECT count(*) FROM attachment WHERE file_name = '许可证.txt' AND size = 15"),
                   ==, 1);
  g_assert_cmpuint (uploads (f), ==, 1);
  g_assert_null (next (f));
  g_assert_cmpint (unlink (f->file), ==, 0);
  kx_test_profile_exchange (f->profile);
  upload = next (f);
  g_assert_nonnull (upload);
  g_assert_cmpstr (upload->sha256, ==, f->sha256);
  g_assert_cmpint (upload->size, ==, 15);
  g_assert_cmpstr (upload->path, ==, path);
  g_assert_true (g_file_get_contents (upload->path, &bytes, NULL, NULL));
  g_assert_cmpstr (bytes, ==, "执业许可证");
  run (f, finish);
  g_assert_null (next (f));
  g_assert_cmpuint (uploads (f), ==, 0);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS)); /* to be looked at */
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  KxMirrorSummary summary;
  g_autoptr (KxMirrorUpload) upload = NULL;

  add_file (f);
  kx_test_profile_exchange (f->profile);
  run (f, refuse);
  g_assert_null (next (f));
  kx_mirror_get_summary (f->profile->mirror, &summary);
  g_assert_cmpuint (summary.uploads, ==, 0);
  g_assert_cmpuint (summary.failed_uploads, ==, 1);
  run (f, retry);
  upload = next (f);
  g_assert_nonnull (upload);
}

/* The same bytes twice are sent once. */
static void
test_twice (Fixture *f, gconstpointer data)
{
  add_file (f);
  add_file (f);
  g_assert_cmpint (count (f, "SELECT count(*) FROM attachment"), ==, 2);
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_upload"), ==, 1);
}

static gboolean
discard (KxBook *book, gpointer data, GError **error)
{
  gint64 id = 0;

  return kx_db_get_integer (book->db, "SELECT min(id) FROM mirror_outbox", NULL, 0, &id, error) &&
         kx_mirror_outbox_discard (book, id, error);
}

static void
test_discarded (Fixture *f, gconstpointer data)
{
  add_file (f);
  run (f, discard);
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_upload"), ==, 0);
  g_assert_cmpuint (uploads (f), ==, 0);
}

static void
test_sizes (Fixture *f, gconstpointer data)
{
  g_autofree char *large = g_malloc0 (KX_ATTACHMENT_MAX_BYTES + 1);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KxDecision) decision = NULL;

      if (i < 2)
        g_assert_true (g_file_set_contents (f->file, large, i == 0 ? 0 : KX_ATTACHMENT_MAX_BYTES + 1, NULL));
      decision = add (f, i < 2 ? f->file : f->profile->dir, &error);
      g_assert_null (decision);
      g_assert_error (error, KX_MIRROR_ERROR, KX_MIRROR_ERROR_LARGE);
    }
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_outbox"), ==, 0);
}

/* The bytes of what is no longer open go from this computer; what waits or is young stays. */
static void
test_prune (Fixture *f, gconstpointer data)
{
  g_autofree char *path = kx_mirror_dup_blob_path (f->profile->mirror, f->sha256);
  struct utimbuf old = { 1000000000, 1000000000 };

  add_file (f);
  kx_test_profile_exchange (f->profile);
  run (f, finish);
  g_assert_cmpint (utime (path, &old), ==, 0);
  kx_test_profile_close (f->profile);
  kx_test_profile_open (f->profile);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_set_contents (f->file, "没有送出的文件", -1, NULL));
  add_file (f);
  kx_test_profile_exchange (f->profile);
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_upload"), ==, 1);
  kx_actor_free (f->profile->actor);
  f->profile->actor = kx_test_actor ("user-one", KX_ROLE_INDEX_clerk, "370200");
  kx_test_profile_exchange (f->profile);
  g_assert_cmpint (count (f, "SELECT count(*) FROM attachment"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count(*) FROM mirror_upload"), ==, 0);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/upload/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("bytes go after the op that names them", test_order);
  ADD ("a refused file waits for a person", test_refused);
  ADD ("the same bytes wait once", test_twice);
  ADD ("what is thrown away is not sent", test_discarded);
  ADD ("an empty, a large and no file are refused", test_sizes);
  ADD ("bytes go with the space", test_prune);
#undef ADD
  return g_test_run ();
}
