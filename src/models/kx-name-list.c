#include "models/kx-name-list.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-office.h"
#include "exchange/kx-sheet-write.h"
#include "models/kx-agreement-standing.h"
#include "print/kx-letter-values.h"
#include "print/kx-letter.h"
#include "store/kx-row.h"
#include "sync/kx-gettext.h"

#include <string.h>

#define PAGE 200
#define KIND "name_list"

static void
free_line (gpointer data)
{
  KxNameListLine *line = data;

  kx_record_free (line->agreement);
  kx_record_free (line->agency);
  g_free (line);
}

static void
free_left (gpointer data)
{
  KxNameListLeft *left = data;

  g_free (left->title);
  g_free (left);
}

static void
clear (gpointer data)
{
  KxNameList *self = data;

  g_clear_pointer (&self->office, kx_record_free);
  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->left);
}

KxNameList *
kx_name_list_ref (KxNameList *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kx_name_list_unref (KxNameList *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* Why an agreement is not in force on the day; NULL: it is. */
static const char *
find_reason (const KxRecord *agreement, KxDate as_of)
{
  switch (kx_agreement_standing (agreement, as_of))
    {
    case KX_STANDING_MAKING:
      return N_ ("not signed");
    case KX_STANDING_AHEAD:
      return N_ ("begins later");
    case KX_STANDING_EXPIRED:
      return N_ ("expired");
    case KX_STANDING_ENDED:
      return N_ ("ended");
    case KX_STANDING_IN_FORCE:
    case KX_STANDING_SOON:
    default:
      return NULL;
    }
}

static void
leave_out (KxNameList *self, const KxRecord *agreement, const KxRecord *agency, const char *reason)
{
  KxNameListLeft *left = g_new (KxNameListLeft, 1);
  const char *name = agency != NULL ? kx_record_get (agency, kx_agency_f_name).TEXT : NULL;
  const char *number = kx_record_get (agreement, kx_agreement_f_number).TEXT;

  left->title = g_strdup (name != NULL ? name : number != NULL ? number : agreement->id);
  left->reason = reason;
  g_ptr_array_add (self->left, left);
}

/* Takes `agreement`. */
static gboolean
add_agreement (KxNameList *self, KxBook *book, KxRecord *agreement, GError **error)
{
  const char *reason = find_reason (agreement, self->as_of);
  g_autoptr (KxRecord) agency = NULL;
  GError *local = NULL;
  KxNameListLine *line;

  agency = kx_row_get (book, kx_schema_entity (book->schema, kx_agency_entity.name),
                       kx_record_get (agreement, kx_agreement_f_agency).REF, &local);
  if (local == NULL && reason == NULL && self->office == NULL)
    self->office = kx_row_get (book, kx_schema_entity (book->schema, kx_office_entity.name),
                               kx_record_get (agreement, kx_agreement_f_office).REF, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      kx_record_free (agreement);
      return FALSE;
    }
  if (reason == NULL && self->office != NULL &&
      g_strcmp0 (self->office->id, kx_record_get (agreement, kx_agreement_f_office).REF) != 0)
    reason = N_ ("of another office");
  if (reason == NULL && agency == NULL)
    reason = N_ ("its agency is not here");
  if (reason != NULL)
    {
      leave_out (self, agreement, agency, reason);
      kx_record_free (agreement);
      return TRUE;
    }
  line = g_new (KxNameListLine, 1);
  *line = (KxNameListLine){ agreement, g_steal_pointer (&agency) };
  g_ptr_array_add (self->lines, line);
  return TRUE;
}

static gboolean
fail_size (GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               _ ("These are more than %d agreements: filter the list, or choose rows of it"),
               KX_NAME_LIST_MOST);
  return FALSE;
}

static gboolean
read_chosen (KxNameList *self, KxBook *book, const KxListQuery *query, const char *const *ids, GError **error)
{
  for (guint i = 0; ids[i] != NULL; i++)
    {
      GError *local = NULL;
      KxRecord *row = kx_row_get (book, query->entity, ids[i], &local);

      if (local != NULL || i >= KX_NAME_LIST_MOST)
        {
          g_clear_pointer (&row, kx_record_free);
          if (local != NULL)
            g_propagate_error (error, local);
          return local != NULL ? FALSE : fail_size (error);
        }
      if (row != NULL && !kx_actor_may_read (query->actor, row->space))
        g_clear_pointer (&row, kx_record_free);
      if (row != NULL && !add_agreement (self, book, row, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_all (KxNameList *self, KxBook *book, const KxListQuery *given, GError **error)
{
  KxListQuery query = *given;
  g_autofree char *after = NULL;

  query.limit = PAGE;
  do
    {
      g_autoptr (KxListPage) page = NULL;

      query.after = after;
      page = kx_list_run (book, &query, error);
      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < page->records->len; i++)
        if (!add_agreement (self, book, kx_record_copy (page->records->pdata[i]), error))
          return FALSE;
      if (self->lines->len + self->left->len > KX_NAME_LIST_MOST)
        return fail_size (error);
      g_free (after);
      after = g_steal_pointer (&page->next);
    }
  while (after != NULL);
  return TRUE;
}

static guint
count_agencies (const KxNameList *self)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->lines->len; i++)
    g_hash_table_add (ids, ((KxNameListLine *) self->lines->pdata[i])->agency->id);
  return g_hash_table_size (ids);
}

KxNameList *
kx_name_list_read (KxBook *book, const KxListQuery *query, const char *const *ids, KxDate as_of,
                   GError **error)
{
  g_autoptr (KxNameList) self = g_atomic_rc_box_new0 (KxNameList);
  gboolean read;

  self->as_of = as_of;
  self->lines = g_ptr_array_new_with_free_func (free_line);
  self->left = g_ptr_array_new_with_free_func (free_left);
  if (!kx_db_begin_read (book->db, error))
    return NULL;
  read = ids != NULL ? read_chosen (self, book, query, ids, error) : read_all (self, book, query, error);
  kx_db_rollback (book->db);
  self->agencies = read ? count_agencies (self) : 0;
  return read ? g_steal_pointer (&self) : NULL;
}

/* What is told of both records; the agreement speaks for scopes and term. */
static void
put_line (KxDocxValues *row, const KxNameListLine *line)
{
  g_autofree char *ordinal = g_strdup (kx_docx_values_get (row, "ordinal"));
  g_autofree char *kind = NULL;

  kx_letter_values_put_record (row, NULL, line->agency);
  kind = g_strdup (kx_docx_values_get (row, "kind"));
  kx_letter_values_put_record (row, NULL, line->agreement);
  kx_docx_values_set (row, "kind", kind);
  kx_docx_values_set (row, "ordinal", ordinal);
}

void
kx_name_list_fill (const KxNameList *self, KxDocxValues *values)
{
  g_autofree char *total = g_strdup_printf ("%u", self->agencies);

  kx_letter_values_put_date (values, "letter.as_of", self->as_of);
  kx_docx_values_set (values, "letter.total", total);
  for (guint i = 0; i < self->lines->len; i++)
    put_line (kx_letter_values_add_row (values, "agencies"), self->lines->pdata[i]);
}

static KxDocxValues *
make_values (const KxNameList *self, KxDate dated, const char *number)
{
  KxDocxValues *values = kx_letter_values_new (kx_letter_kind_find (KIND));

  kx_letter_values_put_record (values, "office", self->office);
  kx_letter_values_put_date (values, "letter.date", dated);
  if (number != NULL)
    kx_docx_values_set (values, "letter.number", number);
  kx_name_list_fill (self, values);
  return values;
}

GBytes *
kx_name_list_write_letter (const KxNameList *self, KxDate dated, const char *number, GError **error)
{
  g_autoptr (KxDocxValues) values = make_values (self, dated, number);

  return kx_letter_fill (kx_letter_kind_find (KIND), NULL, values, error);
}

/* What a template's field is called; those of a row are its agency's, else its agreement's. */
static char *
dup_label (const KxLetterKind *kind, const char *field)
{
  static const KxEntity *const entities[] = { &kx_agency_entity, &kx_agreement_entity };

  for (guint i = 0; g_str_has_prefix (field, "agencies.") && i < G_N_ELEMENTS (entities); i++)
    {
      int index = kx_entity_field (entities[i], field + strlen ("agencies."));

      if (index >= 0)
        return g_strdup_printf (_ ("%s: %s"), _ (entities[i]->label), _ (entities[i]->fields[index].label));
    }
  return kx_letter_kind_dup_label (kind, field);
}

char *
kx_name_list_dup_blanks (const KxNameList *self, KxDate dated, GError **error)
{
  const KxLetterKind *kind = kx_letter_kind_find (KIND);
  g_autoptr (KxDocxValues) values = make_values (self, dated, NULL);
  g_autoptr (GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free),
                        empty = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) words = g_string_new (NULL);

  if (!kx_letter_check (kind, NULL, values, unknown, empty, error))
    return NULL;
  for (guint i = 0; i < empty->len; i++)
    {
      g_autofree char *label = dup_label (kind, empty->pdata[i]);

      g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "", label);
    }
  return words->len > 0 ? g_string_free (g_steal_pointer (&words), FALSE) : NULL;
}

/* The annex is Chinese in whichever language the program speaks, as the announcement is. */
GBytes *
kx_name_list_write_annex (const KxNameList *self, GError **error)
{
  static const struct
  {
    const char *title, *name;
  } columns[] = { { "序号", "ordinal" },       { "机构名称", "name" },
                  { "类别", "kind" },          { "医院等级", "hospital_level" },
                  { "服务范围", "scopes" },    { "康复类型", "rehab_types" },
                  { "地址", "address" },       { "电话", "phone" },
                  { "协议起始", "starts_on" }, { "协议到期", "ends_on" } };
  g_autoptr (KxSheetWriter) writer = kx_sheet_writer_new (KX_SHEET_OUT_XLSX, "协议机构名单");
  g_autoptr (KxDocxValues) values = make_values (self, (KxDate){ 0 }, NULL);
  GPtrArray *rows = kx_docx_values_get_rows (values, "agencies");
  g_autofree char *heading =
      g_strdup_printf ("附件　工伤康复协议机构名单（截至%s）", kx_docx_values_get (values, "letter.as_of"));

  kx_sheet_writer_set_heading (writer, heading);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    kx_sheet_writer_add_column (writer, columns[i].title, NULL, KX_COLUMN_TEXT);
  for (guint r = 0; r < rows->len; r++)
    {
      const char *cells[G_N_ELEMENTS (columns)];

      for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
        cells[i] = kx_docx_values_get (rows->pdata[r], columns[i].name);
      if (!kx_sheet_writer_add_row (writer, cells, error))
        return NULL;
    }
  return kx_sheet_writer_finish (writer, error);
}
