/* Letters about many agreements at once: which are written and which not, their files and their rows, and
 * that nothing is left of what was given up. */
#include "models/kx-letter-batch.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement-payment.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-change-case.h"
#include "core/entities/kx-letter-template.h"
#include "core/entities/kx-letter.h"
#include "core/entities/kx-suspension.h"
#include "core/kx-crypto.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-letter-changes.h"
#include "models/kx-test-desktop.h"
#include "print/kx-docx.h"
#include "print/kx-letter.h"
#include "store/kx-row.h"

#include <glib/gstdio.h>
#include <libintl.h>
#include <string.h>

typedef struct
{
  KxTestDesktop *desk;
  KxLetterBatch *batch;
  GPtrArray *ids; /* owned; of the agreements */
  char *folder;   /* owned */
  GHashTable *said;
  GCancellable *cancellable; /* owned */
  GError *error;             /* owned; of the last call */
  gboolean ended;
} Fixture;

static char *
add_agency (Fixture *f, const char *name)
{
  char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_agency_entity, id, "370100/agency");

  kx_agency_set_office (kx_agency (record), KX_TEST_OFFICE);
  kx_agency_set_name (kx_agency (record), name);
  kx_test_desktop_land (f->desk, record);
  return id;
}

static const char *
add_agreement (Fixture *f, const char *agency, const char *number)
{
  char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_agreement_entity, id, "370100/agreement");
  Kx_agreement *row = kx_agreement (record);

  kx_agreement_set_office (row, KX_TEST_OFFICE);
  kx_agreement_set_agency (row, agency);
  kx_agreement_set_kind (row, kx_agreement_kind_rehabilitation);
  kx_agreement_set_number (row, number);
  kx_agreement_set_state (row, kx_agreement_state_signed);
  kx_agreement_set_starts_on (row, (KxDate){ 20260101 });
  kx_agreement_set_ends_on (row, (KxDate){ 20261231 });
  kx_test_desktop_land (f->desk, record);
  g_ptr_array_add (f->ids, id);
  return id;
}

/* Put forward. Its id, to be freed. */
static char *
add_suspension (Fixture *f, const char *agency, const char *agreement, const char *facts)
{
  char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_suspension_entity, id, "370100/agreement");
  Kx_suspension *row = kx_suspension (record);

  kx_suspension_set_agreement (row, agreement);
  kx_suspension_set_agency (row, agency);
  kx_suspension_set_office (row, KX_TEST_OFFICE);
  kx_suspension_set_kind (row, kx_suspension_kind_service);
  kx_suspension_set_origin (row, kx_suspension_origin_office);
  kx_suspension_set_target (row, kx_suspension_target_all);
  kx_suspension_set_state (row, kx_suspension_state_proposed);
  kx_suspension_set_facts (row, facts);
  kx_test_desktop_land (f->desk, record);
  return id;
}

/* About this suspension, or NULL. */
static void
add_letter (Fixture *f, const char *agreement, const char *suspension, int kind, int state, const char *title)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_letter_entity, id, "370100/agreement");
  Kx_letter *letter = kx_letter (record);

  if (suspension != NULL)
    kx_letter_set_suspension (letter, suspension);

  kx_letter_set_office (letter, KX_TEST_OFFICE);
  kx_letter_set_kind (letter, kind);
  kx_letter_set_title (letter, title);
  kx_letter_set_agreement (letter, agreement);
  kx_letter_set_state (letter, state);
  kx_test_desktop_land (f->desk, record);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->desk = kx_test_desktop_new ();
  f->batch = kx_letter_batch_new (f->desk->mirror);
  f->ids = g_ptr_array_new_with_free_func (g_free);
  f->folder = kx_test_make_folder ();
  f->said = g_hash_table_new (g_str_hash, g_str_equal);
  f->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_error (&f->error);
  g_object_unref (f->cancellable);
  g_hash_table_unref (f->said);
  kx_test_finalize (f->batch);
  g_ptr_array_unref (f->ids);
  kx_test_remove_folder (f->folder);
  kx_test_desktop_free (f->desk);
}

/* Borrowed: the list has it. */
static KxBatchLetter *
line_at (GListModel *lines, guint i)
{
  g_autoptr (KxBatchLetter) line = g_list_model_get_item (lines, i);

  g_assert_nonnull (line);
  return line;
}

static gboolean
has_ended (gpointer data)
{
  return ((Fixture *) data)->ended;
}

static void
on_read (GObject *batch, GAsyncResult *result, gpointer data)
{
  Fixture *f = data;

  g_clear_error (&f->error);
  kx_letter_batch_read_finish (KX_LETTER_BATCH (batch), result, &f->error);
  f->ended = TRUE;
}

static void
read_kind (Fixture *f, const char *code, const char *title)
{
  f->ended = FALSE;
  kx_letter_batch_read_async (f->batch, f->ids, kx_letter_kind_find (code), title, f->said, f->cancellable,
                              on_read, f);
  kx_test_wait (has_ended, f);
  for (guint i = 0; i < g_list_model_get_n_items (kx_letter_batch_get_left_out (f->batch)); i++)
    g_test_message ("left out: %s",
                    kx_batch_letter_get_why (line_at (kx_letter_batch_get_left_out (f->batch), i)));
}

static void
on_written (GObject *batch, GAsyncResult *result, gpointer data)
{
  Fixture *f = data;

  g_clear_error (&f->error);
  kx_letter_batch_write_finish (KX_LETTER_BATCH (batch), result, &f->error);
  f->ended = TRUE;
}

static void
write_into (Fixture *f, const char *folder, gboolean pdf)
{
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  f->ended = FALSE;
  kx_letter_batch_write_async (f->batch, file, pdf, f->cancellable, on_written, f);
  kx_test_wait (has_ended, f);
}

static guint
n_lines (Fixture *f)
{
  return g_list_model_get_n_items (kx_letter_batch_get_lines (f->batch));
}

/* Why the agreement is left out; NULL: it is not among those that are. */
static const char *
find_why (Fixture *f, const char *agreement)
{
  GListModel *out = kx_letter_batch_get_left_out (f->batch);

  for (guint i = 0; i < g_list_model_get_n_items (out); i++)
    if (g_str_equal (kx_batch_letter_get_agreement (line_at (out, i)), agreement))
      return kx_batch_letter_get_why (line_at (out, i));
  return NULL;
}

/* (element-type KxRecord) */
static GPtrArray *
list_letters (Fixture *f)
{
  KxBook *book = kx_mirror_take_reader (f->desk->mirror, NULL);
  const KxQuery query = { .entity = &kx_letter_entity,
                          .terms = { { .field = kx_letter_f_office, .value.REF = KX_TEST_OFFICE } },
                          .n_terms = 1 };
  GPtrArray *rows = NULL;

  {
    g_autoptr (KxReader) reader = kx_row_reader_new (book);

    g_assert_cmpint (kx_reader_list (reader, &query, 100, &rows), ==, KX_KNOWN);
  }
  kx_mirror_give_reader (f->desk->mirror, book);
  return rows;
}

static guint
count_files (Fixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* The words of a file. Free with g_free(). */
static char *
read_file (Fixture *f, const char *name)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);
  g_autoptr (GBytes) bytes = NULL;
  char *data, *text;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  bytes = g_bytes_new_take (data, size);
  text = kx_docx_dup_text (bytes, NULL);
  g_assert_nonnull (text);
  return text;
}

static void
test_the_kinds_are_about_agreements (void)
{
  g_autoptr (GPtrArray) kinds = kx_letter_batch_list_kinds ();
  g_autoptr (GString) codes = g_string_new (NULL);

  for (guint i = 0; i < kinds->len; i++)
    g_string_append_printf (codes, "%s ", ((const KxLetterKind *) kinds->pdata[i])->code);
  g_assert_cmpstr (codes->str, ==,
                   "agreement supplement bridge change_notice renewal non_renewal hold suspension resumption "
                   "termination expiry ");
}

/* Each gets a file that says what its own records say, and a row. */
static void
test_files_and_rows (Fixture *f, gconstpointer data)
{
  g_autofree char *first = add_agency (f, "A白云医院"), *second = add_agency (f, "B曾家桥医院"), *text = NULL,
                  *other = NULL;
  const char *one = add_agreement (f, first, "济康协〔2026〕1号");
  g_autoptr (GPtrArray) rows = NULL;
  GListModel *lines = kx_letter_batch_get_lines (f->batch);

  add_agreement (f, second, "济康协〔2026〕2号");
  g_hash_table_insert (f->said, (char *) "reason", (char *) "新文本未下发");
  read_kind (f, "bridge", "顺延通知");
  g_assert_no_error (f->error);
  g_assert_cmpuint (n_lines (f), ==, 2);
  g_assert_nonnull (strstr (kx_batch_letter_get_blanks (line_at (lines, 0)), "Until"));
  g_assert_null (strstr (kx_batch_letter_get_blanks (line_at (lines, 0)), "Reason"));
  /* Nothing happens before it is asked for. */
  rows = list_letters (f);
  g_assert_cmpuint (rows->len, ==, 0);
  g_assert_cmpuint (count_files (f), ==, 0);
  write_into (f, f->folder, FALSE);
  g_assert_no_error (f->error);
  g_assert_true (kx_letter_batch_is_written (f->batch));
  g_assert_cmpuint (kx_letter_batch_get_done (f->batch), ==, 2);
  g_assert_cmpuint (count_files (f), ==, 2);
  text = read_file (f, kx_batch_letter_get_file (line_at (lines, 0)));
  other = read_file (f, kx_batch_letter_get_file (line_at (lines, 1)));
  g_assert_nonnull (strstr (text, "A白云医院"));
  g_assert_nonnull (strstr (text, "济康协〔2026〕1号"));
  g_assert_nonnull (strstr (text, "因新文本未下发"));
  g_assert_nonnull (strstr (other, "B曾家桥医院"));
  g_assert_null (strstr (other, "A白云医院"));
  g_clear_pointer (&rows, g_ptr_array_unref);
  rows = list_letters (f);
  g_assert_cmpuint (rows->len, ==, 2);
  for (guint i = 0; i < rows->len; i++)
    {
      gboolean of_first = g_str_equal (kx_record_get (rows->pdata[i], kx_letter_f_agreement).REF, one);

      g_assert_cmpint (kx_record_get (rows->pdata[i], kx_letter_f_state).CODE, ==, kx_letter_state_draft);
      g_assert_cmpstr (kx_record_get (rows->pdata[i], kx_letter_f_title).TEXT, ==, "顺延通知");
      g_assert_cmpstr (kx_record_get (rows->pdata[i], kx_letter_f_agency).REF, ==, of_first ? first : second);
      g_assert_cmpstr (kx_record_get (rows->pdata[i], kx_letter_f_issuer).TEXT, ==, "济南市社会保险事业中心");
      g_assert_nonnull (strstr (kx_record_get (rows->pdata[i], kx_letter_f_said).CONFIG, "新文本未下发"));
    }
}

/* Those that are left out are named with the reason; a void letter and one of another kind are none. */
static void
test_who_is_left_out (Fixture *f, gconstpointer data)
{
  g_autofree char *agency = add_agency (f, "A白云医院");
  const char *drafted = add_agreement (f, agency, "1号"), *voided = add_agreement (f, agency, "2号"),
             *other = add_agreement (f, agency, "3号");
  g_autoptr (KxActor) observer = kx_test_actor ("observer", KX_ROLE_INDEX_observer, "370100");

  g_ptr_array_add (f->ids, kx_test_id ());
  add_letter (f, drafted, NULL, kx_letter_kind_renewal, kx_letter_state_draft, "续签通知");
  add_letter (f, voided, NULL, kx_letter_kind_renewal, kx_letter_state_void, "续签通知");
  add_letter (f, other, NULL, kx_letter_kind_bridge, kx_letter_state_issued, "顺延通知");
  read_kind (f, "renewal", "续签通知");
  g_assert_cmpuint (n_lines (f), ==, 2);
  g_assert_cmpstr (find_why (f, drafted), ==, "It has such a letter already: 续签通知, Being drawn up");
  g_assert_null (find_why (f, voided));
  g_assert_null (find_why (f, other));
  g_assert_cmpstr (find_why (f, f->ids->pdata[3]), ==, "It is not on this computer any more");
  /* Whoever may draw up no letter is told so before anything is written. */
  kx_mirror_set_actor (f->desk->mirror, observer);
  read_kind (f, "renewal", "续签通知");
  g_assert_cmpuint (n_lines (f), ==, 0);
  g_assert_nonnull (find_why (f, voided));
}

/* Each names its suspension; an earlier one had its own letter. Which of several is told to nobody is left to
 * a person. */
static void
test_letters_about_suspensions (Fixture *f, gconstpointer data)
{
  g_autofree char *agency = add_agency (f, "A白云医院"), *before = kx_test_id ();
  const char *again = add_agreement (f, agency, "1号"), *several = add_agreement (f, agency, "2号"),
             *told = add_agreement (f, agency, "3号"), *none = add_agreement (f, agency, "4号");
  g_autofree char *one = add_suspension (f, agency, again, "甲"),
                  *first = add_suspension (f, agency, several, "乙"),
                  *second = add_suspension (f, agency, several, "丙"),
                  *other = add_suspension (f, agency, told, "丁");
  GListModel *lines = kx_letter_batch_get_lines (f->batch);

  add_letter (f, again, before, kx_letter_kind_suspension, kx_letter_state_issued, "中止协议通知");
  add_letter (f, told, other, kx_letter_kind_suspension, kx_letter_state_draft, "中止协议通知");
  read_kind (f, "suspension", "中止协议通知");
  g_assert_cmpuint (n_lines (f), ==, 2);
  g_assert_cmpstr (
      kx_record_get (kx_batch_letter_get_letter (line_at (lines, 0)), kx_letter_f_suspension).REF, ==, one);
  g_assert_cmpstr (find_why (f, several), ==,
                   "The agreement has several of them: name the one that the letter is about");
  g_assert_true (g_str_has_prefix (find_why (f, told), "It has such a letter already"));
  g_assert_null (find_why (f, none));
}

/* What stands in each suspension need not be typed; what is typed stands in all of them instead. */
static void
test_each_says_what_its_records_say (Fixture *f, gconstpointer data)
{
  g_autofree char *agency = add_agency (f, "A白云医院"), *text = NULL, *other = NULL;
  g_autofree char *one = add_suspension (f, agency, add_agreement (f, agency, "1号"), "康复记录不完整"),
                  *two = add_suspension (f, agency, add_agreement (f, agency, "2号"), "挂床住院");
  GListModel *lines = kx_letter_batch_get_lines (f->batch);
  const KxRecord *letter;

  g_hash_table_insert (f->said, (char *) "target", (char *) "住院");
  read_kind (f, "suspension", "中止协议通知");
  g_assert_cmpuint (n_lines (f), ==, 2);
  g_assert_null (strstr (kx_batch_letter_get_blanks (line_at (lines, 0)), "Facts found"));
  letter = kx_batch_letter_get_letter (line_at (lines, 1));
  g_assert_cmpstr (kx_record_get (letter, kx_letter_f_said).CONFIG, ==,
                   "{\"facts\":\"挂床住院\",\"target\":\"住院\"}");
  write_into (f, f->folder, FALSE);
  g_assert_no_error (f->error);
  text = read_file (f, kx_batch_letter_get_file (line_at (lines, 0)));
  other = read_file (f, kx_batch_letter_get_file (line_at (lines, 1)));
  g_assert_nonnull (strstr (text, "康复记录不完整"));
  g_assert_nonnull (strstr (text, "中止住院的工伤康复服务"));
  g_assert_nonnull (strstr (other, "挂床住院"));
}

/* Two letters with one agency, and a file that was there before. */
static void
test_no_file_is_written_over (Fixture *f, gconstpointer data)
{
  g_autofree char *agency = add_agency (f, "A白云医院"), *path = NULL, *kept = NULL;
  GListModel *lines = kx_letter_batch_get_lines (f->batch);
  char *base;

  add_agreement (f, agency, "1号");
  read_kind (f, "expiry", "到期终止通知");
  write_into (f, f->folder, FALSE);
  base = g_strdup (kx_batch_letter_get_file (line_at (lines, 0)));
  path = g_build_filename (f->folder, base, NULL);
  g_assert_true (g_file_set_contents (path, "mine", -1, NULL));
  g_ptr_array_set_size (f->ids, 0);
  add_agreement (f, agency, "2号");
  add_agreement (f, agency, "3号");
  read_kind (f, "expiry", "到期终止通知");
  write_into (f, f->folder, FALSE);
  g_assert_no_error (f->error);
  g_assert_cmpuint (count_files (f), ==, 3);
  g_assert_nonnull (strstr (kx_batch_letter_get_file (line_at (lines, 0)), " (2).docx"));
  g_assert_nonnull (strstr (kx_batch_letter_get_file (line_at (lines, 1)), " (3).docx"));
  g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "mine");
  g_free (base);
}

static void
test_pdf (Fixture *f, gconstpointer data)
{
  g_autofree char *agency = add_agency (f, "A白云医院"), *path = NULL, *bytes = NULL;
  GListModel *lines = kx_letter_batch_get_lines (f->batch);

  add_agreement (f, agency, "1号");
  read_kind (f, "expiry", "到期终止通知");
  write_into (f, f->folder, TRUE);
  g_assert_no_error (f->error);
  g_assert_true (g_str_has_suffix (kx_batch_letter_get_file (line_at (lines, 0)), ".pdf"));
  path = g_build_filename (f->folder, kx_batch_letter_get_file (line_at (lines, 0)), NULL);
  g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
  g_assert_true (g_str_has_prefix (bytes, "%PDF-"));
}

/* Given up, or not possible: no row, no file, and it can be tried again. */
static void
test_all_or_nothing (Fixture *f, gconstpointer data)
{
  g_autofree char *agency = add_agency (f, "A白云医院"), *nowhere = g_build_filename (f->folder, "no", NULL);
  g_autoptr (KxActor) clerk = kx_actor_copy (kx_mirror_get_actor (f->desk->mirror));
  g_autoptr (KxActor) observer = kx_test_actor ("observer", KX_ROLE_INDEX_observer, "370100");
  g_autoptr (GPtrArray) rows = NULL;

  add_agreement (f, agency, "1号");
  read_kind (f, "expiry", "到期终止通知");
  g_cancellable_cancel (f->cancellable);
  write_into (f, f->folder, FALSE);
  g_assert_error (f->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_cancellable_reset (f->cancellable);
  write_into (f, nowhere, FALSE);
  g_assert_error (f->error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  /* The right went meanwhile: the files were there already. */
  kx_mirror_set_actor (f->desk->mirror, observer);
  write_into (f, f->folder, FALSE);
  g_assert_error (f->error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_false (kx_letter_batch_is_written (f->batch));
  rows = list_letters (f);
  g_assert_cmpuint (rows->len, ==, 0);
  g_assert_cmpuint (count_files (f), ==, 0);
  kx_mirror_set_actor (f->desk->mirror, clerk);
  write_into (f, f->folder, FALSE);
  g_assert_no_error (f->error);
  g_assert_cmpuint (count_files (f), ==, 1);
}

/* A template of the office's own; NULL: its document is not on this computer. */
static char *
add_template (Fixture *f, const char *bytes, gsize size, gboolean here)
{
  g_autofree char *id = kx_test_id (), *file = kx_test_id ();
  char *sha256 = kx_sha256_hex (bytes, size);
  g_autofree char *path = kx_mirror_dup_blob_path (f->desk->mirror, sha256);
  g_autofree char *folder = g_path_get_dirname (path);
  KxRecord *row = kx_record_new (&kx_letter_template_entity, id, "370100/public");
  KxRecord *attachment = kx_record_new (&kx_attachment_entity, file, "370100/public");

  kx_letter_template_set_office (kx_letter_template (row), KX_TEST_OFFICE);
  kx_letter_template_set_kind (kx_letter_template (row), kx_letter_kind_expiry);
  kx_letter_template_set_name (kx_letter_template (row), "到期终止通知(本办)");
  kx_letter_template_set_from_on (kx_letter_template (row), (KxDate){ 20260101 });
  kx_test_desktop_land (f->desk, row);
  kx_attachment_set_owner_entity (kx_attachment (attachment), "letter_template");
  kx_attachment_set_owner (kx_attachment (attachment), id);
  kx_attachment_set_title (kx_attachment (attachment), "到期终止通知");
  kx_attachment_set_file_name (kx_attachment (attachment), "expiry.docx");
  kx_attachment_set_media_type (kx_attachment (attachment), "application/octet-stream");
  kx_attachment_set_size (kx_attachment (attachment), (gint64) size);
  kx_attachment_set_sha256 (kx_attachment (attachment), sha256);
  kx_attachment_set_stored (kx_attachment (attachment), TRUE);
  kx_test_desktop_land (f->desk, attachment);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  if (here)
    g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
  return sha256;
}

static void
test_the_offices_own_template (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = kx_letter_load_template (kx_letter_kind_find ("change_notice"), NULL);
  g_autofree char *agency = add_agency (f, "A白云医院"), *sha256 = NULL, *path = NULL, *text = NULL;
  const char *id = add_agreement (f, agency, "1号");
  g_autoptr (GPtrArray) wanted = NULL, rows = NULL;
  GListModel *lines = kx_letter_batch_get_lines (f->batch);

  sha256 = add_template (f, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), FALSE);
  read_kind (f, "expiry", "到期终止通知");
  g_assert_cmpstr (find_why (f, id), ==, "The file of the office's own template is not on this computer");
  wanted = kx_letter_batch_list_wanted (f->batch);
  g_assert_cmpuint (wanted->len, ==, 1);
  g_assert_cmpstr (wanted->pdata[0], ==, sha256);
  /* Once it is there it is written on; it was made for another kind, and that is said. */
  path = kx_mirror_dup_blob_path (f->desk->mirror, sha256);
  g_assert_true (
      g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));
  read_kind (f, "expiry", "到期终止通知");
  g_assert_cmpuint (n_lines (f), ==, 1);
  g_assert_nonnull (strstr (kx_batch_letter_get_blanks (line_at (lines, 0)), "letter.outcome"));
  write_into (f, f->folder, FALSE);
  g_assert_no_error (f->error);
  text = read_file (f, kx_batch_letter_get_file (line_at (lines, 0)));
  g_assert_nonnull (strstr (text, "{{letter.outcome}}"));
  rows = list_letters (f);
  g_assert_cmpstr (kx_record_get (rows->pdata[0], kx_letter_f_template_name).TEXT, ==, "到期终止通知(本办)");
}

static void
test_a_damaged_template (Fixture *f, gconstpointer data)
{
  g_autofree char *agency = add_agency (f, "A白云医院"),
                  *sha256 = add_template (f, "no document", strlen ("no document"), TRUE);
  const char *id = add_agreement (f, agency, "1号");

  read_kind (f, "expiry", "到期终止通知");
  g_assert_cmpuint (n_lines (f), ==, 0);
  g_assert_true (g_str_has_prefix (find_why (f, id), "The template cannot be used: "));
}

/* The text of the only letter of this kind. Free with g_free(). */
static char *
write_only (Fixture *f, const char *code, const char *title)
{
  read_kind (f, code, title);
  g_assert_cmpuint (n_lines (f), ==, 1);
  write_into (f, f->folder, FALSE);
  g_assert_no_error (f->error);
  return read_file (f, kx_batch_letter_get_file (line_at (kx_letter_batch_get_lines (f->batch), 0)));
}

/* Each cell is a line of the text. */
static void
assert_row (const char *text, const char *cells)
{
  g_autofree char *row = g_strconcat ("\n", cells, "\n", NULL);

  if (strstr (text, row) == NULL)
    g_assert_cmpstr (text, ==, row);
}

static void
add_payment (Fixture *f, const char *agreement, int method, const char *purpose, gint64 surplus)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_agreement_payment_entity, id, "370100/agreement");
  Kx_agreement_payment *payment = kx_agreement_payment (record);

  kx_agreement_payment_set_agreement (payment, agreement);
  kx_agreement_payment_set_method (payment, method);
  kx_agreement_payment_set_purpose (payment, purpose);
  if (surplus > 0)
    {
      kx_agreement_payment_set_surplus_pct (payment, (KxDecimal){ surplus });
      kx_agreement_payment_set_surplus_clause (payment, "第九条");
    }
  kx_test_desktop_land (f->desk, record);
}

static void
test_ways_of_payment_stand_in_an_agreement (Fixture *f, gconstpointer data)
{
  g_autofree char *agency = add_agency (f, "A白云医院"), *text = NULL;
  const char *id = add_agreement (f, agency, "1号");

  add_payment (f, id, kx_agreement_payment_method_bed_day, "住院康复", 7000);
  add_payment (f, id, kx_agreement_payment_method_item, "门诊康复", 0);
  text = write_only (f, "agreement", "工伤康复服务协议");
  /* In the order of the ways, each share with its clause; Chinese though the program speaks English. */
  assert_row (text, "1\n门诊康复\n按项目付费");
  assert_row (text, "2\n住院康复\n按床日付费\n结余留用比例（%）：70（第九条）");
}

static void
test_what_differs_stands_in_a_renewal (Fixture *f, gconstpointer data)
{
  g_autofree char *agency = add_agency (f, "A白云医院"), *id = kx_test_id (), *text = NULL;
  g_autofree char *before = g_strdup (add_agreement (f, agency, "1号"));
  KxRecord *record = kx_record_new (&kx_agreement_entity, id, "370100/agreement");
  Kx_agreement *row = kx_agreement (record);

  add_payment (f, before, kx_agreement_payment_method_item, "门诊康复", 0);
  kx_agreement_set_office (row, KX_TEST_OFFICE);
  kx_agreement_set_agency (row, agency);
  kx_agreement_set_kind (row, kx_agreement_kind_rehabilitation);
  kx_agreement_set_previous (row, before);
  kx_agreement_set_state (row, kx_agreement_state_draft);
  kx_agreement_set_starts_on (row, (KxDate){ 20270101 });
  kx_agreement_set_ends_on (row, (KxDate){ 20281231 });
  kx_test_desktop_land (f->desk, record);
  add_payment (f, id, kx_agreement_payment_method_item, "门诊康复", 5000);
  g_ptr_array_set_size (f->ids, 0);
  g_ptr_array_add (f->ids, g_strdup (id));
  text = write_only (f, "renewal", "续签通知");
  assert_row (text, "1\n开始日期\n2026年1月1日\n2027年1月1日");
  assert_row (text, "2\n届满日期\n2026年12月31日\n2028年12月31日");
  g_assert_nonnull (strstr (text, "门诊康复 · 50 · 第九条"));
}

static void
add_change (Fixture *f, const char *agency, const char *field, int reported, const char *before,
            const char *after)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_change_case_entity, id, "370100/agency");
  Kx_change_case *change = kx_change_case (record);

  kx_change_case_set_agency (change, agency);
  kx_change_case_set_field (change, field);
  kx_change_case_set_old_text (change, before);
  kx_change_case_set_new_text (change, after);
  kx_change_case_set_reported_on (change, (KxDate){ reported });
  kx_test_desktop_land (f->desk, record);
}

/* Of that day; what was reported on another one belongs to another letter. */
static void
test_what_was_reported_stands_in_a_notice (Fixture *f, gconstpointer data)
{
  g_autofree char *agency = add_agency (f, "A白云医院"), *text = NULL;

  add_agreement (f, agency, "1号");
  add_change (f, agency, "legal_rep", 20260302, "常清源", "仇正衡");
  add_change (f, agency, "address", 20260105, "旧址路1号", "新址路2号");
  add_change (f, agency, "ownership", 20260302, "public", "private");
  g_hash_table_insert (f->said, (char *) "reported_on", (char *) "2026-03-02");
  text = write_only (f, "change_notice", "信息变更通知");
  g_assert_nonnull (strstr (text, "\n法定代表人\n常清源\n仇正衡\n"));
  /* Words, not codes. */
  g_assert_nonnull (strstr (text, "\n公立\n民营\n"));
  g_assert_null (strstr (text, "新址路2号"));
}

/* Carried on from the end of 2026 by a paper of this day. */
static void
carry_on (Fixture *f, const char *agency, const char *agreement, int made, int ends)
{
  KxRecord *record = kx_record_new (&kx_agreement_entity, agreement, "370100/agreement");
  Kx_agreement *row = kx_agreement (record);

  kx_agreement_set_office (row, KX_TEST_OFFICE);
  kx_agreement_set_agency (row, agency);
  kx_agreement_set_kind (row, kx_agreement_kind_rehabilitation);
  kx_agreement_set_number (row, "1号");
  kx_agreement_set_state (row, kx_agreement_state_signed);
  kx_agreement_set_signed_on (row, (KxDate){ 20260105 });
  kx_agreement_set_starts_on (row, (KxDate){ 20260101 });
  kx_agreement_set_agreed_end (row, (KxDate){ 20261231 });
  kx_agreement_set_ends_on (row, (KxDate){ ends });
  kx_agreement_set_bridged_on (row, (KxDate){ made });
  kx_test_desktop_land (f->desk, record);
}

/* Issued on this day, and saying so. */
static void
add_supplement (Fixture *f, const char *agreement, int day, const char *said)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_letter_entity, id, "370100/agreement");
  Kx_letter *letter = kx_letter (record);

  kx_letter_set_office (letter, KX_TEST_OFFICE);
  kx_letter_set_kind (letter, kx_letter_kind_supplement);
  kx_letter_set_title (letter, "补充协议");
  kx_letter_set_agreement (letter, agreement);
  kx_letter_set_state (letter, kx_letter_state_issued);
  kx_letter_set_dated_on (letter, (KxDate){ day });
  kx_letter_set_said (letter, said);
  kx_test_desktop_land (f->desk, record);
}

/* What a supplement to the only agreement is offered. Free with g_free(). */
static char *
dup_offered (Fixture *f)
{
  KxBook *book = kx_mirror_take_reader (f->desk->mirror, NULL);
  g_autoptr (KxRecord) letter = kx_record_new (&kx_letter_entity, "new", NULL);
  char *text;

  kx_letter_set_agreement (kx_letter (letter), f->ids->pdata[0]);
  text = kx_letter_changes_dup_offer (book, letter);
  kx_mirror_give_reader (f->desk->mirror, book);
  return text;
}

/* Since it was signed: its end, and what the agency reported, from how a field was first to how it is last.
 */
static void
test_a_supplement_is_offered_what_changed (Fixture *f, gconstpointer data)
{
  g_autofree char *agency = add_agency (f, "A白云医院"), *offered = NULL, *text = NULL;
  const char *id = add_agreement (f, agency, "1号");

  offered = dup_offered (f);
  g_assert_cmpstr (offered, ==, "");
  g_free (offered);
  carry_on (f, agency, id, 20261201, 20270331);
  add_change (f, agency, "address", 20251201, "甲路1号", "乙路2号");
  add_change (f, agency, "ownership", 20260302, "public", "private");
  offered = dup_offered (f);
  g_assert_cmpstr (offered, ==, "届满日期｜2026年12月31日｜2027年3月31日\n所有制性质｜公立｜民营");
  text = write_only (f, "supplement", "补充协议");
  assert_row (text, "1\n届满日期\n2026年12月31日\n2027年3月31日");
  assert_row (text, "2\n所有制性质\n公立\n民营");
}

/* What an earlier one told is not told again, and its end is the end before. */
static void
test_the_next_supplement_goes_on (Fixture *f, gconstpointer data)
{
  g_autofree char *agency = add_agency (f, "A白云医院"), *told = NULL, *offered = NULL;
  const char *id = add_agreement (f, agency, "1号");

  add_change (f, agency, "ownership", 20260302, "public", "private");
  add_supplement (f, id, 20261201, "{\"changes\":\"届满日期 | 2026年12月31日 | 2027年3月31日\"}");
  carry_on (f, agency, id, 20261201, 20270331);
  told = dup_offered (f);
  g_assert_cmpstr (told, ==, "");
  carry_on (f, agency, id, 20270320, 20270630);
  offered = dup_offered (f);
  g_assert_cmpstr (offered, ==, "届满日期｜2027年3月31日｜2027年6月30日");
}

/* Bars of either width and tabs part the cells, as they come from the keyboard and from tables; what is typed
 * stands instead of what was offered. */
static void
test_a_supplement_says_what_was_typed (Fixture *f, gconstpointer data)
{
  g_autofree char *agency = add_agency (f, "A白云医院"), *text = NULL;
  const char *id = add_agreement (f, agency, "1号");

  carry_on (f, agency, id, 20261201, 20270331);
  g_hash_table_insert (f->said, (char *) "changes",
                       (char *) "服务范围｜住院｜住院、门诊\n\n床位 | 40张\n科室\t康复一科\t康复三科");
  text = write_only (f, "supplement", "补充协议");
  assert_row (text, "1\n服务范围\n住院\n住院、门诊");
  assert_row (text, "2\n床位\n40张\n—");
  assert_row (text, "3\n科室\n康复一科\n康复三科");
  g_assert_null (strstr (text, "2027年3月31日"));
}

#define ADD(path, function) g_test_add ("/letter-batch/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *catalogues = g_build_filename (g_getenv ("KANGXIE_TEMPLATES"), "..", "..", "po", NULL);

  g_test_init (&argc, &argv, NULL);
  bindtextdomain (GETTEXT_PACKAGE, catalogues);
  g_test_add_func ("/letter-batch/the kinds are about agreements", test_the_kinds_are_about_agreements);
  ADD ("files and rows", test_files_and_rows);
  ADD ("who is left out", test_who_is_left_out);
  ADD ("letters about suspensions", test_letters_about_suspensions);
  ADD ("each says what its records say", test_each_says_what_its_records_say);
  ADD ("no file is written over", test_no_file_is_written_over);
  ADD ("pdf", test_pdf);
  ADD ("all or nothing", test_all_or_nothing);
  ADD ("the office's own template", test_the_offices_own_template);
  ADD ("a damaged template", test_a_damaged_template);
  ADD ("ways of payment stand in an agreement", test_ways_of_payment_stand_in_an_agreement);
  ADD ("what differs stands in a renewal", test_what_differs_stands_in_a_renewal);
  ADD ("what was reported stands in a notice", test_what_was_reported_stands_in_a_notice);
  ADD ("a supplement is offered what changed", test_a_supplement_is_offered_what_changed);
  ADD ("the next supplement goes on", test_the_next_supplement_goes_on);
  ADD ("a supplement says what was typed", test_a_supplement_says_what_was_typed);
  return g_test_run ();
}
