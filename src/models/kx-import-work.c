#include "models/kx-import-work.h"

#include "core/entities/kx-import-record.h"
#include "core/entities/kx-office.h"
#include "models/kx-import-choice.h"
#include "store/kx-row.h"

#include <glib/gstdio.h>

#define MOST_KEPT 20 /* workbooks of refused rows */

static void
clear (gpointer data)
{
  KxImportWork *self = data;

  g_clear_pointer (&self->import, kx_import_free);
  g_clear_pointer (&self->file, kx_import_file_unref);
  g_clear_pointer (&self->actor, kx_actor_free);
  g_free (self->office);
  g_free (self->sheet);
  g_free (self->mapping);
  g_free (self->state);
  g_free (self->keep_in);
  g_clear_object (&self->owner);
}

KxImportWork *
kx_import_work_new (void)
{
  return g_atomic_rc_box_new0 (KxImportWork);
}

KxImportWork *
kx_import_work_ref (KxImportWork *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kx_import_work_unref (KxImportWork *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

void
kx_import_look_free (KxImportLook *self)
{
  g_free (self->sheet);
  g_free (self->others);
  g_free (self->earlier);
  g_free (self->problem);
  g_ptr_array_unref (self->columns);
  g_object_unref (self->preview);
  g_free (self);
}

static KxImportOptions
make_options (const KxImportWork *self)
{
  return (KxImportOptions){ .entity = self->entity,
                            .office = self->office,
                            .file_name = self->file->name,
                            .sheet = self->sheet,
                            .header = self->header,
                            .mapping = self->mapping,
                            .state = self->state,
                            .words = self->words,
                            .progress = self->progress,
                            .progress_data = self->progress_data,
                            .mode = self->mode,
                            .dry_run = self->dry_run,
                            .strict = self->strict };
}

static KxImport *
open_table (KxImportWork *self, GError **error)
{
  KxImportOptions options = make_options (self);

  return kx_import_new_opened (self->target, self->actor, self->file->workbook, self->file->sha256, &options,
                               error);
}

/* Of two sheets that nobody asked for the one to show: something stands in it, and it is not hidden. */
static guint
rate_sheet (const KxSheet *sheet)
{
  return kx_sheet_get_n_rows (sheet) > 0 ? 2 + !kx_sheet_get_hidden (sheet) : 0;
}

/* The sheet to show where no table was found: the one asked for, else the first that is worth it. */
static const KxSheet *
find_sheet (const KxWorkbook *workbook, const char *name)
{
  const KxSheet *first = NULL;

  for (guint i = 0; i < kx_workbook_get_n_sheets (workbook); i++)
    {
      const KxSheet *sheet = kx_workbook_get_sheet (workbook, i);

      if (name != NULL && g_str_equal (kx_sheet_get_name (sheet), name))
        return sheet;
      if (first == NULL || rate_sheet (sheet) > rate_sheet (first))
        first = sheet;
    }
  return first;
}

static KxImportOrigin
find_origin (const KxImportWork *self, const KxImportTable *table, const KxImportColumn *column)
{
  if (column->by_title)
    return KX_IMPORT_ORIGIN_TITLE;
  if (self->mapping != NULL)
    return KX_IMPORT_ORIGIN_PERSON;
  return table->code_row != 0 ? KX_IMPORT_ORIGIN_CODE : KX_IMPORT_ORIGIN_REMEMBERED;
}

static void
count_rows (KxImportLook *look, const KxImportTable *table)
{
  const KxEntity *entity = kx_import_headings_get_entity (table->headings);
  int unique = kx_entity_flagged (entity, KX_UNIQUE);
  const KxImportColumn *column = unique >= 0 ? kx_import_table_field (table, (guint) unique) : NULL;

  look->n_rows = table->rows->len;
  look->n_hidden = table->hidden_rows->len;
  look->n_skipped = table->skipped->len;
  for (guint i = 0; column != NULL && i < table->rows->len; i++)
    {
      const KxCell *cell =
          kx_import_table_cell (table, g_array_index (table->rows, guint, i), column->number);

      look->n_keyed += !kx_import_value_is_nothing (&entity->fields[unique], cell);
    }
}

/* "名单.xlsx, 2026-07-01 16:30" of an import that came to its end. */
static char *
describe_earlier (KxImportWork *self, const char *id)
{
  KxBook *book = self->target.kind->take_reader (self->target.place, NULL);
  const KxEntity *entity =
      book != NULL ? kx_schema_entity (book->schema, kx_import_record_entity.name) : NULL;
  g_autoptr (KxRecord) record = book != NULL ? kx_row_get (book, entity, id, NULL) : NULL;
  char *text = NULL;

  if (record != NULL)
    {
      g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (record->created_at.ms / 1000);
      g_autoptr (GDateTime) office_time = g_date_time_add_hours (utc, 8);
      g_autofree char *time = g_date_time_format (office_time, "%Y-%m-%d %H:%M");

      text = g_strdup_printf ("%s, %s", kx_record_get (record, kx_import_record_f_file_name).TEXT, time);
    }
  if (book != NULL)
    self->target.kind->give_reader (self->target.place, book);
  return text;
}

static void
find_earlier (KxImportWork *self, KxImport *import, KxImportLook *look)
{
  g_autofree char *running = NULL;
  g_autofree char *finished = kx_import_find_earlier (import, &running, NULL);

  look->interrupted = running != NULL;
  if (finished != NULL)
    look->earlier = describe_earlier (self, finished);
}

static char *
join_others (const KxImportTable *table)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < table->other_sheets->len; i++)
    g_string_append_printf (names, "%s“%s”", i > 0 ? ", " : "", (char *) table->other_sheets->pdata[i]);
  return names->len > 0 ? g_string_free (g_steal_pointer (&names), FALSE) : NULL;
}

static void
describe_table (KxImportWork *self, KxImport *import, KxImportLook *look)
{
  const KxImportTable *table = kx_import_get_table (import);

  look->header = table->first_header;
  look->last_header = table->last_header;
  look->others = join_others (table);
  for (guint i = 0; i < table->columns->len; i++)
    {
      const KxImportColumn *column = table->columns->pdata[i];

      g_ptr_array_add (look->columns,
                       kx_import_column_item_new (table, column, find_origin (self, table, column)));
    }
  count_rows (look, table);
  find_earlier (self, import, look);
}

KxImportLook *
kx_import_work_look (KxImportWork *self)
{
  KxImportLook *look = g_new0 (KxImportLook, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxImport) import = open_table (self, &error);
  const KxImportTable *table = import != NULL ? kx_import_get_table (import) : NULL;
  const KxSheet *sheet = table != NULL ? table->sheet : find_sheet (self->file->workbook, self->sheet);

  look->sheet = g_strdup (sheet != NULL ? kx_sheet_get_name (sheet) : "");
  look->columns = g_ptr_array_new_with_free_func (g_object_unref);
  look->preview = g_list_store_new (KX_TYPE_IMPORT_PREVIEW_ROW);
  if (sheet != NULL)
    kx_import_preview_fill (look->preview, self->file, sheet, table);
  if (import != NULL)
    describe_table (self, import, look);
  if (error == NULL && look->n_rows > KX_IMPORT_MAX_ROWS)
    kx_import_check (import, &error);
  if (error != NULL)
    {
      look->problem = g_strdup (error->message);
      look->barred = !g_error_matches (error, KX_IMPORT_ERROR, KX_IMPORT_ERROR_HEADER) &&
                     !g_error_matches (error, KX_IMPORT_ERROR, KX_IMPORT_ERROR_LIMIT);
    }
  return look;
}

typedef struct
{
  char *path; /* owned */
  gint64 changed;
} Kept;

static void
kept_free (gpointer data)
{
  g_free (((Kept *) data)->path);
  g_free (data);
}

static gint
compare_kept (gconstpointer a, gconstpointer b)
{
  gint64 one = (*(Kept *const *) a)->changed, two = (*(Kept *const *) b)->changed;

  return one < two ? 1 : one > two ? -1 : 0;
}

/* The newest stay: they hold what people typed, and nobody corrects a roster of last year. */
static void
drop_old_kept (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (kept_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      Kept *kept = g_new0 (Kept, 1);
      GStatBuf about;

      kept->path = g_build_filename (folder, name, NULL);
      kept->changed = g_stat (kept->path, &about) == 0 ? (gint64) about.st_mtime : 0;
      g_ptr_array_add (all, kept);
    }
  g_ptr_array_sort (all, compare_kept);
  for (guint i = MOST_KEPT; i < all->len; i++)
    g_remove (((Kept *) all->pdata[i])->path);
}

/* What was refused can still be had when the window is long closed. */
static gboolean
keep_refused (KxImportWork *self, GError **error)
{
  const KxImportReport *report = kx_import_get_report (self->import);
  g_autofree char *name = NULL, *path = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size;
  const void *data;

  if (self->keep_in == NULL || report->import == NULL || report->counts[KX_IMPORT_REFUSED] == 0)
    return TRUE;
  name = g_strconcat (report->import, ".xlsx", NULL);
  path = g_build_filename (self->keep_in, name, NULL);
  bytes = kx_import_write_errors (self->import, error);
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &size);
  g_mkdir_with_parents (self->keep_in, 0700);
  if (!g_file_set_contents_full (path, data, (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return FALSE;
  drop_old_kept (self->keep_in);
  return TRUE;
}

gboolean
kx_import_work_run (KxImportWork *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) kept = NULL;

  g_clear_pointer (&self->import, kx_import_free);
  self->import = open_table (self, error);
  if (self->import == NULL || !kx_import_run (self->import, cancellable, error))
    {
      g_clear_pointer (&self->import, kx_import_free);
      return FALSE;
    }
  /* The rows are in: a copy that cannot be kept is no failure of the import. */
  if (!self->dry_run && !keep_refused (self, &kept))
    g_info ("The refused rows are not kept: %s", kept->message);
  return TRUE;
}

static gint
compare_labels (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (kx_import_choice_get_label (*(KxImportChoice *const *) a),
                         kx_import_choice_get_label (*(KxImportChoice *const *) b));
}

/* Whether the person works at this office rather than above it. */
static gboolean
is_own (const KxActor *actor, const char *area)
{
  for (guint i = 0; i < actor->roles->len; i++)
    {
      const KxRoleIn *role = &g_array_index (actor->roles, KxRoleIn, i);

      if (role->role == KX_ROLE_INDEX_clerk && g_str_equal (role->area, area))
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
kx_import_work_list_offices (KxImportTarget target, const KxActor *actor, char **ret_own, GError **error)
{
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (g_object_unref);
  KxBook *book = target.kind->take_reader (target.place, error);
  g_autoptr (KxReader) reader = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  const char *own = NULL;
  guint n_own = 0;
  KxQuery query = { 0 };
  KxAnswer answer;

  if (book == NULL)
    return NULL;
  reader = kx_row_reader_new (book);
  query.entity = kx_schema_entity (book->schema, kx_office_entity.name);
  answer = kx_reader_list (reader, &query, G_MAXINT, &rows);
  if (answer != KX_KNOWN)
    g_propagate_error (error, g_error_copy (kx_row_reader_get_error (reader)));
  for (guint i = 0; answer == KX_KNOWN && i < rows->len; i++)
    {
      const KxRecord *record = rows->pdata[i];
      const char *area = kx_record_get (record, kx_office_f_area).TEXT;

      if (is_own (actor, area))
        {
          own = record->id;
          n_own++;
        }
      if (actor->system || (kx_actor_roles (actor, area) & KX_ROLE (clerk)) != 0)
        g_ptr_array_add (choices,
                         kx_import_choice_new (record->id, kx_record_get (record, kx_office_f_name).TEXT));
    }
  g_clear_pointer (&reader, kx_row_reader_free);
  target.kind->give_reader (target.place, book);
  if (answer != KX_KNOWN)
    return NULL;
  *ret_own = n_own == 1 ? g_strdup (own) : NULL;
  g_ptr_array_sort (choices, compare_labels);
  return g_steal_pointer (&choices);
}
