/* The file of one agency: what is in it, for whom, and that whatever is done to it afterwards is named. */
#include "core/entities/kx-agency.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-credential.h"
#include "core/entities/kx-letter.h"
#include "exchange/kx-dossier-check.h"
#include "exchange/kx-dossier-private.h"
#include "lib/kx-test-store.h"
#include "store/kx-blob.h"
#include "store/kx-row.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#define PHONE "13955501234"
#define IN_2022 1656633600000 /* 2022-07-01 */
#define IN_2026 1782864000000 /* 2026-07-01 */

typedef struct
{
  char *dir, *path, *other_path, *agency, *second; /* owned */
  KxStore *store;
  KxActor *system, *clerk, *other;
  gint64 now;
} Fixture;

static KxTime
tell_time (gpointer data)
{
  return (KxTime){ ((Fixture *) data)->now };
}

static void
apply (Fixture *f, const KxActor *actor, KxOp *op)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxApplied) applied = kx_store_apply (f->store, actor, &op, 1, &error);

  g_assert_no_error (error);
  for (guint i = 0; !applied->accepted && i < applied->outcomes->len; i++)
    {
      const KxDecision *decision = ((KxOutcome *) applied->outcomes->pdata[i])->decision;

      for (guint j = 0; j < decision->findings->len; j++)
        g_test_message ("%s", ((KxFinding *) decision->findings->pdata[j])->message);
    }
  g_assert_true (applied->accepted);
  kx_op_free (op);
}

/* A file of a row; `bytes` NULL: they never came. */
static void
attach_to (Fixture *f, const char *entity, const char *owner, const char *file_name, const char *bytes)
{
  KxRecord *fields = kx_record_new (&kx_attachment_entity, NULL, NULL);
  g_autofree char *op_id = kx_test_id (), *id = kx_test_id ();
  g_autofree char *sha256 =
      kx_sha256_hex (bytes != NULL ? bytes : "none", strlen (bytes != NULL ? bytes : "none"));
  gint64 size = bytes != NULL ? (gint64) strlen (bytes) : 4;

  kx_attachment_set_owner_entity (kx_attachment (fields), entity);
  kx_attachment_set_owner (kx_attachment (fields), owner);
  kx_attachment_set_title (kx_attachment (fields), "<b>扫描件</b> & \"其他\"");
  kx_attachment_set_file_name (kx_attachment (fields), file_name);
  kx_attachment_set_media_type (kx_attachment (fields), "application/pdf");
  kx_attachment_set_size (kx_attachment (fields), size);
  kx_attachment_set_sha256 (kx_attachment (fields), sha256);
  apply (f, f->clerk, kx_op_new (KX_OP_CREATE, &kx_attachment_entity, op_id, id, fields));
  if (bytes != NULL)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KxBlobUpload) upload = kx_blob_begin (f->store, f->clerk, sha256, size, &error);

      g_assert_no_error (error);
      g_assert_true (kx_blob_append (upload, 0, bytes, (gsize) size, &error));
      g_assert_true (kx_blob_finish (upload, &error));
    }
}

static void
attach (Fixture *f, const char *file_name, const char *bytes)
{
  attach_to (f, "agency", f->agency, file_name, bytes);
}

/* A letter to the agency, with its document. */
static void
add_letter (Fixture *f)
{
  KxRecord *fields = kx_record_new (&kx_letter_entity, NULL, NULL);
  g_autofree char *op_id = kx_test_id (), *id = kx_test_id ();

  kx_letter_set_office (kx_letter (fields), KX_TEST_OFFICE);
  kx_letter_set_kind (kx_letter (fields), kx_letter_kind_other);
  kx_letter_set_title (kx_letter (fields), "关于资料报送的函");
  kx_letter_set_agency (kx_letter (fields), f->agency);
  apply (f, f->clerk, kx_op_new (KX_OP_CREATE, &kx_letter_entity, op_id, id, fields));
  attach_to (f, "letter", id, "函.docx", "a letter");
}

/* A licence that ran out in 2021. */
static void
add_old_credential (Fixture *f)
{
  KxRecord *fields = kx_record_new (&kx_credential_entity, NULL, NULL);
  g_autofree char *op_id = kx_test_id (), *id = kx_test_id ();

  kx_credential_set_agency (kx_credential (fields), f->agency);
  kx_credential_set_kind (kx_credential (fields), 0);
  kx_credential_set_number (kx_credential (fields), "旧许可证1号");
  kx_credential_set_valid_to (kx_credential (fields), (KxDate){ 20211231 });
  apply (f, f->clerk, kx_op_new (KX_OP_CREATE, &kx_credential_entity, op_id, id, fields));
}

static gint64
seq_of (Fixture *f, const char *id)
{
  KxBook *reader = kx_store_take_reader (f->store, NULL);
  g_autoptr (KxRecord) record = kx_row_get (reader, &kx_agency_entity, id, NULL);

  kx_store_give_reader (f->store, reader);
  return record->seq;
}

static void
link_second (Fixture *f)
{
  KxRecord *target = kx_record_new (&kx_link_alias_entity, NULL, NULL);
  g_autofree char *op_id = kx_test_id ();
  KxOp *op;

  kx_link_alias_set_target (kx_link_alias (target), f->agency);
  op = kx_op_new (KX_OP_ACTION, &kx_agency_entity, op_id, f->second, target);
  op->action = g_strdup ("link_alias");
  op->base = seq_of (f, f->second);
  op->reason = g_strdup ("同一家机构");
  apply (f, f->clerk, op);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  KxStoreOptions options = { .now = tell_time, .now_data = f, .without_areas = TRUE };
  g_autoptr (GPtrArray) offices = kx_test_found (kx_schema_get ());
  g_autoptr (KxApplied) applied = NULL;
  g_autoptr (GError) error = NULL;

  f->now = IN_2022;
  f->dir = kx_test_make_folder ();
  f->path = g_build_filename (f->dir, "档案.zip", NULL);
  f->other_path = g_build_filename (f->dir, "other.zip", NULL);
  f->store = kx_store_open (f->dir, &options, NULL, &error);
  g_assert_no_error (error);
  f->system = kx_actor_new_system ();
  f->clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370100");
  f->other = kx_test_actor ("other", KX_ROLE_INDEX_clerk, "370200");
  applied = kx_store_apply (f->store, f->system, (KxOp *const *) offices->pdata, offices->len, &error);
  g_assert_true (applied->accepted);
  f->agency = kx_test_id ();
  f->second = kx_test_id ();
  apply (f, f->clerk,
         kx_test_agency_op (kx_schema_get (), f->agency, KX_TEST_OFFICE, "济南<康复>医院", NULL));
  apply (f, f->clerk,
         kx_test_agency_op (kx_schema_get (), f->second, KX_TEST_OFFICE, "济南老康复医院", NULL));
  add_old_credential (f);
  attach (f, "申请表.pdf", "one");
  attach (f, "授权书 扫描件.pdf", "two");
  attach (f, "=1+1.pdf", "three");
  attach (f, "没有传完.pdf", NULL);
  f->now = IN_2026;
  add_letter (f);
  apply (f, f->clerk, kx_test_patch_op (&kx_agency_entity, f->agency, 0, kx_agency_f_contact_phone, PHONE));
  link_second (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_store_close (f->store);
  kx_actor_free (f->system);
  kx_actor_free (f->clerk);
  kx_actor_free (f->other);
  g_free (f->path);
  g_free (f->other_path);
  g_free (f->agency);
  g_free (f->second);
  kx_test_remove_folder (f->dir);
}

/* Writes the file; FALSE with the error. */
static gboolean
make (Fixture *f, const KxDossierRequest *request, KxDossierReport *report, GError **error)
{
  int fd = open (f->path, O_RDWR | O_CREAT | O_TRUNC, 0600);
  gboolean made = kx_dossier_write (f->store, request, fd, report, error);

  close (fd);
  return made;
}

static void
make_whole (Fixture *f)
{
  KxDossierRequest request = { .agency = f->agency, .actor = f->clerk, .with_audit = TRUE };
  g_auto (KxDossierReport) report = { 0 };
  g_autoptr (GError) error = NULL;

  make (f, &request, &report, &error);
  g_assert_no_error (error);
}

static void
free_bytes (gpointer data)
{
  g_bytes_unref (data);
}

/* All parts by name; NULL: it cannot be unpacked. */
static GHashTable *
unpack (const char *path, GPtrArray *order)
{
  g_autoptr (GHashTable) parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_bytes);
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  locale_t locale = newlocale (LC_CTYPE_MASK, "C.UTF-8", (locale_t) 0), before = uselocale (locale);
  gboolean good = TRUE;

  archive_read_support_format_zip_seekable (archive);
  good = archive_read_open_filename (archive, path, 4096) == ARCHIVE_OK;
  while (good && archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      char *name = g_strdup (archive_entry_pathname_utf8 (entry));
      guint8 piece[4096];
      la_ssize_t n;

      while ((n = archive_read_data (archive, piece, sizeof piece)) > 0)
        g_byte_array_append (bytes, piece, (guint) n);
      good = n == 0 && name != NULL;
      if (order != NULL)
        g_ptr_array_add (order, g_strdup (name));
      if (name != NULL)
        g_hash_table_insert (parts, name, g_byte_array_free_to_bytes (g_steal_pointer (&bytes)));
    }
  archive_read_free (archive);
  uselocale (before);
  freelocale (locale);
  return good ? g_steal_pointer (&parts) : NULL;
}

static char *
text_of (GHashTable *parts, const char *name)
{
  GBytes *bytes = g_hash_table_lookup (parts, name);

  g_assert_nonnull (bytes);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

typedef enum
{
  SAME,
  CHANGE,
  LEAVE_OUT,
  DOUBLE
} Deed;

/* Packs all parts again, one of them tampered with; `added` (may be NULL) comes as one more. */
static void
repack (Fixture *f, GHashTable *parts, GPtrArray *order, const char *victim, Deed deed, const char *added)
{
  int fd = open (f->other_path, O_RDWR | O_CREAT | O_TRUNC, 0600);
  g_autoptr (KxZipWriter) zip = kx_zip_writer_new (fd, (KxTime){ IN_2026 }, NULL);

  for (guint i = 0; i < order->len; i++)
    {
      const char *name = order->pdata[i];
      gboolean hit = g_strcmp0 (name, victim) == 0;
      gsize size;
      gconstpointer data = g_bytes_get_data (g_hash_table_lookup (parts, name), &size);
      g_autofree char *copy = g_memdup2 (data, size);

      if (hit && deed == LEAVE_OUT)
        continue;
      if (hit && deed == CHANGE)
        copy[size / 2] ^= 1;
      g_assert_true (kx_zip_writer_add (zip, name, copy, size, NULL));
      if (hit && deed == DOUBLE)
        g_assert_true (kx_zip_writer_add (zip, name, "other", 5, NULL));
    }
  if (added != NULL)
    g_assert_true (kx_zip_writer_add (zip, added, "new", 3, NULL));
  g_assert_true (kx_zip_writer_finish (zip, NULL));
  close (fd);
}

static gboolean
has_fault (const KxDossierCheck *check, KxDossierFaultKind kind, const char *name)
{
  for (guint i = 0; i < check->faults->len; i++)
    {
      const KxDossierFault *fault = check->faults->pdata[i];

      if (fault->kind == kind && g_str_equal (fault->name, name))
        return TRUE;
    }
  return FALSE;
}

static void
test_whole (Fixture *f, gconstpointer data)
{
  KxDossierRequest request = { .agency = f->second, .actor = f->clerk, .with_audit = TRUE };
  g_auto (KxDossierReport) report = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDossierCheck) check = NULL;
  g_autoptr (GHashTable) parts = NULL;
  g_autofree char *page = NULL, *rows = NULL, *log = NULL, *manifest = NULL;
  GHashTableIter iter;
  gpointer name, bytes;

  /* Asked for by the second record: the one that stays is meant, and both are in it. */
  make (f, &request, &report, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (report.name, ==, "济南<康复>医院");
  g_assert_cmpuint (report.attachments, ==, 4);
  g_assert_cmpuint (report.missing, ==, 1);
  check = kx_dossier_check (f->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (check->faults->len, ==, 0);
  g_assert_cmpstr (check->agency, ==, report.name);
  g_assert_nonnull (check->key);
  g_assert_cmpuint (check->parts + 2, ==, report.parts);
  /* Two agencies, a licence, a letter, five attachments. */
  g_assert_cmpuint (check->rows, ==, 9);
  g_assert_cmpuint (check->entries, >=, 9 + 2 + 4);
  parts = unpack (f->path, NULL);
  g_assert_true (g_hash_table_contains (parts, "attachments/agencies/0001-申请表.pdf"));
  g_assert_true (g_hash_table_contains (parts, "attachments/agencies/0002-授权书 扫描件.pdf"));
  g_assert_true (g_hash_table_contains (parts, "letters/0005-函.docx"));
  g_assert_true (g_hash_table_contains (parts, "records/letters.json"));
  page = text_of (parts, "index.html");
  g_assert_nonnull (strstr (page, "<h1>济南&lt;康复&gt;医院</h1>"));
  g_assert_nonnull (strstr (page, "0002-%E6%8E%88%E6%9D%83%E4%B9%A6%20"));
  g_assert_nonnull (strstr (page, "没有传完.pdf<strong>"));
  rows = text_of (parts, "records/agencies.json");
  g_assert_nonnull (strstr (rows, "济南老康复医院"));
  log = text_of (parts, "log/history.ndjson");
  g_assert_nonnull (strstr (log, "同一家机构"));
  manifest = text_of (parts, "manifest.json");
  g_assert_nonnull (strstr (manifest, "\"file_name\":\"没有传完.pdf\""));
  g_hash_table_iter_init (&iter, parts);
  while (g_hash_table_iter_next (&iter, &name, &bytes))
    g_assert_null (g_strstr_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), PHONE));
}

static void
test_tampering (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) order = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) parts = NULL;

  make_whole (f);
  parts = unpack (f->path, order);
  g_assert_cmpuint (order->len, >, 12);
  for (guint i = 0; i < order->len; i++)
    {
      const char *name = order->pdata[i];
      gboolean manifest = g_str_equal (name, "manifest.json"), signature = g_str_equal (name, "manifest.sig");
      g_autoptr (KxDossierCheck) changed = NULL, missing = NULL, twice = NULL;

      repack (f, parts, order, name, SAME, NULL);
      changed = kx_dossier_check (f->other_path, NULL);
      g_assert_cmpuint (changed->faults->len, ==, 0);
      g_clear_pointer (&changed, kx_dossier_check_free);
      repack (f, parts, order, name, CHANGE, NULL);
      changed = kx_dossier_check (f->other_path, NULL);
      /* A list that is no JSON any more is refused as a whole. */
      g_assert_true (manifest ? changed == NULL || has_fault (changed, KX_DOSSIER_UNSIGNED, name)
                              : has_fault (changed, signature ? KX_DOSSIER_UNSIGNED : KX_DOSSIER_CHANGED,
                                           signature ? "manifest.json" : name));
      repack (f, parts, order, name, LEAVE_OUT, NULL);
      missing = kx_dossier_check (f->other_path, NULL);
      g_assert_true (manifest ? missing == NULL : has_fault (missing, KX_DOSSIER_MISSING, name));
      repack (f, parts, order, name, DOUBLE, NULL);
      twice = kx_dossier_check (f->other_path, NULL);
      g_assert_true (has_fault (twice, KX_DOSSIER_ADDED, name));
    }
  repack (f, parts, order, NULL, SAME, "attachments/还有一个.pdf");
  {
    g_autoptr (KxDossierCheck) added = kx_dossier_check (f->other_path, NULL);

    g_assert_true (has_fault (added, KX_DOSSIER_ADDED, "attachments/还有一个.pdf"));
    g_assert_cmpuint (added->faults->len, ==, 1);
  }
}

static gboolean
same_parts (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer name, bytes;

  if (a == NULL || b == NULL || g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &name, &bytes))
    if (g_hash_table_lookup (b, name) == NULL || !g_bytes_equal (bytes, g_hash_table_lookup (b, name)))
      return FALSE;
  return TRUE;
}

/* Whatever single byte is turned over: either it is named, or nothing that is read has changed. */
static void
test_bytes (Fixture *f, gconstpointer data)
{
  g_autofree char *whole = NULL;
  g_autoptr (GHashTable) parts = NULL;
  gsize size;
  guint named = 0;

  make_whole (f);
  parts = unpack (f->path, NULL);
  g_assert_true (g_file_get_contents (f->path, &whole, &size, NULL));
  for (guint i = 0; i < 100; i++)
    {
      gsize at = (gsize) g_test_rand_int_range (0, (gint32) size);
      g_autoptr (KxDossierCheck) check = NULL;

      whole[at] ^= 0x20;
      g_assert_true (g_file_set_contents (f->other_path, whole, (gssize) size, NULL));
      whole[at] ^= 0x20;
      check = kx_dossier_check (f->other_path, NULL);
      if (check == NULL || check->faults->len > 0)
        named++;
      else
        {
          g_autoptr (GHashTable) others = unpack (f->other_path, NULL);

          g_assert_true (same_parts (parts, others));
        }
    }
  g_assert_cmpuint (named, >, 0);
}

/* Changes the database behind the service's back. */
static void
meddle (Fixture *f, const char *table, const char *field, const char *value, const char *where)
{
  g_autofree char *database = g_build_filename (f->dir, "kangxie.db", NULL);
  g_autofree char *sql = g_strdup_printf ("update %s set %s = ? where %s", table, field, where);
  const char *argv[] = { "python3",
                         "-c",
                         "import sqlite3,sys\n"
                         "c=sqlite3.connect(sys.argv[1])\n"
                         "assert c.execute(sys.argv[2],(sys.argv[3],)).rowcount==1\n"
                         "c.commit()\n",
                         database,
                         sql,
                         value,
                         NULL };
  int status;

  g_assert_true (
      g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
}

static void
test_row (Fixture *f, gconstpointer data)
{
  g_autoptr (KxDossierCheck) check = NULL;
  g_autofree char *fault = g_strdup_printf ("records/agencies.json: %s", f->second);
  g_autofree char *where = g_strdup_printf ("id = '%s'", f->second);

  meddle (f, "agency", "name", "改过的名字", where);
  make_whole (f);
  check = kx_dossier_check (f->path, NULL);
  g_assert_true (has_fault (check, KX_DOSSIER_OTHER_ROW, fault));
  g_assert_cmpuint (check->faults->len, ==, 1);
}

/* Names that no entry lets in, as an older or foreign program may have left them: nothing is unpacked beside
 * its folder. */
static void
test_names (Fixture *f, gconstpointer data)
{
  g_autoptr (GHashTable) parts = NULL;
  GHashTableIter iter;
  gpointer name;

  meddle (f, "attachment", "file_name", "../../etc/passwd", "file_name = '申请表.pdf'");
  meddle (f, "attachment", "file_name",
          "/a\\b\xe2\x80\xae"
          "fdp.exe",
          "file_name = '=1+1.pdf'");
  make_whole (f);
  parts = unpack (f->path, NULL);
  g_assert_true (g_hash_table_contains (parts, "attachments/agencies/0001-_.._etc_passwd"));
  g_assert_true (g_hash_table_contains (parts, "attachments/agencies/0003-_a_b_fdp.exe"));
  g_hash_table_iter_init (&iter, parts);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_assert_false (g_str_has_prefix (name, "/") || strstr (name, "../") != NULL);
}

static void
test_rights (Fixture *f, gconstpointer data)
{
  KxDossierRequest request = { .agency = f->agency, .actor = f->other, .with_audit = TRUE };
  g_autofree char *nobody = kx_test_id (), *page = NULL;
  g_auto (KxDossierReport) report = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) parts = NULL;

  g_assert_false (make (f, &request, &report, &error));
  g_assert_error (error, KX_DOSSIER_ERROR, KX_DOSSIER_ERROR_NONE);
  g_clear_error (&error);
  request.actor = f->clerk;
  request.agency = nobody;
  g_assert_false (make (f, &request, &report, &error));
  g_assert_error (error, KX_DOSSIER_ERROR, KX_DOSSIER_ERROR_NONE);
  g_clear_error (&error);
  request.agency = f->agency;
  request.with_audit = FALSE;
  g_assert_true (make (f, &request, &report, &error));
  parts = unpack (f->path, NULL);
  g_assert_false (g_hash_table_contains (parts, "log/audit.ndjson"));
  page = text_of (parts, "index.html");
  g_assert_nonnull (strstr (page, "they are for auditors"));
}

static void
test_period (Fixture *f, gconstpointer data)
{
  KxDossierRequest request = { .agency = f->agency, .actor = f->clerk, .since = { 20230101 } };
  g_auto (KxDossierReport) report = { 0 };
  g_autoptr (GHashTable) parts = NULL;
  g_autofree char *log = NULL, *manifest = NULL;

  g_assert_true (make (f, &request, &report, NULL));
  parts = unpack (f->path, NULL);
  /* The licence was over, and nobody touched it since; the agency itself always belongs to it. */
  g_assert_false (g_hash_table_contains (parts, "records/credentials.json"));
  g_assert_true (g_hash_table_contains (parts, "records/agencies.json"));
  manifest = text_of (parts, "manifest.json");
  g_assert_nonnull (strstr (manifest, "\"since\":\"2023-01-01\""));
  g_assert_nonnull (strstr (manifest, "\"credentials\":{\"rows\":0,\"older\":1,\"hidden\":0}"));
  log = text_of (parts, "log/history.ndjson");
  g_assert_null (strstr (log, "\"entity\":\"credential\""));
  g_assert_nonnull (strstr (log, "\"kind\":\"link_alias\""));
}

/* What anybody has at hand reads it: Python, and sha256sum on what it unpacked. */
static void
test_others (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (f->dir, "unpacked", NULL);
  const char *python[] = { "python3",
                           "-c",
                           "import sys,zipfile\n"
                           "z=zipfile.ZipFile(sys.argv[1])\n"
                           "assert z.testzip() is None\n"
                           "assert 'attachments/agencies/0002-授权书 扫描件.pdf' in z.namelist()\n"
                           "assert z.read('records/agencies.json').decode().startswith('[\\n{')\n"
                           "z.extractall(sys.argv[2])\n",
                           f->path,
                           folder,
                           NULL };
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "PYTHONUTF8", "1", TRUE);
  const char *sums[] = { "sha256sum", "--quiet", "-c", "SHA256SUMS", NULL };
  int status;

  make_whole (f);
  g_assert_true (g_spawn_sync (NULL, (char **) python, environment, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  g_assert_true (g_spawn_sync (folder, (char **) sums, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                               &status, NULL));
  g_assert_cmpint (status, ==, 0);
}

/* What is no such file is said to be none, and nothing else happens. */
static void
test_nothing (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int fd = open (f->path, O_RDWR | O_CREAT | O_TRUNC, 0600);
  g_autoptr (KxZipWriter) zip = kx_zip_writer_new (fd, (KxTime){ 0 }, NULL);

  g_assert_null (kx_dossier_check ("/nonexistent.zip", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (f->other_path, "PK\3\4 and no more", -1, NULL));
  g_assert_null (kx_dossier_check (f->other_path, &error));
  g_assert_error (error, KX_DOSSIER_ERROR, KX_DOSSIER_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_true (kx_zip_writer_add (zip, "manifest.json", "{}", 2, NULL));
  g_assert_true (kx_zip_writer_finish (zip, NULL));
  close (fd);
  g_assert_null (kx_dossier_check (f->path, &error));
  g_assert_error (error, KX_DOSSIER_ERROR, KX_DOSSIER_ERROR_DAMAGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/dossier/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("everything on an agency is in it and holds, sealed values masked", test_whole);
  ADD ("each part that is changed, missing, added or there twice is named", test_tampering);
  ADD ("no byte is turned over unnoticed", test_bytes);
  ADD ("a row changed behind the service's back does not fit its audit trail", test_row);
  ADD ("names of files stay within their folder", test_names);
  ADD ("it holds what its reader may read, and nobody else gets one", test_rights);
  ADD ("what was over before the period is left out and counted", test_period);
  ADD ("Python and sha256sum read it and find it whole", test_others);
  ADD ("what is no such file is refused in words", test_nothing);
  return g_test_run ();
}
