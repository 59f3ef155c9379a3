#include "exchange/kx-dossier-private.h"

#include "core/kx-lifecycle.h"
#include "core/kx-wire.h"
#include "exchange/kx-export.h"
#include "exchange/kx-sheet-write.h"
#include "store/kx-audit.h"
#include "store/kx-history.h"

#include <string.h>

#define PAGE 200
#define MOST_LINES 100000 /* of the table for people; the list for programs has all */

/* The first moment of a day in the office's time. */
static KxTime
begin_of (KxDate day)
{
  g_autoptr (GDateTime) begin = NULL;

  if (day.ymd == 0)
    return (KxTime){ 0 };
  begin = g_date_time_new_utc (day.ymd / 10000, day.ymd / 100 % 100, day.ymd % 100, 0, 0, 0);
  return (KxTime){ (g_date_time_to_unix (begin) - 8 * 3600) * 1000 };
}

static const char *
text_of (JsonObject *line, const char *name)
{
  return json_object_get_string_member_with_default (line, name, NULL);
}

/* All lines of a row in the period, oldest first. (element-type JsonObject) */
static GPtrArray *
list_history (KxBook *book, const KxRecord *record, KxTime since, GError **error)
{
  g_autoptr (GPtrArray) newest = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  gint64 before = 0;

  do
    {
      g_autoptr (JsonArray) page =
          kx_history_list (book, record->entity, record->id, before, PAGE, &before, error);

      if (page == NULL)
        return NULL;
      for (guint i = 0; i < json_array_get_length (page); i++)
        {
          JsonObject *line = json_array_get_object_element (page, i);
          KxTime at;

          if (kx_time_from_text (text_of (line, "at"), &at) && at.ms >= since.ms)
            g_ptr_array_add (newest, json_object_ref (line));
        }
    }
  while (before > 0);
  for (guint i = newest->len; i > 0; i--)
    g_ptr_array_add (lines, json_object_ref (newest->pdata[i - 1]));
  return g_steal_pointer (&lines);
}

/* What was done, in words: a step by its label. */
static const char *
say_kind (const KxDossier *self, const KxEntity *entity, const char *kind)
{
  static const struct
  {
    const char *name, *words;
  } kinds[] = {
    { "create", N_ ("Made") },      { "patch", N_ ("Changed") },  { "add", N_ ("Added to a set") },
    { "remove", N_ ("Removed") },   { "delete", N_ ("Deleted") }, { "restore", N_ ("Restored") },
    { "reveal", N_ ("Looked at") },
  };
  const KxTransition *step =
      entity->lifecycle != NULL ? kx_lifecycle_knows (entity->lifecycle, KX_OP_ACTION, kind) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kind, kinds[i].name) == 0)
      return kx_dossier_say (self, kinds[i].words);
  return step != NULL ? kx_dossier_say (self, step->label) : kind;
}

/* A value as people read it: codes by their label, rows of this file by their title. */
static char *
say_value (const KxDossier *self, const KxField *field, const char *text)
{
  KxValue value;

  if (text == NULL || field == NULL || !kx_value_from_text (field, text, &value))
    return g_strdup (text);
  if (field->kind == KX_CODE)
    return g_strdup (kx_dossier_say (self, kx_field_code_label (field, value.CODE)));
  if (field->kind == KX_BOOLEAN)
    return g_strdup (kx_dossier_say (self, value.BOOLEAN ? N_ ("Yes") : N_ ("No")));
  if (field->kind == KX_REF && g_hash_table_contains (self->by_id, text))
    return kx_dossier_dup_title (g_hash_table_lookup (self->by_id, text));
  return g_strdup (text);
}

static gboolean
add_to_table (const KxDossier *self, KxSheetWriter *table, const KxRecord *record, JsonObject *line,
              GError **error)
{
  const char *name = text_of (line, "field"), *who = text_of (line, "by_name");
  int index = name != NULL ? kx_entity_field (record->entity, name) : -1;
  const KxField *field = index >= 0 ? &record->entity->fields[index] : NULL;
  g_autofree char *title = kx_dossier_dup_title (record), *time = NULL;
  g_autofree char *old = say_value (self, field, text_of (line, "old"));
  g_autofree char *new = say_value (self, field, text_of (line, "new"));
  KxTime at = { 0 };
  const char *cells[9];

  kx_time_from_text (text_of (line, "at"), &at);
  time = kx_dossier_dup_time (at);
  cells[0] = time;
  cells[1] = who != NULL ? who : text_of (line, "by");
  cells[2] = kx_dossier_say (self, record->entity->label);
  cells[3] = title;
  cells[4] = say_kind (self, record->entity, text_of (line, "kind"));
  cells[5] = field != NULL ? kx_dossier_say (self, field->label) : name;
  cells[6] = old;
  cells[7] = new;
  cells[8] = text_of (line, "reason");
  return kx_sheet_writer_add_row (table, cells, error);
}

/* One line as JSON, with the row it is about. */
static gboolean
write_line (KxDossier *self, const KxRecord *record, JsonObject *line, GError **error)
{
  g_autofree char *text = NULL, *whole = NULL;

  json_object_set_string_member (line, "entity", record->entity->name);
  json_object_set_string_member (line, "row", record->id);
  text = kx_wire_object_text (json_object_ref (line), NULL);
  whole = g_strconcat (text, "\n", NULL);
  return kx_zip_writer_write (self->zip, whole, strlen (whole), error);
}

static KxSheetWriter *
make_table (const KxDossier *self)
{
  static const char *const titles[] = { N_ ("Time"),   N_ ("Who"),   N_ ("Kind of record"),
                                        N_ ("Record"), N_ ("What"),  N_ ("Field"),
                                        N_ ("Before"), N_ ("After"), N_ ("Reason") };
  KxSheetWriter *table = kx_sheet_writer_new (KX_SHEET_OUT_XLSX, kx_dossier_say (self, N_ ("Changes")));

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    kx_sheet_writer_add_column (table, kx_dossier_say (self, titles[i]), NULL, KX_COLUMN_TEXT);
  return table;
}

static gboolean
write_history_of (KxDossier *self, KxBook *book, const KxRecord *record, KxSheetWriter *table, GError **error)
{
  g_autoptr (GPtrArray) lines = list_history (book, record, begin_of (self->request->since), error);

  if (lines == NULL)
    return FALSE;
  for (guint i = 0; i < lines->len; i++)
    if (!write_line (self, record, lines->pdata[i], error) ||
        (kx_sheet_writer_get_n_rows (table) < MOST_LINES &&
         !add_to_table (self, table, record, lines->pdata[i], error)))
      return FALSE;
  return TRUE;
}

static gboolean
write_history (KxDossier *self, KxBook *book, GError **error)
{
  g_autoptr (KxSheetWriter) table = make_table (self);
  g_autoptr (GBytes) bytes = NULL;
  gconstpointer data;
  gsize size;

  if (!kx_zip_writer_begin (self->zip, "log/history.ndjson", error))
    return FALSE;
  for (guint i = 0; i < self->rows->tables->len; i++)
    {
      const KxDossierTable *of = self->rows->tables->pdata[i];

      for (guint j = 0; j < of->records->len; j++)
        if (!write_history_of (self, book, of->records->pdata[j], table, error))
          return FALSE;
    }
  if (!kx_zip_writer_end (self->zip, error))
    return FALSE;
  bytes = kx_sheet_writer_finish (table, error);
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &size);
  return kx_zip_writer_add (self->zip, "log/history.xlsx", data, size, error);
}

static gboolean
write_audit_of (KxDossier *self, KxBook *book, const KxRecord *record, GError **error)
{
  g_autoptr (JsonArray) entries =
      kx_audit_of_row (book, record->entity->name, record->id, begin_of (self->request->since), error);

  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_object_ref (json_array_get_object_element (entries, i));
      g_autofree char *text = kx_wire_object_text (entry, NULL);
      g_autofree char *line = g_strconcat (text, "\n", NULL);

      if (!kx_zip_writer_write (self->zip, line, strlen (line), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_audit (KxDossier *self, KxBook *book, GError **error)
{
  JsonObject *head = kx_audit_head (book, self->now, error);
  g_autofree char *text = head != NULL ? kx_wire_object_text (head, NULL) : NULL;

  if (text == NULL || !kx_zip_writer_begin (self->zip, KX_DOSSIER_AUDIT, error))
    return FALSE;
  for (guint i = 0; i < self->rows->tables->len; i++)
    {
      const KxDossierTable *of = self->rows->tables->pdata[i];

      for (guint j = 0; j < of->records->len; j++)
        if (!write_audit_of (self, book, of->records->pdata[j], error))
          return FALSE;
    }
  return kx_zip_writer_end (self->zip, error) &&
         kx_zip_writer_add (self->zip, KX_DOSSIER_HEAD, text, strlen (text), error);
}

gboolean
kx_dossier_write_log (KxDossier *self, KxBook *book, GError **error)
{
  return write_history (self, book, error) && (!self->request->with_audit || write_audit (self, book, error));
}
