#include "models/kx-letter-changes.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-change-case.h"
#include "core/entities/kx-letter.h"
#include "models/kx-letter-said.h"
#include "models/kx-row-read.h"
#include "print/kx-letter-values.h"
#include "print/kx-letter-words.h"
#include "store/kx-row.h"

#include <string.h>

#define BAR "|"
#define WIDE_BAR "｜"
#define NOTHING "—"

/* What stands in cells may not part them. */
#define INSTEAD "／"

void
kx_letter_changes_add (KxDocxValues *values, const char *item, const char *before, const char *after)
{
  KxDocxValues *row = kx_letter_values_add_row (values, "changes");

  kx_docx_values_set (row, "item", item);
  kx_docx_values_set (row, "before", before != NULL && *before != '\0' ? before : NOTHING);
  kx_docx_values_set (row, "after", after != NULL && *after != '\0' ? after : NOTHING);
}

/* What an agency reported */

static int
field_of (const KxRecord *change)
{
  return kx_entity_field (&kx_agency_entity, kx_record_get (change, kx_change_case_f_field).TEXT);
}

static const char *
get_item (const KxRecord *change)
{
  int field = field_of (change);

  return field >= 0 ? kx_letter_word (kx_agency_entity.fields[field].label)
                    : kx_record_get (change, kx_change_case_f_field).TEXT;
}

/* The case has its texts as history has them. */
static char *
dup_words (const KxRecord *change, guint which)
{
  const char *text = kx_record_get (change, which).LONG_TEXT;
  int field = field_of (change);
  KxValue value;

  if (text == NULL || field < 0 || !kx_value_from_text (&kx_agency_entity.fields[field], text, &value))
    return g_strdup (text);
  return kx_letter_dup_value (&kx_agency_entity.fields[field], value);
}

void
kx_letter_changes_add_case (KxDocxValues *values, const KxRecord *change)
{
  g_autofree char *before = dup_words (change, kx_change_case_f_old_text),
                  *after = dup_words (change, kx_change_case_f_new_text);

  kx_letter_changes_add (values, get_item (change), before, after);
}

/* What a person typed */

/* The cells of a line: always three. Free with g_strfreev(). */
static GStrv
split_line (const char *line)
{
  g_autoptr (GString) plain = g_string_new (line);
  g_auto (GStrv) parts = NULL;
  GStrv cells = g_new0 (char *, 4);
  guint n;

  g_string_replace (plain, WIDE_BAR, BAR, 0);
  g_string_replace (plain, "\t", BAR, 0);
  parts = g_strsplit (plain->str, BAR, 3);
  n = g_strv_length (parts);
  for (guint i = 0; i < 3; i++)
    cells[i] = g_strstrip (g_strdup (i < n ? parts[i] : ""));
  return cells;
}

void
kx_letter_changes_add_said (KxDocxValues *values, GHashTable *said)
{
  const char *text = g_hash_table_lookup (said, KX_LETTER_CHANGES);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = split_line (lines[i]);

      if (*cells[0] != '\0' || *cells[1] != '\0' || *cells[2] != '\0')
        kx_letter_changes_add (values, cells[0], cells[1], cells[2]);
    }
}

/* What the records offer */

static void
append_cell (GString *text, const char *cell)
{
  g_autoptr (GString) plain = g_string_new (cell != NULL && *cell != '\0' ? cell : NOTHING);

  g_string_replace (plain, BAR, INSTEAD, 0);
  g_string_replace (plain, WIDE_BAR, INSTEAD, 0);
  g_string_replace (plain, "\n", " ", 0);
  g_string_replace (plain, "\t", " ", 0);
  g_string_append (text, plain->str);
}

static void
append_line (GString *text, const char *item, const char *before, const char *after)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  append_cell (text, item);
  g_string_append (text, WIDE_BAR);
  append_cell (text, before);
  g_string_append (text, WIDE_BAR);
  append_cell (text, after);
}

/* The last supplement to the agreement that was issued; NULL: there is none. Free with kx_record_free(). */
static KxRecord *
find_supplement (KxBook *book, const KxRecord *letter, const char *agreement)
{
  g_autoptr (GPtrArray) rows = kx_row_read_parts (book, &kx_letter_entity, kx_letter_f_agreement, agreement);
  const KxRecord *last = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      const KxRecord *row = rows->pdata[i];

      if (g_strcmp0 (row->id, letter->id) != 0 &&
          kx_record_get (row, kx_letter_f_kind).CODE == kx_letter_kind_supplement &&
          kx_record_get (row, kx_letter_f_state).CODE == kx_letter_state_issued &&
          (last == NULL ||
           kx_record_date (last, kx_letter_f_dated_on).ymd < kx_record_date (row, kx_letter_f_dated_on).ymd))
        last = row;
    }
  return last != NULL ? kx_record_copy (last) : NULL;
}

/* What happened on this day was not agreed yet when it was signed, and stands in no supplement. */
static gboolean
is_new (const KxRecord *agreement, const KxRecord *supplement, KxDate day)
{
  KxDate signed_on = kx_record_date (agreement, kx_agreement_f_signed_on);

  if (supplement != NULL)
    return day.ymd > kx_record_date (supplement, kx_letter_f_dated_on).ymd;
  return day.ymd >=
         (signed_on.ymd != 0 ? signed_on : kx_record_date (agreement, kx_agreement_f_starts_on)).ymd;
}

/* How an earlier supplement left the matter; NULL: it does not speak of it. Free with g_free(). */
static char *
dup_left (const KxRecord *supplement, const char *item)
{
  g_autoptr (GHashTable) said = kx_letter_said_read (supplement);
  const char *text = g_hash_table_lookup (said, KX_LETTER_CHANGES);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  char *left = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = split_line (lines[i]);

      if (g_str_equal (cells[0], item))
        {
          g_free (left);
          left = g_steal_pointer (&cells[2]);
        }
    }
  return left;
}

/* Of an agreement that was carried on. */
static void
append_end (GString *text, const KxRecord *agreement, const KxRecord *supplement)
{
  const KxField *field = &kx_agreement_entity.fields[kx_agreement_f_ends_on];
  const char *item = kx_letter_word (field->label);
  g_autofree char *before = NULL, *after = NULL;

  if (!kx_record_has (agreement, kx_agreement_f_agreed_end) ||
      !is_new (agreement, supplement, kx_record_date (agreement, kx_agreement_f_bridged_on)))
    return;
  before = supplement != NULL ? dup_left (supplement, item) : NULL;
  if (before == NULL)
    before = kx_letter_dup_value (field, kx_record_get (agreement, kx_agreement_f_agreed_end));
  after = kx_letter_dup_value (field, kx_record_get (agreement, kx_agreement_f_ends_on));
  append_line (text, item, before, after);
}

static int
compare_made (gconstpointer a, gconstpointer b)
{
  const KxRecord *x = *(KxRecord *const *) a, *y = *(KxRecord *const *) b;

  if (x->created_at.ms != y->created_at.ms)
    return x->created_at.ms < y->created_at.ms ? -1 : 1;
  return strcmp (x->id, y->id);
}

/* Of a case without a day nobody knows that it is old; what is being assessed is not settled, and sealed
 * values stand in no letter. */
static gboolean
is_told (const KxRecord *change, const KxRecord *agreement, const KxRecord *supplement)
{
  KxDate day = kx_record_date (change, kx_change_case_f_reported_on);
  int field = field_of (change);

  if (kx_record_get (change, kx_change_case_f_state).CODE == kx_change_case_state_in_assessment ||
      (field >= 0 && (kx_agency_entity.fields[field].flags & KX_SEALED) != 0))
    return FALSE;
  if (day.ymd == 0)
    day = kx_record_date (change, kx_change_case_f_changed_on);
  return day.ymd == 0 || is_new (agreement, supplement, day);
}

/* A field that changed twice changed once, from how it was first to how it is last. */
static void
append_cases (GString *text, GPtrArray *cases)
{
  for (guint i = 0; i < cases->len; i++)
    {
      const KxRecord *first = cases->pdata[i], *last = first;
      g_autofree char *before = NULL, *after = NULL;
      gboolean again = FALSE;

      for (guint k = 0; k < cases->len; k++)
        if (g_strcmp0 (kx_record_get (cases->pdata[k], kx_change_case_f_field).TEXT,
                       kx_record_get (first, kx_change_case_f_field).TEXT) == 0)
          {
            again |= k < i;
            last = cases->pdata[k];
          }
      before = dup_words (first, kx_change_case_f_old_text);
      after = dup_words (last, kx_change_case_f_new_text);
      if (!again && g_strcmp0 (before, after) != 0)
        append_line (text, get_item (first), before, after);
    }
}

static void
append_reported (GString *text, KxBook *book, const KxRecord *agreement, const KxRecord *supplement)
{
  g_autoptr (GPtrArray) all = kx_row_read_parts (book, &kx_change_case_entity, kx_change_case_f_agency,
                                                 kx_record_get (agreement, kx_agreement_f_agency).REF);
  g_autoptr (GPtrArray) told = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    if (is_told (all->pdata[i], agreement, supplement))
      g_ptr_array_add (told, all->pdata[i]);
  g_ptr_array_sort (told, compare_made);
  append_cases (text, told);
}

char *
kx_letter_changes_dup_offer (KxBook *book, const KxRecord *letter)
{
  const char *id = kx_record_get (letter, kx_letter_f_agreement).REF;
  g_autoptr (KxRecord) agreement = id != NULL ? kx_row_get (book, &kx_agreement_entity, id, NULL) : NULL;
  g_autoptr (KxRecord) supplement = agreement != NULL ? find_supplement (book, letter, id) : NULL;
  GString *text = g_string_new (NULL);

  if (agreement != NULL)
    {
      append_end (text, agreement, supplement);
      append_reported (text, book, agreement, supplement);
    }
  return g_string_free (text, FALSE);
}
