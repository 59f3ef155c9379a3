/* The file of an agency of 5,000 rows (or as many as are given) and 200 scanned attachments, with its history
 * and the entries of the audit trail, beside the same parts hashed and packed from memory: how long it takes,
 * and how much memory more. */
#include "bench/kx-bench-load.h"
#include "core/entities/kx-agency.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-credential.h"
#include "exchange/kx-dossier.h"
#include "exchange/kx-zip-write.h"
#include "lib/kx-test-store.h"
#include "store/kx-blob.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROWS 5000
#define ATTACHMENTS 200
#define ATTACHMENT_SIZE (256 * 1024) /* of a scanned page */
#define AT_ONCE 500
#define ROUNDS 3
/* Of the time that the program works: rows, history and trail are read besides, and each kind is a workbook
 * too.
 */
#define TIME_LIMIT 2.5
/* MiB: all rows are there at once, and so is the workbook of a kind. */
#define MEMORY_LIMIT 40

typedef struct
{
  char *folder, *path, *agency; /* owned */
  KxStore *store;
  KxActor *clerk;
  guint rows;
  GPtrArray *names, *parts; /* (element-type char*, GBytes) owned; what is in the file */
} Bench;

static void
apply_all (Bench *bench, const KxActor *actor, GPtrArray *ops)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxApplied) applied =
      kx_store_apply (bench->store, actor, (KxOp *const *) ops->pdata, ops->len, &error);

  if (applied == NULL || !applied->accepted)
    g_error ("The rows were not taken: %s", error != NULL ? error->message : "refused");
  g_ptr_array_set_size (ops, 0);
}

static GPtrArray *
new_ops (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free);
}

static KxOp *
make_credential (Bench *bench, guint i, const char *id)
{
  KxRecord *fields = kx_record_new (&kx_credential_entity, NULL, NULL);
  g_autofree char *op = kx_test_id (), *number = g_strdup_printf ("鲁卫康字〔2026〕第%05u号", i);

  kx_credential_set_agency (kx_credential (fields), bench->agency);
  kx_credential_set_kind (kx_credential (fields), kx_credential_kind_other);
  kx_credential_set_number (kx_credential (fields), number);
  kx_credential_set_issued_by (kx_credential (fields), "山东省示例卫生健康委员会");
  kx_credential_set_issued_on (kx_credential (fields), (KxDate){ 20260105 });
  kx_credential_set_valid_to (kx_credential (fields), (KxDate){ 20301231 });
  return kx_op_new (KX_OP_CREATE, &kx_credential_entity, op, id, fields);
}

/* Every fourth was changed since. */
static void
add_credentials (Bench *bench)
{
  g_autoptr (GPtrArray) ops = new_ops ();

  for (guint i = 0; i < bench->rows - ATTACHMENTS; i++)
    {
      g_autofree char *id = kx_test_id ();

      g_ptr_array_add (ops, make_credential (bench, i, id));
      if (i % 4 == 0)
        g_ptr_array_add (ops, kx_test_patch_op (&kx_credential_entity, id, 0, kx_credential_f_note,
                                                "2026年6月12日现场核对，原件在机构处。"));
      if (ops->len >= AT_ONCE || i + 1 == bench->rows - ATTACHMENTS)
        apply_all (bench, bench->clerk, ops);
    }
}

/* Bytes that nothing packs smaller, as those of a scan. */
static void
add_attachment (Bench *bench, GPtrArray *ops, GRand *chance, guint i)
{
  g_autofree guint32 *bytes = g_new (guint32, ATTACHMENT_SIZE / sizeof (guint32));
  g_autofree char *op = kx_test_id (), *id = kx_test_id (), *sha256 = NULL,
                  *name = g_strdup_printf ("扫描件%03u.pdf", i);
  KxRecord *fields = kx_record_new (&kx_attachment_entity, NULL, NULL);
  g_autoptr (KxBlobUpload) upload = NULL;
  g_autoptr (GError) error = NULL;

  for (guint k = 0; k < ATTACHMENT_SIZE / sizeof (guint32); k++)
    bytes[k] = g_rand_int (chance);
  sha256 = kx_sha256_hex (bytes, ATTACHMENT_SIZE);
  kx_attachment_set_owner_entity (kx_attachment (fields), kx_agency_entity.name);
  kx_attachment_set_owner (kx_attachment (fields), bench->agency);
  kx_attachment_set_title (kx_attachment (fields), name);
  kx_attachment_set_file_name (kx_attachment (fields), name);
  kx_attachment_set_media_type (kx_attachment (fields), "application/pdf");
  kx_attachment_set_size (kx_attachment (fields), ATTACHMENT_SIZE);
  kx_attachment_set_sha256 (kx_attachment (fields), sha256);
  g_ptr_array_add (ops, kx_op_new (KX_OP_CREATE, &kx_attachment_entity, op, id, fields));
  apply_all (bench, bench->clerk, ops);
  upload = kx_blob_begin (bench->store, bench->clerk, sha256, ATTACHMENT_SIZE, &error);
  if (upload == NULL || !kx_blob_append (upload, 0, bytes, ATTACHMENT_SIZE, &error) ||
      !kx_blob_finish (upload, &error))
    g_error ("%s", error->message);
}

static void
set_up (Bench *bench)
{
  KxStoreOptions options = { .without_areas = TRUE };
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (GPtrArray) offices = kx_test_found (kx_schema_get ()), ops = new_ops ();
  g_autoptr (GRand) chance = g_rand_new_with_seed (1);
  g_autoptr (GError) error = NULL;

  bench->folder = kx_test_make_folder ();
  bench->path = g_build_filename (bench->folder, "档案.zip", NULL);
  bench->store = kx_store_open (bench->folder, &options, NULL, &error);
  if (bench->store == NULL)
    g_error ("%s", error->message);
  bench->clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370100");
  bench->agency = kx_test_id ();
  apply_all (bench, system, offices);
  g_ptr_array_add (
      ops, kx_test_agency_op (kx_schema_get (), bench->agency, KX_TEST_OFFICE, "济南市示例康复医院", NULL));
  apply_all (bench, bench->clerk, ops);
  add_credentials (bench);
  for (guint i = 0; i < ATTACHMENTS; i++)
    add_attachment (bench, ops, chance, i);
}

static void
tear_down (Bench *bench)
{
  kx_store_close (bench->store);
  kx_actor_free (bench->clerk);
  g_ptr_array_unref (bench->names);
  g_ptr_array_unref (bench->parts);
  g_free (bench->agency);
  g_free (bench->path);
  kx_test_remove_folder (bench->folder);
}

static void
write_file (Bench *bench)
{
  KxDossierRequest request = { .agency = bench->agency, .actor = bench->clerk, .with_audit = TRUE };
  g_auto (KxDossierReport) report = { 0 };
  g_autoptr (GError) error = NULL;
  int fd = open (bench->path, O_RDWR | O_CREAT | O_TRUNC, 0600);

  if (!kx_dossier_write (bench->store, &request, fd, &report, &error))
    g_error ("%s", error->message);
  if (report.rows != bench->rows + 1 || report.attachments != ATTACHMENTS)
    g_error ("%u rows and %u attachments", report.rows, report.attachments);
  close (fd);
}

/* What is in the file, into memory. */
static void
unpack (Bench *bench)
{
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  locale_t locale = newlocale (LC_CTYPE_MASK, "C.UTF-8", (locale_t) 0), before = uselocale (locale);

  archive_read_support_format_zip_seekable (archive);
  if (archive_read_open_filename (archive, bench->path, 65536) != ARCHIVE_OK)
    g_error ("%s", archive_error_string (archive));
  while (archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      guint8 piece[65536];
      la_ssize_t n;

      while ((n = archive_read_data (archive, piece, sizeof piece)) > 0)
        g_byte_array_append (bytes, piece, (guint) n);
      g_ptr_array_add (bench->names, g_strdup (archive_entry_pathname_utf8 (entry)));
      g_ptr_array_add (bench->parts, g_byte_array_free_to_bytes (g_steal_pointer (&bytes)));
    }
  archive_read_free (archive);
  uselocale (before);
  freelocale (locale);
}

/* The bare work: the same bytes, hashed and packed. */
static void
pack (Bench *bench)
{
  int fd = open (bench->path, O_RDWR | O_CREAT | O_TRUNC, 0600);
  g_autoptr (KxZipWriter) zip = kx_zip_writer_new (fd, (KxTime){ 1782864000000 }, NULL);

  for (guint i = 0; i < bench->parts->len; i++)
    {
      gsize size;
      const void *data = g_bytes_get_data (bench->parts->pdata[i], &size);

      g_assert_true (kx_zip_writer_add (zip, bench->names->pdata[i], data, size, NULL));
    }
  g_assert_true (kx_zip_writer_finish (zip, NULL));
  close (fd);
}

/* A line of the process's status, in MiB. */
static double
read_memory (const char *what)
{
  g_autofree char *text = NULL;
  const char *found;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  found = strstr (text, what);
  g_assert_nonnull (found);
  return g_ascii_strtod (found + strlen (what), NULL) / 1024;
}

/* How much more than before a first writing needs at most. */
static double
measure_memory (Bench *bench)
{
  double before;
  FILE *clear = fopen ("/proc/self/clear_refs", "w");

  /* The highest there was begins anew. */
  g_assert_true (clear != NULL && fputs ("5", clear) >= 0 && fclose (clear) == 0);
  before = read_memory ("VmRSS:");
  write_file (bench);
  return read_memory ("VmHWM:") - before;
}

static KxBenchTime
measure (Bench *bench, void (*run) (Bench *bench))
{
  KxBenchTime begin = kx_bench_time_now ();

  run (bench);
  return kx_bench_time_since (&begin);
}

static double
sum_parts (Bench *bench, const char *prefix)
{
  gsize bytes = 0;

  for (guint i = 0; i < bench->parts->len; i++)
    if (g_str_has_prefix (bench->names->pdata[i], prefix))
      bytes += g_bytes_get_size (bench->parts->pdata[i]);
  return (double) bytes / (1024 * 1024);
}

int
main (int argc, char **argv)
{
  Bench bench = { .rows = (guint) MAX (argc > 1 ? atoi (argv[1]) : ROWS, ATTACHMENTS + 1),
                  .names = g_ptr_array_new_with_free_func (g_free),
                  .parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref) };
  KxBenchTime ours = { G_MAXDOUBLE, G_MAXDOUBLE }, bare = ours;
  double memory;

  setlocale (LC_ALL, "C.UTF-8");
  set_up (&bench);
  memory = measure_memory (&bench);
  unpack (&bench);
  /* By turns, so that a busy moment meets both. */
  for (guint i = 0; i < ROUNDS; i++)
    {
      kx_bench_time_keep_least (&ours, measure (&bench, write_file));
      kx_bench_time_keep_least (&bare, measure (&bench, pack));
    }
  printf ("{\"name\":\"agency file\",\"value\":%.2f,\"unit\":\"s of work\",\"peer\":%.2f,\"ratio\":%.2f,"
          "\"limit\":%g,\"rows\":%u,\"attachments\":%d,\"clock\":%.2f,\"peer_clock\":%.2f}\n",
          ours.work, bare.work, ours.work / bare.work, TIME_LIMIT, bench.rows, ATTACHMENTS, ours.clock,
          bare.clock);
  printf (
      "{\"name\":\"agency file: memory\",\"value\":%.0f,\"unit\":\"MiB more\",\"limit\":%d,\"records\":%.0f,"
      "\"log\":%.0f,\"attachments\":%.0f}\n",
      memory, MEMORY_LIMIT, sum_parts (&bench, "records/"), sum_parts (&bench, "log/"),
      sum_parts (&bench, "attachments/"));
  tear_down (&bench);
  return 0;
}
