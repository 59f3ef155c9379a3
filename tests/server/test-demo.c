#include "server/kx-demo.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-change-case.h"
#include "core/entities/kx-credential.h"
#include "core/entities/kx-duty-pair.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-former-name.h"
#include "core/entities/kx-import-record.h"
#include "core/entities/kx-late-entry.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-own-day.h"
#include "core/entities/kx-rectification.h"
#include "core/entities/kx-route-step.h"
#include "core/entities/kx-seal-use.h"
#include "core/kx-identifier.h"
#include "core/kx-role.h"
#include "lib/kx-test-store.h"
#include "server/kx-accounts.h"
#include "server/kx-demo-data.h"
#include "store/kx-audit.h"
#include "store/kx-blob.h"
#include "store/kx-list.h"
#include "store/kx-row.h"

#include <string.h>
#include <unistd.h>

#define TODAY 20261122
#define NOON G_GINT64_CONSTANT (1795320000000) /* of that day in Shandong */
#define CITY_AGENCIES 34
#define AGENCIES 60

typedef struct
{
  char *folder; /* owned */
  KxStore *store;
  KxBook *book; /* a reader */
} Fixture;

static KxTime
at_noon (gpointer data)
{
  return (KxTime){ NOON };
}

static void
open_store (Fixture *f)
{
  KxStoreOptions options = { .now = at_noon, .without_areas = TRUE };
  g_autoptr (GError) error = NULL;

  f->folder = kx_test_make_folder ();
  f->store = kx_store_open (f->folder, &options, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  open_store (f);
  kx_demo_fill (f->store, &error);
  g_assert_no_error (error);
  f->book = kx_store_take_reader (f->store, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  if (f->book != NULL)
    kx_store_give_reader (f->store, f->book);
  kx_store_close (f->store);
  kx_test_remove_folder (f->folder);
}

static gint64
ask (Fixture *f, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number;

  kx_db_get_integer (f->book->db, sql, NULL, 0, &number, &error);
  g_assert_no_error (error);
  return number;
}

/* (element-type KxRecord) */
static GPtrArray *
list (Fixture *f, const KxEntity *entity, gboolean trashed)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (f->book);
  KxQuery query = { .entity = entity, .trashed = trashed };
  GPtrArray *records = NULL;

  g_assert_cmpint (kx_reader_list (reader, &query, 1000, &records), ==, KX_KNOWN);
  return records;
}

static guint
count (Fixture *f, const KxEntity *entity)
{
  g_autoptr (GPtrArray) records = list (f, entity, FALSE);

  return records->len;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* All rows as sorted lines; the ids that the service drew by chance (version 7) read alike. */
static char *
dump (Fixture *f)
{
  g_autoptr (GRegex) drawn =
      g_regex_new ("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", 0, 0, NULL);
  g_autofree char *text = kx_test_dump (f->book);
  g_autofree char *alike = g_regex_replace_literal (drawn, text, -1, 0, "drawn", 0, NULL);
  g_auto (GStrv) lines = g_strsplit (alike, "\n", -1);

  qsort (lines, g_strv_length (lines), sizeof *lines, compare_lines);
  return g_strjoinv ("\n", lines);
}

static void
test_two_stores_get_the_same_rows (Fixture *f, gconstpointer data)
{
  Fixture other = { NULL };
  g_autofree char *one = NULL, *two = NULL;

  set_up (&other, NULL);
  one = dump (f);
  two = dump (&other);
  tear_down (&other, NULL);
  g_assert_cmpuint (strlen (one), >, 200000);
  kx_test_assert_same_dump (one, two);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM audit WHERE substr(op, 15, 1) = '7'"), ==, kx_demo_n_files);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM audit WHERE substr(row, 15, 1) <> '8'"), ==, 0);
}

static void
test_there_is_as_much_as_the_tables_say (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) trashed = list (f, &kx_agency_entity, TRUE);
  guint renamed = 0;

  for (guint i = 0; i < kx_demo_n_changes; i++)
    renamed += g_strcmp0 (kx_demo_changes[i].field, "name") == 0;
  g_assert_cmpuint (renamed, >, 0);
  g_assert_cmpuint (count (f, &kx_office_entity), ==, kx_demo_n_offices);
  g_assert_cmpuint (count (f, &kx_agency_entity), ==, AGENCIES);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM agency WHERE space = '370100/agency' AND deleted_at = 0"),
                   ==, CITY_AGENCIES);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM agency WHERE county = '370100-GX' AND deleted_at = 0"), ==,
                   1);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM area WHERE code = '370100-GX'"), ==, 1);
  g_assert_cmpuint (trashed->len, ==, 1);
  g_assert_cmpuint (count (f, &kx_credential_entity), ==, 2 * AGENCIES);
  g_assert_cmpuint (count (f, &kx_former_name_entity), ==, kx_demo_n_former_names + renamed);
  g_assert_cmpuint (count (f, &kx_own_day_entity), ==, kx_demo_n_days);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM import_record WHERE state = 'finished'"), ==,
                   kx_demo_n_imports);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM \"user\""), ==, kx_demo_n_users);
}

static void
test_agencies_are_of_every_kind (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) agencies = list (f, &kx_agency_entity, FALSE);
  guint64 kinds = 0, levels = 0, scopes = 0, parts = 0;
  guint expired = 0, expiring = 0, endless = 0, codeless = 0, noted = 0;

  for (guint i = 0; i < agencies->len; i++)
    {
      const Kx_agency *agency = kx_agency (agencies->pdata[i]);
      int valid_to = kx_agency_get_licence_valid_to (agency).ymd;

      kinds |= G_GUINT64_CONSTANT (1) << kx_agency_get_kind (agency);
      if (kx_record_has (agencies->pdata[i], kx_agency_f_hospital_level))
        levels |= G_GUINT64_CONSTANT (1) << kx_agency_get_hospital_level (agency);
      scopes |= kx_agency_get_scopes_offered (agency).bits;
      parts |= kx_agency_get_subspecialties (agency).bits;
      expired += valid_to != 0 && valid_to < TODAY;
      expiring += valid_to >= TODAY && valid_to <= 20261231;
      endless += kx_agency_get_licence_no_end (agency);
      codeless += kx_agency_get_uscc (agency) == NULL;
      noted += kx_agency_get_note (agency) != NULL;
      g_assert_true (kx_agency_get_uscc (agency) != NULL || kx_agency_get_no_uscc_reason (agency) != NULL);
    }
  g_assert_cmpuint (kinds, ==, (G_GUINT64_CONSTANT (1) << kx_agency_kind_n_codes) - 1);
  g_assert_cmpuint (levels, ==, (G_GUINT64_CONSTANT (1) << kx_agency_hospital_level_n_codes) - 1);
  g_assert_cmpuint (scopes, ==, (G_GUINT64_CONSTANT (1) << kx_agency_scopes_offered_n_codes) - 1);
  g_assert_cmpuint (parts, ==, (G_GUINT64_CONSTANT (1) << kx_agency_subspecialties_n_codes) - 1);
  g_assert_cmpuint (expired, >=, 5);
  g_assert_cmpuint (expiring, >=, 5);
  g_assert_cmpuint (endless, >=, 3);
  g_assert_cmpuint (codeless, >=, 3);
  g_assert_cmpuint (noted, >=, 8);
}

static void
test_credit_codes_are_right_and_nobodys (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) agencies = list (f, &kx_agency_entity, FALSE);

  for (guint i = 0; i < agencies->len; i++)
    {
      const char *code = kx_agency_get_uscc (kx_agency (agencies->pdata[i]));
      KxIdentifierResult result;

      if (code == NULL)
        continue;
      result = kx_identifier_check_credit_code (code);
      g_test_message ("%s", code);
      g_assert_cmpint (result.fault, ==, KX_IDENTIFIER_RIGHT);
      g_assert_cmpint (result.warnings, ==, 0);
      g_assert_true (g_str_has_prefix (code + 8, "XKX"));
    }
}

static void
test_sealed_fields_hide_a_value_under_their_mask (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) agencies = list (f, &kx_agency_entity, FALSE);

  for (guint i = 0; i < agencies->len; i++)
    {
      const KxRecord *agency = agencies->pdata[i];
      g_autofree char *phone =
          kx_row_unseal (f->book, &kx_agency_entity, agency->id, kx_agency_f_contact_phone, NULL);
      g_autofree char *account =
          kx_row_unseal (f->book, &kx_agency_entity, agency->id, kx_agency_f_bank_account, NULL);

      g_assert_nonnull (strstr (phone, "-5551"));
      g_assert_cmpstr (phone, !=, kx_record_get (agency, kx_agency_f_contact_phone).TEXT);
      g_assert_true (g_str_has_prefix (account, "9990"));
      g_assert_cmpstr (account, !=, kx_record_get (agency, kx_agency_f_bank_account).TEXT);
    }
}

static void
test_paper_is_taken_over_and_decided_upon (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const KxEntity *entity;
    guint least;
  } rows[] = { { &kx_rectification_entity, 3 }, { &kx_exit_case_entity, 2 },   { &kx_approval_entity, 2 },
               { &kx_seal_use_entity, 1 },      { &kx_route_step_entity, 6 },  { &kx_duty_pair_entity, 3 },
               { &kx_late_entry_entity, 1 },    { &kx_change_case_entity, 1 }, { &kx_agreement_entity, 16 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].entity->name);
      g_assert_cmpuint (count (f, rows[i].entity), >=, rows[i].least);
    }
  /* Of each kind something waits for its second officer. */
  g_assert_cmpint (ask (f, "SELECT count(*) FROM agreement WHERE taken_over AND confirmed_by IS NULL"), >, 0);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM rectification WHERE taken_over AND confirmed_by IS NULL"), >,
                   0);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM approval WHERE state = 'answered'"), ==, 1);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM approval WHERE state = 'confirmed' AND registered_by <> "
                           "confirmed_by"),
                   ==, 1);
}

static void
test_history_is_of_several_people_and_days (Fixture *f, gconstpointer data)
{
  static const char most_of_one[] =
      "SELECT count(*) FROM (SELECT row FROM history WHERE entity = 'agency' AND kind = 'patch' GROUP BY row "
      "HAVING count(DISTINCT seq) BETWEEN 2 AND 5)";
  static const char by_two[] =
      "SELECT count(*) FROM (SELECT row FROM history WHERE entity = 'agency' AND kind = 'patch' "
      "GROUP BY row HAVING count(DISTINCT actor) >= 2 AND count(DISTINCT at) >= 2)";
  static const char backwards[] =
      "SELECT count(*) FROM audit AS a JOIN audit AS b ON b.n = a.n + 1 WHERE b.at < a.at";
  static const char system_ops[] = "SELECT count(*) FROM audit WHERE actor = 'system' AND kind <> 'store' "
                                   "AND entity NOT IN ('office', 'person', "
                                   "'user', 'grant', 'pack')";

  g_assert_cmpint (ask (f, most_of_one), >=, 10);
  g_assert_cmpint (ask (f, by_two), >=, 7);
  g_assert_cmpint (ask (f, backwards), ==, 0);
  g_assert_cmpint (ask (f, system_ops), ==, 0);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM history WHERE kind = 'reveal'"), ==, 2);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM history WHERE kind = 'patch' AND old = new"), ==, 0);
}

static void
test_the_audit_trail_holds (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (KxAuditReport) report = { 0 };

  kx_audit_verify (f->book, NULL, &report, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (report.fault, ==, NULL);
  g_assert_cmpint (report.entries, >, 300);
}

static void
test_one_user_holds_each_role (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "clerk",        "reviewer", "leader",      "policy-officer",
                                       "panel-leader", "expert",   "third-party", "pool-manager",
                                       "supervisor",   "legal",    "finance",     "agency",
                                       "provincial",   "observer", "auditor",     "admin" };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == KX_N_ROLES);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gboolean above = strstr ("provincial auditor admin", names[i]) != NULL;
      g_autofree char *id = kx_accounts_find (f->book, names[i], NULL);
      g_autoptr (KxActor) actor = NULL;
      g_autofree char *hash = NULL;

      g_test_message ("%s", names[i]);
      g_assert_nonnull (id);
      actor = kx_accounts_load_actor (f->book, id, (KxDate){ TODAY }, NULL);
      g_assert_nonnull (actor);
      g_assert_cmphex (kx_actor_roles (actor, KX_DEMO_CITY), ==, 1u << kx_accounts_role (names[i]));
      g_assert_cmphex (kx_actor_roles (actor, KX_DEMO_PROVINCE), ==,
                       above ? 1u << kx_accounts_role (names[i]) : 0);
      hash = kx_accounts_get_hash (f->book, id, NULL);
      g_assert_true (kx_password_verify (hash, names[i]));
    }
}

static void
test_demo_holds_every_role_and_colleagues_cannot_sign_in (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_accounts_find (f->book, "demo", NULL), *hash = NULL;
  g_autoptr (KxActor) actor = NULL;

  g_assert_nonnull (id);
  actor = kx_accounts_load_actor (f->book, id, (KxDate){ TODAY }, NULL);
  g_assert_cmphex (kx_actor_roles (actor, KX_DEMO_PROVINCE), ==, KX_ANY_ROLE);
  g_assert_cmphex (kx_actor_roles (actor, "450000"), ==, 0);
  hash = kx_accounts_get_hash (f->book, id, NULL);
  g_assert_true (kx_password_verify (hash, "demo"));
  g_assert_false (kx_password_verify (hash, "Demo"));
  for (guint i = 0; i < kx_demo_n_users; i++)
    {
      g_autofree char *user = kx_accounts_find (f->book, kx_demo_users[i].login, NULL);
      g_autofree char *secret = kx_accounts_get_hash (f->book, user, NULL);

      g_assert_true ((secret == NULL) == kx_demo_users[i].silent);
    }
}

static void
test_files_are_stored_and_read_by_the_clerk (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) files = list (f, &kx_attachment_entity, FALSE);
  g_autofree char *id = kx_accounts_find (f->book, "clerk", NULL);
  g_autoptr (KxActor) clerk = kx_accounts_load_actor (f->book, id, (KxDate){ TODAY }, NULL);

  /* Beside them the scan of a slip. */
  g_assert_cmpuint (files->len, ==, kx_demo_n_files + 1);
  for (guint i = 0; i < files->len; i++)
    {
      const Kx_attachment *file = kx_attachment (files->pdata[i]);
      gboolean own = g_str_has_prefix (((KxRecord *) files->pdata[i])->space, "370100/");
      gint64 size = 0;
      int fd = kx_blob_open (f->store, kx_attachment_get_sha256 (file), &size, NULL);

      g_assert_cmpint (fd, >=, 0);
      close (fd);
      g_assert_true (kx_attachment_get_stored (file));
      g_assert_cmpint (size, ==, kx_attachment_get_size (file));
      g_assert_cmpint (kx_blob_may_read (f->book, clerk, kx_attachment_get_sha256 (file), NULL), ==, own);
    }
}

static void
test_agencies_are_found_by_name_former_name_and_initials (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *typed;
    guint found; /* 0: some */
  } cases[] = { { "即墨市样例", 1 }, { "jnssld", 2 },   { "lxsf", 0 },
                { "泉例骨科", 1 },   { "泉例骨伤", 1 }, { "无此机构", G_MAXUINT } };
  g_autoptr (KxActor) system = kx_actor_new_system ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KxListQuery query = {
        .entity = &kx_agency_entity, .actor = system, .q = cases[i].typed, .sort = KX_SORT_TITLE, .limit = 100
      };
      g_autoptr (KxListPage) page = kx_list_run (f->book, &query, NULL);

      g_test_message ("%s: %u", cases[i].typed, page->records->len);
      if (cases[i].found == 0)
        g_assert_cmpuint (page->records->len, >, 0);
      else
        g_assert_cmpuint (page->records->len, ==, cases[i].found == G_MAXUINT ? 0 : cases[i].found);
    }
}

static void
test_a_store_that_is_not_empty_is_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean empty = TRUE;
  gint64 before = ask (f, "SELECT v FROM sync_counter");

  g_assert_true (kx_demo_is_empty (f->store, &empty, &error));
  g_assert_no_error (error);
  g_assert_false (empty);
  g_assert_false (kx_demo_fill (f->store, &error));
  g_assert_error (error, KX_STORE_ERROR, KX_STORE_ERROR_REFUSED);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM agency WHERE deleted_at = 0"), ==, AGENCIES);
  g_assert_cmpint (ask (f, "SELECT v FROM sync_counter"), ==, before);
}

static void
test_one_account_makes_a_store_not_empty (void)
{
  Fixture f = { NULL };
  const char *const grants[] = { "admin@370000", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  gboolean empty = FALSE;

  open_store (&f);
  g_assert_true (kx_demo_is_empty (f.store, &empty, &error));
  g_assert_true (empty);
  id = kx_accounts_add (f.store, "somebody", "某人", grants, &error);
  g_assert_no_error (error);
  g_assert_true (kx_demo_is_empty (f.store, &empty, &error));
  g_assert_false (empty);
  g_assert_false (kx_demo_fill (f.store, &error));
  g_assert_error (error, KX_STORE_ERROR, KX_STORE_ERROR_REFUSED);
  tear_down (&f, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/demo/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("two stores get the same rows", test_two_stores_get_the_same_rows);
  ADD ("there is as much as the tables say", test_there_is_as_much_as_the_tables_say);
  ADD ("agencies are of every kind", test_agencies_are_of_every_kind);
  ADD ("credit codes are right and nobody's", test_credit_codes_are_right_and_nobodys);
  ADD ("sealed fields hide a value under their mask", test_sealed_fields_hide_a_value_under_their_mask);
  ADD ("paper is taken over and decided upon", test_paper_is_taken_over_and_decided_upon);
  ADD ("history is of several people and days", test_history_is_of_several_people_and_days);
  ADD ("the audit trail holds", test_the_audit_trail_holds);
  ADD ("one user holds each role", test_one_user_holds_each_role);
  ADD ("demo holds every role and colleagues cannot sign in",
       test_demo_holds_every_role_and_colleagues_cannot_sign_in);
  ADD ("files are stored and read by the clerk", test_files_are_stored_and_read_by_the_clerk);
  ADD ("agencies are found by name, former name and initials",
       test_agencies_are_found_by_name_former_name_and_initials);
  ADD ("a store that is not empty is refused", test_a_store_that_is_not_empty_is_refused);
#undef ADD
  g_test_add_func ("/demo/one account makes a store not empty", test_one_account_makes_a_store_not_empty);
  return g_test_run ();
}
