#include "exchange/kx-import-log.h"

#include "core/entities/kx-import-record.h"
#include "core/kx-crypto.h"
#include "exchange/kx-import-mapping.h"
#include "store/kx-row.h"

#include <string.h>

#define MOST_REMEMBERED 200 /* imports looked at for a mapping */
#define NAME_CHARS 200

static const KxEntity *
get_entity (const KxSchema *schema)
{
  return kx_schema_entity (schema, kx_import_record_entity.name);
}

static GPtrArray *
list_records (KxBook *book, guint field, const char *text, guint limit, GError **error)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  KxQuery query = { .entity = get_entity (book->schema), .n_terms = 1 };
  GPtrArray *records = NULL;

  query.terms[0] = (KxTerm){ .field = field, .value.TEXT = text };
  if (kx_reader_list (reader, &query, limit, &records) == KX_KNOWN)
    return records;
  g_propagate_error (error, g_error_copy (kx_row_reader_get_error (reader)));
  return NULL;
}

/* An import goes on only if its columns still mean the same; a mapping too long was not kept. */
static gboolean
may_go_on (const KxRecord *record, const KxImportEntry *entry)
{
  const char *mapping = kx_record_get (record, kx_import_record_f_mapping).CONFIG;

  return mapping == NULL || g_strcmp0 (mapping, entry->mapping) == 0;
}

gboolean
kx_import_log_find (KxBook *book, const KxImportEntry *entry, char **ret_running, char **ret_finished,
                    GError **error)
{
  g_autoptr (GPtrArray) records =
      list_records (book, kx_import_record_f_sha256, entry->sha256, MOST_REMEMBERED, error);
  const KxRecord *running = NULL, *finished = NULL;

  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    {
      const KxRecord *record = records->pdata[i];
      const KxRecord **place =
          kx_record_get (record, kx_import_record_f_state).CODE == kx_import_record_state_running ? &running
                                                                                                  : &finished;

      if (g_strcmp0 (kx_record_get (record, kx_import_record_f_office).REF, entry->office) == 0 &&
          g_strcmp0 (kx_record_get (record, kx_import_record_f_subject).TEXT, entry->subject) == 0 &&
          (*place == NULL || record->created_at.ms > (*place)->created_at.ms))
        *place = record;
    }
  if (finished != NULL)
    *ret_finished = g_strdup (finished->id);
  if (running != NULL && (finished == NULL || running->created_at.ms >= finished->created_at.ms) &&
      may_go_on (running, entry))
    *ret_running = g_strdup (running->id);
  return TRUE;
}

char *
kx_import_log_find_mapping (KxBook *book, const char *office, const char *subject, const char *header)
{
  g_autoptr (GPtrArray) records = list_records (book, kx_import_record_f_office, office, G_MAXINT, NULL);
  const KxRecord *newest = NULL;

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const KxRecord *record = records->pdata[i];
      const char *mapping = kx_record_get (record, kx_import_record_f_mapping).CONFIG;
      g_autofree char *its_header = mapping != NULL ? kx_import_mapping_header_of (mapping) : NULL;

      if (g_strcmp0 (its_header, header) == 0 &&
          g_strcmp0 (kx_record_get (record, kx_import_record_f_subject).TEXT, subject) == 0 &&
          (newest == NULL || record->created_at.ms > newest->created_at.ms))
        newest = record;
    }
  return newest != NULL ? g_strdup (kx_record_get (newest, kx_import_record_f_mapping).CONFIG) : NULL;
}

static KxOp *
make_op (KxImportTarget target, KxOpKind kind, const char *row, KxRecord *fields)
{
  char id[KX_UUID_TEXT_SIZE];
  KxOp *op;

  kx_random_uuid (target.kind->now (target.place), id);
  op = kx_op_new (kind, get_entity (target.kind->get_schema (target.place)), id, row, fields);
  op->at = target.kind->now (target.place);
  return op;
}

/* The words of the first finding that refused. */
static gboolean
fail_refused (const KxApplied *applied, const KxImportWords *words, GError **error)
{
  const KxOutcome *last = applied->outcomes->pdata[applied->outcomes->len - 1];

  for (guint i = 0; last->decision != NULL && i < last->decision->findings->len; i++)
    {
      const KxFinding *finding = last->decision->findings->pdata[i];
      g_autofree char *message = NULL;

      if (finding->verdict != KX_FAILS)
        continue;
      message = kx_import_say_finding (words, finding);
      g_set_error_literal (error, KX_IMPORT_ERROR, KX_IMPORT_ERROR_REFUSED, message);
      return FALSE;
    }
  kx_import_fail (words, error, KX_IMPORT_ERROR_REFUSED, N_ ("The import may not begin here"), NULL, NULL);
  return FALSE;
}

/* At most NAME_CHARS characters, whatever the file is called. */
static char *
shorten_name (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL && *name != '\0' ? name : "-", -1);

  return g_utf8_strlen (valid, -1) > NAME_CHARS ? g_utf8_substring (valid, 0, NAME_CHARS)
                                                : g_steal_pointer (&valid);
}

gboolean
kx_import_log_begin (KxImportTarget target, const KxActor *actor, const KxImportEntry *entry,
                     const KxImportWords *words, char ret_id[KX_UUID_TEXT_SIZE], GError **error)
{
  KxRecord *fields = kx_record_new (get_entity (target.kind->get_schema (target.place)), NULL, NULL);
  Kx_import_record *record = kx_import_record (fields);
  gsize most = (gsize) kx_field_max_chars (&fields->entity->fields[kx_import_record_f_mapping]);
  g_autofree char *name = shorten_name (entry->file_name);
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxApplied) applied = NULL;
  char id[KX_UUID_TEXT_SIZE];

  kx_import_record_set_office (record, entry->office);
  kx_import_record_set_subject (record, entry->subject);
  kx_import_record_set_file_name (record, name);
  kx_import_record_set_sha256 (record, entry->sha256);
  /* A header too long to be kept is mapped anew the next time. */
  if ((gsize) g_utf8_strlen (entry->mapping, -1) <= most)
    kx_import_record_set_mapping (record, entry->mapping);
  kx_random_uuid (target.kind->now (target.place), id);
  op = make_op (target, KX_OP_CREATE, id, fields);
  applied = kx_import_target_apply (target, actor, op, error);
  if (applied == NULL)
    return FALSE;
  if (!applied->accepted)
    return fail_refused (applied, words, error);
  memcpy (ret_id, id, sizeof id);
  return TRUE;
}

/* Takes `op`. */
static gboolean
apply_op (KxImportTarget target, const KxActor *actor, KxOp *op, const KxImportWords *words, GError **error)
{
  g_autoptr (KxOp) owned = op;
  g_autoptr (KxApplied) applied = kx_import_target_apply (target, actor, owned, error);

  return applied != NULL && (applied->accepted || fail_refused (applied, words, error));
}

static KxRecord *
make_counts (KxImportTarget target, const KxImportReport *report)
{
  KxRecord *fields = kx_record_new (get_entity (target.kind->get_schema (target.place)), NULL, NULL);
  Kx_import_record *record = kx_import_record (fields);

  kx_import_record_set_rows_read (record, kx_import_report_get_read (report));
  kx_import_record_set_rows_created (record, report->counts[KX_IMPORT_CREATED]);
  kx_import_record_set_rows_updated (record, report->counts[KX_IMPORT_UPDATED]);
  kx_import_record_set_rows_unchanged (record, report->counts[KX_IMPORT_UNCHANGED]);
  kx_import_record_set_rows_refused (record, report->counts[KX_IMPORT_REFUSED]);
  return fields;
}

gboolean
kx_import_log_finish (KxImportTarget target, const KxActor *actor, const char *id,
                      const KxImportReport *report, const KxImportWords *words, GError **error)
{
  KxBook *book = target.kind->take_reader (target.place, error);
  g_autoptr (KxRecord) now = NULL;
  KxOp *counts, *finish;

  if (book == NULL)
    return FALSE;
  now = kx_row_get (book, get_entity (target.kind->get_schema (target.place)), id, error);
  target.kind->give_reader (target.place, book);
  if (now == NULL)
    return FALSE;
  if (kx_record_get (now, kx_import_record_f_state).CODE == kx_import_record_state_finished)
    return TRUE;
  counts = make_op (target, KX_OP_PATCH, id, make_counts (target, report));
  counts->base = now->seq;
  if (!apply_op (target, actor, counts, words, error))
    return FALSE;
  finish = make_op (target, KX_OP_ACTION, id, NULL);
  finish->action = g_strdup ("finish");
  return apply_op (target, actor, finish, words, error);
}
