#include "core/entities/kx-agency.h"
#include "core/entities/kx-former-name.h"
#include "core/kx-wire-op.h"
#include "lib/kx-test-store.h"
#include "sync/kx-test-profile.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  KxTestProfile *profile;
  char *agency; /* at the service and here */
  char *path;   /* of the database */
  char *mark, *salvage;
} Fixture;

static KxOp *
make_op (const char *id, const char *name)
{
  return kx_test_agency_op (kx_schema_get (), id, KX_TEST_OFFICE, name, NULL);
}

static KxOp *
address (const char *id, const char *value)
{
  return kx_test_patch_op (&kx_agency_entity, id, 0, kx_agency_f_address, value);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->profile = kx_test_profile_new ();
  f->agency = kx_test_id ();
  f->path = g_build_filename (f->profile->dir, "mirror.db", NULL);
  f->mark = g_build_filename (f->profile->dir, "mirror.open", NULL);
  f->salvage = g_build_filename (f->profile->dir, "outbox.ndjson", NULL);
  kx_test_profile_do (f->profile, make_op (f->agency, "济南康复医院"));
  kx_test_profile_exchange (f->profile);
  kx_test_profile_do (f->profile, address (f->agency, "过去的"));
  kx_test_profile_exchange (f->profile);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_test_profile_free (f->profile);
  g_free (f->agency);
  g_free (f->path);
  g_free (f->mark);
  g_free (f->salvage);
}

/* Overwrites the first page of a table with noise. */
static void
damage (Fixture *f, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT rootpage FROM sqlite_master WHERE name = '%s'", table);
  gint64 page = kx_test_profile_number (f->profile, sql);
  gint64 size = kx_test_profile_number (f->profile, "SELECT page_size FROM pragma_page_size");
  g_autofree char *noise = g_malloc ((gsize) size);
  int fd;

  kx_test_profile_close (f->profile);
  memset (noise, 0x5a, (gsize) size);
  fd = open (f->path, O_WRONLY);
  g_assert_cmpint (pwrite (fd, noise, (gsize) size, (page - 1) * size), ==, size);
  close (fd);
  g_assert_true (g_file_set_contents (f->mark, "", 0, NULL)); /* as after a power failure */
}

static guint
count_aside (Fixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->profile->dir, 0, NULL);
  guint n = 0;

  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    n += g_str_has_prefix (name, "mirror.db.damaged-");
  return n;
}

static void
assert_address (Fixture *f, const char *value)
{
  g_autofree char *found = kx_test_profile_text (f->profile, f->agency, kx_agency_f_address);

  g_assert_cmpstr (found, ==, value);
}

static gint64
history_of (Fixture *f)
{
  gint64 n = 0;

  g_assert_true (kx_db_get_integer (f->profile->service->service->db,
                                    "SELECT count(*) FROM history WHERE row = $1 AND field = 'address'",
                                    &KX_ARG_TEXT (f->agency), 1, &n, NULL));
  return n;
}

/* The device is known no more to the new file; it is registered anew, as the program does. */
static gboolean
register_anew (KxBook *book, gpointer data, GError **error)
{
  Fixture *f = data;
  KxTestMirror pair = { f->profile->service, book, f->profile->actor, f->profile->device, NULL };

  kx_test_mirror_register (&pair);
  return TRUE;
}

static void
go_on (Fixture *f)
{
  g_free (f->profile->device);
  f->profile->device = kx_test_id ();
  g_assert_true (kx_mirror_write (f->profile->mirror, KX_WRITE_BARE, register_anew, f, NULL));
  kx_mirror_set_actor (f->profile->mirror, f->profile->actor);
  kx_test_profile_exchange (f->profile);
}

/* What waited is sent by the new file, once; drafts and the rest are there again. */
static void
test_damaged_rows (Fixture *f, gconstpointer data)
{
  g_autofree char *made = kx_test_id (), *draft = NULL, *name = NULL;
  KxMirrorSummary summary;

  kx_test_profile_do (f->profile, address (f->agency, "没有送出"));
  kx_test_profile_do (f->profile, address (f->agency, "也没有送出"));
  kx_test_profile_do (f->profile, make_op (made, "济南第二康复医院"));
  kx_mirror_put_draft (f->profile->mirror, "agency/1", "{\"a\":1}");
  damage (f, "agency");
  kx_test_profile_open (f->profile);
  g_assert_cmpuint (kx_mirror_get_salvaged (f->profile->mirror), ==, 2);
  g_assert_cmpuint (count_aside (f), >=, 1);
  kx_mirror_get_summary (f->profile->mirror, &summary);
  g_assert_cmpuint (summary.waiting, ==, 2);
  g_assert_true (summary.loading);
  draft = kx_mirror_dup_draft (f->profile->mirror, "agency/1");
  g_assert_cmpstr (draft, ==, "{\"a\":1}");
  g_assert_nonnull (kx_mirror_get_actor (f->profile->mirror));
  kx_test_profile_exchange (f->profile); /* as the same device, which counts on */
  kx_test_profile_assert_same (f->profile);
  assert_address (f, "也没有送出");
  name = kx_test_profile_text (f->profile, made, kx_agency_f_name);
  g_assert_cmpstr (name, ==, "济南第二康复医院");
  g_assert_cmpint (kx_test_profile_number (f->profile, "SELECT count(*) FROM mirror_outbox"), ==, 0);
  g_assert_cmpint (kx_test_profile_number (f->profile, "SELECT count(*) FROM mirror_notice"), ==, 1);
}

/* An answer that was lost with the file: the service knows the op by its id. */
static void
test_sent_without_answer (Fixture *f, gconstpointer data)
{
  g_autofree char *kept = NULL;
  gint64 before;

  kx_test_profile_do (f->profile, address (f->agency, "新的"));
  g_assert_true (g_file_get_contents (f->salvage, &kept, NULL, NULL));
  kx_test_profile_exchange (f->profile);
  before = history_of (f);
  damage (f, "agency");
  g_assert_true (g_file_set_contents (f->salvage, kept, -1, NULL));
  kx_test_profile_open (f->profile);
  g_assert_cmpuint (kx_mirror_get_salvaged (f->profile->mirror), ==, 1);
  go_on (f);
  kx_test_profile_assert_same (f->profile);
  assert_address (f, "新的");
  g_assert_cmpint (history_of (f), ==, before);
}

static gboolean
discard_first (KxBook *book, gpointer data, GError **error)
{
  gint64 id = 0;

  return kx_db_get_integer (book->db, "SELECT min(id) FROM mirror_outbox", NULL, 0, &id, error) &&
         kx_mirror_outbox_discard (book, id, error);
}

/* What a person threw away does not come back. */
static void
test_discarded (Fixture *f, gconstpointer data)
{
  g_autofree char *made = kx_test_id ();

  kx_test_profile_do (f->profile, address (f->agency, "扔掉的"));
  kx_test_profile_do (f->profile, make_op (made, "济南第二康复医院"));
  g_assert_true (kx_mirror_write (f->profile->mirror, KX_WRITE_TOGETHER, discard_first, NULL, NULL));
  damage (f, "agency");
  kx_test_profile_open (f->profile);
  g_assert_cmpuint (kx_mirror_get_salvaged (f->profile->mirror), ==, 1);
  go_on (f);
  kx_test_profile_assert_same (f->profile);
  assert_address (f, "过去的");
}

/* Two ops of one act are still one. */
static void
test_act (Fixture *f, gconstpointer data)
{
  g_autofree char *made = kx_test_id (), *child = kx_test_id (), *text = NULL;
  KxRecord *fields = kx_record_new (&kx_former_name_entity, NULL, NULL);
  KxOp *second = kx_op_new (KX_OP_CREATE, &kx_former_name_entity, NULL, child, fields);
  g_autoptr (GString) lines = g_string_new (NULL);
  KxOp *ops[] = { make_op (made, "济南第二康复医院"), second };

  kx_former_name_set_agency (kx_former_name (fields), made);
  kx_former_name_set_name (kx_former_name (fields), "济南老年病医院");
  second->id = kx_test_id ();
  for (guint i = 0; i < 2; i++)
    kx_wire_append_op (lines, 0, ops[0]->id, 2, ops[i]);
  damage (f, "agency");
  /* And the end of the file did not get to the disk whole. */
  g_string_append (lines, "{\"op\":\"0197b2a0-0000-7000-8000-00");
  g_assert_true (g_file_set_contents (f->salvage, lines->str, -1, NULL));
  kx_test_profile_open (f->profile);
  g_assert_cmpuint (kx_mirror_get_salvaged (f->profile->mirror), ==, 2);
  g_assert_cmpint (kx_test_profile_number (f->profile, "SELECT count(DISTINCT tx) FROM mirror_outbox"), ==,
                   1);
  g_assert_cmpint (kx_test_profile_number (f->profile, "SELECT min(tx_size) FROM mirror_outbox"), ==, 2);
  go_on (f);
  kx_test_profile_assert_same (f->profile);
  text = kx_test_profile_text (f->profile, made, kx_agency_f_name);
  g_assert_cmpstr (text, ==, "济南第二康复医院");
  for (guint i = 0; i < 2; i++)
    kx_op_free (ops[i]);
}

/* No database at all any more. */
static void
test_no_database (Fixture *f, gconstpointer data)
{
  kx_test_profile_do (f->profile, address (f->agency, "没有送出"));
  kx_test_profile_close (f->profile);
  g_assert_true (g_file_set_contents (f->path, "This was a database once, long ago and far away.", -1, NULL));
  kx_test_profile_open (f->profile);
  g_assert_cmpuint (kx_mirror_get_salvaged (f->profile->mirror), ==, 1);
  go_on (f);
  kx_test_profile_assert_same (f->profile);
  assert_address (f, "没有送出");
}

/* The file is there when something waits, says what ended, and is empty when nothing does. */
static gboolean
nothing (KxBook *book, gpointer data, GError **error)
{
  return TRUE;
}

static void
test_salvage_file (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;
  gsize size;

  /* The exchange of these tests is bare; the next transaction writes its ends. */
  g_assert_true (kx_mirror_write (f->profile->mirror, KX_WRITE_TOGETHER, nothing, NULL, NULL));
  g_assert_true (g_file_get_contents (f->salvage, &text, &size, NULL));
  g_assert_cmpuint (size, ==, 0);
  kx_test_profile_do (f->profile, address (f->agency, "甲"));
  kx_test_profile_do (f->profile, address (f->agency, "乙")); /* folded: written anew */
  g_free (text);
  g_assert_true (g_file_get_contents (f->salvage, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "甲"));
  g_assert_nonnull (strstr (text, "乙"));
  g_assert_true (g_str_has_suffix (text, "}\n"));
  g_assert_true (kx_mirror_write (f->profile->mirror, KX_WRITE_TOGETHER, discard_first, NULL, NULL));
  g_free (text);
  g_assert_true (g_file_get_contents (f->salvage, &text, &size, NULL));
  g_assert_cmpuint (size, ==, 0);
}

/* Sound, and the mark of a crash: nothing happens but the check. */
static void
test_sound (Fixture *f, gconstpointer data)
{
  kx_test_profile_do (f->profile, address (f->agency, "没有送出"));
  kx_test_profile_close (f->profile);
  g_assert_false (g_file_test (f->mark, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_set_contents (f->mark, "", 0, NULL));
  kx_test_profile_open (f->profile);
  g_assert_cmpuint (kx_mirror_get_salvaged (f->profile->mirror), ==, 0);
  g_assert_cmpuint (count_aside (f), ==, 0);
  assert_address (f, "没有送出");
}

static gboolean
fail (KxBook *book, gpointer data, GError **error)
{
  g_set_error_literal (error, KX_DB_ERROR, KX_DB_ERROR_CORRUPT, "damaged");
  return FALSE;
}

/* A transaction failed, for whatever reason: the next start looks at the file. */
static void
test_doubt (Fixture *f, gconstpointer data)
{
  g_assert_false (kx_mirror_write (f->profile->mirror, KX_WRITE_TOGETHER, fail, NULL, NULL));
  kx_test_profile_close (f->profile);
  g_assert_true (g_file_test (f->mark, G_FILE_TEST_EXISTS));
  kx_test_profile_open (f->profile);
  kx_test_profile_close (f->profile);
  g_assert_false (g_file_test (f->mark, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/salvage/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("what waited and what was typed outlives damaged rows", test_damaged_rows);
  ADD ("what went through without an answer counts once", test_sent_without_answer);
  ADD ("what was thrown away stays thrown away", test_discarded);
  ADD ("an act stays whole", test_act);
  ADD ("a file that is no database is replaced", test_no_database);
  ADD ("the file of what waits is as long as it has to be", test_salvage_file);
  ADD ("a sound file is left alone", test_sound);
  ADD ("a failed transaction asks for a look", test_doubt);
#undef ADD
  return g_test_run ();
}
