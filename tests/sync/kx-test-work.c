#include "sync/kx-test-work.h"

#include "core/entities/kx-agency.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "sync/kx-test-wait.h"

#define PATIENCE 30

KxProfile *
kx_test_work_connect (const char *url, const char *user, const char *password, const char *name,
                      GError **error)
{
  KxProfileConnect given = { .url = url, .user = user, .password = password, .name = name, .device = name };
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kx_profile_connect_async (&given, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  return kx_profile_connect_finish (result, error);
}

KxProfile *
kx_test_work_local (const char *name)
{
  KxProfileLocal given = { .person = "李娜", .area = "450100", .name = name };
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KxProfile *profile;

  kx_profile_create_local_async (&given, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  profile = kx_profile_create_local_finish (result, &error);
  g_assert_no_error (error);
  kx_profile_start (profile);
  return profile;
}

void
kx_test_work_forget (KxProfile *profile)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kx_profile_forget_async (profile, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  g_assert_true (kx_profile_forget_finish (profile, result, &error));
  g_assert_no_error (error);
}

void
kx_test_work_finish (KxProfile *profile)
{
  kx_profile_close (profile);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  kx_test_finalize (profile);
}

typedef struct
{
  KxProfile *profile;
  KxSyncState state;
  const char *sql;
  gint64 number;
} Wanted;

static gboolean
is_in_state (gpointer data)
{
  Wanted *wanted = data;

  return kx_sync_get_state (kx_profile_get_sync (wanted->profile)) == wanted->state;
}

void
kx_test_work_await (KxProfile *profile, KxSyncState state)
{
  Wanted wanted = { .profile = profile, .state = state };

  if (!kx_test_run_until (is_in_state, &wanted, PATIENCE))
    {
      const GError *error = kx_sync_get_error (kx_profile_get_sync (profile));

      g_error ("It stays in state %d: %s", (int) kx_sync_get_state (kx_profile_get_sync (profile)),
               error != NULL ? error->message : "");
    }
}

static gboolean
is_quiet (gpointer data)
{
  KxMirrorSummary summary;

  kx_mirror_get_summary (kx_profile_get_mirror (data), &summary);
  return summary.waiting == 0 && summary.uploads == 0 && !summary.loading && summary.synced_at.ms != 0 &&
         kx_sync_get_state (kx_profile_get_sync (data)) == KX_SYNC_IDLE;
}

void
kx_test_work_await_quiet (KxProfile *profile)
{
  kx_sync_now (kx_profile_get_sync (profile));
  g_assert_true (kx_test_run_until (is_quiet, profile, PATIENCE));
}

static char *
find_office (KxProfile *profile)
{
  KxMirror *mirror = kx_profile_get_mirror (profile);
  KxBook *book = kx_mirror_take_reader (mirror, NULL);
  KxDbRows *rows = kx_db_query (book->db, "SELECT id FROM office ORDER BY id LIMIT 1", NULL, 0, NULL);
  char *id = kx_db_rows_next (rows, NULL) ? g_strdup (kx_db_rows_text (rows, 0)) : NULL;

  kx_db_rows_close (rows);
  kx_mirror_give_reader (mirror, book);
  return id;
}

char *
kx_test_work_add_agency (KxProfile *profile, const char *name)
{
  KxMirror *mirror = kx_profile_get_mirror (profile);
  GPtrArray *ops = g_ptr_array_new ();
  char *id = kx_test_id ();
  g_autofree char *office = find_office (profile);
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KxDecision) decision = NULL;
  g_autoptr (GError) error = NULL;
  KxRecord *fields = kx_record_new (&kx_agency_entity, NULL, NULL);

  g_assert_nonnull (office);
  kx_agency_set_office (kx_agency (fields), office);
  kx_agency_set_name (kx_agency (fields), name);
  kx_agency_set_no_uscc_reason (kx_agency (fields), "军队医院");
  g_ptr_array_add (ops, kx_mirror_make_op (mirror, KX_OP_CREATE, &kx_agency_entity, id, fields));
  kx_mirror_submit_async (mirror, ops, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  decision = kx_mirror_submit_finish (mirror, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (decision->result, !=, KX_REJECTED);
  return id;
}

gint64
kx_test_work_number (KxProfile *profile, const char *sql)
{
  KxMirror *mirror = kx_profile_get_mirror (profile);
  g_autoptr (GError) error = NULL;
  KxBook *book = kx_mirror_take_reader (mirror, &error);
  gint64 n = -1;

  g_assert_no_error (error);
  kx_db_get_integer (book->db, sql, NULL, 0, &n, &error);
  g_assert_no_error (error);
  kx_mirror_give_reader (mirror, book);
  return n;
}

static gboolean
has_number (gpointer data)
{
  Wanted *wanted = data;

  return kx_test_work_number (wanted->profile, wanted->sql) == wanted->number;
}

void
kx_test_work_await_number (KxProfile *profile, const char *sql, gint64 number)
{
  Wanted wanted = { .profile = profile, .sql = sql, .number = number };

  if (!kx_test_run_until (has_number, &wanted, PATIENCE))
    g_error ("%s stays %" G_GINT64_FORMAT, sql, kx_test_work_number (profile, sql));
}
