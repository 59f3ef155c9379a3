#include "exchange/kx-dossier-private.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-attachment.h"
#include "core/kx-calendar.h"
#include "core/kx-wire-record.h"
#include "core/kx-wire.h"
#include "exchange/kx-export.h"
#include "exchange/kx-import-subject.h"
#include "store/kx-blob.h"
#include "store/kx-files.h"
#include "store/kx-row.h"
#include "store/kx-signature.h"

#include <string.h>
#include <unistd.h>

#define PIECE 65536
#define SUMS "SHA256SUMS"

G_DEFINE_QUARK (kx_dossier_error, kx_dossier_error)

static void
free_attachment (gpointer data)
{
  KxDossierAttachment *attachment = data;

  g_free (attachment->part);
  g_free (attachment);
}

const char *
kx_dossier_say (const KxDossier *self, const char *msgid)
{
  return kx_import_say (self->request->words, msgid);
}

char *
kx_dossier_dup_time (KxTime time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time.ms / 1000);
  g_autoptr (GDateTime) local = g_date_time_add_hours (utc, 8);

  return g_date_time_format (local, "%Y-%m-%d %H:%M:%S");
}

void
kx_dossier_report_clear (KxDossierReport *report)
{
  g_clear_pointer (&report->name, g_free);
}

/* records/agreements.json: an array, one row a line in its canonical bytes, by id. */
static gboolean
write_json (KxDossier *self, const KxDossierTable *table, GError **error)
{
  g_autofree char *name = g_strdup_printf (KX_DOSSIER_RECORDS "%s.json", table->entity->collection);

  if (!kx_zip_writer_begin (self->zip, name, error) || !kx_zip_writer_write (self->zip, "[\n", 2, error))
    return FALSE;
  for (guint i = 0; i < table->records->len; i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      kx_wire_append_canonical (line, table->records->pdata[i]);
      g_string_append (line, i + 1 < table->records->len ? ",\n" : "\n");
      if (!kx_zip_writer_write (self->zip, line->str, line->len, error))
        return FALSE;
    }
  return kx_zip_writer_write (self->zip, "]\n", 2, error) && kx_zip_writer_end (self->zip, error);
}

/* The same as a table for people. */
static gboolean
write_table (KxDossier *self, KxBook *book, const KxDossierTable *table, GError **error)
{
  g_autofree char *name = g_strdup_printf (KX_DOSSIER_RECORDS "%s.xlsx", table->entity->collection);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  KxListQuery query = { .entity = table->entity, .actor = self->request->actor };
  KxExportOptions options = { .format = KX_EXPORT_XLSX, .now = self->now, .in_read = TRUE };
  g_autoptr (GBytes) bytes = NULL;
  gconstpointer data;
  gsize size;

  for (guint i = 0; i < table->records->len; i++)
    g_ptr_array_add (ids, ((KxRecord *) table->records->pdata[i])->id);
  g_ptr_array_add (ids, NULL);
  options.ids = (const char *const *) ids->pdata;
  bytes = kx_export_rows (book, &query, &options, self->request->words, error);
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &size);
  return kx_zip_writer_add (self->zip, name, data, size, error);
}

static void
index_rows (KxDossier *self)
{
  for (guint i = 0; i < self->rows->tables->len; i++)
    {
      const KxDossierTable *table = self->rows->tables->pdata[i];

      for (guint j = 0; j < table->records->len; j++)
        {
          KxRecord *record = table->records->pdata[j];

          g_hash_table_insert (self->by_id, record->id, record);
        }
    }
}

/* What is in the store, as of one moment. */
static gboolean
write_rows (KxDossier *self, KxBook *book, GError **error)
{
  GError *local = NULL;

  if (!kx_book_get_seq (book, &self->seq, error))
    return FALSE;
  self->rows =
      kx_dossier_rows_find (book, self->request->actor, self->request->agency, self->request->since, &local);
  if (self->rows == NULL)
    {
      g_propagate_error (error, local != NULL ? local
                                              : g_error_new_literal (KX_DOSSIER_ERROR, KX_DOSSIER_ERROR_NONE,
                                                                     "There is no such agency"));
      return FALSE;
    }
  index_rows (self);
  /* The log first: whoever checks the file then knows the last entry of each row when it comes to the rows.
   */
  if (!kx_dossier_write_log (self, book, error))
    return FALSE;
  for (guint i = 0; i < self->rows->tables->len; i++)
    {
      const KxDossierTable *table = self->rows->tables->pdata[i];

      if (table->records->len > 0 &&
          (!write_json (self, table, error) || !write_table (self, book, table, error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_store (KxDossier *self, GError **error)
{
  KxBook *book = kx_store_take_reader (self->store, error);
  gboolean written;

  if (book == NULL)
    return FALSE;
  written = kx_db_begin_read (book->db, error);
  if (written)
    {
      written = write_rows (self, book, error);
      kx_db_rollback (book->db);
    }
  kx_store_give_reader (self->store, book);
  return written;
}

/* letters/ for the files of the letter register, else attachments/ and the kind of record. */
static char *
name_part (KxDossier *self, const KxRecord *record, guint number)
{
  const char *owner = kx_record_get (record, kx_attachment_f_owner_entity).TEXT;
  const KxEntity *entity = kx_schema_entity (kx_store_get_schema (self->store), owner);
  g_autofree char *safe = kx_zip_safe_name (kx_record_get (record, kx_attachment_f_file_name).TEXT);

  if (owner != NULL && g_str_has_prefix (owner, "letter"))
    return g_strdup_printf ("letters/%04u-%s", number, safe);
  return g_strdup_printf ("attachments/%s/%04u-%s", entity != NULL ? entity->collection : "other", number,
                          safe);
}

/* Whether the bytes are what their name says. A damaged file is not handed on as if it were whole. */
static gboolean
is_whole (int fd, const char *sha256)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *piece = g_malloc (PIECE);
  gint64 at = 0;
  gssize n;

  while ((n = pread (fd, piece, PIECE, at)) > 0)
    {
      g_checksum_update (checksum, piece, n);
      at += n;
    }
  return n == 0 && g_str_equal (g_checksum_get_string (checksum), sha256);
}

static gboolean
copy_bytes (KxDossier *self, int fd, const char *part, GError **error)
{
  g_autofree guint8 *piece = g_malloc (PIECE);
  gssize n;

  if (!kx_zip_writer_begin (self->zip, part, error))
    return FALSE;
  while ((n = read (fd, piece, PIECE)) > 0)
    if (!kx_zip_writer_write (self->zip, piece, (gsize) n, error))
      return FALSE;
  if (n < 0)
    {
      kx_files_set_error (error, part);
      return FALSE;
    }
  return kx_zip_writer_end (self->zip, error);
}

static gboolean
write_attachment (KxDossier *self, const KxRecord *record, guint number, GError **error)
{
  const char *sha256 = kx_record_get (record, kx_attachment_f_sha256).TEXT;
  KxDossierAttachment *attachment = g_new0 (KxDossierAttachment, 1);
  gint64 size = 0;
  int fd = kx_record_get (record, kx_attachment_f_stored).BOOLEAN
               ? kx_blob_open (self->store, sha256, &size, NULL)
               : -1;
  gboolean written = TRUE;

  attachment->record = record;
  attachment->owner = g_hash_table_lookup (self->by_id, kx_record_get (record, kx_attachment_f_owner).REF);
  g_ptr_array_add (self->attachments, attachment);
  if (fd >= 0 && is_whole (fd, sha256))
    {
      attachment->part = name_part (self, record, number);
      written = copy_bytes (self, fd, attachment->part, error);
    }
  else
    self->missing++;
  if (fd >= 0)
    close (fd);
  return written;
}

static gboolean
write_attachments (KxDossier *self, GError **error)
{
  for (guint i = 0; i < self->rows->tables->len; i++)
    {
      const KxDossierTable *table = self->rows->tables->pdata[i];

      for (guint j = 0; table->entity == &kx_attachment_entity && j < table->records->len; j++)
        if (!write_attachment (self, table->records->pdata[j], j + 1, error))
          return FALSE;
    }
  return TRUE;
}

/* For `sha256sum -c`, which needs nothing of this program. */
static gboolean
write_sums (KxDossier *self, GError **error)
{
  GPtrArray *parts = kx_zip_writer_get_parts (self->zip);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < parts->len; i++)
    {
      const KxZipPart *part = parts->pdata[i];

      g_string_append_printf (text, "%s  %s\n", part->sha256, part->name);
    }
  return kx_zip_writer_add (self->zip, SUMS, text->str, text->len, error);
}

static JsonArray *
list_parts (KxDossier *self)
{
  GPtrArray *parts = kx_zip_writer_get_parts (self->zip);
  JsonArray *files = json_array_new ();

  for (guint i = 0; i < parts->len; i++)
    {
      const KxZipPart *part = parts->pdata[i];
      JsonObject *file = json_object_new ();

      json_object_set_string_member (file, "name", part->name);
      json_object_set_int_member (file, "size", part->size);
      json_object_set_string_member (file, "sha256", part->sha256);
      json_array_add_object_element (files, file);
    }
  return files;
}

static JsonArray *
list_missing (KxDossier *self)
{
  JsonArray *missing = json_array_new ();

  for (guint i = 0; i < self->attachments->len; i++)
    {
      const KxDossierAttachment *attachment = self->attachments->pdata[i];
      JsonObject *file = NULL;

      if (attachment->part != NULL)
        continue;
      file = json_object_new ();
      json_object_set_string_member (file, "attachment", attachment->record->id);
      json_object_set_string_member (file, "file_name",
                                     kx_record_get (attachment->record, kx_attachment_f_file_name).TEXT);
      json_object_set_string_member (file, "sha256",
                                     kx_record_get (attachment->record, kx_attachment_f_sha256).TEXT);
      json_array_add_object_element (missing, file);
    }
  return missing;
}

/* {agreements: {rows, older, hidden}, …} */
static JsonObject *
count_tables (KxDossier *self)
{
  JsonObject *counts = json_object_new ();

  for (guint i = 0; i < self->rows->tables->len; i++)
    {
      const KxDossierTable *table = self->rows->tables->pdata[i];
      JsonObject *count = json_object_new ();

      json_object_set_int_member (count, "rows", table->records->len);
      json_object_set_int_member (count, "older", table->older);
      json_object_set_int_member (count, "hidden", table->hidden);
      json_object_set_object_member (counts, table->entity->collection, count);
    }
  return counts;
}

static char *
make_manifest (KxDossier *self)
{
  const KxRecord *agency = kx_dossier_rows_get_agency (self->rows);
  g_autofree char *at = kx_time_to_text (self->now);
  JsonObject *object = json_object_new (), *who = json_object_new ();

  json_object_set_string_member (object, "format", KX_DOSSIER_FORMAT);
  json_object_set_string_member (object, "program", KX_VERSION);
  json_object_set_string_member (object, "algorithm", "SHA-256");
  json_object_set_string_member (object, "made_at", at);
  json_object_set_string_member (object, "made_by", self->request->actor->name);
  json_object_set_int_member (object, "seq", self->seq);
  json_object_set_string_member (who, "id", agency->id);
  json_object_set_string_member (who, "name", kx_record_get (agency, kx_agency_f_name).TEXT);
  if (kx_record_has (agency, kx_agency_f_uscc))
    json_object_set_string_member (who, "uscc", kx_record_get (agency, kx_agency_f_uscc).TEXT);
  json_object_set_object_member (object, "agency", who);
  if (self->request->since.ymd != 0)
    {
      g_autofree char *since = kx_date_format (self->request->since);

      json_object_set_string_member (object, "since", since);
    }
  json_object_set_object_member (object, "counts", count_tables (self));
  json_object_set_array_member (object, "missing", list_missing (self));
  json_object_set_array_member (object, "files", list_parts (self));
  return kx_wire_object_text (object, NULL);
}

static gboolean
write_manifest (KxDossier *self, GError **error)
{
  g_autofree char *text = make_manifest (self);
  g_autofree char *signature =
      kx_signature_make (kx_store_get_vault (self->store), KX_DOSSIER_FORMAT, text, strlen (text));

  return kx_zip_writer_add (self->zip, KX_DOSSIER_MANIFEST, text, strlen (text), error) &&
         kx_zip_writer_add (self->zip, KX_DOSSIER_SIGNATURE, signature, strlen (signature), error);
}

gboolean
kx_dossier_write (KxStore *store, const KxDossierRequest *request, int fd, KxDossierReport *ret_report,
                  GError **error)
{
  g_autoptr (KxZipWriter) zip = kx_zip_writer_new (fd, kx_store_now (store), error);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) attachments = g_ptr_array_new_with_free_func (free_attachment);
  g_autoptr (KxDossierRows) rows = NULL;
  KxDossier self = { .store = store,
                     .request = request,
                     .zip = zip,
                     .by_id = by_id,
                     .attachments = attachments,
                     .now = kx_store_now (store) };
  gboolean written = zip != NULL && read_store (&self, error);

  rows = self.rows;
  if (!written || !write_attachments (&self, error) || !kx_dossier_write_index (&self, error) ||
      !write_sums (&self, error) || !write_manifest (&self, error) || !kx_zip_writer_finish (zip, error))
    return FALSE;
  *ret_report =
      (KxDossierReport){ g_strdup (kx_record_get (kx_dossier_rows_get_agency (rows), kx_agency_f_name).TEXT),
                         g_hash_table_size (by_id), attachments->len - self.missing, self.missing,
                         kx_zip_writer_get_parts (zip)->len };
  return TRUE;
}

char *
kx_dossier_find_agency (KxBook *book, const char *text, GError **error)
{
  const KxEntity *entity = kx_schema_entity (book->schema, kx_agency_entity.name);
  static const guint fields[] = { kx_agency_f_uscc, kx_agency_f_name, kx_agency_f_short_name };
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  g_autoptr (KxRecord) record = kx_uuid_is_valid (text) ? kx_row_get (book, entity, text, error) : NULL;

  if (record != NULL)
    return g_strdup (record->id);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      KxQuery query = { .entity = entity, .n_terms = 1 };
      g_autoptr (GPtrArray) found = NULL;

      query.terms[0] = (KxTerm){ .field = fields[i], .value.TEXT = text };
      if (kx_reader_list (reader, &query, 2, &found) == KX_KNOWN && found->len == 1)
        return g_strdup (((KxRecord *) found->pdata[0])->id);
      if (found != NULL && found->len > 1)
        {
          g_set_error_literal (error, KX_DOSSIER_ERROR, KX_DOSSIER_ERROR_SEVERAL,
                               "Several agencies are called so");
          return NULL;
        }
    }
  g_set_error_literal (error, KX_DOSSIER_ERROR, KX_DOSSIER_ERROR_NONE, "There is no such agency");
  return NULL;
}

char *
kx_dossier_file_name (const char *agency, KxDate today)
{
  g_autofree char *safe = kx_zip_safe_name (agency), *day = kx_date_format (today);
  g_auto (GStrv) parts = g_strsplit (day, "-", 3);

  return g_strdup_printf ("%s-%s%s%s.zip", safe, parts[0], parts[1], parts[2]);
}
