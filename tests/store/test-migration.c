#include "lib/kx-test-later.h"
#include "lib/kx-test-policy.h"
#include "lib/kx-test-store.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-import-record.h"
#include "core/entities/kx-own-day.h"
#include "core/entities/kx-pack.h"
#include "core/entities/kx-user.h"
#include "db/kx-db-sqlite.h"
#include "store/kx-audit.h"
#include "store/kx-ddl.h"
#include "store/kx-list.h"
#include "store/kx-row.h"

#include <glib/gstdio.h>
#include <string.h>

/* A database of each schema number that was released, as text: the recovery text of its keys, then one
 * statement a line. `test-migration --make-fixture FILE` writes that of today's number. */
#define KEY_PREFIX "-- "
#define NOW_MS G_GINT64_CONSTANT (1782864000000)

static KxTime
get_now (gpointer data)
{
  return (KxTime){ NOW_MS };
}

/* Making a fixture. */

typedef struct
{
  KxStore *store;
  KxActor *system;
  char *agency, *person, *user; /* owned; ids */
  gint64 seq;                   /* of the row that changed last */
} Making;

static void
apply_op (Making *self, KxOp *op)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxApplied) applied = kx_store_apply (self->store, self->system, &op, 1, &error);

  g_assert_no_error (error);
  for (guint i = 0; !applied->accepted && i < applied->outcomes->len; i++)
    {
      const KxOutcome *outcome = applied->outcomes->pdata[i];

      for (guint f = 0; f < outcome->decision->findings->len; f++)
        g_printerr ("%s: %s\n", op->entity->name,
                    ((KxFinding *) outcome->decision->findings->pdata[f])->code);
    }
  g_assert_true (applied->accepted);
  self->seq = ((KxOutcome *) applied->outcomes->pdata[0])->seq;
  kx_op_free (op);
}

/* Makes a row from pairs of field and canonical text; gives its id. */
static char *make_row (Making *self, const char *entity_name, ...) G_GNUC_NULL_TERMINATED;

static char *
make_row (Making *self, const char *entity_name, ...)
{
  const KxEntity *entity = kx_schema_entity (kx_schema_get (), entity_name);
  KxRecord *fields = kx_record_new (entity, NULL, NULL);
  g_autofree char *op_id = kx_test_id ();
  char *id = kx_test_id ();
  const char *name;
  va_list pairs;

  va_start (pairs, entity_name);
  while ((name = va_arg (pairs, const char *)) != NULL)
    {
      int field = kx_entity_field (entity, name);
      KxValue value;

      g_assert_cmpint (field, >=, 0);
      g_assert_true (kx_value_from_text (&entity->fields[field], va_arg (pairs, const char *), &value));
      kx_record_put (fields, (guint) field, value);
    }
  va_end (pairs);
  apply_op (self, kx_op_new (KX_OP_CREATE, entity, op_id, id, fields));
  return id;
}

/* Takes a step of the row that changed last; pairs as above. */
static void act (Making *self, const char *entity_name, const char *row, const char *action,
                 ...) G_GNUC_NULL_TERMINATED;

static void
act (Making *self, const char *entity_name, const char *row, const char *action, ...)
{
  const KxEntity *entity = kx_schema_entity (kx_schema_get (), entity_name);
  const KxTransition *step = kx_lifecycle_knows (entity->lifecycle, KX_OP_ACTION, action);
  KxRecord *fields = step->arguments != NULL ? kx_record_new (step->arguments, NULL, NULL) : NULL;
  g_autofree char *op_id = kx_test_id ();
  const char *name;
  va_list pairs;
  KxOp *op;

  va_start (pairs, action);
  while ((name = va_arg (pairs, const char *)) != NULL)
    {
      int field = kx_entity_field (step->arguments, name);
      KxValue value;

      g_assert_true (
          kx_value_from_text (&step->arguments->fields[field], va_arg (pairs, const char *), &value));
      kx_record_put (fields, (guint) field, value);
    }
  va_end (pairs);
  op = kx_op_new (KX_OP_ACTION, entity, op_id, row, fields);
  op->action = g_strdup (action);
  op->base = self->seq;
  apply_op (self, op);
}

/* What runs or is decided on paper. */
static void
make_paper (Making *self, const char *sha256)
{
  g_autoptr (KxActor) second = kx_actor_new (self->user, "单雄信");
  g_autofree char *exit_case = NULL, *slip = NULL, *scan = NULL;
  KxActor *system = self->system;

  kx_actor_grant (second, KX_ROLE_INDEX_reviewer, "370100");

  g_free (make_row (self, "rectification", "office", KX_TEST_OFFICE, "agency", self->agency, "number",
                    "济康整〔2026〕1号", "source", "inspection", "matter", "康复记录不全", "due_on",
                    "2026-08-31", NULL));
  exit_case =
      make_row (self, "exit_case", "office", KX_TEST_OFFICE, "agency", self->agency, "number",
                "济康退〔2026〕1号", "ground", "拒收转诊职工", "measure", "termination", "notified_on",
                "2026-06-01", "statement", "heard", "statement_on", "2026-06-08", NULL);
  slip = make_row (self, "approval", "owner_entity", "exit_case", "owner", exit_case, "office",
                   KX_TEST_OFFICE, "act", "close", "matter", "关于结案的请示", "facts", "已整改", NULL);
  scan = make_row (self, "attachment", "owner_entity", "approval", "owner", slip, "title", "扫描件",
                   "file_name", "slip.pdf", "media_type", "application/pdf", "size", "7", "sha256", sha256,
                   "stored", "true", NULL);
  g_free (make_row (self, "own_value", "office", KX_TEST_OFFICE, "parameter", "late_entry_workdays",
                    "from_on", "2026-01-01", "value", "3", NULL));
  act (self, "approval", slip, "send", "sent_on", "2026-06-15", "sent_how", "paper", NULL);
  act (self, "approval", slip, "answer", "answered_on", "2026-06-16", "by_name", "仇正衡", "by_post",
       "负责人", "opinion", "agree", NULL);
  self->system = second;
  act (self, "approval", slip, "confirm", "scan", scan, NULL);
  self->system = system;
  g_free (make_row (self, "seal_use", "approval", slip, "used_on", "2026-06-30", "seal_name", "公章",
                    "copies", "2", "applicant", "单雄信", NULL));
  g_free (make_row (self, "change_case", "agency", self->agency, "field", "address", "old_text", "旧址",
                    "new_text", "新址", "reported_on", "2026-06-01", NULL));
  g_free (make_row (self, "duty_pair", "office", KX_TEST_OFFICE, "duty_a", "propose", "duty_b", "approve",
                    "rule", "forbid", NULL));
  g_free (make_row (self, "route_step", "office", KX_TEST_OFFICE, "record_kind", "agreement", "act", "sign",
                    "ordinal", "1", "line", "handling", "post", "经办人", NULL));
}

/* A call with an application in it. */
static void
make_admission (Making *self)
{
  g_autofree char *upward = make_row (self, "upward", "office", KX_TEST_OFFICE, "kind", "request", "subject",
                                      "关于增设协议机构的请示", "addressed_to", "济南市人力资源和社会保障局",
                                      "number", "济工伤〔2026〕3号", "sent_on", "2026-03-02", "answered_on",
                                      "2026-03-09", "result", "granted", "places_granted", "1", NULL);
  g_autofree char *round =
      make_row (self, "admission_round", "office", KX_TEST_OFFICE, "title", "2026年度准入公告", "opens_on",
                "2026-03-16", "closes_on", "2026-03-27", "closes_at", "17:00", "late_documents", "supplement",
                "authority", upward, NULL);
  g_autofree char *application = NULL;

  g_free (make_row (self, "round_place", "round", round, "counts_toward", "county", "counts_area", "370102",
                    "places", "1", NULL));
  application =
      make_row (self, "application", "office", KX_TEST_OFFICE, "agency", self->agency, "round", round,
                "number", "济准受〔2026〕1号", "received_on", "2026-03-20", "counts_toward", "county",
                "counts_area", "370102", "scopes", " inpatient ", "rehab_types", " medical ", NULL);
  g_free (make_row (self, "application_item", "application", application, "kind", "other", "document",
                    "科室平面图", "state", "missing", NULL));
  g_free (make_row (self, "application_pause", "application", application, "kind", "other", "from_on",
                    "2026-03-21", "until_on", "2026-03-23", "reason", "等待批复", NULL));
  g_free (make_row (self, "objection", "application", application, "received_on", "2026-03-25", "objector",
                    "甲公司", "grounds", "设备清单不实", NULL));
}

/* A letter that was issued, served, sent and printed. */
static void
make_letter (Making *self, const char *sha256)
{
  g_autofree char *letter = NULL, *proof = NULL;

  g_free (make_row (self, "letter_series", "office", KX_TEST_OFFICE, "mark", "济康函", "year", "2026",
                    "kinds", " other ", "starts_at", "12", "width", "2", NULL));
  g_free (make_row (self, "letter_template", "office", KX_TEST_OFFICE, "kind", "agreement", "name",
                    "全省统一协议文本", "version", "2026", "from_on", "2026-01-01", NULL));
  letter = make_row (self, "letter", "office", KX_TEST_OFFICE, "kind", "other", "title", "关于报送材料的函",
                     "agency", self->agency, "issuer", "济南市工伤保险中心", NULL);
  act (self, "letter", letter, "issue", "dated_on", "2026-06-01", NULL);
  g_free (make_row (self, "letter_sending", "letter", letter, "sent_on", "2026-06-01", "sent_how", "wechat",
                    "sent_to", "工作群", NULL));
  g_free (make_row (self, "letter_print", "letter", letter, "printed_on", "2026-06-01", "way", "docx", NULL));
  proof = make_row (self, "attachment", "owner_entity", "letter", "owner", letter, "title", "送达回证",
                    "file_name", "proof.pdf", "media_type", "application/pdf", "size", "7", "sha256", sha256,
                    NULL);
  act (self, "letter", letter, "serve", "served_on", "2026-06-02", "served_how", "direct", "served_to",
       "收发室", "proof", proof, NULL);
}

/* The checklist came with the agreement. */
static void
make_contents (Making *self, const char *agreement)
{
  g_free (make_row (self, "agreement_clause", "agreement", agreement, "subject", "other", "title", "保密条款",
                    "state", "there", "article", "第八条", NULL));
  g_free (make_row (self, "agreement_payment", "agreement", agreement, "method", "disease", "purpose",
                    "脊髓损伤", "surplus_pct", "60.00", "surplus_clause", "第九条", "deposit_pct", "5.00",
                    "deposit_clause", "第十四条", NULL));
  g_free (make_row (self, "agreement_deposit", "agreement", agreement, "grade", "优秀", "from_score", "90.00",
                    "release_pct", "100.00", "clause", "附件二", NULL));
}

static void
make_rows (Making *self)
{
  g_autofree char *sha256 = kx_sha256_hex ("licence", 7);
  g_autofree char *code = kx_test_credit_code (7), *pack = kx_test_id (), *pack_op = kx_test_id ();
  g_autofree char *agreement = NULL;
  g_autoptr (GPtrArray) offices = kx_test_found (kx_schema_get ());

  while (offices->len > 0)
    apply_op (self, g_ptr_array_steal_index (offices, 0));
  g_free (make_row (self, "area", "code", "370100-GX", "name", "济南高新技术产业开发区", "level", "zone",
                    "parent", "370100", NULL));
  g_free (make_row (self, "own_day", "office", KX_TEST_OFFICE, "day", "2026-07-04", "kind", "workday", "name",
                    "调休", NULL));
  apply_op (self, kx_op_new (KX_OP_CREATE, &kx_pack_entity, pack_op, pack,
                             kx_test_pack_row (NULL, kx_test_pack_province)));
  g_free (make_row (self, "own_value", "office", KX_TEST_OFFICE, "parameter", "reapply_ban_months", "from_on",
                    "2027-01-01", "value", "12", NULL));
  self->person = make_row (self, "person", "name", "单雄信", "office", KX_TEST_OFFICE, "post", "科员", NULL);
  self->user =
      make_row (self, "user", "name", "shan", "office", KX_TEST_OFFICE, "person", self->person, NULL);
  g_free (make_row (self, "grant", "user", self->user, "role", "clerk", "area", "370100", NULL));
  self->agency =
      make_row (self, "agency", "name", "济南康复医院", "office", KX_TEST_OFFICE, "uscc", code, "ownership",
                "public", "scopes_offered", " inpatient home ", "beds", "120", "licence_valid_to",
                "2027-12-31", "contact_phone", "13812345678", "note", "第一行\n第二行", NULL);
  agreement = make_row (self, "agreement", "office", KX_TEST_OFFICE, "agency", self->agency, "kind",
                        "rehabilitation", "number", "济康协〔2026〕1号", "scopes", " inpatient ",
                        "rehab_types", " medical ", "counts_toward", "county", "counts_area", "370102",
                        "starts_on", "2027-01-01", "ends_on", "2028-12-31", NULL);
  make_contents (self, agreement);
  make_paper (self, sha256);
  make_admission (self);
  make_letter (self, sha256);
  act (self, "agreement", agreement, "take_over", "state", "signed", NULL);
  g_free (make_row (self, "suspension", "agreement", agreement, "kind", "service", "origin", "agency",
                    "target", "scope", "scopes", " inpatient ", "asked_on", "2026-06-20", "from_on",
                    "2026-07-06", "until_on", "2026-08-31", "patients", "转至门诊", NULL));
  g_free (make_row (self, "former_name", "agency", self->agency, "name", "济南第一康复院", NULL));
  g_free (make_row (self, "credential", "agency", self->agency, "kind", "practice_licence", "number",
                    "PDY0001", NULL));
  g_free (make_row (self, "attachment", "owner_entity", "agency", "owner", self->agency, "title", "许可证",
                    "file_name", "licence.pdf", "media_type", "application/pdf", "size", "7", "sha256",
                    sha256, NULL));
  g_free (make_row (self, "import_record", "office", KX_TEST_OFFICE, "subject", "agency", "file_name",
                    "名册.xlsx", "sha256", sha256, NULL));
}

/* Two people change one field without knowing of each other. */
static void
make_conflict (Making *self)
{
  KxOp *first = kx_test_patch_op (&kx_agency_entity, self->agency, G_MAXINT64, kx_agency_f_address, "一号");
  KxOp *second = kx_test_patch_op (&kx_agency_entity, self->agency, 1, kx_agency_f_address, "二号");

  second->device = kx_test_id ();
  apply_op (self, first);
  apply_op (self, second);
}

/* One statement in one line. */
static void
append_line (GString *out, const char *sql)
{
  for (const char *p = sql; *p != '\0'; p++)
    g_string_append_c (out, *p == '\n' ? ' ' : *p);
  g_string_append (out, ";\n");
}

static void
dump_rows (KxDb *db, GString *out, const char *table)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDbRows) names = kx_db_query (db, "SELECT name FROM pragma_table_info ($1) ORDER BY cid",
                                            &KX_ARG_TEXT (table), 1, &error);
  g_autoptr (GString) columns = g_string_new (NULL);
  g_autofree char *sql = NULL;
  g_autoptr (KxDbRows) rows = NULL;

  while (kx_db_rows_next (names, &error))
    g_string_append_printf (columns, "%sreplace (quote (\"%s\"), char (10), ''' || char (10) || ''')",
                            columns->len > 0 ? " || ', ' || " : "", kx_db_rows_text (names, 0));
  sql = g_strdup_printf ("SELECT %s FROM \"%s\"", columns->str, table);
  rows = kx_db_query (db, sql, NULL, 0, &error);
  g_assert_no_error (error);
  while (kx_db_rows_next (rows, &error))
    g_string_append_printf (out, "INSERT INTO \"%s\" VALUES (%s);\n", table, kx_db_rows_text (rows, 0));
  g_assert_no_error (error);
}

static char *
dump_database (KxDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDbRows) rows = kx_db_query (
      db, "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name", NULL, 0,
      &error);
  GString *out = g_string_new (NULL);

  g_assert_no_error (error);
  while (kx_db_rows_next (rows, &error))
    {
      append_line (out, kx_db_rows_text (rows, 2));
      if (g_str_equal (kx_db_rows_text (rows, 0), "table"))
        dump_rows (db, out, kx_db_rows_text (rows, 1));
    }
  g_assert_no_error (error);
  return g_string_free (out, FALSE);
}

static int
make_fixture (const char *path)
{
  KxStoreOptions options = { .without_areas = TRUE, .now = get_now };
  g_autofree char *dir = kx_test_make_folder (), *recovery = NULL, *sql = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;
  Making self = { 0 };
  KxBook *reader;

  self.store = kx_store_open (dir, &options, &recovery, &error);
  g_assert_no_error (error);
  self.system = kx_actor_new_system ();
  make_rows (&self);
  make_conflict (&self);
  reader = kx_store_take_reader (self.store, &error);
  sql = dump_database (reader->db);
  kx_store_give_reader (self.store, reader);
  text = g_strconcat (KEY_PREFIX, recovery, "\n", sql, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, &error));
  kx_store_close (self.store);
  kx_actor_free (self.system);
  g_free (self.agency);
  g_free (self.person);
  g_free (self.user);
  kx_test_remove_folder (g_steal_pointer (&dir));
  return 0;
}

/* Opening fixtures. */

typedef struct
{
  char *dir;
} Fixture;

static char *
read_fixture (guint version)
{
  g_autofree char *name = g_strdup_printf ("schema-%u.sql", version);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "db", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* A store's folder with a database of that number and its keys. */
static void
load_fixture (Fixture *self, guint version)
{
  g_autofree char *text = read_fixture (version), *path = g_build_filename (self->dir, "kangxie.db", NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDb) db = NULL;

  g_assert_true (g_str_has_prefix (lines[0], KEY_PREFIX));
  g_assert_true (kx_vault_recover (self->dir, lines[0] + strlen (KEY_PREFIX), &error));
  db = kx_db_sqlite_open (path, KX_DB_SQLITE_WRITER, &error);
  g_assert_true (kx_db_begin_write (db, &error));
  for (guint i = 1; lines[i] != NULL; i++)
    {
      if (*lines[i] != '\0')
        kx_db_run (db, lines[i], NULL, 0, &error);
      g_assert_no_error (error);
    }
  g_assert_true (kx_db_commit (db, &error));
}

static KxStore *
open_store (Fixture *self, const KxSchema *schema, GError **error)
{
  KxStoreOptions options = { .schema = schema, .without_areas = TRUE, .now = get_now };

  return kx_store_open (self->dir, &options, NULL, error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->dir = kx_test_make_folder ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  kx_test_remove_folder (self->dir);
}

static gint64
get_number (KxBook *book, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number = -1;

  kx_db_get_integer (book->db, sql, NULL, 0, &number, &error);
  g_assert_no_error (error);
  return number;
}

static void
assert_audit_holds (KxBook *book)
{
  g_auto (KxAuditReport) report = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_audit_verify (book, NULL, &report, &error));
  g_assert_cmpstr (report.fault, ==, NULL);
  g_assert_cmpint (report.entries, >, 0);
}

/* Each old database opens, every entity of its time has its rows, they are found, sealed values open, and the
 * audit trail holds. */
static void
test_every_number (Fixture *self, gconstpointer data)
{
  for (guint version = 1; version <= kx_schema_get ()->version; version++)
    {
      g_autoptr (KxStore) store = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *phone = NULL, *id = NULL;
      g_autoptr (KxDbRows) rows = NULL;
      KxBook *reader;

      tear_down (self, NULL);
      set_up (self, NULL);
      load_fixture (self, version);
      store = open_store (self, NULL, &error);
      g_assert_no_error (error);
      reader = kx_store_take_reader (store, &error);
      for (guint i = 0; i < kx_schema_get ()->n_entities; i++)
        {
          const KxEntity *entity = kx_schema_get ()->entities[i];
          g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM \"%s\"", entity->name);

          if (kx_ddl_entity_since (entity) <= version)
            g_assert_cmpint (get_number (reader, sql), >, 0);
        }
      rows = kx_db_query (reader->db, "SELECT id FROM agency WHERE name = '济南康复医院' AND beds = 120",
                          NULL, 0, &error);
      g_assert_true (kx_db_rows_next (rows, &error));
      id = g_strdup (kx_db_rows_text (rows, 0));
      g_clear_pointer (&rows, kx_db_rows_close);
      phone = kx_row_unseal (reader, &kx_agency_entity, id, kx_agency_f_contact_phone, &error);
      g_assert_cmpstr (phone, ==, "13812345678");
      g_assert_cmpint (
          get_number (reader, "SELECT count(*) FROM agency WHERE note = '第一行' || char (10) || '第二行'"),
          ==, 1);
      assert_audit_holds (reader);
      kx_store_give_reader (store, reader);
    }
}

/* Until a number is released its fields may change, and its fixture has to follow. */
static void
test_fixture_is_of_today (Fixture *self, gconstpointer data)
{
  g_autofree char *text = read_fixture (kx_schema_get ()->version);
  g_auto (GStrv) statements = kx_ddl_create (kx_schema_get (), &kx_db_sqlite_engine);

  for (guint i = 0; statements[i] != NULL; i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      append_line (line, statements[i]);
      if (strstr (text, line->str) == NULL)
        g_test_message (
            "Make the fixture anew: test-migration --make-fixture tests/fixtures/db/schema-%u.sql",
            kx_schema_get ()->version);
      g_assert_nonnull (strstr (text, line->str));
    }
}

static char *
dump_today (KxStore *store)
{
  g_autoptr (GError) error = NULL;
  KxBook *reader = kx_store_take_reader (store, &error);
  const KxSchema *schema = reader->schema;
  char *dump;

  /* With today's eyes, whatever the store has learnt since. */
  reader->schema = kx_schema_get ();
  dump = kx_test_dump (reader);
  reader->schema = schema;
  kx_store_give_reader (store, reader);
  return dump;
}

static void
test_later (Fixture *self, gconstpointer data)
{
  g_autofree KxTestLater *later = g_new (KxTestLater, 1); /* freed after all that points into it */
  g_autoptr (KxStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;
  KxBook *reader;

  kx_test_later_init (later);
  load_fixture (self, kx_schema_get ()->version);
  store = open_store (self, NULL, &error);
  g_assert_no_error (error);
  before = dump_today (store);
  g_clear_pointer (&store, kx_store_close);
  store = open_store (self, &later->schema, &error);
  g_assert_no_error (error);
  after = dump_today (store);
  kx_test_assert_same_dump (before, after);
  reader = kx_store_take_reader (store, &error);
  g_assert_cmpint (
      get_number (reader, "SELECT count(*) FROM agency WHERE motto IS NULL AND secret_sealed IS NULL"), ==,
      1);
  g_assert_cmpint (get_number (reader, "SELECT count(*) FROM visit"), ==, 0);
  g_assert_cmpint (get_number (reader, "SELECT count(*) FROM visit_term"), ==, 0);
  g_assert_cmpint (get_number (reader, "SELECT count(*) FROM sqlite_master WHERE name IN ('visit_order', "
                                       "'visit_agency', 'agency_secret_hash')"),
                   ==, 3);
  g_assert_cmpint (get_number (reader, "SELECT CAST (value AS INTEGER) FROM meta WHERE name = 'schema'"), ==,
                   later->schema.version);
  assert_audit_holds (reader);
  kx_store_give_reader (store, reader);
  /* Opening it again changes nothing more. */
  g_clear_pointer (&store, kx_store_close);
  store = open_store (self, &later->schema, &error);
  g_assert_no_error (error);
  g_clear_pointer (&store, kx_store_close);
}

/* What is new can be used at once. */
static void
test_later_is_used (Fixture *self, gconstpointer data)
{
  g_autofree KxTestLater *later = g_new (KxTestLater, 1); /* freed after all that points into it */
  g_autoptr (KxStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxActor) clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370100");
  g_autoptr (KxApplied) applied = NULL;
  g_autofree char *agency = kx_test_id (), *visit = kx_test_id (), *op_id = kx_test_id ();
  KxOp *ops[2];
  KxRecord *fields;
  KxBook *reader;

  kx_test_later_init (later);
  load_fixture (self, kx_schema_get ()->version);
  store = open_store (self, &later->schema, &error);
  g_assert_no_error (error);
  ops[0] = kx_test_agency_op (&later->schema, agency, KX_TEST_OFFICE, "济南新康复医院", NULL);
  kx_record_put (ops[0]->fields, kx_agency_n_fields, (KxValue){ .TEXT = "厚德" });
  fields = kx_record_new (&later->visit, NULL, NULL);
  kx_record_put (fields, 0, (KxValue){ .REF = agency });
  kx_record_put (fields, 1, (KxValue){ .TEXT = "第一次" });
  ops[1] = kx_op_new (KX_OP_CREATE, &later->visit, op_id, visit, fields);
  applied = kx_store_apply (store, clerk, ops, 2, &error);
  g_assert_no_error (error);
  g_assert_true (applied->accepted);
  reader = kx_store_take_reader (store, &error);
  g_assert_cmpint (get_number (reader, "SELECT count(*) FROM agency WHERE motto = '厚德'"), ==, 1);
  g_assert_cmpint (get_number (reader, "SELECT count(*) FROM visit WHERE title = '第一次'"), ==, 1);
  assert_audit_holds (reader);
  kx_store_give_reader (store, reader);
  for (guint i = 0; i < G_N_ELEMENTS (ops); i++)
    kx_op_free (ops[i]);
  g_clear_pointer (&store, kx_store_close);
}

static void
test_older_program (Fixture *self, gconstpointer data)
{
  g_autofree KxTestLater *later = g_new (KxTestLater, 1); /* freed after all that points into it */
  g_autofree char *path = g_build_filename (self->dir, "kangxie.db", NULL), *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  KxStore *store;
  gsize size, size_after;

  kx_test_later_init (later);
  load_fixture (self, kx_schema_get ()->version);
  store = open_store (self, &later->schema, &error);
  kx_store_close (store);
  g_assert_true (g_file_get_contents (path, &before, &size, &error));
  g_assert_null (open_store (self, NULL, &error));
  g_assert_error (error, KX_STORE_ERROR, KX_STORE_ERROR_NEWER);
  g_assert_nonnull (strstr (error->message, "newer program"));
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (path, &after, &size_after, &error));
  g_assert_cmpmem (before, size, after, size_after);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--make-fixture"))
    return make_fixture (argv[2]);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/migration/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("a database of every number opens with its rows", test_every_number);
  ADD ("the newest fixture is of today's tables", test_fixture_is_of_today);
  ADD ("a later program adds columns and tables and keeps the rows", test_later);
  ADD ("what a later program added is used at once", test_later_is_used);
  ADD ("an older program refuses a newer store in words", test_older_program);
#undef ADD
  return g_test_run ();
}
