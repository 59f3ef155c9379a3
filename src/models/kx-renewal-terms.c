#include "models/kx-renewal-terms.h"

#include "models/kx-display.h"
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

static char *
dup_value (const KxRecord *record, guint field)
{
  return kx_record_has (record, field) ? kx_display_field (record, field) : NULL;
}

static void
compare_field (GPtrArray *lines, const KxRecord *old, const KxRecord *now, guint field)
{
  if (!kx_record_same (old, now, field))
    add_line (lines, g_strdup (kx_display_label (&now->entity->fields[field])), dup_value (old, field),
              dup_value (now, field));
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
describe (const KxRecord *part, gboolean all)
{
  int key = find_key (part->entity);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  if (!all)
    return key >= 0 && kx_record_has (part, (guint) key) ? kx_display_field (part, (guint) key)
                                                         : g_strdup ("");
  for (guint i = 0; i < part->entity->n_fields; i++)
    if (is_shown (&part->entity->fields[i]) && (int) i != key && kx_record_has (part, i))
      g_ptr_array_add (words, kx_display_field (part, i));
  g_ptr_array_add (words, NULL);
  return words->len > 1 ? g_strjoinv (" · ", (char **) words->pdata) : g_strdup (_ ("Yes"));
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
label_part (const KxRecord *part)
{
  g_autofree char *which = describe (part, FALSE);

  /* Translators: a kind of row and which of them it is: "Payment: By bed-day" */
  return kx_display_fill (N_ ("{kind}: {which}"), "kind", _ (part->entity->label), "which", which, NULL);
}

static void
compare_parts (GPtrArray *lines, const GPtrArray *old, const GPtrArray *now)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < old->len; i++)
    {
      const KxRecord *was = old->pdata[i], *is = find_part (now, was, taken);
      g_autofree char *before = describe (was, TRUE), *after = is != NULL ? describe (is, TRUE) : NULL;

      if (g_strcmp0 (before, after) != 0)
        add_line (lines, label_part (was), g_steal_pointer (&before), g_steal_pointer (&after));
    }
  for (guint i = 0; i < now->len; i++)
    if (!g_hash_table_contains (taken, now->pdata[i]))
      add_line (lines, label_part (now->pdata[i]), NULL, describe (now->pdata[i], TRUE));
}

GPtrArray *
kx_renewal_compare (const KxRecord *old, const KxRecord *agreement, const GPtrArray *old_parts,
                    const GPtrArray *parts)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (free_line);

  compare_field (lines, old, agreement, kx_agreement_f_starts_on);
  compare_field (lines, old, agreement, kx_agreement_f_ends_on);
  for (guint i = 0; i < kx_agreement_entity.n_fields; i++)
    if (kx_renewal_is_term (i))
      compare_field (lines, old, agreement, i);
  compare_parts (lines, old_parts, parts);
  return lines;
}
