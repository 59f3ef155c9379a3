#include "exchange/kx-import-header.h"

#include "core/kx-check.h"
#include "exchange/kx-import-text.h"

#include <string.h>

#define MOST_LEVELS 3
#define CODE_ROW_SCORE 1000000

/* One way to see the header: `levels` rows from the sheet's row `number` on. */
typedef struct
{
  guint number, levels;
} Form;

void
kx_import_column_free (KxImportColumn *column)
{
  g_free (column->title);
  g_free (column);
}

/* The text of a title cell; "" when an upper level has said it already. */
static const char *
get_title (const KxSheet *sheet, Form form, guint level, guint column)
{
  guint row = form.number + level, origin = row, first = column;

  if (kx_sheet_get_merge (sheet, row, column, &origin, &first) && origin < row && origin >= form.number)
    return "";
  return kx_sheet_get_filled_cell (sheet, row, column)->text;
}

/* The title of the group a column stands under where the file has lost its merged cells: the nearest on the
 * left, as long as something stands below. */
static const char *
find_group (const KxSheet *sheet, Form form, guint level, guint column)
{
  const char *text = get_title (sheet, form, level, column);

  for (guint c = column; *text == '\0' && c > 1 && *get_title (sheet, form, level + 1, c) != '\0'; c--)
    {
      text = get_title (sheet, form, level, c - 1);
      if (*text != '\0' && *get_title (sheet, form, level + 1, c - 1) == '\0')
        return "";
    }
  return text;
}

/* The titles of one column from top to bottom; returns how many there are. */
static guint
get_titles (const KxSheet *sheet, Form form, guint column, const char *titles[MOST_LEVELS])
{
  guint n = 0;

  for (guint level = 0; level < form.levels; level++)
    {
      const char *text = level + 1 < form.levels && *get_title (sheet, form, level + 1, column) != '\0'
                             ? find_group (sheet, form, level, column)
                             : get_title (sheet, form, level, column);
      g_autofree char *clean = kx_import_half_width (text);

      if (*clean != '\0')
        titles[n++] = text;
    }
  return n;
}

/* Joined titles say most: 联系人 above 电话 is another column than 电话. */
static gboolean
find_meaning (const KxImportHeadings *headings, const char *const *titles, guint n,
              KxImportMeaning *ret_meaning, gboolean *ret_joined)
{
  g_autofree char *whole = n > 1 ? g_strconcat (titles[0], titles[1], n > 2 ? titles[2] : "", NULL) : NULL;
  g_autofree char *end = n > 2 ? g_strconcat (titles[1], titles[2], NULL) : NULL;

  *ret_joined = TRUE;
  if ((whole != NULL && kx_import_headings_lookup (headings, whole, ret_meaning)) ||
      (end != NULL && kx_import_headings_lookup (headings, end, ret_meaning)))
    return TRUE;
  *ret_joined = FALSE;
  return n > 0 && kx_import_headings_lookup (headings, titles[n - 1], ret_meaning);
}

/* Different things known, with a little more for joined titles and for running numbers, so that more levels
 * win only where they matter. */
static guint
rate_form (const KxImportTable *table, Form form)
{
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  guint n_joined = 0, n_ignored = 0, n_texts = 0,
        n_columns = MIN (kx_sheet_get_n_columns (table->sheet), 512);

  for (guint column = 1; column <= n_columns; column++)
    {
      const char *titles[MOST_LEVELS];
      guint n = get_titles (table->sheet, form, column, titles);
      KxImportMeaning meaning;
      gboolean joined;

      n_texts += n > 0;
      if (!find_meaning (table->headings, titles, n, &meaning, &joined))
        continue;
      n_ignored += meaning.use == KX_IMPORT_IGNORED;
      if (meaning.use == KX_IMPORT_IGNORED)
        continue;
      n_joined += joined;
      g_hash_table_add (known, GUINT_TO_POINTER (((guint) meaning.use << 16 | meaning.field) + 1));
    }
  if (g_hash_table_size (known) == 0 || (g_hash_table_size (known) == 1 && (n_texts < 2 || n_texts > 3)))
    return 0;
  return 1000 * g_hash_table_size (known) + 10 * n_joined + (n_ignored > 0);
}

/* Whether the row may continue a header: no figures, no long texts, and it shares merged cells or gaps with
 * the row above. */
static gboolean
may_continue (const KxSheet *sheet, guint number)
{
  const KxSheetRow *row = kx_sheet_find_row (sheet, number), *above = kx_sheet_find_row (sheet, number - 1);
  gboolean tied = FALSE, gap = FALSE;

  if (row == NULL || above == NULL)
    return FALSE;
  for (guint i = 0; i < row->n_cells; i++)
    {
      const KxCell *cell = &row->cells[i];
      guint origin_row, origin_column;

      if (cell->kind != KX_CELL_EMPTY && (cell->kind != KX_CELL_TEXT || g_utf8_strlen (cell->text, -1) > 30))
        return FALSE;
      if (kx_sheet_get_merge (sheet, number - 1, cell->column, &origin_row, &origin_column))
        tied = TRUE;
      gap |= cell->kind == KX_CELL_TEXT && kx_sheet_row_get_cell (above, cell->column)->kind == KX_CELL_EMPTY;
    }
  return tied || gap;
}

static guint
count_codes (const KxImportHeadings *headings, const KxSheetRow *row, guint *ret_n_texts)
{
  guint n = 0;

  *ret_n_texts = 0;
  for (guint i = 0; i < row->n_cells; i++)
    {
      KxImportMeaning meaning;

      *ret_n_texts += row->cells[i].kind != KX_CELL_EMPTY;
      n += row->cells[i].kind == KX_CELL_TEXT &&
           kx_import_headings_lookup_code (headings, row->cells[i].text, &meaning);
    }
  return n;
}

static void
add_column (KxImportTable *table, guint number, char *title, KxImportMeaning meaning, gboolean by_title)
{
  KxImportColumn *column = g_new0 (KxImportColumn, 1);

  column->number = number;
  column->title = title;
  column->meaning = meaning;
  column->by_title = by_title && meaning.use != KX_IMPORT_UNKNOWN;
  column->hidden = kx_sheet_get_column_hidden (table->sheet, number);
  g_ptr_array_add (table->columns, column);
}

static char *
make_title (const char *const *titles, guint n)
{
  g_autofree char *joined = n > 2   ? g_strjoin (" ", titles[0], titles[1], titles[2], NULL)
                            : n > 1 ? g_strjoin (" ", titles[0], titles[1], NULL)
                            : n > 0 ? g_strdup (titles[0])
                                    : g_strdup ("");

  return kx_import_half_width (joined);
}

static void
fill_columns (KxImportTable *table, Form form)
{
  for (guint column = 1; column <= kx_sheet_get_n_columns (table->sheet); column++)
    {
      const char *titles[MOST_LEVELS];
      guint n = get_titles (table->sheet, form, column, titles);
      KxImportMeaning meaning = { 0 };
      gboolean joined;

      if (n == 0)
        continue;
      find_meaning (table->headings, titles, n, &meaning, &joined);
      add_column (table, column, make_title (titles, n), meaning, TRUE);
    }
  table->first_header = form.number;
  table->last_header = form.number + form.levels - 1;
}

/* A row of codes of our own templates and exports; the titles stand above it. */
static gboolean
find_code_row (KxImportTable *table, guint first)
{
  for (guint i = 0; i < MIN (kx_sheet_get_n_rows (table->sheet), KX_IMPORT_HEADER_ROWS); i++)
    {
      const KxSheetRow *row = kx_sheet_get_row (table->sheet, i);
      guint n_texts, n = count_codes (table->headings, row, &n_texts);
      const KxSheetRow *above = kx_sheet_find_row (table->sheet, row->number - 1);

      if (n == 0 || (n == 1 && n_texts > 1) ||
          (first != 0 && first != row->number && first != row->number - 1))
        continue;
      table->code_row = table->last_header = row->number;
      table->first_header = above != NULL ? row->number - 1 : row->number;
      for (guint column = 1; column <= kx_sheet_get_n_columns (table->sheet); column++)
        {
          const char *code = kx_sheet_row_get_cell (row, column)->text;
          const char *title = above != NULL ? kx_sheet_row_get_cell (above, column)->text : "";
          KxImportMeaning meaning = { 0 };
          gboolean coded = kx_import_headings_lookup_code (table->headings, code, &meaning);

          if (!coded && *title != '\0')
            kx_import_headings_lookup (table->headings, title, &meaning);
          if (*title != '\0' || *code != '\0')
            add_column (table, column, kx_import_half_width (*title != '\0' ? title : code), meaning, !coded);
        }
      return TRUE;
    }
  return FALSE;
}

/* A header begins where a person says, with as many rows as fit best. */
static guint
take_header (KxImportTable *table, guint first)
{
  Form best = { first, 1 };
  guint best_score = 0;

  for (Form form = best; form.levels <= MOST_LEVELS; form.levels++)
    {
      guint score;

      if (form.levels > 1 && !may_continue (table->sheet, form.number + form.levels - 1))
        break;
      score = rate_form (table, form);
      if (score > best_score)
        {
          best = form;
          best_score = score;
        }
    }
  fill_columns (table, best);
  return table->columns->len > 0 ? MAX (best_score, 1) : 0;
}

guint
kx_import_header_find (KxImportTable *table, guint first)
{
  Form best = { 0, 0 };
  guint best_score = 0;

  if (find_code_row (table, first))
    return CODE_ROW_SCORE;
  if (first != 0)
    return take_header (table, first);
  for (guint i = 0; i < MIN (kx_sheet_get_n_rows (table->sheet), KX_IMPORT_HEADER_ROWS); i++)
    {
      Form form = { kx_sheet_get_row (table->sheet, i)->number, 1 };

      for (; form.levels <= MOST_LEVELS; form.levels++)
        {
          guint score;

          if (form.levels > 1 && !may_continue (table->sheet, form.number + form.levels - 1))
            break;
          score = rate_form (table, form);
          /* Of forms that know as much the shortest is the header; what stands above it are the table's
           * titles. */
          if (score > best_score || (score == best_score && score > 0 && form.levels < best.levels))
            {
              best = form;
              best_score = score;
            }
        }
    }
  if (best_score > 0)
    fill_columns (table, best);
  return best_score;
}

/* Gives up what a better or earlier column means as well. */
static void
drop_doubles (KxImportTable *table)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      KxImportColumn *column = table->columns->pdata[i];

      for (guint j = 0; j < table->columns->len && column->meaning.use != KX_IMPORT_UNKNOWN; j++)
        {
          const KxImportColumn *other = table->columns->pdata[j];

          if (i == j || column->meaning.use == KX_IMPORT_IGNORED ||
              other->meaning.use != column->meaning.use || other->meaning.field != column->meaning.field ||
              other->meaning.rank > column->meaning.rank ||
              (other->meaning.rank == column->meaning.rank && j > i))
            continue;
          column->meaning = (KxImportMeaning){ 0 };
          column->remark = N_ ("Another column gives the same; this one is not read");
        }
    }
}

void
kx_import_header_settle (KxImportTable *table)
{
  const KxEntity *entity = kx_import_headings_get_entity (table->headings);
  KxImportColumn *city;
  int county = -1;

  drop_doubles (table);
  for (guint i = 0; i < entity->n_fields; i++)
    if (entity->fields[i].format == KX_FORMAT_AREA && kx_import_takes_field (&entity->fields[i]))
      county = (int) i;
  if (county < 0 || kx_import_table_field (table, (guint) county) != NULL)
    return;
  city = (KxImportColumn *) kx_import_table_use (table, KX_IMPORT_CITY);
  if (city != NULL)
    city->meaning = (KxImportMeaning){ KX_IMPORT_FIELD, (guint) county, city->meaning.rank };
}
