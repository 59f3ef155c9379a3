#include "exchange/kx-import.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-area.h"
#include "core/entities/kx-office.h"
#include "core/kx-check.h"
#include "core/kx-crypto.h"
#include "exchange/kx-import-errors.h"
#include "exchange/kx-import-log.h"
#include "exchange/kx-import-mapping.h"
#include "exchange/kx-import-overlay.h"
#include "exchange/kx-import-subject.h"
#include "store/kx-offices.h"
#include "store/kx-row.h"

#include <string.h>

struct _KxImport
{
  KxImportTarget target;
  KxActor *actor; /* owned copy */
  KxImportOptions options;
  const KxEntity *entity;
  KxWorkbook *own_workbook; /* owned; NULL: the caller's */
  const KxWorkbook *workbook;
  KxImportHeadings *headings;
  KxImportTable *table;
  KxImportReport *report;
  KxBook *book;     /* for reading; ours until the run is over */
  KxReader *reader; /* over the book */
  KxImportAreas *areas;
  KxImportValues values;
  char *area, *office; /* office: id, NULL: not made yet */
  char *sha256;
};

/* What is needed to read rows, but not to tell what became of them. */
static void
give_back (KxImport *self)
{
  g_clear_pointer (&self->values.codes, g_hash_table_unref);
  g_clear_pointer (&self->areas, kx_import_areas_free);
  g_clear_pointer (&self->reader, kx_row_reader_free);
  if (self->book != NULL)
    self->target.kind->give_reader (self->target.place, g_steal_pointer (&self->book));
}

void
kx_import_free (KxImport *self)
{
  if (self == NULL)
    return;
  give_back (self);
  g_clear_pointer (&self->report, kx_import_report_free);
  g_clear_pointer (&self->table, kx_import_table_free);
  g_clear_pointer (&self->headings, kx_import_headings_free);
  g_clear_pointer (&self->own_workbook, kx_workbook_free);
  kx_actor_free (self->actor);
  g_free (self->area);
  g_free (self->office);
  g_free (self->sha256);
  g_free (self);
}

static const KxSchema *
get_schema (KxImport *self)
{
  return self->target.kind->get_schema (self->target.place);
}

static KxTime
now (KxImport *self)
{
  return self->target.kind->now (self->target.place);
}

static gboolean
fail (const KxImport *self, KxImportError code, const char *msgid, const char *name, const char *text,
      GError **error)
{
  kx_import_fail (self->options.words, error, code, msgid, name, text);
  return FALSE;
}

/* Whether the person may see the rows of this office; a page of findings for each row would say no more. */
static gboolean
check_actor (KxImport *self, GError **error)
{
  g_autofree char *space = g_strconcat (self->area, "/", self->entity->drawer, NULL);

  return kx_actor_may_read (self->actor, space) ||
         fail (self, KX_IMPORT_ERROR_REFUSED, N_ ("Your role does not include this step here"), NULL, NULL,
               error);
}

static gboolean
find_office (KxImport *self, GError **error)
{
  g_autoptr (KxRecord) office = NULL;
  GError *local = NULL;
  guint n = 0;

  if (self->options.office != NULL)
    {
      office = kx_row_get (self->book, kx_schema_entity (self->book->schema, "office"), self->options.office,
                           &local);
      if (office != NULL && office->deleted_at.ms == 0)
        {
          self->office = g_strdup (office->id);
          self->area = g_strdup (kx_record_get (office, kx_office_f_area).TEXT);
          return TRUE;
        }
    }
  else if (self->options.area != NULL)
    {
      self->area = kx_check_normalize (&kx_office_entity.fields[kx_office_f_area], self->options.area);
      self->office = kx_offices_find (self->book, self->area, &n, &local);
    }
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (n > 1)
    return fail (self, KX_IMPORT_ERROR_OFFICE, N_ ("The area {area} has several offices: say which"), "area",
                 self->area, error);
  if (self->area == NULL || (self->office == NULL && !self->actor->system))
    return fail (self, KX_IMPORT_ERROR_OFFICE, N_ ("There is no office of the area {area}"), "area",
                 self->area != NULL ? self->area : self->options.office, error);
  return TRUE;
}

static gboolean
has_field (guint64 fields, int field)
{
  return field >= 0 && (fields >> field & 1) != 0;
}

/* The fields all rows need, and of agencies the code or the reason for having none; to change a row, what
 * tells it. What runs on paper needs its agency alone: the rest may be completed. */
char *
kx_import_list_needed (const KxEntity *entity, KxImportMode mode, guint64 fields, const KxImportWords *words)
{
  int unique = kx_entity_flagged (entity, KX_UNIQUE), reason = kx_entity_field (entity, "no_uscc_reason");
  gboolean update = mode == KX_IMPORT_UPDATE;
  KxImportSubject subject = kx_import_subject (entity);
  g_autoptr (GString) missing = g_string_new (NULL);

  for (guint i = 0; i < entity->n_fields; i++)
    {
      const KxField *field = &entity->fields[i];
      gboolean wanted = update ? (field->flags & KX_TITLE) != 0 && !has_field (fields, unique)
                               : (field->flags & KX_REQUIRED) != 0 && kx_import_takes_field (field);

      if (!update && (int) i == unique)
        wanted = !has_field (fields, reason);
      if (subject.takes_over)
        wanted = (int) i == subject.agency;
      if (wanted && !has_field (fields, (int) i))
        g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "",
                                kx_import_say (words, field->label));
    }
  return missing->len > 0 ? g_string_free (g_steal_pointer (&missing), FALSE) : NULL;
}

static gboolean
check_columns (const KxImport *self, GError **error)
{
  guint64 fields = 0;
  g_autofree char *missing = NULL;

  for (guint i = 0; i < self->table->columns->len; i++)
    {
      const KxImportMeaning *meaning = &((const KxImportColumn *) self->table->columns->pdata[i])->meaning;

      if (meaning->use == KX_IMPORT_FIELD)
        fields |= G_GUINT64_CONSTANT (1) << meaning->field;
      else if (meaning->use == KX_IMPORT_AGENCY_CODE || meaning->use == KX_IMPORT_AGENCY_NAME)
        fields |= G_GUINT64_CONSTANT (1) << (guint) kx_import_subject (self->entity).agency;
    }
  missing = kx_import_list_needed (self->entity, self->options.mode, fields, self->options.words);
  return missing == NULL ||
         fail (self, KX_IMPORT_ERROR_COLUMNS, N_ ("These columns are needed and missing: {columns}"),
               "columns", missing, error);
}

static gboolean
check_rows (const KxImport *self, GError **error)
{
  g_autofree char *most = g_strdup_printf ("%d", KX_IMPORT_MAX_ROWS);

  if (self->table->rows->len == 0)
    return fail (self, KX_IMPORT_ERROR_EMPTY, N_ ("There are no rows below the header"), NULL, NULL, error);
  return self->table->rows->len <= KX_IMPORT_MAX_ROWS ||
         fail (self, KX_IMPORT_ERROR_LIMIT, N_ ("A file may have {most} rows: split it"), "most", most,
               error);
}

static gboolean
find_table (KxImport *self, GError **error)
{
  g_autofree char *header = NULL, *remembered = NULL;

  self->table = kx_import_table_find (self->workbook, self->headings, self->options.sheet,
                                      self->options.header, self->options.mapping, error);
  if (self->table == NULL)
    return FALSE;
  if (self->options.mapping == NULL && self->office != NULL && self->table->code_row == 0)
    {
      header = kx_import_mapping_header (self->table);
      remembered = kx_import_log_find_mapping (self->book, self->office, self->entity->name, header);
    }
  if (remembered != NULL)
    {
      KxImportTable *again = kx_import_table_find (self->workbook, self->headings, self->options.sheet,
                                                   self->options.header, remembered, NULL);

      /* What is remembered may name a field that a later program gave up: then the titles alone count. */
      if (again != NULL)
        {
          kx_import_table_free (self->table);
          self->table = again;
        }
    }
  return TRUE;
}

static void
set_up_values (KxImport *self)
{
  self->areas = kx_import_areas_new (self->area, self->reader,
                                     kx_schema_entity (self->book->schema, kx_area_entity.name));
  self->values = (KxImportValues){
    .entity = self->entity,
    .words = self->options.words,
    .areas = self->areas,
    .codes = kx_import_value_codes (self->entity, self->options.words),
    .today = kx_import_target_today (self->target),
    .date_1904 = kx_workbook_get_date_1904 (self->workbook),
  };
}

/* All but the table: where the rows go and whether the person may take them there. */
static KxImport *
begin (KxImportTarget target, const KxActor *actor, const KxImportOptions *options, GError **error)
{
  g_autoptr (KxImport) self = g_new0 (KxImport, 1);
  const char *name = options->entity != NULL ? options->entity->name : kx_agency_entity.name;

  self->target = target;
  self->actor = kx_actor_copy (actor);
  self->options = *options;
  self->entity = kx_schema_entity (target.kind->get_schema (target.place), name);
  self->book = target.kind->take_reader (target.place, error);
  if (self->book == NULL)
    return NULL;
  self->reader = kx_row_reader_new (self->book);
  self->headings = kx_import_headings_new (self->entity, options->words);
  if (!find_office (self, error) || !check_actor (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

gboolean
kx_import_check (const KxImport *self, GError **error)
{
  return check_columns (self, error) && check_rows (self, error);
}

KxImport *
kx_import_new (KxImportTarget target, const KxActor *actor, GBytes *file, const KxImportOptions *options,
               GError **error)
{
  g_autoptr (KxImport) self = begin (target, actor, options, error);
  gsize size;
  const void *data = g_bytes_get_data (file, &size);

  if (self == NULL)
    return NULL;
  self->sha256 = kx_sha256_hex (data, size);
  self->own_workbook = kx_workbook_open_bytes (file, options->sheet_options, error);
  self->workbook = self->own_workbook;
  if (self->workbook == NULL || !find_table (self, error))
    return NULL;
  set_up_values (self);
  if (!kx_import_check (self, error))
    return NULL;
  kx_import_row_doubt_columns (self->table, &self->values);
  return g_steal_pointer (&self);
}

KxImport *
kx_import_new_opened (KxImportTarget target, const KxActor *actor, const KxWorkbook *workbook,
                      const char *sha256, const KxImportOptions *options, GError **error)
{
  g_autoptr (KxImport) self = begin (target, actor, options, error);

  if (self == NULL)
    return NULL;
  self->sha256 = g_strdup (sha256);
  self->workbook = workbook;
  if (!find_table (self, error))
    return NULL;
  set_up_values (self);
  kx_import_row_doubt_columns (self->table, &self->values);
  return g_steal_pointer (&self);
}

const KxImportTable *
kx_import_get_table (const KxImport *self)
{
  return self->table;
}

static void
tell_progress (KxImport *self, guint done)
{
  if (self->options.progress != NULL)
    self->options.progress (done, self->table->rows->len, self->options.progress_data);
}

static KxImportRow *
read_row (KxImport *self, guint i)
{
  return kx_import_row_read (self->table, &self->values, g_array_index (self->table->rows, guint, i));
}

/* One that is unknown, or in which nothing may come in, counts as not said. */
static int
find_state (const KxImport *self)
{
  KxImportSubject subject = kx_import_subject (self->entity);
  const char *name = self->options.state;
  int code = subject.takes_over && name != NULL
                 ? kx_field_code (&self->entity->fields[self->entity->state], name, strlen (name))
                 : -1;

  return code >= 0 && (subject.states >> code & 1) != 0 ? code : subject.state;
}

static void
begin_pass (KxImport *self, KxImportPass *pass, const char *import)
{
  *pass = (KxImportPass){ .schema = get_schema (self),
                          .entity = self->entity,
                          .table = self->table,
                          .actor = self->actor,
                          .office = self->office,
                          .area = self->area,
                          .state = find_state (self),
                          .target = self->target.kind,
                          .import = import,
                          .mode = self->options.mode };
  kx_import_pass_init (pass);
  g_clear_pointer (&self->report, kx_import_report_free);
  self->report = kx_import_report_new ();
}

/* A dry run without an office decides as if the one that would be made were there. */
static gboolean
lay_office (KxImport *self, KxReader *overlay, GError **error)
{
  g_autoptr (KxOp) op = NULL;
  KxScene scene = { .schema = get_schema (self),
                    .actor = self->actor,
                    .reader = overlay,
                    .today = kx_import_target_today (self->target) };
  g_autoptr (KxDecision) decision = NULL;

  if (self->office != NULL)
    return TRUE;
  op = kx_offices_make_op (get_schema (self), now (self), self->area);
  scene.op = op;
  decision = kx_decide (&scene);
  if (decision->result == KX_REJECTED || !kx_import_overlay_add (overlay, decision))
    return fail (self, KX_IMPORT_ERROR_OFFICE, N_ ("There is no office of the area {area}"), "area",
                 self->area, error);
  self->office = g_strdup (op->row);
  return TRUE;
}

static gboolean
list_missing (KxImport *self, const KxImportPass *pass, GError **error)
{
  int title = kx_entity_flagged (self->entity, KX_TITLE),
      office = kx_entity_flagged (self->entity, KX_OFFICE);
  const KxField *fields = self->entity->fields;
  /* What runs on paper is spoken of by its agency. */
  gboolean paper = kx_import_subject (self->entity).takes_over;
  g_autofree char *name = g_strdup_printf (
      paper ? "(SELECT a.name FROM agency a WHERE a.id = r.agency) || COALESCE(' · ' || \"%s\", '')"
            : "\"%s\"",
      fields[title].name);
  g_autofree char *sql = g_strdup_printf ("SELECT id, %s FROM \"%s\" r WHERE \"%s\" = $1 AND deleted_at = 0 "
                                          "ORDER BY id",
                                          name, self->entity->name, fields[office].name);
  g_autoptr (KxDbRows) rows = kx_db_query (self->book->db, sql, &KX_ARG_TEXT (self->office), 1, error);
  GError *local = NULL;

  if (rows == NULL)
    return FALSE;
  while (kx_db_rows_next (rows, &local))
    {
      KxImportMissing *missing;

      if (g_hash_table_contains (pass->matched, kx_db_rows_text (rows, 0)))
        continue;
      if (self->report->n_missing++ >= KX_IMPORT_MAX_MISSING)
        continue;
      missing = g_new (KxImportMissing, 1);
      *missing =
          (KxImportMissing){ g_strdup (kx_db_rows_text (rows, 0)), g_strdup (kx_db_rows_text (rows, 1)) };
      g_ptr_array_add (self->report->missing, missing);
    }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static gboolean
try_rows (KxImport *self, KxImportPass *pass, KxReader *overlay, GCancellable *cancellable, GError **error)
{
  KxImportPlace place = { .book = self->book,
                          .reader = overlay,
                          .at = now (self),
                          .today = kx_import_target_today (self->target),
                          .dry = TRUE };

  for (guint i = 0; i < self->table->rows->len; i++)
    {
      g_autoptr (KxImportRow) row = read_row (self, i);

      if (i % KX_IMPORT_TOGETHER == 0)
        {
          tell_progress (self, i);
          if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
        }
      if (!kx_import_step (pass, &place, row, self->report, error))
        return FALSE;
    }
  tell_progress (self, self->table->rows->len);
  return TRUE;
}

static gboolean
run_dry (KxImport *self, GCancellable *cancellable, GError **error)
{
  KxReader *overlay = kx_import_overlay_new (self->reader);
  g_autofree char *office = g_strdup (self->office);
  KxImportPass pass;
  gboolean good = lay_office (self, overlay, error);

  begin_pass (self, &pass, self->sha256);
  good = good && try_rows (self, &pass, overlay, cancellable, error) && list_missing (self, &pass, error);
  kx_import_pass_clear (&pass);
  kx_import_overlay_free (overlay);
  g_free (self->office);
  self->office = g_steal_pointer (&office);
  return good;
}

/* A piece of work for the writer's thread. */
typedef struct
{
  KxImport *import;
  KxImportPass *pass;
  GPtrArray *rows; /* (element-type KxImportRow) */
} Piece;

static gboolean
write_piece (KxBook *book, gpointer data, GError **error)
{
  Piece *piece = data;
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  KxImportPlace place = { .book = book, .reader = reader, .at = now (piece->import) };

  place.today = kx_store_date_of (place.at);
  for (guint i = 0; i < piece->rows->len; i++)
    if (!kx_import_step (piece->pass, &place, piece->rows->pdata[i], piece->import->report, error))
      return FALSE;
  return TRUE;
}

static gboolean
write_rows (KxImport *self, KxImportPass *pass, GCancellable *cancellable, GError **error)
{
  guint n = self->table->rows->len;

  for (guint first = 0; first < n; first += KX_IMPORT_TOGETHER)
    {
      g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_import_row_free);
      Piece piece = { self, pass, rows };

      tell_progress (self, first);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      for (guint i = first; i < MIN (first + KX_IMPORT_TOGETHER, n); i++)
        g_ptr_array_add (rows, read_row (self, i));
      if (!self->target.kind->write (self->target.place, write_piece, &piece, error))
        return FALSE;
    }
  tell_progress (self, n);
  return TRUE;
}

static gboolean
make_office (KxImport *self, GError **error)
{
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxApplied) applied = NULL;

  if (self->office != NULL)
    return TRUE;
  op = kx_offices_make_op (get_schema (self), now (self), self->area);
  applied = kx_import_target_apply (self->target, self->actor, op, error);
  if (applied == NULL)
    return FALSE;
  if (!applied->accepted)
    return fail (self, KX_IMPORT_ERROR_OFFICE, N_ ("There is no office of the area {area}"), "area",
                 self->area, error);
  self->office = g_strdup (op->row);
  return TRUE;
}

static KxImportEntry
make_entry (const KxImport *self, const char *mapping)
{
  return (KxImportEntry){ .office = self->office,
                          .subject = self->entity->name,
                          .file_name = self->options.file_name,
                          .sha256 = self->sha256,
                          .mapping = mapping };
}

static gboolean
run_real (KxImport *self, const char *running, const char *mapping, GCancellable *cancellable, GError **error)
{
  KxImportEntry entry;
  KxImportPass pass;
  char id[KX_UUID_TEXT_SIZE];
  gboolean good;

  if (!make_office (self, error))
    return FALSE;
  entry = make_entry (self, mapping);
  if (running != NULL)
    g_strlcpy (id, running, sizeof id);
  else if (!kx_import_log_begin (self->target, self->actor, &entry, self->options.words, id, error))
    return FALSE;
  begin_pass (self, &pass, id);
  pass.resumes = running != NULL;
  good = write_rows (self, &pass, cancellable, error) && list_missing (self, &pass, error) &&
         kx_import_log_finish (self->target, self->actor, id, self->report, self->options.words, error);
  kx_import_pass_clear (&pass);
  self->report->written = good;
  self->report->resumed = running != NULL;
  self->report->import = g_strdup (id);
  return good;
}

char *
kx_import_find_earlier (const KxImport *self, char **ret_running, GError **error)
{
  g_autofree char *mapping = kx_import_mapping_to_json (self->table), *running = NULL;
  KxImportEntry entry = make_entry (self, mapping);
  char *finished = NULL;

  if (self->office != NULL && !kx_import_log_find (self->book, &entry, &running, &finished, error))
    return NULL;
  if (ret_running != NULL)
    *ret_running = g_steal_pointer (&running);
  return finished;
}

gboolean
kx_import_run (KxImport *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *running = NULL, *finished = NULL, *mapping = kx_import_mapping_to_json (self->table);
  KxImportEntry entry = make_entry (self, mapping);
  gboolean dry = self->options.dry_run;
  gboolean good;

  g_return_val_if_fail (self->book != NULL, FALSE);
  good = kx_import_check (self, error) &&
         (self->office == NULL || kx_import_log_find (self->book, &entry, &running, &finished, error)) &&
         ((!dry && !self->options.strict) || run_dry (self, cancellable, error));
  dry = dry || (good && self->options.strict && self->report->counts[KX_IMPORT_REFUSED] > 0);
  good = good && (dry || run_real (self, running, mapping, cancellable, error));
  give_back (self);
  if (!good)
    {
      g_clear_pointer (&self->report, kx_import_report_free);
      return FALSE;
    }
  self->report->dry_run = self->options.dry_run;
  self->report->repeat_of = g_steal_pointer (&finished);
  return TRUE;
}

const KxImportReport *
kx_import_get_report (const KxImport *self)
{
  return self->report;
}

char *
kx_import_dup_report_json (const KxImport *self)
{
  return kx_import_report_to_json (self->report, self->table, self->options.words);
}

GBytes *
kx_import_write_errors (const KxImport *self, GError **error)
{
  return kx_import_errors_write (self->table, self->report, self->options.words, error);
}
