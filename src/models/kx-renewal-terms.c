#include "models/kx-renewal-terms.h"

#include "models/kx-display.h"
#include "print/kx-letter-values.h"
#include "print/kx-letter-words.h"
#include "sync/kx-gettext.h"

#include <string.h>

static const char *const compared[] = { "agreement_payment", "agreement_deposit", "agreement_clause", NULL };

static void
free_line (gpointer data)
{
  KxTermsLine *line = data;

  g_free (line->label);
  g_free (line->old);
  g_free (line->now);
  g_free (line);
}

const char *const *
kx_renewal_compared_parts (void)
{
  return compared;
}

/* Takes all of them. */
static void
add_line (GPtrArray *lines, char *label, char *old, char *now)
{
  KxTermsLine *line = g_new0 (KxTermsLine, 1);

  *line = (KxTermsLine){ label, old, now };
  g_ptr_array_add (lines, line);
}

/* Words */

static const char *
speak (const char *msgid)
{
  return _ (msgid);
}

static char *
speak_part (const char *kind, const char *which)
{
  /* Translators: a kind of row and which of them it is: "Payment: By bed-day" */
  return kx_display_fill (N_ ("{kind}: {which}"), "kind", kind, "which", which, NULL);
}

static char *
write_value (const KxRecord *record, guint field)
{
  return kx_letter_dup_value (&record->entity->fields[field], kx_record_get (record, field));
}

static char *
write_part (const char *kind, const char *which)
{
  return g_strconcat (kind, "：", which, NULL);
}

const KxTermsWords kx_terms_spoken = { speak, kx_display_field, speak_part };
const KxTermsWords kx_terms_written = { kx_letter_word, write_value, write_part };

static char *
dup_value (const KxRecord *record, guint field, const KxTermsWords *words)
{
  return kx_record_has (record, field) ? words->value (record, field) : NULL;
}

static void
compare_field (GPtrArray *lines, const KxRecord *old, const KxRecord *now, guint field,
               const KxTermsWords *words)
{
  if (!kx_record_same (old, now, field))
    add_line (lines, g_strdup (words->word (now->entity->fields[field].label)), dup_value (old, field, words),
              dup_value (now, field, words));
}

static gboolean
is_shown (const KxField *field)
{
  return (field->flags & (KX_SERVICE_SETS | KX_PARENT)) == 0;
}

/* Which of the rows of its kind it is: what it cannot be changed to, else the first it says. */
static int
find_key (const KxEntity *entity)
{
  int first = -1;

  for (guint i = 0; i < entity->n_fields; i++)
    {
      if (!is_shown (&entity->fields[i]))
        continue;
      if (entity->fields[i].flags & KX_FIXED)
        return (int) i;
      first = first < 0 ? (int) i : first;
    }
  return first;
}

/* "By bed-day", and with `all` whatever else it says: "60.00 · 超支分担". */
static char *
describe (const KxRecord *part, gboolean all, const KxTermsWords *words)
{
  int key = find_key (part->entity);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);

  if (!all)
    return key >= 0 && kx_record_has (part, (guint) key) ? words->value (part, (guint) key) : g_strdup ("");
  for (guint i = 0; i < part->entity->n_fields; i++)
    if (is_shown (&part->entity->fields[i]) && (int) i != key && kx_record_has (part, i))
      g_ptr_array_add (values, words->value (part, i));
  g_ptr_array_add (values, NULL);
  return values->len > 1 ? g_strjoinv (" · ", (char **) values->pdata) : g_strdup (words->word (N_ ("Yes")));
}

/* The row of the same kind with the same key that is not taken yet. */
static const KxRecord *
find_part (const GPtrArray *parts, const KxRecord *like, GHashTable *taken)
{
  int key = find_key (like->entity);

  for (guint i = 0; i < parts->len; i++)
    {
      const KxRecord *part = parts->pdata[i];

      if (part->entity == like->entity && !g_hash_table_contains (taken, part) &&
          (key < 0 || kx_record_same (part, like, (guint) key)))
        {
          g_hash_table_add (taken, (gpointer) part);
          return part;
        }
    }
  return NULL;
}

static char *
label_part (const KxRecord *part, const KxTermsWords *words)
{
  g_autofree char *which = describe (part, FALSE, words);

  return words->part (words->word (part->entity->label), which);
}

static void
compare_parts (GPtrArray *lines, const GPtrArray *old, const GPtrArray *now, const KxTermsWords *words)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < old->len; i++)
    {
      const KxRecord *was = old->pdata[i], *is = find_part (now, was, taken);
      g_autofree char *before = describe (was, TRUE, words),
                      *after = is != NULL ? describe (is, TRUE, words) : NULL;

      if (g_strcmp0 (before, after) != 0)
        add_line (lines, label_part (was, words), g_steal_pointer (&before), g_steal_pointer (&after));
    }
  for (guint i = 0; i < now->len; i++)
    if (!g_hash_table_contains (taken, now->pdata[i]))
      add_line (lines, label_part (now->pdata[i], words), NULL, describe (now->pdata[i], TRUE, words));
}

GPtrArray *
kx_renewal_compare (const KxRecord *old, const KxRecord *agreement, const GPtrArray *old_parts,
                    const GPtrArray *parts, const KxTermsWords *words)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (free_line);

  compare_field (lines, old, agreement, kx_agreement_f_starts_on, words);
  compare_field (lines, old, agreement, kx_agreement_f_ends_on, words);
  for (guint i = 0; i < kx_agreement_entity.n_fields; i++)
    if (kx_renewal_is_term (i))
      compare_field (lines, old, agreement, i, words);
  compare_parts (lines, old_parts, parts, words);
  return lines;
}
