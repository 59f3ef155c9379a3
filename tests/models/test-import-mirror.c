#include "core/entities/kx-agency.h"
#include "exchange/kx-test-roster.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-import-desk.h"
#include "models/kx-test-import.h"
#include "sync/kx-mirror-target.h"

typedef struct
{
  KxTestImportDesk *desk;
  KxImportSession *session;
} Fixture;

static void
renew_session (Fixture *f)
{
  KxMirror *mirror = f->desk->mirror;

  g_clear_object (&f->session);
  f->session = kx_import_session_new (kx_mirror_target (mirror), G_OBJECT (mirror),
                                      kx_mirror_get_actor (mirror), NULL);
}

static void
open_mirror (Fixture *f)
{
  kx_test_import_desk_open (f->desk);
  renew_session (f);
}

static void
close_mirror (Fixture *f)
{
  g_clear_object (&f->session);
  kx_test_import_desk_close (f->desk);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->desk = kx_test_import_desk_new ();
  renew_session (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->session);
  kx_test_import_desk_free (f->desk);
}

static void
open_path (Fixture *f, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  kx_import_session_open (f->session, file);
  kx_test_import_wait (f->session);
  g_assert_cmpstr (kx_import_session_get_problem (f->session), ==, NULL);
  /* There are offices of two cities as well. */
  kx_import_session_set_office (f->session, KX_TEST_PROVINCE_OFFICE);
  kx_test_import_wait (f->session);
}

static void
run (Fixture *f)
{
  g_assert_true (kx_import_session_may_try (f->session));
  kx_import_session_try (f->session);
  kx_test_import_wait (f->session);
  g_assert_cmpstr (kx_import_session_get_problem (f->session), ==, NULL);
  g_assert_true (kx_import_session_may_run (f->session));
  kx_import_session_run (f->session);
  kx_test_import_wait (f->session);
}

static void
assert_counts (Fixture *f, guint created, guint updated, guint unchanged, guint refused)
{
  const KxImportReport *report = kx_import_session_get_report (f->session);

  g_assert_cmpuint (report->counts[KX_IMPORT_CREATED], ==, created);
  g_assert_cmpuint (report->counts[KX_IMPORT_UPDATED], ==, updated);
  g_assert_cmpuint (report->counts[KX_IMPORT_UNCHANGED], ==, unchanged);
  g_assert_cmpuint (report->counts[KX_IMPORT_REFUSED], ==, refused);
}

static void
note_rows (KxMirror *mirror, KxRowsChanged *changed, gpointer data)
{
  *(guint *) data += kx_rows_changed_concerns (changed, kx_mirror_get_schema (mirror), &kx_agency_entity);
}

static void
test_a_roster_comes_in_offline_and_travels_later (Fixture *f, gconstpointer data)
{
  g_autofree char *path = kx_test_import_roster ("shandong.xlsx");
  KxMirrorSummary summary;
  guint told = 0;

  g_signal_connect (f->desk->mirror, "rows-changed", G_CALLBACK (note_rows), &told);
  open_path (f, path);
  run (f);
  assert_counts (f, 88, 0, 0, 7);
  while (told == 0)
    g_main_context_iteration (NULL, TRUE);
  kx_mirror_get_summary (f->desk->mirror, &summary);
  /* An act a row, and three for the record of the import. */
  g_assert_cmpuint (summary.waiting, ==, 88 + 3);
  renew_session (f);
  open_path (f, path);
  g_assert_nonnull (kx_import_session_get_earlier (f->session));
  kx_import_session_try (f->session);
  kx_test_import_wait (f->session);
  assert_counts (f, 0, 0, 88, 7);
  close_mirror (f);
  kx_test_mirror_push (f->desk->pair);
  g_assert_cmpint (kx_test_mirror_number (f->desk->pair, "SELECT count(*) FROM agency"), ==, 88);
  g_assert_cmpint (kx_test_mirror_number (f->desk->pair, "SELECT count(*) FROM mirror_outbox"), ==, 0);
  g_assert_cmpint (kx_test_mirror_number (f->desk->pair, "SELECT rows_created FROM import_record"), ==, 88);
  kx_test_mirror_pull (f->desk->pair, 1000);
  kx_test_mirror_assert_same (f->desk->pair);
}

static GBytes *
make_rows (guint n)
{
  g_autoptr (GString) text = g_string_new ("机构名称,统一社会信用代码,所在市,康复床位,联系人,联系人电话\n");

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *code = kx_test_credit_code (i);

      g_string_append_printf (text, "第%u康复医院,%s,济南市,%u,张三,1380000%04u\n", i, code, i % 900,
                              i % 10000);
    }
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

static char *
write_rows (Fixture *f, guint n)
{
  char *path = g_build_filename (f->desk->service->folder, "长.csv", NULL);
  g_autoptr (GBytes) bytes = make_rows (n);
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
  return path;
}

static void
stop_at_first (KxImportSession *session, GParamSpec *spec, gpointer data)
{
  guint done;

  kx_import_session_get_progress (session, &done, NULL);
  if (done >= KX_IMPORT_TOGETHER)
    kx_import_session_cancel (session);
}

/* Part of it goes in, travels, and the rest goes in after the program was started again. */
static void
test_what_was_stopped_goes_on_after_a_start (Fixture *f, gconstpointer data)
{
  enum
  {
    N = 2600
  };
  g_autofree char *path = write_rows (f, N);
  gint64 in;

  open_path (f, path);
  kx_import_session_try (f->session);
  kx_test_import_wait (f->session);
  assert_counts (f, N, 0, 0, 0);
  g_signal_connect (f->session, "notify::progress", G_CALLBACK (stop_at_first), NULL);
  kx_import_session_run (f->session);
  kx_test_import_wait (f->session);
  g_assert_cmpint (kx_import_session_get_phase (f->session), ==, KX_IMPORT_TRIED);
  close_mirror (f);
  in = kx_test_mirror_number (f->desk->pair, "SELECT count(*) FROM agency");
  g_assert_cmpint (in, >=, KX_IMPORT_TOGETHER);
  g_assert_cmpint (in, <, N);
  kx_test_mirror_push (f->desk->pair);
  kx_test_mirror_pull (f->desk->pair, 1000);
  open_mirror (f);
  open_path (f, path);
  g_assert_true (kx_import_session_get_interrupted (f->session));
  run (f);
  assert_counts (f, N, 0, 0, 0);
  g_assert_true (kx_import_session_get_report (f->session)->resumed);
  close_mirror (f);
  kx_test_mirror_push (f->desk->pair);
  kx_test_mirror_pull (f->desk->pair, 1000);
  g_assert_cmpint (kx_test_mirror_number (f->desk->pair, "SELECT count(*) FROM agency"), ==, N);
  g_assert_cmpint (kx_test_mirror_number (f->desk->pair, "SELECT count(*) FROM import_record"), ==, 1);
  kx_test_mirror_assert_same (f->desk->pair);
}

/* Sealed values are not kept here: the second import of a list with telephones changes nothing, and the
 * values arrive. */
static void
test_sealed_values_travel_and_compare_by_what_is_shown (Fixture *f, gconstpointer data)
{
  g_autofree char *path = write_rows (f, 20);

  open_path (f, path);
  run (f);
  assert_counts (f, 20, 0, 0, 0);
  renew_session (f);
  open_path (f, path);
  kx_import_session_try (f->session);
  kx_test_import_wait (f->session);
  assert_counts (f, 0, 0, 20, 0);
  close_mirror (f);
  g_assert_cmpint (
      kx_test_mirror_number (f->desk->pair, "SELECT count(*) FROM mirror_outbox WHERE line LIKE '%1380000%'"),
      ==, 0);
  kx_test_mirror_push (f->desk->pair);
  kx_test_mirror_pull (f->desk->pair, 1000);
  kx_test_mirror_assert_same (f->desk->pair);
}

/* Agreements with two agencies, and one with somebody who is not there. */
static void
test_paper_comes_in_offline_and_travels_later (Fixture *f, gconstpointer data)
{
  g_autofree char *agencies = write_rows (f, 2);
  g_autofree char *path = g_build_filename (f->desk->service->folder, "协议.csv", NULL);
  g_autofree char *key = NULL;

  open_path (f, agencies);
  run (f);
  assert_counts (f, 2, 0, 0, 0);
  g_assert_true (g_file_set_contents (path,
                                      "协议编号,机构名称,服务范围,协议到期日期,协议状态\n"
                                      "1号,第0康复医院,住院,2027-12-31,\n"
                                      "2号,没有的医院,住院,2027-12-31,\n"
                                      ",第1康复医院,住院,,履行中\n",
                                      -1, NULL));
  renew_session (f);
  open_path (f, path);
  /* It was taken for a roster first. */
  g_assert_cmpstr (kx_import_session_get_state (f->session), ==, NULL);
  g_assert_false (kx_import_session_may_try (f->session));
  kx_import_session_set_subject (f->session, "agreement");
  kx_test_import_wait (f->session);
  g_assert_cmpstr (kx_import_session_get_state (f->session), ==, "signed");
  key = kx_import_session_dup_key (f->session);
  g_assert_cmpstr (key, ==, "Rows are known again by “Agreement number”; 1 row without it by its agency");
  kx_import_session_set_state (f->session, "ended");
  run (f);
  assert_counts (f, 2, 0, 0, 1);
  close_mirror (f);
  kx_test_mirror_push (f->desk->pair);
  g_assert_cmpint (kx_test_mirror_number (f->desk->pair, "SELECT count(*) FROM mirror_outbox"), ==, 0);
  kx_test_mirror_pull (f->desk->pair, 1000);
  g_assert_cmpint (
      kx_test_mirror_number (f->desk->pair,
                             "SELECT count(*) FROM agreement WHERE taken_over = 1 AND confirmed_by IS NULL"),
      ==, 2);
  g_assert_cmpint (
      kx_test_mirror_number (f->desk->pair,
                             "SELECT count(*) FROM agreement WHERE state = 'ended' AND number = '1号'"),
      ==, 1);
  kx_test_mirror_assert_same (f->desk->pair);
}

#define ADD(name, function) g_test_add ("/import-mirror/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-roster-comes-in-offline-and-travels-later", test_a_roster_comes_in_offline_and_travels_later);
  ADD ("what-was-stopped-goes-on-after-a-start", test_what_was_stopped_goes_on_after_a_start);
  ADD ("sealed-values-travel-and-compare-by-what-is-shown",
       test_sealed_values_travel_and_compare_by_what_is_shown);
  ADD ("paper-comes-in-offline-and-travels-later", test_paper_comes_in_offline_and_travels_later);
  return g_test_run ();
}
