#include "store/kx-audit.h"

#include "core/entities/kx-agency.h"
#include "core/kx-wire.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-store.h"
#include "store/kx-row.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  KxBook *book;
  KxVault *vault;
  KxActor *clerk;
  char *folder, *heads, *agency;
} Fixture;

static void
apply (Fixture *f, const KxActor *actor, KxOp *op)
{
  g_autoptr (KxApplied) applied = kx_test_apply (f->book, actor, op);

  g_assert_true (applied->accepted);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  const guint8 seed[KX_SEED_SIZE] = { 1 };
  g_autoptr (GPtrArray) ops = kx_test_found (kx_schema_get ());
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autofree char *code = kx_test_credit_code (1);
  g_autoptr (KxOp) make = NULL, patch = NULL;

  f->vault = kx_vault_new_from_seed (seed);
  f->book =
      kx_book_new (kx_db_sqlite_open (":memory:", KX_DB_SQLITE_WRITER, NULL), kx_schema_get (), f->vault);
  g_assert_true (kx_book_set_up (f->book, (KxTime){ 1 }, FALSE, NULL));
  for (guint i = 0; i < ops->len; i++)
    apply (f, system, ops->pdata[i]);
  f->clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370100");
  f->agency = kx_test_id ();
  make = kx_test_agency_op (f->book->schema, f->agency, KX_TEST_OFFICE, "甲医院", code);
  apply (f, f->clerk, make);
  patch = kx_test_patch_op (&kx_agency_entity, f->agency, 0, kx_agency_f_contact_phone, "13955501234");
  apply (f, f->clerk, patch);
  f->folder = kx_test_make_folder ();
  f->heads = g_build_filename (f->folder, "heads", NULL);
  g_assert_true (kx_audit_write_head (f->book, (KxTime){ 5 }, f->heads, NULL));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_book_free (f->book);
  kx_vault_free (f->vault);
  kx_actor_free (f->clerk);
  kx_test_remove_folder (f->folder);
  g_free (f->heads);
  g_free (f->agency);
}

static void
assert_fault (Fixture *f, const char *part)
{
  g_auto (KxAuditReport) report = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_audit_verify (f->book, f->heads, &report, &error));
  g_assert_no_error (error);
  if (part == NULL)
    g_assert_null (report.fault);
  else
    {
      g_assert_nonnull (report.fault);
      g_assert_nonnull (strstr (report.fault, part));
    }
}

static void
run (Fixture *f, const char *sql)
{
  g_autoptr (GError) error = NULL;

  kx_db_run (f->book->db, sql, NULL, 0, &error);
  g_assert_no_error (error);
}

static void
test_an_untouched_store_verifies (Fixture *f, gconstpointer data)
{
  g_auto (KxAuditReport) report = { 0 };

  g_assert_true (kx_audit_verify (f->book, f->heads, &report, NULL));
  g_assert_null (report.fault);
  g_assert_cmpint (report.entries, ==, 4);
  g_assert_cmpint (report.rows, ==, 3);
  g_assert_cmpint (report.heads, ==, 1);
}

static void
test_an_altered_row_is_found (Fixture *f, gconstpointer data)
{
  run (f, "UPDATE agency SET name = '乙医院'");
  assert_fault (f, "is not what its last entry says");
}

static void
test_a_row_put_in_by_hand_is_found (Fixture *f, gconstpointer data)
{
  run (f,
       "INSERT INTO person (id, no, space, seq, created_at, updated_at, deleted_at, name) VALUES ('p', 99, "
       "'370100/public', 1, 1, 1, 0, '张三')");
  assert_fault (f, "No entry speaks of person p");
}

static void
test_an_altered_entry_is_found (Fixture *f, gconstpointer data)
{
  run (f, "UPDATE audit SET actor = 'somebody' WHERE n = 3");
  assert_fault (f, "Entry 3 was altered");
}

static void
test_a_missing_entry_is_found (Fixture *f, gconstpointer data)
{
  run (f, "DELETE FROM audit WHERE n = 2");
  assert_fault (f, "Entry 2 is missing");
}

static void
test_a_cut_tail_is_found_by_the_counter (Fixture *f, gconstpointer data)
{
  run (f, "DELETE FROM audit WHERE n = 4");
  assert_fault (f, "The chain ends at entry 3");
}

/* Who cuts the tail and corrects the counter row and the row itself is found by a head that was signed
 * before. */
static void
test_a_cut_tail_with_its_counter_is_found_by_a_signed_head (Fixture *f, gconstpointer data)
{
  run (f, "DELETE FROM audit WHERE n = 4");
  run (f, "UPDATE agency SET contact_phone = NULL, seq = seq - 1");
  run (f, "UPDATE sync_counter SET audit_n = 3, audit_head = (SELECT link FROM audit WHERE n = 3)");
  assert_fault (f, "Signed head 1 does not fit");
}

static void
test_a_forged_head_is_found (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;
  char *digit;

  g_assert_true (g_file_get_contents (f->heads, &text, NULL, NULL));
  digit = strstr (text, "\"seq\":") + 6;
  *digit = *digit == '9' ? '8' : '9';
  g_assert_true (g_file_set_contents (f->heads, text, -1, NULL));
  assert_fault (f, "Signed head 1 does not fit");
}

/* What others may not read reaches them as leaf and link, and they still compute the chain. */
static void
test_others_get_leaves_and_can_compute_the_chain (Fixture *f, gconstpointer data)
{
  g_autoptr (KxActor) stranger = kx_test_actor ("stranger", KX_ROLE_INDEX_clerk, "370200");
  g_autoptr (JsonArray) entries = NULL;
  guint8 link[KX_AUDIT_HASH_SIZE] = { 0 };
  gint64 last;

  entries = kx_audit_list (f->book, stranger, 0, 100, &last, NULL);
  g_assert_cmpint (last, ==, 4);
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);
      gsize size;
      g_autofree guint8 *leaf = kx_base64url_decode (json_object_get_string_member (entry, "leaf"), &size);
      guint8 both[2 * KX_AUDIT_HASH_SIZE];
      g_autofree char *text = NULL;

      memcpy (both, link, sizeof link);
      memcpy (both + sizeof link, leaf, size);
      kx_hash (both, sizeof both, link);
      text = kx_base64url_encode (link, sizeof link);
      g_assert_cmpstr (text, ==, json_object_get_string_member (entry, "link"));
      g_assert_cmpint (json_object_has_member (entry, "row"), ==, i == 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/audit/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("an-untouched-store-verifies", test_an_untouched_store_verifies);
  ADD ("an-altered-row-is-found", test_an_altered_row_is_found);
  ADD ("a-row-put-in-by-hand-is-found", test_a_row_put_in_by_hand_is_found);
  ADD ("an-altered-entry-is-found", test_an_altered_entry_is_found);
  ADD ("a-missing-entry-is-found", test_a_missing_entry_is_found);
  ADD ("a-cut-tail-is-found-by-the-counter", test_a_cut_tail_is_found_by_the_counter);
  ADD ("a-cut-tail-with-its-counter-is-found-by-a-signed-head",
       test_a_cut_tail_with_its_counter_is_found_by_a_signed_head);
  ADD ("a-forged-head-is-found", test_a_forged_head_is_found);
  ADD ("others-get-leaves-and-can-compute-the-chain", test_others_get_leaves_and_can_compute_the_chain);
  return g_test_run ();
}
