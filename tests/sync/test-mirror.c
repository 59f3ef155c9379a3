#include "core/entities/kx-agency.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-store.h"
#include "sync/kx-mirror-draft.h"
#include "sync/kx-mirror-notice.h"
#include "sync/kx-test-profile.h"

#include <string.h>

static void
set_up (KxTestProfile **f, gconstpointer data)
{
  *f = kx_test_profile_new ();
}

static void
tear_down (KxTestProfile **f, gconstpointer data)
{
  kx_test_profile_free (*f);
}

static KxOp *
make_op (const char *id, const char *name)
{
  return kx_test_agency_op (kx_schema_get (), id, KX_TEST_OFFICE, name, NULL);
}

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Waits until everything that was queued is written and told. */
static gboolean
nothing (KxBook *book, gpointer data, GError **error)
{
  return TRUE;
}

static void
settle (KxTestProfile *self)
{
  g_assert_true (kx_mirror_write (self->mirror, KX_WRITE_ALONE, nothing, NULL, NULL));
  iterate ();
}

static void
test_second_opener (KxTestProfile **f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kx_mirror_open ((*f)->dir, NULL, &error));
  g_assert_error (error, KX_MIRROR_ERROR, KX_MIRROR_ERROR_LOCKED);
  g_clear_error (&error);
  kx_test_profile_close (*f);
  kx_test_profile_open (*f);
}

typedef struct
{
  guint added, changed, removed, signals, summaries;
  gboolean everything;
} Told;

static void
rows_changed (KxMirror *mirror, KxRowsChanged *changed, gpointer data)
{
  Told *told = data;

  told->signals++;
  told->everything |= changed->everything != 0;
  for (guint i = 0; i < changed->changes->len; i++)
    {
      const KxRowChange *change = &g_array_index (changed->changes, KxRowChange, i);

      told->added += change->kind == KX_ROW_ADDED;
      told->changed += change->kind == KX_ROW_CHANGED;
      told->removed += change->kind == KX_ROW_REMOVED;
    }
}

static void
summary_changed (KxMirror *mirror, gpointer data)
{
  ((Told *) data)->summaries++;
}

static void
test_signals (KxTestProfile **f, gconstpointer data)
{
  Told told = { 0 };
  g_autofree char *id = kx_test_id (), *name = NULL;
  KxMirrorSummary summary;

  iterate ();
  g_signal_connect ((*f)->mirror, "rows-changed", G_CALLBACK (rows_changed), &told);
  g_signal_connect ((*f)->mirror, "summary-changed", G_CALLBACK (summary_changed), &told);
  kx_test_profile_do (*f, make_op (id, "济南康复医院"));
  settle (*f);
  g_assert_cmpuint (told.added, ==, 1);
  g_assert_cmpuint (told.summaries, ==, 1);
  kx_mirror_get_summary ((*f)->mirror, &summary);
  g_assert_cmpuint (summary.waiting, ==, 1);
  name = kx_test_profile_text (*f, id, kx_agency_f_name);
  g_assert_cmpstr (name, ==, "济南康复医院");
  kx_test_profile_exchange (*f);
  iterate ();
  kx_mirror_get_summary ((*f)->mirror, &summary);
  g_assert_cmpuint (summary.waiting, ==, 0);
  g_assert_cmpint (summary.synced_at.ms, >, 0);
  g_assert_false (summary.loading);
  g_assert_cmpuint (told.changed, >=, 1);
  g_assert_cmpuint (told.removed, ==, 0);
  /* With nothing new nothing is told. */
  told = (Told){ 0 };
  kx_test_profile_exchange (*f);
  iterate ();
  g_assert_cmpuint (told.signals, ==, 0);
}

/* More rows than anybody would look at one by one. */
static void
test_everything (KxTestProfile **f, gconstpointer data)
{
  Told told = { 0 };
  g_autoptr (KxActor) clerk = kx_test_actor ("user-x", KX_ROLE_INDEX_clerk, "370100");

  for (guint i = 0; i < KX_ROWS_CHANGED_MOST + 10; i++)
    {
      g_autofree char *id = kx_test_id (), *name = g_strdup_printf ("济南第%u康复医院", i);

      kx_test_service_apply ((*f)->service, clerk, make_op (id, name));
    }
  g_signal_connect ((*f)->mirror, "rows-changed", G_CALLBACK (rows_changed), &told);
  kx_test_profile_exchange (*f);
  iterate ();
  g_assert_cmpuint (told.signals, ==, 1);
  g_assert_true (told.everything);
  kx_test_profile_assert_same (*f);
}

static void
test_actor_stays (KxTestProfile **f, gconstpointer data)
{
  const KxActor *actor;

  kx_test_profile_close (*f);
  kx_test_profile_open (*f);
  actor = kx_mirror_get_actor ((*f)->mirror);
  g_assert_nonnull (actor);
  g_assert_cmpstr (actor->user, ==, "user-one");
  g_assert_cmpuint (kx_actor_roles (actor, "370100"), ==, KX_ROLE (clerk));
}

static void
assert_draft (KxTestProfile *self, const char *key, const char *text)
{
  g_autofree char *found = kx_mirror_dup_draft (self->mirror, key);

  g_assert_cmpstr (found, ==, text);
}

static void
assert_drafts (KxTestProfile *self, const char *prefix, const char *expected)
{
  g_auto (GStrv) keys = kx_mirror_list_drafts (self->mirror, prefix);
  g_autofree char *joined = NULL;

  joined = g_strjoinv (" ", keys);
  g_assert_cmpstr (joined, ==, expected);
}

/* What was typed is there at once, wherever it is on its way. */
static void
test_drafts (KxTestProfile **f, gconstpointer data)
{
  kx_mirror_put_draft ((*f)->mirror, "agency/1", "{\"a\":1}");
  assert_draft (*f, "agency/1", "{\"a\":1}");
  assert_drafts (*f, "agency/", "agency/1");
  g_assert_cmpint (kx_test_profile_number (*f, "SELECT count(*) FROM mirror_draft"), ==, 0);
  kx_mirror_put_draft ((*f)->mirror, "agency/1", "{\"a\":2}");
  kx_mirror_put_draft ((*f)->mirror, "office/1", NULL); /* hands all of it over at once */
  assert_draft (*f, "agency/1", "{\"a\":2}");
  assert_drafts (*f, "agency/", "agency/1");
  settle (*f);
  g_assert_cmpint (kx_test_profile_number (*f, "SELECT count(*) FROM mirror_draft"), ==, 1);
  assert_draft (*f, "agency/1", "{\"a\":2}");
  kx_mirror_put_draft ((*f)->mirror, "agency/1", "{\"a\":3}");
  kx_test_profile_close (*f);
  kx_test_profile_open (*f);
  assert_draft (*f, "agency/1", "{\"a\":3}");
  kx_mirror_put_draft ((*f)->mirror, "agency/1", NULL);
  assert_draft (*f, "agency/1", NULL);
  assert_drafts (*f, "", "");
  settle (*f);
  assert_draft (*f, "agency/1", NULL);
  g_assert_cmpint (kx_test_profile_number (*f, "SELECT count(*) FROM mirror_draft"), ==, 0);
}

/* A draft is durable by itself, well within five seconds. */
static void
test_draft_timer (KxTestProfile **f, gconstpointer data)
{
  gint64 end = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  kx_mirror_put_draft ((*f)->mirror, "agency/1", "{}");
  while (kx_test_profile_number (*f, "SELECT count(*) FROM mirror_draft") == 0 &&
         g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (kx_test_profile_number (*f, "SELECT count(*) FROM mirror_draft"), ==, 1);
}

static gboolean
rename_table (KxBook *book, gpointer data, GError **error)
{
  return kx_db_run (book->db, data, NULL, 0, error);
}

/* The disk refuses for a while: what was typed is kept and tried again. */
static void
test_draft_refused (KxTestProfile **f, gconstpointer data)
{
  gint64 end;

  g_assert_true (kx_mirror_write ((*f)->mirror, KX_WRITE_BARE, rename_table,
                                  "ALTER TABLE mirror_draft RENAME TO away", NULL));
  kx_mirror_put_draft ((*f)->mirror, "agency/1", "{\"a\":1}");
  kx_mirror_put_draft ((*f)->mirror, "office/1", NULL);
  settle (*f);
  kx_mirror_put_draft ((*f)->mirror, "agency/2", "{\"a\":2}");
  assert_draft (*f, "agency/1", "{\"a\":1}");
  g_assert_true (kx_mirror_write ((*f)->mirror, KX_WRITE_BARE, rename_table,
                                  "ALTER TABLE away RENAME TO mirror_draft", NULL));
  end = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;
  while (kx_test_profile_number (*f, "SELECT count(*) FROM mirror_draft") < 2 &&
         g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  assert_draft (*f, "agency/1", "{\"a\":1}");
  assert_draft (*f, "agency/2", "{\"a\":2}");
  g_assert_cmpint (kx_test_profile_number (*f, "SELECT count(*) FROM mirror_draft"), ==, 2);
}

static void
done (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
test_closed (KxTestProfile **f, gconstpointer data)
{
  g_autoptr (KxMirror) mirror = g_object_ref ((*f)->mirror);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KxBook *out = kx_mirror_take_reader (mirror, NULL);
  gint64 n = -1;

  kx_test_profile_close (*f);
  kx_mirror_close (mirror); /* twice does no harm */
  kx_mirror_write_async (mirror, nothing, NULL, NULL, NULL, done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (kx_mirror_write_finish (mirror, result, &error));
  g_assert_error (error, KX_STORE_ERROR, KX_STORE_ERROR_STOPPED);
  g_clear_error (&error);
  g_assert_null (kx_mirror_take_reader (mirror, &error));
  g_assert_error (error, KX_STORE_ERROR, KX_STORE_ERROR_STOPPED);
  /* A thread that reads meanwhile comes to its end. */
  g_assert_true (kx_db_get_integer (out->db, "SELECT count(*) FROM mirror_outbox", NULL, 0, &n, NULL));
  g_assert_cmpint (n, ==, 0);
  kx_mirror_give_reader (mirror, out);
}

/* What was under way when the mirror closed is done, and its caller is told. */
static void
test_close_finishes (KxTestProfile **f, gconstpointer data)
{
  g_autofree char *id = kx_test_id (), *name = NULL;
  GPtrArray *ops = g_ptr_array_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KxDecision) decision = NULL;
  g_autoptr (KxMirror) mirror = g_object_ref ((*f)->mirror);

  g_ptr_array_add (ops, make_op (id, "济南康复医院"));
  kx_mirror_submit_async (mirror, ops, NULL, done, &result);
  kx_test_profile_close (*f);
  g_assert_nonnull (result);
  decision = kx_mirror_submit_finish (mirror, result, NULL);
  g_assert_nonnull (decision);
  kx_test_profile_open (*f);
  name = kx_test_profile_text (*f, id, kx_agency_f_name);
  g_assert_cmpstr (name, ==, "济南康复医院");
}

static void
test_refused (KxTestProfile **f, gconstpointer data)
{
  g_autofree char *id = kx_test_id ();
  GPtrArray *ops = g_ptr_array_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KxDecision) decision = NULL;
  KxOp *op = make_op (id, "济南康复医院");

  kx_record_drop (op->fields, kx_agency_f_name);
  g_ptr_array_add (ops, op);
  kx_mirror_submit_async ((*f)->mirror, ops, NULL, done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  decision = kx_mirror_submit_finish ((*f)->mirror, result, NULL);
  g_assert_nonnull (decision);
  g_assert_cmpint (decision->result, ==, KX_REJECTED);
  g_assert_cmpuint (decision->findings->len, >, 0);
  g_assert_cmpint (kx_test_profile_number (*f, "SELECT count(*) FROM mirror_outbox"), ==, 0);
}

static void
test_notices (KxTestProfile **f, gconstpointer data)
{
  g_autoptr (GPtrArray) notices = NULL;
  KxBook *book;

  kx_mirror_add_notice ((*f)->mirror, "已保存");
  settle (*f);
  book = kx_mirror_take_reader ((*f)->mirror, NULL);
  notices = kx_mirror_notice_list (book, NULL);
  kx_mirror_give_reader ((*f)->mirror, book);
  g_assert_cmpuint (notices->len, ==, 1);
  g_assert_cmpstr (((KxMirrorNotice *) notices->pdata[0])->text, ==, "已保存");
}

/* A program with another table of readings leaves other keys and terms behind. */
static void
test_other_readings (KxTestProfile **f, gconstpointer data)
{
  static const char *const sql[] = {
    "UPDATE agency SET name_sort = 'other'", "UPDATE agency_term SET term = 'z' || term",
    "UPDATE meta SET value = 'other' WHERE name IN ('pinyin', 'pinyin.sort')"
  };
  g_autofree char *id = kx_test_id (), *path = g_build_filename ((*f)->dir, "mirror.db", NULL);
  g_autoptr (GError) error = NULL;
  KxDb *db;
  gint64 terms = 0, others = 1;

  kx_test_profile_do (*f, make_op (id, "济南康复医院"));
  kx_test_profile_exchange (*f);
  kx_test_profile_close (*f);
  db = kx_db_sqlite_open (path, KX_DB_SQLITE_WRITER, &error);
  g_assert_true (kx_db_get_integer (db, "SELECT count(*) FROM agency_term", NULL, 0, &terms, &error));
  for (guint i = 0; i < G_N_ELEMENTS (sql); i++)
    g_assert_true (kx_db_run (db, sql[i], NULL, 0, &error));
  kx_db_free (db);
  kx_test_profile_open (*f);
  kx_test_profile_close (*f);
  db = kx_db_sqlite_open (path, KX_DB_SQLITE_READER, &error);
  g_assert_true (kx_db_get_integer (db, "SELECT count(*) FROM agency WHERE name_sort = 'other'", NULL, 0,
                                    &others, &error));
  g_assert_cmpint (others, ==, 0);
  g_assert_true (kx_db_get_integer (db, "SELECT count(DISTINCT term) FROM agency_term WHERE term < 'z'", NULL,
                                    0, &others, &error));
  g_assert_cmpint (others, ==, terms);
  kx_db_free (db);
  kx_test_profile_open (*f);
}

static void
test_wipe (KxTestProfile **f, gconstpointer data)
{
  g_autofree char *id = kx_test_id (), *other = g_build_filename ((*f)->dir, "profile.ini", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;

  kx_test_profile_do (*f, make_op (id, "济南康复医院"));
  kx_test_profile_close (*f);
  g_assert_true (g_file_set_contents (other, "", 0, NULL));
  g_assert_true (kx_mirror_wipe ((*f)->dir, &error));
  dir = g_dir_open ((*f)->dir, 0, NULL);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    g_assert_true (g_str_equal (name, "profile.ini") || g_str_equal (name, "mirror.lock"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/mirror/" name, KxTestProfile *, NULL, set_up, func, tear_down)
  ADD ("only one process may have it", test_second_opener);
  ADD ("changed rows and the summary are told", test_signals);
  ADD ("many changed rows are told as everything", test_everything);
  ADD ("who works here is known at the next start", test_actor_stays);
  ADD ("what was typed is there at once and stays", test_drafts);
  ADD ("what was typed is durable by itself", test_draft_timer);
  ADD ("what was typed is tried again when the disk refuses it", test_draft_refused);
  ADD ("a closed mirror says so", test_closed);
  ADD ("closing finishes what is under way", test_close_finishes);
  ADD ("a refusal is told and leaves nothing", test_refused);
  ADD ("notices are kept", test_notices);
  ADD ("another table of readings makes keys and terms anew", test_other_readings);
  ADD ("wiping removes what was kept of the service", test_wipe);
#undef ADD
  return g_test_run ();
}
