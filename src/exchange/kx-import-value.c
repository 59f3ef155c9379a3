#include "exchange/kx-import-value.h"

#include "core/kx-check.h"
#include "exchange/kx-import-synonyms.h"
#include "exchange/kx-import-text.h"
#include "exchange/kx-sheet-number.h"

#include <math.h>
#include <string.h>

/* One cell being read. */
typedef struct
{
  const KxImportValues *values;
  const KxField *field;
  guint index;
  const KxCell *cell;
  KxImportDates dates;
  KxRecord *record;
  GPtrArray *findings;
} Reading;

static KxFinding *
tell (Reading *reading, KxVerdict verdict, const char *code, const char *message)
{
  KxFinding *finding = kx_finding_new (verdict, code, reading->field->name, message);
  g_autofree char *text = kx_import_half_width (reading->cell->text);

  kx_finding_arg (finding, "text", text);
  g_ptr_array_add (reading->findings, finding);
  return finding;
}

static char *
make_key (const char *field, const char *folded)
{
  return g_strconcat (field, "\n", folded, NULL);
}

static void
add_code (GHashTable *codes, const char *field, const char *text, int index)
{
  g_autofree char *folded = kx_import_fold (text), *bare = kx_import_fold_without_brackets (text);

  g_hash_table_insert (codes, make_key (field, folded), GINT_TO_POINTER (index + 1));
  if (*bare != '\0')
    g_hash_table_insert (codes, make_key (field, bare), GINT_TO_POINTER (index + 1));
}

GHashTable *
kx_import_value_codes (const KxEntity *entity, const KxImportWords *words)
{
  GHashTable *codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (const KxImportCodeWords *row = kx_import_code_words (entity); row->field != NULL; row++)
    {
      const KxField *field = &entity->fields[kx_entity_field (entity, row->field)];
      g_auto (GStrv) texts = g_strsplit (row->words, " ", -1);

      for (guint i = 0; texts[i] != NULL; i++)
        add_code (codes, field->name, texts[i], kx_field_code (field, row->code, strlen (row->code)));
    }
  for (guint i = 0; i < entity->n_fields; i++)
    for (int code = 0; code < (int) kx_field_n_codes (&entity->fields[i]); code++)
      {
        const KxField *field = &entity->fields[i];

        add_code (codes, field->name, field->codes[code].name, code);
        add_code (codes, field->name, field->codes[code].label, code);
        add_code (codes, field->name, kx_import_say (words, field->codes[code].label), code);
      }
  return codes;
}

gboolean
kx_import_value_is_nothing (const KxField *field, const KxCell *cell)
{
  if (cell->kind == KX_CELL_EMPTY)
    return (cell->flags & KX_CELL_NO_VALUE) == 0;
  if (cell->kind != KX_CELL_TEXT || !kx_import_is_nothing (cell->text))
    return FALSE;
  /* 有 and 无 answer a question. */
  return field->kind != KX_BOOLEAN || strstr (cell->text, "无") == NULL;
}

/* The apostrophe that keeps a text from being taken for a number or a formula is none of the text. */
static const char *
skip_guard (const char *text)
{
  return *text == '\'' ? text + 1 : text;
}

char *
kx_import_value_text (const KxCell *cell)
{
  if (cell->kind == KX_CELL_NUMBER && strpbrk (cell->digits, "eE") != NULL && fabs (cell->number) < 1e15 &&
      floor (cell->number) == cell->number)
    return g_strdup_printf ("%.0f", cell->number);
  return g_strdup (skip_guard (cell->text));
}

static void
put (Reading *reading, KxValue value)
{
  KxFinding *finding = kx_check_value (reading->field, value, reading->values->today);

  if (finding != NULL)
    g_ptr_array_add (reading->findings, finding);
  else
    kx_record_put (reading->record, reading->index, value);
}

/* 1.245E+16: a long number that went through a cell of numbers and came back as text. */
static gboolean
is_scientific (const char *text)
{
  gsize n = strspn (text, "0123456789.");

  return n > 0 && g_ascii_isdigit (*text) && strchr (text, '.') != NULL &&
         (text[n] == 'e' || text[n] == 'E') && text[n + 1] == '+' &&
         strspn (text + n + 2, "0123456789") == strlen (text + n + 2);
}

static void
read_text (Reading *reading)
{
  const KxCell *cell = reading->cell;
  g_autofree char *text = kx_import_value_text (cell);
  g_autofree char *clean = kx_check_normalize (reading->field, text);

  if ((cell->kind == KX_CELL_NUMBER && (cell->flags & KX_CELL_DIGITS_LOST)) || is_scientific (cell->text))
    tell (reading, KX_FAILS, "digits-lost",
          N_ ("This cell is stored as a number, so its last digits are lost: type it again as text"));
  else if ((reading->field->flags & KX_SEALED) && strchr (clean, '*') != NULL)
    /* A mask of our own exports: equal to the one kept it says nothing new, as kx_import_step_find() tells.
     */
    kx_record_put (reading->record, reading->index, (KxValue){ .TEXT = clean });
  else if (*clean != '\0')
    put (reading, (KxValue){ .TEXT = clean });
}

static char *
list_choices (Reading *reading)
{
  const char *between = kx_import_say (reading->values->words, N_ (", "));
  GString *choices = g_string_new (NULL);

  for (guint i = 0; i < kx_field_n_codes (reading->field); i++)
    g_string_append_printf (choices, "%s%s", i > 0 ? between : "",
                            kx_import_say (reading->values->words, reading->field->codes[i].label));
  return g_string_free (choices, FALSE);
}

static int
find_code (Reading *reading, const char *text)
{
  g_autofree char *folded = kx_import_fold (text), *key = make_key (reading->field->name, folded);
  int code = GPOINTER_TO_INT (g_hash_table_lookup (reading->values->codes, key)) - 1;

  if (code < 0)
    {
      g_autofree char *bare = kx_import_fold_without_brackets (text);
      g_autofree char *bare_key = make_key (reading->field->name, bare);

      code = GPOINTER_TO_INT (g_hash_table_lookup (reading->values->codes, bare_key)) - 1;
    }
  return code;
}

static void
refuse_code (Reading *reading, const char *part)
{
  g_autofree char *choices = list_choices (reading);
  KxFinding *finding =
      kx_finding_new (KX_FAILS, "unknown-word", reading->field->name, N_ ("“{text}” is none of: {choices}"));

  kx_finding_arg (kx_finding_arg (finding, "text", part), "choices", choices);
  g_ptr_array_add (reading->findings, finding);
}

static void
read_code (Reading *reading)
{
  int code = find_code (reading, reading->cell->text);

  if (code < 0)
    refuse_code (reading, reading->cell->text);
  else
    kx_record_put (reading->record, reading->index, (KxValue){ .CODE = code });
}

/* One word, or several that blanks part. FALSE: it was refused. */
static gboolean
add_words (Reading *reading, const char *text, KxCodes *codes)
{
  int whole = find_code (reading, text);
  g_auto (GStrv) parts = kx_import_split (text);

  if (whole >= 0)
    codes->bits |= G_GUINT64_CONSTANT (1) << whole;
  for (guint i = 0; whole < 0 && parts[i] != NULL; i++)
    {
      int code = find_code (reading, parts[i]);

      if (code < 0)
        {
          refuse_code (reading, parts[i]);
          return FALSE;
        }
      codes->bits |= G_GUINT64_CONSTANT (1) << code;
    }
  return TRUE;
}

/* A list is parted by its marks first: words may have blanks in them. */
static void
read_codes (Reading *reading)
{
  int whole = find_code (reading, reading->cell->text);
  g_auto (GStrv) parts = kx_import_split_list (reading->cell->text);
  KxCodes codes = { whole >= 0 ? G_GUINT64_CONSTANT (1) << whole : 0 };

  for (guint i = 0; whole < 0 && parts[i] != NULL; i++)
    if (!add_words (reading, parts[i], &codes))
      return;
  kx_record_put (reading->record, reading->index, (KxValue){ .CODES = codes });
}

/* Thousands are grouped by threes from the right. */
static gboolean
drop_commas (char *digits)
{
  gsize length = strlen (digits), kept = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (digits[i] != ',')
        digits[kept++] = digits[i];
      else if (i == 0 || (length - i) % 4 != 0)
        return FALSE;
    }
  digits[kept] = '\0';
  return TRUE;
}

/* 264, 264张, 1,264, 264.0 */
static gboolean
parse_integer (const char *text, gint64 *ret_number)
{
  static const char *const units[] = { "张", "人",   "名",   "床", "个",   "家",
                                       "位", "床位", "张床", "元", "家次", NULL };
  g_autofree char *folded = kx_import_fold (text);
  g_autofree char *digits = NULL;
  const char *sign = *folded == '-' || *folded == '+' ? folded + 1 : folded;
  const char *end = sign + strspn (sign, "0123456789,");
  gboolean known = FALSE;

  digits = g_strndup (sign, (gsize) (end - sign));
  if (*end == '.' && end[1] == '0')
    {
      end++;
      end += strspn (end, "0");
    }
  for (guint i = 0; units[i] != NULL; i++)
    known |= g_str_equal (end, units[i]);
  if ((*end != '\0' && !known) || *digits == '\0' || !drop_commas (digits) || strlen (digits) > 15)
    return FALSE;
  *ret_number = g_ascii_strtoll (digits, NULL, 10) * (*folded == '-' ? -1 : 1);
  return TRUE;
}

static void
read_integer (Reading *reading)
{
  const KxCell *cell = reading->cell;
  gint64 number = 0;
  gboolean good;

  if (cell->kind == KX_CELL_NUMBER)
    {
      good = (cell->flags & (KX_CELL_PERCENT | KX_CELL_DIGITS_LOST | KX_CELL_TIME)) == 0 &&
             floor (cell->number) == cell->number;
      number = good ? (gint64) cell->number : 0;
    }
  else
    good = cell->kind == KX_CELL_TEXT && parse_integer (cell->text, &number);
  if (good)
    put (reading, (KxValue){ .INTEGER = number });
  else
    tell (reading, KX_FAILS, "not-a-number", N_ ("“{text}” is no exact whole number: write figures only"));
}

static void
read_decimal (Reading *reading)
{
  g_autofree char *text = kx_import_value_text (reading->cell);
  g_autofree char *folded = kx_import_fold (text);
  KxValue value;

  if (reading->cell->flags & (KX_CELL_PERCENT | KX_CELL_DIGITS_LOST | KX_CELL_TIME) ||
      !(drop_commas (folded) && kx_value_from_text (reading->field, folded, &value)))
    tell (reading, KX_FAILS, "not-a-number", N_ ("“{text}” is not a valid number here"));
  else
    put (reading, value);
}

static void
read_boolean (Reading *reading)
{
  const KxCell *cell = reading->cell;
  const KxImportWords *words = reading->values->words;
  g_autofree char *folded = kx_import_fold (cell->text);
  g_autofree char *yes = kx_import_fold (kx_import_say (words, N_ ("Yes")));
  g_autofree char *no = kx_import_fold (kx_import_say (words, N_ ("No")));

  if (g_str_equal (folded, yes) || kx_import_is_one_of (folded, "是 有 √ ✓ ✔ ☑ 1 y yes true 对 已 v"))
    kx_record_put (reading->record, reading->index, (KxValue){ .BOOLEAN = TRUE });
  else if (g_str_equal (folded, no) ||
           kx_import_is_one_of (folded, "否 无 × ✗ ✘ ☐ 0 n no false 没有 x 未 不是"))
    kx_record_put (reading->record, reading->index, (KxValue){ .BOOLEAN = FALSE });
  else
    tell (reading, KX_FAILS, "not-yes-or-no", N_ ("“{text}” is neither yes nor no (是, 否)"));
}

/* The field that says a validity has no end, beside the one of its last day. */
static int
find_no_end (const KxEntity *entity, const KxField *field)
{
  g_autofree char *name = NULL;

  if (!g_str_has_suffix (field->name, "valid_to"))
    return -1;
  name = g_strdup_printf ("%.*sno_end", (int) (strlen (field->name) - strlen ("valid_to")), field->name);
  return kx_entity_field (entity, name);
}

static gboolean
is_end (const KxField *field)
{
  return g_str_has_suffix (field->name, "_to") || g_str_has_prefix (field->name, "until");
}

static void
put_date (Reading *reading, KxDate date)
{
  int no_end = find_no_end (reading->values->entity, reading->field);

  kx_record_put (reading->record, reading->index, (KxValue){ .DATE = date });
  if (no_end >= 0 && !kx_record_has (reading->record, (guint) no_end))
    kx_record_put_null (reading->record, (guint) no_end);
}

static void
put_no_end (Reading *reading)
{
  int no_end = find_no_end (reading->values->entity, reading->field);

  if (no_end < 0)
    {
      tell (reading, KX_FAILS, "not-a-date", N_ ("“{text}” is no date: write it as 2026-07-01"));
      return;
    }
  kx_record_put (reading->record, (guint) no_end, (KxValue){ .BOOLEAN = TRUE });
  kx_record_put_null (reading->record, reading->index);
}

/* A figure in a column of dates: 20240701, or a serial number whose cell lost its form. 2024.1 may be October
 * cut short. */
static void
read_date_number (Reading *reading)
{
  const KxCell *cell = reading->cell;
  KxDate date;
  guint seconds;

  if (cell->number >= 20000 && cell->number < 80000 &&
      kx_sheet_date_from_serial (cell->number, reading->values->date_1904, &date, &seconds))
    {
      g_autofree char *day =
          g_strdup_printf ("%04d-%02d-%02d", date.ymd / 10000, date.ymd / 100 % 100, date.ymd % 100);

      put_date (reading, date);
      kx_finding_arg (tell (reading, KX_WARNS, "date-serial",
                            N_ ("The number {text} was read as the date {date}; please check")),
                      "date", day);
    }
  else if (kx_import_date_read (cell->text, is_end (reading->field), reading->dates, &date) ==
           KX_IMPORT_DATE_DAY)
    put_date (reading, date);
  else
    tell (reading, KX_FAILS, "not-a-date", N_ ("“{text}” is no date: write it as 2026-07-01"));
}

static void
read_date_text (Reading *reading)
{
  static const struct
  {
    const char *code, *message;
  } faults[] = {
    [KX_IMPORT_DATE_NONE] = { "not-a-date", N_ ("“{text}” is no date: write it as 2026-07-01") },
    [KX_IMPORT_DATE_NO_DAY] = { "no-such-day", N_ ("There is no such day as “{text}”") },
    [KX_IMPORT_DATE_AMBIGUOUS] = { "ambiguous-date",
                                   N_ ("Is the day or the month first in “{text}”? Write it as 2026-07-01") },
    [KX_IMPORT_DATE_SHORT_YEAR] = { "short-year", N_ ("The year in “{text}” needs four digits") },
    [KX_IMPORT_DATE_RANGE] = { "two-dates", N_ ("“{text}” has two dates, where one is meant") },
  };
  KxDate date = { 0 };
  KxImportDateKind kind =
      kx_import_date_read (reading->cell->text, is_end (reading->field), reading->dates, &date);

  if (kind == KX_IMPORT_DATE_FOREVER)
    put_no_end (reading);
  else if (kind <= KX_IMPORT_DATE_MONTH)
    {
      g_autofree char *day =
          g_strdup_printf ("%04d-%02d-%02d", date.ymd / 10000, date.ymd / 100 % 100, date.ymd % 100);

      put_date (reading, date);
      if (kind == KX_IMPORT_DATE_MONTH)
        kx_finding_arg (
            tell (reading, KX_WARNS, "month-only", N_ ("The month “{text}” was read as the day {date}")),
            "date", day);
    }
  else
    tell (reading, KX_FAILS, faults[kind].code, faults[kind].message);
}

static void
read_date (Reading *reading)
{
  if (reading->cell->kind == KX_CELL_DATE)
    put_date (reading, reading->cell->date);
  else if (reading->cell->kind == KX_CELL_NUMBER)
    read_date_number (reading);
  else
    read_date_text (reading);
}

void
kx_import_value_read (const KxImportValues *values, guint field, const KxCell *cell, KxImportDates dates,
                      KxRecord *record, GPtrArray *findings)
{
  KxCell bare = *cell;
  Reading reading = { values, &values->entity->fields[field], field, &bare, dates, record, findings };

  bare.text = skip_guard (cell->text);
  if (kx_import_value_is_nothing (reading.field, cell))
    return;
  if (cell->flags & KX_CELL_NO_VALUE)
    {
      tell (&reading, KX_FAILS, "no-result",
            N_ ("The formula in this cell has no stored result: open and save the file once, or type the "
                "value"));
      return;
    }
  if (cell->kind == KX_CELL_ERROR)
    {
      tell (&reading, KX_FAILS, "formula-fault", N_ ("The formula in this cell failed: {text}"));
      return;
    }
  switch (reading.field->kind)
    {
    case KX_CODE:
      read_code (&reading);
      break;
    case KX_CODES:
      read_codes (&reading);
      break;
    case KX_INTEGER:
      read_integer (&reading);
      break;
    case KX_BOOLEAN:
      read_boolean (&reading);
      break;
    case KX_DECIMAL:
      read_decimal (&reading);
      break;
    case KX_DATE:
      read_date (&reading);
      break;
    case KX_TEXT:
    case KX_LONG_TEXT:
      read_text (&reading);
      break;
    case KX_REF:
    case KX_TIME:
    case KX_CONFIG:
    case KX_N_KINDS:
    default:
      g_warn_if_reached ();
    }
}
