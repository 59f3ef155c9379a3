#include "exchange/kx-import-table.h"

#include "exchange/kx-import-header.h"
#include "exchange/kx-import-mapping.h"
#include "exchange/kx-import-text.h"

#include <string.h>

static void
skipped_free (gpointer data)
{
  g_free (((KxImportSkipped *) data)->text);
  g_free (data);
}

static KxImportTable *
table_new (const KxWorkbook *workbook, const KxSheet *sheet, const KxImportHeadings *headings)
{
  KxImportTable *self = g_new0 (KxImportTable, 1);

  self->workbook = workbook;
  self->sheet = sheet;
  self->headings = headings;
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_import_column_free);
  self->rows = g_array_new (FALSE, FALSE, sizeof (guint));
  self->hidden_rows = g_array_new (FALSE, FALSE, sizeof (guint));
  self->skipped = g_ptr_array_new_with_free_func (skipped_free);
  self->other_sheets = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
kx_import_table_free (KxImportTable *self)
{
  g_ptr_array_unref (self->columns);
  g_array_unref (self->rows);
  g_array_unref (self->hidden_rows);
  g_ptr_array_unref (self->skipped);
  g_ptr_array_unref (self->other_sheets);
  g_free (self);
}

/* What the texts of one row say before it is known whether it is data. */
typedef struct
{
  const KxCell *first; /* the first that is not empty and no running number */
  guint n_texts;       /* cells with something in columns from which something is taken */
  guint n_all;         /* cells with something */
  guint n_titles;      /* cells that repeat their column's title */
  gboolean has_key;    /* a cell in the column of the title or the unique field */
  gboolean spread;     /* its first text is merged over several columns */
} Look;

static const KxImportColumn *
find_column (const KxImportTable *self, guint number)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (((KxImportColumn *) self->columns->pdata[i])->number == number)
      return self->columns->pdata[i];
  return NULL;
}

static gboolean
is_key (const KxImportTable *self, const KxImportColumn *column, guint flag)
{
  return column != NULL && column->meaning.use == KX_IMPORT_FIELD &&
         (kx_import_headings_get_entity (self->headings)->fields[column->meaning.field].flags & flag) != 0;
}

static Look
look_at (const KxImportTable *self, const KxSheetRow *row)
{
  Look look = { 0 };

  for (guint i = 0; i < row->n_cells; i++)
    {
      const KxCell *cell = &row->cells[i];
      const KxImportColumn *column = find_column (self, cell->column);
      guint merged_row, merged_column;

      if (cell->kind == KX_CELL_EMPTY && (cell->flags & KX_CELL_NO_VALUE) == 0)
        continue;
      if (cell->kind == KX_CELL_TEXT && kx_import_is_nothing (cell->text))
        continue;
      look.n_all++;
      if (column == NULL || column->meaning.use != KX_IMPORT_IGNORED ||
          (cell->kind == KX_CELL_TEXT && strspn (cell->text, "0123456789. ") != strlen (cell->text)))
        look.first = look.first == NULL ? cell : look.first;
      look.n_texts += column != NULL && column->meaning.use > KX_IMPORT_UNKNOWN &&
                      column->meaning.use != KX_IMPORT_IGNORED;
      look.has_key |= is_key (self, column, KX_TITLE | KX_UNIQUE);
      if (column != NULL && cell->kind == KX_CELL_TEXT)
        {
          g_autofree char *clean = kx_import_half_width (cell->text);

          look.n_titles += g_str_equal (clean, column->title) || g_str_has_suffix (column->title, clean);
        }
      look.spread |=
          cell == look.first &&
          kx_sheet_get_merge (self->sheet, row->number, cell->column + 1, &merged_row, &merged_column) &&
          merged_column == cell->column && merged_row == row->number;
    }
  return look;
}

static gboolean
is_note (const char *folded)
{
  /* The first row of words is followed by a colon or a figure, which kx_import_fold() may have dropped. */
  return kx_import_begins_with (
      folded, "注 备注 说明 填表 制表 审核 填报 复核 单位负责人 分管领导 联系人 日期 附注 附件 "
              "填写说明 经办人 盖章 (盖章) 打印日期 截止 以上 备注说明 note 报送单位 主管领导");
}

static gboolean
is_total (const char *folded)
{
  return kx_import_begins_with (folded, "合计 小计 总计 共计 累计 总数 total subtotal") &&
         g_utf8_strlen (folded, -1) <= 12;
}

/* FALSE: a row of data. */
static gboolean
judge_row (const KxImportTable *self, const KxSheetRow *row, KxImportSkip *ret_why, const char **ret_text)
{
  Look look = look_at (self, row);
  const KxImportColumn *column = look.first != NULL ? find_column (self, look.first->column) : NULL;
  g_autofree char *folded = kx_import_fold (look.first != NULL ? look.first->text : "");
  gboolean in_name = is_key (self, column, KX_TITLE);

  *ret_text = look.first != NULL ? look.first->text : "";
  if (look.first == NULL)
    *ret_why = KX_IMPORT_SKIP_EMPTY;
  else if (kx_import_begins_with (folded, "示例 样例 (示例 (样例 [示例 【示例 example"))
    *ret_why = KX_IMPORT_SKIP_EXAMPLE;
  else if (look.n_titles >= 2 && look.n_titles * 2 > look.n_all)
    *ret_why = KX_IMPORT_SKIP_HEADER;
  else if (is_total (folded))
    *ret_why = KX_IMPORT_SKIP_TOTAL;
  else if (is_note (folded) && look.n_all <= 4 && (!look.has_key || (in_name && look.n_texts == 1)))
    *ret_why = KX_IMPORT_SKIP_NOTE;
  else if (look.n_all == 1 && look.spread)
    *ret_why = KX_IMPORT_SKIP_GROUP;
  else if (look.n_all == 1 && !look.has_key && look.first->column == 1 && look.first->kind == KX_CELL_TEXT)
    *ret_why = is_note (folded) ? KX_IMPORT_SKIP_NOTE : KX_IMPORT_SKIP_GROUP;
  else if (look.n_texts == 0)
    *ret_why = KX_IMPORT_SKIP_EMPTY;
  else
    return FALSE;
  return TRUE;
}

static void
sort_rows (KxImportTable *self)
{
  for (guint i = 0; i < kx_sheet_get_n_rows (self->sheet); i++)
    {
      const KxSheetRow *row = kx_sheet_get_row (self->sheet, i);
      KxImportSkip why;
      const char *text;

      if (row->number <= self->last_header)
        continue;
      if (!judge_row (self, row, &why, &text))
        {
          g_array_append_val (self->rows, i);
          if (row->hidden)
            g_array_append_val (self->hidden_rows, row->number);
        }
      else if (*text != '\0')
        {
          KxImportSkipped *skipped = g_new0 (KxImportSkipped, 1);

          *skipped = (KxImportSkipped){ row->number, why, g_strdup (text) };
          g_ptr_array_add (self->skipped, skipped);
        }
    }
}

/* Names the other sheets that have titles: whoever takes one in should know of them. */
static void
name_others (KxImportTable *self)
{
  for (guint i = 0; i < kx_workbook_get_n_sheets (self->workbook); i++)
    {
      const KxSheet *sheet = kx_workbook_get_sheet (self->workbook, i);
      g_autoptr (KxImportTable) other = table_new (self->workbook, sheet, self->headings);

      if (sheet != self->sheet && kx_import_header_find (other, 0) > 0)
        g_ptr_array_add (self->other_sheets, g_strdup (kx_sheet_get_name (sheet)));
    }
}

static KxImportTable *
find_named (const KxWorkbook *workbook, const KxImportHeadings *headings, const char *name, guint header,
            GError **error)
{
  const KxImportWords *words = kx_import_headings_get_words (headings);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < kx_workbook_get_n_sheets (workbook); i++)
    {
      const KxSheet *sheet = kx_workbook_get_sheet (workbook, i);

      if (g_str_equal (kx_sheet_get_name (sheet), name))
        {
          g_autoptr (KxImportTable) self = table_new (workbook, sheet, headings);

          if (kx_import_header_find (self, header) > 0)
            return g_steal_pointer (&self);
          kx_import_fail (words, error, KX_IMPORT_ERROR_HEADER,
                          N_ ("No row of column titles was found in the sheet {sheet}"), "sheet", name);
          return NULL;
        }
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", kx_sheet_get_name (sheet));
    }
  kx_import_fail (words, error, KX_IMPORT_ERROR_SHEET,
                  N_ ("The file has no sheet of that name; its sheets are: {sheets}"), "sheets", names->str);
  return NULL;
}

static KxImportTable *
find_best (const KxWorkbook *workbook, const KxImportHeadings *headings, GError **error)
{
  g_autoptr (KxImportTable) best = NULL;
  guint best_score = 0;

  for (guint i = 0; i < kx_workbook_get_n_sheets (workbook); i++)
    {
      const KxSheet *sheet = kx_workbook_get_sheet (workbook, i);
      g_autoptr (KxImportTable) table = table_new (workbook, sheet, headings);
      guint score = kx_import_header_find (table, 0);

      /* What is hidden is read only where nothing else is a table. */
      if (score > 0)
        score += kx_sheet_get_hidden (sheet) ? 0 : 2 * 1000000;
      if (score == 0)
        continue;
      if (score > best_score ||
          (score == best_score && kx_sheet_get_n_rows (sheet) > kx_sheet_get_n_rows (best->sheet)))
        {
          g_clear_pointer (&best, kx_import_table_free);
          best = g_steal_pointer (&table);
          best_score = score;
        }
    }
  if (best == NULL)
    kx_import_fail (
        kx_import_headings_get_words (headings), error, KX_IMPORT_ERROR_HEADER,
        N_ ("No row of column titles was found in this file; use titles such as those of the template"), NULL,
        NULL);
  return g_steal_pointer (&best);
}

KxImportTable *
kx_import_table_find (const KxWorkbook *workbook, const KxImportHeadings *headings, const char *sheet,
                      guint header, const char *mapping, GError **error)
{
  KxImportTable *self = sheet != NULL ? find_named (workbook, headings, sheet, header, error)
                                      : find_best (workbook, headings, error);

  if (self == NULL)
    return NULL;
  if (mapping != NULL && !kx_import_mapping_apply (self, mapping, error))
    {
      kx_import_table_free (self);
      return NULL;
    }
  kx_import_header_settle (self);
  sort_rows (self);
  name_others (self);
  return self;
}

const KxImportColumn *
kx_import_table_field (const KxImportTable *self, guint field)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      const KxImportColumn *column = self->columns->pdata[i];

      if (column->meaning.use == KX_IMPORT_FIELD && column->meaning.field == field)
        return column;
    }
  return NULL;
}

const KxImportColumn *
kx_import_table_use (const KxImportTable *self, KxImportUse use)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (((KxImportColumn *) self->columns->pdata[i])->meaning.use == use)
      return self->columns->pdata[i];
  return NULL;
}

const KxCell *
kx_import_table_cell (const KxImportTable *self, guint place, guint column)
{
  const KxSheetRow *row = kx_sheet_get_row (self->sheet, place);
  const KxCell *cell = kx_sheet_row_get_cell (row, column);
  guint origin_row, origin_column;

  if (cell->kind != KX_CELL_EMPTY ||
      !kx_sheet_get_merge (self->sheet, row->number, column, &origin_row, &origin_column) ||
      origin_column != column || origin_row <= self->last_header)
    return cell;
  return kx_sheet_get_cell (self->sheet, origin_row, origin_column);
}

gboolean
kx_import_table_asks_dates (const KxImportTable *self, const KxImportColumn *column)
{
  for (guint i = 0; i < kx_sheet_get_n_rows (self->sheet); i++)
    {
      const KxSheetRow *row = kx_sheet_get_row (self->sheet, i);
      const KxCell *cell = kx_sheet_row_get_cell (row, column->number);
      KxDate date;

      if (row->number > self->last_header && cell->kind == KX_CELL_TEXT &&
          kx_import_date_read (cell->text, TRUE, KX_IMPORT_DATES_UNSAID, &date) == KX_IMPORT_DATE_AMBIGUOUS)
        return TRUE;
    }
  return FALSE;
}

const char *
kx_import_skip_name (KxImportSkip why)
{
  static const char *const names[] = { "empty", "total", "note", "example", "header", "group" };

  return names[why];
}
